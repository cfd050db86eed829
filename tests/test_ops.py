"""The operations against hand-worked cases, the story, SciPy and PyTorch."""

import tracemalloc
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.signal import correlate2d

from xo_helpers import ops, windows
from xo_helpers.data import load_image, load_kernel, parse
from xo_helpers.gradients import conv2d_backward, global_max_backward
from xo_helpers.ops import avg_pool, conv2d, cross_entropy, feature_map, filter_patch, max_pool, relu, softmax

X = load_image("X")
HOOK = parse("##.\n#..\n...")  # not its own flip nor its own transpose, unlike the story's three
numbers, edges = st.integers(0, 2**32 - 1).map(np.random.default_rng), st.sampled_from(["keep", "drop"])


def close(got, want):
    np.testing.assert_allclose(got, want, rtol=0, atol=1e-12)


def test_sums_by_hand():
    assert ops.agreement(X, load_image("X_rotation")) == 65
    # 1·1 + 2·0 + 3·(-1) + 4·2 = 6, over 4 cells
    assert filter_patch([[1, 2], [3, 4]], [[1, 0], [-1, 2]]) == 6 / 4
    # The kernel takes top left minus bottom right: 1-5, 2-6; 4-8, 5-9
    assert feature_map([[1, 2, 3], [4, 5, 6], [7, 8, 9]], [[1, 0], [0, -1]]).tolist() == [[-1, -1], [-1, -1]]
    assert ops.dense([[1, 2], [0, -1]], [[1, 0], [3, 1]], [0, 10]).tolist() == [[7, 12], [-3, 9]]
    assert np.round(softmax([0.92, 0.51]), 2).tolist() == [0.6, 0.4]  # the story's votes
    by_patch = [[filter_patch(X[r : r + 3, c : c + 3], HOOK) for c in range(7)] for r in range(7)]
    assert np.array_equal(feature_map(X, HOOK), by_patch)


def test_pooling_by_hand():
    x = np.array([[1, 5, 2, 0], [3, 4, -1, -6], [0, 0, -7, -8], [9, 1, -2, -3]])
    assert max_pool(x).tolist() == [[5, 2], [9, -2]]
    assert avg_pool(x).tolist() == [[13 / 4, -5 / 4], [10 / 4, -20 / 4]]
    assert avg_pool(np.full((2, 2), 100, np.int8)).tolist() == [[100]]
    assert avg_pool(x[:3, :3]).tolist() == [[13 / 4, 1 / 2], [0, -7]]  # divided by what is there
    assert max_pool(x[:3, :3], edge="drop").tolist() == [[5]]
    assert max_pool(x, size=2, stride=1).tolist() == [[5, 5, 2], [4, 4, -1], [9, 1, -2]]
    # A window larger than the map is a partial one. PyTorch refuses some of these.
    assert max_pool([[1, 2]], size=5, stride=2).tolist() == [[2]]
    assert avg_pool([[1, 2]], size=5, stride=2).tolist() == [[1.5]]
    maps = np.arange(2 * 3 * 5 * 4).reshape(2, 3, 5, 4)
    assert (max_pool(maps).shape, max_pool(maps).dtype) == ((2, 3, 3, 2), maps.dtype)
    assert np.array_equal(max_pool(maps)[1, 2], max_pool(maps[1, 2]))


@pytest.mark.parametrize("name", ["diagonal", "cross", "antidiagonal"])
def test_the_story(name, story):
    scores = feature_map(X, load_kernel(name))
    assert np.array_equal(scores, np.array(story["sums"][name]) / 9)  # to the last bit
    assert not np.array_equal(np.round(scores, 2), story["printed"][name])  # it cuts, it does not round
    pooled = max_pool(scores)
    stages = {"printed": scores, "pooled": pooled, "relu": relu(scores), "deep_2x2": max_pool(pooled)}
    for stage, values in stages.items():
        assert np.array_equal(np.trunc(values * 100) / 100, story[stage][name]), stage


