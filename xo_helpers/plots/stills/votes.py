"""What Votes leaves behind: value × weight for each class, their sums, and the shares as bars."""

import numpy as np

from xo_helpers.plots.grids import draw_grid, row_of_axes
from xo_helpers.plots.legend import A_PICTURE, draw_foot
from xo_helpers.plots.shares import draw_shares
from xo_helpers.plots.style import named
from xo_helpers.texts import rounded, verdict

_LONGEST = 20  # signs of a name beside the values


def plot_votes(values, weights, bias, votes, shares, classes, names, sums):
    """What the votes widget shows: value × weight for each class, their `sums`, and the shares as bars."""
    columns, heads = [values], ["value"]
    for name, weight in zip(classes, weights.T, strict=True):
        columns += [weight, values * weight]
        heads += [f"× to {named(name, _LONGEST)}", "="]
    ledger = np.stack(columns, axis=1)
    fig, (left, right) = row_of_axes([(len(names), 1.6 * ledger.shape[1]), (len(names), 6)])
    draw_grid(left, ledger, numbers=rounded)
    left.set_aspect(1 / 1.6)  # four decimals need wide cells
    words = {"ha": "center", "va": "center", "fontsize": 8}
    for at, head in enumerate(heads):
        left.text(at, -1, head, **words)
    for at, name in enumerate(names):
        left.text(-0.7, at, named(name, _LONGEST), **words | {"ha": "right"})
    foot = [("bias", bias), (sums, votes)] if np.any(bias) else [(sums, votes)]
    for below, (name, row) in enumerate(foot):
        left.text(0, len(names) + below, name, **words)
        for at, number in enumerate(row):
            left.text(2 * at + 2, len(names) + below, rounded(number), **words)
    draw_shares(right, shares, classes, "shares (softmax, rounded)", 4, len(classes) / 4)
    fig.supxlabel(verdict(votes, [*map(named, classes)], 4), fontsize=11)
    return draw_foot(fig, A_PICTURE)
