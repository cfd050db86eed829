"""What all widgets promise, in each place they live in: JupyterLab, a page of the web site, Notebook 7.

All eight stand on one page, each twice. tests/colab runs the same in classic Notebook, the nearest to Colab.
"""

import os

import numpy as np
import pytest
from drivers import FIRE, HEARS, WHERE, driver, opened, press, status

from xo_helpers import widgets

pytestmark = pytest.mark.browser
DRIVERS = {kind: driver(kind) for kind in widgets.__all__}
KINDS = list(DRIVERS)
FIRST = [each.cell for each in DRIVERS.values()]
PAGE = [*FIRST, *(each.variable for each in DRIVERS.values())]
ALSO = [cell for each in DRIVERS.values() for cell in each.also]
SHORTCUTS = [*"jxmzbdd", "Control+z", "Enter", *"abdd00"]
PHONE = {"viewport": {"width": 360, "height": 740}, "device_scale_factor": 2, "reduced_motion": "reduce"}
RING = (
    "getComputedStyle(document.activeElement.closest('[role=grid]') ?? document.activeElement).outlineStyle"
)
# What leaves its widget, words that are cut off or lie on one another, and numbers too wide for their cell.
CUT = """widget => {
    const box = at => at.getBoundingClientRect(), shown = what => [...widget.querySelectorAll(what)].filter(at => at.checkVisibility());
    const words = at => { const range = document.createRange(); range.selectNodeContents(at); return range; };
    const out = shown('svg text').filter(text => {
        const [a, b] = [box(text), box(text.closest('.xo-nudge-plot, svg'))];
        return a.left < b.left || a.right > b.right || a.bottom > b.bottom;
    });
    const apart = (a, b) => a.right <= b.left || b.right <= a.left || a.bottom - 3 <= b.top || b.bottom - 3 <= a.top; // a box has room above its letters
    const meet = shown('svg text').filter((text, i, all) => all.slice(i + 1).some(other => !apart(box(text), box(other))));
    const tight = shown('.xo-cell').filter(cell => box(words(cell)).width > box(cell).width);
    const wide = widget.scrollWidth > widget.clientWidth ? ['the widget'] : [];
    return [...wide, ...[...out, ...meet, ...tight].map(at => at.textContent)];
}"""


@pytest.fixture(scope="module", params=["lab", "web", "notebook7"])
def host(request):
    return request.getfixturevalue(request.param)


page = opened(*PAGE)


@pytest.fixture(params=KINDS)
def kind(request):
    return request.param


@pytest.fixture
def widget(page, kind):
    """The first view of one, as new, with the keyboard's focus where its keys are pressed."""
    page.run(DRIVERS[kind].begin)
    page.settle()
    return focused(page, kind)


def focused(page, kind):
    view = page.widget(KINDS.index(kind))
    DRIVERS[kind].focus(view)
    page.settle()
    return view


def assert_like(found, want):
    """Equal, but for what the last bit of a number says, and for names that are not asked for."""
    if isinstance(want, list):
        for one, other in zip(found, want, strict=True):
            assert_like(one, other)
    elif isinstance(want, float):
        assert np.isclose(found, want, rtol=0, atol=1e-9)
    elif isinstance(want, dict):
        assert_like([found[name] for name in want], list(want.values()))
    else:
        assert found == want


def take(page, kind, leg):
    """Take some steps by keyboard; what Python must hold after them."""
    keys, want = DRIVERS[kind].steps[leg]
    press(page, *keys)
    return want


def test_steps_by_keyboard_are_numpys_in_the_page_and_in_python_and_in_a_second_view(page, widget, kind):
    its = DRIVERS[kind]
    for leg in (0, 1):
        want = take(page, kind, leg)
        state = its.state_of(page)
        assert_like(state, want)
        its.shows(widget, state)
        assert widget.locator(":focus").count() == 1
    other = page.widget(len(KINDS) + KINDS.index(kind))
    its.shows(other, state)
    live = [view.locator("[role=status]").first.get_attribute("aria-live") for view in (widget, other)]
    assert live == ["polite", "off"]  # of two that show the same one speaks
    page.run(its.begin)
    page.settle()
    for view in (other, widget):
        its.shows(view, its.state_of(page))


SAID = {  # of what stands at row 1 and column 1 in Python
    "CompareGrids": "row 1, column 1: ",
    "NetworkExplorer": "row 1, column 1: ",
    "NudgeWeight": "weight 1 to O, slope ",
    "PoolWindow": "row 1, column 1: ",
    "SlideWindow": "row 1, column 1: ",
    "Votes": "weight 1 to X is ",
}
LABELS = """widget => [...widget.querySelectorAll('[role=grid], [role=table]')].filter(grid => grid.checkVisibility()).flatMap(grid =>
    [...grid.children].flatMap((row, r) => [...row.children].map((cell, c) => [`row ${r}, column ${c}, `, cell.ariaLabel])))"""


