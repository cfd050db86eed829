"""The pool widget: in Python, and in JupyterLab by keyboard, pointer, its lists and from Python."""

import json
from itertools import product

import numpy as np
import pytest
from conftest import FOCUS

from xo_helpers.data import load_image, load_kernel
from xo_helpers.ops import feature_map, max_pool
from xo_helpers.texts import in_cell
from xo_helpers.widgets import PoolWindow

MAP = feature_map(load_image("X"), load_kernel("diagonal"))

# In Python


def test_a_new_one_stands_where_it_is_told():
    pool = PoolWindow(MAP, row=1, column=2)
    assert (pool.row, pool.column, pool.visited, pool.largest) == (1, 2, [6], MAP[2:4, 4:6].max())
    assert np.array_equal(pool.pooled, max_pool(MAP))
    assert pool.map == MAP.tolist()  # plain lists, as they travel


def test_the_repr_is_stable_and_is_the_bundles_text():
    pool = PoolWindow(MAP)
    want = (
        'a 2×2 window in strides of 2 on a 7×7 map, edge="keep", the pooled 4×4 map filled at 1 of 16 places'
    )
    assert repr(pool) == f"PoolWindow(row=0, column=0, largest=1.00): {want}"
    data, metadata = pool._repr_mimebundle_()
    assert data["text/plain"] == metadata["image/png"]["alt"] == repr(pool)
    assert data["image/png"].startswith(b"\x89PNG")
    assert "application/vnd.jupyter.widget-view+json" in data
    pool.row = 3
    assert repr(pool).startswith("PoolWindow(row=3, column=0, largest=0.33)")
    assert pool._repr_mimebundle_()[0]["image/png"] != data["image/png"]


def test_the_picture_shows_a_partial_window_and_a_tie():
    pool = PoolWindow(MAP, row=3, column=1)
    whole, window, pooled = pool._figure().axes
    outline, _, *rings = whole.patches
    assert (outline.get_xy(), outline.get_width(), outline.get_height()) == ((1.5, 5.5), 2, 1)
    assert [ring.center for ring in rings] == [(2, 6)]
    assert [text.get_text() for text in window.texts] == ["0.55", "0.33"]
    assert [text.get_text() for text in pooled.texts] == ["0.55"]
    tied = PoolWindow([[1, 0], [0, 1]])._figure()
    assert [ring.get_linestyle() for ring in tied.axes[0].patches[2:]] == ["-", ":"]
    assert tied._supxlabel.get_text() == "the largest of 1.00, 0.00, 0.00, 1.00 = 1.00 (2 cells tie)"


@pytest.mark.parametrize("change", [{"size": 3}, {"stride": 1}, {"edge": "drop"}, {"map": MAP[:5, :4]}])
def test_another_choice_begins_the_walk_anew_and_a_full_map_stays_full(change):
    [(name, value)] = change.items()
    pool = PoolWindow(MAP, row=3, column=3)
    choices = {"map": MAP, "size": 2, "stride": 2, "edge": "keep"} | change
    want = max_pool(choices["map"], choices["size"], choices["stride"], choices["edge"])
    setattr(pool, name, value)
    assert np.array_equal(pool.pooled, want)
    row, column = (min(3, length - 1) for length in want.shape)
    assert (pool.row, pool.column, pool.visited) == (row, column, [row * want.shape[1] + column])
    pool = PoolWindow(MAP)
    pool.fill()
    setattr(pool, name, value)
    assert pool.visited == list(range(want.size))


