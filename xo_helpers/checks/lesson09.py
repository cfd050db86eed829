"""Lesson 09: what each layer hands back, and whether two gradients agree."""

import numpy as np

from xo_helpers.checks.machinery import FunctionExercise
from xo_helpers.gradients import conv2d_backward, max_pool_backward, relu_backward
from xo_helpers.ops import conv2d

RELU_CASES = [
    {"gradient": np.array([[5.0, -2.0, 3.0]]), "x": np.array([[-1.0, 0.5, 0.0]])},
    {"gradient": np.array([[1.0, -1.0], [2.0, -3.0]]), "x": np.array([[0.3, -0.2], [-0.7, 4.0]])},
]

RELU_SLIPS = {
    "took the gate from the gradient: it opens where x is above 0": lambda g, x: g * (g > 0),
    "opened the gate where x is below 0": lambda g, x: g * (x < 0),
    "let the gradient through where x is exactly 0": lambda g, x: g * (x >= 0),
    "rectified the gradient too: a gradient below 0 goes through": lambda g, x: np.maximum(g, 0) * (x > 0),
    "multiplied with x itself: the gate is 0 or 1": lambda g, x: g * np.maximum(x, 0),
    "changed the sign": lambda g, x: -g * (x > 0),
    "returned the gate alone": lambda g, x: (x > 0) * 1.0,
    "returned relu(x): the gradient must come through": lambda g, x: np.maximum(x, 0),
    "let everything through": lambda g, x: g,
}

IMAGE = np.array([[1.0, -1.0, 2.0, 0.0], [3.0, 1.0, -1.0, 1.0], [0.0, 2.0, 1.0, -2.0], [1.0, 0.0, 1.0, 4.0]])
KERNEL_CASES = [
    {"gradient": np.array([[1.0, 0.0], [0.0, 0.0]]), "image": IMAGE[:3, :3]},
    {"gradient": np.array([[0.5, 0.0, 0.0], [0.0, -0.25, 1.0], [0.0, 2.0, 0.0]]), "image": IMAGE},
    {"gradient": np.array([[0.5, -1.0], [2.0, 0.25]]), "image": IMAGE},
]


def _kernel_gradient(gradient, image):
    return conv2d(image[None, None], gradient[None, None])[0, 0]


KERNEL_SLIPS = {
    "changed the sign": lambda g, x: -_kernel_gradient(g, x),
    "took the mean over the places: they add up": lambda g, x: _kernel_gradient(g, x) / g.size,
    "flipped the gradient": lambda g, x: _kernel_gradient(g[::-1, ::-1], x),
    "flipped the result": lambda g, x: _kernel_gradient(g, x)[::-1, ::-1],
    "transposed the result": lambda g, x: _kernel_gradient(g, x).T,
    "added the patches without their gradient": lambda g, x: _kernel_gradient(np.ones_like(g), x),
    "left out the last row and column of places": lambda g, x: _kernel_gradient(
        np.pad(g[:-1, :-1], (0, 1)), x
    ),
}

POOL_CASES = [
    {"gradient": np.array([[7.0]]), "x": np.array([[1.0, 3.0], [2.0, 0.0]])},
    {"gradient": np.array([[6.0]]), "x": np.array([[0.77, 0.11], [0.33, 0.77]])},
    {
        "gradient": np.array([[1.0, -2.0], [3.0, 0.5]]),
        "x": np.array(
            [[-1.0, -3.0, 0.0, 2.0], [-2.0, -4.0, 1.0, 2.0], [0.0, 0.0, 5.0, 1.0], [0.0, 1.0, 9.0, 9.0]]
        ),
    },
]


def _windows(x):  # [2h, 2w] -> [h, w, 4]
    h, w = len(x) // 2, len(x[0]) // 2
    return x.reshape(h, 2, w, 2).swapaxes(1, 2).reshape(h, w, 4)


def _routed(share):
    """A way back that gives each cell of a window a share of the window's gradient."""

    def back(gradient, x):
        h, w = gradient.shape
        cells = share(_windows(x)) * gradient[:, :, None]
        return cells.reshape(h, w, 2, 2).swapaxes(1, 2).reshape(2 * h, 2 * w)

    return back


def _largest(windows):
    return (windows == windows.max(axis=2, keepdims=True)).astype(float)


def _nth(order):  # shares of 1 for the cell that `order` picks
    return lambda windows: np.eye(4)[order(windows)]


