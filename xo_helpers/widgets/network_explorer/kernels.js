// The weights of the picked cell: on each map below it, patch × kernel = products; or, back, their gradients.

const LARGEST_SIDE = 9; // of a kernel that is shown

// The weights of a cell on a map below it as a grid; `of` gives for each place which of all weights stands
// there. Those on a row of values are laid out as the values are, around `best`.
function weightPlan(layer, source, cell, best, map, shown) {
  const { count, output, side } = KINDS[layer.kind].weightsOf(layer, source.shape, cell);
  const from = layer.weights + output * count;
  const inKernel = (r, c) => [from + (map * side + r) * side + c];
  if (side) return { rows: side, columns: side, of: inKernel, part: "" };
  const plan = layout(source, best ?? [0, 0, 0], shown);
  const at = (r, c) => plan.of(r, c)[2];
  const of = (r, c) => (at(r, c) < count ? [from + at(r, c), `value ${at(r, c)}`] : []);
  return { rows: plan.rows, columns: plan.columns, of, part: partOf(source, plan) };
}
function fillWeights(grid, { rows, columns, of }, numbers, look) {
  const weight = (row, column) => {
    const [at, where] = of(row, column);
    return at === undefined ? [] : [numbers[at], where];
  };
  fillGrid(grid, rows, columns, look, weight, "no weight");
}

// Of more than three maps, and where it is presented, only the strongest source's.
const mapsShown = (depth, best, side) => (depth > (side < SIDE ? 1 : 3) ? [best?.[0] ?? 0] : range(0, depth));

// The gradients of a cell's own weights, in `grids`: a kernel's slices, or a row of weights; of many those
// around the largest.
function showKernels(grids, layer, source, cell, { ofWeights, side: sideNow }) {
  const { depth, count, output, name, side } = KINDS[layer.kind].weightsOf(layer, source?.shape, cell);
  const from = layer.weights + output * count;
  const own = depth ? ofWeights().subarray(from, from + count) : [];
  const look = gradientLook(own, sideNow());
  const darkest = Math.max(
    0,
    own.findIndex((value) => Math.abs(value) === look.scale),
  );
  const best = side ? [Math.floor(darkest / (side * side))] : [0, 0, darkest];
  const maps = mapsShown(depth, best, sideNow());
  grids.forEach((grid, which) => {
    grid.panel.hidden = which >= maps.length;
    if (grid.panel.hidden) return;
    const plan = weightPlan(layer, source, cell, best, maps[which], sideNow());
    fillWeights(grid, plan, ofWeights(), look);
    const part = `${layer.name}.${name(maps[which])}`;
    const title = `gradient of\n${part}${plan.part}${look.note}`;
    const short = sideNow() < SIDE ? title.replace("gradient of\n", "") : title; // all that is shown is one
    call(grid, `gradient of ${part}`, titled(short, plan.columns, sideNow()));
  });
}

const plainNumber = {
  wide: true,
  scale: 1,
  text: (value) => rounded(value, 2),
  name: (_, text) => spoken(text),
};

// The cells of a map that lie under the kernel of a cell, row by row; padding is undefined.
function placesUnder({ layer, source, cell }, map, side) {
  const [top, left] = [1, 2].map((axis) => cell[axis] * layer.stride - layer.padding);
  const within = (row, column) =>
    row >= 0 && column >= 0 && row < source.shape[1] && column < source.shape[2];
  const at = (row, column) => (within(row, column) ? [map, row, column] : undefined);
  return range(top, top + side).map((row) => range(left, left + side).map((column) => at(row, column)));
}

// Fill the grids of a patch and of its products with a kernel. Gives back the products.
function fillProducts([patch, products], places, valueOf, weights, look, best) {
  const found = [];
  for (const grid of [patch, products]) grid.resize(places.length, places.length, true);
  patch.number(undefined);
  places.forEach((line, row) =>
    line.forEach((place, column) => {
      const value = place ? valueOf(place) : 0;
      const text = place ? look.text(value) : "0";
      const ring = place && same(best, place) ? "ring" : "";
      patch.set(row, column, place ? value : null, text, place ? look.name(value, text) : "0, padding", ring);
      const product = value * weights(row, column);
      const written = rounded(product, 2);
      products.set(row, column, product, written, spoken(written));
      found.push(product);
    }),
  );
  return found;
}

