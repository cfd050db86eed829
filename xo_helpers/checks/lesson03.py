"""Lesson 03: filter everywhere; a kernel of one's own."""

import numpy as np

from xo_helpers.checks.differences import draw
from xo_helpers.checks.families import LATE, PLACES, each, table, turned_argument
from xo_helpers.checks.lesson02 import SCORES
from xo_helpers.checks.machinery import FunctionExercise
from xo_helpers.checks.verdicts import grid, judged, no, yes
from xo_helpers.data import load_image
from xo_helpers.texts import in_cell


def feature_map(image, kernel, place=lambda *at: at, score=lambda p, k: (p * k).mean(), size=len):
    """The solution, as the lesson writes it; with places for mistakes."""
    k = size(kernel)
    result = np.zeros((image.shape[0] - k + 1, image.shape[1] - k + 1))
    for at in np.ndindex(result.shape):
        row, column = place(*at)
        result[at] = score(image[row : row + k, column : column + k], kernel)
    return result


# Images that are not square and kernels that are not their own flip or transpose, so that mistakes differ;
# one image with two kernels; and cells other than 1 and −1, so that to agree is not to multiply.
CASES = table(
    "image kernel",
    ("#.#/#..", ".#/.."), ("#.##/.#..", "##/.#"), ("..../..##/##..", "../.#"),
    ([[0.5, -1, 0.25, 4], [1, -0.5, 2, 0], [0.75, 3, -1, 1]], [[2, 0], [-1.5, 0.5]]),
    ("..../..##/##..", [[1, 0], [-1, 1]]), ("#.#/##./.#./..#/#..", "../#."), ("#.#./.##./##.#/...#", "#./##"),
    ("#..#./.##../#.#.#/..##.", "##./#../..."), (load_image("X_rotation"), "#../#.#/.##"),
    (load_image("O_weight")[:7], "#..#/.##./...#/##.."),
    (load_image("X_scaling")[:7], load_image("O_rotation")[2:7, :5]),
    ("#..#/.##./...#/##..", "##../#.#./..#./.#.#"),
)  # fmt: skip


def _scattered(image, kernel):
    """What loops by the kernel's size reach, each at its own place."""
    found, k = feature_map(image, kernel), len(kernel)
    result = np.zeros_like(found)
    result[::k, ::k] = found[::k, ::k]
    return result


def _padded(before, after):
    """As many zeros around the image as `before` and `after` make of the kernel's size."""
    return lambda i, k: feature_map(np.pad(i, (before(len(k)), after(len(k)))), k)


OWN_SCORES = {
    "took the signs away: a cell that differs takes one off": lambda p, k: np.abs(p * k).mean(),
    "counted those that agree and that differ: a cell may be 0.5": lambda p, k: 2 * (p == k).mean() - 1,
    "divided by the kernel's cells that are not 0": lambda p, k: (p * k).sum() / np.count_nonzero(k),
    "divided by how large the kernel's cells are: count them": lambda p, k: (p * k).sum() / np.abs(k).sum(),
}
SLIPS = {
    **each(lambda score: lambda i, k: feature_map(i, k, score=score), SCORES | OWN_SCORES),
    **turned_argument(feature_map, 1, "kernel"),
    **each(lambda place: lambda i, k: feature_map(i, k, place), PLACES | LATE),
    "took all kernels for 3×3: len(kernel) is the size": lambda i, k: feature_map(i, k, size=lambda k: 3),
    "moved by the kernel's size, and left zeros between: move by one": _scattered,
    "moved by the kernel's size: move by one": lambda i, k: feature_map(i, k)[:: len(k), :: len(k)],
    "put zeros around: the window stays inside": _padded(lambda k: (k - 1) // 2, lambda k: k // 2),
    "put len(kernel) // 2 rows and columns of zeros around": _padded(lambda k: k // 2, lambda k: k // 2),
    "made a map of the image's size": lambda i, k: np.pad(feature_map(i, k), (0, len(k) - 1)),
    "put zeros below and to the right: the window stays inside": _padded(lambda k: 0, lambda k: k - 1),
}


@judged("kernel_for_o")
def check_kernel_for_o(answer):
    """Judge a kernel of +1 and -1 that must find a piece of the O and nothing of the X."""
    kernel, slip, text = grid(answer, 3, "kernel", "parse draws one", pixels=True)
    if slip:
        return no(f"; {text}.", slip)
    best = {letter: feature_map(load_image(letter), kernel).max() for letter in "XO"}
    scores = f"best on the O {in_cell(best['O'])}, best on the X {in_cell(best['X'])}"
    drawn = draw({"kernel": kernel.astype(int)})
    if best["O"] < 1:
        slip = "no fit"
        text = "it fits no piece of the O: copy three rows and three columns of the O exactly"
    elif best["X"] >= 0.6:
        slip = "fits the X"
        text = "it fits a piece of the X as well, or nearly: look for what this X does not have"
    else:
        return yes(f", {scores}.\n\n{drawn}")
    return no(f", {scores}.\n\n{drawn}\n\nSo {text}.", slip)


EXERCISES = {
    "feature_map": FunctionExercise("feature_map", feature_map, CASES, SLIPS),
    "kernel_for_o": check_kernel_for_o,
}
