"""The course in a browser alone: what is built is whole, and asks nobody but Pyodide's server for anything."""

# ruff: noqa: F401, F811 (a fixture is imported, and tests take it)
import hashlib
import json
import re
import shutil
import subprocess
import zipfile
from email.parser import Parser

import build_site
import lite as tool
import nbformat
import pytest
import site_front
from conftest import NOTEBOOKS
from lite_pages import CDN, KERNEL, LiteLesson, built, served
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name, parse_wheel_filename
from ruamel.yaml import YAML
from tables import lesson_of

from xo_helpers import __version__

pytestmark = pytest.mark.tools
LESSON = "03_slide_it_everywhere.ipynb"
# What Pyodide 314 has, by its lock file.
PYODIDES = {
    "numpy": "2.4.6",
    "matplotlib": "3.10.8",
    "ipython": "9.12.0",
    "traitlets": "5.14.3",
    "typing-extensions": "4.15.0",
}
THERE = {"sys_platform": "emscripten", "python_version": "3.14", "extra": ""}


def config(built):
    return json.loads((built / "jupyter-lite.json").read_text(encoding="utf-8"))["jupyter-config-data"]


def index(folder):  # -> {name: (version, file)} of a folder of wheels, as its index has it
    told, found = json.loads((folder / "all.json").read_text(encoding="utf-8")), {}
    for name, about in told.items():
        for version, (file,) in about["releases"].items():
            path = folder / file["url"].split("?")[0].split("/")[-1]
            assert hashlib.sha256(path.read_bytes()).hexdigest() == file["digests"]["sha256"]
            found[canonicalize_name(name)] = (version, path)
    return found


def needs(wheel):
    """What a wheel needs in Pyodide."""
    with zipfile.ZipFile(wheel) as files:
        (name,) = [name for name in files.namelist() if name.endswith(".dist-info/METADATA")]
        lines = Parser().parsestr(files.read(name).decode()).get_all("Requires-Dist") or []
    return [one for one in map(Requirement, lines) if not one.marker or one.marker.evaluate(THERE)]


def test_its_index_has_the_course_and_all_that_it_needs_and_pyodide_has_not(built):
    ours = index(built / "pypi")
    kernels = index(built / "extensions/@jupyterlite/pyodide-kernel-extension/static/pypi")
    assert ours.keys() == {"xo-helpers", *map(canonicalize_name, tool.WHEELS)}
    assert ours["xo-helpers"][0] == __version__
    assert {name: ours[canonicalize_name(name)][0] for name in tool.WHEELS} == {
        name: tool.pins()[name] for name in tool.WHEELS
    }
    there = PYODIDES | {name: version for name, (version, _) in (kernels | ours).items()}
    asked = [(path.name, need) for _, path in ours.values() for need in needs(path)]
    assert {"numpy", "matplotlib", "ipywidgets", "anywidget"} <= {need.name for _, need in asked}
    assert [
        (who, str(need))
        for who, need in asked
        if not need.specifier.contains(there.get(canonicalize_name(need.name), "0"))
    ] == []
    for _, path in ours.values():
        assert {tag.platform for tag in parse_wheel_filename(path.name)[3]} == {"any"}
    used = [url.split("?")[0] for url in config(built)["litePluginSettings"][KERNEL]["pipliteUrls"]]
    assert "./pypi/all.json" in used


def test_the_page_has_the_widgets_front_ends_of_the_same_wheels_and_the_kernel_its_own_pyodide(built):
    pages = {one["name"] for one in config(built)["federated_extensions"]}
    assert pages == {
        "anywidget",
        "@jupyter-widgets/jupyterlab-manager",
        "@jupyterlite/pyodide-kernel-extension",
    }
    for name, package in {
        "anywidget": "anywidget",
        "@jupyter-widgets/jupyterlab-manager": "jupyterlab_widgets",
    }.items():
        with zipfile.ZipFile(index(built / "pypi")[canonicalize_name(package)][1]) as wheel:
            (inside,) = [
                file for file in wheel.namelist() if file.endswith(f"/labextensions/{name}/package.json")
            ]
            assert (built / f"extensions/{name}/package.json").read_bytes() == wheel.read(inside)
    assert "pyodideUrl" not in config(built)["litePluginSettings"][KERNEL]
    schema = (
        built / "extensions/@jupyterlite/pyodide-kernel-extension/static/schema/kernel.v0.schema.json"
    ).read_text()
    assert set(re.findall(r"https://[\w./-]+?pyodide/", schema)) == {CDN}
    assert sum(path.stat().st_size for path in built.rglob("*") if path.is_file()) < 40e6


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_copy_is_the_lesson_without_outputs_and_its_first_cell_is_right_there(built, path):
    copy, lesson = (nbformat.read(one, as_version=4) for one in (built / "files" / path.name, path))
    nbformat.validate(copy)
    *cells, foot = copy.cells
    assert len(cells) == len(lesson.cells)
    differ = [
        new.metadata.tags for new, old in zip(cells, lesson.cells, strict=True) if new.source != old.source
    ]
    assert differ == [["run"], ["setup"]]
    assert [
        cell.outputs for cell in cells if cell.cell_type == "code" and (cell.outputs or cell.execution_count)
    ] == []
    (setup,) = [cell.source for cell in cells if cell.metadata.get("tags") == ["setup"]]
    assert f"%pip install -q xo-helpers=={__version__}\n" in setup
    assert f'needs("{__version__}")' in setup
    assert "http" not in setup  # an address is refused there
    assert f"({site_front.report(lesson_of(path.stem))})" in foot.source
    told = json.loads((built / "api/contents/all.json").read_text(encoding="utf-8"))
    assert path.name in [file["name"] for file in told["content"]]


