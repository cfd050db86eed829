"""Two editions of the lessons for a class: the students', without any answer, and the key, solved and run.

Exercises and their checks are tagged as nbgrader reads them, with a point each.
"""

import re
from copy import deepcopy

import nbformat
import write_notebooks
from learner import clear, tags

FOLDED = re.compile(r"(?ms)^(> )?<details>\s*<summary>(.*?)</summary>(.*?)</details>[ \t]*\n?")
SOLUTION = re.compile(r"(?s)<summary>A solution[^<]*</summary>\s*```python\n(.*?)```")
CHECKED = re.compile(r'(?m)^check\("(\w+)", (\w+)\)$')
PREDICTED = ">\n> *Your answer, and why:*\n"
SAID_OF_FOLDS = re.compile(r"(?m)^\*\*Folded answers\*\*.*\n\n")
POINT = """\
# For the mark: 1 where the check says "right", else 0.
from xo_helpers.checks import EXERCISES

int(EXERCISES["{name}"]({answer}).passed)"""


class NotSolvedError(Exception):
    """A check does not call a lesson's own solution right."""


def without_answers(text):
    """A lesson's text in which questions stay and what is folded behind them is gone."""

    def left(found):
        quoted, summary = found[1] or "", found[2]
        if re.match(r"\d+\. ", summary):
            return f"{quoted}{summary}\n"
        return PREDICTED if quoted else ""

    text = SAID_OF_FOLDS.sub("", FOLDED.sub(left, text))
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def exercises(notebook):  # -> [(name, its starter, the cell that checks it, its solution)]
    """The exercises of a lesson, in order."""
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    starters = [cell for cell in code if "exercise" in tags(cell)]
    checks = [cell for cell in code if CHECKED.search(cell.source)]
    prose = "\n\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    names = [CHECKED.search(cell.source)[1] for cell in checks]
    return list(zip(names, starters, checks, SOLUTION.findall(prose), strict=True))


def graded(name, **what):
    """A cell's metadata as nbgrader reads it."""
    kind = {"grade": False, "solution": False, "locked": False, "task": False} | what
    return nbformat.from_dict({"nbgrader": {"schema_version": 3, "grade_id": name, **kind}})


def marked(notebook):
    """Tag each exercise, and put behind its check a cell that is worth a point; in place."""
    for name, starter, check, _ in exercises(notebook):
        starter.metadata |= graded(name, solution=True)
        answer = CHECKED.search(check.source)[2]
        point = nbformat.v4.new_code_cell(POINT.format(name=name, answer=answer))
        point.metadata = graded(f"{name}_check", grade=True, locked=True, points=1)
        notebook.cells.insert(notebook.cells.index(check) + 1, point)
    return notebook


def numbered(notebook):
    for number, cell in enumerate(notebook.cells):
        cell.id = f"cell-{number:03}"
    nbformat.validate(notebook)
    return notebook


def here(notebook):
    """A lesson without the line on where else it runs, since what opens there has its answers."""
    notebook = deepcopy(notebook)
    notebook.cells = [cell for cell in notebook.cells if "run" not in tags(cell)]
    return notebook


def for_students(lesson):
    """A lesson without outputs, solutions and folded answers."""
    notebook = marked(here(lesson))
    clear(notebook.cells)
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = without_answers(cell.source)
    notebook.cells = [cell for cell in notebook.cells if cell.source]
    return numbered(notebook)


def solved(lesson):
    """A lesson with its solutions in their places and its answers open, not yet run."""
    notebook = here(lesson)
    for _, starter, _, solution in exercises(notebook):
        comments = re.match(r"(?:#.*\n)*", starter.source)[0]
        starter.source = comments + solution.strip()
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = cell.source.replace("<details>", "<details open>")
    return numbered(marked(notebook))


def key(lesson):
    """A lesson solved and run, or NotSolvedError."""
    notebook = write_notebooks.run(solved(lesson))
    kept = [cell.metadata for cell in notebook.cells]
    for cell in notebook.cells:
        found = CHECKED.search(cell.source) if cell.cell_type == "code" else None
        said = "".join(output.get("text", "") for output in cell.outputs) if found else ""
        if found and not said.startswith(f"{found[1]}: right"):
            raise NotSolvedError(f"{lesson.cells[0].source.splitlines()[0]}: {said.strip() or found[0]}")
    for cell, metadata in zip(write_notebooks.canonical(notebook).cells, kept, strict=True):
        cell.metadata = metadata
    return numbered(notebook)
