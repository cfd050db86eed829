"""What the widgets share that walk over the places of a map and fill it: slide_window and pool_window."""

import numpy as np
import traitlets

from xo_helpers.widgets.shared.base import CourseWidget


class Walk(CourseWidget):
    """A place in a map (`row`, `column`, from 0) and the places visited, counted in reading order.

    A widget of this kind says in `_places` how large its map is, and what fits there.
    """

    row = traitlets.Int(0).tag(sync=True)
    column = traitlets.Int(0).tag(sync=True)
    visited = traitlets.List().tag(sync=True)

    def fill(self, only_here=False):
        """Fill the whole map, or clear it but for the place where the window is."""
        (rows, columns), _ = self._places()
        here = self.row * columns + self.column
        self.visited = [here] if only_here else list(range(rows * columns))

    @traitlets.validate("row", "column")
    def _inside(self, proposal):
        name, (shape, fits) = proposal.trait.name, self._places()
        last = shape[name == "column"] - 1
        if not 0 <= proposal.value <= last:
            raise ValueError(f"{name} is {proposal.value}; {fits} {name}s 0 to {last} here")
        return proposal.value

    @traitlets.observe("row", "column")
    def _visit(self, change):
        place = self.row * self._places()[0][1] + self.column
        if place not in self.visited:
            self.visited = [*self.visited, place]

    def _stay_inside(self, full=False):
        """After the map changed its size: the nearest place that there is, the rest cleared or all filled."""
        (rows, columns), _ = self._places()
        self.row, self.column = min(self.row, rows - 1), min(self.column, columns - 1)
        self.fill(only_here=not full)

    def _visited_places(self):  # -> bool [rows, columns]
        shape, _ = self._places()
        return np.isin(np.arange(np.prod(shape)), self.visited).reshape(shape)

    def _filled(self):
        return f"filled at {len(self.visited)} of {np.prod(self._places()[0])} places"
