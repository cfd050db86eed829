"""Drives TrainingMonitor, as the training left it: back through the epochs."""

import json
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
from xo_helpers.training import evaluate, train
from xo_helpers.widgets import TrainingMonitor

rng = np.random.default_rng(0)
network = Network([Conv2D.random(rng, 1, 8), ReLU(), GlobalMax(), Dense.random(rng, 8, 2)])
images, labels = drawings(300, rng)
tests = drawings(100, rng)
settings = {"batch_size": 16, "learning_rate": 0.05, "rng": rng}
"""
CELL = f"""{MAKE}
monitor = TrainingMonitor(epochs=30)
monitor.run(train(network, images, labels, epochs=30, validation=tests, **settings))
numbers = ("loss", "accuracy", "validation_loss", "validation_accuracy")
told = [[[getattr(r, n) for n in numbers], r.kernels[:, 0].tolist()] for r in monitor.records]
monitor
"""
SHOWN = """widget => {
    const bar = widget.querySelector('[role=progressbar]');
    const points = line => line.getAttribute('points').split(' ').map(at => at.split(',').map(Number));
    const texts = chart => [...chart.querySelectorAll('text')].map(text => text.textContent);
    return {
        now: ['valuenow', 'valuemin', 'valuemax', 'valuetext'].map(name => bar.getAttribute('aria-' + name)),
        filled: bar.firstChild.getBoundingClientRect().width / bar.getBoundingClientRect().width,
        charts: [...widget.querySelectorAll('svg')].map(chart => ({
            name: chart.getAttribute('aria-label'), texts: texts(chart),
            curves: [...chart.querySelectorAll('polyline')].map(points),
        })),
        line: widget.querySelector('.xo-line').textContent,
        caption: widget.querySelector('.xo-caption').textContent,
        kernels: [...widget.querySelectorAll('.xo-grid')].map(grid => [...grid.querySelectorAll('.xo-cell')].map(cell =>
            [cell.getAttribute('aria-label'), cell.style.backgroundColor])),
    };
}"""


def slider(widget):
    return widget.get_by_role("slider", name="epoch shown")


def number(value):  # below 10 three decimals, of which the last is left out where it is 0
    return f"{value:.3f}".removesuffix("0") if value < 10 else f"{value:.2f}"


def assert_kernels(shown, kernels):
    """The caption, and each cell's place, number and colour."""
    kernels = np.array(kernels)
    scale = np.abs(kernels).max()
    assert shown["caption"].endswith(f"darkest = {rounded(scale, 2)}")
    assert len(shown["kernels"]) == len(kernels)
    for cells, kernel in zip(shown["kernels"], kernels, strict=True):
        for (label, colour), (at, value) in zip(cells, np.ndenumerate(kernel), strict=True):
            said = rounded(value, 2).replace("−", "minus ")
            assert label == f"row {at[0]}, column {at[1]}, {said}"
            shade = np.array(COLOURS((value / scale + 1) / 2)[:3]) * 255
            assert np.abs(np.array(re.findall(r"\d+", colour), dtype=int) - shade).max() <= 2


def assert_at(widget, epoch, numbers, kernels, epochs=30):
    """All that the page shows of an epoch of a training that is done, against the record that NumPy gave."""
    shown = widget.evaluate(SHOWN)
    said = f"epoch {epoch}: loss {number(numbers[0])}, accuracy {number(numbers[1])}"
    last = epoch == epochs
    assert shown["line"] == (f"done, {said.replace(':', f' of {epochs}:')}" if last else f"back at {said}")
    assert shown["now"] == [
        str(epochs),
        "0",
        str(epochs),
        f"epoch {epochs} of {epochs}",
    ]  # the training's own
    for at, (chart, name) in enumerate(zip(shown["charts"], ("loss", "accuracy"), strict=True)):
        assert [len(curve) for curve in chart["curves"]] == [epoch, epoch]
        extent = "by epoch" if last else f"up to epoch {epoch}"
        texts = [f"training {number(numbers[at])}", f"validation {number(numbers[2 + at])}"]
        assert chart["name"] == f"{name} {extent}: {', '.join(texts)}"
        assert set(texts) <= set(chart["texts"])
        assert chart["curves"][0][-1][0] == pytest.approx(44 + epoch / epochs * 184, abs=0.06)
    assert_kernels(shown, kernels)
    assert slider(widget).input_value() == str(epoch)
    assert slider(widget).get_attribute("aria-valuetext") == f"epoch {epoch}"


def record_of(lesson, epoch):
    """What Python keeps of an epoch: its four numbers, and its kernels."""
    return json.loads(lesson.run(f"print(json.dumps(told[{epoch - 1}]))"))


def shows(widget, state):
    epoch, *record = state
    if record:
        assert_at(widget, epoch, *record)
    else:  # without a kernel, that has the records
        assert slider(widget).input_value() == str(epoch)
        assert widget.get_by_text(f"back at epoch {epoch}: loss").count() == 1


DRIVER = Driver(
    variable="monitor",
    cell=CELL,
    begin="monitor.shown = 30",
    focus=lambda widget: slider(widget).focus(),
    stops=("Play", "epoch shown", "Stop"),
    steps=[(["Home", "ArrowRight"], [2]), (["PageUp", "ArrowUp", "ArrowLeft"], [5])],
    many=["ArrowLeft"] * 200,
    state="[monitor.shown, *told[monitor.shown - 1]]",
    shows=shows,
    also=("fresh = TrainingMonitor(9)\nfresh",),
)
