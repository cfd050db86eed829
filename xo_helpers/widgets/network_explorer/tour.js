// A way through the network: the image, the first map, the pooled one, the votes, and back; of gradients
// from the loss down. Each stop is a cell, and one sentence of what is shown there. It ends where the reader
// does something else.

const cellOf = (shape, at) => {
  const [, rows, columns] = shape;
  return [Math.floor(at / (rows * columns)), Math.floor(at / columns) % rows, at % columns];
};

// The cell of a layer with the largest number; back, of the largest size.
function largestOf({ layers, back, shownOf }, at) {
  const pull = back ? Math.abs : (value) => value;
  const shown = shownOf(layers[at]);
  const best = shown.reduce((most, value, i) => (pull(value) > pull(shown[most]) ? i : most), 0);
  return { at, cell: cellOf(layers[at].shape, best), value: shown[best] };
}

// The cells on the way down from a cell, from each to its strongest source, as far as that goes.
function wayDown({ layers, back, termsBelow }, { at, cell }) {
  const way = [{ at, cell }];
  for (let source; (source = strongest(termsBelow(at, cell), layers[at], back));) {
    [at, cell] = [at - 1, source.cell];
    way.push({ at, cell });
  }
  return way;
}

function ofImage({ layers, shownOf }) {
  const [, rows, columns] = layers[0].shape;
  const values = shownOf(layers[0]);
  const strokes = values.filter((value) => value === 1).length;
  const held = layers[0].whole
    ? `${strokes} of them strokes`
    : `from ${rounded(Math.min(...values), 2)} to ${rounded(Math.max(...values), 2)}`;
  return `The image: ${rows}×${columns} pixels, ${held}`;
}
function ofLargest({ layers, termsBelow }, { at, cell, value }) {
  const { name, kind } = layers[at];
  const number = rounded(value, 2);
  if (kind === "conv") return `${name}'s largest, ${number}: kernel ${cell[0]} fits best here`;
  if (!pools(layers[at])) return `${name}'s largest value: ${number}`;
  return `${name} keeps the largest of these ${many(termsBelow(at, cell).length, "value")}: ${number}`;
}
function ofVotes({ layers, shownOf, classes }, { at }) {
  const votes = shownOf(layers[at]);
  return `The votes: ${verdict(
    votes,
    Array.from(votes, (_, o) => classes[o] ?? `value ${o}`),
  )}`;
}
function ofGradient({ layers, termsAbove }, { at, cell, value }) {
  const count = termsAbove(at, cell).filter(({ weight }) => weight).length;
  const by = layers[at + 1] ? `from ${many(count, "cell")}` : "from the loss";
  return `${layers[at].name}'s largest gradient: ${fine(value)}, ${by}`;
}
function ofEnd({ layers, back }, { at, cell, value }) {
  const pixel = { 1: "a stroke", "-1": "background" }[layers[0].whole && !at ? value : undefined];
  const number = back ? fine(value) : (pixel ?? rounded(value, 2));
  const [, row, column] = cell;
  const where = at ? layers[at].name : `row ${row}, column ${column}`;
  const by = back ? "Down the largest weights" : "Its strongest source";
  return `${by}: ${where}, ${number}`;
}

const votes = ({ kind, shape }) => kind === "dense" && shape[2] > 1;

// The stops, as they are now: where, and what is said there. A gradient begins at the loss.
function stopsOf(network) {
  const { layers, back, shownOf } = network;
  const last = layers.length - 1;
  const first = (test, otherwise) => {
    const at = layers.findIndex((layer, i) => i && test(layer));
    return at > 0 ? at : Math.min(otherwise, last);
  };
  const conv = first(({ kind }) => kind === "conv", 1);
  const maps = [conv, first(pools, conv + 1)];
  const told = back
    ? [last, ...maps.toReversed()].map((at) => [at, ofGradient])
    : [[0, ofImage], ...maps.map((at) => [at, ofLargest]), [last, votes(layers[last]) ? ofVotes : ofLargest]];
  const stops = told.map(([at, tell]) => [largestOf(network, at), tell]);
  const way = wayDown(network, stops[back ? 0 : 3][0]);
  const { at, cell } = way.at(-1);
  const end = { at, cell, value: shownOf(layers[at])[flatPlace(layers[at].shape, cell)], way };
  return [...stops, [end, ofEnd]].map(([stop, tell]) => [stop, tell(network, stop)]);
}

// The button that begins it, and the row that steers it; `says` is where its sentences stand.
function makeTour(network, moves, says) {
  const begin = button("Tour", () => go(0));
  const [before, next] = [button("Back", () => go(at - 1)), button("Next", () => go(at + 1))];
  const steer = element("div", { class: "xo-steer" }, before, next, button("End tour", end));
  const row = element("div", { class: "xo-tour" }, steer, says);
  let at, sentence, way, last;
  let shown = null; // nothing yet

  function go(to) {
    const stops = stopsOf(network);
    if (!stops[to]) return;
    const begins = at === undefined;
    at = to;
    last = stops.length - 1;
    const [stop, what] = stops[at];
    sentence = `${at + 1} of ${stops.length}: ${what}`;
    way = stop.way;
    moves.go(stop.at, stop.cell, sentence);
    show();
    if (begins) next.focus();
  }
  function end() {
    moves.say("");
    show();
    begin.focus();
  }
  const keys = { ArrowRight: () => go(at + 1), ArrowLeft: () => go(at - 1), Escape: end };
  steer.addEventListener(
    "keydown",
    (event) => {
      if (!keys[event.key] || isOthers(event)) return;
      event.preventDefault();
      event.stopPropagation();
      keys[event.key]();
    },
    true,
  );

  // The reader has done something else as soon as something else is said.
  function show() {
    if (moves.notice() !== sentence) at = sentence = way = undefined;
    if (at === shown) return;
    shown = at;
    steer.hidden = at === undefined;
    before.setAttribute("aria-disabled", !at);
    next.setAttribute("aria-disabled", at === last);
  }
  return { begin, row, show, way: () => way };
}
