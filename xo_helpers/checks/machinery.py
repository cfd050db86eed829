"""How an answer is examined: run once on small cases and compared with the solution.

A slip is told by imitation: an exercise lists functions that go wrong in a known way, and an answer
that gave the same as one of them in every case has made that slip. Slips of any exercise are in general.py.
What is right is worked out on import, before a learner can replace anything.
"""

from dataclasses import dataclass
from functools import cached_property, partial
from itertools import combinations

import numpy as np

from xo_helpers.checks.differences import difference, draw
from xo_helpers.checks.general import observe
from xo_helpers.checks.hints import ended, no_function, trouble, unwritten, what_it_said
from xo_helpers.checks.lines import fits, fitting, names_in, returns
from xo_helpers.checks.outside import kept
from xo_helpers.checks.results import CLOSE, failed, numberless, plain, same
from xo_helpers.checks.running import Heard, run
from xo_helpers.checks.verdicts import NOT_WRITTEN, judged, no, yes
from xo_helpers.inputs import times
from xo_helpers.texts import in_cell

VARIES = "It gives other results when it is run once more on the same input. Does it draw random numbers,"
EMPTY = {"empty", "empty_like"}
SMALLEST = "The smallest case that goes wrong:"
ENDLESS = (KeyboardInterrupt, MemoryError)  # what stops a loop that never ends: nothing is run after it


@dataclass
class FunctionExercise:
    """An exercise whose answer is a function: `cases` name its arguments, and the smallest comes first."""

    name: str
    solution: callable
    cases: list
    slips: dict  # what went wrong, in words -> a function that goes wrong that way
    write: callable = in_cell  # numbers, as the lesson's figures do
    take: callable = lambda value: value  # of what an answer returns, the part that is judged here
    heading: str = SMALLEST
    later: tuple = ()  # cases beyond the lesson, and what is said of a right answer that differs in one

    def __post_init__(self):
        self.cases = sorted(self.cases, key=lambda case: sum(map(np.size, case.values())))
        self.right = self.results(self.solution)

    @cached_property
    def wrong(self):
        """What each slip gives, and the solution with two of its arguments taken for each other."""
        wrong = {slip: self.results(function) for slip, function in self.slips.items()}
        names = list(self.cases[0])
        for one, other in combinations(range(len(names)), 2):
            order = [*range(len(names))]
            order[one], order[other] = other, one
            results = self.results(lambda *given, order=order: self.solution(*[given[at] for at in order]))
            if not any(all(map(same, results, known)) for known in [self.right, *wrong.values()]):
                wrong[f"took {names[one]} and {names[other]} for each other"] = results
        return wrong

    def results(self, function):
        """What a function of ours gives in each case."""
        results = []
        for case in self.cases:
            try:
                with np.errstate(all="ignore"):
                    results.append(self.plain(function(*case.values())))
            except Exception as error:
                results.append(failed(error))
        return results

    def plain(self, value):
        """Of what an answer returned, the part that is judged here, as a `Result`."""
        return plain(self.take(value))

    def __call__(self, answer):
        """Examine an answer: a Verdict."""
        return judged(self.name)(partial(judge, [self]))(answer)

    def verdict(self, answer, runs, part, looks=None):
        """What the runs of an answer in all cases tell, and what else is known of it, (slip, words)."""
        got = [done.results[part] for done in runs]
        for at, (case, done, result, expected) in enumerate(
            zip(self.cases, runs, got, self.right, strict=True)
        ):
            if done.error:
                text, slip = trouble(done, answer)
                looks = (looks or self._looks(answer, got, at)) if slip == "stopped" else None
                return refused(text, slip, looks, self, case)
            if done.changed:
                text = f"It changed its input, {done.changed}. Work on a copy: {done.changed}.copy()."
                return refused(text, "changed its input", None, self, case)
            if not same(result, expected):
                given = self.take(done.value), result, expected, self.write
                text, slip = difference(*given, returns(answer))
                looks = None if slip else looks or self._looks(answer, got, at)
                return refused(text, slip, looks, self, case, self.heading)
        firsts = sorted((next(iter(case.values())) for case in self.cases), key=np.size)
        sizes = [times(first.shape) for first in firsts]
        span = f", from {sizes[0]} to {sizes[-1]}" if sizes[0] != sizes[-1] else ""
        exact = all(
            np.allclose(r.values, e.values, rtol=0, atol=1e-9) for r, e in zip(got, self.right, strict=True)
        )
        rounding = "" if exact else f", to within {CLOSE:.6f}"
        return yes(f", in all {len(sizes)} cases{span}{rounding}.{self._later(answer)}")

    def _later(self, answer):
        for case, words in self.later:
            done = run(answer, case, Heard(silent=True), [self.plain])
            expected = self.plain(self.solution(*case.values())).values
            if not done.error and not np.allclose(done.results[0].values, expected, rtol=1e-5, atol=1e-9):
                return f"\n{words}"
        return ""

    def _looks(self, answer, got, at):
        """The slip, and what is said of it to somebody who wrote this answer; or None."""
        slip = self._slip(answer, got, at)
        return slip and (slip, fitting(slip, answer))

    def _slip(self, answer, got, at):
        """The first slip whose function gave the same in every case, or in all that gave numbers;
        or else what is seen in case `at`, which is shown.
        """
        for some in (False, not numberless(got[at])):
            for slip, results in self.wrong.items():
                alike = (same(g, r) or (some and numberless(g)) for g, r in zip(got, results, strict=True))
                if all(alike) and self._tells(got, results) and fits(slip.split(": ")[0], answer):
                    return slip
        return observe(answer, got, self.right, self.cases, at)

    def _tells(self, got, results):
        """Whether a slip explains what came: many mistakes end in an error, few in one that says the same
        where the slip's does, and nowhere else.
        """
        values = [(g, right) for g, right in zip(got, self.right, strict=True) if not g.error]
        wrong = sum(not same(g, right) for g, right in values)
        alike = (what_it_said(g.error) == what_it_said(r.error) for g, r in zip(got, results, strict=True))
        return wrong > 1 or ((wrong or len(values) > 1) and all(alike))


