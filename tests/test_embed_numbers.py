"""What the page of a single widget finds by itself is what Python finds; what it refuses, Python refuses."""

import json

import numpy as np
import pytest
import site_embed
from web import state_of

from xo_helpers.data import load_image, load_kernel
from xo_helpers.network import trained_network
from xo_helpers.ops import conv2d, max_pool, softmax
from xo_helpers.widgets import CompareGrids, DrawPad, NetworkExplorer, PoolWindow, SlideWindow

pytestmark = pytest.mark.browser
CASES = 200
X = load_image("X")
# The state that each address leads to, with the address of that state; or the sentence that says what is wrong.
FOUND = """
    const now = new Model(state).state;
    const { given: { takes, state: follow, told } } = closed(TAKES);
    const lists = (name, value) => value instanceof DataView ? [...new Float64Array(value.buffer)] : value;
    return addresses.map(address => {
        try {
            const found = { ...now, ...follow(givenBy(address, takes), now) };
            return JSON.stringify({ ...found, address: fragmentOf(told(name => found[name])) }, lists);
        } catch ({ message }) { return JSON.stringify(message); }
    });
"""


@pytest.fixture(scope="module")
def found(chromium):
    """What a page of a widget makes of addresses."""
    page = chromium.new_page()

    def ask(widget, addresses):
        parts = site_embed.parts("model", "takes", "address")
        closed = f"const closed = {site_embed.closed(type(widget).__name__)};"
        state = json.dumps(state_of(widget))
        answers = page.evaluate(f"([state, addresses]) => {{ {parts} {closed} {FOUND} }}", [state, addresses])
        return [json.loads(answer) for answer in answers]

    yield ask
    page.close()


def address(**given):
    """As somebody writes it by hand: images in # and ., all else in numbers."""

    def text(value):
        if not isinstance(value, np.ndarray):
            return str(value)
        plain = value.size and (np.abs(value) == 1).all()
        signs = {1: "#", -1: "."}
        rows = [
            "".join(signs[one] for one in row) if plain else ",".join(map(str, row)) for row in value.tolist()
        ]
        return "/".join(rows)

    return "#" + "&".join(f"{name}={text(value)}" for name, value in given.items())


def grid(rng, least=1, most=12):
    """Of strokes, of whole numbers or of others."""
    shape = rng.integers(least, most + 1, 2)
    shape = shape if rng.random() < 0.7 else shape[[0, 0]]
    kinds = rng.choice([-1, 1], shape), rng.integers(-9, 10, shape), rng.normal(size=shape).round(3)
    return kinds[rng.integers(3)]


def in_python(make, case, filled):
    """The state of a widget in Python, or None where it refuses."""
    try:
        widget = make(**case)
        if filled is not None:
            rows, columns = np.shape(getattr(widget, "sums", None) or widget.pooled)
            here = widget.row * columns + widget.column
            widget.visited = range(rows * columns) if filled == "all" else sorted({*filled, here})
    except ValueError:
        return None
    return state_of(widget)


def compared(found, example, cases):
    """Python's state and the page's of each case that both take; they refuse the same ones, and some."""
    filled = [case.pop("filled") for case in cases]
    texts = [some if isinstance(some, str | None) else ",".join(map(str, some)) for some in filled]
    more = [{} if text is None else {"filled": text} for text in texts]
    asked = [address(**case, **said) for case, said in zip(cases, more, strict=True)]
    answers = found(example, asked)
    expected = [in_python(type(example), *one) for one in zip(cases, filled, strict=True)]
    for text, answer, state in zip(asked, answers, expected, strict=True):
        assert isinstance(answer, str) == (state is None), (text, answer)
    both = [pair for pair in zip(expected, answers, strict=True) if pair[0]]
    assert CASES / 4 < len(both) < CASES
    again = found(example, [answer["address"] for _, answer in both])
    assert again == [answer for _, answer in both]  # an address says all
    return both


