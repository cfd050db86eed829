"""How well networks do, drawn and told: a row each."""

import numpy as np
import pytest
from figures import drawn

from xo_helpers.plots import plot_spread


def test_the_figure_has_a_mark_for_every_start():
    picture, figure = drawn(plot_spread, {"1 kernel": [0.7, 0.8, 0.75], "8 kernels": [0.95, 0.9, 0.97]})
    ax = figure.axes[0]
    rings = [line for line in ax.lines if line.get_marker() == "o"]
    assert [list(line.get_xdata()) for line in rings] == [[0.7, 0.8, 0.75], [0.95, 0.9, 0.97]]
    assert [label.get_text() for label in ax.get_yticklabels()] == ["1 kernel", "8 kernels"]
    assert repr(picture).splitlines() == [
        "1 kernel   mean 0.75, from 0.70 to 0.80",
        "8 kernels  mean 0.94, from 0.90 to 0.97",
    ]
    assert [text.get_text() for text in ax.texts] == [
        *("mean", "lowest, highest"),
        *("0.75", "0.70 to 0.80"),
        *("0.94", "0.90 to 0.97"),
    ]


def test_wins_are_counted_start_by_start_and_a_tie_is_half():
    usual, other, better = [0.7, 0.8, 0.75], np.array([0.7, 0.9, 0.6]), [0.9, 0.9, 0.9]
    scores = {"usual": usual, "other": other, "better": better}
    picture, figure = drawn(plot_spread, scores, against="usual")
    assert [line.partition(", wins ")[2] for line in repr(picture).splitlines()] == ["", "1½ of 3", "3 of 3"]
    texts = [text.get_text() for text in figure.axes[0].texts]
    assert "wins of 3" in texts
    assert [text for text in texts if text in {"1½", "3"}] == ["1½", "3"]


def test_wins_need_a_row_and_pairs():
    with pytest.raises(ValueError, match=r"against is 'b'; it must be one of the rows: a"):
        plot_spread({"a": [0.5]}, against="b")
    with pytest.raises(ValueError, match=r"wins need pairs; of c there are 2, of a 1"):
        plot_spread({"a": [0.5], "c": [0.5, 0.6]}, against="a")


@pytest.mark.parametrize(
    ("lowest", "begins"), [(0, -0.02), (0.44, -0.02), (0.47, 0.45), (0.96, 0.45), (1, 0.45)]
)
def test_all_figures_have_one_axis_that_shows_all_rings(lowest, begins):
    _, figure = drawn(plot_spread, {"a": [1, 0.98], "b": [lowest]})
    assert figure.axes[0].get_xlim() == (begins, 1.01)


def test_a_share_is_as_long_in_every_figure_whatever_its_rows_are_called_and_wherever_it_begins():
    long = "a choice with a long name, as learners write them"
    for scores in ({"a": [0.5, 0.9]}, {long: [0.97] * 3, "b": [1, 1, 0.6]}, {"a": [0, 1]}):
        [ax] = drawn(plot_spread, scores)[1].axes
        inches = ax.get_window_extent().width / ax.get_figure().dpi
        assert inches / np.ptp(ax.get_xlim()) == pytest.approx(3.9 / 0.56)


@pytest.mark.parametrize(
    ("scores", "message"),
    [
        ({}, 'takes a dict of names and accuracies, like {"8 kernels"'),
        ([0.5], "takes a dict of names and accuracies"),
        ({"a": 0.5}, "a has 0.5; it needs a list of accuracies from 0 to 1"),
        ({"a": [98.0]}, r"a has \[98.0\]; it needs a list of accuracies from 0 to 1"),
        ({"a": []}, "there are no cells in a"),
        ({"a": [np.nan]}, "there is nan in a"),
        ({"a": ["0.5"]}, "a holds text; it must hold plain numbers"),
        ({key: [1] for key in range(41)}, "there are 41 rows; a figure has up to 40"),
        ({"a": np.ones(10_001)}, "a has 10001 accuracies; a row has up to 10000 starts"),
    ],
)
def test_the_figure_takes_names_and_shares_only(scores, message):
    with pytest.raises(ValueError, match=message):
        plot_spread(scores)
