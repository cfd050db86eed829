// The loss and its slope, and what changes a weight: nudges, and steps downhill.

const NUDGE = 0.01;
const FORWARD = ["values", "labels", "weights", "bias"]; // what the loss is computed from

// The page computes the loss too, as votes.js the votes (a test holds it equal to ops.cross_entropy).
function lossOf(votes, labels) {
  const each = votes.map((line, n) => {
    const most = Math.max(...line);
    return Math.log(line.reduce((sum, vote) => sum + Math.exp(vote - most), 0)) - (line[labels[n]] - most);
  });
  return each.reduce((sum, loss) => sum + loss) / each.length;
}
const slopeFrom = (lossBy) => (lossBy(NUDGE) - lossBy(-NUDGE)) / (2 * NUDGE);

// The loss if the weight of a value to a class (or, with no value, a class's bias) were changed by so much.
function forward(values, labels, weights, bias) {
  const votes = values.map((one) => votesOf(one, weights, bias));
  const changed = (row, column, by) =>
    votes.map((line, n) =>
      line.map((vote, o) => (o === column ? vote + by * (row === null ? 1 : values[n][row]) : vote)),
    );
  return (row, column) => (by) => lossOf(changed(row, column, by), labels);
}

// How many images have their highest vote, the first of those that tie, where their label is.
const rightOf = (values, labels, weights, bias) =>
  values.filter((one, n) => highest(votesOf(one, weights, bias)).indexOf(true) === labels[n]).length;

// What can be done with the picked weight, and with all of them.
function makeSteps(model) {
  const get = (name) => model.get(name);
  const place = () => placeIn(model, get("weights").length, get("classes").length);
  const put = (state) => save(model, state);

  const lossAt = () => forward(...FORWARD.map(get));
  const lossHere = () => lossAt()(...place());
  const weightsWith = (to) => get("weights").map((line, r) => line.map((old, c) => to(old, r, c)));
  function pickedBy(to) {
    const [row, column] = place();
    return { weights: weightsWith((old, r, c) => (r === row && c === column ? to(old) : old)) };
  }
  const nudge = (by) => put(pickedBy((old) => Math.round((old + by) * 1e10) / 1e10));
  const downhill = (old, lossBy) => old - get("learning_rate") * slopeFrom(lossBy);
  const here = () => place().reduce((part, at) => part[at], get("weights"));
  const leave = () => ({ trail: [...get("trail"), [here(), lossHere()(0)]] }); // a step begins here
  const step = () => put({ ...leave(), ...pickedBy((old) => downhill(old, lossHere())) });
  function stepAll() {
    const loss = lossAt();
    put({
      ...leave(),
      weights: weightsWith((old, r, c) => downhill(old, loss(r, c))),
      bias: get("bias").map((old, c) => downhill(old, loss(null, c))),
    });
  }
  function look(state) {
    for (const [name, value] of Object.entries(state)) model.set(name, value);
    const lossBy = lossHere();
    put({ trail: [], axes: axesAround(...place(), here(), lossBy, slopeFrom(lossBy)) });
  }
  function pick(row, column) {
    if (row !== get("row") || column !== get("column")) look({ row, column });
  }
  return { place, here, lossHere, put, nudge, step, stepAll, look, pick };
}
