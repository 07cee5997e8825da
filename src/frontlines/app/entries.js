// A list of entries under titles; the one that a person chooses is told by its id.
const lists = new WeakMap();

function make(tag, name, parent, text) {
  const element = document.createElement(tag);
  if (name) element.className = name;
  if (text) element.textContent = text;
  parent.append(element);
  return element;
}

function fill(root, { images, groups }) {
  root.replaceChildren();
  for (const { title, items } of groups) {
    if (title) make("h3", "fl-day", root, title);
    for (const [id, image, name, below] of items) {
      const button = make("button", "", root);
      button.type = "button";
      button.dataset.id = id;
      const line = make("div", "", button);
      Object.assign(make("img", "", line), { src: images[image], alt: "" });
      make("strong", "", line, name);
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
