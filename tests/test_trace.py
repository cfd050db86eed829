"""Where a cell comes from and what it feeds: against sums done by brute force, and by changing one input at a time."""

import re
import tracemalloc
from copy import deepcopy

import numpy as np
import pytest

from xo_helpers.data import load_image
from xo_helpers.gradients import cross_entropy_backward, relu_backward
from xo_helpers.layers import Conv2D, Dense, Flatten, GlobalMax, MaxPool2D, ReLU
from xo_helpers.network import Network
from xo_helpers.ops import softmax
from xo_helpers.trace import came_from, hands_down, sources, trace, trace_up, written_out


def conv(rng, m, c, k, **options):
    return Conv2D(rng.normal(size=(m, c, k, k)), rng.normal(size=m), **options)


RNG = np.random.default_rng(0)
NETWORKS = [
    Network([conv(RNG, 2, 1, 3), ReLU(), MaxPool2D(), Flatten(), Dense(RNG.normal(size=(32, 3)))]),
    Network([conv(RNG, 3, 2, 3, stride=2, padding=2), ReLU(), MaxPool2D(3, 1, "drop"), conv(RNG, 2, 3, 2)], (2, 8, 11)),
    Network([MaxPool2D(3, 2, "keep"), conv(RNG, 2, 1, 3, padding=1), MaxPool2D(2, 3, "drop")]),
    Network([MaxPool2D(1, 3, "keep"), conv(RNG, 2, 1, 1, stride=2), Flatten(), ReLU()], (1, 5, 8)),
    Network([Flatten(), Dense(RNG.normal(size=(6, 4))), ReLU(), Dense(RNG.normal(size=(4, 2)))], (1, 2, 3)),
    Network([conv(RNG, 3, 1, 3), ReLU(), GlobalMax(), Dense(RNG.normal(size=(3, 2)))]),
]  # fmt: skip


@pytest.mark.parametrize("network", NETWORKS, ids=lambda network: "-".join(network.names))
def test_the_sources_make_the_value(network):
    found = network.activations(np.random.default_rng(1).normal(size=(1, *network.input_shape)))
    values = [array[0] for array in found.values()]
    for layer, x, y in zip(network.layers, values, values[1:], strict=False):
        assert layer.output_shape(x.shape) == y.shape
        for cell in np.ndindex(y.shape):
            cells, weights = sources(layer, x.shape, cell)
            taken = x.ravel()[cells]
            if layer.kind in ("conv", "dense"):
                made = taken @ weights + layer.parameters["bias"][cell[0]]
            else:
                made = max(0, taken[0]) if layer.kind == "relu" else taken.max()
            assert made == pytest.approx(y[cell], abs=1e-12)


@pytest.mark.parametrize("network", NETWORKS, ids=lambda network: "-".join(network.names))
def test_the_receptive_field_is_what_a_change_can_reach(network):
    # NaN goes through every sum and every maximum: the pixels that turn the cell into NaN are its field.
    size = int(np.prod(network.input_shape))
    images = np.zeros((size, size))
    np.fill_diagonal(images, np.nan)
    found = network.activations(images.reshape(size, *network.input_shape))
    for name, reached in found.items():
        for cell in list(np.ndindex(reached.shape[1:]))[::3]:
            fields = trace(network, name, cell)
            assert list(fields) == list(found)[list(found).index(name) :: -1]
            assert np.array_equal(fields["input"], np.flatnonzero(np.isnan(reached[(slice(None), *cell)])))


def test_a_trace_by_hand():
    network = Network([conv(np.random.default_rng(0), 1, 1, 3), ReLU(), MaxPool2D()])
    fields = trace(network, "pool1", (0, 3, 3))  # the last window holds one cell of the 7×7 map
    assert [(name, len(cells)) for name, cells in fields.items()] == [
        ("pool1", 1), ("relu1", 1), ("conv1", 1), ("input", 9)
    ]  # fmt: skip
    assert fields["input"][0] == 6 * 9 + 6


