"""Lesson 01: in how many cells two images agree, and which two drawings that misreads."""
# ruff: noqa: B905, F821 - as students write

from collections import Counter
from functools import reduce

import numpy as np

from xo_helpers.data import TEN, load_image
from xo_helpers.ops import agreement

X = load_image("X")
drawings = {name: load_image(name) for name in TEN}


def two_loops(a, b):
    count = 0
    for row in range(a.shape[0]):
        for column in range(a.shape[1]):
            if a[row, column] == b[row, column]:
                count += 1
    return count


def flat(a, b):
    same = 0
    for one, other in zip(a.flat, b.flat):
        same += one == other
    return same


def row_by_row(a, b):
    if len(a) == 0:
        return 0
    return (a[0] == b[0]).sum() + row_by_row(a[1:], b[1:])


def with_a_helper(a, b):
    def same(row, column):
        return 1 if a[row][column] == b[row][column] else 0

    return sum(same(row, column) for row in range(len(a)) for column in range(len(a[0])))


def hinted(a: np.ndarray, b: np.ndarray, start: int = 0) -> int:
    at, cells = 0, list(np.ndindex(a.shape))
    while at < len(cells):
        if a[cells[at]] == b[cells[at]]:
            start = start + 1
        at += 1
    return start


RIGHT = {
    "agreement": [
        lambda a, b: (a == b).sum(),
        lambda a, b: np.sum(a == b),
        lambda a, b: np.count_nonzero(a == b),
        lambda a, b: int((a == b).sum()),
        lambda a, b: float((a == b).sum()),
        lambda a, b: np.array((a == b).sum()),
        lambda a, b: a.size - (a != b).sum(),
        lambda a, b: len(np.argwhere(a == b)),
        lambda a, b: a[a == b].size,
        lambda a, b: sum(sum(a == b)),
        lambda a, b: (a == b).sum(axis=0).sum(),
        lambda a, b: np.equal(a, b).astype(int).sum(),
        lambda a, b: sum(1 for one, other in zip(a.ravel(), b.ravel()) if one == other),
        lambda a, b: sum([(p == q).sum() for p, q in zip(a, b)]),
        lambda a, b: round(np.mean(a == b) * a.size),
        lambda a, b: np.vectorize(lambda p, q: int(p == q), otypes=[int])(a, b).sum(),
        lambda a, b: np.einsum("ij->", (a == b).astype(int)),
        lambda a, b: Counter((a == b).ravel().tolist())[True],
        lambda a, b: reduce(lambda count, pair: count + (pair[0] == pair[1]), zip(a.flat, b.flat), 0),
        lambda a, b: np.where(a == b, 1, 0).sum(),
        lambda a, b: (np.abs(a - b) < 1e-12).sum(),
        lambda x, y: agreement(x, y),
        agreement,
        two_loops,
        flat,
        row_by_row,
        with_a_helper,
        hinted,
    ],
    "misread": [
        ["O_translation", "O_scaling"],
        ["O_scaling", "O_translation"],
        ("O_translation", "O_scaling"),
        {"O_scaling", "O_translation"},
        np.array(["O_translation", "O_scaling"]),
        [np.str_("O_translation"), np.str_("O_scaling")],
        [name for name in TEN[5:] if agreement(drawings[name], X) > agreement(drawings[name], drawings["O"])],
        [TEN[6], TEN[7]],
    ],
}


def rows_for_both(a, b):
    count = 0
    for row in range(len(a)):
        for column in range(len(a)):
            if a[row, column] == b[row, column]:
                count += 1
    return count


def columns_for_both(a, b):
    count = 0
    for row in range(a.shape[1]):
        for column in range(a.shape[1]):
            count += a[row, column] == b[row, column]
    return count


def nine_by_nine(a, b):
    return sum(a[row, column] == b[row, column] for row in range(9) for column in range(9))


def last_left_out(a, b):
    count = 0
    for row in range(a.shape[0] - 1):
        for column in range(a.shape[1] - 1):
            count += a[row, column] == b[row, column]
    return count


def first_left_out(a, b):
    return sum(a[row, column] == b[row, column] for row in range(1, len(a)) for column in range(len(a[0])))


def one_too_far(a, b):
    count = 0
    for row in range(a.shape[0] + 1):
        for column in range(a.shape[1] + 1):
            count += a[row, column] == b[row, column]
    return count


def rows_and_columns_exchanged(a, b):
    count = 0
    for row in range(a.shape[0]):
        for column in range(a.shape[1]):
            count += a[row, column] == b[column, row]
    return count


def assigned(a, b):
    count = 0
    for row in range(a.shape[0]):
        for column in range(a.shape[1]):
            if a[row, column] == b[row, column]:
                count = +1
    return count


def returned_at_once(a, b):
    count = 0
    for one, other in zip(a.flat, b.flat):
        if one == other:
            count += 1
        return count


def returned_after_a_row(a, b):
    count = 0
    for one, other in zip(a, b):
        for p, q in zip(one, other):
            count += p == q
        return count


def begun_anew(a, b):
    for one, other in zip(a, b):
        count = 0
        for p, q in zip(one, other):
            count += p == q
    return count


def begun_at_one(a, b):
    count = 1
    for one, other in zip(a.flat, b.flat):
        count += one == other
    return count


def printed(a, b):
    print((a == b).sum())


def not_returned(a, b):
    total = (a == b).sum()  # noqa: F841


def whole_arrays(a, b):
    return 1 if a == b else 0


def only_strokes(a, b):
    return ((a == 1) & (b == 1)).sum()


def size_is_no_range(a, b):
    count = 0
    for cell in a.size:
        count += a.flat[cell] == b.flat[cell]
    return count


