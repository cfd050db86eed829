// Let the values vote: value × weight for each class, sums and shares; any value or weight can be changed.

const STEP = 0.05;
const TRAITS = ["values", "weights", "bias", "classes", "names", "row", "column"];
const HELP =
  `Arrow keys or the pointer pick a value or a weight; + and − change it by ${STEP}, 0 makes it zero. ` +
  "All go from −1 to 1.";

const say = (value) => spoken(rounded(value));
const called = (name, to) => (to === undefined ? `value ${name}` : `weight of value ${name} to ${to}`);
const replaced = (list, index, entry) => list.map((old, i) => (i === index ? entry : old));

// The picked number and what changes it. Column 0 is the value, 1 its weight to the first class, ...
function makePicked(model) {
  const get = (name) => model.get(name);
  const place = () => [
    Math.min(get("row"), get("values").length - 1),
    Math.min(get("column"), get("classes").length),
  ];

  function number() {
    const [row, column] = place();
    return column ? get("weights")[row][column - 1] : get("values")[row];
  }

  function set(traits) {
    for (const [name, value] of Object.entries(traits)) model.set(name, value);
    save(model);
  }

  // Values and weights go from -1 to 1.
  function change(to) {
    const [row, column] = place();
    const kept = Math.min(1, Math.max(-1, Math.round(to * 1e10) / 1e10));
    const [values, weights] = [get("values"), get("weights")];
    if (column) set({ weights: replaced(weights, row, replaced(weights[row], column - 1, kept)) });
    else set({ values: replaced(values, row, kept) });
  }

  const go = (row, column) => set({ row, column });
  const step = (by) => change(number() + by);
  const reset = () => set(get("start"));

  function keys(event) {
    const alone = !event.ctrlKey && !event.metaKey && !event.altKey; // Ctrl and + is the browser's zoom
    const by = { "+": STEP, "=": STEP, "-": -STEP }[event.key];
    if (alone && by) return (step(by), true);
    if (alone && event.key === "0") return (change(0), true);
    const next = placeAfter(event, ...place(), get("values").length, get("classes").length + 1);
    if (next) go(...next);
    return next;
  }
  return { place, number, go, change, step, reset, keys };
}

// What follows from the numbers, and whether the sums are exact as shown.
function countUp({ values, weights, bias }) {
  const votes = votesOf(values, weights, bias);
  const shares = sharesOf(votes);
  const products = values.map((value, r) => weights[r].map((weight) => value * weight));
  const sumsClose = inFull([values, weights, products, bias].flat(2));
  const over = shares.reduce((sum, share) => sum + Number(rounded(share)), -1); // they add up to 1
  return { products, votes, shares, sumsClose, sharesClose: inFull([over * 1e4]) };
}

const texts = (list) => list.map((text) => element("div", {}, text));
const lineOf = (numbers) => [
  element("div"),
  ...numbers.map((number) => element("div", { class: "xo-vote" }, rounded(number))),
];

// The table of values, weights and products, and its sums.
function makeLedger({ keys, go }) {
  const point = (row, column) => go(row, Math.ceil(column / 2));
  const grid = makeGrid("values and weights", { keys, point, drag: false });
  const [heads, frame] = grid.panel.children;
  heads.classList.add("xo-heads");
  const labels = element("div", { class: "xo-names", "aria-hidden": "true" });
  const [biasName, votesName] = ["bias", "votes"].map((name) => element("div", { class: "xo-names" }, name));
  const biases = element("div", { class: "xo-heads" });
  const sums = element("div", { class: "xo-heads xo-votes" });
  const parts = [element("div"), heads, labels, frame, biasName, biases, votesName, sums];
  const panel = element("div", { class: "xo-ledger" }, ...parts);

  // The cells' names say which one it is: the ledger's columns are not Python's.
  function set(row, column, number, what) {
    const text = rounded(number);
    grid.set(row, column, number, text, `${what}, ${spoken(text)}`, "", "");
  }

  function show({ values, weights, bias, classes, names, row, column }, { products, votes, sumsClose }) {
    const columns = 2 * classes.length + 1;
    panel.style.setProperty("--columns", columns);
    heads.replaceChildren(...texts(["value", ...classes.flatMap((name) => [`× to ${name}`, "="])]));
    labels.replaceChildren(...texts(names));
    grid.resize(values.length, columns, true);
    values.forEach((value, r) => {
      set(r, 0, value, called(names[r]));
      classes.forEach((to, o) => {
        set(r, 2 * o + 1, weights[r][o], called(names[r], to));
        set(r, 2 * o + 2, products[r][o], `value ${names[r]} times its weight to ${to}`);
      });
    });
    grid.outline(row, Math.max(0, 2 * column - 1), 1);
    votesName.textContent = sumsClose ? "votes" : "votes, rounded";
    biasName.hidden = biases.hidden = bias.every((value) => value === 0);
    biases.replaceChildren(...lineOf(bias));
    sums.replaceChildren(...lineOf(votes));
  }
  return { panel, show };
}