def test_the_page_filters_as_numpy_does_at_every_size_place_and_sign(found):
    rng, cases = np.random.default_rng(0), []
    for _ in range(CASES):
        image, kernel = grid(rng, 1), grid(rng, 1, 4)
        if rng.random() < 0.8:
            kernel = kernel[: min(kernel.shape), : min(kernel.shape)]
        row, column = rng.integers(0, 9, 2).tolist()
        cases.append({"image": image, "kernel": kernel, "row": row, "column": column, "filled": some(rng)})
    for state, answer in compared(found, SlideWindow(X, load_kernel("diagonal")), cases):
        image, kernel = np.array(state["image"]), np.array(state["kernel"])
        np.testing.assert_allclose(
            answer["sums"], conv2d(image[None, None], kernel[None, None])[0, 0], 1e-12, 1e-12
        )
        assert_same(state, answer, "image", "kernel", "row", "column")


def test_the_page_pools_as_numpy_does_with_every_size_stride_and_edge(found):
    rng, cases = np.random.default_rng(1), []
    for _ in range(CASES):
        size, stride = (
            rng.integers(1, 6, 2).tolist() if rng.random() < 0.8 else rng.integers(1, 15, 2).tolist()
        )
        row, column = rng.integers(0, 3, 2).tolist()
        case = {"map": grid(rng), "size": size, "stride": stride, "edge": str(rng.choice(["keep", "drop"]))}
        cases.append({**case, "row": row, "column": column, "filled": some(rng)})
    for state, answer in compared(found, PoolWindow(X), cases):
        pooled = max_pool(np.array(state["map"]), state["size"], state["stride"], state["edge"])
        assert answer["pooled"] == pooled.tolist()
        assert_same(state, answer, "map", "size", "stride", "edge", "row", "column")


def some(rng):
    """What is filled: not said, all, or some places."""
    return [None, "all", [0], rng.permutation(12)[:5].tolist()][rng.integers(4)]


def assert_same(state, answer, *names):
    assert {name: answer[name] for name in names} == {name: state[name] for name in names}
    assert sorted(answer["visited"]) == sorted(state["visited"])


def test_the_page_counts_what_agrees_as_numpy_does(found):
    rng, example = np.random.default_rng(2), CompareGrids(X, X, ("one", "the, other"))
    pairs = [(a, np.where(rng.random(a.shape) < 0.5, a, -a)) for a in (grid(rng) for _ in range(CASES))]
    answers = found(
        example, [address(a=a, b=b, titles=f"a {a.size},b & more".replace("&", "%26")) for a, b in pairs]
    )
    assert [answer["agreeing"] for answer in answers] == [int((a == b).sum()) for a, b in pairs]
    assert answers[0]["titles"] == [f"a {pairs[0][0].size}", "b & more"]
    assert found(example, [answer["address"] for answer in answers]) == answers
    (kept,) = found(example, [address(row=3, column=2)])
    assert (kept["titles"], kept["agreeing"], kept["row"]) == (["one", "the, other"], 81, 3)
    assert found(example, [kept["address"]]) == [kept]


def test_the_pads_network_sees_in_the_page_what_numpy_sees(found):
    rng, network = np.random.default_rng(3), trained_network()
    drawings = [rng.choice([-1, 1], (9, 9)) for _ in range(40)]
    answers = found(DrawPad(network), [address(image=drawing) for drawing in drawings])
    for drawing, answer in zip(drawings, answers, strict=True):
        cells = np.hstack([array.ravel() for array in network.activations(drawing).values()])
        np.testing.assert_allclose(answer["answer"]["cells"], cells, 1e-9, 1e-12)
        np.testing.assert_allclose(answer["answer"]["shares"], softmax(network.forward(drawing)[0]), 1e-9)
        assert answer["answer"]["verdict"] == state_of(DrawPad(network, drawing))["answer"]["verdict"]
    assert {answer["answer"]["verdict"][0] for answer in answers} == {"X", "O"}


