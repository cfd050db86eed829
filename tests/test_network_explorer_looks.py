"""What the network explorer draws over its small maps, what stays in its place, and the tour, in the page."""

from contextlib import contextmanager

import numpy as np
import pytest
from browser import wait_until
from drivers import as_new, middle, opened, press, status
from drivers import network_explorer as its
from drivers.network_explorer import DRIVER, NETWORK, put, state_of
from sample_networks import IMAGES
from web import WebPage

from xo_helpers.texts import rounded, verdict
from xo_helpers.trace import sources

pytestmark = pytest.mark.browser
page, explorer = opened(its.CELL, its.BACK), as_new(DRIVER)


# What is drawn over the small maps, in pixels of the page: of boxes the place and the size, of lines both ends.
DRAWN = """(widget, kind) => [...widget.querySelectorAll(`.xo-${kind}[stroke="#000"]`)].flatMap(path => {
    const svg = path.ownerSVGElement.getBoundingClientRect();
    return (path.getAttribute('d') ?? '').split('M').filter(Boolean).map(part => {
        const alone = document.createElementNS('http://www.w3.org/2000/svg', 'path');
        alone.setAttribute('d', 'M' + part);
        const ends = [0, alone.getTotalLength()].map(at => alone.getPointAtLength(at));
        const box = part.match(/^([\\d.]+) ([\\d.]+)h([\\d.]+)v([\\d.]+)/)?.slice(1).map(Number);
        if (box) return [box[0] + svg.left, box[1] + svg.top, box[2], box[3]];
        return ends.flatMap(({x, y}) => [x + svg.left, y + svg.top]);
    });
})"""
# The lines lie behind the maps, which are opaque: they pass over none.
BEHIND = """widget => [...widget.querySelectorAll('.xo-mapped')].every(held => getComputedStyle(held).position === 'relative'
    && held.compareDocumentPosition(widget.querySelector('.xo-layers > .xo-ways')) & Node.DOCUMENT_POSITION_PRECEDING)"""


def cell_box(widget, layer, zoom, size, row, column):
    """Where a cell of a layer's first map is in the page."""
    box, cell = widget.locator("canvas").nth(layer).bounding_box(), size * zoom
    return (box["x"] + 4 + column * cell, box["y"] + 4 + row * cell, cell)


@pytest.mark.parametrize("media", ["screen", "print"])
def test_outlines_are_where_the_cells_are(page, explorer, media):
    page.page.emulate_media(media=media)
    page.settle()
    found = {kind: explorer.evaluate(DRAWN, kind) for kind in ("picked", "sources", "deeper", "ways")}
    assert [len(boxes) for boxes in found.values()] == [1, 3, 4, 3]  # relu1's maps; conv1's and the input
    for kind, at, layer, size, row, column, count in [
        ("picked", 0, 3, 9.6, 1, 2, 1), ("sources", 0, 2, 48 / 7, 1, 2, 3),
        ("deeper", 0, 0, 8, 1, 2, 5), ("deeper", 1, 1, 48 / 7, 1, 2, 3),
    ]:  # fmt: skip
        x, y, cell = cell_box(explorer, layer, 2, size, row, column)
        assert found[kind][at] == pytest.approx([x, y, cell * count, cell * count], abs=1.5)
    dashes = {path: explorer.locator(f".xo-{path}").last.get_attribute("stroke-dasharray") for path in found}
    assert [kind for kind, dash in dashes.items() if dash] == ["deeper"]
    seen = explorer.locator("svg.xo-ways").evaluate_all(
        "all => all.filter(one => one.checkVisibility()).length"
    )
    on_paper = media == "print" and isinstance(page, WebPage)  # lines between maps that stand elsewhere there
    assert seen == len(NETWORK.shapes) + (not on_paper)
    page.page.emulate_media(media="screen")


def within(point, box):
    return all(
        start - 1 <= at <= start + size + 1 for at, start, size in zip(point, box[:2], box[2:], strict=True)
    )


def rows_of(widget):
    """Where the picked layer begins, and the one below it: in one row or in two."""
    here = widget.locator(".xo-here").evaluate("layer => [layer.offsetTop, layer.previousSibling.offsetTop]")
    return set(here)


