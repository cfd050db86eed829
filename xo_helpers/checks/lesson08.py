"""Lesson 08: the loss of a batch, a step downhill, and a learning rate."""

import numpy as np

from xo_helpers.checks.families import each, table
from xo_helpers.checks.lesson06 import KERNELS
from xo_helpers.checks.lesson07 import softmax
from xo_helpers.checks.machinery import FunctionExercise
from xo_helpers.checks.results import number_of
from xo_helpers.checks.verdicts import judged, no, yes
from xo_helpers.data import load_ten
from xo_helpers.gradients import cross_entropy_backward
from xo_helpers.layers import Conv2D, Dense, Flatten, MaxPool2D
from xo_helpers.network import Network
from xo_helpers.texts import rounded_cell


def cross_entropy(logits, labels, softmax=softmax):
    """The solution, as the lesson writes it."""
    return float(-np.log(softmax(logits)[np.arange(len(labels)), labels]).mean())


LOSS_CASES = table(
    "logits labels",
    ([[1.0, 2.0]], [0]), ([[1.0, 2.0], [0.5, -1.0]], [1, 1]), ([[2, 0], [-1, 2]], [1, 0]),
    ([[0.0, 1.0, -1.0], [2.0, 0.5, 2.0], [3.0, 0.0, 1.0]], [2, 0, 1]), ([[0.5, -1.0, 2.0, 0.25, 1.5]], [4]),
    ([[0.3, -1.2], [2.0, 2.5], [-0.7, 0.1], [4.0, 1.0]], [1, 0, 0, 0]), ([[1.5, 0.2, -0.4, 0.9]] * 2, [3, 1]),
    ([[0.0, 14.0], [16.5, 0.0], [0.0, 14.0]], [0, 1, 0]),  # shares of a millionth, and less: none is cut off
    ([[1000.0, 1001.0, 998.5], [-1000.0, -999.0, -998.0]], [0, 1]),
    # One vote leads by so much that only the largest may be taken off, and no share is 0: its log is finite.
    ([[0, 0, 719.5, 720], [720, 719.5, 0, 0], [1500, 1499, 1480, 1498]], [2, 1, 0]),
    ([[0.5] * 25 + [1.25], [740.0] + [0.0] * 25, [1.0] * 25 + [3.0]], [24, 0, 25]),
)  # fmt: skip

# A guard of a billionth, or less, shows in no loss of the lesson's: so it is right, and told.
LATER = [
    (
        {"logits": np.array([[0.0, 40.0]]), "labels": np.array([0])},
        "For votes 0 and 40 and label 0 the loss is 40, and here it is not: small shares count as they are.",
    )
]

OF_OWN = {  # of each image the share of the right answer
    "added the losses up: a batch takes their mean": lambda own: -np.log(own).sum(),
    "forgot the minus: the log of a share is below 0": lambda own: np.log(own).mean(),
    "took the mean share and left the log out: take −log of each share": lambda own: -own.mean(),
    "took the mean share: take the log of each first": lambda own: own.mean(),
    "did not take the log": lambda own: 1 - own.mean(),
    "took the log of the mean share: take the mean of the logs": lambda own: -np.log(own.mean()),
    "took the log to base 10: np.log is to base e": lambda own: -np.log10(own).mean(),
    "took the log to base 2: np.log is to base e": lambda own: -np.log2(own).mean(),
    "took the first image alone: take the mean over all": lambda own: -np.log(own[0]),
    "returned one loss per image: a batch has one, their mean": lambda own: -np.log(own),
}
GUARDS = [f"1e-{digits}" for digits in range(2, 12)]  # against the log of 0, which no share here needs
ADDED = {f"added {least} to the shares: small ones count as they are": float(least) for least in GUARDS}
CLIPPED = {f"took {least} for smaller shares: they count as they are": float(least) for least in GUARDS[:6]}
OF_OWN |= each(lambda least: lambda own: -np.log(own + least).mean(), ADDED)
OF_OWN |= each(lambda least: lambda own: -np.log(own.clip(least)).mean(), CLIPPED)
OF_SHARES = {
    "took whole rows of shares: one number of each counts": lambda s, y: -np.log(s[y]).mean(),
    "returned how often it is right: take −log of shares": lambda s, y: (s.argmax(axis=1) == y).mean(),
    "took the shares of all labels from every image: shares[:, labels] picks whole columns; "
    "shares[np.arange(len(labels)), labels] picks one share from each row": lambda s, y: (
        -np.log(s[:, y]).mean()
    ),
    "took the mean over all classes: only the right answer's share counts": lambda s, y: -np.log(s).mean(),
    "added up over all classes: only the right answer's share counts": lambda s, y: -np.log(s).sum(),
    "added up over all classes: one share per image counts": lambda s, y: -np.log(s).sum() / len(y),
    "took the largest share: take that of the right answer": lambda s, y: -np.log(s.max(axis=1)).mean(),
    "took image and label for each other": lambda s, y: -np.log(s[y, np.arange(len(y))]).mean(),
}


