"""Slips of any exercise, seen in what came back: turned, cut, rounded, a multiple of what was expected.

Each is an observation that holds in all cases of an answer that is wrong in at least one, and goes on from
"It looks as if it …"; what holds in some cases alone is said under one of these. The slips of an
exercise's own are looked for first.
"""

import dis
from types import CodeType

import numpy as np

from xo_helpers.checks.hints import listed
from xo_helpers.checks.parts import multiple, one_shape, partly
from xo_helpers.checks.results import CLOSE, numberless, same
from xo_helpers.checks.turns import equals, not_added, turned


def observe(answer, got, right, cases, at):
    """What can be said of a wrong answer's results, beside the right ones and under case `at`; or None."""
    pairs = [(result.values, expected.values) for result, expected in zip(got, right, strict=True)]
    return (
        _of_all(answer, got, right, cases, at)
        or turned(got, right)
        or partly(got, right, cases)
        or _swapped(got, right)
        or (all(map(one_shape, got, right)) and _of_one_shape(pairs, cases, at))
        or _an_input(got, cases)
        or _unused(answer, got, cases)
        or _where(got, right, cases)
        or _no_number(got[at], right[at])
        or _outside(answer)
    )


def _of_one_shape(pairs, cases, at):
    nearly = all(np.allclose(values, e, 1e-3, 1e-3) for values, e in pairs)
    small = "is a number rounded on the way, or one like 1e-6 added, or in the place of 0?"
    small = nearly and f"is right but for a small part: {small}"
    own = _whole(pairs, cases) or _leaky(pairs, cases) or _late(pairs, cases)
    return own or small or multiple(pairs, cases, at)


def _of_all(answer, got, right, cases, at):
    if any(result.values is None for result in got):
        return None
    if all(result.kind == "list" for result in got):
        if right[0].shape:
            return "returned a list, or a tuple: make an array of it, np.array(…)"
        return not_added(got, right)
    finite = np.isfinite(got[at].values).all()  # of others it is said what nan or inf comes of
    if finite and len(cases) > 1 and all(same(result, got[0]) for result in got):
        reads = f"does it use {listed(cases[0])}"
        if not _idle(answer, cases):
            reads = "does abs or a square take the signs away, is a value set anew, or never"
        return f"gives the same whatever it gets: {reads}, and does return come after the loops?"
    if got[at].dtype == "float16" and (finite or got[at].overflowed):
        return "computed with float16, which keeps three digits: use float"
    if not any(result.values.any() for result in got) and all(map(one_shape, got, right)):
        return "gave zeros alone: is the result filled, and returned after that?"
    return None


def _whole(pairs, cases):
    """Which argument gave the result its type: where that one holds whole numbers, the fractions are gone."""

    def gave(name):
        whole = [np.asarray(case[name]).dtype.kind in "iu" for case in cases]
        return all(
            equals(values, np.trunc(e) if w else e) for w, (values, e) in zip(whole, pairs, strict=True)
        )

    names = [name for name in cases[0] if gave(name)]
    alike = [name for name in names if np.shape(cases[0][name]) == pairs[0][1].shape]
    whose = " or ".join(alike or names)
    return whose and f"made whole numbers where {whose} holds them, as np.zeros_like does: use np.zeros(…)"


def _no_number(result, expected):
    if numberless(result) and not result.error:
        if result.overflowed:
            return "let exp overflow, or a product: that gives inf, and nan after it; print what goes in"
        of = "0 ÷ 0, inf ÷ inf, inf − inf or 0 × inf, the root or log of a negative, or a cell never filled"
        return f"made nan, which comes of {of}: print what goes into each cell"
    if result.values is not None and np.isinf(result.values).any() and np.isfinite(expected.values).all():
        of = "a number ÷ 0, log of 0, exp of a large one, or where it began"
        return f"made inf, which is {of}: print what goes in"
    return None


def _swapped(got, right):
    """Rows and columns taken for each other, which leaves the grid wherever it is not square."""
    pairs = [(r, e) for r, e in zip(got, right, strict=True) if not isinstance(r.error, IndexError)]
    square = all(len(e.shape) == 2 and equals(r.values, e.values.T) for r, e in pairs)
    if square and len(pairs) < len(got) and not all(same(r, e) for r, e in pairs):
        return "wrote [column, row] in one place: a row comes first, [row, column]"
    return None


