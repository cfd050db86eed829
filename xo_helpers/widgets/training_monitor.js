// Watch a network learn: a bar, curves of loss and accuracy, the first layer's kernels, and a stop.

const PLOT = { x: 44, y: 24, width: 184, height: 128 }, APART = 14; // the height of a line of text
const POINTS = 400; // a longer curve is drawn by so many of its points

function drawn(tag, attributes, ...children) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

const write = (x, y, words, anchor = "start") => drawn("text", { x, y, "text-anchor": anchor }, words);

// As in_cell; what is large as 1.2e5, since before it blows up a loss can be.
const power = (value, digits) => value.toExponential(digits).replace("+", "");
const short = (value) => (value < 1000 ? inCell(value) : power(value, 1));

// Round numbers from 0 to most, about so many of them, `least` apart or further.
function ticks(most, count, least = 0) {
  const rough = most / count;
  const step = Math.max(least, [1, 2, 5, 10].map((times) => times * 10 ** Math.floor(Math.log10(rough))).find((one) => one >= rough * 0.999));
  const digits = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  return Array.from({ length: Math.floor(most / step + 1e-9) + 1 }, (_, i) => [i * step, (i * step).toFixed(digits)]);
}

// A chart of curves over the epochs 0 to `last`, each under its name at its newest point; `most` is the highest value.
function chart(title, curves, last, most) {
  const right = (epoch) => PLOT.x + (epoch / last) * PLOT.width;
  const down = (value) => PLOT.y + (1 - value / most) * PLOT.height;
  const [bottom, side] = [PLOT.y + PLOT.height, PLOT.x + PLOT.width];
  const parts = [drawn("rect", PLOT), write(4, 12, title), write(right(last / 2), bottom + 32, "epoch", "middle")];
  for (const [value, words] of ticks(most, 5)) {
    parts.push(drawn("line", { x1: PLOT.x, x2: side, y1: down(value), y2: down(value), class: "xo-monitor-rule" }),
      write(PLOT.x - 6, down(value) + 4, value < 1e4 ? words : power(Number(value.toPrecision(2))), "end"));
  }
  for (const [epoch, words] of ticks(last, 4, 1)) parts.push(write(right(epoch), bottom + 16, words, "middle"));

  const ends = [];
  for (const [name, values] of curves.filter(([, values]) => values.length)) {
    const every = Math.ceil(values.length / POINTS), kept = (epoch) => epoch % every === 0 || epoch === 1 || epoch === values.length;
    const points = values.map((value, i) => [i + 1, value]).filter(([epoch, value]) => value !== null && kept(epoch));
    if (!points.length) continue;
    const line = points.map(([epoch, value]) => `${right(epoch).toFixed(1)},${down(value).toFixed(1)}`).join(" ");
    const [epoch, value] = points.at(-1);
    parts.push(drawn("polyline", { points: line, class: `xo-monitor-curve xo-monitor-${name}` }),
      drawn("circle", { cx: right(epoch), cy: down(value), r: 2.5, class: "xo-monitor-now" }));
    const y = Math.min(bottom - APART / 2, Math.max(PLOT.y + APART / 2, down(value))); // off the frame
    ends.push({ x: right(epoch) + 7, y, words: `${name} ${short(value)}` });
  }
  // Names that would lie on each other move apart.
  ends.sort((a, b) => a.y - b.y);
  if (ends.length === 2 && ends[1].y - ends[0].y < APART) {
    const middle = Math.min(bottom - APART, Math.max(PLOT.y + APART, (ends[0].y + ends[1].y) / 2));
    ends.forEach((end, i) => (end.y = middle + (i - 0.5) * APART));
  }
  for (const { x, y, words } of ends) parts.push(write(x, y + 4, words));
  return parts;
}

const newest = (values) => (values.at(-1) == null ? "beyond all numbers" : short(values.at(-1)));

