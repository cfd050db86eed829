// Slide a kernel over an image: the window, the products under it, their sum, and the map filling up.

// The kernel: its own cursor, and the keys 1, 0 and - beside Space, which turns 1 into -1 into 0.
function makeKernel(model, draw) {
  const get = (name) => model.get(name);
  let cursor = [0, 0];

  function keys(event) {
    const alone = !event.ctrlKey && !event.metaKey && !event.altKey; // Ctrl and + is the browser's zoom
    const typed = alone ? { 1: 1, "+": 1, "-": -1, 0: 0 }[event.key] : undefined;
    if (typed !== undefined) return (edit(...cursor, typed), true);
    if (event.key === " " || event.key === "Enter") return (turn(...cursor), true);
    const next = placeAfter(event, ...cursor, get("kernel").length, get("kernel").length);
    if (!next) return false;
    cursor = next;
    draw();
    return true;
  }

  function turn(row, column) {
    cursor = [row, column];
    edit(row, column, { 1: -1, "-1": 0 }[get("kernel")[row][column]] ?? 1);
  }

  // The map must follow an edit at once, with Python busy or gone, so these sums are the page's own;
  // Python checks them (and a browser test holds them equal to NumPy's).
  function edit(row, column, value) {
    const kernel = get("kernel").map((line) => line.slice());
    kernel[row][column] = value;
    const image = get("image");
    const sumAt = (r, c) =>
      kernel.reduce((sum, line, i) => line.reduce((s, k, j) => s + image[r + i][c + j] * k, sum), 0);
    const sums = get("sums").map((line, r) => line.map((_, c) => sumAt(r, c)));
    model.set("kernel", kernel);
    model.set("sums", sums);
    save(model);
  }

  const grid = makeGrid("kernel", { keys, point: turn, drag: false });
  function activate() {
    cursor = cursor.map((at) => Math.min(at, get("kernel").length - 1));
    grid.activate(...cursor);
  }
  return { grid, activate };
}

const sign = (text) => element("div", { class: "xo-sign", "aria-hidden": "true" }, text);

const hasFractions = (...grids) => !grids.flat(2).every(Number.isInteger);

function drawImage(grid, pixels) {
  const numbersFit = pixels[0].length <= 12;
  grid.resize(pixels.length, pixels[0].length, hasFractions(pixels));
  pixels.forEach((line, row) =>
    line.forEach((value, column) =>
      grid.set(row, column, value, numbersFit ? inCell(value, true) : "", strokeOrNumber(value)),
    ),
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
      products.set(i, j, pixel * weight, product, spoken(product));
    }),
  );
}

function render({ model, el }) {
  const get = (name) => model.get(name);
  const size = () => get("kernel").length;
  const mapRows = () => get("image").length - size() + 1;
  const mapColumns = () => get("image")[0].length - size() + 1;
  const walk = makeWalk(model, "map", mapRows, mapColumns, paint);
  const kernel = makeKernel(model, walk.draw);
  const image = walk.makeSource("image", size);
  const [patch, products] = [makeGrid("patch"), makeGrid("products")];
  const sum = element("div", { class: "xo-line" });

  function paint() {
    const [row, column] = walk.place();
    const [pixels, weights, sums] = ["image", "kernel", "sums"].map(get);
    const cells = weights.length ** 2;
    drawImage(image, pixels);
    outlineWindow(image, "image", row, column, weights.length);
    drawEquation([patch, kernel.grid, products], pixels, weights, row, column);
    kernel.activate();

    const total = sums[row][column];
    const [text, score] = [inCell(total, true), inCell(total / cells)];
    sum.textContent = `sum ${text},  ${text} ÷ ${cells} = ${score}`;
    const plain = [...pixels, ...weights].flat().every((value) => Math.abs(value) === 1);
    const agree = plain ? `${(cells + total) / 2} of ${cells} agree` : `sum ${spoken(text)}`;
    walk.show((r, c) => sums[r][c] / cells, `${agree}, ${spoken(score)}`);
  }

  const terms = [patch.panel, sign("×"), kernel.grid.panel, sign("="), products.panel];
  const equation = element("div", { class: "xo-row-of" }, ...terms);
  const middle = element("div", { class: "xo-middle" }, equation, sum);
  const help =
    "Arrow keys or dragging move the window. Click a kernel cell, or press Space on it, to change it.";
  const panels = [image.panel, middle, walk.map.panel];
  return walk.present(el, "slide a kernel over an image", panels, help, ["image", "kernel", "sums"]);
}

export default { initialize, render };
