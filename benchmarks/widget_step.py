"""One step of SlideWindow beside the same lesson with `interact` and matplotlib, steps of the network
explorer on a large network, and the monitor's way back through its epochs, in JupyterLab in Chromium.

Real key presses. "key to paint" runs from the key event to after the paint that shows the change; for
`interact` that is when the new image is in the page, decoded and painted. "own work" runs from the
start of the animation frame to after its paint. The empty page is the browser's own rhythm: a handler
that changes one text.
"""

import random
from math import ceil, inf
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from browser import Lab, chromium, find_browser, jupyter

from benchmarks import p95, table

HERE = Path(__file__).parent
WATCH = (HERE / "widget_step.js").read_text(encoding="utf-8")

FRAME = 16.7  # ms
FASTER = 10  # times, at least
STEPS = 80  # at least, each with a random pause before it, so that the keys meet frames at any moment
EPOCHS = 100  # of the monitor's training, of 16 kernels
PAUSE = (100, 150)  # ms; what the kernel says to a step has come by then, and no motion begins so soon
ALONE, SEEN = (2500, 2600), 24  # after such a pause a step is seen to happen; how many are measured

IMAGES = {  # how it is made, and the last column of its map
    "9×9": ("image = load_image('X')", 6),
    "28×28": ("image = np.pad(np.kron(load_image('X'), np.ones((3, 3), int)), (0, 1), 'edge')", 25),
}
SETUP = """import numpy as np
from xo_helpers.data import load_image, load_kernel
kernel = load_kernel("diagonal")
"""
OURS = """from xo_helpers.widgets import SlideWindow
slide = SlideWindow(image, kernel)
slide.fill()  # the whole map, which interact draws too
slide"""
INTERACT = (HERE / "interact_lesson.py").read_text(encoding="utf-8") + "\nlesson(image, kernel)"
SUBJECTS = {  # the cell, what to focus (the last of them), what must change
    "SlideWindow": (OURS, ".xo [role=gridcell][tabindex='0']", ".xo [role=status]"),
    "interact": (INTERACT, ".noUi-handle", ".widget-output img"),
}
EXPLORER = """from sample_networks import large
from xo_helpers.widgets import NetworkExplorer
NetworkExplorer(large(), {"n": np.random.default_rng(0).uniform(-1, 1, (28, 28))}, layer="relu2", column=1)"""
MONITOR = f"""from xo_helpers.training import Epoch
from xo_helpers.widgets import TrainingMonitor
monitor = TrainingMonitor({EPOCHS})
forms = np.random.default_rng(0).normal(size=({EPOCHS}, 16, 1, 3, 3)).cumsum(axis=0)
monitor.run(Epoch(n + 1, 1 / (n + 1), 0.9, 1 / (n + 1), 0.9, forms[n]) for n in range({EPOCHS}))
monitor"""
EMPTY = """<p>column 0:</p><script>
    let column = 0;
    addEventListener("keydown", (event) => requestAnimationFrame(() => {
        column += event.key === "ArrowRight" ? 1 : -1;
        document.querySelector("p").textContent = `column ${column}: one text`;
    }));
</script>"""


def walk(last):
    """The keys that go to the last column and back, again and again, and what the widget says to each."""
    there = [("ArrowRight", f"column {column}:") for column in range(1, last + 1)]
    back = [("ArrowLeft", f"column {column}:") for column in reversed(range(last))]
    return (there + back) * ceil(STEPS / (2 * last))


