"""Lesson 05: what a ReLU drops, what it may change places with, and what two layers are without it."""

import json
from pathlib import Path

import numpy as np
from scipy.signal import convolve2d

from claims import claim
from xo_helpers.data import load_image, load_kernel
from xo_helpers.ops import avg_pool, conv2d, feature_map, max_pool, relu
from xo_helpers.plots.style import COLOURS
from xo_helpers.texts import in_cell

X = load_image("X")
DIAGONAL, CROSS = load_kernel("diagonal"), load_kernel("cross")
MAPS = {name: feature_map(X, load_kernel(name)) for name in ("diagonal", "cross", "antidiagonal")}
STORY = json.loads((Path(__file__).parents[1] / "story.json").read_text(encoding="utf-8"))
ODD = np.indices((7, 7)).sum(axis=0) % 2 == 1
EVERY_PATCH = [np.where(np.array(list(f"{bits:09b}")) == "1", 1, -1).reshape(3, 3) for bits in range(512)]
RNG = np.random.default_rng(5)


def bend(image):
    return relu(feature_map(image, DIAGONAL)) + relu(feature_map(image, -DIAGONAL))


def sums(image, *kernels, bias=0, padding=0):
    """Layers of one kernel each, one upon the other, with nothing between them."""
    result = image[None, None]
    for kernel in kernels:
        result = conv2d(result, kernel[None, None], [bias], padding=padding)
    return result[0, 0]


def merged(first, second):
    """As the lesson lays the first kernel down."""
    k = len(first)
    result = np.zeros((k + len(second) - 1,) * 2)
    for row, column in np.ndindex(second.shape):
        result[row : row + k, column : column + k] += second[row, column] * first
    return result


@claim("A negative score says that more pixels differ than agree.")
def a_score_is_negative_if_more_differ():
    for patch in EVERY_PATCH:
        agree = (patch == DIAGONAL).sum()
        assert (feature_map(patch, DIAGONAL)[0, 0] < 0) == (agree < 9 - agree)


@claim("Two of its seven values are negative:", "negatives become zero, all else stays.")
def by_hand():
    row = MAPS["diagonal"][0]
    assert [in_cell(value) for value in row] == ["0.77", "−0.11", "0.11", "0.33", "0.55", "−0.11", "0.33"]
    assert [in_cell(value) for value in relu(row)] == ["0.77", "0.00", "0.11", "0.33", "0.55", "0.00", "0.33"]
    values = RNG.normal(size=1000)
    assert (relu(values)[values < 0] == 0).all()
    assert (relu(values)[values >= 0] == values[values >= 0]).all()


@claim(
    "24, and 20 for the diagonal.",
    "A 7×7 chessboard has 24 cells with an odd sum of row and column.",
    "In the cross's map all of them are negative, in the diagonal's all but four.",
    "On those four the patch is empty, and an empty patch scores 0.33 with the diagonal, "
    "which is background in six of its nine pixels.",
    "If you said many more for the diagonal, you took everything that is not its stroke for a no.",
    "You turned 20, 24 and 20 of 49 values into zeros, saw that ReLU and max pooling can change places, "
    "and merged two layers into one.",
)
def how_many_become_zero():
    assert [(scores < 0).sum() for scores in MAPS.values()] == [20, 24, 20]
    assert ODD.sum() == 24
    assert ((MAPS["cross"] < 0) == ODD).all()
    assert not (MAPS["diagonal"][~ODD] < 0).any()
    left = [tuple(place) for place in np.argwhere(ODD & (MAPS["diagonal"] >= 0))]
    assert len(left) == 4
    assert all((X[row : row + 3, column : column + 3] == -1).all() for row, column in left)
    assert {in_cell(MAPS["diagonal"][place]) for place in left} == {"0.33"}
    assert (DIAGONAL == -1).sum() == 6
    assert (MAPS["diagonal"] < 1).sum() > 49 / 2  # what is not the stroke is more than half


