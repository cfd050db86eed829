"""Worksheets: one A4 page a lesson, its answers on another, and every number worked out here by other means."""

import re
from collections import Counter
from itertools import product
from pathlib import Path

import numpy as np
import pytest
import remember
import site_front
import worksheets
from matplotlib import rc_context
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text
from scipy.signal import correlate2d
from scipy.special import log_softmax
from worksheets.page import LEFT, RIGHT

from xo_helpers import training
from xo_helpers.data import load_image, load_kernel

pytestmark = pytest.mark.tools
LESSONS = {lesson.name[:2]: lesson for lesson in worksheets.with_sheets()}
ROOT = Path(__file__).parents[1]
THREE = [load_kernel(name) for name in ("diagonal", "cross", "antidiagonal")]


@pytest.fixture(scope="module")
def pages(remembered):
    """Both pages of every lesson: {"00": (to fill in, answers)}."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XO_TRAININGS", remembered["XO_TRAININGS"])
        patch.setattr(training, "train", remember.remembering(training.train))
        return {
            name: [worksheets.page(one, answers) for answers in (False, True)]
            for name, one in LESSONS.items()
        }


def texts(page):
    found = page.figure.findobj(lambda artist: isinstance(artist, Text) and artist.get_text().strip())
    return [text for text in found if text.get_visible()]


def words(page):
    return Counter(text.get_text() for text in texts(page))


def test_each_lesson_has_a_sheet():
    assert list(worksheets.SHEETS) == [f"{number:02}" for number in range(12)] == list(LESSONS)[:12]


@pytest.mark.parametrize("name", LESSONS)
def test_answers_stand_on_their_page_and_nothing_else_does_that_the_sheet_has_not(pages, name):
    sheet, answers = pages[name]
    only_there = words(answers) - words(sheet)
    assert sheet.blanks == answers.blanks
    assert only_there == Counter(sheet.blanks) + Counter(["Answers"])
    assert [text.split()[0] for text in words(sheet) - words(answers)] == ["Name"]
    assert len(sheet.blanks) >= 12


@pytest.mark.parametrize("name", LESSONS)
def test_all_of_it_is_on_the_paper_and_no_text_lies_on_another(pages, name):
    for page in pages[name]:
        renderer, scale = FigureCanvasAgg(page.figure).get_renderer(), 25.4 / page.figure.dpi
        with rc_context({"text.hinting": "none"}):  # as in a PDF
            page.figure.draw(renderer)
            told = [text.get_text() for text in texts(page)]
            ends = np.array([text.get_window_extent(renderer).extents for text in texts(page)])
        x0, y0, x1, y1 = ends.T
        beyond = (x0 * scale < LEFT - 12) | (x1 * scale > RIGHT + 2)
        assert ([told[at] for at in np.flatnonzero(beyond)], page.y <= 284) == ([], True)
        wide = np.minimum.outer(x1, x1) - np.maximum.outer(x0, x0)
        high = np.minimum.outer(y1, y1) - np.maximum.outer(y0, y0)
        pairs = np.argwhere(np.triu((wide >= 1) & (high >= 3), 1))
        assert [(told[one], told[other]) for one, other in pairs] == []


def test_the_files_are_one_page_of_a4_each_and_the_same_every_time(pages, tmp_path, monkeypatch):
    monkeypatch.setattr(worksheets, "page", lambda lesson, answers: pages[lesson.name[:2]][answers])
    monkeypatch.setattr(
        site_front, "LESSONS", site_front.LESSONS[::6]
    )  # embedding fonts takes most of the time
    for folder in ("one", "other"):
        worksheets.write(tmp_path / folder)
    files = sorted(path.relative_to(tmp_path / "one") for path in tmp_path.glob("one/**/*.pdf"))
    assert len(files) == 2 * (2 + 1)
    for file in files:
        pdf = (tmp_path / "one" / file).read_bytes()
        assert pdf == (tmp_path / "other" / file).read_bytes()
        boxes = re.findall(rb"/MediaBox \[ 0 0 ([\d.]+) ([\d.]+) \]", pdf)
        assert len(boxes) == (2 if file.stem == "all" else 1)
        assert {tuple(round(float(side) / 72 * 25.4) for side in box) for box in boxes} == {(210, 297)}


# The numbers, by SciPy, by counting, or by hand


def scores(image, kernel):
    return correlate2d(image, kernel, "valid")


def quarters(image):  # -> the most matches of each kernel in each quarter of its places
    maps = [(scores(image, kernel) + 9) // 2 for kernel in THREE]
    parts = [(rows, columns) for rows in (slice(4), slice(4, 7)) for columns in (slice(4), slice(4, 7))]
    return [int(one[part].max()) for one in maps for part in parts]


def test_the_room_votes_as_its_twelve_groups_count(pages):
    blanks = pages["00"][0].blanks
    found, empty = quarters(load_image("X_rotation")), quarters(-np.ones((9, 9)))
    for_x, for_o = [0, 3, 4, 9, 10], [1, 2, 8, 11]
    assert blanks[:12] == list(map(str, found))
    totals = [sum(found[at] for at in places) for places in (for_x, for_o)]
    assert blanks[12:16] == [str(totals[0]), f"{totals[0] / 5:g}", str(totals[1]), f"{totals[1] / 4:g}"]
    assert blanks[12:16] == ["41", "8.2", "28", "7"]  # so X wins
    votes = [sum(empty[at] for at in places) / len(places) for places in (for_x, for_o)]
    said = (ROOT / "docs/teachers.md").read_text(encoding="utf-8")
    assert "X wins by 8.2 to 7. Then an empty page: O, by 6 to 5.6." in said
    assert blanks[16:20] == ["6", "4", *(f"{vote:g}" for vote in votes)] == ["6", "4", "5.6", "6"]


def test_pixels_patches_and_maps(pages):
    X, O, tilted = load_image("X"), load_image("O"), load_image("X_rotation")
    differ = sum(a != b for a, b in zip(X.flat, tilted.flat, strict=True))
    one = pages["01"][0].blanks
    assert one[9:].count("×") == differ
    assert [int(text) for text in one if text.isdigit()][-7:] == [differ, differ, 81 - differ, 13, 68, 16, 65]
    assert ((X > 0).sum(), (O > 0).sum()) == (13, 16)
    sums = [scores(patch, THREE[0])[0, 0] for patch in (X[1:4, 1:4], X[3:6, 3:6], -np.ones((3, 3)))]
    told = pages["02"][0].blanks
    assert sums == [9, 5, 3]
    assert [told[at : at + 2] for at in (9, 20, 31)] == [["9", "1.00"], ["5", "0.55"], ["3", "0.33"]]
    drawn = [int(text.replace("−", "-")) for text in told[-10:-1]]
    assert np.dot(drawn, THREE[1].ravel()) == 1
    assert pages["03"][0].blanks[:6] == ["1.00", "−1.00", "−0.50", "0.00", "7", "5"]
    ninths = scores(X, THREE[0])
    cells = [(1, 0), (1, 1), (1, 2), (1, 3), (2, 2), (3, 2), (3, 3), (3, 4), (4, 4), (5, 5)]
    cut = [f"{np.trunc(100 * ninths[at] / 9) / 100:.2f}".replace("-", "−") for at in cells]
    assert pages["03"][0].blanks[6:16] == cut
    assert pages["03"][0].blanks[16:20] == ["4", "the falling stroke", "2", "2"]


def test_pools_bends_and_stacks(pages):
    assert pages["04"][0].blanks[:4] == ["5", "2", "9", "−2"]
    assert pages["04"][0].blanks[20:25] == ["4", "3", "16", "1", "2"]
    five = pages["05"][0].blanks
    assert five[28] == str((scores(load_image("X"), THREE[1])[:4] < 0).sum()) == "14"
    assert five[29:37] == ["3", "7", "16", "3", "7", "2", "3×5 + 7×−1 + 2×4", "16"]
    assert five[37:41] == ["15", "15", "−15", "0"]
    stack = pages["06"][0].blanks
    assert stack[:10] == ["7", "7", "5", "5", "3", "1", "1", "1", "30", "296"]
    read = [scores(load_image("X"), kernel) for kernel in THREE]
    wanted = [(0, 0, 0), (0, 2, 2), (1, 1, 1), (2, 0, 2), (2, 2, 0)]
    corner = [int(read[at][row, column]) for at, row, column in wanted]
    middle = sum(read[at][row + 2, column + 2] for at, row, column in wanted)
    assert stack[10:18] == [
        *map(str, corner),
        str(sum(corner)),
        f"{sum(corner) / 45:.2f}",
        f"{middle / 45:.2f}",
    ]


def test_votes_and_slopes(pages):
    thick = [2 * count - 9 for count in quarters(load_image("X_weight"))]
    for_x, for_o = [0, 3, 4, 9, 10], [1, 2, 8, 11]
    x, o = (sum(thick[at] for at in places) for places in (for_x, for_o))
    seven = pages["07"][0].blanks
    assert seven[:5] == [str(x), f"{x / 45:.3f}", str(o), f"{o / 36:.3f}", "O"]
    assert seven[5:12] == ["8", "2", "1", "11", "8/11 = 0.73", "2/11 = 0.18", "1/11 = 0.09"]
    assert seven[12:19] == ["32", "8", "4", "44", "32/44 = 0.73", "8/44 = 0.18", "4/44 = 0.09"]
    assert pages["08"][0].blanks[:6] == ["0.088", "0.5175", "0.6055", "−0.17", "−0.17", "0.17"]

    def loss(weight):  # of all ten, where value 4 has another weight to X
        lost = []
        for letter, side in product("XO", ("", "_translation", "_scaling", "_rotation", "_weight")):
            values = np.array([2 * count - 9 for count in quarters(load_image(letter + side))]) / 9
            x = values[for_x].sum() / 5 + (weight - 0.2) * values[4]
            lost.append(-log_softmax([x, values[for_o].mean()])["XO".index(letter)])
        return np.mean(lost)

    slope = round((loss(0.2001) - loss(0.1999)) / 0.0002, 3)
    assert pages["08"][0].blanks[6:9] == [f"{0.2 - rate * slope:.2f}" for rate in (1, 10, 30)]
    assert loss(0.2 - 10 * slope) < loss(0.2) < loss(0.2 - 30 * slope)  # as its last question says
    nine = pages["09"][0].blanks
    assert [nine[at] for at in (0, 2, 4, 6, 8, 10)] == ["−4", "−2", "−2", "−2", "−4", "1"]
    assert [nine[at] for at in (1, 3, 5, 7, 9)] == ["2", "1", "1", "0.5", "−4"]
    assert nine[11:19] == ["−4 × 2", "−8", "−4", "0", "0", "3", "−1", "2"]
    assert nine[19:35] == list("06") + ["−2", *"000000000", *"1030"][:14]
    assert nine[35:] == ["0.25", "−0.75", "−0.75", "0.25"]


def test_what_networks_read_and_where_it_breaks(pages):
    sheet, _ = pages["10"]
    rates = [float(text.get_text()) for text in texts(sheet) if re.fullmatch(r"\d\d\.\d", text.get_text())]
    four, eight, sixteen = np.reshape(rates, (3, 10))
    assert sheet.blanks[:4] == ["2 × (128 + 1)", "338", "125", "1250"]
    for at, more, fewer in ((4, eight, four), (6, sixteen, eight)):
        wins = sum((a > b) + (a == b) / 2 for a, b in zip(more, fewer, strict=True))
        assert sheet.blanks[at : at + 2] == [f"{wins:g}", "yes" if wins >= 9 or wins <= 1 else "no"]
    assert sheet.blanks[5:8:2] == ["yes", "no"]  # as the sheet goes on to say
    assert (float(sheet.blanks[-4]), float(sheet.blanks[-3]) < 0.75) == (1, True)
    X, O, eleven = load_image("X") > 0, load_image("O") > 0, pages["11"][0].blanks
    moved = np.zeros((9, 9), bool)
    moved[:, 2:] = X[:, :7]
    shared = [str((moved & letter).sum()) for letter in (X, O)]
    same = [str((moved == letter).sum()) for letter in (X, O)]
    assert eleven[:4] == ["−3", "0.30", "1", "−0.10"]
    assert Counter(eleven[4:13]) == {"4/3": 3, "−2/3": 6}
    assert (
        eleven[13:19]
        == ["0", "0", shared[0], same[0], shared[1], same[1]]
        == ["0", "0", "2", "61", "4", "62"]
    )
    assert eleven[19:21] == ["0.90", "0.90"]
