"""Pictures as text: parse and picture undo each other, and every file is what the story drew."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xo_helpers.data import load_image, load_kernel, parse, picture


def test_a_picture_by_hand():
    assert parse("#.\n.#\n##").tolist() == [[1, -1], [-1, 1], [1, 1]]
    assert parse("#.").dtype.kind == "i"
    assert picture(np.array([[1.0, -1.0]])) == "#."


def test_indentation_and_blank_lines_do_not_count():
    assert picture(parse("\n    #.\n    .#\n")) == "#.\n.#"


@given(st.integers(1, 12), st.integers(1, 12), st.randoms(use_true_random=False))
def test_they_undo_each_other(height, width, random):
    text = "\n".join("".join(random.choice("#.") for _ in range(width)) for _ in range(height))
    assert picture(parse(text)) == text
    assert parse(text).shape == (height, width)


@pytest.mark.parametrize("letter", "XO")
@pytest.mark.parametrize("kind", ["", "_translation", "_scaling", "_rotation", "_weight"])
def test_the_ten_images(letter, kind):
    image = load_image(letter + kind)
    assert image.shape == (9, 9)
    assert set(np.unique(image)) == {-1, 1}


def test_what_the_story_drew():
    X, O = load_image("X"), load_image("O")
    assert np.array_equal(load_image("X_translation")[:7, :7], X[1:8, 1:8])  # moved up and to the left
    assert np.array_equal(load_image("O_translation")[2:, :7], O[1:8, 1:8])  # moved down and to the left
    for letter, image in (("X", X), ("O", O)):
        assert np.array_equal(image, image[::-1, ::-1])
        assert (load_image(f"{letter}_weight") > 0).sum() > 1.5 * (image > 0).sum()  # a thicker pen
        assert (load_image(f"{letter}_scaling") > 0).sum() < (image > 0).sum()  # a smaller letter


def test_the_kernels_are_their_own_flip_and_transpose():
    # The course says so, and uses other kernels where a flip must show.
    for name in ("diagonal", "cross", "antidiagonal"):
        kernel = load_kernel(name)
        assert np.array_equal(kernel, kernel[::-1, ::-1])
        assert np.array_equal(kernel, kernel.T)
    assert [load_kernel(name).sum() for name in ("diagonal", "cross", "antidiagonal")] == [-3, 1, -3]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("#.\n#", "line 2 .* has 1 characters and line 1 has 2; make all lines the same length"),
        ("#.\n.x", "line 2 .* has 'x' at column 2; use only #"),
        ("", "empty; draw it"),
        ("  \n \n", "empty; draw it"),
        (5, "text of # and ., but this is int"),
    ],
)
def test_bad_pictures(text, message):
    with pytest.raises(ValueError, match=message):
        parse(text)


@pytest.mark.parametrize(
    ("array", "message"),
    [
        ([[1, 0]], "only 1 and -1, but this array holds 0"),
        ([1, -1], "rows and columns; this array has shape \\(2,\\)"),
        ([[1], [1, 1]], "rows of equal length"),
        ([[]], "rows and columns"),
        ([[np.nan]], "holds nan"),
    ],
)
def test_arrays_that_are_no_pictures(array, message):
    with pytest.raises(ValueError, match=message):
        picture(array)


@pytest.mark.parametrize(
    ("load", "name", "nearest"),
    [
        (load_image, "x", "'X'"),
        (load_image, "O_rotated", "'O_rotation'"),
        (load_kernel, "diag", "'diagonal'"),
    ],
)
def test_an_unknown_name_offers_the_nearest(load, name, nearest):
    with pytest.raises(ValueError, match=f"did you mean {nearest}"):
        load(name)


@pytest.mark.parametrize("name", ["", 5, None, ["X"], "../README"])
def test_names_that_are_near_to_nothing(name):
    with pytest.raises(ValueError, match="there is no image called .*There are: O, O_rotation"):
        load_image(name)
