"""A reader who stops what runs, at any moment: NumPy's settings are as before, and a page shows what Python holds."""

import re
import signal
import time
from contextlib import suppress
from functools import reduce
from operator import getitem
from pathlib import Path

import ipywidgets
import numpy as np
import pytest
from drivers import driver

from xo_helpers import drawings, ops, texts, widgets
from xo_helpers.training import Epoch
from xo_helpers.widgets import SlideWindow, TrainingMonitor
from xo_helpers.widgets.shared.judged import Closed

PACKAGE = Path(ops.__file__).parent
CHECKED = (
    "verdicts.py",
    "machinery.py",
    "running.py",
)  # `check` holds one around all of them, as a Picture does
RNG, X, K = np.random.default_rng(0), np.ones((9, 9)), np.ones((3, 3))
CALLS = {
    "softmax": lambda: ops.softmax(X),
    "feature_map": lambda: ops.feature_map(X, K),
    "filter_patch": lambda: ops.filter_patch(K, K),
    "in_full": lambda: texts.in_full(0.1),
    "drawings": lambda: drawings.drawings(1, RNG),
    "one errstate alone": lambda: plainly(X),
}


def plainly(x):
    with np.errstate(all="ignore"):
        return x * 2


def again_and_again(function):
    """For a second at most. Python 3.13.0 has an `except` around a loop miss what is raised at the loop's end."""
    end = time.monotonic() + 1
    while time.monotonic() < end:
        function()


@pytest.fixture
def stopped():
    """Calls a function again and again until a signal stops it, as often as is asked for; yields after each."""

    def go(function, times, longest=4e-4):
        for seconds in RNG.uniform(1e-5, longest, times):
            try:
                signal.setitimer(signal.ITIMER_REAL, seconds)
                again_and_again(function)
            except KeyboardInterrupt:
                pass
            finally:
                signal.setitimer(signal.ITIMER_REAL, 0)
            yield

    before = signal.signal(signal.SIGALRM, signal.default_int_handler)
    yield go
    signal.signal(signal.SIGALRM, before)


told_pages = pytest.mark.skipif(
    ipywidgets.__version__[0] == "7", reason="ipywidgets 7 opens no channel where no kernel is"
)
needs_signals = pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="missing: timers that signal")


@needs_signals
@pytest.mark.parametrize("name", CALLS)
def test_numpys_settings_are_as_before(stopped, name):
    changed, usual = 0, np.geterr()
    for _ in stopped(CALLS[name], 200):
        changed += np.geterr() != usual
        np.seterr(**usual)
    assert (changed > 0) == (name == "one errstate alone")  # which is why each stands in another


def test_no_errstate_stands_alone():
    """The one outside changes nothing, and puts back what an interrupt had the one inside lose."""
    for file in PACKAGE.rglob("*.py"):
        text = file.read_text(encoding="utf-8")
        alone = re.sub(r"np\.errstate\(\)(, |\n *@)np\.errstate\(|np\.errstate\(\)", "", text)
        assert "errstate(" not in alone or file.name in ("style.py", *CHECKED), file


def told_now(widget):
    """What of its state it has to tell a page."""
    return {name: value for name, value in widget.get_state().items() if name in widget._judged()}


def told(widget, monkeypatch):
    """What a page knows of it, kept up to date with what it is sent from now on."""
    page = told_now(widget)

    def send(message, buffers=None):
        page.update(message["state"])
        for (*way, name), data in zip(message["buffer_paths"], buffers or [], strict=True):
            reduce(getitem, way, page)[name] = bytes(data)

    monkeypatch.setattr(widget, "_send", send)
    return page


def fails(change):
    raise RuntimeError("somebody who listens")


def stops(change):
    raise KeyboardInterrupt


@pytest.mark.parametrize("listener", [fails, stops])
@pytest.mark.parametrize("kind", widgets.__all__)
def test_whoever_fails_while_he_is_told_the_page_knows_the_whole_change(monkeypatch, kind, listener):
    space = driver(kind).made()
    widget = space[driver(kind).variable]
    changes = {
        "CompareGrids": lambda: setattr(widget, "row", 1 - widget.row),
        "DrawPad": lambda: setattr(widget, "image", -np.array(widget.image)),
        "NetworkExplorer": lambda: setattr(widget, "layer", "input"),
        "NudgeWeight": lambda: widget.step(),
        "PoolWindow": lambda: widget.fill(),
        "SlideWindow": lambda: setattr(widget, "kernel", [[1, 1], [1, 1]]),
        "TrainingMonitor": lambda: widget.run([Epoch(1, 0.5, 0.5, None, None, None)]),
        "Votes": lambda: setattr(widget, "row", 1),
    }
    page = told(widget, monkeypatch)
    before = widget.now()
    for name in widget._judged():
        widget.observe(listener, name)
    with pytest.raises((RuntimeError, KeyboardInterrupt)):
        changes[kind]()
    assert widget.now() != before
    assert page | told_now(widget) == page


@told_pages
@needs_signals
@pytest.mark.filterwarnings(
    "ignore::pytest.PytestUnraisableExceptionWarning"
)  # a hold that was left half open
def test_a_page_shows_what_python_holds_wherever_a_loop_is_stopped(stopped, monkeypatch):
    widget, at = SlideWindow(X, K), [0]
    page = told(widget, monkeypatch)

    def step():
        at[0] = (at[0] + 1) % 49
        widget.row, widget.column = at[0] // 7, at[0] % 7

    for _ in stopped(step, 100, 5e-3):
        assert page | told_now(widget) == page


def test_a_monitor_that_is_stopped_at_its_last_word_has_ended():
    monitor, once = TrainingMonitor(2), [1]

    def stop(change):
        if change.new == "done" and once:
            once.pop()
            raise KeyboardInterrupt

    monitor.observe(stop, "state")
    monitor.run([Epoch(at, 1 / at, 0.5, None, None, None) for at in (1, 2)])
    assert (monitor.state, len(monitor.losses)) == ("done", 2)


@told_pages
@pytest.mark.parametrize("changed", [False, True])
def test_a_hold_that_was_left_half_open_is_closed_and_nothing_has_changed(monkeypatch, changed):
    """An interrupt may come when a hold has begun and its `with` has not; whoever keeps the error keeps it open."""
    widget = SlideWindow(X, K)
    page, before = told(widget, monkeypatch), widget.now()
    kept = widget.hold_trait_notifications()

    def left():
        with Closed(widget):
            kept.__enter__()
            if changed:
                widget.set_trait("column", 5)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        left()
    assert widget.now() == before
    with pytest.raises(ValueError, match="row is 99"):
        widget.row = 99
    widget.row = 3
    assert (page["row"], page["column"]) == (3, 0)
    assert page | told_now(widget) == page
    with suppress(AttributeError):  # what it would put back is there
        kept.gen.close()
