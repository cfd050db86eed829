"""How well networks do: each choice a row, each random start a mark."""

import numpy as np
from matplotlib.figure import Figure

from xo_helpers.inputs import numbers, said
from xo_helpers.plots.style import RULE, STOPS, Picture, among, few, named, writable
from xo_helpers.texts import exact

_MOST_ROWS, _MOST_STARTS = 40, 10_000
_SHORT, _ROW = 3.9, 0.36  # inches: of the axis from 0.45, whatever stands beside it, and of a row


def plot_spread(scores, against=None):  # {name: accuracies} -> Picture
    """The accuracies of several choices: a row each, a ring for every random start, a bar for their mean.

    On the right stand the mean, the lowest and the highest, and, if `against` names a row, how often each
    other row wins over it: first start against first, second against second, a tie counting half. All figures
    have one axis, from 0.45 to 1, or from 0 where a ring is not above 0.46; a share is as long in each.

    Raises ValueError for anything but a dict of names and lists of accuracies from 0 to 1, for more than 40
    rows, and for an `against` that is not a row or has another number of starts.
    """
    scores = _accuracies(scores)
    wins = {} if against is None else _wins(scores, against)
    width = max(len(str(name)) for name in scores)
    lines = [
        f"{name!s:{width}}  {_said(found)}" + (f", wins {wins[name]} of {len(found)}" if name in wins else "")
        for name, found in scores.items()
    ]
    return Picture(lambda: _rows(scores, against, wins), "\n".join(lines))


def _rows(scores, against, wins):  # -> Figure
    lowest = min(min(found) for found in scores.values())
    left, right = 0.45 if lowest > 0.46 else -0.02, 1.01
    across = _SHORT * (right - left) / 0.56
    fig = Figure(figsize=(across, _ROW * len(scores)))  # names, means and the rest stand around it
    ax = fig.add_axes((0, 0, 1, 1))
    beside = {"transform": ax.get_yaxis_transform(), "va": "center"}
    mean, extremes, won = (1 + inches / across for inches in (0.078, 0.468, 1.404))
    heads = {mean: "mean", extremes: "lowest, highest"}
    heads |= {won: f"wins of {len(scores[against])}"} if wins else {}
    for place, head in heads.items():
        ax.text(place, -0.85, head, fontsize=8, **beside)
    for row, (name, found) in enumerate(scores.items()):
        ax.plot([min(found), max(found)], [row, row], color="#999999", linewidth=1, zorder=1)
        ax.plot(found, [row] * len(found), "o", markerfacecolor="white", markeredgecolor=STOPS[-1], zorder=2)
        ax.plot(np.mean(found), row, "|", color="black", markersize=15, markeredgewidth=2, zorder=3)
        ax.text(mean, row, f"{np.mean(found):.2f}", fontsize=10, fontweight="bold", **beside)
        ax.text(extremes, row, f"{min(found):.2f} to {max(found):.2f}", fontsize=9, **beside)
        if name in wins:
            ax.text(won, row, wins[name], fontsize=10, fontweight="bold", **beside)
    ax.set_yticks(range(len(scores)), labels=map(named, scores), fontsize=10)
    ax.set(xlim=(left, right), ylim=(len(scores) - 0.5, -0.5), axisbelow=True)
    ax.set_xlabel("share of drawings read correctly", fontsize=9)
    ax.tick_params(length=0, labelsize=9)
    ax.grid(axis="x", color=RULE, linewidth=0.6)
    ax.spines[["top", "right", "left"]].set_visible(False)
    return fig


def _accuracies(scores):  # -> {name: [n]}
    if not isinstance(scores, dict) or not scores:
        raise ValueError('plot_spread takes a dict of names and accuracies, like {"8 kernels": [0.9, 0.95]}')
    writable(*scores)
    few("rows", len(scores), _MOST_ROWS)
    arrays = {name: exact(numbers(name, found)) for name, found in scores.items()}
    for name, found in arrays.items():
        if found.ndim != 1 or found.min() < 0 or found.max() > 1:
            raise ValueError(f"{name} has {said(scores[name])}; it needs a list of accuracies from 0 to 1")
        if len(found) > _MOST_STARTS:
            raise ValueError(f"{name} has {len(found)} accuracies; a row has up to {_MOST_STARTS} starts")
    return arrays


@np.errstate()
@np.errstate(all="ignore")
def _said(found):
    return f"mean {np.mean(found):.2f}, from {min(found):.2f} to {max(found):.2f}"


def _wins(scores, against):  # -> {name: "6½"}, of all rows but one
    if not among(against, scores):
        rows = ", ".join(map(str, scores))
        raise ValueError(f"against is {said(against)}; it must be one of the rows: {rows}")
    those, wins = scores[against], {}
    for name, these in scores.items():
        if len(these) != len(those):
            raise ValueError(f"wins need pairs; of {name} there are {len(these)}, of {against} {len(those)}")
        halves = (these > those).sum() * 2 + (these == those).sum()
        wins[name] = f"{halves // 2}" + "½" * int(halves % 2)
    del wins[against]
    return wins
