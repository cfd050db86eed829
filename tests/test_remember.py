"""A training that is given back is the training: the same epochs, weights and random numbers, and only for the same start."""

import numpy as np
import pytest
import remember

from xo_helpers.drawings import drawings
from xo_helpers.layers import Conv2D, Dense, Flatten, MaxPool2D, ReLU
from xo_helpers.network import Network
from xo_helpers.training import train

SEEN, HELD_OUT = drawings(40, np.random.default_rng(1)), drawings(20, np.random.default_rng(2))
OTHERS = [{"seed": 1}, {"epochs": 2}, {"learning_rate": 0.2}, {"drawn": (-SEEN[0], SEEN[1])}]


@pytest.fixture
def once(tmp_path, monkeypatch):
    """Trains from a start and says what came of it, and how many trainings are kept."""
    monkeypatch.setenv("XO_TRAININGS", str(tmp_path))
    again = remember.remembering(train)

    def go(seed=0, epochs=3, stop=None, learning_rate=0.1, drawn=SEEN):
        rng = np.random.default_rng(seed)
        front = [Conv2D.random(rng, 1, 2), ReLU(), MaxPool2D(), Flatten()]
        network = Network([*front, Dense.random(rng, 32, 2)])
        how = {"epochs": epochs, "batch_size": 8, "learning_rate": learning_rate, "validation": HELD_OUT}
        told = []
        for record in again(network, *drawn, **how, rng=rng):
            told += [record.loss, record.validation_accuracy, *record.kernels.flat]
            told += [array.sum() for array in network.parameters.values()]
            if record.epoch == stop:
                break
        return [*told, *network.forward(HELD_OUT[0][:, None]).flat, rng.random()], len([*tmp_path.iterdir()])

    return go


def test_it_is_given_back_as_it_went_if_it_was_not_stopped(once):
    stopped, kept = once(stop=2)
    assert kept == 0
    whole, kept = once()
    assert kept == 1
    assert whole != stopped
    assert once() == (whole, 1)
    assert once(stop=2) == (stopped, 1)
    with pytest.raises(ValueError, match="epochs is 0"):  # what does not fit is refused as ever
        once(epochs=0)


@pytest.mark.parametrize("other", OTHERS)
def test_another_training_is_another(once, other):
    first, _ = once()
    told, kept = once(**other)
    assert told != first
    assert kept == 2
