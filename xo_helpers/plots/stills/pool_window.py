"""What PoolWindow leaves behind: the map, the window and the map as far as pooled."""

import numpy as np
from matplotlib.patches import Circle

from xo_helpers.plots.grids import draw_grid, draw_window, row_of_axes
from xo_helpers.plots.legend import A_PICTURE, draw_foot
from xo_helpers.plots.style import ink
from xo_helpers.texts import in_cell


def plot_pool(values, window, pooled, row, column, visited):
    """What the pool widget shows: the map, the window `(row, column, size)`, and the map as far as pooled."""
    top, left, size = window
    cells = np.full((size, size), np.nan)  # past the edge of the map there are none
    there = values[top : top + size, left : left + size]
    cells[: there.shape[0], : there.shape[1]] = there
    shown = np.where(visited, pooled, np.nan)
    fig, (whole, middle, right) = row_of_axes([values.shape, cells.shape, shown.shape], places=2)
    for ax, grid, title in ((whole, values, "map"), (middle, cells, "window"), (right, shown, "pooled")):
        draw_grid(ax, grid, numbers=True, places=ax is not middle)
        ax.set_title(title, fontsize=10)
    draw_window(whole, top, left, *there.shape)
    draw_window(right, row, column, 1)
    largest = there == there.max()
    for count, (r, c) in enumerate(np.argwhere(largest)):  # the first is carried over, the others tie with it
        for ax, at in ((whole, (left + c, top + r)), (middle, (c, r))):
            look = {"fill": False, "color": ink(there[r, c]), "linestyle": ":" if count else "-"}
            ax.add_patch(Circle(at, 0.42, **look))
    listed = ", ".join(map(in_cell, there.flat))
    tie = f" ({largest.sum()} cells tie)" if largest.sum() > 1 else ""
    fig.supxlabel(f"the largest of {listed} = {in_cell(there.max())}{tie}", fontsize=11)
    return draw_foot(fig, A_PICTURE)
