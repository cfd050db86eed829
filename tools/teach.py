"""What a class needs, in teach/: `make teach`, and docs/teachers.md says how each is used.

students/     the lessons without outputs, solutions and answers; exercises are tagged for nbgrader
key/          the same lessons solved, run, with their answers open
worksheets/   a page for the pencil for each lesson, and the same with its answers in worksheets/answers/
scorm.zip     the web site as a package for a learning platform

Usage: teach.py [folder, teach/ unless told]
"""

import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

try:
    import nbformat
    import sphinx  # noqa: F401
except ModuleNotFoundError as missing:
    sys.exit(f"{missing.name} is missing, so nothing can be made: `make teach` installs it into .venv.")

import addresses
import build_site
import editions
import findable
import scorm
import site_front
import worksheets
from site_folder import NotWrittenError, made_ready, put

ROOT = Path(__file__).resolve().parents[1]
READ_ME = f"""\
# Your lessons

Open them in JupyterLab, beginning with `00_watch_a_network_decide.ipynb`, or upload them to Colab. Each
begins with a cell that installs the course's functions where they are missing. Without a network, install
them before:

    pip install {addresses.ARCHIVE}

Answers are yours to find: where a question stands before a cell, write yours down, then run the cell. A
check says whether an exercise is right and, if not, where it goes wrong.
"""


def lessons():  # -> [(name of the file, the notebook)]
    paths = sorted((ROOT / "notebooks").glob("*.ipynb"))
    return [(path.name, nbformat.read(path, as_version=4)) for path in paths]


def write(folder, notebooks):
    folder.mkdir(parents=True)
    for name, notebook in notebooks:
        (folder / name).write_text(nbformat.writes(notebook) + "\n", encoding="utf-8", newline="\n")
    (folder / "LICENSE").write_bytes((ROOT / "notebooks/LICENSE").read_bytes())


def write_students(folder):
    write(folder, [(name, editions.for_students(lesson)) for name, lesson in lessons()])
    (folder / "README.md").write_text(READ_ME, encoding="utf-8", newline="\n")


def write_key(folder):
    with ThreadPoolExecutor(2) as pool:
        names, originals = zip(*lessons(), strict=True)
        write(folder, zip(names, pool.map(editions.key, originals), strict=True))


def parts():  # -> {name: (page, title)}
    """What a learning platform lists: the front page, and the lessons."""
    front = {"front": ("index.html", "How a CNN thinks")}
    return front | {lesson.name[:2]: (f"{lesson.name}.html", lesson.title) for lesson in site_front.LESSONS}


def write_package(site, file):
    identifier = "-".join(["xo", *addresses.NAME.split("/"), addresses.TAG]).replace(".", "-")
    scorm.package(site, file, findable.COURSE, identifier, parts())


def make(made):
    """All of it, in a folder that is empty."""
    write_students(made / "students")
    write_key(made / "key")
    worksheets.write(made / "worksheets")
    with TemporaryDirectory() as folder:
        site = Path(folder) / "site"
        if build_site.build(site):
            raise NotWrittenError("The site could not be built: see above.")
        write_package(site, made / "scorm.zip")


def main(folders):
    start = time.monotonic()
    try:
        target = made_ready(folders or [ROOT / "teach"], "teach")
        with TemporaryDirectory() as folder:
            made = Path(folder) / "teach"
            make(made)
            put(made, target, "teach")
    except (NotWrittenError, editions.NotSolvedError) as error:
        sys.exit(str(error))
    print(f"written in {time.monotonic() - start:.0f} s: {target}")


if __name__ == "__main__":
    main(sys.argv[1:])
