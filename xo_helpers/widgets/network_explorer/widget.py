"""Pick any cell of a network and see the cells that it was computed from, down to the pixels."""

import re
from copy import deepcopy
from difflib import get_close_matches

import numpy as np

from xo_helpers.fits import reach_of
from xo_helpers.inputs import in_range, kind, said
from xo_helpers.network import Network
from xo_helpers.passes import size_of
from xo_helpers.plots.stills.network_explorer import plot_layers
from xo_helpers.texts import rounded
from xo_helpers.trace import came_from, trace, trace_up, written_out
from xo_helpers.widgets.network_explorer.gradients import fine, gradients_of, handed, scale_of, written_back
from xo_helpers.widgets.shared.base import CourseWidget, module
from xo_helpers.widgets.shared.judged import Judged, inside
from xo_helpers.widgets.shared.layers import told_layers, weights_of
from xo_helpers.widgets.shared.takes import SIDE, anything, place, plain, text, texts

PLACE = ("map", "row", "column")
_PARTS = ("backwards", "network", "grids", "kernels", "lines", "moves", "panels", "words", "tour", "explorer")
# What a page needs to explore a network, in another widget too.
_SHARED = ("votes", "trace", "heard", "strip", "svg", "linked")
EXPLORER = (*(f"shared/{part}" for part in _SHARED), *(f"network_explorer/{part}" for part in _PARTS))
MOST = 2_000_000  # numbers that a page holds: 16 MB


class NetworkExplorer(CourseWidget):
    """All layers of a network on one image; the picked cell, its sources and theirs are outlined.

    `images` is a dict of images `[h, w]` or `[c, h, w]`, of numbers that the network takes and at most 32×32.
    `image` and `layer` (names), `map`, `row` and `column` (from 0) can be read and set; in a layer that is a
    row of values `column` counts them. `value` is what the picked cell holds. All is as the network computed
    it when this was made. Raises ValueError for names that are not there, cells outside their layer, images
    that do not fit the network, layers without cells, and more than a page can hold.

    With `labels`, a dict of image names and the numbers of their right classes, it shows gradients instead:
    how the loss (softmax cross-entropy, each image on its own) changes with each cell, and with the weights
    of the picked one. Outlined are then the cells above, which hand theirs down to it; `gradient` is its own.
    `classes`, the names of the last layer's values, are said on the tour; two are X and O.
    """

    _esm = module(*EXPLORER, "network_explorer/view")
    _kinds = frozenset(re.findall(r"\bKINDS\.(\w+) = ", _esm))
    names = Judged(anything, fixed=True)
    layers = Judged(anything, fixed=True)
    cells = Judged(anything, fixed=True)
    weights = Judged(anything, fixed=True)
    answers = Judged(anything, fixed=True)
    classes = Judged(anything, fixed=True)
    gradients = Judged(anything, fixed=True)
    weight_gradients = Judged(anything, fixed=True)
    image = Judged(text)
    layer = Judged(text)
    map = Judged(place)
    row = Judged(place)
    column = Judged(place)

    def __init__(
        self, network, images, image=None, layer=None, map=0, row=0, column=0, labels=None, classes=None
    ):
        images = _checked(images, network, labels is not None)
        self.network = deepcopy(network)  # the caller's may be trained on
        self.activations = self.network.activations(np.stack(list(images.values())))
        self.images = {name: image.copy() for name, image in images.items()}
        for array in [*self.images.values(), *self.activations.values()]:
            array.flags.writeable = False  # the page has them as they are now
        layers = told_layers(network, self.activations)
        self._labels, answers, gradients, of_weights = None, [], b"", b""
        if labels is not None:
            self._gradients, of_weights = gradients_of(self.network, images, labels)
            answers = [int(labels[name]) for name in images]
            self._labels = dict(zip(images, answers, strict=True))
            gradients, of_weights = _as_bytes(self._gradients), of_weights.astype("<f8").tobytes()
        super().__init__(  # all of it at once: it travels with the widget's first message
            names=list(images),
            layers=layers,
            cells=_as_bytes(self.activations),
            weights=weights_of(network).astype("<f8").tobytes(),
            answers=answers,
            classes=_called(classes, layers[-1]),
            gradients=gradients,
            weight_gradients=of_weights,
            image=next(iter(images)) if image is None else image,
            layer=layers[-1]["name"] if layer is None else layer,
            **{"map": map, "row": row, "column": column},
        )

    def __repr__(self):
        place = ", ".join(f"{name}={getattr(self, name)!r}" for name in ("image", "layer", *PLACE))
        if self.labels is None:
            came = came_from(self.network, self.layer, self.cell)
            return f"NetworkExplorer({place}, value={rounded(self.value, 2)}): {came}"
        came = handed(self.network, self._of_image(self.activations), self.layer, self.cell)
        return f"NetworkExplorer({place}, gradient={fine(self.gradient)}): {came}"

    @property
    def labels(self):
        """The right answers that it was made with, or None; others need another explorer."""
        return None if self._labels is None else dict(self._labels)

    @property
    def cell(self):
        """The picked cell's place in its layer's output: (map, row, column), or (i,) in a row of values."""
        flat = len(self.network.shapes[self.layer]) == 1
        return (self.column,) if flat else (self.map, self.row, self.column)

    @property
    def value(self):
        """What the network computed for the picked cell."""
        return self._of_image(self.activations)[self.layer][self.cell].item()

    @property
    def gradient(self):
        """How the loss changes with the picked cell; None without labels."""
        return None if self.labels is None else self._of_image(self._gradients)[self.layer][self.cell].item()

    def judge(self, state, changed, old):
        """See Judging."""
        layers = {layer["name"]: layer for layer in state["layers"]}
        for what, known in (("image", state["names"]), ("layer", layers)):
            if (name := state[what]) not in known:
                near = get_close_matches(name, known, 1)
                hint = f"; did you mean {said(near[0])}?" if near else f"; there are {', '.join(known)}"
                raise ValueError(f"there is no {what} {said(name)}{hint}")
        shape = layers[state["layer"]]["shape"]
        inside(state, changed, dict(zip(PLACE, shape, strict=True)), f"{state['layer']} has")
        return state

    def _figure(self):
        network, name, cell = self.network, self.layer, self.cell
        values = self._of_image(self.activations)
        if self.labels is None:
            return plot_layers(values, trace(network, name, cell), f"{self._place()}{self._sum(values)}")
        gradients, answer = self._of_image(self._gradients), self._labels[self.image]
        scaled = {layer: array / scale_of(array) for layer, array in gradients.items()}
        line = written_back(network, values, gradients, name, cell, answer)
        fields = trace_up(network, values, name, cell)
        return plot_layers(scaled, fields, f"gradient of {self._place()}:  {line}", scaled=True)

    def _place(self):
        return f"{self.layer}[{', '.join(map(str, self.cell))}]"

    def _sum(self, values):
        if self.layer == "input":
            return " is a pixel"
        at = self.network.names.index(self.layer)
        below = values[list(values)[at]]
        return f":  {written_out(self.network.layers[at], below, values[self.layer][self.cell], self.cell)}"

    def _of_image(self, arrays):
        return {name: array[self.names.index(self.image)] for name, array in arrays.items()}


