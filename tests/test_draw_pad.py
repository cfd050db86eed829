"""The drawing pad in Python."""

import ipywidgets
import numpy as np
import pytest
import traitlets
from sample_networks import IMAGES, large, small

from xo_helpers.layers import Conv2D, Dense, Flatten, MaxPool2D
from xo_helpers.network import Network
from xo_helpers.ops import softmax
from xo_helpers.texts import rounded, verdict
from xo_helpers.widgets import DrawPad, NetworkExplorer

NETWORK = small()
X, O = IMAGES["X"], IMAGES["O"]
BLANK = np.full((9, 9), -1)
CLASSES = ("X", "O")


def test_a_new_pad_is_blank_or_holds_the_image_given():
    pad = DrawPad(NETWORK)
    assert pad.image == BLANK.tolist()
    assert np.array_equal(DrawPad(NETWORK, X).array, X)
    assert DrawPad(NETWORK, X.astype(float)).image == X.tolist()
    assert DrawPad(large()).array.shape == (28, 28)


@pytest.mark.parametrize("kind", [list, "a tensor", "a parameter"])
def test_parameters_may_be_lists_or_tensors_wherever_a_network_is_shown(kind, torch):
    network, other = small(), small()
    kernels = network[0].parameters["kernels"]
    made = kernels.tolist() if kind is list else torch.tensor(kernels)
    other[0].parameters["kernels"] = made
    assert repr(other) == repr(network)
    assert repr(DrawPad(other, X)) == repr(DrawPad(network, X))
    assert DrawPad(other, X).weights == DrawPad(network, X).weights
    shown = [NetworkExplorer(one, {"X": X}, labels={"X": 0}) for one in (network, other)]
    assert shown[0].get_state(["weights", "cells", "layers"]) == shown[1].get_state(
        ["weights", "cells", "layers"]
    )
    if kind == "a parameter":
        other.forward(X)
        other[0].parameters["kernels"] = torch.nn.Parameter(made)
        for use in (lambda: other.backward(np.ones((1, 2))), lambda: repr(other), lambda: DrawPad(other)):
            with pytest.raises(ValueError, match=r"kernels .*try kernels\.detach\(\)|kernels .*detach"):
                use()
    other[0].parameters["kernels"] = [[1], [1, 2]]
    for use in (lambda: repr(other), lambda: DrawPad(other), lambda: NetworkExplorer(other, {"X": X})):
        with pytest.raises(ValueError, match="kernels"):
            use()


@pytest.mark.parametrize("image", [BLANK, X, O], ids=["blank", "X", "O"])
def test_the_answer_is_the_networks(image):
    pad = DrawPad(NETWORK)
    pad.image = image
    values = NETWORK.activations(image)
    assert pad.image == image.tolist()
    assert np.array_equal(
        np.frombuffer(pad.answer["cells"]), np.hstack([array.ravel() for array in values.values()])
    )
    for layer, (name, array) in zip(pad.layers, values.items(), strict=True):
        assert layer["name"] == name
        cells = np.frombuffer(pad.answer["cells"])[layer["cells"] :][: array.size]
        assert np.array_equal(cells.reshape(layer["shape"]).squeeze(), array.squeeze())
    assert np.array_equal(pad.votes, values["dense1"][0])
    assert np.array_equal(pad.shares, softmax(values["dense1"])[0])
    assert pad.answer["shares"] == pad.shares.tolist()
    assert pad.answer["verdict"] == verdict(pad.votes, CLASSES)


def test_the_page_has_what_the_explorer_needs_to_look_inside_unless_it_is_too_much():
    pad, explorer = DrawPad(NETWORK, X), NetworkExplorer(NETWORK, {"X": X})
    assert pad.weights == explorer.weights
    assert pad.layers == explorer.layers
    pooled = Network([MaxPool2D(), Flatten(), Dense(np.ones((25, 2)))])
    pad, explorer = DrawPad(pooled, X), NetworkExplorer(pooled, {"X": X})
    assert pad.layers == explorer.layers
    assert [layer["whole"] for layer in pad.layers] == [True, True, True, False]
    rows = Network([Flatten(), Dense(np.ones((784, 400))), Dense(np.ones((400, 2)))], (1, 28, 28))
    assert DrawPad(rows).weights == b""


def test_an_image_is_looked_at_once(monkeypatch):
    seen, look = [], Network.activations
    monkeypatch.setattr(
        Network, "activations", lambda self, images: seen.append(images.tolist()) or look(self, images)
    )
    pad = DrawPad(NETWORK, X)
    pad.image = O
    pad.image = O.tolist()  # nothing new
    assert seen == [image.tolist() for image in (BLANK, X, O)]  # of a blank one, which layers are whole