def test_what_the_page_sends_may_stand_but_wrong_maxima_are_replaced():
    pool = PoolWindow(MAP)
    state = {"size": 3, "row": 2, "column": 1, "visited": [7]}
    pool.set_state(state | {"pooled": max_pool(MAP, 3).tolist()})
    assert (pool.row, pool.column, pool.visited) == (2, 1, [7])
    pool.set_state({"size": 4, "pooled": [[0.0, 0.0], [0.0, 0.0]]})
    assert np.array_equal(pool.pooled, max_pool(MAP, 4))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda p: setattr(p, "row", 4), "row is 4; the pooled map has rows 0 to 3"),
        (lambda p: setattr(p, "column", -1), "column is -1; the pooled map has columns 0 to 3"),
        (lambda p: setattr(p, "size", 0), "size is 0; it must be a whole number, 1 or more"),
        (lambda p: setattr(p, "stride", 1.5), "stride is 1.5; it must be a whole number"),
        (lambda p: setattr(p, "edge", "cut"), 'edge is \'cut\'; it must be "keep" .* or "drop"'),
        (lambda p: setattr(p, "map", MAP[0]), "map has shape \\(7,\\); the widget takes one map"),
        (lambda p: setattr(p, "map", [[np.nan]]), "map holds nan"),
        (lambda p: PoolWindow(MAP, size=8, edge="drop"), 'only 7×7, so with edge="drop" nothing is left'),
        (lambda p: PoolWindow(MAP, row=4), "row is 4"),
    ],
)
def test_bad_values_are_refused_and_change_nothing(change, message):
    pool = PoolWindow(MAP, row=2, column=2)
    before = pool.get_state()
    with pytest.raises(ValueError, match=message):
        change(pool)
    assert pool.get_state() == before


def test_dropping_refuses_a_window_that_is_too_large():
    pool = PoolWindow(MAP, size=8)
    with pytest.raises(ValueError, match='with edge="drop" nothing is left'):
        pool.edge = "drop"
    assert pool.edge == "keep"
    pool.size = np.int64(7)
    pool.edge = "drop"
    assert pool.pooled == [[MAP.max()]]
    assert type(pool.size) is int


# In the browser

CELLS = [
    """
import json
import numpy as np
from xo_helpers.data import load_image, load_kernel
from xo_helpers.ops import feature_map
from xo_helpers.widgets import PoolWindow
MAP = feature_map(load_image("X"), load_kernel("diagonal"))
pool = PoolWindow(MAP)
pool
""",
    "pool",
    "large = PoolWindow(np.random.default_rng(0).uniform(-1, 1, (15, 15)), size=4, stride=3)\nlarge",
]


@pytest.fixture(scope="module")
def page(host):
    lesson = host.open("pool_window.ipynb", CELLS)
    lesson.run_all()
    yield lesson
    lesson.close()


@pytest.fixture
def pool(page):
    """The first widget as new, with the keyboard's focus on its map."""
    page.run("pool.edge = 'keep'; pool.map, pool.size, pool.stride = MAP, 2, 2")
    page.run("pool.row = pool.column = 0; pool.fill(only_here=True)")
    widget = page.widget(0)
    widget.get_by_text("row 0, column 0: the largest of 4 cells is 1.00, at row 1, column 1").wait_for()
    page.settle()
    focus(widget, "map")
    return widget


def grid(widget, name):
    return widget.locator(f"[aria-label={name}]:is([role=grid], [role=table])")


def focus(widget, name):
    widget.locator(f"[role=grid][aria-label={name}]:has([tabindex])").evaluate(FOCUS)


def status(widget):
    return widget.locator("[role=status]").inner_text()


def choice(widget, name):
    return widget.get_by_role("combobox", name=name, exact=True)


def choose(widget, **choices):
    for name, value in choices.items():
        choice(widget, name).select_option(str(value))


SHOWN = """widget => {
    const cells = name => [...widget.querySelectorAll(`[aria-label=${name}] .xo-row`)].map(row =>
        [...row.children].map(cell => cell.textContent));
    const marks = name => [...widget.querySelectorAll(`[aria-label=${name}] .xo-cell`)].map(cell => cell.dataset.mark);
    const place = getComputedStyle(widget.querySelector('[aria-label=map] + .xo-window'));
    const outline = ['row', 'column', 'high', 'wide'].map(name => Number(place.getPropertyValue(`--${name}`)));
    return {map: cells('map'), window: cells('window'), pooled: cells('pooled'), marks: marks('map'),
        windowMarks: marks('window'), outline, line: widget.querySelector('.xo-middle > .xo-line').textContent.replaceAll('\u00a0', ' ')};
}"""


def texts(array):
    return [[in_cell(value) for value in line] for line in np.asarray(array)]


