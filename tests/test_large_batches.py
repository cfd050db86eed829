"""Very many images at once: the same numbers, in memory that does not grow with what is gathered on the way."""

import tracemalloc

import numpy as np
import pytest

from xo_helpers import windows
from xo_helpers.drawings import drawings
from xo_helpers.gradients import conv2d_backward
from xo_helpers.layers import Conv2D, Dense, Flatten
from xo_helpers.network import Network
from xo_helpers.ops import conv2d
from xo_helpers.training import evaluate

RNG = np.random.default_rng(0)


def taken(use):
    """The bytes that were held at most, beside what is given back."""
    tracemalloc.start()
    made = use()
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most - sum(array.nbytes for array in made if array is not None)


@pytest.mark.parametrize("images_last", [False, True])
@pytest.mark.parametrize(("stride", "padding"), [(1, 0), (2, 1), (1, 2)])
@pytest.mark.parametrize("many", [1, 2, 7, 8])
def test_a_part_at_a_time_gives_what_all_at_once_gives(images_last, stride, padding, many, monkeypatch):
    x, kernels = RNG.normal(size=(7, 2, 6, 5)), RNG.normal(size=(3, 2, 3, 3))
    x = np.moveaxis(np.moveaxis(x, 0, -1).copy(), -1, 0) if images_last else x
    want = conv2d(x, kernels, [1, 2, 3], stride, padding)
    gradient = RNG.normal(size=want.shape)
    backs = [conv2d_backward(gradient, x, kernels, stride, padding, to_input) for to_input in (True, False)]
    under = 2 * 3 * 3 * want.shape[2] * want.shape[3]
    monkeypatch.setattr(windows, "BATCH", many * under)
    got = conv2d(x, kernels, [1, 2, 3], stride, padding)
    assert windows.has_images_last(got) == windows.has_images_last(want)
    assert conv2d(*map(np.float32, (x, kernels, [1, 2, 3])), stride, padding).dtype == np.float32
    np.testing.assert_allclose(got, want, rtol=0, atol=1e-12)
    for to_input, back in zip((True, False), backs, strict=True):
        again = conv2d_backward(gradient, x, kernels, stride, padding, to_input)
        for one, other in zip(again, back, strict=True):
            assert (one is None) == (other is None)
            assert one is None or np.allclose(one, other, rtol=0, atol=1e-12)


def test_no_more_than_some_hundred_megabytes_are_taken_on_the_way():
    x, kernels = np.ones((6000, 1, 28, 28)), np.ones((2, 1, 5, 5))
    assert taken(lambda: [conv2d(x, kernels)]) < 200e6  # 690 MB lie under the kernels
    gradient = np.ones((6000, 2, 24, 24))
    assert taken(lambda: conv2d_backward(gradient, x, kernels)) < 300e6


def test_many_drawings_are_evaluated_in_parts_to_the_same_end(monkeypatch):
    images, labels = drawings(50, np.random.default_rng(0))
    network = Network([Conv2D.random(RNG, 1, 2), Flatten(), Dense.random(RNG, 98, 2)])
    want, given = evaluate(network, images, labels), []
    forward = network.forward
    monkeypatch.setattr(network, "forward", lambda batch: given.append(len(batch)) or forward(batch))
    monkeypatch.setattr(windows, "BATCH", 2 * (81 + 98 + 98 + 2) * 20)
    got = evaluate(network, images, labels)
    assert given == [20, 20, 10]
    assert got == pytest.approx(want, abs=1e-12)
