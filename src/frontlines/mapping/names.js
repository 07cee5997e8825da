/* Third part: crowded marks step aside, names take free places. */
/* ---------- crowding ---------- */
const RINGS = [17, 24, 32, 41];
const turns = (n) => Array.from({ length: n }, (_, i) => [Math.cos((2 * Math.PI * (i + 0.5)) / n), Math.sin((2 * Math.PI * (i + 0.5)) / n)]);
const SHIFTS = [[0, 0], ...RINGS.flatMap((r, i) => turns(8 + 4 * i).map(([x, y]) => [x * r, y * r]))];

/* A mark that would hide another moves beside its place, and a line leads back to it. */
function arrange() {
  leaders.clearLayers();
  placed = [];
  if (scene && !dots) {
    const zoom = map.getZoom();
    const items = [...marks.values()].filter((m) => m.kind === "spots" || m.kind === "areas");
    items.sort((a, b) => (a.kind === b.kind ? b.feature.properties.s - a.feature.properties.s : a.kind === "spots" ? -1 : 1));
    for (const mark of items) {
      const p = mark.feature.properties, layer = mark.layers.find((l) => l.getLatLng);
      const home = mark.kind === "areas" ? L.latLng(p.at) : L.GeoJSON.coordsToLatLng(mark.feature.geometry.coordinates);
      const here = map.project(home, zoom), r = given.radii[p.s - 1];
      const room = mark.kind === "areas" ? 1.05 : 0.72;
      const clear = ([x, y]) => !placed.some((q) => Math.hypot(here.x + x - q.x, here.y + y - q.y) < (r + q.r) * room);
      const shift = SHIFTS.find(clear) || SHIFTS[0];
      const at = here.add(shift);
      placed.push({ x: at.x, y: at.y, r });
      layer.setLatLng(shift === SHIFTS[0] ? home : map.unproject(at, zoom));
      if (shift === SHIFTS[0]) continue;
      L.polyline([home, layer.getLatLng()], { pane: "fl-arrows", className: "fl-leader", interactive: false }).addTo(leaders);
      L.circleMarker(home, { pane: "fl-arrows", className: "fl-home", radius: 2, interactive: false }).addTo(leaders);
    }
  }
  layLabels();
}

/* ---------- names ---------- */
let pen = null;
const widths = new Map();
const ARABIC = /[\u0600-\u06ff]/;
function textWidth(text, kind) {
  const key = kind + text;
  if (widths.has(key)) return widths.get(key);
  const t = { ...TYPE[kind], ...(ARABIC.test(text) && { size: 12.5, space: 0 }) }; // spaced letters would not join
  pen = pen || document.createElement("canvas").getContext("2d");
  pen.font = `${t.weight} ${t.size}px ${FONT}`;
  const shown = plain(text);
  const w = pen.measureText(shown).width + t.space * shown.length;
  widths.set(key, w);
  return w;
}

