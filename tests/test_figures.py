"""What all figures and stills promise: nobody's settings, names as text, a largest size, numbers of any type, nothing kept."""

import subprocess
import sys
import warnings
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import matplotlib
import numpy as np
import pytest
from figures import drawn
from matplotlib import pyplot
from matplotlib.text import Text

from xo_helpers import plots
from xo_helpers.data import load_image, load_kernel
from xo_helpers.plots.stills import (
    compare_grids,
    draw_pad,
    network_explorer,
    nudge_weight,
    pool_window,
    slide_window,
    training_monitor,
    votes,
)
from xo_helpers.plots.style import Picture, named
from xo_helpers.texts import exact, in_cell, rounded, verdict

pytestmark = pytest.mark.many
X, K = load_image("X"), load_kernel("diagonal")
MAP, SEEN = np.arange(16).reshape(4, 4) / 16, np.ones((4, 4), bool)
AXES = {"left": -1, "right": 1, "top": 2}


def still(plot, *given):
    return partial(Picture, lambda: plot(*given), "a still")


def figures(a="a", b="b"):  # -> {name: a function that makes the picture}; `a` and `b` are names in it
    one, two = {a: 1, b: 2}, np.array([[0.5, -0.2], [0.1, 1]])
    lines, maps = {a: [0.1, 0.2], b: [0.2, 0.1]}, {a: MAP[None], b: np.ones(3)}
    nudge = two, (0, 1), np.abs, (a, b), (b, a), [0.1, 0.2], 0.3, 0.1, [(0, 0.1)], AXES
    layers = {a: MAP[None], b: np.ones(3)}
    return {
        "image": partial(plots.plot_image, X, True, (1, 2, 3)),
        "map": partial(plots.plot_map, MAP),
        "stack": partial(plots.plot_stack, {a: X, b: MAP}, True),
        "match": partial(plots.plot_match, X[:3, :3], K),
        "lines": partial(plots.plot_lines, lines, a, b, 0.15),
        "panels": partial(plots.plot_panels, {a: lines, b: lines}, b),
        "spread": partial(plots.plot_spread, {a: [0.5, 0.7], b: [0.6, 0.7]}, a),
        "graph": partial(plots.plot_graph, one, {b: {a: 3}}, one),
        "photograph": partial(plots.plot_photograph, MAP),
        "maps": partial(plots.plot_maps, {a: MAP, b: -MAP}),
        "compare": still(compare_grids.plot_compare, X, -X, (a, b), 1, 2),
        "pad": still(draw_pad.plot_pad, X, layers, [0.4, 0.6], (a, b), "a line"),
        "explorer": still(network_explorer.plot_layers, maps, {a: [3], b: [0, 1]}, "a line"),
        "nudge": still(nudge_weight.plot_nudge, *nudge),
        "pool": still(pool_window.plot_pool, MAP, (2, 2, 2), MAP[::2, ::2], 1, 1, SEEN[::2, ::2]),
        "slide": still(slide_window.plot_slide, X, K, np.ones((7, 7)), 1, 2, np.ones((7, 7), bool)),
        "training": still(training_monitor.plot_training, {"loss": ([1], [2]), "accuracy": ([1], [0])}, [K], 1, 1, ""),
        "votes": still(votes.plot_votes, two[0], two, [0, 1], [1, 2], [0.3, 0.7], (a, b), (b, a), "votes"),
    }  # fmt: skip


