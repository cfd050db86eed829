"""Let the values vote: change a value or a weight, and the votes and shares follow."""

import numpy as np
import traitlets

from xo_helpers.inputs import numbers
from xo_helpers.ops import dense, softmax
from xo_helpers.plots.stills.votes import plot_votes
from xo_helpers.texts import in_full, rounded, verdict
from xo_helpers.widgets.shared.base import CourseWidget, Given, as_lists, module


class Votes(CourseWidget):
    """Values, their weights to each class, and what they vote: value × weight, added up.

    `values` `[i]` and `weights` `[i, o]`, from -1 to 1, and `bias` `[o]` can be read and set, and so can the
    picked cell: `row` is the value, and `column` 0 the value itself, 1 its weight to the first class, and so
    on. `votes` and `shares` follow. Four decimals are shown, and where the sums do not close with them it
    says *rounded*. `reset()` goes back to what it was made with. Raises ValueError for shapes that do not fit
    and numbers out of range.
    """

    _esm = module("shared/votes", "votes/view")
    values = Given().tag(sync=True)
    weights = Given().tag(sync=True)
    bias = Given().tag(sync=True)
    classes = traitlets.List(traitlets.Unicode()).tag(sync=True)
    names = traitlets.List(traitlets.Unicode()).tag(sync=True)
    start = traitlets.Dict().tag(sync=True)
    row = traitlets.Int(0).tag(sync=True)
    column = traitlets.Int(0).tag(sync=True)

    def __init__(self, values, weights, bias=None, classes=("X", "O"), names=None):
        bias = np.zeros(len(classes)) if bias is None else bias
        names = [str(at) for at in range(np.size(values))] if names is None else list(names)
        state = {"values": values, "weights": weights, "bias": bias}
        state = _checked(**state, classes=classes, names=names)
        super().__init__(**state, classes=list(classes), names=names, start=state)

    def __repr__(self):
        votes = ", ".join(
            f"{name}={rounded(vote)}" for name, vote in zip(self.classes, self.votes, strict=True)
        )
        shares = list(map(rounded, self.shares))
        closes = self._adds_up() and abs(sum(map(float, shares)) - 1) < 1e-6
        said = f"{verdict(self.votes, self.classes, 4)}; shares {' and '.join(shares)}"
        return f"Votes({votes}): {said}{'' if closes else ', rounded'}"

    @property
    def votes(self):  # [o]
        """What each class gets: `dense`."""
        return dense([self.values], self.weights, self.bias)[0]

    @property
    def shares(self):  # [o]
        """The votes as shares that add up to 1: `softmax`."""
        return softmax(self.votes)

    def _adds_up(self):
        """Whether all that is added up is shown to its last digit, so that the sums close."""
        values, weights = np.array(self.values, dtype=float), np.array(self.weights, dtype=float)
        products = values[:, None] * weights
        return in_full(np.concatenate([values, weights.ravel(), products.ravel(), self.bias]))

    def reset(self):
        """Go back to the values, weights and bias that it was made with."""
        for name, value in self.start.items():
            setattr(self, name, value)

    @traitlets.validate("values", "weights", "bias")
    def _fits(self, proposal):
        state = {name: getattr(self, name) for name in ("values", "weights", "bias", "classes", "names")}
        return _checked(**state | {proposal.trait.name: proposal.value})[proposal.trait.name]

    @traitlets.validate("row", "column")
    def _inside(self, proposal):
        name, last = proposal.trait.name, len(self.values) - 1
        if name == "column":
            last = len(self.classes)
        if not 0 <= proposal.value <= last:
            raise ValueError(f"{name} is {proposal.value}; here are {name}s 0 to {last}")
        return proposal.value

    def _figure(self):
        arrays = np.array(self.values, dtype=float), np.array(self.weights, dtype=float)
        sums = "votes" if self._adds_up() else "votes, rounded"
        return plot_votes(*arrays, self.bias, self.votes, self.shares, self.classes, self.names, sums)


def _checked(values, weights, bias, classes, names):  # -> {name: lists}
    state = {"values": values, "weights": weights, "bias": bias}
    arrays = {name: numbers(name, value) for name, value in state.items()}
    shape = arrays["values"].shape
    if len(shape) != 1:
        raise ValueError(f"values have shape {shape}; the widget takes one row of them, like maps.ravel()")
    if not 2 <= len(classes) <= 5:
        raise ValueError(f"there are {len(classes)} classes; the widget shows 2 to 5")
    for name, want in (("weights", (*shape, len(classes))), ("bias", (len(classes),))):
        if arrays[name].shape != want:
            fit = f"with {shape[0]} values and {len(classes)} classes it must be {want}"
            raise ValueError(f"{name} has shape {arrays[name].shape}; {fit}")
    if len(names) != shape[0]:
        raise ValueError(f"there are {shape[0]} values and {len(names)} names; give each value a name")
    for name in ("values", "weights"):
        odd = arrays[name].flat[np.abs(arrays[name]).argmax()]
        if abs(odd) > 1:
            raise ValueError(f"{name} hold {odd}; the widget takes numbers from -1 to 1")
    return {name: as_lists(array) for name, array in arrays.items()}
