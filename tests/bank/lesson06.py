"""Lesson 06: the shapes in a larger stack, and one cell traced to its sources."""

from fractions import Fraction

import numpy as np

from xo_helpers.data import load_image, load_kernel
from xo_helpers.layers import Conv2D, MaxPool2D, ReLU
from xo_helpers.network import Network
from xo_helpers.ops import conv2d

kernels = np.stack([load_kernel("diagonal"), load_kernel("cross"), load_kernel("antidiagonal")])
crossing = np.zeros((1, 3, 3, 3))
crossing[0, 0, 0, 0] = crossing[0, 0, 2, 2] = 1 / 5
crossing[0, 1, 1, 1] = 1 / 5
crossing[0, 2, 0, 2] = crossing[0, 2, 2, 0] = 1 / 5
letter = Network([Conv2D(kernels[:, None] / 9), Conv2D(crossing)])
small_o = letter.activations(load_image("O_scaling"))
below = small_o["conv1"][0]
five = [below[0, 2, 2], below[0, 4, 4], below[1, 3, 3], below[2, 2, 4], below[2, 4, 2]]

stack = Network(
    [Conv2D(np.ones((4, 1, 5, 5))), ReLU(), MaxPool2D(), Conv2D(np.ones((8, 4, 3, 3))), ReLU(), MaxPool2D()],
    input_shape=(1, 30, 30),
)
SHAPES = [(4, 26, 26), (4, 13, 13), (8, 11, 11), (8, 6, 6)]

