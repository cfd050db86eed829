"""What lesson 01 says of counting where two images agree, and of what that count misreads."""

import numpy as np

from claims import claim
from xo_helpers.checks.lesson01 import NAMES, misreads
from xo_helpers.data import load_image, parse
from xo_helpers.ops import agreement

X, O = load_image("X"), load_image("O")
BLANK = -np.ones((9, 9), int)
TEN = {name: load_image(name) for name in ["X", "O", *NAMES]}


def counts(image):  # with the X, with the O
    return sum((image == X).flat), sum((image == O).flat)


def shared(image):  # stroke pixels, with the X and with the O
    return [int(((image == 1) & (letter == 1)).sum()) for letter in (X, O)]


@claim(
    "That is all a program gets of this drawing: 81 numbers, each 1 or −1.",
    "81 numbers in nine rows and nine columns, each 1 or −1.",
    "A program gets 1 and −1, each at its place, and nothing else.",
)
def an_image_is_81_numbers():
    assert X.shape == (9, 9)
    assert X.size == 81
    assert set(X.flat) == {1, -1}


@claim(
    "two purple lines cross in the middle:",
    "One stroke starts at row 1, column 1.",
    "This cell moves it to the crossing, where both images have a stroke:",
)
def the_x_is_two_lines():
    tilted = TEN["X_rotation"]
    lines = {(at, at) for at in range(1, 8)} | {(at, 8 - at) for at in range(1, 8)}
    assert set(map(tuple, np.argwhere(X == 1).tolist())) == lines
    assert X[4, 4] == tilted[4, 4] == 1


@claim(
    "In 65 of 81.",
    "only 5 of the 13 stroke pixels of each coincide.",
    "The other 60 agreements are background on background.",
    "(Samuel Wasswa's retelling says that most pixels of such a pair do not match.",
    "When we count, most do.",
    "At each of the 16 marks one of the two has a stroke and the other background.",
)
def the_tilted_x_agrees_in_its_background():
    tilted = TEN["X_rotation"]
    same = tilted == X
    assert same.sum() == 65 > 81 / 2
    assert [(image == 1).sum() for image in (X, tilted)] == [13, 13]
    assert (same & (X == 1)).sum() == 5
    assert (same & (X == -1)).sum() == 60
    assert (~same).sum() == 16
    assert ((X == 1) | (tilted == 1))[~same].all()


@claim(
    "A page with nothing on it agrees in 68 pixels with the X, the tilted X in 65.",
    "The X has only 13 pixels of stroke:",
    "X, by 68 to 65.",
    "There is no stroke on the page, but an X leaves 3 pixels more of it empty than an O does.",
)
def a_blank_page_is_an_x_by_what_the_letters_leave_empty():
    assert counts(BLANK) == (68, 65)
    assert counts(TEN["X_rotation"])[0] == 65
    assert [(letter == 1).sum() for letter in (X, O)] == [13, 16]
    assert [(letter == -1).sum() for letter in (X, O)] == [68, 65]
    assert agreement(BLANK, X) - agreement(BLANK, O) == 16 - 13


@claim(
    "It reads the tilted X correctly, and the X drawn with the thick pen:",
    "The thick X agrees with the X in 68 pixels, exactly as many as the blank page: of its 26 stroke pixels 13 lie "
    "on the X's strokes and add an agreement each, and 13 lie beside them and take one away.",
    "It is read correctly because it agrees with the O in still fewer, 47.",
)
def the_thick_x_agrees_in_no_more_than_a_blank_page():
    thick = TEN["X_weight"]
    assert counts(TEN["X_rotation"]) == (65, 52)
    assert counts(thick) == (68, 47)
    assert counts(thick)[0] == counts(BLANK)[0]
    assert ((thick == 1).sum(), shared(thick)[0]) == (26, 13)
    assert counts(BLANK)[0] + shared(thick)[0] - (26 - shared(thick)[0]) == 68


