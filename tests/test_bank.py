"""The bank's answers, by somebody who had not read the checks: the right ones pass and the wrong ones do not."""

from importlib import import_module

import pytest

from xo_helpers.checks import EXERCISES

pytestmark = pytest.mark.many
LESSONS = [import_module(f"bank.lesson{number:02d}") for number in range(12)]
TABLES = ("RIGHT", "WRONG", "SLOW_RIGHT", "SLOW_WRONG", "ARGUABLE")
RIGHT, WRONG, SLOW_RIGHT, SLOW_WRONG, ARGUABLE = (
    {name: given for lesson in LESSONS for name, given in getattr(lesson, table, {}).items()}
    for table in TABLES
)
DISPUTED = {  # called wrong by the bank, and taken all the same
    ("fool", "the pad"),  # what the cell shows is what was drawn: a friendly check reads it
    ("trace", "two decimals, wrongly cut"),  # -0.46, as the figures up to lesson 06 print it: they cut
}


def text_of(name, answer):
    """What is said of an answer, which is the same when it is asked again."""
    verdict = EXERCISES[name](answer)
    assert verdict.text == EXERCISES[name](answer).text
    return verdict.text


@pytest.mark.parametrize("name", RIGHT)
def test_no_right_answer_is_refused(name):
    texts = [text_of(name, answer) for answer in RIGHT[name]]
    assert [text for text in texts if not text.startswith(f"{name}: right")] == []


@pytest.mark.parametrize("name", WRONG)
def test_no_wrong_answer_is_taken_and_most_are_told_what_to_look_at(name):
    verdicts = {what: EXERCISES[name](answer) for what, answer in WRONG[name].items()}
    taken = {what for what, verdict in verdicts.items() if verdict.passed}
    assert {(name, what) for what in taken} <= DISPUTED
    named = [what for what, verdict in verdicts.items() if verdict.slip not in (None, "stopped")]
    assert len(named) > 0.6 * len(verdicts)
    again = {what: EXERCISES[name](answer).text for what, answer in WRONG[name].items()}
    assert again == {what: verdict.text for what, verdict in verdicts.items()}


@pytest.mark.parametrize(("name", "what"), [(name, what) for name in ARGUABLE for what in ARGUABLE[name]])
def test_of_what_can_be_argued_about_the_same_is_always_said(name, what):
    assert text_of(name, ARGUABLE[name][what]).startswith((f"{name}: right", f"{name}: not "))


@pytest.mark.training
def test_networks_that_have_to_be_trained_first():
    name = "fewest_weights"
    assert all(EXERCISES[name](answer).passed for answer in SLOW_RIGHT[name])
    verdicts = [EXERCISES[name](answer) for answer in SLOW_WRONG[name].values()]
    assert all(verdict.slip and not verdict.passed for verdict in verdicts)


def test_the_bank_is_large_enough_to_tell():
    assert set(RIGHT) | set(SLOW_RIGHT) == set(WRONG) == set(EXERCISES)
    assert sum(map(len, RIGHT.values())) >= 100
    assert sum(map(len, WRONG.values())) >= 200
