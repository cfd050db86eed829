"""A page for the pencil: A4, laid out from the top, in two states, with room to write or with the answers.

Lengths are millimetres and text sizes points. What is left blank is told once, with its answer.
"""

import re
from dataclasses import dataclass, field

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from worksheets.writing import SIZE, width, wrapped
from xo_helpers.plots.grids import draw_grid, draw_window
from xo_helpers.texts import in_cell

WIDE, HIGH = 210, 297
LEFT, RIGHT = 16, 194
LEADING = 5.4
DARK, QUIET, RULE = "black", "#555555", "#8a8a8a"


@dataclass
class Grid:
    """Cells side by side: a drawing's, dark where there is stroke, or numbers, some to be filled in."""

    values: np.ndarray
    title: str = ""
    blank: object = False  # all, none, or an array of bool
    drawn: bool = False  # a drawing
    over: bool = False  # what is blank is marked on the drawing, which stays
    places: bool = False  # rows and columns are numbered
    numbers: bool = True
    write: callable = None  # as figures do, whole numbers whole
    cell: float = 8
    frames: list = field(default_factory=list)  # (row, column, rows, columns)

    def __post_init__(self):
        self.values = np.atleast_2d(self.values)
        self.blank = np.broadcast_to(self.blank, self.values.shape)
        self.write = self.write or (lambda value: in_cell(value, self.values.dtype.kind != "f"))

    @property
    def wide(self):
        return max(self.values.shape[1] * self.cell + 5 * self.places, width(self.title, 9.5))

    @property
    def high(self):
        return self.values.shape[0] * self.cell + 5 * self.places + 6 * bool(self.title)


class Page:
    """One page, filled from the top; `blanks` are the answers that it asks for, in order."""

    def __init__(self, title, idea, foot, answers=False):
        self.answers, self.blanks, self.steps = answers, [], 0
        self.figure = Figure(figsize=(WIDE / 25.4, HIGH / 25.4), facecolor="white")
        self.ax = self.figure.add_axes((0, 0, 1, 1))
        self.ax.set(xlim=(0, WIDE), ylim=(HIGH, 0))
        self.ax.axis("off")
        self.text(LEFT, 16, title, 17, weight="bold")
        self.text(RIGHT, 16, "Answers" if answers else "Name ______________________", 10, ha="right")
        self.rule(20, LEFT, RIGHT, DARK)
        self.y = 26
        self.say(idea, colour=QUIET)
        self.text(LEFT, 289, foot, 7.5, color=QUIET)

    def text(self, x, y, text, size=SIZE, **how):
        self.ax.text(x, y, text, fontsize=size, va="baseline", parse_math=False, **how)

    def rule(self, y, left=LEFT, right=RIGHT, colour=RULE, style="-"):
        self.ax.plot([left, right], [y, y], color=colour, linewidth=0.7, linestyle=style)

    def answer(self, x, y, text, size=SIZE, **how):
        """An answer: noted, and shown where answers are shown."""
        self.blanks.append(text)
        if self.answers:
            self.text(x, y, text, size, weight="bold", style="italic", **how)

    def say(self, text, colour=DARK, indent=0):
        for line in wrapped(text, RIGHT - LEFT - indent):
            self.text(LEFT + indent, self.y, line, color=colour)
            self.y += LEADING
        self.y += 1.6

    def step(self, text):
        """A numbered task."""
        self.steps += 1
        self.y += 1.6
        self.text(LEFT, self.y, f"{self.steps}", 12, weight="bold")
        self.say(text, indent=7)

    def line(self, text):
        """A line in which ‹answers› stand; it goes on below where a part does not fit."""
        x, self.y = LEFT + 7, self.y + 2.2
        for at, part in enumerate(re.split("[‹›]", " ".join(text.split()))):
            wide = max(14, width(part, weight="bold") + 5) if at % 2 else width(part.strip())
            if x + wide > RIGHT:
                x, self.y = LEFT + 7, self.y + 9
            if at % 2:
                self.box(x, self.y - 5.2, wide, 7)
                self.answer(x + wide / 2, self.y, part, ha="center")
            else:
                self.text(x, self.y, part.strip())
            x += wide + 1.6
        self.y += 7.2

    def box(self, x, y, wide, high, line=0.8):
        self.ax.add_patch(Rectangle((x, y), wide, high, fill=False, edgecolor=DARK, linewidth=line))

    def lines(self, answer, count=2):
        """Lines to write a sentence on, more where its answer takes more."""
        told = wrapped(answer, RIGHT - LEFT - 11, 9.5, "bold")
        count = max(count, -(-len(told) * 46 // 75))
        for at in range(count):
            self.rule(self.y + 5 + 7.5 * at, LEFT + 7, RIGHT, style=":")
        for at, text in enumerate(told):
            self.answer(LEFT + 7, self.y + 2 + 4.6 * at, text, 9.5)
        self.y += 7.5 * count + 3

    def row(self, *parts, gap=8, indent=7):
        """Grids and signs between them, side by side."""
        high = max(part.high for part in parts if isinstance(part, Grid))
        x, top = LEFT + indent, self.y - 2
        for part in parts:
            if isinstance(part, Grid):
                self.grid(part, x, top)
                x += part.wide + gap
            else:
                self.text(x - gap / 2, top + high / 2 + 4, part, 13, ha="center")
        self.y = top + high + 6

    def table(self, cell, **rows):
        """Rows of cells under each other, each behind its name; a name's _ are spaces."""
        label = max(width(name.replace("_", " ")) for name in rows) + 4
        for name, grid in rows.items():
            grid.cell = cell
            self.grid(grid, LEFT + 7 + label, self.y - 2)
            self.text(LEFT + 7, self.y + cell / 2 - 1.5, name.replace("_", " "))
            self.y += cell
        self.y += 4

    def key(self, *grids, title):
        """Grids for whoever checks the class, on the answers' page alone."""
        if self.answers:
            self.answer(LEFT + 7, self.y + 2, title, 9.5)
            self.y += 5
            self.row(*grids)
        else:
            self.blanks += [title, *(grid.write(value) for grid in grids for value in grid.values.flat)]

    def grid(self, grid, x, y):
        if grid.title:
            self.text(x + 5 * grid.places, y + 2.5, grid.title, 9.5)
        x, y = x + 5 * grid.places, y + 5 * grid.places + 6 * bool(grid.title) - 1
        rows, columns = grid.values.shape
        size = columns * grid.cell / WIDE, rows * grid.cell / HIGH
        ax = self.figure.add_axes((x / WIDE, 1 - (y / HIGH + size[1]), *size))
        shown = np.where((grid.values > 0) & grid.drawn & (~grid.blank | grid.over), 1.0, np.nan)
        draw_grid(ax, shown, places=grid.places)
        ax.tick_params(which="minor", labelsize=8)
        widest = max(width(grid.write(value), 11, "bold") for value in grid.values.flat)
        points = min(11, 11 * (grid.cell - 1) / widest, grid.cell * 1.6)
        for (row, column), value in np.ndenumerate(grid.values):
            text, how = grid.write(value), {"ha": "center", "va": "center_baseline", "fontsize": points}
            how["color"] = "white" if shown[row, column] == 1 else DARK
            if grid.blank[row, column]:
                self.blanks.append(text)
                if self.answers:
                    ax.text(column, row, text, weight="bold", style="italic", **how)
            elif grid.numbers:
                ax.text(column, row, text, **how)
        for frame in grid.frames:
            draw_window(ax, *frame)
