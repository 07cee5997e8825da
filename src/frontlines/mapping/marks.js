/* Second part: how each kind of mark is built, chosen and told about in a popup. */
const paths = (kind, pane, className) => (data) =>
  L.geoJSON(data, {
    pane,
    style: (f) => ({ pane, className: typeof className === "function" ? className(f.properties) : className, smoothFactor: 0.6 }),
    onEachFeature: (feature, layer) => each(kind, feature, layer),
  });

/* So many marks are small ones: the ground and its names stay readable below them. */
const crowded = () => Boolean(scene.spots.heaps) || scene.spots.features.length + scene.areas.features.length > given.dotsFrom;

/* More areas than this would darken the ground between them: each is drawn while its mark is pointed at or chosen. */
const MANY_AREAS = 8;

const BUILD = {
  zones: (data) => KEEP.zones(data, paths("zones", "fl-zones", (p) => p.c)(null)),
  rings: (data) => L.featureGroup([() => "fl-besieged-casing", (f) => f.properties.c].map((look) =>
    L.geoJSON(data, { interactive: false, style: (f) => ({ pane: "fl-fronts", className: look(f), smoothFactor: 0.4 }) }))),
  areas: (data) => KEEP.areas(data, Object.assign(L.featureGroup(), { small: crowded() })),
  fronts: (data) => {
    const line = (look) => L.geoJSON(data, { interactive: false, style: (f) => ({ pane: "fl-fronts", className: look(f.properties.c), smoothFactor: 0.6 }) });
    const group = L.featureGroup([line((c) => `fl-front-casing ${c.replace("fl-front", "")}`), line((c) => `fl-front-line fl-f-hts ${c}`)]);
    paths("fronts", "fl-fronts", "fl-front-hit")(data).eachLayer((layer) => group.addLayer(layer));
    return group;
  },
  sweeps: paths("sweeps", "fl-sweeps", (p) => p.c),
  arrows: (data) => {
    const casing = L.geoJSON(data, { interactive: false, style: (f) => ({ pane: "fl-arrows", className: `fl-arrow-casing ${f.properties.c}`, smoothFactor: 0.3 }) });
    const group = L.featureGroup([casing]);
    paths("arrows", "fl-arrows", (p) => `${p.c} fl-f-${p.f}`)(data).eachLayer((layer) => group.addLayer(layer));
    return group;
  },
  spots: (data) => {
    dots = null;
    map.getPane("fl-spots").style.pointerEvents = "";
    if (data.heaps) return (dots = new Heaps(data));
    if (!crowded()) {
      return L.geoJSON(data, {
        pointToLayer: (feature, latlng) => marker(feature, latlng, false),
        onEachFeature: (feature, layer) => each("spots", feature, layer),
      });
    }
    const renderer = L.canvas({ pane: "fl-spots", padding: 0.2 });
    const group = L.geoJSON(data, {
      pointToLayer: (feature, latlng) => L.circleMarker(latlng, {
        renderer, interactive: false, radius: given.radii[feature.properties.s - 1] * 0.6, weight: 1,
        color: feature.properties.h ? given.ground.ink : given.rings[feature.properties.f],
        fillColor: feature.properties.h ? given.ground.card : given.marks[feature.properties.f], fillOpacity: 1,
      }),
      onEachFeature: (feature, layer) => each("spots", feature, layer),
    });
    dots = { at: (latlng) => nearest(group, latlng) };
    map.getPane("fl-spots").style.pointerEvents = "none";
    return group;
  },
};

/* Kinds of which a group on the map can take another scene's marks; each gives the group, or null where it can't. */
const KEEP = {
  spots: (data) => (data.heaps && dots instanceof Heaps ? dots.take(data) : null),
  zones: (data, group) => keepSame(data, group, (p) => [p.c], (feature) => {
    group.addData(feature);
    return marks.get(feature.properties.id).layers;
  }),
  areas: (data, group) => {
    if (group.small !== crowded()) return null;
    map.getPane("fl-areas").classList.toggle("fl-many", data.features.length > MANY_AREAS);
    // A small mark shows neither number nor sign: of what it counts only its words change.
    const look = (p) => (group.small ? [p.f, p.h, p.s, p.ev] : [p.f, p.h, p.s, p.ev, p.g, p.n, p.label]);
    return keepSame(data, group, look, (feature) => {
      const layers = area(feature);
      for (const layer of layers) group.addLayer(layer);
      return layers;
    });
  },
};

