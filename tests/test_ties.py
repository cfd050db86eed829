"""Who wins, who ties and how many are right is told by page and Python alike, whatever the number of classes."""

import numpy as np
import pytest

from xo_helpers.layers import Dense
from xo_helpers.network import Network
from xo_helpers.texts import verdict, winning
from xo_helpers.training import evaluate
from xo_helpers.widgets import NudgeWeight
from xo_helpers.widgets.shared.base import joined

NOISE = 3e-16
CASES = {
    (0.5, 0.5): "a and b tie",
    (0.3, 0.1 + 0.2): "a and b tie",
    (0.01, 0.0): "a wins by 0.01",
    (0.28, 0.29): "b wins by 0.01",  # 0.00999…
    (0.009, 0.0): "a wins by less than 0.01",
    (0.5, 0.25, 0.5): "a and c tie",
    (0.1 + 0.2, 0.1, 0.3): "a and c tie",
    (0.5, 0.5, 0.5): "a, b and c tie",
    (0.25, 0.5, 0.5 - NOISE): "b and c tie",
    (-1.0, -2.0, -1.5): "a wins by 0.50",
    (1e8, 1e8 - 1, 0.0): "a wins by 1.00",
    (*[0.0] * 9, NOISE): "a, b, c, d, e, f, g, h, i and j tie",
    (1.0, *[0.0] * 8, 1.0): "a and j tie",
    (*[0.0] * 9, 2.0): "j wins by 2.00",
}


@pytest.mark.parametrize("votes", CASES)
def test_the_verdict_of_python(votes):
    assert verdict(votes, "abcdefghij"[: len(votes)]) == CASES[votes]


def test_evaluate_and_the_nudge_widget_count_the_first_of_those_that_tie():
    for votes, told in CASES.items():
        first = "abcdefghij".index(told[0])
        network = Network([Dense(np.array([votes]))], (1,))
        right = [evaluate(network, [[1.0]], [label])[1] for label in range(len(votes))]
        assert right == [label == first for label in range(len(votes))], votes
        if len(votes) <= 5:
            classes = [f"class {o}" for o in range(len(votes))]
            assert NudgeWeight([1.0], [first], [[vote / 1e3 for vote in votes]], classes=classes).right == 1
    assert winning([[1, np.inf], [-np.inf, -np.inf], [1, np.nan]]).tolist() == [[0, 1], [1, 1], [0, 0]]


@pytest.mark.browser
def test_the_pages_verdict_is_pythons_with_two_and_four_decimals(chromium):
    rng = np.random.default_rng(0)
    cases = [[list(votes), digits] for votes in CASES for digits in (2, 4)]
    for classes in (2, 3, 10):
        steps = rng.choice([0.1, 0.01, 1e-3, 1e-4, 1e-5, 1e-10])
        cases += [[(rng.integers(-3, 4, classes) * steps + 0.7).tolist(), digits] for digits in (2, 4) * 100]
    script = joined("shared/numbers", "shared/votes") + "return cases.map(([votes, digits]) =>"
    script += " verdict(votes, [...'abcdefghij'].slice(0, votes.length), digits));"
    page = chromium.new_page()
    found = page.evaluate(f"cases => {{ {script} }}", cases)
    page.close()
    assert found == [verdict(votes, "abcdefghij"[: len(votes)], digits) for votes, digits in cases]


@pytest.mark.browser
@pytest.mark.parametrize("classes", [2, 3, 5])
def test_the_page_and_python_count_alike_how_many_are_right(chromium, classes):
    rng = np.random.default_rng(classes)
    script = joined("shared/numbers", "shared/votes", "nudge_weight/steps")
    page = chromium.new_page()
    for _ in range(100):
        values, weights = (rng.integers(-9, 10, shape) / 10 for shape in ((6, 7), (7, classes)))
        values[:, 6], weights[:, -1] = values[:, 0], weights[::-1, 0]
        weights[1:6, -1] = weights[1:6, 0]  # they tie in all, but for what rounding leaves
        labels = rng.integers(classes, size=6)
        given = [array.tolist() for array in (values, labels, weights, np.zeros(classes))]
        nudge = NudgeWeight(*given, classes=[f"class {o}" for o in range(classes)])
        assert page.evaluate(f"given => {{ {script} return rightOf(...given); }}", given) == nudge.right
    page.close()
