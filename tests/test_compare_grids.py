"""The compare widget: in Python, and in JupyterLab by keyboard, pointer and from Python."""

import numpy as np
import pytest
from conftest import FOCUS

from xo_helpers.data import load_image
from xo_helpers.widgets import CompareGrids

X, TILTED = load_image("X"), load_image("X_rotation")

# In Python


def test_the_repr_is_stable_and_is_the_bundles_text():
    compare = CompareGrids(X, TILTED, ("X", "tilted"), row=1, column=6)
    assert repr(compare) == "CompareGrids(row=1, column=6): X and tilted agree in 65 of 81 cells"
    data, metadata = compare._repr_mimebundle_()
    assert data["text/plain"] == metadata["image/png"]["alt"] == repr(compare)
    assert data["image/png"].startswith(b"\x89PNG")


def test_the_picture_marks_what_differs():
    left, right, signs = CompareGrids(X, TILTED)._figure().axes
    assert np.array_equal(left.images[0].get_array(), X)
    assert np.array_equal(right.images[0].get_array(), TILTED)
    marks = [text.get_text() for text in signs.texts]
    assert (marks.count("="), marks.count("≠")) == (65, 16)


def test_another_image_is_counted_again():
    compare = CompareGrids(X, TILTED)
    compare.b = X
    assert compare.agreeing == 81
    compare.b = load_image("O")
    assert compare.agreeing == 60


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda c: setattr(c, "row", 9), "row is 9; the grids have rows 0 to 8"),
        (lambda c: setattr(c, "column", -1), "column is -1; the grids have columns 0 to 8"),
        (lambda c: setattr(c, "a", X[:5]), "a is 5×9 and b is 9×9; compare two images of the same size"),
        (lambda c: setattr(c, "b", "O"), "b holds text"),
        (lambda c: CompareGrids(X, X[0]), "a is 9×9 and b is of shape \\(9,\\)"),
    ],
)
def test_bad_values_are_refused_and_change_nothing(change, message):
    compare = CompareGrids(X, TILTED)
    before = compare.get_state()
    with pytest.raises(ValueError, match=message):
        change(compare)
    assert compare.get_state() == before


# In the browser

CELLS = [
    """
from xo_helpers.data import load_image, load_kernel
from xo_helpers.ops import feature_map
from xo_helpers.widgets import CompareGrids
compare = CompareGrids(load_image("X"), load_image("X_rotation"), ("X", "tilted"), row=1, column=6)
compare
""",
    "before = feature_map(load_image('X'), load_kernel('diagonal'))\nCompareGrids(before, before.clip(0))",
]

SIGNS = (
    "widget => [...widget.querySelectorAll('[aria-label=\"same?\"] .xo-cell')].map(cell => cell.textContent)"
)


@pytest.fixture(scope="module")
def page(host):
    lesson = host.open("compare_grids.ipynb", CELLS)
    lesson.run_all()
    yield lesson
    lesson.close()


@pytest.fixture
def widget(page):
    page.run("compare.row, compare.column = 1, 6")
    widget = page.widget(0)
    page.settle()
    widget.get_by_role("grid", name="X", exact=True).evaluate(FOCUS)
    return widget


def status(widget):
    return widget.locator("[role=status]").inner_text()


@pytest.mark.browser
def test_it_marks_what_differs_and_says_it(page, widget):
    same = (X == TILTED).ravel()
    assert widget.evaluate(SIGNS) == ["=" if cell else "≠" for cell in same]
    want = "row 1, column 6: background and stroke, they differ. 65 of 81 cells agree"
    assert status(widget) == want
    page.page.keyboard.press("ArrowUp")
    page.settle()
    assert status(widget) == "row 0, column 6: both background, the same. 65 of 81 cells agree"


@pytest.mark.browser
def test_maps_are_compared_with_their_numbers(page):
    widget = page.widget(1)
    assert widget.evaluate(SIGNS).count("≠") == 20
    assert status(widget) == "row 0, column 0: both 0.77, the same. 29 of 49 cells agree"
    widget.get_by_role("grid", name="a", exact=True).evaluate(FOCUS)
    page.page.keyboard.press("ArrowRight")
    page.settle()
    assert status(widget).startswith("row 0, column 1: minus 0.11 and 0.00, they differ.")


@pytest.mark.browser
def test_space_and_the_button_go_through_all_differences(page, widget):
    seen = []
    for step in range(16):
        if step % 2:
            widget.get_by_role("button").click()
        else:
            widget.get_by_role("grid", name="tilted").evaluate(FOCUS)
            page.page.keyboard.press(" ")
        page.settle()
        seen.append(tuple(map(int, page.run("print(compare.row, compare.column)").split())))
    assert sorted(seen) == [tuple(map(int, at)) for at in np.argwhere(X != TILTED)]
    assert seen[-1] == (1, 6)  # round again


@pytest.mark.browser
def test_the_pointer_and_python_move_the_cursor(page, widget):
    box = widget.get_by_role("grid", name="same?").bounding_box()
    page.page.mouse.click(box["x"] + 4.5 * box["width"] / 9, box["y"] + 7.5 * box["height"] / 9)
    page.settle()
    assert status(widget).startswith("row 7, column 4:")
    assert page.run("print(compare.row, compare.column)") == "7 4\n"
    page.run("compare.row = 0")
    page.settle()
    assert status(widget).startswith("row 0, column 4:")


@pytest.mark.browser
def test_the_notebooks_shortcuts_stay_out(page, widget):
    before = page.cells()
    for key in ["j", "a", "b", "d", "d", "Enter", "Shift+Enter", "Escape", "a"]:
        page.page.keyboard.press(key)
    page.page.wait_for_timeout(200)
    assert page.cells() == before
    assert widget.locator(":focus").count() == 1


@pytest.mark.browser
def test_it_works_without_a_kernel_and_on_a_phone(lab):
    page = lab.open("compare_gone.ipynb", CELLS[:1], viewport={"width": 360, "height": 740})
    page.run_all()
    widget = page.widget(0)
    assert widget.evaluate("widget => widget.scrollWidth <= widget.clientWidth")
    page.shutdown()
    widget.get_by_role("grid", name="X", exact=True).evaluate(FOCUS)
    page.page.keyboard.press("ArrowLeft")
    page.page.keyboard.press(" ")
    page.settle()
    assert status(widget).startswith("row 1, column 6: background and stroke, they differ.")
    assert page.console == []
    page.close()
