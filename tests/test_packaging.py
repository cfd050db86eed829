"""The wheel, as Colab and Binder install it: complete, light to import, and apart from the checkout."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np
import pytest

from xo_helpers import data

ROOT = Path(__file__).resolve().parents[1]
CARRIED = {".py", ".js", ".css"}
HEAVY = {"matplotlib", "ipywidgets", "anywidget", "IPython", "traitlets"}

# Imports the lowest rooms, then tells what came with them and what they read.
PROBE = """
import json, sys
import xo_helpers.ops
from xo_helpers import data
from xo_helpers.network import trained_network
print(json.dumps({
    "modules": sorted({name.split(".")[0] for name in sys.modules}),
    "folder": str(data._FOLDER),
    "X": data.picture(data.load_image("X")),
    "votes": trained_network().forward(data.load_image("X"))[0].round(1).tolist(),
    "faces": len(data.load_typefaces()[0]),
    "corner": xo_helpers.ops.feature_map(data.load_image("X"), data.load_kernel("diagonal"))[0, 0],
}))
"""
WIDGET = """
import xo_helpers
from xo_helpers.data import load_image, load_kernel
from xo_helpers.widgets import SlideWindow
bundle = SlideWindow(load_image("X"), load_kernel("diagonal"))._repr_mimebundle_()
bundle = bundle[0] if isinstance(bundle, tuple) else bundle  # with or without metadata
print(xo_helpers.__file__, *bundle, sep="\\n")
"""


def run(*command, **options):  # -> what it printed
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, **options)
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def pip(*command):
    return run(sys.executable, "-m", "pip", "--disable-pip-version-check", *command)


def built(folder):  # -> the wheel
    pip("wheel", ROOT, "--no-deps", "--no-build-isolation", "-w", folder)
    (file,) = folder.glob("*.whl")
    return file


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    return built(tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def packages(
    wheel, tmp_path_factory
):  # -> the folder of an environment's packages: the wheel and NumPy alone
    folder = tmp_path_factory.mktemp("empty")
    run(sys.executable, "-m", "venv", "--without-pip", folder)
    pip("--python", folder / "bin/python", "install", "--no-deps", "--no-index", wheel)
    (packages,) = folder.glob("lib/python*/site-packages")
    numpy = Path(np.__file__).parent
    for ours in (numpy, numpy.with_name("numpy.libs")):  # the second is Linux's
        if ours.exists():
            (packages / ours.name).symlink_to(ours)
    return packages


@pytest.fixture(scope="module")
def found(packages, tmp_path_factory):  # -> what PROBE tells; -I: no current folder and no PYTHONPATH
    python, elsewhere = packages.parents[2] / "bin/python", tmp_path_factory.mktemp("elsewhere")
    return json.loads(run(python, "-I", "-c", PROBE, cwd=elsewhere))


def test_wheel_carries_the_rooms_and_the_pictures(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    rooms = {p.relative_to(ROOT).as_posix() for p in ROOT.glob("xo_helpers/**/*") if p.suffix in CARRIED}
    files = [*ROOT.glob("data/*/*.txt"), ROOT / "data" / "network.npz"]
    pictures = {f"xo_helpers/pictures/{file.relative_to(ROOT / 'data').as_posix()}" for file in files}
    assert len(pictures) == 10 + 3 + 22 + 1  # images, kernels, typefaces, the network
    assert {name for name in names if ".dist-info/" not in name} == rooms | pictures
    licenses = {name.split("/licenses/")[1] for name in names if "/licenses/" in name}
    assert licenses == {"LICENSE", "notebooks/LICENSE"}


def test_wheel_reads_its_own_pictures_and_a_checkout_data_at_the_top(found, packages):
    assert Path(found["folder"]).is_relative_to(packages.resolve())
    assert found["X"] == data.picture(data.load_image("X"))
    assert found["corner"] == pytest.approx(7 / 9)
    assert (found["votes"], found["faces"]) == ([6.4, -8.2], 126)
    assert ROOT / "data" == data._FOLDER


def test_the_lowest_rooms_cost_numpy_and_no_more(found):
    here = json.loads(run(sys.executable, "-c", PROBE, cwd=ROOT))  # where the others could be imported
    for modules in (found["modules"], here["modules"]):
        assert "numpy" in modules
        assert not HEAVY & set(modules)


def test_a_widget_works_from_the_wheel(packages, tmp_path):
    # First on the path: before the checkout that the current environment points to.
    env = os.environ | {"PYTHONPATH": str(packages)}
    file, *kinds = run(sys.executable, "-c", WIDGET, cwd=tmp_path, env=env).splitlines()
    assert Path(file).is_relative_to(packages)
    assert "image/png" in kinds
