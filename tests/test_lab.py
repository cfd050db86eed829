"""`make lab`: a learner's copies are made once and never overwritten."""

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

import learner
import nbformat
import pytest
from jupyter_client import KernelManager
from jupyter_server.serverapp import ServerApp
from jupyter_server.services.kernels.websocket import KernelWebsocketHandler

ROOT = Path(__file__).parents[1]


@pytest.fixture
def lab_script(tmp_path, monkeypatch):
    spec = importlib.util.spec_from_file_location("lab_script", ROOT / "tools" / "lab.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    shutil.copytree(ROOT / "notebooks", tmp_path / "notebooks")
    monkeypatch.setattr(module, "LESSONS", tmp_path / "notebooks")
    monkeypatch.setattr(module, "MINE", tmp_path / "my-course")
    return module


LESSON = "03_slide_it_everywhere.ipynb"
NEW, NEXT = LESSON.replace(".ipynb", ".new.ipynb"), LESSON.replace(".ipynb", ".new-2.ipynb")


def change(path, words, at=-1):
    """Somebody writes on in a notebook: its author in a lesson, a learner in a copy."""
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[at].source += f"\n{words}"
    nbformat.write(notebook, path)


def files(lab_script):  # -> {name: content} of all that is in my-course/
    return {path.name: path.read_bytes() for path in lab_script.MINE.iterdir()}


def run(lab_script):  # -> what `make lab` does before it starts JupyterLab
    return lab_script.copy_new(), lab_script.lay_newer()


@pytest.fixture
def old_copy(lab_script):
    """A learner has worked in the copy of a lesson, and the lesson has become newer since."""
    run(lab_script)
    change(lab_script.MINE / LESSON, "my work")
    change(lab_script.LESSONS / LESSON, "second edition")
    return lab_script


# What is copied


def test_a_copy_has_no_outputs_and_is_otherwise_the_lesson(lab_script, path):
    lab_script.copy_new()
    copied = (lab_script.MINE / path.name).read_text(encoding="utf-8")
    copy, lesson = nbformat.reads(copied, as_version=4), nbformat.read(path, as_version=4)
    nbformat.validate(copy)
    for cell in (cell for cell in copy.cells if cell.cell_type == "code"):
        assert (cell.outputs, cell.execution_count) == ([], None)
    shown = [cell for cell in lesson.cells if cell.cell_type == "code"]
    assert any(cell.outputs for cell in shown)  # there was something to clear
    for cell in shown:
        cell.outputs, cell.execution_count = [], None
    assert copy == lesson  # cells, ids, tags, metadata
    assert copied == nbformat.writes(copy) + "\n"  # as Jupyter itself would write it


def test_copies_are_made_once_and_a_learners_work_is_kept(lab_script):
    names = sorted(path.name for path in lab_script.LESSONS.glob("*.ipynb"))
    assert run(lab_script) == (names, [])
    mine = lab_script.MINE / names[0]
    mine.write_text("my work")
    (lab_script.LESSONS / "99_new.ipynb").write_text("{}")
    assert run(lab_script) == (["99_new.ipynb"], [])
    assert mine.read_text() == "my work"
    assert sorted(files(lab_script)) == sorted([".sources.json", *names, "99_new.ipynb"])


def test_a_second_run_changes_nothing(old_copy):
    run(old_copy)
    before = files(old_copy)
    assert run(old_copy) == ([], [])
    assert files(old_copy) == before


def test_a_copy_that_was_deleted_is_made_anew_from_what_is_newest(old_copy):
    (old_copy.MINE / LESSON).unlink()
    assert run(old_copy) == ([LESSON], [])
    assert "second edition" in (old_copy.MINE / LESSON).read_text()


def test_a_file_that_comes_in_the_meantime_stays(lab_script, monkeypatch):
    """As with two runs at once: what was not there when we looked is there when we write."""
    lab_script.MINE.mkdir()
    (lab_script.MINE / LESSON).write_text("theirs")
    monkeypatch.setattr(lab_script.os.path, "lexists", lambda path: False)
    assert LESSON not in lab_script.copy_new()
    assert (lab_script.MINE / LESSON).read_text() == "theirs"


@pytest.mark.parametrize("links", [True, False], ids=["", "on a disk without links"])
def test_write_whole_leaves_what_is_there_where_it_may_not_replace_it(tmp_path, monkeypatch, links):
    if not links:
        monkeypatch.setattr(os, "link", lambda *names: (_ for _ in ()).throw(OSError("no links")))
    file = tmp_path / "file"
    assert learner.write_whole(file, "one", over=False)
    assert not learner.write_whole(file, "two", over=False)
    assert file.read_text() == "one"
    assert learner.write_whole(file, "three")
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("file", "three")]


