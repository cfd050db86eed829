"""What lesson 11 says: where networks hold and where they break, on starts and drawings other than its own too."""

import inspect
from functools import cache

import numpy as np

from claims import claim
from xo_helpers.data import load_image, load_kernel, load_typefaces
from xo_helpers.drawings import drawings
from xo_helpers.layers import Conv2D, Dense, Flatten, GlobalMax, MaxPool2D, ReLU
from xo_helpers.network import Network, trained_network
from xo_helpers.ops import feature_map
from xo_helpers.plots import load_photograph
from xo_helpers.training import evaluate, train
from xo_helpers.widgets import DrawPad

PLAIN = np.stack([load_image(letter) for letter in "XO"])
IMAGES, FACES, LETTERS = load_typefaces()
LABELS = np.isin(LETTERS, ["O", "o", "0"]).astype(int)
PAD = trained_network()
READ = PAD.forward(IMAGES[:, None]).argmax(axis=1) == LABELS
LETTER = IMAGES[~READ][2]
WAYS = {"sideways": [(0, 2), (0, -2)], "up or down": [(2, 0), (-2, 0)]}
WAYS["diagonally"] = [(2, 2), (2, -2), (-2, 2), (-2, -2)]


def matched(images):
    """What whole-image matching says, counted pixel by pixel; the X where both agree as well."""
    return np.argmax([(images == one).sum(axis=(1, 2)) for one in PLAIN], axis=0)


def moved(images, down, right):
    padded = np.pad(images, ((0, 0), (2, 2), (2, 2)), constant_values=-1)
    return padded[:, 2 - down : 11 - down, 2 - right : 11 - right]


def roomy(images, room):
    return np.pad(images, ((0, 0), (room, room), (room, room)), constant_values=-1)


def network(rng, ending, size=9):
    front = [Conv2D.random(rng, 1, 8, padding=1), ReLU(), MaxPool2D(), Conv2D.random(rng, 8, 16), ReLU()]
    maps = Network(front, (1, size, size))
    if ending == "maximum":
        return Network([*front, GlobalMax(), Dense.random(rng, 16, 2)], maps.input_shape)
    return Network(
        [*front, Flatten(), Dense.random(rng, 16 * maps.shapes["relu2"][1] ** 2, 2)], maps.input_shape
    )


def dense(rng):
    return Network([Flatten(), Dense.random(rng, 81, 64), ReLU(), Dense.random(rng, 64, 2)])


def trained(made, images, labels, rng, epochs=8):
    for _ in train(made, images, labels, epochs=epochs, batch_size=32, learning_rate=0.1, rng=rng):
        pass
    return made


def learned(ending, images, labels, seed):
    rng = np.random.default_rng(seed)
    return trained(network(rng, ending, images.shape[-1]), images, labels, rng)


def turned_over(image):
    copies = np.repeat(image[None], 81, axis=0)
    copies.reshape(81, 81)[np.arange(81), np.arange(81)] *= -1
    return copies


def lead(images):
    votes = PAD.forward(images[:, None])
    return votes[:, 0] - votes[:, 1]


@claim(
    "On an even area every product is −0.89 times a weight, so the score is −0.89 × −3 ÷ 9 = 0.30.",
    "Three of its weights are 1 and six are −1.",
    "The diagonal's is −⅓, so 1 becomes 1⅓ and −1 becomes −⅔.",
    "Now the weights sum to 0, and every even area scores 0, whatever its brightness.",
    "The blank page of lesson 06 scored 0.33 for the same reason.",
    "0.5 × 2 ÷ 9 = 0.11, with no feature there at all.",
)
def even_areas():
    photo = load_photograph()
    assert photo[70:73, 20:23].mean().round(2) == -0.89
    kernels = {name: load_kernel(name) for name in ("diagonal", "cross", "antidiagonal")}
    assert [int(kernel.sum()) for kernel in kernels.values()] == [-3, 1, -3]
    assert np.sort(kernels["diagonal"].ravel()).tolist() == [-1] * 6 + [1] * 3
    assert round(-0.89 * -3 / 9, 2) == 0.3
    assert feature_map(-np.ones((3, 3)), kernels["diagonal"]).round(2) == 0.33
    for kernel in kernels.values():
        balanced = kernel - kernel.mean()
        for brightness in np.linspace(-1, 1, 9):
            assert abs(feature_map(np.full((5, 5), brightness), balanced)).max() < 1e-12
            assert np.isclose(feature_map(np.full((3, 3), brightness), kernel), brightness * kernel.sum() / 9)
    assert np.allclose(np.unique(kernels["diagonal"] + 1 / 3), [-2 / 3, 4 / 3])
    assert round(0.5 * 2 / 9, 2) == 0.11


