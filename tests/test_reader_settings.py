"""Whatever a reader has set for what has no float, all that is public gives what it gives with the usual settings.

`np.seterr(all="raise")` makes an error, in NumPy's words, of what is too large or too small; so do warnings taken as errors.
"""

import decimal
import re
import warnings
from contextlib import ExitStack

import numpy as np
import pytest
from public_functions import KINDS, examples
from test_everything_public import assert_ours, assert_same, call, kind_of

from xo_helpers.data import load_image
from xo_helpers.gradients import max_pool_backward
from xo_helpers.layers import Conv2D, Dense, Flatten, ReLU
from xo_helpers.network import Network
from xo_helpers.ops import avg_pool, cross_entropy, feature_map, filter_patch
from xo_helpers.pixels import grey_levels
from xo_helpers.plots import plot_spread
from xo_helpers.pytorch import from_torch
from xo_helpers.scan import to_image
from xo_helpers.texts import in_cell, rounded
from xo_helpers.training import LossBlewUp
from xo_helpers.widgets import NetworkExplorer

EXTREME = [5e-324, 1e-310, 1e-160, 1e160, 1e308, np.inf, np.nan]
NUMBERS = [
    name for name, (_, given) in examples().items() if {kind_of(one) for one in given} & {"array", "number"}
]


def extreme(number, dtype, name):
    """A function with such numbers in every array, of either sign, and in every knob."""
    function, given = examples()[name]
    for argument, value in given.items():
        if kind_of(argument) == "array":
            with np.errstate(all="ignore"):
                value = np.where(np.arange(np.size(value)).reshape(np.shape(value)) % 3, number, -number / 2)
                given[argument] = value.astype(dtype)
        elif argument in KINDS["number"]:
            given[argument] = min(number, 0.5)
    return function, given


def outcome(settings, function, given):
    """What comes of a call under settings of NumPy's, and with warnings that do such a thing."""
    with ExitStack() as stack:
        stack.enter_context(np.errstate(all=settings["numpy"]))
        stack.enter_context(warnings.catch_warnings(action=settings["warnings"]))
        try:
            return call(function, given)
        except LossBlewUp as error:
            return str(error)
        except ValueError as error:
            assert_ours(error)
            return str(error)


USUAL, RAISE = {"numpy": "warn", "warnings": "ignore"}, {"numpy": "raise", "warnings": "error"}
ERRORS = {"numpy": "warn", "warnings": "error"}


@pytest.mark.parametrize("name", NUMBERS)
def test_the_readers_settings_change_nothing(name):
    for number in EXTREME:
        for dtype in (float, np.float32):
            want = outcome(USUAL, *extreme(number, dtype, name))
            for settings in (RAISE, ERRORS):
                assert_same(outcome(settings, *extreme(number, dtype, name)), want, 0)


def test_pictures_and_the_explorer_go_through_whatever_is_set():
    steep = Network(
        [Conv2D(np.full((2, 1, 3, 3), 1e300)), ReLU(), Flatten(), Dense(np.full((98, 2), 1e-300))]
    )
    shade = load_image("X") * 1e-310
    numbers = np.geterr()
    np.seterr(all="raise")
    try:
        assert np.array_equal(to_image(np.kron(shade * 1e4, np.ones((20, 20)))), load_image("X"))
        for network in (
            Network([Conv2D(np.full((2, 1, 3, 3), 1e-300)), Flatten(), Dense(np.ones((98, 2)))]),
            steep,
        ):
            explorer = NetworkExplorer(
                network, {"X": load_image("X"), "faint": shade}, labels={"X": 0, "faint": 1}
            )
            for explorer.image in ("X", "faint"):
                for explorer.layer in ("input", *network.names):
                    assert "text/plain" in explorer._repr_mimebundle_()[0]
    finally:
        np.seterr(**numbers)


def test_decimals_are_rounded_as_ever_and_tensors_and_the_faintest_pictures_are_taken(torch):
    numbers = [0.545, 5 / 9, -1 / 9, 0.29, 2.675, 1e15 + 0.5, 1e17, 0.5]
    usual = [(in_cell(number), rounded(number), rounded(number, 2)) for number in numbers]
    for signal in (decimal.Inexact, decimal.FloatOperation, decimal.Rounded):
        with decimal.localcontext(decimal.Context(prec=1, rounding=decimal.ROUND_UP)) as context:
            assert [(in_cell(number), rounded(number), rounded(number, 2)) for number in numbers] == usual
            context.traps[signal] = True
            assert [(in_cell(number), rounded(number), rounded(number, 2)) for number in numbers] == usual
    with np.errstate(all="raise"), warnings.catch_warnings(action="error"):
        assert grey_levels(np.array([[0, 1e-310], [1, 0.5]])).tolist() == [[0, 0], [255, 128]]
        assert ReLU().forward(torch.ones(1, 1, 9, 9)).sum() == 81


