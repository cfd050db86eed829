"""The drawing pad in JupyterLab and on a page of the site: pencil, finger, keys and words, with a kernel and without."""

from contextlib import contextmanager

import numpy as np
import pytest
from browser import wait_until
from drivers import FIRE, HEARS, draw_pad, finger, focus, middle, network_explorer, opened, press, status
from drivers.draw_pad import ASLEEP, BLANK, DRIVER, NETWORK, assert_votes, drag, drawn, sentence, with_strokes
from PIL import Image
from sample_networks import IMAGES, large
from test_scan import by_hand

from xo_helpers.scan import to_image
from xo_helpers.texts import rounded

pytestmark = pytest.mark.browser
# All that is shown; and the drawing alone.
assert_shows, assert_drawn = DRIVER.shows, DRIVER.alone
WITH_A_KERNEL = pytest.mark.parametrize("host", ["lab"], indirect=True)


page = opened(DRIVER.cell, DRIVER.variable, *DRIVER.also)


@pytest.fixture
def pad(page):
    """The first widget with a blank page, and the keyboard's focus in the middle cell."""
    return blank(page)


def blank(page):
    page.run("pad.clear()")
    widget = page.widget(0)
    assert wait_until(lambda: drawn(widget).max(), -1) == -1
    DRIVER.focus(widget)
    press(page, "Control+Home", *["ArrowDown"] * 4, *["ArrowRight"] * 4)
    return widget


def wait_for(widget, said):
    assert wait_until(lambda: status(widget), said) == said


def press_button(page, widget, name):
    widget.get_by_role("button", name=name).click()
    page.settle()


def test_the_pencils_votes_are_numpys_after_every_cell(page, pad):
    image, rng = BLANK.copy(), np.random.default_rng(0)
    assert_votes(pad, image)
    for _ in range(12):
        row, column = map(int, rng.integers(9, size=2))
        drag(page, pad, (row, column))
        image[row, column] *= -1
        assert_shows(pad, image)


def test_python_sets_the_page_and_every_layer_follows(page, pad):
    rows = {"flatten1": (1, 2, 12), "dense1": (1, 1, 2)}  # a row of 18 is broken into lines of 12
    shapes = [rows.get(name, shape) for name, shape in NETWORK.shapes.items()]
    for image in (IMAGES["X"], IMAGES["O"]):
        page.run(f"pad.image = {image.tolist()}")
        for view in (page.widget(1), page.widget(0)):
            assert_votes(view, image)
            assert_drawn(view, image)
        found = pad.evaluate(draw_pad.PIXELS, shapes)
        for (name, values), colours in zip(NETWORK.activations(image).items(), found, strict=True):
            for value, colour in zip(values.ravel(), colours, strict=False):
                assert np.allclose(colour, draw_pad.colour_of(value), atol=3), name
    wait_for(pad, sentence(IMAGES["O"]))


def test_keys_move_draw_and_undo(page, pad):
    press(page, "Space")
    dot = with_strokes((4, 4))
    assert_shows(pad, dot)
    assert pad.locator("[role=grid] :focus").get_attribute("aria-label") == "row 4, column 4, stroke"
    wait_for(pad, sentence(dot, notice="stroke"))
    line = with_strokes((3, 0), (3, 1), (3, 2), (4, 2), on=dot)
    for keys, want in [
        ("ArrowUp Enter Enter", dot),  # on and off again
        ("Home Shift+ArrowRight Shift+ArrowRight Shift+ArrowDown", line),
        ("End Shift+ArrowRight Shift+ArrowRight", with_strokes((4, 8), on=line)),  # it stops at the edge
        ("z", line),
        ("Control+z Control+z Control+z", dot),
        ("z", with_strokes((3, 4), on=dot)),
    ]:
        press(page, *keys.split())
        assert_drawn(pad, want)
    assert pad.locator("[role=grid] [tabindex]").count() == 1
    assert_votes(pad, want)
    assert page.says("pad.array.tolist()", str(want.tolist())) == str(want.tolist())


