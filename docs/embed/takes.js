// What an address, or another page, gives of a widget: checked, as plain numbers; or an error that says what
// arrived, what was expected and what to try. Joined in front of what is embedded.

const [SIDE_AT_MOST, LARGEST] = [32, 1e9]; // of a grid that a widget shows, and of its numbers: as takes.py
const READ = { "#": 1, ".": -1 };
const WRITTEN = { 1: "#", "-1": "." };

function refuse(words) {
  throw new Error(words);
}

// What arrived, in few signs.
function said(value) {
  const words = typeof value === "string" ? value : JSON.stringify(value);
  return `“${words.length > 30 ? `${words.slice(0, 30)}…` : words}”`;
}
const extentOf = (cells) => `${cells.length}×${cells[0].length}`;

const isWritten = (value) => ["string", "number"].includes(typeof value);
function numberOf(value) {
  if (typeof value === "number") return value;
  return value.trim() ? Number(value.replace("−", "-")) : NaN;
}

function cellsOfRow(name, row, at) {
  if (typeof row === "string" && /^[#.]+$/.test(row)) return [...row].map((letter) => READ[letter]);
  const parts = typeof row === "string" ? row.split(",") : [row].flat();
  const cells = parts.map((cell) => (isWritten(cell) ? numberOf(cell) : NaN));
  if (!cells.length || !cells.every(Number.isFinite)) {
    const want = "a row is of # and ., like #..#, or of numbers, like 0.5,-1,0";
    refuse(`${name} has ${said(row)} in row ${at}; ${want}`);
  }
  const odd = cells.find((cell) => Math.abs(cell) > LARGEST);
  if (odd !== undefined) refuse(`${name} holds ${odd}; widgets show numbers up to 1e9: divide them`);
  return cells;
}

// Rows and columns of numbers: rows of # and ., or of numbers, with strokes between them; or lists.
function gridOf(name, value) {
  const rows = typeof value === "string" ? value.trim().split(/[/\n]/) : [value].flat();
  if (!rows.length) refuse(`${name} is empty; it needs at least one row, like #..#`);
  const most = `a widget shows ${SIDE_AT_MOST}×${SIDE_AT_MOST} at most: take a part`;
  if (rows.length > SIDE_AT_MOST) refuse(`${name} has ${rows.length} rows; ${most}`);
  const cells = rows.map((row, at) => cellsOfRow(name, row, at));
  const wide = cells[0].length;
  const odd = cells.find((row) => row.length !== wide);
  if (odd) {
    const cut = "they must be equally long (was the address cut off?)";
    refuse(`${name} has rows of ${wide} and of ${odd.length} cells; ${cut}`);
  }
  if (wide > SIDE_AT_MOST) refuse(`${name} has ${wide} columns; ${most}`);
  return cells;
}

const wholeFrom = (least) =>
  function wholeOf(name, value) {
    const number = isWritten(value) ? numberOf(value) : NaN;
    if (!Number.isSafeInteger(number) || number < least || number > LARGEST)
      refuse(`${name} is ${said(value)}; it must be a whole number from ${least} on, like ${least + 2}`);
    return number;
  };

const oneOf = (...all) =>
  function oneOfThem(name, value) {
    if (!all.includes(value)) refuse(`${name} is ${said(value)}; it must be ${all.join(" or ")}`);
    return value;
  };

function textOf(name, value) {
  if (typeof value !== "string") refuse(`${name} is ${said(value)}; it must be text`);
  return value;
}

// In an address they are one text, with commas between; a comma within one is written \,
function textsOf(name, value) {
  const parts = typeof value === "string" ? value.split(/(?<!\\),/) : value;
  if (!Array.isArray(parts)) refuse(`${name} are ${said(value)}; they must be texts`);
  return parts.map((one) => textOf(name, one).replaceAll("\\,", ","));
}
const textsWritten = (all) => all.map((one) => one.replaceAll(",", "\\,")).join();

// Which places of a map are filled, counted in reading order: "all", or like 0-8,12.
function filledOf(name, value) {
  if (value === "all") return value;
  const parts = typeof value === "string" ? value.split(",") : [value].flat();
  return parts.flatMap((part) => {
    const [, first, last = first] = /^(\d{1,4})(?:-(\d{1,4}))?$/.exec(part) ?? [];
    if (first === undefined || Number(last) < Number(first))
      refuse(`${name} has ${said(part)}; it must be all, or places in reading order, like 0-8,12`);
    return Array.from({ length: last - first + 1 }, (_, at) => Number(first) + at);
  });
}

// As they are written: a grid, and a list of places.
function gridWritten(cells) {
  const plain = cells.flat().every((cell) => Math.abs(cell) === 1);
  return cells.map((row) => (plain ? row.map((cell) => WRITTEN[cell]).join("") : row.join())).join("/");
}
function placesWritten(places) {
  const found = [];
  for (const at of [...places].sort((a, b) => a - b))
    if (found.at(-1)?.[1] === at - 1) found.at(-1)[1] = at;
    else found.push([at, at]);
  return found.map(([first, last]) => (first === last ? first : `${first}-${last}`)).join();
}

function inside(places, counts, here) {
  for (const [name, count] of Object.entries(counts))
    if (places[name] >= count) refuse(`${name} is ${places[name]}; ${here} ${name}s 0 to ${count - 1}`);
}

// A place in a map of rows × columns, and what of it is filled; left out, they are the first place, and it
// alone.
function walked({ row = 0, column = 0, filled = [] }, [rows, columns], here) {
  inside({ row, column }, { row: rows, column: columns }, here);
  const all = Array.from({ length: rows * columns }, (_, at) => at);
  if (filled === "all") return { row, column, visited: all };
  const beyond = filled.find((at) => at >= all.length);
  if (beyond !== undefined) refuse(`filled has ${beyond}; the map has places 0 to ${all.length - 1}`);
  const visited = [...new Set([...filled, row * columns + column])].sort((a, b) => a - b);
  return { row, column, visited };
}
function walkTold(get, [rows, columns]) {
  const [row, column, visited] = ["row", "column", "visited"].map(get);
  if (visited.length === 1 && visited[0] === row * columns + column) return { row, column };
  const full = visited.length === rows * columns;
  return { row, column, filled: full ? "all" : placesWritten(visited) };
}

const TAKES = {
  grid: gridOf,
  place: wholeFrom(0),
  count: wholeFrom(1),
  oneOf,
  text: textOf,
  texts: textsOf,
  filled: filledOf,
  walked,
  inside,
  extent: extentOf,
  said,
  refuse,
  written: gridWritten,
  textsWritten,
  walkTold,
};
