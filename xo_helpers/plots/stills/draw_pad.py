"""What DrawPad leaves behind: the drawing, the shares, and every layer below them."""

from math import ceil

from matplotlib.figure import Figure

from xo_helpers.plots.grids import draw_grid
from xo_helpers.plots.layers import as_maps, draw_map
from xo_helpers.plots.shares import draw_shares
from xo_helpers.plots.style import fitted, named

# A map, between maps, a cell at most, between layers; a row of layers, as wide as a notebook's column.
_MAP, _GAP, _CELL, _BESIDE, _ROW = 9, 1.2, 2.5, 4, 118
_UNIT, _DRAWING = 0.085, 2.8  # inches
_ACROSS = {4: 1, 8: 4}  # up to so many maps stand in so many columns; more in eight


def plot_pad(image, values, shares, classes, line):
    """The drawing, beside it the shares as bars and a line, below the layers' outputs `{name: array}`."""
    placed, wide, high = _placed(values)
    top = max(_DRAWING, 0.4 * len(classes) + 1.2)
    wide = max(wide * _UNIT, _DRAWING + 4)
    fig = Figure(figsize=fitted(wide, top + 0.2 + high * _UNIT), layout="constrained")
    above, below = fig.subfigures(2, 1, height_ratios=[top + 0.2, high * _UNIT])
    drawing, bars = above.subplots(1, 2, width_ratios=[_DRAWING, wide - _DRAWING])
    draw_grid(drawing, image, places=True)
    draw_shares(bars, shares, classes, "shares of 1", 2, len(classes) / 8)
    bars.set_xlabel(named(line, 60), fontsize=11, loc="left", labelpad=10)
    _draw_layers(below.subplots(), placed, wide / _UNIT, high)
    return fig


def _placed(values):  # -> [(name, (x, y), [(grid, (x, y)), ...], size), ...], width, height
    """Where each layer's maps stand, in units: layer after layer, in rows as wide as a page."""
    placed, left, top, lowest, widest = [], 0.0, 0.0, 0.0, 0.0
    for name, array in values.items():
        maps = as_maps(array)
        across = next((columns for most, columns in _ACROSS.items() if len(maps) <= most), 8)
        most = max(maps.shape[1:]) if array.ndim > 1 else maps.shape[2] / 4
        size = min(_MAP / most, _CELL)
        high, wide = maps.shape[1] * size, maps.shape[2] * size
        whole = max(across * (wide + _GAP) - _GAP, 1.6 * len(named(name)))
        if left and left + whole > _ROW:
            left, top = 0.0, lowest + 1.5
        corners = [
            (left + at % across * (wide + _GAP), top + 3 + at // across * (high + _GAP))
            for at in range(len(maps))
        ]
        placed.append((name, (left, top), list(zip(maps, corners, strict=True)), size))
        lowest = max(lowest, top + 3 + ceil(len(maps) / across) * (high + _GAP))
        widest = max(widest, left + whole)
        left += whole + _BESIDE
    return placed, widest + 1, lowest


def _draw_layers(ax, placed, wide, high):
    for name, (x, y), maps, size in placed:
        ax.text(x, y + 2.4, named(name), fontsize=10, va="bottom")
        for grid, corner in maps:
            draw_map(ax, grid, corner, size)
    ax.set(xlim=(-0.5, wide), ylim=(high, 0), aspect="equal", anchor="NW")
    ax.axis("off")
