"""The cells of a picture: of a file, an image of Pillow's or an array."""

import warnings
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps  # comes with matplotlib

from xo_helpers.inputs import numbers, said

_MOST = 50_000_000  # pixels of a picture
_CLEAR = ("LA", "PA", "RGBA", "La", "RGBa")  # modes in which cells may be transparent
_FLAT = 16  # levels


def read_picture(file):
    """The cells of a picture's file, upright, on white where it is clear. `-> [h, w] or [h, w, 3]`

    Whole numbers of 8 or 16 bits. Raises FileNotFoundError where there is no such file, and ValueError for a
    file that holds no picture, or one of more than 50 million pixels.
    """
    return _opened(file, _cells)


def _opened(file, use):
    if not isinstance(file, str | Path) or not str(file) or "\0" in str(file) or Path(file).is_dir():
        raise ValueError(f"file is {said(file)}; it must be the name of a picture's file")
    with open(file, "rb") as opened:
        try:
            with warnings.catch_warnings(action="ignore"), Image.open(opened) as image:
                if (count := image.width * image.height) <= _MOST:
                    return use(ImageOps.exif_transpose(image))
        except Exception as error:  # what a damaged file raises, nobody lists
            why = f"({said(error)}); try a PNG or a JPEG"
            raise ValueError(f"{file} cannot be read as a picture {why}") from None
    raise ValueError(f"{file} has {count} pixels; up to {_MOST} can be read: make a smaller copy of it first")


def _cells(image, behind="white"):  # -> [h, w] or [h, w, 3] of whole numbers
    if image.mode.startswith(("I", "F")):
        grey = np.asarray(image)
        if image.mode == "F" or not 0 <= grey.min() <= grey.max() < 2**16:
            raise ValueError("its cells are no whole numbers of 16 bits")
        return grey.astype(np.uint16)
    if image.mode in _CLEAR or "transparency" in image.info:
        clear = image.convert("RGBA")
        image = Image.alpha_composite(Image.new("RGBA", clear.size, behind), clear)
    return np.asarray(image if image.mode == "L" else image.convert("RGB"))


def grey_levels(picture):
    """A picture in grey: a file's name, an image of Pillow's, or an array `[h, w]` or `[h, w, 3]`.
    `-> [h, w] of whole numbers from 0 to 255`

    Whole numbers from 0 to 255 are levels as they are; others go from the lowest, 0, to the highest, 255.
    Raises as `read_picture`, and ValueError for arrays of other shapes.
    """
    if isinstance(picture, str | Path):
        return _opened(picture, grey_levels)
    if not isinstance(picture, Image.Image):
        return _of_array(picture)
    if picture.width * picture.height > _MOST:
        raise ValueError(f"the picture has {picture.width * picture.height} pixels; make it smaller first")
    grey = _of_array(_cells(picture))
    if np.ptp(grey) < _FLAT:  # it may be white on clear
        grey = _of_array(_cells(picture, "black"))
    return grey


def _of_array(array):  # -> [h, w] from 0 to 255
    array = numbers("picture", array)
    if array.ndim == 3 and array.shape[2] == 4:
        raise ValueError(f"picture has shape {array.shape}, with transparency; take picture[..., :3]")
    if array.size > 3 * _MOST:
        raise ValueError(f"picture has shape {array.shape}, more than {_MOST} pixels; make it smaller first")
    if array.ndim not in (2, 3) or (array.ndim == 3 and array.shape[2] != 3):
        raise ValueError(f"picture has shape {array.shape}; it must be grey [h, w], or colours [h, w, 3]")
    low, high = float(array.min()), float(array.max())
    if not (array.dtype == np.uint8 or (array.dtype.kind in "iu" and 0 <= low < 2 < high <= 255)):
        half = max(high / 2 - low / 2, np.finfo(float).tiny)  # the largest numbers' difference has no float
        array = np.rint((array.astype(float) / 2 - low / 2) / half * 255).astype(np.uint8)
    if array.ndim == 3:  # as Pillow weighs colours (ITU-R 601-2), in whole numbers
        red, green, blue = np.moveaxis(array.astype(np.int64), 2, 0)
        return (19595 * red + 38470 * green + 7471 * blue + 32768) >> 16
    return array.astype(np.int64)