def judge(exercises, answer):
    """The verdict on a function by one exercise, or by one for each of the results that it returns."""
    cases = exercises[0].cases
    if unfit := no_function(answer, list(cases[0])):
        return refused(f"{unfit[0]}.", unfit[1])
    with kept(answer) as put_back:
        return _judged(exercises, answer, cases, put_back)


def _judged(exercises, answer, cases, put_back):
    takes = [exercise.plain for exercise in exercises]
    heard, runs, looks = Heard(), [], None
    for at, case in enumerate(cases):
        done = run(answer, case, heard, takes)
        runs.append(done)
        if unwritten(answer, done.error):
            return NOT_WRITTEN
        if isinstance(done.error, ENDLESS):
            break
        good = all(
            same(result, exercise.right[at]) for result, exercise in zip(done.results, exercises, strict=True)
        )
        heard.silent = heard.silent or not good  # what comes after is run for the slip's name
    heard.out()
    if isinstance(runs[-1].error, ENDLESS):
        return refused(*trouble(runs[-1], answer), None, exercises[0], cases[len(runs) - 1])
    if _varies(answer, cases, takes, runs):
        changed = put_back() if heard.silent else []  # of what is right at first nothing else can be told
        if not changed or _varies(answer, cases, takes, runs):
            asks = f"{' use np.empty,' * bool(names_in(answer) & EMPTY)} or change something outside?"
            return refused(VARIES + asks, "varies")
        looks = (f"changes {changed[0]}, which stands outside: make one in the function itself",) * 2
    verdicts = (exercise.verdict(answer, runs, part, looks) for part, exercise in enumerate(exercises))
    return min(verdicts, key=lambda verdict: verdict.passed)  # the first that does not pass, or the first


def _varies(answer, cases, takes, runs):
    for case, before in zip(cases, runs, strict=True):
        again = run(answer, case, Heard(silent=True), takes, unfilled=-8.25)
        if isinstance(again.error, KeyboardInterrupt):
            raise again.error
        for was, now in zip(before.results, again.results, strict=True):
            if type(was.error) is not type(now.error) or (was.kind, was.shape) != (now.kind, now.shape):
                return True
            if was.values is not None and not same(was, now):
                return True
    return False


def refused(text, slip, looks=None, exercise=None, case=None, heading=SMALLEST):
    """The verdict on a wrong function: the case, the trouble with it, and what it looks like."""
    lines = ["."]
    if case:
        lines += ["", heading, "", draw(case, exercise.write)]
    lines += ["", text]
    if looks:
        lines += ["", ended(f"It looks as if it {looks[1]}")]
    return no("\n".join(lines), looks[0] if looks else slip)
