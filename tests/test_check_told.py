"""What is told of answers as learners write them: the mistake that was made, and none that was not."""

import linecache
import math

import numpy as np
import pytest
from bank.lesson10 import build

from xo_helpers.checks import EXERCISES
from xo_helpers.checks.lesson06 import MAPS
from xo_helpers.data import TEN, load_image, load_kernel
from xo_helpers.ops import filter_patch, softmax

NAMES = {"np": np, "math": math, "softmax": softmax, "filter_patch": filter_patch, "build": build,
         "diagonal": load_kernel("diagonal"), "X": load_image("X"), "size": 3}  # fmt: skip

MAP = """
    k = len(kernel)
    result = np.zeros((image.shape[0] - k + 1, image.shape[1] - k + 1))
    for row in range(result.shape[0]):
        for column in range(result.shape[1]):
            result[row, column] = {}
    return result"""
OWN = "\n    own = softmax(logits)[np.arange(len(labels)), labels]\n    return "

# The answer's last line or its lines; what is told; and words that would not be true.
STOPPED = [
    ("cross_entropy", f"{OWN}-np.log(own).mean(axis=1)", "a row has axis 0 alone", "for each other"),
    ("cross_entropy", "logits[0].max(axis=1, keepdims=True)", "a row has axis 0 alone", "for each other"),
    ("relu", "scores.max(axis=2)", "that axis is not there", "print the place"),
    ("relu", "scores[len(scores)]", "print the place", "axis is not there"),
    ("feature_map", "np.zeros(np.subtract(kernel.shape, image.shape))", "a shape came out below 0", "for each other"),
    ("dense_backward", "np.array([gradient @ weights.T, values.T @ gradient])", "a comma between them", "add it up"),
    ("dense_backward", "np.stack([gradient @ weights.T, values.T @ gradient])", "a comma between them", "add it up"),
    ("relu", "np.where(scores > 0)", "several things in one", "comma"),
    ("relu", "scores.shape", "several things in one", "comma"),
    ("filter_patch", "filter_patch(patch, kernel).round(2)", "better return it as it is", "__"),
    ("filter_patch", "float(patch[0, 0]).sum()", "that is a single number", "did you mean"),
    ("max_pool_2", "\n    scores[0, 0] = scores.max\n    return scores", "round brackets after its name", None),
    ("max_pool_2", "\n    scores[0, 0] = np.max\n    return scores", "round brackets after its name", None),
    ("softmax", "math.exp(x.max)", "round brackets after its name", None),
    ("softmax", "x.max(axis=1, keepdim=True)", "keepdims with its s", None),
    ("softmax", "math.exp(x)", "np.exp and np.log go cell by cell", "add it up"),
    ("cross_entropy", f"{OWN}-math.log(own)", None, None),  # where there is one image older ones take it
    ("relu", "scores.maximum(0)", "np.maximum(…)", "did you mean"),
    ("relu", "scores.median()", "np.median(…)", ".mean"),
    ("relu", "np.where(scores < 0, 0)", "np.where takes three things", None),
    ("relu", "np.max(0, scores)", "np.maximum compares cell by cell", None),
    ("max_pool_backward", "np.unravel_index(x.max(), (2, 2))", "argmax, and not its value", None),
    ("fewest_weights", 'build("CRPV", rng, kernels=2, size=5, window=5, stride=5)', "of f: def f(rng): return build(", "x[None]"),
    ("fewest_weights", 'build("CRPV", rng, kernels=2, size=5, window=5, stride=5)', "(a Dense takes a row of values", None),
]  # fmt: skip
ARGUMENTS = {name: ", ".join(exercise.cases[0]) for name, exercise in EXERCISES.items() if hasattr(exercise, "cases")}  # fmt: skip
ARGUMENTS |= {"dense_backward": "gradient, values, weights", "fewest_weights": "rng"}


def written(name, lines):
    """An answer, made of what it returns or of its lines."""
    text = f"def f({ARGUMENTS[name]}):{lines if lines[0] == chr(10) else ' return ' + lines}\n"
    names, place = dict(NAMES), f"<cell {len(linecache.cache)}>"
    linecache.cache[place] = len(text), None, text.splitlines(keepends=True), place  # as notebooks keep it
    exec(compile(text, place, "exec"), names)
    return names["f"]