FIGURES = figures()
HOSTILE = {
    "image.origin": "lower", "image.cmap": "hot", "image.interpolation": "bilinear", "image.aspect": "auto",
    "figure.dpi": 31, "figure.constrained_layout.use": False, "figure.facecolor": "black", "figure.figsize": (1, 1),
    "savefig.dpi": 40, "savefig.facecolor": "black", "savefig.bbox": "tight", "savefig.pad_inches": 2,
    "savefig.transparent": True, "savefig.format": "svg", "font.size": 31, "font.family": "monospace",
    "axes.grid": True, "axes.facecolor": "black", "axes.edgecolor": "red", "axes.labelcolor": "red",
    "axes.titlelocation": "left", "axes.xmargin": 0.5, "axes.spines.left": False, "axes.unicode_minus": False,
    "axes.prop_cycle": matplotlib.cycler(color=["red"]), "axes.formatter.use_mathtext": True, "text.color": "red",
    "text.parse_math": True, "text.antialiased": False, "text.hinting": "none", "path.sketch": (5, 100, 2),
    "path.simplify": False, "lines.linewidth": 9, "lines.marker": "x", "lines.antialiased": False,
    "patch.force_edgecolor": True, "hatch.color": "red", "xtick.top": True, "xtick.direction": "in",
    "xtick.labelsize": 31, "ytick.right": True, "legend.loc": "lower left", "legend.frameon": False, "agg.path.chunksize": 9,
}  # fmt: skip
READERS = [
    lambda: matplotlib.rcParams.update(HOSTILE),
    lambda: matplotlib.rcParams.update({"text.usetex": True}),
    lambda: pyplot.style.use("dark_background"),
    lambda: pyplot.style.use(["ggplot", "fast"]),
    pyplot.xkcd,
    lambda: (matplotlib.use("svg"), pyplot.ion()),
    lambda: np.seterr(all="raise"),
    lambda: warnings.simplefilter("error"),
]


@pytest.fixture(scope="module")
def pngs():
    return {name: make().png() for name, make in FIGURES.items()}


@pytest.fixture
def readers():
    """A reader's settings, put back afterwards."""
    backend, numpy = matplotlib.get_backend(), np.geterr()
    with matplotlib.rc_context(), warnings.catch_warnings():
        yield
    matplotlib.use(backend)
    np.seterr(**numpy)


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_is_the_same_byte_by_byte_whatever_its_reader_has_set(name, pngs, readers):
    matplotlib.rcParams.update(HOSTILE)
    before = dict(matplotlib.rcParams)
    assert FIGURES[name]().png() == pngs[name]
    assert dict(matplotlib.rcParams) == before


@pytest.mark.parametrize("name", ["match", "lines"])
@pytest.mark.parametrize("setting", READERS)
def test_no_setting_of_any_kind_reaches_in(name, setting, pngs, readers):
    setting()
    assert FIGURES[name]().png() == pngs[name]


def test_what_goes_wrong_while_a_figure_is_drawn_leaves_the_readers_settings_too(readers):
    matplotlib.rcParams.update(HOSTILE)
    before = dict(matplotlib.rcParams)
    with pytest.raises(ZeroDivisionError):
        Picture(lambda: 1 / 0, "")
    assert dict(matplotlib.rcParams) == before


def test_figures_drawn_at_the_same_time_are_the_same_and_leave_the_settings(pngs, readers):
    matplotlib.rcParams.update(HOSTILE)
    before = dict(matplotlib.rcParams)
    with ThreadPoolExecutor(4) as pool:
        drawn_here = list(pool.map(lambda name: FIGURES[name]().png(), ["match", "lines", "map"] * 4))
    assert drawn_here == [pngs[name] for name in ["match", "lines", "map"] * 4]
    assert dict(matplotlib.rcParams) == before


# Names


NAMELESS = {"image", "map", "match", "photograph", "pool", "slide", "training"}
NAMES = [
    ("$x_1$ \\frac{1}{$a", "_b 50 % ^2"),
    ("<script>alert(1)</script>&amp;", "{0} 日本 ☃ ا"),
    ("a\nb\r\n\tc", "\x00\x1b[31m\ud800"),
    ("", " "),
    (7, None),
]


@pytest.mark.parametrize("pair", NAMES)
def test_names_are_text_whatever_stands_in_them(pair):
    for kind, make in figures(*pair).items():
        if kind not in NAMELESS:
            _, figure = drawn(make)
            texts = [text for text in figure.findobj(Text) if text.get_visible() and text.get_text()]
            assert not any(text.get_parse_math() or text.get_usetex() for text in texts), kind
            shown = [text.get_text() for text in texts]
            for name in filter(named, pair):
                assert any(named(name, 14)[:13] in text for text in shown), kind
            assert not any("\n" in text or "\0" in text for text in shown), kind


