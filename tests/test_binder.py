"""What Binder would build, from its own program, without building it; and environment.yml as conda reads it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from addresses import NAME, TAG, binder
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


def test_links_name_a_tag_and_open_in_jupyterlab(path):
    assert binder(path.name) == (
        f"https://mybinder.org/v2/gh/{NAME}/{TAG}?urlpath=lab/tree/notebooks/{path.name}"
    )
    assert path.is_file()
