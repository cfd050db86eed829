"""Where a cell comes from, one step back or all the way down to the pixels; and what it feeds, upwards."""

from math import prod

import numpy as np

from xo_helpers import passes
from xo_helpers.cells import Conv2D, terms_of
from xo_helpers.fits import shape_of
from xo_helpers.inputs import LARGEST, is_whole, kind, real, said
from xo_helpers.network import Network


def sources(layer, input_shape, cell):
    """Which cells of a layer's input, flattened, one cell of its output is computed from, and their weights.
    `-> [s], [s]`

    `input_shape` is `[c, h, w]` or, for values in a row, `[i]`; `cell` is a place in the output, `(map, row,
    column)` or `(i,)`. Padding is not a cell and is left out. Layers that multiply nothing have weights of 1.

    >>> from xo_helpers.layers import Conv2D
    >>> cells, weights = sources(Conv2D([[[[5, 6], [7, 8]]]], padding=1), (1, 3, 3), (0, 0, 1))
    >>> cells, weights  # the upper half of the window lies on the padding
    (array([0, 1]), array([7., 8.]))
    """
    if (cells := prod(input_shape := shape_of(input_shape))) > LARGEST:
        raise ValueError(
            f"input_shape is {said(input_shape)}, {said(cells)} cells; up to {LARGEST:,} are traced"
        )
    place = _flat(cell, _traced(layer).output_shape(input_shape), "the layer's output")
    cells = layer.under(input_shape, np.array([place]))[:, 0]
    weights = layer.weights_on(cell[0], np.arange(len(cells)))
    return cells[cells >= 0], weights[cells >= 0]


def trace(network, name, cell):
    """All the cells below that one cell of layer `name` is computed from: for each layer their flat numbers.
    `-> {name: [s]}`

    The layer itself stands first, "input" last: the pixels in it are the cell's receptive field.
    """
    at = _at(network, name)
    names = ["input", *network.names][: at + 1]
    cells = np.array([_flat(cell, network.shapes[name], name)])
    found = {name: cells}
    for below, layer in reversed(list(zip(names, network.layers[: len(names) - 1], strict=False))):
        cells = np.unique(_traced(layer).under(network.shapes[below], cells))
        cells = found[below] = cells[cells >= 0]
    return found


def written_out(layer, x, value, cell):
    """How a cell's value comes about, as the explorer writes it: `1×0.11 + −1×−0.11 + bias 0.00 = 0.22`.
    `[c, h, w] or [i], float, place -> text`

    `x` is what the layer is given, `value` what the cell holds. Of a long sum the first terms stand, and
    those that are 0 are only counted. Where two decimals do not show all of a sum, it says "rounded".
    """
    x, value = real("x", x), real("value", value)
    if value.size != 1:
        raise ValueError(f"value has shape {value.shape}; it must be what the one cell holds")
    terms = terms_of(x, *sources(layer, x.shape, cell))
    return layer.told(terms, cell[0], value.item())


def came_from(network, name, cell):  # -> text
    """What one cell of layer `name` came from, in words.

    >>> from xo_helpers.layers import Conv2D, ReLU
    >>> from xo_helpers.network import Network
    >>> network = Network([Conv2D(np.ones((1, 1, 3, 3))), ReLU()])
    >>> came_from(network, "relu1", (0, 0, 0))
    '1 cell of conv1 feeds it, and 9 pixels'
    """
    _, *below = trace(network, name, cell).items()
    if not below:
        return "a pixel"
    (nearest, cells), (_, inputs) = below[0], below[-1]
    if not len(cells):
        return "padding alone feeds it"
    pixels = len(np.unique(inputs % prod(network.input_shape[-2:])))
    seen = f"{pixels} pixel" + "s" * (pixels != 1)
    if len(below) == 1:
        return f"{seen} feed{'s' * (pixels == 1)} it"
    one = len(cells) == 1
    return f"{len(cells)} cell{'s' * (not one)} of {nearest} feed{'s' * one} it, and {seen}"


