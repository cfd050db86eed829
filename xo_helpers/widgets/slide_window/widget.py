"""Slide a kernel over an image and watch the feature map fill."""

import numpy as np

from xo_helpers.inputs import extent, image_and_kernel
from xo_helpers.ops import conv2d
from xo_helpers.plots.stills.slide_window import plot_slide
from xo_helpers.texts import in_cell
from xo_helpers.widgets.shared.base import as_lists, module
from xo_helpers.widgets.shared.judged import Judged, follows
from xo_helpers.widgets.shared.takes import MOST, grid
from xo_helpers.widgets.shared.walk import WALKS, Walk


class SlideWindow(Walk):
    """A window that slides over `image`, with the products, their sum and the map that fills.

    `image` `[h, w]`, at most 32×32, `kernel` `[k, k]`, `row` and `column` (of the window's top left cell,
    from 0) and `visited` (places of the map already filled, counted in reading order) can be read and set.
    `score` and `map` follow. Raises ValueError for a kernel that does not fit or a place outside the map.
    """

    _esm = module(*WALKS, "slide_window/kernel", "slide_window/sum", "slide_window/view")
    image = Judged(grid)
    kernel = Judged(grid)
    sums = Judged(grid)

    def __init__(self, image, kernel, row=0, column=0):
        super().__init__(image=image, kernel=kernel, row=row, column=column)

    def __repr__(self):
        h, w = np.shape(self.image)
        return (
            f"SlideWindow(row={self.row}, column={self.column}, score={in_cell(self.score)}): "
            f"a {extent(np.array(self.kernel))} kernel on a {h}×{w} image, the map {self._filled()}"
        )

    @property
    def score(self):
        """How well the kernel fits where the window is."""
        return self.sums[self.row][self.column] / np.size(self.kernel)

    @property
    def map(self):  # [h - k + 1, w - k + 1]
        """The whole feature map, filled in the widget or not."""
        return np.array(self.sums, dtype=float) / np.size(self.kernel)

    def judge(self, state, changed, old):
        """See Judging."""
        if changed & {"image", "kernel", "sums"}:
            sums = _sums(state["image"], state["kernel"])
            follows(state, changed, "sums", sums, "image and kernel", _as_good_as)
        shape, k = np.shape(state["sums"]), len(state["kernel"])
        anew = shape != np.shape(old.get("sums"))
        return self._walked(state, changed, shape, f"a {k}×{k} window fits at", anew)

    def _shape(self):
        return np.shape(self.sums)

    def _figure(self):
        arrays = map(np.array, (self.image, self.kernel, self.sums))
        return plot_slide(*arrays, self.row, self.column, self._visited_places())


def _sums(image, kernel):  # -> lists
    image = np.array(image)
    if image.ndim != 2:
        raise ValueError(f"the image has shape {image.shape}; the widget takes one image, rows and columns")
    image, kernel = image_and_kernel(image, kernel)
    sums = conv2d(image[None, None].astype(float), kernel[None, None].astype(float))[0, 0]
    if (most := np.abs(sums).max()) > MOST:
        raise ValueError(
            f"image holds numbers up to {np.abs(image).max():g} and kernel up to {np.abs(kernel).max():g}: "
            f"their products add up to {most:g}, and the widget shows up to {MOST:g}: divide them"
        )
    return as_lists(sums.astype(int) if image.dtype.kind == kernel.dtype.kind == "i" else sums)


def _as_good_as(sums, right):  # the page adds up in another order
    return np.shape(sums) == np.shape(right) and np.allclose(sums, right, rtol=1e-12, atol=1e-12)
