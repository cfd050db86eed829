"""Checks: right answers pass, wrong ones fail, and the named slips are named rightly."""

from itertools import combinations

import answers_to_03
import answers_to_07
import answers_to_09
import numpy as np
import pytest

from xo_helpers import gradients, ops
from xo_helpers.checks import EXERCISES, check
from xo_helpers.checks.lesson09 import DENSE
from xo_helpers.checks.machinery import FunctionExercise
from xo_helpers.checks.results import plain, same

FUNCTIONS = {name: exercise for name, exercise in EXERCISES.items() if isinstance(exercise, FunctionExercise)}
RIGHT = answers_to_03.RIGHT | answers_to_07.RIGHT | answers_to_09.RIGHT
WRONG = (
    answers_to_03.WRONG | answers_to_07.WRONG | answers_to_09.WRONG
)  # with words of the slip that is named
ELSEWHERE = {"fewest_weights", "edge_finder", "ten_letters"}  # test_check_lesson10.py, test_check_lesson11.py

right = [
    pytest.param(name, answer, id=f"{name}-{i}") for name in RIGHT for i, answer in enumerate(RIGHT[name])
]
wrong = [pytest.param(name, *case, id=f"{name}-{i}") for name in WRONG for i, case in enumerate(WRONG[name])]


def test_every_exercise_has_answers_of_both_kinds():
    assert set(RIGHT) == set(WRONG) == set(EXERCISES) - ELSEWHERE
    assert all(len(answers) >= 6 for answers in WRONG.values())


@pytest.mark.parametrize(("name", "answer"), right)
def test_a_right_answer_passes(name, answer):
    verdict = EXERCISES[name](answer)
    assert verdict.passed, verdict.text
    assert verdict.text.startswith(f"{name}: right")


@pytest.mark.parametrize(("name", "answer", "slip"), wrong)
def test_a_wrong_answer_fails_and_its_slip_is_named(name, answer, slip):
    verdict = EXERCISES[name](answer)
    assert not verdict.passed
    assert (verdict.slip is None) if slip is None else (slip in verdict.slip), verdict.slip
    assert verdict.text == EXERCISES[name](answer).text  # the same answer, the same words


def unwritten(*arguments):
    raise NotImplementedError


@pytest.mark.parametrize("name", EXERCISES)
def test_an_untouched_starter_is_not_written_yet(name, capsys):
    starters = [None, ...] + ([unwritten] if name in FUNCTIONS or name == "dense_backward" else [])
    if name == "chain":
        starters += [dict.fromkeys(["out", "second", "ReLU", "weight"])]
    if name == "commutes":
        starters = [{"average": None, "minimum": None}]
    for starter in starters:
        check(name, starter)
        assert capsys.readouterr().out == f"{name}: not written yet.\n"


OF_TWO = {f"dense_backward, {part}": exercise for part, exercise in DENSE.items()}
LESS = {  # of the right result: slips of any exercise, but for one that counts
    "two decimals": lambda e: np.round(e, 2),
    "three decimals": lambda e: np.round(e, 3),
    "cut after two decimals": lambda e: np.trunc(e * 100) / 100,
    "float16": np.errstate(over="ignore")(lambda e: e.astype(np.float16)),
}


LIBRARY = {name: getattr(ops, name) for name in FUNCTIONS if hasattr(ops, name)} | {
    "max_pool_2": ops.max_pool,
    "step": lambda weights, slopes, rate: weights - rate * slopes,
    "relu_backward": gradients.relu_backward,
    "max_pool_backward": gradients.max_pool_backward,
    "kernel_gradient": lambda g, x: gradients.conv2d_backward(
        g[None, None], x[None, None], np.zeros((1, 1, *np.subtract(x.shape, g.shape) + 1))
    )[1][0, 0],
    "dense_backward, values": lambda g, v, w: gradients.dense_backward(g, v, w)[:2],
    "dense_backward, weights": lambda g, v, w: gradients.dense_backward(g, v, w)[:2],
}


@pytest.mark.parametrize("name", LIBRARY)
def test_the_checks_own_solution_is_the_librarys(name):
    exercise = (FUNCTIONS | OF_TWO)[name]
    assert all(map(same, exercise.results(LIBRARY[name]), exercise.right))


def counts(exercise):  # whole numbers, which no rounding changes
    return isinstance(exercise.solution(*exercise.cases[0].values()), int)


@pytest.mark.parametrize("name", FUNCTIONS | OF_TWO)
def test_the_cases_tell_all_slips_apart(name):
    exercise = (FUNCTIONS | OF_TWO)[name]
    outcomes = {"right": exercise.right, **exercise.wrong}
    if not counts(exercise):
        for slip, change in LESS.items():
            outcomes[slip] = [plain(change(result.values)) for result in exercise.right]
    for (slip, outcome), (other, theirs) in combinations(outcomes.items(), 2):
        assert not all(map(same, outcome, theirs)), (slip, other)


@pytest.mark.parametrize("name", FUNCTIONS | OF_TWO)
def test_no_case_is_like_the_others(name):
    """Shapes of both kinds, signs of both kinds, and more decimals than are shown."""
    exercise = (FUNCTIONS | OF_TWO)[name]
    shapes = [np.shape(value) for case in exercise.cases for value in case.values() if np.ndim(value) == 2]
    if name != "filter_patch":  # square ones, it says
        assert any(rows < columns for rows, columns in shapes)
        assert any(rows > columns for rows, columns in shapes)
    numbers = np.concatenate([result.values.ravel() for result in exercise.right])
    if name not in ("relu", "softmax", "cross_entropy") and not counts(exercise):
        assert numbers.min() < 0 < numbers.max()
    assert counts(exercise) or (np.abs(numbers * 100 - np.round(numbers * 100)) > 0.01).any()


