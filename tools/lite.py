"""The course in JupyterLite, where the browser itself runs Python: `make lite` writes it into lite/.

Its notebooks are a learner's copies, without outputs, with a first cell that is right there. The course and
what its widgets need stand in its own index, as wheels; NumPy and matplotlib come from Pyodide's servers.
Usage: lite.py [folder, lite/ unless told], or lite.py --packages, which only has pip fetch what builds it.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import time
import tomllib
from pathlib import Path
from tempfile import TemporaryDirectory

import packages
import site_front
from learner import cleared, tags
from site_folder import NotWrittenError, made_ready, put
from tables import lesson_of

from xo_helpers import __version__

ROOT = Path(__file__).resolve().parents[1]
LITE = ROOT / "docs/lite"
# Not in .venv itself: JupyterLab would load JupyterLite's kernel from there, and complain of it.
APART = Path(sys.prefix) / "lite"
LIBRARY = Path(sysconfig.get_path("purelib", vars={"base": str(APART)}))
KERNEL = "share/jupyter/labextensions/@jupyterlite/pyodide-kernel-extension"
# What a widget needs and Pyodide has not: in Python, and, of the first two, for the page.
WHEELS = ["anywidget", "jupyterlab_widgets", "ipywidgets", "comm", "psygnal"]
FOR_PAGES = WHEELS[:2]
ANYWHERE = ["--only-binary=:all:", "--platform=any", "--implementation=py", "--abi=none"]
ANYWHERE += ["--python-version=3.14"]  # Pyodide's
CALL = "from jupyterlite_core.app import main; main()"

SETUP = f"""\
# Fetches the course's functions from this site, and what they need from Pyodide's.
%pip install -q xo-helpers=={__version__}
import xo_helpers

xo_helpers.needs("{__version__}")"""
RUN = """\
Here your browser runs Python: the first cell fetches what it needs, about 50 MB, once. What you change is
kept in this browser alone, and *File ▸ Download* takes it with you. A lesson that you have changed stays so,
when there is a newer one too: to get that, download yours, then *Help ▸ Clear Browser Data*, and reload."""
# As its kernel writes it, or each lesson would count as changed, and be kept, once it is opened.
KERNELSPEC = {"display_name": "Python (Pyodide)", "language": "python", "name": "python"}
LANGUAGE = {"codemirror_mode": {"name": "python", "version": 3}, "version": "3.8"}
WHY = """\
No page links to it: Pyodide, the Python for browsers, with its NumPy and matplotlib, cannot be had from a
package registry. Only where its server is reached, as in the public workflow, can the lessons be run in this.
There pages.yml runs every one of them, and publishes it, with the site's *Run it here*, if all have passed.
To run them here: XO_PYODIDE=folder-of-a-full-Pyodide, then tests/test_lite_lessons.py."""


def pins():  # -> {name: version}
    return dict(re.findall(r"(?m)^([\w.-]+)==(\S+)$", packages.TESTED.read_text(encoding="utf-8")))


def provide():
    """Have pip fetch what builds it, unless it is there: JupyterLite, and the wheels of WHEELS."""
    project = tomllib.loads(packages.PROJECT.read_text(encoding="utf-8"))["project"]
    asked, pinned = project["optional-dependencies"]["lite"], pins()
    wheels = [f"{name}=={pinned[name]}" for name in WHEELS]
    stamp, wanted = APART / ".has", "\n".join([*asked, *wheels, packages.TESTED.read_text(encoding="utf-8")])
    if stamp.exists() and stamp.read_text(encoding="utf-8") == wanted:
        return
    shutil.rmtree(APART, ignore_errors=True)
    pip = [sys.executable, "-m", "pip"]
    fetch = [*pip, "download", "-q", "--no-deps", *ANYWHERE, "-d", APART / "wheels", *wheels]
    install = [*pip, "install", "-q", "--no-compile", "--only-binary=:all:", "--prefix", APART]
    for step in fetch, [*install, "-c", packages.TESTED, *asked]:
        done = subprocess.run(step, env=packages.settings(), capture_output=True, text=True, check=False)
        if done.returncode:
            (ROOT / packages.LOG).write_text(done.stdout + done.stderr, encoding="utf-8")
            packages.stop(done.stdout + done.stderr)
    stamp.write_text(wanted, encoding="utf-8")


def copy_of(path):
    """A lesson's text as its learner begins it in the browser."""
    notebook = json.loads(cleared(path.read_text(encoding="utf-8")))
    for cell in notebook["cells"]:
        ours = tags(cell)
        cell["source"] = SETUP if "setup" in ours else RUN if "run" in ours else cell["source"]
    if lesson := lesson_of(path.stem):
        foot = {"cell_type": "markdown", "id": "wrong", "metadata": {}}
        notebook["cells"].append(foot | {"source": site_front.wrong(lesson)})
    notebook["metadata"]["kernelspec"] = KERNELSPEC
    notebook["metadata"]["language_info"] |= LANGUAGE
    return json.dumps(notebook, ensure_ascii=False, indent=1) + "\n"


def laid_out(work):
    """The copies, the wheels and the settings by which JupyterLite builds, in an empty folder."""
    lessons, wheels = work / "lessons", work / "wheels"
    shutil.copytree(LITE, work, dirs_exist_ok=True)
    lessons.mkdir()
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        (lessons / path.name).write_text(copy_of(path), encoding="utf-8")
    shutil.copytree(APART / "wheels", wheels)
    ours = ["-m", "pip", "-q", "wheel", ROOT, "--no-deps", "--no-build-isolation", "-w", wheels]
    run(ours, work, packages.settings())
    settings = work / "jupyter_lite_config.json"
    config = json.loads(settings.read_text(encoding="utf-8"))
    pages = [APART / KERNEL, *(next(wheels.glob(f"{name}-*.whl")) for name in FOR_PAGES)]
    config["LiteBuildConfig"] |= {"contents": [str(lessons)], "federated_extensions": [*map(str, pages)]}
    config["PipliteAddon"] = {"piplite_urls": sorted(map(str, wheels.glob("*.whl")))}
    settings.write_text(json.dumps(config), encoding="utf-8")


def run(command, folder, env):
    """Run Python there; where it fails, say so with its last words."""
    how = {"cwd": folder, "env": env, "capture_output": True, "text": True, "check": False}
    done = subprocess.run([sys.executable, *command], **how)
    if done.returncode:
        raise NotWrittenError(f"JupyterLite could not be built:\n{(done.stdout + done.stderr)[-3000:]}")


def build(target):
    with TemporaryDirectory() as folder:
        work, made = Path(folder) / "work", Path(folder) / "made"
        laid_out(work)
        where = [f"--lite-dir={work}", f"--output-dir={made}"]
        run(["-c", CALL, "build", *where], work, os.environ | {"PYTHONPATH": str(LIBRARY)})
        put(made, target, "lite")


def main(words):
    start = time.monotonic()
    if words == ["--packages"]:
        return provide()
    try:
        target = made_ready(words or [ROOT / "lite"], "lite")
        provide()
        build(target)
    except NotWrittenError as error:
        sys.exit(str(error))
    took = f"{time.monotonic() - start:.0f} s"
    print(f"written in {took}: {target}/index.html, for a web server.\n\n{WHY}")


if __name__ == "__main__":
    main(sys.argv[1:])
