// A page that is one widget: as the course has it, or as the address says. The address follows what is done.

const REST = 300; // ms without a change, and the address is written
const LOOKS = { theme: TAKES.oneOf("light", "dark") };

async function showPage(closed) {
  const {
    widget,
    given: { takes = {}, state, told, begins, answering: answers },
  } = closed(TAKES);
  const made = typeof widget === "function" ? widget() : widget;
  const model = await unpacked(document.querySelector("script.site-state").textContent);
  const [place, note] = [".site-widget", ".site-note"].map((name) => document.querySelector(name));
  let theme = {};

  function take() {
    const { theme: looks, ...given } = givenBy(location.hash, { ...takes, ...LOOKS });
    if (looks) [theme, document.documentElement.style.colorScheme] = [{ theme: looks }, looks];
    if (Object.keys(given).length) Object.assign(model.state, state(given, model.state));
  }
  if (begins) Object.assign(model.state, state({}, model.state));
  try {
    take();
  } catch ({ message }) {
    const instead = "Here is the widget as the course has it.";
    note.textContent = `The address of this page cannot be followed: ${message}. ${instead}`;
    note.hidden = false;
  }
  model.answer = answers?.(model) ?? model.answer;
  made.initialize?.({ model });
  made.render({ model, el: place });
  if (told) keepTold(model, () => ({ ...told((name) => model.get(name)), ...theme }));
  addEventListener("hashchange", () => location.reload()); // somebody has written another one
}

// Write the state into the address whenever it has rested.
function keepTold(model, told) {
  let resting;
  function write() {
    try {
      history.replaceState(null, "", fragmentOf(told(), true));
    } catch {} // some frames may not
  }
  const set = model.set.bind(model);
  model.set = (name, value) => {
    set(name, value);
    clearTimeout(resting);
    resting = setTimeout(write, REST);
  };
}
