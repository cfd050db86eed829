"""What is seen of any answer, in an exercise that lists no slips of its own: each observation, and none too many."""

import warnings

import numpy as np
import pytest

from xo_helpers.checks import EXERCISES
from xo_helpers.checks.differences import difference, draw
from xo_helpers.checks.hints import ended
from xo_helpers.checks.lines import fitting
from xo_helpers.checks.machinery import FunctionExercise
from xo_helpers.checks.results import number_of, plain, same
from xo_helpers.checks.running import Heard, call
from xo_helpers.ops import max_pool
from xo_helpers.texts import in_cell, rounded_cell

GRIDS = [
    np.array([[4.5, -2.0, 3.2], [1.0, 7.4, -6.0]]),
    np.array([[1.0, -3.0], [2.5, -4.6], [6.0, 1.3], [0.8, 2.2]]),
    np.array([[2.0, -1.4, 5.0], [-7.0, 3.0, 0.5], [1.0, 4.0, -8.0]]),
    np.array([[-1.0, 2.7], [3.0, 5.0]]),
]
WEIGHTS = [np.array([[1.0, 2.0]]), np.array([[3.0, -1.0]]), np.array([[0.5, 2.5]]), np.array([[-2.0, 4.0]])]
CASES = [{"grid": grid, "weights": weights} for grid, weights in zip(GRIDS, WEIGHTS, strict=True)]


def thirds(grid, weights):
    return grid * weights[0, 0] / 3 + weights[0, 1]


def total(grid, weights):
    return float((grid * weights[0, 0]).sum() / 3)


GRID = FunctionExercise("thirds", thirds, CASES, {})
NUMBER = FunctionExercise("total", total, CASES, {})
OUTSIDE = np.ones((2, 2))


def filled(which, start=0.0):
    """Cells that were filled, of a result that began with something else."""

    def answer(grid, weights):
        rows, columns = np.ogrid[: grid.shape[0], : grid.shape[1]]
        return np.where(which(rows, columns, *grid.shape), thirds(grid, weights), start)

    return answer


def on_squares(otherwise):
    return lambda g, w: thirds(g, w) if g.shape[0] == g.shape[1] else otherwise(g, w)


