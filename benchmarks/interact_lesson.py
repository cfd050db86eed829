"""The slide lesson with `interact` and matplotlib, as a course notebook would write it: a cell to be timed.

Leaner than ours: the map is computed once, and only patch, kernel and products hold numbers (texts are
what takes matplotlib most of its time).
"""

import matplotlib.pyplot as plt
import numpy as np
from ipywidgets import IntSlider, interact
from matplotlib.patches import Rectangle

from xo_helpers.ops import feature_map


def lesson(image, kernel):
    scores, k = feature_map(image, kernel), len(kernel)

    def show(row, column):
        _, axes = plt.subplots(1, 5, figsize=(14, 3))
        axes[0].imshow(image, cmap="PuOr", vmin=-1, vmax=1)
        axes[0].add_patch(Rectangle((column - 0.5, row - 0.5), k, k, fill=False, linewidth=2))
        axes[0].set_title("image")
        patch = image[row : row + k, column : column + k]
        grids = {"patch": patch, "kernel": kernel, "products": patch * kernel}
        for ax, (title, grid) in zip(axes[1:4], grids.items(), strict=True):
            ax.imshow(grid, cmap="PuOr", vmin=-1, vmax=1)
            for (r, c), value in np.ndenumerate(grid):
                ax.text(c, r, value, ha="center", va="center")
            ax.set_title(title)
        axes[4].imshow(scores, cmap="PuOr", vmin=-1, vmax=1)
        axes[4].add_patch(Rectangle((column - 0.5, row - 0.5), 1, 1, fill=False, linewidth=2))
        axes[4].set_title(f"map: {scores[row, column]:.2f}")
        plt.show()

    rows, columns = scores.shape
    interact(show, row=IntSlider(0, 0, rows - 1), column=IntSlider(0, 0, columns - 1))
