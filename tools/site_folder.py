"""The folder of a site, in which nothing is replaced or deleted but what an earlier build wrote there."""

import os
import shutil
from contextlib import contextmanager
from pathlib import Path

from learner import write_whole

FILES = ".make-site-files"  # what a build wrote there


class NotWrittenError(Exception):
    """A site cannot be written in that folder."""


@contextmanager
def telling(command):
    """What the system refuses is told in our words too."""
    try:
        yield
    except OSError as error:
        how = f"Mend that, or name another folder: make {command} ARGS=folder"
        raise NotWrittenError(f"{error}\nSo nothing is written. {how}") from None


def ours(target):  # -> the files that an earlier build wrote there, None where there was none
    noted = target / FILES
    return set(noted.read_text(encoding="utf-8").splitlines()) if noted.is_file() else None


def made_ready(folders, command="site"):  # -> the one folder that is named, which is there then
    with telling(command):
        if len(folders) > 1:
            named = f"make {command} ARGS='\"{' '.join(folders)}\"'"
            raise OSError(f"{len(folders)} folders are named. If it is one: {named}")
        target = Path(folders[0]).resolve()
        target.mkdir(parents=True, exist_ok=True)
        if ours(target) is None and (other := next(iter(target.iterdir()), None)):
            raise OSError(f"{other} is there, and no earlier build wrote it")
        return target


def put(made, target, command="site"):
    """Write what was made in the place of what was there before it; whatever else is in that folder stays."""
    with telling(command):
        _put(made, target)


def _put(made, target):
    target.mkdir(parents=True, exist_ok=True)
    old = ours(target) or set()
    new = {path.relative_to(made).as_posix() for path in made.rglob("*") if path.is_file()}
    if others := sorted(name for name in new - old if os.path.lexists(target / name)):
        raise OSError(f"{target / others[0]} is there, and no earlier build wrote it")
    write_whole(target / FILES, "\n".join(sorted(old | new)) + "\n")  # if we are stopped, all of it is ours
    for name in old - new:
        (target / name).unlink(missing_ok=True)
    shutil.copytree(made, target, dirs_exist_ok=True)
    write_whole(target / FILES, "\n".join(sorted(new)) + "\n")
