"""Slips of any exercise, seen in what came back: turned, cut, rounded, a multiple of what was expected.

Each is an observation that holds in all cases of an answer that is wrong in at least one, and goes on from
"It looks as if it …"; what holds in some cases alone is said under one of these. The slips of an
exercise's own are looked for first.
"""

from dataclasses import replace

import numpy as np

from xo_helpers.checks.hints import in_a_row
from xo_helpers.checks.lines import codes, idle, loops_in, names_in, taken
from xo_helpers.checks.parts import multiple, one_shape, partly, where
from xo_helpers.checks.results import CLOSE, numberless, same
from xo_helpers.checks.turns import equals, not_added, turned


def observe(answer, got, right, cases, at):
    """What can be said of a wrong answer's results, beside the right ones and under case `at`; or None."""
    if right[0].shape and all(result.kind == "list" for result in got):
        if all(equals(result.values, e.values) for result, e in zip(got, right, strict=True)):
            return "returned a list, or a tuple: make an array of it, np.array(…)"
        got = [replace(result, kind="number") for result in got]  # it is no list alone that is wrong
    pairs = [(result.values, expected.values) for result, expected in zip(got, right, strict=True)]
    came = [(result, expected) for result, expected in zip(got, right, strict=True) if not result.error]
    return (
        _of_all(answer, got, right, cases, at)
        or (came and not got[at].error and turned(*zip(*came, strict=True)))
        or partly(got, right, cases)
        or _swapped(got, right)
        or (all(map(one_shape, got, right)) and _of_one_shape(pairs, cases, at))
        or _an_input(got, cases)
        or _unused(answer, got, cases)
        or where(got, right, cases)
        or _no_number(answer, got[at], right[at])
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
        return not_added(got, right)
    finite = np.isfinite(got[at].values).all()  # of others it is said what nan or inf comes of
    if finite and len(cases) > 1 and all(same(result, got[0]) for result in got):
        return _unused(answer, got, cases) or f"gives the same whatever it gets{_lost(answer, cases)}"
    if got[at].dtype == "float16" and (finite or got[at].overflowed):
        return "computed with float16, which keeps three digits: use float"
    if not any(result.values.any() for result in got) and all(map(one_shape, got, right)):
        return "gave zeros alone: is the result filled, and returned after that?"
    return None


def _lost(answer, cases):
    """Where what an answer gets may be lost, by what stands in its lines."""
    names = names_in(answer)
    asks = {
        f"does it use {in_a_row(cases[0])}": not codes(answer),
        "does abs or a square take the signs away": names & {"abs", "absolute", "square", "fabs", "**"},
        "is == meant where is stands": names & {"is"},
        "is a value set anew, or never, and does return come after the loops": loops_in(answer),
    }
    asked = [words for words, here in asks.items() if here]
    return f": {', or '.join(asked)}?" if asked else ""


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


def _no_number(answer, result, expected):
    if numberless(result) and not result.error:
        if result.overflowed:
            what = "exp overflow" if "exp" in names_in(answer) else "a number grow too large"
            return f"let {what}: that gives inf, and nan after it; print what goes in"
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
    unused = None if all(result.error for result in got) else idle(answer, cases[0])
    if not unused:
        return None
    outside = taken(answer, (np.ndarray, int, float, list))
    instead = f", and takes {outside[0]} from outside" if outside else ""
    return f"never looks at what it gets as {in_a_row(unused)}{instead}"


def _outside(answer):
    """An array of the lesson's that stands in a function, beside or in the place of what it gets."""
    names = taken(answer, np.ndarray)
    return f"takes {names[0]} from outside: all that it needs is what it gets" if names else None
