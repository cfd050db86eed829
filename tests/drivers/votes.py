"""Drives Votes."""

from decimal import Decimal

import numpy as np

from drivers import Driver, focus
from xo_helpers.ops import dense, softmax
from xo_helpers.texts import rounded, verdict

# The story's list of twelve values, and which of them speak for X and for O.
VALUES = [0.9, 0.65, 0.45, 0.87, 0.96, 0.73, 0.23, 0.63, 0.44, 0.89, 0.94, 0.53]
WEIGHTS = np.zeros((12, 2))
WEIGHTS[[0, 3, 4, 9, 10], 0] = 1 / 5
WEIGHTS[[1, 2, 8, 11], 1] = 1 / 4
CELL = f"""
import json
import numpy as np
from xo_helpers.widgets import Votes
votes = Votes({VALUES}, {WEIGHTS.tolist()})
votes
"""
SHOWN = """widget => {
    const middle = at => at.getBoundingClientRect().top + at.getBoundingClientRect().height / 2;
    const rows = [...widget.querySelectorAll('.xo-row')], names = [...widget.querySelector('.xo-names').children];
    const texts = (from, what) => [...from.querySelectorAll(what)].map(cell => cell.textContent);
    const sums = [...widget.querySelectorAll('.xo-ledger > .xo-heads:not([hidden])')].slice(1);
    return {
        grid: rows.map(row => texts(row, '.xo-cell')),
        askew: Math.max(...rows.map((row, r) => Math.abs(middle(row) - middle(names[r])))), // a name, from its line
        foot: widget.querySelector('.xo-votes').previousSibling.textContent,
        sums: sums.map(line => texts(line, 'div').filter(text => text)),
        shares: texts(widget, '.xo-shares > div:nth-child(3n)'),
        bars: [...widget.querySelectorAll('.xo-bar > div')].map(bar => bar.getBoundingClientRect().width /
            bar.parentElement.getBoundingClientRect().width),
        result: widget.querySelector('.xo-result').textContent,
        heads: texts(widget.querySelector('.xo-heads'), 'div'), caption: widget.querySelector('.xo-outcome > .xo-caption').textContent,
        note: widget.querySelector('.xo-rounded').checkVisibility(), seen: widget.querySelector('.xo-turn ~ .xo-line > [aria-hidden]').textContent,
        linked: rows.flatMap((row, r) => [...row.children].flatMap((cell, c) => cell.dataset.mark ? [[r, c]] : [])),
        slider: Number(widget.querySelector('input').value),
    };
}"""


def assert_shows(widget, values, weights, bias=(0, 0), classes=("X", "O")):
    """All that the widget may show, from NumPy."""
    shown, values, weights = widget.evaluate(SHOWN), np.array(values, float), np.array(weights, float)
    votes = dense([values], weights, bias)[0]
    shares = softmax(votes)
    ledger = [values]
    for weight in weights.T:
        ledger += [weight, values * weight]
    assert shown["grid"] == [list(map(rounded, line)) for line in np.stack(ledger, axis=1)]
    assert shown["askew"] < 1
    lines = [bias, votes] if np.any(bias) else [votes]
    assert shown["sums"] == [list(map(rounded, line)) for line in lines]
    assert shown["shares"] == list(map(rounded, shares))
    assert np.allclose(shown["bars"], shares, atol=0.01)
    assert_adds_up(shown, verdict(votes, classes, 4))
    return shown


def assert_adds_up(shown, winner):
    """What is shown adds up to the last digit, or says at its place that it is rounded."""
    grid, votes = [list(map(number, line)) for line in shown["grid"]], list(map(number, shown["sums"][-1]))
    signs, biases = (
        shown["heads"][2::2],
        list(map(number, shown["sums"][0])) if len(shown["sums"]) > 1 else [0] * 5,
    )
    for o, sign in enumerate(signs):
        holds = all(line[0] * line[2 * o + 1] == line[2 * o + 2] for line in grid)
        assert sign == ("=" if holds else "≈")
        if shown["foot"] == "votes":
            assert sum(line[2 * o + 2] for line in grid) + biases[o] == votes[o]
    assert shown["foot"] in ("votes", "votes, rounded")
    assert shown["note"] == (shown["foot"] != "votes" or "≈" in signs)
    lead, said = sorted(votes)[-1] - sorted(votes)[-2], shown["result"].partition(" by ")[2]
    assert shown["result"] == winner or (
        shown["result"] == f"{winner}, rounded" and lead != number(said.split(",")[0])
    )
    if said and "less" not in said and "rounded" not in said:
        assert lead == number(said)
    over = sum(map(number, shown["shares"]))
    assert ("in all" in shown["caption"]) == (over != 1)
    assert over == 1 or shown["caption"].endswith(f": in all {over})")


def number(text):
    return Decimal(text.replace("−", "-"))


def changed(*changes):
    """The values and the weights, but for some at (row, column)."""
    values, weights = list(VALUES), WEIGHTS.copy()
    for row, column, value in changes:
        if column:
            weights[row, column - 1] = value
        else:
            values[row] = value
    return [values, weights.tolist()]


def walked(times):
    """The values and the weights after ↓ − → + so many times, from the first value on."""
    cells, row, column = np.column_stack([VALUES, WEIGHTS]), 0, 0
    for _ in range(times):
        row = min(row + 1, 11)
        cells[row, column] = max(cells[row, column] - 0.05, -1)
        row, column = divmod(min(3 * row + column + 1, 35), 3)
        cells[row, column] = min(cells[row, column] + 0.05, 1)
    return [cells[:, 0].tolist(), cells[:, 1:].tolist()]


DRIVER = Driver(
    variable="votes",
    cell=CELL,
    begin="votes.reset(); votes.row = votes.column = 0",
    focus=focus,
    stops=("values and weights", "value 0", "− 0.05", "+ 0.05", "Reset"),
    steps=[
        (["ArrowDown", "+", "ArrowRight", "-"], changed((1, 0, 0.7), (1, 1, -0.05))),
        (["ArrowDown", "End", "0"], changed((1, 0, 0.7), (1, 1, -0.05), (2, 2, 0))),
    ],
    many=["ArrowDown", "-", "ArrowRight", "+"] * 50,
    end=walked(50),
    state="[votes.values, votes.weights]",
    shows=lambda widget, state: assert_shows(widget, *state),
    also=(
        "rng = np.random.default_rng(3)\n"
        "three = Votes(rng.uniform(-1, 1, 7), rng.uniform(-1, 1, (7, 3)), [0.3, -0.2, 0.05], ['zero', 'X', 'O'],"
        " names=['top left', 'top', 'top right', 'left', 'middle', 'right', 'below'])\n"
        "three",
    ),
)
