"""The modules of a PyTorch model in their order, each with its place; and what cannot be taken apart."""

from typing import Any, NamedTuple

import numpy as np

from xo_helpers.inputs import said

_DEEP = 100  # times nested: more is a model in itself, or as good as
_OWN = "torch.nn.modules."


class RefusedError(Exception):
    """What is wrong with a module; `from_torch` makes a ValueError of it."""


class Module(NamedTuple):
    """A module of a model, and what is asked of it."""

    place: str  # in the model, as model[0][2]
    module: Any

    def refused(self, why, what_to_try):
        """The error for what no layer here is. `-> RefusedError`"""
        said_of = f"{self.place} is {said(self.module)} {why}"
        return RefusedError(f"{said_of}: {what_to_try}" if what_to_try else said_of)

    def only(self, **settings):
        """Refuse the module unless its settings are these, which are all that layers here have."""
        for name, wanted in settings.items():
            if _alike(value := getattr(self.module, name)) != [wanted]:
                raise self.refused(f"with {name}={value}", f"layers here have {name}={wanted}")

    def one(self, name):
        """A setting for rows and columns alike."""
        if len(alike := _alike(value := getattr(self.module, name))) != 1:
            raise self.refused(f"with {name}={value}", "rows and columns must have the same here")
        return alike[0]

    def array(self, name, needed=False):
        """Weights as float64, or None where it may do without. `-> [...]`"""
        try:
            tensor = getattr(self.module, name)
            if tensor is None and not needed:
                return None
            array = None if tensor.is_complex() else tensor.detach().cpu().double().numpy()
        except Exception:  # a tensor may live anywhere, or be gone
            array = None
        if array is None:
            raise self.refused(f"whose {name} cannot be read", "give it real numbers first")
        if not np.isfinite(array).all():
            raise self.refused(f"whose {name} holds nan or inf", "take it as it was before its loss blew up")
        return array


def _alike(value):  # -> the settings for rows and for columns, or the one of both
    return list(dict.fromkeys(value)) if isinstance(value, tuple | list) else [value]


def each(module, place, depth=0):
    """The modules of nested Sequentials one after another. `-> Modules`

    Raises RefusedError for one that does not do what its class does, and for a model in itself.
    """
    given, parts = Module(place, module), getattr(module, "_modules", None)
    if parts is None:
        raise given.refused("and not a whole module", "take it out, or call super().__init__() in its class")
    if not is_lazy(module) and (module._forward_hooks or module._forward_pre_hooks):
        raise given.refused("with hooks, which may change anything", "remove them")
    known = vars(module) if name_of(module) else {}
    own = [name for name, value in known.items() if callable(value) and hasattr(type(module), name)]
    calls = [module.forward, module._call_impl] if name_of(module) else []
    if own or not all(str(getattr(call, "__module__", "")).startswith(_OWN) for call in calls):
        raise given.refused(f"whose {own[0] if own else 'forward'} was replaced", "give it back its own")
    if depth > _DEEP:
        nested = f"model is nested more than {_DEEP} deep, or in itself"
        raise RefusedError(f"{nested}: write its layers as one nn.Sequential(...)")
    if name_of(module) == "Sequential":
        for at, part in enumerate(parts.values()):
            yield from each(part, f"{place}[{at}]", depth + 1)
    else:
        yield given


def is_lazy(module):
    """Whether it waits for its first images; it has hooks of its own."""
    return type(module).__name__.startswith("Lazy")


def name_of(module):
    """The name of a class of PyTorch's own, or None. `-> text`"""
    return type(module).__name__ if type(module).__module__.startswith(_OWN) else None
