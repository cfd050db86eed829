"""Lesson 09: a chain by hand, and what a dense layer hands back. The other layers have their own file."""

import numpy as np

from xo_helpers.checks.families import each, table
from xo_helpers.checks.lesson09_layers import LAYERS
from xo_helpers.checks.machinery import FunctionExercise, judge
from xo_helpers.checks.results import number_of
from xo_helpers.checks.running import NotAnAnswerError
from xo_helpers.checks.verdicts import NOT_WRITTEN, amiss, judged, no, yes
from xo_helpers.texts import rounded_cell

# value −2 × weight −1.5 = 3, − 0.5 = 2.5, ReLU 2.5, × second 0.8 = 2, loss (5 − 2)² = 9
CHAIN = {"out": -6.0, "second": -15.0, "ReLU": -4.8, "weight": 9.6}
STOPPED = "stopped at the factor: multiply it by the slope of"
CHAIN_SLIPS = {  # node, and what came: what went wrong
    ("out", 6): "turned the sign: the loss falls when out comes nearer to 5",
    ("out", 3): "forgot the 2, and turned the sign: nudge out by 0.01 and see",
    ("out", -3): "forgot the 2: nudge out by 0.01 and see",
    ("out", -12): "took the 2 twice",
    ("out", 9): "wrote down the loss",
    ("second", -4.8): "multiplied by second itself: out is second × ReLU, so its factor is the ReLU's value",
    ("second", 2.5): f"{STOPPED} out",
    ("ReLU", -15): "multiplied by the ReLU's own value: out is second × ReLU, so its factor is second",
    ("ReLU", 0.8): f"{STOPPED} out",
    ("ReLU", -6): "left out second",
    ("ReLU", 0): "shut the gate too early: it stands below ReLU",
    ("weight", 7.2): "multiplied by the weight itself: its factor is the value",
    ("weight", -4.8): "stopped at the product: the value is one more factor",
    ("weight", 12): "left out second",
    ("weight", -9.6): "lost the sign of the value",
    ("weight", -2): f"{STOPPED} the product",
    ("weight", 0): "shut the gate: what came in is above 0",
}


@judged("chain")
def check_chain(answer):
    """Judge four slopes, from the loss back."""
    if wrong := amiss(answer, CHAIN):
        return no(f"; {wrong} Hand in a dict with {', '.join(CHAIN)}.", "type")
    if all(slope is None for slope in answer.values()):
        return NOT_WRITTEN
    for name, right in CHAIN.items():
        if answer[name] is None or answer[name] is ...:
            return no(f"; the slope of {name} is missing.", "one missing")
        got = number_of(answer[name])
        if got is None or abs(got) > 1e9:
            return no(f"; the slope of {name} is one number.", "type")
        if np.isnan(got):
            return no(f"; the slope of {name} is nan, not a number: what was it computed from?", "type")
        if abs(got - right) >= 1e-5:
            slip = _chain_slip(name, got, right)
            hint = f"It looks as if you {slip}." if slip else "Multiply the factors on its way to the loss."
            return no(f". The slope of {name} is not {got:.9g}. {hint}", slip)
    return yes(", all four slopes.")


def _chain_slip(name, got, right):
    slips = [(value, slip) for (node, value), slip in CHAIN_SLIPS.items() if node == name]
    slips += [(slope, f"wrote down the slope of {other}") for other, slope in CHAIN.items()]
    slips.append((-right, "lost the sign"))
    return next((slip for value, slip in slips if abs(got - value) < 1e-5), None)


DENSE_CASES = table(
    "gradient values weights",
    ([[-0.5, 0.25]], [[2.0, -1.0]], [[0.5, 1.0], [-3.0, 0.5]]),
    ([[0.25, -2.0], [1.0, 0.5]], [[1, 4, -0.5], [-2, 0.25, 3]], [[2.0, -1.0], [0.5, 3.0], [-0.25, 1.5]]),
    ([[0.2, -1 / 3, 0.1], [-1, 0.6, 2 / 3]], [[3, 0.05], [-1, 2]], [[1.0, 0, -2], [0.5, 4, 0.25]]),
    ([[0.5, -0.25, 1.0, 0.125]], [[2, -1, 3, 1, -2]],
     [[1, 0, 2, -1], [3, 1, -2, 1], [0, 2, 1, 1], [-1, 4, 1, 0], [2, 1, 1, -3]]),
    ([[0.5, -1.0], [0.125, 2.0], [-0.75, 0.4]], [[1, -2], [0.5, 3], [-1.5, 0.25]], [[0.5, -1.0], [2, 0.75]]),
    ([[0.5], [-2e3]], [[1.0, -3, 2], [0.25, 4, -1]], [[1.5], [-0.5], [3e3]]),
)  # fmt: skip

VALUES_SLIPS = {
    "returned the two in the other order: first that of the values": lambda g, v, w: v.T @ g,
    "forgot to swap the weights' rows and columns": lambda g, v, w: g @ w,
    "kept the last way of each value: the ways add": lambda g, v, w: g[:, -1:] * w[:, -1],
    "multiplied by the values too: a value's factor is its weight": lambda g, v, w: (g @ w.T) * v,
    "took the first image alone": lambda g, v, w: g[:1] @ w.T,
    "added up over the images: each has values of its own": lambda g, v, w: (g @ w.T).sum(axis=0),
    "transposed the result: it is [images, values]": lambda g, v, w: w @ g.T,
}
WEIGHTS_SLIPS = {
    "let a later image overwrite an earlier one: add them up with +=": lambda g, v, w: v[-1:].T @ g[-1:],
    "took the first image alone": lambda g, v, w: v[:1].T @ g[:1],
    "transposed it: it has the weights' shape": lambda g, v, w: g.T @ v,
    "multiplied by the weights too: a weight's factor is its value": lambda g, v, w: (v.T @ g) * w,
    "handed back the bias's gradient: multiply by the values, then add": lambda g, v, w: g.sum(axis=0),
    "kept one gradient for each image: add them up": lambda g, v, w: v[:, :, None] * g[:, None],
}


def _dense(at, solution, slips):  # the exercise of one of the two arrays
    name = ("values", "weights")[at]

    def take(two):
        if two is None:
            raise NotAnAnswerError("It returned nothing: end it with return.")
        several = isinstance(two, (tuple, list))
        if not several or len(two) != 2:
            both = "that of the values and that of the weights, with a comma between"
            came = f"; it returned {len(two)} things" if several else ""
            raise NotAnAnswerError(f"It must return two arrays, {both}{came}.")
        if two[at] is None:
            raise NotAnAnswerError(f"Of the two that it returned, the gradient of the {name} is None.")
        return two[at]

    def pair(function):
        return lambda *case: (function(*case),) * 2

    slips = each(pair, slips)
    heading = f"The gradient of the {name}, in the smallest case that goes wrong:"
    return FunctionExercise("dense_backward", pair(solution), DENSE_CASES, slips, rounded_cell, take, heading)


DENSE = {
    "values": _dense(0, lambda g, v, w: g @ w.T, VALUES_SLIPS),
    "weights": _dense(1, lambda g, v, w: v.T @ g, WEIGHTS_SLIPS),
}


@judged("dense_backward")
def check_dense_backward(answer):
    """Judge a function of two results: each is examined on its own."""
    return judge([*DENSE.values()], answer)


EXERCISES = {"chain": check_chain, "dense_backward": check_dense_backward, **LAYERS}