OF_GRIDS = [
    (lambda g, w: thirds(g, w).T, "transposed the result"),
    (lambda g, w: -thirds(g, w), "changed the sign of all"),
    (lambda g, w: abs(thirds(g, w)), "lost the signs"),
    (lambda g, w: thirds(g, w).clip(0), "turned the negatives into zeros"),
    (lambda g, w: thirds(g, w).clip(None, 0), "turned the positives into zeros"),
    (lambda g, w: np.trunc(thirds(g, w)), "whole numbers, which drops"),
    (lambda g, w: np.rint(thirds(g, w)), "it rounded"),
    (lambda g, w: np.floor(thirds(g, w)), "rounded down"),
    (lambda g, w: np.ceil(thirds(g, w)), "rounded up"),
    *((lambda g, w, n=n: thirds(g, w).round(n), f"rounded to {word} dec") for n, word in enumerate(["one", "two", "three", "four"], 1)),
    *((lambda g, w, n=n: np.trunc(thirds(g, w) * 10**n) / 10**n, f"after {word} dec") for n, word in enumerate(["one", "two", "three"], 1)),
    (lambda g, w: thirds(g, w)[::-1], "upside down"),
    (lambda g, w: thirds(g, w)[:, ::-1], "left to right"),
    (lambda g, w: thirds(g, w)[::-1, ::-1], "half a turn"),
    (lambda g, w: thirds(g, w).ravel(), "all in one row"),
    (lambda g, w: thirds(g, w)[0, 0], "first cell's value alone"),
    (lambda g, w: thirds(g, w)[-1, -1], "last cell's value alone"),
    (lambda g, w: thirds(g, w).sum(), "added all cells up"),
    (lambda g, w: thirds(g, w).mean(), "mean of all cells"),
    (lambda g, w: thirds(g, w).max(), "largest of all cells"),
    (lambda g, w: thirds(g, w)[:-1, :-1], "left out the last row and the last column"),
    (lambda g, w: thirds(g, w)[:-1], "left out the last row"),
    (lambda g, w: thirds(g, w)[:, 1:], "left out the first column"),
    (lambda g, w: thirds(g, w)[::2, ::2], "every second row"),
    (lambda g, w: thirds(g, w)[0], "first row alone"),
    (lambda g, w: thirds(g, w) * 0 + thirds(g, w)[:, -1:], "filled whole rows"),
    (lambda g, w: thirds(g, w).cumsum().reshape(g.shape), "went on adding"),
    (lambda g, w: np.maximum.accumulate(thirds(g, w).ravel()).reshape(g.shape), "the largest so far"),
    (lambda g, w: thirds(g, w)[None], "in another shape"),
    (filled(lambda r, c, h, w: (r == 0) & (c == 0)), "the first cell alone"),
    (filled(lambda r, c, h, w: r == 0, 1.0), "the first row alone"),
    (filled(lambda r, c, h, w: c == 0, 7.0), "the first column alone"),
    (filled(lambda r, c, h, w: (r < h - 1) & (c < w - 1)), "the last row and the last column out"),
    (filled(lambda r, c, h, w: r < h - 1), "the last row out"),
    (filled(lambda r, c, h, w: c > 0), "the first column out"),
    (filled(lambda r, c, h, w: r == c, np.nan), "the diagonal alone"),
    (lambda g, w: np.where(np.arange(len(g[0])) < len(g[0]) - 1, thirds(g, w), g), "the last column out"),
    (lambda g, w: 9 * thirds(g, w), "everything 9 times too large"),
    (lambda g, w: thirds(g, w) / -4, "everything 4 times too small, and with the other sign"),
    (lambda g, w: thirds(g, w) * g.size, "times the number of cells of grid: divide by it"),
    (lambda g, w: thirds(g, w) / len(g), "divided by the number of rows of grid: leave that out"),
    (lambda g, w: thirds(g, w) * np.sqrt(g.size), "times a factor, 2 in this case"),
    (lambda g, w: thirds(g, w) + 0.5, "gives 0.5 more than expected, everywhere"),
    (lambda g, w: thirds(g, w) - 2, "gives 2 less than expected, everywhere"),
    (lambda g, w: thirds(g, w) + 1e-4, "right but for a small part"),
    (lambda g, w: g, "returned grid as it was"),
    (lambda g, w: g * 0, "zeros alone"),
    (lambda g, w: thirds(g, w) * np.where(g > 6, np.nan, 1), "made nan"),
    (lambda g, w: np.where(g > 7, np.inf, thirds(g, w)), "made inf"),
    (lambda g, w: g * w[0, 0] * np.inf, "made inf"),
    (lambda g, w: thirds(OUTSIDE, OUTSIDE), "never looks at what it gets as g and w, and takes OUTSIDE from outside"),
    (lambda g, w: g @ np.ones((g.shape[1], 1)) + OUTSIDE[0, 0], "looks at what it gets as w, and takes OUTSIDE from outside"),
    (lambda g, w: g + np.ones(3), "never looks at what it gets as w"),  # and stops where there are two columns
    (lambda g, w: thirds(g, w).tolist(), "returned a list, or a tuple"),
    (lambda g, w: thirds(g, w).astype(np.float16), "float16"),
    (lambda g, w: thirds(g, w)[: min(g.shape), : min(g.shape)], "as many rows as columns"),
    (filled(lambda r, c, h, w: (r < w) & (c < h)), "a square alone"),
    (lambda g, w: thirds(g, w).cumsum(1), "adding along each row"),
    (lambda g, w: np.maximum.accumulate(thirds(g, w), axis=1), "along each row with the largest so far"),
    (on_squares(lambda g, w: thirds(g, w) ** 2), None),  # by chance: these are not told by rows and columns
    (on_squares(lambda g, w: 1 / 0), "as many rows as columns"),
    (lambda g, w: thirds(g, w) ** 2, None),
    (lambda g, w: np.where(g > 5, 0, thirds(g, w)), None),
]  # fmt: skip
OF_NUMBERS = [
    (lambda g, w: g * w[0, 0] / 3, "sum to the right number"),
    (lambda g, w: g * w[0, 0] / 3 * g.size, "mean: that of its cells is the right number"),
    (lambda g, w: [total(g, w)], "brackets around the number"),
    (lambda g, w: [total(g[:1], w), total(g[1:], w)], "sum to the right number"),
    (lambda g, w: [total(g[:1], w), 1], None),
    (lambda g, w: np.array([[total(g, w)]]), "brackets around the number"),
    (lambda g, w: total(g, w) + 1, "1 more than expected"),
    (lambda g, w: total(g, w) - 1, "1 less than expected"),
    (lambda g, w: 1 / total(g, w), "the fraction over"),
    (lambda g, w: 3 * total(g, w), "3 times too large"),
    (lambda g, w: total(w, g), "grid and weights for each other"),
    (lambda g, w: total(g, w) ** 2, None),
    (lambda g, w: [cell for cell in g.ravel() if cell > 9], "as w"),  # of no cells there is no mean
]