LOSS_SLIPS = {
    "let exp overflow: use softmax": lambda x, y: cross_entropy(x, y, lambda x: softmax(x, lambda x: 0)),
    **each(lambda slip: lambda x, y: slip(softmax(x)[np.arange(len(y)), y]), OF_OWN),
    **each(lambda slip: lambda x, y: slip(softmax(x), y), OF_SHARES),
    "took the softmax over the images": lambda x, y: cross_entropy(x, y, lambda x: softmax(x.T).T),
    "took softmax twice": lambda x, y: cross_entropy(softmax(x), y),
    "left out softmax: a vote is not a share": lambda x, y: -x[np.arange(len(y)), y].mean(),
    "took the log of the votes: softmax makes shares of them": lambda x, y: cross_entropy(x, y, np.array),
    "took the share of 1 − label: the label itself is the right one": lambda x, y: cross_entropy(x, 1 - y),
    "took 1 off the labels: classes count from 0": lambda x, y: cross_entropy(x, y - 1),
}


def step(weights, slopes, learning_rate):
    """The solution."""
    return weights - learning_rate * slopes


STEP_CASES = table(
    "weights slopes learning_rate",
    ([[1.0, -1.0]], [[0.4, -2.0]], 0.5), ([[0.2, 0.0], [0.25, -0.5]], [[-0.2, 0.1], [0.0, 3.0]], 2.0),
    ([[0.2, 0.0], [1.0, -0.5], [-3.0, 2.0]], [[-1.3, 0.1234], [0.625, 3.0], [0.0, -0.7]], 0.01),
    ([[0.5, -1.0]], [[3, -2]], 0.25), ([[1.0, -2.0, 0.3]], [[1 / 3, -500.5, 1.0]], 1.0),
)  # fmt: skip

STEP_SLIPS = {
    "went uphill: subtract, a step goes against the slope": lambda w, s, r: w + r * s,
    "forgot the learning rate": lambda w, s, r: w - s,
    "divided by the learning rate": lambda w, s, r: w - s / r,
    "returned the step alone: take it off the weights": lambda w, s, r: -r * s,
    "returned the step alone, with its sign: take it off the weights": lambda w, s, r: r * s,
    "took the weights from the step: subtract the other way round": lambda w, s, r: r * s - w,
    "took the learning rate off: multiply the slopes by it": lambda w, s, r: w - s - r,
    "took the learning rate off alone: multiply the slopes by it": lambda w, s, r: w - r,
    "subtracted first and then multiplied: brackets in the wrong place": lambda w, s, r: (w - s) * r,
    "took the rate off the weights, and then multiplied: multiply the slopes": lambda w, s, r: (w - r) * s,
    "dropped the signs of the slopes: below 0 the step goes up": lambda w, s, r: w - r * np.abs(s),
    "took only the sign of the slope: a steeper one goes further": lambda w, s, r: w - r * np.sign(s),
    "took the mean slope for all weights: each has its own": lambda w, s, r: w - r * s.mean(),
    "took the sum of the slopes for all weights: each has its own": lambda w, s, r: w - r * s.sum(),
    "used the lesson's rate, 0.1": lambda w, s, r: w - 0.1 * s,
}

STEPS, LOW = 20, 0.23


def losses(learning_rate):
    """The loss before and after each of 20 steps on the ten drawings, from the weights of lesson 07."""
    front = Network([Conv2D(KERNELS), MaxPool2D(), MaxPool2D(), Flatten()])
    images, labels = load_ten()
    values = front.forward(images[:, None])
    weights = np.zeros((12, 2))
    weights[[0, 3, 4, 9, 10], 0], weights[[1, 2, 8, 11], 1] = 1 / 5, 1 / 4
    votes, found = Dense(weights), []
    for _ in range(STEPS + 1):
        logits = votes.forward(values)
        found.append(cross_entropy(logits, labels))
        votes.backward(cross_entropy_backward(logits, labels))
        votes.parameters["weights"] -= learning_rate * votes.gradients["weights"]
    return found


@judged("learning_rate")
def check_learning_rate(answer):
    """Judge a learning rate by 20 steps."""
    rate = number_of(answer)
    if rate is None or not np.isfinite(rate):
        return no("; hand in one number.", "type")
    if rate == 0:
        return no(". With a rate of 0 no weight ever moves.", "zero")
    if rate < 0:
        return no(". With a rate below 0 every step goes uphill.", "uphill")
    found = losses(rate)
    rises = [step for step in range(1, len(found)) if not found[step] <= found[step - 1] + 1e-9]
    if rises:
        text = f"The loss rises at step {rises[0]}. The steps are too long."
        return no(f". {text}", "too large")
    if found[-1] >= LOW:
        text = f"After {STEPS} steps the loss is still {_told(found[-1])}. The steps are too short."
        return no(f". {text}", "too small")
    return yes(f", the loss falls from {found[0]:.2f} to {_told(found[-1])}.")


def _told(loss):  # in three digits, or as many as it takes to tell it from what it must reach
    texts = [f"{loss:.{digits}f}" for digits in range(3, 18)]
    return next((text for text in texts if float(text) != LOW), texts[0])


EXERCISES = {
    "cross_entropy": FunctionExercise(
        "cross_entropy", cross_entropy, LOSS_CASES, LOSS_SLIPS, rounded_cell, later=LATER
    ),
    "step": FunctionExercise("step", step, STEP_CASES, STEP_SLIPS, rounded_cell),
    "learning_rate": check_learning_rate,
}
