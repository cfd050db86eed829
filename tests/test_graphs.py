"""The small graph of lesson 09: what is drawn stands at its place, and the same is said in words."""

import numpy as np
import pytest

from xo_helpers.plots import plot_graph

VALUES = {"weight": 0.5, "product": 1.5, "ReLU": 1.5, "second": -2, "out": -3.0, "loss": 0.12345}
ARROWS = {"product": ["weight"], "ReLU": ["product"], "out": ["ReLU", "second"], "loss": ["out"]}
FACTORS = {"loss": {"out": -4.0}, "out": {"ReLU": -2, "second": 1.5}, "ReLU": {"product": 1}, "product": {"weight": 3}}  # fmt: skip
SLOPES = {"loss": 1, "out": -4, "ReLU": 8, "second": -6, "product": 8.0, "weight": 24}
SPLIT = {"loss": {"loss A": 1, "loss B": 1}, "loss A": {"a": 1}, "loss B": {"a": 2}}


def drawn(picture):
    """What stands where: [text, x, y] of everything written in the figure's only axes."""
    [ax] = picture.figure.axes
    return [(text.get_text(), *np.round(text.get_position(), 3)) for text in ax.texts if text.get_text()]


def at(picture, name):
    [place] = [(x, y) for text, x, y in drawn(picture) if text == name]
    return place


def arrows_of(picture):
    """Each arrow's (begin, end)."""
    [ax] = picture.figure.axes
    arrows = [text for text in ax.texts if getattr(text, "arrow_patch", None)]
    return [(arrow.xyann, arrow.xy) for arrow in arrows]


def test_values_stand_above_their_boxes_and_slopes_below():
    picture = plot_graph(VALUES, FACTORS, SLOPES)
    values = {"weight": "0.5", "product": "1.5", "ReLU": "1.5", "second": "−2", "out": "−3", "loss": "0.1235"}
    slopes = {"weight": "24", "product": "8", "ReLU": "8", "second": "−6", "out": "−4", "loss": "1"}
    for name in VALUES:
        x, y = at(picture, name)
        column = [
            (text, high) for text, across, high in drawn(picture) if across == x and abs(high - y) < 0.6
        ]
        above, below = [[text for text, high in column if side * (high - y) > 0.1] for side in (1, -1)]
        assert (above, below) == ([values[name]], [f"slope {slopes[name]}"])


def test_on_request_only_the_values():
    picture = plot_graph(VALUES, ARROWS)
    assert sorted(text for text, _, _ in drawn(picture)) == sorted(
        [*VALUES, "0.5", "1.5", "1.5", "−2", "−3", "0.1235"]
    )
    assert plot_graph(VALUES, FACTORS).text == picture.text
    assert "slope" not in picture.text


def test_boxes_stand_in_a_row_and_arrows_lead_from_each_to_the_next():
    picture = plot_graph(VALUES, FACTORS, SLOPES)
    row = [at(picture, name) for name in ("weight", "product", "ReLU", "out", "loss")]
    assert [x for x, _ in row] == sorted({x for x, _ in row})
    assert len({y for _, y in row}) == 1
    below = at(picture, "second")
    assert (below[0], below[1] < row[0][1]) == (row[2][0], True)  # beside the ReLU, which feeds the same
    pairs = [(source, name) for name, inputs in FACTORS.items() for source in inputs]
    assert len(arrows_of(picture)) == len(pairs)
    for (source, name), (begin, end) in zip(pairs, arrows_of(picture), strict=True):
        assert 0 < begin[0] - at(picture, source)[0] < end[0] < at(picture, name)[0] or source == "weight"
        assert np.allclose([begin[1], end[1]], [at(picture, source)[1], at(picture, name)[1]], atol=0.02)


def test_a_factor_stands_on_its_arrow():
    picture = plot_graph(VALUES, FACTORS, SLOPES)
    factors = [(text, x, y) for text, x, y in drawn(picture) if text.startswith("× ")]
    assert [text for text, _, _ in factors] == ["× −4", "× −2", "× 1.5", "× 1", "× 3"]
    for (_, x, y), (begin, end) in zip(factors, arrows_of(picture), strict=True):
        assert abs(x - (begin[0] + end[0]) / 2) < 0.01
        assert 0 <= y - (begin[1] + end[1]) / 2 < 0.2


def test_ways_split_and_join():
    picture = plot_graph(
        {"a": 1, "loss A": 2, "loss B": 3, "loss": 5}, SPLIT, {"a": 3, "loss A": 1, "loss B": 1, "loss": 1}
    )
    (x, y), (to, low) = at(picture, "loss A"), at(picture, "loss B")
    assert x == to
    assert low < y
    assert at(picture, "a")[0] < x < at(picture, "loss")[0]
    assert "a: value 1, slope 3; goes to loss A, times 1 and to loss B, times 2" in picture.text


def test_nothing_is_written_over_anything_else():
    for picture in (plot_graph(VALUES, FACTORS, SLOPES), plot_graph(VALUES, ARROWS)):
        picture.png()
        [ax] = picture.figure.axes
        boxes = [text.get_window_extent() for text in ax.texts if text.get_text()]
        for i, one in enumerate(boxes):
            assert ax.bbox.x0 <= one.x0 <= one.x1 <= ax.bbox.x1
            assert not any(one.overlaps(other) for other in boxes[:i])


def test_it_is_told_in_words_a_line_a_node():
    assert plot_graph(VALUES, FACTORS, SLOPES).text.splitlines() == [
        "weight: value 0.5, slope 24; goes to product, times 3",
        "product: value 1.5, slope 8; goes to ReLU, times 1",
        "ReLU: value 1.5, slope 8; goes to out, times −2",
        "second: value −2, slope −6; goes to out, times 1.5",
        "out: value −3, slope −4; goes to loss, times −4",
        "loss: value 0.1235, slope 1",
    ]
    assert plot_graph(VALUES, ARROWS).text.splitlines()[0] == "weight: value 0.5; goes to product"
    data, metadata = plot_graph(VALUES, ARROWS)._repr_mimebundle_()
    assert metadata["image/png"]["alt"] == data["text/plain"]
    assert plot_graph(VALUES, ARROWS).png() == plot_graph(VALUES, ARROWS).png()


def test_numbers_are_rounded_to_four_decimals_and_no_zero_has_a_minus():
    picture = plot_graph({"a": -0.00001, "b": 0.1 + 0.2, "c": 1234567.25}, {"b": ["a"], "c": ["b"]})
    assert [line.split(" value ")[1].split(";")[0] for line in picture.text.splitlines()] == [
        "0",
        "0.3",
        "1234567.25",
    ]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (([1, 2], ARROWS), "values is .*by the names of nodes"),
        ((VALUES, {}), "arrows is {}"),
        ((VALUES, {"product": ["wait"]}), "arrows names 'wait'; values has weight"),
        ((VALUES, {"profit": ["weight"]}), "arrows names 'profit'"),
        ((VALUES, FACTORS, {"loss": 1}), "slopes has none for 'weight'"),
        ((VALUES, ARROWS, SLOPES), "a factor for each input"),
        ((VALUES, {"loss": ["out"], "out": ["loss"]}), "back to it"),
        (({"a": "1", "b": 2}, {"b": ["a"]}), "plain numbers"),
        (({"a": np.nan, "b": 2}, {"b": ["a"]}), "a number holds nan"),
    ],
)
def test_bad_input(arguments, message):
    with pytest.raises(ValueError, match=message):
        plot_graph(*arguments)
