"""What arrives, checked: in words, whatever it is."""

import numpy as np
import pytest

from xo_helpers import inputs


@pytest.mark.parametrize(
    ("value", "tries"),
    [
        (np.full((2, 2), 255, np.uint8), r"numbers up to 255; the cells of an image go from -1 to 1: try x / 127.5 - 1"),
        ([[0, 200.0]], "numbers up to 200; .* try x / 127.5 - 1"),
        ([[0, 4]], "numbers up to 4; .* try x / 2 - 1"),
        ([[0, 1000]], "numbers up to 1000; .* try x / 500 - 1"),
        (np.array([[-128, 1]], np.int8), "numbers up to 128; .* try x / 128$"),
        ([[-1.5, 1]], "numbers up to 1.5; .* try x / 1.5$"),
        ([[np.nan]], "a picture holds nan"),
        (np.ones((0, 9)), "a picture is empty"),
        ("X", "a picture holds text"),
    ],
)  # fmt: skip
def test_cells_go_from_minus_one_to_one(value, tries):
    with pytest.raises(ValueError, match=tries):
        inputs.pictures("a picture", value)


@pytest.mark.parametrize("kind", [int, bool, np.int8, np.float16, np.float64, np.float32])
def test_a_picture_of_any_kind_of_number_comes_as_floats(kind):
    got = inputs.pictures("x", np.array([[1, 0], [0, 1]], kind))
    assert (got.tolist(), got.dtype) == ([[1, 0], [0, 1]], np.float32 if kind is np.float32 else np.float64)
    assert inputs.pictures("x", [[-1, 1 + 1e-9]]).tolist() == [[-1, 1 + 1e-9]]  # what rounding leaves
