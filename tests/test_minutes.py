"""How long a lesson takes: one formula, and the same number in every place that says so."""

import re

import minutes
import nbformat
import pytest
from conftest import NOTEBOOKS as LESSONS
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

pytestmark = pytest.mark.tools
README, TEACHERS = minutes.ROOT / "README.md", minutes.ROOT / "docs/teachers.md"


def test_every_place_says_what_the_formula_says():
    texts = minutes.everywhere()
    assert set(texts) == {*LESSONS, README, TEACHERS}
    wrong = [path.name for path, text in texts.items() if path.read_text(encoding="utf-8") != text]
    assert wrong == [], "run `make notebooks`"


def test_every_place_is_found():
    wrong = {path.name: 995 + number for number, path in enumerate(LESSONS)}
    told = [str(taken) for taken in wrong.values()]
    for place in (README, TEACHERS):
        made = minutes.in_rows(place.read_text(encoding="utf-8"), wrong, 0)
        assert re.findall(r"(?m)^\| \[\d\d[^|]*\| *(\S+) *\|", made) == told
    span = rf"(twelve|thirteen) lessons of 995 to {told[-1]} minutes\. Learn"
    said = f"takes about {round(sum(wrong.values()) / 60)} hours in all, {span}"
    assert re.search(said, minutes.in_sentence(TEACHERS.read_text(encoding="utf-8"), wrong))
    lessons = [nbformat.read(path, as_version=4) for path in LESSONS]
    for lesson in lessons:
        assert minutes.in_lesson(lesson.cells[0].source, 999).count("About 999 minutes.") == 1
    ways = "\n".join(minutes.in_rows(cell.source, wrong, -2) for cell in lessons[0].cells)
    assert set(re.findall(r"(?m)^\| \[\d\d.*\| (\d+) \|$", ways)) == {*told[1:]}  # lesson 00's, to the others


def lesson(words=300, predictions=0, questions=0, widgets=0, exercises=0):
    cells = [new_markdown_cell("word " * words)]
    cells += [new_markdown_cell("> **Before you look.** Guess.") for _ in range(predictions)]
    cells += [new_code_cell("SlideWindow(X, K)") for _ in range(widgets)]
    cells += [new_code_cell("answer = None", metadata={"tags": ["exercise"]}) for _ in range(exercises)]
    folded = "<details><summary>Answer</summary> " + "unread " * 900 + "</details>\n"
    cells += [new_markdown_cell(f"## Check yourself\n{folded * questions}\n## What you did\n")]
    return new_notebook(cells=cells)


@pytest.mark.parametrize(
    ("parts", "want"),
    [
        ({"words": 745}, 5),
        ({"words": 1500}, 10),
        ({"words": 300, "widgets": 1}, 5),
        ({"words": 300, "widgets": 3}, 10),
        ({"words": 300, "exercises": 2}, 10),
        ({"words": 745, "questions": 5}, 10),
        ({"words": 745, "predictions": 5}, 10),
        ({"words": 900, "predictions": 3, "questions": 4, "widgets": 1, "exercises": 2}, 25),
    ],
)
def test_the_formula(parts, want):
    assert minutes.minutes(lesson(**parts)) == want


def test_words_are_those_that_are_seen():
    cells = [new_markdown_cell("One [two](https://three.example/four) `five`.\n\n```\n6 7 8\n```\n")]
    cells += [new_markdown_cell("<details><summary>Nine</summary> ten</details>"), new_code_cell("# twelve")]
    cells += [new_markdown_cell("eleven", metadata={"tags": ["run"]})]
    assert minutes.words(new_notebook(cells=cells)) == 3
