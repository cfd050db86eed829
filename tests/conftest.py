"""Fixtures, and the rule for what a machine may lack: named and skipped at home, a failure in CI."""

import importlib
import json
import os
import sys
from pathlib import Path

import nbformat
import pytest
import remember

if "claims" not in sys.modules:  # this file may be loaded twice
    pytest.register_assert_rewrite("claims")  # a claim that fails says what it found
collect_ignore = ["colab"]  # only `make matrix` has the environment for it, and names the folder itself
HERE = Path(__file__).parent
# The keyboard's focus for a grid, in one step in the page: its tab stop moves on when it is painted.
FOCUS = "grid => grid.querySelector('[tabindex]').focus()"
NOTEBOOKS = sorted((HERE.parent / "notebooks").glob("*.ipynb"))


def pytest_collection_modifyitems(items):
    """Two files at a time, a page can be late: a browser test that fails runs once more, and the summary says so.

    What takes long begins first, so that neither of the two waits long for the other in the end.
    """
    items.sort(key=lambda item: not any(map(item.get_closest_marker, ("browser", "training", "tools"))))
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.flaky(reruns=1))


def missing(what):
    """Skip and say what is missing; with XO_REQUIRE=all, as in CI, fail."""
    if os.environ.get("XO_REQUIRE") == "all":
        pytest.fail(f"required here, but missing: {what}", pytrace=False)
    pytest.skip(f"missing: {what}")


def needed(module, what):
    """A module that a test needs, which may be missing."""
    try:
        return importlib.import_module(module)
    except ImportError:
        return missing(what)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport():
    """What a machine lacks is told once, with the number of its tests, and not at each of their places."""
    report = yield
    if report.skipped and isinstance(report.longrepr, tuple) and "missing: " in report.longrepr[2]:
        report.longrepr = ("tests", None, report.longrepr[2].removeprefix("Skipped: "))
    return report


@pytest.fixture(scope="session")
def torch():
    return needed("torch", "PyTorch, an independent reference (`make bench` installs it)")


@pytest.fixture(scope="session")
def story():
    return json.loads((HERE / "story.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def remembered():
    """Environment variables by which kernels do each training once in a run of the tests; see remember.py."""
    return remember.settings()


def undrawn(remembered):
    """Environment variables by which kernels make no figures, where no test looks at one."""
    return {"IPYTHONDIR": remembered["IPYTHONDIR"], "XO_NO_PICTURES": "1"}


@pytest.fixture(scope="session")
def chromium():
    """A Chromium, as Playwright drives it."""
    browser = needed("browser", "playwright, which drives a Chromium")
    if not browser.find_browser():
        missing("a Chromium, to drive the widgets as their users do (Debian: apt install chromium)")
    with browser.chromium() as chromium:
        yield chromium


@pytest.fixture(scope="session")
def lab(tmp_path_factory, chromium, remembered):
    """JupyterLab in it; `lab.open(name)` gives a Lesson, whose figures are not made."""
    from browser import Lab, jupyter

    with jupyter(tmp_path_factory.mktemp("lab"), **undrawn(remembered)) as server:
        yield Lab(server, chromium)


@pytest.fixture(scope="session")
def notebook7(tmp_path_factory, chromium, remembered):
    """The same in Notebook 7, which is made of JupyterLab's parts."""
    from browser import NOTEBOOK7, Lab, Notebook7, jupyter

    with jupyter(tmp_path_factory.mktemp("notebook7"), NOTEBOOK7, **undrawn(remembered)) as server:
        yield Lab(server, chromium, Notebook7)


@pytest.fixture(scope="session")
def web(tmp_path_factory, chromium):
    """Pages of the web site."""
    from web import Web

    return Web(tmp_path_factory.mktemp("web"), chromium)


@pytest.fixture(scope="module", params=["lab", "web"])
def host(request):
    """Where widgets live: JupyterLab, and a page of the web site. Both open(name, cells)."""
    return request.getfixturevalue(request.param)


@pytest.fixture(scope="module", params=["lab", "notebook7"])
def kernels(request):
    """Where a kernel runs beside the page."""
    return request.getfixturevalue(request.param)


@pytest.fixture
def opened(chromium):
    """Opens pages of the site, which ask for nothing off the machine and leave the console silent."""
    from web import quiet_pages

    with quiet_pages(chromium) as go:
        yield go


@pytest.fixture(params=NOTEBOOKS, ids=lambda path: path.stem)
def path(request):
    """Each notebook of the folder in turn."""
    return request.param


@pytest.fixture
def notebook(path):
    """The same, read."""
    return nbformat.read(path, as_version=4)
