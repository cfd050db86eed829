"""The votes widget: in Python, and in JupyterLab by keyboard, pointer, slider, buttons and from Python."""

import json
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest
from conftest import FOCUS

from xo_helpers.ops import dense, softmax
from xo_helpers.texts import rounded, verdict
from xo_helpers.widgets import Votes
from xo_helpers.widgets.shared import base

# The story's list of twelve values, and which of them speak for X and for O.
VALUES = [0.9, 0.65, 0.45, 0.87, 0.96, 0.73, 0.23, 0.63, 0.44, 0.89, 0.94, 0.53]
WEIGHTS = np.zeros((12, 2))
WEIGHTS[[0, 3, 4, 9, 10], 0] = 1 / 5
WEIGHTS[[1, 2, 8, 11], 1] = 1 / 4

# In Python


def test_the_storys_votes_and_shares():
    votes = Votes(VALUES, WEIGHTS)
    assert np.allclose(votes.votes, [0.912, 0.5175], rtol=0, atol=1e-12)
    assert np.array_equal(votes.shares, softmax(votes.votes))
    assert votes.values == VALUES
    assert votes.weights == WEIGHTS.tolist()
    assert votes.bias == [0, 0]


def test_the_repr_is_stable_and_is_the_bundles_text():
    votes = Votes(VALUES, WEIGHTS)
    assert repr(votes) == "Votes(X=0.912, O=0.5175): X wins by 0.3945; shares 0.5974 and 0.4026"
    data, metadata = votes._repr_mimebundle_()
    assert data["text/plain"] == metadata["image/png"]["alt"] == repr(votes)
    assert data["image/png"].startswith(b"\x89PNG")
    assert "application/vnd.jupyter.widget-view+json" in data
    votes.values = [0] * 12
    assert repr(votes) == "Votes(X=0.00, O=0.00): X and O tie; shares 0.50 and 0.50"
    assert votes._repr_mimebundle_()[0]["image/png"] != data["image/png"]


def test_the_picture_shows_the_ledger_the_sums_and_the_shares():
    ledger, bars = Votes(VALUES, WEIGHTS, [0.1, -0.2], names=list("abcdefghijkl"))._figure().axes
    shown = ledger.images[0].get_array()
    assert np.allclose(shown[:, 2], VALUES * WEIGHTS[:, 0])
    assert np.allclose(shown[:, 4], VALUES * WEIGHTS[:, 1])
    texts = [text.get_text() for text in ledger.texts]
    assert texts[-6:] == ["bias", "0.10", "−0.20", "votes", "1.012", "0.3175"]
    assert {"0.174", "0.1625"} <= set(texts)
    assert "l" in texts
    shares = softmax(dense([VALUES], WEIGHTS, [0.1, -0.2]))[0]
    assert np.allclose([bar.get_width() for bar in bars.patches], shares)
    assert [text.get_text() for text in bars.texts] == [rounded(share) for share in shares]


def test_python_changes_follow_and_reset_goes_back():
    votes = Votes(VALUES, WEIGHTS, bias=[0, 0.5])
    votes.row, votes.column = 2, 1
    assert repr(votes).startswith("Votes(X=0.912, O=1.0175): O wins by 0.1055;")
    votes.values = -np.array(VALUES)
    votes.weights = WEIGHTS[::-1]
    votes.bias = [1, 0]
    assert np.array_equal(votes.votes, dense([-np.array(VALUES)], WEIGHTS[::-1], [1, 0])[0])
    votes.reset()
    assert (votes.values, votes.weights, votes.bias) == (VALUES, WEIGHTS.tolist(), [0, 0.5])
    assert (votes.row, votes.column) == (2, 1)


