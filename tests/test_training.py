"""Training: it learns, it stops, it refuses; saving and loading; and the network that ships."""

from fractions import Fraction
from itertools import islice

import numpy as np
import pytest
from train_network import trained

from xo_helpers import gradients, ops
from xo_helpers.data import load_ten, load_typefaces
from xo_helpers.drawings import drawings
from xo_helpers.gradients import cross_entropy_backward
from xo_helpers.layers import Conv2D, Dense, Flatten, GlobalMax, MaxPool2D, ReLU
from xo_helpers.network import Network, load_network, trained_network
from xo_helpers.training import LossBlewUp, evaluate, train

SETTINGS = {"epochs": 3, "batch_size": 32, "learning_rate": 0.1}


def small():
    rng = np.random.default_rng(0)
    return Network([Conv2D.random(rng, 1, 4), ReLU(), MaxPool2D(), Flatten(), Dense.random(rng, 64, 2)])


@pytest.fixture(scope="module")
def examples():
    return drawings(1000, np.random.default_rng(1))


def run(network, examples, stop_after=None, **changes):
    epochs = train(network, *examples, rng=np.random.default_rng(2), **SETTINGS | changes)
    return list(islice(epochs, stop_after))


def assert_learned(network, parameters, within=0):
    for name, array in network.parameters.items():
        np.testing.assert_allclose(array, parameters[name], rtol=0, atol=within)


def test_it_learns_says_how_well_and_keeps_what_it_learned_when_it_stops(examples):
    network, held_out = small(), drawings(500, np.random.default_rng(3))
    before = evaluate(network, *held_out)
    records = run(network, examples, validation=held_out)
    first, last = records[0], records[-1]
    assert [record.epoch for record in records] == [1, 2, 3]
    assert last.loss < first.loss
    assert (last.validation_loss, last.validation_accuracy) == evaluate(network, *held_out)
    assert last.validation_accuracy > 0.95 > before[1]
    np.testing.assert_array_equal(last.kernels, network.parameters["conv1.kernels"])
    assert not np.array_equal(first.kernels, last.kernels)  # a copy of its time
    stopped = small()  # the same seed learns the same, and what was learned is kept
    run(stopped, examples, stop_after=2)
    assert evaluate(stopped, *held_out) == (records[1].validation_loss, records[1].validation_accuracy)


def test_one_step_is_what_the_definition_says(examples):
    images, labels = examples[0][:7], examples[1][:7]
    network, ours = small(), small()
    run(network, (images, labels), epochs=1, batch_size=7, learning_rate=0.5)
    ours.backward(cross_entropy_backward(ours.forward(images[:, None].astype(float)), labels))
    stepped = {name: array - 0.5 * ours.gradients[name] for name, array in ours.parameters.items()}
    assert_learned(network, stepped, within=1e-12)


def test_an_interrupt_leaves_a_network_that_works(examples, monkeypatch):
    network, batches = small(), iter([False] * 4 + [True])

    def interrupted(images, forward=network.forward):
        if next(batches, False):
            raise KeyboardInterrupt
        return forward(images)

    before = network.parameters["conv1.kernels"].copy()
    monkeypatch.setattr(network, "forward", interrupted)
    with pytest.raises(KeyboardInterrupt):
        run(network, examples)
    assert not np.array_equal(network.parameters["conv1.kernels"], before)
    assert np.isfinite(evaluate(network, *examples)[0])


@pytest.mark.parametrize("stops", [KeyboardInterrupt, MemoryError])
@pytest.mark.parametrize("in_batch", [3, 4, 5])
def test_an_interrupt_of_an_epoch_that_blows_up_gives_the_last_good_weights_back(
    examples, monkeypatch, in_batch, stops
):
    network, shown = small(), iter(range(99))
    run(network, examples, stop_after=1)
    good = {name: array.copy() for name, array in network.parameters.items()}

    def interrupted(images, forward=network.forward):
        if next(shown) == in_batch:
            raise stops
        return forward(images)

    monkeypatch.setattr(network, "forward", interrupted)
    with pytest.raises(stops):
        run(network, examples, learning_rate=1e12)
    assert_learned(network, good)


def test_what_one_step_an_epoch_blew_up_is_not_taken_for_the_last_good_weights(examples):
    network = small()
    good = {name: array.copy() for name, array in network.parameters.items()}
    with pytest.raises(LossBlewUp, match="in epoch 2"):
        run(network, examples, learning_rate=1e12, batch_size=len(examples[0]))
    assert_learned(network, good)


