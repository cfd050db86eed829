"""A model of PyTorch's as a network of ours, to look into.

PyTorch is never imported: who gives a model has done so.
"""

import sys
from typing import Any, NamedTuple

import numpy as np

from xo_helpers.fits import shape_of
from xo_helpers.inputs import kind, said
from xo_helpers.layers import Conv2D, Dense, Flatten, GlobalMax, MaxPool2D, ReLU
from xo_helpers.network import Network

_ASLEEP = {"Identity", "Dropout", "Dropout1d", "Dropout2d", "Dropout3d", "AlphaDropout"}  # once trained
_TRY = {
    "Softmax": "end with the votes, as networks do here; ops.softmax makes shares of them",
    "LogSoftmax": "end with the votes, as networks do here; ops.softmax makes shares of them",
    "AvgPool2d": "take nn.MaxPool2d",
    "AdaptiveAvgPool2d": "take nn.AdaptiveMaxPool2d(1)",
}


class _Module(NamedTuple):
    place: str  # in the model, as model[0][2]
    module: Any

    def refused(self, why, what_to_try):
        said_of = f"{self.place} is {said(self.module)} {why}"
        return ValueError(f"{said_of}: {what_to_try}" if what_to_try else said_of)

    def only(self, **settings):
        """Refuse the module unless its settings are these, which are all that layers here have."""
        for name, wanted in settings.items():
            if (value := getattr(self.module, name)) not in (wanted, (wanted, wanted)):
                raise self.refused(f"with {name}={value}", f"layers here have {name}={wanted}")

    def one(self, name):
        """A setting for rows and columns alike."""
        value = getattr(self.module, name)
        first, last = value if isinstance(value, tuple) else (value, value)
        if first != last:
            raise self.refused(f"with {name}={value}", "rows and columns must have the same here")
        return first

    def array(self, name):  # -> float64, or None where it has none
        tensor = getattr(self.module, name)
        if tensor is None:
            return None
        try:
            if not tensor.is_complex():
                return tensor.detach().cpu().double().numpy()
        except Exception:  # a tensor may live anywhere
            pass
        raise self.refused(f"whose {name} cannot be read", "give it real numbers first")


def _conv(given, layers):
    given.only(dilation=1, groups=1, padding_mode="zeros")
    size, padding = given.one("kernel_size"), given.module.padding
    if padding == "same" and size % 2 == 0:
        raise given.refused("with more padding on one side", "take an odd kernel_size")
    padding = (
        {"valid": 0, "same": size // 2}.get(padding) if isinstance(padding, str) else given.one("padding")
    )
    return [*layers, Conv2D(given.array("weight"), given.array("bias"), given.one("stride"), padding)]


def _max_pool(given, layers):
    given.only(padding=0, dilation=1, return_indices=False)
    edge = "keep" if given.module.ceil_mode else "drop"
    return [*layers, MaxPool2D(given.one("kernel_size"), given.one("stride"), edge)]


def _global_max(given, layers):
    given.only(output_size=1, return_indices=False)
    return [*layers, GlobalMax()]


def _flatten(given, layers):
    given.only(start_dim=1, end_dim=-1)
    return [*layers, Flatten()]


def _linear(given, layers):
    if _of_one_cell(layers):
        raise given.refused("and is given maps of 1×1", "put nn.Flatten() before it")
    return [*layers, Dense(given.array("weight").T, given.array("bias"))]


def _batch_norm(given, layers):
    """y = scale · x + shift for each map, or value: a part of the weights before it, or 1×1 weights."""
    if given.module.running_mean is None or given.module.running_var is None:
        raise given.refused("without running statistics", "train it with track_running_stats=True")
    mean, variance, weight, bias = map(given.array, ("running_mean", "running_var", "weight", "bias"))
    scale = (1 if weight is None else weight) / np.sqrt(variance + given.module.eps)
    shift = (0 if bias is None else bias) - mean * scale
    last = layers[-1] if layers else None
    of_maps = type(given.module).__name__ == "BatchNorm2d"
    if not isinstance(last, Conv2D if of_maps else Dense):
        each = np.diag(scale)
        return [*layers, Conv2D(each[:, :, None, None], shift) if of_maps else Dense(each, shift)]
    before = last.parameters
    if len(before["bias"]) != len(scale):
        raise given.refused(f"and is given {len(before['bias'])}", f"it takes {len(scale)}")
    bias = before["bias"] * scale + shift
    if of_maps:
        kernels = before["kernels"] * scale[:, None, None, None]
        return [*layers[:-1], Conv2D(kernels, bias, last.stride, last.padding)]
    return [*layers[:-1], Dense(before["weights"] * scale, bias)]


_TAKE = {
    "Conv2d": _conv,
    "MaxPool2d": _max_pool,
    "AdaptiveMaxPool2d": _global_max,
    "ReLU": lambda given, layers: [*layers, ReLU()],
    "Flatten": _flatten,
    "Linear": _linear,
    "BatchNorm2d": _batch_norm,
    "BatchNorm1d": _batch_norm,
}


def _of_one_cell(layers):
    """Whether PyTorch still has maps of 1×1 where GlobalMax has left values."""
    rows = [layer for layer in layers if isinstance(layer, GlobalMax | Flatten | Dense)]
    return bool(rows) and isinstance(rows[-1], GlobalMax)


def _each(module, place):  # -> the modules of a model in their order, each with its place
    given = _Module(place, module)
    if not _is_lazy(module) and (module._forward_hooks or module._forward_pre_hooks):
        raise given.refused("with hooks, which may change anything", "remove them")
    if _name(module) == "Sequential":
        for at, part in enumerate(module):
            yield from _each(part, f"{place}[{at}]")
    else:
        yield given


def _is_lazy(module):  # by hooks of its own
    return type(module).__name__.startswith("Lazy")


def _name(module):  # of a class of PyTorch's own
    return type(module).__name__ if type(module).__module__.startswith("torch.nn.modules.") else None


def from_torch(model, input_shape):
    """A network that gives what the model gives for images of `input_shape`. `-> Network`

    The model is a `torch.nn.Sequential`, nested or not, of Conv2d, ReLU, MaxPool2d, AdaptiveMaxPool2d(1),
    Flatten, Linear, BatchNorm1d and BatchNorm2d; it is taken as it is after `model.eval()`. So Dropout and
    Identity are passed over, and a BatchNorm is multiplied into the weights before it, or becomes a layer of
    1×1 kernels. Weights are copied, as float64; `input_shape` is `(c, h, w)`. Images may have any range, as
    the model's had.

    Raises ValueError for anything else, with its place in the model.
    """
    torch = sys.modules.get("torch")
    if torch is None or not isinstance(model, torch.nn.Module):
        raise ValueError(f"model is {kind(model)}; from_torch takes a torch.nn.Sequential")
    shape, layers = shape_of(input_shape, 1), []
    for given in _each(model, "model"):
        name = _name(given.module)
        if name in _ASLEEP:
            continue
        if name not in _TAKE:
            lazy = "run the model once on images, and it has weights" if _is_lazy(given.module) else None
            raise given.refused("and has no layer here", lazy or _TRY.get(name))
        layers = _TAKE[name](given, layers)
        try:
            Network(layers, shape)
        except ValueError as error:
            raise given.refused("and does not fit", str(error)) from None
    if _of_one_cell(layers):
        raise ValueError("the model ends with maps of 1×1, and a network here with values: add nn.Flatten()")
    network = Network(layers, shape)
    network.reach = 1e300
    return network
