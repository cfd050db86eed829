"""The page's side, joined as it is loaded: every name in it is known, and a widget's own are used."""

import json
import re
import subprocess
import sysconfig
from pathlib import Path

import pytest

from xo_helpers import widgets

pytestmark = pytest.mark.tools
ROOT = Path(__file__).resolve().parents[1]
SHARED = "".join(file.read_text(encoding="utf-8") for file in ROOT.glob("xo_helpers/widgets/shared/*.js"))
RULES = {"categories": {"correctness": "off"}, "env": {"browser": True, "es2024": True}}
RULES["rules"] = {"no-undef": "error", "no-unused-vars": "error", "no-redeclare": "error"}


def faults(source, folder):  # -> the names that are unknown, or the module's own and not used
    """What the linter finds in a widget's joined module, as lines."""
    module, rules = folder / "module.js", folder / "rules.json"
    module.write_text(source, encoding="utf-8")
    rules.write_text(json.dumps(RULES), encoding="utf-8")
    command = [Path(sysconfig.get_path("scripts")) / "oxlint", "-c", rules, "-f", "unix", module]
    found = subprocess.run(command, capture_output=True, text=True, check=False).stdout.splitlines()
    return [line for line in found if line.startswith(str(module)) and not is_shared(line)]


def is_shared(line):
    """Whether what the linter calls unused is there for other widgets: declared in a shared file."""
    unused = re.search(r"'(\w+)' is declared but never used", line)
    return unused and re.search(rf"(?m)^(?:function|const) {unused[1]}\b", SHARED)


def read_and_set(source):  # -> {"row", "column", ...}
    """The traits that a page reads or sets by name."""
    told = re.findall(r"save\(model, (\{.*?\})\)", source.replace("\n", ""))
    saved = {name for traits in told for name in re.findall(r"[{,] *(\w+)(?=[,:]| *\})", traits)}
    return saved | set(re.findall(r'(?:\bget|model\.(?:get|set))\("(\w+)"', source))


@pytest.mark.parametrize("name", widgets.__all__)
def test_a_module_knows_every_name_and_uses_its_own_and_the_traits_that_python_names(name, tmp_path):
    kind = getattr(widgets, name)
    assert faults(kind._esm, tmp_path) == []
    source = kind._esm + (ROOT / "docs/embed/network.js").read_text(encoding="utf-8") * (name == "DrawPad")
    traits = {trait for trait in kind.class_traits(sync=True) if trait[0] != "_"}
    read = (
        traits | set(widgets.NetworkExplorer.class_traits(sync=True)) if name == "DrawPad" else traits
    )  # it opens one
    ours = traits - {"layout", "tabbable", "tooltip"}
    assert read_and_set(source) <= read
    assert {trait for trait in ours if f'"{trait}"' not in source} == set()


FAULTS = ["nowhere(1);", "const unheard = 1;", "const name = 1;", "function makeGrid() {}"]


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_found(fault, tmp_path):
    assert len(faults(f"{widgets.Votes._esm}\n{fault}\n", tmp_path)) == 1
    source = 'get("row"); model.set("colunm", 1); save(model, { rwo, visited: [...all, at] })'
    assert read_and_set(source) == {"row", "colunm", "rwo", "visited"}


def test_no_line_is_over_110_characters():
    files = subprocess.run(["git", "ls-files", "*.js"], cwd=ROOT, capture_output=True, text=True, check=True)
    for name in files.stdout.split():
        long = [line for line in (ROOT / name).read_text(encoding="utf-8").splitlines() if len(line) > 110]
        assert long == [], name


def test_no_class_is_the_sites_and_a_widgets():
    def text(*places):
        return "".join(file.read_text("utf-8") for place in places for file in sorted(ROOT.glob(place)))

    site = text("docs/**/*.md", "docs/static/*.js", "docs/embed/*", "tools/*site*.py")
    theirs = text("xo_helpers/widgets/**/*.js", "xo_helpers/widgets/**/*.css")
    given = {name for names in re.findall(r"""class=\\?["']([\w -]+)""", site) for name in names.split()}
    ours = {name for name in given if name.startswith("site-")} | {"xo-live"}  # a widget's place
    assert len(ours) > 8
    assert given == ours
    assert [name for name in [*ours, "xo-state"] if re.search(rf"\b{name}\b", theirs)] == []
