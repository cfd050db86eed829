"""What the figures show: the artists' data and texts, not image hashes."""

import warnings
from collections import OrderedDict

import numpy as np
import pytest
from figures import drawn
from matplotlib.colors import to_rgb

from xo_helpers import curves, photos, plots
from xo_helpers.data import load_image, load_kernel
from xo_helpers.ops import feature_map
from xo_helpers.texts import in_cell

X, DIAGONAL = load_image("X"), load_kernel("diagonal")


def texts(ax):
    return [text.get_text() for text in ax.texts]


def number(text):
    return float(text.replace("−", "-"))


def test_the_storys_maps_are_printed_as_it_prints_them(story):
    assert story["printed"]["cross"][3] == [-0.11, 0.33, -0.77, 1.0, -0.77, 0.33, -0.11]
    for name, printed in story["printed"].items():
        _, figure = drawn(plots.plot_map, feature_map(X, load_kernel(name)))
        assert [number(cell) for cell in texts(figure.axes[0])] == np.ravel(printed).tolist()


def test_two_decimals_stay_what_they_are_and_zero_has_no_minus():
    for hundredths in range(-10_000, 10_001):  # 0.29 is stored as 0.28999…: cutting must not make it 0.28
        assert number(in_cell(hundredths / 100)) == hundredths / 100
    assert " ".join(map(in_cell, (-5 / 9, -0.001, -0.0, 0, 0.999))) == "−0.55 0.00 0.00 0.00 0.99"
    assert [in_cell(value, whole=True) for value in (-3.0, 0, 2.5)] == ["−3", "0", "2.50"]


def test_an_image_shows_its_values_in_fixed_limits():
    picture, figure = drawn(plots.plot_image, X, numbers=True, window=(1, 2, 3))
    [ax] = figure.axes
    assert np.array_equal(ax.images[0].get_array(), X)
    assert ax.images[0].get_clim() == (-1, 1)
    assert texts(ax) == [in_cell(value, whole=True) for value in X.flat]
    assert {patch.get_xy() for patch in ax.patches} == {(1.5, 0.5)}
    assert "window: rows 1 to 3, columns 2 to 4" in repr(picture)


def test_a_match_shows_products_and_sum():
    picture, figure = drawn(plots.plot_match, X[3:6, 3:6], DIAGONAL)
    assert texts(figure.axes[2]) == ["1", "1", "−1", "1", "1", "1", "−1", "1", "1"]
    assert figure.get_supxlabel() == "sum 5,  5 ÷ 9 = 0.55"
    assert repr(picture).splitlines() == [
        " 1 −1  1      1 −1 −1      1  1 −1",
        "−1  1 −1  ×  −1  1 −1  =   1  1  1",
        " 1 −1  1     −1 −1  1     −1  1  1",
        "sum 5,  5 ÷ 9 = 0.55",
    ]


@pytest.mark.parametrize(
    ("patch", "kernel", "line"),
    [
        (np.full((64, 64), 2**26), 2**26 - 1, f"sum {4096 * 2**26 * (2**26 - 1)},  "),
        (np.array([[2**53 + 1]]), 1, f"sum {2**53 + 1},  {2**53 + 1} ÷ 1 = "),
        (np.array([[2**64 - 1, 1]], np.uint64), 0, "sum 0,  0 ÷ 2 = 0.00"),
        (np.full((2, 2), 3037000500), 3037000500, "sum 3.69e19,  3.69e19 ÷ 4 = 9.22e18"),
    ],
)  # fmt: skip
def test_a_match_of_large_whole_numbers_is_summed_to_the_last_digit(patch, kernel, line):
    assert plots.plot_match(patch, np.full_like(patch, kernel)).text.splitlines()[-1].startswith(line)


def test_long_numbers_are_written_short_and_whole_ones_to_the_last_digit():
    picture, figure = drawn(plots.plot_image, np.array([[1e308, -1.7e308]]), numbers=True)
    assert texts(figure.axes[0])[:2] == picture.text.split() == ["1.00e308", "−1.70e308"]
    picture, figure = drawn(plots.plot_image, np.array([[2**53 + 1]]), numbers=True)
    assert texts(figure.axes[0])[:1] == picture.text.split() == [str(2**53 + 1)]


def test_a_stack_shows_each_grid_under_its_name():
    _, figure = drawn(plots.plot_stack, {f"map {i}": np.full((2, 2), i / 10) for i in range(7)}, numbers=True)
    axes = figure.axes
    assert [ax.get_title() for ax in axes] == [f"map {i}" for i in range(7)] + [""] * 3  # two rows of five
    assert texts(axes[6]) == ["0.60"] * 4


