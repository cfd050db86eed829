"""Results of which a part is right, or that are the right ones times a factor."""

import numpy as np

from xo_helpers.checks.results import close, same
from xo_helpers.checks.turns import equals

WITHIN = {  # in words -> which cells loops reach: r and c are their places
    "{} the first cell alone: does return come after the loops?": lambda r, c, h, w: r + c == 0,
    "{} the first row alone: does return come after the loops?": lambda r, c, h, w: r == 0,
    "{} the first column alone: does the inner loop go on?": lambda r, c, h, w: c == 0,
    "{} the last cell alone: does each replace the one before?": lambda r, c, h, w: r + c == h + w - 2,
    "{} the last row alone: what begins anew in the outer loop?": lambda r, c, h, w: r == h - 1,
    "{} the last column alone": lambda r, c, h, w: c == w - 1,
    "left the last row and the last column out: do loops end early?": lambda r, c, h, w: (
        (r < h - 1) & (c < w - 1)
    ),
    "left the last row out: where does the loop end?": lambda r, c, h, w: r < h - 1,
    "left the last column out: where does the loop end?": lambda r, c, h, w: c < w - 1,
    "left the first row and the first column out: loops begin at 0": lambda r, c, h, w: (r > 0) & (c > 0),
    "left the first row out: loops begin at 0": lambda r, c, h, w: r > 0,
    "left the first column out: loops begin at 0": lambda r, c, h, w: c > 0,
    "{} the diagonal alone: use both of the loops' variables": lambda r, c, h, w: r == c,
}
COUNTED = {  # of grids that are not square
    "{} as many columns as there are rows": lambda r, c, h, w: c < h,
    "{} as many rows as there are columns": lambda r, c, h, w: r < w,
    "{} a square alone: rows and columns have counts of their own": lambda r, c, h, w: (r < w) & (c < h),
}
PARTS = WITHIN | COUNTED
LEFT = (IndexError, ValueError)  # what loops end in that leave the grid: no such cell, or an empty window


def cells(which, shape):
    """The cells of a grid of this shape that loops reach, by a line of `PARTS`."""
    h, w = shape
    return np.broadcast_to(which(np.arange(h)[:, None], np.arange(w), h, w), shape)


def one_shape(result, expected):
    """Whether a result is one of numbers, of the shape that is expected."""
    return result.kind == "number" and result.values is not None and result.shape == expected.shape


def partly(got, right, cases):
    """Which part of the cells is right, while the others are as they began: of one value, or an input's."""
    if any(len(e.shape) != 2 for e in right):
        return None
    for words, which in PARTS.items():
        parts = [(r, e, cells(which, e.shape), case) for r, e, case in zip(got, right, cases, strict=True)]
        if words in COUNTED:
            parts = [one for one in parts if not (isinstance(one[0].error, LEFT) and one[2].all())]
        if all(one_shape(r, e) and close(r.values, e.values)[part].all() for r, e, part, _ in parts):
            begun = [_begins(r.values, ~part, case) for r, _, part, case in parts if not part.all()]
            if any(e.values[part].any() for _, e, part, _ in parts) and begun and set.intersection(*begun):
                return words.format("filled")
    return None


def _begins(values, rest, case):  # with what the cells that were not filled may have begun
    alike = {name: np.asarray(value, float) for name, value in case.items() if np.shape(value) == rest.shape}
    one = values[rest][0]
    begins = {name for name, value in alike.items() if equals(values[rest], value[rest])}
    return begins | ({f"{one:g}"} if equals(values[rest], np.full(rest.sum(), one)) else set())


COUNTS = {"cells": np.size, "rows": len, "columns": lambda value: np.shape(value)[-1]}


def _amounts(case, expected):  # in words -> a number that is easily forgotten, or used once too often
    amounts = {}
    for name, value in case.items():
        counts = COUNTS if np.ndim(value) else {}
        amounts |= {f"the number of {what} of {name}": count(value) for what, count in counts.items()}
        amounts |= {} if counts else {name: value}
    return amounts | ({"the number of cells of the result": expected.size} if expected.ndim else {})


def multiple(pairs, cases, at):
    """By which factor, or by how much more or less, all results differ; said under case `at`."""
    told = sum(int((np.abs(e) > 0.01).sum()) for _, e in pairs)
    if told < 2 or not all(np.isfinite(values).all() for values, _ in pairs):
        return None
    factors = [float((values * e).sum() / (e * e).sum()) if e.any() else None for values, e in pairs]
    alike = (equals(v, (factor or 0) * e) for factor, (v, e) in zip(factors, pairs, strict=True))
    if all(alike) and (words := _factor_in_words(cases, pairs, factors, at)):
        return words
    more = float((pairs[0][0] - pairs[0][1]).mean())
    if all(equals(v, e + more) for v, e in pairs):
        return f"gives {abs(more):.4g} {'more' if more > 0 else 'less'} than expected, everywhere"
    return None


def _factor_in_words(cases, pairs, factors, at):
    known = np.array([factor for factor in factors if factor is not None])
    size = abs(known[0])
    if not np.isfinite(known).all() or np.abs(known).min() < 1e-6:
        return None
    if np.allclose(known, known[0], rtol=1e-5):
        much = f"{size:.4g} times too large" if size > 1 else f"{1 / size:.4g} times too small"
        return f"gives everything {much}{', and with the other sign' * int(known[0] < 0)}"
    every = [_amounts(case, e) for case, (_, e) in zip(cases, pairs, strict=True)]
    for words in every[0]:
        wanted = [amounts[words] for amounts, f in zip(every, factors, strict=True) if f is not None]
        if np.allclose(known, wanted, rtol=1e-5):
            return f"gives the right numbers times {words}: divide by it"
        if np.allclose(known * wanted, 1, rtol=1e-5):
            return f"gives the right numbers divided by {words}: leave that out"
    if factors[at] and sum(e.size > 1 for _, e in pairs) > 1:
        return f"gives the right numbers times a factor, {factors[at]:.4g} in this case"
    return None


BATCHES = {"bias", "logits", "values"}  # by these arguments the first has a row for each image


def where(got, right, cases):
    """Where it is right and where not, if that is told by rows and columns, or by the number of images."""
    good = [same(result, expected) for result, expected in zip(got, right, strict=True)]
    if not 2 <= sum(good) <= len(good) - 2:  # one alone may be by chance
        return None
    shapes = [np.shape(next(iter(case.values()))) for case in cases]
    if good == [rows == columns for rows, columns in shapes] and all(map(_beyond, got, right)):
        what = "there are as many rows as columns, and wrong where not: which of the two does it count?"
        return f"is right where {what}"
    if BATCHES & set(cases[0]) or list(cases[0]) == ["x"]:
        if good == [rows == 1 for rows, _ in shapes]:
            return "is right where there is one image alone, and wrong with several"
        if good == [(e.shape or shape)[-1] == 2 for e, shape in zip(right, shapes, strict=True)]:
            return "is right where there are two columns, and wrong with another number of them"
    return None


def _beyond(result, expected):  # it left the grid, has another shape, or is right in as many columns as rows
    if "must be square" in repr(result.error):  # which is no matter of counting
        return False
    if not one_shape(result, expected) or len(expected.shape) != 2:
        return True
    least = min(expected.shape)
    return equals(result.values[:least, :least], expected.values[:least, :least])
