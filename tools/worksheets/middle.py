"""Lessons 04 to 07 by pencil: a pool; a bend; a stack; a vote."""

import numpy as np

from worksheets.first import FOR_O, FOR_X, KERNELS, X, front
from worksheets.page import Grid
from worksheets.writing import number
from xo_helpers.data import load_image
from xo_helpers.layers import Conv2D, MaxPool2D, ReLU
from xo_helpers.network import Network
from xo_helpers.ops import feature_map, max_pool, relu, softmax

SMALL = np.array([[1, 5, 2, 0], [3, 4, -1, -6], [0, 0, -7, -8], [9, 1, -2, -3]])
POWERS = "⁰¹²³⁴⁵"
WINDOWS = [(row, column, 2, 2) for row in (0, 2) for column in (0, 2)]


def lesson04(page):
    page.step("Keep the largest number of each 2×2 window, and move on by two. Mind the signs.")
    page.row(Grid(SMALL, "4×4", frames=WINDOWS), "→", Grid(max_pool(SMALL), "pooled", True, cell=11), gap=12)
    scores = feature_map(X, KERNELS["diagonal"])
    page.step("""The diagonal's map of the X has seven rows. Guess first: how many has its pooled map, if
              windows that hang over the edge keep the cells that are there? ______""")
    pooled = max_pool(scores)
    page.row(Grid(scores, "the diagonal's map", places=True, cell=9.6), "→",
             Grid(pooled, "pooled", blank=True, places=True, cell=12), gap=12, indent=2)  # fmt: skip
    perfect = [(found == 1).sum() for found in (scores, pooled)]
    page.line(f"1.00 stands at ‹{perfect[0]}› places, pooled at ‹{perfect[1]}› of ‹{pooled.size}› values")
    page.step("A 1.00 stands at row 2, column 5. Where is it after this pooling?")
    page.line(f"row ‹{2 // 2}› column ‹{5 // 2}›")
    page.step("Why may no zeros be put beyond the edge, where windows hang over?")
    page.lines("A zero is larger than any negative: a window of negatives would give 0, which stood nowhere.")
    page.step("A pooling brings the moved X nearer to the X. What else must you ask before you call it good?")
    page.lines("How near it brings the O: a pooling that makes everything 0 brings all things together.")


def lesson05(page):
    scores = feature_map(X, KERNELS["cross"])
    page.step("ReLU: negatives become zero, all else stays. Here are four rows of the cross's map of the X.")
    page.row(Grid(scores[:4], "before", cell=11), gap=0)
    page.row(Grid(relu(scores[:4]), "after", blank=True, cell=11), gap=0)
    zeros, all_zeros = (scores[:4] < 0).sum(), (scores < 0).sum()
    page.line(f"‹{zeros}› of 28 became zero. (In all seven rows: {all_zeros} of 49.)")
    first, second, pixels = np.array([1, 2]), np.array([3, 1]), np.array([5, -1, 4])
    merged = np.convolve(second, first)
    once = np.correlate(pixels, first)
    page.step("""Two layers that are one. The pixels are 5, −1 and 4; kernel (1, 2) first, then (3, 1) on what
              comes out.""")
    page.line(
        f"1 × 5 + 2 × −1 = ‹{once[0]}› 1 × −1 + 2 × 4 = ‹{once[1]}› 3 × first + second = ‹{once @ second}›"
    )
    page.say("Now with letters: 3 × (a + 2b) + 1 × (b + 2c). Which one kernel does both?", indent=7)
    a, b, c = merged
    page.line(f"(‹{a}›‹{b}›‹{c}›) and on the pixels: ‹{a}×5 + {b}×−1 + {c}×4› = ‹{merged @ pixels}›")
    page.step("Pixels 4, −1, 5, and then the same with all signs turned, −4, 1, −5. What comes out?")
    for some in (pixels[::-1], -pixels[::-1]):
        sums = np.correlate(some, first)
        without, bent = number(sums @ second), number(relu(sums) @ second)
        page.line(
            f"sums {number(sums[0])} and {number(sums[1])}: no ReLU ‹{without}› a ReLU between ‹{bent}›"
        )
    page.step("""Without a ReLU, turned signs turn the result. What can layers with a bend do that a sum
              cannot?""")
    page.lines("""Score 1 on a stroke and on its negative: a kernel and its negative, each with a ReLU, added.
               A sum that gives 1 for the one gives −1 for the other.""")


