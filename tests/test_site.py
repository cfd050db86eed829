"""The web site: built twice alike, and every page alive in a browser that may ask for nothing off the machine."""

import filecmp
import re
import shutil
import subprocess
import sys
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
from conftest import FOCUS

from xo_helpers import widgets
from xo_helpers.network import trained_network
from xo_helpers.ops import softmax
from xo_helpers.texts import rounded, verdict

pytestmark = pytest.mark.browser
ROOT = Path(__file__).parents[1]
LESSONS = [path.stem for path in sorted((ROOT / "notebooks").glob("*.ipynb"))]
PAGES = ["index", *LESSONS, "teachers", "search"]
LARGEST = 1.5e6  # bytes of all that a page asks for


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


def test_a_folder_that_holds_something_else_is_left_alone(tmp_path):
    (tmp_path / "notes.txt").write_text("mine")
    command = [sys.executable, ROOT / "tools" / "build_site.py", tmp_path]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "would be deleted: name another folder" in done.stderr
    assert (tmp_path / "notes.txt").read_text() == "mine"


@pytest.fixture(scope="session")
def folds(tmp_path_factory):
    """A page with what the lessons fold: a text, a picture and a widget that answer questions, beside what is not folded."""
    folder = tmp_path_factory.mktemp("folds")
    (folder / "source/_static").mkdir(parents=True)
    build_site.write_static(folder / "source/_static")
    cells = [nbformat.v4.new_markdown_cell("# Folds\n\n> **Before you look.** Guess.\n\n## What it is")]
    for source, *tags in FOLDED:
        cells.append(nbformat.v4.new_code_cell(source, metadata={"tags": tags}))
    nbformat.write(nbformat.v4.new_notebook(cells=cells), folder / "index.ipynb")
    page = build_site.Page(folder / "index.ipynb", folder / "source/_static")
    nbformat.write(page.notebook, folder / "source/index.ipynb")
    shutil.copy(ROOT / "docs/conf.py", folder / "source")
    assert build_site.sphinx_of(folder / "source", folder / "site", folder) == 0
    return folder / "site/index.html"


FOLDED = [
    ("print('open')",),
    ("print('an answer' + ' too long for any page, and so it has to scroll' * 6)", "hide-output"),
    (
        "from xo_helpers.data import load_image, load_kernel\nX, falling = load_image('X'), load_kernel('diagonal')",
    ),
    ("from xo_helpers.plots import plot_image\nplot_image(X)", "hide-output"),
    ("from xo_helpers.widgets import SlideWindow\nSlideWindow(X, falling)", "hide-output"),
    ("SlideWindow(X, falling)",),
    ("kernel = 1", "hide-output"),  # puts nothing out
]


@pytest.fixture
def opened(chromium):
    """Opens a file; afterwards nothing was asked for off the machine, and the console was silent."""
    asked, said, contexts, folders = [], [], [], []

    def go(file, width=1400):
        context = chromium.new_context(viewport={"width": width, "height": 1000})
        contexts.append(context)
        folders.append(file.parent.as_uri())
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.route("**/*", lambda route: route.continue_() if ours(route.request.url) else route.abort())
        page.goto(file.as_uri())
        return page

    def ours(address):
        return address.startswith((*folders, "data:"))

    yield go
    for context in contexts:
        context.close()
    assert [address for address in asked if not ours(address)] == []
    assert said == []


@pytest.fixture
def visit(site, opened):
    return lambda name, width=1400: opened(site / f"{name}.html", width)


def unfold(page):
    """Show every output that waits behind a question."""
    for fold in page.locator("details.hide > summary").all():
        fold.click()


def findings(page, **of):
    # Without the style sheets that axe would ask for itself, and without a path to all that it looks at.
    options = {"resultTypes": ["violations"], "preload": False, "selectors": False, **of}
    found = Axe().run(page, options=options).response["violations"]
    return [f"{rule['id']}: {node['html'][:200]}" for rule in found for node in rule["nodes"]]


def frames(page):
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")


