"""What shows the course at a glance: the lessons' cards, the glossary, the icon, and the picture for sharing.

All of it is made of README's tables and of the lessons' own pictures.
"""

import base64
import io
import json
import os
import re
from html import escape
from pathlib import Path
from urllib.parse import urlencode

import findable
import nbformat
from addresses import REPOSITORY, SITE, binder, colab, links
from matplotlib import rc_context, rcdefaults
from matplotlib.figure import Figure
from PIL import Image
from tables import LESSONS, WORDS, words_of

from xo_helpers import __version__, widgets
from xo_helpers.plots.style import STOPS

OWN = ["words", "teachers", "slides", "accessibility"]  # the site's own pages, after the lessons
ROOT = Path(__file__).resolve().parents[1]
# How the cell ends whose picture stands for a lesson. Of others it is the first widget's, or the first.
SHOWN = {
    "00": "plot_stack(drawings)",
    "01": "plot_image(X, numbers=True)",
    "02": "plot_match(patch, diagonal)",
    "03": "plot_stack(maps, numbers=True)",
    "07": 'plot_stack({"the X": x_values[None], "the O": o_values[None]}, numbers=True, columns=1)',
    "09": "plot_graph(both, factors, sweep(factors))",
    "10": 'plot_stack(rows | {f"{i} likes": liked[i] for i in range(8)}, columns=8)',
    "11": "plot_maps({name: feature_map(photo, kernel) for name, kernel in kernels.items()})",
}
LARGEST = (480, 270)  # pixels of a card's picture, two for each that is shown
RUN_HERE = "Run it here (about 50 MB, once)"
CROSS = ("#...#", ".#.#.", "..#..", ".#.#.", "#...#")  # the icon, as the lessons draw


def pictures(lesson):
    """Each committed picture of a lesson, with the code of its cell: `[(code, bytes), …]`."""
    notebook = nbformat.read(ROOT / f"notebooks/{lesson.name}.ipynb", as_version=4)
    shown = [(cell.source, o.get("data", {})) for cell in notebook.cells for o in cell.get("outputs", [])]
    return [(code, base64.b64decode(data["image/png"])) for code, data in shown if "image/png" in data]


def picture_of(lesson):  # -> the bytes of the one that stands for it, None where it has none
    found = pictures(lesson)
    end = SHOWN.get(lesson.name[:2])
    of_widgets = [code for code, _ in found if re.search(rf"\b({'|'.join(widgets.__all__)})\(", code)]
    wanted = [png for code, png in found if end and code.rstrip().endswith(end)]
    wanted += [png for code, png in found if not end and code in of_widgets] or [png for _, png in found]
    return wanted[0] if wanted else None


def on_paper(png, largest):
    """A picture on white, no larger than `largest`."""
    image = Image.open(io.BytesIO(png)).convert("RGBA")
    paper = Image.new("RGBA", image.size, "white")
    paper.alpha_composite(image)
    paper.thumbnail(largest, Image.Resampling.LANCZOS)
    return paper.convert("RGB")


def cards(static):
    """The lessons as a list of cards, whose pictures are written there."""
    made = []
    for lesson in LESSONS:
        png, picture = picture_of(lesson), ""
        if png:
            image = on_paper(png, LARGEST)
            file = static / f"card-{lesson.name[:2]}.png"
            image.quantize(128).save(file, optimize=True)
            width, height = image.size
            picture = f'<img src="_static/{file.name}" alt="" width="{width}" height="{height}">'
        made.append(
            f"<li>{picture}<div><h3><a href='{lesson.name}.html'>{escape(lesson.title)}</a></h3>"
            f"<p>{escape(lesson.about)}</p><p class='site-minutes'>{lesson.minutes} minutes</p></div></li>"
        )
    return '<ol class="site-cards">\n' + "\n".join(made) + "\n</ol>"


def ways(*links):
    return f'<p class="site-ways">{" ".join(links)}</p>'


def start():
    """The button to begin with, and what else there is to find."""
    first = LESSONS[0]
    begin = f'<a class="site-start" href="{first.name}.html">Start ({first.minutes} min)</a>'
    others = {"All lessons": "#the-lessons", "Words": "words.html", "For teachers": "teachers.html"}
    return ways(begin, *(f'<a href="{to}">{words}</a>' for words, to in others.items()))


def in_the_browser(lesson):
    """The way to a lesson in JupyterLite, where XO_LITE says that it is beside the pages, and tried."""
    beside = os.environ.get("XO_LITE", "")
    return f"{beside.rstrip('/')}/lab/index.html?path={lesson}.ipynb" if beside else ""


def ways_to_run(lesson):
    """Where a lesson runs with nothing installed, as Markdown."""
    here = in_the_browser(lesson)
    run = f'<a href="{here}">{RUN_HERE}</a> · ' if here else ""  # no file that Sphinx would find
    return run + links(f"{lesson}.ipynb")


def elsewhere():
    """Where Python runs with nothing installed."""
    lesson = LESSONS[0].name
    here = in_the_browser(lesson)
    run = [f'<a class="site-start" href="{here}">{RUN_HERE}</a>'] if here else []
    return ways(
        *run,
        f'<a href="{colab(f"{lesson}.ipynb")}">Open in Colab</a>',
        f'<a href="{binder(f"{lesson}.ipynb")}">Open on Binder</a>',
    )


