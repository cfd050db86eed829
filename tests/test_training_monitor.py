"""The training monitor in Python, with made-up and with real epochs."""

import json
import threading
from contextlib import nullcontext

import ipywidgets
import numpy as np
import pytest
import traitlets

from xo_helpers.drawings import drawings
from xo_helpers.layers import Conv2D, Dense, GlobalMax, ReLU
from xo_helpers.network import Network
from xo_helpers.training import Epoch, LossBlewUp, train
from xo_helpers.widgets import TrainingMonitor
from xo_helpers.widgets.training_monitor import widget as training_monitor


def epochs(count, validation=False, kernels=None):
    for epoch in range(1, count + 1):
        tested = (2 / epoch, 0.5) if validation else (None, None)
        yield Epoch(epoch, 1 / epoch, 1 - 1 / epoch, *tested, kernels)


def in_page(monitor):
    """The state as JSON, which has no word for what is no number, and its bytes."""
    state = monitor.get_state()
    history = state.pop("history")
    return json.dumps(state, allow_nan=False), history


def from_page(monitor, **sent):
    """What a page sends, as it comes in beside the main thread."""
    page = threading.Thread(target=monitor.set_state, args=(sent,))
    page.start()
    page.join()


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
    assert repr(monitor) == "TrainingMonitor(epoch 0 of 20, ready)"


def test_it_shows_every_epoch_and_keeps_the_records():
    kernels = np.arange(20 * 2 * 9).reshape(20, 2, 3, 3) / 100
    monitor = TrainingMonitor(4)
    assert monitor.run(epochs(4, True, kernels)) is None  # a cell's last line prints nothing
    assert monitor.losses == [1, 1 / 2, 1 / 3, 1 / 4]
    assert monitor.accuracies == [0, 1 - 1 / 2, 1 - 1 / 3, 1 - 1 / 4]
    assert monitor.validation_losses == [2, 1, 2 / 3, 1 / 2]
    assert monitor.validation_accuracies == [0.5] * 4
    assert monitor.kernels == kernels[:16, 0].tolist()
    assert f"16 of {len(kernels)} kernels, darkest" in monitor._figure().subfigs[1]._suptitle.get_text()
    assert [record.epoch for record in monitor.records] == [1, 2, 3, 4]
    in_page(monitor)
    numbers = "loss 0.25, accuracy 0.75; validation loss 0.50, accuracy 0.50"
    assert repr(monitor) == f"TrainingMonitor(epoch 4 of 4, done): {numbers}"


def test_a_second_run_begins_afresh_and_more_epochs_than_announced_are_shown_too():
    monitor = TrainingMonitor(4)
    monitor.run(epochs(4, validation=True))
    monitor.stop = True  # too late for the first run, too early for the second
    monitor.run(epochs(6))
    assert (monitor.epoch, monitor.epochs, monitor.state, monitor.validation_losses) == (6, 6, "done", [])
    assert len(monitor.losses) == len(monitor.records) == 6


def test_stop_ends_it_after_the_epoch_and_a_training_that_was_stopped_goes_on_where_it_was():
    monitor, whole, learning = TrainingMonitor(6), TrainingMonitor(6), training(small_network())

    def pressed_in_the_second():
        for record in learning:
            monitor.stop = record.epoch == 2
            yield record

    stopped = pressed_in_the_second()
    monitor.run(stopped)
    assert repr(monitor).startswith("TrainingMonitor(epoch 2 of 6, stopped): loss ")
    assert (monitor.state, monitor.epoch, len(monitor.losses)) == ("stopped", 2, 2)
    monitor.run(stopped)
    whole.run(training(small_network()))
    assert (monitor.state, monitor.losses) == ("done", whole.losses)
    assert (monitor.history, monitor.epoch) == (whole.history, 6)
    monitor.run(training(small_network(1), epochs=3))  # another one begins afresh
    assert [record.epoch for record in monitor.records] == [1, 2, 3]


