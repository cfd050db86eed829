"""Pool a map: a window walks it in strides, and its largest value is carried over."""

from xo_helpers.widgets.pool_window.widget import PoolWindow

__all__ = ["PoolWindow"]
