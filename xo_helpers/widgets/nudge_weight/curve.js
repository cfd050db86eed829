// The curve of the loss as one weight changes: the ball, its slope as a line, its trail, where a step lands.

const PLOT = { x: 58, y: 26, width: 454, height: 268 },
  FLOOR = PLOT.height - 14, // loss 0, with some ground below it
  SIZE = { width: 520, height: 340 };
const POINTS = 81;
const BALL = 10;
const [ROLL, HURRY] = [600, 300]; // ms: how long a roll takes; steps that follow sooner are taken at once

const COMES = { opacity: [0, 0, 1] }; // when the ball is there

// Rounded as `rounded` does, with all of so many decimals.
const fixed = (value, digits = 4) => withMinus(value, down(Math.abs(value), digits, 0.5));

const between = (left, right) =>
  Array.from({ length: POINTS }, (_, i) => left + ((right - left) * i) / (POINTS - 1));

// What to show of a weight's curve; a slope tells where downhill is. As NudgeWeight._look does it in Python.
function axesAround(row, column, weight, lossBy, slope) {
  const [left, right] = slope < -1e-9 ? [weight - 2, weight + 4] : [weight - 4, weight + 2];
  const most = Math.max(...between(left, right).map((at) => lossBy(at - weight)));
  return { row, column, left, right, top: Math.max(1.05 * Math.min(most, 1.6 * lossBy(0)), 0.05) };
}

// Where something is that the axes do not show, with an arrow that way; "" if they show it.
function away(what, at, loss, { left, right, top }) {
  if (at < left) return `← ${what} at ${rounded(at, 2)}`;
  const arrow = at > right ? "→" : loss > top ? `↑ loss ${rounded(loss, 2)}` : "";
  return arrow && `${what} at ${rounded(at, 2)} ${arrow}`;
}

const write = (x, y, words, anchor, kind = "") =>
  drawn("text", { x, y, "text-anchor": anchor, class: kind }, words);
const rule = (x1, x2, y1, y2, kind = "xo-nudge-rule") => drawn("line", { x1, x2, y1, y2, class: kind });

// The frame with the numbers along it, the rules across it, and the floor.
function axesFor({ left, right: end, top }, name, right, down) {
  const [rules, frame] = [[], drawn("g", {}, drawn("rect", PLOT))];
  for (const [at, words] of ticks(left, end, 7.5)) {
    rules.push(rule(right(at), right(at), 0, FLOOR));
    frame.append(write(PLOT.x + right(at), PLOT.y + PLOT.height + 18, words, "middle", "xo-nudge-x"));
  }
  for (const [loss, words] of ticks(0, top, 7.5)) {
    rules.push(rule(0, PLOT.width, down(loss), down(loss)));
    frame.append(write(PLOT.x - 6, PLOT.y + down(loss) + 4, words, "end", "xo-nudge-y"));
  }
  frame.append(
    write(PLOT.x - 6, 16, "loss", "end"),
    write(PLOT.x + PLOT.width / 2, SIZE.height - 6, name, "middle"),
  );
  rules.push(rule(0, PLOT.width, FLOOR, FLOOR, "xo-nudge-floor"));
  return [frame, rules];
}

// The ball's way from where a step began: along the curve as it now is, turning as it rolls; where that has
// moved, as with all weights at once, the ball sinks onto it. `turned` is how far the ball is turned before.
function wayFrom([start, loss], weight, lossBy, right, down, turned) {
  const lift = loss - lossBy(start - weight);
  const places = Array.from({ length: 25 }, (_, i) => {
    const part = (1 - Math.cos((i / 24) * Math.PI)) / 2;
    const at = start + part * (weight - start);
    return [right(at), down(lossBy(at - weight) + (1 - part) * lift)];
  });
  let [turn, [x, y]] = [turned, places[0]];
  return places.map(([across, along]) => {
    turn += (Math.sign(across - x) * Math.hypot(across - x, along - y)) / BALL;
    [x, y] = [across, along];
    return { transform: `translate(${x}px, ${y}px) rotate(${turn}rad)`, turn };
  });
}

