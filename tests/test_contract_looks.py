"""What all widgets promise to a thumb and to the eye: all eight on one page, in JupyterLab and on the web site."""

import pytest
from browser import wait_until
from conftest import FOCUS
from drivers import finger, lifted, middle, opened, press
from test_contract import CUT, DRIVERS, FIRST

pytestmark = pytest.mark.browser
THUMB = {"viewport": {"width": 390, "height": 700}, "has_touch": True, "reduced_motion": "reduce"}
# What a pointer does something to; of the layers' small maps, which are alike, the first and the last.
AREAS = [
    ".xo-frame:is(.xo-drag, .xo-press)",
    ".xo-layer:is(:first-of-type, :last-of-type) .xo-thumbs",
    "input[type=range]",
]
COLOURS = """widget => [...widget.querySelectorAll('.xo-cell, .xo-window')].map(at => {
    const style = getComputedStyle(at);
    const colour = (at.style.color || at.dataset.mark === 'differs') && style.color;
    return [style.backgroundColor, style.boxShadow, style.printColorAdjust, colour];
})"""
# The bars' colours.
BARS = """widget => [...widget.querySelectorAll('.xo-bar > div')].map(bar => {
    const style = getComputedStyle(bar);
    return [style.backgroundColor, style.printColorAdjust];
})"""
# Digits of a grid that an outline cuts: of another's cells any, of its own those that it leaves no room.
BY_OUTLINES = """widget => [...widget.querySelectorAll('.xo-frame')].filter(frame => frame.checkVisibility()).flatMap(frame => {
    const outline = frame.querySelector('.xo-window'), range = document.createRange();
    if (!outline?.checkVisibility()) return [];
    const pen = Math.max(...getComputedStyle(outline).boxShadow.match(/[\\d.]+(?=px)/g).map(Number));
    const box = at => at.getBoundingClientRect(), o = box(outline);
    const meets = (a, b) => a.left < b.right && a.right > b.left && a.top < b.bottom && a.bottom > b.top;
    const within = (a, b, by) => a.left >= b.left + by && a.right <= b.right - by && a.top >= b.top + by && a.bottom <= b.bottom - by;
    return [...frame.querySelectorAll('.xo-cell')].filter(cell => cell.firstChild).filter(cell => {
        range.selectNodeContents(cell);
        const text = range.getBoundingClientRect(), middle = (text.top + text.bottom) / 2, high = text.height * 0.36;
        const digits = {left: text.left, right: text.right, top: middle - high, bottom: middle + high};
        return meets(digits, o) && !within(digits, o, pen - 0.5);
    }).map(cell => `${cell.ariaLabel}: ${cell.textContent}`);
})"""


phone = opened(*FIRST, **THUMB)


@pytest.fixture(params=DRIVERS)
def kind(request):
    return request.param


@pytest.fixture
def widget(phone, kind):
    phone.run(DRIVERS[kind].begin)
    phone.settle()
    return phone.widget([*DRIVERS].index(kind))


# JupyterLab, which lays out what comes into view, and goes to what it has run, may scroll once more.
INTO_VIEW = """async at => {
    const frame = () => new Promise(done => requestAnimationFrame(() => setTimeout(done)));
    for (let still = 0, before, tries = 0; still < 5 && tries < 300; tries++) {
        const {top, bottom} = at.getBoundingClientRect(), middle = (top + bottom) / 2, seen = middle > 0 && middle < innerHeight;
        still = seen && top === before ? still + 1 : 0;
        if (!seen || !tries) at.scrollIntoView({block: 'center'});
        before = at.getBoundingClientRect().top;
        await frame();
    }
}"""


def centre(area):
    area.evaluate(INTO_VIEW)
    box = area.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_a_swipe_that_begins_on_a_grid_scrolls_the_page_and_changes_nothing(phone, widget, kind):
    its = DRIVERS[kind]
    before = its.state_of(phone)
    for area in widget.locator(f"{', '.join(AREAS)} >> visible=true").all():
        (x, y), up = centre(area), kind != next(iter(DRIVERS))  # the first stands at the top
        finger(phone, (x, y), *[(x, y + 12 * step * (1 if up else -1)) for step in range(1, 13)])
        there = area.bounding_box()
        assert abs(there["y"] + there["height"] / 2 - y) > 40
        assert its.state_of(phone) == before


