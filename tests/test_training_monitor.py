"""The training monitor: in Python with made-up and real epochs, and in JupyterLab with a kernel that is busy."""

import json
import re
import threading
from contextlib import nullcontext

import ipywidgets
import numpy as np
import pytest
import traitlets

from xo_helpers.drawings import drawings
from xo_helpers.layers import Conv2D, Dense, GlobalMax, ReLU
from xo_helpers.network import Network
from xo_helpers.plots.style import COLOURS
from xo_helpers.texts import rounded
from xo_helpers.training import Epoch, LossBlewUp, train
from xo_helpers.widgets import TrainingMonitor
from xo_helpers.widgets.training_monitor import widget as training_monitor

# In Python


def epochs(count, validation=False, kernels=None):
    for epoch in range(1, count + 1):
        tested = (2 / epoch, 0.5) if validation else (None, None)
        yield Epoch(epoch, 1 / epoch, 1 - 1 / epoch, *tested, kernels)


def in_page(monitor):
    """The state as JSON, which has no word for what is no number, and its bytes."""
    state = monitor.get_state()
    history = state.pop("history")
    return json.dumps(state, allow_nan=False), history


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
    in_page(monitor)


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
    assert repr(monitor) == "TrainingMonitor(epoch 3 of 10, stopped): loss 0.333, accuracy 0.667"
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
    monitor.run([Epoch(1, 0.5, 0.5, np.inf, 0.5, None), Epoch(2, 0.4, 0.5, np.nan, 0.5, None)])
    assert monitor.validation_losses == [None, None]
    assert "validation loss beyond all numbers, accuracy 0.50" in repr(monitor)
    in_page(monitor)
    assert monitor._repr_mimebundle_()[0]["image/png"].startswith(b"\x89PNG")


def test_a_large_loss_is_told_in_short():
    monitor = TrainingMonitor(1)
    monitor.run([Epoch(1, 124815.9, 0.5, 999.999, 0.5, None)])
    assert repr(monitor).endswith("loss 1.2e5, accuracy 0.50; validation loss 1000.00, accuracy 0.50")


def messages(
    monkeypatch, sending=0.0, count=1000, epoch=0.005, kernels=None, told=lambda monitor: monitor.epoch
):
    """The epochs at which a message goes to the page, or what else is `told`, by a clock of our own."""
    now, sent = [100.0], []
    monkeypatch.setattr(training_monitor, "monotonic", lambda: now[0])
    monitor = TrainingMonitor(count)

    def send_state(key=None):
        now[0] += sending
        sent.append(told(monitor))

    def ticking():
        for record in epochs(count, kernels=kernels):
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


def test_any_other_error_is_shown_as_one_and_goes_on_to_the_caller():
    monitor = TrainingMonitor(6)

    def breaks_in_the_third():
        yield from epochs(2)
        raise ZeroDivisionError("of the reader's own")

    with pytest.raises(ZeroDivisionError, match="of the reader's own"):
        monitor.run(breaks_in_the_third())
    assert repr(monitor) == "TrainingMonitor(epoch 2 of 6, ended in an error): loss 0.50, accuracy 0.50"
    with pytest.raises(ValueError, match="and not 7"):
        monitor.run([*epochs(3), 7])
    assert (monitor.state, monitor.epoch) == ("ended in an error", 3)
    with pytest.raises(TypeError, match="not iterable"):
        monitor.run(5)  # no training at all
    assert monitor.epoch == 3
    monitor.run(epochs(1))
    assert (monitor.state, monitor.epoch) == ("done", 1)


@pytest.mark.parametrize("other", [False, True])
def test_a_training_with_no_epoch_left_changes_nothing(other):
    monitor, once = TrainingMonitor(4), epochs(4, kernels=np.ones((2, 1, 3, 3)))
    monitor.run(once)
    monitor.shown = 2
    before = in_page(monitor), monitor.records, repr(monitor)
    monitor.run(iter([]) if other else once)
    assert monitor.spent
    monitor.spent = False
    assert (in_page(monitor), monitor.records, repr(monitor)) == before
    fresh = TrainingMonitor(4)
    fresh.run(once)
    assert (fresh.state, fresh.epoch, fresh.spent) == ("ready", 0, True)
    fresh.run(epochs(2))
    assert (fresh.state, fresh.epoch, fresh.spent) == ("done", 2, False)


