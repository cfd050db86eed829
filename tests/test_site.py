"""The web site: built twice alike, and every page alive in a browser that may ask for nothing off the machine."""

import filecmp
import re
import shutil
import zlib
from copy import deepcopy
from pathlib import Path

import build_site
import nbformat
import numpy as np
import pytest
import write_notebooks
from axe_playwright_python.sync_playwright import Axe
from browser import CLOCK, TICK
from conftest import NOTEBOOKS
from drivers import focus, middle
from drivers.draw_pad import BLANK, assert_shows
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from xo_helpers.network import trained_network

pytestmark = pytest.mark.browser
ROOT = Path(__file__).parents[1]
LESSONS = {path.stem: path for path in NOTEBOOKS}
LARGEST = 1.5e6  # bytes of all that a page asks for
WIDTH = "document.documentElement.scrollWidth"
TAGS = ("hide-output", "exercise")
ANSWERS = "details.hide > .cell_output"  # what is folded, since it answers a question
UNFOLD = "document.querySelectorAll('details.hide').forEach(fold => { fold.open = true; })"


@pytest.fixture(scope="session")
def site(tmp_path_factory, remembered):
    """Two builds. The second runs four lessons anew, with five widgets; the others it has as the first left them."""
    folder, kept, run = tmp_path_factory.mktemp("sites"), {}, write_notebooks.run

    def once(notebook, **how):
        key = notebook.cells[0].source
        if key not in kept or key.startswith(("# 00", "# 03", "# 06", "# 08")):
            kept[key] = run(notebook, **how)
        return deepcopy(kept[key])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(write_notebooks, "run", once)
        for name, value in remembered.items():
            patch.setenv(name, value)
        for name in ("one", "other"):
            assert build_site.build(folder / name) == 0
    return folder / "one"


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


@pytest.fixture
def opened(chromium):
    """Opens a file; afterwards nothing was asked for off the machine, and the console was silent."""
    contexts, wrong = [], []

    def go(file, width=1400):
        ours = (file.parent.as_uri(), "data:")
        contexts.append(chromium.new_context(viewport={"width": width, "height": 1000}))
        page = contexts[-1].new_page()
        page.on("request", lambda request: request.url.startswith(ours) or wrong.append(request.url))
        page.on("console", lambda message: wrong.append(message.text))
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.route(lambda url: not url.startswith(ours), lambda route: route.abort())
        page.goto(file.as_uri())
        return page

    yield go
    for context in contexts:
        context.close()
    assert wrong == []


def frames(page):
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")


def press(page, widget, *keys):
    focus(widget)
    for key in keys:
        page.keyboard.press(key)
    frames(page)


def findings(page, dark=False):
    """What axe finds, in the light or in the dark, where only the colours differ."""
    # Without the style sheets that axe would ask for itself, and without a path to all that it looks at.
    options = {"resultTypes": ["violations"], "preload": False, "selectors": False}
    page.emulate_media(color_scheme="dark" if dark else "light")
    frames(page)
    found = Axe().run(page, options=options | ({"runOnly": ["color-contrast"]} if dark else {}))
    return [f"{r['id']}: {node['html'][:200]}" for r in found.response["violations"] for node in r["nodes"]]


def test_a_second_build_is_the_same(site):
    other = site.with_name("other")
    names = {path.relative_to(each) for each in (site, other) for path in each.rglob("*") if path.is_file()}
    assert filecmp.cmpfiles(site, other, names, shallow=False)[1:] == ([], [])  # unlike, or only in one


@pytest.mark.parametrize("name", ["index", *LESSONS, "teachers", "search"])
def test_a_page_is_whole_and_alive_and_axe_finds_nothing(opened, site, name):
    file = site / f"{name}.html"
    narrow, page = opened(file, 360), opened(file)
    assert findings(narrow) == findings(page, dark=True) == findings(page) == []
    assert narrow.evaluate(WIDTH) <= 360
    assert page.evaluate(WIDTH) <= 1400
    assert page.locator("h1").count() == 1
    links = page.evaluate("[...document.querySelectorAll('a[href]')].map(link => link.getAttribute('href'))")
    near = {link.split("#")[0] for link in links if not link.startswith(("https://", "#"))}
    assert [link for link in near if not (site / link).is_file()] == []
    asked = page.evaluate("performance.getEntriesByType('resource').map(({ name }) => name)")
    files = {file} | {Path(re.sub(r"^file://|\?.*", "", address)) for address in asked}
    assert sum(file.stat().st_size for file in files if file.is_file()) < LARGEST
    page.evaluate(UNFOLD)
    if name in LESSONS:
        every_cell_and_every_output_is_there(page, nbformat.read(LESSONS[name], as_version=4))
    places = page.locator(".xo-live").all()
    assert places or name in ("teachers", "search")
    for place in places:
        place.locator(".xo").scroll_into_view_if_needed()
        trained = place.get_attribute("data-widget") == "TrainingMonitor"
        (goes_back_and_plays if trained else takes_a_step)(page, place.locator(".xo"))


