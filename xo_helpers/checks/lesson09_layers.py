"""Lesson 09: what a gate, a kernel and a switch hand back."""

import numpy as np

from xo_helpers.checks.machinery import FunctionExercise
from xo_helpers.gradients import conv2d_backward, max_pool_backward, relu_backward
from xo_helpers.texts import rounded_cell

RELU_CASES = [
    {"gradient": np.array([[5.5, -2.0, 3.0]]), "x": np.array([[-1.0, 0.5, 0.0]])},
    {
        "gradient": np.array([[0.125, -1.375, 0.25], [2.0, -3.0, -0.5]]),
        "x": np.array([[0.3, 2.0, -0.25], [-0.7, -2.0, 4.0]]),
    },
]

RELU_SLIPS = {
    "took the gate from the gradient: it opens where x is above 0": lambda g, x: g * (g > 0),
    "opened the gate where x is below 0": lambda g, x: g * (x < 0),
    "let the gradient through where x is exactly 0": lambda g, x: g * (x >= 0),
    "rectified the gradient too: a gradient below 0 goes through": lambda g, x: np.maximum(g, 0) * (x > 0),
    "multiplied with x itself: the gate is 0 or 1": lambda g, x: g * np.maximum(x, 0),
    "multiplied by x: the gate is 0 or 1": lambda g, x: g * x,
    "let a part through where x is below 0: that is leaky ReLU": lambda g, x: g * np.where(x > 0, 1, 0.01),
    "made whole numbers": lambda g, x: np.trunc(g * (x > 0)),
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
]


def _kernel_gradient(gradient, image):
    k = len(image) - len(gradient) + 1
    return conv2d_backward(gradient[None, None], image[None, None], np.zeros((1, 1, k, k)))[1][0, 0]


def _at_places(which, gathered=True):  # a way that sees some of the places, or the last of them alone
    def back(gradient, image):
        seen = np.zeros_like(gradient)
        places = which(*gradient.shape)
        for at in places if gathered else places[-1:]:
            seen[at] = gradient[at]
        return _kernel_gradient(seen, image)

    return back


KERNEL_SLIPS = {
    "changed the sign": lambda g, x: -_kernel_gradient(g, x),
    "took the mean over the places: they add up": lambda g, x: _kernel_gradient(g, x) / g.size,
    "flipped the gradient": lambda g, x: _kernel_gradient(g[::-1, ::-1], x),
    "flipped the result": lambda g, x: _kernel_gradient(g, x)[::-1, ::-1],
    "transposed the result": lambda g, x: _kernel_gradient(g, x).T,
    "added the patches without their gradient": lambda g, x: _kernel_gradient(np.ones_like(g), x),
    "left out the last row and column of places": _at_places(lambda h, w: [*np.ndindex(h - 1, w - 1)]),
    "went over as many columns as there are rows": _at_places(lambda h, w: [*np.ndindex(h, h)]),
    "went over as many rows as there are columns": _at_places(lambda h, w: [*np.ndindex(w, w)]),
    "kept the last place alone: add them up with +=": _at_places(lambda h, w: [*np.ndindex(h, w)], False),
    "returned after the first place": _at_places(lambda h, w: [(0, 0)]),
    "returned after the first row of places": _at_places(lambda h, w: [*np.ndindex(1, w)]),
}

POOL_CASES = [
    {"gradient": np.array([[7.125]]), "x": np.array([[1.0, 3.0], [2.0, 0.0]])},
    {"gradient": np.array([[6.0]]), "x": np.array([[0.77, 0.11], [0.33, 0.77]])},
    {"gradient": np.array([[-0.5]]), "x": np.array([[0.1, 2.0], [2.0, 0.3]])},
    {
        "gradient": np.array([[1.0, -2.0], [3.0, 0.5]]),
        "x": np.array([[-1.0, -3, 0, 2], [-2, -4, 1, 2], [0, 0, 5, 1], [0, 1, 9, 9]]),
    },
    {
        "gradient": np.array([[0.25, -1.0, 4.0]]),
        "x": np.array([[0.5, 1, 1, 0, -1, -2], [2, 0, 3, 3, -3, -0.5]]),
    },
    {"gradient": np.array([[1.5], [-0.375]]), "x": np.array([[0.0, 0], [2, 5], [1, 4], [4, 1]])},
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

POOL_SLIPS = {
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
    "returned the maxima instead of the gradient": lambda g, x: _routed(_FIRST)(_windows(x).max(axis=2), x),
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

LAYERS = {
    "relu_backward": FunctionExercise("relu_backward", relu_backward, RELU_CASES, RELU_SLIPS, rounded_cell),
    "kernel_gradient": FunctionExercise(
        "kernel_gradient", _kernel_gradient, KERNEL_CASES, KERNEL_SLIPS, rounded_cell
    ),
    "max_pool_backward": FunctionExercise(
        "max_pool_backward", max_pool_backward, POOL_CASES, POOL_SLIPS, rounded_cell
    ),
}