def test_a_training_that_was_stopped_goes_on_where_it_was():
    network, twin, monitor = small_network(), small_network(), TrainingMonitor(6)
    learning = training(network)

    def stops_itself():
        for record in learning:
            monitor.stop = record.epoch == 2
            yield record

    stopping = stops_itself()
    monitor.run(stopping)
    assert (monitor.state, monitor.epoch) == ("stopped", 2)
    monitor.run(stopping)
    whole = TrainingMonitor(6)
    whole.run(training(twin))
    assert (monitor.state, monitor.losses) == ("done", whole.losses)
    assert (monitor.history, monitor.epoch) == (whole.history, 6)
    monitor.run(training(small_network(1), epochs=3))  # another one begins afresh
    assert [record.epoch for record in monitor.records] == [1, 2, 3]


# Back through the epochs


@pytest.fixture
def trained():
    monitor = TrainingMonitor(6)
    monitor.run(training(small_network()))
    return monitor


def test_shown_is_the_last_epoch_and_can_be_set():
    monitor, seen = TrainingMonitor(6), []
    monitor.observe(lambda change: seen.append(change.new), "shown")
    assert monitor.shown == 0
    monitor.run(epochs(6))
    assert monitor.shown == 6
    monitor.shown = np.int64(3)
    assert (monitor.shown, type(monitor.shown), monitor.picked, monitor.epoch) == (3, int, 3, 6)
    monitor.shown = 6
    assert (monitor.shown, monitor.picked) == (6, 0)  # the last, whichever it is
    monitor.shown = 2
    monitor.run(epochs(4))
    assert (monitor.shown, monitor.picked) == (4, 0)  # a second run begins with its last
    assert {2, 3} < set(seen)


@pytest.mark.parametrize("held", [False, True])
@pytest.mark.parametrize("value", [0, 7, -1, 2.0, 2.5, True, "two", None, [2], np.arange(3)])
def test_an_epoch_that_there_is_not_is_refused_and_the_old_one_stays(trained, value, held):
    trained.shown = 2
    before = trained.get_state()
    holding = trained.hold_trait_notifications() if held else nullcontext()
    with holding, pytest.raises(ValueError, match="shown is .*; here are epochs 1 to 6"):
        trained.shown = value
    assert (trained.shown, trained.get_state()) == (2, before)
    fresh = TrainingMonitor(4)
    with pytest.raises(ValueError, match="no epoch has been trained yet"):
        fresh.shown = 1
    assert fresh.shown == 0


def test_what_the_page_sends_is_followed_and_what_cannot_be_is_the_last(trained):
    trained.set_state({"picked": 3})
    assert trained.shown == 3
    for odd in (99, -1):
        trained.set_state({"picked": odd})
        assert (trained.shown, trained.picked) == (6, 0)
    trained.set_state({"picked": 4})
    with pytest.raises(traitlets.TraitError):
        trained.set_state({"picked": "x"})
    assert (trained.shown, trained.picked) == (4, 4)


def test_it_is_linked(trained):
    slider = ipywidgets.IntSlider(min=1, max=6)
    traitlets.link((trained, "shown"), (slider, "value"))
    assert slider.value == 6
    slider.value = 2
    assert trained.picked == 2
    trained.set_state({"picked": 5})
    assert slider.value == 5


