"""Grids in axes: cells in their colours, on request with their numbers, and windows around them."""

import numpy as np
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from xo_helpers.plots.style import COLOURS, EDGE, LINE, fitted, ink
from xo_helpers.texts import exact, in_cell

CELL = 0.42  # inches
STRIP = 0.2  # inches: where the numbers of rows or columns stand
_WITH_NUMBERS = 100, 12  # rows and columns: larger grids show colours only, and no numbers at their edges


def draw_grid(ax, array, numbers=False, places=False):
    """Draw an array into axes, a cell a number; NaN is a place not filled yet.

    `numbers` may be a function that writes them.
    With `places` the rows are numbered at the left and the columns at the top, from 0; a single one is not.
    """
    given, array = np.asarray(array), exact(array)
    whole = given.dtype.kind != "f"
    ax.imshow(np.clip(array, -1, 1), cmap=COLOURS, vmin=-1, vmax=1)
    height, width = array.shape
    small = height <= _WITH_NUMBERS[0] and width <= _WITH_NUMBERS[1]
    ax.set(xticks=[], yticks=[])
    ax.axis("on")
    _line_cells(ax, height, width)
    if places and small:
        _number_edges(ax, height, width)
    if numbers and small:
        write = numbers if callable(numbers) else lambda value: in_cell(value, whole)
        for (row, column), value in np.ndenumerate(given if whole else array):
            if not np.isnan(value):
                look = {"ha": "center", "va": "center", "fontsize": 8, "color": ink(value)}
                ax.text(column, row, write(value), in_layout=False, **look)


def _line_cells(ax, height, width):
    """One artist: as an axis's ticks and grid they would take most of a figure's time."""
    right, down = width - 0.5, height - 0.5
    between = [((at - 0.5, -0.5), (at - 0.5, down)) for at in range(width + 1)]
    between += [((-0.5, at - 0.5), (right, at - 0.5)) for at in range(height + 1)]
    ax.add_collection(LineCollection(between, colors=LINE, linewidths=0.6), autolim=False)


def _number_edges(ax, height, width):
    for axis, count in ((ax.xaxis, width), (ax.yaxis, height)):
        if count > 1:
            axis.set_ticks(range(count), labels=range(count))
    # As many points as the figure has inches: a page makes wide figures smaller, and these stay readable.
    size = np.clip(ax.get_figure(root=True).get_figwidth(), 8.5, 12.5 if width <= 10 else 9)
    ax.tick_params(top=True, labeltop=True, bottom=False, labelbottom=False)
    ax.tick_params(length=0, pad=2, labelsize=size, labelcolor=EDGE)


def draw_window(ax, row, column, k, wide=None):
    """Outline `k × k` (or `k × wide`) cells from `row`, `column` on; black on white shows on any colour."""
    for colour, line in (("white", 5), ("black", 2.5)):
        look = {"fill": False, "color": colour, "linewidth": line, "clip_on": False}
        ax.add_patch(Rectangle((column - 0.5, row - 0.5), wide or k, k, **look))


def row_of_axes(shapes, places=0):
    """A figure with one axes a shape, side by side, all cells of one size; `places` of them get numbers."""
    widths = [width for _, width in shapes]
    wide, high = sum(widths) + 1.2 * len(shapes), max(height for height, _ in shapes) + 1.6
    size = wide * CELL + places * STRIP, high * CELL + bool(places) * STRIP
    fig = Figure(figsize=fitted(*size), layout="constrained")
    if places:
        fig.get_layout_engine().set(w_pad=STRIP / 2)  # rows' numbers stay away from the grid before theirs
    return fig, fig.subplots(1, len(shapes), squeeze=False, width_ratios=widths)[0]


def multiplied(patch, kernel):
    """The products of two grids, as whole numbers where both are. `[k, k], [k, k] -> [k, k]`"""
    with np.errstate(), np.errstate(all="ignore"):
        products = exact(patch) * exact(kernel)
    whole = patch.dtype.kind != "f" and kernel.dtype.kind != "f" and np.abs(products).max() < 2**62
    return np.multiply(patch, kernel, dtype=np.int64, casting="unsafe") if whole else products


def draw_products(axes, patch, kernel):
    """Draw patch, kernel and products into three axes, under their names."""
    grids = {"patch": patch, "× kernel": kernel, "= products": multiplied(patch, kernel)}
    for ax, (title, grid) in zip(axes, grids.items(), strict=True):
        draw_grid(ax, grid, numbers=True)
        ax.set_title(title, fontsize=10)