# Tools that do not stand in the first row, beside those that More holds.
ROWS = """widget => {
    const box = at => at.getBoundingClientRect(), rows = [...widget.querySelectorAll('.xo-tools')].filter(row =>
        row.checkVisibility() && !row.closest('.xo-more'));
    const parts = rows.flatMap(row => [...row.children]).filter(at => at.checkVisibility() && box(at).height);
    return parts.filter(at => box(at).top >= box(parts[0]).bottom).map(at => at.textContent);
}"""


def test_tools_that_would_begin_a_second_row_stand_under_more(phone):
    views = {kind: phone.widget(at) for at, kind in enumerate(DRIVERS)}
    assert {kind: view.evaluate(ROWS) for kind, view in views.items()} == {kind: [] for kind in DRIVERS}
    mains = {kind: view.locator(".xo-main >> visible=true").count() for kind, view in views.items()}
    assert mains == {kind: view.locator(".xo-main").count() for kind, view in views.items()}
    nudge = views["NudgeWeight"]
    more, reset = nudge.get_by_text("More"), nudge.get_by_role("button", name="Reset")
    assert not reset.is_visible()
    more.click()
    assert nudge.evaluate(CUT) == []
    reset.focus()
    phone.page.set_viewport_size(THUMB["viewport"] | {"width": phone.page.viewport_size["width"] - 15})
    phone.settle()
    assert reset.evaluate("reset => reset === document.activeElement")
    reset.click()
    more.click()
    phone.page.set_viewport_size(THUMB["viewport"] | {"width": 1000})
    phone.settle()
    reset.focus()
    phone.page.set_viewport_size(THUMB["viewport"])
    phone.settle()
    assert not reset.is_visible()
    assert more.evaluate("more => more === document.activeElement")


def test_of_keys_no_help_speaks_where_there_is_only_a_finger(phone, hall):
    views = range(len(DRIVERS))  # one after the other, as of what is out of sight JupyterLab may show nothing
    helps = [
        [page.widget(at).locator(".xo-foot > .xo-help").inner_text() for at in views]
        for page in (phone, hall)
    ]
    for on_phone, elsewhere in zip(*helps, strict=True):
        assert not {"key", "Space", "Enter"} & {*on_phone.replace("keys", "key").split()}
        still = on_phone.replace("Next shows the next one", "Play goes through them")  # motion is unwelcome
        assert still in elsewhere or "finger" in on_phone
    assert sum("keys" in each for each in helps[1]) >= 5


def test_more_opens_and_stays_open_however_narrow_the_phone_is(phone):
    phone.page.set_viewport_size({"width": 320, "height": 844})
    phone.settle()
    opened = []
    for at, kind in enumerate(DRIVERS):
        widget = phone.widget(at)
        for more in [more for more in widget.get_by_text("More", exact=True).all() if more.is_visible()]:
            more.click()
            phone.settle()
            fold = widget.locator("details.xo-more[open]")
            assert fold.count() == 1, kind
            assert all(tool.is_visible() for tool in fold.locator(".xo-tools > .xo-button").all())
            more.click()
            opened.append(kind)
    phone.page.set_viewport_size(THUMB["viewport"])
    phone.settle()
    assert "DrawPad" in opened


def test_a_tap_acts_and_a_finger_that_has_rested_drags(phone):
    slide = phone.widget([*DRIVERS].index("SlideWindow"))
    its, kernel, image = (
        DRIVERS["SlideWindow"],
        slide.locator("[aria-label=kernel]"),
        slide.locator("[aria-label=image]"),
    )
    x, y = centre(kernel)
    finger(phone, (x, y), (x + 3, y - 3))
    assert its.state_of(phone)[0][1] == [-1, -1, -1]
    centre(image)
    finger(phone, middle(image, 6, 6, 9))
    assert its.state_of(phone)[1:] == [5, 5]
    with lifted(phone) as moved:
        moved(*middle(image, 4, 4, 9))
        slide.locator(".xo-held").wait_for()
        moved(*middle(image, 1, 4, 9))
    phone.settle()
    assert its.state_of(phone)[1:] == [0, 3]


