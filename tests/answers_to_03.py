"""Answers to the exercises of lessons 01 to 03: right ones, and wrong ones with words of the slip that is named."""

import numpy as np
from answers_to_09 import filled_like

from xo_helpers.data import load_image, load_kernel, parse
from xo_helpers.ops import filter_patch


def loops(
    image, kernel, *, start=0, less=0, patch=lambda p: p, score=lambda p, k: (p * k).sum() / k.size, k=None
):
    """feature_map as a learner writes it, with a place for each mistake."""
    k = k or len(kernel)
    rows, columns = image.shape[0] - k + 1 - less, image.shape[1] - k + 1 - less
    result = np.zeros((rows, columns))
    for row in range(start, rows):
        for column in range(start, columns):
            result[row, column] = score(patch(image[row : row + k, column : column + k]), kernel)
    return result


def counting_with_a_slip(a, b, early=False):
    n = 0
    for row in range(len(a)):
        for column in range(len(a[0])):
            if a[row, column] == b[row, column]:
                n = n + 1 if early else 1
            if early:
                return n
    return n


def changing(a, b):
    a[0, 0] = 0
    return int((a == b).sum())


def counting(a, b, rows, columns):
    return sum(a[row][column] == b[row][column] for row in range(rows) for column in range(columns))


def dividing_in_place(patch, kernel):
    patch *= kernel
    return patch.sum() / kernel.size


def padding_the_image(image, kernel):
    image[0] = 0
    return loops(image, kernel)


def skipping(image, kernel):
    k, result = len(kernel), np.zeros_like(loops(image, kernel))
    for row in range(0, len(result), k):
        for column in range(0, len(result[0]), k):
            result[row, column] = loops(image, kernel)[row, column]
    return result


def returning_early(image, kernel, after_a_row):
    """A return that slipped into the loops."""
    k = len(kernel)
    result = np.zeros((image.shape[0] - k + 1, image.shape[1] - k + 1))
    for row in range(result.shape[0]):
        for column in range(result.shape[1]):
            result[row, column] = (image[row : row + k, column : column + k] * kernel).sum() / kernel.size
            if not after_a_row:
                return result
        return result


def column_first(image, kernel):
    k = len(kernel)
    result = np.zeros((image.shape[0] - k + 1, image.shape[1] - k + 1))
    for row in range(result.shape[0]):
        for column in range(result.shape[1]):
            patch = image[row : row + k, column : column + k]
            result[column, row] = (patch * kernel).sum() / kernel.size
    return result


RIGHT = {  # written unlike the library's
    "agreement": [
        lambda a, b: sum(p == q for p, q in zip(a.flat, b.flat, strict=True)),
        lambda a, b: a.size - np.count_nonzero(a - b),
        lambda a, b: np.isclose(a, b).sum(),
    ],
    "filter_patch": [lambda p, k: np.mean(p * k), lambda p, k: 2 * (p == k).mean() - 1],
    "feature_map": [loops],
    "patch_for_cross": [
        parse("...\n.#.\n..."),
        parse("###\n###\n###").tolist(),
        load_kernel("cross") * parse("#..\n##.\n#.#") * 1.0,
    ],
    "misread": [
        ["O_scaling", "O_translation"],
        ("O_translation", "O_scaling"),
        {"O_translation", "O_scaling"},
    ],
    "kernel_for_o": [parse("...\n###\n..."), parse(".#.\n.#.\n.#.").tolist()],
}

