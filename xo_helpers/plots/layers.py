"""A layer's output as maps, all layers in rows as wide as a page, and a map drawn anywhere on it."""

from math import ceil

import numpy as np
from matplotlib.patches import Rectangle

from xo_helpers.plots.style import COLOURS, LINE, named
from xo_helpers.texts import exact

UNIT = 0.085  # inches
# A map, between maps, a cell at most, between layers; a row of layers, as wide as a notebook's column.
_MAP, _GAP, _CELL, _BESIDE, _ROW = 9, 1.2, 2.5, 4, 118
_ACROSS = {4: 1, 8: 4}  # up to so many maps stand in so many columns; more in eight


def as_maps(array):  # [c, h, w] or [i] -> [c, h, w]
    """The maps of a layer; values in a row are broken into lines, and NaN fills the last."""
    if array.ndim == 3:
        return array
    wide = min(len(array), 12) if len(array) <= 144 else ceil(len(array) ** 0.5)
    lines = np.full(ceil(len(array) / wide) * wide, np.nan)
    lines[: len(array)] = array
    return lines.reshape(1, -1, wide)


def in_rows(values):  # -> [(name, (x, y), [(grid, (x, y)), ...], size), ...], width, height
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


def draw_map(ax, grid, corner, size):
    """Draw one map with its top left corner there, each cell `size` wide."""
    (x, y), (rows, columns) = corner, grid.shape
    box = (x, x + columns * size, y + rows * size, y)
    shown = {"cmap": COLOURS, "vmin": -1, "vmax": 1, "interpolation": "nearest"}
    ax.imshow(np.clip(exact(grid), -1, 1), extent=box, **shown)
    ax.add_patch(Rectangle(corner, columns * size, rows * size, fill=False, color=LINE, linewidth=0.6))
