"""`make matrix`: its constraints agree with pyproject, and a Python counts only if it can be used."""

import re
import sys

import matrix
import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

FLOORS = {canonicalize_name(r.name): r.specifier for r in map(Requirement, matrix.requirements())}
COLABS = ["tests", "tests/colab"]  # the last folder of each run of its tests
HERE = {(3, 10, 13): "a", (3, 11, 2): "b", (3, 11, 7): "c", (3, 13, 0): "d", (3, 14, 1): "e"}
CHOSEN = {"oldest": "c", "newest": "e", "colab": "d"}


def pins(name):  # -> {"numpy": Version("2.0.0"), ...}
    lines = (matrix.ROOT / matrix.LEGS[name].constraints).read_text(encoding="utf-8").splitlines()
    pinned = dict(line.split("==") for line in lines if not line.startswith("#"))
    return {canonicalize_name(package): Version(version) for package, version in pinned.items()}


def test_a_leg_installs_what_its_tests_need_and_no_course_and_oldest_every_floor_and_nothing_else():
    assert {"numpy", "jupyterlab", "nbval", "hatchling"} <= FLOORS.keys()
    assert not {"torch", "xo-helpers"} & FLOORS.keys()
    floors = {name: re.fullmatch(r">=([\d.]+)", str(specifier))[1] for name, specifier in FLOORS.items()}
    assert pins("oldest") == {name: Version(floor) for name, floor in floors.items()}


def test_colab_pins_what_the_lessons_run_on_and_meets_the_floors():
    pinned = pins("colab")
    assert {"numpy", "matplotlib", "ipywidgets", "anywidget", "ipykernel", "ipython"} <= pinned.keys()
    assert [name for name in pinned.keys() & FLOORS if pinned[name] not in FLOORS[name]] == []


@pytest.fixture
def planted(tmp_path, monkeypatch):
    """Make the path and pyenv's folder empty; planted(where, body) puts a Python there."""
    monkeypatch.setenv("PATH", str(tmp_path / "path"))
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path / "pyenv"))

    def plant(where, body):
        file = tmp_path / where
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"#!{sys.executable}\n{body}\n", encoding="utf-8")
        file.chmod(0o755)
        return file

    return plant


def test_pythons_that_work_are_found_on_the_path_and_among_pyenvs(planted):
    one = planted("path/python3.11", "print('3 11 7 final')")
    two = planted("pyenv/versions/3.13.0/bin/python", "print('3 13 0 final')")
    planted("path/python3.13", "print('3 13 9 final'); raise SystemExit(1)")
    planted("path/python3.14", "print('3.14.9 is not set up')")
    planted("path/python3.15", "print('3 15 0 beta')")
    planted("path/python3.13-config", "print('3 13 9 final')")
    assert matrix.pythons() == {(3, 11, 7): one, (3, 13, 0): two}


def test_what_cannot_make_environments_does_not_count(planted):
    # As Debian's python3 without python3-venv: it runs, but ensurepip is not there.
    for hidden, found in (("ensurepip", []), ("another", [sys.version_info[:3]])):
        planted("path/python3", f"import sys; sys.modules['{hidden}'] = None; exec(sys.argv[2])")
        assert list(matrix.pythons()) == found


def test_the_newest_that_fits_is_chosen_and_an_unknown_leg_named():
    assert {name: matrix.choose(leg, HERE) for name, leg in matrix.LEGS.items()} == CHOSEN
    with pytest.raises(SystemExit, match="no leg is called colap; there are oldest, newest, colab"):
        matrix.main(["colap"])


@pytest.mark.parametrize(("required", "green"), [("", True), ("all", False)])
def test_a_missing_python_is_named_and_fails_where_all_is_required(monkeypatch, capsys, required, green):
    monkeypatch.setenv("XO_REQUIRE", required)
    assert matrix.run("colab", {(3, 11, 7): "c", (3, 14, 1): "e"}) == green
    said = capsys.readouterr().out
    assert re.match(r"colab: MISSING: it needs Python 3\.13 .*of those that work: 3\.11\.7, 3\.14\.1", said)
    assert "pyenv install 3.13" in said


def test_where_its_folder_cannot_be_one_sentence_says_so(tmp_path, monkeypatch):
    (tmp_path / "file").touch()
    monkeypatch.setattr(matrix, "HOME", tmp_path / "file")
    with pytest.raises(SystemExit, match="File exists.*Make it a folder, then run it again"):
        matrix.main([])


