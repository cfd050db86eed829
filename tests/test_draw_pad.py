"""The drawing pad: in Python, and in JupyterLab by keyboard and pointer, with its kernel live, busy and gone."""

import json
from pathlib import Path

import numpy as np
import pytest
import traitlets
from conftest import FOCUS
from sample_networks import IMAGES, large, small

from xo_helpers.layers import Conv2D, Flatten
from xo_helpers.network import Network
from xo_helpers.ops import softmax
from xo_helpers.texts import rounded, verdict
from xo_helpers.widgets import DrawPad

MAKE = (Path(__file__).parent / "sample_networks.py").read_text(encoding="utf-8")
NETWORK = small()
X, O = IMAGES["X"], IMAGES["O"]
BLANK = np.full((9, 9), -1)
CLASSES = ("X", "O")

# In Python


def test_a_new_pad_is_blank_or_holds_the_image_given():
    pad = DrawPad(NETWORK)
    assert pad.image == BLANK.tolist()
    assert np.array_equal(DrawPad(NETWORK, X).array, X)
    assert DrawPad(NETWORK, X.astype(float)).image == X.tolist()
    assert DrawPad(large()).array.shape == (28, 28)


@pytest.mark.parametrize("image", [BLANK, X, O], ids=["blank", "X", "O"])
def test_the_answer_is_the_networks(image):
    pad = DrawPad(NETWORK)
    pad.image = image
    values = NETWORK.activations(image)
    assert pad.answer["image"] == image.tolist()
    assert np.array_equal(
        np.frombuffer(pad.answer["cells"]), np.hstack([array.ravel() for array in values.values()])
    )
    for layer, (name, array) in zip(pad.layers, values.items(), strict=True):
        assert layer["name"] == name
        cells = np.frombuffer(pad.answer["cells"])[layer["cells"] :][: array.size]
        assert np.array_equal(cells.reshape(layer["shape"]).squeeze(), array.squeeze())
    assert np.array_equal(pad.votes, values["dense1"][0])
    assert np.array_equal(pad.shares, softmax(values["dense1"])[0])
    assert pad.answer["shares"] == pad.shares.tolist()
    assert pad.answer["verdict"] == verdict(pad.votes, CLASSES)


def test_an_image_is_looked_at_once(monkeypatch):
    seen, look = [], Network.activations
    monkeypatch.setattr(Network, "activations", lambda self, images: seen.append(1) or look(self, images))
    pad = DrawPad(NETWORK, X)
    assert len(seen) == 1
    pad.image = O
    pad.image = O.tolist()  # nothing new
    assert len(seen) == 2


def test_the_repr_is_stable_and_is_the_bundles_text():
    pad = DrawPad(NETWORK, X)
    assert repr(pad) == "DrawPad(X=1.00, O=0.00): X wins by 5.56; 13 of 81 cells drawn"
    data, metadata = pad._repr_mimebundle_()
    assert data["text/plain"] == metadata["image/png"]["alt"] == repr(pad)
    assert data["image/png"].startswith(b"\x89PNG")
    assert "application/vnd.jupyter.widget-view+json" in data
    pad.clear()
    assert repr(pad).endswith("; 0 of 81 cells drawn")
    assert pad._repr_mimebundle_()[0]["image/png"] != data["image/png"]


def test_the_picture_shows_the_drawing_the_shares_and_all_layers():
    pad = DrawPad(NETWORK, O)
    drawing, bars, layers = pad._figure().axes
    assert np.array_equal(drawing.images[0].get_array(), O)
    assert np.allclose([bar.get_width() for bar in bars.patches], pad.shares)
    assert [text.get_text() for text in bars.texts] == [rounded(share, 2) for share in pad.shares]
    assert [text.get_text() for text in layers.texts] == list(NETWORK.shapes)
    maps = [grid for array in pad.activations.values() if array.ndim == 3 for grid in array]
    shown = [image.get_array() for image in layers.images]
    assert all(np.allclose(one, grid.clip(-1, 1)) for one, grid in zip(shown, maps, strict=False))
    assert len(shown) == len(maps) + 2  # the two rows of values
    assert np.allclose(shown[-1], [pad.votes.clip(-1, 1)])


