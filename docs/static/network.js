// What the network says of a drawing, computed in the page: on the web site the pad has no Python to ask.
// numbers.js, votes.js and trace.js, which widgets share, are joined in front.

function look({ layers, weights }, image, classes) {
  const activations = [image.flat()];
  layers.slice(1).forEach((layer, at) => {
    const cellValue = (cell) => {
      const terms = termsOf(layer, layers[at].shape, activations[at], cell, weights);
      return KINDS[layer.kind].value(terms, biasOf(layer, cell, weights));
    };
    activations.push(cellsOf(everything(layer.shape)).map(cellValue));
  });
  const votes = activations.at(-1);
  const bytes = new Float64Array(activations.flat()).buffer;
  return { image, cells: new DataView(bytes), shares: sharesOf(votes), verdict: verdict(votes, classes) };
}

window.xoAnswers("DrawPad", (place) => {
  const network = JSON.parse(place.querySelector("script.xo-network").textContent);
  return (model) => model.set("answer", look(network, model.get("image"), model.get("classes")));
});
