// Compare two grids cell by cell: one cursor in both, and a third grid that says where they are the same.

function render({ model, el }) {
  const get = (name) => model.get(name);
  const rows = () => get("a").length;
  const columns = () => get("a")[0].length;
  const place = () => [Math.min(get("row"), rows() - 1), Math.min(get("column"), columns() - 1)];

  function go(row, column) {
    model.set("row", row);
    model.set("column", column);
    save(model);
  }

  function keys(event) {
    if (event.key === " " || event.key === "Enter") return (nextDifference(), true);
    const next = placeAfter(event, ...place(), rows(), columns());
    if (next) go(...next);
    return next;
  }

  function nextDifference() {
    const [a, b] = [get("a").flat(), get("b").flat()];
    const here = place()[0] * columns() + place()[1];
    for (let step = 1; step <= a.length; step++) {
      const at = (here + step) % a.length;
      if (a[at] !== b[at]) return go(Math.floor(at / columns()), at % columns());
    }
  }

  const left = makeGrid("a", { keys, point: go });
  const right = makeGrid("b", { keys, point: go });
  const same = makeGrid("same?", { keys, point: go });
  const says = element("div", { class: "xo-line", role: "status", "aria-live": "polite" });

  const draw = oncePerFrame(() => {
    const [row, column] = place();
    const [a, b] = [get("a"), get("b")];
    const whole = [...a, ...b].flat().every(Number.isInteger);
    const small = columns() > 12;
    const name = (value) => (whole ? strokeOrNumber(value) : spoken(inCell(value)));
    for (const grid of [left, right, same]) grid.resize(rows(), columns(), !whole);
    for (const [r, line] of a.entries()) {
      for (const [c, value] of line.entries()) {
        const other = b[r][c];
        const differ = value !== other;
        left.set(r, c, value, small ? "" : inCell(value, whole), name(value));
        right.set(r, c, other, small ? "" : inCell(other, whole), name(other));
        same.set(r, c, null, differ ? "≠" : "=", differ ? "differ" : "same");
      }
    }
    for (const [grid, title] of [
      [left, get("titles")[0]],
      [right, get("titles")[1]],
      [same, "same?"],
    ]) {
      grid.rename(title);
      grid.outline(row, column, 1);
    }
    const [one, other] = [a[row][column], b[row][column]];
    const verdict =
      one === other ? `both ${name(one)}, the same` : `${name(one)} and ${name(other)}, they differ`;
    const sentence = `row ${row}, column ${column}: ${verdict}. ${get("agreeing")} of ${a.flat().length} cells agree`;
    if (says.textContent !== sentence) says.textContent = sentence;
  });

  const tools = element("div", { class: "xo-tools" }, button("Next difference", nextDifference));
  const help = element(
    "div",
    { class: "xo-help" },
    "Arrow keys or the pointer move the cursor; Space goes to the next difference.",
  );
  el.append(
    element(
      "div",
      { class: "xo", role: "group", "aria-label": "compare two grids" },
      element("div", { class: "xo-panels" }, left.panel, right.panel, same.panel),
      tools,
      says,
      help,
    ),
  );

  const forget = listen(model, ["a", "b", "titles", "row", "column", "agreeing"], draw);
  draw();
  return () => {
    draw.cancel();
    forget();
  };
}

export default { render };
