"""The picture that the drawing pad leaves behind: the drawing, the shares, and every layer beside them."""

from math import ceil

from matplotlib.figure import Figure

from xo_helpers.plots import draw_grid
from xo_helpers.texts import in_cell
from xo_helpers.widgets.network_picture import as_maps, draw_map

_MAP, _GAP, _CELL, _BESIDE = (
    9,
    1.2,
    2.5,
    5,
)  # a map, between maps, a cell at most; between layers
_UNIT = 0.085  # inches
_DRAWING, _WHOLE = 3, 3.5  # inches: the drawing's side, a share of 1


def plot_pad(image, values, shares, classes, line):
    """The drawing, beside it the shares as bars and the layers' outputs `{name: array}`, and a line below."""
    wide, high = _size(values)
    bars = 0.32 * len(classes) + 0.3
    fig = Figure(figsize=(_DRAWING + 0.3 + wide, max(_DRAWING, bars + high) + 0.3), layout="constrained")
    grid = fig.add_gridspec(2, 2, width_ratios=[_DRAWING, wide], height_ratios=[bars, high])
    drawing = fig.add_subplot(grid[:, 0])
    draw_grid(drawing, image, places=True)
    drawing.tick_params(which="minor", labelsize=16)  # wide as it is, a page shows it at half its size
    drawing.set_anchor("N")
    _draw_shares(fig.add_subplot(grid[0, 1]), shares, classes, wide)
    _draw_layers(fig.add_subplot(grid[1, 1]), values)
    fig.supxlabel(line, fontsize=10, wrap=True)
    return fig


def _draw_shares(ax, shares, classes, wide):  # wide: of the axes, in inches
    ax.barh(range(len(classes)), shares, color="#555555", height=0.6)
    for at, share in enumerate(shares):
        ax.text(share + 0.01, at, in_cell(share), va="center", fontsize=9)
    ax.set_yticks(range(len(classes)), labels=classes, fontsize=9)
    ax.set(xlim=(0, max(wide / _WHOLE, 1.15)), ylim=(len(classes) - 0.4, -0.6), xticks=[])
    ax.set_title("shares of 1", fontsize=9, loc="left")
    ax.spines[["top", "right", "bottom"]].set_visible(False)


def _placed(values):  # -> [(name, left, [(grid, (x, y)), ...], size), ...], width, height
    """Where each layer's maps stand, in units: layer after layer, many maps in two columns or four."""
    placed, left, lowest = [], 0.0, 0.0
    for name, array in values.items():
        maps = as_maps(array)
        across = 1 if len(maps) <= 4 else 2 if len(maps) <= 8 else 4
        size = min(_MAP / max(maps.shape[1:]), _CELL)
        high, wide = maps.shape[1] * size, maps.shape[2] * size
        corners = [
            (left + at % across * (wide + _GAP), 3 + at // across * (high + _GAP)) for at in range(len(maps))
        ]
        placed.append((name, left, list(zip(maps, corners, strict=True)), size))
        left += max(across * (wide + _GAP) - _GAP, 0.9 * len(name) + 0.5) + _BESIDE
        lowest = max(lowest, 3 + ceil(len(maps) / across) * (high + _GAP))
    return placed, left, lowest


def _size(values):  # inches
    _, wide, high = _placed(values)
    return wide * _UNIT, high * _UNIT


def _draw_layers(ax, values):
    placed, wide, high = _placed(values)
    for name, left, maps, size in placed:
        ax.text(left, 2, name, fontsize=8, va="bottom")
        for grid, corner in maps:
            draw_map(ax, grid, corner, size)
    ax.set(xlim=(-1, wide), ylim=(high, 0), aspect="equal", anchor="NW")
    ax.axis("off")