def test_the_sums_close_as_they_are_shown():
    """Cell by cell, down to the votes, their difference and the shares: read off the picture and added up."""
    votes = Votes(VALUES, WEIGHTS, [0.1, -0.25])
    texts = [text.get_text() for text in votes._figure().axes[0].texts]
    cells = np.array([Decimal(text.replace("−", "-")) for text in texts[:60]]).reshape(12, 5)
    bias, sums = ([Decimal(text.replace("−", "-")) for text in line] for line in (texts[-5:-3], texts[-2:]))
    for o in (0, 1):
        assert (cells[:, 0] * cells[:, 2 * o + 1] == cells[:, 2 * o + 2]).all()
        assert cells[:, 2 * o + 2].sum() + bias[o] == sums[o]
    assert f"X wins by {sums[0] - sums[1]};" in repr(votes)
    shares = repr(votes).split("shares ")[1].split(" and ")
    assert sum(map(Decimal, shares)) == 1


@pytest.mark.parametrize(
    ("values", "weights", "closes"),
    [
        ([0.9, 0.65], [[0.2, 0], [0, 0.25]], True),
        ([1 / 3, 0.5], [[0.2, 0], [0, 0.25]], False),
        ([0.55, 0.5], [[1 / 3, 0], [0, 0.25]], False),
        ([0.123, 0.5], [[0.01, 0], [0, 0.25]], False),  # a product has five decimals
    ],
)
def test_where_the_sums_do_not_close_it_says_rounded(values, weights, closes):
    votes = Votes(values, weights)
    assert repr(votes).endswith(", rounded") is not closes
    foot = [text.get_text() for text in votes._figure().axes[0].texts][-3]
    assert foot == ("votes" if closes else "votes, rounded")


def test_three_shares_that_do_not_add_up_as_shown_are_called_rounded():
    votes = Votes([1.0], [[0.0, 0.0, 0.0]], classes=["a", "b", "c"])
    assert repr(votes).endswith("shares 0.3333 and 0.3333 and 0.3333, rounded")


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (0.11115, 4, "0.1112"),  # stored as 0.11114999…
        (0.03125, 4, "0.0313"),
        (-0.03125, 4, "−0.0313"),
        (0.99999, 4, "1.00"),
        (-0.00004, 4, "0.00"),
        (0.1020, 4, "0.102"),
        (12.3, 4, "12.30"),
        (5 / 9, 2, "0.56"),
        (-1 / 9, 3, "−0.111"),
    ],
)
def test_rounded(value, digits, text):
    assert rounded(value, digits) == text


def test_a_lead_in_words():
    assert verdict([0.1, 0.3, 0.2], ["a", "b", "c"]) == "b wins by 0.10"
    assert verdict([0.1, 0.105], ["a", "b"]) == "b wins by less than 0.01"
    assert verdict([0.3, 0.1 + 0.2], ["a", "b"]) == "a and b tie"  # what rounding leaves is no lead
    assert verdict([0, 1, 1], ["a", "b", "c"]) == "b and c tie"
    assert verdict([0.1, 0.105], ["a", "b"], 4) == "b wins by 0.005"
    assert verdict([0.1, 0.10005], ["a", "b"], 4) == "b wins by less than 0.0001"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda v: setattr(v, "values", VALUES[:11]), "weights has shape \\(12, 2\\); with 11 values and 2 classes it must be \\(11, 2\\)"),
        (lambda v: setattr(v, "values", [VALUES]), "values have shape \\(1, 12\\); the widget takes one row"),
        (lambda v: setattr(v, "values", [*VALUES[:11], 1.5]), "values hold 1.5; the widget takes numbers from -1 to 1"),
        (lambda v: setattr(v, "weights", WEIGHTS * -9), "weights hold -2.25"),
        (lambda v: setattr(v, "weights", "none"), "weights holds text"),
        (lambda v: setattr(v, "bias", [0]), "bias has shape \\(1,\\); with 12 values and 2 classes it must be \\(2,\\)"),
        (lambda v: setattr(v, "row", 12), "row is 12; here are rows 0 to 11"),
        (lambda v: setattr(v, "column", 3), "column is 3; here are columns 0 to 2"),
        (lambda v: Votes(VALUES, WEIGHTS, names=["a"]), "12 values and 1 names; give each value a name"),
        (lambda v: Votes(VALUES, WEIGHTS[:, :1], classes=["X"]), "there are 1 classes; the widget shows 2 to 5"),
    ],
)  # fmt: skip
def test_bad_values_are_refused_and_change_nothing(change, message):
    votes = Votes(VALUES, WEIGHTS)
    before = votes.get_state()
    with pytest.raises(ValueError, match=message):
        change(votes)
    assert votes.get_state() == before


