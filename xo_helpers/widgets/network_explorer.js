// Pick any cell of a network: the cells that it was computed from, and theirs, down to the pixels, and the sum.

function render({ model, el }) {
  const get = (name) => model.get(name);
  const [layers, names] = [get("layers"), get("names")];
  // The bytes lie anywhere in a message; numbers must begin at a multiple of eight.
  const numbers = (name) => {
    const { buffer, byteOffset, byteLength } = get(name);
    return new Float64Array(buffer.slice(byteOffset, byteOffset + byteLength));
  };
  const [cells, weights] = [numbers("cells"), numbers("weights")];
  const perImage = cells.length / names.length;
  const valuesOf = (layer) => {
    const from = Math.max(0, names.indexOf(get("image"))) * perImage + layer.cells;
    return cells.subarray(from, from + layer.shape.reduce((all, count) => all * count, 1));
  };
  const index = () => Math.max(0, layers.findIndex((layer) => layer.name === get("layer")));
  const place = () => ["map", "row", "column"].map((name, axis) => Math.min(get(name), layers[index()].shape[axis] - 1));

  // What each layer below is called in words and in code, counted from 1 and from 0.
  const indexOf = (layer, cell) => `${layer.name}[${layer.flat ? cell[2] : cell.join(", ")}]`;
  const inWords = (layer, [map, row, column]) =>
    layer.flat ? `${layer.name}, value ${column + 1}` : `${layer.name}, map ${map + 1}, row ${row + 1}, column ${column + 1}`;
  const many = (count, what) => `${count} ${what}${count === 1 ? "" : "s"}`;

  // Down goes to the strongest source, up to where down came from or, without that, to the strongest cell it feeds.
  let trail = [], notice = "", takeFocus = false;
  function go(layer, cell) {
    notice = "";
    model.set("layer", layers[layer].name);
    ["map", "row", "column"].forEach((name, axis) => model.set(name, cell[axis]));
    save(model);
    draw();
  }
  function termsOf(at, cell) {
    if (!at) return [];
    const [layer, { shape }, values] = [layers[at], layers[at - 1], valuesOf(layers[at - 1])];
    return sourcesOf(layer, shape, cell).map((source) =>
      ({ cell: source, value: values[flatPlace(shape, source)], weight: weightOn(layer, shape, cell, source, weights) }));
  }
  function strongest(terms, layer) {
    const pull = ({ value, weight }) => (layer.kind === "pool" ? value : Math.abs(value * weight));
    return terms.reduce((best, term) => (!best || pull(term) > pull(best) ? term : best), undefined);
  }
  function say(text) {
    notice = text;
    draw();
  }
  function down() {
    const source = strongest(termsOf(index(), place()), layers[index()]);
    if (!source) return say(index() ? "nothing but padding lies below" : "a pixel: nothing lies below it");
    trail.push([index(), place()]);
    go(index() - 1, source.cell);
  }
  function up() {
    const at = index() + 1;
    if (at === layers.length) return say(`${layers[index()].name} is the last layer`);
    const [here, above, { shape }] = [place(), layers[at], layers[index()]];
    const feeds = fedBy(above, shape, here);
    const weightOf = (cell) => Math.abs(weightOn(above, shape, cell, here, weights));
    trail = trail.filter(([layer]) => layer >= at);
    const back = trail.at(-1)?.[0] === at && trail.pop()[1];
    const known = back && feeds.find((cell) => same(cell, back));
    const best = known || feeds.reduce((most, cell) => (weightOf(cell) > weightOf(most) ? cell : most), feeds[0]);
    if (best) go(at, best);
    else say(`no cell of ${above.name} is computed from it`);
  }
  function otherMap(step) {
    const [map, row, column] = place();
    const count = layers[index()].shape[0];
    if (count === 1) return say(`${layers[index()].name} has one map`);
    go(index(), [(map + step + count) % count, row, column]);
  }
  const acts = { d: down, Enter: down, u: up, Backspace: up, n: () => otherMap(1), p: () => otherMap(-1) };
  function keys(event) {
    const act = !event.ctrlKey && !event.metaKey && !event.altKey && acts[event.key];
    if (act) return act(), true;
    const [layer, here] = [layers[index()], place()];
    const { at, whole } = layout(layer, here);
    const next = placeAfter(event, ...at, ...whole);
    if (next) go(index(), layer.flat ? [0, 0, Math.min(layer.shape[2] - 1, next[0] * whole[1] + next[1])] : [here[0], ...next]);
    return next;
  }

  const picked = makeGrid("picked", { keys, point: (row, column) => go(index(), layout(layers[index()], place()).of(row, column)), drag: false });
  let shownBelow = []; // a cell of each map that the grids of sources show
  const below = [0, 1, 2].map((which) => makeGrid(`sources ${which}`, { drag: false, point: (row, column) =>
    pick(index() - 1, layout(layers[index() - 1], shownBelow[which]).of(row, column)) }));
  const pick = (at, cell) => ((takeFocus = true), go(at, cell));
  const strips = layers.map((layer, at) =>
    makeStrip(layer, layers.some(({ shape }) => shape[0] > 4), (cell) => pick(at, cell)));
  const sum = element("div", { class: "xo-line xo-sum" });
  const summary = element("summary", { "data-lm-suppress-shortcuts": "true" });
  const list = element("div", { class: "xo-terms" });
  const details = element("details", {}, summary, list);
  const says = element("div", { class: "xo-line", role: "status", "aria-live": "polite" });

  function showTerms(layer, source, terms) {
    details.hidden = terms.length <= 9;
    summary.textContent = `all ${terms.length} terms`;
    if (details.hidden || !details.open) return;
    const maps = [...new Set(terms.map(({ cell }) => cell[0]))];
    const term = ({ value, weight }) => inCell(value, true) + (layer.kind === "pool" ? "" : `×${inCell(weight, true)}`);
    list.replaceChildren(...maps.map((map) => element("div", {}, `${named(source, map)}: ` +
      terms.filter(({ cell }) => cell[0] === map).map(term).join(layer.kind === "pool" ? ", " : " + "))));
  }

  const draw = oncePerFrame(() => {
    const [at, cell, image] = [index(), place(), get("image")];
    const [layer, source, terms] = [layers[at], layers[at - 1], termsOf(at, cell)];
    const regions = { [at]: regionOf(cell) };
    for (let i = at; i > 0; i--) regions[i - 1] = regionBelow(layers[i], layers[i - 1].shape, regions[i]);
    const sizes = (i) => regions[i].maps.length * regions[i].rows.length * regions[i].columns.length;
    strips.forEach((strip, i) => {
      const kind = ["picked", "sources"][at - i] ?? "deeper";
      const role = i > at || !sizes(i) ? "" : i === at ? ": the picked cell" : `: ${many(sizes(i), "cell")} ${i === at - 1 ? "" : "further "}below it`;
      strip.show(() => valuesOf(layers[i]), image, regions[i], kind, role);
    });

    const best = strongest(terms, layer)?.cell;
    const maps = !best ? [] : regions[at - 1].maps;
    const region = regions[at - 1];
    const middle = (places, axis) => (places.length > 6 ? best[axis] : places[places.length >> 1]);
    shownBelow = (maps.length <= 3 && source?.shape[2] <= SIDE ? maps : maps.slice(0, 1).map(() => best[0]))
      .map((map) => [map, middle(region.rows, 1), middle(region.columns, 2)]);
    below.forEach((grid, which) => {
      grid.panel.hidden = which >= shownBelow.length;
      if (!grid.panel.hidden) fill(grid, source, valuesOf(source), shownBelow[which], region, true, best);
    });
    fill(picked, layer, valuesOf(layer), cell, regions[at]);
    if (takeFocus) picked.focus();
    takeFocus = false;

    const value = valuesOf(layer)[flatPlace(layer.shape, cell)];
    const bias = weights[layer.bias + cell[layer.flat ? 2 : 0]];
    sum.textContent = `${indexOf(layer, cell)}:  ${at ? writtenOut(layer, terms, bias, value) : "a pixel of the image"}`;
    showTerms(layer, source, terms);
    const pixels = many(regions[0].rows.length * regions[0].columns.length, "pixel");
    const came = at && !terms.length ? "from padding alone" : at > 1 ? `from ${many(terms.length, "cell")} of ${source.name}, ${pixels}` : at ? `from ${pixels}` : "a pixel";
    const sentence = notice || `${inWords(layer, cell)}: ${spoken(inCell(value))}, ${came}`;
    if (says.textContent !== sentence) says.textContent = sentence;
    if (choice.value !== image) choice.value = image;
  });

  const choice = element("select", { class: "xo-choice", "aria-label": "image", "data-lm-suppress-shortcuts": "true" },
    ...names.map((name) => element("option", { value: name }, name)));
  choice.addEventListener("change", () => { model.set("image", choice.value); save(model); });
  for (const focusable of [choice, summary]) focusable.addEventListener("keydown", (event) => event.stopPropagation());
  details.addEventListener("toggle", draw);
  const tools = element("div", { class: "xo-tools" }, element("label", { class: "xo-label" }, "image", choice),
    button("Down to a source", down), button("Up to what it feeds", up),
    button("Previous map", () => otherMap(-1)), button("Next map", () => otherMap(1)));
  const help = element("div", { class: "xo-help" }, "Click any cell; arrow keys move in its map, n and p to the next and previous map. d or Enter goes down to the strongest source (ringed), u or Backspace up to what the cell feeds. Solid outline: the cell, and what it is computed from; dashed: what those come from.");
  el.append(element("div", { class: "xo xo-explorer", role: "group", "aria-label": "explore a network" },
    element("div", { class: "xo-layers" }, ...strips.map(({ panel }) => panel)),
    element("div", { class: "xo-panels" }, ...below.map(({ panel }) => panel), element("div", { class: "xo-sign", "aria-hidden": "true" }, "→"), picked.panel),
    sum, details, tools, says, help));
  const forget = listen(model, ["image", "layer", "map", "row", "column"], () => { notice = ""; draw(); });
  draw();
  return () => {
    draw.cancel();
    forget();
  };
}

export default { render };
