"""Where the course is: pyproject.toml has the repository's address, and all links are made from it here."""

import re
import tomllib
from pathlib import Path

from xo_helpers import __version__

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
REPOSITORY = PROJECT["urls"]["Repository"]
TAG = f"v{__version__}"  # links name a tag, so that they always fit the lesson that they stand in
ARCHIVE = f"{REPOSITORY}/archive/refs/tags/{TAG}.zip"
NAME = REPOSITORY.removeprefix("https://github.com/")  # owner/name
SITE = "https://{}.github.io/{}/".format(*NAME.split("/"))
README_ROW = r"(?m)^(\| \[.*?\]\(notebooks/(\w+\.ipynb)\) \|.*?\|.*?\|).*$"

SETUP = f"""\
# Where the course's functions are missing, as on Colab, this fetches them. Elsewhere it does nothing.
try:
    import xo_helpers
except ModuleNotFoundError:
    %pip install -q {ARCHIVE} || echo "Not fetched: is there a network? Connect it, then run this cell again."
    import xo_helpers

xo_helpers.needs("{__version__}")"""


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


def readme(text):
    """README with the badges, the links of every lesson's row, and the one to the web site, made anew."""
    text = re.sub(r"(?m)^\[!\[Open in Colab\].*$", badges("00_watch_a_network_decide.ipynb"), text)
    text = re.sub(r"https://[\w-]+\.github\.io/[\w-]+/", SITE, text)
    return re.sub(README_ROW, lambda row: f"{row[1]} {links(row[2])} |", text)


if __name__ == "__main__":
    file = ROOT / "README.md"
    file.write_text(readme(file.read_text(encoding="utf-8")), encoding="utf-8")
