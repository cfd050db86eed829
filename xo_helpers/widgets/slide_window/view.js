// Slide a kernel over an image: the window, the products under it, their sum, and the map filling up.

const hasFractions = (...grids) => !grids.flat(2).every(Number.isInteger);

// The window lies at `at`.
function drawImage(grid, pixels, at) {
  const numbersFit = pixels[0].length <= 12;
  grid.resize(pixels.length, pixels[0].length, hasFractions(pixels));
  pixels.forEach((line, row) =>
    line.forEach((value, column) => {
      const text = numbersFit ? inCell(value, true) : "";
      grid.set(row, column, value, text, strokeOrNumber(value), "", saidAt(at, row, column));
    }),
  );
}

// The pixels under the window, the kernel's weights and their products.
function drawEquation([patch, kernel, products], pixels, weights, row, column) {
  const wide = hasFractions(pixels, weights);
  for (const grid of [patch, kernel, products]) grid.resize(weights.length, weights.length, wide);
  weights.forEach((line, i) =>
    line.forEach((weight, j) => {
      const pixel = pixels[row + i][column + j];
      const [number, product] = [inCell(weight, true), inCell(pixel * weight, true)];
      patch.set(i, j, pixel, inCell(pixel, true), strokeOrNumber(pixel));
      kernel.set(i, j, weight, number, spoken(number));
      const of = `${spoken(inCell(pixel, true))} times ${spoken(number)}`;
      products.set(i, j, pixel * weight, product, `${spoken(product)}, ${of}`);
    }),
  );
}

// A step as it is seen: the window glides, the pairs light up one by one, their sum builds, and the score
// flies into the map.
function makeStory(grids, sum, walk, size) {
  const GLIDE = 220; // ms
  const lamps = grids.map(makeLamp);
  const [image, , , products] = grids;
  return function motionOf(from, [row, column]) {
    const k = size();
    const places = upTo(k * k).map((at) => [Math.floor(at / k), at % k]);
    const inImage = places.map(([i, j]) => [row + i, column + j]);
    const beat = Math.min(110, 1100 / places.length);
    const begins = (at) => GLIDE + at * beat;
    const byRows = k > 6; // many of them appear by rows
    const found = byRows ? rowsIn(products) : cellsIn(products);
    const summed = begins(places.length) + 60;
    const [down, across, cell] = [from[0] - row, from[1] - column, walk.cell(row, column)];
    return [
      glides(image, down / k, across / k, GLIDE),
      glides(walk.map, down, across, GLIDE),
      ...lamps.map((lamp, at) => lamp.walks(at ? places : inImage, GLIDE, beat)),
      ...found.map((one, at) => appears(one, begins(byRows ? at * k : at))),
      ...sum.terms.appear(begins),
      pops(sum.total, summed),
      pops(sum.quotient, summed + 260),
      flies(sum.flier, cell, summed + 560),
      ...lands(cell, summed + 1000, walk.isNew()),
    ];
  };
}

function render({ model, el }) {
  const get = (name) => model.get(name);
  const size = () => get("kernel").length;
  const rows = () => get("image").length - size() + 1;
  const columns = () => get("image")[0].length - size() + 1;
  const motionOf = (...step) => story(...step);
  const walk = makeWalk(model, { name: "map", rows, columns, paint, motionOf });
  const kernel = makeKernel(model, walk.draw);
  const image = walk.makeSource("image", size);
  const [patch, products] = ["patch", "products"].map((name) => makeGrid(name, { keys: kernel.move }));
  const sum = makeSum();
  const grids = [image, patch, kernel.grid, products];
  const story = makeStory(grids, sum, walk, size);
  // In the image the focus is the window's, not a pixel's.
  const seen = { ...linkGrid(image, size, size, walk.place), byFocus: false };
  const equal = grids.slice(1).map((grid) => linkGrid(grid, size, size));
  const linkAgain = linkAll([seen, ...equal, sum.terms.link], () => size() ** 2);
  walk.tools.lastChild.before(kernel.again);

  function paint() {
    const [row, column] = walk.place();
    const [pixels, weights, sums] = [get("image"), get("kernel"), get("sums")];
    const cells = size() * size();
    drawImage(image, pixels, [row, column]);
    outlineWindow(image, "image", row, column, size());
    drawEquation(grids.slice(1), pixels, weights, row, column);
    kernel.activate(...grids.slice(1));
    linkAgain();

    const total = sums[row][column];
    const terms = weights.flatMap((line, i) => line.map((weight, j) => weight * pixels[row + i][column + j]));
    sum.show(terms, total, total / cells);
    const plain = [...pixels, ...weights].flat().every((value) => Math.abs(value) === 1);
    const agree = plain ? `${(cells + total) / 2} of ${cells} agree` : `sum ${inCell(total, true)}`;
    walk.show((r, c) => sums[r][c] / cells, `${agree}, ${inCell(total / cells)}`);
  }

  const row = [patch.panel, makeSign("×"), kernel.grid.panel, makeSign("="), products.panel];
  const middle = element(
    "div",
    { class: "xo-middle" },
    element("div", { class: "xo-row-of" }, ...row),
    sum.part,
  );
  const help =
    "Arrow keys or dragging move the window. Click a kernel cell, or press Space on it, to change it. " +
    "Point at a number to see where it comes from.";
  const panels = [image.panel, middle, walk.map.panel];
  return walk.present(
    el,
    "slide a kernel over an image",
    panels,
    help,
    ["image", "kernel", "sums"],
    "xo-slide",
  );
}

export default { initialize, render };
