"""The network explorer: in Python, its arithmetic on a page of its own, and in JupyterLab by keyboard and pointer."""

import json
import re
from pathlib import Path

import numpy as np
import pytest
import traitlets
from sample_networks import IMAGES, any_network, image_for, small

from xo_helpers.data import load_image
from xo_helpers.layers import Flatten
from xo_helpers.network import Network
from xo_helpers.texts import in_cell
from xo_helpers.trace import sources, trace, written_out
from xo_helpers.widgets import NetworkExplorer
from xo_helpers.widgets.base import module

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
    assert repr(explorer) == f"NetworkExplorer({place}, value={in_cell(value)}): {came}"
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
    assert label.endswith(f" = {in_cell(explorer.value)}")
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
        return {places, weights: terms.map(term => term.weight), pixels, feeds, added: inCell(added),
                text: writtenOut(layer, terms, bias, value)};
    }));
}"""


@pytest.fixture(scope="module")
def blank(lab):
    page = lab.browser.new_page()
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
    shown = blank.evaluate(ARITHMETIC % module("trace"), given)
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
                assert found["added"] == in_cell(values[at + 1][cell])
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
def page(lab):
    lesson = lab.open("network_explorer.ipynb", CELLS)
    lesson.run_all()
    yield lesson
    lesson.close()


def put(page, image, layer, cell, name="explorer"):
    """Set the state from Python, and wait until it is painted."""
    place = dict(zip(("map", "row", "column"), cell, strict=True))
    for trait, value in {"image": image, "layer": layer, **place}.items():
        page.run(f"{name}.{trait} = {value!r}")
    page.settle()


@pytest.fixture
def explorer(page):
    """The first widget at a cell of conv2, with the keyboard's focus in its grid."""
    put(page, "X", "conv2", (0, 1, 2))
    widget = page.widget(0)
    widget.get_by_text("conv2, map 1, row 2, column 3: ").wait_for()
    focus(widget)
    return widget


def focus(widget):
    widget.locator("[role=grid] [tabindex='0']").focus()


def press(page, *keys):
    for key in keys:
        page.page.keyboard.press(key)
    page.settle()


def state(page, name="explorer"):
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
        assert f", map {at // size + 1} of {len(array)}" in grid["name"]
        assert grid["size"] == [min(12, count) for count in array.shape[1:]]
    whole, places = array.dtype.kind == "i", {}
    for label, text, mark in grid["cells"]:
        if label == "no value":
            assert flat
            continue
        numbers = [
            int(number) - 1
            for number in re.findall(r"\d+", label.split(", ")[0] + label.split(", ")[1 - flat])
        ]
        row, column = (0, numbers[0]) if flat else numbers
        value = array[at // size, row, column]
        assert text == in_cell(value, whole)
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
    assert f": {in_cell(value)}, ".replace("−", "minus ") in shown["says"]
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
    assert shown["sum"].endswith(f" = {in_cell(value)}")
    cells, weights = sources(layer, x.shape, cell)
    best, size = strongest(layer, x, cells, weights), x[0].size if x.ndim == 3 else x.size
    maps = sorted({int(cell) // size for cell in cells})
    if len(maps) > 3 or x.shape[-1] > 12:
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
    pull = x.ravel()[cells] if layer.kind == "pool" else np.abs(x.ravel()[cells] * weights)
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
    page.page.evaluate(
        """source => {
            const cell = jupyterapp.shell.currentWidget.content.widgets.at(-1);
            cell.model.sharedModel.setSource(source);
            jupyterapp.shell.currentWidget.content.activeCellIndex = 3;
        }""",
        made,
    )
    page.command("notebook:run-cell")
    page.page.wait_for_timeout(500)
    widget = page.widget(3)
    rng = np.random.default_rng(seed)
    for name in network.shapes:
        for _ in range(3):
            cell = tuple(int(rng.integers(count)) for count in network.shapes[name])
            put(page, "noise", name, (0, 0, *cell)[-3:], "other")
            assert_shows(widget.evaluate(SHOWN), network, values, name, cell)
    page.screenshot(f"random-{seed}", widget)
