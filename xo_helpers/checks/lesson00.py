"""Lesson 00: fool the network that ships, with a drawing that is still an X."""

import numpy as np

from xo_helpers.checks.results import plain
from xo_helpers.checks.verdicts import judged, no, yes
from xo_helpers.data import load_image
from xo_helpers.network import trained_network

MOST = 5  # pixels that may be changed


@judged("fool")
def check_fool(answer):
    """Judge a drawing by what the network says, and by how much of the X is left."""
    answer = getattr(answer, "array", answer)  # the pad itself will do
    if callable(answer):
        return no("; hand in the drawing itself, my_pad.array.", "type")
    given = plain(answer)
    if given.values is None or given.dtype == "bool":
        text = f"a drawing has 9 rows of 9 numbers, and this is {given.words}; hand in my_pad.array"
        return no(f"; {text}.", "type")
    drawing = given.values
    if drawing.shape != (9, 9):
        text = f"a drawing has 9 rows of 9 numbers, and this has shape {drawing.shape}"
        return no(f"; {text}.", "shape")
    if not np.isin(drawing, (1, -1)).all():
        return no("; a pixel is 1 (stroke) or −1 (background).", "values")
    changed = int((drawing != load_image("X")).sum())
    if changed > MOST:
        text = f"{changed} pixels differ from the X, and at most {MOST} may. It should still look like one."
        return no(f". {text}", "too many")
    for_x, for_o = trained_network().forward(drawing)[0]
    if for_x >= for_o:
        text = f"{changed} of {MOST} pixels changed, and the network still says X, by {for_x - for_o:.1f}."
        return no(f". {text}", "still X")
    return yes(f", the network says O, and {changed} pixels were enough.")


EXERCISES = {"fool": check_fool}