def test_what_is_given_out_can_be_changed_and_the_pad_stays():
    network = small()
    network.activations(O)
    cached = network.layers[0].x
    pad = DrawPad(network, X)
    assert network.layers[0].x is cached  # what a backward pass would use
    before = repr(pad)
    pad.array[:] = 1
    pad.votes[:] = 0
    network.layers[0].parameters["kernels"] += 1
    pad.image = O
    pad.image = X
    assert repr(pad) == before


def test_two_can_be_linked():
    one, other = DrawPad(NETWORK), DrawPad(NETWORK, classes=["yes", "no"])
    traitlets.link((one, "image"), (other, "image"))
    one.image = X
    assert repr(other) == "DrawPad(yes=1.00, no=0.00): yes wins by 5.56; 13 of 81 cells drawn"


def conv(channels, *size):
    return Network([Conv2D(np.ones((1, channels, 3, 3))), Flatten()], (channels, *size))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda p: setattr(p, "image", X[:8]), r"image has shape \(8, 9\); this network takes drawings of \(9, 9\)"),
        (lambda p: setattr(p, "image", X[None]), r"image has shape \(1, 9, 9\)"),
        (lambda p: setattr(p, "image", X * 0.5), r"image holds -0.5; each cell is 1 \(stroke\) or -1 \(background\)"),
        (lambda p: setattr(p, "image", X > 0), "image holds False; .* np.where"),
        (lambda p: setattr(p, "image", "X"), "image holds text"),
        (lambda p: setattr(p, "image", [[1], [1, 1]]), "rows of image differ in length"),
        (lambda p: DrawPad("network"), r"network is a str; the pad takes a Network, like load_network\(file\)"),
        (lambda p: DrawPad(conv(3, 9, 9)), r"takes images of shape \(3, 9, 9\); the pad draws \(1, h, w\), .* at most 28"),
        (lambda p: DrawPad(conv(1, 9, 29)), r"images of shape \(1, 9, 29\)"),
        (lambda p: DrawPad(NETWORK[:6]), r"ends in flatten1, of shape \(18,\); with 2 classes it must end in \(2,\), one vote"),
        (lambda p: DrawPad(NETWORK[:5]), r"ends in pool1, of shape \(2, 3, 3\)"),
        (lambda p: DrawPad(NETWORK, classes="XOZ"), r"ends in dense1, of shape \(2,\); with 3 classes"),
        (lambda p: DrawPad(NETWORK, classes=["X"]), "there are 1 classes; the pad needs 2 or more"),
        (lambda p: DrawPad(NETWORK, X[:, :3]), r"image has shape \(9, 3\)"),
    ],
)  # fmt: skip
def test_bad_values_are_refused_and_change_nothing(change, message):
    pad = DrawPad(NETWORK, X)
    before = pad.get_state()
    with pytest.raises(ValueError, match=message):
        change(pad)
    assert pad.get_state() == before


def test_none_is_no_image():
    pad = DrawPad(NETWORK, X)
    with pytest.raises((ValueError, traitlets.TraitError)):
        pad.image = None
    assert pad.image == X.tolist()


# In the browser

CELLS = [
    MAKE + "\nfrom xo_helpers.widgets import DrawPad\npad = DrawPad(small())\npad",
    "pad",
    "big = DrawPad(large(), classes=['round', 'square'])\nbig",
]
ASLEEP = "The votes are asleep: the kernel is not running or is busy. The drawing goes on."


@pytest.fixture(scope="module")
def page(lab):
    lesson = lab.open("draw_pad.ipynb", CELLS)
    lesson.run_all()
    yield lesson
    lesson.close()


@pytest.fixture
def pad(page):
    """The first widget with a blank page, and the keyboard's focus in the middle cell."""
    page.run("pad.clear()")
    widget = page.widget(0)
    widget.get_by_text("0 of 81 cells drawn").wait_for()
    focus(page, widget)
    return widget


def focus(page, widget):
    widget.locator("[role=grid]:has([tabindex])").evaluate(FOCUS)
    press(page, "Control+Home", *["ArrowDown"] * 4, *["ArrowRight"] * 4)