@pytest.mark.parametrize("name", ["$x_1$", "_b"])
def test_a_name_is_drawn_as_it_is_written(name):
    """Elsewhere a $ begins a formula, and a legend leaves out what begins with _."""
    _, figure = drawn(plots.plot_lines, {name: [1, 2], "other": [2, 1]}, "x", "y")
    assert [text.get_text() for text in figure.axes[0].get_legend().get_texts()] == [name, "other"]
    wide = [text.get_window_extent().width for text in figure.axes[0].get_legend().get_texts()]
    assert wide[0] > len(name) * wide[1] / len("other") * 0.7


def test_a_long_name_is_cut_in_the_figure_and_whole_in_the_text():
    assert (named("a  b\nc"), named("w" * 41), named("w" * 40)) == ("a b c", "w" * 39 + "…", "w" * 40)
    for kind, make in figures("w" * 500).items():
        if kind not in NAMELESS:
            assert int.from_bytes(make().png()[16:20], "big") < 2000, kind  # pixels wide
    assert "w" * 500 in plots.plot_stack({"w" * 500: X}).text
    assert plots.plot_stack({"\ud800": X}).text.startswith("?\n")


# Numbers


@pytest.mark.parametrize(
    "kind", ["int8", "uint8", "int16", "int64", "uint64", "float16", "float32", "longdouble"]
)
def test_a_match_counts_right_whatever_the_numbers_are_made_of(kind):
    most = int(np.iinfo(kind).max) if kind[0] in "iu" and kind[-2:] != "64" else 200
    picture, figure = drawn(plots.plot_match, np.array([[most, 2]], kind), np.array([[most, 3]], kind))
    total = most * most + 6
    whole = in_cell(total, whole=True)
    assert picture.text.endswith(f"sum {whole},  {whole} ÷ 2 = {in_cell(total / 2)}")
    products = [text.get_text() for text in figure.axes[2].texts]
    assert products == [in_cell(value, whole=kind[0] in "iu") for value in (most * most, 6)]
    assert figure.axes[2].images[0].get_array().tolist() == [[1, 1]]


def test_true_and_false_are_1_and_0_and_the_smallest_byte_has_one_minus():
    assert plots.plot_match([[True, False]], [[True, True]]).text.endswith("sum 1,  1 ÷ 2 = 0.50")
    assert plots.plot_image(np.array([[-128, 127]], "int8"), numbers=True).text == "−128  127"
    assert "0 in 10" in plots.plot_maps({"a": np.full((4, 4), -128, "int8")}).text


def test_maps_of_several_sizes_are_counted_each_by_its_own():
    assert "10 × 10 values" in plots.plot_maps({"a": np.zeros((900, 900)), "b": np.zeros((10, 10))}).text


@pytest.mark.parametrize("kind", [np.float16, np.float32, np.float64, np.longdouble])
def test_two_decimals_are_printed_as_they_are_written_in_every_type_of_float(kind):
    for hundredths in range(-2000, 2001):
        value = kind(str(hundredths / 100))
        if abs(value) < 8 or kind is not np.float16:  # which from there on has no hundredths
            assert in_cell(value) == rounded(value, 2) == f"{hundredths / 100:.2f}".replace("-", "−")
    assert exact(np.array([0.53, np.nan], kind)).dtype == np.float64
    picture, figure = drawn(plots.plot_map, np.array([[0.53, 0.29]], kind))
    assert [text.get_text() for text in figure.axes[0].texts] == picture.text.split() == ["0.53", "0.29"]


def test_other_texts_and_figures_take_small_types_too():
    assert verdict(np.array([100, 200], "uint8"), "ab") == "b wins by 100.00"
    assert in_cell(1e308) == "1.00e308"
    single = {"a": np.float32([0.53, 0.7]), "b": [0.53, 0.9]}
    assert plots.plot_spread(single, "a").text.endswith("wins 1½ of 2")
    assert plots.plot_lines({"a": np.float32([0.125, 0.53])}, "x", "y").text.endswith("0: 0.13, 1: 0.53")
    assert plots.plot_graph({"a": np.int8(-128), "b": np.float32(0.1)}, {"b": ["a"]}).text.startswith(
        "a: value −128; goes to b\nb: value 0.1"
    )


# Sizes