@claim(
    "Negative cells are cream, the −0.33s deeper than the −0.11s, and after the ReLU none is left.",
    "The ≠ at the right mark what changed: the chessboard, without the four cells whose patch is empty.",
)
def what_the_widget_shows():
    scores = MAPS["diagonal"]
    pale = np.isclose(scores, -1 / 9)
    assert (pale.sum(), (scores < 0).sum()) == (16, 20)
    assert np.allclose(scores[(scores < 0) & ~pale], -3 / 9)
    changed = relu(scores) != scores
    assert not (changed & ~ODD).any()
    assert (ODD & ~changed).sum() == 4
    assert not (relu(scores) < 0).any()
    pale, deep = (np.array(COLOURS((value + 1) / 2)[:3]) for value in (-1 / 9, -3 / 9))
    assert pale[0] > pale[1] > pale[2] > 0.8  # cream: light, and a little less blue
    assert deep[0] > deep[1] > deep[2]
    assert deep[2] < pale[2] - 0.1


@claim(
    "They are those of the story, to the digit:",
    "The rectified maps are those of Brandon Rohrer's "
    "[How Convolutional Neural Networks Work](https://e2eml.school/how_convolutional_neural_networks_work.html) (2016).",
)
def the_story_prints_these_maps():
    for name, scores in MAPS.items():
        assert np.allclose(np.trunc(relu(scores) * 100 + 1e-9) / 100, STORY["relu"][name])


@claim(
    "In these maps the ReLU made zeros by the dozen, and it sets no limit upward:",
    "No. It does not bring values to a common mean or spread, and large values stay large.",
)
def a_relu_does_not_normalize():
    assert all((relu(scores) == 0).sum() >= 12 for scores in MAPS.values())
    assert relu([1000.0, 1e300]).tolist() == [1000, 1e300]
    small, large = relu(MAPS["cross"]), relu(100 * MAPS["cross"])
    assert np.isclose(large.mean(), 100 * small.mean())
    assert np.isclose(large.std(), 100 * small.std())


@claim(
    "It does not. If one value is at least as large as another before a ReLU, it is so after it.",
    "So the largest of a window stays the largest, and what becomes of it is the same in either order.",
    "They can, but that negative would have become zero itself.",
    "Six maps are examples; the answer above is a proof.",
    "Pooling first saves work: the ReLU then has fewer cells to look at.",
    "The minimum commutes for the same reason as the maximum: the smallest of a window stays the smallest.",
    "For a window of −1, 1, 0 and 0 the average is 0.",
    "After a ReLU it is 0.25, because the −1 no longer takes the 1 back.",
)
def what_a_relu_commutes_with():
    one, other = RNG.normal(size=(2, 10_000))
    assert (relu(np.maximum(one, other)) == np.maximum(relu(one), relu(other))).all()
    for scores in MAPS.values():  # as the cell says: turned over, a map has windows with negatives alone
        assert (max_pool(-scores) < 0).any()
        assert not (max_pool(scores) < 0).any()
    many = RNG.normal(size=(10_000, 7, 7))
    assert np.array_equal(max_pool(relu(many)), relu(max_pool(many)))
    assert np.array_equal(-max_pool(-relu(many)), relu(-max_pool(-many)))
    assert not np.allclose(avg_pool(relu(many)), relu(avg_pool(many)))
    window = np.array([[-1.0, 1], [0, 0]])
    assert (avg_pool(window).item(), avg_pool(relu(window)).item()) == (0, 0.25)
    negative = np.array([[-0.1, -1], [-2, -3]])
    assert max_pool(relu(negative)).item() == relu(max_pool(negative)).item() == 0
    assert max_pool(MAPS["cross"]).size < MAPS["cross"].size


@claim(
    "The first, (1, 2), gives a + 2b and, one place on, b + 2c.",
    "The second, (3, 1), takes 3 times the one plus 1 times the other.",
    "One kernel of three numbers does both steps at once.",
    "If you said (3, 6, 2) or (3, 1, 2), you counted b once. It is in both sums: 6 + 1.",
    "The merged kernel is the first one laid down twice: times 3, and one place on times 1.",
)
def by_pencil():
    assert np.convolve([1, 2], [3, 1]).tolist() == [3, 7, 2]
    for pixels in RNG.integers(-9, 10, size=(100, 3)):
        a, b, c = pixels
        assert 3 * (a + 2 * b) + 1 * (b + 2 * c) == 3 * a + 7 * b + 2 * c == pixels @ [3, 7, 2]
    assert np.array_equal(3 * np.array([1, 2, 0]) + 1 * np.array([0, 1, 2]), [3, 7, 2])


