"""What the web site folds, since it answers a question: there when it is asked for, alive, and on paper."""

import re
import shutil
import zlib
from pathlib import Path

import build_site
import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from web import UNFOLD, WIDTH, findings, frames, press

pytestmark = pytest.mark.browser
ROOT = Path(__file__).parents[1]
ANSWERS = "details.hide > .cell_output"  # what is folded, since it answers a question

FOLDED = [  # cells, and their tags
    ("print('open')",),
    ("print('an answer' + ' too long for any page, and so it has to scroll' * 6)", "hide-output"),
    ("from xo_helpers.data import load_image, load_kernel\nX, falling = load_image('X'), load_kernel('diagonal')",),
    ("from xo_helpers.plots import plot_image\nplot_image(X)", "hide-output"),
    ("from xo_helpers.widgets import SlideWindow\nSlideWindow(X, falling)", "hide-output"),
    ("SlideWindow(X, falling)",),
    ("kernel = 1", "hide-output"),  # puts nothing out
]  # fmt: skip


@pytest.fixture(scope="session")
def folds(tmp_path_factory):
    """A page with what the lessons fold: a text, a picture and a widget that answer questions, beside what is not folded."""
    folder = tmp_path_factory.mktemp("folds")
    (folder / "source/_static").mkdir(parents=True)
    build_site.write_static(folder / "source/_static")
    cells = [new_code_cell(source, metadata={"tags": tags}) for source, *tags in FOLDED]
    cells.insert(0, new_markdown_cell("# Folds\n\n> **Before you look.** Guess.\n\n## What it is"))
    nbformat.write(new_notebook(cells=cells), folder / "index.ipynb")
    page = build_site.Page(folder / "index.ipynb", folder / "source/_static")
    nbformat.write(page.notebook, folder / "source/index.ipynb")
    shutil.copy(ROOT / "docs/conf.py", folder / "source")
    assert build_site.sphinx_of(folder / "source", folder / "site", folder) == 0
    return folder / "site/index.html"


def visible(page):
    return [answer.is_visible() for answer in page.locator(ANSWERS).all()]


def test_an_output_that_answers_waits_until_it_is_asked_for_by_keyboard_too(opened, folds):
    page = opened(folds)
    assert page.get_by_text("open", exact=True).is_visible()
    assert visible(page) == [False] * 3
    prompts = page.locator("details.hide > summary")
    assert prompts.all_inner_texts() == ["Show the output"] * 3
    assert page.get_by_text("Show the output").locator("xpath=..").first.get_attribute("aria-label") is None
    for at in range(3):
        page.keyboard.press("Tab")
        while not page.evaluate("document.activeElement.matches('details.hide > summary')"):
            page.keyboard.press("Tab")
        page.keyboard.press("Enter" if at else "Space")
        assert visible(page) == [True] * (at + 1) + [False] * (2 - at)
        assert prompts.nth(at).inner_text() == "Hide the output"
    frames(page)
    wide = page.locator(f"{ANSWERS} pre").first  # a text that scrolls, by keyboard too
    assert wide.evaluate("pre => pre.scrollWidth > pre.clientWidth && pre.tabIndex === 0")
    prompts.first.press("Enter")
    prompts.nth(1).click()
    assert visible(page) == [False, False, True]


@pytest.mark.parametrize("width", [1400, 360])
def test_axe_finds_nothing_in_what_was_folded_light_and_dark(opened, folds, width):
    page = opened(folds, width)
    assert page.evaluate(WIDTH) <= width
    page.evaluate(UNFOLD)
    assert findings(page) == findings(page, dark=True) == []
    assert page.evaluate(WIDTH) <= width


def test_a_folded_widget_is_as_one_that_is_not(opened, folds):
    page = opened(folds)
    frames(page)
    page.evaluate(UNFOLD)
    folded, other = page.locator(".xo-live .xo").all()
    box, like = folded.bounding_box(), other.bounding_box()
    assert (box["width"], box["height"]) == (like["width"], like["height"])
    assert box["height"] > 200
    for widget in (folded, other):
        press(page, widget, "Home", "ArrowRight", "ArrowRight")
    assert folded.inner_text() == other.inner_text()
    assert folded.screenshot() == other.screenshot() or folded.inner_html() == other.inner_html()


@pytest.mark.parametrize("media", ["print", "screen"])
def test_what_is_folded_is_printed(opened, folds, media):
    """By the style sheet alone, and by what a browser says before it prints."""
    page = opened(folds)
    page.emulate_media(media=media)
    if media == "screen":
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
    frames(page)
    assert visible(page) == [True] * 3
    assert min(answer.bounding_box()["height"] for answer in page.locator(ANSWERS).all()) > 10
    page.emulate_media(media="screen")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert visible(page) == [False] * 3


def test_paper_holds_what_is_folded(opened, folds):
    """Printed as it is, the page has as many letters on its paper as with all its folds open."""

    def printed():
        streams = re.findall(rb"stream\r?\n(.*?)endstream", page.pdf(), re.S)
        texts = [zlib.decompress(s) for s in streams if s[:1] == b"x"]
        drawn = b" ".join(text for text in texts if b" Tf" in text)
        return sum(len(letters) // 4 for letters in re.findall(rb"<([0-9A-F]+)>", drawn))

    page = opened(folds)
    frames(page)
    folded = printed()
    assert visible(page) == [False] * 3
    page.evaluate(UNFOLD)
    assert printed() == folded
    page.evaluate("document.querySelectorAll('details.hide').forEach(fold => fold.remove())")
    assert 100 < printed() < folded - 100
