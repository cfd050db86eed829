"""Lesson 07: votes. The shares made of them have their own file."""

import numpy as np

from xo_helpers.checks.lesson07_softmax import SOFTMAX, softmax
from xo_helpers.checks.machinery import FunctionExercise
from xo_helpers.texts import rounded_cell


def dense(x, weights, bias):
    """The solution."""
    return x @ weights + bias


X = np.array([[1.0, 2.0], [0.0, -1.0], [3.0, 0.5]])
DENSE_CASES = [
    {"x": X[:1], "weights": np.array([[1.0, 0.0], [3.0, -1.0]]), "bias": np.array([0.5, 2.0])},
    {"x": X, "weights": np.array([[1.0, 0.0, 2.0], [3.0, -1.0, 0.5]]), "bias": np.array([0.5, 2.0, -1.0])},
    {"x": X[:2], "weights": np.array([[1 / 3, -2.0], [4.0, 0.5]]), "bias": np.array([10.0, -10.0])},
    {"x": np.array([[2.0, 0.0, -1.5]]), "weights": X, "bias": np.array([-3.125, 0.75])},
    {"x": np.array([[2, -1]]), "weights": X.T / 2, "bias": np.array([1.0, 0.0, -2.5])},
    {"x": np.array([[2, -1]]), "weights": np.array([[1, 0], [3, -1]]), "bias": np.array([0.5, -1.25])},
    {"x": X / 4, "weights": np.array([[1, 0], [3, -1]]), "bias": np.array([2, -1])},
    {
        "x": np.array([[2.0, -1, 0.5, 1, 3]]),
        "weights": np.arange(-7.0, 8).reshape(5, 3) / 4,
        "bias": np.zeros(3),
    },
    {"x": X.T / 3, "weights": X @ [[1.0], [-2.0]], "bias": np.array([0.0567])},
]

DENSE_SLIPS = {
    "forgot the bias": lambda x, w, b: x @ w,
    "took the bias off: add it": lambda x, w, b: x @ w - b,
    "divided by the number of inputs: a vote is a sum": lambda x, w, b: x @ w / len(w) + b,
    "transposed the weights: they are [inputs, outputs]": lambda x, w, b: x @ w.T + b,
    "multiplied cell by cell: each output is a sum over all inputs, so use @": lambda x, w, b: x * w + b,
    "used the lesson's bias, [0, 0]: use the one that it gets": lambda x, w, b: x @ w + [0, 0],
    "took the first bias for all: each class has its own": lambda x, w, b: x @ w + b[0],
    "took the mean of the biases: each class has its own": lambda x, w, b: x @ w + b.mean(),
    "added the largest bias: each class has its own": lambda x, w, b: x @ w + b.max(),
    "added the bias twice": lambda x, w, b: x @ w + 2 * b,
    "turned the bias round": lambda x, w, b: x @ w + b[::-1],
    "took the largest product: add them up": lambda x, w, b: (x[:, :, None] * w).max(axis=1) + b,
    "stopped at the products: add them up over the inputs": lambda x, w, b: x[:, :, None] * w + b,
    "added up the images: each has its votes": lambda x, w, b: (
        np.broadcast_to((x @ w).sum(axis=0), (x @ w).shape) + b
    ),
    "left out the first input: places count from 0": lambda x, w, b: x[:, 1:] @ w[1:] + b,
    "did not begin at 0 again for each vote": lambda x, w, b: (x @ w).cumsum(axis=1) + b,
    "never began at 0 again: each vote of each image is a sum of its own": lambda x, w, b: (
        (x @ w).cumsum().reshape(len(x), -1) + b
    ),
    "made whole numbers of whole ones, as np.zeros_like and np.tile do: use np.zeros(…)": lambda x, w, b: (
        x @ w + b
    ).astype(min(x.dtype, w.dtype, b.dtype)),
    "stood the bias up as a column: it is a row, a number for each class": lambda x, w, b: x @ w + b[:, None],
    "added the bias once for each input: add it once, after the sum": lambda x, w, b: x @ w + b * len(w),
    "multiplied the weights plus the bias: the bias is added after the sum": lambda x, w, b: x @ (w + b),
    "returned the bias alone for each image": lambda x, w, b: np.zeros((len(x), 1)) + b,
    "added x and the weights: multiply them": lambda x, w, b: (
        x.sum(axis=1, keepdims=True) + w.sum(axis=0) + b
    ),
    "made shares of the votes: that is softmax, which comes later": lambda x, w, b: softmax(x @ w + b),
    "took the last image alone: x is a batch, and each image has votes": lambda x, w, b: x[-1] @ w + b,
    "added up the images: each has votes of its own": lambda x, w, b: (x @ w + b).sum(axis=0),
    "kept the last product alone: add them up with +=": lambda x, w, b: x[:, -1:] * w[-1] + b,
    "kept the first product alone: add up over all inputs": lambda x, w, b: x[:, :1] * w[0] + b,
    "left out the last input: range(n) ends at n − 1 by itself": lambda x, w, b: x[:, :-1] @ w[:-1] + b,
    "rounded to whole numbers": lambda x, w, b: np.round(x @ w + b),
    "said which class wins: return the votes": lambda x, w, b: (x @ w + b).argmax(axis=1),
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

EXERCISES = {
    "dense": FunctionExercise("dense", dense, DENSE_CASES, DENSE_SLIPS, rounded_cell),
    "softmax": SOFTMAX,
}
