"""A page of the web site in a real Chromium, driven by the tests that drive the same widgets in JupyterLab.

The page has no kernel. `run` and `says` stand for its author: the widgets' Python side lives in this
process, and only these two carry state over.
"""

import ast
import base64
import contextlib
import io
import json
from contextlib import contextmanager
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from browser import Lesson
from build_site import NOT_OURS, script, write_static
from drivers import focus

STATES = "[...document.querySelectorAll('.xo-live')].map(place => place.model.state)"
# What is in bytes is read as a page reads its own state.
TELL = """changed => document.querySelectorAll('.xo-live').forEach(({ model }, at) => {
    const told = new model.constructor(JSON.stringify(changed[at])).state;
    Object.assign(model.state, told);
    for (const name in told) model.handlers.get(`change:${name}`)?.forEach(handler => handler());
})"""
PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{name}</title>
<link rel="stylesheet" href="_static/widgets.css"><link rel="stylesheet" href="_static/site.css"></head>
<body><main><h1>{name}</h1>{places}{scripts}</main></body></html>"""

WIDTH = "document.documentElement.scrollWidth"
UNFOLD = "document.querySelectorAll('details.hide').forEach(fold => { fold.open = true; })"


@contextmanager
def quiet_pages(chromium):
    """Opens pages of the site; afterwards nothing was asked for off the machine, and the console was silent."""
    contexts, wrong = [], []

    def go(file, width=1400, height=1000, query="", before=lambda page: None, until="load", **context):
        ours = (file.parent.as_uri(), "data:")
        contexts.append(chromium.new_context(viewport={"width": width, "height": height}, **context))
        page = contexts[-1].new_page()
        page.on("request", lambda request: request.url.startswith(ours) or wrong.append(request.url))
        page.on("console", lambda message: wrong.append(message.text))
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.route(lambda url: not url.startswith(ours), lambda route: route.abort())
        before(page)
        page.goto(file.as_uri() + query, wait_until=until)
        return page

    yield go
    for context in contexts:
        context.close()
    assert wrong == [], wrong


def frames(page):
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")


def press(page, widget, *keys):
    focus(widget)
    for key in keys:
        page.keyboard.press(key)
    frames(page)


def findings(page, dark=False, whole=None):
    """What axe finds, in the light or, unless it is asked for the `whole`, in the dark, where only the colours differ."""
    # Without the style sheets that axe would ask for itself, a path to all that it looks at, and what frames hold.
    options = {"resultTypes": ["violations"], "preload": False, "selectors": False, "iframes": False}
    page.emulate_media(color_scheme="dark" if dark else "light")
    frames(page)
    found = Axe().run(page, options=options | ({} if whole or not dark else {"runOnly": ["color-contrast"]}))
    return [f"{r['id']}: {node['html'][:200]}" for r in found.response["violations"] for node in r["nodes"]]


class Web:
    def __init__(self, folder, browser):
        self.folder, self.browser = folder, browser
        (folder / "_static").mkdir()
        write_static(folder / "_static")

    def open(self, name, cells, **context):
        """A page with the widgets that these cells show."""
        return WebPage(self, name, cells, **context)

    @contextmanager
    def turn_to(self, name, cells, **context):
        """The same; its console is silent."""
        page = self.open(name, cells, **context)
        yield page
        assert page.console == []
        page.close()


class WebPage(Lesson):
    """What `Lesson` is for JupyterLab; a cell ends in a widget, or shows nothing."""

    outputs_are = ".xo-live"

    def __init__(self, web, name, cells, **context):
        self.name, self.sources, self.file = name, cells, web.folder / f"{Path(name).stem}.html"
        self.space = {}
        self.begin(web.browser, context)

    def run_all(self):
        self.values = [self.value_of(source) for source in self.sources]
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
        self.shown = [value for value in self.values if value is not None]
        places = "".join(self.place(at, type(widget).__name__) for at, widget in enumerate(self.shown))
        names = ["alive", *dict.fromkeys(type(widget).__name__ for widget in self.shown)]
        scripts = "".join(f'<script defer src="_static/{name}.js"></script>' for name in names)
        self.file.write_text(PAGE.format(name=self.name, places=places, scripts=scripts), encoding="utf-8")
        self.page.goto(self.file.as_uri())
        self.settle()

    def place(self, at, kind):
        """Where a widget stands; the first place of several has its state."""
        widget, first = self.shown[at], self.shown.index(self.shown[at])
        state = script("xo-state", state_of(widget)) if first == at else ""
        return f'<div class="xo-live" data-widget="{kind}" data-model="{first}">{state}</div>'

    def run(self, code):
        """Run code beside the page, and carry over what it changed in the widgets; what it printed."""
        self.heard()
        said, before = io.StringIO(), [state_of(widget) for widget in self.shown]
        with contextlib.redirect_stdout(said):
            exec(code, self.space)
        changed = []
        for widget, old, state in zip(self.shown, before, self.page.evaluate(STATES), strict=True):
            new = state_of(widget)
            in_new_bytes = {name: new[name] for name in in_bytes(new) if new[name] != old[name]}
            changed.append(differing(new, state) | in_new_bytes)
        self.page.evaluate(TELL, changed)
        return said.getvalue()

    def heard(self):
        """Tell the widgets' Python side what was done in the page."""
        for widget, state in zip(self.shown, self.page.evaluate(STATES), strict=True):
            widget.set_state(differing(state, state_of(widget)))

    def cells(self):
        return self.sources

    def theme(self, name):
        self.page.emulate_media(color_scheme="dark" if "Dark" in name else "light")

    def close(self):
        self.context.close()


def state_of(widget):
    """The state as it stands in a page."""
    state = {
        name: value for name, value in widget.get_state().items() if name[0] != "_" and name not in NOT_OURS
    }
    return json.loads(json.dumps(state, default=lambda data: {"$bytes": base64.b64encode(data).decode()}))


def differing(state, other):
    """What to carry over: all that differs but bytes, which a page cannot tell, and changes nowhere."""
    fixed = in_bytes(state) | in_bytes(other)
    return {name: value for name, value in state.items() if other.get(name) != value and name not in fixed}


def in_bytes(state):
    """The names of what is told in bytes, or holds some."""
    return {name for name, value in state.items() if "$bytes" in str(value)}