@claim(
    "The network reads 123 of 126.",
    "But whole-image matching reads 119, and on X and x it reads more.",
    "These letters stand in the middle of the page, nearly all of them seven rows tall, and that is what comparing whole images is good at.",
    "Only seven zeros trouble it.",
    "All three are italics of Computer Modern.",
    "What a simple baseline reads: here .94, and all capitals.",
)
def typefaces():
    right = matched(IMAGES) == LABELS
    assert (len(IMAGES), READ.sum(), right.sum(), len(set(FACES))) == (126, 123, 119, 22)
    assert {face[:4] for face in FACES if face[:2] != "cm"} == {"Deja", "STIX"}
    missed = sorted(zip(FACES[~READ], LETTERS[~READ], strict=True))
    assert missed == [("cmmi10", "X"), ("cmmi10", "x"), ("cmti10", "x")]
    assert ((IMAGES == 1).any(axis=2)[:, [1, 7]].all(axis=1)).sum() == 123  # from row 1 to row 7
    assert (set(LETTERS[~right]), (~right).sum()) == ({"0"}, 7)
    assert right.mean().round(2) == 0.94
    assert right[np.isin(LETTERS, ["X", "O"])].all()
    middles = [np.argwhere(image == 1).mean(axis=0) for image in IMAGES]
    assert np.abs(np.array(middles) - 4).max() < 1.5


@claim("Slanted outlines leave stripes of both colours.")
def stripes():
    rows, columns = np.indices((12, 12)) - 5.5
    for angle in np.deg2rad(range(10, 90, 10)):
        edge = np.clip(np.cos(angle) * columns + np.sin(angle) * rows, -1, 1)
        for name in ("diagonal", "cross", "antidiagonal"):
            kernel = load_kernel(name) - load_kernel(name).mean()
            scores = feature_map(edge, kernel)
            assert scores.min() < -0.02
            assert scores.max() > 0.02


@claim(
    "One thing that they lack is value 0 of `max1`: with as much of it as the X's that are read have on average, all three would be X.",
)
def what_the_missed_letters_lack():
    values = PAD.activations(IMAGES[:, None])["max1"]
    usual = values[READ & (LABELS == 0), 0].mean()
    missed = values[~READ]
    assert (missed[:, 0] < 0.75 * usual).all()
    missed[:, 0] = usual
    assert PAD.layers[-1].forward(missed).argmax(axis=1).tolist() == [0, 0, 0]


@claim(
    "Move our plain O: it shares four stroke pixels with the plain X, and two with the plain O. The plain X, moved, shares four with the O and two with the X.",
    "So it goes with nearly all these letters: they agree better with the other one, by 1 to 9 pixels.",
    "(Most lose a column of strokes, off the page.)",
    "The network reads all of them, even the three that it misread in the middle.",
    "Sideways is the worst for matching: moved up or down it reads about 27 in 100, diagonally about 54. The network reads 123 or more of the 126 in each of these directions.",
)
def two_pixels():
    aside = moved(PLAIN, 0, 2)
    strokes = [[((one == 1) & (other == 1)).sum() for other in PLAIN] for one in aside]
    assert strokes == [[2, 4], [4, 2]]
    agreed = np.stack([(moved(IMAGES, 0, 2) == one).sum(axis=(1, 2)) for one in PLAIN], axis=1)
    behind = agreed[np.arange(126), 1 - LABELS] - agreed[np.arange(126), LABELS]
    assert (set(behind[behind > 0].tolist()), (behind > 0).sum()) == ({1, 3, 5, 7, 9}, 120)
    assert not (IMAGES[:, :, 8] == 1).any()
    assert (IMAGES[:, :, 7] == 1).any(axis=1).sum() == 86
    reads = {
        name: np.mean([matched(moved(IMAGES, *by)) == LABELS for by in ways]) for name, ways in WAYS.items()
    }
    assert {name: round(100 * mean) for name, mean in reads.items()} == {
        "sideways": 6, "up or down": 27, "diagonally": 54,
    }  # fmt: skip
    counts = [
        (PAD.forward(moved(IMAGES, *by)[:, None]).argmax(axis=1) == LABELS).sum()
        for ways in WAYS.values()
        for by in ways
    ]
    assert min(counts) >= 123
    assert counts[0] == 126