@pytest.mark.parametrize(("width", "zoom"), [(1400, 1), (1400, 1.25), (1400, 1.5), (700, 1), (360, 1)])
def test_lines_lead_from_the_sources_to_the_picked_cell_however_the_layers_stand(page, explorer, width, zoom):
    page.page.set_viewport_size({"width": int(width / zoom), "height": int(1000 / zoom)})
    for layer in ("conv2", "pool1", "conv1"):
        put(page, "X", layer, (0, 1, 2))
        page.settle()
        picked, boxes, ways = (explorer.evaluate(DRAWN, kind) for kind in ("picked", "sources", "ways"))
        cone = len(boxes) == 1 and len(rows_of(explorer)) == 1
        assert len(ways) == len(boxes) + cone
        for *begin, left, top in ways:
            assert any(within(begin, box) for box in boxes)
            assert within((left, top), picked[0])
    page.page.set_viewport_size({"width": 1400, "height": 1000})


def test_no_line_passes_over_a_map(explorer):
    assert explorer.evaluate(BEHIND)


def centre(at):
    box = at.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_no_sign_stands_alone_and_no_button_moves_from_layer_to_layer(page, explorer):
    for width in (1400, 900):
        page.page.set_viewport_size({"width": width, "height": 1000})
        places = []
        for layer in NETWORK.shapes:
            put(page, "X", layer, (0, 0, 0)[-len(NETWORK.shapes[layer]) :])
            tools = explorer.locator(".xo-tools .xo-button").all()
            top = explorer.bounding_box()["y"]
            places.append(
                [(button.bounding_box()["x"], button.bounding_box()["y"] - top) for button in tools]
            )
            sign, map_ = explorer.locator(".xo-joined .xo-sign"), explorer.get_by_role("grid")
            if sign.is_visible():
                (x, y), grid = centre(sign), map_.bounding_box()
                beside = grid["x"] - 60 <= x <= grid["x"] and grid["y"] <= y <= grid["y"] + grid["height"]
                above = grid["y"] - 70 <= y <= grid["y"] and grid["x"] <= x <= grid["x"] + grid["width"]
                assert beside or above
        assert all(place == places[0] for place in places)
    page.page.set_viewport_size({"width": 1400, "height": 1000})


def sentences(page, explorer, keys):
    said = []
    for key in keys:
        press(page, key)
        said.append(status(explorer))
    return said


ALT_LEFT = """() => document.activeElement.dispatchEvent(
    new KeyboardEvent('keydown', {key: 'ArrowLeft', altKey: true, bubbles: true, cancelable: true}))"""


def test_the_tour_goes_from_the_image_to_the_votes_and_back_and_ends_where_the_reader_acts(page, explorer):
    values = its.values_of("X")
    conv, pool, votes = (values[name] for name in ("conv1", "pool1", "dense1"))
    explorer.get_by_role("button", name="Tour").click()
    page.settle()
    said = [status(explorer), *sentences(page, explorer, ["ArrowRight"] * 4)]
    kernel = np.unravel_index(conv.argmax(), conv.shape)[0]
    largest = np.unravel_index(pool.argmax(), pool.shape)
    count = len(sources(NETWORK.layers[4], values["relu2"].shape, largest)[0])
    assert said[:4] == [
        "1 of 5: The image: 9×9 pixels, 13 of them strokes",
        f"2 of 5: conv1's largest, {rounded(conv.max(), 2)}: kernel {kernel} fits best here",
        f"3 of 5: pool1 keeps the largest of these {count} values: {rounded(pool.max(), 2)}",
        f"4 of 5: The votes: {verdict(votes.ravel(), 'XO')}",
    ]
    assert max(len(sentence.split()) for sentence in said) <= 12
    _, layer, _, row, column = state_of(page)
    assert layer == "input"
    pixel = {1: "a stroke", -1: "background"}[IMAGES["X"][row, column]]
    assert said[4] == f"5 of 5: Its strongest source: row {row}, column {column}, {pixel}"
    steps = len(NETWORK.shapes) - 1  # all of the way is seen: cones, and boxes
    assert [len(explorer.evaluate(DRAWN, kind)) for kind in ("ways", "sources")] == [2 * steps, steps]
    press(page, "ArrowRight")  # there is no sixth
    assert page.page.evaluate(ALT_LEFT)  # the browser's own
    assert sentences(page, explorer, ["ArrowLeft"]) == said[3:4]
    explorer.get_by_role("button", name="Back").click()
    page.settle()
    assert status(explorer) == said[2]
    page.page.mouse.click(*middle(explorer.get_by_role("grid"), 0, 0, 3))
    page.settle()
    assert not explorer.get_by_role("button", name="End tour").is_visible()
    assert status(explorer).startswith("pool1, map 0, row 0, column 0: ")
    explorer.get_by_role("button", name="Tour").click()
    press(page, "Escape")
    assert not explorer.get_by_role("button", name="End tour").is_visible()
    assert page.page.evaluate("document.activeElement.textContent") == "Tour"


