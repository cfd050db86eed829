"""What the widgets share that walk over the places of a map and fill it: slide_window and pool_window."""

import numpy as np

from xo_helpers.inputs import said
from xo_helpers.widgets.shared.base import CourseWidget
from xo_helpers.widgets.shared.judged import Judged, inside
from xo_helpers.widgets.shared.takes import place, places

WALKS = "shared/player", "shared/motion", "shared/linked", "shared/terms", "shared/walk"


class Walk(CourseWidget):
    """A place in a map (`row`, `column`, from 0) and the places visited, counted in reading order.

    A widget of this kind says in `_shape` how large its map is.
    """

    row = Judged(place)
    column = Judged(place)
    visited = Judged(places)

    def fill(self, only_here=False):
        """Fill the whole map, or clear it but for the place where the window is."""
        self.catch_up()
        rows, columns = self._shape()
        here = self.row * columns + self.column
        self.visited = [here] if only_here else list(range(rows * columns))

    def _walked(self, state, changed, shape, here, anew, full=False):
        """Put place and visited places into the state: the rest cleared, or all filled, if it begins anew."""
        inside(state, changed, dict(zip(("row", "column"), shape, strict=True)), here)
        count, at = shape[0] * shape[1], state["row"] * shape[1] + state["column"]
        if "visited" in changed:
            visited = state["visited"]
            if odd := [one for one in visited if not 0 <= one < count]:
                raise ValueError(f"visited holds {said(odd[0])}; the map has places 0 to {count - 1}")
            if len(set(visited)) < len(visited):
                raise ValueError("visited holds a place twice; name each once")
        elif anew:
            state["visited"] = list(range(count)) if full else [at]
        if changed & {"row", "column"} and at not in state["visited"]:
            state["visited"] = [*state["visited"], at]
        return state

    def _visited_places(self):  # -> bool [rows, columns]
        shape = self._shape()
        return np.isin(np.arange(np.prod(shape)), self.visited).reshape(shape)

    def _filled(self):
        return f"filled at {len(self.visited)} of {np.prod(self._shape())} places"
