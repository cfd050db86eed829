// Pool a map: the window walks it in strides, its largest cell is marked and carried over into a smaller map.

function render({ model, el }) {
  const get = (name) => model.get(name);

  // How many windows begin along a side: those that fit, and with "keep" those that hang over (as ops.max_pool).
  function count(length) {
    const [size, stride] = [get("size"), get("stride")];
    if (get("edge") === "drop") return Math.floor((length - size) / stride) + 1;
    const windows = Math.ceil(Math.max(length - size, 0) / stride) + 1;
    return (windows - 1) * stride >= length ? windows - 1 : windows;
  }
  const rows = () => count(get("map").length);
  const columns = () => count(get("map")[0].length);
  const walk = makeWalk(model, "pooled", rows, columns, paint);

  function windowAt(row, column) {
    const [size, stride] = [get("size"), get("stride")];
    const part = (line, at) => line.slice(at * stride, at * stride + size);
    return part(get("map"), row).map((line) => part(line, column));
  }

  // The pooled map must follow a choice at once, with Python busy or gone, so these maxima are the page's own;
  // Python checks them (and a browser test holds them equal to NumPy's).
  function choose(name, value) {
    const full = walk.full();
    model.set(name, value);
    const largest = (_, at) => Math.max(...windowAt(Math.floor(at / columns()), at % columns()).flat());
    const flat = Array.from({ length: rows() * columns() }, largest);
    model.set(
      "pooled",
      Array.from({ length: rows() }, (_, row) => flat.slice(row * columns(), (row + 1) * columns())),
    );
    const [row, column] = walk.place();
    model.set("row", row);
    model.set("column", column);
    walk.fill(full);
  }

  // A labelled list to choose from: what cannot be is grey, and what only Python can choose is there as long as it is chosen.
  function choice(name, options, parse) {
    const list = element("select", { class: "xo-choice", "data-lm-suppress-shortcuts": "true" });
    const add = (option) => list.append(element("option", { value: option }, String(option)));
    options.forEach(add);
    list.addEventListener("change", () => choose(name, parse(list.value)));
    list.addEventListener("keydown", (event) => event.stopPropagation());
    function show(possible) {
      const value = String(get(name));
      if (list.options[options.length]?.value !== value) list.options[options.length]?.remove();
      if (![...list.options].some((option) => option.value === value)) add(value);
      if (list.value !== value) list.value = value;
      for (const option of list.options) option.disabled = !possible(parse(option.value));
    }
    return { label: element("label", { class: "xo-label" }, name, list), show };
  }
  const size = choice("size", [1, 2, 3, 4], Number);
  const stride = choice("stride", [1, 2, 3, 4], Number);
  const edge = choice("edge", ["keep", "drop"], String);
  walk.tools.prepend(size.label, stride.label, edge.label);

  const map = makeGrid("map", {
    keys: walk.keys,
    point: (row, column) => walk.drag(row, column, get("size"), get("stride")),
  });
  const window_ = makeGrid("window");
  const line = element("div", { class: "xo-line" });

  function paint() {
    const [row, column] = walk.place();
    const [values, pooled, k] = ["map", "pooled", "size"].map(get);
    const [top, left] = [row * get("stride"), column * get("stride")];
    const cells = windowAt(row, column);
    const flat = cells.flat();
    const largest = Math.max(...flat);
    const first = flat.indexOf(largest);
    const [high, wide] = [top + Math.floor(first / cells[0].length), left + (first % cells[0].length)];
    const ties = flat.filter((value) => value === largest).length;

    // The first of the largest is carried over, and ringed; those that tie with it have a dashed ring.
    const markAt = (r, c) => {
      if (cells[r - top]?.[c - left] !== largest) return ["", ""];
      return r === high && c === wide ? ["ring", ", the largest"] : ["dashed", ", ties with the largest"];
    };
    function put(grid, r, c, [r0, c0], numbersFit) {
      const [mark, says] = markAt(r, c);
      const text = inCell(values[r][c]);
      grid.set(r - r0, c - c0, values[r][c], numbersFit ? text : "", spoken(text) + says, mark);
    }
    map.resize(values.length, values[0].length, true);
    values.forEach((cells, r) => cells.forEach((_, c) => put(map, r, c, [0, 0], cells.length <= 12)));
    map.outline(top, left, k);
    map.title.textContent = `map[${top}:${top + k}, ${left}:${left + k}]`;

    window_.resize(k, k, true);
    for (let i = 0; i < k; i++) {
      for (let j = 0; j < k; j++) {
        if (cells[i]?.[j] === undefined) window_.set(i, j, null, "", "outside the map");
        else put(window_, top + i, left + j, [top, left], k <= 12);
      }
    }
    const same = ties > 1 ? `${ties} cells tie` : "";
    line.textContent = `the largest of ${flat.map((value) => inCell(value)).join(", ")}\u00a0=\u00a0${inCell(largest)}${same && ` (${same})`}`;
    const where = `row ${high}, column ${wide}`;
    const of = `${flat.length} cell${flat.length > 1 ? "s" : ""}`;
    const sentence = `the largest of ${of} is ${spoken(inCell(largest))}, at ${where}${same && `; ${same}, the first is taken`}`;
    walk.show((r, c) => pooled[r]?.[c] ?? 0, `row ${row}, column ${column}: ${sentence}`);
    const least = Math.min(values.length, values[0].length);
    size.show((value) => get("edge") === "keep" || value <= least);
    stride.show(() => true);
    edge.show((value) => value === "keep" || k <= least);
  }

  const middle = element("div", { class: "xo-middle xo-narrow" }, window_.panel, line);
  const help =
    "Arrow keys or dragging move the window. A ring marks its largest cell; dashed ones tie with it. " +
    "edge: keep or drop the windows that hang over.";
  return walk.mount(el, "pool a map", [map.panel, middle, walk.map.panel], help, [
    "map",
    "size",
    "stride",
    "edge",
    "pooled",
  ]);
}

export default { render };
