"""Layers that a learner writes: they are run, marked and judged like the course's own, or told what they lack."""

import numpy as np
import pytest

from xo_helpers.data import load_ten
from xo_helpers.layers import Conv2D, Dense, Flatten, ReLU
from xo_helpers.network import Network
from xo_helpers.trace import hands_down, sources, trace, trace_up
from xo_helpers.training import train

IMAGES, LABELS = load_ten()
X = IMAGES[:1, None].astype(float)


class Tanh:
    kind = "tanh"

    def __init__(self):
        self.parameters, self.gradients = {}, {}

    def output_shape(self, input_shape):
        return list(input_shape)

    def forward(self, x):
        self.cache = (x,)
        return np.tanh(x)

    def backward(self, gradient):
        self.slope = 1 - np.tanh(self.cache[0]) ** 2
        return gradient * self.slope


class InPlace(Tanh):
    def __init__(self):
        super().__init__()
        self.cache = [None]

    def forward(self, x):
        self.cache[0] = x
        return np.tanh(x)


class Convolution(Conv2D):
    def backward(self, gradient):
        return super().backward(gradient)


def made(first):
    rows = int(np.prod(first.output_shape((1, 9, 9))))
    return Network([first, Flatten(), Dense.random(np.random.default_rng(0), rows, 2)])


@pytest.mark.parametrize("first", [Tanh, lambda: Convolution(np.ones((1, 1, 3, 3)) / 9)])
def test_a_layer_of_ones_own_is_trained(first):
    steps = train(
        made(first()), IMAGES, LABELS, epochs=3, batch_size=5, learning_rate=0.1, rng=np.random.default_rng(0)
    )
    losses = [epoch.loss for epoch in steps]
    assert losses[-1] < losses[0]


def in_another_network(layer):
    Network([layer]).forward(X * 0)


@pytest.mark.parametrize(
    ("kind", "other"),
    [
        (Tanh, lambda layer: layer.forward(X * 0)),
        (Tanh, in_another_network),
        (InPlace, in_another_network),  # what it keeps is one and the same list
    ],
)
def test_it_is_noticed_when_a_layer_of_ones_own_was_given_something_else(kind, other):
    network = made(kind())
    network.forward(X)
    back = network.backward(np.ones((1, 2)))["input"]
    assert np.array_equal(
        network.backward(np.ones((1, 2)))["input"], back
    )  # what backward keeps is no forward
    other(network[0])
    with pytest.raises(ValueError, match="tanh1 has been given something else since"):
        network.backward(np.ones((1, 2)))


def test_what_activations_and_forward_give_may_be_changed():
    network = made(Conv2D(np.ones((1, 1, 3, 3)) / 9))
    network.forward(X)
    want = network.backward(np.ones((1, 2)))["input"], network.gradients["dense1.weights"].copy()
    found = network.activations(X)
    for array in (*found.values(), network.forward(X)):
        array /= 10
    assert np.array_equal(network.backward(np.ones((1, 2)))["input"], want[0])
    assert np.array_equal(network.gradients["dense1.weights"], want[1])


def test_a_layer_of_ones_own_may_be_lent_what_it_takes_to_be_traced():
    lent = Tanh()
    lent.under = ReLU().under
    network = Network([ReLU(), lent])
    fields = trace_up(network, {"input": np.ones((1, 9, 9))}, "input", (0, 1, 2))
    assert list(fields) == ["input", "relu1", "tanh1"]
    assert [cells.tolist() for cells in fields.values()] == [[11]] * 3


def with_parts(**parts):
    return type("Odd", (Tanh,), parts)()


class Slots:
    __slots__ = ("gradients", "parameters")
    kind = "slots"
    output_shape = forward = backward = lambda self, x: x

    def __init__(self):
        self.parameters = self.gradients = {}


class Bare:
    output_shape = forward = backward = lambda self, x: x


def run_back(layer):
    network = Network([layer])
    network.forward(X)
    network.backward(X)


@pytest.mark.parametrize(
    ("use", "says"),
    [
        (lambda: Network([Bare()]), r"layers\[0\] is a Bare without kind and parameters and gradients; give it that"),
        (lambda: Network([with_parts(kind=5)]), r"layers\[0\] is an Odd; its class needs a text as its kind"),
        (lambda: Network([Slots()]), "needs a text as its kind, and no __slots__"),
        (lambda: Network([with_parts(output_shape=lambda self, x: None)]), "its output_shape is None; it must hold whole"),
        (lambda: run_back(with_parts(forward=lambda self, x: x.tolist())), "forward of tanh1 gives a list; it must give an array"),
        (lambda: run_back(with_parts(forward=lambda self, x: None)), "forward of tanh1 gives None; it must give an array"),
        (lambda: run_back(with_parts(backward=lambda self, x: None)), "backward of tanh1 gives None; it must give an array"),
        (lambda: sources(Tanh(), (1, 9, 9), (0, 0, 0)), "a layer of kind 'tanh' cannot be traced"),
        (lambda: hands_down(Tanh(), X[0], (0, 0, 0)), "a layer of kind 'tanh' cannot be traced"),
        (lambda: trace(made(Tanh()), "dense1", (0,)), "a layer of kind 'tanh' cannot be traced"),
        (lambda: trace_up(made(Tanh()), {"input": X[0]}, "input", (0, 0, 0)), "a layer of kind 'tanh' cannot be traced"),
        (lambda: trace_up(made(Tanh()), {}, "input", (0, 0, 0)), "values holds no 'input'; it must be a dict"),
        (lambda: trace_up(made(Tanh()), None, "input", (0, 0, 0)), "values holds no 'input'; it must be a dict"),
    ],
)  # fmt: skip
def test_what_a_layer_lacks_is_said(use, says):
    with pytest.raises(ValueError, match=says):
        use()
