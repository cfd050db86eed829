"""Lesson 04: what pooling keeps, what it costs, and what it buys by a yardstick."""

import json
from pathlib import Path

import numpy as np

from claims import claim
from xo_helpers.data import load_image, load_kernel
from xo_helpers.ops import avg_pool, feature_map, max_pool

X, O = load_image("X"), load_image("O")
NAMES = ["diagonal", "cross", "antidiagonal"]
KERNELS = {name: load_kernel(name) for name in NAMES}
MAPS = {name: feature_map(X, kernel) for name, kernel in KERNELS.items()}
RIGHT, TWO_RIGHT, DOWN = np.roll(X, 1, 1), np.roll(X, 2, 1), np.roll(X, (1, 1), (0, 1))
UP = np.roll(X, (-1, -1), (0, 1))
STORY = json.loads((Path(__file__).parents[1] / "story.json").read_text(encoding="utf-8"))
BOARD = np.where(np.indices((7, 7)).sum(axis=0) % 2, -1, 1)


def plain(scores):
    return scores


def distance(one, other, pool=plain):
    pairs = [
        (pool(feature_map(one, kernel)), pool(feature_map(other, kernel))) for kernel in KERNELS.values()
    ]
    return np.mean([np.abs(first - second) for first, second in pairs])


def ratio(moved, pool):
    return distance(X, moved, pool) / distance(X, O, pool)


