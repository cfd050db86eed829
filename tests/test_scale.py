"""The scale of colours, measured: each ninth told from the next, text read on all, the ends apart for all eyes."""

from itertools import pairwise

import numpy as np
import pytest
from colours import WITHOUT, ciede2000, contrast, lab, luminance

from xo_helpers.plots.style import COLOURS, EDGE, STOPS, WHITE_FROM
from xo_helpers.widgets.shared.base import module

# Some of the pairs that Sharma, Wu and Dalal published to test CIEDE2000 with: where its parts turn.
PAIRS = """
    50 2.6772 -79.7751    50 0 -82.7485              2.0425
    50 -1.3802 -84.2814   50 0 -82.7485              1.0000
    50 0 0                50 -1 2                    2.3669
    50 2.49 -0.0010       50 -2.49 0.0010            7.1792
    50 2.49 -0.0010       50 -2.49 0.0011            7.2195
    50 -0.0010 2.49       50 0.0009 -2.49            4.8045
    50 2.5 0              50 0 -2.5                  4.3065
    50 2.5 0              73 25 -18                 27.1492
    50 2.5 0              56 -27 -3                 31.9030
    60.2574 -34.0099 36.2677   60.4626 -34.1751 39.4387   1.2644
    63.0109 -31.0961 -5.8663   62.8187 -29.7946 -4.0864   1.2630
    22.7233 20.0904 -46.6940   23.0331 14.9730 -42.5619   2.0373
    36.4612 47.8580 18.3852    36.2715 50.5065 21.2231    1.4146
    90.8027 -2.0831 1.4410     91.1528 -1.6435 0.0447     1.4441
    2.0776 0.0795 -1.1350      0.9033 -0.0636 -0.5514     0.9082
"""
NINTHS = [COLOURS(ninth / 18) for ninth in range(19)]  # of −9/9 … 9/9
EVERY = [*np.linspace(-1, 1, 2001), np.nextafter(WHITE_FROM, -1), WHITE_FROM]


@pytest.mark.parametrize("pair", PAIRS.strip().splitlines())
def test_the_measure_is_the_published_one(pair):
    *colours, apart = map(float, pair.split())
    assert ciede2000(colours[:3], colours[3:]) == pytest.approx(apart, abs=6e-5)


def test_eyes_tell_each_ninth_from_the_next_and_the_first_below_0_at_once():
    apart = [ciede2000(lab(one), lab(other)) for one, other in pairwise(NINTHS)]
    assert min(apart) >= 4.1, apart
    assert apart[8] > 9  # −1/9 and 0: what a ReLU changes
    assert ciede2000(lab(NINTHS[8]), lab(NINTHS[10])) > 9  # −1/9 and 1/9


def test_background_is_quiet_and_the_scale_goes_one_way():
    lightness, warm = zip(*[(lab(colour)[0], np.hypot(*lab(colour)[1:])) for colour in NINTHS], strict=True)
    assert np.hypot(*lab("#f1a340")[1:]) > 60  # ColorBrewer's orange, which filled 84 % of a picture
    assert max(warm[:9]) < 41
    assert (np.diff(lightness[:9]) > 0).all()
    assert (np.diff(lightness[9:]) < 0).all()
    below, above = NINTHS[:9], NINTHS[10:]
    assert all(red > green > blue for red, green, blue, _ in below)  # orange, the palest cream
    assert all(blue > red > green for red, green, blue, _ in above)  # purple


def test_numbers_in_cells_and_at_edges_can_be_read():
    for value in EVERY:
        number = "white" if value >= WHITE_FROM else "black"
        assert contrast(COLOURS((value + 1) / 2), number) >= 4.5, value
    assert contrast(EDGE, "white") >= 4.5


@pytest.mark.parametrize("seen", [None, *WITHOUT])
def test_stroke_background_and_0_stay_apart_for_colour_blind_eyes_and_in_grey(seen):
    background, nothing, stroke = (lab(colour, seen) for colour in (STOPS[0], STOPS[9], STOPS[-1]))
    assert ciede2000(background, stroke) > 35
    assert ciede2000(background, nothing) > 12
    assert background[0] - stroke[0] > 35  # lightness alone
    assert luminance(STOPS[-1]) < luminance(STOPS[0]) / 4


@pytest.mark.browser
def test_the_page_has_the_figures_colours_over_the_whole_scale(chromium):
    page = chromium.new_page()
    beyond = [*EVERY, -7.0, 7.0]
    shown = page.evaluate(f"values => {{ {module()}; return values.map(colour); }}", beyond)
    page.close()
    shown = np.array(
        [colour.removeprefix("rgb(").removesuffix(")").split(",") for colour in shown], dtype=int
    )
    figures = COLOURS((np.clip(beyond, -1, 1) + 1) / 2)[:, :3] * 255
    assert np.abs(shown - figures).max() <= 1


WIDGETS = """
from xo_helpers.data import load_image, load_kernel
from xo_helpers.ops import feature_map
from xo_helpers.widgets import PoolWindow, SlideWindow
"""
LEGENDS = """() => [...document.querySelectorAll('.xo-legend')].map(legend => ({
    said: legend.innerText.split(/\\s+/).join(' '), heard: !legend.closest('[aria-hidden]'),
    colours: getComputedStyle(legend.querySelector('.xo-scale')).backgroundImage.match(/\\d+, \\d+, \\d+/g),
}))"""


@pytest.mark.browser
def test_each_widget_has_the_scale_beside_it_in_contrast_themes_and_on_paper_too(web):
    cells = [
        WIDGETS,
        "SlideWindow(load_image('X'), load_kernel('cross'))",
        "PoolWindow(feature_map(load_image('X'), load_kernel('cross')))",
    ]
    page = web.open("legends.ipynb", cells)
    page.run_all()
    page.until("document.querySelector('.xo-legend').innerText.includes('stroke')")
    stops = [", ".join(str(int(colour[at : at + 2], 16)) for at in (1, 3, 5)) for colour in STOPS]
    for media in ({}, {"forced_colors": "active"}, {"media": "print", "forced_colors": "none"}):
        page.page.emulate_media(**media)
        image, scores = page.page.evaluate(LEGENDS)
        assert (image["said"], scores["said"]) == ("background −1 0 +1 stroke", "−1 0 +1")
        assert image["colours"] == scores["colours"] == stops
        assert not image["heard"]
    page.close()
