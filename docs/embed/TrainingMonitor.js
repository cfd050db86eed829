// What another page may give of a training: its curves, and its first kernels after each epoch.
const GIVEN = {
  also: { ...Object.fromEntries(CURVES.map((name) => [name, TAKES.array(1)])), kernels: TAKES.array(4) },
  state({ kernels = [], validation_losses = [], validation_accuracies = [], ...trained }, now) {
    const curves = { losses: [], accuracies: [], ...trained, validation_losses, validation_accuracies };
    const epochs = curves.losses.length;
    if (!epochs) TAKES.refuse("losses are not given; a training has a loss an epoch, like [0.7, 0.4, 0.2]");
    const all = { ...curves, kernels };
    for (const [name, list] of Object.entries(all))
      if (list.length !== epochs && (list.length || name === "accuracies"))
        TAKES.refuse(`${name} are of ${list.length} epochs and losses of ${epochs}; they must be of as many`);
    const [first = []] = kernels;
    const shape = first.length ? [first.length, first[0].length, first[0][0].length] : [];
    const history = new DataView(new Float64Array(kernels.flat(3)).buffer);
    const end = { state: "done", picked: 0, fruitless: "", stop: false, seen: true, hears: false };
    return { ...now, ...curves, ...end, epochs, epoch: epochs, history, kernel_shape: shape };
  },
};
