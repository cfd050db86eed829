"""What has to fit what: kernels and maps, weights and values, a gradient and its output, layers in a row."""

from collections import Counter
from math import prod
from operator import index

import numpy as np

from xo_helpers import console  # noqa: F401  (whoever computes also prints)
from xo_helpers.inputs import (
    LARGEST,
    as_float,
    floats,
    generator,
    in_range,
    listed,
    no_colours,
    real,
    whole,
)
from xo_helpers.words import kind, misfit, said

REACHES = {1: 1, 2: 1e300, 3: 16, 4: 1e300}  # how far from 0 the cells of so many channels may go
_PARTS = ("kind", "forward", "backward", "parameters", "gradients")  # a layer has, beside output_shape


def layers_of(layers):
    """A list of layers, or a ValueError that says what arrived instead."""
    single = isinstance(layers, np.ndarray) and not listed(layers)
    if single or not hasattr(layers, "__iter__") or isinstance(layers, str | dict | type):
        raise ValueError(f"layers is {kind(layers)}; a network takes a list of layers, like [ReLU()]")
    try:
        layers = list(layers)
    except Exception:  # as a tensor of no axis has it
        raise ValueError(f"layers is {kind(layers)}; give it as a list, like [ReLU()]") from None
    for at, layer in enumerate(layers):
        if isinstance(layer, type):
            raise ValueError(f"layers[{at}] is the class {layer.__name__}; call it: {layer.__name__}(...)")
        if not hasattr(layer, "output_shape"):
            raise ValueError(f"layers[{at}] is {kind(layer)}; a network takes layers, like ReLU()")
        if lacks := [part for part in _PARTS if not hasattr(layer, part)]:
            without = " and ".join(lacks)
            raise ValueError(f"layers[{at}] is {kind(layer)} without {without}; give it that")
        if not isinstance(layer.kind, str) or not hasattr(layer, "__dict__"):
            needs = "a text as its kind, and no __slots__, so that a network can mark what it ran"
            raise ValueError(f"layers[{at}] is {kind(layer)}; its class needs {needs}")
    return layers


def names_of(layers):
    """A name for each layer, like conv1, or a ValueError for one that stands in two places. `-> texts`"""
    names, counts, first = [], Counter(), {}
    for layer in layers:
        counts[layer.kind] += 1
        names.append(name := f"{layer.kind}{counts[layer.kind]}")
        if (other := first.setdefault(id(layer), name)) != name:
            same = f"{other} and {name} are one layer, and a layer remembers one input"
            raise ValueError(f"{same}: make another {type(layer).__name__} for {name}")
    return names


def _counts(which):  # -> bool
    try:
        return index(which) is not None and not np.ndim(which) and not isinstance(which, bool | np.bool_)
    except TypeError:  # an array has an __index__, whatever it holds
        return False


def place_of(which, names):
    """A layer's number, or the slice of some, or an error that says which there are. `-> int or slice`"""
    if (number := _counts(which)) and -len(names) <= which < len(names):
        return which
    if number:  # Python goes through what has numbers until an IndexError
        raise IndexError(f"there is no network[{said(which)}]; its {len(names)} layers are counted from 0")
    if isinstance(which, slice):
        odd = [one for one in (which.start, which.stop) if one is not None and not _counts(one)]
        if not odd and which.step not in (None, 1):
            step = f"and this one has step {said(which.step)}"
            raise ValueError(f"a slice of a network goes on layer by layer, {step}")
        if not odd:
            return which
        which = odd[0]
    places = ", ".join(f"{name} is network[{at}]" for at, name in enumerate(names))
    raise ValueError(f"layers are taken by number, and {said(which)} is not one: {places}")


def shape_of(shape, least=0, name="input_shape"):
    """The shape of one input as a tuple of Python's whole numbers, or a ValueError. `-> (c, h, w) or (i,)`"""
    lengths = list(shape) if listed(shape) else [None]
    try:
        return tuple(whole("one", length, least) for length in lengths)
    except ValueError:
        takes = f"it must hold whole numbers, {least} or more, like (1, 9, 9)"
        raise ValueError(f"{name} is {said(shape)}; {takes}") from None