NINTHS = Conv2D(np.full((1, 1, 2, 2), -1 / 9), [0.5])
WRITTEN = [
    (ReLU(), [[[-1 / 3]]], 0.0, (0, 0, 0), "max(−0.33, 0) = 0.00"),
    (MaxPool2D(), [[[0.5, 2], [0, -1]]], 2.0, (0, 0, 0), "the largest of 0.50, 2, 0, −1 = 2.00"),
    (GlobalMax(), [[[0]], [[0.5]]], 0.5, (1,), "the largest of 0.50 = 0.50"),
    (GlobalMax(), np.arange(12).reshape(1, 4, 3) / 4, 2.75, (0,),
     "the largest of 0, 0.25, 0.50, 0.75, 1, 1.25, 1.50, 1.75, 2, … (3 more) = 2.75"),
    (Flatten(), [[[0.5, 0.25]]], 0.25, (1,), "[0, 0, 1] carried over = 0.25"),
    (NINTHS, [[[1, -1], [1, 1]]], 0.5 - 2 / 9, (0, 0, 0),
     "1×−0.11 + −1×−0.11 + 1×−0.11 + 1×−0.11 + bias 0.50 = 0.28, rounded"),
    (Dense(np.ones((11, 1))), np.ones(11), 11.0, (0,), " + ".join(["1×1"] * 9) + " + … (2 more) + bias 0 = 11.00"),
    (Dense([[0.5], [1], [2]]), np.array([0, 3, 0]), 3.0, (0,), "3×1 + (2 more are 0) + bias 0 = 3.00"),
    (Dense([[0.33], [1]]), [0.5, 0], 0.165, (0,), "0.50×0.33 + (1 more is 0) + bias 0 = 0.17, rounded"),
    (Dense([[0.5], [0]]), np.array([0, 3]), 0.0, (0,), "(2 are 0) + bias 0 = 0.00"),
    (Dense([[0.5], [1]]), np.array([0, 3]), 3.0, (0,), "3×1 + (1 more is 0) + bias 0 = 3.00"),
    (Conv2D([[[[2]]]], [1], padding=1), [[[3]]], 1.0, (0, 0, 0), "bias 1 = 1.00"),  # all padding
]  # fmt: skip


@pytest.mark.parametrize(("layer", "x", "value", "cell", "text"), WRITTEN)
def test_it_is_written_out(layer, x, value, cell, text):
    assert written_out(layer, np.array(x), value, cell) == text


def test_a_cell_that_is_not_there_is_refused():
    with pytest.raises(ValueError, match=r"no cell \(0, 7, 0\): .* shape \(1, 7, 7\)"):
        sources(conv(np.random.default_rng(0), 1, 1, 3), (1, 9, 9), (0, 7, 0))


def test_the_lessons_image_by_its_terms():
    x = load_image("X")[None]
    layer = Conv2D(np.ones((1, 1, 3, 3)) / 9)
    assert written_out(layer, x, -1 / 9, (0, 0, 0)).startswith("−1×0.11 + −1×0.11 + ")


# Backwards

WITH_VOTES = [network for network in NETWORKS if len(network.output_shape) == 1]
STEP = 1e-6


def loss(layers, x, label):  # [n, ...] -> [n]
    for layer in layers:
        x = layer.forward(x)
    return -np.log(softmax(x))[:, label]


@pytest.mark.parametrize("network", WITH_VOTES, ids=lambda network: "-".join(network.names))
def test_what_is_handed_down_is_how_the_loss_changes(network):
    network = deepcopy(network)
    values = network.activations(np.random.default_rng(2).normal(size=(1, *network.input_shape)))
    logits = list(values.values())[-1]
    gradients = network.backward(cross_entropy_backward(logits, [1]))
    names = list(network.shapes)
    for at, (layer, name) in enumerate(zip(network.layers, names, strict=False)):
        x, rest = values[name][0], deepcopy(network.layers[at:])
        nudges = STEP * np.eye(x.size).reshape(-1, *x.shape)
        ahead, behind = (
            (loss(rest, x + way * nudges, 1) - loss(rest, x[None], 1)) * way / STEP for way in (1, -1)
        )
        bent = np.abs(ahead - behind) > 1e-3  # a maximum's tie, a ReLU's 0: there the loss has no slope
        assert bent.mean() < 0.5
        above = gradients[names[at + 1]].ravel()
        for cell, slope, kink in zip(np.ndindex(x.shape), (ahead + behind) / 2, bent, strict=True):
            cells, weights = hands_down(layer, x, cell)
            assert above[cells] @ weights == pytest.approx(gradients[name][0][cell], abs=1e-12)
            assert kink or above[cells] @ weights == pytest.approx(slope, abs=1e-7)


@pytest.mark.parametrize("network", NETWORKS, ids=lambda network: "-".join(network.names))
def test_a_cell_feeds_those_that_it_is_a_source_of(network):
    values = network.activations(np.random.default_rng(3).normal(size=(1, *network.input_shape)))
    values = {name: array[0] for name, array in values.items()}
    names = list(network.shapes)
    for name in names:
        for cell in list(np.ndindex(network.shapes[name]))[::7]:
            place = np.ravel_multi_index(cell, network.shapes[name])
            fields = trace_up(network, values, name, cell)
            if name != names[-1]:
                layer = network.layers[names.index(name)]
                if not hands_down(layer, values[name], cell)[1].any():
                    assert list(fields) == [name]
                    continue
            assert list(fields) == names[names.index(name) :]
            for above, cells in list(fields.items())[1:]:
                assert cells.tolist() == [
                    np.ravel_multi_index(at, network.shapes[above])
                    for at in np.ndindex(network.shapes[above])
                    if place in trace(network, above, at)[name]
                ]


