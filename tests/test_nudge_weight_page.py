"""What only the nudge widget does in the page, in JupyterLab and on the web site; see test_contract.py."""

import json

import numpy as np
import pytest
from drivers import HEARS, answer, as_new, middle, opened, press, status
from drivers.nudge_weight import DRIVER, LABELS, SHOWN, VALUES, WEIGHTS, after, along, assert_shows, axes_of

from xo_helpers.texts import rounded
from xo_helpers.widgets import NudgeWeight

pytestmark = pytest.mark.browser

page, nudge = opened(DRIVER.cell, "nudge", DRIVER.also[0]), as_new(DRIVER)


@pytest.fixture
def valley(page, nudge):
    """A weight whose curve goes down and up again within the plot."""
    page.run("nudge.row, nudge.column, nudge.learning_rate = 1, 1, 30")
    page.settle()
    return nudge


def pythons(weights=WEIGHTS, at=(0, 0), rate=1, bias=None, values=VALUES, labels=LABELS):
    """The same in this process, for its steps."""
    mine = NudgeWeight(values, labels, weights, bias, rate)
    mine.row, mine.column = at
    return mine


def assert_as(widget, mine):
    """Shows what Python has, with the axes of when it was made."""
    at, batch = (mine.row, mine.column), (mine.values, mine.labels)
    axes = axes_of(mine.start["weights"], at, mine.start["bias"], *batch).expected
    return assert_shows(widget, mine.weights, mine.bias, at, mine.learning_rate, *batch, axes, mine.trail)


def test_a_half_is_rounded_up_in_every_line(page, nudge):
    page.run("nudge.weights = [[0.00015, 0.0], *nudge.weights[1:]]")
    page.settle()
    shown = nudge.evaluate(SHOWN)
    assert shown["seen"].startswith("weight 0 to X is 0.0002, ")
    assert shown["lines"][1].startswith("step: 0.0002 − ")


def test_it_shows_the_numbers_and_says_what_is_new_in_at_most_twelve_words(page, nudge):
    assert_shows(nudge, WEIGHTS)
    nudge.evaluate(HEARS)
    press(page, *"-" * 30)
    assert_shows(nudge, after(-0.3), axes=axes_of(WEIGHTS).expected)
    press(page, "+")
    slope = assert_shows(nudge, after(-0.29), axes=axes_of(WEIGHTS).expected)["seen"].split("slope −")[1][:6]
    now, before = map(along(WEIGHTS), (-0.09, -0.1))
    assert status(nudge) == f"minus 0.09: loss {now:.4f}"
    loss = f"loss {now:.4f}, before {before:.4f}; 2 of 4 right"
    assert nudge.locator(".xo-nudge-loss").inner_text() == loss
    seen = f"weight 0 to X is −0.09, slope −{slope}: nudging it up lowers the loss"
    assert nudge.evaluate(SHOWN)["seen"] == seen
    press(page, "ArrowDown")
    press(page, "ArrowUp")  # not both in one frame, which would be no news
    assert status(nudge) == f"weight 0 to X, slope minus {slope}"
    press(page, "ArrowDown")
    assert assert_shows(nudge, after(-0.29), at=(1, 0))["plot"] == "the loss as weight 1 to X changes"
    assert nudge.locator(".xo-nudge-loss").inner_text() == loss
    for rate in ("30", "10"):
        nudge.get_by_label("learning rate").select_option(rate)
        nudge.get_by_role("button", name="Step all weights").click()
        page.settle()
    heard = page.page.evaluate("window.heard")
    assert [words for words in heard if words.endswith("of 4 right")]  # said when it changes
    assert [words for words in heard if len(words.split()) > 12] == []
    page.screenshot("light", nudge)


