"""How the tests drive each widget: a module a widget, with what makes one, how it is read, and its Driver."""

import importlib
import json
import re
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from conftest import FOCUS

# What has the keyboard's focus, by the name that it has for its users.
WHERE = """() => {
    const at = document.activeElement;
    if (!at.closest('.xo')) return 'out';
    const name = at.closest('[role=grid]')?.getAttribute('aria-label') ?? at.closest('label')?.firstChild.textContent;
    return name || at.getAttribute('aria-label') || at.textContent.replace('Pause', 'Play');
}"""
# Many keys at once; a slider's own arrow keys are the browser's, which an event made up here does not move.
FIRE = """(widget, keys) => {
    const press = key => new KeyboardEvent('keydown', {key, bubbles: true, cancelable: true});
    for (const key of keys) {
        const at = document.activeElement;
        if (!at.dispatchEvent(press(key)) || at.type !== 'range') continue;
        at.value = Number(at.value) + (key === 'ArrowLeft' ? -1 : 1);
        at.dispatchEvent(new Event('input', {bubbles: true}));
    }
}"""
# What is said from now on: window.heard.
HEARS = """widget => {
    const says = widget.querySelector('[role=status]');
    window.heard = [];
    window.ear?.disconnect(); // from another widget
    window.ear = new MutationObserver(() => window.heard.push(says.textContent));
    window.ear.observe(says, {childList: true});
}"""


@dataclass(frozen=True)
class Driver:
    """What the contract of all widgets, test_contract.py, has to know of one."""

    variable: str  # what it is called in Python
    cell: str  # makes it and shows it
    begin: str  # Python that makes it as new
    focus: Callable  # puts the keyboard's focus where its keys are pressed
    stops: tuple  # what Tab stops at
    steps: list  # of keys, and of what `state` is after them; the second go on from the first
    many: list  # of keys: two hundred
    end: object  # what `state` is after them
    state: str  # what it holds, in Python
    shows: Callable  # (widget, state): all that the page shows is NumPy's
    alone: Callable | None = None  # the same where no kernel answers, if that is less
    also: tuple = ()  # cells that show further ones, for a phone and for axe

    def made(self):
        """All that its cell makes, in this process, by its name."""
        space = {}
        exec(self.cell, space)
        return space

    def state_of(self, lesson):
        return json.loads(lesson.run(f"import json; print(json.dumps({self.state}))"))


def focus(widget, grid=""):
    """The keyboard's focus for the first grid, or that of a name."""
    widget.locator(f"[role=grid]{grid and f'[aria-label={grid}]'}:has([tabindex])").first.evaluate(FOCUS)


def press(lesson, *keys):
    for key in keys:
        lesson.page.keyboard.press(key)
    lesson.settle()


def status(widget):
    return widget.locator("[role=status]").text_content()


def answer(widget):
    """All that is heard after a key that moves the focus: the cell that has it now, and the status."""
    return f"{widget.locator(':focus').get_attribute('aria-label')}; {status(widget)}"


def middle(grid, row, column, rows, columns=None):
    """Where a cell of a grid is in the page."""
    box, columns = grid.bounding_box(), columns or rows
    return (
        box["x"] + (column + 0.5) * box["width"] / columns,
        box["y"] + (row + 0.5) * box["height"] / rows,
    )


@contextmanager
def lifted(lesson):
    """Yields what moves a finger to a place, and first puts it down; then lifts it."""
    touch, down = lesson.context.new_cdp_session(lesson.page), []

    def move(x, y):
        kind = "touchMove" if down else "touchStart"
        down.append((x, y))
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]})

    yield move
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def finger(lesson, *places):
    """Put one down at the first place, move it on and lift it."""
    with lifted(lesson) as move:
        for place in places:
            move(*place)
    lesson.settle()


def driver(kind):
    """The driver of a widget, by its class."""
    return importlib.import_module("drivers." + re.sub(r"(?<!^)(?=[A-Z])", "_", kind).lower()).DRIVER


def opened(*cells, **context):
    """A fixture: a page in which these cells have run, for all tests of a module; its console stays silent."""

    @pytest.fixture(scope="module")
    def page(host, request):
        name = f"{request.module.__name__.rpartition('.')[2]}-{request.fixturename}.ipynb"
        with host.turn_to(name, cells, **context) as lesson:
            lesson.run_all()
            yield lesson

    return page


def as_new(its):
    """A fixture: the first widget of that page as new, with the keyboard's focus."""

    @pytest.fixture
    def widget(page):
        page.run(its.begin)
        page.settle()
        its.focus(page.widget())
        page.settle()
        return page.widget()

    return widget
