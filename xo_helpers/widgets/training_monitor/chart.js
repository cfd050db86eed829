// The training monitor's charts: curves of a number over the epochs.

const PLOT = { x: 44, y: 38, width: 272, height: 176 },
  KEY = { x: 120, y: 15, line: 15 }; // which curve is which, with its number
const POINTS = 400; // a longer curve is drawn by so many of its points
const CURVES = ["losses", "accuracies", "validation_losses", "validation_accuracies"];

const write = (x, y, words, anchor = "start") => drawn("text", { x, y, "text-anchor": anchor }, words);

// Three decimals of what is below ten; what is large as 1.2e5, since before it blows up a loss can be.
const power = (value, digits) => value.toExponential(digits).replace("+", "");
const short = (value) => (value < 1000 ? rounded(value, value < 10 ? 3 : 2) : power(value, 1));
const told = (value) => (value == null ? "beyond all numbers" : short(value));

const higher = (most, value) => Math.max(most, value ?? 0);

// The charts of loss and accuracy over the epochs 0 to `last`, up to epoch `at`.
function makeCharts(get) {
  const charts = ["loss", "accuracy"].map(makeChart);
  function show(at, last) {
    const [epoch, [losses, accuracies, ...tested]] = [get("epoch"), CURVES.map(get)];
    const top = [...losses, ...tested[0]].reduce(higher, epoch ? 0.1 : 0.95) * 1.05;
    const extent = at < epoch ? `up to epoch ${at}` : "by epoch";
    [losses, accuracies].forEach((trained, i) => {
      const curves = [
        ["training", trained],
        ["validation", tested[i]],
      ].filter(([, values]) => values.length);
      const heard = curves.map(([kind, values]) => `${kind} ${told(values[at - 1])}`);
      charts[i].show(curves, at, last, [top, 1][i], `${extent}: ${heard.join(", ") || "no curve yet"}`);
    });
  }
  return { panels: charts.map((chart) => chart.svg), show };
}

// A chart of curves over the epochs 0 to `last`, each up to epoch `at`, under its name and number there, and
// faintly beyond; `most` is the highest value.
function makeChart(title) {
  const [axes, inside] = [drawn("g", {}), drawn("g", {})];
  const svg = drawn("svg", { viewBox: "0 0 340 252", role: "img", class: "xo-monitor-chart" }, axes, inside);
  let scale;
  function show(curves, at, last, most, heard) {
    if (scale !== `${last} ${most}`) axes.replaceChildren(...axesTo(title, last, most)); // a step leaves them
    scale = `${last} ${most}`;
    inside.replaceChildren(...curvesTo(curves, at, last, most));
    svg.setAttribute("aria-label", `${title} ${heard}`);
  }
  return { svg, show };
}

const [BOTTOM, SIDE] = [PLOT.y + PLOT.height, PLOT.x + PLOT.width];
const along = (last) => (epoch) => PLOT.x + (epoch / last) * PLOT.width;
const below = (most) => (value) => PLOT.y + (1 - value / most) * PLOT.height;

function axesTo(title, last, most) {
  const [right, down] = [along(last), below(most)];
  const parts = [
    drawn("rect", PLOT),
    write(4, 15, title),
    write(right(last / 2), BOTTOM + 32, "epoch", "middle"),
  ];
  for (const [value, words] of ticks(0, most, 5)) {
    parts.push(
      drawn("line", { x1: PLOT.x, x2: SIDE, y1: down(value), y2: down(value), class: "xo-monitor-rule" }),
      write(PLOT.x - 6, down(value) + 4, value < 1e4 ? words : power(Number(value.toPrecision(2))), "end"),
    );
  }
  for (const [epoch, words] of ticks(0, last, 4, 1))
    parts.push(write(right(epoch), BOTTOM + 16, words, "middle"));
  return parts;
}

function curvesTo(curves, at, last, most) {
  const [parts, right, down] = [[], along(last), below(most)];
  const line = (points) => pointsOf(points, right, down, 1);
  for (const [which, [name, values]] of curves.entries()) {
    const every = Math.ceil(values.length / POINTS),
      kept = (epoch) => epoch % every === 0 || [1, at, values.length].includes(epoch);
    const all = values
      .map((value, i) => [i + 1, value])
      .filter(([epoch, value]) => value !== null && kept(epoch));
    const points = all.filter(([epoch]) => epoch <= at),
      beyond = all.slice(Math.max(0, points.length - 1));
    if (beyond.length > 1)
      parts.push(drawn("path", { d: `M${line(beyond)}`, class: `xo-monitor-beyond xo-monitor-${name}` }));
    if (!points.length) continue;
    const [epoch, value] = points.at(-1);
    parts.push(
      drawn("polyline", { points: line(points), class: `xo-monitor-curve xo-monitor-${name}` }),
      drawn("circle", {
        cx: right(epoch),
        cy: down(value),
        r: 2.5,
        class: `xo-monitor-now xo-monitor-of-${name}`,
      }),
    );
    const [x, y] = [KEY.x, KEY.y + KEY.line * which];
    parts.push(
      drawn("path", { d: `M${x} ${y - 4}h24`, class: `xo-monitor-curve xo-monitor-${name}` }),
      write(x + 30, y, `${name} ${short(value)}`),
    );
  }
  return parts;
}
