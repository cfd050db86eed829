"""The network explorer in Python: where it stands, what it says and draws, what it refuses; values and gradients."""

import numpy as np
import pytest
import traitlets
from drivers.network_explorer import ALL, FINE, LABELS, NETWORK, backwards
from sample_networks import IMAGES, small

from xo_helpers.data import load_image
from xo_helpers.layers import Conv2D, Dense, Flatten, MaxPool2D
from xo_helpers.network import Network
from xo_helpers.texts import rounded
from xo_helpers.widgets import DrawPad, NetworkExplorer
from xo_helpers.widgets.network_explorer.gradients import fine, scale_of, written_back


def test_a_new_one_stands_at_the_end_or_where_it_is_told():
    explorer = NetworkExplorer(NETWORK, IMAGES)
    place = (explorer.image, explorer.layer, explorer.map, explorer.row, explorer.column)
    assert place == ("X", "dense1", 0, 0, 0)
    assert explorer.value == ALL["dense1"][0, 0]
    assert explorer.gradient is None
    explorer = NetworkExplorer(NETWORK, IMAGES, "O", "conv2", 1, 2, 3)
    assert explorer.cell == (1, 2, 3)
    assert explorer.value == ALL["conv2"][1, 1, 2, 3]


def test_two_votes_are_x_and_o_unless_they_are_called_otherwise():
    network = small()
    maps = Network(network.layers[:3])
    assert NetworkExplorer(network, IMAGES).classes == ["X", "O"]
    assert NetworkExplorer(network, IMAGES, classes="ab").classes == ["a", "b"]
    assert NetworkExplorer(maps, IMAGES).classes == []
    for made, count in ((network, "dense1 has 2"), (maps, "conv2 has 0")):
        with pytest.raises(ValueError, match=f"classes are .'a', 'b', 'c'.; {count} values to be named"):
            NetworkExplorer(made, IMAGES, classes=list("abc"))


class Mute:
    def __repr__(self):
        raise RuntimeError("no repr")


@pytest.mark.parametrize(
    ("labels", "layer", "cell", "came"),
    [
        (None, "input", (0, 1, 2), "a pixel"),
        (None, "conv1", (1, 1, 2), "9 pixels feed it"),
        (None, "relu1", (1, 1, 2), "1 cell of conv1 feeds it, and 9 pixels"),
        (None, "conv2", (0, 1, 2), "27 cells of relu1 feed it, and 25 pixels"),
        (None, "pool1", (1, 2, 2), "1 cell of relu2 feeds it, and 25 pixels"),
        (None, "flatten1", (0, 0, 17), "1 cell of pool1 feeds it, and 25 pixels"),
        (None, "dense1", (0, 0, 1), "18 cells of flatten1 feed it, and 81 pixels"),
        (LABELS, "dense1", (0, 0, 1), "from the loss"),
        (LABELS, "flatten1", (0, 0, 3), "handed down by 2 cells of dense1"),
        (LABELS, "pool1", (1, 2, 2), "handed down by 1 cell of flatten1"),
        (LABELS, "relu1", (1, 1, 2), "handed down by 12 cells of conv2"),
        (LABELS, "input", (0, 0, 0), "handed down by 3 cells of conv1"),
    ],
)
def test_its_repr_says_what_its_number_comes_from(labels, layer, cell, came):
    explorer = NetworkExplorer(NETWORK, IMAGES, "X", layer, *cell, labels=labels)
    value = ALL[layer][0][cell[-len(NETWORK.shapes[layer]) :]]
    number = f"gradient={fine(explorer.gradient)}" if labels else f"value={rounded(value, 2)}"
    place = f"image='X', layer={layer!r}, map={cell[0]}, row={cell[1]}, column={cell[2]}"
    assert repr(explorer) == f"NetworkExplorer({place}, {number}): {came}"


def test_it_holds_each_images_own_gradients():
    explorer = NetworkExplorer(NETWORK, IMAGES, "O", "conv2", 1, 2, 3, labels=LABELS)
    network = small()
    _, gradients = backwards(network, IMAGES["O"][None], 1)
    assert explorer.gradient == gradients["conv2"][1, 2, 3]
    assert explorer.value == ALL["conv2"][1, 1, 2, 3]
    explorer.layer, explorer.column = "dense1", 1
    assert explorer.gradient == gradients["dense1"][1]
    sent = np.frombuffer(explorer.gradients).reshape(3, -1)[1]
    assert np.array_equal(sent, np.hstack([array.ravel() for array in gradients.values()]))
    sent, spec = np.frombuffer(explorer.weight_gradients).reshape(3, -1)[1], explorer.layers[-1]
    weights = sent[spec["weights"] : spec["bias"]].reshape(2, 18)
    assert np.array_equal(weights, network.gradients["dense1.weights"].T)


