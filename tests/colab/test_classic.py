"""Every widget in classic Notebook 6 with ipywidgets 7: of what runs here, the nearest to Colab's front end.

    XO_CLASSIC=<the Python of Colab's versions> .venv/bin/python -m pytest tests/colab/test_classic.py

The Python that runs this drives the browser; the notebook server and its kernels are those of XO_CLASSIC.
"""

import os
import re
from pathlib import Path

import numpy as np
import pytest
import test_compare_grids as compare_grids
import test_draw_pad as draw_pad
import test_network_explorer as network_explorer
import test_nudge_weight as nudge_weight
import test_pool_window as pool_window
import test_slide_window as slide_window
import test_training_monitor as training_monitor
import test_votes as votes_
from conftest import FOCUS, missing

from xo_helpers import widgets
from xo_helpers.data import load_image, load_kernel
from xo_helpers.layers import Conv2D, Flatten, MaxPool2D, ReLU
from xo_helpers.network import Network, trained_network
from xo_helpers.ops import feature_map

pytestmark = pytest.mark.browser
ROOT = Path(__file__).resolve().parents[2]
SHORTCUTS = ["j", "x", "m", "b", "d", "d", "Shift+Enter", "Escape", "a", "b", "d", "d"]
# What the page's own style sheet would change: labels higher than what they name, and a fold without its mark.
STYLES = """widget => [...widget.querySelectorAll('label, summary')].map(made => {
    const { display, marginBottom } = getComputedStyle(made);
    return [made.localName, marginBottom, display];
})"""
PLAIN = [["label", "0px", "flex"], ["summary", "0px", "list-item"]]
X, DIAGONAL = load_image("X"), load_kernel("diagonal")
MAP = feature_map(X, DIAGONAL)
PIECES = np.stack([load_kernel(name) for name in ("diagonal", "cross", "antidiagonal")])[:, None] / 9
MONITOR = [training_monitor.MAKE, training_monitor.WATCH]


@pytest.fixture(scope="module")
def classic(tmp_path_factory, chromium):
    python = os.environ.get("XO_CLASSIC")
    if not python:
        missing("a Python with Notebook 6 and ipywidgets 7, named by XO_CLASSIC (`make matrix` makes it)")
    from browser import Lab, jupyter
    from classic import CLASSIC, Classic

    folder = tmp_path_factory.mktemp("classic")
    with jupyter(folder, CLASSIC, os.path.abspath(python), PYTHONPATH=str(ROOT)) as server:
        yield Lab(server, chromium, Classic)


def press(lesson, *keys):
    for key in keys:
        lesson.page.keyboard.press(key)
    lesson.settle()


# What each does by keyboard, compared with NumPy; at the end the focus is in the widget.


def compare(lesson, widget):
    widget.get_by_role("grid", name="X", exact=True).evaluate(FOCUS)
    press(lesson, "Control+Home", "ArrowDown", "ArrowRight")
    tilted = load_image("X_rotation")
    assert widget.evaluate(compare_grids.SIGNS) == ["=" if same else "≠" for same in (tilted == X).flat]
    said = compare_grids.status(widget)
    assert (X[1, 1], tilted[1, 1]) == (1, -1)
    assert said.startswith("row 1, column 1: stroke and background, they differ. 65 of 81 cells agree")
    assert lesson.says("compare.row, compare.column", "1 1") == "1 1"


def slide(lesson, widget):
    slide_window.focus(widget, "image")
    press(lesson, "ArrowRight", "ArrowDown", "ArrowRight")
    slide_window.assert_shows(widget.evaluate(slide_window.SHOWN), X, DIAGONAL, 1, 2)
    assert lesson.says("slide.row, slide.column", "1 2") == "1 2"
    slide_window.focus(widget, "kernel")
    press(lesson, " ")
    kernel = DIAGONAL.copy()
    kernel[0, 0] = -1
    slide_window.assert_shows(widget.evaluate(slide_window.SHOWN), X, kernel, 1, 2)
    assert lesson.says("slide.kernel", str(kernel.tolist())) == str(kernel.tolist())
    lesson.run("slide.row = 4")
    widget.get_by_text("row 4, column 2:").wait_for()


def pool(lesson, widget):
    pool_window.choose(widget, size=3)
    pool_window.focus(widget, "map")
    press(lesson, "Control+Home", "ArrowRight", "ArrowDown")
    pool_window.assert_shows(widget.evaluate(pool_window.SHOWN), MAP, 1, 1, 3, 2)
    assert lesson.says("pool.row, pool.column, pool.size", "1 1 3") == "1 1 3"


def explorer(lesson, widget):
    crossing = np.zeros((1, 3, 3, 3))
    crossing[0, 0, [0, 2], [0, 2]] = crossing[0, 1, 1, 1] = crossing[0, 2, [0, 2], [2, 0]] = 1 / 5
    both = [Conv2D(np.concatenate([PIECES, -PIECES])), Conv2D(np.concatenate([crossing, crossing], axis=1))]
    network = Network([both[0], ReLU(), MaxPool2D(), both[1]])
    network_explorer.focus(widget)
    for key, name, cell in (("ArrowRight", "conv2", (0, 0, 1)), ("Enter", "pool1", None)):
        press(lesson, key)
        at = network_explorer.state(lesson)
        cell = cell or tuple(at[2:])
        assert at == ["X", name, *cell]
        values = {layer: array[0] for layer, array in network.activations(X).items()}
        network_explorer.assert_shows(widget.evaluate(network_explorer.SHOWN), network, values, name, cell)


