"""`make address`: one command carries the public address into every place, whole or not at all, and back again."""

import io
import os
import re
import runpy
import shutil
import subprocess
import sys
import tomllib
from contextlib import redirect_stdout
from pathlib import Path
from unittest import mock

import addresses
import nbformat
import pytest
import set_address

pytestmark = pytest.mark.tools
ROOT = Path(__file__).parents[1]
HERE, STAND_IN = addresses.REPOSITORY, f"https://github.com/{addresses.STAND_IN}"
URL, NAME = "https://github.com/Some-One/cnn_by.hand", "https://github.com/owner1/name"
FOLDERS = ["tools", "notebooks", "docs", "xo_helpers", ".github"]
FILES = [
    "README.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "LICENSE",
    "Makefile",
    "pyproject.toml",
    "CITATION.cff",
]
OTHERS = {"pyproject.toml", "README.md", "CITATION.cff", ".github/ISSUE_TEMPLATE/config.yml"}
OTHERS |= {"docs/slides.md", "docs/teachers.md"}
BACK = [
    URL,
    STAND_IN,
    *(f"https://github.com/{name}" for name in ("owner/name", "a/b", "Owner/owner.github.io")),
]


@pytest.fixture(scope="module")
def as_it_stands(tmp_path_factory):
    """A copy of what the command reads and writes, in which all links agree."""
    tree = tmp_path_factory.mktemp("tree")
    leaving = shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints")
    for name in FOLDERS:
        shutil.copytree(ROOT / name, tree / name, ignore=leaving)
    for name in FILES:
        shutil.copy(ROOT / name, tree / name)
    assert command(tree, HERE)[0] == 0
    return tree


@pytest.fixture
def tree(as_it_stands, tmp_path):
    """A copy of that for each test, with three lessons: they are most of what there is to read and write."""
    others = shutil.ignore_patterns("0[0124689]_*", "1?_*")
    copy = shutil.copytree(as_it_stands, tmp_path / "tree", ignore=others)
    assert [path.name[:2] for path in sorted(copy.glob("notebooks/*.ipynb"))] == ["03", "05", "07"]
    return copy


def command(tree, *url):  # -> (0, what it printed) or (1, what it complained of)
    """A tree's own command, in this process, where no lesson can be run; `make` starts the process below."""
    system = {"path": [str(tree / "tools"), *sys.path], "argv": ["set_address.py", *url]}
    unable = mock.patch("nbclient.NotebookClient.__init__", side_effect=AssertionError("a lesson is run"))
    with mock.patch.dict(sys.modules), mock.patch.multiple(sys, **system), unable:
        del sys.modules["addresses"], sys.modules["write_notebooks"]  # the tree's own are imported
        out = io.StringIO()
        try:
            with redirect_stdout(out):
                runpy.run_path(str(tree / "tools/set_address.py"), run_name="__main__")
        except SystemExit as stop:
            assert out.getvalue() == ""
            return 1, stop.code
    return 0, out.getvalue()


def files(tree):  # -> {name: (content, mode)}
    found = [path for path in sorted(tree.rglob("*")) if path.is_file() and "__pycache__" not in path.parts]
    return {path.relative_to(tree).as_posix(): (path.read_bytes(), path.stat().st_mode) for path in found}


