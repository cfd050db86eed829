"""The votes widget in Python, and how numbers and leads are written."""

from decimal import Decimal

import numpy as np
import pytest
from drivers.votes import VALUES, WEIGHTS, number

from xo_helpers.ops import dense, softmax
from xo_helpers.texts import rounded, verdict
from xo_helpers.widgets import Votes


def test_the_storys_votes_and_shares():
    votes = Votes(VALUES, WEIGHTS)
    assert np.allclose(votes.votes, [0.912, 0.5175], rtol=0, atol=1e-12)
    assert np.array_equal(votes.shares, softmax(votes.votes))
    assert (votes.values, votes.weights, votes.bias) == (VALUES, WEIGHTS.tolist(), [0, 0])
    assert repr(votes) == "Votes(X=0.912, O=0.5175): X wins by 0.3945; shares 0.5974 and 0.4026"
    votes.values = [0] * 12
    assert repr(votes) == "Votes(X=0.00, O=0.00): X and O tie; shares 0.50 and 0.50"


def test_the_picture_shows_the_ledger_the_sums_and_the_shares():
    ledger, bars = Votes(VALUES, WEIGHTS, [0.1, -0.2], names=list("abcdefghijkl"))._figure().axes
    shown = ledger.images[0].get_array()
    assert np.allclose(shown[:, [2, 4]], np.array(VALUES)[:, None] * WEIGHTS)
    texts = [text.get_text() for text in ledger.texts]
    assert texts[-6:] == ["bias", "0.10", "−0.20", "votes", "1.012", "0.3175"]
    assert {"0.174", "0.1625", "l"} <= set(texts)
    shares = softmax(dense([VALUES], WEIGHTS, [0.1, -0.2]))[0]
    assert np.allclose([bar.get_width() for bar in bars.patches], shares)
    assert [text.get_text() for text in bars.texts] == [rounded(share) for share in shares]


def test_python_changes_follow_and_reset_goes_back():
    votes = Votes(VALUES, WEIGHTS, bias=[0, 0.5])
    votes.row, votes.column = 2, 1
    assert repr(votes).startswith("Votes(X=0.912, O=1.0175): O wins by 0.1055;")
    votes.values, votes.weights, votes.bias = -np.array(VALUES), WEIGHTS[::-1], [1, 0]
    assert np.array_equal(votes.votes, dense([-np.array(VALUES)], WEIGHTS[::-1], [1, 0])[0])
    votes.reset()
    assert (votes.values, votes.weights, votes.bias) == (VALUES, WEIGHTS.tolist(), [0, 0.5])
    assert (votes.row, votes.column) == (2, 1)


def test_the_sums_close_as_they_are_shown():
    """Cell by cell, down to the votes, their difference and the shares: read off the picture and added up."""
    votes = Votes(VALUES, WEIGHTS, [0.1, -0.25])
    texts = [text.get_text() for text in votes._figure().axes[0].texts]
    cells = np.array(list(map(number, texts[:60]))).reshape(12, 5)
    bias, sums = list(map(number, texts[-5:-3])), list(map(number, texts[-2:]))
    for o in (0, 1):
        assert (cells[:, 0] * cells[:, 2 * o + 1] == cells[:, 2 * o + 2]).all()
        assert cells[:, 2 * o + 2].sum() + bias[o] == sums[o]
    assert f"X wins by {sums[0] - sums[1]};" in repr(votes)
    assert sum(map(Decimal, repr(votes).split("shares ")[1].split(" and "))) == 1


@pytest.mark.parametrize(
    ("values", "weights", "closes"),
    [
        ([0.9, 0.65], [[0.2, 0], [0, 0.25]], True),
        ([1 / 3, 0.5], [[0.2, 0], [0, 0.25]], False),
        ([0.55, 0.5], [[1 / 3, 0], [0, 0.25]], False),
        ([0.123, 0.5], [[0.01, 0], [0, 0.25]], False),  # a product has five decimals
    ],
)
def test_where_the_sums_do_not_close_it_says_rounded(values, weights, closes):
    votes = Votes(values, weights)
    assert repr(votes).endswith(", rounded") is not closes
    foot = [text.get_text() for text in votes._figure().axes[0].texts][-3]
    assert foot == ("votes" if closes else "votes, rounded")


