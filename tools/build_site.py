"""The course as a web site whose widgets are alive with no kernel: the lessons, run, and laid out for Sphinx.

A widget's module goes on running in the page, on a stand-in for its model that holds the state Python left.
Usage: build_site.py [folder, site/ unless told]
"""

import base64
import json
import re
import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory

try:
    import myst_nb  # noqa: F401
    import nbformat
    import sphinx  # noqa: F401
except ModuleNotFoundError as missing:
    sys.exit(f"{missing.name} is missing, so the site cannot be built: `make site` installs it into .venv.")

import addresses
import write_notebooks
from site_folder import NotWrittenError, made_ready, put

from xo_helpers import widgets
from xo_helpers.network import trained_network
from xo_helpers.widgets.shared.base import CourseWidget, joined
from xo_helpers.widgets.shared.layers import layers_of, weights_of

ROOT = Path(__file__).resolve().parents[1]
DOCS, NOTEBOOKS = ROOT / "docs", ROOT / "notebooks"
HERE = """\
<div class="xo-here">

This page runs no Python. Its widgets work, and a cell's output stands below it, folded where it answers a
question; to run and change the cells: {links} · or on your own machine, `make lab`.

</div>"""
ANSWER = "*Write your answer where Python runs: {links}.*"


def script(kind, data):
    """Data inside a page, without a `<`: so nothing in it ends its script, or hides that end in a comment."""
    text = json.dumps(data).replace("<", "\\u003c")
    return f'<script type="application/json" class="{kind}">{text}</script>'


def state_of(model):  # a model as nbclient stores it -> what our modules read of it
    state = {name: value for name, value in model["state"].items() if not name.startswith("_")}
    for buffer in model.get("buffers", []):
        *path, last = buffer["path"]
        holder = state
        for step in path:
            holder = holder[step]
        holder[last] = {"$bytes": buffer["data"]}
    return {name: state[name] for name in sorted(state) if name not in ("layout", "tabbable", "tooltip")}


def plan(network):
    """The layers and weights of a network, as docs/static/network.js computes them."""
    return {"layers": layers_of(network), "weights": weights_of(network).tolist()}


class Page:
    """One lesson: its notebook, run, with a place in the page for each widget."""

    def __init__(self, path, static):
        self.name, self.static, self.models, self.scripts = path.stem, static, {}, []
        notebook = write_notebooks.run(nbformat.read(path, as_version=4), store_widget_state=True)
        kept = notebook.metadata.get("widgets", {})
        self.states = kept.get("application/vnd.jupyter.widget-state+json", {}).get("state", {})
        notebook.cells = [made for cell in notebook.cells for made in self.laid_out(cell)]
        self.notebook = write_notebooks.canonical(notebook)

    def laid_out(self, cell):
        links = addresses.links(f"{self.name}.ipynb")
        tags = cell.metadata.get("tags", [])
        if "setup" in tags:
            return []
        if "run" in tags:
            cell.source = HERE.format(links=links)
        for output in cell.get("outputs", []):
            view = output.get("data", {}).get(write_notebooks.WIDGET_VIEW)
            if view:
                output.data = {"text/html": self.alive(view["model_id"], output.data)}
                output.metadata = {}
        if "exercise" in tags:
            return [cell, nbformat.v4.new_markdown_cell(ANSWER.format(links=links))]
        return [cell]

    def alive(self, model, data):
        """The widget's place in the page, its picture in it until the script comes."""
        stored = self.states[model]
        kind = stored["state"]["_anywidget_id"].split(".")[-1]
        new, number = model not in self.models, self.models.setdefault(model, len(self.models) + 1)
        picture = self.static / f"{self.name}-{number}.png"
        picture.write_bytes(base64.b64decode(data["image/png"]))
        inside = f'<img src="_static/{picture.name}" alt="{escape(data["text/plain"])}">'
        if new:
            inside += script("xo-state", state_of(stored))
            inside += script("xo-network", self.plan_of(stored)) if kind == "DrawPad" else ""
        place = f'<div class="xo-live" data-widget="{kind}" data-model="{number}">{inside}</div>'
        in_order = ["alive", *["network"] * (kind == "DrawPad"), kind]
        scripts = [name for name in in_order if name not in self.scripts]
        self.scripts += scripts
        return place + "".join(f'<script defer src="_static/{name}.js"></script>' for name in scripts)

    def plan_of(self, stored):
        network, state = trained_network(), stored["state"]
        if widgets.DrawPad(network, state["image"]).answer["shares"] != state["answer"]["shares"]:
            raise ValueError(f"{self.name} has a pad with another network than the one that ships")
        return plan(network)


