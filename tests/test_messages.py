"""Errors of what computes, in full: each argument under its own name, each sentence from its beginning to its end."""

from io import BytesIO
from operator import add

import numpy as np
import pytest

from xo_helpers import gradients, network, ops, trace
from xo_helpers.layers import Conv2D, Dense, Flatten, GlobalMax, MaxPool2D, ReLU
from xo_helpers.network import Network, load_network

ONE, MAPS, ROW = np.ones((1, 1, 2, 2)), np.ones((1, 1, 3, 3)), np.ones((1, 2))
NETWORK = Network([MaxPool2D(), Flatten()], (1, 3, 3))
NETWORK.forward(MAPS)
TAKES = {  # what is called -> its arguments that are arrays, in their order
    ops.agreement: {"a": ROW, "b": ROW},
    ops.filter_patch: {"patch": ONE[0, 0], "kernel": ONE[0, 0]},
    ops.feature_map: {"image": MAPS[0, 0], "kernel": ONE[0, 0]},
    ops.conv2d: {"x": MAPS, "kernels": ONE, "bias": [0]},
    ops.relu: {"x": ROW},
    ops.max_pool: {"x": MAPS},
    ops.avg_pool: {"x": MAPS},
    ops.dense: {"x": ROW, "weights": ROW.T, "bias": [0]},
    ops.softmax: {"x": ROW},
    ops.cross_entropy: {"logits": ROW},
    gradients.cross_entropy_backward: {"logits": ROW},
    gradients.dense_backward: {"gradient": [[1]], "x": ROW, "weights": ROW.T},
    gradients.relu_backward: {"gradient": ROW, "x": ROW},
    gradients.max_pool_backward: {"gradient": ONE, "x": MAPS},
    gradients.global_max_backward: {"gradient": [[1]], "x": MAPS},
    gradients.conv2d_backward: {"gradient": ONE, "x": MAPS, "kernels": ONE},
    Conv2D: {"kernels": ONE, "bias": [0]},
    Dense: {"weights": ROW, "bias": [0, 0]},
    GlobalMax().forward: {"x": MAPS},
    Flatten().forward: {"x": MAPS},
    NETWORK.forward: {"images": MAPS},
    NETWORK.backward: {"gradient": np.ones((1, 4))},
    trace.hands_down: {"x": ROW},
    trace.written_out: {"x": ROW, "value": 1},
}  # fmt: skip
BEFORE = {trace.hands_down: [ReLU()], trace.written_out: [ReLU()]}
AFTER = {ops.cross_entropy: [[0]], gradients.cross_entropy_backward: [[0]]}
AFTER |= {trace.hands_down: [(0, 1)], trace.written_out: [(0, 1)]}
NAMED = [(function, name) for function, given in TAKES.items() for name in given]


@pytest.mark.parametrize(("function", "name"), NAMED)
def test_an_argument_that_is_no_numbers_is_named(function, name):
    def call(given):
        return function(*BEFORE.get(function, ()), *given.values(), *AFTER.get(function, ()))

    call(TAKES[function])
    with pytest.raises(ValueError) as raised:
        call(TAKES[function] | {name: [1j]})
    assert str(raised.value) == f"{name} holds complex numbers; it must hold plain numbers"


def altered(change, use):
    network = Network([Conv2D(MAPS), ReLU()])
    network.forward(np.ones((9, 9)))
    change(network)
    return use(network)


class Mine:
    output_shape = None


