"""Lesson 02: filter one patch; a patch for a score."""

from xo_helpers.checks.differences import draw
from xo_helpers.checks.families import loops, table, turned_argument
from xo_helpers.checks.machinery import FunctionExercise
from xo_helpers.checks.parts import WITHIN
from xo_helpers.checks.verdicts import NOT_WRITTEN, grid, judged, no, yes
from xo_helpers.data import load_image, load_kernel
from xo_helpers.texts import in_cell

CROSS = load_kernel("cross")
WANTED = 5  # pixels that agree, of nine: (5 - 4) / 9 = 0.11


def filter_patch(patch, kernel):
    """The solution, as the lesson writes it."""
    return float((patch * kernel).sum() / kernel.size)


# No kernel here equals its own flip or transpose: with those of the story a flip would not show.
CASES = table(
    "patch kernel",
    ("##/.#", "##/.."), ("##/#.", "##/#."), (".#./..#/#.#", "#.#/##./.#."), ("#../#../#..", "##./#../..."),
    ("..#/.../#..", "#../#.#/.##"), ("##./..#/.##", "##./#.#/#.."),
    ("#..#/.##./...#/##..", "##../.#.#/#.../..##"),
    (load_image("X_weight")[:5, 1:6], load_image("O_rotation")[2:7, :5]),
)  # fmt: skip

# The lesson lets agreements be counted, since here all cells are 1 or −1: so that is right, and told.
LATER = [
    (
        case,
        "With values between −1 and 1, which come later, it differs from (patch * kernel).mean().",
    )
    for case in table("patch kernel", ([[0.5, -1], [0, 1]], [[1, -0.5], [-1, 0]]))
]

SCORES = {  # of any patch: lesson 03 takes them everywhere
    "forgot to divide by the number of cells: that is the sum": lambda p, k: (p * k).sum(),
    "divided by the number of rows: divide by that of cells": lambda p, k: (p * k).sum() / len(k),
    "divided twice: once is enough": lambda p, k: (p * k).mean() / k.size,
    "divided by 9, which is right for 3×3 alone: divide by kernel.size": lambda p, k: (p * k).sum() / 9,
    "took 9 for the number of cells, which is right for 3×3 alone: take kernel.size": lambda p, k: (
        (2 * (p == k).sum() - 9) / 9
    ),
    "divided with //, which drops the fraction: use /": lambda p, k: (p * k).sum() // k.size,
    "counted the cells that agree: each that differs takes one away": lambda p, k: (p == k).sum(),
    "counted agreements twice: count once, and take off those that differ": lambda p, k: 2 * (p == k).mean(),
    "left the disagreements out: each of them takes one away": lambda p, k: (p == k).mean(),
    "said only whether the kernel fits exactly: return the score": lambda p, k: (p == k).all() * 1,
    "added patch and kernel: multiply them": lambda p, k: (p + k).mean(),
    "subtracted the kernel: multiply by it": lambda p, k: (p - k).mean(),
    "transposed the kernel, or took the trace of patch @ kernel": lambda p, k: (p * k.T).mean(),
    "used @, the matrix product: multiply cell by cell, with *": lambda p, k: (p @ k).sum() / k.size,
}


SLIPS = {
    **SCORES,
    "used @, the matrix product, and did not add up: multiply with *": lambda p, k: p @ k / k.size,
    "counted the strokes alone: two cells of background agree too": lambda p, k: ((p > 0) & (k > 0)).mean(),
    **turned_argument(filter_patch, 1, "kernel"),
    **loops(lambda seen, p, k: (p * k * seen).sum() / k.size, WITHIN),
}


@judged("patch_for_cross")
def check_patch_for_cross(answer):
    """Judge a drawing of nine pixels by how many of them agree with the cross."""
    if isinstance(answer, (str, list)) and not len(answer):
        return NOT_WRITTEN
    patch, slip, text = grid(answer, 3, "patch", "parse draws one", pixels=True)
    if slip:
        return no(f"; {text}.", slip)
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
    "filter_patch": FunctionExercise("filter_patch", filter_patch, CASES, SLIPS, later=LATER),
    "patch_for_cross": check_patch_for_cross,
}