/* Leaves on the map what looks as before and gives it its new words; takes off the rest and adds what is new. */
function keepSame(data, group, look, add) {
  group.kept ??= new Map();
  const told = new Map(data.features.map((f) => [JSON.stringify([f.properties.id, look(f.properties), f.geometry]), f]));
  for (const [text, { id, layers }] of group.kept) {
    if (told.has(text)) continue;
    for (const layer of layers) group.removeLayer(layer);
    marks.delete(id);
    group.kept.delete(text);
  }
  for (const [text, feature] of told) {
    const { id, tip } = feature.properties, kept = group.kept.get(text);
    if (!kept) { group.kept.set(text, { id, layers: add(feature) }); continue; }
    marks.get(id).feature = feature;
    for (const layer of kept.layers) if (layer.getTooltip()) layer.setTooltipContent(tip);
  }
  return group;
}

/* An area's outline and the mark at its middle. */
function area(feature) {
  const p = feature.properties;
  const shape = L.geoJSON(feature, {
    pane: "fl-areas", style: () => ({ pane: "fl-areas", className: `fl-area fl-f-${p.f}`, smoothFactor: 0.6 }),
    onEachFeature: (f, layer) => each("areas", f, layer),
  });
  const mark = marker(feature, L.latLng(p.at), true);
  each("areas", feature, mark);
  const near = (on) => () => shape.eachLayer((layer) => layer.getElement()?.classList.toggle("fl-near", on));
  mark.on("mouseover", near(true)).on("mouseout", near(false));
  mark.on("add", () => {
    mark.getElement().addEventListener("focus", near(true));
    mark.getElement().addEventListener("blur", near(false));
  });
  return [...shape.getLayers(), mark];
}

function marker(feature, latlng, soft) {
  const p = feature.properties;
  const small = soft && crowded();
  const r = given.radii[p.s - 1] * (small ? 0.5 : 1);
  const size = 2 * r + (small ? 4 : 14);
  const glyph = small ? "" : given.glyphs[p.g] || "";
  const disc = `<circle class="fl-disc" r="${r}"/><g class="fl-glyph" transform="scale(${r})">${glyph}</g>`;
  const badge = p.n > 1 && !small
    ? `<g class="fl-badge" transform="translate(${r * 0.78} ${-r * 0.78})"><rect x="${-badgeWidth(p) / 2}" y="-6.6" width="${badgeWidth(p)}" height="13.2" rx="6.6"/><text y="3.2">${p.ev && p.n > 9 ? "9+" : short(p.n)}</text></g>` : "";
  const html = svg(size, disc + badge, 'aria-hidden="true"');
  // Hundreds of tab stops would stand between the page's controls: there the list is the keyboard's road.
  const layer = L.marker(latlng, {
    pane: "fl-spots", riseOnHover: true, keyboard: !small, zIndexOffset: p.s * 20,
    icon: L.divIcon({ className: `fl-spot fl-f-${p.f}${p.h ? " fl-hollow" : ""}${soft ? " fl-soft" : ""}${small ? " fl-tiny" : ""}`, html, iconSize: [size, size] }),
  });
  layer.on("add", () => {
    const icon = layer.getElement();
    if (small) icon.setAttribute("aria-hidden", "true");
    else icon.setAttribute("aria-label", plain(p.label));
    icon.dataset.id = p.id;
  });
  return layer;
}

/* A badge is round for one digit and longer for a heap's number. */
const badgeWidth = (p) => (p.ev ? 13.2 : Math.max(13.2, 5 + 5.4 * short(p.n).length));

function plain(html) {
  const box = document.createElement("textarea");
  box.innerHTML = html;
  return box.value;
}

