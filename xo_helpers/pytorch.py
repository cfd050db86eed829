"""A model of PyTorch's as a network of ours, to look into.

PyTorch is never imported: whoever gives a model has done so.
"""

import sys

import numpy as np

from xo_helpers.fits import shape_of
from xo_helpers.inputs import kind, said, times
from xo_helpers.layers import Conv2D, Dense, Flatten, GlobalMax, MaxPool2D, ReLU
from xo_helpers.modules import RefusedError, each, is_lazy, name_of
from xo_helpers.network import Network

_ASLEEP = {"Identity", "Dropout", "Dropout1d", "Dropout2d", "Dropout3d", "AlphaDropout"}  # once trained
_VOTES = "end with the votes, as networks do here; ops.softmax makes shares of them"
_TRY = {
    **dict.fromkeys(["Softmax", "LogSoftmax"], _VOTES),
    **dict.fromkeys(["Sigmoid", "Tanh", "LeakyReLU", "ReLU6", "ELU", "SiLU", "GELU"], "take nn.ReLU"),
    "AvgPool2d": "take nn.MaxPool2d",
    "AdaptiveAvgPool2d": "take nn.AdaptiveMaxPool2d(1)",
}


def _conv(given, network):
    given.only(dilation=1, groups=1, padding_mode="zeros")
    given.one("kernel_size")
    kernels, padding = given.array("weight", True), given.module.padding
    size = kernels.shape[-1]
    if padding == "same" and size % 2 == 0:
        raise given.refused("with more padding on one side", "take an odd kernel_size")
    words = {"valid": 0, "same": size // 2}
    padding = words[padding] if isinstance(padding, str) else given.one("padding")
    return [*network.layers, Conv2D(kernels, given.array("bias"), given.one("stride"), padding)]


def _max_pool(given, network):
    given.only(padding=0, dilation=1, return_indices=False)
    edge = "keep" if given.module.ceil_mode else "drop"
    return [*network.layers, MaxPool2D(given.one("kernel_size"), given.one("stride"), edge)]


def _global_max(given, network):
    given.only(output_size=1, return_indices=False)
    return [*network.layers, GlobalMax()]


def _flatten(given, network):
    start, end = given.module.start_dim, given.module.end_dim
    axes = 4 if _of_one_cell(network) else 1 + len(network.output_shape)
    if start not in (1, 1 - axes) or end not in (-1, axes - 1):
        raise given.refused(f"of {axes} axes", "layers here have start_dim=1 and end_dim=-1")
    return [*network.layers, Flatten()]


def _linear(given, network):
    return [*network.layers, Dense(given.array("weight", True).T, given.array("bias"))]


@np.errstate()
@np.errstate(all="ignore")
def _batch_norm(given, network):
    """y = scale · x + shift for each map, or value: a part of the weights before it, or 1×1 weights."""
    if given.module.running_mean is None or given.module.running_var is None:
        raise given.refused("without running statistics", "train it with track_running_stats=True")
    arrays = [given.array(name) for name in ("running_mean", "running_var", "weight", "bias")]
    shape, of_maps = network.output_shape, name_of(given.module) == "BatchNorm2d"
    takes = [array.shape[0] for array in arrays if array is not None]
    if set(takes) != {shape[0]} or len(shape) != (3 if of_maps else 1):
        count = f"{takes[0]} map{'s' * (takes[0] > 1)}" if of_maps else f"a row of {takes[0]}"
        raise given.refused(f"and is given {times(shape)}", f"it takes {count}")
    mean, variance, weight, bias = arrays
    scale = (1 if weight is None else weight) / np.sqrt(variance + given.module.eps)
    shift = (0 if bias is None else bias) - mean * scale
    if not np.isfinite([scale, shift]).all():
        raise given.refused("which makes no finite numbers", "running_var + eps must be above 0")
    before, last = network.layers[:-1], network.layers[-1] if network.layers else None
    if not isinstance(last, Conv2D if of_maps else Dense):
        each_alone = np.eye(shape[0])
        before, last = network.layers, Conv2D(each_alone[:, :, None, None]) if of_maps else Dense(each_alone)
    weights, bias = last.parameters.values()
    if of_maps:
        layer = Conv2D(weights * scale[:, None, None, None], bias * scale + shift, last.stride, last.padding)
    else:
        layer = Dense(weights * scale, bias * scale + shift)
    return [*before, layer]


_TAKE = {
    "Conv2d": _conv,
    "MaxPool2d": _max_pool,
    "AdaptiveMaxPool2d": _global_max,
    "ReLU": lambda given, network: [*network.layers, ReLU()],
    "Flatten": _flatten,
    "Linear": _linear,
    "BatchNorm2d": _batch_norm,
    "BatchNorm1d": _batch_norm,
}


def _of_one_cell(network):
    """Whether PyTorch still has maps of 1×1 where GlobalMax has left values."""
    rows = [layer for layer in network.layers if isinstance(layer, GlobalMax | Flatten | Dense)]
    return bool(rows) and isinstance(rows[-1], GlobalMax)


def _longer(network, given):  # -> the network with what the module is
    name, shape = name_of(given.module), network.input_shape
    if name in _ASLEEP:
        return network
    if name not in _TAKE:
        raise given.refused("and has no layer here", _hint(given))
    if _of_one_cell(network) and name not in ("ReLU", "Flatten"):
        take = "put nn.Flatten() before it, and take nn.Linear or nn.BatchNorm1d for values"
        raise given.refused("and is given maps of 1×1", take)
    try:
        return Network(_TAKE[name](given, network), shape)
    except RefusedError:
        raise
    except Exception as error:  # who changes a module may leave it in any state
        why = str(error) if isinstance(error, ValueError) else said(error)
        raise given.refused("and does not fit", why.partition(" does not fit: ")[2] or why) from None


def _hint(given):
    if is_lazy(given.module):
        return "run the model once on images, and it has weights"
    parts = given.module._modules.items()
    if "parametrizations" in given.module._modules:
        return "make its weights its own again, by nn.utils.parametrize.remove_parametrizations"
    if name_of(given.module) and not parts:
        return _TRY.get(name_of(given.module))
    found = [f"; {given.place}.{name} is one" for name, part in parts if name_of(part) == "Sequential"]
    return "write its layers as one nn.Sequential(...), which from_torch takes" + "".join(found[:1])


def from_torch(model, input_shape):
    """A network that gives what the model gives for images of `input_shape`. `-> Network`

    The model is a `torch.nn.Sequential`, nested or not, of Conv2d, ReLU, MaxPool2d, AdaptiveMaxPool2d(1),
    Flatten, Linear, BatchNorm1d and BatchNorm2d; it is taken as it is after `model.eval()`. So Dropout and
    Identity are passed over, and a BatchNorm is multiplied into the weights before it, or becomes a layer of
    1×1 kernels. Weights are copied, as float64; `input_shape` is `(c, h, w)`. Images may have any range that
    the model's had, in floats; whole numbers beyond 16 are taken for bytes.

    Raises ValueError for anything else, with its place in the model.
    """
    torch = sys.modules.get("torch")
    if torch is None or not isinstance(model, torch.nn.Module):
        raise ValueError(f"model is {kind(model)}; from_torch takes a torch.nn.Sequential")
    of_all = torch.nn.modules.module
    if of_all._global_forward_hooks or of_all._global_forward_pre_hooks:
        raise ValueError("there are hooks on all modules, which may change anything; remove them")
    network = Network([], shape_of(input_shape, 1))
    try:
        for given in each(model, "model"):
            network = _longer(network, given)
    except RefusedError as error:
        raise ValueError(str(error)) from None
    if _of_one_cell(network):
        raise ValueError("the model ends with maps of 1×1, and a network here with values: add nn.Flatten()")
    network.reach = 1e300
    return network
