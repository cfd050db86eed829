"""The cells of a picture: of a file, an image of Pillow's or an array."""

import os
import stat
import warnings

import numpy as np
from PIL import Image, ImageOps  # comes with matplotlib

from xo_helpers.inputs import numbers, said
from xo_helpers.words import NO_FILE

_MOST = 50_000_000  # pixels of a picture
_CLEAR = ("LA", "PA", "RGBA")  # modes in which cells may be transparent
_FLAT = 16  # levels
_TURNED = 0x0112  # in EXIF, unless it is 1
_PARTS = 64  # in which an array is scaled, so that a large one is never there as floats


def read_picture(file):
    """The cells of a picture's file, upright, on white where it is clear. `-> [h, w] or [h, w, 3]`

    Whole numbers of 8 or 16 bits. Raises FileNotFoundError where there is no such file, and ValueError for a
    file that holds no picture, or one of more than 50 million pixels.
    """
    return _opened(file, _cells)


def _opened(file, use):
    try:
        name = os.fspath(file)
        if not isinstance(name, str) or not name or not stat.S_ISREG(os.stat(name).st_mode):
            raise ValueError  # nothing, a folder, or what may send bytes for ever
        opened = open(name, "rb")  # noqa: SIM115  (closed below)
    except FileNotFoundError:
        raise FileNotFoundError(NO_FILE.format(name)) from None
    except (TypeError, ValueError, OSError) as error:  # one of 5000 letters, or of no letters at all
        why = f" ({error.strerror})" if isinstance(error, OSError) else ""
        raise ValueError(f"file is {said(file)}{why}; it must be the name of a picture's file") from None
    with opened:
        try:
            with warnings.catch_warnings(action="ignore"), Image.open(opened) as image:
                if (count := image.width * image.height) <= _MOST:
                    return use(image)
        except Exception as error:  # what a damaged file raises, nobody lists
            why = f"({said(error)}); try a PNG or a JPEG"
            raise ValueError(f"{name} cannot be read as a picture {why}") from None
    raise ValueError(f"{name} has {count} pixels; up to {_MOST} can be read: make a smaller copy of it first")


def _solid(image, behind="white"):  # -> upright, of mode L, RGB, or I for more than 8 bits
    if image.mode in ("La", "RGBa"):
        image = image.convert(image.mode.upper())
    if image.getexif().get(_TURNED, 1) != 1:
        image = ImageOps.exif_transpose(image)
    if image.mode.startswith("I"):
        cells, clear = np.array(image), image.info.get("transparency")
        cells[cells == clear] = 65535 if behind == "white" else 0
        return Image.fromarray(cells) if isinstance(clear, int) else image
    if image.mode == "F":
        raise ValueError("its cells are not whole numbers of 16 bits")
    if image.mode in _CLEAR or "transparency" in image.info:
        clear = image.convert("RGBA")
        image = Image.alpha_composite(Image.new("RGBA", clear.size, behind), clear)
    return image if image.mode == "L" else image.convert("RGB")


def _cells(image):  # -> [h, w] or [h, w, 3] of whole numbers
    image = _solid(image)
    cells = np.asarray(image)
    if not image.mode.startswith("I"):
        return cells
    if not 0 <= cells.min() <= cells.max() < 2**16:
        raise ValueError("its cells are not whole numbers of 16 bits")
    return cells.astype(np.uint8 if image.mode == "I" and cells.max() < 2**8 else np.uint16)


def _grey(image):  # -> [h, w] of 8 bits
    def on(behind):
        solid = _solid(image, behind)
        if not solid.mode.startswith("I"):
            return np.asarray(solid.convert("L"))  # (19595 r + 38470 g + 7471 b + 32768) >> 16
        cells = _cells(solid)
        return (cells >> 8 * (cells.itemsize - 1)).astype(np.uint8)  # as a browser does

    grey = on("white")
    return on("black") if np.ptp(grey) < _FLAT else grey  # it may be white on clear


def grey_levels(picture):
    """A picture in grey: a file's name, an image of Pillow's, or an array `[h, w]` or `[h, w, 3]`.
    `-> [h, w] of whole numbers from 0 to 255`

    Whole numbers from 0 to 255 are levels as they are, unless none is above 1; others go from the lowest, 0,
    to the highest, 255. Files and images of 16 bits are taken down to 8, as a browser takes them. Raises as
    `read_picture`, and ValueError for images that Pillow cannot convert and arrays of other shapes.
    """
    if isinstance(picture, str | os.PathLike):
        return _opened(picture, _grey)
    if isinstance(picture, bytes) or hasattr(picture, "read"):
        give = "give the file's name, or what PIL.Image.open makes of the file"
        raise ValueError(f"picture is of type {type(picture).__name__}; {give}")
    if not isinstance(picture, Image.Image):
        return _of_array(numbers("picture", picture))
    if picture.width * picture.height > _MOST:
        raise ValueError(f"the picture has {picture.width * picture.height} pixels; make it smaller first")
    try:
        return _grey(picture)
    except Exception as error:  # as for a file
        why = f'({said(error)}); try .convert("L"), or open it anew'
        raise ValueError(f"the picture, of mode {picture.mode}, cannot be read {why}") from None


@np.errstate()
@np.errstate(all="ignore")  # whatever the reader has set, what is too small is 0
def _of_array(array):  # -> [h, w] from 0 to 255
    if array.ndim == 3 and array.shape[2] == 4:
        raise ValueError(f"picture has shape {array.shape}, with transparency; take picture[..., :3]")
    if array.ndim not in (2, 3) or (array.ndim == 3 and array.shape[2] != 3):
        raise ValueError(f"picture has shape {array.shape}; it must be grey [h, w], or colours [h, w, 3]")
    if array.shape[0] * array.shape[1] > _MOST:
        raise ValueError(f"picture has shape {array.shape}, more than {_MOST} pixels; make it smaller first")
    levels, low, high = np.empty(array.shape, np.uint8), float(array.min()), float(array.max())
    if array.dtype.kind in "iu" and low >= 0 and 1 < high <= 255:
        levels[:] = array
    else:
        half = max(high / 2 - low / 2, np.finfo(float).tiny)  # the largest numbers' difference has no float
        for part, given in zip(np.array_split(levels, _PARTS), np.array_split(array, _PARTS), strict=True):
            part[:] = np.rint((given.astype(float) / 2 - low / 2) / half * 255)
    return levels if levels.ndim == 2 else np.asarray(Image.fromarray(levels).convert("L"))
