"""Draw, and a network says what it sees: its votes, and every layer between, follow the pencil."""

from copy import deepcopy

import numpy as np
import traitlets

from xo_helpers.inputs import numbers
from xo_helpers.network import Network
from xo_helpers.ops import softmax
from xo_helpers.plots.stills.draw_pad import plot_pad
from xo_helpers.texts import rounded, verdict
from xo_helpers.widgets.shared.base import CourseWidget, Given, as_lists, module
from xo_helpers.widgets.shared.judged import Refused
from xo_helpers.widgets.shared.layers import layers_of

LARGEST = 28  # cells to a side


class DrawPad(CourseWidget):
    """A pad to draw on, with a network that watches.

    `network` takes images of one channel, at most 28×28, and ends in one vote a class; the pad keeps a copy
    of it as it is now. `image` `[h, w]`, +1 for a stroke and -1 for background, can be read and set, and so
    can what the page draws; without one the pad begins blank. `votes`, `shares` and `array` follow. Raises
    ValueError for a network that does not fit, and for images of another shape or with other numbers.
    """

    _esm = module("shared/trace", "shared/strip", "draw_pad/drawing", "draw_pad/view")
    image = Given().tag(sync=True)
    # What a page draws, {"by": its name, "cells": [[row, column, value], ...]}; all pages hear by `image`.
    drawn = traitlets.Dict({"by": "", "cells": []}).tag(sync=True, echo_update=False)
    answer = traitlets.Dict().tag(sync=True)
    layers = traitlets.List().tag(sync=True)
    classes = traitlets.List(traitlets.Unicode()).tag(sync=True)

    def __init__(self, network, image=None, classes=("X", "O")):
        classes = _checked(network, list(classes))
        self.network = deepcopy(network)  # the caller's may be trained on
        self.activations = {}  # of the image that is on the pad
        blank = np.full(network.input_shape[1:], -1)
        image = blank if image is None else image
        super().__init__(image=image, classes=classes, layers=layers_of(network))

    def __repr__(self):
        pairs = zip(self.classes, self.shares, strict=True)
        shares = ", ".join(f"{name}={rounded(share, 2)}" for name, share in pairs)
        return f"DrawPad({shares}): {self._line()}"

    def _line(self):
        drawn = f"{(self.array == 1).sum()} of {self.array.size} cells drawn"
        return f"{verdict(self.votes, self.classes)}; {drawn}"

    @property
    def array(self):  # [h, w]
        """The drawing as an array of whole numbers, a fresh one each time."""
        return np.array(self.image)

    @property
    def votes(self):  # [o]
        """What the network's last layer gives each class."""
        return list(self.activations.values())[-1].copy()

    @property
    def shares(self):  # [o]
        """The votes as shares that add up to 1: `softmax`."""
        return softmax(self.votes)

    def clear(self):
        """Begin with a blank page."""
        self.image = np.full(self.array.shape, -1)

    @traitlets.validate("image")
    def _fits(self, proposal):
        image = numbers("image", proposal.value)
        shape = self.network.input_shape[1:]
        if image.shape != shape:
            raise ValueError(f"image has shape {image.shape}; this network takes drawings of {shape}")
        odd = image[(image != 1) & (image != -1)]
        if odd.size:
            raise ValueError(
                f"image holds {odd[0]}; each cell is 1 (stroke) or -1 (background): "
                "np.where(image > 0, 1, -1) makes it so"
            )
        return as_lists(image.astype(int))

    @traitlets.observe("image")
    def _look(self, change):
        activations = self.network.activations(self.array)
        self.activations = {name: array[0] for name, array in activations.items()}
        self._tell()

    @traitlets.validate("drawn")
    def _inside(self, proposal):
        try:
            by, cells = proposal.value["by"], np.array(proposal.value["cells"], int).reshape(-1, 3)
            inside = (cells[:, :2] >= 0) & (cells[:, :2] < self.array.shape)
            fits = isinstance(by, str) and inside.all() and (np.abs(cells[:, 2]) == 1).all()
        except (KeyError, TypeError, ValueError, OverflowError):
            fits = False
        if not fits:
            raise Refused("drawn is the page's: {'by': text, 'cells': [[row, column, 1 or -1], ...]}")
        return {"by": by, "cells": cells.tolist()}

    @traitlets.observe("drawn")
    def _draw(self, change):
        image = self.array
        for row, column, value in self.drawn["cells"]:
            image[row, column] = value
        self.image = image
        self._tell()  # also if it was so already: the page waits for it

    def _tell(self):
        cells = np.hstack([array.ravel() for array in self.activations.values()])
        self.answer = {
            "by": self.drawn["by"],
            "cells": cells.astype("<f8").tobytes(),
            "shares": as_lists(self.shares),
            "verdict": verdict(self.votes, self.classes),
        }

    def _figure(self):
        return plot_pad(self.array, self.activations, self.shares, self.classes, self._line())


def _checked(network, classes):  # -> classes
    if not isinstance(network, Network):
        what = type(network).__name__
        raise ValueError(f"network is a {what}; the pad takes a Network, like load_network(file)")
    shape = network.input_shape
    if len(shape) != 3 or shape[0] != 1 or max(shape[1:]) > LARGEST:
        raise ValueError(
            f"this network takes images of shape {shape}; the pad draws (1, h, w), with h and w at most "
            f"{LARGEST}: use a network whose first layer takes one channel of such a size"
        )
    if len(classes) < 2:
        raise ValueError(f"there are {len(classes)} classes; the pad needs 2 or more, like ('X', 'O')")
    last, out = list(network.shapes.items())[-1]
    if out != (len(classes),):
        raise ValueError(
            f"the network ends in {last}, of shape {out}; with {len(classes)} classes it must end in "
            f"({len(classes)},), one vote a class: name other classes, or end it with a Dense layer"
        )
    return classes
