"""The network explorer in the page: its cells and their gradients against NumPy's, keys, pointer, list, outlines."""

import re
from itertools import pairwise

import numpy as np
import pytest
import sample_networks
from drivers import answer, as_new, focus, opened, press, status
from drivers import network_explorer as its
from drivers.network_explorer import DRIVER, NETWORK, assert_shows_back, cell_of, put, state_of
from sample_networks import IMAGES, any_network, image_for, small

from xo_helpers.texts import rounded
from xo_helpers.trace import hands_down, sources, trace, trace_up, written_out
from xo_helpers.widgets import NetworkExplorer
from xo_helpers.widgets.network_explorer.gradients import fine, handed, written_back
from xo_helpers.widgets.shared.base import module

pytestmark = pytest.mark.browser

# An explorer of values, one of gradients, and room for another.
page, explorer = opened(its.CELL, its.BACK, "pass"), as_new(DRIVER)


def another(page, network, image, more=""):
    """A further one, called other; `image` is the second of two."""
    images = f"{{'away': -{image}, 'here': {image}}}, 'here'"
    page.rerun(2, f"made = {network}\nother = NetworkExplorer(made, {images}, {more})\nother")
    return page.widget(2)


CASES = [("small()", "IMAGES['O'][None]", None, 4)]
CASES += [(f"any_network({seed})", f"image_for(made, {seed})", None, 3) for seed in range(3)]
CASES += [(f"any_network({seed})", f"image_for(made, {seed})", seed % 2, 2) for seed in range(4)]
CASES += [("large()", f"image_for(made, {seed})", label, 1) for seed, label in ((1, None), (2, None), (1, 1))]


@pytest.mark.parametrize(("made", "image", "label", "count"), CASES)
def test_random_cells_show_what_numpy_computes(page, made, image, label, count):
    back, count = label is not None, count if page.outputs_are == ".xo-live" else 1  # all are one module's
    widget = another(page, made, image, f"labels={{'away': {1 - label}, 'here': {label}}}" if back else "")
    names = vars(sample_networks).copy()
    network = names["made"] = eval(made, names)
    image, rng = eval(image, names), np.random.default_rng(count)
    values = {name: array[0] for name, array in network.activations(image[None].astype(float)).items()}
    for name in [*network.shapes] * count:
        cell = tuple(int(rng.integers(length)) for length in network.shapes[name])
        put(page, "here", name, cell, "other")
        if back:
            shown = assert_shows_back(widget, network, image, label, name, cell)
        else:
            its.assert_shows(widget, network, values | {"input": image}, name, cell)
        if made == "large()":  # small maps are pictures, not elements, and kernels are folded
            assert widget.locator(".xo-cell").count() <= 8 * 144
            assert not back or len(shown["kernels"]) <= 1
    page.screenshot(f"{made}-{image.size}{'-back' * back}", widget)


def way_down(page, name, steps):
    """Where `d` leads from layer to layer: to the strongest source each time, backwards to the largest weight."""
    path = [state_of(page, name)]
    for _ in range(steps):
        press(page, "d")
        path.append(state_of(page, name))
    assert [at[1] for at in path] == list(NETWORK.shapes)[steps::-1]
    values = its.values_of(path[0][0])
    for above, below in pairwise(path):
        x, layer = values[below[1]], NETWORK.layers[NETWORK.names.index(above[1])]
        cells, weights = sources(layer, x.shape, cell_of(above))
        pulled = np.ones_like(x) if name == "back" and layer.kind != "pool" else x
        assert np.ravel_multi_index(cell_of(below), x.shape) == its.strongest(layer, pulled, cells, weights)
    return path


def test_down_to_the_pixels_and_up_again_the_same_way(page, explorer):
    path = way_down(page, "explorer", 3)
    assert re.fullmatch(r"input, map 0, row \d, column \d: (minus )?1.00, a pixel", status(explorer))
    press(page, "Enter")
    assert status(explorer) == "a pixel: nothing lies below it"
    for want in path[-2::-1]:
        press(page, "u")
        assert state_of(page) == want
    press(page, *["Backspace"] * 4)  # up where nobody came down: to the cell that it pulls most
    assert state_of(page)[1] == "dense1"
    assert explorer.locator("[role=grid] :focus").count() == 1  # through all grids of other sizes
    press(page, "U")  # as with Caps Lock
    assert status(explorer) == "dense1 is the last layer"


def test_backwards_from_the_last_layer_to_the_pixels_and_up_again(page):
    widget = page.widget(1)
    put(page, "O", "dense1", (0,), "back")
    focus(widget)
    assert widget.evaluate(its.SHOWN)["seen"].endswith(", from the loss")
    path = way_down(page, "back", 7)
    press(page, "Enter")
    assert status(widget) == "a pixel: nothing lies below it"
    for want in path[-2::-1]:
        press(page, "u")
        assert state_of(page, "back") == want
        assert_shows_back(widget, small(), IMAGES["O"][None], 1, want[1], cell_of(want))
    assert widget.locator("[role=grid] :focus").count() == 1
    press(page, "u")
    assert status(widget) == "dense1 is the last layer"


