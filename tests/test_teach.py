"""What `make teach` makes: an edition in which no answer is left, its key, and both as nbgrader reads them."""

import re
import zipfile

import editions
import nbformat
import pytest
import teach
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from xo_helpers.checks import EXERCISES

pytestmark = pytest.mark.tools
LESSONS = teach.lessons()
EXERCISE = {"grade": False, "solution": True, "locked": False, "task": False}
CHECK = {"grade": True, "solution": False, "locked": True, "task": False, "points": 1}


@pytest.fixture(scope="module")
def students(tmp_path_factory):
    folder = tmp_path_factory.mktemp("teach") / "students"
    teach.write_students(folder)
    return folder


def prose(notebook):
    return "\n\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")


def plain(text):
    """Words in a row, whatever frames, quotes and emphasises them."""
    return " ".join(re.sub(r"[>*`|]", " ", text).split())


def answers(notebook):  # -> (a line of code?, text)
    """Every sentence of a folded answer and every line of a solution, found without the edition's own tools."""
    for fold in [part.partition("</details>")[0] for part in prose(notebook).split("<details>")[1:]]:
        summary, _, text = fold.replace("\n>", "\n").partition("</summary>")
        text, *codes = re.split(r"```(?:python)?\n", text)
        for code in codes:
            yield from ((True, line.strip()) for line in code.split("\n") if line.strip())
        for sentence in filter(None, map(str.strip, re.split(r"(?<=[.:?])\s", plain(text)))):
            few = (
                len(sentence.split()) < 3
            )  # "No." stands in many places; behind its question it is an answer
            yield False, f"{plain(summary.partition('>')[2])} {sentence}" if few else sentence


def everything(folder):
    """All that can be read in a folder, also in the archives in it."""
    for path in folder.rglob("*"):
        if path.suffix in (".zip", ".whl"):
            with zipfile.ZipFile(path) as file:
                yield from (file.read(name).decode(errors="replace") for name in file.namelist())
        elif path.suffix == ".ipynb":
            yield "\n".join(cell.source for cell in nbformat.read(path, as_version=4).cells)
        elif path.is_file():
            yield path.read_text(encoding="utf-8", errors="replace")


def read(text):  # -> its words in a row, its lines
    return plain(text), {line.strip() for line in text.split("\n")}


def found(folder):
    """Which answers stand in a folder, but for what lessons show outside of their folds too."""
    code = [cell.source for _, lesson in LESSONS for cell in lesson.cells if cell.cell_type == "code"]
    texts = [re.sub(r"(?s)<details>.*?</details>", "", prose(lesson)) for _, lesson in LESSONS]
    here, shown = read("\n".join(everything(folder))), read("\n".join(texts + code))
    every = {answer for _, lesson in LESSONS for answer in answers(lesson)}
    return [text for line, text in sorted(every) if text in here[line] and text not in shown[line]]


def test_who_has_the_students_edition_alone_finds_no_answer(students):
    assert found(students) == []
    assert sum(len(list(answers(lesson))) for _, lesson in LESSONS) > 500
    for path in students.glob("*.ipynb"):
        notebook = nbformat.read(path, as_version=4)
        assert not any(cell.get("outputs") or cell.get("execution_count") for cell in notebook.cells)
        assert not re.search("(?i)details|folded|solution|colab.research", prose(notebook))


def test_an_answer_that_is_left_is_found_also_in_a_wheel(tmp_path):
    for number, text in enumerate(["It still votes, and O wins, by 0.3.", "    return gradient * (x > 0)\n"]):
        with zipfile.ZipFile(tmp_path / f"{number}.whl", "w") as file:
            file.writestr("inside.py", text)
        assert found(tmp_path)[-1] == text.strip()


