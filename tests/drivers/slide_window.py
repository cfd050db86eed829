"""Drives SlideWindow."""

import numpy as np

from drivers import Driver, focus
from xo_helpers.data import load_image, load_kernel
from xo_helpers.ops import feature_map
from xo_helpers.texts import in_cell, in_full

X, DIAGONAL = load_image("X"), load_kernel("diagonal")
CELL = """
import json
import numpy as np
from xo_helpers.data import load_image, load_kernel
from xo_helpers.widgets import SlideWindow
slide = SlideWindow(load_image("X"), load_kernel("diagonal"), row=1, column=1)
slide
"""
WIDE = """
rng = np.random.default_rng(0)
wide = SlideWindow(rng.choice([-1, 1], (28, 28)), rng.choice([-1, 1], (4, 4)))
wide
"""
MIXED = "mixed = SlideWindow(rng.normal(size=(5, 5)), rng.normal(size=(3, 3)))\nmixed"
BEGIN = """
slide.image, slide.kernel = load_image('X'), load_kernel('diagonal')
slide.row = slide.column = 1
slide.fill(only_here=True)
"""
SHOWN = """widget => {
    const cells = name => [...widget.querySelectorAll(`[aria-label=${name}] .xo-row`)].map(row =>
        [...row.children].map(cell => [cell.textContent, cell.getAttribute('aria-label')]));
    const text = what => widget.querySelector(what).textContent.replaceAll('\u00a0', ' ');
    const names = ['image', 'patch', 'kernel', 'products', 'map'];
    return {...Object.fromEntries(names.map(name => [name, cells(name)])),
        sum: text('.xo-sum'), says: text('.xo-line > [aria-hidden]'), heard: text('[role=status]')};
}"""


def expected(image, kernel, row, column):
    """All that the widget may show at a place, from NumPy."""
    k = len(kernel)
    patch = image[row : row + k, column : column + k]
    total, score = (patch * kernel).sum(), feature_map(image, kernel)[row, column]
    whole = in_cell(total, whole=True)
    grids = {"patch": patch, "kernel": kernel, "products": patch * kernel}
    shown = {
        name: [[in_cell(value, whole=True) for value in line] for line in grid]
        for name, grid in grids.items()
    }
    first, *rest = (text for line in shown["products"] for text in line)
    signed = [f"− {text[1:]}" if text[0] == "−" else f"+ {text}" for text in rest]
    is_ = "=" if in_full((patch * kernel).ravel(), 2) else "≈"
    sums = f"{' '.join([first, *signed])} {is_} {whole}{whole} ÷ {k * k} = {in_cell(score)}{in_cell(score)}"
    return shown | {"sum": sums, "cell": in_cell(score)}  # the score is there twice: one of them flies


def assert_shows(widget, image, kernel, row, column):
    shown, want = widget.evaluate(SHOWN), expected(image, kernel, row, column)
    for name in ("patch", "kernel", "products"):
        assert [[text for text, _ in line] for line in shown[name]] == want[name]
    assert shown["sum"] == want["sum"]
    text, label = shown["map"][row][column]
    assert text == (want["cell"] if len(shown["map"][0]) <= 12 else "")
    assert label == want["cell"].replace("−", "minus ")  # its place is what the status says
    assert shown["says"].startswith(f"row {row}, column {column}: ")
    assert shown["heard"] == shown["says"].replace("−", "minus ")


DRIVER = Driver(
    variable="slide",
    cell=CELL,
    begin=BEGIN,
    focus=lambda widget: focus(widget, "image"),
    stops=(
        "image",
        "patch",
        "kernel",
        "products",
        "map",
        "Play",
        "Fill the map",
        "Clear the map",
        "Reset kernel",
        "speed",
    ),
    steps=[
        (["ArrowRight", "ArrowDown", "ArrowRight"], [DIAGONAL.tolist(), 2, 3]),
        (["End", "ArrowRight", "ArrowLeft", "ArrowUp"], [DIAGONAL.tolist(), 1, 6]),
    ],
    many=["ArrowDown", "ArrowRight", "ArrowUp", "ArrowLeft"] * 49 + ["ArrowRight"] * 4,
    end=[DIAGONAL.tolist(), 1, 5],
    state="[slide.kernel, slide.row, slide.column]",
    shows=lambda widget, state: assert_shows(widget, X, np.array(state[0]), *state[1:]),
    also=(WIDE, MIXED),
)
