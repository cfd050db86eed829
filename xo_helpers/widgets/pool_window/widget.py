"""Pool a map: a window walks it in strides, and its largest value is carried over."""

import numpy as np
import traitlets

from xo_helpers.inputs import extent, numbers, pooled_shape
from xo_helpers.ops import max_pool
from xo_helpers.plots.stills.pool_window import plot_pool
from xo_helpers.texts import in_cell
from xo_helpers.widgets.shared.base import Given, as_lists, module
from xo_helpers.widgets.shared.walk import Walk


class PoolWindow(Walk):
    """A window that walks `map` in strides, with its largest cell marked and carried over to `pooled`.

    `map` `[h, w]`, `size`, `stride` and `edge` as in `ops.max_pool`, `row` and `column` (of the place in the
    pooled map, from 0) and `visited` (places of it already filled, counted in reading order) can be read and
    set. `pooled` and `largest` follow. Raises ValueError for what cannot be pooled or a place outside.
    """

    _esm = module("shared/player", "shared/walk", "pool_window/view")
    map = Given().tag(sync=True)
    size = Given(2).tag(sync=True)
    stride = Given(2).tag(sync=True)
    edge = Given("keep").tag(sync=True)
    pooled = traitlets.List().tag(sync=True)

    def __init__(self, map, size=2, stride=2, edge="keep", row=0, column=0):
        pooled_shape(_map(map).shape, size, stride, edge)  # says what is wrong, if anything is
        super().__init__(map=map, size=size, stride=stride, edge=edge)
        self.row, self.column = row, column
        self.fill(only_here=True)

    def __repr__(self):
        return (
            f"PoolWindow(row={self.row}, column={self.column}, largest={in_cell(self.largest)}): "
            f"a {self.size}×{self.size} window in strides of {self.stride} on a {extent(np.array(self.map))} "
            f'map, edge="{self.edge}", the pooled {extent(np.array(self.pooled))} map {self._filled()}'
        )

    @property
    def largest(self):
        """The largest value under the window: what is carried over."""
        return self.pooled[self.row][self.column]

    @traitlets.validate("map", "size", "stride", "edge")
    def _fits(self, proposal):
        name, value = proposal.trait.name, proposal.value
        new = {"map": self.map, "size": self.size, "stride": self.stride, "edge": self.edge, name: value}
        pooled_shape(_map(new["map"]).shape, new["size"], new["stride"], new["edge"])
        if name == "map":
            return as_lists(_map(value))
        return value if name == "edge" else int(value)

    @traitlets.observe("map", "size", "stride", "edge")
    def _pool(self, change):
        pooled = as_lists(max_pool(self.map, self.size, self.stride, self.edge))
        if pooled != self.pooled:  # else the page was here first
            full = len(self.visited) == np.size(self.pooled)
            self.pooled = pooled
            self._stay_inside(full)

    def _places(self):
        shape = pooled_shape(np.shape(self.map), self.size, self.stride, self.edge)
        return shape, "the pooled map has"

    def _figure(self):
        values, pooled = np.array(self.map, dtype=float), np.array(self.pooled, dtype=float)
        window = self.row * self.stride, self.column * self.stride, self.size
        return plot_pool(values, window, pooled, self.row, self.column, self._visited_places())


def _map(values):
    values = numbers("map", values)
    if values.ndim != 2:
        raise ValueError(f"the map has shape {values.shape}; the widget takes one map, rows and columns")
    return values
