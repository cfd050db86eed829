"""Where a site is written nothing goes but what an earlier build wrote; and data in a page cannot leave its place."""

import json

import build_site
import pytest
import site_folder

pytestmark = pytest.mark.tools


def write(folder, texts):
    for name, text in texts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder


def files(folder):
    found = [path for path in folder.rglob("*") if path.is_file() and path.name != site_folder.FILES]
    return {path.relative_to(folder).as_posix(): path.read_text() for path in found}


@pytest.fixture
def make_site(tmp_path, monkeypatch):
    """`make site ARGS=...`, with pages that take no time to make; what it prints or complains of."""

    def make(*folders, **pages):
        made = write(
            tmp_path / f"made {len(list(tmp_path.iterdir()))}", {f"{n}.html": t for n, t in pages.items()}
        )
        monkeypatch.setattr(build_site, "build", lambda target: site_folder.put(made, target))
        monkeypatch.chdir(tmp_path)
        build_site.main(list(map(str, folders)))

    return make


@pytest.mark.parametrize("holds", ["notes.txt", "_static/alive.js", ".git/HEAD", "index.html", "site/a.html"])
def test_a_folder_that_holds_something_else_is_left_alone(tmp_path, make_site, monkeypatch, holds):
    mine = write(tmp_path / "mine", {holds: "my work"})
    for named in (mine, "mine", mine / ".." / "mine"):
        with pytest.raises(
            SystemExit, match=f"(?s){tmp_path}/mine/.* no earlier build wrote it.*another folder"
        ):
            make_site(named, index="page")
    monkeypatch.chdir(mine)
    with pytest.raises(site_folder.NotWrittenError, match="no earlier build"):
        site_folder.made_ready(["."])
    assert files(mine) == {holds: "my work"}


def test_the_repository_is_no_place_for_it():
    with pytest.raises(site_folder.NotWrittenError, match="no earlier build wrote it"):
        site_folder.made_ready([build_site.ROOT])


def test_a_second_site_takes_the_place_of_the_first_and_the_right_place_is_named(tmp_path, make_site, capsys):
    (tmp_path / "there").mkdir()  # an empty one will do
    (tmp_path / "link").symlink_to("there")
    for folder, place in (("new/deep", "new/deep"), ("there", "there"), ("link", "there")):
        make_site(folder, index="1", old="1")
        assert capsys.readouterr().out == f"written in 0 s: {tmp_path}/{place}/index.html\n"
    write(tmp_path / "there", {"CNAME": "mine", ".git/HEAD": "mine"})
    make_site("there", index="2", more="2")
    mine = {"CNAME": "mine", ".git/HEAD": "mine"}
    assert files(tmp_path / "there") == mine | {"index.html": "2", "more.html": "2"}
    write(tmp_path / "there", {"late.html": "mine"})
    with pytest.raises(SystemExit, match=r"late.html is there, and no earlier build wrote it"):
        make_site("there", index="3", late="3")
    assert files(tmp_path / "there") == mine | {"index.html": "2", "more.html": "2", "late.html": "mine"}


def test_a_site_that_was_not_finished_is_finished_by_the_next_build(tmp_path, make_site, monkeypatch):
    def full(made, target, **_):
        write(target, {"new.html": "ha"})
        raise OSError(28, "No space left on device")

    make_site("there", index="1", old="1")
    with monkeypatch.context() as patched:
        patched.setattr(site_folder.shutil, "copytree", full)
        with pytest.raises(SystemExit, match="No space left"):
            make_site("there", index="2", new="2")
    make_site("there", index="3")
    assert files(tmp_path / "there") == {"index.html": "3"}


@pytest.mark.parametrize(
    ("folder", "says"),
    [("file", "File exists"), ("file/site", "Not a directory"), ("nowhere", "Not a directory")],
)
def test_where_nothing_can_be_written_it_is_said_before_anything_is_built(tmp_path, make_site, folder, says):
    (tmp_path / "file").write_text("mine")
    (tmp_path / "nowhere").symlink_to("file/folder")
    with pytest.raises(SystemExit, match=f"{says}.*\n.*name another folder"):
        make_site(folder)
    assert files(tmp_path).get("file") == "mine"


def test_one_folder_is_named_also_with_a_space_in_it(make_site, tmp_path):
    with pytest.raises(SystemExit, match="""2 folders are named. If it is one: make site ARGS='"my site"'"""):
        make_site("my", "site")
    make_site("my site", index="1")
    assert files(tmp_path / "my site") == {"index.html": "1"}


HOSTILE = ["<!--<script>", "</script><b>", "<![CDATA[", "<SCRIPT", "a < b > c & d", "]]>-->", "\u2028'\""]


@pytest.mark.parametrize("title", HOSTILE)
def test_data_in_a_page_has_no_sign_by_which_html_could_take_it_for_its_own(title):
    begin, end = '<script type="application/json" class="xo-state">', "</script>"
    text = build_site.script("xo-state", {title: [title]})
    assert (text[: len(begin)], text[-len(end) :]) == (begin, end)
    inside = text[len(begin) : -len(end)]
    assert "<" not in inside
    assert json.loads(inside) == {title: [title]}


@pytest.mark.browser
def test_a_widget_whose_title_is_html_stands_in_its_page_and_so_does_what_comes_after_it(web):
    cells = [
        f"from xo_helpers.widgets import CompareGrids\nCompareGrids([[1]], [[1]], titles={tuple(HOSTILE[:2])})"
    ]
    page = web.open("hostile", [*cells, "CompareGrids([[1]], [[-1]])"])
    page.run_all()
    assert page.page.locator(".xo-live .xo").count() == 2
    assert HOSTILE[0] in page.widget(0).inner_text()
    assert page.console == []
    page.close()
