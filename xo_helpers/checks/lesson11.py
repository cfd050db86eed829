"""Lesson 11: an edge finder, and ten letters, of the learner's own."""

from textwrap import indent

import numpy as np

from xo_helpers.checks.results import plain
from xo_helpers.checks.verdicts import NOT_WRITTEN, judged, no, yes
from xo_helpers.data import load_image, parse, picture
from xo_helpers.network import trained_network
from xo_helpers.ops import agreement, feature_map
from xo_helpers.texts import as_text, beside, rounded, rounded_cell

AREAS = (-1.0, -0.4, 0.0, 0.3, 0.9)  # of one brightness each
NONE = 1e-6  # what rounding leaves, beside the largest that the kernel could give
FAINT = 0.2  # the least on an edge from -1 to 1


@judged("edge_finder")
def check_edge_finder(answer):
    """Judge a kernel that must find vertical edges, dark on the left, and nothing else."""
    kernel, slip, text = _kernel(answer)
    if slip:
        return no(f"; {text}.", slip)
    drawn = "\n".join(f"    {line}" for line in as_text(kernel, write=rounded_cell).splitlines())
    slip, text = _judge(kernel)
    if slip:
        return no(f".\n\n{drawn}\n\n{text}.", slip)
    found = rounded_cell(_at_edge(kernel, -1, 1).max())
    heard = (
        f"{found} from black to white, −{found} from white to black, 0 on even areas and on horizontal edges"
    )
    return yes(f", {heard}.\n\n{drawn}")


def _kernel(answer):  # -> kernel, slip, text
    if callable(answer):
        return None, "type", "hand in the kernel itself, three rows of three numbers"
    given = plain(answer)
    if given.values is None or given.dtype == "bool" or not np.isfinite(given.values).all():
        if (
            isinstance(answer, (list, tuple))
            and given.kind is None
            and not any(isinstance(a, str) for a in answer)
        ):
            return None, "shape", "a kernel has three rows of three plain numbers, all of one length"
        return None, "type", "a kernel holds plain numbers, like np.array([[0, 1, 0], …])"
    kernel = given.values
    if kernel.shape != (3, 3):
        return None, "shape", f"a kernel has shape (3, 3) here, and this has {kernel.shape}"
    if not kernel.any():
        return None, "zeros", "a kernel of zeros finds nothing"
    return kernel, None, None


def _judge(kernel):  # -> slip, text; None, None if it is right
    nothing = NONE * np.abs(kernel).max()
    for brightness in AREAS:
        value = feature_map(np.full((3, 3), brightness), kernel)[0, 0]
        if abs(value) > nothing:
            return "brightness", (
                f"On an even area of brightness {rounded_cell(brightness)} it gives {rounded(value)}, "
                f"and there is no edge.\nIts nine numbers sum to {rounded(kernel.sum())}: make that 0"
            )
    upright, level = _at_edge(kernel, -1, 1), _at_edge(kernel, -1, 1, level=True)
    seen = np.abs(upright).max() > nothing
    if not seen and np.abs(level).max() > nothing:
        return "transposed", ("It finds horizontal edges and no vertical ones.\nTurn rows into columns")
    if not seen:
        return "no edge", (
            "It gives 0 at a vertical edge, too: each of its columns sums to 0.\n"
            "Let the left one be below 0 and the right one above"
        )
    if upright.max() > nothing and upright.min() < -nothing:
        return "lines", (
            f"At one edge it gives both {rounded_cell(upright.max())} and {rounded_cell(upright.min())}: "
            "that finds lines.\nAn edge finder compares the left with the right"
        )
    if np.abs(level).max() > nothing:
        return "slanted", ("It answers to horizontal edges as well.\nEach row on its own should sum to 0")
    if upright.max() <= nothing:
        return "turned round", (
            f"Dark left of bright gives {rounded_cell(upright.min())}; it should be above 0: change all signs"
        )
    if upright.max() < FAINT:
        return "faint", (
            f"It is an edge finder, but black beside white gives it only {rounded_cell(upright.max())}: "
            "use larger numbers"
        )
    return None, None


