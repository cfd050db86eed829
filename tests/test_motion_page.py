"""How a step is seen in the widgets that walk, in JupyterLab and on a page of the site: its motion, Play, and
what is marked together. The motion is looked at where a test puts it."""

from itertools import pairwise

import pytest
from drivers import FIRE, HEARS, opened, pool_window, press, slide_window, status

pytestmark = pytest.mark.browser

page = opened(slide_window.CELL, pool_window.CELL)
DRIVERS = {"slide": slide_window.DRIVER, "pool": pool_window.DRIVER}
# The motion, put at a time in ms and held there.
AT = """(widget, time) => widget.getAnimations({subtree: true}).map(one => one.effect.getComputedTiming().endTime <= time
    ? one.finish() : (one.pause(), one.currentTime = time)).length"""
MOVES = "widget => widget.getAnimations({subtree: true}).filter(one => one.playState === 'running').length"
HELD = "widget => widget.getAnimations({subtree: true}).filter(one => one.playState === 'paused').length"
# To its end, and what begins then.
END = "widget => widget.getAnimations({subtree: true}).forEach(one => one.finish())"
CALM = """runs => {
    const later = window.later = (window.later ?? 0) + 1e6; // each time much later than the last
    const now = () => Performance.prototype.now.call(performance) + later, then = now();
    performance.now = runs ? now : () => then;
}"""
MOVED = """widget => widget.getAnimations({subtree: true}).flatMap(one => one.effect.getKeyframes().flatMap(Object.keys))
    .filter(name => !['offset', 'computedOffset', 'easing', 'composite'].includes(name))"""
SEEN = """widget => {
    const shown = what => [...widget.querySelectorAll(what)].map(at => Number(getComputedStyle(at).opacity));
    const lamps = [...widget.querySelectorAll('.xo-lamp')].filter(lamp => getComputedStyle(lamp).opacity === '1').map(lamp => {
        const [box, cells] = [lamp.getBoundingClientRect(), [...lamp.parentElement.querySelectorAll('.xo-cell')]];
        const near = cell => Math.hypot(cell.getBoundingClientRect().x - box.x, cell.getBoundingClientRect().y - box.y) < 2;
        return [lamp.parentElement.querySelector('.xo-grid').ariaLabel, cells.findIndex(near)];
    });
    const marked = [...widget.querySelectorAll('.xo-term')].findIndex(term => term.matches('.xo-marked'));
    const flier = widget.querySelector('.xo-flier');
    return {products: shown('[aria-label=products] .xo-cell'), terms: shown('.xo-piece'), total: shown('.xo-total')[0],
        lamps: Object.fromEntries(lamps), flies: getComputedStyle(flier).opacity === '1', marked,
        rings: [...new Set([...widget.querySelectorAll('[data-mark=ring]')].map(cell => getComputedStyle(cell, '::after').opacity))],
        map: shown('[aria-label=map] .xo-cell'), pooled: shown('[aria-label=pooled] .xo-cell')};
}"""
WEIGHTS = """widget => [...new Set([...widget.querySelectorAll('.xo-cell')].map(cell => getComputedStyle(cell).fontWeight))]"""
# Press keys at 30 Hz by the page's clock; the sentence in the frame after each, and how many motions there are in the last.
HELD_KEY = """async (widget, [key, times, repeat]) => {
    const [said, begun] = [[], performance.now()];
    for (let at = 0; at < times; at++) {
        performance.now = () => begun + 33 * at;
        document.activeElement.dispatchEvent(new KeyboardEvent('keydown', {key, repeat: repeat && at > 0, bubbles: true, cancelable: true}));
        await new Promise(done => requestAnimationFrame(() => setTimeout(done)));
        said.push(widget.querySelector('[role=status]').textContent.split(':')[0]);
    }
    return {said, moves: widget.getAnimations({subtree: true}).length};
}"""


