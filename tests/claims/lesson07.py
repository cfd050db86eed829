"""What lesson 07 says of votes and shares, and of what one dense layer cannot do."""

from itertools import product
from math import isclose, log

import numpy as np
import pytest

from claims import claim
from xo_helpers.data import load_image, load_kernel
from xo_helpers.drawings import drawings
from xo_helpers.layers import Conv2D, Dense, Flatten, MaxPool2D
from xo_helpers.network import Network
from xo_helpers.ops import agreement, cross_entropy, dense, feature_map, relu, softmax
from xo_helpers.widgets import Votes

X, O, BLANK = load_image("X"), load_image("O"), -np.ones((9, 9), int)
KERNELS = [load_kernel(name) for name in ("diagonal", "cross", "antidiagonal")]
TEN = {
    letter + change: load_image(letter + change)
    for letter in "XO"
    for change in ("", "_translation", "_scaling", "_rotation", "_weight")
}
FRONT = Network([Conv2D(np.stack(KERNELS)[:, None] / 9), MaxPool2D(), MaxPool2D(), Flatten()])
VALUES = np.array([0.9, 0.65, 0.45, 0.87, 0.96, 0.73, 0.23, 0.63, 0.44, 0.89, 0.94, 0.53])
X_PLACES, O_PLACES = [0, 3, 4, 9, 10], [1, 2, 8, 11]
WEIGHTS = np.zeros((12, 2))
WEIGHTS[X_PLACES, 0], WEIGHTS[O_PLACES, 1] = 1 / 5, 1 / 4
NETWORK = Network([*FRONT, Dense(WEIGHTS)])
CASES = np.array([[1, -1], [-1, 1], [1, 1], [-1, -1]])
EDGE = [True, True, False, False]


def pooled_to_two(scores):
    """A 7×7 map pooled twice, window by window, the last ones cut by the edge."""
    for _ in range(2):
        rows = range(0, len(scores), 2)
        scores = np.array([[scores[r : r + 2, c : c + 2].max() for c in rows] for r in rows])
    return scores


@claim(
    "A short stack, lesson 03's three maps pooled twice, makes the 2×2 maps that the story shows:",
    "`Flatten` only lays all values in a row, map after map, row after row: places 0 to 3 are the diagonal's, 4 to 7 the cross's, 8 to 11 the antidiagonal's.",
    "The X has five, the O has four, and they never stand in the same place.",
    "(0.55 is a last cut, the story's. From here on 5 ÷ 9 is rounded, to .56 or .556.)",
)
def the_twelve_places():
    for image, places in ((X, X_PLACES), (O, O_PLACES)):
        by_map = [pooled_to_two(feature_map(image, kernel)) for kernel in KERNELS]
        row = [value for scores in by_map for line in scores for value in line]
        assert np.allclose(row, FRONT.forward(image)[0])
        assert np.flatnonzero(np.isclose(row, 1)).tolist() == places
        assert np.allclose(np.delete(row, places), 5 / 9)
    assert not set(X_PLACES) & set(O_PLACES)
    assert [round(5 / 9, digits) for digits in (2, 3)] == [0.56, 0.556]


@claim("The X's five high places vote for X, the O's four for O; three do not vote.")
def nine_of_twelve_vote():
    assert np.flatnonzero((WEIGHTS == 0).all(axis=1)).tolist() == [5, 6, 7]
    assert ((WEIGHTS != 0).sum(axis=0) == [5, 4]).all()


@claim(
    "The second is cut; the first is a slip, since .912 cut is .91.",
    "A mean is a sum with weights: five values, each times ⅕.",
)
def the_votes():
    x, o = sum(VALUES[at] for at in X_PLACES) / 5, sum(VALUES[at] for at in O_PLACES) / 4
    assert (round(x, 12), round(o, 12)) == (0.912, 0.5175)
    assert [int(100 * vote + 1e-9) / 100 for vote in (x, o)] == [0.91, 0.51]
    assert np.allclose(dense([VALUES], WEIGHTS, [0, 0]), [[x, o]])


@claim(
    "It multiplies a row of values by each column, number by number, and adds up:",
    "every output is a sum over *all* inputs, each with a weight of its own, plus a bias.",
    "In a dense layer every output has a weight of its own for every input.",
)
def what_at_does():
    assert ([2, 3] @ np.array([[1, 10], [4, 5]])).tolist() == [2 * 1 + 3 * 4, 2 * 10 + 3 * 5] == [14, 35]
    rng = np.random.default_rng(0)
    row, weights, bias = rng.normal(size=4), rng.normal(size=(4, 3)), rng.normal(size=3)
    by_hand = [sum(row[i] * weights[i, o] for i in range(4)) + bias[o] for o in range(3)]
    assert np.allclose(dense([row], weights, bias), [by_hand])


