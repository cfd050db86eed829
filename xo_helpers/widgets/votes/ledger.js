// The table of values, weights and products with its sums below, and beside it the shares as bars.

const FULL = 1e-9; // what is shown adds up to the last digit that is shown
const shown = (number) => asNumber(rounded(number));
const alike = (sum, number) => Math.abs(sum - shown(number)) < FULL;
const total = (numbers) => numbers.reduce((sum, number) => sum + number, 0);

// What follows from the numbers, and which of it holds as it is shown: products, the votes' sums, the lead
// and the shares' sum.
function countUp({ values, weights, bias }) {
  const votes = votesOf(values, weights, bias);
  const shares = sharesOf(votes);
  const products = values.map((value, r) => weights[r].map((weight) => value * weight));
  const times = (value, weight, product) => alike(shown(value) * shown(weight), product);
  const timesClose = bias.map((_, o) =>
    values.every((value, r) => times(value, weights[r][o], products[r][o])),
  );
  const sumsClose = inFull([values, weights, products, bias].flat(2));
  const [first, second] = [...votes].sort((a, b) => b - a);
  const leadCloses = alike(shown(first) - shown(second), first - second);
  return { products, votes, shares, times, timesClose, sumsClose, leadCloses, all: total(shares.map(shown)) };
}

const lineOf = (numbers) => [
  element("div"),
  ...numbers.map((number) => element("div", { class: "xo-vote" }, rounded(number))),
];

function makeLedger({ keys, go }) {
  const point = (row, column) => go(row, Math.ceil(column / 2));
  const grid = makeGrid("values and weights", { keys, point, drag: false });
  const [heads, frame] = grid.panel.children;
  heads.classList.add("xo-heads");
  const labels = element("div", { class: "xo-names", "aria-hidden": "true" });
  const [biasName, votesName] = ["bias", "votes"].map((name) => element("div", { class: "xo-names" }, name));
  const biases = element("div", { class: "xo-heads" });
  const sums = element("div", { class: "xo-heads xo-votes" });
  const note = element(
    "div",
    { class: "xo-help xo-rounded" },
    "≈ rounded to four decimals: the last digit may be off.",
  );
  const parts = [element("div"), heads, labels, frame, biasName, biases, votesName, sums, note];
  const panel = element("div", { class: "xo-ledger" }, ...parts);

  // The cells' names say which one it is: the ledger's columns are not Python's.
  function set(row, column, number, what, linked) {
    const text = rounded(number);
    grid.set(row, column, number, text, spoken(text), linked ? "linked" : "", what);
  }

  function show({ values, weights, bias, classes, names, row, column }, counted) {
    const { products, votes, timesClose, sumsClose } = counted;
    const columns = 2 * classes.length + 1;
    panel.style.setProperty("--columns", columns);
    const over = classes.flatMap((name, o) => [`× to ${name}`, timesClose[o] ? "=" : "≈"]);
    heads.replaceChildren(...texts(["value", ...over]));
    labels.replaceChildren(...texts(names));
    grid.resize(values.length, columns, true);
    values.forEach((value, r) => {
      const here = (o) => r === row && [0, o + 1].includes(column); // what the picked number has a part in
      // The status says what is picked.
      const what = (o) => (r === row && o + 1 === column ? "" : called(names[r], classes[o]));
      set(r, 0, value, what(-1), r === row && column);
      classes.forEach((to, o) => {
        set(r, 2 * o + 1, weights[r][o], what(o), here(o) && !column);
        set(r, 2 * o + 2, products[r][o], `value ${names[r]} times its weight to ${to}`, here(o));
      });
    });
    grid.outline(row, Math.max(0, 2 * column - 1), 1);
    votesName.textContent = sumsClose ? "votes" : "votes, rounded";
    note.hidden = sumsClose && !timesClose.includes(false);
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
  const caption = element("div", { class: "xo-caption" });

  function show(classes, { shares, leadCloses, all }, winner) {
    const rows = shares.flatMap((share, o) => {
      const bar = element("div", { class: "xo-bar", "aria-hidden": "true" }, element("div"));
      bar.firstChild.style.width = `${share * 100}%`;
      return [element("div", {}, classes[o]), bar, element("div", {}, rounded(share))];
    });
    bars.replaceChildren(...rows);
    const closes = Math.abs(all - 1) < FULL;
    caption.textContent = `shares (softmax of the votes, rounded${closes ? "" : `: in all ${rounded(all)}`})`;
    result.textContent = leadCloses ? winner : `${winner}, rounded`;
  }
  return { panel: element("div", { class: "xo-outcome" }, caption, bars, result), show };
}
