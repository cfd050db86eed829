// Where a cell comes from and where it goes, by arithmetic over the layers' sizes: what cells.py does with an
// index. A cell is [map, row, column]; a region is {maps, rows, columns}, lists whose every combination is a
// cell. Values in a row are one map of one row. Pure functions: a browser test holds them equal to Python's.

const range = (from, to) => Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i);
const regionWith = ([maps, rows, columns]) => ({ maps, rows, columns });
const regionOf = (cell) => regionWith(cell.map((at) => [at]));
const everything = (shape) => regionWith(shape.map((count) => range(0, count)));
const same = (one, other) => one.every((at, axis) => at === other[axis]);
const flatPlace = ([, rows, columns], [map, row, column]) => (map * rows + row) * columns + column;
const sizeOf = ({ maps, rows, columns }) => maps.length * rows.length * columns.length;
const cellsOf = ({ maps, rows, columns }) =>
  maps.flatMap((map) => rows.flatMap((row) => columns.map((column) => [map, row, column])));

// These values of a row, as a region.
const inRow = (columns) => regionWith(columns.length ? [[0], [0], columns] : [[], [], []]);

// Along one axis of `length` cells: those under the window at place `at`. Padding is no cell.
function under(layer, at, length) {
  const from = at * layer.stride - layer.padding;
  return range(Math.max(0, from), Math.min(length, from + layer.size));
}

// What lies under a region, on the same maps, and which windows lie over it.
function underWindows(layer, [, height, width], { maps, rows, columns }) {
  const along = (places, length) => [...new Set(places.flatMap((at) => under(layer, at, length)))];
  return { maps, rows: along(rows, height), columns: along(columns, width) };
}
function overWindows(layer, [, height, width], { maps, rows, columns }) {
  const along = (count, places, length) => {
    const lit = new Set(places);
    return range(0, count).filter((place) => under(layer, place, length).some((at) => lit.has(at)));
  };
  const [, down, across] = layer.shape;
  return { maps, rows: along(down, rows, height), columns: along(across, columns, width) };
}

// What of the layer below, of this shape, a region of a layer is computed from; and what of the layer above
// is computed from a region of a layer of this shape.
const regionBelow = (layer, shape, region) => KINDS[layer.kind].below(layer, shape, region);
const regionAbove = (above, shape, region) => KINDS[above.kind].above(above, shape, region);

// The weight that a cell of a layer puts on one of its sources.
const weightOn = (layer, ...given) => KINDS[layer.kind].weight(layer, ...given);

// The cells that one is computed from, in the order of their weights, and those computed from it.
const sourcesOf = (layer, shape, cell) => cellsOf(regionBelow(layer, shape, regionOf(cell)));
const fedBy = (above, shape, cell) => cellsOf(regionAbove(above, shape, regionOf(cell)));

// What a cell is computed from: of each source the place, the value and the weight on it; and its bias.
const termsOf = (layer, shape, values, cell, weights) =>
  sourcesOf(layer, shape, cell).map((source) => ({
    cell: source,
    value: values[flatPlace(shape, source)],
    weight: weightOn(layer, shape, cell, source, weights),
  }));
const biasOf = (layer, cell, weights) => weights[layer.bias + cell[layer.flat ? 2 : 0]];

const many = (count, what) => `${count} ${what}${count === 1 ? "" : "s"}`;

const MOST_TERMS = 9; // of a sum that is written out

// The first texts of a sum, and how many more there are.
function firstTerms(texts, sign) {
  const more = texts.length - MOST_TERMS;
  return [...texts.slice(0, MOST_TERMS), ...(more > 0 ? [`… (${more} more)`] : [])].join(sign);
}

// A term of a sum of products; `number` writes its value. Weights stand in it as `inSum` writes them.
const inSum = (value) => rounded(value, 2, true);
const asProduct = ({ value, weight }, number) => `${number(value)}×${inSum(weight)}`;
const notZero = (terms) => terms.filter(({ value, weight }) => value * weight);

// The first terms of such a sum; those that are 0 are counted, not listed.
function withoutZeros(terms, number) {
  const live = notZero(terms);
  const none = terms.length - live.length;
  const zeros = none ? `(${none} ${live.length ? "more " : ""}${none === 1 ? "is" : "are"} 0)` : "";
  const products = live.map((term) => asProduct(term, number));
  return [firstTerms(products, " + "), zeros].filter(Boolean).join(" + ");
}

// What is said of it when two decimals do not show its numbers in full, else nothing.
function asShown(terms, others) {
  const live = notZero(terms).flatMap(({ value, weight }) => [value, weight]);
  return inFull([...live, ...others], 2) ? "" : ", rounded";
}

const pools = (layer) => KINDS[layer.kind].largest; // it keeps the largest

// How a value comes about, in words and numbers; the first terms of a long sum. See trace.written_out.
const writtenOut = (layer, terms, bias, value) => KINDS[layer.kind].told(terms, bias, value);

