"""Pick any cell of a network and see the cells that it was computed from, down to the pixels."""

from xo_helpers.widgets.network_explorer.widget import NetworkExplorer

__all__ = ["NetworkExplorer"]
