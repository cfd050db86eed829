"""What a tool writes is written aside and then put in place: a full disk, or whoever stops it, leaves what was there."""

import json
import os
import shutil
import subprocess
import sys
import time
from functools import cache
from pathlib import Path

import nbformat
import pytest
import render_typefaces
import write_notebooks
from learner import cleared, write_whole
from nbconvert import ScriptExporter

pytestmark = pytest.mark.tools
ROOT = Path(__file__).parents[1]
LESSON = ROOT / "notebooks/07_let_the_values_vote.ipynb"
KERNEL = """import json
from ipykernel.ipkernel import IPythonKernel
from ipykernel.kernelspec import get_kernel_dict
print(json.dumps([IPythonKernel.language_info, get_kernel_dict()]))"""


@cache
def kernel():
    """What a kernel says of itself; asked elsewhere, since where it is imported widgets send to no page without one."""
    return json.loads(subprocess.check_output([sys.executable, "-c", KERNEL]))


def held(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.fixture
def full(monkeypatch):
    """A disk that takes only the beginning of a text."""

    def write(path, text, **_):
        path.write_bytes(text.encode()[: len(text) // 2])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_text", write)


def typefaces(folder, monkeypatch):
    monkeypatch.setattr(render_typefaces, "DATA", folder)
    stem, fonts = "DejaVuSans", render_typefaces.faces()
    shutil.copy(ROOT / f"data/typefaces/{stem}.txt", folder)
    monkeypatch.setattr(render_typefaces, "faces", lambda: {stem: fonts[stem]})
    return render_typefaces.main


def notebook(folder, monkeypatch):
    monkeypatch.setattr(write_notebooks, "run", lambda notebook: notebook)
    path = Path(shutil.copy(LESSON, folder))
    return lambda: write_notebooks.write(path)


@pytest.mark.parametrize("tool", [typefaces, notebook])
def test_what_was_there_stays_until_the_new_is_whole(tmp_path, monkeypatch, full, tool):
    run = tool(tmp_path, monkeypatch)
    before = held(tmp_path)
    with pytest.raises(OSError, match="No space"):
        run()
    assert held(tmp_path) == before
    monkeypatch.undo()
    tool(tmp_path, monkeypatch)()
    assert held(tmp_path) == before  # it is as the tool leaves it


def test_typefaces_that_are_nobodys_here_are_named_and_left(tmp_path, monkeypatch, capsys):
    (tmp_path / "mine.txt").write_text("face: My hand")
    typefaces(tmp_path, monkeypatch)()
    assert (tmp_path / "mine.txt").read_text() == "face: My hand"
    assert "left as they are: mine.txt" in capsys.readouterr().out


def test_what_a_killed_run_left_aside_goes_with_the_next(tmp_path):
    old, now = tmp_path / ".a.txt.1.part", tmp_path / ".a.txt.2.part"
    for part in (old, now):
        part.write_text("half")
    os.utime(old, (time.time() - 7200,) * 2)  # the other may be somebody's who is writing
    write_whole(tmp_path / "a.txt", "whole")
    assert held(tmp_path) == {"a.txt": b"whole", now.name: b"half"}


def test_a_lesson_is_a_python_file_for_nbconvert_and_its_copy_what_jupyterlab_makes_of_it(path):
    """As soon as a kernel starts JupyterLab writes what it says of itself, and calls a notebook changed that said else."""
    assert ScriptExporter().from_filename(str(path))[1]["output_extension"] == ".py"
    metadata = nbformat.reads(cleared(path.read_text(encoding="utf-8")), as_version=4).metadata
    language, spec = kernel()
    assert metadata.pop("language_info") == language
    spec = {"name": "python3"} | {key: spec[key] for key in ("display_name", "language")}
    assert metadata == {"kernelspec": spec}


@pytest.mark.browser
def test_a_copy_that_nobody_has_touched_is_not_called_changed(lab):
    """Once its kernel has said who it is: what JupyterLab then writes stands there already."""
    copy = lab.server.folder / "untouched.ipynb"
    copy.write_text(cleared(LESSON.read_text(encoding="utf-8")), encoding="utf-8")
    before = copy.read_bytes()
    page = lab.open(copy.name)
    page.page.evaluate(
        "async () => { await jupyterapp.shell.currentWidget.sessionContext.session.kernel.info; }"
    )
    page.until("jupyterapp.shell.currentWidget.content.codeMimetype === 'text/x-ipython'")
    page.settle()
    assert not page.page.evaluate("() => jupyterapp.shell.currentWidget.context.model.dirty")
    page.command("docmanager:save")
    assert copy.read_bytes() == before
    page.close()
