"""Lesson 02: filter one patch."""

from xo_helpers.checks.machinery import FunctionExercise
from xo_helpers.data import parse
from xo_helpers.ops import filter_patch

# No kernel here equals its own flip or transpose: with those of the story a flip would not show.
CASES = [
    {"patch": parse("##\n.#"), "kernel": parse("##\n..")},
    {"patch": parse("#..\n#..\n#.."), "kernel": parse("##.\n#..\n...")},
    {"patch": parse("..#\n##.\n.#."), "kernel": parse("#..\n#.#\n.##")},
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

EXERCISES = {"filter_patch": FunctionExercise("filter_patch", filter_patch, CASES, SLIPS)}
