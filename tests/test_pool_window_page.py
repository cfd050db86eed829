"""The pool widget in JupyterLab and on a page of the site: its numbers, keys, pointer, lists and Play."""

import json

import numpy as np
import pytest
from drivers import answer, as_new, focus, middle, opened, press, status
from drivers.pool_window import CELL, DRIVER, MAP, SHOWN, assert_shows, texts

from xo_helpers.ops import max_pool

pytestmark = pytest.mark.browser

page, pool = opened(CELL, DRIVER.variable), as_new(DRIVER)


def choice(widget, name):
    return widget.get_by_role("combobox", name=name, exact=True)


def choose(page, widget, **choices):
    for name, value in choices.items():
        choice(widget, name).select_option(str(value))
    page.settle()


def test_all_numbers_of_the_story_by_arrow_keys(page, pool):
    for place in range(16):
        assert_shows(pool, MAP, *divmod(place, 4), 2, 2)
        press(page, "ArrowRight")
    shown = pool.evaluate(SHOWN)
    assert (shown["map"], shown["pooled"]) == (texts(MAP), texts(max_pool(MAP)))
    assert page.says("len(pool.visited)", "16") == "16"


def test_what_is_chosen_is_pooled_as_numpy_does_and_python_knows(page, pool):  # more in test_embed_numbers.py
    noise = np.random.default_rng(2).uniform(-1, 0.4, (7, 7))
    page.run(f"pool.map = {noise.tolist()}")
    pool.get_by_text("Fill the map").click()
    page.settle()
    assert status(pool) == "the map is filled"
    for edge, size, stride in [("keep", 1, 3), ("keep", 4, 4), ("drop", 4, 4), ("drop", 3, 1)]:
        choose(page, pool, edge=edge, size=size, stride=stride)
        want = max_pool(noise, size, stride, edge)
        assert assert_shows(pool, noise, 0, 0, size, stride, edge)["pooled"] == texts(want)
        state = json.loads(page.run("print(json.dumps([pool.size, pool.stride, pool.edge, pool.pooled]))"))
        assert state == [size, stride, edge, want.tolist()]


def test_it_says_each_step_partial_windows_and_ties(page, pool):
    press(page, "ArrowRight")
    tie = "at row 0, column 3; 2 cells tie, the first is taken"
    assert status(pool) == "row 0, column 1: 0.33, tied, map 0, 3"
    seen = pool.locator(".xo-line > [aria-hidden]")
    assert seen.inner_text() == f"row 0, column 1: the largest of 4 cells is 0.33, {tie}"
    assert pool.evaluate(SHOWN)["line"].endswith("= 0.33 (2 cells tie)")
    style = "cell => getComputedStyle(cell, '::after').borderTopStyle"
    marks = [pool.locator(f"[data-mark={mark}]").first.evaluate(style) for mark in ("ring", "dashed")]
    assert marks == ["solid", "dashed"]
    press(page, "Control+End")
    assert answer(pool) == "0.77; row 3, column 3: 0.77, from map 6, 6"
    assert seen.inner_text() == "row 3, column 3: the largest of 1 cell is 0.77, at row 6, column 6"
    page.run("pool.map = -np.ones((2, 2))")
    page.settle()
    assert answer(pool) == "minus 1.00; row 0, column 0: minus 1.00, tied, map 0, 0"
    assert len(answer(pool).split()) == 12
    page.run("pool.map = MAP; pool.row = pool.column = 3")
    page.settle()
    assert pool.locator(":focus").get_attribute("aria-label") == "0.77"
    assert pool.locator("[aria-label=window] [aria-label$='outside the map']").count() == 3


def test_a_choice_becomes_as_large_as_the_map_and_one_that_pools_the_same_leaves_it_filled(page, pool):
    page.run("pool.map = MAP[:3, :3]")
    page.settle()
    choose(page, pool, size=4, stride=4)
    assert choice(pool, "size").input_value() == choice(pool, "stride").input_value() == "3"
    assert pool.get_by_label("outside the map").count() == 0
    page.run("pool.map = MAP[:4, :4]; pool.size = pool.stride = 2; pool.visited = [0, 2]")
    page.settle()
    choose(page, pool, edge="drop")
    assert [bool(text) for line in pool.evaluate(SHOWN)["pooled"] for text in line] == [
        True,
        False,
        True,
        False,
    ]
    assert page.says("(pool.size, pool.visited)", "(2, [0, 2])") == "(2, [0, 2])"


@pytest.mark.parametrize("name", ["map", "pooled"])
def test_keys_move_the_window_and_python_knows(page, pool, name):
    focus(pool, name)
    for keys, place in [("End ArrowRight", (1, 0)), ("Control+End ArrowRight ArrowDown", (3, 3))]:
        press(page, *keys.split())
        assert_shows(pool, MAP, *place, 2, 2)
        assert page.says("(pool.row, pool.column)", str(place)) == str(place)
        assert pool.locator(f"[aria-label={name}] [tabindex]").count() == 1


def test_the_pointer_drags_the_window_and_picks_a_pooled_cell(page, pool):
    mouse, of = page.page.mouse, pool.get_by_role("grid", name="map")
    mouse.move(*middle(of, 1, 1, 7))
    mouse.down()
    mouse.move(*middle(of, 5, 3, 7), steps=5)
    page.settle()
    assert_shows(pool, MAP, 2, 1, 2, 2)
    mouse.move(*middle(of, 20, 20, 7), steps=3)
    mouse.up()
    mouse.click(*middle(pool.get_by_role("grid", name="pooled"), 1, 3, 4))
    page.settle()
    assert_shows(pool, MAP, 1, 3, 2, 2)
    assert page.says("pool.visited[-2:]", "[15, 7]") == "[15, 7]"


def test_it_fills_and_clears(page, pool):
    pool.get_by_text("Fill the map").click()
    page.settle()
    assert pool.evaluate(SHOWN)["pooled"] == texts(max_pool(MAP))
    pool.get_by_text("Clear the map").click()
    page.settle()
    assert sum(text != "" for line in pool.evaluate(SHOWN)["pooled"] for text in line) == 1


def test_python_sets_a_size_of_its_own_and_both_views_list_it(page, pool):
    page.run("pool.size, pool.stride, pool.row, pool.column = 5, 1, 2, 1")
    page.settle()
    for widget in (pool, page.widget(1)):
        assert_shows(widget, MAP, 2, 1, 5, 1)
        assert choice(widget, "size").input_value() == "5"


def test_the_focus_stays_when_the_map_changes_its_size(page, pool):
    focus(pool, "pooled")
    page.run("pool.stride = 1")
    page.settle()
    press(page, "ArrowRight")
    assert_shows(pool, MAP, 0, 1, 2, 1)
    assert pool.locator("[aria-label=pooled] :focus").count() == 1


def test_what_cannot_be_is_not_offered(page, pool):
    def grey():
        values = "list => [...list.options].filter(option => option.disabled).map(option => option.value)"
        return [choice(pool, name).evaluate(values) for name in ("size", "edge")]

    page.run("pool.map = MAP[:3]")
    page.settle()
    assert grey() == [[], []]
    choose(page, pool, size=4)
    assert grey() == [[], ["drop"]]
    choose(page, pool, size=3, edge="drop")
    assert grey() == [["4"], []]
    assert pool.evaluate(SHOWN)["pooled"] == [[*texts(max_pool(MAP[:3], 3, 2, "drop"))[0][:1], "", ""]]