def press(page, *keys):
    for key in keys:
        page.page.keyboard.press(key)
    page.settle()


def status(widget):
    return widget.locator("[role=status]").inner_text()


DRAWN = """widget => [...widget.querySelectorAll('[role=grid] .xo-row')].map(row =>
    [...row.children].map(cell => cell.getAttribute('aria-label').endsWith('stroke') ? 1 : -1))"""

SHOWN = """widget => ({
    result: widget.querySelector('.xo-result').textContent,
    shares: [...widget.querySelectorAll('.xo-shares > div:nth-child(4n + 3)')].map(text => text.textContent),
    votes: [...widget.querySelectorAll('.xo-shares > div:nth-child(4n)')].map(text => text.textContent),
    bars: [...widget.querySelectorAll('.xo-bar > div')].map(bar => Number(bar.style.width.slice(0, -1)) / 100),
    colours: [...widget.querySelectorAll('[role=grid] .xo-cell')].map(cell => cell.style.backgroundColor),
})"""

# The middle of each cell of each small picture, as a colour.
PIXELS = """(widget, shapes) => [...widget.querySelectorAll('canvas')].map((canvas, i) => {
    const [maps, rows, columns] = shapes[i], scale = Math.max(1, devicePixelRatio);
    const across = maps > 4 ? 2 : 1, down = Math.ceil(maps / across), found = [];
    const length = (all, count) => (all / scale - 8 + 7) / count - 7;
    const [width, height] = [length(canvas.width, across), length(canvas.height, down)];
    for (let map = 0; map < maps; map++) for (let row = 0; row < rows; row++) for (let column = 0; column < columns; column++) {
        const x = 4 + (map % across) * (width + 7) + (column + 0.5) * width / columns;
        const y = 4 + Math.floor(map / across) * (height + 7) + (row + 0.5) * height / rows;
        found.push([...canvas.getContext('2d').getImageData(x * scale, y * scale, 1, 1).data].slice(0, 3));
    }
    return found;
})"""


def drawn(widget):
    return np.array(widget.evaluate(DRAWN))


def assert_votes(widget, image, network=NETWORK, classes=CLASSES):
    """The votes and shares of an image, from NumPy; they come a moment after the drawing."""
    votes = network.forward(np.asarray(image)[None, None])[0]
    want = [f"vote {rounded(vote, 2)}" for vote in votes]
    for _ in range(60):
        shown = widget.evaluate(SHOWN)
        if shown["votes"] == want:
            break
        widget.page.wait_for_timeout(50)
    assert shown["votes"] == want
    assert shown["shares"] == [rounded(share, 2) for share in softmax(votes)]
    assert np.allclose(shown["bars"], softmax(votes), atol=1e-4)
    assert shown["result"] == verdict(votes, classes)


def with_strokes(*cells, on=BLANK, value=1):
    image = on.copy()
    for row, column in cells:
        image[row, column] = value
    return image


def at(widget, row, column, count=9):
    box = widget.locator("[role=grid]").bounding_box()
    return box["x"] + (column + 0.5) / count * box["width"], box["y"] + (row + 0.5) / count * box["height"]


def drag(page, widget, *cells, steps=1):
    """Press in the first cell, go to the others in `steps` moves each, lift."""
    mouse = page.page.mouse
    mouse.move(*at(widget, *cells[0]))
    mouse.down()
    for cell in cells[1:]:
        mouse.move(*at(widget, *cell), steps=steps)
    mouse.up()
    page.settle()


@pytest.mark.browser
def test_the_pencils_votes_are_numpys_after_every_cell(page, pad):
    image = BLANK.copy()
    assert_votes(pad, image)
    rng = np.random.default_rng(0)
    for _ in range(12):
        row, column = (int(number) for number in rng.integers(9, size=2))
        page.page.mouse.click(*at(pad, row, column))
        page.settle()
        image[row, column] *= -1
        assert np.array_equal(drawn(pad), image)
        assert_votes(pad, image)


