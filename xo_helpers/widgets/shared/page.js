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

// Set traits and tell Python. With the kernel gone there is nobody to tell (trying would be logged as an
// error), and the widget goes on by itself.
function save(model, traits = {}) {
  for (const [name, value] of Object.entries(traits)) model.set(name, value);
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

// Of several widgets that show the same, the one with the focus speaks.
function takeTurns(said) {
  const at = said.getRootNode().activeElement?.closest(".xo");
  said.setAttribute("aria-live", at && at !== said.closest(".xo") ? "off" : "polite");
}

// A line that is read, and that a screen reader says when it changes: "−" to the eye is "minus" to the ear.
// One that is `unseen` is only said.
function makeStatus(unseen) {
  const said = element("div", { class: "xo-unseen", role: "status", "aria-live": "polite" });
  const seen = element("div", { "aria-hidden": "true" });
  function say(sentence, read = sentence) {
    takeTurns(said);
    if (said.textContent !== sentence) said.textContent = sentence;
    const shown = read.replace(/minus (?=[\d.])/g, "−");
    if (seen.textContent !== shown) seen.textContent = shown;
  }
  return { line: unseen ? said : element("div", { class: "xo-line" }, seen, said), say };
}

// What is around a widget and can have the focus: JupyterLab's cell; presented, nothing.
const IN_PAGE = ".xo-screen:not(.xo-presented, .xo-filled)";
const aroundOf = (at) => at.closest(IN_PAGE)?.parentElement.closest("[tabindex]");

// On a page the widget as a whole has the focus, and Tab goes on into it; or nothing, where it is presented.
function standBy(at) {
  const whole = at.closest(`${IN_PAGE} > .xo`);
  if (!whole) return at.blur();
  whole.setAttribute("tabindex", "-1");
  whole.addEventListener("blur", () => whole.removeAttribute("tabindex"), { once: true });
  whole.focus({ preventScroll: true });
}

// Whether a key pressed in a widget is none of its own: Escape gives the focus back, and Shift+Enter and the
// like are commands of the notebook, which gets them.
function isTheHosts(event) {
  const around = aroundOf(event.target);
  const held = event.ctrlKey || event.metaKey || event.altKey;
  if (event.key === "Escape" && !held) {
    if (around) around.focus({ preventScroll: true });
    else standBy(event.target);
    return true;
  }
  const saves = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s";
  const runs = event.key === "Enter" && (held || event.shiftKey);
  if (!saves && !runs) return false;
  if (runs) around?.focus({ preventScroll: true });
  const told = around?.dispatchEvent(new KeyboardEvent("keydown", event));
  if (runs || told === false) event.preventDefault();
  return true;
}

// A control whose keys are its own: the attribute keeps JupyterLab's shortcuts out, and those of other front
// ends never see the event.
function control(tag, attributes = {}, ...children) {
  const made = element(tag, { "data-lm-suppress-shortcuts": "true", ...attributes }, ...children);
  made.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (tag !== "select" || event.key !== "Escape") isTheHosts(event); // Escape closes the list
  });
  return made;
}

// A button; the `main` one of a widget stands out.
function button(label, act, main = false) {
  const made = control("button", { type: "button", class: `xo-button${main ? " xo-main" : ""}` }, label);
  made.addEventListener("click", act);
  return made;
}

// A slider of a number. A finger that scrolls the page past it leaves the number as it was, between the
// slider's steps too.
function makeRange(attributes, get, put) {
  const slider = control("input", { type: "range", ...attributes });
  let before;
  slider.addEventListener("input", () => put(Number(slider.value)));
  slider.addEventListener("pointerdown", () => (before = get()));
  slider.addEventListener("pointercancel", () => put(before));
  return slider;
}

// Have the last of a row's tools stand under More as long as they would begin another row; the main one
// never.
function keepInOneRow(row) {
  const summary = control("summary", { class: "xo-button" }, "More");
  const folded = element("div", { class: "xo-tools" });
  const fold = element("details", { class: "xo-more" }, summary, folded);
  const order = [...row.children];
  const visible = () => [...row.children].filter((tool) => tool.offsetHeight);
  const last = () => [...row.children].findLast((tool) => tool !== fold && !tool.matches(".xo-main"));
  const putBack = (tool) => row.insertBefore(tool, order[order.indexOf(tool) + 1] ?? null);
  function wraps() {
    const [first, ...others] = visible();
    return others.some((tool) => tool.offsetTop >= first.offsetTop + first.offsetHeight);
  }
  const widget = row.closest(".xo"); // a row may be as wide as what stands in it
  let width;
  new ResizeObserver(() => {
    if (!row.clientWidth || widget.clientWidth === width) return;
    width = widget.clientWidth;
    const [open, focused] = [fold.open, row.getRootNode().activeElement];
    const held = row.contains(focused); // what moves loses it
    fold.open = false;
    fold.remove();
    [...folded.children].toReversed().forEach(putBack);
    if (wraps()) row.append(fold);
    while (visible().length > 2 && wraps()) folded.prepend(last());
    fold.open = open;
    if (!held) return;
    const to = [focused, summary, ...visible()].find((tool) => tool.checkVisibility());
    to.focus({ preventScroll: true });
  }).observe(row);
}

// How it is used, sentence by sentence: those about keys are for those with a keyboard.
function hintOf(help) {
  const parts = (help.split?.(/(?<=\.) /) ?? [help]).flatMap((part, at) => {
    const keys = /\b(keys|Space|Enter)\b/.test(part);
    return [at ? " " : "", keys ? element("span", { class: "xo-keys" }, part) : part];
  });
  return element("div", { class: "xo-help" }, ...parts);
}

const foldTools = (root) => root.querySelectorAll(".xo-tools").forEach(keepInOneRow);

// Put a widget into its place: a group with a name, its parts, how it is used, and the button that presents
// it.
function mount(el, label, parts, help, kind = "xo") {
  const root = element("div", { class: kind, role: "group", "aria-label": label }, ...parts);
  const screen = element("div", { class: "xo-screen" }, root);
  const hint = hintOf(help);
  const touch = " With a finger: tap, or hold and then drag.";
  if (root.querySelector(".xo-drag")) hint.append(element("span", { class: "xo-touch" }, touch));
  root.append(element("div", { class: "xo-foot" }, hint, makeLegend(root), makePresent(screen, root)));
  el.append(screen);
  foldTools(root);
}
const panelsOf = (...panels) => element("div", { class: "xo-panels" }, ...panels);
