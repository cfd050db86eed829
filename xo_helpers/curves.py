"""Where `plot_spread` was, before it moved to `plots`: learners' copies of older lessons ask for it here."""

from xo_helpers.plots import plot_spread

__all__ = ["plot_spread"]
