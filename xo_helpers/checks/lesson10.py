"""Lesson 10: a small network that beats the baseline."""

from math import floor

import numpy as np

from xo_helpers.checks.machinery import Verdict, not_written
from xo_helpers.data import load_image
from xo_helpers.drawings import drawings
from xo_helpers.network import Network
from xo_helpers.training import LossBlewUp, evaluate, train

MOST, ENOUGH = 60, 0.9  # weights, biases included; share of the held-out drawings
STARTS = (0, 1, 2)  # the middle one of three counts: a small network can be unlucky with its first weights


def _wandering(n, seed):
    return drawings(n, np.random.default_rng(seed), translation=2.5)


def check_fewest_weights(answer):
    """Judge a function that makes an untrained network: few weights, and most of the drawings right."""
    title = "fewest_weights"

    def wrong(text, slip):
        return Verdict(False, f"{title}: not yet. {text}", slip)

    if answer is None or answer is ...:
        return not_written(title)
    if not callable(answer):
        what = type(answer).__name__
        return wrong(f"This is a {what}; hand in the function itself, my_network, without brackets.", "type")
    try:
        network = answer(np.random.default_rng(0))
    except NotImplementedError:
        return not_written(title)
    except Exception as error:
        return wrong(f"It stopped with {type(error).__name__}: {error}", "stopped")
    if network is None:
        return wrong("It returned nothing: end it with return.", "nothing")
    if not isinstance(network, Network):
        return wrong(f"It returned a {type(network).__name__}; return a Network([...]).", "no network")
    if network.input_shape != (1, 9, 9):
        return wrong(f"It takes images of {_x(network.input_shape)}; the drawings are 1×9×9.", "input")
    last = list(network.shapes.values())[-1]
    if last != (2,):
        text = f"It ends in an output of {_x(last)}. It must end in two votes, from a Dense with 2 outputs."
        return wrong(text, "no votes")
    weights = sum(parameter.size for parameter in network.parameters.values())
    if weights > MOST:
        text = f"It has {weights} weights, biases included, and at most {MOST} are allowed."
        return wrong(text, "too many")
    try:
        right = sorted(_trained(answer, start) for start in STARTS)[1]
    except LossBlewUp:
        return wrong("The loss grew without end. Begin with smaller weights: .random does.", "blew up")
    except Exception as error:
        return wrong(f"Training it stopped with {type(error).__name__}: {error}", "stopped")
    found = f"{weights} weights, {_percent(right)} of the held-out drawings right"
    if right < ENOUGH:
        return wrong(f"{found}. Reach {_percent(ENOUGH)}.", "too weak")
    text = f"{title}: right, {found}. Whole-image matching reads {_percent(baseline())} of them."
    return Verdict(True, text)


def _trained(answer, start):
    """The share of held-out drawings that a network reads after a short training."""
    rng = np.random.default_rng(start)
    network = answer(rng)
    for _ in train(network, *_wandering(2000, 10), epochs=15, batch_size=32, learning_rate=0.1, rng=rng):
        pass
    return evaluate(network, *_wandering(1000, 11))[1]


def baseline():
    """The share of the held-out drawings that agree with the right one of the two plain letters."""
    images, labels = _wandering(1000, 11)
    agreed = [(images == load_image(letter)).sum(axis=(1, 2)) for letter in "XO"]
    return float((np.argmax(agreed, axis=0) == labels).mean())


def _percent(share):
    return f"{floor(share * 100 + 1e-9)} %"


def _x(shape):
    return "×".join(map(str, shape))


EXERCISES = {"fewest_weights": check_fewest_weights}
