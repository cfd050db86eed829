// The products written as a sum, and the sum divided: the equation under the grids. Joined in front of the
// slide widget.

const signed = (text) => (text.startsWith("−") ? `−\u00a0${text.slice(1)}` : `+\u00a0${text}`);

function makeSum() {
  const [sum, total, whole, score] = upTo(4).map(() => element("span"));
  const flier = element("span", { class: "xo-flier", "aria-hidden": "true" });
  const chip = element("span", { class: "xo-chip" }, score, flier);
  const quotient = element("div", { class: "xo-quotient" }, whole, chip);
  total.className = "xo-total";
  const part = element("div", { class: "xo-sum" }, element("div", {}, sum, total), quotient);
  const terms = makeTerms(sum);

  function show(products, summed, value) {
    const texts = products.map((product) => inCell(product, true));
    terms.show(texts.map((text, at) => (at ? signed(text) : text)));
    // What is cut after two decimals need not add up to the last one.
    const [is, text] = [inFull(products, 2) ? "=" : "≈", inCell(summed, true)];
    total.textContent = `${is}\u00a0${text}`;
    whole.textContent = `${text} ÷ ${products.length} = `;
    for (const one of [score, flier]) one.textContent = inCell(value);
    for (const one of [chip, flier]) colourIn(one, value);
  }
  return { part, show, terms, total, quotient, flier };
}
