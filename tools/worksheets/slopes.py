"""Lessons 08 and 09 by pencil: a slope, and the way back."""

import numpy as np

from worksheets.figures import chain, chart
from worksheets.first import FOR_O, FOR_X, front
from worksheets.middle import SMALL, WINDOWS
from worksheets.page import Grid
from worksheets.writing import number
from xo_helpers.data import load_image, load_ten, parse
from xo_helpers.gradients import max_pool_backward
from xo_helpers.ops import conv2d, cross_entropy, dense

RATES = (1, 10, 30)
BOXES = ("weight", "product", "sum", "ReLU", "out", "loss")


def loss_of(values, labels):  # -> the loss where one weight is another
    """Lesson 08's votes, from the weights that lesson 07 read off two letters."""
    start = np.zeros((12, 2))
    start[list(FOR_X), 0], start[list(FOR_O), 1] = 1 / 5, 1 / 4

    def loss(value, weight):
        weights = start.copy()
        weights[value, 0] = weight
        return float(cross_entropy(dense(values, weights, [0, 0]), labels))

    return loss


def valley(page):
    """One weight's loss over all ten drawings, and where three steps land."""
    images, labels = load_ten()
    loss = loss_of(front().forward(images[:, None]), labels)
    slope = round((loss(4, 0.21) - loss(4, 0.19)) / 0.02, 3)
    page.step(f"""The valley of another weight, over all ten drawings. The ball stands at 0.2, where the slope
              is {number(slope, 3)}. Where does one step land, with a learning rate of 1, 10, 30? Mark the
              three places on the curve.""")
    lands = [0.2 - rate * slope for rate in RATES]
    for rate, at in zip(RATES, lands, strict=True):
        page.line(f"rate {rate}: 0.2 + {rate} × {-slope:.3f} = ‹{at:.2f}›")
    places = np.linspace(-0.5, 4.5, 101)
    curve = {"": (places, [loss(4, at) for at in places])}
    chart(page, curve, "weight", "loss", (0.2, loss(4, 0.2)), [(at, loss(4, at)) for at in lands])


def lesson08(page):
    x, o = 4.56 / 5, 2.07 / 4
    page.step("""The story's loss: how far each vote is from the right answer, which is 1 for the letter that
              it is and 0 for the other.""")
    page.line(f"An X. Votes: X {x:.3f}, error ‹{1 - x:.3f}› O {o:.4f}, error ‹{o:.4f}› sum ‹{1 - x + o:.4f}›")
    thick = loss_of(front().forward(load_image("X_weight")), [0])
    up, down = (round(thick(5, by), 4) for by in (0.01, -0.01))
    slope = number((up - down) / 0.02, 2)
    page.step(f"""Nudge one weight, which is 0: at 0.01 the loss is {up:.4f}, at −0.01 it is {down:.4f}. Its
              slope, and a step against it?""")
    page.line(f"slope = ({up:.4f} − {down:.4f}) ÷ 0.02 = ‹{slope}›")
    page.line(f"new weight = weight − learning rate × slope = 0 − 1 × ‹{slope}› = ‹{slope.strip('−')}›")
    valley(page)
    page.step("With 30 the loss is higher than at the start, though the step went downhill. Why?")
    page.lines("A slope is true only near the place where it was measured; the step was too long for it.")
    page.step("Each slope takes two passes. How many for one step of 24 weights? Of a million?")
    page.line(f"‹{2 * 24}› and ‹{2 * 10**6:,}›")


def values_of(weight, second, value=2, bias=-1, wanted=3):
    """A chain of boxes: what each holds, the factors between, the slopes, and that of the second weight."""
    product = value * weight
    gate = max(product + bias, 0)
    out = second * gate
    held = [weight, product, product + bias, gate, out, (wanted - out) ** 2]
    factors = [value, 1, int(product + bias > 0), second, -2 * (wanted - out)]
    slopes = [float(np.prod(factors[at:])) for at in range(6)]
    return held, factors, slopes, slopes[4] * gate


def layers(page):
    """What a pool hands back, and a kernel."""
    gradient = np.array([[6, -2], [1, 3]])
    back = max_pool_backward(gradient, SMALL).astype(int)
    page.step("A max pool is a switch: a window's gradient goes to its largest cell, the others get 0.")
    page.row(Grid(SMALL, "what went in", frames=WINDOWS), Grid(gradient, "gradient"), "→",
             Grid(back, "handed back", blank=True), gap=12)  # fmt: skip
    image, of_map = parse("#..#\n.##.\n.##.\n#..#"), np.diag([0.5, -0.25, 0])
    page.step("""A kernel's weight is used at every place, so its ways add: 0.5 × the patch at [0, 0] − 0.25 ×
              that at [1, 1].""")
    of_kernel = conv2d(image[None, None], of_map[None, None])[0, 0]
    page.row(Grid(image, "image", drawn=True), "→", Grid(of_kernel, "the kernel's", True, cell=12), gap=14)


def lesson09(page):
    held, factors, slopes, of_second = values_of(1.5, 0.5)
    page.step("""A network with two weights: 2 × weight, − 1, a ReLU, × second weight, 0.5; the loss is the
              square of 3 − out. Above each box stands its value. Write over each arrow the factor by which
              it passes a tiny change on.""")
    chain(page, BOXES, held, factors, slopes)
    page.step("From the right: below each box its slope, that of the next box times the factor between.")
    page.line(f"""The second weight's factor is the ReLU's value: ‹{number(slopes[4])} × {number(held[3])}› =
              ‹{number(of_second)}›""")
    nudged = [values_of(1.5 + by, 0.5)[0] for by in (0.01, -0.01)]
    up, down = (f"{3 - boxes[4]:.2f}²" for boxes in nudged)
    page.line(
        f"Nudging the weight: ({up} − {down}) ÷ 0.02 = ‹{number((nudged[0][5] - nudged[1][5]) / 0.02)}›"
    )
    _, _, shut, other = values_of(0.3, 0.5)
    page.step(
        "With a weight of 0.3 the sum is −0.4. Guess first. What are the slopes of the two weights then?"
    )
    page.line(f"weight ‹{number(shut[0])}› second ‹{number(other)}›")
    a, b = 3 * 1, 1 * -1
    page.step(
        "One weight serves two images. The factors on the way through A are 3 and 1, through B 1 and −1."
    )
    page.line(f"slope through A ‹{a}› through B ‹{number(b)}› of the weight ‹{a + b}›")
    layers(page)
