// Where a cell comes from and where it goes, by arithmetic over the layers' sizes: what trace.py does with an
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
function inRow(columns) {
  const first = columns.length ? [0] : [];
  return { maps: first, rows: first, columns };
}

// Along one axis of `length` cells: those under the window at place `at`. Padding is no cell.
function under(layer, at, length) {
  const from = at * layer.stride - layer.padding;
  return range(Math.max(0, from), Math.min(length, from + layer.size));
}

// What of the layer below, of this shape, a region of a layer is computed from.
function regionBelow(layer, shape, { maps, rows, columns }) {
  const [depth, height, width] = shape;
  if (layer.kind === "dense" || (layer.kind === "flatten" && columns.length > 1)) return everything(shape);
  if (layer.kind === "flatten") {
    const at = columns[0];
    return regionOf([Math.floor(at / (height * width)), Math.floor(at / width) % height, at % width]);
  }
  if (layer.kind === "max") return { ...everything(shape), maps: columns };
  const along = (places, length) => [...new Set(places.flatMap((at) => under(layer, at, length)))];
  return {
    maps: layer.kind === "conv" ? range(0, depth) : maps,
    rows: along(rows, height),
    columns: along(columns, width),
  };
}

// What of the layer above is computed from a region of a layer of this shape.
function regionAbove(above, shape, region) {
  const [maps, rows, columns] = above.shape;
  if (above.kind === "dense") return inRow(sizeOf(region) ? range(0, columns) : []);
  if (above.kind === "flatten") return inRow(cellsOf(region).map((cell) => flatPlace(shape, cell)));
  if (above.kind === "max") return inRow(sizeOf(region) ? region.maps : []);
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

// The weight that a cell of a layer puts on one of its sources.
function weightOn(layer, shape, cell, source, weights) {
  const [depth, , width] = shape;
  const [row, column] = [1, 2].map((axis) => source[axis] - cell[axis] * layer.stride + layer.padding);
  if (layer.kind === "conv") {
    return weights[layer.weights + ((cell[0] * depth + source[0]) * layer.size + row) * layer.size + column];
  }
  return layer.kind === "dense" ? weights[layer.weights + cell[2] * width + source[2]] : 1;
}

// The cells that one is computed from, in the order of their weights, and those computed from it.
const sourcesOf = (layer, shape, cell) => cellsOf(regionBelow(layer, shape, regionOf(cell)));
const fedBy = (above, shape, cell) => cellsOf(regionAbove(above, shape, regionOf(cell)));

const many = (count, what) => `${count} ${what}${count === 1 ? "" : "s"}`;

// The first `most` texts of a sum, and how many more there are.
function firstTerms(texts, sign, most = 9) {
  const more = texts.length - most;
  return [...texts.slice(0, most), ...(more > 0 ? [`… (${more} more)`] : [])].join(sign);
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

const pools = (layer) => layer.kind === "pool" || layer.kind === "max"; // it keeps the largest

// How a value comes about, in words and numbers; the first terms of a long sum. See trace.written_out.
function writtenOut(layer, terms, bias, value) {
  const result = rounded(value, 2);
  if (layer.kind === "relu") return `max(${inSum(terms[0].value)}, 0) = ${result}`;
  if (layer.kind === "flatten") return `[${terms[0].cell.join(", ")}] carried over = ${result}`;
  if (pools(layer)) {
    const values = terms.map((term) => inSum(term.value));
    return `the largest of ${firstTerms(values, ", ")} = ${result}`;
  }
  const end = `bias ${inSum(bias)} = ${result}${asShown(terms, [bias, value])}`;
  return [withoutZeros(terms, inSum), end].filter(Boolean).join(" + ");
}