# None where there is none to name.
WRONG = {
    "agreement": [
        (lambda a, b: (a != b).sum(), "cells that differ"),
        (lambda a, b: counting_with_a_slip(a, b, early=True), "first cell alone"),
        (counting_with_a_slip, "set the count to 1"),
        (lambda a, b: np.logical_and(a > 0, b > 0).sum(), "only strokes that agree"),
        (lambda a, b: ((a == 1) & (b == 1)).sum(), "only strokes that agree"),
        (lambda a, b: np.sum(a * b), "products"),
        (lambda a, b: (a == b).sum() / a.size, "share"),
        (lambda a, b: np.array_equal(a, b), "as wholes"),
        (lambda a, b: np.equal(a, b), "stopped at the cells"),
        (changing, "changed its input"),
        (lambda a, b: sum(a == b), "stopped before adding up"),
        (lambda a, b: None, "returned nothing"),
        (lambda a, b: "65", "type"),
        (lambda a, b: 65, "never looks at what it gets as a and b"),
        (lambda a, b: counting(a, b, len(a), len(a)), "as many columns"),
        (lambda a, b: counting(a, b, a.shape[1], a.shape[1]), "as many rows"),
        (lambda a, b: counting(a, b, 9, 9), "9 rows and 9 columns"),
        (lambda a, b: ((a * b + 1) / 2).sum(), "took all cells for 1 or −1"),
        (lambda a, b: ((a * b).sum() + a.size) // 2, "took all cells for 1 or −1"),
        (lambda a, b: (a * b == 1).sum(), "1 and −1 alone"),
        (lambda a, b: (a * b > 0).sum(), "equal signs alone"),
        (lambda a, b: (a == b).sum() - (a != b).sum(), "one off for each that differs"),
        (lambda a, b: np.count_nonzero(a + b), None),
        (lambda a, b: ((a > 0) == (b > 0)).sum(), "above 0"),
        (lambda a, b: (abs(a - b) < 0.3).sum(), "differ by little"),
        (lambda a, b: (a.round(1) == b.round(1)).sum(), "differ by little"),
        (lambda a, b: (abs(a - b) < 0.001).sum(), None),
        (lambda a, b: (np.sign(a) == np.sign(b)).sum(), "compared the signs"),
        (lambda a, b: (a.astype(np.int8) == b.astype(np.int8)).sum(), None),
        (lambda a, b: ((a == -1) & (b == -1)).sum(), "−1 on −1"),
    ],
    "filter_patch": [
        (lambda p, k: np.sum(p * k), "forgot to divide"),
        (lambda p, k: np.sum(p * k) / 9, "divide by kernel.size"),
        (lambda p, k: sum(p * k) / k.size, "stopped before adding up"),
        (lambda p, k: np.sum(p * k) / k.shape[0], "number of rows"),
        (lambda p, k: (p == k).sum() / k.size, "left the disagreements out"),
        (lambda p, k: 2 * (p == k).sum() / k.size, "counted agreements twice"),
        (lambda p, k: (p * k).mean() + 1, "counted agreements twice"),
        (lambda p, k: (p * k).mean() - 1, "1 less than expected"),
        (lambda p, k: np.mean(p * np.flip(k)), "flipped the kernel"),
        (lambda p, k: np.mean(p * k.transpose()), "transposed the kernel"),
        (lambda p, k: np.mean(p @ k), "matrix product"),
        (lambda p, k: (p * k).sum() // k.size, "//"),
        (lambda p, k: round(np.mean(p * k), 2), "rounded"),
        (lambda p, k: int(np.mean(p * k) * 100) / 100, "cut the result"),
        (lambda p, k: p * k, "stopped before taking the mean"),
        (lambda p, k: np.mean((p * k)[:-1, :-1]) * (len(k) - 1) ** 2 / k.size, "the last row and the last column out"),
        (dividing_in_place, "changed its input"),
        (lambda p, k: np.mean(p * load_kernel("diagonal")), "never looks at what it gets as k"),
        (lambda p, k: np.mean(p * load_kernel("antidiagonal")), "never looks at what it gets as k"),
        (lambda p, k: np.mean(load_image("X")[1:4, 1:4] * k), "never looks at what it gets as p"),
        (lambda p, k: np.mean(load_image("X")[3:6, 3:6] * k), "never looks at what it gets as p"),
        (lambda p, k: np.mean(load_image("X")[1:4, 1:4] * load_kernel("diagonal")), "never looks at what it gets as p and k"),
        (lambda p, k: np.sum((p * k)[:4, :4]) / k.size, None),
        (lambda p, k: [np.mean(p * k)], "put brackets around"),
        (lambda p, k: print(np.mean(p * k)), "returned nothing"),
        (lambda p, k: 1 / 0, "stopped"),
        (5, "type"),
    ],
    "feature_map": [
        (lambda i, k: returning_early(i, k, after_a_row=False), "first cell alone"),
        (lambda i, k: returning_early(i, k, after_a_row=True), "first row alone"),
        (column_first, "[column, row] in one place"),
        (lambda i, k: loops(i, k, score=lambda p, k: (p * k).sum()), "forgot to divide"),
        (lambda i, k: loops(i, k[::-1, ::-1]), "flipped the kernel"),
        (lambda i, k: loops(i, k.T), "transposed the kernel"),
        (lambda i, k: loops(i, k, patch=np.transpose), "transposed the kernel"),
        (lambda i, k: loops(i, k).T, "transposed the result"),
        (lambda i, k: loops(i.T, k), None),
        (lambda i, k: loops(i, k, less=1), "left out the last row and the last column"),
        (lambda i, k: loops(i, k)[1:, 1:], "left out the first row and the first column"),
        (lambda i, k: loops(np.pad(i, len(k) // 2), k), "len(kernel) // 2 rows"),
        (lambda i, k: loops(np.pad(i, (0, len(k) - 1)), k), "below and to the right"),
        (lambda i, k: loops(i, k, score=lambda p, k: 2 * (p == k).mean() - 1), "and that differ"),
        (lambda i, k: loops(i, k, score=lambda p, k: (p * k).sum() / np.count_nonzero(k)), "not 0"),
        (lambda i, k: loops(i, k, score=lambda p, k: (p * k).sum() / abs(k).sum()), "how large"),
        (lambda i, k: loops(i, k, score=lambda p, k: (p * k).sum() / np.sqrt((p * p).sum() * (k * k).sum())), None),
        (lambda i, k: loops(i, k, k=3), "all kernels for 3×3"),
        (lambda i, k: loops(i, k, k=3, score=filter_patch), "all kernels for 3×3"),
        (lambda i, k: loops(np.sign(i), np.sign(k)), None),
        (lambda i, k: loops(np.sign(i), k), None),
        (lambda i, k: loops(i, np.sign(k)), None),
        (lambda i, k: loops(i.astype(int), k), None),
        (lambda i, k: loops(i, k.astype(int)), None),
        (lambda i, k: loops(i, k).clip(-1, 1), None),
        (lambda i, k: loops(i[:, :], k[:4, :4]), None),
        (lambda i, k, kept={}: kept.setdefault(i.shape, loops(i, k)), None),
        (lambda i, k, kept={}: kept.setdefault(i.tobytes(), loops(i, k)), None),
        (lambda i, k: filled_like(i[len(k) - 1 :, len(k) - 1 :], loops(i, k)), "image or kernel holds them, as np.zeros_like does"),
        (skipping, "left zeros between"),
        (lambda i, k: np.squeeze(loops(i, k)), "count its brackets"),
        (lambda i, k: loops(i, k) * k.size / i.size, "times a factor"),
        (lambda i, k: loops(i, k, score=lambda p, k: (p * k).sum() / 9), "divided by 9"),
        (lambda i, k: np.round(loops(i, k), 2), "rounded"),
        (lambda i, k: loops(i, k).astype(int), "whole numbers, which drops"),
        (lambda i, k: np.maximum(loops(i, k), 0), "negatives into zeros"),
        (lambda i, k: loops(i, k).tolist(), "returned a list"),
        (lambda i, k: loops(i, k)[0, 0], "first cell"),
        (padding_the_image, "changed its input"),
        (lambda i, k: loops(i, k, start=1), "loops begin at 0"),
    ],
    "patch_for_cross": [
        (load_kernel("cross"), "too many"),
        (load_kernel("diagonal"), "too many"),
        (load_image("X")[:3, :3], "too many"),
        (-load_kernel("cross"), "too few"),
        (parse("..."), "shape"),
        (load_image("X"), "shape"),
        (parse("...\n...\n..."), "sign"),
        (-load_kernel("cross") * parse(".##\n###\n###"), "one agrees"),
        ("...\n.#.\n...", "text"),
        (["...", ".#.", "..."], "text"),
        ((parse("...\n.#.\n...") + 1) / 2, "values"),
        (np.zeros((3, 3)), "values"),
        (load_kernel("cross") / 9, "values"),
        (0.11, "type"),
        (lambda: parse("...\n.#.\n..."), "type"),
        ([[1, -1], [1]], "type"),
    ],
    "misread": [
        (["O_scaling"], "one missing"),
        (["O_scaling", "O_rotation"], "read correctly"),
        (["X_rotation"], "read correctly"),
        (["O_scaled", "O_translation"], "unknown name"),
        ("O_scaling", "type"),
        (2, "type"),
        ([6, 8], "type"),
        (["o_scaling", "O_translation"], "unknown name"),
        ([load_image("O_scaling"), load_image("O_translation")], "type"),
        (["O_scaling", "O_translation", "X_weight"], "read correctly"),
    ],
    "kernel_for_o": [
        (load_kernel("diagonal"), "fits the X"),
        (load_kernel("cross"), "no fit"),
        (parse("###\n...\n..."), "fits the X"),
        (np.ones((3, 3), int), "no fit"),
        (-load_kernel("cross"), "no fit"),
        (100 * parse("...\n###\n..."), "values"),
        (load_image("O"), "shape"),
        ("...\n###\n...", "text"),
        (np.zeros((3, 3)), "values"),
        ([[1, -1], [1]], "type"),
    ],
}  # fmt: skip