@pytest.mark.browser
def test_it_opens_and_asks_nobody_but_pyodides_server_which_here_refuses(built, chromium):
    with served(built) as address:
        page = LiteLesson(chromium, address, built, LESSON, None)
        copy = nbformat.read(built / "files" / LESSON, as_version=4)
        assert page.cells() == [cell.source for cell in copy.cells]
        page.page.wait_for_event(
            "requestfailed", lambda request: request.url.startswith(CDN)
        ) if not page.asked else None
        assert page.asked
        assert [url for url in page.asked if not url.startswith(CDN)] == []
        loaded = page.page.evaluate("performance.getEntriesByType('resource').map(({ name }) => name)")
        for name in ("anywidget", "@jupyter-widgets/jupyterlab-manager"):
            assert any(f"/extensions/{name}/" in address for address in loaded)
        assert page.page.locator(".jp-NotebookPanel:visible").count() == 1
        page.screenshot("lite")
        page.context.close()


HERE = "Run it here (about 50 MB, once)"
CELLS = [
    new_markdown_cell("# A lesson"),
    new_markdown_cell("", metadata={"tags": ["run"]}),
    new_code_cell("# Your turn: say 1", metadata={"tags": ["exercise"]}),
]


@pytest.mark.parametrize(("tried", "links"), [(None, 0), ("lite/", 2)])
def test_the_site_links_it_at_each_lesson_and_exercise_only_where_it_has_been_tried(
    monkeypatch, tmp_path, tried, links
):
    monkeypatch.setenv("XO_LITE", tried) if tried else monkeypatch.delenv("XO_LITE", raising=False)
    (tmp_path / "source/_static").mkdir(parents=True)
    shutil.copy(tool.ROOT / "docs/conf.py", tmp_path / "source")
    nbformat.write(new_notebook(cells=CELLS), tmp_path / "index.ipynb")
    monkeypatch.setattr(build_site.write_notebooks, "run", lambda notebook, **_: notebook)
    page = build_site.Page(tmp_path / "index.ipynb", tmp_path / "source/_static")
    nbformat.write(page.notebook, tmp_path / "source/index.ipynb")
    (tmp_path / "source/_static/icon.svg").write_text(site_front.icon())
    assert build_site.sphinx_of(tmp_path / "source", tmp_path / "made", tmp_path) == 0  # nor a warning
    text = (tmp_path / "made/index.html").read_text(encoding="utf-8")
    link = f'<a href="lite/lab/index.html?path=index.ipynb">{HERE}</a>'
    assert text.count(link) == text.count(HERE) == links
    first = f'href="lite/lab/index.html?path={site_front.LESSONS[0].name}.ipynb">{HERE}<'
    assert site_front.elsewhere().count(first) == bool(tried)


def test_make_lite_says_why_nothing_links_it_and_writes_over_nothing(monkeypatch, capsys, tmp_path):
    monkeypatch.setattr(tool, "provide", lambda: None)
    monkeypatch.setattr(tool, "build", lambda target: None)
    tool.main([tmp_path / "new"])
    said = capsys.readouterr().out
    assert f"{tmp_path}/new/index.html" in said
    assert "No page links to it" in said
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(SystemExit, match="(?s)no earlier build wrote it.*make lite ARGS=folder"):
        tool.main([tmp_path])