POOL_SLIPS = {
    "gave it to every cell of a tie: one of them gets it": _routed(_largest),
    "shared it between the cells of a tie: the first gets all": _routed(
        lambda windows: _largest(windows) / _largest(windows).sum(axis=2, keepdims=True)
    ),
    "gave it to the last cell of a tie: the first gets it": _routed(
        _nth(lambda windows: 3 - windows[:, :, ::-1].argmax(axis=2))
    ),
    "gave it to all cells of the window": _routed(np.ones_like),
    "shared it between all cells: that is average pooling": _routed(
        lambda windows: np.full(windows.shape, 0.25)
    ),
    "gave it to the smallest cell": _routed(_nth(lambda windows: windows.argmin(axis=2))),
    "gave it to the first cell of each window": _routed(
        _nth(lambda windows: np.zeros(windows.shape[:2], int))
    ),
    "returned the maxima instead of the gradient": lambda g, x: _routed(_nth(lambda w: w.argmax(axis=2)))(
        _windows(x).max(axis=2), x
    ),
}

INPUT_CASES = [
    {"gradient": np.array([[1.0]]), "kernel": np.array([[1.0, 2.0], [3.0, 4.0]])},
    {"gradient": np.array([[0.5, 0.0], [0.0, -0.25]]), "kernel": np.array([[1.0, 2.0], [3.0, 4.0]])},
    {
        "gradient": np.array([[1.0, -1.0, 0.0], [0.0, 2.0, 0.5]]),
        "kernel": np.array([[1.0, 0.0, -1.0], [2.0, 3.0, 0.0], [0.0, 1.0, 5.0]]),
    },
]


def _input_gradient(gradient, kernel):
    h, w = np.add(gradient.shape, len(kernel) - 1)
    return conv2d_backward(gradient[None, None], np.zeros((1, 1, h, w)), kernel[None, None])[0][0, 0]


INPUT_SLIPS = {
    "slid the kernel unflipped over the padded gradient": lambda g, k: _input_gradient(g, k[::-1, ::-1]),
    "transposed the kernel": lambda g, k: _input_gradient(g, k.T),
    "changed the sign": lambda g, k: -_input_gradient(g, k),
    "let a later place overwrite an earlier one: add them up with +=": lambda g, k: _overwritten(g, k),
    "put the kernel back without its gradient": lambda g, k: _input_gradient((g != 0) * 1.0, k),
    "put ones back in place of the kernel": lambda g, k: _input_gradient(g, np.ones_like(k)),
}


def _overwritten(gradient, kernel):
    k = len(kernel)
    result = np.zeros(np.add(gradient.shape, k - 1))
    for row, column in np.ndindex(gradient.shape):
        result[row : row + k, column : column + k] = gradient[row, column] * kernel
    return result


AGREE_CASES = [
    {"swept": np.array([1.0, 2.0]), "nudged": np.array([1.0, 4.0])},
    {"swept": np.array([[0.1, -8.0], [0.3, 0.2]]), "nudged": np.array([[0.4, -8.1], [0.3, 0.1]])},
    {"swept": np.array([3.0, -1.0, 0.5]), "nudged": np.array([3.0, -2.5, 1.0])},
]


def disagreement(swept, nudged):
    """The largest difference as a part of the largest nudged slope."""
    return float(np.abs(swept - nudged).max() / np.abs(nudged).max())


AGREE_SLIPS = {
    "did not divide: a difference counts against the size of the slopes": lambda s, n: float(
        np.abs(s - n).max()
    ),
    "forgot that a difference can be below 0": lambda s, n: float((s - n).max() / np.abs(n).max()),
    "forgot that a slope can be below 0": lambda s, n: float(np.abs(s - n).max() / n.max()),
    "took the mean: one wrong slope among a thousand must show": lambda s, n: float(
        np.abs(s - n).mean() / np.abs(n).mean()
    ),
    "divided each difference by its own slope: a slope near 0 would shout": lambda s, n: float(
        (np.abs(s - n) / np.abs(n)).max()
    ),
    "divided by the largest swept slope": lambda s, n: float(np.abs(s - n).max() / np.abs(s).max()),
    "compared only the largest slopes": lambda s, n: float(
        np.abs(np.abs(s).max() - np.abs(n).max()) / np.abs(n).max()
    ),
}

EXERCISES = {
    "relu_backward": FunctionExercise("relu_backward", relu_backward, RELU_CASES, RELU_SLIPS),
    "kernel_gradient": FunctionExercise("kernel_gradient", _kernel_gradient, KERNEL_CASES, KERNEL_SLIPS),
    "max_pool_backward": FunctionExercise("max_pool_backward", max_pool_backward, POOL_CASES, POOL_SLIPS),
    "input_gradient": FunctionExercise("input_gradient", _input_gradient, INPUT_CASES, INPUT_SLIPS),
    "disagreement": FunctionExercise("disagreement", disagreement, AGREE_CASES, AGREE_SLIPS),
}
