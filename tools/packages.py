"""What is installed in .venv, and what pip has to put there: for setup.sh, with the standard library alone.

packages.py whole LEVEL      ends with 0 if all that was installed for it is there
packages.py install LEVEL    has pip install it, and put back what is gone or half there
"""

import ast
import csv
import hashlib
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tomllib
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PROJECT, TESTED = ROOT / "pyproject.toml", ROOT / "constraints/tested.txt"
VENV, SITE = Path(sys.prefix), sysconfig.get_path("purelib")
EXTRAS = ["lab", "test", "peers", "mutants"]  # each level has those before it too
LEVELS = {name: ",".join(EXTRAS[: at + 1]) for at, name in enumerate(EXTRAS)}
LOG = ".venv/setup.log"
AGAIN = "then run the same command again: it goes on from here."
# What a user's settings may say to pip: where packages come from. Where they go, and how, is our affair.
FETCHING = {
    *("index-url", "extra-index-url", "no-index", "find-links", "trusted-host", "constraint"),
    *("proxy", "cert", "client-cert", "keyring-provider", "cache-dir", "no-cache-dir"),
    *("timeout", "default-timeout", "retries", "resume-retries", "use-feature", "use-deprecated"),
}


def wanted():
    """A hash of what decides what is installed; the folder too, to which .venv points, but no address."""
    project = re.sub(rb"(?m)^Repository = .*$", b"", PROJECT.read_bytes())
    return hashlib.sha256(os.fsencode(ROOT) + project + TESTED.read_bytes()).hexdigest()


def plain(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def ours():
    """The names of what the course asks for; what else is in .venv is its owner's."""
    project = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]
    lines = sum(project["optional-dependencies"].values(), TESTED.read_text(encoding="utf-8").splitlines())
    return {plain(re.match(r"[\w.-]*", line)[0]) for line in lines} | {"pip", plain(project["name"])}


def here():  # -> {name: the folder of its metadata}
    return {plain(info.name.split("-")[0]): info for info in Path(SITE).glob("*.dist-info")}


def is_whole(info):
    """Whether a package's files are there, and none of them cut off."""
    try:
        with (info / "RECORD").open(encoding="utf-8", newline="") as rows:
            files = [(os.path.join(SITE, name), int(size)) for name, _, size in csv.reader(rows) if size]
        return all(os.path.getsize(file) >= size for file, size in files)
    except (OSError, ValueError):
        return False


def all_there(level):
    try:
        known, *names = (VENV / f".has-{level}").read_text(encoding="utf-8").split("\n")
    except OSError:
        return False
    there = here() if known == wanted() and find_spec("xo_helpers") else {}
    return bool(names) and all(name in there and is_whole(there[name]) for name in names)


def say(*lines):
    print(*lines, sep="\n", file=sys.stderr, flush=True)


def run(*arguments, env=None):  # -> whether it ended well, what it said
    how = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "encoding": "utf-8", "errors": "replace"}
    done = subprocess.run([sys.executable, *arguments], cwd=ROOT, env=env, check=False, **how)
    return done.returncode == 0, done.stdout


def settings():
    """The environment for pip: of its user's settings, only those by which it fetches."""
    env = {name: value for name, value in os.environ.items() if name != "PIP_PYTHON"}
    _, listed = run("-Im", "pip", "-vvv", "config", "list", env=env)  # also where pip is to be quiet
    found = re.findall(r"(?m)^(global|install|:env:)\.([\w-]+)=('.*'|\".*\")$", listed)
    found.sort(key=lambda line: ("global", "install", ":env:").index(line[0]))  # the last word counts
    kept = {name: ast.literal_eval(value) for _, name, value in found if name in FETCHING}
    env = {name: value for name, value in env.items() if not name.startswith("PIP_")}
    env |= {"PIP_CONFIG_FILE": os.devnull, "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_RETRIES": "3"}
    return env | {f"PIP_{name.upper().replace('-', '_')}": value for name, value in kept.items() if value}


def pip(level, *more):  # -> whether it could, what it said
    # Uncompiled: of all that is installed few modules are ever imported, and those are compiled then.
    could, said = run(
        "-Im", "pip", "install", "--no-compile", *more, "-e", f".[{LEVELS[level]}]", env=settings()
    )
    with suppress(OSError):  # a full disk, say; the last words are shown
        (VENV / "setup.log").write_text(said, encoding="utf-8")
    return could, said


def stop(said):
    """End with what is wrong, and what to do."""
    full = "No space left" in said or "quota exceeded" in said
    if "Retrying" in said and not full:
        say("The packages could not be downloaded: the network does not answer.")
        say("The first use needs it, and so does a use after an update of the course.")
        say(f"Connect, {AGAIN} (What pip said is in {LOG}.)")
        sys.exit(1)
    lines = said.splitlines()
    say(*((full and [line for line in lines if line.startswith("ERROR: ")]) or lines[-15:]), "")
    if full:
        say(f"The packages could not be installed: the disk is full. Make room, {AGAIN}")
    else:
        say(f"The packages could not be installed. Above are the last words of pip; {LOG} has all of them.")
        say(f"Mend what it names, {AGAIN}")
    sys.exit(1)


def put_back():
    """Let pip believe that what is half there is not there."""
    known = ours()
    gone = {name: info for name, info in here().items() if name in known and not is_whole(info)}
    for info in gone.values():
        shutil.rmtree(info)
    if gone:
        say(f"Not whole in .venv, so installed again: {', '.join(sorted(gone))}.")
    if "pip" in gone or not find_spec("pip"):
        made, said = run("-Im", "ensurepip", "--default-pip")
        made or stop(said)


def install(level):
    put_back()
    say("Installing what the course needs into .venv; the first time takes a few minutes ...")
    # Wheels only: a version that has none for this Python would be compiled, for a long time or in vain.
    could, said = pip(level, "-c", str(TESTED), "--only-binary", ":all:")
    unavailable = "No matching distribution found" in said or "ResolutionImpossible" in said
    if not could and unavailable and "Retrying" not in said:
        say("Not every version that the course was tested with exists for this Python; taking the newest ...")
        could, said = pip(level)
    if not could:
        stop(said)
    if not run("-Ic", "import xo_helpers")[0]:
        say(f"Python does not find the course in {str(ROOT)!r}: give its folder a plain name, {AGAIN}")
        sys.exit(1)
    names = sorted(ours() & here().keys())
    for lower in list(LEVELS)[: list(LEVELS).index(level) + 1]:
        (VENV / f".has-{lower}").write_text("\n".join([wanted(), *names]), encoding="utf-8")


if __name__ == "__main__":
    try:
        sys.exit(not all_there(sys.argv[2]) if sys.argv[1] == "whole" else install(sys.argv[2]))
    except KeyboardInterrupt:
        sys.exit(130)
    except OSError as error:
        say(f"{error}. Mend that, {AGAIN}")
        sys.exit(1)
