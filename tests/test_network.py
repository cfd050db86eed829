"""Layers and networks: forward, names, shapes, slices, and what does not fit."""

import pickle
from copy import copy, deepcopy
from operator import add

import numpy as np
import pytest

from xo_helpers import fits, ops
from xo_helpers.data import load_image, load_kernel
from xo_helpers.layers import Conv2D, Dense, Flatten, GlobalMax, MaxPool2D, ReLU
from xo_helpers.network import Network, load_network, trained_network

X = load_image("X")
KERNELS = np.stack([load_kernel(name) for name in ("diagonal", "cross", "antidiagonal")])[:, None] / 9


@pytest.fixture
def network():
    rng = np.random.default_rng(0)
    second = Conv2D(rng.normal(size=(2, 3, 3, 3)), bias=[1, -1], padding=1)
    votes = Dense(rng.normal(size=(8, 2)), [0.5, 0])
    return Network([Conv2D(KERNELS), ReLU(), second, ReLU(), MaxPool2D(), MaxPool2D(), Flatten(), votes])


def test_forward_is_the_operations_in_a_row(network):
    images = np.random.default_rng(1).normal(size=(5, 1, 9, 9))
    x = ops.relu(ops.conv2d(images, KERNELS))
    x = ops.relu(ops.conv2d(x, network[2].parameters["kernels"], [1, -1], padding=1))
    x = ops.max_pool(ops.max_pool(x)).reshape(5, 8)
    want = ops.dense(x, network[7].parameters["weights"], [0.5, 0])
    assert np.array_equal(network.forward(images), want)


def test_activations_have_names_and_parameters_are_counted(network):
    found = network.activations(X)
    names = ["input", "conv1", "relu1", "conv2", "relu2", "pool1", "pool2", "flatten1", "dense1"]
    assert list(found) == names == list(network.shapes)
    assert np.allclose(found["conv1"][0, 1], ops.feature_map(X, load_kernel("cross")), rtol=0, atol=1e-12)
    assert {name: value.shape[1:] for name, value in found.items()} == network.shapes
    assert np.array_equal(found["dense1"], network.forward(X[None, None]))
    assert repr(network).endswith("\ndense1    2                   18\ntotal                        104")


def test_it_is_sliced_and_extended_like_a_list(network):
    assert (len(network), len(network[8:]), network[-1].kind) == (8, 0, "dense")
    assert network[0] is next(iter(network))
    images = np.random.default_rng(3).normal(size=(4, 1, 9, 9))
    for at, shape in ((5, (2, 4, 4)), (7, (8,))):  # between maps, and between rows of values
        front, back = network[:at], network[at:]
        assert (front.input_shape, back.input_shape) == ((1, 9, 9), shape)
        assert np.array_equal(back.forward(front.forward(images)), network.forward(images))
        assert repr(front + list(back)) == repr(network)


def test_layers_keep_their_own_parameters():
    kernels = KERNELS.copy()
    layer = Conv2D(kernels)
    kernels[:] = 0
    assert np.array_equal(layer.parameters["kernels"], KERNELS)


ONE = np.ones((1, 1, 3, 3))


