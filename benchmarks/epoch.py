"""An epoch of training, 1,000 drawings in batches of 32, beside the same network in PyTorch.

One network is conv 4×3×3, ReLU, max-pool, dense; the other is the one that ships. float64, plain gradient
descent, argument checks included.
After one epoch over the same batches all weights are first asserted equal. Medians of 11 rounds.
"""

from statistics import median
from time import perf_counter

import numpy as np
import torch

from benchmarks import duration, goal, table
from xo_helpers.drawings import drawings
from xo_helpers.layers import Conv2D, Dense, Flatten, GlobalMax, MaxPool2D, ReLU
from xo_helpers.network import Network
from xo_helpers.training import train

ROUNDS, BATCH, RATE, MOST = 11, 32, 0.1, 0.5


def one_convolution(rng):
    return [Conv2D.random(rng, 1, 4), ReLU(), MaxPool2D(), Flatten(), Dense.random(rng, 64, 2)]


def shipped(rng):
    front = [Conv2D.random(rng, 1, 8, padding=1), ReLU(), MaxPool2D()]
    return [*front, Conv2D.random(rng, 8, 16), ReLU(), GlobalMax(), Dense.random(rng, 16, 2)]


def in_torch(network):
    """The same network, with copies of its weights."""
    layers = []
    for layer in network:
        if layer.kind == "conv":
            m, c, k, _ = layer.parameters["kernels"].shape
            made = torch.nn.Conv2d(c, m, k, layer.stride, layer.padding)
            values = layer.parameters["kernels"], layer.parameters["bias"]
        elif layer.kind == "dense":
            made = torch.nn.Linear(*layer.parameters["weights"].shape)
            values = layer.parameters["weights"].T, layer.parameters["bias"]
        else:
            values = ()
            made = {
                "relu": torch.nn.ReLU(),
                "pool": torch.nn.MaxPool2d(2, ceil_mode=True),
                "max": torch.nn.Sequential(torch.nn.AdaptiveMaxPool2d(1), torch.nn.Flatten()),
                "flatten": torch.nn.Flatten(),
            }[layer.kind]
        for parameter, value in zip(made.parameters(), values, strict=True):
            parameter.data = torch.tensor(np.ascontiguousarray(value))
        layers.append(made)
    return torch.nn.Sequential(*layers)


def epoch_in_torch(model, images, labels, order):
    optimizer = torch.optim.SGD(model.parameters(), lr=RATE)
    loss_of = torch.nn.CrossEntropyLoss()
    for batch in torch.from_numpy(order).split(BATCH):
        optimizer.zero_grad()
        loss_of(model(images[batch]), labels[batch]).backward()
        optimizer.step()


def ours(network, images, labels):
    settings = {"epochs": 1, "batch_size": BATCH, "learning_rate": RATE}
    for _ in train(network, images, labels, rng=np.random.default_rng(5), **settings):
        pass


def assert_equal(network, model):
    theirs = [parameter.detach().numpy() for parameter in model.parameters()]
    for (name, array), other in zip(network.parameters.items(), theirs, strict=True):
        np.testing.assert_allclose(array, other.T if name.endswith("weights") else other, atol=1e-9)


def measure(build):
    rng = np.random.default_rng(0)
    images, labels = drawings(1000, rng, translation=2.5)
    images = images[:, None].astype(float)
    network = Network(build(rng))
    model, x, y = in_torch(network), torch.from_numpy(images), torch.from_numpy(labels)
    order = np.random.default_rng(5).permutation(1000)
    ours(network, images, labels)
    epoch_in_torch(model, x, y, order)
    assert_equal(network, model)
    field = {
        "ours": (1, lambda: ours(network, images, labels)),
        "PyTorch 1 thread": (1, lambda: epoch_in_torch(model, x, y, order)),
        "PyTorch 2 threads": (2, lambda: epoch_in_torch(model, x, y, order)),
    }
    taken = {name: [] for name in field}
    for _ in range(ROUNDS):
        for name, (threads, call) in field.items():
            torch.set_num_threads(threads)
            call()
            begun = perf_counter()
            call()
            taken[name].append(perf_counter() - begun)
    return {name: median(values) for name, values in taken.items()}


def main():
    lines = []
    for name, build in (("one convolution", one_convolution), ("the shipped network", shipped)):
        times = measure(build)
        best = min(time for who, time in times.items() if "PyTorch" in who)
        most = MOST if build is one_convolution else 1.0
        lines.append((name, *map(duration, times.values()), *goal(times["ours"] / best, most)))
    table(("", *times, "ours ÷ best PyTorch", "goal", ""), *lines)