def toured(page, widget):
    """All sentences of the tour, and the layer that each of them stops at."""
    next_ = widget.get_by_role("button", name="Next", exact=True)
    widget.get_by_role("button", name="Tour").click()
    page.settle()
    said = []
    while not said or next_.get_attribute("aria-disabled") == "false":
        if said:
            press(page, "ArrowRight")
        said.append((widget.locator(".xo-here > .xo-caption").inner_text(), status(widget)))
    page.page.keyboard.press("Escape")
    return said


def test_a_gradients_tour_begins_at_the_loss_and_goes_down_to_the_pixels(page):
    said = toured(page, page.widget(1))
    assert [layer for layer, _ in said] == ["dense1", "pool1", "conv1", "input"]
    assert max(len(sentence.split()) for _, sentence in said) <= 12
    _, gradients = its.backwards(NETWORK, IMAGES["O"][None], 1)
    largest = max(gradients["dense1"], key=abs)
    assert said[0][1] == f"1 of 4: dense1's largest gradient: {its.fine(largest)}, from the loss"
    assert said[3][1].startswith("4 of 4: Down the largest weights: row ")


# Presented: the smallest letters, what lies on one another, what leaves the screen, titles in further lines;
# and where all of it stands, and how large it is.
HALL = """widget => {
    const shown = what => [...widget.querySelectorAll(what)].filter(at => at.checkVisibility());
    const box = at => at.getBoundingClientRect(), grids = shown('.xo-frame').map(box);
    const meet = (a, b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1;
    const texts = shown('*').filter(at => !at.closest('.xo-unseen') && [...at.childNodes].some(node => node.nodeType === 3 && node.data.trim()));
    const letters = texts.map(at => parseFloat(getComputedStyle(at).fontSize) * box(at).width / at.offsetWidth);
    const titles = shown('.xo-panels .xo-caption').filter(at => box(at).height > 1.6 * 25 * (at.textContent.split('\\n').length));
    const out = shown('.xo-frame, .xo-caption, .xo-line, .xo-button').map(box)
        .filter(({left, top, right, bottom}) => left < -1 || top < -1 || right > innerWidth + 1 || bottom > innerHeight + 1);
    const {left, top, width} = box(widget);
    return [Math.min(...letters) >= 23.99, grids.filter((a, i) => grids.slice(i + 1).some(b => meet(a, b))).length, out.length,
            titles.length, [left, top, width].map(Math.round)];
}"""


@contextmanager
def presented(page, widget, screen=(1920, 1080)):
    page.page.set_viewport_size(dict(zip(("width", "height"), screen, strict=True)))
    widget.get_by_role("button", name="Present").click()
    page.page.wait_for_selector(".xo-presented > .xo[style*=scale]")
    page.settle()
    yield
    widget.get_by_role("button", name="Leave").click()
    page.page.wait_for_selector(".xo-presented", state="detached")
    page.page.set_viewport_size({"width": 1400, "height": 1000})


def frame_in(widget):
    """Where what is presented stands, and how large it is: all of it is seen and read."""
    assert wait_until(lambda: widget.evaluate(HALL)[:4], [True, 0, 0, 0]) == [True, 0, 0, 0]
    return tuple(widget.evaluate(HALL)[4])


@pytest.mark.parametrize(("at", "name"), [(0, "explorer"), (1, "back")])
def test_presented_all_letters_are_read_from_the_last_row_and_nothing_moves_from_layer_to_layer(
    page, at, name
):
    widget, frames = page.widget(at), set()
    with presented(page, widget):
        for layer, shape in NETWORK.shapes.items():
            put(page, "O", layer, (0, 0, 0)[-len(shape) :], name)
            frames.add(frame_in(widget))
            page.screenshot(f"presented-{name}-{layer}")
            parts = widget.locator(".xo-panels .xo-caption >> visible=true").all_inner_texts()
            assert all("of 9×9" not in part for part in parts)  # nothing is cut
    assert len(frames) == 1


@pytest.mark.parametrize("at", [0, 1])
def test_presented_the_tour_keeps_its_frame_its_titles_in_line_and_its_letters_large(page, at):
    widget, frames = page.widget(at), set()
    with presented(page, widget):
        widget.get_by_role("button", name="Tour").click()
        for _ in range(5):
            page.settle()
            frames.add(frame_in(widget))
            assert not widget.get_by_role("button", name="Next map").is_visible()
            page.page.keyboard.press("ArrowRight")
        widget.get_by_role("button", name="End tour").click()
    assert len(frames) == 1


