"""The text on a page's paper: what is in a PDF that Chromium printed."""

import re
import zlib

# The text that a page shows, without blanks, a piece for each node; `print` has been emulated before.
SHOWN = """() => {
    const [pieces, walk] = [[], document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)];
    while (walk.nextNode()) {
        const [text, holder] = [walk.currentNode.data.replace(/\\s+/g, ""), walk.currentNode.parentElement];
        const seen = holder.checkVisibility({ visibilityProperty: true }) && holder.offsetWidth !== 1;
        if (text && seen && !holder.closest("script, style, svg, .xo-unseen")) pieces.push(text);
    }
    return pieces;
}"""


def printed(page):
    """All text of the paper in the order in which it is painted, without blanks."""
    pdf = page.pdf()
    objects = {int(n): body for n, body in re.findall(rb"(?s)\b(\d+) 0 obj\b(.*?)\bendobj", pdf)}
    fonts = {
        number: letters(stream(objects[int(table[1])]))
        for number, body in objects.items()
        if (table := re.search(rb"/ToUnicode (\d+) 0 R", body))
    }

    def text(number):
        found, font = "", {}
        token = rb"/F(\d+) [\d.]+ Tf|/X(\d+) Do|(?<!/ActualText )<([0-9A-Fa-f]+)>"
        for name, form, codes in re.findall(token, stream(objects[number])):
            if name:
                font = fonts[int(name)]
            elif form:
                found += text(int(form)) if b"/Subtype /Form" in objects[int(form)] else ""
            else:
                found += "".join(font.get(codes[at : at + 4].upper(), "?") for at in range(0, len(codes), 4))
        return found

    pages = [re.search(rb"/Contents (\d+) 0 R", body) for body in objects.values()]
    return re.sub(r"\s+", "", "".join(text(int(contents[1])) for contents in pages if contents))


def stream(body):
    data = re.search(rb"(?s)stream\r?\n(.*)\r?\nendstream", body)[1]
    return zlib.decompress(data) if b"/FlateDecode" in body else data


def letters(table):
    """What a font's codes stand for."""
    found = {}
    for block in re.findall(rb"(?s)beginbfchar(.*?)endbfchar", table):
        for code, letter in re.findall(rb"<(\w{4})> <(\w+)>", block):
            found[code.upper()] = bytes.fromhex(letter.decode()).decode("utf-16-be")
    for block in re.findall(rb"(?s)beginbfrange(.*?)endbfrange", table):
        for first, last, letter in re.findall(rb"<(\w{4})> <(\w{4})> <(\w+)>", block):
            for step in range(int(last, 16) - int(first, 16) + 1):
                code = b"%04X" % (int(first, 16) + step)
                found[code] = chr(int(letter, 16) + step)
    return found
