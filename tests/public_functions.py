"""The public functions of the core, each with arguments that it takes: the table of test_everything_public.py."""

from itertools import islice

import numpy as np

from xo_helpers import data, drawings, files, gradients, layers, network, ops, texts, trace, training


def examples(rng=None):
    """Each function with arguments that it takes, small whole numbers in all arrays. `-> {name: (function, arguments)}`"""
    rng = rng or np.random.default_rng(0)

    def some(*shape):
        return rng.integers(0, 2, shape).astype(float)

    n, c, h, w, m, k = (int(number) for number in rng.integers((1, 1, 3, 3, 1, 1), (4, 3, 7, 7, 4, 4)))
    x, labels, steps = (
        some(n, c, h, w),
        rng.integers(0, 2, n),
        {"stride": int(rng.integers(1, 3)), "padding": 1},
    )
    pool = {"size": k, "stride": 2, "edge": "keep"}
    conv, gate, maximum = layers.Conv2D(some(m, c, k, k), some(m), **steps), layers.ReLU(), layers.GlobalMax()
    flat, votes, pooled = layers.Flatten(), layers.Dense(some(3, 2), some(2)), layers.MaxPool2D(**pool)
    net = network.Network(
        [layers.Conv2D(some(2, 1, 3, 3)), layers.ReLU(), layers.Flatten(), layers.Dense(some(18, 2))],
        (1, 5, 5),
    )
    images, values = some(n, 1, 5, 5), some(n, 3)
    given = locals()
    return {name: pair for part in PARTS for name, pair in part(**given).items()}


def of_plain(some, h, w, x, **others):
    """What reads, writes and draws."""
    return {
        "data.parse": (data.parse, {"picture": "#.\n.#"}),
        "data.picture": (data.picture, {"map": 2 * some(h, w) - 1}),
        "data.load_image": (data.load_image, {"name": "X"}),
        "data.load_kernel": (data.load_kernel, {"name": "cross"}),
        "data.load_ten": (data.load_ten, {}),
        "data.load_typefaces": (data.load_typefaces, {}),
        "data.data_file": (data.data_file, {"file name": "network.npz"}),
        "texts.exact": (texts.exact, {"x": x}),
        "texts.as_written": (texts.as_written, {"x": x}),
        "texts.in_cell": (texts.in_cell, {"real": 0.5}),
        "texts.rounded": (texts.rounded, {"real": 0.25, "digits": 3}),
        "texts.rounded_cell": (texts.rounded_cell, {"real": 0.25}),
        "texts.in_full": (texts.in_full, {"x": x, "digits": 2}),
        "texts.as_text": (texts.as_text, {"map": some(h, w)}),
        "texts.beside": (texts.beside, {"block": "a\nb", "block 2": "c"}),
        "texts.quotient": (texts.quotient, {"real": 5, "count": 9}),
        "texts.winning": (texts.winning, {"votes": some(3)}),
        "texts.verdict": (texts.verdict, {"votes": some(3), "classes": ["a", "b", "c"], "digits": 2}),
        "drawings.drawings": (drawn, {"n": 3, "rng": np.random.default_rng(0)} | dict.fromkeys(KNOBS, 0.25)),
    }  # fmt: skip


def of_arrays(some, n, c, h, w, m, k, x, labels, steps, pool, conv, values, **others):
    """What computes."""
    return {
        "ops.agreement": (ops.agreement, {"map": some(h, w), "map 2": some(h, w)}),
        "ops.filter_patch": (ops.filter_patch, {"map": some(k, k), "kernel": some(k, k)}),
        "ops.feature_map": (ops.feature_map, {"x": x, "kernel": some(k, k)}),
        "ops.conv2d": (ops.conv2d, {"x": x, "kernels": some(m, c, k, k), "bias": some(m), **steps}),
        "ops.relu": (ops.relu, {"x": x - 1}),
        "ops.max_pool": (ops.max_pool, {"x": x, **pool}),
        "ops.avg_pool": (ops.avg_pool, {"x": x, **pool}),
        "ops.dense": (ops.dense, {"x": values, "weights": some(3, 2), "bias": some(2)}),
        "ops.softmax": (ops.softmax, {"x": values}),
        "ops.cross_entropy": (ops.cross_entropy, {"logits": values, "labels": labels}),
        "gradients.cross_entropy_backward": (gradients.cross_entropy_backward, {"logits": values, "labels": labels}),
        "gradients.dense_backward": (gradients.dense_backward, {"gradient": some(n, 2), "x": values, "weights": some(3, 2)}),
        "gradients.relu_backward": (gradients.relu_backward, {"gradient": x, "x": x - 0.5}),
        "gradients.max_pool_backward": (gradients.max_pool_backward, {"gradient": ops.max_pool(x, **pool), "x": x, **pool}),
        "gradients.global_max_backward": (gradients.global_max_backward, {"gradient": some(n, c), "x": x}),
        "gradients.conv2d_backward": (
            gradients.conv2d_backward, {"gradient": conv.forward(x), "x": x, "kernels": some(m, c, k, k), **steps},
        ),
    }  # fmt: skip