@pytest.mark.parametrize(
    ("plot", "given", "how", "shapes"),
    [
        (plots.plot_image, [X], {}, [(9, 9)]),
        (plots.plot_map, [np.zeros((3, 12))], {}, [(3, 12)]),
        (plots.plot_map, [np.zeros((12, 13))], {}, [(0, 0)]),  # too wide
        (plots.plot_map, [np.zeros((1, 12))], {}, [(0, 12)]),  # one row needs no number
        (plots.plot_stack, [{"a": X, "b": np.eye(2)}], {}, [(0, 0), (0, 0)]),
        (plots.plot_stack, [{"a": X, "b": np.eye(2)}], {"places": True}, [(9, 9), (2, 2)]),
        (
            plots.plot_stack,
            [dict.fromkeys("abc", X)],
            {"numbers": True, "columns": 2},
            [(9, 9)] * 3 + [(0, 0)],
        ),
        (plots.plot_match, [X[:3, :3], DIAGONAL], {}, [(0, 0)] * 3),
    ],
)
def test_rows_and_columns_are_numbered_from_0_each_before_its_row_or_above_its_column(
    plot, given, how, shapes
):
    _, figure = drawn(plot, *given, **how)
    figure.draw_without_rendering()
    for ax, (rows, columns) in zip(figure.axes, shapes, strict=True):
        for axis, side, count in ((ax.xaxis, 0, columns), (ax.yaxis, 1, rows)):
            labels = [label for label in axis.get_majorticklabels() if ax.axison]
            assert [label.get_text() for label in labels] == [str(at) for at in range(count)]
            for at, label in enumerate(labels):
                box = label.get_window_extent()
                assert abs((box.min + box.max)[side] / 2 - ax.transData.transform((at, at))[side]) < 3
                assert (box.y0 >= ax.bbox.y1, box.x1 <= ax.bbox.x0)[side]
                assert not box.overlaps(ax.title.get_window_extent()) or not ax.get_title()


def test_the_bundle_is_a_picture_with_its_numbers_as_text():
    scores = feature_map(X, DIAGONAL)
    data, metadata = plots.plot_map(scores)._repr_mimebundle_()
    assert data["image/png"].startswith(b"\x89PNG")
    assert data["image/png"] == plots.plot_map(scores).png()
    assert data["text/plain"].splitlines()[1].split()[:2] == ["−0.11", "1.00"]
    assert metadata["image/png"]["alt"] == data["text/plain"]


def test_each_line_stands_under_its_name():
    lines = {"rate 1": [0.5, 0.25, -0.125], "rate 5": [0.5, 2, 1]}
    picture, figure = drawn(plots.plot_lines, lines, "steps", "loss")
    [ax] = figure.axes
    first, second = ax.lines
    assert (first.get_xdata().tolist(), first.get_ydata().tolist()) == ([0, 1, 2], [0.5, 0.25, -0.125])
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["rate 1", "rate 5"]
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("steps", "loss")
    assert first.get_linestyle() != second.get_linestyle()  # told apart without colour too
    assert to_rgb(first.get_color()) != to_rgb(second.get_color())
    told = "rate 1 (steps: loss)\n0: 0.50, 1: 0.25, 2: −0.13\nrate 5 (steps: loss)\n0: 0.50, 1: 2.00, 2: 1.00"
    assert picture.text == told
    assert all(tick == round(tick) for tick in ax.get_xticks())


@pytest.mark.parametrize("nth", [1, 2, 3])
def test_an_interrupt_at_any_moment_of_drawing_leaves_the_readers_settings(nth, monkeypatch):
    left = iter([False] * (nth - 1) + [True])

    class Lost(warnings.catch_warnings):
        def __exit__(self, *error):
            if next(left, False):
                raise KeyboardInterrupt
            super().__exit__(*error)

    before = [*warnings.filters], np.geterr()
    monkeypatch.setattr(warnings, "catch_warnings", Lost)
    with pytest.raises(KeyboardInterrupt):
        plots.plot_image([[1, -1]])
    assert ([*warnings.filters], np.geterr()) == before


@pytest.mark.parametrize("level", [np.float32(1.5), np.ones(3, "f4").mean(), np.float16(1), np.int8(-128)])
def test_a_level_of_few_bits_is_a_level(level):
    with warnings.catch_warnings(action="error"), np.errstate(all="raise"):
        _, figure = drawn(plots.plot_lines, {"a": [1, 2]}, "x", "y", level)
    assert [*figure.axes[0].lines[-1].get_ydata()] == [float(level)] * 2


