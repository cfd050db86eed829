"""Lesson 08: the loss of a batch, a step downhill, and how long it should be."""
# ruff: noqa: B007, B905, F821 - as students write

import math
from fractions import Fraction
from functools import reduce

import numpy as np

from xo_helpers.data import load_kernel, load_ten
from xo_helpers.layers import Conv2D, Flatten, MaxPool2D
from xo_helpers.network import Network
from xo_helpers.ops import cross_entropy, dense, softmax

kernels = np.stack([load_kernel(name) for name in ["diagonal", "cross", "antidiagonal"]])
front = Network([Conv2D(kernels[:, None] / 9), MaxPool2D(), MaxPool2D(), Flatten()])
start, no_bias = np.zeros((12, 2)), np.zeros(2)
start[[0, 3, 4, 9, 10], 0] = 1 / 5
start[[1, 2, 8, 11], 1] = 1 / 4
images, labels = load_ten()
values = front.forward(images[:, None])
slope = -0.17


def by_a_loop(logits, labels):
    total = 0
    for image in range(len(labels)):
        shares = softmax(logits[image])
        total -= math.log(shares[labels[image]])
    return total / len(labels)


def a_list_of_losses(logits, labels):
    losses = []
    for share, label in zip(softmax(logits), labels):
        losses.append(-np.log(share[label]))
    return np.mean(losses)


def from_the_votes(logits, labels):
    shifted = logits - logits.max(axis=1, keepdims=True)
    log_shares = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return -log_shares[np.arange(len(labels)), labels].mean()


def one_hot(logits, labels):
    right = np.zeros_like(logits, dtype=float)
    right[np.arange(len(labels)), labels] = 1
    return -(right * np.log(softmax(logits) + 1e-12)).sum() / len(labels)


def recursive(logits, labels):
    def total(rows, answers):
        if len(rows) == 0:
            return 0.0
        return -math.log(rows[0][answers[0]]) + total(rows[1:], answers[1:])

    return total(softmax(logits), labels) / len(labels)


def hinted(logits: np.ndarray, labels: np.ndarray, guard: float = 1e-12) -> float:
    def loss(row, label):
        return -math.log(row[int(label)] + guard)

    return sum(loss(row, label) for row, label in zip(softmax(logits), labels)) / len(labels)


def log_sums(logits, labels):
    losses = [np.logaddexp.reduce(row) - row[label] for row, label in zip(logits, labels)]
    return float(np.mean(losses))


def on_a_copy(weights, slopes, learning_rate):
    new = weights.copy()
    new -= learning_rate * slopes
    return new


def by_loops(weights, slopes, learning_rate):
    new = np.zeros(weights.shape)
    for row in range(weights.shape[0]):
        for column in range(weights.shape[1]):
            new[row, column] = weights[row, column] - learning_rate * slopes[row, column]
    return new


def by_ndindex(weights, slopes, learning_rate):
    new = np.array(weights, dtype=float)
    for at in np.ndindex(weights.shape):
        new[at] -= slopes[at] * learning_rate
    return new


def by_rows(weights, slopes, learning_rate):
    return np.array([row - learning_rate * slope for row, slope in zip(weights, slopes)])


def with_a_helper(weights: np.ndarray, slopes: np.ndarray, learning_rate: float = 1.0) -> np.ndarray:
    def one(weight, slope):
        return weight - learning_rate * slope

    return np.vectorize(one, otypes=[float])(weights, slopes)


def with_a_name(weights, slopes, learning_rate):
    change = -learning_rate * slopes
    return weights + change


