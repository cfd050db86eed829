// What may be given of PoolWindow, and what follows: the largest value of each window, found in the page.
const GIVEN = {
  takes: {
    map: TAKES.grid,
    size: TAKES.count,
    stride: TAKES.count,
    edge: TAKES.oneOf("keep", "drop"),
    row: TAKES.place,
    column: TAKES.place,
    filled: TAKES.filled,
  },
  state({ map, size, stride, edge, ...place }, now) {
    [map, edge] = [map ?? now.map, edge ?? now.edge];
    const [rows, columns] = [map.length, map[0].length];
    [size, stride] = [size ?? now.size, stride ?? now.stride];
    if (edge === "drop" && size > Math.min(rows, columns)) {
      const nothing = `the window is ${size}×${size} and map only ${TAKES.extent(map)}`;
      TAKES.refuse(`${nothing}, so with edge=drop nothing is left; use a smaller window or edge=keep`);
    }
    [size, stride] = clamped(map, size, stride);
    const state = { map, size, stride, edge };
    const pooled = makeWindows({ get: (name) => state[name] }).pooled();
    const walked = TAKES.walked(place, [pooled.length, pooled[0].length], "the pooled map has");
    return { ...state, pooled, ...walked };
  },
  told(get) {
    const [size, stride, edge, pooled] = ["size", "stride", "edge", "pooled"].map(get);
    const walk = TAKES.walkTold(get, [pooled.length, pooled[0].length]);
    return { map: TAKES.written(get("map")), size, stride, edge, ...walk };
  },
};
