// Slide a kernel over an image: the window, the products under it, their sum, and the map filling up.

function render({ model, el }) {
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  const get = (name) => model.get(name);
  const size = () => get("kernel").length;
  const mapRows = () => get("image").length - size() + 1;
  const mapColumns = () => get("image")[0].length - size() + 1;
  const place = () => [Math.min(get("row"), mapRows() - 1), Math.min(get("column"), mapColumns() - 1)];

  function go(row, column) {
    const at = row * mapColumns() + column;
    model.set("row", row);
    model.set("column", column);
    if (!get("visited").includes(at)) model.set("visited", [...get("visited"), at]);
    save(model);
  }

  function keys(event) {
    if (event.key === " " || event.key === "Enter") return play(), true;
    const next = placeAfter(event, ...place(), mapRows(), mapColumns());
    if (next) go(...next);
    return next;
  }

  // The pointer takes the window by its middle.
  function dragged(row, column) {
    const middle = Math.floor((size() - 1) / 2);
    const within = (at, count) => Math.min(count - 1, Math.max(0, at - middle));
    go(within(row, mapRows()), within(column, mapColumns()));
  }

  // The kernel: its own cursor, and the keys 1, 0 and - beside Space, which turns 1 into -1 into 0.
  let cursor = [0, 0];
  function kernelKeys(event) {
    const typed = { 1: 1, "+": 1, "-": -1, 0: 0 }[event.key];
    if (event.ctrlKey || event.metaKey || event.altKey) return false;
    if (typed !== undefined) return edit(...cursor, typed), true;
    if (event.key === " " || event.key === "Enter") return turn(...cursor), true;
    const next = placeAfter(event, ...cursor, size(), size());
    if (next) (cursor = next), draw();
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
    const sumAt = (r, c) => kernel.reduce((sum, line, i) => line.reduce((s, k, j) => s + image[r + i][c + j] * k, sum), 0);
    model.set("kernel", kernel);
    model.set("sums", get("sums").map((line, r) => line.map((_, c) => sumAt(r, c))));
    save(model);
  }

  const image = makeGrid("image", { keys, point: dragged });
  const patch = makeGrid("patch");
  const kernel = makeGrid("kernel", { keys: kernelKeys, point: turn, drag: false });
  const products = makeGrid("products");
  const map = makeGrid("map", { keys, point: go });
  const sum = element("div", { class: "xo-line" });
  const says = element("div", { class: "xo-line", role: "status", "aria-live": "polite" });
  const sign = (text) => element("div", { class: "xo-sign", "aria-hidden": "true" }, text);

  // Play walks the map in reading order; where motion is unwelcome the same button takes one step.
  let timer;
  const playing = button("Play", play);
  function play() {
    if (timer) return stop();
    if (!still.matches) timer = setInterval(step, 250);
    step();
    draw();
  }
  function step() {
    const [row, column] = place();
    const last = mapRows() * mapColumns() - 1;
    const at = row * mapColumns() + column;
    const next = at === last ? 0 : at + 1;
    go(Math.floor(next / mapColumns()), next % mapColumns());
    if (next === last) stop();
  }
  function stop() {
    timer = clearInterval(timer);
    draw();
  }
  function fill(visited) {
    model.set("visited", visited);
    save(model);
  }
  const everywhere = () => fill(get("sums").flatMap((line, r) => line.map((_, c) => r * line.length + c)));
  const onlyHere = () => fill([place()[0] * mapColumns() + place()[1]]);

  const draw = oncePerFrame(() => {
    const [row, column] = place();
    const [pixels, weights, sums, visited] = ["image", "kernel", "sums", "visited"].map(get);
    const k = weights.length;
    image.resize(pixels.length, pixels[0].length);
    const numbersFit = pixels[0].length <= 12;
    pixels.forEach((line, r) => line.forEach((value, c) =>
      image.set(r, c, value, numbersFit ? inCell(value, true) : "", strokeOrNumber(value))));
    image.outline(row, column, k);
    image.title.textContent = `image[${row}:${row + k}, ${column}:${column + k}]`;

    for (const grid of [patch, kernel, products]) grid.resize(k, k);
    weights.forEach((line, i) => line.forEach((weight, j) => {
      const pixel = pixels[row + i][column + j];
      patch.set(i, j, pixel, inCell(pixel, true), strokeOrNumber(pixel));
      kernel.set(i, j, weight, inCell(weight, true), spoken(inCell(weight, true)));
      products.set(i, j, pixel * weight, inCell(pixel * weight, true), spoken(inCell(pixel * weight, true)));
    }));
    cursor = cursor.map((at) => Math.min(at, k - 1));
    kernel.activate(...cursor);

    const filled = new Set(visited);
    map.resize(mapRows(), mapColumns(), true);
    const scoresFit = mapColumns() <= 12;
    for (let r = 0; r < mapRows(); r++) {
      for (let c = 0; c < mapColumns(); c++) {
        const score = filled.has(r * mapColumns() + c) ? (sums[r]?.[c] ?? 0) / (k * k) : null;
        const text = score === null ? "" : inCell(score);
        map.set(r, c, score, scoresFit ? text : "", score === null ? "not filled yet" : spoken(text));
      }
    }
    map.outline(row, column, 1);
    map.title.textContent = `map[${row}, ${column}]`;

    const total = sums[row]?.[column] ?? 0;
    const score = inCell(total / (k * k));
    sum.textContent = `sum ${inCell(total, true)},  ${inCell(total, true)} ÷ ${k * k} = ${score}`;
    const plain = [...pixels, ...weights].flat().every((value) => Math.abs(value) === 1);
    const agree = plain ? `${(k * k + total) / 2} of ${k * k} agree` : `sum ${spoken(inCell(total, true))}`;
    const sentence = `row ${row + 1}, column ${column + 1}: ${agree}, ${spoken(score)}`;
    if (!timer && says.textContent !== sentence) says.textContent = sentence;
    playing.textContent = still.matches ? "Next" : timer ? "Pause" : "Play";
  });

  const equation = element("div", { class: "xo-row-of" }, patch.panel, sign("×"), kernel.panel, sign("="), products.panel);
  const tools = element("div", { class: "xo-tools" }, playing, button("Fill the map", everywhere), button("Clear the map", onlyHere));
  const help = element("div", { class: "xo-help" }, "Arrow keys or dragging move the window. Click a kernel cell, or press Space on it, to change it.");
  const root = element("div", { class: "xo", role: "group", "aria-label": "slide a kernel over an image" },
    element("div", { class: "xo-panels" }, image.panel, element("div", { class: "xo-middle" }, equation, sum), map.panel), tools, says, help);
  el.append(root);

  const forget = listen(model, ["image", "kernel", "sums", "row", "column", "visited"], draw);
  const motion = () => (still.matches && timer ? stop() : draw());
  still.addEventListener("change", motion);
  draw();
  return () => {
    clearInterval(timer);
    draw.cancel();
    forget();
    still.removeEventListener("change", motion);
  };
}

export default { render };
