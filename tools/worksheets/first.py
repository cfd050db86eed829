"""Lessons 00 to 03 by pencil: the class is the network; pixels; one patch; one map."""

import numpy as np

from worksheets.page import Grid
from worksheets.writing import number
from xo_helpers.data import load_image, load_kernel, parse
from xo_helpers.layers import Conv2D, Flatten, MaxPool2D
from xo_helpers.network import Network
from xo_helpers.ops import agreement, feature_map, filter_patch
from xo_helpers.texts import in_cell

KERNELS = {name: load_kernel(name) for name in ("diagonal", "cross", "antidiagonal")}
X, O = load_image("X"), load_image("O")
EMPTY = np.full((9, 9), -1)
FOR_X, FOR_O = (0, 3, 4, 9, 10), (1, 2, 8, 11)  # lesson 07 reads them off the X and the O


def drawn(image, title="", **how):
    return Grid(image, title, drawn=True, **{"numbers": False, "cell": 6, "places": True} | how)


def front():
    """Lesson 07's stack up to its twelve values."""
    kernels = np.stack([*KERNELS.values()])[:, None]
    return Network([Conv2D(kernels / 9), MaxPool2D(), MaxPool2D(), Flatten()])


def in_matches(scores):
    """Of nine cells those that are the same, where a score is what agrees less what differs, in ninths."""
    return ((np.asarray(scores) * 9 + 9) / 2).round().astype(int)


def twelve(image):
    """What the room's twelve groups find: the most matches in each quarter of each kernel's places."""
    return in_matches(front().forward(image)[0])


def votes(values):  # -> for X, for O: the means of five and of four
    return values[list(FOR_X)].sum() / 5, values[list(FOR_O)].sum() / 4


def vote_of_the_room(page, values):
    """Twelve boxes for what the groups call out, and the two sums."""
    role = ["X" if at in FOR_X else "O" if at in FOR_O else "–" for at in range(12)]
    asked = {"number": Grid(values, blank=True), "votes_for": Grid(np.arange(12), write=lambda at: role[at])}
    page.table(10.5, group=Grid(np.arange(12)), **asked)
    for letter, places, vote in zip("XO", (FOR_X, FOR_O), votes(values), strict=True):
        sums, total = " + ".join(map(str, places)), values[list(places)].sum()
        page.line(f"Vote for {letter}: groups {sums} = ‹{total}› ÷ {len(places)} = ‹{number(vote)}›")


def lesson00(page):
    image = load_image("X_rotation")
    page.say("""For 12 learners, or 24 or 36 in groups of two or three. Together you are a network that reads
             nine of ten drawings (lesson 07 builds it), and each group is one of its twelve values. Ask for
             your group's number.""")
    page.step("""Circle your piece (its groups stand above it) and your quarter. Each piece has four groups:
              the first takes the upper left quarter, then upper right, lower left, lower right.""")
    named = list(zip(KERNELS.values(), ("0–3", "4–7", "8–11"), strict=True))
    pieces = [drawn(kernel, name, places=False, cell=5.4) for kernel, name in named]
    mine = Grid(np.zeros((7, 7)), "matches of your piece", numbers=False, cell=7.4, places=True)
    mine.frames = [(0, 0, 4, 4), (0, 4, 4, 3), (4, 0, 3, 4), (4, 4, 3, 3)]
    page.row(drawn(image, "the drawing", cell=5.2), *pieces, mine, gap=5, indent=0)
    page.step("""Lay the piece's upper left cell on each place of your quarter. How many of its nine cells
              match, dark on dark or white on white? Write the number there. Call out the largest.""")
    page.step("The room votes. Each box is one group's number.")
    vote_of_the_room(page, twelve(image))
    page.step("Now an empty page. First guess, each for yourself: will the room say X, O or neither? ______")
    slanted, cross = twelve(EMPTY)[[0, 4]]
    for_x, for_o = map(number, votes(twelve(EMPTY)))
    page.line(f"Groups 0–3, 8–11 find ‹{slanted}›, groups 4–7 ‹{cross}›. Votes: X ‹{for_x}›, O ‹{for_o}›")
    page.lines(
        "O wins, though nothing is drawn. There is a vote for X and one for O, and none for neither.", 1
    )
    maps = [Grid(in_matches(feature_map(image, kernel)), "", True, cell=3.6) for kernel in KERNELS.values()]
    page.key(*maps, title="For the teacher, the matches at all places: groups 0–3, 4–7 and 8–11")