@pytest.mark.parametrize(("answer", "words"), [*OF_GRIDS, *OF_NUMBERS])
def test_what_is_seen_in_the_results(answer, words, recwarn):
    exercise = GRID if (answer, words) in OF_GRIDS else NUMBER
    verdict = exercise(answer)
    assert not verdict.passed
    assert (verdict.slip is None) if words is None else (words in verdict.slip), verdict.text
    assert words is None or verdict.text.endswith(ended(f"It looks as if it {fitting(verdict.slip, answer)}"))
    assert not len(recwarn)


def test_no_factor_is_told_where_nothing_but_0_is_expected_first():
    """Lists are wrong in every case, and of zeros there is no factor."""
    none = [{"grid": np.zeros((1, 2)), "by": 1}, *({"grid": grid, "by": at} for at, grid in enumerate(GRIDS))]
    exercise = FunctionExercise("all", lambda grid, by: grid, none, {})
    assert exercise(lambda grid, by: (grid * 2.0**by).tolist()).slip is None


def test_what_holds_in_some_cases_alone_is_said_under_one_of_these():
    """nan and float16 come in the larger cases, and the smallest that goes wrong is shown."""
    least = min(CASES, key=lambda case: sum(map(np.size, case.values())))["grid"].shape

    def small(change):
        return lambda g, w: thirds(g, w) ** 2 if g.shape == least else change(thirds(g, w))

    for change in (lambda e: e * np.nan, lambda e: e * np.inf, lambda e: e.astype(np.float16)):
        assert GRID(small(change)).slip is None
    overflow = EXERCISES["cross_entropy"](
        lambda x, y: -np.log(np.exp(x) / np.exp(x).sum(1, keepdims=True))[0, y[0]]
    )
    assert (
        overflow.slip == "took the first image alone: take the mean over all"
    )  # and nan where votes are large
    drop = EXERCISES["max_pool"](lambda scores, size, stride: max_pool(scores, size, stride, edge="drop"))
    assert "rounded down" in drop.slip  # and an error where no window fits


def test_an_error_alone_names_no_slip_unless_it_says_the_same():
    def stopping(text, cells, squared):  # for grids of up to so many cells
        def answer(grid, weights):
            if grid.size <= cells:
                raise ValueError(text)
            return thirds(grid, weights) ** (2 if grid.size in squared else 1)

        return answer

    slips = {"only stops": (9, ()), "squares one": (8, {9}), "squares one of three": (4, {9}), "squares two": (6, {8, 9})}  # fmt: skip
    exercise = FunctionExercise("thirds", thirds, CASES, {slip: stopping("this", *how) for slip, how in slips.items()})  # fmt: skip
    for slip, how in slips.items():
        assert exercise(stopping("this", *how)).slip == ("stopped" if slip == "only stops" else slip)
        enough = slip == "squares two"  # one case alone is chance
        assert exercise(stopping("something else", *how)).slip == (slip if enough else "stopped")


def test_an_answer_that_asks_is_told_so_and_nothing_else():
    verdict = GRID(on_squares(lambda g, w: input()))
    assert verdict.slip == "asked"
    assert "It looks as if" not in verdict.text