@pytest.mark.parametrize("fails", ["write_text", "replace", "link"])
def test_a_copy_that_cannot_be_finished_leaves_no_half(old_copy, monkeypatch, fails):
    def full(self, *_, **__):
        if isinstance(self, Path):
            self.write_bytes(b"{ half")
        raise OSError(28, "No space left on device")

    (old_copy.MINE / "00_watch_a_network_decide.ipynb").unlink()
    before = files(old_copy)
    with monkeypatch.context() as patched:
        patched.setattr(*((Path, fails) if fails == "write_text" else (os, fails)), full)
        if fails == "link":  # and then there is no renaming either
            patched.setattr(os, "rename", full)
        with pytest.raises(OSError, match="No space"):
            run(old_copy)
    after = files(old_copy)
    assert {name: after[name] for name in before if name != ".sources.json"} == {
        name: content for name, content in before.items() if name != ".sources.json"
    }
    assert b"{ half" not in after.values()
    assert not [name for name in after if name.endswith(".part")]
    assert run(old_copy)[1] == [NEW]  # there is room again
    assert set(files(old_copy)) == set(before) | {"00_watch_a_network_decide.ipynb", NEW}


# A lesson that has become newer


@pytest.mark.parametrize("worked", [True, False], ids=["worked in", "as it was made"])
def test_a_newer_lesson_is_laid_beside_a_copy(lab_script, worked):
    run(lab_script)
    mine = lab_script.MINE / LESSON
    if worked:
        change(mine, "my work")
    before = mine.read_bytes()
    change(lab_script.LESSONS / LESSON, "second edition")
    assert run(lab_script) == ([], [NEW])
    assert mine.read_bytes() == before
    text = (lab_script.MINE / NEW).read_text()
    assert "second edition" in text
    assert all(not cell.get("outputs") for cell in nbformat.reads(text, as_version=4).cells)


def test_outputs_tags_and_made_cells_make_no_lesson_newer(lab_script):
    run(lab_script)
    path = lab_script.LESSONS / LESSON
    notebook = nbformat.read(path, as_version=4)
    shown = next(cell for cell in notebook.cells if cell.get("outputs"))
    shown.outputs, shown.metadata.tags = [], ["hide-output"]
    for cell in notebook.cells[1:3]:
        assert {"run", "setup"} & set(cell.metadata.tags)
        cell.source = cell.source.replace("v0.", "v9.")
    nbformat.write(notebook, path)
    assert run(lab_script) == ([], [])


def test_a_newer_one_yet_takes_the_place_of_one_that_nobody_has_worked_in(old_copy):
    assert run(old_copy) == ([], [NEW])
    change(old_copy.LESSONS / LESSON, "third edition")
    assert run(old_copy) == ([], [NEW])
    assert "third edition" in (old_copy.MINE / NEW).read_text()
    assert not (old_copy.MINE / NEXT).exists()


def test_a_new_one_that_somebody_has_worked_in_stays(old_copy):
    run(old_copy)
    change(old_copy.MINE / NEW, "my work too")
    change(old_copy.LESSONS / LESSON, "third edition")
    before = files(old_copy)
    assert run(old_copy) == ([], [NEXT])
    after = files(old_copy)
    assert {name: after[name] for name in (LESSON, NEW)} == {name: before[name] for name in (LESSON, NEW)}
    assert b"third edition" in after[NEXT]


@pytest.mark.parametrize("kind", ["file", "folder", "link to nothing"])
def test_what_bears_the_name_and_is_not_ours_stays(old_copy, kind):
    place = old_copy.MINE / NEW
    make = {
        "file": lambda: place.write_text("theirs"),
        "folder": place.mkdir,
        "link to nothing": lambda: place.symlink_to("nowhere"),
    }
    make[kind]()
    assert run(old_copy) == ([], [NEXT])
    assert {"file": place.is_file, "folder": place.is_dir, "link to nothing": place.is_symlink}[kind]()
    assert kind != "file" or place.read_text() == "theirs"


def test_a_new_one_that_was_thrown_away_comes_back_only_with_the_next_edition(old_copy):
    run(old_copy)
    (old_copy.MINE / NEW).unlink()
    assert run(old_copy) == ([], [])
    change(old_copy.LESSONS / LESSON, "third edition")
    assert run(old_copy) == ([], [NEW])


def test_a_new_one_that_was_put_in_the_place_of_the_old_is_the_copy(old_copy):
    run(old_copy)
    (old_copy.MINE / NEW).replace(old_copy.MINE / LESSON)
    assert run(old_copy) == ([], [])
    change(old_copy.LESSONS / LESSON, "third edition")
    assert run(old_copy) == ([], [NEW])


# Copies of which nothing is noted


def test_copies_of_the_first_edition_stay_and_the_new_ones_lie_beside_them(lab_script):
    lab_script.MINE.mkdir()
    for path in lab_script.LESSONS.glob("*.ipynb"):  # whole, with their outputs, and without a note
        shutil.copyfile(path, lab_script.MINE / path.name)
    change(lab_script.LESSONS / LESSON, "second edition")
    (lab_script.MINE / "00_watch_a_network_decide.ipynb").write_text('{"cells": [')  # cut by a full disk
    before = files(lab_script)
    new, laid = run(lab_script)
    assert (new, laid) == ([], ["00_watch_a_network_decide.new.ipynb", NEW])
    after = files(lab_script)
    assert {name: after[name] for name in before} == before
    assert run(lab_script) == ([], [])


