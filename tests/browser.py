"""Jupyter's front ends in a real Chromium, as the browser tests drive them."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import nbformat
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

SERVER = ["--ServerApp.port_retries=0", "--IdentityProvider.token=xo"]
LAB = ["jupyterlab", *SERVER, "--LabApp.expose_app_in_browser=True"]
NOTEBOOK7 = ["notebook", *SERVER, "--JupyterNotebookApp.expose_app_in_browser=True"]
NOTEBOOKS = Path(__file__).parents[1] / "notebooks"
ARTIFACTS = Path(__file__).parents[1] / "test-artifacts"
BROWSERS = ["chromium-headless-shell"]  # it has no windows, and is quicker than the others
BROWSERS += ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
FLAGS += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
SETTINGS = {  # nobody asks about news, saves or old outputs while a test types
    "apputils-extension/notification": {"fetchNews": "false", "doNotDisturbMode": True},
    "docmanager-extension/plugin": {"autosave": False},
}


WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
SIZE = {"width": 1400, "height": 1000}
# What a test may put in the place of the page's own.
NATIVE = """[setInterval, clearInterval, setTimeout, requestAnimationFrame, performance.now, Element.prototype.animate,
    Element.prototype.requestFullscreen, matchMedia, fetch]"""
# A clock that the test moves on: window.ticks are the timers that run, and window.paces their lengths.
CLOCK = """() => {
    const [every, end] = (window.real ??= [setInterval, clearInterval]);
    [window.ticks, window.paces] = [new Map(), []];
    window.setInterval = (act, pace, ...more) => {
        if (!(pace >= 200 && pace <= 500)) return every(act, pace, ...more); // the front end's own
        const timer = 1e9 + window.paces.push(pace);
        window.ticks.set(timer, act);
        return timer;
    };
    window.clearInterval = timer => void (window.ticks.delete(timer) || end(timer));
}"""
TICK = "() => { for (const act of [...window.ticks.values()]) act(); return window.ticks.size; }"


def wait_until(ask, want, seconds=4):
    """Ask until the answer is what is wanted, or the time is over; the last answer."""
    end = time.monotonic() + seconds
    while (answer := ask()) != want and time.monotonic() < end:
        time.sleep(0.03)
    return answer


def find_browser():
    return next(filter(None, map(shutil.which, BROWSERS)), None)


@contextmanager
def jupyter(folder, app=LAB, python=sys.executable, **more):
    """A server on a free port, with copies of the lessons and `more` in its environment; yields a Server."""
    work = folder / "course"
    shutil.copytree(NOTEBOOKS, work)
    for name, values in SETTINGS.items():
        file = folder / "settings" / "@jupyterlab" / f"{name}.jupyterlab-settings"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(values))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    homes = {"CONFIG_DIR": "config", "DATA_DIR": "data", "RUNTIME_DIR": "runtime"}
    env = os.environ | {f"JUPYTER_{name}": str(folder / value) for name, value in homes.items()}
    env |= {
        "JUPYTERLAB_SETTINGS_DIR": str(folder / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(folder / "ws"),
        "JUPYTER_CONFIG_PATH": str(NOTEBOOKS.parent / "tools"),  # what `make lab` sets
    }
    options = [*app, "--no-browser", f"--port={port}"]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        options.append("--allow-root")
    address = f"http://127.0.0.1:{port}"
    with (folder / "jupyter.log").open("w") as log:
        server = subprocess.Popen(
            [python, "-m", *options],
            cwd=work,
            env=env | more,
            stdout=log,
            stderr=log,
            stdin=subprocess.DEVNULL,
        )
        try:
            _wait_for(f"{address}/api/status?token=xo", server, folder / "jupyter.log")
            yield Server(address, work)
        finally:
            server.terminate()
            server.wait(timeout=20)


def _wait_for(address, server, log, seconds=60):
    for _ in range(seconds * 5):
        if server.poll() is not None:
            break
        try:
            return urllib.request.urlopen(address, timeout=2).read()
        except OSError:
            time.sleep(0.2)
    raise RuntimeError(f"Jupyter did not start: {log.read_text()[-2000:]}")


@contextmanager
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=FLAGS)
        yield browser
        browser.close()


@dataclass
class Server:
    address: str
    folder: Path


class Lesson:
    """One notebook open in JupyterLab, in a page of its own."""

    at = "lab/tree/{}?token=xo&reset"
    outputs_are = ".jp-OutputArea-output"
    noise = ()
    # ipywidgets' models, or promises of them; what one has sent and not heard back of, and holds back meanwhile.
    models = """async () => {
        const areas = jupyterapp.shell.currentWidget.content.widgets.flatMap(cell => cell.outputArea?.widgets ?? []);
        const views = areas.flatMap(area => area.widgets ?? []);
        const manager = await views.find(view => view._manager)?._manager.promise;
        return Object.values(manager?._models ?? {});
    }"""
    waits = "model._pending_msgs || model._msg_buffer"

    def __init__(self, browser, address, name, before=None, **context):
        self.name = name
        if before:
            self.context, self.page = before.context, before.page
            self.listen()
            self.command("docmanager:open", path=name)
        else:
            self.begin(browser, context)
            self.page.goto(f"{address}/{self.at.format(name)}")
        self.ready()

    def ready(self):
        """Wait for the kernel, and make room."""
        there = f"at?.context?.path === {json.dumps(self.name)} && at.sessionContext?.session?.kernel"
        self.until(f"() => {{ const at = window.jupyterapp?.shell.currentWidget; return {there}; }}")
        self.page.evaluate("() => jupyterapp.shell.currentWidget.sessionContext.ready")
        self.page.evaluate("() => jupyterapp.shell.collapseLeft()")

    def begin(self, browser, context):
        """A page in a context of its own."""
        self.context = browser.new_context(**{"viewport": SIZE} | context)
        self.page = self.context.new_page()
        self.listen()

    def listen(self):
        """Hear the page's console."""
        self.console = []
        self.page.on("console", lambda message: message.type == "error" and self.hear(message.text))
        self.page.on("pageerror", lambda error: self.hear(str(error)))

    def hear(self, text):
        """Note what is said in the console, but for what the front end says whatever is opened in it."""
        if text not in self.noise:
            self.console.append(text)

    def command(self, name, wait=True, **arguments):
        run = "jupyterapp.commands.execute(name, args)"
        self.page.evaluate(
            f"async ([name, args]) => {{ {'await ' if wait else ''}{run}; }}", [name, arguments]
        )

    def theme(self, name):
        """Change it, and wait for its style sheet."""
        self.command("apputils:change-theme", theme=name)
        self.until(f"document.body.dataset.jpThemeName === '{name}'")
        self.settle()

    def settle(self):
        """Wait until what was asked for is painted: two frames."""
        frame = "new Promise(done => requestAnimationFrame(() => setTimeout(done)))"
        self.page.evaluate(f"async () => {{ await {frame}; await {frame}; }}")

    def leave(self):
        """Take the keyboard's focus out of what has it; the keys then are the notebook's."""
        self.page.evaluate("document.activeElement.blur()")
        self.command("notebook:enter-command-mode")

    def begin_to_run(self, code):
        """Have the kernel run code, and do not wait for its end."""
        self.page.evaluate(
            """code => { jupyterapp.shell.currentWidget.sessionContext.session.kernel
                .requestExecute({code, store_history: false}); }""",
            code,
        )

    def clock(self):
        """From now on the page's timers that repeat wait for `tick`."""
        self.page.evaluate(CLOCK)

    def tick(self):
        """Have each timer that repeats act once; how many there still are."""
        left = self.page.evaluate(TICK)
        self.settle()
        return left

    def clear(self):
        """Clear the outputs of all cells."""
        self.command("notebook:clear-all-cell-outputs")

    def shutdown(self):
        """Shut the kernel down, as its user would."""
        self.page.evaluate("() => jupyterapp.shell.currentWidget.sessionContext.shutdown()")

    def until(self, condition):
        """Wait until this holds in the page; asked in every frame, as by default, it would keep the page drawing."""
        self.page.wait_for_function(condition, polling=30)

    def run_all(self):
        """Run every cell, wait for the last, and for what the widgets draw."""
        self.command("notebook:run-all-cells")
        self.until("""() => {
            const models = jupyterapp.shell.currentWidget.content.widgets.map(cell => cell.model);
            const code = models.filter(model => model.type === 'code');
            return code.every(model => model.executionCount || !model.sharedModel.source.trim());
        }""")
        self.drawn()

    def drawn(self):
        """Wait until every widget of ours that the outputs hold, which left a picture too, is in the page."""
        views = sum({WIDGET_VIEW, "image/png"} <= set(output.get("data", {})) for output in self.outputs())
        if views:
            self.page.locator(f"{self.outputs_are} .xo").nth(views - 1).wait_for(state="attached")
        self.settle()

    def rerun(self, at, source):
        """Write a cell anew and run it."""
        self.page.evaluate(
            """([at, source]) => {
                const notebook = jupyterapp.shell.currentWidget.content;
                notebook.widgets[at].model.sharedModel.setSource(source);
                notebook.activeCellIndex = at;
            }""",
            [at, source],
        )
        self.command("notebook:run-cell")
        self.drawn()

    def heard(self):
        """Wait until the kernel has taken in all that was done in the page: it comes on a way of its own."""
        self.page.evaluate(f"""async () => {{
            for (let tries = 0; tries < 2000; tries++) {{
                const models = await Promise.all(await ({self.models})());
                const drawn = document.querySelector("{self.outputs_are} .xo");
                if (models.length >= Boolean(drawn) && models.every(model => !({self.waits}))) return;
                await new Promise(done => setTimeout(done, 10));
            }}
            throw new Error('the kernel does not take in what was done in the page');
        }}""")

    def run(self, code):
        """Run code in the lesson's kernel, as a cell would, and give back what it printed."""
        self.heard()
        return self.page.evaluate(
            """async (code) => {
                const kernel = jupyterapp.shell.currentWidget.sessionContext.session.kernel;
                const run = kernel.requestExecute({code, store_history: false});
                let said = '';
                run.onIOPub = ({header, content}) => {
                    if (header.msg_type === 'stream') said += content.text;
                    if (header.msg_type === 'error') said += content.evalue;
                };
                await run.done;
                return said;
            }""",
            code,
        )

    def says(self, code, want):
        """What Python prints for `code`; on a busy machine a step may still be on its way, so ask until it is there."""
        return wait_until(lambda: self.run(f"print({code})").strip(), want)

    def outputs(self):
        return self.page.evaluate(
            """() => jupyterapp.shell.currentWidget.content.widgets
                .flatMap(cell => cell.model.outputs?.toJSON() ?? [])"""
        )

    def cells(self):
        return self.page.evaluate(
            "() => jupyterapp.shell.currentWidget.content.widgets.map(cell => cell.model.sharedModel.source)"
        )

    def widget(self, index=0):
        """The widget's root element, scrolled to where it can be seen."""
        widget = self.page.locator(f"{self.outputs_are} .xo").nth(index)
        widget.wait_for()
        widget.scroll_into_view_if_needed()
        return widget

    def problems(self, dark=False):
        """What axe finds in the output areas; in the dark, where only the colours differ, of these."""
        options = {
            "resultTypes": ["violations"],
            "preload": False,  # a page from the disk may not be asked for its style sheets
            "selectors": False,  # nor each element for a path to it
        }
        runs = [
            ({"exclude": []}, {"rules": {"image-alt": {"enabled": False}}}),
            # JupyterLab drops the alt text of its own images: these alone are let through.
            ({"exclude": [[".jp-RenderedImage img"]]}, {"runOnly": ["image-alt"]}),
        ]
        runs = [({"exclude": []}, {"runOnly": ["color-contrast"]})] if dark else runs
        found = []
        for context, rules in runs:
            context = {"include": [[self.outputs_are]]} | context
            found += Axe().run(self.page, context=context, options=options | rules).response["violations"]
        return [f"{rule['id']}: {node['html'][:200]}" for rule in found for node in rule["nodes"]]

    def screenshot(self, name, of=None):
        """A picture to be looked at, where XO_SCREENSHOTS asks for them: all of them take a minute."""
        if "XO_SCREENSHOTS" not in os.environ:
            return
        ARTIFACTS.mkdir(exist_ok=True)
        (of or self.page).screenshot(path=ARTIFACTS / f"{Path(self.name).stem}-{name}.png")

    def close(self):
        self.page.evaluate("() => jupyterapp.shell.currentWidget.sessionContext.shutdown().catch(() => {})")
        self.context.close()

    def left(self):
        """End the kernel and close the notebook; this, if its page is as it was loaded, else None, and it is closed."""
        if not self.page.evaluate(f"window.native.every((own, at) => own === {NATIVE}[at])"):
            return self.close()
        self.theme("JupyterLab Light")
        self.page.evaluate("""async () => {
            const at = jupyterapp.shell.currentWidget;
            await at.sessionContext.shutdown().catch(() => {});
            at.dispose();
        }""")
        emulated = "media", "color_scheme", "reduced_motion", "forced_colors"
        self.page.emulate_media(**dict.fromkeys(emulated, "null"))
        self.page.set_viewport_size(SIZE)
        return self


