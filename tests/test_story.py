"""The numbers that the lessons' prose states, computed."""

import numpy as np

from xo_helpers.checks.lesson01 import NAMES, misreads
from xo_helpers.checks.lesson03 import check_kernel_for_o
from xo_helpers.data import load_image, load_kernel, parse
from xo_helpers.ops import agreement, feature_map, filter_patch

X, O = load_image("X"), load_image("O")
DIAGONAL, CROSS, ANTIDIAGONAL = map(load_kernel, ["diagonal", "cross", "antidiagonal"])
BLANK = -np.ones((9, 9), int)


def test_lesson_01():
    assert agreement(X, load_image("X_rotation")) == 65
    assert (agreement(X, BLANK), agreement(O, BLANK)) == (68, 65)
    assert ((X == 1).sum(), (O == 1).sum()) == (13, 16)
    counts = {name: (agreement(load_image(name), X), agreement(load_image(name), O)) for name in NAMES}
    tilted = load_image("X_rotation")
    assert [(X == 1).sum(), ((X == 1) & (tilted == 1)).sum()] == [13, 5]
    shared = {n: [((load_image(n) == 1) & (letter == 1)).sum() for letter in (X, O)] for n in misreads()}
    assert shared == {"O_translation": [4, 4], "O_scaling": [0, 0]}
    assert misreads() == ["O_translation", "O_scaling"]
    assert (counts["O_translation"], counts["O_scaling"]) == ((60, 57), (56, 53))
    assert (counts["X_rotation"], counts["X_weight"]) == ((65, 52), (68, 47))


def test_lesson_02():
    assert filter_patch(X[1:4, 1:4], DIAGONAL) == 1
    assert [filter_patch(X[3:6, 3:6], kernel) for kernel in (DIAGONAL, CROSS, ANTIDIAGONAL)] == [
        5 / 9,
        1,
        5 / 9,
    ]
    assert (filter_patch(-DIAGONAL, DIAGONAL), filter_patch(BLANK[:3, :3], DIAGONAL)) == (-1, 3 / 9)
    assert filter_patch(parse("##\n.."), parse("#.\n#.")) == 0
    assert filter_patch(ANTIDIAGONAL, DIAGONAL) == 1 / 9
    scores = feature_map(X, DIAGONAL)
    assert [(scores == score).sum() > 0 for score in (1, -3 / 9, 3 / 9)] == [
        True
    ] * 3  # to be found in the widget


def test_lesson_03():
    maps = [feature_map(X, kernel) for kernel in (DIAGONAL, CROSS, ANTIDIAGONAL)]
    assert [m.shape for m in maps] == [(7, 7)] * 3
    assert [m.min() for m in maps] == [-3 / 9, -7 / 9, -3 / 9]
    assert np.argwhere(maps[0] == 1).tolist() == [[1, 1], [2, 2], [4, 4], [5, 5]]
    assert [(DIAGONAL == 1).sum(), (CROSS == 1).sum()] == [3, 5]
    on_o = [feature_map(O, kernel) for kernel in (DIAGONAL, CROSS, ANTIDIAGONAL)]
    assert [((m == 1).sum(), m.max()) for m in on_o] == [(2, 1), (0, 5 / 9), (2, 1)]
    at_edge = [(row, column) for row, column in np.argwhere(maps[0] == 5 / 9) if {row, column} & {0, 6}]
    assert [maps[0][0, 0], maps[0][6, 6], len(at_edge)] == [7 / 9, 7 / 9, 4]
    around = [maps[1][3 + row, 3 + column] for row in (-1, 0, 1) for column in (-1, 0, 1)]
    assert np.array_equal(np.array(around) * 9, [5, -7, 5, -7, 9, -7, 5, -7, 5])
    for corner, scores in ((-1, [7 / 9] * 4), (0, [8 / 9] * 4)):
        kernel = DIAGONAL.copy()
        kernel[0, 0] = corner
        assert [feature_map(X, kernel)[place, place] for place in (1, 2, 4, 5)] == scores
        assert np.argwhere(feature_map(X, kernel) == 1).tolist() == ([[0, 0]] if corner else [])
    longer = feature_map(X, parse("#...\n.#..\n..#.\n...#"))
    assert np.argwhere(longer == 1).tolist() == [[1, 1], [4, 4]]
    assert (longer.shape, longer[2, 2], longer[3, 3]) == ((6, 6), 0.75, 0.75)
    hook = parse("##.\n#..\n...")
    for kernel, first in ((hook, [1, 6]), (hook[::-1, ::-1], [0, 5])):
        assert feature_map(X, kernel).max() == 7 / 9
        assert np.argwhere(feature_map(X, kernel) == 7 / 9)[0].tolist() == first


def test_two_of_all_512_kernels_find_the_o_and_nothing_of_the_x():
    found = []
    for bits in range(512):
        kernel = np.array([1 if bits >> place & 1 else -1 for place in range(9)]).reshape(3, 3)
        if check_kernel_for_o(kernel).passed:
            found.append(kernel)
    flat = parse("...\n###\n...")
    assert len(found) == 2
    assert any(np.array_equal(kernel, flat) for kernel in found)
    assert any(np.array_equal(kernel, flat.T) for kernel in found)
