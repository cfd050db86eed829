// A grid of cells for keyboard, pointer and screen reader. Joined in front of every widget's module,
// after STOPS (the colours of -1, 0 and +1) and WHITE_FROM, which come from plots/style.py.

// Make an element: attributes by name, children as elements or text (never as HTML).
function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

// Call `draw` in the next frame, once, however often it is asked for before that.
function oncePerFrame(draw) {
  let asked = 0;
  const ask = () => (asked ||= requestAnimationFrame(() => ((asked = 0), draw())));
  ask.cancel = () => cancelAnimationFrame(asked);
  return ask;
}

// Tell Python. With the kernel gone there is nobody to tell (trying would be logged as an error), and the
// widget goes on by itself.
function save(model) {
  const manager = model.widget_manager;
  if (manager && "kernel" in manager && !manager.kernel) return;
  try {
    model.save_changes();
  } catch {}
}

function listen(model, names, handler) {
  for (const name of names) model.on(`change:${name}`, handler);
  return () => names.forEach((name) => model.off(`change:${name}`, handler));
}

const strokeOrNumber = (value) => ({ 1: "stroke", "-1": "background" })[value] ?? spoken(inCell(value, true));

const [ORANGE, WHITE, PURPLE] = STOPS.map((hex) =>
  [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16)),
);
function colour(value) {
  const [end, part] = [value < 0 ? ORANGE : PURPLE, Math.min(Math.abs(value), 1)];
  return `rgb(${WHITE.map((zero, i) => Math.round(zero + part * (end[i] - zero)))})`;
}

