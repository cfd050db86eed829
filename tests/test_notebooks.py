"""Every notebook of the folder: written canonically, whole, and with solutions that pass their checks."""

import ast
import json
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import addresses
import nbformat
import pytest
import write_notebooks as writer
from nbclient.exceptions import CellExecutionError
from nbval.plugin import IPyNbFile

import xo_helpers
from xo_helpers import widgets
from xo_helpers.checks import EXERCISES

pytestmark = pytest.mark.tools
ROOT = Path(__file__).parents[1]
FRAME = ["## Your turn", "## Check yourself", "## What you did"]


def code(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def taught(notebook):
    """The code cells but for the first, which is the same in every lesson."""
    return [cell for cell in code(notebook) if "setup" not in cell.metadata.get("tags", [])]


def prose(notebook):
    """The text, but for the line of links, which is made."""
    told = [cell for cell in notebook.cells if "run" not in cell.metadata.get("tags", [])]
    return "\n\n".join(cell.source for cell in told if cell.cell_type == "markdown")


def text_of(output):
    """The text that nbval compares, as (holder, key)."""
    return (output, "text") if "text" in output else (output.get("data", {}), "text/plain")


# How it is written


def test_it_is_as_the_canonical_writer_leaves_it(path):
    committed = path.read_text(encoding="utf-8")
    again = nbformat.writes(writer.canonical(nbformat.reads(committed, as_version=4))) + "\n"
    assert again == committed, "run `make notebooks`"


def test_every_code_cell_was_run_in_order(notebook):
    assert [cell.execution_count for cell in code(notebook)] == list(range(1, len(code(notebook)) + 1))


def test_no_output_is_an_error_or_a_warning(notebook):
    for cell in code(notebook):
        for output in cell.outputs:
            assert output.output_type != "error", cell.source
            assert output.get("name") != "stderr", cell.source


def test_what_a_reader_without_kernel_sees(notebook):
    for cell in code(notebook):
        for output in cell.outputs:
            data = output.get("data", {})
            assert writer.WIDGET_VIEW not in data
            if "text/plain" in data:
                assert "object at 0x" not in data["text/plain"], f"an address, not a picture: {cell.source}"
            if "image/png" in data:
                assert output.metadata["image/png"]["alt"] == data["text/plain"]
    assert any("image/png" in output.get("data", {}) for cell in code(notebook) for output in cell.outputs)


def test_writing_it_twice_leaves_no_difference(tmp_path):
    written = []
    lesson = ROOT / "notebooks" / "07_let_the_values_vote.ipynb"
    for folder in (tmp_path / "once", tmp_path / "twice"):  # one name: it is in the lesson's own links
        folder.mkdir()
        path = shutil.copy(lesson, folder / lesson.name)
        writer.write(path)
        written.append(path.read_bytes())
    assert written[0] == written[1]


# What it promises


def test_the_frame(notebook):
    first, text = notebook.cells[0].source, prose(notebook)
    assert re.match(r"# \d\d · \w+", first)
    for promise in ("**You will**", "**Afterwards you can**", "minutes"):
        assert promise in first
    at = [text.index(heading) for heading in FRAME]
    assert at == sorted(at)
    assert re.search(r"## (Roads not taken|Further)", text)
    assert "**Before you" in text, "a prediction"
    questions = text[at[1] : at[2]].count("<details>")
    assert 3 <= questions <= 5
    assert text.count("<details>") == text.count("</details>") == text.count("<summary>")


def test_cells_are_short_and_prose_is_long_enough(notebook, path):
    lengths = sorted(
        len([line for line in cell.source.splitlines() if line.strip()]) for cell in taught(notebook)
    )
    assert 15 <= len(lengths) <= (40 if path.name[:2] in {"09", "10", "11"} else 35)
    assert lengths[-1] <= 12
    assert lengths[len(lengths) // 2] <= 3
    told = re.sub(
        r"(?s)```.*?```|<details>.*?</details>|(?m:^\|[^\n]*$)", "", prose(notebook)
    )  # no sums, answers, tables
    assert 10 <= len(told.split()) / sum(lengths) <= 20


def test_what_answers_a_prediction_is_tagged(notebook):
    """The site folds such an output until it is asked for."""
    for at, cell in enumerate(notebook.cells):
        if cell.cell_type == "markdown" and re.search(r"\*\*Before you run", cell.source):
            answering = next(later for later in notebook.cells[at:] if later.cell_type == "code")
            assert "hide-output" in answering.metadata.get("tags", []), answering.source


def test_your_turn_can_be_told_at_a_glance(notebook):
    for at, cell in enumerate(notebook.cells):
        if "exercise" in cell.metadata.get("tags", []):
            assert cell.source.startswith("# Your turn: "), cell.source
            # A table of one cell is a box where code is hosted, and JupyterLab draws one around such a div.
            box = r'(?m)^<div class="alert alert-info">\n\n\| ✎ \*\*Your turn\.\*\* [^\n]+ \|\n\|:---\|\n\n</div>$'
            assert re.search(box, notebook.cells[at - 1].source), "its box"


def test_a_widgets_cell_stands_on_its_own_feet(notebook):
    """It imports its widget, and the text before it names what has to have been run."""
    made = set()  # names that cells so far have bound
    for at, cell in enumerate(notebook.cells):
        if cell.cell_type != "code" or "setup" in cell.metadata.get("tags", []):
            continue
        tree = list(ast.walk(ast.parse(cell.source)))
        names = [node for node in tree if isinstance(node, ast.Name)]
        binds = {node.id for node in names if isinstance(node.ctx, ast.Store)}
        binds |= {node.asname or node.name for node in tree if isinstance(node, ast.alias)}
        binds |= {node.name for node in tree if isinstance(node, ast.FunctionDef)}
        shown = {node.id for node in names if node.id in widgets.__all__}
        if shown:
            assert shown <= binds, cell.source
            needed = {node.id for node in names if isinstance(node.ctx, ast.Load)} & made - binds
            told = {name for name in needed if f"`{name}`" in notebook.cells[at - 1].source}
            assert told == needed, f"{cell.source}\nnot named before it: {needed - told}"
        made |= binds


def test_links_lead_somewhere(notebook, path):
    links = re.findall(r"\]\(([^)\s]+)\)", prose(notebook))
    assert links
    for link in links:
        if not link.startswith("https://"):
            assert (path.parent / link).is_file(), link
    names = [path.name for path in sorted(path.parent.glob("*.ipynb"))]
    at = names.index(path.name)
    for neighbour in names[max(0, at - 1) : at] + names[at + 1 : at + 2]:
        assert neighbour in links


def test_it_imports_by_room_and_needs_no_network(notebook):
    for cell in taught(notebook):
        assert "import *" not in cell.source
        assert not re.search(r"^\s*[!%]|https?://|matplotlib|plt\.", cell.source, re.M), cell.source
        for room, names in re.findall(r"^from xo_helpers\.(\S+) import (.*)$", cell.source, re.M):
            assert room == "plots" or "plot_" not in names, "figures come from one room, whatever moves in it"


# Where it is opened


def test_every_address_is_made_from_pyprojects(notebook, path):
    made = writer.with_setup(nbformat.from_dict(notebook), path.name)
    assert [cell.source for cell in notebook.cells] == [cell.source for cell in made.cells], (
        "run `make notebooks`"
    )
    assert notebook.cells[2].source == addresses.SETUP
    assert addresses.ARCHIVE in addresses.SETUP
    for link in re.findall(r"https?://[^)\s]+", notebook.cells[1].source):
        assert f"{addresses.NAME}/" in link
        assert f"/{addresses.TAG}" in link
        assert link.endswith(f"notebooks/{path.name}")


def test_readme_links_every_lesson(path):
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert addresses.links(path.name) in readme
    assert readme == addresses.readme(readme), "run `make notebooks`"
    assert (
        addresses.readme(
            readme.replace(addresses.TAG, "v9").replace(addresses.SITE, "https://a.github.io/b/")
        )
        == readme
    )
    assert readme.count(addresses.SITE) == 1


def test_a_lesson_that_is_newer_than_its_functions_says_so_in_one_line():
    xo_helpers.needs(xo_helpers.__version__)
    xo_helpers.needs("0.0.12")
    with pytest.raises(xo_helpers.TooOldError, match=r"needs xo_helpers 12.0.0 and finds 0\.") as raised:
        xo_helpers.needs("12.0.0")
    cell = nbformat.v4.new_code_cell("import xo_helpers\nxo_helpers.needs('12.0.0')")
    notebook = nbformat.v4.new_notebook(cells=[cell])
    with pytest.raises(CellExecutionError):
        writer.run(notebook)
    assert cell.outputs[0].traceback == [str(raised.value)]
    assert "\n" not in str(raised.value)


# Its exercises


def leading_to(asking, cells):
    """Of the cells, those that bind a name that these use, and so on back: a lesson's trainings are seldom among them."""
    kept, wanted = [], set()
    for cell in reversed(cells):
        nodes = list(ast.walk(ast.parse(cell)))
        names = [node for node in nodes if isinstance(node, ast.Name)]
        binds = {node.id for node in names if isinstance(node.ctx, ast.Store)}
        binds |= {node.asname or node.name for node in nodes if isinstance(node, ast.alias)}
        binds |= {node.name for node in nodes if isinstance(node, ast.FunctionDef)}
        if cell in asking or binds & wanted:
            kept.append(cell)
            wanted |= {node.id for node in names if isinstance(node.ctx, ast.Load)}
    return kept[::-1]


def test_each_solution_passes_its_check(notebook, capsys):
    folded = re.findall(r"<summary>A solution[^<]*</summary>\s*```python\n(.*?)```", prose(notebook), re.S)
    starters = [cell for cell in code(notebook) if "exercise" in cell.metadata.get("tags", [])]
    assert len(starters) == len(folded) >= 1
    for starter, solution in zip(starters, folded, strict=True):
        starter.source = solution
    cells = [cell.source for cell in taught(notebook)]
    space, checks = {}, [cell for cell in cells if 'check("' in cell]
    assert len(checks) == len(starters)
    for cell in leading_to(checks, cells):
        capsys.readouterr()
        exec(cell, space)
        if cell in checks:
            name = re.search(r'check\("(\w+)"', cell)[1]
            assert capsys.readouterr().out.startswith(f"{name}: right")


def test_every_exercise_is_in_a_lesson_and_starts_unwritten():
    asked = []
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        for cell in code(nbformat.read(path, as_version=4)):
            for name in re.findall(r'check\("(\w+)"', cell.source):
                asked.append(name)
                assert cell.outputs[0].text == f"{name}: not written yet.\n"
    assert sorted(asked) == sorted(EXERCISES)


# nbval sees what changes


def nbval(path, report):
    """Run nbval strictly over one notebook; the numbers of the cells that failed."""
    command = [sys.executable, "-m", "pytest", "-o", "addopts=", "-p", "no:cacheprovider", "-q", str(path)]
    command += ["--nbval", "--nbval-current-env", "--nbval-cell-timeout=300", f"--junitxml={report}"]
    subprocess.run(command, capture_output=True, cwd=path.parent, check=False)
    cases = ET.parse(report).getroot().iter("testcase")
    return {int(case.get("name").split()[-1]) for case in cases if case.find("failure") is not None}


def plant(notebook, which):
    """Change a digit, or a # of a picture, in output `which` of every cell; the cells so changed."""
    planted = set()
    for number, cell in enumerate(code(notebook)):
        if len(cell.outputs) > which:
            holder, key = text_of(cell.outputs[which])
            was = holder.get(key, "")
            holder[key] = re.sub(r"\d", lambda digit: str((int(digit[0]) + 1) % 10), was, count=1)
            if holder[key] == was:
                holder[key] = was.replace("#", ".", 1)
            if holder[key] != was:
                planted.add(number)
            else:
                assert not was.strip() or not re.search(r"[\d#]", was)
    return planted


def unlike(written, ran, request):
    """The cells of a file whose outputs nbval, as this suite sets it, finds unlike those of a notebook that ran."""
    cells = IPyNbFile.from_parent(request.session, path=written).collect()
    pairs = zip(cells, code(ran), strict=True)
    return {
        at
        for at, (cell, real) in enumerate(pairs)
        if not cell.compare_outputs(real.outputs, cell.cell.outputs)
    }


def test_a_changed_digit_in_any_cell_fails_that_cell(notebook, path, tmp_path, request):
    ran = nbformat.read(path, as_version=4)  # the folder's own run has shown that its outputs come again
    planted = plant(notebook, 0)
    wrong = tmp_path / path.name
    nbformat.write(notebook, wrong)
    assert len(planted) >= 8
    assert unlike(wrong, ran, request) == planted


def test_a_changed_digit_fails_when_the_lesson_is_run(tmp_path):
    lesson = ROOT / "notebooks" / "07_let_the_values_vote.ipynb"
    notebook = nbformat.read(lesson, as_version=4)
    planted = plant(notebook, 0)
    nbformat.write(notebook, tmp_path / lesson.name)
    assert nbval(tmp_path / lesson.name, tmp_path / "report.xml") == planted


def test_a_changed_digit_in_a_cells_second_output_fails_too(tmp_path, request):
    source = (
        "from IPython.display import display\nfrom xo_helpers.plots import plot_image\nimport numpy as np\n"
    )
    source += (
        "display(plot_image(np.eye(2), numbers=True))\ndisplay(plot_image(np.ones((2, 2)), numbers=True))"
    )
    cells = [nbformat.v4.new_code_cell(source), nbformat.v4.new_code_cell("print(1)\n2")]
    path = tmp_path / "two.ipynb"
    nbformat.write(writer.canonical(writer.run(nbformat.v4.new_notebook(cells=cells))), path)
    ran, two = (nbformat.read(path, as_version=4) for _ in range(2))
    assert unlike(path, ran, request) == set()
    assert plant(two, 1) == {0, 1}
    nbformat.write(two, path)
    assert unlike(path, ran, request) == {0, 1}


def test_a_notebook_says_nothing_of_the_machine_it_was_written_on(notebook):
    written = json.dumps(notebook)
    assert str(Path.home()) not in written
    assert str(ROOT) not in written