@pytest.mark.parametrize(("name", "lines", "words", "untrue"), STOPPED)
def test_what_stopped_an_answer_is_told_and_no_other_mistake(name, lines, words, untrue):
    verdict = EXERCISES[name](written(name, lines))
    assert not verdict.passed
    assert verdict.slip in ("stopped", "type") or words is None  # an older NumPy goes on
    assert (words or "") in verdict.text
    assert untrue is None or untrue not in verdict.text


POOL = """
    rows, columns = (len(range(0, max(1, n - max(0, size - stride)), stride)) for n in scores.shape)
    result = np.zeros((rows, columns))
    for row in range(rows):
        for column in range(columns):
            result[row, column] = scores[{}].max()
    return result"""
BACK = """
    result = np.zeros(x.shape)
    for row in range(gradient.shape[0]):
        for column in range(gradient.shape[1]):
            window = x[{}]
            i, j = np.unravel_index(window.argmax(), (2, 2))
            result[2 * row + i, 2 * column + j] = {}
    return result"""
GIVEN, WINDOW = "gradient[row, column]", "2 * row : 2 * row + 2, 2 * column : 2 * column + 2"
SEARCH = """
    result = np.zeros(x.shape)
    for row in range(gradient.shape[0]):
        for column in range(gradient.shape[1]):
            best, at = 0, {}
            for i in range(2):
                for j in range(2):
                    if x[2 * row + i, 2 * column + j] > best:
                        best, at = x[2 * row + i, 2 * column + j], (2 * row + i, 2 * column + j)
            if at:
                result[at] = gradient[row, column]
    return result"""
VOTES = """
    result = x @ weights
    for n in range(len(x)):
        result[n] += bias[n]
    return result"""
NAMED = [
    ("feature_map", MAP.format("filter_patch(image[row : row + k, column : column + k], diagonal)"), "takes diagonal from outside"),
    ("feature_map", MAP.format("(X[row : row + k, column : column + k] * kernel).mean()"), "takes X from outside"),
    ("feature_map", MAP.format("sum(X[row + i, column] for i in range(k))"), "takes X from outside"),
    ("feature_map", MAP.format("(image[row : row + k, column : column + k] * kernel).sum() / kernel.size ** 2 * k"), "the number of rows of kernel"),
    ("feature_map", MAP.format("np.abs(image[row : row + k, column : column + k] * kernel).mean()"), "took the signs away"),
    ("feature_map", MAP.replace("range(", "range(0, ").replace("shape[0])", "shape[0], k)").replace("shape[1])", "shape[1], k)").format(
        "(image[row : row + k, column : column + k] * kernel).mean()"), "left zeros between"),
    ("filter_patch", "np.abs(patch * kernel).mean()", "does abs or a square take the signs away"),
    ("filter_patch", "(patch * patch).mean()", "never looks at what it gets as kernel"),
    ("filter_patch", "patch.mean() * patch.size", "never looks at what it gets as kernel"),
    ("filter_patch", "\n    agree = (patch == kernel).sum()\n    return (agree - (9 - agree)) / 9", "took 9 for the number of cells"),
    ("filter_patch", "np.floor(100 * (patch * kernel).mean()) / 100", "rounded down to two decimals"),
    ("agreement", "a.size - np.abs(a - b).sum() / 2", "half of what they differ by"),
    ("relu", "\n    out = scores.copy()\n    out.clip(0)\n    return out", "put into it, with =, or returned?"),
    ("relu", "\n    out = scores.copy()\n    out[out < 0] == 0\n    return out", "put into it, with =, or returned?"),
    ("max_pool", POOL.format("row * stride : row * stride + size, row * stride : row * stride + size"), "used row for the window's columns"),
    ("max_pool", POOL.format("column * stride : column * stride + size, row * stride : row * stride + size"), "row and column for each other"),
    ("max_pool", POOL.format("row : row + size, column : column + size"), "began windows at row and column"),
    ("max_pool", POOL.format("row * stride : row * stride + 2, column * stride : column * stride + 2"), "windows of 2×2"),
    ("dense", VOTES, "bias[image] where bias[output] belongs"),
    ("dense", "softmax(x @ weights + bias)", "a softmax of the votes"),
    ("softmax", "\n    p = x - x.max(axis=1, keepdims=True)\n    return p / p.sum(axis=1, keepdims=True)", "left out exp"),
    ("step", "weights - learning_rate * slopes.sum()", "the sum of the slopes"),
    *(("relu_backward", gate, "where x is not above 0") for gate in (
        "np.where(x > 0, 0, gradient)", "gradient * (x <= 0)", "gradient * (1 - (x > 0))")),
    ("relu_backward", "gradient * (x < 0)", "where x is below 0"),
    ("max_pool_backward", BACK.format(WINDOW, "window.max()"), "put the map's value there"),
    ("max_pool_backward", BACK.format(WINDOW, "x[2 * row + i, 2 * column + j]"), "put the map's value there"),
    ("max_pool_backward", BACK.format("row : row + 2, column : column + 2", GIVEN), "they begin at 2 * row and 2 * column"),
    ("max_pool_backward", BACK.format(WINDOW.replace("column", "row"), GIVEN), "used row for the window's columns"),
    ("max_pool_backward", BACK.format(WINDOW, GIVEN).replace("x[", "gradient["), "out of gradient"),
    ("max_pool_backward", SEARCH.format("None"), "did a search begin at 0, or is a gate shut?"),
    ("max_pool_backward", SEARCH.format("(2 * row, 2 * column)"), "looked for the largest above 0 alone"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "lines", "slip"), NAMED)
