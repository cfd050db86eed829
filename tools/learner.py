"""A lesson as its learner begins it: without outputs, so that no answer stands before its question.

It names this Python's version, as the kernel will: JupyterLab would add it and call the notebook changed.

`make lab` copies lessons so; Binder, which opens them where they are, clears its own: learner.py lesson ...
Nothing but the standard library is needed.
"""

import json
import os
import shutil
import sys
import time
from contextlib import suppress
from pathlib import Path


class NotALessonError(ValueError):
    """What should be a notebook cannot be read as one."""


def tags(cell):
    return cell["metadata"].get("tags", [])


def clear(cells):
    """Take away outputs and counts, in place."""
    for cell in cells:
        if cell["cell_type"] == "code":
            cell["outputs"], cell["execution_count"] = [], None


def cleared(text):
    """The text of a notebook's file, without outputs and counts; else only the version is new."""
    try:
        notebook = json.loads(text)
        clear(notebook.get("cells", []))
        if language := notebook.get("metadata", {}).get("language_info"):
            language["version"] = sys.version.split()[0]
    except (ValueError, TypeError, AttributeError, KeyError) as error:
        raise NotALessonError(f"it is not a notebook ({error})") from None
    return json.dumps(notebook, ensure_ascii=False, indent=1) + "\n"


def write_whole(path, text, over=True):  # -> whether it was written
    """Write a file aside, then put it in place, so that no half of it is ever there."""
    for left in path.parent.glob(f".{path.name}.*.part"):  # by a run that was killed
        with suppress(OSError):
            if time.time() - left.stat().st_mtime > 3600:
                left.unlink()
    aside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        aside.write_text(text, encoding="utf-8", newline="\n")
        if not over:
            return placed(aside, path)
        if path.exists():
            shutil.copymode(path, aside)
        os.replace(aside, path)
        return True
    finally:
        aside.unlink(missing_ok=True)


def placed(aside, path):
    try:
        os.link(aside, path)  # fails where there is a file, also one that came this moment
    except FileExistsError:
        return False
    except OSError:  # a disk without links
        if path.exists():
            return False
        os.rename(aside, path)
    return True


if __name__ == "__main__":
    for lesson in map(Path, sys.argv[1:]):
        write_whole(lesson, cleared(lesson.read_text(encoding="utf-8")))
