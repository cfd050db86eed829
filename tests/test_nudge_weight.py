"""The nudge widget: in Python, and in JupyterLab by keyboard, pointer, list, buttons and from Python."""

import json

import numpy as np
import pytest
from conftest import FOCUS

from xo_helpers.ops import cross_entropy, dense, softmax
from xo_helpers.texts import rounded
from xo_helpers.widgets import NudgeWeight

VALUES = [[0.9, 0.65, 0.45], [0.55, 0.9, 0.3], [0.96, 0.45, 0.73], [0.23, 0.63, 0.94]]
LABELS = [0, 1, 0, 1]
WEIGHTS = [[0.2, 0.0], [0.0, 0.25], [0.0, -0.1]]


def loss_of(values, labels, weights, bias):
    return cross_entropy(dense(values, weights, bias), labels)


def slopes_of(values, labels, weights, bias):
    """The slopes by calculus, not by nudging: [i, o] and [o]."""
    gradient = (softmax(dense(values, weights, bias)) - np.eye(len(bias))[labels]) / len(labels)
    return np.transpose(values) @ gradient, gradient.sum(axis=0)


def made():
    return NudgeWeight(VALUES, LABELS, WEIGHTS)


# In Python


def test_as_it_is_made():
    nudge = made()
    assert (nudge.values, nudge.labels, nudge.weights) == (VALUES, LABELS, WEIGHTS)
    assert (nudge.bias, nudge.learning_rate, nudge.row, nudge.column) == ([0, 0], 1, 0, 0)
    assert (nudge.classes, nudge.names) == (["X", "O"], ["0", "1", "2"])
    assert nudge.loss == loss_of(VALUES, LABELS, WEIGHTS, [0, 0])
    one = NudgeWeight([0.9, 0.65, 0.45], [1], np.zeros((3, 2), dtype=int))
    assert one.values == VALUES[:1]
    assert one.loss == pytest.approx(np.log(2))


@pytest.mark.parametrize("classes", [2, 3, 5])
def test_nudging_finds_the_slopes_of_calculus(classes):
    rng = np.random.default_rng(classes)
    values, labels = rng.uniform(-1, 1, (6, 4)), rng.integers(classes, size=6)
    weights, bias = rng.normal(0, 2, (4, classes)), rng.normal(0, 1, classes)
    nudge = NudgeWeight(values, labels, weights, bias, classes=list("abcde")[:classes])
    of_weights, of_bias = slopes_of(values, labels, weights, bias)
    assert np.allclose(nudge.slopes, of_weights, rtol=0, atol=1e-4)
    assert np.allclose(nudge.bias_slopes, of_bias, rtol=0, atol=1e-4)
    nudge.row, nudge.column = 3, 1
    assert nudge.slope == nudge.slopes[3, 1]
    up, down = weights.copy(), weights.copy()
    up[3, 1] += 0.01
    down[3, 1] -= 0.01
    by_hand = (loss_of(values, labels, up, bias) - loss_of(values, labels, down, bias)) / 0.02
    assert nudge.slope == pytest.approx(by_hand, abs=1e-12)


def test_a_step_changes_the_picked_weight_and_lowers_the_loss():
    nudge = made()
    nudge.row, nudge.column, nudge.learning_rate = 1, 1, 0.3
    before, slope, weights = nudge.loss, nudge.slope, nudge.weights
    nudge.step()
    assert nudge.weights is not weights
    assert weights == WEIGHTS  # a fresh list each time
    want = np.array(WEIGHTS)
    want[1, 1] -= 0.3 * slope
    assert np.array_equal(nudge.weights, want)
    assert nudge.loss < before


def test_a_step_of_all_takes_the_bias_along_and_reset_goes_back():
    nudge = made()
    slopes, bias_slopes, before = nudge.slopes, nudge.bias_slopes, nudge.loss
    nudge.step_all()
    assert np.array_equal(nudge.weights, WEIGHTS - slopes)
    assert np.array_equal(nudge.bias, -bias_slopes)
    assert nudge.loss < before
    for _ in range(300):
        nudge.step_all()
    assert (dense(nudge.values, nudge.weights, nudge.bias).argmax(axis=1) == LABELS).all()
    assert np.abs(nudge.weights).max() > 1  # weights may grow as they like
    nudge.learning_rate = 3
    nudge.reset()
    assert (nudge.weights, nudge.bias, nudge.learning_rate) == (WEIGHTS, [0, 0], 3)
    assert (nudge.trail, nudge.axes) == ([], axes_of(WEIGHTS))


