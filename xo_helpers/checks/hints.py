"""Why an answer could not be judged: what it is, what stopped it, and its own line in which it stopped."""

import inspect
import re
from difflib import get_close_matches

import numpy as np

from xo_helpers.checks.results import VIEWS
from xo_helpers.checks.running import AskedError, NotAnAnswerError, cut, is_generator, only_raises

HINTS = {  # what Python or NumPy says, one way or another -> what to look at
    "truth value of an array": "max and if take an array, or a row of it, as a whole; np.maximum does not",
    "'True' as a data type|must be of ArrayType": "one thing is too many, or keepdims=True lacks its name",
    "as a data type|Cannot interpret": "np.zeros takes a shape in brackets of its own: np.zeros((2, 3))",
    "axis -?[0-9]+ is out of bounds": "that axis is not there: a row has axis 0 alone, a grid 0 and 1; "
    "print the array's shape",
    "is out of bounds": "print the place and the array's shape: places count from 0 and end one before it",
    "index out of range": "print the place and the length: places count from 0 and end one before it",
    "mismatch in its core dimension": "@ needs as many columns on its left as rows on its right; "
    "is all of it what the function gets, and nothing of the lesson's?",
    "zero-size array|empty sequence|argument is empty": "a window or patch held no "
    "cell; print where it begins, and the shape of the whole",
    "not have enough dimensions": "@ is for rows and columns; a single number multiplies with *",
    "inhomogeneous|must have the same shape": "arrays or rows of different shapes do not go into one array; "
    "where two are to be returned, a comma between them is enough",
    "could not be broadcast|not aligned": "print the shapes of both sides just before that line",
    "setting an array element with a sequence": "one cell takes one number, and this is an array; "
    "add it up, or take its largest, first",
    "only (length-1|0-dimensional|size-1) arrays": "one number is wanted there, and this is an array: "
    "np.exp and np.log go cell by cell, math's do not",
    "only integer scalar arrays": "one whole number is wanted there, and this is an array; np.maximum "
    "compares cell by cell, and to np.max a second thing is an axis",
    "only int indices permitted": "unravel_index takes the place of the largest, argmax, and not its value",
    "either both or neither": "np.where takes three things: a condition, what to take where it holds, and "
    "what to take elsewhere",
    "unexpected keyword argument": "the name before that = is not known there: is it spelled right, as "
    "keepdims with its s?",
    "'NoneType'": "something there is None: a function without return gives it",
    "(function|method|ufunc)' (object|and )|(and|not) '?\\S*([fF]unction|method|ufunc)": "a function was not "
    "called: round brackets after its name call it, x.copy()",
    "Generator' object is not callable": "rng is handed over ready: leave its brackets off",
    "(int|float|array|tuple|list)[0-9]*' object is not callable": "round brackets are for functions: x.size "
    "has none, cells are in square ones, × is *, and after sum = … sum is Python's no more",
    "(operand|instances).*'tuple'|concatenate tuple|'tuple' object cannot be": "a tuple is no number: "
    "of x.shape, x.shape[0] is the number of rows and x.shape[1] that of columns",
    "cannot unpack non-iterable": "one number goes into one name: len(x) is one, x.shape has two",
    "(int|float)[0-9]*' object is not iterable": "a number has nothing to go through: for takes range(n)",
    "negative dimensions": "a shape came out below 0: len(x) counts its rows, x.size all of its cells",
    "cannot be interpreted as an integer": "range and shapes take whole numbers: use // in place of /",
    "slice indices must be integers|only integers, slices|must be of integer": "places are whole numbers: "
    "use // in place of /, or .astype(int)",
    "referenced before assignment|cannot access local variable": "give it its first value before the loop",
    "name 'np' is not defined": "a line above makes it, import numpy as np",
    "is not defined": "is the cell that makes it run, and is it spelled the same?",
    "does not fit: .* gives it [0-9]+×.*dense": "a Dense takes a row of values: a Flatten before it makes "
    "one of the maps",
    "maximum recursion": "the function calls itself without end",
    "too many indices": "print the array's shape: it has fewer axes than the brackets name",
    "list indices must be integers": "a list of lists takes [row][column]; np.array(…) makes it an array",
    "not all be the same": "rows differ in length",
    "has no attribute '(append|extend)'": "an array does not grow: np.zeros(…) makes one to be filled",
    "has no attribute 'count'": "a list has it, an array has not: (a == b).sum() counts where two agree",
    "'(float|int)' object has no attribute 'round'": "round(x, 2) rounds a number; better return it as it is",
    "'(float|int)' object has no attribute": "that is a single number, and no array",
    "unhashable": "arrays and lists cannot be keys, or in a set, and so not in lru_cache: leave it out",
    "(infinity|NaN) to integer": "an array of whole numbers takes no inf or nan: copy it with .astype(float)",
    "Cannot cast ufunc": "an array of whole numbers takes no fractions: make a copy with .astype(float)",
}


def said(error):
    """What an error says, in one piece and cut; some say nothing, and some fail at it."""
    try:
        text = str(error)
    except Exception:
        text = "(it has no text)"
    return cut(text)


def ended(text):
    """A sentence with its full stop, or its question mark."""
    return text if text.endswith("?") else f"{text}."


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
    if isinstance(error, MemoryError):
        asked = f": {said(error)}" if said(error) else ""
        return f"It filled the memory{asked}.{at}\nDoes its loop come to an end?", "memory"
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
    hints = [hint for ways, hint in HINTS.items() if re.search(ways, said(error))]
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
