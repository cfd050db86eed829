"""What came back, as plain numbers: answers and solutions are compared as float64."""

from dataclasses import dataclass
from decimal import Decimal
from numbers import Real
from operator import length_hint

import numpy as np

from xo_helpers.words import HELD, kind, times

# What counts as rounding: a millionth, and for large numbers four parts in ten million, as float32 loses.
CLOSE, OF_THE_LARGEST = 1e-6, 4e-7
VIEWS = [type(view) for view in ({}.keys(), {}.values(), {}.items())]  # which have no names of their own
MOST = 10**5  # cells; of larger arrays only the shape is looked at
LISTED = 10**4  # and of Python's own numbers


@dataclass(frozen=True)
class Result:
    """Something that was handed in or returned, or the error in its place."""

    kind: str | None  # "number" or "truth", a "list" of numbers, or None for what is none of these
    shape: tuple  # () for a single one
    values: np.ndarray | None  # as float64
    words: str  # "a list", "an array of float64, shape 2×3"
    dtype: str = ""
    error: BaseException | None = None
    overflowed: bool = False  # a number grew too large on the way


def plain(value):
    """Anything at all as a `Result`: numbers of all types, booleans, and arrays of them, also of objects."""
    words = "nothing" if value is None else called(value)
    if not isinstance(value, (Real, Decimal, np.generic, np.ndarray, list, tuple)):
        return Result(None, (), None, words)
    if isinstance(value, np.ma.MaskedArray) and np.ma.is_masked(value):
        return Result(None, value.shape, None, "an array with cells hidden by a mask")
    try:
        array = None if _too_long(value) else np.asarray(value)
    except Exception:  # rows that differ in length, and whatever else a list can hold
        array = None
    if array is None:
        return Result(None, (), None, words)
    kind, values = _numbers(array)
    dtype = array.dtype.name
    if isinstance(value, (list, tuple)):
        return Result(kind and "list", array.shape, values, words, dtype)
    if array.ndim:
        of = "True and False" if kind == "truth" else HELD.get(array.dtype.kind, dtype)
        words = f"an array of {of}, shape {times(array.shape)}"
    return Result(kind, array.shape, values, words, dtype)


def _too_long(value):  # -> whether lists hold too much, or text, which makes no numbers
    left, lists = LISTED, [value] if isinstance(value, (list, tuple)) else []
    while lists:
        for one in lists.pop():
            if isinstance(one, (list, tuple)):
                lists.append(one)
            elif isinstance(one, (str, bytes)):
                return True
            left -= 1 + (one.size if isinstance(one, np.ndarray) else length_hint(one))
            if left < 0:
                return True
    return False


def called(value):
    """What a value is, with its article: "a list", "an int", "text"."""
    if isinstance(value, (type, bytes, str)):
        return "a class" if isinstance(value, type) else "bytes" if isinstance(value, bytes) else "text"
    name = type(value).__name__
    if isinstance(value, (map, filter, zip, enumerate, reversed)):
        return f"Python's {name}, not yet run"
    if isinstance(value, (range, set, frozenset, *VIEWS)):
        return f"Python's {name}"
    return kind(value)


def _numbers(array):  # -> "number", "truth" or None, the values as float64 or None
    kind = {"i": "number", "u": "number", "f": "number", "b": "truth"}.get(array.dtype.kind)
    if array.dtype.kind == "O" and array.size <= LISTED:
        items = array.ravel().tolist()
        if all(isinstance(item, (bool, np.bool_)) for item in items):
            kind = "truth"
        elif all(isinstance(item, (Real, Decimal)) for item in items):
            kind, array = "number", np.array([_float(item) for item in items]).reshape(array.shape)
    if kind is None or array.size > MOST:
        return kind, None
    return kind, array.astype(float)


def _float(number):
    try:
        return float(number)
    except OverflowError:
        return np.inf if number > 0 else -np.inf


def failed(error):
    """An error in the place of a result, without what it would keep of the call."""
    return Result(None, (), None, "", error=error.with_traceback(None))


def number_of(answer):
    """A single number as a float, of whatever type it is; None for anything else, True and text among it."""
    result = plain(answer)
    return float(result.values) if result.kind == "number" and result.shape == () else None


def numberless(result):
    """Whether nan came, in one cell at least, or an error."""
    return bool(result.error) or (result.values is not None and bool(np.isnan(result.values).any()))


def close(got, expected):
    """Where two arrays of one shape hold the same, but for rounding. `[...], [...] -> [...]`"""
    largest = np.abs(expected[np.isfinite(expected)]).max(initial=0)
    return np.isclose(got, expected, rtol=0, atol=CLOSE + OF_THE_LARGEST * largest, equal_nan=True)


def same(got, expected):
    """Whether two results are the same: in kind, shape and, but for rounding, value; errors in their type."""
    if got.error:
        return type(got.error) is type(expected.error)
    if got.kind != expected.kind or got.values is None:
        return False
    if not got.values.size and not expected.values.size:
        return True  # nothing, in whatever shape
    return got.shape == expected.shape and bool(close(got.values, expected.values).all())
