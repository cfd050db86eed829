"""Setting up: one at a time, into .venv whatever its user has set, repaired where it is half there, and told plainly."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.tools
ROOT = Path(__file__).parents[1]
# In the place of pip: notes what it was asked and by which settings, says what the test wants, installs two packages.
PIP = """
import json, os, sys, sysconfig
from pathlib import Path
plan, site = Path({plan!r}), Path(sysconfig.get_path("purelib"))
if "config" in sys.argv:
    print((plan / "config").read_text())
    sys.exit()
asked = [*sys.argv[1:], {{name: value for name, value in os.environ.items() if name.startswith("PIP_")}}]
with (plan / "asked").open("a") as file:
    file.write(json.dumps(asked) + "\\n")
says = plan / "says" if "-c" in sys.argv else plan / "then"
if says.exists():
    sys.exit(says.read_text())
(site / "course.pth").write_text(os.getcwd())
for name in ("pip", "numpy", "xo_helpers"):
    info, file = site / f"{{name}}-1.dist-info", site / name / "__init__.py"
    if not info.is_dir():
        info.mkdir()
        file.parent.mkdir(exist_ok=True)
        file.write_text("# whole")
        (info / "RECORD").write_text(f"{{name}}/__init__.py,sha256=x,7\\n")
"""
# In the place of a Python that makes environments: without pip, which takes long, but with the one above.
PYTHON = """#!/bin/sh
if [ "$2" = venv ]; then
    {real} -m venv --without-pip .venv && cp -R {plan}/pip .venv/lib/python*/site-packages
else
    exec {real} "$@"
