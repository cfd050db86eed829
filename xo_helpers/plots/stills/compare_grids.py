"""What CompareGrids leaves behind: two grids, and where they differ."""

import numpy as np
from matplotlib.patches import Rectangle

from xo_helpers.plots.grids import draw_grid, draw_window, row_of_axes
from xo_helpers.plots.legend import A_PICTURE, draw_foot
from xo_helpers.plots.style import DARK, GREY, named


def plot_compare(a, b, titles, row, column):
    """What the compare widget shows: two grids, and where they differ."""
    fig, (left, right, signs) = row_of_axes([a.shape] * 3, places=3)
    for ax, grid, title in ((left, a, titles[0]), (right, b, titles[1])):
        draw_grid(ax, grid, numbers=grid.dtype.kind == "f", places=True)
        ax.set_title(named(title), fontsize=10)
    draw_grid(signs, np.full(a.shape, np.nan), places=True)
    for r, c in np.ndindex(a.shape):
        differ = a[r, c] != b[r, c]
        if differ:
            signs.add_patch(Rectangle((c - 0.5, r - 0.5), 1, 1, color=DARK))
        signs.text(c, r, "≠" if differ else "=", ha="center", va="center", color="w" if differ else GREY)
    signs.set_title("same?", fontsize=10)
    for ax in (left, right, signs):
        draw_window(ax, row, column, 1)
    return draw_foot(fig, A_PICTURE)
