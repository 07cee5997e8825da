// A list of entries under titles; the one that a person chooses is told by its id.
const lists = new WeakMap();

function fill(root, { images, groups }) {
  root.replaceChildren();
  for (const { title, items } of groups) {
    if (title) make("h3", "fl-day", root).textContent = title;
    for (const [id, image, name, below] of items) {
      const line = make("div", "", make("button", "", root, { type: "button", "data-id": id }));
      make("img", "", line, { src: images[image], alt: "" });
      make("strong", "", line).textContent = name;
      line.append(below);
    }
  }
}

export default function ({ parentElement, data, setTriggerValue }) {
  let list = lists.get(parentElement);
  if (!list?.root.isConnected) {
    parentElement.querySelector(".fl-entries")?.remove();
    list = { root: make("div", "fl-entries", parentElement) };
    list.root.addEventListener("click", (event) => {
      const id = event.target.closest("button")?.dataset.id;
      if (id) list.tell("chosen", id);
    });
    lists.set(parentElement, list);
  }
  list.tell = setTriggerValue;
  const drawn = JSON.stringify(data);
  if (drawn !== list.drawn) fill(list.root, data);
  list.drawn = drawn;
}
