"""Committed pictures, compared with what the code draws: pixel by pixel, with the recorded matplotlib.

nbval compares the texts of a cell's outputs. ../conftest.py adds their pictures, in the same execution.
"""

import base64
import io
from functools import wraps
from pathlib import Path

import matplotlib
import numpy as np
from PIL import Image

# Another version draws a little differently.
PINNED = (Path(__file__).parents[1] / "constraints/tested.txt").read_text(encoding="utf-8").split()
RECORDED = f"matplotlib=={matplotlib.__version__}" in PINNED
LEVELS, PIXELS = 32, 10  # of 255: so different, and so many; another processor rounds a few edges otherwise


def as_well(compare_outputs):
    """nbval's comparison of a cell's outputs, with that of its pictures."""

    @wraps(compare_outputs)
    def compare(cell, test, ref, skip_compare=None):
        if not compare_outputs(cell, test, ref, skip_compare):
            return False
        drawn, committed = pictures_of(test), pictures_of(ref)
        if len(drawn) != len(committed):
            told = f"the notebook has {len(committed)} pictures, the cell draws {len(drawn)}"
        else:
            told = "; ".join(filter(None, map(unlike, committed, drawn)))
        if told:
            cell.comparison_traceback.append(f"{told}: look at both, then `make notebooks`")
        return not told

    return compare


def pictures_of(outputs):  # -> [(bytes of a PNG, how it is shown), ...]
    found = [one for one in outputs if "image/png" in one.get("data", {})]
    return [(base64.b64decode(one.data["image/png"]), one.metadata.get("image/png")) for one in found]


def unlike(committed, drawn):  # -> why, or ""
    if committed == drawn:
        return ""
    (old, shown), (new, shows) = committed, drawn
    old, new = (np.asarray(Image.open(io.BytesIO(png)).convert("RGBA"), dtype=int) for png in (old, new))
    if old.shape != new.shape or shown != shows:
        return f"the notebook's picture is {old.shape} pixels, shown as {shown}; drawn {new.shape}, {shows}"
    others = int((np.abs(old - new).max(axis=2) > LEVELS).sum())
    return f"the notebook's picture has {others} pixels unlike those drawn" if others > PIXELS else ""