def test_a_reader_who_went_back_stays_there_while_training_goes_on():
    monitor, shown = TrainingMonitor(6), []

    def goes_back_in_the_third():
        for record in epochs(6):
            if record.epoch == 4:
                page = threading.Thread(target=monitor.set_state, args=({"picked": 1},))
                page.start()
                page.join()
            shown.append(monitor.shown)
            yield record

    monitor.run(goes_back_in_the_third())
    assert shown[4:] == [1, 1]
    assert (monitor.shown, monitor.epoch) == (1, 6)
    assert (
        repr(monitor)
        == "TrainingMonitor(epoch 6 of 6, done): loss 0.167, accuracy 0.833; the page shows epoch 1"
    )


def test_the_repr_says_the_epoch_shown_only_if_it_is_not_the_last_and_the_picture_shows_the_last(trained):
    whole, picture = repr(trained), drawn_in(trained)
    trained.shown = 2
    assert repr(trained) == f"{whole}; the page shows epoch 2"
    assert trained._repr_mimebundle_()[0]["text/plain"] == repr(trained)
    assert drawn_in(trained) == picture
    trained.shown = 6
    assert repr(trained) == whole


def drawn_in(monitor):
    """What the picture left behind draws."""
    charts, kernels = monitor._figure().subfigs
    curves = [line.get_ydata().tolist() for ax in charts.axes for line in ax.lines]
    return (
        curves,
        [ax.images[0].get_array().tolist() for ax in kernels.axes if ax.images],
        charts._supxlabel.get_text(),
    )


def test_the_kernels_of_every_epoch_travel_as_the_bytes_that_numpy_has():
    rng = np.random.default_rng(0)
    kernels = rng.normal(size=(60, 8, 2, 3, 3))
    monitor = TrainingMonitor(60)
    monitor.run(Epoch(1 + at, 1, 1, None, None, each) for at, each in enumerate(kernels))
    history = monitor.get_state()["history"]
    assert monitor.kernel_shape == [8, 3, 3]
    assert np.array_equal(np.frombuffer(history, "<f8").reshape(60, 8, 3, 3), kernels[:, :, 0])
    assert len(history) == 60 * 8 * 9 * 8 < 35_000
    told = {
        name: value for name, value in monitor.get_state().items() if name[0] != "_" and name != "history"
    }
    assert len(json.dumps(told)) < 2000  # nothing of them is told a second time
    assert monitor.kernels == kernels[-1, :, 0].tolist()


def test_without_kernels_or_with_kernels_of_other_shapes_there_are_none():
    monitor = TrainingMonitor(4)
    for odd in (None, np.ones((3, 1, 3, 3))):
        monitor.run([*epochs(2, kernels=np.ones((2, 1, 3, 3))), Epoch(3, 1, 1, None, None, odd)])
        assert (monitor.history, monitor.kernels, monitor.epoch) == (b"", [], 3)
        assert monitor._repr_mimebundle_()[0]["image/png"].startswith(b"\x89PNG")


def test_kernels_take_two_million_bytes_a_second_at_most(monkeypatch):
    kernels = np.ones((16, 1, 5, 5))  # 3,200 bytes an epoch
    sizes = messages(monkeypatch, count=2000, kernels=kernels, told=lambda monitor: len(monitor.history))
    assert (
        1000 * 3200 < sum(sizes) <= 2e6 * 2000 * 0.005 + 3 * 2000 * 3200
    )  # in ten seconds; the last come at once


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


def number(value):  # below 10 three decimals, of which the last is left out where it is 0
    return f"{value:.3f}".removesuffix("0") if value < 10 else f"{value:.2f}"


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
            assert f"{name} {number(values[-1])}" in chart["texts"]
            assert f"{name} {number(values[-1])}" in chart["name"]
    assert f"loss {number(state['losses'][-1])}, accuracy {number(state['accuracies'][-1])}" in shown["line"]
    kernels = np.array(state["kernels"])
    assert shown["caption"].endswith(f"darkest = {rounded(np.abs(kernels).max(), 2)}")
    assert shown["kernels"] == [9] * len(kernels)
    values = [rounded(value, 2).replace("−", "minus ") for value in kernels[0].flat]
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
    end = f"loss {number(state['losses'][-1])}, accuracy {number(state['accuracies'][-1])}"
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


