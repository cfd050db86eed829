"""What an answer takes from outside, and may change there: the lesson's own, and so put back afterwards."""

from contextlib import contextmanager

import numpy as np

from xo_helpers.checks.lines import names_in
from xo_helpers.checks.results import MOST


@contextmanager
def kept(answer):
    """While an answer is run; calling what comes with it puts back what stood outside. `-> changed names`"""
    around = getattr(answer, "__globals__", None)
    around = around if isinstance(around, dict) else {}
    was = {name: around[name] for name in names_in(answer) & around.keys()}
    copies = {name: _copy(value) for name, value in was.items()}

    def put_back():
        changed = [name for name, value in was.items() if _other(around.get(name), value, copies[name])]
        for name, value in was.items():
            around[name] = value
            if type(value) in (list, dict):
                value.clear()
                (value.extend if type(value) is list else value.update)(copies[name])
            elif copies[name] is not None:
                value[...] = copies[name]
        return changed

    try:
        yield put_back
    finally:
        put_back()


def _other(now, value, copy):
    return now is not value or (copy is not None and _cells(value) != _cells(copy))


def _cells(value):  # what stands there, and not what equals it: arrays among it do not say True or False
    if type(value) is np.ndarray:
        return value.tobytes()
    return [*map(id, value), *map(id, value.values() if type(value) is dict else ())]


def _copy(value):  # of what cells can be written into; others are only named again
    if type(value) in (list, dict):
        return value.copy()
    plain = type(value) is np.ndarray and value.flags.writeable and value.size <= MOST
    return value.copy() if plain else None
