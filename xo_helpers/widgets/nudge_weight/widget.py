"""Nudge a weight: the loss as it alone changes, its slope, and the steps that roll downhill."""

import numpy as np
import traitlets

from xo_helpers.ops import cross_entropy, dense
from xo_helpers.plots.stills.nudge_weight import plot_nudge
from xo_helpers.texts import rounded
from xo_helpers.widgets.nudge_weight.state import a_rate, a_trail, axes_of, checked
from xo_helpers.widgets.shared.base import CourseWidget, Given, module

NUDGE = 0.01  # one nudge; the slope is measured so far to either side
UPHILL, DOWNHILL = 2, 4  # the picture shows so much of either side
_FITTING = ("values", "labels", "weights", "bias", "classes", "names", "row", "column")


class NudgeWeight(CourseWidget):
    """Votes of images, the loss over all of them, and one weight that goes up and down.

    `values` `[n, i]` (a row of values an image; `[i]` is one image), `labels` `[n]`, `weights` `[i, o]`,
    `bias` `[o]` and `learning_rate` can be read and set, and so can the picked weight: `row` is its value
    and `column` its class, both from 0. `loss`, `right` and the slopes follow; a slope is what two nudges
    tell, `(loss(w + 0.01) - loss(w - 0.01)) / 0.02`. `trail` `[[weight, loss], ...]` is where steps with
    the picked weight began, and `axes` what the picture shows of it: both begin anew when another weight
    is picked, on `reset` and with other images, and else stay. Raises ValueError for what does not fit.

    >>> nudge = NudgeWeight([1.0, 0.5], [0], [[0.2, 0.0], [0.0, 0.0]])
    >>> nudge
    NudgeWeight(loss=0.5981, 1 of 1 right, weight 0 to X=0.20, slope=−0.4502): nudging it up lowers the loss
    >>> nudge.step()
    >>> nudge
    NudgeWeight(loss=0.4200, 1 of 1 right, weight 0 to X=0.65, slope=−0.343): nudging it up lowers the loss
    >>> nudge.trail
    [[0.2, 0.598...]]
    """

    _esm = module(
        "shared/votes", "shared/svg", "nudge_weight/steps", "nudge_weight/curve", "nudge_weight/view"
    )
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
    trail = Given().tag(sync=True)
    axes = traitlets.Dict().tag(sync=True)

    def __init__(self, values, labels, weights, bias=None, learning_rate=1.0, classes=("X", "O"), names=None):
        bias = np.zeros(len(classes)) if bias is None else bias
        names = map(str, range(np.shape(values)[-1] if np.ndim(values) else 0)) if names is None else names
        state = {"values": values, "labels": labels, "weights": weights, "bias": bias}
        state = checked(**state, classes=list(classes), names=list(names), row=0, column=0)
        start = {name: state[name] for name in ("values", "labels", "weights", "bias")}
        super().__init__(**state, learning_rate=learning_rate, start=start, trail=[])
        self._look()

    def __repr__(self):
        weight, slope = self.weights[self.row][self.column], self.slope
        name = f"weight {self.names[self.row]} to {self.classes[self.column]}"
        change = "lowers" if slope < 0 else "raises"
        change = "hardly changes" if abs(slope) < 0.00005 else change
        return (
            f"NudgeWeight(loss={self.loss:.4f}, {self.right} of {len(self.labels)} right, "
            f"{name}={rounded(weight, 2)}, slope={rounded(slope)}): nudging it up {change} the loss"
        )

    @property
    def loss(self):
        """How surprised the votes are by the labels, on average: `cross_entropy` of `dense`."""
        return self._loss()

    @property
    def right(self):
        """How many images have their highest vote where their label is."""
        votes = dense(self.values, self.weights, self.bias)
        return int((votes.argmax(axis=1) == self.labels).sum())

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
        self._go({"weights": weights})

    def step_all(self):
        """Step downhill with all weights and the bias at once, each by its own slope."""
        steps = {name: self.learning_rate * self._all_slopes(name) for name in ("weights", "bias")}
        self._go({name: getattr(self, name) - step for name, step in steps.items()})

    def reset(self):
        """Go back to the values, labels, weights and bias that it was made with; the learning rate stays."""
        with self.hold_sync(), self.hold_trait_notifications():
            for name, value in self.start.items():
                setattr(self, name, value)
            self._look()

    def _go(self, state):
        with self.hold_sync():
            self.trail = [*self.trail, [self._weight, self.loss]]
            for name, value in state.items():
                setattr(self, name, value)

    def _look(self):
        """Let the picture show the curve around the picked weight, and no steps."""
        weight, loss, downhill = self._weight, self.loss, 1 if self.slope < -1e-9 else -1
        left, right = sorted([weight - downhill * UPHILL, weight + downhill * DOWNHILL])
        most = max(map(self._loss_at, np.linspace(left, right, 81)))
        top = max(1.05 * min(most, 1.6 * loss), 0.05)
        self.axes = {"row": self.row, "column": self.column, "left": left, "right": right, "top": top}
        self.trail = []

    @traitlets.observe("row", "column", "values", "labels")
    def _begin_anew(self, change):
        moved = [self.axes.get(name) for name in ("row", "column")] != [self.row, self.column]
        if self.axes and (
            moved or change.name in ("values", "labels")
        ):  # else the page has looked there itself
            self._look()

    @property
    def _weight(self):
        return self.weights[self.row][self.column]

    def _loss_at(self, weight):
        weights = np.array(self.weights)
        weights[self.row, self.column] = weight
        return self._loss(weights=weights)

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
        return checked(**state | {proposal.trait.name: proposal.value})[proposal.trait.name]

    @traitlets.validate("learning_rate", "trail", "axes")
    def _alone(self, proposal):
        return {"learning_rate": a_rate, "trail": a_trail, "axes": axes_of}[proposal.trait.name](
            proposal.value
        )

    def _figure(self):
        state = {name: getattr(self, name) for name in ("bias", "slope", "learning_rate", "trail", "axes")}
        weights, names = np.array(self.weights), (self.classes, self.names)
        return plot_nudge(weights, (self.row, self.column), self._loss_at, *names, **state)
