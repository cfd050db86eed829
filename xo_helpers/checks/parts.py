"""Results of which a part is right, or that are the right ones times a factor."""

import numpy as np

from xo_helpers.checks.results import close
from xo_helpers.checks.turns import equals


def _fills(h, w):  # in words -> which cells of a grid were filled
    rows, columns = np.ogrid[:h, :w]
    return {
        "filled the first cell alone: does return come after the loops": (rows == 0) & (columns == 0),
        "filled the first row alone: does return come after both loops": (rows == 0) & (columns >= 0),
        "filled the first column alone: does the inner loop go on": (rows >= 0) & (columns == 0),
        "filled the last cell alone": (rows == h - 1) & (columns == w - 1),
        "filled the last row alone": (rows == h - 1) & (columns >= 0),
        "filled the last column alone": (rows >= 0) & (columns == w - 1),
        "left the last row and the last column out: where do the loops end": (rows < h - 1)
        & (columns < w - 1),
        "left the last row out: where does the loop end": (rows < h - 1) & (columns >= 0),
        "left the last column out: where does the loop end": (rows >= 0) & (columns < w - 1),
        "left the first row and the first column out: loops begin at 0": (rows > 0) & (columns > 0),
        "left the first row out: loops begin at 0": (rows > 0) & (columns >= 0),
        "left the first column out: loops begin at 0": (rows >= 0) & (columns > 0),
        "filled as many columns as there are rows": (rows >= 0) & (columns < h),
        "filled as many rows as there are columns": (rows < w) & (columns >= 0),
        "filled a square alone: rows and columns have counts of their own": (rows < w) & (columns < h),
        "filled the cells of the diagonal alone: use both of the loops' variables": rows == columns,
    }


def one_shape(result, expected):
    """Whether a result is one of numbers, of the shape that is expected."""
    return result.kind == "number" and result.values is not None and result.shape == expected.shape


def partly(got, right, cases):
    """Which part of the cells is right, while the others are as they began: of one value, or an input's."""
    if not all(map(one_shape, got, right)) or any(len(expected.shape) != 2 for expected in right):
        return None
    for words in _fills(1, 1):
        begun, seen = None, False
        for result, expected, case in zip(got, right, cases, strict=True):
            filled = _fills(*expected.shape)[words]
            if not close(result.values, expected.values)[filled].all():
                break
            seen |= bool(expected.values[filled].any())
            if not filled.all():
                begins = _begins(result.values, ~filled, case)
                begun = begins if begun is None else begun & begins
            if begun is not None and not begun:
                break
        else:
            if seen and begun:
                return words
    return None


def _begins(values, rest, case):  # with what the cells that were not filled may have begun
    names = {name for name, value in case.items() if _is_in(values, rest, value)}
    first = values[rest][0]
    return names | ({f"{first:g}"} if equals(values[rest], np.full(rest.sum(), first)) else set())


def _is_in(values, rest, value):
    return np.shape(value) == values.shape and equals(values[rest], np.asarray(value, float)[rest])


def _amounts(case, expected):  # in words -> a number that is easily forgotten, or used once too often
    amounts = {}
    for name, value in case.items():
        if np.ndim(value) == 0:
            amounts[name] = value
            continue
        amounts[f"the number of cells of {name}"] = np.size(value)
        amounts[f"the number of rows of {name}"] = len(value)
        amounts[f"the number of columns of {name}"] = np.shape(value)[-1]
    if expected.ndim:
        amounts["the number of cells of the result"] = expected.size
    return amounts


def multiple(got, right, cases, at):
    """By which factor, or by how much more or less, all results differ; said under case `at`."""
    if not all(map(one_shape, got, right)):
        return None
    pairs = [(result.values, expected.values) for result, expected in zip(got, right, strict=True)]
    if not all(np.isfinite(values).all() for values, _ in pairs):
        return None
    told = sum(int((np.abs(e) > 0.01).sum()) for _, e in pairs)
    if told < 2:
        return None
    factors = [float((values * e).sum() / (e * e).sum()) if e.any() else None for values, e in pairs]
    if all(factor is None or equals(v, factor * e) for factor, (v, e) in zip(factors, pairs, strict=True)):
        return _factor_in_words(cases, pairs, factors, at)
    offsets = [float((values - e).mean()) for values, e in pairs]
    if all(equals(v, e + offsets[0]) for v, e in pairs):
        more = "more" if offsets[0] > 0 else "less"
        return f"gives {abs(offsets[0]):.4g} {more} than expected, everywhere"
    return None


def _factor_in_words(cases, pairs, factors, at):
    known = [factor for factor in factors if factor is not None]
    first = known[0]
    if not np.isfinite(known).all() or min(map(abs, known)) < 1e-6:
        return None
    if np.allclose(known, first, rtol=1e-5):
        size = (
            f"{abs(first):.4g} times too large" if abs(first) > 1 else f"{1 / abs(first):.4g} times too small"
        )
        return f"gives everything {size}" + ", and with the other sign" * (first < 0)
    every = [_amounts(case, e) for case, (_, e) in zip(cases, pairs, strict=True)]
    for words in every[0]:
        wanted = [
            amounts[words] for amounts, factor in zip(every, factors, strict=True) if factor is not None
        ]
        if np.allclose(known, wanted, rtol=1e-5):
            return f"gives the right numbers times {words}: divide by it"
        if 0 not in wanted and np.allclose(known, 1 / np.array(wanted, float), rtol=1e-5):
            return f"gives the right numbers divided by {words}: leave that out"
    if all(e.size > 1 for _, e in pairs):
        return f"gives the right numbers times a factor, {factors[at]:.4g} in this case"
    return None
