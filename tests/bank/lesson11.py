"""Lesson 11: a kernel that finds vertical edges, and ten letters of one's own."""

import numpy as np

from xo_helpers.data import TEN, load_image, load_kernel, load_ten, load_typefaces, parse, picture
from xo_helpers.drawings import drawings
from xo_helpers.network import trained_network
from xo_helpers.widgets import DrawPad

images, faces, letters = load_typefaces()
EDGE = np.array([[-1, 0, 1], [-1, 0, 1], [-1, 0, 1]])
SOBEL = np.array([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]])

page = DrawPad(trained_network())
page.image = load_image("X")
drawn, labels = drawings(30, np.random.default_rng(5))
X_FIVE, O_FIVE = list(drawn[labels == 0][:5]), list(drawn[labels == 1][:5])
TEN_IMAGES = load_ten()[0]

RIGHT = {
    "edge_finder": [
        EDGE,
        SOBEL,
        EDGE.astype(float),
        EDGE.astype(np.int8),
        [[-1, 0, 1], [-1, 0, 1], [-1, 0, 1]],
        ((-1, 0, 1), (-2, 0, 2), (-1, 0, 1)),
        np.array([[-3, 0, 3], [-10, 0, 10], [-3, 0, 3]]),
        EDGE / 3,
        EDGE * 100,
        np.array([[0, 0, 0], [-1, 0, 1], [0, 0, 0]]),
        np.array([[-1, 0, 1], [0, 0, 0], [-1, 0, 1]]),
        np.array([[-0.5, 0.0, 0.5]] * 3, dtype=np.float32),
        np.outer([1, 2, 1], [-1, 0, 1]),
        np.tile([-1, 0, 1], (3, 1)),
        np.array([[-1, 0, 1]] * 3),
        -EDGE[:, ::-1],
        np.array([[1, 1, 1], [0, 0, 0], [-1, -1, -1]]).T * -1,
    ],
    "ten_letters": [
        {"X": X_FIVE, "O": O_FIVE},
        {"X": list(TEN_IMAGES[:5]), "O": list(TEN_IMAGES[5:])},
        {"X": TEN_IMAGES[:5], "O": TEN_IMAGES[5:]},
        {"O": O_FIVE, "X": X_FIVE},
        {"X": [picture(image) for image in X_FIVE], "O": [picture(image) for image in O_FIVE]},
        {"X": ["\n" + picture(image) + "\n" for image in X_FIVE], "O": O_FIVE},
        {"X": [page.array, *X_FIVE[1:]], "O": O_FIVE},
        {"X": [image.tolist() for image in X_FIVE], "O": [image.tolist() for image in O_FIVE]},
        {"X": [image.astype(float) for image in X_FIVE], "O": O_FIVE},
        {"X": tuple(X_FIVE), "O": tuple(O_FIVE)},
        {"X": list(images[letters == "x"][-5:]), "O": list(images[letters == "0"][[0, 7, 12, 17, 21]])},
        {
            "X": [load_image(name) for name in TEN[:5]],
            "O": [parse(picture(load_image(name))) for name in TEN[5:]],
        },
    ],
}

