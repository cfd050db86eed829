"""What lesson 09 says: a nudge through a graph, ways that add, what layers hand back, and what training does."""

import ast
import time
from functools import cache
from pathlib import Path

import nbformat
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from scipy.signal import convolve2d, correlate2d

from claims import claim
from xo_helpers.checks.lesson09 import CHAIN
from xo_helpers.data import load_image, load_kernel, parse
from xo_helpers.gradients import (
    conv2d_backward,
    cross_entropy_backward,
    dense_backward,
    max_pool_backward,
    relu_backward,
)
from xo_helpers.layers import Conv2D, Dense, Flatten, MaxPool2D, ReLU
from xo_helpers.network import Network
from xo_helpers.ops import cross_entropy, dense, max_pool, relu, softmax
from xo_helpers.plots.style import COLOURS
from xo_helpers.widgets import NetworkExplorer

CHANGES = ["", "_translation", "_scaling", "_rotation", "_weight"]
TEN = np.stack([load_image(letter + change) for letter in "XO" for change in CHANGES])[:, None].astype(float)
LABELS = np.repeat([0, 1], 5)
IMAGE = parse("#..#\n.##.\n.##.\n#..#").astype(float)
OF_MAP = np.array([[0.5, 0, 0], [0, -0.25, 0], [0, 0, 0]])
HOOK = np.array([[1.0, 1], [1, -1]])
BY_HAND = np.stack([load_kernel(name) for name in ("diagonal", "cross", "antidiagonal", "cross")])[:, None]


def graph(weight, second, value=3, bias=-1, right=2):
    """The lesson's graph: out and loss."""
    out = second * max(value * weight + bias, 0)
    return out, (right - out) ** 2


def slope(function, at, nudge=0.01):
    return (function(at + nudge) - function(at - nudge)) / (2 * nudge)


def fresh(seed):
    rng = np.random.default_rng(seed)
    front = [Conv2D.random(rng, 1, 4), ReLU(), MaxPool2D(), Flatten()]
    return Network([*front, Dense.random(rng, 64, 2)])


def swept(network, images=TEN, labels=LABELS):
    network.backward(cross_entropy_backward(network.forward(images), labels))
    return network.gradients


def nudged(network, parameter, nudge=1e-6):
    found = np.zeros_like(parameter)
    for at in np.ndindex(parameter.shape):
        middle, losses = parameter[at], []
        for parameter[at] in (middle + nudge, middle - nudge):
            losses.append(cross_entropy(network.forward(TEN), LABELS))
        parameter[at] = middle
        found[at] = (losses[0] - losses[1]) / (2 * nudge)
    return found


def difference(network, name, nudge=1e-6):
    """The largest difference of sweep and nudging, as a part of the largest slope."""
    found = nudged(network, network.parameters[name], nudge)
    return np.abs(swept(network)[name] - found).max() / np.abs(found).max()


def learned(network, rate, steps, gradients=swept):
    losses = []
    for _ in range(steps):
        losses.append(cross_entropy(network.forward(TEN), LABELS))
        for name, gradient in gradients(network).items():
            network.parameters[name] -= rate * gradient
    return losses, int((network.forward(TEN).argmax(axis=1) == LABELS).sum())


@cache
def twenty(rate):
    """How many each of twenty starts reads after sixty steps, and for which drawings all gates are shut."""
    networks = [fresh(seed) for seed in range(20)]
    right = np.array([learned(network, rate, 60)[1] for network in networks])
    gates = [network.activations(TEN)["relu1"] for network in networks]
    return right, np.array([~(open_ > 0).any(axis=(1, 2, 3)) for open_ in gates])


@claim(
    "Nudging takes two forward passes for each weight: 48 for a single step of lesson 08.",
    "Nudging 170 numbers takes 340 forward passes; the sweep takes as long as a few, and one serves a million weights.",
    "There is a way to get all slopes from one pass forward and one sweep back.",
    "Backprop finds them all in one sweep.",
)
def one_sweep_for_all_slopes():
    assert 2 * np.zeros((12, 2)).size == 48
    network = fresh(9)
    assert 2 * sum(parameter.size for parameter in network.parameters.values()) == 340
    assert {name: array.shape for name, array in swept(network).items()} == {
        name: array.shape for name, array in network.parameters.items()
    }
    took = np.zeros((100, 2))
    for row in took:
        begin = time.process_time_ns()
        logits = network.forward(TEN)
        row[0] = time.process_time_ns() - begin
        network.backward(cross_entropy_backward(logits, LABELS))
        row[1] = time.process_time_ns() - begin - row[0]
    forward, back = np.median(took, axis=0)
    assert 1 < back / forward < 15