def test_the_pages_numbers_are_numpys_for_any_state(page, nudge):
    rng = np.random.default_rng(0)
    ended = set()
    for _ in range(20):
        values, labels = rng.uniform(-1, 1, (4, 3)).tolist(), rng.integers(2, size=4).tolist()
        weights, bias = rng.normal(0, 3, (3, 2)).tolist(), rng.normal(0, 1, 2).tolist()
        at = int(rng.integers(3)), int(rng.integers(2))
        rate = [0.1, 1, 30][rng.integers(3)]
        page.run(
            f"nudge.row, nudge.column, nudge.learning_rate = {(*at, rate)}\n"  # with other images it looks anew
            f"nudge.bias, nudge.weights, nudge.labels, nudge.values = {bias}, {weights}, {labels}, {values}"
        )
        page.settle()
        mine = pythons(weights, at, rate, bias, values, labels)
        assert_as(nudge, mine)
        DRIVER.focus(nudge)
        press(page, "Enter")
        mine.step()
        assert_as(nudge, mine)
        nudge.get_by_role("button", name="Step all weights").evaluate("button => button.click()")
        mine.step_all()
        page.settle()
        ended.add(assert_as(nudge, mine)["next"] is None)
        *python, said = json.loads(page.run("print(json.dumps([nudge.weights, nudge.bias, repr(nudge)]))"))
        assert said == repr(mine)
        for found, want in zip(python, (mine.weights, mine.bias), strict=True):
            assert np.allclose(found, want, rtol=0, atol=1e-9)
    assert ended == {True, False}  # some steps lead out of the curve


def test_three_classes_a_bias_names_and_a_rate_of_pythons(page):
    widget = page.widget(2)
    rng = np.random.default_rng(3)
    values, weights = rng.uniform(-1, 1, 7)[None], rng.normal(0, 1, (7, 3))
    same = {"bias": [0.3, -0.2, 0.05], "values": values, "labels": [2]}
    assert_shows(widget, weights, rate=0.05, **same)
    page.run("three.row, three.column = 4, 2")
    page.settle()
    assert_shows(widget, weights, at=(4, 2), rate=0.05, **same)
    assert status(widget).startswith("weight middle to O, slope ")
    page.run("three.learning_rate = 200")
    page.settle()
    assert "a step lands at" in assert_shows(widget, weights, at=(4, 2), rate=200, **same)["away"]


@pytest.mark.parametrize(
    ("keys", "row", "column"), [(["End", "ArrowRight"], 1, 0), (["Control+End", "ArrowRight"], 2, 1)]
)
def test_keys_pick_a_weight_and_python_knows(page, nudge, keys, row, column):
    press(page, *keys)
    assert page.says("nudge.row, nudge.column", f"{row} {column}") == f"{row} {column}"
    assert_shows(nudge, WEIGHTS, at=(row, column))
    said = rounded(WEIGHTS[row][column], 2).replace("−", "minus ")
    assert answer(nudge).startswith(f"{said}; weight {row} to {'XO'[column]}, slope ")
    assert len(answer(nudge).split()) <= 12
    assert nudge.locator("[role=grid] [tabindex]").count() == 1


def test_the_pointer_picks_and_the_buttons_and_the_list_change(page, nudge):
    def click(name):
        nudge.get_by_role("button", name=name).click()
        page.settle()

    page.page.mouse.click(*middle(nudge.locator("[role=grid]"), 1, 1, 3, 2))
    assert page.says("nudge.row, nudge.column", "1 1") == "1 1"
    for name in ("+ 0.01", "+ 0.01", "− 0.01"):
        click(name)
    mine = pythons(at=(1, 1))
    mine.weights = after(0.01, (1, 1))
    assert_as(nudge, mine)
    nudge.get_by_label("learning rate").select_option("10")
    page.settle()
    mine.learning_rate = 10
    assert_as(nudge, mine)
    assert page.says("nudge.learning_rate", "10") == "10"
    click("Step downhill")
    mine.step()
    assert_as(nudge, mine)
    click("Reset")
    assert_shows(nudge, WEIGHTS, at=(1, 1), rate=10)
    assert page.says("nudge.weights", str(WEIGHTS)) == str(WEIGHTS)


def test_the_axes_stay_while_the_ball_rolls_and_its_trail_holds_the_losses(page, valley):
    mine = pythons(at=(1, 1), rate=30)
    found = [assert_as(valley, mine)]
    for _ in range(3):
        press(page, "Enter")
        mine.step()
        found.append(assert_as(valley, mine))
        assert found[-1]["ends"] == found[0]["ends"]
    losses = [loss for _, loss in mine.trail]
    assert np.allclose([up for _, up in found[-1]["trail"]], losses, rtol=0, atol=1e-3)
    assert page.says("nudge.trail == [] or len(nudge.trail)", "3") == "3"
    # The first step was too long, and ended on the other side.
    curve = np.array(found[0]["curve"])
    bottom = curve[curve[:, 1].argmin(), 0]
    assert sorted(np.sign(at["now"][0] - bottom) for at in found[:2]) == [-1, 1]
    slopes = [np.diff(np.array(at["tangent"])[:, 1])[0] for at in found[:2]]
    assert slopes[0] * slopes[1] < 0
    page.screenshot("trail", valley)
    press(page, "ArrowUp", "ArrowDown")  # away and back: another curve, no trail
    assert_shows(valley, mine.weights, at=(1, 1), rate=30)