def assert_shows(shown, array, row, column, size, stride, edge="keep"):
    """All that the widget may show at a place, from NumPy."""
    array, top, left = np.asarray(array), row * stride, column * stride
    cells = array[top : top + size, left : left + size]
    largest = max_pool(array, size, stride, edge)[row, column]
    assert shown["outline"] == [top, left, *cells.shape]
    assert shown["line"].startswith(
        f"the largest of {', '.join(map(in_cell, cells.flat))} = {in_cell(largest)}"
    )
    at = [tuple(place) for place in np.argwhere(cells == largest).tolist()]
    ring, *dashed = [(top + r, left + c) for r, c in at]
    want = {ring: "ring"} | dict.fromkeys(dashed, "dashed")
    assert shown["marks"] == [want.get(place, "") for place in np.ndindex(array.shape)]
    assert [mark for mark in shown["windowMarks"] if mark] == list(want.values())
    assert shown["pooled"][row][column] == in_cell(largest)
    filled = [line + [""] * (size - len(line)) for line in texts(cells)]
    assert shown["window"] == filled + [[""] * size] * (size - len(filled))


@pytest.mark.browser
def test_all_numbers_of_the_story_by_arrow_keys(page, pool, story):
    for place in range(16):
        assert_shows(pool.evaluate(SHOWN), MAP, *divmod(place, 4), 2, 2)
        page.page.keyboard.press("ArrowRight")
        page.settle()
    shown = pool.evaluate(SHOWN)
    assert shown["map"] == texts(MAP)
    assert shown["pooled"] == texts(max_pool(MAP))
    assert page.says("len(pool.visited)", "16") == "16"
    page.screenshot("light", pool)


@pytest.mark.browser
@pytest.mark.parametrize("edge", ["keep", "drop"])
def test_the_pages_maxima_are_numpys_for_every_choice(page, pool, edge):
    noise = np.random.default_rng(2).uniform(-1, 0.4, (7, 7))
    page.run(f"pool.map = {noise.tolist()}")
    pool.get_by_text("Fill the map").click()
    choose(pool, edge=edge)
    seen = set()
    for size, stride in product((1, 2, 3, 4), repeat=2):
        choose(pool, size=size, stride=stride)
        page.settle()
        shown, want = pool.evaluate(SHOWN), max_pool(noise, size, stride, edge)
        assert shown["pooled"] == texts(want)
        assert_shows(shown, noise, 0, 0, size, stride, edge)
        seen.add(want.shape)
    assert len(seen) >= 5
    page.page.wait_for_timeout(300)
    state = json.loads(page.run("print(json.dumps([pool.size, pool.stride, pool.edge, pool.pooled]))"))
    assert state == [4, 4, edge, max_pool(noise, 4, 4, edge).tolist()]


@pytest.mark.browser
def test_it_says_each_step_partial_windows_and_ties(page, pool):
    page.page.keyboard.press("ArrowRight")
    page.settle()
    assert (
        status(pool)
        == "row 0, column 1: the largest of 4 cells is 0.33, at row 0, column 3; 2 cells tie, the first is taken"
    )
    assert pool.evaluate(SHOWN)["line"].endswith("= 0.33 (2 cells tie)")
    style = (
        "mark => getComputedStyle(document.querySelector(`[data-mark=${mark}]`), '::after').borderTopStyle"
    )
    assert [page.page.evaluate(style, mark) for mark in ("ring", "dashed")] == ["solid", "dashed"]
    page.screenshot("tie", pool)
    page.page.keyboard.press("Control+End")
    page.settle()
    assert status(pool) == "row 3, column 3: the largest of 1 cell is 0.77, at row 6, column 6"
    label = grid(pool, "map").locator(":focus").get_attribute("aria-label")
    assert label == "row 6, column 6, 0.77, the largest"
    outside = grid(pool, "window").locator("[aria-label$='outside the map']")
    assert outside.count() == 3