def test_the_mistake_that_was_made_is_named(name, lines, slip):
    verdict = EXERCISES[name](written(name, lines))
    assert not verdict.passed
    assert slip in verdict.slip
    assert "size from outside" not in verdict.slip  # patch.size is no name of the lesson's


LATE = [(1, 30, 30), (4, 26, 26), (4, 13, 13), (8, 11, 11)]
UNDER = MAPS[TEN.index("O_scaling"), :, 2:5, 2:5]
HANDED_IN = [
    ("shapes", LATE, "begin with conv1's", "as many maps"),
    ("shapes", [(*shape[1:], shape[0]) for shape in LATE], "begin with conv1's", "as many maps"),
    ("shapes", [LATE[0], *([*shape[1:], shape[0]] for shape in LATE[1:])], "begin with conv1's", "as many maps"),
    ("shapes", [(1, 30, 30), (1, 15, 15), (1, 15, 15), (1, 8, 8)], "as many maps as kernels", "begin with"),
    *(("trace", value, "right, -0.467.", "not yet") for value in (-0.46, -0.462, -0.465, -0.468, -0.47, -0.473)),
    *(("trace", value, "not yet", "right") for value in (-0.4599, -0.4735, -0.48, -0.45)),
    ("trace", UNDER.sum() / 5, "added up all 27 cells, and divided by 5", None),
    ("trace", UNDER.sum(), "added up all 27 cells", None),
    *(("chain", {"out": -6, "second": -15, "ReLU": relu, "weight": 4.8}, "Multiply the factors", "the 2") for relu in (-4.8, -2.4, -9.6)),
    ("chain", {"out": -12, "second": 0, "ReLU": 0, "weight": 0}, "took the 2 twice", None),
    ("chain", {"out": -3, "second": 0, "ReLU": 0, "weight": 0}, "forgot the 2", None),
    ("ten_letters", {"x": [], "o": []}, "did you mean 'X'?", None),
    ("ten_letters", {"X": []}, "O is missing", None),
    ("fewest_weights", written("fewest_weights", 'build("CRPF", rng, kernels=4, size=3, window=4, stride=4)'), "as a Dense with 2 outputs gives them", "from a Dense"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "answer", "words", "untrue"), HANDED_IN)
def test_of_what_is_handed_in_only_what_is_true_is_told(name, answer, words, untrue):
    text = EXERCISES[name](answer).text
    assert words in text
    assert untrue is None or untrue not in text
