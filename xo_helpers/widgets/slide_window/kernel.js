// The kernel: its own cursor, and the keys 1 or +, 0 and - beside Space and Enter, which turn 1 into -1 into
// 0. What is changed here can be taken back. Joined in front of the slide widget.

const given = new WeakMap(); // by model: the kernel before it was changed in a page, and as it was left there

// The map must follow an edit at once, with Python busy or gone, so these sums are the page's own; Python
// checks them (and a browser test holds them equal to NumPy's).
function sumsOf(image, kernel) {
  const along = (length) => upTo(length - kernel.length + 1);
  const sumAt = (r, c) =>
    kernel.reduce((sum, line, i) => line.reduce((s, k, j) => s + image[r + i][c + j] * k, sum), 0);
  return along(image.length).map((r) => along(image[0].length).map((c) => sumAt(r, c)));
}

function become(model, kernel) {
  const sums = sumsOf(model.get("image"), kernel);
  save(model, { kernel, sums });
}

const leftIn = (model) => {
  const before = given.get(model);
  return String(before?.left) === String(model.get("kernel")) ? before : undefined;
};

function edit(model, row, column, value) {
  const kernel = model.get("kernel").map((line) => line.slice());
  kernel[row][column] = value;
  given.set(model, { first: leftIn(model)?.first ?? model.get("kernel"), left: kernel });
  become(model, kernel);
}

// As it came from Python, if what is there was made here.
function reset(model) {
  const before = leftIn(model);
  if (before) become(model, before.first);
}

function makeKernel(model, draw) {
  const get = (name) => model.get(name);
  let cursor = [0, 0];
  const length = () => get("kernel").length;
  const hasPlace = (event) => placeAfter(event, ...cursor, length(), length());

  // Move the cursor of what is multiplied.
  function move(event) {
    const next = hasPlace(event);
    if (!next) return false;
    cursor = next;
    draw();
    return true;
  }

  function keys(event) {
    const typed = { 1: 1, "+": 1, "-": -1, 0: 0 }[event.key];
    if (typed !== undefined) return (edit(model, ...cursor, typed), true);
    if (event.key === " " || event.key === "Enter") return (turn(...cursor), true);
    return move(event);
  }

  function turn(row, column) {
    cursor = [row, column];
    edit(model, row, column, { 1: -1, "-1": 0 }[get("kernel")[row][column]] ?? 1);
  }

  const grid = makeGrid("kernel", { keys, point: turn, drag: false });
  // The kernel and the products under it share the cursor.
  function activate(...grids) {
    cursor = cursor.map((at) => Math.min(at, length() - 1));
    for (const one of grids) one.activate(...cursor);
  }
  return { grid, move, activate, again: button("Reset kernel", () => reset(model)) };
}
