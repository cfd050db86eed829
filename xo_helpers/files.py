"""A network's arrays in a file: written aside and then put in place, and read with a limit."""

import io
import json
import os
import secrets
import stat
import zipfile
from collections import Counter, defaultdict
from math import prod
from pathlib import Path

import numpy as np

from xo_helpers.fits import reach_of
from xo_helpers.inputs import finite, said
from xo_helpers.layers import KINDS
from xo_helpers.words import NO_FILE

LARGEST = 200_000_000  # bytes of the arrays in a file
PACKED = 64_000_000  # of those that are stored in fewer: they cost whoever sends them nothing
MOST = 1000  # arrays, and layers
LONGEST = 1_000_000  # letters
_LIMIT = f"up to {LARGEST // 10**6} MB, and {MOST} arrays, can be loaded"
FORMATS = {(1, 0): np.lib.format.read_array_header_1_0, (2, 0): np.lib.format.read_array_header_2_0}


def named(file):
    """The file's path, which ends in .npz, or an error; a file that is open stays what it is."""
    if hasattr(file, "read") or hasattr(file, "write"):
        return file
    try:
        os.fsencode(path := Path(file))
    except (TypeError, ValueError):  # no name, one in bytes, or with half a sign
        path = Path()
    if path.name == ".." or (isinstance(file, str) and file.endswith(("/", os.sep))):  # a Path has lost it
        raise IsADirectoryError(f"{file} is a folder; give the name of a file")
    if not path.name or "\0" in str(path):
        raise ValueError(f'file is {said(file)}; it must be a name, like "mine.npz", or a file that is open')
    return path if path.suffix == ".npz" else path.with_name(path.name + ".npz")


def readable(file):
    """As `named`, but for what can be read; else FileNotFoundError and the like, or a ValueError."""
    target = named(file)
    if not isinstance(target, Path):
        return _opened(target, "read", "rb")
    try:
        mode = target.stat().st_mode
    except FileNotFoundError:
        raise FileNotFoundError(NO_FILE.format(target)) from None
    except OSError as error:
        raise _failed(error, file, "read") from None
    if not stat.S_ISREG(mode):
        _no_folder(target, file)
        raise ValueError(f"{file} is not a regular file; give the name of one that is")
    return target


def _opened(file, use, how):
    try:  # nothing, which only a file for bytes takes and gives
        fits = isinstance(file.read(0), bytes) if use == "read" else [file.write(b"")]
    except Exception:  # closed, for text, or for the other use: whatever it says of that
        fits = False
    if not fits:
        raise ValueError(f'file is {said(file)}, closed or not for bytes to {use}; try open(…, "{how}")')
    return file


def _no_folder(target, file):
    if target.is_dir():
        raise IsADirectoryError(f"{file} is a folder; give the name of a file")


def _failed(error, file, use):  # -> an error of the same type
    return type(error)(f"{file} cannot be {use} ({error.strerror}); give another name, or another folder")


def write_arrays(file, **arrays):
    """Write arrays to one `.npz` file; what stands there stays until the new one is whole.

    A link is followed, and who may read the file stays. Raises ValueError for more than `read_arrays` takes.
    """
    size = sum(array.nbytes + 1000 for array in map(np.asarray, arrays.values()))
    if size > LARGEST or len(arrays) > MOST:
        raise ValueError(f"it has {len(arrays)} arrays, of {size / 1e6:.0f} MB: {_LIMIT}")
    target = named(file)
    if not isinstance(target, Path):
        whole = io.BytesIO()  # to be written in a row: not every file can go back
        np.savez(whole, **arrays)
        _opened(target, "write", "wb").write(whole.getvalue())
        return
    try:
        _put(Path(os.path.realpath(target)), arrays, file)
    except OSError as error:
        raise _failed(error, file, "written") if error.strerror else error from None


def _put(target, arrays, file):
    _no_folder(target, file)
    if not target.parent.is_dir():
        raise FileNotFoundError(f"there is no folder for {file}; make it first, or leave it out")
    if target.exists() and not target.is_file():
        raise ValueError(f"{file} is not a regular file, and stays; give another name")
    aside = target.with_name(f".{secrets.token_hex(8)}.npz")
    try:
        with aside.open("wb") as stream:
            np.savez(stream, **arrays)
        if target.exists():
            aside.chmod(target.stat().st_mode & 0o7777)
        aside.replace(target)
    except BaseException:
        aside.unlink(missing_ok=True)
        raise


def read_arrays(file):
    """The arrays of an `.npz` file, by name; nothing in it is run, and no more is read than `LARGEST`.

    What is not such a file may bring about any error.
    """
    with zipfile.ZipFile(readable(file)) as archive:
        infos = archive.infolist()
        packed = sum(info.file_size for info in infos if info.compress_type != zipfile.ZIP_STORED)
        if sum(info.file_size for info in infos) > LARGEST or packed > PACKED or len(infos) > MOST:
            raise ValueError(f"it holds too much: {_LIMIT}")
        if not infos:
            raise ValueError("it holds nothing")
        if min(info.header_offset for info in infos):
            raise ValueError("it begins with something else")
        for info in infos:
            if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                raise ValueError(f"{info.filename} is packed in a way that nobody packs here")
            with archive.open(info) as stream:
                _check_header(info, stream)
        return {info.filename.removesuffix(".npy"): _array(archive, info) for info in infos}


def _array(archive, info):
    with archive.open(info) as stream:
        return np.lib.format.read_array(stream, allow_pickle=False)


def planned(network):
    """What a file holds of a network: its plan as text, and its parameters as arrays, by name.

    Raises ValueError for a layer, or a parameter, that could not be loaded again.
    """
    if own := [layer.kind for layer in network if KINDS.get(layer.kind) is not type(layer)]:
        raise ValueError(f"layers of kind {own[0]!r} cannot be loaded again: their class is not in KINDS")
    plan = {
        "input_shape": network.input_shape,
        "reach": reach_of(network.input_shape, network.reach),
        "layers": [{"kind": layer.kind, **layer.settings} for layer in network],
    }
    _check_plan(plan)
    return {
        "plan": json.dumps(plan, default=int),
        **{name: finite(name, it) for name, it in network.parameters.items()},
    }


def built(plan, **arrays):  # -> layers, input_shape, reach
    """The layers that `planned` wrote down; what it did not write may bring about any error."""
    plan, own, layers, counts = json.loads(str(plan)), defaultdict(dict), [], Counter()
    _check_plan(plan)
    for name, array in arrays.items():
        layer, _, key = name.partition(".")
        own[layer][key] = finite(name, array)
    for settings in plan["layers"]:
        kind = settings.pop("kind")
        counts[kind] += 1
        layers.append(KINDS[kind](**own.pop(f"{kind}{counts[kind]}", {}), **settings))
    if own:
        raise ValueError(f"it holds {', '.join(own)}, which belongs to no layer")
    return layers, plan["input_shape"], plan.get("reach")  # older files have none


def _check_plan(plan):
    """Refuse what takes long to build, or to write out."""
    shape, layers = plan["input_shape"], plan["layers"]
    if len(layers) > MOST or len(shape) > 8:
        most = f"no more than {MOST} and 8 can be loaded"
        raise ValueError(f"it has {len(layers)} layers and an input of {len(shape)} lengths; {most}")
    numbers = [*shape, *(value for layer in layers for value in layer.values() if type(value) is int)]
    if odd := [number for number in numbers if not 0 <= number <= 10**9]:
        raise ValueError(f"it holds the number {said(odd[0])}; lengths and settings go from 0 to 10**9")


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
