"""What lesson 10 says: of drawings never seen, of ten starts and what they miss, of learning by heart and its cure."""

from functools import cache
from importlib import import_module
from math import comb
from unittest.mock import patch

import numpy as np

from claims import claim
from xo_helpers.checks.lesson10 import ENOUGH, MOST, STARTS, check_fewest_weights
from xo_helpers.data import load_image, load_kernel
from xo_helpers.drawings import CLASSES, drawings
from xo_helpers.layers import Conv2D, Dense, Flatten, MaxPool2D, ReLU
from xo_helpers.network import Network
from xo_helpers.ops import agreement, softmax
from xo_helpers.training import evaluate, train

SEEN, HELD_OUT, TEST = (
    drawings(n, np.random.default_rng(seed), translation=2.5) for n, seed in ((4000, 1), (1000, 2), (1000, 3))
)
FEW, FORTY = ((SEEN[0][:n], SEEN[1][:n]) for n in (1000, 40))
CHANGES = ["", "_translation", "_scaling", "_rotation", "_weight"]
STORY = np.stack([load_image(letter + change) for letter in CLASSES for change in CHANGES])
STORY_LABELS = np.repeat([0, 1], 5)
OURS = np.stack([load_kernel(name) for name in ("diagonal", "cross", "antidiagonal")])


def build(plan, rng, kernels=8, window=2, stride=2, hidden=16):
    network = Network([])
    for letter in plan:
        n = network.output_shape[0]
        if letter == "C":
            layer = Conv2D.random(rng, n, kernels)
        elif letter in "HV":
            layer = Dense.random(rng, n, hidden if letter == "H" else 2)
        else:
            layer = {"R": ReLU(), "P": MaxPool2D(window, stride), "F": Flatten()}[letter]
        network += [layer]
    return network


def trained(seed, drawn, plan="CRPFV", epochs=15, batch_size=32, learning_rate=0.1, validation=None, **kind):
    """A network of that start and the epochs of its training."""
    rng = np.random.default_rng(seed)
    network = build(plan, rng, **kind)
    how = {"epochs": epochs, "batch_size": batch_size, "learning_rate": learning_rate}
    return network, list(train(network, *drawn, **how, rng=rng, validation=validation))


@cache
def first():
    return trained(0, SEEN, epochs=10, validation=HELD_OUT)


@cache
def by_heart(seed):
    return trained(seed, FORTY, epochs=100, batch_size=8, validation=HELD_OUT)


@cache
def scores(starts=10, **how):
    return np.array([evaluate(trained(seed, FEW, **how)[0], *HELD_OUT)[1] for seed in range(starts)])


def wins(these, those):
    return (these > those).sum() + (these == those).sum() / 2


def matched(images):
    """Whole-image matching: 0 where an image agrees with the X at least as much as with the O, else 1."""
    x, o = load_image("X"), load_image("O")
    return np.array([agreement(image, o) > agreement(image, x) for image in images]).astype(int)


def in_both(images, labels):
    return np.concatenate([images, -images]), np.tile(labels, 2)


def common(these, those):
    return those[1][(those[0][:, None] == these[0]).all(axis=(2, 3)).any(axis=1)].tolist()


@claim("here number 6 has lost its top.")
def number_six_has_lost_its_top():
    images, labels = drawings(10, np.random.default_rng(14), translation=2.5)
    wide = np.flatnonzero((images[6] == 1).any(axis=1))
    assert (labels[6], wide[0], wide[-1]) == (0, 0, 5)


@claim("(By chance the second and the third have one O each in common with the first.)")
def one_drawing_each_is_in_two_sets():
    assert (common(SEEN, HELD_OUT), common(SEEN, TEST), common(HELD_OUT, TEST)) == ([1], [1], [])
    assert (common(SEEN, (STORY, STORY_LABELS))) == []