# Back through the epochs: in JupyterLab, and on the web site without Python

REPLAY = f"""{MAKE}
monitor = TrainingMonitor(epochs=30)
monitor.run(train(network, images, labels, epochs=30, validation=tests, **settings))
monitor
"""
KERNELS = """widget => [...widget.querySelectorAll('.xo-grid')].map(grid => [...grid.querySelectorAll('.xo-cell')].map(cell =>
    [cell.getAttribute('aria-label').split(', ')[2], cell.style.backgroundColor]))"""
# A clock that the test moves on: window.ticks are the replays that run, and window.paces their steps' lengths.
CLOCK = """() => {
    const [every, end] = (window.real ??= [setInterval, clearInterval]);
    [window.ticks, window.paces] = [new Map(), []];
    window.setInterval = (act, pace, ...more) => {
        if (!(pace >= 200 && pace <= 500)) return every(act, pace, ...more); // the front end's own
        const timer = 1e9 + window.paces.push(pace);
        window.ticks.set(timer, act);
        return timer;
    };
    window.clearInterval = timer => void (window.ticks.delete(timer) || end(timer));
}"""
TICK = "() => { for (const act of [...window.ticks.values()]) act(); return window.ticks.size; }"
HEARS = """widget => {
    const says = widget.querySelector('[role=status]');
    window.heard = [];
    new MutationObserver(() => window.heard.push(says.textContent)).observe(says, {childList: true});
}"""


@pytest.fixture(scope="module")
def replays(host):
    lesson = host.open("monitor_replay.ipynb", [REPLAY, "monitor", "fresh = TrainingMonitor(9)\nfresh"])
    lesson.run_all()
    yield lesson
    lesson.close()


@pytest.fixture
def replay(replays):
    """The first widget at its last epoch, with the keyboard's focus on the slider."""
    replays.run("monitor.shown = 30")
    widget = replays.widget(0)
    widget.get_by_text("done, epoch 30 of 30").first.wait_for()
    replays.settle()
    slider(widget).focus()
    return widget


def slider(widget):
    return widget.get_by_role("slider", name="epoch shown")


def press(page, *keys):
    for key in keys:
        page.page.keyboard.press(key)
    page.settle()


def status(widget):
    return widget.locator("[role=status]").text_content()


def assert_at(page, widget, epoch, record):
    """All that the page shows of an epoch, against the record that NumPy's training gave."""
    shown = widget.evaluate(SHOWN)
    said = f"epoch {epoch}: loss {number(record['loss'])}, accuracy {number(record['accuracy'])}"
    assert shown["line"] == (f"back at {said}" if epoch < 30 else f"done, {said.replace(':', ' of 30:')}")
    assert shown["now"][3] == "epoch 30 of 30"  # the training's own
    for chart, name in zip(shown["charts"], ("loss", "accuracy"), strict=True):
        assert [len(curve) for curve in chart["curves"]] == [epoch, epoch]
        extent = "by epoch" if epoch == 30 else f"up to epoch {epoch}"
        kinds = (("training", record[name]), ("validation", record[f"validation_{name}"]))
        texts = [f"{kind} {number(value)}" for kind, value in kinds]
        assert chart["name"] == f"{name} {extent}: {', '.join(texts)}"
        assert set(texts) <= set(chart["texts"])
        assert chart["curves"][0][-1][0] == pytest.approx(44 + epoch / 30 * 184, abs=0.06)
    kernels = np.array(record["kernels"])[:, 0]
    assert shown["caption"] == f"first kernels, darkest = {rounded(np.abs(kernels).max(), 2)}"
    cells = widget.evaluate(KERNELS)
    want = [[rounded(value, 2).replace("−", "minus ") for value in kernel.flat] for kernel in kernels]
    assert [[text for text, _ in grid] for grid in cells] == want
    shades = np.array(COLOURS((kernels.reshape(8, 9) / np.abs(kernels).max() + 1) / 2))[..., :3] * 255
    painted = [
        [[int(channel) for channel in re.findall(r"\d+", shade)] for _, shade in grid] for grid in cells
    ]
    assert np.abs(np.array(painted) - shades).max() <= 2
    assert slider(widget).input_value() == str(epoch)
    assert slider(widget).get_attribute("aria-valuetext") == f"epoch {epoch}"


