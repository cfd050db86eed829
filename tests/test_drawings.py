"""The drawings: what the knobs do, that they repeat, and the typefaces that training never sees."""

import sys
from pathlib import Path

import matplotlib
import numpy as np
import pytest

from xo_helpers.data import load_typefaces
from xo_helpers.drawings import drawings

sys.path.append(str(Path(__file__).parents[1] / "tools"))
STILL = {"translation": 0, "scale": 0, "rotation": 0, "slant": 0, "thickness": 0}


def draw(n=300, seed=0, **knobs):
    return drawings(n, np.random.default_rng(seed), **STILL | knobs)


def test_without_deformation_there_are_one_x_and_one_o():
    images, labels = draw()
    assert images.shape == (300, 9, 9)
    assert set(np.unique(images)) == {-1, 1}
    assert 100 < labels.sum() < 200
    [x], [o] = (np.unique(images[labels == label], axis=0) for label in (0, 1))
    for letter in (x, o):
        for turned in (letter[::-1], letter[:, ::-1], letter.T):
            np.testing.assert_array_equal(turned, letter)
    assert (x[np.arange(1, 8), np.arange(1, 8)] == 1).all()  # corner to corner, 7 pixels, as the story's
    assert (x[4, 4], o[4, 4]) == (1, -1)


def test_the_same_seed_draws_the_same():
    for one, other in zip(draw(seed=3, noise=0.1), draw(seed=3, noise=0.1), strict=True):
        np.testing.assert_array_equal(one, other)
    assert not np.array_equal(draw(seed=3, scale=0.2)[0], draw(seed=4, scale=0.2)[0])


def centre(images):
    rows, columns = np.indices((9, 9))
    stroke = images == 1
    return np.array([(rows * stroke).sum((1, 2)), (columns * stroke).sum((1, 2))]) / stroke.sum((1, 2))


def test_each_knob_turns_what_it_says():
    plain, _ = draw()
    assert np.abs(centre(draw(translation=1)[0]) - 4).max() > 0.7
    assert np.abs(centre(plain) - 4).max() < 1e-9
    images, labels = draw(thickness=0.5)
    amount = (images[labels == 1] == 1).sum((1, 2))  # a thinner X still covers all pixels of its diagonals
    assert amount.min() < (plain == 1).sum((1, 2)).max() < amount.max()
    turned = draw(rotation=20)[0]
    assert (turned != turned[:, :, ::-1]).any()
    assert (turned == turned[:, ::-1, ::-1]).mean() > 0.999  # half a turn changes neither letter
    noisy, clean = draw(n=2000, noise=0.1)[0], draw(n=2000)[0]
    assert 0.09 < (noisy != clean).mean() < 0.11
    tall = (draw(scale=0.25)[0] == 1).any(axis=2).sum(axis=1)
    assert tall.min() < 7 < tall.max()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ({"n": 0}, "n is 0; it must be a whole number, 1 or more"),
        ({"scale": -1}, "scale is -1; it must be a number from 0 on"),
        ({"noise": np.nan}, "noise is nan"),
    ],
)
def test_bad_knobs_are_refused(arguments, says):
    with pytest.raises(ValueError, match=says):
        drawings(**{"n": 1, "rng": np.random.default_rng(0)} | arguments)


def test_the_typefaces_are_there():
    images, faces, letters = load_typefaces()
    assert images.shape == (len(faces), 9, 9) == (len(letters), 9, 9)
    assert len(np.unique(faces)) >= 20
    assert {letter: (letters == letter).sum() for letter in "XxOo0"} == dict.fromkeys(
        "XxOo0", len(np.unique(faces))
    )
    assert not any("LastResort" in face or face in ("cmsy10", "cmex10") for face in faces)


def test_the_typefaces_are_what_their_script_renders():
    recorded = (Path(__file__).parents[1] / "constraints" / "tested.txt").read_text(encoding="utf-8")
    if f"matplotlib=={matplotlib.__version__}\n" not in recorded:
        pytest.skip(
            f"matplotlib {matplotlib.__version__} is not the recorded one, and each draws a little differently"
        )
    from render_typefaces import DATA, faces, written

    rendered = {stem: written(font) for stem, font in faces().items()}
    assert rendered == {file.stem: file.read_text(encoding="utf-8") for file in DATA.glob("*.txt")}