LAYERS = [("d", "conv2,"), ("u", "relu2,")] * (STEPS // 2)
MAPS = [("n", "map 1:"), ("p", "map 0:")] * (STEPS // 2)
REPLAY = [("ArrowLeft", f"epoch {epoch}:") for epoch in reversed(range(EPOCHS - STEPS, EPOCHS))]


def measure(page, what, keys, pause=PAUSE):
    """Press each key after a pause; `what` selects the element that must change.

    A step whose change is not to be seen after the paint has failed: it took for ever.
    """
    page.evaluate(WATCH, what)
    steps = []
    for key, says in keys:
        page.wait_for_timeout(random.uniform(*pause))
        page.keyboard.press(key)
        step = page.evaluate("() => step")
        is_image = step["text"].startswith("data:image")  # it only tells that it is a new one
        good = is_image or says in step["text"]
        steps.append((step["total"], step["own"]) if good else (inf, inf))
    return [list(times) for times in zip(*steps, strict=True)]


def in_lab(lesson, focus, what, *walks, pause=PAUSE):
    """The times of each walk, which are lists of keys, with the focus in the notebook's last widget."""
    lesson.run_all()
    target = lesson.page.locator(focus).nth(-1)
    target.evaluate("element => element.scrollIntoView()")
    target.focus()
    lesson.page.wait_for_timeout(1000)
    times = [measure(lesson.page, what, keys, pause) for keys in walks]
    lesson.close()
    return times


def verdict(what, value, sign, limit):
    met = value <= limit if sign == "≤" else value >= limit
    return f"{what} {value:.1f} (goal {sign} {limit}: {'met' if met else 'NOT met'})"


def main():
    if not find_browser():
        return print("There is no Chromium here, so this is left out.")
    times = {}
    with TemporaryDirectory() as folder, jupyter(Path(folder)) as server, chromium() as browser:
        page = browser.new_page()
        page.set_content(EMPTY)
        times["an empty page"] = measure(page, "p", walk(25))
        page.close()
        lab = Lab(server, browser)
        for size, (image, last) in IMAGES.items():
            for name, (cell, focus, what) in SUBJECTS.items():
                lesson = lab.open(f"{name}{last}.ipynb", [SETUP + image, cell])
                [times[f"{name}, {size}"]] = in_lab(lesson, focus, what, walk(last))
        (cell, focus, what), tests = SUBJECTS["SlideWindow"], str(HERE.parent / "tests")
        (image, last), motion = IMAGES["9×9"], "a motion's first frame"
        lesson = lab.open("motion.ipynb", [SETUP + image, cell])
        [times[motion]] = in_lab(lesson, focus, what, walk(last)[:SEEN], pause=ALONE)
        lesson = lab.open("explorer.ipynb", [SETUP + f"import sys; sys.path.append({tests!r})", EXPLORER])
        walks = {"along a map": walk(10)[1:], "down and up": LAYERS, "to another map": MAPS}
        found = in_lab(lesson, focus, what, *walks.values())
        times |= {f"explorer, {name}": both for name, both in zip(walks, found, strict=True)}
        lesson = lab.open("monitor.ipynb", [SETUP, MONITOR])
        [times["monitor, back"]] = in_lab(lesson, ".xo-monitor input", ".xo-monitor [role=status]", REPLAY)
    head = ("ms", "key to paint", "p95", "own work", "p95", "steps", "failed")
    table(head, *(line(name, *both) for name, both in times.items()))
    for size in IMAGES:
        (total, own), (theirs, _) = times[f"SlideWindow, {size}"], times[f"interact, {size}"]
        print(f"\n{size}:", verdict("key to paint", median(total), "≤", FRAME), end="; ")
        print(verdict("own work, p95", p95(own), "≤", FRAME), end="; ")
        print(verdict("interact ÷ ours", median(theirs) / median(total), "≥", FASTER))
    for name in [motion, *(f"explorer, {name}" for name in walks), "monitor, back"]:
        total, _ = times[name]
        print(f"\n{name}:", verdict("key to paint", median(total), "≤", FRAME))


def line(name, total, own):
    cells = [f"{value:.1f}" for value in (median(total), p95(total), median(own), p95(own))]
    if name.startswith("interact"):
        cells[2:] = "–", "–"  # its work is the kernel's
    return name, *cells, str(len(total)), str(total.count(inf))
