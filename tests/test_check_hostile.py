"""Whatever an answer does or is, a check says one and the same thing about it, and stays whole itself."""

import io
import signal
import subprocess
import sys
import warnings
import weakref
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from test_checks import FUNCTIONS, RIGHT

from xo_helpers import ops, windows
from xo_helpers.checks import EXERCISES, check, running
from xo_helpers.data import load_kernel
from xo_helpers.ops import agreement, feature_map, filter_patch, relu


def typed(answer, change):
    return lambda *case: change(answer(*case))


def parts(change):  # of one result, or of a pair
    return lambda value: tuple(map(change, value)) if isinstance(value, tuple) else change(value)


OTHER_TYPES = {
    "float32": np.float32,
    "longdouble": lambda value: np.asarray(value, np.longdouble),
    "objects": lambda value: np.asarray(value, dtype=object),
    "fractions": np.vectorize(lambda value: Fraction(float(value)), otypes=[object]),
    "decimals": np.vectorize(lambda value: Decimal(float(value)), otypes=[object]),
    "column order": lambda value: np.asarray(value, order="F"),
    "a guard": lambda value: value + 1e-9,
    "nothing masked": np.ma.asarray,
}


@pytest.mark.parametrize("kind", OTHER_TYPES)
@pytest.mark.parametrize("name", FUNCTIONS)
def test_right_numbers_of_another_type_are_right(name, kind):
    verdict = EXERCISES[name](typed(RIGHT[name][0], OTHER_TYPES[kind]))
    assert verdict.passed, verdict.text


def test_what_counts_as_rounding_is_said_where_it_was_needed():
    assert EXERCISES["softmax"](ops.softmax).text.endswith("cases, from 1×2 to 3×3.")
    assert EXERCISES["filter_patch"](filter_patch).text.endswith("to 5×5.")
    told = EXERCISES["softmax"](typed(ops.softmax, np.float32)).text
    assert told.endswith("cases, from 1×2 to 3×3, to within 0.000001.")


WRONG_TYPES = {
    "float16": (np.float16, "float16"),
    "a mask": (lambda value: np.ma.masked_array(value, mask=np.ones(np.shape(value))), None),
    "text": (str, "type"),
    "a list": (lambda value: np.atleast_1d(value).tolist(), "returned a list|put brackets"),
    "a set": (lambda value: {1}, None),
    "complex": (lambda value: value * (1 + 0j), None),
    "a million times as many": (lambda value: np.broadcast_to(0.0, (10**6, 10**6)), None),
}


@pytest.mark.parametrize("kind", WRONG_TYPES)
@pytest.mark.parametrize("name", [name for name in FUNCTIONS if name != "agreement"])
def test_numbers_that_are_none_or_have_lost_digits_are_not(name, kind):
    change, slip = WRONG_TYPES[kind]
    verdict = EXERCISES[name](typed(RIGHT[name][0], change))
    assert not verdict.passed
    assert "cannot be looked at" not in verdict.text
    assert slip is None or any(part in (verdict.slip or "") for part in slip.split("|")), verdict.text


def test_shown_numbers_differ_where_the_verdict_says_so():
    text = EXERCISES["filter_patch"](lambda p, k: filter_patch(p, k) + 2e-6 * (p[0, 0] > 0)).text
    assert "expected 0.5\ngot      0.500002" in text
    text = EXERCISES["relu"](lambda s: relu(s) + 5e-6).text
    assert "     0.00  2.50  0.00     0.000005  2.500005  0.000005" in text
    assert "expected 0, got 5e-06" in text


def counting(calls):
    def my_agreement(a, b):
        calls.append(1)
        print("called with", a.shape)
        return agreement(a, b) if len(calls) < 2 else 0

    return my_agreement


