// Nudge a weight: the loss as it alone changes, its slope from two nudges, and the steps that roll downhill.

const RATES = [0.1, 0.3, 1, 3, 10, 30];

// The weights under the classes' names, with the biases below: a grid in which one is picked.
function makeLedger(get, steps) {
  function keys(event) {
    const by = { "+": NUDGE, "=": NUDGE, "-": -NUDGE }[event.key];
    if (by) return (steps.nudge(by), true);
    if (event.key === "Enter" || event.key === " ") return (steps.step(), true);
    const next = placeAfter(event, ...steps.place(), get("weights").length, get("classes").length);
    if (next) steps.pick(...next);
    return next;
  }

  const grid = makeGrid("weights", { keys, point: steps.pick, drag: false });
  const [heads, frame] = grid.panel.children;
  heads.classList.add("xo-heads");
  const names = element("div", { class: "xo-names", "aria-hidden": "true" });
  const below = element("div", { class: "xo-names" }, "bias");
  const biases = element("div", { class: "xo-heads" });
  const panel = element("div", { class: "xo-ledger" }, element("div"), heads, names, frame, below, biases);

  function show(nameOf) {
    const [weights, bias, classes] = ["weights", "bias", "classes"].map(get);
    panel.style.setProperty("--columns", classes.length);
    heads.replaceChildren(...texts(classes.map((name) => `to ${name}`)));
    names.replaceChildren(...texts(get("names")));
    biases.replaceChildren(...texts(bias.map((number) => rounded(number, 2))));
    grid.resize(weights.length, classes.length, true);
    const [row, column] = steps.place();
    weights.forEach((line, r) =>
      line.forEach((number, c) => {
        const [text, picked] = [rounded(number, 2), r === row && c === column]; // which the status names
        grid.set(r, c, number, text, spoken(text), "", picked ? "" : nameOf(r, c));
      }),
    );
    grid.outline(row, column, 1);
  }
  return { panel, show };
}

// A sum that is written out: "=" if it holds as it is shown, to the last digit, or else "≈".
const sign = (right, text) => (Math.abs(right - asNumber(text)) < 1e-9 ? "=" : "≈");
const inBrackets = (text) => (text.startsWith("−") ? `(${text})` : text);

function slopeWritten(lossBy, slope) {
  const [up, down, result] = [fixed(lossBy(NUDGE), 6), fixed(lossBy(-NUDGE), 6), fixed(slope)];
  const is = sign((asNumber(up) - asNumber(down)) / (2 * NUDGE), result);
  return `slope = (${up} − ${down}) ÷ ${2 * NUDGE} ${is} ${result}`;
}

function stepWritten(weight, rate, slope, landing, loss) {
  const [from, by, to] = [weight, slope, landing].map((each) => fixed(each));
  const is = sign(asNumber(from) - rate * asNumber(by), to);
  return `step: ${from} − ${rate} × ${inBrackets(by)} ${is} ${to}, loss there ${fixed(loss)}`;
}

const KEY = "● now   ◇ after a step   • steps began here   dashed: the slope now   grey: before   ≈ rounded";

// The loss, its curve, and how the slope and a step come about.
function makeSide(get) {
  const { plot, show: showCurve } = makePlot();
  const [now, before, right] = [element("strong"), element("span"), element("span")];
  const [sum, landing] = [element("div", { class: "xo-line" }), element("div", { class: "xo-line" })];
  const legend = element("div", { class: "xo-help xo-nudge-key", "aria-hidden": "true" }, KEY);
  const line = element("div", { class: "xo-nudge-loss" }, "loss ", now, before, right);
  const panel = element("div", { class: "xo-nudge-side" }, line, plot, legend, sum, landing);
  let shown, last, dots; // the loss now shown, the one before it, and the trail

  // Show it; gives back how many images are right, in words.
  function show(name, weight, lossBy, loss, slope) {
    if (shown !== undefined && Math.abs(loss - shown) > 1e-12) last = shown;
    shown = loss;
    now.textContent = fixed(loss);
    before.textContent = last === undefined ? "" : `, before ${fixed(last)}`;
    const count = `${rightOf(...FORWARD.map(get))} of ${get("labels").length} right`;
    right.textContent = `; ${count}`;

    const [trail, axes, rate] = ["trail", "axes", "learning_rate"].map(get);
    const from = dots !== undefined && trail.length === dots + 1 ? trail.at(-1) : undefined;
    dots = trail.length;
    const next = weight - rate * slope;
    showCurve({ weight, loss, lossBy, slope, landing: next, name, trail, axes, from });
    sum.textContent = slopeWritten(lossBy, slope);
    landing.textContent = stepWritten(weight, rate, slope, next, lossBy(next - weight));
    return count;
  }
  return { panel, show };
}

