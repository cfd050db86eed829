"""Numbers and grids as text: what stands in a cell, what a terminal shows, what a screen reader finds."""

import sys
from decimal import ROUND_DOWN, ROUND_HALF_UP, Context, Decimal
from itertools import zip_longest

import numpy as np

from xo_helpers.data import picture
from xo_helpers.inputs import finite, listed, real
from xo_helpers.inputs import whole as whole_number
from xo_helpers.words import asked, kind, said

_LONG = 1e16  # what is not below has more digits than a float, or a cell
_DIGITS = {2: (5, 4, 3), 4: (9, 8, 7, 6)}  # by bytes: with the first a float is itself, with less it may be
_EXACT, _SHORT = Context(80, ROUND_DOWN, traps=[]), Context(3, ROUND_HALF_UP, traps=[])  # whatever is set
_NUDGE = _EXACT.create_decimal(2**-30)  # of the last digit: what rounding leaves, as of 0.28999999999999998


def exact(array):
    """Numbers of any type as float64, and those of fewer bits as they are written: 0.53 of 32 bits is 0.53.
    `[...] -> [...]`

    >>> float(exact(np.float32(0.53))), float(np.float32(0.53))
    (0.53, 0.5299999713897705)
    """
    return as_written(array).astype(float)


def as_written(array):
    """Floats of fewer bits as float64, as they are written; other numbers as they are. `[...] -> [...]`"""
    if (array := real("a number", array)).dtype.kind != "f" or array.itemsize not in _DIGITS:
        return array
    found = double = array.astype(float)
    with np.errstate(), np.errstate(all="ignore"):
        power = np.floor(np.log10(np.abs(double)))
        for digits in _DIGITS[array.itemsize]:
            more, scale = digits - 1 - power, 10.0 ** np.abs(digits - 1 - power)
            short = np.where(more < 0, np.rint(double / scale) * scale, np.rint(double * scale) / scale)
            found = np.where(short.astype(array.dtype) == array, short, found)
    return found


def _single(value):  # number -> int or float
    if isinstance(value, int):  # of any size: an array has no place for a long one
        if abs(value) > sys.float_info.max:
            raise ValueError(f"a number is {said(value)}; numbers go up to 1.8e308")
        return int(value)
    if (array := real("a number", value)).size != 1:
        raise ValueError(f"a number has shape {array.shape}; it must be a single one")
    return exact(array).item() if array.dtype.kind == "f" else int(array.item())


def in_cell(value, whole=False):  # number -> text
    """A number as the cells print it: cut after two decimals, with a true minus sign.

    Cut and not rounded, as in Rohrer's figures: so 1.00 is only ever a perfect fit.
    With `whole`, whole numbers stand without decimals. From 1e16 on those with a point are written short.

    >>> in_cell(5 / 9), in_cell(-1 / 9), in_cell(1), in_cell(-1, whole=True)
    ('0.55', '−0.11', '1.00', '−1')
    """
    value = _single(value)
    text = _down(value, 0 if asked("whole", whole) and _is_whole(value) else 2, 0)
    return f"−{text}" if value < 0 and float(text) else text


def _is_whole(value):
    return isinstance(value, int) or value == np.floor(value)


def _down(value, digits, more):  # -> a number's size, and so much of its last digit more, cut, exactly
    if isinstance(value, int):  # a float would not have the last digits of a large one
        return f"{abs(value)}{'.' * bool(digits)}{'0' * digits}"
    if (size := abs(value)) >= _LONG or size != size:
        text = f"{_SHORT.create_decimal(size):.2e}" if size < np.inf else str(size)
        return text.replace("e+", "e")
    last, more = Decimal((0, (1,), -digits)), _EXACT.add(more, _NUDGE)
    return f"{_EXACT.fma(more, last, Decimal(repr(size))).quantize(last, context=_EXACT):f}"


def _digits(digits):
    return whole_number("digits", digits, 0, 15)


def rounded(value, digits=4, whole=False):  # number -> text
    """A number rounded to that many decimals, without zeros at its end but for the first two decimals.

    Halves go away from zero, as on paper. With `whole`, whole numbers stand without decimals. The widgets'
    page does the same (`rounded` in numbers.js).

    >>> rounded(0.5175), rounded(0.912), rounded(-1 / 9), rounded(1), rounded(-0.00001)
    ('0.5175', '0.912', '−0.1111', '1.00', '0.00')
    >>> rounded(5 / 9, 2), rounded(-1, 2, whole=True)
    ('0.56', '−1')
    """
    value, digits = _single(value), _digits(digits)
    if (asked("whole", whole) and _is_whole(value)) or abs(value) >= _LONG:
        return in_cell(value, whole)
    before, point, decimals = _down(value, digits, Decimal("0.5")).partition(".")
    text = f"{before}{point}{decimals[:2]}{decimals[2:].rstrip('0')}"
    return f"−{text}" if value < 0 and float(text) else text


