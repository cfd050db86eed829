"""Lesson 03: filter everywhere. The kernel of one's own has its own file."""

import numpy as np

from xo_helpers.checks.machinery import FunctionExercise
from xo_helpers.data import load_image, parse


def feature_map(image, kernel):
    """The solution, as the lesson writes it."""
    k = len(kernel)
    result = np.zeros((image.shape[0] - k + 1, image.shape[1] - k + 1))
    for row, column in np.ndindex(result.shape):
        result[row, column] = (image[row : row + k, column : column + k] * kernel).sum() / kernel.size
    return result


# Images that are not square and kernels that are not their own flip or transpose, so that mistakes differ;
# one image with two kernels; and cells other than 1 and −1, so that to agree is not to multiply.
CASES = [
    {"image": parse("#.#\n#.."), "kernel": parse(".#\n..")},
    {"image": parse("....\n..##\n##.."), "kernel": parse("..\n.#")},
    {"image": parse("....\n..##\n##.."), "kernel": np.array([[1, 0], [-1, 1]])},
    {
        "image": np.array([[0.5, -1, 0.25, 4], [1, -0.5, 2, 0], [0.75, 3, -1, 1]]),
        "kernel": np.array([[2, 0], [-1.5, 0.5]]),
    },
    {"image": parse("#.#\n##.\n.#.\n..#\n#.."), "kernel": parse("..\n#.")},
    {"image": parse("#.#.\n.##.\n##.#\n...#"), "kernel": parse("#.\n##")},
    {"image": parse("#..#.\n.##..\n#.#.#\n..##."), "kernel": parse("##.\n#..\n...")},
    {"image": load_image("X_rotation"), "kernel": parse("#..\n#.#\n.##")},
    {"image": load_image("O_weight")[:7], "kernel": parse("#..#\n.##.\n...#\n##..")},
    {"image": load_image("X_scaling")[:7], "kernel": load_image("O_rotation")[2:7, :5]},
]


def _at(place, score=lambda patch, kernel: (patch * kernel).sum() / kernel.size):
    """The patch is cut at another place than that of the cell, or scored in another way."""

    def wrong(image, kernel):
        k, result = len(kernel), np.zeros(np.array(image.shape) - len(kernel) + 1)
        for row, column in np.ndindex(result.shape):
            rows, columns = place(row, column, k)
            result[row, column] = score(image[rows : rows + k, columns : columns + k], kernel)
        return result

    return wrong


def _scored(score):
    return _at(lambda row, column, k: (row, column), score)


def _loops(rows=None, columns=None, start=0, step=None, cell=lambda row, column: (row, column)):
    """Loops over some of the places alone; the other cells keep their 0."""

    def wrong(image, kernel):
        everywhere = feature_map(image, kernel)
        result = np.zeros_like(everywhere)
        by = step(kernel) if step else 1
        high, wide = everywhere.shape
        for row in range(start, rows(image, kernel) if rows else high, by):
            for column in range(start, columns(image, kernel) if columns else wide, by):
                result[cell(row, column)] = everywhere[row, column]
        return result

    return wrong


def _same_size(image, kernel):
    before, after = (len(kernel) - 1) // 2, len(kernel) // 2
    return feature_map(np.pad(image, (before, after)), kernel)


def _in_the_images_size(image, kernel):
    result, everywhere = np.zeros(image.shape), feature_map(image, kernel)
    result[: everywhere.shape[0], : everywhere.shape[1]] = everywhere
    return result


