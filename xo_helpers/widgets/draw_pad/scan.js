// A picture of the reader's own as an image of ±1, step by step as scan.py finds it: only whole numbers are
// added and compared, so both find the same.

const [SCAN_SIDE, SCAN_NEAR] = [128, 16];
const MOST_PIXELS = 50e6;

const zeros = (length) => Array.from({ length }, () => 0);
// Grids here are { rows, columns, cells }, in reading order.
const count = (cells, is = Boolean) => cells.reduce((all, cell) => all + (is(cell) ? 1 : 0), 0);

// Otsu's threshold (1979), and the part of the variance that it explains; of several the middle one.
function otsu(levels) {
  const counts = zeros(256);
  for (const level of levels) counts[level]++;
  const total = levels.reduce((sum, level) => sum + level, 0);
  const squares = levels.reduce((sum, level) => sum + level * level, 0);
  const spread = levels.length * squares - total * total;
  if (!spread) return [Math.max(...levels), 0];
  let [dark, sum] = [0, 0];
  const between = counts.slice(0, -1).map((number, level) => {
    dark += number;
    sum += number * level;
    return (total * dark - levels.length * sum) ** 2 / Math.max(dark * (levels.length - dark), 1);
  });
  const most = between.reduce((a, b) => Math.max(a, b));
  return [Math.floor((between.indexOf(most) + between.lastIndexOf(most)) / 2), most / spread];
}

// Bytes of red, green, blue and how solid, on a background, as grey levels.
function greyOf({ data, width, height }, behind = 255) {
  const cells = new Uint8Array(width * height);
  const on = (at, solid) => Math.round((data[at] * solid + behind * (255 - solid)) / 255);
  for (let at = 0; at < data.length; at += 4) {
    const solid = data[at + 3];
    const [r, g, b] = [on(at, solid), on(at + 1, solid), on(at + 2, solid)];
    cells[at / 4] = (19595 * r + 38470 * g + 7471 * b + 32768) >> 16;
  }
  return { rows: height, columns: width, cells };
}

const blockOf = ({ rows, columns }) => Math.ceil(Math.max(rows, columns) / SCAN_SIDE);

function smaller(grey) {
  const { rows, columns, cells } = grey;
  const block = blockOf(grey);
  const [high, wide] = [Math.floor(rows / block), Math.floor(columns / block)];
  if (Math.min(rows, columns) < 5)
    throw new Error("A drawing needs five rows and columns of pixels, or more");
  if (Math.min(high, wide) < 5)
    throw new Error("The picture is too long for its width: crop the picture to the drawing");
  const sums = zeros(high * wide);
  for (let row = 0; row < high * block; row++)
    for (let column = 0; column < wide * block; column++)
      sums[Math.floor(row / block) * wide + Math.floor(column / block)] += cells[row * columns + column];
  return { rows: high, columns: wide, cells: sums.map((sum) => Math.floor(sum / block ** 2)) };
}

const frameOf = ({ rows, columns }, cells) =>
  cells.filter((_, at) => {
    const [row, column] = [Math.floor(at / columns), at % columns];
    return !row || !column || row === rows - 1 || column === columns - 1;
  });
const framed = (grey, strokes) => count(frameOf(grey, strokes)) / frameOf(grey, strokes).length;

// Which cells are strokes, how well they are parted from the background, and by how many levels.
function partsOf(grey) {
  const [threshold, parted] = otsu(grey.cells);
  const light = grey.cells.map((level) => level > threshold);
  const mean = (which) => {
    const chosen = grey.cells.filter((_, at) => light[at] === which);
    return chosen.reduce((sum, level) => sum + level, 0) / chosen.length;
  };
  const apart = parted ? mean(true) - mean(false) : 0;
  const dark = framed(grey, light) < 0.5;
  return { strokes: dark ? light : light.map((is) => !is), parted, apart };
}

// Each cell as part of what lies around it, so that a shadow goes.
function evened(grey) {
  const { rows, columns, cells } = grey;
  const reach = Math.floor(Math.max(rows, columns) / 8);
  const wide = columns + 1;
  const sums = zeros((rows + 1) * wide);
  for (let row = 1; row <= rows; row++)
    for (let column = 1; column <= columns; column++) {
      const at = row * wide + column;
      sums[at] =
        cells[(row - 1) * columns + column - 1] + sums[at - 1] + sums[at - wide] - sums[at - wide - 1];
    }
  const even = cells.map((level, at) => {
    const [row, column] = [Math.floor(at / columns), at % columns];
    const [top, bottom] = [Math.max(row - reach, 0), Math.min(row + reach + 1, rows)];
    const [left, right] = [Math.max(column - reach, 0), Math.min(column + reach + 1, columns)];
    const [high, low] = [bottom * wide, top * wide];
    const sum = sums[high + right] - sums[low + right] - sums[high + left] + sums[low + left];
    const around = Math.floor(sum / ((bottom - top) * (right - left)));
    return Math.min(Math.floor((level * 128) / Math.max(around, 1)), 255);
  });
  return { ...grey, cells: even };
}

function strokesOf(grey) {
  let [found, needed] = [partsOf(grey), 0.8];
  if (found.apart >= 16 && (found.parted < 0.8 || framed(grey, found.strokes) > 0.25)) {
    const even = partsOf(evened(grey));
    if (framed(grey, even.strokes) <= 0.25 && (even.parted > found.parted || found.parted < 0.8))
      [found, needed] = [even, 0.8 - 0.1];
  }
  const { strokes, parted, apart } = found;
  if (apart < 16 || parted < needed)
    throw new Error("No drawing stands out: draw with a thick dark pen on plain paper, in even light");
  if (framed(grey, strokes) > 0.25 && count(strokes) / strokes.length > 0.4)
    throw new Error(
      "No drawing stands out: crop it to the paper, or to the drawing if a dark table shows around it",
    );
  return { ...grey, cells: withoutSpecks(grey, strokes) };
}

// Pieces of a tenth of the largest one, or more; cells that touch by a corner are one piece.
function withoutSpecks({ rows, columns }, strokes) {
  const pieces = [];
  const seen = strokes.map((stroke) => !stroke);
  for (let start = 0; start < strokes.length; start++) {
    if (seen[start]) continue;
    seen[start] = true;
    const piece = [start];
    for (let next = 0; next < piece.length; next++) {
      const [row, column] = [Math.floor(piece[next] / columns), piece[next] % columns];
      for (let r = Math.max(row - 1, 0); r <= Math.min(row + 1, rows - 1); r++)
        for (let c = Math.max(column - 1, 0); c <= Math.min(column + 1, columns - 1); c++)
          if (!seen[r * columns + c]) {
            seen[r * columns + c] = true;
            piece.push(r * columns + c);
          }
    }
    pieces.push(piece);
  }
  const largest = Math.max(...pieces.map((piece) => piece.length));
  const kept = strokes.map(() => false);
  for (const piece of pieces) if (piece.length * 10 >= largest) for (const at of piece) kept[at] = true;
  return kept;
}
