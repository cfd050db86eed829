"""The parts of which checks are made: numbers that differ, odd numbers, what an answer prints, its own line."""

import numpy as np
import pytest

from xo_helpers.checks import EXERCISES
from xo_helpers.checks.differences import apart, difference
from xo_helpers.checks.machinery import FunctionExercise
from xo_helpers.checks.results import failed, plain, same
from xo_helpers.checks.running import LINES, Heard, only_raises, own_line
from xo_helpers.texts import in_cell, rounded_cell


@pytest.mark.parametrize(
    ("expected", "got", "texts"),
    [
        (1, 2, ("1", "2")),
        (1.00001, 1.00002, ("1.00001", "1.00002")),
        (1 / 3, 0.333333, ("0.3333333", "0.333333")),
        (1, 1 + 2e-16, ("1", "1.0000000000000002")),
        (0.5, 0.5, ("0.5", "0.5")),
        (-0.0, 1 / 7, ("-0", "0.142857")),
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
    for got, shown in [(-0.00005, "−0.00005"), (1e-9 + 1e-5, "0.00001"), (np.nan, "nan"), (np.inf, "inf")]:
        text, _ = difference(np.array([got]), plain(np.array([got])), plain(np.zeros(1)), rounded_cell)
        assert text.splitlines()[1].split() == ["0.00", shown]


@pytest.mark.parametrize(
    ("name", "answer", "words"),
    [
        (
            "chain",
            {"out": -6, "second": -15, "relu": -4.8, "weight": 9.6},
            "there is no 'relu': did you mean 'ReLU'? H",
        ),
        (
            "chain",
            {"out": -6, "second": -15, "ReLU": -4.8, "weight": 9.6, "loss": 1},
            "there is no 'loss'. Hand in",
        ),
        (
            "chain",
            {"out": -6, "second": -15, "ReLU": -4.8},
            "weight is missing. Hand in a dict with out, second",
        ),
        (
            "chain",
            {"out": np.nan, "second": -15, "ReLU": -4.8, "weight": 9.6},
            "out is nan, which is no number",
        ),
        ("chain", [-6, -15, -4.8, 9.6], "this is no dict. Hand in"),
        ("commutes", {"avg": False, "minimum": True}, "there is no 'avg': did you mean 'average'? Hand in"),
        (
            "commutes",
            {"average": False, "minimum": True, 3: True},
            "there is no 3. Hand in a dict like {'average'",
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
    ]:
        names = {}
        exec(compile(source, "<a cell>", "exec"), names)
        with pytest.raises(ZeroDivisionError) as caught:
            names["f"]()
        assert own_line(caught.value).startswith("line ")
        assert own_line(caught.value) == line


def test_a_starter_is_told_from_what_has_been_begun():
    def untouched(a, b, *more, key=None, **others):
        raise NotImplementedError

    def begun(a):
        b = a  # noqa: F841
        raise NotImplementedError

    def calls(a):
        print(a)
        raise NotImplementedError

    assert [only_raises(one) for one in (untouched, begun, calls, np.sum)] == [True, False, False, True]


def test_an_exercise_knows_its_right_results_and_its_smallest_case_first():
    cases = [{"x": np.ones(5)}, {"x": np.array([1e200])}]
    exercise = FunctionExercise("squares", lambda x: x * x, cases, {})
    assert [len(case["x"]) for case in exercise.cases] == [1, 5]
    assert [right.values.tolist() for right in exercise.right] == [[np.inf], [1.0] * 5]
