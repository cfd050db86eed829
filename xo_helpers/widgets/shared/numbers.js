// Numbers as text, as texts.py writes them.

// In parts of the last digit, of which it has 10 ** 30: half of it, and 2 ** -30 of it.
const HALF_A_DIGIT = 5n * 10n ** 29n,
  NUDGED = 5n ** 30n;

// A number's size, and so much of its last digit more, cut, exactly; as texts._down.
function down(size, digits, more) {
  if (Number.isNaN(size)) return "nan";
  if (size >= 1e16) return size.toExponential(2).replace("e+", "e").replace("Infinity", "inf");
  const rough = size * 10 ** digits + more;
  const near = Math.round(rough);
  const away = Math.abs(rough - near);
  // Floats are exact enough, and fast, where they are not between the two: there the nudge decides.
  const clear = rough < 2 ** 20 && (away < 5e-10 || away > 1e-8);
  const whole = clear ? (away < 5e-10 ? near : Math.floor(rough)) : longDown(String(size), digits, more);
  const text = String(whole).padStart(digits + 1, "0");
  return digits ? `${text.slice(0, -digits)}.${text.slice(-digits)}` : text;
}

// A number's last digit and all before it, in whole numbers of any length.
function longDown(written, digits, more) {
  const [number, power = "0"] = written.split("e");
  const [before, decimals = ""] = number.split(".");
  const zeros = digits + 30 + Number(power) - decimals.length;
  const tenfold = BigInt(before + decimals);
  const size = zeros < 0 ? tenfold / 10n ** BigInt(-zeros) : tenfold * 10n ** BigInt(zeros);
  return (size + BigInt(2 * more) * HALF_A_DIGIT + NUDGED) / (2n * HALF_A_DIGIT);
}

const withMinus = (value, text) => (value < 0 && /[1-9i]/.test(text) ? `−${text}` : text);

const asNumber = (text) => Number(text.replace("−", "-"));

// The number as texts.in_cell prints it: whole numbers whole when `whole`, else cut after two decimals.
function inCell(value, whole) {
  const size = Math.abs(value);
  return withMinus(value, whole && Number.isInteger(value) ? down(size, 0, 0.5) : down(size, 2, 0));
}

// As texts.rounded: to that many decimals, without zeros at its end but for the first two decimals.
function rounded(value, digits = 4, whole = false) {
  if (whole && Number.isInteger(value)) return inCell(value, true);
  return withMinus(value, down(Math.abs(value), digits, 0.5).replace(/(\.\d\d\d*?)0+$/, "$1"));
}

// As texts.in_full: whether `rounded` shows each of the numbers to its last digit; then their sum is exact.
const inFull = (numbers, digits = 4) =>
  numbers.every((number) => Math.abs(number * 10 ** digits - Math.round(number * 10 ** digits)) < 1e-6);

const spoken = (text) => text.replaceAll("−", "minus ");
