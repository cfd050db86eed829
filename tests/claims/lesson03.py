"""What lesson 03 says of maps, and of the rule that reads nine of ten."""

import numpy as np
from scipy.signal import correlate2d

from claims import claim
from xo_helpers.checks.lesson01 import NAMES
from xo_helpers.checks.lesson03 import check_kernel_for_o
from xo_helpers.data import load_image, load_kernel, parse
from xo_helpers.ops import agreement, feature_map, filter_patch

X, O = load_image("X"), load_image("O")
DIAGONAL, CROSS, ANTIDIAGONAL = KERNELS = [
    load_kernel(name) for name in ("diagonal", "cross", "antidiagonal")
]
MAP, CROSS_MAP, _ = MAPS = [feature_map(X, kernel) for kernel in KERNELS]
TEN = ["X", "O", *NAMES]
PLACES = [(row, column) for row in range(7) for column in range(7)]


def fits(scores):
    return np.argwhere(scores == 1).tolist()


def under(row, column):
    return X[row : row + 3, column : column + 3]


@claim("Where can the kernel lie? At the left or at the right, at the top or at the bottom: four places.")
def four_places_and_their_sums():
    small, kernel = parse("#.#\n.#.\n##."), parse("#.\n.#")
    agreeing = [(small[r : r + 2, c : c + 2] == kernel).sum() for r in range(2) for c in range(2)]
    assert agreeing == [4, 0, 1, 2]
    assert feature_map(small, kernel).ravel().tolist() == [1, -1, -0.5, 0]


@claim(
    "In five: rows 0 to 4. A kernel that begins in row 4 covers rows 4 to 8, and 8 is the last.",
    "If you said one, you moved it by its own length each time; it moves by one row.",
    "For an image of `h` rows and a kernel of `k` rows the map has `h - k + 1`, and likewise for the columns.",
    "24×24, since 28 − 5 + 1 = 24.",
    "A stack of 8 maps, each 7×7.",
)
def sizes_are_those_of_an_independent_correlation():
    for h, w, k in ((9, 9, 3), (28, 28, 5), (9, 7, 4), (3, 5, 3)):
        image, kernel = np.ones((h, w)), np.ones((k, k))
        assert feature_map(image, kernel).shape == (h - k + 1, w - k + 1)
        assert feature_map(image, kernel).shape == correlate2d(image, kernel, mode="valid").shape
    assert len(range(0, 9 - 5 + 1, 5)) == 1
    assert [row for row in range(9) if set(range(row, row + 5)) <= set(range(9))] == list(range(5))


@claim(
    "In purple cells more pixels agree than differ, the darker the more; in cream to orange cells, even the palest, more differ.",
    "Its cell `[row, column]` stands for the patch that begins there.",
    "Rows 4 to 6 and columns 4 to 6, the patch that begins there.",
)
def a_maps_sign_says_which_are_more():
    for kernel, scores in zip(KERNELS, MAPS, strict=True):
        for at in PLACES:
            agree = (under(*at) == kernel).sum()
            assert (scores[at] > 0) == (agree > 9 - agree)
            assert scores[at] == filter_patch(under(*at), kernel)


@claim(
    "The 1.00s stand on the stroke that falls to the right.",
    "Four perfect places is what you counted in lesson 02.",
    "In the middle, where the other stroke passes, the diagonal scores 0.55.",
)
def the_fits_lie_on_the_falling_stroke():
    assert fits(MAP) == [[1, 1], [2, 2], [4, 4], [5, 5]]
    assert MAP[3, 3] == 5 / 9


