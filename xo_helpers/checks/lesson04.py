"""Lesson 04: keep the largest of each window."""

import numpy as np

from xo_helpers.checks.machinery import FunctionExercise
from xo_helpers.data import load_image, load_kernel
from xo_helpers.ops import avg_pool, feature_map, max_pool

# With negatives at the edge, so that zeros put there would show, and with windows that do not come out even.
SMALL = np.array([[1, 3, -2], [2, 0, -1], [-5, -4, -3]])
WIDE = np.array([[4, 1, 0, -2, 7], [3, 9, 5, -6, -8], [2, 8, 6, -1, -3], [-7, -9, -4, -5, -2]])
MAP = feature_map(load_image("X"), load_kernel("cross"))
CASES = [
    {"scores": SMALL[:2], "size": 2, "stride": 2},
    {"scores": SMALL, "size": 2, "stride": 2},
    {"scores": WIDE, "size": 2, "stride": 1},
    {"scores": WIDE, "size": 3, "stride": 2},
    {"scores": MAP, "size": 2, "stride": 2},
]


def _with_zeros(scores, size, stride):
    down, across = (size - length % stride for length in scores.shape)
    padded = np.pad(scores, ((0, max(down, 0)), (0, max(across, 0))))
    rows, columns = max_pool(scores, size, stride).shape
    return max_pool(padded, size, stride)[:rows, :columns]


SLIPS = {
    "rounded down and left out the windows that hang over the edge: they count too": lambda s, k, t: max_pool(
        s, k, t, edge="drop"
    ),
    "put zeros beyond the edge: a zero is larger than any negative": _with_zeros,
    "began another window after one had reached the edge: stop there": lambda s, k, t: np.array(
        [[s[r : r + k, c : c + k].max() for c in range(0, s.shape[1], t)] for r in range(0, len(s), t)]
    ),
    "took the stride for the window's size": lambda s, k, t: max_pool(s, t, t),
    "moved by the window's size: move by the stride": lambda s, k, t: max_pool(s, k, k),
    "took size and stride for each other": lambda s, k, t: max_pool(s, t, k),
    "took the mean of each window: take the largest": lambda s, k, t: avg_pool(s, k, t),
    "took the smallest of each window: take the largest": lambda s, k, t: -max_pool(-s, k, t),
    "took the largest of the whole map": lambda s, k, t: s.max(),
    "turned the negatives into zeros as well": lambda s, k, t: np.maximum(max_pool(s, k, t), 0),
    "transposed the result": lambda s, k, t: max_pool(s, k, t).T,
}

EXERCISES = {"max_pool": FunctionExercise("max_pool", max_pool, CASES, SLIPS)}
