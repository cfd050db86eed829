"""The way back of every layer, and of the loss: from the gradient of what it made to those of its input."""

import numpy as np

from xo_helpers import fits, windows, words
from xo_helpers.inputs import class_labels, floats, real
from xo_helpers.ops import softmax


def cross_entropy_backward(logits, labels):
    """How the mean loss changes with each vote: (share - right answer) / n, the right answer 1, all else 0.
    `[n, c], [n] -> [n, c]`

    >>> cross_entropy_backward([[0.0, 0.0]], [1])
    array([[ 0.5, -0.5]])
    """
    logits = floats("logits", logits)
    labels, gradient = class_labels(labels, logits.shape), softmax(logits)
    gradient[np.arange(len(labels)), labels] -= 1
    with np.errstate(), np.errstate(all="ignore"):
        return gradient / max(len(labels), 1)


def dense_backward(gradient, x, weights):
    """The gradients of `dense`: of its input, its weights and its bias.
    `[n, o], [n, i], [i, o] -> [n, i], [i, o], [o]`
    """
    x, weights = floats("x", x), floats("weights", weights)
    if x.ndim != 2 or weights.ndim != 2 or x.shape[1] != len(weights):
        raise ValueError(words.no_votes(x.shape, weights.shape))
    gradient = fits.gradient_of(gradient, (len(x), weights.shape[1]))
    with np.errstate(), np.errstate(all="ignore"):
        return (weights @ gradient.T).T, x.T @ gradient, gradient.sum(axis=0)


def relu_backward(gradient, x):
    """A gate: what came in positive lets the gradient through, and NaN, as PyTorch's; all else stops it.
    `[...], [...] -> [...]`

    >>> relu_backward(np.array([5.0, 5.0, 5.0]), np.array([-1.0, 0.0, 2.0]))
    array([0., 0., 5.])
    """
    x = real("x", x)
    gradient, gate = fits.gradient_of(gradient, x.shape), ~(x <= 0)
    with np.errstate(), np.errstate(all="ignore"):
        through = gradient * gate  # faster than to choose, but 0 times infinity is NaN
    return through if np.isfinite(through).all() else np.where(gate, gradient, 0)


def max_pool_backward(gradient, x, size=2, stride=2, edge="keep"):
    """Each window hands its gradient to one cell: its largest, the first if several are (as PyTorch's).
    `[..., h', w'], [..., h, w] -> [..., h, w]`

    >>> max_pool_backward(np.array([[7.0]]), np.array([[1.0, 3.0], [3.0, 2.0]]))
    array([[0., 7.],
           [0., 0.]])
    """
    x = fits.maps_of(x)
    cells, shape = windows.pooling(x.shape, size, stride, edge)
    gradient = fits.gradient_of(gradient, (*x.shape[:-2], *shape))
    if cells is None or np.isnan(x).any():
        where = windows.largest(x, size, stride, shape)[1]
        return _routed(where, gradient, x.size).reshape(x.shape)
    images_last = windows.has_images_last(x)
    maps = windows.flat_maps(x, images_last)
    numbered = np.arange(maps.size).reshape(maps.shape)
    most, where = maps.take(cells[0], axis=1), numbered.take(cells[0], axis=1)
    for at in cells[1:]:
        values = maps.take(at, axis=1)
        where = np.where(values > most, numbered.take(at, axis=1), where)
        np.maximum(most, values, out=most)
    routed = _routed(where, windows.flat_maps(gradient, images_last), maps.size)
    return windows.from_flat(routed.reshape(maps.shape), x.shape)


def _routed(where, gradient, cells):  # what each of so many cells is handed, added up
    with np.errstate(), np.errstate(all="ignore"):
        return np.bincount(where.ravel(), gradient.ravel(), cells).astype(gradient.dtype, copy=False)


def global_max_backward(gradient, x):
    """Each map hands its gradient to its largest cell, in a tie the first in reading order.
    `[n, c], [n, c, h, w] -> [n, c, h, w]`
    """
    x = floats("x", x)
    fits.check_maps("GlobalMax", x.shape)
    n, c, h, w = x.shape
    gradient, maps = fits.gradient_of(gradient, (n, c)), x.reshape(n, c, h * w)
    where = maps.argmax(axis=2, keepdims=True)
    if np.isnan(np.take_along_axis(maps, where, axis=2)).any():  # of several the last, as in any window
        return max_pool_backward(gradient[..., None, None], x, max(h, w), max(h, w))
    routed = np.zeros((n, c, h * w), gradient.dtype)
    np.put_along_axis(routed, where, gradient[..., None], axis=2)
    return routed.reshape(x.shape)


def conv2d_backward(gradient, x, kernels, stride=1, padding=0, to_input=True):
    """The gradients of `conv2d`: of its input `[n, c, h, w]`, its kernels `[m, c, k, k]` and its bias `[m]`.

    `gradient` is `[n, m, h', w']`. A kernel's weight meets a pixel at every place, so its gradient adds up,
    over all places, what lay under it times the gradient there. A pixel lies under several places: what each
    hands back is added up again. A first layer needs no gradient of its input: `to_input=False` gives None.
    """
    (stride, padding), to_input = fits.check_steps(stride, padding), words.asked("to_input", to_input)
    x, kernels = windows.pad(floats("x", x), padding), floats("kernels", kernels)
    fits.check_kernels(x.shape, kernels.shape)
    (n, c, h, w), (m, _, k, _) = x.shape, kernels.shape
    rows, columns = ((length - k) // stride + 1 for length in (h, w))
    gradient = fits.gradient_of(gradient, (n, m, rows, columns))
    with np.errstate(), np.errstate(all="ignore"):
        if n > (step := windows.at_once(c * k * k * rows * columns)):
            parts = [slice(at, at + step) for at in range(0, n, step)]
            back = [conv2d_backward(gradient[at], x[at], kernels, stride, 0, to_input) for at in parts]
            d_x, d_kernels, d_bias = zip(*back, strict=True)
            d_x = np.concatenate(d_x)[..., padding : h - padding, padding : w - padding] if to_input else None
            return d_x, sum(d_kernels), sum(d_bias)
        gradient = gradient.transpose(1, 2, 3, 0).reshape(m, rows * columns * n)
        under = windows.as_columns(x, windows.index_for(x, k, stride))
        d_kernels, d_bias = (under @ gradient.T).T.reshape(kernels.shape), gradient.sum(axis=1)
        if not to_input:
            return None, d_kernels, d_bias
        back = (kernels.reshape(m, c * k * k).T @ gradient).reshape(c, k, k, rows, columns, n)
        d_x = np.zeros((c, h, w, n), back.dtype)
        for i in range(k):
            for j in range(k):
                d_x[:, i : i + stride * rows : stride, j : j + stride * columns : stride] += back[:, i, j]
    return d_x[:, padding : h - padding, padding : w - padding].transpose(3, 0, 1, 2), d_kernels, d_bias
