"""Open the course in JupyterLab: each lesson is copied once into `my-course/`, and never overwritten."""

import os
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LESSONS, MINE = ROOT / "notebooks", ROOT / "my-course"


def copy_new():  # -> names of the lessons that were not there yet
    MINE.mkdir(exist_ok=True)
    new = [lesson for lesson in sorted(LESSONS.glob("*.ipynb")) if not (MINE / lesson.name).exists()]
    for lesson in new:
        shutil.copyfile(lesson, MINE / lesson.name)
    return [lesson.name for lesson in new]


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


def with_our_settings(env):  # -> env, in which Jupyter finds jupyter_server_config.py beside its user's own
    places = [str(Path(__file__).parent), env.get("JUPYTER_CONFIG_PATH")]
    return env | {"JUPYTER_CONFIG_PATH": os.pathsep.join(filter(None, places))}


if __name__ == "__main__":
    new = copy_new()
    copied = f"new in my-course/: {', '.join(new)}" if new else "my-course/ has every lesson"
    print(f"{copied}. Your work there is never overwritten.")
    where = "It opens in your browser" if has_screen() else "Open the http address below in a browser"
    print(f"Starting JupyterLab. {where}; Ctrl-C here stops it.", flush=True)
    line = command(new) + sys.argv[1:]
    os.execve(line[0], line, with_our_settings(os.environ))
