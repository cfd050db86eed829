"""Numbers as text: of any type and size, and in words where they are none."""

from decimal import ROUND_DOWN, ROUND_HALF_UP, Context, Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from xo_helpers import ops
from xo_helpers.texts import (
    as_text,
    beside,
    exact,
    in_cell,
    in_full,
    quotient,
    rounded,
    rounded_cell,
    verdict,
)
from xo_helpers.widgets import CompareGrids, SlideWindow


@pytest.mark.parametrize("kind", [np.float16, np.float32, np.float64, np.longdouble, float])
def test_a_number_of_few_bits_reads_as_it_was_written(kind):
    assert [in_cell(kind(number)) for number in (0.53, -0.29, 0.07, 1.1)] == ["0.53", "−0.29", "0.07", "1.10"]
    assert [rounded(kind(number)) for number in (0.53, -0.125, 0.07)] == ["0.53", "−0.125", "0.07"]
    assert rounded_cell(kind(0.125)) == "0.13"  # halves go away from 0


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (np.int8(-128), "−128"), (np.uint8(255), "255"), (10**17 + 1, "100000000000000001"), (np.uint64(2**64 - 1), str(2**64 - 1)),
        (1e300, "1.00e300"), (2**70, str(2**70)), (np.array([2**53 + 1]), str(2**53 + 1)), (True, "1"), (np.float32(3), "3"), (-0.0, "0"), (np.array([7]), "7"),
        (np.nan, "nan"), (-np.inf, "−inf"),
    ],
)  # fmt: skip
def test_whole_numbers_stand_with_all_their_digits(number, text):
    assert in_cell(number, whole=True) == rounded(number, whole=True) == text


def test_large_numbers_keep_their_size():
    assert in_cell(1e15) == "1000000000000000.00"
    assert [in_cell(1e16), rounded(-1.7e308), in_cell(1.79e308, True)] == ["1.00e16", "−1.70e308", "1.79e308"]
    assert as_text(np.array([[2**53 + 1, -(2**63)]])) == "    9007199254740993 −9223372036854775808"
    assert as_text(np.array([[2**64 - 1]], np.uint64)).strip() == in_cell(2**64 - 1)[:-3] == str(2**64 - 1)


EXACT = Context(60)


def cut(
    number, digits, how
):  # exactly, as on paper; a billionth or two of the last digit is what rounding leaves
    nudged = (EXACT.add(abs(number), Decimal(2**-by).scaleb(-digits)) for by in (30, 29))
    return {one.quantize(Decimal(1).scaleb(-digits), how, EXACT).copy_sign(number) for one in nudged}


@given(st.integers(-(10**15) + 1, 10**15 - 1), st.integers(0, 15), st.integers(0, 15))
@example(204800035, 5, 4)
@example(26214404, 2, 2)
@example(355862864282688, 1, 2)
@example(100000000000003, 2, 4)
@example(249999999999999, 11, 0)
@settings(max_examples=500, deadline=None)
def test_fifteen_digits_are_cut_and_rounded_as_on_paper(number, after, digits):
    number = Decimal(number).scaleb(-after)
    for text, right in (
        (in_cell(float(number)), cut(number, 2, ROUND_DOWN)),
        (rounded(float(number), digits), cut(number, digits, ROUND_HALF_UP)),
    ):
        assert Decimal(text.replace("−", "-")) in right
        assert text.startswith("−") == (number < 0 and text.strip("−0.") != "")


def test_digits_do_not_hang_on_how_numpy_prints():
    with np.printoptions(legacy="1.13", precision=2):
        assert exact(np.float32(16777217)) == 16777216
        assert exact(np.float32(0.53)) == 0.53


def test_classes_may_be_numbers_and_a_text_has_no_more_than_a_million_cells():
    assert (verdict([0.6, 0.5], [0, 1]), verdict([0.5, 0.5], [0, 1])) == ("0 wins by 0.10", "0 and 1 tie")
    with pytest.raises(
        ValueError, match=r"shape \(3000, 3000\); it needs rows and columns, like 9×9, up to 10\^6"
    ):
        as_text(np.broadcast_to(1.0, (3000, 3000)))


def test_the_verdict_on_small_types():
    assert verdict(np.array([100, -100], np.int8), "XO") == "X wins by 200.00"
    with np.errstate(all="raise"):
        assert verdict([1e308, -1e308], "XO") == "X wins by more than 1.79e308"
    assert verdict(np.array([0, 1], np.uint8), "XO") == "O wins by 1.00"
    assert verdict(np.array([0.53, 0.5], np.float32), "XO") == "X wins by 0.03"
    assert in_full(np.array([0.53], np.float32), 2)
    assert not in_full(np.array([0.53], np.float32), 1)
    assert exact(np.array([1, 2], np.int8)).dtype == np.float64


