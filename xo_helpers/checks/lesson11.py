"""Lesson 11: an edge finder of the learner's own."""

import numpy as np

from xo_helpers.checks.machinery import Verdict, not_written
from xo_helpers.ops import feature_map
from xo_helpers.texts import as_text, in_cell

AREAS = (-1.0, -0.4, 0.0, 0.3, 0.9)  # of one brightness each
NONE = 1e-6  # what rounding leaves, beside the largest that the kernel could give
FAINT = 0.2  # the least on an edge from -1 to 1


def check_edge_finder(answer):
    """Judge a kernel that must find vertical edges, dark on the left, and nothing else."""
    title = "edge_finder"
    if answer is None or answer is ...:
        return not_written(title)
    kernel, slip, text = _kernel(answer)
    if slip:
        return Verdict(False, f"{title}: not yet; {text}.", slip)
    drawn = "\n".join(f"    {line}" for line in as_text(kernel).splitlines())
    slip, text = _judge(kernel)
    if slip:
        return Verdict(False, f"{title}: not yet.\n\n{drawn}\n\n{text}.", slip)
    found = in_cell(_at_edge(kernel, -1, 1).max())
    heard = f"{found} from black to white, −{found} from white to black, 0 on even areas and on level edges"
    return Verdict(True, f"{title}: right, {heard}.\n\n{drawn}")


def _kernel(answer):  # -> kernel, slip, text
    if callable(answer):
        return None, "type", "hand in the kernel itself, three rows of three numbers"
    try:
        kernel = np.asarray(answer)
    except ValueError:
        return None, "shape", "its rows differ in length"
    if kernel.dtype.kind not in "iuf" or not np.isfinite(kernel).all():
        return None, "type", "a kernel holds plain numbers, like np.array([[0, 1, 0], …])"
    if kernel.shape != (3, 3):
        return None, "shape", f"a kernel has shape (3, 3) here, and this has {kernel.shape}"
    if not kernel.any():
        return None, "zeros", "a kernel of zeros finds nothing"
    return kernel.astype(float), None, None


def _judge(kernel):  # -> slip, text; None, None if it is right
    nothing = NONE * np.abs(kernel).max()
    for brightness in AREAS:
        value = feature_map(np.full((3, 3), brightness), kernel)[0, 0]
        if abs(value) > nothing:
            return "brightness", (
                f"On an even area of brightness {in_cell(brightness)} it gives {in_cell(value)}, "
                f"and there is no edge.\nIts nine numbers sum to {in_cell(kernel.sum())}: make that 0"
            )
    upright, level = _at_edge(kernel, -1, 1), _at_edge(kernel, -1, 1, level=True)
    seen = np.abs(upright).max() > nothing
    if not seen and np.abs(level).max() > nothing:
        return "transposed", (
            "It finds level edges and no upright ones: it compares what is above with what is below.\n"
            "Turn rows into columns"
        )
    if not seen:
        return "no edge", (
            "It gives 0 at an upright edge, too: each of its columns sums to 0.\n"
            "Let the left one be below 0 and the right one above"
        )
    if upright.max() > nothing and upright.min() < -nothing:
        return "lines", (
            f"At one edge it gives both {in_cell(upright.max())} and {in_cell(upright.min())}: "
            "that finds lines.\nAn edge finder compares the left with the right"
        )
    if np.abs(level).max() > nothing:
        return "slanted", (
            "It answers to level edges as well, so it finds slanted ones best.\n"
            "Each row on its own should sum to 0"
        )
    if upright.max() <= nothing:
        return "turned round", (
            f"Dark left of bright gives {in_cell(upright.min())}, and should be above 0: change all signs"
        )
    if upright.max() < FAINT:
        return "faint", (
            f"It is an edge finder, but black beside white gives it only {in_cell(upright.max())}: "
            "use larger numbers"
        )
    return None, None


def _at_edge(kernel, left, right, level=False):  # -> what it gives where it meets the edge
    picture = np.repeat([[left, left, left, right, right, right]], 6, axis=0)
    return feature_map(picture.T if level else picture, kernel)


EXERCISES = {"edge_finder": check_edge_finder}
