"""Lesson 04: keep the largest of each window: of 2×2, then of any size and stride."""

import numpy as np

from xo_helpers.checks.families import LATE, PLACES, each, table
from xo_helpers.checks.machinery import FunctionExercise
from xo_helpers.data import load_image, load_kernel
from xo_helpers.ops import feature_map


def begins(length, size, stride):
    """Where windows begin: the last is the first that reaches the edge."""
    places = range(0, length, stride)
    short = [at for at in places if at + size < length]
    return places[: len(short) + 1]


def max_pool(
    scores,
    size=2,
    stride=2,
    of=np.max,
    begins=begins,
    side=lambda size, stride: size,
    place=lambda *at: at,
):
    """The solution, as the lesson writes it; with places for mistakes."""
    rows, columns = (begins(length, size, stride) for length in scores.shape)
    side, places = side(size, stride), [[place(row, column) for column in columns] for row in rows]
    return np.array([[of(scores[r : r + side, c : c + side]) for r, c in along] for along in places])


MAP = feature_map(load_image("X"), load_kernel("cross"))

# Not square, so that rows for columns shows; with negatives, and the largest in each corner of a window.
# The last two grow to the right and down, or fall: a window too large shows.
CASES_2 = table(
    "scores",
    [[1.0, 3.25, -2, -1.5], [0, 2, -4, -3]], [[1.0, 2.5, -4, -6], [0, 4, -5, -3]],
    [[2.0, 7], [5, 1], [-3, -2], [-1, -6], [4, 0], [8, 3]],
    [[0.0, -1, 0.7137, 0.05, 1, 0.5], [-2, -3, 0.3, 0.714, 0.25, -1]],  # the largest is 0, or is so by little
    [[4.0, 1, 0, -2], [3, 9, 5, -6], [2, 8, 6, -1], [-7, 0, -4, -5]],
    # Two cells are the largest: each pair of a window's four.
    [[5.0, 5, 5, 1, 1, 5, 1, 5, 1, 0, 5, 1], [1, 0, 5, 0, 5, 0, 0, 5, 5, 5, 0, 5]],
    MAP[:4, :6], MAP[:6, :6] - 0.125, MAP[1:7, :4] - 0.5,
    (np.arange(24.0).reshape(4, 6) - 12) / 7, (12 - np.arange(24.0).reshape(6, 4)) / 7,
    [[-3e12, -1e12, -7e12, -6e12], [-2e12, -5e12, -4e12, -8e12]],  # no search may begin above them
)  # fmt: skip

# With negatives at the edge, so that zeros put there would show, and with windows that do not come out even.
SMALL = np.array([[1, 3, -2], [2, 0, -1], [-5, -4, -3]])
WIDE = np.array([[4, 1, 0, -2, 7], [3, 9, 5, -6, -8], [2, 8, 6, -1, -3], [-7, -9, -4, -5, -2]])
CASES = table(
    "scores size stride",
    (SMALL[:2], 2, 2), (SMALL, 2, 2), (SMALL, 2, 1), (SMALL / 8 - 1, 2, 2), (WIDE, 2, 1), (WIDE, 3, 2),
    (MAP, 2, 2), (WIDE.T, 2, 3), (SMALL, 2, 4), (WIDE[:, :3], 1, 2), (WIDE[1:, 1:], 1, 2), (WIDE, 2, 4),
    (WIDE.T, 2, 4), (WIDE[:3], 1, 4), (WIDE.T[:, 1:], 1, 4), (WIDE[:2], 3, 3), (WIDE.T / 7, 4, 1),
    (np.tile(WIDE, (2, 2))[:7, :9] - np.arange(9), 5, 2), ((np.abs(WIDE) + 1) * -1e12, 3, 2),
    # The last window hangs over where another would begin inside; the map is smaller than a window, or one.
    (np.vstack([WIDE, WIDE[1]]), 4, 2), (np.tile(WIDE, (2, 2))[:7, :7] / 3, 5, 3), (WIDE[:, 1:], 4, 2),
    (WIDE, 6, 1), (WIDE.T, 7, 2), (np.tile(WIDE[:1], (1, 3)), 2, 1), (np.tile(WIDE[:, 3:4], (3, 1)), 3, 1),
    (SMALL / 5000, 2, 1),  # the largest by little
)  # fmt: skip

KEPT = {  # of each window, in place of the largest
    "took the mean of each window: take the largest": np.mean,
    "took the smallest of each window: take the largest": np.min,
    "added up each window: take the largest": np.sum,
    "took the place of the largest, not its value: max in place of argmax": np.argmax,
    "took the largest without its sign: −4 is less than −1": lambda window: np.abs(window).max(),
    "took the first cell of each window: take the largest": lambda window: window[0, 0],
    "looked at the first row of each window alone": lambda window: window[0].max(),
    "looked at the first column of each window alone": lambda window: window[:, 0].max(),
}
LEFT_OUT = {
    f"left out the {which} cell of each window": cell
    for cell, which in enumerate(("first", "second", "third", "last"))
}


def _as_many(pool):
    return lambda *case: pool(*case)[tuple(map(slice, max_pool(*case).shape))]


CUT = {  # windows of another size, or at other places
    "cut windows one cell too large: a slice stops short of its end": lambda s, k, t: max_pool(s, k + 1, t),
    "moved by one cell: move by the stride": lambda s, k, t: max_pool(s, k, 1),
    "began windows at row and column: they lie a stride apart": _as_many(lambda s, k, t: max_pool(s, k, 1)),
}


