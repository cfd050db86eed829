"""Lesson 09: what a gate and a kernel hand back. The switch has its own file."""

import numpy as np

from xo_helpers.checks.lesson09_pool import MAX_POOL_BACKWARD
from xo_helpers.checks.machinery import FunctionExercise
from xo_helpers.texts import rounded_cell


def relu_backward(gradient, x):
    """The solution: a gate."""
    return gradient * (x > 0)


RELU_CASES = [
    {"gradient": np.array([[5.5, -2.0, 3.0]]), "x": np.array([[-1.0, 0.5, 0.0]])},
    {
        "gradient": np.array([[0.125, -1.375, 0.25], [2.0, -3.0, -0.5]]),
        "x": np.array([[0.3, 2.0, -0.25], [0.7, 2.0, 4.0]]),
    },
    {
        "gradient": np.array([[0.5, -1 / 3], [-0.0625, 0.75], [2 / 3, -4.5]]),
        "x": np.array([[0.0, 7.5], [0.0004, -0.5], [1.5, -0.001]]),
    },
    {"gradient": np.array([[0.5, -2.25, 1.0, 0.75]]), "x": np.array([[2, -1, 3, 0]])},
    {"gradient": np.array([[1.0, 2.0], [-3.0, -4.0]]), "x": np.array([[1.0, -1.0], [-2.0, 2.0]])},
]

RELU_SLIPS = {
    "took the gate from the gradient: it opens where x is above 0": lambda g, x: g * (g > 0),
    "opened the gate where x is below 0": lambda g, x: g * (x < 0),
    "let the gradient through where x is exactly 0": lambda g, x: g * (x >= 0),
    "rectified the gradient too: a gradient below 0 goes through": lambda g, x: np.maximum(g, 0) * (x > 0),
    "multiplied with x itself: the gate is 0 or 1": lambda g, x: g * np.maximum(x, 0),
    "multiplied by x: the gate is 0 or 1": lambda g, x: g * x,
    "rectified gradient times x: the gate is 0 or 1, by x": lambda g, x: np.maximum(g * x, 0),
    "took the sign of x for the gate: it is 0 or 1": lambda g, x: g * np.sign(x),
    "opened the gate where x is above 1": lambda g, x: g * (x > 1),
    "opened the gate where x is 1 or more": lambda g, x: g * (x >= 1),
    "opened the gate where x is not 0": lambda g, x: g * (x != 0),
    "put 1 where the gate is shut: it is 0": lambda g, x: np.where(x > 0, g, 1),
    "put −1 where the gate is shut: it is 0": lambda g, x: np.where(x > 0, g, -1),
    "handed back x where the gate is open: hand back the gradient": lambda g, x: np.where(x > 0, x, g),
    "handed back x where the gate is shut: it is 0": lambda g, x: np.where(x > 0, g, x),
    "returned the gradients that came through alone: the shape must stay": lambda g, x: g[x > 0],
    "dropped the sign of the gradient": lambda g, x: np.abs(g) * (x > 0),
    "added the gate: multiply by it": lambda g, x: g + (x > 0),
    "said only where the gate is open: multiply the gradient by it": lambda g, x: x > 0,
    "made whole numbers": lambda g, x: np.trunc(g * (x > 0)),
    "made whole numbers of whole x, as np.zeros_like does: use np.zeros(x.shape)": lambda g, x: (
        g * (x > 0)
    ).astype(x.dtype),
    "changed the sign": lambda g, x: -g * (x > 0),
    "returned the gate alone": lambda g, x: (x > 0) * 1.0,
    "returned relu(x): the gradient must come through": lambda g, x: np.maximum(x, 0),
    "let everything through": lambda g, x: g,
}

IMAGE = np.array([[1, -1, 2, 0, 0.5], [3, 1, -1, 1, -2], [0, 2, 1.25, -2, 1], [1, 0, -0.5, 4, 3]])
KERNEL_CASES = [
    {"gradient": np.array([[1.0, 0.0], [0.0, 0.0]]), "image": IMAGE[:3, :3]},
    {"gradient": np.array([[0.5, 0.0, 0.0], [0.0, -0.25, 1.0], [0.0, 2.0, 0.0]]), "image": IMAGE[:, :4]},
    {"gradient": np.array([[0.5, -1.0, 0.25], [2.0, 0.75, -3.0]]), "image": IMAGE[:3, 1:]},
    {"gradient": np.array([[0.25, 1.0], [-0.5, 3.0]]).T, "image": IMAGE[:, :4]},
    {"gradient": np.array([[1.0, -0.25], [0.0, 2.0], [0.5, -0.75]]), "image": IMAGE[:, :3]},
    {"gradient": np.array([[1 / 3, -2.0, 0.5, 1.0]]), "image": IMAGE[:2]},
    {"gradient": np.array([[1 / 3], [-2.0], [0.5]]), "image": IMAGE[:, 2:4]},
    {"gradient": np.array([[0.5, -0.25]]), "image": np.array([[1, -1, 2], [3, 0, 1]])},
    {"gradient": np.array([[1, -2]]), "image": IMAGE[2:, :3] / 2},
    {"gradient": np.array([[1.5, -0.5]]), "image": IMAGE},
]


