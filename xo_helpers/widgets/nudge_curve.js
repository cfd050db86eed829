// The curve of the loss as one weight changes, drawn as SVG: the point, the line of its slope, where a step lands.

const REACH = 2; // the curve goes this far to either side
const PLOT = { x: 52, y: 24, width: 356, height: 224 }, SIZE = { width: 416, height: 290 };

// With so many decimals, and a true minus sign.
function fixed(value, digits = 4) {
  const text = Math.abs(value).toFixed(digits);
  return value < 0 && Number(text) ? `−${text}` : text;
}

function drawn(tag, attributes, ...children) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

// Round numbers between low and high, 3 to 8 of them, with their text.
function ticks(low, high) {
  const rough = (high - low) / 7.5;
  const step = [1, 2, 5, 10].map((times) => times * 10 ** Math.floor(Math.log10(rough))).find((one) => one >= rough);
  const [first, last] = [Math.ceil(low / step), Math.floor(high / step)];
  const digits = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  return Array.from({ length: last - first + 1 }, (_, i) => [(first + i) * step, fixed((first + i) * step, digits)]);
}

// The curve of lossBy(change of the weight), the point, the line of its slope, and where a step lands.
function curve(weight, lossBy, slope, landing, name) {
  const points = Array.from({ length: 81 }, (_, i) => ((i - 40) / 40) * REACH).map((by) => [weight + by, lossBy(by)]);
  const losses = points.map(([, loss]) => loss);
  const [least, most] = [Math.min(...losses), Math.max(...losses)];
  const half = 0.58 * Math.max(most - least, 0.02);
  const low = (least + most) / 2 - half;
  const right = (at) => ((at - weight + REACH) / (2 * REACH)) * PLOT.width;
  const down = (loss) => (1 - (loss - low) / (2 * half)) * PLOT.height;
  const text = (x, y, words, anchor, kind = "") => drawn("text", { x, y, "text-anchor": anchor, class: kind }, words);
  const path = (list) => list.map(([at, loss]) => `${right(at).toFixed(2)},${down(loss).toFixed(2)}`).join(" ");

  const inside = drawn("svg", PLOT); // cuts off what is outside
  const base = drawn("g", { class: "xo-nudge-axes" }, drawn("rect", PLOT));
  for (const [at, words] of ticks(weight - REACH, weight + REACH)) {
    inside.append(drawn("line", { x1: right(at), x2: right(at), y1: 0, y2: PLOT.height, class: "xo-nudge-rule" }));
    base.append(text(PLOT.x + right(at), PLOT.y + PLOT.height + 16, words, "middle", "xo-nudge-x"));
  }
  for (const [loss, words] of ticks(low, low + 2 * half)) {
    inside.append(drawn("line", { x1: 0, x2: PLOT.width, y1: down(loss), y2: down(loss), class: "xo-nudge-rule" }));
    base.append(text(PLOT.x - 6, PLOT.y + down(loss) + 4, words, "end", "xo-nudge-y"));
  }
  base.append(text(PLOT.x - 6, 14, "loss", "end"), text(PLOT.x + PLOT.width / 2, SIZE.height - 6, name, "middle"));
  const now = lossBy(0);
  const ends = [-REACH, REACH].map((by) => [weight + by, now + by * slope]);
  inside.append(drawn("polyline", { points: path(points), class: "xo-nudge-curve" }),
    drawn("polyline", { points: path(ends), class: "xo-nudge-slope" }));
  const place = (at, loss) => `translate(${PLOT.x + right(at)} ${PLOT.y + down(loss)})`;
  const marks = [drawn("circle", { r: 5.5, transform: place(weight, now), class: "xo-nudge-now" })];
  if (Math.abs(landing - weight) <= REACH) {
    marks.push(drawn("path", { d: "M0 -9 9 0 0 9 -9 0Z", transform: place(landing, lossBy(landing - weight)), class: "xo-nudge-next" }));
  } else {
    const words = `a step lands at ${inCell(landing)}`;
    marks.push(text(PLOT.x + PLOT.width, 14, slope < 0 ? `${words} →` : `← ${words}`, "end"));
  }
  return [base, inside, ...marks];
}
