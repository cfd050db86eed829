"""Lesson 04: keep the largest of each window, of any size and stride."""

import numpy as np

from xo_helpers.checks.machinery import FunctionExercise
from xo_helpers.data import load_image, load_kernel
from xo_helpers.ops import feature_map


def max_pool(scores, size=2, stride=2, of=np.max):
    """The solution, as the lesson writes it, for any size and stride."""
    ends = []
    for length in scores.shape:
        begins = list(range(0, length, stride))
        reach = [at for at in begins if at + size >= length]
        ends.append(begins[: begins.index(reach[0]) + 1] if reach else begins)
    return np.array([[of(scores[r : r + size, c : c + size]) for c in ends[1]] for r in ends[0]])


def avg_pool(*case):
    """The mean of each window."""
    return max_pool(*case, of=np.mean)


def _whole(scores, size, stride):
    """Whole windows alone: those that hang over are left out."""
    rows, columns = ((length - size) // stride + 1 for length in scores.shape)
    return windows(scores, size, stride, rows, columns)


MAP = feature_map(load_image("X"), load_kernel("cross"))


def _two(scores):
    return max_pool(scores[: len(scores) // 2 * 2, : scores.shape[1] // 2 * 2])


def only(pooled, rows, columns):
    """A pooled map of which only the first rows and columns were filled: the rest is still 0."""
    result = np.zeros(pooled.shape)
    result[:rows, :columns] = pooled[:rows, :columns]
    return result


def windows(scores, size, stride, rows, columns, nothing=None):
    """The largest of windows that begin at 0, stride …, as many as are asked for; each must hold a cell, or
    `nothing` stands for one that holds none.
    """
    at = [(stride * row, stride * column) for row in range(rows) for column in range(columns)]
    cells = [scores[row : row + size, column : column + size] for row, column in at]
    largest = [nothing if nothing is not None and not cell.size else cell.max() for cell in cells]
    return np.array(largest).reshape(rows, columns)


# With negatives at the edge, so that zeros put there would show, and with windows that do not come out even.
SMALL = np.array([[1, 3, -2], [2, 0, -1], [-5, -4, -3]])
WIDE = np.array([[4, 1, 0, -2, 7], [3, 9, 5, -6, -8], [2, 8, 6, -1, -3], [-7, -9, -4, -5, -2]])
CASES = [
    {"scores": SMALL[:2], "size": 2, "stride": 2},
    {"scores": SMALL, "size": 2, "stride": 2},
    {"scores": SMALL / 8 - 1, "size": 2, "stride": 2},
    {"scores": WIDE, "size": 2, "stride": 1},
    {"scores": WIDE, "size": 3, "stride": 2},
    {"scores": MAP, "size": 2, "stride": 2},
    {"scores": WIDE.T, "size": 2, "stride": 3},
    {"scores": SMALL, "size": 2, "stride": 4},
    {"scores": WIDE[:, :3], "size": 1, "stride": 2},
    {"scores": WIDE[1:, 1:], "size": 1, "stride": 2},
    {"scores": WIDE, "size": 2, "stride": 4},
    {"scores": WIDE.T, "size": 2, "stride": 4},
    {"scores": WIDE[:3], "size": 1, "stride": 4},
    {"scores": WIDE.T[:, 1:], "size": 1, "stride": 4},
    {"scores": WIDE[:2], "size": 3, "stride": 3},
    {"scores": WIDE.T / 7, "size": 4, "stride": 1},
    {"scores": np.tile(WIDE, (2, 2))[:7, :9] - np.arange(9), "size": 5, "stride": 2},
]


def _short(rows, columns):
    """Whole windows alone, counted down the rows, along the columns, or both."""

    def wrong(scores, size, stride):
        high, wide = ((length - size) // stride + 1 for length in scores.shape)
        return max_pool(scores, size, stride)[: high if rows else None, : wide if columns else None]

    return wrong


def _with_zeros(scores, size, stride):
    down, across = (size - length % stride for length in scores.shape)
    padded = np.pad(scores, ((0, max(down, 0)), (0, max(across, 0))))
    rows, columns = max_pool(scores, size, stride).shape
    return max_pool(padded, size, stride)[:rows, :columns]


def _everywhere(scores, size, stride):
    return windows(scores, size, stride, *(-(-length // stride) for length in scores.shape))


def _divided(scores, size, stride):
    return windows(scores, size, stride, *(length // stride for length in scores.shape))


SLIPS = {
    "rounded down and left out the windows that hang over the edge: they count too": _whole,
    "left out the windows that hang over the edge below: they count too": _short(True, False),
    "left out the windows that hang over the edge at the right: they count too": _short(False, True),
    "put zeros beyond the edge: a zero is larger than any negative": _with_zeros,
    "began another window after one had reached the edge: stop there": _everywhere,
    "took length // stride for the number of windows: count where they begin": _divided,
    "took the stride for the window's size": lambda s, k, t: max_pool(s, t, t),
    "moved by the window's size: move by the stride": lambda s, k, t: max_pool(s, k, k),
    "took size and stride for each other": lambda s, k, t: max_pool(s, t, k),
    "went on using 2 for size and stride: use what it is handed": lambda s, k, t: max_pool(s, 2, 2),
    "went on using 2 for both, and left out the windows that hang over": lambda s, k, t: _two(s),
    "took the largest of the whole map": lambda s, k, t: s.max(),
    "took the mean of each window: take the largest": lambda s, k, t: avg_pool(s, k, t),
    "added up each window: take the largest": lambda s, k, t: max_pool(s, k, t, np.sum),
    "took the place of the largest, not its value: max in place of argmax": lambda s, k, t: max_pool(
        s, k, t, np.argmax
    ),
    "cut windows one cell too large: a slice ends before its second number": lambda s, k, t: max_pool(
        s, k + 1, t
    ),
    "cut the window at row and column: place 1 has the window that begins at the stride": lambda s, k, t: (
        max_pool(s, k, 1)[: len(max_pool(s, k, t)), : len(max_pool(s, k, t)[0])]
    ),
    "began the windows one cell further each: move by the stride": lambda s, k, t: max_pool(s, k, 1),
    "took the smallest of each window: take the largest": lambda s, k, t: -max_pool(-s, k, t),
    "took the first cell of each window: take the largest": lambda s, k, t: windows(
        s, 1, t, *max_pool(s, k, t).shape
    ),
    "made whole numbers, which drops the fractions: fill np.zeros(…), and leave int out": lambda s, k, t: (
        max_pool(s, k, t).astype(int)
    ),
    "took the largest without its sign: −4 is less than −1": lambda s, k, t: max_pool(np.abs(s), k, t),
    "turned the negatives into zeros as well": lambda s, k, t: np.maximum(max_pool(s, k, t), 0),
    "returned after the first window: end the loops first": lambda s, k, t: only(max_pool(s, k, t), 1, 1),
    "returned after the first row of windows: end the loops first": lambda s, k, t: only(
        max_pool(s, k, t), 1, s.size
    ),
    "made as many columns as rows: the map need not be square": lambda s, k, t: windows(
        s, k, t, *[len(max_pool(s, k, t))] * 2
    ),
    "made as many columns as rows, some without a window: the map need not be square": lambda s, k, t: (
        windows(s, k, t, *[len(max_pool(s, k, t))] * 2, nothing=0)
    ),
    "made as many rows as columns: the map need not be square": lambda s, k, t: windows(
        s, k, t, *[len(max_pool(s, k, t)[0])] * 2
    ),
}

MAX_POOL = FunctionExercise("max_pool", max_pool, CASES, SLIPS)
