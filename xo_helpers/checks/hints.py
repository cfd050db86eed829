"""Why an answer could not be judged: what it is, what stopped it, and its own line in which it stopped."""

import inspect
from difflib import get_close_matches

import numpy as np

from xo_helpers.checks.lines import loops_in, text_of
from xo_helpers.checks.results import VIEWS
from xo_helpers.checks.running import AskedError, NotAnAnswerError, cut, is_generator, only_raises
from xo_helpers.checks.stops import hint_for


def what_it_said(error):
    """What an error says, in one piece and cut; some say nothing, and some fail at it."""
    try:
        text = str(error)
    except Exception:
        text = "(it has no text)"
    return cut(text)


def ended(text):
    """A sentence with its full stop, or its question mark."""
    return text if text.endswith("?") else f"{text}."


def in_a_row(names):
    """Names as one says them: "x, weights and bias"."""
    *others, last = names
    return f"{', '.join(others)} and {last}" if others else last


def no_function(answer, arguments):
    """Why an answer is no function that takes so many arguments, as (text, slip); None if it may be."""
    if isinstance(answer, str):
        return "This is text; hand in the function itself, without quotes", "type"
    if isinstance(answer, type):
        return f"This is a class, {answer.__name__}; hand in a function", "type"
    if not callable(answer):
        what = type(answer).__name__
        return f"This is a value of type {what}; hand in the function itself, without brackets", "type"
    try:
        takes = inspect.signature(answer)
    except (TypeError, ValueError):  # some functions do not say what they take
        return None
    try:
        takes.bind(*arguments)
    except TypeError:
        given = f"{len(arguments)} argument{'s' * (len(arguments) > 1)}, {in_a_row(arguments)}"
        return f"The check hands over {given}, and it takes {cut(str(takes))}", "arguments"
    return None


def unwritten(answer, error):
    """Whether an answer is the starter as it was."""
    return type(error) is NotImplementedError and only_raises(answer)


def trouble(run, answer):
    """What stopped an answer: (text, slip)."""
    error, at = run.error, f"\nIn {run.line}" if run.line else ""
    said = what_it_said(error)
    what = f": {said}" if said else ""
    endless = "\nDoes its loop come to an end?" if loops_in(answer) else ""
    if isinstance(error, KeyboardInterrupt):
        return f"You stopped it while it worked on this.{at}{endless}", "interrupted"
    if isinstance(error, MemoryError):
        return f"It filled the memory{what}.{at}{'' if what else endless}", "memory"  # NumPy says of what
    if isinstance(error, AskedError):
        return f"It asks for input(), and nobody answers: all it needs is handed over.{at}", "asked"
    if isinstance(error, SystemExit):
        return f"It ends Python, with exit or sys.exit: a function ends with return.{at}", "ended Python"
    if isinstance(error, NotAnAnswerError):
        return str(error), "type"
    if type(error) is NotImplementedError:
        still = "There is still a line `raise NotImplementedError`: take it out."
        return f"{still}{at}", "raise is still there"
    text = f"It stopped with {type(error).__name__}{what}{at}"
    lines = "\n".join(map(text_of, run.codes))
    hint = hint_for(said, run.line, lines)
    hints = [hint] if hint else []
    if isinstance(error, AttributeError) and error.name:
        public = [name for name in dir(error.obj) if name[0] != "_"]
        near = get_close_matches(error.name.lower(), public, n=1, cutoff=0.7)
        if isinstance(error.obj, np.ndarray) and callable(getattr(np, error.name, None)):
            hints.append(f"NumPy has it, and the array goes into its brackets: np.{error.name}(…)")
        hints += [f"did you mean .{near[0]}?"] if near else []
    return text + "".join(f"\n({ended(hint)})" for hint in hints[:1]), "stopped"


LAZY = (map, filter, zip, enumerate, reversed, range, *VIEWS)
OTHERS = {  # what is neither a number nor an array -> what to do with it
    type(None): "end it with return",
    LAZY: "list(…) makes a list of it, and np.array an array of that",
    (set, frozenset): "a set has no order, and holds each number once: make a list, and np.array of it",
    type: "that is a class: return what it makes",
    tuple: "a tuple is several things in one: return one alone",
    str: "return what was computed, and not its text",
}


def no_number(value):
    """What to do with a value that is neither number nor array; "" if nothing is known."""
    if getattr(getattr(value, "gi_code", None), "co_name", "") == "<genexpr>":
        return "in square brackets it is a list, and np.array makes an array of that"
    if is_generator(value):
        return "end it with return, and leave out yield and async"
    for kinds, hint in OTHERS.items():
        if isinstance(value, kinds):
            return hint
    if callable(value):
        return "round brackets after its name call it"
    stranger = hasattr(value, "__array__") and not isinstance(value, (np.ndarray, np.generic))
    return "np.asarray makes an array of it" if stranger else ""
