"""What is told of an answer is true of its own lines: a hint speaks of nothing that is not there."""

import itertools
import linecache
import math

import numpy as np
import pytest

from xo_helpers.checks import EXERCISES
from xo_helpers.checks.lesson06 import PIXELS, TRACED, UNDER
from xo_helpers.checks.lines import fitting, loops_in
from xo_helpers.data import load_image
from xo_helpers.layers import Conv2D, Dense, Flatten, MaxPool2D, ReLU
from xo_helpers.network import Network
from xo_helpers.ops import conv2d, filter_patch, max_pool, softmax

ARGUMENTS = {name: ", ".join(exercise.cases[0]) for name, exercise in EXERCISES.items() if hasattr(exercise, "cases")}  # fmt: skip
ARGUMENTS |= {"dense_backward": "gradient, values, weights", "fewest_weights": "rng"}
GIVEN = {"np": np, "math": math, "softmax": softmax, "conv2d": conv2d, "filter_patch": filter_patch, "max_pool": max_pool,
         "Network": Network, "Conv2D": Conv2D, "Dense": Dense, "Flatten": Flatten, "MaxPool2D": MaxPool2D, "ReLU": ReLU}  # fmt: skip
PLACES = itertools.count()


class Votes:
    """As a lesson's widget: something that has no cells."""


def written(name, lines, **outside):
    """An answer made of its lines, which are kept as a notebook keeps them, or of what it returns alone."""
    text = lines if lines[:1] == "\n" else f" return {lines}"
    text = f"def f({ARGUMENTS[name]}):{text}\n".replace("\n", "\n    ").rstrip() + "\n"
    names, place = GIVEN | outside, f"<cell {next(PLACES)} of true>"
    linecache.cache[place] = len(text), None, text.splitlines(keepends=True), place
    exec(compile(text, place, "exec"), names)
    return names["f"]


def told(name, answer):
    """What is said of an answer that is wrong; the same again."""
    verdict = EXERCISES[name](answer)
    assert verdict.text == EXERCISES[name](answer).text
    assert not verdict.passed
    return verdict.text


MAP = "\nk = len(kernel)\nresult = np.zeros((image.shape[0] - k + 1, image.shape[1] - k + 1))\n"
EVERYWHERE = (
    "for row in range(image.shape[0] - k + 1):\n    for column in range(image.shape[1] - k + 1):\n        "
)
PATCH = "filter_patch(image[row : row + k, column : column + k], kernel)"
SEVEN = "\nresult = np.zeros((7, 7))\nfor row in range(7):\n    for column in range(7):\n        result[row, column] = "
POOL = "\nrows, columns = scores.shape[0] // 2, scores.shape[1] // 2\n"
WINDOW = "scores[2 * row : 2 * row + 2, 2 * column : 2 * column + 2]"
POOLED = f"for row in range(rows):\n    for column in range(columns):\n        pooled[row, column] = {WINDOW}.max()\nreturn pooled"
HALF = "\nrows, columns = scores.shape[0] / 2, scores.shape[1] / 2\nreturn "
EACH = "for row in {0}:\n    for value in row:\n        if value < 0:\n            result[row, value] = 0\nreturn result"
POWERS = "\np = np.exp(x - {})\n"
SHARE = "p.sum(axis=1, keepdims=True)"
OWN = "\nshares = softmax(logits)[np.arange(len(labels)), labels]\nreturn -np.log({}"
SMALL = (
    "Network({}Conv2D.random(rng, 1, 2, 5), ReLU(), MaxPool2D(5, 5), Flatten(), Dense.random(rng, {}, 2){})"
)
BACK = "\nresult = np.zeros(x.shape)\nfor row in range(gradient.shape[0]):\n    for column in range(gradient.shape[1]):\n"
SEARCH = (
    "        for at in np.ndindex(2, 2):\n            cell = 2 * row + at[0], 2 * column + at[1]\n"
    "            if x[cell] > best:\n                best{} = x[cell]{}\n"
)
BY_WEIGHTS = "gradient @ weights.T, values.T @ gradient"
PLACE = "gives what stands in {0}, and not where it stands: for {1} in range(len({0})) gives places"

