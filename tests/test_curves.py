"""Figures of lines: what is drawn, and what is told of it."""

import numpy as np
import pytest
from matplotlib.colors import to_hex

from xo_helpers.plots import plot_lines, plot_panels


def test_each_line_stands_under_its_name():
    picture = plot_lines({"rate 1": [0.5, 0.25, -0.125], "rate 5": [0.5, 2, 1]}, "steps", "loss")
    [ax] = picture.figure.axes
    first, second = ax.lines
    assert (first.get_xdata().tolist(), first.get_ydata().tolist()) == ([0, 1, 2], [0.5, 0.25, -0.125])
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["rate 1", "rate 5"]
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("steps", "loss")
    assert first.get_linestyle() != second.get_linestyle()  # told apart without colour too
    assert to_hex(first.get_color()) != to_hex(second.get_color())
    assert picture.text.splitlines() == [
        "rate 1 (steps: loss)",
        "0: 0.50, 1: 0.25, 2: −0.13",
        "rate 5 (steps: loss)",
        "0: 0.50, 1: 2.00, 2: 1.00",
    ]
    assert all(tick == round(tick) for tick in ax.get_xticks())


def test_places_of_its_own_a_level_and_a_long_line():
    shares = np.linspace(0.01, 1, 100)
    picture = plot_lines({"cost": (shares, -np.log(shares))}, "share", "loss", level=1)
    [ax] = picture.figure.axes
    line, level = ax.lines
    assert np.array_equal(line.get_xdata(), shares)
    assert [*level.get_ydata()] == [1, 1]
    assert ax.get_legend() is None
    told = picture.text.splitlines()[1].split(", ")
    assert (len(told), told[0], told[-1]) == (11, "0.01: 4.61", "1: 0.00")
    assert len(plot_lines({"a": range(25)}, "", "").text.splitlines()[1].split(", ")) == 25


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ([1, 2], "takes a dict"),
        ({}, "takes a dict"),
        ({"a": []}, "a is empty"),
        ({"a": ([1, 2], [1])}, r"places of shape \(2,\) for values of shape \(1,\)"),
        ({"a": [[1]]}, r"values of shape \(1, 1\)"),
        ({"a": ["x"]}, "a holds text"),
    ],
)
def test_bad_input(lines, message):
    with pytest.raises(ValueError, match=message):
        plot_lines(lines, "x", "y")


def test_panels_have_one_height_and_tell_each_line():
    panels = {
        "noise": {"network": ([0, 0.5], [1, 0.5]), "matching": ([0, 0.5], [0.9, 0.5])},
        "tilt": {"network": [1, 0]},
    }
    picture = plot_panels(panels, "share")
    left, right = picture.figure.axes
    assert [len(left.lines), len(right.lines)] == [2, 1]
    assert left.get_ylim() == right.get_ylim()
    assert (left.get_xlabel(), left.get_ylabel(), right.get_xlabel()) == ("noise", "share", "tilt")
    assert right.get_ylabel() == ""  # one for all
    assert picture.text.splitlines()[:2] == ["network (noise: share)", "0: 1.00, 0.5: 0.50"]
    assert picture.text.splitlines()[-2:] == ["network (tilt: share)", "0: 1.00, 1: 0.00"]


@pytest.mark.parametrize("panels", [{}, [1], {"noise": [1, 2]}])
def test_bad_panels(panels):
    with pytest.raises(ValueError, match="takes a dict of dicts"):
        plot_panels(panels, "share")
