"""Answers to the exercises of lessons 00, 08 and 09: right ones, and wrong ones with words of the slip that is named."""

import numpy as np
from scipy.signal import convolve2d

from xo_helpers.data import load_image, parse
from xo_helpers.network import trained_network
from xo_helpers.ops import softmax
from xo_helpers.widgets import DrawPad


def changed_x(*pixels):
    image = load_image("X")
    for at in pixels:
        image[at] *= -1
    return image


RIGHT = {
    "fool": [
        changed_x((8, 2), (8, 6), (5, 2)),
        changed_x((8, 2), (8, 6), (5, 2)).tolist(),
        DrawPad(trained_network(), changed_x((8, 2), (8, 6), (5, 2))),
    ],
    "cross_entropy": [
        lambda x, y: -(np.eye(x.shape[1])[y] * np.log(softmax(x))).sum() / len(y),
        lambda x, y: np.mean([np.logaddexp.reduce(row) - row[at] for row, at in zip(x, y, strict=True)]),
    ],
    "step": [lambda w, s, r: w + -r * s],
    "learning_rate": [1.1, 1.2, np.float64(1.15)],
    "relu_backward": [lambda g, x: np.where(x > 0, g, 0)],
    "kernel_gradient": [
        lambda g, x: np.einsum("rcij,rc->ij", np.lib.stride_tricks.sliding_window_view(x, np.subtract(x.shape, g.shape) + 1), g)
    ],
    "max_pool_backward": [
        lambda g, x: routing(g, x, lambda w: [w.ravel().tolist().index(w.max())]),
        lambda g, x: searching(g, x, lambda row, column: -np.inf),
        lambda g, x: routing(g, x, lambda w: np.flatnonzero(np.isclose(w, w.max()))[:1]),
    ],
    "chain": [
        {"out": -6, "second": -15, "ReLU": -4.8, "weight": 9.6},
        {"weight": np.float64(9.6), "ReLU": -6 * 0.8, "second": -15.0, "out": np.int64(-6)},
    ],
    "dense_backward": [
        lambda g, v, w: (g @ w.T, v.T @ g),
        lambda g, v, w: [(g[:, None] * w).sum(2), (v[:, :, None] * g[:, None]).sum(0)],
        lambda g, v, w: (sending_back(g, w), sending_back(g.T, v.T).T),
    ],
}  # fmt: skip


def sending_back(gradient, weights):
    """What a dense layer hands to its values, as a learner writes it: over images, values and votes."""
    result = np.zeros((len(gradient), len(weights)))
    for image, value in np.ndindex(result.shape):
        for vote in range(len(weights[0])):
            result[image, value] += gradient[image, vote] * weights[value, vote]
    return result


def adding_patches(
    gradient,
    image,
    rows=None,
    columns=None,
    add=True,
    patch=lambda x, i, j, k: x[i : i + k, j : j + k],
    k=None,
):
    """kernel_gradient as a learner writes it, with a place for each mistake."""
    k = len(image) - len(gradient) + 1 if k is None else k
    result = np.zeros((k, k))
    for i in range(rows or len(gradient)):
        for j in range(columns or len(gradient[0])):
            result = add * result + gradient[i, j] * patch(image, i, j, k)
    return result


def gate_in_place(gradient, x):
    gradient[x <= 0] = 0
    return gradient


def filled_like(array, values):
    """An array like another is filled: of whole numbers, if that one is."""
    result = np.zeros_like(array)
    result[...] = values
    return result


def routing(gradient, x, cells, part=1.0, at=2, add=0):
    """max_pool_backward as a learner writes it: `cells` of a window get `part` of its gradient."""
    result = np.zeros(x.shape)
    for row, column in np.ndindex(gradient.shape):
        window = x[2 * row : 2 * row + 2, 2 * column : 2 * column + 2]
        for cell in cells(window):
            place = at * row + cell // 2, at * column + cell % 2
            result[place] = add * result[place] + gradient[row, column] * part
    return result


def searching(gradient, x, begin, above=lambda value, best: value > best):
    """max_pool_backward with a search of its own; what it found in the window before is still there."""
    result, found = np.zeros(x.shape), (0, 0)
    for row, column in np.ndindex(gradient.shape):
        best = begin(2 * row, 2 * column)
        for i, j in np.ndindex(2, 2):
            if above(x[2 * row + i, 2 * column + j], best):
                found = 2 * row + i, 2 * column + j
                best = x[found]
        result[found] = gradient[row, column]
    return result