@pytest.mark.browser
def test_a_newer_lesson_is_there_at_once_and_where_yours_is_kept_after_clearing_as_the_lesson_says(
    built, chromium, tmp_path
):
    newer, other = shutil.copytree(built, tmp_path / "newer"), "04_shrink_the_map.ipynb"
    with served(newer) as address:
        page = LiteLesson(chromium, address, newer, LESSON, None)
        page.page.evaluate(
            "jupyterapp.shell.currentWidget.content.widgets[0].model.sharedModel.setSource('# Mine')"
        )
        page.command("docmanager:save")
        page.until("!jupyterapp.shell.currentWidget.context.model.dirty")
        assert page.again(other).startswith("# 04")
        for name in (LESSON, other):
            text = (newer / "files" / name).read_text(encoding="utf-8")
            (newer / "files" / name).write_text(text.replace('"# 0', '"# Newer: 0', 1), encoding="utf-8")
        assert (page.again(LESSON), page.again(other)[:11]) == ("# Mine", "# Newer: 04")
        assert "*Help ▸ Clear Browser Data*" in page.cells()[1]
        page.page.get_by_text("Help", exact=True).click()
        page.page.get_by_text("Clear Browser Data", exact=True).click()
        with page.page.expect_navigation():
            page.page.locator(".jp-Dialog").get_by_role("button", name="Clear").click()
        assert page.again(LESSON).startswith("# Newer: 03")
        page.context.close()


def test_what_builds_it_is_fetched_once_at_the_tested_versions_apart_from_jupyterlab_and_again_if_that_failed(
    monkeypatch, tmp_path, capsys
):
    asked, fails = [], [False, True]

    def pip(command, **how):
        asked.append([str(word) for word in command[3:]])
        (tmp_path / "lite").mkdir(exist_ok=True)
        return subprocess.CompletedProcess(
            command, fails.pop(0) if fails else 0, "", "ERROR: No space left on device"
        )

    monkeypatch.setattr(tool, "ROOT", tmp_path)
    (tmp_path / ".venv").mkdir()
    monkeypatch.setattr(tool, "APART", tmp_path / "lite")
    monkeypatch.setattr(tool.packages, "settings", dict)
    monkeypatch.setattr(tool.subprocess, "run", pip)
    with pytest.raises(SystemExit):
        tool.main(["--packages"])
    assert "the disk is full" in capsys.readouterr().err
    for _ in range(2):
        tool.main(["--packages"])
    download, install = asked[2:]
    assert asked[:2] == [download, install]
    assert download[-len(tool.WHEELS) :] == [f"{name}=={tool.pins()[name]}" for name in tool.WHEELS]
    prefix, constraints = (install[install.index(word) + 1] for word in ("--prefix", "-c"))
    assert (prefix, constraints) == (str(tmp_path / "lite"), str(tool.packages.TESTED))
    assert {Requirement(word).name for word in install[-2:]} < {*tool.pins()}


def test_the_public_workflow_publishes_it_only_if_every_lesson_has_run_there():
    told = YAML(typ="safe", pure=True).load(tool.ROOT / ".github/workflows/pages.yml")
    steps = told["jobs"]["site"]["steps"]
    (tries,) = [at for at, step in enumerate(steps) if step.get("env", {}).get("XO_PYODIDE") == "network"]
    (links,) = [at for at, step in enumerate(steps) if "XO_LITE" in step.get("env", {})]
    (copies,) = [at for at, step in enumerate(steps) if "site/lite" in step.get("run", "")]
    passed = f"steps.{steps[tries]['id']}.outcome == 'success'"
    assert tries < links < copies
    assert steps[tries]["run"].endswith(" tests/test_lite_lessons.py")
    assert steps[tries]["continue-on-error"] is True  # the site itself is published in any case
    assert (steps[links]["run"], steps[links]["env"]["XO_LITE"]) == (
        "make site",
        f"${{{{ {passed} && 'lite/' || '' }}}}",
    )
    assert (steps[copies]["if"], steps[copies]["run"]) == (passed, "cp -R lite site/lite")


def test_what_stops_a_build_is_told_in_its_own_last_words(monkeypatch, tmp_path):
    monkeypatch.setattr(tool, "CALL", "import sys; sys.exit('the archive is broken')")
    if not (tool.APART / ".has").exists():
        pytest.skip("missing: JupyterLite, for the course in a browser alone (`make lite` fetches it)")
    with pytest.raises(tool.NotWrittenError, match="could not be built:\nthe archive is broken"):
        tool.build(tmp_path / "new")
    assert not (tmp_path / "new").exists()