def resize(lesson, width, height):
    """Of what fills the screen, too: Playwright's own asks for a window that can be resized."""
    size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
    lesson.context.new_cdp_session(lesson.page).send("Emulation.setDeviceMetricsOverride", size)


# The smallest text of a presented widget's cells and buttons, in pixels.
SMALLEST = """root => Math.min(...[...root.querySelectorAll('.xo-cell, .xo-button')].filter(at => at.textContent && at.checkVisibility())
    .map(at => parseFloat(getComputedStyle(at).fontSize) * new DOMMatrix(getComputedStyle(root).transform).a))"""


def test_presented_on_a_phone_it_can_be_read_and_scrolls(phone, widget):
    for wide, high in [(700, 390), (390, 700)]:
        phone.page.set_viewport_size({"width": wide, "height": high})
        widget.get_by_role("button", name="Present").click()
        phone.page.wait_for_selector(".xo-filled" if wide < high else ".xo-presented > .xo[style*=scale]")
        assert widget.evaluate(SMALLEST) > 9.9
        sticks_out = widget.evaluate("at => at.getBoundingClientRect().right > innerWidth + 1")
        if wide < high:
            assert not sticks_out
            for end in (0, 9999):  # at each of which one can leave
                widget.evaluate("(at, end) => at.parentElement.scrollTo(0, end)", end)
                box = widget.get_by_role("button", name="Leave").bounding_box()
                assert 0 <= box["x"] < 390 - box["width"]
                assert 0 <= box["y"] < 700 - box["height"]
        else:
            scrolls = widget.evaluate("at => getComputedStyle(at.parentElement).overflowX === 'auto'")
            assert scrolls or not sticks_out
        leave(phone)


INK = {"light": "rgb(0, 0, 0)", "dark": "rgb(255, 255, 255)"}  # of the system, in forced colours


def test_contrast_themes_and_paper_keep_every_colour_outline_and_bar(phone, widget):
    plain, bars = widget.evaluate(COLOURS), widget.evaluate(BARS)
    assert {adjust for _, _, adjust, _ in plain} == {"exact"}
    medias = {scheme: {"forced_colors": "active", "color_scheme": scheme} for scheme in INK}
    if phone.outputs_are == ".xo-live":  # JupyterLab lays out anew
        medias["paper"] = {"media": "print"}
    for name, media in medias.items():
        phone.page.emulate_media(**media)
        inked = [[INK[name], "exact"]] * len(bars) if name in INK else bars
        assert (widget.evaluate(COLOURS), widget.evaluate(BARS)) == (plain, inked), name
        phone.screenshot(f"{type(phone).__name__}-{name}", widget)
        phone.page.emulate_media(forced_colors="none", media="screen", color_scheme="light")


def test_what_differs_is_seen_in_the_dark(phone):
    compare = phone.widget([*DRIVERS].index("CompareGrids"))
    plain = compare.evaluate(COLOURS)
    assert ["rgb(34, 34, 34)", "rgb(255, 255, 255)"] in [each[::3] for each in plain]
    phone.theme("JupyterLab Dark")
    assert compare.evaluate(COLOURS) == plain
    phone.theme("JupyterLab Light")


def test_no_outline_cuts_a_digit_of_any_cell(phone, widget, kind):
    its = DRIVERS[kind]
    its.focus(widget)
    for keys in (["Control+Home"], ["Control+End"], []):
        press(phone, *keys)
        assert widget.evaluate(BY_OUTLINES) == []


# The rings around what has the focus, and around what holds it; the numbers at edges that one meets.
RINGED = """() => {
    const rings = [], met = [], range = document.createRange();
    for (let at = document.activeElement; at && at !== document.body; at = at.parentElement) {
        const {outlineStyle, outlineWidth, outlineOffset} = getComputedStyle(at), [pen, off] = [outlineWidth, outlineOffset].map(parseFloat);
        if (outlineStyle !== 'none' && pen) rings.push([at.getBoundingClientRect(), off, off + pen]);
    }
    for (const number of [...document.querySelectorAll('.xo-edge > span')].filter(at => at.checkVisibility())) {
        range.selectNodeContents(number);
        const [{left, right}, {top, bottom}] = [range, number].map(at => at.getBoundingClientRect()); // a line is as high as its letters
        const apart = ([box, , by]) => right < box.left - by || left > box.right + by || bottom < box.top - by || top > box.bottom + by;
        const inside = ([box, by]) => left > box.left - by && right < box.right + by && top > box.top - by && bottom < box.bottom + by;
        if (!rings.every(ring => apart(ring) || inside(ring))) met.push(number.textContent);
    }
    return [rings.length, met];
}"""


