"""Lesson 11: an edge finder, and ten letters, of the learner's own."""

from textwrap import indent

import numpy as np

from xo_helpers.checks.differences import draw
from xo_helpers.checks.lesson01 import whole_image
from xo_helpers.checks.results import plain
from xo_helpers.checks.verdicts import NOT_WRITTEN, amiss, grid, judged, no, yes
from xo_helpers.data import parse, picture
from xo_helpers.network import trained_network
from xo_helpers.ops import feature_map
from xo_helpers.texts import beside, rounded, rounded_cell, winning

AREAS = (-1.0, -0.4, 0.0, 0.3, 0.9)  # of one brightness each
NONE = 1e-6  # what rounding leaves, beside the largest that the kernel could give
FAINT = 0.2  # the least on an edge from -1 to 1


@judged("edge_finder")
def check_edge_finder(answer):
    """Judge a kernel that must find vertical edges, dark on the left, and nothing else."""
    kernel, slip, text = grid(answer, 3, "kernel", "write it as np.array([[0, 1, 0], …])")
    if slip:
        return no(f"; {text}.", slip)
    if (largest := np.abs(kernel).max()) > 1e150:  # as in feature_map: of larger ones no sum has a float
        return no(f"; its numbers go up to {largest:.3g}, and the most is 1e+150: divide them.", "values")
    drawn = draw({"kernel": kernel}, rounded_cell)
    slip, text = _fault(kernel)
    if slip:
        return no(f".\n\n{drawn}\n\n{text}.", slip)
    found = rounded_cell(_at_edge(kernel).max())
    heard = f"{found} from black to white, −{found} from white to black"
    return yes(f", {heard}, 0 on even areas and on horizontal edges.\n\n{drawn}")


def _fault(kernel):  # -> slip, text; None, None if it is right
    nothing = NONE * np.abs(kernel).max()
    if not nothing:
        return "zeros", "A kernel of zeros finds nothing"
    for area in AREAS:
        value = (area * kernel).sum() / kernel.size
        if abs(value) > nothing:
            text = f"On an even area of brightness {rounded_cell(area)} it gives {_seen(value)}"
            total = f"Its nine numbers sum to {_seen(kernel.sum())}: make that 0"
            return "brightness", f"{text}, and there is no edge.\n{total}"
    best, least = _at_edge(kernel).max(), _at_edge(kernel).min()
    level = np.abs(_at_edge(kernel.T)).max() > nothing
    if max(best, -least) <= nothing:
        if level:
            return "transposed", "It finds horizontal edges and no vertical ones.\nTurn rows into columns"
        text = "It gives 0 at a vertical edge, too: each of its columns sums to 0.\n"
        return "no edge", f"{text}Let the left one be below 0 and the right one above"
    if min(best, -least) > nothing:
        text = f"At one edge it gives both {_seen(best)} and {_seen(least)}: that finds lines.\n"
        return "lines", f"{text}An edge finder compares the left with the right"
    if level:
        return "slanted", "It answers to horizontal edges as well.\nEach row on its own should sum to 0"
    if best <= nothing:
        text = f"Dark left of bright gives {_seen(least)}; it should be above 0"
        return "turned round", f"{text}: change all signs"
    if best < FAINT:
        text = f"It is an edge finder, but black beside white gives it only {_seen(best)}"
        return "faint", f"{text}: use larger numbers"
    return None, None


def _seen(value):  # with as many decimals as it takes to see that it is not 0
    texts = [rounded(value, digits) for digits in range(4, 16)]
    return next((text for text in texts if text != "0.00"), f"{value:.3g}")


def _at_edge(kernel):  # -> what it gives where it meets the edge, dark on the left
    return feature_map(np.repeat([[-1, -1, -1, 1, 1, 1]], 6, axis=0), kernel)


LETTERS, EACH, MOST = ("X", "O"), 5, 100


@judged("ten_letters")
def check_ten_letters(answer):
    """Judge a learner's own drawings, five of each letter, and score two readers on them."""
    if wrong := amiss(answer, LETTERS):
        how = 'Hand in a dict with a list of drawings for each letter, {"X": […], "O": […]}.'
        return no(f"; {wrong} {how}", "type")
    listed = {letter: getattr(answer[letter], "array", answer[letter]) for letter in LETTERS}
    if one := [letter for letter, given in listed.items() if plain(given).shape == (9, 9)]:
        return no(
            f"; under {one[0]} stands one drawing: put it into a list, with brackets around it.", "type"
        )
    if not all(isinstance(given, (list, tuple)) or getattr(given, "ndim", 0) for given in listed.values()):
        return no("; under each letter stands a list of drawings.", "type")
    if not any(len(answer[letter]) for letter in LETTERS):
        return NOT_WRITTEN
    if many := [letter for letter in LETTERS if len(answer[letter]) > MOST]:
        return no(f"; under {many[0]} stand more than {MOST} drawings: {EACH} are enough.", "type")
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
    scored, lost = _scored(drawn)
    if missing:
        still = f"Still to draw: {' and '.join(missing)}."
        return no(f", {len(drawn)} so far. {still}\n\n{scored}", "too few")
    filled = [one for one in LETTERS if np.mean([drawn[name] for name in drawn if name[0] == one]) > 0]
    if filled:
        scored += (
            f"\n\nUnder {' and under '.join(filled)} most cells are stroke: are ink and paper exchanged?"
        )
    elif lost:
        scored += f"\n\nBoth readers misread all under {' and all under '.join(lost)}: are X and O exchanged?"
    here = f", {len(drawn)} drawings are here.\n\n{scored}"
    return no(here, "exchanged") if len(lost) == len(LETTERS) else yes(here)


def _drawing(one):  # -> image, slip, text
    if isinstance(one, str):
        try:
            one = parse(one)
        except ValueError as error:
            return None, "text", str(error)
    image, slip, text = grid(one, 9, "drawing", "hand in pad.array, or # and . as text", pixels=True)
    if slip:
        return None, slip, text
    if (image == image[0, 0]).all():
        return None, "blank", "it has no stroke" if image[0, 0] < 0 else "it is all stroke"
    return image.astype(int), None, None


def _scored(drawn):  # {"X 0": image} -> what both readers read, as text, and letters that neither ever read
    images = np.stack(list(drawn.values()))
    truth = np.array([LETTERS.index(name[0]) for name in drawn])
    readers = {
        "the network": winning(trained_network().forward(images[:, None])).argmax(axis=1),
        "whole-image matching": whole_image(images),
    }
    lost, lines = [], ["letter  drawn  network  whole image"]
    for at, letter in enumerate(LETTERS):
        right = [(read[truth == at] == at).sum() for read in readers.values()]
        lost += [] if any(right) else [letter]
        lines.append(f"{letter:6}  {(truth == at).sum():5}  {right[0]:7}  {right[1]:11}")
    for reader, read in readers.items():
        wrong = [name for name, is_right in zip(drawn, read == truth, strict=True) if not is_right]
        lines.append(f"misread by {reader}: {', '.join(wrong) or 'none'}")
        if wrong:
            lines += ["", indent(beside(*(f"{name}\n{picture(drawn[name])}" for name in wrong)), "    "), ""]
    return "\n".join(lines).rstrip(), lost


EXERCISES = {"edge_finder": check_edge_finder, "ten_letters": check_ten_letters}