@pytest.mark.browser
def test_python_sets_the_page_and_every_layer_follows(page, pad):
    for image in (X, O):
        page.run(f"pad.image = {image.tolist()}")
        assert_votes(pad, image)
        assert np.array_equal(drawn(pad), image)
        values = NETWORK.activations(image)
        shapes = [(1, 2, 9) if name == "flatten1" else (1, 1, 2) if name == "dense1" else NETWORK.shapes[name]
                  for name in NETWORK.shapes]  # fmt: skip
        shapes[-2] = (1, 2, 12)  # a row of 18 is broken into lines of 12
        pixels = pad.evaluate(PIXELS, shapes)
        for name, found in zip(values, pixels, strict=True):
            for value, colour in zip(values[name].ravel(), found, strict=False):
                assert np.allclose(colour, colour_of(value), atol=3), name
        assert_votes(page.widget(1), image)  # the second view
        page.widget(0)
    page.page.wait_for_timeout(800)
    assert status(pad).endswith("; shares " + shares_said(O) + ". 16 of 81 cells drawn")
    page.screenshot("light", pad)


def colour_of(value):
    stops = np.array([[0xF1, 0xA3, 0x40], [0xF7, 0xF7, 0xF7], [0x54, 0x27, 0x88]])
    value = np.clip(value, -1, 1)
    return stops[1] + abs(value) * (stops[0 if value < 0 else 2] - stops[1])


def shares_said(image):
    shares = softmax(NETWORK.forward(image[None, None]))[0]
    return ", ".join(f"{name} {rounded(share, 2)}" for name, share in zip(CLASSES, shares, strict=True))


@pytest.mark.browser
def test_keys_move_draw_and_undo(page, pad):
    press(page, "Space")
    want = with_strokes((4, 4))
    assert np.array_equal(drawn(pad), want)
    assert pad.locator("[role=grid] :focus").get_attribute("aria-label") == "row 4, column 4, stroke"
    assert_votes(pad, want)
    page.page.wait_for_timeout(800)
    assert status(pad).startswith("row 4, column 4, stroke. ")
    assert status(pad).endswith(". 1 of 81 cells drawn")
    press(page, "ArrowUp", "Enter", "Enter")  # on and off again
    assert np.array_equal(drawn(pad), want)
    press(page, "Home", "Shift+ArrowRight", "Shift+ArrowRight", "Shift+ArrowDown")
    line = with_strokes((3, 0), (3, 1), (3, 2), (4, 2), on=want)
    assert np.array_equal(drawn(pad), line)
    press(page, "End", "Shift+ArrowRight", "Shift+ArrowRight")  # a line does not go on in the next row
    edge = with_strokes((4, 8), on=line)
    assert np.array_equal(drawn(pad), edge)
    press(page, "z")
    assert np.array_equal(drawn(pad), line)
    press(page, "Control+z", "Control+z", "Control+z")
    assert np.array_equal(drawn(pad), want)
    press(page, "z")
    assert np.array_equal(drawn(pad), with_strokes((3, 4), on=want))
    assert pad.locator("[role=grid] [tabindex]").count() == 1
    assert_votes(pad, drawn(pad))
    want = str(drawn(pad).tolist())
    assert page.says("pad.array.tolist()", want) == want


@pytest.mark.browser
def test_a_press_on_background_draws_and_on_a_stroke_erases(page, pad):
    drag(page, pad, (1, 1), (1, 7), (7, 7), steps=5)
    corner = [(1, column) for column in range(1, 8)] + [(row, 7) for row in range(1, 8)]
    want = with_strokes(*corner)
    assert np.array_equal(drawn(pad), want)
    drag(page, pad, (1, 3), (1, 5), (4, 5), steps=5)  # goes on over background, and erases still
    erased = with_strokes((1, 3), (1, 4), (1, 5), on=want, value=-1)
    assert np.array_equal(drawn(pad), erased)
    assert_votes(pad, erased)
    undo = pad.get_by_role("button", name="Undo")
    undo.click()  # whole strokes
    page.settle()
    assert np.array_equal(drawn(pad), want)
    pad.get_by_role("button", name="Clear").click()
    page.settle()
    assert np.array_equal(drawn(pad), BLANK)
    undo.click()
    page.settle()
    assert np.array_equal(drawn(pad), want)
    assert_votes(pad, want)


