"""Lessons 10 and 11 by pencil: a fair judgement, and the limits."""

import numpy as np

from worksheets.figures import chart
from worksheets.first import KERNELS, O, X, drawn
from worksheets.page import Grid
from worksheets.writing import number
from xo_helpers import training
from xo_helpers.drawings import drawings
from xo_helpers.layers import Conv2D, Dense, Flatten, GlobalMax, MaxPool2D, ReLU
from xo_helpers.network import Network
from xo_helpers.ops import agreement

KINDS = (4, 8, 16)


def fresh(kernels, rng):
    """Lesson 10's network."""
    front = [Conv2D.random(rng, 1, kernels), ReLU(), MaxPool2D(), Flatten()]
    return Network([*front, Dense.random(rng, 16 * kernels, 2)])


def starts(kernels, seen, held_out):
    """What ten networks, each from a start of its own, read of drawings that they did not learn from."""
    found = []
    for seed in range(10):
        rng = np.random.default_rng(seed)
        network = fresh(kernels, rng)
        list(training.train(network, *seen, epochs=5, batch_size=32, learning_rate=0.1, rng=rng))
        found.append(training.evaluate(network, *held_out)[1])
    return np.array(found)


def wins(these, those):
    return (these > those).sum() + (these == those).sum() / 2


def compared(page, seen, held_out):
    """Ten starts of three kinds of network, and who wins."""
    found = {kernels: starts(kernels, seen, held_out) for kernels in KINDS}
    page.step("""Ten starts each, with 4, 8 and 16 kernels: so many of 100 drawings that they never saw they
              read. Guess first: does one start tell which is better? ______ Count wins: first against first,
              second against second, and so on; a tie is half a win.""")
    rows = {
        f"{n}_kernels": Grid(100 * rates, write=lambda rate: number(rate, 1)) for n, rates in found.items()
    }
    page.table(13.2, start=Grid(np.arange(10)), **rows)
    for more, fewer in ((8, 4), (16, 8)):
        count = wins(found[more], found[fewer])
        rule = "yes" if count >= 9 or count <= 1 else "no"
        page.line(
            f"{more} against {fewer}: wins ‹{number(count)}› "
            f"Different by our rule, 9 or more, or 1 or fewer? ‹{rule}›"
        )
    page.lines(
        "No: starts differ among themselves. And not seen is not not there: ten miss small differences.", 1
    )


def by_heart(page, seen, held_out):
    """Forty drawings, a hundred times."""
    rng, few = np.random.default_rng(5), (seen[0][:40], seen[1][:40])
    how = {"epochs": 100, "batch_size": 8, "learning_rate": 0.1, "rng": rng, "validation": held_out}
    epochs = list(training.train(fresh(8, rng), *few, **how))
    page.step(
        "Another network saw 40 drawings a hundred times: what it reads of those 40, and of 500 others."
    )
    own, others = ([getattr(epoch, of) for epoch in epochs] for of in ("accuracy", "validation_accuracy"))
    at = np.arange(1, 101)
    chart(page, {"the 40": (at, own), "others": (at, others)}, "epoch", "share read", high=36)
    page.line(f"At the end: of the 40 about ‹{own[-1]:.2f}› of the others about ‹{others[-1]:.2f}›")


def lesson10(page):
    seen = drawings(1000, np.random.default_rng(1), translation=2.5)
    held_out = drawings(500, np.random.default_rng(2), translation=2.5)
    total = sum(array.size for array in fresh(8, np.random.default_rng(0)).parameters.values())
    page.step(
        "How many numbers learn? 8 kernels of 3×3 and a bias each; two votes from 128 values, a bias each."
    )
    page.line(f"8 × (9 + 1) + ‹2 × (128 + 1)› = ‹{total}›")
    page.line(f"4,000 drawings, 32 a step: steps in an epoch ‹{4000 // 32}› in ten ‹{10 * 4000 // 32}›")
    compared(page, seen, held_out)
    by_heart(page, seen, held_out)
    page.step("Which of the two do you report? And why is the last judgement asked of drawings only once?")
    page.lines(
        """That of the others: it has the 40 by heart. Whoever picks the best by some drawings has
               learned a little from them too.""",
        1,
    )


def even_areas(page):
    """What kernels score where nothing is drawn, before and after their mean is taken off."""
    diagonal = KERNELS["diagonal"]
    page.step("An even, dark jacket: every pixel is −0.9, and no stroke is in it. What do the kernels score?")
    for name in ("diagonal", "cross"):
        total = KERNELS[name].sum()
        page.line(
            f"{name}: weights sum to ‹{number(total)}› so −0.9 × sum ÷ 9 = ‹{number(-0.9 * total / 9, 2)}›"
        )
    page.step("Take the mean of its nine weights off the diagonal. What do the new weights sum to?")
    thirds = ((diagonal - diagonal.mean()) * 3).round().astype(int)
    less = Grid(thirds, "less its mean", True, write=lambda value: f"{number(value)}/3", cell=8.4)
    page.row(Grid(diagonal, "diagonal", drawn=True, cell=8.4), "→", less, gap=14)
    page.line(f"They sum to ‹{thirds.sum()}› so every even area scores ‹{thirds.sum()}›")


def lesson11(page):
    even_areas(page)
    moved = np.full((9, 9), -1)
    moved[:, 2:] = X[:, :-2]
    page.step("""The X moves two to the right. Guess first: with which letter does it agree in more pixels?
              ______ Ring the strokes that it shares with the X, and count; then with the O.""")
    shown = {"the X, moved": moved, "the X": X, "the O": O}
    page.row(*(drawn(image, name, cell=4.6) for name, image in shown.items()), gap=10, indent=0)
    for name, letter in (("X", X), ("O", O)):
        shared, strokes = ((moved == 1) & (letter == 1)).sum(), (moved == 1).sum() + (letter == 1).sum()
        same = agreement(moved, letter)
        page.line(f"shared with the {name} ‹{shared}› agreement 81 − ({strokes} − 2 × shared) = ‹{same}›")
    page.step(
        "A global maximum keeps a map's largest value, wherever it stands. A map, and the same moved by one:"
    )
    one = np.array([[0.2, 0.9, 0.1], [0.1, 0.4, 0.3], [0.0, 0.2, 0.7]])
    other = np.pad(one, ((0, 0), (1, 0)))[:, :3]
    kept = GlobalMax().forward(np.stack([one, other])[None])[0]
    page.row(Grid(one, "a map", cell=8), Grid(other, "moved right", cell=8), gap=14)
    page.line(f"kept ‹{kept[0]:.2f}› and ‹{kept[1]:.2f}›")
    page.step("What if the 0.90 had stood in the last column? So when does a maximum forget the place?")
    page.lines("It would be gone: a maximum forgets the place where there is room around.", 1)
