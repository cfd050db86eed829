"""Images as text, `#` for a stroke (+1) and `.` for background (-1), and where the course's files are."""

from difflib import get_close_matches
from pathlib import Path
from textwrap import dedent

import numpy as np

from xo_helpers import console  # noqa: F401  (whoever computes also prints)
from xo_helpers.inputs import kind, real, said

# The ten drawings of the story: an X and an O, and each of them changed in four ways.
_CHANGES = ("", "_translation", "_scaling", "_rotation", "_weight")
TEN = tuple(letter + change for letter in "XO" for change in _CHANGES)
_VALUES = {"#": 1, ".": -1}
_PACKAGED = Path(__file__).parent / "pictures"  # in a wheel; in a checkout it is data/
_FOLDER = _PACKAGED if _PACKAGED.is_dir() else Path(__file__).parents[1] / "data"


def parse(text):
    """Turn a picture of `#` and `.` into an integer array `[h, w]` of +1 and -1.

    Blank lines around the picture and a common indentation do not count. Raises ValueError if
    there is no picture, if its lines differ in length, or if it holds any other character.

    >>> parse('''
    ... #..
    ... .#.
    ... ''')
    array([[ 1, -1, -1],
           [-1,  1, -1]])
    """
    if not isinstance(text, str):
        raise ValueError(f"a picture is text of # and ., but this is {kind(text)}")
    lines = [line.rstrip() for line in dedent("\n".join(text.splitlines())).strip("\n").rstrip().splitlines()]
    if not lines:
        raise ValueError("the picture is empty; draw it with # and ., one line a row")
    for number, line in enumerate(lines, start=1):
        for column, character in enumerate(line, start=1):
            if character not in _VALUES:
                raise ValueError(
                    f"line {number} of the picture has {character!r} at column {column}; "
                    "use only # (stroke) and . (background)"
                )
        if len(line) != len(lines[0]):
            raise ValueError(
                f"line {number} of the picture has length {len(line)} and line 1 has {len(lines[0])}; "
                "make all lines the same length"
            )
    return np.array([[_VALUES[character] for character in line] for line in lines])


def picture(array):
    """Turn an array `[h, w]` of +1 and -1 into a picture of `#` and `.`: what `parse` undoes.
    `[h, w] -> text`

    Raises ValueError for an array that is not 2-D or holds any other value.

    >>> print(picture([[1, -1], [-1, 1]]))
    #.
    .#
    """
    array = real("array", array, "only 1 and -1")
    if array.ndim != 2 or array.size == 0:
        raise ValueError(f"a picture needs rows and columns; this array has shape {array.shape}")
    odd = array[(array != 1) & (array != -1)]
    if odd.size:
        raise ValueError(
            f"a picture holds only 1 and -1, but this array holds {odd[0]}; plot_map shows any numbers"
        )
    return "\n".join("".join("#" if value == 1 else "." for value in row) for row in array)


def load_image(name):
    """One of the ten drawn images as an integer array `[9, 9]` of +1 and -1.

    `X` and `O`, and each of them as `X_translation`, `X_scaling`, `X_rotation` and `X_weight`: see `TEN`.
    Drawn by Brandon Rohrer (2016, CC0). Raises ValueError for another name, and offers the nearest.

    >>> load_image("X").shape
    (9, 9)
    """
    return _load("image", name)


def load_ten():
    """The ten drawn images in the order of `TEN`, and their labels: 0 for an X, 1 for an O.
    `-> [10, 9, 9], [10]`

    >>> images, labels = load_ten()
    >>> images.shape, labels.tolist()
    ((10, 9, 9), [0, 0, 0, 0, 0, 1, 1, 1, 1, 1])
    """
    return np.stack([load_image(name) for name in TEN]), np.repeat([0, 1], 5)


def load_kernel(name):
    """One of the three features of the story as an integer array `[3, 3]` of +1 and -1.

    `diagonal` falls to the right, `antidiagonal` to the left, `cross` is both.
    Drawn by Brandon Rohrer (2016, CC0). Raises ValueError for another name, and offers the nearest.

    >>> print(picture(load_kernel("diagonal")))
    #..
    .#.
    ..#
    """
    return _load("kernel", name)


def load_typefaces():
    """X, x, × and O, o, 0 as 22 typefaces draw them: images of ±1, the faces' names, the letters.
    `-> [n, 9, 9], n faces, n letters`

    Rendered once from the typefaces that ship with matplotlib; see data/README.md.
    """
    images, faces, letters = [], [], []
    for file in sorted((_FOLDER / "typefaces").glob("*.txt")):
        head, *blocks = file.read_text(encoding="utf-8").split("\n\n")
        for block in blocks:
            title, drawn = block.split("\n", 1)
            images.append(parse(drawn))
            faces.append(head.splitlines()[0].removeprefix("face: "))
            letters.append(title.removeprefix("letter: "))
    return np.array(images), np.array(faces), np.array(letters)


def data_file(name):  # -> Path
    """Where a file of data/ is, in a checkout or in an installed package."""
    if not isinstance(name, str):
        raise ValueError(f'name is {said(name)}; it must be that of a file, like "network.npz"')
    return _FOLDER / name


def _load(what, name):
    files = {file.stem: file for file in sorted((_FOLDER / f"{what}s").glob("*.txt"))}
    if not isinstance(name, str) or name not in files:
        spelled = {known.casefold(): known for known in files}
        near = isinstance(name, str) and get_close_matches(name.casefold(), spelled, n=1, cutoff=0.4)
        hint = f"did you mean {spelled[near[0]]!r}? T" if near else "t"
        raise ValueError(f"there is no {what} called {said(name)}; {hint}here are: {', '.join(files)}")
    return parse(files[name].read_text(encoding="utf-8"))
