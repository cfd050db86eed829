// The keys of a grid. Joined in front of every widget's module.

// Keys with Alt, and with Ctrl or Cmd but for what goes to a corner or undoes, are the browser's and the
// screen reader's.
const isOthers = ({ key, altKey, ctrlKey, metaKey }) =>
  altKey || ((ctrlKey || metaKey) && !["Home", "End", "z", "Z"].includes(key));

// The keys that are pressed in a grid are its own: other front ends' shortcuts stay out too. Space scrolls no
// page, and with Shift does nothing.
function hearKeys(host, keys) {
  host.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (isTheHosts(event) || isOthers(event)) return;
    const space = event.key === " ";
    if ((space && event.shiftKey) || keys(event) || space) event.preventDefault();
  });
  host.addEventListener("focusin", ({ relatedTarget }) => host.contains(relatedTarget) || sayAgain(host));
}

// Whoever comes into a grid hears where its cursor is: the cell there says only its number.
function sayAgain(host) {
  const said = host.closest(".xo-explorer, .xo")?.querySelector("[role=status]");
  const sentence = said?.textContent;
  if (!sentence) return;
  said.textContent = "";
  requestAnimationFrame(() => (said.textContent ||= sentence));
}

// The picked row and column of so many.
const placeIn = (model, ...counts) =>
  ["row", "column"].map((name, axis) => Math.min(model.get(name), counts[axis] - 1));

// The place that a key leads to in a map of rows × columns; → at a row's end goes on in the next.
function placeAfter(event, row, column, rows, columns) {
  const all = event.ctrlKey || event.metaKey;
  const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (step) {
    const at = Math.min(rows * columns - 1, Math.max(0, row * columns + column + step));
    return [Math.floor(at / columns), at % columns];
  }
  return {
    ArrowUp: [Math.max(0, row - 1), column],
    ArrowDown: [Math.min(rows - 1, row + 1), column],
    Home: [all ? 0 : row, 0],
    End: [all ? rows - 1 : row, columns - 1],
    PageUp: [0, column],
    PageDown: [rows - 1, column],
  }[event.key];
}
