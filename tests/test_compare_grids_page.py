"""The compare widget in JupyterLab and on a page of the site: its one cursor, its button, and what differs."""

import numpy as np
import pytest
from drivers import answer, as_new, focus, middle, opened, press, status
from drivers.compare_grids import CELL, DRIVER, TILTED, X, assert_shows

from xo_helpers.data import load_kernel
from xo_helpers.ops import feature_map

pytestmark = pytest.mark.browser
BEFORE = feature_map(X, load_kernel("diagonal"))
NEAR = """
import numpy as np
near = CompareGrids(np.array([[0.331, -0.5]]), np.array([[0.332, -0.5]]))
near
"""

page, compare = opened(CELL, *DRIVER.also, NEAR), as_new(DRIVER)


def test_maps_are_compared_with_their_numbers_before_and_after(page):
    widget = page.widget(1)
    assert_shows(widget, 0, 0, BEFORE, BEFORE.clip(0))
    focus(widget, "a")
    press(page, "ArrowRight")
    assert_shows(widget, 0, 1, BEFORE, BEFORE.clip(0))
    assert status(widget) == "row 0, column 1: minus 0.11 and 0.00, different"
    assert len(answer(widget).split()) <= 12
    assert "−0.11 and 0.00" in widget.inner_text()


def test_numbers_that_differ_further_on_are_told_in_full_and_where_nothing_differs_there_is_no_next(page):
    near = page.widget(2)
    assert status(near) == "row 0, column 0: 0.331 and 0.332, different"
    page.run("near.a, near.b = [[-1e-7, 2]], [[2e-7, 2]]")
    page.settle()
    assert status(near) == "row 0, column 0: minus 1e-7 and 2e-7, different"
    page.run("near.a = near.b = [[0.331, -0.5]]")
    page.settle()
    assert (status(near), near.locator("strong").text_content()) == (
        "row 0, column 0: both 0.33",
        "0 of 2 differ",
    )
    assert near.get_by_role("button", name="Next difference").is_disabled()


def test_space_and_the_button_go_through_all_differences(page, compare):
    seen = []
    for step in range(16):
        if step % 2:
            compare.get_by_role("button", name="Next difference").click()
        else:
            focus(compare, "X")
            page.page.keyboard.press("Space")
        page.settle()
        seen.append(DRIVER.state_of(page))
        assert_shows(compare, *seen[-1])
    assert sorted(seen) == np.argwhere(X != TILTED).tolist()
    assert seen[-1] == [1, 6]  # round again


def test_the_pointer_in_any_grid_and_python_move_the_one_cursor(page, compare):
    for name, at in (("same?", (7, 4)), ("tilted", (2, 3))):
        page.page.mouse.click(*middle(compare.get_by_role("table", name=name), *at, 9))
        page.settle()
        assert_shows(compare, *at)
        assert DRIVER.state_of(page) == [*at]
        cells = compare.get_by_role("grid", name="X").locator(".xo-cell")
        assert cells.nth(9 * at[0] + at[1]).evaluate("cell => cell === document.activeElement")
        assert compare.locator("[tabindex]").count() == 1
    page.run("compare.row = 0")
    page.settle()
    assert_shows(compare, 0, 3)