RIGHT = {
    "cross_entropy": [
        lambda logits, labels: -np.log(softmax(logits)[np.arange(len(labels)), labels]).mean(),
        lambda logits, labels: np.mean(-np.log(softmax(logits)[np.arange(len(labels)), labels])),
        lambda logits, labels: float(-np.mean(np.log(softmax(logits)[range(len(labels)), labels]))),
        lambda logits, labels: -np.log(softmax(logits)[np.arange(len(labels)), labels] + 1e-12).mean(),
        lambda logits, labels: -np.log(softmax(logits)[np.arange(len(labels)), labels]).sum() / len(labels),
        lambda logits, labels: np.log(1 / softmax(logits)[np.arange(len(labels)), labels]).mean(),
        lambda logits, labels: -np.log(np.diagonal(softmax(logits)[:, labels])).mean(),
        lambda logits, labels: (
            -np.log(np.take_along_axis(softmax(logits), np.asarray(labels)[:, None], 1)).mean()
        ),
        lambda logits, labels: -np.log(np.choose(labels, softmax(logits).T)).mean(),
        lambda logits, labels: (
            -np.mean([math.log(softmax(row)[label]) for row, label in zip(logits, labels)])
        ),
        lambda logits, labels: (
            -np.log((softmax(logits) * np.eye(logits.shape[1])[labels]).sum(axis=1)).mean()
        ),
        lambda logits, labels: -np.log2(softmax(logits)[np.arange(len(labels)), labels]).mean() * math.log(2),
        lambda logits, labels: (
            -np.log(softmax(logits.astype(np.float32))[np.arange(len(labels)), labels]).mean()
        ),
        lambda logits, labels: np.array(cross_entropy(logits, labels)),
        lambda logits, labels: np.log(
            np.exp(logits - logits[np.arange(len(labels)), labels][:, None]).sum(axis=1)
        ).mean(),
        lambda logits, labels: (
            -math.log(reduce(lambda p, at: p * softmax(logits)[at], enumerate(labels), 1.0)) / len(labels)
        ),
        cross_entropy,
        by_a_loop,
        a_list_of_losses,
        from_the_votes,
        one_hot,
        recursive,
        hinted,
        log_sums,
    ],
    "step": [
        lambda weights, slopes, learning_rate: weights - learning_rate * slopes,
        lambda weights, slopes, learning_rate: weights - slopes * learning_rate,
        lambda weights, slopes, learning_rate: weights + -learning_rate * slopes,
        lambda weights, slopes, learning_rate: -(learning_rate * slopes) + weights,
        lambda weights, slopes, learning_rate: np.subtract(weights, np.multiply(learning_rate, slopes)),
        lambda weights, slopes, learning_rate: np.add(weights, learning_rate * slopes * -1),
        lambda weights, slopes, learning_rate: weights.copy() - learning_rate * slopes.copy(),
        lambda weights, slopes, learning_rate: (weights - learning_rate * slopes).astype(np.float32),
        lambda w, g, rate: w - rate * g,
        on_a_copy,
        by_loops,
        by_ndindex,
        by_rows,
        with_a_helper,
        with_a_name,
    ],
    "learning_rate": [
        1.15,
        1.1,
        1.2,
        1.12,
        1.1 + 0.07,
        23 / 20,
        1.09,  # by the two conditions, though the solution says 1.1 to 1.2
        1.24,
        np.float64(1.15),
        np.float32(1.15),
        np.array(1.15),
        np.linspace(1, 1.3, 7)[3],
    ],
}


def returned_at_once(logits, labels):
    total = 0
    for row, label in zip(softmax(logits), labels):
        total -= np.log(row[label])
        return total / len(labels)


def assigned(logits, labels):
    total = 0
    for row, label in zip(softmax(logits), labels):
        total = -np.log(row[label])
    return total / len(labels)


def divided_in_the_loop(logits, labels):
    total = 0
    for row, label in zip(softmax(logits), labels):
        total = (total - np.log(row[label])) / len(labels)
    return total


def last_left_out(logits, labels):
    total = 0
    for image in range(len(labels) - 1):
        total -= np.log(softmax(logits)[image, labels[image]])
    return total / len(labels)


def both_sides(logits, labels):
    right = np.eye(logits.shape[1])[labels]
    shares = softmax(logits)
    return -(right * np.log(shares) + (1 - right) * np.log(1 - shares + 1e-12)).sum(axis=1).mean()


