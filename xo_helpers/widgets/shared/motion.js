// How a step is seen: animations over a page that already shows how it ends. Taken away, they leave the step
// done, so nothing ever waits for them. Joined in front of the widgets that walk.

// Whether a part is seen in a motion's first frame. The others begin in its third, so that the first is
// painted in time, with nothing of the second in its way; what `hides` until it appears is not there yet.
const isFirst = ([, , delay, , { hides } = {}]) => !delay && !hides;

// What depends on where things are is asked for when they are there.
const measured = ([what, frames, ...more]) => [what, frames.call?.() ?? frames, ...more];

const endOf = (one) => one.effect.getComputedTiming().endTime;

// The parts of one motion, [what, frames, begin, length, more] in ms, begun, held, gone on with and ended
// together.
function makeMotion() {
  let [moving, rate, held, hidden, asked] = [[], 1, false, [], 0];
  const all = (act) => moving.forEach(act);
  function move([what, frames, delay, duration, more]) {
    const one = what.animate(frames, { delay, duration, fill: "backwards", easing: "ease-out", ...more });
    one.playbackRate = rate;
    return one;
  }
  function begin(parts, done) {
    end();
    moving = parts.filter(isFirst).map(move);
    const others = parts.filter((part) => !isFirst(part));
    hidden = others.flatMap(([what, , , , more]) => (more?.hides ? [what] : []));
    for (const what of hidden) what.style.opacity = 0;
    const begun = document.timeline.currentTime;
    const then = () => beginRest(others, begun, done);
    asked = requestAnimationFrame(() => (asked = requestAnimationFrame(then)));
  }
  function beginRest(parts, begun, done) {
    show();
    const late = parts.map(measured).map(move);
    for (const one of late) one.startTime = moving[0].startTime ?? begun;
    if (held) late.forEach((one) => one.pause());
    moving.push(...late);
    moving.reduce((last, one) => (endOf(one) > endOf(last) ? one : last)).onfinish = () => (end(), done());
  }
  function show() {
    for (const what of hidden.splice(0)) what.style.opacity = "";
  }
  function end() {
    cancelAnimationFrame(asked);
    show();
    all((one) => one.cancel());
    [moving, held] = [[], false];
  }
  function hold() {
    held = moving.length > 0;
    all((one) => one.playState === "running" && one.pause()); // what has ended would begin again
  }
  function goOn() {
    held = false;
    all((one) => one.playState === "paused" && one.play());
  }
  function setRate(to) {
    rate = to;
    all((one) => one.updatePlaybackRate(to));
  }
  return { begin, end, hold, goOn, setRate, held: () => held, moves: () => moving.length > 0 };
}

// How fast: a list to choose from. It is this page's own, and nothing that Python has to know.
function makeSpeed(motion) {
  const speeds = { slow: 0.5, normal: 1, fast: 5 };
  const list = control("select", { class: "xo-choice" });
  list.append(...Object.keys(speeds).map((name) => element("option", { value: name }, name)));
  list.value = "normal";
  list.addEventListener("change", () => motion.setRate(speeds[list.value]));
  const label = element("label", { class: "xo-label" }, "speed", list);
  return { label, rate: () => speeds[list.value] };
}

// Parts of a motion. What appears is not seen before; what lands takes the place of what came flying.
const hides = { hides: true };
const appears = (what, begin, length = 140) => [what, { opacity: [0, 1] }, begin, length, hides];
const pops = (what, begin, length = 240) => [
  what,
  [
    { opacity: 0, transform: "scale(0.5)" },
    { opacity: 1, transform: "scale(1.2)", offset: 0.6 },
    { opacity: 1, transform: "none" },
  ],
  begin,
  length,
  hides,
];
function lands(what, begin, fresh, length = 300) {
  const hidden = [what, { opacity: [0, 0] }, 0, begin, hides];
  const taken = [what, { transform: ["scale(1.3)", "none"] }, begin, length, { fill: "none" }];
  return fresh ? [hidden, taken] : [taken];
}
// The outline on a grid comes from where it was, `down` and `across` of its own sizes away.
const glides = (grid, down, across, length = 220) => [
  outlineOf(grid),
  { transform: [`translate(${across * 100}%, ${down * 100}%)`, "none"] },
  0,
  length,
  { easing: "ease-in-out" },
];
// `what` leaves its place for that of another element, and is gone. All may be enlarged.
function flies(what, to, begin, length = 450) {
  const frames = () => way(what, to);
  return [what, frames, begin, length, { fill: "none", easing: "ease-in-out" }];
}
function way(what, to) {
  const [from, target] = [what.getBoundingClientRect(), to.getBoundingClientRect()];
  const scale = from.width / what.offsetWidth;
  const across = (target.left + target.width / 2 - from.left - from.width / 2) / scale;
  const down = (target.top + target.height / 2 - from.top - from.height / 2) / scale;
  const there = `translate(${across}px, ${down}px) scale(${target.height / from.height})`;
  return [
    { opacity: 1, transform: "none" },
    { opacity: 1, transform: "scale(1.25)", offset: 0.25 },
    { opacity: 1, transform: there },
  ];
}
