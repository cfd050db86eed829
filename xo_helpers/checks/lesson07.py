"""Lesson 07: votes, and the shares made of them."""

import numpy as np

from xo_helpers.checks.families import each, table
from xo_helpers.checks.machinery import FunctionExercise
from xo_helpers.texts import rounded_cell


def dense(x, weights, bias):
    """The solution."""
    return x @ weights + bias


X = np.array([[1.0, 2.0], [0.0, -1.0], [3.0, 0.5]])
DENSE_CASES = table(
    "x weights bias",
    (X[:1], [[1.0, 0.0], [3.0, -1.0]], [0.5, 2.0]), (X, [[1.0, 0, 2], [3, -1, 0.5]], [0.5, 2.0, -1.0]),
    (X[:2], [[1 / 3, -2.0], [4.0, 0.5]], [1e3, -1e3]), ([[2.0, 0.0, -1.5]], X, [-3.125, 0.75]),
    ([[2, -1]], X.T / 2, [1.0, 0.0, -2.5]), ([[2.0, -1]], [[1, 0], [3, -1]], [0.5, -1.25]),
    (X / 4, [[1, 0], [3, -1]], [2, -1]), (X.T / 3, X @ [[1.0], [-2.0]], [0.0567]),
    ([[2.0, -1, 0.5, 1, 3]], np.arange(-7.0, 8).reshape(5, 3) / 4, np.zeros(3)),
)  # fmt: skip

DENSE_SLIPS = {
    "forgot the bias": lambda x, w, b: x @ w,
    "took the bias off: add it": lambda x, w, b: x @ w - b,
    "added the bias twice": lambda x, w, b: x @ w + 2 * b,
    "added the first bias alone: each class has its own": lambda x, w, b: x @ w + b[0],
    "added the bias to x: add it after the product": lambda x, w, b: (x + b) @ w,
    "put images into columns: each image has a row of votes": lambda x, w, b: (x @ w).T + b,
    "added up the biases: each class has its own": lambda x, w, b: x @ w + b.sum(),
    "stood the bias up as a column: it is a row, a number for each class": lambda x, w, b: x @ w + b[:, None],
    "added the bias once for each input: add it once, after the sum": lambda x, w, b: x @ w + b * len(w),
    "divided by the number of inputs: a vote is a sum": lambda x, w, b: x @ w / len(w) + b,
    "transposed the weights: they are [inputs, outputs]": lambda x, w, b: x @ w.T + b,
    "multiplied from the other side: x comes first, then @, then the weights": lambda x, w, b: w @ x + b,
    "multiplied cell by cell: each output is a sum over all inputs, so use @": lambda x, w, b: x * w + b,
    "added x and the weights: multiply them": lambda x, w, b: (x[:, :, None] + w).sum(axis=1) + b,
    "stopped at the products: add them up over the inputs": lambda x, w, b: x[:, :, None] * w + b,
    "added up along the wrong axis: a vote is a sum over the inputs": lambda x, w, b: x * w.sum(axis=1) + b,
    "kept the last product alone: add them up with +=": lambda x, w, b: x[:, -1:] * w[-1] + b,
    "left out the first input: places count from 0": lambda x, w, b: x[:, 1:] @ w[1:] + b,
    "left out the last input: range(n) ends at n − 1 by itself": lambda x, w, b: x[:, :-1] @ w[:-1] + b,
    "never began at 0 again": lambda x, w, b: (x @ w).cumsum().reshape(len(x), -1) + b,
    "added bias[image] where bias[output] belongs: each output has its own": lambda x, w, b: (
        x @ w + b[np.arange(len(x))][:, None]
    ),
    "took a softmax of the votes: return the votes themselves": lambda x, w, b: softmax(x @ w + b),
    "took the first image alone: x is a batch, and each image has votes": lambda x, w, b: x[0] @ w + b,
}


def _largest(x):
    return x.max(axis=1, keepdims=True)


def _total(powers):
    return powers.sum(axis=1, keepdims=True)


def softmax(x, off=_largest, by=_total, exp=np.exp):
    """The solution: the largest vote of each row is taken off, exp, and each row divided by its sum."""
    powers = exp(x - off(x))
    return powers / by(powers)


