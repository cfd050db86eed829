// Pick any cell of a network: the cells that it was computed from, and theirs, down to the pixels, and the
// sum. Or, back: its gradient, and the cells above that hand it down.

const HELP =
  "Click any cell; arrow keys move in its map, n and p to the next and previous map. d or Enter goes down " +
  "to the strongest source (ringed), u or Backspace up to what the cell feeds. Solid outline: the cell, and ";
const BELOW = "what it is computed from; dashed: what those come from.";
const ABOVE = "the cells above that hand their gradients down to it; dashed: what hands down to those.";

function makeChoice(model, names) {
  const choice = element(
    "select",
    { class: "xo-choice", "aria-label": "image", "data-lm-suppress-shortcuts": "true" },
    ...names.map((name) => element("option", { value: name }, name)),
  );
  choice.addEventListener("change", () => {
    model.set("image", choice.value);
    save(model);
  });
  choice.addEventListener("keydown", (event) => event.stopPropagation());
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
  const says = element("div", { class: "xo-line", role: "status", "aria-live": "polite" });

  const draw = oncePerFrame(() => {
    const picked = pickedIn(network);
    showStrips(network, strips, picked);
    panels.show(picked);
    sum.textContent = sumOf(network, picked);
    terms.show(picked);
    const sentence = moves.notice() || sentenceOf(network, picked);
    if (says.textContent !== sentence) says.textContent = sentence;
    if (choice.value !== network.image()) choice.value = network.image();
  });

  const label = back ? "explore a network's gradients" : "explore a network";
  el.append(
    element(
      "div",
      { class: "xo xo-explorer", role: "group", "aria-label": label },
      element("div", { class: "xo-layers" }, ...strips.map(({ panel }) => panel)),
      panels.panel,
      sum,
      terms.panel,
      element(
        "div",
        { class: "xo-tools" },
        element("label", { class: "xo-label" }, "image", choice),
        button("Down to a source", moves.down),
        button("Up to what it feeds", moves.up),
        button("Previous map", moves.previousMap),
        button("Next map", moves.nextMap),
      ),
      says,
      element("div", { class: "xo-help" }, HELP + (back ? ABOVE : BELOW)),
    ),
  );
  const forget = listen(model, ["image", "layer", ...PLACE], () => moves.say(""));
  draw();
  return () => {
    draw.cancel();
    forget();
  };
}

export default { render };
