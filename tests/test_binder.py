"""What Binder would build, from its own program, without building it; and environment.yml as conda reads it."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
import yaml
from addresses import NAME, TAG, binder
from learner import cleared
from test_environment import CONDA_NAMES, floors

pytestmark = pytest.mark.tools
ROOT = Path(__file__).resolve().parents[1]
rattler = pytest.importorskip("rattler", reason="missing: py-rattler, which reads conda's specs")


@pytest.fixture(scope="module")
def specs():
    environment = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    assert environment["channels"] == ["conda-forge"]
    return {spec.name.normalized: spec for spec in map(rattler.MatchSpec, environment["dependencies"])}


def allows(spec, version):
    return spec.version is None or rattler.VersionSpec(str(spec.version)).matches(rattler.Version(version))


def test_each_spec_starts_at_pyprojects_floor(specs):
    for name, floor in floors("lab").items():
        spec = specs.pop(CONDA_NAMES.get(name, name))
        assert allows(spec, floor)
        assert allows(spec, "999")
        *parts, last = floor.split(".")
        lower = [*parts, str(int(last) - 1)] if int(last) else [str(int(parts[0]) - 1), "999"]
        assert not allows(spec, ".".join(lower))
    assert sorted(specs) == ["pip", "python"]


def test_it_takes_one_python(specs):
    versions = ["3.10.13", "3.11.9", "3.12.0", "3.12.12", "3.13.0"]
    assert [version for version in versions if allows(specs["python"], version)] == ["3.12.0", "3.12.12"]


def test_binder_would_build_it():
    command = [sys.executable, "-m", "repo2docker", "--no-build", "--debug", str(ROOT)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    said = done.stdout + done.stderr
    assert done.returncode == 0, said
    assert "Building conda environment for python=3.12" in said
    assert '--file "environment.yml"' in said
    assert "RUN ./postBuild" in said


def test_post_build_installs_the_course_and_stops_at_the_first_error(tmp_path):
    asked = tmp_path / "asked"
    for name in ("python", "cp"):
        fake = tmp_path / name
        fake.write_text(f'#!/bin/sh\necho {name} "$@" >>{asked}\n[ {name} = python ]\n')
        fake.chmod(0o755)
    env = os.environ | {"PATH": f"{tmp_path}:{os.environ['PATH']}", "NB_PYTHON_PREFIX": str(tmp_path / "env")}
    assert os.access(ROOT / "postBuild", os.X_OK)
    assert subprocess.run([ROOT / "postBuild"], cwd=ROOT, env=env, check=False).returncode == 1
    assert asked.read_text().splitlines()[0] == "python -m pip install --no-deps ."
    copied = asked.read_text().splitlines()[1].split()
    assert (ROOT / copied[1]).is_file()
    assert copied[2].startswith(str(tmp_path / "env"))


def test_post_build_leaves_the_lessons_without_outputs_and_otherwise_as_they_are(tmp_path):
    for name in ("tools", "notebooks"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "bin").mkdir()
    fake = tmp_path / "bin" / "python"  # installs nothing, and runs the tool as a bare Python would
    fake.write_text(f'#!/bin/sh\n[ "$1" = -m ] || exec {sys.executable} -I -S "$@"\n')
    fake.chmod(0o755)
    env = os.environ | {
        "PATH": f"{fake.parent}:{os.environ['PATH']}",
        "NB_PYTHON_PREFIX": str(tmp_path / "env"),
    }
    done = subprocess.run(
        [ROOT / "postBuild"], cwd=tmp_path, env=env, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    lessons = sorted((ROOT / "notebooks").glob("*.ipynb"))
    assert {path.name for path in (tmp_path / "notebooks").iterdir()} == {
        path.name for path in (ROOT / "notebooks").iterdir()
    }
    for path in lessons:
        text = (tmp_path / "notebooks" / path.name).read_text(encoding="utf-8")
        assert text == cleared(path.read_text(encoding="utf-8"))
        nbformat.validate(nbformat.reads(text, as_version=4))
        code = [cell for cell in json.loads(text)["cells"] if cell["cell_type"] == "code"]
        assert all((cell["outputs"], cell["execution_count"]) == ([], None) for cell in code)


def test_links_name_a_tag_and_open_in_jupyterlab(path):
    assert binder(path.name) == (
        f"https://mybinder.org/v2/gh/{NAME}/{TAG}?urlpath=lab/tree/notebooks/{path.name}"
    )
    assert path.is_file()
