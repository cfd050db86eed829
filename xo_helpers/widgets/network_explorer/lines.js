// What is outlined in the small maps, and the lines from the picked cell to what its number comes from: drawn
// over the maps, which so are painted once an image.

const OUTLINES = { deeper: [1.5, "3 3"], sources: [2, ""], picked: [3, ""] }; // pen, dashes
const WAY = [1.5, ""];
const [BESIDE, ABOVE_ROW] = [6, 7]; // pixels from a layer's maps to a line that passes them

const boxPath = ([x, y, w, h]) => `M${x} ${y}h${w}v${h}h${-w}z`;

// From a box of one layer to a box of the next, which stands beside it.
function straightWay([x, y, w, h], [left, top, , high], alone) {
  const right = x + w;
  if (alone) return `M${right} ${y}L${left} ${top}M${right} ${y + h}L${left} ${top + high}`;
  const half = (right + left) / 2;
  return `M${right} ${y + h / 2}C${half} ${y + h / 2} ${half} ${top + high / 2} ${left} ${top + high / 2}`;
}

// To a box of a layer in the row below: down, along between the rows, and in from the left.
function wayRound([x, y, w, h], [left, top, , high], [edge, above]) {
  const middle = top + high / 2;
  return `M${x + w / 2} ${y + h}V${above - ABOVE_ROW}H${edge - BESIDE}V${middle}H${left}`;
}

// A drawing that lies over its holder: each kind of `pens` is white below black, to be seen on any cell.
function makePens(pens) {
  const kinds = Object.entries(pens).map(([kind, [pen, dashes]]) => {
    const line = (stroke, width, dash) =>
      drawn("path", { class: `xo-${kind}`, stroke, "stroke-width": width, "stroke-dasharray": dash });
    return [kind, [line("#fff", pen + 2, ""), line("#000", pen, dashes)]];
  });
  const svg = drawn("svg", { class: "xo-ways", "aria-hidden": "true" }, ...kinds.flatMap(([, two]) => two));
  function show(paths) {
    for (const [kind, two] of kinds) {
      const path = (paths[kind] ?? []).join("");
      for (const each of two) if ((each.getAttribute("d") ?? "") !== path) each.setAttribute("d", path);
    }
  }
  return { svg, show };
}

// The outlines in all maps. They lie on these, and stay there on paper.
function makeOutlines(strips) {
  const layers = strips.map(({ canvas, panel }) => {
    const pens = makePens(OUTLINES);
    panel.append(element("div", { class: "xo-mapped" }, canvas, pens.svg));
    return pens;
  });
  // Of the `regions` of the layers, the picked cell in layer `at`, and of those that a way leads `along`.
  return function show(at, regions, along) {
    layers.forEach((pens, i) => {
      const boxes = (region) => (region ? strips[i].boxes(region).map(boxPath) : []);
      const kind = ["picked", "sources"][Math.abs(at - i)] ?? "deeper";
      const passed = { sources: boxes(along[i]) };
      pens.show({ ...passed, [kind]: [...boxes(regions[i]), ...(passed[kind] ?? [])] });
    });
  };
}

// Lines run behind all maps, so that they pass over none, and are seen between them.
function makeLines(strips, all) {
  const [lines, outline] = [makePens({ ways: WAY }), makeOutlines(strips)];
  all.prepend(lines.svg);
  let places = [];

  // Learn where the maps are: when they were laid out anew.
  function place() {
    places = strips.map(({ canvas: { parentElement: held }, panel }) => [
      held.offsetLeft,
      held.offsetTop,
      panel.offsetTop,
    ]);
  }
  const boxesOfLayer = (at, region) =>
    strips[at].boxes(region).map(([x, y, w, h]) => [x + places[at][0], y + places[at][1], w, h]);

  function waysBetween(at, regions, next) {
    if (!regions[next] || !regions[at]) return [];
    const [low, high] = [Math.min(at, next), Math.max(at, next)];
    const [from, to] = [low, high].map((layer) => boxesOfLayer(layer, regions[layer]));
    const [left, , row] = places[high];
    const alone = from.length * to.length === 1;
    const way = row === places[low][2] ? straightWay : wayRound;
    return from.flatMap((one) =>
      to.map((other) => way(one, other, row === places[low][2] ? alone : [left, row])),
    );
  }

  function show({ at, regions, next, way = [] }) {
    if (!places.length) return; // it is not laid out yet
    const along = Object.fromEntries(way.map((stop) => [stop.at, regionOf(stop.cell)]));
    const left = way.slice(0, -1);
    const further = left.flatMap((stop) => waysBetween(stop.at, along, stop.at - 1));
    lines.show({ ways: [...waysBetween(at, regions, next), ...further] });
    outline(at, regions, Object.fromEntries(left.map((stop) => [stop.at, along[stop.at]])));
  }
  return { place, show };
}

