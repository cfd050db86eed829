"""What lesson 02 says of one patch, one kernel and their score."""

from itertools import product

import numpy as np

from claims import claim
from xo_helpers.data import load_image, load_kernel, parse
from xo_helpers.ops import filter_patch
from xo_helpers.texts import in_cell

X, O = load_image("X"), load_image("O")
DIAGONAL, CROSS, ANTIDIAGONAL = KERNELS = [
    load_kernel(name) for name in ("diagonal", "cross", "antidiagonal")
]
CENTRE = X[3:6, 3:6]
ALL = [np.array(pixels).reshape(3, 3) for pixels in product((1, -1), repeat=9)]
PLACES = [(row, column) for row in range(7) for column in range(7)]


def agreeing(patch, kernel):
    return sum(one == other for one, other in zip(patch.flat, kernel.flat, strict=True))


def ninths(image, kernel):  # {place: agreeing less differing}
    return {(r, c): 2 * agreeing(image[r : r + 3, c : c + 3], kernel) - 9 for r, c in PLACES}


def places(image, kernel, score):
    return [list(at) for at, sum_ in ninths(image, kernel).items() if sum_ == score]


@claim(
    "Lesson 01 compared whole images and misread an O that had moved one pixel down and one to the left.",
    "Its strokes were still there, but in other places.",
    "When a letter moves, its parts move with it.",
)
def the_moved_o_has_its_strokes():
    moved = load_image("O_translation")
    assert np.array_equal(np.argwhere(moved == 1), np.add(np.argwhere(O == 1), (1, -1)))
    for kernel in KERNELS:
        there = [[r + 1, c - 1] for r, c in places(O, kernel, 9)]
        assert set(map(tuple, there)) <= set(map(tuple, places(moved, kernel, 9)))


@claim("The first falls to the right, the last to the left, and the one between them does both.")
def the_three_pieces_are_an_x_and_its_strokes():
    assert [list(zip(*np.nonzero(kernel == 1), strict=True)) for kernel in (DIAGONAL, ANTIDIAGONAL)] == [
        [(0, 0), (1, 1), (2, 2)],
        [(0, 2), (1, 1), (2, 0)],
    ]
    assert np.array_equal(CROSS, np.maximum(DIAGONAL, ANTIDIAGONAL))


@claim(
    "Four.",
    "They begin at [1, 1], [2, 2], [4, 4] and [5, 5].",
    "If you said two, you may have left out the patches that have the crossing in a corner; it is one dark pixel "
    "there, and it fits.",
    "If you said five, you counted the patch with the crossing in its middle: the other stroke runs through it, "
    "and two of its pixels are not as in the diagonal.",
    "1.00 at [2, 2], [4, 4] and [5, 5].",
    "−0.33 at [2, 3], [3, 2], [3, 4] and [4, 3], one step from [3, 3], where the window has the crossing in its middle.",
    "Six agree and three differ where the score is 0.33: at [0, 3], for instance, and at nine more places.",
)
def the_diagonals_places_on_the_x():
    assert places(X, DIAGONAL, 9) == [[1, 1], [2, 2], [4, 4], [5, 5]]
    assert places(X, DIAGONAL, -3) == [[2, 3], [3, 2], [3, 4], [4, 3]]
    six = places(X, DIAGONAL, 3)
    assert ([0, 3] in six, len(six)) == (True, 10)
    with_crossing_in_a_corner = [[r, c] for r, c in places(X, DIAGONAL, 9) if {4 - r, 4 - c} <= {0, 2}]
    assert with_crossing_in_a_corner == [[2, 2], [4, 4]]
    assert 9 - agreeing(CENTRE, DIAGONAL) == 2
    assert all(abs(r - 3) + abs(c - 3) == 1 for r, c in places(X, DIAGONAL, -3))


@claim(
    "With 1 for stroke and −1 for background, a product tells whether two pixels agree:",
    "Nine agreements in nine pixels: 1.00, the best score there is.",
    "If `agree` of nine pixels agree, the other `9 - agree` differ.",
    "These are all the scores that nine pixels can give:",
    "and got one number from −1 to 1.",
    "With a pencil it is counting: the pixels that agree, minus those that differ, divided by all.",
)
def a_score_is_agreeing_less_differing():
    for one, other in product((1, -1), repeat=2):
        assert (one * other == 1) == (one == other)
    found = set()
    for patch in ALL:
        agree = agreeing(patch, DIAGONAL)
        assert np.isclose(filter_patch(patch, DIAGONAL), (agree - (9 - agree)) / 9)
        found.add(round(9 * filter_patch(patch, DIAGONAL)))
    assert sorted(found) == [agree - (9 - agree) for agree in range(10)]
    assert (min(found), max(found)) == (-9, 9)


@claim(
    "Here all nine are purple:",
    "Two corners hold a stroke where the diagonal has background.",
    "So seven pixels agree and two differ: 7 − 2 = 5, and 5 ÷ 9 = 0.555…",
    "The two orange corners are where the other stroke passes.",
    "The cross fits exactly.",
    "Each diagonal agrees in seven pixels.",
)
def the_diagonal_on_its_patch_and_on_the_centre():
    assert (X[1:4, 1:4] * DIAGONAL == 1).all()
    assert np.argwhere(CENTRE * DIAGONAL == -1).tolist() == [[0, 2], [2, 0]]
    assert (CENTRE[0, 2], CENTRE[2, 0]) == (1, 1)
    assert [agreeing(CENTRE, kernel) for kernel in KERNELS] == [7, 9, 7]
    assert filter_patch(CENTRE, DIAGONAL) == 5 / 9


