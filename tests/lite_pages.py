"""The course in JupyterLite, built and served from here, in a real Chromium."""

import json
import threading
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote

import lite as tool
import pytest
from browser import Lesson
from conftest import missing

CDN = "https://cdn.jsdelivr.net/pyodide/"  # the one place off the machine that is asked for anything
KERNEL = "@jupyterlite/pyodide-kernel-extension:kernel"


@pytest.fixture(scope="session")
def built(tmp_path_factory):
    """What `make lite` writes."""
    if not (tool.APART / ".has").exists():
        missing("JupyterLite, for the course in a browser alone (`make lite` fetches it)")
    folder = tmp_path_factory.mktemp("lite")
    tool.build(folder)
    return folder


class Files(SimpleHTTPRequestHandler):
    extensions_map = SimpleHTTPRequestHandler.extensions_map | {
        ".mjs": "text/javascript",
        ".wasm": "application/wasm",
    }
    folders = ()  # of addresses, the longest first, and of the disk

    def translate_path(self, path):
        path = unquote(path.split("?")[0])
        begin, folder = next((begin, folder) for begin, folder in self.folders if path.startswith(begin))
        return str(folder / path.removeprefix(begin))

    def log_message(self, *words):
        pass


@contextmanager
def served(built, pyodide=None):  # -> its address
    here = [("/pyodide/", pyodide)] if pyodide else []
    handler = type("Handler", (Files,), {"folders": [*here, ("/", built)]})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


class LiteLesson(Lesson):
    """A lesson there. `pyodide` is a folder, "network", or None, and then the kernel never begins."""

    at = "lab/index.html?path={}"

    def __init__(self, browser, address, built, name, pyodide):
        self.address, self.built, self.pyodide, self.asked = address, built, pyodide, []
        super().__init__(browser, address, name)

    def begin(self, browser, context):
        super().begin(browser, context)
        self.page.set_default_timeout(600_000 if self.pyodide else 120_000)
        self.context.route("**/*", self.passes)

    def ready(self):
        if self.pyodide:
            return super().ready()
        now = "window.jupyterapp?.shell.currentWidget"  # others that were open come back first
        self.until(
            f"{now}?.context?.path === '{self.name}' && {now}.context.isReady && {now}.content.widgets.length > 9"
        )

    def again(self, name):
        """Go to a lesson, as a learner who comes back; its first cell."""
        self.name = name
        self.page.goto(f"{self.address}/{self.at.format(name)}")
        self.ready()
        return self.cells()[0]

    def passes(self, route):
        """Let through what is ours, and note what is not."""
        url = route.request.url
        if url.split("?")[0] == f"{self.address}/jupyter-lite.json":
            return route.fulfill(json=self.settings())
        if not url.startswith((self.address, "data:", "blob:")):
            self.asked.append(url)
            if self.pyodide != "network":
                return route.abort()
        return route.continue_()

    def settings(self):
        """As built, but for what a test needs: to reach the application, and another Pyodide, if one is given."""
        told = json.loads((self.built / "jupyter-lite.json").read_text(encoding="utf-8"))
        config = told["jupyter-config-data"]
        config["exposeAppInBrowser"] = True
        if isinstance(self.pyodide, Path):
            kernel = config["litePluginSettings"][KERNEL]
            kernel["pyodideUrl"] = f"{self.address}/pyodide/pyodide.mjs"
        return told

    def run_to_the_end(self):
        """Run all cells, as far as one fails; the outputs of those that hold code, in their order."""
        self.command("notebook:run-all-cells", wait=False)
        code = "jupyterapp.shell.currentWidget.content.widgets.map(cell => cell.model).filter(one => one.type === 'code')"
        self.until(f"""() => {{
            const models = {code};
            const failed = models.some(one => one.outputs.toJSON().some(output => output.output_type === 'error'));
            return failed || models.every(one => one.executionCount);
        }}""")
        return self.page.evaluate(f"() => {code}.map(one => one.outputs.toJSON())")
