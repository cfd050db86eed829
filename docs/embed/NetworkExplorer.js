// What may be given of the explorer: which cell is picked; by another page also the images, at which the
// network looks here.

function seenIn(images, { layers, weights }) {
  const [network, wanted] = [wired(layers, weights), layers[0].shape.slice(1).join("×")];
  const all = [];
  for (const [name, image] of Object.entries(images)) {
    const cells = TAKES.grid(`image ${name}`, image);
    if (TAKES.extent(cells) !== wanted)
      TAKES.refuse(`image ${name} is ${TAKES.extent(cells)}; this network takes images of ${wanted}`);
    all.push(numbersIn(seenBy(network, cells).cells));
  }
  const cells = new Float64Array(all.length * all[0].length);
  all.forEach((one, at) => cells.set(one, at * one.length));
  const none = new DataView(new ArrayBuffer(0)); // there is no loss
  const back = { answers: [], gradients: none, weight_gradients: none };
  const names = Object.keys(images);
  return { names, image: names[0], cells: new DataView(cells.buffer), ...back };
}

const GIVEN = {
  takes: {
    image: TAKES.text,
    layer: TAKES.text,
    map: TAKES.place,
    row: TAKES.place,
    column: TAKES.place,
  },
  also: {
    images(name, value) {
      const fits = value && typeof value === "object" && !Array.isArray(value) && Object.keys(value).length;
      return fits
        ? value
        : TAKES.refuse(`${name} is ${TAKES.said(value)}; it must be names and images, like {"X": […]}`);
    },
  },
  state({ images, image, layer, map = 0, row = 0, column = 0 }, now) {
    const seen = images ? seenIn(images, { ...now, weights: numbersIn(now.weights) }) : {};
    const { names, layers } = { ...now, ...seen };
    const [picture, name] = [image ?? seen.image ?? now.image, layer ?? now.layer];
    const known = layers.map((one) => one.name);
    if (!names.includes(picture))
      TAKES.refuse(`there is no image ${TAKES.said(picture)}; there are ${names.join(", ")}`);
    if (!known.includes(name))
      TAKES.refuse(`there is no layer ${TAKES.said(name)}; there are ${known.join(", ")}`);
    const [maps, rows, columns] = layers[known.indexOf(name)].shape;
    TAKES.inside({ map, row, column }, { map: maps, row: rows, column: columns }, `${name} has`);
    return { ...seen, image: picture, layer: name, map, row, column };
  },
  told(get) {
    const names = ["image", "layer", "map", "row", "column"];
    return Object.fromEntries(names.map((name) => [name, get(name)]));
  },
};
