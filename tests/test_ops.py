"""The operations against hand-worked cases, the story, SciPy and PyTorch."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.signal import correlate2d

from xo_helpers.data import load_image, load_kernel, parse
from xo_helpers.ops import (
    agreement,
    avg_pool,
    conv2d,
    cross_entropy,
    dense,
    feature_map,
    filter_patch,
    max_pool,
    relu,
    softmax,
)

X = load_image("X")
HOOK = parse("##.\n#..\n...")  # not its own flip nor its own transpose, unlike the story's three


def test_a_patch_by_hand():
    # 1·1 + 2·0 + 3·(-1) + 4·2 = 6, over 4 cells
    assert filter_patch([[1, 2], [3, 4]], [[1, 0], [-1, 2]]) == 6 / 4
    score = filter_patch(X[3:6, 3:6], load_kernel("diagonal"))
    assert type(score) is float
    assert score == 5 / 9


def test_a_map_by_hand():
    # The kernel takes top left minus bottom right: 1-5, 2-6; 4-8, 5-9
    assert np.array_equal(feature_map([[1, 2, 3], [4, 5, 6], [7, 8, 9]], [[1, 0], [0, -1]]), -np.ones((2, 2)))


@pytest.mark.parametrize("name", ["diagonal", "cross", "antidiagonal"])
def test_the_story(name, story):
    got = feature_map(X, load_kernel(name))
    assert got.shape == (7, 7)
    assert np.array_equal(got, np.array(story["sums"][name]) / 9)  # to the last bit
    assert np.array_equal(np.trunc(np.array(story["sums"][name]) / 9 * 100) / 100, story["printed"][name])
    assert not np.array_equal(np.round(got, 2), story["printed"][name])  # the story cuts, it does not round


def test_the_map_is_filter_patch_everywhere():
    got = feature_map(X, HOOK)
    by_patch = [[filter_patch(X[r : r + 3, c : c + 3], HOOK) for c in range(7)] for r in range(7)]
    assert np.array_equal(got, by_patch)


numbers = st.integers(0, 2**32 - 1).map(np.random.default_rng)


@given(numbers, st.integers(1, 4), st.integers(0, 6), st.integers(0, 6))
def test_feature_map_is_scipys_correlation(rng, k, more_rows, more_columns):
    image, kernel = rng.normal(size=(k + more_rows, k + more_columns)), rng.normal(size=(k, k))
    assert np.allclose(
        feature_map(image, kernel), correlate2d(image, kernel, mode="valid") / k**2, rtol=0, atol=1e-12
    )


def test_feature_map_is_conv2d_with_a_divided_kernel():
    rng = np.random.default_rng(0)
    image, kernel = rng.normal(size=(2, 9, 8)), rng.normal(size=(3, 3))
    field = conv2d(image[:, None], (kernel / kernel.size)[None, None])[:, 0]
    assert np.allclose(feature_map(image, kernel), field, rtol=0, atol=1e-12)


@given(
    numbers, st.integers(1, 3), st.integers(1, 4), st.integers(1, 5), st.integers(1, 4), st.integers(0, 5),
    st.integers(0, 5), st.integers(1, 3), st.integers(0, 3), st.booleans(),
)  # fmt: skip
@settings(max_examples=200, deadline=None)
def test_conv2d_is_pytorchs(torch, rng, n, c, m, k, more_rows, more_columns, stride, padding, with_bias):
    x, kernels = rng.normal(size=(n, c, k + more_rows, k + more_columns)), rng.normal(size=(m, c, k, k))
    bias = rng.normal(size=m) if with_bias else None
    theirs = torch.nn.functional.conv2d(
        *map(torch.from_numpy, (x, kernels)),
        bias=None if bias is None else torch.from_numpy(bias),
        stride=stride,
        padding=padding,
    ).numpy()
    ours = conv2d(x, kernels, bias, stride, padding)
    assert ours.shape == theirs.shape
    assert np.allclose(ours, theirs, rtol=0, atol=1e-12)


@given(numbers, st.integers(1, 3), st.integers(0, 2))
@settings(max_examples=20, deadline=None)
def test_a_large_image_takes_the_other_way_and_gives_the_same(rng, stride, padding):
    x, kernels = rng.normal(size=(2, 2, 170, 160)), rng.normal(size=(3, 2, 3, 3))
    got = conv2d(x, kernels, stride=stride, padding=padding)
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    for image in range(2):
        for kernel in range(3):
            sums = sum(
                correlate2d(padded[image, channel], kernels[kernel, channel], "valid") for channel in range(2)
            )
            assert np.allclose(got[image, kernel], sums[::stride, ::stride], rtol=0, atol=1e-12)


@pytest.mark.parametrize("kind", [int, bool, np.int8, np.uint8, np.float16, np.longdouble])
def test_other_numbers_are_computed_as_float64(kind):
    x, kernel = (X > 0).astype(kind), (HOOK > 0).astype(kind)
    for got in (feature_map(x, kernel), conv2d(x[None, None], kernel[None, None])):
        assert got.dtype == np.float64
    assert np.array_equal(
        feature_map(x, kernel), feature_map((X > 0).astype(float), (HOOK > 0).astype(float))
    )


def test_small_integers_do_not_overflow():
    bright = np.full((3, 3), 200, np.uint8)
    assert filter_patch(bright, bright) == 40_000
    assert feature_map(bright, bright) == 40_000


def test_float32_stays_float32_unless_mixed():
    x, kernels = X[None, None].astype(np.float32), HOOK[None, None].astype(np.float32)
    assert conv2d(x, kernels).dtype == conv2d(x, kernels, bias=[1]).dtype == np.float32
    assert feature_map(X.astype(np.float32), HOOK.astype(np.float32)).dtype == np.float32
    assert conv2d(x, kernels.astype(float)).dtype == np.float64


def test_conv2d_lets_nan_through_to_the_places_that_see_it():
    x = np.ones((1, 1, 3, 3))
    x[0, 0, 0, 0] = np.nan
    assert np.isnan(conv2d(x, np.ones((1, 1, 2, 2)))).tolist() == [[[[True, False], [False, False]]]]


def test_agreement(story):
    assert agreement([[1, -1]], [[1, 1]]) == 1
    assert agreement(X, load_image("X_rotation")) == 65
    assert type(agreement(X, X)) is int


NAN = [[1.0, np.nan], [1, 1]]
BAD = [  # what is called, with what, and what the message must say
    (filter_patch, (np.ones(3), HOOK), "patch is of shape \\(3,\\)"),
    (filter_patch, (X, HOOK), "patch is 9×9 and the kernel 3×3; cut a patch"),
    (filter_patch, (np.ones((2, 3)), np.ones((2, 3))), "kernel is 2×3; it must be square, like 3×3"),
    (filter_patch, (np.ones((2, 2)), NAN), "kernel holds nan; replace"),
    (filter_patch, (NAN, np.ones((2, 2))), "patch holds nan; replace"),
    (feature_map, (np.ones(9), HOOK), "image has shape \\(9,\\); it needs rows and columns"),
    (feature_map, (X, np.ones(3)), "kernel is of shape \\(3,\\); it must be square"),
    (feature_map, (X, np.ones((4, 3))), "kernel is 4×3; it must be square, like 3×3"),
    (feature_map, (X[:2], HOOK), "kernel is 3×3 and the image only 2×9; use one that fits"),
    (feature_map, (np.ones((0, 9)), HOOK), "image is empty"),
    (feature_map, (X, np.ones((0, 0))), "kernel is empty"),
    (feature_map, ([[1, 2], [3]], HOOK), "rows of image differ in length; make them"),
    (feature_map, ("#..\n...", HOOK), "image holds text; .* data.parse"),
    (feature_map, (X * 1j, HOOK), "image holds complex numbers; it must hold plain numbers"),
    (feature_map, (X / np.where(X > 5, 1, np.nan), HOOK), "image holds nan"),
    (feature_map, (None, HOOK), "image holds object values"),
    (agreement, (X, X[:8]), "a is 9×9 and b is 8×9; compare two images of the same size"),
    (conv2d, (X, HOOK), "x has shape \\(9, 9\\) and kernels \\(3, 3\\); .*x\\[None, None\\]"),
    (conv2d, (np.ones((1, 2, 9, 9)), np.ones((1, 3, 3, 3))), "x has 2 channels and the kernels span 3"),
    (conv2d, (np.ones((1, 1, 9, 9)), np.ones((1, 1, 3, 2))), "kernels are 3×2; they must be square"),
    (conv2d, (np.ones((1, 1, 2, 2)), np.ones((1, 1, 3, 3))), "kernels are 3×3 and the maps, .* use smaller"),
    (conv2d, (np.ones((1, 1, 2, 2)), np.ones((1, 1, 0, 0))), "at least one cell"),
    (conv2d, (np.ones((1, 1, 2, 2)), np.ones((2, 1, 1, 1)), [1]), "bias has shape \\(1,\\); it needs one"),
    (conv2d, ([[[["a"]]]], np.ones((1, 1, 1, 1))), "x holds <U1 values"),
    (conv2d, ([[[[1], [1, 2]]]], np.ones((1, 1, 1, 1))), "rows of x differ"),
]  # fmt: skip


@pytest.mark.parametrize(("function", "arguments", "message"), BAD)
def test_bad_input_says_what_came_and_what_to_try(function, arguments, message):
    with pytest.raises(ValueError, match=message):
        function(*arguments)


@pytest.mark.parametrize("stride", [0, -1, 1.5, "2", None, True])
def test_a_stride_must_be_a_whole_number_from_one(stride):
    with pytest.raises(ValueError, match="stride is .*; it must be a whole number, 1 or more"):
        conv2d(np.ones((1, 1, 3, 3)), np.ones((1, 1, 2, 2)), stride=stride)


@pytest.mark.parametrize("padding", [-1, 0.5, "same"])
def test_a_padding_must_be_a_whole_number_from_zero(padding):
    with pytest.raises(ValueError, match="padding is .*; it must be a whole number, 0 or more"):
        conv2d(np.ones((1, 1, 3, 3)), np.ones((1, 1, 2, 2)), padding=padding)


def test_no_input_is_changed():
    x, kernels, bias = np.ones((2, 1, 5, 5)), np.ones((3, 1, 2, 2)), np.ones(3)
    for array in (x, kernels, bias):
        array.flags.writeable = False
    result = conv2d(x, kernels, bias, padding=1)
    result += 1  # and the result is the caller's own
    feature_map(x, kernels[0, 0])[:] = 0
    filter_patch(x[0, 0, :2, :2], kernels[0, 0])
    assert np.array_equal(conv2d(x, kernels, bias, padding=1) + 1, result)


# Rectify, pool, vote


def test_relu():
    assert relu(np.array([[-2, 0, 3]])).tolist() == [[0, 0, 3]]
    assert np.isnan(relu([np.nan]))[0]


def test_pooling_by_hand():
    x = np.array([[1, 5, 2, 0], [3, 4, -1, -6], [0, 0, -7, -8], [9, 1, -2, -3]])
    assert max_pool(x).tolist() == [[5, 2], [9, -2]]
    assert avg_pool(x).tolist() == [[13 / 4, -5 / 4], [10 / 4, -20 / 4]]
    assert max_pool(x[:3, :3]).tolist() == [[5, 2], [0, -7]]  # partial windows kept
    assert avg_pool(x[:3, :3]).tolist() == [[13 / 4, 1 / 2], [0, -7]]  # and divided by what is there
    assert max_pool(x[:3, :3], edge="drop").tolist() == [[5]]
    assert max_pool(x, size=2, stride=1).tolist() == [[5, 5, 2], [4, 4, -1], [9, 1, -2]]


@pytest.mark.parametrize("name", ["diagonal", "cross", "antidiagonal"])
def test_the_storys_pooled_and_rectified_maps(name, story):
    def cut(array):
        return np.trunc(np.asarray(array) * 100 + 1e-9 * np.sign(array)) / 100

    scores = feature_map(X, load_kernel(name))
    assert np.array_equal(cut(max_pool(scores)), story["pooled"][name])
    assert np.array_equal(cut(relu(scores)), story["relu"][name])
    assert np.array_equal(cut(max_pool(max_pool(scores))), story["deep_2x2"][name])


@given(
    numbers, st.integers(1, 12), st.integers(1, 12), st.integers(1, 5), st.integers(1, 5), st.sampled_from(["keep", "drop"])
)  # fmt: skip
@settings(max_examples=300, deadline=None)
def test_pooling_is_pytorchs(torch, rng, height, width, size, stride, edge):
    x = rng.normal(size=(2, 3, max(height, size), max(width, size)))
    for ours, theirs in ((max_pool, "max_pool2d"), (avg_pool, "avg_pool2d")):
        want = getattr(torch.nn.functional, theirs)(
            torch.from_numpy(x), size, stride, ceil_mode=edge == "keep"
        )
        got = ours(x, size, stride, edge)
        assert got.shape == tuple(want.shape)
        assert np.allclose(got, want.numpy(), rtol=0, atol=1e-12)


def test_a_window_larger_than_the_map_is_one_partial_window():
    # PyTorch refuses some of these; "keep" means that the cells which are there count.
    assert max_pool([[1, 2]], size=5, stride=2).tolist() == [[2]]
    assert avg_pool([[1, 2]], size=5, stride=2).tolist() == [[1.5]]


@given(numbers, st.integers(1, 4), st.integers(1, 4))
def test_a_map_of_negatives_never_pools_to_zero(rng, size, stride):
    negative = -rng.uniform(0.1, 1, size=(7, 7))
    assert (max_pool(negative, size, stride) < 0).all()
    assert np.array_equal(max_pool(negative, size, stride), -1 * np.abs(max_pool(negative, size, stride)))


@given(numbers, st.integers(1, 4), st.integers(1, 4), st.sampled_from(["keep", "drop"]))
def test_relu_and_max_pool_commute(rng, size, stride, edge):
    maps = rng.normal(size=(50, 7, 7))
    assert np.array_equal(relu(max_pool(maps, size, stride, edge)), max_pool(relu(maps), size, stride, edge))


def test_relu_and_average_pool_do_not_commute():
    assert avg_pool(relu([[-1, 1], [0, 0]])) == 0.25
    assert relu(avg_pool([[-1, 1], [0, 0]])) == 0


def test_pooling_keeps_leading_axes_and_the_type_of_number():
    x = np.arange(2 * 3 * 5 * 4).reshape(2, 3, 5, 4)
    assert max_pool(x).shape == (2, 3, 3, 2)
    assert max_pool(x).dtype == x.dtype
    assert max_pool(x.astype(np.float32)).dtype == avg_pool(x.astype(np.float32)).dtype == np.float32
    assert np.array_equal(max_pool(x)[1, 2], max_pool(x[1, 2]))
    before = x.copy()
    max_pool(x)[:] = avg_pool(x)[:] = 0
    assert np.array_equal(x, before)


def test_dense_by_hand():
    assert dense([[1, 2], [0, -1]], [[1, 0], [3, 1]], [0, 10]).tolist() == [[7, 12], [-3, 9]]


@given(numbers, st.integers(1, 4), st.integers(1, 5))
def test_softmax_and_cross_entropy_are_pytorchs(torch, rng, n, c):
    logits, labels = rng.normal(size=(n, c)) * 5, rng.integers(c, size=n)
    theirs = torch.from_numpy(logits)
    assert np.allclose(softmax(logits), torch.softmax(theirs, dim=1).numpy(), rtol=0, atol=1e-12)
    want = torch.nn.functional.cross_entropy(theirs, torch.from_numpy(labels)).item()
    assert abs(cross_entropy(logits, labels) - want) < 1e-12


@pytest.mark.parametrize("logits", [[1e4, -1e4], [-1e4, -1e4], [1e4, 1e4, 0]])
def test_large_votes_do_not_overflow(logits):
    shares = softmax(logits)
    assert np.isfinite(shares).all()
    assert abs(shares.sum() - 1) < 1e-12
    assert np.isfinite(cross_entropy([logits], [1]))


def test_softmax_of_the_storys_votes():
    assert np.round(softmax([0.92, 0.51]), 2).tolist() == [0.6, 0.4]


MAP = np.ones((4, 4))
BAD_LATER = [
    (lambda: max_pool(MAP, size=0), "size is 0; it must be a whole number, 1 or more"),
    (lambda: max_pool(MAP, stride=0), "stride is 0; it must be a whole number"),
    (lambda: avg_pool(MAP, stride=1.5), "stride is 1.5; it must be a whole number"),
    (lambda: max_pool(MAP, size=5, edge="drop"), 'window is 5×5 and the map only 4×4, .* nothing is left; use'),
    (lambda: max_pool(MAP, edge="pad"), 'edge is \'pad\'; it must be "keep"'),
    (lambda: max_pool(np.ones(4)), "map has shape \\(4,\\); pooling needs rows and columns"),
    (lambda: max_pool(np.ones((0, 4))), "map has shape \\(0, 4\\)"),
    (lambda: relu("X"), "x holds <U1 values; it must hold real numbers"),
    (lambda: dense([1, 2], [[1], [2]], [0]), "x has shape \\(2,\\), .*Flatten or x\\[None\\] may help"),
    (lambda: dense([[1, 2]], [[1], [2], [3]], [0]), "x has shape \\(1, 2\\), weights \\(3, 1\\)"),
    (lambda: dense([[1, 2]], [[1], [2]], [0, 0]), "bias \\(2,\\)"),
    (lambda: softmax(5), "shape \\(\\); softmax needs at least one vote"),
    (lambda: cross_entropy([[1, 2]], [2]), "labels hold 2; with 2 classes they must be from 0 to 1"),
    (lambda: cross_entropy([[1, 2]], [-1]), "labels hold -1"),
    (lambda: cross_entropy([[1, 2]], [0.0]), "labels hold float64 values; they must be whole numbers"),
    (lambda: cross_entropy([[1, 2]], [0, 1]), "labels have shape \\(2,\\); with 1 images they must be \\(1,\\)"),
    (lambda: cross_entropy([1, 2], [0]), "logits have shape \\(2,\\); they must be \\[images, classes\\]"),
]  # fmt: skip


@pytest.mark.parametrize(("call", "message"), BAD_LATER)
def test_bad_input_to_the_later_operations(call, message):
    with pytest.raises(ValueError, match=message):
        call()
