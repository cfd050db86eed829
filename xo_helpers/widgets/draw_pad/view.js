// Draw, and a network says what it sees: its votes, and every layer between, follow the pencil.

const HELP =
  "Press and drag to draw; begin on a stroke to erase. Arrow keys move, Space changes a cell, Shift and an " +
  "arrow draw a line, z undoes.";

// The cells on the straight line between two, both included.
function lineBetween([row, column], [toRow, toColumn]) {
  const steps = Math.max(Math.abs(toRow - row), Math.abs(toColumn - column), 1);
  const along = (from, to, step) => Math.round(from + ((to - from) * step) / steps);
  return range(0, steps + 1).map((step) => [along(row, toRow, step), along(column, toColumn, step)]);
}

// Whether the pointer is in a box or so near to it.
const within = ({ clientX: x, clientY: y }, box, near) =>
  x > box.left - near && x < box.right + near && y > box.top - near && y < box.bottom + near;

// The pointer's pencil. The first cell of a stroke decides between drawing and erasing. Beyond the edge the
// pencil is lifted. `moved` gets each cell that it is at, and `tapped` hears of a tap that draws nothing.
function makePencil(pad, host, columns, moved, tapped) {
  let [value, last, near] = [0];

  function point(row, column, event) {
    if (event.type === "pointerup") return tapped();
    const box = host().getBoundingClientRect();
    const inside = within(event, box, box.width / columns / 2);
    if (event.type === "pointerdown") {
      value = -pad.image[row][column];
      [last, near] = [[row, column], false];
      pad.hold(true);
    }
    if (!value) return;
    if (inside || near) pad.set(lineBetween(last, [row, column]), value);
    moved([row, column]);
    [last, near] = [[row, column], inside];
  }
  function lift() {
    if (value) pad.hold(false);
    value = 0;
  }
  return { point, lift };
}

// The grid that is drawn on, with a cursor for the keys.
function makePaper(pad, classes, [rows, columns], draw) {
  let place = [rows >> 1, columns >> 1];

  function keys(event) {
    const [row, column] = place;
    if (event.key.toLowerCase() === "z" && !event.shiftKey) return (pad.undo(), true);
    if (event.key === " " || event.key === "Enter") {
      const value = -pad.image[row][column];
      pad.set([place], value, strokeOrNumber(value)); // whose place has been heard
      return true;
    }
    let next = placeAfter(event, row, column, rows, columns);
    if (!next) return false;
    if (event.shiftKey && event.key.startsWith("Arrow")) {
      if (next[0] !== row && next[1] !== column) next = place; // a line stops at the edge
      pad.set([place, next], 1, "stroke");
    }
    place = next;
    draw();
    return true;
  }

  const host = () => grid.panel.querySelector(".xo-grid");
  const move = (to) => (place = to);
  const pencil = makePencil(pad, host, columns, move, () => finger.tapped());
  const drag = () => finger.draws();
  const grid = makeGrid(`draw here: ${classes.join(" or ")}`, { keys, point: pencil.point, drag });
  const finger = makeFinger(grid.panel);
  grid.panel.addEventListener("lostpointercapture", pencil.lift);

  function show() {
    grid.resize(rows, columns);
    pad.image.forEach((line, row) =>
      line.forEach((value, column) => grid.set(row, column, value, "", strokeOrNumber(value))),
    );
    grid.activate(...place);
  }
  return { panel: grid.panel, show, finger, lift: pencil.lift };
}

// Who wins, and each class's share as a bar, with its vote.
function makeVotes(classes) {
  const caption = element("div", { class: "xo-caption" });
  const bars = classes.map((name) => {
    const bar = element("div", { class: "xo-bar", "aria-hidden": "true" }, element("div"));
    const [share, vote] = [element("div"), element("div")];
    return { bar: bar.firstChild, share, vote, row: [element("div", {}, name), bar, share, vote] };
  });
  const result = element("div", { class: "xo-result" });
  const shares = element("div", { class: "xo-shares" }, ...bars.flatMap(({ row }) => row));
  const panel = element("div", { class: "xo-pad-votes" }, result, caption, shares);

  function show(answer, votes) {
    bars.forEach(({ bar, share, vote }, o) => {
      bar.style.width = `${answer.shares[o] * 100}%`;
      share.textContent = rounded(answer.shares[o], 2);
      vote.textContent = `vote ${rounded(votes[o], 2)}`;
    });
    result.textContent = answer.verdict;
  }
  return { panel, caption, show };
}

// What each layer makes of the drawing, in small pictures.
function makeSmallLayers(layers) {
  const strips = layers.map((layer) => makeStrip(layer, areCrowded(layers), () => {}));
  let [answers, ratio] = [0];

  // Gives back the last layer's values.
  function show(bytes) {
    if (ratio !== devicePixelRatio) strips.forEach((strip) => strip.fit(1)); // the page was zoomed
    ratio = devicePixelRatio;
    const numbers = numbersIn(bytes);
    const valuesOf = ({ cells, shape }) =>
      numbers.subarray(cells, cells + shape.reduce((all, count) => all * count, 1));
    answers++;
    strips.forEach((strip, i) => strip.show(() => valuesOf(layers[i]), answers));
    return valuesOf(layers.at(-1));
  }
  return { panel: element("div", { class: "xo-layers" }, ...strips.map(({ panel }) => panel)), show };
}

function render({ model, el }, pad) {
  const [shapes, classes] = [model.get("layers"), model.get("classes")];
  const paper = makePaper(pad, classes, shapes[0].shape.slice(1), () => draw());
  const undo = button("Undo", pad.undo);
  const [layers, votes] = [makeSmallLayers(shapes), makeVotes(classes)];
  const inside = makeInside(model, layers.panel);
  const opener = makeOpener(shapes[0].shape, pad);
  const drawing = [paper.finger.asking, button("Clear", pad.clear), undo];
  const tools = element("div", { class: "xo-tools" }, ...drawing, ...inside.buttons, ...opener.buttons);
  const { line: says, say } = makeStatus();
  let shown;

  const draw = oncePerFrame(() => {
    paper.show();
    const answer = model.get("answer");
    if (shown !== answer) votes.show((shown = answer), layers.show(answer.cells));
    votes.panel.classList.toggle("xo-pad-asleep", pad.asleep);
    votes.caption.textContent = pad.asleep ? "shares, asleep" : "shares of 1";
    undo.setAttribute("aria-disabled", !pad.canUndo());
    say(pad.said, pad.seen());
  });

  const left = element("div", { class: "xo-pad-paper" }, paper.panel, tools, opener.input);
  const side = element("div", { class: "xo-pad-side" }, votes.panel, layers.panel);
  const parts = [panelsOf(left, side), says, inside.place];
  mount(el, "draw, and a network votes", parts, HELP, "xo xo-pad");
  pad.views.add(draw);
  draw();
  return () => {
    for (const end of [paper.lift, draw.cancel, inside.close, paper.finger.end]) end();
    pad.views.delete(draw);
  };
}

export default () => {
  let pad;
  return {
    initialize: (context) => {
      initialize(context);
      pad = makeDrawing(context.model);
    },
    render: (context) => render(context, pad),
  };
};
