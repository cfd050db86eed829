"""The picture that the nudge widget leaves behind: the weights, and the loss as the picked one changes."""

import numpy as np

from xo_helpers.plots import draw_grid, draw_window, row_of_axes
from xo_helpers.texts import in_cell

REACH = 2  # the curve goes this far to either side


def plot_nudge(weights, bias, at, loss_at, slope, learning_rate, classes, names):
    """The weights with the one at `at` outlined, and beside them the curve `loss_at(weight)`.

    On the curve: a dot where the weight is, a dashed line with its slope, a diamond where a step lands.
    """
    (row, column), weight = at, weights[at]
    fig, (grid, ax) = row_of_axes([weights.shape, (max(len(weights), 8), 10)])
    draw_grid(grid, weights, numbers=True)
    draw_window(grid, row, column, 1)
    words = {"ha": "center", "va": "center", "fontsize": 8}
    for x, name in enumerate(classes):
        grid.text(x, -1, f"to {name}", **words)
        grid.text(x, len(names), in_cell(bias[x]), **words)
    for y, name in enumerate([*names, "bias"]):
        grid.text(-0.7, y, name, **words | {"ha": "right"})

    xs = weight + np.linspace(-REACH, REACH, 81)
    losses = [loss_at(x) for x in xs]
    middle, half = (max(losses) + min(losses)) / 2, 0.58 * max(max(losses) - min(losses), 0.02)
    ax.plot(xs, losses, color="black")
    ax.axline((weight, loss_at(weight)), slope=slope, color="#555555", linestyle="--", label="its slope")
    ax.plot(weight, loss_at(weight), "o", color="black", markersize=8, label="now")
    landing = weight - learning_rate * slope
    if abs(landing - weight) <= REACH:
        ax.plot(
            landing,
            loss_at(landing),
            "D",
            color="black",
            fillstyle="none",
            markersize=9,
            label="after a step",
        )
    else:
        arrow = (
            f"a step lands at {in_cell(landing)} →" if slope < 0 else f"← a step lands at {in_cell(landing)}"
        )
        ax.set_title(arrow, fontsize=9, loc="right" if slope < 0 else "left")
    ax.set(xlim=(weight - REACH, weight + REACH), ylim=(middle - half, middle + half))
    ax.set_xlabel(f"weight {names[row]} to {classes[column]}", fontsize=9)
    ax.set_ylabel("loss", fontsize=9)
    ax.tick_params(labelsize=8)
    ax.legend(fontsize=8, framealpha=0.9)
    fig.supxlabel(f"loss {loss_at(weight):.4f}, slope {in_cell(slope)}", fontsize=11)
    return fig
