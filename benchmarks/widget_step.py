"""One step of SlideWindow beside the same lesson with `interact` and matplotlib, in JupyterLab in Chromium.

Real key presses. "key to paint" runs from the key event to after the paint that shows the change; for
`interact` that is when the new image is in the page, decoded and painted. "own work" runs from the
start of the animation frame to after its paint. The empty page is the browser's own rhythm: a handler
that changes one text.
"""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1] / "tests"))

FRAME = 16.7  # ms
FASTER = 10  # times, at least
STEPS = 40  # to the right, and as many back

IMAGES = {
    "9×9": "from xo_helpers.data import load_image, load_kernel\n"
    "image, kernel = load_image('X'), load_kernel('diagonal')",
    "28×28": "import numpy as np\nfrom xo_helpers.data import load_image, load_kernel\n"
    "image = np.pad(np.kron(load_image('X'), np.ones((3, 3), int)), (0, 1), constant_values=-1)\n"
    "kernel = load_kernel('diagonal')",
}
OURS = "from xo_helpers.widgets import SlideWindow\nSlideWindow(image, kernel)"
# As a course notebook would write it, and leaner than ours: nothing is computed twice, and only the 27
# cells of the products hold numbers (texts are what takes matplotlib most of its time).
INTERACT = """
import matplotlib.pyplot as plt
from ipywidgets import IntSlider, interact
from matplotlib.patches import Rectangle
from xo_helpers.ops import feature_map

scores = feature_map(image, kernel)

def show(row, column):
    fig, axes = plt.subplots(1, 5, figsize=(14, 3))
    patch = image[row : row + 3, column : column + 3]
    axes[0].imshow(image, cmap="PuOr", vmin=-1, vmax=1)
    axes[0].add_patch(Rectangle((column - 0.5, row - 0.5), 3, 3, fill=False, linewidth=2))
    axes[0].set_title("image")
    for ax, grid, title in zip(axes[1:4], (patch, kernel, patch * kernel), ("patch", "kernel", "products")):
        ax.imshow(grid, cmap="PuOr", vmin=-1, vmax=1)
        for (r, c), value in np.ndenumerate(grid):
            ax.text(c, r, value, ha="center", va="center")
        ax.set_title(title)
    axes[4].imshow(scores, cmap="PuOr", vmin=-1, vmax=1)
    axes[4].add_patch(Rectangle((column - 0.5, row - 0.5), 1, 1, fill=False, linewidth=2))
    axes[4].set_title(f"map: {scores[row, column]:.2f}")
    plt.show()

interact(show, row=IntSlider(0, 0, len(scores) - 1), column=IntSlider(0, 0, len(scores[0]) - 1));
"""
EMPTY = """<button>step</button><p></p><script>
    let steps = 0;
    addEventListener("keydown", () => requestAnimationFrame(() => {
        document.querySelector("p").textContent = `row 1, column ${++steps}: one text`;
    }));
</script>"""

# Hung on the window, so it hears a key before the widget does, and its frame callback runs before the
# widget's, in the same frame. A task posted from a frame runs after that frame's paint.
WATCH = """(what) => {
    const shown = () => document.querySelector(what)?.src ?? document.querySelector(what)?.textContent;
    const painted = () => new Promise((done) => requestAnimationFrame(() => {
        const begun = performance.now();
        const {port1, port2} = new MessageChannel();
        port1.onmessage = () => done({begun, end: performance.now()});
        port2.postMessage(0);
    }));
    const newImage = (before) => new Promise((done) => {
        const look = () => shown() && shown() !== before && (watcher.disconnect(), done());
        const watcher = new MutationObserver(look);
        watcher.observe(document.body, {childList: true, subtree: true, attributeFilter: ["src"]});
    });
    const step = async (key, before) => {
        if (what.endsWith("img")) {
            await newImage(before);
            await document.querySelector(what).decode();
        }
        const {begun, end} = await painted();
        return {total: end - key, own: end - begun, shown: shown(), changed: shown() !== before};
    };
    addEventListener("keydown", (event) => { window.step = step(event.timeStamp, shown()); }, true);
}"""


def measure(page, what, focus, right, left, expected=None):
    """Press the keys `right` and then `left`, STEPS times each; times of the steps, and how many failed."""


def main():
    pass
