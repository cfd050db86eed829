"""On the site a widget gives a link to itself as it now is, and the code that embeds it; both lead to the same state."""

import re
from html import unescape

import pytest
import site_embed
from build_site import script, write_static
from drivers import focus
from test_embed_page import KINDS, made
from web import PAGE, WIDTH, findings, frames, quiet_pages, state_of

pytestmark = pytest.mark.browser
COPIED = """Object.defineProperty(navigator, 'clipboard', { value: {
    writeText: async text => { window.copied = text; } } })"""
FORBIDDEN = """Object.defineProperty(navigator, 'clipboard', { value: {
    writeText: async () => { throw new DOMException('no', 'NotAllowedError'); } } })"""
FRAME = re.compile(r'<iframe src="(.*?)" title="(.*?)" (.*?) style=".*?" allow="fullscreen"></iframe>')
# What it holds: the cells of its grids by their names, what is chosen, and the results.
SAID = """widget => [...widget.querySelectorAll('[role=grid] .xo-cell, canvas, select, .xo-result, .xo-sum, .xo-written')]
    .map(one => [one.getAttribute('aria-label'), one.value ?? one.textContent])"""
ALONE = "document.querySelectorAll('.xo-live:not([data-widget=SlideWindow])').forEach(one => one.remove())"
# What is done with a widget: keys in a grid, by its name.
DONE = {
    "CompareGrids": [("", ["ArrowDown", "ArrowRight", " "])],
    "DrawPad": [("", [" ", "ArrowRight", " ", "Shift+ArrowDown"])],
    "NetworkExplorer": [("", ["d", "n", "ArrowRight"])],
    "PoolWindow": [("map", ["ArrowRight", "ArrowDown"])],
    "SlideWindow": [
        ("kernel", ["0", "ArrowRight", "-"]),
        ("image", ["ArrowDown", "ArrowRight", "ArrowRight"]),
    ],
}


@pytest.fixture(scope="module")
def lesson(tmp_path_factory):
    """A page with every widget, as a lesson's, beside the widgets' own pages."""
    folder = tmp_path_factory.mktemp("shared")
    (folder / "_static").mkdir()
    write_static(folder / "_static")
    states = {kind: state_of(made(kind)[0]) for kind in KINDS}
    site_embed.write(folder / "embed", {kind: (kind, state, "03") for kind, state in states.items()})
    places = "".join(
        f'<div class="xo-live" data-widget="{kind}" data-model="{kind}" data-embed="{kind} 900 500">'
        f"{script('xo-state', state)}</div>"
        for kind, state in states.items()
    )
    scripts = "".join(f'<script src="_static/{name}.js"></script>' for name in ["alive", *KINDS])
    file = folder / "lesson.html"
    file.write_text(PAGE.format(name="lesson", places=places, scripts=scripts), encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def page(chromium, lesson):
    """It opened, in a browser that lets it copy."""
    with quiet_pages(chromium) as go:
        yield go(lesson, before=lambda page: page.add_init_script(COPIED))


def shared(page, kind):
    """A widget whose Share is open."""
    widget = page.locator(f".xo-live[data-widget={kind}] .xo").first
    widget.scroll_into_view_if_needed()
    share = widget.get_by_role("button", name="Share")
    if share.get_attribute("aria-expanded") != "true":
        share.click()
    return widget


@pytest.mark.parametrize("kind", KINDS)
def test_a_copied_link_and_a_copied_frame_lead_to_the_widget_as_it_is(page, opened, lesson, kind):
    widget = shared(page, kind)
    if kind == "PoolWindow":
        widget.get_by_label("size").select_option("3")
        widget.get_by_label("edge").select_option("drop")
    for grid, keys in DONE.get(kind, []):
        focus(widget, grid)
        for key in keys:
            page.keyboard.press(key)
            frames(page)
    widget.get_by_role("button", name="Copy link").click()
    says = widget.locator(".site-share [role=status]")
    how = "as it is now" if kind in DONE else "as the lesson made it; what was changed here is not in it"
    assert (
        says.inner_text() == f"Link copied: it shows the widget {how}. It leads to this copy, on your disk."
    )
    link = page.evaluate("copied")
    widget.get_by_role("button", name="Copy embed code").click()
    assert says.inner_text().startswith("Embed code copied: ")
    code = page.evaluate("copied")
    assert widget.locator("textarea").is_hidden()
    src, title, size = FRAME.fullmatch(code).groups()
    assert (title.capitalize(), size) == (title, 'width="900" height="500"')
    page_of, _, state = unescape(src).partition("#")
    assert link == page_of + (state and "#") + state.replace("#", "%23")
    assert re.fullmatch(r"[\w:/.%~,=&-]+(#[\w:/.%~,=&-]+)?", link)  # any program takes it
    file = lesson.with_name("embed") / f"{kind}.html"
    assert link.startswith(file.as_uri())
    alone = opened(file, width=1400, query=link.removeprefix(file.as_uri()))
    alone.locator(".xo").wait_for()
    frames(alone)
    assert alone.locator("[role=alert]").is_hidden()
    said = alone.locator(".xo").evaluate(SAID)
    if kind in DONE:
        assert said == widget.evaluate(SAID)
        assert len(said) > 8
    alone.evaluate("code => { document.body.innerHTML = code; }", code)
    assert alone.frame_locator("iframe").locator(".xo").first.get_attribute("role") == "group"


def test_where_a_browser_lets_no_page_copy_the_text_is_there_selected(opened, lesson):
    page = opened(lesson, before=lambda page: page.add_init_script(FORBIDDEN))
    widget = page.locator(".xo-live[data-widget=SlideWindow] .xo")
    share = widget.get_by_role("button", name="Share")
    share.focus()
    page.keyboard.press("Enter")  # by keyboard alone
    assert share.get_attribute("aria-expanded") == "true"
    for label, words in (("Copy link", "SlideWindow.html#image="), ("Copy embed code", "<iframe ")):
        button = widget.get_by_role("button", name=label)
        button.focus()
        page.keyboard.press("Enter")
        field = widget.get_by_role("textbox", name="to copy")
        field.wait_for()
        assert words in field.input_value() == page.evaluate("String(getSelection())")
        assert (
            widget.locator(".site-share [role=status]")
            .inner_text()
            .startswith("Your browser does not let this page")
        )
        assert page.evaluate("document.activeElement.localName") == "textarea"
    page.evaluate(ALONE)
    assert findings(page) == findings(page, dark=True) == []
    page.keyboard.press("Escape")
    assert (field.is_visible(), share.get_attribute("aria-expanded")) == (False, "false")
    assert share.evaluate("button => button === document.activeElement")


@pytest.mark.parametrize("width", [390, 1400])
def test_it_takes_no_row_more_and_is_gone_where_it_is_presented_or_printed(page, width):
    page.set_viewport_size({"width": width, "height": 1000})
    for kind in KINDS:
        widget = shared(page, kind)
        share, present = (
            widget.get_by_role("button", name=name).bounding_box() for name in ("Share", "Present")
        )
        assert abs(share["y"] - present["y"]) < 3
        assert share["x"] + share["width"] < present["x"]
        assert present["x"] + present["width"] <= width
    assert page.evaluate(WIDTH) <= width
    widget.get_by_role("button", name="Present").click()
    assert not widget.locator(".site-sharing").is_visible()
    widget.get_by_role("button", name="Leave").click()
    page.emulate_media(media="print")
    assert page.locator(".site-share, .site-sharing").locator("visible=true").count() == 0
    page.emulate_media(media="screen")
