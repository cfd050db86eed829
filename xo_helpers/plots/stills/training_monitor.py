"""What TrainingMonitor leaves behind: curves of loss and accuracy, and the kernels."""

import numpy as np
from matplotlib.figure import Figure

from xo_helpers.plots.grids import draw_grid
from xo_helpers.plots.legend import A_PICTURE, draw_foot
from xo_helpers.plots.style import RULE
from xo_helpers.texts import rounded

COLUMNS = 4  # kernels in a row


def plot_training(curves, kernels, count, last, line):  # {name: (training, validation)}, [m, k, k] -> Figure
    """Curves up to epoch `last`, validation dashed, kernels, of `count`, beside them, `line` below."""
    fig = Figure(figsize=(10 if kernels else 7.2, 2.7), layout="constrained")
    charts, *beside = fig.subfigures(1, 2, width_ratios=(7.2, 2.8)) if kernels else [fig]
    for ax, (name, pair) in zip(charts.subplots(1, 2), curves.items(), strict=True):
        for label, values, style in zip(("training", "validation"), pair, ("-", "--"), strict=True):
            if values:
                shown = [np.nan if value is None else value for value in values]
                how = {"color": "black", "marker": ".", "markevery": [-1], "label": label}
                ax.plot(range(1, len(shown) + 1), shown, style, **how)
                ax.legend(fontsize=8)
        ax.set(xlim=(0, last), title=name)
        ax.set_ylim(0, 1.05 if name == "accuracy" else None)
        ax.set_xlabel("epoch", fontsize=9)
        ax.title.set_size(10)
        ax.tick_params(labelsize=8)
        ax.xaxis.get_major_locator().set_params(integer=True)
        ax.grid(color=RULE, linewidth=0.6)
    for part in beside:
        most = np.abs(kernels).max()
        axes = part.subplots(-(-len(kernels) // COLUMNS), COLUMNS, squeeze=False)
        for ax in axes.flat:
            ax.axis("off")
        for ax, kernel in zip(axes.flat, np.array(kernels) / (most or 1), strict=False):
            draw_grid(ax, kernel)
        some = f"{len(kernels)} of {count} kernels" if count > len(kernels) else "kernels"
        part.suptitle(f"{some}, darkest = {rounded(most, 2)}", fontsize=10)
    charts.supxlabel(line, fontsize=11)
    return draw_foot(fig, A_PICTURE, None)