def test_it_sets_every_address_and_leaves_all_else(as_it_stands, tmp_path):
    tree = shutil.copytree(as_it_stands, tmp_path / "whole")
    before = files(tree)
    lessons = {path.relative_to(tree).as_posix() for path in tree.glob("notebooks/*.ipynb")}
    assert command(tree, URL) == (0, f"The address is {URL}; {len(lessons) + len(OTHERS)} files changed.\n")
    after = files(tree)
    changed = {name: after[name][0].decode() for name in before if after[name] != before[name]}
    assert changed.keys() == OTHERS | lessons
    assert {name: (before[name][0], mode) for name, (_, mode) in after.items()} == before
    assert tomllib.loads(changed["pyproject.toml"])["project"]["urls"]["Repository"] == URL
    site = addresses.SITE.split("/")[2]
    assert [name for name, text in changed.items() if addresses.NAME in text or site in text] == []
    where = r"https://(?:github\.com|colab\.research\.google\.com/github|mybinder\.org/v2/gh)"
    readme = changed["README.md"]
    named = re.findall(rf"(?<!URL=){where}/([\w.-]+/[\w.-]+?)(?=[/)\s\"]|\. |\.$)", readme, re.M)
    assert set(named) == {"Some-One/cnn_by.hand"}
    pages = re.findall(r"https://[\w-]+\.github\.io(?:/[\w.-]+)?/?", readme)
    assert set(pages) == {"https://some-one.github.io/cnn_by.hand/"}
    assert f"\nrepository-code: {URL}\nurl: {pages.pop()}\n" in changed["CITATION.cff"]
    for lesson in lessons:
        _, run, setup, *_ = nbformat.reads(changed[lesson], as_version=4).cells
        assert "colab.research.google.com/github/Some-One/cnn_by.hand/blob/" in run.source
        assert f"{URL}/archive/refs/tags/{addresses.TAG}.zip" in setup.source


@pytest.mark.parametrize("url", BACK)  # two stand in texts, one has a site of its own
def test_a_second_time_changes_nothing_and_the_way_back_every_byte(tree, url):
    before = files(tree)
    assert command(tree, url)[0] == 0
    once = files(tree)
    assert command(tree, url) == (0, f"The address is {url} already.\n")
    assert files(tree) == once
    readme = (tree / "README.md").read_text(encoding="utf-8")
    assert addresses.site(url) in readme
    assert "`make address URL=https://github.com/owner/name`" in readme.partition("## ")[0]
    assert ("**The public address is a stand-in.**" in readme) == (url == STAND_IN)
    assert (f"**The public address** is {url}." in readme) == (url != STAND_IN)
    assert command(tree, HERE)[0] == 0
    assert files(tree) == before


def test_it_finds_the_address_wherever_it_stands_in_prose(tree):
    def said(url):
        others = f"{HERE}-too, {HERE}.js, https://elsewhere.org/{addresses.NAME}"  # whose names begin so
        return f"See {url}/issues, {url}.git, {url}. And {others}; {addresses.site(url)}."

    (tree / "docs/new").mkdir()
    places = [tree / place for place in ("CHANGELOG.md", "docs/teachers.md", "docs/new/deep.md")]
    for place in places:
        with place.open("a", encoding="utf-8") as file:
            file.write(said(HERE))
    lesson = tree / "notebooks/05_drop_the_negatives.ipynb"
    notebook = nbformat.read(lesson, as_version=4)
    notebook.cells[-1].source = said(HERE)
    nbformat.write(notebook, lesson)
    before = files(tree)
    assert command(tree, URL)[0] == 0
    for place in places:
        assert place.read_text(encoding="utf-8").endswith(said(URL))
    assert nbformat.read(lesson, as_version=4).cells[-1].source == said(URL)
    assert command(tree, HERE)[0] == 0
    assert files(tree) == before


@pytest.mark.parametrize("given", [f"{URL}/", f"{URL}.git", f"  {URL}.git/\n", f"{URL}.github.io"])
def test_what_people_copy_is_tidied(given):
    assert set_address.checked(given) == (given if given.endswith(".io") else URL)


# fmt: off
MEANT = {
    NAME: ["http://github.com/owner1/name", "github.com/owner1/name", "https://www.github.com/owner1/name",
           "https://GitHub.com/owner1/name", "git@github.com:owner1/name.git", f"{NAME}\n{NAME}"],
    URL: [f"{URL}/tree/main", f"{URL}?tab=readme"],
    "owner/name": ["https://gitlab.com/owner1/name", "https://github.com/owner1", "https://github.com/owner1/..",
                   "https://github.com/-owner1/name", "https://github.com/owner1/na me",
                   'https://github.com/owner1/"name', "https://github.com/owner1/näme", "owner1/name",
                   "$(touch here)", "\\1"],
}
# fmt: on


