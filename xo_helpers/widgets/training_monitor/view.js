// Watch a network learn: a bar, curves of loss and accuracy, the first kernels, a stop, and a way back.

// Of a run that had no epoch, so that all is as it was before.
const FRUITLESS = {
  done: "That training had no epoch left: train(...) makes a new one.",
  interrupted: "Another training was interrupted before its first epoch ended.",
  "blew up": "Another training's loss blew up in its first epoch.",
  "ended in an error": "Another training ended in an error before its first epoch ended.",
};
// Whether a Stop is heard while a cell runs, and if not, what is left to do.
const HALTING = {
  heard: "Stop ends it after this epoch: what was learned so far is kept.",
  interrupt: "To stop, use Interrupt (the ■ in the toolbar): what was learned so far is kept.",
  alone:
    "Python runs in your browser here, and no Stop reaches it before the cell ends. Let it end, or restart " +
    "the kernel (the ⟳ in the toolbar): what was learned is then gone.",
};
const ENDS = new Set(["restarting", "autorestarting", "terminating", "dead"]); // of a kernel

// Whether the Python that trained is no more, with its kernel: it has told of no end. `changed` hears of it.
function makeLife(model, changed) {
  const [kernel, layout] = [
    model.widget_manager?.context?.sessionContext?.statusChanged,
    model.get("layout"),
  ];
  let ended = false;
  function hear(_, status) {
    ended ||= ENDS.has(status);
    changed();
  }
  kernel?.connect(hear);
  return {
    over: () => ended || gone(model) || layout?.comm_live === false,
    end: () => kernel?.disconnect(hear),
  };
}

// How far the training is: a bar, and in words.
function makeProgress() {
  const [filled, count] = [element("div"), element("div", { class: "xo-monitor-count" })];
  const named = { role: "progressbar", "aria-label": "training", "aria-valuemin": "0" };
  const bar = element("div", { class: "xo-bar", ...named }, filled);
  function show(epoch, epochs, words) {
    bar.setAttribute("aria-valuemax", epochs);
    bar.setAttribute("aria-valuenow", epoch);
    bar.setAttribute("aria-valuetext", words);
    filled.style.width = `${(epoch / epochs) * 100}%`;
    count.textContent = words;
    panel.classList.toggle("xo-over", epoch === epochs);
  }
  const panel = element("div", { class: "xo-monitor-progress" }, bar, count);
  return { panel, show };
}

// The button that stops the training, and beside it what can be done.
function makeStop(model) {
  const note = element("div");
  const stop = button("Stop", () => {
    if (stop.getAttribute("aria-disabled") === "true") return;
    save(model, { stop: true });
  });
  function show(running, stopping) {
    const hears = model.get("hears");
    stop.hidden = !hears;
    stop.setAttribute("aria-disabled", !running || stopping);
    const how = HALTING[hears ? "heard" : model.get("alone") ? "alone" : "interrupt"];
    const over = FRUITLESS[model.get("fruitless")] ?? "";
    note.textContent = stopping ? "stopping after this epoch" : running ? how : over;
  }
  return { panel: element("div", { class: "xo-tools" }, stop, note), note, show };
}

// How the training stands, in a sentence: after so many epochs, with the numbers of the last.
function standing(state, epochs, so, numbers) {
  const kept = "What was learned is kept.";
  return {
    lost: `the kernel ended after ${so}${numbers}`,
    ready: `ready for ${epochs} epochs`,
    running: so + numbers,
    done: `done, ${so}${numbers}`,
    stopped: `stopped after ${so}${numbers}. ${kept}`,
    interrupted: `interrupted after ${so}${numbers}. ${kept}`,
    "blew up": `the loss blew up after ${so}${numbers}`,
    "ended in an error": `ended in an error after ${so}${numbers}`,
  }[state];
}

function render({ model, el }) {
  const get = (name) => model.get(name);
  const [progress, charts, kernels, stop] = [
    makeProgress(),
    makeCharts(get),
    makeKernels(get),
    makeStop(model),
  ];
  const line = element("div", { class: "xo-line" });
  const { line: says } = makeStatus(true); // what was said last may be said again
  let said;
  // The numbers after an epoch; nothing before the first.
  const numbers = (epoch) => {
    const [loss, accuracy] = ["losses", "accuracies"].map((name) => get(name)[epoch - 1]);
    return epoch ? `: loss ${told(loss)}, accuracy ${told(accuracy)}` : "";
  };

  const panels = panelsOf(...charts.panels, kernels.panel);
  const draw = oncePerFrame(() => {
    takeTurns(says);
    if (!get("seen")) save(model, { seen: true }); // Python finds out how this comes in
    const [epoch, epochs, at] = [get("epoch"), get("epochs"), replay.shown()];
    const state = get("state") === "running" && life.over() ? "lost" : get("state");
    const [running, so] = [state === "running", `epoch ${epoch} of ${epochs}`];
    const stopping = running && get("stop");
    // While it runs there is room for what is to come; afterwards the curves fill the chart.
    const last = ["ready", "running"].includes(state) || !epoch ? epochs : epoch;
    progress.show(epoch, epochs, so);
    charts.show(at, last);
    kernels.show(at);
    panels.classList.toggle("xo-plays", replay.plays()); // kernels then pass from one colour to the next
    const sentence = standing(state, epochs, so, numbers(epoch));
    line.textContent = at < epoch ? `back at epoch ${at}${numbers(at)}` : sentence;
    stop.show(running, stopping);
    replay.show(last, () => (says.textContent = `epoch ${at}${numbers(at)}`));

    // Said at the start, at each quarter and at the end, and when it is about to stop; and an epoch gone to.
    const quarter = `${state} ${stopping} ${Math.min(3, Math.floor((4 * epoch) / epochs))}`;
    if (quarter !== said) {
      const news = epoch || !running ? sentence : `training begins, ${epochs} epochs`;
      says.textContent = stopping ? stop.note.textContent : brief(news, standing(state, epochs, so, ""));
    }
    said = quarter;
  });
  const [replay, life] = [makeReplay(model, draw), makeLife(model, draw)];

  const parts = [progress.panel, panels, replay.panel, line, stop.panel, says];
  mount(el, "training", parts, replay.help, "xo xo-monitor");
  const facts = ["epoch", "epochs", "history", "state", "stop", "seen", "hears", "picked", "fruitless"];
  const forget = follow(model, [...CURVES, ...facts], draw);
  return () => {
    forget();
    replay.end();
    life.end();
  };
}

export default { initialize, render };
