"""The training monitor: in Python with made-up and real epochs, and in JupyterLab with a kernel that is busy."""

import json
import threading

import numpy as np
import pytest

from xo_helpers.drawings import drawings
from xo_helpers.layers import Conv2D, Dense, GlobalMax, ReLU
from xo_helpers.network import Network
from xo_helpers.texts import in_cell
from xo_helpers.training import Epoch, LossBlewUp, train
from xo_helpers.widgets import TrainingMonitor, training_monitor

# In Python


def epochs(count, validation=False, kernels=None):
    for epoch in range(1, count + 1):
        tested = (2 / epoch, 0.5) if validation else (None, None)
        yield Epoch(epoch, 1 / epoch, 1 - 1 / epoch, *tested, 0.01, kernels)


def small_network(seed=0):
    rng = np.random.default_rng(seed)
    return Network([Conv2D.random(rng, 1, 4), ReLU(), GlobalMax(), Dense.random(rng, 4, 2)])


def training(network, epochs=6, learning_rate=0.1):
    images, labels = drawings(40, np.random.default_rng(1))
    options = {"batch_size": 8, "learning_rate": learning_rate, "rng": np.random.default_rng(2)}
    return train(network, images, labels, epochs=epochs, **options)


def test_as_new_it_is_ready():
    monitor = TrainingMonitor(20)
    assert (monitor.epochs, monitor.epoch, monitor.state, monitor.records) == (20, 0, "ready", [])
    assert monitor.losses == monitor.accuracies == monitor.kernels == []
    assert monitor.validation_losses == monitor.validation_accuracies == []
    assert (monitor.stop, monitor.hears) == (False, False)  # outside a kernel nobody hears a button


def test_it_shows_every_epoch_and_keeps_the_records():
    kernels = np.arange(20 * 2 * 9).reshape(20, 2, 3, 3) / 100
    monitor = TrainingMonitor(4)
    assert (
        monitor.run(epochs(4, validation=True, kernels=kernels)) is None
    )  # a cell's last line prints nothing
    assert (monitor.epoch, monitor.state) == (4, "done")
    assert monitor.losses == [1, 1 / 2, 1 / 3, 1 / 4]
    assert monitor.accuracies == [0, 1 - 1 / 2, 1 - 1 / 3, 1 - 1 / 4]
    assert monitor.validation_losses == [2, 1, 2 / 3, 1 / 2]
    assert monitor.validation_accuracies == [0.5] * 4
    assert monitor.kernels == kernels[:16, 0].tolist()
    assert [record.epoch for record in monitor.records] == [1, 2, 3, 4]
    json.dumps(monitor.get_state())


def test_a_second_run_begins_afresh_and_more_epochs_than_announced_are_shown_too():
    monitor = TrainingMonitor(4)
    monitor.run(epochs(4, validation=True))
    monitor.stop = True  # too late for the first run, too early for the second
    monitor.run(epochs(6))
    assert (monitor.epoch, monitor.epochs, monitor.state) == (6, 6, "done")
    assert len(monitor.losses) == len(monitor.records) == 6
    assert monitor.validation_losses == []


def test_stop_ends_it_after_the_epoch():
    monitor = TrainingMonitor(10)

    def pressed_in_the_third():
        for record in epochs(10):
            monitor.stop = record.epoch == 3
            yield record

    monitor.run(pressed_in_the_third())
    assert repr(monitor) == "TrainingMonitor(epoch 3 of 10, stopped): loss 0.33, accuracy 0.66"
    assert len(monitor.losses) == 3


def test_an_interrupt_ends_it_without_an_error_and_the_weights_are_kept(monkeypatch):
    network, twin, monitor = small_network(), small_network(), TrainingMonitor(6)
    backward, calls = network.backward, []

    def interrupted_in_the_fourth_epoch(gradient, **options):
        calls.append(1)
        if len(calls) > 3 * 5:  # five batches an epoch
            raise KeyboardInterrupt
        return backward(gradient, **options)

    monkeypatch.setattr(network, "backward", interrupted_in_the_fourth_epoch)
    monitor.run(training(network))
    assert (monitor.epoch, monitor.state, len(monitor.losses)) == (3, "interrupted", 3)
    list(training(twin, epochs=3))
    for name, array in twin.parameters.items():
        assert np.array_equal(network.parameters[name], array)
    assert monitor.kernels == network[0].parameters["kernels"][:, 0].tolist()


