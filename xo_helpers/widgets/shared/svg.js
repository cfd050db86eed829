// What charts are drawn with.

function drawn(tag, attributes, ...children) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

// The points of a line, each where right(x) and down(y) put it.
const pointsOf = (line, right, down, digits) =>
  line.map(([x, y]) => `${right(x).toFixed(digits)},${down(y).toFixed(digits)}`).join(" ");

// Round numbers from low to high with their text, about so many, `least` apart or further.
function ticks(low, high, count, least = 0) {
  const rough = (high - low) / count;
  const tidy = [1, 2, 5, 10].map((times) => times * 10 ** Math.floor(Math.log10(rough)));
  const nearest = tidy.find((one) => one >= rough * 0.999);
  const step = Math.max(least, nearest);
  const [first, last] = [Math.ceil(low / step - 1e-9), Math.floor(high / step + 1e-9)];
  const digits = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  return Array.from({ length: last - first + 1 }, (_, i) => {
    const at = (first + i) * step;
    return [at, withMinus(at, Math.abs(at).toFixed(digits))];
  });
}
