"""Curves, and how well networks do: each choice a row, each random start a mark."""

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from xo_helpers.inputs import numbers
from xo_helpers.plots.style import STOPS, Picture
from xo_helpers.texts import rounded

_STYLES = ("-", "--", ":", "-.")  # lines differ in more than their colour
_COLOURS = (STOPS[2], "#b35806", "#222222", "#777777")


def plot_lines(lines, across, up, level=None):
    """Lines in one figure, each under its name; `across` and `up` name the axes, and `level` draws a height.
    `{name: values} or {name: (places, values)} -> Picture`

    Values without places stand at 0, 1, 2 and so on. Of more than 25 values the text has eleven.

    Raises ValueError for anything but a dict of names and lines, and for places that do not fit their values.
    """
    if not isinstance(lines, dict) or not lines:
        raise ValueError('plot_lines takes a dict of names and values, like {"loss": [0.5, 0.4]}')
    fig = Figure(figsize=(7, 3.2), layout="constrained")
    return Picture(fig, "\n".join(_drawn(fig.subplots(), lines, across, up, level)))


def plot_panels(panels, up):
    """Panels of lines side by side with one height, each named by what goes across.
    `{across: {name: (places, values)}} -> Picture`

    Raises ValueError for anything but a dict of names and dicts of lines, as `plot_lines` takes them.
    """
    if not isinstance(panels, dict) or not panels or {type(lines) for lines in panels.values()} != {dict}:
        raise ValueError('plot_panels takes a dict of dicts of lines, like {"noise": {"network": [1, 0.9]}}')
    fig = Figure(figsize=(2.9 * len(panels), 2.8), layout="constrained")
    axes = fig.subplots(1, len(panels), sharey=True, squeeze=False)[0]
    told = [
        "\n".join(_drawn(ax, lines, across, up))
        for ax, (across, lines) in zip(axes, panels.items(), strict=True)
    ]
    for ax in axes:
        ax.label_outer()
    return Picture(fig, "\n".join(told))


def _drawn(ax, lines, across, up, level=None):  # -> what each line says
    told = []
    for at, (name, line) in enumerate(lines.items()):
        places, values = line if isinstance(line, tuple) else (range(len(line)), line)
        places, values = numbers(name, places), numbers(name, values)
        if values.ndim != 1 or places.shape != values.shape:
            raise ValueError(
                f"{name} has places of shape {places.shape} for values of shape {values.shape}; "
                "a line needs a list of values, and as many places if it has any"
            )
        look = {"color": _COLOURS[at % 4], "linestyle": _STYLES[at % 4], "linewidth": 2}
        ax.plot(places, values, marker="o" if len(values) <= 30 else "", markersize=4, label=name, **look)
        some = np.linspace(0, len(values) - 1, len(values) if len(values) <= 25 else 11).round().astype(int)
        pairs = [f"{places[i].round(2):g}: {rounded(values[i], 2)}" for i in some]
        told.append(f"{name} ({across}: {up})\n" + ", ".join(pairs))
    if np.array_equal(places, places.round()):
        ax.xaxis.set_major_locator(MaxNLocator(integer=True, steps=[1, 2, 5, 10]))
    if level is not None:
        ax.axhline(level, color="#555555", linewidth=1)
    ax.set_xlabel(across, fontsize=9)
    ax.set_ylabel(up, fontsize=9)
    ax.tick_params(labelsize=9)
    ax.grid(color="#dddddd", linewidth=0.6)
    ax.set_axisbelow(True)
    for side in ("top", "right"):
        ax.spines[side].set_visible(False)
    if len(lines) > 1:
        ax.legend(fontsize=9, framealpha=0.9)
    return told


def plot_spread(scores, against=None):  # {name: accuracies} -> Picture
    """The accuracies of several choices: a row each, a ring for every random start, a bar for their mean.

    On the right stand the mean, the lowest and the highest, and, if `against` names a row, how often each
    other row wins over it: first start against first, second against second, a tie counting half. All figures
    have one axis, from 0.45 to 1; only where a ring lies below that does it begin at 0.

    Raises ValueError for anything but a dict of names and lists of accuracies from 0 to 1, and for an
    `against` that is no row or has another number of starts.
    """
    _accuracies(scores)
    wins = {} if against is None else _wins(scores, against)
    fig = Figure(figsize=(7, 0.36 * len(scores) + 0.9), layout="constrained")
    ax = fig.subplots()
    beside = {"transform": ax.get_yaxis_transform(), "va": "center"}
    heads = {1.02: "mean", 1.12: "lowest, highest"}
    heads |= {1.36: f"wins of {len(scores[against])}"} if wins else {}
    for place, head in heads.items():
        ax.text(place, -0.85, head, fontsize=8, **beside)
    for row, (name, found) in enumerate(scores.items()):
        ax.plot([min(found), max(found)], [row, row], color="#999999", linewidth=1, zorder=1)
        ax.plot(found, [row] * len(found), "o", markerfacecolor="white", markeredgecolor=STOPS[2], zorder=2)
        ax.plot(np.mean(found), row, "|", color="black", markersize=15, markeredgewidth=2, zorder=3)
        ax.text(1.02, row, f"{np.mean(found):.2f}", fontsize=10, fontweight="bold", **beside)
        ax.text(1.12, row, f"{min(found):.2f} to {max(found):.2f}", fontsize=9, **beside)
        if name in wins:
            ax.text(1.36, row, wins[name], fontsize=10, fontweight="bold", **beside)
    ax.set_yticks(range(len(scores)), labels=list(scores), fontsize=10)
    least = min(min(found) for found in scores.values())
    ax.set(xlim=(0.45 if least > 0.46 else -0.02, 1.01), ylim=(len(scores) - 0.5, -0.5), axisbelow=True)
    ax.set_xlabel("share of drawings read correctly", fontsize=9)
    ax.tick_params(length=0, labelsize=9)
    ax.grid(axis="x", color="#dddddd", linewidth=0.6)
    ax.spines[["top", "right", "left"]].set_visible(False)
    width = max(map(len, scores))
    lines = [
        f"{name:{width}}  {_said(found)}" + (f", wins {wins[name]} of {len(found)}" if name in wins else "")
        for name, found in scores.items()
    ]
    return Picture(fig, "\n".join(lines))


def _accuracies(scores):
    if not isinstance(scores, dict) or not scores:
        raise ValueError('plot_spread takes a dict of names and accuracies, like {"8 kernels": [0.9, 0.95]}')
    for name, found in scores.items():
        if np.ndim(found) != 1 or not len(found) or not all(0 <= one <= 1 for one in found):
            raise ValueError(f"{name} has {found!r}; it needs a list of accuracies from 0 to 1")


def _said(found):
    return f"mean {np.mean(found):.2f}, from {min(found):.2f} to {max(found):.2f}"


def _wins(scores, against):  # -> {name: "6½"}, of all rows but one
    if against not in scores:
        raise ValueError(f"against is {against!r}; it must be one of the rows: {', '.join(scores)}")
    those, wins = np.asarray(scores[against]), {}
    for name, these in scores.items():
        if len(these) != len(those):
            raise ValueError(f"{name} has {len(these)} accuracies, {against} {len(those)}; wins need pairs")
        halves = (these > those).sum() * 2 + (these == those).sum()
        wins[name] = f"{halves // 2}" + "½" * int(halves % 2)
    del wins[against]
    return wins
