"""What the nudge widget's traits may hold, and what follows from them: the loss and its slope."""

import numpy as np

from xo_helpers.inputs import class_labels, listed, said, whole_numbers
from xo_helpers.ops import cross_entropy, dense
from xo_helpers.widgets.shared.judged import TOGETHER
from xo_helpers.widgets.shared.takes import MOST, floats, place, plain

IMAGES = 1000  # so many votes a page counts at each nudge, at most
LIMIT = 1e6  # weights that grow beyond it do not come back
NUDGE = 0.01  # one nudge; the slope is measured so far to either side
UPHILL, DOWNHILL = 2, 4  # the picture shows so much of either side
AXES = ("row", "column", "left", "right", "top")


def rows(name, value):  # -> lists
    """Rows of values; a single one is that of one image."""
    values = floats(name, value)
    return [values] if np.ndim(values) == 1 else values


def labels_of(name, value):  # -> list
    """Whole numbers; whether they name classes is judged together with those."""
    return whole_numbers(name, value).tolist()


def a_rate(name, value):
    """A learning rate: one number above 0."""
    rate = plain(name, value).tolist()
    if np.ndim(rate) or np.asarray(value).dtype == bool or not 0 < rate <= LIMIT:
        raise ValueError(f"{name} is {said(value)}; it must be one number above 0, like 0.3, up to {LIMIT:g}")
    return rate


def a_trail(name, value):  # -> [[weight, loss], ...]
    """Where steps began."""
    if listed(value) and len(value) == 0:
        return []
    trail = floats(name, value)
    if (shape := np.shape(trail))[1:] != (2,):
        raise ValueError(f"{name} has shape {shape}; it must be pairs of a weight and its loss")
    return trail


def axes_of(name, value):
    """What the picture shows: of which weight, from which to which of its values, up to which loss."""
    if not isinstance(value, dict) or set(value) != set(AXES):
        given = list(value) if isinstance(value, dict) else value
        raise ValueError(f"{name} must be a dict of {', '.join(AXES)}, not {said(given)}")
    axes = {key: place(f"{name}[{key!r}]", value[key]) for key in AXES[:2]}
    axes |= {key: floats(f"{name}[{key!r}]", value[key]) for key in AXES[2:]}
    if any(np.ndim(axes[key]) for key in AXES) or not (axes["left"] < axes["right"] and axes["top"] > 0):
        raise ValueError(f"{name} are {said(axes)}; left must be less than right, and top above 0")
    return axes


def count_of(state):
    """How many values an image has, or a ValueError."""
    shape = np.shape(state["values"])
    if len(shape) != 2:
        raise ValueError(f"values have shape {shape}; give a row per image, like maps.reshape(len(maps), -1)")
    if shape[0] > IMAGES:
        raise ValueError(f"there are {shape[0]} images; the widget takes {IMAGES} at most: take some of them")
    return shape[1]


def labels_fit(state):
    """Raise ValueError unless there is a label per image, each the number of a class."""
    count, labels = len(state["values"]), state["labels"]
    if np.ndim(labels) == 1 and len(labels) != count:
        raise ValueError(f"labels must be as many as images, {count}, not {len(labels)}; {TOGETHER}")
    class_labels(labels, (count, len(state["classes"])))


def loss_fits(state):
    """Raise a ValueError for a loss beyond the numbers that a page shows."""
    if not (loss := loss_of(arrays(state))) <= MOST / 2:
        less = "take smaller values or weights, or shorter steps"
        most = f"is {loss:.2g}, and up to {MOST / 2:g} is shown"
        raise ValueError(f"the loss of these values and weights {most}: {less}")


def arrays(state):
    """The state with arrays, for what is computed from it many times."""
    return state | {name: np.array(state[name]) for name in ("values", "labels", "weights", "bias")}


@np.errstate()
@np.errstate(all="ignore")  # what is too small is 0, whatever the reader has set
def loss_of(state, **other):  # weights or bias that are not the state's own
    """How surprised the votes are by the labels, on average."""
    values, weights, bias = ((state | other)[name] for name in ("values", "weights", "bias"))
    return cross_entropy(dense(values, weights, bias), state["labels"])


def loss_at(state, weight):
    """The loss if the picked weight were another."""
    weights = np.array(state["weights"])
    weights[state["row"], state["column"]] = weight
    return loss_of(state, weights=weights)


def slope_of(state, name, at):
    """By how much the loss changes for each 1 of a weight, or a bias, from two nudges."""
    array = np.array(state[name])
    losses = []
    for to in (array[at] + NUDGE, array[at] - NUDGE):
        array[at] = to
        losses.append(loss_of(state, **{name: array}))
    return (losses[0] - losses[1]) / (2 * NUDGE)


def axes_around(state):
    """What the picture shows of the curve around the picked weight."""
    at, state = (state["row"], state["column"]), arrays(state)
    weight, downhill = float(state["weights"][at]), 1 if slope_of(state, "weights", at) < -1e-9 else -1
    left, right = sorted([weight - downhill * UPHILL, weight + downhill * DOWNHILL])
    most = max(loss_at(state, to) for to in np.linspace(left, right, 81))
    top = max(1.05 * min(most, 1.6 * loss_of(state)), 0.05)
    return {"row": at[0], "column": at[1], "left": left, "right": right, "top": float(top)}
