/* Last part: heaps.  A mark stands for all events of one kind at a place: a dot on one canvas with their number while
   many are in view, a sign with its number from close by.  Whoever chooses one reads its events beside the map. */
const HEAP_DAY = (day) => new Date(day * 86400000).toLocaleDateString("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
const NEAR = 250; /* so many in view are drawn as signs */

function heapFeature(heaps, row) {
  const [lon, lat, name, kind, party, s, h, count, killed, from, to] = row;
  const [glyph, label] = heaps.kinds[kind];
  const spot = heaps.names[name], number = count.toLocaleString("en");
  const dated = from === null ? "date not known" : from === to ? HEAP_DAY(from) : `${HEAP_DAY(from)} to ${HEAP_DAY(to)}`;
  const events = `${number} event${count === 1 ? "" : "s"}`;
  return {
    type: "Feature", geometry: null,
    properties: {
      id: `spot:${lon.toFixed(4)}:${lat.toFixed(4)}:${glyph}`, f: heaps.parties[party], g: glyph, s, h, ev: null, n: count,
      tip: `<b>${label}: ${events}</b><br>${spot}`, label: `${label} at ${spot}: ${events}`,
      popup: `<h3>${label}</h3><p class="fl-when">${spot} · ${dated}</p><div class="fl-counts"><div><b>${number}</b><span>event${count === 1 ? "" : "s"}</span></div>`
        + (killed ? `<div><b>${killed.toLocaleString("en")}</b><span>killed at least</span></div>` : "") + "</div>",
    },
  };
}

const Heaps = L.FeatureGroup.extend({
  initialize(data) {
    L.FeatureGroup.prototype.initialize.call(this);
    this.data = data.heaps;
    this.places = new Map();
    this.rows = new Map();
    this.data.marks.forEach((row, n) => {
      const at = `${row[0]} ${row[1]}`;
      const there = this.places.get(at);
      this.places.set(at, there ? there + 1 : 1);
      row.turn = there || 0;
      this.rows.set(`spot:${row[0].toFixed(4)}:${row[1].toFixed(4)}:${this.data.kinds[row[3]][0]}`, n);
    });
    this.seen = [];
  },
  onAdd(on) {
    L.FeatureGroup.prototype.onAdd.call(this, on);
    this.canvas = L.DomUtil.create("canvas", "fl-heaps leaflet-zoom-hide", on.getPane("fl-spots"));
    this.canvas.setAttribute("aria-hidden", "true");
    on.on("moveend resize", this.later, this);
    this.redraw();
  },
  onRemove(on) {
    on.off("moveend resize", this.later, this);
    this.canvas.remove();
    L.FeatureGroup.prototype.onRemove.call(this, on);
  },
  later() { L.Util.cancelAnimFrame(this.waits); this.waits = L.Util.requestAnimFrame(() => { if (this._map) this.redraw(); }); },
  /* Marks of one place stand in a small ring around it. */
  point(row) {
    const at = map.latLngToContainerPoint([row[1], row[0]]), count = this.places.get(`${row[0]} ${row[1]}`);
    if (count < 2) return at;
    const angle = (2 * Math.PI * row.turn) / count, away = this.near ? 8 + 4 * count : Math.min(3 + count, 9);
    return at.add([away * Math.sin(angle), -away * Math.cos(angle)]);
  },
  radius(row) { return (2.4 + 3.4 * Math.log10(row[7])) * (map.getZoom() < 6.75 ? 0.8 : 1); },
  redraw() {
    const size = map.getSize(), pad = size.multiplyBy(0.15);
    for (const layer of this.getLayers()) marks.delete(layer.heap);
    this.clearLayers();
    const bounds = map.getBounds().pad(0.15);
    const rows = this.data.marks.filter((row) => bounds.contains([row[1], row[0]]));
    this.near = rows.length <= NEAR;
    map.getPane("fl-spots").style.pointerEvents = this.near ? "" : "none";
    this.seen = rows.map((row) => [row, this.point(row), this.radius(row)]).sort((a, b) => b[2] - a[2]);
    const ratio = window.devicePixelRatio || 1, whole = size.add(pad.multiplyBy(2));
    this.canvas.width = this.near ? 0 : whole.x * ratio;
    this.canvas.height = this.near ? 0 : whole.y * ratio;
    this.canvas.style.width = `${whole.x}px`;
    this.canvas.style.height = `${whole.y}px`;
    L.DomUtil.setPosition(this.canvas, map.containerPointToLayerPoint(pad.multiplyBy(-1)));
    if (this.near) for (const [row, at] of this.seen) this.layer(row, at);
    else this.paint(this.canvas.getContext("2d"), ratio, pad);
    if (chosen && !marks.has(chosen.id) && this.rows.has(chosen.id)) this.layer(this.data.marks[this.rows.get(chosen.id)]);
    if (chosen) markChosen();
  },
  paint(pen, ratio, pad) {
    pen.scale(ratio, ratio);
    pen.translate(pad.x, pad.y);
    pen.lineWidth = 1;
    pen.textAlign = "center";
    pen.textBaseline = "middle";
    for (const [row, at, r] of this.seen) {
      const fill = row[6] ? given.ground.card : given.marks[this.data.parties[row[4]]];
      pen.beginPath();
      pen.arc(at.x, at.y, r, 0, 7);
      pen.fillStyle = fill;
      pen.strokeStyle = row[6] ? given.ground.ink : given.rings[this.data.parties[row[4]]];
      pen.fill();
      pen.stroke();
      if (r < 8) continue;
      pen.fillStyle = light(fill) ? "#111" : "#fff";
      pen.font = `650 ${r < 11 ? 8.5 : 10}px ${FONT}`;
      pen.fillText(short(row[7]), at.x, at.y + 0.5);
    }
  },
  /* Gives a mark its layer: a sign from close by, else one that is not seen and only takes the click. */
  layer(row, at) {
    const feature = heapFeature(this.data, row), latlng = map.containerPointToLatLng(at || this.point(row));
    const known = this.getLayers().find((one) => one.heap === feature.properties.id);
    if (known) return known;
    const layer = this.near ? marker(feature, latlng, false)
      : L.marker(latlng, { pane: "fl-spots", interactive: false, keyboard: false, icon: L.divIcon({ className: "fl-nothing", iconSize: [0, 0] }) });
    layer.heap = feature.properties.id;
    each("spots", feature, layer);
    this.addLayer(layer);
    return layer;
  },
  at(latlng) {
    if (this.near) return null;
    const p = map.latLngToContainerPoint(latlng);
    let best = null, least = Infinity;
    for (const [row, at, r] of this.seen) {
      const d = at.distanceTo(p) - r;
      if (d <= least && d < 6) { least = d; best = row; }
    }
    return best && this.layer(best);
  },
});

const short = (count) => (count < 1000 ? `${count}` : count < 10000 ? `${(count / 1000).toFixed(1)}k` : `${Math.round(count / 1000)}k`);

function light(colour) {
  const [r, g, b] = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
  return r * 0.3 + g * 0.59 + b * 0.11 > 140;
}
