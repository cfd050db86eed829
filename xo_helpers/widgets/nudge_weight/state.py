"""What the nudge widget's traits may hold, checked: errors say what came and what would fit."""

import numpy as np

from xo_helpers.inputs import class_labels, numbers
from xo_helpers.widgets.shared.base import as_lists

AXES = ("row", "column", "left", "right", "top")


def a_rate(value):
    """A learning rate: one number above 0."""
    rate = numbers("learning_rate", value)
    if rate.ndim or rate.dtype == bool or rate <= 0:
        raise ValueError(f"learning_rate is {value!r}; it must be one number above 0, like 0.3")
    return rate.item()


def a_trail(value):  # -> [[weight, loss], ...]
    """Where steps began."""
    if isinstance(value, (list, tuple, np.ndarray)) and len(value) == 0:
        return []
    trail = numbers("trail", value)
    if trail.ndim != 2 or trail.shape[1] != 2:
        raise ValueError(f"trail has shape {trail.shape}; it must be pairs of a weight and its loss")
    return as_lists(trail.astype(float))


def axes_of(value):
    """What the picture shows: of which weight, from which to which of its values, up to which loss."""
    if set(value) != set(AXES):
        raise ValueError(f"axes have {', '.join(map(str, value))}; they need {', '.join(AXES)}")
    axes = {name: numbers(f"axes[{name!r}]", value[name]).item() for name in AXES}
    if not axes["left"] < axes["right"] or not axes["top"] > 0:
        raise ValueError(f"axes are {axes}; left must be less than right, and top above 0")
    return axes


def checked(values, labels, weights, bias, classes, names, row, column):  # -> {name: plain Python}
    """What has to fit together, judged together."""
    state = {"values": values, "weights": weights, "bias": bias}
    arrays = {name: numbers(name, value).astype(float) for name, value in state.items()}
    if arrays["values"].ndim == 1:
        arrays["values"] = arrays["values"][None]
    shape = arrays["values"].shape
    if len(shape) != 2:
        raise ValueError(
            f"values have shape {shape}; the widget takes a row an image, like maps.reshape(len(maps), -1)"
        )
    if not 2 <= len(classes) <= 5:
        raise ValueError(f"there are {len(classes)} classes; the widget shows 2 to 5")
    together = "to change both at once, set them inside `with widget.hold_trait_notifications():`"
    for name, want in (("weights", (shape[1], len(classes))), ("bias", (len(classes),))):
        if arrays[name].shape != want:
            fit = f"with {shape[1]} values an image and {len(classes)} classes it must be {want}"
            raise ValueError(f"{name} has shape {arrays[name].shape}; {fit}; {together}")
    if len(names) != shape[1]:
        raise ValueError(
            f"there are {shape[1]} values an image and {len(names)} names; give each value a name"
        )
    if np.ndim(labels) == 1 and len(labels) != shape[0]:
        raise ValueError(f"there are {shape[0]} images and {len(labels)} labels; {together}")
    labels = class_labels(labels, (shape[0], len(classes)))
    for name, at, count in (("row", row, shape[1]), ("column", column, len(classes))):
        if not 0 <= at < count:
            raise ValueError(f"{name} is {at}; here are {name}s 0 to {count - 1}")
    lists = {name: as_lists(array) for name, array in arrays.items()}
    return lists | {
        "labels": labels.tolist(),
        "classes": classes,
        "names": names,
        "row": row,
        "column": column,
    }