def _at_edge(kernel, left, right, level=False):  # -> what it gives where it meets the edge
    edge = np.repeat([[left, left, left, right, right, right]], 6, axis=0)
    return feature_map(edge.T if level else edge, kernel)


LETTERS, EACH = ("X", "O"), 5


@judged("ten_letters")
def check_ten_letters(answer):
    """Judge a learner's own drawings, five of each letter, and score two readers on them."""
    if not isinstance(answer, dict) or set(answer) != set(LETTERS):
        text = 'hand in a dict with a list of drawings for each letter, {"X": […], "O": […]}'
        return no(f"; {text}.", "type")
    if not all(
        isinstance(answer[letter], (list, tuple)) or getattr(answer[letter], "ndim", 0) for letter in LETTERS
    ):
        return no("; under each letter stands a list of drawings.", "type")
    if not any(len(answer[letter]) for letter in LETTERS):
        return NOT_WRITTEN
    drawn = {}  # "X 0" -> array
    for letter in LETTERS:
        for at, one in enumerate(answer[letter]):
            image, slip, text = _drawing(one)
            twin = next((name for name, other in drawn.items() if np.array_equal(other, image)), None)
            if not slip and twin:
                slip, text = "twice", f"it is the same drawing as {twin}: remove it, or draw another"
            if slip:
                return no(f".\n\n{letter} {at}: {text}.", slip)
            drawn[f"{letter} {at}"] = image
    missing = [f"{EACH - len(answer[letter])} {letter}" for letter in LETTERS if len(answer[letter]) < EACH]
    scored = _scored(drawn)
    if missing:
        still = f"Still to draw: {' and '.join(missing)}."
        return no(f", {len(drawn)} so far. {still}\n\n{scored}", "too few")
    return yes(f", {len(drawn)} drawings are here.\n\n{scored}")


def _drawing(one):  # -> image, slip, text
    if isinstance(one, str):
        try:
            one = parse(one)
        except ValueError as error:
            return None, "text", str(error)
    given = plain(one)
    if given.values is None or given.dtype == "bool":
        ragged = isinstance(one, (list, tuple)) and given.kind is None
        if ragged:
            return None, "shape", "its rows differ in length, or hold something else than numbers"
        return None, "type", "a drawing is an array, like pad.array, or text of # and ."
    image = given.values
    if image.shape != (9, 9):
        return None, "shape", f"a drawing has shape (9, 9), and this has {image.shape}"
    if not (np.abs(image) == 1).all():
        return None, "values", "its pixels are 1 (stroke) or -1 (background), and here are others"
    if (image == image[0, 0]).all():
        return None, "blank", "it has no stroke" if image[0, 0] < 0 else "it is all stroke"
    return image.astype(int), None, None


def _scored(drawn):  # {"X 0": image} -> what the pad's network and whole-image matching read, as text
    images = np.stack(list(drawn.values()))
    truth = np.array([LETTERS.index(name[0]) for name in drawn])
    plain = [load_image(letter) for letter in LETTERS]
    readers = {
        "the network": trained_network().forward(images[:, None]).argmax(axis=1),
        "whole-image matching": np.argmax(
            [[agreement(image, one) for one in plain] for image in images], axis=1
        ),
    }
    lines = ["letter  drawn  network  whole image"]
    for at, letter in enumerate(LETTERS):
        right = [(read[truth == at] == at).sum() for read in readers.values()]
        lines.append(f"{letter:6}  {(truth == at).sum():5}  {right[0]:7}  {right[1]:11}")
    for reader, read in readers.items():
        wrong = [name for name, is_right in zip(drawn, read == truth, strict=True) if not is_right]
        lines.append(f"misread by {reader}: {', '.join(wrong) or 'none'}")
        if wrong:
            lines += ["", indent(beside(*(f"{name}\n{picture(drawn[name])}" for name in wrong)), "    "), ""]
    return "\n".join(lines).rstrip()


EXERCISES = {"edge_finder": check_edge_finder, "ten_letters": check_ten_letters}
