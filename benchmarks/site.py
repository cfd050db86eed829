"""The web site: how long it takes to build, and on each page, how soon a first step of a widget is painted.

From the start of the navigation, in a new context without a cache, to after the paint that follows an
arrow key in the page's first widget. The weight is that of every file the page asks for.
"""

import subprocess
import sys
import time
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from browser import chromium, find_browser

from benchmarks import table
from benchmarks.widget_step import verdict

ROOT = Path(__file__).parents[1]
BUILD, STEP, WEIGHT = 120, 1000, 1.5  # s, ms, MB
TIMES = 5

# Asks in every frame whether there is a widget yet; then the key, and a task posted from the frame after it.
FIRST_STEP = """
const ask = () => {
    const cell = document.querySelector(".xo [role=grid] [tabindex='0']");
    if (!cell) return requestAnimationFrame(ask);
    cell.focus();
    cell.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowRight", bubbles: true, cancelable: true }));
    requestAnimationFrame(() => requestAnimationFrame(() => { window.stepped = performance.now(); }));
};
requestAnimationFrame(ask);
"""


def visit(browser, address):  # -> ms, MB
    asked = [address]
    context = browser.new_context(viewport={"width": 1400, "height": 1000})
    page = context.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.add_init_script(FIRST_STEP)
    page.goto(address)
    page.wait_for_function("window.stepped")
    stepped = page.evaluate("stepped")
    context.close()
    files = {Path(url.removeprefix("file://").split("?")[0]) for url in asked if url.startswith("file:")}
    return stepped, sum(file.stat().st_size for file in files) / 1e6


def main():
    if not find_browser():
        return print("There is no Chromium here, so this is left out.")
    with TemporaryDirectory() as folder, chromium() as browser:
        start = time.monotonic()
        subprocess.run([sys.executable, ROOT / "tools/build_site.py", f"{folder}/site"], check=True)
        built, rows, worst = time.monotonic() - start, [], 0
        for file in sorted(Path(folder).glob("site/[01i]*.html")):
            visits = [visit(browser, file.as_uri()) for _ in range(TIMES)]
            steps, weight = [step for step, _ in visits], visits[0][1]
            rows.append((file.stem, f"{median(steps):.0f}", f"{max(steps):.0f}", f"{weight:.2f}"))
            worst, heaviest = max(worst, median(steps)), max(float(row[3]) for row in rows)
        table(("page", "first step, ms", "slowest", "MB"), *rows)
    print(verdict("\nthe site built, s", built, "≤", BUILD))
    print(verdict("first step of the slowest page, median ms", worst, "≤", STEP))
    print(verdict("the heaviest page, MB", heaviest, "≤", WEIGHT))
