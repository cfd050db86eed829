"""Where a cell comes from: against sums done by brute force, and by changing one input at a time."""

import numpy as np
import pytest

from xo_helpers.data import load_image
from xo_helpers.layers import Conv2D, Dense, Flatten, MaxPool2D, ReLU
from xo_helpers.network import Network
from xo_helpers.trace import output_shape, sources, trace, written_out


def conv(rng, m, c, k, **options):
    return Conv2D(rng.normal(size=(m, c, k, k)), rng.normal(size=m), **options)


def networks():
    rng = np.random.default_rng(0)
    yield Network([conv(rng, 2, 1, 3), ReLU(), MaxPool2D(), Flatten(), Dense(rng.normal(size=(32, 3)))])
    yield Network(
        [conv(rng, 3, 2, 3, stride=2, padding=2), ReLU(), MaxPool2D(3, 1, "drop"), conv(rng, 2, 3, 2)],
        (2, 8, 11),
    )
    yield Network([MaxPool2D(3, 2, "keep"), conv(rng, 2, 1, 3, padding=1), MaxPool2D(2, 3, "drop")])
    yield Network([MaxPool2D(1, 3, "keep"), conv(rng, 2, 1, 1, stride=2), Flatten(), ReLU()], (1, 5, 8))
    yield Network(
        [Flatten(), Dense(rng.normal(size=(6, 4))), ReLU(), Dense(rng.normal(size=(4, 2)))], (1, 2, 3)
    )


NETWORKS = list(networks())


@pytest.mark.parametrize("network", NETWORKS, ids=lambda network: "-".join(network.names))
def test_the_sources_make_the_value(network):
    found = network.activations(np.random.default_rng(1).normal(size=(1, *network.input_shape)))
    values = [array[0] for array in found.values()]
    for layer, x, y in zip(network.layers, values, values[1:], strict=False):
        assert output_shape(layer, x.shape) == y.shape
        for cell in np.ndindex(y.shape):
            cells, weights = sources(layer, x.shape, cell)
            taken = x.ravel()[cells]
            if layer.kind in ("conv", "dense"):
                made = taken @ weights + layer.parameters["bias"][cell[0]]
            else:
                made = max(0, taken[0]) if layer.kind == "relu" else taken.max()
            assert made == pytest.approx(y[cell], abs=1e-12)


@pytest.mark.parametrize("network", NETWORKS, ids=lambda network: "-".join(network.names))
def test_the_receptive_field_is_what_a_change_can_reach(network):
    # NaN goes through every sum and every maximum: the pixels that turn the cell into NaN are its field.
    size = int(np.prod(network.input_shape))
    images = np.zeros((size, size))
    np.fill_diagonal(images, np.nan)
    found = network.activations(images.reshape(size, *network.input_shape))
    for name, reached in found.items():
        for cell in list(np.ndindex(reached.shape[1:]))[::3]:
            fields = trace(network, name, cell)
            assert list(fields) == list(found)[list(found).index(name) :: -1]
            assert np.array_equal(fields["input"], np.flatnonzero(np.isnan(reached[(slice(None), *cell)])))


def test_a_trace_by_hand():
    network = Network([conv(np.random.default_rng(0), 1, 1, 3), ReLU(), MaxPool2D()])
    fields = trace(network, "pool1", (0, 3, 3))  # the last window holds one cell of the 7×7 map
    assert {name: len(cells) for name, cells in fields.items()} == {
        "pool1": 1,
        "relu1": 1,
        "conv1": 1,
        "input": 9,
    }
    assert fields["input"][0] == 6 * 9 + 6


@pytest.mark.parametrize(
    ("layer", "x", "value", "cell", "text"),
    [
        (ReLU(), [[[-1 / 3]]], 0.0, (0, 0, 0), "max(−0.33, 0) = 0.00"),
        (MaxPool2D(), [[[0.5, 2], [0, -1]]], 2.0, (0, 0, 0), "the largest of 0.50, 2, 0, −1 = 2.00"),
        (Flatten(), [[[0.5, 0.25]]], 0.25, (1,), "[0, 0, 1] carried over = 0.25"),
        (
            Conv2D(np.full((1, 1, 2, 2), -1 / 9), [0.5]),
            [[[1, -1], [1, 1]]],
            0.5 - 2 / 9,
            (0, 0, 0),
            "1×−0.11 + −1×−0.11 + 1×−0.11 + 1×−0.11 + bias 0.50 = 0.27",
        ),
        (
            Dense(np.ones((11, 1))),
            np.ones(11),
            11.0,
            (0,),
            " + ".join(["1×1"] * 9) + " + … (2 more) + bias 0 = 11.00",
        ),
        (Conv2D([[[[2]]]], [1], padding=1), [[[3]]], 1.0, (0, 0, 0), "bias 1 = 1.00"),  # all padding
    ],
)
def test_it_is_written_out(layer, x, value, cell, text):
    assert written_out(layer, np.array(x), value, cell) == text


def test_a_cell_that_is_not_there_is_refused():
    with pytest.raises(ValueError, match=r"no cell \(0, 7, 0\): .* shape \(1, 7, 7\)"):
        sources(conv(np.random.default_rng(0), 1, 1, 3), (1, 9, 9), (0, 7, 0))


def test_the_lessons_image_by_its_terms():
    x = load_image("X")[None]
    layer = Conv2D(np.ones((1, 1, 3, 3)) / 9)
    assert written_out(layer, x, -1 / 9, (0, 0, 0)).startswith("−1×0.11 + −1×0.11 + ")
