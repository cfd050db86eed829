"""What all widgets' pages compute alike, on a page of its own: where keys lead, how numbers are written, who wins."""

import numpy as np
import pytest

from xo_helpers.texts import in_cell, rounded, verdict
from xo_helpers.widgets.shared.base import joined

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def page(chromium):
    page = chromium.new_page()
    yield page
    page.close()


# Where a key leads from some place of a map of 3×4; → at a row's end goes on in the next.
KEYS = {
    "ArrowLeft": {(1, 2): (1, 1), (1, 0): (0, 3), (0, 0): (0, 0)},
    "ArrowRight": {(1, 2): (1, 3), (1, 3): (2, 0), (2, 3): (2, 3)},
    "ArrowUp": {(1, 2): (0, 2), (0, 2): (0, 2)},
    "ArrowDown": {(1, 2): (2, 2), (2, 2): (2, 2)},
    "Home": {(1, 2): (1, 0), (1, 0): (1, 0)},
    "End": {(1, 2): (1, 3), (1, 3): (1, 3)},
    "PageUp": {(1, 2): (0, 2), (0, 2): (0, 2)},
    "PageDown": {(1, 2): (2, 2), (2, 2): (2, 2)},
    "Control+Home": {(1, 2): (0, 0)},
    "Control+End": {(1, 2): (2, 3)},
    "Meta+Home": {(1, 2): (0, 0)},
    "a": {(1, 2): None},
}


def test_a_key_leads_to_the_next_place_to_an_end_of_its_line_or_to_a_corner(page):
    cases = [(name, *place, want) for name, places in KEYS.items() for place, want in places.items()]
    where = f"""cases => {{ {joined("shared/keys")}
        return cases.map(([name, ...place]) => {{
            const [key, held] = name.split("+").reverse();
            return placeAfter({{ key, ctrlKey: held === "Control", metaKey: held === "Meta" }}, ...place, 3, 4) ?? null;
        }}) }}"""
    found = page.evaluate(where, [case[:3] for case in cases])
    assert found == [want and [*want] for *_, want in cases]


def test_the_page_rounds_as_python_does(page):
    rng = np.random.default_rng(7)
    values = [0.0, -0.0, 0.03125, -0.03125, 0.11115, 0.99999, 1e-5, -1e-5, 5 / 9, -1 / 9]
    values += [*rng.normal(size=500), *(round(value, 2) * 0.25 for value in rng.normal(size=500))]
    values += [*(10 ** rng.uniform(-12, 30, 500) * rng.choice([-1, 1], 500)), 2048.00035, 262144.04, np.nan]
    values += [-5355926166125.134, 8221638579297.469, -89907.80245533882, 1.5e-7, 0.5 - 2e-11, 1 - 1e-10]
    values += [4 / 9, np.inf, -np.inf]
    values += [eighths / 8 * 2.0**by for eighths in range(33, 64, 5) for by in range(25, 60)]
    functions = {
        "rounded": rounded,
        "whole": lambda value, digits: rounded(value, digits, whole=True),
        "cell": lambda value, digits: in_cell(value),
    }
    as_the_page = f"""([values, digits]) => {{ {joined("shared/numbers")}
        return {{ rounded: values.map((v) => rounded(v, digits)), cell: values.map((v) => inCell(v)),
            whole: values.map((v) => rounded(v, digits, true)) }} }}"""
    for digits in (0, 2, 3, 4, 15):
        shown = page.evaluate(as_the_page, [[float(value) for value in values], digits])
        for name, function in functions.items():
            assert shown[name] == [function(float(value), digits) for value in values]


def test_the_page_says_who_wins_as_python_does(page):
    rng, names = np.random.default_rng(8), list("abcde")
    votes = [
        rng.integers(-2, 3, count) / rng.choice([1, 3, 7000]) for count in (2, 3, 4, 5) for _ in range(60)
    ]
    code = joined("shared/numbers", "shared/votes")
    as_the_page = (
        f"([all, names, digits]) => {{ {code}\nreturn all.map(votes => verdict(votes, names, digits)) }}"
    )
    for digits in (2, 4):
        want = [verdict(each, names[: len(each)], digits) for each in votes]
        assert page.evaluate(as_the_page, [[each.tolist() for each in votes], names, digits]) == want
        assert {"a, b and c tie", "a and b tie"} <= set(want)