def test_anything_is_a_result_and_numbers_are_float64():
    assert plain(np.float32(0.1)).values.dtype == float
    assert plain(-(10**400)).values == -np.inf
    assert plain(np.array([[True]])).kind == "truth"
    assert plain(np.array([True, 1], dtype=object)).kind == "number"
    for odd in (None, "a", [[1], [1, 2]]):
        assert (plain(odd).kind, plain(odd).shape) == (None, ())
    assert [plain(value).words for value in (None, "a", b"a", int, [1], np.ones(2))] == [
        *("nothing", "text", "bytes", "a class", "a list", "an array of float64, shape 2")
    ]
    assert [number_of(value) for value in (1, np.array(2.5), True, "1", [1], np.ones(1), None)] == [1, 2.5, *[None] * 5]  # fmt: skip
    assert same(plain(np.zeros((0, 3))), plain(np.zeros((2, 0))))
    assert not same(plain(np.ones(2)), plain(np.ones((1, 2))))
    assert same(plain(np.full(2, 1e6)), plain(np.full(2, 1e6 + 0.3)))  # as float32 loses it
    assert not same(plain(np.full(2, 1e6)), plain(np.full(2, 1e6 + 1)))


@pytest.mark.parametrize(
    ("numbers", "write", "shown"),
    [
        ([0.25, 0.5], in_cell, "0.25 0.50"),
        ([0.251, 0.259], in_cell, "0.25 0.26"),  # rounded, where cut they are alike
        ([0.004, 1], in_cell, "0.004 1.00"),  # no 0
        ([0.148, 0.152], rounded_cell, "0.148 0.152"),
        ([1e-6, 2e-6], in_cell, "0.000001 0.000002"),
        ([0.259, 0.2590001], in_cell, "0.25 0.25"),  # alike in six decimals: as they were
        ([999999.999, 1e6], rounded_cell, "1000000.00 1e6"),  # so large a number is short, whatever is beside it
    ],
)  # fmt: skip
def test_a_case_is_drawn_in_as_many_decimals_as_tell_its_numbers_apart(numbers, write, shown):
    assert draw({"x": np.array(numbers)}, write).split() == ["x", *shown.split()]


@pytest.mark.parametrize(
    ("expected", "got", "at"),
    [
        ([np.nan, 1], [np.nan, 2], 1),
        ([0, 5], [9e-7, 6], 1),
        ([1000, 5], [1000.0003, 6], 1),
        ([1000, 5], [1000.005, 6], 0),
        ([1, 1e6], [1.001, 2e6], 0),  # each by itself, and not by the largest
    ],
)
def test_the_first_cell_that_differs_differs_by_more_than_rounding(expected, got, at):
    text, _ = difference(np.array(got), plain(np.array(got)), plain(np.array(expected)), in_cell)
    assert f"The first cell that differs is [{at}]: " in text


def test_an_error_within_a_generator_is_told_of_the_function_around_it_if_there_is_one():
    def mean():
        return sum(1 / n for n in [0])

    assert [call(answer, (), Heard()).line.split(":")[0].split(" of ")[1] for answer in (mean, (1 / n for n in [0]).__next__)] == ["mean", "<genexpr>"]  # fmt: skip


def test_where_a_right_answer_differs_beyond_the_lesson_is_said_in_silence(capsys, recwarn):
    later = ((CASES[0] | {"grid": GRIDS[0] * 100}, "It differs later."),)
    both = FunctionExercise("both", lambda g, w: (thirds(g, w), 1), CASES, {}, take=lambda pair: pair[0], later=later)  # fmt: skip
    large = {
        "right": lambda g: 0,
        "another number": lambda g: abs(g).max() > 100 and not warnings.warn("large", stacklevel=1),
        "an error": lambda g: [0][int(abs(g).max() > 100)],
    }
    for name, more in large.items():
        verdict = both(lambda g, w, more=more: (print("heard"), (thirds(g, w) + more(g), 1))[1])
        assert (verdict.passed, verdict.text.endswith("\nIt differs later.")) == (
            True,
            name == "another number",
        )
        assert (capsys.readouterr().out, len(recwarn)) == ("heard\n" * len(CASES), 0)
