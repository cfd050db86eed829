"""The parts of which checks are made: numbers that differ, odd numbers, what an answer prints, its own line."""

import itertools
import warnings

import numpy as np
import pytest

from xo_helpers.checks import EXERCISES, results
from xo_helpers.checks.differences import apart, difference, draw
from xo_helpers.checks.machinery import SMALLEST, VARIES, FunctionExercise, judge
from xo_helpers.checks.results import failed, numberless, plain, same
from xo_helpers.checks.running import LINES, Heard, cut, is_generator, only_raises, own_line, run
from xo_helpers.texts import in_cell, rounded_cell


@pytest.mark.parametrize(
    ("expected", "got", "texts"),
    [
        (1, 2, ("1", "2")),
        (1.00001, 1.00002, ("1.00001", "1.00002")),
        (1 / 3, 0.333333, ("0.3333333", "0.333333")),
        (1, 1 + 2e-16, ("1", "1.0000000000000002")),
        (0.5, 0.5, ("0.5", "0.5")),
        (-0.0, 1 / 7, ("0", "0.142857")),
        (1 / 7, -0.0, ("0.142857", "0")),
    ],
)
def test_numbers_that_differ_are_shown_in_as_few_digits_as_show_it(expected, got, texts):
    assert apart(expected, got) == texts


def test_cells_too_are_shown_until_they_differ():
    expected, got = np.array([[1.0, 0.25]]), np.array([[1.0, 0.25 + 2e-5]])
    text, slip = difference(got, plain(got), plain(expected), in_cell)
    assert text.splitlines()[-1] == "The first cell that differs is [0, 1]: expected 0.25, got 0.25002."
    assert text.splitlines()[1].split() == ["1.00", "0.25", "1.00", "0.25002"]
    assert slip is None
    for expected, got, shown in [
        (1 / 3, 1 / 3 + 1e-4, "0.3333 0.3334"),
        (7.5, 17.5, "0 10"),
        (100.009, 100.011, "100.009 100.011"),
    ]:
        write = (
            in_cell if got != 17.5 else lambda value, whole=False: f"{value // 10 * 10:g}"
        )  # cut, by 7.5 of 10
        text, _ = difference(np.array([got]), plain(np.array([got])), plain(np.array([expected])), write)
        assert text.splitlines()[1].split() == shown.split()
    for got, shown in [(-0.00005, "−0.00005"), (1e-9 + 1e-5, "0.00001"), (np.nan, "nan"), (np.inf, "inf")]:
        text, _ = difference(np.array([got]), plain(np.array([got])), plain(np.zeros(1)), rounded_cell)
        assert text.splitlines()[1].split() == ["0.00", shown]


GRID = np.array([[1.0, 2.0]])


@pytest.mark.parametrize(
    ("value", "expected", "text", "slip"),
    [
        (None, GRID, "It returned nothing: end it with return.", "returned nothing"),
        (GRID.tolist(), GRID, "It returned a list; expected an array of shape 1×2.", None),
        ((1.0, 2.0), GRID[0], "It returned a tuple; expected an array of shape 2.", None),
        (
            (1.0, 2.0),
            GRID,
            "It returned a tuple; expected an array of shape 1×2.\n(a tuple is several things in one: return one alone.)",
            "type",
        ),
        (True, 1.0, "It returned a bool; expected a number.", None),
        (GRID > 1, GRID, "It returned an array of True and False, shape 1×2; expected an array of shape 1×2.", None),
        (GRID * 1j, 1.0, "It returned an array of complex numbers, shape 1×2; expected a number.", None),
        (1.0, GRID, "It returned a single number; expected shape 1×2.", None),
        (GRID, GRID[0], "It returned an array of shape 1×2; expected shape 2.", None),
        (GRID, 1.0, "It returned an array of shape 1×2; expected a number.", None),
        (2.0, 1.0, "expected 1\ngot      2", None),
    ],
)  # fmt: skip
def test_what_came_and_what_was_expected_is_said_in_full(value, expected, text, slip):
    assert difference(value, plain(value), plain(expected), in_cell) == (text, slip)


