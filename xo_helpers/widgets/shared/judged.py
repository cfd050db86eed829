"""State that can be wrong cannot be made: how a widget's traits are judged together."""

from contextlib import contextmanager
from inspect import getmembers_static

import numpy as np
import traitlets

from xo_helpers.inputs import said

TOGETHER = "to change both at once, set them inside `with widget.hold_trait_notifications():`"


class Refused(traitlets.TraitError, ValueError):  # noqa: N818 - it says what happened
    """What a trait does not take. Because it is a TraitError, traitlets goes back to what was there."""


class Judged(traitlets.TraitType):
    """A trait that travels to the page, and that is judged together with the others of its widget.

    `take(name, value)` gives the value as plain Python, or raises ValueError. One that is `fixed` is what
    the widget was made with, or what follows from the rest, and nobody sets it.
    """

    def __init__(self, take, *, fixed=False):
        super().__init__(default_value=None)
        self.take, self.fixed = take, fixed
        self.tag(sync=True)

    def validate(self, widget, value):
        """The value as plain Python."""
        if self.fixed and widget.made and not widget.settling:
            there = self.held(widget)
            if type(value) is type(there) and value == there:
                return there
            raise Refused(f"{self.name} cannot be set: it is made with the widget, or follows from the rest")
        try:
            return self.take(self.name, value)
        except ValueError as error:
            raise Refused(str(error)) from None

    def held(self, widget):
        """What it holds, not to be changed."""
        return super().get(widget, type(widget))

    def get(self, widget, cls=None):
        """A copy, which can be changed as one likes."""
        return _copied(self.held(widget))

    def set(self, widget, value):
        """Set it, as one change of the widget's state, if it is one."""
        if widget.made and self.validate(widget, value) == self.held(widget):
            return
        with Closed(widget), widget.hold_trait_notifications():
            super().set(widget, value)


class Closed:
    """Around a hold: one that an interrupt has left half open is closed, and nothing has changed."""

    def __init__(self, widget):
        self.widget, self.was = widget, _holds(widget)

    def __enter__(self):
        return self

    def __exit__(self, *error):
        widget = self.widget
        if any(self.was) or not any(_holds(widget)):
            return
        old, widget._held = widget._held, None
        widget._cross_validation_lock = widget._holding_sync = False
        vars(widget).pop("notify_change", None)
        if old is not None:
            widget.tell(**old)


def _holds(widget):  # what traitlets, ipywidgets and we leave in a widget while it is held
    own = vars(widget)
    syncs = own.get("_holding_sync", False)
    return own.get("_held") is not None, widget._cross_validation_lock, syncs, "notify_change" in own


class Judging(traitlets.HasTraits):
    """What has traits that fit together: whatever changes them changes them all at once, or not at all."""

    made = False  # True once the first state stands
    settling = False  # True while what follows is set
    _held = None  # inside of a hold, what there was when it began

    def __init__(self, **given):
        judged = self._judged()
        taken = {name: judged[name].validate(self, given[name]) for name in given.keys() & judged.keys()}
        with np.errstate(), np.errstate(all="ignore"):
            state = self.judge(taken, set(taken), {})
        super().__init__(**given | state)
        self.made = True

    def judge(self, state, changed, old):
        """The whole state as it will be, with what follows, or a ValueError. `dict, set, dict -> dict`

        `state` is what has been asked for, `changed` names what differs in it from the `old` one, which is
        empty for a new widget. What follows is put into `state`, as a new list where it was one.
        """
        return state

    def _judged(self):  # -> {name: trait}
        return {name: trait for name, trait in self.traits().items() if isinstance(trait, Judged)}

    def now(self):
        """What can be judged, as it is now, not to be changed. `-> {name: plain Python}`"""
        return {name: trait.held(self) for name, trait in self._judged().items()}

    def tell(self, **state):
        """Set what nobody else may set, all at once."""
        with Closed(self), self.hold_trait_notifications():
            self.settling = True
            try:
                for name, value in state.items():
                    self.set_trait(name, value)
            finally:
                self.settling = False

    @contextmanager
    def hold_trait_notifications(self):
        """What is set inside is judged when it ends: if any of it is refused, or fails, nothing changes."""
        with super().hold_trait_notifications():
            if self._held is not None or not self.made:
                yield
                return
            self._held = old = self.now()
            try:
                yield
                self._settle(old)
            except BaseException:
                self.tell(**old)
                raise
            finally:
                self._held = None

    def unobserve_all(self, name=traitlets.All):
        """Remove all observers, of one trait or of all, but those that the widget itself has."""
        super().unobserve_all(name)
        for _, own in getmembers_static(type(self), lambda one: isinstance(one, traitlets.ObserveHandler)):
            own.instance_init(self)  # adds none that is there

    def catch_up(self):
        """Inside of a hold, judge what has been asked for so far: for methods that go on from there."""
        if self._held is not None:
            self._settle(self._held)

    def _settle(self, old):
        asked = self.now()
        changed = {name for name, value in asked.items() if value != old[name]}
        try:
            with np.errstate(), np.errstate(all="ignore"):
                state = self.judge(dict(asked), changed, old) if changed else {}
        except ValueError as error:
            raise Refused(str(error)) from None
        self.tell(**{name: value for name, value in state.items() if value is not asked[name]})


def _copied(value):
    if isinstance(value, dict):
        return {key: _copied(one) for key, one in value.items()}
    return [_copied(one) for one in value] if isinstance(value, list) else value


def follows(state, changed, name, right, what, same=lambda given, right: given == right):
    """Put into the state what follows from the rest; what the page has found by itself stands, if it is that.

    Raises ValueError if nothing else was changed.
    """
    if name not in changed or not same(state[name], right):
        if changed == {name}:
            raise ValueError(f"{name} cannot be set by itself: it follows from {what}")
        state[name] = right


def inside(state, changed, counts, here):
    """Keep places inside of so many: those just set are refused elsewhere, others go to the nearest that is.
    `counts` is like `{"row": 9}`, `here` like "the grids have".
    """
    for name, count in counts.items():
        if name in changed and not 0 <= state[name] < count:
            span = f"{name}s 0 to {count - 1}" if count > 1 else f"no {name}s but 0"
            raise ValueError(f"{name} is {said(state[name])}; {here} {span}")
        state[name] = min(state[name], count - 1)