@claim(
    ".53. Tossing a coin would give .50.",
    "But a letter that has moved meets mostly background, as the blank page of lesson 01 did, and gets the same answer: three times in four matching says X.",
    "In the middle there are 9 in 100 left to win over matching, for wandering letters 47.",
    "(And in the middle one pixel, the centre, reads all 1,000 by itself; of wandering letters .56.)",
)
def what_has_to_be_beaten():
    middle = drawings(1000, np.random.default_rng(2), translation=0.5)
    assert (matched(middle[0]) == middle[1]).mean().round(2) == 0.91
    said = matched(HELD_OUT[0])
    assert (said == HELD_OUT[1]).mean().round(2) == 0.53
    assert (said == 0).mean().round(2) == 0.75
    assert matched(-np.ones((1, 9, 9))) == [0]
    by_the_centre = [((images[:, 4, 4] == -1) == labels).mean() for images, labels in (middle, HELD_OUT)]
    assert (by_the_centre[0], by_the_centre[1].round(2)) == (1, 0.56)


@claim(
    "Both losses fall and neither accuracy falls, but for one step back of validation, at epoch 7.",
    "(Validation begins ahead: it is counted at the end of an epoch, training on the way, while the network is still worse.)",
    "What the network learned from the 4,000 holds for the other 1,000: it **generalises**. It reads 98 of 100, the baseline 53.",
    "All ten, the thick X among them.",
)
def it_learns_and_generalises():
    network, epochs = first()
    for name, sign in (("loss", -1), ("accuracy", 1)):
        for values, back in ((name, []), (f"validation_{name}", [7])):
            steps = sign * np.diff([getattr(epoch, values) for epoch in epochs])
            assert (np.flatnonzero(steps < 0) + 2).tolist() == back
        ahead = [getattr(epochs[0], values) for values in (name, f"validation_{name}")]
        assert sign * (ahead[1] - ahead[0]) > 0
    rng = np.random.default_rng(0)
    once = build("CRPFV", rng)
    epoch = next(train(once, *SEEN, epochs=1, batch_size=32, learning_rate=0.1, rng=rng, validation=HELD_OUT))
    at_its_end = evaluate(once, *SEEN)  # counted as validation is, training is as far
    assert epoch.accuracy + 0.1 < epoch.validation_accuracy
    assert abs(at_its_end[1] - epoch.validation_accuracy) < 0.02
    assert round(epochs[-1].validation_accuracy, 2) == 0.98
    assert (network.forward(STORY[:, None]).argmax(axis=1) == STORY_LABELS).all()


@claim(
    "No: 59 of 100, where a coin would get 50.",
    "But of the 4,000 drawings that it learned from, one had more stroke than background.",
)
def swapped_it_reads_hardly_more_than_half():
    network, _ = first()
    assert round(evaluate(network, -HELD_OUT[0], HELD_OUT[1])[1], 2) == 0.59
    assert ((SEEN[0] == 1).mean(axis=(1, 2)) > 0.5).sum() == 1


@claim(
    "Nearly all of 4,000, and twenty of twenty.",
    "By hand the best of lesson 06's four had 92 of 100, and 16 of the twenty.",
)
def both_colours():
    for seed in range(10):
        rng = np.random.default_rng(seed)
        network = build("CRPFV", rng)
        seen = in_both(*drawings(2000, rng))
        list(train(network, *seen, epochs=5, batch_size=32, learning_rate=0.1, rng=rng))
        new = in_both(*drawings(2000, np.random.default_rng(100)))
        assert evaluate(network, *new)[1] > 0.98
        assert evaluate(network, *in_both(STORY, STORY_LABELS))[1] == 1

    def match(images):  # lesson 06's: agree or disagree with which letter more
        x, o = (np.abs((images * load_image(letter)).sum(axis=(1, 2))) for letter in CLASSES)
        return (x <= o).astype(int)

    new, labels = in_both(*drawings(2000, np.random.default_rng(0)))
    twenty, twenty_labels = in_both(STORY, STORY_LABELS)
    assert (match(new) == labels).mean().round(2) == 0.92
    assert (match(twenty) == twenty_labels).sum() == 16


def likeness(kernels):
    flat = kernels.reshape(len(kernels), 9)
    return np.abs(flat @ OURS.reshape(3, 9).T / 3 / np.linalg.norm(flat, axis=1)[:, None])