@claim(
    "Nudge the weight by .01, and each value changes by this much:",
    "The first is the value, 3.",
    "Adding a bias leaves a change as it is, and so does a ReLU whose input is above 0: 1 and 1.",
    "Out is a product, and one side's factor is the other side: 2.",
    "The last, −2 × (2 − out), is −2: (.9801 − 1.0201) ÷ .02, both ways; one way, as above, it is −1.94.",
    "Multiplied together, 3 × 1 × 1 × 2 × −2 = −12, they give the slope that nudging finds: (.8836 − 1.1236) ÷ .02 = −12.",
)
def one_nudge_followed_through():
    product = [3 * weight for weight in (0.5, 0.51)]
    assert np.allclose(np.diff(product), 0.03)
    assert np.allclose(np.diff([max(one - 1, 0) for one in product]), 0.03)
    assert np.allclose(np.diff([graph(weight, 2) for weight in (0.5, 0.51)], axis=0), [0.06, -0.1164])
    assert np.round([(2 - 1.01) ** 2, (2 - 0.99) ** 2], 4).tolist() == [0.9801, 1.0201]
    for out in np.linspace(-3, 5, 9):
        assert np.isclose(slope(lambda out: (2 - out) ** 2, out), -2 * (2 - out))
    assert np.round([graph(weight, 2)[1] for weight in (0.51, 0.49)], 4).tolist() == [0.8836, 1.1236]
    assert np.isclose(slope(lambda weight: graph(weight, 2)[1], 0.5), 3 * 1 * 1 * 2 * -2)
    relus = [slope(lambda x: max(x, 0), x) for x in (0.5, 0.02, 7)]
    assert np.allclose(relus, 1)


@claim(
    "The −2 at out is computed once and serves both weights: −2 × .5 = −1, and −2 × 2 × 1 × 1 × 3 = −12.",
    "From there, each box hands its slope back along its arrows, times their factors:",
)
def both_weights_share_what_lies_behind():
    out = slope(lambda out: (2 - out) ** 2, 1)
    assert np.isclose(slope(lambda second: graph(0.5, second)[1], 2), out * 0.5)
    assert np.isclose(slope(lambda weight: graph(weight, 2)[1], 0.5), out * 2 * 3)
    assert np.isclose(out, -2)


@claim(
    "With a weight of 0.3 the sum is −0.1.",
    "The ReLU's input is below 0, so a small nudge of the first weight changes nothing from there on: its factor is 0, and with it the whole product.",
    "The factor of the second weight is the ReLU's value, and that is 0 too.",
    "If you said −24, which is −4 × 2 × 1 × 1 × 3, you left the ReLU open.",
)
def a_shut_gate():
    assert np.isclose(3 * 0.3 - 1, -0.1)
    assert slope(lambda weight: graph(weight, 2)[1], 0.3) == 0
    assert slope(lambda second: graph(0.3, second)[1], 2) == 0
    assert -2 * (2 - graph(0.3, 2)[0]) * 2 * 3 == -24


@claim(
    "At a weight of 0.5, the factors through A are 3 and 1, through B 1 and −1.",
    "Nudge the weight up and down by .01: the loss of A differs by .2809 − .2209 = .06, that of B by .2401 − .2601 = −.02, and their sum by .04, so the slope is .04 ÷ .02 = 2.",
    "Both losses move, and the total moves by the sum.",
    "If you said −3, you multiplied the ways; only what lies on *one* way multiplies.",
    "**Multiply along a way, add over ways**: backprop is these two.",
)
def ways_add():
    a, b = (lambda weight, value=value: (1 - value * weight) ** 2 for value in (3, 1))
    assert np.round([a(0.51), a(0.49), b(0.51), b(0.49)], 4).tolist() == [0.2809, 0.2209, 0.2401, 0.2601]
    along = [-2 * (1 - value * 0.5) * value for value in (3, 1)]
    assert along == [3, -1]
    assert np.isclose(slope(lambda weight: a(weight) + b(weight), 0.5), sum(along))
    rng = np.random.default_rng(0)  # and on any layered graph: the sum over ways of the products along them
    layers = [rng.normal(size=(3, 4)), rng.normal(size=(4, 2)), rng.normal(size=(2, 1))]
    ways = [(i, j, k) for i in range(3) for j in range(4) for k in range(2)]
    by_way = np.zeros(3)
    for i, j, k in ways:
        by_way[i] += layers[0][i, j] * layers[1][j, k] * layers[2][k, 0]
    back = np.ones(1)
    for layer in reversed(layers):
        back = layer @ back
    assert np.allclose(by_way, back)