// The kinds of layers, as in cells.py: which region lies below one and above one; the weight on a source, and
// the part of its gradient that a cell hands down to it; the value; both in words; and which weights are a
// cell's own, to be shown in `depth` grids. Unless it says otherwise, a cell is a sum with one source, the
// cell at its own place, and a weight of 1.
const SUM = {
  below: (layer, shape, region) => region,
  above: (layer, shape, region) => region,
  weight: () => 1,
  part(...given) {
    return this.weight(...given);
  },
  value: (terms, bias = 0) => terms.reduce((sum, { value, weight }) => sum + value * weight, 0) + bias,
  told(terms, bias, value) {
    const added = bias === undefined ? [] : [bias];
    const parts = [withoutZeros(terms, inSum), ...added.map((number) => `bias ${inSum(number)}`)];
    return `${parts.filter(Boolean).join(" + ")} = ${rounded(value, 2)}${asShown(terms, [...added, value])}`;
  },
  toldBack: (terms, came, value, number) =>
    `${withoutZeros(terms, number)} = ${number(value)}${asShown(terms, [value])}`,
  weightsOf: () => ({ depth: 0 }),
};
const passed = ([{ value, weight }], number) =>
  `so ${weight ? `${number(value)} goes` : "nothing goes"} through`;

const KINDS = {};
KINDS.input = SUM;
KINDS.conv = {
  ...SUM,
  below: (layer, shape, region) => ({ ...underWindows(layer, shape, region), maps: range(0, shape[0]) }),
  above: (layer, shape, region) => ({ ...overWindows(layer, shape, region), maps: range(0, layer.shape[0]) }),
  weight({ size, stride, padding, weights: from }, [depth], cell, source, weights) {
    const row = source[1] - cell[1] * stride + padding;
    const column = source[2] - cell[2] * stride + padding;
    return weights[from + ((cell[0] * depth + source[0]) * size + row) * size + column];
  },
  weightsOf({ size }, [depth], [map]) {
    const name = (channel) => `kernels[${map}, ${channel}]`;
    return { depth, count: depth * size ** 2, output: map, side: size, name };
  },
};
KINDS.dense = {
  ...SUM,
  below: (layer, shape) => everything(shape),
  above: ({ shape }, _, region) => inRow(sizeOf(region) ? range(0, shape[2]) : []),
  weight: (layer, shape, cell, source, weights) => weights[layer.weights + cell[2] * shape[2] + source[2]],
  weightsOf(layer, [, , count], [, , output]) {
    return { depth: 1, count, output, name: () => `weights[:, ${output}]` };
  },
};
KINDS.relu = {
  ...SUM,
  part: (layer, shape, cell, source, weights, at) => (at(source) <= 0 ? 0 : 1), // NaN passes, as in Python
  value: ([{ value }]) => Math.max(value, 0),
  told: ([{ value: came }], bias, value) => `max(${inSum(came)}, 0) = ${rounded(value, 2)}`,
  toldBack(terms, came, value, number) {
    const gate = `${number(came)} came in ${terms[0].weight ? "" : "not "}above 0`;
    return `${gate}, ${passed(terms, number)} = ${number(value)}`;
  },
};
KINDS.flatten = {
  ...SUM,
  below(layer, shape, { columns: [at, ...more] }) {
    const [, height, width] = shape;
    if (more.length) return everything(shape);
    return regionOf([Math.floor(at / (height * width)), Math.floor(at / width) % height, at % width]);
  },
  above: (layer, shape, region) => inRow(cellsOf(region).map((cell) => flatPlace(shape, cell))),
  told: ([{ cell }], bias, value) => `[${cell.join(", ")}] carried over = ${rounded(value, 2)}`,
  toldBack: ([{ cell }], came, value, number) => `[${cell[2]}] carried over = ${number(value)}`,
};
KINDS.pool = {
  ...SUM,
  largest: true,
  field: "window",
  below: underWindows,
  above: overWindows,
  part(layer, shape, cell, source, weights, at) {
    const best = (one, other) => (at(other) > at(one) ? other : one);
    return same(sourcesOf(layer, shape, cell).reduce(best), source) ? 1 : 0;
  },
  value: (terms) => Math.max(...terms.map(({ value }) => value)),
  told(terms, bias, value) {
    const values = terms.map((term) => inSum(term.value));
    return `the largest of ${firstTerms(values, ", ")} = ${rounded(value, 2)}`;
  },
  toldBack(terms, came, value, number) {
    const open = terms.filter(({ weight }) => weight).map((term) => number(term.value));
    const [count, end] = [open.length, ` = ${number(value)}`];
    const taken = `${count ? "the largest of" : "not taken from"} its ${this.field}`;
    if (terms.length === 1) return `${taken}, ${passed(terms, number)}${end}`;
    const windows = `of its ${terms.length} windows`;
    if (!count) return `taken from none ${windows}${end}`;
    return `the largest of ${count} ${windows}: ${firstTerms(open, " + ")}${end}`;
  },
};
KINDS.max = {
  ...KINDS.pool,
  field: "map",
  below: (layer, shape, { columns }) => ({ ...everything(shape), maps: columns }),
  above: (layer, shape, region) => inRow(sizeOf(region) ? region.maps : []),
};
