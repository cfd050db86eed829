"""Lesson 09: four slopes of a graph, and the way back through four layers."""
# ruff: noqa: B905, F821 - as students write

from fractions import Fraction

import numpy as np

from xo_helpers.data import parse
from xo_helpers.gradients import dense_backward, max_pool_backward, relu_backward
from xo_helpers.layers import ReLU
from xo_helpers.ops import conv2d

values, weights = np.array([[2.0, -1.0]]), np.array([[0.5, 0.6], [0.2, 0.4]])
image = parse("#..#\n.##.\n.##.\n#..#").astype(float)
gradient = np.array([[0.5, 0, 0], [0, -0.25, 0], [0, 0, 0]])


def sweep(factors):
    slopes = {"loss": 1}
    for name, inputs in factors.items():
        for source, factor in inputs.items():
            slopes[source] = slopes.get(source, 0) + factor * slopes[name]
    return slopes


SLOPES = sweep(
    {
        "loss": {"out": -2 * (5 - 2)},
        "out": {"ReLU": 0.8, "second": 2.5},
        "ReLU": {"sum": 1},
        "sum": {"product": 1},
        "product": {"weight": -2},
    }
)


def loss_of(weight, second):
    return (5 - second * max(-2 * weight - 0.5, 0)) ** 2


def dense_by_loops(gradient, values, weights):
    to_values, to_weights = np.zeros(values.shape), np.zeros(weights.shape)
    for n in range(len(values)):
        for i in range(weights.shape[0]):
            for o in range(weights.shape[1]):
                to_values[n, i] += gradient[n, o] * weights[i, o]
                to_weights[i, o] += gradient[n, o] * values[n, i]
    return to_values, to_weights


def dense_image_by_image(gradient, values, weights):
    to_values, to_weights = [], np.zeros(weights.shape)
    for g, v in zip(gradient, values):
        to_values.append(weights @ g)
        to_weights = to_weights + np.outer(v, g)
    return np.array(to_values), to_weights


def dense_by_sums(gradient, values, weights):
    to_values = (gradient[:, None, :] * weights[None]).sum(axis=2)
    to_weights = (values[:, :, None] * gradient[:, None, :]).sum(axis=0)
    return to_values, to_weights


def dense_recursive(gradient: np.ndarray, values: np.ndarray, weights: np.ndarray):
    if len(gradient) == 0:
        return np.zeros((0, len(weights))), np.zeros(weights.shape)
    rows, total = dense_recursive(gradient[1:], values[1:], weights)
    return np.vstack([gradient[0] @ weights.T, rows]), total + np.outer(values[0], gradient[0])


def dense_by_columns(gradient, values, weights):
    votes = range(weights.shape[1])
    to_values = sum(np.outer(gradient[:, o], weights[:, o]) for o in votes)
    to_weights = np.stack([values.T @ gradient[:, o] for o in votes], axis=1)
    return to_values, to_weights


def relu_by_loops(gradient, x):
    result = np.zeros(gradient.shape)
    for at in np.ndindex(x.shape):
        if x[at] > 0:
            result[at] = gradient[at]
    return result


def relu_on_a_copy(gradient, x):
    result = gradient.copy()
    result[x <= 0] = 0
    return result


def relu_as_the_layer(gradient, x):
    layer = ReLU()
    layer.forward(x)
    return layer.backward(gradient)


def kernel_by_places(gradient, image):
    rows, columns = gradient.shape
    k = len(image) - rows + 1
    result = np.zeros((k, k))
    for row in range(rows):
        for column in range(columns):
            result += gradient[row, column] * image[row : row + k, column : column + k]
    return result


def kernel_by_cells(gradient, image):
    rows, columns = gradient.shape
    k = image.shape[1] - columns + 1
    result = np.empty((k, k))
    for i in range(k):
        for j in range(k):
            result[i, j] = np.sum(gradient * image[i : i + rows, j : j + columns])
    return result


def kernel_by_four_loops(gradient, image):
    h, w = image.shape
    result = np.zeros((h - len(gradient) + 1, w - len(gradient[0]) + 1))
    for i, j in np.ndindex(result.shape):
        for row in range(gradient.shape[0]):
            for column in range(gradient.shape[1]):
                result[i, j] += gradient[row, column] * image[row + i, column + j]
    return result


def kernel_by_views(gradient, image):
    from numpy.lib.stride_tricks import sliding_window_view

    return np.einsum("ijrc,rc->ij", sliding_window_view(image, gradient.shape), gradient)


def kernel_by_generator(gradient, image):
    k = image.shape[0] - gradient.shape[0] + 1
    return sum(g * image[r : r + k, c : c + k] for (r, c), g in np.ndenumerate(gradient))


def kernel_by_a_list(gradient: np.ndarray, image: np.ndarray, step: int = 1) -> np.ndarray:
    rows, columns = gradient.shape
    k = len(image) - rows + 1

    def cell(i, j):
        return float((gradient * image[i : i + rows : step, j : j + columns : step]).sum())

    return np.array([[cell(i, j) for j in range(k)] for i in range(k)])


def kernel_in_single(gradient, image):
    return kernel_by_places(gradient.astype(np.float32), image.astype(np.float32)).astype(np.float32)


def kernel_on_a_square(gradient, image):
    """The lesson's convolution, with the oblong gradient laid into a square of zeros."""
    side = max(gradient.shape)
    room = ((0, side - gradient.shape[0]), (0, side - gradient.shape[1]))
    square, page = np.pad(gradient, room), np.pad(image, room)
    return conv2d(page[None, None], square[None, None])[0, 0]