# In the browser

CELLS = [
    f"""
import json
import numpy as np
from xo_helpers.widgets import Votes
votes = Votes({VALUES}, {WEIGHTS.tolist()})
votes
""",
    "votes",
    "rng = np.random.default_rng(3)\n"
    "three = Votes(rng.uniform(-1, 1, 7), rng.uniform(-1, 1, (7, 3)), [0.3, -0.2, 0.05], ['zero', 'X', 'O'],\n"
    "    names=['top left', 'top', 'top right', 'left', 'middle', 'right', 'below'])\nthree",
]


@pytest.fixture(scope="module")
def page(host):
    lesson = host.open("votes.ipynb", CELLS)
    lesson.run_all()
    yield lesson
    lesson.close()


@pytest.fixture
def votes(page):
    """The first widget as new, with the keyboard's focus on the first value."""
    page.run("votes.reset(); votes.row = votes.column = 0")
    widget = page.widget(0)
    widget.get_by_text("value 0 is 0.90. Votes X 0.912, O 0.5175: X wins by 0.3945;").wait_for()
    page.settle()
    focus(widget)
    return widget


def focus(widget):
    widget.locator("[role=grid]:has([tabindex])").evaluate(FOCUS)


def status(widget):
    return widget.locator("[role=status]").inner_text()


def press(page, *keys):
    for key in keys:
        page.page.keyboard.press(key)
    page.settle()


SHOWN = """widget => {
    const texts = (from, what) => [...from.querySelectorAll(what)].map(cell => cell.textContent);
    const sums = [...widget.querySelectorAll('.xo-ledger > .xo-heads:not([hidden])')].slice(1);
    return {
        grid: [...widget.querySelectorAll('.xo-row')].map(row => texts(row, '.xo-cell')),
        foot: widget.querySelector('.xo-votes').previousSibling.textContent,
        sums: sums.map(line => texts(line, 'div').filter(text => text)),
        shares: texts(widget, '.xo-shares > div:nth-child(3n)'),
        bars: [...widget.querySelectorAll('.xo-bar > div')].map(bar => bar.getBoundingClientRect().width /
            bar.parentElement.getBoundingClientRect().width),
        result: widget.querySelector('.xo-result').textContent,
        slider: Number(widget.querySelector('input').value),
    };
}"""


def assert_shows(shown, values, weights, bias=(0, 0), classes=("X", "O")):
    """All that the widget may show, from NumPy."""
    values, weights = np.array(values, dtype=float), np.array(weights, dtype=float)
    votes = dense([values], weights, bias)[0]
    shares = softmax(votes)
    ledger = [values]
    for weight in weights.T:
        ledger += [weight, values * weight]
    assert shown["grid"] == [list(map(rounded, line)) for line in np.stack(ledger, axis=1)]
    lines = [bias, votes] if np.any(bias) else [votes]
    assert shown["sums"] == [list(map(rounded, line)) for line in lines]
    assert shown["shares"] == list(map(rounded, shares))
    assert np.allclose(shown["bars"], shares, atol=0.01)
    assert shown["result"] == verdict(votes, classes, 4)
    if shown["foot"] == "votes":  # what is shown adds up, to the last digit
        for o, vote in enumerate(shown["sums"][-1]):
            products = [number(line[2 * o + 2]) for line in shown["grid"]]
            assert sum(products) + (number(shown["sums"][0][o]) if len(lines) > 1 else 0) == number(vote)
    else:
        assert shown["foot"] == "votes, rounded"


def number(text):
    return Decimal(text.replace("−", "-"))