@claim(
    "But what follows its maps may.",
    "Without it the last maps have 3×3 places, two pixels are one of these, and what stood at one side leaves.",
    '"Nearly all, since the maximum forgets the place" is right where there is room.',
)
def with_room_enough_the_maximum_forgets_the_place():
    images = drawings(40, np.random.default_rng(1))[0]
    for seed in range(5):
        made = network(np.random.default_rng(seed), "maximum", 25)
        here, there = (
            made.activations(roomy(images, 8)[:, None]),
            made.activations(np.roll(roomy(images, 8), 2, axis=2)[:, None]),
        )
        assert np.allclose(
            np.roll(here["relu2"], 1, axis=3)[..., 2:-1], there["relu2"][..., 2:-1]
        )  # one place on
        assert np.allclose(here["dense1"], there["dense1"], rtol=0, atol=1e-12)
        places = network(np.random.default_rng(seed), "places", 25)
        votes = [
            places.forward(one[:, None]) for one in (roomy(images, 8), np.roll(roomy(images, 8), 2, axis=2))
        ]
        assert abs(votes[0] - votes[1]).max() > 0.5
    assert network(np.random.default_rng(0), "maximum").shapes["relu2"] == (16, 3, 3)


@claim(
    "With places: about a quarter, with room or without.",
    "With the maximum: about 80 in 100 without room, and 99 with it.",
    "Convolution alone does not make these networks indifferent to place, nor does room alone, nor the maximum alone.",
    "Maximum and room together nearly do, though no training drawing left the middle.",
    "So design was enough where there was room, and examples were enough without.",
)
def design_and_examples_on_other_drawings_and_starts():
    images, labels = drawings(1000, np.random.default_rng(31))
    still, answers = drawings(300, np.random.default_rng(32))
    tests = np.concatenate([moved(still, 0, by) for by in (-2, 2)]), np.tile(answers, 2)
    found = {}
    for ending, room in (("places", 0), ("places", 4), ("maximum", 0), ("maximum", 4)):
        made = [learned(ending, roomy(images, room), labels, seed) for seed in range(20, 23)]
        found[ending, room] = [evaluate(one, roomy(tests[0], room), tests[1])[1] for one in made]
    assert max(found["places", 0] + found["places", 4]) < 0.5
    assert 0.6 < np.mean(found["maximum", 0]) < 0.92
    assert np.mean(found["maximum", 4]) > 0.97
    assert min(np.subtract(found["maximum", 4], found["maximum", 0])) > 0
    wandering = drawings(1000, np.random.default_rng(33), translation=2.5)
    for ending in ("places", "maximum"):
        shown = [evaluate(learned(ending, *wandering, seed), *tests)[1] for seed in range(20, 24)]
        assert np.mean(shown) > 0.93


@claim(
    "If its first weights are shuffled along with the pixels, it learns as before, but for rounding.",
    "Nothing is lost: whoever knows the shuffle can undo it.",
    "It gives each pixel weights of its own, and in which order it gets them makes no difference.",
)
def a_dense_network_learns_the_same_from_shuffled_pixels():
    images, labels = drawings(1000, np.random.default_rng(12), translation=2.5)
    new, _ = drawings(200, np.random.default_rng(14), translation=2.5)
    order = np.random.default_rng(100).permutation(81)

    def shuffled(images):
        return images.reshape(-1, 81)[:, order].reshape(-1, 9, 9)

    assert np.array_equal(shuffled(images).reshape(-1, 81)[:, np.argsort(order)], images.reshape(-1, 81))
    one, other = dense(np.random.default_rng(0)), dense(np.random.default_rng(0))
    weights = other.parameters["dense1.weights"]
    weights[...] = weights[order]
    trained(one, images, labels, np.random.default_rng(5))
    trained(other, shuffled(images), labels, np.random.default_rng(5))
    assert np.allclose(one.forward(new[:, None]), other.forward(shuffled(new)[:, None]), rtol=0, atol=1e-9)


@claim("it depends on the start, from .69 to .92.")
def the_start_matters_more_than_the_shuffle():
    images, labels = drawings(1000, np.random.default_rng(12), translation=2.5)
    tests, answers = drawings(300, np.random.default_rng(14), translation=2.5)
    orders = [np.random.default_rng(100 + shuffle).permutation(9) for shuffle in range(3)]
    reads = np.array(
        [
            [evaluate(learned("places", images[:, :, order], labels, seed), tests[:, :, order], answers)[1]]
            for order in orders
            for seed in range(6)
        ]
    ).reshape(3, 6)
    assert np.ptp(reads.mean(axis=1)) < 0.5 * np.ptp(reads, axis=1).max()  # shuffles against starts


