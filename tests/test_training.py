"""Training: it learns, it stops, it refuses; saving and loading; and the network that ships."""

import sys
from itertools import islice
from pathlib import Path

import numpy as np
import pytest

from xo_helpers.data import load_image, load_typefaces
from xo_helpers.drawings import drawings
from xo_helpers.layers import Conv2D, Dense, Flatten, GlobalMax, MaxPool2D, ReLU
from xo_helpers.network import Network, load_network, trained_network
from xo_helpers.training import LossBlewUp, evaluate, train

sys.path.append(str(Path(__file__).parents[1] / "tools"))

SETTINGS = {"epochs": 3, "batch_size": 32, "learning_rate": 0.1}


def small(seed=0):
    rng = np.random.default_rng(seed)
    return Network([Conv2D.random(rng, 1, 4), ReLU(), MaxPool2D(), Flatten(), Dense.random(rng, 64, 2)])


@pytest.fixture(scope="module")
def examples():
    return drawings(1000, np.random.default_rng(1))


def run(network, examples, **changes):
    return list(train(network, *examples, rng=np.random.default_rng(2), **SETTINGS | changes))


def test_it_learns_and_says_how_well(examples):
    network = small()
    held_out = drawings(500, np.random.default_rng(3))
    before = evaluate(network, *held_out)
    records = run(network, examples, validation=held_out)
    assert [record.epoch for record in records] == [1, 2, 3]
    assert records[-1].loss < records[0].loss
    assert (records[-1].validation_loss, records[-1].validation_accuracy) == evaluate(network, *held_out)
    assert records[-1].validation_accuracy > 0.95 > before[1]
    np.testing.assert_array_equal(records[-1].kernels, network.parameters["conv1.kernels"])
    assert not np.array_equal(records[0].kernels, records[-1].kernels)  # a copy of its time


def test_the_same_seed_gives_the_same_network(examples):
    networks = [small(), small()]
    for network in networks:
        run(network, examples)
    for one, other in zip(*(network.parameters.values() for network in networks), strict=True):
        np.testing.assert_array_equal(one, other)


def test_one_step_is_what_the_definition_says(examples):
    images, labels = examples[0][:7], examples[1][:7]
    network, ours = small(), small()
    run(network, (images, labels), epochs=1, batch_size=7, learning_rate=0.5)
    from xo_helpers.gradients import cross_entropy_backward

    ours.backward(cross_entropy_backward(ours.forward(images[:, None].astype(float)), labels))
    for name, array in ours.parameters.items():
        np.testing.assert_allclose(network.parameters[name], array - 0.5 * ours.gradients[name], atol=1e-12)


def test_what_was_learned_is_kept_when_it_stops(examples):
    whole, stopped = small(), small()
    run(whole, examples, epochs=2)
    list(islice(train(stopped, *examples, rng=np.random.default_rng(2), **SETTINGS), 2))
    for name, array in whole.parameters.items():
        np.testing.assert_array_equal(stopped.parameters[name], array)


def test_an_interrupt_leaves_a_network_that_works(examples, monkeypatch):
    network, batches = small(), []

    def forward(images, original=network.forward):
        batches.append(len(images))
        if len(batches) == 5:
            raise KeyboardInterrupt
        return original(images)

    before = network.parameters["conv1.kernels"].copy()
    monkeypatch.setattr(network, "forward", forward)
    with pytest.raises(KeyboardInterrupt):
        run(network, examples)
    assert not np.array_equal(network.parameters["conv1.kernels"], before)
    assert np.isfinite(evaluate(network, *examples)[0])


def test_a_loss_that_blows_up_gives_the_last_good_weights_back(examples):
    network = small()
    list(islice(train(network, *examples, rng=np.random.default_rng(2), **SETTINGS), 1))
    good = {name: array.copy() for name, array in network.parameters.items()}
    with pytest.raises(LossBlewUp, match="epoch 1, so training stopped.*try a learning rate of 1e\\+11"):
        run(network, examples, learning_rate=1e12)
    for name, array in network.parameters.items():
        np.testing.assert_array_equal(array, good[name])


def test_a_perfect_fit_is_no_blow_up(examples):
    with np.errstate(all="raise", under="ignore"):
        assert run(small(), (examples[0][:2], examples[1][:2]), epochs=30)[-1].accuracy == 1