@pytest.mark.browser
def test_a_fast_drag_leaves_no_gaps_and_the_edge_is_the_papers(page, pad):
    drag(page, pad, (0, 0), (8, 8), (8, 0))  # two moves
    want = with_strokes(*[(at, at) for at in range(9)], *[(8, at) for at in range(9)])
    assert np.array_equal(drawn(pad), want)
    press(page, "z")
    drag(page, pad, (4, 4), (4, -3), (1, -3), (1, 2))  # out at the left, and in again higher up
    want = with_strokes(*[(4, at) for at in range(5)], *[(1, at) for at in range(3)])
    assert np.array_equal(drawn(pad), want)
    assert_votes(pad, want)


@pytest.mark.browser
def test_undo_says_when_there_is_nothing_left(page):
    page.run("pad.close()")
    page.page.evaluate("() => { jupyterapp.shell.currentWidget.content.activeCellIndex = 0; }")
    page.command("notebook:run-all-cells")
    page.page.wait_for_timeout(1500)
    widget = page.widget(0)
    undo = widget.get_by_role("button", name="Undo")
    assert undo.get_attribute("aria-disabled") == "true"
    undo.focus()
    press(page, "Enter")
    page.page.wait_for_timeout(100)
    page.settle()
    assert status(widget).startswith("nothing to undo. ")
    widget.get_by_role("button", name="Clear").click()
    page.page.wait_for_timeout(100)
    page.settle()
    assert status(widget).startswith("nothing to clear. ")
    page.page.mouse.click(*at(widget, 2, 2))
    page.settle()
    assert undo.get_attribute("aria-disabled") == "false"


@pytest.mark.browser
@pytest.mark.parametrize("where", ["grid", "Clear", "Undo"])
def test_the_notebooks_shortcuts_stay_out(page, pad, where):
    before = page.cells()
    if where != "grid":
        pad.get_by_role("button", name=where).focus()
    keys = [
        "j",
        "a",
        "b",
        "d",
        "d",
        "x",
        "m",
        "z",
        "Control+z",
        "Enter",
        "Shift+Enter",
        "Escape",
        "a",
        "b",
        "0",
        "0",
    ]
    for key in keys:
        page.page.keyboard.press(key)
    page.page.wait_for_timeout(200)
    assert page.cells() == before
    assert pad.locator(":focus").count() == 1


@pytest.mark.browser
def test_tab_goes_through_and_out(page, pad):
    stops = []
    for _ in range(4):
        at = "() => [document.activeElement.getAttribute('role') ?? document.activeElement.textContent]"
        stops += page.page.evaluate(at) if pad.locator(":focus").count() else ["out"]
        page.page.keyboard.press("Tab")
    assert stops == ["gridcell", "Clear", "Undo", "out"]


# Draw everywhere along a snake, fast, and note whether any cell that was drawn is ever taken back.
SCRIBBLE = """async ([widget, moves, pause]) => {
    const grid = widget.querySelector('[role=grid]'), frame = grid.parentElement, box = grid.getBoundingClientRect();
    const taken = [];
    const watcher = new MutationObserver(changes => changes.forEach(({target, oldValue}) => {
        if (oldValue.endsWith('stroke') && !target.getAttribute('aria-label').endsWith('stroke')) taken.push(oldValue);
    }));
    watcher.observe(grid, {subtree: true, attributeFilter: ['aria-label'], attributeOldValue: true});
    frame.setPointerCapture = () => {};
    const fire = (type, row, column) => frame.dispatchEvent(new PointerEvent(type, {bubbles: true, cancelable: true,
        isPrimary: true, pointerId: 7, buttons: 1, button: type === 'pointerdown' ? 0 : -1,
        clientX: box.left + (column + 0.5) * box.width / 9, clientY: box.top + (row + 0.5) * box.height / 9}));
    for (const [i, [row, column]] of moves.entries()) {
        fire(i ? 'pointermove' : 'pointerdown', row, column);
        if (pause) await new Promise(done => setTimeout(done, pause));
    }
    fire('lostpointercapture', ...moves.at(-1));
    delete frame.setPointerCapture;
    await new Promise(done => setTimeout(done, 1500));
    watcher.disconnect();
    return taken;
}"""
SNAKE = [(row, column if row % 2 == 0 else 8 - column) for row in range(9) for column in range(9)]


