"""The small graph of lesson 09: what is drawn stands at its place, and the same is said in words."""

import re

import numpy as np
import pytest
from figures import drawn as with_figure

from xo_helpers.plots import plot_graph

VALUES = {"weight": 0.5, "product": 1.5, "ReLU": 1.5, "second": -2, "out": -3.0, "loss": 0.12345}
ARROWS = {"product": ["weight"], "ReLU": ["product"], "out": ["ReLU", "second"], "loss": ["out"]}
FACTORS = {"loss": {"out": -4.0}, "out": {"ReLU": -2, "second": 1.5}}
FACTORS |= {"ReLU": {"product": 1}, "product": {"weight": 3}}
SLOPES = {"loss": 1, "out": -4, "ReLU": 8, "second": -6, "product": 8.0, "weight": 24}
GRAPH = with_figure(plot_graph, VALUES, FACTORS, SLOPES)


def drawn(graph):
    """What stands where: (text, x, y) of everything written in the figure's only axes."""
    [ax] = graph[1].axes
    return [(text.get_text(), *np.round(text.get_position(), 3)) for text in ax.texts if text.get_text()]


def places(graph):
    return {text: (x, y) for text, x, y in drawn(graph)}


def test_each_node_is_told_with_its_value_which_stands_above_its_box_and_its_slope_below():
    assert GRAPH[0].text.splitlines() == [
        "weight: value 0.5, slope 24; goes to product, times 3",
        "product: value 1.5, slope 8; goes to ReLU, times 1",
        "ReLU: value 1.5, slope 8; goes to out, times −2",
        "second: value −2, slope −6; goes to out, times 1.5",
        "out: value −3, slope −4; goes to loss, times −4",
        "loss: value 0.1235, slope 1",
    ]
    at = places(GRAPH)
    for name, value, slope in re.findall(r"(\w+): value ([^,]+), (slope [^;\n]+)", GRAPH[0].text):
        x, y = at[name]
        column = [(text, high) for text, wide, high in drawn(GRAPH) if wide == x and abs(high - y) < 0.6]
        assert [text for text, high in column if high - y > 0.1] == [value]
        assert [text for text, high in column if y - high > 0.1] == [slope]


def test_on_request_only_the_values():
    picture, figure = with_figure(plot_graph, VALUES, ARROWS)
    written = [*VALUES, "0.5", "1.5", "1.5", "−2", "−3", "0.1235"]
    assert sorted(text for text, _, _ in drawn((picture, figure))) == sorted(written)
    assert plot_graph(VALUES, FACTORS).text == picture.text
    assert "slope" not in picture.text
    assert picture.text.startswith("weight: value 0.5; goes to product\n")


def test_boxes_stand_in_a_row_and_arrows_with_their_factors_lead_from_each_to_the_next():
    at = places(GRAPH)
    row = [at[name] for name in ("weight", "product", "ReLU", "out", "loss")]
    assert row == sorted(set(row))
    assert len({y for _, y in row}) == 1
    assert at["second"][0] == at["ReLU"][0]  # beside it: both feed the same
    assert at["second"][1] < at["ReLU"][1]
    ways = [(source, name) for name, inputs in FACTORS.items() for source in inputs]
    factors = [(text, x, y) for text, x, y in drawn(GRAPH) if text.startswith("× ")]
    assert [text for text, _, _ in factors] == ["× −4", "× −2", "× 1.5", "× 1", "× 3"]
    arrows = [(text.xyann, text.xy) for text in GRAPH[1].axes[0].texts if hasattr(text, "arrow_patch")]
    for (source, name), (_, x, y), (begin, end) in zip(ways, factors, arrows, strict=True):
        assert 0 < begin[0] - at[source][0] < end[0] < at[name][0] or source == "weight"
        assert np.allclose([begin[1], end[1]], [at[source][1], at[name][1]], atol=0.02)
        assert abs(x - (begin[0] + end[0]) / 2) < 0.01
        assert 0 <= y - (begin[1] + end[1]) / 2 < 0.2


def test_ways_split_and_join():
    ways = {"loss": {"loss A": 1, "loss B": 1}, "loss A": {"a": 1}, "loss B": {"a": 2}}
    values = {"a": 1, "loss A": 2, "loss B": 3, "loss": 5}
    graph = with_figure(plot_graph, values, ways, {"a": 3, "loss A": 1, "loss B": 1, "loss": 1})
    (start, _), (x, y), (to, low), (end, _) = map(places(graph).get, values)
    assert start < x == to < end
    assert low < y
    assert "a: value 1, slope 3; goes to loss A, times 1 and to loss B, times 2" in graph[0].text


def test_nothing_is_written_over_anything_else():
    for arguments in ((VALUES, FACTORS, SLOPES), (VALUES, ARROWS)):
        picture, figure = with_figure(plot_graph, *arguments)
        assert picture.png() == plot_graph(*arguments).png()
        [ax] = figure.axes
        boxes = [text.get_window_extent() for text in ax.texts if text.get_text()]
        for i, one in enumerate(boxes):
            assert ax.bbox.x0 <= one.x0 <= one.x1 <= ax.bbox.x1
            assert not any(one.overlaps(other) for other in boxes[:i])


def test_numbers_are_rounded_to_four_decimals_and_no_zero_has_a_minus():
    picture = plot_graph({"a": -0.00001, "b": 0.1 + 0.2, "c": 1234567.25}, {"b": ["a"], "c": ["b"]})
    assert re.findall(r"value ([^;\n]*)", picture.text) == ["0", "0.3", "1234567.25"]
    picture = plot_graph({"a": 0.03125, "b": -0.03125, "c": -1e9}, {"b": ["a"], "c": ["b"]})
    assert re.findall(r"value ([^;\n]*)", picture.text) == ["0.0313", "−0.0313", "−1e+09"]


BAD = [
    (([1, 2], ARROWS), "values is .*by the names of nodes"),
    ((VALUES, {}), "arrows is {}"),
    ((VALUES, {"product": ["wait"]}), "arrows names 'wait'; values has weight"),
    ((VALUES, {"profit": ["weight"]}), "arrows names 'profit'"),
    ((VALUES, FACTORS, {"loss": 1}), "slopes has none for 'weight'"),
    ((VALUES, ARROWS, SLOPES), "a factor for each input"),
    ((VALUES, {"loss": ["out"], "out": ["loss"]}), "back to it"),
    ((VALUES, {"product": "weight"}), "arrows has 'weight' for 'product'; it needs a list of names"),
    (({"a": "1", "b": 2}, {"b": ["a"]}), "a holds text; it must hold plain numbers"),
    (({"a": np.nan, "b": 2}, {"b": ["a"]}), "there is nan in a"),
    (({"a": [1], "b": 2}, {"b": ["a"]}), r"a is \[1\]; it must be one number"),
    ((dict.fromkeys(range(41), 1), {1: [0]}), "there are 41 nodes; a graph has up to 40"),
]


@pytest.mark.parametrize(("arguments", "message"), BAD)
def test_bad_input(arguments, message):
    with pytest.raises(ValueError, match=message):
        plot_graph(*arguments)