fi
"""


class Course:
    """A copy of what sets up, in `folder`."""

    def __init__(self, folder, plan):
        self.folder, self.plan = folder, plan
        for name in (
            "tools/setup.sh",
            "tools/packages.py",
            "pyproject.toml",
            "constraints/tested.txt",
            "Makefile",
        ):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
        (folder / "xo_helpers").mkdir()
        (folder / "xo_helpers/__init__.py").touch()
        (plan / "pip").mkdir(parents=True)
        (plan / "pip/__init__.py").touch()
        (plan / "pip/__main__.py").write_text(PIP.format(plan=str(plan)))
        (plan / "python").write_text(PYTHON.format(real=sys.executable, plan=plan))
        (plan / "python").chmod(0o755)
        (plan / "config").touch()

    def start(self, level="lab", **env):
        env = os.environ | {"PYTHON": str(self.plan / "python")} | env
        how = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
        return subprocess.Popen(["sh", self.folder / "tools/setup.sh", level], env=env, cwd="/", **how)

    def __call__(self, level="lab", **env):  # -> its code, what it said
        done = self.start(level, **env)
        out, said = done.communicate()
        assert out == ""
        assert "Traceback" not in said
        return done.returncode, said

    def asked(self):  # -> what pip was asked to install, each time
        file = self.plan / "asked"
        return [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []

    @property
    def site(self):
        (site,) = (self.folder / ".venv").glob("lib/python*/site-packages")
        return site

    def held(self):
        return {path.relative_to(self.site).as_posix(): path.read_bytes() for path in self.site.rglob("*.py")}


@pytest.fixture
def course(tmp_path):
    return Course(tmp_path / "course", tmp_path / "plan")


@pytest.mark.parametrize("name", ["a b", "ümlaut #1", 'it\'s "quoted" $HOME', "50% {x} [y]", "-c"])
def test_it_installs_once_and_returns_at_once_after_that_wherever_it_is(tmp_path, name):
    course = Course(tmp_path / name, tmp_path / "plan")
    code, said = course()
    assert (code, said.count("\n")) == (0, 1), said
    assert said.startswith("Installing what the course needs")
    assert course() == (0, "")
    assert len(course.asked()) == 1
    assert course("test")[0] == 0
    assert [words[-2] for words in course.asked()] == [".[lab]", ".[lab,test]"]
    assert course() == course("test") == (0, "")


BREAK = {
    "a package": lambda site: shutil.rmtree(site / "numpy"),
    "a package and all that told of it": lambda site: [shutil.rmtree(path) for path in site.glob("numpy*")],
    "the end of a file": lambda site: (site / "numpy/__init__.py").write_text("#"),
    "a list of files": lambda site: (site / "numpy-1.dist-info/RECORD").unlink(),
    "the end of that list": lambda site: (site / "numpy-1.dist-info/RECORD").write_text(
        "numpy/__init__.py,sha"
    ),
    "the way to the course": lambda site: (site / "course.pth").unlink(),
}


@pytest.mark.parametrize("what", BREAK)
def test_what_is_gone_is_put_back_and_the_rest_stays(course, what):
    course()
    (course.site / "mine-1.dist-info").mkdir()  # its owner's, and no affair of ours
    whole = course.held()
    BREAK[what](course.site)
    code, said = course()
    assert (code, course.held()) == (0, whole)
    assert ("numpy" in said) == (
        (course.site / "numpy").exists() and "and all" not in what and "way" not in what
    )
    assert (course.site / "mine-1.dist-info").is_dir()
    assert course() == (0, "")


def test_what_pip_was_stopped_in_is_done_again(course):
    """As by Ctrl-C or a power cut: files are there, and the list of them is not."""
    (course.plan / "says").write_text("ERROR: Operation cancelled by user")
    assert course()[0] == 1
    (course.site / "numpy-1.dist-info").mkdir()
    (course.site / "numpy").mkdir()
    (course.site / "numpy/__init__.py").touch()
    (course.plan / "says").unlink()
    assert course()[0] == 0
    assert (course.site / "numpy/__init__.py").read_text() == "# whole"
    assert course() == (0, "")


def test_only_where_packages_come_from_is_for_pips_settings_to_say(course):
    course.plan.joinpath("config").write_text(
        ":env:.index-url='https://env.example/simple'\nglobal.index-url='https://file.example/simple'\n"
        "global.find-links='/a\\n/b'\nglobal.user='true'\ninstall.target='/elsewhere'\ninstall.proxy=\"it's\"\n"
    )
    settings = {"USER": "1", "PREFIX": "/elsewhere", "ROOT": "/elsewhere", "DRY_RUN": "1", "NO_DEPS": "1"}
    env = {"PYTHONHOME": "/nowhere", "PYTHONPATH": str(course.plan), "VIRTUAL_ENV": "/nowhere"}
    code, said = course(**env, **{f"PIP_{name}": value for name, value in settings.items()})
    assert code == 0, said
    ((*_, found),) = course.asked()
    assert found == {
        "PIP_INDEX_URL": "https://env.example/simple",
        "PIP_FIND_LINKS": "/a\n/b",
        "PIP_PROXY": "it's",
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "PIP_RETRIES": "3",
    }


GONE = "ERROR: No matching distribution found for numpy==2.4.6"
CLASH = "ERROR: ResolutionImpossible: for help visit"
FULL = "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device"
RETRY = "WARNING: Retrying (Retry(total=2)) after connection broken"
SAYS = {
    GONE: ["exists for this Python; taking the newest"],
    CLASH: ["exists for this Python; taking the newest"],
    f"{RETRY}\n{GONE}": ["the network does not answer", "Connect, then run the same command again"],
    f"{FULL}\nmore": [FULL, "the disk is full. Make room, then"],
    f"{RETRY}\n{FULL}": [FULL, "the disk is full. Make room, then"],
    "ERROR: Invalid requirement: 'x'": [
        "ERROR: Invalid",
        "could not be installed. Above",
        ".venv/setup.log has all",
    ],
}


@pytest.mark.parametrize("says", SAYS)
def test_what_stops_pip_is_told_and_other_versions_are_taken_only_where_the_tested_are_not_there(
    course, says
):
    (course.plan / "says").write_text(says)
    code, said = course()
    newest = "taking the newest" in SAYS[says][0]
    assert (code, len(course.asked())) == ((0, 2) if newest else (1, 1))
    assert [words for words in SAYS[says] if words not in said] == []
    (course.plan / "says").unlink()
    assert course()[0] == 0
    assert course() == (0, "")


def test_two_at_the_same_time_wait_for_each_other(course):
    both = [course.start() for _ in range(2)]
    said = [each.communicate()[1] for each in both]
    assert [each.returncode for each in both] == [0, 0], said
    assert len(course.asked()) == 1
    assert sorted("waiting for it" in words for words in said) in ([False, True], [False, False])


HOLDS = "import fcntl, sys; file = open(sys.argv[1]); fcntl.flock(file, fcntl.LOCK_EX); print(flush=True); input()"


def test_the_second_says_that_it_waits_and_a_lock_goes_with_who_held_it(course):
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    first = subprocess.Popen([sys.executable, "-c", HOLDS, course.folder / "tools/setup.sh"], **pipes)
    first.stdout.readline()
    second = course.start()
    assert second.stderr.readline() == "Another make is installing into .venv; waiting for it ...\n"
    assert course.asked() == []
    first.kill()
    first.communicate()
    assert second.communicate()[1].startswith("Installing")
    assert second.returncode == 0


def test_a_moved_course_and_one_whose_python_is_gone_get_a_new_environment(course):
    course()
    (course.folder / ".venv/bin/pip").write_text(
        f"#!{course.folder}/.venv/bin/python3\n"
    )  # as pip itself leaves it
    (course.site / "old").mkdir()
    assert course("test")[0] == 0
    assert (course.site / "old").exists()
    course.folder = course.folder.rename(course.folder.with_name("moved"))
    code, said = course()
    assert (code, (course.site / "old").exists()) == (0, False), said
    assert said.startswith("The .venv that is here does not work; making it anew.\nInstalling")
    for python in course.folder.glob(".venv/bin/python*"):
        python.unlink()
        python.symlink_to("/nowhere/python")
    (course.site / "old").mkdir()
    assert course()[0] == 0
    assert not (course.site / "old").exists()
    assert course() == (0, "")


MAKE = {
    "file": Path.touch,
    "link to nothing": lambda path: path.symlink_to("nowhere"),
    "folder": lambda path: (path / "bin").mkdir(parents=True),
}


@pytest.mark.parametrize("kind", MAKE)
def test_a_venv_that_was_not_made_here_stays(course, kind):
    venv = course.folder / ".venv"
    MAKE[kind](venv)
    code, said = course()
    assert code == 1
    assert said.startswith("There is a .venv here that does not work, and that was not made here: it stays")
    assert os.path.lexists(venv)
    venv.rename(venv.with_name("old"))
    assert course()[0] == 0


def test_one_that_was_begun_and_an_empty_one_are_begun_again(course):
    venv = course.folder / ".venv"
    venv.mkdir()
    for half in ("", ".unfinished"):
        if half:
            (venv / half).touch()
        assert course()[0] == 0
        assert course() == (0, "")
        assert not (venv / ".unfinished").exists()


PYTHONS = {
    "exit 127": "needs Python 3.11 or newer. Found here: no Python that runs as ",
    "case $2 in *print*) echo 3.9.18 ;; *) exit 1 ;; esac": "is 3.9.18.",
    'case $2 in *ensurepip*) exit 1 ;; *) exec {real} "$@" ;; esac': "without the part that makes environments",
    'if [ "$2" = venv ]; then echo "no room" >&2; exit 1; fi; exec {real} "$@"': "no room\nSo Python could not make",
}


@pytest.mark.parametrize("body", PYTHONS)
def test_a_python_that_will_not_do_is_told(course, body):
    python = course.plan / "other"
    python.write_text(f"#!/bin/sh\n{body.replace('{real}', sys.executable)}\n")
    python.chmod(0o755)
    code, said = course(PYTHON=str(python))
    assert (code, PYTHONS[body] in said) == (1, True), said
    assert "run the same command again" in said
    assert course()[0] == 0


@pytest.mark.skipif(not shutil.which("make"), reason="missing: make")
def test_make_works_from_another_folder_and_whatever_is_set_for_other_pythons(course):
    """What is set would stop our Python, or have it find other packages."""
    (course.folder / "tools/lab.py").write_text(
        "import xo_helpers, numpy, os; print(sorted(os.environ), numpy.__file__)"
    )
    (course.plan / "numpy.py").write_text("raise SystemExit('another')")
    env = {"PYTHON": str(course.plan / "python"), "PYTHONPATH": str(course.plan), "PYTHONSAFEPATH": "1"}
    env |= {"PYTHONINSPECT": "1", "PYTHONHOME": "/nowhere"}
    command = ["make", "--no-print-directory", "-C", course.folder, "lab"]
    done = subprocess.run(command, env=os.environ | env, cwd="/", capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "site-packages/numpy" in done.stdout
    assert not set(env) - {"PYTHON"} & set(done.stdout.split("'"))
