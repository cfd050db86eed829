"""The widgets on a sheet of paper: what does not break across pages is small enough to leave no large gaps."""

import pytest
from drivers import driver

from xo_helpers import widgets

pytestmark = pytest.mark.browser
SHEET = {"viewport": {"width": 718, "height": 1047}}  # A4 within a centimetre, in CSS pixels
HEIGHTS = "[...document.querySelectorAll('.xo-live')].map(place => place.getBoundingClientRect().height)"


def test_no_widget_takes_more_than_two_thirds_of_a_page(web):
    page = web.open("paper.ipynb", [driver(kind).cell for kind in widgets.__all__], **SHEET)
    page.run_all()
    shown = page.page.evaluate(HEIGHTS)
    page.page.emulate_media(media="print")
    page.settle()
    heights = dict(zip(widgets.__all__, page.page.evaluate(HEIGHTS), strict=True))
    assert max(heights.values()) <= SHEET["viewport"]["height"] * 2 / 3, heights
    assert max(shown) > max(heights.values())
    page.close()