@claim(
    "The same graph; now the value is −2, the bias −0.5, and the loss (5 − out)².",
    "−2 × (5 − 2) = −6 at out. From there −6 × 2.5 = −15 for the second weight and −6 × .8 = −4.8 for the ReLU.",
    "It is open, and the bias changes nothing, so −4.8 reaches the product, and −4.8 × −2 = 9.6 the weight.",
)
def the_chain_by_hand():
    drawn = {"value": -2, "bias": -0.5, "right": 5}
    assert graph(-1.5, 0.8, **drawn) == (2, 9)
    assert (-2 * -1.5, -2 * -1.5 - 0.5) == (3, 2.5)
    found = {
        "out": slope(lambda out: (5 - out) ** 2, 2),
        "second": slope(lambda second: graph(-1.5, second, **drawn)[1], 0.8),
        "ReLU": slope(lambda gate: (5 - 0.8 * gate) ** 2, 2.5),
        "weight": slope(lambda weight: graph(weight, 0.8, **drawn)[1], -1.5),
    }
    assert all(np.isclose(found[name], right) for name, right in CHAIN.items())


@claim(
    "Softmax and cross-entropy together hand each vote its share minus the right answer.",
    "Nudging the vote for X agrees.",
    "In a batch of n images each has an n-th of that, since the loss is their mean.",
)
def share_minus_right_answer():
    assert softmax([[0.912, 0.5175]]).round(3).tolist() == [[0.597, 0.403]]
    rng = np.random.default_rng(0)
    for votes, labels in (([[0.912, 0.5175]], [0]), (rng.normal(size=(7, 4)), rng.integers(4, size=7))):
        votes = np.array(votes)
        right = np.eye(votes.shape[1])[labels]
        for at in np.ndindex(votes.shape):
            step = np.zeros(votes.shape)
            step[at] = 1e-5
            by_nudge = (cross_entropy(votes + step, labels) - cross_entropy(votes - step, labels)) / 2e-5
            assert abs(by_nudge - (softmax(votes) - right)[at] / len(votes)) < 1e-8
    step = np.array([[0.01, 0]])
    pair = [cross_entropy(np.array([[0.912, 0.5175]]) + way * step, [0]) for way in (1, -1)]
    assert round((pair[0] - pair[1]) / 0.02, 3) == -0.403


@claim(
    "A weight has one way: its factor is its value.",
    "A value has two, one to each vote, so they add. A bias gets its vote's gradient.",
    "In a batch each image is one more way for weights and biases, like A and B; each image's values keep theirs.",
    "The first adds over the votes, the second over the images.",
    ".2 − .5 + .6 = .3. Multiply along each way, add over the three.",
)
def what_a_dense_layer_hands_back():
    values, weights = np.array([[2.0, -1]]), np.array([[0.5, 0.6], [0.2, 0.4]])
    votes = dense(values, weights, np.zeros(2))
    assert np.allclose(votes, 0.8)
    assert np.allclose(softmax(votes), 0.5)
    gradient = cross_entropy_backward(votes, [0])
    assert np.allclose(gradient, [[-0.5, 0.5]])
    to_values, to_weights, to_bias = dense_backward(gradient, values, weights)
    assert np.allclose(to_weights, [[-1, 1], [0.5, -0.5]])
    assert np.allclose(to_values, [[0.05, 0.1]])
    assert np.allclose(to_bias, [-0.5, 0.5])
    rng = np.random.default_rng(0)
    gradient, values, weights = rng.normal(size=(5, 2)), rng.normal(size=(5, 3)), rng.normal(size=(3, 2))
    to_values, to_weights, to_bias = dense_backward(gradient, values, weights)
    alone = [dense_backward(gradient[[n]], values[[n]], weights) for n in range(5)]
    assert np.allclose(to_weights, sum(found[1] for found in alone))
    assert np.allclose(to_bias, sum(found[2] for found in alone))
    assert np.allclose(to_values, np.concatenate([found[0] for found in alone]))
    assert np.isclose(
        dense_backward(np.array([[0.2, -0.5, 0.3]]), np.ones((1, 1)), np.array([[1.0, 1, 2]]))[0], 0.3
    )