// In pixels: where they are presented, the room for all maps, beside the legend and above the large cells;
// how wide a letter of a layer's name is, 0.6 of its 12 and 24.5; and what is left and right of the name.
const [SCREEN, HIGH] = [1690, 118];
const [LETTER, LARGE_LETTER, AROUND] = [7.3, 14.7, 8];
const ZOOMS = [2, 1.9, 1.8, 1.7, 1.6, 1.5, 1.4, 1.3];
const SMALLER = [1.2, 1.1, 1, 0.9, 0.8, 0.7, 0.6];

// How many times as large the maps can be in so much room beside each other, with their names; and, where
// they are presented, in how many lines at most a layer's maps stand then.
function zoomIn(layers, crowded, room, presented) {
  const [letter, high] = presented ? [LARGE_LETTER, HIGH] : [LETTER, Infinity];
  const fits = (zoom, most) => {
    const sizes = layers.map((layer) => planOf(layer, crowded, zoom, most).size);
    const wide = sizes.map(([maps], at) => Math.max(maps, AROUND + letter * layers[at].name.length));
    return wide.reduce((sum, one) => sum + one, 0) <= room && sizes.every(([, size]) => size <= high);
  };
  if (!presented) return [ZOOMS.find((zoom) => fits(zoom, 0)) ?? 1.5, 0];
  for (const zoom of [...ZOOMS, ...SMALLER]) {
    const most = [1, 2, 3, 4, 6, 8].find((lines) => fits(zoom, lines));
    if (most) return [zoom, most];
  }
  return [SMALLER.at(-1), 8];
}

// All layers as small maps, as large as the width lets them be, at most twice as large as elsewhere, and what
// is outlined in them. `pick` gets the layer and the cell that are pressed.
function makeLayerMaps(network, pick, paint) {
  const { layers, back, shownOf, version } = network;
  const crowded = areCrowded(layers);
  const strips = layers.map((layer, at) => makeStrip(layer, crowded, (cell) => pick(at, cell)));
  const all = element("div", { class: "xo-layers" }, ...strips.map(({ panel }) => panel));
  const lines = makeLines(strips, all);
  let [fitted, picked] = [];

  // As large as they fit beside each other; if that is too small, there are further rows.
  function fit() {
    const { columnGap, paddingLeft } = getComputedStyle(all);
    const presented = Boolean(all.closest(".xo-presented"));
    const gaps = parseFloat(paddingLeft) + parseFloat(columnGap) * (layers.length - 1);
    const room = (presented ? SCREEN : all.clientWidth) - gaps;
    const [zoom, most] = zoomIn(layers, crowded, room, presented);
    const now = `${zoom} ${devicePixelRatio} ${most}`;
    if (now !== fitted) for (const strip of strips) strip.fit(zoom, most);
    fitted = now;
    lines.place();
    const before = network.side();
    network.presented(presented);
    if (network.side() !== before) paint();
    else if (picked) show(picked);
  }
  // Presented, it is laid out anew at once: it is fitted to the screen then.
  const screen = new MutationObserver(fit);
  const watcher = new ResizeObserver(() => {
    const holder = all.closest(".xo-screen");
    if (holder) screen.observe(holder, { attributeFilter: ["class"] });
    fit();
  });
  for (const each of [all, ...strips.map(({ panel }) => panel)]) watcher.observe(each);

  function show(now) {
    picked = now;
    const { at, regions } = now;
    strips.forEach((strip, i) => {
      const values = () => (back ? scaled(shownOf(layers[i])) : shownOf(layers[i]));
      const away = Math.abs(at - i);
      const count = regions[i] ? sizeOf(regions[i]) : 0;
      const others = `${many(count, "cell")} ${away > 1 ? "further " : ""}${back ? "above" : "below"} it`;
      strip.show(values, version(), count ? `: ${away ? others : "the picked cell"}` : "", !away);
    });
    lines.show(now);
  }
  return { all, show, end: () => [watcher, screen].forEach((each) => each.disconnect()) };
}