@claim(
    "The whole network, from pixels to votes, has 56 weights and biases, 30 of them in the convolution:",
    "A dense layer could look at the pixels directly, with 81 × 2 weights and 2 biases:",
    "Nearly three times as many numbers as ours, and each place has its own:",
    "A kernel's nine weights serve 49 places.",
    "In a convolution an output sees only the patch under the kernel, and all places share the kernel's weights.",
)
def how_many_numbers():
    ours = [sum(numbers.size for numbers in layer.parameters.values()) for layer in NETWORK]
    assert (ours[0], sum(ours)) == (3 * 9 + 3, 56)
    assert 81 * 2 + 2 == 164
    assert 2.9 < 164 / sum(ours) < 3
    assert (KERNELS[0].size, feature_map(X, KERNELS[0]).size) == (9, 49)
    alone = np.zeros((9, 9))
    alone[4, 4] = 1  # one pixel is seen from nine places, each through another weight
    seen = feature_map(alone, np.arange(1.0, 10).reshape(3, 3)) * 9
    assert sorted(seen[seen != 0].tolist()) == list(range(1, 10))


@claim("a stroke at the top left meets other weights than one at the bottom right.")
def a_place_of_its_own():
    weights = np.random.default_rng(0).normal(size=(81, 2))
    others = weights.copy()
    others.reshape(9, 9, 2)[:3, :3] += 1  # those of the top left alone
    layer, changed = (Network([Flatten(), Dense(numbers)]) for numbers in (weights, others))
    empty, first, last = np.full((3, 1, 9, 9), -1.0)
    first[0, :3, :3][np.eye(3) == 1] = last[0, -3:, -3:][np.eye(3) == 1] = 1
    for page, same in ((first, False), (last, True)):
        gain, after = (
            network.forward(page[None]) - network.forward(empty[None]) for network in (layer, changed)
        )
        assert np.allclose(gain, after) is same


@claim(
    "Nine. The X with the thick pen is lost, .511 to .556: all its diagonals' values are .556, and the cross's .33 lowers X's vote.",
    "Three of the O's have the same diagonals, and come out as O by .556 to .467; so nine of ten flatters the network.",
    "Nine of ten drawings were read correctly, with weights read off two of them.",
)
def nine_of_ten():
    votes = {name: NETWORK.forward(image)[0].round(3) for name, image in TEN.items()}
    wrong = [name for name, (x, o) in votes.items() if (x > o) != (name[0] == "X")]
    assert wrong == ["X_weight"]
    assert votes["X_weight"].tolist() == [0.511, 0.556]
    values = {name: FRONT.forward(image)[0] for name, image in TEN.items()}
    thick = values["X_weight"]
    diagonals = [0, 1, 2, 3, 8, 9, 10, 11]
    assert np.allclose(thick[diagonals], 5 / 9)
    assert isclose(thick[4], 3 / 9)
    lifted = np.where(np.arange(12) == 4, 5 / 9, thick)  # with the cross's value as high, it is a draw
    assert np.allclose(*dense([lifted], WEIGHTS, [0, 0])[0])
    poor = [name for name in TEN if name[0] == "O" and np.allclose(values[name][diagonals], 5 / 9)]
    assert poor == ["O_scaling", "O_rotation", "O_weight"]
    assert all(votes[name].tolist() == [0.467, 0.556] for name in poor)


@claim(
    "Dividing votes by their sum will not do: votes can be negative, and −1 and 1 have the sum 0.",
    "A *power* of 2 is positive whatever its exponent: 2³ is 8, 2⁰ is 1, 2⁻³ is ⅛.",
    "And each 1 more in the exponent doubles it.",
)
def why_powers():
    assert [2**3, 2**0, 2**-3] == [8, 1, 1 / 8]
    assert sum([-1, 1]) == 0
    assert dense([VALUES], -WEIGHTS, [0, 0]).min() < 0
    exponents = np.linspace(-20, 20, 401)
    assert (2.0**exponents > 0).all()
    assert np.allclose(2.0 ** (exponents + 1) / 2.0**exponents, 2)
    assert np.allclose(softmax(exponents), np.e**exponents / (np.e**exponents).sum())


@claim(
    "in place of 2 it takes **e** = 2.718…, whose power, near 0, grows as fast as the exponent:",
    "Another base here alone would put a factor into lesson 09's sums.",
)
def why_e():
    for small in (1e-3, 1e-4, 1e-5):
        assert isclose((np.e**small - 1) / small, 1, abs_tol=small)
        assert (2**small - 1) / small < 0.7 < 1.09 < (3**small - 1) / small
    logits, labels = np.array([[0.912, 0.5175], [0.2, 1.1]]), np.array([0, 1])
    for base in (2, np.e, 3, 10):  # powers of another base are powers of e of votes times its logarithm
        measured = np.zeros((2, 2))
        for at in np.ndindex(2, 2):
            nudge = np.zeros((2, 2))
            nudge[at] = 1e-6
            up, down = (cross_entropy((logits + sign * nudge) * log(base), labels) for sign in (1, -1))
            measured[at] = (up - down) / 2e-6
        without = (softmax(logits * log(base)) - np.eye(2)) / 2
        assert np.allclose(measured, log(base) * without, atol=1e-6)