function each(kind, feature, layer) {
  const p = feature.properties;
  const mark = marks.get(p.id) || { kind, id: p.id, feature, layers: [], page: 0 };
  mark.layers.push(layer);
  marks.set(p.id, mark);
  layer.toGeoJSON = () => ({
    type: "Feature", geometry: null,
    properties: { id: plain(mark.id), kind, event: mark.feature.properties.ev ? plain(mark.feature.properties.ev[mark.page]) : null, click: clicks },
  });
  if (p.tip) layer.bindTooltip(p.tip, { sticky: kind !== "spots", direction: "top", className: "fl-tip", opacity: 1, offset: kind === "spots" ? [0, -10] : [0, -4] });
  // A tooltip's focus listener makes a path a tab stop: some hundred of them would stand between the page's controls.
  if (!layer.getLatLng) layer.on("add", () => { const node = layer.getElement(); if (node) node.setAttribute("tabindex", "-1"); });
  layer.on("click", (e) => {
    if (e.paged) return;
    if (kind !== "spots" && dots && e.latlng && dotAt(e.latlng)) return;
    clicks += 1;
    layer.closeTooltip();
    choose(mark, mark.page, e.latlng);
  });
  layer.on("keypress", (e) => {
    if (e.originalEvent.key === "Enter" || e.originalEvent.key === " ") {
      L.DomEvent.stop(e.originalEvent);
      layer.fire("click", { latlng: layer.getLatLng() }, true);
    }
  });
}

/* ---------- choosing ---------- */
const find = (wanted) => marks.get(wanted.id);

function show(id) {
  for (const mark of marks.values()) {
    const page = (mark.feature.properties.ev || []).indexOf(id);
    if (mark.id === id || page >= 0) { choose(mark, Math.max(page, 0), null); return; }
  }
  chosen = null;
  map.closePopup();
}

function anchor(mark, latlng) {
  const first = mark.layers[0], point = mark.layers.find((layer) => layer.getLatLng);
  if (point) return point.getLatLng();
  return latlng || first.getBounds().getCenter();
}

function choose(mark, page, latlng) {
  const p = mark.feature.properties;
  mark.page = page;
  chosen = { id: mark.id, event: p.ev ? p.ev[page] : null };
  const at = anchor(mark, latlng);
  if (!map.getBounds().pad(-0.02).contains(at)) map.panInside(at, { padding: [60, 60], animate: false });
  openPopup(mark, at);
  markChosen();
}

function markChosen() {
  if (ring) { map.removeLayer(ring); ring = null; }
  document.querySelectorAll(".fl-chosen").forEach((node) => node.classList.remove("fl-chosen"));
  const mark = chosen && find(chosen);
  if (!mark) return;
  const zone = mark.feature.properties.z;
  const together = zone ? [...marks.values()].filter((m) => m.feature.properties.z === zone) : [mark];
  for (const layer of together.flatMap((m) => m.layers)) {
    const node = layer.getElement && layer.getElement();
    if (node) node.classList.add("fl-chosen");
  }
  if (mark.kind === "spots" || mark.kind === "areas") {
    const r = given.radii[mark.feature.properties.s - 1] + 5;
    const size = 2 * r + 8;
    ring = L.marker(anchor(mark), {
      pane: "fl-ring", interactive: false, keyboard: false,
      icon: L.divIcon({ className: "fl-ring", iconSize: [size, size], html: svg(size, `<circle class="fl-ring-casing" r="${r}"/><circle class="fl-ring-line" r="${r}"/>`) }),
    }).addTo(map);
  }
}

function openPopup(mark, at) {
  const p = mark.feature.properties;
  const pages = Array.isArray(p.popup) ? p.popup : [p.popup];
  const box = document.createElement("div");
  const fill = () => {
    box.innerHTML = pages[mark.page] || "";
    if (pages.length > 1) box.append(pager(mark, pages.length, (step) => {
      mark.page = (mark.page + step + pages.length) % pages.length;
      chosen.event = p.ev ? p.ev[mark.page] : null;
      fill();
      popup.update();
      beside(mark);
      clicks += 1;
      mark.layers[0].fire("click", { latlng: at, paged: true }, true);
    }));
  };
  fill();
  if (popup && map.hasLayer(popup)) map.closePopup(popup);
  popup = L.popup({ className: "fl-popup", autoPan: false, minWidth: 208, maxWidth: 236, offset: [0, 0], closeOnClick: true });
  popup.setLatLng(at).setContent(box).openOn(map);
  beside(mark);
}