/* Greedy: the weightier name takes its best free place; a name without a free place is left out. */
function layLabels() {
  labelLayer.clearLayers();
  if (!scene) return;
  const zoom = map.getZoom(), small = map.getSize().x < 640;
  const taken = [], edge = map.project(map.getCenter(), zoom).x - map.getSize().x / 2;
  const free = (b) => !taken.some((t) => b[0] < t[2] && b[2] > t[0] && b[1] < t[3] && b[3] > t[1]);
  const at = (p) => map.project(p, zoom);
  for (const q of placed) taken.push([q.x - q.r - 1, q.y - q.r - 1, q.x + q.r + 1, q.y + q.r + 1]);
  for (const f of scene.arrows.features) {
    for (const [lng, lat] of f.geometry.coordinates.flat(1)) {
      const p = at([lat, lng]);
      taken.push([p.x - 2, p.y - 2, p.x + 2, p.y + 2]);
    }
  }
  const names = scene.arabic ? given.labels.map((l) => (l.r ? { ...l, t: l.r } : l)) : given.labels;
  const towns = scene.labels ? names.filter((l) => ["capital", "town", "village"].includes(l.k) && zoom >= l.z) : [];
  for (const l of towns) {
    if (l.k !== "capital") continue;
    const p = at(l.at[0]);
    taken.push([p.x - 4, p.y - 4, p.x + 4, p.y + 4]);
  }
  const put = (l, kind, box, anchorWord, dx, dy, p, mark) => {
    taken.push(box);
    const turn = l.a ? ` transform="rotate(${l.a})"` : "";
    const tongue = ARABIC.test(l.t) ? ' lang="ar"' : "";
    const inside = (mark || "") + `<text class="fl-name fl-${kind}"${tongue} x="${dx}" y="${dy}" text-anchor="${anchorWord}"${turn}>${l.t}</text>`;
    const name = L.marker(map.unproject(p, zoom), {
      pane: "fl-labels", interactive: !!l.id, keyboard: false,
      icon: L.divIcon({ className: `fl-label fl-f-${l.f || "none"}`, iconSize: [0, 0], html: `<svg width="1" height="1" aria-hidden="true">${inside}</svg>` }),
    });
    if (l.id) {
      name.toGeoJSON = () => ({ type: "Feature", geometry: null, properties: { id: l.id, kind: "places", event: null, click: clicks } });
      name.on("click", () => { clicks += 1; map.closePopup(); });
    }
    name.addTo(labelLayer);
  };
  const along = (p, w, h, degrees) => [-0.4, -0.2, 0, 0.2, 0.4].map((t) => {
    const x = p.x + Math.cos((degrees * Math.PI) / 180) * w * t, y = p.y + Math.sin((degrees * Math.PI) / 180) * w * t;
    return [x - h / 2, y - h / 2, x + h / 2, y + h / 2];
  });
  const centred = (l, kind, points, most) => {
    const w = textWidth(l.t, kind), h = TYPE[kind].size;
    for (const point of points.slice(0, most)) {
      const p = at(point);
      const boxes = l.a ? along(p, w, h, l.a) : [[p.x - w / 2 - 3, p.y - h * 0.62, p.x + w / 2 + 3, p.y + h * 0.62]];
      if (boxes.every(free)) {
        taken.push(...boxes);
        put(l, kind, boxes[0], "middle", 0, h * 0.34, p);
        return true;
      }
    }
    return false;
  };
  const beside = (l) => {
    const kind = l.k, p = at(l.at[0]), w = textWidth(l.t, kind), h = TYPE[kind].size;
    const mark = kind === "capital" ? '<rect class="fl-town" x="-3" y="-3" width="6" height="6"/>'
      : `<circle class="fl-town" r="${kind === "town" ? 2.3 : 1.8}"/>`;
    const west = l.at[0][1] < 36.9;
    const over = placed.filter((q) => Math.hypot(q.x - p.x, q.y - p.y) < q.r + 4);
    const past = (way) => Math.max(4, ...over.map((q) => q.r + way(q.x - p.x, q.y - p.y))) + 3;
    if (kind !== "capital" && !over.length && !free([p.x - 3, p.y - 3, p.x + 3, p.y + 3])) return;
    const sides = west ? ["left", "right", "top", "below"] : ["right", "left", "top", "below"];
    for (const side of sides) {
      const dx = side === "right" ? past((x) => x) : side === "left" ? -past((x) => -x) : 0;
      const dy = side === "top" ? -past((x, y) => -y) - 1 : side === "below" ? past((x, y) => y) + h * 0.72 : h * 0.34;
      const x0 = side === "right" ? p.x + dx : side === "left" ? p.x + dx - w : p.x - w / 2;
      const y0 = p.y + dy - h * 0.74;
      const box = [x0 - 1, y0 - 1, x0 + w + 1, y0 + h + 1];
      if (!free(box) || (small && (box[0] < edge || box[2] > edge + map.getSize().x))) continue;
      taken.push([p.x - 3, p.y - 3, p.x + 3, p.y + 3]);
      put(l, kind, box, side === "right" ? "start" : side === "left" ? "end" : "middle", dx, dy, p, mark);
      return;
    }
    if (kind === "capital") put({ ...l, t: "" }, kind, [0, 0, 0, 0], "start", 0, 0, p, mark);
  };
  towns.filter((l) => l.k === "capital").forEach(beside);
  const scale = 2 ** (zoom - 7.25);
  for (const n of scene.names) {
    const room = 2 * n.r * scale;
    const big = !small && room >= textWidth(n.t, "party") * 0.8;
    if (big && centred({ t: n.t, f: n.f }, "party", n.at, 99)) continue;
    if (n.s && room >= textWidth(n.s, "party-small") * 0.72) centred({ t: n.s, f: n.f }, "party-small", n.at, 8);
  }
  towns.filter((l) => l.k === "town").forEach(beside);
  for (const l of names) {
    if (zoom < l.z || small) continue;
    if (["governorate", "country", "water", "note"].includes(l.k)) centred(l, l.k, l.at, 3);
  }
  towns.filter((l) => l.k === "village").forEach(beside);
}