def axes_of(weights, at=(0, 0), bias=(0, 0), values=VALUES, labels=LABELS):
    """What the plot shows around a weight: 4 downhill, 2 uphill, from a loss of 0 on."""
    weights = np.array(weights, dtype=float)
    slopes, _ = slopes_of(values, labels, weights, bias)
    weight, way = weights[at], 1 if slopes[at] < -1e-6 else -1
    loss, losses = loss_of(values, labels, weights, bias), []
    left, right = min(weight - 2 * way, weight + 4 * way), max(weight - 2 * way, weight + 4 * way)
    for weights[at] in np.linspace(left, right, 81):
        losses.append(loss_of(values, labels, weights, bias))
    top = max(1.05 * min(max(losses), 1.6 * loss), 0.05)
    return pytest.approx({"row": at[0], "column": at[1], "left": left, "right": right, "top": top})


def test_the_axes_stay_and_the_trail_grows_until_another_weight_is_picked():
    nudge = made()
    assert (nudge.trail, nudge.axes) == ([], axes_of(WEIGHTS))
    trails, places = [nudge.trail], []
    for step in (nudge.step, nudge.step_all, nudge.step):
        places.append([nudge.weights[0][0], nudge.loss])
        step()
        trails.append(nudge.trail)
        assert nudge.trail == pytest.approx(np.array(places))
        assert nudge.axes == axes_of(WEIGHTS)
    assert [len(trail) for trail in trails] == [0, 1, 2, 3]  # a fresh list each time
    nudge.weights = 2 * np.array(WEIGHTS)
    assert (len(nudge.trail), nudge.axes) == (3, axes_of(WEIGHTS))
    nudge.column = 1
    assert (nudge.trail, nudge.axes) == ([], axes_of(nudge.weights, (0, 1), nudge.bias))
    nudge.step()
    nudge.values = np.array(VALUES) / 2
    assert (nudge.trail, nudge.axes) == ([], axes_of(nudge.weights, (0, 1), nudge.bias, nudge.values))


def test_a_step_that_is_too_long_lands_up_the_other_side():
    nudge = NudgeWeight([[1.0, 0.2], [0.4, 0.9]], [0, 1], [[0.5, 0.0], [0.0, 0.1]], learning_rate=20)
    nudge.column = 1
    before, slope = nudge.loss, nudge.slope
    nudge.step()
    assert (slope > 0, nudge.slope < 0, nudge.loss > before) == (True, True, True)
    assert nudge.trail == [[0.0, before]]


def test_what_the_page_has_done_stays_as_it_is():
    """With the kernel busy a pick and the steps after it arrive as one."""
    nudge = made()
    axes = {"row": 2, "column": 1, "left": -3, "right": 3, "top": 1}
    nudge.set_state({"row": 2, "column": 1, "axes": axes, "trail": [[-0.1, 0.7]]})
    assert (nudge.axes, nudge.trail) == (axes, [[-0.1, 0.7]])
    nudge.trail = np.zeros((0, 2))
    nudge.axes = axes | {"top": 2}
    assert (nudge.axes["top"], nudge.trail) == (2, [])


def test_another_batch_goes_in_together():
    nudge = made()
    with nudge.hold_trait_notifications():
        nudge.values, nudge.labels = VALUES[:2], LABELS[:2]
    assert nudge.loss == loss_of(VALUES[:2], LABELS[:2], WEIGHTS, [0, 0])
    nudge.reset()
    assert (nudge.values, nudge.labels) == (VALUES, LABELS)


def test_the_repr_is_stable_and_is_the_bundles_text():
    nudge = made()
    assert repr(nudge) == (
        "NudgeWeight(loss=0.6545, 4 of 4 right, weight 0 to X=0.20, slope=−0.1255): "
        "nudging it up lowers the loss"
    )
    data, metadata = nudge._repr_mimebundle_()
    assert data["text/plain"] == metadata["image/png"]["alt"] == repr(nudge)
    assert data["image/png"].startswith(b"\x89PNG")
    assert "application/vnd.jupyter.widget-view+json" in data
    nudge.column = 1
    assert repr(nudge).endswith("weight 0 to O=0.00, slope=0.1255): nudging it up raises the loss")
    assert nudge._repr_mimebundle_()[0]["image/png"] != data["image/png"]
    nudge.values = np.zeros((4, 3))
    assert repr(nudge) == (
        "NudgeWeight(loss=0.6931, 2 of 4 right, weight 0 to O=0.00, slope=0.00): "
        "nudging it up hardly changes the loss"
    )