def rounded_cell(value, whole=False):  # number -> text
    """A number as the cells of figures and widgets print it where they do not follow the story: rounded."""
    return rounded(value, 2, whole)


def in_full(numbers, digits=4):
    """Whether `rounded` shows each of the numbers to its last digit, so that a sum of them is exact as shown.
    `[...] -> bool`

    >>> in_full([0.5, -0.25], 2), in_full([0.5, 1 / 3], 2)
    (True, False)
    """
    with np.errstate(), np.errstate(all="ignore"):
        shown = exact(numbers) * 10 ** _digits(digits)
        return bool((np.abs(shown - np.round(shown)) < 1e-6).all())


def as_text(grid, numbers=True, write=in_cell):
    """A grid as text: `#` and `.` for whole numbers, all 1 and -1, if no numbers are asked for; else as
    `write` does. `[h, w] -> text`

    >>> print(as_text(np.array([[0.5, -1], [1, 0]])))
     0.50 −1.00
     1.00  0.00
    """
    grid = real("grid", grid)
    if grid.ndim != 2 or not 0 < grid.size <= 10**6:
        raise ValueError(f"grid has shape {grid.shape}; it needs rows and columns, like 9×9, up to 10^6")
    if not asked("numbers", numbers) and grid.dtype.kind != "f" and (np.abs(grid) == 1).all():
        return picture(grid)
    whole = grid.dtype.kind != "f"
    rows = (grid if whole else exact(grid)).tolist()
    try:
        cells = [[write(value, whole=whole) for value in row] for row in rows]
        width = max(len(cell) for row in cells for cell in row)
        width += all(not cell.startswith("−") or len(cell) < width for row in cells for cell in row)
    except (AttributeError, TypeError) as error:
        takes = "it must be a function of a number, with `whole`, that gives text, like in_cell"
        raise ValueError(f"write is {said(write)}; {takes}") from error
    return "\n".join(" ".join(cell.rjust(width) for cell in row) for row in cells)


def beside(*blocks, gap="  "):  # texts of several lines -> text
    """Blocks of text side by side, each as wide as its longest line.

    >>> print(beside("##\\n..", "=", "1"))
    ##  =  1
    ..
    """
    for name, text in (*(("a block", block) for block in blocks), ("gap", gap)):
        if not isinstance(text, str):
            raise ValueError(f"{name} is {kind(text)}; it must be text")
    columns = [block.split("\n") for block in blocks]
    widths = [max(map(len, lines)) for lines in columns]
    lines = (gap.join(map(str.ljust, row, widths)) for row in zip_longest(*columns, fillvalue=""))
    return "\n".join(line.rstrip() for line in lines)


def quotient(total, count):  # -> text
    """A sum and its division, as the figures write it.

    >>> quotient(5, 9)
    'sum 5,  5 ÷ 9 = 0.55'
    """
    count, whole = whole_number("count", count, 1, 10**15), in_cell(total, whole=True)
    return f"sum {whole},  {whole} ÷ {count} = {in_cell(_single(total) / count)}"


def winning(votes):  # [..., c] -> bool [..., c]
    """Which votes win: the largest, and all that rounding may have put below it; none beside NaN."""
    votes = np.atleast_1d(exact(votes))
    with np.errstate(), np.errstate(all="ignore"):
        most = votes.max(axis=-1, keepdims=True, initial=-np.inf)
        return (votes == most) | (most - votes < 1e-9)


def verdict(votes, classes, digits=2):
    """Who wins, and by how much: the lead over the next one, rounded to so many decimals.
    `[o], o names -> text`

    >>> verdict([0.912, 0.5175], ["X", "O"], 4), verdict([0.5, 0.5], ["X", "O"])
    ('X wins by 0.3945', 'X and O tie')
    """
    votes, digits = exact(finite("votes", votes)), _digits(digits)
    if votes.ndim != 1:
        raise ValueError(f"votes have shape {votes.shape}; a verdict takes one row of them, like votes[0]")
    if not (isinstance(classes, str) or listed(classes)) or len(votes) != len(classes):
        raise ValueError(f"classes are {said(classes)}; list a name for each of {len(votes)} votes")
    if len(votes) < 2:
        raise ValueError(f"a verdict needs at least 2 votes, not {len(votes)}")
    *others, last = np.flatnonzero(winning(votes))
    if others:
        return f"{', '.join(str(classes[o]) for o in others)} and {classes[last]} tie"
    lead, least = votes[last].item() - np.delete(votes, last).max().item(), 10.0**-digits
    by = rounded(lead, digits) if lead > least - 1e-9 else f"less than {least:.{digits}f}"
    return f"{classes[last]} wins by {by if lead < np.inf else 'more than 1.79e308'}"
