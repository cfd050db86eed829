"""Lesson 09: a chain by hand, and what a dense layer hands back. The other layers have their own file."""

from numbers import Real

import numpy as np

from xo_helpers.checks.lesson09_layers import LAYERS
from xo_helpers.checks.machinery import FunctionExercise, NotAnAnswerError
from xo_helpers.checks.verdicts import NOT_WRITTEN, judged, no, yes
from xo_helpers.texts import rounded_cell

# value −2 × weight −1.5 = 3, − 0.5 = 2.5, ReLU 2.5, × second 0.8 = 2, loss (5 − 2)² = 9
CHAIN = {"out": -6.0, "second": -15.0, "ReLU": -4.8, "weight": 9.6}
CHAIN_SLIPS = {  # node -> {what came: what went wrong}
    "out": {
        6: "turned the sign: the loss falls when out comes nearer to 5",
        3: "forgot the 2, and turned the sign: nudge out by 0.01 and see",
        -3: "forgot the 2: nudge out by 0.01 and see",
        9: "wrote down the loss",
    },
    "second": {
        -4.8: "multiplied by second itself: out is second × ReLU, so its factor is the ReLU's value",
        2.5: "stopped at the factor: multiply it by the slope of out",
        15: "lost the sign",
    },
    "ReLU": {
        -15: "multiplied by the ReLU's own value: out is second × ReLU, so its factor is second",
        0.8: "stopped at the factor: multiply it by the slope of out",
        -6: "left out second",
        4.8: "lost the sign",
        0: "shut the gate too early: it stands below ReLU",
    },
    "weight": {
        7.2: "multiplied by the weight itself: its factor is the value",
        -4.8: "stopped at the product: the value is one more factor",
        12: "left out second",
        -9.6: "lost the sign of the value",
        -2: "stopped at the factor: multiply it by the slope of the product",
        0: "shut the gate: what came in is above 0",
    },
}


@judged("chain")
def check_chain(answer):
    """Judge four slopes, from the loss back."""
    if not isinstance(answer, dict) or set(answer) != set(CHAIN):
        return no(f"; hand in a dict with {', '.join(CHAIN)}.", "type")
    if all(slope is None for slope in answer.values()):
        return NOT_WRITTEN
    for name, right in CHAIN.items():
        got = answer[name]
        if got is None or got is ...:
            return no(f"; the slope of {name} is missing.", "one missing")
        if isinstance(got, bool) or not isinstance(got, Real) or abs(got) > 1e9:
            return no(f"; the slope of {name} is one number.", "type")
        if not abs(got - right) < 1e-6:
            near = [slip for value, slip in CHAIN_SLIPS[name].items() if abs(got - value) < 1e-6]
            hint = (
                f"It looks as if you {near[0]}." if near else "Multiply the factors on its way to the loss."
            )
            return no(f". The slope of {name} is not {got:g}. {hint}", near[0] if near else None)
    return yes(", all four slopes.")


DENSE_CASES = [
    {
        "gradient": np.array([[-0.5, 0.25]]),
        "values": np.array([[2.0, -1.0]]),
        "weights": np.array([[0.5, 1.0], [-3.0, 0.5]]),
    },
    {
        "gradient": np.array([[0.25, -2.0], [1.0, 0.5]]),
        "values": np.array([[1.0, 4.0, -0.5], [-2.0, 0.25, 3.0]]),
        "weights": np.array([[2.0, -1.0], [0.5, 3.0], [-0.25, 1.5]]),
    },
    {
        "gradient": np.array([[0.2, -0.3, 0.1], [-1.0, 0.6, 0.4]]),
        "values": np.array([[3.0, 0.05], [-1.0, 2.0]]),
        "weights": np.array([[1.0, 0.0, -2.0], [0.5, 4.0, 0.25]]),
    },
]

VALUES_SLIPS = {
    "returned the two in the other order: first that of the values": lambda g, v, w: v.T @ g,
    "forgot to swap the weights' rows and columns": lambda g, v, w: g @ w,
    "kept one way of each value: it goes to all votes, and the ways add": lambda g, v, w: (
        g[:, -1:] * w[:, -1]
    ),
    "took the mean over the votes: the ways add": lambda g, v, w: g @ w.T / w.shape[1],
    "multiplied by the values too: a value's factor is its weight": lambda g, v, w: (g @ w.T) * v,
    "took the values for the weights": lambda g, v, w: g.sum(axis=1, keepdims=True) * v,
    "changed the sign": lambda g, v, w: -(g @ w.T),
    "added the weights without the gradient": lambda g, v, w: np.ones_like(g) @ w.T,
}
WEIGHTS_SLIPS = {
    "took the mean over the images: they add up": lambda g, v, w: v.T @ g / len(g),
    "transposed it: it has the weights' shape": lambda g, v, w: g.T @ v,
    "let a later image overwrite an earlier one: add them up with +=": lambda g, v, w: v[-1:].T @ g[-1:],
    "took the first image alone": lambda g, v, w: v[:1].T @ g[:1],
    "multiplied by the weights too: a weight's factor is its value": lambda g, v, w: (v.T @ g) * w,
    "left out the values": lambda g, v, w: np.ones_like(v).T @ g,
    "changed the sign": lambda g, v, w: -(v.T @ g),
}
DENSE = {
    "values": FunctionExercise(
        "dense_backward", lambda g, v, w: g @ w.T, DENSE_CASES, VALUES_SLIPS, rounded_cell
    ),
    "weights": FunctionExercise(
        "dense_backward", lambda g, v, w: v.T @ g, DENSE_CASES, WEIGHTS_SLIPS, rounded_cell
    ),
}


def check_dense_backward(answer):
    """Judge a function of two results: each is examined on its own."""
    if answer is None or not callable(answer):
        return DENSE["values"](answer)

    def part(at, *case):
        two = answer(*case)
        if not isinstance(two, (tuple, list)) or len(two) != 2:
            raise NotAnAnswerError(
                "It must return two arrays, that of the values and that of the weights, with a comma between."
            )
        return two[at]

    for at, (name, exercise) in enumerate(DENSE.items()):
        verdict = exercise(lambda *case, at=at: part(at, *case))
        if not verdict.passed:
            if "The first cell that differs" in verdict.text:  # it is known which of the two is wrong
                of = f"The gradient of the {name}, in the smallest"
                verdict.text = verdict.text.replace("The smallest", of)
            return verdict
    return verdict


EXERCISES = {"chain": check_chain, "dense_backward": check_dense_backward, **LAYERS}