@pytest.mark.parametrize(("name", "lesson"), LESSONS, ids=lambda value: str(value)[:2])
def test_questions_stay_and_each_exercise_is_tagged_for_nbgrader(students, name, lesson):
    edition = nbformat.read(students / name, as_version=4)
    for asks in (r"\*\*Before you[^\n]*", r"(?m)(?<=<summary>)\d\. .*(?=</summary>)"):
        questions = re.findall(asks, prose(lesson))
        assert questions
        assert [question for question in questions if question not in prose(edition)] == []
    given = [cell.metadata["nbgrader"] for cell in edition.cells if "nbgrader" in cell.metadata]
    assert {meta.pop("schema_version") for meta in given} == {3}
    names = [meta.pop("grade_id") for meta in given]
    assert names == [n for e in names[::2] for n in (e, f"{e}_check")]
    assert set(names[::2]) == set(re.findall(r'check\("(\w+)"', str(lesson))) <= set(EXERCISES)
    assert given == [EXERCISE, CHECK] * (len(given) // 2)


def test_the_point_is_given_for_what_the_check_calls_right():
    point = editions.POINT.format(name="relu", answer="mine")
    for answer, wanted in [("lambda scores: scores", 0), ("lambda scores: scores * (scores > 0)", 1)]:
        *before, last = point.split("\n")
        space = {"mine": eval(answer)}
        exec("\n".join(before), space)
        assert eval(last, space) == wanted


@pytest.fixture
def quick(remembered, monkeypatch):
    """Kernels that do each training once, and draw nothing."""
    for name, value in {**remembered, "XO_NO_PICTURES": "1"}.items():
        monkeypatch.setenv(name, value)


@pytest.mark.parametrize("number", ["02", "09"])
def test_the_key_is_solved_and_run_with_every_check_right_and_every_answer_open(quick, number):
    lesson = next(lesson for name, lesson in LESSONS if name.startswith(number))
    key = editions.key(lesson)
    checks = re.findall(r'check\("(\w+)"', str(lesson))
    said = ["".join(o.get("text", "") for o in c.outputs) for c in key.cells if c.source.find("check(") >= 0]
    assert [text.partition("\n")[0].split(",")[0].rstrip(".") for text in said] == [
        f"{n}: right" for n in checks
    ]
    points = [c.outputs[0].data["text/plain"] for c in key.cells if "For the mark" in c.source]
    assert points == ["1"] * len(checks)
    assert prose(key).count("<details open>") == prose(lesson).count("<details>") > len(checks)
    assert "<details>" not in prose(key)
    assert all(cell.execution_count for cell in key.cells if cell.cell_type == "code")


def test_a_key_whose_solution_is_not_right_is_not_made(quick):
    cells = [
        new_markdown_cell("# 99 · A lesson"),
        new_code_cell("# Your turn.\nmine = None", metadata={"tags": ["exercise"]}),
        new_code_cell('from xo_helpers.checks import check\n\ncheck("relu", mine)'),
        new_markdown_cell(
            "<details><summary>A solution, for afterwards</summary>\n\n"
            "```python\nmine = lambda scores: scores\n```\n\n</details>"
        ),
    ]
    with pytest.raises(editions.NotSolvedError, match="99 · A lesson: relu: not yet"):
        editions.key(new_notebook(cells=cells))


def test_the_folder_is_written_whole_and_nobody_elses_file_is_touched(tmp_path, monkeypatch):
    monkeypatch.setattr(teach, "make", teach_two(["a.txt", "students/b.txt"]))
    teach.main([str(tmp_path / "teach")])
    (tmp_path / "teach/mine.txt").write_text("mine")
    monkeypatch.setattr(teach, "make", teach_two(["a.txt"]))
    teach.main([str(tmp_path / "teach")])
    there = sorted(path.name for path in (tmp_path / "teach").rglob("*.txt"))
    assert there == ["a.txt", "mine.txt"]
    with pytest.raises(SystemExit, match="make teach ARGS=folder"):
        teach.main([str(tmp_path)])


def teach_two(names):
    def make(made):
        for name in names:
            (made / name).parent.mkdir(parents=True, exist_ok=True)
            (made / name).write_text(name)

    return make
