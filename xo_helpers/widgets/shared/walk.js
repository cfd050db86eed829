// Walk over the places of a map and fill it: the cursor, the cells visited, and Play, Fill and Clear. Joined
// in front of the widgets that do so. rows() and columns() say how large the map is, paint() draws the rest.

const upTo = (count) => Array.from({ length: count }, (_, at) => at);

// Where the walk is, and which places, counted in reading order, it has filled.
function makePlaces(model, rows, columns) {
  const get = (trait) => model.get(trait);
  const place = () => [Math.min(get("row"), rows() - 1), Math.min(get("column"), columns() - 1)];
  const count = () => rows() * columns();
  const number = (row, column) => row * columns() + column;

  function go(row, column) {
    const at = number(row, column);
    model.set("row", row);
    model.set("column", column);
    if (!get("visited").includes(at)) model.set("visited", [...get("visited"), at]);
    save(model);
  }

  // Go on to the next place, after the last to the first; says whether it is the last.
  function advance() {
    const at = number(...place());
    const next = at === count() - 1 ? 0 : at + 1;
    go(Math.floor(next / columns()), next % columns());
    return next === count() - 1;
  }

  function fill(all) {
    model.set("visited", all ? upTo(count()) : [number(...place())]);
    save(model);
  }
  const full = () => get("visited").length === count();
  return { place, go, advance, fill, full };
}

function makeWalk(model, name, rows, columns, paint) {
  const draw = oncePerFrame(paint);
  const { place, go, advance, fill, full } = makePlaces(model, rows, columns);
  const { playing, play, plays, show: showPlaying, end } = makePlayer(advance, () => 250, draw);
  const { line: says, say } = makeStatus();

  function keys(event) {
    if (event.key === " " || event.key === "Enter") return (play(), true);
    const next = placeAfter(event, ...place(), rows(), columns());
    if (next) go(...next);
    return next;
  }

  // The grid that the window lies on. The pointer takes it by its middle; windows begin stride() cells apart.
  function makeSource(called, size, stride = () => 1) {
    const nearest = (at, count) =>
      Math.min(count - 1, Math.floor(Math.max(0, at - Math.floor((size() - 1) / 2)) / stride()));
    const point = (row, column) => go(nearest(row, rows()), nearest(column, columns()));
    return makeGrid(called, { keys, point });
  }

  const map = makeGrid(name, { keys, point: go });
  const filling = [button("Fill the map", () => fill(true)), button("Clear the map", () => fill(false))];
  const tools = element("div", { class: "xo-tools" }, playing, ...filling);

  // Draw the map as far as it is filled, and say in words what happens at the place.
  function show(valueAt, what) {
    const [row, column] = place();
    const [high, wide] = [rows(), columns()];
    const filled = new Set(model.get("visited"));
    map.resize(high, wide, true);
    for (let r = 0; r < high; r++) {
      for (let c = 0; c < wide; c++) {
        const value = filled.has(r * wide + c) ? valueAt(r, c) : null;
        const text = value === null ? "" : inCell(value);
        map.set(r, c, value, wide <= 12 ? text : "", value === null ? "not filled yet" : spoken(text));
      }
    }
    map.outline(row, column, 1);
    map.title.textContent = `${name}[${row}, ${column}]`;
    if (!plays()) say(`row ${row}, column ${column}: ${what}`);
    showPlaying();
  }

  // Put everything into the page, draw when a trait changes, and give back how to clean up.
  function present(el, label, panels, help, traits) {
    mount(el, label, [panelsOf(...panels), tools, says], help);
    const forget = follow(model, [...traits, "row", "column", "visited"], draw);
    return () => [end, forget].forEach((undo) => undo());
  }
  return { map, tools, place, makeSource, draw, fill, full, show, present };
}

// Outline the window that lies on a grid, and write above the grid which part of the array that is.
function outlineWindow(grid, name, row, column, size) {
  grid.outline(row, column, size);
  grid.title.textContent = `${name}[${row}:${row + size}, ${column}:${column + size}]`;
}