BIG = [
    "plots.plot_image(noise(256, 256) * 2 - 1, numbers=True)",
    "plots.plot_stack({i: noise(36, 36) for i in range(48)})",
]
MEASURED = """
import resource, sys, time
import numpy as np
from xo_helpers import plots

def noise(*shape):
    return np.random.default_rng(0).random(shape)

def most():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)

plots.plot_image(np.eye(3))
start, before = time.process_time(), most()
picture = {}
print(most() - before, time.process_time() - start, len(picture.png()) / 2**20, len(picture.text))
"""


@pytest.mark.tools
@pytest.mark.parametrize("figure", BIG)
def test_the_largest_figures_take_less_than_200_mb_and_few_seconds(figure):
    run = [sys.executable, "-c", MEASURED.replace("{}", figure, 1)]
    memory, seconds, png, text = map(float, subprocess.check_output(run, text=True).split())
    assert (memory < 200, seconds < 6, png < 1, text < 100_000) == (True,) * 4, (memory, seconds, png, text)


ONE = {"a": [1]}
TOO_MUCH = [
    (plots.plot_image, [np.ones((257, 2))], r"image is 257×2; a figure shows at most 256 .*image\[:256, :256\]"),
    (plots.plot_map, [np.ones((3, 10**6))], "feature_map is 3×1000000; a figure shows at most 256"),
    (plots.plot_match, [np.ones((65, 65))] * 2, "patch is 65×65; a figure shows at most 64"),
    (plots.plot_stack, [dict.fromkeys(range(49), X)], "there are 49 grids; a figure has up to 48: show some of them"),
    (plots.plot_stack, [{i: np.ones((256, 256)) for i in range(2)}], "there are 131,072 cells; a figure has up to 65,536"),
    (plots.plot_photograph, [np.ones((1001, 1000))], r"photo is 1001×1000; .* photo\[::2, ::2\]"),
    (plots.plot_maps, [{i: np.ones((600, 600)) for i in range(3)}], "there are 1,080,000 values; a figure has up to 1,000,000"),
    (plots.plot_maps, [dict.fromkeys(range(13), X)], "a dict of 1 to 12 names and maps"),
    (plots.plot_lines, [{i: [1] for i in range(17)}, "x", "y"], "there are 17 lines; a figure has up to 16"),
    (plots.plot_lines, [{"a": np.ones(100_001)}, "x", "y"], "there are 100,001 values"),
    (plots.plot_panels, [dict.fromkeys(range(13), ONE), "y"], "there are 13 panels; a figure has up to 12"),
    (plots.plot_panels, [{"a": {i: [1] for i in range(9)}, "b": ONE}, "y"], "there are 9 lines; a panel has up to 8"),
    (plots.plot_panels, [{i: {"a": np.ones(50_001)} for i in range(2)}, "y"], "there are 100,002 values"),
]  # fmt: skip
WINDOW = "it needs a row, a column and a size, like \\(1, 1, 3\\)"
WRONG = [
    *((plots.plot_image, [X, False, bad], f"window is .*; {WINDOW}") for bad in (5, (), (1, 2), "window", X, False)),
    (plots.plot_image, [X, False, "abc"], "the window's row is 'a'; it must be a whole number, 0 or more"),
    (plots.plot_image, [X, False, (-1, 0, 3)], "the window's row is -1; it must be a whole number, 0 or more"),
    (plots.plot_image, [X, False, (0, 1.5, 3)], "the window's column is 1.5"),
    (plots.plot_image, [X, False, (0, 0, 0)], "the window's size is 0; it must be a whole number, 1 or more"),
    *((plots.plot_image, [X, False, bad], "is not inside the image, which is 9×9") for bad in ((7, 0, 3), (0, 7, 3), (99, 0, 1), (0, 0, 10**30))),
    (plots.plot_image, [X, (1, 1, 3)], r"numbers is \(1, 1, 3\); it must be True or False"),
    (plots.plot_stack, [{"X": X}, False, 5, "yes"], "places is 'yes'; it must be True or False"),
    (plots.plot_lines, [{"a": [1e308, -1e308]}, "x", "y"], r"a holds .*1e\+308; axes go up to 1e\+100"),
    (plots.plot_graph, [{"a": 1}, {"a": [[1]]}], r"arrows names \[1\]; values has a"),
    (plots.plot_stack, [{"X": X}, False, 0], "columns is 0; it must be a whole number, 1 or more"),
    (plots.plot_stack, [{"X": X}, False, "5"], "columns is '5'"),
    (plots.plot_stack, [{"X": [[1], [1, 2]]}], "the rows of X differ in length"),
    (plots.plot_stack, [{"X": X * np.nan}], "there is nan in X"),
    (plots.plot_photograph, ["photo.png"], "photo holds text|photo is"),
    (plots.plot_photograph, [np.full((9, 9), 200)], "there is 200 in photo; .*try x / 127.5 - 1"),
    (plots.plot_photograph, [np.ones((9, 9, 3))], r"photo has shape \(9, 9, 3\)"),
    *((plots.plot_maps, [bad], "plot_maps takes a dict") for bad in ({}, X, [X], None)),
    (plots.plot_maps, [{"a": np.ones(3)}], r"a has shape \(3,\); a figure needs rows and columns"),
    (plots.plot_maps, [{"a": []}], "there are no cells in a"),
    *((plots.plot_maps, [{"a": X}, bad], "limit is .*; it must be a number above 0") for bad in (0, -1, "a", None, np.nan)),
    (plots.plot_lines, [{"a": 3}, "x", "y"], r"values of shape \(\)"),
    (plots.plot_lines, [{"a": [1, np.inf]}, "x", "y"], "there is inf in a"),
    (plots.plot_lines, [{"a": (["u", "v"], [1, 2])}, "x", "y"], "the places of a holds text"),
    (plots.plot_lines, [ONE, "x", "y", "high"], "level holds text"),
    (plots.plot_lines, [ONE, "x", "y", [1, 2]], r"level is \[1, 2\]; it must be a number"),
    (plots.plot_panels, [{"a": {}}, "y"], "takes a dict of dicts of lines, like"),
    (plots.plot_spread, [{"a": [1]}, ["a"]], r"against is \['a'\]; it must be one of the rows: a"),
    (plots.load_photograph, [5], "file is 5; it must be the name of a picture's file"),
    (plots.load_photograph, [__file__], "test_figures.py cannot be read as a picture"),
]  # fmt: skip


