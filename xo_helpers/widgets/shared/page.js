// What every view is made of: elements, frames, what Python is told, what is said, and controls. Joined in
// front of every widget's module.

// Make an element: attributes by name, children as elements or text (never as HTML).
function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

// Call `draw` in the next frame, once, however often it is asked for before that.
function oncePerFrame(draw) {
  let asked = 0;
  const ask = () => (asked ||= requestAnimationFrame(() => ((asked = 0), draw())));
  ask.cancel = () => cancelAnimationFrame(asked);
  return ask;
}

// Whether no kernel runs.
const gone = ({ widget_manager: manager }) => manager && "kernel" in manager && !manager.kernel;

// Tell Python. With the kernel gone there is nobody to tell (trying would be logged as an error), and the
// widget goes on by itself.
function save(model) {
  if (gone(model)) return;
  try {
    model.save_changes();
  } catch {}
}

function listen(model, names, handler) {
  for (const name of names) model.on(`change:${name}`, handler);
  return () => names.forEach((name) => model.off(`change:${name}`, handler));
}

// Draw now; `changed` runs when one of these traits changes, and must ask for a drawing. Gives back its end.
function follow(model, names, draw, changed = draw) {
  const forget = listen(model, names, changed);
  draw();
  return () => [draw.cancel, forget].forEach((undo) => undo());
}

// The bytes of numbers lie anywhere in a message; an array of them must begin at a multiple of eight.
const numbersIn = ({ buffer, byteOffset, byteLength }) =>
  new Float64Array(buffer.slice(byteOffset, byteOffset + byteLength));

// A line that a screen reader says, when it changes.
function makeStatus(kind = "xo-line") {
  const line = element("div", { class: kind, role: "status", "aria-live": "polite" });
  const say = (sentence) => line.textContent !== sentence && (line.textContent = sentence);
  return { line, say };
}

// A control whose keys are its own: JupyterLab's shortcuts stay out by the attribute, other front ends' which
// never see the event.
function control(tag, attributes = {}, ...children) {
  const made = element(tag, { "data-lm-suppress-shortcuts": "true", ...attributes }, ...children);
  made.addEventListener("keydown", (event) => event.stopPropagation());
  return made;
}

function button(label, act) {
  const made = control("button", { type: "button", class: "xo-button" }, label);
  made.addEventListener("click", act);
  return made;
}

// Put a widget into its place: a group with a name, its parts, and how it is used.
function mount(el, label, parts, help, kind = "xo") {
  const hint = element("div", { class: "xo-help" }, help);
  el.append(element("div", { class: kind, role: "group", "aria-label": label }, ...parts, hint));
}
const panelsOf = (...panels) => element("div", { class: "xo-panels" }, ...panels);
