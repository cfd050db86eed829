"""The library and NumPy as they were when the checks were imported, whatever a learner has replaced since.

A check works with what was; an answer, while it runs, finds what the learner made of it.
"""

import sys
from contextlib import contextmanager

import numpy as np

import xo_helpers.drawings
import xo_helpers.trace
import xo_helpers.training  # noqa: F401 - with these all rooms that compute are there

_APART = ("xo_helpers.checks", "xo_helpers.widgets", "xo_helpers.plots")
_ROOMS = [
    module
    for name, module in sys.modules.items()
    if name.startswith("xo_helpers.") and not name.startswith(_APART)
]
_WAS = [
    (vars(module), {name: value for name, value in vars(module).items() if callable(value)})
    for module in (np, *_ROOMS)
]


def _replaced():
    """What stands in another's place: (names of a module, name, what it is)."""
    return [
        (now, name, now[name])
        for now, was in _WAS
        for name, value in was.items()
        if now.get(name, value) is not value
    ]


def _put_back(replaced):
    wholes = {id(now): was for now, was in _WAS}
    for now, name, _ in replaced:
        now[name] = wholes[id(now)][name]


class _Library:
    """Which of the two stands there now."""

    def __init__(self):
        self.theirs = []

    @contextmanager
    def as_it_was(self):
        """For what a check does."""
        self.theirs = _replaced()
        _put_back(self.theirs)
        try:
            yield
        finally:
            self._put_theirs()

    @contextmanager
    def as_they_made_it(self):
        """For what an answer does; it may replace more."""
        self._put_theirs()
        try:
            yield
        finally:
            self.theirs = _replaced()
            _put_back(self.theirs)

    def _put_theirs(self):
        for now, name, value in self.theirs:
            now[name] = value
        self.theirs = []


library = _Library()
