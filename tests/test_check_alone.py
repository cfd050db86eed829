"""A check that is stopped, or is one of several at once, leaves what is everybody's as it was."""

import builtins
import sys
import warnings
from concurrent.futures import ThreadPoolExecutor
from contextlib import redirect_stderr, redirect_stdout, suppress
from threading import Barrier, BrokenBarrierError, Event

import numpy as np
import pytest

from xo_helpers.checks import check, running


def agreement(a, b):
    return int((a == b).sum())


def everybodys():
    filters = tuple(warnings.filters), warnings.showwarning
    return sys.stdout, sys.stderr, builtins.input, np.empty, np.empty_like, np.geterr(), filters


@pytest.mark.parametrize("begun", [redirect_stdout, redirect_stderr, warnings.catch_warnings])
@pytest.mark.parametrize("nth", [1, 2, 3])
def test_an_interrupt_as_something_has_been_replaced_is_put_right(begun, nth, monkeypatch, capsys):
    before, left = everybodys(), iter([False] * (nth - 1) + [True])

    class Stopped(begun):
        def __enter__(self):
            entered = super().__enter__()
            if next(left, False):
                raise KeyboardInterrupt
            return entered

    with monkeypatch.context() as patch, suppress(KeyboardInterrupt):
        patch.setattr(warnings if begun is warnings.catch_warnings else running, begun.__name__, Stopped)
        check("agreement", agreement)
    assert not next(left, False)
    assert everybodys() == before
    check("agreement", agreement)
    assert capsys.readouterr().out.endswith("agreement: right, in all 12 cases, from 2×2 to 10×16.\n")


def test_two_at_once_print_both_verdicts_and_neither_keeps_the_console(capsys):
    before, both_run, first_is_done = everybodys(), Barrier(2), Event()

    def meets(a, b):
        with suppress(BrokenBarrierError):  # one waits for the other to end, and they never meet
            both_run.wait(0.2)
        return agreement(a, b)

    def stays(a, b):
        agree = meets(a, b)
        if not both_run.broken:
            both_run.abort()
            first_is_done.wait(5)
        return agree

    def first():
        check("agreement", meets)
        first_is_done.set()

    with ThreadPoolExecutor(2) as threads:
        for done in threads.submit(first), threads.submit(check, "agreement", stays):
            done.result()
    assert everybodys() == before
    assert capsys.readouterr().out.count("agreement: right") == 2