@pytest.mark.parametrize("stops", [KeyboardInterrupt, ValueError])
def test_what_is_not_taken_leaves_no_votes_behind(monkeypatch, stops):
    pad, right = DrawPad(NETWORK, X), NETWORK.activations(X)["dense1"][0]
    before = pad.answer, repr(pad), pad._figure().axes[1].patches[0].get_width()

    def stopped(*_):
        raise stops

    with monkeypatch.context() as patch:
        patch.setattr("xo_helpers.widgets.draw_pad.widget.verdict", stopped)
        with pytest.raises(KeyboardInterrupt if stops is KeyboardInterrupt else traitlets.TraitError):
            pad.image = O
    assert np.array_equal(pad.array, X)
    assert np.array_equal(pad.votes, right)
    assert (pad.answer, repr(pad), pad._figure().axes[1].patches[0].get_width()) == before
    pad.image = O
    assert np.array_equal(pad.votes, NETWORK.activations(O)["dense1"][0])


def test_the_repr_is_stable():
    pad = DrawPad(NETWORK, X)
    assert repr(pad) == "DrawPad(X=1.00, O=0.00): X wins by 5.56; 13 of 81 cells drawn"
    pad.clear()
    assert repr(pad).endswith("; 0 of 81 cells drawn")


def test_the_picture_shows_the_drawing_the_shares_and_all_layers():
    pad = DrawPad(NETWORK, O)
    drawing, bars, layers = pad._figure().axes
    assert np.array_equal(drawing.images[0].get_array(), O)
    assert np.allclose([bar.get_width() for bar in bars.patches], pad.shares)
    assert [text.get_text() for text in bars.texts] == [rounded(share, 2) for share in pad.shares]
    assert [text.get_text() for text in layers.texts] == list(NETWORK.shapes)
    maps = [grid for array in pad.activations.values() if array.ndim == 3 for grid in array]
    shown = [image.get_array() for image in layers.images]
    assert all(np.allclose(one, grid.clip(-1, 1)) for one, grid in zip(shown, maps, strict=False))
    assert len(shown) == len(maps) + 2  # the two rows of values
    assert np.allclose(shown[-1], [pad.votes.clip(-1, 1)])


def test_what_a_page_has_drawn_counts_once_however_often_it_comes():
    pad = DrawPad(NETWORK)
    for by, cells in (("page, 1", 1), ("page, 1", 0), ("page, 2", 1)):
        pad.drawn = {"by": by, "cells": [[0, 0, 1]]}
        assert (pad.array == 1).sum() == cells
        pad.clear()


def test_what_is_given_out_can_be_changed_and_the_pad_stays():
    network = small()
    network.activations(O)
    cached = network.layers[0].x
    pad = DrawPad(network, X)
    assert network.layers[0].x is cached  # what a backward pass would use
    before = repr(pad)
    pad.array[:] = 1
    pad.votes[:] = 0
    pad.activations["dense1"][:] = 0, 9
    network.layers[0].parameters["kernels"] += 1
    pad.image = O
    pad.image = X
    assert repr(pad) == before


@pytest.mark.skipif(
    ipywidgets.__version__[0] == "7", reason="ipywidgets 7 opens no channel where no kernel is"
)
def test_what_pages_draw_comes_together_and_each_hears_that_it_has_come():
    pad, sent = DrawPad(NETWORK), []
    pad.send_state = lambda keys: sent.append(set(keys)) if keys else None
    for by, cells, drawn in [
        ("a, 1", [[0, 0, 1], [0, 1, 1]], 2),
        ("b, 1", [[0, 1, 1], [2, 2, 1]], 3),  # which had not heard of the other
        ("b, 2", [[2, 2, 1]], 3),  # nothing new
        ("a, 2", [[0, 0, -1]], 2),
    ]:
        pad.set_state({"drawn": {"by": by, "cells": cells}})
        assert ((pad.array == 1).sum(), pad.answer["by"]) == (drawn, by)
    assert sent == [{"image", "answer"}, {"image", "answer"}, {"answer"}, {"image", "answer"}]


