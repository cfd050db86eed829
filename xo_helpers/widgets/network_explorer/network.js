// The network as Python sent it, the cell that is picked, and what its number comes from: cells below; or,
// back, its gradient from cells above.

const PLACE = ["map", "row", "column"];

// The numbers of a trait, read again when it holds others.
function numbersAt(get, name) {
  let bytes, numbers;
  return () => {
    const now = get(name);
    if (now !== bytes) [bytes, numbers] = [now, numbersIn(now)];
    return numbers;
  };
}

function makeNetwork(model) {
  const get = (name) => model.get(name);
  const [layers, names] = [get("layers"), get("names")];
  const layerNames = layers.map(({ name }) => name);
  const [cells, gradients] = ["cells", "gradients"].map((name) => numbersAt(get, name));
  const [weights, weightGradients] = ["weights", "weight_gradients"].map((name) => numbersIn(get(name)));
  const back = gradients().length > 0;
  const imageIndex = () => Math.max(0, names.indexOf(get("image")));
  const index = () => Math.max(0, layerNames.indexOf(get("layer")));
  const place = () => PLACE.map((name, axis) => Math.min(get(name), layers[index()].shape[axis] - 1));
  const next = () => index() + (back ? 1 : -1); // the layer that the picked cell's number comes from

  // Of all images' numbers, so many of the picked one's.
  function ofImage(array, from, count) {
    const start = (imageIndex() * array.length) / names.length + from;
    return array.subarray(start, start + count);
  }
  const partOf = (numbers) => (layer) => ofImage(numbers(), layer.cells, sizeOfShape(layer.shape));
  const [valuesOf, gradientsOf] = [partOf(cells), partOf(gradients)];

  // What a cell is computed from.
  function termsBelow(at, cell) {
    if (!at) return [];
    return termsOf(layers[at], layers[at - 1].shape, valuesOf(layers[at - 1]), cell, weights);
  }
  // What is computed from a cell; back, what hands its gradient down to it.
  function termsAbove(at, cell) {
    const [layer, above] = [layers[at], layers[at + 1]];
    if (!above) return [];
    if (back) return handsDown(above, layer.shape, valuesOf(layer), gradientsOf(above), cell, weights);
    return fedBy(above, layer.shape, cell).map((fed) => ({
      cell: fed,
      value: 1,
      weight: weightOn(above, layer.shape, fed, cell, weights),
    }));
  }

  const ofWeights = () => ofImage(weightGradients, 0, weightGradients.length / names.length);
  const answer = () => get("answers")[imageIndex()];
  const shownOf = back ? gradientsOf : valuesOf;
  const chosen = { image: () => get("image"), index, place, next, answer };

  // Another one for another image, or for other numbers of it.
  let [count, seen] = [0, []];
  function version() {
    const now = [get("image"), cells()];
    if (now.some((one, i) => one !== seen[i])) [count, seen] = [count + 1, now];
    return count;
  }
  // How many rows and columns of a map are shown as cells: fewer where it is presented, which makes them
  // large.
  let side = SIDE;
  const presented = (on) => (side = on ? SOME : SIDE);
  const room = { side: () => side, presented };
  const numbers = { weights, valuesOf, shownOf, ofWeights, version };
  const classes = get("classes") ?? []; // one that was saved before they had names holds none
  return { ...chosen, ...room, layers, names, classes, back, ...numbers, termsBelow, termsAbove };
}

const sizeOfShape = (shape) => shape.reduce((all, length) => all * length, 1);
const product = ({ value, weight }) => Math.abs(value * weight);
const most = (terms, pull) =>
  terms.reduce((best, term) => (!best || pull(term) > pull(best) ? term : best), undefined);

// Of the terms below a cell of a layer the strongest one; back, the one with the largest weight.
const strongest = (terms, layer, back) =>
  most(terms, ({ value, weight }) => (pools(layer) ? value : Math.abs(back ? weight : value * weight)));

// What is outlined, by layer: a cell, and what its number comes from.
function regionsFrom({ layers, back }, at, cell, open) {
  const regions = { [at]: regionOf(cell) };
  if (!back)
    for (let i = at; i > 0; i--) regions[i - 1] = regionBelow(layers[i], layers[i - 1].shape, regions[i]);
  else if (open)
    for (let i = at + 1; i < layers.length; i++)
      regions[i] = regionAbove(layers[i], layers[i - 1].shape, regions[i - 1]);
  return regions;
}

// The picked cell with its number, the layer and the terms that this comes from, the strongest of these, and
// what is outlined.
function pickedIn(network) {
  const { layers, back } = network;
  const [at, cell] = [network.index(), network.place()];
  const next = network.next();
  const [layer, source] = [layers[at], layers[next]];
  const terms = back ? network.termsAbove(at, cell) : network.termsBelow(at, cell);
  const open = !back || terms.some(({ weight }) => weight); // a closed gate lets nothing through
  const best = (back ? most(terms, product) : strongest(terms, layer))?.cell;
  const value = network.shownOf(layer)[flatPlace(layer.shape, cell)];
  const regions = regionsFrom(network, at, cell, open);
  return { at, next, cell, value, layer, source, terms, open, best, regions };
}
