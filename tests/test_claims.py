"""Every quotation in tests/claims stands in its lesson and holds, and no sentence that claims much goes unquoted."""

import ast
import importlib
import inspect
import re
from pathlib import Path

import nbformat
import pytest

HERE = Path(__file__).parent
LESSONS = {path.stem[:2]: path for path in sorted((HERE.parent / "notebooks").glob("*.ipynb"))}
FILES = {
    path.stem[-2:]: importlib.import_module(f"claims.{path.stem}")
    for path in sorted((HERE / "claims").glob("lesson*.py"))
}
MUCH = re.compile(
    r"\b(all|only|never|always|every|none|nothing|most|cannot|because|since|so that|no other)\b", re.I
)


def plain(text):
    """Text as it reads: without marks of quotation and emphasis, on one line."""
    text = re.sub(r"(?m)^> ?", "", text)
    return re.sub(
        r"\s+", " ", re.sub(r"\*|</?(?:details|div)[^>]*>|<summary>.*?</summary>", "", text)
    ).strip()


def told(notebook):
    """The cells' text, but for the line of links, as (index, text)."""
    for at, cell in enumerate(notebook.cells):
        if cell.cell_type == "markdown" and "run" not in cell.metadata.get("tags", []):
            yield at, cell.source


def sentences(source):
    """The sentences of a markdown cell, without its sums, tables and headings."""
    prose = re.sub(r"(?ms)^```.*?^```|^[|#].*?$|^- ", "\n\n", re.sub(r"(?m)^> ?", "", source))
    prose = re.sub(r"</?(?:details|div)[^>]*>|<summary>.*?</summary>", "\n\n", prose)
    for part in re.split(r"(?<=[.?!])[)*]*\s+|\n\s*\n", prose):
        if part.strip():
            yield plain(part)


def outputs_beside(notebook, at):
    """The text of what the two code cells before and after a markdown cell put out."""
    codes = [index for index, cell in enumerate(notebook.cells) if cell.cell_type == "code"]
    near = [index for index in codes if index < at][-2:] + [index for index in codes if index > at][:2]
    outputs = [output for index in near for output in notebook.cells[index].outputs]
    return "\n".join(output.get("text") or output.get("data", {}).get("text/plain", "") for output in outputs)


def claims(module):
    return [shows for shows in vars(module).values() if hasattr(shows, "sentences")]


def quoted(module):
    of_claims = [sentence for shows in claims(module) for sentence in shows.sentences]
    return [*of_claims, *getattr(module, "SHOWN", {}), *getattr(module, "SAID", [])]


def missing(quotations, notebook):
    """The quotations that do not stand in a lesson."""
    text = "\n".join(plain(source) for _, source in told(notebook))
    return [quotation for quotation in quotations if plain(quotation) not in text]


def unquoted(quotations, notebook):
    """The sentences of a lesson that claim much and that no quotation holds."""
    known = [plain(quotation) for quotation in quotations]
    for _, source in told(notebook):
        for sentence in sentences(source):
            if (
                MUCH.search(sentence)
                and not sentence.endswith("?")
                and not any(k in sentence or sentence in k for k in known)
            ):
                yield sentence


@pytest.fixture(params=FILES, ids=str)
def lesson(request):
    return FILES[request.param], nbformat.read(LESSONS[request.param], as_version=4)


@pytest.mark.parametrize(
    "shows",
    [
        pytest.param(shows, id=f"{number}-{shows.__name__}", marks=[pytest.mark.training] * (number > "09"))
        for number, file in FILES.items()
        for shows in claims(file)
    ],
)
def test_it_holds(shows, request):
    shows(*map(request.getfixturevalue, inspect.signature(shows).parameters))


def test_each_quotation_stands_in_its_lesson(lesson):
    file, notebook = lesson
    assert missing(quoted(file), notebook) == []


def test_what_is_shown_is_shown_beside_its_sentence(lesson):
    file, notebook = lesson
    for sentence, text in getattr(file, "SHOWN", {}).items():
        at = next(at for at, source in told(notebook) if plain(sentence) in plain(source))
        assert text in outputs_beside(notebook, at), sentence


def test_no_sentence_that_claims_much_goes_unquoted(lesson):
    file, notebook = lesson
    assert list(unquoted(quoted(file), notebook)) == []


def test_each_function_can_fail(lesson):
    for shows in claims(lesson[0]):
        asserted = [
            node.test
            for node in ast.walk(ast.parse(inspect.getsource(shows)))
            if isinstance(node, ast.Assert)
        ]
        assert any(isinstance(part, ast.Name) for test in asserted for part in ast.walk(test)), shows.__name__


def test_a_changed_sentence_and_a_new_one_are_noticed(lesson):
    file, notebook = lesson
    quotations = quoted(file)
    at = next(at for at, source in told(notebook) if plain(quotations[0]) in plain(source))
    notebook.cells[at].source = "Nothing is ever what it was."
    assert plain(quotations[0]) in map(plain, missing(quotations, notebook))
    assert "Nothing is ever what it was." in unquoted(quotations, notebook)