@claim(
    "Take a likeness: 1 for one of ours multiplied by any number, also a negative one, 0 for one whose products with each of ours sum to 0.",
    "Random kernels have .43 on average; our network's eight began with .51.",
    ".47, about the same: four rose and four fell.",
    "But training looks for whatever lowers the loss, starting from where it stands; nothing asks for kernels that we would have drawn.",
    "One of the eight went our way: kernel 1, from .57 to .89.",
)
def no_more_like_ours():
    assert np.allclose(likeness(OURS * -0.3).max(axis=1), 1)
    nothing = np.linalg.svd(OURS.reshape(3, 9))[2][3:]  # at right angles to all three
    assert np.allclose(likeness(nothing), 0)
    some = Conv2D.random(np.random.default_rng(0), 1, 20_000).parameters["kernels"]
    assert likeness(some).max(axis=1).mean().round(2) == 0.43
    rose = []
    for seed in range(10):
        before = build("CRPFV", np.random.default_rng(seed)).parameters["conv1.kernels"]
        network = first()[0] if seed == 0 else trained(seed, SEEN, epochs=10)[0]
        after = network.parameters["conv1.kernels"]
        was, now = likeness(before).max(axis=1), likeness(after).max(axis=1)
        rose.append(now.mean() > was.mean())
        if seed == 0:
            assert (was.mean().round(2), now.mean().round(2)) == (0.51, 0.47)
            assert (now > was).tolist() == [False, True, False, False, False, True, True, True]
            assert (was[1].round(2), now[1].round(2)) == (0.57, 0.89)
            assert likeness(after)[1].argmax() == 2
    assert 1 < sum(rose) < 9  # by the lesson's own rule: no difference seen


@claim(
    "Kernel 1 likes the rising stroke, 7 a thick falling one, 0, 2 and 3 three corners of an O.",
)
def what_they_like():
    kernels = first()[0].parameters["conv1.kernels"].reshape(8, 9)
    patches = np.lib.stride_tricks.sliding_window_view(HELD_OUT[0], (3, 3), axis=(1, 2)).reshape(1000, 49, 9)
    flat = patches.reshape(-1, 9)
    liked = flat[(flat @ kernels.T).argmax(axis=0)]
    assert np.array_equal(liked[1].reshape(3, 3), OURS[2])
    assert set(np.flatnonzero(OURS[0].ravel() == 1)) < set(np.flatnonzero(liked[7] == 1))
    corners = []
    for at in (0, 2, 3):
        of_letter = [(patches[HELD_OUT[1] == y] == liked[at]).all(axis=2).any(axis=1).mean() for y in (0, 1)]
        assert of_letter[1] > 1.7 * of_letter[0]  # in an O almost twice as often
        grid = liked[at].reshape(3, 3)
        strokes = [edge.all() for edge in (grid[0] == 1, grid[:, 2] == 1, grid[2] == 1, grid[:, 0] == 1)]
        assert (sum(strokes), (grid == 1).sum()) == (2, 5)
        corners.append(strokes)
    assert len(np.unique(corners, axis=0)) == 3


def frozen(layer, seed, epochs=20, learning_rate=0.02):
    """The held-out accuracies of votes above a layer that stays, after so many epochs and twice as many."""
    front = Network([layer, ReLU(), MaxPool2D(), Flatten()])
    values, held = front.forward(SEEN[0][:, None]), front.forward(HELD_OUT[0][:, None])
    rng = np.random.default_rng(seed)
    votes = Network([Dense.random(rng, values.shape[1], 2)], input_shape=values.shape[1:])
    how = {"epochs": 2 * epochs, "batch_size": 32, "learning_rate": learning_rate, "rng": rng}
    for epoch in train(votes, values, SEEN[1], **how):
        if epoch.epoch == epochs:
            half = evaluate(votes, held, HELD_OUT[1])[1]
    return half, evaluate(votes, held, HELD_OUT[1])[1]


