"""A page's figures: curves to read off, and a chain of boxes for factors and slopes."""

from worksheets.page import DARK, HIGH, LEFT, RIGHT, WIDE
from worksheets.writing import number


def chart(page, lines, across, up, start=None, marks=(), high=46):
    """Curves to read off, in black; `marks` are left to the pencil."""
    left, wide = LEFT + 18, RIGHT - LEFT - 40
    ax = page.figure.add_axes((left / WIDE, 1 - (page.y + high - 2) / HIGH, wide / WIDE, high / HIGH))
    for (name, (x, y)), style in zip(lines.items(), ("-", "--"), strict=False):
        ax.plot(x, y, color=DARK, linestyle=style, linewidth=1.4)
        ax.text(x[-1], y[-1], f" {name}", va="center", fontsize=9)
    if start:
        ax.plot(*start, marker="o", color=DARK, markersize=7)
    for x, y in marks if page.answers else ():
        ax.plot(x, y, marker="D", markerfacecolor="white", markeredgecolor=DARK, markersize=7, zorder=9)
    ax.set_xlabel(across, fontsize=9)
    ax.set_ylabel(up, fontsize=9)
    ax.tick_params(labelsize=8)
    for axis, ends in ((ax.xaxis, ax.get_xlim()), (ax.yaxis, ax.get_ylim())):
        axis.set_ticks([tick for tick in axis.get_ticklocs() if ends[0] <= tick <= ends[1]])
    ax.grid(color="#cccccc", linewidth=0.5)
    ax.spines[["top", "right"]].set_visible(False)
    page.y += high + 12


def chain(page, names, values, factors, slopes):
    """Boxes in a row with their values above; factors on the arrows and slopes below are asked for."""
    step, wide = (RIGHT - LEFT - 8) / len(names), 17
    for at, (name, value) in enumerate(zip(names, values, strict=True)):
        x, y = LEFT + 4 + at * step, page.y + 6
        page.text(x + wide / 2, y - 2, number(value), ha="center")
        page.box(x, y, wide, 9)
        page.text(x + wide / 2, y + 6, name, 9.5, ha="center")
        page.box(x + 2, y + 12, wide - 4, 7, 0.5)
        page.answer(x + wide / 2, y + 17, number(slopes[at]), ha="center")
        if at < len(factors):
            page.ax.annotate("", (x + step, y + 4.5), (x + wide, y + 4.5), arrowprops={"arrowstyle": "->"})
            page.box(x + wide + 0.7, y - 5, step - wide - 1.4, 7, 0.5)
            page.answer(x + (wide + step) / 2, y, number(factors[at]), 9.5, ha="center")
    page.y += 32
