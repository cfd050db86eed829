"""What `check` says: a verdict, and the words that all of them share."""

from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import wraps

import numpy as np

from xo_helpers.checks.library import library
from xo_helpers.checks.results import called, plain


@dataclass
class Verdict:
    """What `check` found: `passed`, the `slip` that was recognised (or None), and the text to print."""

    passed: bool
    text: str
    slip: str | None = None


NOT_WRITTEN = Verdict(False, "not written yet.", "not written yet")


def judged(name):
    """A check whose verdicts begin with its name; it is not run on an untouched starter.

    NumPy's complaints about numbers are not shown, and whatever comes gets a verdict, be it interrupted
    or an object that fails when it is looked at.
    """

    def named(check):
        @wraps(check)
        def judge(answer):
            verdict = NOT_WRITTEN
            if answer is not None and answer is not ...:
                try:
                    with np.errstate(all="ignore"), library.as_it_was():
                        verdict = check(answer)
                except KeyboardInterrupt:
                    verdict = no(". You stopped the check.", "interrupted")
                except Exception as error:
                    what = f"What came is {called(answer)}, which cannot be looked at"
                    verdict = no(f". {what}: that ends in {type(error).__name__}.", "type")
            return replace(verdict, text=f"{name}: {verdict.text}")

        return judge

    return named


def amiss(answer, names):
    """What is wrong with a dict that is handed in, or "" if its keys are these and no others."""
    if not isinstance(answer, dict):
        return "this is not a dict."
    unknown = [key for key in answer if key not in names]
    missing = [name for name in names if name not in answer]
    if not unknown:
        return f"{missing[0]} is missing." if missing else ""
    known, key = {name.lower(): name for name in names}, repr(unknown[0])[:40]
    near = get_close_matches(key.strip("'").lower(), [name.lower() for name in missing], n=1)
    return f"{key} is not asked for" + (f": did you mean {known[near[0]]!r}?" if near else ".")


def no(text, slip=None):
    """The verdict "not yet", and how it goes on: ". …", "; …"."""
    return Verdict(False, f"not yet{text}", slip)


def yes(text):
    """The verdict "right", and how it goes on."""
    return Verdict(True, f"right{text}")


def _held(rows):
    """What is wrong with rows that were handed in: their lengths, or a cell in them; "" for other things."""
    rows = rows.tolist() if isinstance(rows, np.ndarray) and rows.dtype == object else rows
    if not isinstance(rows, (list, tuple)) or not all(isinstance(row, (list, tuple)) for row in rows):
        return ""
    rows = rows[:99]  # nobody needs more to see it
    lengths = [str(len(row)) for row in rows]
    if len(set(lengths)) > 1:
        return f"the rows here have {', '.join(lengths[:9])}{', …' * (len(lengths) > 9)}"
    odd = [cell for row in rows for cell in row[:99] if plain(cell).kind != "number"]
    told = [
        repr(cell)[:20] if cell is None or isinstance(cell, str) else plain(cell).words for cell in odd[:1]
    ]
    return f"among these is {told[0]}, which is not a number" if told else ""


def grid(answer, side, what, make, pixels=False):
    """A square of numbers that was handed in: (array of float64, None, None), or (None, slip, text).

    `what` is its name, and `make` says how to come by one; of `pixels` each is 1 or −1.
    """
    if callable(answer):
        kind = "class" if isinstance(answer, type) else "function"
        return None, "type", f"this is a {kind}: hand in the {what} itself"
    rows = answer if isinstance(answer, (list, tuple)) else [answer]
    if any(isinstance(row, (str, bytes)) for row in rows):
        instead = f", and parse makes a {what} of it" if "parse" in make else f": {make}"
        return None, "text", f"this is text{instead}"
    given, wanted = plain(answer), f"a {what} has {side} rows of {side} numbers"
    if given.values is None or given.dtype == "bool" or not given.shape:
        this = _held(answer) or f"this is {given.words}; {make}"
        return None, "type", f"{wanted}, and {this}"
    if given.shape != (side, side):
        return None, "shape", f"{wanted}, and this has shape {given.shape}; {make}"
    fits = np.isin(given.values, (1, -1)) if pixels else np.isfinite(given.values)
    if not fits.all():
        odd = given.values[~fits][0]
        holds = "pixels are 1 (stroke) or −1 (background)" if pixels else f"a {what} holds plain numbers"
        return None, "values", f"{holds}, and this one has {odd:g}".replace("has -", "has −")
    return given.values, None, None
