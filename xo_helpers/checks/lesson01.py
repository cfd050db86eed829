"""Lesson 01: count the cells in which two images agree; find what whole-image matching misreads."""

import re
from difflib import get_close_matches

import numpy as np

from xo_helpers.checks.families import loops, table
from xo_helpers.checks.machinery import FunctionExercise
from xo_helpers.checks.results import plain
from xo_helpers.checks.verdicts import NOT_WRITTEN, Verdict, judged, no, yes
from xo_helpers.data import load_image, parse


def agreement(a, b):
    """The solution, as the lesson writes it."""
    return int((a == b).sum())


CASES = table(
    "a b",
    ("##/..", "#./.."), ("##./.#.", "#../.##"), ("##./.#.", "..#/#.#"), ("##/.#/..", "##/.#/.."),
    ("#./.#/##/..", "##/.#/#./##"), (".../##./..#", "#.#/#../..."),
    (load_image("X"), load_image("X_rotation")),
    ([[0, -1, 0], [-0.5, -1, 1]], [[0, -1, -1], [-1, -0.5, 0]]),  # "the same value" may be any number
    ([[1, 0.5], [0, -1], [0, 1]], [[1, 0], [-0.5, -1], [0, 0]]),
    ([[0.02, -1, 0], [-0.0003, 0, 1]], [[0, -1, 0.0004], [-0.00032, 0.05, 1]]),  # little is not nothing
    (np.tile(load_image("O"), (2, 1))[:13], np.tile(load_image("X"), (2, 2))[:13, 4:13]),
    (np.tile(parse("#.#.\n..##"), (5, 4)), np.tile(parse("#.#.\n..#."), (5, 4))),
)  # fmt: skip

SLIPS = {
    "counted the cells that differ: all the others agree": lambda a, b: (a != b).sum(),
    "counted only strokes that agree: background agrees as well": lambda a, b: ((a > 0) & (b > 0)).sum(),
    "counted only the background that agrees: strokes agree as well": lambda a, b: ((a < 0) & (b < 0)).sum(),
    "counted only −1 on −1: strokes agree as well": lambda a, b: ((a == -1) & (b == -1)).sum(),
    "took all cells for 1 or −1: use ==, which is right for others too": lambda a, b: ((a * b + 1) / 2).sum(),
    "looked for 1 and −1 alone: use ==, 0 is the same as 0": lambda a, b: (a * b == 1).sum(),
    "compared what is above 0: use ==, 0 and −1 differ": lambda a, b: ((a > 0) == (b > 0)).sum(),
    "compared the signs: use ==, −0.5 and −1 differ": lambda a, b: (np.sign(a) == np.sign(b)).sum(),
    "looked for equal signs alone: use ==, −0.5 and −1 differ, and 0 is the same as 0": lambda a, b: (
        a * b > 0
    ).sum(),
    "took off half of what they differ by: use ==, cells may differ by less than 2": lambda a, b: (
        a.size - np.abs(a - b).sum() / 2
    ),
    "took cells that differ by little for the same: use ==": lambda a, b: (np.abs(a - b) < 0.1).sum(),
    "added up the products, which takes one off for each that differs: use ==": lambda a, b: (a * b).sum(),
    "took one off for each that differs: count those that agree": lambda a, b: 2 * (a == b).sum() - a.size,
    "returned the share of cells that agree: return their number": lambda a, b: (a == b).mean(),
    "compared the images as wholes: count the cells": lambda a, b: bool((a == b).all()),
    "set the count to 1, or said only whether any agree: add 1": lambda a, b: int((a == b).any()),
    "stopped at the cells: add up how many are equal": lambda a, b: a == b,
    "counted all cells: count those that are equal": lambda a, b: a.size,
    "went through 9 rows and 9 columns": lambda a, b: sum(a[at] == b[at] for at in np.ndindex(9, 9)),
    **loops(lambda seen, a, b: ((a == b) & seen).sum()),
}

NAMES = [f"{letter}_{kind}" for letter in "XO" for kind in ("translation", "scaling", "rotation", "weight")]
LETTERS = {letter: load_image(letter) for letter in "XO"}


def whole_image(images):  # [n, 9, 9] -> [n]
    """Which letter each image agrees with in more cells, 0 for the X, also in a tie, and 1 for the O."""
    return np.argmax([(images == letter).sum(axis=(1, 2)) for letter in LETTERS.values()], axis=0)


def misreads():
    """The deformed images that agree in more cells with the wrong letter than with their own."""
    read = whole_image([load_image(name) for name in NAMES])
    return [name for name, letter in zip(NAMES, read, strict=True) if "XO"[letter] != name[0]]


RIGHT, MOST = misreads(), 100


def _parts(name):
    """A name's words in one order, the digit 0 for the letter: "0_Scaling" and "scaling O" are the same."""
    return " ".join(sorted(re.split(r"[\W_]+", name.strip().lower().replace("0", "o"))))


@judged("misread")
def check_misread(answer):
    """Judge a list of names."""
    if isinstance(answer, np.ndarray):
        answer = np.atleast_1d(answer)[:MOST].tolist()
    if not isinstance(answer, (list, tuple, set, frozenset)) or len(answer) >= MOST:
        return no(". Hand in a list of names, like ['X_scaling', 'O_weight'].", "type")
    if not answer:
        return NOT_WRITTEN
    if not all(isinstance(name, str) for name in answer):
        other = next(plain(name).words for name in answer if not isinstance(name, str))
        return no(f". Put in names as text, like 'X_scaling': here is {other}.", "type")
    unknown = min(set(answer) - set(NAMES), default=None)
    if unknown is not None:
        if len(answer) > 3 and all(len(name) == 1 for name in answer):
            return no(". It holds single letters, as += with a text gives: append the whole name.", "letters")
        if unknown in LETTERS:
            return no(f". {unknown!r} is a plain letter, which is read correctly.", "read correctly")
        known, unknown = {_parts(name): name for name in NAMES}, unknown[:99]
        near = [known[parts] for parts in get_close_matches(_parts(unknown), known, n=1)]
        meant = (
            f" Did you mean {near[0]!r}?" if near and near[0][0] in _parts(unknown).upper().split() else ""
        )
        what = f"is not one of the eight changed drawings: {', '.join(NAMES)}"
        return no(f". {unknown[:40]!r} {what}.{meant}", "unknown name")
    extra = [name for name in NAMES if name in answer and name not in RIGHT]
    if extra:
        x, o = (agreement(load_image(extra[0]), letter) for letter in LETTERS.values())
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
