"""Every notebook of the folder: written canonically, whole, and with solutions that pass their checks."""

import ast
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from itertools import pairwise
from pathlib import Path

import addresses
import nbformat
import pytest
import remember
import write_notebooks as writer
from conftest import NOTEBOOKS
from nbclient.exceptions import CellExecutionError
from nbformat.v4 import new_code_cell, new_notebook
from nbval.plugin import IPyNbFile

import xo_helpers
from xo_helpers import training, widgets
from xo_helpers.checks import EXERCISES

pytestmark = pytest.mark.tools
ROOT = Path(__file__).parents[1]
LESSON_07 = ROOT / "notebooks/07_let_the_values_vote.ipynb"
# A table of one cell is a box where code is hosted, and JupyterLab draws one around such a div.
BOX = r'(?m)^<div class="alert alert-info">\n\n\| ✎ \*\*Your turn\.\*\* [^\n]+ \|\n\|:---\|\n\n</div>$'


def tags(cell):
    return cell.metadata.get("tags", [])


def code(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def taught(notebook):
    """The code cells but for the first, which is the same in every lesson."""
    return [cell for cell in code(notebook) if "setup" not in tags(cell)]


def prose(notebook):
    """The text, but for the line of links, which is made."""
    told = [cell for cell in notebook.cells if cell.cell_type == "markdown" and "run" not in tags(cell)]
    return "\n\n".join(cell.source for cell in told)


def names_in(source):  # -> the names that the code binds, those that it reads
    nodes = list(ast.walk(ast.parse(source)))
    names = [node for node in nodes if isinstance(node, ast.Name)]
    binds = {node.id for node in names if isinstance(node.ctx, ast.Store)}
    named = [node for node in nodes if isinstance(node, ast.alias | ast.FunctionDef)]
    binds |= {getattr(node, "asname", None) or node.name for node in named}
    return binds, {node.id for node in names if isinstance(node.ctx, ast.Load)}


def test_it_is_as_the_canonical_writer_leaves_it_and_says_nothing_of_the_machine(path):
    committed = path.read_text(encoding="utf-8")
    again = nbformat.writes(writer.canonical(nbformat.reads(committed, as_version=4))) + "\n"
    assert again == committed, "run `make notebooks`"
    assert str(Path.home()) not in committed
    assert str(ROOT) not in committed


def test_its_cells_ran_in_order_and_left_what_can_be_seen_without_a_kernel(notebook):
    assert [cell.execution_count for cell in code(notebook)] == list(range(1, len(code(notebook)) + 1))
    for cell in code(notebook):
        for output in cell.outputs:
            assert output.output_type != "error", cell.source
            assert output.get("name") != "stderr", cell.source
            data = output.get("data", {})
            assert writer.WIDGET_VIEW not in data
            assert "object at 0x" not in data.get("text/plain", ""), f"an address, no picture: {cell.source}"
            if "image/png" in data:
                assert output.metadata["image/png"]["alt"] == data["text/plain"]


def test_writing_it_twice_leaves_no_difference(tmp_path):
    path = Path(shutil.copy(LESSON_07, tmp_path))
    writer.write(path)
    once = path.read_bytes()
    writer.write(path)
    assert path.read_bytes() == once


def test_the_frame(notebook):
    first, text = notebook.cells[0].source, prose(notebook)
    assert re.match(r"# \d\d · \w+", first)
    assert [said for said in ("**You will**", "**Afterwards you can**", "minutes") if said not in first] == []
    at = [text.index(heading) for heading in ("## Your turn", "## Check yourself", "## What you did")]
    assert at == sorted(at)
    assert re.search(r"## (Roads not taken|Further)", text)
    assert "**Before you" in text, "a prediction"
    assert 3 <= text[at[1] : at[2]].count("<details>") <= 5, "questions"
    assert text.count("<details>") == text.count("</details>") == text.count("<summary>")


def test_cells_are_short_and_prose_is_long_enough(notebook, path):
    lengths = sorted(len(re.findall(r".*\S", cell.source)) for cell in taught(notebook))
    assert 15 <= len(lengths) <= (40 if path.name[:2] in {"09", "10", "11"} else 35)
    assert lengths[-1] <= 12
    assert lengths[len(lengths) // 2] <= 3
    sums_answers_and_tables = r"(?s)```.*?```|<details>.*?</details>|(?m:^\|[^\n]*$)"
    assert 10 <= len(re.sub(sums_answers_and_tables, "", prose(notebook)).split()) / sum(lengths) <= 20


def test_what_answers_a_prediction_is_tagged_and_an_exercise_stands_in_a_box(notebook):
    """The site folds an output that is so tagged until it is asked for."""
    for at, cell in enumerate(notebook.cells):
        if cell.cell_type == "markdown" and "**Before you run" in cell.source:
            answering = next(later for later in notebook.cells[at:] if later.cell_type == "code")
            assert "hide-output" in tags(answering), answering.source
        if "exercise" in tags(cell):
            assert cell.source.startswith("# Your turn: "), cell.source
            assert re.search(BOX, notebook.cells[at - 1].source), "its box"


def test_a_widgets_cell_stands_on_its_own_feet(notebook):
    """It imports its widget, and the text before it names what has to have been run."""
    made = set()  # names that cells so far have bound
    for before, cell in pairwise(notebook.cells):
        if cell.cell_type == "code" and "setup" not in tags(cell):
            binds, reads = names_in(cell.source)
            shown = reads & set(widgets.__all__)
            assert shown <= binds, cell.source
            untold = {name for name in reads & made - binds if f"`{name}`" not in before.source}
            assert not shown or not untold, f"{cell.source}\nnot named before it: {untold}"
            made |= binds


def test_links_lead_somewhere(notebook, path):
    links = re.findall(r"\]\(([^)\s]+)\)", prose(notebook))
    near = [link for link in links if not link.startswith("https://")]
    assert all((path.parent / link).is_file() for link in near), near
    at = NOTEBOOKS.index(path)
    neighbours = NOTEBOOKS[max(0, at - 1) : at] + NOTEBOOKS[at + 1 : at + 2]
    assert {neighbour.name for neighbour in neighbours} <= set(links)


def test_it_imports_by_room_and_needs_no_network(notebook):
    for cell in taught(notebook):
        assert not re.search(r"(?m)^\s*[!%]|import \*|https?://|matplotlib|plt\.", cell.source), cell.source
        for room, names in re.findall(r"(?m)^from xo_helpers\.(\S+) import (.*)$", cell.source):
            assert room == "plots" or "plot_" not in names, "figures come from one room, whatever moves in it"


def test_every_address_is_made_from_pyprojects(notebook, path):
    sources = [cell.source for cell in notebook.cells]
    made = writer.with_setup(notebook, path.name)
    assert sources == [cell.source for cell in made.cells], "run `make notebooks`"
    assert sources[2] == addresses.SETUP
    assert addresses.ARCHIVE in addresses.SETUP
    for link in re.findall(r"https?://[^)\s]+", sources[1]):
        assert f"{addresses.NAME}/" in link
        assert f"/{addresses.TAG}" in link
        assert link.endswith(f"notebooks/{path.name}")


def test_readme_links_every_lesson():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [path.name for path in NOTEBOOKS if addresses.links(path.name) not in readme] == []
    other = readme.replace(addresses.TAG, "v9").replace(addresses.SITE, "https://a.github.io/b/")
    assert addresses.readme(readme) == addresses.readme(other) == readme, "run `make notebooks`"
    assert readme.count(addresses.SITE) == 1


def test_a_lesson_that_is_newer_than_its_functions_says_so_in_one_line():
    xo_helpers.needs(xo_helpers.__version__)
    xo_helpers.needs("0.0.12")
    with pytest.raises(xo_helpers.TooOldError, match=r"needs xo_helpers 12.0.0 and finds 0\.") as raised:
        xo_helpers.needs("12.0.0")
    assert "\n" not in str(raised.value)
    cell = new_code_cell("import xo_helpers\nxo_helpers.needs('12.0.0')")
    with pytest.raises(CellExecutionError):
        writer.run(new_notebook(cells=[cell]))
    assert cell.outputs[0].traceback == [str(raised.value)]


def test_each_solution_passes_its_check(notebook, capsys, remembered, monkeypatch):
    monkeypatch.setenv("XO_TRAININGS", remembered["XO_TRAININGS"])
    monkeypatch.setattr(training, "train", remember.remembering(training.train))
    folded = re.findall(r"<summary>A solution[^<]*</summary>\s*```python\n(.*?)```", prose(notebook), re.S)
    starters = [cell for cell in code(notebook) if "exercise" in tags(cell)]
    assert starters
    for starter, solution in zip(starters, folded, strict=True):
        starter.source = solution
    cells = [cell.source for cell in taught(notebook)]
    checks = [cell for cell in cells if 'check("' in cell]
    assert len(checks) == len(starters)
    kept, wanted, space = [], set(), {}  # the checks, cells that bind a name that these use, and so on back
    for cell in reversed(cells):
        binds, reads = names_in(cell)
        if cell in checks or binds & wanted:
            kept.append(cell)
            wanted |= reads
    for cell in reversed(kept):
        capsys.readouterr()
        exec(cell, space)
        if cell in checks:
            name = re.search(r'check\("(\w+)"', cell)[1]
            assert capsys.readouterr().out.startswith(f"{name}: right")


def test_every_exercise_is_in_a_lesson_and_starts_unwritten():
    cells = [cell for path in NOTEBOOKS for cell in code(nbformat.read(path, as_version=4))]
    asked = [(name, c.outputs[0].text) for c in cells for name in re.findall(r'check\("(\w+)"', c.source)]
    assert sorted(asked) == [(name, f"{name}: not written yet.\n") for name in sorted(EXERCISES)]


# nbval sees what changes


def plant(notebook, which=0):
    """Change a digit, or a # of a picture, in output `which` of every cell; the cells so changed."""
    planted = set()
    for number, cell in enumerate(code(notebook)):
        if len(cell.outputs) > which:
            output = cell.outputs[which]  # what nbval compares of it
            holder, key = (output, "text") if "text" in output else (output.get("data", {}), "text/plain")
            was = holder.get(key, "")
            wrong = re.sub(r"\d", lambda digit: str((int(digit[0]) + 1) % 10), was, count=1)
            holder[key] = wrong if wrong != was else was.replace("#", ".", 1)
            if holder[key] != was:
                planted.add(number)
    return planted


def unlike(written, ran, request):
    """The cells of a file whose outputs nbval, as this suite sets it, finds unlike those of a notebook that ran."""
    cells = IPyNbFile.from_parent(request.session, path=written).collect()
    pairs = enumerate(zip(cells, code(ran), strict=True))
    return {at for at, (cell, real) in pairs if not cell.compare_outputs(real.outputs, cell.cell.outputs)}


def test_a_changed_digit_in_any_cell_fails_that_cell(notebook, path, tmp_path, request):
    ran = nbformat.read(path, as_version=4)  # the folder's own run has shown that its outputs come again
    planted, wrong = plant(notebook), tmp_path / path.name
    nbformat.write(notebook, wrong)
    assert len(planted) >= 8
    assert unlike(wrong, ran, request) == planted


def test_a_changed_digit_fails_when_the_lesson_is_run(tmp_path):
    notebook, path = nbformat.read(LESSON_07, as_version=4), tmp_path / LESSON_07.name
    planted = plant(notebook)
    nbformat.write(notebook, path)
    command = [sys.executable, "-m", "pytest", "-o", "addopts=", "-p", "no:cacheprovider", "-q", str(path)]
    command += ["--nbval", "--nbval-current-env", "--nbval-cell-timeout=300", "--junitxml=report.xml"]
    subprocess.run(command, capture_output=True, cwd=tmp_path, check=False)
    cases = ET.parse(tmp_path / "report.xml").getroot().iter("testcase")
    failed = [case.get("name") for case in cases if case.find("failure") is not None]
    assert {int(name.split()[-1]) for name in failed} == planted


def test_a_changed_digit_in_a_cells_second_output_fails_too(tmp_path, request):
    plots = "from xo_helpers.plots import plot_image\n" + "display(plot_image([[1, 0]], numbers=True))\n" * 2
    cells, path = [new_code_cell(plots), new_code_cell("print(1)\n2")], tmp_path / "two.ipynb"
    nbformat.write(writer.canonical(writer.run(new_notebook(cells=cells))), path)
    ran, two = (nbformat.read(path, as_version=4) for _ in range(2))
    assert unlike(path, ran, request) == set()
    assert plant(two, 1) == {0, 1}
    nbformat.write(two, path)
    assert unlike(path, ran, request) == {0, 1}
