"""A page of the web site in a real Chromium, driven by the tests that drive the same widgets in JupyterLab.

The page has no kernel. `run` and `says` stand for its author: the widgets' Python side lives in this
process, and only these two carry state over.
"""

import ast
import base64
import contextlib
import io
import json
from dataclasses import dataclass
from pathlib import Path

from browser import Lesson
from build_site import plan, script, write_static

NAMES = """() => [...document.querySelectorAll('.xo-live')].map(place => place.model.state)"""
TELL = """changed => {
    const bytes = text => new DataView(Uint8Array.from(atob(text), letter => letter.charCodeAt(0)).buffer);
    const told = value => value?.constructor !== Object ? value : value.$bytes !== undefined ? bytes(value.$bytes)
        : Object.fromEntries(Object.entries(value).map(([name, part]) => [name, told(part)]));
    document.querySelectorAll('.xo-live').forEach(({ model }, at) => {
        for (const [name, value] of Object.entries(changed[at])) model.state[name] = told(value);
        for (const name of Object.keys(changed[at])) model.handlers.get(`change:${name}`)?.forEach(handler => handler());
    });
}"""


@dataclass
class Web:
    folder: Path
    browser: object

    def __post_init__(self):
        (self.folder / "_static").mkdir()
        write_static(self.folder / "_static")

    def open(self, name, cells, **context):
        """A page with the widgets that these cells show."""
        return WebPage(self, name, cells, **context)


class WebPage(Lesson):
    """What `Lesson` is for JupyterLab; a cell ends in a widget, or shows nothing."""

    outputs_are = ".xo-live"

    def __init__(self, web, name, cells, **context):
        self.name, self.cells_, self.file = name, cells, web.folder / f"{Path(name).stem}.html"
        self.space, self.values = {}, []
        self.begin(web.browser, context)

    def run_all(self):
        self.values = [self.value_of(source) for source in self.cells_]
        self.write()

    def rerun(self, at, source):
        self.values[at] = self.value_of(source)
        self.write()

    def value_of(self, source):
        *body, last = ast.parse(source).body
        if not isinstance(last, ast.Expr):
            return exec(source, self.space)
        exec(compile(ast.Module(body, []), self.name, "exec"), self.space)
        return eval(compile(ast.Expression(last.value), self.name, "eval"), self.space)

    def write(self):
        self.file.write_text(self.html(), encoding="utf-8")
        self.page.goto(self.file.as_uri())
        self.settle()

    @property
    def shown(self):
        return [value for value in self.values if value is not None]

    def html(self):
        places, kinds = [], []
        for at, widget in enumerate(self.shown):
            kind, first = type(widget).__name__, self.shown.index(widget)
            state = script("xo-state", state_of(widget)) if first == at else ""
            state += script("xo-network", plan(widget.network)) if kind == "DrawPad" else ""
            places.append(f'<div class="xo-live" data-widget="{kind}" data-model="{first}">{state}</div>')
            kinds += [] if kind in kinds else [kind]
        scripts = "".join(
            f'<script defer src="_static/{name}.js"></script>' for name in ("alive", "network", *kinds)
        )
        style = '<link rel="stylesheet" href="_static/widgets.css"><link rel="stylesheet" href="_static/site.css">'
        head = f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{self.name}</title>{style}</head>'
        return f"{head}<body><main><h1>{self.name}</h1>{''.join(places)}{scripts}</main></body></html>"

    def run(self, code):
        """Run code beside the page, and carry over what it changed in the widgets; what it printed."""
        self.heard()
        said, before = io.StringIO(), list(map(state_of, self.shown))
        with contextlib.redirect_stdout(said):
            exec(code, self.space)
        changed = []
        for widget, old, state in zip(self.shown, before, self.page.evaluate(NAMES), strict=True):
            new = state_of(widget)
            changed.append(
                differing(new, state) | {name: new[name] for name in in_bytes(new) if new[name] != old[name]}
            )
        self.page.evaluate(TELL, changed)
        return said.getvalue()

    def heard(self):
        """Tell the widgets' Python side what was done in the page."""
        for widget, state in zip(self.shown, self.page.evaluate(NAMES), strict=True):
            widget.set_state(differing(state, state_of(widget)))

    def cells(self):
        return self.cells_

    def theme(self, name):
        self.page.emulate_media(color_scheme="dark" if "Dark" in name else "light")

    def close(self):
        self.context.close()


def state_of(widget):
    """The state as it stands in a page."""
    state = {name: value for name, value in widget.get_state().items() if not name.startswith("_")}
    for name in ("layout", "tabbable", "tooltip"):
        state.pop(name, None)
    return json.loads(json.dumps(state, default=lambda data: {"$bytes": base64.b64encode(data).decode()}))


def differing(state, other):
    """What to carry over: all that differs but bytes, which a page cannot tell, and changes nowhere."""
    fixed = in_bytes(state) | in_bytes(other)
    return {name: value for name, value in state.items() if other.get(name) != value and name not in fixed}


def in_bytes(state):
    """The names of what is told in bytes, or holds some."""
    return {name for name, value in state.items() if "$bytes" in str(value)}
