"""The compare widget in JupyterLab and on a page of the site: its pointer, its button, and numbers."""

import numpy as np
import pytest
from drivers import as_new, focus, middle, opened, press, status
from drivers.compare_grids import CELL, DRIVER, SIGNS, TILTED, X, assert_shows

pytestmark = pytest.mark.browser

page, compare = opened(CELL, *DRIVER.also), as_new(DRIVER)


def test_maps_are_compared_with_their_numbers(page):
    widget = page.widget(1)
    assert widget.evaluate(SIGNS).count("≠") == 20
    assert status(widget) == "row 0, column 0: both 0.77, the same. 29 of 49 cells agree"
    focus(widget, "a")
    press(page, "ArrowRight")
    assert status(widget).startswith("row 0, column 1: minus 0.11 and 0.00, they differ.")


def test_space_and_the_button_go_through_all_differences(page, compare):
    seen = []
    for step in range(16):
        if step % 2:
            compare.get_by_role("button").click()
        else:
            focus(compare, "tilted")
            page.page.keyboard.press("Space")
        page.settle()
        seen.append(DRIVER.state_of(page))
        assert_shows(compare, *seen[-1])
    assert sorted(seen) == np.argwhere(X != TILTED).tolist()
    assert seen[-1] == [1, 6]  # round again


def test_the_pointer_and_python_move_the_cursor(page, compare):
    page.page.mouse.click(*middle(compare.get_by_role("grid", name="same?"), 7, 4, 9))
    page.settle()
    assert_shows(compare, 7, 4)
    assert DRIVER.state_of(page) == [7, 4]
    page.run("compare.row = 0")
    page.settle()
    assert_shows(compare, 0, 4)
