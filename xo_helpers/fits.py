"""What has to fit what: kernels and maps, weights and values, a gradient and its output, layers in a row."""

from xo_helpers.inputs import floats, whole


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
