"""The helpers of the course: small rooms, lowest first; a room imports only from those above it in this list.

==========  ==========================================================================
console     what a console has no sign for, shown by what looks like it
words       what arrived and what does not fit, as errors say it
inputs      what arrives, checked; the errors that say what to try
fits        what has to fit what: kernels and maps, a gradient and its output
passes      a pass forward and its way back: what a layer remembers of it, and is lent
data        pictures of # and . as arrays of +1 and -1
texts       numbers and grids as text
windows     which cells lie under a window: the index behind convolution and pooling
ops         the operations: filter, convolve, rectify, pool, vote
drawings    deformed X and O, as many as a network wants to learn from
gradients   the way back of every operation
cells       what layers share: which cells lie under which, and what is said of them
layers      layers with weights: forward and back
files       arrays in a file: written whole or not at all, and read with a limit
network     layers in a row
modules     the modules of a PyTorch model, each with its place
pytorch     a model of PyTorch's as a network of ours
training    show, send the error back, step, again
trace       where a cell comes from, down to the pixels
pixels      the cells of a picture: of a file, an image of Pillow's or an array
scan        a picture of your own as an image: its strokes found, cropped, and brought to size
plots       the colours of the course and its figures
curves      only the old place of a figure that is in plots now, for learners' copies of older lessons
photos      the same, of photographs
widgets     what moves, a folder a widget: from comparing two images to drawing for a network
checks      `check("exercise", answer)`: is it right, and if not, where and why
==========  ==========================================================================

This file imports nothing, so `import xo_helpers.ops` costs NumPy and no more.
"""

__version__ = "0.2.0"


class TooOldError(ImportError):
    """A lesson needs newer functions than are here."""

    def _render_traceback_(self):  # IPython shows this in place of a traceback
        return [str(self)]


def needs(version):
    """Raise TooOldError unless the course's functions are at least of this version, like "0.1.0"."""
    parts = version.split(".") if isinstance(version, str) else [""]
    if not all(part.isdecimal() and len(part) < 10 for part in parts):
        raise ValueError(f'version is {version!r}; it must be text of numbers and points, like "0.1.0"')
    here, wanted = ([int(part) for part in parts] for parts in (__version__.split("."), parts))
    if here < wanted:
        raise TooOldError(
            f"This lesson needs xo_helpers {version} and finds {__version__}: update the course (git pull), "
            "or fetch it anew (on Colab: Runtime, Disconnect and delete runtime)."
        )