@claim(
    "so that only the votes above them learn, in short steps: our three kernels (halved, to be as large as random ones)",
    "Ours lose to three random ones.",
)
def ours_lose_to_random_ones():
    sizes = [np.linalg.norm(OURS[0] / 2), np.sqrt(2)]  # nine weights with a spread of √(2/9)
    assert abs(sizes[0] / sizes[1] - 1) < 0.1
    ours = np.array([frozen(Conv2D(OURS[:, None] / 2), seed) for seed in range(10)])
    some = np.array([frozen(Conv2D.random(np.random.default_rng(seed), 1, 3), seed) for seed in range(10)])
    for found in (ours, some):
        assert abs(np.diff(found.mean(axis=0))[0]) < 0.015  # twenty epochs more change little
    assert wins(some[:, 0], ours[:, 0]) >= 9
    assert some[:, 0].mean() - ours[:, 0].mean() > 0.07
    ninths = [frozen(Conv2D(OURS[:, None] / 9), seed, learning_rate=0.1)[0] for seed in range(3)]
    assert max(ninths) < 0.68  # the lesson's own size does no better


@claim(
    "One trained network proves little, since another random start gives another result.",
    "For two equally good kinds each pair is like a coin toss, and 9 wins or more, or 1 or fewer, come up in 2 of 100 comparisons.",
)
def the_rule():
    rare = sum(comb(10, k) for k in (0, 1, 9, 10)) / 2**10
    assert round(rare, 2) == 0.02
    assert len(set(scores())) > 5


@claim(
    "Where nothing differs the rule errs twice in 100 (and more often in twenty comparisons).",
    "A difference of a point or two is often missed with ten starts.",
)
def what_the_rule_misses():
    pool, rng = scores(starts=40), np.random.default_rng(5)
    for lost, least, most in ((0, 0.005, 0.04), (0.01, 0.06, 0.2), (0.02, 0.3, 0.6), (0.04, 0.8, 1)):
        called = 0
        for _ in range(1000):  # from forty starts, where the lesson has twenty
            mixed = rng.permutation(pool)[:20]
            called += abs(wins((mixed[:10] - lost).round(3), mixed[10:]) - 5) >= 4
        assert least < called / 1000 < most
    base = rng.normal(size=(4000, 1, 10))
    won = (rng.normal(size=(4000, 20, 10)) > base).sum(axis=2)
    assert 0.22 < (abs(won - 5) >= 4).any(axis=1).mean() < 0.3


@claim(
    "Sixteen kernels win 6½: no difference seen. With forty starts they win 33. It was there.",
    "Fewer, but ten starts do not show it: it wins 1½ of ten, no difference by our rule. Forty do: it wins 10½, different by a rule as strict.",
    "A window of 7 keeps one value of each map, and nothing of where it stood.",
    "look at the best start: .96, with 98 weights where the usual network has 338.",
)
def not_seen_is_not_not_there():
    usual = scores(starts=40)
    sixteen, seven = scores(starts=40, kernels=16), scores(starts=40, window=7, stride=7)
    assert [wins(found[:10], usual[:10]) for found in (sixteen, seven)] == [6.5, 1.5]
    assert [wins(found, usual) for found in (sixteen, seven)] == [33, 10.5]
    rare = 2 * sum(comb(40, k) for k in range(28, 41)) / 2**40
    assert 0.01 < rare < 22 / 1024  # as strict: 28 of forty or more, 12 or fewer
    assert seven[:10].max().round(2) == 0.96
    counts = [build("CRPFV", np.random.default_rng(0), **kind) for kind in ({"window": 7, "stride": 7}, {})]
    assert [sum(a.size for a in network.parameters.values()) for network in counts] == [98, 338]
    assert counts[0].shapes["pool1"] == (8, 1, 1)


@claim("0.01 does not get far in 15 epochs, and 1.0 is too long a step.")
def short_steps_and_long_ones():
    for seed in range(3):
        short = [
            evaluate(trained(seed, FEW, epochs=n, learning_rate=0.01)[0], *HELD_OUT)[1] for n in (15, 90)
        ]
        assert short[0] < 0.83 < 0.87 < short[1]
    rough, fine = (trained(5, FEW, learning_rate=rate)[1] for rate in (1.0, 0.1))
    rises = [sum(np.diff([epoch.loss for epoch in epochs]) > 0) for epochs in (rough, fine)]
    assert rises[0] > rises[1] == 0