@pytest.mark.parametrize(
    "cells", [[[0, 9, 1]], [[-1, 0, 1]], [[0, 0, 0]], [[0, 0]], "x", None, [[10**30, 0, 1]]]
)
@pytest.mark.parametrize("by", ["a, 1", 7])
def test_what_no_page_draws_is_refused(by, cells):
    pad = DrawPad(NETWORK, X)
    before = pad.get_state()
    pad.send_state = lambda keys=None: None
    for drawn in ({"by": by, "cells": cells}, {"cells": []}, {}, []):
        with pytest.raises(traitlets.TraitError):
            pad.set_state({"drawn": drawn})
    assert pad.get_state() == before
    pad.image = O
    assert pad.image == O.tolist()


def test_two_can_be_linked():
    one, other = DrawPad(NETWORK), DrawPad(NETWORK, classes=["yes", "no"])
    traitlets.link((one, "image"), (other, "image"))
    one.image = X
    assert repr(other) == "DrawPad(yes=1.00, no=0.00): yes wins by 5.56; 13 of 81 cells drawn"


def conv(channels, *size):
    return Network([Conv2D(np.ones((1, channels, 3, 3))), Flatten()], (channels, *size))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda p: setattr(p, "image", X[:8]), r"image has shape \(8, 9\); this network takes drawings of \(9, 9\)"),
        (lambda p: setattr(p, "image", X[None]), r"image has shape \(1, 9, 9\)"),
        (lambda p: setattr(p, "image", X * 0.5), r"image holds -0.5; each cell is 1 \(stroke\) or -1 \(background\)"),
        (lambda p: setattr(p, "image", X > 0), "image holds False; .* np.where"),
        (lambda p: setattr(p, "image", "X"), "image holds text"),
        (lambda p: setattr(p, "image", [[1], [1, 1]]), "rows of image differ in length"),
        (lambda p: DrawPad("network"), r"network is a str; the pad takes a Network, like load_network\(file\)"),
        (lambda p: DrawPad(None), "network is None; the pad takes a Network"),
        (lambda p: DrawPad(Network), "network is the class Network; the pad takes a Network"),
        (lambda p: DrawPad(Network([Flatten(), Dense(np.full((81, 2), np.nan))])), "^there is nan in dense1.weights; replace it"),
        (lambda p: DrawPad(Network([])), r"the network ends in input, of shape \(1, 9, 9\)"),
        (lambda p: DrawPad(NETWORK, classes=5), "classes must be a list of texts, not 5"),
        (lambda p: DrawPad(NETWORK, classes=[1, 2]), "one of the classes is 1; it must be text"),
        (lambda p: DrawPad(NETWORK, classes="X"), "the pad shows 2 to 100 classes, not 1"),
        (lambda p: DrawPad(NETWORK, X * 127), "image holds -127; each cell is 1"),
        (lambda p: DrawPad(conv(3, 9, 9)), r"takes images of shape \(3, 9, 9\); the pad draws \(1, h, w\), .* at most 28"),
        (lambda p: DrawPad(conv(1, 9, 29)), r"images of shape \(1, 9, 29\)"),
        (lambda p: DrawPad(NETWORK[:6]), r"ends in flatten1, of shape \(18,\); with 2 classes it must end in \(2,\), one vote"),
        (lambda p: DrawPad(NETWORK[:5]), r"ends in pool1, of shape \(2, 3, 3\)"),
        (lambda p: DrawPad(NETWORK, classes="XOZ"), r"ends in dense1, of shape \(2,\); with 3 classes"),
        (lambda p: DrawPad(NETWORK, classes=["X"]), "the pad shows 2 to 100 classes, not 1"),
        (lambda p: DrawPad(NETWORK, X[:, :3]), r"image has shape \(9, 3\)"),
    ],
)  # fmt: skip
def test_bad_values_are_refused_and_change_nothing(change, message):
    pad = DrawPad(NETWORK, X)
    before = pad.get_state()
    with pytest.raises(ValueError, match=message):
        change(pad)
    assert pad.get_state() == before


def test_more_classes_and_maps_than_a_page_can_draw_soon_are_refused():
    wide = Network([Flatten(), Dense(np.ones((81, 101)))])
    with pytest.raises(ValueError, match="the pad shows 2 to 100 classes, not 101"):
        DrawPad(wide, classes=[str(at) for at in range(101)])
    many = Network([Conv2D(np.ones((2000, 1, 9, 9))), Flatten(), Dense(np.ones((2000, 2)))])
    for show in (DrawPad, lambda network: NetworkExplorer(network, {"X": -np.ones((9, 9))})):
        with pytest.raises(
            ValueError, match="the layers have 2,001 maps; the page shows 2,000 at most: take fewer"
        ):
            show(many)