@pytest.mark.browser
@pytest.mark.parametrize(
    ("keys", "place"),
    [
        (["ArrowDown", "ArrowRight"], (1, 1)),
        (["End"], (0, 3)),
        (["End", "ArrowRight"], (1, 0)),
        (["PageDown", "Home", "ArrowLeft"], (2, 3)),
        (["Control+End", "ArrowRight", "ArrowDown"], (3, 3)),
    ],
)
@pytest.mark.parametrize("name", ["map", "pooled"])
def test_keys_move_the_window_and_python_knows(page, pool, name, keys, place):
    focus(pool, name)
    for key in keys:
        page.page.keyboard.press(key)
    page.settle()
    assert_shows(pool.evaluate(SHOWN), MAP, *place, 2, 2)
    assert page.says("pool.row, pool.column", f"{place[0]} {place[1]}") == f"{place[0]} {place[1]}"
    assert grid(pool, name).locator("[tabindex]").count() == 1


WHERE = """() => {
    const at = document.activeElement;
    return at.closest('[role=grid]')?.getAttribute('aria-label') ?? at.parentElement.firstChild.textContent;
}"""


@pytest.mark.browser
def test_tab_goes_through_and_out(page, pool):
    stops = []
    for _ in range(8):
        stops.append(page.page.evaluate(WHERE))
        page.page.keyboard.press("Tab")
    assert stops[:5] == ["map", "pooled", "size", "stride", "edge"]
    assert pool.locator(":focus").count() == 0


@pytest.mark.browser
@pytest.mark.parametrize("where", ["map", "pooled", "size", "edge", "button"])
def test_the_notebooks_shortcuts_stay_out(page, pool, where):
    before = page.cells()
    if where == "button":
        pool.get_by_text("Clear the map").focus()
    elif where in ("size", "edge"):
        choice(pool, where).focus()
    else:
        focus(pool, where)
    for key in ["j", "a", "b", "d", "d", "x", "m", "Enter", "Shift+Enter", "Escape", "a", "b"]:
        page.page.keyboard.press(key)
    page.page.wait_for_timeout(200)
    assert page.cells() == before
    assert pool.locator(":focus").count() == 1


def middle(box, row, column, count):
    return box["x"] + (column + 0.5) * box["width"] / count, box["y"] + (row + 0.5) * box["height"] / count


@pytest.mark.browser
def test_the_pointer_drags_the_window_and_picks_a_pooled_cell(page, pool):
    mouse, box = page.page.mouse, grid(pool, "map").bounding_box()
    mouse.move(*middle(box, 1, 1, 7))
    mouse.down()
    mouse.move(*middle(box, 5, 3, 7), steps=5)
    page.settle()
    assert_shows(pool.evaluate(SHOWN), MAP, 2, 1, 2, 2)
    mouse.move(*middle(box, 20, 20, 7), steps=3)
    mouse.up()
    mouse.click(*middle(grid(pool, "pooled").bounding_box(), 1, 3, 4))
    page.settle()
    assert_shows(pool.evaluate(SHOWN), MAP, 1, 3, 2, 2)
    assert page.says("pool.visited[-2:]", "[15, 7]") == "[15, 7]"


@pytest.mark.browser
def test_it_plays_to_the_end_fills_and_clears(page, pool):
    page.run("pool.row, pool.column = 3, 2")
    page.settle()
    pool.get_by_text("Play", exact=True).click()
    page.page.wait_for_timeout(600)
    assert pool.get_by_text("Play", exact=True).count() == 1
    assert page.says("pool.row, pool.column", "3 3") == "3 3"
    pool.get_by_text("Fill the map").click()
    page.settle()
    assert pool.evaluate(SHOWN)["pooled"] == texts(max_pool(MAP))
    pool.get_by_text("Clear the map").click()
    page.settle()
    assert sum(text != "" for line in pool.evaluate(SHOWN)["pooled"] for text in line) == 1


@pytest.mark.browser
def test_python_moves_it_two_views_agree_and_a_size_of_its_own_is_listed(page, pool):
    page.run("pool.size, pool.stride, pool.row, pool.column = 5, 1, 2, 1")
    page.settle()
    for widget in (pool, page.widget(1)):
        assert_shows(widget.evaluate(SHOWN), MAP, 2, 1, 5, 1)
        assert choice(widget, "size").input_value() == "5"