def test_an_interrupt_ends_it_without_an_error_and_the_weights_are_kept(monkeypatch):
    network, twin, monitor = small_network(), small_network(), TrainingMonitor(6)
    backward, batches = network.backward, iter(range(3 * 5))  # five an epoch

    def interrupted_in_the_fourth_epoch(gradient, **options):
        if next(batches, None) is None:
            raise KeyboardInterrupt
        return backward(gradient, **options)

    monkeypatch.setattr(network, "backward", interrupted_in_the_fourth_epoch)
    monitor.run(training(network))
    assert (monitor.epoch, monitor.state, len(monitor.losses)) == (3, "interrupted", 3)
    list(training(twin, epochs=3))
    for name, array in twin.parameters.items():
        assert np.array_equal(network.parameters[name], array)
    assert monitor.kernels == network[0].parameters["kernels"][:, 0].tolist()


def test_a_loss_that_is_no_number_travels_as_none_and_a_large_one_is_told_in_short():
    monitor = TrainingMonitor(2)
    monitor.run([Epoch(1, 0.5, 0.5, np.inf, 0.5, None), Epoch(2, 0.4, 0.5, np.nan, 0.5, None)])
    assert monitor.validation_losses == [None, None]
    assert "validation loss beyond all numbers, accuracy 0.50" in repr(monitor)
    in_page(monitor)
    assert monitor._repr_mimebundle_()[0]["image/png"].startswith(b"\x89PNG")
    monitor.run([Epoch(1, 1250.0, 0.5, 1350.0, 0.5, None)])  # halves go up, as in the page
    assert repr(monitor).endswith("loss 1.3e3, accuracy 0.50; validation loss 1.4e3, accuracy 0.50")
    monitor.run([Epoch(1, 124815.9, 0.5, 999.999, 0.5, None)])
    assert repr(monitor).endswith("loss 1.2e5, accuracy 0.50; validation loss 1000.00, accuracy 0.50")


def messages(patch, sending=0.0, count=1000, epoch=0.005, kernels=None, told=lambda monitor: monitor.epoch):
    """The epochs at which a message goes to the page, or what else is `told`, by a clock of our own."""
    now, sent = [100.0], []
    patch.setattr(training_monitor, "monotonic", lambda: now[0])
    monitor = TrainingMonitor(count)

    def send_state(key=None):
        now[0] += sending
        sent.append(told(monitor))

    def ticking():
        for record in epochs(count, kernels=kernels):
            now[0] += epoch
            yield record

    patch.setattr(monitor, "send_state", send_state)
    monitor.run(ticking())
    assert (monitor.epoch, len(monitor.losses)) == (count, count)
    return sent


def test_telling_the_page_takes_a_tenth_of_the_time_and_twenty_messages_a_second_at_most(monkeypatch):
    for sending, least, most in ((0, 90, 5 * 20 + 3), (0.02, 20, 30)):  # in five seconds
        sent = messages(monkeypatch, sending)
        assert least <= len(sent) <= most
        assert (sent[:2], sent[-1]) == ([0, 1], 1000)  # the start and the first epoch at once, and the last
    assert messages(monkeypatch, count=5, epoch=0.06) == [0, 1, 2, 3, 4, 5, 5]  # slow epochs are all told


def test_kernels_take_two_million_bytes_a_second_at_most(monkeypatch):
    kernels = np.ones((16, 1, 5, 5))  # 3,200 bytes an epoch
    sizes = messages(monkeypatch, count=2000, kernels=kernels, told=lambda monitor: len(monitor.history))
    most = 2e6 * 2000 * 0.005 + 3 * 2000 * 3200  # in ten seconds; the last come at once
    assert 1000 * 3200 < sum(sizes) <= most


@pytest.mark.parametrize("send", [from_page, lambda monitor, **sent: monitor.set_state(sent)])
def test_a_button_is_heard_if_the_page_comes_in_beside_the_main_thread(send):
    monitor = TrainingMonitor(2)
    send(monitor, seen=True)
    monitor.run(epochs(2))
    assert monitor.hears is (send is from_page)


