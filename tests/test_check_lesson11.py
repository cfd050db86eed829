"""The checks of lesson 11: edge finders and ten letters pass, others are told why not; and the photograph."""

import numpy as np
import pytest
from matplotlib.image import imsave

from xo_helpers.checks import EXERCISES, check
from xo_helpers.data import load_image, load_kernel, load_typefaces, picture
from xo_helpers.ops import feature_map
from xo_helpers.plots import load_photograph, plot_maps, plot_photograph

EDGE = np.array([[-1, 0, 1], [-1, 0, 1], [-1, 0, 1]])

EDGES_RIGHT = [
    EDGE,
    EDGE.tolist(),
    EDGE / 3,
    EDGE * 1e150,
    np.array([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]]),  # Sobel's
    np.array([[0, 0, 0], [-1, 1, 0], [0, 0, 0]]),
    np.array([[0, -1, 1], [0, -1, 1], [0, -1, 1]]),
    np.outer([0.1, 0.2, 0.1], [-10, 0, 10]),  # sums to 0 but for rounding
    np.where(EDGE == 1, 0.3, np.where(EDGE == -1, -0.1, -0.2)),
]

EDGES_WRONG = [
    ([[-1, 0, 2], [-1, 0, 2], [-1, 0, 2]], "brightness"),
    (load_kernel("diagonal"), "brightness"),
    (np.ones((3, 3)), "brightness"),
    (EDGE + 0.01, "brightness"),
    (EDGE.T, "transposed"),
    (-EDGE.T, "transposed"),
    (-EDGE, "turned round"),
    (EDGE[:, ::-1], "turned round"),
    ([[-1, 2, -1]] * 3, "lines"),
    ([[0, 1, 0], [1, -4, 1], [0, 1, 0]], "lines"),
    ([[1, -2, 1]] * 3, "lines"),
    ([[-1, -1, 0], [-1, 0, 1], [0, 1, 1]], "slanted"),
    (load_kernel("diagonal") - load_kernel("diagonal").mean(), "no edge"),
    ([[1, -1, 0], [-1, 1, 0], [0, 0, 0]], "no edge"),
    (EDGE / 100, "faint"),
    (np.zeros((3, 3)), "zeros"),
    (EDGE[:2], "shape"),
    (EDGE[None], "shape"),
    (np.array([-1, 0, 1]), "shape"),
    ([[-1, 1], [1]], "type"),
    (1, "type"),
    ("-1 0 1", "text"),
    (EDGE * np.nan, "values"),
    (EDGE * 1.1e150, "values"),
    (EDGE == 1, "type"),
    (lambda image: image, "type"),
    ({"kernel": EDGE}, "type"),
]


@pytest.mark.parametrize("starter", [None, ...])
def test_an_untouched_starter_is_not_written_yet(starter, capsys):
    check("edge_finder", starter)
    assert capsys.readouterr().out == "edge_finder: not written yet.\n"


def test_the_answer_is_not_changed():
    answer = EDGE.astype(float)
    EXERCISES["edge_finder"](answer)
    np.testing.assert_array_equal(answer, EDGE)


IMAGES, _, NAMES = load_typefaces()
TEN = {"X": list(IMAGES[NAMES == "x"][-5:]), "O": list(IMAGES[NAMES == "0"][[0, 7, 12, 17, 21]])}
X, O = load_image("X"), load_image("O")


def replaced(one):  # the ten, with another first X
    return {"X": [one, *TEN["X"][1:]], "O": TEN["O"]}


MOVED = [X, *(np.roll(X, by, axis) for axis in (0, 1) for by in (1, -1))]  # both read them as X
EXCHANGED = {"X": TEN["O"], "O": MOVED}

LETTERS_RIGHT = [
    TEN,
    {letter: [picture(one) for one in images] for letter, images in TEN.items()},  # text of # and .
    {letter: [one.tolist() for one in images] for letter, images in TEN.items()},
    {letter: tuple(images) for letter, images in TEN.items()},
    {letter: np.array(images) for letter, images in TEN.items()},
    replaced(X.astype(float)),
    replaced(-X),  # a drawing of any kind is the learner's own
    {"X": [*TEN["X"], X], "O": TEN["O"]},  # more than five
]
LETTERS_WRONG = [
    ([*TEN["X"], *TEN["O"]], "type"),
    ({"X": TEN["X"]}, "type"),
    (TEN | {"0": []}, "type"),
    ({"X": X[0, 0], "O": []}, "type"),
    ({"X": picture(X), "O": []}, "type"),  # a drawing where a list belongs
    ({"X": TEN["X"], "O": TEN["O"][:4]}, "too few"),
    ({"X": [X], "O": []}, "too few"),
    ({"X": [], "O": TEN["O"]}, "too few"),
    (replaced(TEN["X"][1]), "twice"),
    (replaced(TEN["O"][0]), "twice"),  # under both letters
    (replaced(X[:8]), "shape"),
    (replaced([[1, -1], [1]]), "type"),
    (replaced("#.#"), "shape"),
    (replaced("x.x"), "text"),
    (replaced(""), "text"),
    (replaced(np.where(X == 1, 1, 0)), "values"),
    (replaced(X * np.nan), "values"),
    (replaced(None), "type"),
    (replaced(X == 1), "type"),
    (replaced(-np.ones((9, 9))), "blank"),
    (replaced(np.ones((9, 9))), "blank"),
    (EXCHANGED, "exchanged"),
]

