"""A learner runs cells again: twice in a row, the lesson twice, and any cell once all have run."""

import nbformat
import pytest
import write_notebooks as writer

pytestmark = pytest.mark.tools
# The trainings of a lesson are the same each time, so each is done once: the second time the network is given
# what it had learned, epoch by epoch. What is asked here is what the cells make of it.
PRELUDE = """
import hashlib, pickle
import xo_helpers.training as training

def remembering(train, known={}):
    def again(network, images, labels, *, rng, **how):
        arrays = [images, labels, list(network.parameters.values()), network.input_shape]
        kinds = [(type(layer).__name__, layer.settings) for layer in network]
        given = pickle.dumps([arrays, kinds, sorted(how.items()), rng.bit_generator.state])
        key = hashlib.sha256(given).digest()
        if key not in known:
            epochs = train(network, images, labels, rng=rng, **how)
            known[key] = [
                (epoch, [array.copy() for array in network.parameters.values()], rng.bit_generator.state)
                for epoch in epochs
            ]
        return replayed(network, rng, known[key])
    return again

def replayed(network, rng, epochs):
    for epoch, learned, state in epochs:
        for array, value in zip(network.parameters.values(), learned):
            array[...] = value
        rng.bit_generator.state = state
        yield epoch

training.train = remembering(training.train)
"""


# They tell what a widget shows now, and a later cell has moved it.
LIVE = ["print(pad.votes.round(1))", "slide.row, slide.column, slide.score"]


def texts(cell):  # of its outputs, in order
    return [
        output.get("text") or output.get("data", {}).get("text/plain") or output.get("ename")
        for output in cell.outputs
    ]


def test_cells_give_the_same_texts_when_they_are_run_again(notebook):
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    orders = {"twice in a row": [c for c in cells for _ in range(2)], "all": cells, "each again": cells[::-1]}
    copies = [
        (how, cell, nbformat.v4.new_code_cell(cell.source)) for how, some in orders.items() for cell in some
    ]
    everything = [nbformat.v4.new_code_cell(PRELUDE), *(copy for _, _, copy in copies)]
    writer.run(nbformat.v4.new_notebook(cells=everything))
    differ = [(how, cell.source, texts(copy)) for how, cell, copy in copies if texts(copy) != texts(cell)]
    assert [one for one in differ if one[0] != "each again" or one[1] not in LIVE] == []
