"""Lesson 10: a network of at most 60 weights that reads nine of ten wandering drawings."""
# ruff: noqa: F821 - as students write

import numpy as np

from xo_helpers.layers import Conv2D, Dense, Flatten, GlobalMax, MaxPool2D, ReLU
from xo_helpers.network import Network, trained_network


def build(plan, rng, kernels=8, size=3, window=2, stride=2, hidden=16):
    make = {
        "C": lambda n: Conv2D.random(rng, n, kernels, size),
        "R": lambda n: ReLU(),
        "P": lambda n: MaxPool2D(window, stride),
        "F": lambda n: Flatten(),
        "H": lambda n: Dense.random(rng, n, hidden),
        "V": lambda n: Dense.random(rng, n, 2),
    }
    network = Network([])
    for letter in plan:
        below = network.output_shape
        network += [make[letter](below[0])]
    return network


def layer_by_layer(rng):
    first = Conv2D.random(rng, 1, 2, 5)
    last = Dense.random(rng, 2, 2)
    return Network([first, ReLU(), MaxPool2D(5, 5), Flatten(), last])


def global_maximum(rng: np.random.Generator, kernels: int = 2, size: int = 5) -> Network:
    front = Network([Conv2D.random(rng, 1, kernels, size), ReLU()])
    front += [GlobalMax(), Dense.random(rng, kernels, 2)]
    return front


# None of these needs training to be told wrong.


def starter(rng):
    raise NotImplementedError


def not_returned(rng):
    build("CRPFV", rng, kernels=2, size=5, window=5, stride=5)


def printed(rng):
    print(build("CRPFV", rng, kernels=2, size=5, window=5, stride=5))


def layers_alone(rng):
    return [Conv2D.random(rng, 1, 2, 5), ReLU(), MaxPool2D(5, 5), Flatten(), Dense.random(rng, 2, 2)]


def a_layer_twice(rng):
    bend = ReLU()
    return Network(
        [Conv2D.random(rng, 1, 2, 5), bend, bend, MaxPool2D(5, 5), Flatten(), Dense.random(rng, 2, 2)]
    )


def a_layer_that_does_not_fit(rng):
    return Network(
        [Conv2D.random(rng, 1, 2, 5), ReLU(), MaxPool2D(5, 5), Flatten(), Dense.random(rng, 50, 2)]
    )


def never_flattened(rng):
    return Network([Conv2D.random(rng, 1, 2, 5), ReLU(), MaxPool2D(5, 5), Dense.random(rng, 2, 2)])


def three_votes(rng):
    return Network([Conv2D.random(rng, 1, 2, 4), ReLU(), GlobalMax(), Dense.random(rng, 2, 3)])


def one_vote(rng):
    return Network([Conv2D.random(rng, 1, 2, 5), ReLU(), GlobalMax(), Dense.random(rng, 2, 1)])


def other_images(rng):
    layers = [Conv2D.random(rng, 1, 2, 5), ReLU(), GlobalMax(), Dense.random(rng, 2, 2)]
    return Network(layers, input_shape=(1, 28, 28))


def three_channels(rng):
    layers = [Conv2D.random(rng, 3, 1, 4), ReLU(), GlobalMax(), Dense.random(rng, 1, 2)]
    return Network(layers, input_shape=(3, 9, 9))


def recursion_without_an_end(rng):
    return recursion_without_an_end(rng)


class MyNetwork:
    def __init__(self, rng):
        self.network = build("CRPFV", rng, kernels=2, size=5, window=5, stride=5)


