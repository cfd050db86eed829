"""What the course claims about speed, measured beside what people would use instead: `make bench`."""

import ctypes
import platform
from statistics import quantiles


def keep_memory():
    """Let glibc keep what is freed: else some calls pay for fresh pages, and whose calls is luck.

    (It doubled PyTorch's time on 1,000 9×9 images in one order of the competitors and not in another.)
    """
    if platform.libc_ver()[0] == "glibc":
        trim_threshold, mmap_threshold = -1, -3  # their numbers in malloc.h
        ctypes.CDLL(None).mallopt(trim_threshold, 2**30)
        ctypes.CDLL(None).mallopt(mmap_threshold, 2**25)


def p95(values):
    return quantiles(values, n=20)[-1]


def duration(seconds):
    """A time with three digits and the unit that suits it.

    >>> duration(4.19e-4)
    '419 µs'
    """
    for unit, name in ((1e-6, "µs"), (1e-3, "ms"), (1, "s")):
        if seconds < 999.5 * unit or name == "s":
            value = seconds / unit
            return f"{value:.{2 if value < 9.995 else 1 if value < 99.95 else 0}f} {name}"


def goal(value, most):
    """A ratio beside the goal that it must not exceed."""
    return f"{value:.2f}", f"≤ {most}", "met" if value <= most else "NOT met"


def table(*lines):
    """Print lines of texts in columns, the first line as the head; the first column is flush left."""
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    for number, (name, *rest) in enumerate(lines):
        cells = [name.ljust(widths[0]), *(text.rjust(w) for text, w in zip(rest, widths[1:], strict=True))]
        print("  ".join(cells))
        if number == 0:
            print("  ".join("-" * width for width in widths))