def write_static(static):
    """What all pages share: each widget's module as a plain script, so that a page works from a disk too."""
    for name in widgets.__all__:
        body, end = getattr(widgets, name)._esm.split("export default ")
        (static / f"{name}.js").write_text(
            f"xoAlive({json.dumps(name)}, (() => {{\n{body}return {end}}})());\n", encoding="utf-8"
        )
    (static / "widgets.css").write_text(CourseWidget._css, encoding="utf-8")
    for file in (DOCS / "static").iterdir():
        shutil.copy(file, static)
    network = static / "network.js"
    body = joined("shared/numbers", "shared/votes", "shared/trace") + network.read_text(encoding="utf-8")
    network.write_text(f"(() => {{\n{body}}})();\n", encoding="utf-8")


def at_top(text):
    """A page's links to the lessons, which on the site lie beside it."""
    return re.sub(r"\]\((\.\./)?notebooks/", "](", text)


def front(first):
    """The front page: the lessons and words of README, and the pad of lesson 00."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    parts = dict(re.findall(r"(?ms)^## (.*?)\n(.*?)(?=^## |\Z)", readme))
    pad = next(
        c for c in first.notebook.cells for o in c.get("outputs", []) if "xo-live" in str(o.get("data"))
    )
    lesson = f"{first.name}.ipynb"
    buttons = f"[Open in Colab]({addresses.colab(lesson)}) [Open on Binder]({addresses.binder(lesson)})"
    pages = "\n".join([*(path.stem for path in sorted(NOTEBOOKS.glob("*.ipynb"))), "teachers"])
    filled = {
        "the draw pad of lesson 00": pad.outputs[0].data["text/html"],
        "the buttons": f'<div class="xo-buttons">\n\n{buttons}\n\n</div>',
        "README's lessons": at_top(parts["The lessons"].split("\n\n")[0]),
        "README's words": parts["Words"],
        "the pages": pages,
    }
    text = (DOCS / "index.md").read_text(encoding="utf-8")
    for place, made in filled.items():
        assert f"<!-- {place} -->" in text, place
        text = text.replace(f"<!-- {place} -->", made)
    return text


def sphinx_of(source, made, folder):  # -> 0, or what Sphinx ended with
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", "-d", f"{folder}/doctrees"]
    return subprocess.run([*command, source, made], check=False).returncode


def build(target):
    with TemporaryDirectory() as folder:
        source, static = Path(folder) / "source", Path(folder) / "source/_static"
        static.mkdir(parents=True)
        write_static(static)
        with ThreadPoolExecutor(2) as pool:
            pages = list(pool.map(lambda path: Page(path, static), sorted(NOTEBOOKS.glob("*.ipynb"))))
        for page in pages:
            nbformat.write(page.notebook, source / f"{page.name}.ipynb")
        (source / "index.md").write_text(front(pages[0]), encoding="utf-8")
        shutil.copy(DOCS / "conf.py", source)
        teachers = (DOCS / "teachers.md").read_text(encoding="utf-8")
        (source / "teachers.md").write_text(at_top(teachers), encoding="utf-8")
        made = Path(folder) / "made/site"  # MyST-NB also writes beside it
        failed = sphinx_of(source, made, folder)
        if not failed:
            put(made, target)
        return failed


def main(folders):
    start = time.monotonic()
    try:
        target = made_ready(folders or [ROOT / "site"])
        failed = build(target)
    except NotWrittenError as error:
        sys.exit(str(error))
    took = f"{time.monotonic() - start:.0f} s"
    print(f"not written, after {took}: see above" if failed else f"written in {took}: {target}/index.html")
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
