// All maps of a layer as small pictures on a canvas, since a network can have tens of thousands of cells.

const SHADES = Uint32Array.from({ length: 255 }, (_, i) => {
  const parts = colour((i - 127) / 127).match(/\d+/g);
  const [red, green, blue] = parts.map(Number);
  return ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0; // as the bytes of a picture lie
});
const VALUES = 12; // of a row in a line
// In pixels: the longer side of the input, of a row of values, of another map and of one of many; the most of
// a cell; around the maps and between them.
const [INPUT, ROW, THUMB, SMALL_THUMB] = [72, 60, 48, 36];
const [LARGEST, MARGIN, BETWEEN] = [14, 4, 7];

// Values in a row are broken into lines of this length.
function lineLength({ flat, shape }) {
  const count = shape[2];
  if (!flat) return count;
  return count > VALUES ** 2 ? Math.ceil(Math.sqrt(count)) : Math.min(VALUES, count);
}

// Neighbouring numbers in a sorted list as [first, how many].
function runs(places) {
  const found = [];
  for (const at of places) {
    const last = found.at(-1);
    if (last && at === last[0] + last[1]) last[1]++;
    else found.push([at, 1]);
  }
  return found;
}

const areCrowded = (layers) => layers.some(({ shape }) => shape[0] > 4);

// How many of a layer's maps stand beside each other: as many as make so many lines of them, if that is
// given.
function mapsAcross(maps, lines) {
  if (lines) return Math.ceil(maps / lines);
  return maps > 8 ? 4 : maps > 4 ? 2 : 1;
}

// Where the maps of a layer and their cells lie on its canvas, in CSS pixels; `zoom` makes the maps larger.
// With the `most` lines of maps that there may be, it is presented.
function planOf(layer, crowded, zoom = 1, most = 0) {
  const [maps, rows] = layer.shape;
  const columns = lineLength(layer);
  const lines = layer.flat ? Math.ceil(layer.shape[2] / columns) : rows;
  const [across, pen] = [mapsAcross(maps, most), most ? 2 : 1];
  const side = layer.flat ? ROW : layer.name === "input" ? INPUT : crowded ? SMALL_THUMB : THUMB;
  const cell = zoom * Math.min(LARGEST, side / Math.max(lines, columns));
  const [width, height] = [columns * cell, lines * cell];
  const size = [
    across * (width + BETWEEN) + 2 * MARGIN - BETWEEN,
    Math.ceil(maps / across) * (height + BETWEEN) + 2 * MARGIN - BETWEEN,
  ];
  const corner = (map) => [
    MARGIN + (map % across) * (width + BETWEEN),
    MARGIN + Math.floor(map / across) * (height + BETWEEN),
  ];
  return { maps, lines, columns, cell, width, height, size, corner, pen };
}

// The cell of a layer at a place of its canvas, if there is one.
function cellAt({ flat, shape }, { maps, lines, columns, cell, corner }, left, top) {
  for (let map = 0; map < maps; map++) {
    const [x, y] = corner(map);
    const [row, column] = [Math.floor((top - y) / cell), Math.floor((left - x) / cell)];
    if (row < 0 || column < 0 || row >= lines || column >= columns) continue;
    if (!flat) return [map, row, column];
    if (row * columns + column < shape[2]) return [0, 0, row * columns + column];
  }
  return undefined;
}

