"""A photograph as an array, and pictures of arrays that are too large to print their numbers."""

import numpy as np
from matplotlib.cbook import get_sample_data
from matplotlib.figure import Figure

from xo_helpers.inputs import as_float, extent, in_range, numbers, said, times
from xo_helpers.pixels import read_picture
from xo_helpers.plots.legend import draw_foot
from xo_helpers.plots.style import COLOURS, Picture, few, fitted, named, plane, writable
from xo_helpers.texts import exact

_ROWS = 100  # that are left of a photograph, at least
_NEAR = 0.1  # from 0
_MOST, _MOST_MAPS = 1_000_000, 12  # values, and maps, of a figure


def load_photograph(file=None):
    """A portrait of Grace Hopper, or a picture of your own, in grey and small: from -1, black, to 1, white.
    `-> [h, w]`

    The portrait comes with matplotlib (US Navy, James S. Davis, public domain). Colours are averaged, then
    blocks of pixels: 6 × 6 of the portrait's, and of a larger picture in `file` as many as leave 100 to
    199 rows. Raises FileNotFoundError where there is no such file, or matplotlib came without its own, and
    ValueError for a file that holds no picture, or one of more than 50 million pixels.

    >>> load_photograph().shape
    (100, 85)
    """
    pixels = read_picture(get_sample_data("grace_hopper.jpg", asfileobj=False) if file is None else file)
    block = max(1, len(pixels) // _ROWS)
    rows, columns = np.array(pixels.shape[:2]) // block
    if not columns:
        size = times(pixels.shape[:2])
        raise ValueError(f"{file} is {size} pixels, too narrow for its height; cut a part out of it")
    cut = pixels[: rows * block, : columns * block]
    blocks = cut.reshape(rows, block, columns, block, -1).mean(axis=(1, 3, 4))
    return blocks / (np.iinfo(pixels.dtype).max / 2) - 1


def plot_photograph(photo):
    """A photograph in grey: -1 is black, 1 white. `[h, w] -> Picture`

    Raises ValueError for numbers beyond -1 and 1, and for more than a million of them.
    """
    photo = _large("photo", in_range("photo", photo))
    height, width = photo.shape

    def draw():
        fig, [ax] = _frames([photo])
        ax.imshow(photo, cmap="gray", vmin=-1, vmax=1)
        return fig

    return Picture(draw, f"a photograph, {height} rows of {width} grey pixels, from black, −1, to white, 1")


def plot_maps(maps, limit=0.4):
    """Large maps side by side, in colours alone: purple is `limit` or more, orange the negative, white 0.
    `{name: [h, w]} -> Picture`

    Raises ValueError for anything but a dict of up to 12 names and maps, for more than a million values in
    all, and for a limit that is not above 0.
    """
    if not isinstance(maps, dict) or not 0 < len(maps) <= _MOST_MAPS:
        raise ValueError(f"plot_maps takes a dict of 1 to {_MOST_MAPS} names and maps, like {{'edges': map}}")
    if not 0 < as_float(limit) < np.inf:
        raise ValueError(f"limit is {said(limit)}; it must be a number above 0")
    writable(*maps)
    maps = {name: _large(name, values) for name, values in maps.items()}
    few("values", sum(values.size for values in maps.values()), _MOST)

    def draw():
        fig, axes = _frames(list(maps.values()))
        for ax, (name, values) in zip(axes, maps.items(), strict=True):
            ax.imshow(values, cmap=COLOURS, vmin=-float(limit), vmax=float(limit))
            ax.set_title(named(name), fontsize=10)
        return draw_foot(fig, limit=f"{float(limit):g}")

    lines = []
    for name, values in maps.items():
        height, width = values.shape
        near = round(10 * float((np.abs(values) < _NEAR).mean()))
        lines.append(f"{name}: {height} × {width} values, about {near} in 10 of them within 0.1 of 0")
    return Picture(draw, "\n".join(lines))


def _large(name, values):  # -> [h, w] of float64
    values = plane(name, numbers(name, values))
    if values.size > _MOST:
        raise ValueError(
            f"{name} is {extent(values)}; a figure takes up to a million values: take every other row and "
            f"column, like {name}[::2, ::2]"
        )
    return exact(values)


def _frames(grids):
    size = 2.9
    height, width = grids[0].shape
    fig = Figure(figsize=fitted(len(grids) * size, size * height / width + 0.25), layout="constrained")
    axes = fig.subplots(1, len(grids), squeeze=False)[0]
    for ax in axes:
        ax.set(xticks=[], yticks=[])
    return fig, axes