/* Keeps the popup at its mark after a zoom moved the mark. */
function follow() {
  const mark = chosen && find(chosen);
  if (!mark || !popup || !map.hasLayer(popup)) return;
  if (mark.layers.some((layer) => layer.getLatLng)) popup.setLatLng(anchor(mark));
  if (map.getBounds().contains(popup.getLatLng())) beside(mark);
}

function pager(mark, count, turn) {
  const bar = document.createElement("div");
  bar.className = "fl-pager";
  const button = (words, sign, step) => {
    const b = document.createElement("button");
    b.type = "button"; b.textContent = sign; b.setAttribute("aria-label", words);
    b.addEventListener("click", (e) => { L.DomEvent.stop(e); turn(step); });
    return b;
  };
  const where = document.createElement("span");
  where.textContent = `${mark.page + 1} of ${count} here`;
  bar.append(button("previous event here", "‹", -1), where, button("next event here", "›", 1));
  return bar;
}

/* Puts the popup beside its mark, on the side away from the map's middle where there is room, with a leader to it. */
function beside(mark) {
  const node = popup.getElement();
  const size = map.getSize(), at = map.latLngToContainerPoint(popup.getLatLng());
  const w = node.offsetWidth, h = node.offsetHeight;
  const round = mark.kind === "spots" || mark.kind === "areas";
  const reach = (round ? given.radii[mark.feature.properties.s - 1] + 7 : 4);
  const gap = size.x < 640 ? 14 : 42;
  const frame = map.getContainer().getBoundingClientRect();
  const blocks = [corners.legend, corners.title, map.zoomControl && map.zoomControl.getContainer()]
    .filter((box) => box && box.offsetWidth)
    .map((box) => box.getBoundingClientRect())
    .map((r) => [r.left - frame.left - 4, r.top - frame.top - 4, r.right - frame.left + 4, r.bottom - frame.top + 4]);
  const inside = (x, y) => x >= 6 && y >= 6 && x + w <= size.x - 6 && y + h <= size.y - 6;
  const open = (x, y) => inside(x, y) && !blocks.some((b) => x < b[2] && x + w > b[0] && y < b[3] && y + h > b[1]);
  const leftOf = { right: at.x + reach + gap, left: at.x - reach - gap - w };
  const order = at.x >= size.x / 2 ? ["right", "left"] : ["left", "right"];
  const tops = [at.y - Math.min(44, h / 2), at.y - h / 2, at.y - h + 24, at.y - 24];
  const over = Math.min(Math.max(at.x - w / 2, 6), Math.max(size.x - w - 6, 6));
  const tries = [
    ...order.flatMap((name) => tops.map((y) => [leftOf[name], y, name])),
    [over, at.y - reach - 8 - h, null], [over, at.y + reach + 8, null],
  ];
  const [left, top, side] = tries.find(([x, y]) => open(x, y)) || tries.find(([x, y]) => inside(x, y))
    || [over, at.y > size.y / 2 ? at.y - reach - 8 - h : at.y + reach + 8, null];
  node.classList.toggle("fl-right", side === "right");
  node.classList.toggle("fl-left", side === "left");
  node.style.setProperty("--leader-y", `${at.y - top}px`);
  node.style.setProperty("--leader-w", `${gap}px`);
  popup.options.offset = L.point(left + w / 2 - at.x, top + h - at.y);
  popup.update();
  const under = top < 0 ? top - 6 : top + h > size.y ? top + h - size.y + 6 : 0;
  if (under) map.panBy([0, under], { animate: false });
}

/* ---------- dots on canvas ---------- */
const dotAt = (latlng) => dots.at(latlng);

function nearest(group, latlng) {
  const p = map.latLngToContainerPoint(latlng);
  let best = null, least = 10;
  group.eachLayer((layer) => {
    const d = map.latLngToContainerPoint(layer.getLatLng()).distanceTo(p);
    if (d < least) { least = d; best = layer; }
  });
  return best;
}

function dotUnder(e) {
  if (!dots || !scene) return;
  const hit = dotAt(e.latlng);
  map.getContainer().classList.toggle("fl-pointing", Boolean(hit));
  if (hit && e.type === "click") hit.fire("click", { latlng: hit.getLatLng() }, true);
}
