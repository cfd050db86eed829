"""The slide widget in JupyterLab and on a page of the site: its numbers, keys, pointer, kernel and Play."""

import json
import re
from itertools import product

import numpy as np
import pytest
from drivers import answer, as_new, focus, middle, opened, press, status
from drivers.slide_window import CELL, DIAGONAL, DRIVER, SHOWN, X, assert_shows

from xo_helpers.data import load_kernel
from xo_helpers.ops import feature_map
from xo_helpers.plots.style import COLOURS
from xo_helpers.texts import in_cell

pytestmark = pytest.mark.browser

page, slide = opened(CELL, *DRIVER.also), as_new(DRIVER)


def map_of(widget):
    """The texts of the map as it is filled."""
    return [[text for text, _ in line] for line in widget.evaluate(SHOWN)["map"]]


def texts(scores):
    return [[in_cell(value) for value in line] for line in scores]


def test_all_numbers_of_the_story_by_arrow_keys_and_its_other_maps(page, slide, story):
    page.run("slide.row = slide.column = 0")
    page.settle()
    for place in range(49):
        assert_shows(slide, X, DIAGONAL, *divmod(place, 7))
        press(page, "ArrowRight")
    assert map_of(slide) == texts(story["printed"]["diagonal"])
    for name in ("cross", "antidiagonal"):
        page.run(f"slide.kernel = load_kernel('{name}')")
        page.settle()
        assert_shows(slide, X, load_kernel(name), 6, 6)
        assert map_of(slide) == texts(story["printed"][name])


@pytest.mark.parametrize(("index", "name"), [(1, "wide"), (2, "mixed")])
def test_other_sizes_and_fractions(page, index, name):
    widget, rng = page.widget(index), np.random.default_rng(1)
    image, kernel = map(np.array, json.loads(page.run(f"print(json.dumps([{name}.image, {name}.kernel]))")))
    for _ in range(12):
        row, column = (int(rng.integers(len(image) - len(kernel) + 1)) for _ in range(2))
        page.run(f"{name}.row, {name}.column = {row}, {column}")
        page.settle()
        assert_shows(widget, image, kernel, row, column)


@pytest.mark.parametrize("name", ["image", "map"])
def test_keys_move_the_window_and_python_knows(page, slide, name):
    focus(slide, name)
    for keys, (row, column) in [("End ArrowRight", (2, 0)), ("Control+End ArrowRight ArrowDown", (6, 6))]:
        press(page, *keys.split())
        assert_shows(slide, X, DIAGONAL, row, column)
        assert page.says("slide.row, slide.column", f"{row} {column}") == f"{row} {column}", keys
        assert slide.get_by_role("grid", name=name).locator("[tabindex]").count() == 1  # one tab stop


def test_it_says_each_step_in_words(page, slide):
    press(page, "ArrowRight")
    assert answer(slide) == "background; row 1, column 2: 4 of 9 agree, minus 0.11"
    for at, grid in product((0, 1, 2), ("image", "map")):
        widget = page.widget(at)
        focus(widget, grid)
        for key in ["Control+Home", *["ArrowRight", "ArrowDown"] * 3, "Control+End"]:
            press(page, key)
            assert len(answer(widget).split()) <= 12


def test_the_pointer_drags_the_window_and_picks_a_map_cell(page, slide):
    mouse, image = page.page.mouse, slide.get_by_role("grid", name="image")
    mouse.move(*middle(image, 2, 2, 9))
    mouse.down()
    mouse.move(*middle(image, 5, 4, 9), steps=6)
    page.settle()
    assert status(slide).startswith("row 4, column 3:")  # the pointer holds the window by its middle
    mouse.move(*middle(image, 20, 20, 9), steps=3)  # beyond the image: the window stays inside
    page.settle()
    assert status(slide).startswith("row 6, column 6:")
    mouse.up()
    mouse.move(*middle(image, 2, 2, 9))
    page.settle()
    assert status(slide).startswith("row 6, column 6:")  # let go is let go
    mouse.click(*middle(slide.get_by_role("grid", name="map"), 4, 4, 7))
    page.settle()
    assert status(slide) == "row 4, column 4: 9 of 9 agree, 1.00"