@pytest.mark.parametrize(("url", "meant"), [(url, meant) for meant in MEANT for url in MEANT[meant]])
def test_what_is_no_address_is_named_with_what_to_try(url, meant):
    with pytest.raises(set_address.WrongAddressError) as raised:
        set_address.checked(url)
    assert str(raised.value).startswith(f"URL is {url!r}; it must be a repository on GitHub, like https://")
    assert meant in str(raised.value).partition("Try: make address URL=")[2]


@pytest.mark.parametrize("url", ["", "https://gitlab.com/a/b", "git@github.com:a/b.git", URL])
def test_what_goes_wrong_is_told_and_nothing_is_changed(tree, url):
    says = ["Try: make address URL=https://github.com/"]
    if url == URL:
        (tree / "notebooks/05_drop_the_negatives.ipynb").write_text("<<<<<<< HEAD", encoding="utf-8")
        says = ["05_drop_the_negatives.ipynb", "Nothing was changed"]
    before = files(tree)
    code, said = command(tree, url)
    assert code == 1
    assert [words for words in says if words not in said] == []
    assert files(tree) == before


@pytest.mark.parametrize("stops_at", [1, 2, 5, 16, 30])
@pytest.mark.parametrize("error", [OSError(28, "No space left"), KeyboardInterrupt()], ids=["disk", "Ctrl-C"])
def test_whatever_stops_it_leaves_every_file_as_it_was(tmp_path, monkeypatch, stops_at, error):
    texts = {tmp_path / f"{n}.md": (f"old {n}".encode(), f"new {n}".encode()) for n in range(10)}
    for path, (old, _) in texts.items():
        path.write_bytes(old)
    before, calls = files(tmp_path), []

    def until(real):
        def call(*arguments):
            calls.append(arguments)
            if len(calls) == stops_at:
                raise error
            return real(*arguments)

        return call

    with monkeypatch.context() as patched:
        patched.setattr(Path, "write_bytes", until(Path.write_bytes))  # twenty, and then ten in place
        patched.setattr(set_address.os, "replace", until(os.replace))
        with pytest.raises(type(error)):
            set_address.write(texts)
    assert files(tmp_path) == before
    set_address.write(texts)
    assert {path: (old, path.read_bytes()) for path, (old, _) in texts.items()} == texts
    assert len(files(tmp_path)) == 10


def test_a_run_that_was_killed_half_way_is_finished_by_the_next_and_an_older_lesson_remade(tree):
    before = files(tree)
    assert command(tree, URL)[0] == 0
    after = files(tree)
    missed = ["notebooks/03_slide_it_everywhere.ipynb", "README.md", "pyproject.toml"]  # always the last
    for name in missed:
        (tree / name).write_bytes(before[name][0])
    lesson = tree / "notebooks/07_let_the_values_vote.ipynb"
    older = lesson.read_bytes().replace(addresses.TAG.encode(), b"v0.0.1")
    assert older != lesson.read_bytes()
    lesson.write_bytes(older.replace(b'needs(\\"0.', b'needs(\\"9.'))
    assert command(tree, URL)[0] == 0
    assert files(tree) == after


@pytest.mark.skipif(not shutil.which("make"), reason="missing: make")
def test_make_hands_on_what_it_was_given(tree):
    (tree / ".venv").symlink_to(ROOT / ".venv")
    (tree / "tools/setup.sh").write_text("")

    def make(*words):
        return subprocess.run(
            ["make", "--no-print-directory", *words], cwd=tree, capture_output=True, text=True, check=False
        )

    assert re.search(r"(?m)^make address +\S.*URL=https://github.com/owner/name", make("help").stdout)
    done = make("address", 'URL=it\'s "$(odd)" `touch here`')
    assert (done.returncode, done.stdout, done.stderr[:6]) == (2, "", "URL is")  # and no traceback
    assert not (tree / "here").exists()
    done = make("address", f"URL={URL}")
    assert done.returncode == 0, done.stderr
    assert URL in (tree / "pyproject.toml").read_text(encoding="utf-8")
