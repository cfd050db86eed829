"""Drives TrainingMonitor, as the training left it: back through the epochs."""

import json
import math
import re

import numpy as np
import pytest

from drivers import Driver
from xo_helpers.plots.style import COLOURS
from xo_helpers.texts import rounded

MAKE = """
import json
import numpy as np
from xo_helpers.drawings import drawings
from xo_helpers.layers import Conv2D, Dense, GlobalMax, ReLU
from xo_helpers.network import Network
from xo_helpers.training import Epoch, LossBlewUp, evaluate, train
from xo_helpers.widgets import TrainingMonitor

rng = np.random.default_rng(0)
network = Network([Conv2D.random(rng, 1, 8), ReLU(), GlobalMax(), Dense.random(rng, 8, 2)])
images, labels = drawings(300, rng)
tests = drawings(100, rng)
settings = {"batch_size": 16, "learning_rate": 0.05, "rng": rng}

def told(monitor):  # how it stands, the numbers of all epochs as the training gave them, the kernels of the one shown
    facts = ("epoch", "epochs", "state", "shown", "picked", "hears", "fruitless")
    numbers = ("loss", "accuracy", "validation_loss", "validation_accuracy")
    kernels = [record.kernels for record in monitor.records if record.epoch == monitor.shown]
    return {
        **{name: getattr(monitor, name) for name in facts},
        **{name: [getattr(record, name) for record in monitor.records] for name in numbers},
        "kernels": [each[:, 0].tolist() for each in kernels if each is not None],
    }
"""
CELL = f"""{MAKE}
monitor = TrainingMonitor(epochs=30)
monitor.run(train(network, images, labels, epochs=30, validation=tests, **settings))
monitor.hears = True  # as it is where a kernel hears the page while it runs: there is a Stop to Tab to
monitor
"""
# Longer than anyone waits: it is stopped, or interrupted.
LONG = """
monitor = TrainingMonitor(epochs=10_000)
display(monitor)
monitor.run(train(network, images, labels, epochs=10_000, **settings))
"""
FRESH = "fresh = TrainingMonitor(9)\nfresh"
# A loss of long numbers.
WILD = f"""{MAKE}
wild = TrainingMonitor(40)
try:
    how = settings | {{"learning_rate": 10, "batch_size": 300}}
    wild.run(train(network, images, labels, epochs=40, validation=tests, **how))
except LossBlewUp as error:
    blew = str(error)
wild
"""
# While a training goes on, where Stop is heard and where it is not.
GOING = f"""{MAKE}
going = TrainingMonitor(9)
going.run(train(network, images, labels, epochs=4, **settings))
going.shown, going.hears, going.state = 2, True, "running"
going
"""
DEAF = "deaf = TrainingMonitor(9)\ndeaf.state = 'running'\ndeaf"
SHOWN = """widget => {
    const [bar, slider] = [widget.querySelector('[role=progressbar]'), widget.querySelector('input')];
    const [stop, note] = widget.querySelector('.xo-tools').children;
    const points = line => line.getAttribute('points').split(' ').map(at => at.split(',').map(Number));
    const said = (at, ...names) => names.map(name => at.getAttribute('aria-' + name));
    const top = at => at.getBoundingClientRect().top;
    return {
        bar: said(bar, 'valuenow', 'valuemin', 'valuemax', 'valuetext'),
        filled: bar.firstChild.getBoundingClientRect().width / bar.getBoundingClientRect().width,
        slider: [slider.value, slider.max, widget.querySelector('.xo-monitor-replay > span').textContent,
            ...said(slider, 'valuetext', 'disabled')],
        charts: [...widget.querySelectorAll('svg')].map(chart => ({
            name: chart.getAttribute('aria-label'),
            texts: [...chart.querySelectorAll('text')].map(text => text.textContent),
            above: [...chart.querySelectorAll('text')].filter(text => top(text) < top(chart)).length,
            curves: [...chart.querySelectorAll('polyline')].map(points),
        })),
        line: widget.querySelector('.xo-line').textContent,
        stop: [stop.hidden, ...said(stop, 'disabled'), note.textContent],
        caption: widget.querySelector('.xo-caption').textContent,
        kernels: [...widget.querySelectorAll('.xo-grid')].map(grid => [...grid.querySelectorAll('.xo-cell')].map(cell =>
            [cell.getAttribute('aria-label'), cell.style.backgroundColor])),
    };
}"""
SHADES = COLOURS.resampled(2**14)  # as fine as the page's own
KEPT = "What was learned is kept."
LINES = {
    "done": "done, {}",
    "stopped": f"stopped after {{}}. {KEPT}",
    "interrupted": f"interrupted after {{}}. {KEPT}",
    "blew up": "the loss blew up after {}",
    "ended in an error": "ended in an error after {}",
}
SPENT = "That training had no epoch left: train(...) makes a new one."


def slider(widget):
    return widget.get_by_role("slider", name="epoch shown")


