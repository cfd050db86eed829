// How a step of the pool widget is told: in a sentence with its numbers, and in motion. Joined in front of
// it.

// What is carried over: under the window, below the widget, and, in at most six words, to be heard.
function inWords({ flat, largest, at, ties }, [top, left]) {
  const [value, row, column] = [inCell(largest), top + at[0], left + at[1]];
  const [place, heard] = [`row ${row}, column ${column}`, `map ${row}, ${column}`];
  const of = `${flat.length} cell${flat.length > 1 ? "s" : ""}`;
  if (ties === 1)
    return [`=\u00a0${value}`, `the largest of ${of} is ${value}, at ${place}`, `${value}, from ${heard}`];
  const same = `${ties} cells tie`;
  return [
    `=\u00a0${value} (${same})`,
    `the largest of ${of} is ${value}, at ${place}; ${same}, the first is taken`,
    `${value}, tied, ${heard}`,
  ];
}

// The sentence under the window, with its numbers to be pointed at.
function makeSentence() {
  const [numbers, result] = [element("span"), element("span", { class: "xo-total" })];
  const part = element("div", { class: "xo-line" }, "the largest of ", numbers, result);
  const terms = makeTerms(numbers, ",");
  function show(values, text) {
    terms.show(values.map((value) => inCell(value)));
    result.textContent = text;
  }
  return { part, terms, result, show };
}

// The largest cell as it flies: a copy that lies on it.
function makeFlier(grid) {
  const flier = element("div", { class: "xo-window xo-flier", "aria-hidden": "true" });
  outlineOf(grid).after(flier);
  function show([row, column], size, value) {
    placeOn(flier, { row, column, high: 1, wide: 1, rows: size });
    flier.textContent = inCell(value);
    colourIn(flier, value);
  }
  return { flier, show };
}

// A step as it is seen: the window glides, its cells light up one by one, the largest is ringed and flies
// into the pooled map. `now()` is what lies under the window.
function makeStory(map, inside, sentence, walk, now) {
  const GLIDE = 260; // ms
  const [onMap, onWindow] = [map, inside].map(makeLamp);
  const { flier, show } = makeFlier(inside);
  return function motionOf(from, at) {
    const { corner, stride, size, wide, high, found } = now();
    const places = upTo(high * wide).map((one) => [Math.floor(one / wide), one % wide]);
    const inMap = places.map(([i, j]) => [corner[0] + i, corner[1] + j]);
    const beat = Math.min(240, 1200 / places.length);
    const begins = (one) => GLIDE + one * beat;
    const [told, target] = [begins(places.length) + 60, walk.cell(...at)];
    const [down, across] = [from[0] - at[0], from[1] - at[1]];
    const largest = cellsIn(inside)[found.at[0] * size + found.at[1]];
    const ringed = [map, inside].flatMap(cellsIn).filter((cell) => cell.dataset.mark);
    show(found.at, size, found.largest);
    return [
      ...ringed.map((cell) => [cell, { opacity: [0, 0] }, 0, told, { pseudoElement: "::after" }]),
      glides(map, (down * stride) / high, (across * stride) / wide, GLIDE),
      glides(walk.map, down, across, GLIDE),
      onMap.walks(inMap, GLIDE, beat),
      onWindow.walks(places, GLIDE, beat),
      ...sentence.terms.appear(begins),
      pops(sentence.result, told),
      [largest, { transform: ["none", "scale(1.12)", "none"] }, told, 300, { fill: "none" }],
      flies(flier, target, told + 300),
      ...lands(target, told + 740, walk.isNew()),
    ];
  };
}