@claim(
    "The picture says 0.55 and Python's rounding 0.56.",
    "The original story prints 0.55 too: it cuts digits off and does not round.",
    "Cutting has one advantage: a score that shows 1.00 is a perfect fit, never 0.996 rounded up.",
)
def cells_are_cut():
    assert (in_cell(5 / 9), round(5 / 9, 2)) == ("0.55", 0.56)
    assert (in_cell(0.996), f"{0.996:.2f}") == ("0.99", "1.00")
    for size in range(2, 12):  # whatever the kernel, all but one pixel agreeing shows less
        assert in_cell((size**2 - 2) / size**2) != "1.00" == in_cell(1.0)


@claim(
    "On its opposite, −1: nothing agrees, nine disagreements add up to −9, and −9 ÷ 9 = −1.",
    "A score of 0 is tempting, but 0 is the middle of the scale and not its end.",
    "On the empty patch six agree and three differ, 3 ÷ 9 = 0.33: the kernel itself is background in six places. "
    '"Nothing there" need not score 0.',
)
def the_opposite_and_the_empty_patch():
    empty = parse("...\n...\n...")
    assert (agreeing(-DIAGONAL, DIAGONAL), filter_patch(-DIAGONAL, DIAGONAL)) == (0, -1)
    assert (agreeing(empty, DIAGONAL), (DIAGONAL == -1).sum()) == (6, 6)
    assert filter_patch(empty, DIAGONAL) == 3 / 9
    assert filter_patch(parse("..\n.."), parse("#.\n#.")) == 0  # for another kernel it may


@claim(
    "As many pixels agree as differ.",
    "Nine is an odd number, so with 1 and −1 nine pixels cannot do that.",
    "Four can; here two products are purple and two orange:",
    "Eight of the sixteen pixels agree and eight differ.",
    'So 0 is not "nothing in common". Nor does it say that the patch is empty.',
)
def zero_is_as_many_as_differ():
    assert all(filter_patch(patch, DIAGONAL) != 0 for patch in ALL)
    assert sorted((parse("##\n..") * parse("#.\n#.")).flat) == [-1, -1, 1, 1]
    kernel = parse("##..\n##..\n##..\n##..")
    drawn = parse("####\n####\n....\n....")
    assert filter_patch(drawn, kernel) == 0 == filter_patch(-np.ones((4, 4), int), kernel)
    assert agreeing(drawn, kernel) == 8


@claim(
    "0.11 is 1 ÷ 9: one pixel more agrees than differs, so five agree and four differ.",
    "Begin with the cross and change any four pixels, here its corners.",
    "Of the 512 patches there are, 126 do.",
)
def five_of_nine_must_agree_with_the_cross():
    right = [patch for patch in ALL if np.isclose(filter_patch(patch, CROSS), 1 / 9)]
    assert (len(ALL), len(right)) == (512, 126)
    assert in_cell(1 / 9) == "0.11"
    assert all(agreeing(patch, CROSS) == 5 for patch in right)
    corners = parse("...\n.#.\n...")
    assert np.argwhere(corners != CROSS).tolist() == [[0, 0], [0, 2], [2, 0], [2, 2]]
    assert filter_patch(corners, CROSS) == 1 / 9


@claim(
    "Six agree and three differ: (6 − 3) ÷ 9 = 0.33.",
    "They share the pixel in the middle and the four pixels that both leave empty: five agree, four differ, "
    "1 ÷ 9 = 0.11.",
    "Four of the five agreements are background: two different strokes can still score above 0.",
    "The O has strokes falling to the right as well. On the O moved one down and one to the left the diagonal fits "
    "again, one down and one to the left: the O's parts moved with the O.",
)
def the_questions():
    assert in_cell((6 - 3) / 9) == "0.33"
    assert ((DIAGONAL == 1) & (ANTIDIAGONAL == 1)).sum() == 1
    assert ((DIAGONAL == -1) & (ANTIDIAGONAL == -1)).sum() == 4
    assert filter_patch(ANTIDIAGONAL, DIAGONAL) == 1 / 9
    assert places(O, DIAGONAL, 9) == [[1, 5], [5, 1]]
    assert places(load_image("O_translation"), DIAGONAL, 9) == [[2, 4], [6, 0]]


@claim(
    "The agreeing pixels less the differing ones, counted with `==`, would give the same here; products also work for values between −1 and 1, which come later.",
    "It puts the scores of every kernel of 1 and −1 on one scale, from −1 to 1, whatever its size.",
    "Libraries take the plain sum, for a 3×3 kernel nine times our score; which place fits best stays the same.",
)
def the_plain_sum_is_nine_times_the_score():
    for kernel in KERNELS:
        sums = np.array([(X[r : r + 3, c : c + 3] * kernel).sum() for r, c in PLACES])
        scores = np.array([filter_patch(X[r : r + 3, c : c + 3], kernel) for r, c in PLACES])
        assert np.allclose(sums, 9 * scores)
        assert np.array_equal(sums == sums.max(), scores == scores.max())
    for patch in ALL:
        assert np.isclose(2 * (patch == DIAGONAL).mean() - 1, filter_patch(patch, DIAGONAL))
    for size in range(2, 10):
        kernel = np.random.default_rng(size).choice([-1, 1], (size, size))
        assert (filter_patch(kernel, kernel), filter_patch(-kernel, kernel)) == (1, -1)


SAID = ["(In the next cell `-diagonal` changes the sign of every cell.)"]