# An answer; what is told; and a word that would be of something that is not there.
STOPPED = [
    ("dense", "\nvotes = np.zeros((len(x), len(bias)))\nfor image in x:\n    votes[image] = image @ weights / 2\nreturn votes", PLACE.format("x", "image"), "//"),
    ("relu", "\nresult = scores.copy()\n" + EACH.format("scores"), PLACE.format("scores", "row"), "//"),
    ("relu_backward", "\nresult = gradient.copy()\n" + EACH.format("x"), PLACE.format("x", "row"), "astype"),
    ("step", "\nresult = weights.copy()\nfor row in weights:\n    result[row] -= slopes[row]\nreturn result", PLACE.format("weights", "row"), "//"),
    ("feature_map", f"{MAP}for row in image:\n    for column in row:\n        result[row, column] = {PATCH}\nreturn result", PLACE.format("image", "row"), "np.max"),
    ("relu", f"{HALF}scores[rows]", "where rows is computed, use // in place of /", "for "),
    ("relu", f"{HALF}range(columns)", "where columns is computed, use // in place of /", "for "),
    ("relu", "scores[len(scores) / 2]", "use // in place of /", "print"),
    ("relu", "scores[0.5]", "a place is a whole number, and one there is not", "//"),
    ("relu", "range(scores.max())", "take whole numbers, and this is not one", "//"),
    ("relu", "\nfor row in range(scores):\n    pass", "range takes a number, and scores is an array: len(scores)", "np.max"),
    ("relu", "\nfor row in range(scores.tolist()):\n    pass", "take whole numbers", "//"),
    ("relu", "np.max(0, scores)", "np.max takes its second argument as the axis; np.maximum compares", "range"),
    ("cross_entropy", "\nlabels = np.append(labels, 0)  # of one label the oldest NumPy makes a number\nreturn softmax(logits)[np.arange(labels), labels]", "labels is an array: len(labels)", "math"),
    ("cross_entropy", OWN.format("math.exp(shares[:1] * labels[:1, None] * np.ones(2)))"), "np.exp and np.log go cell by cell", "len("),
    ("cross_entropy", "float(softmax(logits))", "float takes one number, and this is an array", "math"),
    *(("softmax", POWERS.format(f"x.max({most})") + f"return p / {SHARE}", "text stands where a number belongs: are there quotes too many?", "//")
      for most in ('axis=1, keepdims="True"', 'axis="1", keepdims=True')),
    ("feature_map", f"\nk = len(kernel)\n{EVERYWHERE}result[row, column] = {PATCH}\nreturn result", "make it before the loop, result = np.zeros(…)", "the cell"),
    ("relu", "\nfor row in scores:\n    rows.append(row)\nreturn rows", "make it before the loop, rows = []", "the cell"),
    ("relu", "rectify(scores)", "has the cell that makes it been run", "zeros"),
    ("dense", "\nfor image in range(len(x)):\n    votes[image] = x[image] @ weights + bias\nreturn votes", "votes comes from outside, and is not an array", "the cell"),
    ("relu", "\nvotes = 0.0\nvotes[0] = scores[0]\nreturn votes", "a single number has no cells", "outside"),
    ("relu_backward", "\nif x > 0:\n    return gradient\nreturn 0", "if wants one True or False", "np.max"),
    ("agreement", "sum(1 if one == other else 0 for one, other in zip(a, b))", "if wants one True or False", "max"),
    ("agreement", "list(a == b).count(True)", "count compares whole rows", "max"),
    ("relu", "max(scores, 0)", "max takes an array, or a row of it, as a whole", "if wants"),
    ("relu", "bool(scores)", "one True or False is wanted there", "max"),
    ("kernel_gradient", "conv2d(image[None, None], gradient[None, None])[0, 0]", "conv2d takes square kernels alone", "which of the two does it count"),
    ("fewest_weights", SMALL.format("[", 8, "]"), "2 values come to it: Dense.random(rng, 2, 2) takes so many", "x[None]"),
    ("fewest_weights", SMALL.format("", 2, ""), "a Network takes its layers in one list", "None"),
    ("relu", "\nline = []\nfor row in scores:\n    for value in row:\n        line = line.append(value)\nreturn line", "append changes line itself, and gives None: leave line = out", "return g"),
    *(("feature_map", SEVEN + score + "\nreturn result", "range(7) fits one size alone", "print") for score in (
        "filter_patch(image[row : row + 3, column : column + 3], kernel)", "(image[row : row + 3, column : column + 3] * kernel).sum() / 9")),
    ("max_pool_2", f"\npooled = np.zeros((2, 2))\nrows = columns = 2\n{POOLED}", "np.zeros((2, 2)) fits one size alone", "print"),
    ("cross_entropy", OWN.format("shares).mean"), "a function was not called", None),
    ("softmax", "-x.tolist()", "a list does not compute", "function"),
    ("max_pool_backward", f"{BACK}        best = -100\n{SEARCH.format(', where', ', cell')}        result[where] = gradient[row, column]\nreturn result", "best begins at -100, and nothing there is larger", None),
    ("relu", "\nnp = np.abs(scores)\nreturn np", "its first value above that line", "loop"),
    ("dense_backward", f"{BY_WEIGHTS}, gradient.sum(axis=0)", "it returned 3 things", None),
    ("max_pool", "list(range(0, scores.shape[0] - size + 1, stride))", "It returned a list; expected", "np.array("),
    ("relu", "\nline = []\nfor row in scores:\n    line = line.append(row)\nreturn line", "does each way through it end with return, and is what", "end it with return."),
    ("agreement", "\nif a is b:\n    return 0", "does each way through it end with return, and is what", "end it with return."),
    ("relu", "\nresult = np.maximum(scores, 0)", "It returned nothing: end it with return.", "each way"),
    ("relu", "np.zeros((10**6, 10**9))", "It filled the memory: Unable", "loop"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "lines", "words", "untrue"), STOPPED)
