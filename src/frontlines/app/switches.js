// Switches in groups.  One that a person turns shows so at once, and is told again with each turn until the page heard it.
const boards = new WeakMap();

function turn(board, id) {
  const on = board.buttons.get(id).getAttribute("aria-pressed") !== "true";
  board.turned.set(id, { on, turn: ++board.turn });
  show(board);
  const set = Object.fromEntries([...board.turned].map(([key, { on }]) => [key, on]));
  board.tell("turned", { turn: board.turn, set });
}

// One stop of the Tab key for each group; the arrows go on within it.
function move(event) {
  const from = event.target.closest("button");
  const to = { ArrowRight: from?.nextSibling, ArrowLeft: from?.previousSibling }[event.key];
  if (!to) return;
  event.preventDefault();
  from.tabIndex = -1;
  to.tabIndex = 0;
  to.focus();
}

function make_switch(id, image) {
  const button = make("button", "", document.createDocumentFragment(), { type: "button", "data-id": id, tabindex: -1 });
  if (image) make("img", "", button, { src: image, alt: "" });
  make("span", "", button);
  make("small", "", button);
  return button;
}

function show({ root, data, turned, buttons }) {
  data.groups.forEach(({ label, items }, at) => {
    const group = root.children[at] ?? make("div", "fl-switches", root, { role: "toolbar", "aria-label": label });
    items.forEach(([id, image, name, count, on], place) => {
      const button = buttons.get(id) ?? make_switch(id, image);
      buttons.set(id, button);
      const [title, number] = button.querySelectorAll("span, small");
      const words = count === null ? "" : ` ${count.toLocaleString("en")}`;
      if (title.textContent !== name) title.textContent = name;
      if (number.textContent !== words) number.textContent = words;
      button.setAttribute("aria-pressed", turned.get(id)?.on ?? on);
      if (image && button.firstChild.getAttribute("src") !== image) button.firstChild.src = image; // another theme's
      if (group.children[place] !== button) group.insertBefore(button, group.children[place] ?? null); // keeps the focus
    });
    while (group.children.length > items.length) group.lastChild.remove();
    if (!group.querySelector('[tabindex="0"]')) group.firstChild.tabIndex = 0;
  });
}

export default function ({ parentElement, data, setTriggerValue }) {
  let board = boards.get(parentElement);
  if (!board?.root.isConnected) {
    parentElement.querySelector(".fl-board")?.remove();
    board = { root: make("div", "fl-board", parentElement), buttons: new Map(), turned: new Map(), turn: data.heard };
    board.root.addEventListener("click", (event) => {
      const id = event.target.closest("button")?.dataset.id;
      if (id) turn(board, id);
    });
    board.root.addEventListener("keydown", move);
    boards.set(parentElement, board);
  }
  board.tell = setTriggerValue;
  board.data = data;
  for (const [id, { turn }] of board.turned) if (turn <= data.heard) board.turned.delete(id);
  show(board);
}
