"""Nudge a weight: the loss as it alone changes, its slope, and the steps that roll downhill."""

from xo_helpers.widgets.nudge_weight.widget import NudgeWeight

__all__ = ["NudgeWeight"]
