// What is said of the picked cell, in code and in words; both count from 0.

const indexOf = (layer, cell) => `${layer.name}[${layer.flat ? cell[2] : cell.join(", ")}]`;
const inWords = (layer, [map, row, column]) =>
  layer.flat ? `${layer.name}, value ${column}` : `${layer.name}, map ${map}, row ${row}, column ${column}`;

// How the picked cell's number comes about.
function sumOf({ back, weights, valuesOf, answer }, { at, cell, value, layer, source, terms }) {
  if (back) {
    const came = valuesOf(layer)[flatPlace(layer.shape, cell)];
    const written = writtenBack(source, terms, came, value, Number(answer() === cell[2]));
    return `gradient of ${indexOf(layer, cell)}:  ${written}`;
  }
  const written = at ? writtenOut(layer, terms, biasOf(layer, cell, weights), value) : "a pixel of the image";
  return `${indexOf(layer, cell)}:  ${written}`;
}

// What it comes from.
function cameFrom({ at, source, terms, regions }) {
  if (!at) return "a pixel";
  if (!terms.length) return "from padding alone";
  const pixels = many(regions[0].rows.length * regions[0].columns.length, "pixel");
  return at > 1 ? `from ${many(terms.length, "cell")} of ${source.name}, ${pixels}` : `from ${pixels}`;
}

// The picked cell in words: all of it to be read.
function sentenceOf({ back }, picked) {
  const { cell, value, layer, source, terms } = picked;
  const number = back ? fine(value) : rounded(value, 2);
  return `${inWords(layer, cell)}: ${number}, ${back ? handedBy(source, terms) : cameFrom(picked)}`;
}

// What it comes from, in few words.
function cameBriefly(back, picked) {
  const { at, source, terms } = picked;
  if (!back)
    return at && terms.length ? `from ${many(terms.length, at > 1 ? "cell" : "pixel")}` : cameFrom(picked);
  const count = terms.filter(({ weight }) => weight).length;
  return source ? `from ${count ? many(count, "cell") : "no cell"}` : "from the loss";
}

// What of its place is new: `now` and `before` are the numbers' version, the layer, and the cell.
function newPlace(layer, cell, now, before) {
  const stays = now.map((part, i) => part === before[i]);
  const [version, at, map, row, column] = stays;
  if (version && at && row && column) return `map ${cell[0]}`;
  if (!(version && at && map)) return inWords(layer, cell);
  return layer.flat ? `value ${cell[2]}` : `row ${cell[1]}, column ${cell[2]}`;
}

// What is heard of the picked cell: what is new of its place, its number and what that comes from. The cell
// itself says the number, or a pixel's name; with that there are at most twelve words.
function makeNews({ back, version }) {
  let [before, news] = [[], ""];
  return (picked) => {
    const { at, cell, value, layer } = picked;
    const now = [version(), at, ...cell];
    if (same(now, before)) return news;
    const number = back ? spokenFine(fine(value)) : spoken(rounded(value, 2));
    const told = `${newPlace(layer, cell, now, before)}: ${number}`;
    const ways = [
      `${told}, ${cameBriefly(back, picked)}`,
      told,
      `${layer.name} at ${cell.join(", ")}: ${number}`,
    ];
    const own = layer.whole && !back ? strokeOrNumber(value) : number;
    const short = brief(...ways.map((way) => `${own} ${way}`));
    [before, news] = [now, short.slice(own.length + 1)];
    return news;
  };
}

// All terms of a long sum, listed on request.
function makeTerms({ back }, draw) {
  const summary = control("summary");
  const list = element("div", { class: "xo-terms" });
  const panel = element("details", {}, summary, list);
  const number = back ? fine : inSum;
  panel.addEventListener("toggle", draw);

  function show({ layer, source, terms }) {
    const pooled = pools(back ? (source ?? layer) : layer);
    panel.hidden = terms.length <= MOST_TERMS || (back && pooled);
    summary.textContent = `all ${terms.length} terms`;
    if (panel.hidden || !panel.open) return;
    const text = (term) => (pooled ? number(term.value) : asProduct(term, number));
    const maps = [...new Set(terms.map(({ cell }) => cell[0]))];
    const lines = maps.map((map) => {
      const own = terms.filter(({ cell }) => cell[0] === map).map(text);
      return element("div", {}, `${named(source, map)}: ${own.join(pooled ? ", " : " + ")}`);
    });
    list.replaceChildren(...lines);
  }
  return { panel, show };
}
