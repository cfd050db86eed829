"""However a training ends, the monitor says so, and keeps what was learned and every epoch that there was."""

import numpy as np
import pytest
from test_training_monitor import epochs, in_page, small_network, training

from xo_helpers.training import Epoch, LossBlewUp
from xo_helpers.widgets import TrainingMonitor

ENDS = {
    KeyboardInterrupt: "interrupted",
    LossBlewUp: "blew up",
    MemoryError: "ended in an error",
    SystemExit: "ended in an error",
    GeneratorExit: "ended in an error",
}


def breaking(error, after, count=9):
    """A training that ends so after so many epochs."""
    for record in epochs(count):
        if record.epoch == after + 1:
            raise error
        yield record


def ran(monitor, training):
    """Run it; the error that went on to the caller."""
    try:
        monitor.run(training)
    except BaseException as error:
        return type(error)


@pytest.mark.parametrize("error", ENDS)
@pytest.mark.parametrize("before", [0, 4])
@pytest.mark.parametrize("after", [0, 2])
def test_an_end_is_told_and_without_an_epoch_what_was_there_stays(error, before, after):
    monitor = TrainingMonitor(9)
    if before:
        monitor.run(epochs(before, kernels=np.ones((2, 1, 3, 3))))
        monitor.shown = 2
    page, records = in_page(monitor), list(monitor.records)
    assert ran(monitor, breaking(error, after)) is (None if error is KeyboardInterrupt else error)
    assert [record.epoch for record in monitor.records] == list(range(1, (after or before) + 1))
    stays = before and not after
    assert monitor.fruitless == (ENDS[error] if stays else "")
    assert monitor.state == ("done" if stays else ENDS[error])
    if stays:
        monitor.fruitless = ""
        assert (in_page(monitor), monitor.records) == (page, records)
    monitor.run(epochs(3))
    assert (monitor.state, monitor.epoch, monitor.fruitless) == ("done", 3, "")


@pytest.mark.parametrize("error", ENDS)
def test_a_training_that_goes_on_and_ends_before_its_next_epoch_keeps_those_it_had(error):
    monitor, shown = TrainingMonitor(9), []

    def stopped_in_the_second():
        for record in breaking(error, 2):
            monitor.stop = record.epoch == 2
            yield record

    learning = stopped_in_the_second()
    monitor.run(learning)
    monitor.observe(lambda change: shown.append(change.new), "epoch")
    ran(monitor, learning)
    assert (monitor.epoch, monitor.state, monitor.losses) == (2, ENDS[error], [1, 1 / 2])
    assert shown == []  # not for a moment was it another


def test_what_was_learned_before_an_error_in_the_looking_is_kept():
    network, twin, monitor = small_network(), small_network(), TrainingMonitor(6)

    def looking():
        yield from training(network, epochs=2)
        raise ZeroDivisionError("in the learner's own sum")

    with pytest.raises(ZeroDivisionError, match="own sum"):
        monitor.run(looking())
    list(training(twin, epochs=2))
    for name, array in twin.parameters.items():
        assert np.array_equal(network.parameters[name], array)
    assert (monitor.epoch, monitor.state) == (2, "ended in an error")


def test_a_list_begins_again_and_no_list_is_changed():
    monitor, some = TrainingMonitor(3), list(epochs(3))
    for _ in range(2):
        monitor.run(some)
        assert (monitor.epoch, monitor.state, monitor.records) == (3, "done", some)
    monitor.run(epochs(2))
    assert len(some) == 3
    monitor.run([])
    assert (monitor.epoch, monitor.state, monitor.fruitless) == (2, "done", "done")


def test_a_run_within_a_run_is_refused_and_the_first_goes_on():
    monitor = TrainingMonitor(4)

    def within():
        for record in epochs(4):
            if record.epoch == 2:
                with pytest.raises(
                    ValueError, match="shows a training already; make another TrainingMonitor"
                ):
                    monitor.run(epochs(9))
            yield record

    monitor.run(within())
    assert (monitor.epoch, monitor.state) == (4, "done")


