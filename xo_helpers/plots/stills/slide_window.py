"""What SlideWindow leaves behind: image, window, products, sum and the map as far as it is filled."""

import numpy as np

from xo_helpers.plots.grids import draw_grid, draw_products, draw_window, row_of_axes
from xo_helpers.plots.legend import A_PICTURE, draw_foot
from xo_helpers.texts import quotient


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
    return draw_foot(fig, A_PICTURE)
