"""Lesson 07: the votes of a dense layer, and votes into shares."""
# ruff: noqa: B905, F821 - as students write

import math
from functools import reduce

import numpy as np

from xo_helpers.ops import dense, relu, softmax

x_places, o_places = np.array([0, 3, 4, 9, 10]), np.array([1, 2, 8, 11])
values = np.array([0.9, 0.65, 0.45, 0.87, 0.96, 0.73, 0.23, 0.63, 0.44, 0.89, 0.94, 0.53])
weights = np.zeros((12, 2))
weights[x_places, 0] = 1 / 5
weights[o_places, 1] = 1 / 4


def three_loops(x, weights, bias):
    n, inputs = x.shape
    outputs = weights.shape[1]
    votes = np.zeros((n, outputs))
    for image in range(n):
        for output in range(outputs):
            votes[image, output] = bias[output]
            for value in range(inputs):
                votes[image, output] += x[image, value] * weights[value, output]
    return votes


def two_loops(x, weights, bias):
    result = np.empty((len(x), len(bias)))
    for i in range(len(x)):
        for o in range(len(bias)):
            result[i, o] = (x[i] * weights[:, o]).sum() + bias[o]
    return result


def image_by_image(x, weights, bias):
    votes = []
    for image in x:
        votes.append(image @ weights + bias)
    return np.array(votes)


def value_by_value(x, weights, bias):
    total = np.zeros((len(x), weights.shape[1])) + bias
    for i in range(weights.shape[0]):
        total += np.outer(x[:, i], weights[i])
    return total


def lists_and_generators(x, weights, bias):
    return np.array(
        [[sum(v * w for v, w in zip(row, column)) + b for column, b in zip(weights.T, bias)] for row in x]
    )


def bias_as_a_weight(x, weights, bias):
    ones = np.ones((len(x), 1))
    return np.hstack([x, ones]) @ np.vstack([weights, bias])


def recursive(x, weights, bias):
    if x.shape[1] == 0:
        return np.tile(bias, (len(x), 1)).astype(float)
    return recursive(x[:, 1:], weights[1:], bias) + x[:, :1] * weights[:1]


def hinted(x: np.ndarray, weights: np.ndarray, bias: np.ndarray, scale: float = 1.0) -> np.ndarray:
    def votes(image):
        return [math.fsum(image * weights[:, o]) * scale + bias[o] for o in range(len(bias))]

    return np.array(list(map(votes, x)))


def row_softmax(row):
    powers = [math.exp(vote - max(row)) for vote in row]
    return [power / sum(powers) for power in powers]


def by_rows(x):
    shares = np.zeros(x.shape)
    for i in range(len(x)):
        powers = np.exp(x[i] - x[i].max())
        shares[i] = powers / powers.sum()
    return shares


def by_cells(x):
    result = np.empty(x.shape, dtype=float)
    for i in range(x.shape[0]):
        largest, total = x[i, 0], 0.0
        for j in range(x.shape[1]):
            largest = max(largest, x[i, j])
        for j in range(x.shape[1]):
            total += math.exp(x[i, j] - largest)
        for j in range(x.shape[1]):
            result[i, j] = math.exp(x[i, j] - largest) / total
    return result


def in_log_space(x):
    largest = x.max(axis=1, keepdims=True)
    log_sum = largest + np.log(np.exp(x - largest).sum(axis=1, keepdims=True))
    return np.exp(x - log_sum)


def with_none(x):
    powers = np.exp(x - np.max(x, axis=1)[:, None])
    return powers / np.sum(powers, axis=1)[:, np.newaxis]


def transposed_twice(x):
    powers = np.exp(x.T - x.max(axis=1))
    return (powers / powers.sum(axis=0)).T


def one_over(x):
    return np.array(
        [
            [
                1 / sum(math.exp(other - vote) if other - vote < 700 else math.inf for other in row)
                for vote in row
            ]
            for row in x
        ]
    )


def guarded(x: np.ndarray, axis: int = 1, guard: float = 1e-12) -> np.ndarray:
    powers = np.exp(x - x.max(axis=axis, keepdims=True))
    return powers / (powers.sum(axis=axis, keepdims=True) + guard)


def on_a_copy(x):
    x = x.astype(float).copy()
    x -= x.max(axis=1).reshape(-1, 1)
    np.exp(x, out=x)
    x /= x.sum(axis=1).reshape(-1, 1)
    return x


