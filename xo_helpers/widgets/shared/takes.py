"""What a widget's traits take, as plain Python, or a ValueError: places, texts, numbers, grids of a size."""

import numpy as np

from xo_helpers.inputs import extent, is_whole, listed, numbers, said, whole
from xo_helpers.texts import exact

SIDE = 32  # rows and columns of a grid that a widget shows, at most
MOST = 1e9  # the largest number: larger ones would not fit into cells, nor their products into floats


def anything(name, value):
    """Whatever it is: for what is fixed, which Python alone makes."""
    return value


def place(name, value):
    """A whole number that counts from 0; whether it is in range is judged together with what it counts."""
    if not is_whole(value):
        raise ValueError(f"{name} is {said(value)}; it must be a whole number, counted from 0")
    return int(value)


def places(name, value):
    """A list of them."""
    if not isinstance(value, (range, set)) and not listed(value):
        raise ValueError(f"{name} is {said(value)}; it must be a list of whole numbers, counted from 0")
    return [place(f"a place in {name}", one) for one in value]


def count(name, value):
    """A whole number from 1 on."""
    return whole(name, value, 1, int(MOST))


def text(name, value):
    """A text; half a sign cannot be sent, and a ? stands for it."""
    if not isinstance(value, str):
        raise ValueError(f"{name} is {said(value)}; it must be text")
    return str(value).encode(errors="replace").decode()


def texts(name, value):
    """A list of texts."""
    if not isinstance(value, str) and not listed(value):
        raise ValueError(f"{name} must be a list of texts, not {said(value)}")
    return [text(f"one of the {name}", one) for one in value]


def plain(name, value):
    """Numbers as float64, or int64 if they are whole."""
    array = numbers(name, value)
    for odd in (array.max(), array.min()):
        if abs(float(odd)) > MOST:
            raise ValueError(f"{name} holds {odd:g}; widgets show numbers up to {MOST:g}: divide them")
    return exact(array) if array.dtype.kind == "f" else array.astype(np.int64)


def grid(name, value):  # -> lists
    """Numbers as lists, whole ones whole: rows and columns, of a size that a page can show."""
    array = numbers(name, value)
    if array.ndim > 1 and (most := max(array.shape)) > SIDE:
        part, step = f"{name}[:{SIDE}, :{SIDE}]", -(-most // SIDE)
        raise ValueError(
            f"{name} is {extent(array)}; the widget shows {SIDE}×{SIDE} at most: take a part, like {part}, "
            f"or leave rows and columns out, {name}[::{step}, ::{step}]"
        )
    return plain(name, array).tolist()


def floats(name, value):  # -> lists
    """Numbers as lists of floats."""
    return plain(name, value).astype(float).tolist()
