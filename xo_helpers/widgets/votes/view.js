// Let the values vote: value × weight for each class, sums and shares; any value or weight can be changed.

const STEP = 0.05;
const TRAITS = ["values", "weights", "bias", "classes", "names", "row", "column"];
const HELP =
  `Arrow keys or the pointer pick a value or a weight; + and − change it by ${STEP}, 0 makes it zero. ` +
  "All go from −1 to 1.";

const called = (name, to) => (to === undefined ? `value ${name}` : `weight ${name} to ${to}`);
const replaced = (list, index, entry) => list.map((old, i) => (i === index ? entry : old));

// The picked number and what changes it. Column 0 is the value, 1 its weight to the first class, ...
function makePicked(model) {
  const get = (name) => model.get(name);
  const place = () => placeIn(model, get("values").length, get("classes").length + 1);

  function number() {
    const [row, column] = place();
    return column ? get("weights")[row][column - 1] : get("values")[row];
  }

  const set = (traits) => save(model, traits);

  // Values and weights go from -1 to 1.
  function change(to) {
    const [row, column] = place();
    const kept = Math.min(1, Math.max(-1, to));
    const [values, weights] = [get("values"), get("weights")];
    if (column) set({ weights: replaced(weights, row, replaced(weights[row], column - 1, kept)) });
    else set({ values: replaced(values, row, kept) });
  }

  const go = (row, column) => set({ row, column });
  const step = (by) => change(Math.round((number() + by) * 1e10) / 1e10);
  const reset = () => set(get("start"));

  function keys(event) {
    const by = { "+": STEP, "=": STEP, "-": -STEP }[event.key];
    if (by) return (step(by), true);
    if (event.key === "0") return (change(0), true);
    const next = placeAfter(event, ...place(), get("values").length, get("classes").length + 1);
    if (next) go(...next);
    return next;
  }
  return { place, number, go, change, step, reset, keys };
}

// The slider of the picked number, with its name, and the buttons.
function makeTools({ number: at, change, step, reset }) {
  const slider = makeRange({ min: "-1", max: "1", step: "0.01" }, at, change);
  const label = element("span");
  const turning = element("label", { class: "xo-label xo-slider" }, label, slider);
  const buttons = [
    button(`− ${STEP}`, () => step(-STEP)),
    button(`+ ${STEP}`, () => step(STEP)),
    button("Reset", reset),
  ];
  const panel = element(
    "div",
    { class: "xo-turn" },
    turning,
    element("div", { class: "xo-tools" }, ...buttons),
  );

  function show(name, number) {
    label.textContent = name;
    slider.value = number;
    slider.setAttribute("aria-valuetext", spoken(rounded(number)));
  }
  return { panel, show };
}

const limitOf = (number) => (Math.abs(number) === 1 ? ", as far as it goes" : "");

// What is picked, in a sentence, with its product.
function sentenceOf({ name, number, values, row, column }, { times }) {
  const [is, limit] = [`${name} is ${rounded(number)}`, limitOf(number)];
  if (!column) return is + limit;
  const [value, product] = [values[row], values[row] * number];
  const sign = times(value, number, product) ? "=" : "≈";
  return `${is}${limit}: ${rounded(value)} × ${rounded(number)} ${sign} ${rounded(product)}`;
}

// What is new since before: which number is picked, or what has become of it and of the votes.
function newsOf(before, { name, number, classes }, votes, winner) {
  const is = `${name} is ${rounded(number)}`;
  const differ = classes.map((to, o) => [to, rounded(votes[o]), before?.votes[o]]);
  const told = differ.flatMap(([to, now, old]) => (now === old ? [] : [`${to} ${now}`])).join(", ");
  if (!before || !told) return is;
  if (before.name !== name || before.number === number) return brief(`${is}; ${winner}`, is);
  const now = rounded(number) + limitOf(number);
  return brief(`${now}. ${told}; ${winner}`, `${now}; ${winner}`);
}

function render({ model, el }) {
  const picked = makePicked(model);
  const [ledger, outcome, tools] = [makeLedger(picked), makeOutcome(), makeTools(picked)];
  const { line: says, say } = makeStatus();
  let [before, news] = [undefined, ""];

  const draw = oncePerFrame(() => {
    const [row, column] = picked.place();
    const state = { ...Object.fromEntries(TRAITS.map((name) => [name, model.get(name)])), row, column };
    const { classes, names } = state;
    Object.assign(state, { name: called(names[row], classes[column - 1]), number: picked.number() });
    const counted = countUp(state);
    const winner = verdict(counted.votes, classes, 4);
    ledger.show(state, counted);
    outcome.show(classes, counted, winner);
    tools.show(state.name, state.number);

    const now = { name: state.name, number: state.number, votes: counted.votes.map((vote) => rounded(vote)) };
    if (JSON.stringify(now) !== JSON.stringify(before)) news = newsOf(before, state, counted.votes, winner);
    before = now;
    say(spoken(news), sentenceOf(state, counted));
  });

  const panels = panelsOf(ledger.panel, outcome.panel);
  mount(el, "let the values vote", [panels, tools.panel, says], HELP);
  return follow(model, TRAITS, draw);
}

export default { initialize, render };
