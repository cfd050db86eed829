"""Lesson 00: an X with at most five pixels changed that the network takes for an O."""

import numpy as np

from xo_helpers.data import load_image, parse, picture
from xo_helpers.network import trained_network
from xo_helpers.widgets import DrawPad

network = trained_network()
X = load_image("X")


def turned(*places, image=X):
    """A copy with these pixels turned over."""
    image = image.copy()
    for place in places:
        image[place] = -image[place]
    return image


HOOKS = turned((5, 2), (8, 2), (8, 6))
my_pad = DrawPad(network, X)
my_pad.image = HOOKS

RIGHT = {
    "fool": [
        my_pad.array,
        HOOKS,
        HOOKS.astype(float),
        HOOKS.astype(np.int8),
        HOOKS.tolist(),
        turned((5, 2), (8, 3), (8, 6)),
        turned((7, 3), (8, 4), (8, 6)),
        turned((2, 6), (8, 2), (8, 6)),  # one of them taken away
        turned((3, 3), (5, 2), (8, 6)),
        turned((4, 3), (8, 2), (8, 6)),
        turned((5, 2), (8, 2), (8, 6), (0, 4)),
        turned((5, 2), (8, 2), (8, 6), (8, 3), (3, 3)),
        np.where(HOOKS > 0, 1.0, -1.0),
        parse(picture(HOOKS)),
    ]
}

loud = X.copy()
loud[8, 2] = loud[8, 6] = 9
unknown = HOOKS.astype(float)
unknown[0, 0] = np.nan

WRONG = {
    "fool": {
        "not begun": None,
        "the X as it was": X,
        "an O": load_image("O"),
        "another X": load_image("X_rotation"),
        "an O that was moved": load_image("O_translation"),
        "colours swapped": -X,
        "a blank page": np.full((9, 9), -1),
        "all stroke": np.ones((9, 9)),
        "one pixel": turned((8, 6)),
        "two pixels, X still ahead": turned((8, 2), (8, 6)),
        "five pixels that do not do": turned((0, 0), (0, 8), (8, 0), (8, 8), (0, 4)),
        "six pixels": turned((5, 2), (8, 2), (8, 6), (8, 3), (3, 3), (0, 4)),
        "twelve pixels": turned(*[(8, column) for column in range(9)], (5, 2), (5, 6), (4, 3)),
        "a whole row drawn": turned(*[(8, column) for column in range(9)]),
        "rows and columns exchanged": HOOKS.T,
        "upside down": HOOKS[::-1],
        "0 for background": (HOOKS + 1) // 2,
        "True and False": HOOKS == 1,
        "0 to 255": np.where(HOOKS == 1, 255, 0),
        "grey pixels": HOOKS * 0.5,
        "louder pixels": loud,
        "a cell that is no number": unknown,
        "81 in a row": HOOKS.ravel(),
        "eight rows": HOOKS[:8],
        "only the middle": HOOKS[1:8, 1:8],
        "two of them": np.stack([X, HOOKS]),
        "the difference": HOOKS - X,
        "which cells changed": HOOKS != X,
        "the places": [(5, 2), (8, 2), (8, 6)],
        "the places as an array": np.argwhere(HOOKS != X),
        "how many pixels": 3,
        "the pad": my_pad,
        "the votes": my_pad.votes,
        "the shares": my_pad.shares,
        "its name in quotes": "my_pad.array",
        "a yes": True,
        "the verdict": "O",
        "characters": np.array([list(row) for row in picture(HOOKS).split("\n")]),
        "empty": [],
        "a function": lambda: HOOKS,
        "a dict": {"my_drawing": HOOKS},
    }
}

ARGUABLE = {
    "fool": {
        "a picture of # and .": picture(HOOKS),
        "a batch of one": HOOKS[None, None],
    }
}
