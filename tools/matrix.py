"""The tests on the oldest versions, on the newest, and on Colab's:  python tools/matrix.py [leg ...]

Each leg has an environment of its own in .matrix/: with what the course needs and without the course,
which its tests take from this folder. The log of a leg is beside its environment.
"""

import os
import re
import subprocess
import sys
import time
import tomllib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import packages

ROOT = Path(__file__).resolve().parents[1]
HOME = ROOT / ".matrix"
ANY_VERSION = ["notebook"]  # what is on Colab is older than its floor
MAY_SKIP = "missing: PyTorch|is not the recorded one|ipywidgets 7 opens no channel"  # more could hide more
PROBE = "import ensurepip, venv, sys; print(*sys.version_info[:4])"
SHOW = """import platform, importlib.metadata as here
names = "numpy", "matplotlib", "ipywidgets", "anywidget"
print(f"Python {platform.python_version()}", *(f"{n} {here.version(n)}" for n in names), sep=", ")"""


class Leg(NamedTuple):
    """One set of versions: what its constraints name; without any, the newest there are."""

    python: str  # "3.11", or "3.13+" for the newest that is here
    constraints: str = ""
    also: tuple = ()  # tests that only this leg runs

    def takes(self, version):
        wanted = tuple(map(int, self.python.rstrip("+").split(".")))
        return version >= wanted if self.python.endswith("+") else version[:2] == wanted


LEGS = {
    "oldest": Leg("3.11", "constraints/oldest.txt"),
    "newest": Leg("3.13+"),
    "colab": Leg("3.13", "constraints/colab.txt", also=("tests/colab",)),
}


class MissingError(RuntimeError):
    """There is no Python for a leg."""


