"""A photograph as an array, and pictures of arrays that are too large to print their numbers."""

from pathlib import Path

import numpy as np
from matplotlib.cbook import get_sample_data
from matplotlib.figure import Figure
from matplotlib.image import imread

from xo_helpers.plots.style import COLOURS, Picture

_ROWS = 100  # that are left of a photograph, or a few more
_NEAR = 0.1  # from 0


def load_photograph(file=None):
    """A portrait of Grace Hopper, or a picture of your own, in grey and small: from -1, black, to 1, white.
    `-> [h, w]`

    The portrait comes with matplotlib (US Navy, James S. Davis, public domain). Colours are averaged, then
    blocks of pixels: 6 × 6 of the portrait's, and of a picture in `file` as many as leave 100 rows or a few
    more. Raises FileNotFoundError where there is no such file, or matplotlib came without its own.

    >>> load_photograph().shape
    (100, 85)
    """
    with get_sample_data("grace_hopper.jpg") if file is None else open(file, "rb") as opened:
        pixels = imread(opened, format=None if file is None else Path(file).suffix[1:].lower() or None)
    if pixels.dtype.kind != "f":  # whole numbers up to 255; floats end at 1
        pixels = pixels / 255
    grey = pixels[..., :3].mean(axis=2) if pixels.ndim == 3 else pixels
    block = max(1, len(grey) // _ROWS)
    rows, columns = np.array(grey.shape) // block
    blocks = grey[: rows * block, : columns * block].reshape(rows, block, columns, block)
    return 2 * blocks.mean(axis=(1, 3)) - 1


def plot_photograph(photo):
    """A photograph in grey: -1 is black, 1 white. `[h, w] -> Picture`"""
    fig, [ax] = _frames([photo])
    ax.imshow(photo, cmap="gray", vmin=-1, vmax=1)
    height, width = photo.shape
    return Picture(fig, f"a photograph, {height} rows of {width} grey pixels, from black, −1, to white, 1")


def plot_maps(maps, limit=0.4):
    """Large maps side by side, in colours alone: purple is `limit` or more, orange the negative, white 0.
    `{name: [h, w]} -> Picture`
    """
    fig, axes = _frames(list(maps.values()))
    lines = []
    for ax, (name, values) in zip(axes, maps.items(), strict=True):
        ax.imshow(values, cmap=COLOURS, vmin=-limit, vmax=limit)
        ax.set_title(name, fontsize=10)
        height, width = values.shape
        few = round(10 * float((np.abs(values) < _NEAR).mean()))
        lines.append(f"{name}: {height} × {width} values, about {few} in 10 of them within 0.1 of 0")
    return Picture(fig, "\n".join(lines))


def _frames(grids):
    size = 2.9
    height, width = grids[0].shape
    fig = Figure(figsize=(len(grids) * size, size * height / width + 0.25), layout="constrained")
    axes = fig.subplots(1, len(grids), squeeze=False)[0]
    for ax in axes:
        ax.set(xticks=[], yticks=[])
    return fig, axes
