"""`xo_helpers.ops.max_pool` beside PyTorch's `max_pool2d`, window 2, stride 2, partial windows kept.

float64, argument checks included, PyTorch in inference mode. All results are first asserted equal.
Medians of 21 rounds; in each round every competitor has its turn.
"""

from statistics import median

import numpy as np
import torch

from benchmarks import duration, goal, table
from benchmarks.conv2d import ROUNDS, TURN, turn
from xo_helpers.ops import max_pool

CASES = {  # shape, the most that ours may take of the better PyTorch's time
    "one 7×7": ((1, 1, 7, 7), 4.0),
    "1,000 7×7, 8 maps": ((1000, 8, 7, 7), 1.0),
    "1,000 28×28": ((1000, 1, 28, 28), 1.0),
    "1,000 28×28, 8 maps": ((1000, 8, 28, 28), 1.0),
}


def measure(shape):
    x = np.random.default_rng(0).standard_normal(shape)
    x_torch = torch.from_numpy(x)

    def by_torch():
        return torch.max_pool2d(x_torch, 2, ceil_mode=True)

    assert np.array_equal(max_pool(x), by_torch().numpy())
    field = {
        "ours": (1, lambda: max_pool(x)),
        "PyTorch 1 thread": (1, by_torch),
        "PyTorch 2 threads": (2, by_torch),
    }
    taken = {name: [] for name in field}
    for _ in range(ROUNDS):
        for name, (threads, call) in field.items():
            torch.set_num_threads(threads)
            turn(call, TURN / 2)
            taken[name].append(turn(call, TURN))
    return {name: median(values) for name, values in taken.items()}


def main():
    lines = []
    with torch.inference_mode():
        for case, (shape, most) in CASES.items():
            times = measure(shape)
            best = min(time for name, time in times.items() if "PyTorch" in name)
            lines.append((case, *map(duration, times.values()), *goal(times["ours"] / best, most)))
    table(("", *times, "ours ÷ best PyTorch", "goal", ""), *lines)