@claim(
    "ReLU and max-pooling can change places, as lesson 05 showed, so the first two are the same network, ring for ring: ten ties.",
    "A letter that wanders puts strokes everywhere, so that a single pixel says next to nothing.",
    "With neither ReLU nor pool, `CFV` is a sum of sums of pixels, no better than `FV`.",
    "Hidden units on the pixels, `FHRV`, get .91 with 1,346 weights, and lose.",
)
def layers_in_other_orders():
    pair = [trained(3, FEW, plan=plan)[0].forward(HELD_OUT[0][:, None]) for plan in ("CRPFV", "CPRFV")]
    assert np.array_equal(*pair)
    straight = build("CFV", np.random.default_rng(0))
    a, b = HELD_OUT[0][:2, None].astype(float)
    zero = straight.forward(np.zeros((1, 1, 9, 9)))
    together, apart = straight.forward((a + b)[None]), straight.forward(a[None]) + straight.forward(b[None])
    assert np.allclose(together, apart - zero)
    deep = build("FHRV", np.random.default_rng(0))
    assert sum(array.size for array in deep.parameters.values()) == 1346
    three, two = (trained(9, FEW, plan=plan)[0] for plan in ("CRCRPCRPFV", "CRPCRPFV"))
    assert evaluate(three, *HELD_OUT)[1] < 0.55 < 0.95 < evaluate(two, *HELD_OUT)[1]
    middle = drawings(4000, np.random.default_rng(1))
    for (images, labels), least, most in ((SEEN, 0.5, 0.6), (middle, 0.75, 1)):  # the best single pixel
        right = ((images == 1) == labels[:, None, None]).mean(axis=0)
        assert least < np.maximum(right, 1 - right).max() < most
    straight, _ = trained(0, (middle[0][:1000], middle[1][:1000]), plan="FV")
    assert (
        evaluate(straight, *drawings(1000, np.random.default_rng(2)))[1] > 0.9
    )  # where letters stay, it can


@claim(
    "With four, two starts ended at .50: their hidden units are below zero for every drawing, their gates are shut, and nothing flows back through them."
)
def dead_units():
    found = scores(plan="CRPFHRV", hidden=4)
    assert np.flatnonzero(found < 0.55).tolist() == [1, 3]
    assert (found[[1, 3]] == 0.5).all()
    for seed in (1, 3):
        network, _ = trained(seed, FEW, plan="CRPFHRV", hidden=4)
        for images in (FEW[0], HELD_OUT[0]):
            assert network.activations(images[:, None])["dense1"].max() < 0


@claim(
    "On its 40 drawings the network is perfect. On the others it reads 67 in 100, and its loss there *rises* while the training loss goes to zero.",
    "By the rule, stopping early costs accuracy, here.",
    "With the same 40 drawings, moved anew, the mean goes from .67 to .86 (moved once, it stays below .67).",
    "What differs is how much there is to see.",
)
def by_heart_and_cured():
    losses, accuracies, moved, once = [], [], [], []
    for seed in range(10):
        _, epochs = by_heart(seed)
        best = min(epochs, key=lambda epoch: epoch.validation_loss)
        losses.append((best.validation_loss, epochs[-1].validation_loss))
        accuracies.append((best.validation_accuracy, epochs[-1].validation_accuracy))
        assert (epochs[-1].accuracy, epochs[-1].loss < 0.01) == (1, True)
        assert best.epoch < 15
        moved.append(evaluate(mover(seed), *HELD_OUT)[1])
        once.append(evaluate(mover(seed, once=True), *HELD_OUT)[1])
    losses, (early, last) = np.array(losses), np.transpose(accuracies)
    assert (losses[:, 1] > 1.3 * losses[:, 0]).all()
    assert wins(early, last) <= 1
    assert last[5].round(2) == 0.67
    assert (last.mean().round(2), np.mean(moved).round(2)) == (0.67, 0.86)
    assert wins(np.array(moved), last) == 10
    assert np.mean(once) < 0.65


def mover(seed, once=False):
    """A network that learned from the forty drawings, moved anew in each of 100 epochs, or only in the first."""
    rng = np.random.default_rng(seed)
    network = build("CRPFV", rng)
    page = np.full((40, 13, 13), -1)
    page[:, 2:11, 2:11] = FORTY[0]
    for epoch in range(100):
        if epoch == 0 or not once:
            corners = rng.integers(0, 5, (40, 2))
        images = np.stack([page[at, r : r + 9, c : c + 9] for at, (r, c) in enumerate(corners)])
        list(train(network, images, FORTY[1], epochs=1, batch_size=8, learning_rate=0.1, rng=rng))
    return network


