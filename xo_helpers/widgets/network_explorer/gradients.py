"""What the network explorer shows backwards: the gradients of one image, and how each of them comes about."""

import numpy as np

from xo_helpers.cells import terms_of
from xo_helpers.gradients import cross_entropy_backward
from xo_helpers.inputs import is_whole, said, times
from xo_helpers.texts import rounded
from xo_helpers.trace import hands_down
from xo_helpers.widgets.shared.layers import in_a_row


def fine(value):  # number -> text
    """A number rounded to two decimals, and one below 0.01 to two digits: gradients are often small.

    Below 0.001 as a power of ten, and what is smaller than 1e−12, which is rounding, as 0.00.

    >>> fine(-0.279), fine(0.00123), fine(-0.0000456), fine(0)
    ('−0.28', '0.0012', '−4.6e−5', '0.00')
    """
    digits, power = _power(value)
    if not 2 < power <= 12:
        return rounded(value, 2)
    text = f"0.00{digits[0]}{digits[2]}" if power == 3 else f"{digits}e−{power}"
    return f"−{text}" if value < 0 else text


def _power(value):  # -> its first two digits, and by which power of ten it lies below them
    digits, power = f"{value if np.isfinite(value) else 0:.1e}".strip("-").split("e")
    return digits, -int(power)


def share_of(value):  # number -> text
    """The right answer's share, from its gradient, with enough decimals for the sum to be exact as shown."""
    _, power = _power(value)
    return rounded(value + 1, power + 1 if 2 < power <= 12 else 2)


def scale_of(gradients):  # [...] -> float
    """The largest size of a layer's gradients, which is shown darkest; 1 where all are 0, or some endless."""
    most = float(np.abs(gradients).max())
    return most if 0 < most < np.inf else 1.0


def gradients_of(network, images, labels):  # -> {name: [n, ...]}, [n, weights]
    """How the loss of each image, on its own, changes with every cell of every layer, and with every weight.

    The weights lie as `in_a_row` lays them. Raises ValueError for labels that do not fit the network.
    """
    _check(network, images, labels)
    cells, weights = [], []
    for name, image in images.items():
        logits = network.forward(image[None].astype(float))
        cells.append(network.backward(cross_entropy_backward(logits, [labels[name]])))
        weights.append(np.hstack([[], *(in_a_row(layer, layer.gradients) for layer in network)]))
    return {name: np.concatenate([found[name] for found in cells]) for name in cells[0]}, np.array(weights)


def written_back(network, values, gradients, name, cell, answer):  # -> text
    """How a cell's gradient comes about: `0.31×−0.20 + −0.31×0.45 = −0.20`, what lies above times the weight.

    `values` and `gradients` hold every layer's for one image, `answer` is the number of its class. Written
    like `trace.written_out`, with gradients as `fine` prints them.
    """
    value = gradients[name][cell]
    at, result = list(network.shapes).index(name), fine(value)
    if at == len(network):
        right = int(cell[0] == answer)
        return f"share {share_of(value) if right else result} − right answer {right} = {result}"
    layer, above = network.layers[at], gradients[network.names[at]]
    cells, weights = hands_down(layer, values[name], cell)
    if not len(cells):
        return f"no cell of {network.names[at]} is computed from it = {result}"
    return layer.told_back(terms_of(above, cells, weights), values[name][cell], value, fine)


def handed(network, values, name, cell):  # -> text
    """What hands its gradient to one cell of layer `name`, in words."""
    at = list(network.shapes).index(name)
    if at == len(network):
        return "from the loss"
    cells, weights = hands_down(network.layers[at], values[name], cell)
    above = network.names[at]
    if not len(cells):
        return f"no cell of {above} is computed from it"
    count = int(np.count_nonzero(weights))
    cells = f"{count} cell{'s' * (count != 1)} of {above}"
    return f"handed down by {cells}" if count else f"{above} hands it nothing"


def _check(network, images, labels):
    if not isinstance(labels, dict):
        raise ValueError('labels must be a dict of image names and right classes, like {"X": 0, "O": 1}')
    last, shape = list(network.shapes.items())[-1]
    if len(shape) != 1:
        raise ValueError(f"gradients start at votes in a row, and {last} gives {times(shape)}")
    if missing := [name for name in images if name not in labels]:
        raise ValueError(f"labels has no right class for image {said(missing[0])}")
    for name, label in labels.items():
        if name not in images:
            raise ValueError(f"labels has {said(name)}, but there is no image of that name")
        if not is_whole(label) or not 0 <= label < shape[0]:
            raise ValueError(
                f"the label of {said(name)} is {said(label)}; {last} has votes 0 to {shape[0] - 1}"
            )
