"""`xo_helpers.ops.conv2d` beside PyTorch, SciPy and the nested loops that most courses teach with.

float64, argument checks included, PyTorch in inference mode. All results are first asserted equal to
1e-12. Medians of 21 rounds; in each round every competitor has its turn, after a warm-up of its own.
"""

from statistics import median
from timeit import timeit

import numpy as np
import torch
from scipy.signal import correlate2d

from benchmarks import duration, goal, table
from xo_helpers.ops import conv2d

ROUNDS = 21
TURN = 0.01  # seconds that a competitor is called for in a round
CASES = {  # shape of x, kernels, the most that ours may take of the better PyTorch's time
    "one 9×9, 3 kernels": ((1, 1, 9, 9), 3, 1.5),
    "1,000 9×9, 3 kernels": ((1000, 1, 9, 9), 3, 1.0),
    "1,000 9×9, 3 → 8 channels": ((1000, 3, 9, 9), 8, 1.0),
    "512×512, 3 kernels": ((1, 1, 512, 512), 3, 1.5),
    "512×512, 1 kernel": ((1, 1, 512, 512), 1, 1.5),
}


def scipy_conv2d(x, kernels):
    return np.array(
        [
            [
                sum(correlate2d(*pair, mode="valid") for pair in zip(image, kernel, strict=True))
                for kernel in kernels
            ]
            for image in x
        ]
    )


def loops_conv2d(x, kernels):
    """Four loops, the window's sum in NumPy, as courses write it."""
    (n, _, h, w), (m, _, k, _) = x.shape, kernels.shape
    result = np.zeros((n, m, h - k + 1, w - k + 1))
    for image in range(n):
        for kernel in range(m):
            for row in range(h - k + 1):
                for column in range(w - k + 1):
                    window = x[image, :, row : row + k, column : column + k]
                    result[image, kernel, row, column] = np.sum(window * kernels[kernel])
    return result


def for_the_loops(x):
    """A part of a large case, and how many times it stands for: the loops take the same time everywhere."""
    n, _, h, _ = x.shape
    if n > 10:
        return x[:10], n / 10
    if h > 100:
        return x[:, :, :12], (h - 2) / 10  # ten of the map's rows
    return x, 1


def competitors(x, kernels):
    """Name -> (threads for PyTorch, a function to call, how many times its time counts)."""
    x_torch, kernels_torch = torch.from_numpy(x), torch.from_numpy(kernels)
    part, times = for_the_loops(x)
    assert np.allclose(loops_conv2d(part, kernels), conv2d(part, kernels), rtol=0, atol=1e-12)

    def by_torch():
        return torch.conv2d(x_torch, kernels_torch)

    return {
        "ours": (1, lambda: conv2d(x, kernels), 1),
        "PyTorch 1 thread": (1, by_torch, 1),
        "PyTorch 2 threads": (2, by_torch, 1),
        "SciPy": (1, lambda: scipy_conv2d(x, kernels), 1),
        "loops": (1, lambda: loops_conv2d(part, kernels), times),
    }


def turn(call, seconds):
    """Mean time of a call, called about so long and at least twice."""
    calls = max(1, int(seconds / timeit(call, number=1)))
    return timeit(call, number=calls) / calls


def measure(shape, m):
    rng = np.random.default_rng(0)
    x, kernels = rng.standard_normal(shape), rng.standard_normal((m, shape[1], 3, 3))
    field = competitors(x, kernels)
    for name, (_, call, times) in field.items():
        assert times != 1 or np.allclose(call(), conv2d(x, kernels), rtol=0, atol=1e-12), name
    taken = {name: [] for name in field}
    for _ in range(ROUNDS):
        for name, (threads, call, times) in field.items():
            torch.set_num_threads(threads)
            turn(call, TURN / 2)
            taken[name].append(turn(call, TURN) * times)
    return {name: median(values) for name, values in taken.items()}


def main():
    lines = []
    with torch.inference_mode():
        for case, (shape, m, most) in CASES.items():
            times = measure(shape, m)
            best = min(time for name, time in times.items() if "PyTorch" in name)
            lines.append((case, *map(duration, times.values()), *goal(times["ours"] / best, most)))
    table(("", *times, "ours ÷ best PyTorch", "goal", ""), *lines)
    print("\nThe loops on the large cases: timed on 10 images or 10 rows of the map, and multiplied.")
