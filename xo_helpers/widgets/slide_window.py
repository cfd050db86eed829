"""Slide a kernel over an image and watch the feature map fill."""

import numpy as np
import traitlets

from xo_helpers.inputs import extent, numbers, square_kernel
from xo_helpers.ops import conv2d, feature_map
from xo_helpers.plots import plot_slide
from xo_helpers.texts import in_cell
from xo_helpers.widgets.base import CourseWidget, as_lists, module


class SlideWindow(CourseWidget):
    """A window that slides over `image`, with the products, their sum and the map that fills.

    `image` `[h, w]`, `kernel` `[k, k]`, `row` and `column` (of the window's top left cell, from 0) and
    `visited` (places of the map already filled, counted in reading order) can be read and set. `score` and
    `map` follow. Raises ValueError for a kernel that does not fit or a place outside the map.
    """

    _esm = module("slide_window")
    image = traitlets.Any().tag(sync=True)
    kernel = traitlets.Any().tag(sync=True)
    row = traitlets.Int(0).tag(sync=True)
    column = traitlets.Int(0).tag(sync=True)
    sums = traitlets.List().tag(sync=True)
    visited = traitlets.List().tag(sync=True)

    def __init__(self, image, kernel, row=0, column=0):
        feature_map(_image(image), kernel)  # says what is wrong, if anything is
        super().__init__(image=image, kernel=kernel)
        self.row, self.column = row, column
        self.fill(only_here=True)

    def __repr__(self):
        (h, w), filled = np.shape(self.image), f"{len(self.visited)} of {np.size(self.sums)} places"
        return (
            f"SlideWindow(row={self.row}, column={self.column}, score={in_cell(self.score)}): "
            f"a {extent(np.array(self.kernel))} kernel on a {h}×{w} image, the map filled at {filled}"
        )

    @property
    def score(self):
        """How well the kernel fits where the window is."""
        return self.sums[self.row][self.column] / np.size(self.kernel)

    @property
    def map(self):  # [h - k + 1, w - k + 1]
        """The whole feature map, filled in the widget or not."""
        return np.array(self.sums, dtype=float) / np.size(self.kernel)

    def fill(self, only_here=False):
        """Fill the whole map, or clear it but for the place where the window is."""
        places = np.arange(np.size(self.sums)).reshape(np.shape(self.sums))
        self.visited = [places[self.row, self.column].item()] if only_here else places.ravel().tolist()

    @traitlets.validate("image", "kernel")
    def _fits(self, proposal):
        new = {"image": self.image, "kernel": self.kernel, proposal.trait.name: proposal.value}
        image, kernel = _image(new["image"]), square_kernel(new["kernel"])
        feature_map(image, kernel)
        return as_lists(image if proposal.trait.name == "image" else kernel)

    @traitlets.validate("row", "column")
    def _inside(self, proposal):
        name, places = proposal.trait.name, np.shape(self.sums)[proposal.trait.name == "column"]
        if not 0 <= proposal.value < places:
            k = len(self.kernel)
            raise ValueError(
                f"{name} is {proposal.value}; a {k}×{k} window fits at {name}s 0 to {places - 1} here"
            )
        return proposal.value

    @traitlets.observe("image", "kernel")
    def _slide(self, change):
        image, kernel = np.array(self.image), np.array(self.kernel)
        sums = conv2d(image[None, None], kernel[None, None])[0, 0]
        if image.dtype.kind == kernel.dtype.kind == "i":
            sums = sums.astype(int)
        resized = np.shape(self.sums) != sums.shape
        if resized or not np.allclose(self.sums, sums, rtol=0, atol=1e-12):  # the page's own sums may stand
            self.sums = as_lists(sums)
        if resized:
            self.row, self.column = min(self.row, len(sums) - 1), min(self.column, len(sums[0]) - 1)
            self.fill(only_here=True)

    @traitlets.observe("row", "column")
    def _visit(self, change):
        place = self.row * len(self.sums[0]) + self.column
        if place not in self.visited:
            self.visited = [*self.visited, place]

    def _figure(self):
        visited = np.isin(np.arange(np.size(self.sums)), self.visited).reshape(np.shape(self.sums))
        return plot_slide(
            *map(np.array, (self.image, self.kernel, self.sums)), self.row, self.column, visited
        )


def _image(image):
    image = numbers("image", image)
    if image.ndim != 2:
        raise ValueError(f"the image has shape {image.shape}; the widget takes one image, rows and columns")
    return image