@claim(
    "It scores 0.55 at four places on the edge too: almost empty patches, with one pixel of the other stroke in a corner where the diagonal has one too."
)
def four_almost_empty_patches_at_the_edge():
    at_edge = [at for at in PLACES if set(at) & {0, 6} and MAP[at] == 5 / 9]
    assert len(at_edge) == 4
    for at in at_edge:
        [place] = np.argwhere(under(*at) == 1).tolist()
        assert place in ([0, 0], [2, 2])
        row, column = at[0] + place[0], at[1] + place[1]
        assert row + column == 8  # on the stroke that rises
        assert DIAGONAL[tuple(place)] == 1
    elsewhere = [at for at in PLACES if set(at) & {0, 6} and (under(*at) == 1).sum() == 1]
    assert {MAP[at] for at in elsewhere if at not in at_edge} == {1 / 9}  # the pixel in another corner


@claim(
    "Two corners, top left and bottom right, say 0.77.",
    "eight of nine pixels agree, 8 − 1 = 7, and 7 ÷ 9 = 0.77.",
)
def at_two_corners_the_stroke_ends():
    assert MAP[0, 0] == MAP[6, 6] == 7 / 9
    assert [(under(at, at) == DIAGONAL).sum() for at in (0, 6)] == [8, 8]
    assert [at for at in PLACES if MAP[at] == 7 / 9] == [(0, 0), (6, 6)]


@claim(
    "The lowest value of this map is −0.33.",
    "Yes, to −0.77. On that patch the X's strokes lie where the cross has background and the other way round; one pixel agrees.",
    "It is tempting to say that all three kernels reach as low, since all are of one size.",
    "But how low a kernel reaches depends on the kernel and the image together. Beside its crossing this X has a patch that is almost the cross's opposite, and nowhere one like the diagonal's opposite: six of the diagonal's pixels are background, and on every patch at least three of those agree.",
)
def the_cross_goes_lower_and_why():
    assert [scores.min() for scores in MAPS] == [-3 / 9, -7 / 9, -3 / 9]
    assert CROSS_MAP[2, 3] == CROSS_MAP.min()
    agreeing = under(2, 3) == CROSS
    assert (agreeing.sum(), agreeing[CROSS == -1].sum()) == (1, 1)
    assert [(DIAGONAL == -1).sum(), (CROSS == -1).sum()] == [6, 4]
    empty = [((under(*at) == -1) & (DIAGONAL == -1)).sum() for at in PLACES]
    assert min(empty) == 3
    # It is the image and not the number of background pixels: with its colours swapped the diagonal goes lower,
    # and other kernels with as many background pixels reach −0.77 on this X.
    assert feature_map(-X, DIAGONAL).min() == -1
    assert feature_map(X, parse(".#.\n#.#\n...")).min() == -7 / 9


@claim(
    "The cross has a single 1.00, in the middle.",
    "Directly above, below and beside it stands −0.77; diagonally from it 0.55, and 0.33 where the strokes end.",
    "The first finds the stroke that falls to the right, the last the one that falls to the left.",
)
def the_cross_stands_in_the_middle():
    assert fits(CROSS_MAP) == [[3, 3]]
    assert np.array_equal(CROSS_MAP[2:5, 2:5] * 9, [[5, -7, 5], [-7, 9, -7], [5, -7, 5]])
    for falling in (CROSS_MAP, CROSS_MAP[::-1]):
        assert np.diag(falling * 9).round().tolist() == [3, 5, 5, 9, 5, 5, 3]
    assert fits(MAPS[2]) == [[1, 5], [2, 4], [4, 2], [5, 1]]


@claim(
    "At −1 they become 0.77, one disagreement each, and a single 1.00 appears at the top left, where the stroke begins.",
    "At 0 they become 0.88 and nothing reaches 1.00: a 0 counts neither for nor against, but we still divide by nine.",
)
def a_corner_turned_over_or_off():
    for corner, score, perfect in ((-1, 7 / 9, [[0, 0]]), (0, 8 / 9, [])):
        kernel = DIAGONAL.copy()
        kernel[0, 0] = corner
        scores = feature_map(X, kernel)
        assert [scores[at, at] for at in (1, 2, 4, 5)] == [score] * 4
        assert fits(scores) == perfect
        assert int(score * 100) == {-1: 77, 0: 88}[corner]