GONE = """(widget, grid) => {
    const [later, box] = [setTimeout, widget.querySelector('[aria-label=image]').getBoundingClientRect()];
    let rested;
    window.setTimeout = act => (rested = act, 0);
    const [isPrimary, pointerType, bubbles, clientX, clientY] = [true, 'touch', true, box.right - 2, box.bottom - 2];
    const down = new PointerEvent('pointerdown', { isPrimary, pointerType, bubbles, clientX, clientY });
    widget.querySelector('[aria-label=image]').dispatchEvent(down);
    window.setTimeout = later;
    widget.remove();
    rested();
}"""


def test_escape_on_a_number_of_the_sum_shift_and_space_and_a_finger_that_rests_where_the_widget_goes(web):
    page = web.open("gone.ipynb", [CELL])
    page.run_all()
    term = page.widget().locator(".xo-term").first
    term.click()
    press(page, "Escape")
    assert page.page.evaluate("document.activeElement.className") == "xo xo-slide"
    DRIVER.focus(page.widget())
    press(page, "Shift+Space")  # which is nobody's, as in other widgets
    assert page.widget().get_by_role("button", name="Play", exact=True).count() == 1
    before = DRIVER.state_of(page)
    page.widget().evaluate(GONE)
    page.heard()
    assert DRIVER.state_of(page) == before
    page.close()


def test_a_kernel_cell_is_edited_and_the_map_follows(page, slide):
    slide.get_by_text("Fill the map").click()
    page.settle()
    assert status(slide) == "the map is filled"
    focus(slide, "kernel")
    press(
        page,
        "Control+Home",
        "ArrowRight",
        "Space",
        "ArrowDown",
        "ArrowDown",
        "0",
        "ArrowLeft",
        "+",
        "ArrowUp",
        "ArrowRight",
        "-",
    )
    kernel = DIAGONAL.copy()
    kernel[0, 1], kernel[2, 1], kernel[2, 0], kernel[1, 1] = 0, 0, 1, -1  # Space turns -1 into 0
    assert map_of(slide) == texts(feature_map(X, kernel))
    assert page.says("slide.kernel", str(kernel.tolist())) == str(kernel.tolist())
    assert np.array_equal(json.loads(page.run("print((slide.map * 9).tolist())")), feature_map(X, kernel) * 9)
    page.page.mouse.click(*middle(slide.get_by_role("grid", name="kernel"), 1, 2, 3))
    page.settle()
    assert page.says("slide.kernel[1][2]", "0") == "0"  # -1 turns into 0


def test_the_kernel_that_python_gave_is_there_again_when_it_is_reset(page, slide):
    focus(slide, "kernel")
    reset = slide.get_by_text("Reset kernel")
    for kernel in (DIAGONAL, load_kernel("cross")):
        page.run(f"slide.kernel = {kernel.tolist()}")
        page.settle()
        focus(slide, "kernel")
        press(page, "Control+Home", "Space", "ArrowRight", "0")
        assert page.says("slide.kernel[0][1]", "0") == "0"
        reset.click()
        page.settle()
        assert_shows(slide, X, kernel, 1, 1)
        assert page.says("slide.kernel", str(kernel.tolist())) == str(kernel.tolist())
    reset.click()  # and nothing more is taken back
    assert page.says("slide.kernel", str(kernel.tolist())) == str(kernel.tolist())


def test_it_fills_and_clears_and_its_colours_are_those_of_the_figures(page, slide):
    slide.get_by_text("Fill the map").click()
    page.settle()
    assert page.says("len(slide.visited)", "49") == "49"
    read = "cells => cells.map(cell => getComputedStyle(cell).backgroundColor)"
    colours = slide.locator("[aria-label=map] .xo-cell").evaluate_all(read)
    shown = [[int(channel) for channel in re.findall(r"\d+", colour)] for colour in colours]
    figure = [np.array(COLOURS((value + 1) / 2)[:3]) * 255 for value in feature_map(X, DIAGONAL).flat]
    assert np.abs(np.array(shown) - figure).max() <= 2
    slide.get_by_text("Clear the map").click()
    page.settle()
    assert sum(text != "" for line in map_of(slide) for text in line) == 1


def test_cells_stay_large_enough_on_a_phone(page):
    page.page.set_viewport_size({"width": 360, "height": 740})
    for index, columns in ((0, 9), (1, 28), (2, 5)):
        assert page.widget(index).get_by_role("grid", name="image").bounding_box()["width"] >= 7 * columns
    page.page.set_viewport_size({"width": 1400, "height": 1000})
