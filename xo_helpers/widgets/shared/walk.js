// Walk over the places of a map and fill it: the cursor, the cells visited, and Play, Fill and Clear. Joined
// in front of the widgets that do so.

// What the cell that the window, or its value, lies at says of its place: nothing, since the status says it.
const saidAt = (at, row, column) => (String(at) === `${row},${column}` ? "" : undefined);

const upTo = (count) => Array.from({ length: count }, (_, at) => at);

// Where the walk is, and which places, counted in reading order, it has filled.
function makePlaces(model, rows, columns) {
  const get = (trait) => model.get(trait);
  const place = () => placeIn(model, rows(), columns());
  const count = () => rows() * columns();
  const number = (row, column) => row * columns() + column;
  const isLast = () => number(...place()) === count() - 1;

  function go(row, column) {
    const [at, been] = [number(row, column), get("visited")];
    save(model, { row, column, visited: been.includes(at) ? been : [...been, at] });
  }

  const full = () => get("visited").length === count();

  // Go on to the next place not yet filled, or, where all are, to the next; after the last to the first.
  function advance() {
    const [here, filled] = [number(...place()), new Set(full() ? [] : get("visited"))];
    const next = upTo(count()).map((at) => (here + 1 + at) % count());
    const to = next.find((at) => !filled.has(at));
    go(Math.floor(to / columns()), to % columns());
  }

  function fill(all) {
    save(model, { visited: all ? upTo(count()) : [number(...place())] });
  }
  return { place, go, advance, isLast, fill, full };
}

// Whether a step is seen to happen: not while a key is held, not while one step follows the other faster than
// a motion takes, and not when the page is late.
function makePace(rate) {
  const [LONG, LATE] = [2700, 50]; // ms; no motion takes longer
  let [asked, calm, free] = [0, false, 0];
  function ask(held) {
    asked = performance.now();
    calm = !held && asked >= free;
    free = asked + LONG / rate();
  }
  function isCalm() {
    const was = calm && performance.now() - asked < LATE;
    calm = false;
    return was;
  }
  return { ask, isCalm };
}

// Play, a step when the motion of the one before has ended, and the motion of each.
function makeSteps({ place, advance, isLast, full }, paint, motionOf) {
  const motion = makeMotion();
  const speed = makeSpeed(motion);
  const pace = makePace(speed.rate);
  let [shown, fresh, fills] = [null, false, false];

  const draw = oncePerFrame(() => {
    const from = shown;
    paint();
    shown = place();
    const moved = from && String(from) !== String(shown);
    const seen = (pace.isCalm() && moved) || (player.plays() && !motion.moves());
    if (player.still.matches) motion.end();
    else if (seen) motion.begin(motionOf(from ?? shown, shown), ended);
  });
  const ended = () => player.plays() && player.advance();

  // Says whether all is filled, or, where it was, whether that was the last place; from there Play begins
  // again.
  function step(once) {
    if (full() && (fills || isLast()) && !fresh && !once) return true;
    fresh = false;
    fills ||= !full();
    advance();
    return false;
  }
  function begin(goOn) {
    if (motion.held()) return motion.goOn();
    [fresh, fills] = [true, false];
    goOn();
  }
  const player = makePlayer(step, draw, { go: begin, rest: motion.hold });
  const show = () => (player.show(), (speed.label.hidden = player.still.matches));
  // What changes meanwhile is shown at once.
  const changed = () => (motion.end(), draw());
  // What is filled at once comes in reading order, in half a second.
  function sweep([first, ...others]) {
    if (!first || others.length > 150 || player.still.matches) return; // so many would be late
    const come = others.map((cell, at) => appears(cell, (400 * (at + 1)) / others.length, 100));
    motion.begin([[first, { opacity: [0, 1] }, 0, 100], ...come], ended);
  }
  const end = () => (player.end(), motion.end());
  return { ...player, draw, changed, show, speed, sweep, ask: pace.ask, end };
}

