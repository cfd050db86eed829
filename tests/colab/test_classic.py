"""Every widget in classic Notebook 6 with ipywidgets 7: of what runs here, the nearest to Colab's front end.

    XO_CLASSIC=<the Python of Colab's versions> .venv/bin/python -m pytest tests/colab/test_classic.py

The Python that runs this drives the browser; the notebook server and its kernels are those of XO_CLASSIC.
"""

import os
import re
from pathlib import Path

import pytest
from conftest import missing, undrawn
from drivers.training_monitor import LONG, MAKE, python_state, slider
from test_contract import (
    kind,  # noqa: F401
    page,  # noqa: F401
    phone,  # noqa: F401
    planted,  # noqa: F401
    test_200_steps_at_once_end_on_the_right_picture,  # noqa: F401
    test_steps_by_keyboard_are_numpys_in_the_page_and_in_python_and_in_a_second_view,  # noqa: F401
    test_tab_goes_through_and_out,  # noqa: F401
    test_the_notebooks_shortcuts_stay_out_at_every_stop,  # noqa: F401
    test_the_same_keys_outside_a_widget_do_change_the_notebook,  # noqa: F401
    test_they_stand_still_where_motion_is_unwelcome,  # noqa: F401
    test_they_work_while_the_kernel_is_busy_and_after_it_is_gone_and_clean_up,  # noqa: F401
    test_what_is_gone_from_the_page_hears_nothing_more_and_python_goes_on,  # noqa: F401
    widget,  # noqa: F401
)

pytestmark = pytest.mark.browser
ROOT = Path(__file__).resolve().parents[2]
# What the page's own style sheet would change: labels higher than what they name, and a fold without its mark.
STYLES = """() => [...document.querySelectorAll('.xo label, .xo summary:not(.xo-more > *)')].map(made => {
    const { display, marginBottom } = getComputedStyle(made);
    return [made.localName, marginBottom, display];
})"""
PLAIN = [["label", "0px", "flex"], ["summary", "0px", "list-item"]]


@pytest.fixture(scope="module")
def host(tmp_path_factory, chromium, remembered):
    python = os.environ.get("XO_CLASSIC")
    if not python:
        missing("a Python with Notebook 6 and ipywidgets 7, named by XO_CLASSIC (`make matrix` makes it)")
    from browser import Lab, jupyter
    from classic import CLASSIC, Classic

    folder = tmp_path_factory.mktemp("classic")
    more = {"PYTHONPATH": str(ROOT)} | undrawn(remembered)
    with jupyter(folder, CLASSIC, os.path.abspath(python), **more) as server:
        yield Lab(server, chromium, Classic)


@pytest.fixture(scope="module")
def kernels(host):
    return host


def test_it_is_classic_its_style_sheet_changes_nothing_and_axe_finds_nothing(page):  # noqa: F811
    assert page.run("import ipywidgets; print(ipywidgets.__version__)").startswith("7.")
    assert [output for output in page.outputs() if output["output_type"] == "error"] == []
    assert [output for output in page.outputs() if output.get("name") == "stderr"] == []
    styles = page.page.evaluate(STYLES)
    assert {name for name, *_ in styles} == {"label", "summary"}
    assert [style for style in styles if style not in PLAIN] == []
    assert page.problems() == []


def test_a_training_is_interrupted(host):
    lesson = host.open("long.ipynb", [MAKE, LONG])
    lesson.page.evaluate("() => Jupyter.notebook.execute_all_cells()")
    view = lesson.widget(0)
    view.get_by_text("To stop, use Interrupt (the ■ in the toolbar)").wait_for()
    assert view.get_by_role("button", name="Stop").count() == 0
    newest = view.get_by_text(re.compile(r"epoch [1-9]\d+ of 10000: loss")).first
    newest.wait_for()
    slider(view).fill("3")  # while the kernel hears nothing
    bar, before = (
        view.locator("[role=progressbar]"),
        view.locator("[role=progressbar]").get_attribute("aria-valuenow"),
    )
    while bar.get_attribute("aria-valuenow") == before:  # it goes on
        lesson.settle()
    assert slider(view).input_value() == "3"
    assert view.locator(".xo-line").text_content().startswith("back at epoch 3: loss ")
    lesson.page.evaluate("() => Jupyter.notebook.kernel.interrupt()")
    view.get_by_text("What was learned is kept.").first.wait_for()
    assert python_state(lesson)["state"] == "interrupted"
    assert lesson.says("monitor.shown", "3") == "3"
    assert lesson.console == []
    lesson.close()