class Notebook7(Lesson):
    """The same in Notebook 7, which is made of JupyterLab's parts."""

    at = "notebooks/{}?token=xo"
    # Said by 7.6 while it loads an empty notebook too: its shortcuts hear of a plugin before they are there.
    noise = ("Cannot read properties of undefined (reading 'schema')",)


@dataclass
class Lab:
    server: Server
    browser: object
    lesson: type = Lesson
    before: Lesson | None = None

    @contextmanager
    def turn_to(self, name, cells=None, **context):
        """`open`, in the page that the one before has left: JupyterLab takes seconds to load. Its console is silent."""
        goes_on = self.lesson is Lesson and not context
        if goes_on and self.before:
            context, self.before = {"before": self.before}, None
        lesson = self.open(name, cells, **context)
        if goes_on:
            lesson.page.evaluate(f"window.native ??= {NATIVE}")
        yield lesson
        assert lesson.console == [], lesson.console
        if goes_on and not self.before:
            self.before = lesson.left()
        else:
            lesson.close()

    def open(self, name, cells=None, **context):
        """Open a lesson by its file name, or a notebook made of `cells` under a new name."""
        if cells:
            made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in cells])
            made.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
            nbformat.write(made, self.server.folder / name)
        return self.lesson(self.browser, self.server.address, name, **context)