def test_a_loss_that_blows_up_is_shown_and_goes_on_to_the_reader():
    monitor = TrainingMonitor(6)
    with pytest.raises(LossBlewUp, match="try a learning rate"):
        monitor.run(training(small_network(), learning_rate=1e6))
    assert monitor.state == "blew up"
    assert repr(monitor).startswith(f"TrainingMonitor(epoch {len(monitor.records)} of 6, blew up)")


def test_a_loss_that_is_no_number_travels_as_none():
    monitor = TrainingMonitor(2)
    monitor.run([Epoch(1, 0.5, 0.5, np.inf, 0.5, 0, None), Epoch(2, 0.4, 0.5, np.nan, 0.5, 0, None)])
    assert monitor.validation_losses == [None, None]
    assert "validation loss beyond all numbers, accuracy 0.50" in repr(monitor)
    json.dumps(monitor.get_state(), allow_nan=False)
    assert monitor._repr_mimebundle_()[0]["image/png"].startswith(b"\x89PNG")


def test_a_large_loss_is_told_in_short():
    monitor = TrainingMonitor(1)
    monitor.run([Epoch(1, 124815.9, 0.5, 999.999, 0.5, 0, None)])
    assert repr(monitor).endswith("loss 1.2e5, accuracy 0.50; validation loss 999.99, accuracy 0.50")


def messages(monkeypatch, sending=0.0, count=1000, epoch=0.005):
    """The epochs at which a message goes to the page, by a clock of our own."""
    now, sent = [100.0], []
    monkeypatch.setattr(training_monitor, "monotonic", lambda: now[0])
    monitor = TrainingMonitor(count)

    def send_state(key=None):
        now[0] += sending
        sent.append(monitor.epoch)

    def ticking():
        for record in epochs(count):
            now[0] += epoch
            yield record

    monkeypatch.setattr(monitor, "send_state", send_state)
    monitor.run(ticking())
    assert (monitor.epoch, len(monitor.losses)) == (count, count)
    return sent


def test_at_most_twenty_messages_a_second_and_always_the_last(monkeypatch):
    sent = messages(monkeypatch)  # 5 seconds
    assert sent[:2] == [0, 1]  # the start is told at once, and the first epoch
    assert 90 <= len(sent) <= 5 * 20 + 3
    assert sent[-1] == 1000


def test_telling_the_page_takes_a_tenth_of_the_time_at_most(monkeypatch):
    sent = messages(monkeypatch, sending=0.02)
    assert 20 <= len(sent) <= 30  # 5 s, every 0.2 s
    assert sent[-1] == 1000


def test_slow_epochs_are_all_told(monkeypatch):
    assert messages(monkeypatch, count=5, epoch=0.06) == [0, 1, 2, 3, 4, 5, 5]


@pytest.mark.parametrize("beside", [True, False])
def test_a_button_is_heard_if_the_page_comes_in_beside_the_main_thread(beside):
    monitor = TrainingMonitor(2)
    if beside:
        page = threading.Thread(target=monitor.set_state, args=({"seen": True},))
        page.start()
        page.join()
    else:
        monitor.set_state({"seen": True})
    monitor.run(epochs(2))
    assert monitor.hears is beside


def test_the_repr_is_stable_and_is_the_bundles_text():
    monitor = TrainingMonitor(4)
    assert repr(monitor) == "TrainingMonitor(epoch 0 of 4, ready)"
    before, _ = monitor._repr_mimebundle_()
    monitor.run(epochs(4, validation=True, kernels=np.ones((2, 1, 3, 3))))
    assert repr(monitor) == (
        "TrainingMonitor(epoch 4 of 4, done): loss 0.25, accuracy 0.75; validation loss 0.50, accuracy 0.50"
    )
    data, metadata = monitor._repr_mimebundle_()
    assert data["text/plain"] == metadata["image/png"]["alt"] == repr(monitor)
    assert data["image/png"].startswith(b"\x89PNG")
    assert data["image/png"] != before["image/png"]
    assert "application/vnd.jupyter.widget-view+json" in data


