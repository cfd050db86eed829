// What another page may give of Votes.
const GIVEN = {
  also: { ...TAKES.votes, values: TAKES.array(1), row: TAKES.place, column: TAKES.place },
  state({ values, row = 0, column = 0, ...voting }, now) {
    const start = { values: values ?? now.values, ...TAKES.voting(voting, values ?? now.values, now) };
    for (const name of ["values", "weights"])
      TAKES.limited(name, start[name], 1, "the widget takes numbers from -1 to 1");
    TAKES.inside({ row, column }, { row: start.names.length, column: start.classes.length + 1 }, "there are");
    return { ...start, start, row, column };
  },
};