@pytest.mark.browser
@pytest.mark.parametrize("pause", [0, 4, 17, 60])
def test_a_drawing_never_jumps_back_while_python_answers(page, pad, pause):
    for _ in range(2):
        page.run("pad.clear()")
        pad.get_by_text("0 of 81 cells drawn").wait_for()
        taken = page.page.evaluate(SCRIBBLE, [pad.element_handle(), SNAKE[:70], pause])
        want = with_strokes(*SNAKE[:70])
        assert taken == []
        assert np.array_equal(drawn(pad), want)
        assert_votes(pad, want)
        assert page.run("print(pad.array.tolist())").strip() == str(want.tolist())


@pytest.mark.browser
def test_200_changes_at_once_end_on_the_right_picture(page, pad):
    page.run("""
seen = []
def count(change):
    seen.append(change.new)
pad.observe(count, "image")
""")
    pad.evaluate("""widget => {
        const press = (key, shiftKey) => document.activeElement.dispatchEvent(
            new KeyboardEvent('keydown', {key, shiftKey, bubbles: true, cancelable: true}));
        for (let i = 0; i < 100; i++) { press(' '); press(i % 9 === 8 ? 'ArrowRight' : 'ArrowDown', i % 4 === 3); }
    }""")
    page.settle()
    image = drawn(pad)
    assert (image == 1).any()
    assert_votes(pad, image)
    page.page.wait_for_timeout(500)
    assert np.array_equal(drawn(pad), image)
    heard = json.loads(page.run("print(len(seen), end=''); pad.unobserve(count, 'image')"))
    assert heard <= 3  # the first and the newest, not two hundred
    assert page.run("print(pad.array.tolist())").strip() == str(image.tolist())


@pytest.mark.browser
def test_it_is_said_when_the_pencil_rests(page, pad):
    page.page.wait_for_timeout(700)
    pad.evaluate("""widget => {
        window.spoken = [];
        const status = widget.querySelector('[role=status]');
        new MutationObserver(() => spoken.push(status.textContent)).observe(status, {childList: true});
    }""")
    drag(page, pad, (0, 0), (8, 8), (8, 0), (0, 8), steps=12)
    page.page.wait_for_timeout(900)
    [said] = page.page.evaluate("spoken")
    image = drawn(pad)
    assert said.startswith(verdict(NETWORK.forward(image[None, None])[0], CLASSES))
    assert said.endswith(f"{(image == 1).sum()} of 81 cells drawn")


@pytest.mark.browser
def test_a_busy_kernel_is_said_and_the_drawing_goes_on(page, pad):
    page.page.evaluate("""() => { jupyterapp.shell.currentWidget.sessionContext.session.kernel
        .requestExecute({code: 'import time; time.sleep(6)'}); }""")
    drag(page, pad, (1, 1), (1, 7))
    first = with_strokes(*[(1, at) for at in range(1, 8)])
    page.page.wait_for_timeout(500)
    assert ASLEEP not in status(pad)
    pad.get_by_text(ASLEEP).wait_for(timeout=3000)
    page.screenshot("asleep", pad)
    assert pad.locator(".xo-pad-asleep").count() == 1
    drag(page, pad, (1, 7), (1, 4))  # erased again
    drag(page, pad, (2, 2), (6, 6))
    page.page.wait_for_timeout(2300)
    want = with_strokes(*[(1, at) for at in range(1, 4)], *[(at, at) for at in range(2, 7)])
    assert not np.array_equal(first, want)
    assert np.array_equal(drawn(pad), want)
    assert_votes(pad, want)  # awake again
    page.page.wait_for_timeout(800)
    assert np.array_equal(drawn(pad), want)
    assert ASLEEP not in status(pad)
    assert pad.locator(".xo-pad-asleep").count() == 0
    assert page.run("print(pad.array.tolist())").strip() == str(want.tolist())
    page.run(f"pad.image = {first.tolist()}")  # Python may set what the page once sent
    assert_votes(pad, first)
    assert np.array_equal(drawn(pad), first)