def test_the_picture_shows_the_curves_and_the_kernels():
    monitor = TrainingMonitor(9)
    monitor.run(epochs(4, validation=True, kernels=np.linspace(-2, 1, 45).reshape(5, 1, 3, 3)))
    charts, kernels = monitor._figure().subfigs
    loss, accuracy = charts.axes
    assert [line.get_ydata().tolist() for line in loss.lines] == [monitor.losses, monitor.validation_losses]
    assert [line.get_ydata().tolist() for line in accuracy.lines] == [monitor.accuracies, [0.5] * 4]
    assert loss.get_xlim() == (0, 4)  # as far as it came
    shown = [ax.images[0].get_array() for ax in kernels.axes if ax.images]
    assert np.allclose(shown, np.array(monitor.kernels) / 2)
    assert kernels._suptitle.get_text() == "kernels, darkest = 2.00"


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: TrainingMonitor(0), "epochs"),
        (lambda: TrainingMonitor(2.5), "epochs"),
        (lambda: TrainingMonitor("many"), "epochs"),
        (lambda: setattr(TrainingMonitor(3), "epochs", 0), "epochs"),
        (lambda: TrainingMonitor(3).run([1, 2]), "run takes the epochs that train\\(...\\) gives, and not 1"),
    ],
)
def test_what_does_not_fit_is_refused(make, message):
    with pytest.raises(ValueError, match=message):
        make()


# In the browser

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
WATCH = """
monitor = TrainingMonitor(epochs=30)
display(monitor)
monitor.run(train(network, images, labels, epochs=30, validation=tests, **settings))
"""
LONG = """
monitor = TrainingMonitor(epochs=10_000)
display(monitor)
monitor.run(train(network, images, labels, epochs=10_000, **settings))
"""
AFTER = """
kept = np.array_equal(network[0].parameters["kernels"], monitor.records[-1].kernels)
print(monitor.state, 1 <= len(monitor.records) < 10_000, kept)
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
        kernels: [...widget.querySelectorAll('.xo-grid')].map(grid => grid.querySelectorAll('.xo-cell').length),
        first: [...widget.querySelectorAll('.xo-grid')[0].querySelectorAll('.xo-cell')].map(cell => cell.ariaLabel),
    };
}"""


# The words that are cut off by the edge of their chart.
OUTSIDE = """widget => [...widget.querySelectorAll('svg')].flatMap(chart => {
    const box = chart.getBoundingClientRect();
    return [...chart.querySelectorAll('text')].filter(text => {
        const words = text.getBoundingClientRect();
        return words.left < box.left || words.right > box.right || words.top < box.top || words.bottom > box.bottom;
    }).map(text => text.textContent);
})"""


@pytest.fixture(scope="module")
def page(lab):
    lesson = lab.open("monitor.ipynb", [MAKE, WATCH, "monitor", "fresh = TrainingMonitor(40)\nfresh"])
    lesson.run_all()
    yield lesson
    lesson.close()


def assert_shows(shown, state):
    """The page's numbers, curves and kernels, against Python's."""
    last = state["epoch"]
    assert shown["now"] == [str(last), "0", str(state["epochs"]), f"epoch {last} of {state['epochs']}"]
    assert shown["filled"] == pytest.approx(last / state["epochs"], abs=0.02)
    highest = max(state["losses"] + state["validation_losses"] + [0.1]) * 1.05
    loss, accuracy = shown["charts"]
    for chart, names, most in (
        (loss, ("losses", "validation_losses"), highest),
        (accuracy, ("accuracies", "validation_accuracies"), 1),
    ):
        wanted = [state[name] for name in names if state[name]]
        assert len(chart["curves"]) == len(wanted)
        for curve, values in zip(chart["curves"], wanted, strict=True):
            x, y = np.transpose(curve)
            assert np.allclose(x, 44 + np.arange(1, last + 1) / last * 184, atol=0.06)
            assert np.allclose(y, 24 + (1 - np.array(values) / most) * 128, atol=0.06)
        for name, values in zip(("training", "validation"), wanted, strict=False):
            assert f"{name} {in_cell(values[-1])}" in chart["texts"]
            assert f"{name} {in_cell(values[-1])}" in chart["name"]
    assert (
        f"loss {in_cell(state['losses'][-1])}, accuracy {in_cell(state['accuracies'][-1])}" in shown["line"]
    )
    kernels = np.array(state["kernels"])
    assert shown["caption"].endswith(f"darkest = {in_cell(np.abs(kernels).max())}")
    assert shown["kernels"] == [9] * len(kernels)
    values = [in_cell(value).replace("−", "minus ") for value in kernels[0].flat]
    places = [f"row {row}, column {column}" for row, column in np.ndindex(3, 3)]
    assert shown["first"] == [f"{place}, {value}" for place, value in zip(places, values, strict=True)]


