"""The layers of a network: each holds its parameters, and `forward` remembers what it was given."""

import numpy as np

from xo_helpers import ops
from xo_helpers.inputs import bias_of, floats


class Conv2D:
    """Kernels `[m, c, k, k]` that slide over a stack of c maps and make m maps; see `ops.conv2d`."""

    kind = "conv"

    def __init__(self, kernels, bias=None, stride=1, padding=0):
        kernels = floats("kernels", kernels)
        if kernels.ndim != 4:
            raise ValueError(f"kernels have shape {kernels.shape}; Conv2D takes [kernels, channels, k, k]")
        bias = np.zeros(len(kernels), kernels.dtype) if bias is None else floats("bias", bias)
        bias_of(bias, len(kernels), kernels.dtype)  # says what is wrong, if anything is
        self.parameters = {"kernels": kernels.copy(), "bias": bias.copy()}
        self.stride, self.padding = stride, padding

    def forward(self, x):  # [n, c, h, w] -> [n, m, h', w']
        """Slide every kernel over every image."""
        self.x = x
        return ops.conv2d(x, *self.parameters.values(), self.stride, self.padding)


class ReLU:
    """Negatives become zero; see `ops.relu`."""

    kind = "relu"
    parameters: dict = {}  # noqa: RUF012

    def forward(self, x):  # [...] -> [...]
        """Rectify every cell."""
        self.x = x
        return ops.relu(x)


class MaxPool2D:
    """The largest value of each window; see `ops.max_pool`."""

    kind = "pool"
    parameters: dict = {}  # noqa: RUF012

    def __init__(self, size=2, stride=2, edge="keep"):
        self.size, self.stride, self.edge = size, stride, edge

    def forward(self, x):  # [n, c, h, w] -> [n, c, h', w']
        """Pool every map."""
        self.x = x
        return ops.max_pool(x, self.size, self.stride, self.edge)


class Flatten:
    """A stack of maps as one row of values: map after map, row after row."""

    kind = "flatten"
    parameters: dict = {}  # noqa: RUF012

    def forward(self, x):  # [n, c, h, w] -> [n, c * h * w]
        """Lay every image's values in a row."""
        self.x = x
        return x.reshape(len(x), -1)


class Dense:
    """Every output is a vote over all inputs, with weights `[i, o]` and a bias `[o]`; see `ops.dense`."""

    kind = "dense"

    def __init__(self, weights, bias=None):
        weights = floats("weights", weights)
        if weights.ndim != 2:
            raise ValueError(f"weights have shape {weights.shape}; Dense takes [inputs, outputs]")
        bias = np.zeros(weights.shape[1], weights.dtype) if bias is None else floats("bias", bias)
        if bias.shape != weights.shape[1:]:
            raise ValueError(
                f"bias has shape {bias.shape}; it needs one number an output, ({weights.shape[1]},)"
            )
        self.parameters = {"weights": weights.copy(), "bias": bias.copy()}

    def forward(self, x):  # [n, i] -> [n, o]
        """Let the values vote."""
        self.x = x
        return ops.dense(x, *self.parameters.values())
