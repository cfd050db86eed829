"""Lesson 01: count the cells in which two images agree; find what whole-image matching misreads."""

from difflib import get_close_matches

import numpy as np

from xo_helpers.checks.machinery import FunctionExercise
from xo_helpers.checks.verdicts import NOT_WRITTEN, Verdict, judged, no, yes
from xo_helpers.data import load_image, parse


def agreement(a, b):
    """The solution, as the lesson writes it."""
    return int((a == b).sum())


CASES = [
    {"a": parse("##\n.."), "b": parse("#.\n..")},
    {"a": parse("##.\n.#."), "b": parse("#..\n.##")},
    {"a": parse("##.\n.#."), "b": parse("..#\n#.#")},
    {"a": parse("##\n.#\n.."), "b": parse("##\n.#\n..")},
    {"a": parse("#.\n.#\n##\n.."), "b": parse("##\n.#\n#.\n##")},
    {"a": parse("...\n##.\n..#"), "b": parse("#.#\n#..\n...")},
    {"a": load_image("X"), "b": load_image("X_rotation")},
    {"a": np.tile(load_image("O"), (2, 1))[:13], "b": np.tile(load_image("X"), (2, 2))[:13, 4:13]},
    {"a": np.tile(parse("#.#.\n..##"), (5, 4)), "b": np.tile(parse("#.#.\n..#."), (5, 4))},
]


def _loops(a, b, rows=None, columns=None, start=0, less=0, cell=lambda row, column: (row, column)):
    """Counted in two loops, which begin or end where they should not, or look into another cell."""
    rows, columns = len(a) if rows is None else rows, len(a[0]) if columns is None else columns
    places = [cell(r, c) for r in range(start, rows - less) for c in range(start, columns - less)]
    return sum(int(a[place] == b[place]) for place in places)


SLIPS = {
    "counted the cells that differ: all the others agree": lambda a, b: int((a != b).sum()),
    "counted only the strokes that agree: two cells of background agree as well": lambda a, b: int(
        ((a == 1) & (b == 1)).sum()
    ),
    "counted only the background that agrees: two strokes agree as well": lambda a, b: int(
        ((a == -1) & (b == -1)).sum()
    ),
    "added up the products, which takes one off for each cell that differs: count, with ==": lambda a, b: int(
        (a * b).sum()
    ),
    "returned the share of cells that agree: return their number": lambda a, b: float((a == b).mean()),
    "returned the share of cells in percent: return their number": lambda a, b: float(100 * (a == b).mean()),
    "compared the images as wholes: count the cells": lambda a, b: bool((a == b).all()),
    "said only whether any cells agree: count them": lambda a, b: bool((a == b).any()),
    "stopped at the cells: add up how many are equal": lambda a, b: a == b,
    "counted the strokes of one image: compare it with the other": lambda a, b: int((a == 1).sum()),
    "counted the strokes of the second image: compare it with the first": lambda a, b: int((b == 1).sum()),
    "counted the strokes of either image: count the cells that are equal": lambda a, b: int(
        ((a == 1) | (b == 1)).sum()
    ),
    "counted all cells: count those that are equal": lambda a, b: a.size,
    "added up how much the cells differ: count those that are equal": lambda a, b: int(np.abs(a - b).sum()),
    "compared the sums of the images: compare cell by cell": lambda a, b: int(a.sum() == b.sum()),
    "counted the rows that are equal as wholes: count the cells": lambda a, b: int(
        (a == b).all(axis=1).sum()
    ),
    "used Python's sum or an axis, which adds the rows and no further: use (a == b).sum()": lambda a, b: sum(
        a == b
    ),
    "added up each row and no further: use (a == b).sum()": lambda a, b: (a == b).sum(axis=1),
    "returned inside the loops, after the first cell: return after them": lambda a, b: int(
        a[0, 0] == b[0, 0]
    ),
    "looked at the last cell alone: add 1 for each that is equal": lambda a, b: int(a[-1, -1] == b[-1, -1]),
    "set the count to 1 in place of adding 1": lambda a, b: int((a == b).any()),
    "counted in the first row only": lambda a, b: int((a[0] == b[0]).sum()),
    "counted in the last row only: the count begins before both loops": lambda a, b: int(
        (a[-1] == b[-1]).sum()
    ),
    "counted in the first column only": lambda a, b: int((a[:, 0] == b[:, 0]).sum()),
    "left out the last row and column: range(n) ends at n − 1 by itself": lambda a, b: _loops(a, b, less=1),
    "left out the first row and column: places count from 0": lambda a, b: _loops(a, b, start=1),
    "left out the last row: range(n) ends at n − 1 by itself": lambda a, b: int((a == b)[:-1].sum()),
    "left out the last column: range(n) ends at n − 1 by itself": lambda a, b: int((a == b)[:, :-1].sum()),
    "left out the first row: places count from 0": lambda a, b: int((a == b)[1:].sum()),
    "left out the first column: places count from 0": lambda a, b: int((a == b)[:, 1:].sum()),
    "took those that differ off 81: these images have a.size cells": lambda a, b: 81 - int((a != b).sum()),
    "compared row 0 of the one with each row of the other": lambda a, b: int((a[0] == b).sum()),
    "turned one image upside down": lambda a, b: int((a[::-1] == b).sum()),
    "sorted the images: compare them place by place": lambda a, b: int(
        (np.sort(a, axis=None) == np.sort(b, axis=None)).sum()
    ),
    "looked at the diagonal alone: a row needs all its columns": lambda a, b: int(
        (np.diagonal(a) == np.diagonal(b)).sum()
    ),
    "wrote [column, row]: an image's row comes first, [row, column]": lambda a, b: _loops(
        a, b, cell=lambda row, column: (column, row)
    ),
    "went through as many columns as there are rows: there are len(a[0]) columns": lambda a, b: _loops(
        a, b, columns=len(a)
    ),
    "went through as many rows as there are columns: there are len(a) rows": lambda a, b: _loops(
        a, b, rows=len(a[0])
    ),
    "went through 9 rows and 9 columns: these images have len(a) rows and len(a[0]) columns": lambda a, b: (
        _loops(a, b, 9, 9)
    ),
}