def test_the_first_of_several_largest_gets_it_and_a_zero_lets_nothing_through():
    x = np.array([[[2.0, 7.0], [7.0, 0.0]]])
    taken = [
        [hands_down(layer, x, cell)[1].tolist() for cell in np.ndindex(x.shape)]
        for layer in (MaxPool2D(), GlobalMax(), ReLU())
    ]
    assert taken == [[[0], [1], [0], [0]], [[0], [1], [0], [0]], [[1], [1], [1], [0]]]
    cells, _ = hands_down(MaxPool2D(2, 2, "drop"), np.zeros((1, 3, 3)), (0, 2, 2))
    assert len(cells) == 0


NETWORK = Network([Conv2D(np.ones((2, 1, 3, 3))), ReLU(), Flatten()])


@pytest.mark.parametrize(
    ("ask", "says"),
    [
        (lambda: sources(ReLU(), (1, 9, 9), (0, 0, 9)), r"there is no cell \(0, 0, 9\): the layer's output has shape \(1, 9, 9\)"),
        (lambda: sources(ReLU(), (1, 9, 9), (0, -1, 0)), r"there is no cell \(0, -1, 0\)"),
        (lambda: sources(ReLU(), (1, 9, 9), (0, 1)), r"there is no cell \(0, 1\)"),
        (lambda: sources(ReLU(), (1, 9, 9), (0.0, 1, 1)), r"there is no cell \(0.0, 1, 1\)"),
        (lambda: sources(ReLU(), "199", (0, 0, 0)), r"input_shape is '199'; it must hold whole numbers"),
        (lambda: sources(ReLU, (1, 9, 9), (0, 0, 0)), r"layer is the class ReLU; it must be a layer, like ReLU\(\)"),
        (lambda: trace(NETWORK, "conv2", (0, 0, 0)), "there is no layer 'conv2'; there are input, conv1, relu1, flatten1"),
        (lambda: trace(NETWORK, "conv1", (2, 0, 0)), r"there is no cell \(2, 0, 0\): conv1 has shape \(2, 7, 7\)"),
        (lambda: trace([ReLU()], "relu1", (0, 0, 0)), "network is a list; it must be a Network"),
        (lambda: came_from(NETWORK, None, (0, 0, 0)), "there is no layer None"),
        (lambda: trace_up(NETWORK, {}, "input", (0, 9, 0)), r"there is no cell \(0, 9, 0\): input has shape \(1, 9, 9\)"),
        (lambda: hands_down(ReLU(), "X", (0,)), "x holds text; it must hold plain numbers"),
        (lambda: hands_down(ReLU(), [1, 2], (2,)), r"there is no cell \(2,\): x has shape \(2,\)"),
        (lambda: written_out(ReLU(), [1, 2], [1, 2], (0,)), r"value has shape \(2,\); it must be what the one cell holds"),
    ],
)  # fmt: skip
def test_what_is_not_there_is_said(ask, says):
    with pytest.raises(ValueError, match=says):
        ask()


@pytest.mark.parametrize(
    "change",
    [
        lambda network: setattr(network[0], "stride", 3),
        lambda network: setattr(network[0], "padding", 1),
        lambda network: network[0].parameters.update(kernels=np.ones((2, 1, 5, 5))),
        lambda network: network.layers.append(ReLU()),
    ],
)
def test_a_layer_that_was_changed_is_traced_no_more_than_it_is_run(change):
    network = Network([Conv2D(np.ones((2, 1, 3, 3))), ReLU()])
    values = {name: array[0] for name, array in network.activations(np.ones((9, 9))).items()}
    change(network)
    with pytest.raises(ValueError, match="make the network anew") as refused:
        network.forward(np.ones((9, 9)))
    for ask in (
        lambda: trace(network, "conv1", (0, 6, 6)),
        lambda: came_from(network, "relu1", (0, 2, 2)),
        lambda: trace_up(network, values, "input", (0, 2, 2)),
    ):
        with pytest.raises(ValueError, match=re.escape(str(refused.value))):
            ask()


@pytest.mark.parametrize("cell", [(1, 2, 3), [1, 2, 3], np.array([1, 2, 3]), (np.int8(1), np.uint64(2), 3)])
def test_a_cell_of_any_kind_of_whole_number(cell):
    assert [cells.tolist() for cells in trace(NETWORK, "conv1", cell).values()] == [
        [66],
        [21, 22, 23, 30, 31, 32, 39, 40, 41],
    ]


