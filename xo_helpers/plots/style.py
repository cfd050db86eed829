"""The one visual language: +1 dark purple, -1 a quiet orange, 0 near white, and the number in the cell.

The two ends differ in lightness as well as in hue, so they stay apart for colour-blind eyes and in
grey print; on the way from one to the other eyes tell each ninth from the next. The widgets take colours
and rules from here.
"""

import io
import struct
import warnings
from threading import RLock

import numpy as np
from matplotlib import rc_context, rcdefaults, rcParams
from matplotlib.colors import LinearSegmentedColormap
from PIL import Image  # comes with matplotlib

from xo_helpers.inputs import kind

# Of -9/9, -8/9 … 9/9. CIEDE2000 from each to the next is at least 4.1; from 0, cool, to -1/9, cream, 9.
STOPS = (
    *("#e6a873", "#f6b883", "#ffc78c", "#ffd292", "#f9da9c", "#fae6b0", "#fdf0c7", "#fef5da", "#fdf8e9"),
    "#f6f6fb",
    *("#e4dfee", "#d2c8e1", "#c0b1d5", "#ae9ac8", "#9c83bb", "#8a6cae", "#7855a2", "#663e95", "#542788"),
)
COLOURS = LinearSegmentedColormap.from_list("xo", STOPS, N=1801)  # within a level of the page's
EDGE = "#5f5f5f"  # the numbers at a grid's edges: 6.4 : 1 on white
LINE, RULE = "#8a8a8a", "#dddddd"  # around cells; behind curves
DARK, GREY = "#222222", "#555555"  # what stands beside purple
WHITE_FROM = 0.685  # from this value on the cell is dark enough for white text; below, black reads better
_DPI, _ROUND = 120, 12  # pixels: of an inch, of a corner; a page shows two for three
_WIDEST, _LARGEST = 40, 225  # inches, and square inches, of a figure: what 200 MB are enough for
_ALONE = RLock()  # matplotlib's settings are everybody's


class Picture:
    """A figure as a notebook shows it: an image, and its numbers as text.

    `draw` makes the figure. It is drawn at once, in matplotlib's own settings, whatever the reader's are, and
    with every text as it stands; only the bytes are kept.
    """

    def __init__(self, draw, text):
        with _ALONE, warnings.catch_warnings(), np.errstate(), rc_context():
            self._png = _apart(draw)  # an interrupt may lose what is put back in there, and not here too
        self.text = text.encode(errors="replace").decode()  # half a sign cannot be sent

    def __repr__(self):
        return self.text

    def png(self):
        """The bytes of a PNG file, the same each time that this figure is made."""
        return self._png

    def _repr_mimebundle_(self, include=None, exclude=None):
        width, height = struct.unpack(">II", self._png[16:24])  # larger than it is shown, for fine screens
        shown = {"width": width * 2 // 3, "height": height * 2 // 3, "alt": self.text}
        return {"image/png": self._png, "text/plain": self.text}, {"image/png": shown}


def _apart(draw):  # -> bytes
    with rc_context(), warnings.catch_warnings(), np.errstate(all="ignore"):
        rcdefaults()
        rcParams["text.parse_math"] = False  # a $ is a $
        warnings.simplefilter("ignore")  # where a font has no such sign, the text has it
        return _drawn(draw())


def _drawn(figure):  # -> bytes
    """Paper with round corners: on a light page nobody sees its edges, on a dark one it is a card."""
    file = io.BytesIO()
    tight = {"bbox_inches": "tight", "pad_inches": 0.12}
    figure.savefig(file, format="png", dpi=_DPI, pil_kwargs={"compress_level": 1}, **tight)
    pixels = np.array(Image.open(file).convert("RGBA"))
    away = np.arange(_ROUND)[::-1] + 0.5  # of a corner's pixels, from the middle of its circle
    corner = np.clip(_ROUND + 0.5 - np.hypot(away[:, None], away), 0, 1) * 255
    for paper in (pixels, pixels[::-1], pixels[:, ::-1], pixels[::-1, ::-1]):
        paper[:_ROUND, :_ROUND, 3] = corner
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "PNG")
    return file.getvalue()


def ink(value):  # -> colour
    """In what a number is written on a cell that holds this."""
    return "white" if value >= WHITE_FROM else "black"


def fitted(wide, high):  # inches -> inches
    """The size of a figure, made smaller where it would take too much memory."""
    scale = min(1, _WIDEST / max(wide, high), (_LARGEST / (wide * high)) ** 0.5)
    return wide * scale, high * scale


def named(name, most=40):  # -> text
    """A name as figures write it: in one line, and with … for what goes beyond `most` signs."""
    text = " ".join("".join(sign if sign.isprintable() else " " for sign in str(name)).split())
    return text if len(text) <= most else f"{text[: most - 1]}…"


def writable(*names):
    """Raise ValueError for a name that no figure can write: one whose `__str__` or `__format__` fails."""
    for name in names:
        try:
            f"{name!s}{name}"  # as some write it, and as others do
        except Exception:  # it may raise anything
            raise ValueError(f"a name is {kind(name)}, and cannot be written; take a text") from None


def few(what, count, most, where="figure"):
    """Raise ValueError for more of something than a figure has room for."""
    if count > most:
        raise ValueError(f"there are {count:,} {what}; a {where} has up to {most:,}: show some of them")


def plane(name, array):  # -> array
    """The array, or a ValueError unless it has rows and columns."""
    if array.ndim != 2:
        raise ValueError(f"{name} has shape {array.shape}; a figure needs rows and columns, like maps[0]")
    return array


def among(name, names):  # -> bool
    """Whether it is one of the names, also for what cannot be a name."""
    try:
        return name in names
    except TypeError:
        return False