@pytest.fixture
def calm(page):
    """A widget as new, focused, in which no step was taken a moment ago; unless time `runs`, none passes, so
    that a busy machine is not late."""

    def widget(name, runs=False):
        view = page.widget(list(DRIVERS).index(name))
        for pause in view.get_by_role("button", name="Pause", exact=True).all():
            pause.click()
        page.page.evaluate(CALM, runs)
        page.run(DRIVERS[name].begin)
        page.settle()
        DRIVERS[name].focus(view)
        page.settle()
        return view

    yield widget
    page.page.evaluate("() => { delete performance.now; }")


def test_the_slide_is_seen(page, calm):
    slide = calm("slide")
    slide.evaluate(HEARS)
    press(page, "ArrowRight")
    assert status(slide) == "row 1, column 2: 4 of 9 agree, minus 0.11"  # at once
    page.settle()  # what is not seen at once begins in the third frame
    assert set(slide.evaluate(MOVED)) == {"transform", "opacity"}  # nothing that lays the page out
    assert slide.evaluate(AT, 220 + 4.5 * 110) > 0
    seen = slide.evaluate(SEEN)
    assert seen["lamps"] == {"image": 2 * 9 + 3, "patch": 4, "kernel": 4, "products": 4}
    for shown in (seen["products"], seen["terms"]):
        assert shown[:4] == [1] * 4
        assert shown[5:] == [0] * 4
    assert (seen["total"], seen["map"][9], seen["flies"]) == (0, 0, False)
    slide.evaluate(AT, 220 + 9 * 110 + 60 + 900)
    seen = slide.evaluate(SEEN)
    assert (seen["lamps"], seen["products"] + seen["terms"], seen["total"]) == ({}, [1] * 18, 1)
    assert (seen["flies"], seen["map"][9]) == (True, 0)
    slide.evaluate(END)
    page.settle()
    seen = slide.evaluate(SEEN)
    assert (slide.evaluate(MOVES), seen["flies"], seen["map"][9]) == (0, False, 1)
    assert page.page.evaluate("heard.length") == 1  # one sentence a step


def test_the_largest_cell_flies_into_the_pooled_map(page, calm):
    pool = calm("pool")
    press(page, "ArrowRight")
    page.settle()
    assert pool.evaluate(AT, 260 + 2.5 * 240) > 0
    seen = pool.evaluate(SEEN)
    assert (seen["lamps"], seen["total"]) == ({"map": 7 + 2, "window": 2}, 0)
    assert (seen["terms"][:2], seen["terms"][3]) == ([1, 1], 0)
    assert seen["rings"] == ["0"]  # before all four are read, nothing betrays the largest
    assert pool.evaluate(WEIGHTS) == ["400"]
    pool.evaluate(AT, 260 + 4 * 240 + 60 + 500)
    seen = pool.evaluate(SEEN)
    assert (seen["flies"], seen["pooled"][1], seen["total"], seen["rings"]) == (True, 0, 1, ["1"])
    pool.evaluate(END)
    page.settle()
    assert (pool.evaluate(SEEN)["flies"], pool.evaluate(SEEN)["pooled"][1]) == (False, 1)


def test_the_map_is_filled_in_reading_order_as_it_is_seen_and_at_once_as_it_is_read(page, calm):
    slide = calm("slide")
    page.run("slide.visited = [8]")
    page.settle()
    slide.get_by_text("Fill the map").click()
    page.settle()
    assert slide.locator("[aria-label=map] [aria-label$='not filled yet']").count() == 0
    page.settle()
    assert slide.evaluate(AT, 250) > 0
    seen = slide.evaluate(SEEN)["map"]
    assert (seen[0], seen[8], seen[15], seen[-1]) == (1, 1, 1, 0)
    assert all(first >= then for first, then in pairwise(seen[9:]))
    slide.evaluate(AT, 500)
    page.settle()
    assert (slide.evaluate(SEEN)["map"], slide.evaluate(MOVES)) == ([1] * 49, 0)


@pytest.mark.parametrize("name", DRIVERS)
@pytest.mark.parametrize("repeat", [True, False])
def test_steps_at_30_hertz_are_there_in_the_next_frame_each_and_leave_none_behind(page, calm, name, repeat):
    widget, (begin, columns, last) = calm(name), {"slide": (8, 7, 48), "pool": (0, 4, 15)}[name]
    found = widget.evaluate(HELD_KEY, ["ArrowRight", 48, repeat])
    places = [divmod(min(begin + at, last), columns) for at in range(1, 49)]
    assert found["said"] == [f"row {row}, column {column}" for row, column in places]
    assert found["moves"] == 0
    DRIVERS[name].shows(widget, DRIVERS[name].state_of(page))