def test_a_hint_speaks_of_what_is_in_the_lines_alone(name, lines, words, untrue):
    text = told(name, written(name, lines, votes=Votes()))
    assert words in text
    assert untrue is None or untrue not in text.split("\n(")[-1]


def by(rows, columns, less=0):
    counts = (f"range(0, scores.shape[{axis}] - {less}, {by})" for axis, by in enumerate((rows, columns)))
    row, column = counts
    put = "pooled[row // 2, column // 2] = scores[row : row + 2, column : column + 2].max()"
    return f"{POOL}pooled = np.zeros((rows, columns))\nfor row in {row}:\n    for column in {column}:\n        {put}\nreturn pooled"


OF_EACH = f"for row in range(rows):\n    for column in range(columns):\n        best = {{}}\n        for value in {WINDOW}.ravel():\n            if value > best:\n                best = value\n        pooled[row, column] = best\nreturn pooled"
ALONG = "\nout = scores.copy()\nfor column in range(scores.shape[1]):\n    out[0, column] = max(out[0, column], 0)\nreturn out"
NAMED = [
    ("max_pool_2", by(1, 1), "kept windows that begin one row and one column late: do loops begin at 0, and go on by two", "count from 0"),
    ("max_pool_2", by(1, 2), "kept windows that begin one row late", "column late"),
    ("max_pool_2", by(2, 1), "kept windows that begin one column late", "row late"),
    ("max_pool_2", by(1, 1, 1), "one row and one column late, but for the last", None),
    *(("max_pool_2", f"{POOL}pooled = np.zeros((rows, columns))\n{OF_EACH.format(best)}", f"never gives less than {best}: ", "into zeros") for best in (0, -1)),
    ("max_pool", "np.maximum(max_pool(scores, size, stride), 0)", "never gives less than 0: is a number cut there?", "search"),
    ("max_pool_2", f"{POOL.replace('scores', 'other')}pooled = np.zeros((rows, columns))\n{POOLED.replace('scores', 'other')}", "never looks at what it gets as scores, and takes other from outside", "return"),
    ("relu", "np.maximum(other, 0)", "never looks at what it gets as scores, and takes other from outside", "return"),
    ("softmax", POWERS.format("x.argmax(axis=1, keepdims=True)") + f"return p / {SHARE}", "took argmax off, the place of the largest", "no largest"),
    ("softmax", POWERS.format("x.max(axis=1, keepdims=True)") + "return p / x.sum(axis=1, keepdims=True)", "divided by the sum of the votes: ", None),
    ("softmax", POWERS.format("0") + "return p / x.sum(axis=1, keepdims=True)", "the sum of the votes, and took no largest off", None),
    ("softmax", POWERS.format("x.max(axis=1, keepdims=True)") + "for row in p:\n    for at in range(len(row)):\n        row[at] /= row.sum()\nreturn p", "a sum that changed on the way", None),
    ("softmax", POWERS.format("x.max(axis=1, keepdims=True)") + "return p / (p[:, :1] + p[:, 1:2])", "right where there are two columns", "loop"),
    ("dense", "\nvotes = np.zeros((len(x), 2))\nfor at in range(2):\n    votes[:, at] = x @ weights[:, at] + bias[at]\nreturn votes", "right where there are two columns", None),
    ("relu", "\nout = scores.copy()\nfor row in out:\n    for at in range(len(row)):\n        row[at] = max(row[at], 0)\n    return out", "filled the first row alone: does return come after the loops?", None),
    ("cross_entropy", "-np.log(softmax(logits)[:, labels]).mean()", "from every image: shares[:, labels] picks whole columns; shares[np.arange(len(labels))", None),
    ("relu", ALONG, "filled the first row alone.", "return come"),
    ("step", "\nout = weights.copy()\nout[0] -= learning_rate * slopes[0]\nreturn out", "filled the first row alone.", "loop"),
    ("dense", "\nvotes = np.zeros((len(x), len(bias)))\nfor at in range(len(x)):\n    votes[at] = x[at] @ weights + bias\n    return votes", "filled the first row alone: does return come after the loops?", None),
    ("agreement", "np.sum(a is b)", "gives the same whatever it gets: is == meant where is stands?", "return"),
    ("feature_map", f"\nk = len(kernel)\nresult = []\n{EVERYWHERE}result.append({PATCH})\nreturn result", "returned all in one row", "np.array"),
    ("feature_map", f"{MAP}for row in range(result.shape[0]):\n    for column in range(result.shape[1]):\n        result = {PATCH}\nreturn result", "the last cell's value alone: put each into its place", None),
    ("max_pool_backward", f"{BACK}        i, j = np.unravel_index(x[2 * row : 2 * row + 2, 2 * column : 2 * column + 2].argmax(), x.shape)\n        result[2 * row + i, 2 * column + j] = gradient[row, column]\nreturn result", "gave unravel_index the map's shape", None),
    ("max_pool_backward", f"{BACK}        best = -np.inf\n{SEARCH.format('', chr(10) + '                result[cell] = gradient[row, column]')}return result", "gave it to each cell that was larger than those before", None),
    ("max_pool_backward", f"{BACK}        best, where = -500, (2 * row, 2 * column)\n{SEARCH.format(', where', ', cell')}        result[where] = gradient[row, column]\nreturn result", "where all lie far below 0", None),
    *(("softmax", POWERS.format(off) + f"return p / {SHARE}", "let exp overflow", "argmax") for off in ("100", "x.shape[1]")),
    ("relu", "\nout = scores.copy()\nfor row in out:\n    if row.min() < 0:\n        row[:] = 0\nreturn out", "emptied a whole row", "filled"),
    ("max_pool_2", f"{POOL}pooled = [[0.0] * columns] * rows\n{POOLED.replace('pooled[row, column]', 'pooled[row][column]').replace('return pooled', 'return np.array(pooled)')}", "make each row a list of its own", None),
]  # fmt: skip


