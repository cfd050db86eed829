"""Which cells lie under a window: the index behind convolution and pooling."""

from functools import lru_cache

import numpy as np

from xo_helpers.inputs import LARGEST, pooled_shape, said
from xo_helpers.passes import product

BLOCK = 150_000  # cells of one image to gather at once: with more of them they leave the cache
BATCH = 2**24  # numbers of many images to gather at once: 128 MB


@lru_cache(maxsize=64)
def window_index(channels, height, width, k, stride=1):
    """Which cells of a flattened `[channels, height, width]` input lie under the kernel, a column per place.
    `-> [channels * k * k, rows * columns]`

    The column of place `(row, column)` is the answer to "which cells did this one come from?".

    >>> window_index(1, 3, 3, 2)[:, 0]
    array([0, 1, 3, 4])
    """
    cells = np.arange(channels * height * width).reshape(channels, height, width)
    index = windows_of(cells, k, stride).reshape(channels * k * k, -1)
    index.flags.writeable = False  # it is shared between calls
    return index


def index_for(x, k, stride):
    """`window_index` for a batch; that of large images is not kept. `[n, c, h, w] -> see window_index`"""
    _, c, h, w = x.shape
    find = window_index if c * h * w * k * k <= 2 * BLOCK else window_index.__wrapped__
    return find(c, h, w, k, stride)


def as_columns(x, index):
    """What lies under a kernel at every place on every image, a column each.
    `[n, c, h, w], [c * k * k, rows * columns] -> [c * k * k, rows * columns * n]`

    Images come last: then the same cell of all of them stands side by side in memory, and one long product
    serves the batch.
    """
    n, c, h, w = x.shape
    under, places = index.shape
    return x.reshape(n, c * h * w).T.take(index, axis=0).reshape(under, places * n)


