"""The pictures that widgets leave behind: what each shows, at the state it has, as a figure."""

import numpy as np
from matplotlib.patches import Circle, Rectangle

from xo_helpers.plots.grids import draw_grid, draw_products, draw_window, row_of_axes
from xo_helpers.plots.style import WHITE_FROM
from xo_helpers.texts import in_cell, quotient, rounded, verdict


def plot_slide(image, kernel, sums, row, column, visited):
    """What the slide widget shows: image, window, products, sum and the map as far as it is filled."""
    k = len(kernel)
    patch = image[row : row + k, column : column + k]
    scores = np.where(visited, sums / kernel.size, np.nan)
    fig, (left, *middle, right) = row_of_axes([image.shape, *[kernel.shape] * 3, scores.shape], places=2)
    draw_grid(left, image, places=True)
    draw_window(left, row, column, k)
    left.set_title("image", fontsize=10)
    draw_products(middle, patch, kernel)
    draw_grid(right, scores, numbers=True, places=True)
    draw_window(right, row, column, 1)
    right.set_title("map", fontsize=10)
    fig.supxlabel(quotient(sums[row, column], kernel.size), fontsize=11)
    return fig


def plot_compare(a, b, titles, row, column):
    """What the compare widget shows: two grids, and where they differ."""
    fig, (left, right, signs) = row_of_axes([a.shape] * 3, places=3)
    for ax, grid, title in ((left, a, titles[0]), (right, b, titles[1])):
        draw_grid(ax, grid, numbers=grid.dtype.kind == "f", places=True)
        ax.set_title(title, fontsize=10)
    draw_grid(signs, np.full(a.shape, np.nan), places=True)
    for r, c in np.ndindex(a.shape):
        differ = a[r, c] != b[r, c]
        if differ:
            signs.add_patch(Rectangle((c - 0.5, r - 0.5), 1, 1, color="#222222"))
        signs.text(c, r, "≠" if differ else "=", ha="center", va="center", color="w" if differ else "#555555")
    signs.set_title("same?", fontsize=10)
    for ax in (left, right, signs):
        draw_window(ax, row, column, 1)
    return fig


def plot_pool(values, window, pooled, row, column, visited):
    """What the pool widget shows: the map, the window `(row, column, size)`, and the map as far as pooled."""
    top, left, size = window
    cells = np.full((size, size), np.nan)  # past the edge of the map there are none
    there = values[top : top + size, left : left + size]
    cells[: there.shape[0], : there.shape[1]] = there
    shown = np.where(visited, pooled, np.nan)
    fig, (whole, middle, right) = row_of_axes([values.shape, cells.shape, shown.shape], places=2)
    for ax, grid, title in ((whole, values, "map"), (middle, cells, "window"), (right, shown, "pooled")):
        draw_grid(ax, grid, numbers=True, places=ax is not middle)
        ax.set_title(title, fontsize=10)
    draw_window(whole, top, left, *there.shape)
    draw_window(right, row, column, 1)
    largest = there == there.max()
    for count, (r, c) in enumerate(np.argwhere(largest)):  # the first is carried over, the others tie with it
        for ax, at in ((whole, (left + c, top + r)), (middle, (c, r))):
            colour = "white" if there[r, c] >= WHITE_FROM else "black"
            ax.add_patch(Circle(at, 0.42, fill=False, color=colour, linestyle=":" if count else "-"))
    listed = ", ".join(map(in_cell, there.flat))
    tie = f" ({largest.sum()} cells tie)" if largest.sum() > 1 else ""
    fig.supxlabel(f"the largest of {listed} = {in_cell(there.max())}{tie}", fontsize=11)
    return fig


def plot_votes(values, weights, bias, votes, shares, classes, names, sums):
    """What the votes widget shows: value × weight for each class, their `sums`, and the shares as bars."""
    columns, heads = [values], ["value"]
    for name, weight in zip(classes, weights.T, strict=True):
        columns += [weight, values * weight]
        heads += [f"× to {name}", "="]
    ledger = np.stack(columns, axis=1)
    fig, (left, right) = row_of_axes([(len(names), 1.6 * ledger.shape[1]), (len(names), 6)])
    draw_grid(left, ledger, numbers=rounded)
    left.set_aspect(1 / 1.6)  # four decimals need wide cells
    words = {"ha": "center", "va": "center", "fontsize": 8}
    for at, head in enumerate(heads):
        left.text(at, -1, head, **words)
    for at, name in enumerate(names):
        left.text(-0.7, at, name, **words | {"ha": "right"})
    foot = [("bias", bias), (sums, votes)] if np.any(bias) else [(sums, votes)]
    for below, (name, row) in enumerate(foot):
        left.text(0, len(names) + below, name, **words)
        for at, number in enumerate(row):
            left.text(2 * at + 2, len(names) + below, rounded(number), **words)
    right.barh(range(len(classes)), shares, color="#555555", height=0.5)
    for at, share in enumerate(shares):
        right.text(share + 0.03, at, rounded(share), va="center", fontsize=10)
    right.set_yticks(range(len(classes)), labels=classes)
    right.set(xlim=(0, 1), ylim=(len(classes) - 0.4, -0.6), xticks=(0, 0.5, 1), box_aspect=len(classes) / 4)
    right.set_title("shares (softmax, rounded)", fontsize=10)
    fig.supxlabel(verdict(votes, classes, 4), fontsize=11)
    return fig
