"""The training monitor's page: back through the epochs, in JupyterLab and on the web site without Python."""

import pytest
from drivers import HEARS, opened, press, status
from drivers.training_monitor import DRIVER, FRESH, MAKE, WILD, hold, numbers, python_state, slider

pytestmark = pytest.mark.browser
OTHER = f"{MAKE}other = TrainingMonitor(9)\nother"
MANY = """
many = TrainingMonitor(1000)
many.run(Epoch(at, 900 / at, at / 1000, None, None, None) for at in range(1, 1001))
many
"""


page = opened(DRIVER.cell, FRESH, WILD, MANY, OTHER)


@pytest.fixture
def widget(page):
    """The first one at its last epoch, with the keyboard's focus on the slider and a clock of the test's own."""
    page.page.emulate_media(reduced_motion="no-preference")
    page.page.set_viewport_size({"width": 1400, "height": 1000})
    page.clock()
    page.run(DRIVER.begin)
    page.settle()
    DRIVER.focus(page.widget(0))
    return page.widget(0)


def play(widget):
    return widget.locator(".xo-monitor-replay button")


KEYS = {1: "Home ArrowLeft", 2: "Home ArrowRight ArrowUp ArrowLeft", 7: "Home" + 6 * " ArrowRight", 27: "PageDown",
    28: "Home End ArrowLeft ArrowDown", 29: "ArrowLeft", 30: "Home PageUp End ArrowRight"}  # fmt: skip


@pytest.mark.parametrize("epoch", KEYS)
def test_keys_go_through_the_epochs_and_all_that_is_shown_is_numpys(page, widget, epoch):
    press(page, *KEYS[epoch].split())
    state = python_state(page)
    assert (state["shown"], state["picked"]) == (epoch, epoch % 30)  # the last is whichever is the last
    DRIVER.shows(widget, state)
    assert status(widget) == f"epoch {epoch}: {numbers(state, epoch)}"


def test_python_sets_an_epoch_and_one_that_there_is_not_changes_nothing(page, widget):
    page.run("monitor.shown = 3")
    said = page.run("try:\n    monitor.shown = 31\nexcept ValueError as error:\n    print(error)")
    assert said == "shown is 31; there are epochs 1 to 30\n"
    page.settle()
    state = python_state(page)
    assert state["shown"] == 3
    DRIVER.shows(widget, state)


def test_play_shows_one_epoch_after_the_other_and_speaks_when_it_stops(page, widget):
    widget.evaluate(HEARS)
    button = play(widget)
    width = button.bounding_box()["width"]
    button.click()
    page.settle()
    assert (button.text_content(), button.bounding_box()["width"]) == ("Pause", width)
    for epoch in range(1, 31):
        state = python_state(page)
        assert (state["shown"], slider(widget).input_value()) == (epoch, str(epoch))
        if epoch == 2:
            DRIVER.shows(widget, state)
        assert page.tick() == (epoch < 29)
    assert button.text_content() == "Play"
    heard, paces = page.page.evaluate("[window.heard, window.paces]")
    assert (heard, paces) == ([f"epoch 30: {numbers(state, 30)}"], [200])  # six seconds in all
    assert len(heard[0].split()) <= 12


def test_a_long_training_is_drawn_by_some_of_its_points_and_played_in_a_hundred_steps(page, widget):
    many = page.widget(3)
    for epoch in (1000, 500):
        page.run(f"many.shown = {epoch}")
        page.settle()
        DRIVER.shows(many, python_state(page, "many"))
    play(many).click()
    assert (page.tick(), slider(many).input_value()) == (1, "520")
    play(many).click()
    assert (page.tick(), slider(many).input_value()) == (0, "520")
    assert page.page.evaluate("window.paces") == [200]


def test_play_goes_on_from_where_it_is_and_is_stopped_by_keys_and_by_the_slider(page, widget):
    press(page, "Home", "ArrowRight")
    press(page, "Space")
    assert (page.tick(), page.tick(), status(widget)[:8]) == (1, 1, "epoch 2:")
    press(page, "Enter")
    assert (page.tick(), status(widget)[:8]) == (0, "epoch 5:")
    play(widget).click()
    slider(widget).focus()
    press(page, "Home")
    assert (page.tick(), status(widget)[:8]) == (0, "epoch 1:")
    assert play(widget).text_content() == "Play"
    play(widget).click()
    assert (page.tick(), page.tick()) == (1, 1)
    hold(page, widget, 4, 30)  # a hand takes it where it is now
    assert (page.tick(), slider(widget).input_value()) == (0, "4")
    page.page.mouse.up()
    assert python_state(page)["shown"] == 4


