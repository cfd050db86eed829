// Let the values vote: value × weight for each class, their sums and shares; any value or weight can be changed.

const STEP = 0.05;

function render({ model, el }) {
  const get = (name) => model.get(name);
  const place = () => [get("row"), get("column")]; // column 0 is the value, 1 its weight to the first class, ...
  const columns = () => get("classes").length + 1;
  const at = ([row, column]) => (column ? get("weights")[row][column - 1] : get("values")[row]);

  function go(row, column) {
    model.set("row", row);
    model.set("column", column);
    save(model);
  }

  // Values and weights go from -1 to 1.
  function change(to) {
    const [row, column] = place();
    const number = Math.min(1, Math.max(-1, Math.round(to * 1e10) / 1e10));
    const put = (list, index, entry) => list.map((old, i) => (i === index ? entry : old));
    if (column) model.set("weights", put(get("weights"), row, put(get("weights")[row], column - 1, number)));
    else model.set("values", put(get("values"), row, number));
    save(model);
  }
  const step = (by) => change(at(place()) + by);

  function keys(event) {
    const alone = !event.ctrlKey && !event.metaKey && !event.altKey; // Ctrl and + is the browser's zoom
    const by = { "+": STEP, "=": STEP, "-": -STEP }[event.key];
    if (alone && by) return (step(by), true);
    if (alone && event.key === "0") return (change(0), true);
    const next = placeAfter(event, ...place(), get("values").length, columns());
    if (next) go(...next);
    return next;
  }

  function reset() {
    for (const [name, value] of Object.entries(get("start"))) model.set(name, value);
    save(model);
  }

  const grid = makeGrid("values and weights", {
    keys,
    point: (row, column) => go(row, Math.ceil(column / 2)),
    drag: false,
  });
  const [heads, frame] = grid.panel.children;
  heads.classList.add("xo-heads");
  const names = element("div", { class: "xo-names", "aria-hidden": "true" });
  const corner = () => element("div");
  const [biasName, biases] = [
    element("div", { class: "xo-names" }, "bias"),
    element("div", { class: "xo-heads" }),
  ];
  const [votesName, sums] = [
    element("div", { class: "xo-names" }, "votes"),
    element("div", { class: "xo-heads xo-votes" }),
  ];
  const ledger = element(
    "div",
    { class: "xo-ledger" },
    corner(),
    heads,
    names,
    frame,
    biasName,
    biases,
    votesName,
    sums,
  );

  const bars = element("div", { class: "xo-shares" });
  const result = element("div", { class: "xo-line xo-result" });
  const caption = element("div", { class: "xo-caption" }, "shares (softmax of the votes, rounded)");
  const outcome = element("div", { class: "xo-outcome" }, caption, bars, result);

  const slider = element("input", {
    type: "range",
    min: "-1",
    max: "1",
    step: "0.01",
    "data-lm-suppress-shortcuts": "true",
  });
  slider.addEventListener("input", () => change(Number(slider.value)));
  slider.addEventListener("keydown", (event) => event.stopPropagation());
  const picked = element("span");
  const tools = element(
    "div",
    { class: "xo-tools" },
    element("label", { class: "xo-label xo-slider" }, picked, slider),
    button(`− ${STEP}`, () => step(-STEP)),
    button(`+ ${STEP}`, () => step(STEP)),
    button("Reset", reset),
  );
  const says = element("div", { class: "xo-line", role: "status", "aria-live": "polite" });
  const help = element(
    "div",
    { class: "xo-help" },
    `Arrow keys or the pointer pick a value or a weight; + and − change it by ${STEP}, 0 makes it zero. All go from −1 to 1.`,
  );

  const texts = (list) => list.map((text) => element("div", {}, text));
  const draw = oncePerFrame(() => {
    const [row, column] = place();
    const [values, weights, bias, classes] = ["values", "weights", "bias", "classes"].map(get);
    const [votes, say] = [votesOf(values, weights, bias), (value) => spoken(rounded(value))];
    const shares = sharesOf(votes);
    const products = values.map((value, r) => weights[r].map((weight) => value * weight));
    const closes = inFull([values, weights, products, bias].flat(2));
    const whole = inFull([shares.reduce((sum, share) => sum + Number(rounded(share)), -1) * 1e4]); // they add up to 1

    ledger.style.setProperty("--columns", 2 * classes.length + 1);
    heads.replaceChildren(...texts(["value", ...classes.flatMap((name) => [`× to ${name}`, "="])]));
    names.replaceChildren(...texts(get("names")));
    grid.resize(values.length, 2 * classes.length + 1, true);
    values.forEach((value, r) => {
      // names say which cell it is: the ledger's columns are not Python's
      const name = get("names")[r];
      grid.set(r, 0, value, rounded(value), `value ${name}, ${say(value)}`, "", "");
      classes.forEach((to, o) => {
        const [weight, product] = [weights[r][o], products[r][o]];
        grid.set(
          r,
          2 * o + 1,
          weight,
          rounded(weight),
          `weight of value ${name} to ${to}, ${say(weight)}`,
          "",
          "",
        );
        grid.set(
          r,
          2 * o + 2,
          product,
          rounded(product),
          `value ${name} times its weight to ${to}, ${say(product)}`,
          "",
          "",
        );
      });
    });
    grid.outline(row, Math.max(0, 2 * column - 1), 1);
    votesName.textContent = closes ? "votes" : "votes, rounded";
    biasName.hidden = biases.hidden = bias.every((value) => value === 0);
    for (const [line, numbers] of [
      [biases, bias],
      [sums, votes],
    ]) {
      line.replaceChildren(
        corner(),
        ...numbers.map((number) => element("div", { class: "xo-vote" }, rounded(number))),
      );
    }

    bars.replaceChildren(
      ...shares.flatMap((share, o) => {
        const bar = element("div", { class: "xo-bar", "aria-hidden": "true" }, element("div"));
        bar.firstChild.style.width = `${share * 100}%`;
        return [element("div", {}, classes[o]), bar, element("div", {}, rounded(share))];
      }),
    );
    result.textContent = verdict(votes, classes, 4);

    const number = at([row, column]);
    const name = get("names")[row];
    picked.textContent = column ? `weight of value ${name} to ${classes[column - 1]}` : `value ${name}`;
    slider.value = number;
    slider.setAttribute("aria-valuetext", say(number));
    const limit = Math.abs(number) === 1 ? ", as far as it goes" : "";
    const product = column ? `; times ${say(values[row])} is ${say(values[row] * number)}` : "";
    const counted = classes.map((to, o) => `${to} ${say(votes[o])}`).join(", ");
    const sentence =
      `${picked.textContent} is ${say(number)}${limit}${product}. Votes ${counted}: ${result.textContent}; ` +
      `shares ${shares.map(say).join(" and ")}${closes && whole ? "" : ", rounded"}`;
    if (says.textContent !== sentence) says.textContent = sentence;
  });

  el.append(
    element(
      "div",
      { class: "xo", role: "group", "aria-label": "let the values vote" },
      element("div", { class: "xo-panels" }, ledger, outcome),
      tools,
      says,
      help,
    ),
  );
  const forget = listen(model, ["values", "weights", "bias", "classes", "names", "row", "column"], draw);
  draw();
  return () => {
    draw.cancel();
    forget();
  };
}

export default { render };