def batch_of(images, shape, given=None):
    """A batch of images of this shape, or a ValueError with the `given` one. `[n, ...] -> [n, ...]`"""
    x = real("images", images)
    if x.shape[1:] == shape and x.ndim:
        return x
    hint = ""
    if x.shape == shape:
        hint = "; images[None] makes a batch of one"
    elif x.ndim == 3 and (1, *x.shape[1:]) == shape:
        hint = "; images[:, None] gives each its channel"
    elif x.ndim == 4 and (x.shape[3], *x.shape[1:3]) == shape:
        hint = "; np.moveaxis(images, -1, 1) puts the colours before the rows"
    wanted = ", ".join(map(str, shape))
    raise ValueError(f"images have shape {given or x.shape}; this network takes [images, {wanted}]{hint}")


def reach_of(shape, reach=None):  # -> float
    """How far from 0 an input may go: images to 1, colours (many normalise them) further, maps anywhere.

    Or as far as is given, or a ValueError.
    """
    if reach is None:
        return REACHES.get(shape[0], np.inf) if len(shape) == 3 else np.inf
    if not as_float(reach) > 0:
        raise ValueError(f"reach is {said(reach)}; it must be a number above 0, as far as an input may go")
    return as_float(reach)


def no_bytes(name, x, reach):
    """Raise a ValueError for images of whole numbers, as files have them, in whatever type."""
    if not x.size or reach == np.inf:
        return
    bright = x.dtype.kind == "f" and reach <= 16 < max(x.max(), -x.min()) < np.inf
    if x.dtype.kind in "iu" or (bright and (x == np.rint(x)).all()):
        in_range(name, x, reach)


def maps_of(x, numbers=real):
    """An array of such numbers that is not a picture with its colours last, or a ValueError. `[..., h, w]`"""
    x = numbers("x", x)
    if x.ndim == 3:  # a batch of many stacks is what layers pool
        no_colours("x", x.shape)
    return x


def rows_of(x):
    """A copy of a batch with each image's values in a row, or a ValueError. `[n, ...] -> [n, i]`"""
    x = real("x", x)
    if not x.ndim:
        raise ValueError("x has shape (); Flatten takes a batch, [images, ...]")
    return np.array(x, order="C").reshape(len(x), prod(x.shape[1:]))


def gradient_of(gradient, shape):
    """The gradient of an output of this shape, in floats, or a ValueError."""
    gradient = floats("gradient", gradient)
    if gradient.shape != tuple(shape):
        raise ValueError(f"gradient has shape {gradient.shape}; what it belongs to has {tuple(shape)}")
    return gradient


def sizes(rng, **given):
    """Whole numbers from 1, for random weights that can be held, or a ValueError. `-> ints`"""
    generator(rng)
    found = {name: whole(name, value, 1) for name, value in given.items()}
    if (cells := prod(found.values()) * found.get("size", 1)) > LARGEST:
        raise ValueError(
            f"{' and '.join(given)} make {said(cells)} weights; no more than {LARGEST:,} can be held"
        )
    return list(found.values())


def check_steps(stride, padding):
    """Stride and padding as whole numbers of Python's, or a ValueError. `-> int, int`"""
    return whole("stride", stride, 1), whole("padding", padding, 0)


def check_kernels(x, kernels):  # two shapes
    """Raise a ValueError unless kernels of this shape slide over a batch of this shape, padding included."""
    fit = len(x) == len(kernels) == 4 and x[1] == kernels[1] > 0 and kernels[2] == kernels[3]
    if not fit or not 0 < kernels[3] <= min(x[2:]):
        raise ValueError(misfit(x, kernels))


def maps_shape(who, shape):
    """The shape of one stack of maps, or a ValueError. `-> (c, h, w)`"""
    if len(shape := shape_of(shape)) != 3 or 0 in shape[1:]:
        raise ValueError(f"the layer's input has shape {shape}; {who} takes (maps, rows, columns)")
    return shape


def check_maps(who, x):  # a shape
    """Raise a ValueError unless it is that of a batch of maps that have cells."""
    if len(x) != 4 or 0 in x[2:]:
        raise ValueError(f"x has shape {x}; {who} takes [images, maps, rows, columns]")


def bias_of(bias, m):
    """A bias that can be added to a stack of maps. `[m] -> [m, 1, 1]`"""
    bias = floats("bias", bias)
    if bias.shape != (m,):
        raise ValueError(f"bias has shape {bias.shape}; it needs one number per kernel, shape ({m},)")
    return bias.reshape(m, 1, 1)
