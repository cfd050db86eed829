"""The slide widget: in Python, and in JupyterLab by keyboard, pointer, play button and from Python."""

import json
import re

import ipywidgets
import numpy as np
import pytest
import traitlets
from conftest import FOCUS

from xo_helpers.data import load_image, load_kernel
from xo_helpers.ops import conv2d, feature_map
from xo_helpers.plots.style import COLOURS
from xo_helpers.texts import in_cell
from xo_helpers.widgets import SlideWindow
from xo_helpers.widgets.slide_window import widget as module

X, DIAGONAL = load_image("X"), load_kernel("diagonal")

# In Python


def test_a_new_one_stands_where_it_is_told():
    slide = SlideWindow(X, DIAGONAL, row=1, column=2)
    assert (slide.row, slide.column, slide.visited) == (1, 2, [9])
    assert slide.score == feature_map(X, DIAGONAL)[1, 2]
    assert np.array_equal(slide.map, feature_map(X, DIAGONAL))


def test_the_repr_is_stable_and_is_the_bundles_text():
    slide = SlideWindow(X, DIAGONAL, row=1, column=1)
    assert repr(slide).startswith("SlideWindow(row=1, column=1, score=1.00): a 3×3 kernel on a 9×9 image")
    data, metadata = slide._repr_mimebundle_()
    assert data["text/plain"] == metadata["image/png"]["alt"] == repr(slide)
    assert data["image/png"].startswith(b"\x89PNG")
    assert "application/vnd.jupyter.widget-view+json" in data
    slide.row = 3
    assert repr(slide).startswith("SlideWindow(row=3, column=1, score=0.33)")
    assert slide._repr_mimebundle_()[0]["image/png"] != data["image/png"]


def test_the_picture_shows_the_state():
    slide = SlideWindow(X, DIAGONAL, row=3, column=3)
    image, patch, kernel, products, scores = slide._figure().axes
    assert image.patches[0].get_xy() == (2.5, 2.5)
    assert [text.get_text() for text in products.texts].count("−1") == 2
    assert [text.get_text() for text in scores.texts] == ["0.55"]
    assert np.array_equal(
        patch.images[0].get_array() * kernel.images[0].get_array(), products.images[0].get_array()
    )


def test_moving_fills_the_map():
    slide = SlideWindow(X, DIAGONAL)
    slide.column = 1
    slide.row = 1
    assert slide.visited == [0, 1, 8]
    slide.fill()
    assert slide.visited == list(range(49))
    slide.fill(only_here=True)
    assert slide.visited == [8]


def test_another_kernel_or_image_keeps_the_window_inside():
    slide = SlideWindow(X, DIAGONAL, row=6, column=6)
    slide.kernel = np.ones((4, 4))
    assert (slide.row, slide.column, slide.visited) == (5, 5, [35])
    assert np.allclose(slide.map, feature_map(X, np.ones((4, 4))))
    slide.image = X[:5, :7]
    assert (slide.row, slide.column, slide.visited) == (1, 3, [7])
    assert slide.kernel == np.ones((4, 4)).tolist()  # plain lists, as they travel


def test_the_pages_own_sums_may_stand_but_wrong_ones_are_replaced():
    slide = SlideWindow(X, DIAGONAL)
    kernel = [[0.1, 0.2, 0.3]] * 3
    right = feature_map(X, kernel) * 9
    slide.set_state({"kernel": kernel, "sums": (right + 1e-15).tolist()})
    assert slide.sums == (right + 1e-15).tolist()
    slide.set_state({"kernel": DIAGONAL.tolist(), "sums": right.tolist()})
    assert np.array_equal(slide.map, feature_map(X, DIAGONAL))


def test_a_change_and_all_that_follows_from_it_are_one_message_and_one_convolution(monkeypatch):
    convolved, sent = [], []
    monkeypatch.setattr(module, "conv2d", lambda *arrays: convolved.append(1) or conv2d(*arrays))
    slide = SlideWindow(X, DIAGONAL, row=6, column=6)
    assert len(convolved) == 1
    monkeypatch.setattr(slide, "_send", lambda message, buffers=None: sent.append(message))
    slide.kernel = np.ones((4, 4))
    if ipywidgets.__version__[0] != "7":  # which opens no channel where no kernel is
        assert [set(message["state"]) for message in sent] == [{"kernel", "sums", "row", "column", "visited"}]
    assert len(convolved) == 2


