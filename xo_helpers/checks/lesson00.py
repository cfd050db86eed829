"""Lesson 00: fool the network that ships, with a drawing that is still an X."""

from xo_helpers.checks.verdicts import grid, judged, no, yes
from xo_helpers.data import load_image
from xo_helpers.network import trained_network

MOST = 5  # pixels that may be changed


@judged("fool")
def check_fool(answer):
    """Judge a drawing by what the network says, and by how much of the X is left."""
    if not isinstance(answer, type):
        answer = getattr(answer, "array", answer)  # the pad itself will do
    drawing, slip, text = grid(answer, 9, "drawing", "hand in my_pad.array", pixels=True)
    if slip:
        return no(f"; {text}.", slip)
    changed = int((drawing != load_image("X")).sum())
    if changed > MOST:
        text = f"{changed} pixels differ from the X, and at most {MOST} may. It should still look like one."
        return no(f". {text}", "too many")
    for_x, for_o = trained_network().forward(drawing)[0]
    if for_x >= for_o:
        pixels = f"{changed} pixel{'s' * (changed != 1)} changed, of the {MOST} that may be"
        return no(f". {pixels}, and the network still says X, by {for_x - for_o:.1f}.", "still X")
    return yes(f", the network says O, and {changed} pixels were enough.")


EXERCISES = {"fool": check_fool}