def _leaky(pairs, cases):
    """By how much an input comes through where 0 is expected, if that is the same in all cases."""
    shut = [e == 0 for _, e in pairs]
    if not all(equals(v[~s], e[~s]) for s, (v, e) in zip(shut, pairs, strict=True)):
        return None
    through = np.concatenate([values[s] for s, (values, _) in zip(shut, pairs, strict=True)])
    for name in cases[0]:
        inputs = [np.asarray(case[name], float) for case in cases]
        if all(one.shape == s.shape for one, s in zip(inputs, shut, strict=True)):
            given = np.concatenate([one[s] for one, s in zip(inputs, shut, strict=True)])
            part = through @ given / (given @ given or 1)
            if 1e-7 < part < 1 and np.allclose(through, part * given, rtol=1e-3, atol=1e-12):
                return (
                    f"let a part of {name} through where 0 is expected, times {part:.4g}: that is leaky ReLU"
                )
    return None


def _late(pairs, cases):
    """Up to where a gate that opens above 0 is still shut, if all else is right."""
    lost = [(v == 0) & (np.abs(e) > CLOSE) for v, e in pairs]
    if not all(equals(v[~gone], e[~gone]) for gone, (v, e) in zip(lost, pairs, strict=True)):
        return None
    for name in cases[0]:
        inputs = [np.asarray(case[name]) for case in cases]
        if all(x.shape == e.shape and not e[x <= 0].any() for x, (_, e) in zip(inputs, pairs, strict=True)):
            taken = np.concatenate([x[gone] for x, gone in zip(inputs, lost, strict=True)])
            kept = np.concatenate([x[v != 0] for x, (v, _) in zip(inputs, pairs, strict=True)])
            if taken.size and taken.max() < kept.min(initial=np.inf):
                return f"takes {name} for 0 where it is small, as {taken.max():.4g}: all above 0 counts"
    return None


def _an_input(got, cases):
    for name in cases[0]:
        if all(
            r.kind == "number" and equals(r.values, case[name]) for r, case in zip(got, cases, strict=True)
        ):
            return f"returned {name} as it was"
    return None


def _unused(answer, got, cases):
    """An argument that a function never looks at, perhaps for a name of the lesson's in its place."""
    idle = None if all(result.error for result in got) else _idle(answer, cases)
    if not idle:
        return None
    outside = _taken(answer, (np.ndarray, int, float, list))
    instead = f", and takes {outside[0]} from outside" if outside else ""
    return f"never looks at what it gets as {idle[0]}{instead}"


def _idle(answer, cases):
    """The arguments that a function never looks at; None if it does not show."""
    code = getattr(answer, "__code__", None)
    if not isinstance(code, CodeType) or code.co_argcount != len(cases[0]):
        return None
    used = [step.argval for step in dis.get_instructions(code) if step.opname != "STORE_FAST"]
    used += [name for both in used if isinstance(both, tuple) for name in both]
    return [name for name in code.co_varnames[: code.co_argcount] if name not in used]


def _outside(answer):
    """An array of the lesson's that stands in a function, beside or in the place of what it gets."""
    taken = _taken(answer, np.ndarray)
    return f"takes {taken[0]} from outside: all that it needs is what it gets" if taken else None


def _taken(answer, kinds):  # the names from outside, of such values, that a function's lines look at
    codes = [code] if isinstance(code := getattr(answer, "__code__", None), CodeType) else []
    for code in codes:
        codes += [within for within in code.co_consts if isinstance(within, CodeType)]
    steps = [step for code in codes for step in dis.get_instructions(code) if step.opname == "LOAD_GLOBAL"]
    return [step.argval for step in steps if isinstance(answer.__globals__.get(step.argval), kinds)]


BATCHES = {"bias", "logits", "values"}  # by these arguments the first has a row for each image


def _where(got, right, cases):
    """Where it is right and where not, if that is told by rows and columns, or by the number of images."""
    good = [same(result, expected) for result, expected in zip(got, right, strict=True)]
    if not 2 <= sum(good) <= len(good) - 2:  # one alone may be by chance
        return None
    shapes = [np.shape(next(iter(case.values()))) for case in cases]
    if good == [rows == columns for rows, columns in shapes] and all(map(_beyond, got, right)):
        what = "there are as many rows as columns, and wrong where not: which of the two does it count?"
        return f"is right where {what}"
    if good == [rows == 1 for rows, _ in shapes] and (BATCHES & set(cases[0]) or list(cases[0]) == ["x"]):
        return "is right where there is one image alone, and wrong with several"
    return None


def _beyond(result, expected):  # it stopped, is of another shape, or is right in as many columns as rows
    if not one_shape(result, expected) or len(expected.shape) != 2:
        return True
    least = min(expected.shape)
    return equals(result.values[:least, :least], expected.values[:least, :least])