def _kept(of):
    return lambda scores, size=2, stride=2: max_pool(scores, size, stride, of)


def _from(place):
    """Windows that begin at another row and column."""
    return lambda *case: max_pool(*case, place=place)


def _replaced(scores, rows, columns, least=1):
    """What stays of windows that begin so many rows and columns apart, each in the place of one before it."""
    result = np.zeros((len(scores) // 2, len(scores[0]) // 2))
    for row in range(0, len(scores) - least + 1, rows):
        for column in range(0, len(scores[0]) - least + 1, columns):
            result[row // 2, column // 2] = scores[row : row + 2, column : column + 2].max()
    return result


BY_TWO = "do loops begin at 0, and go on by two, as range(0, n, 2) does?"
REPLACED = {
    f"kept windows that begin one row and one column late: {BY_TWO}": (1, 1),
    f"kept windows that begin one row late: {BY_TWO}": (1, 2),
    f"kept windows that begin one column late: {BY_TWO}": (2, 1),
    f"kept windows that begin one row and one column late, but for the last: {BY_TWO}": (1, 1, 2),
    f"kept windows that begin one row late, but for the last: {BY_TWO}": (1, 2, 2),
    f"kept windows that begin one column late, but for the last: {BY_TWO}": (2, 1, 2),
}
ABOVE = "never gives less than 0: is a number cut there, or does a search begin there?"
SLIPS_2 = {
    **each(lambda slip: lambda s: slip(s, 2, 2), each(_kept, KEPT) | CUT),
    **each(lambda cell: _kept(lambda window: np.delete(window, cell).max()), LEFT_OUT),
    **each(_from, PLACES),
    **each(lambda steps: lambda s: _replaced(s, *steps), REPLACED),
    ABOVE: lambda scores: np.maximum(max_pool(scores), 0),
    "forgot to double the window's row": _from(lambda row, column: (row // 2, column)),
    "halved the rows alone: each window has two columns as well": lambda s: np.maximum(s[::2], s[1::2]),
    "halved the columns alone: each window has two rows as well": lambda s: np.maximum(s[:, ::2], s[:, 1::2]),
    "took the largest of each row: a window has two rows": lambda s: s.max(axis=1),
    "took four cells in a row for a window": lambda s: s.reshape(len(s) // 2, -1, 4).max(axis=2),
    "made the result as large as the map": lambda s: np.kron(max_pool(s), [[1, 0], [0, 0]]),
}


def _begun(count):
    """As many windows as are counted."""
    return lambda *case: max_pool(*case, begins=lambda n, k, t: [t * at for at in range(count(n, k, t))])


ALONG = {
    "took the rows' windows for the columns as well: columns have a count of their own": 0,
    "took the columns' windows for the rows as well: rows have a count of their own": 1,
}
SIDES = {  # of a window at the right place
    "cut windows one cell too large: a slice stops short of its end": lambda size, stride: size + 1,
    "cut windows one cell too small: a slice stops short of its end": lambda size, stride: size - 1,
    "cut windows of 2×2, whatever the size: a slice is as long as size": lambda size, stride: 2,
    "cut windows as large as the stride: a slice is as long as size": lambda size, stride: stride,
}


def _inside(scores, size, stride):
    """Windows that hang over the edge stay 0."""
    rows, columns = ([at + size <= n for at in begins(n, size, stride)] for n in scores.shape)
    return max_pool(scores, size, stride) * np.outer(rows, columns)


SLIPS = {
    "rounded down, and left out windows that hang over the edge": _begun(lambda n, k, t: (n - k) // t + 1),
    "began another window after one had hung over the edge: stop there, too": _begun(
        lambda n, k, t: (n - k) // t + 1 if n >= k and (n - k) % t == 0 else -(-n // t)
    ),
    "left out all where the map is smaller than a window: one takes what is there": _begun(
        lambda n, k, t: min(-(-(n - k) // t) + 1, -(-n // t))
    ),
    "began another window after one had reached the edge: stop there": _begun(lambda n, k, t: -(-n // t)),
    "took length // stride for the number of windows: count where they begin": _begun(lambda n, k, t: n // t),
    "put zeros beyond the edge: they are larger than negatives": _as_many(
        lambda s, k, t: max_pool(np.pad(s, ((0, k), (0, k))), k, t)
    ),
    "left windows that hang over the edge at 0: they take the cells that are there": _inside,
    "left out the last window each way": lambda *c: max_pool(*c, begins=lambda *n: begins(*n)[:-1]),
    "counted one window too few: the first is one more": _begun(lambda n, k, t: (n - k) // t),
    **each(lambda at: lambda s, k, t: max_pool(s, k, t, begins=lambda *_: begins(s.shape[at], k, t)), ALONG),
    "began windows their own size apart: they lie a stride apart": lambda s, k, t: max_pool(
        s, k, t, begins=lambda n, k, t: [k * at for at in range(len(begins(n, k, t)))]
    ),
    "took the stride for the window's size": lambda s, k, t: max_pool(s, t, t),
    "moved by the window's size: move by the stride": lambda s, k, t: max_pool(s, k, k),
    **each(_kept, KEPT),
    **CUT,
    **each(lambda side: lambda *case: max_pool(*case, side=side), SIDES),
    **each(_from, PLACES | LATE),
    ABOVE: lambda *case: np.maximum(max_pool(*case), 0),
}

EXERCISES = {
    "max_pool_2": FunctionExercise("max_pool_2", max_pool, CASES_2, SLIPS_2),
    "max_pool": FunctionExercise("max_pool", max_pool, CASES, SLIPS),
}
