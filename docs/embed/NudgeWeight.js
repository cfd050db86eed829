// What another page may give of NudgeWeight, and what follows: what its picture shows.
const GIVEN = {
  also: {
    ...TAKES.votes,
    values: TAKES.array(2),
    labels: TAKES.array(1),
    learning_rate: TAKES.number,
    row: TAKES.place,
    column: TAKES.place,
  },
  state({ values, labels, learning_rate = 1, row = 0, column = 0, ...voting }, now) {
    [values, labels] = [values ?? now.values, labels ?? now.labels];
    const start = { values, labels, ...TAKES.voting(voting, values[0], now) };
    const { classes, names } = start;
    if (labels.length !== values.length)
      TAKES.refuse(`labels are ${labels.length}; there are ${values.length} images, so they must be as many`);
    const odd = labels.find((label) => !classes.keys().some((number) => number === label));
    if (odd !== undefined)
      TAKES.refuse(`labels hold ${odd}; they number the classes, 0 to ${classes.length - 1}`);
    for (const name of ["values", "weights", "bias"])
      TAKES.limited(name, start[name], 1e6, "here numbers go up to 1e6");
    if (learning_rate <= 0) TAKES.refuse(`learning_rate is ${learning_rate}; it must be above 0, like 0.3`);
    TAKES.inside({ row, column }, { row: names.length, column: classes.length }, "there are");
    const state = { ...start, start, learning_rate, row, column, trail: [] };
    const lossBy = forward(...FORWARD.map((name) => state[name]))(row, column);
    const axes = axesAround(row, column, state.weights[row][column], lossBy, slopeFrom(lossBy));
    return { ...state, axes };
  },
};
