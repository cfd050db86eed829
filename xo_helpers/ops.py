"""The operations of the course as plain functions: what a lesson builds by hand, tested and fast."""

from functools import lru_cache

import numpy as np

from xo_helpers.inputs import check_steps, floats, numbers, size, square_kernel

_BLOCK = 150_000  # cells to gather at once: with more of them they leave the cache


def agreement(a, b):  # [h, w], [h, w] -> int
    """How many cells of two images hold the same value.

    Raises ValueError if the images differ in shape, or are not non-empty 2-D arrays of numbers.

    >>> agreement([[1, -1], [1, 1]], [[1, 1], [1, -1]])
    2
    """
    a, b = numbers("a", a), numbers("b", b)
    if a.ndim != 2 or a.shape != b.shape:
        raise ValueError(f"a is {size(a)} and b is {size(b)}; compare two images of the same size")
    return int((a == b).sum())


def filter_patch(patch, kernel):  # [k, k], [k, k] -> float
    """How well a kernel fits a patch: multiply cell by cell, add up, divide by the number of cells.

    For cells of +1 and -1 the score is (agreeing - differing) / all, from -1 to 1. The sum is taken
    first and divided once, so 5/9 is exactly Python's 5/9. These are the four steps of filtering in
    Rohrer's *How Convolutional Neural Networks Work* (2016).

    Returns a Python float. Raises ValueError unless both are square, of one size, and hold finite numbers.

    >>> filter_patch([[1, -1], [-1, 1]], [[1, -1], [-1, -1]])
    0.5
    """
    patch, kernel = numbers("patch", patch), square_kernel(kernel)
    if patch.shape != kernel.shape:
        raise ValueError(
            f"the patch is {size(patch)} and the kernel {size(kernel)}; "
            f"cut a patch of its size, like image[1:{1 + len(kernel)}, 1:{1 + len(kernel)}], inside the image"
        )
    return float((patch.astype(float) * kernel).sum() / kernel.size)


def feature_map(image, kernel):  # [..., h, w], [k, k] -> [..., h-k+1, w-k+1]
    """`filter_patch` at every place where the kernel fits: a map of where the feature is.

    Leading axes ride along, so a batch of images gives a batch of maps. Integers and booleans are
    computed as float64; float32 stays float32. It is `conv2d` with one kernel and a division at the end.

    Raises ValueError unless image and kernel hold finite numbers and the kernel is square and fits.

    >>> feature_map([[1, -1, 1], [-1, 1, 1]], [[1, -1], [-1, 1]])
    array([[ 1. , -0.5]])
    """
    image, kernel = numbers("image", image), square_kernel(kernel)
    if image.ndim < 2:
        raise ValueError(f"the image has shape {image.shape}; it needs rows and columns, like 9×9")
    *leading, height, width = image.shape
    if len(kernel) > min(height, width):
        raise ValueError(
            f"the kernel is {size(kernel)} and the image only {height}×{width}; use a kernel that fits inside"
        )
    sums = conv2d(image.reshape(-1, 1, height, width), kernel[None, None])
    return (sums / kernel.size).reshape(*leading, *sums.shape[2:])


