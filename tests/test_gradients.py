"""Every way back: against central differences, against PyTorch's autograd, and against planted errors."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xo_helpers import gradients
from xo_helpers.gradients import cross_entropy_backward
from xo_helpers.layers import Conv2D, Dense, Flatten, GlobalMax, MaxPool2D, ReLU
from xo_helpers.network import Network
from xo_helpers.ops import cross_entropy, softmax

NUDGE = 1e-6


def slopes(loss, array):
    """The gradient of a loss by every number of an array, found by nudging it up and down."""
    found = np.zeros_like(array)
    for at in np.ndindex(array.shape):
        middle = array[at]
        sides = []
        for array[at] in (middle + NUDGE, middle - NUDGE):
            sides.append(loss())
        array[at] = middle
        found[at] = (sides[0] - sides[1]) / (2 * NUDGE)
    return found


def disagreement(swept, nudged):
    """The largest difference, as a part of the largest gradient."""
    return np.abs(swept - nudged).max() / max(np.abs(nudged).max(), 1e-3)


def assert_swept(swept, arrays, loss):
    """The gradients swept back, by name, are what nudging the arrays finds."""
    assert list(swept) == list(arrays)
    for name, array in arrays.items():
        assert disagreement(swept[name], slopes(loss, array)) < 1e-6, name


@st.composite
def layer_and_input(draw):
    """A layer of any kind and an input that is not near one of its kinks or ties."""
    rng = np.random.default_rng(draw(st.integers(0, 10_000)))
    n, c, h, w = (draw(st.integers(1, high)) for high in (3, 3, 7, 7))
    spread = rng.permutation(np.linspace(-1, 1, 2 * n * c * h * w)[::2] + 0.01)  # no two alike, none near 0
    spread[np.abs(spread) < 1e-3] = 0.5
    x = spread.reshape(n, c, h, w)
    kind = draw(st.sampled_from([Conv2D, ReLU, MaxPool2D, GlobalMax, Flatten, Dense]))
    if kind is Conv2D:
        padding, stride = draw(st.integers(0, 2)), draw(st.integers(1, 3))
        k = draw(st.integers(1, min(3, h + 2 * padding, w + 2 * padding)))
        return Conv2D.random(rng, c, draw(st.integers(1, 3)), k, stride=stride, padding=padding), x, rng
    if kind is MaxPool2D:
        edge = draw(st.sampled_from(["keep", "drop"]))
        size = draw(st.integers(1, 3 if edge == "keep" else min(3, h, w)))
        return MaxPool2D(size, draw(st.integers(1, 3)), edge), x, rng
    if kind is Dense:
        return Dense.random(rng, c * h * w, draw(st.integers(1, 4))), x.reshape(n, -1), rng
    return kind(), x, rng


@settings(max_examples=150, deadline=None)
@given(layer_and_input())
def test_every_layer_sweeps_back_what_nudging_finds(made):
    layer, x, rng = made
    direction = rng.normal(size=layer.forward(x).shape)  # any loss: a weighted sum of the outputs
    swept = {"input": layer.backward(direction), **layer.gradients}
    assert_swept(swept, {"input": x, **layer.parameters}, lambda: float((layer.forward(x) * direction).sum()))


def closed(front, rng, outputs, shape=(1, 9, 9)):
    """A network of these layers, and a vote."""
    return Network([*front, Dense.random(rng, *Network(front, shape).output_shape, outputs)], shape)


def whole_network(seed):
    """What a network sweeps back, its input and parameters, and its loss."""
    rng = np.random.default_rng(seed)
    front = [Conv2D.random(rng, 2, 3, padding=1, stride=2), ReLU(), MaxPool2D(3, 2)]
    front += [Conv2D.random(rng, 3, 4, 2, padding=1), *([ReLU(), GlobalMax()] if seed % 2 else [Flatten()])]
    network = closed(front, rng, 3, (2, 9, 8))
    images, labels = rng.normal(size=(4, 2, 9, 8)), rng.integers(0, 3, 4)
    back = network.backward(cross_entropy_backward(network.forward(images), labels))
    swept, arrays = {"input": back["input"], **network.gradients}, {"input": images, **network.parameters}
    return swept, arrays, lambda: cross_entropy(network.forward(images), labels)


@pytest.mark.parametrize("seed", range(6))
def test_a_whole_network_sweeps_back_what_nudging_finds(seed):
    assert_swept(*whole_network(seed))


def test_a_planted_error_is_caught():
    swept, arrays, loss = whole_network(1)
    swept, nudged = swept["conv1.kernels"], slopes(loss, arrays["conv1.kernels"])
    for wrong in (swept[..., ::-1, :], -swept, swept * len(arrays["input"]), swept.swapaxes(2, 3)):
        assert disagreement(wrong, nudged) > 1e-3


@pytest.mark.parametrize("edge", ["keep", "drop"])
@pytest.mark.parametrize("seed", range(4))
def test_pytorchs_autograd_finds_the_same(torch, seed, edge):
    functional, rng = torch.nn.functional, np.random.default_rng(seed)
    stride, padding, pool_stride = map(int, rng.integers((1, 0, 1), (3, 3, 4)))
    x = rng.integers(-2, 3, (3, 2, 9, 10)).astype(float)  # whole numbers: full of ties and zeros
    kernels = rng.integers(-1, 2, (4, 2, 3, 3)).astype(float)
    conv = Conv2D(kernels, rng.normal(size=4), stride, padding)
    last = GlobalMax() if seed % 2 else Flatten()
    network = closed([conv, ReLU(), MaxPool2D(2, pool_stride, edge), last], rng, 3, (2, 9, 10))
    labels = rng.integers(0, 3, 3)
    swept = network.backward(cross_entropy_backward(network.forward(x), labels))

    arrays = {"input": x, **network.parameters}
    theirs = {name: torch.tensor(array, requires_grad=True) for name, array in arrays.items()}
    y = functional.conv2d(*list(theirs.values())[:3], stride, padding)
    y = functional.max_pool2d(functional.relu(y), 2, pool_stride, ceil_mode=edge == "keep")
    y = functional.adaptive_max_pool2d(y, 1).flatten(1) if seed % 2 else y.flatten(1)
    logits = y @ theirs["dense1.weights"] + theirs["dense1.bias"]
    functional.cross_entropy(logits, torch.tensor(labels)).backward()
    for name, gradient in {"input": swept["input"], **network.gradients}.items():
        np.testing.assert_allclose(gradient, theirs[name].grad.numpy(), rtol=0, atol=1e-10)


def test_gradients_by_hand():
    # One cell of a tie gets it.
    pool, most = MaxPool2D(), GlobalMax()
    pool.forward(np.zeros((1, 1, 3, 3)))
    assert pool.backward(np.ones((1, 1, 2, 2)))[0, 0].tolist() == [[1, 0, 1], [0, 0, 0], [1, 0, 1]]
    most.forward(np.zeros((1, 2, 2, 2)))
    assert most.backward(np.array([[3.0, 4.0]])).tolist() == [[[[3, 0], [0, 0]], [[4, 0], [0, 0]]]]
    # The 4×4 of lesson 09: one 2×2 kernel, and a gradient that is 1 at one place and 2 at another.
    conv = Conv2D([[[[1.0, 2.0], [3.0, 4.0]]]])
    conv.forward(np.arange(16.0).reshape(1, 1, 4, 4))
    back = conv.backward(np.array([[[[1.0, 0, 0], [0, 0, 2], [0, 0, 0]]]]))
    # What lay under the kernel there: 0 1 4 5, and twice 6 7 10 11.
    assert conv.gradients["kernels"].tolist() == [[[[12, 15], [24, 27]]]]
    assert conv.gradients["bias"] == [3]
    assert back[0, 0].tolist() == [[1, 2, 0, 0], [3, 4, 2, 4], [0, 0, 6, 8], [0, 0, 0, 0]]

    conv = Conv2D(np.ones((2, 1, 3, 3), np.float32))  # and float32 stays
    y = pool.forward(conv.forward(np.ones((1, 1, 9, 9), np.float32)))
    assert conv.backward(pool.backward(y)).dtype == conv.gradients["kernels"].dtype == np.float32


@pytest.mark.parametrize("last", [Flatten, GlobalMax])
def test_whole_numbers_are_as_good_as_the_same_with_a_point(last):
    rng = np.random.default_rng(0)
    network = closed([MaxPool2D(), Conv2D.random(rng, 1, 2, padding=1), ReLU(), last()], rng, 2)
    images = rng.choice([-1, 1], (3, 1, 9, 9))
    found = []
    for batch in (images, images.astype(float)):
        found.append(network.backward(cross_entropy_backward(network.forward(batch), [0, 1, 1]))["input"])
    np.testing.assert_array_equal(*found)
    assert np.abs(found[0]).max() > 0


MAPS, VOTES = np.zeros((2, 3, 5, 4)), np.zeros((2, 2))


@pytest.mark.parametrize(
    ("back", "message"),
    [
        (lambda: gradients.cross_entropy_backward(VOTES, [0, -1]), "labels hold -1; with 2 classes"),
        (lambda: gradients.cross_entropy_backward(VOTES, [0, 2]), "labels hold 2; with 2 classes"),
        (lambda: gradients.cross_entropy_backward(VOTES, [1]), r"labels have shape \(1,\); they must be \(2,\), one per image"),
        (lambda: gradients.cross_entropy_backward(VOTES, [True, False]), "labels must hold whole numbers from 0, not bool values"),
        (lambda: gradients.cross_entropy_backward(VOTES, np.eye(2, dtype=int)), r"labels have shape \(2, 2\)"),
        (lambda: gradients.cross_entropy_backward([0.0, 1.0], [0]), r"logits have shape \(2,\)"),
        (lambda: gradients.relu_backward(np.ones(4), MAPS), r"gradient has shape \(4,\); what it belongs to has \(2, 3, 5, 4\)"),
        (lambda: gradients.max_pool_backward(np.ones((2, 3, 2, 3)), MAPS), r"gradient has shape \(2, 3, 2, 3\); .* \(2, 3, 3, 2\)"),
        (lambda: gradients.max_pool_backward(np.ones((2, 3, 3, 2)), MAPS, size=0), "size is 0"),
        (lambda: gradients.global_max_backward(np.ones((3, 2)), MAPS), r"gradient has shape \(3, 2\); .* \(2, 3\)"),
        (lambda: gradients.dense_backward(np.ones((1, 2)), np.ones((2, 3)), np.ones((3, 2))), r"gradient has shape \(1, 2\); .* \(2, 2\)"),
        (lambda: gradients.conv2d_backward(np.ones((2, 1, 2, 3)), MAPS, np.ones((1, 3, 3, 3))), r"gradient has shape \(2, 1, 2, 3\); .* \(2, 1, 3, 2\)"),
        (lambda: gradients.dense_backward(np.ones((2, 2)), np.ones((2, 3)), np.ones((4, 2))), r"x has shape \(2, 3\) and weights \(4, 2\); dense takes"),
        (lambda: gradients.dense_backward([1, 2], [1, 2], [[1, 2], [3, 4]]), r"x has shape \(2,\) and weights \(2, 2\); dense takes"),
        (lambda: gradients.global_max_backward(np.ones((2, 3)), np.ones((2, 3))), r"x has shape \(2, 3\); GlobalMax takes"),
        (lambda: gradients.global_max_backward(np.ones((2, 3)), np.ones((2, 3, 0, 2))), r"x has shape \(2, 3, 0, 2\); GlobalMax takes"),
        (lambda: gradients.conv2d_backward(np.ones((2, 1, 3, 2)), MAPS, np.ones((1, 2, 3, 3))), "x has 3 channels and the kernels span 2"),
        (lambda: gradients.conv2d_backward(np.ones((2, 1, 3, 2)), MAPS, np.ones((1, 3, 3, 2))), "the kernels are 3×2; they must be square"),
        (lambda: gradients.conv2d_backward(np.ones((2, 1, 3, 2)), MAPS, np.ones((1, 3, 9, 9)), 1, 1), "the kernels are 9×9 and the maps, padding included, only 7×6"),
        (lambda: gradients.conv2d_backward(np.ones((2, 1, 3, 2)), MAPS[0], np.ones((1, 3, 3, 3))), r"x has shape \(3, 5, 4\) and kernels"),
        (lambda: gradients.max_pool_backward(np.ones(2), np.ones(4)), r"the map has shape \(4,\)"),
        (lambda: gradients.cross_entropy_backward(np.ones((0, 2)), [0]), r"labels have shape \(1,\); they must be \(0,\)"),
        (lambda: gradients.relu_backward("text", MAPS), "gradient holds text; it must hold plain numbers"),
    ],
)  # fmt: skip
def test_what_does_not_belong_together_is_refused(back, message):
    with pytest.raises(ValueError, match=message):
        back()


@pytest.mark.parametrize("kind", [np.float32, np.float64])
def test_a_large_map_is_swept_back_by_the_other_way_and_the_same(kind):
    x = -np.arange(400 * 402, dtype=kind).reshape(400, 402)  # the first of each window is its largest
    back = gradients.max_pool_backward(np.full((200, 201), 3, kind), x)
    assert (back.dtype, back.sum()) == (kind, 3 * 200 * 201)
    assert (back[::2, ::2] == 3).all()


def test_lists_and_whole_numbers_are_taken():
    assert gradients.max_pool_backward([[1, 2]], [[1, 2, 9, 4]]).tolist() == [[0, 1, 2, 0]]
    assert gradients.relu_backward([1, 2], [3, -3]).tolist() == [1, 0]
    assert gradients.max_pool_backward([[7]], [[1, 3], [3, 2]]).tolist() == [[0, 7], [0, 0]]
    assert gradients.max_pool_backward([[7]], [[2**53, 2**53 + 1]]).tolist() == [[0, 7]]  # alike as floats
    assert gradients.global_max_backward([[5]], [[[[1, 2], [2, 1]]]]).tolist() == [[[[0, 5], [0, 0]]]]
    back = gradients.dense_backward([[1, 2]], [[3, 4, 5]], [[1, 0], [0, 1], [1, 1]])
    assert [array.tolist() for array in back] == [[[1, 2, 3]], [[3, 6], [4, 8], [5, 10]], [1, 2]]


def test_a_closed_gate_lets_nothing_through_and_nan_is_not_lost():
    back = gradients.relu_backward([np.inf, np.nan, np.inf, 5, -3], [-1, 0, 2, np.nan, -1])
    assert np.array_equal(back, [0, 0, np.inf, 5, 0], equal_nan=True)
    x = np.array([[1, np.nan, 3], [np.nan, 2, 1]])
    assert gradients.max_pool_backward([[7, 8]], x).tolist() == [
        [0, 0, 8],
        [7, 0, 0],
    ]  # of several NaN the last, as PyTorch
    assert gradients.max_pool_backward([[7.0]], [[1, 2], [3, 3]], 10**30).tolist() == [[0, 0], [7, 0]]


def test_shares_of_nothing_and_infinite_gradients_are_no_errors_whatever_numpy_is_set_to():
    with np.errstate(all="raise"):
        assert (softmax([0, -1000]).tolist(), softmax([-700, 0])[0]) == ([1, 0], np.exp(-700))
        assert cross_entropy([[0, -1000], [0, -1000]], [0, 1]) == 500
        assert (softmax([1e308, -1e308]).tolist(), cross_entropy([[1e308, -1e308]], [0])) == ([1, 0], 0)
        assert cross_entropy_backward([[0, -700], [0, 0]], [0, 1])[0].tolist() == [0, np.exp(-700) / 2]
        assert cross_entropy_backward([[0, -744.4]] * 4, [0] * 4)[0].tolist() == [0, 0]
        assert gradients.relu_backward([np.inf, np.inf, 5], [0, 1, 0]).tolist() == [0, np.inf, 0]


def test_none_at_all_hands_back_none():
    none = np.ones((0, 3, 5, 4))
    assert gradients.cross_entropy_backward(np.ones((0, 2)), []).shape == (0, 2)
    assert (
        gradients.relu_backward(none, none).shape
        == gradients.max_pool_backward(np.ones((0, 3, 3, 2)), none).shape
        == none.shape
    )
    assert gradients.global_max_backward(np.ones((0, 3)), none).shape == none.shape
    d_x, d_kernels, d_bias = gradients.conv2d_backward(np.ones((0, 2, 3, 2)), none, np.ones((2, 3, 3, 3)))
    assert (d_x.shape, d_kernels.shape, d_bias.tolist()) == (none.shape, (2, 3, 3, 3), [0, 0])
    back = gradients.dense_backward(np.ones((0, 2)), np.ones((0, 3)), np.ones((3, 2)))
    assert [array.shape for array in back] == [(0, 3), (3, 2), (2,)]
    assert not any(array.any() for array in (d_kernels, *back[1:]))


@pytest.mark.parametrize("kind", [np.int8, np.uint8, np.float16])
def test_numbers_of_few_bits_do_not_overflow(kind):
    many = np.full((1, 1, 20, 20), 100, kind)
    _, d_kernels, d_bias = gradients.conv2d_backward(
        np.full((1, 1, 19, 19), 100, kind), many, np.full((1, 1, 2, 2), 100, kind)
    )
    assert (d_kernels.ravel().tolist(), d_bias.tolist()) == ([361 * 10_000] * 4, [36_100])
    assert gradients.dense_backward(np.full((9, 1), 100, kind), np.full((9, 1), 100, kind), [[1]])[1:] == (
        [[90_000]],
        [900],
    )
    assert (
        gradients.cross_entropy_backward(
            np.array([[120, -120 % 128]], kind), np.array([1], kind if kind != np.float16 else int)
        )[0, 0]
        > 0.99
    )
