"""The network explorer: in Python, its arithmetic on a page of its own, and in JupyterLab by keyboard and pointer."""

import json
import re
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import traitlets
from conftest import FOCUS
from sample_networks import IMAGES, any_network, image_for, large, small

from xo_helpers.data import load_image
from xo_helpers.gradients import cross_entropy_backward
from xo_helpers.layers import Flatten
from xo_helpers.network import Network
from xo_helpers.texts import rounded
from xo_helpers.trace import hands_down, sources, trace, trace_up, written_out
from xo_helpers.widgets import NetworkExplorer
from xo_helpers.widgets.network_explorer.gradients import fine, handed, scale_of, written_back
from xo_helpers.widgets.shared.base import module

MAKE = (Path(__file__).parent / "sample_networks.py").read_text(encoding="utf-8")
NETWORK = small()
ALL = NETWORK.activations(np.stack(list(IMAGES.values()))[:, None])

# In Python


def test_a_new_one_stands_at_the_end_or_where_it_is_told():
    explorer = NetworkExplorer(NETWORK, IMAGES)
    assert (explorer.image, explorer.layer, explorer.map, explorer.row, explorer.column) == (
        "X",
        "dense1",
        0,
        0,
        0,
    )
    assert explorer.value == ALL["dense1"][0, 0]
    explorer = NetworkExplorer(NETWORK, IMAGES, "O", "conv2", 1, 2, 3)
    assert explorer.cell == (1, 2, 3)
    assert explorer.value == ALL["conv2"][1, 1, 2, 3]


@pytest.mark.parametrize(
    ("layer", "cell", "came"),
    [
        ("input", (0, 1, 2), "a pixel"),
        ("conv1", (1, 1, 2), "9 pixels feed it"),
        ("relu1", (1, 1, 2), "1 cell of conv1 feeds it, and 9 pixels"),
        ("conv2", (0, 1, 2), "27 cells of relu1 feed it, and 25 pixels"),
        ("pool1", (1, 2, 2), "1 cell of relu2 feeds it, and 25 pixels"),
        ("flatten1", (0, 0, 17), "1 cell of pool1 feeds it, and 25 pixels"),
        ("dense1", (0, 0, 1), "18 cells of flatten1 feed it, and 81 pixels"),
    ],
)
def test_the_repr_is_stable_and_is_the_bundles_text(layer, cell, came):
    explorer = NetworkExplorer(NETWORK, IMAGES, "X", layer, *cell)
    value = ALL[layer][0][cell[-1] if layer in ("flatten1", "dense1") else cell]
    place = f"image='X', layer={layer!r}, map={cell[0]}, row={cell[1]}, column={cell[2]}"
    assert repr(explorer) == f"NetworkExplorer({place}, value={rounded(value, 2)}): {came}"
    data, metadata = explorer._repr_mimebundle_()
    assert data["text/plain"] == metadata["image/png"]["alt"] == repr(explorer)
    assert data["image/png"].startswith(b"\x89PNG")
    assert "application/vnd.jupyter.widget-view+json" in data


def test_the_picture_shows_all_layers_and_the_traced_cell():
    explorer = NetworkExplorer(NETWORK, IMAGES, "O", "conv2", 1, 2, 3)
    [ax] = explorer._figure().axes
    shown = [image.get_array() for image in ax.images]
    maps = [grid for name in NETWORK.shapes if len(NETWORK.shapes[name]) == 3 for grid in ALL[name][1]]
    assert all(np.allclose(one, grid.clip(-1, 1)) for one, grid in zip(shown, maps, strict=False))
    assert len(shown) == len(maps) + 2  # the two rows of values
    [label] = [text.get_text() for text in ax.figure.texts] or [ax.figure.get_supxlabel()]
    assert label.startswith("conv2[1, 2, 3]:  ")
    assert label.removesuffix(", rounded").endswith(f" = {rounded(explorer.value, 2)}")
    lines = [patch for patch in ax.patches if patch.get_edgecolor() == (0, 0, 0, 1)]
    assert [patch.get_linestyle() == "-" for patch in lines] == [False] * 4 + [True] * 4
    pixels, cell = lines[0], lines[-1]
    assert pixels.get_width() == pixels.get_height() == pytest.approx(5)  # of 9: the receptive field
    assert pixels.get_xy() == (3, 3 + 2)
    assert cell.get_width() == pytest.approx(9 / 5)


def test_it_moves_from_one_layer_to_a_smaller_one():
    explorer = NetworkExplorer(NETWORK, IMAGES, layer="conv1", map=2, row=6, column=6)
    explorer.layer = "pool1"
    assert explorer.cell == (1, 2, 2)
    explorer.layer = "dense1"
    assert explorer.cell == (1 if explorer.column else 0,) == (explorer.column,)
    assert (explorer.map, explorer.row) == (0, 0)


def test_two_can_be_linked():
    one, other = NetworkExplorer(NETWORK, IMAGES), NetworkExplorer(NETWORK[:5], IMAGES)
    traitlets.link((one, "image"), (other, "image"))
    one.image = "O"
    assert other.image == "O"
    assert other.value == ALL["pool1"][1, 0, 0, 0]


