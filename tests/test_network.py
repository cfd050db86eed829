"""Layers and networks: forward, names, shapes, slices, and what does not fit."""

from copy import deepcopy

import numpy as np
import pytest

from xo_helpers import ops
from xo_helpers.data import load_image, load_kernel
from xo_helpers.layers import Conv2D, Dense, Flatten, MaxPool2D, ReLU
from xo_helpers.network import Network

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


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Network([Conv2D(KERNELS), Conv2D(ONE)]), "conv2 does not fit: conv1 gives it 3×7×7, but x has 3 channels"),
        (lambda: Network([Conv2D(ONE) for _ in range(5)]), "conv5 does not fit: conv4 gives it 1×1×1, but the kernels are 3×3"),
        (lambda: Network([Conv2D(ONE), Dense(np.ones((49, 2)))]), "dense1 does not fit: conv1 gives it 1×7×7, .*Flatten"),
        (lambda: Network([Flatten(), Dense(np.ones((80, 2)))]), "dense1 does not fit: flatten1 gives it 81, .*\\(80, 2\\)"),
        (lambda: Network([MaxPool2D(10, edge="drop")]), "pool1 does not fit: input gives it 1×9×9, .*nothing is left"),
        (lambda: Conv2D(np.ones((3, 3))), "kernels have shape \\(3, 3\\); Conv2D takes"),
        (lambda: Conv2D(ONE, bias=[1, 2]), "bias has shape \\(2,\\); it needs one number a kernel"),
        (lambda: Dense(np.ones(3)), "weights have shape \\(3,\\); Dense takes"),
        (lambda: Dense(np.ones((3, 2)), [1]), "bias has shape \\(1,\\); it needs one number an output"),
        (lambda: Network([ReLU()]).forward(np.ones((8, 8))), "images have shape \\(1, 1, 8, 8\\); this network takes"),
        (lambda: Network([ReLU(), ReLU()])[::2], "a slice of a network goes on layer by layer"),
        (lambda: Network([Conv2D(ONE), gate := ReLU(), Conv2D(ONE), gate]), "relu1 and relu2 are one layer, .*another ReLU for relu2"),
        (lambda: Network([ReLU()]) + 2 * [ReLU()], "relu2 and relu3 are one layer"),
        (lambda: Network(ReLU()), r"layers is a ReLU; a network takes a list of layers, like \[ReLU\(\)\]"),
        (lambda: Network([ReLU()]) + ReLU(), "layers is a ReLU; a network takes a list"),
        (lambda: Network("relu"), "layers is a str; a network takes a list"),
        (lambda: Network([[ReLU()]]), r"layers\[0\] is a list; a network takes layers"),
        (lambda: Network([ReLU(), MaxPool2D]), r"layers\[1\] is the class MaxPool2D; call it: MaxPool2D\("),
        (lambda: Network([ReLU(), MaxPool2D()])["pool1"], r"'pool1' is none: relu1 is network\[0\], pool1 is network\[1\]"),
        (lambda: Network([ReLU()]).backward(np.ones((1, 1, 9, 9))), "call forward first"),
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