def test_an_error_of_somebody_who_watches_is_an_end_as_any_other():
    monitor = TrainingMonitor(4)

    def fails(change):
        raise ZeroDivisionError

    monitor.observe(fails, "losses")
    with pytest.raises(ZeroDivisionError):
        monitor.run(epochs(4))
    assert (monitor.state, monitor.epoch) == ("ended in an error", 1)
    monitor.unobserve(fails, "losses")
    monitor.run(epochs(4))
    assert (monitor.state, monitor.epoch) == ("done", 4)


def test_an_error_of_somebody_who_watches_the_button_is_the_end_of_that_run_alone():
    monitor = TrainingMonitor(4)
    monitor.run(epochs(2))
    monitor.stop = True

    def fails(change):
        raise ZeroDivisionError

    monitor.observe(fails, "stop")
    with pytest.raises(ZeroDivisionError):
        monitor.run(epochs(4))
    monitor.unobserve(fails, "stop")
    assert (monitor.epoch, len(monitor.records)) == (2, 2)
    monitor.run(epochs(4))
    assert (monitor.state, monitor.epoch) == ("done", 4)


def test_one_that_was_closed_goes_on_without_its_page():
    monitor = TrainingMonitor(3)
    monitor.close()
    monitor.run(epochs(3))
    assert (monitor.state, monitor.epoch) == ("done", 3)


NONE = (None, None, None)


@pytest.mark.parametrize(
    ("odd", "message"),
    [
        ((3, 0.5, 0.5), r"run takes the epochs that train\(...\) gives, and not \(3, 0.5, 0.5\)"),
        (None, r"and not None"),
        (Epoch(3, "small", 0.5, *NONE), r"an epoch's loss is 'small'; it must be a number"),
        (Epoch(3, 0.5, None, *NONE), r"an epoch's accuracy is None; it must be a number"),
        (Epoch(3, np.ones(2), 0.5, *NONE), r"an epoch's loss is array\(\[1., 1.\]\)"),
        (Epoch(3, 10**400, 0.5, *NONE), r"an epoch's loss is .*; it must be a number"),
        (Epoch(3, 0.5, 0.5, 0.4, None, None), "validation_loss and validation_accuracy go together"),
        (
            Epoch(3, 0.5, 0.5, None, None, [[[[1, 2], [3]]]]),
            r"kernels are .*; they must be an array \[m, c, k, k\]",
        ),
        (Epoch(3, 0.5, 0.5, 0.5, "?", None), r"an epoch's validation_accuracy is '\?'"),
        (Epoch(3, 0.5, 0.5, None, None, np.ones((3, 3))), r"they must be an array \[m, c, k, k\]"),
        (Epoch(3, 0.5, 0.5, None, None, "kernels"), r"an epoch's kernels are 'kernels'"),
    ],
)
def test_what_is_no_epoch_is_refused_and_those_before_it_stay(odd, message):
    monitor = TrainingMonitor(4)
    with pytest.raises(ValueError, match=message) as refused:
        monitor.run([*epochs(2), odd])
    assert "xo_helpers" in str(refused.traceback[-1].path)
    assert (monitor.state, monitor.epoch) == ("ended in an error", 2)
    in_page(monitor)
    with pytest.raises(ValueError, match=message):
        monitor.run([odd])
    assert (monitor.state, monitor.epoch, monitor.fruitless) == ("ended in an error", 2, "ended in an error")


@pytest.mark.parametrize("odd", [5, None, training])
def test_what_is_no_training_is_refused_and_changes_nothing(odd):
    monitor = TrainingMonitor(4)
    monitor.run(epochs(2))
    before = in_page(monitor)
    with pytest.raises(ValueError, match=r"run takes the epochs that train\(...\) gives, and not "):
        monitor.run(odd)
    assert in_page(monitor) == before


def test_an_epoch_without_validation_keeps_its_place_in_the_curve():
    monitor = TrainingMonitor(3)
    tested = [(None, None), (0.5, 0.75), (None, None)]
    monitor.run(Epoch(at, 1, 1, *each, None) for at, each in enumerate(tested, 1))
    assert monitor.validation_losses == [None, 0.5, None]
    assert monitor.validation_accuracies == [None, 0.75, None]
