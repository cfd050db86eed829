"""Compare two images, or a map before and after, cell by cell."""

import numpy as np

from xo_helpers.inputs import said
from xo_helpers.ops import agreement
from xo_helpers.plots.stills.compare_grids import plot_compare
from xo_helpers.widgets.shared.base import CourseWidget, module
from xo_helpers.widgets.shared.judged import TOGETHER, Judged, follows, inside
from xo_helpers.widgets.shared.takes import grid, place, texts


class CompareGrids(CourseWidget):
    """Two grids `a` and `b` `[h, w]` side by side, one cursor in both, and where they are the same.

    `a` and `b`, at most 32×32, their `titles`, `row` and `column` (from 0) can be read and set; `agreeing`
    counts the cells that hold the same value. Raises ValueError for grids of different shapes, or too large
    ones, or a cursor outside them.
    """

    _esm = module("compare_grids/view")
    a = Judged(grid)
    b = Judged(grid)
    titles = Judged(texts)
    row = Judged(place)
    column = Judged(place)
    agreeing = Judged(place)

    def __init__(self, a, b, titles=("a", "b"), row=0, column=0):
        super().__init__(a=a, b=b, titles=titles, row=row, column=column)

    def __repr__(self):
        return (
            f"CompareGrids(row={self.row}, column={self.column}): {self.titles[0]} and {self.titles[1]} "
            f"agree in {self.agreeing} of {np.size(self.a)} cells"
        )

    def judge(self, state, changed, old):
        """See Judging."""
        a, b = state["a"], state["b"]
        try:
            agreeing = agreement(a, b)
        except ValueError as error:
            raise ValueError(f"{error}; {TOGETHER}" if old else str(error)) from None
        follows(state, changed, "agreeing", agreeing, "a and b")
        if len(state["titles"]) != 2:
            raise ValueError(f"titles are {said(state['titles'])}; there are two grids, so they must be two")
        inside(state, changed, {"row": len(a), "column": len(a[0])}, "the grids have")
        return state

    def _figure(self):
        return plot_compare(np.array(self.a), np.array(self.b), self.titles, self.row, self.column)
