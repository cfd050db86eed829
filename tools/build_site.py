"""The course as a web site whose widgets are alive with no kernel: the lessons, run, and laid out for Sphinx.

A widget's module goes on running in the page, on a stand-in for its model that holds the state Python left.
Usage: build_site.py [folder, site/ unless told]
"""

import base64
import json
import shutil
import struct
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

import site_embed
import site_front
import write_notebooks
from learner import tags
from site_embed import script
from site_folder import NotWrittenError, made_ready, put
from tables import lesson_of

from xo_helpers import widgets
from xo_helpers.widgets.shared.base import CourseWidget

ROOT = Path(__file__).resolve().parents[1]
DOCS, NOTEBOOKS = ROOT / "docs", ROOT / "notebooks"
HERE = """\
<div class="site-here">

This page runs no Python. Its widgets work, and a cell's output stands below it, folded where it answers a
question; to run and change the cells: {links} · or on your own machine, `make lab`.

</div>"""
ANSWER = "*Write your answer where Python runs: {links}.*"


NOT_OURS = ("layout", "tabbable", "tooltip")  # traits that each ipywidgets widget has


def state_of(model):  # a model as nbclient stores it -> what our modules read of it
    state = {name: value for name, value in model["state"].items() if not name.startswith("_")}
    for buffer in model.get("buffers", []):
        *path, last = buffer["path"]
        holder = state
        for step in path:
            holder = holder[step]
        holder[last] = {"$bytes": buffer["data"]}
    return {name: state[name] for name in sorted(state) if name not in NOT_OURS}


class Page:
    """One lesson: its notebook, run, with a place in the page for each widget."""

    def __init__(self, path, static):
        self.name, self.static, self.models, self.kinds, self.pictures = path.stem, static, [], [], 0
        self.embeds = {}  # by the name of the page of one widget: its kind, its state and the lesson
        notebook = write_notebooks.run(nbformat.read(path, as_version=4), store_widget_state=True)
        kept = notebook.metadata.get("widgets", {})
        self.states = kept.get("application/vnd.jupyter.widget-state+json", {}).get("state", {})
        notebook.cells = [made for cell in notebook.cells for made in self.laid_out(cell)]
        if lesson := lesson_of(self.name):
            notebook.cells[-1].source = site_front.onward(lesson, notebook.cells[-1].source)
        self.notebook = write_notebooks.canonical(notebook)
        if lesson:
            self.notebook.metadata |= site_front.matter(lesson.name, lesson.title, lesson.about)

    def laid_out(self, cell):
        links = site_front.ways_to_run(self.name)
        if "setup" in tags(cell):
            return []
        if "run" in tags(cell):
            cell.source = HERE.format(links=links)
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            if "image/png" in data:
                made, view = self.picture(output), data.get(write_notebooks.WIDGET_VIEW)
                shown = output.metadata.get("shown")
                output.data = {"text/html": self.alive(view["model_id"], shown, made) if view else made}
                output.metadata = {}
        if "exercise" in tags(cell):
            return [cell, nbformat.v4.new_markdown_cell(ANSWER.format(links=links))]
        return [cell]

    def picture(self, output):
        """A picture with its words, in the room that it takes: what comes after it stays where it is."""
        png, told = base64.b64decode(output.data["image/png"]), output.metadata.get("image/png", {})
        width, height = struct.unpack(">II", png[16:24])
        self.pictures += 1
        file = self.static / f"{self.name}-{self.pictures}.png"
        file.write_bytes(png)
        alt = escape(told.get("alt", output.data["text/plain"]))
        size = f'width="{told.get("width", width)}" height="{told.get("height", height)}"'
        return f'<img src="_static/{file.name}" {size} alt="{alt}">'

    def alive(self, model, shown, picture):
        """The widget's place in the page, and its script, which fills it before the page goes on.

        So nothing that comes after it ever moves. Where no script runs, the picture stays. It is as its cell
        has shown it, and a training as it has ended.
        """
        kind = self.states[model]["state"]["_anywidget_id"].split(".")[-1]
        state = state_of(self.states[model] if kind == "TrainingMonitor" else shown)
        if new := model not in self.models:
            self.models.append(model)
            self.kinds.append(kind)
        number = self.models.index(model) + 1
        embed = site_embed.name_of(kind, self.name, self.kinds[:number].count(kind))
        site_embed.note(self.embeds, embed, (kind, state, self.name))
        inside = picture + (script("xo-state", state) if new else "")
        width, height = site_embed.kind_of(kind)[1:3]
        named = f'data-widget="{kind}" data-model="{number}" data-embed="{embed} {width} {height}"'
        names = [*["alive"] * (new and number == 1), kind]
        scripts = "".join(f'<script src="_static/{name}.js"></script>' for name in names)
        return f'<div class="xo-live" {named}>{inside}</div>{scripts}'


def write_static(static):
    """What all pages share: each widget's module as a plain script, so that a page works from a disk too."""
    for name in widgets.__all__:
        alive = f"xoAlive({json.dumps(name)}, {site_embed.closed(name)});\n"
        (static / f"{name}.js").write_text(alive, encoding="utf-8")
    (static / "widgets.css").write_text(CourseWidget._css, encoding="utf-8")
    for file in (DOCS / "static").iterdir():
        shutil.copy(file, static)
    (static / "icon.svg").write_text(site_front.icon(), encoding="utf-8")
    site_front.shared_picture(static / "share.png")
    alive = static / "alive.js"
    alive.write_text(site_embed.sharing(alive.read_text(encoding="utf-8")), encoding="utf-8")


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
        for lesson in pages:
            nbformat.write(lesson.notebook, source / f"{lesson.name}.ipynb")
        outputs = [output for cell in pages[0].notebook.cells for output in cell.get("outputs", [])]
        shown = [output.data["text/html"] for output in outputs if "text/html" in output.get("data", {})]
        pad = next(html for html in shown if "xo-live" in html)
        for name, text in site_front.own_pages(pad, static).items():
            (source / f"{name}.md").write_text(text, encoding="utf-8")
        shutil.copy(DOCS / "conf.py", source)
        made = Path(folder) / "made/site"  # MyST-NB also writes beside it
        failed = sphinx_of(source, made, folder)
        if not failed:
            site_embed.write(made / "embed", site_embed.of_pages(pages))
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