def unravelled(gradient, x, shape):
    """max_pool_backward as the lesson writes it, with a shape for unravel_index."""
    result = np.zeros(x.shape)
    for row, column in np.ndindex(gradient.shape):
        cell = x[2 * row : 2 * row + 2, 2 * column : 2 * column + 2].argmax()
        i, j = np.unravel_index(cell, shape)
        result[2 * row + i, 2 * column + j] = gradient[row, column]
    return result


def log_shares(x, y):
    shares = np.exp(x) / np.exp(x).sum(1, keepdims=True)
    return np.log(shares[np.arange(len(y)), y])


def stepping_in_place(weights, slopes, rate):
    weights -= rate * slopes
    return weights


BEGUN = [  # with what a search may begin that is right for most windows
    lambda x, row, column: x.min(),
    lambda x, row, column: x[0, column],
    lambda x, row, column: x[row].min(),
    lambda x, row, column: x[:, column].min(),
    lambda x, row, column: x[row, column],
]
WRONG = {
    "cross_entropy": [
        (lambda x, y: -log_shares(x, y).sum(), "added the losses up"),
        (lambda x, y: log_shares(x, y).mean(), "forgot the minus"),
        (lambda x, y: -log_shares(x, y), "one loss per image"),
        (lambda x, y: -np.log(softmax(x)[np.arange(len(y)), y]).sum() / len(x[0]), "as many rows as columns"),
        (lambda x, y: -np.log(softmax(x)[-1, y[-1]]) / len(y), "one image alone"),
        (lambda x, y: -(log_shares(x, y) / np.log(10)).mean(), "base 10"),
        (lambda x, y: -np.log2(np.exp(log_shares(x, y))).mean(), "base 2"),
        (lambda x, y: -np.log(np.exp(x) / np.exp(x).sum(1, keepdims=True))[:, y].mean(), "whole columns"),
        (lambda x, y: 1 - np.exp(log_shares(x, y)).mean(), "did not take the log"),
        (lambda x, y: -x[range(len(y)), y].mean(), "left out softmax"),
        (lambda x, y: -np.log(x[range(len(y)), y]).mean(), "log of the votes"),
        (lambda x, y: -np.log(softmax(x)[range(len(y)), 1 - y]).mean(), "the share of 1 − label"),
        (lambda x, y: -np.log(softmax(x)[range(len(y)), y - 1]).mean(), "1 off the labels"),
        (lambda x, y: -np.log(softmax(x)[y]).mean(), "whole rows"),
        (lambda x, y: np.mean(softmax(x).argmax(1) == y), "how often it is right"),
        (lambda x, y: -log_shares(x, x.argmax(1)).mean(), "largest share"),
        (lambda x, y: 0.5, "never looks at what it gets as x and y"),
        *((lambda x, y, e=e: -np.log(softmax(x)[np.arange(len(y)), y].clip(float(e), 1)).mean(), f"took {e} for smaller shares") for e in ("1e-2", "1e-5", "1e-6", "1e-7")),
        *((lambda x, y, e=e: -np.log(softmax(x) + float(e))[np.arange(len(y)), y].mean(), f"added {e} to the shares") for e in ("1e-2", "1e-4", "1e-6", "1e-7", "1e-9", "1e-11")),
        (lambda x, y: np.minimum(-log_shares(x - x.max(1, keepdims=True), y), 5).mean(), None),
        (lambda x, y: -log_shares((x - x.max(1, keepdims=True)).clip(-5), y).mean(), None),
        (lambda x, y: -log_shares(x, y).mean(), "let exp overflow"),
        *((lambda x, y, at=at: -log_shares(x - x[:, at : at + 1 or None], y).mean(), "let exp overflow") for at in (0, -1)),
        (lambda x, y: -log_shares(x - x.mean(1, keepdims=True), y).mean(), "let exp overflow"),
        (lambda x, y: -log_shares(x - x.max(1, keepdims=True) / 2, y).mean(), "let exp overflow"),
        (lambda x, y: -np.log(softmax(x).round()[np.arange(len(y)), y]).mean(), "log of 0"),
        (lambda x, y: -np.log(softmax(x).argmax(1) == y).mean(), "log of 0"),
        (lambda x, y: -np.exp(log_shares(x, y)).mean(), "left the log out"),
        (lambda x, y: -np.log(softmax(x)).sum() / len(y), "one share per image"),
        (lambda x, y: -sum(np.log(softmax(x)[label, i]) for i, label in enumerate(y)) / len(y), "image and label for each other"),
    ],
    "fool": [
        (load_image("X"), "still X"),
        (changed_x((4, 4), (0, 0)), "still X"),
        (load_image("O"), "too many"),
        (parse("..#\n.#.\n#.."), "shape"),
        (np.zeros((9, 9)), "values"),
        (load_image("X") * 0.5, "values"),
        ("X", "text"),
        (lambda: load_image("X"), "type"),
        (DrawPad(trained_network(), load_image("X")), "still X"),
        (DrawPad, "type"),
    ],
    "step": [
        (lambda w, s, r: w + r * s, "uphill"),
        (lambda w, s, r: w - s, "forgot the learning rate"),
        (lambda w, s, r: -(r * s), "step alone"),
        (lambda w, s, r: w - np.sign(s) * r, "sign of the slope"),
        (stepping_in_place, "changed its input"),
        (lambda w, s, r: w - s / r, "divided by"),
        (lambda w, s, r: (w - r) * s, "took the rate off the weights"),
        (lambda w, s, r: w - r * abs(s), "dropped the signs of the slopes"),
        (lambda w, s, r: (w - r * s).tolist(), "returned a list"),
        (lambda w, s, r: w - r * s.clip(-100, 100), None),
        (lambda w, s, r: filled_like(s, w - r * s), "as np.zeros_like does"),
    ],
    "learning_rate": [
        (0.01, "too small"),
        (0.5, "too small"),
        (1, "too small"),
        (1.5, "too large"),
        (1e9, "too large"),
        (-1, "uphill"),
        (0, "zero"),
        ("1", "type"),
        (np.nan, "type"),
        ([1], "type"),
    ],
    "relu_backward": [
        (lambda g, x: g.clip(0), "from the gradient"),
        (lambda g, x: np.where(x < 0, g, 0), "below 0"),
        (lambda g, x: np.where(x >= 0, g, 0), "exactly 0"),
        (lambda g, x: -np.where(x > 0, g, 0), "sign"),
        (lambda g, x: x.clip(0), "returned relu"),
        (lambda g, x: g, "everything"),
        (lambda g, x: (x > 0).astype(float), "gate alone"),
        (lambda g, x: g[x > 0], "shape must stay"),
        (lambda g, x: g * x, "multiplied by x"),
        (lambda g, x: g * x.clip(0), "with x itself"),
        (lambda g, x: (g * (x > 0)).astype(int) * 1.0, "whole numbers"),
        (lambda g, x: (g * (x > 0)).round(2), "rounded"),
        (lambda g, x: np.where(x > 0, g, g / 100), "leaky"),
        (gate_in_place, "changed its input"),
        (lambda g, x: filled_like(x, g * (x > 0)), "as np.zeros_like does"),
        (lambda g, x: g * ((x > 0) & (x < 6)), None),
        (lambda g, x: g * (x > 0.05), "small, as 0.0004: all above 0 counts"),
        (lambda g, x: (g * (x > 0)).clip(-100, 100), None),
        (lambda g, x: np.where(x > 0, g, g * 1e-4), "times 0.0001: that is leaky"),
        (lambda g, x: np.where(x > 0, g.clip(0), 0), "rectified the gradient"),
    ],
    "kernel_gradient": [
        (lambda g, x: -RIGHT["kernel_gradient"][0](g, x), "sign"),
        (lambda g, x: RIGHT["kernel_gradient"][0](g, x) / g.size, "the number of cells of gradient: leave"),
        (lambda g, x: RIGHT["kernel_gradient"][0](g[::-1, ::-1], x), "flipped the gradient"),
        (lambda g, x: RIGHT["kernel_gradient"][0](g, x).T, "transposed"),
        (lambda g, x: convolve2d(x, g, "valid"), "flipped the gradient"),
        (lambda g, x: RIGHT["kernel_gradient"][0](np.ones(g.shape), x), "without their gradient"),
        (lambda g, x: np.zeros((3, 3)), "never looks at what it gets as g and x"),
        (lambda g, x: adding_patches(g, x, k=3), "took 3 for the kernel's size"),
        (lambda g, x: adding_patches(g, x, k=len(x) - 2), "took 2 off the image's size"),
        (lambda g, x: adding_patches(g, x, k=len(x) - len(g)), "forgot the + 1"),
        (lambda g, x: adding_patches(g, x, k=len(g)), "took the gradient's size"),
        (lambda g, x: adding_patches(g, x).clip(-100, 100), None),
        (lambda g, x: adding_patches(g, x).squeeze(), "count its brackets"),
        (lambda g, x: adding_patches(g, x, columns=len(g)), "as many columns"),
        (lambda g, x: adding_patches(g, x, rows=len(g[0])), "stopped"),
        (lambda g, x: adding_patches(g, x, add=False), "last cell alone"),
        (lambda g, x: adding_patches(g, x, 1, 1), "first cell alone"),
        (lambda g, x: adding_patches(g, x, rows=1), "first row alone"),
        (lambda g, x: adding_patches(g, x, patch=lambda x, i, j, k: x[i : i + k, i : i + k]), "row for the window's columns"),
        (lambda g, x: adding_patches(g, x, patch=lambda x, i, j, k: x[j : j + k, i : i + k]), "row and column for each other"),
        (lambda g, x: adding_patches(g, x).round(2), "rounded"),
        (lambda g, x: filled_like(x[: len(x) - len(g) + 1, : len(x) - len(g) + 1], adding_patches(g, x)), "as np.zeros_like does"),
        (lambda g, x: filled_like(np.zeros_like(g, shape=np.subtract(x.shape, g.shape) + 1), adding_patches(g, x)), "gradient holds them"),
        (lambda g, x: adding_patches(g, x)[:3, :3], None),
        (lambda g, x: adding_patches(g, x, min(g.shape), min(g.shape)), "a square alone"),
        (lambda g, x: adding_patches(g, x, columns=min(g.shape)), "as many columns"),
        (lambda g, x: adding_patches(np.pad(g[: min(g.shape), : min(g.shape)].T, [(0, n - min(g.shape)) for n in g.shape]), x), None),
        (lambda g, x: adding_patches(g, np.vstack([x, x]))[: len(x) - len(g) + 1], "stopped"),
    ],
    "max_pool_backward": [
        (lambda g, x: routing(g, x, lambda w: np.flatnonzero(w.ravel() == w.max())), "every cell of a tie"),
        (lambda g, x: routing(g, x, lambda w: [3 - w.ravel()[::-1].argmax()]), "last cell of a tie"),
        (lambda g, x: routing(g, x, lambda w: range(4)), "all cells of the window"),
        (lambda g, x: searching(g, x, lambda *at: None, lambda value, best: not best or value > best), None),
        *((lambda g, x, of=of: searching(g, x, lambda *at: of(x, *at)), None) for of in BEGUN),
        (lambda g, x: routing(g, x, lambda w: [w.astype(int).argmax()]), "whole numbers"),
        *((lambda g, x, n=n: routing(g, x, lambda w: [w.round(n).argmax()]), slip) for n, slip in ((0, None), (1, None), (2, "rounded"), (3, "rounded"))),
        *((lambda g, x, by=by: routing(g, x, lambda w: np.flatnonzero(w > w.max() - by)[:1]), slip) for by, slip in ((0.1, None), (0.01, "nearly"), (0.001, "nearly"))),
        (lambda g, x: routing(g, x, lambda w: range(4), 0.25), "average pooling"),
        (lambda g, x: routing(g, x, lambda w: [w.argmin()]), "smallest"),
        (lambda g, x: routing(g, x, lambda w: [0]), "first cell of each"),
        (lambda g, x: routing(-g, x, lambda w: [w.argmax()]), "sign"),
        *((lambda g, x, shape=shape: unravelled(g, x, shape), f"a shape like {like}, not (2, 2)")
          for shape, like in (((2, 1), (2, 1)), ((1, 2), (1, 2)), ((2, 3), (2, 3)), ((3, 3), (2, 3)), ((4, 1), (4, 1)), ((2, 4), (1, 4)))),
        (lambda g, x: g, "returned gradient as it was"),
        (lambda g, x: routing(g, x, lambda w: [[0, 2, 1, 3][w.T.argmax()]]), "down its columns"),
        (lambda g, x: routing(g.round(2), x, lambda w: [w.argmax()]), "rounded"),
        (lambda g, x: routing(g, x, lambda w: np.flatnonzero(w.ravel() == w.max()), 0.5), None),
        (lambda g, x: filled_like(x, routing(g, x, lambda w: [w.argmax()])), "as np.zeros_like does"),
        (lambda g, x: routing(g, x, lambda w: [w.argmax()], at=0), "where the window begins"),
        (lambda g, x: routing(g, x, lambda w: [w.argmax()], at=1), "forgot to double"),
        (lambda g, x: routing(g, x, lambda w: [w.argmax()], at=0, add=1), None),
        (lambda g, x: routing(g, x, lambda w: [w.argmax()], at=1, add=1), None),
        (lambda g, x: routing(g * 0 + 1, x, lambda w: np.flatnonzero(w.ravel() == w.max())) * x, None),
        (lambda g, x: routing(g * np.eye(*g.shape), x, lambda w: [w.argmax()]), "diagonal alone"),
        (lambda g, x: routing(g * (np.arange(len(g)) == 0)[:, None], x, lambda w: [w.argmax()]), "first row alone"),
        (lambda g, x: routing(np.stack([g[:, at] for at in range(len(g))], 1), x, lambda w: [w.argmax()]), "as many columns"),
    ],
    "chain": [
        ({"out": 6, "second": -15, "ReLU": -4.8, "weight": 9.6}, "turned the sign"),
        ({"out": -3, "second": -7.5, "ReLU": -2.4, "weight": 4.8}, "forgot the 2"),
        ({"out": -6, "second": -4.8, "ReLU": -15, "weight": 30}, "second itself"),
        ({"out": -6, "second": 2.5, "ReLU": 0.8, "weight": -2}, "stopped at the factor"),
        ({"out": -6, "second": -15, "ReLU": -15, "weight": 30}, "ReLU's own value"),
        ({"out": -6, "second": -15, "ReLU": -4.8, "weight": 7.2}, "weight itself"),
        ({"out": -6, "second": -15, "ReLU": -4.8, "weight": -4.8}, "stopped at the product"),
        ({"out": -6, "second": -15, "ReLU": -4.8, "weight": 12}, "left out second"),
        ({"out": -6, "second": -15, "ReLU": -4.8, "weight": -9.6}, "sign of the value"),
        ({"out": -6, "second": -15, "ReLU": -4.8, "weight": 5}, None),
        ({"out": np.nan, "second": -15, "ReLU": -4.8, "weight": 9.6}, "type"),
        ({"out": -6, "second": -15, "ReLU": -4.8, "weight": 9.6, "loss": 1}, "type"),
        ({"out": 10**400, "second": -15, "ReLU": -4.8, "weight": 9.6}, "type"),
        ({"out": -6, "second": -15, "ReLU": -4.8, "weight": None}, "one missing"),
        ({"out": -6, "second": -15, "ReLU": "-4.8", "weight": 9.6}, "type"),
        ({"out": -6, "second": True, "ReLU": -4.8, "weight": 9.6}, "type"),
        ({"out": -6, "second": [-15], "ReLU": -4.8, "weight": 9.6}, "type"),
        ({"out": -6, "second": -15, "weight": 9.6}, "type"),
        ([-6, -15, -4.8, 9.6], "type"),
        (-12, "type"),
    ],
    "dense_backward": [
        (lambda g, v, w: (v.T @ g, g @ w.T), "other order"),
        (lambda g, v, w: (g @ w, v.T @ g), "swap the weights' rows"),
        (lambda g, v, w: (g @ w.T / w.shape[1], v.T @ g), "the number of columns of gradient: leave"),
        (lambda g, v, w: (g[:, -1:] * w[:, -1], v.T @ g), "last way of each value"),
        (lambda g, v, w: ((g @ w.T) * v, v.T @ g), "by the values too"),
        (lambda g, v, w: (-g @ w.T, v.T @ g), "sign"),
        (lambda g, v, w: (g @ w.T, v.T @ g / len(v)), "the number of rows of gradient: leave"),
        (lambda g, v, w: (g @ w.T, g.T @ v), "transposed"),
        (lambda g, v, w: (g @ w.T, np.outer(v[-1], g[-1])), "overwrite"),
        (lambda g, v, w: (g @ w.T, np.outer(v[0], g[0])), "first image alone"),
        (lambda g, v, w: (g @ w.T, w * (v.T @ g)), "by the weights too"),
        (lambda g, v, w: (g @ w.T, -v.T @ g), "sign"),
        (lambda g, v, w: (g @ w.T, (v.T @ g).round(2)), "rounded"),
        (lambda g, v, w: ((g @ w.T).round(2), v.T @ g), "rounded"),
        (lambda g, v, w: (filled_like(v, g @ w.T), v.T @ g), "values holds them, as np.zeros_like does"),
        (lambda g, v, w: (g @ w.T, filled_like(w, v.T @ g)), "weights holds them, as np.zeros_like does"),
        (lambda g, v, w: (g @ w.T, v[:, :4].T @ g), None),
        (lambda g, v, w: g @ w.T, "type"),
        (lambda g, v, w: (g @ w.T, v.T @ g, g.sum(0)), "type"),
        (lambda g, v, w: (g @ w.T, (v.T @ g).tolist()), "returned a list"),
        (lambda g, v, w: None, "type"),
        (lambda g, v, w: (g @ w.T, None), "type"),
        (lambda g, v, w: (g @ w.T, (v.T @ g).squeeze()), "count its brackets"),
        (lambda g, v, w: ((g @ w.T).clip(-100, 100), v.T @ g), None),
        ((1, 2), "type"),
    ],
}  # fmt: skip
