"""A small graph, drawn and told: boxes in a row, each with its value above it and its slope below it."""

from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch

from xo_helpers.inputs import numbers
from xo_helpers.plots.style import Picture

_COLUMN, _ROW = 1.4, 1.2  # inches from box to box
_WIDE, _HIGH = 0.84, 0.32  # of a box
_AWAY = 0.33  # from a box's middle to its value and its slope
_DARK, _LIGHT = "#333333", "#f2f2f2"


def plot_graph(values, arrows, slopes=None):  # {name: number}, {name: its inputs} -> Picture
    """A small graph: boxes and arrows, each box's value above it; with `slopes`, each one's slope below it.

    `arrows` has for each node what leads into it, with slopes as {input: factor}: factors stand on arrows.
    """
    given = {"values": values, "arrows": arrows} | ({"slopes": slopes} if slopes is not None else {})
    for name, what in given.items():
        if not isinstance(what, dict) or not what:
            raise ValueError(f"{name} is {what!r}; it needs a dict by the names of nodes")
    for name, inputs in arrows.items():
        for missing in {name, *inputs} - set(values):
            raise ValueError(f"arrows names {missing!r}; values has {', '.join(values)}")
    if slopes is not None and (missing := [name for name in values if name not in slopes]):
        raise ValueError(f"slopes has none for {missing[0]!r}")
    if slopes is not None and not all(isinstance(inputs, dict) for inputs in arrows.values()):
        raise ValueError('with slopes, arrows needs a factor for each input, like {"product": {"weight": 3}}')
    places = _places(values, arrows)
    across, down = (max(at[side] for at in places.values()) + 1 for side in (0, 1))
    fig = Figure(figsize=(across * _COLUMN - _COLUMN + _WIDE + 0.2, down * _ROW))
    ax = fig.add_axes((0, 0, 1, 1), frameon=False, xticks=[], yticks=[])
    ax.set(xlim=(-_WIDE / 2 - 0.1, fig.get_figwidth() - _WIDE / 2 - 0.1))
    ax.set(ylim=((0.5 - down) * _ROW, 0.5 * _ROW))
    at = {name: (column * _COLUMN, -row * _ROW) for name, (column, row) in places.items()}
    for name, inputs in arrows.items():
        for source in inputs:
            _arrow(ax, at[source], at[name], f"× {_written(inputs[source])}" if slopes else "")
    for name, (x, y) in at.items():
        slope = f"slope {_written(slopes[name])}" if slopes else ""
        _box(ax, x, y, name, _written(values[name]), slope)
    return Picture(fig, "\n".join(_told(name, values, arrows, slopes) for name in values))


def _places(values, arrows):  # -> {name: (column, row)}
    """Each node one column before the first that it feeds; in a column, in the order of `values`."""
    feeds = {name: [above for above, inputs in arrows.items() if name in inputs] for name in values}

    def to_go(name, seen=()):  # how many arrows, at most, lead from here to the end
        if name in seen:
            raise ValueError(f"the arrows lead from {name!r} back to it")
        return max((to_go(above, (*seen, name)) + 1 for above in feeds[name]), default=0)

    left = {name: to_go(name) for name in values}
    rows, longest = {}, max(left.values())
    for name in values:
        rows.setdefault(left[name], []).append(name)
    return {name: (longest - left[name], rows[left[name]].index(name)) for name in values}


def _box(ax, x, y, name, value, slope):
    words = {"ha": "center", "va": "center", "color": "black"}
    look = {"boxstyle": "round,pad=0,rounding_size=0.08", "facecolor": _LIGHT, "edgecolor": _DARK}
    ax.add_patch(FancyBboxPatch((x - _WIDE / 2, y - _HIGH / 2), _WIDE, _HIGH, **look))
    ax.text(x, y - 0.01, name, fontsize=12, **words)
    ax.text(x, y + _AWAY, value, fontsize=13, **words)
    ax.text(x, y - _AWAY, slope, fontsize=12, fontweight="bold", **words)


def _arrow(ax, start, end, factor):
    (x, y), (to_x, to_y) = start, end
    begin, stop = (x + _WIDE / 2, y), (to_x - _WIDE / 2, to_y)
    ax.annotate("", stop, begin, arrowprops={"arrowstyle": "->", "color": _DARK, "shrinkA": 1, "shrinkB": 1})
    if factor:  # above a level arrow, upon another
        level = y == to_y
        paper = None if level else {"facecolor": "white", "edgecolor": "none", "pad": 1}
        middle = (begin[0] + stop[0]) / 2, (y + to_y) / 2 + 0.13 * level
        ax.text(*middle, factor, fontsize=11, ha="center", va="center", bbox=paper)


def _told(name, values, arrows, slopes):
    line = f"{name}: value {_written(values[name])}"
    if slopes:
        line += f", slope {_written(slopes[name])}"
    goes = [
        f"to {above}, times {_written(inputs[name])}" if slopes else f"to {above}"
        for above, inputs in arrows.items()
        if name in inputs
    ]
    return f"{line}; goes {' and '.join(goes)}" if goes else line


def _written(number):
    """A number rounded to four decimals, without zeros at its end, with a true minus sign."""
    text = f"{abs(float(numbers('a number', number))):.4f}".rstrip("0").rstrip(".")
    return f"−{text}" if number < 0 and float(text) else text
