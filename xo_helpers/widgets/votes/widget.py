"""Let the values vote: change a value or a weight, and the votes and shares follow."""

import numpy as np

from xo_helpers.ops import dense, softmax
from xo_helpers.plots.stills.votes import plot_votes
from xo_helpers.texts import in_full, rounded, verdict
from xo_helpers.widgets.shared.base import module
from xo_helpers.widgets.shared.judged import Judged
from xo_helpers.widgets.shared.ledger import Ledger, limited
from xo_helpers.widgets.shared.takes import floats


class Votes(Ledger):
    """Values, their weights to each class, and what they vote: value × weight, added up.

    `values` `[i]`, at most 100, and `weights` `[i, o]`, from -1 to 1, `bias` `[o]`, `classes` and `names` can
    be read and set, and so can the picked cell: `row` is the value, and `column` 0 the value itself, 1 its
    weight to the first class, and so on. `votes` and `shares` follow. Four decimals are shown, and where the
    sums do not close with them it says *rounded*. `reset()` goes back to what it was made with. Raises
    ValueError for shapes that do not fit and numbers out of range.
    """

    _esm = module("shared/votes", "shared/heard", "votes/ledger", "votes/view")
    values = Judged(floats)

    def __init__(self, values, weights, bias=None, classes=("X", "O"), names=None):
        super().__init__(floats("values", values), weights, bias, classes, names)

    def __repr__(self):
        votes = ", ".join(
            f"{name}={rounded(vote)}" for name, vote in zip(self.classes, self.votes, strict=True)
        )
        shares = list(map(rounded, self.shares))
        closes = self._adds_up() and abs(sum(map(float, shares)) - 1) < 1e-6
        said = f"{verdict(self.votes, self.classes, 4)}; shares {' and '.join(shares)}"
        return f"Votes({votes}): {said}{'' if closes else ', rounded'}"

    @property
    @np.errstate()
    @np.errstate(all="ignore")  # what is too small is 0, whatever the reader has set
    def votes(self):  # [o]
        """What each class gets: `dense`."""
        return dense([self.values], self.weights, self.bias)[0]

    @property
    def shares(self):  # [o]
        """The votes as shares that add up to 1: `softmax`."""
        return softmax(self.votes)

    @np.errstate()
    @np.errstate(all="ignore")
    def _adds_up(self):
        """Whether all that is added up is shown to its last digit, so that the sums close."""
        values, weights = np.array(self.values), np.array(self.weights)
        products = values[:, None] * weights
        return in_full(np.concatenate([values, weights.ravel(), products.ravel(), self.bias]))

    def judge(self, state, changed, old):
        """See Judging."""
        shape = np.shape(state["values"])
        if len(shape) != 1:
            raise ValueError(
                f"values have shape {shape}; the widget takes one row of them, like maps.ravel()"
            )
        self._fits(state, changed, *shape, columns=1)
        limited(state, ("values", "weights"), 1)
        made = ("values", "weights", "bias", "classes", "names")
        return {"start": {name: state[name] for name in made}} | state

    def _figure(self):
        sums = "votes" if self._adds_up() else "votes, rounded"
        arrays = np.array(self.values), np.array(self.weights)
        return plot_votes(*arrays, self.bias, self.votes, self.shares, self.classes, self.names, sums)