@pytest.mark.parametrize(("name", "lines", "words", "untrue"), NAMED)
def test_a_mistake_is_named_and_nothing_asked_that_the_lines_do_not_have(name, lines, words, untrue):
    text = told(name, written(name, lines, other=np.zeros((8, 8))))
    assert f"It looks as if it {words}" in text or (words in text and "It looks as if" in text)
    assert untrue is None or untrue not in text.split("It looks as if")[1]


def test_what_stands_outside_is_put_back_and_named_each_time_alike():
    pooled, calls, sums = np.zeros((4, 4)), [], {}
    answer = written("max_pool_2", POOL + POOLED, pooled=pooled)
    assert "It looks as if it changes pooled, which stands outside" in told("max_pool_2", answer)
    assert not pooled.any()
    growing = written("relu", "np.maximum(scores, 0) * len(calls.append(1) or calls)", calls=calls)
    assert "It looks as if it changes calls, which stands outside" in told("relu", growing)
    counting = written(
        "relu", "\nglobal n\nn = n + 1\nsums[n] = 1\nreturn np.maximum(scores, 0) * n", n=0, sums=sums
    )
    assert "which stands outside" in told("relu", counting)
    assert (calls, sums, counting.__globals__["n"]) == ([], {}, 0)
    counting = written("relu", '\nsums["n"] += 1\nreturn np.maximum(scores, 0) * sums["n"]', sums={"n": 0})
    assert "It looks as if it changes sums, which stands outside" in told("relu", counting)
    varying = told("relu", lambda scores: scores * next(PLACES))
    assert "Does it draw random numbers, or change something outside?" in varying
    right = EXERCISES["relu"](
        written("relu", "np.maximum(scores, 0 * len(calls.append(1) or calls))", calls=calls)
    )
    assert (right.passed, calls) == (True, [])


