"""Watch a network learn: how far it is, its loss and accuracy, its kernels as they form, and a stop."""

import threading
from time import monotonic

import numpy as np
import traitlets

from xo_helpers.inputs import whole
from xo_helpers.texts import in_cell
from xo_helpers.training import Epoch, LossBlewUp
from xo_helpers.widgets.base import CourseWidget, as_lists, module
from xo_helpers.widgets.monitor_picture import plot_training

KERNELS = 16  # so many are shown
PAUSE = 0.05  # seconds from one update of the page to the next, at least
STATES = ("ready", "running", "done", "stopped", "interrupted", "blew up")


class TrainingMonitor(CourseWidget):
    """Show a training of `epochs` epochs while it runs; display it, then `monitor.run(train(...))`.

    A training can be ended early, and the network keeps what it has learned: by the page's Stop button, or
    `stop = True`, after the epoch that is under way, and by the kernel's Interrupt at once. `records` has the
    epochs, `state` says how it stands: ready, running, done, stopped, interrupted or blew up. The page is
    told `losses`, `accuracies`, `validation_losses` and `validation_accuracies` (empty without validation)
    and `kernels` `[m, k, k]`, the first channel of the first kernels, at most 20 times a second.
    Raises ValueError for `epochs` that are no whole number from 1 on.
    """

    _esm = module("training_monitor")
    epochs = traitlets.Int().tag(sync=True)
    epoch = traitlets.Int(0).tag(sync=True)
    losses = traitlets.List().tag(sync=True)
    accuracies = traitlets.List().tag(sync=True)
    validation_losses = traitlets.List().tag(sync=True)
    validation_accuracies = traitlets.List().tag(sync=True)
    kernels = traitlets.List().tag(sync=True)
    state = traitlets.Enum(STATES, "ready").tag(sync=True)
    stop = traitlets.Bool(False).tag(sync=True)  # set by the button
    seen = traitlets.Bool(False).tag(sync=True)  # set by the page when it first shows the widget
    hears = traitlets.Bool(False).tag(sync=True)  # whether the button is heard while a cell runs

    def __init__(self, epochs):
        whole("epochs", epochs, 1)
        self.records, self._beside = [], False
        super().__init__(epochs=int(epochs))
        # ipykernel 7.4 hands what a page sends to the shell that wrote to the page last: the busy one.
        # This lets it go to the one that the page names, as in 7.0; other kernels take no notice.
        self.comm._reply_subshell_for = None

    def __repr__(self):
        return f"TrainingMonitor({self._at()}){self._numbers()}"

    def _at(self):
        return f"epoch {self.epoch} of {self.epochs}, {self.state}"

    def _numbers(self):
        text = ""
        for name, losses, accuracies in (
            (": loss", self.losses, self.accuracies),
            ("; validation loss", self.validation_losses, self.validation_accuracies),
        ):
            if losses:
                text += f"{name} {_said(losses[-1])}, accuracy {_said(accuracies[-1])}"
        return text

    def run(self, training):
        """Go through a training, an iterable of `Epoch` records like `train(...)`, and show each.

        Ends without an error when it is stopped or interrupted. If the loss blows up it shows that, and
        LossBlewUp goes on to the caller. A second run begins afresh.
        """
        self.records, self.stop, ended = [], False, "stopped"
        due = 0
        try:
            self._show("running")
            for record in training:
                if not isinstance(record, Epoch):
                    raise ValueError(f"run takes the epochs that train(...) gives, and not {record!r}")
                self.records.append(record)
                if self.stop:
                    break
                if (now := monotonic()) >= due:
                    self._show("running")
                    # A long history takes longer to send: telling the page may take a tenth of the time.
                    due = now + max(PAUSE, 10 * (monotonic() - now))
            else:
                ended = "done"
        except KeyboardInterrupt:
            ended = "interrupted"
        except LossBlewUp:
            ended = "blew up"
            raise
        finally:
            self._show(ended)

    def _show(self, state):
        """Tell the page how things stand, in one message."""
        records = self.records
        with self.hold_sync():
            self.epoch = records[-1].epoch if records else 0
            self.epochs = max(self.epochs, self.epoch)
            self.losses = _finite(record.loss for record in records)
            self.accuracies = _finite(record.accuracy for record in records)
            self.validation_losses = _finite(record.validation_loss for record in records)
            self.validation_accuracies = _finite(record.validation_accuracy for record in records)
            if records and records[-1].kernels is not None:
                self.kernels = as_lists(records[-1].kernels[:KERNELS, 0])
            self.hears = self._beside
            self.state = state

    @traitlets.validate("epochs")
    def _counts(self, proposal):
        whole("epochs", proposal.value, 1)
        return proposal.value

    @traitlets.observe("seen")
    def _find_out(self, change):
        # A message that comes in beside the main thread comes in while a cell runs, too: the kernel and the
        # page have subshells. What is found goes to the page with the next update, from the main thread.
        self._beside = threading.current_thread() is not threading.main_thread()

    def _figure(self):
        curves = {
            "loss": (self.losses, self.validation_losses),
            "accuracy": (self.accuracies, self.validation_accuracies),
        }
        last = self.epochs if self.state in ("ready", "running") else max(1, self.epoch)
        return plot_training(curves, self.kernels, last, self._at() + self._numbers())


def _finite(values):  # numbers or None -> floats; what is no number is None, since JSON has no word for it
    values = [value for value in values if value is not None]
    return [float(value) if np.isfinite(value) else None for value in values]


def _said(value):
    if value is None:
        return "beyond all numbers"
    size, _, power = f"{value:.1e}".partition("e")  # 1.2e5: before it blows up a loss can be large
    return in_cell(value) if value < 1000 else f"{size}e{int(power)}"
