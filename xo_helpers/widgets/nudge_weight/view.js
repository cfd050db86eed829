// Nudge a weight: the loss as it alone changes, its slope from two nudges, and the steps that roll downhill.

const NUDGE = 0.01,
  RATES = [0.1, 0.3, 1, 3, 10, 30];

// The page computes the loss too, as votes.js the votes (a test holds it equal to ops.cross_entropy).
function lossOf(votes, labels) {
  const each = votes.map((line, n) => {
    const most = Math.max(...line);
    return Math.log(line.reduce((sum, vote) => sum + Math.exp(vote - most), 0)) - (line[labels[n]] - most);
  });
  return each.reduce((sum, loss) => sum + loss) / each.length;
}
const slopeFrom = (lossBy) => (lossBy(NUDGE) - lossBy(-NUDGE)) / (2 * NUDGE);

function render({ model, el }) {
  const get = (name) => model.get(name);
  const place = () => [get("row"), get("column")];
  function put(state) {
    for (const [name, value] of Object.entries(state)) model.set(name, value);
    save(model);
  }

  const votesNow = (one) => votesOf(one, get("weights"), get("bias"));

  // The loss if the weight of a value to a class (or, with no value, a class's bias) were changed by so much.
  function forward() {
    const [values, labels] = [get("values"), get("labels")];
    const votes = values.map(votesNow);
    return (row, column) => (by) =>
      lossOf(
        votes.map((line, n) =>
          line.map((vote, o) => (o === column ? vote + by * (row === null ? 1 : values[n][row]) : vote)),
        ),
        labels,
      );
  }
  const readRight = () =>
    get("values").filter((one, n) => {
      const votes = votesNow(one);
      return votes.indexOf(Math.max(...votes)) === get("labels")[n];
    }).length;
  const weightsWith = (to) => get("weights").map((line, r) => line.map((old, c) => to(old, r, c)));
  function pickedBy(to) {
    const [row, column] = place();
    return { weights: weightsWith((old, r, c) => (r === row && c === column ? to(old) : old)) };
  }
  const nudge = (by) => put(pickedBy((old) => Math.round((old + by) * 1e10) / 1e10));
  const downhill = (old, lossBy) => old - get("learning_rate") * slopeFrom(lossBy);
  const here = () => get("weights")[get("row")][get("column")];
  const leave = () => ({ trail: [...get("trail"), [here(), forward()(...place())(0)]] }); // a step begins here
  const step = () => put({ ...leave(), ...pickedBy((old) => downhill(old, forward()(...place()))) });
  function stepAll() {
    const lossAt = forward();
    put({
      ...leave(),
      weights: weightsWith((old, r, c) => downhill(old, lossAt(r, c))),
      bias: get("bias").map((old, c) => downhill(old, lossAt(null, c))),
    });
  }
  function look(state) {
    for (const [name, value] of Object.entries(state)) model.set(name, value);
    const lossBy = forward()(...place());
    put({ trail: [], axes: axesAround(...place(), here(), lossBy, slopeFrom(lossBy)) });
  }
  function pick(row, column) {
    if (row !== get("row") || column !== get("column")) look({ row, column });
  }

  function keys(event) {
    const alone = !event.ctrlKey && !event.metaKey && !event.altKey; // Ctrl and + is the browser's zoom
    const by = { "+": NUDGE, "=": NUDGE, "-": -NUDGE }[event.key];
    if (alone && by) return (nudge(by), true);
    if (alone && !event.shiftKey && (event.key === "Enter" || event.key === " ")) return (step(), true);
    const next = placeAfter(event, ...place(), get("weights").length, get("classes").length);
    if (next) pick(...next);
    return next;
  }

  const grid = makeGrid("weights", { keys, point: pick, drag: false });
  const [heads, frame] = grid.panel.children;
  heads.classList.add("xo-heads");
  const names = element("div", { class: "xo-names", "aria-hidden": "true" });
  const biases = element("div", { class: "xo-heads" });
  const ledger = element(
    "div",
    { class: "xo-ledger" },
    element("div"),
    heads,
    names,
    frame,
    element("div", { class: "xo-names" }, "bias"),
    biases,
  );
  const { plot, show } = makePlot();
  const [now, before, right] = [element("strong"), element("span"), element("span")];
  const [sum, landing] = [element("div", { class: "xo-line" }), element("div", { class: "xo-line" })];
  const legend = element(
    "div",
    { class: "xo-help xo-nudge-key", "aria-hidden": "true" },
    "● now   ◇ after a step   • steps began here   dashed: the slope now",
  );
  const side = element(
    "div",
    { class: "xo-nudge-side" },
    element("div", { class: "xo-nudge-loss" }, "loss ", now, before, right),
    plot,
    legend,
    sum,
    landing,
  );

  const rates = element("select", { class: "xo-choice", "data-lm-suppress-shortcuts": "true" });
  rates.addEventListener("change", () => put({ learning_rate: Number(rates.value) }));
  rates.addEventListener("keydown", (event) => event.stopPropagation());
  const tools = element(
    "div",
    { class: "xo-tools" },
    button(`− ${NUDGE}`, () => nudge(-NUDGE)),
    button(`+ ${NUDGE}`, () => nudge(NUDGE)),
    element("label", { class: "xo-label" }, "learning rate", rates),
    button("Step downhill", step),
    button("Step all weights and biases", stepAll),
    button("Reset", () => look(get("start"))),
  );
  const says = element("div", { class: "xo-line", role: "status", "aria-live": "polite" });
  const help = element(
    "div",
    { class: "xo-help" },
    `Arrow keys or the pointer pick a weight; + and − nudge it by ${NUDGE}, Enter takes a step downhill with it.`,
  );

  const texts = (list) => list.map((text) => element("div", {}, text));
  let shown, last, dots; // the loss now shown, the one before it, and the trail
  const draw = oncePerFrame(() => {
    const [row, column] = place();
    const [weights, bias, classes, rate] = ["weights", "bias", "classes", "learning_rate"].map(get);
    const nameOf = (r, c) => `weight ${get("names")[r]} to ${classes[c]}`;
    const lossBy = forward()(row, column);
    const [weight, loss, slope] = [weights[row][column], lossBy(0), slopeFrom(lossBy)];
    const next = weight - rate * slope;

    ledger.style.setProperty("--columns", classes.length);
    heads.replaceChildren(...texts(classes.map((name) => `to ${name}`)));
    names.replaceChildren(...texts(get("names")));
    biases.replaceChildren(...texts(bias.map((number) => rounded(number, 2))));
    grid.resize(weights.length, classes.length, true);
    weights.forEach((line, r) =>
      line.forEach((number, c) =>
        grid.set(r, c, number, rounded(number, 2), `${nameOf(r, c)}, ${spoken(rounded(number, 2))}`),
      ),
    );
    grid.outline(row, column, 1);

    if (shown !== undefined && Math.abs(loss - shown) > 1e-12) last = shown;
    shown = loss;
    const was = last === undefined ? "" : `, before ${fixed(last)}`;
    now.textContent = fixed(loss);
    before.textContent = was;
    right.textContent = `; ${readRight()} of ${get("labels").length} right`;
    const trail = get("trail");
    const from = dots !== undefined && trail.length === dots + 1 ? trail.at(-1) : undefined;
    dots = trail.length;
    show({ weight, lossBy, slope, landing: next, name: nameOf(row, column), trail, axes: get("axes"), from });
    sum.textContent = `slope = (${fixed(lossBy(NUDGE), 6)} − ${fixed(lossBy(-NUDGE), 6)}) ÷ ${2 * NUDGE} = ${fixed(slope)}`;
    landing.textContent = `step: ${fixed(weight)} − ${rate} × ${fixed(slope)} = ${fixed(next)}, loss there ${fixed(lossBy(next - weight))}`;
    const options = [...new Set([...RATES, rate])].sort((a, b) => a - b);
    if (options.join() !== [...rates.options].map((option) => option.value).join()) {
      rates.replaceChildren(...options.map((option) => element("option", {}, String(option))));
    }
    rates.value = String(rate);

    const does = Math.abs(slope) < 0.00005 ? "hardly changes" : slope < 0 ? "lowers" : "raises";
    const sentence =
      `${nameOf(row, column)} is ${spoken(rounded(weight, 2))}. Loss ${fixed(loss)}${was}${right.textContent}; ` +
      `slope ${spoken(fixed(slope))}: nudging it up ${does} the loss`;
    if (says.textContent !== sentence) says.textContent = sentence;
  });

  el.append(
    element(
      "div",
      { class: "xo", role: "group", "aria-label": "nudge a weight" },
      element("div", { class: "xo-panels" }, ledger, side),
      tools,
      says,
      help,
    ),
  );
  const forget = listen(
    model,
    [
      "values",
      "labels",
      "weights",
      "bias",
      "learning_rate",
      "classes",
      "names",
      "row",
      "column",
      "trail",
      "axes",
    ],
    draw,
  );
  draw();
  return () => {
    draw.cancel();
    forget();
  };
}

export default { render };