RIGHT = {"edge_finder": EDGES_RIGHT, "ten_letters": LETTERS_RIGHT}
WRONG = {"edge_finder": EDGES_WRONG, "ten_letters": LETTERS_WRONG}


def test_a_number_that_is_nearly_0_is_not_called_0():
    text = EXERCISES["edge_finder"]([[0.333, 0.333, -0.667]] * 3).text
    assert "Its nine numbers sum to −0.003: make that 0" in text
    for columns, words in [
        ([1, 0, -1], "Dark left of bright gives −0.0007;"),
        ([1, -2, 1], "it gives both 0.0007 and −0.0007"),
        ([-1, 0, 1], "black beside white gives it only 0.0007"),
    ]:
        text = EXERCISES["edge_finder"](np.array([columns] * 3) / 1000).text
        assert words in text
        assert "0.001" in text.split("kernel")[1]


@pytest.mark.parametrize(("name", "answer"), [(name, one) for name, some in RIGHT.items() for one in some])
def test_a_right_answer_passes(name, answer):
    verdict = EXERCISES[name](answer)
    assert verdict.passed, verdict.text
    assert verdict.text.startswith(f"{name}: right")
    if name == "ten_letters":
        assert verdict.text.startswith(f"{name}: right, {sum(map(len, answer.values()))} drawings are here.")


@pytest.mark.parametrize(
    ("name", "answer", "slip"), [(name, *one) for name, some in WRONG.items() for one in some]
)
def test_another_fails_and_its_slip_is_named(name, answer, slip):
    verdict = EXERCISES[name](answer)
    assert (verdict.passed, verdict.slip) == (False, slip), verdict.text
    assert verdict.text.startswith(f"{name}: not yet")
    assert verdict.text == EXERCISES[name](answer).text


def test_what_is_missing_is_counted_and_the_drawing_named():
    text = EXERCISES["ten_letters"]({"X": [X, X], "O": []}).text
    assert "X 1: it is the same drawing as X 0" in text
    assert "1 so far. Still to draw: 4 X and 5 O." in EXERCISES["ten_letters"]({"X": [X], "O": []}).text


def test_both_readers_are_scored_and_what_they_misread_is_drawn():
    verdict = EXERCISES["ten_letters"](replaced(O))  # an O under X: both misread it
    lines = verdict.text.splitlines()
    assert lines[2:4] == [
        "letter  drawn  network  whole image",
        "X           5        3            4",
    ]  # the network misreads one of them anyway
    for reader in ("the network", "whole-image matching"):
        at = next(i for i, line in enumerate(lines) if line.startswith(f"misread by {reader}: X 0"))
        assert lines[at + 2].strip().startswith("X 0")
        assert lines[at + 4][4:13] == picture(O).splitlines()[1]
    plain = EXERCISES["ten_letters"]({"X": [X], "O": [O]}).text
    assert "misread by the network: none\nmisread by whole-image matching: none" in plain


def test_letters_that_both_misread_throughout_are_asked_about():
    asked = "\n\nBoth readers misread all under {}: are X and O exchanged?"
    for answer, under in [
        ({"X": TEN["X"], "O": MOVED}, "O"),
        ({"X": TEN["O"], "O": [image * 1 for image in TEN["X"]]}, "X"),
        (EXCHANGED, "X and all under O"),
    ]:
        assert EXERCISES["ten_letters"](answer).text.endswith(asked.format(under))
    for answer in (TEN, {"X": [O], "O": TEN["O"]}):
        assert "exchanged" not in EXERCISES["ten_letters"](answer).text


@pytest.mark.parametrize("starter", [None, ..., {"X": [], "O": []}])
def test_letters_that_nobody_drew_are_not_written_yet(starter, capsys):
    check("ten_letters", starter)
    assert capsys.readouterr().out == "ten_letters: not written yet.\n"


def test_the_letters_are_not_changed():
    answer = {letter: [one.copy() for one in images] for letter, images in TEN.items()}
    EXERCISES["ten_letters"](answer)
    assert all(np.array_equal(answer[letter], TEN[letter]) for letter in TEN)


def test_the_photograph_is_grey_small_and_within_bounds():
    photo = load_photograph()
    assert photo.shape == (100, 85)
    assert -1 <= photo.min() < -0.9 < 0.9 < photo.max() <= 1
    assert photo[70:73, 20:23].mean() == pytest.approx(-0.89, abs=0.01)  # the jacket, which the lesson reads


def test_its_pictures_say_what_they_show():
    photo = load_photograph()
    assert "100 rows of 85" in repr(plot_photograph(photo))
    drawn = plot_maps({"edges": feature_map(photo, EDGE), "nothing": np.zeros((4, 4))})
    assert repr(drawn).splitlines()[1] == "nothing: 4 × 4 values, about 10 in 10 of them within 0.1 of 0"
    assert drawn.png().startswith(b"\x89PNG")


@pytest.mark.parametrize(("name", "tall", "shape"), [("own.png", 350, (116, 140)), ("own.jpg", 50, (50, 42))])
def test_a_picture_of_ones_own_is_made_grey_and_small(tmp_path, name, tall, shape):
    colours = np.zeros((tall, tall * 6 // 5 if tall > 100 else 42, 3))
    colours[:, : colours.shape[1] // 2] = 1  # white beside black
    imsave(tmp_path / name, colours)
    photo = load_photograph(tmp_path / name)
    assert photo.shape == shape
    assert photo[:, 0].min() > 0.97
    assert photo[:, -1].max() < -0.97
    with pytest.raises(FileNotFoundError):
        load_photograph(tmp_path / "none.png")
