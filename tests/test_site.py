"""The web site: built twice alike, and every page alive in a browser that may ask for nothing off the machine."""

import filecmp
import json
import re
from copy import deepcopy
from pathlib import Path
from urllib.parse import parse_qsl

import addresses
import build_site
import learning_platform
import nbformat
import numpy as np
import pytest
import site_front
import teach
import write_notebooks
import yaml
from browser import CLOCK, TICK
from conftest import NOTEBOOKS
from drivers import middle
from drivers.draw_pad import BLANK, assert_shows
from paper import SHOWN, printed
from web import UNFOLD, WIDTH, findings, frames, press

from xo_helpers import __version__, widgets
from xo_helpers.data import load_image
from xo_helpers.network import trained_network

pytestmark = pytest.mark.browser
ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
LESSONS = {path.stem: path for path in NOTEBOOKS}
OWN = ["words", "teachers", "slides", "accessibility"]
LARGEST = 1.5e6  # bytes of all that a page asks for
ALL = ("index.html#the-lessons", "All lessons")
TAGS = ("hide-output", "exercise")
# How much of what is in sight has moved by itself, as browsers count it: good is .1 at most.
SHIFTS = """() => {
    window.shifted = 0;
    const add = list => { for (const { value } of list.getEntries()) window.shifted += value; };
    new PerformanceObserver(add).observe({ type: "layout-shift", buffered: true });
}"""


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


def test_a_second_build_is_the_same(site):
    other = site.with_name("other")
    names = {path.relative_to(each) for each in (site, other) for path in each.rglob("*") if path.is_file()}
    assert filecmp.cmpfiles(site, other, names, shallow=False)[1:] == ([], [])  # unlike, or only in one


def test_a_learning_platform_lists_its_front_page_and_its_lessons(site, tmp_path):
    teach.write_package(site, tmp_path / "scorm.zip")
    assert len(learning_platform.parts(tmp_path / "scorm.zip")) == 1 + len(LESSONS)


@pytest.mark.parametrize("name", ["index", *LESSONS, *OWN, "search"])
def test_a_page_is_whole_and_alive_and_axe_finds_nothing(opened, site, name):
    file = site / f"{name}.html"
    page, frame = opened(file, 360), name in ("index", "03_slide_it_everywhere")
    assert findings(page, dark=True, whole=True) == []
    assert not frame or findings(page) == []  # what is around a page's text, alike for all
    assert page.evaluate(WIDTH) <= 360
    page.set_viewport_size({"width": 1400, "height": 1000})
    assert not frame or findings(page, dark=True) == []
    assert findings(page) == []
    assert page.evaluate(WIDTH) <= 1400
    assert page.locator("h1").count() == 1
    links = page.evaluate("[...document.querySelectorAll('a[href]')].map(link => link.getAttribute('href'))")
    near = {link.split("#")[0] for link in links if not link.startswith(("https://", "#"))}
    assert [link for link in near if not (site / link).is_file()] == []
    for picture in page.locator("article img").all():
        assert ".png" not in picture.get_attribute("alt")  # words, or nothing beside the same words
        assert picture.evaluate("({ width, height, naturalWidth }) => width * height * naturalWidth") > 0
        assert None not in [picture.get_attribute(side) for side in ("width", "height")]
    asked = page.evaluate("performance.getEntriesByType('resource').map(({ name }) => name)")
    files = {file} | {Path(re.sub(r"^file://|\?.*", "", address)) for address in asked}
    assert sum(file.stat().st_size for file in files if file.is_file()) < LARGEST
    if name != "search":
        all_that_it_says_is_on_its_paper_outputs_too_and_answers_not(page)
    page.evaluate(UNFOLD)
    if name in LESSONS:
        it_ends_with_where_to_go_on_and_marks_what_is_the_readers_turn(page, name)
        every_cell_and_every_output_is_there(page, nbformat.read(LESSONS[name], as_version=4))
    places = page.locator(".xo-live").all()
    assert places or name in (*OWN, "search")
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


def all_that_it_says_is_on_its_paper_outputs_too_and_answers_not(page):
    text = "at => at.lastElementChild.textContent.replace(/\\s+/g, '')"
    answers = page.locator("details:not(.hide)").evaluate_all(f"all => all.map({text})")
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    shown, paper = page.evaluate(SHOWN), printed(page)
    assert len(shown) > 30
    assert [piece for piece in shown if piece not in paper] == []
    for piece in ("Skiptocontent", "Showtheoutput", *(answer for answer in answers if len(answer) > 40)):
        assert piece not in paper
    page.emulate_media(media="screen")


