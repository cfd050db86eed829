// A page that is one widget: as the course has it, or as the address says. The address follows what is done.

const REST = 300; // ms without a change, and the address is written
const LOOKS = { theme: TAKES.oneOf("light", "dark"), fit: TAKES.oneOf("yes") };

// What the address says of the page's look, and of the widget.
function askedFor(takes) {
  const given = givenBy(location.hash, { ...takes, ...LOOKS });
  const looks = {};
  for (const name of Object.keys(LOOKS)) {
    if (given[name]) looks[name] = given[name];
    delete given[name];
  }
  return { looks, given };
}

// As large as the frame, with nothing to scroll.
function fill(place, fit) {
  const screen = place.querySelector(".xo-screen");
  document.body.classList.add("site-fitted");
  screen.classList.add("xo-presented");
  fit(screen, screen.firstElementChild);
}

async function showPage(closed) {
  const { widget, given: from, fit } = closed(TAKES);
  const { takes = {}, state, told, begins, answering: answers } = from;
  const made = typeof widget === "function" ? widget() : widget;
  const model = await unpacked(document.querySelector("script.site-state").textContent);
  const [place, note] = [".site-widget", ".site-note"].map((name) => document.querySelector(name));
  let looks = {};

  if (begins) Object.assign(model.state, state({}, model.state));
  try {
    const asked = askedFor(takes);
    if (Object.keys(asked.given).length) Object.assign(model.state, state(asked.given, model.state));
    ({ looks } = asked);
  } catch ({ message }) {
    const instead = "Here is the widget as the course has it.";
    note.textContent = `The address of this page cannot be followed: ${message}. ${instead}`;
    note.hidden = false;
  }
  document.documentElement.style.colorScheme = looks.theme ?? "";
  model.answer = answers?.(model) ?? model.answer;
  made.initialize?.({ model });
  made.render({ model, el: place });
  if (looks.fit) fill(place, fit);
  if (told) keepTold(model, () => ({ ...told((name) => model.get(name)), ...looks }));
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
