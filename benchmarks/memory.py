"""Memory that a lesson's cell adds when it is run again: all that leave a picture, 40 times or for 20 s.

In a kernel of its own for each lesson, which has run the cells before it, and this one three times; garbage
is collected, and what is free given back. It takes half an hour.
"""

import json
import re
import time
from pathlib import Path

import nbformat
from nbclient import NotebookClient

from benchmarks import table

LESSONS = sorted((Path(__file__).parents[1] / "notebooks").glob("*.ipynb"))
RUNS, SECONDS = 40, 20
MEASURE = """
import ctypes as _c, gc as _g, json as _j, platform as _p, psutil as _u
_g.collect()
if _p.libc_ver()[0] == "glibc":
    _c.CDLL(None).malloc_trim(0)
print(_u.Process().memory_info().rss)
"""


def measured(client):  # -> bytes
    cell = nbformat.v4.new_code_cell(MEASURE)
    client.execute_cell(cell, 0, store_history=False)
    return json.loads(cell.outputs[0].text)


def again(client, cell):  # -> how often, and the bytes that it added
    for _ in range(2):
        client.execute_cell(cell, 0)
    before, end, runs = measured(client), time.monotonic() + SECONDS, 0
    while runs < RUNS and (runs == 0 or time.monotonic() < end):
        client.execute_cell(cell, 0)
        runs += 1
    return runs, measured(client) - before


def name(cell):
    return re.findall(r"plot_\w+(?=\()|\b[A-Z][a-z]+[A-Z]\w+(?=\()|\w+$", cell.source.rstrip())[0]


def rows(path):
    notebook = nbformat.read(path, as_version=4)
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    client = NotebookClient(notebook, timeout=600, kernel_name="python3")
    with client.setup_kernel(cwd=str(path.parent)):
        for at, cell in enumerate(cells):
            client.execute_cell(cell, 0)
            if any("image/png" in output.get("data", {}) for output in cell.outputs):
                runs, added = again(client, cell)
                numbers = (f"{size / 2**20:.2f}" for size in (added, added / runs))
                yield path.name[:2], f"{at}: {name(cell)}", str(runs), *numbers


def main():
    found = [row for path in LESSONS for row in rows(path)]
    table(("lesson", "cell", "runs", "MB", "MB a run"), *found)
    print(f"\nThe most: {max(float(row[3]) for row in found):.1f} MB in one cell's runs.")
