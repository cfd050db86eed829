"""The slide widget in Python."""

import ipywidgets
import numpy as np
import pytest
import traitlets

from xo_helpers.data import load_image, load_kernel
from xo_helpers.ops import conv2d, feature_map
from xo_helpers.widgets import SlideWindow
from xo_helpers.widgets.slide_window import widget as module

X, DIAGONAL = load_image("X"), load_kernel("diagonal")


def test_a_new_one_stands_where_it_is_told_and_its_line_and_picture_follow():
    slide = SlideWindow(X, DIAGONAL, row=1, column=2)
    assert (slide.row, slide.column, slide.visited) == (1, 2, [9])
    assert slide.score == feature_map(X, DIAGONAL)[1, 2]
    assert np.array_equal(slide.map, feature_map(X, DIAGONAL))
    assert repr(slide).startswith("SlideWindow(row=1, column=2, score=−0.11): a 3×3 kernel on a 9×9 image")
    before, _ = slide._repr_mimebundle_()
    slide.row = slide.column = 3
    assert repr(slide).startswith("SlideWindow(row=3, column=3, score=0.55)")
    assert slide._repr_mimebundle_()[0]["image/png"] != before["image/png"]


def test_the_picture_shows_the_state():
    slide = SlideWindow(X, DIAGONAL, row=3, column=3)
    image, patch, kernel, products, scores = slide._figure().axes
    assert image.patches[0].get_xy() == (2.5, 2.5)
    assert [text.get_text() for text in products.texts].count("−1") == 2
    assert [text.get_text() for text in scores.texts] == ["0.55"]
    assert np.array_equal(
        patch.images[0].get_array() * kernel.images[0].get_array(), products.images[0].get_array()
    )


def test_moving_fills_the_map():
    slide = SlideWindow(X, DIAGONAL)
    slide.column = 1
    slide.row = 1
    assert slide.visited == [0, 1, 8]
    slide.fill()
    assert slide.visited == list(range(49))
    slide.fill(only_here=True)
    assert slide.visited == [8]


def test_another_kernel_or_image_keeps_the_window_inside():
    slide = SlideWindow(X, DIAGONAL, row=6, column=6)
    slide.kernel = np.ones((4, 4))
    assert (slide.row, slide.column, slide.visited) == (5, 5, [35])
    assert np.allclose(slide.map, feature_map(X, np.ones((4, 4))))
    slide.image = X[:5, :7]
    assert (slide.row, slide.column, slide.visited) == (1, 3, [7])
    assert slide.kernel == np.ones((4, 4)).tolist()  # plain lists, as they travel


def test_the_pages_own_sums_may_stand_but_wrong_ones_are_replaced():
    slide = SlideWindow(X, DIAGONAL)
    kernel = [[0.1, 0.2, 0.3]] * 3
    right = feature_map(X, kernel) * 9
    slide.set_state({"kernel": kernel, "sums": (right + 1e-15).tolist()})
    assert slide.sums == (right + 1e-15).tolist()
    slide.set_state({"kernel": DIAGONAL.tolist(), "sums": right.tolist()})
    assert np.array_equal(slide.map, feature_map(X, DIAGONAL))


def test_a_change_and_all_that_follows_from_it_are_one_message_and_one_convolution(monkeypatch):
    convolved, sent = [], []
    monkeypatch.setattr(module, "conv2d", lambda *arrays: convolved.append(1) or conv2d(*arrays))
    slide = SlideWindow(X, DIAGONAL, row=6, column=6)
    assert len(convolved) == 1
    monkeypatch.setattr(slide, "_send", lambda message, buffers=None: sent.append(message))
    slide.kernel = np.ones((4, 4))
    if ipywidgets.__version__[0] != "7":  # which opens no channel where no kernel is
        assert [set(message["state"]) for message in sent] == [{"kernel", "sums", "row", "column", "visited"}]
    assert len(convolved) == 2


def test_two_can_be_linked():
    one, other = SlideWindow(X, DIAGONAL), SlideWindow(X, load_kernel("cross"))
    traitlets.link((one, "row"), (other, "row"))
    one.row = 4
    assert other.row == 4


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda s: setattr(s, "row", 7), "row is 7; a 3×3 window fits at rows 0 to 6"),
        (lambda s: setattr(s, "column", -1), "column is -1; a 3×3 window fits at columns 0 to 6"),
        (lambda s: setattr(s, "kernel", np.ones((2, 3))), "kernel is 2×3; it must be square"),
        (lambda s: setattr(s, "kernel", np.ones((10, 10))), "kernel is 10×10 and the image only 9×9"),
        (lambda s: setattr(s, "image", "X"), "image holds text; .*data.parse"),
        (lambda s: setattr(s, "image", X[None]), "image has shape \\(1, 9, 9\\); the widget takes one image"),
        (lambda s: setattr(s, "image", X[:2]), "kernel is 3×3 and the image only 2×9"),
        (
            lambda s: SlideWindow(np.full((6, 6), 10**9), np.full((4, 4), -(10**9))),
            "image holds numbers up to 1e\\+09 and kernel up to 1e\\+09: their products add up to 1.6e\\+19, and",
        ),
        (lambda s: SlideWindow(X, DIAGONAL, row=9), "row is 9"),
        (lambda s: SlideWindow(X[0], DIAGONAL), "image has shape \\(9,\\)"),
    ],
)
def test_bad_values_are_refused_and_change_nothing(change, message):
    slide = SlideWindow(X, DIAGONAL, row=2, column=2)
    before = slide.get_state()
    with pytest.raises(ValueError, match=message):
        change(slide)
    assert slide.get_state() == before


def test_the_arrays_it_is_given_are_not_changed_and_booleans_are_numbers():
    image = np.eye(4, dtype=bool)
    slide = SlideWindow(image, np.ones((2, 2)))
    assert slide.image[0] == [1, 0, 0, 0]
    assert image.dtype == bool


@pytest.mark.parametrize("kind", [np.uint8, np.int8, np.float16, np.float32, np.int64])
def test_numbers_of_few_bits_are_counted_in_full(kind):
    slide = SlideWindow(np.full((9, 9), 100, kind), np.full((3, 3), 2, kind), 1, 1)
    assert slide.score == 200
    assert slide._figure()._supxlabel.get_text() == "sum 1800,  1800 ÷ 9 = 200.00"
    assert slide._repr_mimebundle_()[0]["text/plain"].startswith("SlideWindow(row=1, column=1, score=200.00)")


def test_a_number_of_32_bits_is_shown_as_it_is_written():
    slide = SlideWindow(np.full((4, 4), 0.53, np.float32), [[1]])
    assert (slide.image[0][0], slide.score) == (0.53, 0.53)
    assert "score=0.53)" in repr(slide)


@pytest.mark.parametrize("shape", [(33, 9), (9, 33), (1000, 1000), (224, 224, 3)])
def test_an_image_that_is_too_large_is_refused_at_once(shape):
    step = -(-max(shape) // 32)
    message = rf"image is {'×'.join(map(str, shape))}; the widget shows 32×32 at most: .*image\[::{step}, ::{step}\]"
    with pytest.raises(ValueError, match=message):
        SlideWindow(np.zeros(shape), DIAGONAL)
    assert SlideWindow(np.zeros((32, 32)), DIAGONAL).map.shape == (30, 30)
