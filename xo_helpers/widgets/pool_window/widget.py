"""Pool a map: a window walks it in strides, and its largest value is carried over."""

from functools import partial

import numpy as np

from xo_helpers.inputs import extent, whole
from xo_helpers.ops import max_pool
from xo_helpers.plots.stills.pool_window import plot_pool
from xo_helpers.texts import in_cell
from xo_helpers.widgets.shared.base import as_lists, module
from xo_helpers.widgets.shared.judged import Judged, follows
from xo_helpers.widgets.shared.takes import grid, text
from xo_helpers.widgets.shared.walk import WALKS, Walk
from xo_helpers.windows import clamped


class PoolWindow(Walk):
    """A window that walks `map` in strides, with its largest cell marked and carried over to `pooled`.

    `map` `[h, w]`, at most 32×32, `size`, `stride` and `edge` as in `ops.max_pool`, `row` and `column` (of
    the place in the pooled map, from 0) and `visited` (places of it already filled, counted in reading order)
    can be read and set. `pooled` and `largest` follow. A window, or a stride, that is larger than the map
    becomes as large as the map. Raises ValueError for what cannot be pooled or a place outside.
    """

    _esm = module(*WALKS, "pool_window/story", "pool_window/view")
    map = Judged(grid)
    size = Judged(partial(whole, least=1))
    stride = Judged(partial(whole, least=1))
    edge = Judged(text)
    pooled = Judged(grid)

    def __init__(self, map, size=2, stride=2, edge="keep", row=0, column=0):
        super().__init__(map=map, size=size, stride=stride, edge=edge, row=row, column=column)

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

    def judge(self, state, changed, old):
        """See Judging."""
        if changed & {"map", "size", "stride", "edge", "pooled"}:
            pooled = _pooled(state)
            follows(state, changed, "pooled", pooled, "map, size, stride and edge")
        shape, anew = np.shape(state["pooled"]), state["pooled"] != old.get("pooled")
        full = bool(old) and len(old["visited"]) == np.size(old["pooled"])
        return self._walked(state, changed, shape, "the pooled map has", anew, full)

    def _shape(self):
        return np.shape(self.pooled)

    def _figure(self):
        values, pooled = np.array(self.map, dtype=float), np.array(self.pooled, dtype=float)
        window = self.row * self.stride, self.column * self.stride, self.size
        return plot_pool(values, window, pooled, self.row, self.column, self._visited_places())


def _pooled(state):  # -> lists; the size and the stride become what they do
    values, size, stride, edge = (state[name] for name in ("map", "size", "stride", "edge"))
    if np.ndim(values) != 2:
        shape = np.shape(values)
        raise ValueError(f"the map has shape {shape}; the widget takes one map, rows and columns")
    pooled = as_lists(max_pool(values, size, stride, edge))
    state["size"], state["stride"] = clamped(np.shape(values), size, stride)
    return pooled