def pool_by_loops(gradient, x):
    result = np.zeros(x.shape)
    for row in range(gradient.shape[0]):
        for column in range(gradient.shape[1]):
            window = x[2 * row : 2 * row + 2, 2 * column : 2 * column + 2]
            i, j = np.unravel_index(window.argmax(), (2, 2))
            result[2 * row + i, 2 * column + j] = gradient[row, column]
    return result


def pool_by_divmod(gradient, x):
    result = np.zeros(x.shape)
    for (row, column), g in np.ndenumerate(gradient):
        i, j = divmod(int(np.argmax(x[2 * row : 2 * row + 2, 2 * column : 2 * column + 2])), 2)
        result[2 * row + i][2 * column + j] += g
    return result


def pool_by_ifs(gradient, x):
    result = np.zeros((len(x), len(x[0])))
    for row in range(0, len(x), 2):
        for column in range(0, len(x[0]), 2):
            best = (row, column)
            for at in [(row, column + 1), (row + 1, column), (row + 1, column + 1)]:
                if x[at] > x[best]:
                    best = at
            result[best] = gradient[row // 2, column // 2]
    return result


def pool_reshaped(gradient, x):
    rows, columns = gradient.shape
    windows = x.reshape(rows, 2, columns, 2).transpose(0, 2, 1, 3).reshape(rows, columns, 4)
    routed = np.eye(4)[windows.argmax(axis=2)] * gradient[:, :, None]
    return routed.reshape(rows, columns, 2, 2).transpose(0, 2, 1, 3).reshape(x.shape)


def pool_by_first_found(gradient, x):
    result = np.zeros(x.shape)
    for row in range(len(gradient)):
        for column in range(len(gradient[0])):
            window = x[2 * row : 2 * row + 2, 2 * column : 2 * column + 2]
            i, j = np.argwhere(window == window.max())[0]
            result[2 * row : 2 * row + 2, 2 * column : 2 * column + 2][i, j] = gradient[row, column]
    return result


def pool_with_break(gradient, x):
    result = np.zeros(x.shape)
    for (row, column), g in np.ndenumerate(gradient):
        largest = x[2 * row : 2 * row + 2, 2 * column : 2 * column + 2].max()
        for a, b in [(0, 0), (0, 1), (1, 0), (1, 1)]:
            if x[2 * row + a, 2 * column + b] == largest:
                result[2 * row + a, 2 * column + b] = g
                break
    return result


RIGHT = {
    "chain": [
        {"out": -6, "second": -15, "ReLU": -4.8, "weight": 9.6},
        {"weight": 9.6, "ReLU": -4.8, "second": -15, "out": -6},
        {"out": -6.0, "second": -15.0, "ReLU": -4.8, "weight": 9.6},
        {"out": -2 * (5 - 2), "second": -6 * 2.5, "ReLU": -6 * 0.8, "weight": -6 * 0.8 * 1 * 1 * -2},
        {name: np.float64(SLOPES[name]) for name in ("out", "second", "ReLU", "weight")},
        {name: np.array(SLOPES[name]) for name in ("out", "second", "ReLU", "weight")},
        {"out": -6, "second": -15, "ReLU": -24 / 5, "weight": 48 / 5},
        {
            "out": -6,
            "second": (loss_of(-1.5, 0.801) - loss_of(-1.5, 0.799)) / 0.002,
            "ReLU": -4.8,
            "weight": (loss_of(-1.499, 0.8) - loss_of(-1.501, 0.8)) / 0.002,
        },
        {name: np.float32(SLOPES[name]) for name in ("out", "second", "ReLU", "weight")},
    ],
    "dense_backward": [
        lambda gradient, values, weights: (gradient @ weights.T, values.T @ gradient),
        lambda gradient, values, weights: (np.dot(gradient, weights.T), np.dot(values.T, gradient)),
        lambda gradient, values, weights: ((weights @ gradient.T).T, (gradient.T @ values).T),
        lambda gradient, values, weights: [gradient @ weights.T, values.T @ gradient],
        lambda gradient, values, weights: (
            np.einsum("no,io->ni", gradient, weights),
            np.einsum("ni,no->io", values, gradient),
        ),
        lambda gradient, values, weights: (np.inner(gradient, weights), np.inner(values.T, gradient.T)),
        lambda gradient, values, weights: (
            np.tensordot(gradient, weights, axes=(1, 1)),
            np.tensordot(values, gradient, axes=(0, 0)),
        ),
        lambda gradient, values, weights: (
            np.array([weights @ g for g in gradient]),
            sum(np.outer(v, g) for v, g in zip(values, gradient)),
        ),
        lambda gradient, values, weights: (
            gradient.astype(np.float32) @ weights.T.astype(np.float32),
            values.T.astype(np.float32) @ gradient.astype(np.float32),
        ),
        lambda gradient, values, weights: dense_backward(gradient, values, weights)[:2],
        dense_by_loops,
        dense_image_by_image,
        dense_by_sums,
        dense_recursive,
        dense_by_columns,
    ],
    "relu_backward": [
        lambda gradient, x: gradient * (x > 0),
        lambda gradient, x: (x > 0) * gradient,
        lambda gradient, x: np.where(x > 0, gradient, 0),
        lambda gradient, x: np.where(x <= 0, 0, gradient),
        lambda gradient, x: gradient * (x > 0).astype(int),
        lambda gradient, x: gradient * np.heaviside(x, 0),
        lambda gradient, x: gradient * np.sign(np.maximum(x, 0)),
        lambda gradient, x: gradient * np.maximum(np.sign(x), 0),
        lambda gradient, x: np.multiply(gradient, np.greater(x, 0)),
        lambda gradient, x: np.select([x > 0], [gradient], 0.0),
        lambda gradient, x: np.vectorize(lambda g, v: g if v > 0 else 0, otypes=[float])(gradient, x),
        lambda gradient, x: np.array([g if v > 0 else 0 for g, v in zip(gradient.flat, x.flat)]).reshape(
            x.shape
        ),
        lambda gradient, x: gradient - gradient * (x <= 0),
        lambda gradient, x: gradient.astype(np.float32) * (x > 0),
        lambda gradient, x: relu_backward(gradient, x),
        relu_backward,
        relu_by_loops,
        relu_on_a_copy,
        relu_as_the_layer,
    ],
    "kernel_gradient": [
        kernel_by_places,
        kernel_by_cells,
        kernel_by_four_loops,
        kernel_by_views,
        kernel_by_generator,
        kernel_by_a_list,
        kernel_in_single,
        kernel_on_a_square,
    ],
    "max_pool_backward": [
        max_pool_backward,
        lambda gradient, x: max_pool_backward(gradient, x, 2, 2),
        lambda gradient, x: pool_by_loops(gradient, x.astype(np.float32)).astype(np.float32),
        pool_by_loops,
        pool_by_divmod,
        pool_by_ifs,
        pool_reshaped,
        pool_by_first_found,
        pool_with_break,
    ],
}


def dense_assigned(gradient, values, weights):
    to_values, to_weights = np.zeros(values.shape), np.zeros(weights.shape)
    for n in range(len(values)):
        for i in range(weights.shape[0]):
            for o in range(weights.shape[1]):
                to_values[n, i] = gradient[n, o] * weights[i, o]
                to_weights[i, o] = gradient[n, o] * values[n, i]
    return to_values, to_weights


def dense_last_image(gradient, values, weights):
    for n in range(len(values)):
        to_weights = np.outer(values[n], gradient[n])
    return gradient @ weights.T, to_weights


def dense_returned_at_once(gradient, values, weights):
    to_weights = np.zeros(weights.shape)
    for n in range(len(values)):
        to_weights += np.outer(values[n], gradient[n])
        return gradient @ weights.T, to_weights


def dense_whole_numbers(gradient, values, weights):
    to_values, to_weights = np.zeros(values.shape, int), np.zeros(weights.shape, int)
    to_values[:], to_weights[:] = gradient @ weights.T, values.T @ gradient
    return to_values, to_weights


def dense_starter(gradient, values, weights):
    raise NotImplementedError


def dense_printed(gradient, values, weights):
    print(gradient @ weights.T, values.T @ gradient)


class DenseBackward:
    def __init__(self, gradient, values, weights):
        self.both = gradient @ weights.T, values.T @ gradient


def dense_with(to_values, to_weights):
    return lambda gradient, values, weights: (
        to_values(gradient, values, weights),
        to_weights(gradient, values, weights),
    )


def right_values(gradient, values, weights):
    return gradient @ weights.T


def right_weights(gradient, values, weights):
    return values.T @ gradient


def relu_in_place_by_x(gradient, x):
    x[x > 0] = 1
    x[x <= 0] = 0
    return gradient * x


def relu_spoils_the_gradient(gradient, x):
    gradient[x <= 0] = 0
    return gradient


def relu_returned_at_once(gradient, x):
    result = gradient.copy()
    for at in np.ndindex(x.shape):
        if x[at] <= 0:
            result[at] = 0
            return result
    return result


def relu_one_value(gradient, x):
    for g, v in zip(gradient.flat, x.flat):
        result = g if v > 0 else 0
    return result


def relu_if(gradient, x):
    return gradient if x > 0 else 0


def relu_whole_numbers(gradient, x):
    result = np.zeros(x.shape, int)
    result[x > 0] = gradient[x > 0]
    return result


def relu_square(gradient, x):
    result = np.zeros(gradient.shape)
    for row in range(len(x)):
        for column in range(len(x)):
            if x[row, column] > 0:
                result[row, column] = gradient[row, column]
    return result


def relu_starter(gradient, x):
    raise NotImplementedError


def relu_printed(gradient, x):
    print(gradient * (x > 0))


class ReLUBackward:
    def __init__(self, gradient, x):
        self.result = gradient * (x > 0)


def kernel_rows_for_both(gradient, image):
    k = len(image) - len(gradient) + 1
    result = np.zeros((k, k))
    for row in range(len(gradient)):
        for column in range(len(gradient)):
            result += gradient[row, column] * image[row : row + k, column : column + k]
    return result


def kernel_assigned(gradient, image):
    k = len(image) - len(gradient) + 1
    result = np.zeros((k, k))
    for row, column in np.ndindex(gradient.shape):
        result = gradient[row, column] * image[row : row + k, column : column + k]
    return result


def kernel_returned_at_once(gradient, image):
    k = len(image) - len(gradient) + 1
    result = np.zeros((k, k))
    for row in range(gradient.shape[0]):
        for column in range(gradient.shape[1]):
            result += gradient[row, column] * image[row : row + k, column : column + k]
        return result


def kernel_last_left_out(gradient, image):
    k = len(image) - len(gradient) + 1
    result = np.zeros((k, k))
    for row in range(gradient.shape[0] - 1):
        for column in range(gradient.shape[1] - 1):
            result += gradient[row, column] * image[row : row + k, column : column + k]
    return result


def kernel_begun_at_one(gradient, image):
    k = len(image) - len(gradient) + 1
    result = np.zeros((k, k))
    for row in range(1, gradient.shape[0]):
        for column in range(1, gradient.shape[1]):
            result += gradient[row, column] * image[row : row + k, column : column + k]
    return result


def kernel_exchanged(gradient, image):
    k = len(image) - len(gradient) + 1
    result = np.zeros((k, k))
    for row, column in np.ndindex(gradient.shape):
        result += gradient[row, column] * image[column : column + k, row : row + k]
    return result


def kernel_of_size(k):
    def found(gradient, image):
        result = np.zeros((k, k))
        for row, column in np.ndindex(gradient.shape):
            result += gradient[row, column] * image[row : row + k, column : column + k]
        return result

    return found


def kernel_one_short(gradient, image):
    k = len(image) - len(gradient)
    result = np.zeros((k, k))
    for row, column in np.ndindex(gradient.shape):
        result += gradient[row, column] * image[row : row + k, column : column + k]
    return result


def kernel_sizes_mixed(gradient, image):
    k = image.shape[0] - gradient.shape[1] + 1
    result = np.zeros((k, k))
    for row, column in np.ndindex(gradient.shape):
        result += gradient[row, column] * image[row : row + k, column : column + k]
    return result


def kernel_as_large_as_the_gradient(gradient, image):
    result = np.zeros(gradient.shape)
    for row, column in np.ndindex(gradient.shape):
        result[row, column] = gradient[row, column] * image[row, column]
    return result


def kernel_only_the_diagonal(gradient, image):
    k = len(image) - len(gradient) + 1
    return sum(gradient[at, at] * image[at : at + k, at : at + k] for at in range(min(gradient.shape)))


def kernel_whole_numbers(gradient, image):
    k = len(image) - len(gradient) + 1
    result = np.zeros((k, k))
    for row, column in np.ndindex(gradient.shape):
        result += (gradient[row, column] * image[row : row + k, column : column + k]).astype(int)
    return result


def kernel_by_the_lessons_convolution(gradient, image):
    return conv2d(image[None, None], gradient[None, None])[0, 0]


def kernel_of_the_lessons_image(gradient, pixels):
    k = len(image) - len(gradient) + 1
    result = np.zeros((k, k))
    for row, column in np.ndindex(gradient.shape):
        result += gradient[row, column] * image[row : row + k, column : column + k]
    return result


def kernel_into_an_int_array(gradient, image):
    k = len(image) - len(gradient) + 1
    result = np.zeros((k, k), int)
    for row, column in np.ndindex(gradient.shape):
        result += gradient[row, column] * image[row : row + k, column : column + k]
    return result


def kernel_to_the_image(gradient, image):
    k = len(image) - len(gradient) + 1
    result = np.zeros(image.shape)
    for row, column in np.ndindex(gradient.shape):
        result[row : row + k, column : column + k] += gradient[row, column]
    return result


def kernel_starter(gradient, image):
    raise NotImplementedError


def kernel_printed(gradient, image):
    print(kernel_by_places(gradient, image))


class KernelGradient:
    def __init__(self, gradient, image):
        self.result = kernel_by_places(gradient, image)


def pool_to(cells):
    """Hands each window's gradient to what `cells` makes of the window."""

    def back(gradient, x):
        result = np.zeros(x.shape)
        for (row, column), g in np.ndenumerate(gradient):
            window = x[2 * row : 2 * row + 2, 2 * column : 2 * column + 2]
            result[2 * row : 2 * row + 2, 2 * column : 2 * column + 2] = g * cells(window)
        return result

    return back


def last_of_the_largest(window):
    place = np.zeros(4)
    place[3 - window.ravel()[::-1].argmax()] = 1
    return place.reshape(2, 2)


def first_in_columns(window):
    place = np.zeros(4)
    place[window.T.argmax()] = 1
    return place.reshape(2, 2).T


def one_at(number):
    place = np.zeros(4)
    place[number] = 1
    return place.reshape(2, 2)


def pool_place_forgotten(gradient, x):
    result = np.zeros(x.shape)
    for row, column in np.ndindex(gradient.shape):
        window = x[2 * row : 2 * row + 2, 2 * column : 2 * column + 2]
        i, j = np.unravel_index(window.argmax(), (2, 2))
        result[row + i, column + j] = gradient[row, column]
    return result


def pool_window_not_doubled(gradient, x):
    result = np.zeros(x.shape)
    for row, column in np.ndindex(gradient.shape):
        window = x[row : row + 2, column : column + 2]
        i, j = np.unravel_index(window.argmax(), (2, 2))
        result[2 * row + i, 2 * column + j] = gradient[row, column]
    return result


def pool_exchanged(gradient, x):
    result = np.zeros(x.shape)
    for row, column in np.ndindex(gradient.shape):
        window = x[2 * row : 2 * row + 2, 2 * column : 2 * column + 2]
        j, i = np.unravel_index(window.argmax(), (2, 2))
        result[2 * row + i, 2 * column + j] = gradient[row, column]
    return result


def pool_rows_for_both(gradient, x):
    result = np.zeros(x.shape)
    for row in range(len(gradient)):
        for column in range(len(gradient)):
            window = x[2 * row : 2 * row + 2, 2 * column : 2 * column + 2]
            i, j = np.unravel_index(window.argmax(), (2, 2))
            result[2 * row + i, 2 * column + j] = gradient[row, column]
    return result


def pool_index_of_a_number(gradient, x):
    result = np.zeros(x.shape)
    for row, column in np.ndindex(gradient.shape):
        window = x[2 * row : 2 * row + 2, 2 * column : 2 * column + 2]
        result[window.argmax()] = gradient[row, column]
    return result


def pool_of_the_whole_map(gradient, x):
    result = np.zeros(x.shape)
    result[np.unravel_index(x.argmax(), x.shape)] = gradient.sum()
    return result


def pool_one_window(gradient, x):
    result = np.zeros(x.shape)
    result[np.unravel_index(x[:2, :2].argmax(), (2, 2))] = gradient[0, 0]
    return result


def pool_returned_at_once(gradient, x):
    result = np.zeros(x.shape)
    for row in range(gradient.shape[0]):
        for column in range(gradient.shape[1]):
            window = x[2 * row : 2 * row + 2, 2 * column : 2 * column + 2]
            i, j = np.unravel_index(window.argmax(), (2, 2))
            result[2 * row + i, 2 * column + j] = gradient[row, column]
        return result


def pool_last_left_out(gradient, x):
    result = np.zeros(x.shape)
    for row in range(gradient.shape[0] - 1):
        for column in range(gradient.shape[1] - 1):
            window = x[2 * row : 2 * row + 2, 2 * column : 2 * column + 2]
            i, j = np.unravel_index(window.argmax(), (2, 2))
            result[2 * row + i, 2 * column + j] = gradient[row, column]
    return result


def pool_whole_numbers(gradient, x):
    result = np.zeros(x.shape, dtype=int)
    for row, column in np.ndindex(gradient.shape):
        window = x[2 * row : 2 * row + 2, 2 * column : 2 * column + 2]
        i, j = np.unravel_index(window.argmax(), (2, 2))
        result[2 * row + i, 2 * column + j] = gradient[row, column]
    return result


def pool_like_the_map(gradient, x):
    result = np.zeros_like(x)
    for row, column in np.ndindex(gradient.shape):
        window = x[2 * row : 2 * row + 2, 2 * column : 2 * column + 2]
        i, j = np.unravel_index(window.argmax(), (2, 2))
        result[2 * row + i, 2 * column + j] = gradient[row, column]
    return result


def pool_on_the_map(gradient, x):
    result = x.copy()
    for row, column in np.ndindex(gradient.shape):
        window = x[2 * row : 2 * row + 2, 2 * column : 2 * column + 2]
        i, j = np.unravel_index(window.argmax(), (2, 2))
        result[2 * row + i, 2 * column + j] = gradient[row, column]
    return result


def pool_like_the_gradient(gradient, x):
    result = np.zeros(gradient.shape)
    for row, column in np.ndindex(gradient.shape):
        window = x[2 * row : 2 * row + 2, 2 * column : 2 * column + 2]
        i, j = np.unravel_index(window.argmax(), (2, 2))
        result[2 * row + i, 2 * column + j] = gradient[row, column]
    return result


def pool_equal_to_any_maximum(gradient, x):
    largest = x.reshape(len(gradient), 2, -1, 2).max(axis=(1, 3))
    return np.isin(x, largest) * np.kron(gradient, np.ones((2, 2)))


def pool_spoils_the_map(gradient, x):
    for row, column in np.ndindex(gradient.shape):
        window = x[2 * row : 2 * row + 2, 2 * column : 2 * column + 2]
        place = np.unravel_index(window.argmax(), (2, 2))
        window[:] = 0
        window[place] = gradient[row, column]
    return x


def pool_starter(gradient, x):
    raise NotImplementedError


def pool_printed(gradient, x):
    print(pool_by_loops(gradient, x))


class MaxPoolBackward:
    def __init__(self, gradient, x):
        self.result = pool_by_loops(gradient, x)


def chain_with(**changed):
    return {"out": -6, "second": -15, "ReLU": -4.8, "weight": 9.6} | changed


WRONG = {
    "chain": {
        "not begun": {"out": None, "second": None, "ReLU": None, "weight": None},
        "all signs turned": {"out": 6, "second": 15, "ReLU": 4.8, "weight": -9.6},
        "the 2 of the square forgotten": {"out": -3, "second": -7.5, "ReLU": -2.4, "weight": 4.8},
        "the loss for its slope": {"out": 9, "second": 22.5, "ReLU": 7.2, "weight": -14.4},
        "2 for the 5 in the loss": {"out": 0, "second": 0, "ReLU": 0, "weight": 0},
        "the first graph's slopes": {"out": -2, "second": -1, "ReLU": -4, "weight": -12},
        "second and ReLU exchanged": chain_with(second=-4.8, ReLU=-15, weight=30),
        "second and ReLU exchanged, weight kept": chain_with(second=-4.8, ReLU=-15),
        "the value's sign forgotten": chain_with(weight=-9.6),
        "the value forgotten": chain_with(weight=-4.8),
        "the value 3 of the lesson": chain_with(weight=-14.4),
        "the weight for the value": chain_with(weight=7.2),
        "the gate shut": chain_with(weight=0),
        "the gate's value as a factor": chain_with(weight=24),
        "the bias as a factor": chain_with(weight=-4.8),
        "the second weight forgotten": chain_with(ReLU=-6, weight=12),
        "factors added": chain_with(second=-3.5, ReLU=-5.2, weight=-7.2),
        "factors alone": {"out": -6, "second": 2.5, "ReLU": 0.8, "weight": -2},
        "values, not slopes": {"out": 2, "second": 0.8, "ReLU": 2.5, "weight": -1.5},
        "-5 for -6": chain_with(out=-5),
        "rounded": chain_with(ReLU=-5, weight=10),
        "one left out": {"out": -6, "second": -15, "ReLU": -4.8},
        "one not done": chain_with(weight=None),
        "one no number": chain_with(weight=float("nan")),
        "capitals": {"Out": -6, "Second": -15, "Relu": -4.8, "Weight": 9.6},
        "pairs": chain_with(out=(-6, 1)),
        "arrays": {name: np.array([1.0, 2.0]) for name in ("out", "second", "ReLU", "weight")},
        "a list": [-6, -15, -4.8, 9.6],
        "a tuple": (-6, -15, -4.8, 9.6),
        "their product": -6 * -15 * -4.8 * 9.6,
        "empty": {},
        "nothing": None,
        "in words": chain_with(out="minus six"),
        "a function": sweep,
    },
    "dense_backward": {
        "not begun": dense_starter,
        "the two exchanged": lambda gradient, values, weights: (values.T @ gradient, gradient @ weights.T),
        "weights not transposed": dense_with(lambda g, v, w: g @ w, right_weights),
        "values not transposed": dense_with(right_values, lambda g, v, w: v @ g),
        "the gradient transposed": dense_with(right_values, lambda g, v, w: g.T @ v),
        "values' gradient transposed": dense_with(lambda g, v, w: w @ g.T, right_weights),
        "both transposed": dense_with(lambda g, v, w: w @ g.T, lambda g, v, w: g.T @ v),
        "weights and values exchanged": dense_with(lambda g, v, w: g @ v.T, lambda g, v, w: w.T @ g),
        "mean over the images": dense_with(right_values, lambda g, v, w: v.T @ g / len(v)),
        "mean over the votes": dense_with(lambda g, v, w: g @ w.T / w.shape[1], right_weights),
        "divided by the images, both": dense_with(
            lambda g, v, w: g @ w.T / len(g), lambda g, v, w: v.T @ g / len(g)
        ),
        "not added over the images": dense_with(right_values, lambda g, v, w: v[:, :, None] * g[:, None, :]),
        "not added over the votes": dense_with(lambda g, v, w: g[:, None, :] * w, right_weights),
        "added over the wrong axis": dense_with(
            lambda g, v, w: (g[:, None, :] * w).sum(axis=1), right_weights
        ),
        "values' gradients added over the images": dense_with(
            lambda g, v, w: (g @ w.T).sum(axis=0), right_weights
        ),
        "the first image alone": dense_with(right_values, lambda g, v, w: np.outer(v[0], g[0])),
        "the last image alone": dense_last_image,
        "sign turned": dense_with(lambda g, v, w: -g @ w.T, lambda g, v, w: -v.T @ g),
        "sign of the weights' turned": dense_with(right_values, lambda g, v, w: -(v.T @ g)),
        "cell by cell": dense_with(lambda g, v, w: g * v, lambda g, v, w: g * w),
        "= for +=": dense_assigned,
        "return inside the loop": dense_returned_at_once,
        "a step downhill": dense_with(right_values, lambda g, v, w: w - v.T @ g),
        "only the size": dense_with(lambda g, v, w: np.abs(g @ w.T), lambda g, v, w: np.abs(v.T @ g)),
        "one for the weights": dense_with(right_values, lambda g, v, w: np.ones(w.shape)),
        "the values' alone": right_values,
        "the weights' alone": right_weights,
        "the weights for their gradient": dense_with(right_values, lambda g, v, w: w),
        "a bias for the weights": dense_with(right_values, lambda g, v, w: g.sum(axis=0)),
        "three of them": lambda gradient, values, weights: dense_backward(gradient, values, weights),
        "whole numbers": dense_whole_numbers,
        "two decimals": dense_with(lambda g, v, w: (g @ w.T).round(2), lambda g, v, w: (v.T @ g).round(2)),
        "half precision": dense_with(
            lambda g, v, w: (g @ w.T).astype(np.float16), lambda g, v, w: (v.T @ g).astype(np.float16)
        ),
        "the lesson's values": dense_with(right_values, lambda g, v, w: values.T @ g),
        "the lesson's weights": dense_with(lambda g, v, w: g @ weights.T, right_weights),
        "the lesson's result": lambda gradient, values, weights: (
            np.array([[0.05, 0.1]]),
            np.array([[-1, 1], [0.5, -0.5]]),
        ),
        "a dict": lambda gradient, values, weights: {
            "values": gradient @ weights.T,
            "weights": values.T @ gradient,
        },
        "text": lambda gradient, values, weights: f"{gradient @ weights.T}, {values.T @ gradient}",
        "printed": dense_printed,
        "a name that is not there": lambda gradient, values, weights: (g @ weights.T, values.T @ g),
        ".t for .T": lambda gradient, values, weights: (gradient @ weights.t, values.t @ gradient),
        "two parameters": lambda gradient, values: (gradient @ weights.T, values.T @ gradient),
        "four parameters": lambda gradient, values, weights, bias: (
            gradient @ weights.T,
            values.T @ gradient,
        ),
        "parameters in another order": lambda values, weights, gradient: (
            gradient @ weights.T,
            values.T @ gradient,
        ),
        "a class": DenseBackward,
        "the library's, with the bias": dense_backward,
        "a result, not the function": (values @ weights.T, values.T @ values),
        "its name in quotes": "my_dense_backward",
        "nothing": None,
    },
    "relu_backward": {
        "not begun": relu_starter,
        "0 lets through": lambda gradient, x: gradient * (x >= 0),
        "0 lets half through": lambda gradient, x: gradient * np.heaviside(x, 0.5),
        "gate the other way": lambda gradient, x: gradient * (x < 0),
        "gate by the gradient": lambda gradient, x: gradient * (gradient > 0),
        "gradient and x exchanged": lambda x, gradient: gradient * (x > 0),
        "gradient times x": lambda gradient, x: gradient * x,
        "gradient times the ReLU": lambda gradient, x: gradient * np.maximum(x, 0),
        "the ReLU of the gradient": lambda gradient, x: np.maximum(gradient, 0),
        "the ReLU of x": lambda gradient, x: np.maximum(x, 0),
        "the ReLU of both": lambda gradient, x: np.maximum(gradient * x, 0),
        "the ReLU of the gradient, gated": lambda gradient, x: np.maximum(gradient, 0) * (x > 0),
        "the gate alone": lambda gradient, x: (x > 0).astype(float),
        "True and False": lambda gradient, x: x > 0,
        "x where the gate is open": lambda gradient, x: np.where(x > 0, x, 0),
        "1 where the gate is shut": lambda gradient, x: np.where(x > 0, gradient, 1),
        "sign for a gate": lambda gradient, x: gradient * np.sign(x),
        "the size of x": lambda gradient, x: gradient * np.abs(np.sign(x)),
        "leaky": lambda gradient, x: gradient * np.where(x > 0, 1, 0.01),
        "open above 1": lambda gradient, x: gradient * (x > 1),
        "open below 1 alone": lambda gradient, x: gradient * ((x > 0) & (x < 1)),
        "open where not 0": lambda gradient, x: gradient * (x != 0),
        "sign turned": lambda gradient, x: -gradient * (x > 0),
        "added to the gate": lambda gradient, x: gradient + (x > 0),
        "open cells alone": lambda gradient, x: gradient[x > 0],
        "unchanged": lambda gradient, x: gradient,
        "divided by x": lambda gradient, x: np.where(x > 0, gradient / np.where(x > 0, x, 1), 0),
        "a sum": lambda gradient, x: (gradient * (x > 0)).sum(),
        "a sum a row": lambda gradient, x: (gradient * (x > 0)).sum(axis=-1),
        "a matrix product": lambda gradient, x: gradient @ (x > 0).T.astype(float),
        "whole numbers": relu_whole_numbers,
        "np.vectorize takes the first cell's type": np.vectorize(lambda g, v: g if v > 0 else 0),
        "two decimals": lambda gradient, x: (gradient * (x > 0)).round(2),
        "half precision": lambda gradient, x: (gradient * (x > 0)).astype(np.float16),
        "if with a whole map": relu_if,
        "and for *": lambda gradient, x: gradient and x > 0,
        "return inside the loop": relu_returned_at_once,
        "the last value alone": relu_one_value,
        "rows for both axes": relu_square,
        "the lesson's result": lambda gradient, x: np.array([0.0, 0.0, 5.0]),
        "printed": relu_printed,
        "text": lambda gradient, x: str(gradient * (x > 0)),
        "the forward relu, which is not there": lambda gradient, x: gradient * (relu(x) > 0),
        "a name that is not there": lambda gradient, x: grad * (x > 0),
        "one parameter": lambda x: (x > 0) * 1.0,
        "three parameters": lambda gradient, x, out: gradient * (out > 0),
        "a class": ReLUBackward,
        "a result, not the function": relu_backward(np.array([5.0, 5.0, 5.0]), np.array([-0.3, 0.0, 0.7])),
        "its name in quotes": "my_relu_backward",
        "nothing": None,
    },
    "kernel_gradient": {
        "not begun": kernel_starter,
        "square maps only": kernel_by_the_lessons_convolution,
        "rows for both axes": kernel_rows_for_both,
        "= for +=": kernel_assigned,
        "return in the outer loop": kernel_returned_at_once,
        "the last places left out": kernel_last_left_out,
        "begins at 1": kernel_begun_at_one,
        "rows and columns exchanged": kernel_exchanged,
        "2×2 only": kernel_of_size(2),
        "3×3 only": kernel_of_size(3),
        "k one short": kernel_one_short,
        "k of rows and columns mixed": kernel_sizes_mixed,
        "as large as the gradient": kernel_as_large_as_the_gradient,
        "only places on the diagonal": kernel_only_the_diagonal,
        "flipped": lambda gradient, image: kernel_by_places(gradient[::-1, ::-1], image),
        "flipped afterwards": lambda gradient, image: kernel_by_places(gradient, image)[::-1, ::-1],
        "transposed": lambda gradient, image: kernel_by_places(gradient, image).T,
        "the image upside down": lambda gradient, image: kernel_by_places(gradient, image[::-1]),
        "divided by 9": lambda gradient, image: kernel_by_places(gradient, image) / 9,
        "divided by its cells": lambda gradient, image: (
            kernel_by_places(gradient, image) / kernel_by_places(gradient, image).size
        ),
        "mean over the places": lambda gradient, image: kernel_by_places(gradient, image) / gradient.size,
        "sign turned": lambda gradient, image: -kernel_by_places(gradient, image),
        "sizes of gradients": lambda gradient, image: kernel_by_places(np.abs(gradient), image),
        "only gradients above 0": lambda gradient, image: kernel_by_places(np.maximum(gradient, 0), image),
        "gradient forgotten": lambda gradient, image: kernel_by_places(np.ones_like(gradient), image),
        "image forgotten": lambda gradient, image: kernel_by_places(gradient, np.ones_like(image)),
        "sum of the gradient times the first patch": lambda gradient, image: (
            gradient.sum() * image[: len(image) - len(gradient) + 1, : len(image) - len(gradient) + 1]
        ),
        "one number": lambda gradient, image: kernel_by_places(gradient, image).sum(),
        "of the image, not the kernel": kernel_to_the_image,
        "whole numbers": kernel_whole_numbers,
        "an array of whole numbers to add to": kernel_into_an_int_array,
        "two decimals": lambda gradient, image: kernel_by_places(gradient, image).round(2),
        "half precision": lambda gradient, image: kernel_by_places(gradient, image).astype(np.float16),
        "the lesson's image": kernel_of_the_lessons_image,
        "the lesson's gradient": lambda given, image: kernel_by_places(gradient, image),
        "the lesson's result": lambda gradient, image: np.array([[0.25, -0.25], [-0.25, 0.25]]),
        "gradient and image exchanged": lambda image, gradient: kernel_by_places(gradient, image),
        "a batch of one": lambda gradient, image: kernel_by_places(gradient, image)[None, None],
        "in a row": lambda gradient, image: kernel_by_places(gradient, image).ravel(),
        "printed": kernel_printed,
        "text": lambda gradient, image: str(kernel_by_places(gradient, image)),
        "conv2d without channels": lambda gradient, image: conv2d(image, gradient),
        "a name that is not there": lambda gradient, image: kernel_by_places(g, image),
        "one parameter": lambda gradient: kernel_by_places(gradient, image),
        "three parameters": lambda gradient, image, k: kernel_by_places(gradient, image),
        "a class": KernelGradient,
        "a result, not the function": kernel_by_places(gradient, image),
        "its name in quotes": "my_kernel_gradient",
        "nothing": None,
    },
    "max_pool_backward": {
        "not begun": pool_starter,
        "ties given to all": pool_to(lambda window: window == window.max()),
        "ties shared": pool_to(lambda window: (window == window.max()) / (window == window.max()).sum()),
        "ties to the last": pool_to(last_of_the_largest),
        "ties to the first in columns": pool_to(first_in_columns),
        "to the smallest": pool_to(lambda window: one_at(window.argmin())),
        "to the loudest": pool_to(lambda window: one_at(np.abs(window).argmax())),
        "to all four": pool_to(lambda window: np.ones((2, 2))),
        "a quarter to each": pool_to(lambda window: np.full((2, 2), 0.25)),
        "to the first cell": pool_to(lambda window: one_at(0)),
        "to the last cell": pool_to(lambda window: one_at(3)),
        "times the largest value": pool_to(lambda window: one_at(window.argmax()) * window.max()),
        "times the values": pool_to(lambda window: window),
        "in proportion": pool_to(lambda window: np.exp(window) / np.exp(window).sum()),
        "to positives only": pool_to(lambda window: one_at(window.argmax()) * (window.max() > 0)),
        "to what is above 0": pool_to(lambda window: window > 0),
        "sign turned": pool_to(lambda window: -one_at(window.argmax())),
        "the switch alone": lambda gradient, x: pool_by_loops(np.ones_like(gradient), x),
        "everything to one cell": pool_of_the_whole_map,
        "one window alone": pool_one_window,
        "place not doubled": pool_place_forgotten,
        "window not doubled": pool_window_not_doubled,
        "row and column of the switch exchanged": pool_exchanged,
        "rows for both axes": pool_rows_for_both,
        "a number for a place": pool_index_of_a_number,
        "equal to any window's maximum": pool_equal_to_any_maximum,
        "return in the outer loop": pool_returned_at_once,
        "the last windows left out": pool_last_left_out,
        "as small as the gradient": pool_like_the_gradient,
        "written over the map": pool_on_the_map,
        "transposed": lambda gradient, x: pool_by_loops(gradient, x).T,
        "spread out, no switch": lambda gradient, x: np.kron(gradient, np.ones((2, 2))),
        "unchanged": lambda gradient, x: gradient,
        "whole numbers": pool_whole_numbers,
        "two decimals": lambda gradient, x: pool_by_loops(gradient, x).round(2),
        "half precision": lambda gradient, x: pool_by_loops(gradient, x).astype(np.float16),
        "windows of three": lambda gradient, x: max_pool_backward(gradient, x, 3, 3),
        "stride 1": lambda gradient, x: max_pool_backward(gradient, x, 2, 1),
        "gradient and x exchanged": lambda x, gradient: pool_by_loops(gradient, x),
        "the lesson's result": lambda gradient, x: np.array([[6.0, 0.0], [0.0, 0.0]]),
        "printed": pool_printed,
        "text": lambda gradient, x: str(pool_by_loops(gradient, x)),
        "a name that is not there": lambda gradient, x: pool_by_loops(gradient, scores),
        "one parameter": lambda x: pool_by_loops(np.ones((1, 1)), x),
        "three parameters": lambda gradient, x, size: max_pool_backward(gradient, x, size, size),
        "a class": MaxPoolBackward,
        "a result, not the function": max_pool_backward(
            np.array([[6.0]]), np.array([[0.77, 0.11], [0.33, 0.77]])
        ),
        "its name in quotes": "my_max_pool_backward",
        "nothing": None,
    },
}

ARGUABLE = {
    "chain": {
        "all of sweep's slopes": SLOPES,
        "text": {"out": "-6", "second": "-15", "ReLU": "-4.8", "weight": "9.6"},
        "fractions": {
            "out": Fraction(-6),
            "second": Fraction(-15),
            "ReLU": Fraction(-24, 5),
            "weight": Fraction(48, 5),
        },
        "each in a list": {"out": [-6], "second": [-15], "ReLU": [-4.8], "weight": [9.6]},
    },
    "relu_backward": {
        "spoils the gradient that it was given": relu_spoils_the_gradient,
        "spoils the x that it was given": relu_in_place_by_x,
    },
    "kernel_gradient": {
        "a list of lists": lambda gradient, image: kernel_by_places(gradient, image).tolist(),
    },
    "max_pool_backward": {
        "zeros_like: wrong for whole numbers in the map": pool_like_the_map,
        "spoils the map that it was given": pool_spoils_the_map,
        "a list of lists": lambda gradient, x: pool_by_loops(gradient, x).tolist(),
    },
}
