"""What the page needs to know of a network's layers, wherever it draws them."""

from math import prod


def layers_of(network):
    """The layers as dicts, the input first; `cells` is where a layer's numbers begin in a row of all.

    `shape` has always three numbers: values in a row, which are `flat`, are one map of one line.
    """
    described, cells = [], 0
    for name, kind in zip(network.shapes, ["input", *(layer.kind for layer in network)], strict=True):
        shape = [int(count) for count in network.shapes[name]]
        flat = len(shape) == 1
        spec = {"name": name, "kind": kind, "flat": flat, "shape": [1, 1, *shape] if flat else shape}
        described.append(spec | {"cells": cells})
        cells += prod(shape)
    return described