def drawn(explorer):
    """Its picture's axes and what is written below; and the black outlines, and which of them are unbroken."""
    [ax] = explorer._figure().axes
    [label] = ax.figure.texts
    lines = [patch for patch in ax.patches if patch.get_edgecolor() == (0, 0, 0, 1)]
    return ax, label.get_text(), lines, [patch.get_linestyle() == "-" for patch in lines]


def test_the_picture_shows_all_layers_and_the_traced_cell():
    explorer = NetworkExplorer(NETWORK, IMAGES, "O", "conv2", 1, 2, 3)
    ax, label, lines, unbroken = drawn(explorer)
    maps = [grid for name in NETWORK.shapes if len(NETWORK.shapes[name]) == 3 for grid in ALL[name][1]]
    assert len(ax.images) == len(maps) + 2  # the two rows of values
    for shown, grid in zip(ax.images, maps, strict=False):
        assert np.allclose(shown.get_array(), grid.clip(-1, 1))
    assert label.startswith("conv2[1, 2, 3]:  ")
    assert label.removesuffix(", rounded").endswith(f" = {rounded(explorer.value, 2)}")
    assert unbroken == [False] * 4 + [True] * 4
    pixels, cell = lines[0], lines[-1]
    assert pixels.get_width() == pixels.get_height() == pytest.approx(5)  # of 9: the receptive field
    assert pixels.get_xy() == (3, 3 + 2)
    assert cell.get_width() == pytest.approx(9 / 5)


def test_the_picture_with_labels_shows_scaled_gradients_and_what_lies_above():
    explorer = NetworkExplorer(NETWORK, IMAGES, "O", "relu1", 1, 2, 3, labels=LABELS)
    ax, label, lines, unbroken = drawn(explorer)
    _, gradients = backwards(small(), IMAGES["O"][None], 1)
    maps = [grid / scale_of(array) for array in gradients.values() if array.ndim == 3 for grid in array]
    for shown, grid in zip(ax.images, maps, strict=False):
        assert np.allclose(shown.get_array(), grid)
    assert label.startswith("gradient of relu1[1, 2, 3]:  ")
    assert label.removesuffix(", rounded").endswith(f" = {fine(explorer.gradient)}")
    assert unbroken == [True] * 3 + [False] * len(lines[3:])  # it, and conv2's two maps
    assert lines[1].get_width() == pytest.approx(3 * 9 / 5)


def test_a_closed_gate_is_told():
    row, column = np.argwhere(ALL["conv1"][0, 0] <= 0)[0]
    explorer = NetworkExplorer(NETWORK, IMAGES, "X", "conv1", 0, int(row), int(column), labels=LABELS)
    assert repr(explorer).endswith(", gradient=0.00): relu1 hands it nothing")
    assert drawn(explorer)[1].endswith(" came in not above 0, so nothing goes through = 0.00")


def test_it_moves_from_one_layer_to_a_smaller_one():
    explorer = NetworkExplorer(NETWORK, IMAGES, layer="conv1", map=2, row=6, column=6)
    explorer.layer = "pool1"
    assert explorer.cell == (1, 2, 2)
    explorer.layer = "dense1"
    assert explorer.cell == (1 if explorer.column else 0,) == (explorer.column,)
    assert (explorer.map, explorer.row) == (0, 0)


def test_two_can_be_linked():
    one, other = NetworkExplorer(NETWORK, IMAGES), NetworkExplorer(NETWORK[:5], IMAGES)
    traitlets.link((one, "image"), (other, "image"))
    one.image = "O"
    assert other.image == "O"
    assert other.value == ALL["pool1"][1, 0, 0, 0]


def test_training_the_network_on_does_not_change_what_is_shown():
    network = small()
    network.activations(IMAGES["X"])
    cached = network.layers[0].x
    explorer = NetworkExplorer(network, IMAGES, layer="conv1")
    assert network.layers[0].x is cached  # what a backward pass would use
    before = drawn(explorer)[1]
    network.layers[0].parameters["kernels"] += 1
    assert drawn(explorer)[1] == before
    for given in (explorer.activations["dense1"], explorer.images["X"]):
        with pytest.raises(ValueError, match="read-only"):
            given[...] = 0
    half = {"X": IMAGES["X"], "half": IMAGES["X"] / 2}
    assert NetworkExplorer(network, half).images["X"].dtype == IMAGES["X"].dtype  # though they go in together


