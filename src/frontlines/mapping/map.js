/* The map's own script: draws the base once, then each scene handed to frontlines.draw, kind by kind.
   Every string in a scene is escaped HTML already (see escape.py). No double braces here: folium's Jinja reads this. */
window.frontlines = (() => {
  "use strict";
  const PANES = {
    "fl-land": 210, "fl-zones": 300, "fl-water": 320, "fl-lines": 330, "fl-areas": 380, "fl-fronts": 400,
    "fl-arrows": 420, "fl-labels": 450, "fl-spots": 600, "fl-ring": 610,
  };
  const QUIET = ["fl-land", "fl-water", "fl-lines", "fl-labels", "fl-ring"];
  const KINDS = ["zones", "rings", "areas", "fronts", "arrows", "spots"];
  const FONT = '"Source Sans","Source Sans 3","Source Sans Pro",system-ui,sans-serif';
  const TYPE = {
    capital: { size: 12.5, weight: 640, space: 0 }, town: { size: 11.2, weight: 480, space: 0 },
    village: { size: 10.4, weight: 420, space: 0 }, party: { size: 13, weight: 720, space: 0 },
    "party-small": { size: 10.8, weight: 720, space: 0 }, governorate: { size: 9.4, weight: 520, space: 1.5 },
    country: { size: 11, weight: 500, space: 3.5 }, water: { size: 11, weight: 400, space: 0.3 }, note: { size: 10, weight: 400, space: 0 },
  };
  let map, given, drawn, groups, marks, scene, chosen, lastChosen, popup, ring, labelLayer, leaders, placed, corners, clicks, dots;

  const svg = (size, inside, extra = "") =>
    `<svg width="${size}" height="${size}" viewBox="${-size / 2} ${-size / 2} ${size} ${size}" ${extra}>${inside}</svg>`;

  /* ---------- base ---------- */
  function start(leafletMap, options) {
    map = leafletMap; given = options;
    drawn = {}; groups = {}; marks = new Map(); scene = null; chosen = null; lastChosen = null; clicks = 0; dots = null;
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
    labelLayer = L.layerGroup().addTo(map);
    firstView();
    map.on("zoomend", () => { nearness(); arrange(); markChosen(); follow(); });
    map.on("click mousemove", dotUnder);
    map.on("moveend", keepView);
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
      map.fitBounds(given.bounds, wide ? { paddingTopLeft: [60, 12], paddingBottomRight: [90, 12] } : { paddingTopLeft: [30, 34], paddingBottomRight: [2, 30] });
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

  function keepView() {
    if (!map.touched) return;
    try { sessionStorage.setItem(viewKey(), JSON.stringify({ at: map.getCenter(), zoom: map.getZoom() })); } catch (error) { /* no storage: no memory */ }
  }

  /* ---------- scene ---------- */
  function draw(data) {
    scene = data;
    let changed = false;
    for (const kind of KINDS) {
      const text = JSON.stringify(data[kind]);
      if (drawn[kind] === text) continue;
      drawn[kind] = text;
      changed = true;
      for (const [id, mark] of marks) if (mark.kind === kind) marks.delete(id);
      if (groups[kind]) map.removeLayer(groups[kind]);
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
    const names = JSON.stringify([data.names, data.labels]);
    if (changed || drawn.names !== names) { drawn.names = names; arrange(); }
    if (changed && chosen && !find(chosen)) { chosen = null; map.closePopup(); }
    if (data.chosen !== lastChosen) {
      lastChosen = data.chosen;
      const known = chosen && [chosen.id, chosen.event].includes(data.chosen);
      if (data.chosen === null) { chosen = null; map.closePopup(); }
      else if (!known) show(data.chosen);
    }
    markChosen();
  }

  const paths = (kind, pane, className) => (data) =>
    L.geoJSON(data, {
      pane,
      style: (f) => ({ pane, className: typeof className === "function" ? className(f.properties) : className, smoothFactor: 0.6 }),
      onEachFeature: (feature, layer) => each(kind, feature, layer),
    });

  const BUILD = {
    zones: paths("zones", "fl-zones", (p) => p.c),
    rings: (data) => L.featureGroup([() => "fl-besieged-casing", (f) => f.properties.c].map((look) =>
      L.geoJSON(data, { interactive: false, style: (f) => ({ pane: "fl-fronts", className: look(f), smoothFactor: 0.4 }) }))),
    areas: (data) => {
      const group = L.featureGroup();
      for (const feature of data.features) {
        const p = feature.properties;
        const shape = L.geoJSON(feature, {
          pane: "fl-areas", style: () => ({ pane: "fl-areas", className: `fl-area fl-f-${p.f}`, smoothFactor: 0.6 }),
          onEachFeature: (f, layer) => each("areas", f, layer),
        });
        const mark = marker(feature, L.latLng(p.at), true);
        each("areas", feature, mark);
        shape.eachLayer((layer) => group.addLayer(layer));
        group.addLayer(mark);
      }
      return group;
    },
    fronts: (data) => {
      const line = (look) => L.geoJSON(data, { interactive: false, style: (f) => ({ pane: "fl-fronts", className: look(f.properties.c), smoothFactor: 0.6 }) });
      const group = L.featureGroup([line((c) => `fl-front-casing ${c.replace("fl-front", "")}`), line((c) => `fl-front-line fl-f-hts ${c}`)]);
      paths("fronts", "fl-fronts", "fl-front-hit")(data).eachLayer((layer) => group.addLayer(layer));
      return group;
    },
    arrows: (data) => {
      const casing = L.geoJSON(data, { interactive: false, style: (f) => ({ pane: "fl-arrows", className: `fl-arrow-casing ${f.properties.c}`, smoothFactor: 0.3 }) });
      const group = L.featureGroup([casing]);
      paths("arrows", "fl-arrows", (p) => `${p.c} fl-f-${p.f}`)(data).eachLayer((layer) => group.addLayer(layer));
      return group;
    },
    spots: (data) => {
      dots = null;
      if (data.features.length <= given.dotsFrom) {
        return L.geoJSON(data, {
          pointToLayer: (feature, latlng) => marker(feature, latlng, false),
          onEachFeature: (feature, layer) => each("spots", feature, layer),
        });
      }
      const renderer = L.canvas({ pane: "fl-spots", padding: 0.2 });
      const group = L.geoJSON(data, {
        pointToLayer: (feature, latlng) => L.circleMarker(latlng, {
          renderer, interactive: false, radius: given.radii[feature.properties.s - 1] * 0.6, weight: 1,
          color: feature.properties.h ? given.ground.ink : given.ground.card,
          fillColor: feature.properties.h ? given.ground.card : given.marks[feature.properties.f], fillOpacity: 1,
        }),
        onEachFeature: (feature, layer) => each("spots", feature, layer),
      });
      dots = group;
      map.getPane("fl-spots").style.pointerEvents = "none";
      return group;
    },
  };

  function marker(feature, latlng, soft) {
    const p = feature.properties;
    const r = given.radii[p.s - 1];
    const size = 2 * r + 14;
    const disc = `<circle class="fl-disc" r="${r}"/><g class="fl-glyph" transform="scale(${r})">${given.glyphs[p.g] || ""}</g>`;
    const badge = p.ev.length > 1
      ? `<g class="fl-badge" transform="translate(${r * 0.78} ${-r * 0.78})"><circle r="6.6"/><text y="3.2">${p.ev.length > 9 ? "9+" : p.ev.length}</text></g>` : "";
    const html = svg(size, disc + badge, 'aria-hidden="true"');
    const layer = L.marker(latlng, {
      pane: "fl-spots", riseOnHover: true, keyboard: true, zIndexOffset: p.s * 20,
      icon: L.divIcon({ className: `fl-spot fl-f-${p.f}${p.h ? " fl-hollow" : ""}${soft ? " fl-soft" : ""}`, html, iconSize: [size, size] }),
    });
    layer.on("add", () => {
      const icon = layer.getElement();
      icon.setAttribute("aria-label", plain(p.label));
      icon.dataset.id = p.id;
    });
    return layer;
  }

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
      properties: { id: plain(p.id), kind, event: p.ev ? plain(p.ev[mark.page]) : null, click: clicks },
    });
    if (p.tip) layer.bindTooltip(p.tip, { sticky: kind !== "spots", direction: "top", className: "fl-tip", opacity: 1, offset: kind === "spots" ? [0, -10] : [0, -4] });
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
    beside(mark);
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
    const fits = { right: at.x + reach + gap + w <= size.x - 8, left: at.x - reach - gap - w >= 8 };
    const order = at.x >= size.x / 2 ? ["right", "left"] : ["left", "right"];
    const side = order.find((s) => fits[s]);
    let left, top;
    if (side) {
      left = side === "right" ? at.x + reach + gap : at.x - reach - gap - w;
      top = Math.min(Math.max(at.y - Math.min(44, h / 2), 8), Math.max(size.y - h - 8, 8));
      if (at.y < top + 10 || at.y > top + h - 10) top = Math.max(at.y - h / 2, 8 - h / 2);
    } else {
      left = Math.min(Math.max(at.x - w / 2, 6), Math.max(size.x - w - 6, 6));
      top = at.y > size.y / 2 ? at.y - reach - 8 - h : at.y + reach + 8;
    }
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
  function dotAt(latlng) {
    const p = map.latLngToContainerPoint(latlng);
    let best = null, least = 10;
    dots.eachLayer((layer) => {
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
  function textWidth(text, kind) {
    const key = kind + text;
    if (widths.has(key)) return widths.get(key);
    const t = TYPE[kind];
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
    const towns = scene.labels ? given.labels.filter((l) => ["capital", "town", "village"].includes(l.k) && zoom >= l.z) : [];
    for (const l of towns) {
      if (l.k !== "capital") continue;
      const p = at(l.at[0]);
      taken.push([p.x - 4, p.y - 4, p.x + 4, p.y + 4]);
    }
    const put = (l, kind, box, anchorWord, dx, dy, p, mark) => {
      taken.push(box);
      const turn = l.a ? ` transform="rotate(${l.a})"` : "";
      const inside = (mark || "") + `<text class="fl-name fl-${kind}" x="${dx}" y="${dy}" text-anchor="${anchorWord}"${turn}>${l.t}</text>`;
      L.marker(map.unproject(p, zoom), {
        pane: "fl-labels", interactive: false, keyboard: false,
        icon: L.divIcon({ className: `fl-label fl-f-${l.f || "none"}`, iconSize: [0, 0], html: `<svg width="1" height="1" aria-hidden="true">${inside}</svg>` }),
      }).addTo(labelLayer);
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
    for (const l of given.labels) {
      if (zoom < l.z || small) continue;
      if (["governorate", "country", "water", "note"].includes(l.k)) centred(l, l.k, l.at, 3);
    }
    towns.filter((l) => l.k === "village").forEach(beside);
  }

  return { start, draw };
})();
