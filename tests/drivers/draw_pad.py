"""Drives DrawPad."""

from pathlib import Path

import numpy as np
import sample_networks
from browser import wait_until
from sample_networks import small

from drivers import Driver, focus, middle
from xo_helpers.ops import softmax
from xo_helpers.plots.style import COLOURS
from xo_helpers.texts import rounded, verdict

MAKE = Path(sample_networks.__file__).read_text(encoding="utf-8")
NETWORK = small()
BLANK = np.full((9, 9), -1)
CLASSES = ("X", "O")
CELL = f"{MAKE}\nfrom xo_helpers.widgets import DrawPad\npad = DrawPad(small())\npad"
ASLEEP = "Votes asleep: kernel busy or gone"
DRAWN = """widget => [...widget.querySelector('[role=grid]').children].map(row =>
    [...row.children].map(cell => cell.getAttribute('aria-label').endsWith('stroke') ? 1 : -1))"""
SHOWN = """widget => ({
    result: widget.querySelector('.xo-result').textContent,
    shares: [...widget.querySelectorAll('.xo-shares > div:nth-child(4n + 3)')].map(text => text.textContent),
    votes: [...widget.querySelectorAll('.xo-shares > div:nth-child(4n)')].map(text => text.textContent),
    bars: [...widget.querySelectorAll('.xo-bar > div')].map(bar => Number(bar.style.width.slice(0, -1)) / 100),
})"""


# The middle of each cell of each small picture, as a colour.
PIXELS = """(widget, shapes) => [...widget.querySelectorAll('canvas')].map((canvas, i) => {
    const [maps, rows, columns] = shapes[i], scale = Math.max(1, devicePixelRatio);
    const across = maps > 4 ? 2 : 1, down = Math.ceil(maps / across), found = [];
    const length = (all, count) => (all / scale - 8 + 7) / count - 7;
    const [width, height] = [length(canvas.width, across), length(canvas.height, down)];
    for (let map = 0; map < maps; map++) for (let row = 0; row < rows; row++) for (let column = 0; column < columns; column++) {
        const x = 4 + (map % across) * (width + 7) + (column + 0.5) * width / columns;
        const y = 4 + Math.floor(map / across) * (height + 7) + (row + 0.5) * height / rows;
        found.push([...canvas.getContext('2d').getImageData(x * scale, y * scale, 1, 1).data].slice(0, 3));
    }
    return found;
})"""
# Draw along a snake, `frames` apart, and note in window.taken whether a cell that was drawn is ever taken back.
SCRIBBLE = """async (widget, [moves, frames]) => {
    const grid = widget.querySelector('[role=grid]'), frame = grid.parentElement, box = grid.getBoundingClientRect();
    window.taken = [];
    new MutationObserver(changes => changes.forEach(({target, oldValue}) => {
        if (oldValue.endsWith('stroke') && !target.getAttribute('aria-label').endsWith('stroke')) taken.push(oldValue);
    })).observe(grid, {subtree: true, attributeFilter: ['aria-label'], attributeOldValue: true});
    frame.setPointerCapture = () => {};
    const fire = (type, row, column) => frame.dispatchEvent(new PointerEvent(type, {bubbles: true, cancelable: true,
        isPrimary: true, pointerId: 7, buttons: 1, button: type === 'pointerdown' ? 0 : -1,
        clientX: box.left + (column + 0.5) * box.width / 9, clientY: box.top + (row + 0.5) * box.height / 9}));
    for (const [i, [row, column]] of moves.entries()) {
        fire(i ? 'pointermove' : 'pointerdown', row, column);
        if (frames === 'task') await new Promise(done => setTimeout(done));
        else for (let n = 0; n < frames; n++) await new Promise(requestAnimationFrame);
    }
    fire('lostpointercapture', ...moves.at(-1));
    delete frame.setPointerCapture;
}"""
SNAKE = [(row, column if row % 2 == 0 else 8 - column) for row in range(9) for column in range(9)]


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


def sentence(image, network=NETWORK, classes=CLASSES, notice=""):
    """What is said of an image once the pencil rests, in at most twelve words."""
    won = verdict(network.forward(image[None, None])[0], classes)
    said = f"{notice}. {won}" if notice else f"{won}; {(image == 1).sum()} of {image.size} cells drawn"
    assert len(said.split()) <= 12
    return said


def colour_of(value):
    return np.array(COLOURS((np.clip(value, -1, 1) + 1) / 2)[:3]) * 255


def with_strokes(*cells, on=BLANK, value=1):
    image = on.copy()
    for row, column in cells:
        image[row, column] = value
    return image


def drag(lesson, widget, *cells, steps=1, count=9, then=lambda: None):
    """Press in the first cell, go to the others in `steps` moves each, see what is `then`, lift."""
    mouse, grid = lesson.page.mouse, widget.locator("[role=grid]").first
    grid.evaluate("grid => grid.scrollIntoView({block: 'nearest'})")
    mouse.move(*middle(grid, *cells[0], count))
    mouse.down()
    for cell in cells[1:]:
        mouse.move(*middle(grid, *cell, count), steps=steps)
    then()
    mouse.up()
    lesson.settle()


FIRST = [(0, 0), (0, 1)]
DRIVER = Driver(
    variable="pad",
    cell=CELL,
    begin="pad.clear()",
    focus=focus,
    stops=("draw here: X or O", "Clear", "Undo", "Look inside", "Open a picture"),
    steps=[
        (["Control+Home", "Space", "Shift+ArrowRight"], with_strokes(*FIRST).tolist()),
        (["End", "ArrowDown", "Enter"], with_strokes(*FIRST, (1, 8)).tolist()),
    ],
    many=["Home", "PageUp", *[" ", "ArrowDown", " ", "ArrowRight"] * 50],
    end=with_strokes(*[(at + down, at) for at in range(8) for down in (0, 1)]).tolist(),  # stairs
    state="pad.image",
    shows=assert_shows,
    alone=assert_drawn,
    also=("big = DrawPad(large(), classes=['round', 'square'])\nbig",),
)