def test_a_press_on_background_draws_and_on_a_stroke_erases(page, pad):
    drag(page, pad, (1, 1), (1, 7), (7, 7), steps=5)
    want = with_strokes(*[(1, at) for at in range(1, 8)], *[(at, 7) for at in range(1, 8)])
    assert_drawn(pad, want)
    drag(page, pad, (1, 3), (1, 5), (4, 5), steps=5)  # goes on over background, and erases still
    assert_shows(pad, with_strokes((1, 3), (1, 4), (1, 5), on=want, value=-1))
    for button, image in (("Undo", want), ("Clear", BLANK), ("Undo", want)):  # whole strokes
        press_button(page, pad, button)
        assert_drawn(pad, image)
    assert_votes(pad, want)


def test_a_fast_drag_leaves_no_gaps_and_the_edge_is_the_papers(page, pad):
    drag(page, pad, (0, 0), (8, 8), (8, 0))  # two moves
    assert_drawn(pad, with_strokes(*[(at, at) for at in range(9)], *[(8, at) for at in range(9)]))
    press(page, "z")
    drag(page, pad, (4, 4), (4, -3), (1, -3), (1, 2))  # out at the left, and in again higher up
    assert_shows(pad, with_strokes(*[(4, at) for at in range(5)], *[(1, at) for at in range(3)]))


def test_two_views_share_one_drawing_and_its_undo(page, pad):
    other = page.widget(1)
    drag(page, other, (3, 3), (3, 6))
    for widget in (pad, other):
        assert_shows(widget, with_strokes(*[(3, at) for at in range(3, 7)]))
    DRIVER.focus(page.widget(0))
    press(page, "z")
    assert_drawn(other, BLANK)


def test_the_small_layers_are_as_fine_as_the_page_is_zoomed(page, pad):
    width = "canvas => canvas.width"
    before = pad.locator("canvas").first.evaluate(width)
    zoom = "value => Object.defineProperty(window, 'devicePixelRatio', { value, configurable: true })"
    page.page.evaluate(zoom, 2)
    drag(page, pad, (4, 4))
    assert wait_until(lambda: pad.locator("canvas").first.evaluate(width), 2 * before) == 2 * before
    page.page.evaluate(zoom, 1)


@WITH_A_KERNEL
def test_a_view_that_goes_lifts_its_pencil(page, pad):
    page.page.mouse.move(*middle(page.widget(1).locator("[role=grid]"), 0, 0, 9))
    page.page.mouse.down()
    page.page.evaluate("jupyterapp.shell.currentWidget.content.widgets[1].outputArea.model.clear()")
    page.page.mouse.up()
    DRIVER.focus(pad)
    press(page, "Space", "ArrowRight", "Space", "z")  # takes one back
    assert_drawn(pad, with_strokes((0, 0), (4, 4)))
    page.rerun(1, DRIVER.variable)


def test_a_large_pad_and_undo_until_nothing_is_left(page):
    big, network = page.widget(2), (large(), ("round", "square"))
    undo = big.get_by_role("button", name="Undo")
    while undo.get_attribute("aria-disabled") == "false":  # this has run before
        press_button(page, big, "Undo")
    undo.focus()
    press(page, "Enter")
    blank = np.full((28, 28), -1)
    wait_for(big, sentence(blank, *network, "nothing to undo"))
    press_button(page, big, "Clear")
    wait_for(big, sentence(blank, *network, "nothing to clear"))
    drag(page, big, (4, 4), (23, 23), (4, 23), count=28)
    image = drawn(big)
    assert (image.shape, (image == 1).sum()) == ((28, 28), 39)
    assert_votes(big, image, *network)
    assert undo.get_attribute("aria-disabled") == "false"


def test_it_is_said_once_when_the_pencil_rests(page, pad):
    press(page, "Space")
    wait_for(pad, sentence(with_strokes((4, 4)), notice="stroke"))  # all was said
    pad.evaluate(HEARS)
    read, reads = pad.locator(".xo-line > [aria-hidden]").first, []

    def while_down():
        want = sentence(drawn(pad))
        reads.append(wait_until(read.text_content, want) == want and not page.page.evaluate("heard.length"))

    drag(page, pad, (0, 0), (8, 8), (8, 0), (0, 8), steps=12, then=while_down)
    assert reads == [True]  # what is read goes with the pencil
    page.until("heard.length")
    page.heard()
    page.settle()
    assert page.page.evaluate("heard") == [sentence(drawn(pad))]


