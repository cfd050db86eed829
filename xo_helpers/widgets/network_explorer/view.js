// Pick any cell of a network: the cells that it was computed from, and theirs, down to the pixels, and the
// sum. Or, back: its gradient, and the cells above that hand it down.

const HELP =
  "Click any cell; arrow keys move in its map, n and p to the next and previous map. d or Enter goes down " +
  "to the strongest source (ringed), u or Backspace up to what the cell feeds. Solid outline: the cell, and ";
const BELOW = "what it is computed from; dashed: what those come from.";
const ABOVE = "the cells above that hand their gradients down to it; dashed: what hands down to those.";

function makeChoice(model, names) {
  const choice = control(
    "select",
    { class: "xo-choice", "aria-label": "image" },
    ...names.map((name) => element("option", { value: name }, name)),
  );
  choice.addEventListener("change", () => {
    model.set("image", choice.value);
    save(model);
  });
  return choice;
}

function render({ model, el }) {
  const network = makeNetwork(model);
  const { layers, names, back } = network;
  const moves = makeMoves(model, network, () => draw());
  const panels = makePanels(network, moves);
  const crowded = layers.some(({ shape }) => shape[0] > 4);
  const strips = layers.map((layer, at) => makeStrip(layer, crowded, (cell) => panels.pick(at, cell)));
  const sum = element("div", { class: "xo-line xo-sum" });
  const terms = makeTerms(network, () => draw());
  const choice = makeChoice(model, names);
  const { line: says, say } = makeStatus();

  const draw = oncePerFrame(() => {
    const picked = pickedIn(network);
    showStrips(network, strips, picked);
    panels.show(picked);
    sum.textContent = sumOf(network, picked);
    terms.show(picked);
    say(moves.notice() || sentenceOf(network, picked));
    if (choice.value !== network.image()) choice.value = network.image();
  });

  const tools = element(
    "div",
    { class: "xo-tools" },
    element("label", { class: "xo-label" }, "image", choice),
    button("Down to a source", moves.down),
    button("Up to what it feeds", moves.up),
    button("Previous map", moves.previousMap),
    button("Next map", moves.nextMap),
  );
  const label = back ? "explore a network's gradients" : "explore a network";
  const all = element("div", { class: "xo-layers" }, ...strips.map(({ panel }) => panel));
  const parts = [all, panels.panel, sum, terms.panel, tools, says];
  mount(el, label, parts, HELP + (back ? ABOVE : BELOW), "xo xo-explorer");
  return follow(model, ["image", "layer", ...PLACE], draw, () => moves.say(""));
}

export default { initialize, render };
