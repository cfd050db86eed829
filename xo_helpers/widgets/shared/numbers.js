// Numbers as text, as texts.py writes them.

// The number as texts.in_cell prints it: whole numbers whole when `whole`, else cut after two decimals.
function inCell(value, whole) {
  const size = Math.abs(value);
  const text =
    whole && Number.isInteger(value) ? String(size) : (Math.floor(size * 100 + 1e-9) / 100).toFixed(2);
  return value < 0 && Number(text) ? `−${text}` : text;
}

// As texts.rounded: to that many decimals, without zeros at its end but for the first two decimals.
function rounded(value, digits = 4, whole = false) {
  if (whole && Number.isInteger(value)) return inCell(value, true);
  const text = (Math.floor(Math.abs(value) * 10 ** digits + 0.5 + 1e-9) / 10 ** digits).toFixed(digits);
  const short = text.replace(/(\.\d\d\d*?)0+$/, "$1");
  return value < 0 && Number(short) ? `−${short}` : short;
}

// As texts.in_full: whether `rounded` shows each of the numbers to its last digit; then their sum is exact.
const inFull = (numbers, digits = 4) =>
  numbers.every((number) => Math.abs(number * 10 ** digits - Math.round(number * 10 ** digits)) < 1e-6);

const spoken = (text) => text.replaceAll("−", "minus ");
