"""What moves: a folder a widget, with its state in widget.py and its page in view.js, and what they share."""

from xo_helpers.widgets.compare_grids import CompareGrids
from xo_helpers.widgets.draw_pad import DrawPad
from xo_helpers.widgets.network_explorer import NetworkExplorer
from xo_helpers.widgets.nudge_weight import NudgeWeight
from xo_helpers.widgets.pool_window import PoolWindow
from xo_helpers.widgets.slide_window import SlideWindow
from xo_helpers.widgets.training_monitor import TrainingMonitor
from xo_helpers.widgets.votes import Votes

__all__ = [
    "CompareGrids",
    "DrawPad",
    "NetworkExplorer",
    "NudgeWeight",
    "PoolWindow",
    "SlideWindow",
    "TrainingMonitor",
    "Votes",
]
