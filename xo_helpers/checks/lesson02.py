"""Lesson 02: filter one patch; a patch for a score."""

import numpy as np

from xo_helpers.checks.differences import draw
from xo_helpers.checks.machinery import FunctionExercise
from xo_helpers.checks.results import plain
from xo_helpers.checks.verdicts import NOT_WRITTEN, judged, no, yes
from xo_helpers.data import load_image, load_kernel, parse
from xo_helpers.inputs import times
from xo_helpers.texts import in_cell

CROSS = load_kernel("cross")
WANTED = 5  # pixels that agree, of nine: (5 - 4) / 9 = 0.11


def filter_patch(patch, kernel):
    """The solution, as the lesson writes it."""
    return float((patch * kernel).sum() / kernel.size)


# No kernel here equals its own flip or transpose: with those of the story a flip would not show.
CASES = [
    {"patch": parse("##\n.#"), "kernel": parse("##\n..")},
    {"patch": parse("##\n#."), "kernel": parse("##\n#.")},
    {"patch": parse(".#.\n..#\n#.#"), "kernel": parse("#.#\n##.\n.#.")},
    {"patch": parse("#..\n#..\n#.."), "kernel": parse("##.\n#..\n...")},
    {"patch": parse("..#\n...\n#.."), "kernel": parse("#..\n#.#\n.##")},
    {"patch": parse("##.\n..#\n.##"), "kernel": parse("##.\n#.#\n#..")},
    {"patch": parse("#..#\n.##.\n...#\n##.."), "kernel": parse("##..\n.#.#\n#...\n..##")},
    {"patch": load_image("X_weight")[:5, 1:6], "kernel": load_image("O_rotation")[2:7, :5]},
]


def _cut(rows, columns):
    """As if patch and kernel were smaller, and divided by all cells."""
    return lambda p, k: float((p * k)[rows, columns].sum() / k.size)


def _horner(patch, kernel):
    total = 0
    for product in (patch * kernel).ravel():
        total = (total + product) / kernel.size
    return float(total)