RIGHT = {
    "shapes": [
        SHAPES,
        tuple(SHAPES),
        [list(shape) for shape in SHAPES],
        [[4, 26, 26], [4, 13, 13], (8, 11, 11), (8, 6, 6)],
        np.array(SHAPES),
        [np.array(shape) for shape in SHAPES],
        [tuple(map(np.int64, shape)) for shape in SHAPES],
        [
            (4, 30 - 5 + 1, 30 - 5 + 1),
            (4, 26 // 2, 26 // 2),
            (8, 13 - 3 + 1, 13 - 3 + 1),
            (8, -(-11 // 2), -(-11 // 2)),
        ],
        [stack.shapes[name] for name in ("conv1", "pool1", "conv2", "pool2")],
        [
            out[0].shape
            for name, out in stack.activations(np.zeros((30, 30))).items()
            if name[:4] in ("conv", "pool")
        ],
    ],
    "trace": [
        -21 / 45,
        -7 / 15,
        -21 / 9 / 5,
        -0.4666666666666667,
        -0.46667,
        -0.467,
        np.float64(-7 / 15),
        np.float32(-7 / 15),
        np.array(-7 / 15),
        small_o["conv2"][0, 0, 2, 2],
        float(small_o["conv2"][0, 0, 2, 2]),
        letter.forward(load_image("O_scaling"))[0, 0, 2, 2],
        sum(five) / 5,
        np.mean(five),
        (below[0, 2, 2] + below[0, 4, 4] + below[1, 3, 3] + below[2, 2, 4] + below[2, 4, 2]) / 5,
        (below[:, 2:5, 2:5] * crossing[0]).sum(),
        np.einsum("mij,mij", below[:, 2:5, 2:5], crossing[0]),
        conv2d(below[None], crossing)[0, 0, 2, 2],
    ],
}

WRONG = {
    "shapes": {
        "not begun": [],
        "nothing": None,
        "the last one rounded down": [(4, 26, 26), (4, 13, 13), (8, 11, 11), (8, 5, 5)],
        "the last one not rounded": [(4, 26, 26), (4, 13, 13), (8, 11, 11), (8, 5.5, 5.5)],
        "30 - 5": [(4, 25, 25), (4, 13, 13), (8, 10, 10), (8, 5, 5)],
        "padded": [(4, 30, 30), (4, 15, 15), (8, 15, 15), (8, 8, 8)],
        "padded for 5x5 by one": [(4, 28, 28), (4, 14, 14), (8, 14, 14), (8, 7, 7)],
        "kernels of 3x3 at both": [(4, 28, 28), (4, 14, 14), (8, 12, 12), (8, 6, 6)],
        "kernels of 5x5 at both": [(4, 26, 26), (4, 13, 13), (8, 9, 9), (8, 5, 5)],
        "no pool between": [(4, 26, 26), (4, 26, 26), (8, 24, 24), (8, 24, 24)],
        "pool of stride 1": [(4, 26, 26), (4, 25, 25), (8, 23, 23), (8, 22, 22)],
        "pools of 3": [(4, 26, 26), (4, 9, 9), (8, 7, 7), (8, 3, 3)],
        "pools halve the maps too": [(4, 26, 26), (2, 13, 13), (8, 11, 11), (4, 6, 6)],
        "maps multiplied": [(4, 26, 26), (4, 13, 13), (32, 11, 11), (32, 6, 6)],
        "maps added": [(4, 26, 26), (4, 13, 13), (12, 11, 11), (12, 6, 6)],
        "always 4 maps": [(4, 26, 26), (4, 13, 13), (4, 11, 11), (4, 6, 6)],
        "maps exchanged": [(8, 26, 26), (8, 13, 13), (4, 11, 11), (4, 6, 6)],
        "one channel": [(1, 26, 26), (1, 13, 13), (1, 11, 11), (1, 6, 6)],
        "maps last": [(26, 26, 4), (13, 13, 4), (11, 11, 8), (6, 6, 8)],
        "maps left out": [(26, 26), (13, 13), (11, 11), (6, 6)],
        "one length alone": [(4, 26), (4, 13), (8, 11), (8, 6)],
        "with a batch": [(1, 4, 26, 26), (1, 4, 13, 13), (1, 8, 11, 11), (1, 8, 6, 6)],
        "the kernels' shapes": [(4, 1, 5, 5), (4, 2, 2), (8, 4, 3, 3), (8, 2, 2)],
        "how many values": [2704, 676, 968, 288],
        "products in the tuple": [(4, 676), (4, 169), (8, 121), (8, 36)],
        "three of them": [(4, 26, 26), (4, 13, 13), (8, 11, 11)],
        "the input too": [(1, 30, 30), *SHAPES],
        "the ReLUs too": [(4, 26, 26), (4, 26, 26), (4, 13, 13), (8, 11, 11), (8, 11, 11), (8, 6, 6)],
        "backwards": SHAPES[::-1],
        "pools and convolutions exchanged": [(4, 13, 13), (4, 26, 26), (8, 6, 6), (8, 11, 11)],
        "one wrong digit": [(4, 26, 26), (4, 13, 13), (8, 11, 12), (8, 6, 6)],
        "the last alone": (8, 6, 6),
        "12 in a row": [4, 26, 26, 4, 13, 13, 8, 11, 11, 8, 6, 6],
        "9x9 as in the lesson": [(4, 5, 5), (4, 3, 3), (8, 1, 1), (8, 1, 1)],
        "the network": stack,
        "a function": lambda: SHAPES,
    },
    "trace": {
        "not begun": None,
        "sign turned": 7 / 15,
        "not divided by 5": -21 / 9,
        "not divided by 9": -21 / 5,
        "divided by neither": -21,
        "divided by 9 twice": -21 / 9 / 9,
        "divided by 25": -21 / 9 / 25,
        "two decimals, wrongly cut": -0.46,
        "one decimal": -0.5,
        "a whole number": 0,
        "// for /": -21 // 9 // 5,
        "the cell below": small_o["conv2"][0, 0, 2, 3],
        "row and column 1": small_o["conv2"][0, 0, 1, 1],
        "row and column 3": small_o["conv2"][0, 0, 3, 3],
        "row and column 0": small_o["conv2"][0, 0, 0, 0],
        "the first layer's cell": below[0, 2, 2],
        "the first layer's cross": below[1, 2, 2],
        "sources at 2, 2 alone": (2 * below[0, 2, 2] + below[1, 2, 2] + 2 * below[2, 2, 2]) / 5,
        "centred on 2, 2": (
            below[0, 1, 1] + below[0, 3, 3] + below[1, 2, 2] + below[2, 1, 3] + below[2, 3, 1]
        )
        / 5,
        "antidiagonal left out": (below[0, 2, 2] + below[0, 4, 4] + below[1, 3, 3]) / 5,
        "the cross left out": (below[0, 2, 2] + below[0, 4, 4] + below[2, 2, 4] + below[2, 4, 2]) / 5,
        "antidiagonal's places on the diagonal's map": (
            (below[0, 2, 2] + below[0, 4, 4] + below[1, 3, 3] + below[0, 2, 4] + below[0, 4, 2]) / 5
        ),
        "the small X": letter.forward(load_image("X_scaling"))[0, 0, 2, 2],
        "the plain O": letter.forward(load_image("O"))[0, 0, 2, 2],
        "the moved O": letter.forward(load_image("O_translation"))[0, 0, 2, 2],
        "after a ReLU": 0.0,
        "the largest of the map": small_o["conv2"].max(),
        "the mean of the map": small_o["conv2"].mean(),
        "the five values": five,
        "the whole map": small_o["conv2"][0, 0],
        "in ninths": [-5, -5, -1, -5, -5],
        "no number": np.nan,
        "text": "about a half",
        "a function": lambda: -7 / 15,
        "the place": (0, 2, 2),
        "its sources": [(0, 2, 2), (0, 4, 4), (1, 3, 3), (2, 2, 4), (2, 4, 2)],
        "True": True,
    },
}

ARGUABLE = {
    "shapes": {
        "by name": dict(zip(("conv1", "pool1", "conv2", "pool2"), SHAPES, strict=True)),
        "in words": ["4×26×26", "4×13×13", "8×11×11", "8×6×6"],
        "decimals": [tuple(map(float, shape)) for shape in SHAPES],
    },
    "trace": {
        "two decimals": -0.47,
        "a fraction": Fraction(-7, 15),
        "the number as text": "-0.467",
        "one number in a list": [-7 / 15],
        "one number in an array": small_o["conv2"][0, 0, 2:3, 2:3],
    },
}
