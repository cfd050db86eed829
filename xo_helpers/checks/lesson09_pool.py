"""Lesson 09: what a switch hands back."""

import numpy as np

from xo_helpers.checks.machinery import FunctionExercise
from xo_helpers.texts import rounded_cell

CASES = [
    {"gradient": np.array([[7.125]]), "x": np.array([[1.0, 3.0], [2.0, 0.0]])},
    {"gradient": np.array([[6.0]]), "x": np.array([[0.77, 0.11], [0.33, 0.77]])},
    {"gradient": np.array([[-0.5]]), "x": np.array([[0.1, 2.0], [2.0, 0.3]])},
    {"gradient": np.array([[0.5, -1.75]]), "x": np.array([[3, 1, 0, 2], [1, -1, 4, 2]])},
    {"gradient": np.array([[0.25]]), "x": np.array([[-3.0, -4.0], [-2.0, -1.0]])},
    {
        "gradient": np.array([[1.0, -2.0], [3.0, 0.5]]),
        "x": np.array([[-1.0, -3, 0, 2], [-2, -4, 1, 2], [0, 0, 5, 1], [0, 1, 9, 9]]),
    },
    {
        "gradient": np.array([[0.25, -1.0, 4.0], [2 / 3, 0.0, 2.0]]),
        "x": np.array(
            [[0.5, 1, 1, 0, -1, -2], [2, 0, 3, 3, -3, -0.5], [3, 3, -1, 0, 2, 4], [3, 3, 7, 1, 1, 0]]
        ),
    },
    {
        "gradient": np.array([[1.5], [-0.375], [2.0]]),
        "x": np.array([[0.0, 0], [2, 5], [1, 4], [4, 1], [9, 8], [0, 9]]),
    },
]


def _windows(x):  # [2h, 2w] -> [h, w, 4]
    h, w = len(x) // 2, len(x[0]) // 2
    return x.reshape(h, 2, w, 2).swapaxes(1, 2).reshape(h, w, 4)


def _routed(share, which=lambda h, w: [*np.ndindex(h, w)]):
    """A way back that gives each cell of some windows a share of the window's gradient."""

    def back(gradient, x):
        h, w = gradient.shape
        seen = np.zeros_like(gradient)
        for at in which(h, w):
            seen[at] = gradient[at]
        cells = share(_windows(x)) * seen[:, :, None]
        return cells.reshape(h, w, 2, 2).swapaxes(1, 2).reshape(2 * h, 2 * w)

    return back


def _largest(windows):
    return (windows == windows.max(axis=2, keepdims=True)).astype(float)


def _nth(order):  # shares of 1 for the cell that `order` picks
    return lambda windows: np.eye(4)[order(windows)]


_FIRST = _nth(lambda windows: windows.argmax(axis=2))
_BY_COLUMN = _nth(lambda windows: np.array([0, 2, 1, 3])[windows[:, :, [0, 2, 1, 3]].argmax(axis=2)])


def _put(place, added=False):
    """Each window's gradient at another place than that of its largest cell in the map, with = or +=."""

    def back(gradient, x):
        result, which = np.zeros(x.shape), _windows(x).argmax(axis=2)
        for row, column in np.ndindex(gradient.shape):
            at = place(row, column, *divmod(which[row, column], 2))
            result[at] = added * result[at] + gradient[row, column]
        return result

    return back


def max_pool_backward(gradient, x):
    """The solution: the first of a window's largest cells, in reading order, gets all."""
    return _routed(_FIRST)(gradient, x)


SLIPS = {
    "gave it to every cell of a tie: one of them gets it": _routed(_largest),
    "shared it between the cells of a tie: the first gets all": _routed(
        lambda windows: _largest(windows) / _largest(windows).sum(axis=2, keepdims=True)
    ),
    "gave it to the last cell of a tie: the first gets it": _routed(
        _nth(lambda windows: 3 - windows[:, :, ::-1].argmax(axis=2))
    ),
    "read a tie down its columns: reading order goes along the rows": _routed(_BY_COLUMN),
    "gave it to all cells of the window": _routed(np.ones_like),
    "shared it between all cells: that is average pooling": _routed(
        lambda windows: np.full(windows.shape, 0.25)
    ),
    "gave it to the smallest cell": _routed(_nth(lambda windows: windows.argmin(axis=2))),
    "gave it to the first cell of each window": _routed(_nth(lambda w: np.zeros(w.shape[:2], int))),
    "gave it to the last cell of each window": _routed(_nth(lambda w: np.zeros(w.shape[:2], int) + 3)),
    "put a 1 there: hand the gradient through": lambda g, x: _routed(_FIRST)(np.ones_like(g), x),
    "multiplied by the largest: the gradient goes through as it is": lambda g, x: _routed(_FIRST)(g, x) * x,
    "took the largest without its sign: −4 is less than −1": lambda g, x: _routed(_FIRST)(g, np.abs(x)),
    "gave it to the largest of the gradient's cells": lambda g, x: _routed(_FIRST)(
        np.where(g == g.max(), g, 0), x
    ),
    "took the place for [column, row]: unravel_index gives the row first": _routed(
        _nth(lambda windows: np.array([0, 2, 1, 3])[windows.argmax(axis=2)])
    ),
    "put them side by side into the corner: a window begins at 2 * row, 2 * column": lambda g, x: np.pad(
        g, [(0, n) for n in g.shape]
    ),
    "gave it to the largest of the whole map": lambda g, x: np.where(
        np.arange(x.size).reshape(x.shape) == x.argmax(), g.sum(), 0
    ),
    "dropped the sign of the gradient": lambda g, x: _routed(_FIRST)(np.abs(g), x),
    "shut a gate where the largest is not above 0: a pool has none": lambda g, x: (
        _routed(_FIRST)(g, x) * (x > 0)
    ),
    "returned the maxima instead of the gradient: hand the gradient through": lambda g, x: _routed(_FIRST)(
        _windows(x).max(axis=2), x
    ),
    "handed the values on, of all that are largest: hand the gradient through": lambda g, x: (
        _routed(_largest)(np.ones_like(g), x) * x
    ),
    "made whole numbers of a whole map, as np.zeros_like does: use np.zeros(x.shape)": lambda g, x: (
        max_pool_backward(g, x).astype(x.dtype)
    ),
    "changed the sign": _routed(lambda windows: -_FIRST(windows)),
    "returned after the first window": _routed(_FIRST, lambda h, w: [(0, 0)]),
    "returned after the first row of windows": _routed(_FIRST, lambda h, w: [*np.ndindex(1, w)]),
    "went over as many columns of windows as there are rows": _routed(
        _FIRST, lambda h, w: [*np.ndindex(h, h)]
    ),
    "went over as many rows of windows as there are columns": _routed(
        _FIRST, lambda h, w: [*np.ndindex(w, w)]
    ),
}

for _added, _how in enumerate(("", ", and added there")):
    SLIPS[f"forgot where the window begins{_how}: it is result[2 * row + i, 2 * column + j]"] = _put(
        lambda row, column, i, j: (i, j), _added
    )
    SLIPS[f"forgot to double row and column{_how}: it is result[2 * row + i, 2 * column + j]"] = _put(
        lambda row, column, i, j: (row + i, column + j), _added
    )

MAX_POOL_BACKWARD = FunctionExercise("max_pool_backward", max_pool_backward, CASES, SLIPS, rounded_cell)
