// What another page alone may give: lists of numbers, and what votes. Joined behind takes.js in the module.

// Lists in lists, so many deep, of numbers; each as long as its neighbours.
function shapeOf(value) {
  return Array.isArray(value) ? [value.length, ...shapeOf(value[0])] : [];
}
const arrayOf = (axes) =>
  function array(name, value) {
    const [shape, all] = [shapeOf(value), [value].flat(axes)];
    const count = shape.reduce((product, length) => product * length, 1);
    const lists = "[".repeat(axes);
    if (shape.length !== axes || all.length !== count || !count)
      refuse(`${name} is ${said(value)}; it must be lists like ${lists}0.5, -1, …, equally long`);
    const odd = all.find((one) => !Number.isFinite(one) || Math.abs(one) > LARGEST);
    if (odd !== undefined) refuse(`${name} holds ${said(odd)}; it must hold numbers, up to 1e9`);
    return value;
  };
function numberGiven(name, value) {
  if (!Number.isFinite(value)) refuse(`${name} is ${said(value)}; it must be a number, like 0.3`);
  return value;
}

function limited(name, array, most, why) {
  const odd = array.flat().find((one) => Math.abs(one) > most);
  if (odd !== undefined) refuse(`${name} hold ${odd}; ${why}`);
}

// Weights, biases and names that fit a row of values, as ledger.py says it.
function voting({ weights, bias, classes, names }, values, now) {
  weights ??= now.weights;
  const [count, among] = [values.length, weights[0].length];
  classes ??= among === now.classes.length ? now.classes : Array.from(weights[0], (_, at) => `class ${at}`);
  bias ??= weights[0].map(() => 0);
  names ??= values.map((_, at) => String(at));
  if (count > 100) refuse(`there are ${count} values; the widget shows 100 at most: pool the maps first`);
  if (among < 2 || among > 5) refuse(`weights are to ${among} classes; the widget shows 2 to 5`);
  if (weights.length !== count)
    refuse(`weights have ${weights.length} rows; with ${count} values they must have ${count}, one a value`);
  for (const [name, list, fits] of [
    ["bias", bias, among],
    ["classes", classes, among],
    ["names", names, count],
  ])
    if (list.length !== fits) refuse(`${name} are ${list.length}; with these weights they must be ${fits}`);
  return { weights, bias, classes, names };
}

Object.assign(TAKES, {
  array: arrayOf,
  number: numberGiven,
  votes: { weights: arrayOf(2), bias: arrayOf(1), classes: textsOf, names: textsOf },
  voting,
  limited,
});
