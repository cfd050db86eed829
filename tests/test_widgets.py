"""What holds for every widget in Python; in the browser see test_contract.py."""

import pytest
from drivers import driver

from xo_helpers import widgets
from xo_helpers.widgets.shared.base import CourseWidget, Given


@pytest.fixture(params=widgets.__all__)
def make(request):
    """Makes a widget, as the cell of its driver does."""
    its = driver(request.param)

    def made():
        space = {}
        exec(its.cell, space)
        return space[its.variable]

    assert type(made()).__name__ == request.param
    return made


def test_none_is_refused_and_changes_nothing(make):
    widget = make()
    before = repr(widget)
    for trait in [key for key, kind in widget.traits(sync=True).items() if isinstance(kind, Given)]:
        with pytest.raises(ValueError, match=r"\w"):
            setattr(widget, trait, None)
    assert repr(widget) == before


def test_it_leaves_a_picture_and_the_line_that_says_what_it_shows(make):
    widget = make()
    assert isinstance(widget, CourseWidget)
    data, metadata = widget._repr_mimebundle_()
    assert data["image/png"].startswith(b"\x89PNG")
    assert "application/vnd.jupyter.widget-view+json" in data
    assert data["text/plain"] == metadata["image/png"]["alt"] == repr(widget) == repr(make())
    assert "object at 0x" not in repr(widget)
