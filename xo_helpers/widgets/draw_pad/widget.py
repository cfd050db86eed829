"""Draw, and a network says what it sees: its votes, and every layer between, follow the pencil."""

from copy import deepcopy

import numpy as np

from xo_helpers.inputs import finite, kind, numbers, said, times
from xo_helpers.network import Network
from xo_helpers.ops import softmax
from xo_helpers.passes import size_of
from xo_helpers.plots.stills.draw_pad import plot_pad
from xo_helpers.texts import rounded, verdict
from xo_helpers.widgets.network_explorer.widget import EXPLORER, NetworkExplorer
from xo_helpers.widgets.shared.base import CourseWidget, as_lists, module
from xo_helpers.widgets.shared.judged import Judged
from xo_helpers.widgets.shared.layers import told_layers, weights_of
from xo_helpers.widgets.shared.takes import anything, place, text, texts

LARGEST = 28  # cells to a side
CLASSES = 100  # whose shares it shows
MOST = 250_000  # weights that a page holds, to look inside: 2 MB


def strokes(name, value):  # -> lists
    """An image of 1 and -1."""
    image = numbers(name, value)
    odd = image[(image != 1) & (image != -1)]
    if odd.size:
        raise ValueError(
            f"{name} holds {odd[0]}; each cell is 1 (stroke) or -1 (background): "
            "np.where(image > 0, 1, -1) makes it so"
        )
    return image.astype(int).tolist()


def steps(name, value):
    """What a page has drawn since it was last heard."""
    try:
        cells = [[place("a cell", number) for number in cell] for cell in value["cells"]]
        by, right = text("by", value["by"]), all(len(cell) == 3 and abs(cell[2]) == 1 for cell in cells)
    except (IndexError, KeyError, TypeError, ValueError):
        right = False
    if not right:
        raise ValueError(f"{name} is the page's: {{'by': text, 'cells': [[row, column, 1 or -1], ...]}}")
    return {"by": by, "cells": cells}


class DrawPad(CourseWidget):
    """A pad to draw on, with a network that watches.

    `network` takes images of one channel, at most 28×28, and ends in one vote per class; the pad keeps a copy
    of it as it is now. `image` `[h, w]`, +1 for a stroke and -1 for background, can be read and set, and so
    can what the page draws; without one the pad begins blank. `votes`, `shares` and `array` follow. Raises
    ValueError for a network that does not fit, and for images of another shape or with other numbers.
    """

    _parts = ("drawing", "scan", "open", "inside", "finger", "view")
    _esm = module(*EXPLORER, *(f"draw_pad/{part}" for part in _parts))
    image = Judged(strokes)
    # What a page draws, {"by": its name, "cells": [[row, column, value], ...]}; all pages hear by `image`.
    # Each has a name of its own: one that comes twice counts once.
    drawn = Judged(steps).tag(echo_update=False)
    answer = Judged(anything, fixed=True)
    layers = Judged(anything, fixed=True)
    classes = Judged(anything, fixed=True)
    weights = Judged(anything, fixed=True)  # for the explorer; none where it cannot take the network apart

    def __init__(self, network, image=None, classes=("X", "O")):
        classes = _checked(network, texts("classes", classes))
        self.network = deepcopy(network)  # the caller's may be trained on
        self._looked = None, {}  # an image, and what the layers make of it
        image = np.full(network.input_shape[1:], -1) if image is None else image
        begun = {"by": "", "cells": []}
        layers = told_layers(network, self._look(np.full(network.input_shape[1:], -1).tolist()))
        super().__init__(
            image=image, drawn=begun, classes=classes, layers=layers, weights=_weights(network, layers)
        )

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
    def activations(self):  # {name: [...]}
        """What every layer makes of the drawing."""
        return {name: array.copy() for name, array in self._look(self.now()["image"]).items()}

    @property
    def votes(self):  # [o]
        """What the network's last layer gives each class."""
        return list(self.activations.values())[-1]

    @property
    def shares(self):  # [o]
        """The votes as shares that add up to 1: `softmax`."""
        return softmax(self.votes)

    def _look(self, image):
        """Once an image: it may be one that is then refused, and the pad goes back to another."""
        looked, found = self._looked
        if looked != image:
            found = {name: array[0] for name, array in self.network.activations(np.array(image)).items()}
            self._looked = image, found
        return found

    def clear(self):
        """Begin with a blank page."""
        self.image = np.full(self.array.shape, -1)

    def judge(self, state, changed, old):
        """See Judging. What a page has drawn goes onto the image, and the network looks at that."""
        shape = np.shape(state["image"])
        if shape != (fits := self.network.input_shape[1:]):
            raise ValueError(f"image has shape {shape}; this network takes drawings of {fits}")
        image, by = [list(line) for line in state["image"]], state["drawn"]["by"]
        for row, column, value in state["drawn"]["cells"] if "drawn" in changed else []:
            if not (0 <= row < shape[0] and 0 <= column < shape[1]):
                raise ValueError(
                    f"drawn holds row {said(row)}, column {said(column)}; the image has {times(shape)} cells"
                )
            image[row][column] = value
        found = self._look(image)
        cells = np.hstack([array.ravel() for array in found.values()]).astype("<f8").tobytes()
        votes = list(found.values())[-1]
        told = {"shares": as_lists(softmax(votes)), "verdict": verdict(votes, state["classes"])}
        return state | {"image": image, "answer": {"by": by, "cells": cells, **told}}

    def _figure(self):
        return plot_pad(self.array, self.activations, self.shares, self.classes, self._line())


def _weights(network, layers):  # -> bytes
    count = sum(map(size_of, network))
    if count > MOST or not {spec["kind"] for spec in layers} <= NetworkExplorer._kinds:
        return b""
    return weights_of(network).astype("<f8").tobytes()


def _checked(network, classes):  # -> classes
    if not isinstance(network, Network):
        raise ValueError(f"network is {kind(network)}; the pad takes a Network, like load_network(file)")
    shape = network.input_shape
    if len(shape) != 3 or shape[0] != 1 or max(shape[1:]) > LARGEST:
        raise ValueError(
            f"this network takes images of shape {shape}; the pad draws (1, h, w), with h and w at most "
            f"{LARGEST}: use a network whose first layer takes one channel of such a size"
        )
    if not 2 <= len(classes) <= CLASSES:
        raise ValueError(f"the pad shows 2 to {CLASSES} classes, not {len(classes)}")
    last, out = list(network.shapes.items())[-1]
    if out != (len(classes),):
        raise ValueError(
            f"the network ends in {last}, of shape {out}; with {len(classes)} classes it must end in "
            f"({len(classes)},), one vote per class: name other classes, or end it with a Dense layer"
        )
    for name, array in network.parameters.items():
        finite(name, array)
    return classes
