"""Where a cell comes from, one step back or all the way down to the pixels; and what it feeds, upwards."""

import numpy as np

from xo_helpers.texts import in_full, rounded
from xo_helpers.windows import pad, window_index

_WRITTEN = 9  # terms of a sum that stand in a line


def sources(layer, input_shape, cell):
    """Which cells of a layer's input, flattened, one cell of its output is computed from, and their weights.
    `-> [s], [s]`

    `input_shape` is `[c, h, w]` or, for values in a row, `[i]`; `cell` is a place in the output, `(map, row,
    column)` or `(i,)`. Padding is no cell, and is left out. Layers that multiply nothing have weights of 1.

    >>> from xo_helpers.layers import Conv2D
    >>> cells, weights = sources(Conv2D([[[[5, 6], [7, 8]]]], padding=1), (1, 3, 3), (0, 0, 1))
    >>> cells, weights  # the upper half of the window lies on the padding
    (array([0, 1]), array([7., 8.]))
    """
    shape = layer.output_shape(input_shape)
    try:
        place = np.ravel_multi_index(cell, shape)
    except ValueError:
        raise ValueError(f"there is no cell {cell}: the layer's output has shape {shape}") from None
    cells = _under(layer, input_shape, np.array([place]))[:, 0]
    if layer.kind == "conv":
        weights = layer.parameters["kernels"][cell[0]].ravel()
    elif layer.kind == "dense":
        weights = layer.parameters["weights"][:, cell[0]]
    else:
        weights = np.ones(len(cells))
    return cells[cells >= 0], weights[cells >= 0]


def trace(network, name, cell):
    """All the cells below that one cell of layer `name` is computed from: for each layer their flat numbers.
    `-> {name: [s]}`

    The layer itself stands first, "input" last: the pixels in it are the cell's receptive field.
    """
    names = ["input", *network.names][: list(network.shapes).index(name) + 1]
    cells = np.array([np.ravel_multi_index(cell, network.shapes[name])])
    found = {name: cells}
    for below, layer in reversed(list(zip(names, network.layers[: len(names) - 1], strict=False))):
        cells = np.unique(_under(layer, network.shapes[below], cells))
        cells = found[below] = cells[cells >= 0]
    return found


def written_out(layer, x, value, cell):
    """How a cell's value comes about, as the explorer writes it: `1×0.11 + −1×−0.11 + bias 0.00 = 0.22`.
    `[c, h, w] or [i], float, place -> text`

    `x` is what the layer is given, `value` what the cell holds. Of a long sum the first terms stand, and
    those that are 0 are only counted. Where two decimals do not show all of a sum, it says "rounded".
    """
    cells, weights = sources(layer, x.shape, cell)
    values, result = x.ravel()[cells], rounded(value, 2)
    numbers, factors = ([rounded(one, 2, whole=True) for one in array] for array in (values, weights))
    if layer.kind == "relu":
        return f"max({numbers[0]}, 0) = {result}"
    if layer.kind == "flatten":
        place = ", ".join(map(str, np.unravel_index(cells[0], x.shape)))
        return f"[{place}] carried over = {result}"
    if layer.kind in ("pool", "max"):
        return f"the largest of {first_terms(numbers, ', ')} = {result}"
    bias = layer.parameters["bias"][cell[0]]
    terms = [f"{number}×{factor}" for number, factor in zip(numbers, factors, strict=True)]
    products = without_zeros(terms, values * weights)
    note = as_shown(values, weights, [bias, value])
    return " + ".join(filter(None, [products, f"bias {rounded(bias, 2, whole=True)} = {result}{note}"]))


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
    pixels = len(np.unique(inputs % np.prod(network.input_shape[1:])))
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
    under = _under(layer, x.shape, np.arange(np.prod(layer.output_shape(x.shape))))
    place = np.ravel_multi_index(cell, x.shape)
    cells, at = np.nonzero((under == place).T)
    if layer.kind == "conv":
        kernels = layer.parameters["kernels"]
        return cells, kernels.reshape(len(kernels), -1)[cells // (under.shape[1] // len(kernels)), at]
    if layer.kind == "dense":
        return cells, layer.parameters["weights"][at, cells]
    if layer.kind in ("pool", "max"):
        under = under[:, cells]
        return cells, (np.where(under < 0, -np.inf, x.ravel()[under]).argmax(axis=0) == at).astype(float)
    return cells, np.full(len(cells), float(layer.kind == "flatten" or x[cell] > 0))


def trace_up(network, values, name, cell):
    """All the cells above that one cell gets its gradient through: for each layer their flat numbers.
    `-> {name: [s]}`

    `values` holds each layer's output for one image. A cell that is handed nothing stands alone.
    """
    names, shapes = list(network.shapes), network.shapes
    at = names.index(name)
    cells = np.array([np.ravel_multi_index(cell, shapes[name])])
    found = {name: cells}
    for layer, below, above in zip(network.layers[at:], names[at:], names[at + 1 :], strict=False):
        if below == name and not hands_down(layer, values[name], cell)[1].any():
            break
        places = np.arange(np.prod(shapes[above]))
        under = _under(layer, shapes[below], places)
        cells = found[above] = places[np.isin(under, cells).any(axis=0)]
    return found


def _under(layer, input_shape, places):  # [n] -> [s, n]
    """The flat input cells under each flat output place, a column a place; -1 where there is no cell."""
    if layer.kind == "dense":
        return np.broadcast_to(np.arange(input_shape[0])[:, None], (input_shape[0], len(places)))
    if layer.kind in ("relu", "flatten"):
        return places[None]
    c, h, w = input_shape
    if layer.kind == "max":
        return np.arange(h * w)[:, None] + places * h * w
    _, rows, columns = layer.output_shape(input_shape)
    maps, places = np.divmod(places, rows * columns)
    if layer.kind == "conv":
        k, p = layer.parameters["kernels"].shape[-1], layer.padding
        cells = pad(np.arange(1, c * h * w + 1).reshape(1, c, h, w), p) - 1
        return cells.ravel()[window_index(c, h + 2 * p, w + 2 * p, k, layer.stride)[:, places]]
    reach = [max(n, (m - 1) * layer.stride + layer.size) for n, m in ((h, rows), (w, columns))]
    cells = np.full(reach, -1)
    cells[:h, :w] = np.arange(h * w).reshape(h, w)
    under = cells.ravel()[window_index(1, *reach, layer.size, layer.stride)[:, places]]
    return np.where(under < 0, -1, under + maps * h * w)


def first_terms(terms, sign):  # texts -> text
    """The first terms, and how many more there are."""
    more = len(terms) - _WRITTEN
    return sign.join(terms[:_WRITTEN] + ([f"… ({more} more)"] if more > 0 else []))


def as_shown(values, weights, others):
    """What is said of a sum of products whose numbers two decimals do not show in full, else nothing.
    `[s], [s], [n] -> text`
    """
    live = np.array([values, weights])[:, values * weights != 0]
    return "" if in_full([*live.flat, *others], 2) else ", rounded"


def without_zeros(terms, products):
    """The first terms of a sum; those whose product is 0 are counted, not listed. `texts, [s] -> text`"""
    live = [term for term, product in zip(terms, products, strict=True) if product]
    none = len(terms) - len(live)
    zeros = f"({none} {'more ' if live else ''}{'is' if none == 1 else 'are'} 0)" if none else ""
    return " + ".join(filter(None, [first_terms(live, " + "), zeros]))