def state(page, name="votes"):
    return json.loads(page.run(f"print(json.dumps([{name}.values, {name}.weights]))"))


@pytest.mark.browser
def test_it_shows_the_storys_numbers_and_says_them(page, votes):
    assert_shows(votes.evaluate(SHOWN), VALUES, WEIGHTS)
    end = "Votes X 0.912, O 0.5175: X wins by 0.3945; shares 0.5974 and 0.4026"
    assert status(votes) == f"value 0 is 0.90. {end}"
    press(page, "ArrowRight")
    assert status(votes) == f"weight of value 0 to X is 0.20; times 0.90 is 0.18. {end}"
    press(page, "-", "-", "-", "-", "-")
    said = "weight of value 0 to X is minus 0.05; times 0.90 is minus 0.045. Votes X 0.687, O 0.5175: X wins by 0.1695;"
    assert status(votes).startswith(said)
    page.screenshot("light", votes)


@pytest.mark.browser
def test_the_pages_votes_and_shares_are_numpys_for_any_edit(page, votes):
    values, weights = list(VALUES), WEIGHTS.copy()
    rng = np.random.default_rng(0)
    for _ in range(25):
        row, column, key = int(rng.integers(12)), int(rng.integers(3)), str(rng.choice(["+", "-", "0"]))
        times = int(rng.integers(1, 30))
        page.run(f"votes.row, votes.column = {row}, {column}")
        page.settle()
        press(page, *[key] * times)
        old = weights[row, column - 1] if column else values[row]
        new = 0 if key == "0" else np.clip(old + {"+": 0.05, "-": -0.05}[key] * times, -1, 1)
        if column:
            weights[row, column - 1] = new
        else:
            values[row] = new
        assert_shows(votes.evaluate(SHOWN), values, weights)
    assert np.abs([*values, *weights.flat]).max() == 1  # some went as far as they can
    page.page.wait_for_timeout(300)
    python = state(page)
    assert np.allclose(python[0], values, rtol=0, atol=1e-9)
    assert np.allclose(python[1], weights, rtol=0, atol=1e-9)
    shown = votes.evaluate(SHOWN)
    printed = page.run("print(votes)")
    assert (
        f"X={shown['sums'][0][0]}, O={shown['sums'][0][1]}): {shown['result']}; shares {shown['shares'][0]}"
        in printed
    )


@pytest.mark.browser
def test_three_classes_a_bias_and_names(page):
    widget = page.widget(2)
    values, weights = state(page, "three")
    shown = widget.evaluate(SHOWN)
    assert_shows(shown, values, weights, [0.3, -0.2, 0.05], ["zero", "X", "O"])
    assert shown["foot"] == "votes, rounded"
    page.run("three.row, three.column = 4, 3")
    page.settle()
    assert status(widget).startswith("weight of value middle to O is")
    assert status(widget).endswith(", rounded")
    page.screenshot("three", widget)


@pytest.mark.browser
def test_the_page_rounds_as_python_does(page):
    source = (Path(base.__file__).parent / "numbers.js").read_text(encoding="utf-8")
    function = source[source.index("function rounded") :].split("\n}\n")[0] + "\n}"
    rng = np.random.default_rng(7)
    values = [
        0.0,
        -0.0,
        0.03125,
        -0.03125,
        0.11115,
        0.99999,
        1e-5,
        -1e-5,
        5 / 9,
        -1 / 9,
        *rng.normal(size=500),
    ]
    values += [round(value, 2) * 0.25 for value in rng.normal(size=500)]
    for digits in (2, 3, 4):
        shown = page.page.evaluate(
            f"([values, digits]) => {{ {function} return values.map(v => rounded(v, digits)) }}",
            [values, digits],
        )
        assert shown == [rounded(value, digits) for value in values]