@claim(
    "ReLU's factor is 1 where its *input* is above 0, and 0 elsewhere.",
    "Max-pooling hands a window's gradient to its largest cell. Had another been a little larger, nothing would have changed.",
    "One of them, all 6; here it is the first.",
    "Both 6 would count the one result twice.",
    "Nothing: its gate is shut, and the gradient that comes through is 0.",
    "In a tie the first cell in reading order gets all.",
)
def a_gate_and_a_switch():
    x = np.array([-0.3, -1e-9, 0, 1e-9, 0.7])
    assert relu_backward(np.full(5, 5.0), x).tolist() == [0, 0, 0, 5, 5]
    window = np.random.default_rng(0).permutation(np.linspace(-1, 1, 4)).reshape(2, 2)
    for at in np.ndindex(2, 2):
        more = window.copy()
        more[at] += 0.01
        rose = max_pool(more)[0, 0] - max_pool(window)[0, 0]
        assert np.isclose(rose, 0.01 * max_pool_backward(np.ones((1, 1)), window)[at])
    tie = np.array([[0.77, 0.11], [0.33, 0.77]])
    assert max_pool_backward(np.array([[6.0]]), tie).tolist() == [[6, 0], [0, 0]]
    for order in (tie[:, ::-1], np.array([[1.0, 2], [2, 0]])):  # and where the first is not at [0, 0]
        assert max_pool_backward(np.array([[6.0]]), order).tolist() == [[0, 6], [0, 0]]


@claim("Half and half would add up; ours, like PyTorch's max-pooling, takes the first in reading order.")
def a_tie_in_pytorch(torch):
    for window in ([[0.77, 0.11], [0.33, 0.77]], [[1.0, 2], [2, 0]], [[3.0, 3], [3, 3]], [[0.0, 1], [1, 1]]):
        theirs = torch.tensor(window, requires_grad=True)
        torch.nn.functional.max_pool2d(theirs[None, None], 2).sum().backward()
        assert np.array_equal(theirs.grad.numpy(), max_pool_backward(np.ones((1, 1)), np.array(window)))


@claim(
    "A kernel's weight is used at every place of the map: every place is a way, and its factor is the pixel under the weight.",
    "Its top left cell is .5 × image[0, 0] − .25 × image[1, 1] = .25: the map's gradient laid on the image's top left corner, multiplied and added up.",
    "So it slides over the image like a kernel, and one convolution does it:",
    "The same weights are used at every place: every place is a way from the weight to the loss.",
)
def a_kernels_gradient():
    found = conv2d_backward(OF_MAP[None, None], IMAGE[None, None], np.zeros((1, 1, 2, 2)))[1][0, 0]
    assert found.tolist() == [[0.25, -0.75], [-0.75, 0.25]]
    assert 0.5 * IMAGE[0, 0] - 0.25 * IMAGE[1, 1] == found[0, 0]
    assert np.array_equal(0.5 * IMAGE[:2, :2] - 0.25 * IMAGE[1:3, 1:3], found)
    assert np.array_equal(correlate2d(IMAGE, OF_MAP, "valid"), found)
    rng = np.random.default_rng(0)
    image, kernel, of_map = rng.normal(size=(9, 9)), rng.normal(size=(3, 3)), rng.normal(size=(7, 7))
    for at in np.ndindex(3, 3):
        more = kernel.copy()
        more[at] += 1
        change = ((correlate2d(image, more, "valid") - correlate2d(image, kernel, "valid")) * of_map).sum()
        assert np.isclose(change, correlate2d(image, of_map, "valid")[at])


@claim(
    "Every place puts the kernel, times its gradient, back where it read from; where places overlap, ways add.",
    "This kernel, a hook, looks different after half a turn:",
    "A convolution over the gradient and a border of zeros does that too, with the kernel *turned*: the flip that lesson 03 left out comes back.",
)
def back_to_the_image_with_the_kernel_turned():
    found = conv2d_backward(OF_MAP[None, None], IMAGE[None, None], HOOK[None, None])[0][0, 0]
    assert np.array_equal(found, convolve2d(OF_MAP, HOOK))  # the mathematician's, flip included
    assert not np.array_equal(found, correlate2d(OF_MAP, HOOK))
    assert not np.array_equal(HOOK, HOOK[::-1, ::-1])
    assert found[1, 1] == 0.5 * HOOK[1, 1] - 0.25 * HOOK[0, 0]


