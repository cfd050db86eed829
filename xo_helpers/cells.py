"""How a layer's cells hang together with those of its input: a class a kind, which the layer's class names.

It says which cells lie under each, the weights on them, how much of its gradient each hands down, and both
in words. Cells are flat numbers, outputs are maps or, of a row, values.
"""

from typing import NamedTuple

import numpy as np

from xo_helpers.texts import in_full, rounded
from xo_helpers.windows import pad, pool_index, window_index

_WRITTEN = 9  # terms of a sum that stand in a line


class Terms(NamedTuple):
    """What a number is computed from: places, what each cell holds, and the weights on them."""

    places: np.ndarray
    values: np.ndarray
    weights: np.ndarray

    def summed(self, write):
        """The sum as text, its weights with two decimals and its values as `write` does."""
        texts = [f"{write(value)}×{_short(w)}" for value, w in zip(self.values, self.weights, strict=True)]
        return without_zeros(texts, self.values * self.weights)


def terms_of(array, cells, weights):  # [...], [s], [s] -> Terms
    """The terms of a sum over these cells of an array."""
    return Terms(np.transpose(np.unravel_index(cells, array.shape)), array.ravel()[cells], weights)


class Cells:
    """A cell is a sum of what lies under it times weights: of the cell at its own place, times 1."""

    size, stride, padding = 1, 1, 0  # of the window that lies under a cell

    def under(self, input_shape, places):  # [n] -> [s, n]
        """The input cells under each output cell, a column a cell; -1 where there is none."""
        return places[None]

    def in_rows(self, array):  # -> [outputs, s]
        """One of its parameters, or its gradient, a row an output."""
        return array.reshape(len(array), -1)

    def weights_on(self, outputs, at):  # [n], [n] -> [n]
        """The weights that outputs have for what lies under their cells as number `at`."""
        if not self.parameters:
            return np.ones(len(at))
        return self.in_rows(next(iter(self.parameters.values())))[outputs, at]

    def handing(self, x, under, outputs, at):  # [...], [s, n], [n], [n] -> [n]
        """How much of its gradient each of n cells hands down to what lies under it as number `at`."""
        return self.weights_on(outputs, at)

    def told(self, terms, output, value):  # -> text
        """How the value of a cell comes about."""
        bias = [self.parameters["bias"][output]] if "bias" in self.parameters else []
        parts = filter(None, [terms.summed(_short), *(f"bias {_short(number)}" for number in bias)])
        return f"{' + '.join(parts)} = {rounded(value, 2)}{as_shown(*terms[1:], [*bias, value])}"

    def told_back(self, terms, came, value, write):  # -> text
        """How the gradient of what came in comes about, from those above."""
        return f"{terms.summed(write)} = {write(value)}{as_shown(*terms[1:], [value])}"


class Conv2D(Cells):
    """The window lies on all maps, and each kernel has its weights on it."""

    def under(self, input_shape, places):
        """See `Cells.under`."""
        (c, h, w), k, p = input_shape, self.size, self.padding
        cells = pad(np.arange(1, c * h * w + 1).reshape(1, c, h, w), p) - 1
        index = window_index(c, h + 2 * p, w + 2 * p, k, self.stride)
        return cells.ravel()[index[:, places % index.shape[1]]]


class Dense(Cells):
    """All values lie under each."""

    def under(self, input_shape, places):
        """See `Cells.under`."""
        return np.broadcast_to(np.arange(input_shape[0])[:, None], (input_shape[0], len(places)))

    def in_rows(self, array):
        """See `Cells.in_rows`."""
        return array.T


class ReLU(Cells):
    """A gate: it opens for what came in positive."""

    def handing(self, x, under, outputs, at):
        """All or nothing."""
        return (x.ravel()[under[0]] > 0).astype(float)

    def told(self, terms, output, value):
        """See `Cells.told`."""
        return f"max({_short(terms.values[0])}, 0) = {rounded(value, 2)}"

    def told_back(self, terms, came, value, write):
        """See `Cells.told_back`."""
        closed = "" if terms.weights[0] else "not "
        return f"{write(came)} came in {closed}above 0, {_passed(terms, write)} = {write(value)}"


class Flatten(Cells):
    """The same cells, laid out anew."""

    def told(self, terms, output, value):
        """See `Cells.told`."""
        return f"[{', '.join(map(str, terms.places[0]))}] carried over = {rounded(value, 2)}"

    def told_back(self, terms, came, value, write):
        """See `Cells.told_back`."""
        return f"[{terms.places[0][0]}] carried over = {write(value)}"


class MaxPool2D(Cells):
    """The largest in a window on one map, which alone is handed the gradient; in a tie the first."""

    field = "window"

    def under(self, input_shape, places):
        """See `Cells.under`."""
        _, h, w = input_shape
        cells, inside, (rows, columns) = pool_index(h, w, self.size, self.stride, self.edge)
        maps, places = np.divmod(places, rows * columns)
        return np.where(inside[:, places], cells[:, places] + maps * h * w, -1)

    def handing(self, x, under, outputs, at):
        """All to the first of the largest."""
        return (np.where(under < 0, -np.inf, x.ravel()[under]).argmax(axis=0) == at).astype(float)

    def told(self, terms, output, value):
        """See `Cells.told`."""
        return f"the largest of {first_terms(list(map(_short, terms.values)), ', ')} = {rounded(value, 2)}"

    def told_back(self, terms, came, value, write):
        """See `Cells.told_back`."""
        handed, count = [write(number) for number in terms.values[terms.weights > 0]], len(terms.values)
        if count == 1:
            taken = "the largest of" if handed else "not taken from"
            return f"{taken} its {self.field}, {_passed(terms, write)} = {write(value)}"
        if not handed:
            return f"taken from none of its {count} windows = {write(value)}"
        sum_of = first_terms(handed, " + ")
        return f"the largest of {len(handed)} of its {count} windows: {sum_of} = {write(value)}"


class GlobalMax(MaxPool2D):
    """The largest of a whole map."""

    field = "map"

    def under(self, input_shape, places):
        """See `Cells.under`."""
        size = input_shape[1] * input_shape[2]
        return np.arange(size)[:, None] + places * size


def _short(value):  # as it stands in a sum
    return rounded(value, 2, whole=True)


def _passed(terms, write):  # what the one cell above hands down
    return f"so {write(terms.values[0])} goes through" if terms.weights[0] else "so nothing goes through"


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
