"""What the widgets share in which values vote, votes and nudge_weight: all that has to fit together."""

import numpy as np

from xo_helpers.widgets.shared.base import CourseWidget
from xo_helpers.widgets.shared.judged import TOGETHER, Closed, Judged, inside
from xo_helpers.widgets.shared.takes import anything, floats, place, texts

VALUES = 100  # so many lines a page shows, at most


class Ledger(CourseWidget):
    """Values in a row, their weights to each class, a bias; `row` and `column` say which number is picked."""

    weights = Judged(floats)
    bias = Judged(floats)
    classes = Judged(texts)
    names = Judged(texts)
    start = Judged(anything, fixed=True)
    row = Judged(place)
    column = Judged(place)

    def __init__(self, values, weights, bias, classes, names, **more):
        classes = texts("classes", classes)
        count = (0, *np.shape(values))[-1]
        bias = [0.0] * len(classes) if bias is None else bias
        names = [str(at) for at in range(count)] if names is None else names
        state = {"values": values, "weights": weights, "bias": bias, "classes": classes, "names": names}
        super().__init__(**state, **more, row=0, column=0)

    def reset(self):
        """Go back to what it was made with."""
        with Closed(self), self.hold_trait_notifications():
            for name, value in self.start.items():
                setattr(self, name, value)

    def _fits(self, state, changed, count, values="values", columns=0):
        """Raise ValueError unless so many values in a row, called `values`, can vote with the rest."""
        classes, names = len(state["classes"]), len(state["names"])
        if not 2 <= classes <= 5:
            raise ValueError(f"the widget shows 2 to 5 classes, not {classes}")
        if count > VALUES:
            raise ValueError(
                f"there are {count} {values}; the widget shows {VALUES} at most: pool the maps first"
            )
        for name, want in (("weights", (count, classes)), ("bias", (classes,))):
            if (shape := np.shape(state[name])) != want:
                raise ValueError(f"{name} must have shape {want}, not {shape}, to fit the rest; {TOGETHER}")
        if names != count:
            raise ValueError(f"names must be as many as values, {count}, not {names}; {TOGETHER}")
        inside(state, changed, {"row": count, "column": classes + columns}, "there are")


def limited(state, names, most, how=""):
    """Raise ValueError if one of these goes beyond `most`."""
    for name in names:
        odd = max(np.ravel(state[name]).tolist(), key=abs)
        if abs(odd) > most:
            raise ValueError(f"{name} must hold numbers from -{most:g} to {most:g}, not {odd:g}{how}")
