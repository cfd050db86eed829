"""Lesson 02: how well a kernel fits a patch, and a patch on which the cross scores 0.11."""
# ruff: noqa: B905, F821 - as students write

import math
from fractions import Fraction
from functools import reduce
from operator import mul

import numpy as np

from xo_helpers.data import load_image, load_kernel, parse
from xo_helpers.ops import filter_patch

X = load_image("X")
diagonal, cross, antidiagonal = (load_kernel(name) for name in ("diagonal", "cross", "antidiagonal"))
patch, centre = X[1:4, 1:4], X[3:6, 3:6]
products = patch * diagonal


def two_loops(patch, kernel):
    k = len(kernel)
    total = 0
    for row in range(k):
        for column in range(k):
            total += patch[row, column] * kernel[row, column]
    return total / (k * k)


def flat(patch, kernel):
    total = 0.0
    for pixel, weight in zip(patch.ravel(), kernel.ravel()):
        total = total + pixel * weight
    return total / kernel.size


def agreeing_and_differing(patch, kernel):
    agree = 0
    differ = 0
    for pixel, weight in zip(patch.flat, kernel.flat):
        if pixel == weight:
            agree += 1
        else:
            differ += 1
    return (agree - differ) / (agree + differ)


def with_helpers(patch: np.ndarray, kernel: np.ndarray, power: int = 2) -> float:
    def multiplied():
        return [p * w for row, weights in zip(patch, kernel) for p, w in zip(row, weights)]

    def divided(total):
        return total / len(kernel) ** power

    return divided(sum(multiplied()))


def recursive(patch, kernel):
    def total(pixels, weights):
        return pixels[0] * weights[0] + total(pixels[1:], weights[1:]) if len(pixels) else 0

    return total(patch.ravel(), kernel.ravel()) / patch.size


def in_place_on_a_copy(patch, kernel):
    result = patch.astype(float)
    result *= kernel
    return result.sum() / result.size


RIGHT = {
    "filter_patch": [
        lambda patch, kernel: (patch * kernel).sum() / patch.size,
        lambda patch, kernel: (patch * kernel).mean(),
        lambda patch, kernel: np.mean(patch * kernel),
        lambda patch, kernel: np.average(patch * kernel),
        lambda patch, kernel: (patch * kernel).sum() / (len(kernel) * len(kernel)),
        lambda patch, kernel: (patch * kernel).sum() / len(kernel) ** 2,
        lambda patch, kernel: (patch * kernel).sum() / (kernel.shape[0] * kernel.shape[1]),
        lambda patch, kernel: np.einsum("ij,ij->", patch, kernel) / kernel.size,
        lambda patch, kernel: np.dot(patch.ravel(), kernel.ravel()) / kernel.size,
        lambda patch, kernel: np.vdot(patch, kernel) / kernel.size,
        lambda patch, kernel: np.tensordot(patch, kernel) / kernel.size,
        lambda patch, kernel: np.trace(patch.T @ kernel) / kernel.size,
        lambda patch, kernel: math.fsum((patch * kernel).ravel()) / math.prod(kernel.shape),
        lambda patch, kernel: float((patch * kernel).sum()) / float(kernel.size),
        lambda patch, kernel: np.float32((patch * kernel).sum()) / np.float32(kernel.size),
        lambda patch, kernel: np.array((patch * kernel).mean()),
        lambda patch, kernel: sum(patch[at] * kernel[at] for at in np.ndindex(kernel.shape)) / kernel.size,
        lambda patch, kernel: sum(map(mul, patch.flat, kernel.flat)) / kernel.size,
        lambda patch, kernel: (
            reduce(lambda s, at: s + at[0] * at[1], zip(patch.flat, kernel.flat), 0) / kernel.size
        ),
        lambda patch, kernel: (patch / kernel.size * kernel).sum(),
        lambda patch, kernel: (patch * kernel).sum(axis=0).sum() / patch.size,
        lambda patch, kernel: (patch * kernel).mean(axis=1).mean(),  # rows of one length
        lambda patch, kernel: (patch * kernel).sum() / (patch.size + 1e-12),
        lambda p, k: filter_patch(p, k),
        filter_patch,
        two_loops,
        flat,
        with_helpers,
        recursive,
        in_place_on_a_copy,
    ],
    "patch_for_cross": [
        parse("...\n.#.\n..."),
        parse("""
        ###
        ###
        ###
        """),
        parse("###\n...\n..."),
        parse("..#\n...\n..."),
        parse("#..\n.##\n..."),
        np.array([[-1, -1, -1], [-1, 1, -1], [-1, -1, -1]]),
        np.array([[-1.0, -1.0, -1.0], [-1.0, -1.0, -1.0], [1.0, 1.0, 1.0]]),
        np.ones((3, 3)),
        np.ones((3, 3), dtype=int),
        [[-1, -1, -1], [-1, 1, -1], [-1, -1, -1]],
        ((1, 1, 1), (-1, -1, -1), (-1, -1, -1)),
        parse("#..\n#..\n#..").astype(np.float32),
    ],
}