def hold(page, widget, epoch, last):
    """Press the pointer on the slider where an epoch is, of so many; the height of that place."""
    box = slider(widget).bounding_box()
    y = box["y"] + box["height"] / 2
    page.page.mouse.move(box["x"] + 8 + (box["width"] - 16) * (epoch - 1) / (last - 1), y)
    page.page.mouse.down()
    return y


def python_state(lesson, name="monitor"):
    """What Python knows of a monitor."""
    return json.loads(lesson.run(f"print(json.dumps(told({name})))"))


def number(value):  # below 10 three decimals, of which the last is left out where it is 0
    if value >= 1000:
        return f"{value:.1e}".replace("e+0", "e")
    return f"{value:.3f}".removesuffix("0") if value < 10 else f"{value:.2f}"


def numbers(state, epoch):
    """The words for an epoch's numbers."""
    return f"loss {number(state['loss'][epoch - 1])}, accuracy {number(state['accuracy'][epoch - 1])}"


def assert_chart(chart, name, state):
    """Its words, and where all points of its curves are; of a long curve so many are drawn."""
    at, epoch, most = state["shown"], state["epoch"], 1
    tested = [value for value in state["validation_loss"] if value is not None]
    if name == "loss":
        most = max(0.1, *state["loss"], *tested) * 1.05
    curves = {"training": state[name]} | ({"validation": state[f"validation_{name}"]} if tested else {})
    texts = [f"{kind} {number(values[at - 1])}" for kind, values in curves.items()]
    assert chart["name"] == f"{name} {f'up to epoch {at}' if at < epoch else 'by epoch'}: {', '.join(texts)}"
    assert set(texts) <= set(chart["texts"])
    assert chart["above"] == 0
    every = math.ceil(epoch / 400)
    drawn = np.array([each for each in range(1, at + 1) if each % every == 0 or each in (1, at)])
    for curve, values in zip(chart["curves"], curves.values(), strict=True):
        y = 38 + (1 - np.array(values)[drawn - 1] / most) * 176
        want = np.transpose([44 + drawn / epoch * 272, y])
        assert np.shape(curve) == want.shape
        assert np.allclose(curve, want, rtol=0, atol=0.06)


def assert_kernels(shown, kernels):
    """The caption, and each cell's place, number and colour."""
    scale = np.abs(kernels).max()
    assert shown["caption"] == f"first kernels, darkest = {rounded(scale, 2)}"
    assert len(shown["kernels"]) == len(kernels)
    for cells, kernel in zip(shown["kernels"], np.array(kernels), strict=True):
        for (label, colour), (at, value) in zip(cells, np.ndenumerate(kernel), strict=True):
            said = rounded(value, 2).replace("−", "minus ")
            assert label == f"row {at[0]}, column {at[1]}, {said}"
            shade = np.array(SHADES((value / scale + 1) / 2)[:3]) * 255
            assert np.abs(np.array(re.findall(r"\d+", colour), dtype=int) - shade).max() <= 1


def assert_shows(widget, state):
    """All that the page shows of a training that is over, against the records that NumPy gave."""
    shown, at, epoch, epochs = widget.evaluate(SHOWN), state["shown"], state["epoch"], state["epochs"]
    end = LINES[state["state"]].format(f"epoch {epoch} of {epochs}: {numbers(state, epoch)}")
    assert shown["line"] == (f"back at epoch {at}: {numbers(state, at)}" if at < epoch else end)
    # the training's own, wherever it went back to
    assert shown["bar"] == [*map(str, (epoch, 0, epochs)), f"epoch {epoch} of {epochs}"]
    assert shown["filled"] == pytest.approx(epoch / epochs, abs=0.02)
    still = str(epoch < 2).lower()
    assert shown["slider"] == [str(at), str(epoch), str(at), f"epoch {at}", still]
    assert shown["stop"] == [not state["hears"], "true", SPENT if state["fruitless"] == "done" else ""]
    for chart, name in zip(shown["charts"], ("loss", "accuracy"), strict=True):
        assert_chart(chart, name, state)
    for kernels in state["kernels"]:
        assert_kernels(shown, kernels)
    assert widget.locator(".xo-monitor-kernels").is_visible() == bool(state["kernels"])


def shows(widget, state):
    if "epoch" in state:
        assert_shows(widget, state)
    else:  # without a kernel, that has the records
        assert slider(widget).input_value() == str(state["shown"])
        assert widget.get_by_text(f"back at epoch {state['shown']}: loss").count() == 1


DRIVER = Driver(
    variable="monitor",
    cell=CELL,
    begin="monitor.shown = 30",
    focus=lambda widget: slider(widget).focus(),
    stops=("Play", "epoch shown", "Stop"),
    steps=[(["Home", "ArrowRight"], {"shown": 2}), (["PageUp", "ArrowUp", "ArrowLeft"], {"shown": 5})],
    many=(["ArrowLeft"] * 27 + ["ArrowRight"] * 13) * 5,
    end={"shown": 14},
    state="told(monitor)",
    shows=shows,
    also=(FRESH, WILD, GOING, DEAF),
)