@pytest.mark.parametrize(
    ("name", "answer", "words"),
    [
        (
            "chain",
            {"out": -6, "second": -15, "relu": -4.8, "weight": 9.6},
            "'relu' is not asked for: did you mean 'ReLU'? H",
        ),
        (
            "chain",
            {"out": -6, "second": -15, "ReLU": -4.8, "weight": 9.6, "loss": 1},
            "'loss' is not asked for. Hand in",
        ),
        (
            "chain",
            {"out": -6, "second": -15, "ReLU": -4.8},
            "weight is missing. Hand in a dict with out, second",
        ),
        (
            "chain",
            {"out": np.nan, "second": -15, "ReLU": -4.8, "weight": 9.6},
            "out is nan, not a number",
        ),
        ("chain", [-6, -15, -4.8, 9.6], "this is not a dict. Hand in"),
        (
            "commutes",
            {"avg": False, "minimum": True},
            "'avg' is not asked for: did you mean 'average'? Hand in",
        ),
        (
            "commutes",
            {"average": False, "minimum": True, 3: True},
            "3 is not asked for. Hand in a dict like {'average'",
        ),
        ("commutes", {"average": False}, "minimum is missing"),
    ],
)
def test_a_key_that_is_missing_or_unknown_is_named(name, answer, words):
    assert words in EXERCISES[name](answer).text
    assert EXERCISES[name](answer).slip == "type"


def test_numbers_beyond_floats_are_endless_and_an_error_stands_in_the_place_of_a_result():
    assert plain(np.array([10**400, -(10**400), 3], object)).values.tolist() == [np.inf, -np.inf, 3]
    error = failed(KeyError("x"))
    assert (error.kind, error.shape, error.values, error.words) == (None, (), None, "")
    assert same(error, failed(KeyError("y")))
    assert not same(error, failed(ValueError("x")))
    assert not same(error, plain(1))


def heard(*texts):
    ear = Heard()
    assert ear.writable()
    for text in texts:
        ear.write(text)
    return ear


def test_what_an_answer_prints_is_cut_by_lines_and_by_letters(capsys):
    for texts, lines in [
        (["a\nb\n"], ["a", "b"]),
        (["x\n"] * LINES, ["x"] * LINES),
        (["x\n"] * (LINES + 1), ["x"] * LINES + ["… and 1 more lines"]),
        (["x\n"] * 5000, ["x"] * LINES + ["… and 4,960 more lines"]),
        (["y" * 201 + "\n"], ["y" * 200 + " …"]),
        (["y" * 200 * LINES, "\nz\n"], ["y" * 200 + " …", "… and 2 more lines"]),
        (["y" * (200 * LINES - 1), "\nz\n"], ["y" * 200 + " …", "z"]),
    ]:
        heard(*texts).out()
        assert capsys.readouterr().out.splitlines() == lines, texts[0][:3]


def test_an_answers_own_line_is_told_where_there_is_one():
    assert own_line(ValueError("never raised")) == ""
    long = f"return 1 / 0 + {' + '.join(['1'] * 200)}"
    for source, line in [
        ("def f():\n    return 1 / 0\n", "line 2 of f"),
        (f"def f():\n    {long}\n", "line 2 of f"),
        ("def g():\n    return 1 / 0\n\ndef f():\n    return g()\n", "line 5 of f\nIn line 2 of g"),
    ]:
        names = {}
        exec(compile(source, "<a cell>", "exec"), names)
        with pytest.raises(ZeroDivisionError) as caught:
            names["f"]()
        assert own_line(caught.value.with_traceback(caught.value.__traceback__.tb_next)) == line


def test_what_came_is_called_by_its_name():
    named = {  # and its kind
        "nothing": (None, None), "an ellipsis": (..., None), "an Odd": (type("Odd", (), {})(), None), "a X": (type("X", (), {})(), None),
        "a list": ([[1], [1, 2]], None), "Python's map, not yet run": (map(abs, []), None), "Python's dict_keys": ({}.keys(), None),
        "an array with cells hidden by a mask": (np.ma.masked_array([1.0, 2.0], [True, False]), None),
        "an array of uint8, shape 1×2": (np.ones((1, 2), np.uint8), "number"), "an array of int64, shape 0": (np.array([], int), "number"),
        "an array of objects, shape 1": (np.array([1.5], object), "number"), "an array of True and False, shape 2": (np.array([True, np.False_], object), "truth"), "an array of text, shape 1": (np.array(["a"]), None),
        "a tuple": ((1, 2), "list"), "a bool": (True, "truth"), "a float32": (np.float32(1), "number"),
    }  # fmt: skip
    assert [(plain(value).words, plain(value).kind) for value, _ in named.values()] == [
        (words, kind) for words, (_, kind) in named.items()
    ]
    assert (plain([True]).dtype, plain(np.float16(1)).dtype) == ("bool", "float16")
    assert plain(["a"]).kind is None
    assert plain(np.ma.masked_array([1.0, 2.0], [True, False])).shape == (2,)


