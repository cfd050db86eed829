// What may be given of CompareGrids, and what follows from it: how many cells agree.
const GIVEN = {
  takes: { a: TAKES.grid, b: TAKES.grid, titles: TAKES.texts, row: TAKES.place, column: TAKES.place },
  state({ a, b, titles, row = 0, column = 0 }, now) {
    [a, b, titles] = [a ?? now.a, b ?? now.b, titles ?? now.titles];
    const [one, other] = [a, b].map(TAKES.extent);
    if (one !== other) TAKES.refuse(`a is ${one} and b is ${other}; they must be equally large: give both`);
    if (titles.length !== 2)
      TAKES.refuse(`titles are ${titles.length}; there are two grids, so they must be two`);
    TAKES.inside({ row, column }, { row: a.length, column: a[0].length }, "the grids have");
    const agreeing = a.flat().filter((value, at) => value === b.flat()[at]).length;
    return { a, b, titles, row, column, agreeing };
  },
  told(get) {
    const [a, b, titles, row, column] = ["a", "b", "titles", "row", "column"].map(get);
    const grids = { a: TAKES.written(a), b: TAKES.written(b) };
    return { ...grids, titles: TAKES.textsWritten(titles), row, column };
  },
};