@pytest.mark.parametrize("kept", [[None], {0: None}, np.array([None])])
def test_an_array_that_was_kept_outside_goes_again(kept):
    answer = written("relu", "\nkept[0] = scores\nreturn np.maximum(scores, 0)", kept=kept)
    assert EXERCISES["relu"](answer).passed
    assert kept[0] is None


@pytest.mark.parametrize(
    ("name", "lines", "words"),
    [
        ("filter_patch", "(patch * kernel).sum() / np.count_nonzero(patch * kernel)", "With values between −1 and 1"),
        *(("cross_entropy", OWN.format(f"{share}).mean()"), "For votes 0 and 40") for share in ("np.clip(shares, 1e-9, 1)", "shares + 1e-12")),
        ("relu", "np.maximum(scores, 1e-6)", "a little where 0 is expected"),
        ("relu", "np.maximum(scores, 0).astype(np.float32)", "0.000001."),
        ("cross_entropy", OWN.format("shares.astype(np.float32)).mean()"), "."),
    ],
)  # fmt: skip
def test_what_is_right_to_within_rounding_alone_is_told(name, lines, words):
    verdict = EXERCISES[name](written(name, lines))
    assert verdict.passed
    assert words in verdict.text.splitlines()[-1]
    assert "expected" in words or ("For votes" in verdict.text) == ("For votes" in words)


def test_loops_are_counted_and_advice_is_cut_to_what_is_there():
    none, one, two = (
        written("relu", lines) for lines in ("scores", ALONG, "[v for row in scores for v in row]")
    )
    calling = written("relu", "two(scores)", two=two)
    early = written(
        "relu", "\nfor row in scores:\n    for value in row:\n        scores[0] = value\n    return scores"
    )
    endless = written("relu", "\nwhile len(scores):\n    scores = scores[1:]\nreturn scores")
    assert (loops_in(early), loops_in(endless)) == (2, 1)
    assert [loops_in(answer) for answer in (none, one, two, np.abs, np.vectorize(one))] == [0, 1, 2, 0, 1]
    assert loops_in(calling) == 0  # of what another room wrote nothing is said
    assert fitting("left it out: does return come after the loops?", two) == "left it out"
    assert "?" in fitting("left it out: does return come after the loops?", early)
    assert (
        fitting("cut it: is a number cut, or does a search begin there?", none) == "cut it: is a number cut?"
    )


X, O = (np.stack([np.roll(load_image(letter), by, axis=1) for by in range(-2, 3)]) for letter in "XO")
HANDED_IN = [
    *(("ten_letters", {"X": one, "O": [*O]}, "under X stands one drawing: put it into a list") for one in (X[2], X[2].tolist())),
    ("ten_letters", {"X": [*-X], "O": [*-O]}, "Under X and under O most cells are stroke: are ink and paper exchanged?"),
    ("edge_finder", [[np.nan] * 3] * 3, "a kernel holds plain numbers, and this one has nan."),
    ("kernel_for_o", [[-0.5] * 3] * 3, "pixels are 1 (stroke) or −1 (background), and this one has −0.5."),
    ("trace", PIXELS.sum(), "as if you averaged the image's pixels: read the maps. Or you read another place"),
    ("trace", (TRACED * 5 - UNDER[1, 1, 1]) / 4, "It looks as if you left out the cell in the middle, and divided by 4. Or you took one corner alone: add"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "answer", "words"), HANDED_IN)
def test_what_is_handed_in_is_told_in_whole_sentences(name, answer, words):
    assert words in EXERCISES[name](answer).text


@pytest.mark.parametrize("last", range(4))
def test_a_chain_that_asks_for_strictly_larger_cells_is_refused_whichever_stands_last(last):
    cells = [one for one in range(4) if one != last]

    def chain(scores):
        pooled = np.zeros((len(scores) // 2, len(scores[0]) // 2))
        for at in np.ndindex(pooled.shape):
            window = scores[2 * at[0] :, 2 * at[1] :][:2, :2].ravel()
            larger = [
                one for one in cells if all(window[one] > window[other] for other in range(4) if other != one)
            ]
            pooled[at] = window[(larger or [last])[0]]
        return pooled

    assert not EXERCISES["max_pool_2"](chain).passed


def test_a_text_that_was_added_to_a_list_is_single_letters():
    text = EXERCISES["misread"](list("O_scaling")).text
    assert "single letters, as += with a text gives" in text
    assert "plain letter" not in text
