"""One set of floors: pyproject.toml has them, environment.yml repeats them, the constraints meet them."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
CONDA_NAMES = {"matplotlib": "matplotlib-base"}  # without the Qt desktop


def floors(*extras):  # -> {"numpy": "2.0", ...}
    lines = PROJECT["dependencies"] + [line for e in extras for line in PROJECT["optional-dependencies"][e]]
    return dict(line.split(">=") for line in lines)


def number(version):
    return tuple(int(part) for part in version.split("."))


def test_each_line_of_conda_says_who_needs_it():  # test_binder.py reads its versions as conda does
    text = (ROOT / "environment.yml").read_text(encoding="utf-8")
    lines = text.split("dependencies:\n")[1].splitlines()
    assert [line for line in lines if not re.fullmatch(r"  - [\w-]+((>=|=)[\d.]+)? +# \S.*", line)] == []


def test_what_was_tested_meets_the_floors_and_pins_torch_nowhere_else():
    text = (ROOT / "constraints/tested.txt").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    assert [line for line in lines if not re.fullmatch(r"[\w.-]+==[\w.]+", line)] == []  # no addresses
    pinned = dict(line.lower().replace("_", "-").split("==") for line in lines)
    low = [
        name for name, floor in floors("lab", "test", "lite").items() if number(pinned[name]) < number(floor)
    ]
    assert low == []
    assert not {"torch", "xo-helpers", "pip", "setuptools"} & set(pinned)
