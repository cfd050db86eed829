"""What the page of the drawing pad finds in a picture: the same as Python, to the last cell."""

import base64

import numpy as np
import pytest
from PIL import Image
from test_scan import HANDS, PAPER, by_hand

from xo_helpers.pixels import grey_levels
from xo_helpers.scan import to_image
from xo_helpers.widgets.shared.base import joined

pytestmark = pytest.mark.browser
SCAN = joined("shared/trace", "draw_pad/scan", "draw_pad/open")


def in_a_page(chromium, function, given):
    with chromium.new_page() as page:
        return page.evaluate(f"given => {{ {SCAN}\n return ({function})(given); }}", given)


SEES = """pictures => pictures.map(([text, width]) => {
    const cells = Uint8Array.from(atob(text), letter => letter.charCodeAt(0)), data = new Uint8ClampedArray(4 * cells.length);
    cells.forEach((cell, at) => data.set([cell, cell, cell, 255], 4 * at));
    try { return imageOf({ data, width, height: cells.length / width }, 9); } catch (error) { return error.message; }
})"""
TOLD = {  # by Python, and by the page
    "draw with a thick dark pen": "No drawing stands out: draw with a thick dark pen on plain paper, in even light",
    "crop the picture to the paper": "No drawing stands out: crop it to the paper, or to the drawing if a dark table shows around it",
    "one spot": "What stands out is one spot: draw a letter, with nothing else around it",
    "too long for its width": "The picture is too long for its width: crop the picture to the drawing",
    "needs five rows": "A drawing needs five rows and columns of pixels, or more",
}


def seen(picture):
    """The image in it, or what the page says where Python says the same at greater length."""
    try:
        return to_image(picture).tolist()
    except ValueError as error:
        return next(page for python, page in TOLD.items() if python in str(error))


def test_the_page_finds_in_a_picture_what_python_finds_to_the_last_cell(chromium):
    rng = np.random.default_rng(2)
    pictures = [by_hand("XO"[n % 2], rng=rng, **hand) for hand in HANDS for n in range(4)]
    pictures += [rng.integers(0, 256, (40, 40)), np.full((30, 50), 200), *map(np.transpose, pictures[-2:])]
    pictures += [np.zeros((40, 2000)), np.zeros((4, 40)), np.pad(np.full((20, 30), 255), 20)]
    pictures += [np.pad(np.full((140, 20), 255), 40), np.pad(PAPER, ((60, 0), (60, 0)))]
    small = [((900, 0), (0, 400)), ((0, 700), (650, 3))]
    pictures += [np.pad(PAPER, at, constant_values=210) for at in small]
    pictures = [one.astype(np.uint8) for one in pictures]
    given = [[base64.b64encode(one.tobytes()).decode(), one.shape[1]] for one in pictures]
    found = in_a_page(chromium, SEES, given)
    assert found == [seen(one) for one in pictures]


CLOSED = """async () => {
    let closed = 0;
    window.createImageBitmap = async () => ({ width: 1e4, height: 1e4, close: () => closed++ });
    return pixelsOf().catch(() => closed);
}"""


def test_a_picture_that_is_too_large_is_let_go_of(chromium):
    assert in_a_page(chromium, CLOSED, None) == 1


READS = "async bytes => Array.from(greyOf(await pixelsOf(new Blob([Uint8Array.from(bytes)]))).cells)"


@pytest.mark.parametrize("shape", [(30, 40), (30, 40, 2), (30, 40, 3), (30, 40, 4), (256, 256)])
def test_of_16_bits_in_colours_or_clear_a_picture_has_the_levels_that_python_finds(chromium, tmp_path, shape):
    cells = np.random.default_rng(0).integers(0, 256, shape, np.uint8)
    deep = np.arange(2**16, dtype=np.uint16)
    Image.fromarray(deep.reshape(shape) if shape == (256, 256) else cells).save(tmp_path / "a.png")
    found = in_a_page(chromium, READS, list((tmp_path / "a.png").read_bytes()))
    assert found == grey_levels(tmp_path / "a.png").ravel().tolist()