RIGHT = {}
WRONG = {
    "fewest_weights": {
        "not begun": starter,
        "not returned": not_returned,
        "printed": printed,
        "the lesson's network: 338 weights": lambda rng: build("CRPFV", rng),
        "the course's trained network": lambda rng: trained_network(),
        "no convolution: 164 weights": lambda rng: build("FV", rng),
        "hidden units: 1346 weights": lambda rng: build("FHRV", rng),
        "two kernels, window 2: 86 weights": lambda rng: build("CRPFV", rng, kernels=2),
        "three kernels of 5×5: 86 weights": lambda rng: build(
            "CRPFV", rng, kernels=3, size=5, window=5, stride=5
        ),
        "two of 5×5, four values each: 70 weights": lambda rng: build(
            "CRPFV", rng, kernels=2, size=5, window=3, stride=3
        ),
        "five of 3×3: 62 weights": lambda rng: build("CRPFV", rng, kernels=5, size=3, window=7, stride=7),
        "a layer twice": a_layer_twice,
        "a layer that does not fit": a_layer_that_does_not_fit,
        "never flattened": never_flattened,
        "no votes: maps at the end": lambda rng: build("CRP", rng, kernels=2, size=5, window=5, stride=5),
        "no votes: values at the end": lambda rng: build("CRPF", rng, kernels=4, size=3, window=4, stride=4),
        "no layers": lambda rng: Network([]),
        "three votes": three_votes,
        "one vote": one_vote,
        "for images of 28×28": other_images,
        "for images of three channels": three_channels,
        "layers, no network": layers_alone,
        "the layers' classes": lambda rng: Network([Conv2D, ReLU, MaxPool2D, Flatten, Dense]),
        "the plan": lambda rng: "CRPFV",
        "how many weights": lambda rng: 58,
        "network and count": lambda rng: (build("CRPFV", rng, kernels=2, size=5, window=5, stride=5), 58),
        "build itself": build,
        "build returned": lambda rng: build,
        "plan and rng exchanged": lambda rng: build(rng, "CRPFV"),
        "a kernel larger than the image": lambda rng: build("CRPFV", rng, kernels=1, size=11),
        "a letter that is no layer": lambda rng: build("CRPFS", rng, kernels=2, size=5, window=5, stride=5),
        "a seed for rng": lambda rng: build("CRPFV", 0, kernels=2, size=5, window=5, stride=5),
        "no parameter": lambda: build(
            "CRPFV", np.random.default_rng(0), kernels=2, size=5, window=5, stride=5
        ),
        "two parameters": lambda rng, kernels: build(
            "CRPFV", rng, kernels=kernels, size=5, window=5, stride=5
        ),
        "a name that is not there": lambda rng: build("CRPFV", rng, kernels=n_kernels),
        "recursion without an end": recursion_without_an_end,
        "a class": MyNetwork,
        "a network, not the function": build(
            "CRPFV", np.random.default_rng(0), kernels=2, size=5, window=5, stride=5
        ),
        "its name in quotes": "my_network",
        "nothing": None,
    }
}


def zeros(rng):
    network = build("CRPFV", rng, kernels=2, size=5, window=5, stride=5)
    for parameter in network.parameters.values():
        parameter[...] = 0
    return network


def kernels_forgotten(rng):
    """Pools, and votes over what is left: 20 weights."""
    return Network([MaxPool2D(3, 3), Flatten(), Dense.random(rng, 9, 2)])


def smallest(rng):
    return Network([Conv2D.random(rng, 1, 1, 1), ReLU(), GlobalMax(), Dense.random(rng, 1, 2)])


def shut_from_the_start(rng):
    kernels = Conv2D.random(rng, 1, 2, 5).parameters["kernels"]
    layers = [Conv2D(kernels, bias=[-1e3, -1e3]), ReLU(), MaxPool2D(5, 5), Flatten()]
    return Network([*layers, Dense.random(rng, 2, 2)])


SLOW_RIGHT = {
    "fewest_weights": [
        lambda rng: build("CRPFV", rng, kernels=2, size=5, window=5, stride=5),
        lambda rng: build("CRPFV", rng, kernels=2, size=4, window=6, stride=6),
        layer_by_layer,
        global_maximum,
    ]
}
SLOW_WRONG = {
    "fewest_weights": {
        "zeros to begin with": zeros,
        "one kernel of 3×3": lambda rng: build("CRPFV", rng, kernels=1, size=3, window=7, stride=7),
        "one kernel of 1×1": smallest,
        "pooling alone": kernels_forgotten,
        "the whole image's maximum": lambda rng: build("PFV", rng, window=9, stride=9),
        "gates shut from the start": shut_from_the_start,
    }
}

given = build("CRPFV", np.random.default_rng(0), kernels=2, size=5, window=5, stride=5)
ARGUABLE = {
    "fewest_weights": {
        "the same start, whatever rng is": lambda rng: build(
            "CRPFV", np.random.default_rng(0), kernels=2, size=5, window=5, stride=5
        ),
        "one network for all three starts": lambda rng: given,
        "a default for rng": lambda rng=None: build("CRPFV", rng, kernels=2, size=5, window=5, stride=5),
    }
}