@given(numbers, st.integers(1, 4), st.integers(0, 6), st.integers(0, 6))
def test_feature_map_is_scipys_correlation_of_each_image(rng, k, more_rows, more_columns):
    images, kernel = rng.normal(size=(2, k + more_rows, k + more_columns)), rng.normal(size=(k, k))
    by_image = [correlate2d(image, kernel, mode="valid") / k**2 for image in images]
    close(feature_map(images, kernel), by_image)
    close(feature_map(images[0], kernel), by_image[0])
    close(conv2d(images[:, None], (kernel / k**2)[None, None])[:, 0], by_image)


@given(
    numbers, st.integers(1, 3), st.integers(1, 4), st.integers(1, 5), st.integers(1, 4), st.integers(0, 5),
    st.integers(0, 5), st.integers(1, 3), st.integers(0, 3), st.booleans(),
)  # fmt: skip
@settings(max_examples=200, deadline=None)
def test_conv2d_is_pytorchs(torch, rng, n, c, m, k, more_rows, more_columns, stride, padding, with_bias):
    x, kernels = rng.normal(size=(n, c, k + more_rows, k + more_columns)), rng.normal(size=(m, c, k, k))
    arrays = [x, kernels, rng.normal(size=m)] if with_bias else [x, kernels]
    theirs = torch.nn.functional.conv2d(*map(torch.from_numpy, arrays), stride=stride, padding=padding)
    close(conv2d(*arrays, stride=stride, padding=padding), theirs.numpy())


@pytest.mark.parametrize("padding", [0, 1, 2])
@pytest.mark.parametrize("stride", [1, 2, 3])
def test_a_large_image_takes_the_other_way_and_gives_the_same(stride, padding, monkeypatch):
    monkeypatch.setattr(windows, "BLOCK", 15_000)  # so that all of these are large
    monkeypatch.setattr(windows, "as_columns", None)  # the way of small images
    rng = np.random.default_rng(10 * stride + padding)
    x, kernels = rng.normal(size=(2, 2, 100, 90)), rng.normal(size=(3, 2, 3, 3))
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    sums = [[sum(map(correlate2d, image, kernel, ["valid"] * 2)) for kernel in kernels] for image in padded]
    close(conv2d(x, kernels, stride=stride, padding=padding), np.array(sums)[..., ::stride, ::stride])


@pytest.mark.parametrize("kind", [int, bool, np.int8, np.uint8, np.float16, np.longdouble])
def test_other_numbers_are_computed_as_float64(kind):
    x, kernel = (X > 0).astype(kind), (HOOK > 0).astype(kind)
    got = feature_map(x, kernel)
    assert got.dtype == conv2d(x[None, None], kernel[None, None]).dtype == np.float64
    assert np.array_equal(got, feature_map(x.astype(float), kernel.astype(float)))


def test_small_integers_do_not_overflow_and_float32_stays_float32_unless_mixed():
    bright = np.full((3, 3), 200, np.uint8)
    assert filter_patch(bright, bright) == feature_map(bright, bright) == 40_000
    x, kernels = X[None, None].astype(np.float32), HOOK[None, None].astype(np.float32)
    made = [
        conv2d(x, kernels),
        conv2d(x, kernels, np.ones(1, np.float32), 2, 1),
        feature_map(x, kernels[0, 0]),
    ]
    assert {array.dtype for array in [*made, max_pool(x), avg_pool(x)]} == {np.dtype(np.float32)}
    assert conv2d(x, kernels.astype(float)).dtype == np.float64


def test_nan_goes_through_to_the_places_that_see_it():
    x = np.ones((1, 1, 3, 3))
    x[0, 0, 0, 0] = np.nan
    assert np.isnan(conv2d(x, np.ones((1, 1, 2, 2)))).tolist() == [[[[True, False], [False, False]]]]
    assert np.isnan(relu([np.nan]))[0]


def test_no_input_is_changed_and_the_result_is_the_callers_own():
    x, kernels, bias = np.ones((2, 1, 5, 5)), np.ones((3, 1, 2, 2)), np.ones(3)
    for array in (x, kernels, bias):
        array.flags.writeable = False
    calls = [(conv2d, x, kernels, bias, 1, 1), (feature_map, x, kernels[0, 0]), (max_pool, x), (avg_pool, x)]
    for function, *arguments in [*calls, (filter_patch, x[0, 0, :2, :2], kernels[0, 0])]:
        result = function(*arguments)
        want = np.copy(result)
        result += 1
        assert np.array_equal(function(*arguments), want)