def test_a_reach_that_was_taken_away_is_the_usual_one():
    network = small()
    network.reach = None
    with pytest.raises(ValueError, match="in image 'X'; .*from -1 to 1"):
        NetworkExplorer(network, {"X": 2.5 * IMAGES["X"]})
    assert NetworkExplorer(network, IMAGES).value == ALL["dense1"][0, 0]


@pytest.mark.parametrize(
    ("trait", "value", "message"),
    [
        ("layer", "conv3", "no layer 'conv3'; did you mean 'conv"),
        ("layer", "?", "no layer '\\?'; there are input, conv1"),
        ("image", "Y", "no image 'Y'; there are X, O"),
        ("row", 5, "row is 5; conv2 has rows 0 to 4"),
        ("map", 2, "map is 2; conv2 has maps 0 to 1"),
        ("column", -1, "column is -1; conv2 has columns 0 to 4"),
    ],
)
def test_bad_values_are_refused_and_change_nothing(trait, value, message):
    explorer = NetworkExplorer(NETWORK, IMAGES, layer="conv2", row=1)
    before = explorer.get_state()
    with pytest.raises(ValueError, match=message):
        setattr(explorer, trait, value)
    assert explorer.get_state() == before


LARGE = Network([Conv2D(np.zeros((40, 1, 3, 3))), Flatten()], (1, 28, 28))


class Strange(Flatten):
    kind = "strange"


@pytest.mark.parametrize(
    ("network", "images", "more", "message"),
    [
        (NETWORK, IMAGES, {"layer": "dense1", "row": 1}, "row is 1; dense1 has no rows but 0"),
        (NETWORK, {"X": load_image("X")[:5]}, {}, r"'X' has shape \(5, 9\); .* \(1, 9, 9\)"),
        (NETWORK, load_image("X"), {}, "takes a dict of names and images"),
        (NETWORK, {"X": "X"}, {}, "image 'X' holds text"),
        (NETWORK, {5: load_image("X")}, {}, "the name of an image is 5; it must be text"),
        (
            NETWORK,
            {"X": np.full((9, 9), 200, np.uint8)},
            {},
            r"there is 200 in image 'X'; .* -1 to 1: try x / ",
        ),
        (NETWORK, {"X": load_image("X") * 1.5}, {}, r"there is -1\.5 in image 'X'; .* try x / 1\.5"),
        ("network", IMAGES, {}, "network is a str; the explorer takes a Network"),
        *(
            (
                Network([Flatten()], shape),
                {"X": np.ones(shape)},
                {},
                f"input has shape .*{shape[-1]}.; the explorer shows maps",
            )
            for shape in ((1, 1, 5, 5), (5, 5))
        ),
        *(
            (
                Network(layers),
                IMAGES,
                {"layer": "input"},
                r"has shape \(0,.*; the explorer shows maps \(c, h, w\) or values",
            )
            for layers in ([Conv2D(np.ones((0, 1, 3, 3)))], [Flatten(), Dense(np.ones((81, 0)))])
        ),
        (
            NETWORK,
            {"\ud800": load_image("X"), "?": load_image("O")},
            {},
            "two images are called '\\?'.*; name them apart",
        ),
        (
            Network([], (1, 33, 9)),
            IMAGES,
            {},
            r"takes images of \(1, 33, 9\); the explorer shows 32×32 at most",
        ),
        (
            LARGE,
            {str(at): np.zeros((28, 28)) for at in range(200)},
            {"labels": {}},
            "hold [0-9,]+ numbers, .* show fewer images",
        ),
        (Network([Strange()]), IMAGES, {}, "cannot take layers of kind strange"),
        (NETWORK[:5], IMAGES, {"labels": LABELS}, "start at votes in a row, and pool1 gives 2×3×3"),
        (NETWORK, IMAGES, {"labels": [0, 1, 0]}, "labels must be a dict of image names"),
        (NETWORK, IMAGES, {"labels": {"X": 0, "O": 1}}, "no right class for image 'X_rotation'"),
        (
            NETWORK,
            IMAGES,
            {"labels": LABELS | {"Y": 1}},
            "labels has 'Y', but there is no image of that name",
        ),
        (NETWORK, IMAGES, {"labels": LABELS | {"O": 2}}, "label of 'O' is 2; dense1 has votes 0 to 1"),
        (NETWORK, IMAGES, {"labels": LABELS | {"O": "O"}}, "label of 'O' is 'O'"),
        (NETWORK, IMAGES, {"labels": LABELS | {"O": True}}, "label of 'O' is True"),
        (
            NETWORK,
            IMAGES,
            {"labels": LABELS | {"O": np.zeros((9, 9))}},
            r"label of 'O' is array.{50,60}\.\.\.; dense1",
        ),
        (NETWORK, IMAGES, {"labels": LABELS | {"O": Mute()}}, "label of 'O' is a Mute; dense1 has votes"),
    ],
)
def test_what_does_not_fit_is_refused(network, images, more, message):
    with pytest.raises(ValueError, match=message):
        NetworkExplorer(network, images, **more)