def sure(network):
    """The mean share, the share that is right, and that among answers of .99 or more."""
    shares = softmax(network.forward(HELD_OUT[0][:, None]))
    right, certain = shares.argmax(axis=1) == HELD_OUT[1], shares.max(axis=1) >= 0.99
    return shares.max(axis=1).mean(), right.mean(), right[certain].mean()


@claim(
    '"Yes" is tempting: it takes a share for how often one is right. Its shares come from 40 drawings, of which it gets all right.',
    "78 are; 70 to 86 in ten starts.",
    "Where shares say how often they are right, a network is **calibrated**; the one of 4,000 nearly is.",
)
def shares_against_what_is_right():
    for seed in range(10):
        mean, right, certain = sure(by_heart(seed)[0])
        assert mean - right > 0.15
        assert 0.7 <= certain.round(2) <= 0.86
        assert seed != 5 or certain.round(2) == 0.78
    mean, right, certain = sure(first()[0])
    assert abs(mean - right) < 0.02
    assert certain > 0.99


@claim(
    "More than 300 networks have read the held-out drawings.",
    "The best was two convolutions, start 5.",
    "On 20,000 others this network reads .975. The .983 was picked for being the highest; and the test set is harder, for the ten usual networks too.",
)
def the_test_set():
    asked = 3 * 10 + 2 * 10 + 20 + 9 * 10 + 4 * 10 + 8 * 10 + 4 * 10  # first layers, rule, knobs, remedies
    assert asked > 300
    two = [trained(seed, FEW, plan="CRPCRPFV")[0] for seed in range(10)]
    held, tested = ([evaluate(network, *drawn)[1] for network in two] for drawn in (HELD_OUT, TEST))
    assert np.argmax(held) == 5
    assert max(held) > scores(plan="CRPFHRV").max() > scores().max()
    assert (held[5], tested[5]) == (0.983, 0.957)
    others = drawings(20_000, np.random.default_rng(77), translation=2.5)
    assert round(evaluate(two[5], *others)[1], 3) == 0.975
    usual = [trained(seed, FEW)[0] for seed in range(10)]
    held, tested = ([evaluate(network, *drawn)[1] for network in usual] for drawn in (HELD_OUT, TEST))
    assert np.less(tested, held).all()
    assert np.mean(tested) < np.mean([evaluate(network, *others)[1] for network in usual]) - 0.01


@claim(
    "Numbers 86, 912, 468 and 731 have wandered partly off the page; a thin pen left half of 731.",
    "O won with 1.15, where X got −0.93.",
    "*Down*, pressed as far as `conv1`, follows what weighed most.",
    "4.45×0.55, both rounded: the top left of map 3.",
    "The drawing's rows 0 to 2, columns 0 to 2, are the patch that kernel 3 likes best, a corner of an O.",
)
def a_mistake_opened():
    network, _ = first()
    image = HELD_OUT[0][912]
    assert network.forward(image[None, None])[0].round(2).tolist() == [-0.93, 1.15]
    values, weights = network[:4].forward(image[None, None])[0], network.parameters["dense1.weights"][:, 1]
    terms = values * weights
    at = np.abs(terms).argmax()
    assert (at, terms.argmax()) == (48, 48)  # map 3, row 0, column 0 of 8×4×4
    assert [number[at].round(2) for number in (values, weights)] == [4.45, 0.55]
    patches = np.lib.stride_tricks.sliding_window_view(HELD_OUT[0], (3, 3), axis=(1, 2)).reshape(-1, 9)
    best = patches[(patches @ network.parameters["conv1.kernels"][3].ravel()).argmax()]
    assert np.array_equal(image[:3, :3].ravel(), best)
    assert HELD_OUT[1][[86, 912, 731, 72, 410]].tolist() == [0, 0, 1, 1, 0]
    with patch.object(import_module("xo_helpers.drawings"), "SIZE", 25):  # the same dice on a larger page
        large, _ = drawings(1000, np.random.default_rng(2), translation=2.5)
    assert np.array_equal(large[:, 8:17, 8:17], HELD_OUT[0])
    off = (large == 1).sum(axis=(1, 2)) - (HELD_OUT[0] == 1).sum(axis=(1, 2))
    assert off[[86, 912, 468, 731]].tolist() == [3, 6, 5, 4]
    rings = (HELD_OUT[0][HELD_OUT[1] == 1] == 1).sum(axis=(1, 2))
    assert (HELD_OUT[0][731] == 1).sum() < 0.6 * np.median(rings)


