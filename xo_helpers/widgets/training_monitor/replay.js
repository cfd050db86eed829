// Back through the epochs of a training: a slider, and Play, which goes through them. The page does that
// alone: `picked` is the epoch that was picked, or 0 for the newest, which moves on while the training does.

const WHOLE = 6000,
  STEPS = 100,
  [BRISK, CALM] = [200, 500]; // a replay's length in ms and its most steps; a step's length in ms

// Which epoch is shown, and a way to another.
function makePlace(model) {
  const place = { newest: () => model.get("epoch"), held: false }; // whether a hand holds the slider

  // The epoch that is shown, from 1; 0 before the first.
  place.shown = () => {
    const [picked, epoch] = [model.get("picked"), place.newest()];
    return picked > 0 && picked < epoch ? picked : epoch;
  };

  // Show an epoch. The newest moves on with the training, but not under the hand that holds the slider.
  place.go = (to) => {
    const epoch = place.newest();
    save(model, { picked: to < epoch || place.held ? Math.min(to, epoch) : 0 });
  };
  return place;
}

// Play goes through the epochs, from the last on to the first; where motion is unwelcome, one by one.
function makePlay(place, draw) {
  function step(still) {
    const [at, epoch] = [place.shown(), place.newest()];
    if (epoch < 2) return true;
    const next = at >= epoch ? 1 : at + (still ? 1 : Math.ceil(epoch / STEPS));
    place.go(next);
    return next >= epoch;
  }
  const pace = () => Math.min(CALM, Math.max(BRISK, WHOLE / place.newest()));
  return makePlayer(step, draw, everySo(pace));
}

function makeSlider(place, { play, halt }, draw) {
  let aimed;
  const slider = makeRange({ min: "1" }, place.shown, (to) => {
    halt();
    aimed = to;
    if (place.newest()) place.go(aimed);
    draw();
  });
  slider.addEventListener("pointerdown", (event) => {
    if (event.button || !place.newest()) return;
    halt();
    slider.setPointerCapture(event.pointerId);
    [place.held, aimed] = [true, place.shown()];
    place.go(aimed);
  });
  function release() {
    if (!place.held) return;
    place.held = false;
    place.go(aimed);
    draw();
  }
  for (const released of ["pointerup", "pointercancel", "lostpointercapture"])
    slider.addEventListener(released, release);
  slider.addEventListener("keydown", (event) => {
    if (isOthers(event) || event.shiftKey || ![" ", "Enter"].includes(event.key)) return;
    event.preventDefault();
    play();
  });
  return slider;
}

function makeReplay(model, draw) {
  const place = makePlace(model);
  const player = makePlay(place, draw);
  const slider = makeSlider(place, player, draw);
  const { playing, still } = player;
  const number = element("span", { "aria-hidden": "true" });
  const label = element("label", { class: "xo-label" }, "epoch shown", slider);
  const panel = element("div", { class: "xo-monitor-replay" }, playing, label, number);
  const help = element("span");
  let unsaid = false;

  // Show where it is, in a training of so many epochs; `say` gets to know of an epoch that somebody went to.
  function show(last, say) {
    const [at, epoch] = [place.shown(), place.newest()];
    if (!place.held) slider.max = Math.max(1, last);
    slider.value = at;
    slider.setAttribute("aria-valuetext", epoch ? `epoch ${at}` : "no epoch yet");
    for (const tool of [slider, playing]) tool.setAttribute("aria-disabled", epoch < 2);
    number.textContent = at || "";
    number.style.minWidth = `${String(last).length}ch`; // the slider keeps its length
    player.show();
    help.style.visibility = epoch < 2 ? "hidden" : "";
    const how = still.matches ? "Next shows the next one" : "Play goes through them";
    help.textContent = `The slider goes back to any epoch; ${how}.`;
    if (player.plays() || !unsaid) return;
    unsaid = false;
    if (at) say(at);
  }

  const forget = [
    listen(model, ["picked"], () => (unsaid = true)),
    listen(model, ["epoch"], () => {
      // a new run, of which Python has not told that it begins with the newest
      if (model.get("picked") > place.newest()) place.go(place.newest());
    }),
    player.end,
  ];
  return {
    panel,
    help,
    shown: place.shown,
    plays: player.plays,
    show,
    end: () => forget.forEach((each) => each()),
  };
}
