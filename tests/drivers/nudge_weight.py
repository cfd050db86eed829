"""Drives NudgeWeight."""

import numpy as np
import pytest

from drivers import Driver, focus
from drivers.votes import number as read
from xo_helpers.ops import cross_entropy, dense, softmax
from xo_helpers.texts import rounded

VALUES = [[0.9, 0.65, 0.45], [0.55, 0.9, 0.3], [0.96, 0.45, 0.73], [0.23, 0.63, 0.94]]
LABELS = [0, 1, 0, 1]
WEIGHTS = [[0.2, 0.0], [0.0, 0.25], [0.0, -0.1]]
CELL = f"""
import json
import numpy as np
from xo_helpers.widgets import NudgeWeight
nudge = NudgeWeight({VALUES}, {LABELS}, {WEIGHTS})
nudge
"""
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
    const place = of => of.getAttribute('transform').match(/-?[0-9][-0-9.e]*/g).map(Number);
    const marks = kind => [...plot.querySelectorAll(kind)].map(place).map(([x, y]) => [across(x), up(y)]);
    const ends = [across(0), across(number(inside, 'width')), up(number(plot.querySelector('.xo-nudge-floor'), 'y1')), up(0)];
    return {
        grid: [...widget.querySelectorAll('.xo-row')].map(row => texts(row, '.xo-cell')),
        bias: texts(widget, '.xo-ledger > .xo-heads:last-child > div'),
        loss: widget.querySelector('strong').textContent, seen: widget.querySelector('.xo-tools ~ .xo-line > [aria-hidden]').textContent,
        names: [...plot.querySelectorAll('.xo-nudge-x, .xo-nudge-y')].map(tick => tick.textContent),
        lines: texts(widget, '.xo-nudge-side > .xo-line'),
        rate: Number(widget.querySelector('select').value),
        curve: points('.xo-nudge-curve'), tangent: points('.xo-nudge-slope'), ends,
        now: marks('.xo-nudge-now')[0], next: marks('.xo-nudge-next')[0] ?? null, trail: marks('.xo-nudge-trail'),
        right: widget.querySelector('.xo-nudge-loss').lastChild.textContent, away: plot.querySelector('.xo-nudge-away').textContent,
        ticks: [plot.querySelectorAll('.xo-nudge-x').length, plot.querySelectorAll('.xo-nudge-y').length],
        plot: plot.getAttribute('aria-label'),
    };
}"""


def loss_of(values, labels, weights, bias):
    return cross_entropy(dense(values, weights, bias), labels)


def slopes_of(values, labels, weights, bias):
    """The slopes by calculus, not by nudging: [i, o] and [o]."""
    gradient = (softmax(dense(values, weights, bias)) - np.eye(len(bias))[labels]) / len(labels)
    return np.transpose(values) @ gradient, gradient.sum(axis=0)


def along(weights, at=(0, 0), bias=(0, 0), values=VALUES, labels=LABELS):
    """The loss for each value of one of the weights."""
    weights = np.array(weights, dtype=float)

    def loss_at(weight):
        weights[at] = weight
        return loss_of(values, labels, weights, bias)

    return loss_at


def slope_by_nudges(loss_at, weight):
    return (loss_at(weight + 0.01) - loss_at(weight - 0.01)) / 0.02


def axes_of(weights, at=(0, 0), bias=(0, 0), values=VALUES, labels=LABELS):
    """What the plot shows around a weight: 4 downhill, 2 uphill, from a loss of 0 on."""
    slopes, _ = slopes_of(values, labels, weights, bias)
    weight, way = weights[at[0]][at[1]], 1 if slopes[at] < -1e-6 else -1
    left, right = sorted([weight - 2 * way, weight + 4 * way])
    loss_at = along(weights, at, bias, values, labels)
    most = max(map(loss_at, np.linspace(left, right, 81)))
    top = max(1.05 * min(most, 1.6 * loss_at(weight)), 0.05)
    return pytest.approx({"row": at[0], "column": at[1], "left": left, "right": right, "top": top})


def fixed(number, digits=4):
    text = f"{float(rounded(abs(number), digits)):.{digits}f}"
    return f"−{text}" if number < 0 and float(text) else text


def sign(right, text):
    """Whether what is shown adds up to its last digit."""
    return "=" if right == read(text) else "≈"


def assert_shows(
    widget, weights, bias=(0, 0), at=(0, 0), rate=1, values=VALUES, labels=LABELS, axes=None, trail=()
):
    """All that the widget may show, from NumPy; `axes` are those of when the weight was picked, if it has moved."""
    shown, weights, bias = widget.evaluate(SHOWN), np.array(weights, dtype=float), np.array(bias, dtype=float)
    axes = axes or axes_of(weights, at, bias, values, labels).expected

    loss_at, weight = along(weights, at, bias, values, labels), weights[at]
    up, down = loss_at(weight + 0.01), loss_at(weight - 0.01)
    slope = slope_by_nudges(loss_at, weight)
    landing = weight - rate * slope
    assert shown["grid"] == [[rounded(number, 2) for number in line] for line in weights]
    assert shown["bias"] == [rounded(number, 2) for number in bias]
    assert shown["loss"] == fixed(loss_at(weight))
    right = (dense(values, weights, bias).argmax(axis=1) == labels).sum()
    assert (shown["right"], shown["rate"]) == (f"; {right} of {len(labels)} right", rate)
    near, there = [fixed(number, 6) for number in (up, down)], fixed(slope)
    assert shown["lines"] == [
        f"slope = ({near[0]} − {near[1]}) ÷ 0.02 {sign((read(near[0]) - read(near[1])) / read('0.02'), there)} {there}",
        f"step: {fixed(weight)} − {rate} × {f'({there})' if slope < 0 and read(there) else there} "
        f"{sign(read(fixed(weight)) - read(str(rate)) * read(there), fixed(landing))} {fixed(landing)}, "
        f"loss there {fixed(loss_at(landing))}",
    ]
    rise = loss_at(weight + 0.01) - loss_at(weight)
    does = "hardly changes" if abs(rise) < 0.00005 else "lowers" if rise < 0 else "raises"
    assert shown["seen"].endswith(f" is {rounded(weight)}, slope {there}: nudging it up {does} the loss")
    assert not [name for name in shown["names"][-shown["ticks"][1] :] if "−" in name]  # no loss is below 0
    assert_plotted(shown, loss_at, weight, slope, landing, axes, trail)
    return shown


def assert_plotted(shown, loss_at, weight, slope, landing, axes, trail):
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
    inside = [left <= place <= end and loss_at(place) <= top for place in (weight, landing)]
    assert (shown["next"] is not None) == inside[1]
    if shown["next"]:
        assert np.allclose(shown["next"], [landing, loss_at(landing)], **near)
    else:
        assert f"a step lands at {rounded(landing, 2)}" in shown["away"]
    assert (f"now at {rounded(weight, 2)}" in shown["away"]) == (not inside[0])
    assert 3 <= min(shown["ticks"]) <= max(shown["ticks"]) <= 9


def after(change, at=(0, 0), weights=WEIGHTS):
    weights = np.array(weights)
    weights[at] += change
    return weights


def stepped(change, at, before=WEIGHTS, times=1):
    """What it holds after a change of a weight just picked and a step downhill with it, so many times."""
    weights, trail = np.array(before), []
    for _ in range(times):
        weights = after(change, at, weights)
        loss_at, weight = along(weights, at), weights[at]
        trail.append([weight, loss_at(weight)])
        weights[at] -= slope_by_nudges(loss_at, weight)
    axes = axes_of(before, at).expected
    return [weights.tolist(), [0, 0], *at, axes, trail]


def shows(widget, state):
    weights, bias, row, column, axes, trail = state
    assert_shows(widget, weights, bias, (row, column), axes=axes, trail=trail)


FIRST = stepped(0.02, (1, 0))
DRIVER = Driver(
    variable="nudge",
    cell=CELL,
    begin="nudge.reset(); nudge.row = nudge.column = 0; nudge.learning_rate = 1",
    focus=focus,
    stops=(
        "weights",
        "− 0.01",
        "+ 0.01",
        "learning rate",
        "Step downhill",
        "Step all weights and biases",
        "Reset",
    ),
    steps=[
        (["ArrowDown", "+", "+", "Enter"], FIRST),
        (["ArrowRight", "-", "Enter"], stepped(-0.01, (1, 1), FIRST[0])),
    ],
    many=[*["ArrowDown", "-", "ArrowRight", "+"] * 48, *["+", "Enter"] * 4],
    end=stepped(0.01, (2, 1), after(0.01, (1, 1), after(-0.01, (1, 0))), times=4),
    state="[nudge.weights, nudge.bias, nudge.row, nudge.column, nudge.axes, nudge.trail]",
    shows=shows,
    also=(
        "rng = np.random.default_rng(3)\n"
        "three = NudgeWeight(rng.uniform(-1, 1, 7), [2], rng.normal(0, 1, (7, 3)), [0.3, -0.2, 0.05], 0.05,"
        " ['zero', 'X', 'O'], names=['top left', 'top', 'top right', 'left', 'middle', 'right', 'below'])\n"
        "three",
        # A step, which says the loss before it; and a curve that neither the weight nor the next step is on.
        "three.step()\n"
        "far = NudgeWeight(three.values, [2], three.weights, three.bias, 30, three.classes, three.names)\n"
        "far.weights = -12.345 * np.ones((7, 3))\nfar",
    ),
)
