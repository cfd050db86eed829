// Draw, and a network says what it sees: its votes, and every layer between, follow the pencil.

function render({ model, el }, pad) {
  const [layers, classes] = [model.get("layers"), model.get("classes")];
  const [, rows, columns] = layers[0].shape;
  const strips = layers.map((layer) =>
    makeStrip(
      layer,
      layers.some(({ shape }) => shape[0] > 4),
      () => {},
    ),
  );
  let place = [rows >> 1, columns >> 1],
    pencil = 0,
    last,
    shown,
    answers = 0;

  // The cells on the straight line between two, both included.
  function line([row, column], [toRow, toColumn]) {
    const steps = Math.max(Math.abs(toRow - row), Math.abs(toColumn - column), 1);
    const along = (from, to, step) => Math.round(from + ((to - from) * step) / steps);
    return range(0, steps + 1).map((step) => [along(row, toRow, step), along(column, toColumn, step)]);
  }

  // The first cell of a stroke decides between drawing and erasing. Beyond the edge the pencil is lifted.
  function point(row, column, event) {
    if (!event.isPrimary) return;
    const box = grid.panel.querySelector(".xo-grid").getBoundingClientRect();
    const near = box.width / columns / 2;
    const inside =
      event.clientX > box.left - near &&
      event.clientX < box.right + near &&
      event.clientY > box.top - near &&
      event.clientY < box.bottom + near;
    if (event.type === "pointerdown") {
      pencil = -pad.image[row][column];
      last = [row, column];
      pad.hold(true);
    }
    if (!pencil) return;
    if (inside || last.inside) pad.set(line(last, [row, column]), pencil);
    place = [row, column];
    last = Object.assign([row, column], { inside });
  }
  const lift = () => {
    if (pencil) pad.hold(false);
    pencil = 0;
  };

  function keys(event) {
    const [row, column] = place;
    const command = event.ctrlKey || event.metaKey;
    if (event.altKey) return false;
    if (event.key.toLowerCase() === "z" && !event.shiftKey) return (pad.undo(), true);
    if (!command && !event.shiftKey && (event.key === " " || event.key === "Enter")) {
      const value = -pad.image[row][column];
      pad.set([place], value, `row ${row}, column ${column}, ${strokeOrNumber(value)}`);
      return true;
    }
    let next = placeAfter(event, row, column, rows, columns);
    if (!next) return false;
    if (event.shiftKey && event.key.startsWith("Arrow")) {
      if (next[0] !== row && next[1] !== column) next = place; // a line stops at the edge
      pad.set([place, next], 1, `row ${next[0]}, column ${next[1]}, stroke`);
    }
    place = next;
    draw();
    return true;
  }

  const grid = makeGrid(`draw here: ${classes.join(" or ")}`, { keys, point });
  grid.panel.addEventListener("lostpointercapture", lift);
  const undo = button("Undo", pad.undo);
  const tools = element("div", { class: "xo-tools" }, button("Clear", pad.clear), undo);
  const caption = element("div", { class: "xo-caption" });
  const bars = classes.map((name) => {
    const [bar, share, vote] = [
      element("div", { class: "xo-bar", "aria-hidden": "true" }, element("div")),
      element("div"),
      element("div"),
    ];
    return { bar: bar.firstChild, share, vote, row: [element("div", {}, name), bar, share, vote] };
  });
  const result = element("div", { class: "xo-result" });
  const votes = element(
    "div",
    { class: "xo-pad-votes" },
    result,
    caption,
    element("div", { class: "xo-shares" }, ...bars.flatMap(({ row }) => row)),
  );
  const says = element("div", { class: "xo-line", role: "status", "aria-live": "polite" });

  function showAnswer({ cells, shares, verdict }) {
    const { buffer, byteOffset, byteLength } = cells; // the bytes lie anywhere in a message
    const numbers = new Float64Array(buffer.slice(byteOffset, byteOffset + byteLength));
    const valuesOf = ({ cells: from, shape }) =>
      numbers.subarray(from, from + shape.reduce((all, count) => all * count, 1));
    answers++;
    strips.forEach((strip, i) => strip.show(() => valuesOf(layers[i]), answers, undefined, "", ""));
    bars.forEach(({ bar, share, vote }, o) => {
      bar.style.width = `${shares[o] * 100}%`;
      share.textContent = rounded(shares[o], 2);
      vote.textContent = `vote ${rounded(valuesOf(layers.at(-1))[o], 2)}`;
    });
    result.textContent = verdict;
  }
  const draw = oncePerFrame(() => {
    grid.resize(rows, columns);
    pad.image.forEach((line, row) =>
      line.forEach((value, column) => grid.set(row, column, value, "", strokeOrNumber(value))),
    );
    grid.activate(...place);
    if (shown !== model.get("answer")) showAnswer((shown = model.get("answer")));
    votes.classList.toggle("xo-pad-asleep", pad.asleep);
    caption.textContent = pad.asleep ? "shares, asleep" : "shares of 1";
    undo.setAttribute("aria-disabled", !pad.canUndo());
    if (says.textContent !== pad.said) says.textContent = pad.said;
  });

  el.append(
    element(
      "div",
      { class: "xo xo-pad", role: "group", "aria-label": "draw, and a network votes" },
      element(
        "div",
        { class: "xo-panels" },
        element("div", { class: "xo-pad-paper" }, grid.panel, tools),
        element(
          "div",
          { class: "xo-pad-side" },
          votes,
          element("div", { class: "xo-layers" }, ...strips.map(({ panel }) => panel)),
        ),
      ),
      says,
      element(
        "div",
        { class: "xo-help" },
        "Press and drag to draw; begin on a stroke to erase. Arrow keys move, Space changes a cell, Shift and an arrow draw a line, z undoes.",
      ),
    ),
  );
  pad.views.add(draw);
  draw();
  return () => {
    draw.cancel();
    pad.views.delete(draw);
  };
}

export default () => {
  let pad;
  return {
    initialize: ({ model }) => {
      pad = makeDrawing(model);
    },
    render: (context) => render(context, pad),
  };
};