def record_of(page, epoch):
    numbers = ["loss", "accuracy", "validation_loss", "validation_accuracy"]
    shape = f"{{n: getattr(r, n) for n in {numbers}}} | {{'kernels': r.kernels.tolist()}}"
    return json.loads(page.run(f"r = monitor.records[{epoch - 1}]; print(json.dumps({shape}))"))


@pytest.mark.browser
@pytest.mark.parametrize("epoch", [1, 7, 30])
def test_curves_kernels_and_numbers_of_an_epoch_are_numpys(replays, replay, epoch):
    record = record_of(replays, epoch)
    slider(replay).fill(str(epoch))
    replays.settle()
    assert replays.says("monitor.shown", str(epoch)) == str(epoch)
    for widget in (replay, replays.widget(1)):  # two views of one
        assert_at(replays, widget, epoch, record)
    replays.screenshot(f"{type(replays).__name__}-{epoch}", replay)


@pytest.mark.browser
@pytest.mark.parametrize(
    ("keys", "epoch"),
    [
        (["ArrowLeft"], 29),
        (["Home"], 1),
        (["Home", "ArrowRight", "ArrowUp", "ArrowLeft"], 2),
        (["Home", "End", "ArrowLeft", "ArrowDown"], 28),
        (["Home", "ArrowLeft"], 1),
        (["PageDown"], 27),
        (["Home", "PageUp", "End", "ArrowRight"], 30),
    ],
)
def test_keys_go_through_the_epochs_and_python_knows(replays, replay, keys, epoch):
    press(replays, *keys)
    assert replays.says("monitor.shown", str(epoch)) == str(epoch)
    assert status(replay).startswith(f"epoch {epoch}: loss ")
    assert len(status(replay).split()) == 6
    assert replay.locator(".xo-monitor-replay > span").text_content() == str(epoch)
    assert replays.says("monitor.picked", str(epoch % 30)) == str(
        epoch % 30
    )  # the last is whichever is the last


@pytest.mark.browser
def test_python_sets_the_epoch_that_is_shown(replays, replay):
    replays.run("monitor.shown = 3")
    replays.settle()
    record = record_of(replays, 3)
    assert_at(replays, replay, 3, record)
    assert replays.run("print(monitor)").strip().endswith("; the page shows epoch 3")
    replays.run("try:\n    monitor.shown = 31\nexcept ValueError as error:\n    print(error)")
    replays.settle()
    assert_at(replays, replay, 3, record)


@pytest.fixture
def tick(replays):
    """Moves the page's timers on by one, and gives back how many of them there still are."""
    replays.page.evaluate(CLOCK)

    def on():
        left = replays.page.evaluate(TICK)
        replays.settle()
        return left

    yield on
    replays.page.evaluate("[window.setInterval, window.clearInterval] = window.real")


@pytest.mark.browser
def test_play_shows_one_epoch_after_the_other_and_speaks_when_it_stops(replays, replay, tick):
    replay.evaluate(HEARS)
    play = replay.locator(".xo-monitor-replay button")
    width, record = play.bounding_box()["width"], record_of(replays, 2)
    play.click()
    replays.settle()
    assert play.text_content() == "Pause"
    assert play.bounding_box()["width"] == width
    for epoch in range(1, 31):
        assert slider(replay).input_value() == str(epoch)
        assert replays.says("monitor.shown", str(epoch)) == str(epoch)
        if epoch == 2:
            assert_at(replays, replay, 2, record)
        assert tick() == (1 if epoch < 29 else 0)
    assert play.text_content() == "Play"
    heard, paces = replays.page.evaluate("[window.heard, window.paces]")
    assert [said.split(",")[0] for said in heard] == [
        f"epoch 30: loss {number(record_of(replays, 30)['loss'])}"
    ]
    assert paces == [200]  # six seconds in all