def test_the_page_counts_from_0_as_python_does(page, widget, kind):
    if kind in SAID:
        page.run("{0}.row, {0}.column = 1, 1".format(DRIVERS[kind].variable))
        page.settle()
        assert status(widget).startswith(SAID[kind])
    labels = widget.evaluate(LABELS)
    assert labels
    if kind not in ("Votes", "NudgeWeight"):  # whose numbers have names
        silent = [label for place, label in labels if not label.startswith(place)]
        assert not [label for label in silent if label.startswith("row")]
        assert len(silent) <= 2  # the one where the cursor is, and what lies there: the status says where


def test_200_steps_at_once_end_on_the_right_picture(page, widget, kind):
    its = DRIVERS[kind]
    widget.evaluate(FIRE, its.many)
    page.settle()
    state = its.state_of(page)
    assert_like(state, its.end)
    its.shows(widget, state)
    page.heard()
    assert its.state_of(page) == state
    its.shows(widget, state)


# Keys of the browser and of screen readers, and Space: which a grid keeps from them.
KEPT = """() => [{key: 'ArrowLeft', altKey: true}, {key: 'ArrowRight', metaKey: true}, {key: 'ArrowDown', ctrlKey: true},
    {key: 'Home', altKey: true}, {key: ' '}].map(init => {
        const event = new KeyboardEvent('keydown', {bubbles: true, cancelable: true, ...init});
        document.activeElement.dispatchEvent(event);
        return event.defaultPrevented;
    })"""


@pytest.mark.parametrize(
    "kind", [kind for kind in KINDS if kind != "TrainingMonitor"]
)  # a slider, the browser's
def test_a_grid_leaves_others_their_keys_and_says_where_it_is_to_who_comes_in(page, widget, kind):
    before = DRIVERS[kind].state_of(page)
    assert page.page.evaluate(KEPT.replace(", {key: ' '}", "")) == [False] * 4
    page.settle()
    assert DRIVERS[kind].state_of(page) == before
    assert page.page.evaluate(KEPT)[-1]  # Space would scroll the page away
    page.settle()
    page.run(DRIVERS[kind].begin)
    page.settle()
    widget.evaluate(HEARS)
    widget.get_by_role("button", name="Present").focus()
    focused(page, kind)
    heard = page.page.evaluate("window.heard")
    assert ("" in heard, heard[-1]) == (True, status(widget))


def stops_of(widget, kind):
    """All end in Present; without a kernel that hears it, there is no Stop."""
    return [
        stop
        for stop in [*DRIVERS[kind].stops, "Present"]
        if stop != "Stop" or widget.get_by_role("button", name="Stop").count()
    ]


def to_the_first(page, stops):
    """From where the focus is, back to the first stop."""
    while (at := page.page.evaluate(WHERE)) != stops[0]:
        assert at in stops
        page.page.keyboard.press("Shift+Tab")


def test_tab_goes_through_and_out(page, widget, kind):
    stops, found = stops_of(widget, kind), []
    to_the_first(page, stops)
    for _ in stops:
        found.append(page.page.evaluate(WHERE))
        assert page.page.evaluate(RING) == "solid", found
        page.page.keyboard.press("Tab")
    assert found == stops
    assert widget.locator(":focus").count() == 0


def test_the_notebooks_shortcuts_stay_out_at_every_stop(page, widget, kind):
    before, stops = page.cells(), stops_of(widget, kind)
    for at, _ in enumerate(stops):
        page.run(DRIVERS[kind].begin)
        page.settle()
        focused(page, kind)
        to_the_first(page, stops)
        for _ in range(at):
            page.page.keyboard.press("Tab")
        opens = page.page.evaluate("document.activeElement.localName") == "select" or stops[at] == "Present"
        press(page, *(key for key in SHORTCUTS if key != "Enter" or not opens))
        assert widget.locator(":focus").count() == 1, stops[at]
    page.heard()
    assert page.cells() == before


NOTEBOOK = """() => {
    const notebook = window.jupyterapp?.shell.currentWidget.content;
    return notebook ? [notebook.mode, notebook.activeCellIndex] : document.activeElement.localName;
}"""


def test_escape_gives_the_focus_back_to_the_cell_or_the_page(page, widget, kind):
    press(page, "Escape")
    if page.page.evaluate(NOTEBOOK) == ["command", KINDS.index(kind)]:
        return
    assert widget.evaluate("widget => widget === document.activeElement")  # as a whole; Tab goes on into it
    press(page, "Tab")
    assert page.page.evaluate(WHERE) == DRIVERS[kind].stops[0]


# A small page with all of them, and with more: large ones, and such as have other parts.
phone = opened(*FIRST, *ALSO, **PHONE)