def test_no_ring_of_a_grid_or_of_the_notebooks_cell_meets_a_number_at_an_edge(phone, widget):
    for grid in widget.locator(".xo-numbered [role=grid]:has([tabindex])").all():
        press(phone, "Shift")  # by the keyboard, so that there is a ring
        grid.evaluate(FOCUS)
        assert phone.page.evaluate(RINGED) == [1, []]
    press(phone, "Escape")  # the focus is the notebook's cell's, or the whole widget's
    assert phone.page.evaluate(RINGED)[1] == []


@pytest.mark.parametrize("host", ["web"], indirect=True)  # JupyterLab's bars leave a phone no room for them
def test_on_a_phones_page_the_explorers_weights_have_digits_of_10_pixels(phone):
    explorer = phone.widget([*DRIVERS].index("NetworkExplorer"))
    cells = explorer.locator(".xo-slice .xo-cell >> visible=true")
    for layer in ("conv1", "conv2", "dense1"):
        phone.run(f"explorer.layer = {layer!r}")
        phone.settle()
        sizes = cells.evaluate_all("cells => cells.map(cell => parseFloat(getComputedStyle(cell).fontSize))")
        assert sizes
        assert min(sizes) >= 10


HALL = [(1920, 1080), (1400, 900), (1280, 720)]
# What is wider or higher than the screen, rows that wrap, and digits below 24 px at the largest screen.
PRESENTED = """root => {
    const [shown, box] = [what => [...root.querySelectorAll(what)].filter(at => at.checkVisibility()), at => at.getBoundingClientRect()];
    const out = shown('*').filter(at => !at.closest('.xo-unseen, option, svg')).filter(at =>
        box(at).right > innerWidth + 1 || box(at).bottom > innerHeight + 1 || box(at).left < -1 || box(at).top < -1);
    const wraps = shown('.xo-panels, .xo-row-of, .xo-tools').filter(row => {
        const parts = [...row.children].filter(at => at.checkVisibility() && box(at).height);
        return parts.some(at => box(at).top >= box(parts[0]).bottom || box(at).bottom <= box(parts[0]).top);
    });
    const range = document.createRange(), scale = new DOMMatrix(getComputedStyle(root).transform).a, texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT), small = [];
    while (texts.nextNode()) {
        const at = texts.currentNode.parentElement, svg = at.ownerSVGElement;
        if (!/\\d/.test(at.textContent) || !at.checkVisibility() || at.closest('.xo-unseen, option')) continue;
        const size = parseFloat(getComputedStyle(at).fontSize) * (svg ? svg.getScreenCTM().a : scale);
        if (innerWidth === 1920 && size < 23.99) small.push(`${at.textContent}: ${size}`);
    }
    const lines = shown('.xo-panel > .xo-caption, .xo-pool .xo-middle > .xo-line, .xo-sum > div').filter(at => {
        range.selectNodeContents(at);
        return range.getBoundingClientRect().height / scale > parseFloat(getComputedStyle(at).fontSize) * 2.2;
    });
    return [out.map(at => at.className), [...wraps, ...lines].map(at => at.className), small];
}"""


hall = opened(*FIRST, viewport={"width": 1536, "height": 864})


@pytest.mark.parametrize("zoom", [1.25, 1.5])
def test_on_a_projector_and_zoomed_nothing_is_cut_off_and_there_is_one_row_of_tools(hall, zoom):
    hall.page.set_viewport_size({"width": int(1920 / zoom), "height": int(1080 / zoom)})
    hall.settle()
    views = {kind: hall.widget(at) for at, kind in enumerate(DRIVERS)}
    assert {kind: view.evaluate(CUT) for kind, view in views.items()} == {kind: [] for kind in DRIVERS}
    assert {kind: view.evaluate(ROWS) for kind, view in views.items()} == {kind: [] for kind in DRIVERS}


