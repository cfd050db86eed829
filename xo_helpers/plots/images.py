"""The figures of images, maps and kernels: cells in their colours, on request with their numbers."""

from math import ceil

import numpy as np
from matplotlib.figure import Figure

from xo_helpers.inputs import extent, said, whole
from xo_helpers.inputs import numbers as as_numbers
from xo_helpers.plots.grids import CELL, STRIP, draw_grid, draw_products, draw_window, multiplied, row_of_axes
from xo_helpers.plots.style import Picture, few, fitted, named, plane, writable
from xo_helpers.texts import as_text, beside, in_cell, quotient, rounded_cell
from xo_helpers.words import asked

_LARGEST, _LARGEST_MATCH = 256, 64  # rows or columns of a grid
_MOST_GRIDS, _MOST_CELLS, _MOST_NUMBERS, _MOST_TOLD = 48, _LARGEST**2, 1000, 4096  # in a figure


def plot_image(image, numbers=False, window=None):
    """An image, on request with its numbers, and with a window `(row, column, size)` outlined.
    `[h, w] -> Picture`

    Numbers stand in up to 100 rows and 12 columns. Raises ValueError for more than 256 of either, and for a
    window that is not inside the image.
    """
    image, numbers = _grid("image", image), asked("numbers", numbers)
    text = _told(image, numbers, image.size)
    if window is not None:
        row, column, k = window = _window(window, image)
        text += f"\nwindow: rows {row} to {row + k - 1}, columns {column} to {column + k - 1}"

    def draw():
        fig, [ax] = row_of_axes([image.shape], places=1)
        draw_grid(ax, image, numbers, places=True)
        if window is not None:
            draw_window(ax, *window)
        return fig

    return Picture(draw, text)


def _window(window, image):  # -> row, column and size, as Python's whole numbers
    try:
        row, column, size = window
    except Exception:  # whatever goes through it raises
        message = f"window is {said(window)}; it needs a row, a column and a size, like (1, 1, 3)"
        raise ValueError(message) from None
    given = {"row": (row, 0), "column": (column, 0), "size": (size, 1)}
    row, column, size = (whole(f"the window's {name}", *one) for name, one in given.items())
    if row + size > len(image) or column + size > len(image[0]):
        raise ValueError(
            f"the window from row {row} and column {column} on, {size}×{size}, is not inside the image, "
            f"which is {extent(image)}; rows and columns count from 0"
        )
    return row, column, size


def plot_map(feature_map):
    """A feature map with its numbers, as far as `plot_image` has them. `[h, w] -> Picture`"""
    return plot_image(_grid("feature_map", feature_map), numbers=True)  # an error says feature_map


def plot_stack(grids, numbers=False, columns=5, places=False):
    """Several images or maps side by side, each under its name, in rows of `columns`.
    `{name: [h, w]} -> Picture`

    With `numbers`, or with `places`, their rows and columns are numbered at the edges. Numbers stand in grids
    of up to 100 rows and 12 columns, up to 1000 in a figure, edges included. Raises ValueError for more than
    48 grids, and for more than 256 × 256 cells in all.
    """
    if not isinstance(grids, dict) or not grids:
        raise ValueError('plot_stack takes a dict of names and grids, like {"X": X, "O": O}')
    few("grids", len(grids), _MOST_GRIDS)
    writable(*grids)
    grids = {name: _grid(name, grid) for name, grid in grids.items()}
    few("cells", cells := sum(grid.size for grid in grids.values()), _MOST_CELLS)
    numbers, places = asked("numbers", numbers), asked("places", places)
    columns = min(whole("columns", columns, 1), len(grids))
    told = "\n\n".join(f"{name}\n{_told(grid, numbers, cells)}" for name, grid in grids.items())
    written = numbers and sum(grid.size + sum(grid.shape) for grid in grids.values()) <= _MOST_NUMBERS
    return Picture(lambda: _stack(grids, written, columns, written or places), told)


def _stack(grids, numbers, columns, places):  # -> Figure
    shapes = np.array([grid.shape for grid in grids.values()])
    height, rows = shapes[:, 0].max(), ceil(len(grids) / columns)
    # In one row all cells are of one size, whatever the grids; in several rows all grids are.
    widths = shapes[:, 1] if rows == 1 else np.full(columns, shapes[:, 1].max())
    cell = CELL if numbers else CELL / 2
    edge = STRIP * places
    figure_size = (widths + 1).sum() * cell + columns * edge, rows * ((height + 0.5) * cell + 0.3 + edge)
    fig = Figure(figsize=fitted(*figure_size), layout="constrained")
    axes = fig.subplots(rows, columns, squeeze=False, width_ratios=widths)
    for ax in axes.flat:
        ax.axis("off")
    for ax, (name, grid) in zip(axes.flat, grids.items(), strict=False):
        draw_grid(ax, grid, numbers, places)
        ax.set_title(named(name), fontsize=10)
    return fig


def plot_match(patch, kernel):
    """Patch × kernel = products, cell by cell, with their sum and the sum divided by the number of cells.
    `[k, k], [k, k] -> Picture`

    Raises ValueError unless both are of one size, and for more than 64 rows or columns.
    """
    patch, kernel = (_grid(*given, _LARGEST_MATCH) for given in (("patch", patch), ("kernel", kernel)))
    if patch.shape != kernel.shape:
        raise ValueError(f"the patch is {extent(patch)} and the kernel {extent(kernel)}; make them one size")
    products = multiplied(patch, kernel)
    with np.errstate(), np.errstate(all="ignore"):
        total = products.sum() if products.dtype.kind == "f" else sum(products.ravel().tolist())
    if not np.isfinite(float(total)):
        raise ValueError("the products of patch and kernel add up to more than 1.8e308; take smaller numbers")
    line = quotient(total, products.size)
    lower = "\n" * ((len(patch) - 1) // 2)  # the signs stand on the middle line
    grids = [as_text(grid, numbers=True) for grid in (patch, kernel, products)]

    def draw():
        fig, axes = row_of_axes([patch.shape] * 3)
        draw_products(axes, patch, kernel)
        fig.supxlabel(line, fontsize=11)
        return fig

    return Picture(draw, f"{beside(grids[0], f'{lower}×', grids[1], f'{lower}=', grids[2])}\n{line}")


def _told(grid, numbers, cells):  # cut where the figure shows its numbers cut, else rounded
    if cells > _MOST_TOLD:  # in all: nobody reads so many
        return f"{extent(grid)} cells, from {rounded_cell(grid.min())} to {rounded_cell(grid.max())}"
    return as_text(grid, numbers, in_cell if numbers else rounded_cell)


def _grid(name, value, most=_LARGEST):
    array = plane(name, as_numbers(name, value))
    if max(array.shape) > most:
        raise ValueError(
            f"{name} is {extent(array)}; a figure shows at most {most} rows and columns: cut a part out, "
            f"like {name}[:{most}, :{most}], or try plot_photograph"
        )
    return array