// Paint a layer's values on a canvas, by way of `small`, which has one pixel a cell.
function paintMaps(
  { maps, lines, columns, cell, width, height, size, corner, pen },
  small,
  canvas,
  scale,
  values,
) {
  const picture = new ImageData(small.width, small.height);
  const pixels = new Uint32Array(picture.data.buffer);
  values.forEach((value, at) => {
    pixels[at] = SHADES[Math.round(127 + 127 * Math.max(-1, Math.min(1, value)))];
  });
  small.getContext("2d").putImageData(picture, 0, 0);
  const context = canvas.getContext("2d");
  context.setTransform(scale, 0, 0, scale, 0, 0);
  context.clearRect(0, 0, ...size);
  context.imageSmoothingEnabled = cell * scale < 3; // cells of uneven size would look like a pattern
  [context.strokeStyle, context.lineWidth] = ["#8a8a8a", pen];
  for (let map = 0; map < maps; map++) {
    const [x, y] = corner(map);
    context.drawImage(small, 0, map * lines, columns, lines, x, y, width, height);
    context.strokeRect(x - pen / 2, y - pen / 2, width + pen, height + pen);
  }
}

// A region as [rows, columns] of a map as it is shown, broken into lines.
function blocksOf({ flat, shape }, { lines, columns }, region) {
  if (!flat) return [[region.rows, region.columns]];
  if (region.columns.length === shape[2]) return [[range(0, lines), range(0, columns)]];
  const inLine = (line) =>
    region.columns.filter((at) => Math.floor(at / columns) === line).map((at) => at % columns);
  return range(0, lines).map((line) => [[line], inLine(line)]);
}

// A region's boxes on the canvas, as [left, top, width, height]; one smaller than 5 pixels is made 5, to be
// seen.
function boxesOf(layer, plan, region) {
  const { cell, corner } = plan;
  const parts = blocksOf(layer, plan, region).flatMap(([rows, columns]) =>
    runs(rows).flatMap(([top, high]) => runs(columns).map(([left, wide]) => [top, high, left, wide])),
  );
  return region.maps.flatMap((map) => {
    const [x, y] = corner(map);
    return parts.map(([top, high, left, wide]) => {
      const [w, h] = [Math.max(wide * cell, 5), Math.max(high * cell, 5)];
      return [x + (left + wide / 2) * cell - w / 2, y + (top + high / 2) * cell - h / 2, w, h];
    });
  });
}

// All maps of a layer, small; `pick` gets the cell that the pointer presses.
function makeStrip(layer, crowded, pick) {
  const { maps, lines, columns } = planOf(layer, crowded);
  const canvas = element("canvas", { class: "xo-thumbs", role: "img" });
  const title = element("div", { class: "xo-caption" }, layer.name);
  const panel = element("div", { class: "xo-layer" }, title, canvas);
  const extent = layer.flat
    ? `${layer.shape[2]} values`
    : `${maps} ${maps > 1 ? "maps" : "map"} of ${lines}×${columns}`;
  const small = element("canvas", { width: columns, height: lines * maps }); // one pixel a cell
  let plan, scale, painted;

  // Make the maps so many times as large; they must be shown again then.
  function fit(zoom, most) {
    plan = planOf(layer, crowded, zoom, most);
    scale = Math.max(1, devicePixelRatio);
    const size = plan.size.map((length) => Math.ceil(length * scale));
    [canvas.style.width, canvas.style.height] = size.map((length) => `${length / scale}px`);
    [canvas.width, canvas.height] = size;
    painted = undefined;
  }
  fit(1);

  // Show the values of a picture called `key`; `name` is what is said of them, and `here` the layer looked
  // at.
  function show(values, key, name = "", here = false) {
    if (painted !== key) paintMaps(plan, small, canvas, scale, values());
    painted = key;
    const label = `${layer.name}, ${extent}${name}`;
    if (label !== canvas.getAttribute("aria-label")) canvas.setAttribute("aria-label", label);
    panel.classList.toggle("xo-here", here);
  }

  followPointer(canvas, (event) => {
    const box = canvas.getBoundingClientRect(); // as large as it is shown
    const [left, top] = [event.clientX - box.left, event.clientY - box.top];
    const cell = cellAt(layer, plan, (left / box.width) * plan.size[0], (top / box.height) * plan.size[1]);
    if (cell) pick(cell);
  });
  const boxes = (region) => boxesOf(layer, plan, region);
  return { panel, canvas, show, fit, boxes };
}
