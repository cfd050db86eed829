"""What became of a result, seen beside the right one: turned, cut, rounded, filled in part."""

import numpy as np

from xo_helpers.checks.results import close

DIGITS = ("one decimal", "two decimals", "three decimals", "four decimals")
TURNS = {  # in words -> what the right result became
    "changed the sign of all": lambda e: -e,
    "lost the signs": np.abs,
    "turned the negatives into zeros": lambda e: np.maximum(e, 0),
    "turned the positives into zeros": lambda e: np.minimum(e, 0),
    "made whole numbers, which drops the fractions": np.trunc,
    "made whole numbers: it rounded": np.round,
    "made whole numbers: it rounded down": np.floor,
    "made whole numbers: it rounded up": np.ceil,
    **{
        f"rounded to {many}: return the number itself": lambda e, n=n: np.round(e, n)
        for n, many in enumerate(DIGITS, 1)
    },
    **{
        f"cut the result after {many}: return the number itself": lambda e, n=n: np.trunc(e * 10**n) / 10**n
        for n, many in enumerate(DIGITS[:3], 1)
    },
    **{
        f"rounded down to {many}: return the number itself": lambda e, n=n: np.floor(e * 10**n) / 10**n
        for n, many in enumerate(DIGITS[:3], 1)
    },
    "turned the fraction over": lambda e: 1 / e if e.all() else None,
}
OF_NUMBERS = {
    "counted one too many": lambda e: e + 1 if e % 1 == 0 else None,
    "counted one too few": lambda e: e - 1 if e % 1 == 0 else None,
}
OF_ARRAYS = {
    "returned the first cell's value alone": lambda e: e.flat[0],
    "returned the last cell's value alone: put each into its place": lambda e: e.flat[-1],
    "added all cells up: return them one by one": np.sum,
    "took the mean of all cells: return them one by one": np.mean,
    "took the largest of all cells: return them one by one": np.max,
    "filled all cells with the first value": lambda e: np.full(e.shape, e.flat[0]),
    "filled all cells with each value: name row and column": lambda e: np.full(e.shape, e.flat[-1]),
    "went on adding from cell to cell: begin at 0 for each": lambda e: e.cumsum().reshape(e.shape),
    "went on from cell to cell with the largest so far: begin anew for each": lambda e: np.maximum.accumulate(
        e.ravel()
    ).reshape(e.shape),
}
OF_GRIDS = {
    "transposed the result: its rows are columns": np.transpose,
    "turned the result upside down": lambda e: e[::-1],
    "turned the result left to right": lambda e: e[:, ::-1],
    "turned the result by half a turn": lambda e: e[::-1, ::-1],
    "returned all in one row: give it rows and columns": np.ravel,
    "returned the first row alone": lambda e: e[0],
    "left out the last row and the last column": lambda e: e[:-1, :-1],
    "left out the last row": lambda e: e[:-1],
    "left out the last column": lambda e: e[:, :-1],
    "left out the first row and the first column": lambda e: e[1:, 1:],
    "left out the first row": lambda e: e[1:],
    "left out the first column": lambda e: e[:, 1:],
    "kept every second row and column": lambda e: e[::2, ::2],
    "filled whole rows, so that the last value stayed: name the column too": lambda e: e * 0 + e[:, -1:],
    "filled whole columns, so that the last value stayed: name the row too, "
    "or make each row a list of its own": lambda e: e * 0 + e[-1:],
    "went on adding along each row: begin at 0 for each cell": lambda e: e.cumsum(axis=1),
    "went on along each row with the largest so far: begin anew for each cell": lambda e: (
        np.maximum.accumulate(e, axis=1)
    ),
    "filled the rows in the columns' order": lambda e: e.ravel(order="F").reshape(e.shape),
}


def turned(got, right):
    """Which change of the right results gives those that came, in all cases."""
    if any(result.kind != "number" or result.values is None for result in got):
        return None
    if not right[0].shape and all(result.shape for result in got):
        return not_added(got, right)
    pairs = [(result.values, expected.values) for result, expected in zip(got, right, strict=True)]
    arrays, grids = bool(right[0].shape), len(right[0].shape) == 2
    turns = (OF_GRIDS if grids else {}) | TURNS | (OF_ARRAYS if arrays else OF_NUMBERS)
    for words, change in turns.items():
        if all(equals(values, change(e)) for values, e in pairs):
            return words
    for at, limit, words in ((np.min, np.maximum, "less"), (np.max, np.minimum, "more")):
        end = at([at(values, initial=0) for values, _ in pairs])
        held = [equals(values, limit(e, end)) and (values != e) & (values == end) for values, e in pairs]
        if all(one is not False for one in held) and sum(np.sum(one) for one in held) > 1:
            return f"never gives {words} than {end:g}: is a number cut there, or does a search begin there?"
    if all(equals(values.squeeze(), e.squeeze()) for values, e in pairs):
        return "gave the right numbers in another shape: count its brackets"
    return None


def not_added(got, right):
    """What several numbers have to do with the one that is expected."""
    pairs = [(result.values, expected.values) for result, expected in zip(got, right, strict=True)]
    if all(values.size == 1 and equals(values.ravel()[0], e) for values, e in pairs):
        return "put brackets around the number: return the number alone"
    if all(equals(values.sum(), e) for values, e in pairs):
        return "stopped before adding up: its cells sum to the right number"
    if all(values.size and equals(values.mean(), e) for values, e in pairs):  # no cells have no mean
        return "stopped before taking the mean: that of its cells is the right number"
    return None


def equals(values, expected):
    """Whether values have this shape and, but for rounding, these numbers."""
    if values is None or expected is None or np.shape(values) != np.shape(expected):
        return False
    return bool(close(values, np.asarray(expected)).all())