@given(numbers, st.integers(1, 12), st.integers(1, 12), st.integers(1, 5), st.integers(1, 5), edges)
@settings(max_examples=300, deadline=None)
def test_pooling_is_pytorchs(torch, rng, height, width, size, stride, edge):
    x = rng.normal(size=(2, 3, max(height, size), max(width, size)))
    functional, how = torch.nn.functional, {"ceil_mode": edge == "keep"}
    for ours, theirs in ((max_pool, functional.max_pool2d), (avg_pool, functional.avg_pool2d)):
        close(ours(x, size, stride, edge), theirs(torch.from_numpy(x), size, stride, **how).numpy())


@given(numbers, st.integers(1, 4), st.integers(1, 4), edges)
def test_negatives_never_pool_to_zero_and_relu_commutes_with_max_pool_alone(rng, size, stride, edge):
    maps = rng.normal(size=(50, 7, 7))
    assert (max_pool(-np.abs(maps), size, stride, edge) < 0).all()
    assert np.array_equal(relu(max_pool(maps, size, stride, edge)), max_pool(relu(maps), size, stride, edge))
    assert (avg_pool(relu([[-1, 1], [0, 0]])), relu(avg_pool([[-1, 1], [0, 0]]))) == (0.25, 0)


@given(numbers, st.integers(1, 4), st.integers(1, 5))
def test_softmax_and_cross_entropy_are_pytorchs(torch, rng, n, c):
    logits, labels = rng.normal(size=(n, c)) * 5, rng.integers(c, size=n)
    theirs = torch.from_numpy(logits)
    close(softmax(logits), torch.softmax(theirs, dim=1).numpy())
    close(
        cross_entropy(logits, labels),
        torch.nn.functional.cross_entropy(theirs, torch.from_numpy(labels)).item(),
    )


@pytest.mark.parametrize("logits", [[1e4, -1e4], [-1e4, -1e4], [1e4, 1e4, 0]])
def test_large_votes_do_not_overflow(logits):
    shares = softmax(logits)
    assert np.isfinite([*shares, cross_entropy([logits], [1])]).all()
    assert abs(shares.sum() - 1) < 1e-12
    assert cross_entropy([[0, 0], [1e4, 1e4]], [0, 1]) == np.log(2)  # each image by its own largest