def test_the_pointer_takes_the_slider(page, widget):
    mouse, box = page.page.mouse, slider(widget).bounding_box()
    y = hold(page, widget, 30, 30)
    mouse.move(box["x"] + 8, y, steps=8)
    page.settle()
    assert status(widget).startswith("epoch 1: ")
    mouse.move(box["x"] + box["width"] / 2, y + 300, steps=4)  # off the slider: it is still held
    page.settle()
    middle = int(slider(widget).input_value())
    assert middle in range(14, 18)
    mouse.up()
    mouse.move(box["x"] + 8, y)
    page.settle()
    assert python_state(page)["shown"] == middle


READ = """widget => [...widget.querySelectorAll('svg text')].map(text =>
    text.getBoundingClientRect().height).concat(widget.querySelector('.xo-monitor-shelf .xo-cell').getBoundingClientRect().height)"""


@pytest.mark.parametrize(("width", "least"), [(390, 10.5), (1920, 20)])
def test_what_the_curves_say_can_be_read_and_kernels_seen_on_a_phone_and_from_the_last_row(
    page, widget, width, least
):
    page.page.set_viewport_size({"width": width, "height": 1080})
    page.settle()
    assert min(widget.evaluate(READ)) > least
    assert slider(widget).bounding_box()["width"] > 140
    page.screenshot(f"{type(page).__name__}-{width}", widget)


def test_before_the_second_epoch_there_is_nothing_to_go_back_to(page):
    fresh = page.widget(1)
    assert slider(fresh).is_disabled()
    assert play(fresh).is_disabled()
    slider(fresh).focus()
    press(page, "ArrowRight", "End", "Space")
    assert slider(fresh).get_attribute("aria-valuetext") == "no epoch yet"
    assert page.run("print(fresh.shown, fresh.picked)") == "0 0\n"
    assert status(fresh) == "ready for 9 epochs"


def test_where_python_is_in_the_browser_it_says_that_no_stop_arrives_and_what_to_do(page):
    fresh = page.widget(1)
    page.run("fresh.alone, fresh.state = True, 'running'")
    page.settle()
    told = "no Stop reaches it before the cell ends. Let it end, or restart the kernel (the ⟳ in the toolbar)"
    assert fresh.get_by_text(told).is_visible()
    assert fresh.get_by_role("button", name="Stop").count() == fresh.get_by_text("use Interrupt").count() == 0
    page.screenshot(f"{type(page).__name__}-alone", fresh)
    page.run("fresh.alone, fresh.state = False, 'ready'")
    page.settle()


def test_an_error_and_a_training_with_no_epoch_left_are_told(page):
    page.run("def training():\n    return train(network, images, labels, epochs=9, **settings)")
    page.run("once = training()\nother.run(once)\nother.run(once)")
    assert_other(page, "done", 9, "done")
    page.run("def breaks():\n    yield next(training())\n    1 / 0")
    said = page.run("try:\n    other.run(breaks())\nexcept ZeroDivisionError as error:\n    print(error)")
    assert said == "division by zero\n"
    assert_other(page, "ended in an error", 1, "")


def assert_other(page, *want):
    page.settle()
    state = python_state(page, "other")
    assert (state["state"], state["epoch"], state["fruitless"]) == want
    DRIVER.shows(page.widget(4), state)


def test_a_loss_that_blows_up_stays_in_its_chart(page):
    wild, state = page.widget(2), python_state(page, "wild")
    assert len(status(wild).split()) <= 12
    assert "so training stopped" in page.run("print(blew)")
    assert (state["state"], max(state["loss"]) > 1000) == ("blew up", True)  # the numbers are long
    DRIVER.shows(wild, state)
    said = page.run("print(wild)").partition(": loss ")[2].split(",")[0]
    assert f": loss {said}, " in wild.locator(".xo-line").text_content()


def test_where_motion_becomes_unwelcome_play_halts_and_next_shows_one_epoch_a_press(page, widget):
    play(widget).click()
    assert page.tick() == 1
    page.page.emulate_media(reduced_motion="reduce")
    page.page.set_viewport_size({"width": 360, "height": 900})
    page.settle()
    assert (page.tick(), play(widget).text_content()) == (0, "Next")
    assert slider(widget).bounding_box()["width"] > 100
    DRIVER.focus(widget)
    press(page, "End")
    for epoch in (1, 2):  # from the end with the first
        play(widget).click()
        page.settle()
        assert status(widget).startswith(f"epoch {epoch}: loss ")
    assert widget.get_by_text("The slider goes back to any epoch; Next shows the next one.").is_visible()
