// Watch a network learn: a bar, curves of loss and accuracy, the first layer's kernels, a stop, and a way back.

const told = (value) => (value == null ? "beyond all numbers" : short(value));

function render({ model, el }) {
  const get = (name) => model.get(name);
  const [filled, count] = [element("div"), element("div", { class: "xo-monitor-count" })];
  const bar = element(
    "div",
    { class: "xo-bar", role: "progressbar", "aria-label": "training", "aria-valuemin": "0" },
    filled,
  );
  const plots = ["loss", "accuracy"].map(makeChart);
  const [scale, shelf] = [
    element("div", { class: "xo-caption" }),
    element("div", { class: "xo-monitor-shelf" }),
  ];
  const [kernels, line] = [
    element("div", { class: "xo-monitor-kernels" }, scale, shelf),
    element("div", { class: "xo-line" }),
  ];
  const stop = button("Stop", () => {
    if (stop.getAttribute("aria-disabled") === "true") return;
    model.set("stop", true);
    save(model);
  });
  const [note, says] = [
    element("div"),
    element("div", { class: "xo-monitor-says", role: "status", "aria-live": "polite" }),
  ];
  let grids = [],
    said;

  // The first kernels, as they were after an epoch.
  function drawKernels(at) {
    const [[count = 0, side], bytes] = [get("kernel_shape"), get("history")];
    kernels.hidden = !(at ? count : grids.length);
    if (!at || !count) return;
    const value = (i, r, c) => bytes.getFloat64(8 * ((((at - 1) * count + i) * side + r) * side + c), true);
    const lines = Array.from({ length: side }, (_, place) => place);
    const weights = Array.from({ length: count }, (_, i) =>
      lines.map((r) => lines.map((c) => value(i, r, c))),
    );
    const most = Math.max(...weights.flat(2).map(Math.abs), 0);
    scale.textContent = `first kernels, darkest = ${rounded(most, 2)}`;
    if (grids.length !== weights.length) {
      grids = weights.map((_, i) => makeGrid(`kernel ${i}`));
      shelf.replaceChildren(...grids.map((grid) => grid.panel));
    }
    weights.forEach((kernel, i) => {
      grids[i].title.hidden = true; // its name is told to screen readers
      grids[i].resize(kernel.length, kernel.length);
      const shade = (weight) => Math.round((weight / (most || 1)) * 256) / 256; // a cell that looks the same stays as it is
      kernel.forEach((row, r) =>
        row.forEach((weight, c) => grids[i].set(r, c, shade(weight), "", spoken(rounded(weight, 2)))),
      );
    });
  }

  const draw = oncePerFrame(() => {
    const [epoch, epochs, state, losses, accuracies] = [
      "epoch",
      "epochs",
      "state",
      "losses",
      "accuracies",
    ].map(get);
    const [running, so, at] = [state === "running", `epoch ${epoch} of ${epochs}`, replay.shown()];
    for (const [name, value] of [
      ["max", epochs],
      ["now", epoch],
      ["text", so],
    ])
      bar.setAttribute(`aria-value${name}`, value);
    filled.style.width = `${(epoch / epochs) * 100}%`;
    count.textContent = so;

    // While it runs there is room for what is to come; afterwards the curves fill the chart.
    const last = ["ready", "running"].includes(state) || !epoch ? epochs : epoch;
    const tested = [get("validation_losses"), get("validation_accuracies")];
    const highest =
      [...losses, ...tested[0]].reduce((high, loss) => Math.max(high, loss ?? 0), epoch ? 0.1 : 0.95) * 1.05;
    ["loss", "accuracy"].forEach((name, i) => {
      const curves = [
        ["training", [losses, accuracies][i]],
        ["validation", tested[i]],
      ];
      plots[i].show(curves, at, last, [highest, 1][i]);
      const heard = curves
        .filter(([, values]) => values.length)
        .map(([kind, values]) => `${kind} ${told(values[at - 1])}`);
      const extent = at < epoch ? `up to epoch ${at}` : "by epoch";
      plots[i].svg.setAttribute("aria-label", `${name} ${extent}: ${heard.join(", ") || "no curve yet"}`);
    });
    drawKernels(at);

    const after = (count) =>
      count ? `: loss ${told(losses[count - 1])}, accuracy ${told(accuracies[count - 1])}` : "";
    const [numbers, kept] = [after(epoch), "What was learned is kept."];
    const sentence = {
      ready: `ready for ${epochs} epochs`,
      running: so + numbers,
      done: `done, ${so}${numbers}`,
      stopped: `stopped after ${so}${numbers}. ${kept}`,
      interrupted: `interrupted after ${so}${numbers}. ${kept}`,
      "blew up": `the loss blew up after ${so}${numbers}`,
      "ended in an error": `ended in an error after ${so}${numbers}`,
    }[state];
    line.textContent = at < epoch ? `back at epoch ${at}${after(at)}` : sentence;
    const [stopping, hears] = [running && get("stop"), get("hears")];
    stop.hidden = !hears;
    stop.setAttribute("aria-disabled", !running || stopping);
    const how = hears
      ? "Stop ends it after this epoch: what was learned so far is kept."
      : "To stop, use Interrupt (the ■ in the toolbar): what was learned so far is kept.";
    const over = get("spent") ? "That training had no epoch left: train(...) makes a new one." : "";
    note.textContent = stopping ? "stopping after this epoch" : running ? how : over;

    // Said at the start, at each quarter and at the end, and when it is about to stop; and an epoch that was gone to.
    const quarter = `${state} ${stopping} ${Math.min(3, Math.floor((4 * epoch) / epochs))}`;
    replay.show(last, () => (says.textContent = `epoch ${at}${after(at)}`));
    if (quarter !== said)
      says.textContent = stopping
        ? note.textContent
        : epoch || !running
          ? sentence
          : `training begins, ${epochs} epochs`;
    said = quarter;
  });
  const replay = makeReplay(model, draw);

  el.append(
    element(
      "div",
      { class: "xo xo-monitor", role: "group", "aria-label": "training" },
      element("div", { class: "xo-monitor-progress" }, bar, count),
      element("div", { class: "xo-panels" }, ...plots.map((plot) => plot.svg), kernels),
      replay.panel,
      replay.help,
      line,
      element("div", { class: "xo-tools" }, stop, note),
      says,
    ),
  );
  const forget = listen(
    model,
    [
      "epoch",
      "epochs",
      "losses",
      "accuracies",
      "validation_losses",
      "validation_accuracies",
      "history",
      "state",
      "stop",
      "hears",
      "picked",
      "spent",
    ],
    draw,
  );
  draw();
  if (!get("seen")) {
    // Python finds out how this comes in
    model.set("seen", true);
    save(model);
  }
  return () => {
    draw.cancel();
    forget();
    replay.end();
  };
}

export default { render };
