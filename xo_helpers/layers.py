"""The layers of a network: `forward` remembers what it was given, `backward` returns what flows back.

`backward(gradient)` takes the gradient of the loss by the layer's output, returns that by its input, and
leaves those by its parameters in `gradients`, under the same names.
"""

from math import prod

import numpy as np

from xo_helpers import cells, fits, gradients, ops, passes
from xo_helpers.inputs import floats, pooled_shape, real


class Conv2D(cells.Conv2D):
    """Kernels `[m, c, k, k]` that slide over a stack of c maps and make m maps; see `ops.conv2d`."""

    kind = "conv"
    made_with = ("stride", "padding")

    def __init__(self, kernels, bias=None, stride=1, padding=0):
        super().__init__()
        kernels = floats("kernels", kernels)
        if kernels.ndim != 4 or kernels.shape[2] != kernels.shape[3] or 0 in kernels.shape[1:]:
            raise ValueError(f"kernels have shape {kernels.shape}; Conv2D takes [kernels, channels, k, k]")
        bias = np.zeros(len(kernels), kernels.dtype) if bias is None else floats("bias", bias)
        fits.bias_of(bias, len(kernels))  # says what is wrong, if anything is
        self.stride, self.padding = fits.check_steps(stride, padding)
        self.parameters = {"kernels": kernels.copy(), "bias": bias.copy()}

    @classmethod
    def random(cls, rng=None, channels=None, kernels=None, size=3, **settings):
        """Small random kernels to begin training with, so that maps neither grow nor fade (He, 2015)."""
        channels, kernels, size = fits.sizes(rng, channels=channels, kernels=kernels, size=size)
        spread = np.sqrt(2 / (channels * size * size))
        return cls(rng.normal(scale=spread, size=(kernels, channels, size, size)), **settings)

    def output_shape(self, input_shape):
        """As many maps as kernels, with a cell for each place where one fits. `(c, h, w) -> (m, h', w')`"""
        shape, kernels = fits.maps_shape("Conv2D", input_shape), np.shape(passes.own(self, "kernels"))
        stride, padding = fits.check_steps(self.stride, self.padding)
        padded = [length + 2 * padding for length in shape[1:]]
        fits.check_kernels((1, *shape[:1], *padded), kernels)
        m, _, _, k = kernels
        return (m, *((length - k) // stride + 1 for length in padded))

    def forward(self, x):
        """Slide every kernel over every image. `[n, c, h, w] -> [n, m, h', w']`"""
        kernels, bias = passes.own(self, "kernels"), passes.own(self, "bias")
        return self.remember(x, ops.conv2d(x, kernels, bias, self.stride, self.padding))

    def backward(self, gradient, to_input=True):
        """Add up for every kernel, hand back to every pixel if wanted. `[n, m, h', w'] -> [n, c, h, w]`"""
        kernels = passes.own(self, "kernels")
        back = gradients.conv2d_backward(gradient, self.given, kernels, self.stride, self.padding, to_input)
        self.gradients = {"kernels": back[1], "bias": back[2]}
        return back[0]


class ReLU(cells.ReLU):
    """Negatives become zero; see `ops.relu`."""

    kind = "relu"

    def forward(self, x):
        """Rectify every cell. `[...] -> [...]`"""
        return self.remember(x, ops.relu(x))

    def backward(self, gradient):
        """Let through what came in positive. `[...] -> [...]`"""
        return gradients.relu_backward(gradient, self.given)


class MaxPool2D(cells.MaxPool2D):
    """The largest value of each window; see `ops.max_pool`."""

    kind = "pool"
    made_with = ("size", "stride", "edge")

    def __init__(self, size=2, stride=2, edge="keep"):
        super().__init__()
        pooled_shape((size, size), size, stride, edge)  # says what is wrong, if anything is
        self.size, self.stride, self.edge = int(size), int(stride), edge

    def output_shape(self, input_shape):
        """As many maps as come in, with a cell for each window. `(c, h, w) -> (c, h', w')`"""
        c, *sides = fits.maps_shape("MaxPool2D", input_shape)
        return (c, *pooled_shape(sides, self.size, self.stride, self.edge))

    def forward(self, x):
        """Pool every map. `[n, c, h, w] -> [n, c, h', w']`"""
        return self.remember(x, ops.max_pool(x, self.size, self.stride, self.edge))

    def backward(self, gradient):
        """Hand each window's gradient to its largest cell. `[n, c, h', w'] -> [n, c, h, w]`"""
        return gradients.max_pool_backward(gradient, self.given, self.size, self.stride, self.edge)


class GlobalMax(cells.GlobalMax):
    """The largest value of each map, wherever it stands: c maps become c values."""

    kind = "max"

    def output_shape(self, input_shape):
        """One value per map. `(c, h, w) -> (c,)`"""
        return fits.maps_shape("GlobalMax", input_shape)[:1]

    def forward(self, x):
        """Keep one value per map. `[n, c, h, w] -> [n, c]`"""
        maps = real("x", x)
        fits.check_maps("GlobalMax", maps.shape)
        return self.remember(maps, maps.max(axis=(2, 3)))

    def backward(self, gradient):
        """Hand each map's gradient to its largest cell. `[n, c] -> [n, c, h, w]`"""
        return gradients.global_max_backward(gradient, self.given)


class Flatten(cells.Flatten):
    """A stack of maps as one row of values: map after map, row after row."""

    kind = "flatten"

    def output_shape(self, input_shape):
        """All values in a row. `(c, h, w) -> (c * h * w,)`"""
        return (prod(fits.shape_of(input_shape)),)

    def forward(self, x):
        """Lay every image's values in a row. `[n, c, h, w] -> [n, c * h * w]`"""
        return self.remember(x, fits.rows_of(x))

    def backward(self, gradient):
        """Stack them up again. `[n, c * h * w] -> [n, c, h, w]`"""
        shape = np.shape(self.given)
        gradient = fits.gradient_of(gradient, (shape[0], prod(shape[1:])))
        return np.array(gradient, order="C").reshape(shape)


class Dense(cells.Dense):
    """Every output is a vote over all inputs, with weights `[i, o]` and a bias `[o]`; see `ops.dense`."""

    kind = "dense"

    def __init__(self, weights, bias=None):
        super().__init__()
        weights = floats("weights", weights)
        if weights.ndim != 2:
            raise ValueError(f"weights have shape {weights.shape}; Dense takes [inputs, outputs]")
        bias = np.zeros(weights.shape[1], weights.dtype) if bias is None else floats("bias", bias)
        if bias.shape != weights.shape[1:]:
            needs = f"it needs one number per output, ({weights.shape[1]},)"
            raise ValueError(f"bias has shape {bias.shape}; {needs}")
        self.parameters = {"weights": weights.copy(), "bias": bias.copy()}

    @classmethod
    def random(cls, rng=None, inputs=None, outputs=None):
        """Small random weights to begin training with, as `Conv2D.random`."""
        inputs, outputs = fits.sizes(rng, inputs=inputs, outputs=outputs)
        return cls(rng.normal(scale=np.sqrt(2 / inputs), size=(inputs, outputs)))

    def output_shape(self, input_shape):
        """One number per output. `(i,) -> (o,)`"""
        weights, bias = np.shape(passes.own(self, "weights")), np.shape(passes.own(self, "bias"))
        if (shape := fits.shape_of(input_shape)) != weights[:1]:
            takes = f"Dense takes {weights[:1]} and gives {bias}{'; Flatten may help' * (len(shape) > 1)}"
            raise ValueError(f"the layer's input has shape {shape}; {takes}")
        return bias

    def forward(self, x):
        """Let the values vote. `[n, i] -> [n, o]`"""
        return self.remember(x, ops.dense(x, passes.own(self, "weights"), passes.own(self, "bias")))

    def backward(self, gradient):
        """Hand back to every value what its votes did. `[n, o] -> [n, i]`"""
        back = gradients.dense_backward(gradient, self.given, passes.own(self, "weights"))
        self.gradients = {"weights": back[1], "bias": back[2]}
        return back[0]


KINDS = {layer.kind: layer for layer in (Conv2D, ReLU, MaxPool2D, GlobalMax, Flatten, Dense)}
