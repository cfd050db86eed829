"""What became of a result, seen beside the right one: turned, cut, rounded, filled in part."""

import numpy as np

from xo_helpers.checks.results import close


def _rounded(digits):
    return lambda e: np.round(e, digits)


def _cut(digits):
    return lambda e: np.trunc(e * 10**digits) / 10**digits


def _of_rows(change):  # of grids alone
    return lambda e: change(e) if e.ndim == 2 else None


TURNS = {  # in words -> what the right result became
    "transposed the result: its rows are columns": _of_rows(np.transpose),
    "changed the sign of all": lambda e: -e,
    "lost the signs": np.abs,
    "turned the negatives into zeros": lambda e: np.maximum(e, 0),
    "turned the positives into zeros": lambda e: np.minimum(e, 0),
    "made whole numbers, which drops the fractions": np.trunc,
    "made whole numbers: it rounded": np.round,
    "made whole numbers: it rounded down": np.floor,
    "made whole numbers: it rounded up": np.ceil,
    "rounded to one decimal: return the number itself": _rounded(1),
    "rounded to two decimals: return the number itself": _rounded(2),
    "rounded to three decimals: return the number itself": _rounded(3),
    "rounded to four decimals: return the number itself": _rounded(4),
    "cut the result after one decimal: return the number itself": _cut(1),
    "cut the result after two decimals: return the number itself": _cut(2),
    "cut the result after three decimals: return the number itself": _cut(3),
    "turned the result upside down": _of_rows(lambda e: e[::-1]),
    "turned the result left to right": _of_rows(lambda e: e[:, ::-1]),
    "turned the result by half a turn": _of_rows(lambda e: e[::-1, ::-1]),
    "returned all in one row: give it rows and columns": _of_rows(np.ravel),
    "returned the first cell's value alone": lambda e: e.flat[0] if e.ndim else None,
    "returned the last cell's value alone: put each into its place": lambda e: e.flat[-1] if e.ndim else None,
    "added all cells up: return them one by one": lambda e: e.sum() if e.ndim else None,
    "took the mean of all cells: return them one by one": lambda e: e.mean() if e.ndim else None,
    "took the largest of all cells: return them one by one": lambda e: e.max() if e.ndim else None,
    "left out the last row and the last column": _of_rows(lambda e: e[:-1, :-1]),
    "left out the last row": _of_rows(lambda e: e[:-1]),
    "left out the last column": _of_rows(lambda e: e[:, :-1]),
    "left out the first row and the first column": _of_rows(lambda e: e[1:, 1:]),
    "left out the first row": _of_rows(lambda e: e[1:]),
    "left out the first column": _of_rows(lambda e: e[:, 1:]),
    "kept every second row and column": _of_rows(lambda e: e[::2, ::2]),
    "returned the first row alone": _of_rows(lambda e: e[0]),
    "filled whole rows with each value, so that the last stayed: name the column too": _of_rows(
        lambda e: e * 0 + e[:, -1:]
    ),
    "filled whole columns with each value, so that the last stayed: name the row too": _of_rows(
        lambda e: e * 0 + e[-1:]
    ),
    "filled all cells with each value, so that the last stayed: name row and column": lambda e: (
        np.full(e.shape, e.flat[-1]) if e.ndim else None
    ),
    "filled all cells with the first value": lambda e: np.full(e.shape, e.flat[0]) if e.ndim else None,
    "went on adding from cell to cell: begin at 0 for each": lambda e: (
        e.ravel().cumsum().reshape(e.shape) if e.ndim else None
    ),
    "went on from cell to cell with the largest so far: begin anew for each": lambda e: (
        np.maximum.accumulate(e.ravel()).reshape(e.shape) if e.ndim else None
    ),
    "went on adding along each row: begin at 0 for each cell": _of_rows(lambda e: e.cumsum(axis=1)),
    "went on along each row with the largest so far: begin anew for each cell": _of_rows(
        lambda e: np.maximum.accumulate(e, axis=1)
    ),
    "filled the rows in the columns' order": _of_rows(lambda e: e.ravel(order="F").reshape(e.shape)),
    "counted one too many": lambda e: None if e.ndim else e + 1,
    "counted one too few": lambda e: None if e.ndim else e - 1,
    "turned the fraction over": lambda e: 1 / e if e.all() else None,
}


def turned(got, right):
    """Which change of the right results gives those that came, in all cases."""
    if any(result.kind != "number" or result.values is None for result in got):
        return None
    if not right[0].shape and all(result.shape for result in got):
        return not_added(got, right)
    for words, change in TURNS.items():
        if all(
            equals(result.values, change(expected.values))
            for result, expected in zip(got, right, strict=True)
        ):
            return words
    squeezed = [
        equals(result.values.squeeze(), e.values.squeeze()) for result, e in zip(got, right, strict=True)
    ]
    if all(squeezed):
        return "gave the right numbers in another shape: count its brackets"
    return None


def not_added(got, right):
    """What several numbers have to do with the one that is expected."""
    pairs = [(result.values, expected.values) for result, expected in zip(got, right, strict=True)]
    if all(values.size == 1 and equals(values.ravel()[0], e) for values, e in pairs):
        return "put brackets around the number: return the number alone"
    if all(equals(values.sum(), e) for values, e in pairs):
        return "stopped before adding up: its cells sum to the right number"
    if all(equals(values.mean(), e) for values, e in pairs):
        return "stopped before taking the mean: that of its cells is the right number"
    return None


def equals(values, expected):
    """Whether values have this shape and, but for rounding, these numbers."""
    if expected is None or np.shape(values) != np.shape(expected):
        return False
    return bool(close(values, np.asarray(expected)).all())
