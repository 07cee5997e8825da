/* Last part: heaps.  A mark stands for all events of one kind at a place: a dot on one canvas with their number while
   many are in view, a sign with its number from close by.  Whoever chooses one reads its events beside the map. */
const HEAP_DAY = (day) => new Date(day * 86400000).toLocaleDateString("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
const NEAR = 250; /* so many in view are drawn as signs */

const heapId = (heaps, mark) => `spot:${mark.lon.toFixed(4)}:${mark.lat.toFixed(4)}:${heaps.kinds[mark.kind][0]}`;

function heapFeature(heaps, mark) {
  const { party, s, h, count, killed, from, to } = mark, name = heaps.names[mark.name];
  const [glyph, label] = heaps.kinds[mark.kind], number = count.toLocaleString("en");
  const dated = from === null ? "date not known" : from === to ? HEAP_DAY(from) : `${HEAP_DAY(from)} to ${HEAP_DAY(to)}`;
  const events = `${number} event${count === 1 ? "" : "s"}`;
  return {
    type: "Feature", geometry: null,
    properties: {
      id: heapId(heaps, mark), f: heaps.parties[party], g: glyph, s, h, ev: null, n: count,
      tip: `<b>${label}: ${events}</b><br>${name}`, label: `${label} at ${name}: ${events}`,
      popup: `<h3>${label}</h3><p class="fl-when">${name} · ${dated}</p><div class="fl-counts"><div><b>${number}</b><span>event${count === 1 ? "" : "s"}</span></div>`
        + (killed ? `<div><b>${killed.toLocaleString("en")}</b><span>killed at least</span></div>` : "") + "</div>",
    },
  };
}

const Heaps = L.FeatureGroup.extend({
  initialize(data) {
    L.FeatureGroup.prototype.initialize.call(this);
    this.discs = new Map();
    this.take(data);
  },
  /* Takes the marks of another scene; what is on the map stays there until the next drawing. */
  take(data) {
    this.data = data.heaps;
    this.all = [];
    for (const [lon, lat, rows] of this.data.places) {
      const world = map.project([lat, lon], 0);
      rows.forEach(([name, kind, party, s, h, count, killed, from, to], turn) => this.all.push({
        lon, lat, world, turn, together: rows.length, name, kind, party, s, h, count, killed, from, to, size: 2.4 + 3.4 * Math.log10(count),
      }));
    }
    this.seen = [];
    if (this._map) this.redraw();
    return this;
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
  /* Where a mark stands in the map's box; those of one place stand in a small ring around it. */
  point(mark) {
    const scale = 2 ** map.getZoom(), { min } = map.getPixelBounds();
    return this.beside(mark, mark.world.x * scale - min.x, mark.world.y * scale - min.y);
  },
  beside(mark, x, y) {
    const { together } = mark;
    if (together < 2) return L.point(x, y);
    const angle = (2 * Math.PI * mark.turn) / together, away = this.near ? 8 + 4 * together : Math.min(3 + together, 9);
    return L.point(x + away * Math.sin(angle), y - away * Math.cos(angle));
  },
  redraw() {
    const size = map.getSize(), pad = size.multiplyBy(0.15), scale = 2 ** map.getZoom(), { min } = map.getPixelBounds();
    for (const layer of this.getLayers()) marks.delete(layer.heap);
    this.clearLayers();
    const inView = [];
    for (const mark of this.all) {
      const x = mark.world.x * scale - min.x, y = mark.world.y * scale - min.y;
      if (x >= -pad.x && y >= -pad.y && x <= size.x + pad.x && y <= size.y + pad.y) inView.push([mark, x, y]);
    }
    this.near = inView.length <= NEAR;
    map.getPane("fl-spots").style.pointerEvents = this.near ? "" : "none";
    const shrink = map.getZoom() < 6.75 ? 0.8 : 1;
    this.seen = inView.map(([mark, x, y]) => [mark, this.beside(mark, x, y), mark.size * shrink]).sort((a, b) => b[2] - a[2]);
    const ratio = window.devicePixelRatio || 1, whole = size.add(pad.multiplyBy(2));
    const [width, height] = this.near ? [0, 0] : [Math.round(whole.x * ratio), Math.round(whole.y * ratio)];
    if (this.canvas.width !== width || this.canvas.height !== height) Object.assign(this.canvas, { width, height });
    this.canvas.style.width = `${whole.x}px`;
    this.canvas.style.height = `${whole.y}px`;
    L.DomUtil.setPosition(this.canvas, map.containerPointToLayerPoint(pad.multiplyBy(-1)));
    if (this.near) for (const [mark, at] of this.seen) this.layer(mark, at);
    else this.paint(this.canvas.getContext("2d"), ratio, pad);
    const hidden = chosen && !marks.has(chosen.id) && this.all.find((mark) => heapId(this.data, mark) === chosen.id);
    if (hidden) this.layer(hidden);
    if (chosen) markChosen();
  },
  paint(pen, ratio, pad) {
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.clearRect(0, 0, this.canvas.width, this.canvas.height);
    pen.textAlign = "center";
    pen.textBaseline = "middle";
    for (const [mark, at, r] of this.seen) {
      const { image, ink } = this.disc(mark, r, ratio);
      const x = Math.round((at.x + pad.x) * ratio), y = Math.round((at.y + pad.y) * ratio);
      pen.drawImage(image, x - image.width / 2, y - image.height / 2);
      if (r < 8) continue;
      pen.fillStyle = ink;
      pen.font = `650 ${(r < 11 ? 8.5 : 10) * ratio}px ${FONT}`;
      pen.fillText(short(mark.count), x, y + 0.5 * ratio);
    }
  },
  /* Thousands of discs have few looks: each is drawn once and then set down. */
  disc(mark, r, ratio) {
    const step = Math.round(r * 4), key = `${mark.party} ${mark.h} ${step} ${ratio}`;
    const known = this.discs.get(key);
    if (known) return known;
    const half = Math.ceil((step / 4 + 1) * ratio), canvas = new OffscreenCanvas(2 * half, 2 * half);
    const pen = canvas.getContext("2d"), party = this.data.parties[mark.party];
    const fill = mark.h ? given.ground.card : given.marks[party];
    pen.translate(half, half);
    pen.scale(ratio, ratio);
    pen.arc(0, 0, step / 4, 0, 7);
    pen.fillStyle = fill;
    pen.strokeStyle = mark.h ? given.ground.ink : given.rings[party];
    pen.fill();
    pen.stroke();
    const disc = { image: canvas.transferToImageBitmap(), ink: light(fill) ? "#111" : "#fff" };
    this.discs.set(key, disc);
    return disc;
  },
  /* Gives a mark its layer: a sign from close by, else one that is not seen and only takes the click. */
  layer(mark, at) {
    const feature = heapFeature(this.data, mark), latlng = map.containerPointToLatLng(at || this.point(mark));
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
    for (const [mark, at, r] of this.seen) {
      const d = at.distanceTo(p) - r;
      if (d <= least && d < 6) { least = d; best = mark; }
    }
    return best && this.layer(best);
  },
});

const short = (count) => (count < 1000 ? `${count}` : count < 10000 ? `${(count / 1000).toFixed(1)}k` : `${Math.round(count / 1000)}k`);

function light(colour) {
  const [r, g, b] = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
  return r * 0.3 + g * 0.59 + b * 0.11 > 140;
}
