"""The house: imports only run downward, and every file stays short enough to read in one sitting."""

import ast
import re
from pathlib import Path

import pytest

import xo_helpers.widgets

PACKAGE = Path(__file__).resolve().parents[1] / "xo_helpers"
CONTRIBUTING = (PACKAGE.parent / "CONTRIBUTING.md").read_text(encoding="utf-8")
ROOMS = re.findall(r"^(\w+) {2,}\S", xo_helpers.__doc__, re.M)  # lowest first
APART = {("checks", "widgets")}  # neighbours that do not know each other
FILES = {
    str(file.relative_to(PACKAGE)): file.read_text(encoding="utf-8")
    for file in sorted(PACKAGE.rglob("*"))
    if file.suffix in {".py", ".js"}
}


def room_of(name):  # "data.py" -> "data", "widgets/votes/widget.py" -> "widgets"
    return Path(name).parts[0].removesuffix(".py")


def test_every_widget_has_a_folder_a_view_and_a_still_of_its_name():
    names = {re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower() for name in xo_helpers.widgets.__all__}
    folders = {file.parent.name: file.parent for file in (PACKAGE / "widgets").glob("*/__init__.py")}
    assert set(folders) == names | {"shared"}
    for name in names:
        assert {file.name for file in folders[name].iterdir()} >= {"widget.py", "view.js"}
    assert {file.stem for file in (PACKAGE / "plots/stills").glob("*.py")} == names | {"__init__"}


def imports(source):  # -> what it imports; "xo_helpers.data" for "from xo_helpers import data"
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            origin = "." * node.level + (node.module or "")
            members = [f"{origin}.{alias.name}" for alias in node.names]
            yield from members if origin == "xo_helpers" else [origin]


def violations(source, room):  # -> ["ops may not import xo_helpers.plots", ...]
    """What a file of this room imports although it may not; a relative import counts: it hides the room."""
    below = ROOMS[: ROOMS.index(room)] if room in ROOMS else []
    allowed = {f"xo_helpers.{other}" for other in [*below, room] if (room, other) not in APART}
    ours = [name for name in imports(source) if name.startswith(".") or name.split(".")[0] == "xo_helpers"]
    return [f"{room} may not import {name}" for name in ours if ".".join(name.split(".")[:2]) not in allowed]


def test_the_list_of_rooms_is_the_folder_and_contributings_too():
    assert sorted(ROOMS) == sorted({room_of(name) for name in FILES} - {"__init__"})
    table = re.search(r"\| room \| holds \|\n.*?\n\n", CONTRIBUTING, re.S)[0]
    assert re.findall(r"`(\w+)(?:\.py|/)`", re.sub(r"(?m)\|[^|]*\|$", "", table)) == ROOMS


def test_imports_run_downward_and_the_package_itself_imports_nothing():
    python = {name: source for name, source in FILES.items() if name.endswith(".py")}
    found = {name: violations(source, room_of(name)) for name, source in python.items()}
    assert {name: wrong for name, wrong in found.items() if wrong} == {}
    assert list(imports(FILES["__init__.py"])) == []


PLANTED = [
    ("ops", "from xo_helpers.plots import plot_map"), ("ops", "import xo_helpers.plots as p"),
    ("data", "from xo_helpers import ops"), ("ops", "from .plots import plot_map"), ("ops", "from . import data"),
    ("plots", "def late(): from xo_helpers.widgets.votes import Votes"), ("checks", "import xo_helpers"),
    ("widgets", "from xo_helpers.checks import check"), ("checks", "from xo_helpers.widgets import SlideWindow"),
    ("__init__", "from xo_helpers.data import parse"),
]  # fmt: skip
PROPER = [
    ("ops", "import numpy as np"), ("ops", "from xo_helpers.inputs import numbers"),
    ("plots", "from xo_helpers import data, ops"), ("ops", "import xo_helpers_of_somebody_else"),
    ("widgets", "from xo_helpers.widgets.shared.base import module"), ("checks", "import xo_helpers.plots"),
]  # fmt: skip


@pytest.mark.parametrize(("room", "line"), [*PLANTED, *PROPER])
def test_a_planted_violation_is_caught_and_a_proper_import_is_not(room, line):
    assert len(violations(f"import numpy as np\n{line}\n", room)) == ((room, line) in PLANTED)


def test_no_file_is_over_200_lines():
    lines = {name: source.count("\n") for name, source in FILES.items()}
    assert {name: count for name, count in lines.items() if count > 200} == {}


def test_no_function_is_over_40_lines():
    files = [
        file
        for folder in ("xo_helpers", "tools", "tests")
        for file in (PACKAGE.parent / folder).rglob("*.py")
    ]
    assert len(files) > 200
    modules = [ast.parse(file.read_text(encoding="utf-8")) for file in files]
    parts = [part for module in modules for part in module.body]
    parts += [part for one in parts if isinstance(one, ast.ClassDef) for part in one.body]
    functions = [part for part in parts if isinstance(part, ast.FunctionDef)]
    assert [one.name for one in functions if one.end_lineno - one.lineno >= 40] == []
