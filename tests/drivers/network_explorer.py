"""Drives NetworkExplorer, forwards and, with labels, backwards."""

import re
from dataclasses import replace

import numpy as np
from sample_networks import IMAGES

from drivers import Driver, focus
from drivers.draw_pad import MAKE, NETWORK
from xo_helpers.gradients import cross_entropy_backward
from xo_helpers.texts import rounded
from xo_helpers.trace import hands_down, sources, trace, trace_up, written_out
from xo_helpers.widgets.network_explorer.gradients import fine, handed, written_back

ALL = NETWORK.activations(np.stack(list(IMAGES.values()))[:, None])
LABELS = {"X": 0, "O": 1, "X_rotation": 0}
CELL = f"""{MAKE}
from xo_helpers.widgets import NetworkExplorer
explorer = NetworkExplorer(small(), IMAGES, layer='conv2', row=1, column=2)
explorer"""
BACK = f"""{MAKE}
from xo_helpers.widgets import NetworkExplorer
back = NetworkExplorer(small(), IMAGES, 'O', 'conv2', 0, 1, 2, labels={LABELS})
back"""
# Others that a phone and axe see: each kind of grid that stands beside the picked one, small and large.
MORE = [f"NetworkExplorer(small(), IMAGES, layer={layer!r})" for layer in ("dense1", "input")]
MORE += [
    f"NetworkExplorer(small(), IMAGES, 'O', {layer!r}, labels={LABELS})"
    for layer in ("relu1", "pool1", "dense1", "input")
]
MORE += [
    f"NetworkExplorer(large(), {{'a': image_for(large(), 1)}}, layer={layer!r}, labels={{'a': 1}})"
    for layer in ("conv2", "pool1", "relu1")
]
BIG = (
    "big = NetworkExplorer(large(), {'a': image_for(large(), 1), 'b': image_for(large(), 2)}, layer='conv3')\n"
    "big"
)
# How gradients are written.
FINE = {
    0: "0.00", -0.27: "−0.27", 0.01: "0.01", 0.00999: "0.01", -0.0012: "−0.0012", 0.0029: "0.0029",
    0.001: "0.0010", 9.99e-4: "0.0010", -4.567e-5: "−4.6e−5", 2.9e-7: "2.9e−7", 1e-12: "1.0e−12",
    -9e-13: "0.00", 3.5: "3.50", 1e5: "100000.00",
}  # fmt: skip
SHOWN = """widget => {
    const grid = host => ({
        name: host.getAttribute('aria-label'), title: host.closest('.xo-panel').querySelector('.xo-caption').textContent,
        size: [host.children.length, host.children[0].children.length],
        cells: [...host.querySelectorAll('.xo-cell')].map(cell =>
            [cell.getAttribute('aria-label'), cell.textContent, cell.dataset.mark]),
    });
    const shown = (what, inside = widget) => [...inside.querySelectorAll(what)].filter(at => at.checkVisibility());
    const tables = shown('[role=table]').filter(host => !host.closest('.xo-slice')).map(grid);
    return {
        picked: grid(widget.querySelector('[role=grid]')), kernels: tables.filter(({name}) => name.startsWith('gradient of')),
        others: tables.filter(({name}) => !name.startsWith('gradient of')),
        slices: shown('.xo-slice').map(slice => shown('[role=table]', slice).map(grid)),
        maps: shown('.xo-maps').map(line => line.textContent).join(''),
        sum: widget.querySelector('.xo-written').textContent, says: widget.querySelector('[role=status]').textContent,
        seen: widget.querySelector('.xo-tour .xo-line').firstChild.textContent,
        heard: ['[role=grid] [tabindex]', '[role=status]'].map(at => widget.querySelector(at))
            .map(at => at.ariaLabel ?? at.textContent).join(' ').split(' ').length,
        layers: [...widget.querySelectorAll('canvas')].map(canvas => canvas.getAttribute('aria-label')),
    };
}"""
# What is heard after each of some keys: the cell that has the focus then, and the status.
ANSWERS = """async (widget, keys) => {
    const answers = [];
    for (const key of keys) {
        document.activeElement.dispatchEvent(new KeyboardEvent('keydown', {key, bubbles: true, cancelable: true}));
        await new Promise(done => requestAnimationFrame(() => setTimeout(done)));
        answers.push([document.activeElement.ariaLabel, widget.querySelector('[role=status]').textContent]);
    }
    return answers;
}"""
UNITS = {6: "millionth", 9: "billionth", 12: "trillionth"}


