"""Watch a network learn: its curves, its kernels as they form, a stop, and a way back through the epochs."""

import sys
import threading
from contextlib import contextmanager
from time import monotonic

import traitlets

from xo_helpers.inputs import is_whole, said
from xo_helpers.plots.stills.training_monitor import plot_training
from xo_helpers.training import LossBlewUp
from xo_helpers.widgets.shared.base import CourseWidget, module
from xo_helpers.widgets.shared.judged import Judged, Refused
from xo_helpers.widgets.shared.takes import anything, count, place
from xo_helpers.widgets.training_monitor.history import ERROR, begun, checked, ending, told, told_of
from xo_helpers.widgets.training_monitor.subshell import let_the_page_choose
from xo_helpers.words import asked

PAUSE = 0.05  # seconds from one update of the page to the next, at least
RATE = 2e6  # bytes of kernels a second, at most


class EpochShown(traitlets.Any):
    """The number of an epoch that there is; 0 before the first."""

    allow_none = False  # None would pass unchecked

    def validate(self, monitor, value):
        """The value as a whole number, or a ValueError that says which epochs there are."""
        last = monitor.epoch
        if not is_whole(value) or not min(1, last) <= value <= last:
            here = f"there are epochs 1 to {last}" if last else "no epoch has been trained yet"
            raise Refused(f"shown is {said(value)}; {here}")
        return int(value)


