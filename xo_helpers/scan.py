"""A picture of your own as an image of the course: its strokes found, cropped, and brought to size.

Every step adds and compares whole numbers, so that the page of the pad finds the same (`draw_pad/scan.js`).
"""

import numpy as np

from xo_helpers.inputs import extent, numbers, whole
from xo_helpers.pixels import grey_levels

_SIDE = 128  # longer pictures are brought down to this: a block of pixels becomes one
_APART, _PARTED = 16, 0.8  # levels between light and dark, and the part of all variance that they explain
_FILLED, _LONG = 0.9, 3  # of a cropped drawing; a bar may be filled, so many times as long as wide
_NEAR = 16  # cells: a smaller drawing is looked at again, closer
_FRAME, _MOST = 0.25, 0.4  # parts of the frame's cells, and of all, that are strokes in no drawing


def to_image(picture, size=9):
    """What somebody drew, as ±1: strokes 1, background −1. `-> [size, size]`

    The picture is a file's name, an image of Pillow's, or an array: grey `[h, w]` or colours `[h, w, 3]`,
    light on dark or dark on light. Otsu's threshold (1979) tells two shades apart so that each is as even as
    can be, in a shadow after each cell was divided by what lies around; the shade at the frame is background.
    Specks are left out, and what is small on its page is looked at again, closer. The rest is cropped as a
    square with a margin. A cell is a stroke where enough of it is covered: how much is enough, Otsu's
    threshold says again. `plots.plot_scan` shows the steps.

    Raises FileNotFoundError where there is no such file, and ValueError for what is not a picture, for more
    than 50 million pixels, and where no drawing stands out.

    >>> from xo_helpers.data import load_image
    >>> large = np.kron(load_image("X"), np.ones((20, 20)))
    >>> np.array_equal(to_image(110 - 100 * large), load_image("X"))
    True
    """
    return scan(picture, size)["image"]


