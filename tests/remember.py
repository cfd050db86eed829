"""What kernels of tests begin with: a training that one of them has done is given to the others, epoch by epoch.

A lesson runs several times in a run of the tests: in nbval, in JupyterLab, twice for the web site, again and again. Its
trainings are the same each time. Other versions do them anew; see the fixture `remembered`.
"""

import hashlib
import importlib.util
import io
import os
import pickle
import shutil
import sys
from functools import wraps
from pathlib import Path
from unittest import mock


def prepare(folder):
    """Make a folder in which kernels find this file, and leave their trainings."""
    for name in ("ipython/profile_default/startup", "trainings"):
        Path(folder, name).mkdir(parents=True)
    shutil.copy(__file__, Path(folder, "ipython/profile_default/startup"))


def settings():
    """Environment variables that have kernels begin with this file, and remember."""
    folder = os.environ["XO_REMEMBERED"]  # set by ../conftest.py
    return {"IPYTHONDIR": f"{folder}/ipython", "XO_TRAININGS": f"{folder}/trainings"}


def with_settings(start):
    """nbval's start of a kernel, in this environment."""

    @wraps(start)
    def started(*given):
        with mock.patch.dict(os.environ, settings()):
            return start(*given)

    return started


def remembering(train):
    """`train`, but for what has been trained before: the same network, examples, settings and random numbers."""

    def once(network, images, labels, *, rng, **how):
        training = train(network, images, labels, rng=rng, **how)  # refuses what it must
        kinds = [(layer.kind, layer.settings) for layer in network]
        given = [list(network.parameters.values()), kinds, network.input_shape, images, labels, how]
        key = hashlib.sha256(pickle.dumps([given, rng.bit_generator.state])).hexdigest()
        file = Path(os.environ["XO_TRAININGS"], key)
        return given_back(network, rng, file) if file.exists() else kept(network, rng, training, file)

    return once


def kept(network, rng, training, file):
    epochs = []
    for epoch in training:
        learned = [array.copy() for array in network.parameters.values()]
        epochs.append((epoch, learned, rng.bit_generator.state))
        yield epoch
    begun = file.with_suffix(f".{os.getpid()}")  # another kernel may do the same at the same time
    begun.write_bytes(pickle.dumps(epochs))
    begun.replace(file)


def given_back(network, rng, file):
    for epoch, learned, state in pickle.loads(file.read_bytes()):
        for array, value in zip(network.parameters.values(), learned, strict=True):
            array[...] = value
        rng.bit_generator.state = state
        yield epoch


def without_pictures(style):
    """Figures are not made: that takes most of a lesson's time, and some tests read its texts alone."""
    from PIL import Image

    file = io.BytesIO()
    Image.new("RGBA", (64, 64)).save(file, "PNG")
    style._apart = lambda draw: file.getvalue()


def training_once(training):
    training.train = remembering(training.train)


CHANGES = {
    "XO_NO_PICTURES": ("xo_helpers.plots.style", without_pictures),
    "XO_TRAININGS": ("xo_helpers.training", training_once),
}


class Finder:
    """Finds a module as always, and has it changed once it is executed."""

    def __init__(self, module, change):
        self.module, self.change = module, change

    def find_spec(self, name, path=None, target=None):
        if name != self.module:
            return None
        sys.meta_path.remove(self)
        spec = importlib.util.find_spec(name)
        execute = spec.loader.exec_module

        def exec_module(module):
            execute(module)
            self.change(module)

        spec.loader.exec_module = exec_module
        return spec


sys.meta_path[:0] = [Finder(*CHANGES[name]) for name in CHANGES if name in os.environ]
