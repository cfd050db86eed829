"""The canonical writer: run every notebook and write it the one way it is committed.

Outputs and execution counts are kept; widget views, widget state, timings and the kernel's version are
not, so that running it twice leaves no difference. Usage: write_notebooks.py [notebook ...]
"""

import sys
from copy import deepcopy
from pathlib import Path

import nbformat
from addresses import CLEAR, SETUP, links
from learner import clear, tags, write_whole
from nbclient import NotebookClient

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
METADATA = {  # as JupyterLab would write it, which calls a notebook changed otherwise; without a version
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {
        "codemirror_mode": {"name": "ipython", "version": 3},
        "file_extension": ".py",
        "mimetype": "text/x-python",
        "name": "python",
        "nbconvert_exporter": "python",
        "pygments_lexer": "ipython3",
    },
}


def with_setup(notebook, name):
    """Begin with where else the lesson runs, and with what it needs there; in place."""
    tagged = {tag: cell for cell in notebook.cells for tag in tags(cell)}
    cells = [cell for cell in notebook.cells if not {"run", "setup"} & set(tags(cell))]
    run = tagged.get("run") or nbformat.v4.new_markdown_cell()
    setup = tagged.get("setup") or nbformat.v4.new_code_cell()
    run.source = f"This page can be run: {links(name)} · on your own machine, `make lab`. {CLEAR}"
    setup.source, run.metadata.tags, setup.metadata.tags = SETUP, ["run"], ["setup"]
    notebook.cells = [cells[0], run, setup, *cells[1:]]
    return notebook


class Client(NotebookClient):
    """Keeps with each view of a widget how the widget was when it was shown: a later cell may change it."""

    def output(self, outs, msg, display_id, cell_index):
        out = super().output(outs, msg, display_id, cell_index)
        view = out.get("data", {}).get(WIDGET_VIEW) if out else None
        if view and self.store_widget_state:
            model = view["model_id"]
            buffers = list(self.widget_buffers.get(model, {}).values())
            out.metadata["shown"] = deepcopy({"state": self.widget_state[model], "buffers": buffers})
        return out


def run(notebook, store_widget_state=False):
    """Execute a notebook in a kernel of its own, in place."""
    clear(notebook.cells)
    Client(
        notebook,
        timeout=300,
        kernel_name="python3",
        record_timing=False,
        store_widget_state=store_widget_state,
        coalesce_streams=True,  # what a cell prints comes in pieces, and in which is chance
    ).execute(cwd=str(NOTEBOOKS))
    return notebook


def canonical(notebook):
    """Leave only what a commit should hold, in place."""
    notebook.metadata = nbformat.from_dict(METADATA)
    for number, cell in enumerate(notebook.cells):
        cell.id = f"cell-{number:02}"
        cell.metadata = nbformat.from_dict({"tags": tags(cell)} if tags(cell) else {})
        for output in cell.get("outputs", []):
            output.get("data", {}).pop(WIDGET_VIEW, None)
            output.get("metadata", {}).pop(WIDGET_VIEW, None)
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    return notebook


def write(path):
    """Run one notebook and write it."""
    notebook = canonical(run(with_setup(nbformat.read(path, as_version=4), path.name)))
    nbformat.validate(notebook)
    write_whole(path, nbformat.writes(notebook) + "\n")


if __name__ == "__main__":
    for path in map(Path, sys.argv[1:]) if sys.argv[1:] else sorted(NOTEBOOKS.glob("*.ipynb")):
        print(f"writing {path.name}", flush=True)
        write(path)
