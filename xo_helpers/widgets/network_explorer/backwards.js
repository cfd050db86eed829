// The way of a gradient through a network, for the explorer: what gradients.py does. Joined after trace.js;
// a browser test holds it equal to Python's.

// A number rounded to two decimals, and one below 0.01 to its first two digits. See gradients.fine.
function fine(value) {
  const [digits, exponent] = Math.abs(value).toExponential(1).split("e");
  const power = -Number(exponent);
  if (!(power > 2 && power <= 12)) return rounded(value, 2);
  return withMinus(value, power === 3 ? `0.00${digits[0]}${digits[2]}` : `${digits}e−${power}`);
}
// In five letters, where there is little room: −11.4, and −4e−5, but where numbers are not small without
// `powers`.
function briefly(value, powers) {
  const size = Math.abs(value);
  const [digit, power] = size.toExponential(0).split("e-");
  if (powers && power > 2 && power <= 12) return withMinus(value, `${digit}e−${power}`);
  return size < 9.995 ? rounded(value, 2) : withMinus(value, down(size, size < 99.95 ? 1 : 0, 0.5));
}
// The right answer's share, from its gradient. See gradients.share_of.
function shareOf(value) {
  const power = -Number(Math.abs(value).toExponential(1).split("e")[1]);
  return rounded(value + 1, power > 2 && power <= 12 ? power + 1 : 2);
}
// As it is heard: −4.6e−5 is minus 46 millionths.
const PARTS = { 6: "millionth", 9: "billionth", 12: "trillionth" };
function spokenFine(text) {
  const [digits, power] = text.split("e−");
  if (!power) return spoken(text);
  const unit = 3 * Math.ceil(power / 3);
  const count = Number((Math.abs(asNumber(digits)) * 10 ** (unit - power)).toFixed(1));
  return `${digits[0] === "−" ? "minus " : ""}${many(count, PARTS[unit])}`;
}

function scaleOf(gradients) {
  const most = gradients.reduce((so, value) => Math.max(so, Math.abs(value)), 0);
  return most > 0 && most < Infinity ? most : 1;
}
function scaled(gradients) {
  const scale = scaleOf(gradients);
  return gradients.map((value) => value / scale);
}

// What each cell above that is computed from `cell` hands down: its gradient as `value`, and the part of it
// as `weight`.
function handsDown(above, shape, values, gradients, cell, weights) {
  const at = (place) => values[flatPlace(shape, place)];
  return fedBy(above, shape, cell).map((place) => ({
    cell: place,
    value: gradients[flatPlace(above.shape, place)],
    weight: KINDS[above.kind].part(above, shape, place, cell, weights, at),
  }));
}

// How a gradient comes about. `came` is what came in; of the last layer `above` is undefined, and `right` 1
// or 0. See gradients.written_back.
function writtenBack(above, terms, came, value, right) {
  const result = fine(value);
  if (!above) return `share ${right ? shareOf(value) : result} − right answer ${right} = ${result}`;
  if (!terms.length) return `no cell of ${above.name} is computed from it = ${result}`;
  return KINDS[above.kind].toldBack(terms, came, value, fine);
}

// What hands its gradient to a cell, in words. See gradients.handed.
function handedBy(above, terms) {
  if (!above) return "from the loss";
  if (!terms.length) return `no cell of ${above.name} is computed from it`;
  const count = terms.filter(({ weight }) => weight).length;
  return count ? `handed down by ${many(count, "cell")} of ${above.name}` : `${above.name} hands it nothing`;
}
