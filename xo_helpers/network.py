"""A network: layers in a row, each one's output the next one's input."""

from collections.abc import Sequence

import numpy as np

from xo_helpers.data import data_file
from xo_helpers.files import built, planned, read_arrays, readable, write_arrays
from xo_helpers.fits import batch_of, layers_of, names_of, no_bytes, place_of, reach_of, shape_of
from xo_helpers.inputs import floats, kind, real, times
from xo_helpers.layers import KINDS
from xo_helpers.passes import array_of, check_kept, check_made, kept, parameters_of, size_of
from xo_helpers.words import asked

OURS = set(KINDS.values())  # layers that change nothing that they are given, and keep nothing that they give


class Network(Sequence):
    """A list of layers that fit each other, from images of `input_shape` `[c, h, w]` on.

    It can be sliced and extended like a list: `network[:3]`, `network + [layer]`. A slice from the middle
    takes what its first layer is given. Raises ValueError, with the layer's name and both shapes, if a layer
    does not fit the one before it. `reach` is how far from 0 what it learns from may go, if not as usual.

    >>> from xo_helpers.layers import Conv2D, Flatten, MaxPool2D, ReLU
    >>> network = Network([Conv2D(np.ones((3, 1, 3, 3))), ReLU(), MaxPool2D()]) + [Flatten()]
    >>> network
    layer     output      parameters
    input     1×9×9                0
    conv1     3×7×7               30
    relu1     3×7×7                0
    pool1     3×4×4                0
    flatten1  48                   0
    total                         30
    """

    def __init__(self, layers, input_shape=(1, 9, 9), reach=None):
        self.layers, self.input_shape = layers_of(layers), shape_of(input_shape, 1)
        self.reach = reach_of(self.input_shape, reach)
        self._remembered = {}  # what each layer kept in the last forward pass
        self.names, self._made = names_of(self.layers), list(self.layers)
        self.shapes, before, shape = {"input": self.input_shape}, "input", self.input_shape
        for name, layer in self.pairs():
            try:
                self.shapes[name] = shape_of(layer.output_shape(shape), 0, "its output_shape")
            except ValueError as error:
                gives = f"{before} gives it {times(shape)}"
                raise ValueError(f"{name} does not fit: {gives}, but {error}") from None
            before, shape = name, self.shapes[name]

    @property
    def output_shape(self):
        """The shape of what the last layer makes of one image."""
        return list(self.shapes.values())[-1]

    def __len__(self):
        return len(self.layers)

    def __iter__(self):
        return iter(self.layers)

    def __contains__(self, layer):
        return any(own is layer for own in self.layers)

    def __getitem__(self, which):
        if not isinstance(which := place_of(which, self.names), slice):
            return self.layers[which]
        start = which.indices(len(self))[0]
        shape, reach = list(self.shapes.values())[start], np.inf if start else self.reach
        return Network(self.layers[which], shape, reach)

    def __add__(self, layers):
        return Network(self.layers + layers_of(layers), self.input_shape, self.reach)

    def __radd__(self, layers):
        how = "Network([...] + network.layers, input_shape)"
        raise ValueError(f"{kind(layers)} + a network has no input_shape: say it, {how}")

    def __repr__(self):
        counts = {name: size_of(layer) for name, layer in self.pairs()}
        rows = [(name, times(shape), counts.get(name, 0)) for name, shape in self.shapes.items()]
        rows = [("layer", "output", "parameters"), *rows, ("total", "", sum(counts.values()))]
        return "\n".join(f"{name:8}  {output:10}  {count:>10}" for name, output, count in rows)

    def forward(self, images):
        """What the last layer makes of a batch of images. `[n, c, h, w] -> the last layer's output`"""
        return list(self._run(images).values())[-1].copy("K")

    def activations(self, images):
        """What every layer makes of a batch of images, by name, with the images themselves as "input".
        `[n, c, h, w] -> {name: [n, ...]}`

        One image `[h, w]` counts as a batch of one. Raises ValueError for images of another shape and, where
        there are weights for them, for what looks like a file's bytes: whole numbers beyond ±1 or ±16.
        """
        return {name: x.copy("K") for name, x in self._run(images).items()}

    @np.errstate()
    @np.errstate(under="ignore")  # whatever the reader has set, what is too small is 0
    def _run(self, images):  # as activations; but what layers remember, nobody else may change
        one = (x := real("images", images)).ndim == len(self.input_shape) - 1 == 2
        x = batch_of(x[None, None] if one else x, self.input_shape, x.shape)
        if any(layer.parameters for layer in self.layers):
            no_bytes("images", x, reach_of(self.input_shape, self.reach))
        found, mark = {"input": (x := x.copy("K"))}, [self.names]
        self._remembered = remembered = {}  # a new one: a copy of this network may have the old one
        for name, layer in self.pairs():
            if ours := type(layer) in OURS:
                layer.lent = x  # it need not be copied
                x = layer.forward(x)
            else:  # it may work in place
                x = array_of(layer.forward(x.copy("K")), f"forward of {name}").copy("K")
            found[name] = x
            vars(layer)["run_by"] = mark
            remembered[name] = kept(layer, ours)
            check_made(name, x.shape, (len(found["input"]), *self.shapes[name]))
        return found

    @np.errstate()
    @np.errstate(under="ignore")
    def backward(self, gradient, to_input=True):
        """Send the gradient of a loss back, from the last layer to the pixels.
        `gradient of the last output -> {name: [n, ...]}`

        It goes through what the network was last given, so a forward pass comes first. Returns the
        gradient by every layer's output, and by "input"; those by the parameters are then in `gradients`.
        Training has no use for the gradient by the pixels: `to_input=False` may leave it out.

        Raises ValueError without a forward pass, and if a layer has other weights, or was given something
        else, since then, by itself or in another network that shares it.
        """
        found, to_input, gradient = {}, asked("to_input", to_input), floats("gradient", gradient).copy("K")
        for name, layer in self.pairs():
            if name not in self._remembered:
                raise ValueError("backward goes through what forward has left: call forward first")
            check_kept(kept(layer, type(layer) in OURS), self._remembered[name], name)
        for name, layer in reversed(self.pairs()):
            found[name] = gradient
            if type(layer) not in OURS:  # it may work in place, and have kept more
                gradient = array_of(layer.backward(gradient.copy("K")), f"backward of {name}").copy("K")
                self._remembered[name] = kept(layer, False)
            elif not to_input and layer is self.layers[0] and layer.kind == "conv":
                gradient = layer.backward(gradient, to_input=False)
            else:
                gradient = layer.backward(gradient)
        return {"input": gradient, **dict(reversed(found.items()))}

    @property
    def parameters(self):
        """The arrays that training changes, by layer and name. `-> {"conv1.kernels": [m, c, k, k], ...}`"""
        return self._named(parameters_of)

    @property
    def gradients(self):
        """What `backward` found for each of `parameters`. `-> {"conv1.kernels": [m, c, k, k], ...}`"""
        return self._named(lambda layer: layer.gradients)

    def _named(self, of):
        found = {name: of(layer).items() for name, layer in self.pairs()}
        return {f"{name}.{key}": array for name, arrays in found.items() for key, array in arrays}

    def pairs(self):
        """Each layer with its name, or a ValueError if there are others now. `-> [(name, layer), ...]`"""
        if self.layers != self._made:
            raise ValueError("layers were added, taken or exchanged: make the network anew, Network([...])")
        return list(zip(self.names, self.layers, strict=True))

    def save(self, file):
        """Write the layers and their parameters to one `.npz` file, for `load_network` under the same name.

        A file that is there is replaced when the new one is whole. Raises ValueError for a layer, or
        weights, that `load_network` would refuse.
        """
        arrays = planned(self)
        try:
            Network(*built(**arrays))
        except Exception as error:  # whatever has been put into its layers
            raise ValueError(f"this network could not be loaded again: {error}") from None
        write_arrays(file, **arrays)


def load_network(file):  # -> Network
    """The network that `Network.save` wrote. Nothing in the file is run.

    Raises FileNotFoundError if there is no such file, and ValueError if it is cut short, was not written by
    `save`, or holds parameters that do not fit its layers.
    """
    file = readable(file)
    try:
        return Network(*built(**read_arrays(file)))
    except PermissionError:
        raise PermissionError(f"{file} is there, and you may not read it; ask whose it is") from None
    except Exception as error:  # a stranger's file may bring about any
        why = f"{str(error) or type(error).__name__}; save it again"
        raise ValueError(f"{file} is not a whole network written by Network.save: {why}") from None


def trained_network():  # -> Network
    """The network that ships with the course, as `make network` trained it on 8,000 wandering drawings."""
    return load_network(data_file("network.npz"))
