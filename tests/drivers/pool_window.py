"""Drives PoolWindow."""

import numpy as np

from drivers import Driver, focus
from xo_helpers.data import load_image, load_kernel
from xo_helpers.ops import feature_map, max_pool
from xo_helpers.texts import in_cell

MAP = feature_map(load_image("X"), load_kernel("diagonal"))
CELL = """
import json
import numpy as np
from xo_helpers.data import load_image, load_kernel
from xo_helpers.ops import feature_map
from xo_helpers.widgets import PoolWindow
MAP = feature_map(load_image("X"), load_kernel("diagonal"))
pool = PoolWindow(MAP)
pool
"""
WIDE = "wide = PoolWindow(np.random.default_rng(0).uniform(-1, 1, (15, 15)), size=4, stride=3)\nwide"
BEGIN = """
pool.edge = 'keep'
pool.map, pool.size, pool.stride = MAP, 2, 2
pool.row = pool.column = 0
pool.fill(only_here=True)
"""
SHOWN = """widget => {
    const cells = name => [...widget.querySelectorAll(`[aria-label=${name}] .xo-row`)].map(row =>
        [...row.children].map(cell => cell.textContent));
    const marks = name => [...widget.querySelectorAll(`[aria-label=${name}] .xo-cell`)].map(cell => cell.dataset.mark);
    const place = getComputedStyle(widget.querySelector('[aria-label=map] + .xo-window'));
    const outline = ['row', 'column', 'high', 'wide'].map(name => Number(place.getPropertyValue(`--${name}`)));
    return {map: cells('map'), window: cells('window'), pooled: cells('pooled'), marks: marks('map'),
        windowMarks: marks('window'), outline, line: widget.querySelector('.xo-middle > .xo-line').textContent.replaceAll('\u00a0', ' ')};
}"""


def texts(array):
    return [[in_cell(value) for value in line] for line in np.asarray(array)]


def assert_shows(widget, array, row, column, size, stride, edge="keep"):
    """All that the widget may show at a place, from NumPy."""
    shown, array, top, left = widget.evaluate(SHOWN), np.asarray(array), row * stride, column * stride
    cells = array[top : top + size, left : left + size]
    largest = max_pool(array, size, stride, edge)[row, column]
    assert shown["outline"] == [top, left, *cells.shape]
    assert shown["line"].startswith(
        f"the largest of {', '.join(map(in_cell, cells.flat))} = {in_cell(largest)}"
    )
    at = [tuple(place) for place in np.argwhere(cells == largest).tolist()]
    ring, *dashed = [(top + r, left + c) for r, c in at]
    want = {ring: "ring"} | dict.fromkeys(dashed, "dashed")
    assert shown["marks"] == [want.get(place, "") for place in np.ndindex(array.shape)]
    assert [mark for mark in shown["windowMarks"] if mark] == list(want.values())
    assert shown["pooled"][row][column] == in_cell(largest)
    filled = [line + [""] * (size - len(line)) for line in texts(cells)]
    assert shown["window"] == filled + [[""] * size] * (size - len(filled))
    return shown


DRIVER = Driver(
    variable="pool",
    cell=CELL,
    begin=BEGIN,
    focus=lambda widget: focus(widget, "map"),
    stops=("map", "pooled", "size", "stride", "Play", "Fill the map", "Clear the map", "edge", "speed"),
    steps=[
        (["ArrowDown", "ArrowRight"], [1, 1, 2, 2]),
        (["PageDown", "Home", "ArrowLeft"], [2, 3, 2, 2]),
    ],
    many=["ArrowDown", "ArrowRight", "ArrowUp", "ArrowLeft"] * 49 + ["ArrowRight"] * 6,
    end=[1, 2, 2, 2],
    state="[pool.row, pool.column, pool.size, pool.stride]",
    shows=lambda widget, state: assert_shows(widget, MAP, *state),
    also=(WIDE,),
)
