"""Lesson 05: negatives become zero; what that commutes with."""

import numpy as np

from xo_helpers.checks.families import table
from xo_helpers.checks.machinery import FunctionExercise
from xo_helpers.checks.verdicts import NOT_WRITTEN, Verdict, amiss, judged, no, yes
from xo_helpers.data import load_image, load_kernel
from xo_helpers.ops import avg_pool, feature_map


def relu(scores):
    """The solution."""
    return np.where(scores > 0, scores, 0.0)


CASES = table(  # the first begins with a negative: np.vectorize takes its type from the first result
    "scores",
    [[-0.5, 2.5, -1.0]], [[0.5, -1.0, 0.0], [-0.25, 3.0, -2.0]],
    [[-3.0, 1 / 3], [12.5, -0.125], [-7.0, 1.0], [2 / 3, -1.0], [0.0025, -0.0075], [0.00004, -0.00004]],
    [[-2e5, 3e5, -1e5, 5e5]], feature_map(load_image("X"), load_kernel("diagonal")),
    feature_map(load_image("O_rotation"), load_kernel("cross"))[:, :5],
    np.tile(feature_map(load_image("O_rotation"), load_kernel("cross")), (2, 3))[:11, 2:18],
)  # fmt: skip

LATER = [({"scores": np.array([[-0.5, 1.0]])}, "It gives a little where 0 is expected.")]

SLIPS = {
    "dropped the sign: −0.5 becomes 0, and not 0.5": np.abs,
    "changed the sign": lambda s: np.maximum(-s, 0),
    "kept the negatives and dropped the positives": lambda s: np.minimum(s, 0),
    "said only where the positives are: keep their values": lambda s: (s > 0) * 1,
    "said only which cells are positive: keep their values": lambda s: s > 0,
    "returned the signs: keep the positives' values": np.sign,
    "returned the positives alone: the map must keep its shape": lambda s: s[s > 0],
    "took the largest of each column: np.maximum goes cell by cell, np.max does not": lambda s: s.max(axis=0),
    "took the largest of each row: np.maximum goes cell by cell, np.max does not": lambda s: s.max(axis=1),
    "made whole numbers, since the first was 0: write 0.0": np.vectorize(lambda value: max(value, 0)),
    "stopped at the first negative of each row: break leaves the loop": lambda s: np.where(
        (s < 0) & ((s < 0).cumsum(axis=1) == 1), 0, s
    ),
    "cut the values off at 1: nothing limits them upward": lambda s: np.clip(s, 0, 1),
    "changed the negatives into ones: they become 0": lambda s: np.where(s > 0, s, 1),
    "emptied a whole row where one of its cells is negative: ask cell by cell": lambda s: np.where(
        (s < 0).any(axis=1)[:, None], 0, s
    ),
    "returned the map as it was: is what was computed put into it, with =, or returned?": lambda s: s,
}

# For each pooling a window on which the two orders give different values, or None if there is no such window.
WINDOW = np.array([[-1.0, 1.0], [0.0, 0.0]])
TRUTHS = {"average": False, "minimum": True}


@judged("commutes")
def check_commutes(answer):
    """Judge which poolings give the same before a ReLU as after it."""
    if wrong := amiss(answer, TRUTHS):
        return no(f"; {wrong} Hand in a dict like {{'average': True, 'minimum': False}}.", "type")
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


EXERCISES = {"relu": FunctionExercise("relu", relu, CASES, SLIPS, later=LATER), "commutes": check_commutes}