@pytest.mark.parametrize(("plot", "given", "message"), TOO_MUCH + WRONG)
def test_what_cannot_be_shown_is_refused_in_the_figures_words(plot, given, message):
    with pytest.raises(ValueError, match=message) as raised:
        plot(*given)
    assert "/xo_helpers/" in str(raised.traceback[-1].path).replace("\\", "/")


def test_a_tuple_of_numbers_is_a_line_and_a_dense_graph_takes_no_time():
    assert plots.plot_lines({"a": (0.5, 0.4)}, "x", "y").text == "a (x: y)\n0: 0.50, 1: 0.40"
    ladder = {at: dict.fromkeys(range(max(0, at - 2), at), 1) for at in range(1, 40)}
    assert plots.plot_graph(dict.fromkeys(range(40), 1), ladder).text.count("goes to") == 39


def test_of_many_kernels_a_still_shows_some_and_says_so():
    kernels, curves = np.ones((16, 3, 3)).tolist(), {"loss": ([1], [2]), "accuracy": ([1], [0])}
    figure = training_monitor.plot_training(curves, kernels, 40, 1, "")
    assert [part.get_suptitle() for part in figure.subfigs] == ["", "16 of 40 kernels, darkest = 1.00"]
    assert len(figure.axes) == 18


# What stays


KEPT = """
import ctypes, gc, sys
import psutil
from IPython.core.interactiveshell import InteractiveShell

shell = InteractiveShell.instance()
shell.run_cell("from xo_helpers.data import load_kernel\\nfrom xo_helpers.plots import plot_map")

def memory(runs):
    for _ in range(runs):
        shell.run_cell("plot_map(load_kernel('cross'))", store_history=True)
    gc.collect()
    return psutil.Process().memory_info().rss / 2**20

sys.stdout = sys.stderr
before = memory(5)
added = memory(40) - before
print(len(shell.user_ns["Out"]), added, file=sys.__stdout__)
"""


@pytest.mark.tools
def test_forty_more_runs_of_a_cell_with_a_figure_add_less_than_20_mb():
    told = subprocess.run([sys.executable, "-c", KEPT], capture_output=True, text=True, check=True).stdout
    outputs, added = map(float, told.split())
    assert outputs == 45  # all of which IPython keeps
    assert added < 20
