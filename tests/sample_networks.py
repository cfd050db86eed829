"""Networks to explore, for the tests and, as a cell, for the kernels of their notebooks."""

import numpy as np

from xo_helpers.data import load_image, load_kernel
from xo_helpers.layers import Conv2D, Dense, Flatten, GlobalMax, MaxPool2D, ReLU
from xo_helpers.network import Network

IMAGES = {name: load_image(name) for name in ("X", "O", "X_rotation")}


def conv(rng, m, c, k, **options):
    return Conv2D(rng.normal(size=(m, c, k, k)) / k, rng.normal(size=m) / 5, **options)


def small():
    rng = np.random.default_rng(3)
    kernels = np.stack([load_kernel(name) for name in ("diagonal", "cross", "antidiagonal")])[:, None] / 9
    return Network(
        [
            Conv2D(kernels),
            ReLU(),
            conv(rng, 2, 3, 3),
            ReLU(),
            MaxPool2D(),
            Flatten(),
            Dense(rng.normal(size=(18, 2)), [0.5, -0.25]),
        ]
    )


def large():
    rng = np.random.default_rng(0)
    layers = []
    for channels in (1, 8, 8):
        layers += [conv(rng, 8, channels, 3), ReLU(), MaxPool2D()]
    return Network([*layers, Flatten(), Dense(rng.normal(size=(32, 2)))], (1, 28, 28))


def any_network(seed):
    rng = np.random.default_rng(seed)
    channels, *size = rng.integers((1, 9, 9), (3, 13, 13))
    network = Network([], (channels, *size))
    for _ in range(2):
        before, *size = network.output_shape
        m, k = rng.integers(1, 4), rng.integers(1, min(3, *size) + 1)
        stride, padding = (int(number) for number in rng.integers((1, 0), 3))
        network += [conv(rng, m, before, k, stride=stride, padding=padding), ReLU()]
        _, *size = network.output_shape
        pool = (
            int(rng.integers(1, min(3, *size) + 1)),
            int(rng.integers(1, 4)),
            str(rng.choice(["keep", "drop"])),
        )
        network += [MaxPool2D(*pool)] if rng.random() < 0.8 else []
    network += [Flatten() if rng.random() < 0.5 else GlobalMax()]
    hidden = rng.normal(size=(network.output_shape[0], 5)) / 5
    network += [Dense(hidden, rng.normal(size=5)), ReLU(), Dense(rng.normal(size=(5, 2)))]
    return network


def image_for(network, seed):
    return np.random.default_rng(seed).uniform(-1, 1, network.input_shape)
