"""Pictures of one's own, in every way in which they arrive, as images of ±1; and what is no drawing."""

import io
import os
import tracemalloc

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from xo_helpers.data import data_file, load_image, load_ten, parse, picture
from xo_helpers.network import load_network
from xo_helpers.pixels import grey_levels
from xo_helpers.plots import plot_scan
from xo_helpers.scan import otsu, scan, to_image

X, O = load_image("X"), load_image("O")
LARGE = np.kron(X, np.ones((20, 20)))  # strokes 1, background -1
PAPER = (110 - 100 * LARGE).astype(np.uint8)  # dark on light


def by_hand(kind, side, rng, pen, size=0.6, shadow=0.0, noise=0.0):
    """A letter as somebody draws it, in one go and never twice the same: grey on paper. `-> [side, side]`"""
    wide, middle = 4 * side, 2 * side * (1 + rng.uniform(-0.1, 0.1, 2))
    reach = size * rng.uniform(0.8, 1.1, 2) * wide / 2
    turn = np.deg2rad(rng.uniform(-12, 12))
    turn = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    if kind == "X":
        ends = [np.array([[-side_, -1], [0, 0], [side_, 1]]) for side_ in (1, -1)]
        lines = [line + rng.normal(0, 0.07, (3, 2)) for line in ends]
    else:
        angle = np.linspace(0, 2 * np.pi * rng.uniform(0.95, 1.05), 60) + rng.uniform(0, 6)
        lines = [
            np.stack([np.cos(angle), np.sin(angle)], 1)
            * (1 + 0.06 * np.sin(2 * angle + rng.uniform(0, 6)))[:, None]
        ]
    canvas = Image.new("L", (wide, wide))
    for line in lines:
        points = [tuple(point) for point in middle + line * reach @ turn]
        ImageDraw.Draw(canvas).line(points, 255, int(pen * wide), joint="curve")
    ink = np.asarray(canvas.resize((side, side), Image.Resampling.LANCZOS)) / 255
    paper = 230 - shadow * np.add(*np.indices(ink.shape)) / (2 * side)
    grey = paper * (1 - ink) + 40 * ink + rng.normal(0, noise, ink.shape)
    return np.clip(grey, 0, 255).astype(np.uint8)


HANDS = [
    {"side": 28, "pen": 0.09}, {"side": 28, "pen": 0.05}, {"side": 28, "pen": 0.14},
    {"side": 28, "pen": 0.1, "size": 0.9}, {"side": 300, "pen": 0.02, "noise": 4},
    {"side": 300, "pen": 0.01, "noise": 3}, {"side": 300, "pen": 0.02, "noise": 3, "shadow": 150},
    {"side": 500, "pen": 0.01, "size": 0.2, "noise": 3}, {"side": 640, "pen": 0.01, "size": 0.08, "noise": 2},
]  # fmt: skip


@pytest.mark.many
@pytest.mark.parametrize("hand", HANDS)
def test_the_network_that_ships_reads_what_hands_draw(hand):
    network, rng = load_network(data_file("network.npz")), np.random.default_rng(1)
    pictures = [by_hand("XO"[n % 2], rng=rng, **hand) for n in range(24)]
    images = np.array([to_image(255 - one if n % 4 > 1 else one) for n, one in enumerate(pictures)], float)
    read = network.forward(images[:, None]).argmax(1)
    assert (read == np.arange(24) % 2).sum() >= 23


def written(image, kind="PNG", **how):
    file = io.BytesIO()
    image.save(file, kind, **how)
    return file.getvalue()


def turned(image):  # as a phone held upright saves it
    exif = Image.Exif()
    exif[0x0112] = 6
    return written(image.rotate(90, expand=True), "JPEG", exif=exif, quality=95)


