"""Layers that a learner writes: they are run, marked and judged like the course's own, or told what they lack."""

import numpy as np
import pytest

from xo_helpers.data import load_ten
from xo_helpers.layers import Conv2D, Dense, Flatten, GlobalMax, MaxPool2D, ReLU
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


class Doubled(Tanh):
    kind = "double"

    def forward(self, x):
        x *= 2
        self.made = x
        return x

    def backward(self, gradient):
        gradient *= 2
        return gradient


def test_what_a_layer_of_ones_own_does_in_place_changes_nothing_else():
    network = Network([ReLU(), Doubled(), ReLU(), Doubled()])
    found = network.activations(X)
    assert [found[name].max() for name in found] == [1, 1, 2, 2, 4]
    network[3].made[:] = 9  # what it keeps is not what the network gave
    gradient = np.ones(X.shape)
    back = network.backward(gradient)
    assert [back[name].max() for name in back] == [4, 4, 2, 2, 1]
    assert gradient.max() == 1


LAYERS = {
    "conv": (lambda: Conv2D.random(np.random.default_rng(0), 1, 2), X), "relu": (ReLU, X), "pool": (MaxPool2D, X),
    "max": (GlobalMax, X), "flatten": (Flatten, X), "dense": (lambda: Dense(np.ones((3, 2))), np.arange(6.0).reshape(2, 3)),
}  # fmt: skip


@pytest.mark.parametrize("kind", LAYERS)
def test_a_layer_alone_shares_nothing_with_what_it_is_given_and_gives(kind):
    layer, x = LAYERS[kind][0](), LAYERS[kind][1].copy()
    gradient = np.arange(layer.forward(x).size, dtype=float).reshape(layer.forward(x).shape)
    want = layer.forward(x).copy(), layer.backward(gradient).copy(), *map(np.copy, layer.gradients.values())
    made = layer.forward(x)
    assert not np.shares_memory(made, x)
    assert not np.shares_memory(layer.backward(gradient), gradient)
    x[:], kept = 7, made.copy()
    assert np.array_equal(made, kept)
    made[:] = 5
    back = layer.backward(gradient), *layer.gradients.values()
    assert all(map(np.array_equal, back, want[1:]))
    assert not np.shares_memory(layer.backward(gradient), back[0])


def test_all_that_backward_gives_is_the_callers():
    network = Network([Flatten(), Tanh(), Dense(np.ones((81, 2)))])
    network.forward(X)
    back = network.backward(gradient := np.ones((1, 2)))
    arrays = [gradient, *back.values()]
    assert not any(np.shares_memory(one, other) for at, one in enumerate(arrays) for other in arrays[:at])


class Scaled(Tanh):
    kind = "scaled"

    def __init__(self):
        super().__init__()
        self.parameters = {"factor": np.array([2.0])}

    def forward(self, x):
        self.cache = (x,)
        return x * self.parameters["factor"]


@pytest.mark.parametrize("at", [0, 1, 3])
def test_weights_that_change_between_forward_and_backward_are_noticed(at):
    network = Network(
        [Scaled(), Conv2D.random(np.random.default_rng(0), 1, 2), Flatten(), Dense(np.ones((98, 2)))]
    )
    name, array = next(iter(network[at].parameters.items()))
    network.forward(X)
    network.backward(np.ones((1, 2)))
    array.flat[-1] += 1
    with pytest.raises(
        ValueError, match=r"(scaled1|Conv2D|Dense) has other weights since forward: call forward again"
    ):
        network.backward(np.ones((1, 2)))
    network.forward(X)
    network[at].parameters[name] = array + 1  # another array altogether
    with pytest.raises(ValueError, match="has other weights since forward: call forward again"):
        network.backward(np.ones((1, 2)))
    array = network[at].parameters[name]
    network.forward(X)
    before = array.copy()
    array += 1
    array[:] = before
    network.backward(np.ones((1, 2)))  # the same again
    dense = network[3]
    dense.forward(np.ones((1, 98)))
    dense.parameters["bias"][0] = 3
    with pytest.raises(ValueError, match="Dense has other weights since forward"):
        dense.backward(np.ones((1, 2)))


def trains(network):
    more = {"epochs": 1, "batch_size": 5, "learning_rate": 0.1, "rng": np.random.default_rng(0)}
    return next(train(network, IMAGES, LABELS, **more))


def test_parameters_that_are_none_or_have_no_gradient_are_said():
    network = made(Tanh())
    network[2].parameters["frozen"] = np.zeros(2)
    with pytest.raises(
        ValueError, match=r"Dense has a parameter 'frozen' and no gradient of it: its gradients are of w"
    ):
        trains(network)
    network[0].parameters = None
    for use in (trains, repr, lambda network: network.parameters):
        with pytest.raises(ValueError, match="the parameters of Tanh are None; {} are none"):
            use(network)
