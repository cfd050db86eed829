"""What arrives, checked: as the operations need it, or an error that says what is wrong with it."""

from numbers import Real

import numpy as np

from xo_helpers.words import extent, is_whole, kind, no_array, said, tensor, times, what  # noqa: F401  (rooms below ask here)

LARGEST = 2**27  # numbers in an array that is made on demand: a gigabyte
_FLOATS = {np.dtype(np.float64), np.dtype(np.float32)}


def real(name, value, wanted=None):
    """An array of real numbers of any type and shape, or a ValueError that says what arrived; NaN passes."""
    if type(value) is np.ndarray and value.dtype.kind in "biuf" and value.dtype.itemsize <= 8:
        return value
    try:
        array = None if _masked(value) else np.asarray(value)
    except Exception:  # whatever an object's own __array__ raises
        if isinstance(value, list | tuple):
            raise ValueError(no_array(name, value)) from None
        array = np.array(None)
    if array is None:
        whose = "" if isinstance(value, list | tuple) else name
        raise ValueError(f"{name} has masked cells; say what stands there, as {whose}.filled(0) does")
    if array.dtype.kind not in "biuf":
        hint = tensor(name, value) or "; data.parse turns # and . into numbers" * (array.dtype.kind == "U")
        raise ValueError(f"{name} {what(array, value)}; it must hold {wanted or 'plain numbers' + hint}")
    return _double(name, array) if array.dtype.itemsize > 8 else array


def _masked(value):  # whether any of it is, in lists of lists too
    if isinstance(value, list | tuple):
        return any(map(_masked, value))
    return isinstance(value, np.ma.MaskedArray) and np.ma.is_masked(value)


def _double(name, array):  # of a longer type, whose numbers may lie beyond
    with np.errstate(), np.errstate(all="ignore"):
        shorter = array.astype(float)
    if (lost := np.isinf(shorter) & np.isfinite(array)).any():
        raise ValueError(f"there is {array[lost][0]!s} in {name}; numbers go up to {np.finfo(float).max:.3g}")
    return shorter


def numbers(name, value):
    """An array of finite numbers and at least one cell, or a ValueError that says what arrived instead."""
    array = real(name, value)
    if array.size == 0:
        raise ValueError(f"there are no cells in {name}, of shape {array.shape}; give at least one")
    return finite(name, array)


def finite(name, value):
    """An array of finite numbers, or a ValueError; it may be empty."""
    array = real(name, value)
    if array.dtype.kind == "f" and not np.isfinite(array).all():
        raise ValueError(f"there is {array[~np.isfinite(array)][0]} in {name}; replace it with a number")
    return array


def moderate(name, array, most=1e150):
    """An array without finite numbers so large that sums of products have no float, or a ValueError."""
    if array.dtype.kind == "f" and (size := float(np.abs(array[np.isfinite(array)]).max(initial=0))) > most:
        raise ValueError(f"there are numbers up to {size:.3g} in {name}; the most is {most:.3g}: divide them")
    return array


def floats(name, value):
    """An array of float64 or float32, as layers compute; NaN passes."""
    if type(value) is np.ndarray and value.dtype in _FLOATS:
        return value
    array = real(name, value)
    return array if array.dtype in _FLOATS else array.astype(float)


def in_range(name, value, reach=1):
    """An array of float64 or float32 with cells from -1 to 1, or a ValueError that says how to get there.

    With another `reach`, numbers with a point may go so far from 0; an endless one bounds nothing.
    Whole numbers are bytes, as files have them, if they go beyond 1; beyond 16, with a `reach` beyond that.
    """
    array = floats(name, given := numbers(name, value))
    size, most = float(np.abs(array).max()), reach
    if (as_in_files := given.dtype.kind in "iu") and reach < np.inf:
        most = 1 if reach <= 16 else 16
    if size > most + 1e-6:  # what rounding leaves
        half = (255 if 16 < size <= 255 else size) / 2
        fit = f"x / {size:g}" if array.min() < 0 else f"x / {half:g} - 1"
        go = "the cells of an image go from -1 to 1: try"
        if reach > 16:
            go = "of whole numbers up to 16" if as_in_files else f"up to {reach:g}"
            go = f"this network takes cells {go}: scale them as those that it learned from, like"
        raise ValueError(f"there is {array.flat[np.abs(array).argmax()]:g} in {name}; {go} {fit}")
    return array


def as_float(value):
    """A number as a float; NaN for all that is none. `-> float`"""
    try:
        return float(value) if isinstance(value, Real) and not isinstance(value, bool) else np.nan
    except OverflowError:  # a whole number of more than 308 digits
        return np.nan


def listed(value):  # -> bool
    """Whether it is a list of something, as an array is one unless it is a single number."""
    return isinstance(value, list | tuple) or (isinstance(value, np.ndarray) and value.ndim > 0)


