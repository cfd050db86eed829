"""Every lesson read where no kernel and no network are: as nbconvert writes it, cleaned as code hosts clean it."""

import ast
import re

import bleach
import pytest
from nbconvert import HTMLExporter

from xo_helpers import widgets

# What nbconvert's own page asks for. Without an answer it is read all the same: no lesson has a formula in TeX.
ASKED = {
    "https://cdnjs.cloudflare.com/ajax/libs/require.js/2.1.10/require.min.js",
    "https://cdnjs.cloudflare.com/ajax/libs/mathjax/2.7.7/latest.js?config=TeX-AMS_CHTML-full,Safe",
}
# By default nbconvert's cleaning leaves no heading and no paragraph of any notebook: it shows their tags as text.
# Code hosts let through what Markdown becomes, and what is harmless beside it.
TAGS = ["h1", "h2", "h3", "p", "br", "hr", "pre", "div", "span", "details", "summary"]
TAGS += ["table", "thead", "tbody", "tr", "th", "td", *bleach.ALLOWED_TAGS]
ATTRIBUTES = {"*": ["class", "id"], "a": ["href"]}
MESSAGES = ("model not found", "Error displaying widget", "Loading widget", "A Jupyter widget")
IMAGES = "images => images.map(image => [image.complete, image.naturalWidth, image.offsetWidth])"


def image_outputs(cell):
    return [o for o in cell.get("outputs", []) if "image/png" in o.get("data", {})]


def pictured(notebook):  # -> [(place, its text), ...]
    """All pictures of a lesson."""
    return [
        (at, o["data"]["text/plain"]) for at, cell in enumerate(notebook.cells) for o in image_outputs(cell)
    ]


def showing_widgets(notebook):  # -> [place, ...]
    """The cells whose last line is a widget, or a name that was given to one."""
    found, names = [], set()
    for at, cell in enumerate(notebook.cells):
        if cell.cell_type != "code" or "setup" in cell.metadata.get("tags", []):
            continue
        body = ast.parse(cell.source).body
        for line in body:
            if isinstance(line, ast.Assign) and makes_widget(line.value):
                names |= {target.id for target in line.targets}
        last = body[-1].value if isinstance(body[-1], ast.Expr) else None
        if makes_widget(last) or (isinstance(last, ast.Name) and last.id in names):
            found.append(at)
    return found


def makes_widget(node):
    return isinstance(node, ast.Call) and getattr(node.func, "id", "") in widgets.__all__


def sentences(cell):
    """What a Markdown cell says, but for headings, tables, code and what is folded away."""
    if cell is None or cell.cell_type != "markdown":
        return []
    folded = re.sub(r"(?s)```.*?```|<details>.*?</details>", "", cell.source)
    told = re.sub(r"(?m)^[#|].*$", "", folded)
    return re.findall(r"(?:[\w-]+[^\w.:?!]+){4,}[^.:?!]+[.:?!]", told)  # five words or more, and its end


@pytest.fixture(params=["nbconvert's cleaning", "a code host's cleaning"])
def page(request, notebook, path, chromium, tmp_path):
    """The lesson's page, from the disk; whatever else it asks for is refused, and noted."""
    exporter = HTMLExporter(sanitize_html=True)
    if request.param.startswith("a code"):
        exporter.register_filter("clean_html", lambda html: bleach.clean(html, TAGS, ATTRIBUTES))
    file = tmp_path / f"{path.stem}.html"
    file.write_text(exporter.from_notebook_node(notebook)[0], encoding="utf-8")
    asked = []

    def answer(route):
        address = route.request.url
        if address == file.as_uri() or address.startswith("data:"):
            return route.continue_()
        asked.append(address)
        return route.abort()

    context = chromium.new_context(viewport={"width": 1400, "height": 1000})
    page = context.new_page()
    page.route("**/*", answer)
    page.goto(file.as_uri())
    page.cleaning, page.asked = request.param, asked
    yield page
    context.close()


@pytest.mark.browser
def test_every_picture_is_there_and_no_message(page, notebook):
    images = page.locator("img")
    shown = images.evaluate_all(IMAGES)
    assert len(shown) == len(pictured(notebook)) > 0
    assert all(complete and width > 0 and seen > 0 for complete, width, seen in shown)
    assert set(page.asked) == ASKED
    text = page.locator("body").inner_text()
    assert [message for message in MESSAGES if message.lower() in text.lower()] == []
    if page.cleaning.startswith("a code"):
        read = re.sub(r"\s+", " ", text)
        assert re.findall(r"</?(?:h\d|p|a|details|summary|div|img|table|td|span)\b", read) == []
        assert page.locator("h2").count() >= 3


def test_every_widget_left_its_picture(notebook):
    cells = showing_widgets(notebook)
    assert cells
    for at in cells:
        (output,) = image_outputs(notebook.cells[at])
        assert output["data"]["text/plain"].split("(")[0] in widgets.__all__


def test_a_sentence_stands_beside_every_picture_and_its_text_says_what_it_shows(notebook):
    around = [None, *notebook.cells, None]
    for at, text in pictured(notebook):
        assert sentences(around[at]) + sentences(around[at + 2]), notebook.cells[at].source
        assert len(text) > 30, text
        assert not re.search(r"object at 0x|<Figure|^<", text), text