@claim(
    "This network learns 170 numbers: 164 weights drawn at random, and 6 biases that begin at 0.",
    "Each takes the gradient of its output and returns that of its input:",
    "`network.backward` is this loop; `network.gradients` has what the layers kept on the way, the gradients of their weights and biases.",
)
def backward_is_the_loop():
    network = fresh(9)
    drawn = [array for name, array in network.parameters.items() if "bias" not in name]
    biases = np.concatenate([array for name, array in network.parameters.items() if "bias" in name])
    assert (sum(map(np.size, drawn)), len(biases), biases.any()) == (164, 6, False)
    gradient = cross_entropy_backward(network.forward(TEN), LABELS)
    for layer in reversed(network.layers):
        shape = layer.x.shape
        gradient = layer.backward(gradient)
        assert gradient.shape == shape
    kept = {name: array.copy() for name, array in network.gradients.items()}
    assert gradient.shape == (10, 1, 9, 9)
    whole = network.backward(cross_entropy_backward(network.forward(TEN), LABELS))
    assert np.array_equal(whole["input"], gradient)
    assert all(np.array_equal(network.gradients[name], kept[name]) for name in kept)


@claim("A sweep with a mistake in it can still go downhill.")
def a_mistake_still_goes_downhill():
    class Open(ReLU):  # a gate that never shuts
        def backward(self, gradient):
            return gradient

    for seed in range(10):
        network = fresh(seed)
        wrong = Network([network[0], Open(), *network[2:]])
        assert np.abs(swept(wrong)["conv1.kernels"] - swept(network)["conv1.kernels"]).max() > 0.01
        losses, _ = learned(wrong, 0.03, 30)
        assert losses[-1] < losses[0] / 2


@claim(
    "So we check it against nudging, by a millionth: .01 can let another cell of a window win, or shut a gate."
)
def why_a_millionth():
    network = fresh(9)
    assert difference(network, "conv1.kernels", 0.01) > 1e-3
    before = network.activations(TEN)["conv1"]
    won = sw(relu(before)).argmax(axis=-1)
    switched, shut = [], []
    for at in np.ndindex(4, 1, 3, 3):
        network.parameters["conv1.kernels"][at] -= 0.01
        after = network.activations(TEN)["conv1"]
        network.parameters["conv1.kernels"][at] += 0.01
        switched.append((sw(relu(after)).argmax(axis=-1) != won).any())
        shut.append(((before > 0) & (after <= 0)).any())
    assert any(switched)
    assert any(shut)


def sw(maps):
    """The 16 windows of each map, the last partial, as rows of four; what lies beyond the map never wins."""
    padded = np.pad(maps, ((0, 0), (0, 0), (0, 1), (0, 1)), constant_values=-np.inf)
    return sliding_window_view(padded, (2, 2), axis=(2, 3))[:, :, ::2, ::2].reshape(*maps.shape[:2], 16, 4)


@claim("For each array, the largest difference as a part of the largest slope:")
def sweep_and_nudging_agree():
    for seed in (9, 0, 1, 2):
        network = fresh(seed)
        assert all(difference(network, name) < 1e-6 for name in network.parameters)


def tied(kernels):
    """Of all windows: how many hold their maximum more than once as 0, over like patches, over unlike ones."""
    maps = Network([Conv2D(kernels), ReLU()]).forward(TEN).round(9)
    patches = sliding_window_view(TEN[:, 0], (3, 3), axis=(1, 2))  # [n, 7, 7, 3, 3]
    counts = {"all 0": 0, "alike": 0, "unlike": 0, "windows": 0}
    for n, m, row, column in np.ndindex(10, len(kernels), 4, 4):
        window = maps[n, m, 2 * row : 2 * row + 2, 2 * column : 2 * column + 2]
        places = [(2 * row + i, 2 * column + j) for i, j in np.argwhere(window == window.max())]
        counts["windows"] += 1
        if len(places) > 1:
            alike = all(np.array_equal(patches[n][at], patches[n][places[0]]) for at in places)
            counts["all 0" if window.max() == 0 else "alike" if alike else "unlike"] += 1
    return counts


