/* The map's script, first of three parts that share one scope (see leaflet.py): the base, the view, and each scene as
   it comes, redrawn kind by kind.  Every string in a scene is escaped HTML already (see escape.py). */
const PANES = {
  "fl-land": 210, "fl-zones": 300, "fl-water": 320, "fl-lines": 330, "fl-areas": 380, "fl-sweeps": 395, "fl-fronts": 400,
  "fl-arrows": 420, "fl-labels": 450, "fl-spots": 600, "fl-ring": 610,
};
const QUIET = ["fl-land", "fl-water", "fl-lines", "fl-labels", "fl-ring"];
const KINDS = ["zones", "rings", "areas", "fronts", "sweeps", "arrows", "spots"];
const FONT = '"Source Sans","Source Sans 3","Source Sans Pro",system-ui,sans-serif';
const TYPE = {
  capital: { size: 12.5, weight: 640, space: 0 }, town: { size: 11.2, weight: 480, space: 0 },
  village: { size: 10.4, weight: 420, space: 0 }, party: { size: 13, weight: 720, space: 0 },
  "party-small": { size: 10.8, weight: 720, space: 0 }, governorate: { size: 9.4, weight: 520, space: 1.5 },
  country: { size: 11, weight: 500, space: 3.5 }, water: { size: 11, weight: 400, space: 0.3 }, note: { size: 10, weight: 400, space: 0 },
};
let map, given, said, groups, marks, scene, chosen, lastChosen, popup, ring, labelLayer, leaders, placed, corners, clicks, dots;

const svg = (size, inside, extra = "") =>
  `<svg width="${size}" height="${size}" viewBox="${-size / 2} ${-size / 2} ${size} ${size}" ${extra}>${inside}</svg>`;

/* ---------- base ---------- */
// A mark placed in three dimensions is a layer of its own to the browser, and hundreds of them are slow to lay together.
L.Browser.ie3d = true;

function start(leafletMap, options) {
  map = leafletMap; given = { ...window.frontlines.base, ...options };
  said = {}; groups = {}; marks = new Map(); scene = null; chosen = null; lastChosen = null; clicks = 0; dots = null;
  for (const [name, z] of Object.entries(PANES)) {
    const pane = map.createPane(name);
    pane.style.zIndex = z;
    if (QUIET.includes(name)) pane.style.pointerEvents = "none";
  }
  const old = document.getElementById("fl-patterns");
  if (old) old.remove();
  document.body.insertAdjacentHTML("beforeend", given.patterns);
  const lay = (name, pane, className) => {
    const data = given.layers[name];
    if (data) L.geoJSON(data, { interactive: false, pane, style: () => ({ className, pane, smoothFactor: 0.6 }) }).addTo(map);
  };
  lay("neighbours", "fl-land", "fl-neighbours");
  lay("country", "fl-land", "fl-country");
  lay("lakes", "fl-water", "fl-lake");
  lay("rivers-abroad", "fl-land", "fl-river-abroad");
  lay("rivers", "fl-water", "fl-river");
  lay("governorates", "fl-lines", "fl-governorates");
  lay("golan", "fl-lines", "fl-governorates");
  lay("country", "fl-lines", "fl-border");
  map.attributionControl.setPrefix(false).addAttribution(given.attribution);
  corners = {
    title: corner("topleft", "fl-title"), foot: corner("bottomleft", "fl-foot"), legend: corner("bottomright", "fl-card"),
  };
  L.control.scale({ imperial: false, maxWidth: 120, position: "bottomleft" }).addTo(map);
  leaders = L.layerGroup().addTo(map);
  labelLayer = L.featureGroup().addTo(map); // a group that passes clicks on
  firstView();
  map.on("zoomend", () => { nearness(); arrange(); markChosen(); follow(); });
  map.on("click mousemove", dotUnder);
  map.on("moveend", () => { keepView(); lead(); });
  map.on("popupopen popupclose", (e) => map.getContainer().classList.toggle("fl-open", e.type === "popupopen"));
  document.addEventListener("keydown", (e) => { if (e.key === "Escape") map.closePopup(); });
  map.getContainer().setAttribute("aria-label", "Map");
  if (document.fonts && document.fonts.ready) document.fonts.ready.then(() => { widths.clear(); layLabels(); });
}

function corner(position, className) {
  const control = L.control({ position });
  control.onAdd = () => {
    const box = L.DomUtil.create("div", className);
    L.DomEvent.disableClickPropagation(box).disableScrollPropagation(box);
    return box;
  };
  control.addTo(map);
  return control.getContainer();
}

const viewKey = () => "frontlines view " + JSON.stringify(given.bounds);

