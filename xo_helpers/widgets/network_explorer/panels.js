// What the explorer shows of the picked cell: around it grids with what its number comes from, and its
// weights.

// A cell of each map that the grids of sources show, for them to be laid out around it.
function middlesOf(source, region, best, most) {
  if (!best) return [];
  const maps = region.maps.length <= most && source.shape[2] <= SIDE ? region.maps : [best[0]];
  const middle = (places, axis) => (places.length > 6 ? best[axis] : places[places.length >> 1]);
  return maps.map((map) => [map, middle(region.rows, 1), middle(region.columns, 2)]);
}

const linesOf = ({ flat, shape }) =>
  flat ? Math.min(VALUES, Math.ceil(shape[2] / VALUES)) : Math.min(SIDE, shape[1]);

// How many cells and captions the tallest of all panels has above each other, and how many cells the widest
// map has beside each other, so that room is kept for them.
function roomFor({ layers, back }) {
  const slices = (layer, at) => {
    if (!at || back) return [0, 0];
    const { depth, side } = KINDS[layer.kind].weightsOf(layer, layers[at - 1].shape, [0, 0, 0]);
    return side <= LARGEST_SIDE && depth <= 3 ? [side * depth, depth] : [0, 0];
  };
  const found = layers.flatMap((layer, at) => [slices(layer, at), [linesOf(layer), 1]]);
  const across = layers.map(({ flat, shape }) => (flat ? 1 : Math.min(SIDE, shape[2])));
  const [most, captions] = [0, 1].map((which) => Math.max(...found.map((each) => each[which])));
  return { most, captions, across: Math.max(...across) };
}

// A sign does not stand alone.
const joined = (...parts) => element("div", { class: "xo-joined" }, ...parts);

function makePanels(network, moves) {
  const { layers, back, index, place, next, shownOf, side } = network;
  let takeFocus = false,
    middles = [],
    sideWas = side();
  function pick(at, cell) {
    takeFocus = true;
    moves.go(at, cell);
  }
  const picked = makeGrid("picked", {
    keys: makeKeys(network, moves),
    point: (row, column) => moves.go(index(), layout(layers[index()], place(), side()).of(row, column)),
    drag: false,
  });
  const sources = (back ? [0, 1, 2] : [0]).map((which) =>
    makeGrid(`sources ${which}`, {
      drag: false,
      point: (row, column) => pick(next(), layout(layers[next()], middles[which], side()).of(row, column)),
    }),
  );
  const kernels = back ? [0, 1, 2].map((which) => makeGrid(`kernel ${which}`)) : [];
  const slices = makeSlices(network, sources[0], (cell) => pick(next(), cell));
  const sign = makeSign(back ? "←" : "→");
  const [first, ...others] = sources.map((grid) => grid.panel);
  const panel = back
    ? panelsOf(...kernels.map((grid) => grid.panel), picked.panel, joined(sign, first), ...others)
    : panelsOf(first, slices.panel, joined(sign, picked.panel));
  if (!back) first.classList.add("xo-source"); // the picked map stays in its place

  // Presented, texts are of other lengths: each grid begins anew.
  function beginAnew() {
    if (sideWas !== side()) for (const grid of [picked, ...sources, ...kernels]) grid.resize(1, 1);
    sideWas = side();
  }

  function show(now) {
    beginAnew();
    const { at, cell, layer, source, terms, open, best, regions } = now;
    const region = regions[next()] ?? (best && regionAbove(source, layer.shape, regions[at]));
    const opens = (other) => terms.some((term) => term.weight && same(term.cell, other));
    const lookOf = (one) => (back ? gradientLook(shownOf(one), side(), opens) : plainLook(one));
    const most = back && side() === SIDE ? 3 : 1;
    middles = middlesOf(source, region, best, most);
    sources.forEach((grid, which) => {
      grid.panel.hidden = which >= middles.length;
      if (grid.panel.hidden) return;
      fill(grid, source, shownOf(source), middles[which], region, lookOf(source), side(), best);
      grid.panel.querySelector(".xo-window").hidden = !open;
    });
    fill(picked, layer, shownOf(layer), cell, regions[at], lookOf(layer), side());
    sign.hidden = !middles.length;
    if (takeFocus) picked.focus();
    takeFocus = false;
    if (!back) return slices.show(now);
    showKernels(kernels, layer, layers[at - 1], cell, network);
  }
  return { panel, pick, show };
}