def it_ends_with_where_to_go_on_and_marks_what_is_the_readers_turn(page, name):
    lesson, after = [*site_front.LESSONS, None][(at := list(LESSONS).index(name)) : at + 2]
    box = page.get_by_role("navigation", name="where to go on")
    assert box.bounding_box()["y"] > page.locator("article h2").last.bounding_box()["y"]
    button = box.locator(".site-start")
    to = (f"{after.name}.html", f"{after.title} ({after.minutes} min)") if after else ALL
    assert (button.get_attribute("href"), button.inner_text()) == to
    new = [name for word in site_front.WORDS if lesson.name[:2] in word.lessons for name in word.names]
    assert box.locator("a[href^='words.html#term-']").all_inner_texts() == new
    width = "cell => parseFloat(getComputedStyle(cell.querySelector('.cell_input')).borderLeftWidth)"
    cells = page.locator("div.cell")
    theirs, others = (
        cells.and_(page.locator(tags)).evaluate_all(f"all => all.map({width})")
        for tags in (".tag_exercise", ":not(.tag_exercise)")
    )
    assert min(theirs) > max(others)


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
    assert widget.locator("[role=status]").first.text_content().startswith(f"epoch {whole[1]}: loss ")
    assert widget.get_by_role("button", name="Stop").count() == 0


@pytest.mark.parametrize(("width", "height"), [(1400, 1000), (768, 1000), (390, 844)])
def test_the_front_page_says_at_once_what_this_is_and_where_to_begin(opened, site, width, height):
    page = opened(
        site / "index.html", width, height, before=lambda page: page.add_init_script(f"({SHIFTS})()")
    )
    frames(page)
    assert page.evaluate("shifted") <= 0.1
    ways = page.locator(".site-promise").get_by_role("link")
    first = site_front.LESSONS[0]
    assert ways.all_inner_texts() == [f"Start ({first.minutes} min)", "All lessons", "Words", "For teachers"]
    promise, start, pad = (
        page.locator(f".site-{part}").bounding_box() for part in ("promise", "start >> nth=0", "pad")
    )
    assert start["y"] + start["height"] < height
    assert max(way.bounding_box()["y"] for way in ways.all()) < height
    if width == 1400:
        assert (pad["x"] > promise["x"] + promise["width"], pad["y"] < promise["y"]) == (True, True)
    else:
        assert pad["y"] > promise["y"] + promise["height"]
    cards = page.locator(".site-cards li")
    for card, lesson in zip(cards.all(), site_front.LESSONS, strict=True):
        words = [lesson.title, lesson.about, f"{lesson.minutes} minutes"]
        assert card.locator("h3, p").all_inner_texts() == words
        assert card.get_by_role("link").get_attribute("href") == f"{lesson.name}.html"
        assert card.locator("img").evaluate("image => image.naturalWidth") > 200
    assert [lesson.name for lesson in site_front.LESSONS] == list(LESSONS)
    assert page.locator("article table").count() == 0
    assert page.evaluate("document.documentElement.scrollHeight") < 6 * height
    for name in ("Open in Colab", "Open on Binder"):  # after the lessons
        assert page.get_by_role("link", name=name).bounding_box()["y"] > cards.last.bounding_box()["y"]
    cards.nth(3).click(position={"x": 20, "y": 20})
    assert page.url.endswith(f"{site_front.LESSONS[3].name}.html")


@pytest.mark.parametrize("width", [1400, 768, 390])
@pytest.mark.parametrize("name", ["index", "03_slide_it_everywhere"])
def test_nothing_moves_when_a_widget_takes_the_place_of_its_picture_however_late(opened, site, name, width):
    late, held = [], True

    def hold(page):
        page.add_init_script(f"({SHIFTS})()")
        scripts = re.compile(r"(DrawPad|SlideWindow)\.js$")
        page.route(scripts, lambda route: late.append(route) if held else route.continue_())

    page = opened(site / f"{name}.html", width, before=hold, until="commit")
    page.wait_for_selector(".xo-live > img")
    page.evaluate(
        "document.querySelector('.xo-live').scrollIntoView({ behavior: 'instant', block: 'start' })"
    )
    frames(page)
    held = False
    for route in late:
        route.continue_()
    page.wait_for_load_state()
    page.locator(".xo-live .xo").last.scroll_into_view_if_needed()
    frames(page)
    assert page.locator(".xo-live > img").count() == 0
    assert page.evaluate("shifted") <= 0.02  # .1 is called good


