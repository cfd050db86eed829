// The drawing on a pad, which all its views share: the steps to undo, what is on its way to Python, what is said. The
// drawing is the page's own and never waits: Python is sent one image at a time, always the newest.

const PATIENCE = 2000; // ms without an answer, and the votes are asleep
const REST = 500; // ms without a change, and the votes are said
const ASLEEP = "The votes are asleep: the kernel is not running or is busy. The drawing goes on.";
const DEEPEST = 200; // steps that can be undone

function makeDrawing(model) {
  const pad = { image: model.get("image"), said: "", asleep: false, views: new Set() };
  const answer = () => model.get("answer");
  const behind = () => String(answer().image) !== String(pad.image);
  const gone = () => model.widget_manager && "kernel" in model.widget_manager && !model.widget_manager.kernel;
  const draw = () => pad.views.forEach((view) => view());
  const remember = () => {
    before = [...before, pad.image].slice(-DEEPEST);
  };
  let before = [],
    unanswered = [],
    notice = "",
    held = false,
    unsent = false,
    waiting,
    resting;

  function send() {
    clearTimeout(waiting);
    waiting = undefined;
    if (!unsent) return;
    unsent = false;
    if (gone()) pad.asleep = true;
    else {
      waiting = setTimeout(late, PATIENCE);
      unanswered.push(String(pad.image));
    }
    model.set("image", pad.image);
    save(model);
  }
  function late() {
    send();
    if (!behind()) return;
    pad.asleep = true;
    speak();
  }

  // Say the votes once the pencil has rested and they are known.
  function speak(after = 0) {
    clearTimeout(resting);
    resting = setTimeout(() => {
      if (held || (behind() && !pad.asleep)) return; // said when it is lifted, or when they have come
      const cells = pad.image.flat();
      const shares = answer()
        .shares.map((share, o) => `${model.get("classes")[o]} ${rounded(share, 2)}`)
        .join(", ");
      const votes = `${answer().verdict}; shares ${shares}. ${cells.filter((value) => value === 1).length} of ${cells.length} cells drawn`;
      pad.said = [notice, pad.asleep ? ASLEEP : votes].filter(Boolean).join(". ");
      draw();
    }, after);
    draw();
  }
  function say(what) {
    notice = what;
    speak();
  }
  function change(image, what = "") {
    pad.image = image;
    notice = what;
    unsent = true;
    if (!waiting) send();
    speak(REST);
  }

  pad.set = (cells, value, what) => {
    const image = pad.image.map((line) => [...line]);
    for (const [row, column] of cells) image[row][column] = value;
    if (String(image) === String(pad.image)) return;
    if (!held) remember();
    change(image, what);
  };
  pad.hold = (on) => {
    // the pencil comes down, for a stroke that is one step; or it is lifted
    if (on) remember();
    else if (behind() && gone()) pad.asleep = true;
    held = on;
    speak(REST);
  };
  pad.canUndo = () => before.length > 0;
  pad.undo = () => (pad.canUndo() ? change(before.pop(), "undone") : say("nothing to undo"));
  pad.clear = () => {
    if (!pad.image.flat().includes(1)) return say("nothing to clear");
    remember();
    change(
      pad.image.map((line) => line.map(() => -1)),
      "cleared",
    );
  };

  // Python repeats what it is sent, maybe when the drawing has gone on, so only what was not sent is Python's own. While
  // one image is on its way the model keeps back all others but the newest: after an answer only that can come back.
  model.on("change:image", () => {
    const image = model.get("image");
    if (String(image) === String(pad.image) || unanswered.includes(String(image))) return;
    remember();
    [pad.image, notice, unsent] = [image, "", false];
    speak(REST);
  });
  model.on("change:answer", () => {
    const image = String(answer().image);
    if (unanswered.includes(image)) {
      unanswered = unanswered.slice(-1).filter((newest) => newest !== image);
      unsent ||= behind(); // an answer to another page's drawing is no reason to send this one's
    }
    pad.asleep = false;
    send();
    speak(REST);
  });
  speak();
  return pad;
}