// A kernel's slice on the patch of one map: three grids and their signs, in which what is multiplied is
// marked together; of values in a row these are in the grid `line`. `pick` gets the source that is pressed.
function makeSlice(which, pick, line) {
  let [places, k, size] = [[], 0, [0, 0]];
  const point = (row, column) => places[row]?.[column] && pick(places[row][column]);
  const patch = makeGrid(`patch ${which}`, { point, drag: false });
  const [kernel, products] = ["kernel", "products"].map((name) => makeGrid(`${name} ${which}`));
  const [times, equal] = ["×", "="].map(makeSign);
  const parts = [patch.panel, times, kernel.panel, equal, products.panel];
  const panel = element("div", { class: "xo-slice" }, ...parts);
  const [high, wide] = [0, 1].map((axis) => () => (panel.checkVisibility() ? size[axis] : 0));
  const linked = [patch, products].map((grid) => linkGrid(grid, () => k && high(), wide));
  const ofRow = linkGrid(line, () => (k ? 0 : high()), wide);
  const linkAgain = linkAll([...linked, linkGrid(kernel, high, wide), ofRow], () => high() * wide());

  // The patch, its products with the kernel, and their sum, on the map of this number; of values in a row the
  // weights alone.
  function show(picked, { weights, valuesOf, side: shown }, map) {
    const { layer, source, cell, best, regions, next } = picked;
    const { name, side } = KINDS[layer.kind].weightsOf(layer, source.shape, cell);
    for (const part of [patch.panel, equal, products.panel]) part.hidden = !side;
    panel.classList.toggle("xo-flat", !side);
    if (side) panel.style.setProperty("--k", side);
    const plan = weightPlan(layer, source, cell, best, map, shown());
    fillWeights(kernel, plan, weights, plainNumber);
    call(kernel, `${layer.name}.${name(map)}`, titled(name(map) + plan.part, plan.columns, shown()));
    [k, size] = [side ?? 0, [plan.rows, plan.columns]];
    linkAgain();
    if (!side) return;
    places = placesUnder(picked, map, side);
    const valueOf = (place) => valuesOf(source)[flatPlace(source.shape, place)];
    const weightAt = (row, column) => weights[plan.of(row, column)[0]];
    const found = fillProducts([patch, products], places, valueOf, weightAt, plainLook(source), best);
    const span = [regions[next].rows, regions[next].columns].map(spanned);
    call(patch, `patch of ${named(source, map)}`, sliced(source, map, span));
    const sum = rounded(
      found.reduce((all, one) => all + one, 0),
      2,
    );
    call(products, `products with ${layer.name}.${name(map)}`, `sum ${inFull(found, 2) ? "=" : "≈"} ${sum}`);
  }
  return { panel, show };
}

// What the products of each map add up to, and with the bias to the cell.
function sumOfMaps({ weights }, { layer, cell, value, terms, source }) {
  if (source.shape[0] < 2) return "";
  const sums = Array.from({ length: source.shape[0] }, () => 0);
  for (const term of terms) sums[term.cell[0]] += term.value * term.weight;
  const bias = biasOf(layer, cell, weights);
  const exact = inFull([...sums, bias, value], 2) ? "" : ", rounded";
  const texts = sums.map((sum) => rounded(sum, 2));
  const [added, result] = [firstTerms(texts, " + "), `${rounded(value, 2)}${exact}`];
  return `all ${sums.length} maps: ${added} + bias ${inSum(bias)} = ${result}`;
}

// What is done to the sources of a cell, without what comes of it.
const doneIn = ({ layer, terms, value }) =>
  terms.length ? writtenOut(layer, terms, undefined, value).split(" = ")[0] : "";

// The picked cell's weights, going forward; `line` is the grid of values in a row that they are multiplied
// with, and `pick` gets a source that is pressed.
function makeSlices(network, line, pick) {
  const slices = [0, 1, 2].map((which) => makeSlice(which, pick, line));
  const sums = element("div", { class: "xo-maps" });
  const parts = element("div", { class: "xo-slices" }, ...slices.map((slice) => slice.panel), sums);
  const does = element("div", { class: "xo-does" }); // what a layer without weights does
  const panel = element("div", { class: "xo-between" }, parts, does);

  function show(picked) {
    const { layer, source, cell, best, at } = picked;
    const { depth, side } = at ? KINDS[layer.kind].weightsOf(layer, source.shape, cell) : { depth: 0 };
    parts.hidden = !depth || side > LARGEST_SIDE;
    [panel.hidden, does.hidden] = [!at, !parts.hidden];
    if (parts.hidden) return (does.textContent = at && !depth ? doneIn(picked) : "");
    const maps = mapsShown(depth, best, network.side());
    slices.forEach((slice, which) => {
      slice.panel.hidden = which >= maps.length;
      if (!slice.panel.hidden) slice.show(picked, network, maps[which]);
    });
    sums.textContent = side ? sumOfMaps(network, picked) : "";
  }
  return { panel, show };
}