def test_three_shares_that_do_not_add_up_as_shown_are_called_rounded():
    votes = Votes([1.0], [[0.0, 0.0, 0.0]], classes=["a", "b", "c"])
    assert repr(votes).endswith("shares 0.3333 and 0.3333 and 0.3333, rounded")


ROUNDED = [
    (0.11115, 4, "0.1112"),  # stored as 0.11114999…
    (0.03125, 4, "0.0313"), (-0.03125, 4, "−0.0313"), (0.99999, 4, "1.00"), (-0.00004, 4, "0.00"),
    (0.1020, 4, "0.102"), (12.3, 4, "12.30"), (5 / 9, 2, "0.56"), (-1 / 9, 3, "−0.111"),
]  # fmt: skip


@pytest.mark.parametrize(("value", "digits", "text"), ROUNDED)
def test_rounded(value, digits, text):
    assert rounded(value, digits) == text


def test_a_lead_in_words():
    assert verdict([0.1, 0.3, 0.2], ["a", "b", "c"]) == "b wins by 0.10"
    assert verdict([0.1, 0.105], ["a", "b"]) == "b wins by less than 0.01"
    assert verdict([0.3, 0.1 + 0.2], ["a", "b"]) == "a and b tie"  # what rounding leaves is no lead
    assert verdict([0, 1, 1], ["a", "b", "c"]) == "b and c tie"
    assert verdict([1, 1, 1, 0], ["a", "b", "c", "d"]) == "a, b and c tie"
    assert verdict([0.1, 0.105], ["a", "b"], 4) == "b wins by 0.005"
    assert verdict([0.1, 0.10005], ["a", "b"], 4) == "b wins by less than 0.0001"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda v: setattr(v, "values", VALUES[:11]), "weights must have shape \\(11, 2\\), not \\(12, 2\\), to fit"),
        (lambda v: setattr(v, "values", [VALUES]), "values have shape \\(1, 12\\); the widget takes one row"),
        (lambda v: setattr(v, "values", [*VALUES[:11], 1.5]), "values must hold numbers from -1 to 1, not 1.5"),
        (lambda v: setattr(v, "weights", WEIGHTS * -9), "weights must hold numbers from -1 to 1, not -2.25"),
        (lambda v: setattr(v, "weights", "none"), "weights holds text"),
        (lambda v: setattr(v, "bias", [0]), "bias must have shape \\(2,\\), not \\(1,\\), to fit"),
        (lambda v: setattr(v, "row", 12), "row is 12; there are rows 0 to 11"),
        (lambda v: setattr(v, "column", 3), "column is 3; there are columns 0 to 2"),
        (lambda v: Votes([0.5] * 101, np.zeros((101, 2))), "there are 101 values; the widget shows 100 at most"),
        (lambda v: Votes(VALUES, WEIGHTS, classes=None), "classes must be a list of texts, not None"),
        (lambda v: setattr(v, "classes", ["X", "O", "?"]), "weights must have shape \\(12, 3\\), not .*hold_trait"),
        (lambda v: Votes(VALUES, WEIGHTS, names=["a"]), "names must be as many as values, 12, not 1"),
        (lambda v: Votes(VALUES, WEIGHTS[:, :1], classes=["X"]), "the widget shows 2 to 5 classes, not 1"),
    ],
)  # fmt: skip
def test_bad_values_are_refused_and_change_nothing(change, message):
    votes = Votes(VALUES, WEIGHTS)
    before = votes.get_state()
    with pytest.raises(ValueError, match=message):
        change(votes)
    assert votes.get_state() == before
