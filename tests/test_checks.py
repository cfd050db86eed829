"""Checks: right answers pass, wrong ones fail, and the named slips are named rightly."""

import numpy as np
import pytest
from scipy.signal import convolve2d

from xo_helpers.checks import EXERCISES, check
from xo_helpers.checks.lesson09 import DENSE
from xo_helpers.checks.machinery import FunctionExercise, same
from xo_helpers.data import load_image, load_kernel, parse
from xo_helpers.network import trained_network
from xo_helpers.widgets import DrawPad

FUNCTIONS = {name: exercise for name, exercise in EXERCISES.items() if isinstance(exercise, FunctionExercise)}


def loops(
    image, kernel, *, start=0, less=0, patch=lambda patch: patch, score=lambda p, k: (p * k).sum() / k.size
):
    """feature_map as a learner writes it, with a place for each mistake."""
    k = len(kernel)
    rows, columns = image.shape[0] - k + 1 - less, image.shape[1] - k + 1 - less
    result = np.zeros((rows, columns))
    for row in range(start, rows):
        for column in range(start, columns):
            result[row, column] = score(patch(image[row : row + k, column : column + k]), kernel)
    return result


def changed_x(*pixels):
    image = load_image("X")
    for at in pixels:
        image[at] *= -1
    return image


def counting_with_a_slip(a, b, early=False):
    n = 0
    for row in range(len(a)):
        for column in range(len(a[0])):
            if a[row, column] == b[row, column]:
                n = n + 1 if early else 1
            if early:
                return n
    return n


def changing(a, b):
    a[0, 0] = 0
    return int((a == b).sum())


def counting(a, b, rows, columns):
    return sum(a[row][column] == b[row][column] for row in range(rows) for column in range(columns))


def dividing_in_place(patch, kernel):
    patch *= kernel
    return patch.sum() / kernel.size


def padding_the_image(image, kernel):
    image[0] = 0
    return loops(image, kernel)


def whole_numbers(image, kernel):
    result = np.zeros_like(image)[: 1 - len(kernel), : 1 - len(kernel)].copy()
    result[:] = loops(image, kernel)
    return result


def skipping(image, kernel):
    k, result = len(kernel), np.zeros_like(loops(image, kernel))
    for row in range(0, len(result), k):
        for column in range(0, len(result[0]), k):
            result[row, column] = loops(image, kernel)[row, column]
    return result


def returning_early(image, kernel, after_a_row):
    """A return that slipped into the loops."""
    k = len(kernel)
    result = np.zeros((image.shape[0] - k + 1, image.shape[1] - k + 1))
    for row in range(result.shape[0]):
        for column in range(result.shape[1]):
            result[row, column] = (image[row : row + k, column : column + k] * kernel).sum() / kernel.size
            if not after_a_row:
                return result
        return result


def column_first(image, kernel):
    k = len(kernel)
    result = np.zeros((image.shape[0] - k + 1, image.shape[1] - k + 1))
    for row in range(result.shape[0]):
        for column in range(result.shape[1]):
            patch = image[row : row + k, column : column + k]
            result[column, row] = (patch * kernel).sum() / kernel.size
    return result


def pooling(scores, size, stride, pick=np.max, reach=0):
    """max_pool as a learner writes it."""
    rows = [range(row, min(row + size, len(scores))) for row in range(0, len(scores) - reach, stride)]
    columns = [range(at, min(at + size, len(scores[0]))) for at in range(0, len(scores[0]) - reach, stride)]
    rows = [row for i, row in enumerate(rows) if i == 0 or rows[i - 1][-1] < len(scores) - 1]
    columns = [
        column for i, column in enumerate(columns) if i == 0 or columns[i - 1][-1] < len(scores[0]) - 1
    ]
    return np.array(
        [[pick(scores[row.start : row.stop, at.start : at.stop]) for at in columns] for row in rows]
    )


def zero_padded(scores, size, stride):
    rows, columns = pooling(scores, size, stride).shape
    return pooling(np.pad(scores, ((0, 5), (0, 5))), size, stride)[:rows, :columns]


def starting_everywhere(scores, size, stride):
    rows = [scores[row : row + size] for row in range(0, scores.shape[0], stride)]
    return np.array(
        [[row[:, at : at + size].max() for at in range(0, scores.shape[1], stride)] for row in rows]
    )


def pooling_by_two(scores, *, at=2, size=2, pick=np.max, rows=None, columns=None, only=None):
    """max_pool_2 as a learner writes it: two loops over the places of the result."""
    rows, columns = rows or len(scores) // 2, columns or len(scores[0]) // 2
    result = np.zeros((rows, columns))
    for row, column in list(np.ndindex(rows, columns))[:only]:
        window = scores[at * row : at * row + size, at * column : at * column + 2]
        result[row, column] = pick(window)
    return result


def at_its_old_place(scores):
    result = np.zeros(scores.shape)
    for row in range(0, len(scores), 2):
        for column in range(0, len(scores[0]), 2):
            result[row, column] = scores[row : row + 2, column : column + 2].max()
    return result