@claim(
    "Not for the kernels, and neither is wrong.",
    "With kernels of 1 and −1 on images of 1 and −1, 137 of the 640 windows hold a maximum above 0 twice or more, over different patches.",
    "With our random kernels only windows tie that are all 0, whose gates are shut, or lie over equal patches, moved together by a kernel.",
    "If you said yes, since the code is the same: the code is right where there is one slope.",
)
def ties_and_how_many():
    found = tied(BY_HAND)
    assert (found["unlike"], found["windows"]) == (137, 640)
    for seed in range(10):
        found = tied(fresh(seed).parameters["conv1.kernels"])
        assert found["unlike"] == 0
        assert min(found["all 0"], found["alike"]) > 0
    network = Network([Conv2D(BY_HAND), *fresh(9)[1:]])
    assert round(difference(network, "conv1.kernels"), 1) == 0.1
    assert difference(network, "dense1.weights") < 1e-6
    moved = BY_HAND + 1e-3 * np.random.default_rng(0).normal(size=BY_HAND.shape)  # the ties taken away
    assert tied(moved)["unlike"] == 0
    assert difference(Network([Conv2D(moved), *fresh(9)[1:]]), "conv1.kernels") < 1e-5


@claim(
    "Two tied cells show why: the first's factor is 1 (a stroke), the second's −1 (background). At a weight of 1 both are 0:",
    "The maximum rises equally either way, so nudging says 0; the sweep follows the first cell, and says 1 or −1.",
)
def nudging_says_0_and_the_sweep_1():
    patches = np.array([[1.0, -1], [-1, 1]])  # stroke then background, and the other way round

    def largest(weight):
        return (patches @ [weight, 1]).max()

    assert largest(1) == 0
    assert np.allclose([largest(1.01), largest(0.99)], 0.01)
    assert slope(largest, 1) == 0
    for first in (patches, patches[::-1]):
        switch = max_pool_backward(np.ones((1, 1)), (first @ [1, 1])[None])
        assert (switch[0] @ first)[0] == first[0, 0]


@claim(
    "Ten of ten, but these are the ones that it learned from. A rate of .1 was too long at first; at .03 the loss falls at every step.",
)
def too_long_at_first():
    losses, right = learned(fresh(9), 0.1, 30)
    assert losses[1] > losses[0]
    assert right == 10
    network = fresh(9)
    learned(network, 0.03, 1)  # one short step first does not help
    assert (np.diff(learned(network, 0.1, 30)[0]) > 0).any()
    short, _ = learned(fresh(9), 0.03, 30)
    assert (np.diff(short) < 0).all()


@claim(
    "Nothing. The kernels' gradient comes through the votes' weights, which are 0; the weights' own comes through the values, which are 0 too; for the votes' biases X's and O's cancel.",
    "The loss stays at .693, an even vote, and five of ten are right.",
    "Were all of them .1, the four kernels would stay equal: in effect one.",
)
def zeros_stay():
    network = fresh(9)
    for parameter in network.parameters.values():
        parameter[...] = 0
    assert all(np.abs(gradient).max() < 1e-15 for gradient in swept(network).values())
    assert not network.activations(TEN)["conv1"].any()
    network.parameters["conv1.bias"][...] = 0.1  # with open gates the kernels still get nothing
    assert not np.abs(swept(network)["conv1.kernels"]).any()
    network.parameters["conv1.bias"][...] = 0
    equal = fresh(9)
    for parameter in equal.parameters.values():
        parameter[...] = 0.1
    learned(equal, 0.1, 60)
    kernels = equal.parameters["conv1.kernels"]
    assert np.allclose(kernels, kernels[:1])
    assert not np.allclose(kernels, 0.1)
    losses, right = learned(network, 0.1, 60)
    assert (set(np.round(losses, 3)), right) == ({0.693}, 5)
    assert (
        swept(network, TEN[1:], LABELS[1:])["dense1.bias"].round(6).any()
    )  # with four X's they do not cancel