def python_state(page, name="monitor"):
    names = [
        "epoch",
        "epochs",
        "losses",
        "accuracies",
        "validation_losses",
        "validation_accuracies",
        "kernels",
        "state",
        "hears",
    ]
    return json.loads(page.run(f"print(json.dumps({{name: getattr({name}, name) for name in {names}}}))"))


@pytest.mark.browser
def test_a_real_training_is_shown_to_its_last_epoch(page):
    state = python_state(page)
    assert (state["epoch"], state["state"], state["hears"]) == (30, "done", True)
    for index in (0, 1):  # the one that watched, and a second view of it
        widget = page.widget(index)
        shown = widget.evaluate(SHOWN)
        assert_shows(shown, state)
        assert shown["line"].startswith("done, epoch 30 of 30: ")
        assert widget.get_by_role("button", name="Stop").is_disabled()
    page.screenshot("done", page.widget(0))


@pytest.mark.browser
@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_axe_finds_nothing_afterwards(page, theme):
    page.theme(theme)
    page.widget(0)
    problems = page.problems()
    page.screenshot(theme.split()[1].lower(), page.widget(0))
    page.theme("JupyterLab Light")
    assert problems == []


@pytest.mark.browser
def test_it_speaks_at_the_start_at_each_quarter_and_at_the_end(page):
    widget = page.widget(2)
    assert widget.locator("[role=status]").text_content() == "ready for 40 epochs"
    page.screenshot("ready", widget)
    widget.evaluate("""widget => {
        const says = widget.querySelector('[role=status]');
        window.heard = [];
        new MutationObserver(() => window.heard.push(says.textContent)).observe(says, {childList: true});
    }""")
    page.run(
        "import time\ndef slowly(training):\n    for record in training:\n        time.sleep(0.15)\n        yield record\n"
        "fresh.run(slowly(train(network, images, labels, epochs=40, **settings)))"
    )
    page.page.wait_for_timeout(300)
    heard = page.page.evaluate("window.heard")
    assert heard[0] == "training begins, 40 epochs"
    assert len(heard) == 5
    for said, quarter in zip(heard[1:-1], (10, 20, 30), strict=True):
        assert int(said.split()[1]) in range(quarter, quarter + 10), said  # the first that the page saw of it
        assert " of 40: loss " in said
    state = python_state(page, "fresh")
    end = f"loss {in_cell(state['losses'][-1])}, accuracy {in_cell(state['accuracies'][-1])}"
    assert heard[-1] == f"done, epoch 40 of 40: {end}"
    assert_shows(widget.evaluate(SHOWN), state)


@pytest.mark.browser
def test_a_pressed_stop_says_that_it_waits_for_the_epoch_to_end(page):
    widget = page.widget(2)
    page.page.evaluate(
        """code => {
            jupyterapp.shell.currentWidget.sessionContext.session.kernel.requestExecute({code, store_history: false});
        }""",
        "def for_long(training):\n    for record in training:\n        time.sleep(1)\n        yield record\n"
        "import time\nfresh.run(for_long(train(network, images, labels, epochs=40, **settings)))",
    )
    widget.get_by_text("epoch 1 of 40: loss").first.wait_for()
    stop = widget.get_by_role("button", name="Stop")
    assert stop.is_enabled()
    stop.click()
    page.settle()
    assert widget.locator(".xo-tools").inner_text().split("\n")[-1] == "stopping after this epoch"
    assert widget.locator("[role=status]").text_content() == "stopping after this epoch"
    assert stop.is_disabled()
    page.screenshot("stopping", widget)
    widget.get_by_text("stopped after epoch").first.wait_for()
    state = python_state(page, "fresh")
    assert state["state"] == "stopped"
    assert state["epoch"] <= 3
    assert_shows(widget.evaluate(SHOWN), state)


@pytest.mark.browser
def test_a_loss_that_blows_up_stays_in_its_chart(page):
    widget = page.widget(2)
    error = page.run(
        "wild = settings | {'learning_rate': 10, 'batch_size': 300}\n"
        "fresh.run(train(network, images, labels, epochs=40, validation=tests, **wild))"
    )
    assert "so training stopped" in error
    widget.get_by_text("the loss blew up after epoch").first.wait_for()
    page.settle()
    losses = python_state(page, "fresh")["losses"]
    assert max(losses) > 1000  # the numbers are long
    assert widget.evaluate(OUTSIDE) == []
    assert page.run("print(fresh)").partition(": loss ")[2].split(",")[0] in widget.evaluate(SHOWN)["line"]
    page.screenshot("blew-up", widget)


