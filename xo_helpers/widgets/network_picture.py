"""The picture that the network explorer leaves behind: all layers, and one cell traced down to the pixels."""

from math import ceil

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from xo_helpers.plots.style import COLOURS
from xo_helpers.trace import trace, trace_up, written_out
from xo_helpers.widgets.network_gradients import scale_of, written_back

_MAP, _GAP, _CELL, _BESIDE = 9, 1.2, 2.5, 5.5  # a map's width, a gap, a cell at most; between layers
_UNIT = 0.085  # inches
_PICKED, _SOURCE, _DEEPER = ("-", 2.6), ("-", 1.6), ((0, (3, 2)), 1.1)


def plot_trace(network, values, name, cell):
    """The layers of a network side by side; the cell `cell` of layer `name`, its sources and theirs outlined.

    `values` holds each layer's output for one image. Solid outlines: the cell and what it is computed from;
    dashed ones: what those come from. Below stands how the cell's value comes about.
    """
    return _plot(values, trace(network, name, cell), _line(network, values, name, cell))


def plot_gradients(network, values, gradients, name, cell, answer):
    """As `plot_trace`, of the gradients: outlined is what lies above the cell and hands down to it.

    The largest gradient of each layer is darkest. `answer` is the number of the image's class.
    """
    scaled = {layer: array / scale_of(array) for layer, array in gradients.items()}
    line = written_back(network, values, gradients, name, cell, answer)
    line = f"gradient of {name}[{', '.join(map(str, cell))}]:  {line}"
    return _plot(scaled, trace_up(network, values, name, cell), line)


def _plot(values, fields, line):
    """All layers side by side; in each its field outlined, that of the picked cell's layer first."""
    name = next(iter(fields))
    styles = dict(zip(fields, [_PICKED, _SOURCE, *[_DEEPER] * len(fields)], strict=False))
    fig = Figure(layout="constrained")
    ax = fig.subplots()
    left, lowest = 0.0, 0.0
    for layer, array in values.items():
        maps = as_maps(array)
        field = np.isin(np.arange(array.size), fields.get(layer, [])).reshape(array.shape)
        across = 2 if len(maps) > 4 else 1
        size = min(_MAP / max(maps.shape[1:]), _CELL)
        high, wide = np.multiply(maps.shape[1:], size)
        for at, (grid, lit) in enumerate(zip(maps, as_maps(field), strict=True)):
            down, right = divmod(at, across)
            corner = left + right * (wide + _GAP), 3 + down * (high + _GAP)
            draw_map(ax, grid, corner, size)
            for box in _boxes(lit, array.ndim == 1):
                _outline(ax, corner, size, box, *styles[layer])
        width = across * (wide + _GAP) - _GAP
        ax.text(left, 2, layer, fontsize=8, weight="bold" if layer == name else "normal", va="bottom")
        left += max(width, 0.9 * len(layer) + 0.5) + _BESIDE
        lowest = max(lowest, 3 + ceil(len(maps) / across) * (high + _GAP))
    ax.set(xlim=(-1, left), ylim=(lowest, 0), aspect="equal")
    ax.axis("off")
    fig.set_size_inches(max((left + 1) * _UNIT, 6), lowest * _UNIT + 0.5)
    fig.supxlabel(line, fontsize=8, wrap=True)
    return fig


def _line(network, values, name, cell):
    place = f"{name}[{', '.join(map(str, cell))}]"
    if name == "input":
        return f"{place} is a pixel"
    at = network.names.index(name)
    below = ["input", *network.names][at]
    return f"{place}:  {written_out(network.layers[at], values[below], values[name][cell], cell)}"


def as_maps(array):  # [c, h, w] or [i] -> [c, h, w]
    """The maps of a layer; values in a row are broken into lines, and NaN fills the last."""
    if array.ndim == 3:
        return array
    wide = min(len(array), 12) if len(array) <= 144 else ceil(len(array) ** 0.5)
    lines = np.full(ceil(len(array) / wide) * wide, np.nan)
    lines[: len(array)] = array
    return lines.reshape(1, -1, wide)


def draw_map(ax, grid, corner, size):
    """Draw one map with its top left corner there, each cell `size` wide."""
    (x, y), (rows, columns) = corner, grid.shape
    box = (x, x + columns * size, y + rows * size, y)
    shown = {"cmap": COLOURS, "vmin": -1, "vmax": 1, "interpolation": "nearest"}
    ax.imshow(np.clip(np.asarray(grid, dtype=float), -1, 1), extent=box, **shown)
    ax.add_patch(Rectangle(corner, columns * size, rows * size, fill=False, color="#8a8a8a", linewidth=0.6))


def _outline(ax, corner, size, field, style, width):
    (x, y), (row, column, rows, columns) = corner, field
    place = (x + column * size, y + row * size), columns * size, rows * size
    ax.add_patch(Rectangle(*place, fill=False, color="white", linewidth=width + 1.6, zorder=3))
    ax.add_patch(Rectangle(*place, fill=False, color="black", linewidth=width, linestyle=style, zorder=4))


def _boxes(
    lit, flat
):  # [h, w] of 1, 0 and, behind the last value, NaN -> [(row, column, rows, columns), ...]
    """What to outline: of a map the rows and columns that are lit, of values in a row each run of a line."""
    part, lit = flat and (lit == 0).any(), lit == 1
    if part:
        for row, line in enumerate(lit):
            yield from ((row, first, 1, last - first) for first, last in _runs(line))
        return
    for top, bottom in _runs(lit.any(axis=1)):
        for first, last in _runs(lit.any(axis=0)):
            yield top, first, bottom - top, last - first


def _runs(lit):  # [n] of bool -> [(from, to), ...]
    edges = np.flatnonzero(np.diff(np.r_[0, lit, 0]))
    return list(zip(edges[::2], edges[1::2], strict=True))
