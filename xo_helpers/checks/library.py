"""The library and NumPy as they were when the checks were imported, whatever a learner has replaced since.

A check works with what was; an answer, while it runs, finds what the learner made of it.
"""

import sys
from contextlib import contextmanager
from operator import is_

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


class _Library:
    """Which of the two stands there now: `theirs` has what a learner replaced, (names, name, value)."""

    theirs = ()

    def _put_ours(self):
        replaced = [
            (now, name, value)
            for now, was in _WAS
            if not all(map(is_, map(now.get, was), was.values()))  # at each call: hundreds of names, in C
            for name, value in was.items()
            if now.get(name, value) is not value
        ]
        self.theirs = [(now, name, now[name]) for now, name, _ in replaced]
        for now, name, value in replaced:
            now[name] = value

    def _put_theirs(self):
        for now, name, value in self.theirs:
            now[name] = value
        self.theirs = ()

    @contextmanager
    def as_it_was(self):
        """For what a check does."""
        self._put_ours()
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
            self._put_ours()


library = _Library()
