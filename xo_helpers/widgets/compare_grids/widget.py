"""Compare two images, or a map before and after, cell by cell."""

import numpy as np
import traitlets

from xo_helpers.ops import agreement
from xo_helpers.plots.stills.compare_grids import plot_compare
from xo_helpers.widgets.shared.base import CourseWidget, Given, as_lists, module


class CompareGrids(CourseWidget):
    """Two grids `a` and `b` `[h, w]` side by side, one cursor in both, and where they are the same.

    `row` and `column` (from 0) can be read and set; `agreeing` counts the cells that hold the same value.
    Raises ValueError for grids of different shapes or a cursor outside them.
    """

    _esm = module("compare_grids/view")
    a = Given().tag(sync=True)
    b = Given().tag(sync=True)
    titles = traitlets.List(traitlets.Unicode(), minlen=2, maxlen=2).tag(sync=True)
    row = traitlets.Int(0).tag(sync=True)
    column = traitlets.Int(0).tag(sync=True)
    agreeing = traitlets.Int(0).tag(sync=True)

    def __init__(self, a, b, titles=("a", "b"), row=0, column=0):
        agreement(a, b)  # says what is wrong, if anything is
        super().__init__(a=a, b=b, titles=list(titles))
        self.row, self.column = row, column

    def __repr__(self):
        return (
            f"CompareGrids(row={self.row}, column={self.column}): {self.titles[0]} and {self.titles[1]} "
            f"agree in {self.agreeing} of {np.size(self.a)} cells"
        )

    @traitlets.validate("a", "b")
    def _same_size(self, proposal):
        grids = {"a": self.a, "b": self.b, proposal.trait.name: proposal.value}
        agreement(**grids)
        return as_lists(proposal.value)

    @traitlets.validate("row", "column")
    def _inside(self, proposal):
        name, cells = proposal.trait.name, np.shape(self.a)[proposal.trait.name == "column"]
        if not 0 <= proposal.value < cells:
            raise ValueError(f"{name} is {proposal.value}; the grids have {name}s 0 to {cells - 1}")
        return proposal.value

    @traitlets.observe("a", "b")
    def _count(self, change):
        self.agreeing = agreement(self.a, self.b)

    def _figure(self):
        return plot_compare(np.array(self.a), np.array(self.b), self.titles, self.row, self.column)