@claim(
    "Of the ten drawings, eight are read correctly: the two plain letters and six deformed ones.",
    "for a blank page, and for two of ten drawings.",
    "The moved O agrees with the X in 60 pixels and with the O in 57, the small O in 56 and 53.",
    "Both are lost by 3, the blank page's margin.",
    "Each of the two shares as many stroke pixels with the X as with the O.",
    "So their strokes decide nothing, and the X wins as it did for the blank page: it leaves 3 pixels more empty.",
    "It shares 4 with the X and 4 with the O: a tie, and the small O ties too, 0 to 0. The background tipped these ties to the X. Without it the strokes decide, and at their new places they say nothing.",
    "Eight of ten is the number to beat, though ten are few: one pixel, [4, 4], tells these X's from these O's.",
)
def eight_of_ten_are_read_and_two_lost_by_the_blank_pages_margin():
    wrong = [name for name, image in TEN.items() if counts(image)["XO".index(name[0])] < max(counts(image))]
    assert wrong == misreads() == ["O_translation", "O_scaling"]
    assert len(TEN) - len(wrong) == 8
    assert all((image[4, 4] == 1) == (name[0] == "X") for name, image in TEN.items())
    moved, small = TEN["O_translation"], TEN["O_scaling"]
    assert (counts(moved), counts(small)) == ((60, 57), (56, 53))
    assert (shared(moved), shared(small)) == ([4, 4], [0, 0])
    for image in (*TEN.values(), BLANK):  # the lead is the blank page's, and 2 for each stroke pixel shared
        on_x, on_o = shared(image)
        assert counts(image)[0] - counts(image)[1] == 3 + 2 * (on_x - on_o)


@claim(
    "An O moved one pixel straight down, without the step to the left, shares no stroke pixel with the X and is read as O, "
    "57 to 52.",
    "They are the same, each one pixel down and one to the left. Whole-image matching compares place with place, and there "
    "the moved O meets as many strokes of the X as of the O. The background decides.",
)
def the_moved_o_is_the_o_one_down_and_one_left():
    moved = TEN["O_translation"]
    assert np.array_equal(moved, np.roll(O, (1, -1), axis=(0, 1)))
    assert np.argwhere(O == 1)[:, 0].max() < 8
    assert np.argwhere(O == 1)[:, 1].min() > 0
    down = np.roll(O, 1, axis=0)
    assert (counts(down), shared(down)[0]) == ((52, 57), 0)


@claim(
    "You cannot be sure. An X of three rows, `#.#/.#./#.#`, and an O of three rows, `###/#.#/###`, at the same place "
    "of a blank page agree in 76. Most of such a page is background, so a high count comes cheap."
)
def an_x_and_an_o_that_agree_in_76():
    small = {"X": parse("#.#\n.#.\n#.#"), "O": parse("###\n#.#\n###")}
    for row, column in ((3, 3), (0, 6)):
        pages = {}
        for name, letter in small.items():
            pages[name] = BLANK.copy()
            pages[name][row : row + 3, column : column + 3] = letter
        assert agreement(pages["X"], pages["O"]) == 76


@claim(
    "Counting with `==` would give the same.",
    "But lesson 02 multiplies, and there background on background should count like stroke on stroke: "
    "−1 × −1 does, 0 × 0 does not.",
)
def zeros_would_count_the_same_with_equals_and_nothing_in_a_product():
    for image in TEN.values():
        assert agreement((image + 1) // 2, (X + 1) // 2) == agreement(image, X)
    empty = parse("..\n..")
    assert (empty * empty).sum() == 4
    zeros = (empty + 1) // 2
    assert (zeros * zeros).sum() == 0


SHOWN = {
    "Where do they differ?": "agree in 65 of 81 cells",
    "We ask `agreement`, the library's function for it, about a blank page:": "blank page and X: 68",
}

SAID = ["`all` asks whether every cell is `True`:"]