GREY = Image.fromarray(PAPER)
INK = Image.fromarray(((LARGE > 0) * 255).astype(np.uint8))
WAYS = {
    "a file": written(GREY),
    "a JPEG": written(GREY, "JPEG"),
    "turned by its EXIF": turned(GREY),
    "black on clear": written(Image.merge("LA", [Image.new("L", INK.size, 0), INK])),
    "white on clear": written(Image.merge("LA", [Image.new("L", INK.size, 255), INK])),
    "of 16 bits": written(Image.fromarray(PAPER.astype(np.uint16) * 255)),
    "of two levels": written(GREY.convert("1")),
    "of a palette": written(GREY.convert("P"), "GIF"),
    "in colours": written(Image.merge("RGB", [GREY, Image.new("L", GREY.size, 90), GREY])),
    "of print": written(GREY.convert("CMYK"), "TIFF"),
}
T = parse("#####\n..#..\n..#..\n..#..\n..#..")  # no turn of it is itself


@pytest.mark.parametrize("way", WAYS)
def test_files_of_any_kind_hold_the_same_drawing(way, tmp_path):
    (tmp_path / "mine").write_bytes(WAYS[way])
    np.testing.assert_array_equal(to_image(tmp_path / "mine"), X)
    with Image.open(tmp_path / "mine") as image:
        np.testing.assert_array_equal(scan(image)["grey"], scan(tmp_path / "mine")["grey"])


def test_what_is_upright_stays_upright(tmp_path):
    large = Image.fromarray(
        (110 - 100 * np.pad(np.kron(T, np.ones((20, 20))), 30, constant_values=-1)).astype(np.uint8)
    )
    (tmp_path / "mine").write_bytes(turned(large))
    with Image.open(tmp_path / "mine") as image, open(tmp_path / "mine", "rb") as opened:
        for given_ in (str(tmp_path / "mine"), image, next(os.scandir(tmp_path)), Image.open(opened)):
            np.testing.assert_array_equal(to_image(given_, 7), np.pad(T, 1, constant_values=-1))