WRONG = {
    "edge_finder": {
        "not begun": None,
        "bright on the left": -EDGE,
        "horizontal edges": EDGE.T,
        "horizontal edges, the other way": -EDGE.T,
        "both sides bright": np.array([[1, 0, 1]] * 3),
        "left alone": np.array([[-1, 0, 0]] * 3),
        "right alone": np.array([[0, 0, 1]] * 3),
        "answers to brightness": np.array([[-1, 0, 2]] * 3),
        "answers to brightness a little": EDGE + 0.1,
        "background for 0": parse("..#\n..#\n..#"),
        "the diagonal": load_kernel("diagonal"),
        "the cross": load_kernel("cross"),
        "the diagonal, balanced": load_kernel("diagonal") + 1 / 3,
        "the antidiagonal, balanced": load_kernel("antidiagonal") + 1 / 3,
        "a line finder": np.array([[-1, 2, -1]] * 3),
        "Laplace's": np.array([[0, 1, 0], [1, -4, 1], [0, 1, 0]]),
        "an outline": np.array([[-1, -1, -1], [-1, 8, -1], [-1, -1, -1]]),
        "a slope, both ways": np.array([[-2, -1, 0], [-1, 0, 1], [0, 1, 2]]),
        "a sum of 0, rows that do not": np.array([[-1, 0, 2], [-1, 0, 1], [-1, 0, 0]]),
        "vertical and horizontal": EDGE + EDGE.T,
        "the mean": np.ones((3, 3)) / 9,
        "zeros": np.zeros((3, 3)),
        "too weak": EDGE / 10,
        "too weak, one row": np.array([[0, 0, 0], [-0.8, 0, 0.8], [0, 0, 0]]),
        "divided by 9 already": EDGE / 9,
        "rows that take each other back": np.array([[-1, 0, 1], [0, 0, 0], [1, 0, -1]]),
        "one row": np.array([[-1, 0, 1]]),
        "one row, flat": [-1, 0, 1],
        "nine in a row": EDGE.ravel(),
        "two rows": EDGE[:2],
        "two by two": np.array([[-1, 1], [-1, 1]]),
        "five by five": np.array([[-1, -1, 0, 1, 1]] * 5),
        "rows of different lengths": [[-1, 0, 1], [-1, 0], [-1, 0, 1]],
        "a channel more": EDGE[None, None],
        "True and False": EDGE == 1,
        "no number in it": np.where(EDGE == 0, np.nan, EDGE),
        "without end": np.array([[-np.inf, 0, np.inf]] * 3),
        "text": "-1 0 1\n-1 0 1\n-1 0 1",
        "signs": [["-", "0", "+"]] * 3,
        "its name": "sobel",
        "one number": 1,
        "a function": lambda: EDGE,
        "empty": [],
        "a dict": {"my_kernel": EDGE},
    },
    "ten_letters": {
        "not begun": {"X": [], "O": []},
        "nothing": None,
        "four O's": {"X": X_FIVE, "O": O_FIVE[:4]},
        "four X's": {"X": X_FIVE[1:], "O": O_FIVE},
        "one of each": {"X": X_FIVE[:1], "O": O_FIVE[:1]},
        "only X's": {"X": X_FIVE, "O": []},
        "all under X": {"X": X_FIVE + O_FIVE, "O": []},
        "O left out": {"X": X_FIVE},
        "X left out": {"O": O_FIVE},
        "small letters": {"x": X_FIVE, "o": O_FIVE},
        "zero for O": {"X": X_FIVE, "0": O_FIVE},
        "labels for names": {0: X_FIVE, 1: O_FIVE},
        "one array, not a list": {"X": X_FIVE[0], "O": O_FIVE[0]},
        "what append returns": {"X": None, "O": None},
        "None among them": {"X": [*X_FIVE[:4], None], "O": O_FIVE},
        "the pad, not its array": {"X": [page, *X_FIVE[1:]], "O": O_FIVE},
        "the pad's votes": {"X": [page.votes, *X_FIVE[1:]], "O": O_FIVE},
        "names of images": {"X": list(TEN[:5]), "O": list(TEN[5:])},
        "seven by seven": {"X": [image[1:8, 1:8] for image in X_FIVE], "O": O_FIVE},
        "eight rows": {"X": X_FIVE, "O": [image[:8] for image in O_FIVE]},
        "81 in a row": {"X": [image.ravel() for image in X_FIVE], "O": O_FIVE},
        "0 for background": {"X": [(image + 1) // 2 for image in X_FIVE], "O": O_FIVE},
        "0 to 255": {"X": [np.where(image == 1, 255, 0) for image in X_FIVE], "O": O_FIVE},
        "grey": {"X": [image * 0.5 for image in X_FIVE], "O": O_FIVE},
        "no number in one": {"X": [np.where(X_FIVE[0] == 1, np.nan, -1.0), *X_FIVE[1:]], "O": O_FIVE},
        "text of x and blanks": {
            "X": [picture(image).replace("#", "x").replace(".", " ") for image in X_FIVE],
            "O": O_FIVE,
        },
        "text of eight lines": {"X": [picture(image[:8]) for image in X_FIVE], "O": O_FIVE},
        "text with a line too short": {"X": [picture(image)[:-1] for image in X_FIVE], "O": O_FIVE},
        "text of one line": {"X": [picture(image).replace("\n", "") for image in X_FIVE], "O": O_FIVE},
        "text for five": {"X": picture(X_FIVE[0]), "O": picture(O_FIVE[0])},
        "lists in a list": {"X": [X_FIVE], "O": [O_FIVE]},
        "a list of ten": X_FIVE + O_FIVE,
        "a pair of lists": (X_FIVE, O_FIVE),
        "ten images in an array": TEN_IMAGES,
        "how many": {"X": 5, "O": 5},
        "text": "XXXXXOOOOO",
        "a function": lambda: {"X": X_FIVE, "O": O_FIVE},
    },
}

ARGUABLE = {
    "edge_finder": {
        "sees an edge at one place of two": np.array([[-1, 1, 0]] * 3),
        "rows of both signs, more of one": np.array([[-1, 0, 1], [1, 0, -1], [-1, 0, 1]]),
        "rows that lean: 0 on both kinds of area, and right on straight edges": np.array(
            [[-1, 1, 0], [-1, 0, 1], [0, -1, 1]]
        ),
        "True for 1": [[-1, 0, True], [-1, 0, True], [-1, 0, True]],
    },
    "ten_letters": {
        "six of each": {"X": [*X_FIVE, load_image("X")], "O": [*O_FIVE, load_image("O")]},
        "the same drawing five times": {"X": [load_image("X")] * 5, "O": [load_image("O")] * 5},
        "blank pages": {"X": [np.full((9, 9), -1)] * 5, "O": O_FIVE},
        "X and O exchanged": {"X": O_FIVE, "O": X_FIVE},
        "colours swapped": {"X": [-image for image in X_FIVE], "O": [-image for image in O_FIVE]},
        "an entry more": {"X": X_FIVE, "O": O_FIVE, "Z": []},
        "with a channel": {"X": [image[None] for image in X_FIVE], "O": O_FIVE},
        "lines in a list": {"X": [picture(image).split("\n") for image in X_FIVE], "O": O_FIVE},
    },
}
