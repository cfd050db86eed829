"""Watch a network learn: its curves, its kernels as they form, a stop, and a way back through the epochs."""

from xo_helpers.widgets.training_monitor.widget import TrainingMonitor

__all__ = ["TrainingMonitor"]
