"""What moves: a Python class holds the state of each widget, a module of the same name draws it."""

from xo_helpers.widgets.compare_grids import CompareGrids
from xo_helpers.widgets.network_explorer import NetworkExplorer
from xo_helpers.widgets.pool_window import PoolWindow
from xo_helpers.widgets.slide_window import SlideWindow
from xo_helpers.widgets.votes import Votes

__all__ = ["CompareGrids", "NetworkExplorer", "PoolWindow", "SlideWindow", "Votes"]