@pytest.mark.browser
def test_play_goes_on_from_where_it_is_and_is_stopped_by_keys_and_by_the_slider(replays, replay, tick):
    press(replays, "Home", "ArrowRight")
    press(replays, "Space")
    assert (tick(), tick(), status(replay)[:8]) == (1, 1, "epoch 2:")
    press(replays, "Enter")
    assert (tick(), status(replay)[:8]) == (0, "epoch 5:")
    play = replay.get_by_role("button", name="Play")
    play.click()
    slider(replay).focus()
    press(replays, "Home")
    assert (tick(), status(replay)[:8]) == (0, "epoch 1:")
    assert play.is_visible()


@pytest.mark.browser
def test_play_stops_under_a_hand_that_takes_the_slider(replays, replay, tick):
    replay.get_by_role("button", name="Play").click()
    assert (tick(), tick()) == (1, 1)
    mouse, box = replays.page.mouse, slider(replay).bounding_box()
    mouse.move(box["x"] + 8 + (box["width"] - 16) * 2 / 29, box["y"] + box["height"] / 2)  # where it is now
    mouse.down()
    assert (tick(), slider(replay).input_value()) == (0, "3")
    mouse.up()
    assert replays.says("monitor.shown", "3") == "3"


@pytest.mark.browser
def test_the_pointer_takes_the_slider(replays, replay):
    mouse, box = replays.page.mouse, slider(replay).bounding_box()
    y = box["y"] + box["height"] / 2
    mouse.move(box["x"] + box["width"] - 8, y)
    mouse.down()
    mouse.move(box["x"] + 8, y, steps=8)
    replays.settle()
    assert status(replay).startswith("epoch 1: ")
    mouse.move(box["x"] + box["width"] / 2, y + 300, steps=4)  # off the slider: it is still held
    replays.settle()
    middle = int(slider(replay).input_value())
    assert middle in range(14, 18)
    mouse.up()
    mouse.move(box["x"] + 8, y)
    assert replays.says("monitor.shown", str(middle)) == str(middle)


@pytest.mark.browser
def test_before_the_second_epoch_there_is_nothing_to_go_back_to(replays):
    widget = replays.widget(2)
    assert slider(widget).get_attribute("aria-valuetext") == "no epoch yet"
    assert slider(widget).is_disabled()
    assert widget.get_by_role("button", name="Play").is_disabled()
    slider(widget).focus()
    press(replays, "ArrowRight", "End", "Space")
    assert slider(widget).get_attribute("aria-valuetext") == "no epoch yet"
    assert replays.says("fresh.shown, fresh.picked", "0 0") == "0 0"
    assert status(widget) == "ready for 9 epochs"


@pytest.mark.browser
def test_tab_goes_through_and_the_notebooks_shortcuts_stay_out(replays, replay):
    before = replays.cells()
    stops = ["Play", "slider", "Stop"][: 2 + replay.get_by_role("button", name="Stop").count()]
    replay.get_by_role("button", name="Play").focus()
    for stop in stops:
        at = replays.page.evaluate("document.activeElement.textContent || 'slider'")
        assert at == stop
        assert replays.page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
        for key in ["j", "a", "b", "d", "d", "x", "m", "Shift+Enter", "Escape", "a", "b", "0", "0"]:
            replays.page.keyboard.press(key)
        assert replay.locator(":focus").count() == 1
        replays.page.keyboard.press("Tab")
    replays.page.wait_for_timeout(200)
    assert replay.locator(":focus").count() == 0
    assert replays.cells() == before
    if replay.get_by_role("button", name="Pause").count():  # Shift+Enter on a button presses it
        replay.get_by_role("button", name="Pause").click()