def hands_down(layer, x, cell):
    """Which cells of a layer's output, flattened, are computed from one cell of its input `x`.
    `[c, h, w] or [i], place -> [s], [s]`

    It is `sources` upside down. Beside them: how much of its gradient each hands down to the cell. A sum
    hands down its weight times that, a maximum all to the first of its largest cells, a
    ReLU all to what came in positive.

    >>> from xo_helpers.layers import MaxPool2D
    >>> hands_down(MaxPool2D(2, 1), np.array([[[5.0, 7.0, 6.0]]]), (0, 0, 1))
    (array([0, 1]), array([1., 1.]))
    """
    x = real("x", x)
    shape, place = _traced(layer).output_shape(x.shape), _flat(cell, x.shape, "x")
    fed = _fed_by(layer, x.shape, [place])
    under = layer.under(x.shape, fed)
    number, at = np.nonzero((under == place).T)
    cells = fed[number]
    return cells, layer.handing(x, under[:, number], cells // prod(shape[1:]), at)


def trace_up(network, values, name, cell):
    """All the cells above that one cell can get its gradient through: for each layer their flat numbers.
    `-> {name: [s]}`

    `values` holds each layer's output for one image. A cell that is handed nothing stands alone.
    """
    at, names, shapes = _at(network, name), list(network.shapes), network.shapes
    cells = np.array([_flat(cell, shapes[name], name)])
    found = {name: cells}
    if not isinstance(values, dict) or name not in values:
        raise ValueError(f"values holds no {name!r}; it must be a dict, each layer's output for one image")
    if at < len(network) and not hands_down(network.layers[at], values[name], cell)[1].any():
        return found
    for layer, below, above in zip(network.layers[at:], names[at:], names[at + 1 :], strict=False):
        cells = found[above] = _fed_by(_traced(layer), shapes[below], cells)
    return found


def _fed_by(layer, input_shape, cells):  # [s] -> [t], those of the output that any of these lies under
    shape = layer.output_shape(input_shape)
    alike = max(shape[0], 1) if getattr(type(layer), "under", None) is Conv2D.under else 1  # its maps are
    places = np.arange(prod(shape) // alike)
    fed = places[np.isin(layer.under(input_shape, places), cells).any(axis=0)]
    return (fed + len(places) * np.arange(alike)[:, None]).ravel()


def _traced(layer):
    """A layer, or a ValueError that says what arrived instead."""
    if isinstance(layer, type) or not hasattr(layer, "output_shape"):
        raise ValueError(f"layer is {kind(layer)}; it must be a layer, like ReLU() or network[0]")
    if not hasattr(layer, "under"):
        of = said(getattr(layer, "kind", type(layer).__name__))
        raise ValueError(f"a layer of kind {of} cannot be traced: it has no `under`, as ReLU() has")
    return layer


def _at(network, name):  # -> which of input and layers it is
    if not isinstance(network, Network):
        raise ValueError(f"network is {kind(network)}; it must be a Network")
    if not isinstance(name, str) or name not in network.shapes:
        raise ValueError(f"there is no layer {said(name)}; there are {', '.join(network.shapes)}")
    below = network.input_shape
    for above, layer in network.pairs():
        made = network.shapes[above]
        passes.check_made(above, (1, *layer.output_shape(below)), (1, *made))
        below = made
    return list(network.shapes).index(name)


def _flat(cell, shape, what):  # -> the number of a cell, counted in a row
    places = cell if isinstance(cell, tuple | list) or getattr(cell, "ndim", 0) == 1 else ()
    inside = [is_whole(at) and 0 <= at < n for at, n in zip(places, shape, strict=False)]
    if len(places) != len(shape) or not all(inside):
        raise ValueError(f"there is no cell {said(cell)}: {what} has shape {shape}")
    return int(np.ravel_multi_index(tuple(places), shape))
