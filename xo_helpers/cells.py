# ruff: noqa: D102 - `Layer` says what each method answers
"""How a layer's cells depend on those of its input: one class for each kind, which the layer's own extends.

Which lie under it, with which weights; how much gradient it hands to each; in words. Cells are flat numbers.
"""

from collections import namedtuple
from functools import partial

import numpy as np

from xo_helpers import fits, passes, windows
from xo_helpers.texts import in_full, rounded

_WRITTEN = 9  # terms of a sum that stand in a line
_short = partial(rounded, digits=2, whole=True)  # how a number stands in a sum
Terms = namedtuple("Terms", "places values weights")


def terms_of(array, cells, weights):  # [...], [s], [s] -> Terms
    """What a number is made of: where cells of an array lie, what they hold, and the weights on them."""
    return Terms(np.transpose(np.unravel_index(cells, array.shape)), array.ravel()[cells], weights)


class Layer:
    """What all layers share, unless they say otherwise: no parameters, and cells that stay what they are."""

    kind, made_with = "", ()  # and the names of its settings
    size, stride, padding = 1, 1, 0  # of the window under a cell

    def __init__(self):
        self.parameters, self.gradients = {}, {}

    @property
    def given(self):
        """What `forward` was given last, or a ValueError."""
        return passes.given_to(self)

    def remember(self, x, made):
        """Keep what `forward` was given, for `backward`, and hand on what was made of it."""
        self.x, self.held = passes.private(self, x), passes.held(self)
        return made

    @property
    def settings(self):
        """What it is made with beside its parameters, as it is now. `-> {name: value}`"""
        return {name: getattr(self, name) for name in self.made_with}

    def output_shape(self, input_shape):  # of one input, without the batch -> of its output
        """The shape that it makes of one input, without running; ValueError for one that does not fit."""
        return fits.shape_of(input_shape)

    def under(self, input_shape, places):  # [n] -> [s, n]
        """The input cells under each of these, a column a cell; -1 where there is none."""
        return places[None]

    def in_rows(self, array):  # -> [outputs, s]
        """A parameter or its gradient, a row an output."""
        return array.reshape(len(array), array.size // max(len(array), 1))

    def weights_on(self, outputs, at):  # [n], [n] -> [n]
        """The weights that cells of these outputs have on what lies as number `at` under them."""
        for weights in self.parameters.values():
            return self.in_rows(np.asarray(weights))[outputs, at]
        return np.ones(len(at))

    def handing(self, x, under, outputs, at):  # [...], [s, n], [n], [n] -> [n]
        """How much of its gradient each cell hands down to what lies as number `at` under it."""
        return self.weights_on(outputs, at)

    def told(self, terms, output, value):  # -> text
        """How a cell's value comes about."""
        bias = [self.parameters["bias"][output]] if "bias" in self.parameters else []
        return _sum(terms, _short, bias, value, rounded(value, 2))

    def told_back(self, terms, came, value, write):  # -> text
        """How a gradient comes about, from those above; `came` is what came in there."""
        return _sum(terms, write, [], value, write(value))


def _cells(input_shape, maps, rows, columns):  # -> their flat numbers, -1 where none is
    _, h, w = input_shape
    inside = (rows >= 0) & (rows < h) & (columns >= 0) & (columns < w)
    return np.where(inside, (maps * h + rows) * w + columns, -1)


class Conv2D(Layer):
    """The window lies on all maps."""

    size = property(lambda self: np.shape(passes.own(self, "kernels"))[-1])

    def under(self, input_shape, places):
        (c, h, w), k, p = input_shape, self.size, self.padding
        _, down, across = np.unravel_index(places, self.output_shape(input_shape))
        channel, i, j = np.indices((c, k, k)).reshape(3, c * k * k, 1)
        step = min(self.stride, h + w + 2 * p)
        return _cells(input_shape, channel, down * step + i - p, across * step + j - p)


class Dense(Layer):
    """All values lie under each."""

    def under(self, input_shape, places):
        return np.broadcast_to(np.arange(input_shape[0])[:, None], (input_shape[0], len(places)))

    def in_rows(self, array):
        return array.T


class ReLU(Layer):
    """A gate, open for what came in positive, and for NaN."""

    def handing(self, x, under, outputs, at):
        return (~(x.ravel()[under[0]] <= 0)).astype(float)

    def told(self, terms, output, value):
        return f"max({_short(terms.values[0])}, 0) = {rounded(value, 2)}"

    def told_back(self, terms, came, value, write):
        gate = f"{write(came)} came in {'' if terms.weights[0] else 'not '}above 0"
        return f"{gate}, {_passed(terms, write)} = {write(value)}"


class Flatten(Layer):
    """The same cells, laid out anew."""

    def told(self, terms, output, value):
        return f"[{', '.join(map(str, terms.places[0]))}] carried over = {rounded(value, 2)}"

    def told_back(self, terms, came, value, write):
        return f"[{terms.places[0][0]}] carried over = {write(value)}"


class MaxPool2D(Layer):
    """The largest in a window on one map; the first of several is handed all the gradient."""

    field = "window"

    def under(self, input_shape, places):
        size, step = windows.clamped(input_shape, self.size, self.stride)
        maps, down, across = np.unravel_index(places, self.output_shape(input_shape))
        i, j = np.indices((size, size)).reshape(2, size * size, 1)
        return _cells(input_shape, maps, down * step + i, across * step + j)

    def handing(self, x, under, outputs, at):
        values = np.where(under < 0, -np.inf, x.ravel()[under])
        last = (np.isnan(values) * np.arange(1, len(values) + 1)[:, None]).max(axis=0)  # NaN, if any is
        return (np.where(last, last - 1, values.argmax(axis=0)) == at).astype(float)

    def told(self, terms, output, value):
        return f"the largest of {first_terms([*map(_short, terms.values)], ', ')} = {rounded(value, 2)}"

    def told_back(self, terms, came, value, write):
        handed, count = [write(number) for number in terms.values[terms.weights > 0]], len(terms.values)
        if count == 1:
            taken = "the largest of" if handed else "not taken from"
            return f"{taken} its {self.field}, {_passed(terms, write)} = {write(value)}"
        taken = f"the largest of {len(handed)}" if handed else "taken from none"
        those = f": {first_terms(handed, ' + ')}" if handed else ""
        return f"{taken} of its {count} windows{those} = {write(value)}"


class GlobalMax(MaxPool2D):
    """The largest of a whole map."""

    field = "map"

    def under(self, input_shape, places):
        size = input_shape[1] * input_shape[2]
        return np.arange(size)[:, None] + places * size


def _passed(terms, write):  # what the one cell above hands down
    return f"so {f'{write(terms.values[0])} goes' if terms.weights[0] else 'nothing goes'} through"


def _sum(terms, write, bias, value, result):  # `write` is how its values are written
    texts = [f"{write(one)}×{_short(w)}" for one, w in zip(terms.values, terms.weights, strict=True)]
    parts = [without_zeros(texts, terms.values * terms.weights), *(f"bias {_short(one)}" for one in bias)]
    return f"{' + '.join(filter(None, parts))} = {result}{as_shown(*terms[1:], [*bias, value])}"


def first_terms(terms, sign):  # texts -> text
    """The first terms, and how many more there are."""
    more = len(terms) - _WRITTEN
    return sign.join(terms[:_WRITTEN] + ([f"… ({more} more)"] if more > 0 else []))


def as_shown(values, weights, others):
    """What is said of a sum of products that two decimals do not show in full. `[s], [s], [n] -> text`"""
    live = np.array([values, weights])[:, values * weights != 0]
    return "" if in_full([*live.flat, *others], 2) else ", rounded"


def without_zeros(terms, products):
    """The first terms of a sum; those whose product is 0 are counted, not listed. `texts, [s] -> text`"""
    live = [term for term, product in zip(terms, products, strict=True) if product]
    none = len(terms) - len(live)
    zeros = f"({none} {'more ' if live else ''}{'is' if none == 1 else 'are'} 0)" if none else ""
    return " + ".join(filter(None, [first_terms(live, " + "), zeros]))
