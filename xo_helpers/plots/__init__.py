"""The figures that lessons ask for; style.py has what they share, stills/ what each widget leaves behind."""

from xo_helpers.plots.curves import plot_lines, plot_panels
from xo_helpers.plots.graphs import plot_graph
from xo_helpers.plots.images import plot_image, plot_map, plot_match, plot_stack
from xo_helpers.plots.photographs import load_photograph, plot_maps, plot_photograph
from xo_helpers.plots.scans import plot_scan
from xo_helpers.plots.spread import plot_spread

__all__ = [
    "load_photograph",
    "plot_graph",
    "plot_image",
    "plot_lines",
    "plot_map",
    "plot_maps",
    "plot_match",
    "plot_panels",
    "plot_photograph",
    "plot_scan",
    "plot_spread",
    "plot_stack",
]