def every_cell_and_every_output_is_there(page, notebook):
    def texts(where):
        return [text.split() for text in page.locator(where).all_inner_texts()]

    _, *code = [cell for cell in notebook.cells if cell.cell_type == "code"]  # without the set-up
    outputs = [output for cell in code for output in cell.outputs]
    assert texts(".cell_input pre") == [cell.source.split() for cell in code]
    assert texts(".cell_output .stream pre") == [o.text.split() for o in outputs if o.output_type == "stream"]
    pictures = [o for o in outputs if "image/png" in o.get("data", {})]
    assert page.locator(".cell_output :is(.xo-live, img)").count() == len(pictures)
    folded, exercises = ([c for c in code if tag in c.metadata.get("tags", [])] for tag in TAGS)
    assert page.locator("details.hide").count() == len([cell for cell in folded if cell.outputs])
    assert page.get_by_text("This page runs no Python").count() == 1
    assert page.get_by_text("Write your answer where Python runs").count() == len(exercises) >= 1


def takes_a_step(page, widget):
    def shown():
        return widget.inner_text() + widget.locator("[role=grid]").first.inner_html()

    before = shown()
    press(page, widget, "Home", "ArrowRight", "Enter")
    assert shown() != before
    assert widget.locator("[role=status]").first.inner_text().strip()


def goes_back_and_plays(page, widget):
    """A training's curves are drawn, it goes back and plays, and nothing can be stopped."""
    slider = widget.get_by_role("slider")

    def shown():
        frames(page)
        label = widget.locator("svg[aria-label^=loss]").get_attribute("aria-label")
        curves = re.sub(r"training \d\.\d\d\d?, validation \d\.\d\d\d?$", "", label)
        return curves, slider.input_value(), widget.locator(".xo-monitor-shelf").inner_html()

    slider.press("End")
    whole = shown()
    slider.press("Home")
    assert (whole[0], shown()[:2]) == ("loss by epoch: ", ("loss up to epoch 1: ", "1"))
    assert shown()[2] != whole[2]
    page.evaluate(CLOCK)
    widget.get_by_role("button", name="Play").click()
    while page.evaluate(TICK):
        pass
    assert shown() == whole
    assert widget.locator("[role=status]").text_content().startswith(f"epoch {whole[1]}: loss ")
    assert widget.get_by_role("button", name="Stop").count() == 0


def test_the_front_page_maps_the_lessons_and_leads_to_where_python_runs(opened, site):
    page = opened(site / "index.html")
    rows = page.locator("article table").first.locator("tbody tr").all_inner_texts()
    for name, row in zip(LESSONS, rows, strict=True):
        assert re.match(rf"\s*{name[:2]} · [^\t]+\t\s*\d+\s*(\t|$)", row)
        assert page.locator(f"article a[href='{name}.html']").count() >= 1
    for button in ("Open in Colab", "Open on Binder"):
        assert page.get_by_role("link", name=button).count() == 1


@pytest.mark.parametrize("name", ["index", "00_watch_a_network_decide", "11_take_it_further"])
def test_the_pads_network_in_the_page_is_numpys_to_the_printed_digit(opened, site, name):
    page, network, image, winners = opened(site / f"{name}.html"), trained_network(), BLANK.copy(), set()
    pad = page.locator(".xo-live[data-widget=DrawPad] .xo").first  # lesson 00 has a second one to fool
    pad.get_by_role("button", name="Clear").click()
    assert pad.locator(".xo-shares > div:nth-child(4n + 1)").all_inner_texts() == ["X", "O"]
    for row, column in np.random.default_rng(0).integers(0, 9, (60, 2)):
        page.mouse.click(*middle(pad.locator("[role=grid]").first, row, column, 9))
        image[row, column] *= -1
        frames(page)
        assert_shows(pad, image, network)
        winners.add(network.forward(image)[0].argmax())
    assert winners == {0, 1}


def visible(page):
    return [answer.is_visible() for answer in page.locator(ANSWERS).all()]


def test_an_output_that_answers_waits_until_it_is_asked_for_by_keyboard_too(opened, folds):
    page = opened(folds)
    assert page.get_by_text("open", exact=True).is_visible()
    assert visible(page) == [False] * 3
    prompts = page.locator("details.hide > summary")
    assert prompts.all_inner_texts() == ["Show the output"] * 3
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