def heard(text):
    """A number as it is said: −4.6e−5 is minus 46 millionths."""
    digits, _, power = text.removeprefix("−").partition("e−")
    if not power:
        return text.replace("−", "minus ")
    unit = 3 * -(-int(power) // 3)
    count = f"{float(digits) * 10 ** (unit - int(power)):.1f}".removesuffix(".0")
    return f"{'minus ' * (text[0] == '−')}{count} {UNITS[unit]}{'s' * (count != '1')}"


def in_cells(numbers, all_of_them):
    """Gradients as cells hold them: of two decimals where the largest of all of them is not small."""
    shown = fine if np.abs(all_of_them).max() < 0.1 else lambda number: rounded(number, 2)
    return [shown(number) for number in numbers]


def place_of(name, cell):
    """A cell's place in words, as the page says it."""
    if len(cell) == 1:
        return f"{name}, value {cell[0]}"
    return "{}, map {}, row {}, column {}".format(name, *cell)


def news_of(name, cell, number, came):
    """What the page may say of a cell: what is new of its place, its number and, where that is short, whence."""
    places = [place_of(name, cell), f"{name} at {', '.join(map(str, cell))}"]
    places += (
        [f"value {cell[0]}"] if len(cell) == 1 else ["row {1}, column {2}".format(*cell), f"map {cell[0]}"]
    )
    return [f"{place}: {number}{more}" for place in places for more in ("", came)]


def came_to(network, name, cell):
    """What a cell's number comes from, in few words."""
    if name == "input":
        return ", a pixel"
    at = network.names.index(name)
    count = len(sources(network.layers[at], [*network.shapes.values()][at], cell)[0])
    return (
        f", from {count} {'cell' if at else 'pixel'}{'s' * (count != 1)}" if count else ", from padding alone"
    )


def from_above(network, values, name, cell):
    """What its gradient comes from, in few words."""
    if name == [*network.shapes][-1]:
        return ", from the loss"
    at = [*network.shapes].index(name)
    count = int(np.count_nonzero(hands_down(network.layers[at], values[name], cell)[1]))
    return f", from {count or 'no'} cell{'s' * (count > 1)}"


def put(lesson, image, layer, cell, name="explorer"):
    """Set the state from Python, and wait until it is painted."""
    place = dict(zip(("map", "row", "column"), (0, 0, *cell)[-3:], strict=True))
    traits = {"image": image, "layer": layer, **place}
    lesson.run("; ".join(f"{name}.{trait} = {value!r}" for trait, value in traits.items()))
    lesson.settle()


def state_of(lesson, name="explorer"):
    """Where Python says that one of them is."""
    return replace(DRIVER, state=DRIVER.state.replace("explorer", name)).state_of(lesson)


def cell_of(state):
    """The cell of a state of the small network: (map, row, column), or (i,)."""
    return tuple(state[2:])[-len(NETWORK.shapes[state[1]]) :]


def reckoned(chromium, script, explorer, numbers, *more):
    """What a function of the layers, the weights and lists of arrays gives, on a page of its own."""
    given = [explorer.layers, np.frombuffer(explorer.weights).tolist()]
    given += [[array.ravel().tolist() for array in arrays] for arrays in numbers]
    page = chromium.new_page()
    found = page.evaluate(script, [*given, *more])
    page.close()
    return found


def values_of(image):
    """Every layer's values of one of the images."""
    at = list(IMAGES).index(image)
    return {layer: array[at] for layer, array in ALL.items()} | {"input": IMAGES[image][None]}


def held(grid, shape, at=0):
    """What a grid shows of an array of this shape: {flat place: (label, text, mark)}."""
    named = re.findall(r"map (\d+)", grid["name"])
    depth = (int(named[0]) if named else at) if len(shape) == 3 else 0
    found, picked, corner, wide = {}, {}, None, grid["size"][1]
    for i, (label, text, mark) in enumerate(grid["cells"]):
        where = [int(number) for number in re.findall(r"(?:row|column|value) (\d+)", label)]
        if label != "no value" and not where:
            picked[i] = (label, text, mark)  # it says no place
        if where:
            corner = np.subtract(where, divmod(i, wide) if len(shape) == 3 else i)
            found[int(np.ravel_multi_index((depth, *where)[-len(shape) :], shape))] = (label, text, mark)
    for i, cell in picked.items():
        where = [0, 0] if corner is None else corner + (divmod(i, wide) if len(shape) == 3 else i)
        found[int(np.ravel_multi_index((depth, *where)[-len(shape) :], shape))] = cell
    assert len(picked) <= 1
    return found


def assert_grid(grid, array, at):
    """A grid shows NumPy's numbers around the flat place `at`; gives back what feeds the cell, and what is ringed."""
    if array.ndim == 3:
        size, last = array[0].size, len(array) - 1
        named = f", map {at // size} of 0 to {last}" if last else ", map 0, the only one"
        assert grid["name"].endswith(named)
        most = 9 if max(array.shape[1:]) <= 9 else 7  # a part of large ones
        assert grid["size"] == [min(most, count) for count in array.shape[1:]]
    whole, places = array.dtype.kind == "i", held(grid, array.shape)
    for place, (label, text, _) in places.items():
        value = array.flat[place]
        assert text == rounded(value, 2, whole)
        name = {1: "stroke", -1: "background"}[value] if whole else text.replace("−", "minus ")
        assert f", {name}" in label or label == name
    assert at in places
    feeds = [place for place, (label, _, _) in places.items() if label.endswith(", feeds it")]
    return feeds, [place for place, (*_, mark) in places.items() if mark == "ring"]


def strongest(layer, x, cells, weights):
    if not len(cells):
        return None
    pull = x.ravel()[cells] if layer.kind in ("pool", "max") else np.abs(x.ravel()[cells] * weights)
    return cells[np.argmax(pull)]


def assert_counted(shown, network, fields, name):
    """Each small picture says how many of its cells are part of the way from or to the picked one."""
    for layer, said in zip(network.shapes, shown["layers"], strict=True):
        count = len(fields.get(layer, [])) if layer != name else 0
        assert said.startswith(f"{layer}, ")
        assert (f": {count} cell" in said) == bool(count)


def assert_shows(widget, network, values, name, cell):
    """All that the widget may show of a cell, from NumPy. `cell` is (map, row, column), or (i,)."""
    shown, value, names = widget.evaluate(SHOWN), values[name][cell], list(network.shapes)
    assert shown["sum"].startswith(f"{name}[{', '.join(map(str, cell))}]:  ")
    assert shown["says"] in news_of(name, cell, heard(rounded(value, 2)), came_to(network, name, cell))
    assert shown["heard"] <= 12
    fields = trace(network, name, cell)
    assert_counted(shown, network, fields, name)
    assert assert_grid(shown["picked"], values[name], fields[name][0]) == ([], [])
    assert shown["kernels"] == []
    if name == "input":
        assert shown["others"] == shown["slices"] == []
        return
    at = names.index(name)
    x, layer = values[names[at - 1]], network.layers[at - 1]
    assert shown["sum"].split(":  ")[1] == written_out(layer, x, value, cell)
    assert shown["sum"].removesuffix(", rounded").endswith(f" = {rounded(value, 2)}")
    assert_sources(shown["others"], layer, x, cell)
    assert_slices(shown, name, layer, x, cell, value)


def assert_sources(grids, layer, x, cell):
    """The map below the picked cell that pulls most: what feeds it there, and the strongest of it ringed."""
    cells, weights = sources(layer, x.shape, cell)
    best, size = strongest(layer, x, cells, weights), x[0].size if x.ndim == 3 else x.size
    if best is None:
        assert grids == []
        return
    [grid] = grids
    there = cells[cells // size == best // size]
    feeds, ringed = assert_grid(grid, x, best if x.ndim == 1 else there[len(there) // 2])
    assert (sorted(feeds), ringed) == (list(there), [best])


def texts_of(grid):
    return [text for _, text, _ in grid["cells"]]


def assert_slices(shown, name, layer, x, cell, value):
    """Patch × kernel = products on each map below, or of many on the strongest alone; of a row the weights."""
    if layer.kind not in ("conv", "dense"):
        assert shown["slices"] == []
        return
    if layer.kind == "dense":
        [[weights]] = shown["slices"]
        assert weights["name"] == f"{name}.weights[:, {cell[0]}]"
        want = [rounded(number, 2) for number in layer.parameters["weights"][:, cell[0]]]
        assert [text for text in texts_of(weights) if text] == want
        return
    kernel, pad = layer.parameters["kernels"][cell[0]], layer.padding
    k, wide = kernel.shape[-1], np.pad(x, [(0, 0), (pad, pad), (pad, pad)])
    row, column = (at * layer.stride for at in cell[1:])
    patch = wide[:, row : row + k, column : column + k]
    inside = np.pad(np.ones(x.shape[1:], bool), pad)[row : row + k, column : column + k].ravel()
    cells, weights = sources(layer, x.shape, cell)
    best = strongest(layer, x, cells, weights)
    maps = range(len(x)) if len(x) <= 3 else [0 if best is None else best // x[0].size]
    for m, (patched, kernels, products) in zip(maps, shown["slices"], strict=True):
        held = [rounded(number, 2, x.dtype.kind == "i") for number in patch[m].ravel()]
        assert texts_of(patched) == [text if here else "0" for text, here in zip(held, inside, strict=True)]
        assert kernels["name"] == f"{name}.kernels[{cell[0]}, {m}]"
        assert texts_of(kernels) == [rounded(number, 2) for number in kernel[m].ravel()]
        found = (patch[m] * kernel[m]).ravel()
        assert texts_of(products) == [rounded(number, 2) for number in found]
        exact = np.allclose(found * 100, np.round(found * 100), rtol=0, atol=1e-6)
        assert products["title"] == f"sum {'=' if exact else '≈'} {rounded(found.sum(), 2)}"
    assert shown["maps"].removesuffix(", rounded").endswith(f" = {rounded(value, 2)}" if len(x) > 1 else "")
    if 1 < len(x) <= 9:
        sums = " + ".join(rounded(one, 2) for one in (patch * kernel).sum(axis=(1, 2)))
        assert shown["maps"].startswith(f"all {len(x)} maps: {sums} + bias ")


def backwards(network, image, label):
    """Every layer's values and gradients for one image."""
    values = network.activations(image[None].astype(float))
    gradients = network.backward(cross_entropy_backward(list(values.values())[-1], [label]))
    return [{name: array[0] for name, array in found.items()} for found in (values, gradients)]


def assert_shows_back(widget, network, image, label, name, cell):
    """All that it may show of a cell's gradient, from NumPy."""
    shown = widget.evaluate(SHOWN)
    values, gradients = backwards(network, image, label)
    place, value = ", ".join(map(str, cell)), gradients[name][cell]
    text = written_back(network, values, gradients, name, cell, label)
    assert shown["sum"] == f"gradient of {name}[{place}]:  {text}"
    assert shown["sum"].removesuffix(", rounded").endswith(f" = {fine(value)}")
    came = from_above(network, values, name, cell)
    assert shown["says"] in news_of(name, cell, heard(fine(value)), came)
    assert shown["heard"] <= 12
    assert shown["seen"] == f"{place_of(name, cell)}: {fine(value)}, {handed(network, values, name, cell)}"
    assert_counted(shown, network, trace_up(network, values, name, cell), name)
    assert_gradients(shown["picked"], gradients[name])
    scale = np.abs(gradients[name]).max()
    assert shown["picked"]["title"].endswith(f"darkest = {fine(scale)}") == bool(scale)
    assert_above(shown["others"], network, values, gradients, name, cell)
    assert_kernels(shown["kernels"], network, name, cell)
    return shown


def assert_gradients(grid, gradients):
    """Its cells hold these, short where they are large, and say all of them."""
    for place, (label, text, _) in held(grid, gradients.shape).items():
        number = gradients.flat[place]
        assert [text] == in_cells([number], gradients)
        assert heard(fine(number)) in label


def assert_above(grids, network, values, gradients, name, cell):
    """The grids above: which of their cells hand down to the picked one, and which hands most."""
    names = list(network.shapes)
    if name == names[-1]:
        assert grids == []
        return
    at = names.index(name)
    upper = names[at + 1]
    cells, weights = hands_down(network.layers[at], values[name], cell)
    opens = {int(flat): bool(weight) for flat, weight in zip(cells, weights, strict=True)}
    ringed = []
    for grid in grids:
        assert_gradients(grid, gradients[upper])
        for place, (label, _, mark) in held(grid, network.shapes[upper]).items():
            role = {True: ", hands to it", False: ", hands it nothing"}.get(opens.get(place), "")
            assert label.endswith(role) if role else "hands" not in label
            ringed += [place] * (mark == "ring")
    pull = np.abs(gradients[upper].ravel()[cells] * weights)
    assert ringed == ([cells[np.argmax(pull)]] if len(cells) else [])


def assert_kernels(grids, network, name, cell):
    """The gradients of the kernels, or the weights, of the picked cell's layer."""
    names = list(network.shapes)
    at = names.index(name)
    kind = network.layers[at - 1].kind if at else "input"
    assert bool(grids) == (kind in ("conv", "dense"))
    for grid in grids:
        if kind == "conv":
            m, c = map(int, re.findall(r"\[(\d+), (\d+)\]", grid["name"])[0])
            assert m == cell[0]
            own = network.gradients[f"{name}.kernels"][m]
            want = own[c].ravel()
        else:
            assert grid["name"] == f"gradient of {name}.weights[:, {cell[0]}]"
            own = want = network.gradients[f"{name}.weights"][:, cell[0]]
        assert [text for _, text, _ in grid["cells"] if text] == in_cells(want, own)
    channels = network.shapes[names[at - 1]][0]
    if kind == "conv" and channels <= 3:
        assert len(grids) == channels


def shows(widget, state):
    image, layer, *_ = state
    assert_shows(widget, NETWORK, values_of(image), layer, cell_of(state))


DRIVER = Driver(
    variable="explorer",
    cell=CELL,
    begin="explorer.image = 'X'; explorer.layer = 'conv2'; explorer.map, explorer.row, explorer.column = 0, 1, 2",
    focus=focus,
    stops=(
        "image", "Down to a source", "Up to what it feeds", "Previous map", "Next map", "Tour",
        "conv2, map 0 of 0 to 1", "all 27 terms",
    ),
    steps=[
        (["ArrowRight", "ArrowDown", "n"], ["X", "conv2", 1, 2, 3]),
        (["u", "ArrowLeft"], ["X", "relu2", 1, 2, 2]),
    ],
    many=["d", "ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp", "u", "n", "p"] * 25 + ["ArrowDown"] * 3,
    end=["X", "conv2", 0, 4, 2],
    state="[explorer.image, explorer.layer, explorer.map, explorer.row, explorer.column]",
    shows=shows,
    also=(BIG, BACK, *MORE),
)  # fmt: skip