@pytest.mark.parametrize(("frames", "moves"), [(0, 70), ("task", 70), (1, 70), (4, 35)])
@WITH_A_KERNEL
def test_a_drawing_never_jumps_back_while_python_answers(page, frames, moves):
    want = with_strokes(*draw_pad.SNAKE[:moves])
    for _ in range(2):
        pad = blank(page)
        pad.evaluate(draw_pad.SCRIBBLE, [draw_pad.SNAKE[:moves], frames])
        assert_shows(pad, want)
        assert page.run("print(pad.array.tolist())").strip() == str(want.tolist())
        page.settle()
        assert page.page.evaluate("taken") == []


@WITH_A_KERNEL
def test_of_200_changes_at_once_python_hears_the_first_and_the_newest(page, pad):
    page.run("seen = []\ndef count(change):\n    seen.append(change.new)\npad.observe(count, 'image')")
    pad.evaluate(FIRE, DRIVER.many)
    page.settle()
    assert_votes(pad, drawn(pad))
    assert int(page.run("print(len(seen)); pad.unobserve(count, 'image')")) <= 3


@contextmanager
def busy(page):
    page.begin_to_run("import signal; signal.pause()")
    yield
    page.page.evaluate("() => jupyterapp.shell.currentWidget.sessionContext.session.kernel.interrupt()")


@WITH_A_KERNEL
def test_a_busy_kernel_is_said_and_the_drawing_goes_on(page, pad):
    first = with_strokes(*[(1, at) for at in range(1, 8)])
    want = with_strokes(*[(1, at) for at in range(1, 4)], *[(at, at) for at in range(2, 7)])
    with busy(page):
        drag(page, pad, (1, 1), (1, 7))
        assert ASLEEP not in status(pad)
        wait_for(pad, f"{ASLEEP}; 7 of 81 cells drawn")
        page.screenshot("asleep", pad)
        assert pad.locator(".xo-pad-asleep").count() == 1
        drag(page, pad, (1, 7), (1, 4))  # erased again
        drag(page, pad, (2, 2), (6, 6))
        its = f"async () => (await Promise.all(await ({page.models})())).map(model => String(model.get('drawn')?.cells))"
        page.until(
            f"async () => (await ({its})()).some(cells => cells.includes('6,6,1'))"
        )  # it is sent all the same
        assert_drawn(pad, want)
    assert_shows(pad, want)  # awake again
    wait_for(pad, sentence(want))
    assert pad.locator(".xo-pad-asleep").count() == 0
    assert page.run("print(pad.array.tolist())").strip() == str(want.tolist())
    page.settle()
    assert_drawn(pad, want)
    page.run(f"pad.image = {first.tolist()}")  # Python may set what the page once sent
    assert_votes(pad, first)
    assert_drawn(pad, first)


PHONE = {"viewport": {"width": 360, "height": 500}, "has_touch": True, "is_mobile": True}
phone = opened(DRIVER.cell, *["DrawPad(small())"] * 3, **PHONE)  # the others give it something to scroll


def test_a_finger_draws_where_it_has_been_asked_to_and_else_scrolls(phone):
    pad = phone.widget(0)
    grid, done = pad.locator("[role=grid]"), pad.get_by_role("button", name="Done")

    def stroke():
        grid.evaluate("grid => grid.scrollIntoView({block: 'center'})")
        phone.settle()
        before = grid.bounding_box()
        finger(phone, *[middle(grid, row, 1, 9) for row in range(7, 0, -1)])
        return grid.bounding_box() == before

    line = with_strokes(*[(row, 1) for row in range(1, 8)])
    assert not stroke()  # the page scrolled
    assert_drawn(pad, BLANK)
    grid.evaluate("grid => grid.scrollIntoView({block: 'center'})")
    phone.settle()
    finger(phone, middle(grid, 4, 4, 9))  # a tap asks
    assert done.is_visible()
    assert_drawn(pad, BLANK)
    assert stroke()
    assert_shows(pad, line)
    done.tap()
    assert not stroke()
    assert_drawn(pad, line)
    pad.get_by_role("button", name="Draw here").tap()
    assert stroke()  # erases
    assert_shows(pad, BLANK)
    pad.locator(".xo-result").tap()  # elsewhere
    assert not done.is_visible()
    assert not stroke()
    assert_drawn(pad, BLANK)


