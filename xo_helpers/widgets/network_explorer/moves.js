// The ways from cell to cell, and what is said where there is none.

function makeMoves(model, network, draw) {
  const { layers, index, place, termsBelow, termsAbove, back } = network;
  // Down goes to the strongest source, up to where down came from or, without that, to the strongest cell it
  // feeds.
  let trail = [],
    notice = "";

  function say(text) {
    notice = text;
    draw();
  }
  // Pick a cell; `what` is said there in place of what it holds.
  function go(layer, cell, what = "") {
    const [map, row, column] = cell;
    save(model, { layer: layers[layer].name, map, row, column });
    say(what);
  }
  function down() {
    const source = strongest(termsBelow(index(), place()), layers[index()], back);
    if (!source) return say(index() ? "nothing but padding lies below" : "a pixel: nothing lies below it");
    trail.push([index(), place()]);
    go(index() - 1, source.cell);
  }
  function up() {
    const at = index() + 1;
    if (at === layers.length) return say(`${layers[index()].name} is the last layer`);
    const feeds = termsAbove(index(), place());
    trail = trail.filter(([layer]) => layer >= at);
    const from = trail.at(-1)?.[0] === at && trail.pop()[1];
    const known = from && feeds.find(({ cell }) => same(cell, from));
    const best = known || most(feeds, product);
    if (best) go(at, best.cell);
    else say(`no cell of ${layers[at].name} is computed from it`);
  }
  function otherMap(step) {
    const [map, row, column] = place();
    const count = layers[index()].shape[0];
    if (count === 1) return say(`${layers[index()].name} has one map`);
    go(index(), [(map + step + count) % count, row, column]);
  }
  const [nextMap, previousMap] = [() => otherMap(1), () => otherMap(-1)];
  return { go, say, notice: () => notice, down, up, nextMap, previousMap };
}

// What a key does in the picked map; gives back whether it was of use.
function makeKeys({ layers, index, place, side }, { go, down, up, nextMap, previousMap }) {
  const acts = { d: down, enter: down, u: up, backspace: up, n: nextMap, p: previousMap };
  return (event) => {
    const act = acts[event.key.toLowerCase()]; // Caps Lock may be on
    if (act) return (act(), true);
    const [layer, here] = [layers[index()], place()];
    const { at, whole } = layout(layer, here, side());
    const to = placeAfter(event, ...at, ...whole);
    if (!to) return to;
    const value = Math.min(layer.shape[2] - 1, to[0] * whole[1] + to[1]);
    go(index(), layer.flat ? [0, 0, value] : [here[0], ...to]);
    return to;
  };
}