def windows(scores, size=2, stride=2):
    """The windows, cut by slices: what max_pool gathers by an index."""
    return {
        (row // stride, column // stride): scores[row : row + size, column : column + size]
        for row in range(0, 7, stride)
        for column in range(0, 7, stride)
    }


@claim("Three kernels turned the 81 pixels of the X into three maps of 49 values: more numbers, not fewer.")
def maps_have_more_values_than_the_x_has_pixels():
    values = sum(scores.size for scores in MAPS.values())
    assert (X.size, {scores.size for scores in MAPS.values()}) == (81, {49})
    assert values > X.size


@claim("At the bottom right all four are negative, and −2 is the largest.")
def the_last_window_of_the_4_by_4():
    grid = np.array([[1, 5, 2, 0], [3, 4, -1, -6], [0, 0, -7, -8], [9, 1, -2, -3]])
    last = grid[2:, 2:]
    assert (last < 0).all()
    assert last.max() == -2
    assert max_pool(grid).tolist() == [[5, 2], [9, -2]]


@claim(
    "Seven is odd, so the last windows hang over the edge.",
    "Four rows: windows begin at rows 0, 2, 4 and 6.",
    "The last one has a single cell, row 6 and column 6.",
    "if you said three, you left out the ones that hang over.",
)
def seven_rows_make_four_windows():
    begin = list(range(0, 7, 2))
    assert begin == [0, 2, 4, 6]
    assert begin[-1] + 2 > 7
    assert max_pool(MAPS["diagonal"]).shape == (4, 4)
    assert windows(MAPS["diagonal"])[3, 3].shape == (1, 1)
    assert max_pool(MAPS["diagonal"], edge="drop").shape == (3, 3)


@claim(
    "The original story keeps them, with the cells that are there, and so do we.",
    "The three pooled maps are, to the digit, those of Brandon Rohrer's "
    "[How Convolutional Neural Networks Work](https://e2eml.school/how_convolutional_neural_networks_work.html) (2016).",
)
def the_story_prints_these_pooled_maps():
    for name, scores in MAPS.items():
        cut = np.trunc(max_pool(scores) * 100 + np.sign(max_pool(scores)) * 1e-9) / 100
        assert np.allclose(cut, STORY["pooled"][name])


@claim(
    "Sixteen values instead of 49, in the same arrangement.",
    "The four 1.00s on the falling stroke have become three: those at `[4, 4]` and `[5, 5]` lay in one window.",
    "what was at `[4, 4]` is at `[2, 2]`.",
    "Max pooling picks: each of these 48 values stood in its map.",
)
def where_the_perfect_scores_go():
    scores = MAPS["diagonal"]
    pooled = max_pool(scores)
    places = np.argwhere(scores == 1)
    assert places.tolist() == [[1, 1], [2, 2], [4, 4], [5, 5]]
    assert (
        np.unique(places // 2, axis=0).tolist()
        == np.argwhere(pooled == 1).tolist()
        == [[0, 0], [1, 1], [2, 2]]
    )
    for name, whole in MAPS.items():
        for place, window in windows(whole).items():
            assert max_pool(whole)[place] == window.max(), name
            assert max_pool(whole)[place] in window
    assert (pooled.size, scores.size, 3 * pooled.size) == (16, 49, 48)


@claim(
    'With `edge="drop"` the windows that hang over are left out, '
    "and a 1.00 in the map's last row or column would be lost.",
    "With window 3 and stride 3, two of the four 1.00s remain:",
)
def what_the_edge_and_a_larger_window_cost():
    for place in [(6, column) for column in range(7)] + [(row, 6) for row in range(7)]:
        scores = np.zeros((7, 7))
        scores[place] = 1
        assert max_pool(scores, edge="drop").max() == 0, place
        assert max_pool(scores).max() == 1
    assert (max_pool(MAPS["diagonal"], 3, 3) == 1).sum() == 2


@claim("Lesson 03 then kept one value of a whole map, its best.")
def a_window_of_seven_is_lesson_03s_rule():
    assert max_pool(MAPS["cross"], 7, 7).tolist() == [[MAPS["cross"].max()]]


@claim(
    "A pooling that made everything 0 would put the moved X at distance 0, but the O too.",
    "You cannot tell. It may have halved the distance between X and O as well. Ask for the ratio, and ask more than one O.",
)
def a_pool_that_returns_0_or_half_wins_nothing():
    assert distance(X, RIGHT, np.zeros_like) == distance(X, O, np.zeros_like) == 0

    def half(scores):
        return scores / 2

    assert np.isclose(distance(X, RIGHT, half), distance(X, RIGHT) / 2)
    assert np.isclose(ratio(RIGHT, half), ratio(RIGHT, plain))


@claim("The last comes in again at the left; here it is background.")
def nothing_is_lost_by_one_step():
    assert (X[:, -1] == -1).all()
    assert (RIGHT[:, 0] == X[:, -1]).all()
    assert (RIGHT == 1).sum() == (X == 1).sum() == 13


@claim(
    "The O, by far: 0.228 against 0.635.",
    "It is tempting to say the moved X, since it has all the strokes of the X.",
    "Its maps have what the X's maps have, but for the last column, one cell further on, and the distance compares cell with cell, as "
    "lesson 01 compared pixel with pixel.",
    "In the maps the moved X is nearly three times as far from the X as the O is.",
)
def in_the_maps_the_moved_x_is_further_than_the_o():
    assert [distance(X, O).round(3), distance(X, RIGHT).round(3), ratio(RIGHT, plain).round(2)] == [
        0.228,
        0.635,
        2.78,
    ]
    assert 2.5 < ratio(RIGHT, plain) < 3
    for name, kernel in KERNELS.items():
        assert np.array_equal(feature_map(RIGHT, kernel)[:, 1:], MAPS[name][:, :-1])


@claim(
    "(`np.sign` makes 1 or −1 of each value):",
    "Every stroke pixel of the X has an even sum of row and column.",
    "So where the patch begins at an odd sum, the cross's five stroke pixels meet background, and the score is "
    "negative; at an even sum the other four agree and one or more strokes fit: positive.",
    "(Of the O's 16 stroke pixels 12 have even sums; its board differs in one cell.)",
    "The moved X's differs in 48 of 49: a step sideways puts plus on minus.",
    "Diagonally, plus comes on plus too.",
)
def the_signs_are_a_chessboard():
    assert all(sum(place) % 2 == 0 for place in np.argwhere(X == 1))
    for row, column in np.argwhere(BOARD == -1):
        patch = X[row : row + 3, column : column + 3]
        assert (patch[KERNELS["cross"] == 1] == -1).all()
        assert MAPS["cross"][row, column] < 0
    for row, column in np.argwhere(BOARD == 1):
        patch = X[row : row + 3, column : column + 3]
        assert (patch[KERNELS["cross"] == 1] == 1).any()
        assert (patch[KERNELS["cross"] == -1] == -1).all()
        assert MAPS["cross"][row, column] > 0
    assert [sum(place) % 2 for place in np.argwhere(O == 1)].count(0) == 12
    assert (O == 1).sum() == 16
    signs = {name: np.sign(scores) for name, scores in MAPS.items()}
    assert [(signs[name] != BOARD).sum() for name in NAMES] == [4, 0, 4]
    boards = [np.sign(feature_map(image, KERNELS["cross"])) for image in (O, RIGHT, DOWN)]
    assert [(board != signs["cross"]).sum() for board in boards] == [1, 48, 2]
    assert all((np.abs(board) == 1).all() for board in [*boards, *signs.values()])
    for name in NAMES:
        sideways, diagonally = (
            (np.sign(feature_map(image, KERNELS[name])) != signs[name]).mean() for image in (RIGHT, DOWN)
        )
        assert sideways > 0.75
        assert diagonally < 0.17


@claim(
    "Nearer, 0.348: two steps put plus on plus again.",
    "(Two stroke pixels come in again at the left. With background in their place it is 0.336.)",
    "With minus laid on plus (`np.abs`) one to the right is nearer than two, though further than the O. So the chessboard is most of the reason, not all.",
)
def the_signs_are_the_reason():
    cut = TWO_RIGHT.copy()
    cut[:, :2] = -1
    assert ((cut != TWO_RIGHT).sum(), (TWO_RIGHT[:, :2] == 1).sum()) == (2, 2)
    assert [distance(X, TWO_RIGHT).round(3), distance(X, cut).round(3)] == [0.348, 0.336]
    assert distance(X, TWO_RIGHT) < 0.6 * distance(X, RIGHT)
    assert distance(X, O, np.abs) < distance(X, RIGHT, np.abs) < distance(X, TWO_RIGHT, np.abs)
    with_signs, without = ratio(RIGHT, plain) - 1, ratio(RIGHT, np.abs) - 1  # what is beyond the O
    assert without < with_signs / 3
    # It is the alternation and not the minus: as counts of agreeing pixels, none negative, the ratios are the same.
    assert np.isclose(ratio(RIGHT, lambda scores: (9 * scores + 9) / 2), ratio(RIGHT, plain))
    small = load_image("X_scaling")  # two empty columns at each side: nothing comes in again
    assert distance(small, np.roll(small, 2, 1)) < 0.6 * distance(small, np.roll(small, 1, 1))


@claim(
    "About one, 0.94.",
    "Part of it is the chessboard: a window that holds high and low keeps a high before and after. With minus laid on "
    "plus pooling helps as well: from 1.46 to 0.90.",
    "which plus is the largest changes, and a 1.00 can become a 0.33.",
    "One to the right: in the maps nearly three times as far as the O, pooled about as far.",
    "Left and up: half the O's distance. The other two gain nothing.",
    "You measured what it buys, with the O for a yardstick: "
    "a step that turns plus into minus comes much nearer, another by half, two not at all.",
)
def what_pooling_buys():
    moves = (RIGHT, TWO_RIGHT, DOWN, UP)
    assert [ratio(moved, max_pool).round(2) for moved in moves] == [0.94, 1.53, 1.04, 0.55]
    assert [ratio(moved, plain).round(2) for moved in moves] == [2.78, 1.52, 1.03, 1.03]
    assert ratio(RIGHT, np.abs).round(2) == 1.46
    assert ratio(RIGHT, lambda scores: max_pool(np.abs(scores))).round(2) == 0.90
    for shift in ((0, 1), (0, -1), (1, 0), (-1, 0)):  # whichever way: about as far
        assert 0.9 < ratio(np.roll(X, shift, (0, 1)), max_pool) < 1.1
    for kernel in KERNELS.values():
        for image in (X, RIGHT):
            whole = [w for w in windows(feature_map(image, kernel)).values() if w.size == 4]
            assert len(whole) == 9
            assert all(window.max() > 0 for window in whole)
    changed = [(max_pool(MAPS[name]), max_pool(feature_map(RIGHT, KERNELS[name]))) for name in NAMES]
    assert any(((before == 1) & np.isclose(after, 1 / 3)).any() for before, after in changed)


@claim(
    "No 1.00 is left:",
    "By this O the largest and the mean do better twice each; with whole windows alone all four gain: the edge matters.",
)
def other_ways_to_shrink():
    assert avg_pool(MAPS["diagonal"]).max() < 1 == max_pool(MAPS["diagonal"]).max()

    def whole(scores):
        return max_pool(scores, edge="drop")

    moves = (RIGHT, TWO_RIGHT, DOWN, UP)
    better = [ratio(moved, max_pool) < ratio(moved, avg_pool) for moved in moves]
    assert better == [True, False, False, True]
    for moved in moves:  # the edge by itself, without any pooling, and the pooling beside it
        assert ratio(moved, lambda scores: scores[:6, :6]) < ratio(moved, plain)
        assert ratio(moved, whole) < min(ratio(moved, plain), ratio(moved, lambda scores: scores[:6, :6]))


@claim(
    "Measured by any of lesson 01's five O's, our pooling brings nearer the X moved right and the one moved left and up; "
    "the other two not always.",
)
def by_five_yardsticks():
    def nearer(moved, yardstick):
        plainly, pooled = (
            distance(X, moved, pool) / distance(X, yardstick, pool) for pool in (plain, max_pool)
        )
        return pooled < plainly

    letters = [
        load_image("O" + change) for change in ("", "_translation", "_scaling", "_rotation", "_weight")
    ]
    by_each = [all(nearer(moved, letter) for letter in letters) for moved in (RIGHT, TWO_RIGHT, DOWN, UP)]
    assert by_each == [True, False, False, True]


@claim(
    "(One window over the whole map, lesson 03's rule, makes these moves vanish, and with them the where.)",
    "No. When our X moves one pixel to the right, its pooled maps change about as much as from the X to the O.",
)
def one_window_over_the_whole_map():
    for moved in (RIGHT, TWO_RIGHT, DOWN, UP):
        assert distance(X, moved, lambda scores: max_pool(scores, 7, 7)) == 0
    assert 0.9 < ratio(RIGHT, max_pool) < 1.1


@claim(
    "Stop when a window has reached the edge, or when the next would begin beyond it: with size 2 and stride 1, five "
    "columns make four windows.",
    "A window at the edge takes the cells that are there; a slice that reaches over does that by itself.",
    "4×4. The windows begin at 0, 3, 6 and 9, and none hangs over.",
    "The map has even numbers of rows and columns: no window hangs over.",
)
def how_many_windows():
    assert max_pool(np.zeros((2, 5)), 2, 1).shape == (1, 4)
    assert max_pool(np.zeros((3, 3)), 2, 4).shape == (1, 1)
    assert list(range(5))[4:6] == [4]
    assert (
        max_pool(np.zeros((12, 12)), 3, 3).shape
        == max_pool(np.zeros((12, 12)), 3, 3, edge="drop").shape
        == (4, 4)
    )
    assert all(
        max_pool(np.zeros((n, n))).shape == max_pool(np.zeros((n, n)), edge="drop").shape for n in (2, 4, 10)
    )


@claim(
    "The largest of them, the one nearest to 0, and it is still negative.",
    "To put zeros beyond the edge would be a mistake for this reason: a zero is larger than any negative.",
)
def zeros_beyond_the_edge_would_win():
    scores = np.full((3, 3), -0.5)
    scores[2, 2] = -0.1
    kept = max_pool(scores)
    assert kept.max() == -0.1
    assert max_pool(np.pad(scores, ((0, 1), (0, 1))))[1, 1] == 0 > kept[1, 1]


@claim(
    "At `[1, 2]`.",
    "Row 2 is in the one that begins at 2, place 1; column 5 is in the one that begins at 4, place 2.",
)
def where_a_place_goes():
    scores = np.zeros((7, 7))
    scores[2, 5] = 1
    assert np.argwhere(max_pool(scores) == 1).tolist() == [[1, 2]]


@claim("You pooled a 4×4 by hand and three maps with a function, 147 values to 48.")
def how_much_smaller_the_stack_is():
    assert sum(scores.size for scores in MAPS.values()) == 147
    assert sum(max_pool(scores).size for scores in MAPS.values()) == 48


SHOWN = {
    "`range(0, 4, 2)` counts 0, 2: the stride.": "window at 0 2 largest 2",
    "Divided by the O's distance, one to the right was nearly three.": "right in the maps 2.78",
}

SAID = [
    "Below, `pool_by` is a function, handed over like any other value: `max_pool`, or `plain`, which changes nothing.",
    "Let us keep the best of each neighbourhood: whether, and roughly where.",
    "So 2×2 pooling makes the maps less sensitive to place for some moves, not insensitive.",
    "Libraries mostly drop partial windows unless told otherwise.",
    'Nearly nothing is what "indifferent" would mean;',
]