# Layers of the pad that do not stand in one row, and what sticks out of it.
LAYERS = """widget => {
    const layers = [...widget.querySelectorAll('.xo-pad-side > .xo-layers > .xo-layer')].map(at => at.getBoundingClientRect());
    return [layers.filter(at => Math.abs(at.top - layers[0].top) > 1).length, layers.at(-1).right <= widget.getBoundingClientRect().right];
}"""


@pytest.mark.parametrize("width", [1000, 848, 768, 600])
def test_rows_and_columns_are_numbered_at_every_width_and_nothing_is_cut_off(hall, width):
    hall.page.set_viewport_size({"width": width, "height": 864})
    hall.settle()
    for at, kind in enumerate(DRIVERS):
        assert hall.widget(at).evaluate(CUT) == [], kind
        for edge in hall.widget(at).locator(".xo-numbered:not(.xo-row-of > *) > .xo-frame > .xo-edge").all():
            assert edge.is_visible() or not edge.locator("xpath=..").is_visible(), kind
    if hall.outputs_are == ".xo-live":  # JupyterLab's bars leave it less than 560
        assert hall.widget([*DRIVERS].index("DrawPad")).evaluate(LAYERS) == [0, True]


def present(hall, widget, width, height):
    hall.page.set_viewport_size({"width": width, "height": height})
    widget.get_by_role("button", name="Present").click()
    hall.page.wait_for_selector(".xo-presented > .xo[style*=scale]")


def leave(hall):
    press(hall, "Escape")
    hall.page.wait_for_selector(".xo-presented", state="detached")
    hall.settle()


def test_presented_it_fills_the_screen_and_the_last_row_reads_every_digit(hall, kind):
    widget = hall.widget([*DRIVERS].index(kind))
    before = DRIVERS[kind].state_of(hall)
    present(hall, widget, *HALL[-1])
    found = in_halls(hall, widget, kind)
    leave(hall)
    assert found == {size: [[], [], [], True] for size in HALL}
    assert hall.page.evaluate("document.activeElement.textContent") == "Present"
    assert DRIVERS[kind].state_of(hall) == before


def in_halls(hall, widget, name):
    """What is wrong at each size of the screen, and whether that is filled; the last is the one that it had."""
    found = {}
    for width, height in HALL:
        resize(hall, width, height)
        hall.settle()
        wrong = wait_until(lambda: widget.evaluate(PRESENTED), [[], [], []])
        box = widget.bounding_box()
        filled = max(box["width"] / width, box["height"] / height) >= 0.97
        found[width, height] = [*wrong, filled or box]
        hall.screenshot(f"presented-{name}-{width}")
    return found


def test_presented_and_looked_into_the_pad_is_the_explorers_frame(hall):
    pad = hall.widget([*DRIVERS].index("DrawPad"))
    present(hall, pad, *HALL[-1])
    pad.get_by_role("button", name="Look inside").click()
    found = in_halls(hall, pad, "inside")
    pad.get_by_role("button", name="Back to the pad").click()
    leave(hall)
    assert found == {size: [[], [], [], True] for size in HALL}


def test_where_a_host_forbids_the_full_screen_it_lies_over_the_page_and_tab_stays_in_it(hall):
    hall.page.evaluate(
        "() => { Element.prototype.requestFullscreen = () => Promise.reject(new TypeError('forbidden')); }"
    )
    widget = hall.widget([*DRIVERS].index("CompareGrids"))
    present(hall, widget, 1280, 720)
    assert widget.evaluate(PRESENTED) == [[], [], []]
    assert hall.page.evaluate("document.querySelector('.xo-presented').matches(':popover-open')")
    count = len(DRIVERS["CompareGrids"].stops) + 1
    press(hall, *["Tab"] * (count - 1))
    assert hall.page.evaluate("document.activeElement.textContent") == "Leave"
    for key, name in (("Tab", "cell"), ("Shift+Tab", "button")):
        press(hall, key)
        assert name in hall.page.evaluate("document.activeElement.className")
    hall.page.locator(".xo-presented").focus()
    press(hall, "Shift+Tab")
    assert hall.page.evaluate("document.activeElement.textContent") == "Leave"
    leave(hall)