def sizes(page):
    """How many rows the story's stack leaves."""

    def conv(below):
        return Conv2D(np.ones((3, below, 3, 3)))

    layers = [conv(1), ReLU(), conv(3), ReLU(), MaxPool2D(), conv(3), ReLU(), MaxPool2D()]
    rows = np.array([shape[1] for shape in Network(layers).shapes.values()])[-8:]
    page.step("""Rohrer's stack, on a 9×9 image. Kernels are 3×3, pools 2×2 with stride 2, partial windows
              kept. How many rows are left after each layer?""")
    names = ["conv", "ReLU", "conv", "ReLU", "pool", "conv", "ReLU", "pool"]
    page.table(16, layer=Grid(np.arange(8), write=lambda at: names[at]), rows=Grid(rows, blank=True))
    page.step("""In each kernel a layer has a slice of 3×3 for each map below it, and a bias. How many
              numbers?""")
    for kernels, below in ((3, 1), (8, 4)):
        count = Conv2D(np.ones((kernels, below, 3, 3))).parameters
        total = sum(array.size for array in count.values())
        page.line(
            f"{kernels} kernels on {below} map{'s' * (below > 1)}: {kernels} × ({below} × 9 + 1) = ‹{total}›"
        )


def lesson06(page):
    sizes(page)
    page.step("""A feature of features: it looks for an X by five cells of the three maps, and takes their
              mean. Here is what it reads of the X's maps in one place. Circle the five: the diagonal's upper
              left and lower right, the cross's middle, the antidiagonal's upper right and lower left.""")
    pieces = [(feature_map(X, kernel)[:3, :3] * 9).round().astype(int) for kernel in KERNELS.values()]
    named = zip(pieces, KERNELS, strict=True)
    page.row(*(Grid(piece, f"{name}, in ninths", cell=11) for piece, name in named), gap=14)
    falling, cross, rising = pieces
    five = [falling[0, 0], falling[2, 2], cross[1, 1], rising[0, 2], rising[2, 0]]
    inside = "".join(f"‹{value}›" for value in five)
    page.line(f"{inside} sum ‹{sum(five)}› ÷ 9 ÷ 5 = ‹{sum(five) / 45:.2f}›")
    middle = [feature_map(X, kernel)[2:5, 2:5] for kernel in KERNELS.values()]
    best = middle[0][0, 0] + middle[0][2, 2] + middle[1][1, 1] + middle[2][0, 2] + middle[2][2, 0]
    page.step("In the middle of the X all five are 9 ninths. What does this kernel give there?")
    page.line(f"‹{best / 5:.2f}›")
    page.step("""By hand this course reads twenty of twenty drawings, and then 59 of 100 new ones. What did
              the twenty prove?""")
    page.lines("""Little: many readers can be right about twenty drawings that somebody has looked at. Judge
               on drawings that had no part in the choice.""")


def shares(page, votes):
    """Softmax with powers of 2."""
    powers = [2**vote for vote in votes]
    told = " ".join(f"2{POWERS[vote]} = ‹{power}›" for vote, power in zip(votes, powers, strict=True))
    page.line(f"{told} sum ‹{sum(powers)}›")
    parts = "".join(f"‹{power}/{sum(powers)} = {power / sum(powers):.2f}›" for power in powers)
    page.line(f"shares: {parts}")


def lesson07(page):
    ninths = (front().forward(load_image("X_weight"))[0] * 9).round().astype(int)
    page.step("""The twelve values of the X with the thick pen, in ninths. Five places vote for X, four for O,
              each with the mean of its values. Circle X's places, 0, 3, 4, 9, 10; frame O's, 1, 2, 8, 11.""")
    page.table(12.5, place=Grid(np.arange(12)), ninths=Grid(ninths))
    means = {}
    for letter, places in (("X", FOR_X), ("O", FOR_O)):
        total, many = ninths[list(places)].sum(), len(places)
        means[letter] = total / 9 / many
        page.line(f"{letter}: sum ‹{total}› ÷ 9 ÷ {many} = ‹{means[letter]:.3f}›")
    page.line(f"The verdict: ‹{max(means, key=means.get)}› and it was an X.")
    page.step("Softmax makes shares of votes. With powers of 2 a pencil can: votes 3, 1 and 0.")
    shares(page, (3, 1, 0))
    page.step("Add 2 to each vote. Guess first: do the shares change? ______")
    shares(page, (5, 3, 2))
    page.lines("They stay: each power has the same factor, which the division takes out. Differences count.")
    low, high = (softmax(np.array([4.56 / 5, 2.07 / 4]) * by)[0] for by in (1, 10))
    page.step(f"""Votes of .912 and .5175 give shares of {low:.2f} and {1 - low:.2f}. All weights times ten
              give {high:.2f} and {1 - high:.2f}, and the same verdicts. So what is a share of {high:.2f}?""")
    page.lines("No certainty: it says how far apart the votes are. How often it is right has to be counted.")
    page.step("""Two pixels a and b are 1 or −1; a dense layer votes v × a + w × b + c. Why can it not vote
              higher whenever exactly one of them is stroke?""")
    page.lines("""The votes of (1, −1) and (−1, 1) add up to 2c, and so do those of (1, 1) and (−1, −1). So
               both of the first cannot be higher than both of the last.""")
