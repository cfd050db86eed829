"""Pictures of one's own, in the ways in which files hold them."""

import numpy as np
import pytest
from PIL import Image

from xo_helpers.plots import load_photograph


def saved(tmp_path, image, name="photo.tif", **how):
    image.save(tmp_path / name, **how)
    return tmp_path / name


@pytest.mark.parametrize("cells", [np.full((120, 120), 100_000, np.int32), np.ones((120, 120), np.float32)])
def test_cells_of_another_kind_are_refused_and_not_turned_into_another_grey(tmp_path, cells):
    with pytest.raises(ValueError, match="its cells are not whole numbers of 16 bits.*try a PNG"):
        load_photograph(saved(tmp_path, Image.fromarray(cells)))
    assert load_photograph(saved(tmp_path, Image.fromarray(np.full((120, 120), 65535, np.uint16)))).min() == 1
    with pytest.raises(ValueError, match="is 400×2 pixels, too narrow"):
        load_photograph(saved(tmp_path, Image.new("RGB", (2, 400))))


def test_what_is_clear_is_white(tmp_path):
    for mode, cell in (("RGBA", (0, 0, 0, 0)), ("LA", (0, 0))):
        assert load_photograph(saved(tmp_path, Image.new(mode, (120, 120), cell), "a.png")).min() == 1


def test_a_turned_photograph_is_put_upright(tmp_path):
    turned = Image.Exif()
    turned[0x0112] = 6
    image = Image.new("L", (120, 240), 255)
    assert load_photograph(saved(tmp_path, image, "a.jpg", exif=turned)).shape == (120, 240)


@pytest.mark.parametrize("name", ["", "a\0b", "."])
def test_what_names_no_picture_is_refused(name):
    with pytest.raises(ValueError, match="file is .*; it must be the name of a picture"):
        load_photograph(name)