VOTES = np.ones((1, 9)), np.ones((8, 2))
NO_VOTES = "x has shape (1, 9), weights (8, 2) and bias (2,); dense takes [images, inputs], [inputs, outputs] and [outputs]"
NO_WAY_BACK = "x has shape (1, 9) and weights (8, 2); dense takes [images, inputs] and [inputs, outputs]"
NO_BATCH = "x has shape {} and kernels {}; conv2d takes [images, channels, rows, columns] and [kernels, channels, k, k]{}"
FORWARD_FIRST = "backward goes through what forward has left: call forward first"
EXCHANGED = "layers were added, taken or exchanged: make the network anew, Network([...])"
SAID = [
    (lambda: ops.agreement([[1, 1]], [[1]]), "a is 1×2 and b is 1×1; compare two images of the same size"),
    (lambda: ops.agreement([1, 1], [1, 1]), "a and b are of shape (2,); an image has rows and columns, like 9×9"),
    (lambda: ops.agreement(ONE[0], ONE[0]), "a and b are 1×2×2; an image has rows and columns, like 9×9"),
    (lambda: ops.filter_patch([[1]], ONE[0, 0]),
     "the patch is 1×1 and the kernel 2×2; cut a patch of its size, like image[row : row + 2, column : column + 2], inside the image"),
    (lambda: ops.conv2d(MAPS, ONE, [1, 2]), "bias has shape (2,); it needs one number per kernel, shape (1,)"),
    (lambda: ops.dense(*VOTES, [0, 0]), NO_VOTES),
    (lambda: gradients.dense_backward(np.ones((1, 2)), *VOTES), NO_WAY_BACK),
    (lambda: ops.dense([[1, 2]], [1, 2], 0), NO_VOTES.replace("(1, 9)", "(1, 2)").replace("(8, 2)", "(2,)").replace("bias (2,)", "bias ()")),
    (lambda: gradients.dense_backward([[1]], [[1, 2]], [1, 2]), NO_WAY_BACK.replace("(1, 9)", "(1, 2)").replace("(8, 2)", "(2,)")),
    (lambda: ops.conv2d(ONE, ONE[0]), NO_BATCH.format("(1, 1, 2, 2)", "(1, 2, 2)", "; try kernels[None]")),
    (lambda: ops.conv2d(ONE[0, 0], ONE), NO_BATCH.format("(2, 2)", "(1, 1, 2, 2)", "; try x[None, None]")),
    (lambda: ops.conv2d(ONE, ONE[None]), NO_BATCH.format("(1, 1, 2, 2)", "(1, 1, 1, 2, 2)", "")),
    (lambda: ops.conv2d(ONE, np.ones((2, 2, 2))), NO_BATCH.format("(1, 1, 2, 2)", "(2, 2, 2)", "; try kernels[:, None]")),
    (lambda: ops.conv2d(MAPS, np.ones((1, 1, 0, 0))), "the kernels have 1 channel of 0×0; they need at least one cell"),
    (lambda: ops.conv2d(ONE[0], ONE, None, 1, 1), NO_BATCH.format("(1, 2, 2)", "(1, 1, 2, 2)", "; try x[None]")),
    (lambda: altered(lambda n: n[0].parameters.update(kernels=ONE[0]), lambda n: n[0].output_shape((1, 9, 9))),
     NO_BATCH.format("(1, 1, 9, 9)", "(1, 2, 2)", "; try kernels[None]")),
    (lambda: Dense(VOTES[1]).output_shape((9,)), "the layer's input has shape (9,); Dense takes (8,) and gives (2,)"),
    (lambda: ops.softmax([]), "x has shape (0,); softmax needs at least one vote along its last axis"),
    (lambda: ops.cross_entropy(np.ones((0, 2)), []), "logits have shape (0, 2); there are no images to average over"),
    (lambda: ops.conv2d(MAPS, MAPS, None, 1, 10**5),
     "padding is 100000, which makes 40001200009 cells: too many; use less"),
    (lambda: ops.max_pool([1, 2], 1, 1), "the map has shape (2,); pooling needs rows and columns, like 7×7"),
    (lambda: gradients.global_max_backward(ROW, ROW), "x has shape (1, 2); GlobalMax takes [images, maps, rows, columns]"),
    (lambda: GlobalMax().forward(ROW), "x has shape (1, 2); GlobalMax takes [images, maps, rows, columns]"),
    (lambda: GlobalMax().output_shape((2,)), "the layer's input has shape (2,); GlobalMax takes (maps, rows, columns)"),
    (lambda: Conv2D(ROW), "kernels have shape (1, 2); Conv2D takes [kernels, channels, k, k]"),
    (lambda: Conv2D(MAPS).output_shape((9,)), "the layer's input has shape (9,); Conv2D takes (maps, rows, columns)"),
    (lambda: Dense([1]), "weights have shape (1,); Dense takes [inputs, outputs]"),
    (lambda: Dense(ROW, [1]), "bias has shape (1,); it needs one number per output, (2,)"),
    (lambda: MaxPool2D(0), "size is 0; it must be a whole number, 1 or more"),
    (lambda: MaxPool2D(edge="no"), "edge is 'no'; it must be \"keep\" (partial windows count) or \"drop\" (they do not)"),
    (lambda: Network([Dense(VOTES[1])]), "dense1 does not fit: input gives it 1×9×9, but the layer's input has shape (1, 9, 9); Dense takes (8,) and gives (2,); Flatten may help"),
    (lambda: NETWORK["a"], "layers are taken by number, and 'a' is not one: pool1 is network[0], flatten1 is network[1]"),
    (lambda: NETWORK[::2], "a slice of a network goes on layer by layer, and this one has step 2"),
    (lambda: add([], NETWORK), "a list + a network has no input_shape: say it, Network([...] + network.layers, input_shape)"),
    (lambda: Network([ReLU()]).backward(MAPS), FORWARD_FIRST),
    (lambda: altered(lambda n: n[0].forward(MAPS), lambda n: n.backward(np.ones((1, 1, 7, 7)))),
     "conv1 has been given something else since: call forward again"),
    (lambda: altered(lambda n: n.layers.pop(), lambda n: n.parameters), EXCHANGED),
    (lambda: altered(lambda n: vars(n[0]).update(stride=2), lambda n: n.forward(np.ones((9, 9)))),
     "conv1 gives 1×4×4, and gave 1×7×7 when this network was made: make the network anew"),
    (lambda: altered(lambda n: n[0].parameters.clear(), lambda n: n[0].forward(MAPS)),
     "the parameters of Conv2D are []; 'kernels' is not among them"),
    (lambda: altered(lambda n: n[0].parameters.pop("bias"), lambda n: n[0].forward(MAPS)),
     "the parameters of Conv2D are ['kernels']; 'bias' is not among them"),
    (lambda: altered(lambda n: n[0].parameters.clear(), lambda n: n[0].output_shape((1, 9, 9))),
     "the parameters of Conv2D are []; 'kernels' is not among them"),
    (lambda: altered(lambda n: n[0].parameters.update(bias=np.array([np.nan])), lambda n: n.save(BytesIO())),
     "there is nan in conv1.bias; replace it with a number"),
    (lambda: altered(lambda n: n[0].parameters.update(kernels=np.ones((1, 1, 10, 10))), lambda n: n.save(BytesIO())),
     "this network could not be loaded again: conv1 does not fit: input gives it 1×9×9, but the kernels are 10×10 and "
     "the maps, padding included, only 9×9; use smaller kernels or more padding"),
    (lambda: trace.written_out(ReLU(), ROW, ROW, (0, 0)), "value has shape (1, 2); it must be what the one cell holds"),
    (lambda: trace.trace_up(NETWORK, {}, "pool1", (0, 0, 0)),
     "values holds no 'pool1'; it must be a dict, each layer's output for one image"),
    (lambda: trace.sources(ReLU, (1,), (0,)), "layer is the class ReLU; it must be a layer, like ReLU() or network[0]"),
    (lambda: trace.sources(5, (1,), (0,)), "layer is an int; it must be a layer, like ReLU() or network[0]"),
    (lambda: trace.sources(Mine(), (1,), (0,)), "a layer of kind 'Mine' cannot be traced: it has no `under`, as ReLU() has"),
    (lambda: trace.trace(5, "relu1", (0,)), "network is an int; it must be a Network"),
    (lambda: trace.trace(NETWORK, "relu1", (0,)), "there is no layer 'relu1'; there are input, pool1, flatten1"),
    (lambda: trace.trace(NETWORK, "flatten1", 5), "there is no cell 5: flatten1 has shape (4,)"),
    (lambda: trace.sources(ReLU(), (2,), (2,)), "there is no cell (2,): the layer's output has shape (2,)"),
    (lambda: trace.sources(ReLU(), (1, 3, 3), (False, True, True)),
     "there is no cell (False, True, True): the layer's output has shape (1, 3, 3)"),
    (lambda: trace.hands_down(ReLU(), [1, 2], "0"), "there is no cell '0': x has shape (2,)"),
]  # fmt: skip


@pytest.mark.parametrize(("wrong", "says"), SAID)
def test_what_goes_wrong_is_said_in_full(wrong, says):
    with pytest.raises(ValueError) as raised:
        wrong()
    assert str(raised.value) == says


def cut_short(file):
    raise EOFError


def test_a_file_that_is_no_network_is_named(tmp_path, monkeypatch):
    (file := tmp_path / "odd.npz").write_bytes(b"text")
    for why in ("File is not a zip file", "EOFError"):
        with pytest.raises(ValueError) as raised:
            load_network(file)
        told = f"{file} is not a whole network written by Network.save: {why}; save it again"
        assert str(raised.value) == told
        monkeypatch.setattr(network, "read_arrays", cut_short)  # by an error that has no text