def test_the_smallest_failing_case_is_drawn():
    text = EXERCISES["filter_patch"](lambda p, k: (p * k).sum()).text
    assert text.splitlines() == [
        "filter_patch: not yet.",
        "",
        "The smallest case that goes wrong:",
        "",
        "    patch    kernel",
        "    ##       ##",
        "    .#       ..",
        "",
        "expected 0.5",
        "got      2",
        "",
        f"It looks as if it {next(iter(FUNCTIONS['filter_patch'].slips))}.",
    ]


def test_labels_are_drawn_as_numbers():
    total = EXERCISES["cross_entropy"](lambda x, y: -answers_to_09.log_shares(x, y).sum())  # wrong for two
    assert "    logits         labels\n     1.00  2.00     1  1\n" in total.text


def test_a_map_is_shown_beside_the_right_one():
    text = EXERCISES["feature_map"](lambda i, k: np.zeros_like(answers_to_03.loops(i, k))).text
    assert "    expected       got\n    −0.50  1.00     0.00  0.00" in text
    assert "The first cell that differs is [0, 0]: expected −0.5, got 0." in text


def stopping(patch, kernel):
    products = patch * kernel
    return products.summ() / kernel.size


def test_an_answer_that_stops_is_shown_where():
    text = EXERCISES["filter_patch"](stopping).text
    line = stopping.__code__.co_firstlineno + 2
    assert "It stopped with AttributeError: 'numpy.ndarray' object has no attribute 'summ'" in text
    assert f"In line {line} of stopping: return products.summ() / kernel.size" in text


@pytest.mark.parametrize(
    ("answer", "hint"),
    [
        (lambda s: np.zeros((1, 1))[1], "places count from 0"),
        (lambda s: s[9:].max(), "held no cell"),
        (lambda s: np.zeros(2, 3), "brackets of its own"),
        (lambda s: max(s, 0), "as a whole"),
        (
            lambda s: np.ones((1, 12)) @ s,
            "(@ needs as many columns on its left as rows on its right; is all of it "
            "what the function gets, and nothing of the lesson's?)",
        ),
        (lambda s: s - 0.5 @ s, "a single number multiplies with *"),
        (lambda s: s[:0].argmax(), "held no cell"),
        (lambda s: max([]), "held no cell"),
        (lambda s: s.max(1, True), "(keepdims=True lacks its name.)"),
        (lambda s: s.max(1, 1), "one thing is too many"),
        (lambda s: s.sum(1, True), "(keepdims=True lacks its name.)"),
        (lambda s: s.copy < 0, "was not called: round brackets"),
        (lambda s: s.sum / s.size, "was not called: round brackets"),
        (lambda s: np.exp[s], "was not called: round brackets"),
        (lambda s: s.size(), "x.size has none"),
        (lambda s, sum=4: sum(s[0]), "after sum = … sum is no longer Python's"),
        (lambda s: s(0, 0), "cells are in square ones"),
        (lambda s: s.shape(0), "cells are in square ones"),
        (lambda s: list(s.shape[0]), "for takes range(n)"),
        (lambda s: range(s.shape), "a tuple is not a number: of x.shape, x.shape[0] is the number of rows"),
        (lambda s: 3 - s.shape, "a tuple is not a number"),
        (lambda s: np.zeros((len(s) - s.size, 1)), "len(x) counts its rows, x.size all of its cells"),
        (lambda s: s.append(1), "an array does not grow"),
        (lambda s: s.count(1), "(a == b).sum() counts"),
        (lambda s: s.Sum(), "(did you mean .sum?)"),
        (lambda s: np.maximun(s, 0), "(did you mean .maximum?)"),
        (lambda s: s[0, s[0]], "(a place is a whole number, and one there is not: print it.)"),
        (lambda s: {s: 1}, "leave it out"),
        (
            lambda s: np.array([1]) + np.full(1, 2, dtype=int).max(initial=-np.inf),
            "copy it with .astype(float)",
        ),
        (eval("lambda s: np.maximum(s, 0)", {}), "(a line above makes it, import numpy as np.)"),
        (
            eval("lambda s: rectify(s)", {}),
            "(has the cell that makes it been run, and is it spelled the same?)",
        ),
    ],
)
def test_what_numpy_says_is_said_in_the_lessons_words(answer, hint):
    assert hint in EXERCISES["relu"](answer).text.split("\n")[-1]


def test_an_unknown_exercise_offers_the_nearest():
    with pytest.raises(ValueError, match="no exercise 'filterpatch'; did you mean 'filter_patch'"):
        check("filterpatch", None)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_smallest_case_is_tried_first(name):
    sizes = [sum(map(np.size, case.values())) for case in EXERCISES[name].cases]
    assert sizes == sorted(sizes)


def test_from_lesson_07_on_a_check_rounds_and_before_it_cuts_as_the_figures_do():
    answers = {
        "softmax": lambda x: x * 0 + 2 / 3,
        "feature_map": lambda image, kernel: answers_to_03.loops(image, kernel) * 0 + 2 / 3,
    }
    for (name, answer), shown in zip(answers.items(), ("0.67", "0.66"), strict=True):
        drawn, _ = EXERCISES[name](answer).text.split("The first cell that differs")
        assert {number for number in drawn.split() if number.startswith("0.6")} == {shown}


def test_two_gradients_that_are_not_two_are_no_error_of_the_learners():
    text = EXERCISES["dense_backward"](lambda gradient, values, weights: gradient @ weights.T).text
    assert "The smallest case that goes wrong" in text
    assert "It must return two arrays" in text
    assert "stopped" not in text


def test_a_rate_that_is_too_small_to_move_anything_is_not_called_too_long():
    assert "The steps are too short" in EXERCISES["learning_rate"](1e-17).text
