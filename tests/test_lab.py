"""`make lab`: a learner's copies are made once and never overwritten."""

import os
import re
import runpy
import shutil
import subprocess
import sys
from pathlib import Path

import lab
import nbformat
import pytest
from jupyter_client import KernelManager
from jupyter_server.serverapp import ServerApp
from jupyter_server.services.kernels.websocket import KernelWebsocketHandler

ROOT = Path(__file__).parents[1]
FIRST, LESSON = "00_watch_a_network_decide.ipynb", "03_slide_it_everywhere.ipynb"
NEW, NEXT = (LESSON.replace(".ipynb", end) for end in (".new.ipynb", ".new-2.ipynb"))


@pytest.fixture
def lab_script(tmp_path, monkeypatch):
    shutil.copytree(ROOT / "notebooks", tmp_path / "notebooks")
    monkeypatch.setattr(lab, "LESSONS", tmp_path / "notebooks")
    monkeypatch.setattr(lab, "MINE", tmp_path / "my-course")
    return lab


def change(path, words):
    """Somebody writes on in a notebook: its author in a lesson, a learner in a copy."""
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[-1].source += f"\n{words}"
    nbformat.write(notebook, path)


def files(lab_script):  # -> {name: content} of all that is in my-course/
    return {path.name: path.read_bytes() for path in lab_script.MINE.iterdir()}


def work(lab_script):  # -> the same, without what the script notes for itself
    return {name: content for name, content in files(lab_script).items() if name != lab_script.NOTES}


def run(lab_script):  # -> what `make lab` does before it starts JupyterLab
    return lab_script.copy_new(), lab_script.lay_newer()


@pytest.fixture
def old_copy(lab_script):
    """A learner has worked in the copy of a lesson, and the lesson has become newer since."""
    run(lab_script)
    change(lab_script.MINE / LESSON, "my work")
    change(lab_script.LESSONS / LESSON, "second edition")
    return lab_script


def test_a_copy_has_no_outputs_and_is_otherwise_the_lesson(lab_script, path):
    lab_script.copy_new()
    copied = (lab_script.MINE / path.name).read_text(encoding="utf-8")
    copy, lesson = nbformat.reads(copied, as_version=4), nbformat.read(path, as_version=4)
    nbformat.validate(copy)
    shown = [cell for cell in lesson.cells if cell.cell_type == "code"]
    assert any(cell.outputs for cell in shown)  # there is something to clear
    for cell in shown:
        cell.outputs, cell.execution_count = [], None
    lesson.metadata.language_info.version = sys.version.split()[0]  # as the kernel will say
    assert copy == lesson  # cells, ids, tags, metadata
    assert copied == nbformat.writes(copy) + "\n"  # as Jupyter itself would write it


def test_copies_are_made_once_and_work_is_kept_and_what_was_deleted_is_made_anew(lab_script):
    names = sorted(path.name for path in lab_script.LESSONS.glob("*.ipynb"))
    assert run(lab_script) == (names, [])
    (lab_script.MINE / FIRST).write_text("my work")
    (lab_script.MINE / LESSON).unlink()
    change(lab_script.LESSONS / LESSON, "second edition")
    (lab_script.LESSONS / "99_new.ipynb").write_text("{}")
    assert run(lab_script) == ([LESSON, "99_new.ipynb"], [])
    mine = files(lab_script)
    assert mine[FIRST] == b"my work"
    assert b"second edition" in mine[LESSON]
    assert sorted(mine) == [".sources.json", *names, "99_new.ipynb"]


def full(path, *_, **__):
    if isinstance(path, Path):
        path.write_bytes(b"{ half")
    raise OSError(28, "No space left on device")


@pytest.mark.parametrize("link", [os.link, lambda one, two: full("")], ids=["", "on a disk without links"])
def test_a_file_that_comes_in_the_meantime_stays(lab_script, monkeypatch, link):
    """As with two runs at once: what was not there when we looked is there when we write."""
    lab_script.MINE.mkdir()
    (lab_script.MINE / LESSON).write_text("theirs")
    monkeypatch.setattr(os.path, "lexists", lambda path: False)
    monkeypatch.setattr(os, "link", link)
    new = lab_script.copy_new()
    mine = work(lab_script)
    assert mine.pop(LESSON) == b"theirs"
    assert sorted(mine) == new  # and nothing aside


@pytest.mark.parametrize("fails", ["write_text", "replace", "link"])
def test_a_copy_that_cannot_be_finished_leaves_no_half(old_copy, monkeypatch, fails):
    (old_copy.MINE / FIRST).unlink()
    before = work(old_copy)
    with monkeypatch.context() as patched:
        patched.setattr(Path if fails == "write_text" else os, fails, full)
        if fails == "link":  # and then there is no renaming either
            patched.setattr(os, "rename", full)
        with pytest.raises(OSError, match="No space"):
            run(old_copy)
    after = files(old_copy)
    assert before.items() <= after.items()
    assert b"{ half" not in after.values()
    assert not [name for name in after if name.endswith(".part")]
    assert run(old_copy)[1] == [NEW]  # there is room again
    assert set(work(old_copy)) == {*before, FIRST, NEW}