def test_of_arrays_beyond_a_limit_only_the_shape_is_looked_at(monkeypatch):
    monkeypatch.setattr(results, "MOST", 4)
    for kind in (float, object):
        few, many = plain(np.ones((2, 2), kind)), plain(np.ones((1, 5), kind))
        assert (few.values.tolist(), many.values, many.shape) == ([[1, 1], [1, 1]], None, (1, 5))
        assert not same(many, many)


def test_what_gave_no_number_is_known():
    odd = (failed(ValueError()), plain([1, np.nan]), plain([1, np.inf]), plain("a"))
    assert [numberless(result) for result in odd] == [True, True, False, False]
    assert not same(plain("a"), plain("a"))
    assert not same(plain(np.zeros((0, 3))), plain(np.ones(2)))
    assert not same(plain(np.ones(2)), plain(np.zeros((0, 3))))


def test_an_answer_runs_apart():
    def answer(x, keep=[]):  # noqa: B006
        print("heard")
        assert np.empty(1, object)[0] is None
        assert np.isnan(np.empty(1)[0])
        assert np.empty_like([1])[0] == np.empty(1, int)[0]
        return x / 0

    with np.errstate(all="raise"):
        for heard in (Heard(), Heard(silent=True)):
            done = run(answer, {"x": np.ones(1)}, heard)
            assert (done.error, done.value.tolist(), done.changed) == (None, [np.inf], None)
            assert heard.text == "heard\n" * (not heard.silent)
            assert heard.more == 0
    assert cut("\n".join("abcdefghijkl")) == "\n".join("abcdefghij") + " …"
    assert cut("\n".join("abcdefghij")) == "\n".join("abcdefghij")


def test_a_warning_is_shown_once_a_check_and_at_each_check():
    def answer(grid, by):
        warnings.warn("odd", stacklevel=1)
        return thirds(grid, by)

    with warnings.catch_warnings(record=True) as shown:
        warnings.simplefilter("default")
        for times in (1, 2):
            assert THIRDS(answer).passed
            assert len(shown) == times


def test_a_case_is_drawn_as_the_lesson_does():
    case = {"image": [[1, -1]], "row": [1, -1], "whole": [[2, 3]], "large": [[0.5, 1e6]]}
    lines = draw({name: np.array(value) for name, value in case.items()} | {"one": 2}).split("\n")
    assert [line.split() for line in lines] == [
        [*case, "one"],
        ["#.", "1", "−1", "2", "3", "0.50", "1e6", "2"],
    ]


def test_what_varies_is_judged_by_the_part_that_is_taken():
    first = FunctionExercise(
        "first", lambda x: (x, 1), [{"x": np.ones((1, 2))}], {}, take=lambda pair: pair[0]
    )
    right = first(lambda x: (x, next(count)))
    assert (right.passed, right.text) == (True, "first: right, in all 1 cases.")
    once = [ValueError, TypeError, "text", 1.0]

    def stopping(x):
        raise once.pop(0)

    assert first(stopping).slip == "varies"
    assert first(lambda x: (once.pop(0), 1)).slip == "varies"


def test_of_two_results_both_have_to_be_right():
    cases = [{"x": np.ones((1, 2))}]
    pair = [
        FunctionExercise(str(at), lambda x: (x + 1, x * 5), cases, {}, take=lambda both, at=at: both[at]) for at in (0, 1)
    ]  # fmt: skip
    for first, second in ((2, 5), (2, 6), (3, 5), (3, 6)):
        verdict = judge(pair, lambda x, a=first, b=second: (x * a, x * b))
        assert verdict.passed == ((first, second) == (2, 5))


async def later():
    yield 1


def test_what_yields_is_known_as_a_generator():
    assert [is_generator(value) for value in ((x for x in ()), later(), later, 1, [])] == [
        True,
        True,
        *[False] * 3,
    ]


