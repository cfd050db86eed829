"""What only the votes widget does in the page, in JupyterLab and on the web site; see test_contract.py."""

import json

import numpy as np
import pytest
from drivers import FIRE, HEARS, answer, as_new, middle, opened, press, status
from drivers.votes import CELL, DRIVER, SHOWN, VALUES, WEIGHTS, assert_shows, changed

from xo_helpers.texts import rounded

pytestmark = pytest.mark.browser

page, votes = opened(CELL, "votes", *DRIVER.also), as_new(DRIVER)


def test_it_shows_the_storys_numbers_and_both_views_follow_pythons_values_and_bias(page, votes):
    shown = assert_shows(votes, VALUES, WEIGHTS)
    assert (shown["seen"], shown["linked"]) == ("value 0 is 0.90", [[0, 1], [0, 2], [0, 3], [0, 4]])
    press(page, "ArrowRight")
    shown = votes.evaluate(SHOWN)
    assert shown["seen"] == "weight 0 to X is 0.20: 0.90 × 0.20 = 0.18"
    assert shown["linked"] == [[0, 0], [0, 2]]  # the value and the product
    press(page, *"-----")
    assert votes.evaluate(SHOWN)["seen"] == "weight 0 to X is −0.05: 0.90 × −0.05 = −0.045"
    page.screenshot("light", votes)
    values, (_, weights) = [round(-value, 2) for value in VALUES], changed((0, 1, -0.05))
    page.run(f"votes.values = {values}; votes.bias = [0, 0.4]")
    page.settle()
    for widget in (votes, page.widget(1)):
        assert_shows(widget, values, weights, [0, 0.4])


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        (["ArrowDown"], "value 1 is 0.65"),
        (["ArrowRight"], "weight 0 to X is 0.20"),
        (["-"], "0.85. X 0.902; X wins by 0.3845"),  # the value has no weight to O
        (["ArrowRight", "0"], "0.00. X 0.732; X wins by 0.2145"),
        (["ArrowRight", *"-" * 30], "minus 1.00, as far as it goes; O wins by 0.6855"),
        (["ArrowRight", "+", "ArrowDown"], "weight 1 to X is 0.00"),
    ],
)
def test_a_key_is_answered_by_what_is_new_in_at_most_twelve_words(page, votes, keys, said):
    votes.evaluate(HEARS)
    for key in keys:
        press(page, key)
    assert status(votes) == said
    heard = page.page.evaluate("window.heard")
    assert heard[-1] == said
    assert [words for words in heard if len(words.split()) > 12] == []


def test_the_pages_votes_and_shares_are_numpys_for_any_edit(page, votes):
    values, weights = list(VALUES), WEIGHTS.copy()
    rng = np.random.default_rng(0)
    for _ in range(25):
        row, column, key = int(rng.integers(12)), int(rng.integers(3)), str(rng.choice(["+", "-", "0"]))
        times = int(rng.integers(1, 30))
        page.run(f"votes.row, votes.column = {row}, {column}")
        page.settle()
        votes.evaluate(FIRE, [key] * times)
        page.settle()
        old = weights[row, column - 1] if column else values[row]
        new = 0 if key == "0" else np.clip(old + {"+": 0.05, "-": -0.05}[key] * times, -1, 1)
        if column:
            weights[row, column - 1] = new
        else:
            values[row] = new
        shown = assert_shows(votes, values, weights)
    assert np.abs([*values, *weights.flat]).max() == 1  # some went as far as they can
    python = DRIVER.state_of(page)
    assert np.allclose(python[0], values, rtol=0, atol=1e-9)
    assert np.allclose(python[1], weights, rtol=0, atol=1e-9)
    (x, o), share = shown["sums"][0], shown["shares"][0]
    assert f"X={x}, O={o}): {shown['result']}; shares {share}" in page.run("print(votes)")


def test_three_classes_a_bias_and_names_and_the_names_stand_at_their_lines_on_a_phone_too(page, votes):
    three = page.widget(2)
    values, weights = json.loads(page.run("print(json.dumps([three.values, three.weights]))"))
    these = values, weights, [0.3, -0.2, 0.05], ["zero", "X", "O"]
    assert assert_shows(three, *these)["foot"] == "votes, rounded"
    page.run("three.row, three.column = 4, 3")
    page.settle()
    assert status(three).startswith("weight middle to O is")
    assert three.evaluate(SHOWN)["seen"].endswith(": −0.8117 × 0.9469 ≈ −0.7687")
    assert three.evaluate(SHOWN)["caption"].endswith("rounded: in all 0.9999)")
    wide = page.page.viewport_size
    page.page.set_viewport_size({"width": 360, "height": 740})
    page.settle()
    assert_shows(page.widget(2), *these)
    assert_shows(page.widget(), VALUES, WEIGHTS)
    page.page.set_viewport_size(wide)


@pytest.mark.parametrize(
    ("keys", "row", "column"), [(["ArrowDown", "ArrowRight"], 1, 1), (["End", "ArrowRight"], 1, 0)]
)
def test_keys_pick_a_value_or_a_weight_and_python_knows(page, votes, keys, row, column):
    press(page, *keys)
    at = WEIGHTS[row, column - 1] if column else VALUES[row]
    assert page.says("votes.row, votes.column", f"{row} {column}") == f"{row} {column}"
    assert votes.evaluate(SHOWN)["slider"] == pytest.approx(at)
    name = f"weight {row} to {'XO'[column - 1]}" if column else f"value {row}"
    said = rounded(at).replace("−", "minus ")
    assert answer(votes) == f"{said}; {name} is {said}"
    assert len(answer(votes).split()) <= 12
    assert votes.locator("[role=grid] [tabindex]").count() == 1


def test_a_finger_that_scrolls_past_the_slider_leaves_a_number_between_its_steps(page, votes):
    page.run("votes.values = [0.5555, *votes.values[1:]]")
    page.settle()
    for event in ("pointerdown", "pointercancel"):
        votes.get_by_role("slider").dispatch_event(event)
    page.settle()
    assert page.says("votes.values[0]", "0.5555") == "0.5555"


def test_the_pointer_picks_and_the_slider_and_buttons_change(page, votes):
    grid, slider = votes.locator("[role=grid]"), votes.get_by_role("slider", name="weight 2 to O")

    def assert_weighs(weight):
        page.settle()
        assert_shows(votes, *changed((2, 2, weight)))

    page.page.mouse.click(*middle(grid, 2, 3, 12, 5))
    assert page.says("votes.row, votes.column", "2 2") == "2 2"
    slider.fill("-0.5")
    votes.get_by_role("button", name="+ 0.05").click()
    assert_weighs(-0.45)
    assert slider.get_attribute("aria-valuetext") == "minus 0.45"
    slider.focus()
    press(page, "Home")
    assert_weighs(-1)
    assert status(votes) == "minus 1.00, as far as it goes; X wins by 0.957"
    votes.get_by_role("button", name="− 0.05").click()
    assert_weighs(-1)
    page.page.mouse.click(*middle(grid, 0, 2, 12, 5))  # a product
    assert page.says("votes.row, votes.column", "0 1") == "0 1"  # picks its weight
    votes.get_by_role("button", name="Reset").click()
    page.settle()
    assert_shows(votes, VALUES, WEIGHTS)
    assert DRIVER.state_of(page) == [VALUES, WEIGHTS.tolist()]