function makeTools(get, { put, nudge, step, stepAll, look }) {
  const rates = control("select", { class: "xo-choice" });
  rates.addEventListener("change", () => put({ learning_rate: Number(rates.value) }));
  const panel = element(
    "div",
    { class: "xo-tools" },
    button(`− ${NUDGE}`, () => nudge(-NUDGE)),
    button(`+ ${NUDGE}`, () => nudge(NUDGE)),
    element("label", { class: "xo-label" }, "learning rate", rates),
    button("Step downhill", step, true),
    button("Step all weights and biases", stepAll),
    button("Reset", () => look(get("start"))),
  );
  function show(rate) {
    const options = [...new Set([...RATES, rate])].sort((a, b) => a - b);
    if (options.join() !== [...rates.options].map((option) => option.value).join()) {
      rates.replaceChildren(...options.map((option) => element("option", {}, String(option))));
    }
    rates.value = String(rate);
  }
  return { panel, show };
}

// What is new since before: which weight is picked, or what has become of it and of the loss.
function newsOf(before, { name, weight, loss, count, slope }) {
  if (before?.name !== name) return `${name}, slope ${slope}`;
  const right = before.count === count ? "" : `, ${count}`;
  return before.weight === weight && before.loss === loss ? undefined : `${weight}: loss ${loss}${right}`;
}

// What a nudge up does to the loss, as far as its shown digits tell.
function nudged(lossBy) {
  const rise = lossBy(NUDGE) - lossBy(0);
  return Math.abs(rise) < 0.00005 ? "hardly changes" : rise < 0 ? "lowers" : "raises";
}

function render({ model, el }) {
  const get = (name) => model.get(name);
  const steps = makeSteps(model);
  const [ledger, side, tools] = [makeLedger(get, steps), makeSide(get), makeTools(get, steps)];
  const { line: says, say } = makeStatus();
  const help =
    `Arrow keys or the pointer pick a weight; + and − nudge it by ${NUDGE}, ` +
    "Enter takes a step downhill with it.";
  let [before, news] = [undefined, ""];

  const draw = oncePerFrame(() => {
    const [names, classes] = [get("names"), get("classes")];
    const nameOf = (row, column) => `weight ${names[row]} to ${classes[column]}`;
    const [name, weight, lossBy] = [nameOf(...steps.place()), steps.here(), steps.lossHere()];
    const [slope, loss] = [slopeFrom(lossBy), lossBy(0)];
    ledger.show(nameOf);
    const count = side.show(name, weight, lossBy, loss, slope);
    tools.show(get("learning_rate"));

    const now = { name, weight: rounded(weight), loss: fixed(loss), count, slope: fixed(slope) };
    news = newsOf(before, now) ?? news;
    before = now;
    const seen = `${name} is ${now.weight}, slope ${now.slope}: nudging it up ${nudged(lossBy)} the loss`;
    say(spoken(news), seen);
  });

  mount(el, "nudge a weight", [panelsOf(ledger.panel, side.panel), tools.panel, says], help, "xo xo-nudge");
  const names = [...FORWARD, "learning_rate", "classes", "names", "row", "column", "trail", "axes"];
  return follow(model, names, draw);
}

export default { initialize, render };
