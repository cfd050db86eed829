"""What the monitor tells its page of all epochs: numbers that JSON has words for, and the kernels."""

import numpy as np

KERNELS = 16  # so many are shown


def finite(values):  # numbers or None -> floats; what is no number is None, since JSON has no word for it
    """The values that there are."""
    values = [value for value in values if value is not None]
    return [float(value) if np.isfinite(value) else None for value in values]


def stacked(records):  # -> [epoch, m, k, k]
    """Of every epoch the first channel of the first kernels; empty if there are none, or not of one shape."""
    kernels = [record.kernels for record in records]
    if len(set(map(np.shape, kernels))) != 1 or kernels[0] is None:
        return np.zeros((0, 0, 0, 0))
    return np.array([each[:KERNELS, 0] for each in kernels], "<f8")
