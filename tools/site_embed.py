"""Each widget as a page of its own, for other people's slides and courses.

A page is one file that asks for nothing; docs/embed/ has what it is made of. Its address may say how the
widget stands, and what follows from that the page computes.
"""

import base64
import json
import re
import zlib
from collections import namedtuple
from html import escape
from pathlib import Path

from addresses import SITE

from xo_helpers import widgets
from xo_helpers.widgets.shared.base import CourseWidget, bare, bare_look, module

ROOT = Path(__file__).resolve().parents[1]
PARTS = ROOT / "docs/embed"
# What it is called, how large its frame is in CSS pixels, and from which lesson is the one of the plain name.
Kind = namedtuple("Kind", "title width height lesson")
KINDS = {
    "CompareGrids": Kind("Compare two grids", 900, 450, "01"),
    "DrawPad": Kind("Draw, and a network votes", 900, 790, "00"),
    "NetworkExplorer": Kind("Explore a network", 900, 1160, "06"),
    "NudgeWeight": Kind("Nudge a weight", 900, 730, "08"),
    "PoolWindow": Kind("Pool a map", 900, 500, "04"),
    "SlideWindow": Kind("Slide a kernel over an image", 900, 470, "02"),
    "TrainingMonitor": Kind("A training, epoch by epoch", 900, 450, "10"),
    "Votes": Kind("Let the values vote", 900, 580, "07"),
}
WHOLE = {"CompareGrids", "DrawPad", "PoolWindow", "SlideWindow"}  # an address says all of these
PLACED = {"NetworkExplorer"}  # and of these which place is looked at
NETWORKS = {"DrawPad", "NetworkExplorer"}


def script(kind, data):
    """Data inside a page, without a `<`: so nothing in it ends its script, or hides that end in a comment."""
    text = json.dumps(data).replace("<", "\\u003c")
    return f'<script type="application/json" class="{kind}">{text}</script>'


def kind_of(name):
    return KINDS.get(name, Kind(name, 900, 600, None))


def name_of(kind, lesson, number):
    """What the page is called of a lesson's widget, the first or another of its kind there."""
    plain = kind in WHOLE or (lesson[:2], number) == (kind_of(kind).lesson, 1)
    more = f"-{number}" if number > 1 else ""
    return kind if plain else f"{kind}-{lesson[:2]}{more}"


def part(name):
    """A file of docs/embed, as pages get it."""
    return bare((PARTS / f"{name}.js").read_text(encoding="utf-8"))


def parts(*names):
    return "".join(part(name) for name in names)


def closed(kind, shared="", given=WHOLE | PLACED):
    """A widget's module, without what is shared, and what may be given of it, as a function of TAKES."""
    body, end = getattr(widgets, kind)._esm.removeprefix(shared).split("export default ")
    body += part("network") if kind in NETWORKS else ""
    known = kind in given and (PARTS / f"{kind}.js").exists()
    body += part(kind) if known else "const GIVEN = {};\n"
    made = f"widget: {end.strip().removesuffix(';')}, given: GIVEN, fit: keepFitted"
    return f"(TAKES) => {{\n{body}return {{ {made} }};\n}}"


def sharing(alive):
    """The script of pages with widgets, by which each can be linked as it is."""
    return f"(() => {{\n{parts('model', 'takes', 'address', 'share')}{alive}}})();\n"


def packed(kind, state):
    """A state as docs/embed/packed.js reads it, without what the page finds itself."""
    left = {name: value for name, value in state.items() if (kind, name) != ("DrawPad", "answer")}
    return base64.b64encode(zlib.compress(json.dumps(left).encode(), 9)).decode()


def classes(sheet):
    return set(re.findall(r"\.(xo-[\w-]+)", sheet))


def look_of(kind):
    """The stylesheets that a page needs: what all share, and those that have a class of the widget's own."""
    folder = ROOT / "xo_helpers/widgets"
    own = set(re.findall(r"xo-[\w-]+", getattr(widgets, kind)._esm.removeprefix(module())))
    files = sorted(folder.glob("*/*.css"), key=lambda file: (file.parent.name != "shared", file))
    several, shared, *others = (file.read_text(encoding="utf-8") for file in files)
    used = [several] * bool(own & (classes(several) - classes(shared)))
    used += [sheet for sheet in others if own & (classes(sheet) - classes(several + shared))]
    sheets = [shared, *used, (PARTS / "page.css").read_text(encoding="utf-8")]
    return bare_look("\n".join(sheets))


def page(kind, state, lesson):
    """A widget's page, as Python left it in a lesson."""
    template = (PARTS / "page.html").read_text(encoding="utf-8")
    return template.format(
        title=kind_of(kind).title,
        look=look_of(kind),
        lesson=escape(f"{SITE}{lesson}.html"),
        state=f'<script type="text/plain" class="site-state">{packed(kind, state)}</script>',
        script=f"{parts('model', 'packed', 'takes', 'address', 'page')}showPage({closed(kind)});",
    )


def one_module(embeds):
    """All widgets as one ES module, by the conventions of anywidget, and what each is if nothing is given."""
    before, look, states = module(), json.dumps(CourseWidget._css), {}
    for name in sorted(embeds):  # plain names come first
        kind, state, _ = embeds[name]
        states.setdefault(kind, packed(kind, state))
    closures = ",\n".join(f"{kind}: {closed(kind, before, set(widgets.__all__))}" for kind in states)
    return (
        f"{before}{parts('model', 'packed', 'takes', 'arrays')}const LOOK = {look};\n"
        f"const RECORDED = {json.dumps(states)};\nconst CLOSED = {{{closures}}};\n{part('module')}"
        + "".join(f'export const {kind} = moduleOf("{kind}");\n' for kind in states)
    )


def note(embeds, name, made):
    """Note a widget's page, where there is none of its name; what no address says must be the same then."""
    before = embeds.setdefault(name, made)
    if before[1].get("weights") != made[1].get("weights"):
        raise ValueError(
            f"{made[2]} and {before[2]} have a {name} with networks that differ: name them apart"
        )


def of_pages(lessons):
    """What there is of all lessons."""
    embeds = {}
    for lesson in lessons:
        for name, made in lesson.embeds.items():
            note(embeds, name, made)
    return embeds


def write(folder, embeds):
    """The pages, of `{name: (kind, state, lesson)}`, and the module."""
    folder.mkdir(parents=True)
    for name, made in embeds.items():
        (folder / f"{name}.html").write_text(page(*made), encoding="utf-8")
    (folder / "xo_helpers.mjs").write_text(one_module(embeds), encoding="utf-8")
