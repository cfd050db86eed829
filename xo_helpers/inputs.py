"""What arrives, checked: each function returns the input as the operations need it or says what is wrong."""

import numpy as np


def _array(name, value):
    try:
        return np.asarray(value)
    except ValueError:
        raise ValueError(f"the rows of {name} differ in length; make them all the same length") from None


def numbers(name, value):
    """An array of finite numbers, or a ValueError that says what arrived instead."""
    array = _array(name, value)
    if array.dtype.kind not in "biuf":
        hint = "; data.parse turns # and . into numbers" if array.dtype.kind in "US" else ""
        what = {"U": "text", "S": "bytes", "c": "complex numbers"}.get(
            array.dtype.kind, f"{array.dtype} values"
        )
        raise ValueError(f"{name} holds {what}; it must hold plain numbers{hint}")
    if array.size == 0:
        raise ValueError(f"{name} is empty (shape {array.shape}); it needs at least one cell")
    if array.dtype.kind == "f" and not np.isfinite(array).all():
        raise ValueError(
            f"{name} holds {array[~np.isfinite(array)][0]}; replace it with a number before filtering"
        )
    return array


def square_kernel(kernel):  # [k, k]
    """An array of finite numbers with as many rows as columns, or a ValueError."""
    kernel = numbers("kernel", kernel)
    if kernel.ndim != 2 or kernel.shape[0] != kernel.shape[1]:
        raise ValueError(f"the kernel is {size(kernel)}; it must be square, like 3×3")
    return kernel


def floats(name, value):
    """An array of float64 or float32, as conv2d computes; NaN passes."""
    if type(value) is np.ndarray and value.dtype.char in "df":
        return value
    array = _array(name, value)
    if array.dtype.kind not in "biuf":
        raise ValueError(f"{name} holds {array.dtype} values; conv2d takes real numbers")
    return array if array.dtype.char in "df" else array.astype(float)


def check_steps(stride, padding):
    """Raise a ValueError unless stride is a whole number from 1 and padding one from 0."""
    for name, value, least in (("stride", stride, 1), ("padding", padding, 0)):
        if not isinstance(value, (int, np.integer)) or isinstance(value, bool) or value < least:
            raise ValueError(f"{name} is {value!r}; it must be a whole number, {least} or more")


def size(array):
    """An array's shape in words: 9×9."""
    return "×".join(map(str, array.shape)) if array.ndim > 1 else f"of shape {array.shape}"
