// The colours of -1, 0 and +1, and what the ends are in an image. Joined in front of every widget's module.

const OF_AN_IMAGE = "[aria-label$=' stroke'], [aria-label$=' background']"; // as its cells are said

// A bar for the eye alone: whoever listens hears each value. Its words wait for the first cells.
function makeLegend(root) {
  const ends = root.matches(".xo-back") ? ["−", "+"] : ["−1", "+1"]; // back, each part has its own scale
  const numbers = [ends[0], "0", ends[1]].map((text) => element("span", {}, text));
  const bar = element("div", { class: "xo-scale" }, ...numbers);
  bar.style.background = `linear-gradient(to right, ${STOPS})`;
  function name() {
    if (!root.querySelector(OF_AN_IMAGE)) return;
    bar.before("background");
    bar.after("stroke");
  }
  requestAnimationFrame(() => requestAnimationFrame(name));
  return element("div", { class: "xo-legend", "aria-hidden": "true" }, bar);
}
