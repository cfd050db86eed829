"""Pick any cell of a network and see the cells that it was computed from, down to the pixels."""

import re
from copy import deepcopy
from difflib import get_close_matches

import numpy as np
import traitlets

from xo_helpers.inputs import numbers
from xo_helpers.plots.stills.network_explorer import plot_layers
from xo_helpers.texts import rounded
from xo_helpers.trace import came_from, trace, trace_up, written_out
from xo_helpers.widgets.network_explorer.gradients import fine, gradients_of, handed, scale_of, written_back
from xo_helpers.widgets.shared.base import CourseWidget, module
from xo_helpers.widgets.shared.layers import layers_of, weights_of


class NetworkExplorer(CourseWidget):
    """All layers of a network on one image; the picked cell, its sources and theirs are outlined.

    `images` is a dict of images `[h, w]` or `[c, h, w]`. `image` and `layer` (names), `map`, `row` and
    `column` (from 0) can be read and set; in a layer that is a row of values `column` counts them. `value`
    is what the picked cell holds. All is as the network computed it when this was made. Raises
    ValueError for names that are not there, cells outside their layer and images that do not fit the network.

    With `labels`, a dict of image names and the numbers of their right classes, it shows gradients instead:
    how the loss (softmax cross-entropy, each image on its own) changes with each cell, and with the weights
    of the picked one. Outlined are then the cells above, which hand theirs down to it; `gradient` is its own.
    """

    _parts = ("backwards", "network", "grids", "moves", "panels", "words", "view")
    _esm = module("shared/trace", "shared/strip", *(f"network_explorer/{part}" for part in _parts))
    _kinds = frozenset(re.findall(r"(?m)^KINDS\.(\w+) = ", _esm))
    names = traitlets.List().tag(sync=True)
    layers = traitlets.List().tag(sync=True)
    cells = traitlets.Bytes().tag(sync=True)
    weights = traitlets.Bytes().tag(sync=True)
    answers = traitlets.List().tag(sync=True)
    gradients = traitlets.Bytes().tag(sync=True)
    weight_gradients = traitlets.Bytes().tag(sync=True)
    image = traitlets.Unicode().tag(sync=True)
    layer = traitlets.Unicode().tag(sync=True)
    map = traitlets.Int(0).tag(sync=True)
    row = traitlets.Int(0).tag(sync=True)
    column = traitlets.Int(0).tag(sync=True)

    def __init__(self, network, images, image=None, layer=None, map=0, row=0, column=0, labels=None):
        self.network = deepcopy(network)  # the caller's may be trained on
        self.images = _checked(images, network)
        self.activations = self.network.activations(np.stack(list(self.images.values())))
        layers = _described(network, self.activations)
        self.labels, backwards = labels, {}
        if labels is not None:
            self._gradients, of_weights = gradients_of(self.network, self.images, labels)
            backwards = {"answers": [int(labels[name]) for name in self.images]}
            backwards |= {"gradients": _as_bytes(self._gradients), "weight_gradients": of_weights.tobytes()}
        super().__init__(  # all of it at once: it travels with the widget's first message
            names=list(self.images),
            layers=layers,
            cells=_as_bytes(self.activations),
            weights=weights_of(network).astype("<f8").tobytes(),
            **backwards,
            image=next(iter(self.images)),
            layer=layers[-1]["name"],
        )
        self.image, self.layer = image or self.image, layer or self.layer
        self.map, self.row, self.column = map, row, column

    def __repr__(self):
        state = {name: getattr(self, name) for name in ("image", "layer", "map", "row", "column")}
        place = ", ".join(f"{name}={value!r}" for name, value in state.items())
        if self.labels is None:
            came = came_from(self.network, self.layer, self.cell)
            return f"NetworkExplorer({place}, value={rounded(self.value, 2)}): {came}"
        came = handed(self.network, self._of_image(self.activations), self.layer, self.cell)
        return f"NetworkExplorer({place}, gradient={fine(self.gradient)}): {came}"

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

    @traitlets.validate("image", "layer")
    def _known(self, proposal):
        what, name = proposal.trait.name, proposal.value
        known = self.names if what == "image" else [layer["name"] for layer in self.layers]
        if name not in known:
            near = get_close_matches(name, known, 1)
            hint = f"; did you mean {near[0]!r}?" if near else f"; there are {', '.join(known)}"
            raise ValueError(f"there is no {what} {name!r}{hint}")
        return name

    @traitlets.validate("map", "row", "column")
    def _inside(self, proposal):
        name = proposal.trait.name
        count = self._shape()[("map", "row", "column").index(name)]
        if not 0 <= proposal.value < count:
            raise ValueError(f"{name} is {proposal.value}; {self.layer} has {name}s 0 to {count - 1}")
        return proposal.value

    @traitlets.observe("layer")
    def _stay_inside(self, change):
        for name, count in zip(("map", "row", "column"), self._shape(), strict=True):
            setattr(self, name, min(getattr(self, name), count - 1))

    def _shape(self):
        return next(layer["shape"] for layer in self.layers if layer["name"] == self.layer)

    def _figure(self):
        network, name, cell = self.network, self.layer, self.cell
        values = self._of_image(self.activations)
        if self.labels is None:
            return plot_layers(values, trace(network, name, cell), f"{self._place()}{self._sum(values)}")
        gradients, answer = self._of_image(self._gradients), self.labels[self.image]
        scaled = {layer: array / scale_of(array) for layer, array in gradients.items()}
        line = written_back(network, values, gradients, name, cell, answer)
        fields = trace_up(network, values, name, cell)
        return plot_layers(scaled, fields, f"gradient of {self._place()}:  {line}")

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


def _checked(images, network):  # -> {name: [c, h, w]}
    if not isinstance(images, dict) or not images:
        raise ValueError('the explorer takes a dict of names and images, like {"X": X, "O": O}')
    wanted, found = network.input_shape, {}
    for name, image in images.items():
        image = numbers(f"image {name!r}", image)
        found[name] = image = image[None] if image.ndim == 2 else image
        if image.shape != wanted:
            raise ValueError(f"image {name!r} has shape {image.shape}; this network takes {wanted}")
    return found


def _described(network, activations):  # -> the layers as dicts
    described = layers_of(network)
    if unknown := {spec["kind"] for spec in described} - NetworkExplorer._kinds:
        raise ValueError(f"the explorer cannot take layers of kind {', '.join(sorted(unknown))} apart")
    return [spec | {"whole": activations[spec["name"]].dtype.kind != "f"} for spec in described]


def _as_bytes(arrays):  # {name: [n, ...]} -> image after image, layer after layer
    return np.hstack([array.reshape(len(array), -1) for array in arrays.values()]).astype("<f8").tobytes()