NAMES = [f"{letter}_{kind}" for letter in "XO" for kind in ("translation", "scaling", "rotation", "weight")]


def misreads():
    """The deformed images that agree in more cells with the wrong letter than with their own."""
    letters = {"X": load_image("X"), "O": load_image("O")}

    def read(name):
        return max(letters, key=lambda letter: agreement(load_image(name), letters[letter]))

    return [name for name in NAMES if read(name) != name[0]]


RIGHT = misreads()


@judged("misread")
def check_misread(answer):
    """Judge a list of names."""
    if isinstance(answer, np.ndarray):
        answer = np.atleast_1d(answer).tolist()
    if isinstance(answer, (list, tuple, set, frozenset)) and not answer:
        return NOT_WRITTEN
    if not isinstance(answer, (list, tuple, set, frozenset)):
        return no(". Hand in a list of names, like ['X_scaling', 'O_weight'].", "type")
    if not all(isinstance(name, str) for name in answer):
        return no(". Put in the names, like 'X_scaling', not the images.", "type")
    unknown = sorted(name for name in answer if name not in NAMES)
    if unknown:
        known = ", ".join(NAMES)
        one = f"{unknown[0][:40]!r}"
        if unknown[0] in ("X", "O"):
            return no(f". {one} is one of the two plain letters, which are read correctly.", "read correctly")
        near = get_close_matches(unknown[0], NAMES, n=1)
        meant = f" Did you mean {near[0]!r}?" if near else ""
        return no(f". {one} is not one of the eight changed drawings: {known}.{meant}", "unknown name")
    extra = [name for name in NAMES if name in answer and name not in RIGHT]
    if extra:
        image = load_image(extra[0])
        x, o = agreement(image, load_image("X")), agreement(image, load_image("O"))
        text = f"{extra[0]} agrees with the X in {x} cells and with the O in {o}, so it is read correctly."
        return no(f". {text}", "read correctly")
    if set(answer) != set(RIGHT):
        missing = len(RIGHT) - len(set(answer))
        return Verdict(False, f"{len(set(answer))} found, {missing} more to find.", "one missing")
    return yes(". Both agree in more cells with the X than with the O.")


EXERCISES = {
    "agreement": FunctionExercise("agreement", agreement, CASES, SLIPS),
    "misread": check_misread,
}