def pooling_to_the_edge(scores, size, stride, count):
    """max_pool as a learner writes it who reckons how many windows there are."""
    rows, columns = (count(length, size, stride) for length in scores.shape)
    result = np.zeros((rows, columns))
    for row, column in np.ndindex(rows, columns):
        top, left = row * stride, column * stride
        result[row, column] = scores[top : top + size, left : left + size].max()
    return result


def rectifying_loops(scores, rows, columns):
    result = scores.copy()
    for row in range(rows):
        for column in range(columns):
            result[row, column] = max(result[row, column], 0)
    return result


def rectifying_in_place(scores):
    scores[scores < 0] = 0
    return scores


def biased_in_place(x, weights, bias):
    bias += (x @ weights)[0]
    return x @ weights + bias


SOMETHING = np.arange(49.0).reshape(7, 7)  # a name from another cell

RIGHT = {  # written unlike the library's
    "agreement": [
        lambda a, b: sum(p == q for p, q in zip(a.flat, b.flat, strict=True)),
        lambda a, b: ((a * b + 1) / 2).sum(),
    ],
    "filter_patch": [lambda p, k: np.mean(p * k), lambda p, k: 2 * (p == k).mean() - 1],
    "feature_map": [loops],
    "patch_for_cross": [
        parse("...\n.#.\n..."),
        parse("###\n###\n###").tolist(),
        load_kernel("cross") * parse("#..\n##.\n#.#") * 1.0,
    ],
    "misread": [
        ["O_scaling", "O_translation"],
        ("O_translation", "O_scaling"),
        {"O_translation", "O_scaling"},
    ],
    "kernel_for_o": [parse("...\n###\n..."), parse(".#.\n.#.\n.#.").tolist()],
}

