"""A small graph, drawn and told: boxes in a row, each with its value above it and its slope below it."""

from collections.abc import Collection

from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch

from xo_helpers.inputs import numbers, said
from xo_helpers.plots.style import Picture, among, few, named, writable
from xo_helpers.texts import exact, rounded

_COLUMN, _ROW = 1.4, 1.2  # inches from box to box
_WIDE, _HIGH = 0.84, 0.32  # of a box
_AWAY = 0.33  # from a box's middle to its value and its slope
_DARK, _LIGHT = "#333333", "#f2f2f2"
_LONGEST, _MOST = 14, 40  # signs of a name in its box, nodes


def plot_graph(values, arrows, slopes=None):  # {name: number}, {name: its inputs} -> Picture
    """A small graph: boxes and arrows, each box's value above it; with `slopes`, each one's slope below it.

    `arrows` has for each node what leads into it, with slopes as {input: factor}: factors stand on arrows.

    Raises ValueError for what is missing, for arrows that lead in a circle, and for more than 40 nodes.
    """
    _fit(values, arrows, slopes)
    values = _written(values)
    slopes = {} if slopes is None else _written(slopes)
    factors = {name: _written(inputs) if slopes else dict.fromkeys(inputs) for name, inputs in arrows.items()}
    places = _places(values, arrows)
    told = "\n".join(_told(name, values, factors, slopes) for name in values)
    return Picture(lambda: _drawn(places, values, factors, slopes), told)


def _fit(values, arrows, slopes):  # or a ValueError
    given = {"values": values, "arrows": arrows} | ({"slopes": slopes} if slopes is not None else {})
    for name, what in given.items():
        if not isinstance(what, dict) or not what:
            raise ValueError(f"{name} is {said(what)}; it needs a dict by the names of nodes")
    writable(*values)
    few("nodes", len(values), _MOST, "graph")
    for name, inputs in arrows.items():
        single = isinstance(inputs, str | bytes) or not isinstance(inputs, Collection)
        try:
            inputs = [] if single else [*inputs]
        except Exception:  # as an array of no axis does
            single = True
        if single:
            raise ValueError(f"arrows has {said(arrows[name])} for {said(name)}; it needs a list of names")
        for missing in [one for one in (name, *inputs) if not among(one, values)]:
            raise ValueError(f"arrows names {said(missing)}; values has {', '.join(map(str, values))}")
    if slopes is not None and (missing := [name for name in values if name not in slopes]):
        raise ValueError(f"slopes has none for {said(missing[0])}")
    if slopes is not None and not all(isinstance(inputs, dict) for inputs in arrows.values()):
        raise ValueError('with slopes, arrows needs a factor for each input, like {"product": {"weight": 3}}')


def _drawn(places, values, factors, slopes):  # -> Figure
    across, down = (max(at[side] for at in places.values()) + 1 for side in (0, 1))
    fig = Figure(figsize=(across * _COLUMN - _COLUMN + _WIDE + 0.2, down * _ROW))
    ax = fig.add_axes((0, 0, 1, 1), frameon=False, xticks=[], yticks=[])
    ax.set(xlim=(-_WIDE / 2 - 0.1, fig.get_figwidth() - _WIDE / 2 - 0.1))
    ax.set(ylim=((0.5 - down) * _ROW, 0.5 * _ROW))
    at = {name: (column * _COLUMN, -row * _ROW) for name, (column, row) in places.items()}
    for name, inputs in factors.items():
        for source, factor in inputs.items():
            _arrow(ax, at[source], at[name], f"× {factor}" if slopes else "")
    for name, (x, y) in at.items():
        _box(ax, x, y, named(name, _LONGEST), values[name], f"slope {slopes[name]}" if slopes else "")
    return fig


def _places(values, arrows):  # -> {name: (column, row)}
    """Each node one column before the first that it feeds; in a column, in the order of `values`."""
    feeds = {name: [above for above, inputs in arrows.items() if name in inputs] for name in values}

    left, begun = {}, []

    def to_go(name):  # how many arrows, at most, lead from here to the end
        if name in begun:
            raise ValueError(f"the arrows lead from {said(name)} back to it")
        if name not in left:
            begun.append(name)
            left[name] = max((to_go(above) + 1 for above in feeds[name]), default=0)
            begun.remove(name)
        return left[name]

    rows, longest = {}, max(map(to_go, values))
    for name in values:
        rows.setdefault(left[name], []).append(name)
    return {name: (longest - left[name], rows[left[name]].index(name)) for name in values}


def _box(ax, x, y, name, value, slope):
    words = {"ha": "center", "va": "center", "color": "black"}
    look = {"boxstyle": "round,pad=0,rounding_size=0.08", "facecolor": _LIGHT, "edgecolor": _DARK}
    ax.add_patch(FancyBboxPatch((x - _WIDE / 2, y - _HIGH / 2), _WIDE, _HIGH, **look))
    ax.text(x, y - 0.01, name, fontsize=_size(12, name, 8), **words)
    ax.text(x, y + _AWAY, value, fontsize=_size(13, value, 12), **words)
    ax.text(x, y - _AWAY, slope, fontsize=_size(12, slope, 14), fontweight="bold", **words)


def _size(points, text, fits):
    """So many points, or fewer where the text has more signs than fit."""
    return points * min(1, fits / max(1, len(text)))


def _arrow(ax, start, end, factor):
    (x, y), (to_x, to_y) = start, end
    begin, stop = (x + _WIDE / 2, y), (to_x - _WIDE / 2, to_y)
    ax.annotate("", stop, begin, arrowprops={"arrowstyle": "->", "color": _DARK, "shrinkA": 1, "shrinkB": 1})
    if factor:  # above a level arrow, upon another
        level = y == to_y
        paper = None if level else {"facecolor": "white", "edgecolor": "none", "pad": 1}
        middle = (begin[0] + stop[0]) / 2, (y + to_y) / 2 + 0.13 * level
        ax.text(*middle, factor, fontsize=11, ha="center", va="center", bbox=paper)


def _told(name, values, factors, slopes):
    line = f"{name}: value {values[name]}"
    if slopes:
        line += f", slope {slopes[name]}"
    goes = [
        f"to {above}, times {inputs[name]}" if slopes else f"to {above}"
        for above, inputs in factors.items()
        if name in inputs
    ]
    return f"{line}; goes {' and '.join(goes)}" if goes else line


def _written(given):  # {name: number} -> {name: text}
    """Numbers rounded to four decimals, without zeros at their end, with a true minus sign."""
    written = {}
    for name, number in given.items():
        if numbers(str(name), number).ndim:
            raise ValueError(f"{name} is {said(number)}; it must be one number")
        number = float(exact(number))
        large = f"{number:.4g}".replace("-", "−")
        written[name] = rounded(number).rstrip("0").rstrip(".") if abs(number) < 1e9 else large
    return written