SLIPS = {
    "forgot to divide: that is the sum of the products, divide it by the number of cells": lambda p, k: float(
        (p * k).sum()
    ),
    "divided by the number of rows: divide by the number of cells": lambda p, k: float(
        (p * k).sum() / len(k)
    ),
    "divided twice: once is enough": lambda p, k: float((p * k).mean() / k.size),
    "divided by rows plus columns: there are rows times columns cells": lambda p, k: float(
        (p * k).sum() / sum(k.shape)
    ),
    "counted the cells that agree: each that differs takes one away, and the sum is divided": lambda p, k: (
        int((p == k).sum())
    ),
    "left the disagreements out: each of them takes one away": lambda p, k: float((p == k).mean()),
    "counted the cells that differ": lambda p, k: float((p != k).mean()),
    "compared patch and kernel as wholes: multiply cell by cell": lambda p, k: bool((p == k).all()),
    "flipped the kernel: lay it on the patch as it is": lambda p, k: filter_patch(p, k[::-1, ::-1]),
    "flipped the kernel upside down: lay it on the patch as it is": lambda p, k: filter_patch(p, k[::-1]),
    "flipped the kernel left to right: lay it on the patch as it is": lambda p, k: filter_patch(
        p, k[:, ::-1]
    ),
    "transposed the kernel, rows for columns, or took the trace of patch @ kernel, which is the same: "
    "multiply cell by cell, with *": lambda p, k: filter_patch(p, k.T),
    "used @, the matrix product: multiply cell by cell, with *": lambda p, k: float((p @ k).sum() / k.size),
    "used @, the matrix product, and did not add up: multiply cell by cell, with *": lambda p, k: (
        p @ k / k.size
    ),
    "stopped at @, the matrix product: multiply cell by cell, with *": lambda p, k: p @ k,
    "added patch and kernel: multiply them": lambda p, k: float((p + k).sum() / k.size),
    "subtracted the kernel: multiply by it": lambda p, k: float((p - k).sum() / k.size),
    "added up how much they differ: multiply them": lambda p, k: float(np.abs(p - k).sum() / k.size),
    "multiplied the sums: multiply cell by cell, then add up": lambda p, k: float(p.sum() * k.sum() / k.size),
    "multiplied the means: multiply cell by cell": lambda p, k: float(p.mean() * k.mean()),
    "divided with //, which drops the fraction: use /": lambda p, k: float((p * k).sum() // k.size),
    "divided by 9, which is right for 3×3 alone: divide by the number of cells": lambda p, k: float(
        (p * k).sum() / 9
    ),
    "used Python's sum, which adds the rows and no further: use (…).sum()": lambda p, k: sum(p * k) / k.size,
    "used Python's sum, which adds the rows and no further, and did not divide": lambda p, k: sum(p * k),
    "added up each row and no further: add up all cells": lambda p, k: (p * k).sum(axis=1) / k.size,
    "stopped at the products: add them up": lambda p, k: p * k,
    "divided the products and did not add them up": lambda p, k: p * k / k.size,
    "counted the strokes only: background on background agrees as well": lambda p, k: float(
        ((p == 1) & (k == 1)).sum() / k.size
    ),
    "divided by the kernel's strokes: divide by all its cells": lambda p, k: float(
        (p * k).sum() / (k == 1).sum()
    ),
    "divided by the sum of the kernel: divide by the number of its cells": lambda p, k: float(
        np.divide((p * k).sum(), k.sum())
    ),
    "used the patch alone: multiply it by the kernel": lambda p, k: float(p.sum() / p.size),
    "used the kernel alone: multiply the patch by it": lambda p, k: float(k.sum() / k.size),
    "was off by one: it left out the last row and column": _cut(slice(-1), slice(-1)),
    "left out the first row and column: places count from 0": _cut(slice(1, None), slice(1, None)),
    "returned inside the loops, after the first cell: return after them": _cut(slice(1), slice(1)),
    "returned inside the loop over rows, after the first row: return after both loops": _cut(
        slice(1), slice(None)
    ),
    "left out the last row": _cut(slice(-1), slice(None)),
    "left out the last column": _cut(slice(None), slice(-1)),
    "left out the first row: places count from 0": _cut(slice(1, None), slice(None)),
    "left out the first column: places count from 0": _cut(slice(None), slice(1, None)),
    "divided by (k − 1)²: divide by the number of cells": lambda p, k: float(
        (p * k).sum() / (len(k) - 1) ** 2
    ),
    "multiplied by the number of cells: divide by it": lambda p, k: float((p * k).sum() * k.size),
    "counted the cells that agree, and divided by 9": lambda p, k: float((p == k).sum() / 9),
    "said only whether the kernel fits exactly: return the score": lambda p, k: float((p == k).all()),
    "divided in the loop, so that early products are divided often: divide at the end": _horner,
    "kept the last product alone: add them up with +=": _cut(slice(-1, None), slice(-1, None)),
    "kept the last row alone: the sum begins before both loops": _cut(slice(-1, None), slice(None)),
    "looked at the diagonal alone: a row needs all its columns": lambda p, k: float(
        np.diagonal(p * k).sum() / k.size
    ),
}


def _with_the_kernel(kernel):  # whatever kernel comes
    return lambda p, k: float((p * kernel).sum() / p.size)


def _with_the_patch(patch):
    return lambda p, k: float((patch * k).sum() / k.size)


for _name in ("diagonal", "cross", "antidiagonal"):
    SLIPS[f"used the lesson's own kernel, {_name}: use the second argument, kernel"] = _with_the_kernel(
        load_kernel(_name)
    )
SLIPS |= {
    "used the lesson's patch: use the first argument": _with_the_patch(load_kernel("diagonal")),
    "used the lesson's centre: use the first argument, patch": _with_the_patch(CROSS),
}


@judged("patch_for_cross")
def check_patch_for_cross(answer):
    """Judge a drawing of nine pixels by how many of them agree with the cross."""
    if isinstance(answer, (str, list)) and not len(answer):
        return NOT_WRITTEN
    if isinstance(answer, str) or (
        isinstance(answer, (list, tuple)) and any(isinstance(a, str) for a in answer)
    ):
        return no('. This is text. parse makes numbers of it: parse("""…""").', "text")
    if callable(answer):
        return no(". This is a function. Hand in the patch itself: three rows of three pixels.", "type")
    given = plain(answer)
    if given.kind != "truth" and given.values is not None and not given.shape:
        return no(". This is a number. Hand in the patch: three rows of three pixels.", "type")
    if given.values is None or given.dtype == "bool":
        what = f"and this is {given.words}; parse makes one"
        return no(f". A patch has three rows of three numbers, {what}.", "type")
    patch = given.values
    if patch.shape != CROSS.shape:
        return no(f". This has shape {times(patch.shape)}; the patch must be 3×3, as the cross is.", "shape")
    if not np.isin(patch, (1, -1)).all():
        return no(". Each pixel must be 1 (stroke) or −1 (background).", "values")
    agree = int((patch == CROSS).sum())
    score = f"({agree} − {9 - agree}) ÷ 9 = {in_cell((2 * agree - 9) / 9)}"
    if agree == WANTED:
        return yes(f", five pixels agree and four differ: {score}.")
    drawn = draw({"patch": patch.astype(int), "cross": CROSS})
    hint, slip = _towards_five(agree)
    return no(f".\n\n{drawn}\n\nAgreeing pixels: {agree} of 9. The score is {score}.\n{hint}", slip)


def _towards_five(agree):  # -> what to do, slip
    if agree == 1:
        return "0.11 is 1 ÷ 9, but one agreement is not enough: eight pixels differ.", "one agrees"
    if agree == 9 - WANTED:
        return "That is the opposite sign: change one of the pixels that differ.", "sign"
    one_way, slip = ("agree", "too many") if agree > WANTED else ("differ", "too few")
    count = abs(agree - WANTED)
    pixels = "one pixel" if count == 1 else f"{count} pixels"
    return f"Change {pixels} of those that {one_way}.", slip


EXERCISES = {
    "filter_patch": FunctionExercise("filter_patch", filter_patch, CASES, SLIPS),
    "patch_for_cross": check_patch_for_cross,
}