def lesson01(page):
    tilted, moved, plus = load_image("X_rotation"), load_image("O_translation"), parse(".#.\n###\n.#.")
    page.step("A computer sees 1 for stroke and −1 for background. Write down what it sees of the plus.")
    page.row(drawn(plus, places=False, cell=10), "→", Grid(plus, blank=True, cell=10))
    same, differ = agreement(tilted, X), tilted != X
    page.step("""Guess first: in how many of the 81 pixels do X and tilted X agree? ______ Then put a cross
              into each pixel of the tilted X that differs from the X, and count.""")
    marks = drawn(tilted, "the tilted X", cell=5.3, blank=differ, over=True, write=lambda value: "×")
    page.row(drawn(X, "the X", cell=5.3), marks, drawn(O, "the O", cell=5.3), gap=6, indent=0)
    page.line(f"They differ in ‹{differ.sum()}› pixels, so they agree in 81 − ‹{81 - same}› = ‹{same}›")
    page.step("A page with nothing on it agrees with a letter wherever the letter has background.")
    for name, letter in (("X", X), ("O", O)):
        strokes = (letter == 1).sum()
        page.line(
            f"The {name} has ‹{strokes}› stroke pixels; the empty page agrees with it in ‹{81 - strokes}›"
        )
    page.step("Whole-image matching answers with the letter that agrees in more pixels. What does it say?")
    page.line(
        f"To the tilted X, which agrees with the O in {agreement(tilted, O)}: ‹X› To the empty page: ‹X›"
    )
    with_x, with_o = agreement(moved, X), agreement(moved, O)
    page.line(f"To an O moved down and left, {with_x} pixels as in the X and {with_o} as in the O: ‹X›")
    page.step("65 of 81 sounds like much. Is it? And why is the moved O misread?")
    page.lines("""The empty page has 68: most agreements are background on background. Where the O has moved,
               its strokes meet the O's background; and the X has fewer strokes to miss.""")


def filtered(page, patch, kernel, title):
    products, score = patch * kernel, in_cell(filter_patch(patch, kernel))
    page.row(Grid(patch, title, drawn=True, cell=9.5), "×", Grid(kernel, "kernel", drawn=True, cell=9.5), "=",
             Grid(products, "products", blank=True, cell=9.5), gap=9)  # fmt: skip
    page.line(f"Sum of the products: ‹{products.sum()}› ÷ 9 = ‹{score}›")


def lesson02(page):
    diagonal, cross = KERNELS["diagonal"], KERNELS["cross"]
    page.step("Multiply cell by cell, add the products up, divide by nine. (Two pixels that differ give −1.)")
    filtered(page, X[1:4, 1:4], diagonal, "X[1:4, 1:4]")
    page.step("Where the strokes cross. Guess the score first: ______")
    filtered(page, X[3:6, 3:6], diagonal, "X[3:6, 3:6]")
    page.step("An empty patch. Guess first: ______")
    filtered(page, -np.ones((3, 3), int), diagonal, "empty")
    page.step("If 6 of 9 pixels agree, the score is not 6 ÷ 9. Why, and what is it?")
    page.lines("Each of the three that differ takes one away: (6 − 3) ÷ 9 = 0.33.", 1)
    page.step("The other way round: draw a patch on which the cross scores 1 ÷ 9 = 0.11.")
    example = cross.copy()
    example[[0, 0, 2, 2], [0, 2, 0, 2]] = -1
    page.row(Grid(cross, "the cross", drawn=True), Grid(example, "your patch", blank=True), gap=14)
    page.lines("Five agree and four differ: the cross with any four cells changed, here its corners.", 1)


def lesson03(page):
    small, piece = parse("#.#\n.#.\n##."), parse("#.\n.#")
    diagonal, cross = KERNELS["diagonal"], KERNELS["cross"]
    page.step("""A 2×2 kernel fits on a 3×3 image at four places. Its map has a score for each: agreeing less
              differing cells, divided by 4.""")
    page.row(drawn(small, "image", cell=9), drawn(piece, "kernel", cell=9, places=False), "→",
             Grid(feature_map(small, piece), "map", blank=True, places=True, cell=12), gap=12)  # fmt: skip
    page.step("How many rows has the map of a 3×3 kernel on a 9×9 image? And of a 5×5 kernel?")
    page.line("9 − 3 + 1 = ‹7› 9 − 5 + 1 = ‹5›")
    found, blank = feature_map(X, diagonal), np.zeros((7, 7), bool)
    blank[1, :4] = blank[2, 2] = blank[3, 2:5] = blank[4, 4] = blank[5, 5] = True
    page.step("The diagonal's map of the X. Fill in what is missing: at each place count what agrees.")
    page.row(drawn(X, "the X", cell=6), drawn(diagonal, "diagonal", places=False, cell=6),
             Grid(found, "map", blank=blank, places=True, cell=10.4), gap=7, indent=2)  # fmt: skip
    page.line(f"The score is 1.00 at ‹{(found == 1).sum()}› places, along ‹the falling stroke›")
    moved = load_image("X_translation")
    before, after = (np.argwhere(feature_map(image, cross) == 1)[0].tolist() for image in (X, moved))
    page.step(f"The cross scores 1.00 on the X at {before} alone. The X moves one up and one left. And now?")
    page.line(f"1.00 at row ‹{after[0]}› column ‹{after[1]}›")
    page.step("So how do you read an X wherever it lies?")
    page.lines("The map moves along with the letter: ask whether the cross fits somewhere, and not where.")