def printed(logits, labels):
    print(cross_entropy(logits, labels))


def not_returned(logits, labels):
    cross_entropy(logits, labels)


def starter(logits, labels):
    raise NotImplementedError


class CrossEntropy:
    def __init__(self, logits, labels):
        self.loss = cross_entropy(logits, labels)


def of_the_right(shares_to_loss):
    def loss(logits, labels):
        return shares_to_loss(softmax(logits)[np.arange(len(labels)), labels])

    return loss


def in_place(weights, slopes, learning_rate):
    weights -= learning_rate * slopes
    return weights


def by_a_second_name(weights, slopes, learning_rate):
    new = weights
    new -= learning_rate * slopes
    return new


def in_place_by_cells(weights, slopes, learning_rate):
    for at in np.ndindex(weights.shape):
        weights[at] = weights[at] - learning_rate * slopes[at]
    return weights


def into_the_slopes(weights, slopes, learning_rate):
    slopes *= learning_rate
    return weights - slopes


def in_place_and_a_copy(weights, slopes, learning_rate):
    weights -= learning_rate * slopes
    return weights.copy()


def copy_unchanged(weights, slopes, learning_rate):
    new = weights.copy()
    weights - learning_rate * slopes
    return new


def first_row_only(weights, slopes, learning_rate):
    new = weights.copy()
    new[0] -= learning_rate * slopes[0]
    return new


def square_loops(weights, slopes, learning_rate):
    new = weights.copy()
    for row in range(len(weights)):
        for column in range(len(weights)):
            new[row, column] -= learning_rate * slopes[row, column]
    return new


def last_row_left_out(weights, slopes, learning_rate):
    new = weights.copy()
    for row in range(len(weights) - 1):
        new[row] -= learning_rate * slopes[row]
    return new


def returned_in_the_loop(weights, slopes, learning_rate):
    new = weights.copy()
    for at in np.ndindex(weights.shape):
        new[at] -= learning_rate * slopes[at]
        return new


def whole_numbers(weights, slopes, learning_rate):
    new = np.zeros(weights.shape, int)
    new[:] = weights - learning_rate * slopes
    return new


def two_steps(weights, slopes, learning_rate):
    new = weights.copy()
    for step in range(2):
        new -= learning_rate * slopes
    return new


def twelve_rows(weights, slopes, learning_rate):
    new = np.zeros((12, 2))
    for row in range(12):
        new[row] = weights[row] - learning_rate * slopes[row]
    return new


def printed_step(weights, slopes, learning_rate):
    print(weights - learning_rate * slopes)


def not_returned_step(weights, slopes, learning_rate):
    weights = weights - learning_rate * slopes


def starter_step(weights, slopes, learning_rate):
    raise NotImplementedError


class Step:
    def __init__(self, weights, slopes, learning_rate):
        self.weights = weights - learning_rate * slopes


