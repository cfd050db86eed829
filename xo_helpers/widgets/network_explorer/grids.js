// Maps of a layer in grids of elements, of which there can be few: the picked cell's, and those around it.

const [SIDE, SOME] = [9, 7];

// How much of a layer's map a grid shows: all of it, or of a large one a part around `cell`, moved on three
// cells at a time, so that a step is painted within a frame. Values in a row stand in lines: fewer and
// shorter ones where `side` is SOME. `of` says which cell stands at a place of the grid; `whole` is all.
function layout(layer, cell, side) {
  const [wide, high] = side === SIDE ? [VALUES, VALUES] : [SIDE, 8];
  const line = Math.min(wide, layer.shape[2]);
  const whole = layer.flat ? [Math.ceil(layer.shape[2] / line), line] : layer.shape.slice(1);
  const at = layer.flat ? [Math.floor(cell[2] / line), cell[2] % line] : cell.slice(1);
  const limit = layer.flat ? high : Math.max(...whole) <= SIDE ? SIDE : SOME;
  const [top, left] = at.map((place, axis) =>
    Math.max(0, Math.min(whole[axis] - limit, 3 * Math.floor(place / 3) - 3)),
  );
  const columns = layer.flat ? line : Math.min(limit, whole[1]);
  const of = (row, column) =>
    layer.flat ? [0, 0, (top + row) * line + column] : [cell[0], top + row, left + column];
  return { whole, at, top, left: layer.flat ? 0 : left, rows: Math.min(limit, whole[0]), columns, of };
}

// What a map of a layer is called. "map 2 of 3" would be heard as the second.
function named(layer, map) {
  if (layer.flat) return `${layer.name}, ${layer.shape[2]} values`;
  const last = layer.shape[0] - 1;
  return `${layer.name}, map ${map}${last ? ` of 0 to ${last}` : ", the only one"}`;
}

// How the numbers of a layer are shown.
const plainLook = (layer) => ({
  scale: 1,
  wide: !layer.whole,
  text: (value) => rounded(value, 2, layer.whole),
  name: (value, text) => (layer.whole ? strokeOrNumber(value) : spoken(text)),
  note: "",
  role: () => ", feeds it",
});

// How gradients are: scaled, so that small ones can be seen, and of two decimals where these say something:
// the whole number is heard, and stands in the sentence. `opens` tells the cells that hand theirs down.
function gradientLook(gradients, side, opens) {
  const scale = scaleOf(gradients);
  const small = scale < 0.1;
  const here = small ? fine : (value) => rounded(value, 2);
  return {
    scale,
    wide: true,
    text: side < SIDE ? (value) => briefly(value, small) : here,
    name: (value) => spokenFine(fine(value)),
    note: gradients.some(Boolean) ? `\ndarkest = ${fine(scale)}` : "",
    role: (cell) => (opens(cell) ? ", hands to it" : ", hands it nothing"),
  };
}

// A title of several lines: one where the grid is wide and what is shown is large.
const titled = (title, columns, side) => (side < SIDE && columns > 5 ? title.replaceAll("\n", ", ") : title);

// Give a grid a name to be heard and one to be read, if it has others.
function call(grid, name, title) {
  if (grid.called === name + title) return;
  grid.called = name + title;
  grid.rename(name);
  grid.title.textContent = title;
}

// Fill a grid with what `at` gives for each place: a number, where it is, what is said after it, its mark; or
// an empty list, which is called `none`.
function fillGrid(grid, rows, columns, look, at, none = "no value") {
  grid.resize(rows, columns, look.wide);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const [value, where, role = "", mark = ""] = at(row, column);
      if (value === undefined) grid.set(row, column, null, "", none, "", "");
      else {
        const text = look.text(value);
        grid.set(row, column, value / look.scale, text, look.name(value, text) + role, mark, where);
      }
    }
  }
}

// The lines and the columns of a map that a region spans, as [first, how many]; of a row one value, or all.
function spanOf(layer, region, { whole, at, columns }) {
  if (!layer.flat) return [region.rows, region.columns].map((places) => runs(places)[0]);
  if (region.columns.length === 1) return at.map((place) => [place, 1]);
  return [whole[0], columns].map((count) => [0, count]);
}

// Outline in a grid what of a span it shows.
function outlineSpan(grid, { top, left, rows, columns }, [down, across]) {
  const [from, start] = [Math.max(0, down[0] - top), Math.max(0, across[0] - left)];
  grid.outline(from, start, 1);
  const high = Math.min(rows, down[0] + down[1] - top) - from;
  placeOn(outlineOf(grid), { high, wide: Math.min(columns, across[0] + across[1] - left) - start });
}

const spanned = (places) => runs(places)[0] ?? [0, 0];

// A part of a map in code; a span has the first and how many.
function sliced(layer, map, span) {
  const slices = span.map(([first, count]) => (count === 1 ? first : `${first}:${first + count}`));
  return `${layer.name}[${[map, ...slices].join(", ")}]`;
}

// How much of all there is a grid shows, where that is a part.
function partOf({ flat, shape }, { rows, columns, whole }) {
  if (rows >= whole[0] && columns >= whole[1]) return "";
  return flat ? `\n${rows * columns} of ${shape[2]}` : `\n${rows}×${columns} of ${whole.join("×")}`;
}

// What stands above a grid: a region in code.
const titleOf = (layer, cell, region, span) =>
  layer.flat ? `${layer.name}[${region.columns.length > 1 ? ":" : cell[2]}]` : sliced(layer, cell[0], span);

// Show a map of a layer in a grid, around `cell`. What lies in `region` is outlined; with `strong`, one of
// its cells, it feeds another cell: its names say so, and `strong` is ringed. Without, it is the picked map,
// whose picked cell says its number alone: its place is what the status says.
function fill(grid, layer, values, cell, region, look, side, strong) {
  const plan = layout(layer, cell, side);
  const lit = [new Set(region.rows), new Set(region.columns)];
  fillGrid(grid, plan.rows, plan.columns, look, (row, column) => {
    const here = plan.of(row, column);
    if (here[2] >= layer.shape[2]) return [];
    const place = layer.flat ? `value ${here[2]}` : `row ${here[1]}, column ${here[2]}`;
    const where = strong || !same(here, cell) ? place : "";
    const role = strong && lit[0].has(here[1]) && lit[1].has(here[2]) ? look.role(here) : "";
    return [values[flatPlace(layer.shape, here)], where, role, strong && same(strong, here) ? "ring" : ""];
  });
  const span = spanOf(layer, region, plan);
  outlineSpan(grid, plan, span);
  grid.number(layer.flat ? undefined : [plan.top, plan.left]);
  const title = titleOf(layer, cell, region, span) + partOf(layer, plan) + (strong ? "" : look.note);
  call(grid, named(layer, cell[0]), titled(title, plan.columns, side));
}
