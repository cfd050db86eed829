// What shows the same number is marked together, by pointing at it and by focusing it. Joined in front of the
// widgets that walk, after motion.js.

const placeAt = ([row, column]) => `translate(${column * 100}%, ${row * 100}%)`;
const litAt = (place) => ({ transform: placeAt(place), opacity: 1, easing: "step-end" });

// A ring that can be put around any cell of a grid, or walk from cell to cell.
function makeLamp(grid) {
  const lamp = element("div", { class: "xo-window xo-lamp" });
  outlineOf(grid).after(lamp);
  function fit() {
    const shape = { row: 0, column: 0, high: 1, wide: 1, rows: rowsOf(grid).length };
    for (const [name, value] of Object.entries(shape)) lamp.style.setProperty(`--${name}`, value);
  }
  function light(row, column) {
    fit();
    lamp.style.transform = placeAt([row, column]);
    lamp.style.opacity = 1;
  }
  const off = () => (lamp.style.opacity = "");
  // As a part of a motion: from place to place, one a beat.
  function walks(places, begin, beat) {
    fit();
    const frames = [...places, places.at(-1)].map(litAt);
    return [lamp, frames, begin, places.length * beat, { fill: "none", easing: "linear" }];
  }
  return { light, off, walks };
}

// A grid among what is linked: its cells from corner() on are counted, wide() of them to a row and high()
// rows.
function linkGrid(grid, high, wide, corner = () => [0, 0]) {
  const lamp = makeLamp(grid);
  function find(target) {
    const at = cellsOf(grid).indexOf(target.closest(".xo-cell"));
    const [top, left] = corner();
    const [row, column] = [Math.floor(at / widthOf(grid)) - top, (at % widthOf(grid)) - left];
    const inside = at >= 0 && Math.min(row, column) >= 0 && row < high() && column < wide();
    return inside ? row * wide() + column : undefined;
  }
  const mark = (number) =>
    lamp.light(corner()[0] + Math.floor(number / wide()), corner()[1] + (number % wide()));
  return { host: grid.panel, find, mark, off: lamp.off };
}

// Numbers in a line of text among what is linked, with what follows each but the last. Of more than MOST, the
// first three and the last are written.
function makeTerms(host, after = "") {
  const MOST = 36;
  let [terms, numbers, count] = [[], [], 0];
  function write(newCount) {
    if (count === newCount) return;
    count = newCount;
    numbers = count <= MOST ? upTo(count) : [0, 1, 2, count - 1];
    const own = { class: "xo-term", tabindex: "-1", "data-lm-suppress-shortcuts": "true" };
    terms = numbers.map(() => element("span", own));
    const gap = count > MOST ? [`…${after} `] : [];
    const last = terms.length - 1;
    const whole = (term, at) => element("span", { class: "xo-piece" }, term, at < last ? after : "");
    host.replaceChildren(...terms.flatMap((term, at) => (at === 3 ? gap : []).concat(whole(term, at), " ")));
  }
  function show(texts) {
    write(texts.length);
    terms.forEach((term, at) => {
      if (term.textContent !== texts[numbers[at]]) term.textContent = texts[numbers[at]];
    });
  }
  const of = (number) => terms[numbers.indexOf(number)];
  const find = (target) => numbers[terms.indexOf(target.closest(".xo-term"))];
  const off = () => host.querySelector(".xo-marked")?.classList.remove("xo-marked");
  const mark = (number) => of(number)?.classList.add("xo-marked");
  // As parts of a motion: one after the other.
  const appear = (begins) => terms.map((term, at) => appears(term.parentElement, begins(numbers[at])));
  host.addEventListener("keydown", (event) => event.stopPropagation());
  return { show, appear, link: { host, find, mark, off } };
}

const byFinger = ({ pointerType }) => pointerType === "touch";

// Mark together what shows the same, of `count()` numbers: what was pointed at or focused last. `sets` are {
// host, find: (target) => number or undefined, mark: (number), off, byFocus }. Gives back what marks them
// again after a drawing.
function linkAll(sets, count) {
  let [pointed, focused] = [undefined, undefined];
  function show() {
    const number = pointed ?? focused;
    sets.forEach((one) => one.off());
    if (number < count()) sets.forEach((one) => one.mark(number));
  }
  const point = (number) => ((pointed = number), show());
  const focus = (number) => ((focused = number), point());
  for (const { host, find, byFocus = true } of sets) {
    host.addEventListener("pointerover", (event) => byFinger(event) || point(find(event.target)));
    host.addEventListener("pointerleave", (event) => byFinger(event) || point());
    host.addEventListener("click", ({ target }) => point(find(target))); // a finger's, when it did not scroll
    if (!byFocus) continue;
    host.addEventListener("focusin", ({ target }) => focus(find(target)));
    host.addEventListener("focusout", () => focus());
  }
  return () => (pointed ?? focused) !== undefined && show();
}