def test_an_answer_runs_twice_and_prints_up_to_the_first_case_that_goes_wrong(capsys):
    calls, cases = [], EXERCISES["agreement"].cases
    EXERCISES["agreement"](typed(lambda a, b: calls.append(print("called")) or 0, int))
    assert len(calls) == 2 * len(cases)  # once for all that is said of it, and once to see whether that stays
    assert capsys.readouterr().out == "called\n"
    EXERCISES["agreement"](lambda a, b: print("called") or agreement(a, b))
    assert capsys.readouterr().out == "called\n" * len(cases)
    EXERCISES["relu"](lambda s: [print(n) for n in range(10_000)])
    lines = capsys.readouterr().out.splitlines()
    assert (lines[:2], lines[-1], len(lines)) == (["0", "1"], "… and 9,960 more lines", 41)


def of_chance(scores):
    return scores + np.random.default_rng().normal(size=scores.shape)


def unfilled(scores):
    result = np.empty(scores.shape)
    result[:, 1:] = relu(scores[:, 1:])
    return result


def unfilled_like(scores):
    return np.maximum(np.empty_like(scores), scores) if scores.size else scores


def filled(scores):
    result = np.empty_like(scores)
    result[:] = relu(scores)
    return result


def test_an_answer_that_varies_is_told_so_and_always_the_same():
    for answer in (of_chance, unfilled, unfilled_like):
        assert EXERCISES["relu"](answer).text == EXERCISES["relu"](answer).text
        assert EXERCISES["relu"](answer).slip == "varies"
    assert EXERCISES["agreement"](counting([])).slip == "varies"
    assert EXERCISES["relu"](filled).passed


def endless(scores):
    while scores.size:
        pass


def interrupt(*_):
    raise KeyboardInterrupt


def test_an_interrupted_loop_shows_its_case_and_its_line():
    before = signal.signal(signal.SIGALRM, lambda *_: signal.raise_signal(signal.SIGINT))
    stopping = signal.signal(signal.SIGINT, signal.default_int_handler)  # a job in the background has none
    signal.setitimer(signal.ITIMER_REAL, 0.05)
    try:
        verdict = EXERCISES["relu"](endless)
    finally:
        signal.signal(signal.SIGALRM, before)
        signal.signal(signal.SIGINT, stopping)
    assert verdict.slip == "interrupted"
    assert (
        "    scores\n    −0.50  2.50 −1.00\n\nYou stopped it while it worked on this.\nIn line"
        in verdict.text
    )
    assert "Does its loop come to an end?" in verdict.text
    assert EXERCISES["learning_rate"](Interrupting()).slip == "interrupted"


def test_a_check_that_is_stopped_while_it_looks_again_says_so():
    calls = []

    def my_relu(scores):
        calls.append(1)
        if len(calls) > len(EXERCISES["relu"].cases):
            raise KeyboardInterrupt
        return relu(scores)

    assert EXERCISES["relu"](my_relu).text == "relu: not yet. You stopped the check."


def test_after_a_loop_that_fills_the_memory_nothing_is_run_again():
    calls = []

    def my_relu(scores):
        for _ in scores:
            calls.append(1)
            if calls:
                raise MemoryError

    text = EXERCISES["relu"](my_relu).text
    assert len(calls) == 1
    assert "It filled the memory.\nIn line" in text
    assert "Does its loop come to an end?" in text
    text = EXERCISES["relu"](lambda scores: np.zeros((10**6, 10**9))).text
    assert "It filled the memory: Unable to allocate" in text
    assert "loop" not in text


def test_what_filled_the_memory_goes_before_anything_else_is_done(monkeypatch):
    kept = []

    def filling():
        many = {1}
        kept.append(weakref.ref(many))
        raise MemoryError

    monkeypatch.setattr(running, "own_line", lambda error: f"{kept[0]() is None}")
    assert running.call(filling, [], running.Heard()).line == "True"


class Interrupting(float):
    def __float__(self):
        raise KeyboardInterrupt


class MuteError(Exception):
    def __str__(self):
        raise RuntimeError


def unfinished(scores):
    result = np.maximum(scores, 0)
    raise NotImplementedError
    return result


def recursive(scores):
    return recursive(scores)


