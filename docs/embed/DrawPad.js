// What may be given of the pad: its drawing, at which its network looks in the page.
const GIVEN = {
  takes: { image: TAKES.grid },
  begins: true, // what the network says of the drawing is not in the page
  state({ image: drawn }, { image: before, layers, weights, classes }) {
    const image = drawn ?? before;
    const wanted = layers[0].shape.slice(1).join("×");
    if (TAKES.extent(image) !== wanted)
      TAKES.refuse(`image is ${TAKES.extent(image)}; this network takes drawings of ${wanted}`);
    const odd = image.flat().find((value) => Math.abs(value) !== 1);
    if (odd !== undefined)
      TAKES.refuse(`image holds ${odd}; a drawing is of 1 (stroke, #) and -1 (background, .)`);
    const network = wired(layers, numbersIn(weights));
    return { image, answer: look(network, { by: "", image, classes }) };
  },
  told: (get) => ({ image: TAKES.written(get("image")) }),
  answering,
};
