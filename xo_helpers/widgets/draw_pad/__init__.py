"""Draw, and a network says what it sees: its votes, and every layer between, follow the pencil."""

from xo_helpers.widgets.draw_pad.widget import DrawPad

__all__ = ["DrawPad"]
