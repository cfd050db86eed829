"""Lesson 07: shares made of votes."""

import numpy as np

from xo_helpers.checks.machinery import FunctionExercise
from xo_helpers.texts import rounded_cell


def softmax(x):
    """The solution: the largest vote of each row is taken off, exp, and each row divided by its sum."""
    powers = np.exp(x - x.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


CASES = [
    {"x": np.array([[1.0, 2.0]])},
    {"x": np.array([[1.0, 2.0], [0.5, -1.0]])},
    {"x": np.array([[0.0, 1.0, -1.0], [2.0, 2.0, 2.0]])},
    {"x": np.array([[-1.0, 0.5], [3.0, 3.0], [0.25, -2.0]])},
    {"x": np.array([[0.5, -1.0, 2.0, 0.25, 1.5]])},
    {"x": np.array([[1000.0, 1001.0]])},
    {"x": np.array([[1000.0, 0.0], [0.0, -1000.0]])},
    {"x": np.array([[0.0, -1000.0], [1000.0, 0.0]])},
    {"x": np.array([[1000.0, -1000.0]])},
    {"x": np.array([[-1000.0, -1001.0, -1003.0]])},
    {"x": np.array([[0.5, 1.0, -1.5], [0.0, 0.0, 3.0], [-2.0, 0.25, 0.5]])},
    {"x": np.array([[2, 0], [-1, 1]])},  # whole numbers: np.zeros_like makes whole ones
]


def _exp(x):
    return np.exp(x - x.max(axis=-1, keepdims=True))


def _without_keepdims(largest, total):
    """Softmax with `keepdims` forgotten in one place or both: what belongs beside a row lies across it."""

    def wrong(x):
        powers = np.exp(x - x.max(axis=1, keepdims=largest))
        return powers / powers.sum(axis=1, keepdims=total)

    return wrong


SLIPS = {
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
    "took the first row's largest off: each row needs its own": lambda x: (
        np.exp(x - x[0].max()) / np.exp(x - x[0].max()).sum(axis=-1, keepdims=True)
    ),
    "did not divide by the row's sum: the shares must add up to 1": _exp,
    "divided the votes themselves: take exp first": lambda x: x / x.sum(axis=-1, keepdims=True),
    "divided the votes without their signs: take exp first": lambda x: (
        np.abs(x) / np.abs(x).sum(axis=1, keepdims=True)
    ),
    "turned negative votes into zeros, and divided: take exp first": lambda x: (
        np.maximum(x, 0) / np.maximum(x, 0).sum(axis=1, keepdims=True)
    ),
    "gave all to the winner": lambda x: (x == x.max(axis=-1, keepdims=True)).astype(float),
    "took the smallest vote off: it must be the largest, or exp is too large": lambda x: (
        np.exp(x - x.min(axis=1, keepdims=True))
        / np.exp(x - x.min(axis=1, keepdims=True)).sum(axis=1, keepdims=True)
    ),
    "divided by the number of classes: divide by the row's sum": lambda x: _exp(x) / x.shape[1],
    "divided the votes by the largest: take it off": lambda x: softmax(x / x.max(axis=1, keepdims=True)),
    "used powers of 10: exp is powers of e": lambda x: softmax(x * np.log(10)),
    "used powers of 3: exp is powers of e": lambda x: softmax(x * np.log(3)),
    "took softmax twice": lambda x: softmax(softmax(x)),
    "sorted the shares": lambda x: np.sort(softmax(x), axis=1),
    "gave each class the same": lambda x: np.full(x.shape, 1 / x.shape[1]),
    "made whole numbers of whole votes, as np.zeros_like does: use np.zeros(x.shape)": lambda x: softmax(
        x
    ).astype(x.dtype),
    "took the log of the shares": lambda x: np.log(softmax(x)),
    "took the log of the shares: return the shares themselves": lambda x: (
        x - x.max(axis=1, keepdims=True) - np.log(_exp(x).sum(axis=1, keepdims=True))
    ),
    "returned the sums alone: divide by them": lambda x: _exp(x).sum(axis=1, keepdims=True),
    "returned the winner of each row: return all shares": lambda x: x.argmax(axis=1),
    "returned the largest share alone: return all": lambda x: softmax(x).max(axis=1),
    "did not divide, and took no largest vote off": np.exp,
    "took the largest vote off and stopped there": lambda x: x - x.max(axis=1, keepdims=True),
    "divided exp by the sum of the votes: take exp there too": lambda x: (
        _exp(x) / x.sum(axis=1, keepdims=True)
    ),
    "worked on the first image alone: each row is an image": lambda x: softmax(x)[0],
    "took the sigmoid of each vote: divide by the row's sum": lambda x: 1 / (1 + np.exp(-x)),
    "changed the sign before exp": lambda x: softmax(-x),
    "used powers of 2: exp is powers of e": lambda x: softmax(x * np.log(2)),
}

SOFTMAX = FunctionExercise("softmax", softmax, CASES, SLIPS, rounded_cell)
