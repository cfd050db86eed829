// The curve of the loss as one weight changes, drawn as SVG: the ball, the line of its slope, its trail, where a step lands.

const PLOT = { x: 52, y: 24, width: 356, height: 304 },
  SIZE = { width: 416, height: 370 };
const POINTS = 81,
  ROLL = 600,
  HURRY = 300; // ms: how long a roll takes; steps that follow sooner are taken at once

// With so many decimals, and a true minus sign.
function fixed(value, digits = 4) {
  const text = Math.abs(value).toFixed(digits);
  return value < 0 && Number(text) ? `−${text}` : text;
}

const between = (left, right) =>
  Array.from({ length: POINTS }, (_, i) => left + ((right - left) * i) / (POINTS - 1));

// What to show of a weight's curve, of which a slope tells where downhill is: as NudgeWeight._look does it in Python.
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

// The plot, whose show(…) draws a curve and whose ball rolls to where a step has led.
function makePlot() {
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  const scene = drawn("g", {});
  const ball = drawn("circle", { r: 6.5, class: "xo-nudge-now" });
  const plot = drawn(
    "svg",
    { viewBox: `0 0 ${SIZE.width} ${SIZE.height}`, role: "img", class: "xo-nudge-plot" },
    scene,
    drawn("svg", PLOT, ball),
  );
  let stepped = -Infinity;

  // lossBy(change of the weight) is the curve; `from`, if a step has just led here, the [weight, loss] where it began.
  function show({ weight, lossBy, slope, landing, name, trail, axes, from }) {
    const { left, right: end, top } = axes;
    const right = (at) => ((at - left) / (end - left)) * PLOT.width;
    const down = (loss) => (1 - loss / top) * PLOT.height;
    const text = (x, y, words, anchor, kind = "") =>
      drawn("text", { x, y, "text-anchor": anchor, class: kind }, words);
    const path = (list) =>
      list.map(([at, loss]) => `${right(at).toFixed(2)},${down(loss).toFixed(2)}`).join(" ");
    const place = (at, loss) => `translate(${right(at)} ${down(loss)})`;

    const inside = drawn("svg", PLOT); // cuts off what is outside
    const base = drawn("g", { class: "xo-nudge-axes" }, drawn("rect", PLOT));
    for (const [at, words] of ticks(left, end, 7.5)) {
      inside.append(
        drawn("line", { x1: right(at), x2: right(at), y1: 0, y2: PLOT.height, class: "xo-nudge-rule" }),
      );
      base.append(text(PLOT.x + right(at), PLOT.y + PLOT.height + 16, words, "middle", "xo-nudge-x"));
    }
    for (const [loss, words] of ticks(0, top, 7.5)) {
      inside.append(
        drawn("line", { x1: 0, x2: PLOT.width, y1: down(loss), y2: down(loss), class: "xo-nudge-rule" }),
      );
      base.append(text(PLOT.x - 6, PLOT.y + down(loss) + 4, words, "end", "xo-nudge-y"));
    }
    base.append(
      text(PLOT.x - 6, 14, "loss", "end"),
      text(PLOT.x + PLOT.width / 2, SIZE.height - 6, name, "middle"),
    );
    const [now, then] = [lossBy(0), lossBy(landing - weight)];
    inside.append(
      drawn("polyline", {
        points: path(between(left, end).map((at) => [at, lossBy(at - weight)])),
        class: "xo-nudge-curve",
      }),
      drawn("polyline", {
        points: path([left, end].map((at) => [at, now + (at - weight) * slope])),
        class: "xo-nudge-slope",
      }),
      ...trail.map(([at, loss]) =>
        drawn("circle", { r: 3.5, transform: place(at, loss), class: "xo-nudge-trail" }),
      ),
    );
    const far = away("a step lands", landing, then, axes);
    if (!far)
      inside.append(
        drawn("path", { d: "M0 -9 9 0 0 9 -9 0Z", transform: place(landing, then), class: "xo-nudge-next" }),
      );
    const lost = [away("now", weight, now, axes), far].filter(Boolean).join("; ");
    scene.replaceChildren(base, inside, text(PLOT.x + PLOT.width, 14, lost, "end", "xo-nudge-away"));
    plot.setAttribute("aria-label", `the loss as ${name} changes`);

    ball.setAttribute("transform", place(weight, now));
    if (!from) return;
    ball.getAnimations?.().forEach((roll) => roll.cancel());
    const hurried = performance.now() - stepped < HURRY;
    stepped = performance.now();
    if (still.matches || hurried || !ball.animate) return;
    // Along the curve as it now is; where it has moved, as with all weights at once, the ball sinks onto it.
    const lift = from[1] - lossBy(from[0] - weight);
    const frames = Array.from({ length: 25 }, (_, i) => (1 - Math.cos((i / 24) * Math.PI)) / 2).map(
      (part) => {
        const at = from[0] + part * (weight - from[0]);
        return { transform: `translate(${right(at)}px, ${down(lossBy(at - weight) + (1 - part) * lift)}px)` };
      },
    );
    ball.animate(frames, ROLL);
  }
  return { plot, show };
}
