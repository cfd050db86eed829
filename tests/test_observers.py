"""Whoever takes all observers off a widget takes off his own, and not those by which it keeps itself in order."""

import pytest
import traitlets
from drivers import driver

from xo_helpers import widgets
from xo_helpers.training import Epoch
from xo_helpers.widgets import TrainingMonitor


def made(kind):
    return driver(kind).made()[driver(kind).variable]


def observers(widget):
    """Who is told of what, without traits of which nobody is."""
    told = widget._trait_notifiers.items()
    return {name: kinds for name, kinds in told if any(kinds.values())}


@pytest.mark.parametrize("kind", widgets.__all__)
def test_a_widget_keeps_its_own_observers_and_no_others(kind):
    widget = made(kind)
    own, text, state, heard = repr(observers(widget)), repr(widget), widget.get_state(), []
    widget.observe(heard.append, traitlets.All)
    for name in widget.trait_names():
        widget.observe(heard.append, name)
    for name in [*widget.trait_names(), traitlets.All]:
        widget.unobserve_all(name)
    assert repr(observers(widget)) == own != "{}"
    widget.unobserve_all()
    assert repr(observers(widget)) == own
    assert (repr(widget), widget.get_state()) == (text, state)
    if "row" in widget.trait_names():
        with pytest.raises(traitlets.TraitError):
            widget.row = 10**6
        widget.row = 1 - widget.row
    assert heard == []


@pytest.mark.parametrize(
    "names", [["epoch"], ["picked"], ["shown"], ["epoch", "picked", "shown"], [traitlets.All]]
)
def test_a_monitor_follows_and_goes_back_as_before(names):
    monitor = TrainingMonitor(4)
    for name in names:
        monitor.unobserve_all(name)
    monitor.run([Epoch(at, 1 / at, 0.5, None, None, None) for at in range(1, 5)])
    assert (monitor.shown, monitor.picked) == (4, 0)
    monitor.shown = 2
    assert monitor.picked == 2
    assert repr(monitor).endswith("; the page shows epoch 2")
    monitor.picked = 0
    assert monitor.shown == 4
    with pytest.raises(traitlets.TraitError, match="there are epochs 1 to 4"):
        monitor.shown = 5
