"""A learner's notebook, saved and opened again where no kernel runs it: its widgets as they were, or their pictures."""

import re

import nbformat
import pytest
from browser import WIDGET_VIEW
from drivers import driver, press
from drivers.training_monitor import MAKE
from nbformat.sign import NotebookNotary

from xo_helpers import widgets

pytestmark = pytest.mark.browser
DRIVERS = [driver(kind) for kind in widgets.__all__]
DIRTY = "jupyterapp.shell.currentWidget.context.model.dirty"
PICTURES = """() => [...document.querySelectorAll('.jp-RenderedImage img')]
    .filter(image => image.complete && image.naturalWidth > 0).length"""


def save(page):
    page.command("docmanager:save")
    return page.until(f"!{DIRTY}")


def in_file(kernels, name):
    """The notebook, its outputs that are widgets, and the states that were saved with it."""
    notebook = nbformat.read(kernels.server.folder / name, as_version=4)
    data = [output.get("data", {}) for cell in notebook.cells for output in cell.get("outputs", [])]
    saved = notebook.metadata.get("widgets", {}).get("application/vnd.jupyter.widget-state+json", {})
    return notebook, [each for each in data if WIDGET_VIEW in each], saved.get("state", {})


def again(kernels, page, name):
    """The same notebook, once its kernel is gone."""
    page.close()
    page = kernels.open(name)
    page.until(f"document.querySelectorAll('.jp-OutputArea-output').length >= {len(page.outputs())}")
    return page


def test_widgets_are_as_they_were_however_often_it_is_saved_and_nothing_is_changed_by_that(kernels):
    name = "reopened.ipynb"
    page = kernels.open(name, [its.cell for its in DRIVERS])
    page.run_all()
    page.rerun(0, DRIVERS[0].cell)  # of which only the newest widget stays
    states = []
    for at, its in enumerate(DRIVERS):
        its.focus(page.widget(at))
        press(page, *its.steps[0][0])
        states.append(its.state_of(page))
    save(page)
    for _ in range(2):
        views, states_saved = in_file(kernels, name)[1:]
        assert {view[WIDGET_VIEW]["model_id"] for view in views} <= set(states_saved)
        assert (len(views), len(states_saved)) == (len(DRIVERS), 2 * len(DRIVERS))  # each with its layout
        page = again(kernels, page, name)
        page.page.locator(".xo").nth(len(DRIVERS) - 1).wait_for()
        page.settle()
        assert not page.page.evaluate(DIRTY)
        for at, (its, state) in enumerate(zip(DRIVERS, states, strict=True)):
            (its.alone or its.shows)(page.widget(at), state)
        save(page)
    assert page.console == []
    page.clear()
    save(page)
    assert "widgets" not in in_file(kernels, name)[0].metadata
    page.close()


def test_where_a_widget_is_lost_its_picture_is_shown(lab):
    name = "lost.ipynb"
    page = lab.open(name, [DRIVERS[0].cell, DRIVERS[-1].cell])
    page.run_all()
    save(page)
    notebook, views, _ = in_file(lab, name)
    del notebook.metadata["widgets"]  # as other front ends save it
    nbformat.write(notebook, lab.server.folder / name)
    NotebookNotary(data_dir=str(lab.server.folder.parent / "data")).sign(notebook)

    page.page.reload()  # the kernel runs, and has them
    page.ready()
    page.page.locator(".xo").nth(len(views) - 1).wait_for()
    page = again(lab, page, name)
    page.page.wait_for_function(f"({PICTURES})() === {len(views)}")
    assert page.page.locator(".xo").count() == 0
    assert (page.page.evaluate(DIRTY), page.console) == (False, [])
    page.close()


WAITS = """
import threading

def waits():
    yield from train(network, images, labels, epochs=1, **settings)
    threading.Event().wait()

monitor.run(waits())
"""


def test_a_training_whose_kernel_ended_is_not_shown_as_running(lab):
    name = "ended.ipynb"
    page = lab.open(name, [f"{MAKE}\nmonitor = TrainingMonitor(40)\nmonitor"])
    page.run_all()
    page.begin_to_run(WAITS)
    page.widget().get_by_text(re.compile("^epoch 1 of 40: loss")).first.wait_for()
    page.widget().get_by_role("button", name="Stop").wait_for()
    save(page)
    page.page.evaluate("jupyterapp.shell.currentWidget.sessionContext.session.kernel.restart()")
    for _ in range(2):
        page.widget().get_by_text(re.compile("^the kernel ended after epoch 1 of 40: loss")).first.wait_for()
        assert page.widget().get_by_role("button", name="Stop").is_disabled()
        assert (
            page.widget().locator(".xo-tools").inner_text().split("\n")[-1] == "Stop"
        )  # and nothing beside it
        page = again(lab, page, name)
    page.close()