def test_a_page_tells_those_who_link_it_what_it_is(site):
    said = {}
    for name in ["index", *LESSONS, *OWN]:
        text = (site / f"{name}.html").read_text(encoding="utf-8")
        metas = re.findall(r'<meta content="(.*?)" (?:name|property)="(.*?)"', text)
        of = {key: content for content, key in metas}
        assert of["og:title"] in text.partition("<title>")[2]
        assert 40 < len(said.setdefault(of["description"], name)) + len(of["description"]) < 300
        assert of["og:description"] == of["description"]
        assert of["og:image"] == f"{addresses.SITE}_static/share.png"
        assert 'rel="shortcut icon" href="_static/icon.svg"' in text
    assert len(said) == len(LESSONS) + len(OWN) + 1  # each its own
    assert (site / "_static/share.png").read_bytes()[16:24].hex() == f"{1200:08x}{630:08x}"
    assert (site / "_static/icon.svg").read_text(encoding="utf-8").count("h1v1h-1z") == 9  # the cells of an X


def test_a_page_tells_those_who_search_what_it_teaches_for_whom_and_how_long(site):
    rows = re.findall(r"(?m)^\| \[(.*?)\]\(notebooks/(\w+).ipynb\) \| (\d+) \| (.*?) \|", README)
    words = re.findall(r"(?m)^\| ([^|]+) \| [^|]+ \| (\d\d(?:, \d\d)*) \|$", README.partition("## Words")[2])
    own = dict.fromkeys(["index", *LESSONS, *OWN])
    for page in own:
        (text,) = re.findall(
            r'<script type="application/ld.json">(.*?)</script>', (site / f"{page}.html").read_text("utf-8")
        )
        own[page] = said = json.loads(text)
        assert said["url"] == said["@id"] == addresses.SITE + (f"{page}.html" if page != "index" else "")
        plain = [said[key] for key in ("inLanguage", "version", "educationalLevel")]
        assert plain == ["en", __version__, "beginner"]
        assert said["license"] in (ROOT / "docs/teachers.md").read_text("utf-8")
        assert said["author"]["name"] in (ROOT / "LICENSE").read_text("utf-8")
        assert len(said["description"]) > 40
        assert said.get("isPartOf", own["index"])["url"] == addresses.SITE
    for at, (title, page, minutes, about) in enumerate(rows):
        said, met = (
            own[page],
            [name for names, where in words if page[:2] in where for name in names.split(", ")],
        )
        assert (said["name"], said["description"], said["timeRequired"]) == (title, about, f"PT{minutes}M")
        assert (said["teaches"], said["position"]) == (met or [about], at + 1)
    course = own["index"]
    assert len(rows) == len(course["hasPart"]) == len(LESSONS)
    assert [(part["name"], part["url"]) for part in course["hasPart"]] == [
        (own[row[1]]["name"], own[row[1]]["url"]) for row in rows
    ]
    assert course["timeRequired"] == f"PT{sum(int(row[2]) for row in rows)}M"
    assert course["@type"] == ["Course", "LearningResource"]
    assert {said["isPartOf"]["name"] for said in own.values() if said is not course} == {course["name"]}
    kinds = [own[page]["learningResourceType"] for page in ("index", "00_watch_a_network_decide", *OWN)]
    assert (kinds[:3], len({*kinds})) == (["course", "lesson", "glossary"], len(OWN) + 2)


def test_a_lessons_foot_opens_the_form_for_what_is_wrong_filled_in_by_the_ids_of_its_fields(opened, site):
    form = yaml.safe_load((ROOT / ".github/ISSUE_TEMPLATE/lesson.yml").read_text("utf-8"))
    fields = {field["id"]: field["type"] for field in form["body"]}
    for lesson in (site_front.LESSONS[0], site_front.LESSONS[11]):
        link = opened(site / f"{lesson.name}.html").get_by_role("link", name="Say what went wrong")
        address, _, query = link.get_attribute("href").partition("?")
        said = dict(parse_qsl(query, strict_parsing=True))
        assert address == f"{addresses.REPOSITORY}/issues/new"
        assert said.pop("template") == "lesson.yml"
        assert said.pop("title") == form["title"].replace(":", f" {lesson.name[:2]}:")
        assert said == {"lesson": lesson.title, "version": __version__}
        assert {fields[name] for name in said} == {"input"}  # only a field of text takes what an address says


