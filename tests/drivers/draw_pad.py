"""Drives DrawPad."""

from pathlib import Path

import numpy as np
import sample_networks
from browser import wait_until
from sample_networks import small

from drivers import Driver, focus, middle
from xo_helpers.ops import softmax
from xo_helpers.texts import rounded, verdict

MAKE = Path(sample_networks.__file__).read_text(encoding="utf-8")
NETWORK = small()
BLANK = np.full((9, 9), -1)
CLASSES = ("X", "O")
CELL = f"{MAKE}\nfrom xo_helpers.widgets import DrawPad\npad = DrawPad(small())\npad"
ASLEEP = "The votes are asleep: the kernel is not running or is busy. The drawing goes on."
DRAWN = """widget => [...widget.querySelectorAll('[role=grid] .xo-row')].map(row =>
    [...row.children].map(cell => cell.getAttribute('aria-label').endsWith('stroke') ? 1 : -1))"""
SHOWN = """widget => ({
    result: widget.querySelector('.xo-result').textContent,
    shares: [...widget.querySelectorAll('.xo-shares > div:nth-child(4n + 3)')].map(text => text.textContent),
    votes: [...widget.querySelectorAll('.xo-shares > div:nth-child(4n)')].map(text => text.textContent),
    bars: [...widget.querySelectorAll('.xo-bar > div')].map(bar => Number(bar.style.width.slice(0, -1)) / 100),
})"""


def drawn(widget):
    return np.array(widget.evaluate(DRAWN))


def assert_drawn(widget, image):
    assert np.array_equal(drawn(widget), image)


def assert_votes(widget, image, network=NETWORK, classes=CLASSES):
    """The votes and shares of an image, from NumPy; they come a moment after the drawing."""
    votes = network.forward(np.asarray(image)[None, None])[0]
    want = [f"vote {rounded(vote, 2)}" for vote in votes]
    assert wait_until(lambda: widget.evaluate(SHOWN)["votes"], want) == want
    shown = widget.evaluate(SHOWN)
    assert shown["shares"] == [rounded(share, 2) for share in softmax(votes)]
    assert np.allclose(shown["bars"], softmax(votes), atol=1e-4)
    assert shown["result"] == verdict(votes, classes)


def assert_shows(widget, image, network=NETWORK, classes=CLASSES):
    assert_drawn(widget, image)
    assert_votes(widget, image, network, classes)


def with_strokes(*cells, on=BLANK, value=1):
    image = on.copy()
    for row, column in cells:
        image[row, column] = value
    return image


def drag(lesson, widget, *cells, steps=1, count=9):
    """Press in the first cell, go to the others in `steps` moves each, lift."""
    mouse, grid = lesson.page.mouse, widget.locator("[role=grid]")
    mouse.move(*middle(grid, *cells[0], count))
    mouse.down()
    for cell in cells[1:]:
        mouse.move(*middle(grid, *cell, count), steps=steps)
    mouse.up()
    lesson.settle()


FIRST = [(0, 0), (0, 1)]
DRIVER = Driver(
    variable="pad",
    cell=CELL,
    begin="pad.clear()",
    focus=focus,
    stops=("draw here: X or O", "Clear", "Undo"),
    steps=[
        (["Control+Home", "Space", "Shift+ArrowRight"], with_strokes(*FIRST).tolist()),
        (["End", "ArrowDown", "Enter"], with_strokes(*FIRST, (1, 8)).tolist()),
    ],
    many=[" ", "ArrowDown", " ", "ArrowRight"] * 50,
    state="pad.image",
    shows=assert_shows,
    alone=assert_drawn,
    also=("big = DrawPad(large(), classes=['round', 'square'])\nbig",),
)
