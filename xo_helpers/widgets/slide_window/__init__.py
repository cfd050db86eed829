"""Slide a kernel over an image and watch the feature map fill."""

from xo_helpers.widgets.slide_window.widget import SlideWindow

__all__ = ["SlideWindow"]