def test_the_picture_shows_the_weights_and_the_curve():
    nudge = NudgeWeight(VALUES, LABELS, WEIGHTS, [0.1, -0.2], names=["left", "middle", "right"])
    nudge.row, nudge.column = 2, 1
    grid, plot = nudge._figure().axes
    assert np.array_equal(grid.images[0].get_array(), WEIGHTS)
    assert [text.get_text() for text in grid.texts][-8:] == [
        "to X", "0.10", "to O", "−0.20", "left", "middle", "right", "bias",
    ]  # fmt: skip
    curve, tangent, now, after = plot.lines
    weights = np.array(WEIGHTS)
    for x, loss in zip(*curve.get_data(), strict=True):
        weights[2, 1] = x
        assert loss == pytest.approx(loss_of(VALUES, LABELS, weights, [0.1, -0.2]))
    assert tangent.get_slope() == nudge.slope
    assert [*map(float, np.ravel(now.get_data()))] == [-0.1, nudge.loss]
    assert plot.get_ylim() == (0, nudge.axes["top"])
    nudge.step()
    assert [*map(float, np.ravel(after.get_data()))] == [nudge.weights[2][1], nudge.loss]
    nudge.step()
    again = nudge._figure().axes[1]
    assert (again.get_xlim(), again.get_ylim()) == (plot.get_xlim(), plot.get_ylim())
    assert np.transpose(again.lines[2].get_data()).tolist() == nudge.trail
    nudge.learning_rate = 300
    plot = nudge._figure().axes[1]
    assert len(plot.lines) == 4  # no diamond
    assert f"a step lands at {rounded(nudge.weights[2][1] - 300 * nudge.slope, 2)}" in plot.get_title("right")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda n: setattr(n, "values", VALUES[:3]), "there are 3 images and 4 labels; to change both at once, set them inside"),
        (lambda n: setattr(n, "values", [VALUES]), "values have shape \\(1, 4, 3\\); the widget takes a row an image"),
        (lambda n: setattr(n, "values", [[0.1, np.nan, 0]] * 4), "values holds nan"),
        (lambda n: setattr(n, "values", None), "values holds object values; it must hold plain numbers"),
        (lambda n: setattr(n, "labels", [0, 1, 2, 0]), "labels hold 2; with 2 classes they must be from 0 to 1"),
        (lambda n: setattr(n, "labels", [0, 1, 0]), "there are 4 images and 3 labels"),
        (lambda n: setattr(n, "labels", [0.0, 1, 0, 1]), "labels hold float64 values; they must be whole numbers"),
        (lambda n: setattr(n, "weights", [[0, 0]]), "weights has shape \\(1, 2\\); with 3 values an image and 2 classes it must be \\(3, 2\\)"),
        (lambda n: setattr(n, "weights", [[np.inf, 0]] * 3), "weights holds inf"),
        (lambda n: setattr(n, "bias", [0]), "bias has shape \\(1,\\); with 3 values an image and 2 classes it must be \\(2,\\)"),
        (lambda n: setattr(n, "row", 3), "row is 3; here are rows 0 to 2"),
        (lambda n: setattr(n, "column", -1), "column is -1; here are columns 0 to 1"),
        (lambda n: setattr(n, "learning_rate", 0), "learning_rate is 0; it must be one number above 0, like 0.3"),
        (lambda n: setattr(n, "learning_rate", [1, 2]), "learning_rate is \\[1, 2\\]; it must be one number above 0"),
        (lambda n: setattr(n, "learning_rate", True), "learning_rate is True"),
        (lambda n: setattr(n, "learning_rate", "fast"), "learning_rate holds text"),
        (lambda n: setattr(n, "learning_rate", np.nan), "learning_rate holds nan"),
        (lambda n: setattr(n, "trail", [1, 2]), "trail has shape \\(2,\\); it must be pairs of a weight and its loss"),
        (lambda n: setattr(n, "trail", [[1, np.nan]]), "trail holds nan"),
        (lambda n: setattr(n, "axes", {"left": 0}), "axes have left; they need row, column, left, right, top"),
        (lambda n: setattr(n, "axes", n.axes | {"left": 9}), "left must be less than right"),
        (lambda n: setattr(n, "axes", n.axes | {"top": "high"}), "axes\\['top'\\] holds text"),
        (lambda n: setattr(n, "names", ["a"]), "3 values an image and 1 names; give each value a name"),
        (lambda n: NudgeWeight(VALUES, LABELS, np.zeros((3, 1)), classes=["X"]), "there are 1 classes; the widget shows 2 to 5"),
        (lambda n: NudgeWeight(VALUES, LABELS, WEIGHTS, learning_rate=-1), "learning_rate is -1"),
        (lambda n: NudgeWeight(0.5, [0], WEIGHTS), "values have shape \\(\\)"),
    ],
)  # fmt: skip
def test_bad_values_are_refused_and_change_nothing(change, message):
    nudge = made()
    before = nudge.get_state()
    with pytest.raises(ValueError, match=message):
        change(nudge)
    assert nudge.get_state() == before


# In the browser

CELLS = [
    f"""
import json
import numpy as np
from xo_helpers.widgets import NudgeWeight
nudge = NudgeWeight({VALUES}, {LABELS}, {WEIGHTS})
nudge
""",
    "nudge",
    "rng = np.random.default_rng(3)\n"
    "three = NudgeWeight(rng.uniform(-1, 1, 7), [2], rng.normal(0, 1, (7, 3)), [0.3, -0.2, 0.05], 0.05, ['zero', 'X', 'O'],\n"
    "    names=['top left', 'top', 'top right', 'left', 'middle', 'right', 'below'])\nthree",
]


