"""Each lesson as Colab opens it: without the course's folder, its first cell fetches what is missing; its texts are
those that are committed, as nbval would find in the other legs.

The environment that runs this stands for Colab, with everything that is installed there beforehand. A child
of it sees all of that and gets the course; a wheel stands in for the archive on the network.
"""

import json
import os
import re
import sys
import sysconfig
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from test_packaging import ROOT, built, run
from test_run_again import texts

WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
ADDRESS, NOWHERE = r"https://\S+\.zip", "http://127.0.0.1:9/x.zip"
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
LISTED = """
import json
from importlib.metadata import distributions
# Reversed: of two with one name, the first found is the one that is imported.
print(json.dumps({d.name: [d.version, str(d.locate_file(""))] for d in reversed([*distributions()])}))
"""


def installed(python):  # -> {"numpy": ["2.1.3", its folder], ...}
    return json.loads(run(python, "-I", "-c", LISTED))


def made_child(folder):  # -> the Python of an environment that has what is installed here
    run(sys.executable, "-m", "venv", "--without-pip", folder)
    (packages,) = folder.glob("lib/python*/site-packages")
    (packages / "colab.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return folder / "bin/python"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    return str(built(tmp_path_factory.mktemp("wheel")))


@pytest.fixture(scope="module")
def colab(tmp_path_factory):
    """A child in which the lessons follow each other, and what was installed before the first."""
    python = made_child(tmp_path_factory.mktemp("colab"))
    return python, installed(python)


def setup_cell(notebook, address):
    """The cell that fetches the course, now from this address."""
    (cell,) = [cell for cell in notebook.cells if "setup" in cell.metadata.get("tags", [])]
    cell.source, found = re.subn(ADDRESS, address, cell.source)
    assert found == 1
    return cell


def execute(notebook, python, folder, monkeypatch):
    """Every cell, in place, by this Python in this folder."""
    kernel, alone = folder / "jupyter" / "kernels" / "child", folder / "alone"
    kernel.mkdir(parents=True)
    alone.mkdir()
    command = [str(python), "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    spec = {"argv": command, "display_name": "child", "language": "python"}
    (kernel / "kernel.json").write_text(json.dumps(spec), encoding="utf-8")
    monkeypatch.setenv("JUPYTER_PATH", str(folder / "jupyter"))
    client = NotebookClient(notebook, timeout=240, kernel_name="child", coalesce_streams=True)
    client.execute(cwd=str(alone), env=ENVIRONMENT)


def text_of(cell):
    return "".join(output.get("text", "") for output in cell.outputs)


def test_the_lesson_runs_and_replaces_nothing(notebook, wheel, colab, tmp_path, monkeypatch):
    python, before = colab
    assert {"numpy", "anywidget", "pip"} <= set(before)
    assert "xo-helpers" not in before
    setup_cell(notebook, wheel)
    told = nbformat.v4.new_code_cell("print(xo_helpers.__file__)")
    notebook.cells.append(told)
    lesson = [cell for cell in notebook.cells if cell.cell_type == "code" and cell.outputs]
    committed = [texts(cell) for cell in lesson]
    execute(notebook, python, tmp_path, monkeypatch)
    for cell, want in zip(lesson, committed, strict=True):
        assert texts(cell) == want, cell.source

    (packages,) = python.parents[1].glob("lib/python*/site-packages")
    assert Path(text_of(told).strip()).parent == packages / "xo_helpers"
    after = installed(python)
    assert [name for name, (_, folder) in after.items() if Path(folder) == packages] == ["xo-helpers"]
    assert {name: version for name, version in after.items() if name != "xo-helpers"} == before
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    assert any(WIDGET_VIEW in output.get("data", {}) for output in outputs)


def test_without_network_the_first_cell_says_what_to_do(tmp_path, monkeypatch):
    first, *_ = sorted(ROOT.glob("notebooks/*.ipynb"))  # the cell is the same in all
    cell = setup_cell(nbformat.read(first, as_version=4), NOWHERE)
    monkeypatch.setitem(ENVIRONMENT, "PIP_RETRIES", "0")
    with pytest.raises(CellExecutionError):
        execute(nbformat.v4.new_notebook(cells=[cell]), made_child(tmp_path / "child"), tmp_path, monkeypatch)
    assert "network" in text_of(cell)
