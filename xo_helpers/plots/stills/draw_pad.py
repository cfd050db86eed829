"""What DrawPad leaves behind: the drawing, the shares, and every layer below them."""

from matplotlib.figure import Figure

from xo_helpers.plots.grids import draw_grid
from xo_helpers.plots.layers import UNIT, draw_map, in_rows
from xo_helpers.plots.legend import draw_foot
from xo_helpers.plots.shares import draw_shares
from xo_helpers.plots.style import fitted, named

_DRAWING = 2.8  # inches


def plot_pad(image, values, shares, classes, line):
    """The drawing, beside it the shares as bars and a line, below the layers' outputs `{name: array}`."""
    placed, wide, high = in_rows(values)
    top = max(_DRAWING, 0.4 * len(classes) + 1.2)
    wide = max(wide * UNIT, _DRAWING + 4)
    fig = Figure(figsize=fitted(wide, top + 0.2 + high * UNIT), layout="constrained")
    above, below = fig.subfigures(2, 1, height_ratios=[top + 0.2, high * UNIT])
    drawing, bars = above.subplots(1, 2, width_ratios=[_DRAWING, wide - _DRAWING])
    draw_grid(drawing, image, places=True)
    draw_shares(bars, shares, classes, "shares of 1", 2, len(classes) / 8)
    bars.set_xlabel(named(line, 60), fontsize=11, loc="left", labelpad=10)
    _draw_layers(below.subplots(), placed, wide / UNIT, high)
    return draw_foot(fig, "A picture of the pad: run the cell to draw.")


def _draw_layers(ax, placed, wide, high):
    for name, (x, y), maps, size in placed:
        ax.text(x, y + 2.4, named(name), fontsize=10, va="bottom")
        for grid, corner in maps:
            draw_map(ax, grid, corner, size)
    ax.set(xlim=(-0.5, wide), ylim=(high, 0), aspect="equal", anchor="NW")
    ax.axis("off")
