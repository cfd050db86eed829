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
MESSAGES = ["model not found", "error displaying widget", "loading widget", "a jupyter widget"]
IMAGES = "images => images.map(image => image.complete && image.naturalWidth > 0 && image.offsetWidth > 0)"


def pictures(cell):  # -> what each says in words
    return [o.data["text/plain"] for o in cell.get("outputs", []) if "image/png" in o.get("data", {})]


def makes_widget(node):
    return isinstance(node, ast.Call) and getattr(node.func, "id", "") in widgets.__all__


def showing_widgets(notebook):
    """The cells whose last line is a widget, or a name that was given to one."""
    found, names = [], set()
    for cell in notebook.cells:
        if cell.cell_type == "code" and "setup" not in cell.metadata.get("tags", []):
            body = ast.parse(cell.source).body
            made = [line for line in body if isinstance(line, ast.Assign) and makes_widget(line.value)]
            names |= {target.id for line in made for target in line.targets}
            last = body[-1].value if isinstance(body[-1], ast.Expr) else None
            found += [cell] if makes_widget(last) or getattr(last, "id", "") in names else []
    return found


def sentences(cell):
    """What a Markdown cell says, but for headings, tables, code and what is folded away."""
    if cell is None or cell.cell_type != "markdown":
        return []
    told = re.sub(r"(?s)```.*?```|<details>.*?</details>|(?m:^[#|].*?$)", "", cell.source)
    return re.findall(r"(?:[\w-]+[^\w.:?!]+){4,}[^.:?!]+[.:?!]", told)  # five words or more, and its end


@pytest.mark.browser
@pytest.mark.parametrize("cleaning", ["nbconvert's", "a code host's"])
def test_every_picture_is_there_and_no_message(cleaning, notebook, path, chromium, tmp_path):
    """The lesson's page, from the disk; whatever else it asks for is refused, and noted."""
    exporter = HTMLExporter(sanitize_html=True)
    if cleaning == "a code host's":
        exporter.register_filter("clean_html", lambda html: bleach.clean(html, TAGS, ATTRIBUTES))
    file, asked = tmp_path / f"{path.stem}.html", set()
    file.write_text(exporter.from_notebook_node(notebook)[0], encoding="utf-8")

    def answer(route):
        address = route.request.url
        if address == file.as_uri() or address.startswith("data:"):
            return route.continue_()
        asked.add(address)
        return route.abort()

    with chromium.new_context(viewport={"width": 1400, "height": 1000}) as context:
        page = context.new_page()
        page.route("**/*", answer)
        page.goto(file.as_uri())
        seen, text = page.locator("img").evaluate_all(IMAGES), page.locator("body").inner_text()
        headings = page.locator("h2").count()
    assert seen == [True] * sum(len(pictures(cell)) for cell in notebook.cells)
    assert asked == ASKED
    assert [message for message in MESSAGES if message in text.lower()] == []
    if cleaning == "a code host's":
        assert re.findall(r"</?(?:h\d|p|a|details|summary|div|img|table|td|span)\b", text) == []
        assert headings >= 3


def test_every_widget_left_its_picture(notebook):
    cells = showing_widgets(notebook)
    assert cells
    for cell in cells:
        (text,) = pictures(cell)
        assert text.split("(")[0] in widgets.__all__


def test_a_sentence_stands_beside_every_picture_and_its_text_says_what_it_shows(notebook):
    around = [None, *notebook.cells, None]
    for at, cell in enumerate(notebook.cells):
        for text in pictures(cell):
            assert sentences(around[at]) + sentences(around[at + 2]), cell.source
            assert len(text) > 30, text
            assert not re.search(r"object at 0x|<Figure|^<", text), text
