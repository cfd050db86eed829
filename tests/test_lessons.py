"""Every lesson in real JupyterLab: it runs from top to bottom, its widgets draw, and axe finds nothing."""

import os

import pytest
from conftest import undrawn
from drivers import driver

pytestmark = pytest.mark.browser


def run_and_look(lesson, name="widget"):
    """Run all of it; nothing fails, every widget is drawn, and axe finds nothing."""
    lesson.run_all()
    outputs, widgets = lesson.outputs(), lesson.page.locator(f"{lesson.outputs_are} .xo")
    assert [o for o in outputs if o["output_type"] == "error" or o.get("name") == "stderr"] == []
    views = [o for o in outputs if "application/vnd.jupyter.widget-view+json" in o.get("data", {})]
    assert widgets.count() == len(views) >= 1
    for index in range(len(views)):
        lesson.screenshot(f"{name}-{index}", lesson.widget(index))
        assert lesson.widget(index).locator("[role=gridcell], [role=img]").count() > 0
    assert lesson.console == lesson.problems() == []


@pytest.fixture(scope="module")
def remembering_lab(tmp_path_factory, chromium, remembered):
    from browser import Lab, jupyter

    figures = {} if "XO_SCREENSHOTS" in os.environ else undrawn(remembered)  # nbval compares them
    with jupyter(tmp_path_factory.mktemp("lessons"), **{**remembered, **figures}) as server:
        yield Lab(server, chromium)


def test_it_runs_from_top_to_bottom(remembering_lab, path):
    with remembering_lab.turn_to(path.name) as lesson:
        run_and_look(lesson)
        lesson.theme("JupyterLab Dark")
        assert lesson.problems(dark=True) == []
        lesson.screenshot("dark", lesson.widget(0))


def test_notebook_7_runs_a_lesson_too(notebook7):
    lesson = notebook7.open("03_slide_it_everywhere.ipynb")
    run_and_look(lesson, "notebook7")
    lesson.close()


def test_axe_does_look(web):
    page = web.open("planted.ipynb", [driver("SlideWindow").cell])
    page.run_all()
    assert page.problems() == []
    page.page.evaluate("() => document.querySelector('.xo-button').textContent = ''")
    assert [problem.split(":")[0] for problem in page.problems()] == ["button-name"]
    page.close()