@claim(
    "Nothing changes. e^(100 + vote) is e^100 × e^vote: each power gets the same factor, so does their sum, and the division takes it out again.",
    "Only the differences of votes count.",
    "Only differences count, so first take the largest vote of each row off",
    "It is tempting to say nearly ½ each, since 100.912 and 100.5175 are nearly equal; so it would be if softmax divided the votes.",
)
def adding_changes_no_share():
    rng = np.random.default_rng(0)
    for votes in (np.array([0.912, 0.5175]), *rng.normal(size=(20, 3))):
        powers = np.exp(votes)
        assert np.allclose(np.exp(100 + votes) / np.exp(100), powers)
        for more in (100, -7.5, -votes.max()):
            assert np.allclose(softmax(votes + more), powers / powers.sum())
    more = np.array([100.912, 100.5175])
    assert (more / more.sum()).round(2).tolist() == [0.5, 0.5]


@claim(
    'It is tempting to read .5974 as "60 % certain".',
    "But multiply the dense layer's weights by ten, and the ten verdicts stay, with other shares:",
    "Ten times the weights made .98 of .60, with the same verdict.",
    "It says how far apart the votes are.",
)
def not_certainty():
    powers = [np.exp(vote).round(4) for vote in (0.912, 0.5175)]
    assert powers == [2.4893, 1.6778]
    assert round(sum(powers), 4) == 4.1671
    assert [round(power / 4.1671, 4) for power in powers] == [0.5974, 0.4026]
    assert softmax([9.12, 5.175]).round(2)[0] == 0.98
    images = np.concatenate([np.stack(list(TEN.values())), drawings(500, np.random.default_rng(0))[0]])
    ten_times = Network([*FRONT, Dense(10 * WEIGHTS)])
    one, ten = (network.forward(images[:, None]) for network in (NETWORK, ten_times))
    assert np.array_equal(
        np.sign((one[:, 0] - one[:, 1]).round(9)), np.sign((ten[:, 0] - ten[:, 1]).round(9))
    )
    assert not np.allclose(softmax(one), softmax(ten))
    for lead in (-2.0, 0.3, 4.0):
        assert isclose(softmax([5 + lead, 5])[0], 1 / (1 + np.exp(-lead)))


