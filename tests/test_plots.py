"""What the figures show: the artists' data and texts, not image hashes."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.colors import to_rgb

from xo_helpers import curves, photos, plots
from xo_helpers.data import load_image, load_kernel
from xo_helpers.ops import feature_map
from xo_helpers.plots import style
from xo_helpers.texts import in_cell

X, DIAGONAL = load_image("X"), load_kernel("diagonal")


def texts(ax):
    return [text.get_text() for text in ax.texts]


def test_the_storys_maps_are_printed_as_it_prints_them(story):
    for name, printed in story["printed"].items():
        cells = texts(plots.plot_map(feature_map(X, load_kernel(name))).figure.axes[0])
        assert [float(cell.replace("−", "-")) for cell in cells] == np.ravel(printed).tolist()


@given(st.integers(-10_000, 10_000))
def test_two_decimals_stay_what_they_are(hundredths):
    # 0.29 is stored as 0.28999…: cutting must not make it 0.28
    assert float(in_cell(hundredths / 100).replace("−", "-")) == hundredths / 100


def test_minus_is_a_minus_and_zero_has_none():
    assert [in_cell(value) for value in (-5 / 9, -0.001, -0.0, 0, 0.999)] == [
        "−0.55",
        "0.00",
        "0.00",
        "0.00",
        "0.99",
    ]
    assert [in_cell(value, whole=True) for value in (-3.0, 0, 2.5)] == ["−3", "0", "2.50"]


def test_an_image_shows_its_values_in_fixed_limits():
    picture = plots.plot_image(X, numbers=True, window=(1, 2, 3))
    ax = picture.figure.axes[0]
    assert np.array_equal(ax.images[0].get_array(), X)
    assert ax.images[0].get_clim() == (-1, 1)
    assert texts(ax) == [in_cell(value, whole=True) for value in X.flat]
    assert {patch.get_xy() for patch in ax.patches} == {(1.5, 0.5)}
    assert "window: rows 1 to 3, columns 2 to 4" in repr(picture)


def test_a_match_shows_products_and_sum():
    picture = plots.plot_match(X[3:6, 3:6], DIAGONAL)
    assert texts(picture.figure.axes[2]) == ["1", "1", "−1", "1", "1", "1", "−1", "1", "1"]
    assert picture.figure.get_supxlabel() == "sum 5,  5 ÷ 9 = 0.55"
    assert repr(picture).splitlines() == [
        " 1 −1  1      1 −1 −1      1  1 −1",
        "−1  1 −1  ×  −1  1 −1  =   1  1  1",
        " 1 −1  1     −1 −1  1     −1  1  1",
        "sum 5,  5 ÷ 9 = 0.55",
    ]


def test_a_stack_shows_each_grid_under_its_name():
    picture = plots.plot_stack({f"map {i}": np.full((2, 2), i / 10) for i in range(7)}, numbers=True)
    axes = picture.figure.axes
    assert [ax.get_title() for ax in axes] == [f"map {i}" for i in range(7)] + [""] * 3  # two rows of five
    assert texts(axes[6]) == ["0.60"] * 4


def places(ax):
    """The numbers at a grid's edges that can be seen: of its rows and of its columns."""
    labels = [axis.get_minorticklabels() for axis in (ax.yaxis, ax.xaxis)]
    return [[label.get_text() for label in some if label.get_visible()] for some in labels]


@pytest.mark.parametrize(
    ("picture", "shapes"),
    [
        (plots.plot_image(X), [(9, 9)]),
        (plots.plot_map(np.zeros((3, 12))), [(3, 12)]),
        (plots.plot_map(np.zeros((12, 13))), [(0, 0)]),  # too wide
        (plots.plot_map(np.zeros((1, 12))), [(0, 12)]),  # one row needs no number
        (plots.plot_stack({"a": X, "b": np.eye(2)}), [(0, 0), (0, 0)]),
        (plots.plot_stack({"a": X, "b": np.eye(2)}, places=True), [(9, 9), (2, 2)]),
        (plots.plot_stack({"a": X, "b": X, "c": X}, numbers=True, columns=2), [(9, 9)] * 3 + [(0, 0)]),
        (plots.plot_match(X[:3, :3], DIAGONAL), [(0, 0)] * 3),
    ],
)
def test_rows_and_columns_are_numbered_from_0_at_the_edges(picture, shapes):
    for ax, shape in zip(picture.figure.axes, shapes, strict=True):
        assert places(ax) == [[str(at) for at in range(length)] for length in shape]


@pytest.mark.parametrize("figure", [plots.plot_image(X), plots.plot_stack({"X": X, "O": X}, places=True)])
def test_the_numbers_stand_before_their_rows_and_above_their_columns(figure):
    figure.png()
    for ax in figure.figure.axes:
        for axis, side in ((ax.xaxis, 0), (ax.yaxis, 1)):
            for at, label in enumerate(axis.get_minorticklabels()):
                box = label.get_window_extent()
                cell = ax.transData.transform((at, at))
                assert abs((box.min + box.max)[side] / 2 - cell[side]) < 3
                assert not box.overlaps(ax.bbox)
                assert not box.overlaps(ax.title.get_window_extent()) or not ax.get_title()
    edge = luminance(style.EDGE)
    assert 1.05 / (edge + 0.05) >= 4.5


def test_the_bundle_is_a_picture_with_its_numbers_as_text():
    data, metadata = plots.plot_map(feature_map(X, DIAGONAL))._repr_mimebundle_()
    assert data["image/png"].startswith(b"\x89PNG")
    assert data["text/plain"].splitlines()[1].split()[:2] == ["−0.11", "1.00"]
    assert metadata["image/png"]["alt"] == data["text/plain"]
    again, _ = plots.plot_map(feature_map(X, DIAGONAL))._repr_mimebundle_()
    assert again["image/png"] == data["image/png"]


def luminance(colour):
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(colour)]
    return np.dot(linear, [0.2126, 0.7152, 0.0722])


@given(st.floats(-1, 1))
def test_the_number_in_a_cell_can_be_read(value):
    cell = luminance(style.COLOURS((value + 1) / 2)[:3])
    number = 1.0 if value >= style.WHITE_FROM else 0.0
    assert (max(cell, number) + 0.05) / (min(cell, number) + 0.05) >= 4.5


def test_stroke_and_background_differ_in_lightness():
    low, middle, high = map(luminance, style.STOPS)
    assert high < low / 4 < middle / 4


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: plots.plot_map(np.ones((3, 2, 2))), "shape \\(3, 2, 2\\); a figure needs rows and columns"),
        (lambda: plots.plot_image("X"), "image holds text; .*data.parse"),
        (lambda: plots.plot_stack([X]), "plot_stack takes a dict"),
        (lambda: plots.plot_match(X, DIAGONAL), "patch is 9×9 and the kernel 3×3"),
    ],
)
def test_bad_input(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def test_story_json_is_what_it_says(story):
    assert json.dumps(story["printed"]["cross"][3]) == "[-0.11, 0.33, -0.77, 1.0, -0.77, 0.33, -0.11]"


def test_figures_that_moved_are_found_where_older_lessons_ask_for_them():
    assert curves.plot_spread is plots.plot_spread
    for name in ("load_photograph", "plot_maps", "plot_photograph"):
        assert getattr(photos, name) is getattr(plots, name)
