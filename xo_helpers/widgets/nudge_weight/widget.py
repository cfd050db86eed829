"""Nudge a weight: the loss as it alone changes, its slope, and the steps that roll downhill."""

import numpy as np

from xo_helpers.inputs import said
from xo_helpers.ops import dense
from xo_helpers.plots.stills.nudge_weight import plot_nudge
from xo_helpers.texts import rounded, winning
from xo_helpers.widgets.nudge_weight import state as its
from xo_helpers.widgets.shared.base import module
from xo_helpers.widgets.shared.judged import Closed, Judged
from xo_helpers.widgets.shared.ledger import Ledger, limited


class NudgeWeight(Ledger):
    """Votes of images, the loss over all of them, and one weight that goes up and down.

    `values` `[n, i]` (a row of values an image; `[i]` is one image), `labels` `[n]`, `weights` `[i, o]`,
    `bias` `[o]` and `learning_rate` can be read and set, and so can the picked weight: `row` is its value
    and `column` its class, both from 0. `loss`, `right` and the slopes follow; a slope is what two nudges
    tell, `(loss(w + 0.01) - loss(w - 0.01)) / 0.02`. `trail` `[[weight, loss], ...]` is where steps with
    the picked weight began, and `axes` what the picture shows of it: both begin anew when another weight
    is picked, on `reset` and with other images, and otherwise stay. Raises ValueError for what does not fit.

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
        "shared/votes",
        "shared/svg",
        "nudge_weight/steps",
        "nudge_weight/curve",
        "nudge_weight/view",
    )
    values = Judged(its.rows)
    labels = Judged(its.labels_of)
    learning_rate = Judged(its.a_rate)
    trail = Judged(its.a_trail)
    axes = Judged(its.axes_of)

    def __init__(self, values, labels, weights, bias=None, learning_rate=1.0, classes=("X", "O"), names=None):
        more = {"labels": labels, "learning_rate": learning_rate}
        super().__init__(its.rows("values", values), weights, bias, classes, names, **more)

    def __repr__(self):
        weight, slope = self.weights[self.row][self.column], self.slope
        name = f"weight {self.names[self.row]} to {self.classes[self.column]}"
        rise = its.loss_at(self.now(), weight + its.NUDGE) - self.loss
        change = "hardly changes" if abs(rise) < 0.00005 else "lowers" if rise < 0 else "raises"
        return (
            f"NudgeWeight(loss={float(rounded(self.loss)):.4f}, {self.right} of {len(self.labels)} right, "
            f"{name}={rounded(weight, 2)}, slope={rounded(slope)}): nudging it up {change} the loss"
        )

    @property
    def loss(self):
        """How surprised the votes are by the labels, on average: `cross_entropy` of `dense`."""
        return its.loss_of(self.now())

    @property
    @np.errstate()
    @np.errstate(all="ignore")
    def right(self):
        """How many images have their highest vote, the first of those that tie, where their label is."""
        votes = dense(self.values, self.weights, self.bias)
        return int((winning(votes).argmax(axis=1) == self.labels).sum())

    @property
    def slope(self):
        """By how much the loss changes for each 1 of the picked weight, from two nudges."""
        return its.slope_of(self.now(), "weights", (self.row, self.column))

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
        self.catch_up()
        weights = np.array(self.weights)
        weights[self.row, self.column] -= self.learning_rate * self.slope
        self._go({"weights": weights})

    def step_all(self):
        """Step downhill with all weights and the bias at once, each by its own slope."""
        self.catch_up()
        slopes = {"weights": self.slopes, "bias": self.bias_slopes}
        self._go({name: getattr(self, name) - self.learning_rate * slope for name, slope in slopes.items()})

    def reset(self):
        """Go back to what it was made with; the learning rate stays."""
        with self.hold_sync():
            super().reset()
            self.catch_up()
            with Closed(self), self.hold_trait_notifications():
                self.axes, self.trail = its.axes_around(self.now()), []

    def _go(self, state):
        with Closed(self), self.hold_trait_notifications():
            self.trail = [*self.trail, [self.weights[self.row][self.column], self.loss]]
            for name, value in state.items():
                setattr(self, name, value)

    def judge(self, state, changed, old):
        """See Judging. The axes begin anew, without a trail, unless the page has looked there itself."""
        self._fits(state, changed, its.count_of(state), "values an image")
        its.labels_fit(state)
        limited(state, ("values", "weights", "bias"), its.LIMIT, ": take less, or shorter steps")
        its.loss_fits(state)
        at, looked = (state["row"], state["column"]), state.get("axes") or {}
        if at != (looked.get("row"), looked.get("column")):
            if changed & {"axes", "row", "column"} == {"axes"}:
                raise ValueError(f"axes are of {said((looked['row'], looked['column']))}, and picked is {at}")
            anew = True
        else:
            anew = "axes" not in changed and changed & {"values", "labels"}
        if anew:
            state |= {"axes": its.axes_around(state), "trail": []}
        made = ("values", "labels", "weights", "bias", "classes", "names")
        return {"start": {name: state[name] for name in made}} | state

    def _all_slopes(self, name):
        state, shape = its.arrays(self.now()), np.shape(getattr(self, name))
        return np.array([its.slope_of(state, name, at) for at in np.ndindex(shape)]).reshape(shape)

    def _figure(self):
        state, names = its.arrays(self.now()), ("bias", "learning_rate", "trail", "axes")
        given = {name: state[name] for name in names} | {"slope": self.slope}
        of, at = (lambda to: its.loss_at(state, to)), (self.row, self.column)
        return plot_nudge(state["weights"], at, of, self.classes, self.names, **given)
