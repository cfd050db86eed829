// The button Play: it takes one `step` after the other, until that says that it was the last. `drive` says
// when. Where motion is unwelcome, which `step` is told, the same button takes one step. Joined in front of
// the widgets that play.

// A drive: every `pace()` ms.
function everySo(pace) {
  let timer;
  const go = (advance) => ((timer = setInterval(advance, pace())), advance());
  return { go, rest: () => clearInterval(timer) };
}

function makePlayer(step, draw, drive) {
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  const playing = button("Play", play, true);
  playing.style.minWidth = "5.4em"; // of one width, whatever it says
  let on = false;
  function play() {
    if (on) return halt();
    on = !still.matches;
    if (on) drive.go(advance);
    else advance();
    draw();
  }
  function advance() {
    if (step(still.matches)) halt();
  }
  function halt() {
    on = false;
    drive.rest();
    draw();
  }
  const show = () => (playing.textContent = still.matches ? "Next" : on ? "Pause" : "Play");
  const motion = () => (still.matches && on ? halt() : draw());
  still.addEventListener("change", motion);
  function end() {
    on = false;
    drive.rest();
    still.removeEventListener("change", motion);
  }
  return { playing, play, advance, halt, show, still, plays: () => on, end };
}
