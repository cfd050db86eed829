"""All widgets as one ES module: loaded by hosts that keep to anywidget's conventions, and by one that has few of them."""

import importlib

import numpy as np
import pytest
import site_embed
from browser import wait_until
from drivers import driver, focus, slide_window
from drivers.training_monitor import MAKE
from test_embed_page import KINDS, made
from web import findings, frames, state_of

from xo_helpers.data import load_image, load_kernel

pytestmark = pytest.mark.browser
BOOK = "http://book.example"  # whose pages the test makes: a module from the disk may not be loaded
# What a host has to do, by anywidget's specification of front-end modules.
HOST = """class Host {
    constructor(state) { this.state = state; this.handlers = []; this.saved = 0; }
    get(key) { return this.state[key]; }
    set(key, value) {
        this.state[key] = value;
        for (const [name, handler] of [...this.handlers]) if (name === `change:${key}`) handler();
    }
    on(name, handler) { this.handlers.push([name, handler]); }
    off(name, handler) { this.handlers = this.handlers.filter(one => one[0] !== name || one[1] !== handler); }
    save_changes() { this.saved++; }
    send() {}
}"""
# As mystmd's was in 2026: it takes no handler away again, saves nothing, and hides the widget in a shadow.
MYST = """class Host {
    #target = new EventTarget();
    constructor(state) { this.state = state; }
    get(key) { return this.state[key]; }
    set(key, value) {
        this.state[key] = value;
        for (const name of [`change:${key}`, 'change']) this.#target.dispatchEvent(new CustomEvent(name, { detail: value }));
    }
    on(name, handler) { this.#target.addEventListener(name, handler); }
    off() { throw new Error('off is not implemented'); }
    save_changes() { throw new Error('save_changes is not implemented'); }
    send() { throw new Error('send is not implemented'); }
    get widget_manager() { throw new Error('widget_manager does not exist'); }
}"""
HEAD = "<!doctype html><html lang=en><title>Book</title><main><h1>Book</h1><div id=here></div></main>"
SHOW = """async ([state, name, shadow]) => {
    // Jupyter gives each hook an object of its own.
    const bound = (of, key) => typeof of[key] === 'function' ? of[key].bind(of) : of[key];
    const seen = model => shadow ? model : new Proxy(model, { get: bound });
    const module = await import('/xo_helpers.mjs');
    const widget = name ? module[name] : module.default;
    const [host, control, place] = [new Host(state), new AbortController(), document.createElement('div')];
    document.querySelector('#here').replaceChildren(place);
    const root = shadow ? place.attachShadow({ mode: 'open' }) : place;
    const el = root.appendChild(document.createElement('div'));
    const ends = [await widget.initialize({ model: seen(host), signal: control.signal })];
    ends.push(await widget.render({ model: seen(host), el, signal: control.signal, host: {} }));
    control.signal.addEventListener('abort', () => ends.reverse().forEach(end => end?.()));
    Object.assign(window, { host, control, root });
}"""


@pytest.fixture(scope="module")
def text():
    """The module's text."""
    return site_embed.one_module({kind: (kind, state_of(made(kind)[0]), "03") for kind in KINDS})


@pytest.fixture
def book(chromium, text):
    """A page of another book: show(state, name of the export, host) gives the place of what it shows."""
    page, wrong, body = chromium.new_page(viewport={"width": 1000, "height": 1000}), [], ""
    for event in ("console", "pageerror"):
        page.on(event, lambda message: wrong.append(str(message)))
    answers = {f"{BOOK}/xo_helpers.mjs": ("text/javascript", text)}

    def answer(route):
        kind, content = answers.get(route.request.url, ("text/html", body))
        route.fulfill(content_type=kind, body=content)

    page.route("**/*", answer)

    def show(state, name=None, host=HOST, shadow=False):
        nonlocal body
        body = f"{HEAD}<script>{host}</script>"
        page.goto(BOOK)
        page.evaluate(SHOW, [state, name, shadow])
        page.locator("main .xo, main [role=alert]").first.wait_for()
        frames(page)
        return page

    yield show
    assert wrong == [], wrong
    page.close()


@pytest.mark.parametrize(
    ("host", "shadow"), [(HOST, False), (MYST, True)], ids=["by the specification", "like mystmd"]
)
@pytest.mark.parametrize("kind", KINDS)
def test_a_host_that_names_a_widget_alone_shows_it_as_the_course_has_it_and_it_lives(
    book, kind, host, shadow
):
    page = book({"widget": kind}, host=host, shadow=shadow)
    widget = page.locator("main .xo").first
    driver(kind).shows(widget, made(kind)[1])
    driver(kind).focus(widget)
    before = widget.inner_text() + widget.inner_html()
    page.keyboard.press(driver(kind).steps[0][0][0])
    assert wait_until(lambda: widget.inner_text() + widget.inner_html() != before, True)
    assert (
        widget.locator(".xo-foot").evaluate("foot => getComputedStyle(foot).display") == "flex"
    )  # its look came too
    page.evaluate("control.abort()")


