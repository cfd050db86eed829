"""Lesson 01: count the cells in which two images agree; find what whole-image matching misreads."""

from xo_helpers.checks.machinery import FunctionExercise
from xo_helpers.checks.verdicts import NOT_WRITTEN, Verdict, judged, no, yes
from xo_helpers.data import load_image, parse
from xo_helpers.ops import agreement

CASES = [
    {"a": parse("##\n.."), "b": parse("#.\n..")},
    {"a": parse("##.\n.#."), "b": parse("#..\n.##")},
    {"a": parse("...\n##.\n..#"), "b": parse("#.#\n#..\n...")},
    {"a": load_image("X"), "b": load_image("X_rotation")},
]

SLIPS = {
    "counted the cells that differ: all the others agree": lambda a, b: int((a != b).sum()),
    "counted only the strokes that agree: two cells of background agree as well": lambda a, b: int(
        ((a == 1) & (b == 1)).sum()
    ),
    "added up the products, which takes one off for each cell that differs: count, with ==": lambda a, b: int(
        (a * b).sum()
    ),
    "returned the share of cells that agree: return their number": lambda a, b: float((a == b).mean()),
    "compared the images as wholes: count the cells": lambda a, b: bool((a == b).all()),
    "stopped at the cells: add up how many are equal": lambda a, b: a == b,
    "counted the strokes of one image: compare it with the other": lambda a, b: int((a == 1).sum()),
    "used Python's sum, which adds the rows and no further: use (a == b).sum()": lambda a, b: sum(a == b),
    "returned inside the loops, after the first cell: return after them": lambda a, b: int(
        a[0, 0] == b[0, 0]
    ),
    "set the count to 1 in place of adding 1": lambda a, b: int((a == b).any()),
    "counted in the first row only": lambda a, b: int((a[0] == b[0]).sum()),
    "went through as many columns as there are rows: there are len(a[0]) columns": lambda a, b: _loops(
        a, b, len(a), len(a)
    ),
    "went through as many rows as there are columns: there are len(a) rows": lambda a, b: _loops(
        a, b, len(a[0]), len(a[0])
    ),
    "went through 9 rows and 9 columns: these images have len(a) rows and len(a[0]) columns": lambda a, b: (
        _loops(a, b, 9, 9)
    ),
}


def _loops(a, b, rows, columns):
    return sum(int(a[row, column] == b[row, column]) for row in range(rows) for column in range(columns))


NAMES = [f"{letter}_{kind}" for letter in "XO" for kind in ("translation", "scaling", "rotation", "weight")]


def misreads():
    """The deformed images that agree in more cells with the wrong letter than with their own."""
    letters = {"X": load_image("X"), "O": load_image("O")}

    def read(name):
        return max(letters, key=lambda letter: agreement(load_image(name), letters[letter]))

    return [name for name in NAMES if read(name) != name[0]]


@judged("misread")
def check_misread(answer):
    """Judge a list of names."""
    if answer is None or answer is ... or answer == []:
        return NOT_WRITTEN
    if isinstance(answer, str) or not isinstance(answer, (list, tuple, set)):
        return no(". Hand in a list of names, like ['X_scaling', 'O_weight'].", "type")
    if not all(isinstance(name, str) for name in answer):
        return no(". Put in the names, like 'X_scaling', not the images.", "type")
    unknown = [name for name in answer if name not in NAMES]
    if unknown:
        known = ", ".join(NAMES)
        return no(
            f". {unknown[0]!r} is not one of the eight changed drawings: {known}.",
            "unknown name",
        )
    right = misreads()
    extra = [name for name in NAMES if name in answer and name not in right]
    if extra:
        image = load_image(extra[0])
        x, o = agreement(image, load_image("X")), agreement(image, load_image("O"))
        text = f"{extra[0]} agrees with the X in {x} cells and with the O in {o}, so it is read correctly."
        return no(f". {text}", "read correctly")
    if set(answer) != set(right):
        missing = len(right) - len(set(answer))
        return Verdict(False, f"{len(set(answer))} found, {missing} more to find.", "one missing")
    return yes(". Both agree in more cells with the X than with the O.")


EXERCISES = {
    "agreement": FunctionExercise("agreement", agreement, CASES, SLIPS),
    "misread": check_misread,
}
