"""Lesson 09: what a gate, a kernel and a switch hand back."""

import numpy as np

from xo_helpers.checks.families import LATE, PLACES, each, loops, table, turned_argument
from xo_helpers.checks.machinery import FunctionExercise
from xo_helpers.texts import rounded_cell


def relu_backward(gradient, x):
    """The solution: a gate."""
    return gradient * (x > 0)


RELU_CASES = table(
    "gradient x",
    ([[5.5, -2.0, 3.0]], [[-1.0, 0.5, 0.0]]),
    ([[0.125, -1.375, 0.25], [2.0, -3.0, -0.5]], [[0.3, 2.0, -0.25], [0.7, 2.0, 4.0]]),
    ([[0.5, -1 / 3], [-0.0625, 0.75], [2 / 3, -4.5]], [[0.0, 7.5], [0.0004, -0.5], [1.5, -0.001]]),
    ([[0.5, -2.25, 1.0, 0.75]], [[2, -1, 3, 0]]),
    ([[1.0, 2.0], [-3.0, -4.0]], [[1.0, -1.0], [-2.0, 2.0]]),
    ([[3e9, -7e9, 5e9, -2e9]], [[2e9, 1e9, -1e9, 3e9]]),
)

RELU_SLIPS = {
    "took the gate from the gradient: it opens where x is above 0": lambda g, x: g * (g > 0),
    "opened the gate where x is below 0": lambda g, x: g * (x < 0),
    "opened the gate where x is not above 0": lambda g, x: g * (x <= 0),
    "let the gradient through where x is exactly 0": lambda g, x: g * (x >= 0),
    "opened the gate where x is not 0": lambda g, x: g * (x != 0),
    "opened the gate where x is above 1": lambda g, x: g * (x > 1),
    "rectified the gradient too: a gradient below 0 goes through": lambda g, x: np.maximum(g, 0) * (x > 0),
    "multiplied with x itself: the gate is 0 or 1": lambda g, x: g * np.maximum(x, 0),
    "multiplied by x: the gate is 0 or 1": lambda g, x: g * x,
    "added the gate: multiply by it": lambda g, x: g + (x > 0),
    "returned the gradients that came through alone: the shape must stay": lambda g, x: g[x > 0],
    "said only where the gate is open: multiply the gradient by it": lambda g, x: x > 0,
    "returned the gate alone": lambda g, x: (x > 0) * 1,
    "returned relu(x): the gradient must come through": lambda g, x: np.maximum(x, 0),
    "let everything through": lambda g, x: g,
}

IMAGE = np.array([[1, -1, 2, 0, 0.5], [3, 1, -1, 1, -2], [0, 2, 1.25, -2, 1], [1, 0, -0.5, 4, 3]])
KERNEL_CASES = table(
    "gradient image",
    ([[1.0, 0.0], [0.0, 0.0]], IMAGE[:3, :3]), ([[0.5, 0, 0], [0, -0.25, 1], [0, 2, 0]], IMAGE[:, :4]),
    ([[0.5, -1.0, 0.25], [2.0, 0.75, -3.0]], IMAGE[:3, 1:]), ([[0.25, -0.5], [1.0, 3.0]], IMAGE[:, :4]),
    ([[1.0, -0.25], [0.0, 2.0], [0.5, -0.75]], IMAGE[:, :3]), ([[1 / 3, -2.0, 0.5, 1.0]], IMAGE[:2]),
    ([[1 / 3], [-2.0], [0.5]], IMAGE[:, 2:4]), ([[0.5, -0.25]], [[1, -1, 2], [3, 0, 1]]),
    ([[1, -2]], IMAGE[2:, :3] / 2), ([[1500.0, -0.5]], IMAGE), ([[0.5], [-0.25]], IMAGE.T),
    ([[-2.0]], IMAGE[:3, 1:4]), ([[0.5, -1.0], [1.0, 3.0]], IMAGE[1:3, :2]),
)  # fmt: skip


def kernel_gradient(gradient, image, place=lambda row, column: (row, column), size=lambda n, m: n - m + 1):
    """The solution, as the lesson writes it; with places for mistakes."""
    k = size(len(image), len(gradient))
    result = np.zeros((k, k))
    for at in np.ndindex(gradient.shape):
        row, column = place(*at)
        result += gradient[at] * image[row : row + k, column : column + k]
    return result