@pytest.mark.parametrize(
    ("say", "message"),
    [
        (lambda: in_cell("0.5"), "a number holds text; it must hold plain numbers"),
        (lambda: in_cell(None), "a number is None"),
        (lambda: in_cell([1, 2]), r"a number has shape \(2,\); it must be a single one"),
        (lambda: in_cell(10**400), r"a number is 10000.*\.\.\.; numbers go up to 1.8e308"),
        *(
            (
                lambda write=write: as_text([[1.5, -1]], write=write),
                "write is .*; it must be a function of a number, with `whole`, that gives text, like in_cell",
            )
            for write in (None, str, lambda one, whole: 5, lambda one, whole: b"5")
        ),
        (
            lambda: verdict([1, 2], {"a": 1, "b": 2}),
            "classes are {'a': 1, 'b': 2}; list a name for each of 2 votes",
        ),
        (lambda: verdict([1, 2], {"a", "b"}), "; list a name for each of 2 votes"),
        (lambda: in_cell(Fraction(1, 2)), "a number is a Fraction"),
        (lambda: rounded(0.5, 16), "digits is 16; it must be a whole number, from 0 to 15"),
        (lambda: rounded(0.5, "2"), "digits is '2'"),
        (lambda: as_text([1, 2]), r"grid has shape \(2,\); it needs rows and columns, like 9×9"),
        (lambda: as_text(np.ones((0, 2))), r"grid has shape \(0, 2\)"),
        (lambda: beside("a", 1), "a block is an int; it must be text"),
        (lambda: beside("a", gap=3), "gap is an int; it must be text"),
        (lambda: beside("a", gap=None), "gap is None"),
        (lambda: quotient(5, 0), "count is 0; it must be a whole number, from 1 to"),
        (
            lambda: verdict([1, 2], ["X"]),
            r"classes are \['X'\]; list a name for each of 2 votes",
        ),
        (
            lambda: verdict([[1, 2]], "XO"),
            r"votes have shape \(1, 2\); a verdict takes one row of them, like votes\[0\]",
        ),
        (lambda: verdict([1], "X"), "a verdict needs at least 2 votes, not 1"),
        (lambda: verdict([1, np.nan], "XO"), "there is nan in votes"),
    ],
)
def test_what_is_no_number_is_said(say, message):
    with pytest.raises(ValueError, match=message):
        say()


def test_a_grid_of_lists_and_no_blocks():
    assert as_text([[1, -1], [0, 2]]) == " 1 −1\n 0  2"
    assert as_text([[1, -1], [-1, 1]], numbers=False) == "#.\n.#"
    assert as_text(np.array([[True, False]])) == " 1  0"
    assert (beside(), beside("a\nb", "c", gap="|")) == ("", "a|c\nb|")


@pytest.mark.skipif(np.finfo(np.longdouble).max == np.finfo(float).max, reason="here it is no longer")
def test_a_number_that_only_a_longer_type_can_hold_is_none_of_ours():
    with pytest.raises(ValueError, match=r"numbers go up to 1.8e\+?308"):
        in_cell(np.longdouble("1e4000"))
    assert in_cell(np.longdouble("inf")) == "inf"


LONG = st.floats(1e-6, 9.9e15) | st.floats(-9.9e15, -1e-6)


@given(
    LONG
    | st.floats(-1, 1).map(lambda one: round(one, 6))
    | st.integers(-(10**6), 10**6).map(lambda one: one / 1000),
    st.integers(0, 15),
)
@example(-5355926166125.134, 2)
@example(8221638579297.469, 2)
@example(4 / 9, 15)
@example(-89907.80245533882, 10)
@settings(max_examples=1000, deadline=None)
def test_all_that_a_float_holds_is_cut_and_rounded_as_on_paper(number, digits):
    for text, by, half in ((in_cell(number), 2, 0), (rounded(number, digits), digits, Decimal("0.5"))):
        nudged = EXACT.add(
            abs(Decimal(repr(number))), EXACT.multiply(Decimal(2**-30) + half, Decimal(1).scaleb(-by))
        )
        want = nudged.quantize(Decimal(1).scaleb(-by), ROUND_DOWN, EXACT)
        assert Decimal(text.replace("−", "-")) == want.copy_sign(Decimal(number)) or not want


@pytest.mark.parametrize(("kind", "raw"), [(np.float16, np.uint16), (np.float32, np.uint32)])
def test_a_float_of_few_bits_is_the_number_that_numpy_prints(kind, raw):
    numbers = np.random.default_rng(0).integers(0, np.iinfo(raw).max, 20_000, dtype=raw).view(kind)
    short = np.round(np.random.default_rng(1).normal(scale=10, size=5000), 2).astype(kind)
    numbers = numbers[np.isfinite(numbers)]
    numbers = numbers[np.abs(np.frexp(numbers)[0]) != 0.5]  # powers of 2 may stand with all their digits
    for array in (
        numbers[np.isfinite(numbers) & (np.abs(numbers) >= np.finfo(kind).tiny)],
        short,
        np.array([0, -0.0, np.inf, -np.inf, np.nan, 1, 65504], kind),
    ):
        np.testing.assert_allclose(exact(array), array.astype(str).astype(float), rtol=1e-15)
    assert np.array_equal(exact(short), np.array([float(str(one)) for one in short]))


@pytest.mark.parametrize("kind", [np.float16, np.float32])
@pytest.mark.parametrize("kernel", [[[1]], [[1.0]], np.float32([[1]]), np.float16([[1]])])
def test_numbers_of_few_bits_are_those_that_were_written_in_all_rooms(kind, kernel):
    image, written = np.full((3, 3), 0.53, kind), np.full((3, 3), 0.53)
    assert in_cell(ops.filter_patch(image[:1, :1], kernel)) == "0.53"
    assert as_text(ops.feature_map(image, kernel)) == as_text(written)
    assert as_text(ops.feature_map(image, np.ones((3, 3), kind))).strip() == "0.53"
    assert ops.agreement(image, written) == CompareGrids(image, written).agreeing == 9
    assert in_cell(SlideWindow(image, kernel).sums[0][0]) == "0.53"
    assert ops.agreement([[2**53 + 1]], [[2**53]]) == 0
    both = ops.feature_map(np.float32(image), np.float32(kernel))
    assert both.dtype == np.float32
