"""How a picture of your own becomes an image: each step of `scan`, side by side."""

from matplotlib.figure import Figure

from xo_helpers.plots.grids import CELL, draw_grid
from xo_helpers.plots.style import Picture, fitted
from xo_helpers.scan import scan
from xo_helpers.texts import as_text

_TITLES = {
    "grey": "in grey",
    "strokes": "strokes, without specks",
    "cropped": "cropped",
    "covered": "how much of each cell is covered",
    "image": "the image",
}


def plot_scan(picture, size=9):
    """The steps that make an image of a picture: see `scan.to_image`, which raises the same. `-> Picture`"""
    found = scan(picture, size)

    def draw():
        side = 7 * CELL
        fig = Figure(figsize=fitted(len(found) * side, side + 0.3), layout="constrained")
        for ax, (name, cells) in zip(fig.subplots(1, len(found)), found.items(), strict=True):
            ax.set_title(_TITLES[name], fontsize=10)
            if name == "image":
                draw_grid(ax, cells)
            else:
                ax.imshow(cells, cmap="gray" if name == "grey" else "gray_r", vmin=0, vmax=cells.max())
                ax.set(xticks=[], yticks=[])
        return fig

    lines = [f"{_TITLES[name]}: {len(cells)} × {cells.shape[1]}" for name, cells in found.items()]
    return Picture(draw, "\n".join([*lines, as_text(found["image"], numbers=False)]))