def test_a_page_that_comes_in_late_has_the_button_before_the_next_epoch():
    monitor = TrainingMonitor(2)
    monitor.set_state({"seen": True})  # before it has a way beside

    def late():
        assert not monitor.seen  # which asks the page again
        yield from epochs(1)
        from_page(monitor, seen=True)
        assert monitor.hears
        yield from list(epochs(2))[1:]

    monitor.run(late())
    assert (monitor.epoch, monitor.hears) == (2, True)


def test_a_training_in_a_thread_of_its_own_is_no_page_that_comes_in():
    monitor = TrainingMonitor(2)
    monitor.set_state({"seen": True})
    training = threading.Thread(target=monitor.run, args=(epochs(2),))
    training.start()
    training.join()
    assert (monitor.epoch, monitor.seen, monitor.hears) == (2, False, False)


def test_it_knows_whether_python_is_in_the_browser_where_nothing_arrives_before_a_cell_ends(monkeypatch):
    assert TrainingMonitor(2).alone is False
    monkeypatch.setattr("sys.platform", "emscripten")  # as Pyodide's says
    monitor = TrainingMonitor(2)
    monkeypatch.undo()
    monitor.set_state({"seen": True})  # from the only thread that there is
    monitor.run(epochs(2))
    assert (monitor.alone, monitor.hears) == (True, False)


def test_an_error_is_shown_as_one_and_goes_on_to_the_caller():
    monitor = TrainingMonitor(6)
    with pytest.raises(LossBlewUp, match="try a learning rate"):
        monitor.run(training(small_network(), learning_rate=1e6))
    assert repr(monitor).startswith(f"TrainingMonitor(epoch {len(monitor.records)} of 6, blew up)")
    with pytest.raises(ZeroDivisionError):
        monitor.run(Epoch(at, 1 / at, 1 - 1 / at, None, None, None) for at in (1, 2, 0))
    assert repr(monitor) == "TrainingMonitor(epoch 2 of 6, ended in an error): loss 0.50, accuracy 0.50"
    with pytest.raises(ValueError, match=r"run takes the epochs that train\(...\) gives, and not 7"):
        monitor.run([*epochs(3), 7])
    assert (monitor.state, monitor.epoch) == ("ended in an error", 3)
    with pytest.raises(ValueError, match="and not 5"):
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
    assert monitor.fruitless == "done"
    monitor.fruitless = ""
    assert (in_page(monitor), monitor.records, repr(monitor)) == before
    fresh = TrainingMonitor(4)
    fresh.run(once)
    assert (fresh.state, fresh.epoch, fresh.fruitless) == ("ready", 0, "done")
    fresh.run(epochs(2))
    assert (fresh.state, fresh.epoch, fresh.fruitless) == ("done", 2, "")


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
    with holding, pytest.raises(ValueError, match="shown is .*; there are epochs 1 to 6"):
        trained.shown = value
    assert (trained.shown, trained.get_state()) == (2, before)
    fresh = TrainingMonitor(4)
    with pytest.raises(ValueError, match="no epoch has been trained yet"):
        fresh.shown = 1
    assert fresh.shown == 0


def test_what_the_page_sends_is_followed_and_linked_and_what_cannot_be_is_the_last(trained):
    slider = ipywidgets.IntSlider(min=1, max=6)
    traitlets.link((trained, "shown"), (slider, "value"))
    assert slider.value == 6
    slider.value = 2
    assert trained.picked == 2
    trained.set_state({"picked": 3})
    assert trained.shown == slider.value == 3
    for odd in (99, -1):
        trained.set_state({"picked": odd})
        assert (trained.shown, trained.picked) == (6, 0)
    trained.set_state({"picked": 4})
    with pytest.raises(traitlets.TraitError):
        trained.set_state({"picked": "x"})
    assert (trained.shown, trained.picked) == (4, 4)