def at_once(numbers):
    """How many images, of which each takes so many numbers on the way, are computed at once. `-> int`"""
    return max(1, BATCH // max(1, numbers))


def products(kernels, x, index):
    """`kernels @ as_columns(x, index)`, for some images at a time where there are very many.
    `[m, c * k * k], [n, c, h, w] -> [m, rows * columns * n]`
    """
    if len(x) * index.size <= BATCH:
        return product(kernels, as_columns(x, index))
    m, n, places, step = len(kernels), len(x), index.shape[1], at_once(index.size)
    result = np.empty((m, places, n), x.dtype)
    for at in range(0, n, step):
        part = x[at : at + step]
        result[..., at : at + step] = product(kernels, as_columns(part, index)).reshape(m, places, -1)
    return result.reshape(m, places * n)


def flat_maps(x, images_last):
    """Maps with their cells in a row, and with the images last as `as_columns` has them, or not.
    `[n, ..., h, w] -> [maps, h * w, n], or [n * maps, h * w, 1]`

    Neither copies an array that already lies that way in memory.
    """
    cells = x.shape[-2] * x.shape[-1]
    return x.reshape(len(x), -1, cells).transpose(1, 2, 0) if images_last else x.reshape(-1, cells, 1)


def from_flat(maps, shape):
    """The way back from `flat_maps`. `[maps, h * w, n] -> [n, ..., h, w]`"""
    return maps.transpose(2, 0, 1).reshape(shape)


def has_images_last(x):
    """Whether an array is laid out like what `conv2d` returns, the same cell of all images side by side.

    It looks only for what is not laid out as usual: a wrong guess costs a copy, and changes no number.
    """
    return x.ndim > 2 and not x.flags.c_contiguous


def in_blocks(x, kernels, stride, rows, columns):  # as conv2d, without bias
    """Convolve a large image, like a learner's photograph, a few rows at a time: all at once is slower."""
    m, c, k, _ = kernels.shape
    flat = kernels.reshape(m, c * k * k)
    result = np.empty((len(x), m, rows, columns), x.dtype)
    windows = windows_of(x, k, stride)
    step = max(1, BLOCK // (columns * c * k * k))
    for image, output in zip(windows, result, strict=True):
        for top in range(0, rows, step):
            under = image[..., top : top + step, :].reshape(c * k * k, -1)
            output[:, top : top + step] = product(flat, under).reshape(m, -1, columns)
    return result


def windows_of(x, k, stride):
    """A view of the cells under each place of a window, without copying them.
    `[..., h, w] -> [..., k, k, h', w']`
    """
    windows = np.lib.stride_tricks.sliding_window_view(x, (k, k), axis=(-2, -1))
    return np.moveaxis(windows[..., ::stride, ::stride, :, :], (-2, -1), (-4, -3))


def pad(x, padding):
    """Zeros all around; anything but a batch of stacks is left to be refused later.
    `[n, c, h, w] -> [n, c, h + 2 * padding, w + 2 * padding]`
    """
    if not padding or x.ndim != 4:
        return x
    n, c, h, w = x.shape
    if (cells := max(n * c, 1) * (h + 2 * padding) * (w + 2 * padding)) > LARGEST:
        raise ValueError(f"padding is {said(padding)}, which makes {said(cells)} cells: too many; use less")
    padded = np.zeros((n, c, h + 2 * padding, w + 2 * padding), x.dtype)
    padded[:, :, padding : padding + h, padding : padding + w] = x
    return padded


def pooling(shape, size, stride, edge):
    """`pool_index` for maps of this shape, with None for an index that would be too long.
    `[..., h, w] -> see pool_index`

    Raises ValueError for what cannot be.
    """
    most = max(shape[-2:]) if len(shape) > 1 else 0
    plain = type(size) is type(stride) is int and type(edge) is str and edge in ("keep", "drop")
    if not plain or not 0 < size <= most or not 0 < stride <= most or size * size * most * most > BLOCK:
        rows, columns = pooled_shape(shape, size, stride, edge)
        size, stride = clamped(shape, size, stride)
        if size * size * rows * columns > BLOCK:
            return None, (rows, columns)
    return pool_index(shape[-2], shape[-1], size, stride, edge)


def clamped(shape, *lengths):  # [..., h, w] -> ints
    """A window's size and its stride: one that is larger than the map does what one as large as that does."""
    return [min(int(length), max(shape[-2:])) for length in lengths]


@lru_cache(maxsize=64)
def pool_index(height, width, size, stride, edge):
    """The cells of a flattened map in each window, a column per window, and how many windows there are.
    `-> [size * size, h' * w'], (h', w')`

    Where a window hangs over, the nearest cell inside stands in: a maximum may meet it twice.
    """
    rows, columns = pooled_shape((height, width), size, stride, edge)
    down, across = (np.arange(size)[:, None] + stride * np.arange(count) for count in (rows, columns))
    down, across = np.minimum(down, height - 1), np.minimum(across, width - 1)
    cells = (down[:, None, :, None] * width + across[None, :, None, :]).reshape(size * size, rows * columns)
    cells.flags.writeable = False  # it is shared between calls
    return cells, (rows, columns)


def sides(length, size, stride, count):
    """For each cell of a window, along one side: which windows have it, and where in the map it lies.
    `-> slices, two a cell`
    """
    stride = int(stride)
    for at in range(min(int(size), length)):
        have = min(count, -(-(length - at) // stride))
        yield slice(have), slice(at, at + (have - 1) * stride + 1, stride)


def sums(x, size, stride, shape):
    """What lies in each window, added up along rows, then along columns. `[..., h, w] -> [..., h', w']`"""
    for count in reversed(shape):
        total = np.zeros((*x.shape[:-1], count), x.dtype)
        for at, cells in sides(x.shape[-1], size, stride, count):
            total[..., at] += x[..., cells]
        x = total.swapaxes(-1, -2)
    return x


def largest(x, size, stride, shape):
    """The largest in each window and the number of its cell, found along rows and then along columns.
    `[..., h, w] -> [..., h', w'] twice`

    It lists no cells: the way of large maps and windows. Of several it is the first, of several NaN the last,
    as PyTorch's.
    """
    where = np.arange(x.size).reshape(x.shape)
    for count in reversed(shape):
        (_, first), *others = sides(x.shape[-1], size, stride, count)
        most, place = x[..., first].copy(), where[..., first].copy()
        for at, cells in others:
            new = x[..., cells]
            better = (new > most[..., at]) | (new != new)
            np.copyto(most[..., at], new, where=better)
            np.copyto(place[..., at], where[..., cells], where=better)
        x, where = most.swapaxes(-1, -2), place.swapaxes(-1, -2)
    return x, where
