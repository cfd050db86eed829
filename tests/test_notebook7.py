"""Every kind of widget in Notebook 7, which is made of JupyterLab's parts, as in JupyterLab; and steps by keyboard.

The lessons that are left out show what the others show, but for the monitor: it runs in a notebook of its own.
"""

import pytest
from conftest import NOTEBOOKS
from test_lessons import run_and_look
from test_slide_window import SHOWN, assert_shows, focus
from test_training_monitor import MAKE, WATCH

from xo_helpers.data import load_image, load_kernel

pytestmark = pytest.mark.browser
LESSONS = [path.name for path in NOTEBOOKS if path.name[:2] in ("00", "01", "04", "06", "07", "08", "09")]


@pytest.fixture(scope="module")
def notebook7(tmp_path_factory, chromium):
    from browser import NOTEBOOK7, Lab, Notebook7, jupyter

    with jupyter(tmp_path_factory.mktemp("notebook7"), NOTEBOOK7) as server:
        yield Lab(server, chromium, Notebook7)


@pytest.mark.parametrize("name", LESSONS)
def test_it_runs_from_top_to_bottom(notebook7, name):
    lesson = notebook7.open(name)
    run_and_look(lesson, "notebook7")
    lesson.close()


def test_the_monitor(notebook7):
    lesson = notebook7.open("monitor.ipynb", [MAKE, WATCH])
    run_and_look(lesson, "notebook7")
    lesson.close()


def test_lesson_03_runs_and_takes_a_step_by_keyboard(notebook7):
    lesson = notebook7.open("03_slide_it_everywhere.ipynb")
    run_and_look(lesson, "notebook7")
    cells, widget = lesson.cells(), lesson.widget(0)
    focus(widget, "image")
    for key in ["ArrowRight", "ArrowDown", "ArrowRight", "j", "a", "b", "d", "d"]:
        lesson.page.keyboard.press(key)
    lesson.settle()
    assert_shows(widget.evaluate(SHOWN), load_image("X"), load_kernel("diagonal"), 1, 2)
    assert lesson.cells() == cells  # the notebook's shortcuts stayed out
    assert lesson.console == []
    lesson.screenshot("notebook7-step")
    lesson.close()