// The shares as bars, and who wins.
function makeOutcome() {
  const bars = element("div", { class: "xo-shares" });
  const result = element("div", { class: "xo-line xo-result" });
  const caption = element("div", { class: "xo-caption" }, "shares (softmax of the votes, rounded)");

  function show(classes, shares, winner) {
    const rows = shares.flatMap((share, o) => {
      const bar = element("div", { class: "xo-bar", "aria-hidden": "true" }, element("div"));
      bar.firstChild.style.width = `${share * 100}%`;
      return [element("div", {}, classes[o]), bar, element("div", {}, rounded(share))];
    });
    bars.replaceChildren(...rows);
    result.textContent = winner;
  }
  return { panel: element("div", { class: "xo-outcome" }, caption, bars, result), show };
}

// The slider of the picked number, with its name, and the buttons.
function makeTools({ change, step, reset }) {
  const slider = control("input", { type: "range", min: "-1", max: "1", step: "0.01" });
  slider.addEventListener("input", () => change(Number(slider.value)));
  const label = element("span");
  const parts = [
    element("label", { class: "xo-label xo-slider" }, label, slider),
    button(`− ${STEP}`, () => step(-STEP)),
    button(`+ ${STEP}`, () => step(STEP)),
    button("Reset", reset),
  ];

  function show(name, number) {
    label.textContent = name;
    slider.value = number;
    slider.setAttribute("aria-valuetext", say(number));
  }
  return { panel: element("div", { class: "xo-tools" }, ...parts), show };
}

function sentence(name, number, { values, classes, row, column }, counted, winner) {
  const limit = Math.abs(number) === 1 ? ", as far as it goes" : "";
  const product = column ? `; times ${say(values[row])} is ${say(values[row] * number)}` : "";
  const votes = classes.map((to, o) => `${to} ${say(counted.votes[o])}`).join(", ");
  const shares = counted.shares.map(say).join(" and ");
  const cut = counted.sumsClose && counted.sharesClose ? "" : ", rounded";
  return `${name} is ${say(number)}${limit}${product}. Votes ${votes}: ${winner}; shares ${shares}${cut}`;
}

function render({ model, el }) {
  const picked = makePicked(model);
  const [ledger, outcome, tools] = [makeLedger(picked), makeOutcome(), makeTools(picked)];
  const status = makeStatus();

  const draw = oncePerFrame(() => {
    const [row, column] = picked.place();
    const state = { ...Object.fromEntries(TRAITS.map((name) => [name, model.get(name)])), row, column };
    const { classes, names } = state;
    const counted = countUp(state);
    const winner = verdict(counted.votes, classes, 4);
    const [name, number] = [called(names[row], classes[column - 1]), picked.number()];
    ledger.show(state, counted);
    outcome.show(classes, counted.shares, winner);
    tools.show(name, number);
    status.say(sentence(name, number, state, counted, winner));
  });

  const panels = panelsOf(ledger.panel, outcome.panel);
  mount(el, "let the values vote", [panels, tools.panel, status.line], HELP);
  return follow(model, TRAITS, draw);
}

export default { initialize, render };
