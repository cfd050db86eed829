"""The operations of the course as plain functions: what a lesson builds by hand, tested and fast."""

import numpy as np

from xo_helpers import fits, inputs, passes, texts, windows, words


def agreement(a, b):
    """How many cells of two images hold the same value. `[h, w], [h, w] -> int`

    Raises ValueError if the images differ in shape, or are not non-empty 2-D arrays of numbers.

    >>> agreement([[1, -1], [1, 1]], [[1, 1], [1, -1]])
    2
    """
    a, b = (texts.as_written(inputs.numbers(*given)) for given in (("a", a), ("b", b)))
    if a.ndim != 2 or a.shape != b.shape:
        raise ValueError(words.unlike(a, b))
    return int((a == b).sum())


def filter_patch(patch, kernel):
    """How well a kernel fits a patch: multiply cell by cell, add up, divide by the number of cells.
    `[k, k], [k, k] -> float`

    For cells of +1 and -1 the score is (agreeing - differing) / all, from -1 to 1. The sum is taken
    first and divided once, so 5/9 is exactly Python's 5/9. These are the four steps of filtering in
    Rohrer's *How Convolutional Neural Networks Work* (2016). Raises ValueError unless both are square, of
    one size, and hold numbers up to 1e150.

    >>> filter_patch([[1, -1], [-1, 1]], [[1, -1], [-1, -1]])
    0.5
    """
    patch, kernel = inputs.numbers("patch", patch), inputs.square_kernel(kernel)
    if patch.shape != kernel.shape:
        raise ValueError(words.no_patch(patch, kernel))
    patch, kernel = (inputs.moderate(n, texts.exact(a)) for n, a in (("patch", patch), ("kernel", kernel)))
    with np.errstate(), np.errstate(all="ignore"):
        return float((patch * kernel).sum() / kernel.size)


def feature_map(image, kernel):
    """`filter_patch` at every place where the kernel fits: a map of where the feature is.
    `[..., h, w], [k, k] -> [..., h-k+1, w-k+1]`

    Leading axes ride along, so a batch of images gives a batch of maps. Integers and booleans are
    computed as float64; two of float32 stay so. It is `conv2d` with one kernel, and a division at the end.
    Raises ValueError unless both hold numbers up to 1e150 (float32: 1e18) and the kernel is square and fits.

    >>> feature_map([[1, -1, 1], [-1, 1, 1]], [[1, -1], [-1, 1]])
    array([[ 1. , -0.5]])
    """
    image, kernel = inputs.image_and_kernel(image, kernel)
    kind = np.float32 if image.dtype == kernel.dtype == np.float32 else float
    image, kernel = texts.as_written(image), texts.as_written(kernel)
    sums = conv2d(image.reshape(-1, 1, *image.shape[-2:]), kernel[None, None])
    with np.errstate(), np.errstate(all="ignore"):
        return (sums / kernel.size).reshape(*image.shape[:-2], *sums.shape[2:]).astype(kind, copy=False)


def conv2d(x, kernels, bias=None, stride=1, padding=0):
    """The field's convolution: each kernel spans all channels; a sum and no division.
    `[n, c, h, w], [m, c, k, k], [m] -> [n, m, h', w']`

    `h' = (h + 2 * padding - k) // stride + 1`, and `w'` likewise. Like most deep-learning libraries it
    does not flip the kernel, so strictly it is a cross-correlation. Equals PyTorch's `conv2d`.
    Integers and booleans are computed as float64; float32 stays float32 if all inputs are float32;
    NaN and infinity pass through. Raises ValueError for shapes that do not fit together.

    >>> x = np.arange(9).reshape(1, 1, 3, 3)
    >>> conv2d(x, [[[[1, 0], [0, -1]]]], bias=[10])
    array([[[[6., 6.],
             [6., 6.]]]])
    """
    x, kernels = inputs.floats("x", x), inputs.floats("kernels", kernels)
    bias = None if bias is None else inputs.floats("bias", bias)
    if x.dtype != kernels.dtype or (bias is not None and bias.dtype != x.dtype):
        x, kernels = x.astype(float), kernels.astype(float)
    if type(stride) is not int or type(padding) is not int or padding or stride != 1:
        stride, padding = fits.check_steps(stride, padding)
        x = windows.pad(x, padding)
    if x.ndim != 4 or kernels.ndim != 4:
        raise ValueError(words.misfit(x.shape, kernels.shape))
    (n, c, h, w), (m, c_kernels, k, k_columns) = x.shape, kernels.shape
    if c != c_kernels or k != k_columns or not 0 < k <= h or k > w or not c:
        raise ValueError(words.misfit(x.shape, kernels.shape))
    rows, columns = (h - k) // stride + 1, (w - k) // stride + 1
    if rows * columns * c * k * k <= windows.BLOCK:
        result = windows.products(kernels.reshape(m, c * k * k), x, windows.index_for(x, k, stride))
        result = result.reshape(m, rows, columns, n).transpose(3, 0, 1, 2)
    else:
        result = windows.in_blocks(x, kernels, stride, rows, columns)
    if bias is not None:
        passes.add(result, fits.bias_of(bias, m))
    return result


