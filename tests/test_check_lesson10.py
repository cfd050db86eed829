"""The check of lesson 10: small networks that read the drawings pass, and the others are told why not."""

import numpy as np
import pytest

from xo_helpers.checks import check
from xo_helpers.checks.lesson10 import baseline, check_fewest_weights
from xo_helpers.drawings import drawings
from xo_helpers.layers import Conv2D, Dense, Flatten, GlobalMax, MaxPool2D, ReLU
from xo_helpers.network import Network
from xo_helpers.training import train

pytestmark = pytest.mark.many


def one_stack(kernels, size, window, outputs=2, rectify=True, largest=False):
    """A function that makes conv (ReLU) pool dense, or with the largest of each map in place of the pool."""

    def my_network(rng):
        layers = [Conv2D.random(rng, 1, kernels, size)] + [ReLU()] * rectify
        layers += [GlobalMax()] if largest else [MaxPool2D(window, window), Flatten()]
        inputs = Network(layers).output_shape[0]
        return Network([*layers, Dense.random(rng, inputs, outputs)])

    return my_network


def constant(value):
    return lambda rng: value


def misfit(rng):
    return Network([Conv2D.random(rng, 1, 2), Flatten(), Dense.random(rng, 99, 2)])


def exploding(rng):
    kernels = rng.normal(size=(2, 1, 5, 5)) * 1e8
    return Network([Conv2D(kernels), MaxPool2D(5, 5), Flatten(), Dense(np.eye(2) * 1e8)])


class Keeper:
    """Hands back the network that it made first, again and again."""

    def __init__(self):
        self.kept = one_stack(2, 5, 5)(np.random.default_rng(0))

    def __call__(self, rng):
        return self.kept


class Borrower(Keeper):
    """A new network each time, around the same layers."""

    def __call__(self, rng):
        return Network(self.kept.layers)


class Grower:
    """Small at the first call and large later."""

    def __init__(self):
        self.calls = 0

    def __call__(self, rng):
        self.calls += 1
        return one_stack(2 if self.calls == 1 else 8, 5, 5)(rng)


def always_the_same(rng):
    return one_stack(2, 5, 5)(np.random.default_rng(0))


def trained(rng):
    network = one_stack(2, 5, 5)(rng)
    images, labels = drawings(500, np.random.default_rng(0), translation=2.5)
    list(train(network, images, labels, epochs=20, batch_size=8, learning_rate=0.1, rng=rng))
    return network


def without_convolution(rng):
    return Network([MaxPool2D(3, 3), Flatten(), Dense.random(rng, 9, 2)])


def without_a_bend(rng):
    return Network([Conv2D.random(rng, 1, 1, 5, stride=2), Flatten(), Dense.random(rng, 9, 2)])


def without_a_pool(rng):
    return Network([Conv2D.random(rng, 1, 2), Flatten(), Dense.random(rng, 98, 2)])


def with_hidden_units(rng):
    front = [Conv2D.random(rng, 1, 1), ReLU(), MaxPool2D(7, 7), Flatten(), Dense.random(rng, 1, 16), ReLU()]
    return Network([*front, Dense.random(rng, 16, 2)])


def few_hidden_units(rng):
    front = [Conv2D.random(rng, 1, 4), ReLU(), MaxPool2D(7, 7), Flatten(), Dense.random(rng, 4, 2), ReLU()]
    return Network([*front, Dense.random(rng, 2, 2)])


def rectifying_votes(rng):
    return Network([*one_stack(2, 3, 7)(rng).layers, ReLU()])


def without_starting(rng):
    raise NotImplementedError


def made_without_rng():
    return one_stack(2, 5, 5)(np.random.default_rng(0))


def by_another(rng):
    return one_stack(2, 5, 5)(np.random.default_rng())


def partly_by_another(rng):
    network = one_stack(2, 5, 5)(rng)
    network.parameters["conv1.kernels"][0] *= np.random.uniform(0.5, 1)
    return network


def with_biases(value):
    def my_network(rng):
        network = one_stack(2, 5, 5)(rng)
        network.layers[-1].parameters["bias"] = list(value)
        return network

    return my_network