@claim(
    "The first kernel is laid down at nine places, times what the second has there, and that makes 5×5:",
    "(`feature_map` divides by 9 in each layer, by 25 for the merged kernel; `* 25 / 81` makes up for that.)",
    "The first two maps are equal (`allclose` allows for rounding in the last digits); "
    "the third, on this X, differs in each cell.",
)
def two_layers_are_one_kernel_of_5_by_5():
    one = merged(CROSS, DIAGONAL)
    assert one.shape == (5, 5)
    assert np.array_equal(one, convolve2d(CROSS, DIAGONAL))
    twice = feature_map(feature_map(X, CROSS), DIAGONAL)
    assert np.allclose(feature_map(X, one) * 25 / 81, twice, rtol=0, atol=1e-12)
    bent = feature_map(relu(feature_map(X, CROSS)), DIAGONAL)
    assert (np.isclose(bent, twice).sum(), twice.size) == (0, 25)


@claim(
    "A further layer would merge too, and so on: without padding, layers of sums do what one larger kernel does, "
    "and nothing more.",
    "A number that each layer adds to its sums, a bias, would merge as well.",
    "One layer, with a kernel of 11×11: each further layer adds one row or column at each side.",
    "The five can do nothing that such a kernel cannot.",
)
def layers_of_sums_merge():
    image = RNG.integers(-9, 10, size=(15, 14))
    five = RNG.integers(-3, 4, size=(5, 3, 3))  # not their own flips, so that nothing hides
    one = five[0]
    for kernel, size in zip(five[1:], (5, 7, 9, 11), strict=True):
        one = merged(one, kernel)
        assert one.shape == (size, size)
    assert np.array_equal(sums(image, *five), sums(image, one))
    biased = sums(image, *five, bias=2) - sums(image, one)
    assert (biased == biased[0, 0]).all()  # one number, whatever the image
    assert biased[0, 0] == (sums(-image, *five, bias=2) - sums(-image, one))[0, 0] != 0
    padded = sums(image, *five[:2], padding=1)
    at_once = sums(image, merged(*five[:2]), padding=2)
    assert np.array_equal(padded[1:-1, 1:-1], at_once[1:-1, 1:-1])
    assert not np.array_equal(padded, at_once)  # why the sentence says "without padding"
    several, mixing = RNG.integers(-3, 4, size=(4, 1, 3, 3)), RNG.integers(-3, 4, size=(1, 4, 3, 3))
    stack = conv2d(conv2d(image[None, None], several), mixing)[0, 0]
    both = sum(merged(several[at, 0], mixing[0, at]) for at in range(4))
    assert np.array_equal(stack, sums(image, both))  # several kernels in a layer, too


@claim(
    "A ReLU is not a sum: its line has a bend at 0.",
    "Each product changes its sign, and so does the score: a kernel that scores 1 on a stroke scores −1 on its negative.",
    "−0.55. Every product changes its sign.",
    "No single kernel makes two such maps: on the swapped image its values are the opposite ones.",
    "Above, every sign has changed.",
)
def one_kernel_gives_opposite_values():
    assert relu(1.0) + relu(-1.0) != relu(1.0 - 1.0)
    for size in range(1, 10):
        kernel = RNG.normal(size=(size, size))
        assert np.allclose(feature_map(-X, kernel), -feature_map(X, kernel))
    for patch in EVERY_PATCH:
        assert feature_map(-patch, DIAGONAL) == -feature_map(patch, DIAGONAL)
    assert (np.sign(feature_map(-X, DIAGONAL)) == -np.sign(MAPS["diagonal"])).all()
    assert (MAPS["diagonal"] != 0).all()
    assert (
        bend(X).std() > 0
    )  # nor does a kernel with a bias: equal on both, its map would be one number throughout