// The map: filled as far as the walk has come. isNew() says whether the place was filled last.
function makeMap(name, { place }, rows, columns, visited, hears) {
  const map = makeGrid(name, hears);
  const cell = (row, column) => cellsIn(map)[row * columns() + column];
  let fresh = false;
  function show(valueAt) {
    const [row, column] = place();
    const wide = columns();
    const filled = new Set(visited());
    map.resize(rows(), wide, true);
    fresh = !cell(row, column).style.backgroundColor;
    for (const r of upTo(rows())) {
      for (const c of upTo(wide)) {
        const value = filled.has(r * wide + c) ? valueAt(r, c) : null;
        const text = value === null ? "" : inCell(value);
        const says = value === null ? "not filled yet" : spoken(text);
        map.set(r, c, value, wide <= 12 ? text : "", says, "", saidAt([row, column], r, c));
      }
    }
    map.outline(row, column, 1);
    map.title.textContent = `${name}[${row}, ${column}]`;
  }
  return { map, cell, isNew: () => fresh, show };
}

// name: what the map is called; rows(), columns(): how large it is; paint(): draw the rest; motionOf(from,
// to): the parts of a step's motion.
function makeWalk(model, { name, rows, columns, paint, motionOf }) {
  const places = makePlaces(model, rows, columns);
  const { place, fill, full } = places;
  const steps = makeSteps(places, paint, motionOf);
  const { line, say } = makeStatus();
  let [heard, done] = ["", undefined];
  function go(row, column, { repeat } = {}) {
    if (steps.plays()) steps.halt(); // whoever moves is told where they are
    steps.ask(repeat);
    places.go(row, column);
  }
  function keys(event) {
    if (event.key === " " || event.key === "Enter") return (steps.play(), true);
    const next = placeAfter(event, ...place(), rows(), columns());
    if (next) go(...next, event);
    return next;
  }
  // The grid with the window, which the pointer holds by its middle; windows begin stride() cells apart.
  function makeSource(called, size, stride = () => 1) {
    const nearest = (at, count) =>
      Math.min(count - 1, Math.floor(Math.max(0, at - Math.floor((size() - 1) / 2)) / stride()));
    const point = (row, column) => go(nearest(row, rows()), nearest(column, columns()));
    const source = makeGrid(called, { keys, point });
    linkMap(filled.map, source, size, stride);
    return source;
  }

  const filled = makeMap(name, places, rows, columns, () => model.get("visited"), { keys, point: go });
  function fillAll() {
    const empty = cellsIn(filled.map).filter((_, at) => !model.get("visited").includes(at));
    done = { said: "the map is filled" };
    fill(true);
    steps.sweep(empty);
  }
  function clear() {
    done = { said: "the map is cleared" };
    fill(false);
  }
  const filling = [button("Fill the map", fillAll), button("Clear the map", clear)];
  const tools = element("div", { class: "xo-tools" }, steps.playing, ...filling, steps.speed.label);
  // Draw the map, and tell what happens at the place; a screen reader, more shortly, and when Play is over.
  function show(valueAt, what, shortly = what) {
    filled.show(valueAt);
    const here = `row ${place()[0]}, column ${place()[1]}`;
    const sentence = `${here}: ${shortly.replaceAll("−", "minus ")}`;
    if (done) done.of ??= sentence;
    if (done?.of !== sentence) done = undefined; // something else has come
    if (!steps.plays()) heard = done?.said ?? sentence;
    say(heard, steps.plays() ? here : `${here}: ${what}`); // the number comes when it lands
    steps.show();
  }

  // Put everything into the page, draw when a trait changes, and give back how to clean up.
  function present(el, label, panels, help, traits, kind) {
    mount(el, label, [panelsOf(...panels), tools, line], help, `xo ${kind}`);
    const forget = follow(model, [...traits, "row", "column", "visited"], steps.draw, steps.changed);
    return () => [steps.end, forget].forEach((undo) => undo());
  }
  return { ...filled, tools, place, makeSource, draw: steps.draw, fill, full, show, present };
}

// Outline the window that lies on a grid, and write above the grid which part of the array that is.
function outlineWindow(grid, name, row, column, size) {
  grid.outline(row, column, size);
  grid.title.textContent = `${name}[${row}:${row + size}, ${column}:${column + size}]`;
}