@pytest.fixture(scope="module")
def page(host):
    lesson = host.open("nudge_weight.ipynb", CELLS)
    lesson.run_all()
    yield lesson
    lesson.close()


@pytest.fixture
def nudge(page):
    """The first widget as new, with the keyboard's focus on the first weight."""
    page.run("nudge.reset(); nudge.row = nudge.column = 0; nudge.learning_rate = 1")
    widget = page.widget(0)
    widget.get_by_text("weight 0 to X is 0.20. Loss 0.6545").wait_for()
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


# The curve's points are read off by the ticks, as an eye would.
SHOWN = """widget => {
    const texts = (from, what) => [...from.querySelectorAll(what)].map(cell => cell.textContent);
    const [plot, inside] = [widget.querySelector('.xo-nudge-plot'), widget.querySelector('.xo-nudge-plot svg')];
    const number = (of, name) => Number(of.getAttribute(name));
    const scale = (kind, name, shift) => {
        const ticks = [...plot.querySelectorAll(kind)];
        const [a, b] = [ticks[0], ticks.at(-1)].map(tick => [number(tick, name) - shift, Number(tick.textContent.replace('−', '-'))]);
        return place => a[1] + (place - a[0]) / (b[0] - a[0]) * (b[1] - a[1]);
    };
    const [left, top] = [number(inside, 'x'), number(inside, 'y')];
    const [across, up] = [scale('.xo-nudge-x', 'x', left), scale('.xo-nudge-y', 'y', top + 4)];
    const points = kind => plot.querySelector(kind).getAttribute('points').split(' ')
        .map(point => point.split(',').map(Number)).map(([x, y]) => [across(x), up(y)]);
    const mark = kind => {
        const place = plot.querySelector(kind)?.getAttribute('transform').match(/-?[0-9][-0-9.e]*/g).map(Number);
        return place ? [across(place[0]), up(place[1])] : null;
    };
    const trail = [...plot.querySelectorAll('.xo-nudge-trail')].map(dot =>
        dot.getAttribute('transform').match(/-?[0-9][-0-9.e]*/g).map(Number)).map(([x, y]) => [across(x), up(y)]);
    const ends = [across(0), across(number(inside, 'width')), up(number(inside, 'height')), up(0)];
    return {
        grid: [...widget.querySelectorAll('.xo-row')].map(row => texts(row, '.xo-cell')),
        bias: texts(widget, '.xo-ledger > .xo-heads:last-child > div'),
        loss: widget.querySelector('strong').textContent,
        lines: texts(widget, '.xo-nudge-side > .xo-line'),
        rate: Number(widget.querySelector('select').value),
        curve: points('.xo-nudge-curve'), tangent: points('.xo-nudge-slope'),
        now: mark('.xo-nudge-now'), next: mark('.xo-nudge-next'), trail, ends,
        right: widget.querySelector('.xo-nudge-loss').lastChild.textContent, away: plot.querySelector('.xo-nudge-away').textContent,
        ticks: [plot.querySelectorAll('.xo-nudge-x').length, plot.querySelectorAll('.xo-nudge-y').length],
        plot: plot.getAttribute('aria-label'),
        text: [...plot.querySelectorAll('text')].map(text => text.textContent).join(' | '),
    };
}"""


def fixed(number, digits=4):
    text = f"{abs(number):.{digits}f}"
    return f"−{text}" if number < 0 and float(text) else text


def assert_shows(
    shown, weights, bias=(0, 0), at=(0, 0), rate=1, values=VALUES, labels=LABELS, axes=None, trail=()
):
    """All that the widget may show, from NumPy; `axes` are those of when the weight was picked, if it has moved."""
    weights, bias = np.array(weights, dtype=float), np.array(bias, dtype=float)
    axes = axes or axes_of(weights, at, bias, values, labels).expected

    def loss_at(weight):
        other = weights.copy()
        other[at] = weight
        return loss_of(values, labels, other, bias)

    weight = weights[at]
    up, down = loss_at(weight + 0.01), loss_at(weight - 0.01)
    slope = (up - down) / 0.02
    landing = weight - rate * slope
    assert shown["grid"] == [[rounded(number, 2) for number in line] for line in weights]
    assert shown["bias"] == [rounded(number, 2) for number in bias]
    assert shown["loss"] == fixed(loss_at(weight))
    right = (dense(values, weights, bias).argmax(axis=1) == labels).sum()
    assert shown["right"] == f"; {right} of {len(labels)} right"
    assert shown["rate"] == rate
    step = f"{fixed(weight)} − {rate} × {fixed(slope)} = {fixed(landing)}"
    assert shown["lines"] == [
        f"slope = ({fixed(up, 6)} − {fixed(down, 6)}) ÷ 0.02 = {fixed(slope)}",
        f"step: {step}, loss there {fixed(loss_at(landing))}",
    ]
    left, end, top = axes["left"], axes["right"], axes["top"]
    near = {"rtol": 0, "atol": max(1, end - left, top) * 1e-3}
    assert np.allclose(shown["ends"], [left, end, 0, top], **near)
    curve = np.array(shown["curve"])
    assert np.allclose(curve[:, 0], np.linspace(left, end, 81), **near)
    assert np.allclose(curve[:, 1], [loss_at(x) for x in curve[:, 0]], **near)
    tangent = np.array(shown["tangent"])
    assert np.allclose(tangent[:, 1], loss_at(weight) + slope * (tangent[:, 0] - weight), **near)
    assert np.allclose(shown["now"], [weight, loss_at(weight)], **near)
    assert np.allclose(np.reshape(shown["trail"], (-1, 2)), np.reshape(trail, (-1, 2)), **near)

    def inside(place):
        return left <= place <= end and loss_at(place) <= top

    assert (shown["next"] is not None) == inside(landing)
    if shown["next"]:
        assert np.allclose(shown["next"], [landing, loss_at(landing)], **near)
    else:
        assert f"a step lands at {rounded(landing, 2)}" in shown["away"]
    assert (f"now at {rounded(weight, 2)}" in shown["away"]) == (not inside(weight))
    assert 3 <= min(shown["ticks"]) <= max(shown["ticks"]) <= 9