@pytest.mark.browser
@pytest.mark.parametrize(
    ("keys", "place"),
    [
        (["ArrowDown", "ArrowRight"], (1, 1)),
        (["End", "ArrowRight"], (1, 0)),
        (["ArrowLeft"], (0, 0)),
        (["PageDown", "End"], (11, 2)),
        (["Control+End", "ArrowUp", "Home"], (10, 0)),
        (["Control+End", "ArrowDown", "ArrowRight"], (11, 2)),
    ],
)
def test_keys_pick_a_value_or_a_weight_and_python_knows(page, votes, keys, place):
    press(page, *keys)
    row, column = place
    at = VALUES[row] if not column else WEIGHTS[row, column - 1]
    assert page.says("votes.row, votes.column", f"{row} {column}") == f"{row} {column}"
    assert votes.evaluate(SHOWN)["slider"] == pytest.approx(at)
    label = votes.locator(":focus").get_attribute("aria-label")
    name = f"weight of value {row} to {'XO'[column - 1]}" if column else f"value {row}"
    assert label == f"{name}, {rounded(at).replace('−', 'minus ')}"
    assert votes.locator("[role=grid] [tabindex]").count() == 1


@pytest.mark.browser
def test_the_pointer_picks_and_the_slider_and_buttons_change(page, votes):
    box = votes.locator("[role=grid]").bounding_box()
    page.page.mouse.click(
        box["x"] + 0.7 * box["width"], box["y"] + 2.5 * box["height"] / 12
    )  # 3rd line, × to O
    page.settle()
    assert page.says("votes.row, votes.column", "2 2") == "2 2"
    slider = votes.get_by_role("slider", name="weight of value 2 to O")
    slider.fill("-0.5")
    votes.get_by_role("button", name="+ 0.05").click()
    page.settle()
    weights = WEIGHTS.copy()
    weights[2, 1] = -0.45
    assert_shows(votes.evaluate(SHOWN), VALUES, weights)
    assert slider.get_attribute("aria-valuetext") == "minus 0.45"
    slider.focus()
    press(page, "Home")
    weights[2, 1] = -1
    assert_shows(votes.evaluate(SHOWN), VALUES, weights)
    assert "is minus 1.00, as far as it goes;" in status(votes)
    votes.get_by_role("button", name="− 0.05").click()
    page.settle()
    assert_shows(votes.evaluate(SHOWN), VALUES, weights)
    box = votes.locator("[role=grid]").bounding_box()
    page.page.mouse.click(box["x"] + 0.5 * box["width"], box["y"] + 0.5 * box["height"] / 12)  # a product
    page.settle()
    assert page.says("votes.row, votes.column", "0 1") == "0 1"  # picks its weight
    votes.get_by_role("button", name="Reset").click()
    page.settle()
    assert_shows(votes.evaluate(SHOWN), VALUES, WEIGHTS)
    page.page.wait_for_timeout(300)
    assert state(page) == [VALUES, WEIGHTS.tolist()]


@pytest.mark.browser
def test_python_changes_it_and_two_views_agree(page, votes):
    values = [round(-value, 2) for value in VALUES]
    page.run(f"votes.values = {values}; votes.bias = [0, 0.4]")
    page.settle()
    for widget in (votes, page.widget(1)):
        assert_shows(widget.evaluate(SHOWN), values, WEIGHTS, [0, 0.4])
    votes.scroll_into_view_if_needed()
    focus(votes)
    press(page, "ArrowDown", "+")
    values[1] += 0.05
    assert_shows(page.widget(1).evaluate(SHOWN), values, WEIGHTS, [0, 0.4])


@pytest.mark.browser
@pytest.mark.parametrize("where", ["grid", "slider", "button"])
def test_the_notebooks_shortcuts_stay_out(page, votes, where):
    before = page.cells()
    if where == "slider":
        votes.get_by_role("slider").focus()
    elif where == "button":
        votes.get_by_role("button", name="Reset").focus()
    for key in ["j", "a", "b", "d", "d", "x", "m", "Enter", "Shift+Enter", "Escape", "a", "b", "0", "0"]:
        page.page.keyboard.press(key)
    page.page.wait_for_timeout(200)
    assert page.cells() == before
    assert votes.locator(":focus").count() == 1