def three_by_three(patch, kernel):
    total = 0
    for row in range(3):
        for column in range(3):
            total += patch[row, column] * kernel[row, column]
    return total / 9


def last_left_out(patch, kernel):
    k = len(kernel)
    total = 0
    for row in range(k - 1):
        for column in range(k - 1):
            total += patch[row, column] * kernel[row, column]
    return total / k**2


def one_too_far(patch, kernel):
    total = 0
    for row in range(len(kernel) + 1):
        for column in range(len(kernel) + 1):
            total += patch[row, column] * kernel[row, column]
    return total / kernel.size


def assigned(patch, kernel):
    total = 0
    for row in range(len(kernel)):
        for column in range(len(kernel)):
            total = patch[row, column] * kernel[row, column]
    return total / kernel.size


def returned_at_once(patch, kernel):
    total = 0
    for row in range(len(kernel)):
        for column in range(len(kernel)):
            total += patch[row, column] * kernel[row, column]
        return total / kernel.size


def divided_in_the_loop(patch, kernel):
    total = 0
    for pixel, weight in zip(patch.flat, kernel.flat):
        total += pixel * weight
        total /= kernel.size
    return total


def exchanged(patch, kernel):
    total = 0
    for row in range(len(kernel)):
        for column in range(len(kernel)):
            total += patch[row, column] * kernel[column, row]
    return total / kernel.size


def added_for_multiplied(patch, kernel):
    total = 0
    for pixel, weight in zip(patch.flat, kernel.flat):
        total += pixel + weight
    return total / kernel.size


def only_the_diagonal(patch, kernel):
    return sum(patch[at, at] * kernel[at, at] for at in range(len(kernel))) / kernel.size


def printed(patch, kernel):
    print((patch * kernel).sum() / kernel.size)


def not_returned(patch, kernel):
    (patch * kernel).mean()


def spoilt(patch, kernel):
    score = (patch * kernel).sum()
    score = score / kernel.size
    score = np.mean(score) / kernel.size
    return score


def empty_total(patch, kernel):
    for pixel, weight in zip(patch.flat, kernel.flat):
        total += pixel * weight
    return total / kernel.size


def starter(patch, kernel):
    raise NotImplementedError


class FilterPatch:
    def __init__(self, patch, kernel):
        self.score = (patch * kernel).mean()