RIGHT = {
    "dense": [
        lambda x, weights, bias: x @ weights + bias,
        lambda x, weights, bias: np.dot(x, weights) + bias,
        lambda x, weights, bias: x.dot(weights) + bias,
        lambda x, weights, bias: np.matmul(x, weights) + bias,
        lambda x, weights, bias: np.add(bias, np.matmul(x, weights)),
        lambda x, weights, bias: (weights.T @ x.T).T + bias,
        lambda x, weights, bias: (weights.T @ x.T + bias[:, None]).T,
        lambda x, weights, bias: np.einsum("ni,io->no", x, weights) + bias,
        lambda x, weights, bias: np.tensordot(x, weights, axes=1) + bias,
        lambda x, weights, bias: (x[:, :, None] * weights[None]).sum(axis=1) + bias,
        lambda x, weights, bias: np.inner(x, weights.T) + bias[None, :],
        lambda x, weights, bias: np.array([image @ weights + bias for image in x]),
        lambda x, weights, bias: np.stack([x @ w + b for w, b in zip(weights.T, bias)], axis=1),
        lambda x, weights, bias: np.apply_along_axis(lambda image: image @ weights + bias, 1, x),
        lambda x, weights, bias: x.astype(np.float32) @ weights.astype(np.float32) + bias.astype(np.float32),
        lambda x, weights, bias: reduce(np.add, [x[:, [i]] * weights[i] for i in range(len(weights))], bias),
        lambda x, weights, bias: dense(x, weights, bias),
        dense,
        three_loops,
        two_loops,
        image_by_image,
        value_by_value,
        lists_and_generators,
        bias_as_a_weight,
        recursive,
        hinted,
    ],
    "softmax": [
        lambda x: softmax(x),
        softmax,
        lambda x: np.array([row_softmax(row) for row in x]),
        lambda x: np.apply_along_axis(softmax, 1, x),
        lambda x: np.stack([softmax(row) for row in x]),
        lambda x: softmax(x.astype(np.float32)),
        lambda x: np.exp(x - np.logaddexp.reduce(x, axis=1, keepdims=True)),
        lambda x: (
            np.exp2((x - x.max(axis=-1, keepdims=True)) * np.log2(np.e))
            @ np.eye(x.shape[1])
            / np.exp(x - x.max(axis=-1, keepdims=True)).sum(axis=-1, keepdims=True)
        ),
        lambda x: np.array([np.exp(row - max(row)) / sum(np.exp(row - max(row))) for row in x]),
        lambda x: (np.exp(x - x.max(1)[:, None]).T / np.exp(x - x.max(1)[:, None]).sum(1)).T,
        by_rows,
        by_cells,
        in_log_space,
        with_none,
        transposed_twice,
        one_over,
        guarded,
        on_a_copy,
    ],
}


def rows_exchanged(x, weights, bias):
    votes = np.zeros((len(x), len(bias)))
    for n in range(len(x)):
        for o in range(len(bias)):
            for i in range(len(weights)):
                votes[n, o] += x[n, i] * weights[o, i]
    return votes + bias


def assigned(x, weights, bias):
    votes = np.zeros((len(x), len(bias)))
    for n in range(len(x)):
        for o in range(len(bias)):
            for i in range(len(weights)):
                votes[n, o] = x[n, i] * weights[i, o]
    return votes + bias


def bias_in_the_loop(x, weights, bias):
    votes = np.zeros((len(x), len(bias)))
    for n in range(len(x)):
        for o in range(len(bias)):
            for i in range(len(weights)):
                votes[n, o] += x[n, i] * weights[i, o] + bias[o]
    return votes


def last_value_left_out(x, weights, bias):
    votes = np.zeros((len(x), len(bias)))
    for n in range(len(x)):
        for o in range(len(bias)):
            for i in range(len(weights) - 1):
                votes[n, o] += x[n, i] * weights[i, o]
    return votes + bias


def first_value_left_out(x, weights, bias):
    return x[:, 1:] @ weights[1:] + bias


def two_outputs(x, weights, bias):
    votes = np.zeros((len(x), 2))
    for n in range(len(x)):
        for o in range(2):
            votes[n, o] = (x[n] * weights[:, o]).sum() + bias[o]
    return votes


def twelve_inputs(x, weights, bias):
    return sum(np.outer(x[:, i], weights[i]) for i in range(12)) + bias


def inputs_for_both(x, weights, bias):
    votes = np.zeros((len(x), len(x[0])))
    for n in range(len(x)):
        for o in range(len(x[0])):
            votes[n, o] = (x[n] * weights[:, o]).sum() + bias[o]
    return votes


def returned_at_once(x, weights, bias):
    for image in x:
        return image @ weights + bias