def state(page, name="nudge"):
    return json.loads(page.run(f"print(json.dumps([{name}.weights, {name}.bias]))"))


def after(change, at=(0, 0)):
    weights = np.array(WEIGHTS)
    weights[at] += change
    return weights


@pytest.mark.browser
def test_it_shows_the_numbers_and_says_them(page, nudge):
    assert_shows(nudge.evaluate(SHOWN), WEIGHTS)
    assert status(nudge).startswith("weight 0 to X is 0.20. Loss 0.6545")
    axes = axes_of(WEIGHTS).expected
    press(page, *"-" * 30)
    assert_shows(nudge.evaluate(SHOWN), after(-0.3), axes=axes)
    assert status(nudge).startswith("weight 0 to X is minus 0.10. Loss 0.6981, before ")
    press(page, "+")
    now, before = (loss_of(VALUES, LABELS, after(by), [0, 0]) for by in (-0.29, -0.3))
    slope = -slopes_of(VALUES, LABELS, after(-0.29), [0, 0])[0][0, 0]
    assert status(nudge) == (
        f"weight 0 to X is minus 0.09. Loss {now:.4f}, before {before:.4f}; 2 of 4 right; "
        f"slope minus {slope:.4f}: nudging it up lowers the loss"
    )
    assert (
        nudge.locator(".xo-nudge-loss").inner_text() == f"loss {now:.4f}, before {before:.4f}; 2 of 4 right"
    )
    press(page, "ArrowDown")
    assert nudge.evaluate(SHOWN)["plot"] == "the loss as weight 1 to X changes"
    assert (
        nudge.locator(".xo-nudge-loss").inner_text() == f"loss {now:.4f}, before {before:.4f}; 2 of 4 right"
    )
    page.screenshot("light", nudge)


@pytest.mark.browser
def test_the_pages_numbers_are_numpys_for_any_state(page, nudge):
    rng = np.random.default_rng(0)
    ended = set()
    for _ in range(20):
        values, labels = rng.uniform(-1, 1, (4, 3)).tolist(), rng.integers(2, size=4).tolist()
        weights, bias = rng.normal(0, 3, (3, 2)), rng.normal(0, 1, 2)
        at = int(rng.integers(3)), int(rng.integers(2))
        rate = rng.choice([0.1, 1, 30]).item()
        rate = int(rate) if rate >= 1 else rate
        page.run(
            f"nudge.values, nudge.labels, nudge.bias = {values}, {labels}, {bias.tolist()}\n"
            f"nudge.weights = {weights.tolist()}\nnudge.row, nudge.column, nudge.learning_rate = {(*at, rate)}\n"
            "nudge._look()"
        )
        page.settle()
        batch = {"at": at, "rate": rate, "values": values, "labels": labels}
        assert_shows(nudge.evaluate(SHOWN), weights, bias, **batch)
        batch["axes"] = axes_of(weights, at, bias, values, labels).expected
        focus(nudge)
        press(page, "Enter")
        mine = NudgeWeight(values, labels, weights, bias, rate)
        mine.row, mine.column = at
        mine.step()
        assert_shows(nudge.evaluate(SHOWN), mine.weights, bias, **batch, trail=mine.trail)
        nudge.get_by_role("button", name="Step all weights").click()
        mine.step_all()
        page.settle()
        shown = nudge.evaluate(SHOWN)
        assert_shows(shown, mine.weights, mine.bias, **batch, trail=mine.trail)
        ended.add(shown["next"] is None)
        assert page.says("nudge", repr(mine)) == repr(mine)
        python = state(page)
        assert np.allclose(python[0], mine.weights, rtol=0, atol=1e-9)
        assert np.allclose(python[1], mine.bias, rtol=0, atol=1e-9)
    assert ended == {True, False}  # some steps lead out of the curve


