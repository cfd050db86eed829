"""Cases as tables, and slips that several exercises share, made of their own solutions."""

import numpy as np

from xo_helpers.checks.parts import PARTS, cells
from xo_helpers.data import parse


def table(names, *rows):
    """Cases, each a row of what it hands over under these names, or, of a single name, that alone.

    A list is an array, and text a picture of one line: `table("image bias", ("##/..", [0.5, 2]), …)`.
    """
    rows = rows if " " in names else [(row,) for row in rows]
    return [dict(zip(names.split(), map(_array, row), strict=True)) for row in rows]


def _array(value):
    if isinstance(value, str):
        return parse(value.replace("/", "\n"))
    return np.array(value) if isinstance(value, list) else value


def each(make, table):
    """A slip of each line of a table: `{words: what differs} -> {words: make(what differs)}`."""
    return {words: make(differs) for words, differs in table.items()}


TURNS = {
    "flipped the {}: leave it as it is": lambda a: a[::-1, ::-1],
    "turned the {} upside down: leave it as it is": lambda a: a[::-1],
    "turned the {} left to right: leave it as it is": lambda a: a[:, ::-1],
}


def turned_argument(solution, at, name):
    """Slips that turn the argument at a place before they use it, which is called `name`."""

    def changed(turn):
        return lambda *given: solution(*given[:at], turn(given[at]), *given[at + 1 :])

    return {words.format(name): slip for words, slip in each(changed, TURNS).items()}


def loops(some, parts=PARTS):
    """Slips of loops that do not reach all cells, or places, of the first argument.

    `some(mask, *case)` is what comes of those that the mask, of the argument's shape, holds.
    """

    def reaching(which):
        return lambda first, *more: some(cells(which, np.shape(first)), first, *more)

    return {words.format("looked at"): slip for words, slip in each(reaching, parts).items()}


PLACES = {  # where a window is cut, of which the map's cell is [row, column]
    "took row and column for each other where it cuts the window: rows come first": lambda r, c: (c, r),
    "used row for the window's columns as well": lambda r, c: (r, r),
    "used column for the window's rows as well": lambda r, c: (c, c),
    "cut the first window each time: it begins at another place for each cell": lambda r, c: (0, 0),
}
LATE = {"began each window one row and one column late: places count from 0": lambda r, c: (r + 1, c + 1)}