def test_places_of_its_own_a_level_and_a_long_line():
    shares = np.linspace(0.01, 1, 100)
    lines = {"cost": (shares, -np.log(shares))}
    picture, figure = drawn(plots.plot_lines, lines, "share", "loss", level=1)
    [ax] = figure.axes
    line, level = ax.lines
    assert np.array_equal(line.get_xdata(), shares)
    assert [*level.get_ydata()] == [1, 1]
    assert ax.get_legend() is None
    told = picture.text.splitlines()[1].split(", ")
    assert (len(told), told[0], told[-1]) == (11, "0.01: 4.61", "1: 0.00")
    assert len(plots.plot_lines({"a": range(25)}, "", "").text.splitlines()[1].split(", ")) == 25


def test_panels_have_one_height_and_tell_each_line():
    noise = {"network": ([0, 0.5], [1, 0.5]), "matching": ([0, 0.5], [0.9, 0.5])}
    picture, figure = drawn(plots.plot_panels, {"noise": noise, "tilt": {"network": [1, 0]}}, "share")
    left, right = figure.axes
    assert (len(left.lines), len(right.lines)) == (2, 1)
    assert left.get_ylim() == right.get_ylim()
    assert (left.get_xlabel(), left.get_ylabel()) == ("noise", "share")
    assert (right.get_xlabel(), right.get_ylabel()) == ("tilt", "")  # one for all
    assert picture.text.startswith("network (noise: share)\n0: 1.00, 0.5: 0.50\n")
    assert picture.text.endswith("\nnetwork (tilt: share)\n0: 1.00, 1: 0.00")


@pytest.mark.parametrize(
    ("plot", "given", "message"),
    [
        (plots.plot_map, [np.ones((3, 2, 2))], "shape \\(3, 2, 2\\); a figure needs rows and columns"),
        (plots.plot_image, ["X"], "image holds text; .*data.parse"),
        (plots.plot_stack, [[X]], "plot_stack takes a dict"),
        (plots.plot_match, [X, DIAGONAL], "patch is 9×9 and the kernel 3×3"),
        (plots.plot_match, [[[1e200]], [[-1e200]]], "products of patch and kernel add up to more than 1.8e308"),
        (plots.plot_match, [[[1e308] * 2], [[1, 1]]], "add up to more than 1.8e308; take smaller numbers"),
        (plots.plot_lines, [{"a": ([1, 2], [[1], [2, 3]])}, "x", "y"], "the rows of a differ in length"),
        (plots.plot_lines, [[1, 2], "x", "y"], "takes a dict"),
        (plots.plot_lines, [{}, "x", "y"], "takes a dict"),
        (plots.plot_lines, [{"a": []}, "x", "y"], "there are no cells in a"),
        (plots.plot_lines, [{"a": ([1, 2], [1])}, "x", "y"], r"places of shape \(2,\) for values of shape \(1,\)"),
        (plots.plot_lines, [{"a": [[1]]}, "x", "y"], r"values of shape \(1, 1\)"),
        (plots.plot_lines, [{"a": ["x"]}, "x", "y"], "a holds text"),
        *((plots.plot_panels, [bad, "share"], "takes a dict of dicts") for bad in ({}, [1], {"noise": [1, 2]}, {"noise": {}})),
    ],
)  # fmt: skip
def test_bad_input(plot, given, message):
    with pytest.raises(ValueError, match=message):
        plot(*given)


def test_figures_that_moved_are_found_where_older_lessons_ask_for_them():
    assert curves.plot_spread is plots.plot_spread
    for name in ("load_photograph", "plot_maps", "plot_photograph"):
        assert getattr(photos, name) is getattr(plots, name)


class Nameless:
    def __str__(self):
        raise RuntimeError


@pytest.mark.parametrize(
    ("plot", "given"),
    [
        (plots.plot_lines, [{Nameless(): [1]}, "x", "y"]), (plots.plot_lines, [{"a": [1]}, "x", Nameless()]),
        (plots.plot_panels, [{Nameless(): {"a": [1]}}, "y"]), (plots.plot_stack, [{Nameless(): X}]),
        (plots.plot_maps, [{Nameless(): X}]), (plots.plot_spread, [{Nameless(): [1]}]),
        (plots.plot_graph, [one := {Nameless(): 1}, {next(iter(one)): []}]),
    ],
)  # fmt: skip
def test_a_name_that_cannot_be_written_is_refused(plot, given):
    with pytest.raises(ValueError, match="a name is a Nameless, and cannot be written; take a text"):
        plot(*given)


def test_other_dicts_and_collections_are_taken():
    assert plots.plot_panels({"n": OrderedDict(a=[1])}, "y").text == "a (n: y)\n0: 1.00"
    for inputs in (frozenset("a"), {"a": 5}.keys(), np.array(["a"])):
        assert plots.plot_graph({"a": 1, "b": 2}, {"b": inputs}).text == "a: value 1; goes to b\nb: value 2"
