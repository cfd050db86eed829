"""The drawings: what the knobs do, that they repeat, and the typefaces that training never sees."""

from fractions import Fraction
from pathlib import Path

import matplotlib
import numpy as np
import pytest
from render_typefaces import DATA, faces, written

from xo_helpers.data import load_typefaces
from xo_helpers.drawings import drawings

STILL = dict.fromkeys(("translation", "scale", "rotation", "slant", "thickness"), 0)


def draw(n=300, seed=0, **knobs):
    return drawings(n, np.random.default_rng(seed), **STILL | knobs)


def test_without_deformation_there_are_one_x_and_one_o():
    images, labels = draw()
    assert set(np.unique(images)) == {-1, 1}
    assert 100 < labels.sum() < 200
    [x], [o] = (np.unique(images[labels == label], axis=0) for label in (0, 1))
    for letter in (x, o):
        for turned in (letter[::-1], letter[:, ::-1], letter.T):
            assert np.array_equal(turned, letter)
    assert (np.diag(x)[1:8] == 1).all()  # corner to corner, 7 pixels, as the story's
    assert (x[4, 4], o[4, 4]) == (1, -1)


def test_the_same_seed_draws_the_same():
    for one, other in zip(draw(seed=3, noise=0.1), draw(seed=3, noise=0.1), strict=True):
        assert np.array_equal(one, other)
    assert not np.array_equal(draw(seed=3, scale=0.2)[0], draw(seed=4, scale=0.2)[0])


def off_centre(images):
    """How far, at most, the middle of a stroke's pixels is from an image's middle: down and across."""
    stroke = images == 1
    return np.abs((np.indices((9, 9))[:, None] * stroke).sum((2, 3)) / stroke.sum((1, 2)) - 4).max(axis=1)


def test_each_knob_turns_what_it_says():
    plain, _ = draw()
    assert min(off_centre(draw(translation=1)[0])) > 0.7
    assert max(off_centre(plain)) < 1e-9
    images, labels = draw(thickness=0.5)
    amount = (images[labels == 1] == 1).sum((1, 2))  # a thinner X still covers all pixels of its diagonals
    assert amount.min() < (plain == 1).sum((1, 2)).max() < amount.max()
    turned, _ = draw(rotation=20)
    assert (turned != turned[:, :, ::-1]).any()
    assert (turned == turned[:, ::-1, ::-1]).mean() > 0.999  # half a turn changes neither letter
    assert 0.09 < (draw(n=2000, noise=0.1)[0] != draw(n=2000)[0]).mean() < 0.11
    tall = (draw(scale=0.25)[0] == 1).any(axis=2).sum(axis=1)
    assert tall.min() < 7 < tall.max()


BAD = [
    ({"n": 0}, "n is 0; it must be a whole number, from 1 to 200,000"),
    ({"scale": -1}, "scale is -1; it must be a number from 0 to 1000"),
    ({"noise": np.nan}, "noise is nan"),
    ({"noise": 1.5}, "noise is 1.5; it must be a number from 0 to 1$"),
    ({"rotation": "20"}, "rotation is '20'; it must be a number from 0 to 1000"),
    ({"slant": None}, "slant is None"),
    ({"thickness": True}, "thickness is True"),
    ({"translation": 1e308}, r"translation is 1e\+308; it must be a number from 0 to 1000"),
    ({"translation": 10**400}, "translation is 1000"),
    ({"n": 200_001}, "n is 200001; it must be a whole number, from 1 to 200,000"),
    ({"n": 10**30}, "n is 1000000000000000000000000000000; it must be"),
    ({"n": 5.0}, "n is 5.0; it must be a whole number"),
]


@pytest.mark.parametrize(("knobs", "says"), BAD)
def test_bad_knobs_are_refused(knobs, says):
    with pytest.raises(ValueError, match=says):
        draw(**knobs)


def test_the_typefaces_are_there_and_what_their_script_renders():
    images, names, letters = load_typefaces()
    assert images.shape == (len(names), 9, 9) == (len(letters), 9, 9)
    many = len(np.unique(names))
    assert many >= 20
    assert {letter: (letters == letter).sum() for letter in "XxOo0"} == dict.fromkeys("XxOo0", many)
    assert not any("LastResort" in name or name in ("cmsy10", "cmex10") for name in names)
    recorded = (Path(__file__).parents[1] / "constraints" / "tested.txt").read_text(encoding="utf-8")
    if f"matplotlib=={matplotlib.__version__}\n" not in recorded:
        pytest.skip(
            f"matplotlib {matplotlib.__version__} is not the recorded one, and draws a little differently"
        )
    rendered = {stem: written(font) for stem, font in faces().items()}
    assert rendered == {file.stem: file.read_text(encoding="utf-8") for file in DATA.glob("*.txt")}


@pytest.mark.parametrize("rng", [None, 0, np.random, np.random.RandomState(0), np.random.default_rng])
def test_a_generator_that_was_left_out_is_asked_for(rng):
    with pytest.raises(ValueError, match="rng is .*; it must be a Generator, like np.random.default_rng"):
        drawings(5, rng)
    with pytest.raises(ValueError, match="rng is None"):
        drawings(5)


def test_knobs_of_any_kind_of_number():
    knobs = ("translation", "scale", "rotation", "slant", "thickness", "noise")
    for upright, turned in zip(
        draw(**dict.fromkeys(knobs, 0)), draw(**dict.fromkeys(knobs, -0.0)), strict=True
    ):
        assert np.array_equal(upright, turned)
    want = draw(n=np.uint8(200), translation=0.5, scale=0.25, noise=0.5)
    for kind in (np.float16, np.float32, Fraction):
        got = draw(n=200, translation=kind(0.5), scale=kind(0.25), noise=kind(0.5))
        assert np.array_equal(got[0], want[0])