@pytest.mark.browser
def test_three_classes_a_bias_names_and_a_rate_of_pythons(page):
    widget = page.widget(2)
    rng = np.random.default_rng(3)
    values, weights = rng.uniform(-1, 1, 7)[None], rng.normal(0, 1, (7, 3))
    same = {"bias": [0.3, -0.2, 0.05], "rate": 0.05, "values": values, "labels": [2]}
    assert_shows(widget.evaluate(SHOWN), weights, **same)
    page.run("three.row, three.column = 4, 2")
    page.settle()
    assert_shows(widget.evaluate(SHOWN), weights, at=(4, 2), **same)
    assert status(widget).startswith("weight middle to O is")
    page.run("three.learning_rate = 200")
    page.settle()
    assert_shows(widget.evaluate(SHOWN), weights, at=(4, 2), **same | {"rate": 200})
    assert "a step lands at" in widget.evaluate(SHOWN)["away"]
    page.screenshot("three", widget)


@pytest.mark.browser
@pytest.mark.parametrize(
    ("keys", "place"),
    [
        (["ArrowDown", "ArrowRight"], (1, 1)),
        (["End", "ArrowRight"], (1, 0)),
        (["ArrowLeft"], (0, 0)),
        (["PageDown", "End"], (2, 1)),
        (["Control+End", "ArrowUp", "Home"], (1, 0)),
    ],
)
def test_keys_pick_a_weight_and_python_knows(page, nudge, keys, place):
    press(page, *keys)
    row, column = place
    assert page.says("nudge.row, nudge.column", f"{row} {column}") == f"{row} {column}"
    assert_shows(nudge.evaluate(SHOWN), WEIGHTS, at=place)
    label = nudge.locator(":focus").get_attribute("aria-label")
    said = rounded(WEIGHTS[row][column], 2).replace("−", "minus ")
    assert label == f"row {row}, column {column}, weight {row} to {'XO'[column]}, {said}"
    assert nudge.locator("[role=grid] [tabindex]").count() == 1


@pytest.mark.browser
def test_the_pointer_picks_and_the_buttons_and_the_list_change(page, nudge):
    box = nudge.locator("[role=grid]").bounding_box()
    page.page.mouse.click(box["x"] + 0.7 * box["width"], box["y"] + 0.5 * box["height"])  # 2nd line, to O
    page.settle()
    assert page.says("nudge.row, nudge.column", "1 1") == "1 1"
    nudge.get_by_role("button", name="+ 0.01").click()
    nudge.get_by_role("button", name="+ 0.01").click()
    nudge.get_by_role("button", name="− 0.01").click()
    page.settle()
    weights, axes = after(0.01, (1, 1)), axes_of(WEIGHTS, (1, 1)).expected
    assert_shows(nudge.evaluate(SHOWN), weights, at=(1, 1), axes=axes)
    nudge.get_by_label("learning rate").select_option("10")
    page.settle()
    assert_shows(nudge.evaluate(SHOWN), weights, at=(1, 1), rate=10, axes=axes)
    assert page.says("nudge.learning_rate", "10") == "10"
    nudge.get_by_role("button", name="Step downhill").click()
    page.settle()
    mine = NudgeWeight(VALUES, LABELS, weights, learning_rate=10)
    mine.row = mine.column = 1
    mine.step()
    assert_shows(nudge.evaluate(SHOWN), mine.weights, at=(1, 1), rate=10, axes=axes, trail=mine.trail)
    nudge.get_by_role("button", name="Reset").click()
    page.settle()
    assert_shows(nudge.evaluate(SHOWN), WEIGHTS, at=(1, 1), rate=10)
    assert page.says("nudge.weights", str(WEIGHTS)) == str(WEIGHTS)


@pytest.mark.browser
def test_python_changes_it_and_two_views_agree(page, nudge):
    page.run("nudge.learning_rate = 0.3; nudge.step(); nudge.step_all()")
    page.settle()
    mine = NudgeWeight(VALUES, LABELS, WEIGHTS, learning_rate=0.3)
    mine.step()
    mine.step_all()
    axes = axes_of(WEIGHTS).expected
    for widget in (nudge, page.widget(1)):
        assert_shows(widget.evaluate(SHOWN), mine.weights, mine.bias, rate=0.3, axes=axes, trail=mine.trail)
    nudge.scroll_into_view_if_needed()
    focus(nudge)
    press(page, "ArrowDown", "+")
    weights, axes = np.array(mine.weights), axes_of(mine.weights, (1, 0), mine.bias).expected
    weights[1, 0] += 0.01
    assert_shows(page.widget(1).evaluate(SHOWN), weights, mine.bias, (1, 0), 0.3, axes=axes)


