"""A learner runs cells again: twice in a row, the lesson twice, and any cell once all have run."""

import pytest
import write_notebooks as writer
from nbformat.v4 import new_code_cell, new_notebook

pytestmark = pytest.mark.tools
# They tell what a widget shows now, and a later cell has moved it.
LIVE = ["print(pad.votes.round(1))", "slide.row, slide.column, slide.score"]


def texts(cell):  # of its outputs, in order
    return [o.get("text") or o.get("data", {}).get("text/plain") or o.get("ename") for o in cell.outputs]


def test_cells_give_the_same_texts_when_they_are_run_again(notebook, remembered, monkeypatch):
    for name, value in {**remembered, "XO_NO_PICTURES": "1"}.items():
        monkeypatch.setenv(name, value)
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    orders = {"twice in a row": [c for c in cells for _ in range(2)], "all": cells, "each again": cells[::-1]}
    copies = [(how, cell, new_code_cell(cell.source)) for how, some in orders.items() for cell in some]
    writer.run(new_notebook(cells=[copy for *_, copy in copies]))
    differ = [(how, cell.source, texts(copy)) for how, cell, copy in copies if texts(copy) != texts(cell)]
    assert [one for one in differ if one[0] != "each again" or one[1] not in LIVE] == []