def test_pythons_steps_show_in_both_views(page, nudge):
    page.run("nudge.learning_rate = 0.3; nudge.step(); nudge.step_all()")
    page.settle()
    mine = pythons(rate=0.3)
    mine.step()
    mine.step_all()
    for widget in (nudge, page.widget(1)):
        assert_as(widget, mine)


OLD = """widget => ['.xo-nudge-old', '.xo-nudge-curve'].map(kind => widget.querySelector(kind)?.getAttribute('points'))"""
# The ball lies above all else; halfway through its roll the slope of where it comes to rest is not seen yet.
ROLLING = """widget => {
    const ball = widget.querySelector('.xo-nudge-now'), slope = widget.querySelector('.xo-nudge-slope');
    for (const one of [ball, slope].flatMap(at => at.getAnimations())) one.pause(), one.currentTime = 250;
    return [ball === ball.parentElement.lastElementChild, getComputedStyle(slope).opacity, ball.getAnimations().length];
}"""


def test_the_curve_on_which_a_step_with_all_weights_began_stays_in_grey(page, valley):
    before = valley.evaluate(OLD)
    assert before[0] is None
    page.page.evaluate("() => { performance.now = () => Date.now(); }")  # in no haste
    valley.get_by_role("button", name="Step all weights and biases").click()
    page.settle()
    page.page.evaluate("() => { delete performance.now; }")
    assert valley.evaluate(ROLLING) == [True, "0", 1]
    old, now = valley.evaluate(OLD)
    assert old == before[1] != now
    valley.get_by_role("button", name="+ 0.01").click()
    page.settle()
    assert valley.evaluate(OLD)[0] is None


# A step at so many milliseconds by the page's clock: how many rolls it begins, where the ball is in the next
# four frames, and where in the end.
ROLLS = """async (widget, now) => {
    const [ball, plot] = ['.xo-nudge-now', '.xo-nudge-plot'].map(kind => widget.querySelector(kind));
    const middle = () => ball.getBoundingClientRect().x + ball.getBoundingClientRect().width / 2;
    const at = () => (middle() - plot.getBoundingClientRect().x) / plot.getBoundingClientRect().width;
    const places = [at()], angles = new Set(), turned = () => new DOMMatrix(getComputedStyle(ball).transform).b.toFixed(3);
    performance.now = () => now;
    document.activeElement.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', bubbles: true, cancelable: true}));
    for (let frame = 0; frame < 4; frame++) await new Promise(requestAnimationFrame), places.push(at()), angles.add(turned());
    await new Promise(requestAnimationFrame);
    delete performance.now;
    const rolling = ball.getAnimations();
    for (const roll of rolling) roll.finish();
    const end = at();
    for (const roll of rolling) roll.currentTime = 0; // on it goes
    return {rolls: rolling.length, places, end, angles: angles.size};
}"""


def test_the_ball_rolls_but_not_in_haste_nor_where_motion_is_unwelcome(page, valley):
    start = page.page.evaluate("100 * Date.now()")  # much later than all before, in another try too
    found = valley.evaluate(ROLLS, start)
    first, *between = found["places"]
    assert found["rolls"] == 1
    assert abs(found["end"] - first) > 0.1
    assert found["angles"] > 2  # it turns as it rolls, and does not slide
    assert min(abs(place - found["end"]) for place in between) > 0.01  # still on its way
    assert [valley.evaluate(ROLLS, start + later)["rolls"] for later in (299, 600)] == [0, 1]
    page.page.emulate_media(reduced_motion="reduce")
    page.run("nudge.reset()")
    page.settle()
    found = valley.evaluate(ROLLS, start + 5000)
    page.page.emulate_media(reduced_motion="no-preference")
    assert found["rolls"] == 0
    assert abs(found["end"] - found["places"][0]) > 0.1
    assert found["places"][-1] == found["end"]