def test_a_loss_that_blows_up_gives_the_last_good_weights_back_and_a_perfect_fit_is_none(examples):
    network = small()
    run(network, examples, stop_after=1)
    good = {name: array.copy() for name, array in network.parameters.items()}
    with pytest.raises(LossBlewUp, match="epoch 1, so training stopped.*try a learning rate of 1e\\+11"):
        run(network, examples, learning_rate=1e12)
    assert_learned(network, good)
    with np.errstate(all="raise", under="ignore"):
        assert run(small(), (examples[0][:2], examples[1][:2]), epochs=30)[-1].accuracy == 1


def spoilt(name, kernels):
    network = small()
    if np.ndim(kernels):
        network[network.names.index(name)].parameters["kernels"] = kernels
    else:
        network.parameters[f"{name}.kernels"][0, 0, 1, 1] = kernels
    return network


BAD = [
    ({"images": np.ones((4, 8, 9))}, r"images have shape \(4, 8, 9\); this network takes \[images, 1, 9, 9\]"),
    ({"images": np.full((4, 9, 9), 255)}, r"there is 255 in images; the cells of an image go from -1 to 1: try x / 127.5 - 1"),
    ({"images": np.full((4, 9, 9), np.nan)}, "there is nan in images"),
    ({"labels": [0, 1, 2, 0]}, "labels hold 2; with 2 classes they go from 0 to 1"),
    ({"labels": [0, 1]}, r"labels have shape \(2,\); they must be \(4,\)"),
    ({"labels": [0.0, 1, 1, 0]}, "labels must hold whole numbers from 0, not float64"),
    ({"learning_rate": 0}, "learning_rate is 0; it must be a number above 0"),
    ({"learning_rate": -1}, "learning_rate is -1"),
    ({"learning_rate": np.nan}, "learning_rate is nan"),
    ({"learning_rate": np.inf}, "learning_rate is inf"),
    ({"learning_rate": "fast"}, "learning_rate is 'fast'; it must be a number above 0, like 0.1"),
    ({"learning_rate": None}, "learning_rate is None"),
    ({"learning_rate": 10**400}, "learning_rate is 1000"),
    ({"learning_rate": True}, "learning_rate is True"),
    ({"epochs": 2.0}, "epochs is 2.0; it must be a whole number"),
    ({"batch_size": "32"}, "batch_size is '32'"),
    ({"labels": list("XOOX")}, "labels holds text; it must hold whole numbers from 0"),
    ({"labels": [True, False, True, True]}, "labels must hold whole numbers from 0, not bool values"),
    ({"labels": []}, r"labels have shape \(0,\); they must be \(4,\)"),
    ({"images": np.full((4, 9, 9), -128, np.int8)}, "there is -128 in images; .*: try x / 128"),
    ({"images": np.ones((0, 9, 9)), "labels": []}, r"there are no cells in images, of shape \(0, 9, 9\)"),
    ({"images": "X"}, "images holds text"),
    ({"rng": None}, "rng is None; it must be a Generator, like np.random.default_rng"),
    ({"rng": np.random.RandomState(0)}, r"rng is RandomState.*; it must be a Generator"),
    ({"validation": np.ones((4, 9, 9))}, r"validation is an ndarray; it must be a pair, \(images, labels\)"),
    ({"validation": (np.ones((4, 9, 9)), [0])}, "labels have shape"),
    ({"network": "net"}, r"network is a str; it must be a Network"),
    ({"network": Network([Flatten()]), "labels": [80, 0, 1, 2]}, "the network has no weights to learn: give it a Conv2D or a Dense"),
    ({"network": spoilt("conv1", np.nan)}, "there is nan in conv1.kernels; replace it"),
    ({"network": spoilt("conv1", np.ones((4, 1, 3, 3), int))}, "conv1.kernels is not an array of floats that can be written"),
    ({"network": spoilt("conv1", np.ones((4, 1, 3, 3)).tolist())}, "conv1.kernels is not an array of floats"),
    ({"network": spoilt("conv1", np.broadcast_to(1.0, (4, 1, 3, 3)))}, "conv1.kernels is not an array of floats that can be written"),
    ({"epochs": 0}, "epochs is 0; it must be a whole number, 1 or more"),
    ({"batch_size": 2.5}, "batch_size is 2.5"),
    ({"rng": 3}, "rng is 3; it must be a Generator"),
    ({"network": Network([ReLU()])}, r"ends in an output of shape \(1, 9, 9\); training needs one vote per class"),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "says"), BAD)