def recursion_without_an_end(a, b):
    return (a[:1] == b[:1]).sum() + recursion_without_an_end(a[1:], b[1:])


def starter(a, b):
    raise NotImplementedError


class Agreement:
    def __init__(self, a, b):
        self.count = (a == b).sum()


WRONG = {
    "agreement": {
        "not begun": starter,
        "cell by cell, not counted": lambda a, b: a == b,
        "are all the same": lambda a, b: (a == b).all(),
        "array_equal": np.array_equal,
        "counts those that differ": lambda a, b: (a != b).sum(),
        "a share": lambda a, b: (a == b).mean(),
        "divided by 81": lambda a, b: (a == b).sum() / 81,
        "81 less those that differ": lambda a, b: 81 - (a != b).sum(),
        "a count a column": lambda a, b: sum(a == b),
        "a count a row": lambda a, b: (a == b).sum(axis=1),
        "agreeing minus differing": lambda a, b: (a * b).sum(),
        "the difference": lambda a, b: (a - b).sum(),
        "how far apart": lambda a, b: np.abs(a - b).sum(),
        "how many rows": lambda a, b: len(a == b),
        "how many cells": lambda a, b: (a == b).size,
        "rows that are the same": lambda a, b: sum((p == q).all() for p, q in zip(a, b)),
        "only shared strokes": only_strokes,
        "only shared background": lambda a, b: ((a == -1) & (b == -1)).sum(),
        "and for ==": lambda a, b: (a & b).sum(),
        "strokes of the first": lambda a, b: (a == 1).sum(),
        "values that occur in both": lambda a, b: len(set(a.ravel()) & set(b.ravel())),
        "sorted first": lambda a, b: (np.sort(a.ravel()) == np.sort(b.ravel())).sum(),
        "the sums are the same": lambda a, b: a.sum() == b.sum(),
        "the shapes are the same": lambda a, b: a.shape == b.shape,
        "is for ==": lambda a, b: a is b,
        "the first with itself": lambda a, b: (a == a).sum(),
        "with the lesson's X": lambda a, b: (a == X).sum(),
        "upside down": lambda a, b: (a == b[::-1]).sum(),
        "half of it": lambda a, b: (a == b).sum() // 2,
        "one more": lambda a, b: (a == b).sum() + 1,
        "sign turned": lambda a, b: -(a == b).sum(),
        "the lesson's number": lambda a, b: 65,
        "rows for both axes": rows_for_both,
        "columns for both axes": columns_for_both,
        "only nine by nine": nine_by_nine,
        "the last row and column left out": last_left_out,
        "the first row left out": first_left_out,
        "one too far": one_too_far,
        "rows and columns exchanged": rows_and_columns_exchanged,
        "=+ for +=": assigned,
        "return inside the loop": returned_at_once,
        "return after the first row": returned_after_a_row,
        "the count begins anew for each row": begun_anew,
        "the count begins at 1": begun_at_one,
        "printed": printed,
        "not returned": not_returned,
        "if with whole arrays": whole_arrays,
        "a loop over a number": size_is_no_range,
        "recursion without an end": recursion_without_an_end,
        "a name that is not there": lambda a, b: (a == image).sum(),
        "text": lambda a, b: f"{(a == b).sum()} of {a.size}",
        "a number as text": lambda a, b: str((a == b).sum()),
        "in a list": lambda a, b: [(a == b).sum()],
        "count and size": lambda a, b: ((a == b).sum(), a.size),
        "one parameter": lambda a: (a == X).sum(),
        "three parameters": lambda a, b, c: (a == b).sum(),
        "a class": Agreement,
        "a result, not the function": agreement(X, X),
        "its name in quotes": "my_agreement",
        "nothing": None,
    },
    "misread": {
        "not begun": [],
        "nothing": None,
        "one of them": ["O_translation"],
        "the other one": ["O_scaling"],
        "one of them as text": "O_scaling",
        "three": ["O_translation", "O_scaling", "O_weight"],
        "the X's": ["X_translation", "X_scaling"],
        "one X, one O": ["X_translation", "O_translation"],
        "the example": ["X_scaling", "O_weight"],
        "turned and thick": ["O_rotation", "O_weight"],
        "with the plain O": ["O", "O_translation"],
        "all of the O's": list(TEN[5:]),
        "all ten": list(TEN),
        "the eight that are right": [name for name in TEN if name not in ("O_translation", "O_scaling")],
        "the same twice": ["O_translation", "O_translation"],
        "small letters": ["o_translation", "o_scaling"],
        "zeros for O's": ["0_translation", "0_scaling"],
        "without the underscore": ["O translation", "O scaling"],
        "in words": ["the moved O", "the small O"],
        "without the letter": ["translation", "scaling"],
        "misspelt": ["O_translation", "O_scalling"],
        "their places": [6, 7],
        "their counts": [60, 56],
        "the images": [drawings["O_translation"], drawings["O_scaling"]],
        "how many": 2,
        "True and False": [name in ("O_translation", "O_scaling") for name in TEN],
        "what append returns": [].append("O_translation"),
        "lists in a list": [["O_translation"], ["O_scaling"]],
        "a function": lambda: ["O_translation", "O_scaling"],
    },
}

ARGUABLE = {
    "agreement": {
        "only for 1 and -1": lambda a, b: ((a * b).sum() + a.size) // 2,
        "changes its first image": lambda a, b: np.equal(a, b, out=a, casting="unsafe").sum(),
    },
    "misread": {
        "one text with a comma": "O_translation, O_scaling",
        "a blank too many": ["O_translation ", "O_scaling"],
        "each, and one of them twice": ["O_translation", "O_scaling", "O_scaling"],
        "a dict of the two images": {name: drawings[name] for name in ("O_translation", "O_scaling")},
    },
}