@claim(
    "O, with .52 to .48. On an empty page both diagonals score .33 and the cross −.11.",
    "One of X's five values is the cross's: (4 × .33 − .11) ÷ 5 = .24.",
    "O's four are all from the diagonals: .33.",
    '"Neither" is not among the answers: there are two votes, and the larger wins.',
    "No. It has only two votes. A blank page gets a verdict too.",
    "In lesson 01 whole-image matching read the same page as an X.",
)
def a_blank_page():
    logits = NETWORK.forward(BLANK)[0]
    assert softmax(logits).round(2).tolist() == [0.48, 0.52]
    scores = [feature_map(BLANK, kernel) for kernel in KERNELS]
    assert [np.unique(score.round(2)).tolist() for score in scores] == [[0.33], [-0.11], [0.33]]
    assert ([at // 4 for at in X_PLACES], [at // 4 for at in O_PLACES]) == ([0, 0, 1, 2, 2], [0, 0, 2, 2])
    assert logits.round(2).tolist() == [round((4 * 0.33 - 0.11) / 5, 2), 0.33] == [0.24, 0.33]
    images = np.random.default_rng(0).normal(size=(200, 1, 9, 9)) * 5
    assert set(NETWORK.forward(images).argmax(axis=1)) == {0, 1}
    assert softmax([0, 0, 5]).argmax() == 2  # a third vote could say "neither"
    assert agreement(BLANK, X) > agreement(BLANK, O)


@claim(
    "Change a value or a weight: the votes and shares follow, shown to as many digits as the sums need.",
)
def four_digits_are_enough():
    """What the slider and the buttons can set has two decimals, so a product has four."""
    hundredths = np.arange(-100, 101)
    assert (np.abs(np.multiply.outer(hundredths, hundredths)) <= 10_000).all()
    rng = np.random.default_rng(0)
    for _ in range(50):
        votes = Votes(rng.choice(hundredths, 12) / 100, rng.choice(hundredths, (12, 2)) / 100)
        assert not repr(votes).endswith("rounded")
        assert np.allclose(votes.votes, votes.votes.round(4), rtol=0, atol=1e-9)
    assert repr(Votes([1 / 3], [[0.1, 0.2]])).endswith("rounded")


@claim(
    "No. From .90 to −1 is a fall of 1.90, a fifth of it is .38, and .912 − .38 = .532 is still more than .5175.",
    "One value among five counts for a fifth of the vote.",
)
def the_first_value_alone():
    fallen = np.array([-1, *VALUES[1:]])
    x, o = dense([fallen], WEIGHTS, [0, 0])[0]
    assert (round(x, 12), round(o, 12)) == (0.532, 0.5175)
    assert all(Votes([value, *VALUES[1:]], WEIGHTS).votes.argmax() == 0 for value in np.linspace(-1, 1, 41))


@claim(
    "If exactly one is stroke, an edge lies between them, whichever side is dark.",
    "The first two votes add up to 2*c*, and so do the last two.",
    "But if both of the first were higher than both of the last, their sum would be too.",
    "No *v*, *w* and *c* will do.",
    "Two units with ReLUs did what one layer cannot.",
    "and meet what one such layer cannot do.",
)
def one_layer_cannot():
    assert [a != b for a, b in CASES] == EDGE
    rng = np.random.default_rng(0)
    grid = np.array(list(product(np.linspace(-2, 2, 9), repeat=3)))
    for v, w, c in np.concatenate([grid, rng.normal(size=(2000, 3))]):
        votes = dense(CASES, [[v], [w]], [c])[:, 0]
        assert votes[:2].sum() == pytest.approx(2 * c)
        assert votes[2:].sum() == pytest.approx(2 * c)
        assert not votes[:2].min() > votes[2:].max() + 1e-9
    for highs, lows in ((rng.normal(size=2), rng.normal(size=2)) for _ in range(2000)):
        assert sum(highs) > sum(lows) or not min(highs) > max(lows)


@claim(
    "Two dense layers with a ReLU between them can.",
    "Each hidden unit finds one of the two cases.",
    "It is lesson 05's bend again: a number or its negative.",
)
def two_hidden_units_can():
    hidden = relu(dense(CASES, [[1, -1], [-1, 1]], [0, 0]))
    assert hidden.tolist() == [[2, 0], [0, 2], [0, 0], [0, 0]]
    votes = dense(hidden, [[1], [1]], [0])[:, 0]
    assert votes[:2].min() > votes[2:].max()
    difference = CASES[:, 0] - CASES[:, 1]
    assert np.array_equal(votes, relu(difference) + relu(-difference))


@claim(
    "0, four times: *b* − *a* takes back what *a* − *b* gives.",
    "without the ReLU, two dense layers are one, for the reason of lesson 05, and other weights would not help either.",
)
def without_the_bend():
    first, last = np.array([[1, -1], [-1, 1]]), np.array([[1], [1]])
    assert (dense(dense(CASES, first, [0, 0]), last, [0]) == 0).all()
    rng = np.random.default_rng(0)
    for _ in range(200):
        first, last, bias, end = (rng.normal(size=size) for size in ((2, 5), (5, 1), 5, 1))
        two = dense(dense(CASES, first, bias), last, end)
        assert np.allclose(two, dense(CASES, first @ last, bias @ last + end))


@claim(
    "`np.exp(x)` is e to the power of each vote, and `np.exp(1000)` gives `inf`, too large.",
    "Each row has its own largest vote taken off. With one for all rows, a row of small votes could become 0 ÷ 0.",
    "Without `keepdims` the largest votes lie in a row: of two images with two classes, image 1's is taken off column 1 in both.",
)
def what_can_go_wrong():
    with np.errstate(all="ignore"):
        assert np.isinf(np.exp(1000.0))
        x = np.array([[1000.0, 0], [0, -1000]])
        powers = np.exp(x - x.max())
        assert np.isnan(powers / powers.sum(axis=1, keepdims=True)).any()
    assert np.isfinite(softmax(x)).all()
    x = np.array([[3.0, 1], [10, 4]])
    assert np.array_equal((x - x.max(axis=1))[:, 1], x[:, 1] - x[1].max())


@claim(
    ".88 and .12. The difference is 2, and e² is about 7.4, so one share is 7.4 times the other.",
)
def three_to_one():
    shares = softmax([3, 1])
    assert shares.round(2).tolist() == [0.88, 0.12]
    assert round(np.e**2, 1) == round(shares[0] / shares[1], 1) == 7.4


SAID = [
    "Where did these weights come from? We read them off two letters.",
    "From lesson 08 on, weights are learned.",
    "How often such a share is right has to be counted; lesson 10 does.",
    "each row of shares must add up to 1.",
    "in a fully connected layer every value has a weight for each class.",
]
