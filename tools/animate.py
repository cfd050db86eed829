"""Film README's picture, six seconds of the slide widget as a page of the site shows it: `make animation`.

The page's motions are put at each moment and photographed, so nothing depends on how fast the machine is.
"""

import base64
import io
import sys
import tempfile
from itertools import count, takewhile
from pathlib import Path

import matplotlib
from PIL import Image

ROOT = Path(__file__).parents[1]
FILM, STILL = ROOT / "docs/slide_window.webp", ROOT / "docs/slide_window.png"

CELL = """
from xo_helpers.data import load_image, load_kernel
from xo_helpers.widgets import SlideWindow
slide = SlideWindow(load_image("X"), load_kernel("diagonal"), row=3, column=2)
slide.visited = range(24)
slide
"""
RATES = [1.2, 3, 6, *[12] * 6]  # how fast each step is shown: one to be read, then ever faster
FRAME, BEGIN, END = 80, 400, 900  # ms
SIZE = {"viewport": {"width": 924, "height": 600}, "device_scale_factor": 1.3}
TTF = Path(matplotlib.get_data_path()) / "fonts/ttf"  # the same letters on every machine
FACE = "@font-face {{ font-family: {0}; src: url(data:font/ttf;base64,{1}) }}"
LETTERS = "body { font-family: DejaVuSans } .xo-caption { font-family: DejaVuSansMono }"

# Step to the right, as the first step after a while; how long its motion lasts.
STEP = """async widget => {
    const now = performance.now;
    window.later = (window.later ?? 0) + 1e5;
    performance.now = () => now.call(performance) + window.later;
    const key = new KeyboardEvent('keydown', {key: 'ArrowRight', bubbles: true, cancelable: true});
    widget.querySelector('[aria-label=image] [tabindex]').dispatchEvent(key);
    const frame = () => new Promise(done => requestAnimationFrame(() => setTimeout(done)));
    for (let at = 0; at < 4; at++) await frame(); // until all of it moves
    performance.now = now;
    window.parts = widget.getAnimations({subtree: true});
    for (const part of parts) part.pause();
    return Math.max(...parts.map(part => part.effect.getComputedTiming().endTime));
}"""
PUT = """time => {
    for (const part of parts) {
        if (part.effect.getComputedTiming().endTime <= time) part.finish();
        else part.currentTime = time;
    }
}"""


def opened(web):
    """The widget's page, before its first step."""
    page = web.open("readme.ipynb", [CELL], **SIZE)
    page.run_all()
    faces = [
        FACE.format(ttf, base64.b64encode((TTF / f"{ttf}.ttf").read_bytes()).decode())
        for ttf in ("DejaVuSans", "DejaVuSansMono")
    ]
    page.page.add_style_tag(content="\n".join([*faces, LETTERS]))
    page.page.evaluate("Promise.all([...document.fonts].map(font => font.load()))")
    page.settle()
    return page


def moments(lasts, rate):
    """When a step's frames are taken, in ms of its motion; the last is its end."""
    return [*takewhile(lambda time: time < lasts, (at * FRAME * rate for at in count())), lasts]


def photograph(page):
    page.settle()
    return Image.open(io.BytesIO(page.widget().screenshot())).convert("RGB")


def film(page):  # -> frames, and how long each stands
    frames, lengths = [photograph(page)], [BEGIN]
    for rate in RATES:
        for time in moments(page.widget().evaluate(STEP), rate)[1:]:
            page.page.evaluate(PUT, time)
            frames.append(photograph(page))
            lengths.append(FRAME)
    return frames, [*lengths[:-1], END]


def main():
    sys.path.insert(0, str(ROOT / "tests"))
    from browser import chromium, find_browser
    from web import Web

    if not find_browser():
        sys.exit("There is no Chromium here to film in (Debian: apt install chromium).")
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        page = opened(Web(Path(folder), browser))
        frames, lengths = film(page)
        page.close()
    frames[0].save(
        FILM, save_all=True, append_images=frames[1:], duration=lengths, loop=0, quality=75, method=6
    )
    frames[-1].save(STILL, optimize=True)
    size = FILM.stat().st_size / 1000
    print(f"{FILM.name}: {len(frames)} frames, {sum(lengths) / 1000:.1f} s, {size:.0f} kB; {STILL.name}")


if __name__ == "__main__":
    main()
