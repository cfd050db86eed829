// The way of a gradient through a network, for the explorer: what gradients.py does. Joined after trace.js and
// strip.js; a browser test holds it equal to Python's.

// A number rounded to two decimals, and one below 0.01 to its first two digits. See gradients.fine.
function fine(value) {
  const [digits, exponent] = Math.abs(value).toExponential(1).split("e");
  const power = -Number(exponent);
  if (power <= 2 || power > 12) return rounded(value, 2);
  const text = power === 3 ? `0.00${digits[0]}${digits[2]}` : `${digits}e−${power}`;
  return value < 0 ? `−${text}` : text;
}
// The right answer's share, from its gradient. See gradients.share_of.
function shareOf(value) {
  const power = -Number(Math.abs(value).toExponential(1).split("e")[1]);
  return rounded(value + 1, power > 2 && power <= 12 ? power + 1 : 2);
}
const spokenFine = (text) => text.replace(/e−/, " times ten to the minus ").replace("−", "minus ");

const scaleOf = (gradients) => gradients.reduce((most, value) => Math.max(most, Math.abs(value)), 0) || 1;

// A grid of gradients, whose numbers are longer than others.
function makeWide(...given) {
  const grid = makeGrid(...given);
  const style = grid.panel.querySelector(".xo-frame").style;
  style.setProperty("--side", "min(clamp(40px, 4.6cqw, 46px), (100cqw - 8px) / var(--columns))");
  style.setProperty("--cell", "min(clamp(30px, 3.4cqw, 34px), 100cqw / var(--columns) * 0.74)"); // sets the letters
  grid.title.style.whiteSpace = "pre-line";
  return grid;
}

// How strip.fill shows gradients: scaled, so that small ones can be seen. `opens` tells the cells that hand theirs down.
function gradientLook(gradients, opens = () => true) {
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

// What of the layer above is computed from a region of a layer of this shape.
function regionAbove(above, shape, region) {
  const [maps, rows, columns] = above.shape;
  if (above.kind === "dense")
    return cellsOf(region).length ? everything(above.shape) : { maps: [], rows: [], columns: [] };
  const flat = (places) => ({
    maps: places.length ? [0] : [],
    rows: places.length ? [0] : [],
    columns: places,
  });
  if (above.kind === "flatten") return flat(cellsOf(region).map((cell) => flatPlace(shape, cell)));
  if (above.kind === "max") return flat(cellsOf(region).length ? region.maps : []);
  const along = (count, places, length) => {
    const lit = new Set(places);
    return range(0, count).filter((place) => under(above, place, length).some((at) => lit.has(at)));
  };
  return {
    maps: above.kind === "conv" ? range(0, maps) : region.maps,
    rows: along(rows, region.rows, shape[1]),
    columns: along(columns, region.columns, shape[2]),
  };
}

// What each cell above that is computed from `cell` hands down: its gradient as `value`, and the part of it as `weight`.
function handsDown(above, shape, values, gradients, cell, weights) {
  const at = (place) => values[flatPlace(shape, place)];
  const largest = (places) => places.reduce((best, place) => (at(place) > at(best) ? place : best));
  const part = (place) => {
    if (above.kind === "relu") return at(cell) > 0 ? 1 : 0;
    if (pools(above)) return same(largest(sourcesOf(above, shape, place)), cell) ? 1 : 0;
    return weightOn(above, shape, place, cell, weights);
  };
  return fedBy(above, shape, cell).map((place) => ({
    cell: place,
    value: gradients[flatPlace(above.shape, place)],
    weight: part(place),
  }));
}

// How a gradient comes about. `came` is what came in; of the last layer `above` is undefined, and `right` 1 or 0.
// See gradients.written_back.
function writtenBack(above, terms, came, value, right) {
  const result = fine(value);
  if (!above) {
    return `share ${right ? shareOf(value) : result} − right answer ${right} = ${result}`;
  }
  if (!terms.length) return `no cell of ${above.name} is computed from it = ${result}`;
  if (above.kind === "flatten") return `[${terms[0].cell[2]}] carried over = ${result}`;
  if (above.kind === "conv" || above.kind === "dense") {
    return `${withoutZeros(terms, (term) => `${fine(term.value)}×${rounded(term.weight, 2, true)}`)} = ${result}${asShown(terms, [value])}`;
  }
  const open = terms.filter(({ weight }) => weight).map((term) => fine(term.value));
  const passed = open.length ? `so ${open[0]} goes through` : "so nothing goes through";
  if (above.kind === "relu")
    return `${fine(came)} came in ${open.length ? "" : "not "}above 0, ${passed} = ${result}`;
  if (terms.length === 1)
    return `${open.length ? "the largest of" : "not taken from"} its ${above.kind === "max" ? "map" : "window"}, ${passed} = ${result}`;
  const largest = `the largest of ${open.length} of its ${terms.length} windows: ${firstTerms(open, " + ")}`;
  return `${open.length ? largest : `taken from none of its ${terms.length} windows`} = ${result}`;
}

// What hands its gradient to a cell, in words. See gradients.handed.
function handedBy(above, terms) {
  if (!above) return "from the loss";
  if (!terms.length) return `no cell of ${above.name} is computed from it`;
  const count = terms.filter(({ weight }) => weight).length;
  return count
    ? `handed down by ${count} cell${count === 1 ? "" : "s"} of ${above.name}`
    : `${above.name} hands it nothing`;
}

// The gradients of the weights of a cell in a conv or dense layer, in `grids`: a kernel's slices, of more than three only
// that over the map of `best`, the cell's strongest source; or a row of weights, laid out as the values below.
function showKernels(grids, layer, source, cell, best, gradients) {
  const conv = layer?.kind === "conv";
  const depth = conv ? source.shape[0] : layer?.kind === "dense" ? 1 : 0;
  const channels = depth > 3 ? [best?.[0] ?? 0] : range(0, depth);
  grids.forEach((grid, which) => {
    grid.panel.hidden = which >= channels.length;
    if (grid.panel.hidden) return;
    const { rows, columns, of } = conv ? { rows: layer.size, columns: layer.size } : layout(source, best);
    const count = conv ? layer.size ** 2 * depth : source.shape[2];
    const own = gradients.subarray(
      layer.weights + cell[conv ? 0 : 2] * count,
      layer.weights + (cell[conv ? 0 : 2] + 1) * count,
    );
    const look = gradientLook(own);
    const title = conv
      ? `${layer.name}.kernels[${cell[0]}, ${channels[which]}]`
      : `${layer.name}.weights[:, ${cell[2]}]`;
    grid.resize(rows, columns, true);
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        const at = conv ? (channels[which] * rows + row) * columns + column : of(row, column)[2];
        const value = at < count ? own[at] : null;
        const text = value === null ? "" : fine(value);
        const where = conv ? undefined : value === null ? "" : `value ${at}`;
        grid.set(
          row,
          column,
          value === null ? null : value / look.scale,
          text,
          value === null ? "no weight" : spokenFine(text),
          "",
          where,
        );
      }
    }
    grid.rename(`gradient of ${title}`);
    grid.title.textContent = `gradient of\n${title}${look.note}`;
  });
}
