"""An answer is run: in silence where nobody asked for its words, on copies, and whatever it does."""

import builtins
import sys
import sysconfig
import warnings
from contextlib import ExitStack, contextmanager, redirect_stderr, redirect_stdout
from copy import deepcopy
from dataclasses import dataclass, field, replace
from io import TextIOBase
from pathlib import Path
from threading import RLock
from traceback import extract_tb, walk_tb
from types import AsyncGeneratorType, CoroutineType

import numpy as np

from xo_helpers.checks.library import library
from xo_helpers.checks.results import failed, plain
from xo_helpers.console import say

TURN = RLock()  # one check at a time: what prints, asks and warns is everybody's
LINES, HEAD, LETTERS = 40, 10, 200  # printed lines that are shown; lines and letters of a text that is cut
NOT_THEIRS = [str(Path(__file__).parents[1]), str(Path(np.__file__).parents[1]), "<frozen", "<__array"]
INNER = ("<listcomp>", "<genexpr>", "<setcomp>", "<dictcomp>")  # within a function that has a name
NOT_THEIRS += [path for name in ("stdlib", "purelib", "platlib") if (path := sysconfig.get_path(name))]


def cut(text):
    """The beginning of a long text, with … where there was more."""
    kept = "\n".join(text.split("\n")[:HEAD])[:LETTERS]
    return text if kept == text else f"{kept} …"


class AskedError(RuntimeError):
    """An answer asked for input()."""


class NotAnAnswerError(TypeError):
    """What a function returned cannot be judged; the text says why."""


class Heard(TextIOBase):
    """What an answer prints: the first lines of it, until somebody asks for silence."""

    def __init__(self, silent=False):
        self.silent, self.text, self.more = silent, "", 0

    def writable(self):
        """It can be written to."""
        return True

    def write(self, text):
        """Keep a text, or count its lines."""
        if not self.silent and len(self.text) < LETTERS * LINES:
            self.text += text
        elif not self.silent:
            self.more += text.count("\n")
        return len(text)

    def out(self):
        """Print what was kept, and how much was not."""
        kept = self.text.splitlines()
        more = self.more + max(0, len(kept) - LINES)
        for line in kept[:LINES]:
            say(cut(line))
        if more:
            say(f"… and {more:,} more lines")


@dataclass
class Run:
    """One call: what came of it, and the argument that it changed; or the error, its line, all code run."""

    value: object = None
    results: list = field(default_factory=list)
    error: BaseException | None = None
    line: str = ""
    codes: tuple = ()
    changed: str | None = None


def run(answer, case, heard, takes=(plain,), unfilled=np.nan):
    """Call an answer with copies of a case's arguments, which are looked at afterwards."""
    given = deepcopy(case)
    done = call(answer, given.values(), heard, takes, unfilled)
    done.changed = next((name for name in case if _changed(given[name], case[name])), None)
    return done


def call(answer, arguments, heard, takes=(), unfilled=np.nan):
    """Call an answer, whatever it does; `takes` make results of what it returns.

    Afterwards what is everybody's is as it was: an interrupt may come when something has been replaced, and
    nobody knows yet that it has to be put back.
    """
    was = sys.stdout, sys.stderr, builtins.input, np.empty, np.empty_like
    try:
        with _apart(heard, unfilled) as overflows:
            value = _called(answer, arguments)
            if isinstance(value, CoroutineType):
                value.close()  # or Python complains that nobody awaited it
        return Run(value, [replace(take(value), overflowed=bool(overflows)) for take in takes])
    except BaseException as error:  # KeyboardInterrupt and SystemExit too: the verdict tells of them
        line, codes = own_line(error), own_codes(error)  # before its traceback goes
        return Run(None, [failed(error)] * len(takes), error, line, codes)
    finally:
        sys.stdout, sys.stderr, builtins.input, np.empty, np.empty_like = was


def _called(answer, arguments):
    try:
        return answer(*arguments)
    except MemoryError as error:  # what filled it goes at once: Python cannot leave a `with` in a full memory
        at = error.__traceback__
        while at := at.tb_next:
            at.tb_frame.clear()
        raise


def _changed(given, was):
    return not np.array_equal(given, was)


@contextmanager
def _apart(heard, unfilled):
    """Prints are kept, warnings too in silence; nobody is asked; what np.empty leaves is always the same."""

    def nobody(*_):
        raise AskedError

    def filled(make):
        def made(*arguments, **options):
            array = make(*arguments, **options)
            if array.dtype.kind in "iufc":
                array.fill(unfilled if array.dtype.kind in "fc" else 77)
            return array

        return made

    with ExitStack() as stack:
        stack.enter_context(library.as_they_made_it())
        overflows = []
        stack.enter_context(np.errstate(all="ignore", over="call", call=lambda *one: overflows.append(one)))
        stack.enter_context(redirect_stdout(heard))
        stack.enter_context(redirect_stderr(heard))
        if heard.silent:
            stack.enter_context(warnings.catch_warnings(record=True))
            if shell := sys.modules.get("IPython.utils.capture"):  # what it displays is silenced, too
                stack.enter_context(shell.capture_output(stdout=False, stderr=False))
        asks, empty, empty_like = builtins.input, np.empty, np.empty_like
        try:
            builtins.input, np.empty, np.empty_like = nobody, filled(empty), filled(empty_like)
            yield overflows
        finally:
            builtins.input, np.empty, np.empty_like = asks, empty, empty_like


def own_line(error):
    """The last of the learner's lines on the way to an error, after the first if that is another function's:
    "line 3 of f: …", or nothing if there is none.
    """
    frames = [frame for frame in extract_tb(error.__traceback__) if _theirs(frame.filename)]
    if not frames:
        return ""
    named = [frame for frame in frames if frame.name not in INNER] or [frames[-1]]
    first = f"{_shown(frames[0], named[0])}\nIn " if named[0].name != named[-1].name else ""
    return first + _shown(frames[-1], named[-1])


def own_codes(error):
    """The learner's functions on the way to an error, each once: their code."""
    codes = dict.fromkeys(frame.f_code for frame, _ in walk_tb(error.__traceback__))
    return tuple(code for code in codes if _theirs(code.co_filename))


def _theirs(path):
    return not path.startswith(tuple(NOT_THEIRS))


def _shown(frame, named):
    text = f": {cut(frame.line)}" if frame.line else ""
    return f"line {frame.lineno} of {named.name}{text}"


def only_raises(answer):
    """Whether a function is an untouched starter: nothing in it but `raise NotImplementedError`."""
    code = getattr(answer, "__code__", None)
    if code is None:
        return True
    arguments = code.co_argcount + code.co_kwonlyargcount + bool(code.co_flags & 4) + bool(code.co_flags & 8)
    return set(code.co_names) == {"NotImplementedError"} and code.co_nlocals == arguments


def is_generator(value):
    """Whether a value was made by `yield` or `async`."""
    return isinstance(value, (CoroutineType, AsyncGeneratorType)) or hasattr(value, "gi_frame")