def relu(x):
    """Negatives become zero, all else stays: `max(x, 0)`, cell by cell. `[...] -> [...]`

    >>> relu([-0.5, 0.0, 2.0])
    array([0., 0., 2.])
    """
    return np.maximum(inputs.real("x", x), 0)


def max_pool(x, size=2, stride=2, edge="keep"):
    """The largest value of each `size` × `size` window; the windows begin `stride` cells apart.
    `[..., h, w] -> [..., h', w']`

    At the right and the bottom a window may hang over. `edge="keep"` takes the cells that are there (7 rows
    become 4), like PyTorch's `ceil_mode=True`; `"drop"` does not (7 become 3), like its default. The type of
    number stays. Raises ValueError for a size, stride or edge that cannot be, or if nothing is left.

    >>> max_pool([[1, 2, 3], [4, 5, 6], [7, 8, 9]])
    array([[5, 6],
           [8, 9]])
    """
    x = fits.maps_of(x)
    cells, shape = windows.pooling(x.shape, size, stride, edge)
    if cells is None:
        return windows.largest(x, size, stride, shape)[0]
    maps = windows.flat_maps(x, windows.has_images_last(x))
    if maps.size <= 500:  # small ones at once
        return windows.from_flat(maps.take(cells, axis=1).max(axis=1), (*x.shape[:-2], *shape))
    largest = maps.take(cells[0], axis=1)
    for at in cells[1:]:
        np.maximum(largest, maps.take(at, axis=1), out=largest)
    return windows.from_flat(largest, (*x.shape[:-2], *shape))


def avg_pool(x, size=2, stride=2, edge="keep"):
    """The mean of each window of `max_pool`; a partial one divides by the cells that it has.
    `[..., h, w] -> [..., h', w']`, of integers in float64

    >>> avg_pool([[1, 2, 3], [4, 5, 6], [7, 8, 9]])
    array([[3. , 4.5],
           [7.5, 9. ]])
    """
    x = fits.maps_of(x, inputs.floats)
    inputs.moderate("x", x, np.finfo(x.dtype).max / 1e8)  # that many of them have a sum
    how = size, stride, inputs.pooled_shape(x.shape, size, stride, edge)
    with np.errstate(), np.errstate(all="ignore"):
        return windows.sums(x, *how) / windows.sums(np.ones(x.shape[-2:], x.dtype), *how)


def dense(x, weights, bias):
    """Every output is a sum over all inputs, each times a weight of its own, plus a bias.
    `[n, i], [i, o], [o] -> [n, o]`, of integers in float64, or a ValueError for shapes that do not fit

    >>> dense([[1, 2]], [[1, 0, 3], [0, 1, 1]], [0, 0, 10])
    array([[ 1.,  2., 15.]])
    """
    x, weights, bias = inputs.floats("x", x), inputs.floats("weights", weights), inputs.floats("bias", bias)
    if x.ndim != 2 or weights.ndim != 2 or x.shape[1] != weights.shape[0] or bias.shape != weights.shape[1:]:
        raise ValueError(words.no_votes(x.shape, weights.shape, bias.shape))
    with np.errstate(), np.errstate(all="ignore"):
        return x @ weights + bias


def softmax(x):
    """Votes to shares that are positive and add up to 1, along the last axis: `exp(x) / sum(exp(x))`.
    `[..., c] -> [..., c]`

    The largest vote is taken off first. That changes no share, and keeps `exp` from overflowing.

    >>> softmax([0.0, 0.0])
    array([0.5, 0.5])
    """
    x = inputs.floats("x", x)
    if x.ndim == 0 or not x.shape[-1]:
        raise ValueError(f"x has shape {x.shape}; softmax needs at least one vote along its last axis")
    with np.errstate(), np.errstate(all="ignore"):  # a share may be as good as none
        powers = np.exp(x - x.max(axis=-1, keepdims=True))
        return powers / powers.sum(axis=-1, keepdims=True)


def cross_entropy(logits, labels):
    """How surprised the votes are by the right answers: the mean of `-log(softmax(logits)[label])`.
    `[n, c], [n] -> float`

    `labels` are whole numbers from 0 to c - 1. Raises ValueError for other labels or shapes that do not fit.

    >>> round(cross_entropy([[0.0, 0.0]], [1]), 6)  # log 2: an even vote
    0.693147
    """
    labels = inputs.class_labels(labels, (logits := inputs.floats("logits", logits)).shape)
    if not len(labels):
        raise ValueError(f"logits have shape {logits.shape}; there are no images to average over")
    with np.errstate(), np.errstate(all="ignore"):
        small = logits * 2.0**-40  # exact but for what is too small to matter: the largest, too, have a sum
        small = small - small.max(axis=1, keepdims=True)
        of_right = small[np.arange(len(labels)), labels]
        return float((np.log(np.exp(small * 2.0**40).sum(axis=1)) * 2.0**-40 - of_right).mean()) * 2.0**40
