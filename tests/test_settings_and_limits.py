"""What is asked for in odd ways: numbers of layers, versions, absurd shapes, a reader's own settings for rounding."""

import numpy as np
import pytest
from PIL import Image

import xo_helpers
from xo_helpers import plots, trace
from xo_helpers.layers import Flatten, ReLU
from xo_helpers.network import Network, trained_network
from xo_helpers.ops import avg_pool, conv2d, feature_map, max_pool, softmax
from xo_helpers.pixels import grey_levels, read_picture
from xo_helpers.trace import sources
from xo_helpers.training import evaluate

NET = Network([ReLU(), Flatten()])


@pytest.mark.parametrize("which", [2, 100, -3, 10**30, np.int64(7)])
def test_a_layer_that_there_is_not_is_said(which):
    with pytest.raises(IndexError, match=r"there is no network\[.*\]; its 2 layers are counted from 0"):
        NET[which]


@pytest.mark.parametrize(
    "which",
    [
        True,
        np.True_,
        1.5,
        np.array(1.0),
        "relu1",
        None,
        [0],
        slice("a", None),
        slice(1.5, None),
        slice(None, "b"),
    ],
)
def test_what_is_no_number_of_a_layer_is_said(which):
    with pytest.raises(
        ValueError, match="layers are taken by number, and .* is not one: relu1 is network.0., flatten1 is"
    ):
        NET[which]


def test_layers_are_counted_as_in_a_list():
    assert [NET[at] for at in (0, -1, np.int8(1))] == [NET.layers[0], NET.layers[1], NET.layers[1]]
    assert list(NET) == NET.layers
    assert [len(NET[at]) for at in (slice(1, None), slice(None, 10**30), slice(np.int64(0), 1, 1))] == [
        1,
        2,
        1,
    ]


@pytest.mark.parametrize("version", ["abc", "0.2.0rc1", 1, None, "", "0..1", "-1.0"])
def test_what_is_no_version_is_said(version):
    with pytest.raises(ValueError, match="version is .*; it must be text of numbers and points, like"):
        xo_helpers.needs(version)
    xo_helpers.needs("0.1")


def test_absurd_shapes_are_refused_in_words(monkeypatch):
    with pytest.raises(ValueError, match="padding is 10000000000, which makes .* cells: too many; use less"):
        conv2d(np.zeros((0, 1, 9, 9)), np.ones((1, 1, 3, 3)), padding=10**10)
    with pytest.raises(
        ValueError,
        match=r"input_shape is \(10000000000, 10000000000, 1\), 100000000000000000000 cells; up to 134,217,728 are traced",
    ):
        sources(ReLU(), (10**10, 10**10, 1), (0, 0, 0))
    monkeypatch.setattr(trace, "LARGEST", 12)
    assert [cells.tolist() for cells in sources(ReLU(), (1, 3, 4), (0, 0, 0))] == [[0], [1]]
    with pytest.raises(ValueError, match="13 cells; up to 12 are traced"):
        sources(ReLU(), (1, 13, 1), (0, 0, 0))


def test_maps_of_three_columns_are_taken_as_a_batch_of_one():
    """Of this shape alone nobody can tell colours from columns: so it is asked."""
    for use in (max_pool, avg_pool, lambda x: feature_map(x, np.ones((2, 2)))):
        with pytest.raises(
            ValueError, match=r"like a picture whose colours come last.* maps go in as x\[None\]$"
        ):
            use(np.ones((16, 12, 4)))
        assert use(np.ones((1, 16, 12, 4))).shape[:2] == (1, 16)
        assert use(np.ones((1, 5, 16, 12, 4))).shape[:3] == (1, 5, 16)


def test_a_reader_who_wants_every_rounding_told_can_run_networks():
    network = trained_network()
    images = np.full((2, 9, 9), 1e-310)
    want = network.forward(images[:, None])
    with np.errstate(all="raise"):
        assert np.array_equal(network.forward(images[:, None]), want)
        network.backward(np.full((2, 2), 1e-310))
        evaluate(network, images, [0, 1])
        assert np.isnan(softmax([np.inf, 0])[0])


class Formats:
    def __format__(self, spec):
        raise RuntimeError("no format")


class Mute(str):
    def __repr__(self):
        raise RuntimeError("no repr")


def test_names_that_cannot_be_written_are_refused_and_those_without_a_repr_are_said():
    with pytest.raises(ValueError, match="a name is a Formats, and cannot be written; take a text"):
        plots.plot_graph({Formats(): 1}, {"a": []})
    with pytest.raises(ValueError, match="slopes has none for a Mute"):
        plots.plot_graph({Mute("a"): 1}, {Mute("a"): {}}, {"b": 1})


def test_grey_of_16_bits_that_is_clear_somewhere_is_laid_on_white(tmp_path):
    cells = np.full((4, 4), 30000, np.uint16)
    cells[0] = 12345
    Image.fromarray(cells).save(tmp_path / "clear.png", transparency=12345)
    assert read_picture(tmp_path / "clear.png").tolist() == np.where(cells == 12345, 65535, cells).tolist()
    assert grey_levels(tmp_path / "clear.png")[0].tolist() == [255] * 4