@pytest.mark.browser
def test_the_focus_stays_when_the_map_changes_its_size(page, pool):
    focus(pool, "pooled")
    page.run("pool.stride = 1")
    page.settle()
    page.page.keyboard.press("ArrowRight")
    page.settle()
    assert_shows(pool.evaluate(SHOWN), MAP, 0, 1, 2, 1)
    assert grid(pool, "pooled").locator(":focus").count() == 1


@pytest.mark.browser
def test_what_cannot_be_is_not_offered(page, pool):
    page.run("pool.map = MAP[:3]")
    page.settle()
    grey = "list => [...list.options].filter(option => option.disabled).map(option => option.value)"
    size, edge = (choice(pool, name) for name in ("size", "edge"))
    assert (size.evaluate(grey), edge.evaluate(grey)) == ([], [])
    choose(pool, size=4)
    page.settle()
    assert (size.evaluate(grey), edge.evaluate(grey)) == ([], ["drop"])
    choose(pool, size=3, edge="drop")
    page.settle()
    assert (size.evaluate(grey), edge.evaluate(grey)) == (["4"], [])
    assert pool.evaluate(SHOWN)["pooled"] == [[*texts(max_pool(MAP[:3], 3, 2, "drop"))[0][:1], "", ""]]


FIRE = """(widget, keys) => {
    widget.querySelector('[aria-label=map] [tabindex]').focus();
    const press = key => new KeyboardEvent('keydown', {key, bubbles: true, cancelable: true});
    for (const key of keys) document.activeElement.dispatchEvent(press(key));
}"""


@pytest.mark.browser
def test_200_steps_at_once_end_on_the_right_picture(page, pool):
    pool.evaluate(FIRE, ["ArrowDown", "ArrowRight", "ArrowUp", "ArrowLeft"] * 49 + ["ArrowRight"] * 6)
    page.settle()
    assert_shows(pool.evaluate(SHOWN), MAP, 1, 2, 2, 2)
    page.page.wait_for_timeout(500)
    assert page.says("pool.row, pool.column", "1 2") == "1 2"
    assert_shows(pool.evaluate(SHOWN), MAP, 1, 2, 2, 2)


@pytest.mark.browser
def test_axe_finds_nothing_in_either_theme(page, pool):
    assert page.problems() == []
    page.screenshot("large", page.widget(2))
    page.theme("JupyterLab Dark")
    assert page.problems() == []
    page.screenshot("dark", page.widget(0))
    page.theme("JupyterLab Light")


@pytest.mark.browser
def test_a_phone_and_reduced_motion(lab):
    small = {"viewport": {"width": 360, "height": 740}, "device_scale_factor": 2}
    page = lab.open("pool_phone.ipynb", CELLS[:1], reduced_motion="reduce", **small)
    page.run_all()
    widget = page.widget(0)
    assert widget.evaluate("widget => widget.scrollWidth <= widget.clientWidth")
    page.screenshot("widget", widget)
    widget.get_by_text("Next", exact=True).click()
    page.page.wait_for_timeout(700)
    assert status(widget).startswith("row 0, column 1:")
    assert page.problems() == []
    page.close()


@pytest.mark.browser
def test_it_works_while_the_kernel_is_busy_and_after_it_is_gone_and_cleans_up(lab):
    page = lab.open("pool_gone.ipynb", [*CELLS[:1], "import time\ntime.sleep(600)"])
    page.command("notebook:run-all-cells", wait=False)
    widget = page.widget(0)
    choose(widget, size=3, stride=1)
    page.settle()
    assert_shows(widget.evaluate(SHOWN), MAP, 0, 0, 3, 1)
    page.shutdown()
    choose(widget, edge="drop", stride=3)
    focus(widget, "pooled")
    page.page.keyboard.press("ArrowDown")
    page.page.keyboard.press("ArrowRight")
    page.settle()
    assert_shows(widget.evaluate(SHOWN), MAP, 1, 1, 3, 3, "drop")
    widget.get_by_text("Play", exact=True).click()
    page.command("notebook:clear-cell-output")
    page.page.wait_for_timeout(600)
    assert page.console == []
    page.close()