@claim(
    "1 on both. The first ReLU lets through the 1 of the stroke and drops the −1 of the negative; "
    "with the second it is the other way round.",
    "It is tempting to say 0, since 1 and −1 cancel.",
    "They would, but the −1 is gone before the sum.",
    "Below, nothing has: 1.00 at the four places where the diagonal, or its negative, fits exactly.",
    "Two ReLUs have made lesson 04's `np.abs`.",
    "With two ReLUs you scored 1 on a stroke and on its negative, which no kernel without a bias does.",
)
def the_bend_finds_a_stroke_or_its_negative():
    found = [patch for patch in EVERY_PATCH if bend(patch)[0, 0] == 1]
    assert len(found) == 2
    assert all(np.array_equal(abs(patch.sum()), 3) for patch in found)
    assert bend(DIAGONAL).item() == bend(-DIAGONAL).item() == 1
    assert [relu(feature_map(DIAGONAL, kernel)).item() for kernel in (DIAGONAL, -DIAGONAL)] == [1, 0]
    assert np.array_equal(bend(X), bend(-X))
    assert np.array_equal(bend(X), np.abs(feature_map(X, DIAGONAL)))
    assert (bend(X) == 1).sum() == 4
    assert np.argwhere(bend(-X) == 1).tolist() == np.argwhere(feature_map(X, DIAGONAL) == 1).tolist()
    without = feature_map(DIAGONAL, DIAGONAL) + feature_map(DIAGONAL, -DIAGONAL)
    assert without.item() == 0


@claim(
    "(Max pooling between them is no sum.)", "why two convolutions with nothing between are no more than one."
)
def max_pooling_between_them_is_no_sum():
    def stack(image, between):
        return feature_map(between(feature_map(image, CROSS)), DIAGONAL)

    # A kernel's answer to the swapped image is the opposite one; so is that of two, and of two with a mean between.
    for between, opposite in ((np.array, True), (avg_pool, True), (max_pool, False), (relu, False)):
        assert np.allclose(stack(-X, between), -stack(X, between)) == opposite
    at_once = feature_map(X, merged(CROSS, DIAGONAL)) * 25 / 81
    assert np.allclose(stack(X, np.array), at_once)


@claim("Any number from 0 downwards.", "The same map.")
def what_a_zero_hides():
    values = -RNG.random(100)
    assert (relu(values) == 0).all()
    assert relu(0.0) == 0
    positive = RNG.random(100)
    assert (relu(positive) == positive).all()


@claim(
    "`np.where(scores > 0, scores, 0)` does it too.",
    "`scores[scores < 0] = 0` gives the right values, but changes the map that it was given.",
)
def other_ways_to_write_it():
    scores = MAPS["cross"].copy()
    assert np.array_equal(np.where(scores > 0, scores, 0), relu(scores))
    scores[scores < 0] = 0
    assert np.array_equal(scores, relu(MAPS["cross"]))
    assert not np.array_equal(scores, MAPS["cross"])


@claim(
    "leaky ReLU lets a little of the negatives through, tanh and GELU bend smoothly. None is a straight line."
)
def other_bends():
    line = np.linspace(-3, 3, 601)
    gelu = line * (1 + np.tanh(np.sqrt(2 / np.pi) * (line + 0.044715 * line**3))) / 2
    for bent in (np.where(line > 0, line, line / 100), np.tanh(line), gelu):
        assert np.abs(np.diff(bent, 2)).max() > 1e-6


SHOWN = {
    "Python rounds here and our pictures cut, so 0.78 stands for their 0.77.": "0.78",
    "Try it on three pixels:": "two steps: 16  at once: 16",
    "Let us swap the last two.": "diagonal True\ndiagonal True\ncross True\ncross True\nantidiagonal True",
}

SAID = [
    "You will turn every negative value of a map into zero, and find out why so small an operation is worth a layer.",
    "All three maps after the ReLU.",
    "Three pixels in a row, a, b and c; two kernels one after the other; sums only.",
    "ReLU and leaky ReLU can be checked with a pencil.",
    "a straight line cut to zero below zero, as a rectifier lets current through one way.",
]