def test_a_late_page_and_many_steps_in_a_frame_go_without_motion(page, calm):
    slide = calm("slide")
    slide.evaluate(FIRE, ["ArrowRight", "ArrowDown"])
    page.settle()
    assert slide.evaluate(MOVES) == 0
    slide = calm("slide", runs=True)
    busy = """widget => { document.activeElement.dispatchEvent(new KeyboardEvent('keydown', {key: 'ArrowRight', bubbles: true}));
        for (const end = performance.now() + 80; performance.now() < end;); }"""
    slide.evaluate(busy)
    page.settle()
    assert (slide.evaluate(MOVES), status(slide).split(":")[0]) == (0, "row 1, column 2")


def test_play_is_held_at_a_product_goes_on_from_there_and_is_read_all_the_while(page, calm):
    slide = calm("slide")
    page.run("slide.fill()\nslide.row, slide.column = 6, 4")
    page.settle()
    play = slide.get_by_role("button", name="Play", exact=True)
    wide = play.bounding_box()["width"]
    play.click()
    page.settle()
    page.settle()
    pause = slide.get_by_role("button", name="Pause", exact=True)
    assert pause.bounding_box()["width"] == wide
    pause.click()
    slide.evaluate(AT, 220 + 4.5 * 110)
    page.settle()
    seen = slide.evaluate(SEEN)
    assert (seen["lamps"]["kernel"], seen["total"], slide.evaluate(MOVES)) == (4, 0, 0)
    assert status(slide).startswith("row 6, column 5:")  # it has stopped
    held = slide.evaluate(HELD)
    assert play.evaluate(f"play => (play.click(), ({MOVES})(play.closest('.xo')))") == held
    slide.evaluate(END)
    slide.locator("xpath=self::*[.//*[.='row 6, column 6']]").wait_for()
    shown = slide.evaluate(slide_window.SHOWN)
    assert shown["says"] == "row 6, column 6"  # and not its number, before that has landed
    assert shown["heard"].startswith("row 6, column 5:")  # until Play stops
    slide.evaluate(END)
    play.wait_for()
    assert status(slide).startswith("row 6, column 6:")
    play.click()  # from the end it begins again
    page.settle()
    assert page.says("slide.row, slide.column", "0 0") == "0 0"
    pause.click()
    press(page, "Shift+Tab", "Shift+Tab")
    DRIVERS["slide"].focus(slide)
    press(page, "ArrowRight")  # a step takes what is held away
    assert slide.evaluate(HELD) == 0


def test_play_ends_at_the_last_place_of_the_pooled_map_too(page, calm):
    pool = calm("pool")
    page.run("pool.fill()\npool.row, pool.column = 3, 2")
    page.settle()
    play = pool.get_by_role("button", name="Play", exact=True)
    play.click()
    page.settle()
    pool.evaluate(END)
    play.wait_for()
    assert status(pool).startswith("row 3, column 3")
    assert page.says("pool.row, pool.column", "3 3") == "3 3"


def test_where_motion_is_unwelcome_play_is_a_step(page, calm):
    slide = calm("slide")
    page.page.emulate_media(reduced_motion="reduce")
    slide.get_by_text("Next", exact=True).click()
    page.settle()
    assert (slide.evaluate(MOVES), status(slide).split(":")[0]) == (0, "row 1, column 2")
    assert not slide.get_by_role("combobox", name="speed").is_visible()
    click = "(button, times) => { for (let at = 0; at < times; at++) button.click(); }"
    slide.get_by_text("Next", exact=True).evaluate(click, 46)
    page.settle()
    told = "slide.row, slide.column, len(slide.visited)"
    assert page.says(told, "0 6 48") == "0 6 48"  # from the last place on to what is not filled yet
    slide.get_by_text("Next", exact=True).evaluate(click, 8)
    page.settle()
    assert page.says(told, "2 0 49") == "2 0 49"  # where all is filled, to the next
    page.page.emulate_media(reduced_motion="null")


