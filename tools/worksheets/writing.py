"""Words and numbers as a page writes them, and how much room they take."""

from functools import cache

from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

SIZE = 10.5


def number(value, digits=None):
    """A number as it is written on paper: a true minus, and no more digits than it has or is given."""
    value = round(float(value), 2 if digits is None else digits) + 0.0  # no −0
    text = f"{value:g}" if digits is None else f"{value:.{digits}f}"
    return text.replace("-", "−")


@cache
def width(text, size=SIZE, weight="normal"):
    """How wide a text is, in millimetres."""
    font = FontProperties(size=size, weight=weight)
    return text_to_path.get_text_width_height_descent(text, font, False)[0] * 25.4 / 72


def wrapped(text, room, size=SIZE, weight="normal"):
    """A text in lines that are no wider than `room`."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if width(longer, size, weight) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines
