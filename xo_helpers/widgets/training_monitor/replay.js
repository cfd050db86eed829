// Back through the epochs of a training: a slider, and Play, which goes through them. The page does that alone:
// `picked` is the epoch that was picked, or 0 for the newest one, which moves on while the training does.

const WHOLE = 6000,
  STEPS = 100,
  [BRISK, CALM] = [200, 500]; // a replay's length and most steps; a step's length, all in ms

function makeReplay(model, draw) {
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  const get = (name) => model.get(name);
  let timer,
    held = false,
    aimed,
    unsaid = false;

  // The epoch that is shown, from 1; 0 before the first.
  function shown() {
    const [picked, epoch] = [get("picked"), get("epoch")];
    return picked > 0 && picked < epoch ? picked : epoch;
  }

  // Show an epoch. The newest moves on with the training, but not under the hand that holds the slider.
  function go(to) {
    const epoch = get("epoch");
    model.set("picked", to < epoch || held ? Math.min(to, epoch) : 0);
    save(model);
  }

  const slider = element("input", { type: "range", min: "1", "data-lm-suppress-shortcuts": "true" });
  slider.addEventListener("input", () => {
    halt();
    aimed = Number(slider.value);
    if (get("epoch")) go(aimed);
    draw();
  });
  slider.addEventListener("pointerdown", (event) => {
    if (event.button || !get("epoch")) return;
    halt();
    slider.setPointerCapture(event.pointerId);
    [held, aimed] = [true, shown()];
    go(aimed);
  });
  for (const end of ["pointerup", "pointercancel", "lostpointercapture"])
    slider.addEventListener(end, release);
  slider.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (
      event.ctrlKey ||
      event.metaKey ||
      event.altKey ||
      event.shiftKey ||
      ![" ", "Enter"].includes(event.key)
    )
      return;
    event.preventDefault();
    play();
  });
  function release() {
    if (!held) return;
    held = false;
    go(aimed);
    draw();
  }

  // From the end it begins again; where motion is unwelcome the same button shows one epoch more.
  const playing = button("Play", play);
  function play() {
    if (timer) return halt();
    const epoch = get("epoch");
    if (epoch < 2) return;
    const each = still.matches ? 1 : Math.ceil(epoch / STEPS);
    if (!still.matches) timer = setInterval(() => step(each), Math.min(CALM, Math.max(BRISK, WHOLE / epoch)));
    step(each);
    draw();
  }
  function step(each) {
    const [at, epoch] = [shown(), get("epoch")];
    const next = at >= epoch ? 1 : at + each;
    go(next);
    if (next >= epoch) halt();
  }
  function halt() {
    timer = clearInterval(timer);
    draw();
  }

  const number = element("span", { "aria-hidden": "true" });
  const panel = element(
    "div",
    { class: "xo-monitor-replay" },
    playing,
    element("label", { class: "xo-label" }, "epoch shown", slider),
    number,
  );
  const help = element("div", { class: "xo-help" });

  // Show where it is, in a training of so many epochs; `say` gets to know of an epoch that somebody went to.
  function show(last, say) {
    const [at, epoch] = [shown(), get("epoch")];
    if (!held) slider.max = Math.max(1, last);
    slider.value = at;
    slider.setAttribute("aria-valuetext", epoch ? `epoch ${at}` : "no epoch yet");
    for (const tool of [slider, playing]) tool.setAttribute("aria-disabled", epoch < 2);
    number.textContent = at || "";
    number.style.minWidth = `${String(last).length}ch`; // the slider keeps its length
    playing.textContent = still.matches ? "Next" : timer ? "Pause" : "Play";
    help.style.visibility = epoch < 2 ? "hidden" : ""; // what is below it stays where it is
    const how = still.matches ? "Next shows the next one" : "Play goes through them";
    help.textContent = `The slider goes back to any epoch; ${how}.`;
    if (timer || !unsaid) return;
    unsaid = false;
    if (at) say(at);
  }

  const forget = [
    listen(model, ["picked"], () => (unsaid = true)),
    listen(model, ["epoch"], () => {
      // a new run, of which Python has not told that it begins with the newest
      if (get("picked") > get("epoch")) go(get("epoch"));
    }),
  ];
  const motion = () => (still.matches && timer ? halt() : draw());
  still.addEventListener("change", motion);
  function end() {
    clearInterval(timer);
    still.removeEventListener("change", motion);
    forget.forEach((each) => each());
  }
  return { panel, help, shown, show, end };
}
