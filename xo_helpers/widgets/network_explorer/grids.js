// Maps of a layer in grids of elements, of which there can be few: the picked cell's, and those around it.

const SIDE = 9;

// How much of a layer's map a grid shows: at most 9 × 9 cells around `cell`, moved on three at a time, so
// that a step is painted within a frame. Values in a row stand in at most 12 lines of 12. `of` says which
// cell stands at a place of the grid; `whole` is all there is.
function layout(layer, cell) {
  const limit = layer.flat ? VALUES : SIDE;
  const line = Math.min(VALUES, layer.shape[2]);
  const whole = layer.flat ? [Math.ceil(layer.shape[2] / line), line] : layer.shape.slice(1);
  const at = layer.flat ? [Math.floor(cell[2] / line), cell[2] % line] : cell.slice(1);
  const [top, left] = at.map((place, axis) =>
    Math.max(0, Math.min(whole[axis] - limit, 3 * Math.floor((place - 3) / 3))),
  );
  const of = (row, column) =>
    layer.flat ? [0, 0, (top + row) * line + column] : [cell[0], top + row, left + column];
  return { whole, at, top, left, rows: Math.min(limit, whole[0]), columns: Math.min(limit, whole[1]), of };
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

// How gradients are: scaled, so that small ones can be seen. `opens` tells the cells that hand theirs down.
function gradientLook(gradients, opens) {
  const scale = scaleOf(gradients);
  return {
    scale,
    wide: true,
    text: fine,
    name: (value, text) => spokenFine(text),
    note: gradients.some(Boolean) ? `\ndarkest = ${fine(scale)}` : "",
    role: (cell) => (opens(cell) ? ", hands to it" : ", hands it nothing"),
  };
}

// A grid of gradients, whose numbers are longer than others.
function makeWide(...given) {
  const grid = makeGrid(...given);
  const style = grid.panel.querySelector(".xo-frame").style;
  style.setProperty("--side", "min(clamp(40px, 4.6cqw, 46px), (100cqw - 8px) / var(--columns))");
  // This one sets the letters.
  style.setProperty("--cell", "min(clamp(30px, 3.4cqw, 34px), 100cqw / var(--columns) * 0.74)");
  grid.title.style.whiteSpace = "pre-line";
  return grid;
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
  const box = grid.panel.querySelector(".xo-window").style;
  box.setProperty("--high", Math.min(rows, down[0] + down[1] - top) - from);
  box.setProperty("--wide", Math.min(columns, across[0] + across[1] - left) - start);
}

// What stands above a grid: a region in code, and how much of the map is shown.
function titleOf(layer, cell, region, { rows, columns, top, left, whole }, span) {
  if (layer.flat) return `${layer.name}[${region.columns.length > 1 ? ":" : cell[2]}]`;
  const slices = span.map(([first, count]) => (count > 1 ? `${first}:${first + count}` : first));
  const title = `${layer.name}[${[cell[0], ...slices].join(", ")}]`;
  if (rows === whole[0] && columns === whole[1]) return title;
  return `${title}, in rows ${top} to ${top + rows - 1}, columns ${left} to ${left + columns - 1}`;
}

// Show a map of a layer in a grid, around `cell`. What lies in `region` is outlined; with `strong`, one of
// its cells, it feeds another cell: its names say so, and `strong` is ringed.
function fill(grid, layer, values, cell, region, look, strong) {
  const plan = layout(layer, cell);
  const lit = [new Set(region.rows), new Set(region.columns)];
  fillGrid(grid, plan.rows, plan.columns, look, (row, column) => {
    const here = plan.of(row, column);
    if (here[2] >= layer.shape[2]) return [];
    const where = layer.flat ? `value ${here[2]}` : `row ${here[1]}, column ${here[2]}`;
    const role = strong && lit[0].has(here[1]) && lit[1].has(here[2]) ? look.role(here) : "";
    return [values[flatPlace(layer.shape, here)], where, role, strong && same(strong, here) ? "ring" : ""];
  });
  const span = spanOf(layer, region, plan);
  grid.rename(named(layer, cell[0]));
  outlineSpan(grid, plan, span);
  grid.title.textContent = titleOf(layer, cell, region, plan, span) + (strong ? "" : look.note);
}

// The gradients of a cell's own weights, in `grids`: a kernel's slices, of more than three only that over the
// map of `best`, the cell's strongest source; or a row of weights, laid out as the values below.
function showKernels(grids, layer, source, cell, best, gradients) {
  const { depth, count, output, side, name } = KINDS[layer.kind].weightsOf(layer, source?.shape, cell);
  const channels = depth > 3 ? [best?.[0] ?? 0] : range(0, depth);
  grids.forEach((grid, which) => {
    grid.panel.hidden = which >= channels.length;
    if (grid.panel.hidden) return;
    const { rows, columns, of } = side ? { rows: side, columns: side } : layout(source, best);
    const from = layer.weights + output * count;
    const own = gradients.subarray(from, from + count);
    const look = gradientLook(own);
    const weight = (row, column) => {
      if (side) return [own[(channels[which] * rows + row) * columns + column]];
      const at = of(row, column)[2];
      return at < count ? [own[at], `value ${at}`] : [];
    };
    fillGrid(grid, rows, columns, look, weight, "no weight");
    const part = `${layer.name}.${name(channels[which])}`;
    grid.rename(`gradient of ${part}`);
    grid.title.textContent = `gradient of\n${part}${look.note}`;
  });
}