@claim(
    "It holds two 1.00s, for the piece that ends in the crossing and the piece that begins there; between them 0.75.",
    "This kernel is 4×4, a longer piece of the stroke, and the map shrinks to 6×6.",
)
def the_longer_piece():
    longer = feature_map(X, parse("#...\n.#..\n..#.\n...#"))
    assert fits(longer) == [[1, 1], [4, 4]]
    assert (X[1:5, 1:5][3, 3], X[4:8, 4:8][0, 0]) == (X[4, 4], X[4, 4])
    assert (longer.shape, longer[2, 2], longer[3, 3]) == ((6, 6), 0.75, 0.75)


@claim(
    "In mathematics a convolution turns the kernel by half a turn before it slides: upside down and left to right.",
    "Our three kernels look the same after half a turn, so with them nobody could tell.",
    "The highest values of both are 0.77, but in different places: the topmost stands at `[1, 6]` on the left and at `[0, 5]` on the right.",
    "With a kernel that looks the same after half a turn, like the three of the story, you could not tell.",
)
def what_the_flip_changes():
    from scipy.signal import convolve2d

    assert all(np.array_equal(kernel, kernel[::-1, ::-1]) for kernel in KERNELS)
    hook = parse("##.\n#..\n...")
    convolved = feature_map(X, hook[::-1, ::-1])
    assert np.allclose(convolved * 9, convolve2d(X, hook, mode="valid"))
    for scores, first in ((feature_map(X, hook), [1, 6]), (convolved, [0, 5])):
        assert scores.max() == 7 / 9
        assert np.argwhere(scores == 7 / 9)[0].tolist() == first


@claim(
    "Both diagonals do twice: the O's corners are short slanting strokes. The cross never does; its best on the O is 0.55.",
    "So the best scores of the two diagonals do not tell X from O, and that of the cross does.",
    "How often a diagonal fits differs here, 4 places against 2. But the small X of lesson 01 has two as well.",
)
def what_the_three_find_on_the_o():
    on_o = [feature_map(O, kernel) for kernel in KERNELS]
    assert [(len(fits(scores)), scores.max()) for scores in on_o] == [(2, 1), (0, 5 / 9), (2, 1)]
    assert [len(fits(scores)) for scores in MAPS] == [4, 1, 4]
    assert [len(fits(feature_map(load_image("X_scaling"), kernel))) for kernel in KERNELS] == [2, 1, 2]


@claim(
    "the X moved one pixel up and one to the left.",
    "It is the same map, moved: the 1.00 went from `[3, 3]` to `[2, 2]`, and everything around it moved along.",
    "The top row and left column fell out, a new row and column came in at the other edges:",
    "It moves one cell to the right as well: the same values in another place; at the right edge some fall out, and at the left edge some come in.",
    "When the X moved, its map moved along",
)
def a_moved_letter_moves_its_map():
    moved = load_image("X_translation")
    assert np.array_equal(moved[:8, :8], X[1:, 1:])
    assert (fits(CROSS_MAP), fits(feature_map(moved, CROSS))) == ([[3, 3]], [[2, 2]])
    assert np.array_equal(feature_map(moved, CROSS)[:6, :6], CROSS_MAP[1:, 1:])
    aside = np.roll(X, 1, axis=1)  # the X's last column is background
    assert np.array_equal(feature_map(aside, CROSS)[:, 1:], CROSS_MAP[:, :-1])


def answers(rule):
    return {name: rule(load_image(name)) for name in TEN}


