"""Lesson 08: the loss of a batch, a step downhill, and a learning rate."""

import numpy as np

from xo_helpers.checks.lesson06 import KERNELS
from xo_helpers.checks.machinery import FunctionExercise
from xo_helpers.checks.verdicts import judged, no, yes
from xo_helpers.data import load_ten
from xo_helpers.gradients import cross_entropy_backward
from xo_helpers.layers import Conv2D, Dense, Flatten, MaxPool2D
from xo_helpers.network import Network
from xo_helpers.ops import cross_entropy, softmax
from xo_helpers.texts import rounded_cell

LOSS_CASES = [
    {"logits": np.array([[1.0, 2.0]]), "labels": np.array([0])},
    {"logits": np.array([[1.0, 2.0], [0.5, -1.0]]), "labels": np.array([1, 1])},
    {"logits": np.array([[0.0, 1.0, -1.0], [2.0, 0.5, 2.0], [3.0, 0.0, 1.0]]), "labels": np.array([2, 0, 1])},
]


def _of_right(logits, labels):
    return softmax(logits)[np.arange(len(labels)), labels]


LOSS_SLIPS = {
    "added the losses up: a batch takes their mean": lambda x, y: -np.log(_of_right(x, y)).sum(),
    "forgot the minus: the log of a share is below 0": lambda x, y: np.log(_of_right(x, y)).mean(),
    "took the log of the mean share: take the mean of the logs": lambda x, y: -np.log(_of_right(x, y).mean()),
    "took the mean over all classes: only the right answer's share counts": lambda x, y: (
        -np.log(softmax(x)).mean()
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

STEP_CASES = [
    {"weights": np.array([[1.0, -1.0]]), "slopes": np.array([[0.4, -2.0]]), "learning_rate": 0.5},
    {
        "weights": np.array([[0.2, 0.0], [0.25, -0.5]]),
        "slopes": np.array([[-0.2, 0.1], [0.0, 3.0]]),
        "learning_rate": 2.0,
    },
]

STEP_SLIPS = {
    "went uphill: subtract, a step goes against the slope": lambda w, s, r: w + r * s,
    "forgot the learning rate": lambda w, s, r: w - s,
    "divided by the learning rate": lambda w, s, r: w - s / r,
    "took only the sign of the slope: a steeper one goes further": lambda w, s, r: w - r * np.sign(s),
    "returned the step alone: take it off the weights": lambda w, s, r: -r * s,
    "multiplied the weights by the learning rate": lambda w, s, r: r * w - s,
    "multiplied the weights by the step": lambda w, s, r: w * (1 - r * s),
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
    if isinstance(answer, (bool, str)) or not np.isscalar(answer) or not np.isfinite(answer):
        return no("; hand in one number.", "type")
    if answer == 0:
        return no(". With a rate of 0 no weight ever moves.", "zero")
    if answer < 0:
        return no(". With a rate below 0 every step goes uphill.", "uphill")
    with np.errstate(all="ignore"):
        found = losses(float(answer))
    rises = [step for step in range(1, len(found)) if not found[step] <= found[step - 1]]
    if rises:
        text = f"The loss rises at step {rises[0]}. The steps are too long."
        return no(f". {text}", "too large")
    if found[-1] >= LOW:
        text = f"After {STEPS} steps the loss is still {found[-1]:.3f}. The steps are too short."
        return no(f". {text}", "too small")
    return yes(f", the loss falls from {found[0]:.2f} to {found[-1]:.2f}.")


EXERCISES = {
    "cross_entropy": FunctionExercise("cross_entropy", cross_entropy, LOSS_CASES, LOSS_SLIPS, rounded_cell),
    "step": FunctionExercise("step", lambda w, s, r: w - r * s, STEP_CASES, STEP_SLIPS, rounded_cell),
    "learning_rate": check_learning_rate,
}
