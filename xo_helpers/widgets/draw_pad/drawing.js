// The drawing on a pad, which all its views share: the steps to undo, what is on its way to Python, what is
// said. The drawing is the page's own and never waits: Python is sent one image at a time, always the newest.

const PATIENCE = 2000; // ms without an answer, and the votes are asleep
const REST = 500; // ms without a change, and the votes are said
const ASLEEP = "The votes are asleep: the kernel is not running or is busy. The drawing goes on.";
const DEEPEST = 200; // steps that can be undone
const RESTING = { said: "", notice: "", asleep: false, held: false, unsent: false };

const behind = (model, pad) => String(model.get("answer").image) !== String(pad.image);
const gone = ({ widget_manager: manager }) => manager && "kernel" in manager && !manager.kernel;

// Says the votes once the pencil has rested and they are known.
function makeSpeech(model, pad) {
  const draw = () => pad.views.forEach((view) => view());
  let resting;

  function sentence() {
    const answer = model.get("answer");
    const shares = answer.shares.map((share, o) => `${model.get("classes")[o]} ${rounded(share, 2)}`);
    const cells = pad.image.flat();
    const drawn = cells.filter((value) => value === 1).length;
    const votes = `${answer.verdict}; shares ${shares.join(", ")}. ${drawn} of ${cells.length} cells drawn`;
    return [pad.notice, pad.asleep ? ASLEEP : votes].filter(Boolean).join(". ");
  }
  return (after = 0) => {
    clearTimeout(resting);
    resting = setTimeout(() => {
      // Else it is said when the pencil is lifted, or when they have come.
      if (pad.held || (behind(model, pad) && !pad.asleep)) return;
      pad.said = sentence();
      draw();
    }, after);
    draw();
  };
}

// Brings the drawing to Python and hears its answers.
function makePost(model, pad, speak) {
  let [unanswered, waiting] = [[], undefined];

  function send() {
    clearTimeout(waiting);
    waiting = undefined;
    if (!pad.unsent) return;
    pad.unsent = false;
    if (gone(model)) pad.asleep = true;
    else {
      waiting = setTimeout(late, PATIENCE);
      unanswered.push(String(pad.image));
    }
    model.set("image", pad.image);
    save(model);
  }
  function late() {
    send();
    if (!behind(model, pad)) return;
    pad.asleep = true;
    speak();
  }
  model.on("change:answer", () => {
    const image = String(model.get("answer").image);
    if (unanswered.includes(image)) {
      unanswered = unanswered.slice(-1).filter((newest) => newest !== image);
      // An answer to another page's drawing is no reason to send this one's.
      pad.unsent ||= behind(model, pad);
    }
    pad.asleep = false;
    send();
    speak(REST);
  });
  return {
    holds: (image) => unanswered.includes(String(image)),
    take: () => waiting || send(),
  };
}

function makeDrawing(model) {
  const pad = { ...RESTING, image: model.get("image"), views: new Set() };
  const speak = makeSpeech(model, pad);
  const post = makePost(model, pad, speak);
  let before = [];

  const remember = () => (before = [...before, pad.image].slice(-DEEPEST));
  function say(what) {
    pad.notice = what;
    speak();
  }
  function change(image, notice = "") {
    Object.assign(pad, { image, notice, unsent: true });
    post.take();
    speak(REST);
  }

  pad.set = (cells, value, what) => {
    const image = pad.image.map((line) => [...line]);
    for (const [row, column] of cells) image[row][column] = value;
    if (String(image) === String(pad.image)) return;
    if (!pad.held) remember();
    change(image, what);
  };
  // The pencil comes down, for a stroke that is one step; or it is lifted.
  pad.hold = (on) => {
    if (on) remember();
    else if (behind(model, pad) && gone(model)) pad.asleep = true;
    pad.held = on;
    speak(REST);
  };
  pad.canUndo = () => before.length > 0;
  pad.undo = () => (pad.canUndo() ? change(before.pop(), "undone") : say("nothing to undo"));
  pad.clear = () => {
    if (!pad.image.flat().includes(1)) return say("nothing to clear");
    remember();
    const blank = pad.image.map((line) => line.map(() => -1));
    change(blank, "cleared");
  };

  // Python repeats what it is sent, maybe when the drawing has gone on, so only what was not sent is Python's
  // own. While one image is on its way the model keeps back all others but the newest: after an answer only
  // that can come back.
  model.on("change:image", () => {
    const image = model.get("image");
    if (String(image) === String(pad.image) || post.holds(image)) return;
    remember();
    Object.assign(pad, { image, notice: "", unsent: false });
    speak(REST);
  });
  speak();
  return pad;
}
