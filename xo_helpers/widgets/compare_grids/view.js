// Compare two grids cell by cell: one cursor in both and in a third grid, that says where they are the same.

const TRAITS = ["a", "b", "titles", "row", "column", "agreeing"];
const HELP = "Arrow keys or the pointer move the cursor; Space goes to the next difference.";

const exactly = (value) => String(value).replace(/^-/, "−"); // an exponent's is no minus

// The cursor, and where it goes.
function makeCursor(model) {
  const get = (name) => model.get(name);
  const rows = () => get("a").length;
  const columns = () => get("a")[0].length;
  const place = () => placeIn(model, rows(), columns());
  const go = (row, column) => save(model, { row, column });

  function nextDifference() {
    const [a, b] = [get("a").flat(), get("b").flat()];
    const here = place()[0] * columns() + place()[1];
    for (let step = 1; step <= a.length; step++) {
      const at = (here + step) % a.length;
      if (a[at] !== b[at]) return go(Math.floor(at / columns()), at % columns());
    }
  }

  function keys(event) {
    if (event.key === " " || event.key === "Enter") return (nextDifference(), true);
    const next = placeAfter(event, ...place(), rows(), columns());
    if (next) go(...next);
    return next;
  }
  return { place, go, nextDifference, keys };
}

// Show a cell of a grid, framed if it differs from that of the other. `name` says a value in words.
function showCell(grid, own, other, [row, column], text, name, where) {
  const value = own[row][column];
  const mark = value === other[row][column] ? "" : "differs";
  grid.set(row, column, value, text(value), spoken(name(value)), mark, where);
}

// Show two grids in `left` and `right`, and in `same` where they differ.
function showCells([left, right, same], a, b, whole, text, name) {
  const columns = a[0].length;
  for (const grid of [left, right, same]) grid.resize(a.length, columns, !whole);
  for (const [r, line] of a.entries()) {
    for (const [c, value] of line.entries()) {
      const differ = value !== b[r][c];
      showCell(left, a, b, [r, c], text, name);
      showCell(right, b, a, [r, c], text, name);
      same.set(r, c, null, differ ? "≠" : "=", differ ? "differ" : "same", differ ? "differs" : "");
    }
  }
  const longest = Math.max(...[...a, ...b].flat().map((value) => text(value).length));
  for (const { panel } of [left, right])
    // digits of one size in both
    panel.querySelector(".xo-frame").style.setProperty("--long", longest || 1);
}

// The three grids. They have one cursor, and one tab stop, in the first.
function makeGrids(get, { place, go, keys }) {
  function point(row, column) {
    go(row, column);
    grids[0].focus();
  }
  const grids = ["a", "b", "same?"].map((name, i) => makeGrid(name, { keys: i ? undefined : keys, point }));
  grids[2].panel.classList.add("xo-same");
  let [shown, cursor] = [[], [0, 0]];

  // Show the cells if they have changed, and the cursor. Gives back how many differ, of how many, and what
  // the two at the cursor hold in words.
  function show() {
    const [a, b, titles] = ["a", "b", "titles"].map(get);
    const whole = [...a, ...b].flat().every(Number.isInteger);
    const name = whole ? strokeOrNumber : (value) => inCell(value);
    const text = a[0].length > 12 ? () => "" : (value) => inCell(value, whole);
    const [row, column] = place();
    if (shown[0] !== a || shown[1] !== b) showCells(grids, a, b, whole, text, name);
    else showCell(grids[0], a, b, cursor, text, name);
    showCell(grids[0], a, b, [row, column], text, name, ""); // the status says where the cursor is
    [shown, cursor] = [
      [a, b],
      [row, column],
    ];
    grids.forEach((grid, i) => {
      grid.rename([...titles, "same?"][i]);
      grid.outline(row, column, 1);
    });
    const values = [a, b].map((grid) => grid[row][column]);
    const held = values.map(name);
    const same = values[0] === values[1];
    if (!same && held[0] === held[1]) held.splice(0, 2, ...values.map(exactly)); // they differ further on
    const cells = a.length * a[0].length;
    return {
      differ: cells - get("agreeing"),
      cells,
      words: same ? `both ${held[0]}` : `${held.join(" and ")}, different`,
    };
  }
  return { panels: panelsOf(...grids.map(({ panel }) => panel)), show };
}

function render({ model, el }) {
  const get = (name) => model.get(name);
  const cursor = makeCursor(model);
  const { panels, show } = makeGrids(get, cursor);
  const { line: says, say } = makeStatus();
  const next = button("Next difference", cursor.nextDifference, true);
  const counted = element("strong");

  const draw = oncePerFrame(() => {
    const { differ, cells, words } = show();
    counted.textContent = `${differ} of ${cells} differ`;
    next.setAttribute("aria-disabled", !differ);
    const [row, column] = cursor.place();
    say(spoken(`row ${row}, column ${column}: ${words}`));
  });

  const tools = element("div", { class: "xo-tools" }, next, counted);
  mount(el, "compare two grids", [panels, tools, says], HELP, "xo xo-compare");
  return follow(model, TRAITS, draw);
}

export default { initialize, render };
