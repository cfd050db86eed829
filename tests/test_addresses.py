"""`make address`: one command carries the public address into every place, whole or not at all, and back again."""

import os
import re
import shutil
import subprocess
import sys
import time
import tomllib
from pathlib import Path

import addresses
import nbformat
import pytest
import set_address

pytestmark = pytest.mark.tools
ROOT = Path(__file__).parents[1]
HERE = addresses.REPOSITORY
URL = "https://github.com/Some-One/cnn_by.hand"
PARTS = [
    "tools",
    "notebooks",
    "docs",
    "xo_helpers",
    ".github",
    "README.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
]
PARTS += ["LICENSE", "Makefile", "pyproject.toml"]


@pytest.fixture(scope="module")
def as_it_stands(tmp_path_factory):
    """A copy of what the command reads and writes, in which all links agree."""
    tmp_path = tmp_path_factory.mktemp("tree")
    for name in PARTS:
        if (ROOT / name).is_dir():
            leaving = shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints")
            shutil.copytree(ROOT / name, tmp_path / name, ignore=leaving)
        else:
            shutil.copy(ROOT / name, tmp_path / name)
    assert command(tmp_path, HERE).returncode == 0
    return tmp_path


@pytest.fixture
def tree(as_it_stands, tmp_path):
    """A copy of that for each test, with three lessons: they are most of what there is to read and write."""
    for left in ("03_slide", "05_drop", "07_let"):
        assert len([*as_it_stands.glob(f"notebooks/{left}*")]) == 1
    others = shutil.ignore_patterns("0[0124689]_*", "1?_*")
    return shutil.copytree(as_it_stands, tmp_path / "tree", ignore=others)


def command(tree, *url):
    """The command in a tree, where no lesson can be run."""
    env = os.environ | {"JUPYTER_PATH": "/nowhere", "PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": str(tree)}
    line = [sys.executable, tree / "tools/set_address.py", *url]
    return subprocess.run(line, env=env, capture_output=True, text=True, check=False)


def files(tree):  # -> {name: (content, mode)}
    found = [path for path in sorted(tree.rglob("*")) if path.is_file() and "__pycache__" not in path.parts]
    return {path.relative_to(tree).as_posix(): (path.read_bytes(), path.stat().st_mode) for path in found}


def made(text):
    """The addresses that are made from the repository's, wherever they stand in a text."""
    where = (
        r"https://(?:github\.com|colab\.research\.google\.com/github|mybinder\.org/v2/gh)/([\w.-]+/[\w.-]+?)"
    )
    names = re.findall(rf"(?<!URL=){where}(?=[/)\s\"]|\. |\.$)", text, re.M)
    return set(names) | set(re.findall(r"https://([\w-]+\.github\.io(?:/[\w.-]+)?)", text))


