"""Results of which a part is right, or that are the right ones times a factor."""

import numpy as np

from xo_helpers.checks.results import close
from xo_helpers.checks.turns import equals


def _part(which):  # -> the cells of a grid of h rows and w columns of which `which` holds
    return lambda h, w: np.broadcast_to(which(np.arange(h)[:, None], np.arange(w), h, w), (h, w))


WITHIN = {  # in words -> which cells loops reach
    "{} the first cell alone: does return come after the loops": _part(lambda r, c, h, w: (r + c) == 0),
    "{} the first row alone: does return come after both loops": _part(lambda r, c, h, w: r == 0),
    "{} the first column alone: does the inner loop go on": _part(lambda r, c, h, w: c == 0),
    "{} the last cell alone: does each replace the one before": _part(
        lambda r, c, h, w: (r == h - 1) & (c == w - 1)
    ),
    "{} the last row alone: what begins anew in the outer loop": _part(lambda r, c, h, w: r == h - 1),
    "{} the last column alone": _part(lambda r, c, h, w: c == w - 1),
    "left the last row and the last column out: where do the loops end": _part(
        lambda r, c, h, w: (r < h - 1) & (c < w - 1)
    ),
    "left the last row out: where does the loop end": _part(lambda r, c, h, w: r < h - 1),
    "left the last column out: where does the loop end": _part(lambda r, c, h, w: c < w - 1),
    "left the first row and the first column out: loops begin at 0": _part(
        lambda r, c, h, w: (r > 0) & (c > 0)
    ),
    "left the first row out: loops begin at 0": _part(lambda r, c, h, w: r > 0),
    "left the first column out: loops begin at 0": _part(lambda r, c, h, w: c > 0),
    "{} the diagonal alone: use both of the loops' variables": _part(lambda r, c, h, w: r == c),
}
COUNTED = {  # of grids that are not square
    "{} as many columns as there are rows": _part(lambda r, c, h, w: c < h),
    "{} as many rows as there are columns": _part(lambda r, c, h, w: r < w),
    "{} a square alone: rows and columns have counts of their own": _part(
        lambda r, c, h, w: (r < w) & (c < h)
    ),
}
PARTS = WITHIN | COUNTED


def one_shape(result, expected):
    """Whether a result is one of numbers, of the shape that is expected."""
    return result.kind == "number" and result.values is not None and result.shape == expected.shape


def partly(got, right, cases):
    """Which part of the cells is right, while the others are as they began: of one value, or an input's."""
    pairs = list(zip(got, right, strict=True))
    if not all(r.error or one_shape(r, e) for r, e in pairs) or any(len(e.shape) != 2 for e in right):
        return None
    for words, part in PARTS.items():
        begun, seen = None, False
        for result, expected, case in zip(got, right, cases, strict=True):
            filled = part(*expected.shape)
            if result.error:  # as loops end that leave the grid
                if words in COUNTED and filled.all() and expected.shape[0] != expected.shape[1]:
                    continue
                break
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
                return words.format("filled")
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
