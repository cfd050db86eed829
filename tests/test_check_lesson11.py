"""The check of lesson 11: edge finders pass, others are told why not; and the photograph it is tried on."""

import numpy as np
import pytest

from xo_helpers.checks import EXERCISES, check
from xo_helpers.data import load_kernel
from xo_helpers.ops import feature_map
from xo_helpers.photos import load_photograph, plot_maps, plot_photograph

EDGE = np.array([[-1, 0, 1], [-1, 0, 1], [-1, 0, 1]])

RIGHT = [
    EDGE,
    EDGE.tolist(),
    EDGE / 3,
    np.array([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]]),  # Sobel's
    np.array([[0, 0, 0], [-1, 1, 0], [0, 0, 0]]),
    np.array([[0, -1, 1], [0, -1, 1], [0, -1, 1]]),
    np.outer([0.1, 0.2, 0.1], [-10, 0, 10]),  # sums to 0 but for rounding
    np.where(EDGE == 1, 0.3, np.where(EDGE == -1, -0.1, -0.2)),
]

WRONG = [
    ([[-1, 0, 2], [-1, 0, 2], [-1, 0, 2]], "brightness"),
    (load_kernel("diagonal"), "brightness"),
    (np.ones((3, 3)), "brightness"),
    (EDGE + 0.01, "brightness"),
    (EDGE.T, "transposed"),
    (-EDGE.T, "transposed"),
    (-EDGE, "turned round"),
    (EDGE[:, ::-1], "turned round"),
    ([[-1, 2, -1]] * 3, "lines"),
    ([[0, 1, 0], [1, -4, 1], [0, 1, 0]], "lines"),
    ([[1, -2, 1]] * 3, "lines"),
    ([[-1, -1, 0], [-1, 0, 1], [0, 1, 1]], "slanted"),
    (load_kernel("diagonal") - load_kernel("diagonal").mean(), "no edge"),
    ([[1, -1, 0], [-1, 1, 0], [0, 0, 0]], "no edge"),
    (EDGE / 100, "faint"),
    (np.zeros((3, 3)), "zeros"),
    (EDGE[:2], "shape"),
    (EDGE[None], "shape"),
    (np.array([-1, 0, 1]), "shape"),
    ([[-1, 1], [1]], "shape"),
    (1, "shape"),
    ("-1 0 1", "type"),
    (EDGE * np.nan, "type"),
    (EDGE == 1, "type"),
    (lambda image: image, "type"),
    ({"kernel": EDGE}, "type"),
]


@pytest.mark.parametrize("answer", RIGHT, ids=range(len(RIGHT)))
def test_an_edge_finder_passes(answer):
    verdict = EXERCISES["edge_finder"](answer)
    assert verdict.passed, verdict.text
    assert verdict.text.startswith("edge_finder: right")


@pytest.mark.parametrize(("answer", "slip"), WRONG, ids=range(len(WRONG)))
def test_another_kernel_fails_and_its_slip_is_named(answer, slip):
    verdict = EXERCISES["edge_finder"](answer)
    assert not verdict.passed
    assert verdict.slip == slip, verdict.text
    assert verdict.text.startswith("edge_finder: not yet")
    assert verdict.text == EXERCISES["edge_finder"](answer).text


@pytest.mark.parametrize("starter", [None, ...])
def test_an_untouched_starter_is_not_written_yet(starter, capsys):
    check("edge_finder", starter)
    assert capsys.readouterr().out == "edge_finder: not written yet.\n"


def test_the_answer_is_not_changed():
    answer = EDGE.astype(float)
    EXERCISES["edge_finder"](answer)
    np.testing.assert_array_equal(answer, EDGE)


def test_the_photograph_is_grey_small_and_within_bounds():
    photo = load_photograph()
    assert photo.shape == (100, 85)
    assert -1 <= photo.min() < -0.9 < 0.9 < photo.max() <= 1
    assert photo[70:73, 20:23].mean() == pytest.approx(-0.89, abs=0.01)  # the jacket, which the lesson reads


def test_its_pictures_say_what_they_show():
    photo = load_photograph()
    assert "100 rows of 85" in repr(plot_photograph(photo))
    drawn = plot_maps({"edges": feature_map(photo, EDGE), "nothing": np.zeros((4, 4))})
    assert repr(drawn).splitlines()[1] == "nothing: 4 × 4 values, about 10 in 10 of them within 0.1 of 0"
    assert drawn.png().startswith(b"\x89PNG")