CUT = """from xo_helpers.layers import Conv2D, Dense, Flatten, ReLU
from xo_helpers.network import Network
from xo_helpers.widgets import NetworkExplorer
import numpy as np
rng = np.random.default_rng(0)
layers = [Conv2D.random(rng, 1, 2), ReLU(), Flatten(), Dense.random(rng, 288, 2)]
cut = NetworkExplorer(Network(layers, (1, 14, 14)), {"n": rng.uniform(-1, 1, (14, 14))}, layer="dense1", column=1)
cut"""


def test_what_shows_a_part_of_a_map_or_of_a_row_says_so(page, explorer):
    page.rerun(1, CUT)
    widget = page.widget(1)
    captions = widget.locator(".xo-panels .xo-caption >> visible=true")
    assert captions.all_inner_texts() == ["flatten1[:]\n144 of 288", "weights[:, 1]\n144 of 288", "dense1[1]"]
    with presented(page, widget, (1400, 1000)):
        assert captions.all_inner_texts() == [
            "flatten1[:], 72 of 288",
            "weights[:, 1], 72 of 288",
            "dense1[1]",
        ]
    page.run("cut.layer, cut.row, cut.column = 'conv1', 3, 3")
    page.settle()
    assert captions.first.inner_text() == "input[0, 3:6, 3:6]\n7×7 of 14×14"


ENDS = """network = small()
NetworkExplorer({}, IMAGES{})"""


@pytest.mark.parametrize(
    ("network", "more", "said"),
    [
        ("Network(network.layers[:3])", "", "conv2's largest, 0.93: kernel 0 fits best here"),
        ("Network(network.layers[:5])", "", "pool1 keeps the largest of these"),
        ("network", ", classes=['cross', 'ring']", "The votes: "),
    ],
)
def test_the_tour_speaks_of_votes_only_where_there_are_votes_and_by_their_names(page, network, more, said):
    page.rerun(1, ENDS.format(network, more))
    sentence = toured(page, page.widget(1))[3][1].removeprefix("4 of 5: ")
    assert sentence.startswith(said)
    if more:
        votes = its.values_of("X")["dense1"]
        assert sentence == f"The votes: {verdict(votes.ravel(), ['cross', 'ring'])}"


LONG = """from xo_helpers.network import trained_network
NetworkExplorer(trained_network(), IMAGES, layer="max1")"""


def test_a_long_result_stands_beside_what_it_comes_from(page):
    page.rerun(1, LONG)
    widget = page.widget(1)
    beside = 0 if page.outputs_are == ".xo-live" else 500  # pixels of what a notebook has beside its outputs
    for width in (1400 + beside, 1250 + beside):
        page.page.set_viewport_size({"width": width, "height": 1000})
        page.settle()
        places = (".xo-panels", ".xo-source", ".xo-joined .xo-sign", "[role=grid]")
        room, source, sign, grid = (widget.locator(at).bounding_box() for at in places)
        assert source["x"] < sign["x"] < grid["x"]
        assert grid["x"] + grid["width"] <= room["x"] + room["width"] + 1
        assert grid["y"] < source["y"] + source["height"]
    page.page.set_viewport_size({"width": 1400, "height": 1000})


def test_what_is_multiplied_is_marked_together_where_it_is_pointed_at(page, explorer):
    lit = """widget => [...widget.querySelectorAll('.xo-lamp')].filter(lamp => lamp.checkVisibility() &&
        getComputedStyle(lamp).opacity === '1').map(lamp => lamp.parentElement.querySelector('.xo-grid').ariaLabel)"""
    put(page, "X", "conv1", (0, 2, 3))
    page.settle()
    kernel = explorer.get_by_role("table", name="conv1.kernels[0, 0]")
    kernel.locator(".xo-cell >> nth=5").hover()
    patch, products = "patch of input, map 0, the only one", "products with conv1.kernels[0, 0]"
    assert explorer.evaluate(lit) == [patch, "conv1.kernels[0, 0]", products]
    explorer.locator(".xo-help").hover()
    assert explorer.evaluate(lit) == []
    put(page, "X", "dense1", (0,))
    page.settle()
    explorer.locator(".xo-source .xo-cell >> nth=1").hover()
    assert len(explorer.evaluate(lit)) == 2  # the value and its weight
