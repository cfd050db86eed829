"""What arrives, checked: as the operations need it, or an error that says what is wrong with it."""

import numpy as np


def _array(name, value):
    try:
        return np.asarray(value)
    except ValueError:
        raise ValueError(f"the rows of {name} differ in length; make them all the same length") from None


def numbers(name, value):
    """An array of finite numbers, or a ValueError that says what arrived instead."""
    array = _array(name, value)
    if array.dtype.kind not in "biuf":
        hint = "; data.parse turns # and . into numbers" if array.dtype.kind in "US" else ""
        what = {"U": "text", "S": "bytes", "c": "complex numbers"}.get(
            array.dtype.kind, f"{array.dtype} values"
        )
        raise ValueError(f"{name} holds {what}; it must hold plain numbers{hint}")
    if array.size == 0:
        raise ValueError(f"{name} is empty (shape {array.shape}); it needs at least one cell")
    if array.dtype.kind == "f" and not np.isfinite(array).all():
        raise ValueError(f"{name} holds {array[~np.isfinite(array)][0]}; replace it with a number")
    return array


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
    image, kernel = numbers("image", image), square_kernel(kernel)
    if image.ndim < 2:
        raise ValueError(f"the image has shape {image.shape}; it needs rows and columns, like 9×9")
    height, width = image.shape[-2:]
    if len(kernel) > min(height, width):
        sizes = f"the kernel is {extent(kernel)} and the image only {height}×{width}"
        raise ValueError(f"{sizes}; use one that fits inside")
    return image, kernel


def floats(name, value):
    """An array of float64 or float32, as layers compute; NaN passes."""
    if type(value) is np.ndarray and value.dtype.char in "df":
        return value
    array = _array(name, value)
    if array.dtype.kind not in "biuf":
        raise ValueError(f"{name} holds {array.dtype} values; it must hold real numbers")
    return array if array.dtype.char in "df" else array.astype(float)


def real(name, value):
    """An array of real numbers of any type and shape; NaN passes."""
    array = _array(name, value)
    if array.dtype.kind not in "biuf":
        raise ValueError(f"{name} holds {array.dtype} values; it must hold real numbers")
    return array


def layers_of(layers):
    """A list of layers, or a ValueError that says what arrived instead."""
    if not hasattr(layers, "__iter__") or isinstance(layers, (str, dict)):
        raise ValueError(
            f"layers is a {type(layers).__name__}; a network takes a list of layers, like [ReLU()]"
        )
    layers = list(layers)
    for at, layer in enumerate(layers):
        if isinstance(layer, type):
            raise ValueError(f"layers[{at}] is the class {layer.__name__}; call it: {layer.__name__}(...)")
        if not hasattr(layer, "output_shape"):
            raise ValueError(f"layers[{at}] is a {type(layer).__name__}; a network takes layers, like ReLU()")
    return layers


def gradient_of(gradient, shape):
    """The gradient of an output of this shape, in floats, or a ValueError."""
    gradient = floats("gradient", gradient)
    if gradient.shape != tuple(shape):
        raise ValueError(f"gradient has shape {gradient.shape}; what it belongs to has {tuple(shape)}")
    return gradient


def check_steps(stride, padding):
    """Raise a ValueError unless stride is a whole number from 1 and padding one from 0."""
    whole("stride", stride, 1)
    whole("padding", padding, 0)


def whole(name, value, least):
    """Raise a ValueError unless a value is a whole number, `least` or more."""
    if not isinstance(value, (int, np.integer)) or isinstance(value, bool) or value < least:
        raise ValueError(f"{name} is {value!r}; it must be a whole number, {least} or more")


def pooled_shape(shape, window, stride, edge):
    """How many windows fit into a map: all that begin inside it, or with "drop" all that lie inside it.
    `[..., h, w] -> (h', w')`
    """
    whole("size", window, 1)
    whole("stride", stride, 1)
    window, stride = int(window), int(stride)  # whole numbers of eight bits would overflow
    if edge not in ("keep", "drop"):
        raise ValueError(
            f'edge is {edge!r}; it must be "keep" (partial windows count) or "drop" (they do not)'
        )
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
    return tuple(
        count - ((count - 1) * stride >= length) for count, length in zip(counts, shape[-2:], strict=True)
    )


def class_labels(labels, shape):
    """An array of whole numbers that name classes, for logits of this shape, or a ValueError. `[n] -> [n]`"""
    if len(shape) != 2 or 0 in shape:
        raise ValueError(
            f"logits have shape {shape}; they must be [images, classes], a row of votes an image"
        )
    labels = _array("labels", labels)
    if labels.dtype.kind not in "iu":
        raise ValueError(f"labels hold {labels.dtype} values; they must be whole numbers from 0")
    if labels.shape != shape[:1]:
        raise ValueError(
            f"labels have shape {labels.shape}; with {shape[0]} images they must be ({shape[0]},)"
        )
    if labels.min() < 0 or labels.max() >= shape[1]:
        odd = labels[(labels < 0) | (labels >= shape[1])][0]
        raise ValueError(f"labels hold {odd}; with {shape[1]} classes they must be from 0 to {shape[1] - 1}")
    return labels


def times(shape):
    """A shape in words: 9×9, and () for a single number."""
    return "×".join(map(str, shape)) or "()"


def extent(array):
    """An array's shape in words, also of a row."""
    return times(array.shape) if array.ndim > 1 else f"of shape {array.shape}"


def bias_of(bias, m, dtype):
    """A bias that can be added to a stack of maps. `[m] -> [m, 1, 1]`"""
    bias = floats("bias", bias)
    if bias.shape != (m,):
        raise ValueError(f"bias has shape {bias.shape}; it needs one number a kernel, shape ({m},)")
    return bias.astype(dtype).reshape(m, 1, 1)


def no_votes(x, weights, bias):  # three shapes -> text
    """Why values of this shape cannot vote with such weights, in words."""
    return (
        f"x has shape {x}, weights {weights} and bias {bias}; dense takes "
        "[images, inputs], [inputs, outputs] and [outputs]; Flatten or x[None] may help"
    )


def misfit(x, kernels):
    """Why kernels of this shape cannot be used on a batch of this shape, in words.
    `[n, c, h, w], [m, c, k, k] -> text`
    """
    if len(x) != 4 or len(kernels) != 4:
        return (
            f"x has shape {x} and kernels {kernels}; conv2d takes [images, channels, rows, columns] and "
            "[kernels, channels, k, k]; x[None, None] makes a batch of one image"
        )
    (_, c, h, w), (_, c_kernels, k, k_columns) = x, kernels
    if k != k_columns:
        return f"the kernels are {k}×{k_columns}; they must be square, like 3×3"
    if c != c_kernels:
        return (
            f"x has {c} channels and the kernels span {c_kernels}; each kernel must have one {k}×{k} slice "
            f"a channel of x, shape [kernels, {c}, {k}, {k}]"
        )
    if not k or not c:
        return f"the kernels have {c} channels of {k}×{k}; they need at least one cell"
    sizes = f"the kernels are {k}×{k} and the maps, padding included, only {h}×{w}"
    return f"{sizes}; use smaller kernels or more padding"
