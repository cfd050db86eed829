// Slide a kernel over an image: the window, the products under it, their sum, and the map filling up.

function render({ model, el }) {
  const get = (name) => model.get(name);
  const size = () => get("kernel").length;
  const mapRows = () => get("image").length - size() + 1;
  const mapColumns = () => get("image")[0].length - size() + 1;
  const walk = makeWalk(model, "map", mapRows, mapColumns, paint);

  // The kernel: its own cursor, and the keys 1, 0 and - beside Space, which turns 1 into -1 into 0.
  let cursor = [0, 0];
  function kernelKeys(event) {
    const alone = !event.ctrlKey && !event.metaKey && !event.altKey; // Ctrl and + is the browser's zoom
    const typed = alone ? { 1: 1, "+": 1, "-": -1, 0: 0 }[event.key] : undefined;
    if (typed !== undefined) return (edit(...cursor, typed), true);
    if (event.key === " " || event.key === "Enter") return (turn(...cursor), true);
    const next = placeAfter(event, ...cursor, size(), size());
    if (next) ((cursor = next), walk.draw());
    return next;
  }

  function turn(row, column) {
    cursor = [row, column];
    edit(row, column, { 1: -1, "-1": 0 }[get("kernel")[row][column]] ?? 1);
  }

  // The map must follow an edit at once, with Python busy or gone, so these sums are the page's own;
  // Python checks them (and a browser test holds them equal to NumPy's).
  function edit(row, column, value) {
    const kernel = get("kernel").map((line) => [...line]);
    kernel[row][column] = value;
    const image = get("image");
    const sumAt = (r, c) =>
      kernel.reduce((sum, line, i) => line.reduce((s, k, j) => s + image[r + i][c + j] * k, sum), 0);
    model.set("kernel", kernel);
    model.set(
      "sums",
      get("sums").map((line, r) => line.map((_, c) => sumAt(r, c))),
    );
    save(model);
  }

  const image = makeGrid("image", {
    keys: walk.keys,
    point: (row, column) => walk.drag(row, column, size()),
  });
  const patch = makeGrid("patch");
  const kernel = makeGrid("kernel", { keys: kernelKeys, point: turn, drag: false });
  const products = makeGrid("products");
  const sum = element("div", { class: "xo-line" });
  const sign = (text) => element("div", { class: "xo-sign", "aria-hidden": "true" }, text);

  function paint() {
    const [row, column] = walk.place();
    const [pixels, weights, sums] = ["image", "kernel", "sums"].map(get);
    const k = weights.length;
    image.resize(pixels.length, pixels[0].length);
    const numbersFit = pixels[0].length <= 12;
    pixels.forEach((line, r) =>
      line.forEach((value, c) =>
        image.set(r, c, value, numbersFit ? inCell(value, true) : "", strokeOrNumber(value)),
      ),
    );
    image.outline(row, column, k);
    image.title.textContent = `image[${row}:${row + k}, ${column}:${column + k}]`;

    for (const grid of [patch, kernel, products]) grid.resize(k, k);
    weights.forEach((line, i) =>
      line.forEach((weight, j) => {
        const pixel = pixels[row + i][column + j];
        patch.set(i, j, pixel, inCell(pixel, true), strokeOrNumber(pixel));
        kernel.set(i, j, weight, inCell(weight, true), spoken(inCell(weight, true)));
        products.set(
          i,
          j,
          pixel * weight,
          inCell(pixel * weight, true),
          spoken(inCell(pixel * weight, true)),
        );
      }),
    );
    cursor = cursor.map((at) => Math.min(at, k - 1));
    kernel.activate(...cursor);

    const total = sums[row]?.[column] ?? 0;
    const score = inCell(total / (k * k));
    sum.textContent = `sum ${inCell(total, true)},  ${inCell(total, true)} ÷ ${k * k} = ${score}`;
    const plain = [...pixels, ...weights].flat().every((value) => Math.abs(value) === 1);
    const agree = plain ? `${(k * k + total) / 2} of ${k * k} agree` : `sum ${spoken(inCell(total, true))}`;
    const sentence = `row ${row}, column ${column}: ${agree}, ${spoken(score)}`;
    walk.show((r, c) => (sums[r]?.[c] ?? 0) / (k * k), sentence);
  }

  const equation = element(
    "div",
    { class: "xo-row-of" },
    patch.panel,
    sign("×"),
    kernel.panel,
    sign("="),
    products.panel,
  );
  const middle = element("div", { class: "xo-middle" }, equation, sum);
  const help =
    "Arrow keys or dragging move the window. Click a kernel cell, or press Space on it, to change it.";
  return walk.mount(el, "slide a kernel over an image", [image.panel, middle, walk.map.panel], help, [
    "image",
    "kernel",
    "sums",
  ]);
}

export default { render };