def test_a_second_build_is_the_same(site):
    def same(one, other):
        compared = filecmp.dircmp(one, other)
        names = compared.common_files
        assert compared.left_only == compared.right_only == []
        assert filecmp.cmpfiles(one, other, names, shallow=False)[0] == names
        for name in compared.common_dirs:
            same(one / name, other / name)
        return len(names)

    assert same(site, site.with_name("other")) >= len(PAGES)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_whole_and_axe_finds_nothing(visit, site, name):
    page = visit(name)
    assert findings(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 1400
    page.emulate_media(color_scheme="dark")
    frames(page)
    assert findings(page, runOnly=["color-contrast"]) == []
    page = visit(name, width=360)
    assert findings(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    for link in page.evaluate(
        "[...document.querySelectorAll('a[href]')].map(link => link.getAttribute('href'))"
    ):
        file = link.split("#")[0]
        assert not file or file.startswith("https://") or (site / file).is_file(), link
    assert page.locator("h1").count() == 1
    sizes = page.evaluate("""() => performance.getEntriesByType('resource').map(({ name }) => name)""")
    files = {site / f"{name}.html"} | {Path(re.sub(r"^file://|\?.*", "", address)) for address in sizes}
    assert sum(file.stat().st_size for file in files if file.is_file()) < LARGEST


@pytest.mark.parametrize("name", LESSONS)
def test_every_cell_and_every_output_of_the_lesson_is_there(visit, name):
    notebook = nbformat.read(ROOT / "notebooks" / f"{name}.ipynb", as_version=4)
    code = [c for c in notebook.cells if c.cell_type == "code" and "setup" not in c.metadata.get("tags", [])]
    page = visit(name)
    folded = [c for c in code if "hide-output" in c.metadata.get("tags", []) and c.outputs]
    assert page.locator("details.hide").count() == len(folded)
    unfold(page)
    shown = page.locator(".cell_input pre").all_inner_texts()
    assert [text.split() for text in shown] == [cell.source.split() for cell in code]
    printed = [o.text for cell in code for o in cell.outputs if o.output_type == "stream"]
    assert [t.split() for t in page.locator(".cell_output .stream pre").all_inner_texts()] == [
        t.split() for t in printed
    ]
    pictures = sum("image/png" in o.get("data", {}) for cell in code for o in cell.outputs)
    assert page.locator(".cell_output :is(.xo-live, img)").count() == pictures
    assert page.get_by_text("This page runs no Python").count() == 1
    exercises = sum("exercise" in cell.metadata.get("tags", []) for cell in code)
    assert page.get_by_text("Write your answer where Python runs").count() == exercises >= 1


def test_the_front_page_maps_the_lessons_and_leads_to_where_python_runs(visit):
    page = visit("index")
    rows = page.locator("article table").first.locator("tbody tr").all_inner_texts()
    assert len(rows) == len(LESSONS)
    for name, row in zip(LESSONS, rows, strict=True):
        title, minutes, *_ = map(str.strip, row.split("\t"))
        assert title.startswith(f"{name[:2]} · ")
        assert minutes.isdigit()
    for name in LESSONS:
        assert page.locator(f"article a[href='{name}.html']").count() >= 1
    for button in ("Colab", "Binder"):
        assert (
            page.get_by_role("link", name=f"Open {'in' if button == 'Colab' else 'on'} {button}").count() == 1
        )


# What is folded, since it answers a question


def contents(page):
    return page.locator("details.hide > .cell_output")


def test_an_output_that_answers_waits_until_it_is_asked_for_by_keyboard_too(opened, folds):
    page = opened(folds)
    assert page.locator("details.hide").count() == contents(page).count() == 3
    assert page.get_by_text("open", exact=True).is_visible()
    for content in contents(page).all():
        assert not content.is_visible()
    prompts = page.locator("details.hide > summary")
    assert prompts.all_inner_texts() == ["Show the output"] * 3
    for at in range(3):
        page.keyboard.press("Tab")
        while not page.evaluate("document.activeElement.matches('details.hide > summary')"):
            page.keyboard.press("Tab")
        page.keyboard.press("Enter" if at else "Space")
        assert contents(page).nth(at).is_visible()
        assert prompts.nth(at).inner_text() == "Hide the output"
    frames(page)
    wide = contents(page).first.locator("pre")  # a text that scrolls can be scrolled by keyboard
    assert wide.evaluate("pre => pre.scrollWidth > pre.clientWidth && pre.tabIndex === 0")
    prompts.first.press("Enter")
    assert not contents(page).first.is_visible()


def test_axe_finds_nothing_folded_and_open_light_and_dark_wide_and_narrow(opened, folds):
    for width in (1400, 360):
        page = opened(folds, width)
        for _ in range(2):
            page.emulate_media(color_scheme="light")
            frames(page)
            assert findings(page) == []
            page.emulate_media(color_scheme="dark")
            frames(page)
            assert findings(page, runOnly=["color-contrast"]) == []
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            unfold(page)


def test_a_folded_widget_is_as_one_that_is_not(opened, folds):
    page = opened(folds)
    frames(page)
    unfold(page)
    folded, other = page.locator(".xo-live .xo").all()
    box, like = folded.bounding_box(), other.bounding_box()
    assert (box["width"], box["height"]) == (like["width"], like["height"])
    assert box["height"] > 200
    for widget in (folded, other):
        widget.locator("[role=grid]:has([tabindex])").first.evaluate(FOCUS)
        for key in ("Home", "ArrowRight", "ArrowRight"):
            page.keyboard.press(key)
    frames(page)
    assert folded.inner_text() == other.inner_text()
    assert folded.screenshot() == other.screenshot() or folded.inner_html() == other.inner_html()


@pytest.mark.parametrize("how", ["by the style sheet alone", "by what a browser says before it prints"])
def test_what_is_folded_is_printed(opened, folds, how):
    page = opened(folds)
    if how == "by the style sheet alone":
        page.emulate_media(media="print")
    else:
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
    frames(page)
    for content in contents(page).all():
        assert content.is_visible()
        assert content.bounding_box()["height"] > 10
    page.emulate_media(media="screen")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert not any(content.is_visible() for content in contents(page).all())


def test_paper_holds_what_is_folded(opened, folds):
    """Printed as it is, the page has as many letters on its paper as with all its folds open."""

    def printed():
        paper = page.pdf()
        streams = re.findall(rb"stream\r?\n(.*?)endstream", paper, re.S)
        texts = [zlib.decompress(s) for s in streams if s[:1] == b"x"]
        drawn = [re.findall(rb"<([0-9A-F]+)>", text) for text in texts if b" Tf" in text]
        return sum(len(letters) // 4 for found in drawn for letters in found)

    page = opened(folds)
    frames(page)
    folded = printed()
    assert not any(content.is_visible() for content in contents(page).all())
    unfold(page)
    assert printed() == folded
    page.evaluate("document.querySelectorAll('details.hide').forEach(fold => fold.remove())")
    assert 100 < printed() < folded - 100


# Its widgets


@pytest.mark.parametrize("name", ["index", *LESSONS])
def test_every_widget_draws_and_takes_a_step(visit, name):
    page = visit(name)
    unfold(page)
    places = page.locator(".xo-live")
    assert places.count() >= 1
    for place in places.all():
        kind, widget = place.get_attribute("data-widget"), place.locator(".xo")
        assert kind in widgets.__all__
        widget.scroll_into_view_if_needed()
        if (
            kind == "TrainingMonitor"
        ):  # its curves are drawn, it goes back and plays, and nothing can be stopped
            chart, slider = widget.locator("svg[aria-label^=loss]"), widget.get_by_role("slider")
            numbers = r"training \d\.\d\d\d?, validation \d\.\d\d\d?"
            slider.press("End")
            frames(page)
            assert re.fullmatch(f"loss by epoch: {numbers}", chart.get_attribute("aria-label"))
            assert widget.get_by_role("button", name="Stop").count() == 0
            kernels, last = widget.locator(".xo-monitor-shelf").inner_html(), slider.input_value()
            slider.press("Home")
            frames(page)
            assert re.fullmatch(f"loss up to epoch 1: {numbers}", chart.get_attribute("aria-label"))
            assert widget.locator(".xo-monitor-shelf").inner_html() != kernels
            page.evaluate(CLOCK)
            widget.get_by_role("button", name="Play").click()
            while page.evaluate(TICK):
                pass
            frames(page)
            assert slider.input_value() == last
            assert widget.locator(".xo-monitor-shelf").inner_html() == kernels
            assert widget.locator("[role=status]").text_content().startswith(f"epoch {last}: loss ")
            continue
        before = widget.inner_text() + widget.locator("[role=grid]").first.inner_html()
        widget.locator("[role=grid]:has([tabindex])").first.evaluate(FOCUS)
        for key in ("Home", "ArrowRight", "Enter"):
            page.keyboard.press(key)
        frames(page)
        assert widget.inner_text() + widget.locator("[role=grid]").first.inner_html() != before
        assert widget.locator("[role=status]").first.inner_text().strip()


@pytest.mark.parametrize("name", ["index", "00_watch_a_network_decide", "11_take_it_further"])
def test_the_pads_network_in_the_page_is_numpys_to_the_printed_digit(visit, name):
    page, network, rng, winners = visit(name), trained_network(), np.random.default_rng(0), set()
    pad = page.locator(".xo-live[data-widget=DrawPad] .xo").first  # lesson 00 has a second one to fool
    pad.get_by_role("button", name="Clear").click()
    image = np.full((9, 9), -1)
    for _ in range(60):
        row, column = rng.integers(0, 9, 2)
        pad.locator("[role=grid] .xo-row").nth(row).locator("[role=gridcell]").nth(column).click()
        image[row, column] *= -1
        frames(page)
        assert drawn(pad) == image.tolist()
        votes = network.forward(image)[0]
        texts = pad.locator(".xo-shares").inner_text().split("\n")
        want = [
            [c, rounded(s, 2), f"vote {rounded(v, 2)}"]
            for c, s, v in zip("XO", softmax(votes), votes, strict=True)
        ]
        assert [line for line in texts if line.strip()] == [text for line in want for text in line]
        assert pad.locator(".xo-result").inner_text() == verdict(votes, "XO")
        winners.add(votes.argmax())
    assert winners == {0, 1}


def drawn(pad):
    labels = (
        pad.locator("[role=grid]")
        .first.locator("[role=gridcell]")
        .evaluate_all("cells => cells.map(cell => cell.getAttribute('aria-label'))")
    )
    return np.array([1 if "stroke" in label else -1 for label in labels]).reshape(9, 9).tolist()