@pytest.mark.parametrize("made", [lab.cleared, str])  # the first copies had outputs
@pytest.mark.parametrize("share", [0, 0.5, 0.999])
def test_a_copy_that_was_cut_off_is_made_whole(lab_script, made, share):
    """By a full disk, under an older edition of the script, or by a crash of the machine."""
    run(lab_script)
    whole = work(lab_script)
    copy = made((lab_script.LESSONS / LESSON).read_text(encoding="utf-8")).encode()
    (lab_script.MINE / LESSON).write_bytes(copy[: int(share * len(copy))])
    assert run(lab_script) == ([LESSON], [])
    assert work(lab_script) == whole
    change(lab_script.MINE / LESSON, "my work")
    half = (lab_script.MINE / LESSON).read_bytes()[:-1]  # somebody's work, and so never written over
    (lab_script.MINE / LESSON).write_bytes(half)
    run(lab_script)
    assert work(lab_script)[LESSON] == half


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


DONE = {"nothing": NEW, "worked in it": NEXT, "thrown it away": NEW, "put it in the place of the old": NEW}


@pytest.mark.parametrize(("done", "laid"), DONE.items())
def test_the_next_edition_takes_the_place_of_a_new_one_that_nobody_has_worked_in(old_copy, done, laid):
    before = work(old_copy)
    assert run(old_copy) == ([], [NEW])
    text = work(old_copy)[NEW].decode()
    assert work(old_copy) == {**before, NEW: text.encode()}
    assert "second edition" in text
    assert not any(cell.get("outputs") for cell in nbformat.reads(text, as_version=4).cells)
    if done == "worked in it":
        change(old_copy.MINE / NEW, "my work too")
    elif done == "thrown it away":
        (old_copy.MINE / NEW).unlink()
    elif done == "put it in the place of the old":
        (old_copy.MINE / NEW).replace(old_copy.MINE / LESSON)
    before = files(old_copy)
    assert run(old_copy) == ([], [])
    assert files(old_copy) == before
    change(old_copy.LESSONS / LESSON, "third edition")
    before = work(old_copy)
    assert run(old_copy) == ([], [laid])
    after = work(old_copy)
    assert b"third edition" in after[laid]
    assert after == {**before, laid: after[laid]}


MAKE = {"file": Path.touch, "folder": Path.mkdir, "link to nothing": lambda path: path.symlink_to("nowhere")}


@pytest.mark.parametrize("kind", MAKE)
def test_what_bears_the_name_and_is_not_ours_stays(old_copy, kind):
    MAKE[kind](old_copy.MINE / NEW)
    before = (old_copy.MINE / NEW).lstat()
    assert run(old_copy) == ([], [NEXT])
    after = (old_copy.MINE / NEW).lstat()
    assert os.path.samestat(before, after)
    assert (before.st_mode, before.st_mtime_ns) == (after.st_mode, after.st_mtime_ns)


def test_copies_of_the_first_edition_stay_and_the_new_ones_lie_beside_them(lab_script):
    shutil.copytree(lab_script.LESSONS, lab_script.MINE)  # whole, with their outputs, and without a note
    change(lab_script.LESSONS / LESSON, "second edition")
    (lab_script.MINE / FIRST).write_text('{"cells": [')  # by hand
    before = files(lab_script)
    assert run(lab_script) == ([], [FIRST.replace(".ipynb", ".new.ipynb"), NEW])
    assert before.items() <= files(lab_script).items()
    assert run(lab_script) == ([], [])


NOTES = [b"", b"{ half", b"[]", b'{"a": 1}', b'{"a": {"source": 1}}', b"null", b"\xff\xfe", None]


@pytest.mark.parametrize("notes", NOTES)
def test_without_a_note_that_can_be_read_nothing_is_lost(old_copy, notes):
    run(old_copy)
    change(old_copy.MINE / NEW, "my work too")
    before = work(old_copy)
    (old_copy.MINE / old_copy.NOTES).unlink()
    if notes is not None:
        (old_copy.MINE / old_copy.NOTES).write_bytes(notes)
    assert run(old_copy) == ([], [NEXT])  # the copy is not this edition's, and nobody knows more
    assert run(old_copy) == ([], [])
    change(old_copy.LESSONS / "04_shrink_the_map.ipynb", "second edition")
    assert run(old_copy) == ([], ["04_shrink_the_map.new.ipynb"])  # untouched copies were noted again
    assert before.items() <= work(old_copy).items()


def script(tmp_path, *arguments, **env):
    """`make lab` in a copy of the tree, with a JupyterLab that only says how it was called."""
    (tmp_path / "tools").mkdir(exist_ok=True)
    (tmp_path / "jupyterlab.py").write_text("import sys\nprint('called with', *sys.argv[1:])\n")
    for name in ("lab.py", "learner.py"):
        shutil.copyfile(ROOT / "tools" / name, tmp_path / "tools" / name)
    env = os.environ | {"PYTHONPATH": str(tmp_path), "DISPLAY": ""} | env
    command = [sys.executable, tmp_path / "tools" / "lab.py", *arguments]
    return subprocess.run(command, env=env, capture_output=True, encoding="cp1252", check=False)


