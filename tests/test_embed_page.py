"""The widgets' own pages: small, alive in a frame, with no kernel and no network; and what their addresses say."""

from functools import cache

import pytest
import site_embed
from browser import wait_until
from drivers import driver
from web import WIDTH, findings, frames, state_of

from xo_helpers import widgets

KINDS = widgets.__all__
pytestmark = pytest.mark.browser
LARGEST = {"NetworkExplorer": 300e3}  # bytes; of all others 150 kB


@cache
def made(kind):
    """What a widget's driver makes, in Python."""
    its = driver(kind)
    space = its.made()
    return space[its.variable], eval(its.state, space)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The pages of all widgets as the drivers make them, and one of a page that has each in a frame."""
    folder = tmp_path_factory.mktemp("embeds")
    embeds = {kind: (kind, state_of(made(kind)[0]), "03_slide_it_everywhere") for kind in KINDS}
    site_embed.write(folder / "embed", embeds)
    places = "".join(
        f'<iframe src="embed/{kind}.html" title="{kind}" width="900" height="900"></iframe>' for kind in KINDS
    )
    (folder / "slides.html").write_text(f"<!doctype html><title>Slides</title>{places}", encoding="utf-8")
    return folder


CUT = """(all, width) => all.filter(one => one.checkVisibility() && !one.closest('.xo-unseen')
    && one.getBoundingClientRect().right > width + 1).map(one => one.outerHTML.slice(0, 200))"""


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_is_small_and_asks_for_nothing(folder, kind):
    file = folder / f"embed/{kind}.html"
    assert file.stat().st_size < LARGEST.get(kind, 150e3)
    text = file.read_text(encoding="utf-8")
    assert " src=" not in text
    assert "import(" not in text
    assert text.count("<link") == text.count('href="data:,"') == 1  # no icon either


def test_a_trainings_bar_is_seen_though_other_widgets_have_bars_too(opened, folder):
    page = alone(opened, folder, "TrainingMonitor")
    assert page.locator(".xo-bar > div").bounding_box()["height"] > 5


def test_every_widget_lives_in_a_frame_of_a_page_from_the_disk(opened, folder):
    page = opened(folder / "slides.html")
    for kind in KINDS:
        page.locator(f"iframe[title={kind}]").scroll_into_view_if_needed()  # what nobody sees draws nothing
        widget, its = page.frame_locator(f"iframe[title={kind}]").locator(".xo"), driver(kind)
        frames(widget)
        its.shows(widget, made(kind)[1])
        its.focus(widget)
        before = widget.inner_text() + widget.inner_html()
        page.keyboard.press(its.steps[0][0][0])
        assert wait_until(lambda: widget.inner_text() + widget.inner_html() != before, True)  # noqa: B023


def alone(opened, folder, kind, fragment="", **how):
    """The page of a widget, drawn."""
    page = opened(folder / f"embed/{kind}.html", query=fragment, **how)
    page.locator(".xo").wait_for()
    frames(page)
    return page


@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing_and_nothing_is_cut_on_a_phone_and_in_a_small_frame(opened, folder, kind):
    page = alone(opened, folder, kind)
    assert findings(page, dark=True) == findings(page) == []
    assert page.locator("h1").count() == page.locator("main").count() == 1
    for width, height in ((390, 844), (560, 400), (900, site_embed.kind_of(kind).height)):
        page.set_viewport_size({"width": width, "height": height})
        frames(page)
        assert page.evaluate(WIDTH) <= width
        cut = page.locator(".xo *").evaluate_all(CUT, width)
        assert cut == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_fits_into_a_small_frame_if_its_address_says_so(opened, folder, kind):
    page = alone(opened, folder, kind, "#fit=yes", width=560, height=400)
    screen, from_ = page.locator(".xo-screen").bounding_box(), page.locator("footer a").bounding_box()
    assert screen["y"] + screen["height"] <= from_["y"] + 1 < 400 - from_["height"] + 2
    inside = page.locator(".xo").bounding_box()
    assert inside["x"] >= -1
    assert inside["x"] + inside["width"] <= 561
    assert inside["y"] + inside["height"] <= screen["height"] + 1
    assert page.evaluate("[scrollY, document.activeElement.localName]") == [
        0,
        "body",
    ]  # the slides keep the keys
    assert page.evaluate("document.documentElement.scrollHeight") <= 400


def test_a_page_is_dark_where_dark_is_asked_for_or_its_address_says_so(opened, folder):
    paper = "getComputedStyle(document.documentElement).backgroundColor"
    light, dark = (alone(opened, folder, "SlideWindow", color_scheme=scheme) for scheme in ("light", "dark"))
    assert light.evaluate(paper) != dark.evaluate(paper)
    for scheme, like in (("light", light), ("dark", dark)):
        for asked in ("light", "dark"):
            page = alone(opened, folder, "SlideWindow", f"#theme={scheme}", color_scheme=asked)
            assert page.evaluate(paper) == like.evaluate(paper)


def test_the_address_follows_what_is_done_and_another_one_is_followed(opened, folder):
    page = alone(opened, folder, "SlideWindow", "#image=#..#/.##./.##./#..#&kernel=##/##&theme=dark")
    assert page.locator("[role=alert]").is_hidden()
    driver("SlideWindow").focus(page.locator(".xo"))
    page.keyboard.press("ArrowRight")
    page.wait_for_function("location.hash.includes('column=1')", polling=30)
    assert page.evaluate("location.hash").endswith("&kernel=##/##&row=0&column=1&filled=0-1&theme=dark")
    page.evaluate("location.hash = '#kernel=1'")
    page.get_by_text("1 ÷ 1 = ").wait_for()
    assert page.locator("[aria-label=kernel] .xo-cell").count() == 1


# What somebody's address may be, and words of what the page says then; more of it is in test_embed_numbers.py.
WRONG = {
    "SlideWindow": {
        "#imgae=##": "it has “imgae=##”; what it may give is image, kernel, row, column, filled, theme, fit, each like",
        "#theme=blue": "theme is “blue”; it must be light or dark",
        "#image=<img src=x onerror=alert(1)>": "image has “<img src=x onerror=alert(1)>” in row 0",
        "#__proto__=1": "it has “__proto__=1”",
    },
    "Votes": {"#values=1": "it has “values=1”; what it may give is theme, fit, each like name=value"},
}


@pytest.mark.parametrize("kind", WRONG)
def test_an_address_that_is_wrong_is_told_in_words_and_the_widget_is_there_as_the_course_has_it(
    opened, folder, kind
):
    page = alone(opened, folder, kind)
    widget, note = page.locator(".xo"), page.locator("[role=alert]")
    whole = widget.inner_html()
    for fragment, words in WRONG[kind].items():
        with page.expect_event("load"):  # a page whose address is changed begins anew
            page.evaluate("fragment => { location.hash = fragment; }", fragment)
        widget.wait_for()
        frames(page)
        assert words in note.inner_text()
        assert note.inner_text().startswith("The address of this page cannot be followed: ")
        assert note.inner_text().endswith(". Here is the widget as the course has it.")
        assert widget.inner_html() == whole
        assert page.evaluate("location.hash.length") > 1  # it stays, to be mended
    assert kind != "SlideWindow" or findings(page) == []
