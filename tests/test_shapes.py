"""The shapes that docstrings promise, held against what the functions do on an example."""

import inspect
import re

import numpy as np
import pytest

from xo_helpers import drawings, gradients, layers, ops, training, windows
from xo_helpers.network import Network

RNG = np.random.default_rng(0)
N, C, H, W, M, K, I, O = 2, 3, 9, 8, 4, 5, 6, 7
LABELS = np.array([1, 0])


def some(*shape):
    return RNG.normal(size=shape)


def through(layer, *shape):
    """A layer that has seen a batch, and what it made of it."""
    made = layer.forward(some(*shape))
    return layer, np.ones(made.shape)


CONV, POOL = layers.Conv2D(some(M, C, K, K), stride=2), layers.MaxPool2D()
DENSE = layers.Dense(some(I, O))
NETWORK = Network([CONV, layers.Flatten(), layers.Dense(some(M * 3 * 2, O))], (C, H, W))
EXAMPLES = {
    "agreement": (ops.agreement, some(H, W), some(H, W)),
    "filter_patch": (ops.filter_patch, some(K, K), some(K, K)),
    "feature_map": (ops.feature_map, some(N, C, H, W), some(K, K)),
    "conv2d": (ops.conv2d, some(N, C, H, W), some(M, C, K, K), some(M)),
    "relu": (ops.relu, some(N, H)),
    "max_pool": (ops.max_pool, some(N, C, H, W)),
    "avg_pool": (ops.avg_pool, some(C, H, W)),
    "dense": (ops.dense, some(N, I), some(I, O), some(O)),
    "softmax": (ops.softmax, some(N, M, C)),
    "cross_entropy": (ops.cross_entropy, some(N, C), LABELS),
    "cross_entropy_backward": (gradients.cross_entropy_backward, some(N, C), LABELS),
    "dense_backward": (gradients.dense_backward, some(N, O), some(N, I), some(I, O)),
    "relu_backward": (gradients.relu_backward, some(N, H), some(N, H)),
    "max_pool_backward": (gradients.max_pool_backward, some(N, 5, 4), some(N, H, W)),
    "global_max_backward": (gradients.global_max_backward, some(N, C), some(N, C, H, W)),
    "drawings": (drawings.drawings, N, RNG),
    "evaluate": (training.evaluate, NETWORK, some(N, C, H, W), LABELS),
    "windows_of": (windows.windows_of, some(N, H, W), K, 2),
    "pad": (windows.pad, some(N, C, H, W), 3),
    "Network.activations": (NETWORK.activations, some(N, C, H, W)),
    "ReLU.forward": (layers.ReLU().forward, some(N, C)),
    "ReLU.backward": (through(layers.ReLU(), N, C)[0].backward, some(N, C)),
}
MAPS = (C, H, W)
TAKEN = {CONV: MAPS, POOL: MAPS, layers.GlobalMax(): MAPS, layers.Flatten(): MAPS, DENSE: (I,)}
for layer, shape in TAKEN.items():
    kind = type(layer).__name__
    EXAMPLES[f"{kind}.output_shape"] = (layer.output_shape, shape)
    EXAMPLES[f"{kind}.forward"] = (layer.forward, some(N, *shape))
    EXAMPLES[f"{kind}.backward"] = (layer.backward, through(layer, N, *shape)[1])
LETTERS = {"n": N, "c": C, "h": H, "w": W, "m": M, "k": K, "i": I, "o": O, "padding": 3}


def promised(function):  # -> what goes in and what comes out, as lists of texts like "[n, c]"
    found = re.search(r"`([^`]*-> [^`]*)`", inspect.getdoc(function))
    return [
        re.findall(r"[\[(][^\])]*[\])]", re.sub(r" or \[[^\]]*\]", "", side)) for side in found[1].split("->")
    ]


def fits(shape, text):
    """Whether a shape is what a text says; a letter with a stroke may be any number."""
    wanted = [part.strip() for part in text[1:-1].split(",") if part.strip()]
    if wanted[:1] == ["..."]:
        wanted = wanted[1:]
        shape = shape[-len(wanted) :] if wanted else ()
    elif wanted[-1:] == ["..."]:
        wanted = wanted[:-1]
        shape = shape[: len(wanted)]
    return len(shape) == len(wanted) and all(
        "'" in part or eval(part, dict(LETTERS)) == length for part, length in zip(wanted, shape, strict=True)
    )


def shape_of(one):
    return one if isinstance(one, tuple) and all(isinstance(n, int) for n in one) else np.shape(one)


@pytest.mark.parametrize("name", EXAMPLES)
def test_what_comes_out_has_the_shape_that_the_docstring_says(name):
    function, *given = EXAMPLES[name]
    taken, made = promised(function)
    assert taken or made
    came = function(*given)
    came = came.values() if isinstance(came, dict) else came if len(made) > 1 else [came]
    arrays = [one for one in given if isinstance(one, (np.ndarray, tuple))]
    for text, one in [*zip(taken, arrays, strict=False), *zip(made, came, strict=False)]:
        assert fits(shape_of(one), text), (text, shape_of(one))


def test_a_wrong_shape_is_seen():
    assert fits((2, 4, 3, 2), "[n, m, h', w']")
    assert not fits((2, 3, 3, 2), "[n, m, h', w']")
    assert not fits((2, 4, 3), "[n, m, h', w']")
    assert not fits((5, 3), "[..., h-k+1, w-k+1]")
    assert fits((2, 5, 4), "[..., h-k+1, w-k+1]")


def test_every_function_of_arrays_says_its_shapes():
    for room in (ops, gradients):
        for name, function in inspect.getmembers(room, inspect.isfunction):
            if function.__module__ == room.__name__ and not name.startswith("_"):
                assert name in EXAMPLES or "[" in inspect.getdoc(function), name