SIZES = {  # of the kernel, by the numbers of rows of image and gradient
    "took 3 for the kernel's size: it is len(image) − len(gradient) + 1": lambda n, m: 3,
    "took 2 off the image's size: take the gradient's off, and add 1": lambda n, m: n - 2,
    "forgot the + 1: the kernel's size is len(image) − len(gradient) + 1": lambda n, m: n - m,
    "took the gradient's size for the kernel's: it is len(image) − len(gradient) + 1": lambda n, m: m,
}
KERNEL_SLIPS = {
    **each(lambda size: lambda g, x: kernel_gradient(g, x, size=size), SIZES),
    **turned_argument(kernel_gradient, 0, "gradient"),
    **each(lambda place: lambda g, x: kernel_gradient(g, x, place), PLACES | LATE),
    **loops(lambda seen, g, x: kernel_gradient(g * seen, x)),
    "added the patches without their gradient": lambda g, x: kernel_gradient(np.ones_like(g), x),
    "added the gradients without their patches": lambda g, x: kernel_gradient(g, np.ones_like(x)),
}

POOL_CASES = table(
    "gradient x",
    ([[7.125]], [[1.0, 3.0], [2.0, 0.0]]), ([[6.0]], [[0.77, 0.11], [0.33, 0.77]]),
    ([[-0.5]], [[0.1, 2.0], [2.0, 0.3]]), ([[0.25]], [[-3.0, -4.0], [-2.0, -1.0]]),
    ([[0.5, -1.75]], [[3, 1, 0, 2], [1, -1, 4, 2]]),
    ([[1.0, -2.0], [3.0, 0.5]], [[-1.0, -3, 0, 2], [-2, -4, 1, 2], [0, 0, 5, 1], [0, 1, 9, 9]]),
    ([[0.25, -1.0, 4.0], [2 / 3, 0.0, 2.0]],
     [[0.5, 1, 1, 0, -1, -2], [2, 0, 3, 3, -3, -0.5], [3, 3, -1, 0, 2, 4], [3, 3, 7, 1, 1, 0]]),
    ([[1.5], [-0.375], [2.0]], [[0.0, 0], [2, 5], [1, 4], [4, 1], [9, 8], [0, 9]]),
    # Windows of one value, and of less than the cells above; the largest, read last, is so by little.
    ([[6.0, 5.0]], np.zeros((2, 4))), ([[-0.5]], [[0.77, 0.11], [0.33, 0.85]]),
    ([[0.25, 1.5]], [[0.11, 0.33, 0.4, 0.7712], [0.55, 0.77, 0.1, 0.7714]]),
    ([[6.0, 1.0, -0.75], [5.0, -2.0, 3.0]],
     [[9, 0, 2.5, 1, 0, -1], [0, 0, 0, 0, -2, -3], [-1, -1, -3, -4, -4, -0.5], [-1, -1, -2, -5, 0, -2]]),
    ([[0.5, -3.0]], [[-3e12, -1e12, -7e12, -6e12], [-2e12, -5e12, -4e12, -8e12]]),
)  # fmt: skip


def max_pool_backward(gradient, x, shares=lambda window: np.arange(4) == window.argmax()):
    """The solution: the first of a window's largest cells, in reading order, gets all; or other shares."""
    result = np.zeros(x.shape)
    for row, column in np.ndindex(gradient.shape):
        window = result[2 * row : 2 * row + 2, 2 * column : 2 * column + 2]
        given = x[2 * row : 2 * row + 2, 2 * column : 2 * column + 2]
        window[...] = gradient[row, column] * np.reshape(shares(given.ravel()), (2, 2))
    return result


def _put(
    place=lambda at, cell: 2 * at + cell,
    shape=(2, 2),
    cut=lambda row, column: (row, column),
    of=lambda gradient, x: x,
):
    """Each window's gradient at another place than that of its largest cell in the map, or of another's."""

    def back(gradient, x):
        result = np.zeros(x.shape)
        for at in np.ndindex(gradient.shape):
            row, column = cut(*np.multiply(2, at))
            window = of(gradient, x)[row : row + 2, column : column + 2]
            cell = np.unravel_index(window.argmax(), shape or x.shape)
            result[tuple(place(np.array(at), np.array(cell)))] = gradient[at]
        return result

    return back


