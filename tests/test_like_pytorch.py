"""Forward and backward, over shapes, steps, types and layouts: what PyTorch finds, where it has the operation."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xo_helpers import gradients, ops, windows

pytestmark = pytest.mark.many
MANY = settings(max_examples=150, deadline=None, derandomize=True)
RNGS = st.integers(0, 2**32).map(np.random.default_rng)
EDGES = st.sampled_from(["keep", "drop"])
FLOATS, TYPES = st.sampled_from(["f8", "f4"]), st.sampled_from(["f8", "f4", "f2", "i1", "u1", "i8", "?"])
LAYOUTS = st.sampled_from([
    np.ascontiguousarray, np.asfortranarray, lambda a: a[::-1].copy()[::-1],
    lambda a: np.ascontiguousarray(a.transpose(1, 2, 3, 0)).transpose(3, 0, 1, 2),  # as conv2d leaves them
])  # fmt: skip


def sizes(most, *least):
    return st.tuples(*(st.integers(one, most) for one in least))


def close(got, theirs, code="f8"):
    if theirs is None:
        return
    want, within = theirs.detach().numpy(), 1e-4 if code == "f4" else 1e-10
    assert got.shape == want.shape
    np.testing.assert_allclose(got, want, rtol=within, atol=within)


def leaves(torch, *arrays):
    return [torch.tensor(np.array(array, float, order="C"), requires_grad=True) for array in arrays]


def back(torch, made, gradient, *inputs):
    """The gradients of inputs, as PyTorch's autograd finds them."""
    return torch.autograd.grad(
        made, inputs, torch.tensor(np.array(gradient, float, order="C")), allow_unused=True
    )


def some(rng, code, *shape):
    """Whole numbers, full of ties and zeros, or others; of that type."""
    if code in ("f8", "f4", "f2") and rng.random() < 0.6:
        return rng.normal(size=shape).astype(code)
    return rng.integers(0 if code in ("u1", "?") else -2, 2 if code == "?" else 4, shape).astype(code)


@given(
    RNGS,
    TYPES,
    TYPES,
    LAYOUTS,
    sizes(3, 0, 1, 0),
    st.integers(1, 4),
    sizes(6, 0, 0),
    st.integers(1, 9),
    st.integers(0, 3),
)
@MANY
def test_convolution(torch, rng, code, other, lay, counts, k, more, stride, padding):
    (n, c, m), (h, w) = counts, (max(1, k - 2 * padding + extra) for extra in more)
    x, kernels, bias = lay(some(rng, code, n, c, h, w)), some(rng, other, m, c, k, k), some(rng, other, m)
    made = ops.conv2d(x, kernels, bias, stride, padding)
    both = "f4" if code == other == "f4" else "f8"
    assert made.dtype == both
    gradient = lay(some(rng, both, *made.shape))
    ours = gradients.conv2d_backward(gradient, x, kernels, stride, padding)
    assert {one.dtype for one in ours} == {np.dtype(both)}
    without = gradients.conv2d_backward(gradient, x, kernels, stride, padding, to_input=False)
    assert without[0] is None
    assert all(map(np.array_equal, without[1:], ours[1:]))
    if not m:  # PyTorch takes no kernels for a mistake
        assert made.shape[1] == 0
        assert not ours[0].any()
        return
    theirs = leaves(torch, x, kernels, bias)
    result = torch.conv2d(*theirs, stride=stride, padding=padding)
    close(made, result, both)
    for one, reference in zip(ours, back(torch, result, gradient, *theirs), strict=True):
        close(one, reference, both)


@given(
    RNGS,
    TYPES,
    LAYOUTS,
    sizes(3, 0, 1),
    sizes(9, 1, 1),
    st.integers(1, 6),
    st.integers(1, 9),
    EDGES,
    st.booleans(),
    st.booleans(),
)
@MANY
def test_pooling(torch, rng, code, lay, counts, sides, size, stride, edge, spoilt, listed):
    x = lay(some(rng, code, *counts, *(max(side, size) for side in sides)))
    if spoilt and x.dtype.kind == "f":
        x[rng.random(x.shape) < 0.1] = np.nan
    how = {"ceil_mode": edge == "keep"}
    with pytest.MonkeyPatch.context() as patch:
        if not listed:
            patch.setattr(windows, "BLOCK", 0)  # the way of large maps and windows
        largest, mean = ops.max_pool(x, size, stride, edge), ops.avg_pool(x, size, stride, edge)
        gradient = some(rng, "f4" if code == "f4" else "f8", *largest.shape)
        ours = gradients.max_pool_backward(gradient, x, size, stride, edge)
    assert (largest.dtype, mean.dtype, ours.dtype) == (code, "f4" if code == "f4" else "f8", gradient.dtype)
    (theirs,) = leaves(torch, x)
    result = torch.nn.functional.max_pool2d(theirs, size, stride, **how)
    np.testing.assert_array_equal(largest.astype(float), result.detach().numpy())
    close(ours, back(torch, result, gradient, theirs)[0], code)
    close(mean, torch.nn.functional.avg_pool2d(theirs, size, stride, **how), code)


@given(RNGS, TYPES, LAYOUTS, sizes(3, 0, 1, 1, 1))
@MANY
def test_the_largest_of_a_map_and_the_gate(torch, rng, code, lay, shape):
    x = lay(some(rng, code, *shape))
    (theirs,) = leaves(torch, x)
    gradient = some(rng, "f8", *shape[:2])
    most = torch.nn.functional.adaptive_max_pool2d(theirs, 1)
    close(gradients.global_max_backward(gradient, x), back(torch, most, gradient[..., None, None], theirs)[0])
    gradient = some(rng, "f8", *shape)
    if x.dtype.kind == "f" and x.size:
        x.flat[0], gradient.flat[-1] = np.nan, np.inf
        (theirs,) = leaves(torch, x)
    close(ops.relu(x), torch.relu(theirs))
    close(gradients.relu_backward(gradient, x), back(torch, torch.relu(theirs), gradient, theirs)[0])


@given(RNGS, FLOATS, TYPES, sizes(5, 0, 1, 1))
@MANY
def test_votes_shares_and_surprise(torch, rng, code, other, counts):
    n, i, o = counts
    x, weights, bias = some(rng, code, n, i), some(rng, other, i, o), some(rng, other, o)
    made, both = ops.dense(x, weights, bias), "f4" if code == other == "f4" else "f8"
    assert made.dtype == both
    theirs = leaves(torch, x, weights, bias)
    result, gradient = theirs[0] @ theirs[1] + theirs[2], some(rng, both, n, o)
    close(made, result, both)
    for one, reference in zip(
        gradients.dense_backward(gradient, x, weights), back(torch, result, gradient, *theirs), strict=True
    ):
        close(one, reference, both)
    logits = some(rng, other, n, o)
    (theirs,) = leaves(torch, logits)
    close(ops.softmax(logits), torch.softmax(theirs, 1), other)
    labels = rng.integers(0, o, n)
    ours = gradients.cross_entropy_backward(logits, labels.astype(rng.choice(["u1", "i1", "u8", "i8"])))
    if not n:
        assert ours.shape == (0, o)
        return
    loss = torch.nn.functional.cross_entropy(theirs, torch.tensor(labels))
    close(np.array(ops.cross_entropy(logits, labels)), loss, other)
    close(ours, torch.autograd.grad(loss, theirs)[0], other)