def inside(pad):
    return pad.get_by_role("group", name="inside the network, on your drawing")


def assert_inside(pad, image, layer, cell):
    """The explorer in the pad shows what NumPy computes of the drawing."""
    values = {name: array[0] for name, array in NETWORK.activations(image).items()} | {"input": image[None]}
    written = f"{layer}[{', '.join(map(str, cell))}]"
    want = rounded(values[layer][cell], 2)
    shown = lambda: inside(pad).locator(".xo-written").text_content()  # noqa: E731
    assert wait_until(lambda: f"= {want}" in shown() and shown().startswith(written), True), shown()
    network_explorer.assert_shows(inside(pad), NETWORK, values, layer, cell)


def test_one_can_look_inside_at_ones_own_drawing_and_it_follows_the_pencil(page, pad):
    drag(page, pad, (1, 1), (1, 7))
    look = pad.get_by_role("button", name="Look inside")
    look.click()
    page.settle()
    image = with_strokes(*[(1, at) for at in range(1, 8)])
    assert_inside(pad, image, "conv1", (0, 3, 3))
    inside(pad).locator("canvas").nth(3).click(position={"x": 4 + 3.5 * 19.2, "y": 4 + 1.5 * 19.2})
    page.settle()
    assert_inside(pad, image, "conv2", (0, 1, 3))
    drag(page, pad, (2, 3), (7, 3))
    image = with_strokes(*[(at, 3) for at in range(2, 8)], on=image)
    assert_votes(pad, image)
    assert_inside(pad, image, "conv2", (0, 1, 3))
    inside(pad).get_by_role("button", name="Down to a source").click()
    page.settle()
    assert status(inside(pad)).startswith("relu1, map ")
    inside(pad).evaluate(HEARS)
    focus(inside(pad))
    page.settle()
    assert page.page.evaluate("window.heard")[-1:] == [status(inside(pad))]  # and not what the pad says
    page.screenshot("inside", pad)
    assert look.count() == 0
    pad.get_by_role("button", name="Back to the pad").click()
    page.settle()
    assert inside(pad).count() == 0
    drag(page, pad, (8, 8))  # nothing of it is left to follow
    assert_shows(pad, with_strokes((8, 8), on=image))


def test_a_picture_is_opened_and_undone_and_what_is_none_is_told(page, pad, tmp_path):
    drawn_by_hand = Image.fromarray(by_hand("X", 300, np.random.default_rng(3), 0.02, shadow=100, noise=3))
    drawn_by_hand.save(tmp_path / "mine.png")
    (tmp_path / "mine.pdf").write_bytes(b"%PDF-1.7")
    with page.page.expect_file_chooser() as chooser:
        pad.get_by_role("button", name="Open a picture").click()
    chooser.value.set_files(tmp_path / "mine.png")
    image = to_image(tmp_path / "mine.png")
    assert wait_until(lambda: drawn(pad).tolist(), image.tolist()) == image.tolist()
    assert_votes(pad, image)
    wait_for(pad, sentence(image, notice="mine.png opened"))
    pad.locator("input[type=file]").set_input_files(tmp_path / "mine.pdf")
    refused = "This is not a picture a browser can read"
    assert wait_until(lambda: status(pad).split(":")[0], refused) == refused
    assert drawn(pad).tolist() == image.tolist()
    press_button(page, pad, "Undo")
    assert drawn(pad).max() == -1


@WITH_A_KERNEL
def test_without_a_kernel_the_drawing_goes_on(page, pad):
    """The last: it shuts the kernel down."""
    press(page, "Space")
    assert_votes(pad, with_strokes((4, 4)))
    page.shutdown()
    page.until("!jupyterapp.shell.currentWidget.sessionContext.session?.kernel")
    drag(page, pad, (1, 1), (1, 7))
    wait_for(pad, f"{ASLEEP}; 8 of 81 cells drawn")
    assert_drawn(pad, with_strokes((4, 4), *[(1, at) for at in range(1, 8)]))
    DRIVER.focus(pad)
    press(page, "z", "Control+Home", "Space")
    wait_for(pad, f"stroke. {ASLEEP}")
    assert_drawn(pad, with_strokes((4, 4), (0, 0)))
    page.clear()
    page.page.wait_for_selector(".xo", state="detached")
