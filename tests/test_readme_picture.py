"""README's picture is the widget as it is now: the same screenshot, but for what another browser smooths otherwise."""

import base64
from pathlib import Path

import matplotlib
import numpy as np
import pytest
from browser import ARTIFACTS
from drivers import press
from drivers.slide_window import DRIVER
from PIL import Image

CELL = """
from xo_helpers.data import load_image, load_kernel
from xo_helpers.widgets import SlideWindow
slide = SlideWindow(load_image("X"), load_kernel("diagonal"))
slide
"""
COMMITTED = Path(__file__).parents[1] / "docs/slide_window.png"
TTF = Path(matplotlib.get_data_path()) / "fonts/ttf"  # the same letters on every machine
FACE = "@font-face {{ font-family: {0}; src: url(data:font/ttf;base64,{1}) }}"
LETTERS = "body { font-family: DejaVuSans } .xo-caption { font-family: DejaVuSansMono }"
BLOCK, LEVELS = 12, 30  # pixels to a side; of 255


def blocks(file):  # -> the mean colour of each block of pixels
    pixels = np.asarray(Image.open(file).convert("RGB"), dtype=float)
    rows, columns = np.array(pixels.shape[:2]) // BLOCK
    cut = pixels[: rows * BLOCK, : columns * BLOCK]
    return cut.reshape(rows, BLOCK, columns, BLOCK, 3).mean(axis=(1, 3))


@pytest.mark.browser
def test_readmes_picture_is_what_the_widget_shows(web):
    page = web.open("readme.ipynb", [CELL], viewport={"width": 968, "height": 600}, device_scale_factor=1.5)
    page.run_all()
    faces = [
        FACE.format(ttf, base64.b64encode((TTF / f"{ttf}.ttf").read_bytes()).decode())
        for ttf in ("DejaVuSans", "DejaVuSansMono")
    ]
    page.page.add_style_tag(content="\n".join([*faces, LETTERS]))
    page.page.evaluate("Promise.all([...document.fonts].map(font => font.load()))")
    DRIVER.focus(page.widget(0))
    press(page, *["ArrowRight"] * 32)
    page.page.evaluate("document.activeElement.blur()")
    page.screenshot("slide_window", page.widget(0))
    page.close()
    drawn, committed = blocks(ARTIFACTS / "readme-slide_window.png"), blocks(COMMITTED)
    assert drawn.shape == committed.shape
    others = int((np.abs(drawn - committed).max(axis=2) > LEVELS).sum())
    assert others == 0, (
        "look at test-artifacts/readme-slide_window.png, then copy it to docs/slide_window.png"
    )