def start(page):
    """Run all cells without waiting for the long one; the widget, once an epoch is on it."""
    page.command("notebook:run-all-cells", wait=False)
    widget = page.widget(0)
    widget.locator("svg polyline").first.wait_for(state="attached")
    return widget


@pytest.mark.browser
def test_stop_ends_a_long_training_and_the_notebook_goes_on(lab):
    page = lab.open("monitor_stop.ipynb", [MAKE, LONG, AFTER])
    widget = start(page)
    stop = widget.get_by_role("button", name="Stop")
    stop.wait_for()
    assert widget.get_by_text("Stop ends it after this epoch").is_visible()
    for theme in ("JupyterLab Light", "JupyterLab Dark"):
        page.theme(theme)
        assert page.problems() == [], theme
        page.screenshot(f"running-{theme.split()[1].lower()}", widget)
    page.theme("JupyterLab Light")
    before = page.cells()
    stop.focus()
    for key in ["j", "a", "b", "d", "d", "x", "m", "Escape", "0", "0"]:
        page.page.keyboard.press(key)
    page.page.wait_for_timeout(200)
    assert page.cells() == before
    assert widget.locator(":focus").count() == 1
    page.page.keyboard.press("Enter")
    widget.get_by_text("stopped after epoch").first.wait_for()
    for key in ["Enter", "a", "d", "d"]:  # the focus is still on the button, which does nothing any more
        page.page.keyboard.press(key)
    assert page.cells() == before
    assert widget.locator(":focus").count() == 1
    assert page.says("monitor.state", "stopped") == "stopped"
    outputs = [output.get("text") for output in page.outputs() if output["output_type"] == "stream"]
    assert outputs == ["stopped True True\n"]
    assert_shows_the_end(page, widget, "stopped")
    assert page.console == []
    page.close()


def assert_shows_the_end(page, widget, state):
    page.settle()
    known = python_state(page)
    shown = widget.evaluate(SHOWN)
    end = f"loss {in_cell(known['losses'][-1])}, accuracy {in_cell(known['accuracies'][-1])}"
    assert shown["line"] == f"{state} after epoch {known['epoch']} of 10000: {end}. What was learned is kept."
    assert len(shown["charts"][0]["curves"][0]) <= 402
    page.screenshot(state, widget)


@pytest.mark.browser
def test_without_subshells_it_says_to_interrupt_and_interrupt_keeps_the_weights(lab):
    last = "print(monitor.state, len(monitor.records) == monitor.epoch, evaluate(network, *tests)[1] > 0.4)"
    page = lab.open("monitor_interrupt.ipynb", [MAKE, LONG, last])
    page.page.evaluate(
        "() => { jupyterapp.shell.currentWidget.sessionContext.session.kernel.commsOverSubshells = 'disabled'; }"
    )
    widget = start(page)
    page.page.wait_for_timeout(1000)
    assert widget.get_by_role("button").count() == 0
    assert widget.get_by_text(
        "To stop, use Interrupt (the ■ in the toolbar): what was learned so far is kept."
    ).is_visible()
    assert page.problems() == []
    page.screenshot("no-button", widget)
    page.command("notebook:interrupt-kernel")
    widget.get_by_text("interrupted after epoch").first.wait_for()
    assert page.says("monitor.hears", "False") == "False"
    kinds = [output["output_type"] for output in page.outputs()]
    assert "error" not in kinds
    assert [output["text"] for output in page.outputs() if output["output_type"] == "stream"] == [
        "interrupted True True\n"
    ]
    assert_shows_the_end(page, widget, "interrupted")
    assert page.console == []
    page.close()


@pytest.mark.browser
def test_a_phone_with_reduced_motion(lab):
    small = {"viewport": {"width": 360, "height": 900}, "device_scale_factor": 2, "reduced_motion": "reduce"}
    page = lab.open("monitor_phone.ipynb", [MAKE, WATCH], **small)
    page.run_all()
    widget = page.widget(0)
    assert widget.evaluate("widget => widget.scrollWidth <= widget.clientWidth")
    assert widget.evaluate(OUTSIDE) == []
    assert_shows(widget.evaluate(SHOWN), python_state(page))
    page.screenshot("widget", widget)
    assert page.problems() == []
    page.close()