def test_a_widget_may_be_wider_than_the_text_and_the_dark_is_the_same_however_it_is_asked_for(opened, site):
    look = """() => ["body", ".xo", "article p", ".site-next", ".site-start", "pre"].map(name => {
        const { color, backgroundColor } = getComputedStyle(document.querySelector(name));
        return [name, color, backgroundColor];
    }).concat([getComputedStyle(document.documentElement).colorScheme])"""
    light = opened(site / "03_slide_it_everywhere.html")
    place, text = (light.locator(f"article {what}").first.bounding_box() for what in (".xo-live", "p"))
    assert place["width"] > 1.25 * text["width"]
    chosen = opened(
        site / "03_slide_it_everywhere.html",
        before=lambda page: page.add_init_script("localStorage.setItem('theme', 'dark')"),
    )
    asked = opened(site / "03_slide_it_everywhere.html", color_scheme="dark")
    *dark, scheme = chosen.evaluate(look)
    assert (dark, scheme) == (asked.evaluate(look)[:-1], "dark")
    assert all(here != there for here, there in zip(dark, light.evaluate(look), strict=False))


def test_search_finds_a_word_from_a_disk_and_its_page_is_silent(opened, site):
    page = opened(site / "search.html", query="?q=kernel")
    page.locator("ul.search li a").first.wait_for()
    page.wait_for_function("document.querySelector('.search-summary')?.textContent.includes('found')")
    assert page.locator("ul.search li a[href*='words.html']").count() >= 1


def test_the_list_of_pages_opens_by_keyboard_where_it_waits_beside_a_narrow_page(opened, site):
    page = opened(site / "03_slide_it_everywhere.html", 360, 640)
    lessons, link = (
        page.get_by_label("all pages").locator("visible=true"),
        page.locator(".sidebar-tree a").first,
    )
    assert not link.is_visible()
    stops = []
    while "skip-to-content" not in stops:
        page.keyboard.press("Tab")
        stops.append(page.evaluate("document.activeElement.className").split()[0])
    assert stops == ["skip-to-content"]
    button = page.get_by_role("button", name="all pages")
    for key, there in (("Enter", True), ("Escape", False), ("Space", True)):
        button.press(key)
        assert (link.is_visible(), button.get_attribute("aria-expanded")) == (there, str(there).lower())
    assert lessons.count() >= 1


def test_every_widget_of_a_lesson_has_a_page_of_its_own_which_is_small_and_fits_into_its_frame(opened, site):
    texts = [(site / f"{name}.html").read_text(encoding="utf-8") for name in ("index", *LESSONS)]
    named = [one.split() for text in texts for one in re.findall(r'data-embed="(.*?)"', text)]
    found = {name: (int(width), int(height)) for name, width, height in named}
    files = list((site / "embed").glob("*.html"))
    assert {file.stem for file in files} == set(found) >= {*widgets.__all__, "NetworkExplorer-09"}
    for file in files:
        larger = file.stem.startswith("NetworkExplorer-")  # a larger network, or with gradients
        assert file.stat().st_size < (300e3 if larger else 150e3)
        page = opened(file, *found[file.stem])
        page.locator(".xo").wait_for()
        frames(page)
        assert page.evaluate("document.documentElement.scrollHeight") <= found[file.stem][1], file.stem
    opened(site / "slides.html").frame_locator("iframe").get_by_text("9 ÷ 9 = ").wait_for()


@pytest.mark.parametrize("name", ["index", "00_watch_a_network_decide", "11_take_it_further"])
def test_the_pads_network_in_the_page_is_numpys_to_the_printed_digit(opened, site, name):
    page, network, image, winners = opened(site / f"{name}.html"), trained_network(), BLANK.copy(), set()
    pad = page.locator(".xo-live[data-widget=DrawPad] .xo").first  # lesson 00 has a second one to fool
    pad.get_by_role("button", name="Clear").click()
    assert pad.locator(".xo-shares > div:nth-child(4n + 1)").all_inner_texts() == ["X", "O"]
    anywhere = np.random.default_rng(0).integers(0, 9, (10, 2))
    for row, column in [*np.argwhere(load_image("X") == 1), *anywhere]:
        page.mouse.click(*middle(pad.locator("[role=grid]").first, row, column, 9))
        image[row, column] *= -1
        frames(page)
        assert_shows(pad, image, network)
        winners.add(network.forward(image)[0].argmax())
    assert winners == {0, 1}