# What somebody's address may be, and words of what is said of it.
WRONG = {
    "SlideWindow": {
        "#image=#..#/.#": "image has rows of 4 and of 2 cells; they must be equally long (was the address cut off?)",
        "#image=#..#/.##./x..#": "image has “x..#” in row 2; a row is of # and ., like #..#, or of numbers",
        "#kernel=##./##.": "kernel is 2×3; it must be square, like 3×3",
        "#kernel="
        + "/".join(["#" * 10] * 10): "kernel is 10×10 and image only 9×9; use one that fits inside",
        "#image="
        + "/".join(["#" * 33] * 9): "image has 33 columns; a widget shows 32×32 at most: take a part",
        "#image=" + "/".join(["#"] * 5000): "image has 5000 rows; a widget shows 32×32 at most",
        "#row=9": "row is 9; a 3×3 window fits at rows 0 to 6",
        "#row=1.5": "row is “1.5”; it must be a whole number from 0 on, like 2",
        "#filled=3-999": "filled has 49; the map has places 0 to 48",
        "#filled=some": "filled has “some”; it must be all, or places in reading order, like 0-8,12",
        "#kernel=1e300": "kernel holds 1e+300; widgets show numbers up to 1e9",
        "#kernel=": "kernel has “” in row 0",
        "#row=1&row=2": "it gives row twice; give it once",
        "#image=%E0%A4%A": "image is “%E0%A4%A”; a % must be written as %25 (was the address cut off?)",
    },
    "PoolWindow": {
        "#size=0": "size is “0”; it must be a whole number from 1 on",
        "#edge=wrap": "edge is “wrap”; it must be keep or drop",
        "#size=8&edge=drop": "so with edge=drop nothing is left; use a smaller window or edge=keep",
        "#row=7": "row is 7; the pooled map has rows 0 to",
    },
    "CompareGrids": {
        "#a=##/##": "a is 2×2 and b is 9×9; they must be equally large: give both",
        "#titles=one": "titles are 1; there are two grids, so they must be two",
    },
    "DrawPad": {
        "#image=##/##": "image is 2×2; this network takes drawings of 9×9",
        "#image="
        + "/".join(["0,1,1,1,1,1,1,1,1"] * 9): "image holds 0; a drawing is of 1 (stroke, #) and -1",
    },
    "NetworkExplorer": {
        "#layer=conv9": "there is no layer “conv9”; there are input, conv1",
        "#image=Z": "there is no image “Z”; there are ",
        "#layer=conv1&map=99": "map is 99; conv1 has maps 0 to",
    },
}
EXAMPLES = {
    "SlideWindow": lambda: SlideWindow(X, load_kernel("diagonal")),
    "PoolWindow": lambda: PoolWindow(X[:7, :7]),
    "CompareGrids": lambda: CompareGrids(X, X),
    "DrawPad": lambda: DrawPad(trained_network()),
    "NetworkExplorer": lambda: NetworkExplorer(trained_network(), {"X": X}),
}


@pytest.mark.parametrize("kind", WRONG)
def test_what_is_wrong_is_told_with_what_arrived_what_was_expected_and_what_to_try(found, kind):
    said = found(EXAMPLES[kind](), list(WRONG[kind]))
    for words, sentence in zip(WRONG[kind].values(), said, strict=True):
        assert words in sentence
        assert len(sentence) < 200


def test_an_address_says_which_cell_is_looked_at(found):
    example, network = EXAMPLES["NetworkExplorer"](), trained_network()
    for layer, shape in network.shapes.items():
        last = [1, 1, *shape] if len(shape) == 1 else shape
        place = dict(zip(("map", "row", "column"), (length - 1 for length in last), strict=True))
        (answer,) = found(example, [address(image="X", layer=layer, **place)])
        assert {name: answer[name] for name in place} == place
        assert answer["address"] == address(image="X", layer=layer, **place)


def test_two_widgets_of_one_name_may_differ_only_in_what_an_address_says():
    network, embeds = trained_network(), {}
    for image in (X, -X):
        site_embed.note(embeds, "DrawPad", ("DrawPad", state_of(DrawPad(network, image)), "00_watch"))
    assert [np.array(state["image"]).tolist() for _, state, _ in embeds.values()] == [X.tolist()]  # the first
    network.layers[0].parameters["bias"] += 1
    with pytest.raises(ValueError, match="11_take and 00_watch have a DrawPad with networks that differ"):
        site_embed.note(embeds, "DrawPad", ("DrawPad", state_of(DrawPad(network)), "11_take"))
