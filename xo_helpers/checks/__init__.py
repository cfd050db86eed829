"""`check("exercise", answer)` says whether an answer is right and, if not, where it goes wrong and why."""

import re
from difflib import get_close_matches
from importlib import import_module
from pkgutil import iter_modules

NAMES = [found.name for found in iter_modules(__path__) if re.fullmatch(r"lesson\d\d", found.name)]
LESSONS = [import_module(f"{__name__}.{name}") for name in sorted(NAMES)]
EXERCISES = {name: exercise for lesson in LESSONS for name, exercise in lesson.EXERCISES.items()}


def check(exercise, answer):
    """Check an answer to an exercise and print what was found; the same answer always prints the same.

    Raises ValueError for an exercise that does not exist, and offers the nearest.

    >>> check("agreement", lambda a, b: 0)  # doctest: +ELLIPSIS
    agreement: not yet...
    """
    if exercise not in EXERCISES:
        near = get_close_matches(str(exercise), EXERCISES, n=1)
        hint = f"did you mean {near[0]!r}? " if near else ""
        raise ValueError(f"there is no exercise {exercise!r}; {hint}There are: {', '.join(EXERCISES)}")
    print(EXERCISES[exercise](answer).text)
