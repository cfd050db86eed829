// Widgets with no kernel: each one's module runs on a stand-in for its model, with the state Python left.
// Parts of docs/embed are joined in front: that stand-in, and what links a widget as it is. A widget's script
// calls xoAlive with its name and module; those of its places that the page has by then are filled, each
// once. It stands behind each place: what comes next in the page comes after the widget.

// What is left to the next frame is done at once: the page goes on below a widget of its final height.
function drawnAtOnce(act) {
  const [later, waiting] = [window.requestAnimationFrame, []];
  window.requestAnimationFrame = (draw) => waiting.push(draw);
  try {
    act();
    for (let round = 0; round < 3; round++) for (const draw of waiting.splice(0)) draw(performance.now());
  } finally {
    window.requestAnimationFrame = later;
  }
  waiting.forEach((draw) => later(draw));
}

const made = new Map(); // of each model: it, and the widget that all its places share

window.xoAlive = (name, module) => {
  const { widget: exported, given } = module(TAKES);
  for (const place of document.querySelectorAll(`.xo-live[data-widget="${name}"]`)) {
    if (place.model) continue;
    const state = place.querySelector("script.xo-state");
    if (state) {
      const model = new Model(state.textContent);
      const widget = typeof exported === "function" ? exported() : exported;
      made.set(place.dataset.model, { model, widget });
      model.answer = given.answering?.(model) ?? model.answer; // in Python's place
      widget.initialize?.({ model });
    }
    const { model, widget } = made.get(place.dataset.model);
    place.model = model;
    const el = document.createElement("div");
    place.replaceChildren(el);
    drawnAtOnce(() => widget.render({ model, el }));
    if (place.dataset.embed) addShare(place, el, given.told);
  }
};
