"""Drawings of X and O, each deformed in its own way: as many as a network wants to learn from."""

import numpy as np

from xo_helpers.inputs import as_float, generator, said, whole

CLASSES = ("X", "O")
SIZE = 9
MOST = 200_000  # drawings at a time: what a gigabyte holds while they are made


@np.errstate()
@np.errstate(all="ignore")  # whatever the reader has set, what is too small is 0
def drawings(n, rng=None, *, translation=0.5, scale=0.25, rotation=20.0, slant=0.4, thickness=0.5, noise=0.0):
    """Draw n deformed X and O: images of +1 (stroke) and -1 (background), and labels, 0 for X and 1 for O.
    `-> [n, 9, 9], [n]`

    A letter is drawn as strokes on the plane and then sampled: a pixel is stroke if its centre is within half
    the pen's width of one. The knobs say how far a drawing may be from upright, centred and 7 pixels tall:

    - `translation`, in pixels, each way; 0.5 leaves it centred, 2.5 lets it wander
    - `scale`: 0.25 draws from 0.75 to 1.25 of the size, and some letters narrower than tall
    - `rotation`, in degrees, and `slant`, as in italics, to either side
    - `thickness`: how far the pen's width may be from 1.35 pixels, as a part of it
    - `noise`: the chance of each pixel to be turned over

    Raises ValueError unless `n` is from 1 to 200,000, `rng` a Generator, each knob from 0 to 1000 (noise: 1).
    """
    n = whole("n", n, 1, MOST)
    generator(rng)
    knobs = {"translation": translation, "scale": scale, "rotation": rotation, "slant": slant}
    for name, value in (knobs | {"thickness": thickness, "noise": noise}).items():
        most = 1 if name == "noise" else 1000
        if not 0 <= as_float(value) <= most:
            raise ValueError(f"{name} is {said(value)}; it must be a number from 0 to {most}")
    labels = rng.integers(0, 2, n)

    def within(reach):  # n numbers from -reach to reach, to be combined with [9, 9]
        return rng.uniform(-abs(float(reach)), abs(float(reach)), (n, 1, 1))  # a -0.0 would lie below 0.0

    # Where each pixel lies, in pixels from the middle of the upright letter.
    row, column = np.indices((SIZE, SIZE)) - (SIZE - 1) / 2
    y, x = row - within(translation), column - within(translation)
    angle = np.deg2rad(within(rotation))
    x, y = np.cos(angle) * x + np.sin(angle) * y, np.cos(angle) * y - np.sin(angle) * x
    x = x + within(slant) * y
    half = 3.0 * (1 + within(scale))
    wide = half * (1 - rng.uniform(0, 1.5 * abs(float(scale)), (n, 1, 1)))
    pen = 1.35 / 2 * (1 + within(thickness))
    cross, ring = _to_cross(x, y, wide, half), _to_ring(x, y, wide, half)
    distance = np.where(labels[:, None, None] == 0, cross, ring)
    images = np.where(distance <= pen, 1, -1)
    return np.where(rng.random(images.shape) < noise, -images, images), labels


def _to_cross(x, y, wide, tall):  # the distance in pixels to two crossing strokes, from corner to corner
    length = np.hypot(wide, tall)
    away = []
    for side in (1, -1):
        along = np.clip((side * wide * x + tall * y) / length, -length, length)
        away.append(np.hypot(x - side * wide * along / length, y - tall * along / length))
    return np.minimum(*away)


def _to_ring(x, y, wide, tall):  # the distance in pixels to an ellipse, to first order
    level = np.hypot(x / wide, y / tall)
    steepness = np.hypot(x / wide**2, y / tall**2) / np.maximum(level, 1e-9)
    return np.abs(level - 1) / np.maximum(steepness, 1e-9)