def test_up_goes_to_what_hands_most_of_the_gradient_down(page):
    widget = page.widget(1)
    put(page, "X", "relu1", (0, 3, 3), "back")
    focus(widget)
    press(page, "u")
    values, gradients = its.backwards(small(), IMAGES["X"][None], 0)
    cells, weights = hands_down(NETWORK.layers[2], values["relu1"], (0, 3, 3))
    best = cells[np.argmax(np.abs(gradients["conv2"].ravel()[cells] * weights))]
    at = state_of(page, "back")
    assert at[1:] == ["conv2", *map(int, np.unravel_index(best, (2, 5, 5)))]
    widget.get_by_label("image", exact=True).select_option("O")
    page.settle()
    assert_shows_back(widget, small(), IMAGES["O"][None], 1, "conv2", cell_of(at))


def test_up_says_where_nothing_is_computed_from_a_cell(page):
    network = "Network([conv(np.random.default_rng(0), 1, 1, 2, stride=3), ReLU()])"
    widget = another(page, network, "IMAGES['X']", "'input', 0, 2, 2")
    focus(widget)
    press(page, "u")
    assert status(widget) == "no cell of conv1 is computed from it"
    press(page, "ArrowRight", "ArrowDown", "u")
    assert state_of(page, "other") == ["here", "conv1", 0, 1, 1]


@pytest.mark.parametrize(
    ("keys", "place"),
    [
        (["Home", "ArrowLeft"], ["conv2", 0, 0, 4]),
        (["Control+End", "ArrowRight"], ["conv2", 0, 4, 4]),
        (["n", "n"], ["conv2", 0, 1, 2]),
        (["p"], ["conv2", 1, 1, 2]),
        (["u", "u", "u", "End"], ["flatten1", 0, 0, 11]),
        (["u", "u", "u", "End", "ArrowRight", "ArrowDown", "End"], ["flatten1", 0, 0, 17]),
        (["u", "u", "u", "Home", "ArrowDown", "ArrowUp"], ["flatten1", 0, 0, 0]),
    ],
)
def test_keys_move_and_python_knows(page, explorer, keys, place):
    press(page, *keys)
    assert state_of(page) == ["X", *place]
    assert explorer.locator("[role=grid] [tabindex]").count() == 1  # one tab stop
    layer, _, row, column = place
    DRIVER.shows(explorer, state_of(page))
    assert explorer.locator("[role=grid] :focus").count() == 1
    last = f"value {column}: " if layer == "flatten1" else f"row {row}, column {column}: "
    assert last in answer(explorer) or keys[-1] in "np"


@pytest.mark.parametrize(("at", "name"), [(0, "explorer"), (1, "back")])
def test_every_key_is_answered_by_what_is_new_in_at_most_twelve_words(page, at, name):
    widget = page.widget(at)
    for layer, shape in NETWORK.shapes.items():
        put(page, "X", layer, (0,) * len(shape), name)
        focus(widget)
        page.settle()
        keys = ["ArrowRight", "ArrowDown", "PageDown", "ArrowLeft", "ArrowUp", "n", "p", "d", "u", "u", "d"]
        for key, (number, told) in zip(keys, widget.evaluate(its.ANSWERS, keys), strict=True):
            assert len(f"{number} {told}".split()) <= 12
            if len(key) > 1:  # in the map: its place, its number, and where that comes from
                assert re.match(r"value \d+: " if len(shape) == 1 else r"row \d, column \d: ", told)
                said = {"stroke": "1.00", "background": "minus 1.00"}.get(number, number)
                assert f": {said}, " in told or (name == "back" and told.endswith("ionths"))


def test_what_is_new_is_said(page, explorer):
    press(page, "ArrowRight")
    assert answer(explorer) == "0.21; row 1, column 3: 0.21, from 27 cells"
    press(page, "n")
    assert answer(explorer) == "minus 0.06; map 1: minus 0.06, from 27 cells"
    press(page, "u")
    assert answer(explorer) == "0.00; relu2, map 1, row 1, column 3: 0.00, from 1 cell"
    back = page.widget(1)
    put(page, "X", "pool1", (0, 0, 0), "back")
    focus(back)
    press(page, "ArrowRight")
    assert answer(back) == "minus 760 millionths; row 0, column 1: minus 760 millionths"
    press(page, "ArrowDown")
    assert answer(back) == "0.0043; row 1, column 1: 0.0043, from 1 cell"
    put(page, "X", "flatten1", (1,), "back")
    press(page, "d")
    assert answer(back) == "minus 760 millionths; pool1 at 0, 0, 1: minus 760 millionths"


