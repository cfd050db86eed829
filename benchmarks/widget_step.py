"""One step of SlideWindow beside the same lesson with `interact` and matplotlib, in JupyterLab in Chromium.

Real key presses. "key to paint" runs from the key event to after the paint that shows the change; for
`interact` that is when the new image is in the page, decoded and painted. "own work" runs from the
start of the animation frame to after its paint. The empty page is the browser's own rhythm: a handler
that changes one text.
"""

import random
import sys
from math import ceil
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from benchmarks import p95, table

sys.path.append(str(Path(__file__).parents[1] / "tests"))
from browser import Lab, chromium, find_browser, jupyter_lab

FRAME = 16.7  # ms
FASTER = 10  # times, at least
STEPS = 80  # at least, each with a random pause before it, so that the keys meet frames at any moment
PAUSE = (100, 150)  # ms; what the kernel says to a step has come by then

IMAGES = {
    "9×9": "import numpy as np\nfrom xo_helpers.data import load_image, load_kernel\n"
    "image, kernel = load_image('X'), load_kernel('diagonal')",
    "28×28": "import numpy as np\nfrom xo_helpers.data import load_image, load_kernel\n"
    "image = np.pad(np.kron(load_image('X'), np.ones((3, 3), int)), (0, 1), constant_values=-1)\n"
    "kernel = load_kernel('diagonal')",
}
OURS = """
from xo_helpers.widgets import SlideWindow
slide = SlideWindow(image, kernel)
slide.fill()  # the whole map, which interact draws too
slide
"""
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
EMPTY = """<p>column 1:</p><script>
    let column = 1;
    addEventListener("keydown", (event) => requestAnimationFrame(() => {
        column += event.key === "ArrowRight" ? 1 : -1;
        document.querySelector("p").textContent = `column ${column}: one text`;
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


def walk(last):
    """The keys that go to the last column and back, again and again, and the column where each leads."""
    there = [("ArrowRight", column) for column in range(1, last + 1)]
    back = [("ArrowLeft", column) for column in reversed(range(last))]
    return (there + back) * ceil(STEPS / (2 * last))


def measure(page, what, last):
    """Press the keys of a walk, each when the step before is painted; `what` selects what must change."""
    page.evaluate(WATCH, what)
    steps = []
    for key, column in walk(last):
        page.keyboard.press(key)
        step = page.evaluate("() => step")
        # An image only tells that it is a new one.
        good = step["changed"] and ("img" in what or f"column {column + 1}:" in step["shown"])
        steps.append(step | {"good": good})
        page.wait_for_timeout(random.uniform(*PAUSE))
    return steps


def in_lab(lab, name, size, cell, focus, what):
    lesson = lab.open(f"{name}.ipynb", [IMAGES[size], cell])
    lesson.run_all()
    target = lesson.page.locator(focus)
    target.wait_for()
    target.scroll_into_view_if_needed()
    target.focus()
    lesson.page.wait_for_timeout(1000)
    steps = measure(lesson.page, what, {"9×9": 6, "28×28": 25}[size])
    lesson.page.screenshot(path=f"/tmp/w/bench_{name}.png")
    lesson.close()
    return steps


def main():
    if not find_browser():
        return print("There is no Chromium here, so this is left out.")
    results = {}
    with TemporaryDirectory() as folder, jupyter_lab(Path(folder)) as server, chromium() as browser:
        lab = Lab(server, browser)
        page = browser.new_page()
        page.set_content(EMPTY)
        results["an empty page"] = measure(page, "p", 25)
        page.close()
        for n, size in enumerate(IMAGES):
            results[f"SlideWindow, {size}"] = in_lab(
                lab, f"o{n}", size, OURS, ".xo [role=gridcell][tabindex='0'] >> nth=0", ".xo [role=status]"
            )
            results[f"interact, {size}"] = in_lab(
                lab, f"i{n}", size, INTERACT, ".noUi-handle >> nth=1", ".widget-output img"
            )
    return results