def generator(rng):
    """Raise a ValueError unless it is a generator of random numbers."""
    if not isinstance(rng, np.random.Generator):
        raise ValueError(f"rng is {said(rng)}; it must be a Generator, like np.random.default_rng(0)")


def square_kernel(kernel):
    """An array of finite numbers with as many rows as columns, or a ValueError. `[k, k]`"""
    kernel = numbers("kernel", kernel)
    if kernel.ndim != 2 or kernel.shape[0] != kernel.shape[1]:
        raise ValueError(f"the kernel is {extent(kernel)}; it must be square, like 3×3")
    return kernel


def image_and_kernel(image, kernel):
    """Both as arrays of finite numbers, or a ValueError unless the kernel is square and fits into the image.
    `[..., h, w], [k, k] -> [..., h, w], [k, k]`
    """
    image, kernel = real("image", image), square_kernel(kernel)
    if image.ndim < 2 or 0 in image.shape[-2:]:
        raise ValueError(f"the image has shape {image.shape}; it needs rows and columns, like 9×9")
    no_colours("the image", image.shape)
    if len(kernel) > min(image.shape[-2:]):
        sizes = f"the kernel is {extent(kernel)} and the image only {times(image.shape[-2:])}"
        raise ValueError(f"{sizes}; use one that fits inside")
    most = 1e18 if image.dtype == kernel.dtype == np.float32 else 1e150
    return moderate("image", finite("image", image), most), moderate("kernel", kernel, most)


def no_colours(what, shape):
    """Raise a ValueError for the shape of a picture whose colours come last: rows and columns must."""
    *_, rows, columns, last = (0, 0, 0, *shape)
    if len(shape) > 4 or shape[:-3] == (1,):  # a batch of stacks of maps: whoever says so knows
        return
    if last in (3, 4) and min(rows, columns) >= 8 and max(rows, columns) <= 4 * min(rows, columns):
        raise ValueError(
            f"{what} has shape {shape}, like a picture whose colours come last, and rows and columns must; "
            "take one colour, image[..., 0], or their mean, image.mean(axis=-1); maps go in as x[None]"
        )


def whole(name, value, least, most=None):
    """A whole number, `least` or more, as Python's own, or a ValueError. `-> int`"""
    if not is_whole(value) or value < least or (most is not None and value > most):
        span = f"{least} or more" if most is None else f"from {least} to {most:,}"
        raise ValueError(f"{name} is {said(value)}; it must be a whole number, {span}")
    return int(value)


def pooled_shape(shape, window, stride, edge):
    """How many windows fit into a map: all that begin inside it, or with "drop" all that lie inside it.
    `[..., h, w] -> (h', w')`
    """
    window, stride = whole("size", window, 1), whole("stride", stride, 1)
    if not isinstance(edge, str) or edge not in ("keep", "drop"):
        either = '"keep" (partial windows count) or "drop" (they do not)'
        raise ValueError(f"edge is {said(edge)}; it must be {either}")
    if len(shape) < 2 or 0 in shape[-2:]:
        raise ValueError(f"the map has shape {shape}; pooling needs rows and columns, like 7×7")
    if edge == "drop" and window > min(shape[-2:]):
        raise ValueError(
            f'the window is {window}×{window} and the map only {shape[-2]}×{shape[-1]}, so with edge="drop" '
            'nothing is left; use a smaller window or edge="keep"'
        )
    if edge == "drop":
        return tuple((length - window) // stride + 1 for length in shape[-2:])
    # As PyTorch counts: enough windows to reach the end, but none that begins beyond it.
    counts = [-(-max(length - window, 0) // stride) + 1 for length in shape[-2:]]
    return tuple(n - ((n - 1) * stride >= length) for n, length in zip(counts, shape[-2:], strict=True))


def whole_numbers(name, value):
    """An array of them, as they count classes, or a ValueError; an empty one may be of any type."""
    array = real(name, value, "whole numbers from 0")
    if array.dtype.kind not in "iu" and array.size:
        raise ValueError(f"{name} must hold whole numbers from 0, not {array.dtype} values")
    return array


def class_labels(labels, shape):
    """An array of whole numbers that name classes, for logits of this shape, or a ValueError. `[n] -> [n]`"""
    if len(shape) != 2 or not shape[1]:
        raise ValueError(f"logits have shape {shape}; they must be [images, classes], a row per image")
    labels = whole_numbers("labels", labels)
    if labels.shape != shape[:1]:
        raise ValueError(f"labels have shape {labels.shape}; they must be ({shape[0]},), one per image")
    if (odd := labels[(labels < 0) | (labels >= shape[1])]).size:
        raise ValueError(f"labels hold {odd[0]}; with {shape[1]} classes they go from 0 to {shape[1] - 1}")
    return labels.astype(int)
