"""Lesson 04: keep the largest of each window, first of 2×2, then of any size and stride."""

import numpy as np

from xo_helpers.checks.machinery import FunctionExercise
from xo_helpers.data import load_image, load_kernel
from xo_helpers.ops import avg_pool, feature_map, max_pool

MAP = feature_map(load_image("X"), load_kernel("cross"))

# Not square, so that rows for columns shows; with negatives, and the largest in each corner of a window.
CASES_OF_TWO = [
    {"scores": np.array([[1.0, 3, -2, -1], [0, 2, -4, -3]])},
    {"scores": np.array([[2.0, 7], [5, 1], [-3, -2], [-1, -6], [4, 0], [8, 3]])},
    {"scores": np.array([[4.0, 1, 0, -2], [3, 9, 5, -6], [2, 8, 6, -1], [-7, 0, -4, -5]])},
    {"scores": MAP[:4, :6]},
]


def _two(scores):
    return max_pool(scores[: len(scores) // 2 * 2, : scores.shape[1] // 2 * 2])


def _only(pooled, rows, columns):
    """A pooled map of which only the first rows and columns were filled: the rest is still 0."""
    result = np.zeros(pooled.shape)
    result[:rows, :columns] = pooled[:rows, :columns]
    return result


def _of_the_maps_size(scores):
    result = np.zeros(scores.shape)
    result[::2, ::2] = max_pool(scores)
    return result


def _packed_in_the_maps_size(scores):
    result, pooled = np.zeros(scores.shape), max_pool(scores)
    result[: pooled.shape[0], : pooled.shape[1]] = pooled
    return result


def _row_of_a_window(scores):
    """The largest of the window's first row: a slice of one row."""
    return np.maximum(scores[::2, ::2], scores[::2, 1::2])


def _beginning_at_the_place(scores):
    rows, columns = scores.shape[0] // 2, scores.shape[1] // 2
    return max_pool(scores, 2, 1)[:rows, :columns]


def _windows(scores, size, stride, rows, columns):
    """The largest of windows that begin at 0, stride …, as many as are asked for; each must hold a cell."""
    at = [(stride * row, stride * column) for row in range(rows) for column in range(columns)]
    largest = [scores[row : row + size, column : column + size].max() for row, column in at]
    return np.array(largest).reshape(rows, columns)


SLIPS_OF_TWO = {
    "moved by one cell: with a stride of 2 the windows begin at 0, 2, 4 …": lambda s: max_pool(s, 2, 1),
    "cut the window at row and column: place 1 has the window that begins at 2": _beginning_at_the_place,
    "took the mean of each window: take the largest": avg_pool,
    "took the smallest of each window: take the largest": lambda s: -max_pool(-s),
    "took the first cell of each window: take the largest": lambda s: s[::2, ::2],
    "looked at the first row of each window: it has two": _row_of_a_window,
    "returned the values in one row: give them rows and columns": lambda s: max_pool(s).ravel(),
    "made whole numbers, which drops the fractions: make it np.zeros(…)": lambda s: max_pool(s).astype(int),
    "took the largest without its sign: −4 is less than −1": lambda s: max_pool(np.abs(s)),
    "took the largest of the whole map": lambda s: s.max(),
    "turned the negatives into zeros as well": lambda s: np.maximum(max_pool(s), 0),
    "transposed the result": lambda s: max_pool(s).T,
    "returned after the first window: end the loops first": lambda s: _only(max_pool(s), 1, 1),
    "returned after the first row of windows: end the loops first": lambda s: _only(max_pool(s), 1, s.size),
    "made the result as large as the map: it has half the rows and half the columns": _of_the_maps_size,
    "left the rest of the map in the result: it has half the rows and columns": _packed_in_the_maps_size,
    "returned the last window's largest alone: put each into its place": lambda s: max_pool(s)[-1, -1],
    "made as many columns as rows: the map need not be square": lambda s: _windows(
        s, 2, 2, len(s) // 2, len(s) // 2
    ),
    "made as many rows as columns: the map need not be square": lambda s: _windows(
        s, 2, 2, s.shape[1] // 2, s.shape[1] // 2
    ),
    "left out the last row and the last column of windows": lambda s: _only(
        max_pool(s), len(s) // 2 - 1, s.shape[1] // 2 - 1
    ),
}


# With negatives at the edge, so that zeros put there would show, and with windows that do not come out even.
SMALL = np.array([[1, 3, -2], [2, 0, -1], [-5, -4, -3]])
WIDE = np.array([[4, 1, 0, -2, 7], [3, 9, 5, -6, -8], [2, 8, 6, -1, -3], [-7, -9, -4, -5, -2]])
CASES = [
    {"scores": SMALL[:2], "size": 2, "stride": 2},
    {"scores": SMALL, "size": 2, "stride": 2},
    {"scores": WIDE, "size": 2, "stride": 1},
    {"scores": WIDE, "size": 3, "stride": 2},
    {"scores": MAP, "size": 2, "stride": 2},
    {"scores": WIDE.T, "size": 2, "stride": 3},
    {"scores": SMALL, "size": 2, "stride": 4},
]


def _with_zeros(scores, size, stride):
    down, across = (size - length % stride for length in scores.shape)
    padded = np.pad(scores, ((0, max(down, 0)), (0, max(across, 0))))
    rows, columns = max_pool(scores, size, stride).shape
    return max_pool(padded, size, stride)[:rows, :columns]


def _everywhere(scores, size, stride):
    return _windows(scores, size, stride, *(-(-length // stride) for length in scores.shape))


def _divided(scores, size, stride):
    return _windows(scores, size, stride, *(length // stride for length in scores.shape))


SLIPS = {
    "rounded down and left out the windows that hang over the edge: they count too": lambda s, k, t: max_pool(
        s, k, t, edge="drop"
    ),
    "put zeros beyond the edge: a zero is larger than any negative": _with_zeros,
    "began another window after one had reached the edge: stop there": _everywhere,
    "took length // stride for the number of windows: count where they begin": _divided,
    "took the stride for the window's size": lambda s, k, t: max_pool(s, t, t),
    "moved by the window's size: move by the stride": lambda s, k, t: max_pool(s, k, k),
    "took size and stride for each other": lambda s, k, t: max_pool(s, t, k),
    "went on using 2 for size and stride: use what it is handed": lambda s, k, t: max_pool(s, 2, 2),
    "went on using 2 for both, and left out the windows that hang over": lambda s, k, t: _two(s),
    "took the mean of each window: take the largest": lambda s, k, t: avg_pool(s, k, t),
    "took the smallest of each window: take the largest": lambda s, k, t: -max_pool(-s, k, t),
    "took the first cell of each window: take the largest": lambda s, k, t: _windows(
        s, 1, t, *max_pool(s, k, t).shape
    ),
    "took the largest of the whole map": lambda s, k, t: s.max(),
    "returned the values in one row: give them rows and columns": lambda s, k, t: max_pool(s, k, t).ravel(),
    "made whole numbers, which drops the fractions: make it np.zeros(…)": lambda s, k, t: max_pool(
        s, k, t
    ).astype(int),
    "took the largest without its sign: −4 is less than −1": lambda s, k, t: max_pool(np.abs(s), k, t),
    "turned the negatives into zeros as well": lambda s, k, t: np.maximum(max_pool(s, k, t), 0),
    "transposed the result": lambda s, k, t: max_pool(s, k, t).T,
    "returned after the first window: end the loops first": lambda s, k, t: _only(max_pool(s, k, t), 1, 1),
    "returned after the first row of windows: end the loops first": lambda s, k, t: _only(
        max_pool(s, k, t), 1, s.size
    ),
    "made as many columns as rows: the map need not be square": lambda s, k, t: _windows(
        s, k, t, *[len(max_pool(s, k, t))] * 2
    ),
}

EXERCISES = {
    "max_pool_2": FunctionExercise("max_pool_2", max_pool, CASES_OF_TWO, SLIPS_OF_TWO),
    "max_pool": FunctionExercise("max_pool", max_pool, CASES, SLIPS),
}
