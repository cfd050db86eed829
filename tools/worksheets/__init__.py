"""Worksheets for the pencil: a page a lesson, and the same with its answers, from the lessons' own
numbers.
"""

import addresses
import findable
import site_front
from matplotlib import rc_context, rcdefaults, rcParams
from matplotlib.backends.backend_pdf import PdfPages

from worksheets import first, judged, middle, slopes
from worksheets.page import Page

SHEETS = {
    "00": (first.lesson00, "The class is the network: each group computes one number, and the room votes."),
    "01": (first.lesson01, "A computer sees 81 numbers. How far does comparing them, one by one, take us?"),
    "02": (first.lesson02, "How alike are a piece and a patch? One number, from −1 to 1."),
    "03": (first.lesson03, "One patch, one number. All patches, a map of where the piece is."),
    "04": (middle.lesson04, "Keep the best of each neighbourhood: whether, and roughly where."),
    "05": (middle.lesson05, "Negatives become zero. Why is so small an operation worth a layer?"),
    "06": (
        middle.lesson06,
        "Each layer's output is the next one's input: shapes, counts, and one cell traced.",
    ),
    "07": (middle.lesson07, "The last values vote, and the votes become shares, which are not certainty."),
    "08": (slopes.lesson08, "How wrong is it, and which way is downhill? A weight is nudged, and steps."),
    "09": (slopes.lesson09, "Multiply along a way, add over ways: all the slopes in one sweep."),
    "10": (judged.lesson10, "Features are learned, and judged on what was not seen."),
    "11": (judged.lesson11, "Where it holds and where it breaks."),
}
FOOT = f"{findable.COURSE} · worksheet · {addresses.SITE} · CC BY 4.0"


def page(lesson, answers):
    """The page of a lesson, to be filled in or with its answers."""
    draw, idea = SHEETS[lesson.name[:2]]
    with rc_context():
        rcdefaults()
        rcParams["pdf.fonttype"] = 42
        made = Page(lesson.title, idea, FOOT, answers)
        draw(made)
    return made


def with_sheets():
    """The lessons that have a sheet."""
    return [lesson for lesson in site_front.LESSONS if lesson.name[:2] in SHEETS]


def write(folder):
    """Each lesson's page as a PDF of its own, all in one for the printer, and the same of the answers."""
    for at, answers in ((folder, False), (folder / "answers", True)):
        at.mkdir(parents=True)
        told = {
            "CreationDate": None,
            "Title": "How a CNN thinks: " + ("answers" if answers else "worksheets"),
        }
        with rc_context({"pdf.fonttype": 42}), PdfPages(at / "all.pdf", metadata=told) as every:
            for lesson in with_sheets():
                figure = page(lesson, answers).figure
                every.savefig(figure)
                figure.savefig(
                    at / f"{lesson.name}.pdf", metadata={"CreationDate": None, "Title": lesson.title}
                )
