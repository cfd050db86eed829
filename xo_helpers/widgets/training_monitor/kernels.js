// The first layer's kernels, as they were after an epoch.

function makeKernels(get) {
  const scale = element("div", { class: "xo-caption" });
  const shelf = element("div", { class: "xo-monitor-shelf" });
  const panel = element("div", { class: "xo-monitor-kernels" }, scale, shelf);
  let grids = [];

  function show(at) {
    const [[count = 0, side], bytes] = [get("kernel_shape"), get("history")];
    panel.hidden = !(at ? count : grids.length);
    if (!at || !count) return;
    const size = side * side;
    const weights = Array.from({ length: count * size }, (_, i) =>
      bytes.getFloat64(8 * ((at - 1) * count * size + i), true),
    );
    const most = Math.max(...weights.map(Math.abs));
    scale.textContent = `first kernels, darkest = ${rounded(most, 2)}`;
    if (grids.length !== count) {
      grids = Array.from({ length: count }, (_, i) => makeGrid(`kernel ${i}`));
      shelf.replaceChildren(...grids.map((grid) => grid.panel));
    }
    for (const grid of grids) {
      grid.title.hidden = true; // its name is told to screen readers
      grid.resize(side, side);
    }
    weights.forEach((weight, i) => {
      const shade = Math.round((weight / (most || 1)) * 256) / 256; // what looks the same stays as it is
      const [row, column] = [Math.floor(i / side) % side, i % side];
      grids[Math.floor(i / size)].set(row, column, shade, "", spoken(rounded(weight, 2)));
    });
  }
  return { panel, show };
}
