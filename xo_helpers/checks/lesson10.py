"""Lesson 10: a small network that beats the baseline."""

from collections import namedtuple
from math import floor

import numpy as np

from xo_helpers.checks.hints import no_function, trouble, unwritten
from xo_helpers.checks.lesson01 import whole_image
from xo_helpers.checks.results import plain
from xo_helpers.checks.running import Heard, call
from xo_helpers.checks.verdicts import NOT_WRITTEN, judged, no, yes
from xo_helpers.drawings import drawings
from xo_helpers.inputs import times
from xo_helpers.network import Network
from xo_helpers.passes import held, size_of
from xo_helpers.training import LossBlewUp, evaluate, train

MOST, ENOUGH = 60, 0.9  # weights, biases included; share of the held-out drawings
STARTS = (0, 1, 2)  # the middle one of three counts: a small network can be unlucky with its first weights
UNTRAINED = 0.8  # random weights read no more than this
BENDS = {"relu", "pool", "max"}


# One start: the shares that it read before training, of what it learned from, and of the held-out.
Trained = namedtuple("Trained", "before seen right")


@judged("fewest_weights")
def check_fewest_weights(answer):
    """Judge a function that makes an untrained network: few weights, and most of the drawings right."""
    if unfit := no_function(answer, ["rng"]):
        return no(f". {unfit[0]}.", unfit[1])
    dice = [np.random.default_rng(start) for start in STARTS]
    networks, refused = _made(answer, dice)
    if refused:
        return refused
    if wrong := _alike(networks) or _unruled(networks, answer):
        return no(f". {wrong[0]}", wrong[1])
    try:
        starts = [_trained(network, rng) for network, rng in zip(networks, dice, strict=True)]
    except LossBlewUp:
        return no(". The loss grew without end. Begin with smaller weights: .random does.", "blew up")
    except Exception as error:
        return no(f". Training it stopped with {type(error).__name__}: {error}", "stopped")
    if min(start.before for start in starts) > UNTRAINED:
        return no(". It arrives trained. Return it as .random makes it: the check trains it.", "trained")
    right = sorted(start.right for start in starts)[1]
    weights = max(sum(map(size_of, network)) for network in networks)
    found = f"{weights} weights, {_percent(right)} of the held-out drawings right"
    if right < ENOUGH:
        direction = _direction(networks[0], starts)
        return no(f". {found}. Reach {_percent(ENOUGH)}. {direction}", "too weak")
    return yes(f", {found}. Whole-image matching reads {_percent(baseline())} of them.")


def _made(answer, dice):
    """The networks that an answer makes, and the verdict if one of them cannot be trained, or None."""
    networks = []
    for rng in dice:  # each start's is looked at: the first may be small and the next one large
        heard = Heard(silent=bool(networks))
        done = call(answer, [rng], heard)
        heard.out()
        if unwritten(answer, done.error):
            return networks, NOT_WRITTEN
        networks.append(done.value)
        if wrong := trouble(done, answer) if done.error else _unfit(done.value):
            return networks, no(f". {wrong[0]}", wrong[1])
    return networks, None


def _unfit(network):
    """What keeps an answer from being trained at all, as (text, slip); None if nothing does."""
    if network is None:
        return "It returned nothing: end it with return.", "nothing"
    if not isinstance(network, Network):
        return f"It returned {plain(network).words}; return a Network([...]).", "no network"
    if network.input_shape != (1, 9, 9):
        return f"It takes images of {times(network.input_shape)}; the drawings are 1×9×9.", "input"
    if network.output_shape != (2,):
        text = f"It ends in an output of {times(network.output_shape)}."
        return f"{text} It must end in two votes, as a Dense with 2 outputs gives them.", "no votes"
    try:
        sizes = dict(zip(network.names, map(size_of, network), strict=True))
    except ValueError as error:
        return f"Its weights cannot be counted: {error}.", "no weights"
    if (weights := sum(sizes.values())) > MOST:
        name = max(sizes, key=sizes.get)
        text = f"It has {weights} weights, biases included, and at most {MOST} are allowed."
        return f"{text} The largest part, {sizes[name]}, is in {name}: {_less_in(name, network)}.", "too many"
    return None


