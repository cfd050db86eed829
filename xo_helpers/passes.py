"""A pass forward and its way back: what a layer remembers and is lent, which nobody else may change."""

from operator import is_

import numpy as np

from xo_helpers.inputs import kind, real, said, times

_KEEPS = {np.ndarray, list, tuple, dict}  # the types of what a layer remembers
_OTHER = {"parameters", "gradients", "lent"}  # and of what else it has


@np.errstate()
@np.errstate(all="ignore")
def product(a, b):
    """`a @ b`, whatever the reader has set: what is too large is infinity, what is too small is 0."""
    return a @ b


@np.errstate()
@np.errstate(all="ignore")
def add(array, more):
    """`array += more`, likewise."""
    array += more


def own(layer, name):
    """One of a layer's parameters, or a ValueError if somebody took it away."""
    parameters = layer.parameters
    if not isinstance(parameters, dict) or name not in parameters:
        has = said(list(parameters)) if isinstance(parameters, dict) else kind(parameters)
        raise ValueError(f"the parameters of {type(layer).__name__} are {has}; {name!r} is not among them")
    return parameters[name]


def parameters_of(layer):
    """A layer's parameters, or a ValueError unless they are arrays by their names. `-> {name: array}`"""
    if not isinstance(layer.parameters, dict):
        found = kind(layer.parameters)
        raise ValueError(f"the parameters of {type(layer).__name__} are {found}; {{}} are none")
    return layer.parameters


def size_of(layer):
    """How many numbers a layer's parameters hold, which may be lists or tensors, or a ValueError."""
    return sum(real(key, it).size for key, it in parameters_of(layer).items())


def held(layer):
    """What a layer's parameters hold at this moment. `-> bytes`"""
    parameters = layer.parameters and parameters_of(layer)
    return b"".join([real(key, it).tobytes() for key, it in parameters.items()]) if parameters else b""


def private(layer, x):
    """What nobody else may change: a copy, unless it is lent by a network, where nobody else has it."""
    return x if x is vars(layer).get("lent") else np.array(np.asarray(x))  # a tensor's own copies warn


def given_to(layer):
    """What a layer remembers of its forward pass, or a ValueError."""
    if "x" not in vars(layer):
        raise ValueError("backward goes through what forward was given: call forward first")
    if layer.held != held(layer):
        raise ValueError(f"{type(layer).__name__} has other weights since forward: call forward again")
    return layer.x


def kept(layer, ours):
    """What a layer remembers, by which its last pass is known, and its weights then. `-> tuple, bytes`"""
    has = vars(layer)
    if ours:
        return (has.get("x"),), b""  # `given_to` looks at its weights
    found = {name: it for name, it in has.items() if type(it) in _KEEPS and name not in _OTHER}
    return (*found, *found.values()), held(layer)


def check_kept(now, before, name):
    """Raise a ValueError unless a layer has what `kept` found before."""
    if len(now[0]) != len(before[0]) or not all(map(is_, now[0], before[0])):
        raise ValueError(f"{name} has been given something else since: call forward again")
    if now[1] != before[1]:
        raise ValueError(f"{name} has other weights since forward: call forward again")


def array_of(array, who):
    """What a layer's method made, or a ValueError unless it is an array."""
    if not isinstance(array, np.ndarray):
        raise ValueError(f"{who} gives {kind(array)}; it must give an array, [images, ...]")
    return array


def check_made(name, x, shape):  # two shapes
    """Raise a ValueError unless a layer made a batch of what it says."""
    if x[1:] != shape[1:]:
        was = f"{times(shape[1:])} when this network was made"
        raise ValueError(f"{name} gives {times(x[1:])}, and gave {was}: make the network anew")
    if x != shape:
        raise ValueError(f"{name} gives {x[0]} outputs for a batch of {shape[0]}")
