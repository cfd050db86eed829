"""What holds for every widget; each has its own tests beside this."""

import re

import numpy as np
import pytest

from xo_helpers import widgets
from xo_helpers.data import load_image, load_kernel
from xo_helpers.network import trained_network
from xo_helpers.widgets.shared.base import CourseWidget, Given

X = load_image("X")
MADE = {
    "CompareGrids": lambda: widgets.CompareGrids(X, X.T),
    "DrawPad": lambda: widgets.DrawPad(trained_network()),
    "NetworkExplorer": lambda: widgets.NetworkExplorer(trained_network(), {"X": X}),
    "NudgeWeight": lambda: widgets.NudgeWeight([1.0, 0.5], [0], np.zeros((2, 2))),
    "PoolWindow": lambda: widgets.PoolWindow(np.eye(4)),
    "SlideWindow": lambda: widgets.SlideWindow(X, load_kernel("cross")),
    "TrainingMonitor": lambda: widgets.TrainingMonitor(5),
    "Votes": lambda: widgets.Votes([1.0, 0.5], np.zeros((2, 2))),
}


def test_every_widget_is_here():
    assert sorted(MADE) == sorted(widgets.__all__)


@pytest.mark.parametrize("name", MADE)
def test_none_is_refused_and_changes_nothing(name):
    widget = MADE[name]()
    before = repr(widget)
    for trait in [key for key, kind in widget.traits(sync=True).items() if isinstance(kind, Given)]:
        with pytest.raises(ValueError, match=r"\w"):
            setattr(widget, trait, None)
    assert repr(widget) == before


@pytest.mark.parametrize("name", MADE)
def test_it_leaves_a_picture_and_the_line_that_says_what_it_shows(name):
    widget = MADE[name]()
    assert isinstance(widget, CourseWidget)
    data, metadata = widget._repr_mimebundle_()
    assert data["image/png"].startswith(b"\x89PNG")
    assert data["text/plain"] == metadata["image/png"]["alt"] == repr(widget) == repr(MADE[name]())
    assert "object at 0x" not in repr(widget)


SAID = {  # of what stands at row 1 and column 1 in Python
    "CompareGrids": "row 1, column 1: ",
    "NetworkExplorer": "conv1, map 1, row 1, column 1: ",
    "NudgeWeight": "weight 1 to O is ",
    "PoolWindow": "row 1, column 1: ",
    "SlideWindow": "row 1, column 1: ",
    "Votes": "weight of value 1 to X is ",
}
GRIDS = """() => [...document.querySelectorAll('[role=grid], [role=table]')].filter(grid => grid.checkVisibility()).map(grid =>
    [...grid.children].map(row => [...row.children].map(cell =>
        [cell.getAttribute('aria-label'), cell.tabIndex === 0])))"""


@pytest.mark.browser
@pytest.mark.parametrize("name", MADE)
def test_the_page_counts_from_0_as_python_does(tmp_path, chromium, name):
    from web import Web

    page = Web(tmp_path, chromium).open("counting.ipynb", [f"widget = MADE['{name}']()\nwidget"])
    page.space["MADE"] = MADE
    page.run_all()
    if name in SAID:
        more = "widget.layer, widget.map = 'conv1', 1; " if name == "NetworkExplorer" else ""
        page.run(f"{more}widget.row = widget.column = 1")
        page.settle()
        assert page.page.locator("[role=status]").inner_text().startswith(SAID[name])
    stops = []
    for grid in page.page.evaluate(GRIDS):
        for row, line in enumerate(grid):
            for column, (label, stop) in enumerate(line):
                found = re.match(r"row (\d+), column (\d+), ", label)
                assert found or name == "Votes", label
                assert not found or tuple(map(int, found.groups())) == (row, column)
                stops += [label] * stop
    wanted = {"Votes": "weight of value 1 to X, ", "DrawPad": "row 4, column 4, "}.get(
        name, "row 1, column 1, "
    )
    assert any(label.startswith(wanted) for label in stops) or name == "TrainingMonitor"
    page.close()
