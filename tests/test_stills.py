"""What widgets leave behind, and figures on any page: paper, the scale, and words that can be read."""

import io
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from figures import drawn
from matplotlib.text import Text
from PIL import Image

from xo_helpers import plots
from xo_helpers.data import load_image, load_kernel
from xo_helpers.network import load_network
from xo_helpers.ops import feature_map
from xo_helpers.plots.style import Picture
from xo_helpers.widgets import (
    CompareGrids,
    DrawPad,
    NetworkExplorer,
    NudgeWeight,
    PoolWindow,
    SlideWindow,
    TrainingMonitor,
    Votes,
)

X, O, K = load_image("X"), load_image("O"), load_kernel("diagonal")
NETWORK = load_network(Path(__file__).parents[1] / "data/network.npz")
VALUES, WEIGHTS = np.array([[0.9, 0.1], [0.2, 0.8]]), np.eye(2)
IN_FULL, SCALED = ["−1", "0", "+1"], ["−", "0", "+"]
STILLS = {
    "compare": (lambda: CompareGrids(X, O), IN_FULL),
    "explorer": (lambda: NetworkExplorer(NETWORK, {"X": X}, "X", "conv2"), IN_FULL),
    "gradients": (lambda: NetworkExplorer(NETWORK, {"X": X}, "X", "conv2", labels={"X": 0}), SCALED),
    "monitor": (lambda: TrainingMonitor(20), SCALED),
    "nudge": (lambda: NudgeWeight(VALUES, [0, 1], WEIGHTS), IN_FULL),
    "pad": (lambda: DrawPad(NETWORK, X), IN_FULL),
    "pool": (lambda: PoolWindow(feature_map(X, K)), IN_FULL),
    "slide": (lambda: SlideWindow(X, K), IN_FULL),
    "votes": (lambda: Votes(VALUES[0], WEIGHTS), IN_FULL),
}


@cache
def still(name):  # -> the picture, and its figure
    widget = STILLS[name][0]()
    return drawn(lambda: Picture(widget._figure, repr(widget)))


@pytest.mark.parametrize("name", STILLS)
def test_a_still_says_that_it_is_a_picture_and_what_its_colours_stand_for(name):
    _, figure = still(name)
    *scale, sentence = [artist.get_text() for artist in figure.artists if isinstance(artist, Text)]
    assert scale == STILLS[name][1]
    what, use = ("pad", "draw") if name == "pad" else ("widget", "use it")
    assert sentence == f"A picture of the {what}: run the cell to {use}."


@pytest.mark.parametrize("name", ["pad", "explorer", "gradients"])
def test_in_900_pixels_all_layers_stand_and_every_word_is_at_least_11_high(name):
    picture, figure = still(name)
    shown = picture._repr_mimebundle_()[1]["image/png"]["width"]
    words = {text.get_text(): text.get_fontsize() for text in figure.findobj(Text) if text.get_visible()}
    assert {"input", "conv1", "dense1", "max1"} <= words.keys()
    assert shown <= 900
    assert min(size for text, size in words.items() if text) * 120 / 72 * 2 / 3 >= 11


def test_large_maps_say_how_strong_their_full_colours_are():
    _, figure = drawn(plots.plot_maps, {"map": feature_map(X, K)}, 0.25)
    texts = [artist.get_text() for artist in figure.artists if isinstance(artist, Text)]
    assert texts == ["≤ −0.25", "0", "≥ 0.25", ""]


@pytest.mark.parametrize("make", [lambda: plots.plot_image(X), lambda: still("pad")[0]])
def test_a_figure_is_paper_with_round_corners_and_of_its_size(make):
    picture = make()
    paper = np.asarray(Image.open(io.BytesIO(picture.png())))
    middle, round_ = tuple(side // 2 for side in paper.shape[:2]), 12
    for rows in (paper, paper[::-1]):
        for corner in (rows[:, :, 3], rows[:, ::-1, 3]):
            assert corner[0, 0] == 0  # nothing: a dark page's own colour
            assert (np.diff(corner[0, :round_].astype(int)) >= 0).all()
            assert (corner[round_:-round_] == 255).all()
    for edge in (paper[0, middle[1]], paper[middle[0], 0], paper[-1, middle[1]], paper[middle[0], -1]):
        assert edge.tolist() == [255] * 4
