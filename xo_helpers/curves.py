"""Figures of how well networks do: each choice a row, each random start a mark."""

import numpy as np
from matplotlib.figure import Figure

from xo_helpers.plots import STOPS, Picture


def plot_spread(scores):  # {name: accuracies} -> Picture
    """The accuracies of several choices: a row each, a ring for every random start, a bar for their mean.

    The axis begins near the lowest ring. On the right stand the mean, the lowest and the highest.

    Raises ValueError for anything but a dict of names and lists of accuracies from 0 to 1.
    """
    if not isinstance(scores, dict) or not scores:
        raise ValueError('plot_spread takes a dict of names and accuracies, like {"8 kernels": [0.9, 0.95]}')
    for name, found in scores.items():
        if np.ndim(found) != 1 or not len(found) or not all(0 <= one <= 1 for one in found):
            raise ValueError(f"{name} has {found!r}; it needs a list of accuracies from 0 to 1")
    fig = Figure(figsize=(7, 0.36 * len(scores) + 0.75), layout="constrained")
    ax = fig.subplots()
    for row, found in enumerate(scores.values()):
        ax.plot([min(found), max(found)], [row, row], color="#999999", linewidth=1, zorder=1)
        ax.plot(found, [row] * len(found), "o", markerfacecolor="white", markeredgecolor=STOPS[2], zorder=2)
        ax.plot(np.mean(found), row, "|", color="black", markersize=15, markeredgewidth=2, zorder=3)
        beside = {"transform": ax.get_yaxis_transform(), "va": "center"}
        ax.text(1.02, row, f"{np.mean(found):.2f}", fontsize=10, fontweight="bold", **beside)
        ax.text(1.12, row, f"{min(found):.2f} to {max(found):.2f}", fontsize=9, **beside)
    ax.set_yticks(range(len(scores)), labels=list(scores), fontsize=10)
    least = min(min(found) for found in scores.values())
    ax.set(xlim=(least - 0.02, 1.01), ylim=(len(scores) - 0.5, -0.5))
    ax.set_xlabel("share of held-out drawings read correctly", fontsize=9)
    ax.tick_params(length=0, labelsize=9)
    ax.grid(axis="x", color="#dddddd", linewidth=0.6)
    for side in ("top", "right", "left"):
        ax.spines[side].set_visible(False)
    ax.set_axisbelow(True)
    width = max(map(len, scores))
    lines = [f"{name:{width}}  {_said(found)}" for name, found in scores.items()]
    return Picture(fig, "\n".join(lines))


def _said(found):
    return f"mean {np.mean(found):.2f}, from {min(found):.2f} to {max(found):.2f}"
