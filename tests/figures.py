"""The figure behind a picture, which itself keeps bytes and text alone."""

from unittest.mock import patch

from xo_helpers.plots import style


def drawn(plot, *given, **how):
    """What a function of `plots` returns, and the figure that it drew."""
    with patch.object(style, "_drawn", wraps=style._drawn) as draw:
        picture = plot(*given, **how)
    return picture, draw.call_args.args[0]
