"""What arrives, checked: in words, whatever it is."""

import numpy as np
import pytest

import xo_helpers
from xo_helpers import gradients, inputs, ops, plots, texts, trace
from xo_helpers.layers import Conv2D, Dense, Flatten, ReLU
from xo_helpers.network import Network
from xo_helpers.widgets import TrainingMonitor


@pytest.mark.parametrize(
    ("value", "tries"),
    [
        (np.full((2, 2), 255, np.uint8), r"there is 255 in a picture; the cells of an image go from -1 to 1: try x / 127.5 - 1"),
        ([[0, 200.0]], "there is 200 in a picture; .* try x / 127.5 - 1"),
        ([[0, 4]], "there is 4 in a picture; .* try x / 2 - 1"),
        ([[0, 1000]], "there is 1000 in a picture; .* try x / 500 - 1"),
        (np.array([[-128, 1]], np.int8), "there is -128 in a picture; .* try x / 128$"),
        ([[-1.5, 1]], "there is -1.5 in a picture; .* try x / 1.5$"),
        ([[np.nan]], "there is nan in a picture"),
        (np.ones((0, 9)), "there are no cells in a picture"),
        ("X", "a picture holds text"),
    ],
)  # fmt: skip
def test_cells_go_from_minus_one_to_one(value, tries):
    with pytest.raises(ValueError, match=tries):
        inputs.in_range("a picture", value)


@pytest.mark.parametrize("kind", [np.uint8, np.int64])
def test_bytes_for_a_network_that_takes_any_floats_are_scaled_as_its_own_were(kind):
    with pytest.raises(
        ValueError, match="takes cells of whole numbers up to 16: scale them as .*, like x / 127.5 - 1$"
    ):
        inputs.in_range("x", np.array([[200, 0]], kind), 1e300)
    with np.errstate(all="raise"):
        assert inputs.in_range("x", np.array([[200, 0]], np.float32), 1e300).max() == 200


@pytest.mark.parametrize("kind", [int, bool, np.int8, np.float16, np.float64, np.float32])
def test_a_picture_of_any_kind_of_number_comes_as_floats(kind):
    got = inputs.in_range("x", np.array([[1, 0], [0, 1]], kind))
    assert (got.tolist(), got.dtype) == ([[1, 0], [0, 1]], np.float32 if kind is np.float32 else np.float64)
    assert inputs.in_range("x", [[-1, 1 + 1e-9]]).tolist() == [[-1, 1 + 1e-9]]  # what rounding leaves


ONE = np.ones((1, 1))
NAMED = {  # a call with text in one place -> what it is called there
    ("a", "cat"): lambda text: ops.agreement(text, ONE),
    ("b", "cat"): lambda text: ops.agreement(ONE, text),
    ("patch", "cat"): lambda text: ops.filter_patch(text, ONE),
    ("kernel", "cat"): lambda text: ops.filter_patch(ONE, text),
    ("image", "cat"): lambda text: ops.feature_map(text, ONE),
    ("x", "conv"): lambda text: ops.conv2d(text, ONE[None, None]),
    ("kernels", "conv"): lambda text: ops.conv2d(ONE[None, None], text),
    ("bias", "conv"): lambda text: ops.conv2d(ONE[None, None], ONE[None, None], text),
    ("x", "relu"): ops.relu,
    ("x", "max"): ops.max_pool,
    ("x", "avg"): ops.avg_pool,
    ("x", "dense"): lambda text: ops.dense(text, ONE, [0]),
    ("weights", "dense"): lambda text: ops.dense(ONE, text, [0]),
    ("bias", "dense"): lambda text: ops.dense(ONE, ONE, text),
    ("x", "softmax"): ops.softmax,
    ("logits", "loss"): lambda text: ops.cross_entropy(text, [0]),
    ("logits", "loss back"): lambda text: gradients.cross_entropy_backward(text, [0]),
    ("x", "dense back"): lambda text: gradients.dense_backward(ONE, text, ONE),
    ("weights", "dense back"): lambda text: gradients.dense_backward(ONE, ONE, text),
    ("gradient", "dense back"): lambda text: gradients.dense_backward(text, ONE, ONE),
    ("x", "relu back"): lambda text: gradients.relu_backward(ONE, text),
    ("x", "max back"): lambda text: gradients.max_pool_backward(ONE, text),
    ("x", "global back"): lambda text: gradients.global_max_backward(ONE, text),
    ("x", "conv back"): lambda text: gradients.conv2d_backward(ONE, text, ONE[None, None]),
    ("kernels", "conv back"): lambda text: gradients.conv2d_backward(ONE, ONE[None, None], text),
    ("kernels", "Conv2D"): Conv2D,
    ("bias", "Conv2D"): lambda text: Conv2D(ONE[None, None], text),
    ("weights", "Dense"): Dense,
    ("bias", "Dense"): lambda text: Dense(ONE, text),
    ("x", "sum"): lambda text: trace.written_out(ReLU(), text, 1, (0,)),
    ("value", "sum"): lambda text: trace.written_out(ReLU(), [1], text, (0,)),
}


