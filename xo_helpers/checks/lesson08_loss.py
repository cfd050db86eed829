"""Lesson 08: the loss of a batch."""

import numpy as np

from xo_helpers.checks.lesson07 import softmax
from xo_helpers.checks.machinery import FunctionExercise
from xo_helpers.texts import rounded_cell

CASES = [
    {"logits": np.array([[1.0, 2.0]]), "labels": np.array([0])},
    {"logits": np.array([[1.0, 2.0], [0.5, -1.0]]), "labels": np.array([1, 1])},
    {"logits": np.array([[0.0, 1.0, -1.0], [2.0, 0.5, 2.0], [3.0, 0.0, 1.0]]), "labels": np.array([2, 0, 1])},
    {
        "logits": np.array([[0.3, -1.2], [2.0, 2.5], [-0.7, 0.1], [4.0, 1.0]]),
        "labels": np.array([1, 0, 0, 0]),
    },
    {"logits": np.array([[2, 0], [-1, 2]]), "labels": np.array([1, 0])},
    {"logits": np.array([[1000.0, 1001.0, 998.5], [-1000.0, -999.0, -998.0]]), "labels": np.array([0, 1])},
    {"logits": np.array([[0.5, -1.0, 2.0, 0.25, 1.5]]), "labels": np.array([4])},
    {"logits": np.array([[1.5, 0.2, -0.4, 0.9]] * 2), "labels": np.array([3, 1])},
]


def _of_right(logits, labels):
    return softmax(logits)[np.arange(len(labels)), labels]


def cross_entropy(logits, labels):
    """The solution, as the lesson writes it."""
    return float(-np.log(_of_right(logits, labels)).mean())


def _halving(values):
    total = 0
    for value in values:
        total = (total + value) / len(values)
    return float(total)


SLIPS = {
    "did not take the largest vote off before exp: exp(1000) is too large; softmax does": lambda x, y: (
        -np.log((np.exp(x) / np.exp(x).sum(axis=1, keepdims=True))[np.arange(len(y)), y]).mean()
    ),
    "took the mean share and left the log out: take −log of each share": lambda x, y: -_of_right(x, y).mean(),
    "added up over all classes, for each image: only the right answer's share counts": lambda x, y: (
        -np.log(softmax(x)).sum() / len(y)
    ),
    "took image and label for each other: it is shares[image, label]": lambda x, y: (
        -np.log([softmax(x)[label, image] for image, label in enumerate(y)]).mean()
    ),
    "added the losses up: a batch takes their mean": lambda x, y: -np.log(_of_right(x, y)).sum(),
    "forgot the minus: the log of a share is below 0": lambda x, y: np.log(_of_right(x, y)).mean(),
    "took the log of the mean share: take the mean of the logs": lambda x, y: -np.log(_of_right(x, y).mean()),
    "took the mean over all classes: only the right answer's share counts": lambda x, y: (
        -np.log(softmax(x)).mean()
    ),
    "divided by the number of classes: a mean divides by the number of images": lambda x, y: (
        -np.log(_of_right(x, y)).sum() / x.shape[1]
    ),
    "added up over all classes: only the right answer's share counts": lambda x, y: -np.log(softmax(x)).sum(),
    "took the share of class 0 for all: each image has its label": lambda x, y: (
        -np.log(softmax(x)[:, 0]).mean()
    ),
    "took the share of class 1 for all: each image has its label": lambda x, y: (
        -np.log(softmax(x)[:, 1]).mean()
    ),
    "took the share of the wrong answer": lambda x, y: float(-np.log(1 - _of_right(x, y)).mean()),
    "took the softmax over the images: each row is one": lambda x, y: (
        -np.log(softmax(x.T).T[np.arange(len(y)), y]).mean()
    ),
    "took softmax twice": lambda x, y: -np.log(softmax(softmax(x))[np.arange(len(y)), y]).mean(),
    "took the softmax of all votes together: each row is one image": lambda x, y: (
        -np.log((np.exp(x) / np.exp(x).sum())[np.arange(len(y)), y]).mean()
    ),
    "took the largest loss: take the mean": lambda x, y: -np.log(_of_right(x, y)).min(),
    "left out the last image": lambda x, y: -np.log(_of_right(x, y))[:-1].sum() / len(y),
    "counted the images read wrong: take the mean loss": lambda x, y: float((x.argmax(axis=1) != y).sum()),
    "counted the share of images read wrong: take the mean loss": lambda x, y: float(
        (x.argmax(axis=1) != y).mean()
    ),
    "took the log of the added shares: take the mean of the logs": lambda x, y: (
        -np.log(_of_right(x, y).sum())
    ),
    "divided in the loop: divide at the end": lambda x, y: _halving(-np.log(_of_right(x, y))),
    "took the mean share: take the log of each first": lambda x, y: _of_right(x, y).mean(),
    "took the first image alone: take the mean over all": lambda x, y: -np.log(_of_right(x, y)[0]),
    "took the last image alone: begin at 0 and add with +=": lambda x, y: -np.log(_of_right(x, y)[-1]),
    "took the mean with one-hot labels over all cells: divide by the number of images alone": lambda x, y: (
        -np.log(_of_right(x, y)).sum() / x.size
    ),
    "added the others' logs, of 1 − share: only the right answer's counts": lambda x, y: float(
        -np.mean(np.log(_of_right(x, y)) + (np.log(1 - softmax(x)).sum(axis=1) - np.log(1 - _of_right(x, y))))
    ),
    "took the squared error of the shares: take −log": lambda x, y: float(
        ((1 - _of_right(x, y)) ** 2).mean()
    ),
    "took the share of images read right: take the loss": lambda x, y: float((x.argmax(axis=1) == y).mean()),
    "took the log of 1 + share: np.log takes the share itself": lambda x, y: (
        -np.log1p(_of_right(x, y)).mean()
    ),
    "took the largest share: take that of the right answer": lambda x, y: (
        -np.log(softmax(x).max(axis=1)).mean()
    ),
    "did not take the log": lambda x, y: 1 - _of_right(x, y).mean(),
    "took the log to base 10: np.log is to base e": lambda x, y: -np.log10(_of_right(x, y)).mean(),
    "took the log to base 2: np.log is to base e": lambda x, y: -np.log2(_of_right(x, y)).mean(),
    "took the shares of all labels from every image: shares[:, labels] picks whole columns; "
    "shares[np.arange(len(labels)), labels] picks one share from each row": lambda x, y: (
        -np.log(softmax(x)[:, y]).mean()
    ),
    "left out softmax: a vote is no share": lambda x, y: -x[np.arange(len(y)), y].mean(),
    "returned a loss an image: a batch has one, their mean": lambda x, y: -np.log(_of_right(x, y)),
}

CROSS_ENTROPY = FunctionExercise("cross_entropy", cross_entropy, CASES, SLIPS, rounded_cell)