@pytest.mark.browser
def test_200_steps_at_once_end_on_the_right_picture(replays, replay):
    replay.evaluate("""widget => {
        const slider = widget.querySelector('input');
        for (let step = 0; step < 200; step++) {
            slider.value = 1 + (step * 7) % 30;
            slider.dispatchEvent(new Event('input', {bubbles: true}));
        }
    }""")
    replays.settle()
    record = record_of(replays, 14)
    assert_at(replays, replay, 14, record)
    replays.page.wait_for_timeout(500)
    assert replays.says("monitor.shown", "14") == "14"
    assert_at(replays, replay, 14, record)


@pytest.mark.browser
def test_axe_finds_nothing_back_in_time(replays, replay):
    replays.run("monitor.shown = 4")
    replays.settle()
    assert replays.problems() == []
    replays.theme("JupyterLab Dark")
    assert replays.problems() == []
    replays.screenshot(f"{type(replays).__name__}-dark", replay)
    replays.theme("JupyterLab Light")


PAINTED = """widget => {
    const paint = at => getComputedStyle(at).backgroundColor;
    const cells = [...widget.querySelectorAll('.xo-cell')];
    return [cells.every(cell => paint(cell) === cell.style.backgroundColor), paint(widget.querySelector('.xo-bar > div'))];
}"""


@pytest.mark.browser
@pytest.mark.parametrize(("scheme", "text"), [("dark", "rgb(255, 255, 255)"), ("light", "rgb(0, 0, 0)")])
def test_forced_colours_keep_the_bar_and_the_kernels(replays, replay, scheme, text):
    replays.page.emulate_media(forced_colors="active", color_scheme=scheme)
    replays.settle()
    assert replay.evaluate(PAINTED) == [True, text]
    replays.screenshot(f"{type(replays).__name__}-forced-{scheme}", replay)
    replays.page.emulate_media(forced_colors="none", color_scheme="light")


SLOWLY = """
import time
def slowly(training, wait=0.1):
    for record in training:
        time.sleep(wait)
        yield record
"""


def begin(page, code):
    """Run code in the lesson's kernel, and do not wait for its end."""
    page.page.evaluate(
        "code => { jupyterapp.shell.currentWidget.sessionContext.session.kernel.requestExecute({code, store_history: false}); }",
        code,
    )


@pytest.mark.browser
@pytest.mark.parametrize("subshells", [True, False])
def test_the_slider_stays_under_the_hand_while_training_goes_on(lab, subshells):
    page = lab.open(
        f"monitor_back_{subshells}.ipynb", [MAKE + SLOWLY, "monitor = TrainingMonitor(60)\nmonitor"]
    )
    if not subshells:
        page.page.evaluate(
            "() => { jupyterapp.shell.currentWidget.sessionContext.session.kernel.commsOverSubshells = 'disabled'; }"
        )
    page.run_all()
    widget = page.widget(0)
    begin(page, "monitor.run(slowly(train(network, images, labels, epochs=60, **settings)))")
    widget.get_by_text(re.compile(r"epoch \d+ of 60: loss")).first.wait_for()
    mouse, box = page.page.mouse, slider(widget).bounding_box()
    at = json.loads(slider(widget).input_value())
    y = box["y"] + box["height"] / 2
    mouse.move(box["x"] + 8 + (box["width"] - 16) * (at - 1) / 59, y)
    mouse.down()  # on the newest epoch, which goes on
    held = int(slider(widget).input_value())
    page.page.wait_for_timeout(700)
    assert int(slider(widget).input_value()) == held
    assert widget.get_by_text(f"back at epoch {held}: loss").count() == 1
    mouse.move(box["x"] + box["width"] - 8, y, steps=3)  # beyond the newest
    mouse.up()
    page.settle()
    page.page.wait_for_timeout(300)
    assert widget.get_by_text("back at epoch").count() == 0  # it follows again
    slider(widget).fill("3")
    page.page.wait_for_timeout(700)
    assert slider(widget).input_value() == "3"
    assert slider(widget).get_attribute("max") == "60"
    assert int(widget.locator("[role=progressbar]").get_attribute("aria-valuenow")) > held + 5
    page.screenshot("back", widget)
    widget.get_by_text("epoch 60 of 60", exact=True).wait_for()
    page.settle()
    assert widget.locator(".xo-line").text_content().startswith("back at epoch 3: ")
    assert page.says("monitor.shown, monitor.epoch", "3 60") == "3 60"
    page.run("monitor.run(train(network, images, labels, epochs=4, **settings))")
    page.settle()
    assert (
        widget.locator(".xo-line").text_content().startswith("done, epoch 4 of 60: ")
    )  # a second run begins afresh
    assert page.says("monitor.shown", "4") == "4"
    assert page.console == []
    page.close()


