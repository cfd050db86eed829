"""`check("exercise", answer)` says whether an answer is right and, if not, where it goes wrong and why."""

import re
import warnings
from difflib import get_close_matches
from importlib import import_module
from pkgutil import iter_modules

import numpy as np

from xo_helpers.checks.results import called
from xo_helpers.checks.running import TURN
from xo_helpers.console import say

NAMES = [found.name for found in iter_modules(__path__) if re.fullmatch(r"lesson\d\d", found.name)]
LESSONS = [import_module(f"{__name__}.{name}") for name in sorted(NAMES)]
EXERCISES = {name: exercise for lesson in LESSONS for name, exercise in lesson.EXERCISES.items()}
MISSING = object()


def check(exercise, answer=MISSING):
    """Check an answer to an exercise and print what was found; the same answer always prints the same.

    Answers are compared as float64, and differences of a millionth or so, as float32 makes them, count as
    rounding. Raises ValueError for an exercise that does not exist, and offers the nearest.

    >>> check("agreement", lambda a, b: 0)  # doctest: +ELLIPSIS
    agreement: not yet...
    """
    if not isinstance(exercise, str) or exercise not in EXERCISES:
        raise ValueError(_no_exercise(exercise, answer))
    if answer is MISSING:
        raise ValueError(
            f'check takes two things, the exercise and your answer: check("{exercise}", my_answer)'
        )
    with TURN, warnings.catch_warnings(), np.errstate():
        say(EXERCISES[exercise](answer).text)


def _no_exercise(exercise, answer):
    """Why there is no such exercise, and which may be meant."""
    if isinstance(answer, str) and answer in EXERCISES:
        return f'the exercise\'s name comes first: check("{answer}", my_{answer})'
    what = repr(exercise) if isinstance(exercise, str) else f"called by {called(exercise)}"
    name = exercise if isinstance(exercise, str) else getattr(exercise, "__name__", "")
    plain = re.sub(r"\W+", "_", str(name).strip().lower()).removeprefix("my_")
    near = get_close_matches(plain, EXERCISES, n=1)
    hint = f"did you mean {near[0]!r}? T" if near else "t"
    return f"there is no exercise {what}; {hint}here are: {', '.join(EXERCISES)}"