def of_networks(some, rng, n, c, h, w, m, k, steps, pool, conv, gate, net, images, **others):
    """Layers and networks, and the files that hold them."""
    return {
        "layers.Conv2D": (layers.Conv2D, {"kernels": some(m, c, k, k), "bias": some(m), **steps}),
        "layers.Conv2D.random": (layers.Conv2D.random, {"rng": rng, "channels": 2, "kernels n": 3, "size": 3}),
        "layers.ReLU": (layers.ReLU, {}),
        "layers.MaxPool2D": (layers.MaxPool2D, pool),
        "layers.GlobalMax": (layers.GlobalMax, {}),
        "layers.Flatten": (layers.Flatten, {}),
        "layers.Dense": (layers.Dense, {"weights": some(3, 2), "bias": some(2)}),
        "layers.Dense.random": (layers.Dense.random, {"rng": rng, "inputs": 3, "outputs": 2}),
        "files.named": (files.named, {"file": "mine"}),
        "files.readable": (files.readable, {"file": str(data.data_file("network.npz"))}),
        "files.write_arrays": (files.write_arrays, {"file": "mine"}),
        "files.read_arrays": (files.read_arrays, {"file": str(data.data_file("network.npz"))}),
        "files.planned": (lambda: files.planned(net), {}),
        "files.built": (lambda: files.built(**files.planned(net)), {}),
        "network.Network": (network.Network, {"layers": [conv, gate], "shape": (c, h, w)}),
        "network.Network.forward": (net.forward, {"x": images}),
        "network.Network.activations": (net.activations, {"x": images}),
        "network.Network.backward": (lambda gradient: net.forward(images) is None or net.backward(gradient), {"gradient": some(n, 2)}),
        "network.Network.pairs": (net.pairs, {}),
        "network.Network.save": (net.save, {"file": "mine"}),
        "network.load_network": (network.load_network, {"file": str(data.data_file("network.npz"))}),
        "network.trained_network": (network.trained_network, {}),
    }  # fmt: skip


def of_trainings(c, h, w, x, labels, conv, net, images, **others):
    """Trainings, and ways through a network."""
    return {
        "training.LossBlewUp": (training.LossBlewUp, {}),
        "training.Epoch": (training.Epoch, {"any": 1} | {f"any {at}": 0.5 for at in range(5)}),
        "training.evaluate": (training.evaluate, {"network": net, "x": images, "labels": labels}),
        "training.train": (trained, {
            "network": net, "x": images, "labels": labels, "epochs": 1, "batch": 2, "rate": 0.1,
            "rng": np.random.default_rng(0), "validation": (images, labels),
        }),
        "trace.sources": (trace.sources, {"layer": conv, "shape": (c, h, w), "cell": (0, 1, 1)}),
        "trace.trace": (trace.trace, {"network": net, "name": "relu1", "cell": (0, 1, 1)}),
        "trace.written_out": (trace.written_out, {"layer": conv, "x": x[0], "real": 2.5, "cell": (0, 1, 1)}),
        "trace.came_from": (trace.came_from, {"network": net, "name": "conv1", "cell": (0, 1, 1)}),
        "trace.hands_down": (trace.hands_down, {"layer": conv, "x": x[0], "cell": (0, 1, 1)}),
        "trace.trace_up": (
            lambda **three: trace.trace_up(three["network"], {key: array[0] for key, array in net.activations(images).items()}, three["name"], three["cell"]),
            {"network": net, "name": "conv1", "cell": (0, 1, 1)},
        ),
    }  # fmt: skip


def of_layers(conv, gate, maximum, flat, votes, pooled, x, values, **others):
    """What each layer does."""
    found = {}
    for layer, batch in ((conv, x), (gate, x), (maximum, x), (flat, x), (pooled, x), (votes, values)):
        name, made = f"layers.{type(layer).__name__}", layer.forward(batch)
        found[f"{name}.forward"] = layer.forward, {"x": batch}
        found[f"{name}.backward"] = layer.backward, {"gradient": np.ones(made.shape)}
        found[f"{name}.output_shape"] = layer.output_shape, {"shape": batch.shape[1:]}
    return found


PARTS = (of_plain, of_arrays, of_networks, of_trainings, of_layers)
KNOBS = ("translation", "scale", "rotation", "slant", "thickness", "noise")


def drawn(n, rng, **knobs):
    return drawings.drawings(n, rng, **knobs)


def trained(network, x, labels, epochs, batch, rate, rng, validation):
    more = {"epochs": epochs, "batch_size": batch, "learning_rate": rate}
    return [
        vars(epoch)
        for epoch in islice(training.train(network, x, labels, rng=rng, validation=validation, **more), 1)
    ]


KINDS = {
    "array": {"x", "map", "kernel", "kernels", "bias", "weights", "gradient", "logits", "votes", "real"},
    "whole": {"stride", "padding", "size", "n", "digits", "count", "channels", "kernels n", "inputs", "outputs", "epochs", "batch"},
    "number": {*KNOBS, "rate"}, "text": {"edge", "name", "picture", "block", "file name"},
    "labels": {"labels"}, "classes": {"classes"}, "shape": {"shape"}, "cell": {"cell"}, "rng": {"rng"}, "file": {"file"},
    "network": {"network"}, "layer": {"layer"}, "layers": {"layers"}, "validation": {"validation"}, "any": {"any"},
}  # fmt: skip