def test_two_can_be_linked():
    one, other = SlideWindow(X, DIAGONAL), SlideWindow(X, load_kernel("cross"))
    traitlets.link((one, "row"), (other, "row"))
    one.row = 4
    assert other.row == 4


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda s: setattr(s, "row", 7), "row is 7; a 3×3 window fits at rows 0 to 6"),
        (lambda s: setattr(s, "column", -1), "column is -1; a 3×3 window fits at columns 0 to 6"),
        (lambda s: setattr(s, "kernel", np.ones((2, 3))), "kernel is 2×3; it must be square"),
        (lambda s: setattr(s, "kernel", np.ones((10, 10))), "kernel is 10×10 and the image only 9×9"),
        (lambda s: setattr(s, "image", "X"), "image holds text; .*data.parse"),
        (lambda s: setattr(s, "image", X[None]), "image has shape \\(1, 9, 9\\); the widget takes one image"),
        (lambda s: setattr(s, "image", X[:2]), "kernel is 3×3 and the image only 2×9"),
        (lambda s: SlideWindow(X, DIAGONAL, row=9), "row is 9"),
        (lambda s: SlideWindow(X[0], DIAGONAL), "image has shape \\(9,\\)"),
    ],
)
def test_bad_values_are_refused_and_change_nothing(change, message):
    slide = SlideWindow(X, DIAGONAL, row=2, column=2)
    before = slide.get_state()
    with pytest.raises(ValueError, match=message):
        change(slide)
    assert slide.get_state() == before


def test_the_arrays_it_is_given_are_not_changed_and_booleans_are_numbers():
    image = np.eye(4, dtype=bool)
    slide = SlideWindow(image, np.ones((2, 2)))
    assert slide.image[0] == [1, 0, 0, 0]
    assert image.dtype == bool


# In the browser

FIRST = """
import json
import numpy as np
from xo_helpers.data import load_image, load_kernel
from xo_helpers.widgets import SlideWindow
rng = np.random.default_rng(0)
slide = SlideWindow(load_image("X"), load_kernel("diagonal"), row=1, column=1)
slide
"""
CELLS = [
    FIRST,
    "large = SlideWindow(rng.choice([-1, 1], (28, 28)), rng.choice([-1, 1], (4, 4)))\nlarge",
    "small = SlideWindow(rng.normal(size=(5, 5)), rng.normal(size=(3, 3)))\nsmall",
    "slide",
]


@pytest.fixture(scope="module")
def page(host):
    lesson = host.open("slide_window.ipynb", CELLS)
    lesson.run_all()
    yield lesson
    lesson.close()


@pytest.fixture
def slide(page):
    """The first widget as new, with the keyboard's focus on its image."""
    page.run("slide.image, slide.kernel = load_image('X'), load_kernel('diagonal')")
    page.run("slide.row = slide.column = 1; slide.fill(only_here=True)")
    widget = page.widget(0)
    widget.get_by_text("row 1, column 1: 9 of 9 agree, 1.00").wait_for()  # all of it has arrived
    page.settle()
    focus(widget, "image")
    return widget


def grid(widget, name):
    return widget.locator(f"[aria-label={name}]:is([role=grid], [role=table])")


def focus(widget, name):
    widget.locator(f"[role=grid][aria-label={name}]:has([tabindex])").evaluate(FOCUS)


def status(widget):
    return widget.locator("[role=status]").inner_text()


SHOWN = """widget => {
    const cells = name => [...widget.querySelectorAll(`[aria-label=${name}] .xo-row`)].map(row =>
        [...row.children].map(cell => [cell.textContent, cell.getAttribute('aria-label')]));
    const texts = [...widget.querySelectorAll('.xo-line')].map(line => line.textContent);
    const names = ['image', 'patch', 'kernel', 'products', 'map'];
    return {...Object.fromEntries(names.map(name => [name, cells(name)])), texts};
}"""


def expected(image, kernel, row, column):
    """All that the widget may show at a place, from NumPy."""
    k = len(kernel)
    patch = image[row : row + k, column : column + k]
    total, score = (patch * kernel).sum(), feature_map(image, kernel)[row, column]
    whole = in_cell(total, whole=True)
    grids = {"patch": patch, "kernel": kernel, "products": patch * kernel}
    shown = {
        name: [[in_cell(value, whole=True) for value in line] for line in grid]
        for name, grid in grids.items()
    }
    return shown | {"sum": f"sum {whole},  {whole} ÷ {k * k} = {in_cell(score)}", "cell": in_cell(score)}


