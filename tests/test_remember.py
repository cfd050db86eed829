"""A training that is given back is the training: the same epochs, weights and random numbers, and only for the same start."""

import numpy as np
import pytest
import remember

from xo_helpers.drawings import drawings
from xo_helpers.layers import Conv2D, Dense, Flatten, MaxPool2D, ReLU
from xo_helpers.network import Network
from xo_helpers.training import train

SEEN, HELD_OUT = drawings(40, np.random.default_rng(1)), drawings(20, np.random.default_rng(2))


@pytest.fixture
def once(tmp_path, monkeypatch):
    """Trains from a start and says what came of it; `kept` counts the trainings that are remembered."""
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
        return [*told, *network.forward(HELD_OUT[0][:, None]).flat, rng.random()]

    go.kept = lambda: len(list(tmp_path.iterdir()))
    return go


def test_it_is_given_back_as_it_went(once):
    first = once()
    assert once.kept() == 1
    assert once() == first
    assert once.kept() == 1


@pytest.mark.parametrize(
    "other", [{"seed": 1}, {"epochs": 2}, {"learning_rate": 0.2}, {"drawn": (-SEEN[0], SEEN[1])}]
)
def test_another_training_is_another(once, other):
    first = once()
    assert once(**other) != first
    assert once.kept() == 2


def test_a_training_that_was_stopped_is_not_kept(once):
    once(stop=2)
    assert once.kept() == 0
    whole = once()
    assert once(stop=2) != whole
    assert once.kept() == 1


def test_what_does_not_fit_is_refused_as_ever(once):
    once()
    with pytest.raises(ValueError, match="epochs is 0"):
        once(epochs=0)