@pytest.mark.parametrize("weight", [np.nan, np.inf, 1e308])
@pytest.mark.filterwarnings("ignore:.* encountered in (matmul|subtract)")
def test_a_network_that_blew_up_is_shown_backwards_too(weight):
    network = Network([Flatten(), Dense(np.full((81, 2), weight))])
    for layer in network.shapes:
        explorer = NetworkExplorer(network, {"X": load_image("X")}, layer=layer, labels={"X": 1})
        assert "gradient=nan" in repr(explorer)
        assert drawn(explorer)[1].removesuffix(", rounded").endswith(" = nan")
    with pytest.raises(AttributeError, match="labels"):
        explorer.labels = {"X": 0}
    assert explorer.labels == {"X": 1}
    assert [scale_of(np.array(odd)) for odd in ([np.nan, 2], [np.inf], [0.0], [0.5])] == [1, 1, 1, 0.5]
    assert (fine(np.nan), fine(-np.inf)) == ("nan", "−inf")


def test_gradients_keep_two_digits():
    assert [fine(number) for number in FINE] == list(FINE.values())


def test_share_minus_right_answer_closes_as_shown():
    def number(text):
        return float(text.replace("−", "-"))

    for value in -np.append(10.0 ** np.random.default_rng(0).uniform(-9, 0, 500), [0.9635, 0.279, 0.5]):
        votes = {"dense1": np.array([value, -value])}
        text = written_back(NETWORK, None, votes, "dense1", (0,), 0)
        share, right, result = (number(part.split()[-1]) for part in text.replace(" = ", " − ").split(" − "))
        assert (right, result) == (1, number(fine(value)))
        assert share - 1 == pytest.approx(result, abs=1e-12)
        assert written_back(NETWORK, None, votes, "dense1", (1,), 0).count(fine(-value)) == 2


@pytest.mark.parametrize("kind", [np.int8, np.float16, np.float32, np.float64])
def test_swapped_colours_and_numbers_of_few_bits_are_shown_in_full(kind):
    network = Network([MaxPool2D(2, 2)], (1, 4, 4))
    image = np.full((4, 4), -1 if kind is np.int8 else 0.53, kind)
    explorer = NetworkExplorer(network, {"a": image, "swapped": -image}, "swapped")
    told = "1, 1, 1, 1 = 1.00" if kind is np.int8 else "−0.53, −0.53, −0.53, −0.53 = −0.53"
    assert drawn(explorer)[1] == f"pool1[0, 0, 0]:  the largest of {told}"


def test_maps_of_another_network_may_hold_any_numbers():
    explorer = NetworkExplorer(Network([MaxPool2D(2, 2)], (2, 4, 4)), {"maps": np.full((2, 4, 4), 3.5)})
    assert explorer.value == 3.5


def test_a_layer_of_ones_own_is_told_of_by_the_explorer_and_shown_by_the_pad():
    class Tanh:
        kind = "tanh"

        def __init__(self):
            self.parameters, self.gradients = {}, {}

        def output_shape(self, shape):
            return tuple(shape)

        def forward(self, x):
            return np.tanh(x)

        def backward(self, gradient):
            return gradient

    network = Network([Tanh(), Flatten(), Dense(np.ones((81, 2)), np.array([1, 0]))])
    with pytest.raises(ValueError, match="the explorer cannot take layers of kind tanh apart"):
        NetworkExplorer(network, {"X": IMAGES["X"]})
    assert repr(DrawPad(network)).endswith("X wins by 1.00; 0 of 81 cells drawn")
    assert DrawPad(network).weights == b""  # and opens into no explorer


def test_right_answers_stay_those_it_was_made_with():
    labels = {"X": 1}
    explorer = NetworkExplorer(NETWORK, {"X": IMAGES["X"]}, labels=labels)
    text, line = repr(explorer), drawn(explorer)[1]
    labels["X"] = explorer.labels["X"] = 0
    assert (repr(explorer), drawn(explorer)[1], explorer.labels) == (text, line, {"X": 1})
    labels.clear()
    assert "image/png" in explorer._repr_mimebundle_()[0]