def assert_shows(shown, image, kernel, row, column):
    want = expected(image, kernel, row, column)
    for name in ("patch", "kernel", "products"):
        assert [[text for text, _ in line] for line in shown[name]] == want[name]
    assert shown["texts"][0] == want["sum"]
    text, label = shown["map"][row][column]
    assert text == (want["cell"] if len(shown["map"][0]) <= 12 else "")
    assert label == f"row {row}, column {column}, {want['cell'].replace('−', 'minus ')}"
    assert shown["texts"][1].startswith(f"row {row}, column {column}: ")


@pytest.mark.browser
@pytest.mark.parametrize("name", ["diagonal", "cross", "antidiagonal"])
def test_all_numbers_of_the_story_by_arrow_keys(page, slide, name, story):
    page.run(f"slide.kernel = load_kernel('{name}'); slide.row = slide.column = 0")
    page.settle()
    focus(slide, "image")
    kernel = load_kernel(name)
    for place in range(49):
        assert_shows(slide.evaluate(SHOWN), X, kernel, *divmod(place, 7))
        page.page.keyboard.press("ArrowRight")
        page.settle()
    shown = slide.evaluate(SHOWN)["map"]
    assert [[float(text.replace("−", "-")) for text, _ in line] for line in shown] == story["printed"][name]


@pytest.mark.browser
@pytest.mark.parametrize(("index", "name"), [(1, "large"), (2, "small")])
def test_other_sizes_and_fractions(page, index, name):
    widget = page.widget(index)
    state = json.loads(page.run(f"print(json.dumps([{name}.image, {name}.kernel]))"))
    image, kernel = map(np.array, state)
    rng = np.random.default_rng(1)
    for _ in range(12):
        row, column = (int(rng.integers(len(image) - len(kernel) + 1)) for _ in range(2))
        page.run(f"{name}.row, {name}.column = {row}, {column}")
        page.settle()
        assert_shows(widget.evaluate(SHOWN), image, kernel, row, column)
    page.screenshot(f"{name}", widget)


@pytest.mark.browser
def test_it_says_each_step_in_words(page, slide):
    assert status(slide) == "row 1, column 1: 9 of 9 agree, 1.00"
    page.page.keyboard.press("ArrowRight")
    page.settle()
    assert status(slide) == "row 1, column 2: 4 of 9 agree, minus 0.11"
    label = grid(slide, "image").locator(":focus").get_attribute("aria-label")
    assert label == "row 1, column 2, background"


@pytest.mark.browser
@pytest.mark.parametrize(
    ("keys", "place"),
    [
        (["ArrowDown", "ArrowLeft"], (2, 0)),
        (["ArrowUp", "ArrowUp"], (0, 1)),
        (["End"], (1, 6)),
        (["End", "ArrowRight"], (2, 0)),  # reading order goes on in the next row
        (["Home", "ArrowLeft"], (0, 6)),
        (["PageDown"], (6, 1)),
        (["PageUp"], (0, 1)),
        (["Control+End"], (6, 6)),
        (["Control+End", "ArrowRight", "ArrowDown"], (6, 6)),
        (["Control+Home", "ArrowLeft"], (0, 0)),
    ],
)
@pytest.mark.parametrize("name", ["image", "map"])
def test_keys_move_the_window_and_python_knows(page, slide, name, keys, place):
    focus(slide, name)
    for key in keys:
        page.page.keyboard.press(key)
    page.settle()
    row, column = place
    assert status(slide).startswith(f"row {row}, column {column}:")
    assert page.says("slide.row, slide.column", f"{row} {column}") == f"{row} {column}"
    assert grid(slide, name).locator("[tabindex]").count() == 1  # one tab stop


WHERE = """() => {
    const at = document.activeElement;
    return at.closest('[role=grid]')?.getAttribute('aria-label') ?? at.textContent;
}"""


@pytest.mark.browser
def test_tab_goes_through_and_out(page, slide):
    stops = []
    for _ in range(6):
        stops.append(page.page.evaluate(WHERE))
        page.page.keyboard.press("Tab")
    assert stops == ["image", "kernel", "map", "Play", "Fill the map", "Clear the map"]
    assert slide.locator(":focus").count() == 0


@pytest.mark.browser
@pytest.mark.parametrize("where", ["image", "kernel", "map", "button"])
def test_the_notebooks_shortcuts_stay_out(page, slide, where):
    before = page.cells()
    if where == "button":
        slide.get_by_text("Clear the map").focus()
    else:
        focus(slide, where)
    for key in ["j", "a", "b", "d", "d", "x", "m", "Enter", "Shift+Enter", "Escape", "a", "b"]:
        page.page.keyboard.press(key)
    page.page.wait_for_timeout(200)
    assert page.cells() == before
    assert slide.locator(":focus").count() == 1