def pythons():  # -> {(3, 11, 7): path, ...}
    """The Pythons on the path and among pyenv's that run a program and can make environments."""
    found = [file for folder in os.get_exec_path() for file in Path(folder).glob("python*")]
    found += Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv").glob("versions/*/bin/python")
    here = {}
    for file in found:
        if not re.fullmatch(r"python(3(\.\d+)?)?", file.name):
            continue
        try:  # a version manager leaves commands that only fail
            told = subprocess.run([file, "-c", PROBE], capture_output=True, text=True, timeout=60, check=True)
            *version, level = told.stdout.split()
        except (OSError, ValueError, subprocess.SubprocessError):
            continue
        if level == "final":
            here.setdefault(tuple(map(int, version)), file)
    return here


def choose(leg, here):  # -> a path, of the newest that fits
    if fitting := [version for version in here if leg.takes(version)]:
        return here[max(fitting)]
    found, number = ", ".join(".".join(map(str, v)) for v in sorted(here)) or "none", leg.python.rstrip("+")
    raise MissingError(
        f"it needs Python {leg.python} with venv; found here, of those that work: {found}. Try "
        f"`pyenv install {number}` or, on Debian, `apt install python{number}-venv`, then run it again."
    )


def requirements():  # -> ["numpy>=2.0", ...]: whatever a test file imports, although no browser is opened
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lines = sum(map(project["optional-dependencies"].get, ("lab", "test")), project["dependencies"])
    return [line for line in lines if re.match(r"[\w.-]+", line)[0] not in ANY_VERSION]


def install(name, python, log):  # -> the Python of the leg's environment
    """Make the environment, unless its stamp says that it is the wanted one."""
    leg, inside, stamp = LEGS[name], HOME / name / "bin/python", HOME / name / ".has"
    wheels = ["--no-compile", "--only-binary", ":all:"]  # most modules are never imported
    pip = [inside, "-m", "pip", "install", *wheels, *requirements(), *ANY_VERSION]
    pip += ["-c", ROOT / leg.constraints] if leg.constraints else ["--upgrade", "--upgrade-strategy", "eager"]
    pins = (ROOT / leg.constraints).read_text(encoding="utf-8") if leg.constraints else ""
    wanted = "\n".join(map(str, [python, python.resolve(), *pip, pins]))
    made = stamp.exists() and stamp.read_text(encoding="utf-8") == wanted
    if made and leg.constraints:
        return inside
    if any((HOME / name).glob("*")) and not (HOME / name / "pyvenv.cfg").exists():
        raise RuntimeError(f"{HOME / name} is no environment, and would be deleted: rename it")
    stamp.unlink(missing_ok=True)  # what is interrupted from here on is done again
    env = packages.settings()
    for step in [pip] if made else [[python, "-m", "venv", "--clear", HOME / name], pip]:
        if subprocess.run(step, stdout=log, stderr=log, env=env, check=False).returncode:
            why = f"its packages could not be installed. Mend what {log.name} names last"
            if "Retrying" in Path(log.name).read_text(encoding="utf-8"):
                why = "its packages could not be downloaded: the network does not answer. Connect"
            raise RuntimeError(f"{why}, then run it again.")
    stamp.write_text(wanted, encoding="utf-8")
    return inside


def tests(name, inside, log):  # -> "1369 passed, ...", of all but the browser's, and of every lesson
    # XO_REQUIRE asks a test for PyTorch, which no leg has; what a leg may skip is said above.
    env = {key: value for key, value in os.environ.items() if key != "XO_REQUIRE"} | {"PYTHONPATH": str(ROOT)}
    command = [inside, "-m", "pytest", "-q", "--tb=short", "--disable-warnings", "-p", "no:cacheprovider"]
    env["XO_CLASSIC"], passed = str(inside), []  # for Colab's front end, nearly: the classic notebook
    may_skip = MAY_SKIP + ("" if os.environ.get("XO_REQUIRE") == "all" else "|missing: a Chromium")
    # One after the other: pytest 8 leaves out all of tests/ if a folder in it is named beside it.
    # In CI what comes by the hundred is tried with the pinned versions alone; every night, with these too.
    few = os.environ.get("XO_REQUIRE") == "all" and os.environ.get("XO_MANY") != "all"
    hundreds = " and not many" if few else ""
    folders = ["-m", f"not browser and not tools and not training{hundreds}", "xo_helpers", "tests"]
    folders += [] if LEGS[name].also else ["notebooks"]  # Colab's own tests run the lessons
    two = ["-n", "2", "--dist", "loadfile"]  # the other legs have ended by then
    for which in folders, *([*two, folder] for folder in LEGS[name].also):
        done = subprocess.run([*command, *which], cwd=ROOT, env=env, stdout=log, stderr=log, check=False)
        lines = Path(log.name).read_text(encoding="utf-8").splitlines()
        bad = [line for line in lines if line.startswith(("FAILED ", "ERROR "))]
        bad += [line for line in lines if line.startswith("SKIPPED ") and not re.search(may_skip, line)]
        if done.returncode or bad:
            raise RuntimeError("\n  ".join([lines[-1], *bad, f"all of it is in {log.name}"]))
        passed.append(lines[-1].split(" in ")[0])
    return " and ".join(passed)


def run(name, here):  # -> is it green, or may it be missing; prints what became of it
    try:
        python, start = choose(LEGS[name], here), time.monotonic()
        with (HOME / f"{name}.log").open("w", encoding="utf-8") as log:
            inside, between = install(name, python, log), time.monotonic()
            passed, end = tests(name, inside, log), time.monotonic()
    except RuntimeError as error:
        missing = isinstance(error, MissingError)
        print(f"{name}: {'MISSING' if missing else 'FAILED'}: {error}", flush=True)
        return missing and os.environ.get("XO_REQUIRE") != "all"
    shown = subprocess.check_output([inside, "-c", SHOW], text=True)
    took = f"installed in {between - start:.0f} s, tested in {end - between:.0f} s"
    print(f"{name}: {shown.strip()}: {passed}; {took}", flush=True)
    return True


def main(names):  # -> is every leg green
    if unknown := set(names) - set(LEGS):
        sys.exit(f"no leg is called {', '.join(sorted(unknown))}; there are {', '.join(LEGS)}")
    try:
        HOME.mkdir(exist_ok=True)
    except OSError as error:
        sys.exit(f"{error}: the environments belong in {HOME}. Make it a folder, then run it again.")
    with ThreadPoolExecutor(len(LEGS)) as pool:  # the last alone would leave a processor idle
        return all(list(pool.map(run, names or LEGS, [pythons()] * len(LEGS))))


if __name__ == "__main__":
    sys.stdout.reconfigure(errors="backslashreplace")  # a console may not have every letter of a path
    sys.exit(not main(sys.argv[1:]))
