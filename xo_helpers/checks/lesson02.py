"""Lesson 02: filter one patch; a patch for a score."""

import numpy as np

from xo_helpers.checks.machinery import FunctionExercise, draw
from xo_helpers.checks.verdicts import NOT_WRITTEN, judged, no, yes
from xo_helpers.data import load_kernel, parse
from xo_helpers.ops import filter_patch
from xo_helpers.texts import in_cell

CROSS = load_kernel("cross")
WANTED = 5  # pixels that agree, of nine: (5 - 4) / 9 = 0.11

# No kernel here equals its own flip or transpose: with those of the story a flip would not show.
CASES = [
    {"patch": parse("##\n.#"), "kernel": parse("##\n..")},
    {"patch": parse("#..\n#..\n#.."), "kernel": parse("##.\n#..\n...")},
    {"patch": parse("..#\n...\n#.."), "kernel": parse("#..\n#.#\n.##")},
    {"patch": parse("#..#\n.##.\n...#\n##.."), "kernel": parse("##..\n.#.#\n#...\n..##")},
]

SLIPS = {
    "forgot to divide: that is the sum of the products, divide it by the number of cells": lambda p, k: float(
        (p * k).sum()
    ),
    "divided by the number of rows: divide by the number of cells": lambda p, k: float(
        (p * k).sum() / len(k)
    ),
    "left the disagreements out: each of them takes one away": lambda p, k: float((p == k).mean()),
    "flipped the kernel: lay it on the patch as it is": lambda p, k: filter_patch(p, k[::-1, ::-1]),
    "transposed the kernel, rows for columns": lambda p, k: filter_patch(p, k.T),
    "used @, the matrix product: multiply cell by cell, with *": lambda p, k: float((p @ k).sum() / k.size),
    "divided with //, which drops the fraction: use /": lambda p, k: float((p * k).sum() // k.size),
    "divided by 9, which is right for 3×3 alone: divide by the number of cells": lambda p, k: float(
        (p * k).sum() / 9
    ),
    "used Python's sum, which adds the rows and no further: use (…).sum()": lambda p, k: sum(p * k) / k.size,
    "stopped at the products: add them up": lambda p, k: p * k,
    "divided the products and did not add them up": lambda p, k: p * k / k.size,
    "counted the strokes only: background on background agrees as well": lambda p, k: float(
        ((p == 1) & (k == 1)).sum() / k.size
    ),
    "was off by one: it left out the last row and column": lambda p, k: float(
        (p * k)[:-1, :-1].sum() / k.size
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
    if isinstance(answer, str) or (isinstance(answer, (list, tuple)) and isinstance(answer[0], str)):
        return no('. This is text. parse makes numbers of it: parse("""…""").', "text")
    if isinstance(answer, (int, float)):
        return no(". This is a number. Hand in the patch: three rows of three pixels.", "type")
    try:
        patch = np.asarray(answer, dtype=float)
    except (TypeError, ValueError):
        what = type(answer).__name__
        return no(
            f". A patch has three rows of three numbers, and this is a {what}; parse makes one.", "type"
        )
    if patch.shape != CROSS.shape:
        shape = "×".join(map(str, patch.shape)) or "()"
        return no(f". This has shape {shape}; the patch must be 3×3, as the cross is.", "shape")
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