def middle(box, row, column, count):
    return box["x"] + (column + 0.5) * box["width"] / count, box["y"] + (row + 0.5) * box["height"] / count


@pytest.mark.browser
def test_the_pointer_drags_the_window_and_picks_a_map_cell(page, slide):
    mouse, box = page.page.mouse, grid(slide, "image").bounding_box()
    mouse.move(*middle(box, 2, 2, 9))
    mouse.down()
    mouse.move(*middle(box, 5, 4, 9), steps=6)
    page.settle()
    assert status(slide).startswith("row 4, column 3:")  # the pointer holds the window by its middle
    mouse.move(*middle(box, 20, 20, 9), steps=3)  # beyond the image: the window stays inside
    page.settle()
    assert status(slide).startswith("row 6, column 6:")
    mouse.up()
    mouse.move(*middle(box, 2, 2, 9))
    page.settle()
    assert status(slide).startswith("row 6, column 6:")  # let go is let go
    mouse.click(*middle(grid(slide, "map").bounding_box(), 4, 4, 7))
    page.settle()
    assert status(slide) == "row 4, column 4: 9 of 9 agree, 1.00"


@pytest.mark.browser
def test_a_kernel_cell_is_edited_and_the_map_follows(page, slide):
    slide.get_by_text("Fill the map").click()
    focus(slide, "kernel")
    for key in ["Control+Home", "ArrowRight", " ", "ArrowDown", "ArrowDown", "0", "ArrowLeft", "+"]:
        page.page.keyboard.press(key)
    page.settle()
    kernel = DIAGONAL.copy()
    kernel[0, 1], kernel[2, 1], kernel[2, 0] = 0, 0, 1  # Space turns -1 into 0
    want = [[in_cell(value) for value in line] for line in feature_map(X, kernel)]
    assert [[text for text, _ in line] for line in slide.evaluate(SHOWN)["map"]] == want
    assert page.says("slide.kernel", str(kernel.tolist())) == str(kernel.tolist())
    assert np.array_equal(json.loads(page.run("print((slide.map * 9).tolist())")), feature_map(X, kernel) * 9)
    page.page.mouse.click(*middle(grid(slide, "kernel").bounding_box(), 1, 2, 3))
    page.settle()
    assert page.says("slide.kernel[1][2]", "0") == "0"  # -1 turns into 0


@pytest.mark.browser
def test_the_pages_sums_are_numpys_for_kernels_and_images_of_any_numbers(page):
    widget = page.widget(2)
    page.run("small.fill()")
    focus(widget, "kernel")
    for key in ["Control+Home", "-", "ArrowRight", "0", "ArrowDown", " "]:
        page.page.keyboard.press(key)
    page.settle()
    image, kernel, sums = json.loads(page.run("print(json.dumps([small.image, small.kernel, small.sums]))"))
    assert kernel[0][:2] == [-1, 0]
    assert kernel[1][1] == 1
    assert np.allclose(np.array(sums) / 9, feature_map(image, kernel), rtol=0, atol=1e-12)
    want = [[in_cell(value) for value in line] for line in feature_map(image, kernel)]
    assert [[text for text, _ in line] for line in widget.evaluate(SHOWN)["map"]] == want


@pytest.mark.browser
def test_play_walks_the_map_and_stops_at_the_end(page, slide):
    page.run("slide.row, slide.column = 6, 0")
    page.settle()
    play = slide.get_by_text("Play", exact=True)
    play.click()
    slide.get_by_text("Pause").wait_for()
    page.page.wait_for_function(
        "widget => widget.querySelector('button').textContent === 'Play'", arg=slide.element_handle()
    )
    walked = "[8, 43, 42, 44, 45, 46, 47, 48]"
    assert page.says("slide.visited", walked) == walked
    play.click()  # from the end it begins again
    page.settle()
    assert page.says("slide.row", "0") == "0"
    slide.get_by_text("Pause").click()


@pytest.mark.browser
def test_it_fills_and_clears(page, slide):
    slide.get_by_text("Fill the map").click()
    page.settle()
    assert page.says("len(slide.visited)", "49") == "49"
    slide.get_by_text("Clear the map").click()
    page.settle()
    assert sum(text != "" for line in slide.evaluate(SHOWN)["map"] for text, _ in line) == 1


