"""Training: show images, send the error back, step downhill, again and again."""

from dataclasses import dataclass

import numpy as np

from xo_helpers.gradients import cross_entropy_backward
from xo_helpers.inputs import class_labels, numbers, whole
from xo_helpers.ops import cross_entropy

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


def train(network, images, labels, *, epochs, batch_size, learning_rate, rng, validation=None):
    """Train a network in place by stochastic gradient descent: an iterator, an `Epoch` after each epoch.

    `images` `[n, c, h, w]`, or `[n, h, w]` with one channel, and `labels` `[n]` from 0 are shown in batches,
    in an order that `rng` (a NumPy Generator) shuffles anew for each epoch. `validation` is a pair of images
    and labels that are looked at after each epoch and not learned from.

    Stop whenever you like: the network keeps what it has learned. Raises ValueError for arguments that do
    not fit (images of one channel go from -1 to 1), and LossBlewUp, with the weights of the last good epoch
    put back, if the loss grows without end.
    """
    images, labels = _examples(network, images, labels)
    held_out = None if validation is None else _examples(network, *validation)
    whole("epochs", epochs, 1)
    whole("batch_size", batch_size, 1)
    if not np.isscalar(learning_rate) or not 0 < learning_rate < np.inf:
        raise ValueError(f"learning_rate is {learning_rate!r}; it must be a number above 0, like 0.1")
    if not isinstance(rng, np.random.Generator):
        raise ValueError(f"rng is {rng!r}; it must be a Generator, like np.random.default_rng(0)")
    return _epochs(network, images, labels, epochs, batch_size, learning_rate, rng, held_out)


def _epochs(network, images, labels, epochs, batch_size, learning_rate, rng, held_out):
    logits = np.empty((len(images), *network.output_shape))
    for epoch in range(1, epochs + 1):
        good = {name: array.copy() for name, array in network.parameters.items()}
        order = rng.permutation(len(images))
        with np.errstate(over="ignore", invalid="ignore"):
            for start in range(0, len(images), batch_size):
                batch = order[start : start + batch_size]
                logits[batch] = votes = network.forward(images[batch])
                network.backward(cross_entropy_backward(votes, labels[batch]), to_input=False)
                for layer in network:
                    for name, parameter in layer.parameters.items():
                        parameter -= learning_rate * layer.gradients[name]
            loss = cross_entropy(logits, labels)
        if not (loss < BLOWN_UP and all(np.isfinite(array).all() for array in network.parameters.values())):
            _put_back(network, good, epoch, loss, learning_rate)
        tested = (None, None) if held_out is None else evaluate(network, *held_out)
        first = next((layer.parameters["kernels"].copy() for layer in network if layer.kind == "conv"), None)
        yield Epoch(epoch, loss, float((logits.argmax(axis=1) == labels).mean()), *tested, first)


def evaluate(network, images, labels):
    """The mean loss on images and labels, and the share of them whose largest vote is right.
    `[n, c, h, w] or [n, h, w], [n] -> float, float`
    """
    images, labels = _examples(network, images, labels)
    logits = network.forward(images)
    return cross_entropy(logits, labels), float((logits.argmax(axis=1) == labels).mean())


def _examples(network, images, labels):  # -> [n, c, h, w], [n]
    images = numbers("images", images)
    if images.ndim == 3:
        images = images[:, None]
    if images.shape[1:] != network.input_shape:
        wanted = ", ".join(map(str, network.input_shape))
        raise ValueError(f"images have shape {images.shape}; this network takes [images, {wanted}]")
    if len(out := network.output_shape) != 1:
        raise ValueError(
            f"the network ends in an output of shape {out}; training needs one vote a class, from Dense"
        )
    if network.input_shape[0] == 1 and (size := np.abs(images).max()) > 1:
        fit = f"images / {size:g}" if images.min() < 0 else f"2 * images / {size:g} - 1"
        raise ValueError(f"images hold numbers up to {size:g}; here they go from -1 to 1, as {fit} does")
    images = images if images.dtype.kind == "f" else images.astype(float)
    return images, class_labels(labels, (len(images), *out))


def _put_back(network, good, epoch, loss, learning_rate):
    for name, array in network.parameters.items():
        array[...] = good[name]
    raise LossBlewUp(
        f"the loss grew to {loss:.3g} in epoch {epoch}, so training stopped. The network has the weights "
        f"from before that epoch. The steps were too long: try a learning rate of {learning_rate / 10:g}"
    )
