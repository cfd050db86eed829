"""Why an answer could not be judged: what it is, what stopped it, and its own line in which it stopped."""

import inspect

import numpy as np

from xo_helpers.checks.results import VIEWS
from xo_helpers.checks.running import AskedError, NotAnAnswerError, cut, is_generator, only_raises

HINTS = {  # what NumPy says, one way or another -> what to look at
    "truth value of an array": "max and if take an array, or a row of it, as a whole; np.maximum does not",
    "as a data type|Cannot interpret": "np.zeros takes a shape in brackets of its own: np.zeros((2, 3))",
    "is out of bounds": "print the place and the array's shape: places count from 0 and end one before it",
    "index out of range": "print the place and the length: places count from 0 and end one before it",
    "mismatch in its core dimension": "@ needs as many columns on its left as rows on its right; "
    "is all of it what the function gets, and nothing of the lesson's",
    "zero-size array": "a window or patch held no cell; print where it begins, and the shape of the whole",
    "could not be broadcast|not aligned": "print the shapes of both sides just before that line",
    "setting an array element with a sequence": "one cell takes one number, and this is an array; "
    "add it up, or take its largest, first",
    "only length-1 arrays": "one cell takes one number, and this is an array",
    "'NoneType' object": "something there is None: a function without return gives it",
    "'function' object is not subscriptable": "a function is called with round brackets, f(x)",
    "is not callable": "round brackets call a function; an array's cells are in square ones",
    "cannot be interpreted as an integer": "range and shapes take whole numbers: use // in place of /",
    "slice indices must be integers|only integers, slices": "places are whole numbers: use // in place of /",
    "referenced before assignment|cannot access local variable": "give it its first value before the loop",
    "is not defined": "is the cell that makes it run, and is it spelled the same",
    "maximum recursion": "the function calls itself without end",
    "too many indices": "print the array's shape: it has fewer axes than the brackets name",
    "list indices must be integers": "a list of lists takes [row][column]; np.array(…) makes it an array",
    "not all be the same": "rows differ in length",
    "inhomogeneous": "rows differ in length, or a cell holds an array",
    "Cannot cast ufunc": "an array of whole numbers takes no fractions: make a copy with .astype(float)",
}


def said(error):
    """What an error says, in one piece and cut; some say nothing, and some fail at it."""
    try:
        text = str(error)
    except Exception:
        text = "(it has no text)"
    return cut(text)


def listed(names):
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
        given = f"{len(arguments)} argument{'s' * (len(arguments) > 1)}, {listed(arguments)}"
        return f"The check hands over {given}, and it takes {cut(str(takes))}", "arguments"
    return None


def unwritten(answer, error):
    """Whether an answer is the starter as it was."""
    return type(error) is NotImplementedError and only_raises(answer)


def trouble(run):
    """What stopped an answer: (text, slip)."""
    error, at = run.error, f"\nIn {run.line}" if run.line else ""
    if isinstance(error, KeyboardInterrupt):
        return f"You stopped it while it worked on this.{at}\nDoes its loop come to an end?", "interrupted"
    if isinstance(error, AskedError):
        return f"It asks for input(), and nobody answers: all it needs is handed over.{at}", "asked"
    if isinstance(error, SystemExit):
        return f"It ends Python, with exit or sys.exit: a function ends with return.{at}", "ended Python"
    if isinstance(error, NotAnAnswerError):
        return str(error), "type"
    if type(error) is NotImplementedError:
        still = "There is still a line `raise NotImplementedError`: take it out."
        return f"{still}{at}", "raise is still there"
    what = f": {said(error)}" if said(error) else ""
    text = f"It stopped with {type(error).__name__}{what}{at}"
    hints = [hint for ways, hint in HINTS.items() if any(way in said(error) for way in ways.split("|"))]
    return text + "".join(f"\n({hint}.)" for hint in hints[:1]), "stopped"


OTHERS = {  # what is neither a number nor an array -> what to do with it
    type(None): "end it with return",
    (
        map,
        filter,
        zip,
        enumerate,
        reversed,
        range,
        *VIEWS,
    ): "list(…) makes a list of it, and np.array an array of that",
    (set, frozenset): "a set has no order, and holds each number once: make a list, and np.array of it",
    type: "that is a class: return what it makes",
    tuple: "a comma makes a tuple: return one thing alone",
    str: "return the number, and not its text",
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
