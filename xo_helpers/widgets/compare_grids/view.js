// Compare two grids cell by cell: one cursor in both, and a third grid that says where they are the same.

const TRAITS = ["a", "b", "titles", "row", "column", "agreeing"];
const HELP = "Arrow keys or the pointer move the cursor; Space goes to the next difference.";

// The cursor, and where it goes.
function makeCursor(model) {
  const get = (name) => model.get(name);
  const rows = () => get("a").length;
  const columns = () => get("a")[0].length;
  const place = () => [Math.min(get("row"), rows() - 1), Math.min(get("column"), columns() - 1)];

  function go(row, column) {
    model.set("row", row);
    model.set("column", column);
    save(model);
  }

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

// Show two grids in `left` and `right`, and in `same` where they differ. `name` says a value in words.
function showCells([left, right, same], a, b, whole, name) {
  const columns = a[0].length;
  const text = columns > 12 ? () => "" : (value) => inCell(value, whole);
  for (const grid of [left, right, same]) grid.resize(a.length, columns, !whole);
  for (const [r, line] of a.entries()) {
    for (const [c, value] of line.entries()) {
      const other = b[r][c];
      const differ = value !== other;
      left.set(r, c, value, text(value), name(value));
      right.set(r, c, other, text(other), name(other));
      same.set(r, c, null, differ ? "≠" : "=", differ ? "differ" : "same");
    }
  }
}

function render({ model, el }) {
  const { place, go, nextDifference, keys } = makeCursor(model);
  const grids = ["a", "b", "same?"].map((name) => makeGrid(name, { keys, point: go }));
  const { line: says, say } = makeStatus();

  const draw = oncePerFrame(() => {
    const [row, column] = place();
    const [a, b, titles, agreeing] = ["a", "b", "titles", "agreeing"].map((name) => model.get(name));
    const whole = [...a, ...b].flat().every(Number.isInteger);
    const name = whole ? strokeOrNumber : (value) => spoken(inCell(value));
    showCells(grids, a, b, whole, name);
    grids.forEach((grid, i) => {
      grid.rename([...titles, "same?"][i]);
      grid.outline(row, column, 1);
    });
    const [one, other] = [a[row][column], b[row][column]];
    const verdict =
      one === other ? `both ${name(one)}, the same` : `${name(one)} and ${name(other)}, they differ`;
    const agree = `${agreeing} of ${a.length * a[0].length} cells agree`;
    const sentence = `row ${row}, column ${column}: ${verdict}. ${agree}`;
    say(sentence);
  });

  const tools = element("div", { class: "xo-tools" }, button("Next difference", nextDifference));
  const panels = panelsOf(...grids.map(({ panel }) => panel));
  mount(el, "compare two grids", [panels, tools, says], HELP);
  return follow(model, TRAITS, draw);
}

export default { initialize, render };