async def later(scores):
    return relu(scores)


class Sequence:
    __array__ = np.ones(3).__array__


def raising(error):
    def my_relu(scores):
        raise error

    return my_relu


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (unfinished, "There is still a line `raise NotImplementedError`: take it out.\nIn line"),
        (lambda s: [1 / None for _ in s], "of <lambda>: (lambda s: [1"),
        (lambda s: unfinished(s) + 1, "of unfinished: raise NotImplementedError"),
        (lambda s: input("which?"), "It asks for input(), and nobody answers"),
        (lambda s: sys.exit(), "It ends Python, with exit or sys.exit"),
        (recursive, "the function calls itself without end"),
        (raising(MuteError()), "It stopped with MuteError: (it has no text)"),
        (raising(ValueError("x" * 5000)), f"ValueError: {'x' * 200} …\n"),
        (raising(GeneratorExit), "It stopped with GeneratorExit\nIn line"),
        (later, "a coroutine; expected an array of shape 1×3.\n(end it with return, and leave out yield"),
        (lambda s: (yield s), "It returned a generator"),
        (lambda s: relu, "(round brackets after its name call it.)"),
        (lambda s: (relu(s), 1), "(a tuple is several things in one"),
        (lambda s: np.array([["1"]]), "an array of text, shape 1×1"),
        (lambda s: 10**400, "a single number"),
        (
            lambda s: map(abs, s),
            "It returned Python's map, not yet run; expected an array of shape 1×3.\n(list(…)",
        ),
        (lambda s: zip(s, s, strict=True), "Python's zip, not yet run"),
        (lambda s: range(3), "Python's range; expected an array of shape 1×3.\n(list(…) makes a list of it"),
        (lambda s: {"a": 1}.values(), "Python's dict_values"),
        (lambda s: {1.0}, "Python's set; expected an array of shape 1×3.\n(a set has no order"),
        (lambda s: (max(v, 0) for v in s[0]), "(in square brackets it is a list"),
        (raising(ValueError("a\n" * 500)), "ValueError: " + "a\n" * 9 + "a …\n"),
        (lambda s: [0] * (10**6 + 1), "It returned a list"),
        (lambda s: Sequence(), "(np.asarray makes an array of it.)"),
        (lambda a, b: a, "The check hands over 1 argument, scores, and it takes (a, b)"),
        (lambda: 0, "and it takes ()"),
        (float, "This is a class, float; hand in a function"),
        ("my_relu", "without quotes"),
    ],
)
def test_what_goes_wrong_is_said_in_a_sentence(answer, words):
    verdict = EXERCISES["relu"](answer)
    assert words in verdict.text
    assert verdict.slip or "a list" in words
    assert verdict.text == EXERCISES["relu"](answer).text


def broken(*_, **__):
    raise RuntimeError


def test_what_a_learner_has_replaced_is_replaced_for_the_learner_alone(monkeypatch):
    for name in ("conv2d", "relu", "max_pool", "dense", "feature_map", "softmax", "filter_patch"):
        monkeypatch.setattr(ops, name, broken)
    monkeypatch.setattr(windows, "as_columns", broken)
    for name in ("sum", "max", "maximum", "where", "exp", "add", "zeros_like", "floor", "abs"):
        monkeypatch.setattr(np, name, broken)
    for name in ("fool", "kernel_for_o", "commutes", "learning_rate", "trace", "feature_map", "agreement"):
        assert EXERCISES[name](RIGHT[name][0]).passed, name
    assert EXERCISES["softmax"](shares).passed
    assert EXERCISES["feature_map"](lambda i, k: i).slip == "returned image as it was"
    assert "It stopped with RuntimeError" in EXERCISES["relu"](lambda s: np.maximum(s, 0)).text
    assert np.maximum is broken
    assert ops.conv2d is broken