def conv2d(x, kernels, bias=None, stride=1, padding=0):  # [n, c, h, w], [m, c, k, k], [m] -> [n, m, h', w']
    """The field's convolution: each kernel spans all channels; a sum and no division.

    `h' = (h + 2 * padding - k) // stride + 1`, and `w'` likewise. Like every deep-learning library it
    does not flip the kernel, so strictly it is a cross-correlation. Equals PyTorch's `conv2d`.
    Integers and booleans are computed as float64; float32 stays float32 if all inputs are float32;
    NaN and infinity pass through. Raises ValueError for shapes that do not fit together.

    >>> x = np.arange(9).reshape(1, 1, 3, 3)
    >>> conv2d(x, [[[[1, 0], [0, -1]]]], bias=[10])
    array([[[[6., 6.],
             [6., 6.]]]])
    """
    x, kernels = floats("x", x), floats("kernels", kernels)
    if x.dtype != kernels.dtype:
        x, kernels = x.astype(float), kernels.astype(float)
    if type(stride) is not int or type(padding) is not int or padding or stride != 1:
        check_steps(stride, padding)
        x = _pad(x, padding)
    try:
        (n, c, h, w), (m, c_kernels, k, k_columns) = x.shape, kernels.shape
    except ValueError:
        raise ValueError(
            f"x has shape {x.shape} and kernels {kernels.shape}; "
            "conv2d takes [images, channels, rows, columns] and [kernels, channels, k, k]; "
            "x[None, None] makes a batch of one image"
        ) from None
    if c != c_kernels or k != k_columns or not 0 < k <= h or k > w or not c:
        raise ValueError(_misfit(c, h, w, c_kernels, k, k_columns))
    rows, columns = (h - k) // stride + 1, (w - k) // stride + 1
    if rows * columns * c * k * k <= _BLOCK:
        # One product for the batch: every column of the index lists the cells that lie under the kernel.
        result = kernels.reshape(m, -1) @ x.reshape(n, -1).take(window_index(c, h, w, k, stride), axis=1)
        result = result.reshape(n, m, rows, columns)
    else:
        result = _conv2d_in_blocks(x, kernels, stride, rows, columns)
    return result if bias is None else result + _bias(bias, m, result.dtype)


@lru_cache(maxsize=64)
def window_index(channels, height, width, k, stride=1):  # -> [channels * k * k, rows * columns]
    """Which cells of a flattened `[channels, height, width]` input lie under the kernel, a column a place.

    The column of place `(row, column)` is the answer to "which cells did this one come from?".

    >>> window_index(1, 3, 3, 2)[:, 0]
    array([0, 1, 3, 4])
    """
    cells = np.arange(channels * height * width).reshape(channels, height, width)
    index = _windows(cells, k, stride).reshape(channels * k * k, -1)
    index.flags.writeable = False  # it is shared between calls
    return index


def _conv2d_in_blocks(x, kernels, stride, rows, columns):
    """A large image a few rows at a time, straight from the image: an index for all of it would be slower."""
    m, c, k, _ = kernels.shape
    result = np.empty((len(x), m, rows, columns), x.dtype)
    windows = _windows(x, k, stride)
    step = max(1, _BLOCK // (columns * c * k * k))
    for image, output in zip(windows, result, strict=True):
        for top in range(0, rows, step):
            under = image[..., top : top + step, :].reshape(c * k * k, -1)
            output[:, top : top + step] = (kernels.reshape(m, -1) @ under).reshape(m, -1, columns)
    return result


def _windows(x, k, stride):  # [..., h, w] -> [..., k, k, h', w']
    windows = np.lib.stride_tricks.sliding_window_view(x, (k, k), axis=(-2, -1))[
        ..., ::stride, ::stride, :, :
    ]
    return np.moveaxis(windows, (-2, -1), (-4, -3))


def _pad(x, padding):
    if not padding or x.ndim != 4:
        return x
    n, c, h, w = x.shape
    padded = np.zeros((n, c, h + 2 * padding, w + 2 * padding), x.dtype)
    padded[:, :, padding:-padding, padding:-padding] = x
    return padded


def _bias(bias, m, dtype):  # [m] -> [m, 1, 1]
    bias = floats("bias", bias)
    if bias.shape != (m,):
        raise ValueError(f"bias has shape {bias.shape}; it needs one number a kernel, shape ({m},)")
    return bias.astype(dtype).reshape(m, 1, 1)


def _misfit(c, h, w, c_kernels, k, k_columns):
    if k != k_columns:
        return f"the kernels are {k}×{k_columns}; they must be square, like 3×3"
    if c != c_kernels:
        return (
            f"x has {c} channels and the kernels span {c_kernels}; each kernel must have one {k}×{k} slice "
            f"a channel of x, shape [kernels, {c}, {k}, {k}]"
        )
    if not k or not c:
        return f"the kernels have {c} channels of {k}×{k}; they need at least one cell"
    return (
        f"the kernels are {k}×{k} and x, padding included, only {h}×{w}; use smaller kernels or more padding"
    )
