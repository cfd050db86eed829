"""What holds for every widget in Python; in the browser see test_contract.py, and what is refused test_refused.py."""

import os
import subprocess
import sys

import numpy as np
import pytest
from drivers import driver

from xo_helpers import widgets
from xo_helpers.widgets.shared.base import CourseWidget


@pytest.fixture(params=widgets.__all__)
def make(request):
    """Makes a widget, as the cell of its driver does."""
    its = driver(request.param)

    def made():
        return its.made()[its.variable]

    assert type(made()).__name__ == request.param
    return made


def test_it_leaves_a_picture_and_the_line_that_says_what_it_shows(make):
    widget = make()
    assert isinstance(widget, CourseWidget)
    data, metadata = widget._repr_mimebundle_()
    assert data["image/png"].startswith(b"\x89PNG")
    assert "application/vnd.jupyter.widget-view+json" in data
    assert data["text/plain"] == metadata["image/png"]["alt"] == repr(widget) == repr(make())
    assert "object at 0x" not in repr(widget)


CHANGES = {  # but for a training's, whose picture shows the last epoch, whichever is looked at
    "CompareGrids": "compare.column = 1",
    "DrawPad": "pad.image = -np.array(pad.image)",
    "NetworkExplorer": "explorer.column = 1",
    "NudgeWeight": "nudge.weights = -np.array(nudge.weights)",
    "PoolWindow": "pool.column = 1",
    "SlideWindow": "slide.column = 3",
    "Votes": "votes.values = -np.array(votes.values)",
}


@pytest.mark.parametrize("kind", CHANGES)
def test_its_picture_is_of_now(kind):
    its = driver(kind)
    space = its.made() | {"np": np}
    before = space[its.variable]._repr_mimebundle_()[0]["image/png"]
    exec(CHANGES[kind], space)
    assert space[its.variable]._repr_mimebundle_()[0]["image/png"] != before


KEPT = """
import contextlib, gc, io, os, sys
import psutil
import remember  # first: makes no figures, which take nearly all of the time; what stays of them test_figures.py says
from IPython.core.interactiveshell import InteractiveShell
from drivers import driver

def memory(runs):
    for _ in range(runs):
        with contextlib.redirect_stdout(io.StringIO()):
            shell.run_cell(its.cell, store_history=True).raise_error()
    gc.collect()
    return psutil.Process().memory_info().rss / 2**20

for kind in sys.argv[1:]:
    if os.fork():  # each in a process of its own, as every kernel is, which has all that they import
        os.wait()
        continue
    shell, its = InteractiveShell.instance(), driver(kind)
    before = memory(5)
    added = memory(40) - before
    print(kind, len(shell.user_ns["Out"]), added, flush=True)
    os._exit(0)
"""


@pytest.mark.tools
def test_forty_more_runs_of_its_cell_add_less_than_a_megabyte_each():
    program = [sys.executable, "-c", f"import sys; sys.path[:0] = {sys.path}\n{KEPT}", *widgets.__all__]
    undrawn = os.environ | {"XO_NO_PICTURES": "1"}
    told = subprocess.run(program, env=undrawn, capture_output=True, text=True, check=True).stdout
    found = [line.split() for line in told.splitlines()]
    assert [(kind, outputs) for kind, outputs, _ in found] == [
        (kind, "45") for kind in widgets.__all__
    ]  # all kept
    assert {kind: added for kind, _, added in found if not float(added) < 40} == {}
