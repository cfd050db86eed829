// Pick any cell of a network: the cells that it was computed from, and theirs, down to the pixels, and the sum. Or, back:
// its gradient, and the cells above that hand it down.

function render({ model, el }) {
  const get = (name) => model.get(name);
  const [layers, names] = [get("layers"), get("names")];
  // The bytes lie anywhere in a message; numbers must begin at a multiple of eight.
  const numbers = (name) => {
    const { buffer, byteOffset, byteLength } = get(name);
    return new Float64Array(buffer.slice(byteOffset, byteOffset + byteLength));
  };
  const [cells, weights, gradients, ofWeights] = ["cells", "weights", "gradients", "weight_gradients"].map(
    numbers,
  );
  const back = gradients.length > 0;
  const image = () => Math.max(0, names.indexOf(get("image")));
  const partOf = (array) => (layer) => {
    const from = (image() * array.length) / names.length + layer.cells;
    return array.subarray(from, from + layer.shape.reduce((all, count) => all * count, 1));
  };
  const [valuesOf, gradientsOf] = [partOf(cells), partOf(gradients)];
  const shownOf = back ? gradientsOf : valuesOf;
  const index = () =>
    Math.max(
      0,
      layers.findIndex((layer) => layer.name === get("layer")),
    );
  const place = () =>
    ["map", "row", "column"].map((name, axis) => Math.min(get(name), layers[index()].shape[axis] - 1));

  // What each layer below is called in code and in words, both counted from 0.
  const indexOf = (layer, cell) => `${layer.name}[${layer.flat ? cell[2] : cell.join(", ")}]`;
  const inWords = (layer, [map, row, column]) =>
    layer.flat ? `${layer.name}, value ${column}` : `${layer.name}, map ${map}, row ${row}, column ${column}`;
  const many = (count, what) => `${count} ${what}${count === 1 ? "" : "s"}`;

  // Down goes to the strongest source, up to where down came from or, without that, to the strongest cell it feeds.
  let trail = [],
    notice = "",
    takeFocus = false;
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
    return sourcesOf(layer, shape, cell).map((source) => ({
      cell: source,
      value: values[flatPlace(shape, source)],
      weight: weightOn(layer, shape, cell, source, weights),
    }));
  }
  // What hands its gradient down to a cell.
  function termsAbove(at, cell) {
    const [layer, above] = [layers[at], layers[at + 1]];
    return above ? handsDown(above, layer.shape, valuesOf(layer), gradientsOf(above), cell, weights) : [];
  }
  const product = ({ value, weight }) => Math.abs(value * weight);
  const most = (terms, pull) =>
    terms.reduce((best, term) => (!best || pull(term) > pull(best) ? term : best), undefined);
  const strongest = (terms, layer) =>
    most(terms, ({ value, weight }) => (pools(layer) ? value : Math.abs(back ? weight : value * weight)));
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
    const feeds = back
      ? termsAbove(index(), here)
      : fedBy(above, shape, here).map((cell) => ({
          cell,
          value: 1,
          weight: weightOn(above, shape, cell, here, weights),
        }));
    trail = trail.filter(([layer]) => layer >= at);
    const from = trail.at(-1)?.[0] === at && trail.pop()[1];
    const known = from && feeds.find(({ cell }) => same(cell, from));
    const best = known || most(feeds, product);
    if (best) go(at, best.cell);
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
    if (act) return (act(), true);
    const [layer, here] = [layers[index()], place()];
    const { at, whole } = layout(layer, here);
    const to = placeAfter(event, ...at, ...whole);
    if (to)
      go(
        index(),
        layer.flat ? [0, 0, Math.min(layer.shape[2] - 1, to[0] * whole[1] + to[1])] : [here[0], ...to],
      );
    return to;
  }

  const make = back ? makeWide : makeGrid;
  const picked = make("picked", {
    keys,
    point: (row, column) => go(index(), layout(layers[index()], place()).of(row, column)),
    drag: false,
  });
  const next = () => index() + (back ? 1 : -1); // the layer that the picked cell's number comes from
  let shownNext = []; // a cell of each map that the grids of sources show
  const grids = [0, 1, 2].map((which) =>
    make(`sources ${which}`, {
      drag: false,
      point: (row, column) => pick(next(), layout(layers[next()], shownNext[which]).of(row, column)),
    }),
  );
  const kernels = back ? [0, 1, 2].map((which) => make(`kernel ${which}`)) : [];
  const pick = (at, cell) => ((takeFocus = true), go(at, cell));
  const strips = layers.map((layer, at) =>
    makeStrip(
      layer,
      layers.some(({ shape }) => shape[0] > 4),
      (cell) => pick(at, cell),
    ),
  );
  const sum = element("div", { class: "xo-line xo-sum" });
  const summary = element("summary", { "data-lm-suppress-shortcuts": "true" });
  const list = element("div", { class: "xo-terms" });
  const details = element("details", {}, summary, list);
  const sign = element("div", { class: "xo-sign", "aria-hidden": "true" }, back ? "←" : "→");
  const says = element("div", { class: "xo-line", role: "status", "aria-live": "polite" });

  function showTerms(layer, source, terms) {
    details.hidden = terms.length <= 9 || (back && pools(layer));
    summary.textContent = `all ${terms.length} terms`;
    if (details.hidden || !details.open) return;
    const maps = [...new Set(terms.map(({ cell }) => cell[0]))];
    const term = ({ value, weight }) =>
      (back ? fine(value) : rounded(value, 2, true)) + (pools(layer) ? "" : `×${rounded(weight, 2, true)}`);
    list.replaceChildren(
      ...maps.map((map) =>
        element(
          "div",
          {},
          `${named(source, map)}: ` +
            terms
              .filter(({ cell }) => cell[0] === map)
              .map(term)
              .join(pools(layer) ? ", " : " + "),
        ),
      ),
    );
  }

  const draw = oncePerFrame(() => {
    const [at, cell, image] = [index(), place(), get("image")];
    const [layer, source, terms] = [
      layers[at],
      layers[next()],
      back ? termsAbove(at, cell) : termsOf(at, cell),
    ];
    const regions = { [at]: regionOf(cell) };
    if (!back)
      for (let i = at; i > 0; i--) regions[i - 1] = regionBelow(layers[i], layers[i - 1].shape, regions[i]);
    const open = !back || terms.some(({ weight }) => weight); // a closed gate lets nothing through
    if (back && open)
      for (let i = at; i < layers.length - 1; i++)
        regions[i + 1] = regionAbove(layers[i + 1], layers[i].shape, regions[i]);
    const sizes = (i) =>
      regions[i] ? regions[i].maps.length * regions[i].rows.length * regions[i].columns.length : 0;
    strips.forEach((strip, i) => {
      const away = Math.abs(at - i);
      const role = !sizes(i)
        ? ""
        : !away
          ? ": the picked cell"
          : `: ${many(sizes(i), "cell")} ${away === 1 ? "" : "further "}${back ? "above" : "below"} it`;
      const scaled = () => {
        const scale = scaleOf(gradientsOf(layers[i]));
        return gradientsOf(layers[i]).map((value) => value / scale);
      };
      strip.show(
        back ? scaled : () => valuesOf(layers[i]),
        image,
        regions[i],
        ["picked", "sources"][away] ?? "deeper",
        role,
      );
    });

    const best = back ? most(terms, product)?.cell : strongest(terms, layer)?.cell;
    const region = regions[next()] ?? (best && regionAbove(source, layer.shape, regions[at]));
    const maps = best ? region.maps : [];
    const middle = (places, axis) => (places.length > 6 ? best[axis] : places[places.length >> 1]);
    shownNext = (
      maps.length <= 3 && source?.shape[2] <= SIDE ? maps : maps.slice(0, 1).map(() => best[0])
    ).map((map) => [map, middle(region.rows, 1), middle(region.columns, 2)]);
    const opens = (place) => terms.some((term) => term.weight && same(term.cell, place));
    grids.forEach((grid, which) => {
      grid.panel.hidden = which >= shownNext.length;
      if (grid.panel.hidden) return;
      const look = back ? gradientLook(shownOf(source), opens) : undefined;
      fill(
        grid,
        source,
        shownOf(source),
        shownNext[which],
        region,
        true,
        best,
        look && { ...look, note: "" },
      );
      grid.panel.querySelector(".xo-window").hidden = !open;
    });
    fill(
      picked,
      layer,
      shownOf(layer),
      cell,
      regions[at],
      false,
      undefined,
      back ? gradientLook(shownOf(layer)) : undefined,
    );
    sign.hidden = !shownNext.length;
    if (takeFocus) picked.focus();
    takeFocus = false;

    const value = shownOf(layer)[flatPlace(layer.shape, cell)];
    const bias = weights[layer.bias + cell[layer.flat ? 2 : 0]];
    const right = Number(get("answers")[names.indexOf(image)] === cell[2]);
    const written = back
      ? writtenBack(source, terms, valuesOf(layer)[flatPlace(layer.shape, cell)], value, right)
      : at
        ? writtenOut(layer, terms, bias, value)
        : "a pixel of the image";
    sum.textContent = `${back ? "gradient of " : ""}${indexOf(layer, cell)}:  ${written}`;
    showTerms(back ? (source ?? layer) : layer, source, terms);
    if (back) {
      const from = (names.indexOf(image) * ofWeights.length) / names.length;
      const own = ofWeights.subarray(from, from + ofWeights.length / names.length);
      showKernels(kernels, layer, layers[at - 1], cell, strongest(termsOf(at, cell), layer)?.cell, own);
    }
    const pixels = () => many(regions[0].rows.length * regions[0].columns.length, "pixel");
    const came = back
      ? handedBy(source, terms)
      : at && !terms.length
        ? "from padding alone"
        : at > 1
          ? `from ${many(terms.length, "cell")} of ${source.name}, ${pixels()}`
          : at
            ? `from ${pixels()}`
            : "a pixel";
    const sentence =
      notice ||
      `${inWords(layer, cell)}: ${back ? spokenFine(fine(value)) : spoken(rounded(value, 2))}, ${came}`;
    if (says.textContent !== sentence) says.textContent = sentence;
    if (choice.value !== image) choice.value = image;
  });

  const choice = element(
    "select",
    { class: "xo-choice", "aria-label": "image", "data-lm-suppress-shortcuts": "true" },
    ...names.map((name) => element("option", { value: name }, name)),
  );
  choice.addEventListener("change", () => {
    model.set("image", choice.value);
    save(model);
  });
  for (const focusable of [choice, summary])
    focusable.addEventListener("keydown", (event) => event.stopPropagation());
  details.addEventListener("toggle", draw);
  const tools = element(
    "div",
    { class: "xo-tools" },
    element("label", { class: "xo-label" }, "image", choice),
    button("Down to a source", down),
    button("Up to what it feeds", up),
    button("Previous map", () => otherMap(-1)),
    button("Next map", () => otherMap(1)),
  );
  const help = element(
    "div",
    { class: "xo-help" },
    "Click any cell; arrow keys move in its map, n and p to the next and previous map. d or Enter goes down to the strongest source (ringed), u or Backspace up to what the cell feeds. Solid outline: the cell, and " +
      (back
        ? "the cells above that hand their gradients down to it; dashed: what hands down to those."
        : "what it is computed from; dashed: what those come from."),
  );
  el.append(
    element(
      "div",
      {
        class: "xo xo-explorer",
        role: "group",
        "aria-label": back ? "explore a network's gradients" : "explore a network",
      },
      element("div", { class: "xo-layers" }, ...strips.map(({ panel }) => panel)),
      element(
        "div",
        { class: "xo-panels" },
        ...(back ? [...kernels, picked] : grids).map(({ panel }) => panel),
        sign,
        ...(back ? grids : [picked]).map(({ panel }) => panel),
      ),
      sum,
      details,
      tools,
      says,
      help,
    ),
  );
  const forget = listen(model, ["image", "layer", "map", "row", "column"], () => {
    notice = "";
    draw();
  });
  draw();
  return () => {
    draw.cancel();
    forget();
  };
}

export default { render };
