"""The epochs that a monitor is given, checked, and what it tells its page of them, in words that JSON has."""

from decimal import ROUND_HALF_UP, Context

import numpy as np

from xo_helpers.inputs import real, said, tensor, whole
from xo_helpers.texts import rounded
from xo_helpers.training import Epoch
from xo_helpers.widgets.shared.base import as_lists

_SHORT = Context(2, ROUND_HALF_UP, traps=[])  # as the page rounds
KERNELS = 16  # so many are shown
ERROR = "ended in an error"
STATES = ("ready", "running", "done", "stopped", "interrupted", "blew up", ERROR)


def ending(name, value):
    """One of the states, or none."""
    allowed = (*STATES, "") if name == "fruitless" else STATES
    if not isinstance(value, str) or value not in allowed:
        raise ValueError(f"{name} is {said(value)}; it must be one of {', '.join(STATES)}")
    return value


def begun(training):  # -> iterator
    """A training, to go through, or a ValueError."""
    try:
        return iter(None if isinstance(training, memoryview) else training)
    except Exception:  # whatever has no way through raises
        raise ValueError(f"run takes the epochs that train(...) gives, and not {said(training)}") from None


def checked(record):  # -> record
    """An epoch that can be shown, or a ValueError."""
    if not isinstance(record, Epoch):
        raise ValueError(f"run takes the epochs that train(...) gives, and not {said(record)}")
    whole("an epoch's number", record.epoch, 1)
    for name in ("loss", "accuracy", "validation_loss", "validation_accuracy"):
        value = getattr(record, name)
        if value is not None or name in ("loss", "accuracy"):
            _numbers(name, value, 0, "is", "it must be a number")
    if (record.validation_loss is None) != (record.validation_accuracy is None):
        raise ValueError("validation_loss and validation_accuracy go together; give both or neither")
    if record.kernels is not None:
        _numbers("kernels", record.kernels, 4, "are", "they must be an array [m, c, k, k]")
    return record


def _numbers(name, value, axes, verb, must_be):
    try:
        array = real(name, value)
    except ValueError:  # whatever cannot be read
        array = np.zeros((0,))
    if array.ndim != axes or not array.size:
        raise ValueError(f"an epoch's {name} {verb} {said(value)}; {must_be}{tensor(name, value)}")


def for_json(values):  # numbers or None -> floats; None for NaN and infinity, which JSON cannot say
    """The values, if there are any."""
    values = list(values)
    if all(value is None for value in values):
        return []
    floats = [np.nan if value is None else float(value) for value in values]
    return [value if np.isfinite(value) else None for value in floats]


def stacked(records):  # -> [epoch, m, k, k]
    """Of every epoch the first channel of the first kernels; empty if there are none, or not of one shape."""
    kernels = [record.kernels for record in records]
    if len(set(map(np.shape, kernels))) != 1 or kernels[0] is None:
        return np.zeros((0, 0, 0, 0))
    return np.array([np.asarray(each)[:KERNELS, 0] for each in kernels], "<f8")


def told(value):  # -> text
    """A loss or an accuracy in short."""
    if value is None:
        return "beyond all numbers"
    if value < 1000:
        return rounded(value, 3 if value < 10 else 2)
    return f"{_SHORT.create_decimal(value):.1e}".replace("+", "")  # 1.2e5: before it blows up it can be large


def told_of(records):  # -> {name of a trait: what the page is told by it}
    """All that the page is told of the epochs."""
    numbers = {
        "losses": "loss",
        "accuracies": "accuracy",
        "validation_losses": "validation_loss",
        "validation_accuracies": "validation_accuracy",
    }
    kernels = stacked(records)
    return {
        "epoch": len(records),
        **{name: for_json(getattr(record, of) for record in records) for name, of in numbers.items()},
        "history": kernels.tobytes(),
        "kernel_shape": list(kernels.shape[1:]),
        "kernels": as_lists(kernels[-1]) if len(kernels) else [],
    }
