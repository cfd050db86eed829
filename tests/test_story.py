"""The numbers that the story states of its votes: those that lesson 07 computes with, and what its layers give."""

import numpy as np
from claims.lesson07 import FRONT, O_PLACES, VALUES, X_PLACES, O, X


def test_lesson_07(story):
    votes = story["votes"]
    for letter, image, places in (("x", X, X_PLACES), ("o", O, O_PLACES)):
        (values,) = FRONT.forward(image)
        assert np.array_equal(np.trunc(values * 100 + 1e-9) / 100, votes[f"{letter}_values"])
        assert np.flatnonzero(values > 0.99).tolist() == votes[f"{letter}_places"] == places
    assert votes["new_values"] == VALUES.tolist()  # its claim `the_votes` adds them up: 0.912 and 0.5175
    assert votes["printed_votes"] == {"X": 0.92, "O": 0.51}  # the first is a slip: .912 is .91
