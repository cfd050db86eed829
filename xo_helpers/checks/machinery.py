"""How an answer is examined: run on small cases and compared with the solution.

A slip is told by imitation: an exercise lists functions that go wrong in a known way, and an answer
that gives the same as one of them in every case has made that slip.
"""

from copy import deepcopy
from dataclasses import dataclass
from textwrap import indent

import numpy as np

from xo_helpers.checks.verdicts import NOT_WRITTEN, judged, no, yes
from xo_helpers.inputs import times
from xo_helpers.texts import as_text, beside, in_cell

HINTS = {  # what NumPy says -> what to look at
    "truth value of an array": "max and if take an array, or a row of it, as a whole; np.maximum does not",
    "as a data type": "np.zeros takes its shape in brackets of its own: np.zeros((rows, columns))",
    "is out of bounds": "print the place and the array's shape: places count from 0 and end one before it",
    "mismatch in its core dimension": "@ needs as many columns on its left as rows on its right; "
    "is all of it what the function gets, and nothing of the lesson's",
    "zero-size array": "a window or patch held no cell; print where it begins, and the shape of the whole",
}
CLOSE = 1e-9  # answers may differ from the solution by rounding errors, and by no more


class NotAnAnswerError(TypeError):
    """What a function returned cannot be judged; the text says why."""


@dataclass
class FunctionExercise:
    """An exercise whose answer is a function: `cases` name its arguments, and the smallest comes first."""

    name: str
    solution: callable
    cases: list
    slips: dict  # what went wrong, in words -> a function that goes wrong that way
    write: callable = in_cell  # numbers, as the lesson's figures do

    def __post_init__(self):
        self.cases = sorted(self.cases, key=lambda case: sum(map(np.size, case.values())))

    def __call__(self, answer):
        """Examine an answer: a Verdict."""
        return judged(self.name)(self._judge)(answer)

    def _judge(self, answer):
        if not callable(answer):
            what = type(answer).__name__
            return self._wrong(
                f"This is a value of type {what}; hand in the function itself, without brackets"
            )
        for case in self.cases:
            given = deepcopy(case)
            try:
                with np.errstate(all="ignore"):
                    got = answer(*given.values())
            except NotImplementedError:
                return NOT_WRITTEN
            except NotAnAnswerError as error:
                return self._wrong(str(error), case, slip=self._slip(answer))
            except Exception as error:
                trouble = f"It stopped with {type(error).__name__}: {error}"
                trouble += "".join(f"\n({hint}.)" for part, hint in HINTS.items() if part in str(error))
                return self._wrong(trouble, case, slip=self._slip(answer))
            changed = [name for name in case if not np.array_equal(given[name], case[name])]
            if changed:
                trouble = f"It changed its input, {changed[0]}. Work on a copy: {changed[0]}.copy()."
                return self._wrong(trouble, case, slip="changed its input")
            expected = self.solution(*case.values())
            if not same(got, expected):
                return self._wrong(_difference(got, expected, self.write), case, slip=self._slip(answer))
        sizes = [times(next(iter(case.values())).shape) for case in self.cases]
        span = f", from {sizes[0]} to {sizes[-1]}" if sizes[0] != sizes[-1] else ""
        return yes(f", in all {len(sizes)} cases{span}.")

    def _slip(self, answer):
        """The first slip whose function gives what the answer gives, in every case."""
        results = [_result(answer, case) for case in self.cases]
        for slip, wrong in (self.slips | _roundings(self.solution)).items():
            if all(same(got, _result(wrong, case)) for got, case in zip(results, self.cases, strict=True)):
                return slip
        stopped = any(isinstance(got, Exception) for got in results)
        if len(results) > 1 and not stopped and all(same(got, results[0]) for got in results):
            names = " and ".join(self.cases[0])
            return (
                f"gives the same whatever it gets: does it use {names}, and does return come after the loops"
            )
        return None

    def _wrong(self, trouble, case=None, slip=None):
        lines = ["."]
        if case:
            lines += ["", "The smallest case that goes wrong:", "", draw(case, self.write)]
        lines += ["", trouble]
        if slip and slip != "changed its input":
            lines += ["", f"It looks as if it {slip}."]
        return no("\n".join(lines), slip)


def same(got, expected):
    """Whether two results are the same in type, shape and, within 1e-9, value."""
    if isinstance(got, Exception) or isinstance(expected, Exception):
        return type(got) is type(expected)
    if _kind(got) is None or _kind(got) != _kind(expected) or np.shape(got) != np.shape(expected):
        return False
    return bool(np.allclose(got, expected, rtol=0, atol=CLOSE, equal_nan=True))


def draw(case, write=in_cell):
    """The arguments of a case side by side under their names, images as pictures."""
    blocks = [f"{name}\n{_shown(value, write)}" for name, value in case.items()]
    return indent(beside(*blocks, gap="    "), "    ")


def _shown(value, write):
    if np.ndim(value) == 0:
        return str(value)
    return as_text(np.atleast_2d(value), np.ndim(value) == 1, write)  # a row, like labels, is no picture


def _kind(value):
    """A number, an array of numbers, a truth or an array of truths; None for all else."""
    if not isinstance(value, (int, float, np.generic, np.ndarray)):
        return None
    kind = {"i": "number", "u": "number", "f": "number", "b": "truth"}.get(np.asarray(value).dtype.kind)
    return kind and (kind, np.ndim(value) > 0)


def _result(function, case):
    try:
        with np.errstate(all="ignore"):
            return function(*deepcopy(case).values())
    except Exception as error:
        return error


def _difference(got, expected, write):
    """What came and what was expected, with the first cell that differs."""
    if got is None:
        return "It returned nothing: end it with return."
    if _kind(got) != _kind(expected):
        wanted = f"an array of shape {times(expected.shape)}" if np.ndim(expected) else "a number"
        came = f"a {type(got).__name__}"
        if isinstance(got, np.ndarray):
            of = " of True and False" if got.dtype.kind == "b" else f" of {got.dtype.name}"
            came = f"an array{of}, shape {times(got.shape)}"
        return f"It returned {came}; expected {wanted}."
    if np.shape(got) != np.shape(expected):
        return f"It returned an array of shape {times(got.shape)}; expected shape {times(expected.shape)}."
    if not np.ndim(expected):
        return f"expected {expected:.6g}\ngot      {got:.6g}"
    at = tuple(int(i) for i in np.argwhere(~np.isclose(got, expected, rtol=0, atol=CLOSE))[0])
    both = draw({"expected": expected, "got": np.asarray(got, float)}, write)
    first = f"The first cell that differs is {list(at)}"
    return f"{both}\n\n{first}: expected {expected[at]:.6g}, got {got[at]:.6g}."


def _roundings(solution):
    """Right, but cut or rounded to fewer digits: a slip of any exercise."""

    def rounded(*case):
        return _like(np.round(solution(*case), 2))

    def cut(*case):
        return _like(np.trunc(np.multiply(solution(*case), 100) + 0.0) / 100)

    return {
        "rounded to two decimals: return the number itself": rounded,
        "cut the result after two decimals: return the number itself": cut,
    }


def _like(array):
    return array if np.ndim(array) else float(array)