def valley(name="nudge"):
    """A weight whose curve goes down and up again within the plot."""
    return f"{name}.row, {name}.column, {name}.learning_rate = 1, 1, 30"


@pytest.mark.browser
def test_the_axes_stay_while_the_ball_rolls_and_its_trail_holds_the_losses(page, nudge):
    page.run(valley())
    page.settle()
    focus(nudge)
    mine = NudgeWeight(VALUES, LABELS, WEIGHTS, learning_rate=30)
    mine.row = mine.column = 1
    axes, ticks = axes_of(WEIGHTS, (1, 1)).expected, nudge.evaluate(SHOWN)["ends"]
    for _ in range(3):
        press(page, "Enter")
        mine.step()
        shown = nudge.evaluate(SHOWN)
        assert_shows(shown, mine.weights, at=(1, 1), rate=30, axes=axes, trail=mine.trail)
        assert shown["ends"] == ticks
    losses = [loss for _, loss in mine.trail]
    assert np.allclose([up for _, up in nudge.evaluate(SHOWN)["trail"]], losses, rtol=0, atol=1e-3)
    assert page.says("nudge.trail == [] or len(nudge.trail)", "3") == "3"
    page.screenshot("trail", nudge)
    press(page, "ArrowUp", "ArrowDown")  # away and back: another curve, no trail
    assert_shows(nudge.evaluate(SHOWN), mine.weights, at=(1, 1), rate=30)


@pytest.mark.browser
def test_a_step_that_is_too_long_ends_on_the_other_side(page, nudge):
    page.run(valley())
    page.settle()
    before = nudge.evaluate(SHOWN)
    focus(nudge)
    press(page, "Enter")
    now = nudge.evaluate(SHOWN)
    curve = np.array(now["curve"])
    bottom = curve[curve[:, 1].argmin(), 0]
    sides = [np.sign(at["now"][0] - bottom) for at in (before, now)]
    assert sorted(sides) == [-1, 1]
    slopes = [np.diff(np.array(at["tangent"])[:, 1])[0] for at in (before, now)]
    assert slopes[0] * slopes[1] < 0


ROLLS = """async widget => {
    const [ball, plot] = ['.xo-nudge-now', '.xo-nudge-plot'].map(kind => widget.querySelector(kind));
    const at = () => (ball.getBoundingClientRect().x - plot.getBoundingClientRect().x) / plot.getBoundingClientRect().width;
    const places = [at()];
    document.activeElement.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', bubbles: true, cancelable: true}));
    for (let frame = 0; frame < 4; frame++) await new Promise(requestAnimationFrame), places.push(at());
    await new Promise(requestAnimationFrame);
    const rolling = ball.getAnimations().length;
    await Promise.all(ball.getAnimations().map(roll => roll.finished));
    return {rolling, places: [...places, at()]};
}"""


@pytest.mark.browser
def test_the_ball_rolls_and_a_second_step_in_haste_does_not(page, nudge):
    page.run(valley())
    page.settle()
    page.page.wait_for_timeout(400)
    focus(nudge)
    found = nudge.evaluate(ROLLS)
    first, *between, last = found["places"]
    assert found["rolling"] == 1
    assert abs(last - first) > 0.1
    assert min(abs(place - last) for place in between) > 0.01  # still on its way
    page.page.wait_for_timeout(400)
    nudge.evaluate(FIRE, ["Enter"])
    page.page.wait_for_timeout(50)
    nudge.evaluate(FIRE, ["Enter"])
    page.page.wait_for_timeout(50)
    assert nudge.evaluate("widget => widget.querySelector('.xo-nudge-now').getAnimations().length") == 0


@pytest.mark.browser
def test_where_motion_is_unwelcome_it_steps_at_once(host):
    page = host.open("nudge_weight_still.ipynb", CELLS[:1], reduced_motion="reduce")
    page.run_all()
    page.run(valley())
    page.settle()
    widget = page.widget(0)
    focus(widget)
    found = widget.evaluate(ROLLS)
    first, *between, last = found["places"]
    assert found["rolling"] == 0
    assert abs(last - first) > 0.1
    assert between[-1] == last
    page.close()


@pytest.mark.browser
@pytest.mark.parametrize("where", ["grid", "list", "button"])
def test_the_notebooks_shortcuts_stay_out(page, nudge, where):
    before = page.cells()
    if where == "list":
        nudge.get_by_label("learning rate").focus()
    elif where == "button":
        nudge.get_by_role("button", name="Reset").focus()
    enter = [] if where == "list" else ["Enter", "Shift+Enter"]  # there they open it
    for key in ["j", "a", "b", "d", "d", "x", "m", *enter, "Escape", "a", "b", "0", "0"]:
        page.page.keyboard.press(key)
    page.page.wait_for_timeout(200)
    assert page.cells() == before
    assert nudge.locator(":focus").count() == 1