def votes(lesson, widget):
    votes_.focus(widget)
    press(lesson, "Control+Home", "ArrowRight", "-", "-", "-", "-", "-", "ArrowDown", "+")
    weights = votes_.WEIGHTS.copy()
    weights[0, 0], weights[1, 0] = weights[0, 0] - 0.25, weights[1, 0] + 0.05
    votes_.assert_shows(widget.evaluate(votes_.SHOWN), votes_.VALUES, weights)
    lesson.run("import json")
    assert np.allclose(votes_.state(lesson)[1], weights, rtol=0, atol=1e-12)


def nudge(lesson, widget):
    names = [
        kind + change for kind in "XO" for change in ("", "_translation", "_scaling", "_rotation", "_weight")
    ]
    front = Network([Conv2D(PIECES), MaxPool2D(), MaxPool2D(), Flatten()])
    batch = {
        "values": np.concatenate([front.forward(load_image(name)) for name in names]),
        "labels": [0] * 5 + [1] * 5,
    }
    nudge_weight.focus(widget)
    press(lesson, "Control+Home", "ArrowRight", "+", "+")
    weights = votes_.WEIGHTS.copy()
    axes = nudge_weight.axes_of(weights, (0, 1), **batch).expected
    weights[0, 1] += 0.02
    nudge_weight.assert_shows(widget.evaluate(nudge_weight.SHOWN), weights, at=(0, 1), axes=axes, **batch)
    assert lesson.says("nudge.row, nudge.column", "0 1") == "0 1"


def pad(lesson, widget):
    draw_pad.focus(lesson, widget)
    press(lesson, "Space", "Control+Home", "Shift+ArrowRight")
    image = load_image("O")  # which the lesson's own cells have put there
    image[4, 4], image[0, :2] = -image[4, 4], 1
    assert np.array_equal(draw_pad.drawn(widget), image)
    draw_pad.assert_votes(widget, image, trained_network())
    assert lesson.says("pad.array.tolist()", str(image.tolist())) == str(image.tolist())


def monitor(lesson, widget):
    """It has no Stop: the kernel hears none while it runs, and it says so. Its slider works without the kernel."""
    state = training_monitor.python_state(lesson)
    assert (state["epoch"], state["state"], state["hears"]) == (30, "done", False)
    training_monitor.assert_shows(widget.evaluate(training_monitor.SHOWN), state)
    assert widget.evaluate(training_monitor.OUTSIDE) == []
    training_monitor.slider(widget).focus()
    press(lesson, "Home", "ArrowRight")
    training_monitor.assert_at(lesson, widget, 2, training_monitor.record_of(lesson, 2))
    assert lesson.says("monitor.shown", "2") == "2"
    press(lesson, "Space")
    widget.get_by_text("done, epoch 30 of 30: loss").first.wait_for()
    assert lesson.says("monitor.shown", "30") == "30"
    lesson.run("monitor.shown = 7")
    training_monitor.assert_at(lesson, widget, 7, training_monitor.record_of(lesson, 7))


DRIVEN = {
    "CompareGrids": (compare, "01_see_an_image_as_numbers"),
    "DrawPad": (pad, "00_watch_a_network_decide"),
    "NetworkExplorer": (explorer, "06_stack_the_layers"),
    "NudgeWeight": (nudge, "08_nudge_it_downhill"),
    "PoolWindow": (pool, "04_shrink_the_map"),
    "SlideWindow": (slide, "03_slide_it_everywhere"),
    "TrainingMonitor": (monitor, "monitor", MONITOR),  # lesson 10 trains for a minute
    "Votes": (votes, "07_let_the_values_vote"),
}


@pytest.mark.parametrize("kind", widgets.__all__)
def test_it_draws_and_takes_a_step_by_keyboard(classic, kind):
    drive, name, *cells = DRIVEN[kind]
    lesson = classic.open(f"{name}.ipynb", *cells)
    lesson.run_all()
    assert lesson.run("import ipywidgets; print(ipywidgets.__version__)").startswith("7.")
    assert [output for output in lesson.outputs() if output["output_type"] == "error"] == []
    assert [output for output in lesson.outputs() if output.get("name") == "stderr"] == []
    before, widget = lesson.cells(), lesson.widget(0)
    lesson.screenshot("classic", widget)
    assert [style for style in widget.evaluate(STYLES) if style not in PLAIN] == []
    drive(lesson, widget)
    lesson.screenshot("classic-after")
    assert widget.locator(":focus").count() == 1
    press(lesson, *SHORTCUTS)
    lesson.page.wait_for_timeout(200)
    assert lesson.cells() == before  # the notebook's shortcuts stayed out
    assert lesson.problems() == []
    assert lesson.console == []
    lesson.close()


def test_a_training_is_interrupted(classic):
    lesson = classic.open("long.ipynb", [training_monitor.MAKE, training_monitor.LONG])
    lesson.page.evaluate("() => Jupyter.notebook.execute_all_cells()")
    widget = lesson.widget(0)
    widget.get_by_text("To stop, use Interrupt (the ■ in the toolbar)").wait_for()
    assert widget.get_by_role("button", name="Stop").count() == 0
    widget.get_by_text(re.compile(r"epoch [1-9]\d+ of 10000: loss")).first.wait_for()
    slider = training_monitor.slider(widget)
    slider.fill("3")  # while the kernel hears nothing
    lesson.page.wait_for_timeout(500)
    assert slider.input_value() == "3"
    assert widget.locator(".xo-line").text_content().startswith("back at epoch 3: loss ")
    lesson.page.evaluate("() => Jupyter.notebook.kernel.interrupt()")
    widget.get_by_text("What was learned is kept.").first.wait_for()
    assert training_monitor.python_state(lesson)["state"] == "interrupted"
    assert lesson.says("monitor.shown", "3") == "3"
    assert lesson.console == []
    lesson.close()
