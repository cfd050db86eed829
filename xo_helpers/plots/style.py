"""The one visual language: +1 is dark purple, -1 orange, 0 near white, and the number stands in the cell.

The two ends differ in lightness as well as in hue, so they stay apart for colour-blind eyes and in
grey print. The widgets take colours and rules from here.
"""

import io
import struct

from matplotlib.colors import LinearSegmentedColormap

STOPS = ("#f1a340", "#f7f7f7", "#542788")  # -1, 0, +1: after ColorBrewer's PuOr, by Cynthia Brewer
COLOURS = LinearSegmentedColormap.from_list("xo", STOPS)
EDGE = "#5f5f5f"  # the numbers at a grid's edges: 6.4 : 1 on white
WHITE_FROM = 0.685  # from this value on the cell is dark enough for white text; below, black reads better


class Picture:
    """A finished figure that a notebook shows as an image, with its numbers as text beside it."""

    def __init__(self, figure, text):
        self.figure, self.text = figure, text

    def __repr__(self):
        return self.text

    def png(self):
        """The figure as bytes of a PNG file, the same bytes each time."""
        file = io.BytesIO()
        tight = {"bbox_inches": "tight", "pad_inches": 0.08}
        self.figure.savefig(file, format="png", dpi=120, metadata={"Software": None}, **tight)
        return file.getvalue()

    def _repr_mimebundle_(self, include=None, exclude=None):
        png = self.png()
        width, height = struct.unpack(">II", png[16:24])  # drawn larger than it is shown, for fine screens
        shown = {"width": width * 2 // 3, "height": height * 2 // 3, "alt": self.text}
        return {"image/png": png, "text/plain": self.text}, {"image/png": shown}