@claim(
    "As drawn, the convolutional network wins all ten against the dense one, .95 to .88.",
    'With all pixels shuffled it loses, .80, and still reads far more than half: "cannot be used" says too much.',
    "it costs less",
)
def shuffles_on_other_drawings_and_starts():
    images, labels = drawings(1000, np.random.default_rng(41), translation=2.5)
    tests, answers = drawings(1000, np.random.default_rng(42), translation=2.5)
    means = {}
    for seed in range(30, 34):
        rng = np.random.default_rng(200 + seed)
        columns, pixels = rng.permutation(9), rng.permutation(81)
        shuffles = {
            "drawn": lambda images: images,
            "columns": lambda images, columns=columns: images[:, :, columns],
            "pixels": lambda images, pixels=pixels: images.reshape(-1, 81)[:, pixels].reshape(-1, 9, 9),
        }
        for name, shuffle in shuffles.items():
            made = learned("places", shuffle(images), labels, seed)
            means.setdefault(name, []).append(evaluate(made, shuffle(tests), answers)[1])
        rng = np.random.default_rng(seed)
        made = trained(dense(rng), images, labels, rng)
        means.setdefault("dense", []).append(evaluate(made, tests, answers)[1])
    assert np.sum(np.subtract(means["drawn"], means["dense"]) > 0) >= 3  # a start may fail
    assert max(np.subtract(means["pixels"], means["dense"])) < 0
    assert np.median(means["pixels"]) < np.median(means["columns"]) < np.median(means["drawn"])
    assert min(means["pixels"]) > 0.6


@cache
def knob(name, value):
    """What the pad's network and matching read, as the mean of five draws of 1,000."""
    reads = []
    for seed in (21, 22, 23, 24, 25):
        images, labels = drawings(1000, np.random.default_rng(seed), **{name: value})
        reads.append(
            [
                (PAD.forward(images[:, None]).argmax(axis=1) == labels).mean(),
                (matched(images) == labels).mean(),
            ]
        )
    return np.mean(reads, axis=0), reads[0]


@claim(
    "The rest stay there, noise at 0, letters centred.",
    "Without noise the network reads 1.00 and matching .90.",
    "Up to about a fifth of the pixels; with three in ten turned over, matching is ahead, .75 to .67.",
    "Beyond its training it bears tilt and size better than matching does.",
    "both break: the network says O to nearly everything, and matching misreads what it read.",
)
def knobs():
    kept = inspect.signature(drawings).parameters
    assert [kept[name].default for name in ("noise", "rotation", "scale", "translation")] == [
        0,
        20,
        0.25,
        0.5,
    ]
    assert [share.round(2) for share in knob("noise", 0)[1]] == [1.0, 0.9]
    assert [share.round(2) for share in knob("noise", 0.3)[1]] == [0.67, 0.75]
    for value in (0, 0.05, 0.1, 0.2):
        assert knob("noise", value)[1][0] > knob("noise", value)[1][1]
    for value in (0.05, 0.1, 0.15):
        assert knob("noise", value)[0][0] > knob("noise", value)[0][1]
    for value in (0.3, 0.4):
        assert knob("noise", value)[0][0] < knob("noise", value)[0][1]
    for name, values in (("rotation", (40, 60, 80)), ("scale", (0.4, 0.6))):
        for value in values:
            network_reads, matching_reads = knob(name, value)[0]
            assert network_reads > matching_reads + 0.1
    images, labels = drawings(1000, np.random.default_rng(21))
    assert (PAD.forward(-images[:, None]).argmax(axis=1) == 1).mean() > 0.97
    decided = (images == PLAIN[0]).sum(axis=(1, 2)) != (images == PLAIN[1]).sum(axis=(1, 2))
    assert decided.all()  # 81 is odd where the plain letters differ in an odd number of pixels
    assert np.array_equal(matched(-images) == labels, matched(images) != labels)


