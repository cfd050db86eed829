"""The training monitor while a training goes on: in JupyterLab, where the kernel hears its button, and where not.

A training here goes no further than the test lets it: each epoch waits for a byte that the test sends.
"""

import re
import socket
from contextlib import contextmanager

import pytest
from drivers import HEARS, press, status
from drivers.training_monitor import LONG, MAKE, assert_shows, hold, numbers, python_state, slider

pytestmark = pytest.mark.browser
LET = f"""{MAKE}
import socket
from xo_helpers.widgets.training_monitor import widget as module

def let(training):
    for record in training:
        gate.recv(1)
        yield record
"""
AFTER = "print(monitor.state, 1 <= len(monitor.records) == monitor.epoch < 10_000, evaluate(network, *tests)[1] > 0.4)"
WRITE = "source => { jupyterapp.shell.currentWidget.content.widgets[1].model.sharedModel.setSource(source); }"
# Whether the kernel hears the page while it runs.
SUBSHELLS = """on => {
    const { kernel } = jupyterapp.shell.currentWidget.sessionContext.session;
    window.wasOn ??= kernel.commsOverSubshells;
    kernel.commsOverSubshells = on ? window.wasOn : 'disabled';
}"""


@pytest.fixture(scope="module")
def page(lab):
    lesson = lab.open("monitor_live.ipynb", [LET, "# a monitor", AFTER])
    yield lesson
    assert lesson.console == []
    lesson.close()


@contextmanager
def training(page, epochs, subshells=True):
    """Begin one, let through by the second of what this gives: the widget, and a way on to an epoch."""
    page.page.evaluate(SUBSHELLS, subshells)
    page.rerun(0, LET)
    page.rerun(1, f"monitor = TrainingMonitor({epochs})\nmonitor")
    widget, gone = page.widget(0), 0

    def on(epoch):
        nonlocal gone
        gate.sendall(bytes(epoch - gone))
        gone = epoch
        widget.get_by_text(f"epoch {epoch} of {epochs}", exact=True).wait_for()
        page.settle()

    with socket.create_server(("127.0.0.1", 0)) as server:
        page.run(f"gate = socket.create_connection({server.getsockname()})")
        gate, _ = server.accept()
    # each epoch is told at once
    page.run("usual = vars(module).copy(); module.PAUSE, module.RATE, module.monotonic = 0, np.inf, int")
    widget.evaluate(HEARS)
    page.begin_to_run(f"monitor.run(let(train(network, images, labels, epochs={epochs}, **settings)))")
    with gate:
        yield widget, on
    page.run("vars(module).update(usual)")


def test_it_speaks_at_the_start_at_each_quarter_and_at_the_end(page):
    with training(page, 40) as (widget, on):
        widget.get_by_text("training begins, 40 epochs").wait_for()
        for epoch in (1, 9, 10, 19, 20, 29, 30, 39, 40):
            on(epoch)
        widget.get_by_text("done, ").first.wait_for()
        state = python_state(page)
    begins, *quarters, end = page.page.evaluate("window.heard")
    assert begins == "training begins, 40 epochs"
    assert quarters == [f"epoch {at} of 40: {numbers(state, at)}" for at in (10, 20, 30)]
    assert end == f"done, epoch 40 of 40: {numbers(state, 40)}"
    assert (state["epoch"], state["hears"]) == (40, True)
    assert_shows(widget, state)


def test_a_pressed_stop_says_that_it_waits_for_the_epoch_to_end(page):
    with training(page, 40) as (widget, on):
        on(1)
        stop = widget.get_by_role("button", name="Stop")
        assert stop.is_enabled()
        stop.click()
        page.settle()
        assert widget.locator(".xo-tools").inner_text().split("\n")[-1] == "stopping after this epoch"
        assert status(widget) == "stopping after this epoch"
        assert stop.is_disabled()
        page.screenshot("stopping", widget)
        page.heard()
        on(2)
        widget.get_by_text("stopped after epoch").first.wait_for()
        state = python_state(page)
        assert (state["state"], state["epoch"]) == ("stopped", 2)
        assert_shows(widget, state)


@pytest.mark.parametrize("subshells", [True, False])
def test_the_slider_stays_under_the_hand_while_training_goes_on(page, subshells):
    with training(page, 60, subshells) as (widget, on):
        on(5)
        at, back, mouse = slider(widget), widget.get_by_text("back at epoch"), page.page.mouse
        y = hold(page, widget, 5, 60)  # on the newest epoch, which goes on
        on(9)
        assert (at.input_value(), back.first.text_content()[:20]) == ("5", "back at epoch 5: los")
        box = at.bounding_box()
        mouse.move(box["x"] + box["width"] - 8, y, steps=3)  # beyond the newest
        mouse.up()
        on(12)
        assert (at.input_value(), back.count()) == ("12", 0)  # it follows again
        at.fill("3")
        on(20)
        assert (at.input_value(), at.get_attribute("max")) == ("3", "60")
        page.screenshot("back", widget)
        on(60)
        state = python_state(page)
        assert (state["shown"], state["epoch"], state["hears"]) == (3, 60, subshells)
        assert_shows(widget, state)
        page.run("monitor.run(train(network, images, labels, epochs=4, **settings))")
        page.settle()
        state = python_state(page)
        assert (state["shown"], state["epoch"]) == (4, 4)  # a second run begins afresh
        assert_shows(widget, state)


@contextmanager
def long_training(page, subshells):
    """Begin a training in a cell of its own, with a cell after it; gives the widget, and looks at its end."""
    page.clear()
    page.page.evaluate(SUBSHELLS, subshells)
    page.page.evaluate(WRITE, LONG)
    page.command("notebook:run-all-cells", wait=False)
    widget = page.widget(0)
    widget.get_by_text(re.compile(r"epoch [1-9]\d{2,} of 10000: loss")).first.wait_for()
    yield widget
    ended = "stopped" if subshells else "interrupted"
    widget.get_by_text(f"{ended} after epoch").first.wait_for()
    state = python_state(page)
    assert (state["state"], state["hears"]) == (ended, subshells)
    outputs = [(output["output_type"], output.get("text")) for output in page.outputs()]
    assert outputs[1:] == [("stream", f"{ended} True True\n")]  # no error, and the cell after it has run
    assert_shows(widget, state)
    page.screenshot(ended, widget)


def test_stop_ends_a_long_training_and_the_notebook_goes_on(page):
    with long_training(page, subshells=True) as widget:
        widget.get_by_text("Stop ends it after this epoch: what was learned so far is kept.").wait_for()
        before = page.cells()
        widget.get_by_role("button", name="Stop").focus()
        press(page, *"jabddxm00")
        page.heard()
        assert (page.cells(), widget.locator(":focus").count()) == (before, 1)
        press(page, "Enter")
    press(page, "Enter", "a", "d", "d")  # the focus is still on the button, which does nothing any more
    page.heard()
    assert (page.cells(), widget.locator(":focus").count()) == (before, 1)
    kept = page.run("print(np.array_equal(network[0].parameters['kernels'], monitor.records[-1].kernels))")
    assert kept == "True\n"


def test_without_subshells_it_says_to_interrupt_and_interrupt_keeps_the_weights(page):
    with long_training(page, subshells=False) as widget:
        assert widget.get_by_role("button", name="Stop").count() == 0
        how = "To stop, use Interrupt (the ■ in the toolbar): what was learned so far is kept."
        assert widget.get_by_text(how).is_visible()
        page.command("notebook:interrupt-kernel")
