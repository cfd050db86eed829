"""What Python refuses of what a page sends, the page takes back: in JupyterLab, where a slider is linked to a widget."""

import pytest
from browser import wait_until
from drivers import driver, status

pytestmark = pytest.mark.browser
PLACED = ("SlideWindow", "PoolWindow", "CompareGrids", "Votes", "NudgeWeight", "NetworkExplorer")
LINK = """
import ipywidgets
sliders = [ipywidgets.IntSlider(1, 0, 50) for _ in range({count})]
for slider, widget in zip(sliders, [{names}]):
    widget.row = 1
    ipywidgets.jslink((slider, "value"), (widget, "row"))
ipywidgets.VBox(sliders)
"""


@pytest.fixture(scope="module")
def linked(lab):
    """Six widgets, and for each a slider that the page itself links to its row."""
    names = [driver(kind).variable for kind in PLACED]
    link = LINK.format(count=len(names), names=", ".join(names))
    lesson = lab.open("refused.ipynb", [*(driver(kind).cell for kind in PLACED), link])
    lesson.run_all()
    yield lesson
    assert lesson.console == []
    lesson.close()


@pytest.mark.parametrize("kind", PLACED)
def test_a_slider_that_goes_too_far_goes_back_and_the_widget_shows_what_it_did(linked, kind):
    widget, its = linked.widget(PLACED.index(kind)), driver(kind)
    slider = linked.page.locator(".noUi-handle").nth(PLACED.index(kind))
    # What is said first also tells the layer: so it is compared with what is said of a second place.
    slider.press("ArrowRight")
    assert linked.says(f"{its.variable}.row", "2") == "2"
    linked.settle()
    before, said = its.state_of(linked), status(widget)
    slider.press("End")
    linked.heard()
    assert wait_until(lambda: slider.get_attribute("aria-valuenow"), "2.0") == "2.0"
    linked.settle()
    assert its.state_of(linked) == before
    its.shows(widget, before)
    assert status(widget) == said
    slider.press("ArrowLeft")
    assert linked.says(f"{its.variable}.row", "1") == "1"
    linked.settle()
    its.shows(widget, its.state_of(linked))
    assert status(widget) != said