OFF = {
    "took no largest vote off: exp(1000) is too large for a computer": lambda x: 0,
    "took the largest vote of all images off: each row needs its own": np.max,
    "took the largest of each column off: each row needs its own": lambda x: x.max(axis=0),
    "took the first row's largest off: each row needs its own": lambda x: x[0].max(),
    "took argmax off, the place of the largest: max gives the vote, and argmax its place": lambda x: x.argmax(
        axis=1
    )[:, None],
    "took the mean off: it must be the largest": lambda x: x.mean(axis=1, keepdims=True),
    "took the smallest off: it must be the largest": lambda x: x.min(axis=1, keepdims=True),
    "took the first vote off: it must be the largest": lambda x: x[:, :1],
    "took the last vote off: it must be the largest": lambda x: x[:, -1:],
    "took half the largest off: take all of it off": lambda x: _largest(x) / 2,
    "forgot keepdims in max: it must stand beside its row, as a column": lambda x: x.max(axis=1),
}
BY = {
    "divided by the sum over all images: each row needs its own, so axis=1": np.sum,
    "added up along the wrong axis: each row must add up to 1": lambda powers: powers.sum(axis=0),
    "forgot keepdims in sum: it must stand beside its row, as a column": lambda powers: powers.sum(axis=1),
    "did not divide by the row's sum: the shares must add up to 1": lambda powers: 1,
    "divided by the number of classes: divide by the row's sum": lambda powers: powers.shape[1],
}
SOFTMAX_CASES = table(  # of the whole numbers np.zeros_like makes whole ones
    "x",
    [[1.0, 2.0]], [[1.0, 2.0], [0.5, -1.0]], [[0.0, 1.0, -1.0], [2.0, 2.0, 2.0]], [[2, 0], [-1, 1]],
    [[-1.0, 0.5], [3.0, 3.0], [0.25, -2.0]], [[0.5, -1.0, 2.0, 0.25, 1.5]], [[1000.0, 1001.0]],
    [[0.0, 710.25]], [[1000.0, 0.0], [0.0, -1000.0]], [[0.0, -1000.0], [1000.0, 0.0]], [[1000.0, -1000.0]],
    [[1500.0, -800.0, 0.0], [0.0, 700.0, 1500.0]],  # the largest first, and last
    [[-1000.0, -1001.0, -1003.0]], [[0.5, 1.0, -1.5], [0.0, 0.0, 3.0], [-2.0, 0.25, 0.5]],
)  # fmt: skip


def _less(x):
    return x - _largest(x)


OF_VOTES = {  # of what exp is taken, and what is added up
    "divided by the sum of the votes: add up the powers": (_less, np.array),
    "divided by the sum of the votes, less their largest: add up the powers": (_less, _less),
    "divided by the sum of the votes, and took no largest off: add up the powers": (np.array, np.array),
}


def _one_by_one(x):
    """Each share is divided by a sum in which those before it are shares already."""
    powers = np.exp(_less(x))
    for at in range(len(x[0])):
        powers[:, at] /= powers.sum(axis=1)
    return powers


SOFTMAX_SLIPS = {
    **each(lambda off: lambda x: softmax(x, off), OFF),
    **each(lambda by: lambda x: softmax(x, by=by), BY),
    **{
        f"{one.split(':')[0]}, and {two}": lambda x, off=off, by=by: softmax(x, off, by)
        for one, off in OFF.items()
        for two, by in BY.items()
    },
    **each(lambda both: lambda x: np.exp(both[0](x)) / _total(both[1](x)), OF_VOTES),
    "divided by a sum that changed on the way: add up first, and divide then": _one_by_one,
    "divided the votes themselves: take exp first": lambda x: x / _total(x),
    "dropped the negative votes, and divided: take exp first": lambda x: x.clip(0) / _total(x.clip(0)),
    "left out exp, and divided what is left of the votes": lambda x: softmax(x, exp=np.array),
    "used powers of 2: exp is powers of e": lambda x: softmax(x, exp=np.exp2),
    "used powers of 10: exp is powers of e": lambda x: softmax(x, exp=lambda x: 10.0**x),
    "cut large votes off: take each row's largest off": lambda x: softmax(x.clip(None, 500)),
    "cut large and small votes off: take each row's largest off": lambda x: softmax(x.clip(-500, 500)),
    "gave the winner 1 and the others 0: return the shares": lambda x: np.eye(len(x[0]))[x.argmax(axis=1)],
    "gave 1 to the largest and 0 to the others: return the shares": lambda x: (x == _largest(x)) * 1,
    "changed the sign before exp": lambda x: softmax(-x),
    "took the sigmoid of each vote: divide by the row's sum": lambda x: 1 / (1 + np.exp(-x)),
    "took the log of the shares": lambda x: x - _largest(x) - np.log(_total(np.exp(x - _largest(x)))),
    "returned the winner of each row: return all shares": lambda x: x.argmax(axis=1),
    "returned the largest share alone: return all": lambda x: softmax(x).max(axis=1),
}

EXERCISES = {
    "dense": FunctionExercise("dense", dense, DENSE_CASES, DENSE_SLIPS, rounded_cell),
    "softmax": FunctionExercise("softmax", softmax, SOFTMAX_CASES, SOFTMAX_SLIPS, rounded_cell),
}