@pytest.mark.browser
def test_an_error_and_a_training_with_no_epoch_left_are_told(lab):
    page = lab.open("monitor_error.ipynb", [MAKE, "monitor = TrainingMonitor(5)\nmonitor"])
    page.run_all()
    widget = page.widget(0)
    page.run("once = train(network, images, labels, epochs=5, **settings)\nmonitor.run(once)")
    page.run("monitor.run(once)")
    widget.get_by_text("That training had no epoch left: train(...) makes a new one.").wait_for()
    assert widget.locator(".xo-line").text_content().startswith("done, epoch 5 of 5: loss ")
    said = page.run(
        "def breaks():\n    yield next(train(network, images, labels, epochs=5, **settings))\n    1 / 0\nmonitor.run(breaks())"
    )
    assert said == "division by zero"
    widget.get_by_text("ended in an error after epoch 1 of 5: loss").first.wait_for()
    assert widget.get_by_text("What was learned is kept").count() == 0
    assert widget.get_by_text("no epoch left").count() == 0
    page.screenshot("shown", widget)
    page.close()


@pytest.mark.browser
def test_it_goes_back_while_the_kernel_is_busy_and_after_it_is_gone(lab):
    page = lab.open("monitor_gone.ipynb", [REPLAY, "import time\ntime.sleep(600)"])
    page.command("notebook:run-all-cells", wait=False)
    widget = page.widget(0)
    slider(widget).focus()
    press(page, "ArrowLeft")
    assert widget.get_by_text("back at epoch 29: loss").count() == 1
    page.shutdown()
    press(page, "Home", "ArrowRight")
    assert widget.get_by_text("back at epoch 2: loss").count() == 1
    press(page, "Enter")
    widget.get_by_text(
        re.compile(r"back at epoch [1-9]\d: loss")
    ).wait_for()  # it plays, by the page's own clock
    press(page, "Enter")
    assert page.console == []
    page.close()


@pytest.mark.browser
def test_it_cleans_up(lab):
    page = lab.open("monitor_clean.ipynb", [REPLAY])
    page.run_all()
    page.widget(0).get_by_role("button", name="Play").click()
    page.command("notebook:clear-cell-output")
    page.page.wait_for_selector(".xo", state="detached")
    was = page.run("print(monitor.shown)")
    page.page.wait_for_timeout(700)
    assert page.run("print(monitor.shown)") == was
    page.run("monitor.shown = 5")
    assert page.console == []
    page.close()


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
    end = f"loss {number(known['losses'][-1])}, accuracy {number(known['accuracies'][-1])}"
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
    assert widget.get_by_role("button", name="Stop").count() == 0
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
    after = widget.get_by_role("button", name="Next")
    for epoch in (1, 2):  # one epoch a press, from the end with the first
        after.click()
        page.page.wait_for_timeout(500)
        assert status(widget).startswith(f"epoch {epoch}: loss ")
    assert widget.get_by_text("The slider goes back to any epoch; Next shows the next one.").is_visible()
    assert slider(widget).bounding_box()["width"] > 100
    assert widget.evaluate("widget => widget.scrollWidth <= widget.clientWidth")
    page.screenshot("widget", widget)
    assert page.problems() == []
    page.close()