def _checked(images, network, backwards):  # -> {name: [c, h, w]}
    if not isinstance(network, Network):
        raise ValueError(f"network is {kind(network)}; the explorer takes a Network, like load_network(file)")
    for layer, shape in network.shapes.items():
        if len(shape) not in (1, 3) or 0 in shape:
            takes = "maps (c, h, w) or values in a row (i,), one or more"
            raise ValueError(f"{layer} has shape {shape}; the explorer shows {takes}")
    if unknown := {layer.kind for layer in network} - NetworkExplorer._kinds:
        raise ValueError(f"the explorer cannot take layers of kind {', '.join(sorted(unknown))} apart")
    if not isinstance(images, dict) or not images:
        raise ValueError('the explorer takes a dict of names and images, like {"X": X, "O": O}')
    wanted, found = network.input_shape, {}
    if max((0, *wanted[1:])) > SIDE:
        raise ValueError(f"this network takes images of {wanted}; the explorer shows {SIDE}×{SIDE} at most")
    for name, image in images.items():
        name, what = text("the name of an image", name), f"image {name!r}"
        if name in found:
            sent = "once characters that cannot be sent are replaced by ?"
            raise ValueError(f"two images are called {name!r}, {sent}; name them apart")
        in_range(what, image, reach_of(network.input_shape, network.reach))
        image = plain(what, image)
        found[name] = image[None] if image.ndim == 2 else image
        if found[name].shape != wanted:
            raise ValueError(f"image {name!r} has shape {image.shape}; this network takes {wanted}")
    cells = sum(int(np.prod(shape)) for shape in network.shapes.values())
    weights = sum(map(size_of, network))
    if (count := weights + len(found) * (cells + backwards * (cells + weights))) > MOST:
        raise ValueError(
            f"with {len(found)} images the explorer would hold {count:,} numbers, {cells:,} cells an image "
            f"and {weights:,} weights; it takes {MOST:,} at most: show fewer images, or a smaller network"
        )
    return found


def _called(classes, last):  # -> the names of the last layer's values
    count = last["shape"][-1] if last["flat"] else 0
    named = texts("classes", "XO"[: 2 * (count == 2)] if classes is None else classes)
    if len(named) in (0, count):
        return named
    raise ValueError(f"classes are {said(named)}; {last['name']} has {count} values to be named")


def _as_bytes(arrays):  # {name: [n, ...]} -> image after image, layer after layer
    return np.hstack([array.reshape(len(array), -1) for array in arrays.values()]).astype("<f8").tobytes()
