"""Shares as bars, beside the classes' names."""

from xo_helpers.plots.style import GREY, named
from xo_helpers.texts import rounded


def draw_shares(ax, shares, classes, title, digits, high):  # [c] of 0 to 1
    """A bar a class with its share in `digits` decimals; the axes are `high` high for 1 wide."""
    ax.barh(range(len(classes)), shares, color=GREY, height=0.55)
    for at, share in enumerate(shares):
        ax.text(share + 0.02, at, rounded(share, digits), va="center", fontsize=10)
    ax.set_yticks(range(len(classes)), labels=[named(name, 20) for name in classes], fontsize=10)
    ax.set(xlim=(0, 1.3), ylim=(len(classes) - 0.4, -0.6), xticks=(0, 0.5, 1), box_aspect=high)
    ax.set_title(title, fontsize=10, loc="left")
    ax.spines[["top", "right"]].set_visible(False)
    ax.spines["bottom"].set_bounds(0, 1)
