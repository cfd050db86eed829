"""Every quotation in tests/claims stands in its lesson and holds, and no sentence that claims much goes unquoted."""

import ast
import importlib
import inspect
import re
from pathlib import Path

import nbformat
import pytest

pytestmark = pytest.mark.many

HERE = Path(__file__).parent
LESSONS = {path.stem[:2]: path for path in sorted((HERE.parent / "notebooks").glob("*.ipynb"))}
FILES = {
    path.stem[-2:]: importlib.import_module(f"claims.{path.stem}")
    for path in sorted((HERE / "claims").glob("lesson*.py"))
}
MUCH = r"(?i)\b(all|only|never|always|every|none|nothing|most|cannot|because|since|so that|no other)\b"
FOLDED = r"</?(?:details|div)[^>]*>|<summary>.*?</summary>"


def plain(text):
    """Text as it reads: without marks of quotation and emphasis, on one line."""
    return " ".join(re.sub(rf"(?m)^> ?|\*|{FOLDED}", "", text).split())


def told(notebook):
    """The cells' text, but for the line of links, as (index, text)."""
    for at, cell in enumerate(notebook.cells):
        if cell.cell_type == "markdown" and "run" not in cell.metadata.get("tags", []):
            yield at, cell.source


def sentences(source):
    """The sentences of a markdown cell, without its sums, tables and headings."""
    prose = re.sub(r"(?ms)^```.*?^```|^[|#].*?$|^- ", "\n\n", re.sub(r"(?m)^> ?", "", source))
    for part in re.split(r"(?<=[.?!])[)*]*\s+|\n\s*\n", re.sub(FOLDED, "\n\n", prose)):
        if part.strip():
            yield plain(part)


def outputs_beside(notebook, at):
    """The text of what the two code cells before and after a markdown cell put out."""
    codes = [index for index, cell in enumerate(notebook.cells) if cell.cell_type == "code"]
    near = [index for index in codes if index < at][-2:] + [index for index in codes if index > at][:2]
    outputs = [output for index in near for output in notebook.cells[index].outputs]
    return "\n".join(output.get("text") or output.get("data", {}).get("text/plain", "") for output in outputs)


def claims(file):
    return [shows for shows in vars(file).values() if hasattr(shows, "sentences")]


def quoted(file):
    of_claims = [sentence for shows in claims(file) for sentence in shows.sentences]
    return [*of_claims, *getattr(file, "SHOWN", {}), *getattr(file, "SAID", [])]


def missing(quotations, notebook):
    """The quotations that do not stand in a lesson."""
    text = "\n".join(plain(source) for _, source in told(notebook))
    return [quotation for quotation in quotations if plain(quotation) not in text]


def unquoted(quotations, notebook):
    """The sentences of a lesson that claim much and that no quotation holds."""
    known = [plain(quotation) for quotation in quotations]
    said = [sentence for _, source in told(notebook) for sentence in sentences(source)]
    much = [sentence for sentence in said if re.search(MUCH, sentence) and not sentence.endswith("?")]
    return [sentence for sentence in much if not any(k in sentence or sentence in k for k in known)]


@pytest.fixture(params=FILES, ids=str)
def lesson(request):
    return FILES[request.param], nbformat.read(LESSONS[request.param], as_version=4)


HOLDS = [
    pytest.param(shows, id=f"{number}-{shows.__name__}", marks=[pytest.mark.training] * trains)
    for number, file in FILES.items()
    for shows in claims(file)
    for trains in [shows.training or number > "09"]
]


@pytest.mark.parametrize("shows", HOLDS)
def test_it_holds(shows, request):
    shows(*map(request.getfixturevalue, inspect.signature(shows).parameters))


def test_what_is_quoted_stands_there_or_is_shown_beside_and_what_claims_much_is_quoted(lesson):
    file, notebook = lesson
    assert missing(quoted(file), notebook) == []
    assert unquoted(quoted(file), notebook) == []
    for sentence, text in getattr(file, "SHOWN", {}).items():
        at = next(at for at, source in told(notebook) if plain(sentence) in plain(source))
        assert text in outputs_beside(notebook, at), sentence


def test_each_function_can_fail(lesson):
    for shows in claims(lesson[0]):
        tree = ast.parse(inspect.getsource(shows))
        asserted = [node.test for node in ast.walk(tree) if isinstance(node, ast.Assert)]
        assert any(isinstance(part, ast.Name) for test in asserted for part in ast.walk(test)), shows.__name__


def test_a_changed_sentence_and_a_new_one_are_noticed(lesson):
    file, notebook = lesson
    quotations = quoted(file)
    at = next(at for at, source in told(notebook) if plain(quotations[0]) in plain(source))
    notebook.cells[at].source = "Nothing is ever what it was."
    assert plain(quotations[0]) in map(plain, missing(quotations, notebook))
    assert "Nothing is ever what it was." in unquoted(quotations, notebook)