@pytest.mark.parametrize(
    "note", ["", "{ half", "[]", '{"a": 1}', '{"a": {"source": 1}}', "null", b"\xff\xfe", None]
)
def test_without_a_note_that_can_be_read_nothing_is_lost(old_copy, note):
    run(old_copy)
    change(old_copy.MINE / NEW, "my work too")
    place = old_copy.MINE / old_copy.NOTES
    place.unlink()
    if isinstance(note, bytes):
        place.write_bytes(note)
    elif note is not None:
        place.write_text(note)
    before = {name: content for name, content in files(old_copy).items() if name != old_copy.NOTES}
    assert run(old_copy) == ([], [NEXT])  # the copy is not this edition's, and nobody knows more
    after = files(old_copy)
    assert {name: after[name] for name in before} == before
    assert run(old_copy) == ([], [])
    change(old_copy.LESSONS / "04_shrink_the_map.ipynb", "second edition")
    assert run(old_copy) == ([], ["04_shrink_the_map.new.ipynb"])  # untouched copies were noted again


# What it says


def script(tmp_path, *arguments):
    """`make lab` in a copy of the tree, with a JupyterLab that only says how it was called."""
    stub = tmp_path / "stub"
    stub.mkdir(exist_ok=True)
    (stub / "jupyterlab.py").write_text("import sys\nprint('called with', *sys.argv[1:])\n")
    for name in ("lab.py", "learner.py"):
        (tmp_path / "tools").mkdir(exist_ok=True)
        shutil.copyfile(ROOT / "tools" / name, tmp_path / "tools" / name)
    env = os.environ | {"PYTHONPATH": str(stub), "DISPLAY": ""}
    command = [sys.executable, tmp_path / "tools" / "lab.py", *arguments]
    return subprocess.run(command, env=env, capture_output=True, text=True, check=False)


def test_what_it_prints_is_short_and_names_what_is_new(lab_script, tmp_path):
    said = script(tmp_path).stdout.splitlines()
    assert said[0] == "New in my-course/: 00_watch_a_network_decide.ipynb and 11 more."
    assert said[1] == "Your own work there is never overwritten."
    change(lab_script.LESSONS / LESSON, "second edition")
    said = script(tmp_path, "--port", "9000").stdout.splitlines()
    assert said[0] == "my-course/ has every lesson."
    assert said[1] == f"Changed since your copy was made, so laid beside it: {NEW}."
    assert said[-1].endswith("--port 9000")
    assert len(said) == 5
    assert len(script(tmp_path).stdout.splitlines()) == 4  # said once


def test_a_lesson_that_cannot_be_read_is_named_and_the_others_open(lab_script, tmp_path):
    run(lab_script)
    (lab_script.LESSONS / LESSON).write_text("<<<<<<< HEAD")  # a merge that was not finished
    before = files(lab_script)
    done = script(tmp_path)
    assert done.returncode == 0
    assert done.stdout.startswith(f"notebooks/{LESSON} cannot be copied: it is not a notebook")
    assert done.stdout.count(LESSON) == 1
    assert files(lab_script) == before


def test_where_nothing_can_be_written_one_line_says_so(lab_script, tmp_path):
    lab_script.MINE.write_text("a file")
    done = script(tmp_path)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "my-course" in done.stderr
    assert lab_script.MINE.read_text() == "a file"


# How JupyterLab is started


@pytest.mark.parametrize(("user", "root"), [(0, True), (1000, False)])
def test_root_is_allowed_when_and_only_when_the_user_is_root(lab_script, monkeypatch, user, root):
    monkeypatch.setattr(os, "geteuid", lambda: user, raising=False)
    assert ("--allow-root" in lab_script.command([])) == root


def test_without_a_screen_no_browser_is_tried(lab_script, monkeypatch):
    monkeypatch.setattr(lab_script.sys, "platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "SSH_CONNECTION"):
        monkeypatch.delenv(name, raising=False)
    assert "--no-browser" in lab_script.command([])
    monkeypatch.setenv("DISPLAY", ":0")
    assert "--no-browser" not in lab_script.command([])
    assert "--LabApp.default_url=/lab/tree/01.ipynb" in lab_script.command(["01.ipynb"])


def test_the_server_sends_what_the_kernel_says_at_once(lab_script, monkeypatch, tmp_path):
    env = lab_script.with_our_settings({"JUPYTER_CONFIG_PATH": str(tmp_path)})
    assert env["JUPYTER_CONFIG_PATH"].split(os.pathsep)[1] == str(tmp_path)  # the user's own stays
    monkeypatch.setenv("JUPYTER_CONFIG_PATH", env["JUPYTER_CONFIG_PATH"])
    server = ServerApp()
    server.load_config_file()
    connection = server.kernel_websocket_connection_class
    asked, handler = [], KernelWebsocketHandler.__new__(KernelWebsocketHandler)
    handler.set_nodelay = asked.append
    monkeypatch.setattr(connection.__base__, "connect", lambda self: asked)
    assert connection(parent=KernelManager(), websocket_handler=handler).connect() == [True]