ONE, MAP = np.ones((1, 1, 3, 3)), np.ones((4, 4))
WHOLE = "it must be a whole number"
NAN = [[1.0, np.nan], [1, 1]]
MASKED = [
    2 * [np.ma.masked_equal([9.0, 1], 9)],
    ([[1, np.ma.masked]],),
    [[np.ma.masked_equal([[9], [1]], 1)]],
]
BAD = [  # what is called, with what, and what the message must say
    (filter_patch, (np.ones(3), HOOK), "patch is of shape \\(3,\\)"),
    (filter_patch, (X, HOOK), "patch is 9×9 and the kernel 3×3; cut a patch"),
    (filter_patch, (np.ones((2, 3)), np.ones((2, 3))), "kernel is 2×3; it must be square, like 3×3"),
    (filter_patch, (np.ones((2, 2)), NAN), "there is nan in kernel; replace"),
    (filter_patch, (NAN, np.ones((2, 2))), "there is nan in patch; replace"),
    (feature_map, (np.ones(9), HOOK), "image has shape \\(9,\\); it needs rows and columns"),
    (feature_map, (X, np.ones(3)), "kernel is of shape \\(3,\\); it must be square"),
    (feature_map, (X, np.ones((4, 3))), "kernel is 4×3; it must be square, like 3×3"),
    (feature_map, (X[:2], HOOK), "kernel is 3×3 and the image only 2×9; use one that fits"),
    (feature_map, (np.ones((0, 9)), HOOK), r"image has shape \(0, 9\); it needs rows"),
    (feature_map, (X, np.ones((0, 0))), "there are no cells in kernel"),
    (feature_map, ([[1, 2], [3]], HOOK), "rows of image differ in length; make them"),
    (feature_map, ("#..\n...", HOOK), "image holds text; .* data.parse"),
    (feature_map, (X * 1j, HOOK), "image holds complex numbers; it must hold plain numbers"),
    (feature_map, (X / np.where(X > 5, 1, np.nan), HOOK), "there is nan in image"),
    (feature_map, (None, HOOK), "image is None; it must hold plain numbers"),
    (ops.agreement, (X, X[:8]), "a is 9×9 and b is 8×9; compare two images of the same size"),
    (conv2d, (X, HOOK), "x has shape \\(9, 9\\) and kernels \\(3, 3\\); .*x\\[None, None\\]"),
    (conv2d, (np.ones((1, 2, 9, 9)), np.ones((1, 3, 3, 3))), "x has 2 channels and the kernels span 3"),
    (conv2d, (np.ones((1, 1, 9, 9)), np.ones((1, 1, 3, 2))), "kernels are 3×2; they must be square"),
    (conv2d, (np.ones((1, 1, 2, 2)), ONE), "kernels are 3×3 and the maps, .* use smaller"),
    (conv2d, (np.ones((1, 1, 2, 2)), np.ones((1, 1, 0, 0))), "at least one cell"),
    (conv2d, (np.ones((1, 1, 2, 2)), np.ones((2, 1, 1, 1)), [1]), "bias has shape \\(1,\\); it needs one"),
    (conv2d, ([[[["a"]]]], np.ones((1, 1, 1, 1))), "x holds text; it must hold plain numbers"),
    (conv2d, ([[[[1], [1, 2]]]], np.ones((1, 1, 1, 1))), "rows of x differ"),
    *((conv2d, (ONE, ONE, [0], bad), f"stride is {bad!r}; {WHOLE}, 1 or more") for bad in (0, -1, 1.5, "2", None, True)),
    *((conv2d, (ONE, ONE, [0], 1, bad), f"padding is {bad!r}; {WHOLE}, 0 or more") for bad in (-1, 0.5, "same", None, False, 0.0)),
    (max_pool, (MAP, 0), f"size is 0; {WHOLE}, 1 or more"),
    (max_pool, (MAP, 2, 0), f"stride is 0; {WHOLE}"),
    (avg_pool, (MAP, 2, 1.5), f"stride is 1.5; {WHOLE}"),
    (max_pool, (MAP, 5, 2, "drop"), "window is 5×5 and the map only 4×4, .* nothing is left; use"),
    (max_pool, (MAP, 2, 2, "pad"), "edge is 'pad'; it must be \"keep\""),
    (max_pool, (np.ones(4),), "map has shape \\(4,\\); pooling needs rows and columns"),
    (max_pool, (np.ones((0, 4)),), "map has shape \\(0, 4\\)"),
    (relu, ("X",), "x holds text; it must hold plain numbers"),
    (relu, (b"X",), "x holds bytes; it must hold plain numbers$"),
    (relu, ([1, 10**400],), r"x holds 10+\.\.\., a number too large; it must hold"),
    *((relu, (nothing,), "x holds None; it must hold plain numbers$") for nothing in ([1.0, None], [[1], [None]], np.array([None, 1]))),
    (relu, ([1, Fraction(1, 2)],), r"x holds Fraction\(1, 2\), a Fraction; it must hold"),
    (relu, ({1: 2},), "x is a dict; it must hold"),
    (relu, (int,), "x is the class int; it must hold"),
    (relu, (np.ma.masked_array([1, 2], [False, True]),), r"x has masked cells; say what stands there, as x.filled\(0\) does"),
    *((relu, (hidden,), r"x has masked cells; say what stands there, as \.filled\(0\) does") for hidden in MASKED),
    (feature_map, (np.ones((9, 9, 3)), HOOK), r"image has shape \(9, 9, 3\), like a picture whose colours come last, .*; take one colour, image\[..., 0\]"),
    (feature_map, (np.ones((2, 8, 30, 4)), HOOK), r"image has shape \(2, 8, 30, 4\), like a picture whose colours"),
    (max_pool, (np.ones((9, 9, 3)),), r"x has shape \(9, 9, 3\), like a picture whose colours come last"),
    (avg_pool, (np.ones((8, 8, 4)),), r"x has shape \(8, 8, 4\), like a picture whose colours come last"),
    (max_pool, (np.ones((3, 0)),), r"map has shape \(3, 0\)"),
    (conv2d, (ONE, ONE, None, 1, 10**30), "padding is 1000000000000000000000000000000, which makes .* cells: too many; use less"),
    (conv2d, (ONE, ONE, None, 1, 6000), "padding is 6000, which makes 144072009 cells: too many"),
    (conv2d, (np.ones((1, 1, 2, 9)), ONE), "kernels are 3×3 and the maps, padding included, only 2×9; use smaller"),
    (conv2d, (np.ones((1, 1, 9, 2)), ONE), "kernels are 3×3 and the maps, padding included, only 9×2; use smaller"),
    (conv2d, (np.ones((1, 0, 9, 9)), np.ones((1, 0, 3, 3))), "kernels have 0 channels of 3×3; they need at least one cell"),
    (conv2d, (ONE[0], ONE), r"x has shape \(1, 3, 3\) and kernels"),
    (cross_entropy, (np.ones((0, 2)), []), r"logits have shape \(0, 2\); there are no images to average over"),
    (cross_entropy, (np.ones((1, 0)), [0]), r"logits have shape \(1, 0\); they must be"),
    (cross_entropy, ([[1, 2]], ["X"]), "labels holds text; it must hold whole numbers from 0"),
    (cross_entropy, ([[1, 2]], [2**64 - 1]), "labels hold 18446744073709551615; with 2 classes"),
    (ops.dense, ([1, 2], [[1], [2]], [0]), "x has shape \\(2,\\), .*Flatten or x\\[None\\] may help"),
    (ops.dense, ([[1, 2]], [[1], [2], [3]], [0]), "x has shape \\(1, 2\\), weights \\(3, 1\\)"),
    (ops.dense, ([[1, 2]], [[1], [2]], [0, 0]), "bias \\(2,\\)"),
    (softmax, (5,), "shape \\(\\); softmax needs at least one vote"),
    (cross_entropy, ([[1, 2]], [2]), "labels hold 2; with 2 classes they go from 0 to 1"),
    (cross_entropy, ([[1, 2]], [-1]), "labels hold -1"),
    (cross_entropy, ([[1, 2]], [0.0]), "labels must hold whole numbers from 0, not float64 values"),
    (cross_entropy, ([[1, 2]], [0, 1]), "labels have shape \\(2,\\); they must be \\(1,\\)"),
    (cross_entropy, ([1, 2], [0]), "logits have shape \\(2,\\); they must be \\[images, classes\\]"),
]  # fmt: skip