@pytest.fixture
def fake(tmp_path, monkeypatch):
    """A leg whose steps are recorded and end as fake.codes says, the tests' with fake.says."""

    class Fake:
        codes, says, steps = {}, "5 passed in 1.0s", []

    def run(command, stdout, **options):
        kind = command[command.index("-m") + 1]
        Fake.steps.append(command[-1] if kind == "pytest" else kind)
        Fake.env, Fake.words = options["env"], list(map(str, command))
        assert kind != "pip" or Fake.env == {
            "PIP_INDEX_URL": "where packages come from"
        }  # no place to put them
        for leg in ("colab", "newest"):
            (tmp_path / leg).mkdir(exist_ok=True)
        if kind == "venv":
            (command[-1] / "pyvenv.cfg").touch()
        print(Fake.says if kind == "pytest" else "pip: Retrying", file=stdout, flush=True)
        return matrix.subprocess.CompletedProcess(command, Fake.codes.get(kind, 0))

    monkeypatch.setattr(matrix, "HOME", tmp_path)
    monkeypatch.setattr(matrix.packages, "settings", lambda: {"PIP_INDEX_URL": "where packages come from"})
    monkeypatch.setattr(matrix.subprocess, "run", run)
    monkeypatch.setattr(matrix.subprocess, "check_output", lambda *_, **__: "Python 3.13.0\n")
    monkeypatch.setenv("XO_REQUIRE", "all")
    return Fake


def colab(leg="colab"):
    return matrix.run(leg, {(3, 13, 0): matrix.Path(sys.executable)})


def test_a_leg_is_made_once_and_the_newest_always_brought_up(fake):
    assert [colab(), colab(), colab("newest"), colab("newest")] == [True] * 4
    assert fake.steps == ["venv", "pip", *COLABS, *COLABS, "venv", "pip", "notebooks", "pip", "notebooks"]
    # Its tests see this folder, and skip by the rule of the leg.
    assert "XO_REQUIRE" not in fake.env
    assert fake.env["PYTHONPATH"] == str(matrix.ROOT)


@pytest.mark.parametrize(("many", "left_out"), [("", True), ("all", False)])
def test_where_all_is_required_what_comes_by_the_hundred_is_run_if_that_is_asked_for(
    fake, monkeypatch, many, left_out
):
    monkeypatch.setenv("XO_MANY", many)
    assert colab("newest")
    assert ("not many" in " ".join(fake.words)) == left_out


def test_what_is_no_environment_is_not_deleted(fake, tmp_path, capsys):
    (tmp_path / "colab").mkdir()
    (tmp_path / "colab/notes.txt").write_text("mine")
    assert not colab()
    assert "colab is no environment, and would be deleted: rename it" in capsys.readouterr().out
    assert fake.steps == []
    (tmp_path / "colab/pyvenv.cfg").touch()  # it is one, of other versions
    assert colab()


def test_other_versions_make_it_anew(fake, tmp_path, monkeypatch):
    pinned = tmp_path / "pinned.txt"
    monkeypatch.setitem(matrix.LEGS, "colab", matrix.LEGS["colab"]._replace(constraints=str(pinned)))
    for version in ("2.1.3", "2.2.0"):
        pinned.write_text(f"numpy=={version}\n", encoding="utf-8")
        assert colab()
    assert fake.steps == ["venv", "pip", *COLABS] * 2


def test_an_install_that_did_not_end_is_done_again_and_its_reason_told(fake, capsys):
    assert colab("newest")
    fake.codes = {"pip": 1}
    assert not colab("newest")
    assert "network does not answer. Connect, then run it again" in capsys.readouterr().out
    fake.codes = {}
    assert colab("newest")
    assert fake.steps == ["venv", "pip", "notebooks", "pip", "venv", "pip", "notebooks"]


SAYS = [
    ("SKIPPED [8] tests/a.py:1: missing: PyTorch, a reference\n5 passed, 8 skipped in 1s", 0, True),
    ("SKIPPED [1] tests/a.py:1: could not import 'nbval'\n5 passed, 1 skipped in 1s", 0, False),
    ("FAILED tests/a.py::b\n1 failed in 1s", 1, False),
    ("no tests ran in 0.01s", 5, False),
]


@pytest.mark.parametrize(("says", "code", "green"), SAYS)
def test_a_leg_is_green_if_all_passes_and_nothing_hides(fake, capsys, monkeypatch, says, code, green):
    monkeypatch.delenv("XO_REQUIRE")  # a Python may be missing at home; a failure is one everywhere
    fake.says, fake.codes = says, {"pytest": code}
    assert colab() == green
    out = capsys.readouterr().out
    assert ("colab: Python 3.13.0: 5 passed, 8 skipped and 5 passed, 8 skipped; installed in" in out) == green
    assert ("colab: FAILED:" in out) != green