def returned_after_one(x, weights, bias):
    votes = np.zeros((len(x), len(bias)))
    for n in range(len(x)):
        votes[n] = x[n] @ weights + bias
        return votes


def whole_numbers(x, weights, bias):
    votes = np.zeros((len(x), len(bias)), dtype=int)
    votes[:] = x @ weights + bias
    return votes


def totals_kept(x, weights, bias):
    votes, total = np.zeros((len(x), len(bias))), 0
    for n, o in np.ndindex(votes.shape):
        total += (x[n] * weights[:, o]).sum()
        votes[n, o] = total + bias[o]
    return votes


def printed(x, weights, bias):
    print(x @ weights + bias)


def not_returned(x, weights, bias):
    votes = x @ weights + bias  # noqa: F841


def starter(x, weights, bias):
    raise NotImplementedError


class MyDense:
    def __init__(self, x, weights, bias):
        self.votes = x @ weights + bias


def spoils_the_weights(x, weights, bias):
    weights[:] = weights + bias
    return x @ weights


def one_row_only(x):
    powers = np.exp(x[0] - x[0].max())
    return powers / powers.sum()


def first_rows_largest(x):
    powers = np.exp(x - x[0].max())
    return powers / powers.sum(axis=1, keepdims=True)


def like_the_votes(x):
    shares = np.zeros_like(x)
    for i in range(len(x)):
        powers = np.exp(x[i] - x[i].max())
        shares[i] = powers / powers.sum()
    return shares


def square_loops(x):
    shares = np.zeros((len(x), len(x)))
    for i in range(len(x)):
        for j in range(len(x)):
            shares[i, j] = np.exp(x[i, j] - x[i].max())
    return shares / shares.sum(axis=1, keepdims=True)


def returned_after_a_row(x):
    shares = np.zeros(x.shape)
    for i in range(len(x)):
        powers = np.exp(x[i] - x[i].max())
        shares[i] = powers / powers.sum()
        return shares


def sum_over_rows_so_far(x):
    shares, total = np.zeros(x.shape), 0
    for i in range(len(x)):
        powers = np.exp(x[i] - x[i].max())
        total += powers.sum()
        shares[i] = powers / total
    return shares


def spoilt_on_the_way(x):
    powers = np.exp(x - x.max(axis=1, keepdims=True))
    for j in range(powers.shape[1]):
        powers[:, j] = powers[:, j] / powers.sum(axis=1)
    return powers


def printed_shares(x):
    print(softmax(x))


def not_returned_shares(x):
    softmax(x)


def starter_softmax(x):
    raise NotImplementedError


def recursion_without_an_end(x):
    return recursion_without_an_end(x - x.max(axis=1, keepdims=True))


class MySoftmax:
    def __init__(self, x):
        self.shares = softmax(x)


def shares_by(base):
    def shares(x):
        powers = base ** (x - x.max(axis=1, keepdims=True))
        return powers / powers.sum(axis=1, keepdims=True)

    return shares


def quietly(answer):
    """What overflows, without NumPy's warning."""

    def quiet(*given):
        with np.errstate(all="ignore"):
            return answer(*given)

    return quiet