@pytest.mark.parametrize(("function", "arguments", "message"), BAD)
def test_bad_input_says_what_came_and_what_to_try(function, arguments, message):
    with pytest.raises(ValueError, match=message):
        function(*arguments)


@pytest.mark.parametrize("how", [(2.0, 2), (2, 2.0), (True, 1), (1, True), (2, 2, np.array("keep"))])
def test_what_only_equals_a_size_a_stride_or_an_edge_is_refused_though_its_like_was_taken_before(how):
    assert (max_pool(MAP).shape, max_pool(MAP, 1, 1).shape) == ((2, 2), (4, 4))
    with pytest.raises(ValueError, match="it must be"):
        max_pool(MAP, *how)


@pytest.mark.parametrize("edge", ["keep", "drop"])
@pytest.mark.parametrize("size", [1, 2, 5, 7, 8, 5000, 10**30])
def test_a_window_or_stride_larger_than_the_map_costs_nothing_and_is_right(size, edge):
    x = np.random.default_rng(0).normal(size=(2, 5, 7))
    for stride in (1, 3, 7, 10**30):
        if edge == "drop" and size > 5:
            with pytest.raises(ValueError, match='so with edge="drop" nothing is left'):
                max_pool(x, size, stride, edge)
            continue
        pooled = max_pool(x, size, stride, edge)
        for at in np.ndindex(pooled.shape):
            row, column = at[1] * stride, at[2] * stride
            assert pooled[at] == x[at[0], row : row + size, column : column + size].max()
        assert pooled.shape[1] == 1 or (pooled.shape[1] - 1) * stride < 5


