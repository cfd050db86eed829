"""README's animation and its still are the widget as it is now: the same photographs, but for what another
browser smooths otherwise."""

from itertools import pairwise
from pathlib import Path

import animate
import numpy as np
import pytest
from browser import ARTIFACTS
from PIL import Image, ImageSequence

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
BLOCK, LEVELS = 12, 30  # pixels to a side; of 255
MOST = 1_000_000  # bytes


def blocks(picture):  # -> the mean colour of each block of pixels
    pixels = np.asarray(picture.convert("RGB"), dtype=float)
    rows, columns = np.array(pixels.shape[:2]) // BLOCK
    cut = pixels[: rows * BLOCK, : columns * BLOCK]
    return cut.reshape(rows, BLOCK, columns, BLOCK, 3).mean(axis=(1, 3))


def differing(one, other):
    assert blocks(one).shape == blocks(other).shape
    return int((np.abs(blocks(one) - blocks(other)).max(axis=2) > LEVELS).sum())


@pytest.mark.tools
def test_readme_begins_with_six_seconds_of_motion_and_a_still_for_who_wants_none():
    film, still = Image.open(animate.FILM), Image.open(animate.STILL)
    frames, lasts = [], 0
    for frame in ImageSequence.Iterator(film):
        frames.append(frame.convert("RGB"))
        lasts += frame.info["duration"]
    assert 5_000 <= lasts <= 7_000
    moves = [one for one, next_ in pairwise(frames) if differing(one, next_)]
    assert len(moves) >= 40
    assert animate.FILM.stat().st_size < MOST
    assert film.size == still.size
    assert differing(frames[-1], still) == 0
    source = '<source media="(prefers-reduced-motion: reduce)" srcset="docs/slide_window.png">'
    first = README.index("\n## ")
    assert README.index(source) < README.index('<img src="docs/slide_window.webp"') < first


@pytest.mark.browser
def test_its_last_frame_is_what_the_widget_shows(web):
    page = animate.opened(web)
    for _ in animate.RATES:
        page.page.evaluate(animate.PUT, page.widget().evaluate(animate.STEP))
        page.settle()
    shown = animate.photograph(page)
    page.close()
    ARTIFACTS.mkdir(exist_ok=True)
    shown.save(ARTIFACTS / "readme-slide_window.png")
    assert differing(shown, Image.open(animate.STILL)) == 0, "look at test-artifacts/, then `make animation`"
