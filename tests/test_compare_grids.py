"""The compare widget in Python."""

import numpy as np
import pytest

from xo_helpers.data import load_image
from xo_helpers.widgets import CompareGrids

X, TILTED = load_image("X"), load_image("X_rotation")


def test_the_repr_is_stable():
    compare = CompareGrids(X, TILTED, ("X", "tilted"), row=1, column=6)
    assert repr(compare) == "CompareGrids(row=1, column=6): X and tilted agree in 65 of 81 cells"


def test_the_picture_marks_what_differs():
    left, right, signs = CompareGrids(X, TILTED)._figure().axes
    assert np.array_equal(left.images[0].get_array(), X)
    assert np.array_equal(right.images[0].get_array(), TILTED)
    marks = [text.get_text() for text in signs.texts]
    assert (marks.count("="), marks.count("≠")) == (65, 16)


def test_another_image_is_counted_again():
    compare = CompareGrids(X, TILTED)
    compare.b = X
    assert compare.agreeing == 81
    compare.b = load_image("O")
    assert compare.agreeing == 60


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda c: setattr(c, "row", 9), "row is 9; the grids have rows 0 to 8"),
        (lambda c: setattr(c, "column", -1), "column is -1; the grids have columns 0 to 8"),
        (lambda c: setattr(c, "a", X[:5]), "a is 5×9 and b is 9×9; compare two images of the same size"),
        (lambda c: setattr(c, "b", "O"), "b holds text"),
        (lambda c: setattr(c, "titles", "x" * 10**5), r"titles are \['x', .{,55}\.\.\.; there are two grids"),
        (
            lambda c: setattr(c, "a", np.ones((8, 40))),
            "a is 8×40; the widget shows 32×32 at most: .* leave rows and columns out, a\\[::2, ::2\\]",
        ),
        (lambda c: CompareGrids(X, X, ["one"]), "titles are \\['one'\\]; there are two grids"),
        (lambda c: CompareGrids(X, X[0]), "a is 9×9 and b is of shape \\(9,\\)"),
    ],
)
def test_bad_values_are_refused_and_change_nothing(change, message):
    compare = CompareGrids(X, TILTED)
    before = compare.get_state()
    with pytest.raises(ValueError, match=message):
        change(compare)
    assert compare.get_state() == before


def test_both_can_be_changed_together_and_numbers_of_few_bits_are_counted_in_full():
    compare = CompareGrids(X, TILTED, row=8)
    with pytest.raises(
        ValueError, match="compare two images of the same size; to change both at once, set them"
    ):
        compare.a = X[:5]
    with compare.hold_trait_notifications():
        compare.a, compare.b = X[:5], TILTED[:5]
    assert (compare.row, compare.agreeing) == (4, (X == TILTED)[:5].sum())
    same = CompareGrids(np.full((2, 2), 200, np.uint8), np.full((2, 2), 200.0, np.float16))
    assert (same.agreeing, same.a) == (4, [[200, 200]] * 2)
    assert CompareGrids(np.float32([[0.53]]), [[0.53]]).agreeing == 1
