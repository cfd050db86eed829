// The way from the pad into the explorer: its network, on the drawing as it is, and as it goes on.

const YOURS = "your drawing";
const NONE = new DataView(new ArrayBuffer(0));

// What the explorer reads and sets: the pad's model, with a place in the network that is the page's own.
function explored(model) {
  const layers = model.get("layers");
  const [row, column] = layers[1].shape.slice(1).map((count) => count >> 1);
  const own = { names: [YOURS], image: YOURS, answers: [], gradients: NONE, weight_gradients: NONE };
  Object.assign(own, { layer: layers[1].name, map: 0, row, column });
  let handlers = [];
  const get = (name) => (name === "cells" ? model.get("answer").cells : (own[name] ?? model.get(name)));

  function set(name, value) {
    if (own[name] === value) return;
    own[name] = value;
    for (const [event, handler] of handlers) if (event === `change:${name}`) handler();
  }
  function on(event, handler) {
    if (event === "change:cells") model.on("change:answer", handler);
    else handlers.push([event, handler]);
  }
  function off(event, handler) {
    if (event === "change:cells") return model.off("change:answer", handler);
    handlers = handlers.filter(([name, other]) => name !== event || other !== handler);
  }
  return { get, set, on, off, save_changes() {} };
}

// The button that opens and closes it; `small` is what it makes superfluous. No button where the network has
// layers that cannot be taken apart.
function makeInside(model, small) {
  const place = element("div", { class: "xo-inside" });
  if (!model.get("weights").byteLength) return { buttons: [], place, close() {} };
  let end;
  function close() {
    end?.();
    end = undefined;
    place.replaceChildren();
    show();
  }
  function open() {
    const explorer = makeExplorer(explored(model));
    const name = `inside the network, on ${YOURS}`;
    const parts = [...explorer.parts, hintOf(explorer.help)];
    place.append(element("div", { class: "xo-explorer", role: "group", "aria-label": name }, ...parts));
    foldTools(place);
    end = explorer.end;
    show();
    requestAnimationFrame(fit); // and when its layers have the size that there is room for
    if (!place.closest(".xo-presented")) opening.scrollIntoView({ block: "start" });
  }
  const opening = button("Look inside", () => (end ? close() : open()));
  opening.classList.add("xo-opens");
  const fit = () => place.dispatchEvent(new Event("fit", { bubbles: true }));
  function show() {
    opening.textContent = end ? "Back to the pad" : "Look inside";
    small.hidden = Boolean(end);
    fit();
  }
  show();
  return { buttons: [opening], place, close };
}
