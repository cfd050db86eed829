"""However large an answer is, it is judged at once, in few words, and with little memory."""

import time

import numpy as np
import pytest

from xo_helpers.checks import EXERCISES

MANY = 10**6
PIXELS = np.random.default_rng(0).choice([-1, 1], (2000, 9, 9))
HUGE = {
    "an array": np.zeros(MANY), "many rows": np.zeros((MANY, 3)), "deep": np.zeros((1, 1, 1, MANY)), "objects": np.full(MANY, None),
    "a list": [0.5] * MANY, "rows": [[0.0] * 1000] * 1000, "row after row": [(1, 2, 3)] * MANY, "uneven": [[1]] * MANY + [[1, 2]],
    "arrays": [np.zeros(MANY)] * 1000, "spans": [range(10**9)] * 4, "endless": [range(10**30)], "texts": ["x" * 100] * MANY,
    "long texts": ["x" * 10**7] * 300, "text": "x" * 10**7, "bytes": b"x" * 10**7, "lines": "#.\n" * MANY, "number": 10**100000,
    "numbers": [10**4000] * 1000, "span": range(10**12), "dict": dict.fromkeys(range(MANY)), "set": set(range(MANY)), "keys": {(0,) * MANY: 1},
    "names": {"k" * 10**7: 1}, "nothing": [[]] * MANY, "drawings": {"X": [*PIXELS], "O": [*PIXELS]}, "a list of drawings": [*PIXELS],
}  # fmt: skip
itself = HUGE["in itself"] = []
itself.append(itself)
nested = HUGE["nested"] = []
for _ in range(10**5):
    nested = [nested]
HUGE["nested"] = nested
FILLED = {
    "ten_letters": ("X", "O"),
    "chain": ("out", "second", "ReLU", "weight"),
    "commutes": ("average", "minimum"),
}


def judged_soon(exercise, answer):
    start = time.perf_counter()
    verdict = EXERCISES[exercise](answer)
    assert time.perf_counter() - start < 1, exercise
    assert not verdict.passed
    assert len(verdict.text) < 3000
    assert len(verdict.slip or "") < 300


@pytest.mark.many
@pytest.mark.parametrize("size", HUGE)
def test_an_answer_of_any_size_is_judged_within_a_second(size):
    for exercise in EXERCISES:
        judged_soon(exercise, HUGE[size])
    for exercise, names in FILLED.items():
        judged_soon(exercise, dict.fromkeys(names, HUGE[size]))


@pytest.mark.many
@pytest.mark.parametrize(
    "size", ["an array", "objects", "a list", "uneven", "text", "nothing", "in itself", "nested"]
)
def test_a_function_may_return_anything_of_any_size(size):
    for exercise in EXERCISES:
        judged_soon(exercise, lambda *given, **more: HUGE[size])
