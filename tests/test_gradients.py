"""Every way back: against central differences, against PyTorch's autograd, and against planted errors."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xo_helpers.gradients import cross_entropy_backward
from xo_helpers.layers import Conv2D, Dense, Flatten, GlobalMax, MaxPool2D, ReLU
from xo_helpers.network import Network
from xo_helpers.ops import cross_entropy

NUDGE = 1e-6


def slopes(loss, array):
    """The gradient of a loss by every number of an array, found by nudging it up and down."""
    found = np.zeros_like(array)
    for at in np.ndindex(array.shape):
        middle = array[at]
        sides = []
        for array[at] in (middle + NUDGE, middle - NUDGE):
            sides.append(loss())
        array[at] = middle
        found[at] = (sides[0] - sides[1]) / (2 * NUDGE)
    return found


def disagreement(swept, nudged):
    """The largest difference, as a part of the largest gradient."""
    return np.abs(swept - nudged).max() / max(np.abs(nudged).max(), 1e-3)


@st.composite
def layer_and_input(draw):
    """A layer of any kind and an input that is not near one of its kinks or ties."""
    rng = np.random.default_rng(draw(st.integers(0, 10_000)))
    n, c, h, w = (draw(st.integers(1, high)) for high in (3, 3, 7, 7))
    count = n * c * h * w
    spread = rng.permutation(np.linspace(-1, 1, 2 * count)[::2] + 0.01)  # no two alike, none near 0
    spread[np.abs(spread) < 1e-3] = 0.5
    x = spread.reshape(n, c, h, w)
    kind = draw(st.sampled_from(["conv", "relu", "pool", "max", "flatten", "dense"]))
    if kind == "conv":
        padding, stride = draw(st.integers(0, 2)), draw(st.integers(1, 3))
        k = draw(st.integers(1, min(3, h + 2 * padding, w + 2 * padding)))
        layer = Conv2D.random(rng, c, draw(st.integers(1, 3)), k, stride=stride, padding=padding)
    elif kind == "pool":
        edge = draw(st.sampled_from(["keep", "drop"]))
        size = draw(st.integers(1, 3 if edge == "keep" else min(3, h, w)))
        layer = MaxPool2D(size, draw(st.integers(1, 3)), edge)
    elif kind == "dense":
        x = x.reshape(n, -1)
        layer = Dense.random(rng, x.shape[1], draw(st.integers(1, 4)))
    else:
        layer = {"relu": ReLU, "max": GlobalMax, "flatten": Flatten}[kind]()
    return layer, x, rng


@settings(max_examples=150, deadline=None)
@given(layer_and_input())
def test_every_layer_sweeps_back_what_nudging_finds(made):
    layer, x, rng = made
    direction = rng.normal(size=layer.forward(x).shape)  # any loss: a weighted sum of the outputs

    def loss():
        return float((layer.forward(x) * direction).sum())

    layer.forward(x)
    assert disagreement(layer.backward(direction), slopes(loss, x)) < 1e-6
    for name, parameter in layer.parameters.items():
        swept = layer.gradients[name].copy()
        assert disagreement(swept, slopes(loss, parameter)) < 1e-6


def whole_network(seed):
    rng = np.random.default_rng(seed)
    layers = [
        Conv2D.random(rng, 2, 3, padding=1, stride=2),
        ReLU(),
        MaxPool2D(3, 2),
        Conv2D.random(rng, 3, 4, 2, padding=1),
    ]
    layers += [ReLU(), GlobalMax()] if seed % 2 else [Flatten()]
    inputs = Network(layers, (2, 9, 8)).shapes
    network = Network([*layers, Dense.random(rng, *list(inputs.values())[-1], 3)], (2, 9, 8))
    return network, rng.normal(size=(4, 2, 9, 8)), rng.integers(0, 3, 4)


@pytest.mark.parametrize("seed", range(6))
def test_a_whole_network_sweeps_back_what_nudging_finds(seed):
    network, images, labels = whole_network(seed)

    def loss():
        return cross_entropy(network.forward(images), labels)

    swept = network.backward(cross_entropy_backward(network.forward(images), labels))["input"]
    gradients = {name: gradient.copy() for name, gradient in network.gradients.items()}
    assert list(gradients) == list(network.parameters)
    assert disagreement(swept, slopes(loss, images)) < 1e-6
    for name, parameter in network.parameters.items():
        assert disagreement(gradients[name], slopes(loss, parameter)) < 1e-6


def test_a_planted_error_is_caught():
    network, images, labels = whole_network(1)
    network.backward(cross_entropy_backward(network.forward(images), labels))
    parameter = network.parameters["conv1.kernels"]
    nudged = slopes(lambda: cross_entropy(network.forward(images), labels), parameter)
    swept = network.gradients["conv1.kernels"]
    for wrong in (swept[..., ::-1, :], -swept, swept * len(images), swept.swapaxes(2, 3)):
        assert disagreement(wrong, nudged) > 1e-3


@pytest.mark.parametrize("edge", ["keep", "drop"])
@pytest.mark.parametrize("seed", range(4))
def test_pytorchs_autograd_finds_the_same(torch, seed, edge):
    functional = torch.nn.functional
    rng = np.random.default_rng(seed)
    stride, padding, pool_stride = rng.integers(1, 3), rng.integers(0, 3), rng.integers(1, 4)
    x = rng.integers(-2, 3, (3, 2, 9, 10)).astype(float)  # whole numbers: full of ties and zeros
    conv = Conv2D(
        rng.integers(-1, 2, (4, 2, 3, 3)).astype(float), rng.normal(size=4), int(stride), int(padding)
    )
    pool = MaxPool2D(2, int(pool_stride), edge)
    last = (GlobalMax(),) if seed % 2 else (Flatten(),)
    front = Network([conv, ReLU(), pool, *last], (2, 9, 10))
    network = Network([*front, Dense.random(rng, *front.output_shape, 3)], (2, 9, 10))
    labels = rng.integers(0, 3, 3)
    swept = network.backward(cross_entropy_backward(network.forward(x), labels))["input"]

    theirs = {name: torch.tensor(array, requires_grad=True) for name, array in network.parameters.items()}
    image = torch.tensor(x, requires_grad=True)
    y = functional.conv2d(image, theirs["conv1.kernels"], theirs["conv1.bias"], int(stride), int(padding))
    y = functional.max_pool2d(functional.relu(y), 2, int(pool_stride), ceil_mode=edge == "keep")
    y = functional.adaptive_max_pool2d(y, 1).flatten(1) if seed % 2 else y.flatten(1)
    logits = y @ theirs["dense1.weights"] + theirs["dense1.bias"]
    functional.cross_entropy(logits, torch.tensor(labels)).backward()
    np.testing.assert_allclose(swept, image.grad.numpy(), rtol=0, atol=1e-10)
    for name, gradient in network.gradients.items():
        np.testing.assert_allclose(gradient, theirs[name].grad.numpy(), rtol=0, atol=1e-10)


def test_one_cell_of_a_tie_gets_the_gradient():
    pool = MaxPool2D()
    pool.forward(np.zeros((1, 1, 3, 3)))
    back = pool.backward(np.ones((1, 1, 2, 2)))
    np.testing.assert_array_equal(back[0, 0], [[1, 0, 1], [0, 0, 0], [1, 0, 1]])
    most = GlobalMax()
    most.forward(np.zeros((1, 2, 2, 2)))
    np.testing.assert_array_equal(
        most.backward(np.array([[3.0, 4.0]])).reshape(2, 4), [[3, 0, 0, 0], [4, 0, 0, 0]]
    )


def test_a_gradient_by_hand():
    """The 4×4 of lesson 09: one 2×2 kernel, and a gradient that is 1 at one place and 2 at another."""
    conv = Conv2D([[[[1.0, 2.0], [3.0, 4.0]]]])
    conv.forward(np.arange(16.0).reshape(1, 1, 4, 4))
    gradient = np.zeros((1, 1, 3, 3))
    gradient[0, 0, 0, 0], gradient[0, 0, 1, 2] = 1, 2
    back = conv.backward(gradient)
    # What lay under the kernel there: 0 1 4 5, and twice 6 7 10 11.
    np.testing.assert_array_equal(conv.gradients["kernels"][0, 0], [[12, 15], [24, 27]])
    assert conv.gradients["bias"] == [3]
    np.testing.assert_array_equal(back[0, 0], [[1, 2, 0, 0], [3, 4, 2, 4], [0, 0, 6, 8], [0, 0, 0, 0]])


def test_float32_stays():
    conv = Conv2D(np.ones((2, 1, 3, 3), np.float32))
    pool = MaxPool2D()
    x = np.ones((1, 1, 9, 9), np.float32)
    y = pool.forward(conv.forward(x))
    assert conv.backward(pool.backward(y)).dtype == conv.gradients["kernels"].dtype == np.float32


@pytest.mark.parametrize("last", [Flatten, GlobalMax])
def test_whole_numbers_are_as_good_as_the_same_with_a_point(last):
    rng = np.random.default_rng(0)
    front = Network([MaxPool2D(), Conv2D.random(rng, 1, 2, padding=1), ReLU(), last()])
    network = Network([*front, Dense.random(rng, *front.output_shape, 2)])
    images = rng.choice([-1, 1], (3, 1, 9, 9))
    found = []
    for batch in (images, images.astype(float)):
        found.append(network.backward(cross_entropy_backward(network.forward(batch), [0, 1, 1]))["input"])
    np.testing.assert_array_equal(*found)
    assert np.abs(found[0]).max() > 0