def test_buttons_and_the_list_of_images_and_python_leaves_the_focus(page, explorer):
    put(page, "X", "relu1", (0, 1, 2))
    assert explorer.locator("[role=grid] :focus").count() == 1
    found = []
    for name in ("Next map", "Previous map", "Previous map", "Up to what it feeds", "Down to a source"):
        explorer.get_by_role("button", name=name).click()
        page.settle()
        found.append(state_of(page)[1:3])
    assert found[:3] == [["relu1", 1], ["relu1", 0], ["relu1", 2]]
    assert [layer for layer, _ in found[3:]] == ["conv2", "relu1"]
    explorer.get_by_label("image", exact=True).select_option("O")
    page.settle()
    assert state_of(page)[0] == "O"
    DRIVER.shows(explorer, state_of(page))


def test_the_pointer_picks_in_the_small_maps_and_in_the_large_ones(page, explorer):
    canvas = explorer.locator("canvas").nth(1)  # conv1: three maps of 7×7 below each other, twice as large
    cell, margin, step = 96 / 7, 4, 96 + 7
    canvas.click(position={"x": margin + 5.5 * cell, "y": margin + step + 2.5 * cell})
    page.settle()
    assert state_of(page) == ["X", "conv1", 1, 2, 5]
    assert explorer.locator("[role=grid] :focus").count() == 1
    canvas.click(position={"x": canvas.bounding_box()["width"] - 1, "y": 1})  # beside the maps
    page.settle()
    assert state_of(page) == ["X", "conv1", 1, 2, 5]
    for role, row, column in (("table", 0, 8), ("grid", 7, 1)):  # the pixels: a source, and then picked
        explorer.get_by_role(role).first.locator(".xo-cell").nth(9 * row + column).click()
        page.settle()
        assert state_of(page) == ["X", "input", 0, row, column]
    canvas = explorer.locator("canvas").nth(6)  # flatten1: lines of 12
    canvas.click(position={"x": margin + 2.5 * 10, "y": margin + 1.5 * 10})
    page.settle()
    assert state_of(page) == ["X", "flatten1", 0, 0, 14]


def test_the_pointer_picks_a_cell_above(page):
    widget = page.widget(1)
    put(page, "X", "relu1", (0, 3, 3), "back")
    above = widget.get_by_role("table", name="conv2, map 1 of 0 to 1")
    above.locator(".xo-cell").nth(5 * 1 + 2).click()
    page.settle()
    assert state_of(page, "back") == ["X", "conv2", 1, 1, 2]
    assert widget.locator("[role=grid] :focus").count() == 1


def test_all_terms_are_listed_on_request(page, explorer):
    summary = explorer.locator("summary")
    assert summary.inner_text() == "all 27 terms"
    summary.click()
    page.settle()
    lines = explorer.locator(".xo-terms div").all_inner_texts()
    x = its.values_of("X")["relu1"]
    cells, weights = sources(NETWORK.layers[2], x.shape, (0, 1, 2))
    pairs = zip(x.ravel()[cells], weights, strict=True)
    terms = [f"{rounded(value, 2, True)}×{rounded(weight, 2, True)}" for value, weight in pairs]
    assert lines == [f"relu1, map {m} of 0 to 2: {' + '.join(terms[9 * m : 9 * m + 9])}" for m in range(3)]
    press(page, "Enter")  # closes it: the notebook hears nothing
    press(page, "u")
    assert explorer.locator("details").evaluate("details => details.open") is False
    page.run("explorer.layer = 'relu1'")
    page.settle()
    assert not summary.is_visible()


def test_on_a_phone_its_grid_stays_large_enough_to_hit(page):
    page.page.set_viewport_size({"width": 360, "height": 740})
    for widget in (another(page, "large()", "image_for(made, 1)", "'conv3'"), page.widget(0)):
        assert widget.get_by_role("grid").bounding_box()["width"] >= 100
    page.page.set_viewport_size({"width": 1400, "height": 1000})


ARITHMETIC = """([layers, weights, values]) => {
    %s
    return layers.slice(1).map((layer, i) => cellsOf(everything(layer.shape)).map(cell => {
        const below = layers[i];
        const terms = sourcesOf(layer, below.shape, cell).map(source => ({
            cell: source, value: values[i][flatPlace(below.shape, source)],
            weight: weightOn(layer, below.shape, cell, source, weights),
        }));
        const regions = [regionOf(cell)];
        for (let at = i + 1; at > 0; at--) regions.unshift(regionBelow(layers[at], layers[at - 1].shape, regions[0]));
        const bias = weights[layer.bias + cell[layer.flat ? 2 : 0]];
        const pixels = cellsOf(regions[0]).map(at => flatPlace(layers[0].shape, at));
        const places = terms.map(term => flatPlace(below.shape, term.cell));
        const added = terms.reduce((sum, {value, weight}) => sum + value * weight, bias);
        const feeds = layers[i + 2] ? fedBy(layers[i + 2], layer.shape, cell).map(at => flatPlace(layers[i + 2].shape, at)) : [];
        const value = values[i + 1][flatPlace(layer.shape, cell)];
        return {places, weights: terms.map(term => term.weight), pixels, feeds, added: rounded(added, 2),
                text: writtenOut(layer, terms, bias, value)};
    }));
}"""


