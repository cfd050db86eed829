"""What an answer's own lines hold: its text, its loops, and what they take from outside or never look at."""

import dis
import inspect
import re
from itertools import pairwise
from types import CodeType, FunctionType

EARLY = "return in a loop"
RETURNS = "RETURN_VALUE", "RETURN_CONST"  # the latter loads what it returns, in Python 3.12 and 3.13
NEEDS = {  # what a sentence speaks of -> how many loops there have to be, or the name that is in the lines
    "inner loop|outer loop|the loops' variables": 2,
    "loop|search": 1,
    "return come": EARLY,
    r"\brange\(": "range",
    "unravel_index": "unravel_index",
    "argmax": "argmax",
}


def text_of(code):
    """The lines of a function's code, as they were written; "" where they are not kept."""
    try:
        return inspect.getsource(code)
    except Exception:  # there are many reasons, and none is the learner's
        return ""


def codes(answer, helpers=False):
    """The code of a function and of what is written in it; with `helpers` of its neighbours that it calls."""
    for within in ("__wrapped__", "func", "pyfunc"):  # as functools and np.vectorize keep it
        answer = answer if hasattr(answer, "__code__") else getattr(answer, within, answer)
    code = getattr(answer, "__code__", None)
    found = [code] if isinstance(code, CodeType) else []
    around = getattr(answer, "__globals__", {})
    for code in found:
        found += [within for within in code.co_consts if isinstance(within, CodeType)]
        called = [around.get(name) for name in code.co_names] if helpers else []
        found += [
            one.__code__
            for one in called
            if isinstance(one, FunctionType) and one.__globals__ is around and one.__code__ not in found
        ]
    return found


def loops_in(answer):
    """How many loops there are in a function and in those that it calls."""
    return sum(map(_loops, codes(answer, helpers=True)))


def _loops(code):  # each `for`, though a return in it lets nothing jump back; and where `while` jumps back to
    jumps, steps = {*dis.hasjrel, *dis.hasjabs}, [*dis.get_instructions(code)]
    fors = {step.offset for step in steps if step.opname == "FOR_ITER"}
    back = {step.argval for step in steps if step.opcode in jumps and step.argval < step.offset}
    return len(fors | back)


def _returns_early(code):
    steps = [*dis.get_instructions(code)]
    ends = [step.offset for step in steps if step.opname in RETURNS]
    fors = [(step.offset, step.argval) for step in steps if step.opname == "FOR_ITER"]
    return any(begin < end < after for begin, after in fors for end in ends)


def names_in(answer):
    """The names in a function and in those that it calls, of its signs `is` and `**`, and EARLY."""
    found = codes(answer, helpers=True)
    early = {EARLY} if any(map(_returns_early, found)) else set()
    steps = [step for code in found for step in dis.get_instructions(code)]
    signs = {"IS_OP": "is", "BINARY_POWER": "**"}  # from Python 3.11 on ** is BINARY_OP's
    names = {name for code in found for name in code.co_names}
    return names | early | {signs.get(step.opname, step.argrepr) for step in steps if "OP" in step.opname}


def returns(answer):
    """Whether a function's own lines return something, at least on one way through them."""
    code = getattr(answer, "__code__", None)
    steps = pairwise(dis.get_instructions(code) if isinstance(code, CodeType) else ())
    ends = [(before, step)[step.opname == "RETURN_CONST"] for before, step in steps if step.opname in RETURNS]
    return any("CONST" not in end.opname or end.argval is not None for end in ends)


def fits(words, answer):
    """Whether an answer has what a sentence speaks of."""
    needs = [need for spoken, need in NEEDS.items() if re.search(spoken, words)]
    return all(need in names_in(answer) if type(need) is str else loops_in(answer) >= need for need in needs)


def fitting(words, answer):
    """A sentence without what it advises, or asks, after its colon of what the answer does not have."""
    head, _, advice = words.partition(": ")
    kept = ", or ".join(part for part in advice.rstrip("?").split(", or ") if fits(part, answer))
    return f"{head}: {kept}{'?' * advice.endswith('?')}" if kept else head


def idle(answer, names):
    """The arguments that a function never looks at; None if it does not show."""
    code = getattr(answer, "__code__", None)
    if not isinstance(code, CodeType) or code.co_argcount != len(names):
        return None
    used = [step.argval for step in dis.get_instructions(code) if step.opname != "STORE_FAST"]
    used += [name for both in used if isinstance(both, tuple) for name in both]
    return [name for name in code.co_varnames[: code.co_argcount] if name not in used]


def taken(answer, kinds):
    """The names from outside, of such values, that a function's lines look at."""
    steps = [step for code in codes(answer) for step in dis.get_instructions(code)]
    around = getattr(answer, "__globals__", {})
    names = [step.argval for step in steps if step.opname in ("LOAD_GLOBAL", "LOAD_NAME")]
    return [name for name in dict.fromkeys(names) if isinstance(around.get(name), kinds)]
