// What the network says of a drawing, computed in the page: on the web site the pad has no Python to ask.
// The layers of the network that ships, as xo_helpers.ops computes them; maps are [maps][rows][columns].
// numbers.js and votes.js, which widgets share, are joined in front.

const range = (count) => Array.from({ length: count }, (_, i) => i);
const cells = (rows, columns, value) =>
  range(rows).map((row) => range(columns).map((column) => value(row, column)));

function conv({ kernels, bias, padding }, maps) {
  const size = kernels[0][0].length;
  const out = (length) => length + 2 * padding - size + 1;
  return kernels.map((kernel, m) =>
    cells(out(maps[0].length), out(maps[0][0].length), (row, column) => {
      let sum = 0;
      maps.forEach((map, c) =>
        kernel[c].forEach((line, i) =>
          line.forEach((weight, j) => {
            sum += weight * (map[row + i - padding]?.[column + j - padding] ?? 0);
          }),
        ),
      );
      return sum + bias[m];
    }),
  );
}

// Windows lie side by side; the last ones may be cut by the edge.
function pool({ size }, maps) {
  const out = (length) => Math.ceil(length / size);
  return maps.map((map) =>
    cells(out(map.length), out(map[0].length), (row, column) =>
      Math.max(
        ...map
          .slice(row * size, (row + 1) * size)
          .flatMap((line) => line.slice(column * size, (column + 1) * size)),
      ),
    ),
  );
}

const relu = (_, maps) => maps.map((map) => map.map((line) => line.map((value) => Math.max(value, 0))));
const max = (_, maps) => maps.map((map) => Math.max(...map.flat()));
const flatten = (_, maps) => maps.flat(2);
const dense = ({ weights, bias }, values) => votesOf(values, weights, bias);
const LAYERS = { conv, relu, pool, max, flatten, dense };

function look(layers, image, classes) {
  const activations = [[image]];
  for (const layer of layers) activations.push(LAYERS[layer.kind](layer, activations.at(-1)));
  const votes = activations.at(-1);
  const bytes = new Float64Array(activations.flat(Infinity)).buffer;
  return { image, cells: new DataView(bytes), shares: sharesOf(votes), verdict: verdict(votes, classes) };
}

window.xoAnswers("DrawPad", (place) => {
  const layers = JSON.parse(place.querySelector("script.xo-network").textContent);
  return (model) => model.set("answer", look(layers, model.get("image"), model.get("classes")));
});
