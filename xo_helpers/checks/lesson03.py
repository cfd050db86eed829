"""Lesson 03: filter everywhere; a kernel of one's own."""

import numpy as np

from xo_helpers.checks.machinery import FunctionExercise
from xo_helpers.checks.verdicts import judged, no, yes
from xo_helpers.data import load_image, parse, picture
from xo_helpers.ops import feature_map, filter_patch
from xo_helpers.texts import in_cell

# Images that are not square and kernels that are not their own flip or transpose, so that mistakes differ.
CASES = [
    {"image": parse("#.#\n##."), "kernel": parse("##\n#.")},
    {"image": parse("#..#\n.##.\n#.#."), "kernel": parse("##\n.#")},
    {"image": parse("#..#.\n.##..\n#.#.#\n..##."), "kernel": parse("##.\n#..\n...")},
    {"image": load_image("X_rotation"), "kernel": parse("#..\n#.#\n.##")},
]


def _swapped(image, kernel):
    """Rows and columns of the window's place exchanged."""
    k, (h, w) = len(kernel), image.shape
    result = np.zeros((h - k + 1, w - k + 1))
    for row, column in np.ndindex(result.shape):
        result[row, column] = filter_patch(image[column : column + k, row : row + k], kernel)
    return result


def _skipping(image, kernel):
    k, everywhere = len(kernel), feature_map(image, kernel)
    result = np.zeros_like(everywhere)
    result[::k, ::k] = everywhere[::k, ::k]
    return result


def _cut_short(rows, columns):
    """Only the first so many rows and columns of places are filled."""

    def fill(image, kernel):
        everywhere = feature_map(image, kernel)
        result = np.zeros_like(everywhere)
        result[:rows, :columns] = everywhere[:rows, :columns]
        return result

    return fill


def _column_first(image, kernel):
    everywhere = feature_map(image, kernel)
    result = np.zeros_like(everywhere)
    for row, column in np.ndindex(result.shape):
        result[column, row] = everywhere[row, column]
    return result


def _columns_from_rows(image, kernel):
    rows = len(image) - len(kernel) + 1
    return feature_map(image, kernel)[:, :rows]  # no case is taller than wide


def _same_size(image, kernel):
    k = len(kernel)
    before, after = (k - 1) // 2, k // 2
    return feature_map(np.pad(image, (before, after)), kernel)


SLIPS = {
    "forgot to divide: each cell is the sum of the products, divided by the number of cells": lambda i, k: (
        feature_map(i, k) * k.size
    ),
    "divided by the number of rows: divide by the number of cells": lambda i, k: feature_map(i, k) * len(k),
    "flipped the kernel, as mathematics does in a convolution: leave it as it is": lambda i, k: feature_map(
        i, k[::-1, ::-1]
    ),
    "transposed the kernel, rows for columns": lambda i, k: feature_map(i, k.T),
    "transposed the map: the window's row is the map's row": lambda i, k: feature_map(i, k).T,
    "turned the window's place round: it is image[row:row+k, column:column+k]": _swapped,
    "was off by one: the last row and column of places are missing": lambda i, k: feature_map(i, k)[:-1, :-1],
    "was off by one: it starts at row 1 and column 1": lambda i, k: feature_map(i, k)[1:, 1:],
    "moved in steps of the kernel's size: move one cell at a time": lambda i, k: feature_map(i, k)[
        :: len(k), :: len(k)
    ],
    "returned inside the loop over columns, after one place: return after both loops": _cut_short(1, 1),
    "returned inside the loop over rows, after one row: return after both loops": _cut_short(1, None),
    "filled result[column, row]: a map's row comes first, result[row, column]": _column_first,
    "took the number of columns from the rows: image.shape[1] counts them": _columns_from_rows,
    "skipped places: move one cell at a time, and fill each cell of the map": _skipping,
    "divided by 9, which is right for 3×3 alone: divide by the number of cells": lambda i, k: (
        feature_map(i, k) * k.size / 9
    ),
    "made a map of the image's size: the window must stay inside": _same_size,
    "filled a map of whole numbers, which drops the fractions: make it np.zeros(…)": lambda i, k: feature_map(
        i, k
    ).astype(int),
    "dropped the negatives: they say that the patch is unlike the kernel": lambda i, k: np.maximum(
        feature_map(i, k), 0
    ),
}


@judged("kernel_for_o")
def check_kernel_for_o(answer):
    """Judge a kernel of +1 and -1 that must find a piece of the O and nothing of the X."""
    if isinstance(answer, str):
        return no("; this is text, and parse turns it into a kernel.", "shape")
    try:
        kernel = np.asarray(answer)
    except ValueError:
        return no("; its rows differ in length.", "shape")
    if kernel.shape != (3, 3) or kernel.dtype.kind not in "iuf":
        text = (
            f"the kernel must be a 3×3 array of numbers, and this has shape {kernel.shape}; parse draws one"
        )
        return no(f"; {text}.", "shape")
    if (np.abs(kernel) != 1).any():
        return no("; use only 1 and −1, as # and . give you.", "values")
    best = {letter: feature_map(load_image(letter), kernel).max() for letter in "XO"}
    scores = f"best on the O {in_cell(best['O'])}, best on the X {in_cell(best['X'])}"
    drawn = "\n".join(f"    {line}" for line in picture(kernel).splitlines())
    if best["O"] < 1:
        slip, text = (
            "no fit",
            "it fits no piece of the O: copy three rows and three columns of the O exactly",
        )
    elif best["X"] >= 0.6:
        slip, text = (
            "fits the X",
            "it fits a piece of the X as well, or nearly: look for what this X does not have",
        )
    else:
        return yes(f", {scores}.\n\n{drawn}")
    return no(f", {scores}.\n\n{drawn}\n\nSo {text}.", slip)


EXERCISES = {
    "feature_map": FunctionExercise("feature_map", feature_map, CASES, SLIPS),
    "kernel_for_o": check_kernel_for_o,
}