def test_bad_input_is_refused_at_once(changes, says):
    images, rng = np.ones((4, 9, 9)), np.random.default_rng(0)
    good = {"network": small(), "images": images, "labels": [0, 1, 1, 0], "rng": rng}
    with pytest.raises(ValueError, match=says):
        train(**good | SETTINGS | changes)  # not yet asked for an epoch


def test_a_saved_network_comes_back(tmp_path, examples):
    rng = np.random.default_rng(0)
    front = [Conv2D.random(rng, 1, 3, stride=2, padding=1), ReLU(), MaxPool2D(3, 1, "drop"), GlobalMax()]
    network = Network([*front, Dense.random(rng, 3, 2)])
    network.save(tmp_path / "mine.npz")
    back, images = load_network(tmp_path / "mine.npz"), examples[0][:5, None]
    assert repr(back) == repr(network)
    np.testing.assert_array_equal(back.forward(images), network.forward(images))


def test_a_file_that_does_not_fit_is_refused_and_cannot_bring_code_along(tmp_path, capsys):
    class Trap:
        def __reduce__(self):
            return print, ("sprung",)

    file = tmp_path / "mine.npz"
    with pytest.raises(FileNotFoundError):
        load_network(file)
    small().save(file)
    whole = file.read_bytes()
    with np.load(file) as stored:
        good = dict(stored)
    contents = [whole[:100], whole[: len(whole) // 2], b"", b"no zip at all"]
    for change in (
        {"conv1.kernels": np.ones((4, 3, 3, 3))},
        {"dense1.weights": np.ones((64, 3))},
        {"relu1.what": np.ones(3)},
        {"plan": "not a plan"},
        {"plan": '{"input_shape": [1, 9, 9], "layers": [{"kind": "magic"}]}'},
        {"plan": np.array([Trap()], dtype=object)},
    ):
        np.savez(file, **good | change)
        contents.append(file.read_bytes())
    for content in contents:
        file.write_bytes(content)
        with pytest.raises(ValueError, match="not a whole network written by Network.save"):
            load_network(file)
    assert capsys.readouterr().out == ""


def test_it_is_what_its_script_trains():
    shipped, again = trained_network(), trained()
    assert repr(shipped) == repr(again)
    assert_learned(again, shipped.parameters, within=1e-6)


def test_it_is_as_good_as_the_lessons_say():
    network, rng = trained_network(), np.random.default_rng(7)
    assert evaluate(network, *drawings(5000, rng))[1] >= 0.99
    assert evaluate(network, *drawings(5000, rng, translation=2.5))[1] >= 0.97
    assert evaluate(network, *load_ten())[1] == 1
    faces, _, letters = load_typefaces()
    capital = np.isin(letters, ["X", "O"])
    images, labels = faces[capital], (letters[capital] == "O").astype(int)
    assert evaluate(network, images, labels)[1] >= 0.97
    around = np.pad(images, ((0, 0), (2, 2), (2, 2)), constant_values=-1)  # to move them up to 2 pixels
    moved = [around[:, top : top + 9, left : left + 9] for top in range(5) for left in range(5)]
    assert np.mean([evaluate(network, images, labels)[1] for images in moved]) >= 0.97


def test_any_number_above_0_is_a_learning_rate_and_a_batch_may_be_larger_than_all():
    images, labels = (
        np.random.default_rng(0).choice([-1, 1], (6, 9, 9)).astype(np.int8),
        np.array([0, 1] * 3, np.uint64),
    )
    learned = []
    for rate, size in (
        (0.25, 6),
        (np.float32(0.25), 10**30),
        (Fraction(1, 4), np.int8(100)),
        (np.float64(0.25), 7),
    ):
        network = small()
        run(network, (images, labels), epochs=np.int64(2), batch_size=size, learning_rate=rate)
        learned.append(network.parameters)
    for parameters in learned[1:]:
        assert all(np.array_equal(parameters[name], learned[0][name]) for name in parameters)
    epochs = train(small(), images, labels, **SETTINGS, rng=np.random.default_rng(0))
    assert (len(list(epochs)), list(epochs)) == (3, [])  # an iterator is consumed once


def test_colours_may_go_further_and_maps_anywhere_but_no_whole_numbers_of_files():
    rng = np.random.default_rng(0)
    for channels, shape in ((3, 2.6), (2, 300.0)):
        network = Network([Flatten(), Dense.random(rng, channels * 4, 2)], (channels, 2, 2))
        images = rng.uniform(-shape, shape, (4, channels, 2, 2))
        assert evaluate(network, images, [0, 1, 1, 0])[1] in (0, 0.25, 0.5, 0.75, 1)
    colours = Network([Flatten(), Dense.random(rng, 12, 2)], (3, 2, 2))
    for bright in (np.full((1, 3, 2, 2), 255.0), np.full((1, 3, 2, 2), 2)):
        with pytest.raises(ValueError, match="the cells of an image go from -1 to 1"):
            evaluate(colours, bright, [0])
    maps = (Network([MaxPool2D(1, 1)]) + Network([Flatten(), Dense.random(rng, 81, 2)]))[1:]
    assert np.isfinite(evaluate(maps, np.full((1, 1, 9, 9), 7.0), [0])[0])  # what another layer made


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (
            lambda held: held.update(weights=held["weights"].astype(int)),
            "dense1.weights is not an array of floats",
        ),
        (
            lambda held: held.update(weights=held["weights"].tolist()),
            "dense1.weights is not an array of floats",
        ),
        *(
            (lambda held, odd=odd: held.update(bias=odd), f"dense1.bias {says}")
            for odd, says in [((0.0, 0.0), "is not an array of floats"), (None, "is None; it must hold")]
        ),
        (
            lambda held: held["weights"].fill(np.nan),
            "there is nan in dense1.weights; replace it with a number",
        ),
    ],
)
def test_weights_that_were_changed_between_epochs_are_told(change, says):
    network = Network([Flatten(), Dense(np.zeros((81, 2)))])
    images, labels = load_ten()
    steps = train(
        network, images, labels, epochs=2, batch_size=5, learning_rate=0.1, rng=np.random.default_rng(0)
    )
    next(steps)
    change(network[1].parameters)
    with pytest.raises(ValueError, match=says):
        next(steps)


