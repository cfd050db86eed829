"""What all widgets share: how a module is loaded, and the picture that stays behind."""

import re
from contextlib import contextmanager
from pathlib import Path

import anywidget
import numpy as np
import traitlets

from xo_helpers.plots.style import STOPS, WHITE_FROM, Picture
from xo_helpers.widgets.shared.judged import Judging

_FOLDER = Path(__file__).parents[1]
_SHARED = "numbers", "page", "present", "legend", "pointer", "keys", "grid", "saved"
_ALWAYS = [f"shared/{part}" for part in _SHARED]  # of every module


def module(*parts):
    """A widget's JavaScript, in files like "votes/view": loaded from memory, it could import nothing."""
    colours = f"const STOPS = {list(STOPS)}, WHITE_FROM = {WHITE_FROM};\n"
    return colours + joined(*_ALWAYS, *parts)


def joined(*parts):
    """JavaScript files of this folder in a row, as pages get them: short."""
    return bare("\n".join((_FOLDER / f"{part}.js").read_text(encoding="utf-8") for part in parts))


def bare(source):
    """JavaScript without comments and indentation; lines go on after `;`, `{` and the like."""
    source = re.sub(r"(?m)^ *(//.*)?\n|^ +| +// .*$", "", source)
    return re.sub(r"(?<=[;{,(\[])\n", "", source)


def _look():  # one stylesheet for all widgets, so that pages hold it once
    sheets = _FOLDER / "shared/widgets.css", *sorted(_FOLDER.glob("*/look.css"))
    return bare_look("\n".join(sheet.read_text(encoding="utf-8") for sheet in sheets))


def bare_look(sheet):
    """A style sheet without comments and what is empty."""
    sheet = re.sub(r"(?s)\s*/\*.*?\*/|(?<=\n)\s+", "", sheet)
    return re.sub(r" *([{};,>]|(?<! ):)\s+", r"\1", sheet).replace(";}", "}")


class CourseWidget(Judging, anywidget.AnyWidget):
    """A widget with a stable repr and, beside its live view, a picture of the state that it has."""

    _css = _look()
    _ipython_display_ = None  # ipywidgets 7 would use it instead of the bundle

    def set_state(self, sync_data):
        """Take what the page sends; what is refused, the page is told how it stays."""
        try:
            super().set_state(sync_data)
        except traitlets.TraitError:
            self.send_state([name for name in sync_data if name in self.keys])
            raise

    @contextmanager
    def hold_trait_notifications(self):
        """Tell the page of all that changes inside, and of all that follows from it, in one message.

        If it ends early, since somebody who is linked to it fails or the reader stops it, those after him are
        not asked: the page is told the whole state.
        """
        before = self.now() if self.made and self._held is None else None
        try:
            with self.hold_sync(), super().hold_trait_notifications():
                yield
        except BaseException:
            if before is not None and before != self.now():
                self.send_state([*self._judged()])
            raise

    def _repr_mimebundle_(self, **kwargs):
        with np.errstate(), np.errstate(all="ignore"):
            live, metadata = super()._repr_mimebundle_(**kwargs)
            drawn, shown = Picture(self._figure, repr(self))._repr_mimebundle_()
        return {**live, **drawn}, {**metadata, **shown}


def as_lists(array):
    """An array as the lists that travel to the browser; booleans become 1 and 0."""
    array = np.asarray(array)
    return (array.astype(int) if array.dtype == bool else array).tolist()
