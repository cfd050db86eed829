"""Slide a kernel over an image and watch the feature map fill."""

import numpy as np
import traitlets

from xo_helpers.inputs import extent, image_and_kernel, numbers
from xo_helpers.ops import conv2d
from xo_helpers.plots.stills.slide_window import plot_slide
from xo_helpers.texts import in_cell
from xo_helpers.widgets.shared.base import Given, as_lists, module
from xo_helpers.widgets.shared.walk import Walk


class SlideWindow(Walk):
    """A window that slides over `image`, with the products, their sum and the map that fills.

    `image` `[h, w]`, `kernel` `[k, k]`, `row` and `column` (of the window's top left cell, from 0) and
    `visited` (places of the map already filled, counted in reading order) can be read and set. `score` and
    `map` follow. Raises ValueError for a kernel that does not fit or a place outside the map.
    """

    _esm = module("shared/player", "shared/walk", "slide_window/view")
    image = Given().tag(sync=True)
    kernel = Given().tag(sync=True)
    sums = traitlets.List().tag(sync=True)

    def __init__(self, image, kernel, row=0, column=0):
        self._slid = _slid(image, kernel)
        super().__init__(**self._slid)
        self.row, self.column = row, column
        self.fill(only_here=True)

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

    @traitlets.validate("image", "kernel")
    def _fits(self, proposal):
        new = {"image": self.image, "kernel": self.kernel, proposal.trait.name: proposal.value}
        if any(new[name] is not self._slid[name] for name in new):
            self._slid = _slid(**new)
        return self._slid[proposal.trait.name]

    @traitlets.observe("image", "kernel")
    def _slide(self, change):
        sums = self._slid["sums"]
        resized = np.shape(self.sums) != np.shape(sums)
        if resized or not np.allclose(self.sums, sums, rtol=0, atol=1e-12):  # the page's own sums may stand
            self.sums = sums
        if resized:
            self._stay_inside()

    def _places(self):
        k = len(self.kernel)
        return np.shape(self.sums), f"a {k}×{k} window fits at"

    def _figure(self):
        arrays = map(np.array, (self.image, self.kernel, self.sums))
        return plot_slide(*arrays, self.row, self.column, self._visited_places())


def _slid(image, kernel):  # -> the traits that follow from the two, as lists
    image = numbers("image", image)
    if image.ndim != 2:
        raise ValueError(f"the image has shape {image.shape}; the widget takes one image, rows and columns")
    image, kernel = image_and_kernel(image, kernel)
    sums = conv2d(image[None, None], kernel[None, None])[0, 0]
    if image.dtype.kind == kernel.dtype.kind == "i":
        sums = sums.astype(int)
    return {"image": as_lists(image), "kernel": as_lists(kernel), "sums": as_lists(sums)}