def test_where_numpy_is_told_to_raise_a_loss_that_grows_still_ends_in_words():
    images, labels = load_ten()
    network = Network([Flatten(), Dense(np.zeros((81, 2)))])
    settings = {"epochs": 9, "batch_size": 5, "rng": np.random.default_rng(0)}
    with np.errstate(all="raise"):
        assert np.array_equal(ops.softmax([0, -1000.0]), [1, 0])
        assert ops.cross_entropy([[0, -1000.0]], [0]) == 0
        assert np.array_equal(ops.softmax([1e308, -1e308]), [1, 0])
        assert [ops.cross_entropy([[1e308, -1e308]], [label]) for label in (0, 1)] == [0, np.inf]
        assert np.array_equal(gradients.cross_entropy_backward([[0, -1000.0]], [0]), [[0, 0]])
        with pytest.raises(LossBlewUp):
            list(train(network, images, labels, learning_rate=1e200, **settings))


def test_a_vote_that_is_no_number_is_right_for_nobody():
    network = Network([Flatten(), Dense(np.zeros((81, 2)))])
    assert evaluate(network, *load_ten())[1] == 0.5
    for odd in ((0, 0), (0, 1), (slice(None), slice(None))):
        spoilt = np.zeros((81, 2))
        spoilt[odd] = np.nan
        network[1].parameters["weights"] = spoilt
        assert evaluate(network, *load_ten())[1] == 0


def test_bytes_with_four_channels_are_no_cells_and_large_maps_are():
    images, labels = np.full((10, 4, 3, 3), 200, np.uint8), np.repeat([0, 1], 5)
    network = Network([Flatten(), Dense(np.zeros((36, 2)))], (4, 3, 3))
    for use in (network.forward, lambda images: evaluate(network, images, labels)):
        with pytest.raises(
            ValueError,
            match="there is 200 in images; this network takes cells of whole numbers up to 16: scale them as .*, like x / 127.5 - 1",
        ):
            use(images)
        use(images + 0.5)
        use(images // 20)


def test_what_the_caller_does_with_his_arrays_meanwhile_changes_no_training(examples):
    (images, labels), held_out = (part[:60] for part in examples), [part[60:90].copy() for part in examples]
    images, labels = images.astype(float), labels.copy()
    shuffled, alone = small(), small()
    want = run(alone, (images.copy(), labels.copy()), validation=[part.copy() for part in held_out])
    steps = train(shuffled, images, labels, rng=np.random.default_rng(2), validation=held_out, **SETTINGS)
    for epoch, record in zip(steps, want, strict=True):
        assert (epoch.loss, epoch.validation_loss) == (record.loss, record.validation_loss)
        order = np.random.default_rng(epoch.epoch).permutation(60)
        images[:], labels[:] = images[order], labels[order]
        held_out[0][:] = 0
    assert_learned(shuffled, alone.parameters)
