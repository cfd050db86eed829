"""What moves: a Python class holds the state of each widget, a module of the same name draws it."""

from xo_helpers.widgets.compare_grids import CompareGrids
from xo_helpers.widgets.slide_window import SlideWindow

__all__ = ["CompareGrids", "SlideWindow"]