def shares(x):
    powers = np.e ** (x - x.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def test_a_learners_settings_do_not_reach_in():
    with np.errstate(all="raise"), warnings.catch_warnings():
        warnings.simplefilter("error")
        for name in FUNCTIONS:
            assert EXERCISES[name](RIGHT[name][0]).passed
            assert not EXERCISES[name](lambda *case: np.zeros(3)).passed
        assert EXERCISES["learning_rate"](1e300).slip == "too large"


class Odd:
    """Fails at whatever is done with it."""

    def _fail(self, *_, **__):
        raise RuntimeError

    __eq__ = __len__ = __iter__ = __array__ = __float__ = __repr__ = __bool__ = __getitem__ = _fail
    __hash__ = None
    array = property(_fail)


ODD = [
    *(b"abc", 10**400, -(10**400), Odd(), Odd, object(), np.inf, np.nan, 1j, True, np.bool_(1), "", "text"),
    *(np.array(None), np.array([None]), np.ma.masked, np.array("x"), np.array(1.0), np.zeros((3, 0))),
    *(["a"], [1], [[1, -1], [1]], {}, {"X": 1}, set(), {1}, range(3), iter([1]), slice(1), memoryview(b"ab")),
    *(np.zeros((3, 3), bool), np.ones((9, 9), object), np.full((3, 3), 1e308), [[1e308, 0, -1e308]] * 3),
    *([None] * 4, [[None] * 3] * 4, [Odd()], [(4, np.inf, 1)] * 4, [(4, 10**400, 1)] * 4),
    *({"X": [Odd()], "O": [3]}, {"X": np.array(3), "O": []}, {"average": Odd(), "minimum": 1}),
    *(dict.fromkeys(["out", "second", "ReLU", "weight"], one) for one in (Odd(), np.inf, [1], "x")),
    np.ma.masked_array(load_kernel("cross"), mask=np.eye(3)),
    *(
        lambda *_: Odd(),
        lambda *_: 10**400,
        lambda *_: np.zeros((0, 3)),
        lambda *_: np.float16,
        lambda *_: b"x",
    ),
    *(lambda *_: np.zeros(2, dtype=[("a", int)]), lambda *_: [[1], [1, 2]], print, np.sum, len, unfinished),
]


@pytest.mark.parametrize("name", EXERCISES)
def test_every_exercise_takes_anything(name, capsys):
    for answer in ODD:
        verdict = EXERCISES[name](answer)
        assert not verdict.passed
        assert verdict.text.startswith(f"{name}: ")
        assert verdict.text == EXERCISES[name](answer).text or answer is ODD[15]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((relu, "relu"), 'the exercise\'s name comes first: check("relu", my_relu)'),
        (("FEATURE_MAP", feature_map), "did you mean 'feature_map'"),
        (("feature map", feature_map), "did you mean 'feature_map'"),
        (("my_relu", relu), "did you mean 'relu'"),
        ((relu, 5), "no exercise called by a function; did you mean 'relu'"),
        ((["relu"], relu), "no exercise called by a list; there are"),
        ((5, relu), "no exercise called by an int; there are"),
        (("relu",), 'check takes two things, the exercise and your answer: check("relu", my_answer)'),
    ],
)
def test_a_check_that_is_called_wrongly_says_how(arguments, words):
    with pytest.raises(ValueError) as raised:
        check(*arguments)
    assert words in str(raised.value)


def test_a_console_without_the_signs_of_arithmetic_gets_plain_ones(monkeypatch):
    console = io.TextIOWrapper(io.BytesIO(), encoding="cp1252")
    monkeypatch.setattr(sys, "stdout", console)
    check("relu", np.abs)
    console.seek(0)
    assert "-0.50  2.50 -1.00" in console.read()


def test_what_an_answer_displays_is_shown_once():
    lines = [
        "from IPython.display import display",
        "from xo_helpers.checks import check",
        "check('relu', lambda scores: display('shown') or abs(scores))",
    ]
    command = [sys.executable, "-m", "IPython", "--no-simple-prompt", "-c", "\n".join(lines)]
    shown = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True).stdout
    assert shown.count("shown") == 1
