"""Arrays in a file: written aside and then put in place, and read with a limit."""

import os
import zipfile
from math import prod
from pathlib import Path

import numpy as np

from xo_helpers.inputs import said

LARGEST = 64 * 2**20  # bytes of the arrays in a file
LONGEST = 1_000_000  # letters
FORMATS = {(1, 0): np.lib.format.read_array_header_1_0, (2, 0): np.lib.format.read_array_header_2_0}


def named(file):
    """The file's path, which ends in .npz, or a ValueError; a file that is open stays what it is."""
    if hasattr(file, "read") or hasattr(file, "write"):
        return file
    if not isinstance(file, str | os.PathLike) or not Path(file).name or "\0" in str(file):
        raise ValueError(f'file is {said(file)}; it must be a name, like "mine.npz", or a file that is open')
    path = Path(file)
    return path if path.suffix == ".npz" else path.with_name(path.name + ".npz")


def write_arrays(file, **arrays):
    """Write arrays to one `.npz` file; what stands there stays until the new one is whole."""
    target = named(file)
    if hasattr(target, "write"):
        np.savez(target, **arrays)
        return
    aside = target.with_name(f".{target.stem}-{os.getpid()}.npz")
    try:
        with aside.open("wb") as stream:
            np.savez(stream, **arrays)
        aside.replace(target)
    except BaseException:
        aside.unlink(missing_ok=True)
        raise


def read_arrays(file):
    """The arrays of an `.npz` file, by name; nothing in it is run, and no more is read than `LARGEST`.

    What is no such file may bring about any error.
    """
    source = named(file)
    with zipfile.ZipFile(source) as archive:
        infos = archive.infolist()
        if sum(info.file_size for info in infos) > LARGEST or len(infos) > 1000:
            raise ValueError(f"it holds more than {LARGEST >> 20} MB, or a thousand arrays")
        for info in infos:
            if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                raise ValueError(f"{info.filename} is packed in a way that nobody packs here")
            with archive.open(info) as stream:
                _check_header(info, stream)
    if hasattr(source, "seek"):
        source.seek(0)
    with np.load(source, allow_pickle=False) as stored:
        return dict(stored)


def _check_header(info, stream):
    """Refuse an array that says to be larger than what is stored of it, or no plain numbers or text."""
    version = np.lib.format.read_magic(stream)
    if version not in FORMATS:
        raise ValueError(f"{info.filename} is of a format {version} that nobody writes here")
    shape, _, dtype = FORMATS[version](stream)
    if dtype.kind not in "biufU" or prod(shape) * dtype.itemsize > info.file_size:
        raise ValueError(f"{info.filename} is not what it says to be: {dtype} of shape {shape}")
    if dtype.kind == "U" and prod(shape) * dtype.itemsize > 4 * LONGEST:
        raise ValueError(f"{info.filename} holds a text of over {LONGEST:,} letters")