@claim(
    "Matching whole images read eight of the ten drawings of [lesson 01](01_see_an_image_as_numbers.ipynb)",
    "Nine. Both O's that were misread are O's now, wherever they lie: no patch of theirs is a cross. The moved X needs the sliding: with the cross on [3, 3] alone the rule would read eight.",
    "One is lost that matching read, the X drawn with the thick pen: its best is 0.33, less than the plain O's 0.55.",
    "Where its strokes meet, three of the four pixels that the cross wants empty are drawn.",
    "If you said ten, you expected the cross wherever two strokes cross.",
    "But the rule never looks for an O: a blank page is one to it, too.",
    "a rule that asks for the cross and not for its place read nine of ten.",
)
def nine_of_ten():
    crossed = answers(lambda image: "X" if feature_map(image, CROSS).max() == 1 else "O")
    matched = answers(lambda image: "X" if agreement(image, X) > agreement(image, O) else "O")
    wrong = [{name for name in TEN if read[name] != name[0]} for read in (crossed, matched)]
    assert wrong == [{"X_weight"}, {"O_translation", "O_scaling"}]
    assert feature_map(-np.ones((9, 9)), CROSS).max() < 1
    one_place = answers(lambda image: "X" if filter_patch(image[3:6, 3:6], CROSS) == 1 else "O")
    assert {name for name in TEN if one_place[name] != name[0]} == {"X_weight", "X_translation"}
    thick = load_image("X_weight")
    scores = feature_map(thick, CROSS)
    assert (scores.max(), feature_map(O, CROSS).max()) == (3 / 9, 5 / 9)
    meet = [(row, column) for row, column in np.argwhere(scores == scores.max()) if 1 < column < 4]
    assert meet == [(3, 2), (3, 3)]
    for row, column in meet:
        patch = thick[row : row + 3, column : column + 3]
        assert ((patch == 1) & (CROSS == -1)).sum() == 3
        assert (patch[CROSS == 1] == 1).all()


@claim(
    "The O has one at its top and one at its bottom.",
    "On the X its best is 0.55, one row above the crossing and one below it.",
    "The upright stroke does as well. Among all 512 kernels of 3×3 with values 1 and −1, these two are the only ones.",
)
def two_of_all_512_kernels_find_the_o_and_nothing_of_the_x():
    found = []
    for bits in range(512):
        kernel = np.array([1 if bits >> place & 1 else -1 for place in range(9)]).reshape(3, 3)
        if check_kernel_for_o(kernel).passed:
            found.append(kernel)
    flat = parse("...\n###\n...")
    assert len(found) == 2
    assert all(any(np.array_equal(kernel, one) for kernel in found) for one in (flat, flat.T))
    assert fits(feature_map(O, flat)) == [[0, 3], [6, 3]]
    on_x = feature_map(X, flat)
    assert (on_x.max(), np.argwhere(on_x == on_x.max()).tolist()) == (5 / 9, [[2, 3], [4, 3]])


@claim(
    "On images of this size the library gathers all patches at once, without loops. Its numbers are the same, but for rounding."
)
def the_librarys_numbers_are_those_of_loops():
    for name in TEN:
        image = load_image(name)
        for kernel in KERNELS:
            looped = [[filter_patch(image[r : r + 3, c : c + 3], kernel) for c in range(7)] for r in range(7)]
            assert np.allclose(looped, feature_map(image, kernel), rtol=0, atol=1e-12)


@claim(
    "You put a kernel on each of 49 places and got a feature map: 7×7, with 1.00 where the feature is found.",
    "three maps of 49 values are more numbers than the 81 pixels we began with.",
)
def numbers_of_values():
    assert [scores.size for scores in MAPS] == [49] * 3
    assert 3 * 49 > X.size == 81


SAID = [
    "Lesson 06 shows all three.",
    "You will put one small kernel on every place of the X",
    "To learn where the feature is, we try every patch.",
    "`feature_map` does that for all rows.",
    "We leave it as it is, and so do most deep-learning libraries, under the name of convolution; its exact name is cross-correlation.",
    "Here and in most deep-learning libraries, no.",
    "Here is the top row of the X's map, with the kernel at row 0 and every column:",
    "If you said none, you looked for the letter and not for the pieces.",
    "Press Tab until the image is outlined and then → again and again, or use Play; Fill the map does all at once.",
    "the same as the printed ones in all 147 values.",  # tests/test_ops.py compares each
]
