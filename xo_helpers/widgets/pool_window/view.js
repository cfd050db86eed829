// Pool a map: the window walks it in strides, its largest cell is marked and carried over into a smaller map.

// How many windows begin along a side: those that fit, and with "keep" those that hang over: as ops.max_pool.
function windowsAlong(length, size, stride, edge) {
  if (edge === "drop") return Math.floor((length - size) / stride) + 1;
  const windows = Math.ceil(Math.max(length - size, 0) / stride) + 1;
  return (windows - 1) * stride >= length ? windows - 1 : windows;
}

// A window, or a stride, that is larger than the map becomes as large: as windows.clamped.
const clamped = (map, ...lengths) =>
  lengths.map((length) => Math.min(length, Math.max(map.length, map[0].length)));

// The windows on the model's map: how many there are, the values under one, and the largest of each.
function makeWindows(model) {
  const get = (name) => model.get(name);
  const count = (length) => windowsAlong(length, get("size"), get("stride"), get("edge"));
  const rows = () => count(get("map").length);
  const columns = () => count(get("map")[0].length);
  function valuesAt(row, column) {
    const [size, stride] = [get("size"), get("stride")];
    const part = (line, at) => line.slice(at * stride, at * stride + size);
    return part(get("map"), row).map((line) => part(line, column));
  }
  const largestAt = (row, column) => Math.max(...valuesAt(row, column).flat());
  function pooled() {
    const across = upTo(columns());
    return upTo(rows()).map((row) => across.map((column) => largestAt(row, column)));
  }
  return { size: () => get("size"), stride: () => get("stride"), rows, columns, valuesAt, pooled };
}

// A labelled list to choose from. What cannot be is grey; what only Python can choose is there while chosen.
function makeChoice(model, name, options, parse, choose) {
  const list = control("select", { class: "xo-choice" });
  const add = (option) => list.append(element("option", { value: option }, String(option)));
  options.forEach(add);
  list.addEventListener("change", () => choose(name, parse(list.value)));
  function show(possible) {
    const value = String(model.get(name));
    if (list.options[options.length]?.value !== value) list.options[options.length]?.remove();
    if (![...list.options].some((option) => option.value === value)) add(value);
    if (list.value !== value) list.value = value;
    for (const option of list.options) option.disabled = !possible(parse(option.value));
  }
  return { label: element("label", { class: "xo-label" }, name, list), show };
}

// The largest of the values under a window: at which of its cells it is first, and how many tie.
function findLargest(cells) {
  const flat = cells.flat();
  const largest = Math.max(...flat);
  const first = flat.indexOf(largest);
  const at = [Math.floor(first / cells[0].length), first % cells[0].length];
  return { flat, largest, at, ties: flat.filter((value) => value === largest).length };
}

function putValue(grid, row, column, value, [mark, says], numbersFit, where) {
  const text = inCell(value);
  grid.set(row, column, value, numbersFit ? text : "", spoken(text) + (where ?? says), mark, where);
}

// The map with a window on it, and the window's cells. The first of the largest is carried over, and ringed;
// those that tie with it have a dashed ring. `i` and `j` count within the window.
function drawWindow(map, inside, values, cells, [top, left], size, { largest, at }) {
  const mark = (i, j) => {
    if (cells[i]?.[j] !== largest) return ["", ""];
    return i === at[0] && j === at[1] ? ["ring", ", the largest"] : ["dashed", ", ties with the largest"];
  };
  const wide = values[0].length;
  map.resize(values.length, wide, true);
  values.forEach((line, r) =>
    line.forEach((value, c) =>
      putValue(map, r, c, value, mark(r - top, c - left), wide <= 12, saidAt([top, left], r, c)),
    ),
  );
  outlineWindow(map, "map", top, left, size);
  inside.resize(size, size, true);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      const value = cells[i]?.[j];
      if (value === undefined) inside.set(i, j, null, "", "outside the map");
      else putValue(inside, i, j, value, mark(i, j), size <= 12);
    }
  }
}

// The three lists among the tools. The pooled map must follow a choice at once, with Python busy or gone, so
// these maxima are the page's own; Python checks them (and a browser test holds them equal to NumPy's).
function makeChoices(model, walk, windows) {
  const [SIDES, get] = [["size", "stride"], (name) => model.get(name)];
  function choose(name, value) {
    const [full, before] = [walk.full(), JSON.stringify(get("pooled"))];
    model.set(name, value);
    clamped(get("map"), get("size"), get("stride")).forEach((length, i) => model.set(SIDES[i], length));
    const pooled = windows.pooled();
    if (JSON.stringify(pooled) === before) return save(model); // the map stays as it is filled
    const [row, column] = walk.place();
    for (const [trait, now] of Object.entries({ pooled, row, column })) model.set(trait, now);
    walk.fill(full);
  }
  const [size, stride] = SIDES.map((name) => makeChoice(model, name, [1, 2, 3, 4], Number, choose));
  const edge = makeChoice(model, "edge", ["keep", "drop"], String, choose);
  walk.tools.prepend(size.label, stride.label);
  walk.tools.lastChild.before(edge.label);
  return function show(least) {
    size.show((value) => get("edge") === "keep" || value <= least);
    stride.show(() => true);
    edge.show((value) => value === "keep" || get("size") <= least);
  };
}

function render({ model, el }) {
  const get = (name) => model.get(name);
  const windows = makeWindows(model);
  const { rows, columns } = windows;
  const motionOf = (...step) => story(...step);
  const walk = makeWalk(model, { name: "pooled", rows, columns, paint, motionOf });
  const choices = makeChoices(model, walk, windows);
  const map = walk.makeSource("map", windows.size, windows.stride);
  const [inside, sentence] = [makeGrid("window"), makeSentence()];
  const story = makeStory(map, inside, sentence, walk, now);

  // What lies under the window.
  function now() {
    const [row, column] = walk.place();
    const [stride, size] = [get("stride"), get("size")];
    const cells = windows.valuesAt(row, column);
    const [high, wide, corner] = [cells.length, cells[0].length, [row * stride, column * stride]];
    return { corner, stride, size, high, wide, cells, found: findLargest(cells) };
  }
  const [high, wide, corner] = ["high", "wide", "corner"].map((name) => () => now()[name]);
  // In the map the focus is the window's, not a cell's.
  const seen = { ...linkGrid(map, high, wide, corner), byFocus: false };
  const equal = [seen, linkGrid(inside, high, wide), sentence.terms.link];
  const linkAgain = linkAll(equal, () => high() * wide());

  function paint() {
    const { corner: at, size, cells, found } = now();
    const [values, pooled] = ["map", "pooled"].map(get);
    const [read, seenAs, heardAs] = inWords(found, at);
    drawWindow(map, inside, values, cells, at, size, found);
    sentence.show(found.flat, read);
    linkAgain();
    walk.show((r, c) => pooled[r][c], seenAs, heardAs);
    choices(Math.min(values.length, values[0].length));
  }

  const middle = element("div", { class: "xo-middle" }, inside.panel, sentence.part);
  const panels = [map.panel, middle, walk.map.panel];
  const help =
    "Arrow keys or dragging move the window. A ring marks its largest cell; dashed ones tie with it. " +
    "edge: keep or drop the windows that hang over.";
  return walk.present(el, "pool a map", panels, help, ["map", "size", "stride", "edge", "pooled"], "xo-pool");
}

export default { initialize, render };
