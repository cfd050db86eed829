"""Lesson 06: predict the shapes of a stack; trace one cell by hand."""

import numpy as np

from xo_helpers.checks.results import number_of, plain
from xo_helpers.checks.verdicts import NOT_WRITTEN, judged, no, yes
from xo_helpers.data import TEN, load_image, load_kernel
from xo_helpers.inputs import times
from xo_helpers.layers import Conv2D, MaxPool2D, ReLU
from xo_helpers.network import Network

KERNELS = np.stack([load_kernel(name) for name in ("diagonal", "cross", "antidiagonal")])[:, None] / 9

# The feature of features: falling strokes at two corners, rising ones at two, a crossing in the middle.
CROSSING = np.zeros((1, 3, 3, 3))
CROSSING[0, 0, 0, 0] = CROSSING[0, 0, 2, 2] = CROSSING[0, 1, 1, 1] = 1 / 5
CROSSING[0, 2, 0, 2] = CROSSING[0, 2, 2, 0] = 1 / 5

FIRST, SECOND = Conv2D(np.zeros((4, 1, 5, 5))), Conv2D(np.zeros((8, 4, 3, 3)))
STACK = Network([FIRST, ReLU(), MaxPool2D(), SECOND, ReLU(), MaxPool2D()], input_shape=(1, 30, 30))
NAMES = ("conv1", "pool1", "conv2", "pool2")
SHAPES = [STACK.shapes[name] for name in NAMES]


@judged("shapes")
def check_shapes(answer):
    """Judge the shapes after conv1, pool1, conv2 and pool2."""
    if isinstance(answer, (list, tuple)) and not answer:
        return NOT_WRITTEN
    given, slip, text = _shapes(answer)
    if slip:
        return no(f"; {text}.", slip)
    if [sorted(shape) for shape in given[:2]] == [[1, 30, 30], sorted(SHAPES[0])]:
        return no(". The first is the input's shape, which is not listed: begin with conv1's.", "input")
    for name, shape, right, before in zip(NAMES, given, SHAPES, [(1, 30, 30), *SHAPES[:3]], strict=True):
        if any(length % 1 for length in shape):
            text = f"{name} gets {times(before)}: no row is halved. A partial window counts as a whole one."
            return no(f". {text}", "halves")
        if shape != right:
            slip, hint = _shape_slip(name, shape, right, before)
            came = times(int(length) for length in shape)
            text = f"{name} gets {times(before)}, and {came} is not what comes out. {hint}"
            return no(f". {text}", slip)
    return yes(f", {' → '.join(map(times, SHAPES))}.")


def _shapes(answer):  # -> four tuples of three numbers; or None, slip, text
    listed = isinstance(answer, (list, tuple)) or (isinstance(answer, np.ndarray) and answer.ndim)
    given = [plain(shape) for shape in answer] if listed and len(answer) < 9 else []
    whole = all(shape.values is not None and np.isfinite(shape.values).all() for shape in given)
    lengths = {shape.shape for shape in given} if whole else set()
    if lengths == {(4,)} and all(shape.values[0] == 1 for shape in given):
        return None, "batch", "leave the number of images out: a shape is (maps, rows, columns)"
    if lengths == {(2,)}:
        return None, "two numbers", "each shape has three numbers: (maps, rows, columns)"
    if lengths == {(3,)} and len(given) in (5, 6, 7):
        text = "hand in four shapes, of conv1, pool1, conv2 and pool2; the input and ReLUs are not listed"
        return None, "count", text
    if lengths != {(3,)} or len(given) != 4 or any(shape.dtype == "bool" for shape in given):
        text = "hand in four shapes of three whole numbers each; the input's would be (1, 30, 30)"
        return None, "type", text
    return [tuple(shape.values.tolist()) for shape in given], None, None


