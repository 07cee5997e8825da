// The strip of time: bars of people killed a month, the war's main events, and a slider over all of its days.
const DAY = 86400000;
const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");
const HINT =
  "Arrow keys step; with Shift, by a week; Page Up and Page Down, by a month; M and Shift M, by main events; Space plays.";
const WAIT_MS = 4000; // how long an answer to an older step may not move the thumb back
const REST_MS = 160; // a drag is sent when it rests this long
const strips = new WeakMap();

const parse = (text) => Date.UTC(+text.slice(0, 4), text.slice(5, 7) - 1, +text.slice(8, 10));
const iso = (time) => new Date(time).toISOString().slice(0, 10);
const month = (time) => `${MONTHS[new Date(time).getUTCMonth()]} ${new Date(time).getUTCFullYear()}`;
const words = (time) => `${new Date(time).getUTCDate()} ${month(time)}`;

function stepped(time, stride, count) {
  if (stride !== "month") return time + count * DAY * (stride === "week" ? 7 : 1);
  const at = new Date(time);
  const last = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + count + 1, 0)).getUTCDate();
  return Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + count, Math.min(at.getUTCDate(), last));
}

function build(parent) {
  parent.querySelector(".fl-scrub")?.remove();
  const root = make("div", "fl-scrub", parent);
  const s = { root, at: 0, sent: null, sentAt: 0, dragging: false };
  s.bars = make("div", "fl-scrub-bars", root, { "aria-hidden": "true" });
  s.track = make("div", "fl-scrub-track", root, { "aria-hidden": "true" });
  s.marks = make("div", "fl-scrub-marks", root, { "aria-hidden": "true" });
  s.years = make("div", "fl-years", root, { "aria-hidden": "true" });
  s.thumb = make("div", "fl-scrub-thumb", root, { role: "slider", tabindex: "0", "aria-orientation": "horizontal" });
  s.thumb.setAttribute("aria-description", HINT);
  s.tip = make("div", "fl-scrub-tip", root, { hidden: "" });

  const share = (time) => (100 * (time - s.first)) / (s.last - s.first || 1);
  const clamp = (time) => Math.min(Math.max(time, s.first), s.last);
  s.share = share;
  s.show = (time) => {
    s.at = time;
    const named = s.data.marks.find(([day]) => parse(day) === time);
    s.thumb.style.left = `${share(time)}%`;
    s.track.style.setProperty("--at", `${share(time)}%`);
    s.thumb.setAttribute("aria-valuenow", String(Math.round((time - s.first) / DAY)));
    s.thumb.setAttribute("aria-valuetext", words(time) + (named ? `, ${named[1]}` : ""));
  };
  s.send = (time) => {
    clearTimeout(s.rest);
    if (iso(time) === s.sent && performance.now() - s.sentAt < WAIT_MS) return;
    s.sent = iso(time);
    s.sentAt = performance.now();
    s.trigger("day", s.sent);
  };
  const go = (time) => {
    s.show(clamp(time));
    s.send(s.at);
  };
  const named = (ahead) => {
    const days = s.data.marks.map(([day]) => parse(day));
    return ahead ? (days.find((day) => day > s.at) ?? s.last) : (days.findLast((day) => day < s.at) ?? s.first);
  };
  s.thumb.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const stride = event.shiftKey ? "week" : s.data.stride;
    const to = {
      ArrowLeft: () => stepped(s.at, stride, -1),
      ArrowDown: () => stepped(s.at, stride, -1),
      ArrowRight: () => stepped(s.at, stride, 1),
      ArrowUp: () => stepped(s.at, stride, 1),
      PageDown: () => stepped(s.at, "month", -1),
      PageUp: () => stepped(s.at, "month", 1),
      Home: () => s.first,
      End: () => s.last,
      m: () => named(true),
      M: () => named(false),
    }[event.key];
    if (to) {
      go(to());
      const mark = s.data.marks.find(([day]) => parse(day) === s.at);
      if (mark) tell(s.at, mark);
      else s.tip.hidden = true;
    } else if (event.key === " ") s.trigger("toggle", true);
    else return;
    event.preventDefault();
    event.stopPropagation();
  });

  const under = (event) => {
    const box = root.getBoundingClientRect();
    const time = s.first + ((event.clientX - box.left) / box.width) * (s.last - s.first);
    return clamp(s.first + Math.round((time - s.first) / DAY) * DAY);
  };
  const near = (event) => {
    const box = root.getBoundingClientRect();
    const gap = ([day]) => Math.abs((share(parse(day)) / 100) * box.width - (event.clientX - box.left));
    return s.data.marks.filter((mark) => gap(mark) <= 5).sort((one, other) => gap(one) - gap(other))[0];
  };
  const tell = (time, mark) => {
    const bar = s.data.bars.find(([day]) => day.slice(0, 7) === iso(time).slice(0, 7));
    const killed = bar ? `${bar[1].toLocaleString("en")}${bar[2] > bar[1] ? ` to ${bar[2].toLocaleString("en")}` : ""}` : "";
    const lines = mark ? [`${words(parse(mark[0]))}`, mark[1]] : [words(time)];
    if (!mark && bar) lines.push(`${killed} killed in ${month(time)}, in the events of ledger and reports`);
    s.tip.replaceChildren();
    lines.forEach((line, at) => (make(at ? "span" : "b", "", s.tip).textContent = line));
    s.tip.hidden = false;
    const wide = root.clientWidth;
    const half = s.tip.offsetWidth / 2;
    const left = Math.min(Math.max((share(mark ? parse(mark[0]) : time) / 100) * wide, half), wide - half);
    s.tip.style.left = `${left}px`;
  };
  root.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    event.preventDefault();
    const mark = near(event);
    s.thumb.focus({ preventScroll: true });
    if (mark) return go(parse(mark[0]));
    s.dragging = true;
    root.setPointerCapture(event.pointerId);
    s.show(under(event));
  });
  root.addEventListener("pointermove", (event) => {
    if (s.dragging) {
      s.show(under(event));
      clearTimeout(s.rest);
      s.rest = setTimeout(() => s.send(s.at), REST_MS);
    }
    tell(under(event), near(event));
  });
  const drop = () => {
    if (!s.dragging) return;
    s.dragging = false;
    s.send(s.at);
  };
  root.addEventListener("pointerup", drop);
  root.addEventListener("pointercancel", drop);
  root.addEventListener("pointerleave", () => (s.tip.hidden = true));
  s.thumb.addEventListener("blur", () => (s.tip.hidden = true));
  return s;
}