@pytest.mark.browser
def test_tab_goes_through_and_out(page, nudge):
    stops = []
    for _ in range(8):
        at = "() => [document.activeElement.getAttribute('role') ?? document.activeElement.tagName]"
        stops += page.page.evaluate(at) if nudge.locator(":focus").count() else ["out"]
        page.page.keyboard.press("Tab")
    assert stops == ["gridcell", "BUTTON", "BUTTON", "SELECT", "BUTTON", "BUTTON", "BUTTON", "out"]


FIRE = """(widget, keys) => {
    const press = key => new KeyboardEvent('keydown', {key, bubbles: true, cancelable: true});
    for (const key of keys) document.activeElement.dispatchEvent(press(key));
}"""


@pytest.mark.browser
def test_200_keys_at_once_end_on_the_right_picture(page, nudge):
    nudge.evaluate(FIRE, [*["ArrowDown", "-", "ArrowRight", "+"] * 48, *["+", "Enter"] * 4])
    page.settle()
    shown = nudge.evaluate(SHOWN)
    page.page.wait_for_timeout(700)
    weights, bias = state(page)
    axes, trail = json.loads(page.run("print(json.dumps([nudge.axes, nudge.trail]))"))
    assert weights != WEIGHTS
    assert (axes["row"], axes["column"], len(trail)) == (2, 1, 4)
    assert_shows(shown, weights, bias, at=(2, 1), axes=axes, trail=trail)
    assert nudge.evaluate(SHOWN) == shown


@pytest.mark.browser
def test_axe_finds_nothing_in_either_theme(page, nudge):
    assert page.problems() == []
    page.theme("JupyterLab Dark")
    assert page.problems() == []
    page.screenshot("dark", nudge)
    page.theme("JupyterLab Light")


# Texts of the plot that leave it, or lie on one another; and cells too small for their number.
CUT = """widget => {
    const box = at => at.getBoundingClientRect();
    const texts = [...widget.querySelectorAll('.xo-nudge-plot text')];
    const frame = box(widget.querySelector('.xo-nudge-plot'));
    const out = texts.filter(text => box(text).left < frame.left || box(text).right > frame.right || box(text).bottom > frame.bottom);
    const apart = (a, b) => a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top;
    const meet = texts.filter((text, i) => texts.slice(i + 1).some(other => !apart(box(text), box(other))));
    const tight = [...widget.querySelectorAll('.xo-cell')].filter(cell => {
        const text = document.createRange();
        text.selectNodeContents(cell);
        return box(text).width > box(cell).width;
    });
    return [...out, ...meet, ...tight].map(at => at.textContent);
}"""


@pytest.mark.browser
def test_a_phone(lab):
    small = {"viewport": {"width": 360, "height": 1100}, "device_scale_factor": 2}
    page = lab.open("nudge_weight_phone.ipynb", [CELLS[0], CELLS[2]], **small)
    page.run_all()
    page.run(
        "three.weights = -12.345 * np.ones((7, 3)); three.learning_rate = 30; nudge.step(); nudge.step()"
    )
    page.settle()
    for index in (0, 1):
        widget = page.widget(index)
        assert widget.evaluate("widget => widget.scrollWidth <= widget.clientWidth"), index
        assert widget.evaluate(CUT) == [], index
        page.screenshot(f"widget-{index}", widget)
    assert page.problems() == []
    page.close()


@pytest.mark.browser
def test_it_works_while_the_kernel_is_busy_and_after_it_is_gone(lab):
    page = lab.open("nudge_weight_gone.ipynb", [*CELLS[:1], "import time\ntime.sleep(600)"])
    page.command("notebook:run-all-cells", wait=False)
    widget = page.widget(0)
    focus(widget)
    press(page, "ArrowDown", "+")
    axes = axes_of(WEIGHTS, (1, 0)).expected
    assert_shows(widget.evaluate(SHOWN), after(0.01, (1, 0)), at=(1, 0), axes=axes)
    page.shutdown()
    weights = after(0.01, (1, 0))
    press(page, "ArrowRight", "-")
    axes = axes_of(weights, (1, 1)).expected
    weights[1, 1] -= 0.01
    assert_shows(widget.evaluate(SHOWN), weights, at=(1, 1), axes=axes)
    mine = NudgeWeight(VALUES, LABELS, weights, learning_rate=3)
    mine.row = mine.column = 1
    widget.get_by_label("learning rate").select_option("3")
    for name, step in (("Step downhill", mine.step), ("Step all weights", mine.step_all)):
        widget.get_by_role("button", name=name).click()
        step()
        page.settle()
        assert_shows(widget.evaluate(SHOWN), mine.weights, mine.bias, (1, 1), 3, axes=axes, trail=mine.trail)
    widget.get_by_role("button", name="Reset").click()
    page.settle()
    assert_shows(widget.evaluate(SHOWN), WEIGHTS, at=(1, 1), rate=3)
    page.command("notebook:clear-cell-output")
    page.page.wait_for_selector(".xo", state="detached")
    assert page.console == []
    page.close()