function firstView() {
  let kept = null;
  try { kept = JSON.parse(sessionStorage.getItem(viewKey())); } catch (error) { kept = null; }
  const fit = () => {
    const wide = map.getSize().x >= 700;
    const margins = wide ? { paddingTopLeft: [60, 12], paddingBottomRight: [90, 12] } : { paddingTopLeft: [30, 34], paddingBottomRight: [2, 30] };
    map.fitBounds(given.bounds, { ...margins, animate: false });
  };
  const seen = () => map.getSize().x > 120 && map.getSize().y > 120; /* a frame has no height until the page gives it one */
  const limit = () => {
    map.setMinZoom(5);
    const wide = Math.floor(4 * map.getBoundsZoom(given.frame, true)) / 4;
    map.setMinZoom(Math.min(wide, map.getBoundsZoom(given.bounds)));
  };
  const place = () => seen() && (kept ? map.setView(kept.at, kept.zoom, { animate: false }) : fit());
  if (seen()) limit();
  place();
  nearness();
  let before = map.getSize();
  new ResizeObserver(() => {
    map.invalidateSize({ pan: false });
    const size = map.getSize();
    if (size.equals(before)) return;
    before = size;
    if (seen()) limit();
    if (!map.touched) place();
    arrange();
  }).observe(map.getContainer());
  map.getContainer().addEventListener("pointerdown", () => { map.touched = true; });
  map.getContainer().addEventListener("wheel", () => { map.touched = true; }, { passive: true });
}

function nearness() {
  map.getContainer().classList.toggle("fl-far", map.getZoom() < 6.75);
  map.getContainer().classList.toggle("fl-near", map.getZoom() > 8.4);
}

/* Maps side by side show the same place: whoever is moved by hand takes the others along. */
let led = false;
function lead() {
  if (!map.touched || led) return;
  for (let n = 0; n < window.parent.frames.length; n += 1) {
    try {
      const other = window.parent.frames[n];
      if (other !== window && other.frontlines) other.frontlines.go(map.getCenter(), map.getZoom());
    } catch (error) { /* a frame of another origin is no map of ours */ }
  }
}

function go(at, zoom) {
  if (map.getZoom() === zoom && map.getCenter().distanceTo(at) < 50) return;
  led = true;
  map.setView([at.lat, at.lng], zoom, { animate: false });
  led = false;
  map.touched = true;
}

function keepView() {
  if (!map.touched) return;
  try { sessionStorage.setItem(viewKey(), JSON.stringify({ at: map.getCenter(), zoom: map.getZoom() })); } catch (error) { /* no storage: no memory */ }
}

/* ---------- scene ---------- */
/* A scene comes as the JSON of its parts: a part that says what it said before is neither read nor drawn again. */
function draw(parts) {
  const same = (part) => Boolean(scene) && said[part] === parts[part];
  const wasCrowded = Boolean(scene) && crowded();
  const data = Object.fromEntries(Object.keys(parts).map((part) => [part, same(part) ? scene[part] : JSON.parse(parts[part])]));
  const fresh = new Set(Object.keys(parts).filter((part) => !same(part)));
  scene = data;
  said = parts;
  if (crowded() !== wasCrowded) fresh.add("areas").add("spots");
  const changed = KINDS.filter((kind) => fresh.has(kind));
  for (const kind of changed) {
    const group = groups[kind], kept = group && KEEP[kind] && KEEP[kind](data[kind], group);
    if (kept) continue;
    for (const [id, mark] of marks) if (mark.kind === kind) marks.delete(id);
    if (group) map.removeLayer(group);
    groups[kind] = BUILD[kind](data[kind]).addTo(map);
  }
  for (const [name, html] of Object.entries(data.card)) {
    if (corners[name].said === html) continue;
    const before = corners[name].querySelector("details");
    const open = before ? before.open : map.getSize().x >= 700;
    corners[name].innerHTML = html;
    corners[name].said = html;
    const after = corners[name].querySelector("details");
    if (after) after.open = open;
  }
  // Marks on a canvas move no name.
  const moves = ["arrows", "names", "labels", "arabic", ...(dots && wasCrowded ? [] : ["areas", "spots"])];
  if (moves.some((part) => fresh.has(part))) arrange();
  if (changed.length && chosen && !find(chosen)) { chosen = null; map.closePopup(); }
  if (data.chosen !== lastChosen) {
    lastChosen = data.chosen;
    const known = chosen && [chosen.id, chosen.event].includes(data.chosen);
    if (data.chosen === null) { chosen = null; map.closePopup(); }
    else if (!known) show(data.chosen);
  }
  markChosen();
}