RIGHT |= {
    "max_pool_2": [
        pooling_by_two,
        lambda s: s.reshape(len(s) // 2, 2, -1, 2).max((1, 3)),
        lambda s: np.array([[s[r : r + 2, c : c + 2].max() for c in range(0, len(s[0]), 2)] for r in range(0, len(s), 2)]),
    ],
    "max_pool": [
        pooling,
        lambda s, k, t: pooling_to_the_edge(s, k, t, lambda n, k, t: min(1 + max(0, -(-(n - k) // t)), -(-n // t))),
    ],
    "relu": [
        lambda s: s * (s > 0),
        lambda s: np.where(s < 0, 0, s),
        lambda s: (s + abs(s)) / 2,
        lambda s: np.array([[max(value, 0) for value in row] for row in s]),
    ],
    "commutes": [{"average": False, "minimum": True}],
    "shapes": [[(4, 26, 26), (4, 13, 13), (8, 11, 11), (8, 6, 6)], np.array([[4, 26, 26], [4, 13, 13], [8, 11, 11], [8, 6, 6]])],
    "trace": [-0.467, -0.47, -0.46, -21 / 45],
    "dense": [lambda x, w, b: np.array([[(row * w[:, o]).sum() + b[o] for o in range(len(b))] for row in x])],
    "softmax": [lambda x: np.exp(x - np.logaddexp.reduce(x, axis=-1, keepdims=True))],
}  # fmt: skip

# Typical wrong answers, each with words of the slip that must be named; None where there is none to name.
WRONG = {
    "agreement": [
        (lambda a, b: (a != b).sum(), "cells that differ"),
        (lambda a, b: counting_with_a_slip(a, b, early=True), "after the first cell"),
        (counting_with_a_slip, "set the count to 1"),
        (lambda a, b: np.logical_and(a > 0, b > 0).sum(), "only the strokes that agree"),
        (lambda a, b: np.sum(a * b), "products"),
        (lambda a, b: (a == b).sum() / a.size, "share"),
        (lambda a, b: np.array_equal(a, b), "as wholes"),
        (lambda a, b: np.equal(a, b), "stopped at the cells"),
        (changing, "changed its input"),
        (lambda a, b: sum(a == b), "Python's sum"),
        (lambda a, b: None, None),
        (lambda a, b: "65", None),
        (lambda a, b: 65, "gives the same"),
        (lambda a, b: counting(a, b, len(a), len(a)), "as many columns"),
        (lambda a, b: counting(a, b, a.shape[1], a.shape[1]), "as many rows"),
        (lambda a, b: counting(a, b, 9, 9), "9 rows and 9 columns"),
    ],
    "filter_patch": [
        (lambda p, k: np.sum(p * k), "forgot to divide"),
        (lambda p, k: np.sum(p * k) / 9, "divided by 9"),
        (lambda p, k: sum(p * k) / k.size, "Python's sum"),
        (lambda p, k: np.sum(p * k) / k.shape[0], "number of rows"),
        (lambda p, k: (p == k).sum() / k.size, "left the disagreements out"),
        (lambda p, k: np.mean(p * np.flip(k)), "flipped the kernel"),
        (lambda p, k: np.mean(p * k.transpose()), "transposed the kernel"),
        (lambda p, k: np.mean(p @ k), "matrix product"),
        (lambda p, k: (p * k).sum() // k.size, "//"),
        (lambda p, k: round(np.mean(p * k), 2), "rounded"),
        (lambda p, k: int(np.mean(p * k) * 100) / 100, "cut the result"),
        (lambda p, k: p * k, "stopped at the products"),
        (lambda p, k: np.mean((p * k)[:-1, :-1]) * (len(k) - 1) ** 2 / k.size, "off by one"),
        (dividing_in_place, "changed its input"),
        (lambda p, k: np.mean(p * load_kernel("diagonal")), "own kernel, diagonal"),
        (lambda p, k: np.mean(p * load_kernel("antidiagonal")), "own kernel, antidiagonal"),
        (lambda p, k: np.mean(load_image("X")[1:4, 1:4] * k), "the lesson's patch"),
        (lambda p, k: np.mean(load_image("X")[3:6, 3:6] * k), "the lesson's centre"),
        (lambda p, k: np.mean(load_image("X")[1:4, 1:4] * load_kernel("diagonal")), "gives the same"),
        (lambda p, k: [np.mean(p * k)], None),
        (lambda p, k: print(np.mean(p * k)), None),
        (lambda p, k: 1 / 0, None),
        (5, None),
    ],
    "feature_map": [
        (lambda i, k: returning_early(i, k, after_a_row=False), "over columns"),
        (lambda i, k: returning_early(i, k, after_a_row=True), "over rows"),
        (column_first, "row comes first"),
        (lambda i, k: loops(i, k, score=lambda p, k: (p * k).sum()), "forgot to divide"),
        (lambda i, k: loops(i, k[::-1, ::-1]), "flipped the kernel"),
        (lambda i, k: loops(i, k.T), "transposed the kernel"),
        (lambda i, k: loops(i, k, patch=np.transpose), "transposed the kernel"),
        (lambda i, k: loops(i, k).T, "transposed the map"),
        (lambda i, k: loops(i.T, k), None),
        (lambda i, k: loops(i, k, less=1), "off by one: the last row"),
        (lambda i, k: loops(i, k)[1:, 1:], "off by one: it starts"),
        (lambda i, k: loops(np.pad(i, len(k) // 2), k), None),
        (skipping, "skipped places"),
        (lambda i, k: loops(i, k, score=lambda p, k: (p * k).sum() / 9), "divided by 9"),
        (lambda i, k: np.round(loops(i, k), 2), "rounded"),
        (whole_numbers, "whole numbers"),
        (lambda i, k: np.maximum(loops(i, k), 0), "negatives"),
        (lambda i, k: loops(i, k).tolist(), None),
        (lambda i, k: loops(i, k)[0, 0], None),
        (padding_the_image, "changed its input"),
        (lambda i, k: loops(i, k, start=1), None),
    ],
    "patch_for_cross": [
        (load_kernel("cross"), "too many"),
        (load_kernel("diagonal"), "too many"),
        (load_image("X")[:3, :3], "too many"),
        (-load_kernel("cross"), "too few"),
        (parse("..."), "shape"),
        (load_image("X"), "shape"),
        (parse("...\n...\n..."), "sign"),
        (-load_kernel("cross") * parse(".##\n###\n###"), "one agrees"),
        ("...\n.#.\n...", "text"),
        (["...", ".#.", "..."], "text"),
        ((parse("...\n.#.\n...") + 1) / 2, "values"),
        (np.zeros((3, 3)), "values"),
        (load_kernel("cross") / 9, "values"),
        (0.11, "type"),
        (lambda: parse("...\n.#.\n..."), "type"),
        ([[1, -1], [1]], "type"),
    ],
    "misread": [
        (["O_scaling"], "one missing"),
        (["O_scaling", "O_rotation"], "read correctly"),
        (["X_rotation"], "read correctly"),
        (["O_scaled", "O_translation"], "unknown name"),
        ("O_scaling", "type"),
        (2, "type"),
        ([load_image("O_scaling"), load_image("O_translation")], "type"),
        (["O_scaling", "O_translation", "X_weight"], "read correctly"),
    ],
    "kernel_for_o": [
        (load_kernel("diagonal"), "fits the X"),
        (load_kernel("cross"), "no fit"),
        (parse("###\n...\n..."), "fits the X"),
        (np.ones((3, 3), int), "no fit"),
        (-load_kernel("cross"), "no fit"),
        (100 * parse("...\n###\n..."), "values"),
        (load_image("O"), "shape"),
        ("...\n###\n...", "shape"),
        (np.zeros((3, 3)), "values"),
        ([[1, -1], [1]], "shape"),
    ],
}  # fmt: skip

WRONG |= {
    "max_pool_2": [
        (lambda s: pooling_by_two(s, at=1), "cut the window at row and column"),
        (lambda s: pooling(s, 2, 1), "moved by one cell"),
        (lambda s: pooling_by_two(s, pick=np.mean), "took the mean"),
        (lambda s: pooling_by_two(s, pick=np.min), "took the smallest"),
        (lambda s: pooling_by_two(s, size=1), "first row of each window"),
        (lambda s: pooling_by_two(s, only=1), "returned after the first window"),
        (lambda s: pooling_by_two(s, only=len(s[0]) // 2), "returned after the first row"),
        (lambda s: pooling_by_two(s, columns=len(s) // 2), "as many columns as rows"),
        (lambda s: pooling_by_two(s, rows=len(s[0]) // 2), "as many rows as columns"),
        (at_its_old_place, "made the result as large as the map"),
        (lambda s: np.max(s[-2:, -2:]), "last window's largest alone"),
        (lambda s: pooling_by_two(s).T, "transposed the result"),
        (lambda s: pooling_by_two(s.clip(0)), "negatives into zeros"),
        (lambda s: pooling_by_two(s).reshape(-1), "in one row"),
        (lambda s: np.trunc(pooling_by_two(s)), "whole numbers"),
        (lambda s: pooling_by_two(s, pick=lambda window: abs(window).max()), "without its sign"),
        (lambda s: s[::2, ::2], "first cell"),
        (lambda s: s.max(), "whole map"),
        (lambda s: pooling_by_two(s).round(2), "rounded"),
        (lambda s: pooling_by_two(s).tolist(), None),
        (lambda s: pooling_by_two(s, pick=max), None),
        (lambda s: pooling_by_two(np.ones((4, 4))), "gives the same"),
        (lambda s: print(pooling_by_two(s)), None),
    ],
    "max_pool": [
        (lambda s, k, t: pooling(s, k, t, reach=k - 1), "rounded down"),
        (lambda s, k, t: pooling_to_the_edge(s, k, t, lambda n, k, t: 1 + max(0, -(-(n - k) // t))), None),
        (lambda s, k, t: pooling_to_the_edge(s, k, t, lambda n, k, t: n // t), "length // stride"),
        (lambda s, k, t: pooling_to_the_edge(s, k, t, lambda n, k, t: -(-n // t)), "reached the edge"),
        (lambda s, k, t: pooling_to_the_edge(s, k, t, lambda n, k, t: (n - k) // t + 1), "rounded down"),
        (lambda s, k, t: pooling(s, 2, 2), "went on using 2"),
        (lambda s, k, t: pooling_by_two(s), "went on using 2 for both, and left out"),
        (lambda s, k, t: pooling(s, t, k), "size and stride for each other"),
        (lambda s, k, t: pooling(s, k, t, pick=lambda window: window[0, 0]), "first cell"),
        (zero_padded, "put zeros"),
        (starting_everywhere, "reached the edge"),
        (lambda s, k, t: pooling(s, t, t), "took the stride"),
        (lambda s, k, t: pooling(s, k, k), "moved by the window's size"),
        (lambda s, k, t: pooling(s, k, t, pick=np.mean), "took the mean"),
        (lambda s, k, t: pooling(s, k, t, pick=np.min), "took the smallest"),
        (lambda s, k, t: pooling(s, k, t).tolist(), None),
        (lambda s, k, t: pooling(s, k, t, pick=np.argmax), None),
        (lambda s, k, t: np.max(s), "whole map"),
        (lambda s, k, t: pooling(s.clip(0), k, t), "negatives into zeros"),
        (lambda s, k, t: pooling(s, k, t).T, "transposed"),
        (lambda s, k, t: pooling(s, k, t).flatten(), "in one row"),
        (lambda s, k, t: pooling(s, k, t).astype(int), "whole numbers"),
        (lambda s, k, t: pooling(abs(s), k, t), "without its sign"),
        (lambda s, k, t: pooling(SOMETHING, 2, 2), "gives the same"),
    ],
    "relu": [
        (np.fabs, "dropped the sign"),
        (lambda s: np.where(s > 0, 1.0, 0.0), "where the positives are"),
        (lambda s: s.clip(0, 1), "cut the values off"),
        (lambda s: s.clip(None, 0), "kept the negatives"),
        (lambda s: s[s >= 0], None),
        (lambda s: s[s > 0], "positives alone"),
        (rectifying_in_place, "changed its input"),
        (lambda s: max(s[0, 0], 0), None),
        (lambda s: max(s, 0), None),
        (lambda s: s, "as it was"),
        (np.vectorize(lambda value: value if value > 0 else 0), "made whole numbers"),
        (lambda s: np.where(s > 0, s, s / 100), "leaky ReLU"),
        (lambda s: np.where(s > 0, s, s / 10), "leaky ReLU"),
        (lambda s: np.max(s, 0), "largest of each column"),
        (lambda s: s.max(1), "largest of each row"),
        (lambda s: rectifying_loops(s, len(s), len(s)), "as many columns"),
        (lambda s: rectifying_loops(s, 1, 1), "returned after the first cell"),
        (lambda s: rectifying_loops(s, 1, len(s[0])), "returned after the first row"),
        (lambda s: rectifying_loops(s, len(s), len(s[0])).tolist(), None),
        (lambda s: s.round().clip(0), None),
        (lambda s: s.clip(0).round(2), "rounded"),
    ],
    "commutes": [
        ({"average": True, "minimum": True}, "average"),
        ({"average": False, "minimum": False}, "minimum"),
        ({"average": True, "minimum": False}, "average"),
        ({"average": False, "minimum": None}, "one missing"),
        ({"average": "no", "minimum": "yes"}, "type"),
        ({"average": False}, "type"),
        (True, "type"),
    ],
    "shapes": [
        ([(1, 26, 26), (1, 13, 13), (1, 11, 11), (1, 6, 6)], "maps"),
        ([(4, 30, 30), (4, 15, 15), (8, 13, 13), (8, 7, 7)], "same size"),
        ([(4, 25, 25), (4, 13, 13), (8, 11, 11), (8, 6, 6)], "off by one"),
        ([(4, 26, 26), (4, 13, 13), (8, 11, 11), (8, 5, 5)], "floor for ceil"),
        ([(4, 26, 26), (4, 13, 13), (32, 11, 11), (32, 6, 6)], "maps"),
        ([(26, 26, 4), (13, 13, 4), (11, 11, 8), (6, 6, 8)], "maps last"),
        ([(4, 26, 26), (4, 26, 26), (4, 13, 13), (8, 11, 11)], "not halved"),
        ([(4, 26, 26), (4, 12, 12), (8, 10, 10), (8, 5, 5)], "size"),
        ([(4, 26, 26), (4, 13.5, 13.5), (8, 11, 11), (8, 6, 6)], "type"),
        ([24, 12, 10, 5], "type"),
        ([(4, 26, 26)], "type"),
        ("26", "type"),
    ],
    "trace": [
        (-21 / 9, "forgot to divide"),
        (-21 / 81, "divided by 9"),
        (-21.0, "ninths"),
        (-4.2, "undivided"),
        (0.467, "sign"),
        (1.0, "plain X"),
        (0.5, None),
        ("-0.46", "type"),
        ([-0.46], "type"),
        (True, "type"),
    ],
    "dense": [
        (lambda x, w, b: np.dot(x, w), "forgot the bias"),
        (lambda x, w, b: (x @ w) / x.shape[1] + b, "divided by the number"),
        (lambda x, w, b: np.dot(x, w.T) + b, "transposed the weights"),
        (lambda x, w, b: x * w + b, "cell by cell"),
        (lambda x, w, b: x @ w + b.sum(), "each class has its own"),
        (lambda x, w, b: (x @ w + b)[0], "first image alone"),
        (lambda x, w, b: x[0] @ w + b, "first image alone"),
        (lambda x, w, b: x @ w + [0, 0], "the lesson's bias"),
        (lambda x, w, b: np.round(x @ w + b, 2), "rounded"),
        (lambda x, w, b: w @ x + b, "other side"),
        (lambda x, w, b: x * w.sum(axis=1) + b, "wrong axis"),
        (lambda x, w, b: x @ w + b.max(), None),
        (biased_in_place, "changed its input"),
        (lambda x, w, b: np.dot(x, w) - b, "took the bias off"),
    ],
    "softmax": [
        (lambda x: np.exp(x) / np.sum(np.exp(x), axis=1, keepdims=True), "largest vote off"),
        (lambda x: np.exp(x - x.max(0)) / np.exp(x - x.max(0)).sum(0), "wrong axis"),
        (lambda x: np.exp(x - x.max()) / np.exp(x - x.max()).sum(), "over all"),
        (lambda x: np.exp(x - x.max()) / np.exp(x - x.max()).sum(1, keepdims=True), "each row needs its own"),
        (lambda x: np.exp(x - x.max(1, keepdims=True)), "did not divide"),
        (lambda x: x / x.sum(1, keepdims=True), "take exp first"),
        (lambda x: (x.max(1) == x.T).T * 1.0, "winner"),
        (lambda x: np.e**x / (np.e**x).sum(), "copied the lesson's sum"),
        (lambda x: np.exp(x) / np.exp(x).sum(1), "forgot keepdims in sum"),
        (lambda x: np.exp(x - x.max(1)) / np.exp(x - x.max(1)).sum(1), "forgot keepdims, in max and in sum"),
        (lambda x: np.exp(x - x.max(1)) / np.exp(x - x.max(1)).sum(1, keepdims=True), "forgot keepdims in max"),
        (lambda x: np.exp(x) / sum(np.exp(x)), "wrong axis"),
        (lambda x: np.exp(x - x.mean(1, keepdims=True)) / np.exp(x - x.mean(1, keepdims=True)).sum(1, keepdims=True), "the mean"),
        (lambda x: x, None),
        (lambda x: np.exp(x - x.max(1)[0])[0], None),
    ],
}  # fmt: skip

RIGHT |= {
    "fool": [
        changed_x((8, 2), (8, 6), (5, 2)),
        changed_x((8, 2), (8, 6), (5, 2)).tolist(),
        DrawPad(trained_network(), changed_x((8, 2), (8, 6), (5, 2))),
    ],
    "cross_entropy": [lambda x, y: np.mean([np.logaddexp.reduce(row) - row[at] for row, at in zip(x, y, strict=True)])],
    "step": [lambda w, s, r: w + -r * s],
    "learning_rate": [1.1, 1.2, np.float64(1.15)],
    "relu_backward": [lambda g, x: np.where(x > 0, g, 0)],
    "kernel_gradient": [
        lambda g, x: np.einsum("rcij,rc->ij", np.lib.stride_tricks.sliding_window_view(x, np.subtract(x.shape, g.shape) + 1), g)
    ],
    "max_pool_backward": [lambda g, x: routing(g, x, lambda w: [w.ravel().tolist().index(w.max())])],
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
    gradient, image, rows=None, columns=None, add=True, patch=lambda x, i, j, k: x[i : i + k, j : j + k]
):
    """kernel_gradient as a learner writes it, with a place for each mistake."""
    k = len(image) - len(gradient) + 1
    result = np.zeros((k, k))
    for i in range(rows or len(gradient)):
        for j in range(columns or len(gradient[0])):
            result = add * result + gradient[i, j] * patch(image, i, j, k)
    return result


def gate_in_place(gradient, x):
    gradient[x <= 0] = 0
    return gradient


def routing(gradient, x, cells, part=1.0):
    """max_pool_backward as a learner writes it: `cells` of a window get `part` of its gradient."""
    result = np.zeros(x.shape)
    for row, column in np.ndindex(gradient.shape):
        window = x[2 * row : 2 * row + 2, 2 * column : 2 * column + 2]
        for at in cells(window):
            result[2 * row + at // 2, 2 * column + at % 2] = gradient[row, column] * part
    return result


def log_shares(x, y):
    shares = np.exp(x) / np.exp(x).sum(1, keepdims=True)
    return np.log(shares[np.arange(len(y)), y])


def stepping_in_place(weights, slopes, rate):
    weights -= rate * slopes
    return weights


WRONG |= {
    "cross_entropy": [
        (lambda x, y: -log_shares(x, y).sum(), "added the losses up"),
        (lambda x, y: log_shares(x, y).mean(), "forgot the minus"),
        (lambda x, y: -log_shares(x, y), "a loss an image"),
        (lambda x, y: -(log_shares(x, y) / np.log(10)).mean(), "base 10"),
        (lambda x, y: -np.log2(np.exp(log_shares(x, y))).mean(), "base 2"),
        (lambda x, y: -np.log(np.exp(x) / np.exp(x).sum(1, keepdims=True))[:, y].mean(), "whole columns"),
        (lambda x, y: 1 - np.exp(log_shares(x, y)).mean(), "did not take the log"),
        (lambda x, y: -x[range(len(y)), y].mean(), "left out softmax"),
        (lambda x, y: -log_shares(x, x.argmax(1)).mean(), "largest share"),
        (lambda x, y: 0.5, "gives the same"),
    ],
    "fool": [
        (load_image("X"), "still X"),
        (changed_x((4, 4), (0, 0)), "still X"),
        (load_image("O"), "too many"),
        (parse("..#\n.#.\n#.."), "shape"),
        (np.zeros((9, 9)), "values"),
        (load_image("X") * 0.5, "values"),
        ("X", "type"),
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
        (lambda w, s, r: (w - r * s).tolist(), None),
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
        (lambda g, x: g[x > 0], None),
        (lambda g, x: g * x, "multiplied by x"),
        (lambda g, x: g * x.clip(0), "with x itself"),
        (lambda g, x: (g * (x > 0)).astype(int) * 1.0, "whole numbers"),
        (lambda g, x: (g * (x > 0)).round(2), "rounded"),
        (lambda g, x: np.where(x > 0, g, g / 100), "leaky"),
        (gate_in_place, "changed its input"),
        (lambda g, x: np.where(x > 0, g.clip(0), 0), "rectified the gradient"),
    ],
    "kernel_gradient": [
        (lambda g, x: -RIGHT["kernel_gradient"][0](g, x), "sign"),
        (lambda g, x: RIGHT["kernel_gradient"][0](g, x) / g.size, "mean over the places"),
        (lambda g, x: RIGHT["kernel_gradient"][0](g[::-1, ::-1], x), "flipped the gradient"),
        (lambda g, x: RIGHT["kernel_gradient"][0](g, x).T, "transposed"),
        (lambda g, x: convolve2d(x, g, "valid"), "flipped the gradient"),
        (lambda g, x: RIGHT["kernel_gradient"][0](np.ones(g.shape), x), "without their gradient"),
        (lambda g, x: np.zeros((3, 3)), "gives the same"),
        (lambda g, x: adding_patches(g, x, columns=len(g)), "as many columns"),
        (lambda g, x: adding_patches(g, x, rows=len(g[0])), "as many rows"),
        (lambda g, x: adding_patches(g, x, add=False), "last place alone"),
        (lambda g, x: adding_patches(g, x, 1, 1), "after the first place"),
        (lambda g, x: adding_patches(g, x, rows=1), "after the first row"),
        (lambda g, x: adding_patches(g, x, patch=lambda x, i, j, k: x[i : i + k, i : i + k]), None),
        (lambda g, x: adding_patches(g, x, patch=lambda x, i, j, k: x[j : j + k, i : i + k]), None),
        (lambda g, x: adding_patches(g, x).round(2), "rounded"),
        (lambda g, x: adding_patches(g, np.vstack([x, x]))[: len(x) - len(g) + 1], None),
    ],
    "max_pool_backward": [
        (lambda g, x: routing(g, x, lambda w: np.flatnonzero(w.ravel() == w.max())), "every cell of a tie"),
        (lambda g, x: routing(g, x, lambda w: [3 - w.ravel()[::-1].argmax()]), "last cell of a tie"),
        (lambda g, x: routing(g, x, lambda w: range(4)), "all cells of the window"),
        (lambda g, x: routing(g, x, lambda w: range(4), 0.25), "average pooling"),
        (lambda g, x: routing(g, x, lambda w: [w.argmin()]), "smallest"),
        (lambda g, x: routing(g, x, lambda w: [0]), "first cell of each"),
        (lambda g, x: routing(-g, x, lambda w: [w.argmax()]), "sign"),
        (lambda g, x: g, None),
        (lambda g, x: routing(g, x, lambda w: [[0, 2, 1, 3][w.T.argmax()]]), "down its columns"),
        (lambda g, x: routing(g.round(2), x, lambda w: [w.argmax()]), "rounded"),
        (lambda g, x: routing(g, x, lambda w: np.flatnonzero(w.ravel() == w.max()), 0.5), None),
        (lambda g, x: routing(g * np.eye(*g.shape), x, lambda w: [w.argmax()]), None),
        (lambda g, x: routing(g * (np.arange(len(g)) == 0)[:, None], x, lambda w: [w.argmax()]), "first row of windows"),
        (lambda g, x: routing(np.stack([g[:, at] for at in range(len(g))], 1), x, lambda w: [w.argmax()]), "as many columns of windows"),
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
        ({"out": np.nan, "second": -15, "ReLU": -4.8, "weight": 9.6}, None),
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
        (lambda g, v, w: (g @ w.T / w.shape[1], v.T @ g), "mean over the votes"),
        (lambda g, v, w: (g[:, -1:] * w[:, -1], v.T @ g), "one way of each value"),
        (lambda g, v, w: ((g @ w.T) * v, v.T @ g), "by the values too"),
        (lambda g, v, w: (-g @ w.T, v.T @ g), "sign"),
        (lambda g, v, w: (g @ w.T, v.T @ g / len(v)), "mean over the images"),
        (lambda g, v, w: (g @ w.T, g.T @ v), "transposed"),
        (lambda g, v, w: (g @ w.T, np.outer(v[-1], g[-1])), "overwrite"),
        (lambda g, v, w: (g @ w.T, np.outer(v[0], g[0])), "first image alone"),
        (lambda g, v, w: (g @ w.T, w * (v.T @ g)), "by the weights too"),
        (lambda g, v, w: (g @ w.T, -v.T @ g), "sign"),
        (lambda g, v, w: (g @ w.T, (v.T @ g).round(2)), "rounded"),
        (lambda g, v, w: ((g @ w.T).round(2), v.T @ g), "rounded"),
        (lambda g, v, w: g @ w.T, None),
        (lambda g, v, w: (g @ w.T, v.T @ g, g.sum(0)), None),
        (lambda g, v, w: (g @ w.T, (v.T @ g).tolist()), None),
        (lambda g, v, w: None, None),
        ((1, 2), None),
    ],
}  # fmt: skip

right = [
    pytest.param(name, answer, id=f"{name}-{i}") for name in RIGHT for i, answer in enumerate(RIGHT[name])
]
wrong = [pytest.param(name, *case, id=f"{name}-{i}") for name in WRONG for i, case in enumerate(WRONG[name])]


ELSEWHERE = {"fewest_weights", "edge_finder", "ten_letters"}  # test_check_lesson10.py, test_check_lesson11.py


def test_every_exercise_has_answers_of_both_kinds():
    assert set(RIGHT) == set(WRONG) == set(EXERCISES) - ELSEWHERE
    assert all(len(answers) >= 6 for answers in WRONG.values())


@pytest.mark.parametrize(("name", "answer"), right)
def test_a_right_answer_passes(name, answer):
    verdict = EXERCISES[name](answer)
    assert verdict.passed, verdict.text
    assert verdict.text.startswith(f"{name}: right")


@pytest.mark.parametrize(("name", "answer", "slip"), wrong)
def test_a_wrong_answer_fails_and_its_slip_is_named(name, answer, slip):
    verdict = EXERCISES[name](answer)
    assert not verdict.passed
    assert (verdict.slip is None) if slip is None else (slip in verdict.slip), verdict.slip
    assert verdict.text == EXERCISES[name](answer).text  # the same answer, the same words


def unwritten(*arguments):
    raise NotImplementedError


@pytest.mark.parametrize("name", EXERCISES)
def test_an_untouched_starter_is_not_written_yet(name, capsys):
    starters = [None, ...] + ([unwritten] if name in FUNCTIONS or name == "dense_backward" else [])
    if name == "chain":
        starters += [dict.fromkeys(["out", "second", "ReLU", "weight"])]
    if name == "commutes":
        starters = [{"average": None, "minimum": None}]
    for starter in starters:
        check(name, starter)
        assert capsys.readouterr().out == f"{name}: not written yet.\n"


OF_TWO = {f"dense_backward, {part}": exercise for part, exercise in DENSE.items()}


@pytest.mark.parametrize("name", FUNCTIONS | OF_TWO)
def test_the_cases_tell_all_slips_apart(name):
    exercise = (FUNCTIONS | OF_TWO)[name]
    functions = {"right": exercise.solution, **exercise.slips}

    def results(function):
        collected = []
        for case in exercise.cases:
            try:
                with np.errstate(all="ignore"):
                    collected.append(function(*case.values()))
            except (ValueError, IndexError) as error:
                collected.append(error)
        return collected

    outcomes = {slip: results(function) for slip, function in functions.items()}
    for slip, outcome in outcomes.items():
        for other, theirs in outcomes.items():
            if slip < other:
                assert not all(map(same, outcome, theirs)), (slip, other)


def test_the_smallest_failing_case_is_drawn():
    text = EXERCISES["filter_patch"](lambda p, k: (p * k).sum()).text
    assert text.splitlines() == [
        "filter_patch: not yet.",
        "",
        "The smallest case that goes wrong:",
        "",
        "    patch    kernel",
        "    ##       ##",
        "    .#       ..",
        "",
        "expected 0.5",
        "got      2",
        "",
        f"It looks as if it {next(iter(FUNCTIONS['filter_patch'].slips))}.",
    ]


def test_labels_are_drawn_as_numbers():
    total = EXERCISES["cross_entropy"](lambda x, y: -log_shares(x, y).sum())  # wrong first with two images
    assert "    logits         labels\n     1.00  2.00     1  1\n" in total.text


def test_a_map_is_shown_beside_the_right_one():
    text = EXERCISES["feature_map"](lambda i, k: np.zeros_like(loops(i, k))).text
    assert "    expected       got\n     0.00  0.50     0.00  0.00" in text
    assert "The first cell that differs is [0, 1]: expected 0.5, got 0." in text


def test_an_answer_that_stops_is_shown_where():
    text = EXERCISES["filter_patch"](lambda p, k: p.summ()).text
    assert "It stopped with AttributeError: 'numpy.ndarray' object has no attribute 'summ'" in text


@pytest.mark.parametrize(
    ("answer", "hint"),
    [
        (lambda s: np.zeros((1, 1))[1], "places count from 0"),
        (lambda s: s[9:].max(), "held no cell"),
        (lambda s: np.zeros(2, 3), "brackets of its own"),
        (lambda s: max(s, 0), "as a whole"),
        (lambda s: np.ones((1, 12)) @ s, "as many columns"),
    ],
)
def test_what_numpy_says_is_said_in_the_lessons_words(answer, hint):
    assert hint in EXERCISES["relu"](answer).text


def test_an_unknown_exercise_offers_the_nearest():
    with pytest.raises(ValueError, match="no exercise 'filterpatch'; did you mean 'filter_patch'"):
        check("filterpatch", None)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_smallest_case_is_tried_first(name):
    sizes = [sum(map(np.size, case.values())) for case in EXERCISES[name].cases]
    assert sizes == sorted(sizes)


def test_from_lesson_07_on_a_check_rounds_and_before_it_cuts_as_the_figures_do():
    answers = {
        "softmax": lambda x: x * 0 + 2 / 3,
        "feature_map": lambda image, kernel: loops(image, kernel) * 0 + 2 / 3,
    }
    for (name, answer), shown in zip(answers.items(), ("0.67", "0.66"), strict=True):
        drawn, _ = EXERCISES[name](answer).text.split("The first cell that differs")
        assert {number for number in drawn.split() if number.startswith("0.6")} == {shown}


def test_two_gradients_that_are_not_two_are_no_error_of_the_learners():
    text = EXERCISES["dense_backward"](lambda gradient, values, weights: gradient @ weights.T).text
    assert "The smallest case that goes wrong" in text
    assert "It must return two arrays" in text
    assert "stopped" not in text


def test_a_rate_that_is_too_small_to_move_anything_is_not_called_too_long():
    assert "The steps are too short" in EXERCISES["learning_rate"](1e-17).text
