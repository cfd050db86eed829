"""What holds for every widget; each has its own tests beside this."""

import numpy as np
import pytest

from xo_helpers import widgets
from xo_helpers.data import load_image, load_kernel
from xo_helpers.network import trained_network
from xo_helpers.widgets.base import CourseWidget, Given

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
