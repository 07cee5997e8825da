// The report's text: marks that answer a click, and a selection that can become an event.  Outside text is only ever
// set as text content; offsets count code points of the report.
const HINT = "Arrow keys go from mark to mark, Enter opens one. Select words to add an event.";
const texts = new WeakMap();

function build(parent) {
  parent.querySelector(".fl-text")?.remove();
  const root = make("div", "fl-text", parent);
  const box = make("div", "fl-text-box", root, { role: "group" });
  const add = make("button", "fl-text-add", root, { type: "button", hidden: "" });
  const t = { root, box, add, drawn: "", picked: null, at: 0 };

  box.addEventListener("click", (event) => {
    const chip = event.target.closest("[data-item]");
    if (chip) return t.trigger("item", chip.dataset.item);
    if (String(getSelection()).trim()) return;
    const place = event.target.closest("[data-place]");
    if (place) return t.trigger("place", +place.dataset.place);
    const told = event.target.closest("[data-events]");
    if (!told) return;
    // Where several events share words, each click goes on to the next of them.
    const ids = told.dataset.events.split(" ");
    t.trigger("item", ids[(ids.indexOf(t.data.chosen) + 1) % ids.length]);
  });
  box.addEventListener("focusin", (event) => {
    const at = t.stops().indexOf(event.target);
    if (at >= 0) t.stop(at);
  });
  box.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const stops = t.stops();
    const at = stops.indexOf(event.target);
    const to = { ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, Home: 0, End: stops.length - 1 }[event.key];
    if (at < 0) return;
    if (to !== undefined) stops[Math.min(Math.max(to, 0), stops.length - 1)].focus();
    else if (event.key === "Enter" || event.key === " ") event.target.click();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  t.stops = () => [...box.querySelectorAll("[data-place], [data-item]")];
  t.stop = (at) => {
    const stops = t.stops();
    stops[t.at]?.setAttribute("tabindex", "-1");
    t.at = Math.min(Math.max(at, 0), Math.max(stops.length - 1, 0));
    stops[t.at]?.setAttribute("tabindex", "0");
  };

  // How many code points of the report lie before a point of the document.
  const offset = (node, at) => {
    const range = document.createRange();
    range.setStart(box, 0);
    range.setEnd(node, at);
    return [...range.toString()].length;
  };
  const look = () => {
    const selection = getSelection();
    const range = selection.rangeCount ? selection.getRangeAt(0) : null;
    const inside = range && !range.collapsed && box.contains(range.startContainer) && box.contains(range.endContainer);
    const words = inside ? range.toString() : "";
    if (!words.trim()) {
      add.hidden = true;
      return;
    }
    const blank = [...words.slice(0, words.length - words.trimStart().length)].length;
    const start = offset(range.startContainer, range.startOffset) + blank;
    const end = start + [...words.trim()].length;
    t.picked = [start, end];
    const long = end - start > t.data.most;
    add.disabled = long;
    add.textContent = long ? `Select at most ${t.data.most} characters` : "Add an event from these words";
    add.hidden = false;
    const spot = range.getBoundingClientRect();
    const frame = root.getBoundingClientRect();
    const left = Math.min(Math.max(spot.left - frame.left, 0), frame.width - add.offsetWidth);
    const below = spot.bottom - frame.top + 8;
    add.style.left = `${left}px`;
    add.style.top = `${Math.min(below, frame.height - add.offsetHeight - 4)}px`;
  };
  t.look = () => root.isConnected && look();
  document.addEventListener("selectionchange", t.look);
  add.addEventListener("mousedown", (event) => event.preventDefault());
  add.addEventListener("click", () => {
    add.hidden = true;
    getSelection().removeAllRanges();
    t.trigger("passage", t.picked);
  });
  box.addEventListener("scroll", () => (add.hidden = true));
  return t;
}

function draw(t) {
  const { pieces, chips, chosen } = t.data;
  const behind = new Map();
  for (const chip of chips) behind.set(chip.after, [...(behind.get(chip.after) ?? []), chip]);
  const all = document.createDocumentFragment();
  pieces.forEach((piece, number) => {
    const kinds = [["e", "fl-t-event"], ["w", "fl-t-word"], ["on", "fl-t-on"], ["new", "fl-t-new"]];
    const span = make("span", kinds.filter(([key]) => piece[key]).map(([, name]) => name).join(" "), all);
    span.textContent = piece.t;
    if (piece.e) span.dataset.events = piece.e.join(" ");
    if (piece.tip) span.title = piece.tip;
    if (piece.p !== undefined) {
      span.classList.add("fl-t-party");
      if (piece.p) span.style.setProperty("--m", piece.p);
    }
    if (piece.m !== undefined) {
      span.classList.add(piece.no ? "fl-t-lost" : "fl-t-place");
      span.dataset.place = piece.m;
      span.setAttribute("role", "button");
      span.setAttribute("tabindex", "-1");
      span.setAttribute("aria-description", piece.no ? `Place not found: ${piece.tip}` : `Place: ${piece.tip}`);
    }
    for (const chip of behind.get(number) ?? []) {
      const mark = make("span", "fl-t-chip", all, { role: "button", tabindex: "-1", "aria-label": `Event: ${chip.label}` });
      mark.setAttribute("aria-pressed", String(chip.id === chosen));
      mark.dataset.item = chip.id;
      mark.title = chip.label;
      mark.style.backgroundImage = `url("${chip.img}")`;
    }
  });
  t.box.replaceChildren(all);
}

export default function ({ parentElement, data, setTriggerValue }) {
  let t = texts.get(parentElement);
  if (!t || !t.root.isConnected) texts.set(parentElement, (t = build(parentElement)));
  const before = t.data;
  t.data = data;
  t.trigger = setTriggerValue;
  t.box.setAttribute("aria-label", data.label);
  t.box.setAttribute("aria-description", HINT);
  const drawn = JSON.stringify([data.pieces, data.chips, data.chosen]);
  if (drawn !== t.drawn) {
    const held = t.box.contains(document.activeElement);
    const top = t.box.scrollTop;
    t.drawn = drawn;
    draw(t);
    t.stop(t.at);
    t.box.scrollTop = top;
    if (held) t.stops()[t.at]?.focus({ preventScroll: true });
  }
  if (!before || before.chosen !== data.chosen) {
    const on = t.box.querySelector(".fl-t-on");
    if (on) {
      const [inner, outer] = [on.getBoundingClientRect(), t.box.getBoundingClientRect()];
      const seen = inner.top >= outer.top + 8 && inner.bottom <= outer.bottom - 8;
      if (!seen) t.box.scrollTop += inner.top - outer.top - outer.height / 3;
    } else if (data.chosen === null && !before) t.box.scrollTop = 0;
  }
  return () => {};
}