DOWN = np.array([0, 2, 1, 3])  # a window's cells down its columns
SHARES = {  # of a window's gradient that its cells get
    "gave it to every cell of a tie: one of them gets it": lambda w: w == w.max(),
    "shared it between the cells of a tie: the first gets all": lambda w: (w == w.max()) / sum(w == w.max()),
    "gave it to the last cell of a tie: the first gets it": lambda w: np.arange(4) == 3 - w[::-1].argmax(),
    "read a tie down its columns: reading order goes along the rows": lambda w: w[DOWN].argmax() == DOWN,
    "took the place for [column, row]: unravel_index gives the row first": lambda w: w.argmax() == DOWN,
    "gave it to all cells of the window": lambda w: np.ones(4),
    "shared it between all cells: that is average pooling": lambda w: np.ones(4) / 4,
    "gave it to the smallest cell": lambda w: np.arange(4) == w.argmin(),
    "gave it to the first cell of each window": lambda w: np.arange(4) == 0,
    "took the largest without its sign: −4 is less than −1": lambda w: np.arange(4) == np.abs(w).argmax(),
    "gave it to each cell that was larger than those before: put it once, at the end": lambda w: np.array(
        [at == 0 or w[at] > w[:at].max() for at in range(4)]
    ),
    "compared whole numbers: a cell may be larger by decimals alone": lambda w: (
        np.arange(4) == np.trunc(w).argmax()
    ),
    "compared rounded numbers, or took nearly the largest": lambda w: np.arange(4) == w.round(2).argmax(),
    "multiplied by the largest: hand the gradient through": lambda w: (np.arange(4) == w.argmax()) * w,
}
SHAPES = [(1, 1), (1, 2), (1, 3), (1, 4), (2, 1), (3, 1), (4, 1), (2, 3)]
POOL_SLIPS = {
    **{f"gave unravel_index a shape like {shape}, not (2, 2)": _put(shape=shape) for shape in SHAPES},
    "gave unravel_index the map's shape: the place is one in a window, (2, 2)": _put(shape=None),
    **each(lambda shares: lambda g, x: max_pool_backward(g, x, shares), SHARES),
    **loops(lambda seen, g, x: max_pool_backward(g * seen, x)),
    "put a 1 there: hand the gradient through": lambda g, x: max_pool_backward(np.ones_like(g), x),
    "dropped the sign of the gradient": lambda g, x: max_pool_backward(np.abs(g), x),
    "left out windows that hold nothing above 0: did a search begin at 0, or is a gate shut?": lambda g, x: (
        max_pool_backward(g, x) * (x > 0)
    ),
    "left out windows far below 0: did a search begin above them?": lambda g, x: (
        max_pool_backward(g, x) * (x > -1e3)
    ),
    "took the first cell where all lie far below 0: did a search begin above it?": lambda g, x: (
        max_pool_backward(g, x, lambda w: np.arange(4) == w.clip(-1e3).argmax())
    ),
    "looked for the largest above 0 alone: a window may hold nothing above it": lambda g, x: (
        max_pool_backward(g, x, lambda w: np.arange(4) == w.clip(0).argmax())
    ),
    "put the map's value there: hand the gradient through": lambda g, x: max_pool_backward(g**0, x) * x,
    "cut windows at row and column: they begin at 2 * row and 2 * column": _put(
        cut=lambda row, column: (row // 2, column // 2)
    ),
    **each(lambda cut: _put(cut=cut), PLACES | LATE),
    "cut the windows out of gradient: the largest is looked for in x": _put(of=lambda gradient, x: gradient),
    "forgot where the window begins: result[2 * row + i, 2 * column + j]": _put(lambda at, cell: cell),
    "forgot to double: result[2 * row + i, 2 * column + j]": _put(lambda at, cell: at + cell),
}

LAYERS = {
    name: FunctionExercise(name, solution, cases, slips, rounded_cell)
    for name, solution, cases, slips in (
        ("relu_backward", relu_backward, RELU_CASES, RELU_SLIPS),
        ("kernel_gradient", kernel_gradient, KERNEL_CASES, KERNEL_SLIPS),
        ("max_pool_backward", max_pool_backward, POOL_CASES, POOL_SLIPS),
    )
}