def take_pictures(phone, name):
    """Of each widget, to be looked at; of the further ones in JupyterLab alone."""
    place = type(phone).__name__
    if "XO_SCREENSHOTS" not in os.environ:
        return
    for at in range(len(FIRST) + len(ALSO) * (place == "Lesson")):
        phone.screenshot(f"{place}-{at}-{name}", phone.widget(at))


def test_all_fit_a_phone_and_axe_finds_nothing_in_either_theme_narrow_and_wide(phone):
    take_pictures(phone, "narrow")
    for at in range(len(FIRST) + len(ALSO)):
        assert phone.widget(at).evaluate(CUT) == [], at
    assert phone.problems() == []
    phone.page.set_viewport_size({"width": 1400, "height": 1000})
    phone.theme("JupyterLab Dark")
    assert phone.problems(dark=True) == []
    take_pictures(phone, "dark")


def test_they_stand_still_where_motion_is_unwelcome(phone):
    phone.clock()
    for kind, its in DRIVERS.items():
        widget = focused(phone, kind)
        assert "Play" not in widget.inner_text()
        take(phone, kind, 0)
        assert widget.evaluate("widget => widget.getAnimations({subtree: true}).length") == 0, kind
        its.shows(widget, its.state_of(phone))
        after, before = widget.get_by_role("button", name="Next", exact=True), its.state_of(phone)
        for button in after.all():
            button.click()
            phone.settle()
            assert its.state_of(phone) != before
        assert phone.tick() == 0, kind


def test_they_work_while_the_kernel_is_busy_and_after_it_is_gone_and_clean_up(kernels):
    page = kernels.open("busy.ipynb", FIRST)
    page.run_all()
    page.clock()
    page.begin_to_run("import time\ntime.sleep(600)")
    for leg in (0, 1):
        for kind in KINDS:
            widget = focused(page, kind)
            (DRIVERS[kind].alone or DRIVERS[kind].shows)(widget, take(page, kind, leg))
        if leg == 0:
            page.shutdown()
    plays = page.page.get_by_role("button", name="Play", exact=True)
    for _ in range(plays.count()):
        plays.first.click()
    page.settle()
    assert page.tick() > 0
    page.clear()
    page.page.wait_for_selector(".xo", state="detached")
    assert page.tick() == 0
    assert page.console == []
    page.close()


@pytest.fixture(scope="module")
def planted(kernels):
    page = kernels.open("planted.ipynb", FIRST)
    page.run_all()
    yield page
    page.close()


SAVES = """() => { window.saves = 0; jupyterapp.commands.commandExecuted.connect(
    (_, { id }) => { window.saves += id === 'docmanager:save'; }); }"""


def test_commands_of_the_notebook_are_its_own(planted):
    before = planted.cells()
    planted.page.evaluate(SAVES)
    for saves, what in enumerate((".xo-term", "select", "[role=grid] [tabindex]"), start=1):
        planted.page.locator(f".xo {what}").first.focus()
        press(planted, "Control+s")
        planted.until(f"saves === {saves}")
    focused(planted, KINDS[0])
    press(planted, "Shift+Enter")
    planted.until("jupyterapp.shell.currentWidget.content.widgets[0].model.executionCount === 9")
    assert planted.page.evaluate(NOTEBOOK) == ["command", 1]
    assert planted.cells() == before


def test_the_same_keys_outside_a_widget_do_change_the_notebook(planted):
    before = planted.cells()
    planted.leave()
    press(planted, "b", "b")
    assert len(planted.cells()) == len(before) + 2


PLAY = """() => {
    performance.now = () => Performance.prototype.now.call(performance) + 1e6; // no step was taken a moment ago
    [...document.querySelectorAll('.xo button')].filter(at => at.textContent === 'Play').forEach(play => play.click());
}"""
# The motions that are on their way, at whose end a walk goes on; later, those that still are.
KEEP = "() => (window.kept = document.getAnimations().filter(one => one.effect.target.closest('.xo'))).length"
GOING = "() => window.kept.filter(one => one.playState === 'running').length"


def test_what_is_gone_from_the_page_hears_nothing_more_and_python_goes_on(planted):
    def states():
        return [its.state_of(planted) for its in DRIVERS.values()]

    for its in DRIVERS.values():
        planted.run(its.begin)
    planted.settle()
    as_new = states()
    planted.page.evaluate(PLAY)
    planted.settle()
    planted.settle()  # most of a motion begins in its third frame
    assert planted.page.evaluate(KEEP) >= 2  # of the window that slides, and of the one that pools
    planted.clear()
    planted.page.wait_for_selector(".xo", state="detached")
    assert planted.page.evaluate(GOING) == 0
    assert states() != as_new
    for its in DRIVERS.values():
        planted.run(its.begin)
    planted.settle()
    assert states() == as_new  # nothing in the page has a say any more
    assert planted.console == []
