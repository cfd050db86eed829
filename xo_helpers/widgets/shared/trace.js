// Where a cell comes from and where it goes, by arithmetic over the layers' sizes: what trace.py does with an index.
// A cell is [map, row, column]; a region is {maps, rows, columns}, lists whose every combination is a cell. Values in a
// row are one map of one row. Pure functions: a browser test holds them equal to Python's.

const range = (from, to) => Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i);
const regionOf = ([map, row, column]) => ({ maps: [map], rows: [row], columns: [column] });
const everything = ([maps, rows, columns]) => ({
  maps: range(0, maps),
  rows: range(0, rows),
  columns: range(0, columns),
});
const flatPlace = ([, rows, columns], [map, row, column]) => (map * rows + row) * columns + column;
const cellsOf = ({ maps, rows, columns }) =>
  maps.flatMap((map) => rows.flatMap((row) => columns.map((column) => [map, row, column])));

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

// The weight that a cell of a layer puts on one of its sources.
function weightOn(layer, shape, cell, source, weights) {
  const [depth, , width] = shape;
  const [row, column] = [1, 2].map((axis) => source[axis] - cell[axis] * layer.stride + layer.padding);
  if (layer.kind === "conv") {
    return weights[layer.weights + ((cell[0] * depth + source[0]) * layer.size + row) * layer.size + column];
  }
  return layer.kind === "dense" ? weights[layer.weights + cell[2] * width + source[2]] : 1;
}

// The cells that one cell is computed from, in the order of their weights.
const sourcesOf = (layer, shape, cell) => cellsOf(regionBelow(layer, shape, regionOf(cell)));

// The cells of the layer above that are computed from this one.
function fedBy(above, shape, cell) {
  const [maps, rows, columns] = above.shape;
  if (above.kind === "dense") return cellsOf(everything(above.shape));
  if (above.kind === "flatten") return [[0, 0, flatPlace(shape, cell)]];
  if (above.kind === "max") return [[0, 0, cell[0]]];
  const along = (count, at, length) =>
    range(0, count).filter((place) => under(above, place, length).includes(at));
  return cellsOf({
    maps: above.kind === "conv" ? range(0, maps) : [cell[0]],
    rows: along(rows, cell[1], shape[1]),
    columns: along(columns, cell[2], shape[2]),
  });
}

// The first `most` texts of a sum, and how many more there are.
function firstTerms(texts, sign, most = 9) {
  const more = texts.length - most;
  return [...texts.slice(0, most), ...(more > 0 ? [`… (${more} more)`] : [])].join(sign);
}

// The same of a sum of products; those that are 0 are counted, not listed. `text` writes a term.
function withoutZeros(terms, text) {
  const live = terms.filter(({ value, weight }) => value * weight);
  const none = terms.length - live.length;
  const zeros = none ? `(${none} ${live.length ? "more " : ""}${none === 1 ? "is" : "are"} 0)` : "";
  return [firstTerms(live.map(text), " + "), zeros].filter(Boolean).join(" + ");
}

// What is said of a sum of products whose numbers two decimals do not show in full, else nothing.
function asShown(terms, others) {
  const live = terms
    .filter(({ value, weight }) => value * weight)
    .flatMap(({ value, weight }) => [value, weight]);
  return inFull([...live, ...others], 2) ? "" : ", rounded";
}

const pools = (layer) => layer.kind === "pool" || layer.kind === "max"; // it keeps the largest

// How a value comes about, in words and numbers; the first terms of a long sum. See trace.written_out.
function writtenOut(layer, terms, bias, value) {
  const number = (at) => rounded(at, 2, true);
  const result = rounded(value, 2);
  if (layer.kind === "relu") return `max(${number(terms[0].value)}, 0) = ${result}`;
  if (layer.kind === "flatten") return `[${terms[0].cell.join(", ")}] carried over = ${result}`;
  if (pools(layer))
    return `the largest of ${firstTerms(
      terms.map((term) => number(term.value)),
      ", ",
    )} = ${result}`;
  const products = withoutZeros(terms, (term) => `${number(term.value)}×${number(term.weight)}`);
  return [products, `bias ${number(bias)} = ${result}${asShown(terms, [bias, value])}`]
    .filter(Boolean)
    .join(" + ");
}
