"""Drives CompareGrids."""

from drivers import Driver, focus, status
from xo_helpers.data import load_image

X, TILTED = load_image("X"), load_image("X_rotation")
CELL = """
from xo_helpers.data import load_image
from xo_helpers.widgets import CompareGrids
compare = CompareGrids(load_image("X"), load_image("X_rotation"), ("X", "tilted"), row=1, column=6)
compare
"""
MAPS = """
from xo_helpers.data import load_kernel
from xo_helpers.ops import feature_map
map_before = feature_map(load_image("X"), load_kernel("diagonal"))
CompareGrids(map_before, map_before.clip(0))
"""
SIGNS = (
    "widget => [...widget.querySelectorAll('[aria-label=\"same?\"] .xo-cell')].map(cell => cell.textContent)"
)


def assert_shows(widget, row, column):
    assert widget.evaluate(SIGNS) == ["=" if cell else "≠" for cell in (X == TILTED).ravel()]
    names = [{1: "stroke", -1: "background"}[image[row, column]] for image in (X, TILTED)]
    said = f"both {names[0]}, the same" if len({*names}) == 1 else f"{' and '.join(names)}, they differ"
    assert status(widget) == f"row {row}, column {column}: {said}. 65 of 81 cells agree"


DRIVER = Driver(
    variable="compare",
    cell=CELL,
    begin="compare.row, compare.column = 1, 6",
    focus=lambda widget: focus(widget, "X"),
    stops=("X", "tilted", "same?", "Next difference"),
    steps=[
        (["Control+Home", "ArrowDown", "ArrowRight"], [1, 1]),
        (["End", "ArrowRight", "PageDown", "ArrowUp"], [7, 0]),
    ],
    many=["ArrowDown", "ArrowRight", "ArrowUp", "ArrowLeft"] * 49 + ["ArrowDown"] * 4,
    state="[compare.row, compare.column]",
    shows=lambda widget, state: assert_shows(widget, *state),
    also=(MAPS,),
)
