"""Lesson 03: a kernel of one's own. To filter everywhere has its own file."""

import numpy as np

from xo_helpers.checks.lesson03_map import FEATURE_MAP, feature_map
from xo_helpers.checks.results import plain
from xo_helpers.checks.verdicts import judged, no, yes
from xo_helpers.data import load_image, picture
from xo_helpers.inputs import times
from xo_helpers.texts import in_cell


@judged("kernel_for_o")
def check_kernel_for_o(answer):
    """Judge a kernel of +1 and -1 that must find a piece of the O and nothing of the X."""
    if callable(answer):
        return no("; this is a function: hand in the kernel itself.", "shape")
    if isinstance(answer, (str, bytes)):
        return no("; this is text, and parse turns it into a kernel.", "shape")
    given = plain(answer)
    if given.values is None or given.dtype == "bool":
        text = f"the kernel must be a 3×3 array of numbers, and this is {given.words}; parse draws one"
        return no(f"; {text}.", "shape")
    kernel = given.values
    if kernel.shape != (3, 3):
        text = f"the kernel must be 3×3, and this has shape {times(kernel.shape)}; parse draws one"
        return no(f"; {text}.", "shape")
    if (np.abs(kernel) != 1).any():
        return no("; use only 1 and −1, as # and . give you.", "values")
    best = {letter: feature_map(load_image(letter), kernel).max() for letter in "XO"}
    scores = f"best on the O {in_cell(best['O'])}, best on the X {in_cell(best['X'])}"
    drawn = "\n".join(f"    {line}" for line in picture(kernel.astype(int)).splitlines())
    if best["O"] < 1:
        slip, text = (
            "no fit",
            "it fits no piece of the O: copy three rows and three columns of the O exactly",
        )
    elif best["X"] >= 0.6:
        slip, text = (
            "fits the X",
            "it fits a piece of the X as well, or nearly: look for what this X does not have",
        )
    else:
        return yes(f", {scores}.\n\n{drawn}")
    return no(f", {scores}.\n\n{drawn}\n\nSo {text}.", slip)


EXERCISES = {
    "feature_map": FEATURE_MAP,
    "kernel_for_o": check_kernel_for_o,
}