RNG = np.random.default_rng(0)
O, CROSS, MAP = load_image("O"), load_kernel("cross"), RNG.normal(size=(5, 7)).round(2)
A, B = RNG.choice([-1, 1], (2, 4, 6))
VOTES = {"values": [0.5, -0.25, 1.0], "weights": [[0.1, 0.2], [0.3, -0.4], [0.0, 1.0]], "bias": [0.25, 0]}
NUDGE = {
    "values": [[0.5, 1.0], [-1.0, 0.25]],
    "labels": [1, 0],
    "weights": [[0.1, 0.2], [0.3, -0.4]],
    "row": 1,
}
PICTURE = RNG.choice([-1, 1], (9, 9))


def rows(image):
    return ["".join("#" if cell == 1 else "." for cell in line) for line in image]


def seen(network, image):
    return {layer: array[0] for layer, array in network.activations(image[None, None]).items()}


# What a book gives of each: arrays alone. What follows from them is NumPy's.
GIVEN = {
    "SlideWindow": (
        {"image": rows(O), "kernel": CROSS.tolist(), "row": 3, "column": 2},
        lambda its, widget: its.assert_shows(widget, O, CROSS, 3, 2),
    ),
    "PoolWindow": (
        {"map": MAP.tolist(), "size": 3, "stride": 2, "edge": "drop", "column": 1},
        lambda its, widget: its.assert_shows(widget, MAP, 0, 1, 3, 2, "drop"),
    ),
    "CompareGrids": (
        {"a": A.tolist(), "b": rows(B), "row": 3, "column": 5},
        lambda its, widget: its.assert_shows(widget, 3, 5, A, B),
    ),
    "DrawPad": ({"image": rows(O)}, lambda its, widget: its.assert_shows(widget, O)),
    "NetworkExplorer": (
        {"images": {"mine": rows(PICTURE)}, "layer": "conv2", "map": 1, "row": 2, "column": 0},
        lambda its, widget: its.assert_shows(
            widget, its.NETWORK, seen(its.NETWORK, PICTURE), "conv2", (1, 2, 0)
        ),
    ),
    "Votes": (VOTES, lambda its, widget: its.assert_shows(widget, **VOTES)),
    "NudgeWeight": (
        NUDGE,
        lambda its, widget: its.assert_shows(
            widget, NUDGE["weights"], at=(1, 0), values=NUDGE["values"], labels=NUDGE["labels"]
        ),
    ),
}


@pytest.mark.parametrize("kind", GIVEN)
def test_what_follows_from_a_books_arrays_is_numpys(book, kind):
    given, assert_shows = GIVEN[kind]
    page = book({"widget": kind, **given})
    assert_shows(importlib.import_module(driver(kind).shows.__module__), page.locator("main .xo").first)
    assert page.locator("[role=alert]").count() == 0


def test_a_training_of_a_book_is_shown_epoch_by_epoch(book):
    space = {}
    exec(MAKE, space)
    exec(
        "monitor = TrainingMonitor(5); monitor.run(train(network, images, labels, epochs=5, **settings))",
        space,
    )
    monitor = space["monitor"]
    kernels = [np.asarray(record.kernels)[:, 0].tolist() for record in monitor.records]
    page = book(
        {
            "widget": "TrainingMonitor",
            "losses": monitor.losses,
            "accuracies": monitor.accuracies,
            "kernels": kernels,
        }
    )
    driver("TrainingMonitor").shows(page.locator("main .xo"), space["told"](monitor))