function render({ model, el }) {
  const get = (name) => model.get(name);
  const [filled, count] = [element("div"), element("div", { class: "xo-monitor-count" })];
  const bar = element("div", { class: "xo-bar", role: "progressbar", "aria-label": "training", "aria-valuemin": "0" }, filled);
  const plots = ["loss", "accuracy"].map(() => drawn("svg", { viewBox: "0 0 340 190", role: "img", class: "xo-monitor-chart" }));
  const [scale, shelf] = [element("div", { class: "xo-caption" }), element("div", { class: "xo-monitor-shelf" })];
  const [kernels, line] = [element("div", { class: "xo-monitor-kernels" }, scale, shelf), element("div", { class: "xo-line" })];
  const stop = button("Stop", () => {
    if (stop.getAttribute("aria-disabled") === "true") return;
    model.set("stop", true);
    save(model);
  });
  const [note, says] = [element("div"), element("div", { class: "xo-monitor-says", role: "status", "aria-live": "polite" })];
  let grids = [], told;

  function drawKernels(weights) {
    kernels.hidden = !weights.length;
    const most = Math.max(...weights.flat(2).map(Math.abs), 0);
    scale.textContent = `first kernels, darkest = ${inCell(most)}`;
    if (grids.length !== weights.length) {
      grids = weights.map((_, i) => makeGrid(`kernel ${i}`));
      shelf.replaceChildren(...grids.map((grid) => grid.panel));
    }
    weights.forEach((kernel, i) => {
      grids[i].title.hidden = true; // its name is told to screen readers
      grids[i].resize(kernel.length, kernel.length);
      kernel.forEach((row, r) => row.forEach((weight, c) => grids[i].set(r, c, weight / (most || 1), "", spoken(inCell(weight)))));
    });
  }

  const draw = oncePerFrame(() => {
    const [epoch, epochs, state, losses, accuracies] = ["epoch", "epochs", "state", "losses", "accuracies"].map(get);
    const [running, at] = [state === "running", `epoch ${epoch} of ${epochs}`];
    for (const [name, value] of [["max", epochs], ["now", epoch], ["text", at]]) bar.setAttribute(`aria-value${name}`, value);
    filled.style.width = `${(epoch / epochs) * 100}%`;
    count.textContent = at;

    // While it runs there is room for what is to come; afterwards the curves fill the chart.
    const last = ["ready", "running"].includes(state) || !epoch ? epochs : epoch;
    const tested = [get("validation_losses"), get("validation_accuracies")];
    const highest = [...losses, ...tested[0]].reduce((high, loss) => Math.max(high, loss ?? 0), epoch ? 0.1 : 0.95) * 1.05;
    ["loss", "accuracy"].forEach((name, i) => {
      const curves = [["training", [losses, accuracies][i]], ["validation", tested[i]]];
      plots[i].replaceChildren(...chart(name, curves, last, [highest, 1][i]));
      const heard = curves.filter(([, values]) => values.length).map(([kind, values]) => `${kind} ${newest(values)}`);
      plots[i].setAttribute("aria-label", `${name} by epoch: ${heard.join(", ") || "no curve yet"}`);
    });
    drawKernels(get("kernels"));

    const numbers = epoch ? `: loss ${newest(losses)}, accuracy ${newest(accuracies)}` : "";
    const sentence = {
      ready: `ready for ${epochs} epochs`,
      running: at + numbers,
      done: `done, ${at}${numbers}`,
      stopped: `stopped after ${at}${numbers}. What was learned is kept.`,
      interrupted: `interrupted after ${at}${numbers}. What was learned is kept.`,
      "blew up": `the loss blew up after ${at}${numbers}`,
    }[state];
    line.textContent = sentence;
    const [stopping, hears] = [running && get("stop"), get("hears")];
    stop.hidden = !hears;
    stop.setAttribute("aria-disabled", !running || stopping);
    const how = hears ? "Stop ends it after this epoch: what was learned so far is kept."
      : "To stop, use Interrupt (the ■ in the toolbar): what was learned so far is kept.";
    note.textContent = stopping ? "stopping after this epoch" : running ? how : "";

    // Said at the start, at each quarter and at the end, and when it is about to stop.
    const quarter = `${state} ${stopping} ${Math.min(3, Math.floor((4 * epoch) / epochs))}`;
    if (quarter !== told) says.textContent = stopping ? note.textContent : epoch || !running ? sentence : `training begins, ${epochs} epochs`;
    told = quarter;
  });

  el.append(element("div", { class: "xo xo-monitor", role: "group", "aria-label": "training" },
    element("div", { class: "xo-monitor-progress" }, bar, count), element("div", { class: "xo-panels" }, ...plots, kernels), line, element("div", { class: "xo-tools" }, stop, note), says));
  const forget = listen(model, ["epoch", "epochs", "losses", "accuracies", "validation_losses", "validation_accuracies",
    "kernels", "state", "stop", "hears"], draw);
  draw();
  if (!get("seen")) { // Python finds out how this comes in
    model.set("seen", true);
    save(model);
  }
  return () => {
    draw.cancel();
    forget();
  };
}

export default { render };