def _kernel_gradient(gradient, image, cell=lambda row, column: (row, column), weighs=lambda g, x: g * x):
    """The solution, as the lesson writes it; with a place for mistakes."""
    k = len(image) - len(gradient) + 1
    result = np.zeros((k, k))
    for row, column in np.ndindex(gradient.shape):
        top, left = cell(row, column)
        result += weighs(gradient[row, column], image[top : top + k, left : left + k])
    return result


def _at_places(which, gathered=True):  # a way that sees some of the places, or the last of them alone
    def back(gradient, image):
        seen = np.zeros_like(gradient)
        places = which(*gradient.shape)
        for at in places if gathered else places[-1:]:
            seen[at] = gradient[at]
        return _kernel_gradient(seen, image)

    return back


def _turned_where_it_fits(gradient, image):
    least = min(gradient.shape)
    seen = np.zeros(gradient.shape)
    seen[:least, :least] = gradient[:least, :least].T
    return _kernel_gradient(seen, image)


KERNEL_SLIPS = {
    "changed the sign": lambda g, x: -_kernel_gradient(g, x),
    "took the mean over the places: they add up": lambda g, x: _kernel_gradient(g, x) / g.size,
    "flipped the gradient": lambda g, x: _kernel_gradient(g[::-1, ::-1], x),
    "flipped the result": lambda g, x: _kernel_gradient(g, x)[::-1, ::-1],
    "transposed the result": lambda g, x: _kernel_gradient(g, x).T,
    "added the patches without their gradient": lambda g, x: _kernel_gradient(np.ones_like(g), x),
    "left out the last row and column of places": _at_places(lambda h, w: [*np.ndindex(h - 1, w - 1)]),
    "went over as many columns as there are rows": _at_places(lambda h, w: [*np.ndindex(h, h)]),
    "went over a square of places alone: rows and columns have counts of their own": _at_places(
        lambda h, w: [*np.ndindex(min(h, w), min(h, w))]
    ),
    "made whole numbers of a whole image, as np.zeros_like does: use np.zeros((k, k))": lambda g, x: (
        _kernel_gradient(g, x).astype(x.dtype)
    ),
    "went over no more columns than there are rows": _at_places(lambda h, w: [*np.ndindex(h, min(h, w))]),
    "went over no more rows than there are columns": _at_places(lambda h, w: [*np.ndindex(min(h, w), w)]),
    "turned the patch's place round, where it fits: it is image[row:row+k, column:column+k]": (
        _turned_where_it_fits
    ),
    "went over as many rows as there are columns": _at_places(lambda h, w: [*np.ndindex(w, w)]),
    "cut image[row:row+k, row:row+k]: the second range is the column's": lambda g, x: _kernel_gradient(
        g, x, lambda row, column: (row, row)
    ),
    "cut image[column:column+k, column:column+k]: the first range is the row's": lambda g, x: (
        _kernel_gradient(g, x, lambda row, column: (column, column))
    ),
    "turned the patch's place round: it is image[row:row+k, column:column+k]": lambda g, x: _kernel_gradient(
        g, x, lambda row, column: (column, row)
    ),
    "cut the first patch each time: it begins at row and column": lambda g, x: _kernel_gradient(
        g, x, lambda row, column: (0, 0)
    ),
    "added gradient and patch: multiply them": lambda g, x: _kernel_gradient(g, x, weighs=np.add),
    "took the patches' sums: each weight has its own cell": lambda g, x: _kernel_gradient(
        g, x, weighs=lambda g, x: g * x.sum()
    ),
    "added the gradients without their patches": lambda g, x: _kernel_gradient(g, x, weighs=lambda g, x: g),
    "divided by the number of the kernel's cells: what the places give adds up": lambda g, x: (
        _kernel_gradient(g, x) / ((len(x) - len(g) + 1) ** 2)
    ),
    "dropped the gradient's sign": lambda g, x: _kernel_gradient(np.abs(g), x),
    "left out the last row of places": _at_places(lambda h, w: [*np.ndindex(h - 1, w)]),
    "left out the last column of places": _at_places(lambda h, w: [*np.ndindex(h, w - 1)]),
    "left out the first row and column of places: they count from 0": _at_places(
        lambda h, w: [(r, c) for r, c in np.ndindex(h, w) if r and c]
    ),
    "kept the last row of places alone: begin with zeros before both loops": _at_places(
        lambda h, w: [(h - 1, c) for c in range(w)]
    ),
    "kept the last place alone: add them up with +=": _at_places(lambda h, w: [*np.ndindex(h, w)], False),
    "returned after the first place": _at_places(lambda h, w: [(0, 0)]),
    "returned after the first row of places": _at_places(lambda h, w: [*np.ndindex(1, w)]),
}

LAYERS = {
    "relu_backward": FunctionExercise("relu_backward", relu_backward, RELU_CASES, RELU_SLIPS, rounded_cell),
    "kernel_gradient": FunctionExercise(
        "kernel_gradient", _kernel_gradient, KERNEL_CASES, KERNEL_SLIPS, rounded_cell
    ),
    "max_pool_backward": MAX_POOL_BACKWARD,
}