def test_a_reader_who_went_back_stays_there_while_training_goes_on():
    monitor, shown = TrainingMonitor(6), []

    def goes_back_in_the_third():
        for record in epochs(6):
            if record.epoch == 4:
                from_page(monitor, picked=1)
            shown.append(monitor.shown)
            yield record

    monitor.run(goes_back_in_the_third())
    assert shown[4:] == [1, 1]
    assert (monitor.shown, monitor.epoch) == (1, 6)
    numbers = "loss 0.167, accuracy 0.833; the page shows epoch 1"
    assert repr(monitor) == f"TrainingMonitor(epoch 6 of 6, done): {numbers}"


def drawn_in(monitor):
    """What the picture left behind draws: its curves, its kernels, its words."""
    charts, kernels = monitor._figure().subfigs
    curves = [[line.get_ydata().tolist() for line in ax.lines] for ax in charts.axes]
    images = [ax.images[0].get_array().tolist() for ax in kernels.axes if ax.images]
    words = charts._supxlabel.get_text(), kernels._suptitle.get_text()
    return curves, images, charts.axes[0].get_xlim(), words


def test_the_picture_shows_the_last_curves_and_kernels_wherever_the_page_is_which_the_repr_says():
    monitor = TrainingMonitor(9)
    grown = np.linspace(-0.5, 0.25, 45).reshape(5, 1, 3, 3)
    monitor.run(Epoch(at, 1 / at, 1 - 1 / at, 2 / at, 0.5, at * grown) for at in range(1, 5))
    curves, kernels, extent, (_, title) = drawn_in(monitor)
    assert curves == [[monitor.losses, monitor.validation_losses], [monitor.accuracies, [0.5] * 4]]
    assert np.allclose(kernels, np.array(monitor.kernels) / 2)
    assert (extent, title) == ((0, 4), "kernels, darkest = 2.00")  # as far as it came
    whole, picture = repr(monitor), drawn_in(monitor)
    monitor.shown = 2
    assert (repr(monitor), drawn_in(monitor)) == (f"{whole}; the page shows epoch 2", picture)
    monitor.shown = 4
    assert repr(monitor) == whole


def test_the_kernels_of_every_epoch_travel_as_the_bytes_that_numpy_has():
    kernels = np.random.default_rng(0).normal(size=(60, 8, 2, 3, 3))
    monitor = TrainingMonitor(60)
    monitor.run(Epoch(1 + at, 1, 1, None, None, each) for at, each in enumerate(kernels))
    history = monitor.get_state()["history"]
    assert monitor.kernel_shape == [8, 3, 3]
    assert np.array_equal(np.frombuffer(history, "<f8").reshape(60, 8, 3, 3), kernels[:, :, 0])
    assert len(history) == 60 * 8 * 9 * 8 < 35_000
    told = {name: it for name, it in monitor.get_state().items() if name[0] != "_" and name != "history"}
    assert len(json.dumps(told)) < 2000  # nothing of them is told a second time
    assert monitor.kernels == kernels[-1, :, 0].tolist()


def test_without_kernels_or_with_kernels_of_other_shapes_there_are_none():
    monitor = TrainingMonitor(4)
    for odd in (None, np.ones((3, 1, 3, 3))):
        monitor.run([*epochs(2, kernels=np.ones((2, 1, 3, 3))), Epoch(3, 1, 1, None, None, odd)])
        assert (monitor.history, monitor.kernels, monitor.epoch) == (b"", [], 3)
        assert monitor._repr_mimebundle_()[0]["image/png"].startswith(b"\x89PNG")


def test_what_is_no_number_of_epochs_is_refused():
    for odd in (0, 2.5, "many", 10**30):
        with pytest.raises(ValueError, match="epochs"):
            TrainingMonitor(odd)
    with pytest.raises(ValueError, match="epochs"):
        TrainingMonitor(3).epochs = 0