function fill(s) {
  const { data } = s;
  s.first = parse(data.first);
  s.last = parse(data.last);
  const drawn = JSON.stringify([data.bars, data.marks, data.first, data.last]);
  s.thumb.setAttribute("aria-label", data.label);
  s.thumb.setAttribute("aria-valuemin", "0");
  s.thumb.setAttribute("aria-valuemax", String(Math.round((s.last - s.first) / DAY)));
  if (drawn === s.drawn) return;
  s.drawn = drawn;
  const most = Math.max(1, ...data.bars.map(([, low]) => low));
  const bars = data.bars.map(([day, low]) => {
    const from = Math.max(parse(day), s.first);
    const to = Math.min(stepped(parse(day), "month", 1), s.last);
    // A square root lets months of a few dozen be seen beside one of thousands.
    const style = `left:${s.share(from)}%;width:${s.share(to) - s.share(from)}%;height:${100 * Math.sqrt(low / most)}%`;
    return `<i style="${style}"></i>`;
  });
  s.bars.innerHTML = bars.join("");
  s.marks.innerHTML = data.marks.map(([day]) => `<i style="left:${s.share(parse(day))}%"></i>`).join("");
  const years = [];
  for (let year = +data.first.slice(0, 4) + 1; year <= +data.last.slice(0, 4); year += 1)
    if (s.share(Date.UTC(year, 0, 1)) < 98) years.push(year);
  s.years.innerHTML = years
    .map((year) => `<span style="left:${s.share(Date.UTC(year, 0, 1))}%">${year}</span>`)
    .join("");
}

export default function ({ parentElement, data, setTriggerValue }) {
  let s = strips.get(parentElement);
  if (!s || !s.root.isConnected) strips.set(parentElement, (s = build(parentElement)));
  s.data = data;
  s.trigger = setTriggerValue;
  fill(s);
  const late = s.sent && s.sent !== data.day && performance.now() - s.sentAt < WAIT_MS;
  if (!s.dragging && !late) {
    s.sent = null;
    s.show(parse(data.day));
  }
  clearTimeout(s.timer);
  if (data.playing) s.timer = setTimeout(() => s.root.isConnected && s.trigger("tick", data.day), data.tick_ms);
  return () => clearTimeout(s.timer);
}
