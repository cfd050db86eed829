// The button Play: `step` every `pace()` ms until it says that it was the last. Where motion is unwelcome,
// which `step` is told, the same button takes one step. Joined in front of the widgets that play.

function makePlayer(step, pace, draw) {
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  const playing = button("Play", play);
  let timer;
  function play() {
    if (timer) return halt();
    if (!still.matches) timer = setInterval(advance, pace());
    advance();
    draw();
  }
  function advance() {
    if (step(still.matches)) halt();
  }
  function halt() {
    timer = clearInterval(timer);
    draw();
  }
  const show = () => (playing.textContent = still.matches ? "Next" : timer ? "Pause" : "Play");
  const motion = () => (still.matches && timer ? halt() : draw());
  still.addEventListener("change", motion);
  function end() {
    clearInterval(timer);
    still.removeEventListener("change", motion);
  }
  return { playing, play, halt, show, still, plays: () => Boolean(timer), end };
}
