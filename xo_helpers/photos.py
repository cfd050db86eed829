"""Where photographs were, before they moved to `plots`: learners' copies of older lessons ask here."""

from xo_helpers.plots import load_photograph, plot_maps, plot_photograph

__all__ = ["load_photograph", "plot_maps", "plot_photograph"]
