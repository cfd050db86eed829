"""Nudge a weight: the loss as it alone changes, its slope, and where a step downhill lands."""

import numpy as np
import traitlets

from xo_helpers.inputs import class_labels, numbers
from xo_helpers.ops import cross_entropy, dense
from xo_helpers.texts import in_cell
from xo_helpers.widgets.base import CourseWidget, Given, as_lists, module
from xo_helpers.widgets.nudge_picture import plot_nudge

NUDGE = 0.01  # the slope is measured this far to either side
_FITTING = ("values", "labels", "weights", "bias", "classes", "names", "row", "column")


class NudgeWeight(CourseWidget):
    """Votes of images, the loss over all of them, and one weight that goes up and down.

    `values` `[n, i]` (a row of values an image; `[i]` is one image), `labels` `[n]`, `weights` `[i, o]`,
    `bias` `[o]` and `learning_rate` can be read and set, and so can the picked weight: `row` is its value
    and `column` its class, both from 0. `loss` and the slopes follow; a slope is what two nudges tell,
    `(loss(w + 0.01) - loss(w - 0.01)) / 0.02`. Raises ValueError for what does not fit together.

    >>> nudge = NudgeWeight([1.0, 0.5], [0], [[0.2, 0.0], [0.0, 0.0]])
    >>> nudge
    NudgeWeight(loss=0.5981, weight 0 to X=0.20, slope=−0.45): nudging it up lowers the loss
    >>> nudge.step()
    >>> nudge
    NudgeWeight(loss=0.4200, weight 0 to X=0.65, slope=−0.34): nudging it up lowers the loss
    """

    _esm = module("nudge_curve", "nudge_weight")
    values = Given().tag(sync=True)
    labels = Given().tag(sync=True)
    weights = Given().tag(sync=True)
    bias = Given().tag(sync=True)
    learning_rate = Given(1.0).tag(sync=True)
    classes = traitlets.List(traitlets.Unicode()).tag(sync=True)
    names = traitlets.List(traitlets.Unicode()).tag(sync=True)
    start = traitlets.Dict().tag(sync=True)
    row = traitlets.Int(0).tag(sync=True)
    column = traitlets.Int(0).tag(sync=True)

    def __init__(self, values, labels, weights, bias=None, learning_rate=1.0, classes=("X", "O"), names=None):
        bias = np.zeros(len(classes)) if bias is None else bias
        names = map(str, range(np.shape(values)[-1] if np.ndim(values) else 0)) if names is None else names
        state = {"values": values, "labels": labels, "weights": weights, "bias": bias}
        state = _checked(**state, classes=list(classes), names=list(names), row=0, column=0)
        start = {name: state[name] for name in ("values", "labels", "weights", "bias")}
        super().__init__(**state, learning_rate=learning_rate, start=start)

    def __repr__(self):
        weight, slope = self.weights[self.row][self.column], self.slope
        name = f"weight {self.names[self.row]} to {self.classes[self.column]}"
        change = "lowers" if slope < 0 else "raises"
        change = "hardly changes" if abs(slope) < 0.00005 else change
        return (
            f"NudgeWeight(loss={self.loss:.4f}, {name}={in_cell(weight)}, slope={in_cell(slope)}): "
            f"nudging it up {change} the loss"
        )

    @property
    def loss(self):
        """How surprised the votes are by the labels, on average: `cross_entropy` of `dense`."""
        return self._loss()

    @property
    def slope(self):
        """By how much the loss changes for each 1 of the picked weight, from two nudges."""
        return self._slope("weights", (self.row, self.column))

    @property
    def slopes(self):  # [i, o]
        """The slope of every weight: two forward passes a weight."""
        return self._all_slopes("weights")

    @property
    def bias_slopes(self):  # [o]
        """The slope of every bias."""
        return self._all_slopes("bias")

    def step(self):
        """Step downhill with the picked weight: it becomes weight - learning_rate × slope."""
        weights = np.array(self.weights)
        weights[self.row, self.column] -= self.learning_rate * self.slope
        self.weights = weights

    def step_all(self):
        """Step downhill with all weights and the bias at once, each by its own slope."""
        steps = {name: self.learning_rate * self._all_slopes(name) for name in ("weights", "bias")}
        with self.hold_sync():
            for name, step in steps.items():
                setattr(self, name, getattr(self, name) - step)

    def reset(self):
        """Go back to the values, labels, weights and bias that it was made with; the learning rate stays."""
        with self.hold_sync(), self.hold_trait_notifications():
            for name, value in self.start.items():
                setattr(self, name, value)

    def _loss(self, **other):  # weights or bias that are not the widget's own
        state = {"weights": self.weights, "bias": self.bias} | other
        return cross_entropy(dense(self.values, **state), self.labels)

    def _slope(self, name, at):
        array = np.array(getattr(self, name))
        losses = []
        for to in (array[at] + NUDGE, array[at] - NUDGE):
            array[at] = to
            losses.append(self._loss(**{name: array}))
        return (losses[0] - losses[1]) / (2 * NUDGE)

    def _all_slopes(self, name):
        shape = np.shape(getattr(self, name))
        return np.array([self._slope(name, at) for at in np.ndindex(shape)]).reshape(shape)

    @traitlets.validate(*_FITTING)
    def _fits(self, proposal):
        state = {name: getattr(self, name) for name in _FITTING}
        return _checked(**state | {proposal.trait.name: proposal.value})[proposal.trait.name]

    @traitlets.validate("learning_rate")
    def _a_rate(self, proposal):
        rate = numbers("learning_rate", proposal.value)
        if rate.ndim or rate.dtype == bool or rate <= 0:
            raise ValueError(f"learning_rate is {proposal.value!r}; it must be one number above 0, like 0.3")
        return rate.item()

    def _figure(self):
        weights, at = np.array(self.weights), (self.row, self.column)

        def loss_at(weight):
            there = weights.copy()
            there[at] = weight
            return self._loss(weights=there)

        return plot_nudge(
            weights, self.bias, at, loss_at, self.slope, self.learning_rate, self.classes, self.names
        )


def _checked(values, labels, weights, bias, classes, names, row, column):  # -> {name: plain Python}
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
