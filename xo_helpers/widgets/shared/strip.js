// How the maps of a layer are laid out: one of them in a grid of elements, all of them as small pictures on a canvas,
// since a network can have tens of thousands of cells.

const SHADES = Uint32Array.from({ length: 255 }, (_, i) => {
  const [red, green, blue] = colour((i - 127) / 127)
    .match(/\d+/g)
    .map(Number);
  return ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0; // as the bytes of a picture lie
});
const [SIDE, VALUES] = [9, 12];
const [THUMB, LINE, LARGE, LARGEST, MARGIN, BETWEEN] = [48, 60, 72, 14, 4, 7];
const OUTLINES = { picked: [[], 3], sources: [[], 2], deeper: [[3, 3], 1.5] };

// Values in a row are broken into lines of this length.
const lineLength = (layer) => {
  const count = layer.shape[2];
  return layer.flat ? (count > 144 ? Math.ceil(Math.sqrt(count)) : Math.min(VALUES, count)) : count;
};

// How much of a layer's map a grid of elements shows: at most 9 × 9 cells around `cell`, moved on three at a time, so
// that a step is painted within a frame. Values in a row stand in at most 12 lines of 12. `of` says which cell stands at
// a place of the grid; `whole` is all there is.
function layout(layer, cell) {
  const most = layer.flat ? VALUES : SIDE;
  const line = Math.min(VALUES, layer.shape[2]);
  const whole = layer.flat ? [Math.ceil(layer.shape[2] / line), line] : layer.shape.slice(1);
  const at = layer.flat ? [Math.floor(cell[2] / line), cell[2] % line] : cell.slice(1);
  const [top, left] = at.map((place, axis) =>
    Math.max(0, Math.min(whole[axis] - most, 3 * Math.floor((place - 3) / 3))),
  );
  const of = (row, column) =>
    layer.flat ? [0, 0, (top + row) * line + column] : [cell[0], top + row, left + column];
  return { whole, at, top, left, rows: Math.min(most, whole[0]), columns: Math.min(most, whole[1]), of };
}

// What a map of a layer is called. "map 2 of 3" would be heard as the second.
function named(layer, map) {
  if (layer.flat) return `${layer.name}, ${layer.shape[2]} values`;
  const last = layer.shape[0] - 1;
  return `${layer.name}, map ${map}${last ? ` of 0 to ${last}` : ", the only one"}`;
}
const same = (one, other) => one.every((at, axis) => at === other[axis]);

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

// How the numbers of a layer are shown.
const plainLook = (layer) => ({
  scale: 1,
  wide: !layer.whole,
  text: (value) => rounded(value, 2, layer.whole),
  name: (value, text) => (layer.whole ? strokeOrNumber(value) : spoken(text)),
  note: "",
  role: () => ", feeds it",
});

// Show a map of a layer in a grid, around `cell`. What lies in `region` is outlined; if it `feeds` another cell its
// names say so, and `strong` is ringed.
function fill(grid, layer, values, cell, region, feeds = false, strong = undefined, look = plainLook(layer)) {
  const { rows, columns, top, left, whole, at, of } = layout(layer, cell);
  const lit = [new Set(region.rows), new Set(region.columns)];
  grid.resize(rows, columns, look.wide);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const here = of(row, column);
      const value = here[2] < layer.shape[2] ? values[flatPlace(layer.shape, here)] : null;
      const text = value === null ? "" : look.text(value);
      const name = value === null ? "no value" : look.name(value, text);
      const role =
        feeds && value !== null && lit[0].has(here[1]) && lit[1].has(here[2]) ? look.role(here) : "";
      const where = layer.flat ? `value ${here[2]}` : `row ${here[1]}, column ${here[2]}`;
      grid.set(
        row,
        column,
        value === null ? null : value / look.scale,
        text,
        name + role,
        strong && same(strong, here) ? "ring" : "",
        value === null ? "" : where,
      );
    }
  }
  const inside = ([from, count], first, length) => [
    Math.max(0, from - first),
    Math.min(length, from + count - first),
  ];
  const [down, across] = !layer.flat
    ? [region.rows, region.columns].map((places) => runs(places)[0])
    : region.columns.length > 1
      ? [
          [0, whole[0]],
          [0, columns],
        ]
      : at.map((place) => [place, 1]);
  const [[from, to], [start, end]] = [inside(down, top, rows), inside(across, left, columns)];
  grid.rename(named(layer, cell[0]));
  grid.outline(from, start, 1);
  const box = grid.panel.querySelector(".xo-window").style;
  box.setProperty("--high", to - from);
  box.setProperty("--wide", end - start);
  const slice = ([first, count]) => (count > 1 ? `${first}:${first + count}` : first);
  const part = layer.flat
    ? region.columns.length > 1
      ? ":"
      : cell[2]
    : [cell[0], slice(down), slice(across)].join(", ");
  const cut =
    rows < whole[0] || columns < whole[1]
      ? `, in rows ${top} to ${top + rows - 1}, columns ${left} to ${left + columns - 1}`
      : "";
  grid.title.textContent = `${layer.name}[${part}]${layer.flat ? "" : cut}${look.note}`;
}

