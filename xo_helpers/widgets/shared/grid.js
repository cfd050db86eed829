// A grid of cells for keyboard, pointer and screen reader. Joined in front of every widget's module,
// after STOPS (the colours from -1 to +1, equally far apart) and WHITE_FROM, which come from plots/style.py.

const strokeOrNumber = (value) => ({ 1: "stroke", "-1": "background" })[value] ?? spoken(inCell(value, true));

const LEVELS = STOPS.map((hex) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16)));
function colour(value) {
  const place = ((Math.max(-1, Math.min(1, value)) + 1) / 2) * (LEVELS.length - 1);
  const before = Math.min(Math.floor(place), LEVELS.length - 2) || 0; // what is no number gets no colour
  const [from, to] = LEVELS.slice(before, before + 2);
  return `rgb(${from.map((level, i) => Math.round(level + (place - before) * (to[i] - level)))})`;
}

function colourIn(at, value) {
  at.style.backgroundColor = colour(value);
  at.style.color = value >= WHITE_FROM ? "#fff" : "#000";
}

// What lies over a grid of so many rows: where, and how high and wide it is in cells.
function placeOn(over, shape) {
  for (const [name, value] of Object.entries(shape)) over.style.setProperty(`--${name}`, value);
}

// The cell of a grid that the Tab key stops at; it has the focus when its grid has it.
function makeTabStop(host) {
  let [active, refocus] = [undefined, false];
  const focus = () => active?.focus({ preventScroll: true });

  // The grid's cells go; if one of them was focused, the next tab stop takes the focus.
  function forget() {
    active = undefined;
    refocus = host.contains(host.getRootNode().activeElement);
  }

  function moveTo(cell) {
    if (cell === active) return;
    const focused = refocus || active === host.getRootNode().activeElement;
    const before = active;
    [active, refocus] = [cell, false];
    cell.setAttribute("tabindex", "0");
    cell.setAttribute("data-lm-suppress-shortcuts", "true"); // JupyterLab's shortcuts stay out of the widget
    // The focus goes on before its old cell can no longer hold it, and last of all: it lays the page out.
    queueMicrotask(() => {
      if (focused) focus();
      if (before === active) return;
      before?.removeAttribute("tabindex");
      before?.removeAttribute("data-lm-suppress-shortcuts");
    });
  }
  return { focus, forget, moveTo };
}

// Which of `count` cells lies at a position along a grid's side; beyond its ends the first or the last.
const cellAlong = (position, length, count) =>
  Math.min(count - 1, Math.max(0, Math.floor((position / length) * count)));

// Tell a grid's point() of the pointer; extent() is how many rows and columns the grid has.
function pointAt(frame, host, extent, { point, drag, focus }) {
  frame.classList.add(drag ? "xo-drag" : "xo-press");
  const at = (event) => {
    const box = host.getBoundingClientRect();
    const [rows, columns] = extent();
    const row = cellAlong(event.clientY - box.top, box.height, rows);
    point(row, cellAlong(event.clientX - box.left, box.width, columns), event);
    if (event.type !== "pointermove") focus();
  };
  followPointer(frame, at, drag);
}

// Update only what changed in a cell; `before` is undefined for a new cell.
function updateCell(cell, before, now) {
  const { value, text, label, mark } = now;
  if (!before || before.value !== value) {
    if (value === null) cell.style.backgroundColor = cell.style.color = "";
    else colourIn(cell, value);
  }
  if (!before || before.text !== text) {
    if (cell.firstChild) cell.firstChild.data = text;
    else cell.textContent = text;
    cell.classList.toggle("xo-strong", text === "≠");
  }
  if (!before || before.label !== label) cell.setAttribute("aria-label", label);
  if (!before || before.mark !== mark) cell.dataset.mark = mark;
}

const numbersFrom = (first, count) =>
  Array.from({ length: count }, (_, i) => element("span", {}, String(first + i)));