function makeBall() {
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  const spot = drawn("circle", { cy: -BALL / 2, r: BALL / 5, class: "xo-nudge-spot" }); // it is seen to turn
  const ball = drawn("g", { class: "xo-nudge-now" }, drawn("circle", { r: BALL }), spot);
  let [stepped, turned] = [-Infinity, 0];

  // Put it to a place; way(turned), if a step has led there, is how. Gives back whether it rolls.
  function put(x, y, way) {
    ball.getAnimations().forEach((rolling) => rolling.cancel());
    const frames = way?.(turned);
    if (frames) turned = frames.at(-1).turn % (2 * Math.PI);
    ball.setAttribute("transform", `translate(${x} ${y}) rotate(${(turned * 180) / Math.PI})`);
    if (!frames) return false;
    const hurried = performance.now() - stepped < HURRY;
    stepped = performance.now();
    if (still.matches || hurried) return false;
    const rolling = frames.map(({ transform }) => ({ transform }));
    return Boolean(ball.animate(rolling, ROLL));
  }
  return { ball, put };
}

// The plot, whose show(…) draws a curve and whose ball rolls to where a step has led.
function makePlot() {
  const [{ ball, put }, scene, next] = [makeBall(), drawn("g", {}), drawn("g", {})];
  const viewBox = `0 0 ${SIZE.width} ${SIZE.height}`;
  const attributes = { viewBox, role: "img", class: "xo-nudge-plot" };
  // The ball lies on the end of a short step.
  const plot = drawn("svg", attributes, scene, drawn("svg", PLOT, next, ball));
  let before = {}; // what was last drawn

  // lossBy(change of the weight) is the curve; `from`, if a step has just led here, the [weight, loss] where
  // it began.
  function show({ weight, loss, lossBy, slope, landing, name, trail, axes, from }) {
    const ends = [axes.left, axes.right];
    const right = (at) => ((at - axes.left) / (axes.right - axes.left)) * PLOT.width;
    const down = (height) => (1 - height / axes.top) * FLOOR;
    const place = (at, height) => `translate(${right(at)} ${down(height)})`;
    function line(kind, height, places) {
      const list = places.map((at) => [at, height(at)]);
      return drawn("polyline", { points: pointsOf(list, right, down, 2), class: kind });
    }
    const mark = (tag, kind, form, at, height) =>
      drawn(tag, { ...form, transform: place(at, height), class: kind });

    const [frame, rules] = axesFor(axes, name, right, down);
    const curve = line("xo-nudge-curve", (at) => lossBy(at - weight), between(...ends));
    const points = curve.getAttribute("points");
    const valley = `${points} ${PLOT.width},${FLOOR} 0,${FLOOR}`;
    // A step with all weights changes the curve: the one on which it began.
    const moved = from && before.axes === String(Object.values(axes)) && before.points !== points;
    const old = moved ? [drawn("polyline", { points: before.points, class: "xo-nudge-old" })] : [];
    before = { axes: String(Object.values(axes)), points };
    const tangent = line("xo-nudge-slope", (at) => loss + (at - weight) * slope, ends);
    const inside = [
      drawn("polygon", { points: valley, class: "xo-nudge-valley" }),
      ...rules,
      ...old,
      curve,
      tangent,
      ...trail.map(([at, height]) => mark("circle", "xo-nudge-trail", { r: 4.5 }, at, height)),
    ];
    const then = lossBy(landing - weight);
    const far = away("a step lands", landing, then, axes);
    const diamond = { d: "M0 -9 9 0 0 9 -9 0Z" };
    const lands = ["xo-nudge-halo", "xo-nudge-next"].map((kind) =>
      mark("path", kind, diamond, landing, then),
    );
    next.replaceChildren(...(far ? [] : lands));
    const lost = [away("now", weight, loss, axes), far].filter(Boolean).join("; ");
    scene.replaceChildren(
      frame,
      drawn("svg", PLOT, ...inside), // cuts off what is outside
      write(PLOT.x + PLOT.width, 16, lost, "end", "xo-nudge-away"),
    );
    plot.setAttribute("aria-label", `the loss as ${name} changes`);
    const way = from && ((turned) => wayFrom(from, weight, lossBy, right, down, turned));
    // The slope and the next step are those of where it comes to rest.
    if (put(right(weight), down(loss), way)) for (const one of [tangent, next]) one.animate(COMES, ROLL);
  }
  return { plot, show };
}
