"""A layer's output as maps, and a map drawn anywhere on a page."""

from math import ceil

import numpy as np
from matplotlib.patches import Rectangle

from xo_helpers.plots.style import COLOURS
from xo_helpers.texts import exact


def as_maps(array):  # [c, h, w] or [i] -> [c, h, w]
    """The maps of a layer; values in a row are broken into lines, and NaN fills the last."""
    if array.ndim == 3:
        return array
    wide = min(len(array), 12) if len(array) <= 144 else ceil(len(array) ** 0.5)
    lines = np.full(ceil(len(array) / wide) * wide, np.nan)
    lines[: len(array)] = array
    return lines.reshape(1, -1, wide)


def draw_map(ax, grid, corner, size):
    """Draw one map with its top left corner there, each cell `size` wide."""
    (x, y), (rows, columns) = corner, grid.shape
    box = (x, x + columns * size, y + rows * size, y)
    shown = {"cmap": COLOURS, "vmin": -1, "vmax": 1, "interpolation": "nearest"}
    ax.imshow(np.clip(exact(grid), -1, 1), extent=box, **shown)
    ax.add_patch(Rectangle(corner, columns * size, rows * size, fill=False, color="#8a8a8a", linewidth=0.6))