@claim(
    "One pixel is enough to make it an X for the network.",
    "Erase row 2, column 7, in the upper hook: X leads by 3.08. Next comes drawing row 5, column 5, beside the stem: 2.91.",
    "The sweep of lesson 09 ends at the pixels, and one sweep ranks all 81.",
    "Turning a pixel over adds −2 times its value:",
    "The sweep ranks the right pixel first, and promises twice what it gives.",
    "Of the 81 signs it has 56 right.",
    "A slope holds for a small nudge, and where cells tie, as in lesson 09, not even for that. A pixel turned over is a long step.",
)
def saliency():
    after = lead(turned_over(LETTER))
    first, second = after.argsort()[::-1][:2]
    assert (divmod(int(first), 9), divmod(int(second), 9)) == ((2, 7), (5, 5))
    assert (LETTER[2, 7], LETTER[5, 5]) == (1, -1)
    for at, wins in ((first, "X wins by 3.0"), (second, "X wins by 2.9")):
        assert wins in repr(DrawPad(PAD, turned_over(LETTER)[at]))
    assert after[[first, second]].round(2).tolist() == [3.08, 2.91]
    before = lead(LETTER[None])[0]
    PAD.forward(LETTER[None, None])
    slopes = PAD.backward(np.array([[1.0, -1.0]]))["input"][0, 0].ravel()
    predicted, real = -2 * LETTER.ravel() * slopes, after - before
    assert predicted.argmax() == real.argmax() == first
    assert 1.9 < predicted[first] / real[first] < 2.2
    assert (np.sign(predicted) == np.sign(real)).sum() == 56

    def held(image, step):  # for which pixels the slopes are those of a small nudge, up and down
        PAD.forward(image[None, None])
        slopes = PAD.backward(np.array([[1.0, -1.0]]))["input"][0, 0].ravel()
        ways = [
            (lead(image + sign * step * np.eye(81).reshape(81, 9, 9)) - lead(image[None])[0]) / step * sign
            for sign in (1, -1)
        ]
        return [np.abs(way - slopes) < 1e-2 for way in ways]

    assert not any(way.all() for way in held(LETTER.astype(float), 1e-5))
    apart = LETTER + np.random.default_rng(0).normal(scale=0.01, size=(9, 9))  # no two cells tie any more
    assert all(way.all() for way in held(apart, 1e-8))


@claim(
    "Of the 295 that lesson 10's reads, one pixel turns 74, a quarter; of the 300 that the pad's reads, 13."
)
def one_pixel_on_other_drawings_and_starts():
    images, labels = drawings(150, np.random.default_rng(52), translation=2.5)

    def share(made):
        right = made.forward(images[:, None]).argmax(axis=1) == labels
        flips = np.stack([turned_over(image) for image in images[right]]).reshape(-1, 1, 9, 9)
        return (
            (made.forward(flips).argmax(axis=1).reshape(-1, 81) != labels[right][:, None]).any(axis=1).mean()
        )

    seen = drawings(4000, np.random.default_rng(51), translation=2.5)
    found = []
    for seed in range(60, 64):
        rng = np.random.default_rng(seed)
        front = [Conv2D.random(rng, 1, 8), ReLU(), MaxPool2D(), Flatten()]
        found.append(share(trained(Network([*front, Dense.random(rng, 128, 2)]), *seen, rng, epochs=10)))
    assert 0.15 < min(found) < max(found) < 0.4
    assert share(PAD) < 0.08


@claim(
    "Purple is where dark turns bright from left to right, cream to orange where bright turns dark.",
    "Even areas and horizontal edges are white.",
    "It gives 0 on every even area, whatever its brightness, and 0 on a horizontal edge.",
)
def an_edge_finders_map():
    kernel = np.array([[-1, 0, 1]] * 3)
    edge = np.repeat([[-1, -1, -1, 1, 1, 1]], 6, axis=0)
    assert feature_map(edge, kernel).max() > 0.2
    assert feature_map(-edge, kernel).min() < -0.2
    assert not feature_map(edge.T, kernel).any()
    assert not feature_map(np.full((6, 6), 0.3), kernel).round(12).any()


SHOWN = {
    "Now both read moved drawings, no difference seen.": "maximum, shown  mean 0.99, from 0.97 to 1.00, wins 7½ of 10",
    "The dense network's .01 is no difference seen.": "no_convolution, pixels    mean 0.87, from 0.84 to 0.90, wins 2 of 10",
    "The steepest slope alone turns 60 of the 74 and 9 of the 13.": "lesson 10's [295  74  60]   on the pad [300  13   9]",
}

SAID = [
    "A picture changed a little so that it is misread is called an **adversarial** example.",
    '"0, since there is no stroke" is what we would like it to say.',
    "It has never seen a typeface.",
    "Until now the pictures were made for this course or for its story.",
    "Rohrer ends his story with a rule of thumb: if your data is just as useful with any of its columns swapped, a convolutional network cannot be used.",
    "The wandering drawings get their columns shuffled, all in the same way; or all their 81 pixels.",
    "Where PyTorch is installed, the second cell compares, and stops if anything differs; elsewhere it does nothing.",
    "It prints nothing either way.",
    "Its columns can be swapped without loss, so being neighbours means nothing.",
    "In this lesson you made kernels indifferent to brightness, scored a network on letters that it had never seen beside a simple baseline, moved them, gave them room, shuffled them, and turned pixels over.",
    "Every step on the way was one that you could have worked out with a pencil.",
]
