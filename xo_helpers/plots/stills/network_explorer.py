"""What NetworkExplorer leaves behind: all layers, and one cell followed through them."""

from math import ceil

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from xo_helpers.plots.layers import as_maps, draw_map
from xo_helpers.plots.style import fitted, named

_MAP, _GAP, _CELL, _BESIDE = 9, 1.2, 2.5, 5.5  # a map's width, a gap, a cell at most; between layers
_UNIT = 0.085  # inches
_PICKED, _SOURCE, _DEEPER = ("-", 2.6), ("-", 1.6), ((0, (3, 2)), 1.1)


def plot_layers(values, fields, line):
    """All layers `{name: [c, h, w] or [i]}` side by side; in each its field outlined, and `line` below.

    `fields` `{name: cells}` begins with the picked cell's layer. Solid outlines: the cell and its neighbours
    in the computation; dashed ones: what lies further away.
    """
    name = next(iter(fields))
    styles = dict(zip(fields, [_PICKED, _SOURCE, *[_DEEPER] * len(fields)], strict=False))
    fig = Figure(layout="constrained")
    ax = fig.subplots()
    left, lowest = 0.0, 0.0
    for layer, array in values.items():
        maps = as_maps(array)
        field = np.isin(np.arange(array.size), fields.get(layer, [])).reshape(array.shape)
        across = 2 if len(maps) > 4 else 1
        size = min(_MAP / max(maps.shape[1:]), _CELL)
        high, wide = np.multiply(maps.shape[1:], size)
        for at, (grid, lit) in enumerate(zip(maps, as_maps(field), strict=True)):
            down, right = divmod(at, across)
            corner = left + right * (wide + _GAP), 3 + down * (high + _GAP)
            draw_map(ax, grid, corner, size)
            for box in _boxes(lit, array.ndim == 1):
                _outline(ax, corner, size, box, *styles[layer])
        width = across * (wide + _GAP) - _GAP
        ax.text(left, 2, named(layer), fontsize=8, weight="bold" if layer == name else "normal", va="bottom")
        left += max(width, 0.9 * len(named(layer)) + 0.5) + _BESIDE
        lowest = max(lowest, 3 + ceil(len(maps) / across) * (high + _GAP))
    ax.set(xlim=(-1, left), ylim=(lowest, 0), aspect="equal")
    ax.axis("off")
    fig.set_size_inches(*fitted(max((left + 1) * _UNIT, 6), lowest * _UNIT + 0.5))
    fig.supxlabel(line, fontsize=8, wrap=True)
    return fig


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
