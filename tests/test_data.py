"""Pictures as text: parse and picture undo each other, and every file is what the story drew."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xo_helpers.data import data_file, load_image, load_kernel, load_ten, parse, picture


def test_a_picture_by_hand():
    assert parse("#.\n.#\n##").tolist() == [[1, -1], [-1, 1], [1, 1]]
    assert parse("#.").dtype.kind == "i"
    assert picture(np.array([[1.0, -1.0]])) == "#."
    for text in ("\n    #.\n    .#\n", "\r\n#.\r\n.#\r\n"):
        assert picture(parse(text)) == "#.\n.#"  # indentation and blank lines do not count
    assert picture(parse("  \n \n  #.\n  .#\n \n")) == "#.\n.#"  # nor do spaces in those


@given(st.integers(1, 12), st.integers(1, 12), st.randoms(use_true_random=False))
def test_they_undo_each_other(height, width, random):
    text = "\n".join("".join(random.choices("#.", k=width)) for _ in range(height))
    assert picture(parse(text)) == text
    assert parse(text).shape == (height, width)


def test_what_the_story_drew():
    images, _ = load_ten()
    assert all(set(np.unique(image)) == {-1, 1} for image in images)
    x, o = images[:5], images[5:]  # the letter itself, then moved, smaller, turned, and with a thicker pen
    assert np.array_equal(x[1][:7, :7], x[0][1:8, 1:8])  # moved up and to the left
    assert np.array_equal(o[1][2:, :7], o[0][1:8, 1:8])  # moved down and to the left
    for letter in (x, o):
        assert np.array_equal(letter[0], letter[0][::-1, ::-1])
        _, _, smaller, _, thicker = inked = (letter > 0).sum((1, 2))
        assert thicker > 1.5 * inked[0]
        assert smaller < inked[0]


def test_the_kernels_are_their_own_flip_and_transpose():
    # The course says so, and uses other kernels where a flip must show.
    for name, total in (("diagonal", -3), ("cross", 1), ("antidiagonal", -3)):
        kernel = load_kernel(name)
        assert kernel.tolist() == kernel[::-1, ::-1].tolist() == kernel.T.tolist()
        assert kernel.sum() == total


BAD = [
    (parse, "#.\n#", "line 2 .* has length 1 and line 1 has 2; make all lines the same length"),
    (parse, "#.\n.x", "line 2 .* has 'x' at column 2; use only #"),
    (parse, "", "empty; draw it"),
    (parse, "  \n \n", "empty; draw it"),
    (parse, 5, "text of # and ., but this is an int"),
    (picture, [[1, 0]], "only 1 and -1, but this array holds 0"),
    (picture, [1, -1], r"rows and columns; this array has shape \(2,\)"),
    (picture, [[1], [1, 1]], "rows of array differ in length"),
    (picture, [[]], "rows and columns"),
    (picture, [[np.nan]], "holds nan"),
    (picture, "#.", "array holds text; it must hold only 1 and -1"),
    (
        picture,
        np.zeros((1, 1), object),
        "array holds objects; it must hold only 1 and -1",
    ),
    (parse, None, "but this is None"),
    (parse, str, "but this is the class str"),
    (data_file, 5, "name is 5; it must be that of a file"),
    (load_image, "x", "did you mean 'X'"),
    (load_image, "O_rotated", "did you mean 'O_rotation'"),
    (load_kernel, "diag", "did you mean 'diagonal'"),
    *(
        (load_image, no, "no image called [^;]*; there are: O, O_")
        for no in ("", 5, None, ["X"], "../README")
    ),
]


@pytest.mark.parametrize(("function", "given", "message"), BAD)
def test_bad_input_says_what_came_and_what_to_try(function, given, message):
    with pytest.raises(ValueError, match=message):
        function(given)
