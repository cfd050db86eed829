"""One set of floors: pyproject.toml has them, environment.yml repeats them, the constraints meet them."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
CONDA_NAMES = {"matplotlib": "matplotlib-base"}  # without the Qt desktop


def floors(*extras):  # -> {"numpy": "2.0", ...}
    lines = PROJECT["dependencies"] + [line for e in extras for line in PROJECT["optional-dependencies"][e]]
    return dict(line.split(">=") for line in lines)


def conda_lines():
    text = (ROOT / "environment.yml").read_text(encoding="utf-8")
    return text.split("dependencies:\n")[1].splitlines()


def number(version):
    return tuple(int(part) for part in version.split("."))


def pinned():  # -> {"numpy": "2.4.6", ...}
    text = (ROOT / "constraints/tested.txt").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    assert all(re.fullmatch(r"[\w.-]+==[\w.]+", line) for line in lines)  # no addresses
    return {name.lower().replace("_", "-"): version for name, version in (li.split("==") for li in lines)}


def test_conda_has_pyprojects_floors():
    specs = [line.split("#")[0].strip(" -") for line in conda_lines()]
    found = dict(spec.split(">=") for spec in specs if ">=" in spec)
    assert found == {CONDA_NAMES.get(name, name): floor for name, floor in floors("lab").items()}


def test_conda_names_one_python_that_is_new_enough():
    (version,) = [line.split("=")[1].split()[0] for line in conda_lines() if "python=" in line]
    assert number(version) >= number(PROJECT["requires-python"].removeprefix(">="))


@pytest.mark.parametrize("line", conda_lines())
def test_each_line_of_conda_says_who_needs_it(line):
    assert re.fullmatch(r"  - [\w-]+((>=|=)[\d.]+)? +# \S.*", line)


@pytest.mark.parametrize(("name", "floor"), floors("lab", "test").items())
def test_what_was_tested_meets_the_floors(name, floor):
    assert number(pinned()[name]) >= number(floor)


def test_torch_is_pinned_in_one_place_only():
    assert not {"torch", "xo-helpers", "pip", "setuptools"} & set(pinned())