class Copies(ReLU):
    def __init__(self, times):
        super().__init__()
        self.times = times

    def forward(self, x):
        return np.repeat(x, self.times, axis=0)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Network([Conv2D(KERNELS), Conv2D(ONE)]), "conv2 does not fit: conv1 gives it 3×7×7, but x has 3 channels"),
        (lambda: Network([Conv2D(ONE) for _ in range(5)]), "conv5 does not fit: conv4 gives it 1×1×1, but the kernels are 3×3"),
        (lambda: Network([Conv2D(ONE), Dense(np.ones((49, 2)))]), "dense1 does not fit: conv1 gives it 1×7×7, .*Flatten"),
        (lambda: Network([Flatten(), Dense(np.ones((80, 2)))]), "dense1 does not fit: flatten1 gives it 81, .*Dense takes \\(80,\\) and gives \\(2,\\)$"),
        (lambda: Network([MaxPool2D(10, edge="drop")]), "pool1 does not fit: input gives it 1×9×9, .*nothing is left"),
        (lambda: Conv2D(np.ones((3, 3))), "kernels have shape \\(3, 3\\); Conv2D takes"),
        (lambda: Conv2D(np.ones((2, 1, 3, 2))), "kernels have shape \\(2, 1, 3, 2\\); Conv2D takes \\[kernels, channels, k, k\\]"),
        (lambda: Conv2D(np.ones((2, 0, 3, 3))), "kernels have shape \\(2, 0, 3, 3\\); Conv2D takes"),
        (lambda: Conv2D(ONE, bias=[1, 2]), "bias has shape \\(2,\\); it needs one number per kernel"),
        (lambda: Dense(np.ones(3)), "weights have shape \\(3,\\); Dense takes"),
        (lambda: Dense(np.ones((3, 2)), [1]), "bias has shape \\(1,\\); it needs one number per output"),
        (lambda: Network([ReLU()]).forward(np.ones((8, 8))), "images have shape \\(8, 8\\); this network takes"),
        (lambda: Network([ReLU(), ReLU()])[::2], "a slice of a network goes on layer by layer"),
        (lambda: Network([ReLU()])[::0], "goes on layer by layer, and this one has step 0"),
        (lambda: Network([ReLU()])[1.5], r"layers are taken by number, and 1.5 is not one: relu1 is network\[0\]"),
        (lambda: Network([ReLU()])[None], "layers are taken by number, and None is not one"),
        (lambda: Network([ReLU()])[np.array([0])], r"layers are taken by number, and array\(\[0\]\) is not one: relu1 is network\[0\]"),
        (lambda: Network([ReLU()], reach=0), "reach is 0; it must be a number above 0, as far as an input may go"),
        *((lambda times=times: Network([Copies(times)]).forward(X), f"relu1 gives {times} outputs for a batch of 1") for times in (0, 2)),
        (lambda: add([ReLU()], Network([ReLU()])), r"a list \+ a network has no input_shape: say it, Network\("),
        (lambda: Conv2D(ONE, padding=1).output_shape((9, 9)), r"the layer's input has shape \(9, 9\); Conv2D takes \(maps"),
        (lambda: MaxPool2D().output_shape((4, 4)), r"the layer's input has shape \(4, 4\); MaxPool2D takes \(maps"),
        (lambda: Network([Conv2D(ONE), gate := ReLU(), Conv2D(ONE), gate]), "relu1 and relu2 are one layer, .*another ReLU for relu2"),
        (lambda: Network([ReLU()]) + 2 * [ReLU()], "relu2 and relu3 are one layer"),
        (lambda: Network(ReLU()), r"layers is a ReLU; a network takes a list of layers, like \[ReLU\(\)\]"),
        (lambda: Network([ReLU()]) + ReLU(), "layers is a ReLU; a network takes a list"),
        (lambda: Network("relu"), "layers is a str; a network takes a list"),
        (lambda: Network([[ReLU()]]), r"layers\[0\] is a list; a network takes layers"),
        (lambda: Network([ReLU(), MaxPool2D]), r"layers\[1\] is the class MaxPool2D; call it: MaxPool2D\("),
        (lambda: Network([ReLU(), MaxPool2D()])["pool1"], r"'pool1' is not one: relu1 is network\[0\], pool1 is network\[1\]"),
        (lambda: Network([ReLU()]).backward(np.ones((1, 1, 9, 9))), "call forward first"),
        (lambda: Network([ReLU()], (1, 0, 9)), r"input_shape is \(1, 0, 9\); it must hold whole numbers, 1 or more, like \(1, 9, 9\)"),
        (lambda: Network([ReLU()]).forward(np.ones((1, 9, 9))), r"images have shape \(1, 9, 9\); .*; images\[None\] makes a batch of one"),
        (lambda: Network([ReLU()]).forward(np.ones((5, 9, 9))), r"images have shape \(5, 9, 9\); .*; images\[:, None\] gives each its channel"),
        (lambda: Network([ReLU()], (3, 9, 9)).forward(np.ones((5, 9, 9, 3))), r"np.moveaxis\(images, -1, 1\) puts the colours before"),
        (lambda: Network([ReLU()]).forward(5), r"images have shape \(\); this network takes \[images, 1, 9, 9\]"),
        (lambda: Conv2D.random(1, 4), "rng is 1; it must be a Generator, like np.random.default_rng"),
        (lambda: Dense.random(64, 2), "rng is 64; it must be a Generator"),
        (lambda: Conv2D.random(np.random.default_rng(0), 1), "kernels is None; it must be a whole number, 1 or more"),
        (lambda: Conv2D.random(np.random.default_rng(0), 1, 1, 10**9), "channels and kernels and size make 1000000000000000000 weights; no more than 134,217,728"),
        (lambda: Dense.random(np.random.default_rng(0), 0, 2), "inputs is 0; it must be a whole number, 1 or more"),
        (lambda: Flatten().forward(5), r"x has shape \(\); Flatten takes a batch"),
        (lambda: GlobalMax().forward(X), r"x has shape \(9, 9\); GlobalMax takes \[images, maps, rows, columns\]"),
        (lambda: GlobalMax().output_shape((2, 0, 3)), r"the layer's input has shape \(2, 0, 3\); GlobalMax takes"),
        *((lambda kind=kind: kind().backward(np.ones((1, 1))), "backward goes through what forward was given: call forward first") for kind in (ReLU, Flatten, GlobalMax, MaxPool2D)),
    ],
)  # fmt: skip
def test_what_does_not_fit_says_so(make, message):
    with pytest.raises(ValueError, match=message):
        make()