@pytest.mark.parametrize("place", NAMED, ids=" of ".join)
def test_an_error_calls_what_arrived_by_the_name_it_has_in_the_call(place):
    with pytest.raises(ValueError, match=rf"^{place[0]} holds text"):
        NAMED[place]([["dog"]])


EYE = np.eye(3)
SWITCHES = {
    "numbers": lambda odd: texts.as_text(EYE, numbers=odd),
    "whole": lambda odd: (texts.in_cell(1), texts.rounded(1, 2), texts.in_cell(1, odd)),
    "whole of rounded": lambda odd: texts.rounded(1, 2, odd),
    "to_input": lambda odd: gradients.conv2d_backward(ONE[None, None], ONE[None, None], ONE[None, None], to_input=odd),
    "to_input of a network": lambda odd: ran().backward(np.ones((1, 2)), odd),
    "places": lambda odd: plots.plot_stack({"a": EYE}, places=odd),
}  # fmt: skip


def ran():
    network = Network([Flatten(), Dense(np.ones((81, 2)))])
    network.forward(EYE.repeat(3, 0).repeat(3, 1))
    return network


@pytest.mark.parametrize("name", SWITCHES)
@pytest.mark.parametrize("odd", [EYE, None, "yes", 2, 0.5, [True]], ids=repr)
def test_a_switch_is_true_or_false(name, odd):
    with pytest.raises(ValueError, match=rf"^{name.split()[0]} is .*; it must be True or False$"):
        SWITCHES[name](odd)
    for switch in (True, np.True_, 0, np.bool_(False)):
        SWITCHES[name](switch)


def test_what_cannot_be_gone_through_is_no_list_of_layers(torch):
    for odd in (torch.tensor(1), memoryview(EYE)):
        with pytest.raises(ValueError, match="^layers is a (Tensor|memoryview); give it as a list, like"):
            Network(odd)
        with pytest.raises(ValueError, match="^window is .*; it needs a row, a column and a size"):
            plots.plot_image(EYE, window=odd)
        with pytest.raises(ValueError, match="^arrows has .* for 'b'; it needs a list of names"):
            plots.plot_graph({"a": 1, "b": 2}, {"b": odd})
        with pytest.raises(ValueError, match="^run takes the epochs that "):
            TrainingMonitor(3).run(odd)


def test_what_is_no_layer_of_a_network_is_not_in_it():
    network = ran()
    assert network[1] in network
    assert all(odd not in network for odd in (EYE, None, "dense1", Flatten()))


@pytest.mark.parametrize("version", ["9" * 5000, "0.²"])
def test_what_is_no_version_is_refused_in_words(version):
    with pytest.raises(ValueError, match="it must be text of numbers and points"):
        xo_helpers.needs(version)


def test_a_sum_of_more_than_anybody_has_is_not_divided():
    with pytest.raises(ValueError, match="^count is an int; it must be a whole number, from 1 to 1,000,000"):
        texts.quotient(0.5, 10**5000)