def test_means_and_sums_of_the_smallest_are_rounded_whatever_is_set():
    least = 5e-324
    with np.errstate(all="raise"):
        assert avg_pool([[3 * least, 0], [0, 0]]).item() == least
        assert feature_map([[3 * least, 0], [0, 0]], np.ones((2, 2))).item() == least
        assert feature_map(np.full((3, 3), 1e-160), np.full((3, 3), 1e-160)).item() == pytest.approx(
            1e-320, rel=1e-3
        )
        gradient, x = np.full((1, 2), 3e38, np.float32), np.array([[0, 1, 0]], np.float32)
        assert max_pool_backward(gradient, x, 2, 1, "keep")[..., 1].item() == np.inf


def test_a_spread_and_a_model_of_the_smallest_numbers_are_taken_whatever_is_set(torch):
    model = (
        torch.nn.Sequential(torch.nn.Flatten(), torch.nn.Linear(4, 2), torch.nn.BatchNorm1d(2))
        .double()
        .eval()
    )
    with torch.no_grad():
        for weights in model.parameters():
            weights.fill_(1e-200)
    with np.errstate(all="raise"):
        assert "0.00" in repr(plot_spread({"few": [5e-324, 1e-310]}))
        votes = from_torch(model, (1, 2, 2)).parameters["dense1.weights"]
    assert (votes == 0).all()


def test_a_mean_of_the_largest_numbers_is_right_or_refused():
    """Each mean here is a number that a float can hold, though the sum before it is none."""
    most = np.finfo(float).max
    assert cross_entropy([[most, -most], [0, -9e99]], [1, 0]) == most
    assert cross_entropy([[0, most]] * 5, [0] * 5) == pytest.approx(most, rel=1e-15)
    few = np.finfo(np.float32).max
    assert cross_entropy(np.array([[0, few]] * 5, np.float32), [0] * 5) == pytest.approx(float(few), rel=1e-7)
    small, large = np.ones((2, 2)), np.full((2, 2), -1e308)
    for name, most, mean in (
        ("patch", "1e+150", lambda: filter_patch(large, small)),
        ("kernel", "1e+150", lambda: filter_patch(small, large)),
        ("image", "1e+150", lambda: feature_map(large, small)),
        ("kernel", "1e+150", lambda: feature_map(small, large / 1e157)),
        ("image", "1e+18", lambda: feature_map(*(np.full((2, 2), 2e19, np.float32) for _ in range(2)))),
        ("x", "1.8e+300", lambda: avg_pool([[1e308, 1e308], [-np.inf, 1]])),
        ("x", "3.4e+30", lambda: avg_pool(np.full((2, 2), 3e38, np.float32))),
    ):
        with pytest.raises(
            ValueError,
            match=rf"^there are numbers up to .* in {name}; the most is {re.escape(most)}: divide them$",
        ):
            mean()
    assert filter_patch(np.full((2, 2), 1e150), np.full((2, 2), -1e150)) == pytest.approx(-1e300)
    assert feature_map(np.full((9, 9), 1e150), np.full((9, 9), 1e150)).item() == pytest.approx(1e300)
    assert feature_map(*(np.full((2, 2), 1e18, np.float32) for _ in range(2))).item() == pytest.approx(1e36)
    assert avg_pool(np.full((2, 2), 1e300)).item() == 1e300
    assert np.isnan(avg_pool([[np.nan, 1], [1, 1]]))
    assert np.isposinf(avg_pool([[np.inf, 1], [1, 1]]))


def test_votes_as_usual_have_the_loss_that_they_had():
    rng = np.random.default_rng(0)
    votes, labels = rng.normal(scale=30, size=(200, 5)), rng.integers(0, 5, 200)
    shifted = votes - votes.max(axis=1, keepdims=True)
    want = (np.log(np.exp(shifted).sum(axis=1)) - shifted[np.arange(200), labels]).mean()
    assert cross_entropy(votes, labels) == want