def test_a_slice_leaves_alone_what_its_layers_remember(network):
    network.forward(X)
    network.backward(np.ones((1, 2)))
    before = {name: array.copy() for name, array in network.gradients.items()}
    network.forward(X)
    assert (network[:3].output_shape, network[1:5].output_shape) == ((2, 7, 7), (2, 4, 4))
    network.backward(np.ones((1, 2)))
    assert all(np.array_equal(network.gradients[name], before[name]) for name in before)


@pytest.mark.parametrize("other", ["the layer by itself", "a slice", "a longer one", "a copy"])
def test_backward_refuses_where_a_layer_was_given_something_else_since(network, other):
    run = {
        "the layer by itself": lambda: network[1].forward(np.ones((1, 2, 7, 7))),
        "a slice": lambda: network[:3].forward(-X),
        "a longer one": lambda: (network + Network([ReLU()], (2,))).forward(-X),
        "a copy": lambda: deepcopy(network).forward(-X),
    }[other]
    network.forward(X)
    back = network.backward(np.ones((1, 2)))
    run()
    if other == "a copy":
        for name, array in network.backward(np.ones((1, 2))).items():
            assert np.array_equal(array, back[name])
        return
    with pytest.raises(ValueError, match=r"\w+\d has been given something else since: call forward again"):
        network.backward(np.ones((1, 2)))
    network.forward(X)
    assert np.array_equal(network.backward(np.ones((1, 2)))["input"], back["input"])


def test_backward_may_leave_out_the_gradient_by_the_pixels_and_finds_all_else(network):
    network.forward(X)
    full, found = network.backward(np.ones((1, 2))), network.gradients
    network[0].gradients = {}
    less = network.backward(np.ones((1, 2)), to_input=False)
    assert (less.pop("input"), full.pop("input").shape) == (None, (1, 1, 9, 9))
    for before, now in ((full, less), (found, network.gradients)):
        assert list(before) == list(now)
        assert all(np.array_equal(before[name], now[name]) for name in before)


def changed(network, how):
    """A network after something was done to one of its layers."""
    conv, dense = network[0], network[7]
    if how == "stride":
        conv.stride = 2
    elif how == "more kernels":
        conv.parameters["kernels"] = np.ones((4, 1, 3, 3))
        conv.parameters["bias"] = np.ones(4)
    elif how == "no stride":
        conv.stride = "2"
    elif how == "a bias too long":
        dense.parameters["bias"] = np.ones(3)
    elif how == "no parameters":
        conv.parameters = {}
    elif how == "text":
        dense.parameters["weights"] = [["a"] * 2] * 8
    return network


@pytest.mark.parametrize(
    ("how", "says"),
    [
        ("stride", "conv1 gives 3×4×4, and gave 3×7×7 when this network was made: make the network anew"),
        ("more kernels", "conv1 gives 4×7×7, and gave 3×7×7 when"),
        ("no stride", "stride is '2'; it must be a whole number, 1 or more"),
        ("a bias too long", r"x has shape \(1, 8\), weights \(8, 2\) and bias \(3,\)"),
        ("text", "weights holds text; it must hold plain numbers"),
        ("no parameters", r"the parameters of Conv2D are \[\]; 'kernels' is not among them"),
    ],
)
def test_a_layer_that_was_changed_is_refused(network, how, says):
    with pytest.raises(ValueError, match=says):
        changed(network, how).forward(X)