def test_it_sets_every_address_and_leaves_all_else(as_it_stands, tmp_path):
    tree = shutil.copytree(as_it_stands, tmp_path / "whole")
    before, start = files(tree), time.monotonic()
    done = command(tree, URL)
    assert time.monotonic() - start < 20  # nothing is run
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(f"The address is {URL}; ")
    after = files(tree)
    assert set(after) == set(before)
    changed = {name for name in before if after[name] != before[name]}
    lessons = {f"notebooks/{path.name}" for path in (ROOT / "notebooks").glob("*.ipynb")}
    assert changed == {"pyproject.toml", "README.md"} | lessons
    assert all(after[name][1] == before[name][1] for name in before)
    project = tomllib.loads((tree / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["urls"]["Repository"] == URL
    name = addresses.NAME.encode()
    for changed_name in changed:
        assert name not in after[changed_name][0]
        assert b"how-a-cnn-thinks.github.io" not in after[changed_name][0]
    readme = after["README.md"][0].decode()
    assert "https://some-one.github.io/cnn_by.hand/" in readme
    assert made(readme) == {"Some-One/cnn_by.hand", "some-one.github.io/cnn_by.hand"}
    for lesson in lessons:
        notebook = nbformat.reads(after[lesson][0].decode(), as_version=4)
        assert "colab.research.google.com/github/Some-One/cnn_by.hand/blob/" in notebook.cells[1].source
        assert f"{URL}/archive/refs/tags/{addresses.TAG}.zip" in notebook.cells[2].source


def test_a_second_time_changes_nothing_and_the_way_back_every_byte(tree):
    before = files(tree)
    assert command(tree, URL).returncode == 0
    once = files(tree)
    done = command(tree, URL)
    assert (done.returncode, done.stdout) == (0, f"The address is {URL} already.\n")
    assert files(tree) == once
    assert command(tree, HERE).returncode == 0
    assert files(tree) == before


@pytest.mark.parametrize(
    "url",
    ["https://github.com/owner/name", "https://github.com/Owner/owner.github.io", "https://github.com/a/b"],
)
def test_the_way_back_from_addresses_that_stand_in_texts_or_have_sites_of_their_own(tree, url):
    before = files(tree)
    assert command(tree, url).returncode == 0
    readme = (tree / "README.md").read_text(encoding="utf-8")
    assert addresses.site(url) in readme
    assert "`make address URL=https://github.com/owner/name`" in readme
    assert command(tree, url).stdout.endswith("already.\n")
    assert command(tree, HERE).returncode == 0
    assert files(tree) == before


def test_it_finds_the_address_wherever_it_stands_in_prose(tree):
    name = HERE.removeprefix("https://github.com/")
    said = f"See {HERE}/issues, {HERE}.git, {HERE}. And {HERE}-too, {HERE}.js, https://elsewhere.org/{name}; {addresses.SITE}."
    want = (
        said.replace(f"{HERE}/", f"{URL}/")
        .replace(f"{HERE}.git", f"{URL}.git")
        .replace(f"{HERE}. ", f"{URL}. ")
    )
    want = want.replace(addresses.SITE, addresses.site(URL))
    assert said.count(HERE) == 5
    assert want.count(HERE) == 2  # other repositories, whose names begin so
    places = ["CHANGELOG.md", "docs/teachers.md", "docs/new/deep.md"]
    (tree / "docs/new").mkdir()
    for place in places:
        with (tree / place).open("a", encoding="utf-8") as file:
            file.write(said)
    lesson = tree / "notebooks/05_drop_the_negatives.ipynb"
    notebook = nbformat.read(lesson, as_version=4)
    notebook.cells[-1].source = said
    nbformat.write(notebook, lesson)
    before = files(tree)
    assert command(tree, URL).returncode == 0
    for place in places:
        assert (tree / place).read_text(encoding="utf-8").endswith(want)
    assert nbformat.read(lesson, as_version=4).cells[-1].source == want
    assert command(tree, HERE).returncode == 0
    assert files(tree) == before


def test_readme_says_that_the_address_is_a_stand_in_as_long_as_it_is(tree):
    says, names = "**The public address is a stand-in.**", "`make address URL=https://github.com/owner/name`"
    stand_in = f"https://github.com/{addresses.STAND_IN}"
    for url, is_stand_in in ((stand_in, True), (URL, False), (stand_in, True)):
        assert command(tree, url).returncode == 0
        readme = (tree / "README.md").read_text(encoding="utf-8")
        assert (says in readme) == is_stand_in
        assert (f"**The public address** is {url}." in readme) != is_stand_in
        assert names in readme.partition("## ")[0]


def test_it_remakes_first_cells_of_another_version_and_keeps_what_they_ran_as(tree):
    lesson = tree / "notebooks/07_let_the_values_vote.ipynb"
    before = lesson.read_bytes()
    lesson.write_bytes(
        before.replace(addresses.TAG.encode(), b"v0.0.1").replace(b'needs(\\"0.', b'needs(\\"9.')
    )
    assert lesson.read_bytes() != before
    assert command(tree, HERE).returncode == 0
    assert lesson.read_bytes() == before


# What is no address


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (f"{URL}/", URL),
        (f"{URL}.git", URL),
        (f"  {URL}.git/\n", URL),
        ("https://github.com/a/b.github.io", "https://github.com/a/b.github.io"),
    ],
)
def test_what_people_copy_is_tidied(given, kept):
    assert set_address.checked(given) == kept


