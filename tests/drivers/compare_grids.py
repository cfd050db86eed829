"""Drives CompareGrids."""

from drivers import Driver, focus
from xo_helpers.data import load_image
from xo_helpers.texts import in_cell

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
# The signs; which cells are framed in the two images and marked in the third grid; what is counted, seen, heard.
SHOWN = """widget => {
    const grids = [...widget.querySelectorAll('.xo-grid')].map(grid => [...grid.querySelectorAll('.xo-cell')]);
    const text = kind => widget.querySelector(kind).textContent;
    const outlines = [...widget.querySelectorAll('.xo-window')].map(({style}) => ['--row', '--column'].map(name => Number(style.getPropertyValue(name))));
    return {
        signs: grids[2].map(cell => cell.textContent), frames: grids.map(cells => cells.map(cell => cell.dataset.mark)), outlines,
        counted: text('.xo-tools strong'), seen: text('.xo-line > [aria-hidden]'), heard: text('[role=status]'),
    };
}"""


def assert_shows(widget, row, column, a=X, b=TILTED):
    """All that it shows of two images, or of two maps."""
    shown, differ, whole = widget.evaluate(SHOWN), (a != b).ravel(), a.dtype.kind == "i"
    assert shown["signs"] == ["≠" if cell else "=" for cell in differ]
    assert shown["frames"] == [["differs" if cell else "" for cell in differ]] * 3
    assert shown["outlines"] == [[row, column]] * 3
    assert shown["counted"] == f"{differ.sum()} of {differ.size} differ"
    values = [grid[row, column] for grid in (a, b)]
    names = [{1: "stroke", -1: "background"}[value] if whole else in_cell(value) for value in values]
    said = f"both {names[0]}" if values[0] == values[1] else f"{' and '.join(names)}, different"
    assert shown["seen"] == f"row {row}, column {column}: {said}"
    assert shown["heard"] == shown["seen"].replace("−", "minus ")
    assert len(shown["heard"].split()) <= 12


DRIVER = Driver(
    variable="compare",
    cell=CELL,
    begin="compare.row, compare.column = 1, 6",
    focus=lambda widget: focus(widget, "X"),
    stops=("X", "Next difference"),
    steps=[
        (["Control+Home", "ArrowDown", "ArrowRight"], [1, 1]),
        (["End", "ArrowRight", "PageDown", "ArrowUp"], [7, 0]),
    ],
    many=["ArrowDown", "ArrowRight", "ArrowUp", "ArrowLeft"] * 49 + ["ArrowDown"] * 4,
    end=[5, 6],
    state="[compare.row, compare.column]",
    shows=lambda widget, state: assert_shows(widget, *state),
    also=(MAPS,),
)
