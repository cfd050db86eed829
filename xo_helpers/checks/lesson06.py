"""Lesson 06: predict the shapes of a stack; trace one cell by hand."""

import operator

import numpy as np

from xo_helpers.checks.verdicts import NOT_WRITTEN, judged, no, yes
from xo_helpers.data import load_image, load_kernel
from xo_helpers.inputs import times
from xo_helpers.layers import Conv2D, MaxPool2D, ReLU
from xo_helpers.network import Network

KERNELS = np.stack([load_kernel(name) for name in ("diagonal", "cross", "antidiagonal")])[:, None] / 9

# The feature of features: falling strokes at two corners, rising ones at two, a crossing in the middle.
CROSSING = np.zeros((1, 3, 3, 3))
CROSSING[0, 0, 0, 0] = CROSSING[0, 0, 2, 2] = CROSSING[0, 1, 1, 1] = 1 / 5
CROSSING[0, 2, 0, 2] = CROSSING[0, 2, 2, 0] = 1 / 5

STACK = Network(
    [
        Conv2D(np.zeros((4, 1, 5, 5))),
        ReLU(),
        MaxPool2D(),
        Conv2D(np.zeros((8, 4, 3, 3))),
        ReLU(),
        MaxPool2D(),
    ],
    input_shape=(1, 30, 30),
)
SHAPES = [STACK.shapes[name] for name in ("conv1", "pool1", "conv2", "pool2")]


@judged("shapes")
def check_shapes(answer):
    """Judge the shapes after conv1, pool1, conv2 and pool2."""
    if answer is None or answer is ... or (isinstance(answer, list) and not answer):
        return NOT_WRITTEN
    try:
        given = [tuple(operator.index(length) for length in shape) for shape in answer]  # 13.5 is none
    except TypeError:
        given = []
    if len(given) != 4 or any(len(shape) != 3 for shape in given):
        text = "hand in four shapes of three whole numbers each; the input's would be (1, 30, 30)"
        return no(f"; {text}.", "type")
    for name, shape, right in zip(("conv1", "pool1", "conv2", "pool2"), given, SHAPES, strict=True):
        if shape != right:
            before = dict(zip(("conv1", "pool1", "conv2", "pool2"), [(1, 30, 30), *SHAPES], strict=False))[
                name
            ]
            slip, hint = _shape_slip(name, shape, right, before)
            text = f"{name} gets {times(before)}, and {times(shape)} is not what comes out. {hint}"
            return no(f". {text}", slip)
    return yes(f", {' → '.join(map(times, SHAPES))}.")


def _shape_slip(name, shape, right, before):
    if shape == (*right[1:], right[0]):
        return "maps last", "Maps come first: (maps, rows, columns)."
    if shape[0] != right[0]:
        kept = "A pool keeps the number of maps." if "pool" in name else "There are as many maps as kernels."
        return "maps", kept
    if shape[1:] == before[1:]:
        if "pool" in name:
            return (
                "not halved",
                "Its windows begin two cells apart, so half the rows are left. (A ReLU is not listed.)",
            )
        return "same size", "The kernel must stay inside, so the map shrinks."
    if "pool" in name and before[1] % 2 and shape[1] == right[1] - 1:
        return "floor for ceil", "A window that hangs over the edge counts too: round up."
    if "conv" in name and shape[1] in (right[1] - 1, right[1] + 1):
        return "off by one", "h rows and a kernel of k leave h − k + 1."
    return (
        "size",
        "A kernel of k leaves h − k + 1 rows; a pool with stride 2 leaves half of them, rounded up.",
    )


@judged("trace")
def check_trace(answer):
    """Judge the value of the crossing's map at its middle, for the small O."""
    if isinstance(answer, (bool, str)) or not np.isscalar(answer):
        return no("; hand in one number.", "type")
    maps = Network([Conv2D(KERNELS)]).forward(load_image("O_scaling"))[0]
    under = maps[:, 2:5, 2:5] * CROSSING[0]
    right = under.sum()
    if abs(answer - right) < 0.0075:  # two decimals are enough, rounded as in the explorer, or cut
        return yes(f", {right:.3f}.")
    slips = {
        "forgot to divide by 5": right * 5,
        "left the ninths undivided: each value is a sum divided by 9": right * 9,
        "added up ninths: divide by 9, and by 5": right * 45,
        "lost the sign": -right,
        "divided by 9: five cells have a weight": right * 5 / 9,
        "read a place one row and one column off: count from 0": (maps[:, 3:6, 3:6] * CROSSING[0]).sum(),
        "used the plain X": 1.0,
        "took the diagonal's map for all five": (maps[0, 2:5, 2:5] * CROSSING[0].sum(axis=0)).sum(),
    }
    for slip, value in slips.items():
        if abs(answer - value) < 0.006:
            return no(f". It looks as if you {slip}.", slip)
    return no(". Write down the five cells and their sum, then divide.")


EXERCISES = {"shapes": check_shapes, "trace": check_trace}
