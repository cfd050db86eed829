"""Lesson 05: negatives become zero; what that commutes with."""

import numpy as np

from xo_helpers.checks.machinery import FunctionExercise
from xo_helpers.checks.verdicts import NOT_WRITTEN, Verdict, judged, no, yes
from xo_helpers.data import load_image, load_kernel
from xo_helpers.ops import avg_pool, feature_map, relu

CASES = [  # the first begins with a negative and ends in a half: np.vectorize takes its type from the first
    {"scores": np.array([[-0.5, 2.5]])},
    {"scores": np.array([[0.5, -1.0, 0.0], [-0.25, 3.0, -2.0]])},
    {"scores": feature_map(load_image("X"), load_kernel("diagonal"))},
]


def _square(scores, rest):
    """Looked at as many columns as there are rows: what lies beyond is as it was, or was never filled."""
    result = rest(scores)
    result[:, : len(scores)] = relu(scores)[:, : len(scores)]
    return result


def _first(scores, rows, columns):
    """Returned inside the loop: of a copy, only the first cells are done."""
    result = scores.copy()
    result[:rows, :columns] = relu(scores)[:rows, :columns]
    return result


SLIPS = {
    "dropped the sign: −0.5 becomes 0, and not 0.5": np.abs,
    "said only where the positives are: keep their values": lambda s: (s > 0).astype(float),
    "said only which cells are positive: keep their values": lambda s: s > 0,
    "cut the values off at 1: nothing limits them upward": lambda s: np.clip(s, 0, 1),
    "let a little of the negatives through, a hundredth: that is leaky ReLU": lambda s: np.maximum(
        s, 0.01 * s
    ),
    "let a little of the negatives through, a tenth: that is leaky ReLU": lambda s: np.maximum(s, 0.1 * s),
    "took the largest of each column: np.maximum goes cell by cell, np.max does not": lambda s: np.max(s, 0),
    "took the largest of each row: np.maximum goes cell by cell, np.max does not": lambda s: s.max(axis=1),
    "made whole numbers, which drops the fractions": lambda s: relu(s).astype(int),
    "made whole numbers, since the first value became the whole number 0: write 0.0": np.vectorize(
        lambda value: max(value, 0)
    ),
    "went through as many columns as there are rows: the map need not be square": lambda s: _square(
        s, np.copy
    ),
    "went through as many columns as there are rows, and left the rest at 0": lambda s: _square(
        s, np.zeros_like
    ),
    "returned after the first cell: end the loops first": lambda s: _first(s, 1, 1),
    "returned after the first row: end the loops first": lambda s: _first(s, 1, s.size),
    "kept the negatives and dropped the positives": lambda s: np.minimum(s, 0),
    "returned the positives alone: the map must keep its shape": lambda s: s[s > 0],
    "changed the sign": lambda s: np.maximum(-s, 0),
    "added to all values until none was negative: only the negatives change": lambda s: s - s.min(),
    "returned the map as it was (to change a loop's variable does not change the map)": lambda s: s,
}

# For each pooling a window on which the two orders give different values, or None if there is no such window.
WINDOW = np.array([[-1.0, 1.0], [0.0, 0.0]])
TRUTHS = {"average": False, "minimum": True}


@judged("commutes")
def check_commutes(answer):
    """Judge which poolings give the same before a ReLU as after it."""
    if not isinstance(answer, dict) or not set(TRUTHS) <= set(answer):
        text = "hand in a dict like {'average': True, 'minimum': False}"
        return no(f"; {text}.", "type")
    if all(answer[name] is None for name in TRUTHS):
        return NOT_WRITTEN
    for name, truth in TRUTHS.items():
        if answer[name] is None:
            return Verdict(False, f"{name} is still open.", "one missing")
        if not isinstance(answer[name], (bool, np.bool_)):
            return no(f"; {name} must be True or False.", "type")
        if answer[name] != truth:
            return no(f". {_why(name)}", name)
    return yes(f". {_why('average')} {_why('minimum')}")


def _why(name):
    if name == "average":
        first, last = avg_pool(relu(WINDOW)).item(), relu(avg_pool(WINDOW)).item()
        return f"Average: for −1, 1, 0 and 0 a ReLU before pooling gives {first}, and after it {last}."
    return "Minimum: a ReLU never swaps two values, so the smallest of a window stays its smallest."


EXERCISES = {"relu": FunctionExercise("relu", relu, CASES, SLIPS), "commutes": check_commutes}
