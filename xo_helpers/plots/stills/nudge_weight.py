"""What NudgeWeight leaves behind: the weights, and the loss as the picked one changes."""

import numpy as np

from xo_helpers.plots.grids import draw_grid, draw_window, row_of_axes
from xo_helpers.plots.legend import A_PICTURE, draw_foot
from xo_helpers.plots.style import GREY, named
from xo_helpers.texts import rounded, rounded_cell

_LONGEST = 20  # signs of a name beside the weights


def plot_nudge(weights, at, loss_at, classes, names, bias, slope, learning_rate, trail, axes):
    """The weights with the one at `at` outlined, and beside them the curve `loss_at(weight)`.

    On the curve: a ball where the weight is, a dashed line with its slope, a diamond where a step lands,
    and a dot wherever a step began.
    """
    (row, column), weight, loss = at, weights[at], loss_at(weights[at])
    fig, (grid, ax) = row_of_axes([weights.shape, (max(len(weights), 8), 10)])
    draw_grid(grid, weights, numbers=rounded_cell)
    draw_window(grid, row, column, 1)
    words = {"ha": "center", "va": "center", "fontsize": 8}
    for x, name in enumerate(classes):
        grid.text(x, -1, f"to {named(name, _LONGEST)}", **words)
        grid.text(x, len(names), rounded(bias[x], 2), **words)
    for y, name in enumerate([*names, "bias"]):
        grid.text(-0.7, y, named(name, _LONGEST), **words | {"ha": "right"})

    xs = np.linspace(axes["left"], axes["right"], 81)
    ax.plot(xs, [loss_at(x) for x in xs], color="black")
    ax.axline((weight, loss), slope=slope, color=GREY, linestyle="--", label="its slope")
    if trail:
        ax.plot(*np.transpose(trail), "o", color=GREY, markersize=4, label="steps began here")
    ax.plot(weight, loss, "o", color="black", markersize=9, label="now")
    landing = weight - learning_rate * slope
    inside = axes["left"] <= landing <= axes["right"] and loss_at(landing) <= axes["top"]
    if inside:
        diamond = {"color": "black", "fillstyle": "none", "markersize": 9, "label": "after a step"}
        ax.plot(landing, loss_at(landing), "D", **diamond)
    else:
        ax.set_title(away("a step lands", landing, loss_at(landing), axes), fontsize=9, loc="right")
    ax.set(xlim=(axes["left"], axes["right"]), ylim=(0, axes["top"]))
    ax.set_xlabel(f"weight {named(names[row])} to {named(classes[column])}", fontsize=9)
    ax.set_ylabel("loss", fontsize=9)
    ax.tick_params(labelsize=8)
    ax.legend(fontsize=8, framealpha=0.9)
    fig.supxlabel(f"loss {float(rounded(loss)):.4f}, slope {rounded(slope)}", fontsize=11)
    return draw_foot(fig, A_PICTURE)


def away(what, weight, loss, axes):  # -> text
    """Where something is that the axes do not show, with an arrow that way."""
    if weight < axes["left"]:
        return f"← {what} at {rounded(weight, 2)}"
    arrow = "→" if weight > axes["right"] else f"↑ loss {rounded(loss, 2)}"
    return f"{what} at {rounded(weight, 2)} {arrow}"
