"""What arrived, and what does not fit, in the words of an error."""

import numpy as np

_NAMES = ("text", "bytes", "complex numbers", "dates", "durations", "records", "objects")
NO_FILE = "there is no file {}; is it in another folder?"
HELD = dict(zip("UScMmVO", _NAMES, strict=True))  # in an array, by NumPy's letter


def said(value):  # -> text
    """A value as an error quotes it: in one line, and not all of a long one."""
    try:
        text = " ".join(repr(value).split())
    except Exception:  # a number of 5000 digits has none, and what others write may do anything
        return kind(value)
    return text if len(text) <= 60 else f"{text[:57]}..."


def asked(name, value):
    """What a switch was set to, or a ValueError. `-> bool`"""
    if not isinstance(value, int | np.bool_) or value not in (0, 1):
        raise ValueError(f"{name} is {said(value)}; it must be True or False")
    return bool(value)


def is_whole(value):
    """Whether it is a whole number, which True is not. `-> bool`"""
    return isinstance(value, int | np.integer) and not isinstance(value, bool)


def kind(value):  # -> text
    """What something is, where it itself would say too much."""
    if isinstance(value, type):
        return f"the class {value.__name__}"
    name = type(value).__name__
    return "None" if value is None else f"a{'n' * name.startswith((*'AEIOaeio', 'nd'))} {name}"


def what(array, value):  # -> text
    """What arrived in place of numbers."""
    if array.dtype.kind != "O":
        return f"holds {HELD.get(array.dtype.kind, array.dtype)}"
    if array.ndim == 0:
        return f"is {kind(value)}"
    if odd := [one for one in array.flat if type(one) not in (int, float, bool)]:
        return "holds None" if odd[0] is None else f"holds {said(odd[0])}, {kind(odd[0])}"
    large = [one for one in array.flat if type(one) is int and not -(2**63) <= one < 2**64]
    return f"holds {f'{said(large[0])}, a number too large' if large else 'objects'}"


def no_array(name, value):
    """Why a list makes no array, in words. `-> text`"""
    level, depth = [value], 0
    while level := [one for many in level for one in many]:
        if odd := [one for one in level if tensor("", one)]:
            return f"{name} holds {kind(odd[0])}{tensor('it', odd[0])}, or all of it as one tensor"
        if odd := list(filter(_fails, level)):
            return f"{name} holds {kind(odd[0])}; it must hold plain numbers"
        level = list({id(one): one for one in level if isinstance(one, list | tuple)}.values())
        if (depth := depth + 1) == 64:
            return f"{name} is nested more than {depth} deep, or in itself; an array goes no deeper"
    return f"the rows of {name} differ in length; make them all the same length"


def _fails(one):  # as whatever has an __array__ of its own may
    try:
        return not isinstance(one, list | tuple) and np.asarray(one) is None
    except Exception:
        return True


def tensor(name, value):
    """What to try for a tensor that is not an array, and nothing for anything else. `-> text`"""
    if not hasattr(value, "detach") or isinstance(value, type):
        return ""
    if getattr(getattr(value, "device", None), "type", "") == "meta":
        return f"; {name} is on the device meta, where nothing is stored: make it anew on the cpu"
    sparse = ".to_dense()" if str(getattr(value, "layout", "torch.strided")) != "torch.strided" else ""
    real = ".real" if getattr(value, "is_complex", bool)() else ""
    return f"; try {name}.detach(){sparse}{real}.cpu().float()"


def times(shape):
    """A shape in words: 9×9, and () for a single number."""
    return "×".join(map(str, shape)) or "()"


def extent(array):
    """An array's shape in words, also of a row."""
    return times(array.shape) if array.ndim > 1 else f"of shape {array.shape}"


def unlike(a, b):  # two arrays
    """Why two images cannot be compared, in words. `-> text`"""
    if a.shape == b.shape:
        return f"a and b are {extent(a)}; an image has rows and columns, like 9×9"
    return f"a is {extent(a)} and b is {extent(b)}; compare two images of the same size"


def no_patch(patch, kernel):  # two arrays
    """Why a patch does not fit a kernel, in words. `-> text`"""
    k = len(kernel)
    part = f"image[row : row + {k}, column : column + {k}]"
    sizes = f"the patch is {extent(patch)} and the kernel {extent(kernel)}"
    return f"{sizes}; cut a patch of its size, like {part}, inside the image"


def misfit(x, kernels):
    """Why kernels of this shape cannot be used on a batch of this shape, in words.
    `[n, c, h, w], [m, c, k, k] -> text`
    """
    for name, shape, other in (("x", x, kernels), ("kernels", kernels, x)):
        if len(shape) != 4:
            several = len(shape) == 3 and len(other) == 4 and shape[0] != 1 == other[1]
            axes = {2: "[None, None]", 3: "[:, None]" if several else "[None]"}.get(len(shape))
            return (
                f"x has shape {x} and kernels {kernels}; conv2d takes [images, channels, rows, columns] and "
                f"[kernels, channels, k, k]{f'; try {name}{axes}' if axes else ''}"
            )
    (_, c, h, w), (_, c_kernels, k, k_columns) = x, kernels
    if k != k_columns:
        return f"the kernels are {k}×{k_columns}; they must be square, like 3×3"
    if c != c_kernels:
        return (
            f"x has {c} channel{'s' * (c != 1)} and the kernels span {c_kernels}; each kernel must have one "
            f"{k}×{k} slice per channel of x, shape [kernels, {c}, {k}, {k}]"
        )
    if not k or not c:
        return f"the kernels have {c} channel{'s' * (c != 1)} of {k}×{k}; they need at least one cell"
    sizes = f"the kernels are {k}×{k} and the maps, padding included, only {h}×{w}"
    return f"{sizes}; use smaller kernels or more padding"


def no_votes(x, weights, bias=None):  # shapes -> text
    """Why values of this shape cannot vote with such weights, in words."""
    may = "" if len(x) == 2 else "; Flatten may help" if len(x) > 2 else "; Flatten or x[None] may help"
    takes = "dense takes [images, inputs]"
    if bias is None:
        return f"x has shape {x} and weights {weights}; {takes} and [inputs, outputs]{may}"
    takes += ", [inputs, outputs] and [outputs]"
    return f"x has shape {x}, weights {weights} and bias {bias}; {takes}{may}"