@claim(
    "To pass, it needs at most 60 weights, biases included, and 90 % of the drawings right.",
    "The check trains it from three starts on 2,000 wandering drawings for 15 epochs, asks it about 1,000 others, always the same, and takes the middle one of the three accuracies.",
    "58 weights: two kernels of 5×5 with a bias each, and of each map only the best value, wherever it stands. That leaves two values, four weights and two biases for the votes. Two kernels of 4×4 with a window of 6 pass with 40.",
)
def few_weights():
    assert (MOST, ENOUGH, len(STARTS)) == (60, 0.9, 3)

    def of(size, window):
        def my_network(rng):
            front = [Conv2D.random(rng, 1, 2, size), ReLU(), MaxPool2D(window, window), Flatten()]
            return Network([*front, Dense.random(rng, 2, 2)])

        return my_network

    assert of(5, 5)(np.random.default_rng(0)).shapes["pool1"] == (2, 1, 1)
    for size, window, weights in ((5, 5, 58), (4, 6, 40)):
        assert check_fewest_weights(of(size, window)).text.startswith(
            f"fewest_weights: right, {weights} weights"
        )


SHOWN = {
    "Of a drop of .01 it misses 88 in 100 here, of .02 it misses 55, of .04 four.": "0.01 worse: called different 12 times in 100\n0.02 worse: called different 45 times in 100\n0.04 worse: called different 96 times in 100",
    "From eight random kernels to eight learned ones it is ten in 100.": "8 random   mean 0.86",
    "One kernel and four are worse, and so is 1×1, which sees single pixels and no direction.": "size: 1×1    mean 0.64, from 0.57 to 0.67, wins 0 of 10",
    "By the rule 5×5 is better, and so is a rate of 0.3;": "size: 5×5    mean 0.96, from 0.93 to 0.97, wins 9 of 10",
    "A window of 1, which is no pool, is not seen to differ. Windows of 3 and 4 lose.": "wins 3 of 10\n3, stride 2  mean 0.88, from 0.69 to 0.95, wins 1 of 10\n4, stride 4  mean 0.88, from 0.75 to 0.92, wins 0 of 10",
    "Sixteen hidden units win all ten.": "16 hidden units  mean 0.97, from 0.96 to 0.98, wins 10 of 10",
    "Two convolutions win 9.": "CRPCRPFV         mean 0.97, from 0.94 to 0.98, wins 9 of 10",
    "The story's own order, with three, wins 7: no difference seen.": "from 0.52 to 0.98, wins 7 of 10",
    "`FV` gets .64.": "FV               mean 0.64",
}
SAID = [
    "Most of the hyperparameters are from Brandon Rohrer's",
    "(The number before the colon only counts the drawings.)",
    "All have fixed seeds, so that your numbers are those in the text.",
    "When all 4,000 have been shown once, that is one **epoch**.",
    '"98, since an X stays an X" is tempting.',
    '"Nearly 1, since an X is made of strokes" is tempting.',
    "Here they are, each divided by its largest weight's size, and below each the patch it *likes best*: of all 3×3 patches of the held-out drawings the one with the highest sum of products.",
    "Beside them stand networks that learn all their weights.",
    "So comparisons of accuracy from here on have **ten starts**, and we count **wins**: first start against first, second against second, and so on; a tie counts half.",
    "All of this holds for these drawings and this many epochs.",
    "Now only 40 drawings, and 100 epochs.",
    "Here are the six mistakes of which it was most sure:",
    "That cannot be said.",
    "**Next:** all of this was about our own drawings.",
]
