"""Lesson 08: a step downhill, and a learning rate. The loss has its own file."""

import numpy as np

from xo_helpers.checks.lesson06 import KERNELS
from xo_helpers.checks.lesson08_loss import CROSS_ENTROPY
from xo_helpers.checks.machinery import FunctionExercise
from xo_helpers.checks.results import number_of
from xo_helpers.checks.verdicts import judged, no, yes
from xo_helpers.data import load_ten
from xo_helpers.gradients import cross_entropy_backward
from xo_helpers.layers import Conv2D, Dense, Flatten, MaxPool2D
from xo_helpers.network import Network
from xo_helpers.ops import cross_entropy
from xo_helpers.texts import rounded_cell


def step(weights, slopes, learning_rate):
    """The solution."""
    return weights - learning_rate * slopes


STEP_CASES = [
    {"weights": np.array([[1.0, -1.0]]), "slopes": np.array([[0.4, -2.0]]), "learning_rate": 0.5},
    {
        "weights": np.array([[0.2, 0.0], [0.25, -0.5]]),
        "slopes": np.array([[-0.2, 0.1], [0.0, 3.0]]),
        "learning_rate": 2.0,
    },
    {
        "weights": np.array([[0.2, 0.0], [1.0, -0.5], [-3.0, 2.0]]),
        "slopes": np.array([[-1.3, 0.1234], [0.625, 3.0], [0.0, -0.7]]),
        "learning_rate": 0.01,
    },
    {"weights": np.array([[0.5, -1.0]]), "slopes": np.array([[3, -2]]), "learning_rate": 0.25},
    {"weights": np.array([[1.0, -2.0, 0.3]]), "slopes": np.array([[1 / 3, -0.5, 1.0]]), "learning_rate": 1.0},
]

STEP_SLIPS = {
    "went uphill: subtract, a step goes against the slope": lambda w, s, r: w + r * s,
    "forgot the learning rate": lambda w, s, r: w - s,
    "divided by the learning rate": lambda w, s, r: w - s / r,
    "took only the sign of the slope: a steeper one goes further": lambda w, s, r: w - r * np.sign(s),
    "returned the step alone, with its sign: take it off the weights": lambda w, s, r: r * s,
    "returned the weights as they were": lambda w, s, r: w,
    "took the weights from the step: subtract the other way round": lambda w, s, r: r * s - w,
    "took the learning rate off: multiply the slopes by it": lambda w, s, r: w - s - r,
    "took the learning rate off alone: multiply the slopes by it": lambda w, s, r: w - r,
    "took the mean slope for all weights: each has its own": lambda w, s, r: w - r * s.mean(),
    "took the sum of the slopes for all weights: each has its own": lambda w, s, r: w - r * s.sum(),
    "took the length of the slope, without its sign": lambda w, s, r: w - r * np.abs(s),
    "multiplied weights and slopes": lambda w, s, r: w * s * r,
    "subtracted first and multiplied then: brackets in the wrong place": lambda w, s, r: (w - s) * r,
    "changed the first weight alone: all go a step": lambda w, s, r: np.where(
        np.arange(w.size).reshape(w.shape) == 0, w - r * s, w
    ),
    "went downhill where the slope is above 0 alone": lambda w, s, r: w - r * np.maximum(s, 0),
    "divided by the number of weights as well": lambda w, s, r: w - r * s / w.size,
    "squared the slopes": lambda w, s, r: w - r * s * s,
    "squared the rate": lambda w, s, r: w - r * r * s,
    "made all slopes of length 1": lambda w, s, r: w - r * s / np.sqrt((s * s).sum()),
    "took the steepest slope for all weights": lambda w, s, r: w - r * np.abs(s).max(),
    "went two steps": lambda w, s, r: w - 2 * r * s,
    "used the lesson's rate, 0.1": lambda w, s, r: w - 0.1 * s,
    "used a rate of its own, 0.01": lambda w, s, r: w - 0.01 * s,
    "used the lesson's rate, 0.5": lambda w, s, r: w - 0.5 * s,
    "made whole numbers of whole slopes, as np.zeros_like does: use np.zeros(…)": lambda w, s, r: (
        w - r * s
    ).astype(s.dtype),
    "made whole numbers, which drops the fractions": lambda w, s, r: np.trunc(w - r * s),
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
        text = f"After {STEPS} steps the loss is still {found[-1]:.3f}. The steps are too short."
        return no(f". {text}", "too small")
    return yes(f", the loss falls from {found[0]:.2f} to {found[-1]:.2f}.")


EXERCISES = {
    "cross_entropy": CROSS_ENTROPY,
    "step": FunctionExercise("step", step, STEP_CASES, STEP_SLIPS, rounded_cell),
    "learning_rate": check_learning_rate,
}