WRONG = {
    "cross_entropy": {
        "not begun": starter,
        "the sum": of_the_right(lambda shares: -np.log(shares).sum()),
        "a loss an image": of_the_right(lambda shares: -np.log(shares)),
        "the minus forgotten": of_the_right(lambda shares: np.log(shares).mean()),
        "base 2": of_the_right(lambda shares: -np.log2(shares).mean()),
        "base 10": of_the_right(lambda shares: -np.log10(shares).mean()),
        "log of the mean": of_the_right(lambda shares: -np.log(shares.mean())),
        "log of the sum": of_the_right(lambda shares: -np.log(shares.sum())),
        "log of 1 + share": of_the_right(lambda shares: -np.log1p(shares).mean()),
        "no log": of_the_right(lambda shares: -shares.mean()),
        "1 less the share": of_the_right(lambda shares: (1 - shares).mean()),
        "1 less the share, squared": of_the_right(lambda shares: ((1 - shares) ** 2).mean()),
        "the share": of_the_right(lambda shares: shares.mean()),
        "log of 1 less the share": of_the_right(lambda shares: -np.log(1 - shares + 1e-12).mean()),
        "times its share": of_the_right(lambda shares: -(shares * np.log(shares)).mean()),
        "the largest loss": of_the_right(lambda shares: -np.log(shares).min()),
        "the middle loss": of_the_right(lambda shares: -np.median(np.log(shares))),
        "a guard too large": of_the_right(lambda shares: -np.log(shares + 0.01).mean()),
        "cut at 0.1": of_the_right(lambda shares: -np.log(shares.clip(0.1)).mean()),
        "without the sign": of_the_right(lambda shares: np.abs(np.log(shares.mean()))),
        "halved": of_the_right(lambda shares: -np.log(shares).mean() / 2),
        "divided twice": of_the_right(lambda shares: -np.log(shares).mean() / len(shares)),
        "two decimals": of_the_right(lambda shares: round(-np.log(shares).mean(), 2)),
        "three decimals": of_the_right(lambda shares: -np.log(shares).mean().round(3)),
        "half precision": of_the_right(lambda shares: np.float16(-np.log(shares).mean())),
        "a whole number": of_the_right(lambda shares: int(-np.log(shares).mean())),
        "in a list": of_the_right(lambda shares: [-np.log(shares).mean()]),
        "text": of_the_right(lambda shares: f"loss {-np.log(shares).mean():.4f}"),
        "softmax forgotten": lambda logits, labels: (
            -np.log(np.abs(logits[np.arange(len(labels)), labels]) + 1e-12).mean()
        ),
        "softmax twice": lambda logits, labels: cross_entropy(softmax(logits), labels),
        "softmax over the images": lambda logits, labels: (
            -np.log(softmax(logits.T).T[np.arange(len(labels)), labels]).mean()
        ),
        "softmax of all votes": lambda logits, labels: (
            -np.log(softmax(logits.ravel()).reshape(logits.shape)[np.arange(len(labels)), labels]).mean()
        ),
        "all shares": lambda logits, labels: -np.log(softmax(logits)).mean(),
        "divided by images and classes": lambda logits, labels: (
            cross_entropy(logits, labels) / logits.shape[1]
        ),
        "divided by the classes": lambda logits, labels: (
            cross_entropy(logits, labels) * len(labels) / logits.shape[1]
        ),
        "every label for every image": lambda logits, labels: -np.log(softmax(logits)[:, labels]).mean(),
        "labels as rows": lambda logits, labels: -np.log(softmax(logits)[labels]).mean(),
        "rows and columns exchanged": lambda logits, labels: (
            -np.log(softmax(logits)[labels, np.arange(len(labels))]).mean()
        ),
        "always X": lambda logits, labels: -np.log(softmax(logits)[:, 0]).mean(),
        "the winner for the right one": lambda logits, labels: -np.log(softmax(logits).max(axis=1)).mean(),
        "the others": lambda logits, labels: cross_entropy(logits, 1 - np.asarray(labels)),
        "the label before": lambda logits, labels: (
            -np.log(softmax(logits)[np.arange(len(labels)), np.asarray(labels) - 1]).mean()
        ),
        "the first image": lambda logits, labels: -np.log(softmax(logits)[0, labels[0]]),
        "ten images only": lambda logits, labels: -np.log(softmax(logits)[np.arange(10), labels]).mean(),
        "both sides": both_sides,
        "how many wrong": lambda logits, labels: (logits.argmax(axis=1) != labels).mean(),
        "the lead": lambda logits, labels: (logits[:, 1] - logits[:, 0]).mean(),
        "the last label alone": assigned,
        "return inside the loop": returned_at_once,
        "divided in the loop": divided_in_the_loop,
        "the last image left out": last_left_out,
        "the lesson's labels": lambda logits, answers: cross_entropy(logits, labels),
        "the lesson's votes": lambda logits, labels: cross_entropy(dense(values, start, no_bias), labels),
        "printed": printed,
        "not returned": not_returned,
        "math.log of an array": of_the_right(lambda shares: -math.log(shares)),
        "a name that is not there": lambda logits, labels: (
            -np.log(shares[np.arange(len(labels)), labels]).mean()
        ),
        "len of a number": of_the_right(lambda shares: -np.log(shares).sum() / len(shares.sum())),
        "one parameter": lambda logits: cross_entropy(logits, [0]),
        "three parameters": lambda logits, labels, n: cross_entropy(logits, labels) / n,
        "parameters exchanged": lambda labels, logits: cross_entropy(logits, labels),
        "a class": CrossEntropy,
        "a result, not the function": cross_entropy(np.array([[0.912, 0.5175]]), [0]),
        "its name in quotes": "my_cross_entropy",
        "nothing": None,
    },
    "step": {
        "not begun": starter_step,
        "uphill": lambda weights, slopes, learning_rate: weights + learning_rate * slopes,
        "the rate forgotten": lambda weights, slopes, learning_rate: weights - slopes,
        "the rate alone": lambda weights, slopes, learning_rate: weights - learning_rate,
        "the slope alone": lambda weights, slopes, learning_rate: slopes,
        "the change alone": lambda weights, slopes, learning_rate: -learning_rate * slopes,
        "the rate divides": lambda weights, slopes, learning_rate: weights - slopes / learning_rate,
        "the rate minus": lambda weights, slopes, learning_rate: weights - learning_rate - slopes,
        "signs turned": lambda weights, slopes, learning_rate: learning_rate * slopes - weights,
        "brackets": lambda weights, slopes, learning_rate: (weights - learning_rate) * slopes,
        "brackets, the other way": lambda weights, slopes, learning_rate: learning_rate * (weights - slopes),
        "times the weights": lambda weights, slopes, learning_rate: weights * (1 - learning_rate * slopes),
        "the sign of the slope": lambda weights, slopes, learning_rate: (
            weights - learning_rate * np.sign(slopes)
        ),
        "the size of the slope": lambda weights, slopes, learning_rate: (
            weights - learning_rate * np.abs(slopes)
        ),
        "only slopes above 0": lambda weights, slopes, learning_rate: (
            weights - learning_rate * np.maximum(slopes, 0)
        ),
        "the mean slope": lambda weights, slopes, learning_rate: weights - learning_rate * slopes.mean(),
        "the steepest slope": lambda weights, slopes, learning_rate: weights - learning_rate * slopes.max(),
        "the sum of the slopes": lambda weights, slopes, learning_rate: (
            weights - learning_rate * slopes.sum()
        ),
        "a sum a column": lambda weights, slopes, learning_rate: weights - learning_rate * slopes.sum(axis=0),
        "slopes of length 1": lambda weights, slopes, learning_rate: (
            weights - learning_rate * slopes / np.linalg.norm(slopes)
        ),
        "divided by how many": lambda weights, slopes, learning_rate: (
            weights - learning_rate * slopes / slopes.size
        ),
        "slopes squared": lambda weights, slopes, learning_rate: weights - learning_rate * slopes**2,
        "rate squared": lambda weights, slopes, learning_rate: weights - learning_rate**2 * slopes,
        "slopes upside down": lambda weights, slopes, learning_rate: weights - learning_rate * slopes[::-1],
        "slopes transposed": lambda weights, slopes, learning_rate: weights - learning_rate * slopes.T,
        "a matrix product": lambda weights, slopes, learning_rate: weights - learning_rate @ slopes,
        "weights and slopes exchanged": lambda slopes, weights, learning_rate: (
            weights - learning_rate * slopes
        ),
        "a rate of 1": lambda weights, slopes, learning_rate: weights - 1 * slopes,
        "a rate of 0.1": lambda weights, slopes, learning_rate: weights - 0.1 * slopes,
        "the nudge as well": lambda weights, slopes, learning_rate: weights - learning_rate * slopes * 0.01,
        "from the lesson's start": lambda weights, slopes, learning_rate: start - learning_rate * slopes,
        "the lesson's slope": lambda weights, slopes, learning_rate: weights - learning_rate * slope,
        "the lesson's result": lambda weights, slopes, learning_rate: 0.17,
        "in place": in_place,
        "in place, by a second name": by_a_second_name,
        "in place, cell by cell": in_place_by_cells,
        "in place, and then a copy": in_place_and_a_copy,
        "in place, by out": lambda weights, slopes, learning_rate: np.subtract(
            weights, learning_rate * slopes, out=weights
        ),
        "a copy, unchanged": copy_unchanged,
        "unchanged": lambda weights, slopes, learning_rate: weights,
        "the first row alone": first_row_only,
        "the last row left out": last_row_left_out,
        "rows for both axes": square_loops,
        "twelve rows only": twelve_rows,
        "return inside the loop": returned_in_the_loop,
        "two steps": two_steps,
        "whole numbers": whole_numbers,
        "two decimals": lambda weights, slopes, learning_rate: (weights - learning_rate * slopes).round(2),
        "half precision": lambda weights, slopes, learning_rate: (weights - learning_rate * slopes).astype(
            np.float16
        ),
        "never below zero": lambda weights, slopes, learning_rate: (weights - learning_rate * slopes).clip(0),
        "printed": printed_step,
        "not returned": not_returned_step,
        "text": lambda weights, slopes, learning_rate: str(weights - learning_rate * slopes),
        "weights and slopes": lambda weights, slopes, learning_rate: (
            weights - learning_rate * slopes,
            slopes,
        ),
        "one number": lambda weights, slopes, learning_rate: (weights - learning_rate * slopes).sum(),
        "a name that is not there": lambda weights, slopes, learning_rate: weights - rate * slopes,
        "two parameters": lambda weights, slopes: weights - slopes,
        "four parameters": lambda weights, slopes, learning_rate, steps: (
            weights - learning_rate * slopes * steps
        ),
        "a class": Step,
        "a result, not the function": start - 1.0 * np.ones((12, 2)),
        "its name in quotes": "my_step",
        "nothing": None,
    },
    "learning_rate": {
        "not begun": None,
        "1, which does not quite do it": 1,
        "1.0": 1.0,
        "1.05, which ends at .233": 1.05,
        "1.08": 1.08,
        "1.25, where it rises once": 1.25,
        "1.3": 1.3,
        "1.5": 1.5,
        "2": 2,
        "5, on a way that is not safe": 5,
        "10": 10,
        "30": 30,
        "1000": 1000,
        "0.1": 0.1,
        "0.01": 0.01,
        "115, a percentage": 115,
        "0": 0,
        "below 0": -1.15,
        "1 over it": 1 / 1.15,
        "no number": np.nan,
        "without end": np.inf,
        "True": True,
        "in a list": [1.1, 1.2],
        "several": np.array([1.1, 1.15, 1.2]),
        "the loss": 0.2241,
        "the weights": start,
        "text": "a little more than 1",
        "complex": 1.15 + 1j,
        "a function": lambda: 1.15,
    },
}


def changes_the_votes(logits, labels):
    logits -= logits.max(axis=1, keepdims=True)
    return cross_entropy(logits, labels)


ARGUABLE = {
    "cross_entropy": {
        "changes the votes that it was given": changes_the_votes,
        "a guard of a millionth": of_the_right(lambda shares: -np.log(shares + 1e-6).mean()),
    },
    "step": {
        "spoils the slopes, not the weights": into_the_slopes,
        "a list of rows": lambda weights, slopes, learning_rate: list(weights - learning_rate * slopes),
    },
    "learning_rate": {
        "the number as text": "1.15",
        "one number in a list": [1.15],
        "one number in an array": np.array([1.15]),
        "a fraction": Fraction(23, 20),
        "by the conditions, if by a hair": 1.0825,
    },
}