def _shape_slip(name, shape, right, before):
    pool, rows = "pool" in name, shape[1]
    if shape == (*right[1:], right[0]):
        return "maps last", "Maps come first: (maps, rows, columns)."
    if shape[0] != right[0]:
        return (
            "maps",
            f"{'A pool keeps the number of maps' if pool else 'There are as many maps as kernels'}.",
        )
    if shape[1:] == before[1:] and pool:
        text = "Its windows begin two cells apart, so half the rows are left."
        return "not halved", f"{text} (A ReLU is not listed.)"
    if shape[1:] == before[1:]:
        return "same size", "The kernel must stay inside, so the map shrinks."
    if pool and before[1] % 2 and rows == right[1] - 1:
        return "floor for ceil", "A window that hangs over the edge counts too: round up."
    if not pool and abs(rows - right[1]) == 1:
        return "off by one", "h rows and a kernel of k leave h − k + 1."
    text = "A kernel of k leaves h − k + 1 rows; a pool with stride 2 leaves half of them, rounded up."
    return "size", text


MAPS = Conv2D(KERNELS).forward(np.stack([load_image(name) for name in TEN])[:, None])
LETTER = dict(zip(TEN, Conv2D(CROSSING).forward(MAPS)[:, 0], strict=True))
UNDER = MAPS[TEN.index("O_scaling"), :, 2:5, 2:5]  # of the three maps, what lies under the crossing
TRACED = LETTER["O_scaling"][2, 2]
PIXELS = load_image("O_scaling")[2:5, 2:5] * CROSSING[0].sum(axis=0)
BLOCK = MAPS[TEN.index("O_scaling"), [0, 0, 1, 2, 2], [2, 3, 2, 2, 3], [2, 3, 2, 3, 2]]
NEAR = 0.0067  # as far off as −0.46, which the figures show: they cut
TRACE_SLIPS = {
    "added up all 27 cells: five have a weight": UNDER.sum(),
    "added up all 27 cells, and divided by 5: five have a weight": UNDER.sum() / 5,
    "took the mean of all 27 cells: five have a weight": UNDER.mean(),
    "forgot to divide by 5": TRACED * 5,
    "left the ninths undivided: each value is a sum divided by 9": TRACED * 9,
    "added up ninths: divide by 9, and by 5": TRACED * 45,
    "lost the sign": -TRACED,
    "divided by 9: five cells have a weight": TRACED * 5 / 9,
    "took the diagonal's map for all five": (UNDER[0] * CROSSING[0].sum(axis=0)).sum(),
    "exchanged the maps of the two diagonals": (UNDER[::-1] * CROSSING[0]).sum(),
    "averaged the image's pixels: read the maps": PIXELS.sum(),
    "read a block of 2×2: the corners lie at 2 and 4": BLOCK.mean(),
    "left out the cell in the middle": ((UNDER * CROSSING[0]).sum() - UNDER[1, 1, 1] / 5),
    "left out the cell in the middle, and divided by 4": (TRACED * 5 - UNDER[1, 1, 1]) / 4,
    "took one corner alone: add up all five": UNDER[0, 0, 0],
    "took the cell in the middle alone, divided by 5": UNDER[1, 1, 1] / 5,
    "divided by 4: five cells have a weight": TRACED * 5 / 4,
}


@judged("trace")
def check_trace(answer):
    """Judge the value of the crossing's map at its middle, for the small O."""
    number = number_of(answer)
    if number is None or not np.isfinite(number):
        return no("; hand in one number.", "type")
    if abs(number - TRACED) < NEAR:
        return yes(f", {TRACED:.3f}.")
    slips = [slip for slip, value in TRACE_SLIPS.items() if _is(number, value)]
    places = [list(at) for at in np.ndindex(5, 5) if _is(number, LETTER["O_scaling"][at])]
    images = [name for name in TEN if _is(number, LETTER[name][2, 2])]
    if places:
        others = f", and at {len(places) - 1} others" if len(places) > 1 else ""
        slips.append(f"read another place: this is the value at {places[0]}{others}; places count from 0")
    if images:
        slips.append(f"used another image: this is the value for {' and for '.join(images)}")
    if not 0 < len(slips) < 3:  # nothing, or what may be anything
        return no(". Write down the five cells and their sum, then divide.")
    return no(f". It looks as if you {'. Or you '.join(slips)}.", ", or ".join(slips))


def _is(number, value):
    """Whether a number is this value, or the value rounded or cut to two decimals or more."""
    shown = [cut(value * 10**digits) / 10**digits for digits in range(2, 7) for cut in (np.round, np.trunc)]
    return bool(np.isclose(number, [value, *shown], rtol=0, atol=1e-6).any())


EXERCISES = {"shapes": check_shapes, "trace": check_trace}
