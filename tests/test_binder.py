"""What Binder would build, from its own program, without building it; and environment.yml as conda reads it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
import yaml
from addresses import NAME, TAG, binder
from conftest import needed
from learner import cleared
from test_environment import CONDA_NAMES, PROJECT, floors

pytestmark = pytest.mark.tools
ROOT = Path(__file__).resolve().parents[1]


def run(*command, **options):
    return subprocess.run(command, capture_output=True, text=True, check=False, **options)


def test_conda_has_pyprojects_floors_and_one_python_that_is_new_enough():
    rattler = needed("rattler", "py-rattler, which reads conda's specs")
    environment = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    assert environment["channels"] == ["conda-forge"]
    specs = {
        spec.name.normalized: spec.version for spec in map(rattler.MatchSpec, environment["dependencies"])
    }
    python = rattler.VersionSpec(str(specs.pop("python")))
    assert specs.pop("pip") is None
    wanted = {CONDA_NAMES.get(name, name): f">={floor}" for name, floor in floors("lab").items()}
    assert {name: str(version) for name, version in specs.items()} == wanted
    versions = [rattler.Version(text) for text in ("3.10.13", "3.11.9", "3.12.0", "3.12.12", "3.13.0")]
    assert [version for version in versions if python.matches(version)] == versions[2:4]
    assert rattler.VersionSpec(PROJECT["requires-python"]).matches(versions[2])


def test_binder_would_build_it():
    done = run(sys.executable, "-m", "repo2docker", "--no-build", "--debug", str(ROOT))
    said = done.stdout + done.stderr
    assert done.returncode == 0, said
    assert "Building conda environment for python=3.12" in said
    assert '--file "environment.yml"' in said
    assert "RUN ./postBuild" in said


def test_post_build_clears_the_lessons_and_stops_at_the_first_error(tmp_path):
    for name in ("tools", "notebooks"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    fake, asked, prefix = tmp_path / "bin/python", tmp_path / "asked", tmp_path / "env"
    fake.parent.mkdir()  # installs nothing, and runs the tool as a bare Python would
    fake.write_text(f'#!/bin/sh\necho "$@" >>{asked}\n[ "$1" = -m ] || exec {sys.executable} -I -S "$@"\n')
    fake.chmod(0o755)
    env = os.environ | {"PATH": f"{fake.parent}:{os.environ['PATH']}", "NB_PYTHON_PREFIX": str(prefix)}

    prefix.write_text("no folder")
    assert run(ROOT / "postBuild", cwd=tmp_path, env=env).returncode == 1
    assert asked.read_text() == "-m pip install --no-deps .\n"
    prefix.unlink()
    done = run(ROOT / "postBuild", cwd=tmp_path, env=env)
    assert (done.returncode, done.stderr) == (0, "")
    for settings in ("jupyter_server_config.py", "labconfig/default_setting_overrides.json"):
        assert (prefix / "etc/jupyter" / settings).read_bytes() == (ROOT / "tools" / settings).read_bytes()
    names = [{path.name for path in (tree / "notebooks").iterdir()} for tree in (tmp_path, ROOT)]
    assert names[0] == names[1]
    for path in (ROOT / "notebooks").glob("*.ipynb"):
        text = (tmp_path / "notebooks" / path.name).read_text(encoding="utf-8")
        assert text == cleared(path.read_text(encoding="utf-8"))
        code = [cell for cell in nbformat.reads(text, as_version=4).cells if cell.cell_type == "code"]
        assert all((cell.outputs, cell.execution_count) == ([], None) for cell in code)


def test_links_name_a_tag_and_open_in_jupyterlab():
    page = "?urlpath=lab/tree/notebooks/01.ipynb"
    assert binder("01.ipynb") == f"https://mybinder.org/v2/gh/{NAME}/{TAG}{page}"
