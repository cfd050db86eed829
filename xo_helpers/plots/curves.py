"""Lines over their places, in one figure or in panels side by side."""

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from xo_helpers.inputs import numbers, said
from xo_helpers.plots.style import DARK, GREY, RULE, STOPS, Picture, few, named, writable
from xo_helpers.texts import exact, rounded

_STYLES = ("-", "--", ":", "-.")  # lines differ in more than their colour
_COLOURS = (STOPS[-1], "#b35806", DARK, "#777777")
_MOST_LINES, _MOST_PANELS, _MOST_VALUES = {"figure": 16, "panel": 8}, 12, 100_000
_HIGHEST = 1e100


def plot_lines(lines, across, up, level=None):
    """Lines in one figure, each under its name; `across` and `up` name the axes, and `level` draws a height.
    `{name: values} or {name: (places, values)} -> Picture`

    Values without places stand at 0, 1, 2 and so on. Of more than 25 values the text has eleven.

    Raises ValueError for anything but a dict of names and lines, for places that do not fit their values, and
    for more than 16 lines or 100,000 values.
    """
    if not isinstance(lines, dict) or not lines:
        raise ValueError('plot_lines takes a dict of names and values, like {"loss": [0.5, 0.4]}')
    writable(across, up)
    lines = _lines(lines)
    level = None if level is None else _height(level)

    def draw():
        fig = Figure(figsize=(7, 3.2), layout="constrained")
        _draw(fig.subplots(), lines, across, up, level)
        return fig

    return Picture(draw, _told(lines, across, up))


def plot_panels(panels, up):
    """Panels of lines side by side with one height, each named by what goes across.
    `{across: {name: (places, values)}} -> Picture`

    Raises ValueError for anything but a dict of names and dicts of lines, as `plot_lines` takes them, and for
    more than 12 panels, 8 lines in one of them, or 100,000 values in all.
    """
    given = [panels, *panels.values()] if isinstance(panels, dict) else [None]
    if not all(isinstance(one, dict) and one for one in given):
        raise ValueError('plot_panels takes a dict of dicts of lines, like {"noise": {"network": [1, 0.9]}}')
    writable(up, *panels)
    few("panels", len(panels), _MOST_PANELS)
    panels = {across: _lines(lines, "panel") for across, lines in panels.items()}
    few("values", sum(len(values) for lines in panels.values() for _, values in lines.values()), _MOST_VALUES)

    def draw():
        fig = Figure(figsize=(2.9 * len(panels), 2.8), layout="constrained")
        axes = fig.subplots(1, len(panels), sharey=True, squeeze=False)[0]
        for ax, (across, lines) in zip(axes, panels.items(), strict=True):
            _draw(ax, lines, across, up)
            ax.label_outer()
        return fig

    return Picture(draw, "\n".join(_told(lines, across, up) for across, lines in panels.items()))


def _lines(lines, where="figure"):  # -> {name: (places, values)}
    writable(*lines)
    few("lines", len(lines), _MOST_LINES[where], where)
    lines = {name: _line(name, line) for name, line in lines.items()}
    few("values", sum(len(values) for _, values in lines.values()), _MOST_VALUES)
    return lines


def _line(name, line):  # values, or (places, values) -> places, values
    pair = isinstance(line, tuple) and len(line) == 2 and all(map(_several, line))
    values = numbers(name, line[1] if pair else line)
    places = numbers(f"the places of {name}", line[0] if pair else np.arange(len(np.atleast_1d(values))))
    if values.ndim != 1 or places.shape != values.shape:
        raise ValueError(
            f"{name} has places of shape {places.shape} for values of shape {values.shape}; "
            "a line needs a list of values, and as many places if it has any"
        )
    for what, given in ((f"the places of {name}", places), (name, values)):
        if np.abs(exact(given)).max() > _HIGHEST:
            raise ValueError(f"{what} holds {given[np.abs(given).argmax()]}; axes go up to {_HIGHEST:g}")
    return exact(places), exact(values)


def _several(part):
    return hasattr(part, "__len__") and getattr(part, "ndim", 1) > 0


def _height(level):
    height = exact(numbers("level", level))  # of few bits it could not be compared
    if height.ndim or abs(height) > _HIGHEST:
        raise ValueError(f"level is {said(level)}; it must be a number, up to {_HIGHEST:g}")
    return float(height)


def _told(lines, across, up):  # -> what each line says
    told = []
    for name, (places, values) in lines.items():
        some = np.linspace(0, len(values) - 1, len(values) if len(values) <= 25 else 11).round().astype(int)
        pairs = [f"{places[i].round(2):g}: {rounded(values[i], 2)}" for i in some]
        told.append(f"{name} ({across}: {up})\n" + ", ".join(pairs))
    return "\n".join(told)


def _draw(ax, lines, across, up, level=None):
    for at, (places, values) in enumerate(lines.values()):
        look = {"color": _COLOURS[at % 4], "linestyle": _STYLES[(at + at // 4) % 4], "linewidth": 2}
        ax.plot(places, values, marker="o" if len(values) <= 30 else "", markersize=4, **look)
    if all(np.array_equal(places, places.round()) for places, _ in lines.values()):
        ax.xaxis.set_major_locator(MaxNLocator(integer=True, steps=[1, 2, 5, 10]))
    if len(lines) > 1:
        names = ax.legend(ax.lines, ["-"] * len(lines), fontsize=9, framealpha=0.9).get_texts()
        for text, name in zip(names, lines, strict=True):  # a legend leaves out names that begin with _
            text.set_text(named(name))
    if level is not None:
        ax.axhline(level, color=GREY, linewidth=1)
    ax.set_xlabel(named(across), fontsize=9)
    ax.set_ylabel(named(up), fontsize=9)
    ax.tick_params(labelsize=9)
    ax.grid(color=RULE, linewidth=0.6)
    ax.set_axisbelow(True)
    for side in ("top", "right"):
        ax.spines[side].set_visible(False)