class TrainingMonitor(CourseWidget):
    """Show a training of `epochs` epochs while it runs; display it, then `monitor.run(train(...))`.

    A training can be ended early, and the network keeps what it has learned: by the page's Stop button, or
    `stop = True`, after the epoch that is under way, and by the kernel's Interrupt at once. `records` has the
    epochs, `state` is ready, running, done, stopped, interrupted, blew up or ended in an error. The page is
    told `losses`, `accuracies`, `validation_losses`, `validation_accuracies` (empty without validation) and
    every epoch's kernels, at most 20 times a second; `kernels` `[m, k, k]` are the first channels of
    the last ones, 16 at most.

    `shown` is the epoch that the page shows, from 1: the last, unless its slider, or `shown = 3`, went back.
    Raises ValueError for `epochs` that are not a whole number from 1 on, and a `shown` that there is not.
    """

    _esm = module(
        "shared/svg",
        "shared/player",
        "shared/heard",
        "training_monitor/chart",
        "training_monitor/kernels",
        "training_monitor/replay",
        "training_monitor/view",
    )
    epochs = Judged(count)
    epoch = Judged(anything, fixed=True)
    losses = Judged(anything, fixed=True)
    accuracies = Judged(anything, fixed=True)
    validation_losses = Judged(anything, fixed=True)
    validation_accuracies = Judged(anything, fixed=True)
    history = Judged(anything, fixed=True)  # [epoch, m, k, k], float64: the kernels of every epoch
    kernel_shape = Judged(anything, fixed=True)  # [m, k, k], empty without kernels
    kernels = Judged(anything, fixed=True).tag(sync=False)
    shown = EpochShown(0)
    picked = Judged(place)  # the epoch that the reader went back to; 0 is the last one
    fruitless = Judged(ending)  # how a run ended that had no epoch, so that all stayed
    state = Judged(ending)
    stop = Judged(asked)  # set by the button
    seen = Judged(asked)  # set by the page that shows the widget, for Python to find out how that comes in
    hears = Judged(asked)  # whether the button is heard while a cell runs
    alone = Judged(asked)  # whether Python runs in the browser, where nothing arrives before the cell's end

    def __init__(self, epochs):
        self.records, self._training, self._beside = [], None, False
        self._runs = self._came = False  # whether a training goes on, and whether it had an epoch yet
        self._turn = threading.RLock()  # the page's and the training's, to change the state
        signs = {"stop": False, "seen": False, "hears": False, "alone": sys.platform == "emscripten"}
        super().__init__(epochs=epochs, picked=0, fruitless="", state="ready", **signs, **told_of([]))
        let_the_page_choose(self.comm)

    def __repr__(self):
        back = "" if self.shown == self.epoch else f"; the page shows epoch {self.shown}"
        return f"TrainingMonitor({self._at()}){self._numbers()}{back}"

    def _at(self):
        return f"epoch {self.epoch} of {self.epochs}, {self.state}"

    def _numbers(self):
        text = ""
        for name, losses, accuracies in (
            (": loss", self.losses, self.accuracies),
            ("; validation loss", self.validation_losses, self.validation_accuracies),
        ):
            if losses:
                text += f"{name} {told(losses[-1])}, accuracy {told(accuracies[-1])}"
        return text

    def run(self, training):
        """Go through a training, an iterable of `Epoch` records like `train(...)`, and show each.

        Ends without an error when it is stopped or interrupted; any other error is shown, and goes on to the
        caller. A second run begins afresh, but a training that was stopped goes on where it was, and one that
        has no epoch left, or that ends before its first, leaves the epochs that were there. Raises ValueError
        for what is not a training, and while another run goes on.
        """
        arriving, again = begun(training), training is self._training
        if self._runs:
            raise ValueError("this monitor shows a training already; make another TrainingMonitor")
        before = self.records, self.state, self.picked
        ended, self._came = ERROR, False
        try:
            self._runs, self._training = True, training
            self.records, self.stop, self.fruitless = list(self.records) if again else [], False, ""
            with self._turn:  # a page may have come in before it had its way beside: it is asked anew
                self.seen = self.seen and self._beside
            ended = self._go_through(arriving)
        except KeyboardInterrupt:
            ended = "interrupted"
        except LossBlewUp:
            ended = "blew up"
            raise
        finally:
            self._runs = False
            # Of one that goes on where it was, an end without an epoch is its end all the same.
            if not self._came and (ended == "done" or (before[0] and not again)):
                self.records, self.fruitless, ended = before[0], ended, before[1]
            try:
                self._show(ended)
            except KeyboardInterrupt:  # it comes once, and it has ended
                self._show(ended)
            self.picked = before[2] if self.fruitless else self.picked

    def _go_through(self, arriving):  # -> how it ended
        self._show("running")
        due = 0
        for record in map(checked, arriving):
            if not self._came and record.epoch != len(self.records) + 1:
                self.records = []  # a list begins again
            self._came = True
            self.records.append(record)
            if self.stop:
                return "stopped"
            if (now := monotonic()) >= due:
                self._show("running")
                # A long history takes longer to send: telling the page may take a tenth of the time.
                due = now + max(PAUSE, 10 * (monotonic() - now), len(self.history) / RATE)
        return "done"

    def set_state(self, sync_data):
        """Take what the page sends, which may come in beside the training."""
        with self._turn:
            super().set_state(sync_data)

    @contextmanager
    def hold_trait_notifications(self):
        """Let the page and the training change the state by turns."""
        with self._turn, super().hold_trait_notifications():
            yield

    def _show(self, state):
        """Tell the page how things stand, in one message."""
        epochs = max(self.epochs, len(self.records))
        self.tell(**told_of(self.records), epochs=epochs, hears=self._beside, state=state)

    def judge(self, state, changed, old):
        """See Judging. A page may not have heard of a new run."""
        there = 0 <= state["picked"] <= state["epoch"]
        return state | {"picked": state["picked"] if there else 0}

    @traitlets.observe("epoch", "picked")
    def _follow(self, change):
        self.shown = self.picked if 0 < self.picked <= self.epoch else self.epoch

    @traitlets.observe("shown")
    def _pick(self, change):
        if self.shown != (self.picked or self.epoch):
            self.picked = self.shown if self.shown < self.epoch else 0

    @traitlets.observe("seen")
    def _find_out(self, change):
        # What comes in beside the main thread comes in while a cell runs, too; a run's start tells it.
        if change.new:  # and not where a run asks
            self._beside = threading.current_thread() is not threading.main_thread()
        if self._runs:  # its next epoch may be long in coming
            self.tell(hears=self._beside)

    def _figure(self):
        curves = {
            "loss": (self.losses, self.validation_losses),
            "accuracy": (self.accuracies, self.validation_accuracies),
        }
        last = self.epochs if self.state in ("ready", "running") else max(1, self.epoch)
        count = len(self.records[-1].kernels) if self.kernels else 0
        return plot_training(curves, self.kernels, count, last, self._at() + self._numbers())