ARRAYS = [
    PAPER, 255 - PAPER, LARGE, -LARGE, LARGE * 1e308, LARGE > 0, LARGE.astype(np.float16), np.asfortranarray(LARGE), LARGE.tolist(),
    np.stack([PAPER] * 3, 2), (PAPER // 2 + 64), PAPER.astype(np.int64), np.pad(LARGE, ((0, 300), (90, 0)), constant_values=-1),
    GREY, GREY.convert("RGBA"), GREY.convert("LA").convert("La"), GREY.convert("RGBA").convert("RGBa"), GREY.convert("I"),
    (LARGE > 0).astype(np.uint8), (LARGE > 0).astype(int), np.where(LARGE > 0, 44000, 45000).astype(np.uint16),
    np.pad(PAPER, ((900, 1900), (1700, 1100)), constant_values=210), np.pad(PAPER, ((0, 1900), (0, 1100)), constant_values=210),
]  # fmt: skip


@pytest.mark.parametrize("which", range(len(ARRAYS)))
def test_arrays_and_images_of_pillows_of_any_type_range_and_place(which):
    image = to_image(ARRAYS[which])
    np.testing.assert_array_equal(image, X)
    assert image.dtype.kind == "i"


@settings(max_examples=40, deadline=None, derandomize=True)
@given(st.integers(0, 9), st.integers(3, 30), st.booleans(), st.integers(0, 40), st.integers(0, 40))
def test_the_ten_come_back_however_large_they_are_and_wherever_they_stand(which, by, dark, above, left):
    drawing = load_ten()[0][which]
    rows, columns = np.flatnonzero((drawing > 0).any(1)), np.flatnonzero((drawing > 0).any(0))
    if max(np.ptp(rows), np.ptp(columns)) != 6 or np.ptp(rows) != np.ptp(columns):
        return  # it is brought to seven rows: another image
    crop = drawing[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    large = np.pad(np.kron(crop, np.ones((by, by))), ((above + 5, 5), (left + 5, 5)), constant_values=-1)
    want = np.pad(crop, 1, constant_values=-1)
    np.testing.assert_array_equal(to_image(-large if dark else large), want)


LEVELS = [  # what is given, and in grey
    ([[100, 200]], [[100, 200]]), ([[2, 255]], [[2, 255]]), ([[0, 2]], [[0, 2]]), (np.array([[100, 200]], np.uint16), [[100, 200]]),
    ([[0, 1]], [[0, 255]]), (np.array([[0, 1]], np.uint8), [[0, 255]]), ([[False, True]], [[0, 255]]), ([[-1, 0, 1]], [[0, 128, 255]]),
    ([[100, 400]], [[0, 255]]), ([[100.0, 200.0]], [[0, 255]]), ([[7, 7]], [[7, 7]]), ([[[10, 20, 30], [255, 255, 255]]], [[18, 255]]),
    (Image.fromarray(np.array([[0, 1]], np.uint8)), [[0, 1]]), (Image.fromarray(np.array([[0, 44000]], np.uint16)), [[0, 171]]),
]  # fmt: skip


@pytest.mark.parametrize("which", range(len(LEVELS)))
def test_whole_numbers_up_to_255_are_levels_as_they_are_and_a_mask_is_none(which):
    given_, want = LEVELS[which]
    np.testing.assert_array_equal(grey_levels(given_), want)


def test_forty_million_pixels_take_little_more_than_themselves():
    wide = np.zeros((5000, 8000), np.uint8)
    wide[2000:3000, 3000:4000] = np.kron(LARGE[::20, ::20] > 0, np.ones((112, 112)))[4:-4, 4:-4] * 255
    tracemalloc.start()
    np.testing.assert_array_equal(to_image(wide), X)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 2.5 * wide.size


def test_a_bar_is_a_letter_too():
    upright = np.pad(np.full((140, 20), 255, np.uint8), ((30, 30), (90, 90)))
    for bar in (upright, upright.T):
        image = to_image(bar) if bar is upright else to_image(bar).T
        assert (image[1:8] == [-1, -1, -1, -1, 1, -1, -1, -1, -1]).all()


def test_specks_are_left_out_and_a_pencil_is_dark_enough():
    dusty = np.array(PAPER)
    dusty[5:8, 5:8] = dusty[170:174, 20:23] = 10
    np.testing.assert_array_equal(to_image(dusty), X)
    np.testing.assert_array_equal(to_image(np.where(LARGE > 0, 200, 220).astype(np.uint8)), X)


def test_otsus_threshold_by_hand_and_over_all_levels():
    assert otsu([[10, 10], [20, 20]]) == (14, 1.0)  # the middle of 10 to 19
    assert otsu([7, 7]) == (7, 0.0)
    assert otsu(np.repeat(np.array([0, 255], np.uint8), [1_000, 49_000_000])) == (127, 1.0)
    for wrong in ([], [0.5], [1, 300], [-1, 3], [np.nan], None, "dark"):
        with pytest.raises(ValueError, match="levels (is|hold)|(is nan|are no cells) in levels"):
            otsu(wrong)
    levels = np.random.default_rng(0).integers(0, 256, 500) // 3 * 3

    def within(level):
        return sum(
            part.var() * part.size for part in (levels[levels <= level], levels[levels > level]) if part.size
        )

    found, explained = otsu(levels)
    assert within(found) == pytest.approx(min(map(within, range(255))))
    assert explained == pytest.approx(1 - within(found) / (levels.var() * levels.size))


CUT = written(Image.fromarray(np.random.default_rng(0).integers(0, 256, (200, 200), np.uint8)))[:9000]
NO_DRAWING = {
    "blank": (np.full((60, 60), 230, np.uint8), "no drawing stands out"),
    "nearly blank": (230 + (LARGE > 0).astype(np.uint8) * 5, "5 of 255 levels apart"),
    "even noise": (np.random.default_rng(0).integers(0, 256, (60, 60)).astype(np.uint8), "no drawing stands out"),
    "two shades of noise": (np.random.default_rng(0).integers(0, 2, (60, 60)) * 255, "no drawing stands out"),
    "a slope of grey": (np.tile(np.arange(60), (60, 1)).astype(np.uint8) * 4, "no drawing stands out"),
    "a spot": (np.pad(np.ones((20, 30)), 20), "one spot, 20×30 of 60×70"),
    "a row": (np.ones((1, 40)), "needs five rows"),
    "a long row": (np.zeros((60, 2000)), "60×2000, too long for its width; crop"),
    "a sheet on a dark table": (np.pad(PAPER, ((60, 0), (60, 0))), "its frame is 38% strokes; crop the picture to the paper"),
    "numbers that are none": (np.full((9, 9), np.nan), "there is nan in picture"),
    "an image's row": (np.ones(81), r"picture has shape \(81,\)"),
    "clear cells": (np.ones((9, 9, 4)), "with transparency"),
    "many": (np.ones((2, 9, 9)), r"shape \(2, 9, 9\); it must be grey"),
    "nothing": (np.ones((0, 9)), "no cells in picture"),
    "one hundred million": (np.zeros((10_000, 10_000), np.uint8), "more than 50000000 pixels"),
    "no picture": (None, "picture"),
    "an open file": (io.BytesIO(), "picture is of type BytesIO; .* PIL.Image.open"),
    "a file's bytes": (b"PNG", "picture is of type bytes; .* PIL.Image.open"),
    "parts of levels": (Image.new("F", (60, 60)), r"of mode F, cannot be read .* try .convert\("),
    "cut off": (Image.open(io.BytesIO(CUT)), "of mode L, cannot be read .*truncated"),
    "no letter": ("\ud800.png", "it must be the name of a picture's file"),
    "5000 letters": ("a" * 5000, "too long.*it must be the name of a picture's file"),
    "one hundred million cells": (Image.new("1", (10_000, 10_000)), "100000000 pixels"),
}  # fmt: skip


@pytest.mark.parametrize("what", NO_DRAWING)
def test_what_is_no_drawing_is_told_so(what):
    given_, why = NO_DRAWING[what]
    with pytest.raises(ValueError, match=why):
        to_image(given_)


FILES = {
    "empty": (b"", "cannot be read as a picture.*try a PNG or a JPEG"),
    "pdf": (b"%PDF-1.7\n1 0 obj\n<<>>\nendobj", "cannot be read as a picture"),
    "cut off": (written(GREY)[:200], "cannot be read as a picture"),
    "large": (written(Image.new("1", (10_000, 10_000))), "100000000 pixels; up to 50000000"),
    "blank": (written(Image.new("L", (90, 90), 255)), "no drawing stands out"),
    "pale in 16 bits": (
        written(Image.fromarray(np.where(LARGE > 0, 44000, 45000).astype(np.uint16))),
        "4 of 255",
    ),
}


@pytest.mark.parametrize("what", FILES)
def test_files_that_hold_no_drawing_are_told_so(what, tmp_path):
    (tmp_path / "mine.png").write_bytes(FILES[what][0])
    with pytest.raises(ValueError, match=FILES[what][1]):
        to_image(tmp_path / "mine.png")
    with pytest.raises(FileNotFoundError):
        to_image(tmp_path / "none.png")


@pytest.mark.parametrize("size", [5, 9, 14, 28, 100])
def test_the_size_is_the_askers(size):
    assert to_image(PAPER, size).shape == (size, size)
    for wrong in (4, 101, 9.0, "9", None):
        with pytest.raises(ValueError, match="size is"):
            to_image(PAPER, wrong)


def test_the_steps_are_shown():
    steps = scan(PAPER)
    assert list(steps) == ["grey", "strokes", "cropped", "covered", "image"]
    assert steps["covered"].shape == (7, 7)
    shown = repr(plot_scan(PAPER))
    assert "cropped: 70 × 70" in shown
    assert repr(plot_scan(PAPER, 12)).endswith(picture(to_image(PAPER, 12)))
    assert shown.endswith(picture(X))
