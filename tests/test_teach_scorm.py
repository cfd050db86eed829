"""The package for a learning platform: its manifest is true, and a part of it opens, lives and reports in a frame."""

import zipfile

import learning_platform
import pytest
import scorm
import teach
from drivers import driver

pytestmark = pytest.mark.browser
STATUS = "cmi.core.lesson_status"
REACHED = f"() => window.store['{STATUS}'] === 'completed'"


@pytest.fixture(scope="module")
def package(web, tmp_path_factory):
    """Two pages of the site's kind, one with a widget and room to scroll, one that it links to."""
    made = web.open("lesson.ipynb", [driver("SlideWindow").cell])
    made.run_all()
    made.close()
    text = made.file.read_text(encoding="utf-8")
    made.file.write_text(
        text.replace("</main>", '<p style="height: 3000px"></p><a href="index.html">On</a></main>')
    )
    (web.folder / "index.html").write_text(
        "<!doctype html><title>Front</title><h1>Front</h1>", encoding="utf-8"
    )
    (web.folder / ".hidden").write_text("not for the package")
    file = tmp_path_factory.mktemp("scorm") / "scorm.zip"
    pages = {"front": ("index.html", "Front"), "03": ("lesson.html", "03 · Slide & fill <it>")}
    scorm.package(web.folder, file, "A course", "id-1", pages)
    return file


@pytest.fixture
def platform(package, tmp_path, chromium):
    with learning_platform.unpacked(package, tmp_path, chromium) as platform:
        yield platform


def test_every_file_is_listed_and_there_and_every_part_has_its_title(package):
    assert learning_platform.parts(package) == [
        ("Front", "scorm/front.html"),
        ("03 · Slide & fill <it>", "scorm/03.html"),
    ]
    with zipfile.ZipFile(package) as file:
        assert ".hidden" not in file.namelist()


def test_a_file_that_is_not_listed_is_found(package, tmp_path):
    other = tmp_path / "other.zip"
    other.write_bytes(package.read_bytes())
    with zipfile.ZipFile(other, "a") as file:
        file.writestr("more.html", "")
    with pytest.raises(AssertionError):
        learning_platform.parts(other)


def test_a_part_lives_in_a_frame_and_is_completed_when_it_has_been_read_to_its_end(platform):
    page, lesson = platform.open("scorm/03.html")
    widget = lesson.locator(".xo")
    before = widget.inner_text()
    widget.locator("[role=grid] [tabindex='0']").first.press("ArrowRight")
    assert widget.inner_text() != before
    assert page.evaluate("window.told.slice(0, 3)") == [
        ["LMSInitialize", ""],
        ["LMSGetValue", STATUS],
        ["LMSSetValue", STATUS, "incomplete"],
    ]
    assert page.evaluate(f"window.store['{STATUS}']") == "incomplete"
    lesson.locator("a").scroll_into_view_if_needed()
    page.wait_for_function(REACHED)
    page.evaluate("document.querySelector('iframe').src = 'about:blank'")
    page.wait_for_function("() => window.told.at(-1)[0] === 'LMSFinish'")
    time = page.evaluate("window.store['cmi.core.session_time']")
    assert time.startswith("00:0")
    assert page.evaluate("window.told.filter(([name]) => name === 'LMSFinish').length") == 1
    page.close()


def test_a_page_that_a_part_links_to_does_not_complete_it(platform):
    page, lesson = platform.open("scorm/03.html")
    lesson.locator(".xo").wait_for()
    page.evaluate("window.store = {}")
    page.frames[-1].goto(f"{platform.address}/index.html")
    lesson.get_by_role("heading", name="Front").wait_for()
    page.frames[-1].goto("data:text/html,<h1>Elsewhere</h1>")  # nor may it be looked into
    lesson.get_by_role("heading", name="Elsewhere").wait_for()
    assert not page.evaluate(REACHED)
    page.close()


def test_what_was_completed_stays_so_and_without_a_platform_the_page_is_there(platform):
    page, lesson = platform.open(
        "scorm/03.html", learning_platform.API + f"window.store['{STATUS}'] = 'passed';"
    )
    lesson.locator(".xo").wait_for()
    lesson.locator("a").scroll_into_view_if_needed()
    assert page.evaluate("window.told.map(([name]) => name)").count("LMSSetValue") == 0
    page.close()
    page, lesson = platform.open("scorm/03.html", "")
    lesson.locator(".xo").wait_for()
    page.close()


def test_the_courses_parts_are_its_front_page_and_its_lessons():
    parts = teach.parts()
    assert list(parts) == ["front", *(name[:2] for name, _ in teach.lessons())]
    assert all(title.startswith(name) for name, (_, title) in list(parts.items())[1:])