def test_what_it_prints_is_short_and_names_what_is_new(lab_script, tmp_path):
    said = script(tmp_path).stdout
    stays = "Your own work there is never overwritten.\n"
    assert said.startswith(f"New in my-course/: {FIRST} and 11 more.\n{stays}")
    change(lab_script.LESSONS / LESSON, "second edition")
    said = script(tmp_path, "--port", "9000").stdout
    newer = f"Changed since your copy was made, so laid beside it: {NEW}.\n"
    assert said.startswith(f"my-course/ has every lesson.\n{newer}{stays}Starting")
    assert said.endswith("--port 9000\n")
    assert said.count("\n") == 5
    assert script(tmp_path).stdout.count("\n") == 4  # said once


def test_a_lesson_that_cannot_be_read_is_named_and_the_others_open(lab_script, tmp_path):
    run(lab_script)
    (lab_script.LESSONS / LESSON).write_text("<<<<<<< HEAD")  # a merge that was not finished
    before = files(lab_script)
    done = script(tmp_path)
    assert done.returncode == 0
    assert done.stdout.startswith(f"notebooks/{LESSON} cannot be copied: it is not a notebook")
    assert done.stdout.count(LESSON) == 1
    assert files(lab_script) == before


@pytest.mark.parametrize("kind", ["file", "link to nothing"])
def test_where_there_can_be_no_copies_a_sentence_says_so_and_what_to_do(lab_script, tmp_path, kind):
    MAKE[kind](lab_script.MINE)
    done = script(tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(
        f"{lab_script.MINE} is no folder, so your copies of the lessons cannot be in it: rename"
    )
    assert os.path.lexists(lab_script.MINE)
    lab_script.MINE.rename(tmp_path / "old")
    (tmp_path / "elsewhere").mkdir()
    lab_script.MINE.symlink_to("elsewhere")  # which is a folder
    assert script(tmp_path).returncode == 0


def test_a_home_that_cannot_be_written_is_named_before_jupyterlab_meets_it(lab_script, tmp_path):
    (tmp_path / "file").touch()
    (tmp_path / "link").symlink_to("nowhere/home")
    for home in (tmp_path / "file", tmp_path / "file/home", "/proc/home"):
        done = script(tmp_path, HOME=str(home))
        assert (done.returncode, done.stdout) == (1, "")
        assert re.match(
            rf"Jupyter cannot write in {home}/\S+ \(.+\); mend that, or .*make lab HOME=", done.stderr
        )
        assert done.stderr.count("\n") == 2
    done = script(tmp_path, HOME=str(tmp_path / "link"))  # its folders are made
    assert done.returncode == 0, done.stderr


def test_a_console_that_has_not_every_letter_is_told_all_the_same(lab_script, tmp_path):
    (lab_script.LESSONS / "99_Ω−é.ipynb").write_text("no notebook")
    for encoding in ("ascii", "cp1252"):
        done = script(tmp_path, PYTHONIOENCODING=encoding)
        assert (done.returncode, "99_\\u03a9\\u2212" in done.stdout) == (0, True), done.stderr


def test_root_is_allowed_only_for_root_and_a_browser_tried_only_on_a_screen(lab_script, monkeypatch):
    for user in (0, 1000):
        monkeypatch.setattr(os, "geteuid", lambda user=user: user, raising=False)
        assert ("--allow-root" in lab_script.command([])) == (user == 0)
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
    assert (
        env["JUPYTER_PREFER_ENV_PATH"] == "1"
    )  # a kernel of the same name may be elsewhere, without the course
    monkeypatch.setenv("JUPYTER_CONFIG_PATH", env["JUPYTER_CONFIG_PATH"])
    server = ServerApp()
    server.load_config_file()
    connection = server.kernel_websocket_connection_class
    asked, handler = [], KernelWebsocketHandler.__new__(KernelWebsocketHandler)
    handler.set_nodelay = asked.append
    monkeypatch.setattr(connection.__base__, "connect", lambda self: asked)
    assert connection(parent=KernelManager(), websocket_handler=handler).connect() == [True]


class Server:
    """What `make lab` asks of a server for its address."""

    local_url = "http://127.0.0.1:8889/lab?token=..."

    class identity_provider:  # noqa: N801
        token_generated, auth_enabled = False, True


def test_an_address_is_told_also_where_the_token_is_not_of_the_servers_making(monkeypatch, capsys):
    monkeypatch.setattr(ServerApp, "initialized", lambda: True)
    monkeypatch.setattr(ServerApp, "instance", lambda: Server)
    tell = runpy.run_path(ROOT / "tools/jupyter_server_config.py", {"c": ServerApp().config})["tell_address"]
    said = []
    for made, asks in [(False, True), (False, False), (True, True)]:
        Server.identity_provider.token_generated, Server.identity_provider.auth_enabled = made, asks
        tell()
        said.append(capsys.readouterr().out)
    address = "JupyterLab is at http://127.0.0.1:8889/lab"
    assert said == [f"{address}; it asks for the token or password that you have set.\n", f"{address}.\n", ""]
