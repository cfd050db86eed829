// Pick any cell of a network: the cells that it was computed from, and theirs, down to the pixels, and the
// sum. Or, back: its gradient, and the cells above that hand it down.

const HOW =
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
  choice.addEventListener("change", () => save(model, { image: choice.value }));
  return choice;
}

// The explorer of a model with NetworkExplorer's traits: its parts, from top to bottom, how it is used, and
// its end.
function makeExplorer(model) {
  const network = makeNetwork(model);
  const { names, back } = network;
  const moves = makeMoves(model, network, () => draw());
  const panels = makePanels(network, moves);
  const maps = makeLayerMaps(network, panels.pick, () => paint());
  const sum = element("div", { class: "xo-line xo-written" });
  const terms = makeTerms(network, () => draw());
  const choice = makeChoice(model, names);
  const { line: says, say } = makeStatus();
  const newsOf = makeNews(network);
  const tour = makeTour(network, moves, says);

  function paint() {
    const picked = pickedIn(network);
    tour.show();
    maps.show({ ...picked, way: tour.way() });
    panels.show(picked);
    sum.textContent = sumOf(network, picked);
    terms.show(picked);
    const notice = moves.notice();
    say(notice || newsOf(picked), notice || sentenceOf(network, picked));
    if (choice.value !== network.image()) choice.value = network.image();
  }
  const draw = oncePerFrame(paint);

  const tools = element(
    "div",
    { class: "xo-tools" },
    ...(names.length > 1 ? [element("label", { class: "xo-label" }, "image", choice)] : []),
    button("Down to a source", moves.down, true),
    button("Up to what it feeds", moves.up),
    button("Previous map", moves.previousMap),
    button("Next map", moves.nextMap),
    tour.begin,
  );
  // Buttons stay in their place.
  const below = element("div", { class: "xo-below" }, panels.panel, sum, terms.panel);
  for (const [name, count] of Object.entries(roomFor(network))) below.style.setProperty(`--${name}`, count);
  const parts = [maps.all, tools, tour.row, below];
  const forget = follow(model, ["image", "layer", "cells", ...PLACE], draw, () => moves.say(""));
  const end = () => [maps.end, forget].forEach((undo) => undo());
  const label = back ? "explore a network's gradients" : "explore a network";
  return { parts, label, help: HOW + (back ? ABOVE : BELOW), end, back };
}