@pytest.mark.parametrize("seed", range(8))
def test_the_pages_arithmetic_is_pythons(chromium, seed):
    network = any_network(seed)
    explorer = NetworkExplorer(network, {"noise": image_for(network, seed)})
    values = [array[0] for array in explorer.activations.values()]
    shown = its.reckoned(chromium, ARITHMETIC % module("shared/trace"), explorer, [values])
    uses = [{} for _ in values]  # by the cells of each layer, which cells above are computed from them
    for at, layer in enumerate(network.layers):
        assert len(shown[at]) == values[at + 1].size > 0
        for place, (cell, found) in enumerate(zip(np.ndindex(values[at + 1].shape), shown[at], strict=True)):
            cells, weights = sources(layer, values[at].shape, cell)
            assert found["places"] == cells.tolist()
            assert found["weights"] == weights.tolist()
            assert found["pixels"] == trace(network, network.names[at], cell)["input"].tolist()
            assert found["text"] == written_out(layer, values[at], values[at + 1][cell], cell)
            if layer.kind in ("conv", "dense"):
                assert found["added"] == rounded(values[at + 1][cell], 2)
            for source in cells:
                uses[at].setdefault(source, []).append(place)
    for above, used in zip(shown, uses[1:], strict=True):
        assert [found["feeds"] for found in above] == [used.get(place, []) for place in range(len(above))]


BACKWARDS = """([layers, weights, values, gradients, answer, numbers]) => {
    %s
    const found = layers.map((layer, i) => cellsOf(everything(layer.shape)).map(cell => {
        const above = layers[i + 1], at = flatPlace(layer.shape, cell);
        const terms = above ? handsDown(above, layer.shape, values[i], gradients[i + 1], cell, weights) : [];
        const fields = [];
        let region = regionOf(cell);
        for (let up = i + 1; up < layers.length; up++) {
            region = regionAbove(layers[up], layers[up - 1].shape, region);
            fields.push(cellsOf(region).map(at => flatPlace(layers[up].shape, at)).sort((a, b) => a - b));
        }
        return {text: writtenBack(above, terms, values[i][at], gradients[i][at], Number(answer === cell[2])),
                cells: terms.map(term => flatPlace(above.shape, term.cell)), weights: terms.map(term => term.weight),
                sum: terms.reduce((sum, {value, weight}) => sum + value * weight, 0), handed: handedBy(above, terms), fields};
    }));
    return [found, numbers.map(fine), numbers.map(fine).map(spokenFine)];
}"""


@pytest.mark.parametrize("seed", range(8))
def test_the_pages_arithmetic_backwards_is_pythons(chromium, seed):
    network, label = any_network(seed), seed % 2
    image = image_for(network, seed)
    explorer = NetworkExplorer(network, {"noise": image}, labels={"noise": label})
    values, gradients = its.backwards(network, image, label)
    numbers = [*its.FINE, *(10.0 ** np.random.default_rng(seed).uniform(-14, 3, 300)).tolist()]
    script = BACKWARDS % module("shared/trace", "shared/strip", "network_explorer/backwards")
    arrays = (values.values(), gradients.values())
    shown, said, spoken = its.reckoned(chromium, script, explorer, arrays, label, numbers)
    assert said == [fine(number) for number in numbers]
    assert spoken == [its.heard(fine(number)) for number in numbers]
    assert (spoken[8], spoken[9]) == ("minus 46 millionths", "290 billionths")
    names = list(network.shapes)
    for at, (name, cells) in enumerate(zip(names, shown, strict=True)):
        for cell, found in zip(np.ndindex(values[name].shape), cells, strict=True):
            assert found["text"] == written_back(network, values, gradients, name, cell, label)
            assert found["text"].removesuffix(", rounded").endswith(f" = {fine(gradients[name][cell])}")
            assert found["handed"] == handed(network, values, name, cell)
            if name == names[-1]:
                continue
            above, weights = hands_down(network.layers[at], values[name], cell)
            assert (found["cells"], found["weights"]) == (above.tolist(), weights.tolist())
            assert found["sum"] == pytest.approx(gradients[name][cell], abs=1e-12)
            if weights.any():
                fields = trace_up(network, values, name, cell)
                assert found["fields"] == [field.tolist() for field in list(fields.values())[1:]]
