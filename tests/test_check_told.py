"""What is told of answers as learners write them: the mistake that was made, and none that was not."""

import math

import numpy as np
import pytest
from bank.lesson10 import build

from xo_helpers.checks import EXERCISES
from xo_helpers.data import load_image, load_kernel
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
    ("dense_backward", "np.array([gradient @ weights.T, values.T @ gradient])", "with a comma", "add it up"),
    ("dense_backward", "np.stack([gradient @ weights.T, values.T @ gradient])", "with a comma", "add it up"),
    ("relu", "np.where(scores > 0)", "several things in one", "comma"),
    ("relu", "scores.shape", "several things in one", "comma"),
    ("filter_patch", "filter_patch(patch, kernel).round(2)", "better return it as it is", "__"),
    ("filter_patch", "float(patch[0, 0]).sum()", "that is a single number", "did you mean"),
    ("max_pool_2", "\n    scores[0, 0] = scores.max\n    return scores", "round brackets after its name", None),
    ("max_pool_2", "\n    scores[0, 0] = np.max\n    return scores", "round brackets after its name", None),
    ("softmax", "x.max(axis=1, keepdim=True)", "keepdims with its s", None),
    ("softmax", "math.exp(x)", "np.exp and np.log go cell by cell", "add it up"),
    ("cross_entropy", f"{OWN}-math.log(own)", None, None),  # where there is one image older ones take it
    ("relu", "scores.maximum(0)", "np.maximum(…)", "did you mean"),
    ("relu", "scores.median()", "np.median(…)", ".mean"),
    ("relu", "np.where(scores < 0, 0)", "np.where takes three things", None),
    ("relu", "np.max(0, scores)", "np.maximum compares cell by cell", None),
    ("max_pool_backward", "np.unravel_index(x.max(), (2, 2))", "argmax, and not its value", None),
    ("fewest_weights", 'build("CRPV", rng, kernels=2, size=5, window=5, stride=5)', "line 1 of f\nIn line", "x[None]"),
    ("fewest_weights", 'build("CRPV", rng, kernels=2, size=5, window=5, stride=5)', "(a Dense takes a row of values", None),
]  # fmt: skip
ARGUMENTS = {name: ", ".join(exercise.cases[0]) for name, exercise in EXERCISES.items() if hasattr(exercise, "cases")}  # fmt: skip
ARGUMENTS |= {"dense_backward": "gradient, values, weights", "fewest_weights": "rng"}


def written(name, lines):
    """An answer, made of what it returns or of its lines."""
    names = dict(NAMES)
    exec(f"def f({ARGUMENTS[name]}):{lines if lines[0] == chr(10) else ' return ' + lines}", names)
    return names["f"]


@pytest.mark.parametrize(("name", "lines", "words", "untrue"), STOPPED)
def test_what_stopped_an_answer_is_told_and_no_other_mistake(name, lines, words, untrue):
    verdict = EXERCISES[name](written(name, lines))
    assert not verdict.passed
    assert verdict.slip in ("stopped", "type")
    assert (words or "") in verdict.text
    assert untrue is None or untrue not in verdict.text
