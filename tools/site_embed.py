"""Each widget as a page of its own, for other people's slides and courses.

A page is one file that asks for nothing; docs/embed/ has what it is made of. Its address may say how the
widget stands, and what follows from that the page computes.
"""

import json
from collections import namedtuple
from html import escape
from pathlib import Path

from addresses import SITE

from xo_helpers import widgets
from xo_helpers.widgets.shared.base import CourseWidget, bare, joined

ROOT = Path(__file__).resolve().parents[1]
PARTS = ROOT / "docs/embed"
# What it is called, how large its frame is in CSS pixels, and from which lesson is the one of the plain name.
Kind = namedtuple("Kind", "title width height lesson")
KINDS = {
    "CompareGrids": Kind("Compare two grids", 900, 480, "01"),
    "DrawPad": Kind("Draw, and a network votes", 900, 560, "00"),
    "NetworkExplorer": Kind("Explore a network", 900, 900, "06"),
    "NudgeWeight": Kind("Nudge a weight", 900, 620, "08"),
    "PoolWindow": Kind("Pool a map", 900, 520, "04"),
    "SlideWindow": Kind("Slide a kernel over an image", 900, 520, "02"),
    "TrainingMonitor": Kind("A training, epoch by epoch", 900, 480, "10"),
    "Votes": Kind("Let the values vote", 900, 560, "07"),
}
WHOLE = {"CompareGrids", "DrawPad", "PoolWindow", "SlideWindow"}  # an address says all of these
NETWORKS = {"DrawPad", "NetworkExplorer"}


def script(kind, data):
    """Data inside a page, without a `<`: so nothing in it ends its script, or hides that end in a comment."""
    text = json.dumps(data).replace("<", "\\u003c")
    return f'<script type="application/json" class="{kind}">{text}</script>'


def name_of(kind, lesson, number):
    """What the page is called of a lesson's widget, the first or another of its kind there."""
    first = lesson.startswith(KINDS[kind].lesson) and number == 1
    more = f"-{number}" if number > 1 else ""
    return kind if kind in WHOLE or first else f"{kind}-{lesson[:2]}{more}"


def part(name):
    """A file of docs/embed, as pages get it."""
    return bare((PARTS / f"{name}.js").read_text(encoding="utf-8"))


def network():
    """How a page computes what a network sees, beside what the widgets that have one bring along."""
    return joined("shared/votes") + bare((ROOT / "docs/static/network.js").read_text(encoding="utf-8"))


def closed(kind):
    """A widget's module and what may be given of it, as one expression."""
    body, end = getattr(widgets, kind)._esm.split("export default ")
    body += network() if kind in NETWORKS else ""
    body += part(kind) if (PARTS / f"{kind}.js").exists() else "const GIVEN = {};\n"
    return f"(() => {{\n{body}return {{ widget: {end.strip().removesuffix(';')}, given: GIVEN }};\n}})()"


def page(kind, state, lesson):
    """A widget's page, as Python left it in a lesson."""
    template = (PARTS / "page.html").read_text(encoding="utf-8")
    shared = "".join(part(name) for name in ("model", "takes", "address", "page"))
    return template.format(
        title=KINDS[kind].title,
        look=f"{CourseWidget._css}\n{(PARTS / 'page.css').read_text(encoding='utf-8')}",
        lesson=escape(f"{SITE}{lesson}.html"),
        state=script("site-state", state),
        script=f"{shared}showPage({closed(kind)});",
    )


def of_pages(lessons):
    """What there is of all lessons, of one name the first."""
    return {name: made for lesson in reversed(lessons) for name, made in lesson.embeds.items()}


def write(folder, embeds):
    """The pages, of `{name: (kind, state, lesson)}`."""
    folder.mkdir(parents=True)
    for name, made in embeds.items():
        (folder / f"{name}.html").write_text(page(*made), encoding="utf-8")
