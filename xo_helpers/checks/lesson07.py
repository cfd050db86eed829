"""Lesson 07: votes, and shares made of them."""

import numpy as np

from xo_helpers.checks.machinery import FunctionExercise
from xo_helpers.ops import dense, softmax

X = np.array([[1.0, 2.0], [0.0, -1.0], [3.0, 0.5]])
DENSE_CASES = [
    {"x": X[:1], "weights": np.array([[1.0, 0.0], [3.0, -1.0]]), "bias": np.array([0.5, 2.0])},
    {"x": X, "weights": np.array([[1.0, 0.0, 2.0], [3.0, -1.0, 0.5]]), "bias": np.array([0.5, 2.0, -1.0])},
    {"x": X[:2], "weights": np.array([[1.0, -2.0], [4.0, 0.5]]), "bias": np.array([10.0, -10.0])},
]

DENSE_SLIPS = {
    "forgot the bias": lambda x, w, b: x @ w,
    "took the bias off: add it": lambda x, w, b: x @ w - b,
    "divided by the number of inputs: a vote is a sum": lambda x, w, b: x @ w / len(w) + b,
    "transposed the weights: they are [inputs, outputs]": lambda x, w, b: x @ w.T + b,
    "multiplied cell by cell: each output is a sum over all inputs, so use @": lambda x, w, b: x * w + b,
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
]


def _exp(x):
    return np.exp(x - x.max(axis=-1, keepdims=True))


SOFTMAX_SLIPS = {
    "did not take the largest vote off first: exp(1000) is too large for a computer": lambda x: (
        np.exp(x) / np.exp(x).sum(axis=-1, keepdims=True)
    ),
    "worked along the wrong axis: each image, a row, must add up to 1": lambda x: softmax(x.T).T,
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
    "dense": FunctionExercise("dense", dense, DENSE_CASES, DENSE_SLIPS),
    "softmax": FunctionExercise("softmax", softmax, SOFTMAX_CASES, SOFTMAX_SLIPS),
}
