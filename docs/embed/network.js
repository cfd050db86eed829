// What the network says of a drawing, computed in the page: on the web site the pad has no Python to ask.
// The widget's own module is joined in front.

// How each cell of each layer is computed from the values below. What it is computed from is found only once.
const wired = (layers, weights) =>
  layers.slice(1).map((layer, at) => {
    const places = cellsOf(everything(layers[at].shape)).map((_, place) => place);
    return cellsOf(everything(layer.shape)).map((cell) => {
      const terms = termsOf(layer, layers[at].shape, places, cell, weights);
      const [from, bias] = [terms.map(({ value }) => value), biasOf(layer, cell, weights)];
      return (below) => {
        from.forEach((place, which) => (terms[which].value = below[place]));
        return KINDS[layer.kind].value(terms, bias);
      };
    });
  });

// Every cell of every layer in a row, and the last layer's, which are the votes.
function seenBy(network, image) {
  const activations = [image.flat(2)];
  for (const cells of network) activations.push(cells.map((valueOf) => valueOf(activations.at(-1))));
  return { cells: new DataView(new Float64Array(activations.flat()).buffer), votes: activations.at(-1) };
}

function look(network, { by, image, classes }) {
  const { cells, votes } = seenBy(network, image);
  return { by, cells, shares: sharesOf(votes), verdict: verdict(votes, classes) };
}

// What answers the pad of a model: the network that it carries, taken apart.
function answering(model) {
  const network = wired(model.get("layers"), numbersIn(model.get("weights")));
  return () => {
    const [image, { by, cells }] = [structuredClone(model.get("image")), model.get("drawn")];
    for (const [row, column, value] of cells) image[row][column] = value;
    model.set("image", image);
    model.set("answer", look(network, { by, image, classes: model.get("classes") }));
  };
}