// A grid under a caption. With `keys` it is a tab stop: keys(event) gets every key pressed in it, and says whether
// it was of use; point(row, column, event) gets every cell that the pointer presses or is dragged to.
function makeGrid(caption, { keys, point, drag = true } = {}) {
  const roles = keys
    ? { role: "grid", row: "row", cell: "gridcell" }
    : { role: "table", row: "row", cell: "cell" };
  const host = element("div", { class: "xo-grid", role: roles.role, "aria-label": caption });
  const frame = element(
    "div",
    { class: "xo-frame" },
    host,
    element("div", { class: "xo-window", hidden: "" }),
  );
  const title = element("div", { class: "xo-caption", "aria-hidden": "true" }, caption);
  const window_ = frame.lastChild;
  let cells = [],
    shown = [],
    columns = 0,
    active,
    refocus = false;

  // Make cells for rows × columns; `wide` ones hold two decimals.
  function resize(rows, newColumns, wide = false) {
    frame.classList.toggle("xo-wide", wide);
    if (cells.length === rows * newColumns && columns === newColumns) return;
    columns = newColumns;
    cells = Array.from({ length: rows * columns }, () =>
      element("div", { class: "xo-cell", role: roles.cell }),
    );
    shown = [];
    active = undefined;
    refocus = host.contains(host.getRootNode().activeElement); // the focused cell goes, the focus shall stay
    const lines = Array.from({ length: rows }, (_, row) =>
      element(
        "div",
        { class: "xo-row", role: roles.row },
        ...cells.slice(row * columns, (row + 1) * columns),
      ),
    );
    host.replaceChildren(...lines);
    frame.style.setProperty("--columns", columns);
    frame.classList.toggle("xo-small", columns > 12);
  }

  // Show `text` in a cell, coloured by `value`; null is a cell not filled yet. `name` is what a screen reader says;
  // a `mark` rings the cell ("ring", "dashed"); `where` is the cell's place, if the grid shows a part of something.
  function set(row, column, value, text, name, mark = "", where = `row ${row}, column ${column}`) {
    const at = row * columns + column;
    const [cell, before, now] = [
      cells[at],
      shown[at],
      [value, text, where ? `${where}, ${name}` : name, mark],
    ];
    const changed = now.map((one, i) => !before || before[i] !== one);
    shown[at] = now;
    if (changed[0]) {
      cell.style.backgroundColor = value === null ? "" : colour(value);
      cell.style.color = value === null ? "" : value >= WHITE_FROM ? "#fff" : "#000";
    }
    if (changed[1]) {
      cell.textContent = text;
      cell.classList.toggle("xo-strong", text === "≠");
    }
    if (changed[2]) cell.setAttribute("aria-label", now[2]);
    if (changed[3]) cell.dataset.mark = mark;
  }

  // Give the grid another name, by ear and by eye.
  function rename(name) {
    host.setAttribute("aria-label", name);
    title.textContent = name;
  }

  // Outline a window of size × size, or what of it lies in the grid, and make its first cell the grid's tab stop.
  function outline(row, column, size) {
    window_.hidden = false;
    const rows = cells.length / columns;
    const [high, wide] = [Math.min(size, rows - row), Math.min(size, columns - column)];
    for (const [name, value] of Object.entries({ row, column, high, wide, rows }))
      window_.style.setProperty(`--${name}`, value);
    activate(row, column);
  }

  function activate(row, column) {
    const cell = cells[row * columns + column];
    if (!keys || cell === active) return;
    const focused = refocus || active === host.getRootNode().activeElement;
    const before = active;
    refocus = false;
    active = cell;
    cell.setAttribute("tabindex", "0");
    cell.setAttribute("data-lm-suppress-shortcuts", "true"); // JupyterLab's shortcuts stay out of the widget
    // The focus goes on before its old cell can no longer hold it, and last of all, since it lays the page out.
    queueMicrotask(() => {
      if (focused) focus();
      if (before === active) return;
      before?.removeAttribute("tabindex");
      before?.removeAttribute("data-lm-suppress-shortcuts");
    });
  }

  const focus = () => active?.focus({ preventScroll: true });

  if (keys) {
    host.addEventListener("keydown", (event) => {
      event.stopPropagation(); // other front ends' shortcuts stay out too
      if (keys(event)) event.preventDefault();
    });
  }
  if (point) {
    frame.classList.add(drag ? "xo-drag" : "xo-press");
    const at = (event) => {
      const box = host.getBoundingClientRect();
      const along = (position, length, count) =>
        Math.min(count - 1, Math.max(0, Math.floor((position / length) * count)));
      const rows = cells.length / columns;
      point(
        along(event.clientY - box.top, box.height, rows),
        along(event.clientX - box.left, box.width, columns),
        event,
      );
    };
    frame.addEventListener("pointerdown", (event) => {
      if (event.button) return;
      event.preventDefault();
      if (drag) frame.setPointerCapture(event.pointerId);
      at(event);
      focus();
    });
    if (drag) frame.addEventListener("pointermove", (event) => event.buttons & 1 && at(event));
  }
  return {
    panel: element("div", { class: "xo-panel" }, title, frame),
    title,
    rename,
    resize,
    set,
    outline,
    activate,
    focus,
  };
}

// The place that a key leads to in a map of rows × columns, in reading order: → at a row's end goes on in the next.
function placeAfter(event, row, column, rows, columns) {
  const all = event.ctrlKey || event.metaKey;
  const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (step) {
    const at = Math.min(rows * columns - 1, Math.max(0, row * columns + column + step));
    return [Math.floor(at / columns), at % columns];
  }
  return {
    ArrowUp: [Math.max(0, row - 1), column],
    ArrowDown: [Math.min(rows - 1, row + 1), column],
    Home: [all ? 0 : row, 0],
    End: [all ? rows - 1 : row, columns - 1],
    PageUp: [0, column],
    PageDown: [rows - 1, column],
  }[event.key];
}

function button(label, act) {
  const made = element(
    "button",
    { type: "button", class: "xo-button", "data-lm-suppress-shortcuts": "true" },
    label,
  );
  made.addEventListener("click", act);
  made.addEventListener("keydown", (event) => event.stopPropagation());
  return made;
}
