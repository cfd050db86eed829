"""What NetworkExplorer leaves behind: all layers, and one cell followed through them."""

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from xo_helpers.plots.layers import UNIT, as_maps, draw_map, in_rows
from xo_helpers.plots.legend import A_PICTURE, draw_foot
from xo_helpers.plots.style import fitted, named

_PICKED, _SOURCE, _DEEPER = ("-", 2.6), ("-", 1.6), ((0, (3, 2)), 1.1)


def plot_layers(values, fields, line, scaled=False):
    """All layers `{name: [c, h, w] or [i]}` in rows; in each its field outlined, and `line` below.

    `fields` `{name: cells}` begins with the picked cell's layer. Solid outlines: the cell and its neighbours
    in the computation; dashed ones: what lies further away. `scaled`: each layer by its own largest value.
    """
    name = next(iter(fields))
    styles = dict(zip(fields, [_PICKED, _SOURCE, *[_DEEPER] * len(fields)], strict=False))
    fig = Figure(layout="constrained")
    ax = fig.subplots()
    placed, wide, high = in_rows(values)
    for layer, (x, y), maps, size in placed:
        flat = values[layer].ndim == 1
        field = np.isin(np.arange(values[layer].size), fields.get(layer, [])).reshape(values[layer].shape)
        for (grid, corner), lit in zip(maps, as_maps(field), strict=True):
            draw_map(ax, grid, corner, size)
            for box in _boxes(lit, flat):
                _outline(ax, corner, size, box, *styles[layer])
        weight = "bold" if layer == name else "normal"
        ax.text(x, y + 2.4, named(layer), fontsize=10, weight=weight, va="bottom")
    ax.set(xlim=(-1, wide), ylim=(high, 0), aspect="equal", anchor="NW")
    ax.axis("off")
    fig.set_size_inches(*fitted(max((wide + 1) * UNIT, 6), high * UNIT + 0.5))
    fig.supxlabel(line, fontsize=10, wrap=True)
    return draw_foot(fig, A_PICTURE, None if scaled else 1)


def _outline(ax, corner, size, field, style, width):
    (x, y), (row, column, rows, columns) = corner, field
    place = (x + column * size, y + row * size), columns * size, rows * size
    ax.add_patch(Rectangle(*place, fill=False, color="white", linewidth=width + 1.6, zorder=3))
    ax.add_patch(Rectangle(*place, fill=False, color="black", linewidth=width, linestyle=style, zorder=4))


def _boxes(
    lit, flat
):  # [h, w] of 1, 0 and, behind the last value, NaN -> [(row, column, rows, columns), ...]
    """What to outline: of a map the rows and columns that are lit, of values in a row each run of a line."""
    part, lit = flat and (lit == 0).any(), lit == 1
    if part:
        for row, line in enumerate(lit):
            yield from ((row, first, 1, last - first) for first, last in _runs(line))
        return
    for top, bottom in _runs(lit.any(axis=1)):
        for first, last in _runs(lit.any(axis=0)):
            yield top, first, bottom - top, last - first


def _runs(lit):  # [n] of bool -> [(from, to), ...]
    edges = np.flatnonzero(np.diff(np.r_[0, lit, 0]))
    return list(zip(edges[::2], edges[1::2], strict=True))
