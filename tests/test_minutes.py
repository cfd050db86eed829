"""How long a lesson takes: one formula, and the same number in every place that says so."""

import re
from pathlib import Path

import minutes
import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

pytestmark = pytest.mark.tools
ROOT = Path(__file__).parents[1]
LESSONS = sorted((ROOT / "notebooks").glob("*.ipynb"))


@pytest.fixture(scope="module")
def texts():
    return minutes.everywhere()


@pytest.mark.parametrize(
    "path", [*LESSONS, ROOT / "README.md", ROOT / "docs/teachers.md"], ids=lambda path: path.stem
)
def test_every_place_says_what_the_formula_says(texts, path):
    assert path.read_text(encoding="utf-8") == texts[path], "run `make notebooks`"


def taken():
    return {path.name: minutes.minutes(nbformat.read(path, as_version=4)) for path in LESSONS}


def test_every_place_is_found():
    wrong = {name: 995 + number for number, name in enumerate(taken())}
    wrong_ones = set(map(str, wrong.values()))
    for place in ("README.md", "docs/teachers.md"):
        made = minutes.in_rows((ROOT / place).read_text(encoding="utf-8"), wrong, 0)
        cells = [row.split("|")[2].strip() for row in made.splitlines() if re.match(r"\| \[\d\d", row)]
        assert set(cells) == wrong_ones
        assert len(cells) == len(LESSONS)
    teachers = minutes.in_sentence((ROOT / "docs/teachers.md").read_text(encoding="utf-8"), wrong)
    hours = round(sum(wrong.values()) / 60)
    said = f"takes about {hours} hours in all, (twelve|thirteen) lessons of 995 to {994 + len(LESSONS)} minutes. Learn"
    assert re.search(said, teachers)
    for path in LESSONS:
        first = nbformat.read(path, as_version=4).cells[0].source
        assert minutes.in_lesson(first, 999).count("About 999 minutes.") == 1
    ways = "\n".join(cell.source for cell in nbformat.read(LESSONS[0], as_version=4).cells)
    rows = re.findall(r"(?m)^\| \[\d\d.*\| (\d+) \|$", minutes.in_rows(ways, wrong, -2))
    assert set(rows) == wrong_ones - {"995"}  # lesson 00 shows the way to the others


def test_once_more_changes_nothing(texts):
    for path in LESSONS:
        again = nbformat.reads(texts[path], as_version=4)
        assert minutes.minutes(again) == taken()[path.name]


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
    cells = [
        new_markdown_cell("One [two](https://three.example/four) `five`.\n\n```\n6 7 8\n```\n"),
        new_markdown_cell("<details><summary>Nine</summary> ten</details>"),
        new_markdown_cell("eleven", metadata={"tags": ["run"]}),
        new_code_cell("# twelve"),
    ]
    assert minutes.words(new_notebook(cells=cells)) == 3
