// What shows the same number is marked together, by pointing at it and by focusing it. Joined in front of the
// widgets that walk, and of the explorer.

// A grid's parts, as makeGrid makes them.
const cellsIn = (grid) => [...grid.panel.querySelectorAll(".xo-cell")];
const rowsIn = (grid) => [...grid.panel.querySelectorAll(".xo-row")];
const columnsIn = (grid) => rowsIn(grid)[0].childElementCount;
const outlineOf = (grid) => grid.panel.querySelector(".xo-window:not(.xo-lamp)");

const makeSign = (text) => element("div", { class: "xo-sign", "aria-hidden": "true" }, text);

const placeAt = ([row, column]) => `translate(${column * 100}%, ${row * 100}%)`;
const litAt = (place) => ({ transform: placeAt(place), opacity: 1, easing: "step-end" });

// A ring that can be put around any cell of a grid, or walk from cell to cell.
function makeLamp(grid) {
  const lamp = element("div", { class: "xo-window xo-lamp" });
  outlineOf(grid).after(lamp);
  const fit = () => placeOn(lamp, { row: 0, column: 0, high: 1, wide: 1, rows: rowsIn(grid).length });
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
    const at = cellsIn(grid).indexOf(target.closest(".xo-cell"));
    if (at < 0) return; // beside the cells, or before there are any
    const [top, left] = corner();
    const [row, column] = [Math.floor(at / columnsIn(grid)) - top, (at % columnsIn(grid)) - left];
    const inside = Math.min(row, column) >= 0 && row < high() && column < wide();
    return inside ? row * wide() + column : undefined;
  }
  function mark(number) {
    if (number >= high() * wide()) return;
    lamp.light(corner()[0] + Math.floor(number / wide()), corner()[1] + (number % wide()));
  }
  return { host: grid.panel, find, mark, off: lamp.off };
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

// Mark in a grid the window, of size() and in strides, that the cell of a map comes from which is pointed at.
function linkMap(map, source, size, stride) {
  const lamp = element("div", { class: "xo-window xo-lamp" });
  outlineOf(source).after(lamp);
  function show(at = -1) {
    lamp.style.opacity = at < 0 ? "" : 1;
    if (at < 0) return;
    const [wide, rows] = [columnsIn(map), rowsIn(source).length];
    const [row, column] = [Math.floor(at / wide), at % wide].map((place) => place * stride());
    const [high, across] = [Math.min(size(), rows - row), Math.min(size(), columnsIn(source) - column)];
    placeOn(lamp, { row, column, high, wide: across, rows });
  }
  const pointed = ({ target }) => show(cellsIn(map).indexOf(target.closest(".xo-cell")));
  map.panel.classList.add("xo-tells");
  map.panel.addEventListener("pointerover", (event) => byFinger(event) || pointed(event));
  map.panel.addEventListener("pointerleave", () => show());
}
