"""The numbers that the lessons' prose states, computed."""

import numpy as np

from xo_helpers.data import load_image, load_kernel, load_typefaces
from xo_helpers.layers import Conv2D, Flatten, MaxPool2D
from xo_helpers.network import Network, trained_network
from xo_helpers.ops import (
    agreement,
    dense,
)
from xo_helpers.widgets import DrawPad, NetworkExplorer

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


CHANGES = ["", "_translation", "_scaling", "_rotation", "_weight"]
TEN = [letter + change for letter in "XO" for change in CHANGES]
LABELS = np.repeat([0, 1], 5)


def matched(images):
    """Whole-image matching: 0 where an image agrees with the X at least as much as with the O, else 1."""
    return np.array([agreement(image, O) > agreement(image, X) for image in images]).astype(int)


def test_lesson_11():
    images, faces, letters = load_typefaces()
    labels = np.isin(letters, ["O", "o", "0"]).astype(int)
    network = trained_network()
    right = network.forward(images[:, None]).argmax(axis=1) == labels
    assert (len(images), right.sum(), (matched(images) == labels).sum()) == (126, 123, 119)
    assert {face[:4] for face in faces if face[:2] != "cm"} == {"Deja", "STIX"}
    assert sorted(zip(faces[~right], letters[~right], strict=True)) == [
        ("cmmi10", "X"), ("cmmi10", "x"), ("cmti10", "x"),
    ]  # fmt: skip
    assert ((images == 1).any(axis=2)[:, [1, 7]].all(axis=1)).sum() == 123  # from row 1 to row 7
    assert {letter: (letters == letter).sum() for letter in "X×0"} == {"X": 22, "×": 16, "0": 22}
    sums = [kernel.sum() for kernel in (DIAGONAL, CROSS, ANTIDIAGONAL)]
    assert sums == [-3, 1, -3]
    assert round(-0.89 * -3 / 9, 2) == 0.3

    def moved(images, down, right):
        padded = np.pad(images, ((0, 0), (2, 2), (2, 2)), constant_values=-1)
        return padded[:, 2 - down : 11 - down, 2 - right : 11 - right]

    ways = {"sideways": [(0, 2), (0, -2)], "up or down": [(2, 0), (-2, 0)]}
    ways["diagonally"] = [(2, 2), (2, -2), (-2, 2), (-2, -2)]
    reads = {name: [matched(moved(images, *by)) == labels for by in ways[name]] for name in ways}
    assert {name: round(100 * np.mean(right)) for name, right in reads.items()} == {
        "sideways": 6, "up or down": 27, "diagonally": 54,
    }  # fmt: skip
    for by in [by for way in ways.values() for by in way]:
        read = network.forward(moved(images, *by)[:, None]).argmax(axis=1) == labels
        assert read.sum() >= 123
    plain = np.stack([X, O])
    aside = moved(plain, 0, 2)
    strokes = [[((one == 1) & (other == 1)).sum() for other in plain] for one in aside]
    assert strokes == [[2, 4], [4, 2]]
    agreed = np.array([[agreement(image, letter) for letter in plain] for image in moved(images, 0, 2)])
    lead = agreed[np.arange(126), 1 - labels] - agreed[np.arange(126), labels]
    assert (set(lead[lead > 0].tolist()), (lead > 0).sum()) == ({1, 3, 5, 7, 9}, 120)

    on_pad = images[np.flatnonzero(~right)[2]]
    won = {}
    for at in np.ndindex(9, 9):
        changed = on_pad.copy()
        changed[at] *= -1
        x, o = network.forward(changed)[0]
        won[at] = (x - o, repr(DrawPad(network, changed)))
    first, second = sorted(won, key=won.get, reverse=True)[:2]
    assert (first, on_pad[first], second, on_pad[second]) == ((2, 7), 1, (5, 5), -1)
    assert ["X wins by 3.07" in won[first][1], "X wins by 2.90" in won[second][1]] == [True, True]
    terms = network[:-1].forward(on_pad)[0] * network.parameters["dense1.weights"][:, 1]
    assert (np.abs(terms).argmax(), terms.argmax(), terms[13].round(1)) == (13, 13, 9.3)
    best = network[:4].forward(on_pad)[0, 13]
    row, column = np.unravel_index(best.argmax(), best.shape)
    where = {"layer": "conv2", "map": 13, "row": int(row), "column": int(column)}
    assert "and 48 pixels" in repr(NetworkExplorer(network, {"x": on_pad}, **where))
