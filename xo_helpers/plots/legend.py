"""The foot of a figure: what the colours stand for, and beside that a sentence."""

import numpy as np
from matplotlib.image import BboxImage
from matplotlib.patches import Rectangle
from matplotlib.text import Text
from matplotlib.transforms import Bbox, TransformedBbox

from xo_helpers.plots.style import COLOURS, EDGE, LINE

_LONG, _THICK = 1.9, 0.2  # inches: the bar
_LEFT, _BELOW = 0.06, 0.36  # and where its lower left corner lies: from the figure's own
A_PICTURE = "A picture of the widget: run the cell to use it."


def draw_foot(figure, sentence="", limit=1):  # -> the figure
    """Draw a bar with the colours from -limit to limit below a figure, and a sentence at its right.

    Without a limit, where each part has a scale of its own, the ends are − and +.
    """
    whole = figure.get_size_inches()
    corner, size = (_LEFT, -_BELOW) / whole, (_LONG, _THICK) / whole
    place = TransformedBbox(Bbox.from_bounds(*corner, *size), figure.transFigure)
    figure.add_artist(BboxImage(place, data=COLOURS(np.linspace(0, 1, 361))[None], interpolation="nearest"))
    frame = {"fill": False, "color": LINE, "linewidth": 0.6}
    figure.add_artist(Rectangle(corner, *size, transform=figure.transFigure, **frame))
    low, high = {None: "−+", 1: ("−1", "+1")}.get(limit, (f"≤ −{limit}", f"≥ {limit}"))
    for x, text, side, colour in (
        (0.03, low, "left", "black"),
        (0.5, "0", "center", "black"),
        (0.97, high, "right", "white"),
        (1.08, sentence, "left", EDGE),
    ):
        at = (_LEFT + x * _LONG, _THICK / 2 - _BELOW - 0.01) / whole
        figure.add_artist(Text(*at, text, ha=side, va="center", fontsize=10, color=colour))
    return figure
