"""The house: imports only run downward, and every file stays short enough to read in one sitting."""

import ast
import re
from pathlib import Path

import pytest

import xo_helpers.widgets

PACKAGE = Path(__file__).resolve().parents[1] / "xo_helpers"
CONTRIBUTING = PACKAGE.parent / "CONTRIBUTING.md"
ROOMS = re.findall(r"^(\w+) {2,}\S", xo_helpers.__doc__, re.M)  # lowest first
APART = {("checks", "widgets")}  # neighbours that do not know each other
FILES = sorted(file for file in PACKAGE.rglob("*") if file.suffix in {".py", ".js"})


def room_of(file):  # xo_helpers/data.py -> "data", xo_helpers/widgets/votes/widget.py -> "widgets"
    return file.relative_to(PACKAGE).parts[0].removesuffix(".py")


def test_every_widget_has_a_folder_a_view_and_a_still_of_its_name():
    names = {re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower() for name in xo_helpers.widgets.__all__}
    folders = {file.parent.name: file.parent for file in (PACKAGE / "widgets").glob("*/__init__.py")}
    assert set(folders) == names | {"shared"}
    for name in names:
        assert {file.name for file in folders[name].iterdir()} >= {"widget.py", "view.js"}
    assert {file.stem for file in (PACKAGE / "plots/stills").glob("*.py")} == names | {"__init__"}


def violations(source, room):  # -> ["ops may not import xo_helpers.plots", ...]
    """What a file of this room imports although it may not; a relative import counts: it hides the room."""
    below = ROOMS[: ROOMS.index(room)] if room in ROOMS else []
    allowed = {f"xo_helpers.{other}" for other in [*below, room] if (room, other) not in APART}
    names = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            origin = "." * node.level + (node.module or "")
            names += (
                [f"{origin}.{alias.name}" for alias in node.names] if origin == "xo_helpers" else [origin]
            )
    ours = [name for name in names if name.startswith(".") or name.split(".")[0] == "xo_helpers"]
    return [f"{room} may not import {name}" for name in ours if ".".join(name.split(".")[:2]) not in allowed]


def test_the_list_of_rooms_is_the_folder_and_contributings_too():
    folder = {room_of(file) for file in FILES} - {"__init__"}
    assert len(ROOMS) == len(set(ROOMS))
    assert set(ROOMS) == folder
    table = re.search(r"\| room \| holds \|\n.*?\n\n", CONTRIBUTING.read_text(encoding="utf-8"), re.S)[0]
    assert re.findall(r"`(\w+)(?:\.py|/)`", re.sub(r"(?m)\|[^|]*\|$", "", table)) == ROOMS


@pytest.mark.parametrize(
    "file", [f for f in FILES if f.suffix == ".py"], ids=lambda f: str(f.relative_to(PACKAGE))
)
def test_imports_run_downward(file):
    room = room_of(file)
    assert room in [*ROOMS, "__init__"], f"{room} has no place in ROOMS yet"
    assert violations(file.read_text(encoding="utf-8"), room) == []


def test_the_package_itself_imports_nothing():
    tree = ast.parse((PACKAGE / "__init__.py").read_text(encoding="utf-8"))
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]


@pytest.mark.parametrize(
    ("room", "line"),
    [
        ("ops", "from xo_helpers.plots import plot_map"),
        ("ops", "import xo_helpers.plots as p"),
        ("data", "from xo_helpers import ops"),
        ("plots", "def late():\n    from xo_helpers.widgets.votes import Votes"),
        ("widgets", "from xo_helpers.checks import check"),
        ("checks", "from xo_helpers.widgets import SlideWindow"),
        ("ops", "from .plots import plot_map"),
        ("ops", "from . import data"),
        ("__init__", "from xo_helpers.data import parse"),
        ("checks", "import xo_helpers"),
    ],
)
def test_a_planted_violation_is_caught(room, line):
    assert len(violations(f"import numpy as np\n{line}\n", room)) == 1


@pytest.mark.parametrize(
    ("room", "line"),
    [
        ("ops", "import numpy as np"),
        ("ops", "from xo_helpers.inputs import numbers"),
        ("plots", "from xo_helpers import data, ops"),
        ("widgets", "from xo_helpers.widgets.shared.base import module"),
        ("checks", "import xo_helpers.plots"),
        ("ops", "import xo_helpers_of_somebody_else"),
    ],
)
def test_a_proper_import_is_not(room, line):
    assert violations(line, room) == []


@pytest.mark.parametrize("file", FILES, ids=lambda f: str(f.relative_to(PACKAGE)))
def test_no_file_is_over_200_lines(file):
    lines = file.read_text(encoding="utf-8").count("\n")
    assert lines <= 200
