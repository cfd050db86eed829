// What the explorer shows of the picked cell: all layers as small maps, and around it grids with what its
// number comes from.

function showStrips({ layers, back, shownOf, image }, strips, { at, regions }) {
  strips.forEach((strip, i) => {
    const values = () => (back ? scaled(shownOf(layers[i])) : shownOf(layers[i]));
    const away = Math.abs(at - i);
    const count = regions[i] ? sizeOf(regions[i]) : 0;
    const others = `${many(count, "cell")} ${away > 1 ? "further " : ""}${back ? "above" : "below"} it`;
    const role = count ? `: ${away ? others : "the picked cell"}` : "";
    strip.show(values, image(), regions[i], ["picked", "sources"][away] ?? "deeper", role);
  });
}

// A cell of each map that the grids of sources show, for them to be laid out around it.
function middlesOf(source, region, best) {
  if (!best) return [];
  const maps = region.maps.length <= 3 && source.shape[2] <= SIDE ? region.maps : [best[0]];
  const middle = (places, axis) => (places.length > 6 ? best[axis] : places[places.length >> 1]);
  return maps.map((map) => [map, middle(region.rows, 1), middle(region.columns, 2)]);
}

function makePanels(network, moves) {
  const { layers, back, index, place, next, shownOf } = network;
  const make = back ? makeWide : makeGrid;
  let takeFocus = false,
    middles = [];
  function pick(at, cell) {
    takeFocus = true;
    moves.go(at, cell);
  }
  const picked = make("picked", {
    keys: makeKeys(network, moves),
    point: (row, column) => moves.go(index(), layout(layers[index()], place()).of(row, column)),
    drag: false,
  });
  const sources = [0, 1, 2].map((which) =>
    make(`sources ${which}`, {
      drag: false,
      point: (row, column) => pick(next(), layout(layers[next()], middles[which]).of(row, column)),
    }),
  );
  const kernels = back ? [0, 1, 2].map((which) => make(`kernel ${which}`)) : [];
  const sign = element("div", { class: "xo-sign", "aria-hidden": "true" }, back ? "←" : "→");
  const parts = back ? [...kernels, picked, sign, ...sources] : [...sources, sign, picked];
  const panel = panelsOf(...parts.map((part) => part.panel ?? part));

  function show({ at, cell, layer, source, terms, open, best, regions }) {
    const region = regions[next()] ?? (best && regionAbove(source, layer.shape, regions[at]));
    const opens = (other) => terms.some((term) => term.weight && same(term.cell, other));
    const lookOf = (one) => (back ? gradientLook(shownOf(one), opens) : plainLook(one));
    middles = middlesOf(source, region, best);
    sources.forEach((grid, which) => {
      grid.panel.hidden = which >= middles.length;
      if (grid.panel.hidden) return;
      fill(grid, source, shownOf(source), middles[which], region, lookOf(source), best);
      grid.panel.querySelector(".xo-window").hidden = !open;
    });
    fill(picked, layer, shownOf(layer), cell, regions[at], lookOf(layer));
    sign.hidden = !middles.length;
    if (takeFocus) picked.focus();
    takeFocus = false;
    if (!back) return;
    const strong = strongest(network.termsBelow(at, cell), layer, back)?.cell;
    showKernels(kernels, layer, layers[at - 1], cell, strong, network.ofWeights());
  }
  return { panel, pick, show };
}