def test_training_the_network_on_does_not_change_what_is_shown():
    network = small()
    network.activations(IMAGES["X"])
    cached = network.layers[0].x
    explorer = NetworkExplorer(network, IMAGES, layer="conv1")
    assert network.layers[0].x is cached  # what a backward pass would use
    before = explorer._figure()._supxlabel.get_text()
    network.layers[0].parameters["kernels"] += 1
    assert explorer._figure()._supxlabel.get_text() == before


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda e: setattr(e, "layer", "conv3"), "no layer 'conv3'; did you mean 'conv"),
        (lambda e: setattr(e, "layer", "?"), "no layer '\\?'; there are input, conv1"),
        (lambda e: setattr(e, "image", "Y"), "no image 'Y'; there are X, O"),
        (lambda e: setattr(e, "row", 5), "row is 5; conv2 has rows 0 to 4"),
        (lambda e: setattr(e, "map", 2), "map is 2; conv2 has maps 0 to 1"),
        (lambda e: setattr(e, "column", -1), "column is -1; conv2 has columns 0 to 4"),
        (
            lambda e: NetworkExplorer(NETWORK, IMAGES, layer="dense1", row=1),
            "row is 1; dense1 has rows 0 to 0",
        ),
        (
            lambda e: NetworkExplorer(NETWORK, {"X": load_image("X")[:5]}),
            r"'X' has shape \(1, 5, 9\); .* \(1, 9, 9\)",
        ),
        (lambda e: NetworkExplorer(NETWORK, load_image("X")), "takes a dict of names and images"),
        (lambda e: NetworkExplorer(NETWORK, {"X": "X"}), "image 'X' holds text"),
    ],
)
def test_bad_values_are_refused_and_change_nothing(change, message):
    explorer = NetworkExplorer(NETWORK, IMAGES, layer="conv2", row=1)
    before = explorer.get_state()
    with pytest.raises(ValueError, match=message):
        change(explorer)
    assert explorer.get_state() == before


def test_a_layer_that_it_does_not_know_is_refused():
    class Strange(Flatten):
        kind = "strange"

    with pytest.raises(ValueError, match="cannot take layers of kind strange"):
        NetworkExplorer(Network([Strange()]), IMAGES)


# The page's arithmetic, without a notebook: every cell of networks of all kinds

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


@pytest.fixture(scope="module")
def blank(chromium):
    page = chromium.new_page()
    yield page
    page.close()


@pytest.mark.browser
@pytest.mark.parametrize("seed", range(8))
def test_the_pages_arithmetic_is_pythons(blank, seed):
    network = any_network(seed)
    explorer = NetworkExplorer(network, {"noise": image_for(network, seed)})
    values = [array[0] for array in explorer.activations.values()]
    given = [
        explorer.layers,
        np.frombuffer(explorer.weights).tolist(),
        [array.ravel().tolist() for array in values],
    ]
    shown = blank.evaluate(ARITHMETIC % module("shared/trace"), given)
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
    for at in range(1, len(network.layers)):
        assert [found["feeds"] for found in shown[at - 1]] == [
            uses[at].get(place, []) for place in range(values[at].size)
        ]


# In the browser

CELLS = [
    MAKE
    + "\nfrom xo_helpers.widgets import NetworkExplorer\nexplorer = NetworkExplorer(small(), IMAGES, layer='conv2', row=1, column=2)\nexplorer",
    "big = NetworkExplorer(large(), {'a': image_for(large(), 1), 'b': image_for(large(), 2)}, layer='conv3')\nbig",
    "explorer",
    "made = any_network(5)\nother = NetworkExplorer(made, {'noise': image_for(made, 5)})\nother",
]


@pytest.fixture(scope="module")
def page(host):
    lesson = host.open("network_explorer.ipynb", CELLS)
    lesson.run_all()
    yield lesson
    lesson.close()


def put(page, image, layer, cell, name="explorer"):
    """Set the state from Python, and wait until it is painted."""
    place = dict(zip(("map", "row", "column"), cell, strict=True))
    traits = {"image": image, "layer": layer, **place}
    page.run("; ".join(f"{name}.{trait} = {value!r}" for trait, value in traits.items()))
    page.settle()


@pytest.fixture
def explorer(page):
    """The first widget at a cell of conv2, with the keyboard's focus in its grid."""
    put(page, "X", "conv2", (0, 1, 2))
    widget = page.widget(0)
    widget.get_by_text("conv2, map 0, row 1, column 2: ").wait_for()
    focus(widget)
    return widget


def focus(widget):
    widget.locator("[role=grid]:has([tabindex])").evaluate(FOCUS)


def press(page, *keys):
    for key in keys:
        page.page.keyboard.press(key)
    page.settle()


def state(page, name="explorer"):
    """Where Python says it is."""
    traits = ["image", "layer", "map", "row", "column"]
    return json.loads(page.run(f"import json; print(json.dumps([getattr({name}, t) for t in {traits}]))"))


def status(widget):
    return widget.locator("[role=status]").inner_text()


SHOWN = """widget => {
    const grid = host => ({
        name: host.getAttribute('aria-label'), title: host.closest('.xo-panel').querySelector('.xo-caption').textContent,
        size: [host.children.length, host.children[0].children.length],
        cells: [...host.querySelectorAll('.xo-cell')].map(cell =>
            [cell.getAttribute('aria-label'), cell.textContent, cell.dataset.mark]),
    });
    const tables = [...widget.querySelectorAll('[role=table]')].filter(host => host.checkVisibility());
    return {
        picked: grid(widget.querySelector('[role=grid]')), sources: tables.map(grid),
        sum: widget.querySelector('.xo-sum').textContent, says: widget.querySelector('[role=status]').textContent,
        layers: [...widget.querySelectorAll('canvas')].map(canvas => canvas.getAttribute('aria-label')),
    };
}"""