@pytest.mark.parametrize("which", [0, 2, 7])
def test_parameters_of_another_shape_or_kind_between_forward_and_backward(network, which):
    network.forward(X)
    before = network.backward(np.ones((1, 2)))["input"]
    name = next(iter(network[which].parameters))
    network[which].parameters[name] = network[which].parameters[name].tolist()  # is as good
    assert np.array_equal(network.backward(np.ones((1, 2)))["input"], before)
    network[which].parameters[name] = np.ones((3, 5, 2, 2)[: np.ndim(network[which].parameters[name])])
    with pytest.raises(ValueError, match="has other weights since forward: call forward again"):
        network.backward(np.ones((1, 2)))


@pytest.mark.parametrize(
    "change",
    [
        lambda layers: layers.append(ReLU()),
        lambda layers: layers.pop(),
        lambda layers: layers.__setitem__(1, ReLU()),
    ],
)
def test_a_list_of_layers_that_was_changed_is_refused_wherever_it_is_used(network, change, tmp_path):
    network.forward(X)
    assert [*network.layers[1:]] == network.layers[1:] == list(network)[1:]
    change(network.layers)
    for use in (
        lambda: network.forward(X), lambda: network.backward(np.ones((1, 2))), lambda: network.parameters, lambda: repr(network),
        lambda: network.save(tmp_path / "net"),
    ):  # fmt: skip
        with pytest.raises(
            ValueError, match=r"layers were added, taken or exchanged: make the network anew, Network"
        ):
            use()
    assert [*tmp_path.iterdir()] == []
    assert len(Network(network.layers[:4]).names) == 4


def test_what_it_remembers_is_its_own_and_backward_twice_is_the_same(network):
    image = np.array(X, float)[None, None]
    network.forward(image)
    want, kernels = network.backward(np.ones((1, 2)))["input"], network.gradients["conv1.kernels"]
    image[...] = 0
    assert np.array_equal(network.backward([[1, 1]])["input"], want)
    assert np.array_equal(network.gradients["conv1.kernels"], kernels)
    twin, back = copy(network), pickle.loads(pickle.dumps(network))
    assert np.array_equal(back.backward(np.ones((1, 2)))["input"], want)
    twin.forward(-X)
    with pytest.raises(ValueError, match="conv1 has been given something else since"):
        network.backward(np.ones((1, 2)))
    network.forward(X)
    for refused in (X[:8], "X"):
        with pytest.raises(ValueError, match=r"images have|images holds"):
            network.forward(refused)
    assert np.array_equal(network.backward(np.ones((1, 2)))["input"], want)


def test_a_layer_remembers_only_what_it_could_take():
    layer = Conv2D(ONE)
    layer.forward(X[None, None])
    with pytest.raises(ValueError, match="x has 2 channels"):
        layer.forward(np.ones((1, 2, 9, 9)))
    assert layer.backward(np.ones((1, 1, 7, 7))).shape == (1, 1, 9, 9)


def test_a_layer_may_make_no_maps_at_all():
    network = Network([Conv2D(np.ones((0, 1, 3, 3)))])
    assert (network.output_shape, network.forward(X).shape) == ((0, 7, 7), (1, 0, 7, 7))


def test_no_images_at_all_give_no_votes_and_no_gradients(network):
    assert {name: array.shape for name, array in network.activations(np.ones((0, 1, 9, 9))).items()} == {
        name: (0, *shape) for name, shape in network.shapes.items()
    }
    back = network.backward(np.ones((0, 2)))
    assert {name: array.shape for name, array in back.items()} == {
        name: (0, *shape) for name, shape in network.shapes.items()
    }
    assert not any(array.any() for array in network.gradients.values())
    most = GlobalMax()
    assert most.forward(np.ones((0, 2, 3, 3))).shape == (0, 2)
    assert most.backward(np.ones((0, 2))).shape == (0, 2, 3, 3)


@pytest.mark.parametrize("kind", [int, np.uint8, np.int8])
@pytest.mark.parametrize("channels", [1, 3])
def test_images_as_files_have_them_are_refused_and_swapped_colours_never(kind, channels):
    network = Network([Conv2D(np.ones((1, channels, 1, 1)) / channels), ReLU()], (channels, 9, 9))
    bright = np.full((2, channels, 9, 9), 100, kind)
    with pytest.raises(
        ValueError,
        match="there is 100 in images; the cells of an image go from -1 to 1: try x / 127.5 - 1",
    ):
        network.forward(bright)
    ones = np.ones((1, channels, 9, 9), np.int8)
    for one in (bright / 100, ones):
        assert abs(network.forward(one).max() - 1) < 1e-12
    with pytest.raises(ValueError, match="there is 100 in images; .*: try x / 127.5 - 1"):
        network.forward(bright.astype(float))  # as NumPy divides nothing by itself
    assert abs(network.forward(bright + 0.5).max() - 100.5) < 1e-9  # such a float may be meant
    assert (
        Network([MaxPool2D(1, 1)], (channels, 9, 9)).forward(bright).max() == 100
    )  # no weights know what cells are
    for maps in (
        Network([ReLU()], (2, 9, 9)),
        (Network([MaxPool2D(1, 1), ReLU()]) + Network([ReLU()]))[1:],
        Network([MaxPool2D(1, 1), ReLU()])[1:] + Network([ReLU()]),
        Network([ReLU()], (9,)),
    ):
        assert maps.forward(np.full((1, *maps.input_shape), 100, kind)).max() == 100


