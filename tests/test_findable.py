"""Who cites the course, searches for it or has something to say finds how: the files that say so are what they must be."""

import re
import tomllib
from pathlib import Path

import addresses
import findable
import pytest
from check_jsonschema.builtin_schemas import get_builtin_schema
from jsonschema import Draft7Validator
from ruamel.yaml import YAML

from xo_helpers import __version__

pytestmark = pytest.mark.tools
ROOT = Path(__file__).resolve().parents[1]
FORMS = [path for path in sorted(ROOT.glob(".github/ISSUE_TEMPLATE/*.yml")) if path.stem != "config"]
CITATION = ROOT / "CITATION.cff"
READ = YAML(typ="safe", pure=True).load  # in YAML 1.2 a workflow's `on` is a word, and no truth


def wrong(schema, told):
    """What a published schema finds wrong in what a file says."""
    return [
        error.message for error in Draft7Validator(get_builtin_schema(f"vendor.{schema}")).iter_errors(told)
    ]


def cited():
    return READ(CITATION)


def test_the_citation_is_valid_and_names_what_the_project_names():
    told = cited()
    assert wrong("citation-file-format", told) == []
    assert told["version"] == __version__
    assert (told["repository-code"], told["url"]) == (addresses.REPOSITORY, addresses.SITE)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert told["license"] == [project["license"], "CC-BY-4.0"]
    (who,) = told["authors"]
    for name in project["license-files"]:
        assert (
            re.search(r"Copyright \(c\) \d+ (.*)", (ROOT / name).read_text(encoding="utf-8"))[1]
            == who["name"]
        )
    assert who["name"] == findable.WHO["name"]
    assert (ROOT / "README.md").read_text(encoding="utf-8").startswith(f"# {told['title']}\n")
    authors = [author["family-names"] for reference in told["references"] for author in reference["authors"]]
    assert authors == ["Rohrer", "Wasswa"]
    assert told["references"][0]["url"] == findable.STORY["url"]


@pytest.mark.parametrize(
    "planted", [{"version": None}, {"authors": []}, {"license": "BSD"}, {"type": "course"}, {"motto": "x"}]
)
def test_what_a_citation_must_not_say_is_found(planted):
    assert wrong("citation-file-format", cited() | planted) != []


@pytest.mark.parametrize("form", FORMS, ids=lambda path: path.stem)
def test_a_form_is_one_that_the_host_takes_and_each_of_its_fields_has_an_id_of_its_own(form):
    told = READ(form)
    assert wrong("github-issue-forms", told) == []
    asked = [field for field in told["body"] if field["type"] != "markdown"]
    assert len({field["id"] for field in asked}) == len(asked) >= 2
    assert any(field.get("validations", {}).get("required") for field in asked)
    assert "version" in [field["id"] for field in asked]  # what a report without one is worth
    assert wrong("github-issue-forms", told | {"body": [{"type": "input", "id": "a"}]}) != []  # no label


def test_there_is_a_form_for_each_who_has_something_to_say():
    assert {path.stem for path in FORMS} == {"lesson", "check", "taught", "question"}
    told = READ(ROOT / ".github/ISSUE_TEMPLATE/config.yml")
    assert wrong("github-issue-config", told) == []
    assert [link["url"] for link in told["contact_links"]] == [f"{addresses.SITE}teachers.html"]
    taught = READ(ROOT / ".github/ISSUE_TEMPLATE/taught.yml")
    assert "minutes" in [field.get("id") for field in taught["body"]]


@pytest.mark.parametrize("path", sorted(ROOT.glob(".github/workflows/*.yml")), ids=lambda path: path.stem)
def test_a_workflow_is_one_that_the_host_runs(path):
    told = READ(path)
    assert wrong("github-workflows", told) == []


def test_readme_says_what_the_need_is_who_made_it_how_to_cite_it_and_where_to_ask():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    section = readme.partition("\n## Why, by whom, and where to ask\n")[2].partition("\n## ")[0]
    for link in ("CITATION.cff", "CONTRIBUTORS.md", "CONTRIBUTING.md", "../../issues/new/choose"):
        assert f"]({link})" in section
    people = (ROOT / "CONTRIBUTORS.md").read_text(encoding="utf-8")
    for text in (section, people):
        links = re.findall(r"\]\(([\w./]+)\)", text)
        assert [link for link in links if not link.startswith("../") and not (ROOT / link).exists()] == []
    assert all(name in people for name in ("The xo-helpers authors", "Brandon Rohrer", "Samuel Wasswa"))


def test_a_head_cannot_be_ended_by_what_it_says_and_the_version_makes_the_citation_anew():
    head = findable.head("words", "</script><b>", "a < b")
    assert head.count("<") == 3  # the address that is its own, the script and its end
    older = CITATION.read_text(encoding="utf-8").replace(f"\nversion: {__version__}\n", "\nversion: 0.0.1\n")
    assert addresses.citation(older) == CITATION.read_text(encoding="utf-8") != older