@pytest.mark.browser
def test_two_views_share_one_drawing(page, pad):
    other = page.widget(1)
    drag(page, other, (3, 3), (3, 6))
    want = with_strokes(*[(3, at) for at in range(3, 7)])
    for widget in (pad, other):
        assert np.array_equal(drawn(widget), want)
        assert_votes(widget, want)
    page.widget(0)
    focus(page, pad)
    press(page, "z")
    assert np.array_equal(drawn(other), BLANK)


@pytest.mark.browser
def test_a_large_pad(page):
    widget = page.widget(2)
    drag_to = [at(widget, row, column, 28) for row, column in ((4, 4), (23, 23), (4, 23))]
    page.page.mouse.move(*drag_to[0])
    page.page.mouse.down()
    for place in drag_to[1:]:
        page.page.mouse.move(*place)
    page.page.mouse.up()
    page.settle()
    image = drawn(widget)
    assert image.shape == (28, 28)
    assert (image == 1).sum() == 39
    assert_votes(widget, image, large(), ("round", "square"))
    page.screenshot("large", widget)


@pytest.mark.browser
def test_axe_finds_nothing_in_either_theme(page, pad):
    page.run(f"pad.image = {X.tolist()}")
    page.page.wait_for_timeout(800)
    assert page.problems() == []
    page.theme("JupyterLab Dark")
    assert page.problems() == []
    page.screenshot("dark", pad)
    page.theme("JupyterLab Light")


@pytest.mark.browser
def test_on_a_phone_it_fits_and_a_finger_draws(lab):
    page = lab.open(
        "pad_phone.ipynb", CELLS[:1], viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True
    )
    page.run_all()
    widget = page.widget(0)
    assert widget.evaluate("widget => widget.scrollWidth <= widget.clientWidth")
    widget.locator("[role=grid]").scroll_into_view_if_needed()
    box = widget.locator("[role=grid]").bounding_box()
    touch = page.context.new_cdp_session(page.page)

    def finger(kind, *cell):
        points = [dict(zip("xy", at(widget, *cell), strict=True))] if cell else []
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    finger("touchStart", 1, 1)
    for row in range(2, 8):
        finger("touchMove", row, 1)
    finger("touchEnd")
    page.settle()
    want = with_strokes(*[(row, 1) for row in range(1, 8)])
    assert np.array_equal(drawn(widget), want)
    assert widget.locator("[role=grid]").bounding_box() == box  # the page did not scroll
    assert_votes(widget, want)
    page.screenshot("phone")
    page.close()


@pytest.mark.browser
def test_without_a_kernel_the_drawing_goes_on(lab):
    page = lab.open("pad_no_kernel.ipynb", CELLS[:1])
    page.run_all()
    widget = page.widget(0)
    focus(page, widget)
    press(page, "Space")
    assert_votes(widget, with_strokes((4, 4)))
    page.shutdown()
    page.page.wait_for_timeout(500)
    drag(page, widget, (1, 1), (1, 7))
    widget.get_by_text(ASLEEP).wait_for(timeout=3000)
    want = with_strokes((4, 4), *[(1, at) for at in range(1, 8)])
    assert np.array_equal(drawn(widget), want)
    focus(page, widget)
    press(page, "z", "ArrowDown", "Space")
    assert np.array_equal(drawn(widget), with_strokes((4, 4), (5, 4)))
    page.page.wait_for_timeout(2300)
    assert np.array_equal(drawn(widget), with_strokes((4, 4), (5, 4)))
    page.command("notebook:clear-cell-output")
    page.page.wait_for_selector(".xo", state="detached")
    assert page.console == []
    page.close()


@pytest.mark.browser
def test_it_cleans_up(lab):
    page = lab.open("pad_gone.ipynb", CELLS[:1])
    page.run_all()
    drag(page, page.widget(0), (1, 1), (1, 7))
    page.command("notebook:clear-cell-output")
    page.page.wait_for_selector(".xo", state="detached")
    page.run(f"pad.image = {O.tolist()}")
    page.page.wait_for_timeout(800)
    assert page.console == []
    page.close()
