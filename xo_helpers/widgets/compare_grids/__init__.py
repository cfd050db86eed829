"""Compare two images, or a map before and after, cell by cell."""

from xo_helpers.widgets.compare_grids.widget import CompareGrids

__all__ = ["CompareGrids"]
