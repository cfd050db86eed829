// Walk over the places of a map and fill it: the cursor, the cells visited, and Play, Fill and Clear.
// Joined in front of the widgets that do so. rows() and columns() say how large the map is, paint() draws the rest.

function makeWalk(model, name, rows, columns, paint) {
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  const get = (trait) => model.get(trait);
  const draw = oncePerFrame(paint);
  const place = () => [Math.min(get("row"), rows() - 1), Math.min(get("column"), columns() - 1)];
  const number = (row, column) => row * columns() + column;

  function go(row, column) {
    const at = number(row, column);
    model.set("row", row);
    model.set("column", column);
    if (!get("visited").includes(at)) model.set("visited", [...get("visited"), at]);
    save(model);
  }

  function keys(event) {
    if (event.key === " " || event.key === "Enter") return (play(), true);
    const next = placeAfter(event, ...place(), rows(), columns());
    if (next) go(...next);
    return next;
  }

  // The pointer takes a window by its middle; windows begin `stride` cells apart.
  function drag(row, column, size, stride = 1) {
    const nearest = (at, count) =>
      Math.min(count - 1, Math.floor(Math.max(0, at - Math.floor((size - 1) / 2)) / stride));
    go(nearest(row, rows()), nearest(column, columns()));
  }

  // Play walks the map in reading order; where motion is unwelcome the same button takes one step.
  let timer;
  const playing = button("Play", play);
  function play() {
    if (timer) return stop();
    if (!still.matches) timer = setInterval(step, 250);
    step();
    draw();
  }
  function step() {
    const last = rows() * columns() - 1;
    const at = number(...place());
    const next = at === last ? 0 : at + 1;
    go(Math.floor(next / columns()), next % columns());
    if (next === last) stop();
  }
  function stop() {
    timer = clearInterval(timer);
    draw();
  }

  function fill(all) {
    model.set(
      "visited",
      all ? Array.from({ length: rows() * columns() }, (_, at) => at) : [number(...place())],
    );
    save(model);
  }
  const full = () => get("visited").length === rows() * columns();

  const map = makeGrid(name, { keys, point: go });
  const says = element("div", { class: "xo-line", role: "status", "aria-live": "polite" });
  const tools = element(
    "div",
    { class: "xo-tools" },
    playing,
    button("Fill the map", () => fill(true)),
    button("Clear the map", () => fill(false)),
  );

  // Draw the map as far as it is filled, and say the step in words.
  function show(valueAt, sentence) {
    const [row, column] = place();
    const filled = new Set(get("visited"));
    map.resize(rows(), columns(), true);
    for (let r = 0; r < rows(); r++) {
      for (let c = 0; c < columns(); c++) {
        const value = filled.has(number(r, c)) ? valueAt(r, c) : null;
        const text = value === null ? "" : inCell(value);
        map.set(r, c, value, columns() <= 12 ? text : "", value === null ? "not filled yet" : spoken(text));
      }
    }
    map.outline(row, column, 1);
    map.title.textContent = `${name}[${row}, ${column}]`;
    if (!timer && says.textContent !== sentence) says.textContent = sentence;
    playing.textContent = still.matches ? "Next" : timer ? "Pause" : "Play";
  }

  // Put panels, tools, sentence and help into the page, draw when a trait changes, and give back how to clean up.
  function mount(el, label, panels, help, traits) {
    el.append(
      element(
        "div",
        { class: "xo", role: "group", "aria-label": label },
        element("div", { class: "xo-panels" }, ...panels),
        tools,
        says,
        element("div", { class: "xo-help" }, help),
      ),
    );
    const forget = listen(model, [...traits, "row", "column", "visited"], draw);
    const motion = () => (still.matches && timer ? stop() : draw());
    still.addEventListener("change", motion);
    draw();
    return () => {
      clearInterval(timer);
      draw.cancel();
      forget();
      still.removeEventListener("change", motion);
    };
  }

  return { map, tools, place, go, keys, drag, draw, fill, full, show, mount };
}