def test_windows_and_steps_beyond_the_map_have_sources_too():
    x = np.arange(6.0).reshape(1, 2, 3)
    cells, weights = sources(MaxPool2D(10**30, 10**30), (1, 2, 3), (0, 0, 0))
    assert (cells.tolist(), weights.tolist()) == ([0, 1, 2, 3, 4, 5], [1] * 6)
    pool = MaxPool2D()
    pool.size = pool.stride = np.int8(100)
    assert sources(pool, (1, 200, 200), (0, 1, 1))[0].tolist() == [
        200 * row + column for row in range(100, 200) for column in range(100, 200)
    ]
    conv = Conv2D(np.arange(4.0).reshape(1, 1, 2, 2), stride=10**30, padding=1)
    cells, weights = sources(conv, (1, 2, 3), (0, 0, 0))
    assert (cells.tolist(), weights.tolist()) == ([0], [3])
    assert [array.tolist() for array in hands_down(conv, x, (0, 0, 0))] == [[0], [3]]
    assert sources(Conv2D(np.ones((1, 1, 2, 2)), padding=10**9), (1, 2, 3), (0, 10**9, 10**9))[
        0
    ].tolist() == [0, 1, 3, 4]


def test_what_a_cell_feeds_takes_no_room_for_all_that_lies_under_all_cells():
    network = Network([conv(RNG, 64, 64, 5, padding=2), ReLU()], (64, 28, 28))
    tracemalloc.start()
    cells, weights = hands_down(network[0], np.ones((64, 28, 28)), (3, 14, 14))
    assert len(trace_up(network, {"input": np.ones((64, 28, 28))}, "input", (3, 14, 14))["relu1"]) == 64 * 25
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 150e6  # all cells' would be 640 MB
    kernels = network[0].parameters["kernels"]
    assert np.array_equal(weights.reshape(64, 5, 5), kernels[:, 3, ::-1, ::-1])
    assert cells[0] == 12 * 28 + 12


def test_a_number_of_few_bits_is_written_as_it_is():
    x = np.array([100, 2], np.int8)
    assert written_out(Dense([[1], [1]]), x, 102, (0,)) == "100×1 + 2×1 + bias 0 = 102.00"


@pytest.mark.parametrize(
    ("network", "name", "cell", "says"),
    [
        (Network([Conv2D(np.ones((1, 1, 3, 3)))]), "input", (0, 0, 0), "a pixel"),
        (Network([Conv2D(np.ones((1, 1, 3, 3)))]), "conv1", (0, 0, 0), "9 pixels feed it"),
        (Network([ReLU(), ReLU()]), "relu1", (0, 0, 0), "1 pixel feeds it"),
        (Network([ReLU(), ReLU()]), "relu2", (0, 0, 0), "1 cell of relu1 feeds it, and 1 pixel"),
        (Network([ReLU(), MaxPool2D()]), "pool1", (0, 0, 0), "4 cells of relu1 feed it, and 4 pixels"),
        (Network([ReLU(), ReLU(), MaxPool2D()]), "pool1", (0, 3, 3), "4 cells of relu2 feed it, and 4 pixels"),
        (Network([Conv2D(np.ones((1, 1, 1, 1)), padding=1)]), "conv1", (0, 0, 0), "padding alone feeds it"),
        (Network([Dense(np.ones((5, 2)))], (5,)), "dense1", (1,), "5 pixels feed it"),
        (Network([Dense(np.ones((5, 2))), ReLU()], (5,)), "relu1", (0,), "1 cell of dense1 feeds it, and 5 pixels"),
        (Network([ReLU(), MaxPool2D(), ReLU()], (2, 4, 4)), "relu2", (1, 1, 1), "1 cell of pool1 feeds it, and 4 pixels"),
    ],
)  # fmt: skip
def test_what_a_cell_came_from_in_words(network, name, cell, says):
    assert came_from(network, name, cell) == says


def test_a_relu_hands_nan_what_its_way_back_does():
    x = np.array([np.nan, 0.0, 1.0])
    handed = [hands_down(ReLU(), x, (at,))[1].item() for at in range(3)]
    assert handed == relu_backward(np.ones(3), x).tolist() == [1, 0, 1]


@pytest.mark.parametrize("layer", [MaxPool2D(2, 1), GlobalMax()])
def test_a_maximum_hands_several_nan_what_its_way_back_does(layer):
    x = np.array([[[np.nan, 1, 2], [np.nan, 0, np.nan]]])
    made = layer.forward(x[None])
    back = layer.backward(np.ones(made.shape))[0]
    handed = [hands_down(layer, x, cell)[1].sum() for cell in np.ndindex(x.shape)]
    assert handed == back.ravel().tolist()
