"""Every operation's way back: from the gradient of its output to the gradients of what it was given."""

import numpy as np

from xo_helpers.ops import softmax
from xo_helpers.windows import pad, pooling, window_index


def cross_entropy_backward(logits, labels):
    """How the mean loss changes with each vote: (share - right answer) / n, the right answer 1, all else 0.
    `[n, c], [n] -> [n, c]`

    >>> cross_entropy_backward([[0.0, 0.0]], [1])
    array([[ 0.5, -0.5]])
    """
    gradient = softmax(logits)
    gradient[np.arange(len(gradient)), labels] -= 1
    return gradient / len(gradient)


def dense_backward(gradient, x, weights):
    """The gradients of `dense`: of its input, its weights and its bias.
    `[n, o], [n, i], [i, o] -> [n, i], [i, o], [o]`
    """
    return gradient @ weights.T, x.T @ gradient, gradient.sum(axis=0)


def relu_backward(gradient, x):
    """A gate: what came in positive lets the gradient through, all else stops it, zero too.
    `[...], [...] -> [...]`

    >>> relu_backward(np.array([5.0, 5.0, 5.0]), np.array([-1.0, 0.0, 2.0]))
    array([0., 0., 5.])
    """
    return gradient * (x > 0)


def max_pool_backward(gradient, x, size=2, stride=2, edge="keep"):
    """Each window hands its gradient to one cell: its largest, the first if several are (as PyTorch's).
    `[..., h', w'], [..., h, w] -> [..., h, w]`

    >>> max_pool_backward(np.array([[7.0]]), np.array([[1.0, 3.0], [3.0, 2.0]]))
    array([[0., 7.],
           [0., 0.]])
    """
    cells, _, _ = pooling(x.shape, size, stride, edge)
    flat = x.reshape(-1, x.shape[-2] * x.shape[-1])
    which = flat.take(cells.T, axis=1).argmax(axis=2)  # [maps, windows]: which cell of its window is largest
    largest = cells[which, np.arange(cells.shape[1])] + np.arange(len(flat))[:, None] * flat.shape[1]
    routed = np.bincount(largest.ravel(), gradient.ravel(), flat.size)
    return routed.reshape(x.shape).astype(gradient.dtype, copy=False)


def global_max_backward(gradient, x):
    """Each map hands its gradient to its largest cell, in a tie the first in reading order.
    `[n, c], [n, c, h, w] -> [n, c, h, w]`
    """
    n, c, h, w = x.shape
    routed = np.zeros((n, c, h * w), gradient.dtype)
    np.put_along_axis(routed, x.reshape(n, c, -1).argmax(axis=2)[..., None], gradient[..., None], axis=2)
    return routed.reshape(x.shape)


def conv2d_backward(gradient, x, kernels, stride=1, padding=0, to_input=True):
    """The gradients of `conv2d`: of its input `[n, c, h, w]`, its kernels `[m, c, k, k]` and its bias `[m]`.

    `gradient` is `[n, m, h', w']`. A kernel's weight meets a pixel at every place, so its gradient adds up,
    over all places, what lay under it times the gradient there. A pixel lies under several places: what each
    hands back is added up again. A first layer needs no gradient of its input: `to_input=False` gives None.
    """
    x = pad(x, padding)
    n, c, h, w = x.shape
    m, _, k, _ = kernels.shape
    rows, columns = gradient.shape[2:]
    gradient = gradient.reshape(n, m, rows * columns)
    under = x.reshape(n, -1).take(window_index(c, h, w, k, stride), axis=1)  # [n, c * k * k, places]
    d_kernels = (gradient @ under.swapaxes(1, 2)).sum(axis=0).reshape(kernels.shape)
    d_bias = gradient.sum(axis=(0, 2))
    if not to_input:
        return None, d_kernels, d_bias
    back = (kernels.reshape(m, -1).T @ gradient).reshape(n, c, k, k, rows, columns)
    d_x = np.zeros(x.shape, back.dtype)
    for i in range(k):
        for j in range(k):
            d_x[:, :, i : i + stride * rows : stride, j : j + stride * columns : stride] += back[:, :, i, j]
    return d_x[:, :, padding : h - padding, padding : w - padding], d_kernels, d_bias