def assert_grid(grid, array, at):
    """A grid shows NumPy's numbers around the flat place `at`; gives back what feeds the cell, and what is ringed."""
    flat = array.ndim == 1
    array = array[None, None] if flat else array
    size = array[0].size
    if not flat:
        last = len(array) - 1
        assert grid["name"].endswith(
            f", map {at // size} of 0 to {last}" if last else ", map 0, the only one"
        )
        assert grid["size"] == [min(9, count) for count in array.shape[1:]]
    whole, places = array.dtype.kind == "i", {}
    for label, text, mark in grid["cells"]:
        if label == "no value":
            assert flat
            continue
        numbers = [
            int(number) for number in re.findall(r"\d+", label.split(", ")[0] + label.split(", ")[1 - flat])
        ]
        row, column = (0, numbers[0]) if flat else numbers
        value = array[at // size, row, column]
        assert text == rounded(value, 2, whole)
        name = {1: "stroke", -1: "background"}[value] if whole else text.replace("−", "minus ")
        assert f", {name}" in label
        places[at // size * size + row * array.shape[2] + column] = (
            label.endswith(", feeds it"),
            mark == "ring",
        )
    assert at in places
    return [[place for place in places if places[place][which]] for which in (0, 1)]


def assert_shows(shown, network, values, name, cell):
    """All that the widget may show of a cell, from NumPy. `cell` is (map, row, column), or (i,)."""
    value, names = values[name][cell], list(network.shapes)
    assert shown["sum"].startswith(f"{name}[{', '.join(map(str, cell))}]:  ")
    assert f": {rounded(value, 2)}, ".replace("−", "minus ") in shown["says"]
    fields = trace(network, name, cell)
    for layer, label in zip(names, shown["layers"], strict=True):
        assert label.startswith(f"{layer}, ")
        count = len(fields[layer]) if layer in fields and layer != name else 0
        assert (f": {count} cell" in label) == bool(count)
    assert assert_grid(shown["picked"], values[name], fields[name][0]) == [[], []]
    if name == "input":
        assert shown["sources"] == []
        return
    at = names.index(name)
    x, layer = values[names[at - 1]], network.layers[at - 1]
    assert shown["sum"].split(":  ")[1] == written_out(layer, x, value, cell)
    assert shown["sum"].removesuffix(", rounded").endswith(f" = {rounded(value, 2)}")
    cells, weights = sources(layer, x.shape, cell)
    best, size = strongest(layer, x, cells, weights), x[0].size if x.ndim == 3 else x.size
    maps = sorted({int(cell) // size for cell in cells})
    if maps and (len(maps) > 3 or x.shape[-1] > 9):
        maps = [best // size]
    feeds, ringed = [], []
    for m, grid in zip(maps, shown["sources"], strict=True):
        middle = cells[cells // size == m]
        found = assert_grid(grid, x, best if x.ndim == 1 else middle[len(middle) // 2])
        feeds += found[0]
        ringed += found[1]
    assert sorted(feeds) == [cell for cell in cells if cell // size in maps]
    assert ringed == [best] * bool(len(cells))


def strongest(layer, x, cells, weights):
    if not len(cells):
        return None
    pull = x.ravel()[cells] if layer.kind in ("pool", "max") else np.abs(x.ravel()[cells] * weights)
    return cells[np.argmax(pull)]


@pytest.mark.browser
@pytest.mark.parametrize("name", list(NETWORK.shapes))
def test_each_layer_shows_what_numpy_computes(page, explorer, name):
    shape = NETWORK.shapes[name]
    values = {layer: array[1] for layer, array in ALL.items()}
    values["input"] = values["input"].astype(int)
    rng = np.random.default_rng(0)
    for _ in range(4):
        cell = tuple(int(rng.integers(count)) for count in shape)
        put(page, "O", name, (0, 0, *cell)[-3:])
        assert_shows(explorer.evaluate(SHOWN), NETWORK, values, name, cell)


@pytest.mark.browser
@pytest.mark.parametrize("seed", range(3))
def test_random_cells_of_random_networks(page, seed):
    network = any_network(seed)
    values = {name: array[0] for name, array in network.activations(image_for(network, seed)[None]).items()}
    made = f"made = any_network({seed})\nother = NetworkExplorer(made, {{'noise': image_for(made, {seed})}})\nother"
    page.rerun(3, made)
    widget = page.widget(3)
    rng = np.random.default_rng(seed)
    for name in network.shapes:
        for _ in range(3):
            cell = tuple(int(rng.integers(count)) for count in network.shapes[name])
            put(page, "noise", name, (0, 0, *cell)[-3:], "other")
            assert_shows(widget.evaluate(SHOWN), network, values, name, cell)
    page.screenshot(f"random-{seed}", widget)


@pytest.mark.browser
def test_down_to_the_pixels_and_up_again_the_same_way(page, explorer):
    path = [state(page)]
    for _ in range(3):
        press(page, "d")
        path.append(state(page))
    assert [at[1] for at in path] == ["conv2", "relu1", "conv1", "input"]
    for above, below in pairwise(path):
        at = NETWORK.names.index(above[1])
        x = ALL[below[1]][0]
        cells, weights = sources(NETWORK.layers[at], x.shape, tuple(above[2:]))
        assert np.ravel_multi_index(below[2:], x.shape) == strongest(NETWORK.layers[at], x, cells, weights)
    assert re.fullmatch(r"input, map 0, row \d, column \d: (minus )?1.00, a pixel", status(explorer))
    press(page, "Enter")
    assert status(explorer) == "a pixel: nothing lies below it"
    for want in path[-2::-1]:
        press(page, "u")
        assert state(page) == want
    press(page, *["Backspace"] * 4)  # up where nobody came down: to the cell that it pulls most
    assert state(page)[1] == "dense1"
    assert explorer.locator("[role=grid] :focus").count() == 1  # through all grids of other sizes
    press(page, "u")
    assert status(explorer) == "dense1 is the last layer"


@pytest.mark.browser
def test_up_says_where_nothing_is_computed_from_a_cell(page, explorer):
    page.run("dropped = Network([conv(np.random.default_rng(0), 1, 1, 2, stride=3), ReLU()])")
    page.rerun(3, "other = NetworkExplorer(dropped, IMAGES, layer='input', row=2, column=2)\nother")
    widget = page.widget(3)
    focus(widget)
    press(page, "u")
    assert status(widget) == "no cell of conv1 is computed from it"
    press(page, "ArrowRight", "ArrowDown", "u")
    assert state(page, "other") == ["X", "conv1", 0, 1, 1]


@pytest.mark.browser
@pytest.mark.parametrize(
    ("keys", "place"),
    [
        (["ArrowDown", "ArrowLeft"], ["conv2", 0, 2, 1]),
        (["Home", "ArrowLeft"], ["conv2", 0, 0, 4]),
        (["Control+End", "ArrowRight"], ["conv2", 0, 4, 4]),
        (["PageDown", "End"], ["conv2", 0, 4, 4]),
        (["n"], ["conv2", 1, 1, 2]),
        (["n", "n"], ["conv2", 0, 1, 2]),
        (["p"], ["conv2", 1, 1, 2]),
        (["u", "u", "u", "End"], ["flatten1", 0, 0, 11]),
        (["u", "u", "u", "End", "ArrowRight", "ArrowDown", "End"], ["flatten1", 0, 0, 17]),
        (["u", "u", "u", "Home", "ArrowDown", "ArrowUp"], ["flatten1", 0, 0, 0]),
    ],
)
def test_keys_move_and_python_knows(page, explorer, keys, place):
    press(page, *keys)
    assert state(page) == ["X", *place]
    assert explorer.locator("[role=grid] [tabindex]").count() == 1  # one tab stop
    label = explorer.locator("[role=grid] :focus").get_attribute("aria-label")
    layer, _, row, column = place
    flat = layer == "flatten1"
    assert label.startswith(f"value {column}, " if flat else f"row {row}, column {column}, ")


@pytest.mark.browser
def test_buttons_and_the_list_of_images(page, explorer):
    explorer.get_by_role("button", name="Down to a source").click()
    page.settle()
    assert state(page)[1] == "relu1"
    for name, map_ in (("Next map", 1), ("Previous map", 0), ("Previous map", 2)):
        page.run("explorer.map = 0") if name == "Next map" else None
        explorer.get_by_role("button", name=name).click()
        page.settle()
        assert state(page)[2] == map_
    explorer.get_by_role("button", name="Up to what it feeds").click()
    page.settle()
    assert state(page)[1] == "conv2"
    explorer.get_by_label("image", exact=True).select_option("O")
    page.settle()
    assert state(page)[0] == "O"
    values = {layer: array[1] for layer, array in ALL.items()} | {"input": IMAGES["O"][None]}
    place = tuple(state(page)[2:])
    assert_shows(explorer.evaluate(SHOWN), NETWORK, values, "conv2", place)


@pytest.mark.browser
def test_the_pointer_picks_in_the_small_maps_and_among_the_sources(page, explorer):
    canvas = explorer.locator("canvas").nth(1)  # conv1: three maps of 7×7 below each other
    box = canvas.bounding_box()
    cell, margin, step = 48 / 7, 4, 48 + 7
    canvas.click(position={"x": margin + 5.5 * cell, "y": margin + step + 2.5 * cell})
    page.settle()
    assert state(page) == ["X", "conv1", 1, 2, 5]
    assert explorer.locator("[role=grid] :focus").count() == 1
    canvas.click(position={"x": box["width"] - 1, "y": 1})  # beside the maps
    page.settle()
    assert state(page) == ["X", "conv1", 1, 2, 5]
    box = explorer.get_by_role("table").first.bounding_box()
    page.page.mouse.click(box["x"] + 8.5 * box["width"] / 9, box["y"] + 0.5 * box["height"] / 9)
    page.settle()
    assert state(page) == ["X", "input", 0, 0, 8]
    box = explorer.get_by_role("grid").bounding_box()
    page.page.mouse.click(box["x"] + 1.5 * box["width"] / 9, box["y"] + 7.5 * box["height"] / 9)
    page.settle()
    assert state(page) == ["X", "input", 0, 7, 1]
    explorer.locator("canvas").nth(6).click(
        position={"x": 4 + 2.5 * 5, "y": 4 + 1.5 * 5}
    )  # flatten1: lines of 12
    page.settle()
    assert state(page) == ["X", "flatten1", 0, 0, 14]


BLACK = """(canvas, [x, y, width, height]) => {
    const scale = canvas.width / canvas.clientWidth;
    const black = (x, y) => Math.max(...canvas.getContext('2d').getImageData(x * scale, y * scale, 1, 1).data.slice(0, 3)) < 110;
    const along = Array.from({length: 40}, (_, i) => i / 40);
    const share = (at) => along.filter(at).length / 40;
    return [share(i => black(x + i * width, y)), share(i => black(x, y + i * height)),
            share(i => black(x + i * width, y + height)), share(i => black(x + width, y + i * height))];
}"""


@pytest.mark.browser
def test_outlines_are_where_the_cells_are(page, explorer):
    cell = 48 / 7
    boxes = {
        2: (2 * cell, cell, 3 * cell),
        1: (2 * cell, cell, 3 * cell),
        0: (2 * 8, 8, 5 * 8),
        3: (19.2, 9.6, 9.6),
    }
    for layer, (x, y, side) in boxes.items():
        found = explorer.locator("canvas").nth(layer).evaluate(BLACK, [4 + x, 4 + y, side, side])
        dashed = layer < 2
        assert all(0.25 < share < 0.85 if dashed else share > 0.9 for share in found), (layer, found)
    found = explorer.locator("canvas").nth(4).evaluate(BLACK, [4 + 19.2, 4 + 9.6, 9.6, 9.6])
    assert max(found) < 0.25  # nothing is outlined above the picked cell


@pytest.mark.browser
def test_all_terms_are_listed_on_request(page, explorer):
    text = explorer.locator("summary")
    assert text.inner_text() == "all 27 terms"
    text.click()
    page.settle()
    lines = explorer.locator(".xo-terms div").all_inner_texts()
    x = ALL["relu1"][0]
    cells, weights = sources(NETWORK.layers[2], x.shape, (0, 1, 2))
    terms = [
        f"{rounded(v, 2, True)}×{rounded(w, 2, True)}" for v, w in zip(x.ravel()[cells], weights, strict=True)
    ]
    assert lines == [f"relu1, map {m} of 0 to 2: {' + '.join(terms[9 * m : 9 * m + 9])}" for m in range(3)]
    press(page, "Enter")  # closes it: the notebook hears nothing
    press(page, "u")
    assert explorer.locator("details").evaluate("details => details.open") is False
    page.run("explorer.layer = 'relu1'")
    page.settle()
    assert not explorer.locator("summary").is_visible()


WHERE = """() => {
    const at = document.activeElement;
    return at.closest('[role=grid]')?.getAttribute('aria-label') ?? at.closest('label')?.firstChild.textContent ?? at.textContent;
}"""


@pytest.mark.browser
def test_tab_goes_through_and_out(page, explorer):
    stops = []
    for _ in range(7):
        stops.append(page.page.evaluate(WHERE))
        page.page.keyboard.press("Tab")
    assert stops == [
        "conv2, map 0 of 0 to 1",
        "all 27 terms",
        "image",
        "Down to a source",
        "Up to what it feeds",
        "Previous map",
        "Next map",
    ]
    assert explorer.locator(":focus").count() == 0


@pytest.mark.browser
@pytest.mark.parametrize("where", ["[role=grid] [tabindex]", "select", "button", "summary"])
def test_the_notebooks_shortcuts_stay_out(page, explorer, where):
    before = page.cells()
    explorer.locator(where).first.focus()
    for key in ["j", "a", "b", "d", "d", "x", "m", "Enter", "Shift+Enter", "Escape", "a", "b"]:
        page.page.keyboard.press(key)
    page.page.wait_for_timeout(200)
    assert page.cells() == before
    assert explorer.locator(":focus").count() == 1


@pytest.mark.browser
def test_python_moves_it_two_views_agree_and_no_focus_is_stolen(page, explorer):
    page.run("explorer.layer = 'pool1'")
    page.settle()
    assert explorer.locator(":focus").count() == 1
    other = page.widget(2)
    assert (
        status(explorer) == status(other) == "pool1, map 0, row 1, column 2: " + status(other).split(": ")[1]
    )
    focus(other)
    press(page, "d")
    assert status(explorer) == status(other)
    assert status(other).startswith("relu2, map 0, ")
    assert other.locator(":focus").count() == 1
    page.run("explorer.layer = 'flatten1'; explorer.column = 17")
    page.settle()
    assert status(explorer).startswith("flatten1, value 17: ")


FIRE = """(widget, keys) => {
    widget.querySelector('[role=grid] [tabindex]').focus();
    const press = key => new KeyboardEvent('keydown', {key, bubbles: true, cancelable: true});
    for (const key of keys) document.activeElement.dispatchEvent(press(key));
}"""


@pytest.mark.browser
def test_200_steps_at_once_end_on_the_right_picture(page, explorer):
    explorer.evaluate(
        FIRE, ["d", "ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp", "u", "n", "p"] * 25 + ["ArrowDown"] * 3
    )
    page.settle()
    values = {layer: array[0] for layer, array in ALL.items()} | {"input": IMAGES["X"][None]}
    assert_shows(explorer.evaluate(SHOWN), NETWORK, values, "conv2", (0, 4, 2))
    page.page.wait_for_timeout(500)
    assert state(page) == ["X", "conv2", 0, 4, 2]


@pytest.mark.browser
def test_three_layers_of_eight_maps_stay_legible(page):
    widget = page.widget(1)
    rng, network = np.random.default_rng(1), large()
    images = {name: image_for(network, seed) for name, seed in (("a", 1), ("b", 2))}
    for name in ("input", "conv1", "relu1", "pool1", "conv2", "pool3", "flatten1", "dense1"):
        image = str(rng.choice(list(images)))
        values = {layer: array[0] for layer, array in network.activations(images[image][None]).items()}
        cell = tuple(int(rng.integers(count)) for count in network.shapes[name])
        put(page, image, name, (0, 0, *cell)[-3:], "big")
        assert_shows(widget.evaluate(SHOWN), network, values, name, cell)
        assert widget.locator(".xo-cell").count() <= 8 * 144  # small maps are pictures, not elements
    put(page, "a", "conv2", (2, 5, 5), "big")
    page.screenshot("large", widget)


@pytest.mark.browser
def test_axe_finds_nothing_in_either_theme(page, explorer):
    for theme in ("JupyterLab Dark", "JupyterLab Light"):
        page.theme(theme)
        for layer in ("conv2", "dense1", "input"):
            page.run(f"explorer.layer = {layer!r}")
            page.settle()
            assert page.problems() == []
        page.screenshot(theme.split()[1], page.widget(0))


@pytest.mark.browser
def test_a_phone_and_a_large_print(lab):
    page = lab.open(
        "network_phone.ipynb", CELLS[:2], viewport={"width": 360, "height": 740}, device_scale_factor=2
    )
    page.run_all()
    for index in (0, 1):
        widget = page.widget(index)
        assert widget.evaluate("widget => widget.scrollWidth <= widget.clientWidth"), index
        assert widget.locator("[role=grid]").bounding_box()["width"] >= 100
        page.screenshot(f"{index}", widget)
    assert page.problems() == []
    page.close()


@pytest.mark.browser
def test_it_works_while_the_kernel_is_busy_and_after_it_is_gone(lab):
    page = lab.open("network_busy.ipynb", [*CELLS[:1], "import time\ntime.sleep(600)"])
    page.command("notebook:run-all-cells", wait=False)
    widget = page.widget(0)
    focus(widget)
    values = {layer: array[0] for layer, array in ALL.items()} | {"input": IMAGES["X"][None]}
    press(page, "ArrowRight")
    assert_shows(widget.evaluate(SHOWN), NETWORK, values, "conv2", (0, 1, 3))
    page.shutdown()
    press(page, "n", "ArrowDown", "u")
    assert_shows(widget.evaluate(SHOWN), NETWORK, values, "relu2", (1, 2, 3))
    widget.get_by_label("image", exact=True).select_option("O")
    page.settle()
    values = {layer: array[1] for layer, array in ALL.items()} | {"input": IMAGES["O"][None]}
    assert_shows(widget.evaluate(SHOWN), NETWORK, values, "relu2", (1, 2, 3))
    assert page.console == []
    page.close()


@pytest.mark.browser
def test_it_cleans_up(lab):
    page = lab.open("network_gone.ipynb", CELLS[:1])
    page.run_all()
    page.widget(0)
    page.command("notebook:clear-cell-output")
    page.page.wait_for_selector(".xo", state="detached")
    page.run("explorer.layer = 'dense1'; explorer.image = 'O'")
    page.settle()
    assert page.console == []
    page.close()


# Backwards

LABELS = {"X": 0, "O": 1, "X_rotation": 0}


def backwards(network, image, label):
    """Every layer's values and gradients for one image, and the gradients of the weights."""
    values = network.activations(image[None].astype(float))
    gradients = network.backward(cross_entropy_backward(list(values.values())[-1], [label]))
    return [{name: array[0] for name, array in found.items()} for found in (values, gradients)]


def test_it_holds_each_images_own_gradients():
    explorer = NetworkExplorer(NETWORK, IMAGES, "O", "conv2", 1, 2, 3, labels=LABELS)
    network = small()
    _, gradients = backwards(network, IMAGES["O"][None], 1)
    assert explorer.gradient == gradients["conv2"][1, 2, 3]
    assert explorer.value == ALL["conv2"][1, 1, 2, 3]
    explorer.layer, explorer.column = "dense1", 1
    assert explorer.gradient == gradients["dense1"][1]
    sent = np.frombuffer(explorer.gradients).reshape(3, -1)[1]
    assert np.array_equal(sent, np.hstack([array.ravel() for array in gradients.values()]))
    sent, spec = np.frombuffer(explorer.weight_gradients).reshape(3, -1)[1], explorer.layers[-1]
    weights = sent[spec["weights"] : spec["bias"]].reshape(2, 18)
    assert np.array_equal(weights, network.gradients["dense1.weights"].T)
    assert NetworkExplorer(NETWORK, IMAGES).gradient is None


@pytest.mark.parametrize(
    ("layer", "cell", "came"),
    [
        ("dense1", (0, 0, 1), "from the loss"),
        ("flatten1", (0, 0, 3), "handed down by 2 cells of dense1"),
        ("pool1", (1, 2, 2), "handed down by 1 cell of flatten1"),
        ("relu1", (1, 1, 2), "handed down by 12 cells of conv2"),
        ("input", (0, 0, 0), "handed down by 3 cells of conv1"),
    ],
)
def test_its_repr_says_what_hands_the_gradient_down(layer, cell, came):
    explorer = NetworkExplorer(NETWORK, IMAGES, "X", layer, *cell, labels=LABELS)
    place = f"image='X', layer={layer!r}, map={cell[0]}, row={cell[1]}, column={cell[2]}"
    assert repr(explorer) == f"NetworkExplorer({place}, gradient={fine(explorer.gradient)}): {came}"
    assert explorer._repr_mimebundle_()[0]["text/plain"] == repr(explorer)


def test_a_closed_gate_is_told():
    row, column = np.argwhere(ALL["conv1"][0, 0] <= 0)[0]
    explorer = NetworkExplorer(NETWORK, IMAGES, "X", "conv1", 0, int(row), int(column), labels=LABELS)
    assert repr(explorer).endswith(", gradient=0.00): relu1 hands it nothing")
    text = explorer._figure()._supxlabel.get_text()
    assert text.endswith(" came in not above 0, so nothing goes through = 0.00")


def test_the_picture_left_behind_shows_scaled_gradients_and_what_lies_above():
    explorer = NetworkExplorer(NETWORK, IMAGES, "O", "relu1", 1, 2, 3, labels=LABELS)
    _, gradients = backwards(small(), IMAGES["O"][None], 1)
    [ax] = explorer._figure().axes
    maps = [array / scale_of(array) for array in gradients.values() if array.ndim == 3]
    shown = [image.get_array() for image in ax.images]
    assert all(
        np.allclose(one, grid) for one, grid in zip(shown, [m for grids in maps for m in grids], strict=False)
    )
    label = ax.figure._supxlabel.get_text()
    assert label.startswith("gradient of relu1[1, 2, 3]:  ")
    assert label.removesuffix(", rounded").endswith(f" = {fine(explorer.gradient)}")
    lines = [patch for patch in ax.patches if patch.get_edgecolor() == (0, 0, 0, 1)]
    assert [patch.get_linestyle() == "-" for patch in lines[:3]] == [True] * 3  # it, and conv2's two maps
    assert not any(patch.get_linestyle() == "-" for patch in lines[3:])
    assert lines[1].get_width() == pytest.approx(3 * 9 / 5)


@pytest.mark.parametrize(
    ("labels", "message"),
    [
        ([0, 1, 0], "labels is a dict of image names"),
        ({"X": 0, "O": 1}, "no right class for image 'X_rotation'"),
        (LABELS | {"Y": 1}, "labels names 'Y', and there is no such image"),
        (LABELS | {"O": 2}, "label of 'O' is 2; dense1 has votes 0 to 1"),
        (LABELS | {"O": "O"}, "label of 'O' is 'O'"),
        (LABELS | {"O": True}, "label of 'O' is True"),
    ],
)
def test_labels_that_do_not_fit_are_refused(labels, message):
    with pytest.raises(ValueError, match=message):
        NetworkExplorer(NETWORK, IMAGES, labels=labels)


def test_share_minus_right_answer_closes_as_shown():
    def number(text):
        return float(text.replace("−", "-"))

    for value in -np.append(10.0 ** np.random.default_rng(0).uniform(-9, 0, 500), [0.9635, 0.279, 0.5]):
        votes = {"dense1": np.array([value, -value])}
        text = written_back(NETWORK, None, votes, "dense1", (0,), 0)
        share, right, result = (number(part.split()[-1]) for part in text.replace(" = ", " − ").split(" − "))
        assert (right, result) == (1, number(fine(value)))
        assert share - 1 == pytest.approx(result, abs=1e-12)
        assert written_back(NETWORK, None, votes, "dense1", (1,), 0).count(fine(-value)) == 2


def test_gradients_need_votes():
    with pytest.raises(ValueError, match="start at votes in a row, and pool1 gives 2×3×3"):
        NetworkExplorer(NETWORK[:5], IMAGES, labels=LABELS)


NUMBERS = [
    0,
    -0.27,
    0.01,
    0.00999,
    -0.0012,
    0.0029,
    0.001,
    9.99e-4,
    -4.567e-5,
    2.9e-7,
    1e-12,
    -9e-13,
    3.5,
    1e5,
]


def test_gradients_keep_two_digits():
    assert [fine(number) for number in NUMBERS[:10]] == (
        ["0.00", "−0.27", "0.01", "0.01", "−0.0012", "0.0029", "0.0010", "0.0010", "−4.6e−5", "2.9e−7"]
    )
    assert [fine(number) for number in NUMBERS[10:]] == ["1.0e−12", "0.00", "3.50", "100000.00"]


BACK = """([layers, weights, values, gradients, answer, numbers]) => {
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


@pytest.mark.browser
@pytest.mark.parametrize("seed", range(8))
def test_the_pages_arithmetic_backwards_is_pythons(blank, seed):
    network, label = any_network(seed), seed % 2
    image = image_for(network, seed)
    explorer = NetworkExplorer(network, {"noise": image}, labels={"noise": label})
    values, gradients = backwards(network, image, label)
    given = [explorer.layers, np.frombuffer(explorer.weights).tolist()]
    given += [[array.ravel().tolist() for array in arrays.values()] for arrays in (values, gradients)]
    random = (10.0 ** np.random.default_rng(seed).uniform(-14, 3, 300)).tolist()
    shown, said, spoken = blank.evaluate(
        BACK % module("shared/trace", "shared/strip", "network_explorer/backwards"),
        [*given, label, NUMBERS + random],
    )
    assert said == [fine(number) for number in NUMBERS + random]
    assert spoken[8] == "minus 4.6 times ten to the minus 5"
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


BACK_CELLS = [
    MAKE
    + "\nfrom xo_helpers.widgets import NetworkExplorer\n"
    + f"explorer = NetworkExplorer(small(), IMAGES, 'O', 'conv2', 0, 1, 2, labels={LABELS})\nexplorer",
    "big = NetworkExplorer(large(), {'a': image_for(large(), 1)}, layer='conv3', labels={'a': 1})\nbig",
    "explorer",
    "pass",
]


@pytest.fixture(scope="module")
def back_page(host):
    lesson = host.open("network_backwards.ipynb", BACK_CELLS)
    lesson.run_all()
    yield lesson
    lesson.close()


SHOWN_BACK = """widget => {
    const grid = host => ({
        name: host.getAttribute('aria-label'), title: host.closest('.xo-panel').querySelector('.xo-caption').textContent,
        size: [host.children.length, host.children[0].children.length],
        cells: [...host.querySelectorAll('.xo-cell')].map(cell => [cell.getAttribute('aria-label'), cell.textContent, cell.dataset.mark]),
    });
    const tables = [...widget.querySelectorAll('[role=table]')].filter(host => host.checkVisibility()).map(grid);
    return {
        picked: grid(widget.querySelector('[role=grid]')), kernels: tables.filter(({name}) => name.startsWith('gradient of')),
        above: tables.filter(({name}) => !name.startsWith('gradient of')),
        sum: widget.querySelector('.xo-sum').textContent, says: widget.querySelector('[role=status]').textContent,
        layers: [...widget.querySelectorAll('canvas')].map(canvas => canvas.getAttribute('aria-label')),
    };
}"""


def held(grid, shape):
    """What a grid shows: {flat place: (text, label, mark)}."""
    depth = int(re.findall(r"map (\d+)", grid["name"])[0]) if len(shape) == 3 else 0
    found = {}
    for label, text, mark in grid["cells"]:
        if label != "no value":
            where = [int(number) for number in re.findall(r"(?:row|column|value) (\d+)", label)]
            found[np.ravel_multi_index((depth, *where)[-len(shape) :], shape)] = (text, label, mark)
    return found


def assert_shows_back(shown, network, image, label, name, cell):
    values, gradients = backwards(network, image, label)
    names, value = list(network.shapes), gradients[name][cell]
    place = ", ".join(map(str, cell))
    text = written_back(network, values, gradients, name, cell, label)
    assert shown["sum"] == f"gradient of {name}[{place}]:  {text}"
    assert shown["sum"].removesuffix(", rounded").endswith(f" = {fine(value)}")
    assert shown["says"].endswith(f", {handed(network, values, name, cell)}")
    fields = trace_up(network, values, name, cell)
    for layer, said in zip(names, shown["layers"], strict=True):
        count = len(fields.get(layer, [])) if layer != name else 0
        assert (f": {count} cell" in said) == bool(count)
    at = names.index(name)
    for which, grid in [(name, shown["picked"]), *((names[at + 1], grid) for grid in shown["above"])]:
        for flat, (number, _, _) in held(grid, network.shapes[which]).items():
            assert number == fine(gradients[which].ravel()[flat])
    scale = np.abs(gradients[name]).max()
    assert shown["picked"]["title"].endswith(f"darkest = {fine(scale)}") == bool(scale)
    if name == names[-1]:
        assert shown["above"] == []
    else:
        above, weights = hands_down(network.layers[at], values[name], cell)
        opens = {int(flat): bool(weight) for flat, weight in zip(above, weights, strict=True)}
        ringed = []
        for grid in shown["above"]:
            for flat, (_, said, mark) in held(grid, network.shapes[names[at + 1]]).items():
                role = {True: ", hands to it", False: ", hands it nothing"}.get(opens.get(int(flat)), "")
                assert said.endswith(role) if role else "hands" not in said
                ringed += [flat] * (mark == "ring")
        pull = np.abs(gradients[names[at + 1]].ravel()[above] * weights)
        assert ringed == ([above[np.argmax(pull)]] if len(above) else [])
    own = network.gradients
    kind = network.layers[at - 1].kind if at else "input"
    assert bool(shown["kernels"]) == (kind in ("conv", "dense"))
    for grid in shown["kernels"]:
        if kind == "conv":
            m, c = map(int, re.findall(r"\[(\d+), (\d+)\]", grid["name"])[0])
            assert m == cell[0]
            want = own[f"{name}.kernels"][m, c].ravel()
        else:
            assert grid["name"] == f"gradient of {name}.weights[:, {cell[0]}]"
            want = own[f"{name}.weights"][:, cell[0]]
        texts = [text for _, text, _ in grid["cells"] if text]
        assert texts == [fine(number) for number in want]
    if kind == "conv" and network.shapes[names[at - 1]][0] <= 3:
        assert len(shown["kernels"]) == network.shapes[names[at - 1]][0]


@pytest.mark.browser
@pytest.mark.parametrize("seed", range(4))
def test_random_cells_of_random_networks_backwards(back_page, seed):
    page, network, label = back_page, any_network(seed), seed % 2
    made = f"made = any_network({seed})\nother = NetworkExplorer(made, {{'noise': image_for(made, {seed})}}, labels={{'noise': {label}}})\nother"
    page.rerun(3, made)
    widget = page.widget(3)
    rng = np.random.default_rng(seed)
    for name in network.shapes:
        for _ in range(2):
            cell = tuple(int(rng.integers(count)) for count in network.shapes[name])
            put(page, "noise", name, (0, 0, *cell)[-3:], "other")
            shown = widget.evaluate(SHOWN_BACK)
            assert_shows_back(shown, network, image_for(network, seed), label, name, cell)
    page.screenshot(f"random-{seed}", widget)


@pytest.mark.browser
def test_a_large_network_folds_its_kernels(back_page):
    network, widget = large(), back_page.widget(1)
    rng = np.random.default_rng(2)
    for name in ("input", "pool1", "conv2", "relu3", "flatten1", "dense1"):
        cell = tuple(int(rng.integers(count)) for count in network.shapes[name])
        put(back_page, "a", name, (0, 0, *cell)[-3:], "big")
        shown = widget.evaluate(SHOWN_BACK)
        assert_shows_back(shown, network, image_for(network, 1), 1, name, cell)
        assert len(shown["kernels"]) <= 1
    back_page.screenshot("large", widget)


@pytest.mark.browser
def test_by_keyboard_from_the_last_layer_to_the_pixels_and_up_again(back_page):
    page, widget = back_page, back_page.widget(0)
    put(page, "O", "dense1", (0, 0, 1))
    focus(widget)
    assert status(widget).endswith(", from the loss")
    path = [state(page)]
    for _ in range(7):
        press(page, "d")
        path.append(state(page))
    assert [at[1] for at in path] == list(NETWORK.shapes)[::-1]
    values, _ = backwards(small(), IMAGES["O"][None], 1)
    for above, below in pairwise(path):
        shape = values[below[1]].shape
        layer, cell = (
            NETWORK.layers[NETWORK.names.index(above[1])],
            tuple(above[2:])[-len(values[above[1]].shape) :],
        )
        cells, weights = sources(layer, shape, cell)
        pull = values[below[1]].ravel()[cells] if layer.kind == "pool" else np.abs(weights)
        assert np.ravel_multi_index(tuple(below[2:])[-len(shape) :], shape) == cells[np.argmax(pull)]
    press(page, "Enter")
    assert status(widget) == "a pixel: nothing lies below it"
    for want in path[-2::-1]:
        press(page, "u")
        assert state(page) == want
        assert_shows_back(
            widget.evaluate(SHOWN_BACK),
            small(),
            IMAGES["O"][None],
            1,
            want[1],
            tuple(want[2:])[-len(NETWORK.shapes[want[1]]) :],
        )
    assert widget.locator("[role=grid] :focus").count() == 1
    press(page, "u")
    assert status(widget) == "dense1 is the last layer"


@pytest.mark.browser
def test_up_goes_to_what_hands_most_of_the_gradient_down(back_page):
    page, widget = back_page, back_page.widget(0)
    put(page, "X", "relu1", (0, 3, 3))
    focus(widget)
    press(page, "u")
    values, gradients = backwards(small(), IMAGES["X"][None], 0)
    cells, weights = hands_down(NETWORK.layers[2], values["relu1"], (0, 3, 3))
    best = cells[np.argmax(np.abs(gradients["conv2"].ravel()[cells] * weights))]
    assert state(page)[1:] == ["conv2", *map(int, np.unravel_index(best, (2, 5, 5)))]
    page.page.mouse.move(0, 0)
    widget.get_by_label("image", exact=True).select_option("O")
    page.settle()
    assert_shows_back(
        widget.evaluate(SHOWN_BACK), small(), IMAGES["O"][None], 1, "conv2", tuple(state(page)[2:])
    )


@pytest.mark.browser
def test_the_pointer_picks_a_cell_above(back_page):
    page, widget = back_page, back_page.widget(0)
    put(page, "X", "relu1", (0, 3, 3))
    box = widget.get_by_role("table", name="conv2, map 1 of 0 to 1").bounding_box()
    page.page.mouse.click(box["x"] + 2.5 * box["width"] / 5, box["y"] + 1.5 * box["height"] / 5)
    page.settle()
    assert state(page) == ["X", "conv2", 1, 1, 2]
    assert widget.locator("[role=grid] :focus").count() == 1


@pytest.mark.browser
def test_axe_finds_nothing_backwards(back_page):
    page = back_page
    for theme in ("JupyterLab Dark", "JupyterLab Light"):
        page.theme(theme)
        for layer in ("relu1", "conv2", "dense1", "input"):
            page.run(f"explorer.layer = {layer!r}")
            page.settle()
            assert page.problems() == []
            page.screenshot(f"{theme.split()[1]}-{layer}", page.widget(0))
    assert page.console == []


FITS = """widget => [...widget.querySelectorAll('.xo-cell')].filter(cell => cell.checkVisibility())
    .filter(cell => cell.scrollWidth > cell.clientWidth + 1).map(cell => cell.textContent)"""


@pytest.mark.browser
def test_gradients_on_a_phone(lab):
    page = lab.open(
        "backwards_phone.ipynb", BACK_CELLS[:2], viewport={"width": 360, "height": 740}, device_scale_factor=2
    )
    page.run_all()
    for layer in ("conv2", "pool1", "relu1"):
        page.run(f"explorer.layer = {layer!r}; big.layer = {layer!r}")
        page.settle()
        for index in (0, 1):
            widget = page.widget(index)
            assert widget.evaluate("widget => widget.scrollWidth <= widget.clientWidth"), (index, layer)
            assert widget.evaluate(FITS) == []
            page.screenshot(f"{layer}-{index}", widget)
    assert page.problems() == []
    page.close()