// All maps of a layer, small, and what is outlined in them; `pick` gets the cell that the pointer presses.
function makeStrip(layer, crowded, pick) {
  const [maps, rows] = layer.shape;
  const columns = lineLength(layer);
  const lines = layer.flat ? Math.ceil(layer.shape[2] / columns) : rows;
  const across = maps > 8 ? 4 : maps > 4 ? 2 : 1;
  const cell = Math.min(
    LARGEST,
    (layer.flat ? LINE : layer.kind === "input" ? LARGE : crowded ? 36 : THUMB) / Math.max(lines, columns),
  );
  const [width, height] = [columns * cell, lines * cell];
  const size = [
    across * (width + BETWEEN) + 2 * MARGIN - BETWEEN,
    Math.ceil(maps / across) * (height + BETWEEN) + 2 * MARGIN - BETWEEN,
  ];
  const corner = (map) => [
    MARGIN + (map % across) * (width + BETWEEN),
    MARGIN + Math.floor(map / across) * (height + BETWEEN),
  ];
  const canvas = element("canvas", { class: "xo-thumbs", role: "img" });
  const scale = Math.max(1, devicePixelRatio);
  [canvas.width, canvas.height] = size.map((length) => Math.ceil(length * scale));
  [canvas.style.width, canvas.style.height] = size.map((length) => `${Math.ceil(length * scale) / scale}px`);
  const title = element("div", { class: "xo-caption" }, layer.name);
  const extent = layer.flat
    ? `${layer.shape[2]} values`
    : `${maps} ${maps > 1 ? "maps" : "map"} of ${rows}×${columns}`;
  const panel = element("div", { class: "xo-layer" }, title, canvas);
  const [small, plain] = [element("canvas"), element("canvas")]; // one pixel a cell; and as shown, without outlines
  [small.width, small.height, plain.width, plain.height] = [
    columns,
    lines * maps,
    canvas.width,
    canvas.height,
  ];
  let drawn, filled;

  function fill(values) {
    const picture = new ImageData(small.width, small.height);
    const pixels = new Uint32Array(picture.data.buffer);
    values.forEach((value, at) => {
      pixels[at] = SHADES[Math.round(127 + 127 * Math.max(-1, Math.min(1, value)))];
    });
    small.getContext("2d").putImageData(picture, 0, 0);
    const context = plain.getContext("2d");
    context.setTransform(scale, 0, 0, scale, 0, 0);
    context.clearRect(0, 0, ...size);
    context.imageSmoothingEnabled = cell * scale < 3; // cells of uneven size would look like a pattern
    context.strokeStyle = "#8a8a8a";
    for (let map = 0; map < maps; map++) {
      const [x, y] = corner(map);
      context.drawImage(small, 0, map * lines, columns, lines, x, y, width, height);
      context.strokeRect(x - 0.5, y - 0.5, width + 1, height + 1);
    }
  }

  // A region's outline in each of its maps; what is smaller than 5 pixels is outlined at 5, to be seen.
  function outline(context, region, kind) {
    const inLine = (line) =>
      region.columns.filter((at) => Math.floor(at / columns) === line).map((at) => at % columns);
    const boxes = !layer.flat
      ? [[region.rows, region.columns]]
      : region.columns.length === layer.shape[2]
        ? [[range(0, lines), range(0, columns)]]
        : range(0, lines).map((line) => [[line], inLine(line)]);
    context.beginPath();
    for (const map of region.maps) {
      for (const [down, across] of boxes) {
        for (const [top, high] of runs(down)) {
          for (const [left, wide] of runs(across)) {
            const [x, y] = corner(map);
            const [w, h] = [Math.max(wide * cell, 5), Math.max(high * cell, 5)];
            context.rect(x + (left + wide / 2) * cell - w / 2, y + (top + high / 2) * cell - h / 2, w, h);
          }
        }
      }
    }
    const [dashes, line] = OUTLINES[kind];
    for (const [colours, pen, pattern] of [
      ["#fff", line + 2, []],
      ["#000", line, dashes],
    ]) {
      context.strokeStyle = colours;
      context.lineWidth = pen;
      context.setLineDash(pattern);
      context.stroke();
    }
  }

  // Draw the values (of a picture called `key`) with a region outlined as "picked", "sources" or "deeper", or none.
  function show(values, key, region, kind, name) {
    const what = [key, kind, ...(region ? [region.maps, region.rows, region.columns] : [])].join("|");
    if (what === drawn) return;
    drawn = what;
    if (filled !== key) fill(values());
    filled = key;
    const context = canvas.getContext("2d");
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, canvas.width, canvas.height);
    context.drawImage(plain, 0, 0);
    context.setTransform(scale, 0, 0, scale, 0, 0);
    if (region) outline(context, region, kind);
    canvas.setAttribute("aria-label", `${layer.name}, ${extent}${name}`);
    panel.classList.toggle("xo-here", kind === "picked");
  }

  canvas.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    event.preventDefault();
    const box = canvas.getBoundingClientRect();
    for (let map = 0; map < maps; map++) {
      const [x, y] = corner(map);
      const [row, column] = [
        Math.floor((event.clientY - box.top - y) / cell),
        Math.floor((event.clientX - box.left - x) / cell),
      ];
      if (row < 0 || column < 0 || row >= lines || column >= columns) continue;
      if (!layer.flat) return pick([map, row, column]);
      if (row * columns + column < layer.shape[2]) return pick([0, 0, row * columns + column]);
    }
  });
  return { panel, show };
}
