// The drawing on a pad, which all its views share: the steps to undo, what is on its way to Python, what is
// said. The drawing never waits: Python is sent what changed in it, and tells all pages what came of that.

const PATIENCE = 2000; // ms without an answer, and the votes are asleep
const REST = 500; // ms without a change, and the votes are said
const ASLEEP = "Votes asleep: kernel busy or gone";
const DEEPEST = 200; // steps that can be undone
const RESTING = { said: "", notice: "", asleep: false, held: false };

const known = (model) => model.get("image"); // what Python has, as far as this page has heard
const behind = (model, pad) => String(known(model)) !== String(pad.image);

// Says the votes once the pencil has rested and they are known.
function makeSpeech(model, pad) {
  const draw = () => pad.views.forEach((view) => view());
  let resting;

  function sentence() {
    const votes = pad.asleep ? ASLEEP : model.get("answer").verdict;
    if (pad.notice) return `${pad.notice}. ${votes}`;
    const cells = pad.image.flat();
    const drawn = cells.filter((value) => value === 1).length;
    return `${votes}; ${drawn} of ${cells.length} cells drawn`;
  }
  pad.seen = sentence; // what is read goes with each stroke, what is heard waits
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

// An image, and on it what was changed between two others.
const withChanges = (image, since, now) =>
  now.map((line, row) =>
    line.map((value, column) => (value === since[row][column] ? image[row][column] : value)),
  );

// Brings the drawing to Python, and hears what Python has: `adopt` gets that, with what was drawn here since.
function makePost(model, pad, speak, adopt) {
  const page = String(Math.random());
  let [count, heard, waiting] = [0, pad.image, undefined];
  let sent = []; // and not answered yet

  function send() {
    clearTimeout(waiting);
    waiting = undefined;
    if (String(pad.image) === String(sent.at(-1)?.image ?? heard)) return;
    if (gone(model)) return (pad.asleep = true); // nothing is on its way
    waiting = setTimeout(late, PATIENCE);
    // Of several messages Python may get only the newest, which so holds all that was in them.
    const news = (value, row, column) =>
      [{ image: heard }, ...sent].some(({ image }) => image[row][column] !== value);
    const cells = pad.image.flatMap((line, row) =>
      line.flatMap((value, column) => (news(value, row, column) ? [[row, column, value]] : [])),
    );
    const by = `${page}, ${++count}`;
    sent.push({ by, image: pad.image });
    model.set("drawn", { by, cells });
    save(model);
  }
  function late() {
    send();
    if (!behind(model, pad)) return;
    pad.asleep = true;
    speak();
  }
  model.on("change:answer", () => {
    const [image, mine] = [known(model), sent.findIndex(({ by }) => by === model.get("answer").by)];
    const since = sent[mine]?.image ?? heard;
    sent = sent.slice(mine + 1);
    for (const each of sent) each.image = withChanges(image, since, each.image);
    adopt(withChanges((heard = image), since, pad.image));
    pad.asleep = false;
    if (!sent.length) send();
    speak(REST);
  });
  return () => waiting || send();
}

function makeDrawing(model) {
  const pad = { ...RESTING, image: known(model), views: new Set() };
  const speak = makeSpeech(model, pad);
  const post = makePost(model, pad, speak, adopt);
  let before = [];

  const remember = () => (before = [...before, pad.image].slice(-DEEPEST));
  function say(what) {
    pad.notice = what;
    speak();
  }
  function change(image, notice = "") {
    Object.assign(pad, { image, notice });
    post();
    speak(REST);
  }
  function adopt(image) {
    if (String(image) === String(pad.image)) return;
    remember();
    Object.assign(pad, { image, notice: "" });
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
  pad.put = (image, notice) => (remember(), change(image, notice));
  pad.tell = say;
  pad.canUndo = () => before.length > 0;
  pad.undo = () => (pad.canUndo() ? change(before.pop(), "undone") : say("nothing to undo"));
  pad.clear = () => {
    if (!pad.image.flat().includes(1)) return say("nothing to clear");
    remember();
    const blank = pad.image.map((line) => line.map(() => -1));
    change(blank, "cleared");
  };

  speak();
  return pad;
}