@pytest.mark.parametrize("kind", [np.uint8, np.int8, np.int64])
def test_steps_of_any_kind_of_whole_number(kind):
    x, kernels = np.random.default_rng(1).normal(size=(1, 1, 9, 300)), np.ones((1, 1, 3, 3))
    assert np.array_equal(conv2d(x, kernels, None, kind(2), kind(1)), conv2d(x, kernels, None, 2, 1))
    assert np.array_equal(max_pool(x, kind(3), kind(2)), max_pool(x, 3, 2))
    out = conv2d(x, kernels, None, 2, 1)
    back, want = (conv2d_backward(out, x, kernels, *steps) for steps in ((kind(2), kind(1)), (2, 1)))
    assert all(np.array_equal(one, other) for one, other in zip(back, want, strict=True))


def test_padding_makes_no_more_cells_than_can_be_held(monkeypatch):
    monkeypatch.setattr(windows, "LARGEST", 2 * 5 * 6)
    assert windows.pad(np.ones((1, 2, 3, 4)), 1).sum() == 2 * 3 * 4
    with pytest.raises(ValueError, match="padding is 1, which makes 75 cells: too many"):
        windows.pad(np.ones((1, 3, 3, 3)), 1)


def test_none_at_all_gives_none():
    none = np.ones((0, 3, 9, 8))
    assert conv2d(none, np.ones((2, 3, 3, 3)), [1, 2], 2, 1).shape == (0, 2, 5, 4)
    assert conv2d(np.ones((4, 1, 9, 9)), np.ones((0, 1, 3, 3)), []).shape == (4, 0, 7, 7)
    assert feature_map(none, HOOK).shape == (0, 3, 7, 6)
    assert (max_pool(none).shape, avg_pool(none).shape, relu(none).shape) == (
        (0, 3, 5, 4),
        (0, 3, 5, 4),
        none.shape,
    )
    assert (
        ops.dense(np.ones((0, 2)), np.ones((2, 3)), np.ones(3)).shape,
        softmax(np.ones((0, 2))).shape,
    ) == ((0, 3), (0, 2))
    assert ops.dense(np.ones((2, 0)), np.ones((0, 3)), [1, 2, 3]).tolist() == [[1, 2, 3]] * 2


@pytest.mark.parametrize(
    "shape", [(3, 3, 3), (7, 9, 3), (9, 7, 4), (33, 8, 3), (9, 9, 5), (4, 9, 9), (9, 9, 2)]
)
def test_maps_that_are_only_narrow_are_no_pictures_with_colours(shape):
    x = np.random.default_rng(0).normal(size=shape)
    close(feature_map(x, [[2]]), 2 * x)
    assert np.array_equal(max_pool(x, 1, 1), x)


def test_large_windows_and_maps_take_little_and_are_right():
    x = np.random.default_rng(0).normal(size=(700, 600))
    tracemalloc.start()
    most, mean = max_pool(x, 100, 1, "drop"), avg_pool(x, 100, 1, "drop")
    assert tracemalloc.get_traced_memory()[1] < 50e6
    tracemalloc.stop()
    assert most.shape == mean.shape == (601, 501)
    for row, column in ((0, 0), (600, 500), (300, 17)):
        window = x[row : row + 100, column : column + 100]
        assert most[row, column] == window.max()
        close(mean[row, column], window.mean())
    for index in (windows.window_index, windows.pool_index):  # what is kept is at most of so many cells
        index.cache_clear()
    for side in (200, 210):
        conv2d_backward(np.ones((1, 1, side - 2, side - 2)), np.ones((1, 1, side, side)), ONE)
        max_pool(np.ones((side + 500, side + 500)))
    assert windows.window_index.cache_info().currsize == windows.pool_index.cache_info().currsize == 0
    assert (conv2d(ONE, ONE), windows.window_index.cache_info().currsize) == (9, 1)
    assert windows.pooling((300, 300), 20, 1, "keep")[0] is None
    assert windows.pooling((900, 3, 3), 900, 900, "keep")[0].ravel().tolist() == [*range(9)]


