"""Open the course in JupyterLab: each lesson is copied once into `my-course/`, and never overwritten.

A lesson that has changed since is laid beside its copy. For that `my-course/.sources.json` notes two hashes
of each file laid there: of what it taught, and of all it held, by which we know that nobody has worked in it.
"""

import hashlib
import json
import os
import subprocess
import sys
from itertools import count
from pathlib import Path
from tempfile import TemporaryFile

from learner import cleared, tags, write_whole

ROOT = Path(__file__).resolve().parents[1]
LESSONS, MINE = ROOT / "notebooks", ROOT / "my-course"
NOTES = ".sources.json"


def hash_of(text):
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def text_of(path):  # a learner's file may hold anything
    return path.read_text(encoding="utf-8", errors="replace")


def taught(text):  # -> the hash of a notebook's cells, but for those that are made, with the version in them
    try:
        cells = json.loads(text).get("cells", [])
        own = [cell for cell in cells if not {"run", "setup"} & set(tags(cell))]
        told = [cell["cell_type"] + "".join(cell["source"]) for cell in own]
    except (ValueError, TypeError, AttributeError, KeyError):
        return None  # not a notebook, or half of one
    return hash_of(json.dumps(told))


def lessons():  # -> {name: its text as a learner begins it}, {name: why it cannot be read}
    found, broken = {}, {}
    for path in sorted(LESSONS.glob("*.ipynb")):
        try:
            found[path.name] = cleared(path.read_text(encoding="utf-8"))
        except ValueError as error:
            broken[path.name] = str(error)
    return found, broken


def kept():  # -> {file: {"source": hash, "made": hash}}
    """What was noted; a note that cannot be read is as none."""
    try:
        notes = json.loads(text_of(MINE / NOTES))
        return {file: {key: str(note[key]) for key in ("source", "made")} for file, note in notes.items()}
    except (OSError, ValueError, TypeError, AttributeError, KeyError):
        return {}


def keep(more):
    known = kept()
    if known | more != known:
        write_whole(MINE / NOTES, json.dumps(known | more, indent=1, sort_keys=True) + "\n")


def note(text):
    return {"source": taught(text), "made": hash_of(text)}


def cut_off(path, text):  # -> whether it is the beginning of a copy that a full disk or a crash cut off
    if not path.is_file():
        return False
    begun = path.read_bytes()
    whole = [text, (LESSONS / path.name).read_text(encoding="utf-8")]  # once, copies had outputs
    return any(len(begun) < len(copy) and copy.startswith(begun) for copy in map(str.encode, whole))


def copy_new():  # -> names of the lessons that were not there yet, or not whole
    MINE.mkdir(exist_ok=True)
    new = {}
    for name, text in lessons()[0].items():
        over = cut_off(MINE / name, text)
        if (over or not os.path.lexists(MINE / name)) and write_whole(MINE / name, text, over):
            new[name] = note(text)
    keep(new)
    return list(new)


def given(name, notes):
    """The hashes of a lesson's editions that its learner has or had, as their copy or beside it."""
    beside = name.replace(".ipynb", ".new")
    return {noted["source"] for file, noted in notes.items() if file == name or file.startswith(beside)}


def place_beside(name, text, notes):  # -> the name of a file that is free, or that nobody has worked in
    for number in count(1):
        file = name.replace(".ipynb", f".new{f'-{number}' if number > 1 else ''}.ipynb")
        if not os.path.lexists(MINE / file):
            break
        ours = hash_of(text), notes.get(file, {}).get("made")
        if (MINE / file).is_file() and hash_of(text_of(MINE / file)) in ours:
            break
    return file


def lay_newer():  # -> names of the new lessons that were laid beside copies of older ones
    notes, more, laid = kept(), {}, []
    for name, text in lessons()[0].items():
        if taught(text) in given(name, notes) or not (MINE / name).is_file():
            continue
        if name not in notes and taught(text_of(MINE / name)) == taught(text):
            more[name] = note(text)  # it is this edition's copy, and was not noted
            continue
        file = place_beside(name, text, notes)
        write_whole(MINE / file, text)
        more[file] = note(text)
        laid.append(file)
    keep(more)
    return laid


def report(new, laid, broken):  # -> what `make lab` says of the copies, line by line
    def some(names):
        return ", ".join(names) if len(names) <= 3 else f"{names[0]} and {len(names) - 1} more"

    yield from (f"notebooks/{name} cannot be copied: {why}. Try: git status" for name, why in broken.items())
    yield f"New in my-course/: {some(new)}." if new else "my-course/ has every lesson."
    if laid:
        yield f"Changed since your copy was made, so laid beside it: {some(laid)}."
    yield "Your own work there is never overwritten."


def has_screen():
    if "SSH_CONNECTION" in os.environ:
        return False
    return sys.platform != "linux" or any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))


def command(new):
    # A lesson that is new opens; otherwise the tabs that were open last time.
    page = f"/lab/tree/{new[0]}" if new else "/lab"
    line = [sys.executable, "-m", "jupyterlab", "--ip=127.0.0.1"]
    line += [f"--ServerApp.root_dir={MINE}", f"--LabApp.default_url={page}"]
    # Its log would bury the address; errors, and the address itself, are still shown.
    line += ["--ServerApp.log_level=ERROR", "--LabApp.log_level=ERROR"]
    # No question about news and no offer of updates in front of the first lesson.
    line += ["--LabApp.news_url=None", "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate"]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        line.append("--allow-root")  # without it JupyterLab refuses to start as root
    if not has_screen():
        line.append("--no-browser")
    return line


def with_our_settings(env):
    """Where Jupyter finds our settings beside its user's own, and our kernel before theirs."""
    places = [str(Path(__file__).parent), env.get("JUPYTER_CONFIG_PATH")]
    ours = {"JUPYTER_CONFIG_PATH": os.pathsep.join(filter(None, places))}
    return env | ours | {"JUPYTER_PREFER_ENV_PATH": "1"}


def check_places():  # raises OSError where JupyterLab would end in a traceback
    from jupyter_core.paths import jupyter_config_dir, jupyter_data_dir, jupyter_runtime_dir

    if os.path.lexists(MINE) and not MINE.is_dir():
        raise OSError(
            f"{MINE} is no folder, so your copies of the lessons cannot be in it: rename or delete it"
        )
    for place in (jupyter_config_dir(), jupyter_data_dir(), jupyter_runtime_dir()):
        try:
            os.makedirs(place, mode=0o700, exist_ok=True)
            TemporaryFile(dir=place).close()
        except OSError as error:
            elsewhere = "or have it write elsewhere: make lab HOME=/a/folder/of/your/own"
            raise OSError(
                f"Jupyter cannot write in {place} ({error.strerror}); mend that, {elsewhere}"
            ) from None


if __name__ == "__main__":
    sys.stdout.reconfigure(errors="backslashreplace")  # a console may not have every letter of a name
    try:
        check_places()
        new, laid = copy_new(), lay_newer()
    except OSError as error:
        sys.exit(
            f"{error}.\nWhat is in my-course/ stays as it is. Mend that, then run the same command again."
        )
    print(*report(new, laid, lessons()[1]), sep="\n")
    where = "It opens in your browser" if has_screen() else "Open the http address below in a browser"
    print(f"Starting JupyterLab. {where}; Ctrl-C here stops it.", flush=True)
    line, env = command(new) + sys.argv[1:], with_our_settings(os.environ)
    if sys.platform == "win32":  # where exec leaves the console at once
        sys.exit(subprocess.run(line, env=env, check=False).returncode)
    os.execve(line[0], line, env)
