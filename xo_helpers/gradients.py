"""Every operation's way back: from the gradient of its output to the gradients of what it was given."""

import numpy as np

from xo_helpers.fits import check_steps, gradient_of
from xo_helpers.inputs import class_labels, floats, pooled_shape
from xo_helpers.ops import softmax
from xo_helpers.windows import as_columns, flat_maps, from_flat, has_images_last, pad, pooling


def cross_entropy_backward(logits, labels):
    """How the mean loss changes with each vote: (share - right answer) / n, the right answer 1, all else 0.
    `[n, c], [n] -> [n, c]`

    >>> cross_entropy_backward([[0.0, 0.0]], [1])
    array([[ 0.5, -0.5]])
    """
    gradient = softmax(logits)
    gradient[np.arange(len(gradient)), class_labels(labels, gradient.shape)] -= 1
    return gradient / len(gradient)


def dense_backward(gradient, x, weights):
    """The gradients of `dense`: of its input, its weights and its bias.
    `[n, o], [n, i], [i, o] -> [n, i], [i, o], [o]`
    """
    x, weights = floats("x", x), floats("weights", weights)
    gradient = gradient_of(gradient, (len(x), weights.shape[-1]))
    return (weights @ gradient.T).T, x.T @ gradient, gradient.sum(axis=0)


def relu_backward(gradient, x):
    """A gate: what came in positive lets the gradient through, all else stops it, zero too.
    `[...], [...] -> [...]`

    >>> relu_backward(np.array([5.0, 5.0, 5.0]), np.array([-1.0, 0.0, 2.0]))
    array([0., 0., 5.])
    """
    return gradient_of(gradient, np.shape(x)) * (np.asarray(x) > 0)


def max_pool_backward(gradient, x, size=2, stride=2, edge="keep"):
    """Each window hands its gradient to one cell: its largest, the first if several are (as PyTorch's).
    `[..., h', w'], [..., h, w] -> [..., h, w]`

    >>> max_pool_backward(np.array([[7.0]]), np.array([[1.0, 3.0], [3.0, 2.0]]))
    array([[0., 7.],
           [0., 0.]])
    """
    x = floats("x", x)
    gradient = gradient_of(gradient, (*x.shape[:-2], *pooled_shape(x.shape, size, stride, edge)))
    cells, _, _ = pooling(x.shape, size, stride, edge)
    images_last = has_images_last(x)
    maps = flat_maps(x, images_last)
    numbered = np.arange(maps.size).reshape(maps.shape)
    largest, where = maps.take(cells[0], axis=1), numbered.take(cells[0], axis=1)
    for at in cells[1:]:
        values = maps.take(at, axis=1)
        where = np.where(values > largest, numbered.take(at, axis=1), where)
        np.maximum(largest, values, out=largest)
    routed = np.bincount(where.ravel(), flat_maps(gradient, images_last).ravel(), maps.size)
    return from_flat(routed.reshape(maps.shape), x.shape).astype(gradient.dtype, copy=False)


def global_max_backward(gradient, x):
    """Each map hands its gradient to its largest cell, in a tie the first in reading order.
    `[n, c], [n, c, h, w] -> [n, c, h, w]`
    """
    n, c, h, w = np.shape(x)
    gradient, x = gradient_of(gradient, (n, c)), np.asarray(x)
    routed = np.zeros((n, c, h * w), gradient.dtype)
    np.put_along_axis(routed, x.reshape(n, c, -1).argmax(axis=2)[..., None], gradient[..., None], axis=2)
    return routed.reshape(x.shape)


def conv2d_backward(gradient, x, kernels, stride=1, padding=0, to_input=True):
    """The gradients of `conv2d`: of its input `[n, c, h, w]`, its kernels `[m, c, k, k]` and its bias `[m]`.

    `gradient` is `[n, m, h', w']`. A kernel's weight meets a pixel at every place, so its gradient adds up,
    over all places, what lay under it times the gradient there. A pixel lies under several places: what each
    hands back is added up again. A first layer needs no gradient of its input: `to_input=False` gives None.
    """
    check_steps(stride, padding)
    x, stride, padding = pad(floats("x", x), padding), int(stride), int(padding)
    n, c, h, w = x.shape
    m, _, k, _ = kernels.shape
    rows, columns = ((length - k) // stride + 1 for length in (h, w))
    gradient = gradient_of(gradient, (n, m, rows, columns))
    gradient = flat_maps(gradient, images_last=True).reshape(m, rows * columns * n)
    d_kernels = (as_columns(x, k, stride) @ gradient.T).T.reshape(kernels.shape)
    d_bias = gradient.sum(axis=1)
    if not to_input:
        return None, d_kernels, d_bias
    back = (kernels.reshape(m, -1).T @ gradient).reshape(c, k, k, rows, columns, n)
    d_x = np.zeros((c, h, w, n), back.dtype)
    for i in range(k):
        for j in range(k):
            d_x[:, i : i + stride * rows : stride, j : j + stride * columns : stride] += back[:, i, j]
    return d_x[:, padding : h - padding, padding : w - padding].transpose(3, 0, 1, 2), d_kernels, d_bias
