"""What the page needs to know of a network's layers, wherever it draws them."""

import numpy as np

from xo_helpers.inputs import real
from xo_helpers.passes import parameters_of

MAPS = 2000  # of all layers: more take too long to draw


def told_layers(network, activations):
    """The layers as dicts, the input first: its kind, its shape and the window under its cells.

    `shape` has always three numbers: values in a row, which are `flat`, are one map of one line. `cells`,
    `weights` and `bias` are where a layer's own begin, in a row of all cells, and in one of all weights.
    `whole` cells, by the type that they have in `activations`, are shown without decimals.
    """
    maps = sum(shape[0] for shape in network.shapes.values() if len(shape) == 3)
    if maps > MAPS:
        raise ValueError(f"the layers have {maps:,} maps; the page shows {MAPS:,} at most: take fewer")
    described, cells, at = [], 0, 0
    for (name, shape), layer in zip(network.shapes.items(), [None, *network], strict=True):
        shape, flat = [int(count) for count in shape], len(shape) == 1
        spec = {"name": name, "kind": layer.kind if layer else "input", "flat": flat, "cells": cells}
        whole = activations[name].dtype.kind != "f"
        described.append(spec | {"shape": [1, 1, *shape] if flat else shape, "whole": whole})
        cells += int(np.prod(shape))
        if layer:  # one of a learner's own may have no window
            window = {"size": 1, "stride": 1, "padding": 0}
            described[-1] |= {of: int(getattr(layer, of, usual)) for of, usual in window.items()}
            for what, array in zip(("weights", "bias"), arrays_of(layer).values(), strict=False):
                described[-1][what], at = at, at + array.size
    return described


def arrays_of(layer):
    """A layer's parameters, which may be lists or tensors, or a ValueError. `-> {name: array}`"""
    return {name: real(name, array) for name, array in parameters_of(layer).items()}


def in_a_row(layer, arrays):  # {name: array} -> [weights]
    """A layer's weights or their gradients as the page reads them: output after output, then the biases."""
    return np.hstack([[], *(layer.in_rows(array).ravel() for array in arrays.values())])


def weights_of(network):  # -> [weights]
    """All weights of a network in a row."""
    return np.hstack([[], *(in_a_row(layer, arrays_of(layer)) for layer in network)])