def glossary():
    """README's words, each with the lessons in which it is met."""
    name = {lesson.name[:2]: lesson.name for lesson in LESSONS}
    entries = []
    for word in WORDS:
        met = ", ".join(f"[{number}]({name[number]}.ipynb)" for number in word.lessons)
        entries.append("\n".join(word.names) + f"\n    {word.meaning}. *Met in {met}.*")
    return "```{glossary}\n" + "\n\n".join(entries) + "\n```"


def report(lesson):
    """The address of the form for what is wrong in a lesson, with its lesson and version filled in."""
    said = {"template": "lesson.yml", "title": f"Lesson {lesson.name[:2]}: ", "lesson": lesson.title}
    return f"{REPOSITORY}/issues/new?{urlencode(said | {'version': __version__})}"


def wrong(lesson):
    """The way there, in a line."""
    return f"Something here is not right? [Say what went wrong]({report(lesson)})."


def onward(lesson, source):
    """A lesson's last cell; its last paragraph, where to go on, becomes a box with a button and the words."""
    text, _, last = source.rpartition("\n\n")
    if not last.startswith("**Next:**"):
        text, last = source, "That was the last lesson. What did you find, and what would you try next?"
    after = LESSONS[LESSONS.index(lesson) + 1 :][:1]
    button = [
        f'<a class="site-start" href="{to.name}.html">{escape(to.title)} ({to.minutes} min)</a>'
        for to in after
    ]
    button = button or ['<a class="site-start" href="index.html#the-lessons">All lessons</a>']
    words = [f"{{term}}`{name}`" for name in words_of(lesson)]
    met = f"\n\nWords met here: {', '.join(words)}." if words else ""
    return (
        f'{text}\n\n<nav class="site-next" aria-label="where to go on">\n\n{last}\n\n'
        f"{ways(*button)}{met}\n\n</nav>\n\n{wrong(lesson)}"
    )


def meta(title, description):
    """What a page says of itself to those who link it, as MyST has it in a page's head."""
    said = {"description": description, "property=og:title": title, "property=og:description": description}
    said |= {"property=og:type": "website", "twitter:card": "summary_large_image"}
    said |= {"property=og:image": f"{SITE}_static/share.png"}
    return said | {
        "property=og:image:alt": "An X with a 3×3 window on it; nine products, their sum 9, 9 ÷ 9 = 1.00"
    }


def matter(name, title, description):
    """What a page says of itself in its head, as MyST and docs/conf.py read it."""
    return {"myst": {"html_meta": meta(title, description)}, "said": findable.head(name, title, description)}


def described(name, text):
    """A page of Markdown, with its title and its first paragraph in its head."""
    title = re.search(r"(?m)^# (.*)$", text)[1]
    first = " ".join(re.search(r"(?ms)^(?=\w).*?(?=\n\n|\Z)", text.partition(title)[2])[0].split())
    said = matter(name, title, re.sub(r"[*`]|\[(.*?)\]\(.*?\)", r"\1", first))
    said |= {"hide-toc": True} if "site-pad" in text else {}  # the front page needs its room
    return f"---\n{json.dumps(said)}\n---\n{text}"


def own_pages(pad, static):
    """The pages of docs/, with what is made for their places: `{name: Markdown}`."""
    made = {
        "the draw pad of lesson 00": pad,
        "start": start(),
        "the lessons": cards(static),
        "where Python runs": elsewhere(),
        "README's words": glossary(),
        "the pages of lessons": "\n".join(lesson.name for lesson in LESSONS),
        "the other pages": "\n".join(OWN),
    }
    texts = {name: (ROOT / f"docs/{name}.md").read_text(encoding="utf-8") for name in ("index", *OWN)}
    for name, text in texts.items():
        near = re.sub(r"\]\((\.\./)?notebooks/", "](", text)  # the lessons lie beside it
        near = near.replace("](../../../issues)", f"]({REPOSITORY}/issues)")  # as GitHub finds them
        texts[name] = described(name, re.sub(r"<!-- (.*?) -->", lambda place: made[place[1]], near))
    return texts


def icon():
    """An SVG of the X, in the two colours of the course."""
    places = [(x, y) for y, row in enumerate(CROSS) for x, sign in enumerate(row) if sign == "#"]
    cells = "".join(f"M{x} {y}h1v1h-1z" for x, y in places)
    paper = f'<rect x="-1" y="-1" width="7" height="7" rx="1" fill="{STOPS[0]}"/>'
    drawn = f'{paper}<path d="{cells}" fill="{STOPS[-1]}"/>'
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-1 -1 7 7">{drawn}</svg>\n'


def shared_picture(file):
    """1200 × 630 pixels for those who link the course: lesson 02's window and products, and its name."""
    of_02 = {code.rstrip().splitlines()[-1]: png for code, png in pictures(LESSONS[2])}
    with rc_context():
        rcdefaults()
        figure = Figure(figsize=(12, 6.3), dpi=100)
        figure.text(0.5, 0.78, findable.COURSE.replace(", ", ",\n"), size=36, weight="bold", va="center")
        figure.text(
            0.5,
            0.17,
            "A course in which every number is\nsmall enough to check with a pencil.",
            size=21,
            va="center",
        )
        drawn = io.BytesIO()
        figure.savefig(drawn, format="png")
    image = Image.open(drawn).convert("RGB")
    image.paste(on_paper(of_02["plot_image(X, window=(1, 1, 3))"], (500, 510)), (60, 60))
    image.paste(on_paper(of_02["plot_match(patch, diagonal)"], (520, 210)), (590, 235))
    image.save(file, optimize=True)
