"""A committed picture that is not what the code draws fails its cell; another processor's rounding does not."""

import base64
import io

import nbformat
import numpy as np
import pictures
import pytest
from conftest import NOTEBOOKS, missing
from nbval.plugin import IPyNbFile
from PIL import Image

pytestmark = pytest.mark.tools
LESSON_03 = NOTEBOOKS[3]


def paint(output, change):
    """Change the pixels of an output's picture, in place."""
    pixels = np.array(Image.open(io.BytesIO(base64.b64decode(output.data["image/png"]))).convert("RGBA"))
    file = io.BytesIO()
    Image.fromarray(change(pixels)).save(file, "PNG")
    output.data["image/png"] = base64.b64encode(file.getvalue()).decode()


def red(pixels):
    pixels[..., :3] = 255, 0, 0
    return pixels


def a_sign(pixels):  # that stands in one cell, in place of another
    pixels[40:52, 40:42] = 255 - pixels[40:52, 40:42] // 2
    return pixels


def lower(pixels):
    return pixels[1:]


def rounded(pixels):
    pixels[..., :3] ^= 7
    return pixels


def without(output):
    del output.data["image/png"]


def wider(output):
    output.metadata["image/png"]["width"] += 1


CHANGES = {red: True, a_sign: True, lower: True, rounded: False, without: True, wider: True}


@pytest.mark.parametrize(("change", "fails"), CHANGES.items())
def test_each_changed_picture_of_a_lesson_fails_its_cell(change, fails, tmp_path, request):
    if not pictures.RECORDED:
        missing("the recorded matplotlib, which alone draws the lessons' pictures to the pixel")
    ran, changed = (nbformat.read(LESSON_03, as_version=4) for _ in range(2))
    outputs = [output for cell in changed.cells for output in cell.get("outputs", [])]
    found = [output for output in outputs if "image/png" in output.get("data", {})]
    assert len(found) == 8
    for output in found:
        if change in (without, wider):
            change(output)
        else:
            paint(output, change)
    nbformat.write(changed, tmp_path / LESSON_03.name)
    cells = IPyNbFile.from_parent(request.session, path=tmp_path / LESSON_03.name).collect()
    real = [cell for cell in ran.cells if cell.cell_type == "code"]
    alike = [
        cell.compare_outputs(was.outputs, cell.cell.outputs) for cell, was in zip(cells, real, strict=True)
    ]
    assert alike.count(False) == 8 * fails
