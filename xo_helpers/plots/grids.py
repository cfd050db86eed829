"""Figures of images, maps and kernels: cells in their colours, on request with their numbers."""

from math import ceil

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from xo_helpers.inputs import extent
from xo_helpers.inputs import numbers as as_numbers
from xo_helpers.plots.style import COLOURS, EDGE, WHITE_FROM, Picture
from xo_helpers.texts import as_text, beside, in_cell, quotient, rounded_cell

_CELL = 0.42  # inches
_EDGE = 0.2  # inches: where the numbers of rows or columns stand
_WITH_NUMBERS = 12  # a grid with more columns than this shows colours only, and no numbers at its edges


def plot_image(image, numbers=False, window=None):
    """An image, on request with its numbers, and with a window `(row, column, size)` outlined.
    `[h, w] -> Picture`
    """
    image = _grid("image", image)
    fig, [ax] = row_of_axes([image.shape], places=1)
    draw_grid(ax, image, numbers, places=True)
    text = _told(image, numbers)
    if window:
        draw_window(ax, *window)
        row, column, k = window
        text += f"\nwindow: rows {row} to {row + k - 1}, columns {column} to {column + k - 1}"
    return Picture(fig, text)


def plot_map(feature_map):
    """A feature map with its numbers. `[h, w] -> Picture`"""
    return plot_image(_grid("feature_map", feature_map), numbers=True)


def plot_stack(grids, numbers=False, columns=5, places=False):
    """Several images or maps side by side, each under its name, in rows of `columns`.
    `{name: [h, w]} -> Picture`

    With `numbers`, or with `places`, their rows and columns are numbered at the edges.
    """
    if not isinstance(grids, dict) or not grids:
        raise ValueError('plot_stack takes a dict of names and grids, like {"X": X, "O": O}')
    grids = {name: _grid(name, grid) for name, grid in grids.items()}
    columns, places = min(columns, len(grids)), numbers or places
    shapes = np.array([grid.shape for grid in grids.values()])
    height, rows = shapes[:, 0].max(), ceil(len(grids) / columns)
    # In one row all cells are of one size, whatever the grids; in several rows all grids are.
    widths = shapes[:, 1] if rows == 1 else np.full(columns, shapes[:, 1].max())
    cell = _CELL if numbers else _CELL / 2
    edge = _EDGE * places
    figure_size = (widths + 1).sum() * cell + columns * edge, rows * ((height + 0.5) * cell + 0.3 + edge)
    fig = Figure(figsize=figure_size, layout="constrained")
    axes = fig.subplots(rows, columns, squeeze=False, width_ratios=widths)
    for ax in axes.flat:
        ax.axis("off")
    for ax, (name, grid) in zip(axes.flat, grids.items(), strict=False):
        draw_grid(ax, grid, numbers, places)
        ax.set_title(name, fontsize=10)
    return Picture(fig, "\n\n".join(f"{name}\n{_told(grid, numbers)}" for name, grid in grids.items()))


def plot_match(patch, kernel):
    """Patch × kernel = products, cell by cell, with their sum and the sum divided by the number of cells.
    `[k, k], [k, k] -> Picture`
    """
    patch, kernel = _grid("patch", patch), _grid("kernel", kernel)
    if patch.shape != kernel.shape:
        raise ValueError(
            f"the patch is {extent(patch)} and the kernel {extent(kernel)}; they must be of one size"
        )
    products = patch * kernel
    fig, axes = row_of_axes([patch.shape] * 3)
    draw_products(axes, patch, kernel)
    line = quotient(products.sum(), products.size)
    fig.supxlabel(line, fontsize=11)
    lower = "\n" * ((len(patch) - 1) // 2)  # the signs stand on the middle line
    grids = [as_text(grid, numbers=True) for grid in (patch, kernel, products)]
    return Picture(fig, f"{beside(grids[0], f'{lower}×', grids[1], f'{lower}=', grids[2])}\n{line}")


def draw_grid(ax, array, numbers=False, places=False):
    """Draw an array into axes, a cell a number; NaN is a place not filled yet.

    `numbers` may be a function that writes them.
    With `places` the rows are numbered at the left and the columns at the top, from 0; a single one is not.
    """
    array = np.asarray(array)
    ax.imshow(np.clip(array, -1, 1), cmap=COLOURS, vmin=-1, vmax=1)
    height, width = array.shape
    ax.set_xticks(np.arange(width + 1) - 0.5, labels=[])
    ax.set_yticks(np.arange(height + 1) - 0.5, labels=[])
    ax.grid(color="#8a8a8a", linewidth=0.6)
    ax.tick_params(length=0)
    ax.axis("on")
    if places and width <= _WITH_NUMBERS:
        for axis, count in ((ax.xaxis, width), (ax.yaxis, height)):  # between the lines of the grid
            if count > 1:
                axis.set_ticks(range(count), labels=range(count), minor=True)
        # As many points as the figure has inches: a page makes wide figures smaller, and these stay readable.
        size = np.clip(ax.get_figure(root=True).get_figwidth(), 8.5, 12.5 if width <= 10 else 9)
        ax.tick_params(which="both", top=True, labeltop=True, bottom=False, labelbottom=False)
        ax.tick_params(which="minor", length=0, pad=2, labelsize=size, labelcolor=EDGE)
    if numbers and width <= _WITH_NUMBERS:
        whole = array.dtype.kind != "f"
        write = numbers if callable(numbers) else lambda value: in_cell(value, whole)
        for (row, column), value in np.ndenumerate(array):
            if not np.isnan(value):
                colour = "white" if value >= WHITE_FROM else "black"
                ax.text(column, row, write(value), ha="center", va="center", fontsize=8, color=colour)


def draw_window(ax, row, column, k, wide=None):
    """Outline `k × k` (or `k × wide`) cells from `row`, `column` on; black on white shows on any colour."""
    for colour, line in (("white", 5), ("black", 2.5)):
        ax.add_patch(
            Rectangle(
                (column - 0.5, row - 0.5),
                wide or k,
                k,
                fill=False,
                color=colour,
                linewidth=line,
                clip_on=False,
            )
        )


def row_of_axes(shapes, places=0):
    """A figure with one axes a shape, side by side, all cells of one size; `places` of them get numbers."""
    widths = [width for _, width in shapes]
    wide, high = sum(widths) + 1.2 * len(shapes), max(height for height, _ in shapes) + 1.6
    size = wide * _CELL + places * _EDGE, high * _CELL + bool(places) * _EDGE
    fig = Figure(figsize=size, layout="constrained")
    if places:
        fig.get_layout_engine().set(w_pad=_EDGE / 2)  # rows' numbers stay away from the grid before theirs
    return fig, fig.subplots(1, len(shapes), squeeze=False, width_ratios=widths)[0]


def draw_products(axes, patch, kernel):
    """Draw patch, kernel and products into three axes, under their names."""
    for ax, grid, title in zip(
        axes, (patch, kernel, patch * kernel), ("patch", "× kernel", "= products"), strict=True
    ):
        draw_grid(ax, grid, numbers=True)
        ax.set_title(title, fontsize=10)


def _told(grid, numbers):  # cut where the figure shows its numbers cut, else rounded
    return as_text(grid, numbers, in_cell if numbers else rounded_cell)


def _grid(name, value):
    array = as_numbers(name, value)
    if array.ndim != 2:
        raise ValueError(f"{name} has shape {array.shape}; a figure needs rows and columns, like maps[0]")
    return array
