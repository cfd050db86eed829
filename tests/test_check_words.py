"""What checks say of odd answers is true: what it is, how much is missing, and what to write in its place."""

import numpy as np
import pytest

from xo_helpers import ops
from xo_helpers.checks import EXERCISES
from xo_helpers.data import load_image
from xo_helpers.widgets import DrawPad

KERNEL = "a kernel has 3 rows of 3 numbers, and "
NOT_BETWEEN = [  # right for 1 and −1, as all cells of lesson 02 are
    lambda p, k: (2 * (p == k) - 1).mean(),
    lambda p, k: (p / k).mean(),
    lambda p, k: (p // k).mean(),
    lambda p, k: (p * k).sum() / abs(p).sum(),
    lambda p, k: (p * k).sum() / np.sqrt((p * p).sum() * (k * k).sum()),
]
NO_NUMBER = "which is not a number."


@pytest.mark.parametrize(
    ("name", "answer", "words"),
    [
        ("edge_finder", "-1 0 1", "this is text: write it as np.array("),  # parse makes no edge finder
        ("edge_finder", ["..#"] * 3, "this is text: write it as np.array("),
        ("kernel_for_o", "...", "this is text, and parse makes a kernel of it."),
        ("fool", "...", "this is text: hand in my_pad.array."),
        ("edge_finder", [[-1, 0], [1, 0, 1], [1]], f"{KERNEL}the rows here have 2, 3, 1."),
        ("edge_finder", [["-1", "0", "1"]] * 3, f"{KERNEL}among these is '-1', {NO_NUMBER}"),
        ("edge_finder", [[None, 0, 1]] * 3, f"{KERNEL}among these is None, {NO_NUMBER}"),
        ("edge_finder", np.array([[0, None, 1]] * 3), f"{KERNEL}among these is None, {NO_NUMBER}"),
        ("edge_finder", [[0, 1j, 1]] * 3, f"{KERNEL}among these is a complex, {NO_NUMBER}"),
        ("patch_for_cross", [[1, -1, 1], [1, 1]], "a patch has 3 rows of 3 numbers, and the rows here have 3, 2."),
        ("edge_finder", [[-1, 0, 1.0001], [-1, 0, 1], [-1, 0, 1]], "it gives −0.00001, and there is no edge.\n"
         "Its nine numbers sum to 0.0001: make that 0."),
        ("fool", DrawPad, "this is a class: hand in the drawing itself."),
        ("fool", np.where(np.arange(81).reshape(9, 9), load_image("X"), 1), "not yet. 1 pixel changed, of the 5 that may be, and the network still says X, by"),
        ("misread", ["o_scaling"], "Did you mean 'O_scaling'?"),
        ("misread", ["x_Weigth"], "Did you mean 'X_weight'?"),
        *(("filter_patch", score, "5×5.\nWith values between −1 and 1, which come later, it differs from (patch * kernel).mean().") for score in NOT_BETWEEN),
        ("misread", ["0_scaling"], "Did you mean 'O_scaling'?"),
        ("misread", ["translation_O"], "Did you mean 'O_translation'?"),
        ("misread", ["scaling"], "O_weight."),  # of which letter?
        ("misread", [6, 8], "Put in names as text, like 'X_scaling': here is an int."),
        ("misread", [True, False], "here is a bool."),
        ("misread", [["O_scaling", "O_translation"]], "here is a list."),
        ("learning_rate", 1.05, "the loss is still 0.233. The steps are too short."),
        ("learning_rate", 1.08, "the loss is still 0.2302. The steps are too short."),
        ("learning_rate", 1.082, "the loss is still 0.23001. The steps are too short."),
        ("learning_rate", 1.085, "the loss falls from 0.58 to 0.2297."),
        ("dense_backward", lambda g, v, w: None, "It returned nothing: end it with return."),
        ("dense_backward", lambda g, v, w: (g @ w.T, None), "the gradient of the weights is None."),
        ("dense_backward", lambda g, v, w: (None, v.T @ g), "the gradient of the values is None."),
        ("feature_map", lambda i, k: ops.feature_map(i, k) * (1 + (len(k) == 5)) + (i.shape == k.shape), "[0, 0]: expected 0, got 1."),
        ("agreement", lambda a, b: 0.0 * -(a == b).sum(), "got      0\n"),
        ("relu", lambda s: np.sqrt(s) ** 2, "nan, which comes of 0 ÷ 0, inf ÷ inf, inf − inf or 0 × inf, the root or log of"),
        ("softmax", lambda x: np.exp(x - x.min()) / np.exp(x - x.min()).sum(1, keepdims=True), "let exp overflow: that gives inf, and nan after it"),
        ("cross_entropy", lambda x, y: np.inf * len(x) + y[0], "made inf, which is a number ÷ 0, log of 0, exp of"),
        ("fewest_weights", lambda rng: 0, "It returned an int; return a Network([...])."),
        ("fewest_weights", lambda rng: np.zeros(2), "It returned an array of float64, shape 2; return"),
        ("dense_backward", lambda g, v, w: (g @ w.T / len(g), v.T @ g), "is [0, 0]: expected 0.75, got 0.375."),
        ("relu_backward", lambda g, x: g * (x > 0.01), " 0.0004  −0.50\n     0.67 −4.50      1.50 −0.001\n"),
        ("relu", lambda s: str(s), "(return what was computed, and not its text.)"),
        ("dense", lambda x, w, b: x @ w + b, "from 1×2 to 3×2."),
        ("softmax", lambda x: np.exp(x - np.logaddexp.reduce(x, axis=1, keepdims=True)), "from 1×2 to 3×3."),
    ],
)  # fmt: skip
def test_a_sentence_fits_what_came(name, answer, words):
    assert words in EXERCISES[name](answer).text
