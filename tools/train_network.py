"""Train the network that ships with the course, always the same way: `make network`."""

import numpy as np

from xo_helpers.data import data_file
from xo_helpers.drawings import drawings
from xo_helpers.layers import Conv2D, Dense, GlobalMax, MaxPool2D, ReLU
from xo_helpers.network import Network
from xo_helpers.training import evaluate, train


def trained(seed=0, then=None):
    """Two convolutions, and the largest value of each map: what is on the page counts, and not where.

    With `then` it begins with the weights of `seed` and learns from the drawings and in the order of `then`.
    """
    rng = np.random.default_rng(seed)
    images, labels = drawings(8000, rng, translation=2.5, noise=0.03)
    front = [Conv2D.random(rng, 1, 8, padding=1), ReLU(), MaxPool2D()]
    network = Network([*front, Conv2D.random(rng, 8, 16), ReLU(), GlobalMax(), Dense.random(rng, 16, 2)])
    if then is not None:
        rng = np.random.default_rng(then)
        images, labels = drawings(8000, rng, translation=2.5, noise=0.03)
    for _ in train(network, images, labels, epochs=10, batch_size=32, learning_rate=0.1, rng=rng):
        pass
    return network


if __name__ == "__main__":
    network = trained()
    network.save(data_file("network.npz"))
    rng = np.random.default_rng(1)
    for name, reach in (("centred", 0.5), ("wandering", 2.5)):
        _, right = evaluate(network, *drawings(5000, rng, translation=reach))
        print(f"{name}: {right:.4f} right of 5,000 held out")
