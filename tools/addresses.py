"""Where the course is: pyproject.toml has the repository's address, and all links are made from it here."""

import re
import tomllib
from pathlib import Path

from learner import write_whole

from xo_helpers import __version__

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
REPOSITORY = PROJECT["urls"]["Repository"]
TAG = f"v{__version__}"  # links name a tag, so that they always fit the lesson that they stand in
ARCHIVE = f"{REPOSITORY}/archive/refs/tags/{TAG}.zip"
NAME = REPOSITORY.removeprefix("https://github.com/")  # owner/name
STAND_IN = "how-a-cnn-thinks/course"  # as long as this is the name, README says that nobody has published it
PAGES = r"https://[\w-]+\.github\.io/(?:[\w.-]+/)?"  # where GitHub serves a repository's web site
README_ROW = r"(?m)^(\| \[.*?\]\(notebooks/(\w+\.ipynb)\) \|.*?\|.*?\|).*$"

CLEAR = "On Colab, first choose *Edit ▸ Clear all outputs*: the stored ones give answers away."

SETUP = f"""\
# Where the course's functions are missing, as on Colab, this fetches them. Elsewhere it does nothing.
try:
    import xo_helpers
except ModuleNotFoundError:
    %pip install -q {ARCHIVE} || echo "Not fetched: is there a network? Connect it, then run this cell again."
    import xo_helpers

xo_helpers.needs("{__version__}")"""


def site(repository):
    owner, name = repository.removeprefix("https://github.com/").split("/")
    host = f"{owner.lower()}.github.io"
    return f"https://{host}/" if name.lower() == host else f"https://{host}/{name}/"


SITE = site(REPOSITORY)


def colab(notebook):
    return f"https://colab.research.google.com/github/{NAME}/blob/{TAG}/notebooks/{notebook}"


def binder(notebook):
    return f"https://mybinder.org/v2/gh/{NAME}/{TAG}?urlpath=lab/tree/notebooks/{notebook}"


def links(notebook):
    return f"[Colab]({colab(notebook)}) · [Binder]({binder(notebook)})"


def badges(notebook):
    return (
        f"[![Open in Colab](https://colab.research.google.com/assets/colab-badge.svg)]({colab(notebook)}) "
        f"[![Open on Binder](https://mybinder.org/badge_logo.svg)]({binder(notebook)})"
    )


def note(repository):
    """README's paragraph on the course's public address."""
    who = "Whoever publishes it"
    sets = "`make address URL=https://github.com/owner/name` sets it in every link, badge and first cell"
    if repository.removeprefix("https://github.com/") != STAND_IN:
        return f"**The public address** is {repository}. {who} elsewhere runs one command: {sets}."
    nowhere = (
        "Nobody has published the course yet, so its links to Colab, Binder and the web site lead nowhere."
    )
    return f"**The public address is a stand-in.** {nowhere} {who} runs one command: {sets}."


def with_note(text, repository):
    return re.sub(r"(?m)^\*\*The public address.*$", note(repository), text)


def readme(text):
    """README with the badges, the note on its address and all links made anew."""
    text = with_note(text, REPOSITORY)
    text = re.sub(r"(?m)^\[!\[Open in Colab\].*$", badges("00_watch_a_network_decide.ipynb"), text)
    text = re.sub(PAGES, SITE, text)
    return re.sub(README_ROW, lambda row: f"{row[1]} {links(row[2])} |", text)


def citation(text):
    """CITATION.cff with the version and both addresses made anew."""
    for name, value in {"version": __version__, "repository-code": REPOSITORY, "url": SITE}.items():
        text = re.sub(rf"(?m)^{name}: .*$", f"{name}: {value}", text)
    return text


MADE = {ROOT / "README.md": readme, ROOT / "CITATION.cff": citation}

if __name__ == "__main__":
    for file, made in MADE.items():
        write_whole(file, made(file.read_text(encoding="utf-8")))
