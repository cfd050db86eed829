"""Lesson 07: votes, and shares made of them."""

import numpy as np

from xo_helpers.checks.machinery import FunctionExercise
from xo_helpers.ops import dense, softmax
from xo_helpers.texts import rounded_cell

X = np.array([[1.0, 2.0], [0.0, -1.0], [3.0, 0.5]])
DENSE_CASES = [
    {"x": X[:1], "weights": np.array([[1.0, 0.0], [3.0, -1.0]]), "bias": np.array([0.5, 2.0])},
    {"x": X, "weights": np.array([[1.0, 0.0, 2.0], [3.0, -1.0, 0.5]]), "bias": np.array([0.5, 2.0, -1.0])},
    {"x": X[:2], "weights": np.array([[1 / 3, -2.0], [4.0, 0.5]]), "bias": np.array([10.0, -10.0])},
]

DENSE_SLIPS = {
    "forgot the bias": lambda x, w, b: x @ w,
    "took the bias off: add it": lambda x, w, b: x @ w - b,
    "divided by the number of inputs: a vote is a sum": lambda x, w, b: x @ w / len(w) + b,
    "transposed the weights: they are [inputs, outputs]": lambda x, w, b: x @ w.T + b,
    "multiplied cell by cell: each output is a sum over all inputs, so use @": lambda x, w, b: x * w + b,
    "used the lesson's bias, [0, 0]: use the one that it gets": lambda x, w, b: x @ w + [0, 0],
    "added up the biases: each class has its own": lambda x, w, b: x @ w + b.sum(),
    "took the first image alone: x is a batch, and each image has votes": lambda x, w, b: x[0] @ w + b,
    "added up along the wrong axis: a vote is a sum over the inputs": lambda x, w, b: (
        (x[:, :, None] * w).sum(axis=2) + b
    ),
    "multiplied from the other side: x comes first, then @, then the weights": lambda x, w, b: w @ x + b,
    "multiplied with the bias": lambda x, w, b: (x @ w) * b,
    "added the bias before the sum": lambda x, w, b: (x + b) @ w,
    "turned the negative votes into zeros": lambda x, w, b: np.maximum(x @ w + b, 0),
}

SOFTMAX_CASES = [
    {"x": np.array([[1.0, 2.0]])},
    {"x": np.array([[1.0, 2.0], [0.5, -1.0]])},
    {"x": np.array([[0.0, 1.0, -1.0], [2.0, 2.0, 2.0]])},
    {"x": np.array([[1000.0, 1001.0]])},
    {"x": np.array([[1000.0, 0.0], [0.0, -1000.0]])},
    {"x": np.array([[1000.0, -1000.0]])},
]


def _exp(x):
    return np.exp(x - x.max(axis=-1, keepdims=True))


def _without_keepdims(largest, total):
    """Softmax with `keepdims` forgotten in one place or both: what belongs beside a row lies across it."""

    def wrong(x):
        powers = np.exp(x - x.max(axis=1, keepdims=largest))
        return powers / powers.sum(axis=1, keepdims=total)

    return wrong


SOFTMAX_SLIPS = {
    "did not take the largest vote off first: exp(1000) is too large for a computer": lambda x: (
        np.exp(x) / np.exp(x).sum(axis=-1, keepdims=True)
    ),
    "copied the lesson's sum, which holds for one image: each row needs its own, so axis=1": lambda x: (
        np.exp(x) / np.exp(x).sum()
    ),
    "forgot keepdims in sum: a row's sum must stand beside its row, as a column": _without_keepdims(
        True, False
    ),
    "forgot keepdims in max: a row's largest vote must stand beside its row, as a column": _without_keepdims(
        False, True
    ),
    "forgot keepdims, in max and in sum: both must stand beside their rows, as columns": _without_keepdims(
        False, False
    ),
    "forgot keepdims in sum, and took no largest vote off: exp(1000) is too large": lambda x: (
        np.exp(x) / np.exp(x).sum(axis=1)
    ),
    "forgot keepdims in sum, and took the largest vote of all images off: each row needs its own": lambda x: (
        np.exp(x - x.max()) / np.exp(x - x.max()).sum(axis=1)
    ),
    "worked along the wrong axis: each image, a row, must add up to 1": lambda x: softmax(x.T).T,
    "took no largest vote off and added up along the wrong axis: each row must add up to 1": lambda x: (
        np.exp(x) / np.exp(x).sum(axis=0)
    ),
    "added up along the wrong axis: each row must add up to 1": lambda x: _exp(x) / _exp(x).sum(axis=0),
    "took the largest of each column off: each row needs its own": lambda x: (
        np.exp(x - x.max(axis=0)) / np.exp(x - x.max(axis=0)).sum(axis=1, keepdims=True)
    ),
    "took the mean off: it must be the largest, or exp is too large": lambda x: (
        np.exp(x - x.mean(axis=1, keepdims=True))
        / np.exp(x - x.mean(axis=1, keepdims=True)).sum(axis=1, keepdims=True)
    ),
    "divided by the sum over all images: each row must add up to 1": lambda x: _exp(x) / _exp(x).sum(),
    "took the largest vote of all images off and divided by the sum over all": lambda x: (
        np.exp(x - x.max()) / np.exp(x - x.max()).sum()
    ),
    "took the largest vote of all images off: each row needs its own": lambda x: (
        np.exp(x - x.max()) / np.exp(x - x.max()).sum(axis=-1, keepdims=True)
    ),
    "did not divide: the shares must add up to 1": _exp,
    "divided the votes themselves: take exp first": lambda x: x / x.sum(axis=-1, keepdims=True),
    "gave all to the winner": lambda x: (x == x.max(axis=-1, keepdims=True)).astype(float),
    "changed the sign before exp": lambda x: softmax(-x),
    "used powers of 2: exp is powers of e": lambda x: softmax(x * np.log(2)),
}

EXERCISES = {
    "dense": FunctionExercise("dense", dense, DENSE_CASES, DENSE_SLIPS, rounded_cell),
    "softmax": FunctionExercise("softmax", softmax, SOFTMAX_CASES, SOFTMAX_SLIPS, rounded_cell),
}