IMAGES = np.ones((4, 9, 9))


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        (
            {"images": np.ones((4, 8, 9))},
            r"images have shape \(4, 1, 8, 9\); this network takes \[images, 1, 9, 9\]",
        ),
        (
            {"images": np.full((4, 9, 9), 255)},
            "images hold numbers up to 255; here they go from -1 to 1, as 2 \\* images / 255 - 1 does",
        ),
        ({"images": np.full((4, 9, 9), np.nan)}, "images holds nan"),
        ({"labels": [0, 1, 2, 0]}, "labels hold 2; with 2 classes they must be from 0 to 1"),
        ({"labels": [0, 1]}, r"labels have shape \(2,\); with 4 images they must be \(4,\)"),
        ({"labels": [0.0, 1, 1, 0]}, "labels hold float64"),
        ({"learning_rate": 0}, "learning_rate is 0; it must be a number above 0"),
        ({"learning_rate": -1}, "learning_rate is -1"),
        ({"learning_rate": np.nan}, "learning_rate is nan"),
        ({"epochs": 0}, "epochs is 0; it must be a whole number, 1 or more"),
        ({"batch_size": 2.5}, "batch_size is 2.5"),
        ({"rng": 3}, "rng is 3; it must be a Generator"),
        (
            {"network": Network([ReLU()])},
            r"ends in an output of shape \(1, 9, 9\); training needs one vote a class",
        ),
    ],
)
def test_bad_input_is_refused_at_once(changes, says):
    good = {"network": small(), "images": IMAGES, "labels": [0, 1, 1, 0], "rng": np.random.default_rng(0)}
    with pytest.raises(ValueError, match=says):
        train(**good | SETTINGS | changes)  # not yet asked for an epoch


# One file


def test_a_saved_network_comes_back(tmp_path, examples):
    rng = np.random.default_rng(0)
    front = [Conv2D.random(rng, 1, 3, stride=2, padding=1), ReLU(), MaxPool2D(3, 1, "drop"), GlobalMax()]
    network = Network([*front, Dense.random(rng, 3, 2)])
    network.save(tmp_path / "mine.npz")
    back = load_network(tmp_path / "mine.npz")
    assert repr(back) == repr(network)
    np.testing.assert_array_equal(back.forward(examples[0][:5, None]), network.forward(examples[0][:5, None]))


def test_a_file_that_does_not_fit_is_refused(tmp_path):
    file = tmp_path / "mine.npz"
    network = small()
    network.save(file)
    whole = file.read_bytes()
    with np.load(file) as stored:
        arrays = dict(stored)
    good = dict(arrays)
    for change in (
        {"conv1.kernels": np.ones((4, 3, 3, 3))},
        {"dense1.weights": np.ones((64, 3))},
        {"relu1.what": np.ones(3)},
        {"plan": "not a plan"},
        {"plan": '{"input_shape": [1, 9, 9], "layers": [{"kind": "magic"}]}'},
    ):
        np.savez(file, **good | change)
        with pytest.raises(ValueError, match="not a whole network written by Network.save"):
            load_network(file)
    for part in (whole[:100], whole[: len(whole) // 2], b"", b"no zip at all"):
        file.write_bytes(part)
        with pytest.raises(ValueError, match="not a whole network"):
            load_network(file)
    with pytest.raises(FileNotFoundError):
        load_network(tmp_path / "nowhere.npz")


def test_a_file_cannot_bring_code_along(tmp_path):
    class Trap:
        def __reduce__(self):
            return print, ("sprung",)

    file = tmp_path / "trap.npz"
    np.savez(file, plan=np.array([Trap()], dtype=object))
    with pytest.raises(ValueError, match="not a whole network"):
        load_network(file)


# The network that ships


def test_it_is_what_its_script_trains():
    from train_network import trained

    shipped, again = trained_network(), trained()
    assert repr(shipped) == repr(again)
    for name, array in shipped.parameters.items():
        np.testing.assert_allclose(again.parameters[name], array, rtol=0, atol=1e-6)


TEN = ["X", "O"] + [
    f"{letter}_{how}" for letter in "XO" for how in ("translation", "scaling", "rotation", "weight")
]


def moved(images, down, right):
    """Every image some pixels further, what leaves the page is lost."""
    size = images.shape[1]
    result = np.full_like(images, -1)
    to, of = (
        (slice(max(0, down), size + min(0, down)), slice(max(0, right), size + min(0, right))),
        (
            slice(max(0, -down), size - max(0, down)),
            slice(max(0, -right), size - max(0, right)),
        ),
    )
    result[:, *to] = images[:, *of]
    return result


def test_it_is_as_good_as_the_lessons_say():
    network, rng = trained_network(), np.random.default_rng(7)
    assert evaluate(network, *drawings(5000, rng))[1] >= 0.99
    assert evaluate(network, *drawings(5000, rng, translation=2.5))[1] >= 0.97
    images, labels = np.array([load_image(name) for name in TEN]), [int(name[0] == "O") for name in TEN]
    assert evaluate(network, images, labels)[1] == 1
    faces, _, letters = load_typefaces()
    capital = np.isin(letters, ["X", "O"])
    images, labels = faces[capital], (letters[capital] == "O").astype(int)
    assert evaluate(network, images, labels)[1] >= 0.97
    shifts = [(down, right) for down in range(-2, 3) for right in range(-2, 3)]
    right = [evaluate(network, moved(images, *shift), labels)[1] for shift in shifts]
    assert np.mean(right) >= 0.97