def test_what_a_book_gives_wrongly_is_told_and_the_widget_is_there(book):
    for given, words in {
        "slides": 'There is no widget “slides”; "widget" must be one of CompareGrids, DrawPad, ',
        "": "There is no widget “”",
    }.items():
        page = book({"widget": given})
        assert page.locator("[role=alert]").inner_text().startswith(words)
    for kind, given, words in [
        ("SlideWindow", {"kernel": [[1, 0]]}, "kernel is 1×2; it must be square, like 3×3"),
        (
            "SlideWindow",
            {"image": [["a"]]},
            'image has “["a"]” in row 0; a row is of # and ., like #..#, or of',
        ),
        (
            "Votes",
            {"values": [2, 0], "weights": [[0, 1], [1, 0]]},
            "values hold 2; the widget takes numbers from -1 to 1",
        ),
        ("Votes", {"values": [1, 0]}, "weights have 12 rows; with 2 values they must have 2, one a value"),
        ("Votes", {"values": "1, 0"}, "values is “1, 0”; it must be lists like [0.5, -1, …, equally long"),
        ("NudgeWeight", {"labels": [0, 7, 1, 0]}, "labels hold 7; they number the classes, 0 to 1"),
        (
            "TrainingMonitor",
            {"losses": [1, 2], "accuracies": [1]},
            "accuracies are of 1 epochs and losses of 2",
        ),
        (
            "NetworkExplorer",
            {"images": {"mine": ["##"]}},
            "image mine is 1×2; this network takes images of 9×9",
        ),
        ("NetworkExplorer", {"images": 3}, "images is “3”; it must be names and images, like"),
    ]:
        page = book({"widget": kind, **given})
        assert words in page.locator("[role=alert]").inner_text()
        assert page.locator("main .xo [role=grid], main .xo svg").count() > 0


def test_a_host_hears_what_is_done_and_the_widget_what_the_host_sets(book):
    page = book({"image": rows(O), "kernel": CROSS.tolist(), "row": 0, "column": 0}, "SlideWindow")
    widget = page.locator("main .xo")
    focus(widget)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("[host.state.row, host.state.column, host.saved > 0]") == [1, 1, True]
    page.evaluate("host.set('kernel', [[1, 0], [0, -1]])")
    frames(page)
    slide_window.assert_shows(widget, O, np.array([[1, 0], [0, -1]]), 1, 1)
    page.evaluate("host.set('kernel', [[1, 0]])")  # refused
    frames(page)
    slide_window.assert_shows(widget, O, np.array([[1, 0], [0, -1]]), 1, 1)
    assert page.evaluate("host.handlers.length") > 3
    page.evaluate("control.abort()")
    assert page.evaluate("host.handlers.length") == 0
    assert findings(page) == findings(page, dark=True) == []


def test_every_widget_is_an_export_of_its_own_too(book):
    page = book({}, "PoolWindow")
    names = page.evaluate("import('/xo_helpers.mjs').then(module => Object.keys(module))")
    assert sorted(names) == sorted(["default", *KINDS])
    driver("PoolWindow").shows(page.locator("main .xo"), made("PoolWindow")[1])


def test_it_is_presented_and_drawn_on_where_a_host_hides_it_in_a_shadow(book):
    page = book({"widget": "DrawPad"}, host=MYST, shadow=True)
    widget = page.locator("main .xo")
    widget.get_by_role("button", name="Present").click()
    page.wait_for_function("document.fullscreenElement", polling=30)
    widget.get_by_role("button", name="Leave").click()
    page.wait_for_function("!document.fullscreenElement", polling=30)
    assert widget.get_by_role("button", name="Present").is_visible()
    asking, cell = widget.locator(".xo-for-a-finger"), widget.locator("[role=grid] .xo-cell").nth(40)
    asking.evaluate("button => button.click()")
    before = cell.get_attribute("aria-label")
    cell.click()
    frames(page)
    assert cell.get_attribute("aria-label") != before
    assert asking.text_content() == "Done"  # a finger that draws there has not gone elsewhere


NOTEBOOK = """
import anywidget
from pathlib import Path
from traitlets import Int, List, Unicode

class Book(anywidget.AnyWidget):
    _esm = Path({file!r}).read_text(encoding="utf-8")
    widget = Unicode("SlideWindow").tag(sync=True)
    image, kernel = List({image}).tag(sync=True), List({kernel}).tag(sync=True)
    row, column = Int(3).tag(sync=True), Int(2).tag(sync=True)

book = Book()
book
"""


def test_anywidget_itself_takes_it_in_jupyterlab(lab, text, tmp_path):
    (tmp_path / "module.mjs").write_text(text, encoding="utf-8")
    given = {"file": str(tmp_path / "module.mjs"), "image": rows(O), "kernel": CROSS.tolist()}
    lesson = lab.open("book.ipynb", [NOTEBOOK.format(**given)])
    lesson.command("notebook:run-all-cells")
    widget = lesson.page.locator(".jp-OutputArea-output .xo")
    widget.wait_for()
    lesson.settle()
    slide_window.assert_shows(widget, O, CROSS, 3, 2)
    focus(widget, "image")
    lesson.page.keyboard.press("ArrowDown")
    assert lesson.says("book.row, book.column", "4 2") == "4 2"
    lesson.run("book.kernel = [[1]]")
    widget.get_by_text("1 ÷ 1 = ").wait_for()
    assert lesson.console == []
    lesson.close()
