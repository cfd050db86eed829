// Numbers as text, as texts.py writes them.

// A number's size, and so much of its last digit more, cut; as texts._down.
function down(size, digits, more) {
  if (Number.isNaN(size)) return "nan";
  if (size >= 1e16) return size.toExponential(2).replace("e+", "e").replace("Infinity", "inf");
  const scaled = size * 10 ** digits;
  if (scaled >= 1e15) {
    const [before, decimals = ""] = String(size).split(".");
    const tenfold = BigInt(before + decimals.padEnd(digits + 1, "0").slice(0, digits + 1));
    const text = String(tenfold + BigInt(10 * more)).slice(0, -1);
    return digits ? `${text.slice(0, -digits)}.${text.slice(-digits)}` : text;
  }
  return (Math.floor(scaled + more + 2 ** -30 + scaled * 2 ** -52) / 10 ** digits).toFixed(digits);
}

const withMinus = (value, text) => (value < 0 && /[1-9i]/.test(text) ? `−${text}` : text);

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