@claim(
    "In the five that failed, `fresh(9)` at rate 3 among them, every gate is shut for drawings of both letters: same votes. In the others, at most for one letter's.",
)
def what_long_steps_do():
    counts = {rate: (twenty(rate)[0] == 10).sum() for rate in (0.1, 1, 3)}
    assert counts == {0.1: 20, 1: 18, 3: 17}
    lost = np.concatenate([twenty(rate)[1][twenty(rate)[0] < 10] for rate in (1, 3)])
    assert len(lost) == 5
    assert (lost[:, :5].any(axis=1) & lost[:, 5:].any(axis=1)).all()
    assert twenty(3)[0][9] < 10
    kept = np.concatenate([twenty(rate)[1][twenty(rate)[0] == 10] for rate in (0.1, 1, 3)])
    assert kept.any()
    assert not (kept[:, :5].any(axis=1) & kept[:, 5:].any(axis=1)).any()


@claim("Both find the same slopes, except near bends, and the step downhill is the same.")
def nudging_learns_the_same():
    one, other = fresh(9), fresh(9)
    by_sweep, _ = learned(one, 0.1, 3)
    by_nudge, _ = learned(
        other, 0.1, 3, lambda network: {name: nudged(network, p) for name, p in network.parameters.items()}
    )
    assert np.allclose(by_sweep, by_nudge, atol=1e-4)


@claim(
    "Each cell has its gradient for one image, purple above 0, cream to orange below; at a tie a nudge may say otherwise.",
)
def the_explorers_gradients_are_of_one_image():
    network = fresh(9)
    votes = network.forward(TEN[:1])
    assert np.allclose(cross_entropy_backward(votes, [0]), softmax(votes) - [[1, 0]])
    found = network.backward(cross_entropy_backward(votes, [0]))["dense1"][0]
    assert found[0] < 0 < found[1]
    for part in np.linspace(0.02, 1, 50):
        (red, green, blue), (r, g, b) = COLOURS((1 + part) / 2)[:3], COLOURS((1 - part) / 2)[:3]
        assert blue > red > green  # purple
        assert r > g > b or part < 1 / 9  # cream to orange, but for what is nearly 0
    assert cross_entropy(votes + np.array([[0, 0.1]]), [0]) > cross_entropy(votes, [0])

    def against(image):
        """How many pixels' nudges go the other way than the sweep says."""
        pixels = network.backward(cross_entropy_backward(network.forward(image), [0]))["input"][0, 0]
        other = 0
        for at in np.ndindex(9, 9):
            more = image.copy()
            more[0, 0][at] += 1e-6
            rose = cross_entropy(network.forward(more), [0]) - cross_entropy(network.forward(image), [0])
            other += rose * pixels[at] < -1e-12
        return other

    explorer = NetworkExplorer(network, {"X": TEN[0, 0]}, "X", "dense1", labels={"X": 0})
    for picture in explorer._figure().axes[0].images:
        red, _, blue, _ = np.moveaxis(picture.to_rgba(picture.get_array()), -1, 0)
        signs = np.sign(picture.get_array().round(1))  # nearer to 0 a cell is white
        assert (blue > red)[signs > 0].all()  # purple
        assert (red > blue)[signs < 0].all()  # orange

    assert against(TEN[:1]) > 0
    assert against(TEN[:1] + 1e-3 * np.random.default_rng(0).normal(size=(1, 1, 9, 9))) == 0  # no ties


@claim("(It needs `network`, `drawn` and `labels` from *All layers at once*.)")
def what_the_explorers_cell_needs():
    [file] = Path(__file__).parents[2].glob("notebooks/09*.ipynb")
    cells = nbformat.read(file, as_version=4).cells
    at = next(i for i, cell in enumerate(cells) if "(It needs `network`" in cell.source) + 1
    start = next(i for i, cell in enumerate(cells) if "## All layers at once" in cell.source)

    def names(source, kind):
        nodes = ast.walk(ast.parse(source))
        return {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, kind)}

    code = [cell.source for cell in cells[start:at] if cell.cell_type == "code"]
    made = set().union(*(names(source, ast.Store) for source in code))
    assert names(cells[at].source, ast.Load) & made == {"network", "drawn", "labels"}


SHOWN = {
    "It has arrived at the pixels.": "(10, 1, 9, 9)",
    "Of twenty starts, how many read all ten after sixty steps, at each of three rates:": "3 17",
}

SAID = [
    "**You will** follow one nudge through a small graph, hand slopes back through it, and then through all layers of a network.",
    "From here on the **gradient** of something, of a weight, a value or a whole map, is how much *the loss* changes per unit of it.",
    "The factors of all arrows, from the loss back:",
]