@pytest.mark.browser
def test_tab_goes_through_and_out(page, votes):
    stops = []
    for _ in range(6):
        at = "() => [document.activeElement.getAttribute('role') ?? document.activeElement.tagName]"
        stops += page.page.evaluate(at) if votes.locator(":focus").count() else ["out"]
        page.page.keyboard.press("Tab")
    assert stops == ["gridcell", "INPUT", "BUTTON", "BUTTON", "BUTTON", "out"]


FIRE = """(widget, keys) => {
    const press = key => new KeyboardEvent('keydown', {key, bubbles: true, cancelable: true});
    for (const key of keys) document.activeElement.dispatchEvent(press(key));
}"""


@pytest.mark.browser
def test_200_steps_at_once_end_on_the_right_picture(page, votes):
    votes.evaluate(FIRE, ["ArrowDown", "-", "ArrowRight", "+"] * 50)
    page.settle()
    shown = votes.evaluate(SHOWN)
    page.page.wait_for_timeout(700)
    values, weights = state(page)
    assert values != VALUES
    assert_shows(shown, values, weights)
    assert votes.evaluate(SHOWN) == shown


@pytest.mark.browser
def test_axe_finds_nothing_in_either_theme(page, votes):
    assert page.problems() == []
    page.theme("JupyterLab Dark")
    assert page.problems() == []
    page.screenshot("dark", votes)
    page.theme("JupyterLab Light")


CUT = """widget => [...widget.querySelectorAll('.xo-cell')].filter(cell => {
    const text = document.createRange();
    text.selectNodeContents(cell);
    return text.getBoundingClientRect().width > cell.getBoundingClientRect().width;
}).map(cell => cell.textContent)"""

# How far, at most, a value's name stands above or below its line.
ASKEW = """widget => {
    const middle = at => at.getBoundingClientRect().top + at.getBoundingClientRect().height / 2;
    const rows = [...widget.querySelectorAll('.xo-row')];
    return Math.max(...rows.map((row, r) => Math.abs(middle(row) - middle(widget.querySelector('.xo-names').children[r]))));
}"""


@pytest.mark.browser
def test_a_phone(lab):
    small = {"viewport": {"width": 360, "height": 900}, "device_scale_factor": 2}
    page = lab.open("votes_phone.ipynb", [CELLS[0], CELLS[2]], **small)
    page.run_all()
    for index in (0, 1):
        widget = page.widget(index)
        assert widget.evaluate("widget => widget.scrollWidth <= widget.clientWidth"), index
        assert widget.evaluate(CUT) == [], index
        assert widget.evaluate(ASKEW) < 1, index
        page.screenshot(f"widget-{index}", widget)
    assert page.problems() == []
    page.close()


@pytest.mark.browser
def test_it_works_while_the_kernel_is_busy_and_after_it_is_gone(lab):
    page = lab.open("votes_gone.ipynb", [*CELLS[:1], "import time\ntime.sleep(600)"])
    page.command("notebook:run-all-cells", wait=False)
    widget = page.widget(0)
    focus(widget)
    press(page, "ArrowDown", "+")
    values = [*VALUES]
    values[1] += 0.05
    assert_shows(widget.evaluate(SHOWN), values, WEIGHTS)
    page.shutdown()
    press(page, "ArrowRight", "ArrowRight", "0")
    weights = WEIGHTS.copy()
    weights[1, 1] = 0
    assert_shows(widget.evaluate(SHOWN), values, weights)
    widget.get_by_role("slider").fill("0.75")
    weights[1, 1] = 0.75
    page.settle()
    assert_shows(widget.evaluate(SHOWN), values, weights)
    widget.get_by_role("button", name="Reset").click()
    page.settle()
    assert_shows(widget.evaluate(SHOWN), VALUES, WEIGHTS)
    page.command("notebook:clear-cell-output")
    page.page.wait_for_selector(".xo", state="detached")
    assert page.console == []
    page.close()