def test_the_speed_is_that_of_what_moves(page, calm):
    slide = calm("slide")
    press(page, "ArrowRight")
    page.settle()
    assert slide.evaluate(AT, 100) > 1  # held there
    rates = "widget => [...new Set(widget.getAnimations({subtree: true}).map(one => one.playbackRate))]"
    for name, rate in (("slow", 0.5), ("fast", 5), ("normal", 1)):
        slide.get_by_role("combobox", name="speed").select_option(name)
        page.settle()
        assert slide.evaluate(rates) == [rate]


def test_pixel_weight_product_and_term_are_marked_together_by_pointing_and_by_focus(page, calm):
    slide = calm("slide")
    together = {"image": (1 + 1) * 9 + 1 + 2, "patch": 5, "kernel": 5, "products": 5}
    hosts = {name: f"[aria-label={name}] .xo-cell >> nth={at}" for name, at in together.items()}
    hosts["term"] = ".xo-term >> nth=5"
    for host in hosts.values():
        slide.locator(host).hover()
        seen = slide.evaluate(SEEN)
        assert (seen["lamps"], seen["marked"]) == (together, 5), host
    page.run("slide.column = 2")  # the pixel goes with the window
    page.settle()
    assert slide.evaluate(SEEN)["lamps"] == together | {"image": together["image"] + 1}
    page.run("slide.column = 1")
    page.settle()
    slide.locator("[aria-label=image] .xo-cell >> nth=0").hover()  # no part of the window
    assert (slide.evaluate(SEEN)["lamps"], slide.evaluate(SEEN)["marked"]) == ({}, -1)
    slide.locator(".xo-help").hover()
    for name in ("patch", "kernel", "products"):
        slide_window.focus(slide, name)
        press(page, "Control+Home", "ArrowDown", "ArrowRight", "ArrowRight")
        seen = slide.evaluate(SEEN)
        assert (seen["lamps"], seen["marked"]) == (together, 5), name
    slide.locator(hosts["term"]).focus()
    assert slide.evaluate(SEEN)["lamps"] == together
    slide_window.focus(slide, "map")
    assert slide.evaluate(SEEN)["lamps"] == {}


COMES = """(widget, [source, ...ends]) => {
    const cells = widget.querySelectorAll(`[aria-label=${source}] .xo-cell`);
    const [first, last] = ends.map(at => cells[at].getBoundingClientRect());
    return [first.x, first.y, last.right - first.x, last.bottom - first.y];
}"""


@pytest.mark.parametrize(
    ("name", "cell", "first", "last"), [("slide", 4 * 7 + 3, 4 * 9 + 3, 6 * 9 + 5), ("pool", 15, 48, 48)]
)
def test_a_cell_of_the_map_that_is_pointed_at_shows_the_window_that_it_comes_from(
    calm, name, cell, first, last
):
    widget, source = calm(name), {"slide": "image", "pool": "map"}[name]
    widget.locator(f"[aria-label={'map' if name == 'slide' else 'pooled'}] .xo-cell >> nth={cell}").hover()
    lamps = widget.locator(".xo-lamp").all()
    lit = [lamp for lamp in lamps if lamp.evaluate("at => getComputedStyle(at).opacity") == "1"]
    want = widget.evaluate(COMES, [source, first, last])
    assert [list(lamp.bounding_box().values()) for lamp in lit] == [pytest.approx(want, abs=1)]
    widget.locator(".xo-help").hover()
    assert widget.evaluate(SEEN)["lamps"] == {}


def test_a_cell_of_the_map_the_window_and_the_sentence_are_marked_together(calm):
    pool = calm("pool")
    for host in (
        "[aria-label=map] .xo-cell >> nth=8",
        "[aria-label=window] .xo-cell >> nth=3",
        ".xo-term >> nth=3",
    ):
        pool.locator(host).hover()
        seen = pool.evaluate(SEEN)
        assert (seen["lamps"], seen["marked"]) == ({"map": 8, "window": 3}, 3)