@pytest.mark.browser
def test_python_moves_it_and_two_views_agree(page, slide):
    page.run("slide.row = slide.column = 5")
    page.settle()
    assert status(slide) == status(page.widget(3)) == "row 5, column 5: 9 of 9 agree, 1.00"
    slide.scroll_into_view_if_needed()
    focus(slide, "map")
    page.page.keyboard.press("ArrowUp")
    page.settle()
    assert status(page.widget(3)).startswith("row 4, column 5:")


FIRE = """(widget, keys) => {
    const cell = widget.querySelector('[aria-label=image] [tabindex]');
    cell.focus();
    const press = key => new KeyboardEvent('keydown', {key, bubbles: true, cancelable: true});
    for (const key of keys) document.activeElement.dispatchEvent(press(key));
}"""


@pytest.mark.browser
def test_200_steps_at_once_end_on_the_right_picture(page, slide):
    keys = ["ArrowDown", "ArrowRight", "ArrowUp", "ArrowLeft"] * 49 + ["ArrowRight"] * 4
    slide.evaluate(FIRE, keys)
    page.settle()
    assert_shows(slide.evaluate(SHOWN), X, DIAGONAL, 1, 5)
    page.page.wait_for_timeout(500)
    assert page.says("slide.row, slide.column", "1 5") == "1 5"
    assert_shows(slide.evaluate(SHOWN), X, DIAGONAL, 1, 5)


@pytest.mark.browser
def test_its_colours_are_those_of_the_figures(page, slide):
    slide.get_by_text("Fill the map").click()
    page.settle()
    read = "cells => cells.map(cell => getComputedStyle(cell).backgroundColor)"
    colours = slide.locator("[aria-label=map] .xo-cell").evaluate_all(read)
    shown = [[int(channel) for channel in re.findall(r"\d+", colour)] for colour in colours]
    figure = [np.array(COLOURS((value + 1) / 2)[:3]) * 255 for value in feature_map(X, DIAGONAL).flat]
    assert np.abs(np.array(shown) - figure).max() <= 2


@pytest.mark.browser
def test_reduced_motion_steps_and_never_plays(lab):
    page = lab.open("still.ipynb", CELLS[:1], reduced_motion="reduce")
    page.run_all()
    widget = page.widget(0)
    button = widget.get_by_text("Next", exact=True)
    button.click()
    page.page.wait_for_timeout(700)
    assert status(widget).startswith("row 1, column 2:")
    page.close()


@pytest.mark.browser
def test_a_phone_and_a_large_print(lab):
    page = lab.open("phone.ipynb", CELLS[:3], viewport={"width": 360, "height": 740}, device_scale_factor=2)
    page.run_all()
    for index, columns in ((0, 9), (1, 28), (2, 5)):
        widget = page.widget(index)
        assert widget.evaluate("widget => widget.scrollWidth <= widget.clientWidth"), index
        assert grid(widget, "image").bounding_box()["width"] >= 7 * columns
        page.screenshot(f"widget-{index}", widget)
    assert page.problems() == []
    page.close()


@pytest.mark.browser
def test_it_works_while_the_kernel_is_busy_and_after_it_is_gone(lab):
    page = lab.open("busy.ipynb", [*CELLS[:1], "import time\ntime.sleep(600)"])
    page.command("notebook:run-all-cells", wait=False)
    widget = page.widget(0)
    focus(widget, "image")
    page.page.keyboard.press("ArrowRight")
    page.settle()
    assert_shows(widget.evaluate(SHOWN), X, DIAGONAL, 1, 2)
    page.shutdown()
    for key in ["ArrowRight", "ArrowDown", "ArrowLeft"]:
        page.page.keyboard.press(key)
    page.settle()
    assert_shows(widget.evaluate(SHOWN), X, DIAGONAL, 2, 2)
    focus(widget, "kernel")
    page.page.keyboard.press(" ")
    page.settle()
    kernel = DIAGONAL.copy()
    kernel[0, 0] = -1
    assert_shows(widget.evaluate(SHOWN), X, kernel, 2, 2)
    assert page.console == []
    page.close()


@pytest.mark.browser
def test_it_cleans_up(lab):
    page = lab.open("gone.ipynb", CELLS[:1])
    page.run_all()
    page.widget(0).get_by_text("Play", exact=True).click()
    page.command("notebook:clear-cell-output")
    page.page.wait_for_selector(".xo", state="detached")
    was = page.run("print(slide.row, slide.column)")
    page.page.wait_for_timeout(800)
    assert page.run("print(slide.row, slide.column)") == was
    page.run("slide.row = 5")
    assert page.console == []
    page.close()
