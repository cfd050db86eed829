"""What stands for a list, or in one: tensors, lists in themselves, and arrays that are a single number."""

import numpy as np
import pytest

from xo_helpers import plots, texts, trace, widgets
from xo_helpers.data import load_image
from xo_helpers.inputs import real
from xo_helpers.layers import ReLU
from xo_helpers.network import Network
from xo_helpers.training import Epoch
from xo_helpers.widgets import DrawPad, NudgeWeight, PoolWindow, SlideWindow, TrainingMonitor, Votes

X, ONE = load_image("X"), np.array("XO")


class Tensor:
    """As torch's, as far as it is asked: it makes no array."""

    layout, complex = "torch.strided", False

    def __init__(self, **more):
        vars(self).update(more)

    def __array__(self, *_, **__):
        raise RuntimeError("Can't call numpy() on Tensor that requires grad.")

    def __repr__(self):
        return "tensor"

    def detach(self):
        return self

    def is_complex(self):
        return self.complex


class Fails:
    def __array__(self, *_, **__):
        raise RuntimeError("no array")


ITSELF = [1.0]
ITSELF.append(ITSELF)
DEEP = 1.0
for _ in range(70):
    DEEP = [DEEP]


@pytest.mark.parametrize(
    ("value", "says"),
    [
        (Tensor(), r"x is a Tensor; it must hold plain numbers; try x.detach\(\).cpu\(\).float\(\)$"),
        (Tensor(layout="torch.sparse_coo"), r"; try x.detach\(\).to_dense\(\).cpu\(\).float\(\)$"),
        (Tensor(complex=True), r"; try x.detach\(\).real.cpu\(\).float\(\)$"),
        (Tensor(device=type("Device", (), {"type": "meta"})), "; x is on the device meta, where nothing is stored: make it anew"),
        ([Tensor(), Tensor()], r"x holds a Tensor; try it.detach\(\).cpu\(\).float\(\), or all of it as one tensor$"),
        ([[1.0, Tensor()], [1.0]], r"x holds a Tensor; try it.detach\(\)"),
        ([[1.0, Fails()]], "x holds a Fails; it must hold plain numbers$"),
        ([-(2**63) - 1], "x holds -9223372036854775809, a number too large; it must hold"),
        ([[[1.0]], [[1.0, 2.0]]], "the rows of x differ in length; make them all the same length"),
        (ITSELF, "x is nested more than 64 deep, or in itself; an array goes no deeper"),
        (DEEP, "x is nested more than 64 deep, or in itself; an array goes no deeper"),
    ],
)  # fmt: skip
def test_why_something_is_no_array_is_said(value, says):
    with pytest.raises(ValueError, match=says):
        real("x", value)


def test_tensors_of_torch_in_lists_too(torch):
    for tensor in (torch.ones(2, requires_grad=True), torch.ones(2, dtype=torch.bfloat16)):
        for value in (tensor, [tensor, tensor]):
            with pytest.raises(ValueError, match=r"try (x|it).detach\(\).cpu\(\).float\(\)"):
                real("x", value)
    for odd, how in ((torch.eye(2).to_sparse(), "to_dense"), (torch.ones(2) * 1j, "real")):
        with pytest.raises(ValueError, match=rf"detach\(\).{how}"):
            real("x", odd)
    with pytest.raises(ValueError, match="device meta"):
        real("x", torch.ones(2, device="meta"))
    loss = torch.ones((), requires_grad=True)
    for epoch in (
        Epoch(1, loss, 0.5, None, None, None),
        Epoch(1, 0.5, 0.5, None, None, torch.nn.Conv2d(1, 1, 3).weight),
    ):
        with pytest.raises(
            ValueError, match=r"an epoch's (loss is|kernels are) .*; try (loss|kernels).detach\(\)"
        ):
            TrainingMonitor(3).run([epoch])


@pytest.mark.parametrize("number", [np.array([1, 2]), "1", None, np.nan, 1.5, 0, -1, True])
def test_an_epoch_has_a_whole_number(number):
    with pytest.raises(ValueError, match="an epoch's number is .*; it must be a whole number, 1 or more"):
        TrainingMonitor(3).run([Epoch(number, 0.5, 0.5, None, None, None)])


SINGLE = {
    "layers": (lambda: Network(np.array(0)), "layers is an ndarray; a network takes a list"),
    "input_shape": (lambda: Network([ReLU()], np.array(9)), r"input_shape is array\(9\); it must hold whole numbers"),
    "more layers": (lambda: Network([ReLU()]) + np.array(0), "layers is an ndarray; a network takes a list"),
    "classes": (lambda: texts.verdict([1, 2], ONE), r"classes are array\('XO'.*; list a name for each of 2 votes"),
    "a shape": (lambda: trace.sources(ReLU(), np.array(9), (0,)), r"input_shape is array\(9\)"),
    "arrows": (lambda: plots.plot_graph({"a": 1}, {"a": np.array(0)}), r"arrows has array\(0\) for 'a'; it needs a list"),
    "a vote's classes": (lambda: Votes([0.5], [[0.1, 0.2]], classes=ONE), r"classes must be a list of texts, not array\('XO'"),
    "a vote's names": (lambda: Votes([0.5], [[0.1, 0.2]], names=ONE), r"names must be a list of texts, not array\('XO'"),
    "titles": (lambda: widgets.CompareGrids(X, X, titles=ONE), r"titles must be a list of texts, not array\('XO'"),
    "a pad's classes": (lambda: DrawPad(Network([ReLU()]), classes=ONE), r"classes must be a list of texts, not array\('XO'"),
    "visited": (lambda: setattr(PoolWindow(X), "visited", np.array(2)), r"visited is array\(2\); it must be a list of whole"),
    "a trail": (lambda: setattr(NudgeWeight([1.0], [0], [[0.0, 0.0]]), "trail", np.array(2)), r"trail has shape \(\); it must be pairs"),
}  # fmt: skip


@pytest.mark.parametrize("what", SINGLE)
def test_an_array_of_no_axes_is_no_list(what):
    use, says = SINGLE[what]
    with pytest.raises(ValueError, match=says):
        use()


@pytest.mark.parametrize("name", ["row", "column"])
def test_a_place_of_more_digits_than_python_writes_is_refused_like_any(name):
    slide = SlideWindow(X, np.ones((3, 3)))
    with pytest.raises(ValueError, match=f"{name} is an int; a 3×3 window fits at {name}s 0 to 6"):
        setattr(slide, name, 10**5000)
    with pytest.raises(ValueError, match="visited holds an int; the map has places 0 to 48"):
        slide.visited = [10**5000]