def test_a_starter_is_told_from_what_has_been_begun():
    def simple(a):
        raise NotImplementedError

    def untouched(a, b, *more, key=None, **others):
        raise NotImplementedError

    def begun(a):
        b = a  # noqa: F841
        raise NotImplementedError

    def calls(a):
        print(a)
        raise NotImplementedError

    assert [only_raises(one) for one in (simple, untouched, begun, calls, np.sum)] == [
        *[True] * 2,
        *[False] * 2,
        True,
    ]


def test_an_exercise_knows_its_right_results_and_its_smallest_case_first():
    cases = [{"x": np.ones(5)}, {"x": np.array([1e200])}]
    with np.errstate(all="raise"):
        exercise = FunctionExercise("squares", lambda x: x * x, cases, {})
    assert [len(case["x"]) for case in exercise.cases] == [1, 5]
    assert [right.values.tolist() for right in exercise.right] == [[np.inf], [1.0] * 5]


def thirds(grid, by):
    return grid * by / 3


CASES = [
    {"grid": np.array([[1.0, -2.0], [4.0, 5.0]]), "by": 2.0},
    {"grid": np.array([[2 / 3, 1000.0]]), "by": -1.0},
]
THIRDS = FunctionExercise(
    "thirds", thirds, CASES, {"forgot to divide": lambda grid, by: grid * by}, rounded_cell, heading="Here:"
)
NOT_YET = (
    f"thirds: not yet.\n\n{SMALLEST}\n\n    grid                 by\n        0.67  1000.00    -1.0\n".split(
        "\n"
    )
)


def changing(grid, by):
    grid /= 3
    return grid * by


def leaving(grid, by):
    raise SystemExit


def starting(grid, by):
    raise NotImplementedError


@pytest.mark.parametrize(
    ("answer", "lines", "slip"),
    [
        (thirds, ["thirds: right, in all 2 cases, from 1×2 to 2×2."], None),
        (lambda grid, by: thirds(grid, by) + 5e-10, ["thirds: right, in all 2 cases, from 1×2 to 2×2."], None),
        (
            lambda grid, by: thirds(grid, by) + 2e-9,
            ["thirds: right, in all 2 cases, from 1×2 to 2×2, to within 0.000001."],
            None,
        ),
        (
            lambda grid, by: thirds(grid, by) * (1 + 2e-7),
            ["thirds: right, in all 2 cases, from 1×2 to 2×2, to within 0.000001."],
            None,
        ),
        (changing, [*NOT_YET, "It changed its input, grid. Work on a copy: grid.copy()."], "changed its input"),
        (leaving, [*NOT_YET, "It ends Python, with exit or sys.exit: a function ends with return."], "ended Python"),
        (lambda grid, by: None, [*NOT_YET[:2], "Here:", *NOT_YET[3:], "It returned nothing: end it with return."], "returned nothing"),
        (
            lambda grid, by: grid * by,
            [*NOT_YET[:2], "Here:", *NOT_YET[3:], "    expected           got", "      −0.22 −333.33       −0.67 −1000.00", "",
             "The first cell that differs is [0, 0]: expected −0.222222, got −0.666667.", "", "It looks as if it forgot to divide."],
            "forgot to divide",
        ),
        (starting, ["thirds: not written yet."], "not written yet"),
        ("text", ["thirds: not yet.", "", "This is text; hand in the function itself, without quotes."], "type"),
        (
            lambda grid, by: thirds(grid, by) * next(count),
            ["thirds: not yet.", "", f"{VARIES} or change something outside?"],
            "varies",
        ),
    ],
)  # fmt: skip
def test_a_verdict_in_full(answer, lines, slip):
    verdict = THIRDS(answer)
    said = [line for line in verdict.text.splitlines() if not line.startswith("In line")]
    assert (said, verdict.slip, verdict.passed) == (lines, slip, "right" in lines[0])


count = itertools.count(1)


def test_rounding_is_a_millionth_and_of_large_numbers_four_parts_in_ten_million():
    for number, off in [(0.0, 1e-6), (1.0, 1.4e-6), (1e6, 0.4)]:
        assert same(plain(number + 0.9 * off), plain(number))
        assert not same(plain(number + 1.1 * off), plain(number))
    assert same(plain(np.array([np.inf, 1e6, np.nan])), plain(np.array([np.inf, 1e6 + 0.3, np.nan])))
    assert same(plain(np.nan), plain(np.nan))  # with no number to measure by
    assert not same(plain(np.inf), plain(-np.inf))