def test_what_a_window_holds_is_listed_row_by_row_and_no_one_writes_to_it():
    assert windows.pooling((3, 3), 2, 2, "keep")[0].tolist() == [
        [0, 2, 6, 8],
        [1, 2, 7, 8],
        [3, 5, 6, 8],
        [4, 5, 7, 8],
    ]
    assert windows.pooling((5, 3, 3), np.int8(2), 1, "drop")[0].tolist() == [
        [0, 1, 3, 4],
        [1, 2, 4, 5],
        [3, 4, 6, 7],
        [4, 5, 7, 8],
    ]
    for index in (windows.pooling((3, 3), 2, 2, "keep")[0], windows.window_index(1, 3, 3, 2)):
        with pytest.raises(ValueError, match="read-only"):
            index[0] = 0
    sides = [(at.stop, cells.start, cells.stop, cells.step) for at, cells in windows.sides(5, 2, 2, 3)]
    assert sides == [(3, 0, 5, 2), (2, 1, 4, 2)]
    x = np.array([[3.0, 7, 7], [7, 1, 2], [7, 7, 0]])
    most, where = windows.largest(x, 2, 1, (2, 2))
    assert (most.tolist(), where.tolist()) == ([[7, 7], [7, 7]], [[1, 1], [3, 7]])
    assert windows.sums(x, 2, 2, (2, 2)).tolist() == [[18, 9], [14, 0]]


@pytest.mark.parametrize("kind", [np.float32, np.float64])
def test_large_images_and_sums_of_windows_keep_their_kind(kind):
    x = np.random.default_rng(0).normal(size=(2, 3, 40, 30)).astype(kind)
    few = windows.in_blocks(x, np.ones((2, 3, 3, 3), kind), 1, 38, 28)
    assert few.dtype == kind
    want = np.lib.stride_tricks.sliding_window_view(x, (3, 3), axis=(2, 3)).sum(axis=(1, 4, 5))
    assert np.allclose(few[:, 0], want, atol=1e-4)
    sums = windows.sums(x, 3, 2, (20, 15))
    want = [
        [x[:, :, r : r + 3, c : c + 3].sum(axis=(2, 3)) for c in range(0, 30, 2)] for r in range(0, 40, 2)
    ]
    assert np.allclose(sums, np.moveaxis(want, (0, 1), (2, 3)), atol=1e-5)
    most, where = windows.largest(x, 3, 2, (20, 15))
    assert np.array_equal(most, max_pool(x, 3, 2))
    assert np.array_equal(x.ravel()[where], most)
    back = global_max_backward(np.ones((2, 3), kind), x)
    assert (back.dtype, back.sum()) == (kind, 6)


def test_a_bias_of_float64_has_everything_computed_so():
    x, kernels = np.ones((1, 1, 2, 2), np.float32), np.ones((1, 1, 2, 2), np.float32)
    for bias in ([1e-9], np.array([1e-9])):
        assert conv2d(x, kernels, bias).tolist() == [[[[4 + 1e-9]]]]
    assert conv2d(x, kernels, np.ones(1, np.float32)).dtype == np.float32
    assert conv2d(x, kernels, [1]).dtype == np.float64  # of whole numbers, as with whole kernels


@pytest.mark.skipif(np.finfo(np.longdouble).max <= np.finfo(float).max, reason="no longer type here")
@pytest.mark.parametrize("use", [max_pool, avg_pool, relu, softmax, lambda x: conv2d([[x]], [[[[1]]]])])
def test_a_number_beyond_float64_is_refused_and_does_not_become_infinite(use):
    with pytest.raises(ValueError, match=r"there is 1e\+4000 in .*; numbers go up to 1.8e\+308"):
        use(np.array([[np.longdouble("1e4000")]]))
