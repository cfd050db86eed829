"""How long a lesson takes, by one formula, and every place that says so.

What a careful reader takes who predicts, tries and answers: a minute for 150 visible words, one for each
prediction and question, three for each widget, five for each exercise, rounded to five.
"""

import re
from pathlib import Path

import nbformat
from learner import tags, write_whole

from xo_helpers import widgets

ROOT = Path(__file__).resolve().parents[1]
ROW = r"(?m)^(\| \[\d\d[^\n]*?\]\((?:\S*/)?(\w+\.ipynb)\) \|)(.*)$"


def visible(notebook):
    """What a reader sees without unfolding anything: the text, without answers, addresses and sums."""
    told = [cell for cell in notebook.cells if cell.cell_type == "markdown" and "run" not in tags(cell)]
    text = "\n\n".join(cell.source for cell in told)
    text = re.sub(r"(?s)<details>.*?</details>|```.*?```|</?div[^>]*>", "", text)
    return re.sub(r"\]\([^)]*\)", "]", text)


def words(notebook):
    return len(re.findall(r"[\w'’.×−]*\w[\w'’.]*", visible(notebook)))


def minutes(notebook):
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    text = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    questions = text.partition("## Check yourself")[2].partition("## What you did")[0].count("<details>")
    shown = sum(bool(re.search(rf"\b({'|'.join(widgets.__all__)})\(", cell.source)) for cell in code)
    exercises = sum("exercise" in tags(cell) for cell in code)
    took = words(notebook) / 150 + text.count("**Before you") + questions + 3 * shown + 5 * exercises
    return 5 * round(took / 5)


def in_rows(text, taken, column):
    """The rows of a table whose first cell links a lesson, with its minutes in that column."""

    def row(found):
        cells = found[3].split("|")
        cells[column] = f" {taken[found[2]]} "
        return found[1] + "|".join(cells)

    return re.sub(ROW, row, text)


def in_lesson(text, taken):  # the text of a lesson's first cell
    return re.sub(r"(?m)^About \d+ minutes\.$", f"About {taken} minutes.", text)


def in_sentence(text, taken):
    """The teachers' page, whose first sentence says how long the course is and how long its lessons are."""
    number = {12: "twelve", 13: "thirteen"}.get(len(taken), len(taken))
    whole = f"about {sum(taken.values()) / 60:.0f} hours in all, {number} lessons of "
    span = f"{min(taken.values())} to {max(taken.values())} minutes"
    return re.sub(r"about \d+ hours in all, \w+ lessons of \d+ to \d+ minutes", whole + span, text)


def everywhere():  # -> {path: text}
    """README, the teachers' page and all lessons, as they must stand."""
    lessons = {
        path: nbformat.read(path, as_version=4) for path in sorted((ROOT / "notebooks").glob("*.ipynb"))
    }
    taken = {path.name: minutes(notebook) for path, notebook in lessons.items()}
    texts = {}
    for path, notebook in lessons.items():
        notebook.cells[0].source = in_lesson(notebook.cells[0].source, taken[path.name])
        for cell in notebook.cells:
            if cell.cell_type == "markdown":
                cell.source = in_rows(cell.source, taken, -2)
        texts[path] = nbformat.writes(notebook) + "\n"
    readme, teachers = ROOT / "README.md", ROOT / "docs/teachers.md"
    texts[readme] = in_rows(readme.read_text(encoding="utf-8"), taken, 0)
    texts[teachers] = in_sentence(in_rows(teachers.read_text(encoding="utf-8"), taken, 0), taken)
    return texts


if __name__ == "__main__":
    for path, text in everywhere().items():
        if path.read_text(encoding="utf-8") != text:
            write_whole(path, text)
