"""A case and a result as the lessons show them, and where a result first differs from the right one."""

from functools import partial
from textwrap import indent

import numpy as np

from xo_helpers.checks.hints import no_number
from xo_helpers.checks.results import CLOSE, OF_THE_LARGEST
from xo_helpers.inputs import times
from xo_helpers.texts import as_text, beside, in_cell, rounded


def draw(case, write=in_cell):
    """The arguments of a case side by side under their names, images as pictures.

    Numbers stand in as many decimals as it takes to tell them from each other and from 0.
    """
    return _drawn({name: (value, _telling(value, write)) for name, value in case.items()})


def _drawn(grids):
    blocks = [f"{name}\n{_shown(*grid)}" for name, grid in grids.items()]
    return indent(beside(*blocks, gap="    "), "    ")


def _shown(value, write):
    if np.ndim(value) == 0:
        return str(value)
    return as_text(np.atleast_2d(value), np.ndim(value) == 1, _bounded(write))  # a row is no picture


def _telling(value, write):
    numbers = np.append(value, 0.0)
    different = np.unique(np.round(numbers[np.abs(numbers) < 1e6], 6))
    for digits in range(2, 7):
        if len({write(number) for number in different}) == len(different):
            break
        write = partial(rounded, digits=digits)
    return write


def _bounded(write):  # as `write`, but in few digits where a number is too large for a cell, or none
    def written(value, whole=False):
        if abs(value) < 1e6:
            return write(value, whole=whole)
        size = f"{abs(value):.3g}".replace("e+0", "e").replace("e+", "e")
        return f"−{size}" if value < 0 else size

    return written


def apart(expected, got):
    """Two numbers that differ, in as many digits as it takes to show it. `-> text, text`"""
    expected, got = expected + 0.0, got + 0.0  # −0 is 0
    for digits in range(6, 18):
        texts = f"{expected:.{digits}g}", f"{got:.{digits}g}"
        if texts[0] != texts[1]:
            break
    return tuple(text.replace("-", "−", text.startswith("-")) for text in texts)


def difference(value, result, expected, write, returns=False):
    """What came and what was expected, with the first cell that differs; (text, slip or None).

    `returns` says whether there is a return with something after it.
    """
    if value is None:
        what = "does each way through it end with return, and is what follows not None?"
        return f"It returned nothing: {what if returns else 'end it with return.'}", "returned nothing"
    wanted = f"an array of shape {times(expected.shape)}" if expected.shape else "a number"
    if result.kind != expected.kind:
        rows = result.kind == "list" and result.shape == expected.shape  # as brackets or a comma make them
        hint = "" if rows else no_number(value)
        text = f"It returned {result.words}; expected {wanted}."
        return text + f"\n({hint}.)" * bool(hint), "type" if hint else None
    if result.shape != expected.shape:
        came = f"an array of shape {times(result.shape)}" if result.shape else "a single number"
        return f"It returned {came}; expected {wanted.replace('an array of ', '')}.", None
    if not expected.shape:
        texts = apart(float(expected.values), float(result.values))
        return f"expected {texts[0]}\ngot      {texts[1]}", None
    return _first_cell(result.values, expected.values, write), None


def _first_cell(got, expected, write):
    alike = np.isclose(got, expected, rtol=OF_THE_LARGEST, atol=CLOSE, equal_nan=True)  # each cell by itself
    at = tuple(int(i) for i in np.argwhere(~alike)[0])
    digits = 2
    while not _told(_bounded(write), expected[at], got[at]) and digits < 16:
        digits += 2
        write = partial(rounded, digits=digits)
    both = _drawn({"expected": (expected, write), "got": (got, write)})
    texts = apart(expected[at], got[at])
    return f"{both}\n\nThe first cell that differs is {list(at)}: expected {texts[0]}, got {texts[1]}."


def _told(shown, expected, got):
    """Whether two numbers, as they are shown, differ, and by no more than about what they differ by."""
    texts = shown(expected), shown(got)
    if texts[0] == texts[1] or not np.isfinite([expected, got]).all():
        return texts[0] != texts[1]
    off = max(abs(float(t.replace("−", "-")) - v) for t, v in zip(texts, (expected, got), strict=True))
    return off <= 0.75 * abs(got - expected)