WRONG = {
    "filter_patch": {
        "not begun": starter,
        "9 for any size": lambda patch, kernel: (patch * kernel).sum() / 9,
        "not divided": lambda patch, kernel: (patch * kernel).sum(),
        "divided by k": lambda patch, kernel: (patch * kernel).sum() / len(kernel),
        "divided by k, the other way": lambda patch, kernel: (patch * kernel).sum() / kernel.shape[1],
        "divided by 2 k": lambda patch, kernel: (patch * kernel).sum() / (kernel.shape[0] + kernel.shape[1]),
        "divided by k - 1 squared": lambda patch, kernel: (patch * kernel).sum() / (len(kernel) - 1) ** 2,
        "divided by the kernel's sum": lambda patch, kernel: (patch * kernel).sum() / kernel.sum(),
        "divided by the strokes": lambda patch, kernel: (patch * kernel).sum() / (kernel == 1).sum(),
        "divided twice": lambda patch, kernel: (patch * kernel).mean() / kernel.size,
        "divided three times over": spoilt,
        "multiplied with the size": lambda patch, kernel: (patch * kernel).sum() * kernel.size,
        "// for /": lambda patch, kernel: (patch * kernel).sum() // kernel.size,
        "a whole number": lambda patch, kernel: int((patch * kernel).sum() / kernel.size),
        "two decimals": lambda patch, kernel: round((patch * kernel).sum() / kernel.size, 2),
        "three decimals": lambda patch, kernel: np.round((patch * kernel).mean(), 3),
        "half precision": lambda patch, kernel: np.float16((patch * kernel).mean()),
        "the share that agrees": lambda patch, kernel: (patch == kernel).mean(),
        "how many agree": lambda patch, kernel: (patch == kernel).sum(),
        "agreeing ÷ 9": lambda patch, kernel: (patch == kernel).sum() / 9,
        "only shared strokes": lambda patch, kernel: ((patch == 1) & (kernel == 1)).sum() / kernel.size,
        "without the sign": lambda patch, kernel: abs((patch * kernel).sum() / kernel.size),
        "never below zero": lambda patch, kernel: max(0, (patch * kernel).mean()),
        "sign turned": lambda patch, kernel: -(patch * kernel).mean(),
        "a matrix product": lambda patch, kernel: (patch @ kernel).sum() / kernel.size,
        "a matrix product, whole": lambda patch, kernel: patch @ kernel / kernel.size,
        "np.dot for a product": lambda patch, kernel: np.dot(patch, kernel).mean(),
        "sum times sum": lambda patch, kernel: patch.sum() * kernel.sum() / kernel.size,
        "plus for times": lambda patch, kernel: (patch + kernel).sum() / kernel.size,
        "minus for times": lambda patch, kernel: (patch - kernel).sum() / kernel.size,
        "kernel flipped": lambda patch, kernel: (patch * kernel[::-1, ::-1]).mean(),
        "kernel upside down": lambda patch, kernel: (patch * kernel[::-1]).mean(),
        "kernel transposed": lambda patch, kernel: (patch * kernel.T).mean(),
        "rows and columns exchanged": exchanged,
        "the patch with itself": lambda patch, kernel: (patch * patch).mean(),
        "the kernel with itself": lambda patch, kernel: (kernel * kernel).mean(),
        "the lesson's patch": lambda image, kernel: (patch * kernel).mean(),
        "the lesson's products": lambda patch, kernel: products.sum() / products.size,
        "the lesson's diagonal": lambda patch, kernel: (patch * diagonal).sum() / 9,
        "products, not added": lambda patch, kernel: patch * kernel,
        "products, divided and not added": lambda patch, kernel: patch * kernel / kernel.size,
        "a sum a column": lambda patch, kernel: (patch * kernel).sum(axis=0) / kernel.size,
        "a mean a row": lambda patch, kernel: (patch * kernel).mean(axis=1),
        "the largest product": lambda patch, kernel: (patch * kernel).max(),
        "Python's sum": lambda patch, kernel: sum(patch * kernel) / kernel.size,
        "correlation": lambda patch, kernel: np.corrcoef(patch.ravel(), kernel.ravel())[0, 1],
        "three by three only": three_by_three,
        "the last row and column left out": last_left_out,
        "one too far": one_too_far,
        "= for +=": assigned,
        "return inside the loop": returned_at_once,
        "divided in the loop": divided_in_the_loop,
        "plus in the loop": added_for_multiplied,
        "only the diagonal": only_the_diagonal,
        "the total not begun": empty_total,
        "printed": printed,
        "not returned": not_returned,
        "1 for a perfect fit, else 0": lambda patch, kernel: float((patch == kernel).all()),
        "the lesson's score": lambda patch, kernel: 0.5555555555555556,
        "text": lambda patch, kernel: f"{(patch * kernel).mean():.2f}",
        "in a list": lambda patch, kernel: [(patch * kernel).mean()],
        "total and score": lambda patch, kernel: ((patch * kernel).sum(), (patch * kernel).mean()),
        "size called": lambda patch, kernel: (patch * kernel).sum() / kernel.size(),
        "a zero below the line": lambda patch, kernel: int((patch * kernel).sum()) / int(kernel.size * 0),
        "a name that is not there": lambda patch, kernel: (patch * kernel).sum() / k**2,
        "one parameter": lambda patch: (patch * diagonal).mean(),
        "three parameters": lambda patch, kernel, size: (patch * kernel).sum() / size,
        "a class": FilterPatch,
        "a result, not the function": filter_patch(centre, diagonal),
        "its name in quotes": "my_filter_patch",
        "nothing": None,
    },
    "patch_for_cross": {
        "not begun": None,
        "the cross": cross,
        "the diagonal": diagonal,
        "the antidiagonal": antidiagonal,
        "blank: -0.11": parse("...\n...\n..."),
        "the cross swapped": -cross,
        "six agree: 0.33": parse("...\n.#.\n#.."),
        "four agree: -0.11": parse("##.\n#..\n#.."),
        "one pixel beside the middle": parse(".#.\n...\n..."),
        "a plus": parse(".#.\n###\n.#."),
        "a ring": parse("###\n#.#\n###"),
        "one pixel that differs": parse("#.#\n.#.\n#.."),
        "two by two": parse("#.\n.#"),
        "four by four": parse("....\n.#..\n....\n...."),
        "nine by nine": X,
        "an oblong": parse("...\n.#."),
        "nine in a row": parse("...\n.#.\n...").ravel(),
        "one row": parse("....#...."),
        "the score": 0.11,
        "the score, exactly": 1 / 9,
        "how many agree": 5,
        "products, not a patch": parse("...\n.#.\n...") * cross,
        "0 for background": np.array([[1, 0, 0], [0, 1, 0], [0, 0, 1]]),
        "a cell that is no number": np.array([[np.nan, -1, -1], [-1, 1, -1], [-1, -1, -1]]),
        "characters": np.array([list("..."), list(".#."), list("...")]),
        "parse itself": parse,
        "a function": lambda: parse("...\n.#.\n..."),
        "empty": [],
        "a list of patches": [parse("...\n.#.\n..."), parse("###\n...\n...")],
    },
}

ARGUABLE = {
    "filter_patch": {
        "only for 1 and -1": agreeing_and_differing,
        "by lengths: the same for 1 and -1": lambda patch, kernel: (
            (patch * kernel).sum() / np.sqrt((patch**2).sum() * (kernel**2).sum())
        ),
        "a fraction": lambda patch, kernel: Fraction(int((patch * kernel).sum()), kernel.size),
        "changes its patch": lambda patch, kernel: np.multiply(patch, kernel, out=patch).mean(),
    },
    "patch_for_cross": {
        "a picture, not parsed": "...\n.#.\n...",
        "lines in a list": ["...", ".#.", "..."],
        "scores 0.11, but of grey pixels": cross / 9,
        "scores 0.11, of True and False": parse("...\n.#.\n...") == 1,
        "scores 0.11 with zeros": np.array([[0, 0, 0], [0, 1, 0], [0, 0, 0]]),
        "scores 0.11, rounded": np.array([[1, 0, 0], [0, 0, 0], [0, 0, 0]]) * 0.99,
    },
}