SLIPS = {
    "forgot to divide: each cell is the sum of the products, divided by the number of cells": lambda i, k: (
        feature_map(i, k) * k.size
    ),
    "divided by the number of rows: divide by the number of cells": lambda i, k: feature_map(i, k) * len(k),
    "divided twice: filter_patch has divided already": lambda i, k: feature_map(i, k) / k.size,
    "divided by the image's number of cells: divide by the kernel's": lambda i, k: (
        feature_map(i, k) * k.size / i.size
    ),
    "flipped the kernel, as mathematics does in a convolution: leave it as it is": lambda i, k: feature_map(
        i, k[::-1, ::-1]
    ),
    "flipped the kernel upside down: leave it as it is": lambda i, k: feature_map(i, k[::-1]),
    "flipped the kernel left to right: leave it as it is": lambda i, k: feature_map(i, k[:, ::-1]),
    "transposed the kernel, rows for columns": lambda i, k: feature_map(i, k.T),
    "transposed the map: the window's row is the map's row": lambda i, k: feature_map(i, k).T,
    "turned the window's place round: it is image[row:row+k, column:column+k]": _at(lambda r, c, k: (c, r)),
    "cut image[row:row+k, row:row+k]: the second range is the column's": _at(lambda r, c, k: (r, r)),
    "cut image[column:column+k, column:column+k]: the first range is the row's": _at(lambda r, c, k: (c, c)),
    "cut the window in steps of its size: it begins at row and column": _at(lambda r, c, k: (k * r, k * c)),
    "cut the window at the first place each time: it begins at row and column": _at(lambda r, c, k: (0, 0)),
    "used the patch alone: multiply it by the kernel": _scored(lambda p, k: p.mean()),
    "used the kernel alone: multiply the patch by it": _scored(lambda p, k: k.mean()),
    "added patch and kernel: multiply them": _scored(lambda p, k: (p + k).mean()),
    "subtracted the kernel: multiply by it": _scored(lambda p, k: (p - k).mean()),
    "took the largest product: add them up": _scored(lambda p, k: (p * k).max()),
    "used @, the matrix product: multiply cell by cell, with *": _scored(lambda p, k: (p @ k).sum() / k.size),
    "counted the cells that agree: each that differs takes one away, and the sum is divided": _scored(
        lambda p, k: (p == k).sum()
    ),
    "divided with //, which drops the fraction: use /": _scored(lambda p, k: (p * k).sum() // k.size),
    "counted the cells that agree and those that differ: multiply, since a cell may be 0 or 0.5": _scored(
        lambda p, k: 2 * (p == k).mean() - 1
    ),
    "divided by the kernel's cells that are not 0: divide by all of them": _scored(
        lambda p, k: (p * k).sum() / np.count_nonzero(k)
    ),
    "divided by how large the kernel's cells are: divide by their number": _scored(
        lambda p, k: (p * k).sum() / np.abs(k).sum()
    ),
    "kept the scores between −1 and 1: nothing limits them": lambda i, k: np.clip(feature_map(i, k), -1, 1),
    "used the signs of the cells alone: multiply the cells themselves": lambda i, k: feature_map(
        np.sign(i), np.sign(k)
    ),
    "said only where the kernel fits exactly: return the scores": _scored(lambda p, k: (p == k).all()),
    "cut the window one row and one column too far": _at(lambda r, c, k: (r + 1, c + 1)),
    "was off by one: the last row and column of places are missing": lambda i, k: feature_map(i, k)[:-1, :-1],
    "made h − k rows and columns, or looped so far: there are h − k + 1 places": lambda i, k: np.pad(
        feature_map(i, k)[:-1, :-1], (0, 1)
    ),
    "was off by one: it starts at row 1 and column 1": lambda i, k: feature_map(i, k)[1:, 1:],
    "left row 0 and column 0 of the map empty: range begins at 0": _loops(start=1),
    "moved in steps of the kernel's size: move one cell at a time": lambda i, k: feature_map(i, k)[
        :: len(k), :: len(k)
    ],
    "returned inside the loop over columns, after one place: return after both loops": _loops(
        lambda i, k: 1, lambda i, k: 1
    ),
    "returned inside the loop over rows, after one row: return after both loops": _loops(lambda i, k: 1),
    "filled the first column alone: does the loop over columns go on": _loops(None, lambda i, k: 1),
    "filled result[column, row]: a map's row comes first, result[row, column]": _loops(
        cell=lambda row, column: (column, row)
    ),
    "took the number of columns from the rows: image.shape[1] counts them": lambda i, k: feature_map(i, k)[
        :, : len(i) - len(k) + 1
    ],
    "looped over as many columns as rows: image.shape[1] counts the columns": _loops(
        None, lambda i, k: len(i) - len(k) + 1
    ),
    "looped over as many rows as columns: image.shape[0] counts the rows": _loops(
        lambda i, k: len(i[0]) - len(k) + 1
    ),
    "skipped places: move one cell at a time, and fill each cell of the map": _loops(step=len),
    "divided by 9, which is right for 3×3 alone: divide by the number of cells": lambda i, k: (
        feature_map(i, k) * k.size / 9
    ),
    "made a map of the image's size, as with zeros around: the window stays inside": _same_size,
    "put len(kernel) // 2 rows and columns of zeros around: the window stays inside": lambda i, k: (
        feature_map(np.pad(i, len(k) // 2), k)
    ),
    "put zeros below and to the right: the window stays inside": lambda i, k: feature_map(
        np.pad(i, (0, len(k) - 1)), k
    ),
    "made the map as large as the image: it has h − k + 1 rows and w − k + 1 columns": _in_the_images_size,
    "made whole numbers, which drops the fractions: fill np.zeros(…), and leave int out": lambda i, k: (
        feature_map(i, k).astype(int)
    ),
    "made whole numbers of a whole image, as np.zeros_like does: use np.zeros(…)": lambda i, k: feature_map(
        i, k
    ).astype(i.dtype),
    "made whole numbers of the image: its cells may be 0.5": lambda i, k: feature_map(i.astype(int), k),
    "dropped the negatives: they say that the patch is unlike the kernel": lambda i, k: np.maximum(
        feature_map(i, k), 0
    ),
    "dropped the signs: below 0 the patch is unlike the kernel": lambda i, k: np.abs(feature_map(i, k)),
    "left the disagreements out: each of them takes one away": _scored(lambda p, k: (p == k).mean()),
    "filled the last cell alone: row and column count the places": lambda i, k: np.pad(
        feature_map(i, k)[-1:, -1:], [(n - len(k), 0) for n in i.shape]
    ),
}

FEATURE_MAP = FunctionExercise("feature_map", feature_map, CASES, SLIPS)