@pytest.mark.parametrize(
    ("url", "meant"),
    [
        ("http://github.com/owner1/name", "https://github.com/owner1/name"),
        ("github.com/owner1/name", "https://github.com/owner1/name"),
        ("https://www.github.com/owner1/name", "https://github.com/owner1/name"),
        ("https://GitHub.com/owner1/name", "https://github.com/owner1/name"),
        ("git@github.com:owner1/name.git", "https://github.com/owner1/name"),
        (f"{URL}/tree/main", URL),
        (f"{URL}?tab=readme", URL),
        ("https://gitlab.com/owner1/name", "owner/name"),
        ("https://github.com/owner1", "owner/name"),
        ("https://github.com/owner1/..", "owner/name"),
        ("https://github.com/-owner1/name", "owner/name"),
        ("https://github.com/owner1/na me", "owner/name"),
        ('https://github.com/owner1/"name', "owner/name"),
        ("https://github.com/owner1/näme", "owner/name"),
        ("owner1/name", "owner/name"),
        ("https://github.com/owner1/name\nhttps://github.com/owner1/name", "https://github.com/owner1/name"),
        ("$(touch here)", "owner/name"),
        ("\\1", "owner/name"),
    ],
)
def test_what_is_no_address_is_named_with_what_to_try(url, meant):
    with pytest.raises(set_address.WrongAddressError) as raised:
        set_address.checked(url)
    assert str(raised.value).startswith(f"URL is {url!r}; it must be a repository on GitHub, like https://")
    assert meant in str(raised.value).partition("Try: make address URL=")[2]


@pytest.mark.parametrize("url", ["", "https://gitlab.com/a/b", "git@github.com:a/b.git"])
def test_and_nothing_is_changed(tree, url):
    before = files(tree)
    done = command(tree, url)
    assert done.returncode == 1
    assert done.stdout == ""
    assert "Try: make address URL=https://github.com/" in done.stderr
    assert "Traceback" not in done.stderr
    assert files(tree) == before


# Whole or not at all


@pytest.mark.parametrize("stops_at", [1, 2, 5, 16, 30])
@pytest.mark.parametrize(
    "error", [OSError(28, "No space left on device"), KeyboardInterrupt()], ids=["disk", "Ctrl-C"]
)
def test_whatever_stops_it_leaves_every_file_as_it_was(tmp_path, monkeypatch, stops_at, error):
    texts = {}
    for number in range(10):
        path = tmp_path / f"{number}.md"
        path.write_text(f"old {number}")
        texts[path] = f"old {number}".encode(), f"new {number}".encode()
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
    assert [path.read_text() for path in texts] == [f"new {number}" for number in range(10)]
    assert len(files(tmp_path)) == 10


def test_a_lesson_that_cannot_be_read_stops_it_before_anything_is_written(tree):
    (tree / "notebooks/05_drop_the_negatives.ipynb").write_text("<<<<<<< HEAD", encoding="utf-8")
    before = files(tree)
    done = command(tree, URL)
    assert done.returncode == 1
    assert "05_drop_the_negatives.ipynb" in done.stderr
    assert "Nothing was changed" in done.stderr
    assert "Traceback" not in done.stderr
    assert files(tree) == before


def test_a_run_that_was_killed_half_way_is_finished_by_the_next(tree):
    before = files(tree)
    assert command(tree, URL).returncode == 0
    after = files(tree)
    for name in (
        "pyproject.toml",
        "README.md",
        "notebooks/03_slide_it_everywhere.ipynb",
    ):  # pyproject.toml is last
        (tree / name).write_bytes(before[name][0])
    assert command(tree, URL).returncode == 0
    assert files(tree) == after


@pytest.mark.skipif(not shutil.which("make"), reason="missing: make")
def test_make_hands_on_what_it_was_given(tree):
    (tree / ".venv").symlink_to(ROOT / ".venv")
    (tree / "tools/setup.sh").write_text("")
    help_text = subprocess.run(["make", "help"], cwd=tree, capture_output=True, text=True, check=True).stdout
    assert re.search(r"(?m)^make address +\S.*URL=https://github.com/owner/name", help_text)
    line = ["make", "address", 'URL=it\'s "$(odd)" `touch here`']
    done = subprocess.run(line, cwd=tree, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "URL is" in done.stderr
    assert not (tree / "here").exists()
    done = subprocess.run(
        ["make", "address", f"URL={URL}"], cwd=tree, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert URL in (tree / "pyproject.toml").read_text(encoding="utf-8")
