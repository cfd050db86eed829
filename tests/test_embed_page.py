"""The widgets' own pages: small, alive in a frame of another page, with no kernel and no network, and what addresses say."""

import pytest
import site_embed
from browser import wait_until
from drivers import driver
from web import quiet_pages, state_of

from xo_helpers import widgets

KINDS = widgets.__all__
pytestmark = pytest.mark.browser
LARGEST = {"NetworkExplorer": 300e3}  # bytes; of all others 150 kB


def made(kind):
    """What a widget's driver makes, in Python."""
    space, its = {}, driver(kind)
    exec(its.cell, space)
    space["state"] = eval(its.state, space)
    return space[its.variable], space["state"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The pages of all widgets as the drivers make them, and one of a page that has each in a frame."""
    folder = tmp_path_factory.mktemp("embeds")
    embeds = {kind: (kind, state_of(made(kind)[0]), "03_slide_it_everywhere") for kind in KINDS}
    site_embed.write(folder / "embed", embeds)
    frames = "".join(
        f'<iframe src="embed/{kind}.html" title="{kind}" width="900" height="900"></iframe>' for kind in KINDS
    )
    (folder / "slides.html").write_text(f"<!doctype html><title>Slides</title>{frames}", encoding="utf-8")
    return folder


@pytest.fixture
def opened(chromium):
    with quiet_pages(chromium) as go:
        yield go


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_is_small_and_asks_for_nothing(folder, kind):
    file = folder / f"embed/{kind}.html"
    assert file.stat().st_size < LARGEST.get(kind, 150e3)
    text = file.read_text(encoding="utf-8")
    assert " src=" not in text
    assert "import(" not in text
    assert text.count("<link") == text.count('href="data:,"') == 1  # no icon either


def test_every_widget_lives_in_a_frame_of_a_page_from_the_disk(opened, folder):
    page = opened(folder / "slides.html")
    for kind in KINDS:
        page.locator(f"iframe[title={kind}]").scroll_into_view_if_needed()  # what nobody sees draws nothing
        widget, its = page.frame_locator(f"iframe[title={kind}]").locator(".xo"), driver(kind)
        widget.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
        its.shows(widget, made(kind)[1])
        its.focus(widget)
        before = widget.inner_text() + widget.inner_html()
        page.keyboard.press(its.steps[0][0][0])
        assert wait_until(lambda: widget.inner_text() + widget.inner_html() != before, True)  # noqa: B023
