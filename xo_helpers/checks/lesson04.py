"""Lesson 04: keep the largest of each 2×2 window. Other sizes and strides have their own file."""

import numpy as np

from xo_helpers.checks.lesson04_sizes import MAP, MAX_POOL, avg_pool, max_pool, only, windows
from xo_helpers.checks.machinery import FunctionExercise

# Not square, so that rows for columns shows; with negatives, and the largest in each corner of a window.
CASES = [
    {"scores": np.array([[1.0, 3.25, -2, -1.5], [0, 2, -4, -3]])},
    {"scores": np.array([[2.0, 7], [5, 1], [-3, -2], [-1, -6], [4, 0], [8, 3]])},
    {"scores": np.array([[4.0, 1, 0, -2], [3, 9, 5, -6], [2, 8, 6, -1], [-7, 0, -4, -5]])},
    {"scores": MAP[:4, :6]},
    {"scores": MAP[:6, :6] - 0.125},
    {"scores": MAP[1:7, :4] - 0.5},
    {
        "scores": (np.arange(24.0).reshape(4, 6) - 12) / 7
    },  # grows to the right and down: a window too large shows
    {"scores": (12 - np.arange(24.0).reshape(6, 4)) / 7},
]


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


def _from(place):
    """Windows that begin at another row and column than twice their own."""

    def wrong(scores):
        result = np.zeros(max_pool(scores).shape)
        for row, column in np.ndindex(result.shape):
            r, c = place(row, column)
            result[row, column] = scores[r : r + 2, c : c + 2].max()
        return result

    return wrong


def _beginning_at_the_place(scores):
    rows, columns = scores.shape[0] // 2, scores.shape[1] // 2
    return max_pool(scores, 2, 1)[:rows, :columns]


SLIPS = {
    "moved by one cell: with a stride of 2 the windows begin at 0, 2, 4 …": lambda s: max_pool(s, 2, 1),
    "cut the window at row and column: place 1 has the window that begins at 2": _beginning_at_the_place,
    "took the mean of each window: take the largest": avg_pool,
    "took the smallest of each window: take the largest": lambda s: -max_pool(-s),
    "took the first cell of each window: take the largest": lambda s: s[::2, ::2],
    "looked at the first row of each window: it has two": _row_of_a_window,
    "looked at the first column of each window: it has two": lambda s: _row_of_a_window(s.T).T,
    "looked at the diagonal of each window: it has four cells": lambda s: np.maximum(
        s[::2, ::2], s[1::2, 1::2]
    ),
    "took the last cell of each window: take the largest": lambda s: s[1::2, 1::2],
    "cut windows of 3×3: 2 * row + 2 ends one of 2×2": lambda s: max_pool(s, 3, 2),
    "added up each window: take the largest": lambda s: max_pool(s, of=np.sum),
    "took the place of the largest, not its value: max in place of argmax": lambda s: max_pool(
        s, of=np.argmax
    ),
    "took the spread of each window: take the largest": lambda s: max_pool(s, of=np.ptp),
    "took the median of each window: take the largest": lambda s: max_pool(s, of=np.median),
    "took the largest of each row: a window has two rows": lambda s: s.max(axis=1),
    "took the largest of each column: a window has two columns": lambda s: s.max(axis=0),
    "used row for the window's columns as well: they begin at 2 * column": _from(lambda r, c: (2 * r, 2 * r)),
    "used column for the window's rows as well: they begin at 2 * row": _from(lambda r, c: (2 * c, 2 * c)),
    "took row and column for each other in the window: rows come first": _from(lambda r, c: (2 * c, 2 * r)),
    "forgot to double the window's row": _from(lambda r, c: (r, 2 * c)),
    "forgot to double the window's column": _from(lambda r, c: (2 * r, c)),
    "began each window one row and one column late": _from(lambda r, c: (2 * r + 1, 2 * c + 1)),
    "cut the first window each time: it begins at 2 * row and 2 * column": _from(lambda r, c: (0, 0)),
    "put the largest of the whole map into every cell": lambda s: np.full(max_pool(s).shape, s.max()),
    "halved the rows alone: each window has two columns as well": lambda s: np.maximum(s[::2], s[1::2]),
    "halved the columns alone: each window has two rows as well": lambda s: np.maximum(s[:, ::2], s[:, 1::2]),
    "made whole numbers, which drops the fractions: fill np.zeros(…), and leave int out": lambda s: max_pool(
        s
    ).astype(int),
    "took the largest without its sign: −4 is less than −1": lambda s: max_pool(np.abs(s)),
    "began at −1, which is more than some windows hold: begin with a window's first cell": lambda s: (
        np.maximum(max_pool(s), -1)
    ),
    "took four cells in a row for a window: reshape(rows, 2, columns, 2) parts rows and columns": lambda s: (
        s.reshape(*max_pool(s).shape, 4).max(axis=2)
    ),
    "turned the negatives into zeros as well": lambda s: np.maximum(max_pool(s), 0),
    "returned after the first window: end the loops first": lambda s: only(max_pool(s), 1, 1),
    "returned after the first row of windows: end the loops first": lambda s: only(max_pool(s), 1, s.size),
    "made the result as large as the map: it has half the rows and half the columns": _of_the_maps_size,
    "left the rest of the map in the result: it has half the rows and columns": _packed_in_the_maps_size,
    "made as many columns as rows: the map need not be square": lambda s: windows(
        s, 2, 2, len(s) // 2, len(s) // 2
    ),
    "made as many rows as columns: the map need not be square": lambda s: windows(
        s, 2, 2, s.shape[1] // 2, s.shape[1] // 2
    ),
}

EXERCISES = {
    "max_pool_2": FunctionExercise("max_pool_2", max_pool, CASES, SLIPS),
    "max_pool": MAX_POOL,
}
