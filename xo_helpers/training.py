"""Training: show images, send the error back, step downhill, again and again."""

from dataclasses import dataclass
from math import prod

import numpy as np

from xo_helpers.fits import batch_of, reach_of
from xo_helpers.gradients import cross_entropy_backward
from xo_helpers.inputs import as_float, class_labels, generator, in_range, kind, numbers, said, whole
from xo_helpers.network import Network
from xo_helpers.ops import cross_entropy
from xo_helpers.texts import winning
from xo_helpers.windows import at_once

BLOWN_UP = 1e6  # a loss beyond this does not recover


class LossBlewUp(ArithmeticError):  # noqa: N818 - it says what happened
    """The loss grew without end; the network has the weights of the last good epoch."""


@dataclass
class Epoch:
    """What an epoch of training came to: loss and accuracy are those of each batch before its step."""

    epoch: int  # from 1
    loss: float
    accuracy: float
    validation_loss: float | None
    validation_accuracy: float | None
    kernels: np.ndarray | None  # [m, c, k, k], a copy of the first convolution's


def train(network, images, labels, *, epochs, batch_size, learning_rate, rng=None, validation=None):
    """Train a network in place by stochastic gradient descent: an iterator, an `Epoch` after each epoch.

    `images` `[n, c, h, w]`, or `[n, h, w]` with one channel, and `labels` `[n]` from 0 are shown in batches,
    in an order that `rng` (a NumPy Generator) shuffles anew for each epoch. `validation` is a pair of images
    and labels that are looked at after each epoch and not learned from.

    Stop whenever you like: the network keeps what it has learned. Raises ValueError for arguments that do
    not fit (images go as far from 0 as the network's `reach`), and LossBlewUp, with the weights of the last
    good epoch put back, if the loss grows without end; so they are if an interrupt ends such an epoch.
    """
    images, labels = _kept(network, images, labels)
    held_out = None if validation is None else _kept(network, *_pair(validation))
    epochs, batch_size = whole("epochs", epochs, 1), whole("batch_size", batch_size, 1)
    rate = as_float(learning_rate)
    if not 0 < rate < np.inf:
        raise ValueError(f"learning_rate is {said(learning_rate)}; it must be a number above 0, like 0.1")
    generator(rng)
    _check_weights(network)
    return _epochs(network, images, labels, epochs, batch_size, rate, rng, held_out)


def _epochs(network, images, labels, epochs, batch_size, learning_rate, rng, held_out):
    good = []  # the weights from before this epoch, and from before the last one
    for epoch in range(1, epochs + 1):
        _check_weights(network)
        good = [{name: array.copy() for name, array in network.parameters.items()}, *good[:1]]
        order, logits = rng.permutation(len(images)), np.zeros((len(images), *network.output_shape))
        batches = [order[at : at + batch_size] for at in range(0, len(images), batch_size)]
        try:
            with np.errstate(), np.errstate(all="ignore"):  # what blows up is told below
                _descend(network, images, labels, batches, learning_rate, logits)
                loss = cross_entropy(logits, labels)
            if not _sound(network, loss):
                raise _blew_up(epoch, loss, learning_rate)
            tested = (None, None) if held_out is None else evaluate(network, *held_out)
        except BaseException:
            blew_up, batch = not cross_entropy(logits, labels) < BLOWN_UP, batches[0]
            _leave_sound(network, good, images[batch], labels[batch], blew_up)
            raise
        first = next((layer.parameters["kernels"].copy() for layer in network if layer.kind == "conv"), None)
        yield Epoch(epoch, loss, _accuracy(logits, labels), *tested, first)


def _descend(network, images, labels, batches, learning_rate, logits):
    """Step downhill once a batch; the votes before its step go into `logits`."""
    for batch in batches:
        logits[batch] = votes = network.forward(images[batch])
        network.backward(cross_entropy_backward(votes, labels[batch]), to_input=False)
        for layer in network:
            for name, parameter in layer.parameters.items():
                parameter -= learning_rate * _gradient(layer, name)


def evaluate(network, images, labels):
    """The mean loss on images and labels, and the share of them whose largest vote is right,
    the first of those that tie.
    `[n, c, h, w] or [n, h, w], [n] -> float, float`
    """
    images, labels = _examples(network, images, labels)
    step = at_once(2 * sum(map(prod, network.shapes.values())))
    batches = [images[at : at + step] for at in range(0, len(images), step)]
    logits = np.concatenate([network.forward(batch) for batch in batches])
    return cross_entropy(logits, labels), _accuracy(logits, labels)


def _accuracy(logits, labels):
    won = winning(logits)
    return float(((won.argmax(axis=1) == labels) & won.any(axis=1)).mean())


def _examples(network, images, labels):  # -> [n, c, h, w], [n]
    if not isinstance(network, Network):
        raise ValueError(f"network is {kind(network)}; it must be a Network, like Network([Flatten(), ...])")
    if len(out := network.output_shape) != 1:
        raise ValueError(
            f"the network ends in an output of shape {out}; training needs one vote per class, from Dense"
        )
    images = numbers("images", images)
    images = batch_of(images[:, None] if images.ndim == 3 else images, network.input_shape, images.shape)
    images = in_range("images", images, reach_of(network.input_shape, network.reach))
    return images, class_labels(labels, (len(images), *out))


def _kept(network, images, labels):  # as _examples, which the caller may change while epochs go on
    images, labels = _examples(network, images, labels)
    return images.copy("K"), labels.copy()


def _pair(validation):
    if not isinstance(validation, tuple | list) or len(validation) != 2:
        raise ValueError(f"validation is {kind(validation)}; it must be a pair, (images, labels)")
    return validation


def _check_weights(network):
    """Raise a ValueError unless there are weights that steps can change."""
    if not network.parameters:
        raise ValueError("the network has no weights to learn: give it a Conv2D or a Dense layer")
    for name, array in network.parameters.items():
        numbers(name, array)
        if not isinstance(array, np.ndarray) or array.dtype.kind != "f" or not array.flags.writeable:
            raise ValueError(
                f"{name} is not an array of floats that can be written; training changes it in place: "
                "np.array(..., dtype=float) makes one"
            )


def _gradient(layer, name):
    if name not in layer.gradients:
        leave = f"its gradients are of {', '.join(layer.gradients) or 'none'}; take {name} out of parameters"
        raise ValueError(
            f"{type(layer).__name__} has a parameter {said(name)} and no gradient of it: {leave}"
        )
    return layer.gradients[name]


def _sound(network, loss):  # -> bool
    return loss < BLOWN_UP and all(np.isfinite(array).all() for array in network.parameters.values())


@np.errstate()
@np.errstate(all="ignore")
def _leave_sound(network, good, images, labels, blew_up):
    """Put the weights back that were good if these are not, whatever ended the epoch; some images tell."""
    for weights in good:
        try:
            if not blew_up and _sound(network, cross_entropy(network.forward(images), labels)):
                return
        except Exception:  # whatever a layer of one's own raises
            return
        now, blew_up = network.parameters, False
        for name in now.keys() & weights.keys():
            now[name][...] = weights[name]


def _blew_up(epoch, loss, learning_rate):  # -> LossBlewUp
    return LossBlewUp(
        f"the loss grew to {loss:.3g} in epoch {epoch}, so training stopped. The network has the weights "
        f"from before that epoch. The steps were too long: try a learning rate of {learning_rate / 10:g}"
    )