@np.errstate()
@np.errstate(all="ignore")  # whatever the reader has set
def scan(picture, size=9):
    """The steps of `to_image`, by name. `-> {"grey": [h, w], ..., "image": [size, size]}`

    "grey" holds levels from 0 to 255, "strokes" and "cropped" are True where something is drawn, and
    "covered" says from 0 to 255 how much of each cell inside the margin is. Raises as `to_image`.
    """
    size = whole("size", size, 5, 100)
    levels = grey_levels(picture)
    grey = _smaller(levels)
    strokes = _without_specks(_strokes(grey))
    if (near := _near(levels, strokes)) is not None:
        grey = _smaller(near)
        strokes = _without_specks(_strokes(grey))
    cropped = _cropped(strokes)
    margin = max(1, size // 7)
    covered = _covered(cropped, size - 2 * margin)
    image = np.full((size, size), -1)
    enough = min(otsu(covered)[0], 127)
    image[margin : size - margin, margin : size - margin][covered > enough] = 1
    return {"grey": grey, "strokes": strokes, "cropped": cropped, "covered": covered, "image": image}


@np.errstate()
@np.errstate(all="ignore")
def otsu(levels):
    """The level up to which cells are dark, so that dark and light ones are each as even as can be, and the
    part of their variance that this explains. `[...] of 0 to 255 -> int, float`

    N. Otsu, A threshold selection method from gray-level histograms, 1979. Of several such levels, as where
    no cell lies between, it is the middle one. Raises ValueError for other numbers.
    """
    levels = numbers("levels", levels)
    if levels.dtype.kind == "f" or levels.min() < 0 or levels.max() > 255:
        span = f"{levels.dtype} from {levels.min():g} to {levels.max():g}"
        raise ValueError(f"levels hold {span}; they must be whole numbers from 0 to 255")
    counts = np.bincount(np.ravel(levels), minlength=256).astype(object)  # of any size
    cells, total = counts.sum(), (counts * np.arange(256)).sum()
    dark, sums = counts.cumsum()[:-1], (counts * np.arange(256)).cumsum()[:-1]
    spread = float(cells * (counts * np.arange(256) ** 2).sum() - total**2)
    if not spread:
        return int(np.max(levels)), 0.0
    apart = np.maximum(dark * (cells - dark), 1).astype(float)
    between = (total * dark - cells * sums).astype(float) ** 2 / apart
    best = np.flatnonzero(between == between.max())
    return int(best[0] + best[-1]) // 2, float(between.max() / spread)


def _smaller(grey):  # -> [h, w], neither longer than _SIDE
    block = _block(grey)
    rows, columns = (length // block for length in grey.shape)
    if min(grey.shape) < 5:
        raise ValueError(f"the picture is {extent(grey)}; a drawing needs five rows and columns, or more")
    if min(rows, columns) < 5:
        why = "too long for its width; crop the picture to the drawing"
        raise ValueError(f"the picture is {extent(grey)}, {why}")
    blocks = grey[: rows * block, : columns * block].reshape(rows, block, columns, block)
    return blocks.sum(axis=(1, 3), dtype=np.int64) // block**2


def _block(grey):
    return -(-max(grey.shape) // _SIDE)


def _near(grey, strokes):  # -> the part of the picture around a small drawing, or None
    block, (top, bottom, left, right) = _block(grey), _box(strokes)
    side = max(bottom - top, right - left)
    if block == 1 or side >= _NEAR:
        return None
    begins, ends = np.array([top, left]) - side // 2 - 1, np.array([bottom, right]) + side // 2 + 1
    (top, left), (bottom, right) = np.maximum(begins, 0) * block, ends * block
    return grey[top:bottom, left:right]


def _box(strokes):  # -> rows from, to; columns from, to
    rows, columns = np.flatnonzero(strokes.any(1)), np.flatnonzero(strokes.any(0))
    return rows[0], rows[-1] + 1, columns[0], columns[-1] + 1


def _strokes(grey):  # -> [h, w] of bools
    strokes, parted, apart = _parted(grey)
    needed = _PARTED
    if apart >= _APART and (parted < _PARTED or _frame(strokes).mean() > _FRAME):
        evened = _parted(_evened(grey))  # there may be a shadow
        if _frame(evened[0]).mean() <= _FRAME and (evened[1] > parted or parted < _PARTED):
            (strokes, parted, apart), needed = evened, _PARTED - 0.1
    if apart < _APART or parted < needed:
        raise ValueError(
            f"no drawing stands out in the picture: light and dark lie {apart:.0f} of 255 levels apart, "
            f"{parted:.0%} of all that differs; draw with a thick dark pen on plain paper, in even light"
        )
    if (framed := _frame(strokes).mean()) > _FRAME and strokes.mean() > _MOST:
        why = "crop the picture to the paper, or to the drawing if a dark table shows around it"
        raise ValueError(f"no drawing stands out in the picture: its frame is {framed:.0%} strokes; {why}")
    return strokes


def _parted(grey):  # -> [h, w] of bools, how well they are parted, and by how many levels
    threshold, parted = otsu(grey)
    light = grey > threshold
    apart = grey[light].mean() - grey[~light].mean() if parted else 0
    at_the_frame = _frame(light)
    return (light if 2 * at_the_frame.sum() < at_the_frame.size else ~light), parted, apart


def _frame(cells):
    return np.concatenate([cells[0], cells[-1], cells[1:-1, 0], cells[1:-1, -1]])


def _evened(grey):  # as part of what lies around, an eighth of the picture each way
    reach = max(grey.shape) // 8
    sums = np.pad(grey.cumsum(0).cumsum(1), ((1, 0), (1, 0)))
    (top, bottom), (left, right) = (
        (np.maximum(np.arange(length) - reach, 0), np.minimum(np.arange(length) + reach + 1, length))
        for length in grey.shape
    )
    sums = sums[bottom][:, right] - sums[top][:, right] - sums[bottom][:, left] + sums[top][:, left]
    around = sums // np.outer(bottom - top, right - left)
    return np.minimum(grey * 128 // np.maximum(around, 1), 255)


def _without_specks(strokes):
    """Pieces of a tenth of the largest one, or more: cells that touch, be it by a corner, are one piece."""
    piece = np.where(strokes, np.arange(1, strokes.size + 1).reshape(strokes.shape), 0)
    while True:  # the highest number spreads
        wide = np.pad(piece, 1)
        around = [wide[r : r + len(piece), c : c + piece.shape[1]] for r in range(3) for c in range(3)]
        spread = np.where(strokes, np.max(around, axis=0), 0)
        if (spread == piece).all():
            break
        piece = spread
    counts = np.bincount(piece[strokes])
    return strokes & (counts[piece if counts.size else 0] * 10 >= counts.max(initial=1))


def _cropped(strokes):  # -> [l, l], the strokes in the middle
    top, bottom, left, right = _box(strokes)
    high, wide = bottom - top, right - left
    side = max(high, wide)
    if side < 5 or (strokes.sum() > _FILLED * high * wide and side < _LONG * min(high, wide)):
        spot = f"one spot, {high}×{wide} of {extent(strokes)} cells"
        raise ValueError(f"what stands out is {spot}; draw a letter, with nothing else around it")
    above, before = (side - high) // 2, (side - wide) // 2
    square = np.zeros((side, side), bool)
    square[above : above + high, before : before + wide] = strokes[top:bottom, left:right]
    return square


def _covered(square, count):  # [l, l] of bools -> [count, count] from 0 to 255
    side, ends = len(square), np.arange(count) * len(square)
    begins = np.arange(side) * count  # both in parts of a cell: no fractions
    overlap = np.minimum(ends[:, None] + side, begins + count) - np.maximum(ends[:, None], begins)
    overlap = np.maximum(overlap, 0)
    return overlap @ square @ overlap.T * 255 // side**2