// The numbers of a grid's rows and columns, at its edges.
function makeEdges() {
  const [across, down] = ["across", "down"].map((kind) =>
    element("div", { class: `xo-edge xo-${kind}`, "aria-hidden": "true" }),
  );
  let shown;
  // From those of the first cell on; none where that is undefined.
  function show(first, rows, columns) {
    const now = first && `${first} ${rows} ${columns}`;
    if (now === shown) return;
    shown = now;
    down.replaceChildren(...numbersFrom(first?.[0], first ? rows : 0));
    across.replaceChildren(...numbersFrom(first?.[1], first ? columns : 0));
  }
  return { edges: [across, down], show };
}

// A grid's cells, in rows of `host`; `renewed` hears of new ones.
function makeCells(host, frame, role, renewed) {
  let [cells, shown, rows, columns, longest] = [[], [], 0, 0, 0];

  // Make cells for rows × columns; `wide` ones hold two decimals.
  function resize(newRows, newColumns, wide = false) {
    frame.classList.toggle("xo-wide", wide);
    if (rows === newRows && columns === newColumns) return;
    [rows, columns] = [newRows, newColumns];
    cells = Array.from({ length: rows * columns }, () => element("div", { class: "xo-cell", role }));
    shown = [];
    longest = 0;
    renewed();
    const lines = Array.from({ length: rows }, (_, row) =>
      element("div", { class: "xo-row", role: "row" }, ...cells.slice(row * columns, (row + 1) * columns)),
    );
    host.replaceChildren(...lines);
    frame.style.setProperty("--columns", columns);
    frame.classList.toggle("xo-small", columns > 12);
  }

  // Show `text` in a cell, coloured by `value`; null is a cell not filled yet. A screen reader says `name`; a
  // `mark` rings the cell ("ring", "dashed"); `where` is its place, if the grid shows a part of something.
  function set(row, column, value, text, name, mark = "", where = `row ${row}, column ${column}`) {
    const at = row * columns + column;
    const now = { value, text, label: where ? `${where}, ${name}` : name, mark };
    updateCell(cells[at], shown[at], now);
    shown[at] = now;
    if (text.length > longest) frame.style.setProperty("--long", (longest = text.length)); // its letters fit
  }
  const at = (row, column) => cells[row * columns + column];
  return { resize, set, at, extent: () => [rows, columns] };
}

// A grid under a caption. With `keys` it is a tab stop: keys(event) gets every key pressed in it, and says
// whether it was of use; point(row, column, event) gets every cell that is tapped (a pointerup) or dragged
// over (from a pointerdown on). `drag` is whether it is dragged over, and may be asked when a finger comes.
function makeGrid(caption, { keys, point, drag = true } = {}) {
  const host = element("div", { class: "xo-grid", role: keys ? "grid" : "table", "aria-label": caption });
  const outlined = element("div", { class: "xo-window", hidden: "" });
  const { edges, show: showEdges } = makeEdges();
  const frame = element("div", { class: "xo-frame" }, host, outlined, ...edges);
  const title = element("div", { class: "xo-caption", "aria-hidden": "true" }, caption);
  const panel = element("div", { class: "xo-panel" }, title, frame);
  const { focus, forget, moveTo } = makeTabStop(host);
  const { resize, set, at, extent } = makeCells(host, frame, keys ? "gridcell" : "cell", () => {
    forget();
    number(keys || point ? [0, 0] : undefined);
  });

  // Number rows and columns at the edges, where there is room: from [row, column] on; undefined: not at all.
  function number(first) {
    const room = first && Math.max(...extent()) <= 12;
    panel.classList.toggle("xo-numbered", Boolean(room));
    showEdges(room ? first : undefined, ...extent());
  }

  // Give the grid another name, by ear and by eye.
  function rename(name) {
    host.setAttribute("aria-label", name);
    title.textContent = name;
  }

  // Outline a window of size × size, or what of it lies in the grid; its first cell is the grid's tab stop.
  function outline(row, column, size) {
    outlined.hidden = false;
    frame.classList.add("xo-outlined");
    const [rows, columns] = extent();
    const [high, wide] = [Math.min(size, rows - row), Math.min(size, columns - column)];
    placeOn(outlined, { row, column, high, wide, rows });
    activate(row, column);
  }
  const activate = (row, column) => keys && moveTo(at(row, column));

  if (keys) hearKeys(host, keys);
  if (point) pointAt(frame, host, extent, { point, drag, focus });
  return { panel, title, rename, resize, set, number, outline, activate, focus };
}