WRONG = {
    "dense": {
        "not begun": starter,
        "bias forgotten": lambda x, weights, bias: x @ weights,
        "bias alone": lambda x, weights, bias: np.tile(bias, (len(x), 1)),
        "bias taken off": lambda x, weights, bias: x @ weights - bias,
        "bias twice": lambda x, weights, bias: x @ weights + 2 * bias,
        "bias added twice over": lambda x, weights, bias: dense(x, weights, bias) + bias,
        "bias with every value": bias_in_the_loop,
        "bias times the votes": lambda x, weights, bias: x @ weights * bias,
        "bias before the weights": lambda x, weights, bias: (x + bias.sum()) @ weights,
        "the biases' sum": lambda x, weights, bias: x @ weights + bias.sum(),
        "the first bias for all": lambda x, weights, bias: x @ weights + bias[0],
        "a bias an image": lambda x, weights, bias: x @ weights + bias[:, None],
        "bias turned round": lambda x, weights, bias: x @ weights + bias[::-1],
        "added to the weights": spoils_the_weights,
        "weights transposed": lambda x, weights, bias: x @ weights.T + bias,
        "weights first": lambda x, weights, bias: weights @ x + bias,
        "weights first, both transposed": lambda x, weights, bias: weights.T @ x.T + bias,
        "votes as columns": lambda x, weights, bias: (x @ weights + bias).T,
        "rows and columns exchanged": rows_exchanged,
        "cell by cell": lambda x, weights, bias: x * weights + bias,
        "plus for times": lambda x, weights, bias: (x[:, :, None] + weights).sum(axis=1) + bias,
        "not added up": lambda x, weights, bias: x[:, :, None] * weights + bias,
        "added over the outputs": lambda x, weights, bias: (x[:, :, None] * weights).sum(axis=2),
        "added over the images": lambda x, weights, bias: (x @ weights).sum(axis=0) + bias,
        "mean of the images": lambda x, weights, bias: (x @ weights + bias).mean(axis=0),
        "mean for sum": lambda x, weights, bias: (x[:, :, None] * weights).mean(axis=1) + bias,
        "divided by the inputs": lambda x, weights, bias: x @ weights / len(weights) + bias,
        "the largest for the sum": lambda x, weights, bias: (x[:, :, None] * weights).max(axis=1) + bias,
        "= for +=": assigned,
        "the last value left out": last_value_left_out,
        "the first value left out": first_value_left_out,
        "two outputs only": two_outputs,
        "twelve inputs only": twelve_inputs,
        "inputs for outputs": inputs_for_both,
        "totals kept over the votes": totals_kept,
        "the first image alone": lambda x, weights, bias: x[0] @ weights + bias,
        "return inside the loop": returned_at_once,
        "return after the first image": returned_after_one,
        "a ReLU as well": lambda x, weights, bias: relu(x @ weights + bias),
        "shares": lambda x, weights, bias: softmax(x @ weights + bias),
        "who wins": lambda x, weights, bias: (x @ weights + bias).argmax(axis=1),
        "the sum of all votes": lambda x, weights, bias: (x @ weights + bias).sum(),
        "without the sign": lambda x, weights, bias: np.abs(x @ weights + bias),
        "whole numbers": whole_numbers,
        "two decimals": lambda x, weights, bias: (x @ weights + bias).round(2),
        "half precision": lambda x, weights, bias: (x @ weights + bias).astype(np.float16),
        "the lesson's values": lambda x, weights, bias: values[None] @ weights + bias,
        "the lesson's weights": lambda x, w, bias: x @ weights + bias,
        "the lesson's votes": lambda x, weights, bias: np.array([[0.912, 0.5175]]),
        "random": lambda x, weights, bias: np.random.default_rng(0).random((len(x), len(bias))),
        "printed": printed,
        "not returned": not_returned,
        "text": lambda x, weights, bias: str(x @ weights + bias),
        "votes and shares": lambda x, weights, bias: (x @ weights + bias, softmax(x @ weights + bias)),
        "a name that is not there": lambda x, weights, bias: x @ weights + biases,
        "a number called": lambda x, weights, bias: x(weights) + bias,
        "no bias parameter": lambda x, weights: x @ weights,
        "one parameter": lambda x: x @ weights,
        "four parameters": lambda x, weights, bias, scale: scale * (x @ weights) + bias,
        "a class": MyDense,
        "a result, not the function": dense(values[None], weights, [0, 0]),
        "its name in quotes": "my_dense",
        "nothing": None,
    },
    "softmax": {
        "not begun": starter_softmax,
        "nothing taken off": quietly(lambda x: np.exp(x) / np.exp(x).sum(axis=1, keepdims=True)),
        "the mean taken off": quietly(
            lambda x: (
                np.exp(x - x.mean(axis=1, keepdims=True))
                / np.exp(x - x.mean(axis=1, keepdims=True)).sum(axis=1, keepdims=True)
            )
        ),
        "the smallest taken off": quietly(
            lambda x: (
                np.exp(x - x.min(axis=1, keepdims=True))
                / np.exp(x - x.min(axis=1, keepdims=True)).sum(axis=1, keepdims=True)
            )
        ),
        "one largest for all rows": quietly(
            lambda x: np.exp(x - x.max()) / np.exp(x - x.max()).sum(axis=1, keepdims=True)
        ),
        "the first row's largest": quietly(first_rows_largest),
        "the largest of each column": quietly(
            lambda x: np.exp(x - x.max(axis=0)) / np.exp(x - x.max(axis=0)).sum(axis=1, keepdims=True)
        ),
        "the largest without keepdims": quietly(
            lambda x: np.exp(x - x.max(axis=1)) / np.exp(x - x.max(axis=1)).sum(axis=1, keepdims=True)
        ),
        "the sum without keepdims": lambda x: (
            np.exp(x - x.max(axis=1, keepdims=True)) / np.exp(x - x.max(axis=1, keepdims=True)).sum(axis=1)
        ),
        "neither with keepdims": quietly(
            lambda x: np.exp(x - x.max(axis=1)) / np.exp(x - x.max(axis=1)).sum(axis=1)
        ),
        "over the images": lambda x: softmax(x.T).T,
        "sum over the images": lambda x: (
            np.exp(x - x.max(axis=1, keepdims=True)) / np.exp(x - x.max(axis=1, keepdims=True)).sum(axis=0)
        ),
        "over all votes": lambda x: np.exp(x - x.max()) / np.exp(x - x.max()).sum(),
        "sum over all": lambda x: (
            np.exp(x - x.max(axis=1, keepdims=True)) / np.exp(x - x.max(axis=1, keepdims=True)).sum()
        ),
        "not divided": lambda x: np.exp(x - x.max(axis=1, keepdims=True)),
        "powers alone": quietly(np.exp),
        "divided by the classes": lambda x: np.exp(x - x.max(axis=1, keepdims=True)) / x.shape[1],
        "without powers": quietly(lambda x: x / x.sum(axis=1, keepdims=True)),
        "without powers, sizes": quietly(lambda x: np.abs(x) / np.abs(x).sum(axis=1, keepdims=True)),
        "a ReLU for powers": quietly(lambda x: relu(x) / relu(x).sum(axis=1, keepdims=True)),
        "base 2": shares_by(2.0),
        "base 10": shares_by(10.0),
        "base 3": shares_by(3.0),
        "e, roughly": shares_by(2.7),
        "sign turned": lambda x: softmax(-x),
        "the largest less the vote": quietly(
            lambda x: (
                np.exp(x.max(axis=1, keepdims=True) - x)
                / np.exp(x.max(axis=1, keepdims=True) - x).sum(axis=1, keepdims=True)
            )
        ),
        "logarithms": lambda x: np.log(softmax(x) + 1e-300),
        "twice": lambda x: softmax(softmax(x)),
        "a sigmoid": quietly(lambda x: 1 / (1 + np.exp(-x))),
        "1 for the winner": lambda x: np.eye(x.shape[1])[x.argmax(axis=1)],
        "who wins": lambda x: x.argmax(axis=1),
        "the largest share": lambda x: softmax(x).max(axis=1),
        "sorted": lambda x: np.sort(softmax(x), axis=1),
        "cooled": lambda x: softmax(x * 2),
        "the votes cut at 10": lambda x: softmax(x.clip(-10, 10)),
        "divided by the largest": quietly(lambda x: softmax(x / x.max(axis=1, keepdims=True))),
        "a guard too large": lambda x: softmax(x) / (1 + 1e-2),
        "shares of 100": lambda x: 100 * softmax(x),
        "two decimals": lambda x: softmax(x).round(2),
        "three decimals": lambda x: np.round(softmax(x), 3),
        "half precision": lambda x: softmax(x).astype(np.float16),
        "whole numbers": lambda x: softmax(x).astype(int),
        "zeros_like, of whole votes": like_the_votes,
        "one row only": one_row_only,
        "a batch only of one shape": square_loops,
        "return after the first row": returned_after_a_row,
        "a sum over all rows so far": sum_over_rows_so_far,
        "powers changed while they are added": spoilt_on_the_way,
        "all the same": lambda x: np.full(x.shape, 1 / x.shape[1]),
        "unchanged": lambda x: x,
        "recursion without an end": recursion_without_an_end,
        "printed": printed_shares,
        "not returned": not_returned_shares,
        "text": lambda x: str(softmax(x)),
        "math.exp of an array": lambda x: math.exp(x - x.max(axis=1, keepdims=True)),
        "Python's max": lambda x: softmax(x - max(x)),
        "the lesson's votes": lambda x: softmax(np.array([[0.912, 0.5175]])),
        "a name that is not there": lambda x: softmax(votes),
        "no parameter": lambda: softmax(values),
        "two parameters": lambda x, axis: softmax(x),
        "a class": MySoftmax,
        "a result, not the function": softmax([[0.912, 0.5175]]),
        "its name in quotes": "my_softmax",
        "nothing": None,
    },
}


def changes_the_votes(x):
    x -= x.max(axis=1, keepdims=True)
    return np.exp(x) / np.exp(x).sum(axis=1, keepdims=True)


ARGUABLE = {
    "dense": {
        "a list of lists": lambda x, weights, bias: (x @ weights + bias).tolist(),
        "a matrix of NumPy's": lambda x, weights, bias: np.asmatrix(x) * weights + bias,
    },
    "softmax": {
        "changes the votes that it was given": changes_the_votes,
        "a list of rows": lambda x: list(softmax(x)),
    },
}
