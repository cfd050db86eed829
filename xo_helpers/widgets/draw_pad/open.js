// Open a picture, on a phone the camera's, and take it as the drawing. Joined behind scan.js.

// The cells that are strokes, [row, column] each, and the box around them.
function drawnOf({ columns, cells }) {
  const drawn = cells.flatMap((stroke, at) => (stroke ? [[Math.floor(at / columns), at % columns]] : []));
  const span = (of) => [Math.min(...drawn.map(of)), Math.max(...drawn.map(of))];
  const [[top, bottom], [left, right]] = [span(([row]) => row), span(([, column]) => column)];
  const [high, wide] = [bottom - top + 1, right - left + 1];
  return { drawn, top, left, high, wide, side: Math.max(high, wide) };
}

// Strokes; where they are few on a large page, those of the part around them, which is looked at closer.
function nearStrokesOf(grey) {
  const strokes = strokesOf(smaller(grey));
  const { top, left, high, wide, side } = drawnOf(strokes);
  const block = blockOf(grey);
  if (block === 1 || side >= SCAN_NEAR) return strokes;
  const reach = Math.floor(side / 2) + 1;
  const part = (from, length, most) =>
    range(Math.max(from - reach, 0) * block, Math.min((from + length + reach) * block, most));
  const [rows, columns] = [part(top, high, grey.rows), part(left, wide, grey.columns)];
  const cells = rows.flatMap((row) => columns.map((column) => grey.cells[row * grey.columns + column]));
  return strokesOf(smaller({ rows: rows.length, columns: columns.length, cells }));
}

// The strokes as a square, with them in its middle.
function cropped(strokes) {
  const { drawn, top, left, high, wide, side } = drawnOf(strokes);
  if (side < 5 || (drawn.length > 0.9 * high * wide && side < 3 * Math.min(high, wide)))
    throw new Error("What stands out is one spot: draw a letter, with nothing else around it");
  const [above, before] = [Math.floor((side - high) / 2), Math.floor((side - wide) / 2)];
  return { side, drawn: drawn.map(([row, column]) => [row - top + above, column - left + before]) };
}

// How much of each of inner × inner cells is covered, from 0 to 255; lengths are in parts of a cell.
function covered({ side, drawn }, inner) {
  const overlap = (cell, at) =>
    Math.max(0, Math.min((cell + 1) * side, (at + 1) * inner) - Math.max(cell * side, at * inner));
  const under = (at) => range(Math.floor((at * inner) / side), Math.ceil(((at + 1) * inner) / side));
  const sums = zeros(inner * inner);
  for (const [row, column] of drawn)
    for (const r of under(row))
      for (const c of under(column)) sums[r * inner + c] += overlap(r, row) * overlap(c, column);
  return sums.map((sum) => Math.floor((sum * 255) / side ** 2));
}

// Pixels as the browser has them -> [size, size] of ±1, or an error that says what to try.
function imageOf(pixels, size) {
  let grey = greyOf(pixels);
  const spread = grey.cells.reduce(([low, high], at) => [Math.min(low, at), Math.max(high, at)], [255, 0]);
  if (spread[1] - spread[0] < 16) grey = greyOf(pixels, 0); // it may be white on clear
  const margin = Math.max(1, Math.floor(size / 7));
  const inner = size - 2 * margin;
  const cells = covered(cropped(nearStrokesOf(grey)), inner);
  const enough = Math.min(otsu(cells)[0], 127);
  const image = Array.from({ length: size }, () => Array.from({ length: size }, () => -1));
  cells.forEach((level, at) => {
    if (level > enough) image[margin + Math.floor(at / inner)][margin + (at % inner)] = 1;
  });
  return image;
}

async function pixelsOf(file) {
  let bitmap;
  try {
    bitmap = await createImageBitmap(file, { colorSpaceConversion: "none", premultiplyAlpha: "none" });
  } catch {
    throw new Error("This is not a picture that a browser can read: try a PNG or a JPEG");
  }
  const { width, height } = bitmap;
  try {
    if (width * height > MOST_PIXELS)
      throw new Error("The picture has more than 50 million pixels: make a smaller copy of it");
    const canvas = new OffscreenCanvas(width, height);
    const paper = canvas.getContext("2d", { willReadFrequently: true });
    paper.drawImage(bitmap, 0, 0);
    return paper.getImageData(0, 0, width, height);
  } finally {
    bitmap.close();
  }
}

// The button, for a square pad, and what it asks the browser by.
function makeOpener([, rows, columns], pad) {
  const input = element("input", { type: "file", accept: "image/*", hidden: "" });
  input.addEventListener("change", async () => {
    const [file] = input.files;
    if (!file) return;
    try {
      pad.put(imageOf(await pixelsOf(file), rows), `${file.name} opened`);
    } catch (error) {
      pad.tell(error.message);
    }
    input.value = ""; // the same picture may be opened again
  });
  const fits = rows === columns && rows >= 5;
  return { input, buttons: fits ? [button("Open a picture", () => input.click())] : [] };
}