def test_sizes_that_cannot_be_are_named_with_all_they_are_of():
    assert fits.sizes(np.random.default_rng(0), inputs=np.int8(3), outputs=4) == [3, 4]
    with np.errstate(all="raise"):
        assert fits.sizes(np.random.default_rng(0), channels=10, kernels=10, size=np.int8(3)) == [10, 10, 3]
        with pytest.raises(ValueError, match="make 18446744073709551616 weights; no more than"):
            fits.sizes(np.random.default_rng(0), channels=2**16, kernels=2**16, size=np.int64(2**16))
    assert fits.shape_of(np.array([1, 9, 9])) == (1, 9, 9)
    assert [type(length) for length in fits.shape_of([np.uint8(1), 2])] == [int, int]


def test_what_a_slice_and_a_longer_network_take_is_what_their_first_layer_is_given():
    network = Network([Conv2D(np.ones((2, 1, 3, 3))), ReLU(), Flatten()])
    bytes_ = np.full((1, 1, 9, 9), 200, np.uint8)
    for begins in (network[:1], network[:2], network[:2] + deepcopy(network[1:2]).layers):
        with pytest.raises(ValueError, match="there is 200 in images"):
            begins.forward(bytes_)
    assert network[1:].forward(np.full((1, 2, 7, 7), 200, np.uint8)).max() == 200
    assert (network[1:] + deepcopy(network[1:2]).layers).shapes["input"] == (2, 7, 7)
    after = Network([MaxPool2D(1, 1), Conv2D(np.ones((1, 1, 1, 1)))])[1:]  # one map, and no image
    assert after.forward(bytes_).max() == 200


def test_the_network_that_ships_tells_the_storys_x_from_a_ring():
    ring = np.pad(np.full((5, 5), -1), 1, constant_values=1)
    votes = trained_network().forward(np.stack([X, np.pad(ring, 1, constant_values=-1)])[:, None])
    assert votes.argmax(axis=1).tolist() == [0, 1]


def test_settings_of_numpys_whole_numbers_are_saved_too(tmp_path):
    layer = MaxPool2D()
    layer.stride = np.int64(3)
    Network([layer]).save(tmp_path / "net")
    assert load_network(tmp_path / "net").layers[0].stride == 3


@pytest.mark.parametrize(
    ("more", "why"),
    [
        (
            {"conv9.kernels": [1.0], "x": [1]},
            r": it holds conv9, x, which belongs to no layer; save it again$",
        ),
        ({"conv1.bias": [np.nan]}, r": there is nan in conv1.bias; replace it with a number; save it again$"),
        ({"plan": ["{}"]}, r": .*; save it again$"),
    ],
)
def test_a_file_that_holds_something_else_says_what(more, why, tmp_path):
    Network([Conv2D(np.ones((1, 1, 3, 3)))]).save(tmp_path / "net")
    np.savez(tmp_path / "odd", **dict(np.load(tmp_path / "net.npz")) | more)
    with pytest.raises(ValueError, match=why):
        load_network(tmp_path / "odd")


def test_random_weights_are_normal_and_the_smaller_the_more_a_sum_has():
    kernels, weights = (
        Conv2D.random(np.random.default_rng(0), 3, 5),
        Dense.random(np.random.default_rng(0), 8, 3),
    )
    want = np.random.default_rng(0).normal(scale=np.sqrt(2 / 27), size=(5, 3, 3, 3))
    assert np.array_equal(kernels.parameters["kernels"], want)
    assert np.array_equal(
        weights.parameters["weights"], np.random.default_rng(0).normal(scale=0.5, size=(8, 3))
    )
    assert Dense(np.ones((2, 3), np.float32)).parameters["bias"].dtype == np.float32
