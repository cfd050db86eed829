"""What `check` says: a verdict, and the words that all of them share."""

from dataclasses import dataclass, replace
from functools import wraps

import numpy as np

from xo_helpers.checks.library import library


@dataclass
class Verdict:
    """What `check` found: `passed`, the `slip` that was recognised (or None), and the text to print."""

    passed: bool
    text: str
    slip: str | None = None


NOT_WRITTEN = Verdict(False, "not written yet.", "not written yet")


def judged(name):
    """A check whose verdicts begin with its name; it is not run on an untouched starter.

    It prints no warnings, and gives a verdict on whatever comes, be it interrupted or an object that fails
    when it is looked at.
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
                    what = f"A {type(answer).__name__} came, which cannot be looked at"
                    verdict = no(f". {what}: that ends in {type(error).__name__}.", "type")
            return replace(verdict, text=f"{name}: {verdict.text}")

        return judge

    return named


def no(text, slip=None):
    """The verdict "not yet", and how it goes on: ". …", "; …"."""
    return Verdict(False, f"not yet{text}", slip)


def yes(text):
    """The verdict "right", and how it goes on."""
    return Verdict(True, f"right{text}")