def _less_in(name, network):
    if name.startswith("conv"):
        return "fewer or smaller kernels have less"
    if name != "dense1":
        return "fewer hidden units leave it fewer values"
    if any(name.startswith("pool") for name in network.names):
        return "a wider pool, fewer maps or fewer hidden units make it smaller"
    return "a pool before it leaves it fewer values"


def _alike(networks):
    """Whether three starts are no three, as (text, slip)."""
    weights = [list(network.parameters.values()) for network in networks]
    kept = [*map(id, networks), *(id(array) for arrays in weights for array in arrays)]
    if len(set(kept)) < len(kept):
        return "It hands back a network that it has handed back before. Make a new one at each call.", "one"
    first, *others = map(_first, networks)
    if first in others:
        return "Its first weights are the same at each start. Make them with rng: .random does.", "same"
    return None


def _unruled(networks, answer):
    """Whether the same rng makes other weights when it comes again, as (text, slip)."""
    for start, network in zip(STARTS, networks, strict=True):
        done = call(answer, [np.random.default_rng(start)], Heard(silent=True))
        if isinstance(done.error, KeyboardInterrupt):
            raise done.error
        if _unfit(done.value) or _first(done.value) != _first(network):
            text = "Not all of its weights come from rng: the same rng, handed over again, gives others."
            return f"{text} Hand rng to each .random, and draw from nothing else.", "not by rng"
    return None


def _first(network):
    return [*map(held, network)]


def _direction(network, starts):
    """Where to look next, by what the network is made of and how its three starts did."""
    right, seen = (sorted(getattr(start, what) for start in starts) for what in ("right", "seen"))
    if network.layers[-1].kind == "relu":
        return "A ReLU at the end makes 0 of each vote below 0: leave it out."
    kernels = [len(layer.parameters["kernels"]) for layer in network if layer.kind == "conv"]
    if not kernels:
        return "There is no convolution in it. A kernel uses few weights in many places."
    if not BENDS & {layer.kind for layer in network}:
        return "Nothing in it bends, so it is one sum of pixels. Add a pool or a ReLU."
    if right[2] >= ENOUGH:
        depends = f"One start reads {_percent(right[2])}: it can, and depends too much on its first weights."
        return f"{depends} Try two larger kernels, with a wider pool."
    if kernels[0] == 1:
        return "One kernel finds one thing. Try two, and pay for them with smaller ones or a wider pool."
    learned = f"Of those that it learned from it reads {_percent(seen[1])}"
    if seen[1] - right[1] > 0.05:
        return f"{learned}: it learns by heart. Try a wider pool."
    if "dense2" in network.names:
        return f"{learned}, about as many. Try it without hidden units."
    return f"{learned}, about as many. Try larger kernels."


def _trained(network, rng):
    """One start, trained for a short time."""
    seen, held_out = _wandering(2000, 10), _wandering(1000, 11)
    before = evaluate(network, *held_out)[1]
    for _ in train(network, *seen, epochs=15, batch_size=32, learning_rate=0.1, rng=rng):
        pass
    return Trained(before, evaluate(network, *seen)[1], evaluate(network, *held_out)[1])


def _wandering(n, seed):
    return drawings(n, np.random.default_rng(seed), translation=2.5)


def baseline():
    """The share of the held-out drawings that agree with the right one of the two plain letters."""
    images, labels = _wandering(1000, 11)
    return float((whole_image(images) == labels).mean())


def _percent(share):
    return f"{floor(share * 100 + 1e-9)} %"


EXERCISES = {"fewest_weights": check_fewest_weights}