RIGHT = [
    (one_stack(2, 5, 5), 58),
    (one_stack(2, 4, 6), 40),
    (one_stack(2, 5, 5, rectify=False), 58),
    (one_stack(2, 5, 5, largest=True), 58),
]
WRONG = [
    (one_stack(8, 3, 2), "too many", "338 weights"),
    (one_stack(8, 3, 7), "too many", "98 weights, biases included"),  # the lesson prints this one
    (one_stack(3, 5, 5), "too many", "86 weights"),
    (constant(Network([Flatten(), Dense(np.zeros((81, 2)))])), "too many", "164 weights"),
    (one_stack(8, 3, 2), "too many", "258, is in dense1: a wider pool, fewer maps"),
    (one_stack(8, 3, 7), "too many", "80, is in conv1: fewer or smaller kernels"),
    (with_hidden_units, "too many", "34, is in dense2: fewer hidden units"),
    (without_a_pool, "too many", "198, is in dense1: a pool before it"),
    (one_stack(1, 3, 7), "too weak", "14 weights"),
    (one_stack(1, 7, 3), "too weak", "Try two"),
    (rectifying_votes, "too weak", "A ReLU at the end makes 0 of each vote below 0: leave it out."),
    (few_hidden_units, "too weak", "Try it without hidden units"),
    (one_stack(2, 3, 7), "too weak", "about as many. Try larger"),
    (one_stack(2, 3, 7, rectify=False, largest=True), "too weak", "about as many. Try larger"),
    (one_stack(3, 3, 7), "too weak", "One start reads 9"),
    (one_stack(3, 3, 7), "too weak", "Try two larger kernels, with a wider pool."),
    (without_convolution, "too weak", "no convolution"),
    (without_a_bend, "too weak", "one sum of pixels"),
    (Keeper(), "one", "a new one at each call"),
    (Borrower(), "one", "a new one at each call"),
    (Grower(), "too many", "at most 60"),
    (always_the_same, "same", "with rng"),
    (by_another, "not by rng", "the same rng, handed over again, gives others. Hand rng to each .random"),
    (partly_by_another, "not by rng", "Not all of its weights come from rng"),
    (trained, "trained", "the check trains it"),
    (one_stack(2, 5, 5)(np.random.default_rng(0)), "type", "without brackets"),
    (0.97, "type", "float"),
    (constant(None), "nothing", "return"),
    (constant([ReLU()]), "no network", "list"),
    (constant(Network([MaxPool2D(7, 7), ReLU()])), "no votes", "1×2×2"),
    (one_stack(2, 5, 5, outputs=1), "no votes", "an output of 1"),
    (constant(Network([Flatten(), Dense(np.zeros((16, 2)))], (1, 4, 4))), "input", "1×4×4"),
    (misfit, "stopped", "dense1 does not fit"),
    (made_without_rng, "arguments", "rng, and it takes ()"),
    (with_biases([0.0, 0.0]), "stopped", "Training it stopped with ValueError: dense1.bias is not an array"),
    (with_biases("ab"), "no weights", "Its weights cannot be counted: bias holds text"),
    (exploding, "blew up", "smaller weights"),
]


@pytest.mark.parametrize(("answer", "weights"), RIGHT)
def test_a_right_answer_passes_and_hears_how_well_it_did(answer, weights):
    verdict = check_fewest_weights(answer)
    assert verdict.passed, verdict.text
    assert verdict.text.startswith(f"fewest_weights: right, {weights} weights, 9")
    assert verdict.text == check_fewest_weights(answer).text


@pytest.mark.parametrize(("answer", "slip", "words"), WRONG)
def test_a_wrong_answer_fails_with_a_clear_word(answer, slip, words):
    verdict = check_fewest_weights(answer)
    assert not verdict.passed
    assert verdict.slip == slip, verdict.text
    assert words in verdict.text


@pytest.mark.parametrize("starter", [None, ..., without_starting])
def test_an_untouched_starter_is_not_written_yet(starter, capsys):
    check("fewest_weights", starter)
    assert capsys.readouterr().out == "fewest_weights: not written yet.\n"


def test_the_baseline_is_little_better_than_chance():
    assert 0.5 < baseline() < 0.55
