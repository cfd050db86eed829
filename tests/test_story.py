"""The numbers that the lessons' prose states, computed."""

import numpy as np

from xo_helpers.data import load_image, load_kernel
from xo_helpers.layers import Conv2D, Flatten, MaxPool2D
from xo_helpers.network import Network
from xo_helpers.ops import dense

X, O = load_image("X"), load_image("O")
DIAGONAL, CROSS, ANTIDIAGONAL = map(load_kernel, ["diagonal", "cross", "antidiagonal"])


KERNELS = np.stack([DIAGONAL, CROSS, ANTIDIAGONAL])[:, None] / 9


def test_lesson_07(story):
    votes = story["votes"]
    front = Network([Conv2D(KERNELS), MaxPool2D(), MaxPool2D(), Flatten()])
    for image, name in ((X, "x_values"), (O, "o_values")):
        assert np.array_equal(np.trunc(front.forward(image)[0] * 100 + 1e-9) / 100, votes[name])
    places = [votes["x_places"], votes["o_places"]]
    assert [np.flatnonzero(front.forward(image)[0] > 0.99).tolist() for image in (X, O)] == places
    weights = np.zeros((12, 2))
    weights[places[0], 0], weights[places[1], 1] = 1 / 5, 1 / 4
    new = dense([votes["new_values"]], weights, [0, 0])[0]
    assert np.allclose(new, [0.912, 0.5175], rtol=0, atol=1e-12)
    assert votes["printed_votes"] == {"X": 0.92, "O": 0.51}  # the first is a slip: .912 is .91
